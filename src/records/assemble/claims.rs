//! Total lines: what the sheet claims its rows add up to.

use std::collections::BTreeSet;

use crate::domain::table::ClaimedTotal;
use crate::domain::{CellRef, FieldType, Remark, RemarkKind};
use crate::records::grammar::counts;

use super::columns::{Slots, cell_at};
use super::rows::Sheet;
use super::shown::{is_blank, shown};

/// The total lines with their values. A cell that says nothing claims nothing.
pub(super) fn read(sheet: &Sheet<'_>, slots: &Slots<'_>, remarks: &mut Vec<Remark>) -> Vec<ClaimedTotal> {
    let mut totals = Vec::with_capacity(sheet.layout.claims.len());
    for claim in &sheet.layout.claims {
        let cells = sheet.grid.row(claim.row);
        let mut values = Vec::new();
        let mut parts = Vec::new();
        for slot in &slots.slots {
            let Some(value) = cell_at(cells, slot.col).filter(|value| !is_blank(value)) else { continue };
            let reading = match slot.field.kind {
                FieldType::Headcount => counts::headcount_of(value),
                FieldType::Count => counts::count_of(value),
                _ => continue,
            };
            if reading.remarks.contains(&RemarkKind::Missing) {
                continue;
            }
            values.push((slot.at, slot.col, reading.value));
            parts.extend(reading.parts.into_iter().filter_map(|(part, number)| {
                let field = sheet.table.field(part.field())?;
                Some((field, slot.col, Some(number?)))
            }));
            let cell = CellRef::new(claim.row, slot.col);
            remarks.extend(reading.remarks.into_iter().map(|kind| {
                let raw = shown(sheet.table, slot.field, value);
                Remark { cell, record: None, field: slot.at, kind, raw }
            }));
        }
        // "37 (3 tijdelijk in NL)": a claim about those at home too, unless their own column has one.
        for part in parts {
            if !values.iter().any(|(field, ..)| *field == part.0) {
                values.push(part);
            }
        }
        totals.push(ClaimedTotal {
            row: claim.row,
            first_row: claim.first_row,
            grand: claim.grand,
            kind: claim.kind,
            follows: BTreeSet::new(),
            values,
        });
    }
    totals
}
