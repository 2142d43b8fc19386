//! A sheet as it was received: values at addresses, nothing interpreted.

use arcstr::ArcStr;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::cell::{Area, CellRef};
use super::formula::Sum;
use super::marks::Marks;

/// The day that serial number 0 stands for in a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DateSystem {
    /// Serial 1 is 1900-01-01, with Excel's invented 1900-02-29.
    #[default]
    From1900,
    /// Serial 0 is 1904-01-01.
    From1904,
}

/// What a cell holds. An absent cell is an empty one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// Text, never empty, as it was typed (spaces included). A text that stands in many cells is kept once.
    Text(ArcStr),
    /// A number without a date format.
    Number(f64),
    /// True or false.
    Bool(bool),
    /// A number or text that the file itself marks as a date or a date with a time.
    Date(NaiveDateTime),
    /// An error such as `#REF!`, in the spelling of the file.
    Error(ArcStr),
}

/// One used cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Column, from zero.
    pub col: u32,
    /// What it holds.
    pub value: Value,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct RowSpan {
    row: u32,
    start: usize,
    end: usize,
}

/// One sheet. Only used cells are kept, row by row, so that a lone cell in the last corner costs nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// The sheet's name; for a csv file the file's name without its extension.
    pub name: String,
    /// Whether the sheet itself is hidden.
    pub hidden: bool,
    /// Merged areas, as far as the format tells them.
    pub merged: Vec<Area>,
    /// How numbers in date columns are to be read.
    pub date_system: DateSystem,
    /// What the sheet shows or hides besides values.
    pub marks: Marks,
    rows: Vec<RowSpan>,
    cells: Vec<Cell>,
}

impl Grid {
    /// Number of rows up to and including the last used one.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.rows.last().map_or(0, |last| last.row + 1)
    }

    /// Number of used cells.
    #[must_use]
    pub fn used_cells(&self) -> usize {
        self.cells.len()
    }

    /// The rows with at least one used cell, from the top: row number (from zero) and its cells from the left.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = (u32, &[Cell])> {
        self.rows.iter().map(|span| (span.row, &self.cells[span.start..span.end]))
    }

    /// The rows with at least one used cell above a row, the nearest first.
    pub fn rows_above(&self, row: u32) -> impl Iterator<Item = u32> {
        self.rows[..self.rows.partition_point(|span| span.row < row)].iter().rev().map(|span| span.row)
    }

    /// The rows with at least one used cell below a row, the nearest first.
    pub fn rows_below(&self, row: u32) -> impl Iterator<Item = u32> {
        self.rows[self.rows.partition_point(|span| span.row <= row)..].iter().map(|span| span.row)
    }

    /// The used cells of a row, from the left; none if the row is blank.
    #[must_use]
    pub fn row(&self, row: u32) -> &[Cell] {
        match self.rows.binary_search_by_key(&row, |span| span.row) {
            Ok(at) => &self.cells[self.rows[at].start..self.rows[at].end],
            Err(_) => &[],
        }
    }

    /// The same sheet with rows and columns exchanged, for a table whose records stand in columns. Cells beyond the last
    /// row that a column can become are left out; no sheet has so many columns.
    #[must_use]
    pub fn turned(&self) -> Self {
        let mut builder = GridBuilder::new();
        for (row, cells) in self.rows() {
            for cell in cells {
                builder.push(CellRef::new(cell.col, row), cell.value.clone());
            }
        }
        let mut grid = builder.finish(self.name.clone());
        (grid.hidden, grid.date_system, grid.marks) = (self.hidden, self.date_system, self.marks.turned());
        grid.merged = self.merged.iter().map(Area::turned).collect();
        grid
    }

    /// What a cell holds; `None` if it is empty.
    #[must_use]
    pub fn get(&self, at: CellRef) -> Option<&Value> {
        let cells = self.row(at.row);
        cells.binary_search_by_key(&at.col, |cell| cell.col).ok().map(|found| &cells[found].value)
    }

    /// What the formula in a cell adds up; `None` if there is no formula or it is no sum.
    #[must_use]
    pub fn sum(&self, at: CellRef) -> Option<Sum> {
        let sum = Sum::parse(&self.marks.formula(at)?.text, &self.name)?;
        Some(if self.marks.across { sum.turned() } else { sum })
    }
}

/// Collects cells in any order and makes a [`Grid`] of them. Of two values for one cell the last stays.
#[derive(Debug, Default)]
pub struct GridBuilder {
    rows: Vec<RowSpan>,
    cells: Vec<Cell>,
    /// Cells that came before ones that were there already, and all that came after them.
    loose: Vec<(CellRef, Value)>,
}

