//! Values that stand once for all records of a table: the mission above a list, the day for which a table holds.

use std::collections::BTreeSet;

use crate::domain::table::FieldColumn;
use crate::domain::{CellRef, Column, Direction, FieldType, Remark, RemarkKind, Value, plain_date};
use crate::records::grammar::{marker, missing};

use super::cells::State;
use super::columns::Slots;
use super::lookups::Lookups;
use super::rows::Sheet;
use super::shown::shown;

/// One such value, ready for a number of records.
pub(super) struct FixedValue {
    /// Field, as an index into the table's fields.
    pub(super) field: usize,
    pub(super) state: State,
    pub(super) column: FieldColumn,
    /// The row, as in a table that runs down, that a finding about it points into.
    pub(super) row: u32,
}

/// The values that no column of the table holds. What cannot be used is remarked once, not for each record.
pub(super) fn read(
    sheet: &Sheet<'_>,
    slots: &Slots<'_>,
    lookups: &mut Lookups<'_>,
    records: usize,
    remarks: &mut Vec<Remark>,
) -> Vec<FixedValue> {
    let mut values: Vec<FixedValue> = Vec::new();
    for fixed in &sheet.layout.fixed {
        let Some(field) = sheet.table.fields.get(fixed.field) else { continue };
        let taken = slots.slots.iter().any(|slot| slot.at == fixed.field) || values.iter().any(|value| value.field == fixed.field);
        if records == 0 || taken {
            continue;
        }
        let text = fixed.text.trim();
        let mut kinds = Vec::new();
        let values_of = match field.kind {
            FieldType::Mission => {
                let found = lookups.mission(text, None);
                let unexplained = found.marker.filter(|marker| !marker::has_note(marker, sheet.notes.iter().copied()));
                kinds.extend(unexplained.map(RemarkKind::Marker));
                // Nothing is similar to a word for what is not known.
                kinds.extend(found.remark.map(|kind| match kind {
                    RemarkKind::UnknownMission { .. } if missing::is_missing(text) => RemarkKind::UnknownMission { nearest: None },
                    kind => kind,
                }));
                found.value.map(|mission| Column::Missions(vec![Some(mission); records]))
            }
            FieldType::Date => plain_date(text).map(|day| Column::Dates(vec![Some(day); records])),
            _ => continue,
        };
        let cell = place(sheet, fixed.cell);
        let raw = shown(sheet.table, field, &Value::Text(text.into()));
        remarks.extend(kinds.into_iter().map(|kind| Remark { cell, record: Some(0), field: fixed.field, kind, raw: raw.clone() }));
        let usable = values_of.is_some();
        let all = 0..u32::try_from(records).unwrap_or(u32::MAX);
        values.push(FixedValue {
            field: fixed.field,
            state: if usable { State::Usable } else { State::Unusable },
            column: FieldColumn {
                fixed: fixed.cell,
                unusable: if usable { BTreeSet::new() } else { all.collect() },
                values: values_of.unwrap_or(Column::Absent),
                ..FieldColumn::default()
            },
            row: cell.row,
        });
    }
    values
}

/// Where a remark about it points, as in a table that runs down: at its cell, or at the first of the sheet if it is the name
/// of that.
fn place(sheet: &Sheet<'_>, cell: Option<CellRef>) -> CellRef {
    match (cell, sheet.layout.direction) {
        (Some(cell), Direction::Down) => cell,
        (Some(cell), Direction::Across) => cell.turned(),
        (None, _) => CellRef::new(0, 0),
    }
}
