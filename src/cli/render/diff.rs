//! What changed between two months: a table, and one sentence for each mission with a change.

use serde::Serialize;

use super::styled::Styled;
use super::summary::not_counted;
use super::table::{Cell, Column, Holds, table};
use super::text::printable;
use super::{Page, on_sheet};
use crate::cli::style::{BOLD, DIM, ERROR, GOOD, WARNING};
use crate::domain::comparison::{Change, changes};
use crate::domain::{Census, Finding, History, Lang, Period, Severity};
use crate::pipeline::Run;

/// Stands for a number that is not known.
const UNKNOWN: &str = "–";

type Months = (Period, Period);

fn all(run: &Run, months: Months) -> Vec<Change> {
    // Headcounts of months whose returns are gone are among the facts; of their rosters nothing is known.
    let nothing = History::default();
    let census = Census::new(&run.returns, &run.schema, &nothing);
    changes(&run.facts.headcounts, &run.schema.registry, &census, months)
}

fn name(run: &Run, change: &Change) -> String {
    let mission = run.schema.registry.missions.get(change.mission);
    mission.map_or_else(String::new, |mission| printable(&mission.name).into_owned())
}

/// The open findings about a mission in the two months and those between, from a severity on.
fn open<'r>(run: &'r Run, change: &Change, (from, to): Months, least: Severity) -> Vec<&'r Finding> {
    let id = run.schema.registry.missions.get(change.mission).map(|mission| mission.id.as_str());
    let concerns = |finding: &&Finding| {
        finding.mission.as_deref() == id
            && finding.period.is_some_and(|period| from <= period && period <= to)
            && finding.severity >= least
            && finding.outcome_of.is_none()
            && !finding.waived
    };
    run.findings.iter().filter(concerns).collect()
}

/// The sums over all missions: openings, arrivals, departures, closings; each with whether one of them is not known.
struct Totals([(Option<i64>, bool); 4]);

impl Totals {
    fn of(changes: &[Change]) -> Self {
        let sum = |of: fn(&Change) -> Option<i64>| {
            let known = changes.iter().filter_map(of).reduce(i64::saturating_add);
            (known, changes.iter().any(|change| of(change).is_none()))
        };
        Self([sum(|change| change.opening), sum(|change| change.arrivals), sum(|change| change.departures), sum(|change| change.closing)])
    }
}

/// The page.
pub(in crate::cli) fn diff(page: Page, run: &Run, months: Months) -> String {
    let changes = all(run, months);
    let Totals(totals) = Totals::of(&changes);
    let (from, to) = (months.0.to_string(), months.1.to_string());
    let numbers = |long: &'static str, short: &'static str, spare| Column { titles: [long, short], holds: Holds::Numbers, spare };
    let head = [
        Column { titles: [page.word("Missie", "Mission"); 2], holds: Holds::Text, spare: 0 },
        Column { titles: [&from, &from], holds: Holds::Numbers, spare: 0 },
        numbers("In", "In", 0),
        numbers(page.word("Uit", "Out"), page.word("Uit", "Out"), 0),
        Column { titles: [&to, &to], holds: Holds::Numbers, spare: 0 },
        numbers(page.word("Onverklaard", "Unexplained"), page.word("Rest", "Rest"), 1),
        numbers(page.word("Tijdelijk in NL", "Temporarily home"), page.word("In NL", "Home"), 2),
    ];
    let number = |number: Option<i64>| number.map_or_else(|| UNKNOWN.to_owned(), |number| number.to_string());
    // What does not change recedes.
    let moved = |number: Option<i64>, text: String| (text, (number == Some(0)).then_some(DIM));
    let row = |change: &Change| -> Vec<Cell> {
        let rest = match change.remainder() {
            None => (UNKNOWN.to_owned(), None),
            Some(0) => (String::new(), None),
            Some(rest) => (format!("{rest:+}"), Some(WARNING)),
        };
        let home = match change.home {
            (None | Some(0), None | Some(0)) => String::new(),
            (before, after) if before == after => number(after),
            (before, after) => format!("{} → {}", number(before), number(after)),
        };
        let style = change.is_any().then_some(BOLD);
        vec![
            (name(run, change), style),
            (number(change.opening), style),
            moved(change.arrivals, number(change.arrivals)),
            moved(change.departures, number(change.departures)),
            (number(change.closing), style),
            rest,
            (home, None),
        ]
    };
    let mut body: Vec<Vec<Cell>> = changes.iter().map(row).collect();
    let summed = |(sum, partly): (Option<i64>, bool)| format!("{}{}", number(sum), if partly && sum.is_some() { "*" } else { "" });
    let [opening, arrivals, departures, closing] = totals.map(|total| (summed(total), Some(BOLD)));
    body.push(vec![(page.word("TOTAAL", "TOTAL").to_owned(), Some(BOLD)), opening, arrivals, departures, closing]);
    let mut out = table(page, &head, &body);
    if totals.iter().any(|(sum, partly)| *partly && sum.is_some()) {
        out.push_str(&not_counted(page));
    }
    out.push('\n');
    let told: Vec<&Change> =
        changes.iter().filter(|change| change.is_any() || !open(run, change, months, Severity::Error).is_empty()).collect();
    if told.is_empty() {
        out.push_str(&Styled::default().styled(GOOD, page.word("Er is niets veranderd.", "Nothing changed.")).hanging("", 0, page.width));
    }
    for change in told {
        let sentence = sentence(page, run, change, months);
        let name = name(run, change);
        let rest = sentence.strip_prefix(&name).unwrap_or(&sentence);
        out.push_str(&Styled::default().styled(BOLD, &name).plain(rest).hanging("", 2, page.width));
        for finding in open(run, change, months, Severity::Error) {
            let period = finding.period.map(|period| format!(" · {period}")).unwrap_or_default();
            let place = on_sheet(&finding.place).map(|place| format!(" · {place}")).unwrap_or_default();
            let label =
                Styled::default().styled(ERROR, page.word("open fout", "open error")).plain(format!(" {}", printable(&finding.code)));
            out.push_str(&label.plain(period).plain(place).hanging("  ", 4, page.width));
        }
    }
    out
}

