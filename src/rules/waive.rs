//! Waivers are laid beside the findings: what somebody accepted is marked, and waivers that no longer hold or are about nothing
//! become findings themselves.
//!
//! There is no clock: whether a waiver holds follows from the month of the finding. What was published of a month stays as it was
//! when later months come in.

use std::collections::{BTreeMap, BTreeSet};

use super::checks::{wvr_01, wvr_02};
use super::outcome::{Draft, Outcome, number};
use crate::domain::kinship::roots;
use crate::domain::waiver::WAIVERS;
use crate::domain::{Bilingual, Census, Finding, Period, Place, Return, SafeText, Schema, Waiver, placing};

/// Whether a check is about waivers.
pub(super) fn is_about_waivers(code: &str) -> bool {
    [wvr_01::WORDS.code, wvr_02::WORDS.code].contains(&code)
}

/// What became of one waiver.
#[derive(Debug, Default)]
pub(super) struct Fate {
    /// The months of the findings that it covers.
    covers: BTreeSet<Option<Period>>,
    /// The months of findings that it is about and does not cover any more.
    expired: BTreeSet<Option<Period>>,
}

/// Marks the findings that are accepted, with what follows from them. `late` are the outcomes of the checks that are about
/// waivers.
pub(super) fn waive(census: &Census<'_>, findings: &mut [Finding], late: &mut [Outcome<'_>]) {
    let waivers = &census.schema.waivers;
    if waivers.is_empty() {
        return;
    }
    let fates = mark(census, findings);
    for out in late.iter_mut().filter(|out| out.check().enabled) {
        for (waiver, fate) in waivers.iter().zip(&fates) {
            if out.check().code == wvr_01::WORDS.code { expired(out, waiver, fate) } else { unused(census, out, waiver, fate) }
        }
    }
}

/// Marks what is accepted, root causes first and then what follows from them.
pub(super) fn mark(census: &Census<'_>, findings: &mut [Finding]) -> Vec<Fate> {
    let schema = census.schema;
    let mut by_code: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, waiver) in schema.waivers.iter().enumerate() {
        by_code.entry(&waiver.code).or_default().push(at);
    }
    let senders: BTreeMap<&str, &str> = census.returns.iter().filter_map(|from| sender(schema, from)).collect();
    // A finding about no month in particular is of the last one.
    let last = census.periods.last().copied();
    let mut fates: Vec<Fate> = schema.waivers.iter().map(|_| Fate::default()).collect();
    for finding in findings.iter_mut() {
        let about: Vec<usize> = by_code.get(finding.code.as_str()).into_iter().flatten().copied().collect();
        let sender = senders.get(finding.place.file()).copied();
        let about: Vec<usize> = about.into_iter().filter(|at| schema.waivers[*at].is_about(finding, sender)).collect();
        let holds = |at: &usize| finding.period.or(last).is_none_or(|month| schema.waivers[*at].holds_in(month));
        let by = about.iter().copied().find(holds);
        for at in about {
            // Where a newer waiver covers the finding, the expired one did its work.
            let months = if by.is_some() { &mut fates[at].covers } else { &mut fates[at].expired };
            months.insert(finding.period);
        }
        (finding.waived, finding.waiver) = (by.is_some(), by);
    }
    let roots = roots(findings);
    let followed = roots.iter().map(|roots| if roots.iter().all(|at| findings[*at].waived) { roots.first() } else { None });
    let followed: Vec<Option<usize>> = followed.map(|root| root.and_then(|at| findings[*at].waiver)).collect();
    for (finding, by) in findings.iter_mut().zip(followed).filter(|(finding, by)| !finding.waived && by.is_some()) {
        (finding.waived, finding.waiver) = (true, by);
    }
    fates
}

/// A file and the id of the coordinator it is from.
fn sender<'a>(schema: &'a Schema, from: &'a Return) -> Option<(&'a str, &'a str)> {
    Some((from.source.path.as_str(), schema.coordinators[from.coordinator?].id.as_str()))
}

fn expired(out: &mut Outcome<'_>, waiver: &Waiver, fate: &Fate) {
    for month in &fate.covers {
        out.passed(*month, 1);
    }
    for month in &fate.expired {
        let mut draft = draft(waiver);
        draft.value = SafeText::own(waiver.until);
        draft.args.push(("until", Bilingual::same(waiver.until.to_string())));
        draft.args.push((
            "month",
            month.map_or_else(
                || Bilingual::new("een bestand zonder maand", "a file without a month"),
                |month| Bilingual::same(month.to_string()),
            ),
        ));
        let by = SafeText::scrub(&waiver.decided_by);
        draft.suggestion = Bilingual::new(
            format!("Laat de bevinding herstellen, of laat {by} opnieuw beslissen en pas until aan."),
            format!("Have the finding mended, or let {by} decide anew and change until."),
        );
        out.failed(place(), *month, draft);
    }
}

fn unused(census: &Census<'_>, out: &mut Outcome<'_>, waiver: &Waiver, fate: &Fate) {
    let month = waiver.location.period.or_else(|| placing::period(waiver.location.file.as_ref()?.as_str()));
    if !fate.covers.is_empty() || !fate.expired.is_empty() {
        out.passed(month, 1);
    } else if let Some(reason) = absent(census, waiver, month) {
        out.not_run(month.filter(|month| census.periods.contains(month)), reason);
    } else {
        out.failed(place(), month, draft(waiver));
    }
}

/// Why a waiver could fit nothing in this run: what it is about was not read.
fn absent(census: &Census<'_>, waiver: &Waiver, month: Option<Period>) -> Option<Bilingual> {
    let location = &waiver.location;
    if month.is_some_and(|month| !census.periods.contains(&month)) {
        return Some(Bilingual::new("van de maand is geen opgave gelezen", "no return of the month was read"));
    }
    let wanted = |period: Period| month.is_none_or(|month| month == period);
    let reported = |id: &String| {
        let registry = &census.schema.registry;
        let tables = (0..census.schema.tables.len()).flat_map(|table| census.missions(table));
        registry.find(id).is_some_and(|mission| tables.into_iter().any(|(period, of, _)| of == mission && wanted(period)))
    };
    if location.mission.as_ref().is_some_and(|id| !reported(id)) {
        return Some(Bilingual::new("over de missie is geen opgave gelezen", "no return about the mission was read"));
    }
    let sent = |id: &String| {
        let own = |from: &Return| from.coordinator.is_some_and(|at| census.schema.coordinators[at].id == *id);
        census.returns.iter().any(|from| own(from) && (month.is_none() || from.months().into_iter().any(wanted)))
    };
    if location.coordinator.as_ref().is_some_and(|id| !sent(id)) {
        return Some(Bilingual::new("van de coördinator is geen opgave gelezen", "no return of the coordinator was read"));
    }
    None
}

fn place() -> Place {
    Place::File { file: WAIVERS.to_owned() }
}

fn draft(waiver: &Waiver) -> Draft {
    let args = vec![
        ("code", Bilingual::same(waiver.code.clone())),
        ("line", number(i64::from(waiver.line))),
        ("where", Bilingual::same(SafeText::scrub(&waiver.location.words()).to_string())),
    ];
    Draft { mission: waiver.location.mission.clone(), field: "waiver".to_owned(), args, ..Draft::default() }
}
