//! The records of one sheet.

mod across;
mod annotations;
mod cells;
mod claims;
mod columns;
mod follows;
mod lookups;
mod of_which;
mod rows;
mod shown;

use crate::domain::layout::SheetLayout;
use crate::domain::returns::{PersonalData, RejectedRow};
use crate::domain::{Direction, Grid, Period, RowFate, Schema, Table};

use super::privacy;

/// What was read from one sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetRecords {
    /// The tables, in the order of the layout.
    pub tables: Vec<Table>,
    /// Personal data that was met anywhere on the sheet, from the top.
    pub personal: Vec<PersonalData>,
    /// Rows that should have become records and did not, from the top.
    pub rejected: Vec<RejectedRow>,
    /// What became of each row.
    pub fates: Vec<RowFate>,
}

/// Reads the records of a sheet. `sheet` is its index within the return, `period` the month of the return.
///
/// What cannot be read stands in the remarks of its table; nothing is guessed and nothing is an error here.
#[must_use]
pub fn read(grid: &Grid, sheet: usize, layout: &SheetLayout, schema: &Schema, period: Option<Period>) -> SheetRecords {
    let mut records = SheetRecords { fates: layout.fates.clone(), ..SheetRecords::default() };
    let notes: Vec<&str> = layout.notes.iter().map(|(_, text)| text.as_str()).collect();
    let across = layout.tables.iter().any(|own| own.direction == Direction::Across).then(|| grid.turned());
    for own in &layout.tables {
        let Some(table) = schema.tables.get(own.table) else { continue };
        let turned = across.as_ref().filter(|_| own.direction == Direction::Across);
        let period = own.month.map(|month| month.period).or(period);
        let grid = turned.unwrap_or(grid);
        let mut read = rows::read(&rows::Sheet { grid, sheet, layout: own, schema, table, notes: &notes, period });
        if turned.is_some() {
            across::place(&mut read);
        }
        for (row, fate) in read.fates {
            if let Some(place) = usize::try_from(row).ok().and_then(|row| records.fates.get_mut(row)) {
                *place = fate;
            }
        }
        records.tables.push(read.table);
        records.rejected.extend(read.rejected);
    }
    records.rejected.sort_by_key(|rejected| rejected.row);
    records.personal = privacy::scan(grid, sheet, layout, schema);
    records
}

#[cfg(test)]
mod tests;
