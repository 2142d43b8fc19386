//! From a sheet as it was received to what its rows and columns are.
//!
//! A sheet has no fixed form: titles, an as-of line and blank rows stand above the table, totals and notes below it, and
//! the order of the columns is the sender's. So the header is found by what it says, and what it says decides which table
//! the sheet holds. Nothing is guessed: a header that no field goes by, or more than one, is handed on as unknown.

mod as_of;
mod header;
mod index;
mod labels;
mod outline;
mod rows;
mod total;
mod words;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use index::HeaderIndex;

use crate::domain::layout::SheetLayout;
use crate::domain::{Cell, Grid, RowFate, Schema};

/// Recovers the tables of a sheet. The index is made once from the same schema. Takes time in proportion to the used cells;
/// whatever the grid, each of its rows gets exactly one fate. A hidden sheet is not read.
#[must_use]
pub fn recover(grid: &Grid, schema: &Schema, index: &HeaderIndex) -> SheetLayout {
    let lines: Vec<(u32, &[Cell])> = grid.rows().filter(|(_, cells)| !cells.iter().all(words::is_blank)).collect();
    if grid.hidden {
        let mut fates = vec![RowFate::Blank; usize::try_from(grid.height()).unwrap_or(usize::MAX)];
        for (row, _) in lines {
            if let Some(fate) = usize::try_from(row).ok().and_then(|row| fates.get_mut(row)) {
                *fate = RowFate::Hidden;
            }
        }
        return SheetLayout { fates, ..SheetLayout::default() };
    }
    let headers = header::find(grid, &lines, schema, index);
    let mut sheet = rows::classify(grid, &lines, &headers, schema, index);
    sheet.outlines = outline::of_rest(&sheet, &lines, grid, index);
    sheet
}
