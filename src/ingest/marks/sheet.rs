//! A sheet of an xlsx, walked through for what its cells do not tell.

use quick_xml::events::{BytesStart, Event};

use super::filter::Filter;
use super::package::{Xml, area, attribute, next, truth};
use super::rich::{RichText, Strikes};
use super::{Found, put};
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{CellRef, Spans, Unreadable};
use crate::ingest::budget::Budget;
use crate::ingest::damaged;

/// The largest number of a shared formula. The reader of the cells makes room for as many.
const MAX_SHARED: u32 = 1 << 20;

#[derive(Default)]
struct Walk {
    found: Found,
    filter: Filter,
    in_filter: bool,
    /// Elements that are open.
    depth: u32,
    hidden_rows: Vec<(u32, u32)>,
    hidden_cols: Vec<(u32, u32)>,
    /// Whether rows that are not written are hidden, and those that are written.
    flat: bool,
    written: Vec<(u32, u32)>,
    /// The row and column that come next, as the reader of the cells counts them.
    row: u32,
    col: u32,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Cell {
    at: (u32, u32),
    struck: bool,
    shared: bool,
    used: bool,
    /// Whether it has a formula, and whether a result.
    formula: bool,
    stored: bool,
    is_text: bool,
    in_value: bool,
    string: Option<u32>,
    rich: Option<RichText>,
}

/// Walks through the XML of a sheet.
pub(super) fn walk(mut xml: Xml<'_>, strikes: &Strikes, budget: &mut Budget) -> Result<Found, Unreadable> {
    let mut walk = Walk::default();
    let mut buffer = Vec::new();
    while let Some(event) = next(&mut xml, &mut buffer)? {
        if let Some(rich) = walk.cell.as_mut().and_then(|cell| cell.rich.as_mut()) {
            rich.event(&event);
        }
        match &event {
            Event::Start(start) => {
                walk.depth = walk.depth.saturating_add(1);
                match &mut walk.cell {
                    Some(cell) => cell.start(start)?,
                    None => walk.start(start, strikes, budget)?,
                }
            }
            Event::End(end) => {
                let name = end.local_name();
                match name.as_ref() {
                    "c" => walk.end_cell(strikes, budget)?,
                    "v" => walk.in_cell(|cell| cell.in_value = false),
                    "row" if walk.cell.is_none() => (walk.row, walk.col) = (walk.row.saturating_add(1), 0),
                    "autoFilter" => walk.in_filter = false,
                    _ => {}
                }
                walk.depth = walk.depth.saturating_sub(1);
            }
            Event::Text(text) => walk.in_cell(|cell| {
                if cell.in_value {
                    cell.stored = true;
                    cell.string = if cell.shared { text.trim().parse().ok() } else { None };
                }
            }),
            Event::GeneralRef(_) | Event::CData(_) => walk.in_cell(|cell| cell.stored |= cell.in_value),
            _ => {}
        }
    }
    Ok(walk.finish())
}

impl Walk {
    fn in_cell(&mut self, change: impl FnOnce(&mut Cell)) {
        if let Some(cell) = &mut self.cell {
            change(cell);
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, strikes: &Strikes, budget: &mut Budget) -> Result<(), Unreadable> {
        let name = start.local_name();
        if self.in_filter {
            self.filter.start(start);
            return Ok(());
        }
        match name.as_ref() {
            "sheetFormatPr" => self.flat = attribute(start, "zeroHeight").is_some_and(|value| truth(&value)),
            "col" if self.depth == 3 => self.column(start, budget)?,
            "row" => self.start_row(start, budget)?,
            "c" => self.start_cell(start, strikes),
            // Every user of a workbook can have a view of the sheet with filters of its own; those stand deeper.
            "autoFilter" if self.depth == 2 => {
                self.in_filter = true;
                self.filter.start(start);
            }
            "mergeCell" => {
                let merged = attribute(start, "ref").and_then(|text| area(&text)).ok_or_else(|| damaged("a merged area"))?;
                budget.mark()?;
                self.found.merged.push(merged);
            }
            _ => {}
        }
        Ok(())
    }

    fn column(&mut self, start: &BytesStart<'_>, budget: &mut Budget) -> Result<(), Unreadable> {
        let narrow = attribute(start, "width").is_some_and(|width| is_nothing(&width));
        if !narrow && !attribute(start, "hidden").is_some_and(|hidden| truth(&hidden)) {
            return Ok(());
        }
        let number = |name: &str| attribute(start, name).and_then(|text| text.trim().parse::<u32>().ok());
        if let (Some(first), Some(last)) = (number("min"), number("max")) {
            budget.mark()?;
            self.hidden_cols.push((first.clamp(1, MAX_COLS) - 1, last.clamp(1, MAX_COLS) - 1));
        }
        Ok(())
    }

    fn start_row(&mut self, start: &BytesStart<'_>, budget: &mut Budget) -> Result<(), Unreadable> {
        let mut hidden = false;
        for attribute in start.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "r" => self.row = attribute.value.trim().parse::<u32>().map_or(self.row, |row| row.saturating_sub(1)),
                "hidden" => hidden |= truth(&attribute.value),
                "ht" => hidden |= is_nothing(&attribute.value),
                _ => {}
            }
        }
        match self.row {
            MAX_ROWS.. => Ok(()),
            row if hidden => put(&mut self.hidden_rows, row, budget),
            row if self.flat => put(&mut self.written, row, budget),
            _ => Ok(()),
        }
    }

