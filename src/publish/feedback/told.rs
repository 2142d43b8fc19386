//! What is told of the findings, to whom can mend them.

use std::collections::BTreeMap;

use crate::domain::finding::WITHHELD;
use crate::domain::groups::{groups, outcomes_shown};
use crate::domain::{Bilingual, Check, Finding, Lang, Severity};

/// A root cause, as it is told to the sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Number of findings that follow from it.
    pub consequences: usize,
}

/// The root causes that nobody has accepted, by file; those of files, the worst first. Under an empty name those that are about a
/// return that is not there.
#[must_use]
pub fn by_file(findings: &[Finding]) -> BTreeMap<&str, Vec<Told<'_>>> {
    let mut of_file: BTreeMap<&str, Vec<Told<'_>>> = BTreeMap::new();
    for group in groups(findings) {
        let shown = outcomes_shown(&group).count();
        for finding in group.members.iter().filter(|finding| !finding.waived) {
            // The same finding of several months has what follows from it in each.
            let own = || group.outcomes.iter().filter(|outcome| outcome.period == finding.period).count();
            let consequences = if group.members.len() == 1 { shown } else { own() };
            of_file.entry(finding.place.file()).or_default().push(Told { finding, consequences });
        }
    }
    for list in of_file.values_mut() {
        let place = |told: &Told<'_>| told.finding.place.clone();
        list.sort_by(|a, b| {
            let worst = b.finding.severity.cmp(&a.finding.severity);
            worst.then_with(|| a.finding.period.cmp(&b.finding.period)).then_with(|| place(a).cmp(&place(b)))
        });
    }
    of_file
}

/// The word for a severity.
pub(super) fn severity_word(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Nl) => "Fout",
        (Severity::Error, Lang::En) => "Error",
        (Severity::Warning, Lang::Nl) => "Waarschuwing",
        (Severity::Warning, Lang::En) => "Warning",
        (Severity::Info, Lang::Nl) => "Ter informatie",
        (Severity::Info, Lang::En) => "For information",
    }
}

/// A number of findings of a severity, in words.
pub(super) fn counted(severity: Severity, count: usize, lang: Lang) -> String {
    let word = match (severity, lang, count) {
        (Severity::Error, Lang::Nl, 1) => "fout",
        (Severity::Error, Lang::Nl, _) => "fouten",
        (Severity::Error, Lang::En, 1) => "error",
        (Severity::Error, Lang::En, _) => "errors",
        (Severity::Warning, Lang::Nl, 1) => "waarschuwing",
        (Severity::Warning, Lang::Nl, _) => "waarschuwingen",
        (Severity::Warning, Lang::En, 1) => "warning",
        (Severity::Warning, Lang::En, _) => "warnings",
        (Severity::Info, Lang::Nl, 1) => "punt ter informatie",
        (Severity::Info, Lang::Nl, _) => "punten ter informatie",
        (Severity::Info, Lang::En, 1) => "point for information",
        (Severity::Info, Lang::En, _) => "points for information",
    };
    format!("{count} {word}")
}

/// What stands or was expected in a cell.
pub(super) fn quoted(text: &str, lang: Lang) -> String {
    let withheld = match lang {
        Lang::Nl => "(weggelaten)",
        Lang::En => "(withheld)",
    };
    text.replace(WITHHELD, withheld)
}

/// A sentence of a finding without the name of the file, which the sender has before him.
pub(super) fn without_file(text: &str, finding: &Finding, lang: Lang) -> String {
    let file = finding.place.file();
    let plain = if file.is_empty() { text.to_owned() } else { text.replace(&format!(" ({file})"), "") };
    quoted(&plain, lang)
}

/// How the sender mends it. What the analyst does about it is not told.
pub(super) fn how(finding: &Finding, check: Option<&Check>, lang: Lang) -> String {
    let suggestion = finding.suggestion.get(lang);
    let own = if names_sender(suggestion).is_some() {
        for_sender(suggestion)
    } else if speaks_of_others(suggestion) {
        String::new()
    } else {
        suggestion.to_owned()
    };
    let documented = check.map(|check| match lang {
        Lang::Nl => check.doc.nl.fix.as_str(),
        Lang::En => check.doc.en.fix.as_str(),
    });
    let general = for_sender(documented.unwrap_or_default());
    let mut parts: Vec<String> = Vec::new();
    for part in [own, general] {
        let part = sentence(without_file(part.trim(), finding, lang));
        if !part.is_empty() && !parts.contains(&part) {
            parts.push(part);
        }
    }
    if parts.is_empty() {
        let ours = Bilingual::new(
            "Wij zoeken dit zelf uit; u hoeft hier niets te doen.",
            "We look into this ourselves; there is nothing for you to do.",
        );
        return ours.get(lang).to_owned();
    }
    parts.join(" ")
}

