//! What a set that is about to be published shows of small numbers, and what it withholds.

use super::period::Period;

/// A number of persons of one kind in one mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportCell {
    /// The month.
    pub period: Period,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// The published table it stands in.
    pub table: &'static str,
    /// What persons are told apart by: `sex`, `rank` or `status`.
    pub attribute: &'static str,
    /// The code of the kind.
    pub value: String,
    /// The number, which may be withheld.
    pub count: i64,
    /// Whether it is published.
    pub shown: bool,
}

/// A published sum of such numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportSum {
    /// The published table it stands in.
    pub table: &'static str,
    /// The numbers in it, as indexes into the cells, in rising order.
    pub members: Vec<usize>,
}

/// All such numbers of a set, and the sums of them that are published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    /// The numbers, by month.
    pub cells: Vec<ExportCell>,
    /// The sums.
    pub sums: Vec<ExportSum>,
}
