//! Total lines: what the sheet claims its rows add up to.

use std::collections::BTreeMap;

use crate::domain::layout::{AddsUp, Claim};
use crate::domain::table::ClaimedTotal;
use crate::domain::{CellRef, ClaimKind, FieldType, Remark, RemarkKind, Value};
use crate::records::grammar::counts::{self, CountReading};

use super::columns::{Slots, cell_at};
use super::follows;
use super::rows::Sheet;
use super::shown::{is_blank, shown};

/// The total lines with their values. A cell that says nothing claims nothing. `rows` are those of the records.
pub(super) fn read(sheet: &Sheet<'_>, slots: &Slots<'_>, rows: &[u32], remarks: &mut Vec<Remark>) -> Vec<ClaimedTotal> {
    let mut totals = Vec::with_capacity(sheet.layout.claims.len());
    let unseen = Unseen::new(sheet, slots);
    for (claim, follows) in sheet.layout.claims.iter().zip(follows::columns(sheet, slots, rows)) {
        totals.push(ClaimedTotal {
            row: claim.row,
            first_row: claim.first_row,
            grand: claim.grand,
            kind: claim.kind,
            adds_up: claim.adds_up.clone(),
            label: claim.label.clone(),
            follows,
            values: values(sheet, slots, claim, remarks),
            elsewhere: BTreeMap::new(),
            unseen: unseen.below(claim),
        });
    }
    totals
}

fn values(sheet: &Sheet<'_>, slots: &Slots<'_>, claim: &Claim, remarks: &mut Vec<Remark>) -> Vec<(usize, u32, Option<i64>)> {
    let cells = sheet.grid.row(claim.row);
    let mut values = Vec::new();
    let mut parts = Vec::new();
    for slot in &slots.slots {
        let Some(value) = cell_at(cells, slot.col).filter(|value| !is_blank(value)) else { continue };
        let Some(reading) = reading(slot.field.kind, value) else { continue };
        if reading.remarks.contains(&RemarkKind::Missing) {
            continue;
        }
        values.push((slot.at, slot.col, reading.value));
        // An average may well have a fraction; nothing rests on it.
        if claim.kind == ClaimKind::Average {
            continue;
        }
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
    values
}

fn reading(kind: FieldType, value: &Value) -> Option<CountReading> {
    match kind {
        FieldType::Headcount => Some(counts::headcount_of(value)),
        FieldType::Count => Some(counts::count_of(value)),
        _ => None,
    }
}

/// What the rows that are set aside would add to a total.
struct Unseen<'a> {
    rows: &'a [u32],
    /// For each field, up to each of the rows: their sum, and how many of them cannot be read.
    sums: Vec<(usize, Vec<(i64, usize)>)>,
}

impl<'a> Unseen<'a> {
    fn new(sheet: &Sheet<'a>, slots: &Slots<'_>) -> Self {
        let rows = &sheet.layout.set_aside;
        let mut sums = Vec::new();
        for slot in slots.slots.iter().filter(|slot| matches!(slot.field.kind, FieldType::Headcount | FieldType::Count)) {
            let (mut sum, mut unread) = (0_i64, 0);
            let mut up_to = vec![(0, 0)];
            for row in rows {
                let value = cell_at(sheet.grid.row(*row), slot.col).filter(|value| !is_blank(value));
                if let Some(reading) = value.and_then(|value| reading(slot.field.kind, value)) {
                    sum = sum.saturating_add(reading.value.unwrap_or(0));
                    unread += usize::from(reading.is_unusable());
                }
                up_to.push((sum, unread));
            }
            sums.push((slot.at, up_to));
        }
        Self { rows, sums }
    }

    fn below(&self, claim: &Claim) -> BTreeMap<usize, i64> {
        let at = |row: u32| self.rows.partition_point(|own| *own < row);
        let (from, to) = (if claim.grand { 0 } else { at(claim.first_row) }, at(claim.row));
        // Of which part of a table a row is that was not read is not known.
        if from >= to || (!claim.grand && claim.adds_up != AddsUp::All) {
            return BTreeMap::new();
        }
        let between = |(field, up_to): &(usize, Vec<(i64, usize)>)| {
            let (before, after) = (up_to.get(from)?, up_to.get(to)?);
            (before.1 == after.1).then(|| (*field, after.0.saturating_sub(before.0)))
        };
        self.sums.iter().filter_map(between).collect()
    }
}
