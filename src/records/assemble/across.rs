//! A table that was read from its sheet turned on its side: what it says of places is turned back.

use super::rows::ReadTable;

/// Turns the cells of a table, and of what is kept of its rejected records, back to where they stand on the sheet. A
/// record is a column there, so it says nothing of what became of a row.
pub(super) fn place(read: &mut ReadTable) {
    read.fates.clear();
    for remark in &mut read.table.remarks {
        remark.cell = remark.cell.turned();
    }
    for column in &mut read.table.columns {
        for cell in column.elsewhere.values_mut() {
            *cell = cell.turned();
        }
        for (_, cell) in column.annotated.values_mut() {
            *cell = cell.turned();
        }
    }
    for cell in read.table.totals.iter_mut().flat_map(|total| total.elsewhere.values_mut()) {
        *cell = cell.turned();
    }
    // The row of the names of the missions, or of whatever stands first.
    let names = read.table.columns.iter().filter_map(|column| column.sheet_col).min().unwrap_or(0);
    for rejected in &mut read.rejected {
        rejected.row = names;
    }
}
