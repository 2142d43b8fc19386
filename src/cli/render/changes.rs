//! What is otherwise than it was published before.

use super::Page;
use super::text::{counted, printable};
use crate::domain::changes::FigureChange;
use crate::pipeline::Run;

/// So many figures are named unless more is asked for.
const MOST_SHOWN: usize = 3;

/// One or two lines: how many findings were mended, are new and persist, and which figures changed; each of them on request.
/// Nothing where nothing was published before of these months.
pub(in crate::cli) fn changes(page: Page, run: &Run) -> Vec<String> {
    let changes = &run.changes;
    if changes.is_empty() {
        return Vec::new();
    }
    let since = page.word("sinds de vorige publicatie", "since the last run");
    let findings = [
        (changes.mended.len(), page.word("hersteld", "mended"), true),
        (changes.new.len(), page.word("nieuw", "new"), false),
        (changes.persisting.len(), page.word("gebleven", "persist"), false),
    ];
    let noun = |number: usize| if number == 1 { page.word("bevinding", "finding") } else { page.word("bevindingen", "findings") };
    let parts = findings.iter().map(|(number, word, first)| {
        let word = if *number == 1 && *word == "persist" { "persists" } else { word };
        if *first { format!("{number} {} {word}", noun(*number)) } else { format!("{number} {word}") }
    });
    let mut lines = vec![format!("{since}: {}", parts.collect::<Vec<_>>().join(", "))];
    if !changes.figures.is_empty() {
        let number = counted(
            changes.figures.len() as u64,
            page.word("cijfer gewijzigd", "figure changed"),
            page.word("cijfers gewijzigd", "figures changed"),
        );
        let shown = if page.verbose { changes.figures.len() } else { MOST_SHOWN };
        let named: Vec<String> = changes.figures.iter().take(shown).map(|change| figure(page, run, change)).collect();
        let more = changes.figures.len().saturating_sub(shown);
        let tail = if more > 0 {
            format!("; {}", page.word("en nog # (-v noemt ze)", "and # more (-v names them)").replace('#', &more.to_string()))
        } else {
            String::new()
        };
        lines.push(format!("{number}: {}{tail}", named.join("; ")));
    }
    if page.verbose {
        let mended = changes.mended.iter().map(|past| {
            let period = past.period.map(|period| period.to_string()).unwrap_or_default();
            format!("{}: {} {period} {}", page.word("hersteld", "mended"), past.code, past.message)
        });
        let new = changes.new.iter().filter_map(|at| run.findings.get(*at)).map(|finding| {
            let period = finding.period.map(|period| period.to_string()).unwrap_or_default();
            format!("{}: {} {period} {}", page.word("nieuw", "new"), finding.code, finding.message.get(page.lang))
        });
        lines.extend(mended.chain(new).map(|line| printable(&line).into_owned()));
    }
    lines
}

/// Such as `EUAM Ukraine 2026-05 4 -> 3`.
fn figure(page: Page, run: &Run, change: &FigureChange) -> String {
    let name = run.schema.registry.missions.get(change.mission).map_or("", |mission| mission.name.as_str());
    let number = |value: Option<i64>| value.map_or_else(|| page.word("onbekend", "unknown").to_owned(), |value| value.to_string());
    let what = if change.figure == "temp_home" { page.word(" tijdelijk in NL", " temporarily home") } else { "" };
    format!("{} {} {} -> {}{what}", printable(name), change.period, number(change.from), number(change.to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{period, run};
    use crate::domain::changes::Changes;
    use crate::domain::{Lang, PastFinding, Severity};

    fn changed() -> Run {
        let mut run = run();
        let month = period("2026-05");
        let change = |figure, from, to| FigureChange { period: month, mission: 0, figure, from, to };
        let mended = PastFinding {
            period: Some(month),
            code: "SHT-01".to_owned(),
            severity: Severity::Error,
            outcome_of: String::new(),
            mission: String::new(),
            file: "africa/2026-05.xlsx".to_owned(),
            sheet: "Bezetting".to_owned(),
            cell: "B9".to_owned(),
            field: "headcount.stated".to_owned(),
            value: "11".to_owned(),
            message: "Total 11 differs from the sum 10 (difference 1).".to_owned(),
            waived: false,
        };
        run.changes = Changes {
            periods: vec![month],
            new: vec![0],
            persisting: vec![2, 3],
            mended: vec![mended],
            figures: vec![change("headcount", Some(4), Some(3)), change("temp_home", Some(3), None)],
        };
        run
    }

    #[test]
    fn two_lines_say_what_is_otherwise() {
        let page = |lang, verbose| Page { lang, width: 80, verbose };
        let run = changed();
        insta::assert_snapshot!(changes(page(Lang::En, false), &run).join("\n"), @r"
        since the last run: 1 finding mended, 1 new, 2 persist
        2 figures changed: EUCAP Somalia 2026-05 4 -> 3; EUCAP Somalia 2026-05 3 -> unknown temporarily home
        ");
        insta::assert_snapshot!(changes(page(Lang::Nl, true), &run).join("\n"), @r"
        sinds de vorige publicatie: 1 bevinding hersteld, 1 nieuw, 2 gebleven
        2 cijfers gewijzigd: EUCAP Somalia 2026-05 4 -> 3; EUCAP Somalia 2026-05 3 -> onbekend tijdelijk in NL
        hersteld: SHT-01 2026-05 Total 11 differs from the sum 10 (difference 1).
        nieuw: XSH-01 2026-05 Bezetting 3 bij EUCAP Somalia, rooster telt 4 personen op 2026-05-31.
        ");
    }

    #[test]
    fn nothing_is_said_where_nothing_was_published() {
        assert_eq!(changes(Page { lang: Lang::En, width: 80, verbose: true }, &run()), Vec::<String>::new());
    }
}
