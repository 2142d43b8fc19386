//! One cause, one finding: findings that follow from another one are marked as its outcome.
//!
//! Which failing equations have one cause is worked out by the equations themselves. Here stand the causes that are no arithmetic.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::{CellRef, Finding, Period, Place, Severity};

use super::equations::UNSEEN;
use super::outcome::Found;

/// How near to each other two findings must be for one to explain the other. They are of one month in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Near {
    /// Both point at one cell and expect the same of it.
    Cell,
    /// Both point into one line of a sheet.
    Line,
    /// Both are about one mission.
    Mission,
    /// Both point into one file.
    File,
}

/// Which check explains which, and how near they must be. A check that is explained by another explains
/// nothing above that line, so that every root stands before what follows from it.
pub(super) const EXPLAINS: &[(&str, &str, Near)] = &[
    ("FIL-02", "FIL-01", Near::File),
    ("FIL-02", "FIL-04", Near::File),
    ("FIL-02", "XFL-03", Near::File),
    ("FIL-02", "XMN-01", Near::File),
    ("FIL-02", "XMN-02", Near::File),
    ("FIL-02", "XMN-04", Near::File),
    ("FIL-02", "XMN-05", Near::File),
    ("FIL-02", "XSH-04", Near::File),
    ("XMN-02", "XMN-01", Near::File),
    ("XMN-02", "XSH-04", Near::File),
    ("XMN-02", "XFL-01", Near::Mission),
    ("XMN-02", "XSH-01", Near::Mission),
    ("SHT-02", "SHT-01", Near::Cell),
    ("DEF-01", "ROW-07", Near::Cell),
    ("DEF-01", "SHT-01", Near::Cell),
    ("DEF-01", "PLA-02", Near::Cell),
    ("DEF-01", "PLA-03", Near::Cell),
    ("DEF-01", "PLA-04", Near::Cell),
    ("DEF-01", "XSH-01", Near::Cell),
    ("DEF-01", "XMN-01", Near::Cell),
    ("FIL-09", "SHT-01", Near::Cell),
    ("FIL-09", "ROW-05", Near::Cell),
    ("FIL-05", "ROW-01", Near::Cell),
    ("FIL-05", "ROW-08", Near::Cell),
    ("ROW-09", "XMN-04", Near::Cell),
    ("XSH-01", "XMN-04", Near::Line),
    ("SHT-01", "PLA-05", Near::Cell),
    ("XSH-01", "PLA-05", Near::Cell),
    ("XMN-01", "PLA-05", Near::Cell),
    ("SHT-01", "XMN-03", Near::Cell),
    ("XSH-01", "XMN-03", Near::Cell),
    ("XMN-01", "XMN-03", Near::Cell),
    ("PLA-05", "XMN-03", Near::Mission),
    ("REG-10", "REG-04", Near::Cell),
    ("REG-03", "PLA-07", Near::Mission),
    ("REG-04", "PLA-07", Near::Mission),
    ("TRN-05", "ROW-10", Near::Cell),
    ("XSH-01", "REG-06", Near::Cell),
    ("XMN-01", "REG-06", Near::Cell),
    ("PLA-05", "REG-06", Near::Cell),
    ("REG-06", "PLN-03", Near::Mission),
    ("XMN-01", "PUB-03", Near::Mission),
    ("PLA-10", "PLA-06", Near::Line),
    ("PLA-06", "XMN-11", Near::Line),
];

/// A guess at what is behind another check's finding, and that check. Where the arithmetic shows that the cause stands in another
/// cell, the guess is mere coincidence.
const GUESSES: &[(&str, &str)] = &[("SHT-02", "SHT-01")];

/// What findings that lie near to each other share: a place, or a mission in any place.
type Common = (Place, Option<String>);

/// What findings have in common that lie as near to each other as asked; `None` where a finding is not about such a thing.
fn common(finding: &Finding, near: Near) -> Option<Common> {
    match near {
        Near::Cell => Some((finding.place.clone(), None)),
        Near::Line => match &finding.place {
            Place::Cell { file, sheet, cell } => {
                Some((Place::Cell { file: file.clone(), sheet: sheet.clone(), cell: CellRef::new(cell.row, 0) }, None))
            }
            _ => None,
        },
        Near::Mission => Some((Place::File { file: String::new() }, Some(finding.mission.clone()?))),
        Near::File => Some((Place::File { file: finding.place.file().to_owned() }, None)).filter(|(place, _)| !place.file().is_empty()),
    }
}

