//! Who should have reported, who did, and whether in time.
//!
//! The five figures of a month are those of DHIS2: reports expected, received and received in time, and the two rates. A report
//! is what one coordinator who reports monthly sends for one month. It is received if a return with a headcount is there and was
//! read. As in DHIS2 the first time counts: a correction that comes after the deadline does not make a report late.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::census::Census;
use super::facts::{HeadcountStatus, ReturnFact};
use super::history::History;
use super::period::Period;
use super::returns::{Return, ReturnStatus};
use super::schema::{Coordinator, Schema};

/// Whether a return came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// On or before the deadline, days of grace included.
    InTime,
    /// So many days after the deadline, which are more than the days of grace.
    Late(i64),
    /// The coordinator has no deadline, so that nothing is late.
    NoDeadline,
    /// The day of receipt is not recorded.
    NotRecorded,
}

/// When the returns of a run were received, and when they were due.
#[derive(Debug)]
pub struct Receipts<'a> {
    returns: &'a [Return],
    schema: &'a Schema,
    /// The first version of each return that takes the place of others, by the path of the last.
    first: HashMap<&'a str, usize>,
}

impl<'a> Receipts<'a> {
    /// Looks which return is a later version of which.
    #[must_use]
    pub fn new(returns: &'a [Return], schema: &'a Schema) -> Self {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (at, from) in returns.iter().enumerate() {
            let Some(later) = from.superseded_by.as_deref() else { continue };
            let rank = |at: usize| (returns[at].version, returns[at].received_or_last(), at);
            let known = first.entry(later).or_insert(at);
            if rank(at) < rank(*known) {
                *known = at;
            }
        }
        Self { returns, schema, first }
    }

    /// The first version of a return: itself, if it takes the place of none.
    #[must_use]
    pub fn first(&self, at: usize) -> usize {
        self.first.get(self.returns[at].source.path.as_str()).copied().unwrap_or(at)
    }

    /// Whether the first version of a return came in time for a month; `None` if it is not known whose return it is. When the
    /// earlier months of a file that bundles several were first reported, it does not tell.
    #[must_use]
    pub fn timeliness(&self, at: usize, month: Period) -> Option<Timeliness> {
        let from = &self.returns[at];
        let coordinator = &self.schema.coordinators[from.coordinator?];
        let Some(due) = coordinator.due(month) else { return Some(Timeliness::NoDeadline) };
        let received = self.returns[self.first(at)].source.received.filter(|_| judged(from) == Some(month));
        let Some(received) = received else { return Some(Timeliness::NotRecorded) };
        let days = (received - due).num_days();
        let grace = self.schema.number("FIL-03", "grace_days", 0);
        Some(if days > grace.max(0) { Timeliness::Late(days) } else { Timeliness::InTime })
    }
}

/// The month for which a return is in time or late: its own, else the last one it holds records about.
#[must_use]
pub fn judged(from: &Return) -> Option<Period> {
    from.period.or_else(|| from.months().last().copied())
}

/// What became of one coordinator's report for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is there, with a headcount of every mission if it is a monthly one.
    Received,
    /// It is there, and some or all missions lack a headcount.
    Partly,
    /// Files came, and none of them was read.
    Refused,
    /// It was expected and is not there.
    Missing,
    /// Nothing came, and nothing was expected.
    NotExpected,
}

impl State {
    /// The word used in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Partly => "partly",
            Self::Refused => "refused",
            Self::Missing => "missing",
            Self::NotExpected => "not_expected",
        }
    }
}

/// One coordinator's report for one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The coordinator, as an index into the schema's coordinators.
    pub coordinator: usize,
    /// Whether one is expected every month.
    pub expected: bool,
    /// What became of it.
    pub state: State,
    /// The highest version that counts; `None` if nothing was read.
    pub version: Option<u32>,
    /// The last day on which the first version of one of its files was received, where all are recorded.
    pub received: Option<NaiveDate>,
    /// Whether it came in time: as late as the latest of its files. `None` if nothing was read.
    pub timeliness: Option<Timeliness>,
    /// Missions that are expected in it.
    pub missions: usize,
    /// Those of them with a headcount, in whatever file.
    pub reported: usize,
    /// All its files, by path, those that were refused or superseded included.
    pub files: Vec<String>,
}

