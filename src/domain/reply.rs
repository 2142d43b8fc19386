//! What muster itself adds to a workbook that goes back to its sender, so that it is known when the workbook comes in again.

use super::grid::{Grid, Value};
use super::text::{Bilingual, Lang};

/// The author of the notes that muster writes at cells. They are no notes of the sender.
pub const NOTE_AUTHOR: &str = "muster";

/// The words with which the title of a note begins, before its number and a colon.
const FINDING: [&str; 2] = ["Bevinding ", "Finding "];
/// The title of a note about what was found before and is no longer.
const MENDED: [&str; 2] = ["Eerder gemeld", "Told before"];

/// The longest text that is needed to know a note for one of muster, in bytes.
pub const LONGEST_TITLE: usize = 40;

/// The word with which the title of a note about a finding begins.
#[must_use]
pub const fn note_word(lang: Lang) -> &'static str {
    FINDING[at(lang)]
}

/// The title of a note about a finding, with a word for its severity.
#[must_use]
pub fn note_title(number: usize, severity: &str, lang: Lang) -> String {
    format!("{}{number}: {severity}", note_word(lang))
}

/// The title of a note about what is no longer found.
#[must_use]
pub const fn mended_title(lang: Lang) -> &'static str {
    MENDED[at(lang)]
}

const fn at(lang: Lang) -> usize {
    match lang {
        Lang::Nl => 0,
        Lang::En => 1,
    }
}

/// Whether a note begins as those of muster do. Programs that save a workbook may lose who wrote a note.
#[must_use]
pub fn is_own_note(text: &str) -> bool {
    let numbered = |start: &&str| {
        let digits = text
            .strip_prefix(*start)
            .map_or("", |rest| rest.split(':').next().filter(|digits| rest.len() > digits.len()).unwrap_or_default());
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    FINDING.iter().any(numbered) || MENDED.iter().any(|start| text.starts_with(start))
}

/// The most rows above the headers of the sheet with findings.
const MOST_LINES_ABOVE: u32 = 20;

/// The headers of the sheet with findings, in their order.
#[must_use]
pub fn headers() -> [Bilingual; 9] {
    [
        ("Nr.", "No."),
        ("Ernst", "Severity"),
        ("Wat", "What"),
        ("Waar", "Where"),
        ("Staat er", "Stands there"),
        ("Verwacht", "Expected"),
        ("Zo herstelt u het", "How to mend it"),
        ("Gevolgen", "Consequences"),
        ("Uw antwoord", "Your reply"),
    ]
    .map(|(nl, en)| Bilingual::new(nl, en))
}

/// Whether a sheet is the one with findings that muster adds: it is the account of another sheet and holds no figures.
#[must_use]
pub fn is_findings_sheet(grid: &Grid) -> bool {
    let headers = headers();
    let is_header = |cells: &[super::grid::Cell]| {
        let said = |header: &Bilingual, at: u32| {
            let cell = cells.iter().find(|cell| cell.col == at);
            matches!(cell.map(|cell| &cell.value), Some(Value::Text(text)) if **text == *header.nl || **text == *header.en)
        };
        headers.iter().zip(0..).all(|(header, at)| said(header, at))
    };
    grid.rows().take_while(|(row, _)| *row <= MOST_LINES_ABOVE).any(|(_, cells)| is_header(cells))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CellRef, GridBuilder};

    fn sheet(row: u32, lang: Lang, without: usize) -> Grid {
        let mut builder = GridBuilder::new();
        builder.push(CellRef::new(0, 0), Value::Text("Bevindingen".into()));
        for (at, header) in headers().iter().enumerate().filter(|(at, _)| *at != without) {
            builder.push(CellRef::new(row, u32::try_from(at).expect("few")), Value::Text(header.get(lang).into()));
        }
        builder.finish("Blad1")
    }

    #[test]
    fn a_note_is_known_by_its_title() {
        for lang in [Lang::Nl, Lang::En] {
            assert!(is_own_note(&note_title(12, "fout", lang)) && is_own_note(mended_title(lang)));
            assert!(note_title(99_999, "waarschuwing", lang).len() < LONGEST_TITLE);
        }
        for text in ["", "Bevinding", "Bevinding 3", "Bevinding x: fout", "Finding : ", "Zie Bevinding 3: fout", "12: fout"] {
            assert!(!is_own_note(text), "{text}");
        }
    }

    #[test]
    fn the_sheet_with_findings_is_known_by_all_its_headers() {
        for lang in [Lang::Nl, Lang::En] {
            assert!(is_findings_sheet(&sheet(5, lang, 9)));
            assert!(!is_findings_sheet(&sheet(5, lang, 8)), "one is missing");
            assert!(!is_findings_sheet(&sheet(50, lang, 9)), "too far down");
        }
        assert!(!is_findings_sheet(&Grid::default()));
    }
}
