//! Who has reported, whether in time, and what is open.

use super::Page;
use super::checks_table::checks_table;
use super::entries::{brief, flow};
use super::months::{Cell, Row, table};
use super::not_run::not_run;
use super::open::{accepted, open_errors};
use super::styled::Styled;
use super::text::{counted, paragraph, printable};
use crate::cli::standing::{Open, Standing};
use crate::cli::style::{self, BOLD, DIM, GOOD, painted};
use crate::domain::Lang;
use crate::domain::completeness::{Completeness, Report, State, Timeliness};
use crate::pipeline::Run;

/// Longest id of a coordinator that is shown whole.
const LONGEST_ID: usize = 20;

/// Months by coordinator, the figures of completeness, what is open, and what was accepted.
pub(in crate::cli) fn status(page: Page, run: &Run) -> String {
    let months = &run.facts.completeness;
    if months.is_empty() {
        let text = page.word("Er is geen maand gevonden om over te berichten.", "No month was found to report on.");
        return Styled::default().plain(text).hanging("", 0, page.width);
    }
    let standing = Standing::of(run);
    let names: Vec<String> = months.iter().map(|month| month.period.to_string()).collect();
    let mut rows = reports(page, run, &standing);
    rows.push(Row::default());
    rows.extend(figures(page, months));
    rows.push(Row::default());
    rows.extend(open_by_month(page, months, &standing));
    let (mut out, left_out) = table(page, page.word("Opgave", "Return"), &names, &rows);
    if left_out > 0 {
        let months = counted(left_out as u64, page.word("eerdere maand", "earlier month"), page.word("eerdere maanden", "earlier months"));
        let hint = page.word("-v toont ze alle", "-v shows all of them");
        out.push_str(&Styled::default().styled(DIM, format!("{months}; {hint}")).hanging("", 0, page.width));
    }
    out.push('\n');
    for line in flow(&legend(page, months, &rows), page.width) {
        out.push_str(&format!("{}\n", painted(DIM, line)));
    }
    out.push_str(&unplaced(page, run));
    out.push_str(&without_month(page, standing.month(None)));
    let errors = open_errors(page, run, &run.periods);
    if !errors.is_empty() {
        out.push_str(&format!("\n{}\n{errors}", painted(BOLD, page.word("Open fouten", "Open errors"))));
    }
    let accepted = accepted(page, run, &run.periods);
    if !accepted.is_empty() {
        out.push_str(&format!("\n{}\n{accepted}", painted(BOLD, page.word("Aanvaard", "Waived"))));
    }
    if page.verbose {
        out.push('\n');
        out.push_str(&checks_table(page, run));
        let missed = not_run(page, &run.tallies);
        if !missed.is_empty() {
            out.push_str(&format!("\n{missed}"));
        }
    }
    out
}

/// A row for each coordinator who reports monthly, or of whom anything came.
fn reports(page: Page, run: &Run, standing: &Standing<'_>) -> Vec<Row> {
    let months = &run.facts.completeness;
    let row = |(at, coordinator): (usize, &crate::domain::schema::Coordinator)| {
        let own: Vec<(&Completeness, Option<&Report>)> =
            months.iter().map(|month| (month, month.reports.iter().find(|report| report.coordinator == at))).collect();
        let anything = coordinator.monthly || own.iter().any(|(_, report)| report.is_some_and(|report| !report.files.is_empty()));
        let cell = |(month, report): &(&Completeness, Option<&Report>)| match report {
            Some(report) => cell(page, report, standing.report(run, month.period, report)),
            None => Cell::plain("–"),
        };
        anything.then(|| Row { label: brief(&printable(&coordinator.id), LONGEST_ID), cells: own.iter().map(cell).collect() })
    };
    run.schema.coordinators.iter().enumerate().filter_map(row).collect()
}

/// One report in a few signs: what is there, how late, which version, and what is open.
fn cell(page: Page, report: &Report, open: Open) -> Cell {
    let late = match report.timeliness {
        Some(Timeliness::Late(days)) => Some(page.word("{}d te laat", "{}d late").replace("{}", &days.to_string())),
        _ => None,
    };
    let (state, mut style) = match report.state {
        State::Received => ("✓".to_owned(), GOOD),
        State::Partly => (format!("{}/{}", report.reported, report.missions), style::WARNING),
        State::Refused => (page.word("geweigerd", "refused").to_owned(), style::ERROR),
        State::Missing => (page.word("ontbreekt", "missing").to_owned(), style::ERROR),
        State::NotExpected => return Cell::plain("–"),
    };
    if style == GOOD && (late.is_some() || open.warnings > 0) {
        style = style::WARNING;
    }
    if open.errors > 0 {
        style = style::ERROR;
    }
    let version = report.version.filter(|version| *version > 1).map(|version| format!("v{version}"));
    let counts = [(open.errors, page.word("f", "e")), (open.warnings, "w"), (open.waived, "a")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, sign)| format!("{count}{sign}"));
    let parts: Vec<String> = [Some(state), version, late].into_iter().flatten().chain(counts).collect();
    Cell { text: parts.join(" "), style: Some(style) }
}

