//! The records of one sheet.

mod across;
mod annotations;
mod cells;
mod claims;
mod columns;
mod fixed;
mod follows;
mod lookups;
mod of_which;
mod rows;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::layout::SheetLayout;
use crate::domain::returns::{PersonalData, RejectedRow};
use crate::domain::{CellRef, Direction, FieldType, Grid, Layout, Period, Remark, RemarkKind, RowFate, Schema, Table, TableSchema};

use super::{privacy, shown};

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
    let several = layout.tables.len() > 1;
    let mut told = Told::default();
    for own in &layout.tables {
        let Some(table) = schema.tables.get(own.table) else { continue };
        let turned = across.as_ref().filter(|_| own.direction == Direction::Across);
        let period = own.month.map(|month| month.period).or(period);
        let grid = turned.unwrap_or(grid);
        let mut read = rows::read(&rows::Sheet { grid, sheet, layout: own, schema, table, notes: &notes, period });
        snapshot::keep_together(&mut read.table, table, period);
        if turned.is_some() {
            across::place(&mut read);
        }
        for (row, fate) in read.fates {
            // A row that is rejected in one table and accepted in another beside it is a rejected one.
            if let Some(place) =
                usize::try_from(row).ok().and_then(|row| records.fates.get_mut(row)).filter(|own| **own != RowFate::Rejected)
            {
                *place = fate;
            }
        }
        if several {
            told.once(own, table, &mut read.table, &mut read.rejected);
        }
        records.tables.push(read.table);
        records.rejected.extend(read.rejected);
    }
    records.rejected.sort_by_key(|rejected| rejected.row);
    records.personal = privacy::scan(grid, sheet, layout, schema);
    records
}

/// What was told of the cells that several tables of a sheet share, as the months of a cross-table share their missions.
#[derive(Default)]
struct Told {
    remarks: BTreeMap<CellRef, Vec<RemarkKind>>,
    rejected: BTreeSet<CellRef>,
}

impl Told {
    /// Leaves out of a table what an earlier one has told of the same cells already.
    fn once(&mut self, layout: &Layout, schema: &TableSchema, table: &mut Table, rejected: &mut Vec<RejectedRow>) {
        let mut new: Vec<Remark> = Vec::new();
        for remark in table.remarks.drain(..) {
            if !self.remarks.get(&remark.cell).is_some_and(|kinds| kinds.contains(&remark.kind)) {
                new.push(remark);
            }
        }
        table.remarks = new;
        for remark in &table.remarks {
            self.remarks.entry(remark.cell).or_default().push(remark.kind.clone());
        }
        let is_mission = |field: usize| schema.fields.get(field).is_some_and(|field| field.kind == FieldType::Mission);
        let first = layout.columns.iter().map(|column| (!is_mission(column.field), column.col)).min().map_or(0, |(_, col)| col);
        if layout.direction == Direction::Down {
            rejected.retain(|row| self.rejected.insert(CellRef::new(row.row, first)));
        }
    }
}

#[cfg(test)]
mod tests;
