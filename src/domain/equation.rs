//! An arithmetic check: an equation over the cells and records of a set of returns.

use serde::{Deserialize, Serialize};

use super::check::Check;

/// What one case of an equation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grouping {
    /// One record.
    Row,
    /// One total line of a sheet and the rows it covers.
    Total,
    /// One subtotal line of a sheet and the rows it covers.
    Subtotal,
    /// One mission in one month.
    Mission,
    /// One mission on one sheet.
    Sheet,
    /// One person in one month.
    Person,
}

/// How the two sides must compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// Equal, within the tolerance.
    #[serde(rename = "=")]
    Equal,
    /// Left at most right, within the tolerance.
    #[serde(rename = "<=")]
    AtMost,
}

/// What a side does where a value is not reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The case cannot be tried if any value is missing.
    #[default]
    SkipIfAny,
    /// A missing value counts as nothing; the case cannot be tried if all values are missing.
    SkipIfAll,
    /// A missing value counts as nothing, even if all are missing.
    NeverSkip,
}

/// Which month a term is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// The month of the case.
    #[default]
    This,
    /// The month before.
    Previous,
}

/// A field of a table, by position in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldPath {
    /// The table, as an index into the schema's tables.
    pub table: usize,
    /// The field, as an index into the table's fields.
    pub field: usize,
}

/// A day that a condition compares with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// The as-of date of the case.
    AsOf,
    /// The as-of date of the month before.
    PreviousAsOf,
}

/// What a record must meet to be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field, as an index into the counted table's fields.
    pub field: usize,
    /// The test.
    pub test: Test,
    /// Whether a record without a value meets it.
    pub blank: bool,
}

/// A test of one field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The day comes before the other.
    Before(Day),
    /// The day is the other or comes before it.
    OnOrBefore(Day),
    /// The day comes after the other.
    After(Day),
    /// The day is the other or comes after it.
    OnOrAfter(Day),
    /// The code is one of these (indexes into the field's code list).
    In(Vec<u16>),
    /// The code is none of these.
    NotIn(Vec<u16>),
}

/// What a term stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermKind {
    /// The value of a field in the record of the case.
    Field(FieldPath),
    /// What an annotation in another cell says of a field in the record of the case.
    Annotation(FieldPath),
    /// The sum of a field over the rows of the case.
    Sum(FieldPath),
    /// The value of a field in the total line of the case.
    Total(FieldPath),
    /// The number of records of a table that meet all conditions.
    Count {
        /// The table, as an index into the schema's tables.
        table: usize,
        /// The conditions.
        conditions: Vec<Condition>,
    },
    /// A number.
    Constant(i64),
}

/// One signed term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// 1 or -1.
    pub sign: i64,
    /// What it stands for.
    pub kind: TermKind,
    /// Which month it is of.
    pub of: Of,
    /// The placeholder that the message uses for it, if any.
    pub name: Option<String>,
    /// What a missing value of this term does; `None`: what the side says.
    pub missing: Option<Missing>,
}

/// One side of an equation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// The terms, added up.
    pub terms: Vec<Term>,
    /// What a missing value does.
    pub missing: Missing,
    /// The placeholder that the message uses for the side's value, if any.
    pub name: Option<String>,
}

/// An arithmetic check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equation {
    /// The code of the check it belongs to. A check may have several equations.
    pub code: String,
    /// What one case is about.
    pub group: Grouping,
    /// The left side.
    pub left: Side,
    /// How the sides must compare.
    pub operator: Operator,
    /// The right side.
    pub right: Side,
    /// The largest difference that still passes.
    pub tolerance: i64,
    /// The check passes silently where this term is zero (an equation that only matters if something was reported).
    pub only_if_positive: Option<FieldPath>,
}

/// How unlikely each kind of change is: what is least likely wrong weighs most. Of all changes that make failing equations hold
/// those with the smallest sum are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights {
    /// A stated total or subtotal.
    pub total: u32,
    /// A headcount.
    pub headcount: u32,
    /// Another count of a row, such as women or arrivals.
    pub figure: u32,
    /// What a remark in a cell says, such as `(3 tijdelijk in NL)`.
    pub annotation: u32,
    /// A line of a roster that should not be there.
    pub line_left_out: u32,
    /// A status or another code of a line.
    pub line_code: u32,
    /// A date of a line.
    pub line_date: u32,
    /// A line that is missing, of nobody known.
    pub line_missing: u32,
    /// Any of these for a line of somebody whose tour should have ended: it is then the likelier mistake.
    pub line_overdue: u32,
    /// A line that is missing, of somebody who was there the month before.
    pub person_missing: u32,
    /// A line under another key than the month before.
    pub line_renamed: u32,
    /// What is added for something in a month before those in which anything fails.
    pub earlier: u32,
    /// A figure that was published before, instead of its own weight.
    pub published: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            total: 8,
            headcount: 10,
            figure: 10,
            annotation: 10,
            line_left_out: 10,
            line_code: 10,
            line_date: 10,
            line_overdue: 9,
            line_missing: 10,
            person_missing: 10,
            line_renamed: 10,
            earlier: 1,
            published: 100,
        }
    }
}

/// The arithmetic checks of the schemas.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Equations {
    /// Code, name, words and severity of each declared check.
    pub checks: Vec<Check>,
    /// Their equations.
    pub equations: Vec<Equation>,
    /// How unlikely each kind of change is.
    pub weights: Weights,
}
