//! Parts of a sheet that are not seen by who opens it, or are struck through. By default rows are set aside and columns read;
//! the settings of FIL-06 say otherwise. Whatever becomes of the data, it is reported.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::layout::{HiddenBy, HiddenPart, SheetLayout};
use crate::domain::{Cell, CellRef, Direction, Grid, RowFate, Schema};

use super::words::is_blank;

/// The check that reports what is hidden and whose settings say what of it is read.
const CHECK: &str = "FIL-06";

/// What is read although it is not seen.
#[derive(Debug, Clone, Copy)]
struct Reads {
    rows: bool,
    filtered: bool,
    struck: bool,
    columns: bool,
}

/// Collects the parts of one sheet that are not seen.
pub(super) struct Unseen<'g> {
    grid: &'g Grid,
    reads: Reads,
    /// By reason and by whether it is read: the first cell, and the rows or columns.
    parts: BTreeMap<(HiddenBy, bool), (CellRef, Vec<u32>)>,
    columns: BTreeMap<u32, CellRef>,
}

impl<'g> Unseen<'g> {
    pub(super) fn new(grid: &'g Grid, schema: &Schema) -> Self {
        let reads = Reads {
            rows: schema.switch(CHECK, "read_hidden_rows", false),
            filtered: schema.switch(CHECK, "read_filtered_rows", false),
            struck: schema.switch(CHECK, "read_struck_rows", false),
            columns: schema.switch(CHECK, "read_hidden_columns", true),
        };
        Self { grid, reads, parts: BTreeMap::new(), columns: BTreeMap::new() }
    }

    /// Whether the column of a field is read. One that cannot be seen may be left out.
    pub(super) fn reads_column(&self, col: u32) -> bool {
        self.reads.columns || !self.grid.marks.hidden_cols.contains(col)
    }

    /// Takes a row into account that holds a record or a claim, with the columns that are read and those whose header is
    /// known; whether it is set aside.
    pub(super) fn sets_aside(&mut self, row: u32, cells: &[Cell], fields: &BTreeSet<u32>, known: &BTreeSet<u32>) -> bool {
        let marks = &self.grid.marks;
        let used = || cells.iter().filter(|cell| !is_blank(cell) && fields.contains(&cell.col)).map(|cell| cell.col);
        let first = CellRef::new(row, used().next().or_else(|| cells.first().map(|cell| cell.col)).unwrap_or(0));
        if marks.hidden_rows.contains(row) {
            let filtered = marks.filter.is_some_and(|area| (area.from.row..=area.to.row).contains(&row));
            let (by, read) = if filtered { (HiddenBy::Filter, self.reads.filtered) } else { (HiddenBy::Rows, self.reads.rows) };
            self.add(by, read, first);
            if !read {
                return true;
            }
        }
        if !marks.struck.is_empty() {
            let struck = used().filter(|col| marks.is_struck(CellRef::new(row, *col))).count();
            // A single cell that is struck through may be a slip; a row of them was taken off the list.
            let whole = struck > 0 && struck == used().count();
            let read = !whole || self.reads.struck;
            if struck > 0 {
                self.add(HiddenBy::Strike, read, first);
            }
            if !read {
                return true;
            }
        }
        // What a note says may be about persons, so it is never read; the cell is.
        if !marks.notes.is_empty()
            && let Some(col) = used().find(|col| marks.has_note(CellRef::new(row, *col)))
        {
            self.add(HiddenBy::Note, true, CellRef::new(row, col));
        }
        if !marks.hidden_cols.is_empty() {
            let seen = |cell: &&Cell| !marks.hidden_cols.contains(cell.col);
            for cell in cells.iter().filter(|cell| known.contains(&cell.col) && !is_blank(cell) && !seen(cell)) {
                self.columns.entry(cell.col).or_insert(CellRef::new(row, cell.col));
            }
        }
        false
    }

    fn add(&mut self, by: HiddenBy, read: bool, first: CellRef) {
        self.parts.entry((by, read)).or_insert((first, Vec::new())).1.push(first.row);
    }

    /// The parts, by reason.
    pub(super) fn parts(mut self) -> Vec<HiddenPart> {
        if let Some(first) = self.columns.values().min() {
            self.parts.insert((HiddenBy::Columns, self.reads.columns), (*first, self.columns.keys().copied().collect()));
        }
        let part = |((by, read), (first, lines))| HiddenPart { by, first, lines, read, very: false };
        self.parts.into_iter().map(part).collect()
    }
}

/// What becomes of a hidden sheet on which this was found. It is set aside unless the settings say otherwise; that it holds
/// a known table with data is reported. One that holds none, such as a list for a choice of values, is no matter.
pub(super) fn sheet(grid: &Grid, schema: &Schema, found: SheetLayout) -> SheetLayout {
    let read = schema.switch(CHECK, "read_hidden_sheets", false);
    let mut rows: BTreeSet<u32> = BTreeSet::new();
    let mut first: Option<CellRef> = None;
    for table in &found.tables {
        let mut own: Vec<u32> = table.data_rows.iter().chain(&table.set_aside).copied().collect();
        own.sort_unstable();
        let cols = || table.columns.iter().map(|column| column.col);
        if let (Some(row), Some(col)) = (own.first(), cols().min()) {
            let cell = table.direction.cell(*row, col);
            first = Some(first.map_or(cell, |first| first.min(cell)));
            match table.direction {
                Direction::Down => rows.extend(own),
                Direction::Across => rows.extend(cols()),
            }
        }
    }
    let part =
        first.map(|first| HiddenPart { by: HiddenBy::Sheet, first, lines: rows.into_iter().collect(), read, very: grid.marks.very_hidden });
    if read && part.is_some() {
        let mut found = found;
        found.hidden.splice(0..0, part);
        return found;
    }
    let fates = found.fates.iter().map(|fate| if *fate == RowFate::Blank { RowFate::Blank } else { RowFate::Hidden }).collect();
    SheetLayout { fates, hidden: part.into_iter().collect(), ..SheetLayout::default() }
}
