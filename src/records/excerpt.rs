//! The surroundings of a cell, as far as they may be shown.

use std::collections::BTreeSet;

use super::privacy::{HealthWords, Vocabulary};
use super::shown::{is_blank, shown, speaks_of_health, text_of};
use crate::domain::excerpt::{Excerpt, ExcerptRow, Shown};
use crate::domain::{
    CellRef, ColumnBinding, Direction, Field, FieldType, Grid, Layout, Return, RowFate, SafeText, Schema, TableSchema, Value,
};

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
/// What may not be shown is marked as withheld: personal fields, columns that are not understood, what speaks of health, and text
/// that reads like a person. Of titles and notes only words of the field are shown, for they may be about anybody. Cells about one
/// person, and counts that tell small groups of a mission apart, are for internal use only.
#[must_use]
pub fn excerpt(grid: &Grid, at: usize, of: &Return, schema: &Schema, vocabulary: &Vocabulary, cell: CellRef) -> Excerpt {
    let view = View { grid, at, of, schema, vocabulary, health: HealthWords::of(schema) };
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
    health: HealthWords,
}

impl<'a> View<'a> {
    fn tables(&self) -> &'a [Layout] {
        self.of.sheets.get(self.at).map_or(&[], |sheet| &sheet.layout.tables)
    }

    /// The table in which a cell lies, else the last one that begins above it.
    fn table_at(&self, cell: CellRef) -> Option<&'a Layout> {
        let within = |table: &&Layout| {
            let own = table.direction.cell(cell.row, cell.col);
            let known = table.columns.iter().any(|column| column.col == own.col) || is_named(table, own.col);
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
            let declared = self.schema.tables.get(table.table);
            let field = |column: &ColumnBinding| declared.and_then(|declared| declared.fields.get(column.field));
            let unread = table.unknown.iter().map(|column| column.col).chain(table.personal.iter().map(|column| column.col));
            let silent = table.columns.iter().filter(|column| field(column).is_none_or(is_silent)).map(|column| column.col);
            let silent: BTreeSet<u32> = silent.chain(unread).collect();
            let own: BTreeSet<u32> = table.columns.iter().map(|column| column.col).chain(silent.iter().copied()).collect();
            // Of a table beside this one nothing is shown.
            if let (Some(from), Some(to)) = (own.first(), own.last()) {
                known.retain(|col| (*from..=*to).contains(col));
            }
            known.extend(&own);
            // A column of which nothing may be shown tells nothing.
            known.retain(|col| !silent.contains(col));
            known.insert(cell.col);
            let mission = |column: &&ColumnBinding| field(column).is_some_and(|field| field.kind == FieldType::Mission);
            first = table.columns.iter().find(mission).map(|column| column.col).or(own.first().copied());
            if silent.contains(&cell.col) && declared.is_some_and(|declared| declared.about_persons) {
                // The line as a whole is meant.
                let tells = |column: &&ColumnBinding| field(column).is_some_and(tells_of_a_tour);
                let telling = table.columns.iter().filter(tells).map(|column| column.col);
                return telling.chain([cell.col]).chain(first).collect::<BTreeSet<u32>>().into_iter().collect();
            }
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
        let above = self.grid.rows_above(cell.row).take_while(|row| *row >= top).take(ABOVE);
        let below = self.grid.rows_below(cell.row).take_while(|row| *row <= end).take(BELOW);
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
        let column = table.columns.iter().find(|column| column.col == own.col);
        let named = table.unknown.iter().any(|column| column.col == own.col) || table.personal.iter().any(|column| column.col == own.col);
        if (column.is_some() || named)
            && let Some(claim) = table.claims.iter().find(|claim| claim.row == own.row)
            && matches!(value, Value::Text(_))
            && self.is_first_of_line(table, cell)
        {
            return Some(self.label(declared, claim.label.as_str()));
        }
        let Some(column) = column else { return named.then_some(Shown::Withheld) };
        if self.is_personal(table, own) {
            return Some(Shown::Withheld);
        }
        let field = declared.fields.get(column.field)?;
        let small = BREAKDOWN.contains(&field.name.as_str());
        let part = table.of_which.iter().any(|part| part.row == own.row);
        Some(match self.field_text(declared, field, value) {
            None => Shown::Withheld,
            // A line such as `waarvan vrouwen` counts in whatever column its number stands, or in its label.
            Some(text) if part => Shown::Internal(text),
            Some(text) if field.kind == FieldType::Mission => Shown::Text(text),
            Some(text) if declared.about_persons || small => Shown::Internal(text),
            Some(text) => Shown::Text(text),
        })
    }

    /// Whether a line begins with a cell: the row it stands in or, where the table runs across, the column.
    fn is_first_of_line(&self, table: &Layout, cell: CellRef) -> bool {
        match table.direction {
            Direction::Down => self.grid.row(cell.row).first().is_some_and(|first| first.col == cell.col),
            Direction::Across => !self
                .grid
                .rows()
                .take_while(|(row, _)| *row < cell.row)
                .any(|(row, _)| self.grid.get(CellRef::new(row, cell.col)).is_some_and(|value| !is_blank(value))),
        }
    }

    /// What a total is called. Among persons it may stand where their names do.
    fn label(&self, declared: &TableSchema, label: &str) -> Shown {
        if label.is_empty() || self.speaks_of_health(label) {
            return Shown::Withheld;
        }
        if !declared.about_persons {
            return Shown::Text(SafeText::scrub(label));
        }
        plain(self.vocabulary.plain(label))
    }

    /// Whether personal data was met in a column of a table, or in this very cell.
    fn is_personal(&self, table: &Layout, own: CellRef) -> bool {
        let mut here = self.of.personal.iter().filter(|data| data.sheet == self.at).peekable();
        if here.peek().is_none() {
            return false;
        }
        // What stands above or below the table in the same column is none of its.
        let (first, last) = reach(table);
        here.any(|data| {
            let met = table.direction.cell(data.cell.row, data.cell.col);
            met == own || (met.col == own.col && (first..=last).contains(&met.row))
        })
    }

    fn field_text(&self, declared: &TableSchema, field: &Field, value: &Value) -> Option<SafeText> {
        let mut text = shown(declared, field, value);
        if text == SafeText::withheld() || self.speaks_of_health(&text_of(value)) {
            return None;
        }
        self.vocabulary.withhold(&mut text, declared, field.kind);
        (text != SafeText::withheld()).then_some(text)
    }

    fn speaks_of_health(&self, text: &str) -> bool {
        speaks_of_health(text) || self.health.in_text(text)
    }

    /// A title or a note. Nothing else outside of the tables is known to be harmless.
    fn outside(&self, cell: CellRef, value: &Value) -> Shown {
        let Some(sheet) = self.of.sheets.get(self.at) else { return Shown::Withheld };
        let fate = usize::try_from(cell.row).ok().and_then(|row| sheet.layout.fates.get(row));
        let as_of = sheet.layout.as_of.as_ref().is_some_and(|as_of| as_of.cell == cell);
        let met = self.of.personal.iter().any(|data| data.sheet == self.at && data.cell == cell);
        let text = text_of(value);
        let said = matches!(fate, Some(RowFate::Title | RowFate::Note)) && matches!(value, Value::Text(_));
        if !(as_of || said) || met || self.speaks_of_health(&text) {
            return Shown::Withheld;
        }
        plain(self.vocabulary.plain(&text))
    }
}

