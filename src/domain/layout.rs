//! What a sheet's rows and columns are.

use chrono::NaiveDate;

use super::cell::{CellRef, column_letters};
use super::finding::SafeText;
use super::grid::Grid;
use super::period::Period;
use super::text::Bilingual;

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

/// Which way a table runs on its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Direction {
    /// Each record is a row, each field a column.
    #[default]
    Down,
    /// Each record is a column, each field a row: missions stand side by side. What describes such a table calls the
    /// columns of the sheet rows and its rows columns.
    Across,
}

impl Direction {
    /// The cell of the sheet that a table calls by this row and column.
    #[must_use]
    pub const fn cell(self, row: u32, col: u32) -> CellRef {
        match self {
            Self::Down => CellRef::new(row, col),
            Self::Across => CellRef::new(col, row),
        }
    }

    /// What the sheet calls the line that a table calls this row: the number of a row, or the letters of a column.
    #[must_use]
    pub fn name(self, row: u32) -> String {
        match self {
            Self::Down => (u64::from(row) + 1).to_string(),
            Self::Across => column_letters(row),
        }
    }

    /// The same with the word for it.
    #[must_use]
    pub fn line(self, row: u32) -> Bilingual {
        let (nl, en) = match self {
            Self::Down => ("regel", "row"),
            Self::Across => ("kolom", "column"),
        };
        let name = self.name(row);
        Bilingual::new(format!("{nl} {name}"), format!("{en} {name}"))
    }
}

/// Why a column was taken for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The header says so in so many words.
    Header,
    /// The header says so without what was added to it: a unit, a footnote mark, a second language.
    Shortened,
    /// The header and the label above it say so together.
    Grouped,
    /// The header could mean several things; the other headers settle which.
    Settled,
    /// There is no header; the cells are names of missions that the registry knows.
    Contents,
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
    /// Why it is that field.
    pub why: Why,
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

/// What a line below others says of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ClaimKind {
    /// Their sum.
    #[default]
    Sum,
    /// Their average.
    Average,
}

/// What showed that a line is a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Evidence {
    /// Its label.
    #[default]
    Label,
    /// Its formulas, which add up the lines above it.
    Formula,
    /// Its numbers, which are all the sums of those above it, while it names no mission.
    Arithmetic,
}

/// Which of the rows in its stretch a total line adds up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum AddsUp {
    /// All of them.
    #[default]
    All,
    /// Those of the missions of an organisation, by its code.
    Organisation(String),
    /// Those of the missions in a region, by its code.
    Region(String),
    /// Some of them: its label has words of which it is not known what they leave out.
    Unclear,
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
    /// What it claims.
    pub kind: ClaimKind,
    /// Which of its rows it adds up, if it does not cover the whole table.
    pub adds_up: AddsUp,
    /// What showed it.
    pub by: Evidence,
    /// What it is called on the sheet, fit to be shown; empty if nothing.
    pub label: SafeText,
}

/// A line that says how many of those in the line above it are of a kind: `waarvan vrouwen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfWhich {
    /// Its row, from zero.
    pub row: u32,
    /// The row it is about: a data row or a total line.
    pub about: u32,
    /// The field it gives, as an index into the table's fields; `None` if it cannot be told.
    pub field: Option<usize>,
    /// The column its number stands in, from zero.
    pub col: u32,
}

/// A value that stands once for all records of a table: the mission above a list of its officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Field, as an index into the table's fields.
    pub field: usize,
    /// The cell of the sheet it stands in; `None` if the sheet goes by it.
    pub cell: Option<CellRef>,
    /// What it says.
    pub text: String,
}

/// A month that a table states for itself, as a header over its columns or a title above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedMonth {
    /// The month.
    pub period: Period,
    /// The cell of the sheet it stands in.
    pub cell: CellRef,
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
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// The table, as an index into the schema's tables.
    pub table: usize,
    /// Which way it runs. What follows speaks of rows and columns as in a table that runs down.
    pub direction: Direction,
    /// The month it states for itself; `None` if it is that of its sheet or return.
    pub month: Option<StatedMonth>,
    /// Values that stand once for all records.
    pub fixed: Vec<Fixed>,
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
    /// Lines about a part of another line.
    pub of_which: Vec<OfWhich>,
    /// The rows that would be records if they could be seen, from zero.
    pub set_aside: Vec<u32>,
}

