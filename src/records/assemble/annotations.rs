//! Annotations in a headcount cell, brought to the fields they speak of.

use crate::domain::{CellRef, Column, FieldType, Table, TableSchema};
use crate::records::grammar::Part;

/// What the cell of one field says of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Annotation {
    pub(super) record: u32,
    pub(super) part: Part,
    /// `None` where the part is named without its number.
    pub(super) number: Option<i64>,
    /// The cell the annotation stands in.
    pub(super) cell: CellRef,
}

/// Gives each annotation to its field. A field with a value of its own keeps it; the two are compared later.
pub(super) fn apply(schema: &TableSchema, table: &mut Table, annotations: Vec<Annotation>) {
    let records = table.rows.len();
    for Annotation { record, part, number, cell } in annotations {
        let Some(field) = schema.field(part.field()) else { continue };
        if !matches!(schema.fields[field].kind, FieldType::Count | FieldType::Headcount) {
            continue;
        }
        let own = table.count(field, record as usize);
        let column = &mut table.columns[field];
        let Some(number) = number else {
            if own.is_none() {
                column.said_unknown.insert(record);
            }
            continue;
        };
        if own.is_some() || column.unusable.contains(&record) {
            column.annotated.insert(record, (number, cell));
            continue;
        }
        if column.values == Column::Absent {
            column.values = Column::Counts(vec![None; records]);
        }
        if let Column::Counts(values) = &mut column.values
            && let Some(place) = values.get_mut(record as usize)
        {
            *place = Some(number);
            column.elsewhere.insert(record, cell);
            column.said_unknown.remove(&record);
        }
    }
}
