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

/// What became of a number that stands outside its field's own cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// The field had no value and has this one now.
    Taken,
    /// The field keeps its own value, or what cannot be used in its cell; the number is kept beside it.
    Beside(Option<i64>),
    /// The field holds no counts.
    Refused,
}

/// Gives each annotation to its field. A field with a value of its own keeps it; the two are compared later.
pub(super) fn apply(schema: &TableSchema, table: &mut Table, annotations: Vec<Annotation>) {
    for Annotation { record, part, number, cell } in annotations {
        let Some(field) = schema.field(part.field()) else { continue };
        if let Some(number) = number {
            give(schema, table, record, field, number, cell);
        } else if is_count(schema, field) && table.count(field, record as usize).is_none() {
            table.columns[field].said_unknown.insert(record);
        }
    }
}

/// Gives a number that stands in another cell to a field of a record.
pub(super) fn give(schema: &TableSchema, table: &mut Table, record: u32, field: usize, number: i64, cell: CellRef) -> Given {
    let (records, own) = (table.rows.len(), table.count(field, record as usize));
    let Some(column) = table.columns.get_mut(field).filter(|_| is_count(schema, field)) else { return Given::Refused };
    if own.is_some() || column.unusable.contains(&record) {
        column.annotated.insert(record, (number, cell));
        return Given::Beside(own);
    }
    if column.values == Column::Absent {
        column.values = Column::Counts(vec![None; records]);
    }
    let Column::Counts(values) = &mut column.values else { return Given::Refused };
    let Some(place) = values.get_mut(record as usize) else { return Given::Refused };
    *place = Some(number);
    column.elsewhere.insert(record, cell);
    column.said_unknown.remove(&record);
    Given::Taken
}

fn is_count(schema: &TableSchema, field: usize) -> bool {
    schema.fields.get(field).is_some_and(|field| matches!(field.kind, FieldType::Count | FieldType::Headcount))
}