impl GridBuilder {
    /// A builder without cells.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a cell. Empty text is an empty cell and is left out.
    pub fn push(&mut self, at: CellRef, value: Value) {
        if matches!(&value, Value::Text(text) if text.is_empty()) {
            return;
        }
        if !self.loose.is_empty() {
            self.loose.push((at, value));
            return;
        }
        let next = self.cells.len();
        match (self.rows.last_mut(), self.cells.last_mut()) {
            (Some(span), Some(last)) if span.row == at.row && last.col <= at.col => {
                if last.col == at.col {
                    last.value = value;
                    return;
                }
                span.end = next + 1;
            }
            (Some(span), _) if span.row >= at.row => {
                self.loose.push((at, value));
                return;
            }
            _ => self.rows.push(RowSpan { row: at.row, start: next, end: next + 1 }),
        }
        self.cells.push(Cell { col: at.col, value });
    }

    /// Number of cells so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len() + self.loose.len()
    }

    /// Whether nothing was added yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.loose.is_empty()
    }

    /// The sheet of that name with the cells added so far.
    #[must_use]
    pub fn finish(mut self, name: impl Into<String>) -> Grid {
        if self.loose.is_empty() {
            return Grid { name: name.into(), rows: self.rows, cells: self.cells, ..Grid::default() };
        }
        let mut all: Vec<(CellRef, Value)> = Vec::with_capacity(self.len());
        let mut cells = self.cells.into_iter();
        for span in self.rows {
            all.extend(cells.by_ref().take(span.end - span.start).map(|cell| (CellRef::new(span.row, cell.col), cell.value)));
        }
        all.append(&mut self.loose);
        // Stable, so that of two values for one cell the last comes last.
        all.sort_by_key(|(at, _)| *at);
        let mut sorted = Self::new();
        for (at, value) in all {
            sorted.push(at, value);
        }
        sorted.finish(name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::{Formula, Spans};
    use super::*;

    fn text(value: &str) -> Value {
        Value::Text(value.into())
    }

    #[test]
    fn cells_are_found_whatever_the_order_they_came_in() {
        let mut builder = GridBuilder::new();
        builder.push(CellRef::new(4, 2), text("late"));
        builder.push(CellRef::new(0, 1), Value::Number(1.0));
        builder.push(CellRef::new(0, 0), text("first"));
        builder.push(CellRef::new(4, 2), text("last"));
        builder.push(CellRef::new(9, 9), text(""));
        let grid = builder.finish("Blad1");
        assert_eq!(grid.height(), 5);
        assert_eq!(grid.used_cells(), 3);
        assert_eq!(grid.get(CellRef::new(4, 2)), Some(&text("last")));
        assert_eq!(grid.get(CellRef::new(0, 0)), Some(&text("first")));
        assert_eq!(grid.get(CellRef::new(1, 0)), None);
        assert_eq!(grid.rows().map(|(row, cells)| (row, cells.len())).collect::<Vec<_>>(), [(0, 2), (4, 1)]);
    }

    #[test]
    fn a_sheet_turned_twice_is_itself() {
        let mut builder = GridBuilder::new();
        builder.push(CellRef::new(4, 2), text("late"));
        builder.push(CellRef::new(0, 1), Value::Number(1.0));
        builder.push(CellRef::new(7, 1), Value::Bool(true));
        let mut grid = builder.finish("Blad1");
        grid.merged.push(Area { from: CellRef::new(0, 1), to: CellRef::new(3, 1) });
        grid.marks.hidden_rows = Spans::new([(3, 5)]);
        grid.marks.formulas = vec![
            Formula { cell: CellRef::new(4, 2), text: "B1+B8".into(), stored: true },
            Formula { cell: CellRef::new(7, 1), text: "TRUE".into(), stored: false },
        ];
        let turned = grid.turned();
        assert_eq!(turned.get(CellRef::new(2, 4)), Some(&text("late")));
        assert_eq!(turned.merged[0].to, CellRef::new(1, 3));
        assert!(turned.marks.hidden_cols.contains(4) && turned.marks.hidden_rows.is_empty());
        assert_eq!(turned.marks.formula(CellRef::new(1, 7)).map(|formula| formula.stored), Some(false));
        let first = |grid: &Grid, cell| grid.sum(cell).map(|sum| sum.terms[0].area.from);
        assert_eq!(first(&grid, CellRef::new(4, 2)), Some(CellRef::new(0, 1)));
        assert_eq!(first(&turned, CellRef::new(2, 4)), Some(CellRef::new(1, 0)));
        assert_eq!(turned.turned(), grid);
    }
}