impl Report {
    /// Whether it counts as received.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.state == State::Received || (self.state == State::Partly && self.reported > 0)
    }
}

/// The reports of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The month.
    pub period: Period,
    /// One for each coordinator, in the order of the schema.
    pub reports: Vec<Report>,
}

impl Completeness {
    fn monthly(&self) -> impl Iterator<Item = &Report> {
        self.reports.iter().filter(|report| report.expected)
    }

    /// Reports that should be there.
    #[must_use]
    pub fn expected(&self) -> usize {
        self.monthly().count()
    }

    /// Those that are there.
    #[must_use]
    pub fn actual(&self) -> usize {
        self.monthly().filter(|report| report.is_there()).count()
    }

    /// Those that are there and came in time; `None` if that is known of none of them. One without a deadline is in time.
    #[must_use]
    pub fn on_time(&self) -> Option<usize> {
        let in_time = |report: &&Report| matches!(report.timeliness, Some(Timeliness::InTime | Timeliness::NoDeadline));
        let known = self.actual() == 0 || self.not_recorded() < self.actual();
        known.then(|| self.monthly().filter(|report| report.is_there()).filter(in_time).count())
    }

    /// Those that are there of which it is not known whether they came in time. They do not count as in time.
    #[must_use]
    pub fn not_recorded(&self) -> usize {
        let unknown = |report: &&Report| matches!(report.timeliness, None | Some(Timeliness::NotRecorded));
        self.monthly().filter(|report| report.is_there()).filter(unknown).count()
    }

    /// Per cent of the expected reports that are there, in tenths; `None` if none is expected.
    #[must_use]
    pub fn rate(&self) -> Option<i64> {
        share(self.actual(), self.expected())
    }

    /// Per cent of the expected reports that are there and came in time, in tenths; `None` if that is not known.
    #[must_use]
    pub fn rate_on_time(&self) -> Option<i64> {
        share(self.on_time()?, self.expected())
    }
}

/// A share in tenths of a per cent, rounded to the nearest.
fn share(part: usize, whole: usize) -> Option<i64> {
    let (part, whole) = (i64::try_from(part).ok()?, i64::try_from(whole).ok()?);
    (whole > 0).then(|| (part * 2000 + whole) / (2 * whole))
}

/// The reports of each month.
#[must_use]
pub fn completeness(census: &Census<'_>, periods: &[Period]) -> Vec<Completeness> {
    let receipts = Receipts::new(census.returns.read(), census.schema);
    let mut sent: BTreeMap<(Period, usize), Vec<usize>> = BTreeMap::new();
    for (at, from) in census.returns.iter().enumerate() {
        let Some(coordinator) = from.coordinator else { continue };
        for month in from.months() {
            sent.entry((month, coordinator)).or_default().push(at);
        }
    }
    let of_month = |period: Period| {
        let coordinators = 0..census.schema.coordinators.len();
        let reports = coordinators.map(|at| report(census, &receipts, period, at, sent.get(&(period, at)).map_or(&[], Vec::as_slice)));
        Completeness { period, reports: reports.collect() }
    };
    periods.iter().copied().map(of_month).collect()
}