/// Whether nothing of a field may be shown.
fn is_silent(field: &Field) -> bool {
    field.personal || matches!(field.kind, FieldType::Text | FieldType::PersonKey)
}

/// Whether a field says when a tour runs or how it stands.
fn tells_of_a_tour(field: &Field) -> bool {
    matches!(field.kind, FieldType::Date | FieldType::LastDay) || field.name == "status"
}

/// Text of which something may have been taken out.
fn plain(text: SafeText) -> Shown {
    if text == SafeText::withheld() { Shown::Withheld } else { Shown::Text(text) }
}

/// Whether a column has a header and is not read: it is personal, or not understood.
fn is_named(table: &Layout, col: u32) -> bool {
    table.unknown.iter().any(|column| column.col == col) || table.personal.iter().any(|column| column.col == col)
}

/// Whether a row holds something of the table below its header.
fn is_line(table: &Layout, row: u32) -> bool {
    table.data_rows.binary_search(&row).is_ok()
        || table.set_aside.binary_search(&row).is_ok()
        || table.claims.iter().any(|claim| claim.row == row)
        || table.of_which.iter().any(|part| part.row == row)
}

/// The first and the last row of a table, its header included.
fn reach(table: &Layout) -> (u32, u32) {
    let ends =
        [&table.header_rows, &table.data_rows, &table.set_aside].into_iter().flat_map(|rows| rows.first().into_iter().chain(rows.last()));
    let more = table.claims.iter().map(|claim| claim.row).chain(table.of_which.iter().map(|part| part.row));
    let (first, last) = ends.copied().chain(more).fold((u32::MAX, 0), |(first, last), row| (first.min(row), last.max(row)));
    (first, last)
}

fn header(table: &Layout, col: u32) -> Option<SafeText> {
    let bound = table.columns.iter().find(|column| column.col == col).map(|column| SafeText::scrub(&column.header));
    let unknown = || table.unknown.iter().find(|column| column.col == col).map(|column| column.header.clone());
    let personal = || table.personal.iter().find(|column| column.col == col).map(|column| column.header.clone());
    bound.or_else(unknown).or_else(personal)
}
