//! What a sheet shows or hides besides values: the parts of a workbook that its reader does not give.
//!
//! One module for each format. Each finds the same things and hands them out as [`Found`], sheet by sheet in the order of
//! the workbook.

pub(super) mod biff;
mod filter;
pub(super) mod package;
mod rich;
mod sheet;
mod struck;
#[cfg(test)]
mod tests;
mod words;
pub(super) mod xlsb;
pub(super) mod xlsx;

use super::budget::Budget;
use crate::domain::{Area, CellRef, Formula, Marks, Unreadable, Value};
pub(super) use struck::Pieces;
use struck::Shown;

/// What stands on one sheet besides its cells.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What the sheet shows or hides; lists in the order of the file, formulas only where the format's reader gives none.
    pub(super) marks: Marks,
    /// Merged areas.
    pub(super) merged: Vec<Area>,
    /// Cells of which only some of the text is struck through.
    pub(super) partly: Vec<(CellRef, Pieces)>,
    /// Values that the reader leaves out.
    pub(super) values: Vec<(CellRef, Value)>,
    /// The cells with a formula, and whether a result is stored.
    pub(super) formulas: Vec<(CellRef, bool)>,
}

impl Found {
    /// Brings the lists into the order in which they are searched. To be done before anything is looked up.
    pub(super) fn sorted(mut self) -> Self {
        self.partly.sort_by_key(|(at, _)| *at);
        self.formulas.sort_unstable();
        self.formulas.dedup_by_key(|(at, _)| *at);
        self
    }

    /// A value as it is to be read: where only some of a text is struck through, the struck part stands between `~~`.
    pub(super) fn read(&mut self, row: u32, col: u32, value: Value) -> Value {
        if self.partly.is_empty() {
            return value;
        }
        let at = CellRef::new(row, col);
        let (Value::Text(text), Ok(place)) = (&value, self.partly.binary_search_by_key(&at, |(at, _)| *at)) else { return value };
        match struck::shown(text, &self.partly[place].1) {
            Shown::Plain => value,
            Shown::Whole => {
                self.marks.struck.push(at);
                value
            }
            Shown::Partly(marked) => {
                self.marks.struck.push(at);
                Value::Text(marked.into())
            }
        }
    }

    /// What the sheet shows or hides, with the texts of its formulas. A formula without a text is one that its reader does
    /// not understand.
    pub(super) fn marks(self, mut texts: Vec<(CellRef, String)>) -> Marks {
        let mut marks = self.marks;
        texts.sort_by_key(|(at, _)| *at);
        marks.formulas.extend(self.formulas.into_iter().map(|(cell, stored)| {
            let text = texts.binary_search_by_key(&cell, |(at, _)| *at).ok().map(|at| texts[at].1.as_str());
            Formula { cell, text: text.unwrap_or_default().into(), stored }
        }));
        marks.sorted()
    }
}

/// Adds a row to runs of rows.
fn put(runs: &mut Vec<(u32, u32)>, row: u32, budget: &mut Budget) -> Result<(), Unreadable> {
    match runs.last_mut() {
        Some(last) if last.1.checked_add(1) == Some(row) => last.1 = row,
        _ => {
            budget.mark()?;
            runs.push((row, row));
        }
    }
    Ok(())
}