/// The five figures of completeness.
fn figures(page: Page, months: &[Completeness]) -> Vec<Row> {
    let row = |nl, en, cell: &dyn Fn(&Completeness) -> String| Row {
        label: page.word(nl, en).to_owned(),
        cells: months.iter().map(|month| Cell::plain(cell(month))).collect(),
    };
    vec![
        row("Verwacht", "Expected", &|month| month.expected().to_string()),
        row("Ontvangen", "Received", &|month| month.actual().to_string()),
        row("Op tijd", "In time", &|month| match (month.on_time(), month.not_recorded()) {
            (None, _) => "?".to_owned(),
            (Some(on_time), 0) => on_time.to_string(),
            (Some(on_time), unknown) => format!("{on_time} +{unknown}?"),
        }),
        row("Aandeel", "Rate", &|month| percent(page, month.rate())),
        row("Aandeel op tijd", "Rate in time", &|month| percent(page, month.rate_on_time())),
    ]
}

fn percent(page: Page, tenths: Option<i64>) -> String {
    match tenths {
        None => "?".to_owned(),
        Some(tenths) if tenths % 10 == 0 => format!("{}%", tenths / 10),
        Some(tenths) => format!("{}{}{}%", tenths / 10, page.word(",", "."), tenths % 10),
    }
}

/// Numbers of root causes in each month, whatever they point at.
fn open_by_month(page: Page, months: &[Completeness], standing: &Standing<'_>) -> Vec<Row> {
    let row = |nl, en, style: Option<anstyle::Style>, count: fn(&Open) -> u64| {
        let cell = |month: &Completeness| {
            let count = count(&standing.month(Some(month.period)));
            Cell { text: count.to_string(), style: style.filter(|_| count > 0) }
        };
        Row { label: page.word(nl, en).to_owned(), cells: months.iter().map(cell).collect() }
    };
    vec![
        row("Fouten", "Errors", Some(style::ERROR), |open| open.errors),
        row("Waarschuwingen", "Warnings", Some(style::WARNING), |open| open.warnings),
        row("Aanvaard", "Waived", None, |open| open.waived),
    ]
}

/// Files that stand nowhere in the table.
fn unplaced(page: Page, run: &Run) -> String {
    let files = run.returns.iter().filter(|from| from.coordinator.is_none() || from.months().is_empty()).count();
    if files == 0 {
        return String::new();
    }
    let files = counted(files as u64, page.word("bestand", "file"), page.word("bestanden", "files"));
    let text = match page.lang {
        Lang::Nl => format!("{files} zonder bekende coördinator of maand; 'muster check -v' noemt elk bestand."),
        Lang::En => format!("{files} of no known coordinator or month; 'muster check -v' names each file."),
    };
    let mut out = String::from("\n");
    paragraph(&mut out, &text, "", page.width);
    out
}

/// What is open and belongs to no month.
fn without_month(page: Page, open: Open) -> String {
    let parts = [
        (open.errors, page.word("fout", "error"), page.word("fouten", "errors")),
        (open.warnings, page.word("waarschuwing", "warning"), page.word("waarschuwingen", "warnings")),
        (open.waived, page.word("aanvaard", "waived"), page.word("aanvaard", "waived")),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(count, one, many)).collect();
    if parts.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n");
    let text = format!("{} {}", page.word("Bij geen maand:", "Of no month:"), parts.join(", "));
    paragraph(&mut out, &text, "", page.width);
    out
}