/// What changed in a mission and why, in plain words.
fn sentence(page: Page, run: &Run, change: &Change, (from, to): Months) -> String {
    let name = name(run, change);
    let mut parts: Vec<String> = Vec::new();
    match (change.opening, change.closing) {
        (None, None) => return format!("{name}: {}", page.word("in beide maanden niet bekend.", "not known in either month.")),
        (None, Some(now)) => {
            let (nl, en) = (format!("in {from} niet bekend, in {to} {now}"), format!("not known in {from}, {now} in {to}"));
            return format!("{name}: {}.", page.word(&nl, &en));
        }
        (Some(then), None) => {
            let (nl, en) = (format!("in {from} {then}, in {to} niet bekend"), format!("{then} in {from}, not known in {to}"));
            return format!("{name}: {}.", page.word(&nl, &en));
        }
        (Some(_), Some(_)) => {}
    }
    match (change.arrivals, change.departures) {
        (Some(0), Some(0)) => {}
        (Some(arrivals), Some(departures)) => {
            let came = Some(counted(page, arrivals, ["één aankomst", "aankomsten"], ["one arrival", "arrivals"])).filter(|_| arrivals != 0);
            let left =
                Some(counted(page, departures, ["één vertrek", "vertrekken"], ["one departure", "departures"])).filter(|_| departures != 0);
            parts.push(came.into_iter().chain(left).collect::<Vec<_>>().join(page.word(" en ", " and ")));
        }
        _ => {
            let months = change.unknown.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            parts.push(format!(
                "{} {months} {}",
                page.word("de mutaties van", "the movements of"),
                page.word("zijn niet bekend", "are not known")
            ));
        }
    }
    match change.remainder() {
        Some(0) | None => {}
        Some(rest) => {
            let (nl, en) = (format!("{rest:+} is niet door mutaties verklaard"), format!("{rest:+} is not explained by movements"));
            parts.push(page.word(&nl, &en).to_owned());
        }
    }
    let roster = change.roster.filter(|(began, ended)| Some((*began, *ended)) != change.arrivals.zip(change.departures));
    if let Some((began, ended)) = roster {
        let (nl, en) = (format!("het rooster toont {began} in en {ended} uit"), format!("the roster shows {began} in and {ended} out"));
        parts.push(page.word(&nl, &en).to_owned());
    }
    if let (then, Some(now)) = (change.home.0.unwrap_or(0), change.home.1)
        && then != now
    {
        let (nl, en) = (format!("tijdelijk in NL van {then} naar {now}"), format!("temporarily in NL from {then} to {now}"));
        parts.push(page.word(&nl, &en).to_owned());
    }
    if change.opening == Some(0) && change.closing.is_some_and(|now| now > 0) {
        parts.push(page.word("de uitzending is begonnen", "the deployment began").to_owned());
    }
    if change.closing == Some(0) && change.opening.is_some_and(|then| then > 0) {
        parts.push(page.word("er is niemand meer", "nobody is there any more").to_owned());
    }
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let (from, to) = (number(change.opening), number(change.closing));
    let figures = match (change.difference(), page.lang) {
        (Some(0), Lang::Nl) => format!("nog steeds {to}"),
        (Some(0), Lang::En) => format!("still {to}"),
        (_, Lang::Nl) => format!("van {from} naar {to}"),
        (_, Lang::En) => format!("from {from} to {to}"),
    };
    format!("{name}: {}.", std::iter::once(figures).chain(parts).collect::<Vec<_>>().join("; "))
}

