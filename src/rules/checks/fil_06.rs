//! FIL-06: part of a sheet with data is hidden, filtered away or struck through.

use crate::domain::layout::{HiddenBy, HiddenPart};
use crate::domain::{Bilingual, Census, Place, SafeText, Scope, Severity, Spans};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What FIL-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-06",
    scope: Scope::File,
    severity: Severity::Warning,
    name: ["Verborgen of gefilterde gegevens", "Hidden or filtered data"],
    message: ["Verborgen of gefilterde rijen met gegevens in {sheet}: {n}.", "Hidden or filtered rows with data in {sheet}: {n}."],
    does: [
        "Elk blad met een bekende tabel wordt bekeken op regels die met de hand of door een filter verborgen zijn, op doorgehaalde tekst, op \
         verborgen kolommen die worden gelezen, en op de vraag of het blad zelf verborgen is. Alleen gegevens en totalen tellen; een \
         verborgen titel of lege regel niet. Regels en bladen die niet te zien zijn, worden weggelaten, verborgen kolommen en enkele \
         doorgehaalde cellen gelezen; de instellingen read_hidden_rows, read_filtered_rows, read_struck_rows, read_hidden_columns en \
         read_hidden_sheets veranderen dat. Opmerkingen bij cellen worden gemeld en nooit gelezen.",
        "Every sheet with a known table is looked at for rows that are hidden by hand or by a filter, for text that is struck through, for \
         hidden columns that are read, and for whether the sheet itself is hidden. Only data and totals count; a hidden title or blank \
         row does not. Rows and sheets that cannot be seen are set aside, hidden columns and single cells that are struck through are \
         read; the settings read_hidden_rows, read_filtered_rows, read_struck_rows, read_hidden_columns and read_hidden_sheets change that. \
         Notes at cells are reported and never read.",
    ],
    why: [
        "Wie het blad opent, ziet andere cijfers dan er staan. Of een verborgen regel meetelt, weet alleen de afzender; een totaal telt hem \
         vaak wel mee.",
        "Who opens the sheet sees other figures than it holds. Only the sender knows whether a hidden row counts; a total often includes it.",
    ],
    example: [
        "Op blad Bezetting laat een filter 5 van de 7 missies zien, en het totaal in B12 telt ze alle 7.",
        "On sheet Bezetting a filter shows 5 of 7 missions, and the total in B12 counts all 7.",
    ],
    fix: [
        "Coördinator: zet het filter uit en maak zichtbaar wat meetelt; verwijder wat niet meetelt. Analist: vraag of de regels meetellen; \
         moeten ze altijd gelezen worden, zet dat dan onder [settings.FIL-06] in schemas/checks.toml.",
        "Coordinator: switch the filter off and unhide what counts; remove what does not. Analyst: ask whether the rows count; if they are \
         always to be read, say so under [settings.FIL-06] in schemas/checks.toml.",
    ],
};

/// At most so many runs of rows or columns are named.
const MOST_RUNS: usize = 20;

/// Every sheet with a known table, and hidden sheets that would have one.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for (ret, from) in census.returns.iter().enumerate().filter(|(_, from)| from.counts()) {
        for (at, sheet) in from.sheets.iter().enumerate() {
            let layout = &sheet.layout;
            if layout.hidden.is_empty() && !layout.tables.is_empty() {
                out.passed(from.period, 1);
            }
            for part in &layout.hidden {
                let name = census.sheet_name(ret, at);
                let lines = lines(part);
                // What is set aside may still be counted in a total, so it stands for the whole sheet.
                let whole = Place::Sheet { file: from.source.path.clone(), sheet: name.to_owned() };
                let draft = Draft {
                    field: layout.tables.first().map(|table| census.schema.tables[table.table].name.clone()).unwrap_or_default(),
                    value: SafeText::own(&lines),
                    args: vec![("sheet", Bilingual::same(SafeText::scrub(name).to_string())), ("n", number_of(part, &lines))],
                    suggestion: suggestion(part),
                    own: (!part.read).then_some(whole),
                    ..Draft::default()
                };
                out.failed(census.place_of(ret, at, part.first), from.period, draft);
            }
        }
    }
}

/// The rows or columns, as a spreadsheet names them: `5-7, 9`.
fn lines(part: &HiddenPart) -> String {
    let runs = Spans::of(part.lines.iter().copied());
    let name = |line: u32| part.direction().name(line);
    let run = |(from, to): (u32, u32)| if from == to { name(from) } else { format!("{}-{}", name(from), name(to)) };
    let mut shown: Vec<String> = runs.iter().take(MOST_RUNS).map(run).collect();
    if runs.iter().nth(MOST_RUNS).is_some() {
        shown.push("…".to_owned());
    }
    shown.join(", ")
}

