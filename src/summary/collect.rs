//! Accepted records become facts: free of their sheets, with what is known of their trustworthiness.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::census::Chosen;
use crate::domain::completeness::{Receipts, Timeliness, completeness, judged};
use crate::domain::facts::{AttributeFact, Facts, HeadcountFact, HeadcountStatus, PlannedFact, RejectedFact, ReturnFact, TrainingFact};
use crate::domain::returns::ReturnStatus;
use crate::domain::tour::TourFields;
use crate::domain::training::training_figures;
use crate::domain::{Census, Finding, Period, Place, RecordRef, Return, Severity};

/// All facts of the given months, in the order in which they are published.
#[must_use]
pub fn collect(census: &Census<'_>, findings: &[Finding], periods: &[Period]) -> Facts {
    Facts {
        headcounts: headcounts(census, findings),
        attributes: attributes(census, periods),
        training: training(census, periods),
        planned: planned(census, periods),
        completeness: completeness(census, periods),
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
    // A figure that counts otherwise is never shown as one like the others: of one mission, or of all on a sheet that says so.
    let otherwise = |finding: &&Finding| finding.code.starts_with("DEF-") && finding.field == "headcount.stated" && !finding.waived;
    let counted: Vec<&Finding> = findings.iter().filter(otherwise).filter(|finding| finding.severity > Severity::Info).collect();
    let sheets: BTreeSet<(Option<Period>, &str, &str)> = counted
        .iter()
        .filter(|finding| finding.mission.is_none())
        .map(|finding| (finding.period, finding.place.file(), finding.place.sheet()))
        .collect();
    flagged.extend(counted.iter().filter_map(|finding| Some((finding.period?, finding.mission.as_deref()?))));
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
                        || (as_of.is_none() && undated(&place))
                        || sheets.contains(&(Some(*period), place.file(), place.sheet()));
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
    for (ret, at, table) in census.tables().filter(|(ret, _, table)| table.schema == wanted && !census.returns[*ret].consolidated) {
        let accepted = (0..table.len()).filter(|record| table.accepted[*record]);
        found.extend(accepted.filter_map(|record| Some((table.periods[record]?, RecordRef { ret, table: at, record }))));
    }
    found.retain(|(period, _)| periods.contains(period));
    found.sort_by_key(|(period, at)| (*period, *at));
    found
}

fn source(census: &Census<'_>, at: RecordRef, field: Option<usize>) -> (String, String, String) {
    let place = census.place(at, field);
    (place.file().to_owned(), place.sheet().to_owned(), place.cell().map(|cell| cell.to_string()).unwrap_or_default())
}

fn training(census: &Census<'_>, periods: &[Period]) -> Vec<TrainingFact> {
    let all = training_figures(census).into_iter().map(|figure| figure.fact);
    all.filter(|fact| periods.contains(&fact.period)).collect()
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
            status: census.code_of(at, "status").map(str::to_owned),
            basis: fields
                .field("basis")
                .and_then(|field| table.text(field, at.record))
                .map(|text| crate::domain::SafeText::scrub(text).to_string()),
            source: source(census, at, fields.field("mission")),
        })
    };
    records(census, "planned", periods).into_iter().filter_map(fact).collect()
}

/// Counts anew how many findings point into each return.
pub fn recount(facts: &mut Facts, findings: &[Finding]) {
    let pointing = pointing(findings);
    for fact in facts.returns.iter_mut().filter(|fact| !fact.file.is_empty()) {
        fact.findings = pointing.get(fact.file.as_str()).copied().unwrap_or(0);
    }
}

/// How many findings point into each file.
fn pointing(findings: &[Finding]) -> BTreeMap<&str, u64> {
    let mut pointing: BTreeMap<&str, u64> = BTreeMap::new();
    for finding in findings {
        *pointing.entry(finding.place.file()).or_default() += 1;
    }
    pointing
}

fn returns(census: &Census<'_>, findings: &[Finding], periods: &[Period]) -> Vec<ReturnFact> {
    let pointing = pointing(findings);
    let coordinators = &census.schema.coordinators;
    let mut facts: Vec<ReturnFact> = Vec::new();
    let receipts = Receipts::new(census.returns.read(), census.schema);
    let reported = |(_, from): &(usize, &Return)| from.period.is_none_or(|period| periods.contains(&period));
    for (at, from) in census.returns.iter().enumerate().filter(reported) {
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
            status: status(census, &receipts, at),
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

fn status(census: &Census<'_>, receipts: &Receipts<'_>, at: usize) -> ReturnStatus {
    let from = &census.returns[at];
    if from.unreadable.is_some() || from.refused.is_some() {
        return ReturnStatus::Refused;
    }
    if from.superseded_by.is_some() {
        return ReturnStatus::Superseded;
    }
    let late = judged(from).and_then(|month| receipts.timeliness(at, month)).is_some_and(|came| matches!(came, Timeliness::Late(_)));
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