/// What the signs mean that are used.
fn legend(page: Page, months: &[Completeness], rows: &[Row]) -> Vec<String> {
    let reports = || months.iter().flat_map(|month| &month.reports);
    let cells = || rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str());
    let ends =
        |sign: char| cells().any(|text| text.split(' ').any(|part| part.ends_with(sign) && part.starts_with(|c: char| c.is_ascii_digit())));
    let error = page.word("f", "e");
    let parts = [
        (cells().any(|text| text.starts_with('✓')), page.word("✓ volledig ontvangen", "✓ received in full")),
        (
            reports().any(|report| report.state == State::Partly),
            page.word("4/5 missies met een bezetting, van de verwachte", "4/5 missions with a headcount, of those expected"),
        ),
        (cells().any(|text| text == "–"), page.word("– niets verwacht", "– nothing expected")),
        (reports().any(|report| report.version > Some(1)), page.word("v2 tweede versie", "v2 second version")),
        (
            reports().any(|report| matches!(report.timeliness, Some(Timeliness::Late(_)))),
            page.word("3d te laat: dagen na de uiterste dag", "3d late: days after the deadline"),
        ),
        (ends(error.chars().next().unwrap_or('e')), page.word("1f een open fout", "1e one open error")),
        (ends('w'), page.word("1w een open waarschuwing", "1w one open warning")),
        (ends('a'), page.word("1a een aanvaarde bevinding", "1a one waived finding")),
        (
            cells().any(|text| text.ends_with('?')),
            page.word("? dag van ontvangst niet vastgelegd (received.csv)", "? day of receipt not recorded (received.csv)"),
        ),
    ];
    parts.into_iter().filter(|(used, _)| *used).map(|(_, words)| words.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::render::text::columns;
    use crate::cli::sample::{accepted_mandate, empty_run, run, with_reports};

    fn plain(page: Page, run: &Run) -> String {
        anstream::adapter::strip_str(&status(page, run)).to_string()
    }

    #[test]
    fn months_by_coordinator_in_english() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        insta::assert_snapshot!(plain(page, &accepted_mandate(with_reports(run()))), @r"
        Return        2026-04  2026-05
        africa        ✓ 1a     ✓ v2 3d late 1e 1a
        east          4/5      missing
        staff         –        ✓

        Expected      2        2
        Received      2        1
        In time       ?        0
        Rate          100%     50%
        Rate in time  ?        0%

        Errors        0        1
        Warnings      0        0
        Waived        1        1

        ✓ received in full · 4/5 missions with a headcount, of those expected ·
        – nothing expected · v2 second version · 3d late: days after the deadline ·
        1e one open error · 1a one waived finding ·
        ? day of receipt not recorded (received.csv)

        Open errors
          XSH-01  2026-05 · Headcount against roster · EUCAP Somalia
                  africa/2026-05.xlsx › Bezetting › D7

        Waived
          REG-04  2026-04 · As-of date lies outside every known mandate period · OSC
                  africa/2026-04.xlsx › Bezetting › D7
                  Accepted by head of operations up to and including 2026-06-30: The
                  mandate is being extended; the ministry confirmed it.
          REG-04  2026-05 · As-of date lies outside every known mandate period · OSC
                  africa/2026-05.xlsx › Bezetting › D7
                  Accepted by head of operations up to and including 2026-06-30: The
                  mandate is being extended; the ministry confirmed it.
        ");
    }

    #[test]
    fn months_by_coordinator_in_dutch_with_more_said() {
        let page = Page { lang: Lang::Nl, width: 80, verbose: true };
        insta::assert_snapshot!(plain(page, &with_reports(run())), @r"
        Opgave           2026-04  2026-05
        africa           ✓ 1w     ✓ v2 3d te laat 1f 1w
        east             4/5      ontbreekt
        staff            –        ✓

        Verwacht         2        2
        Ontvangen        2        1
        Op tijd          ?        0
        Aandeel          100%     50%
        Aandeel op tijd  ?        0%

        Fouten           0        1
        Waarschuwingen   1        1
        Aanvaard         0        0

        ✓ volledig ontvangen · 4/5 missies met een bezetting, van de verwachte ·
        – niets verwacht · v2 tweede versie · 3d te laat: dagen na de uiterste dag ·
        1f een open fout · 1w een open waarschuwing ·
        ? dag van ontvangst niet vastgelegd (received.csv)

        Open fouten
          XSH-01  2026-05 · Bezetting tegen rooster · EUCAP Somalia
                  africa/2026-05.xlsx › Bezetting › D7

        Controle  2026-04  2026-05
        XSH-01    3/1/1    3/1/1
        XSH-04    –        3/1/1
        REG-04    –        3/1/0
        geslaagd/gefaald/niet uitgevoerd · – niets om te controleren

        Niets om te controleren: REG-10

        Niet uitgevoerd
          XSH-01  geen rooster in de opgave van oost (2026-04, 2026-05)
          XSH-04  geen vorige maand (2026-05)
        ");
    }

    #[test]
    fn files_that_stand_nowhere_are_counted() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        let mut some = with_reports(run());
        some.returns[0].coordinator = None;
        let text = plain(page, &some);
        assert!(text.contains("\n\n1 file of no known coordinator or month; 'muster check -v' names each file.\n"), "{text}");
        assert!(!plain(page, &with_reports(run())).contains("no known coordinator"));
    }

    #[test]
    fn no_month_is_said_kindly() {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        assert_eq!(plain(page, &empty_run()), "No month was found to report on.\n");
    }

    #[test]
    fn every_line_fits() {
        for lang in [Lang::En, Lang::Nl] {
            for width in [60, 80, 120] {
                let text = plain(Page { lang, width, verbose: true }, &accepted_mandate(with_reports(run())));
                for line in text.lines() {
                    assert!(columns(line) <= width, "{width}: {line}");
                }
            }
        }
    }
}
