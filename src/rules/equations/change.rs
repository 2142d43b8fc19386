//! Changes that are tried out, without touching the records.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Period, PersonKey, RecordRef};

/// A cell with a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum CellVar {
    /// A field of a record.
    Field { at: RecordRef, field: usize },
    /// What an annotation in another cell says of a field of a record.
    Annotation { at: RecordRef, field: usize },
    /// A field of a total line.
    Total { ret: usize, table: usize, line: usize, field: usize },
}

/// A value that a field of a line would have instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    /// Another day, or none.
    Day(Option<NaiveDate>),
    /// Another code.
    Code(u16),
}

/// What would happen to one line of a table that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineChange {
    /// It would not be there.
    LeftOut,
    /// One of its fields would hold something else.
    Field { field: usize, instead: Instead },
}

/// A line that would be there as well.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct AddedLine {
    /// The table, as an index into the schema's tables.
    pub(super) table: usize,
    /// The month.
    pub(super) period: Period,
    /// The mission.
    pub(super) mission: usize,
    /// Whose line it would be, if it stands for somebody who was there before.
    pub(super) key: Option<PersonKey>,
    /// Its days and codes, by field.
    pub(super) values: BTreeMap<usize, Instead>,
}

/// A set of changes, tried together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Changes {
    /// Cells with another count.
    pub(super) cells: BTreeMap<CellVar, i64>,
    /// Lines that change.
    pub(super) lines: BTreeMap<RecordRef, LineChange>,
    /// Lines that are added.
    pub(super) added: Vec<AddedLine>,
}

impl Changes {
    /// The records as they are.
    pub(super) fn none() -> Self {
        Self::default()
    }
}
