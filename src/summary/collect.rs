//! Accepted records become facts: free of their sheets, with what is known of their trustworthiness.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};

use crate::domain::census::Chosen;
use crate::domain::facts::{AttributeFact, Facts, HeadcountFact, HeadcountStatus, PlannedFact, RejectedFact, ReturnFact, TrainingFact};
use crate::domain::returns::ReturnStatus;
use crate::domain::tour::TourFields;
use crate::domain::{Census, Finding, Period, Place, RecordRef, Return, Severity};

/// All facts of the given months, in the order in which they are published.
#[must_use]
pub fn collect(census: &Census<'_>, findings: &[Finding], periods: &[Period]) -> Facts {
    Facts {
        headcounts: headcounts(census, findings),
        attributes: attributes(census, periods),
        training: training(census, periods),
        planned: planned(census, periods),
        returns: returns(census, findings, periods),
        rejected: rejected(census, findings, periods),
    }
}

/// Headcounts of every month, for the change since the month before one that is published.
fn headcounts(census: &Census<'_>, findings: &[Finding]) -> Vec<HeadcountFact> {
    let Some(table) = census.schema.table("headcount") else { return Vec::new() };
    let fields = &census.schema.tables[table];
    let mut flagged: BTreeSet<(Period, &str)> = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.severity == Severity::Error && !finding.waived) {
        if let (Some(period), Some(mission)) = (finding.period, &finding.mission) {
            flagged.insert((period, mission));
        }
    }
    // An as-of date that is missing or wrong is about all figures of its sheet that have none.
    let about_dates = |finding: &&Finding| finding.severity == Severity::Error && !finding.waived && finding.field == "headcount.as_of";
    let undated: BTreeSet<(&str, &str)> =
        findings.iter().filter(about_dates).map(|finding| (finding.place.file(), finding.place.sheet())).collect();
    let undated = |place: &Place| [place.sheet(), ""].into_iter().any(|sheet| undated.contains(&(place.file(), sheet)));
    let mut facts = Vec::new();
    let expected: BTreeSet<usize> =
        census.schema.coordinators.iter().filter(|one| one.monthly).flat_map(|one| one.missions.iter().copied()).collect();
    let mut months: BTreeMap<Period, BTreeSet<usize>> = census.periods.iter().map(|period| (*period, expected.clone())).collect();
    for (period, mission, _) in census.missions(table) {
        months.entry(period).or_default().insert(mission);
    }
    for (period, missions) in &months {
        for mission in missions.iter().copied() {
            let empty = HeadcountFact {
                period: *period,
                as_of: None,
                mission,
                headcount: None,
                temp_home: None,
                in_area: None,
                female: None,
                arrivals: None,
                departures: None,
                vacancies: None,
                status: HeadcountStatus::Missing,
                source: None,
            };
            facts.push(match census.headcount(*period, mission) {
                Chosen::Nothing => empty,
                Chosen::Conflict(_) => HeadcountFact { status: HeadcountStatus::Conflict, ..empty },
                Chosen::One(at) => {
                    let records = census.table(at);
                    let count = |name: &str| fields.field(name).and_then(|field| records.count(field, at.record));
                    let (headcount, temp_home) = (count("stated"), count("temp_home"));
                    let at_home = headcount.zip(temp_home).map(|(all, home)| all - home - count("other_absent").unwrap_or(0));
                    let place = census.place(at, fields.field("stated"));
                    let as_of = census.as_of(at);
                    let open = flagged.contains(&(*period, census.schema.registry.missions[mission].id.as_str()))
                        || (as_of.is_none() && undated(&place));
                    let status = match (open, headcount) {
                        (true, _) => HeadcountStatus::Flagged,
                        (false, Some(_)) => HeadcountStatus::Ok,
                        (false, None) => HeadcountStatus::Missing,
                    };
                    HeadcountFact {
                        as_of,
                        headcount,
                        temp_home,
                        in_area: count("in_area").or(at_home),
                        female: count("female"),
                        arrivals: count("arrivals"),
                        departures: count("departures"),
                        vacancies: count("vacancies"),
                        status,
                        source: place.cell().map(|cell| (place.file().to_owned(), place.sheet().to_owned(), cell)),
                        ..empty
                    }
                }
            });
        }
    }
    facts
}

