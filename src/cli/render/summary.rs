//! The closing summary of a run.

use std::path::Path;

use super::changes::changes;
use super::open::open_errors;
use super::styled::Styled;
use super::table::{Cell, Column, Holds, table};
use super::text::{columns, counted, paragraph, printable, size};
use super::{Page, not_run};
use crate::cli::counts::{Tally, months, rows, tally};
use crate::cli::standing::Standing;
use crate::cli::style::{self, BOLD, COMMAND, DIM, GOOD, painted};
use crate::domain::Lang;
use crate::domain::groups::groups;
use crate::pipeline::{Run, Written};

/// Files, rows, officers per month, findings by severity, and where the outputs are, if something was published.
pub(in crate::cli) fn summary(page: Page, run: &Run, published: Option<&Written>) -> String {
    let labels = [
        page.word("Bestanden", "Files"),
        page.word("Regels", "Rows"),
        page.word("Bevindingen", "Findings"),
        page.word("Wijzigingen", "Changes"),
        page.word("Uitvoer", "Output"),
        page.word("Verder", "Next"),
    ];
    let label_width = labels.iter().map(|label| columns(label)).max().unwrap_or(0) + 2;
    let line = |out: &mut String, label: &str, text: Styled| {
        let gap = " ".repeat(label_width.saturating_sub(columns(label)));
        let label = if label.is_empty() { String::new() } else { painted(BOLD, label) };
        out.push_str(&text.hanging(&format!("{label}{gap}"), label_width, page.width));
    };
    let plain = |text: &str| Styled::default().plain(text);

    // What was found stands above the summary of a check.
    let mut out = String::from(if published.is_none() { "\n" } else { "" });
    line(&mut out, labels[0], plain(&files(page, run)));
    if page.verbose {
        for passed in &run.passed_over {
            let text = format!("{} ({})", printable(&passed.path), passed.why.reason().get(page.lang));
            paragraph(&mut out, &text, &" ".repeat(label_width), page.width);
        }
    }
    let rows = rows(&run.ledger);
    let parts = [
        format!("{} {}", rows.accepted, page.word("aanvaard", "accepted")),
        format!("{} {}", rows.rejected, page.word("afgewezen", "rejected")),
        format!("{} {}", rows.set_aside, page.word("terzijde gelegd", "set aside")),
    ];
    line(&mut out, labels[1], plain(&parts.join(", ")));

    let officers = officers(page, run);
    if !officers.is_empty() {
        out.push_str(&format!("\n{officers}\n"));
    }

    let tally = tally(&run.findings);
    line(&mut out, labels[2], severities(page, &tally));
    if let Some(follow) = consequences(page, &tally) {
        line(&mut out, "", follow);
    }
    if tally.waived > 0 {
        line(&mut out, "", plain(&counted(tally.waived, page.word("aanvaard", "waived"), page.word("aanvaard", "waived"))));
    }
    let not_run = not_run::number(&run.tallies);
    if not_run > 0 {
        let checks = counted(not_run as u64, page.word("controle kon", "check could"), page.word("controles konden", "checks could"));
        let hint = if page.verbose { "" } else { page.word("; -v zegt waarom", "; -v says why") };
        let tail = page.word("niet overal worden uitgevoerd", "not run everywhere");
        line(&mut out, "", Styled::default().styled(DIM, format!("{checks} {tail}{hint}")));
    }
    for (at, text) in changes(page, run).iter().enumerate() {
        line(&mut out, if at == 0 { labels[3] } else { "" }, plain(text));
    }
    if let Some(published) = published {
        let errors = open_errors(page, run, &run.periods);
        if !errors.is_empty() {
            out.push_str(&format!("\n{}\n{errors}", painted(BOLD, page.word("Open fouten", "Open errors"))));
        }
        out.push('\n');
        line(&mut out, labels[4], written(page, published));
        let carried = run.history.as_ref().map_or_else(Vec::new, |history| history.months_beside(&run.periods));
        if !carried.is_empty() {
            let months = carried.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            line(
                &mut out,
                "",
                plain(&format!("{}: {months}", page.word("overgenomen zoals eerder gepubliceerd", "kept as published before"))),
            );
        }
    }
    if let Some(next) = next_step(page, run, published) {
        line(&mut out, labels[5], next);
    }
    out
}

fn written(page: Page, published: &Written) -> Styled {
    let decimal = match page.lang {
        Lang::Nl => ',',
        Lang::En => '.',
    };
    let files = counted(published.files.len() as u64, page.word("bestand", "file"), page.word("bestanden", "files"));
    let folder = shown_path(&published.folder);
    Styled::default().styled(GOOD, folder).plain(format!(" ({files}, {})", size(published.bytes, decimal)))
}

