//! What a sheet's rows and columns are.

use chrono::NaiveDate;

use super::cell::CellRef;
use super::finding::SafeText;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the ledger's columns of the same names say it")]
pub enum RowFate {
    Accepted,
    Rejected,
    Header,
    Title,
    Total,
    Note,
    Blank,
    Hidden,
    Other,
}

/// A column that holds a known field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnBinding {
    /// Column of the sheet, from zero.
    pub col: u32,
    /// Field, as an index into the table's fields.
    pub field: usize,
    /// The header as it stands on the sheet.
    pub header: String,
    /// The header as it was matched: a synonym of the schema, or one that was ambiguous and settled by the table.
    pub settled: bool,
}

/// A column under a header that no field, or more than one, goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Column of the sheet, from zero.
    pub col: u32,
    /// The row its header stands in, from zero.
    pub row: u32,
    /// The header, fit to be shown.
    pub header: SafeText,
    /// The fields it may mean, as `table.field`; empty if none.
    pub candidates: Vec<String>,
    /// The field with the most similar header, if one is similar.
    pub nearest: Option<String>,
}

/// A column under a header for personal data. It is never read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalColumn {
    /// Column of the sheet, from zero.
    pub col: u32,
    /// The row its header stands in, from zero.
    pub row: u32,
    /// The kind of personal data, such as `name` or `bsn`.
    pub kind: String,
    /// The header.
    pub header: SafeText,
}

/// A total or subtotal line: a claim about other cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The row, from zero.
    pub row: u32,
    /// The first data row it is about, from zero.
    pub first_row: u32,
    /// Whether it claims to cover the whole table.
    pub grand: bool,
}

/// The date for which a sheet says its figures hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsOf {
    /// The cell with the date.
    pub cell: CellRef,
    /// The date; `None` if it cannot be read as one.
    pub date: Option<NaiveDate>,
    /// What stands there.
    pub raw: SafeText,
}

/// One table on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The table, as an index into the schema's tables.
    pub table: usize,
    /// The header rows, from zero; names stand in the last, unless a row of units (`(fte)`) stands below them.
    pub header_rows: Vec<u32>,
    /// The columns that hold known fields, from the left.
    pub columns: Vec<ColumnBinding>,
    /// Columns that are not understood.
    pub unknown: Vec<UnknownColumn>,
    /// Columns of personal data.
    pub personal: Vec<PersonalColumn>,
    /// The rows that should become records, from zero.
    pub data_rows: Vec<u32>,
    /// Total lines.
    pub claims: Vec<Claim>,
}

/// What was found on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetLayout {
    /// The tables on the sheet, from the top.
    pub tables: Vec<Layout>,
    /// The as-of line above a table.
    pub as_of: Option<AsOf>,
    /// The notes under a table: row and text.
    pub notes: Vec<(u32, String)>,
    /// What each row up to the last used one is; data rows stand as accepted until the records say otherwise.
    pub fates: Vec<RowFate>,
}
