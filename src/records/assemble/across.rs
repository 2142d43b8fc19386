//! A table that was read from its sheet turned on its side: what it says of places is turned back.

use crate::domain::RowFate;

use super::rows::ReadTable;

/// Turns the cells of a table, and of what is kept of its rejected records, back to where they stand on the sheet. A
/// record is a column there: where one is rejected, the row with the names of the records comes out as rejected, and where
/// none is accepted, so do the others.
pub(super) fn place(read: &mut ReadTable) {
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
    let bound = || read.table.columns.iter().filter_map(|column| column.sheet_col);
    let names = bound().min().unwrap_or(0);
    read.fates = match (read.rejected.is_empty(), read.table.accepted.contains(&true)) {
        (true, _) => Vec::new(),
        (false, true) => vec![(names, RowFate::Rejected)],
        (false, false) => bound().map(|row| (row, RowFate::Rejected)).collect(),
    };
    for rejected in &mut read.rejected {
        let record = read.table.rows.binary_search(&rejected.row).ok().and_then(|record| u32::try_from(record).ok());
        let remark = read.table.remarks.iter().find(|remark| remark.record.is_some() && remark.record == record);
        rejected.finding_row = remark.map_or(names, |remark| remark.cell.row);
        rejected.row = names;
    }
}