/// Why part of a sheet is not seen by who opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum HiddenBy {
    /// The sheet is hidden.
    Sheet,
    /// Rows are hidden by hand.
    Rows,
    /// Rows are hidden by a filter.
    Filter,
    /// Columns are hidden.
    Columns,
    /// Text is struck through.
    Strike,
    /// A cell has a note or a comment, which is shown only when somebody points at it.
    Note,
}

/// Part of a sheet with data that is not seen, or is struck through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HiddenPart {
    /// Why.
    pub by: HiddenBy,
    /// Its first cell with data.
    pub first: CellRef,
    /// The rows, or the columns, that hold data, from zero; for text that is struck through the rows.
    pub lines: Vec<u32>,
    /// Whether the data is read all the same. If not, it is set aside.
    pub read: bool,
    /// Whether it can be shown by a macro or an editor only.
    pub very: bool,
}

impl HiddenPart {
    /// The way in which its lines run: columns are the rows of a table that runs across.
    #[must_use]
    pub fn direction(&self) -> Direction {
        if self.by == HiddenBy::Columns { Direction::Across } else { Direction::Down }
    }

    /// The part of a sheet that was read with its rows and columns exchanged, as it stands on the sheet.
    #[must_use]
    pub fn turned(self) -> Self {
        let by = match self.by {
            HiddenBy::Rows => HiddenBy::Columns,
            HiddenBy::Columns => HiddenBy::Rows,
            other => other,
        };
        let first = self.first.turned();
        // These name rows whichever way the table runs.
        let lines = if matches!(by, HiddenBy::Strike | HiddenBy::Note) { vec![first.row] } else { self.lines };
        Self { by, first, lines, ..self }
    }
}

/// A formula whose stored result is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulResult {
    /// Its cell.
    pub cell: CellRef,
    /// The result that is stored; `None` if there is none.
    pub stored: Option<String>,
    /// What its cells add up to; `None` if that cannot be told.
    pub sum: Option<String>,
}

/// How the stored results of the formulas in a sheet's tables compare with what their cells add up to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredResults {
    /// Number of sums whose result is right.
    pub right: u64,
    /// Number of formulas with a result that are no sums, or sums of what is no plain number.
    pub untried: u64,
    /// Formulas without a result, and sums with a wrong one, from the top.
    pub doubtful: Vec<DoubtfulResult>,
}

/// What looks like a table under headers that no known table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The rows of its title, right above the header, from zero.
    pub title_rows: Vec<u32>,
    /// The rows of its header, from zero.
    pub header_rows: Vec<u32>,
    /// Its columns, from zero, with what their headers say. That is left out where nothing but its place shows that a row is
    /// a header: it could be about a person.
    pub columns: Vec<(u32, SafeText)>,
    /// Its first and last row with data, from zero.
    pub rows: (u32, u32),
    /// How many of them hold data.
    pub data_rows: u32,
}

/// A way of counting other than the standard, which is persons on posting on one day, wherever they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Counting {
    /// Those temporarily home are left out.
    WithoutHome,
    /// All since some day.
    Cumulative,
    /// The average over a time.
    Average,
    /// Full-time equivalents.
    Fte,
    /// Others than police officers are counted in: a group of the settings, as an index.
    Others(usize),
}

/// A title, header or note that says how headcounts are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// How.
    pub counting: Counting,
    /// The cell that says so.
    pub cell: CellRef,
}

/// What was found on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetLayout {
    /// The tables on the sheet, from the top.
    pub tables: Vec<Layout>,
    /// The as-of line above a table.
    pub as_of: Option<AsOf>,
    /// What titles, headers and notes say of how the headcounts are counted.
    pub declared: Vec<Declared>,
    /// The notes under a table: row and text.
    pub notes: Vec<(u32, String)>,
    /// What each row up to the last used one is; data rows stand as accepted until the records say otherwise. A row in
    /// which several tables stand side by side counts once, for the most that became of it.
    pub fates: Vec<RowFate>,
    /// Parts with data that are not seen.
    pub hidden: Vec<HiddenPart>,
    /// The stored results of formulas in columns that are read.
    pub results: StoredResults,
    /// What looks like tables where no known one was found.
    pub outlines: Vec<Outline>,
}

impl SheetLayout {
    /// That of a sheet of which nothing is read.
    #[must_use]
    pub fn set_aside(grid: &Grid) -> Self {
        let mut fates = vec![RowFate::Blank; usize::try_from(grid.height()).unwrap_or(0)];
        for (row, _) in grid.rows() {
            if let Some(fate) = usize::try_from(row).ok().and_then(|row| fates.get_mut(row)) {
                *fate = RowFate::Other;
            }
        }
        Self { fates, ..Self::default() }
    }
}
