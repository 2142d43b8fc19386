//! What a sheet shows or hides besides values: hidden parts, filters, formulas, notes, text that is struck through.

use serde::{Deserialize, Serialize};

use super::cell::{Area, CellRef};

/// Runs of rows or of columns, both ends included, from the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans(Vec<(u32, u32)>);

impl Spans {
    /// The runs, in any order; those that touch or overlap become one.
    #[must_use]
    pub fn new(runs: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut runs: Vec<(u32, u32)> = runs.into_iter().filter(|(from, to)| from <= to).collect();
        runs.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(runs.len());
        for (from, to) in runs {
            match joined.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        Self(joined)
    }

    /// The runs of single rows or columns, in any order.
    #[must_use]
    pub fn of(lines: impl IntoIterator<Item = u32>) -> Self {
        Self::new(lines.into_iter().map(|line| (line, line)))
    }

    /// Whether a row or column lies in one of them.
    #[must_use]
    pub fn contains(&self, at: u32) -> bool {
        let after = self.0.partition_point(|(from, _)| *from <= at);
        after > 0 && self.0[after - 1].1 >= at
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The runs, from the first.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().copied()
    }
}

/// A cell with a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Formula {
    /// The cell.
    pub cell: CellRef,
    /// The formula in A1 notation and English, without the sign before it: `SUM(B5:B11)`. Empty where the reader of the format
    /// cannot tell it (shared formulas in xls and xlsb).
    pub text: Box<str>,
    /// Whether a result is stored beside it. A program that writes a file without calculating leaves none. An empty text is
    /// a result.
    pub stored: bool,
}

/// What a sheet shows or hides besides values. Lists of cells are in the order of rows, then columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// Hidden rows, those that a filter hides included.
    pub hidden_rows: Spans,
    /// Hidden columns.
    pub hidden_cols: Spans,
    /// The area of an active filter: one that lets only some rows be seen. Rows are hidden by it, not by hand, if they lie in it.
    pub filter: Option<Area>,
    /// Whether the sheet can be shown by a macro or an editor only.
    pub very_hidden: bool,
    /// Cells whose text is struck through, wholly or in part.
    pub struck: Vec<CellRef>,
    /// Cells with a note or a comment. What it says is not kept: it may be about persons.
    pub notes: Vec<CellRef>,
    /// Formulas.
    pub formulas: Vec<Formula>,
    /// Whether rows and columns were exchanged, so that the texts of formulas name cells by their column and row.
    pub across: bool,
}

impl Marks {
    /// The formula in a cell, if there is one.
    #[must_use]
    pub fn formula(&self, cell: CellRef) -> Option<&Formula> {
        self.formulas.binary_search_by_key(&cell, |formula| formula.cell).ok().map(|at| &self.formulas[at])
    }

    /// The formulas of a row, from the left.
    #[must_use]
    pub fn formulas_of_row(&self, row: u32) -> &[Formula] {
        let from = self.formulas.partition_point(|formula| formula.cell.row < row);
        let count = self.formulas[from..].partition_point(|formula| formula.cell.row == row);
        &self.formulas[from..from + count]
    }

    /// Whether a cell has a note or a comment.
    #[must_use]
    pub fn has_note(&self, cell: CellRef) -> bool {
        self.notes.binary_search(&cell).is_ok()
    }

    /// Whether the text of a cell is struck through.
    #[must_use]
    pub fn is_struck(&self, cell: CellRef) -> bool {
        self.struck.binary_search(&cell).is_ok()
    }

    /// Puts lists of cells into the order in which they are searched.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.struck.sort_unstable();
        self.struck.dedup();
        self.notes.sort_unstable();
        self.notes.dedup();
        self.formulas.sort_by_key(|formula| formula.cell);
        self.formulas.dedup_by_key(|formula| formula.cell);
        self
    }

    /// The same with rows and columns exchanged. The formulas keep their text.
    #[must_use]
    pub fn turned(&self) -> Self {
        let turned = |cells: &[CellRef]| cells.iter().map(|cell| cell.turned()).collect();
        Self {
            hidden_rows: self.hidden_cols.clone(),
            hidden_cols: self.hidden_rows.clone(),
            filter: self.filter.map(|area| area.turned()),
            very_hidden: self.very_hidden,
            struck: turned(&self.struck),
            notes: turned(&self.notes),
            formulas: self.formulas.iter().map(|formula| Formula { cell: formula.cell.turned(), ..formula.clone() }).collect(),
            across: !self.across,
        }
        .sorted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_touch_become_one() {
        let spans = Spans::new([(7, 9), (1, 2), (3, 3), (8, 12), (20, 19)]);
        assert_eq!(spans.iter().collect::<Vec<_>>(), [(1, 3), (7, 12)]);
        let inside: Vec<u32> = (0..15).filter(|at| spans.contains(*at)).collect();
        assert_eq!(inside, [1, 2, 3, 7, 8, 9, 10, 11, 12]);
        assert!(Spans::new([(u32::MAX, u32::MAX), (0, u32::MAX)]).contains(u32::MAX));
        assert!(!Spans::default().contains(0));
    }
}