/// Officers on posting on the as-of date by sex, rank and status, for every code of each list, where a roster was sent.
fn attributes(census: &Census<'_>, periods: &[Period]) -> Vec<AttributeFact> {
    let Some(table) = census.schema.table("roster") else { return Vec::new() };
    let fields = &census.schema.tables[table];
    let tours = TourFields::of(census.schema, table);
    let mut facts = Vec::new();
    for (period, mission, lines) in census.missions(table).filter(|(period, _, _)| periods.contains(period)) {
        let as_of = match census.headcount(period, mission) {
            Chosen::One(at) => census.as_of(at),
            _ => None,
        };
        let as_of = as_of.unwrap_or_else(|| period.last_day());
        let counts = |line: &&RecordRef| tours.read(census.table(**line), line.record).counts_on(as_of);
        let posted: Vec<&RecordRef> = lines.iter().filter(counts).collect();
        for attribute in ["sex", "rank", "status"] {
            let Some(field) = fields.field(attribute) else { continue };
            let Some(list) = fields.fields[field].codes else { continue };
            let mut counts: HashMap<u16, i64> = HashMap::new();
            for line in &posted {
                if let Some(code) = census.table(**line).code(field, line.record) {
                    *counts.entry(code).or_default() += 1;
                }
            }
            for (at, code) in census.schema.code_lists[list].codes.iter().enumerate() {
                let count = u16::try_from(at).ok().and_then(|at| counts.get(&at).copied()).unwrap_or(0);
                facts.push(AttributeFact { period, mission, attribute, value: code.code.clone(), count: Some(count), suppressed: false });
            }
        }
    }
    facts
}

/// Every accepted record of a table in the given months, by month and path.
fn records(census: &Census<'_>, table: &str, periods: &[Period]) -> Vec<(Period, RecordRef)> {
    let Some(wanted) = census.schema.table(table) else { return Vec::new() };
    let mut found = Vec::new();
    for (ret, at, table) in census.tables().filter(|(_, _, table)| table.schema == wanted) {
        let accepted = (0..table.len()).filter(|record| table.accepted[*record]);
        found.extend(accepted.filter_map(|record| Some((table.periods[record]?, RecordRef { ret, table: at, record }))));
    }
    found.retain(|(period, _)| periods.contains(period));
    found.sort_by_key(|(period, at)| (*period, *at));
    found
}

fn code_of(census: &Census<'_>, at: RecordRef, name: &str) -> Option<String> {
    let table = census.table(at);
    let fields = &census.schema.tables[table.schema];
    let field = fields.field(name)?;
    let list = fields.fields[field].codes?;
    Some(census.schema.code_lists[list].codes[table.code(field, at.record)? as usize].code.clone())
}

fn source(census: &Census<'_>, at: RecordRef, field: Option<usize>) -> (String, String, String) {
    let place = census.place(at, field);
    (place.file().to_owned(), place.sheet().to_owned(), place.cell().map(|cell| cell.to_string()).unwrap_or_default())
}

fn training(census: &Census<'_>, periods: &[Period]) -> Vec<TrainingFact> {
    /// Columns that hold a figure of their own, with the indicator and the kind of figure that they stand for.
    const WIDE: [(&str, &str, &str); 4] = [
        ("locations", "locations", "stock"),
        ("mobile_stations", "mobile_stations", "stock"),
        ("persons", "persons", "flow"),
        ("cumulative", "persons", "cumulative"),
    ];
    let mut facts = Vec::new();
    for (period, at) in records(census, "training", periods) {
        let table = census.table(at);
        let fields = &census.schema.tables[table.schema];
        let project = fields.field("project").and_then(|field| table.mission(field, at.record));
        let fact = |indicator: String, kind: Option<String>, field: usize| TrainingFact {
            period,
            project: project.map_or_else(String::new, |at| census.schema.registry.missions[at].id.clone()),
            programme: code_of(census, at, "programme"),
            indicator,
            kind,
            until: fields.field("until").and_then(|field| table.date(field, at.record)),
            value: table.count(field, at.record),
            source: source(census, at, Some(field)),
        };
        let indicator = code_of(census, at, "indicator");
        if let Some(field) = fields.field("value").filter(|field| table.columns[*field].sheet_col.is_some()) {
            facts.push(fact(indicator.clone().unwrap_or_default(), code_of(census, at, "kind"), field));
        }
        for (name, stands_for, kind) in WIDE {
            let Some(field) = fields.field(name).filter(|field| table.count(*field, at.record).is_some()) else { continue };
            let own = indicator.clone().filter(|_| stands_for == "persons");
            facts.push(fact(own.unwrap_or_else(|| stands_for.to_owned()), Some(kind.to_owned()), field));
        }
    }
    facts
}