/// How many rows or columns there are, and which.
fn number_of(part: &HiddenPart, lines: &str) -> Bilingual {
    let count = part.lines.len();
    let (nl, en) = match (part.by, count) {
        (HiddenBy::Sheet, _) if part.very => ("op een blad dat diep verborgen is, ", "on a sheet that is very hidden, "),
        (HiddenBy::Sheet, _) => ("op een verborgen blad, ", "on a hidden sheet, "),
        (HiddenBy::Rows, _) => ("", ""),
        (HiddenBy::Filter, _) => ("door een filter, ", "by a filter, "),
        (HiddenBy::Columns, 1) => ("kolom ", "column "),
        (HiddenBy::Columns, _) => ("kolommen ", "columns "),
        (HiddenBy::Strike, _) => ("doorgehaald, ", "struck through, "),
        (HiddenBy::Note, _) => ("opmerking bij een cel, ", "note at a cell, "),
    };
    Bilingual::new(format!("{count} ({nl}{lines})"), format!("{count} ({en}{lines})"))
}

fn suggestion(part: &HiddenPart) -> Bilingual {
    let (nl, en) = match (part.by, part.read) {
        (HiddenBy::Sheet, false) if part.very => (
            "Het blad is niet gelezen. Het is alleen met een macro of de editor zichtbaar te maken; vraag de afzender of het meetelt.",
            "The sheet was not read. Only a macro or the editor can show it; ask the sender whether it counts.",
        ),
        (HiddenBy::Sheet, false) => (
            "Het blad is niet gelezen. Maak het zichtbaar als de cijfers meetellen, of verwijder het.",
            "The sheet was not read. Unhide it if its figures count, or remove it.",
        ),
        (HiddenBy::Sheet, true) => (
            "Het blad is gelezen, zoals de instelling read_hidden_sheets zegt. Maak het zichtbaar, of verwijder het als het niet meetelt.",
            "The sheet was read, as the setting read_hidden_sheets says. Unhide it, or remove it if it does not count.",
        ),
        (HiddenBy::Rows, false) => (
            "De regels zijn niet meegeteld. Maak ze zichtbaar als ze meetellen, of verwijder ze.",
            "The rows were not counted. Unhide them if they count, or remove them.",
        ),
        (HiddenBy::Filter, false) => (
            "De regels zijn niet meegeteld. Zet het filter uit als ze meetellen, of verwijder ze.",
            "The rows were not counted. Switch the filter off if they count, or remove them.",
        ),
        (HiddenBy::Rows | HiddenBy::Filter, true) => (
            "De regels zijn meegeteld, zoals de instelling zegt. Maak ze zichtbaar, of verwijder ze als ze niet meetellen.",
            "The rows were counted, as the setting says. Unhide them, or remove them if they do not count.",
        ),
        (HiddenBy::Columns, true) => (
            "De kolommen zijn gelezen. Maak ze zichtbaar, of verwijder ze als ze niet meetellen.",
            "The columns were read. Unhide them, or remove them if they do not count.",
        ),
        (HiddenBy::Columns, false) => (
            "De kolommen zijn niet gelezen, zoals de instelling read_hidden_columns zegt. Maak ze zichtbaar als ze meetellen.",
            "The columns were not read, as the setting read_hidden_columns says. Unhide them if they count.",
        ),
        (HiddenBy::Note, _) => (
            "Wat er in de opmerking staat, is niet gelezen. Telt het mee, zet het dan in een cel; anders mag de opmerking weg.",
            "What the note says was not read. If it counts, put it into a cell; if not, remove the note.",
        ),
        (HiddenBy::Strike, false) => (
            "De doorgehaalde regels zijn niet meegeteld. Verwijder ze, of haal de doorhaling weg als ze meetellen.",
            "The rows that are struck through were not counted. Remove them, or take the strike-through off if they count.",
        ),
        (HiddenBy::Strike, true) => (
            "Er is tekst doorgehaald die toch is gelezen. Haal de doorhaling weg, of maak de cellen leeg als ze niet meetellen.",
            "Some text is struck through and was read all the same. Take the strike-through off, or clear the cells if they do not count.",
        ),
    };
    Bilingual::new(nl, en)
}
