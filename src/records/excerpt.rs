//! The surroundings of a cell, as far as they may be shown.

use std::collections::BTreeSet;

use super::privacy::Vocabulary;
use super::shown::{is_blank, shown, speaks_of_health, text_of};
use crate::domain::excerpt::{Excerpt, ExcerptRow, Shown};
use crate::domain::names::Suspicion;
use crate::domain::{CellRef, Direction, Field, FieldType, Grid, Layout, Return, RowFate, SafeText, Schema, TableSchema, Value};

/// Columns to either side of the cell.
const BESIDE: usize = 2;
/// Rows above the cell, and below it.
const ABOVE: usize = 2;
const BELOW: usize = 1;

/// Counts that tell small groups of a mission apart.
const BREAKDOWN: [&str; 4] = ["female", "male", "other_sex", "unknown_sex"];

/// The surroundings of a cell on a sheet of a return: its header, the rows around it, and the column that says what they are
/// about. `at` is the sheet, as an index; its grid must be that from which the return was read.
///
/// What may not be shown is marked as withheld: personal fields, columns that are not understood, and text that reads like a
/// person. Cells about one person, and counts that tell small groups of a mission apart, are for internal use only.
#[must_use]
pub fn excerpt(grid: &Grid, at: usize, of: &Return, schema: &Schema, vocabulary: &Vocabulary, cell: CellRef) -> Excerpt {
    let view = View { grid, at, of, schema, vocabulary };
    let around = view.table_at(cell);
    let header = around.and_then(|table| view.header_line(table));
    let columns = view.columns(around, cell);
    let rows = view.rows(around, header, cell);
    let line = |row: u32| ExcerptRow {
        row,
        header: Some(row) == header,
        cells: columns.iter().map(|col| view.shown(CellRef::new(row, *col))).collect(),
    };
    let rows = rows.into_iter().map(line).collect();
    Excerpt { cell, columns, rows }
}

struct View<'a> {
    grid: &'a Grid,
    at: usize,
    of: &'a Return,
    schema: &'a Schema,
    vocabulary: &'a Vocabulary,
}

