//! From a sheet as it was received to what its rows and columns are.
//!
//! A sheet has no fixed form: titles, an as-of line and blank rows stand above the table, totals and notes below it, and
//! the order of the columns is the sender's. So the header is found by what it says, and what it says decides which table
//! the sheet holds. Nothing is guessed: a header that no field goes by, or more than one, is handed on as unknown.

mod as_of;
mod evidence;
mod header;
mod hidden;
mod index;
mod labels;
mod of_which;
mod open;
mod outline;
mod results;
mod rows;
mod total;
mod words;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use index::HeaderIndex;

use crate::domain::layout::SheetLayout;
use crate::domain::{Cell, Grid, Schema};

/// Recovers the tables of a sheet. The index is made once from the same schema. Takes time in proportion to the used cells;
/// whatever the grid, each of its rows gets exactly one fate. A hidden sheet is set aside, unless the settings of FIL-06 have it read.
#[must_use]
pub fn recover(grid: &Grid, schema: &Schema, index: &HeaderIndex) -> SheetLayout {
    let lines: Vec<(u32, &[Cell])> = grid.rows().filter(|(_, cells)| !cells.iter().all(words::is_blank)).collect();
    let headers = header::find(grid, &lines, schema, index);
    let mut sheet = rows::classify(grid, &lines, &headers, schema, index);
    if grid.hidden {
        sheet = hidden::sheet(grid, schema, sheet);
    }
    sheet.results = results::compare(grid, &sheet.tables);
    sheet.outlines = outline::of_rest(&sheet, &lines, grid, index);
    sheet
}