fn planned(census: &Census<'_>, periods: &[Period]) -> Vec<PlannedFact> {
    let fact = |(period, at): (Period, RecordRef)| {
        let table = census.table(at);
        let fields = &census.schema.tables[table.schema];
        let mission = fields.field("mission").and_then(|field| table.mission(field, at.record))?;
        let count = fields.field("count");
        Some(PlannedFact {
            period,
            mission,
            count: count.and_then(|field| table.count(field, at.record)),
            window: fields.field("window").and_then(|field| table.window(field, at.record)),
            status: code_of(census, at, "status"),
            basis: fields
                .field("basis")
                .and_then(|field| table.text(field, at.record))
                .map(|text| crate::domain::SafeText::scrub(text).to_string()),
            source: source(census, at, fields.field("mission")),
        })
    };
    records(census, "planned", periods).into_iter().filter_map(fact).collect()
}

/// The last day on which a return for a month is in time.
fn due(period: Period, day: u32) -> NaiveDate {
    let next = period.next();
    next.first_day()
        .checked_add_days(Days::new(u64::from(day.saturating_sub(1))))
        .map_or_else(|| next.last_day(), |due| due.min(next.last_day()))
}

fn returns(census: &Census<'_>, findings: &[Finding], periods: &[Period]) -> Vec<ReturnFact> {
    let mut pointing: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in findings {
        *pointing.entry(finding.place.file()).or_default() += 1;
    }
    let coordinators = &census.schema.coordinators;
    let mut facts: Vec<ReturnFact> = Vec::new();
    for from in census.returns.iter().filter(|from| from.period.is_none_or(|period| periods.contains(&period))) {
        let mut tables: Vec<String> = Vec::new();
        for table in &from.tables {
            let name = &census.schema.tables[table.schema].name;
            if !tables.contains(name) {
                tables.push(name.clone());
            }
        }
        let rows =
            if from.counts() { from.tables.iter().map(|table| table.accepted.iter().filter(|yes| **yes).count() as u64).sum() } else { 0 };
        facts.push(ReturnFact {
            period: from.period,
            coordinator: from.coordinator.map_or_else(String::new, |at| coordinators[at].id.clone()),
            file: from.source.path.clone(),
            sha256: from.source.sha256.clone(),
            received: from.source.received,
            version: Some(from.version),
            tables,
            rows,
            findings: pointing.get(from.source.path.as_str()).copied().unwrap_or(0),
            status: status(census, from),
        });
    }
    for period in periods {
        for (at, coordinator) in coordinators.iter().enumerate().filter(|(_, coordinator)| coordinator.monthly) {
            if !census.returns.iter().any(|from| from.coordinator == Some(at) && from.reports_on(*period)) {
                facts.push(ReturnFact {
                    period: Some(*period),
                    coordinator: coordinator.id.clone(),
                    file: String::new(),
                    sha256: String::new(),
                    received: None,
                    version: None,
                    tables: Vec::new(),
                    rows: 0,
                    findings: 0,
                    status: ReturnStatus::Missing,
                });
            }
        }
    }
    facts.sort_by(|a, b| (a.period, &a.coordinator, &a.file).cmp(&(b.period, &b.coordinator, &b.file)));
    facts
}

fn status(census: &Census<'_>, from: &Return) -> ReturnStatus {
    if from.unreadable.is_some() || from.refused.is_some() {
        return ReturnStatus::Refused;
    }
    if from.superseded_by.is_some() {
        return ReturnStatus::Superseded;
    }
    let deadline = from.coordinator.and_then(|at| census.schema.coordinators[at].due_day).zip(from.period);
    let late = deadline.zip(from.source.received).is_some_and(|((day, period), received)| received > due(period, day));
    if late { ReturnStatus::Late } else { ReturnStatus::Received }
}

fn rejected(census: &Census<'_>, findings: &[Finding], periods: &[Period]) -> Vec<RejectedFact> {
    // Of the findings in one row the gravest names the reason, of equals the last.
    let mut gravest: HashMap<(&str, &str, u32), &Finding> = HashMap::new();
    for finding in findings {
        let Some(cell) = finding.place.cell() else { continue };
        let known = gravest.entry((finding.place.file(), finding.place.sheet(), cell.row)).or_insert(finding);
        if finding.severity >= known.severity {
            *known = finding;
        }
    }
    let mut facts = Vec::new();
    for from in census.returns.iter().filter(|from| from.counts() && from.period.is_none_or(|period| periods.contains(&period))) {
        for row in &from.rejected {
            let sheet = from.sheets.get(row.sheet).map_or("", |sheet| sheet.name.as_str());
            facts.push(RejectedFact {
                file: from.source.path.clone(),
                sheet: sheet.to_owned(),
                row: row.row + 1,
                code: gravest
                    .get(&(from.source.path.as_str(), sheet, row.finding_row))
                    .map_or_else(String::new, |finding| finding.code.clone()),
                cells: row.cells.iter().map(|(header, text)| (header.clone(), text.to_string())).collect(),
            });
        }
    }
    facts
}