/// The reports of a month of which the returns are gone, as they were published.
#[must_use]
pub fn published(history: &History, schema: &Schema, period: Period) -> Completeness {
    let known = |mission: &usize| {
        history.headcounts.iter().any(|fact| fact.period == period && fact.mission == *mission && fact.status != HeadcountStatus::Missing)
    };
    let report = |(at, of): (usize, &Coordinator)| {
        let ours = |fact: &&ReturnFact| fact.period == Some(period) && fact.coordinator == of.id && !fact.file.is_empty();
        let sent: Vec<&ReturnFact> = history.returns.iter().filter(ours).collect();
        let read = || sent.iter().filter(|fact| matches!(fact.status, ReturnStatus::Received | ReturnStatus::Late));
        let reported = of.missions.iter().filter(|mission| known(mission)).count();
        let state = state(of, sent.is_empty(), read().next().is_none(), reported);
        // The first version decides, which a correction may have superseded.
        let first_late = |due: NaiveDate| sent.iter().filter_map(|fact| fact.received).filter(|day| *day > due).min();
        let timeliness = |fact: &ReturnFact| match (fact.status, of.due(period)) {
            (_, None) => Timeliness::NoDeadline,
            (ReturnStatus::Late, Some(due)) => {
                first_late(due).map_or(Timeliness::NotRecorded, |day| Timeliness::Late((day - due).num_days()))
            }
            (_, Some(_)) if fact.received.is_none() => Timeliness::NotRecorded,
            (_, Some(_)) => Timeliness::InTime,
        };
        Report {
            coordinator: at,
            expected: of.monthly,
            state,
            version: read().filter_map(|fact| fact.version).max(),
            received: read().map(|fact| fact.received).collect::<Option<Vec<NaiveDate>>>().and_then(|days| days.into_iter().max()),
            timeliness: read().map(|fact| timeliness(fact)).max_by_key(gravity),
            missions: of.missions.len(),
            reported,
            files: sent.iter().map(|fact| fact.file.clone()).collect(),
        }
    };
    Completeness { period, reports: schema.coordinators.iter().enumerate().map(report).collect() }
}

/// What became of a report of which nothing was sent, or nothing could be read, or so many missions are there.
fn state(of: &Coordinator, nothing_sent: bool, nothing_read: bool, reported: usize) -> State {
    match (nothing_sent, nothing_read) {
        (true, _) if of.monthly => State::Missing,
        (true, _) => State::NotExpected,
        (false, true) => State::Refused,
        (false, false) if of.monthly && reported < of.missions.len() => State::Partly,
        (false, false) => State::Received,
    }
}

/// Of several files the latest decides whether a report was in time.
fn gravity(timeliness: &Timeliness) -> (u8, i64) {
    match timeliness {
        Timeliness::NoDeadline => (0, 0),
        Timeliness::InTime => (1, 0),
        Timeliness::NotRecorded => (2, 0),
        Timeliness::Late(days) => (3, *days),
    }
}