fn shown_path(path: &Path) -> String {
    printable(&path.display().to_string()).into_owned()
}

fn files(page: Page, run: &Run) -> String {
    let unreadable = run.returns.iter().filter(|file| file.unreadable.is_some()).count();
    let read = run.returns.len() - unreadable;
    let mut parts = vec![format!("{read} {}", page.word("gelezen", "read"))];
    if unreadable > 0 {
        parts.push(format!("{unreadable} {}", page.word("onleesbaar", "unreadable")));
    }
    if !run.passed_over.is_empty() {
        parts.push(format!("{} {}", run.passed_over.len(), page.word("overgeslagen", "passed over")));
    }
    parts.join(", ")
}

/// The table of months, with what is open in each. Empty if there are no months.
fn officers(page: Page, run: &Run) -> String {
    let months = months(run);
    if months.is_empty() {
        return String::new();
    }
    let numbers = |nl: [&'static str; 2], en: [&'static str; 2], spare| Column {
        titles: [page.word(nl[0], en[0]), page.word(nl[1], en[1])],
        holds: Holds::Numbers,
        spare,
    };
    let head = [
        Column { holds: Holds::Words, ..numbers(["Maand"; 2], ["Month"; 2], 0) },
        numbers(["Missies"; 2], ["Missions"; 2], 3),
        numbers(["Bezetting"; 2], ["Officers"; 2], 0),
        numbers(["Tijdelijk in NL", "In NL"], ["Temporarily home", "Home"], 0),
        numbers(["Verschil", "+/-"], ["Change", "+/-"], 1),
        numbers(["Fouten"; 2], ["Errors"; 2], 0),
        numbers(["Waarschuwingen", "Waarsch."], ["Warnings", "Warn."], 2),
    ];
    let standing = Standing::of(run);
    let marked = months.iter().any(|month| month.incomplete > 0);
    let body: Vec<Vec<Cell>> = months
        .iter()
        .map(|month| {
            let number = |number: Option<i64>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
            let mark = match (month.incomplete > 0, marked) {
                (true, _) => "*",
                // So that the numbers stay below each other.
                (false, true) => "\u{a0}",
                (false, false) => "",
            };
            let open = standing.month(Some(month.period));
            let count = |number: u64, style| (number.to_string(), Some(if number > 0 { style } else { DIM }));
            vec![
                (month.period.to_string(), None),
                (month.missions.to_string(), None),
                (format!("{}{mark}", number(month.headcount)), Some(BOLD)),
                (number(month.temp_home), None),
                (month.change.map(|change| if change == 0 { "0".to_owned() } else { format!("{change:+}") }).unwrap_or_default(), None),
                count(open.errors, style::ERROR),
                count(open.warnings, style::WARNING),
            ]
        })
        .collect();
    let mut out = table(page, &head, &body).replace('\u{a0}', " ");
    if marked {
        out.push_str(&not_counted(page));
    }
    out
}

/// What the star at a sum means.
pub(super) fn not_counted(page: Page) -> String {
    let text = page.word(
        "* Van minstens één missie is het aantal niet bekend; het is niet meegeteld.",
        "* Of at least one mission the number is not known; it is not counted.",
    );
    Styled::default().styled(DIM, text).hanging("", 2, page.width)
}

fn severity_parts(page: Page, counts: [u64; 3]) -> Vec<Styled> {
    let words = [
        (style::ERROR, page.word("fout", "error"), page.word("fouten", "errors")),
        (style::WARNING, page.word("waarschuwing", "warning"), page.word("waarschuwingen", "warnings")),
        (style::INFO, page.word("opmerking", "note"), page.word("opmerkingen", "notes")),
    ];
    let part =
        |(count, (style, one, several)): (u64, _)| (count > 0).then(|| Styled::default().styled(style, counted(count, one, several)));
    counts.into_iter().zip(words).filter_map(part).collect()
}

fn severities(page: Page, tally: &Tally) -> Styled {
    let parts = severity_parts(page, tally.roots);
    if parts.is_empty() { Styled::default().styled(GOOD, page.word("geen", "none")) } else { Styled::joined(parts, ", ") }
}