/// Marks findings that another finding explains, together with what those explained. A root cause is never weaker than what it
/// explains, so that an error cannot hide behind a warning.
pub(super) fn fold(findings: &mut [Found]) {
    let mut of_cause: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, found) in findings.iter().enumerate() {
        if let Some(cause) = found.cause {
            of_cause.entry(cause).or_default().push(at);
        }
    }
    coincidences(findings);
    weigh_unseen(findings);
    worked_out(findings, &of_cause);
    for (root, outcome, near) in EXPLAINS {
        let mut roots: BTreeMap<(Common, Option<Period>), usize> = BTreeMap::new();
        for (at, found) in
            findings.iter().enumerate().filter(|(_, found)| found.finding.code == *root && found.finding.outcome_of.is_none())
        {
            if let Some(common) = common(&found.finding, *near) {
                roots.entry((common, found.finding.period)).or_insert(at);
            }
        }
        if roots.is_empty() {
            continue;
        }
        for at in 0..findings.len() {
            let own = &findings[at].finding;
            if own.code != *outcome || own.outcome_of.is_some() {
                continue;
            }
            let Some(common) = common(own, *near) else { continue };
            let Some(root_at) = roots.get(&(common, own.period)).copied() else { continue };
            let (mine, expected) = (own.expected.as_str(), findings[root_at].finding.expected.as_str());
            if *near == Near::Cell && !mine.is_empty() && !expected.is_empty() && mine != expected {
                continue;
            }
            explain(findings, &of_cause, root_at, at);
        }
    }
}

/// Marks a finding and all that have its cause as the outcome of another, which weighs as much from then on.
fn explain(findings: &mut [Found], of_cause: &HashMap<usize, Vec<usize>>, root: usize, outcome: usize) {
    let code = findings[root].finding.code.clone();
    let family = findings[outcome].cause.and_then(|cause| of_cause.get(&cause)).cloned().unwrap_or_else(|| vec![outcome]);
    for member in family {
        let severity = findings[member].finding.severity;
        findings[member].finding.outcome_of = Some(code.clone());
        let explaining = &mut findings[root].finding;
        explaining.severity = explaining.severity.max(severity);
    }
}

/// Marks what checks have worked out to be the outcome of a finding of theirs.
fn worked_out(findings: &mut [Found], of_cause: &HashMap<usize, Vec<usize>>) {
    let wanted: BTreeSet<&str> = findings.iter().flat_map(|found| &found.explains).map(|(code, _)| *code).collect();
    let mut about: BTreeMap<(String, String, Option<Period>), Vec<usize>> = BTreeMap::new();
    for (at, Found { finding, .. }) in findings.iter().enumerate().filter(|(_, found)| wanted.contains(found.finding.code.as_str())) {
        if let Some(mission) = &finding.mission {
            about.entry((finding.code.clone(), mission.clone(), finding.period)).or_default().push(at);
        }
    }
    for root in 0..findings.len() {
        for (code, mission) in std::mem::take(&mut findings[root].explains) {
            let explained = about.get(&(code.to_owned(), mission, findings[root].finding.period));
            for outcome in explained.into_iter().flatten().copied() {
                let open = findings[root].finding.outcome_of.is_none() && findings[outcome].finding.outcome_of.is_none();
                if open && outcome != root {
                    explain(findings, of_cause, root, outcome);
                }
            }
        }
    }
}

/// A part of a sheet that is set aside weighs as much as what does not agree since it is.
fn weigh_unseen(findings: &mut [Found]) {
    let mut heaviest: BTreeMap<Place, Severity> = BTreeMap::new();
    for Found { finding, own, .. } in findings.iter().filter(|found| found.finding.outcome_of.as_deref() == Some(UNSEEN)) {
        let sheet = Place::Sheet { file: own.file().to_owned(), sheet: own.sheet().to_owned() };
        let heavy = heaviest.entry(sheet).or_insert(finding.severity);
        *heavy = finding.severity.max(*heavy);
    }
    for Found { finding, own, .. } in findings.iter_mut().filter(|found| found.finding.code == UNSEEN) {
        if let Some(severity) = heaviest.get(own) {
            finding.severity = finding.severity.max(*severity);
        }
    }
}

