//! Changes that could be made to the records.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Period, RecordRef};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineChange {
    /// It would not be there.
    LeftOut,
    /// One of its fields would hold something else.
    Field { field: usize, instead: Instead },
}

/// A line that seems to be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct NewLine {
    /// The table, as an index into the schema's tables.
    pub(super) table: usize,
    /// The month.
    pub(super) period: Period,
    /// The mission.
    pub(super) mission: usize,
    /// The line of the month before of the person it would be about, if it is somebody who was there before.
    pub(super) like: Option<RecordRef>,
}

/// Days and codes of a line that would be added, by field.
pub(super) type Values = BTreeMap<usize, Instead>;

/// A line that would be otherwise, or would be there as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Item {
    /// A line that is there.
    Line(RecordRef),
    /// One that is not.
    New(NewLine),
    /// A line of somebody who was there the month before, under another key then.
    Renamed {
        /// The line.
        line: RecordRef,
        /// The line of the month before.
        like: RecordRef,
    },
}
