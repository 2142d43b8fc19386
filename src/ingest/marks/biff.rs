//! What the sheets of an xls workbook tell besides values.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Found, package::between, put};
use crate::domain::reply::NOTE_AUTHOR;
use crate::domain::{Area, CellRef, Spans, Unreadable};
use crate::ingest::biff::{self, Record, number, records};
use crate::ingest::budget::Budget;

const FORMULA: u16 = 0x0006;
const EOF: u16 = 0x000A;
const NAME: u16 = 0x0018;
const NOTE: u16 = 0x001C;
const FONT: u16 = 0x0031;
const CONTINUE: u16 = 0x003C;
const COLUMN: u16 = 0x007D;
const BOUND_SHEET: u16 = 0x0085;
const FILTER_MODE: u16 = 0x009B;
const MUL_RK: u16 = 0x00BD;
const RICH_LABEL: u16 = 0x00D6;
const STYLE: u16 = 0x00E0;
const SST: u16 = 0x00FC;
const LABEL_SST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_OR_ERROR: u16 = 0x0205;
const ROW: u16 = 0x0208;
const SHORT_NUMBER: u16 = 0x027E;
const BOF: u16 = 0x0809;

/// What the workbook says about all its sheets.
#[derive(Default)]
struct Globals {
    /// Whether texts are in the two-byte form of the last version of the format.
    wide: bool,
    fonts: Vec<bool>,
    styles: Vec<bool>,
    /// The area of the filter of a sheet, by the number of the sheet from one.
    filters: BTreeMap<u16, Area>,
    /// The runs (start and font) of the shared strings that have some.
    strings: BTreeMap<u32, Vec<(u16, u16)>>,
}

/// Walks through the sheets of a workbook stream, in the order in which it lists them.
pub(in crate::ingest) fn survey(stream: &[u8], budget: &mut Budget) -> Result<Vec<Found>, Unreadable> {
    let mut globals = Globals::default();
    let mut places = Vec::new();
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut in_strings = false;
    for Record { kind, data } in records(stream) {
        match kind {
            BOF => globals.wide = number(data, 0) != Some(0x0500),
            BOUND_SHEET => places.push(data.first_chunk().and_then(|place| usize::try_from(u32::from_le_bytes(*place)).ok())),
            FONT => globals.fonts.push(number(data, 2).is_some_and(|flags| flags & 0x8 != 0)),
            STYLE => globals.styles.push(number(data, 0).is_some_and(|font| globals.font(font))),
            NAME => globals.name(data),
            SST => strings.push(data),
            CONTINUE if in_strings => strings.push(data),
            EOF => break,
            _ => {}
        }
        in_strings = kind == SST || (in_strings && kind == CONTINUE);
    }
    if globals.fonts.contains(&true) {
        globals.strings = biff::string_runs(&strings);
    }
    let mut sheets = Vec::with_capacity(places.len());
    for (at, place) in places.into_iter().enumerate() {
        let sheet = place.and_then(|place| stream.get(place..)).unwrap_or_default();
        let filter = u16::try_from(at + 1).ok().and_then(|number| globals.filters.get(&number));
        sheets.push(one(sheet, &globals, filter.copied(), budget)?);
    }
    Ok(sheets)
}

impl Globals {
    /// Whether a font is struck through. There is none with the number 4.
    fn font(&self, number: u16) -> bool {
        let at = usize::from(if number > 4 { number - 1 } else { number });
        self.fonts.get(at).copied().unwrap_or(false)
    }

    fn style(&self, style: Option<u16>) -> bool {
        style.and_then(|style| self.styles.get(usize::from(style))).copied().unwrap_or(false)
    }

    /// A defined name; that of the area of a filter is one of those that every workbook knows, and has a number for a name.
    fn name(&mut self, data: &[u8]) {
        const FILTER_DATABASE: u8 = 13;
        let built_in = number(data, 0).is_some_and(|flags| flags & 0x20 != 0) && data.get(3) == Some(&1);
        let start = if self.wide { 15 } else { 14 };
        if !built_in || data.get(start) != Some(&FILTER_DATABASE) {
            return;
        }
        // A reference to an area on a sheet.
        let Some(formula) = data.get(start + 1..).filter(|formula| matches!(formula.first(), Some(0x3B | 0x5B | 0x7B))) else { return };
        let corners = if self.wide {
            [3, 7, 5, 9].map(|at| number(formula, at))
        } else {
            let column = |at: usize| formula.get(at).copied().map(u16::from);
            [number(formula, 15), column(19), number(formula, 17), column(20)]
        };
        if let ([Some(top), Some(left), Some(bottom), Some(right)], Some(sheet)) = (corners, number(data, 8)) {
            let corner = |row: u16, col: u16| CellRef::new(u32::from(row), u32::from(col & 0x00FF));
            self.filters.insert(sheet, between(corner(top, left), corner(bottom, right)));
        }
    }

    /// The struck pieces of a text whose first run, if it has none of its own, looks like its cell.
    fn pieces(&self, runs: &[(u16, u16)], cell_struck: bool) -> Rc<[(u32, u32)]> {
        let mut pieces = Vec::new();
        let mut before = (0, cell_struck);
        for (start, font) in runs {
            if before.1 && u32::from(*start) > before.0 {
                pieces.push((before.0, u32::from(*start)));
            }
            before = (u32::from(*start), self.font(*font));
        }
        if before.1 {
            pieces.push((before.0, u32::MAX));
        }
        pieces.into()
    }
}