fn counted(page: Page, number: i64, nl: [&str; 2], en: [&str; 2]) -> String {
    let [one, several] = [page.word(nl[0], en[0]), page.word(nl[1], en[1])];
    if number == 1 { one.to_owned() } else { format!("{number} {several}") }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    muster: &'static str,
    language: Lang,
    from: String,
    to: String,
    missions: Vec<Row<'a>>,
    total: Total,
}

#[derive(Serialize)]
struct Row<'a> {
    mission_id: Option<&'a str>,
    mission: String,
    opening: Option<i64>,
    arrivals: Option<i64>,
    departures: Option<i64>,
    closing: Option<i64>,
    change: Option<i64>,
    unexplained: Option<i64>,
    unknown_months: Vec<String>,
    temp_home_before: Option<i64>,
    temp_home_after: Option<i64>,
    roster_arrivals: Option<i64>,
    roster_departures: Option<i64>,
    status_before: Option<&'static str>,
    status_after: Option<&'static str>,
    findings: Vec<OpenFinding<'a>>,
    sentence: Option<String>,
}

#[derive(Serialize)]
struct OpenFinding<'a> {
    code: &'a str,
    severity: &'static str,
    period: Option<String>,
}

#[derive(Serialize)]
struct Total {
    opening: Option<i64>,
    arrivals: Option<i64>,
    departures: Option<i64>,
    closing: Option<i64>,
    complete: bool,
}

/// The same as JSON: `from`, `to`, `missions` in the order of the letter and `total`. What is not known is `null`; `complete` is
/// whether every number in the totals is known. Keys may be added; if one changes its meaning, `version` goes up.
pub(in crate::cli) fn diff_json(page: Page, run: &Run, months: Months) -> serde_json::Result<String> {
    let changes = all(run, months);
    let row = |change: &Change| Row {
        mission_id: run.schema.registry.missions.get(change.mission).map(|mission| mission.id.as_str()),
        mission: name(run, change),
        opening: change.opening,
        arrivals: change.arrivals,
        departures: change.departures,
        closing: change.closing,
        change: change.difference(),
        unexplained: change.remainder(),
        unknown_months: change.unknown.iter().map(ToString::to_string).collect(),
        temp_home_before: change.home.0,
        temp_home_after: change.home.1,
        roster_arrivals: change.roster.map(|(began, _)| began),
        roster_departures: change.roster.map(|(_, ended)| ended),
        status_before: change.status.0.map(crate::domain::facts::HeadcountStatus::as_str),
        status_after: change.status.1.map(crate::domain::facts::HeadcountStatus::as_str),
        findings: open(run, change, months, Severity::Warning)
            .into_iter()
            .map(|finding| OpenFinding {
                code: &finding.code,
                severity: finding.severity.as_str(),
                period: finding.period.map(|period| period.to_string()),
            })
            .collect(),
        sentence: change.is_any().then(|| sentence(page, run, change, months)),
    };
    let Totals(totals) = Totals::of(&changes);
    let [opening, arrivals, departures, closing] = totals.map(|(sum, _)| sum);
    let complete = totals.iter().all(|(_, partly)| !partly);
    let document = Document {
        version: 1,
        muster: env!("CARGO_PKG_VERSION"),
        language: page.lang,
        from: months.0.to_string(),
        to: months.1.to_string(),
        missions: changes.iter().map(row).collect(),
        total: Total { opening, arrivals, departures, closing, complete },
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}
