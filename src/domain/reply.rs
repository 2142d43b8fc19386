//! What muster itself adds to a workbook that goes back to its sender, so that it is known when the workbook comes in again.

use super::grid::{Grid, Value};
use super::text::Bilingual;

/// The author of the notes that muster writes at cells. They are no notes of the sender.
pub const NOTE_AUTHOR: &str = "muster";

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
    use crate::domain::{CellRef, GridBuilder, Lang};

    fn sheet(row: u32, lang: Lang, without: usize) -> Grid {
        let mut builder = GridBuilder::new();
        builder.push(CellRef::new(0, 0), Value::Text("Bevindingen".into()));
        for (at, header) in headers().iter().enumerate().filter(|(at, _)| *at != without) {
            builder.push(CellRef::new(row, u32::try_from(at).expect("few")), Value::Text(header.get(lang).into()));
        }
        builder.finish("Blad1")
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