fn one(sheet: &[u8], globals: &Globals, filter: Option<Area>, budget: &mut Budget) -> Result<Found, Unreadable> {
    let mut found = Found::default();
    let (mut hidden_rows, mut hidden_cols) = (Vec::new(), Vec::new());
    let mut depth = 0_u32;
    for Record { kind, data } in records(sheet) {
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // A chart inside the sheet.
            _ if depth > 1 => {}
            ROW if number(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                if let Some(row) = number(data, 0) {
                    put(&mut hidden_rows, u32::from(row), budget)?;
                }
            }
            COLUMN if number(data, 8).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (number(data, 0), number(data, 2)) {
                    budget.mark()?;
                    hidden_cols.push((u32::from(first.min(0xFF)), u32::from(last.min(0xFF))));
                }
            }
            FILTER_MODE => found.marks.filter = filter,
            NOTE => {
                // Where a long note of old goes on, it has no row.
                if let (Some(row @ 0..=0xFFFE), Some(col)) = (number(data, 0), number(data, 2))
                    && !is_by_muster(data)
                {
                    budget.mark()?;
                    found.marks.notes.push(CellRef::new(u32::from(row), u32::from(col)));
                }
            }
            NUMBER | LABEL | LABEL_SST | RICH_LABEL | BOOL_OR_ERROR | SHORT_NUMBER | FORMULA => {
                cell(kind, data, globals, &mut found, budget)?;
            }
            MUL_RK => many_numbers(data, globals, &mut found, budget)?,
            _ => {}
        }
    }
    found.marks.hidden_rows = Spans::new(hidden_rows);
    found.marks.hidden_cols = Spans::new(hidden_cols);
    Ok(found)
}

/// Whether the author of a note is muster: its name is a text of plain characters behind the number of the note's shape.
fn is_by_muster(data: &[u8]) -> bool {
    let author = number(data, 8).map(usize::from).filter(|_| data.get(10).is_some_and(|flags| flags & 1 == 0));
    author.and_then(|length| data.get(11..11 + length)).is_some_and(|name| name == NOTE_AUTHOR.as_bytes())
}

fn cell(kind: u16, data: &[u8], globals: &Globals, found: &mut Found, budget: &mut Budget) -> Result<(), Unreadable> {
    let (Some(row), Some(col)) = (number(data, 0), number(data, 2)) else { return Ok(()) };
    let at = CellRef::new(u32::from(row), u32::from(col));
    if kind == FORMULA {
        budget.mark()?;
        found.formulas.push((at, true));
    }
    let struck = globals.style(number(data, 4));
    let own;
    let runs = match kind {
        LABEL_SST => {
            let string = data.get(6..).and_then(|rest| rest.first_chunk()).map(|number| u32::from_le_bytes(*number));
            string.and_then(|string| globals.strings.get(&string)).map(Vec::as_slice)
        }
        RICH_LABEL if globals.fonts.contains(&true) => {
            own = rich_label(data, globals.wide);
            own.as_deref()
        }
        _ => None,
    };
    if let Some(runs) = runs {
        let pieces = globals.pieces(runs, struck);
        if !pieces.is_empty() {
            budget.marks(pieces.len())?;
            found.partly.push((at, pieces));
        }
    } else if struck {
        budget.mark()?;
        found.marks.struck.push(at);
    }
    Ok(())
}

/// The runs of a text that stands in its cell: a count and a text, then a count of runs and the runs.
fn rich_label(data: &[u8], wide: bool) -> Option<Vec<(u16, u16)>> {
    let length = usize::from(number(data, 6)?);
    if wide {
        let width = if data.get(8)? & 1 == 0 { 1 } else { 2 };
        let runs = data.get(9 + length * width + 2..)?;
        return Some(
            runs.as_chunks::<4>()
                .0
                .iter()
                .map(|run| (u16::from_le_bytes([run[0], run[1]]), u16::from_le_bytes([run[2], run[3]])))
                .collect(),
        );
    }
    let runs = data.get(8 + length + 1..)?;
    Some(runs.as_chunks::<2>().0.iter().map(|run| (u16::from(run[0]), u16::from(run[1]))).collect())
}

fn many_numbers(data: &[u8], globals: &Globals, found: &mut Found, budget: &mut Budget) -> Result<(), Unreadable> {
    let (Some(row), Some(first)) = (number(data, 0), number(data, 2)) else { return Ok(()) };
    let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
    for (col, cell) in (u32::from(first)..).zip(cells.as_chunks::<6>().0) {
        if globals.style(number(cell, 0)) {
            budget.mark()?;
            found.marks.struck.push(CellRef::new(u32::from(row), col));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_of_a_note_is_read_behind_its_place() {
        let note = |flags: u8, name: &[u8]| [&[1, 0, 2, 0, 0, 0, 1, 0, u8::try_from(name.len()).expect("short"), 0, flags], name].concat();
        assert!(is_by_muster(&note(0, b"muster")));
        for data in [note(1, b"muster"), note(0, b"musters"), note(0, b""), vec![0; 9], Vec::new(), note(0, b"muster")[..14].to_vec()] {
            assert!(!is_by_muster(&data), "{data:?}");
        }
    }
}
