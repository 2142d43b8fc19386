//! Records with typed columns. Where each value came from is computed from row and column, not stored.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::cell::CellRef;
use super::finding::SafeText;
use super::layout::{AddsUp, ClaimKind, Direction};
use super::period::Period;
pub use super::person::PersonKey;

/// The values of one field, one for each record; `None` where nothing usable stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// The sheet has no such column, or it is one that is not kept (free text about persons).
    Absent,
    /// Counts of persons or things.
    Counts(Vec<Option<i64>>),
    /// Days.
    Dates(Vec<Option<NaiveDate>>),
    /// Months.
    Months(Vec<Option<Period>>),
    /// Windows of time, first and last day.
    Windows(Vec<Option<(NaiveDate, NaiveDate)>>),
    /// Codes, as indexes into the field's code list.
    Codes(Vec<Option<u16>>),
    /// Missions, as indexes into the registry.
    Missions(Vec<Option<u32>>),
    /// Free text about missions and projects.
    Texts(Vec<Option<Box<str>>>),
    /// Keys of persons.
    Keys(Vec<Option<PersonKey>>),
}

/// One field of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldColumn {
    /// The sheet's column, from zero; `None` if the sheet has none for this field.
    pub sheet_col: Option<u32>,
    /// The values.
    pub values: Column,
    /// Records whose value stands in another cell, such as an annotation in the headcount cell: record and cell of the sheet.
    pub elsewhere: BTreeMap<u32, CellRef>,
    /// The cell of the sheet in which the value of all records stands, such as a mission above its list.
    pub fixed: Option<CellRef>,
    /// Records in whose cell something stands that cannot be used.
    pub unusable: BTreeSet<u32>,
    /// Records in whose cell it says that the value is not known (`-`, `n.v.t.`), as against an empty cell.
    pub said_unknown: BTreeSet<u32>,
    /// What an annotation in another cell says of this field, where the field has a column of its own as well:
    /// record, value and cell of the annotation.
    pub annotated: BTreeMap<u32, (i64, CellRef)>,
}

impl Default for FieldColumn {
    fn default() -> Self {
        Self {
            sheet_col: None,
            values: Column::Absent,
            elsewhere: BTreeMap::new(),
            fixed: None,
            unusable: BTreeSet::new(),
            said_unknown: BTreeSet::new(),
            annotated: BTreeMap::new(),
        }
    }
}

/// A total line with its values: what the sheet claims the rows add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedTotal {
    /// Row of the line, from zero.
    pub row: u32,
    /// First data row the claim is about, from zero.
    pub first_row: u32,
    /// Whether it covers the whole table.
    pub grand: bool,
    /// What it claims.
    pub kind: ClaimKind,
    /// Which of its rows it adds up, if it does not cover the whole table.
    pub adds_up: AddsUp,
    /// What it is called on the sheet, fit to be shown; empty if nothing.
    pub label: SafeText,
    /// Columns whose value is the result of a formula that adds up just the covered rows: it follows them, and cannot be
    /// wrong by itself.
    pub follows: BTreeSet<u32>,
    /// For each field with a value in this line: field, column and value (`None`: not a whole number).
    pub values: Vec<(usize, u32, Option<i64>)>,
    /// Fields whose value stands in another cell of the sheet, in a line below this one that says how many are of a kind.
    pub elsewhere: BTreeMap<usize, CellRef>,
    /// For each field what the rows add up to that are set aside since they are not seen, where there are any and their
    /// values can be read.
    pub unseen: BTreeMap<usize, i64>,
}

/// Something that was seen while a cell was read. A rule makes a finding of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The cell.
    pub cell: CellRef,
    /// The record; `None` in a total line.
    pub record: Option<u32>,
    /// The field, as an index into the table's fields.
    pub field: usize,
    /// What was seen.
    pub kind: RemarkKind,
    /// What stands in the cell, fit to be shown.
    pub raw: SafeText,
}

/// What can be seen while a cell is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// Read as meant, by a rule worth knowing of (a decimal comma, a number word). Never more than a note.
    Note,
    /// No whole number of zero or more.
    NotACount,
    /// A number with a fraction.
    Fraction,
    /// An estimate (`ca. 5`) or a bound (`> 3`, `max. 5`).
    Estimate,
    /// Several numbers that could mean several things (`2+1`, `3/4`).
    Compound,
    /// Nothing, or words that say it is not known (`-`, `n.v.t.`).
    Missing,
    /// A date or period that is none, or has two readings.
    UncertainDate,
    /// Not in the field's code list.
    UnknownCode {
        /// The nearest listed value, never used by itself.
        nearest: Option<String>,
    },
    /// A footnote marker after the value.
    Marker(String),
    /// An error of the spreadsheet (`#REF!`, `#VERW!`).
    CellError,
    /// Counts persons who are temporarily home apart from the others.
    ExcludesTempHome {
        /// The count that the standard definition would give.
        suggested: Option<i64>,
    },
    /// Counted in full-time equivalents.
    Fte,
    /// A negative number.
    Negative(i64),
    /// A mission that the registry does not know.
    UnknownMission {
        /// Index of the mission with the nearest name.
        nearest: Option<usize>,
    },
    /// A mission name that several missions share.
    AmbiguousMission {
        /// Index into the registry's shared names.
        shared: usize,
    },
    /// A line about a part of the line above it (`waarvan …`) that is not used: what it counts cannot be told, it has no
    /// number, or another number stands in the column of that part.
    UnclearPart,
    /// Digits that pass the eleven-test of the citizen service number.
    PossibleBsn,
}

