//! Total lines without a label for one: shown by their formulas, or by their numbers alone.
//!
//! A label goes before a formula, and a formula before arithmetic, since numbers as small as headcounts add up by chance.

use std::collections::BTreeSet;

use crate::domain::layout::Evidence;
use crate::domain::{Cell, ClaimKind, Grid, SumTerm, Value};

use super::words::is_blank;

/// The fewest rows that a line must add up, and of a line with a name that nobody knows: it may be a new mission.
const FEWEST_ROWS: u32 = 2;
const FEWEST_ROWS_NAMED: u32 = 3;
/// The fewest columns that must agree without being all but empty, and those of a line with such a name.
const FEWEST_COLUMNS: u32 = 1;
const FEWEST_COLUMNS_NAMED: u32 = 2;
/// Sums of fractions are never quite exact.
const CLOSE: f64 = 1e-6;

/// What shows that a line is a total, and from which row on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown {
    /// The first row it is about, from zero.
    pub(super) first: u32,
    /// What showed it.
    pub(super) by: Evidence,
    /// What it claims.
    pub(super) kind: ClaimKind,
}

/// The rows of a table so far that a formula may add up, each list from the top.
#[derive(Debug, Clone, Copy)]
pub(super) struct Above<'a> {
    /// Rows of records.
    pub(super) data: &'a [u32],
    /// Rows that would be records if they could be seen.
    pub(super) set_aside: &'a [u32],
    /// Total lines.
    pub(super) totals: &'a [u32],
}

impl Above<'_> {
    /// The first and last row that a term adds up; the first of a total line is the first that it may be about.
    fn hit(&self, term: &SumTerm) -> Option<(u32, u32)> {
        let (from, to) = (term.area.from.row, term.area.to.row);
        let ends = |rows: &[u32]| {
            let first = rows.get(rows.partition_point(|row| *row < from)).copied().filter(|row| *row <= to)?;
            let last = rows.partition_point(|row| *row <= to).checked_sub(1).and_then(|at| rows.get(at)).copied()?;
            Some((first, last))
        };
        [self.data, self.set_aside, self.totals].into_iter().filter_map(ends).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }

    /// The first record that a row is about: itself, or of a total line the first below the total line before it.
    fn begin(&self, row: u32) -> u32 {
        if self.totals.binary_search(&row).is_err() {
            return row;
        }
        let before = self.totals.partition_point(|total| *total < row).checked_sub(1).and_then(|at| self.totals.get(at));
        let from = before.map_or(0, |before| self.data.partition_point(|data| data <= before));
        self.data.get(from).copied().unwrap_or(row).min(row)
    }
}

/// Whether a line is a total by a formula in one of its counts that adds up, or averages, two or more rows above it in its
/// own column. A sum over cells of its own row makes no total.
pub(super) fn by_formula(grid: &Grid, row: u32, counts: &[u32], above: Above<'_>) -> Option<Shown> {
    let of_counts = grid.marks.formulas_of_row(row).iter().filter(|formula| counts.contains(&formula.cell.col));
    of_counts.filter_map(|formula| grid.sum(formula.cell).map(|sum| (formula.cell.col, sum))).find_map(|(col, sum)| {
        let fits = |term: &SumTerm| !term.minus && (term.area.from.col, term.area.to.col) == (col, col) && term.area.to.row < row;
        if !sum.terms.iter().all(fits) {
            return None;
        }
        let (first, last) = sum.terms.iter().filter_map(|term| above.hit(term)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        let kind = if sum.average { ClaimKind::Average } else { ClaimKind::Sum };
        (first != last).then(|| Shown { first: above.begin(first), by: Evidence::Formula, kind })
    })
}

/// What a cell adds to a column of counts, as far as this stage can tell.
enum Adds {
    Nothing,
    Number(f64),
    /// A number with something to it, which only the records can read.
    Unread,
}

fn adds(value: &Value) -> Adds {
    match value {
        Value::Number(number) if number.is_finite() => Adds::Number(*number),
        Value::Text(text) => {
            let text = text.trim();
            match text.parse::<u32>() {
                Ok(number) if text.bytes().all(|b| b.is_ascii_digit()) => Adds::Number(f64::from(number)),
                _ if text.chars().any(char::is_numeric) => Adds::Unread,
                _ => Adds::Nothing,
            }
        }
        Value::Number(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => Adds::Unread,
    }
}

/// The counts of one column since the last total.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    sum: f64,
    filled: bool,
    nonzero: u32,
    unread: bool,
}

/// The counts of a table's rows since its last total line.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    columns: Vec<(u32, Counted)>,
    rows: u32,
    first: Option<u32>,
}

impl Running {
    /// Over columns of counts.
    pub(super) fn new(counts: &[u32]) -> Self {
        Self { columns: counts.iter().map(|col| (*col, Counted::default())).collect(), rows: 0, first: None }
    }

    /// Adds the row of a record.
    pub(super) fn add(&mut self, row: u32, cells: &[Cell]) {
        self.rows += 1;
        self.first.get_or_insert(row);
        for (col, counted) in &mut self.columns {
            let Some(cell) = cells.binary_search_by_key(col, |cell| cell.col).ok().and_then(|at| cells.get(at)) else { continue };
            match adds(&cell.value) {
                Adds::Nothing => continue,
                Adds::Number(number) => {
                    counted.sum += number;
                    counted.nonzero += u32::from(number != 0.0);
                }
                Adds::Unread => counted.unread = true,
            }
            counted.filled = true;
        }
    }

    /// Begins anew below a total line.
    pub(super) fn restart(&mut self) {
        self.columns.iter_mut().for_each(|(_, counted)| *counted = Counted::default());
        (self.rows, self.first) = (0, None);
    }

    /// Whether a line that names no mission is a total by its numbers: it holds the sum of the rows above it, in every column
    /// in which those hold anything (below several rows only if it has a name), and nothing besides. `named` tells whether it has a name at all.
    pub(super) fn shows(&self, used: &[&Cell], label: Option<u32>, named: bool) -> Option<Shown> {
        let (rows, columns) = if named { (FEWEST_ROWS_NAMED, FEWEST_COLUMNS_NAMED) } else { (FEWEST_ROWS, FEWEST_COLUMNS) };
        if self.rows < rows {
            return None;
        }
        let cols: BTreeSet<u32> = self.columns.iter().map(|(col, _)| *col).chain(label).collect();
        if used.iter().any(|cell| !cols.contains(&cell.col)) {
            return None;
        }
        let mut telling = 0;
        for (col, counted) in &self.columns {
            let own = used.iter().find(|cell| cell.col == *col).filter(|cell| !is_blank(cell));
            match own.map(|cell| adds(&cell.value)) {
                None if !counted.filled => {}
                // Below several rows, a line without any name need not add up every column to be a total.
                None if !named && self.rows >= FEWEST_ROWS_NAMED => {}
                Some(Adds::Number(number)) if counted.filled && !counted.unread && (number - counted.sum).abs() <= CLOSE => {
                    telling += u32::from(counted.nonzero >= FEWEST_ROWS);
                }
                _ => return None,
            }
        }
        let first = self.first.filter(|_| telling >= columns)?;
        Some(Shown { first, by: Evidence::Arithmetic, kind: ClaimKind::Sum })
    }
}