fn report(census: &Census<'_>, receipts: &Receipts<'_>, period: Period, coordinator: usize, sent: &[usize]) -> Report {
    let of = &census.schema.coordinators[coordinator];
    let read: Vec<usize> = sent.iter().copied().filter(|at| census.returns[*at].counts()).collect();
    let has_headcount =
        |mission: &&usize| census.schema.table("headcount").is_some_and(|table| !census.of_mission(table, period, **mission).is_empty());
    let reported = of.missions.iter().filter(has_headcount).count();
    let state = state(of, sent.is_empty(), read.is_empty(), reported);
    let receipt = |at: &usize| census.returns[receipts.first(*at)].source.received;
    Report {
        coordinator,
        expected: of.monthly,
        state,
        version: read.iter().map(|at| census.returns[*at].version).max(),
        received: read.iter().map(receipt).collect::<Option<Vec<NaiveDate>>>().and_then(|days| days.into_iter().max()),
        timeliness: read.iter().filter_map(|at| receipts.timeliness(*at, period)).max_by_key(gravity),
        missions: of.missions.len(),
        reported,
        files: sent.iter().map(|at| census.returns[*at].source.path.clone()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::Sample;
    use crate::domain::{FileFormat, SourceFile};

    fn may() -> Period {
        "2026-05".parse().expect("a month")
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn schema(due_day: Option<u32>) -> Schema {
        let coordinator = |id: &str, monthly| Coordinator {
            id: id.to_owned(),
            name: id.to_owned(),
            language: None,
            aliases: Vec::new(),
            missions: Vec::new(),
            due_day,
            monthly,
            consolidated: false,
        };
        Schema {
            coordinators: vec![coordinator("east", true), coordinator("west", true), coordinator("staff", false)],
            ..Sample::new().schema
        }
    }

    fn sent(path: &str, coordinator: usize, received: Option<&str>) -> Return {
        let source =
            SourceFile { path: path.to_owned(), sha256: String::new(), bytes: 1, format: FileFormat::Csv, received: received.map(day) };
        Return { coordinator: Some(coordinator), period: Some(may()), ..Return::of(source) }
    }

    fn figures(schema: &Schema, returns: &[Return]) -> (usize, usize, Option<usize>, usize, Option<i64>, Option<i64>) {
        let all = completeness(&Census::new(returns, schema, &History::default()), &[may()]);
        let month = &all[0];
        (month.expected(), month.actual(), month.on_time(), month.not_recorded(), month.rate(), month.rate_on_time())
    }

    #[test]
    fn a_deadline_is_a_day_of_the_next_month_or_its_last() {
        let due = |day: u32, month: &str| schema(Some(day)).coordinators[0].due(month.parse().expect("a month"));
        assert_eq!(due(5, "2026-05"), Some(day("2026-06-05")));
        assert_eq!(due(31, "2026-05"), Some(day("2026-06-30")));
        assert_eq!(due(31, "2026-01"), Some(day("2026-02-28")));
        assert_eq!(due(1, "2025-12"), Some(day("2026-01-01")));
        assert_eq!(schema(None).coordinators[0].due(may()), None);
    }

    #[test]
    fn the_five_figures() {
        let schema = schema(Some(5));
        let east = |received| sent("east.csv", 0, received);
        let west = |received| sent("west.csv", 1, received);
        assert_eq!(figures(&schema, &[]), (2, 0, Some(0), 0, Some(0), Some(0)));
        assert_eq!(figures(&schema, &[east(None)]), (2, 1, None, 1, Some(500), None));
        assert_eq!(figures(&schema, &[east(Some("2026-06-05"))]), (2, 1, Some(1), 0, Some(500), Some(500)));
        assert_eq!(figures(&schema, &[east(Some("2026-06-06")), west(Some("2026-06-01"))]), (2, 2, Some(1), 0, Some(1000), Some(500)));
        assert_eq!(figures(&schema, &[east(Some("2026-06-05")), west(None)]), (2, 2, Some(1), 1, Some(1000), Some(500)));
        assert_eq!(figures(&schema, &[sent("staff.csv", 2, None)]), (2, 0, Some(0), 0, Some(0), Some(0)));
        assert_eq!(figures(&self::schema(None), &[east(None)]).2, Some(1), "without a deadline nothing is late");
        let refused = Return { refused: Some("PRV-01".to_owned()), ..east(Some("2026-06-01")) };
        assert_eq!(figures(&schema, &[refused]).1, 0, "what was not read is no report");
    }

    #[test]
    fn the_first_version_decides_whether_a_report_is_in_time() {
        let schema = schema(Some(5));
        let superseded =
            |path: &str, version, received| Return { version, superseded_by: Some("east-v3.csv".to_owned()), ..sent(path, 0, received) };
        let last = |received| Return { version: 3, ..sent("east-v3.csv", 0, received) };
        let late = Some("2026-06-20");
        let first_known = |first| [superseded("east.csv", 1, first), superseded("east-v2.csv", 2, late), last(late)];
        assert_eq!(figures(&schema, &first_known(Some("2026-06-02"))).2, Some(1));
        assert_eq!(figures(&schema, &first_known(Some("2026-06-09"))).2, Some(0));
        assert_eq!(figures(&schema, &first_known(None)).2, None);
        assert_eq!(figures(&schema, &[last(late)]).2, Some(0), "nothing says that there was an earlier one");
    }

    #[test]
    fn shares_are_rounded_to_a_tenth_of_a_per_cent() {
        assert_eq!(
            [share(1, 3), share(2, 3), share(14, 15), share(0, 4), share(4, 4), share(0, 0)],
            [Some(333), Some(667), Some(933), Some(0), Some(1000), None]
        );
    }
}