/// The records of one table on one sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The table, as an index into the schema's tables.
    pub schema: usize,
    /// The sheet, as an index into the return's sheets.
    pub sheet: usize,
    /// Which way it runs. Rows and columns are named as in a table that runs down.
    pub direction: Direction,
    /// Row of each record, from zero.
    pub rows: Vec<u32>,
    /// Whether each record is accepted. A rejected one stays, since totals count it.
    pub accepted: Vec<bool>,
    /// The month of each record; `None` if it is not known.
    pub periods: Vec<Option<Period>>,
    /// One column for each of the schema's fields, in their order.
    pub columns: Vec<FieldColumn>,
    /// Total lines.
    pub totals: Vec<ClaimedTotal>,
    /// What was seen while cells were read.
    pub remarks: Vec<Remark>,
    /// The missions, as indexes into the registry, of rows that are set aside since they are not seen: one for each such row,
    /// in their order in the registry.
    pub unseen_missions: Vec<u32>,
}

impl Table {
    /// Number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The records that a total line is about. Rows rise from the top of the sheet.
    #[must_use]
    pub fn covered(&self, total: &ClaimedTotal) -> std::ops::Range<usize> {
        self.rows.partition_point(|row| *row < total.first_row)..self.rows.partition_point(|row| *row < total.row)
    }

    /// Where the value of a field of a record stands; `None` if the sheet has no cell for it.
    #[must_use]
    pub fn origin(&self, field: usize, record: usize) -> Option<CellRef> {
        let column = self.columns.get(field)?;
        let elsewhere = u32::try_from(record).ok().and_then(|record| column.elsewhere.get(&record).copied());
        let own = || Some(self.direction.cell(*self.rows.get(record)?, column.sheet_col?));
        elsewhere.or_else(own).or(column.fixed)
    }

    /// The count in a field of a record.
    #[must_use]
    pub fn count(&self, field: usize, record: usize) -> Option<i64> {
        match &self.columns.get(field)?.values {
            Column::Counts(values) => values.get(record).copied().flatten(),
            _ => None,
        }
    }

    /// The day in a field of a record.
    #[must_use]
    pub fn date(&self, field: usize, record: usize) -> Option<NaiveDate> {
        match &self.columns.get(field)?.values {
            Column::Dates(values) => values.get(record).copied().flatten(),
            _ => None,
        }
    }

    /// The code in a field of a record, as an index into the field's code list.
    #[must_use]
    pub fn code(&self, field: usize, record: usize) -> Option<u16> {
        match &self.columns.get(field)?.values {
            Column::Codes(values) => values.get(record).copied().flatten(),
            _ => None,
        }
    }

    /// The mission in a field of a record, as an index into the registry.
    #[must_use]
    pub fn mission(&self, field: usize, record: usize) -> Option<usize> {
        match &self.columns.get(field)?.values {
            Column::Missions(values) => values.get(record).copied().flatten().map(|at| at as usize),
            _ => None,
        }
    }

    /// The text in a field of a record.
    #[must_use]
    pub fn text(&self, field: usize, record: usize) -> Option<&str> {
        match &self.columns.get(field)?.values {
            Column::Texts(values) => values.get(record)?.as_deref(),
            _ => None,
        }
    }

    /// The window of time in a field of a record.
    #[must_use]
    pub fn window(&self, field: usize, record: usize) -> Option<(NaiveDate, NaiveDate)> {
        match &self.columns.get(field)?.values {
            Column::Windows(values) => values.get(record).copied().flatten(),
            _ => None,
        }
    }

    /// The key of the person of a record.
    #[must_use]
    pub fn key(&self, field: usize, record: usize) -> Option<&PersonKey> {
        match &self.columns.get(field)?.values {
            Column::Keys(values) => values.get(record)?.as_ref(),
            _ => None,
        }
    }

    /// Whether something unusable stands in a field of a record.
    #[must_use]
    pub fn unusable(&self, field: usize, record: usize) -> bool {
        let record = u32::try_from(record).unwrap_or(u32::MAX);
        self.columns.get(field).is_some_and(|column| column.unusable.contains(&record))
    }
}
