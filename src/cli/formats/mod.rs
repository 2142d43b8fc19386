//! What was found, for tools that show what checks find: SARIF, JUnit and the log of GitHub.

pub(super) mod github;
pub(super) mod junit;
pub(super) mod sarif;

use std::collections::BTreeMap;

use super::render::text::printable;
use crate::domain::kinship::roots;
use crate::domain::{Check, Finding, Lang, Place, Schema, sha256};
use crate::pipeline::Run;

/// A root cause with what follows from it. Unlike on the terminal the same finding of several months stands for itself in each.
struct Cause<'a> {
    finding: &'a Finding,
    outcomes: Vec<&'a Finding>,
}

/// The root causes, in order of publication. An outcome whose root is not there stands for itself.
fn causes(findings: &[Finding]) -> Vec<Cause<'_>> {
    let parents: Vec<Option<usize>> = roots(findings).iter().map(|roots| roots.first().copied()).collect();
    let mut at: BTreeMap<usize, usize> = BTreeMap::new();
    let mut causes: Vec<Cause<'_>> = Vec::new();
    for (nth, finding) in findings.iter().enumerate().filter(|(nth, _)| parents[*nth].is_none()) {
        at.insert(nth, causes.len());
        causes.push(Cause { finding, outcomes: Vec::new() });
    }
    for (nth, parent) in parents.iter().enumerate() {
        if let Some(cause) = parent.and_then(|parent| at.get(&parent)).and_then(|at| causes.get_mut(*at)) {
            cause.outcomes.push(&findings[nth]);
        }
    }
    causes
}

/// The check of a finding.
fn check_of<'a>(run: &'a Run, code: &str) -> Option<&'a Check> {
    run.catalogue.iter().find(|check| check.code == code)
}

/// `sheet!cell`, the sheet, or the coordinator whose return is missing; nothing for a file.
fn within(schema: &Schema, place: &Place, lang: Lang) -> Option<String> {
    Some(match place {
        Place::Cell { sheet, cell, .. } => format!("{sheet}!{cell}"),
        Place::Sheet { sheet, .. } => sheet.clone(),
        Place::Expected { coordinator } => {
            let known = schema.coordinators.iter().find(|known| known.id == *coordinator);
            let of = match lang {
                Lang::Nl => "opgave van",
                Lang::En => "return of",
            };
            format!("{of} {}", known.map_or(coordinator.as_str(), |known| known.name.as_str()))
        }
        Place::File { .. } => return None,
    })
}

/// What is wrong and how to mend it, on lines of their own.
fn told(finding: &Finding, lang: Lang) -> String {
    let suggestion = finding.suggestion.get(lang);
    let label = match lang {
        Lang::Nl => "Herstel:",
        Lang::En => "Fix:",
    };
    let fix = if suggestion.is_empty() { String::new() } else { format!("\n{label} {suggestion}") };
    clean(&format!("{}{fix}", finding.message.get(lang)))
}

/// Text without anything that steers a terminal; its lines stay.
fn clean(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// What tells a finding from all others and stays the same from run to run, for each of some causes: a hash of check, month,
/// place and field. Where a mission tells which line it is the cell is left out, since lines move; findings that are the same in
/// all this are numbered.
fn fingerprints(causes: &[Cause<'_>]) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let print = |cause: &Cause<'_>| {
        let finding = cause.finding;
        let place = match (&finding.place, &finding.mission) {
            (Place::Expected { coordinator }, _) => coordinator.clone(),
            (Place::Cell { file, sheet, cell }, None) => format!("{file}\u{1f}{sheet}\u{1f}{cell}"),
            (place, _) => format!("{}\u{1f}{}", place.file(), place.sheet()),
        };
        let period = finding.period.map(|period| period.to_string()).unwrap_or_default();
        let mission = finding.mission.as_deref().unwrap_or_default();
        let parts = [finding.code.as_str(), &period, mission, &finding.field, &place].join("\u{1e}");
        let hash = sha256(parts.as_bytes());
        let times = seen.entry(hash.clone()).or_default();
        *times += 1;
        format!("{hash}:{times}")
    };
    causes.iter().map(print).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{finding, run};
    use crate::domain::{CellRef, Severity};

    #[test]
    fn a_fingerprint_stays_where_a_line_moves_or_a_value_changes() {
        let before = run();
        let mut after = run();
        after.findings[0].place =
            Place::Cell { file: "africa/2026-05.xlsx".to_owned(), sheet: "Bezetting".to_owned(), cell: CellRef::new(11, 3) };
        after.findings[0].value = crate::domain::SafeText::own(7);
        let prints = |run: &Run| fingerprints(&causes(&run.findings));
        assert_eq!(prints(&before), prints(&after));
        after.findings[0].period = "2026-04".parse().ok();
        assert_ne!(prints(&before)[0], prints(&after)[0]);
    }

    #[test]
    fn findings_that_are_alike_are_told_apart() {
        let same: Vec<Finding> = (0..3).map(|_| finding("ROW-01", Severity::Error, "2026-05", Some("osc"))).collect();
        let prints = fingerprints(&causes(&same));
        assert!(prints[0].ends_with(":1") && prints[2].ends_with(":3") && prints[0] != prints[1], "{prints:?}");
        let mut elsewhere = finding("ROW-01", Severity::Error, "2026-05", None);
        let one = fingerprints(&causes(std::slice::from_ref(&elsewhere)));
        elsewhere.place = Place::Cell { file: "africa/2026-05.xlsx".to_owned(), sheet: "Bezetting".to_owned(), cell: CellRef::new(9, 3) };
        assert_ne!(one, fingerprints(&causes(&[elsewhere])), "without a mission the cell tells");
    }

    #[test]
    fn every_finding_is_a_cause_or_follows_from_one() {
        let run = run();
        let causes = causes(&run.findings);
        assert_eq!(causes.iter().map(|cause| 1 + cause.outcomes.len()).sum::<usize>(), run.findings.len());
        assert_eq!((causes[0].finding.code.as_str(), causes[0].outcomes[0].code.as_str()), ("XSH-01", "XSH-04"));
    }
}