    fn start_cell(&mut self, start: &BytesStart<'_>, strikes: &Strikes) {
        let mut cell = Cell::default();
        for attribute in start.attributes().with_checks(false).flatten() {
            let value = &*attribute.value;
            match attribute.key.as_ref() {
                "r" => {
                    if let Ok(at) = value.parse::<CellRef>() {
                        (cell.at, self.col) = ((at.row, at.col), at.col);
                        cell.used = true;
                    }
                }
                "s" => {
                    let style: Option<usize> = value.trim().parse().ok();
                    cell.struck = style.is_some_and(|style| strikes.styles.get(style).copied().unwrap_or(false));
                }
                "t" => (cell.shared, cell.is_text) = (value == "s", value == "str"),
                _ => {}
            }
        }
        if !cell.used {
            cell.at = (self.row, self.col);
        }
        cell.used = false;
        self.cell = Some(cell);
    }

    fn end_cell(&mut self, strikes: &Strikes, budget: &mut Budget) -> Result<(), Unreadable> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.col = self.col.saturating_add(1);
        let at = CellRef::new(cell.at.0, cell.at.1);
        if at.row >= MAX_ROWS || at.col >= MAX_COLS {
            return Ok(());
        }
        if cell.formula {
            budget.mark()?;
            self.found.formulas.push((at, cell.stored));
        }
        let inline = cell.rich.and_then(RichText::finish);
        match inline.as_ref().or_else(|| strikes.strings.get(&cell.string?)) {
            Some(runs) => {
                let (pieces, all) = runs.pieces(cell.struck);
                if all && !pieces.is_empty() {
                    budget.mark()?;
                    self.found.marks.struck.push(at);
                } else if !pieces.is_empty() {
                    budget.marks(pieces.len())?;
                    self.found.partly.push((at, pieces));
                }
            }
            None if cell.struck && cell.used => {
                budget.mark()?;
                self.found.marks.struck.push(at);
            }
            None => {}
        }
        Ok(())
    }

    fn finish(mut self) -> Found {
        if self.flat {
            let written = Spans::new(self.written);
            let mut next = 0;
            for (first, last) in written.iter() {
                if first > next {
                    self.hidden_rows.push((next, first - 1));
                }
                next = last + 1;
            }
            if next < MAX_ROWS {
                self.hidden_rows.push((next, MAX_ROWS - 1));
            }
        }
        self.found.marks.hidden_rows = Spans::new(self.hidden_rows);
        self.found.marks.hidden_cols = Spans::new(self.hidden_cols);
        self.found.marks.filter = self.filter.active();
        self.found
    }
}

impl Cell {
    /// An element begins inside the cell.
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Unreadable> {
        match start.local_name().as_ref() {
            "f" => {
                (self.formula, self.used) = (true, true);
                // What is no number is for the reader of the cells to refuse.
                let number = attribute(start, "si").and_then(|text| text.trim().parse::<u64>().ok());
                if number.is_some_and(|number| number > u64::from(MAX_SHARED)) {
                    return Err(damaged("a shared formula"));
                }
            }
            // An empty text is a result; an empty number is none.
            "v" => (self.in_value, self.used, self.stored) = (true, true, self.stored || self.is_text),
            "is" => (self.rich, self.used) = (Some(RichText::default()), true),
            _ => {}
        }
        Ok(())
    }
}

/// Whether a row or column is drawn so flat or so narrow that nothing can be seen.
fn is_nothing(size: &str) -> bool {
    size.trim().parse::<f64>().is_ok_and(|size| size == 0.0)
}