impl<'a> View<'a> {
    fn tables(&self) -> &'a [Layout] {
        self.of.sheets.get(self.at).map_or(&[], |sheet| &sheet.layout.tables)
    }

    /// The table in which a cell lies, else the last one that begins above it.
    fn table_at(&self, cell: CellRef) -> Option<&'a Layout> {
        let within = |table: &&Layout| {
            let own = table.direction.cell(cell.row, cell.col);
            let known =
                table.columns.iter().any(|column| column.col == own.col) || table.unknown.iter().any(|column| column.col == own.col);
            known && (is_line(table, own.row) || table.header_rows.contains(&own.row))
        };
        let above = |table: &&Layout| table.header_rows.first().is_some_and(|row| table.direction.cell(*row, 0).row <= cell.row);
        self.tables().iter().find(within).or_else(|| self.tables().iter().rfind(above))
    }

    /// The row of the sheet in which the names of the columns stand; `None` for a table that runs across.
    fn header_line(&self, table: &Layout) -> Option<u32> {
        if table.direction != Direction::Down {
            return None;
        }
        let names = |row: &&u32| {
            let used = |col: u32| self.grid.get(CellRef::new(**row, col)).is_some_and(|value| !is_blank(value));
            table.columns.iter().filter(|column| used(column.col)).count()
        };
        table.header_rows.iter().max_by_key(names).copied()
    }

    /// The column that says what a row is about, and those around the cell.
    fn columns(&self, table: Option<&Layout>, cell: CellRef) -> Vec<u32> {
        let down = table.filter(|table| table.direction == Direction::Down);
        let mut known: BTreeSet<u32> = self.grid.row(cell.row).iter().map(|used| used.col).collect();
        known.insert(cell.col);
        let mut first = known.first().copied();
        if let Some(table) = down {
            let own = table.columns.iter().map(|column| column.col).chain(table.unknown.iter().map(|column| column.col));
            let own: BTreeSet<u32> = own.chain(table.personal.iter().map(|column| column.col)).collect();
            // Of a table beside this one nothing is shown.
            if let (Some(from), Some(to)) = (own.first(), own.last()) {
                known.retain(|col| (*from..=*to).contains(col) || *col == cell.col);
            }
            known.extend(&own);
            let fields = self.schema.tables.get(table.table).map_or(&[][..], |declared| &declared.fields);
            let mission = |field: usize| fields.get(field).is_some_and(|field| field.kind == FieldType::Mission);
            first = table.columns.iter().find(|column| mission(column.field)).map(|column| column.col).or(own.first().copied());
        }
        let known: Vec<u32> = known.into_iter().collect();
        let middle = known.binary_search(&cell.col).unwrap_or(0);
        let mut columns: BTreeSet<u32> =
            known[middle.saturating_sub(BESIDE)..known.len().min(middle + BESIDE + 1)].iter().copied().collect();
        columns.extend(first);
        columns.into_iter().collect()
    }

    fn rows(&self, table: Option<&Layout>, header: Option<u32>, cell: CellRef) -> Vec<u32> {
        // What stands above the header is no row of the table.
        let top = match header {
            Some(header) if cell.row > header => header + 1,
            _ => 0,
        };
        let end = table.and_then(|table| table.data_rows.last()).copied().filter(|_| header.is_some()).unwrap_or(u32::MAX);
        // Only the rows next to the cell are looked at: a sheet may have as many findings as rows.
        let (above, below) = self.grid.rows_around(cell.row);
        let above = above.rev().take_while(|row| *row >= top).take(ABOVE);
        let below = below.skip_while(|row| *row <= cell.row).take_while(|row| *row <= end).take(BELOW);
        let rows: BTreeSet<u32> = above.chain(below).chain([cell.row]).chain(header).collect();
        rows.into_iter().collect()
    }

    fn shown(&self, cell: CellRef) -> Shown {
        let Some(value) = self.grid.get(cell).filter(|value| !is_blank(value)) else { return Shown::Empty };
        for table in self.tables() {
            let own = table.direction.cell(cell.row, cell.col);
            if table.header_rows.contains(&own.row) {
                if let Some(header) = header(table, own.col) {
                    return Shown::Text(header);
                }
            } else if is_line(table, own.row)
                && let Some(shown) = self.in_line(table, own, cell, value)
            {
                return shown;
            }
        }
        self.outside(cell, value)
    }

    /// A cell in a line of a table; `None` if the table has no such column.
    fn in_line(&self, table: &Layout, own: CellRef, cell: CellRef, value: &Value) -> Option<Shown> {
        let declared = self.schema.tables.get(table.table)?;
        if let Some(claim) = table.claims.iter().find(|claim| claim.row == own.row)
            && matches!(value, Value::Text(_))
            && !claim.label.is_empty()
            && self.grid.row(cell.row).first().is_some_and(|first| first.col == cell.col)
        {
            return Some(Shown::Text(claim.label.clone()));
        }
        let Some(column) = table.columns.iter().find(|column| column.col == own.col) else {
            let named =
                table.unknown.iter().any(|column| column.col == own.col) || table.personal.iter().any(|column| column.col == own.col);
            return named.then_some(Shown::Withheld);
        };
        if self.is_personal(cell) {
            return Some(Shown::Withheld);
        }
        let field = declared.fields.get(column.field)?;
        let text = self.field_text(declared, field, value);
        Some(match text {
            None => Shown::Withheld,
            Some(text) if field.kind == FieldType::Mission => Shown::Text(text),
            Some(text) if declared.about_persons || BREAKDOWN.contains(&field.name.as_str()) => Shown::Internal(text),
            Some(text) => Shown::Text(text),
        })
    }

    /// Whether personal data was met in the column of a cell, or in its row.
    fn is_personal(&self, cell: CellRef) -> bool {
        self.of.personal.iter().any(|data| data.sheet == self.at && (data.cell.col == cell.col || data.cell == cell))
    }

    fn field_text(&self, declared: &TableSchema, field: &Field, value: &Value) -> Option<SafeText> {
        let mut text = shown(declared, field, value);
        if text == SafeText::withheld() {
            return None;
        }
        let suspicion = if declared.about_persons { Suspicion::Capitals } else { Suspicion::Names };
        self.vocabulary.withhold(&mut text, suspicion);
        Some(text)
    }

    /// A title or a note. Nothing else outside of the tables is known to be harmless.
    fn outside(&self, cell: CellRef, value: &Value) -> Shown {
        let Some(sheet) = self.of.sheets.get(self.at) else { return Shown::Withheld };
        if let Some(as_of) = sheet.layout.as_of.as_ref().filter(|as_of| as_of.cell == cell) {
            return Shown::Text(as_of.raw.clone());
        }
        let fate = usize::try_from(cell.row).ok().and_then(|row| sheet.layout.fates.get(row));
        let text = text_of(value);
        if !matches!(fate, Some(RowFate::Title | RowFate::Note)) || !matches!(value, Value::Text(_)) || speaks_of_health(&text) {
            return Shown::Withheld;
        }
        let mut text = SafeText::scrub(&text);
        self.vocabulary.withhold(&mut text, Suspicion::Capitals);
        Shown::Text(text)
    }
}

/// Whether a row holds something of the table below its header.
fn is_line(table: &Layout, row: u32) -> bool {
    table.data_rows.binary_search(&row).is_ok()
        || table.set_aside.binary_search(&row).is_ok()
        || table.claims.iter().any(|claim| claim.row == row)
        || table.of_which.iter().any(|part| part.row == row)
}

fn header(table: &Layout, col: u32) -> Option<SafeText> {
    let bound = table.columns.iter().find(|column| column.col == col).map(|column| SafeText::scrub(&column.header));
    let unknown = || table.unknown.iter().find(|column| column.col == col).map(|column| column.header.clone());
    let personal = || table.personal.iter().find(|column| column.col == col).map(|column| column.header.clone());
    bound.or_else(unknown).or_else(personal)
}