const SENDER: [&str; 2] = ["Coördinator:", "Coordinator:"];
const ANALYST: [&str; 2] = ["Analist:", "Analyst:"];

fn position(text: &str, words: &[&str]) -> Option<(usize, usize)> {
    words.iter().filter_map(|word| text.find(word).map(|at| (at, word.len()))).min()
}

fn names_sender(text: &str) -> Option<(usize, usize)> {
    position(text, &SENDER)
}

/// The part of a text that speaks to the sender: all of it if it speaks to nobody in particular.
fn for_sender(text: &str) -> String {
    match (names_sender(text), position(text, &ANALYST)) {
        (Some((at, length)), analyst) => {
            let end = analyst.map(|(end, _)| end).filter(|end| *end > at).unwrap_or(text.len());
            text.get(at + length..end).unwrap_or_default().trim().to_owned()
        }
        (None, Some(_)) => String::new(),
        (None, None) => text.trim().to_owned(),
    }
}

/// Whether a text is about what the analyst does: it speaks of the sender, or of what an administrator edits.
fn speaks_of_others(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = ["coördinator", "coordinator", "analist", "analyst", "schemas/", ".toml", "register", "registry", "afzender", "the sender"];
    words.iter().any(|word| text.contains(word))
}

/// A text that begins with a capital and ends with a stop.
fn sentence(text: String) -> String {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return text };
    let mut out: String = first.to_uppercase().chain(chars).collect();
    if !out.ends_with(['.', '!', '?', ':']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{Sample, finding};
    use crate::domain::{CellRef, Documentation, Place};

    fn check(fix: &str) -> Check {
        let mut check = Sample::new().catalogue.remove(0);
        check.doc.en = Documentation { fix: fix.to_owned(), ..Documentation::default() };
        check
    }

    fn told(suggestion: &str, fix: &str) -> String {
        how(&Finding { suggestion: Bilingual::same(suggestion), ..finding() }, Some(&check(fix)), Lang::En)
    }

    #[test]
    fn the_sender_is_told_what_he_can_do() {
        let fix = "Coordinator: correct the total. Analyst: wait for it.";
        assert_eq!(told("Bezetting!B7 (2026-05/east.xlsx) should be 10", fix), "Bezetting!B7 should be 10. Correct the total.");
        assert_eq!(told("Ask the coordinator which mission it is.", fix), "Correct the total.");
        assert_eq!(told("Coordinator: give a month. Analyst: note it.", ""), "Give a month.");
        assert_eq!(told("", "Analyst: look it up."), "We look into this ourselves; there is nothing for you to do.");
        assert_eq!(told("", "remove the row"), "Remove the row.");
        assert_eq!(told("Same.", "Coordinator: same."), "Same.");
    }

    #[test]
    fn roots_are_told_the_worst_first_with_the_number_of_what_follows() {
        let at = |row| Place::Cell { file: "2026-05/east.xlsx".into(), sheet: "Bezetting".into(), cell: CellRef::new(row, 1) };
        let findings = [
            Finding { severity: Severity::Info, place: at(1), code: "A-01".into(), ..finding() },
            Finding { place: at(9), ..finding() },
            Finding { outcome_of: Some("SHT-01".into()), severity: Severity::Warning, code: "B-01".into(), place: at(3), ..finding() },
            Finding { waived: true, place: at(4), code: "C-01".into(), ..finding() },
            Finding { place: Place::Expected { coordinator: "west".into() }, code: "D-01".into(), ..finding() },
        ];
        let told = by_file(&findings);
        assert_eq!(told.keys().copied().collect::<Vec<_>>(), ["", "2026-05/east.xlsx"]);
        let own: Vec<(&str, usize)> =
            told["2026-05/east.xlsx"].iter().map(|told| (told.finding.code.as_str(), told.consequences)).collect();
        assert_eq!(own, [("SHT-01", 1), ("A-01", 0)]);
    }
}
