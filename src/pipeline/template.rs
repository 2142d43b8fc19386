//! The workbook for a coordinator and a month, from what is known so far.

use chrono::NaiveDate;

use super::Run;
use crate::domain::facts::{HeadcountFact, HeadcountStatus};
use crate::domain::registry::MissionStatus;
use crate::domain::{Bilingual, Lang, Mission, Period};
use crate::error::Error;
use crate::publish::template::{self, Line, Request};
pub use crate::publish::template::{file_name, month, save};

/// A workbook to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The name under which it is to be sent.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// The missions in it, as indexes into the registry, in their order.
    pub missions: Vec<usize>,
    /// The missions of the coordinator that have no line, with the reason.
    pub left_out: Vec<(usize, Bilingual)>,
    /// The missions of which the headcount of the month before is not known.
    pub unknown: Vec<usize>,
}

/// The month after the last one of which a headcount is known; `None` if there is none.
#[must_use]
pub fn next_month(run: &Run) -> Option<Period> {
    let reported = |fact: &&HeadcountFact| fact.headcount.is_some() || fact.status == HeadcountStatus::Conflict;
    run.facts.headcounts.iter().filter(reported).map(|fact| fact.period).max().map(|last| last.next())
}

/// The workbook of a coordinator, as an index into the schema's coordinators, for a month.
///
/// # Errors
/// The coordinator has no mission to report on in that month, or the workbook cannot be made.
pub fn template(run: &Run, coordinator: usize, period: Period, lang: Lang) -> Result<Template, Error> {
    let Some(sender) = run.schema.coordinators.get(coordinator) else {
        return Err(Error::Table { table: "template".to_owned(), detail: "no such coordinator".to_owned() });
    };
    let mut missions = Vec::new();
    let mut left_out = Vec::new();
    for at in sender.missions.iter().copied() {
        let Some(mission) = run.schema.registry.missions.get(at) else { continue };
        match absent(mission, period, before(run, at, period)) {
            None => missions.push(at),
            Some(why) => left_out.push((at, why)),
        }
    }
    let place =
        |at: &usize| run.schema.registry.missions.get(*at).and_then(|mission| mission.display_order).map_or((1, 0), |order| (0, order));
    missions.sort_by_key(|at| (place(at), *at));
    if missions.is_empty() {
        return Err(nothing_to_report(run, coordinator, period, &left_out));
    }
    let line = |at: &usize| {
        let fact = before(run, *at, period);
        let since: NaiveDate = fact.and_then(|fact| fact.as_of).unwrap_or_else(|| period.previous().last_day());
        Line { mission: *at, opening: fact.and_then(|fact| fact.headcount), since }
    };
    let lines: Vec<Line> = missions.iter().map(line).collect();
    let unknown = lines.iter().filter(|line| line.opening.is_none()).map(|line| line.mission).collect();
    let request = Request { schema: &run.schema, coordinator: sender, period, lang, lines: &lines };
    let bytes = template::workbook(&request)?;
    Ok(Template { name: file_name(sender, period), bytes, missions, left_out, unknown })
}

/// What is known of a mission in the month before.
fn before(run: &Run, mission: usize, period: Period) -> Option<&HeadcountFact> {
    let previous = period.previous();
    run.facts.headcounts.iter().find(|fact| fact.period == previous && fact.mission == mission)
}

/// Why a mission has no line; `None` if it has one. Whoever was still there the month before has to be reported gone.
fn absent(mission: &Mission, period: Period, before: Option<&HeadcountFact>) -> Option<Bilingual> {
    if before.and_then(|fact| fact.headcount).is_some_and(|count| count > 0) {
        return None;
    }
    let ended = mission.last_day().filter(|last| *last < period.first_day());
    match (mission.status, mission.planned_from) {
        (MissionStatus::Project, _) => Some(Bilingual::new("een project, zonder bezetting", "a project, without a headcount")),
        (MissionStatus::Planned, Some(from)) if from <= period.last_day() => None,
        (MissionStatus::Planned, Some(from)) => Some(Bilingual::new(format!("gepland vanaf {from}"), format!("planned from {from}"))),
        (MissionStatus::Planned, None) => Some(Bilingual::new("gepland, zonder datum", "planned, without a date")),
        (MissionStatus::Closed, _) if ended.is_some() || mission.last_day().is_none() => Some(Bilingual::new("beëindigd", "closed")),
        _ => ended.map(|last| Bilingual::new(format!("beëindigd op {last}"), format!("closed on {last}"))),
    }
}

fn nothing_to_report(run: &Run, coordinator: usize, period: Period, left_out: &[(usize, Bilingual)]) -> Error {
    let name = run.schema.coordinators.get(coordinator).map_or("", |sender| sender.name.as_str());
    let listed = |lang: Lang| {
        let one = |(at, why): &(usize, Bilingual)| {
            let mission = run.schema.registry.missions.get(*at).map_or("", |mission| mission.name.as_str());
            format!("{mission} ({})", why.get(lang))
        };
        left_out.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let months = |lang| month(period, lang);
    let tail = |lang| if left_out.is_empty() { ".".to_owned() } else { format!(": {}.", listed(lang)) };
    Error::Usage(Bilingual::new(
        format!("{name} heeft in {} geen missie om over te rapporteren{}", months(Lang::Nl), tail(Lang::Nl)),
        format!("{name} has no mission to report on in {}{}", months(Lang::En), tail(Lang::En)),
    ))
}