fn consequences(page: Page, tally: &Tally) -> Option<Styled> {
    let parts = severity_parts(page, tally.outcomes);
    if parts.is_empty() {
        return None;
    }
    let (nl, en) = match tally.outcomes.iter().sum::<u64>() {
        1 => ("die daaruit volgt", "that follows from them"),
        _ => ("die daaruit volgen", "that follow from them"),
    };
    let and = page.word(" en ", " and ");
    Some(Styled::default().plain(and).joining(Styled::joined(parts, and)).plain(" ").plain(page.word(nl, en)))
}

fn next_step(page: Page, run: &Run, published: Option<&Written>) -> Option<Styled> {
    let groups = groups(&run.findings);
    let worst = groups.iter().filter_map(|group| group.shown()).find(|finding| !finding.waived);
    let command = |line: String, nl, en| Styled::default().styled(COMMAND, line).plain(" ").plain(page.word(nl, en));
    match (worst, published) {
        (Some(worst), None) => Some(command(
            format!("muster explain {}", printable(&worst.code)),
            "zegt wat er aan de hand is en hoe u het herstelt",
            "says what is the matter and how to mend it",
        )),
        (None, None) => None,
        (Some(_), Some(_)) => Some(command(
            "muster check".to_owned(),
            "toont elke bevinding met de cel en het herstel",
            "shows every finding with its cell and how to mend it",
        )),
        (None, Some(_)) => {
            let last = run.periods.last()?;
            let line = format!("muster letter --final --period {last}");
            Some(command(line, "geeft de tabel voor de brief", "gives the table for the letter"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{empty_run, run};

    fn plain(page: Page, run: &Run, published: Option<&Written>) -> String {
        anstream::adapter::strip_str(&summary(page, run, published)).to_string()
    }

    fn published() -> Written {
        Written { folder: "output".into(), files: vec!["table.csv".to_owned(); 41], bytes: 231_400 }
    }

    #[test]
    fn an_import_in_english() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        insta::assert_snapshot!(plain(page, &run(), Some(&published())), @r"
        Files     2 read, 1 passed over
        Rows      12 accepted, 1 rejected, 5 set aside

        Month    Missions  Officers  Temporarily home  Change  Errors  Warnings
        2026-04         2       10                  3               0         1
        2026-05         1       11*                 3      +1       1         1
        * Of at least one mission the number is not known; it is not counted.

        Findings  1 error, 2 warnings
                  and 1 warning that follows from them
                  2 checks could not run everywhere; -v says why

        Open errors
          XSH-01  2026-05 · Headcount against roster · EUCAP Somalia
                  africa/2026-05.xlsx › Bezetting › D7

        Output    output (41 files, 231 kB)
        Next      muster check shows every finding with its cell and how to mend it
        ");
    }

    #[test]
    fn an_import_in_dutch_with_more_said() {
        let page = Page { lang: Lang::Nl, width: 80, verbose: true };
        insta::assert_snapshot!(plain(page, &run(), Some(&published())), @r"
        Bestanden    2 gelezen, 1 overgeslagen
                     africa/~$2026-05.xlsx (vergrendelingsbestand van een open document)
        Regels       12 aanvaard, 1 afgewezen, 5 terzijde gelegd

        Maand    Missies  Bezetting  Tijdelijk in NL  Verschil  Fouten  Waarschuwingen
        2026-04        2        10                 3                 0               1
        2026-05        1        11*                3        +1       1               1
        * Van minstens één missie is het aantal niet bekend; het is niet meegeteld.

        Bevindingen  1 fout, 2 waarschuwingen
                     en 1 waarschuwing die daaruit volgt
                     2 controles konden niet overal worden uitgevoerd

        Open fouten
          XSH-01  2026-05 · Bezetting tegen rooster · EUCAP Somalia
                  africa/2026-05.xlsx › Bezetting › D7

        Uitvoer      output (41 bestanden, 231 kB)
        Verder       muster check toont elke bevinding met de cel en het herstel
        ");
    }

    #[test]
    fn a_check_names_no_output() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        let text = plain(page, &run(), None);
        assert!(!text.contains("Output") && !text.contains("Open errors"), "{text}");
        assert!(text.contains("muster explain XSH-01"), "{text}");
    }

    #[test]
    fn nothing_wrong_leads_on_to_the_letter() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        insta::assert_snapshot!(plain(page, &empty_run(), Some(&published())), @r"
        Files     1 read
        Rows      0 accepted, 0 rejected, 0 set aside

        Month    Missions  Officers  Temporarily home  Change  Errors  Warnings
        2026-05         1         3                 –               0         0

        Findings  none

        Output    output (41 files, 231 kB)
        Next      muster letter --final --period 2026-05 gives the table for the letter
        ");
    }
}