fn coincidences(findings: &mut [Found]) {
    for (guess, checked) in GUESSES {
        let mut refuted: BTreeMap<(Place, Option<Period>), String> = BTreeMap::new();
        for Found { finding, own, .. } in findings.iter().filter(|found| found.finding.code == *checked && found.finding.place != found.own)
        {
            let root = finding.outcome_of.clone().unwrap_or_else(|| (*checked).to_owned());
            refuted.insert((own.clone(), finding.period), root);
        }
        for found in findings.iter_mut().filter(|found| found.finding.code == *guess) {
            found.finding.outcome_of = refuted.get(&(found.own.clone(), found.finding.period)).cloned();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bilingual, SafeText};

    fn found(code: &str, severity: Severity, row: u32, expected: &str, cause: Option<usize>, outcome_of: Option<&str>) -> Found {
        let place = Place::Cell { file: "a.csv".to_owned(), sheet: "a".to_owned(), cell: CellRef::new(row, 1) };
        let own = place.clone();
        let finding = Finding {
            code: code.to_owned(),
            severity,
            place,
            period: None,
            mission: None,
            field: String::new(),
            value: SafeText::default(),
            expected: SafeText::own(expected),
            message: Bilingual::default(),
            suggestion: Bilingual::default(),
            outcome_of: outcome_of.map(str::to_owned),
            waived: false,
            waiver: None,
        };
        Found { finding, cause, explains: Vec::new(), own }
    }

    fn folded(mut findings: Vec<Found>) -> Vec<(String, Severity, Option<String>)> {
        fold(&mut findings);
        findings.into_iter().map(|found| (found.finding.code, found.finding.severity, found.finding.outcome_of)).collect()
    }

    #[test]
    fn what_is_explained_has_explained_nothing_before() {
        for (at, (_, outcome, _)) in EXPLAINS.iter().enumerate() {
            assert!(EXPLAINS[..at].iter().all(|(root, _, _)| outcome != root), "{outcome}");
        }
    }

    #[test]
    fn the_root_takes_over_weight_and_outcomes() {
        let findings = vec![
            found("SHT-02", Severity::Warning, 9, "7", None, None),
            found("SHT-01", Severity::Error, 9, "7", Some(4), None),
            found("XSH-01", Severity::Error, 9, "7", Some(4), Some("SHT-01")),
            found("XSH-01", Severity::Error, 9, "7", Some(5), Some("SHT-01")),
        ];
        let shown = folded(findings);
        assert_eq!(shown[0], ("SHT-02".to_owned(), Severity::Error, None));
        let outcomes: Vec<Option<&str>> = shown.iter().map(|(_, _, of)| of.as_deref()).collect();
        assert_eq!(outcomes, [None, Some("SHT-02"), Some("SHT-02"), Some("SHT-01")]);
    }

    #[test]
    fn a_guess_is_coincidence_where_the_cause_stands_elsewhere() {
        let guess = || found("SHT-02", Severity::Warning, 9, "7", None, None);
        let mut elsewhere = found("SHT-01", Severity::Error, 3, "4", Some(0), None);
        elsewhere.own = guess().own;
        assert_eq!(folded(vec![guess(), elsewhere])[0].2.as_deref(), Some("SHT-01"));
        let mut followed = found("SHT-01", Severity::Error, 3, "4", Some(0), Some("XSH-01"));
        followed.own = guess().own;
        assert_eq!(folded(vec![guess(), followed])[0].2.as_deref(), Some("XSH-01"));
    }

    #[test]
    fn what_a_check_has_worked_out_is_explained_with_all_of_its_cause() {
        let mut root = found("SHT-04", Severity::Warning, 2, "", None, None);
        root.explains = vec![("XSH-01", "eum-armenia".to_owned())];
        let about = |mission: &str, row, cause| {
            let mut one = found("XSH-01", Severity::Error, row, "", Some(cause), None);
            one.finding.mission = Some(mission.to_owned());
            one
        };
        let shown = folded(vec![
            root,
            about("eum-armenia", 9, 0),
            found("XSH-03", Severity::Warning, 9, "", Some(0), Some("XSH-01")),
            about("eulex-kosovo", 9, 1),
        ]);
        assert_eq!(shown[0], ("SHT-04".to_owned(), Severity::Error, None));
        let outcomes: Vec<Option<&str>> = shown.iter().map(|(_, _, of)| of.as_deref()).collect();
        assert_eq!(outcomes, [None, Some("SHT-04"), Some("SHT-04"), None]);
    }

    #[test]
    fn what_two_findings_share_is_as_wide_as_asked() {
        let mut one = found("A", Severity::Error, 3, "", None, None).finding;
        let mut other = found("B", Severity::Error, 4, "", None, None).finding;
        let same = |one: &Finding, other: &Finding, near| common(one, near).is_some_and(|shared| Some(shared) == common(other, near));
        assert!(!same(&one, &other, Near::Cell) && same(&one, &other, Near::File) && !same(&one, &other, Near::Mission));
        one.mission = Some("eum-armenia".to_owned());
        other.mission.clone_from(&one.mission);
        assert!(same(&one, &other, Near::Mission));
    }

    #[test]
    fn another_cell_or_another_value_is_another_cause() {
        let definition = || found("DEF-01", Severity::Error, 3, "4", None, None);
        let headcount = |row, expected| found("XSH-01", Severity::Error, row, expected, Some(0), None);
        assert_eq!(folded(vec![definition(), headcount(3, "4")])[1].2.as_deref(), Some("DEF-01"));
        assert_eq!(folded(vec![definition(), headcount(3, "")])[1].2.as_deref(), Some("DEF-01"));
        assert_eq!(folded(vec![definition(), headcount(3, "5")])[1].2, None);
        assert_eq!(folded(vec![definition(), headcount(4, "4")])[1].2, None);
    }
}
