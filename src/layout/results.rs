//! The stored results of formulas, compared with what their cells add up to. A file that a program wrote has none, and one that
//! was changed without calculating anew has old ones.

use std::collections::BTreeMap;

use crate::domain::formula::takes_subtotal;
use crate::domain::layout::{DoubtfulResult, StoredResults};
use crate::domain::{Cell, CellRef, Direction, Grid, Layout, LeavesOut, Sum, SumTerm, Value};

/// Cells that the sums of one sheet may look at besides its used cells a few times over. Running sums look at each cell again and
/// again; what goes beyond is not tried.
const MOST_CELLS: usize = 4_000_000;
/// Sums of fractions are never quite exact; so much of what was added up they may be off.
const CLOSE: f64 = 1e-9;

/// Compares the results of the formulas that stand below the header of a field.
pub(super) fn compare(grid: &Grid, tables: &[Layout]) -> StoredResults {
    let mut results = StoredResults::default();
    if grid.marks.formulas.is_empty() || tables.is_empty() {
        return results;
    }
    let scope = Scope::new(tables);
    let mut adder = Adder::new(grid);
    for formula in grid.marks.formulas.iter().filter(|formula| scope.contains(formula.cell)) {
        let sum = grid.sum(formula.cell).and_then(|sum| adder.result(formula.cell, &sum));
        let stored = match grid.get(formula.cell) {
            _ if !formula.stored => None,
            Some(Value::Number(stored)) => Some(*stored),
            _ => {
                results.untried += 1;
                continue;
            }
        };
        match (stored, &sum) {
            (Some(stored), Some(sum)) if (stored - sum.value).abs() <= CLOSE * (1.0 + sum.size) => results.right += 1,
            (Some(_), None) => results.untried += 1,
            _ => results.doubtful.push(DoubtfulResult {
                cell: formula.cell,
                stored: stored.map(shown),
                sum: sum.map(|sum| shown(sum.value)),
            }),
        }
    }
    results
}

/// A number as a person would write it.
fn shown(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    if rounded.is_finite() { rounded.to_string() } else { number.to_string() }
}

/// The columns that hold fields, with the row of their first header; for tables that run across the rows.
struct Scope {
    down: BTreeMap<u32, u32>,
    across: BTreeMap<u32, u32>,
}

impl Scope {
    fn new(tables: &[Layout]) -> Self {
        let mut scope = Self { down: BTreeMap::new(), across: BTreeMap::new() };
        for table in tables {
            let header = table.header_rows.last().copied().unwrap_or(0);
            let lines = if table.direction == Direction::Down { &mut scope.down } else { &mut scope.across };
            for column in &table.columns {
                lines.entry(column.col).and_modify(|row| *row = header.min(*row)).or_insert(header);
            }
        }
        scope
    }

    fn contains(&self, cell: CellRef) -> bool {
        let below = |lines: &BTreeMap<u32, u32>, cell: CellRef| lines.get(&cell.col).is_some_and(|header| cell.row > *header);
        below(&self.down, cell) || below(&self.across, cell.turned())
    }
}

/// What cells come to.
struct Outcome {
    value: f64,
    /// The sum of the same numbers without their signs.
    size: f64,
}

struct Adder<'g> {
    grid: &'g Grid,
    rows: Vec<(u32, &'g [Cell])>,
    /// Cells whose formula has no result, in the order of rows.
    without: Vec<CellRef>,
    /// Cells with subtotals, in the order of rows.
    subtotals: Vec<CellRef>,
    cells_left: usize,
}

impl<'g> Adder<'g> {
    fn new(grid: &'g Grid) -> Self {
        let formulas = &grid.marks.formulas;
        Self {
            grid,
            rows: grid.rows().collect(),
            without: formulas.iter().filter(|formula| !formula.stored).map(|formula| formula.cell).collect(),
            subtotals: formulas.iter().filter(|formula| takes_subtotal(&formula.text)).map(|formula| formula.cell).collect(),
            cells_left: grid.used_cells().saturating_mul(8).saturating_add(MOST_CELLS),
        }
    }

    /// What the formula in a cell comes to; `None` if something in it is no plain number.
    fn result(&mut self, at: CellRef, sum: &Sum) -> Option<Outcome> {
        let (mut value, mut size, mut count) = (sum.constant, sum.constant.abs(), 0_u32);
        for term in &sum.terms {
            let (added, absolute, numbers) = self.term(at, term)?;
            value += if term.minus { -added } else { added };
            size += absolute;
            count = count.saturating_add(numbers);
        }
        if sum.average {
            let count = Some(f64::from(count)).filter(|count| *count > 0.0)?;
            (value, size) = (value / count, size / count);
        }
        (value.is_finite() && size.is_finite()).then_some(Outcome { value, size })
    }

    /// The sum of an area, that of its numbers without their signs, and how many there are.
    fn term(&mut self, at: CellRef, term: &SumTerm) -> Option<(f64, f64, u32)> {
        let area = term.area;
        // A formula that reads itself is no sum.
        if area.contains(at) || self.reads_unknown(term)? {
            return None;
        }
        let from = self.rows.partition_point(|(row, _)| *row < area.from.row);
        let (mut sum, mut size, mut count) = (0.0, 0.0, 0_u32);
        for (row, cells) in self.rows.iter().skip(from).take_while(|(row, _)| *row <= area.to.row) {
            self.cells_left = self.cells_left.checked_sub(1)?;
            if leaves_out(self.grid, *row, term.leaves_out) {
                continue;
            }
            let first = cells.partition_point(|cell| cell.col < area.from.col);
            for cell in cells.iter().skip(first).take_while(|cell| cell.col <= area.to.col) {
                self.cells_left = self.cells_left.checked_sub(1)?;
                let subtotal = || self.subtotals.binary_search(&CellRef::new(*row, cell.col)).is_ok();
                if term.leaves_out != LeavesOut::Nothing && subtotal() {
                    continue;
                }
                match &cell.value {
                    Value::Number(number) => {
                        sum += number;
                        size += number.abs();
                        count = count.saturating_add(1);
                    }
                    // Within a function text counts as nothing.
                    Value::Text(_) | Value::Bool(_) if !term.operand => {}
                    Value::Text(_) | Value::Bool(_) | Value::Date(_) | Value::Error(_) => return None,
                }
            }
        }
        Some((sum, size, count))
    }

    /// Whether an area has a cell whose formula has no result; `None` if that takes too long to tell.
    fn reads_unknown(&mut self, term: &SumTerm) -> Option<bool> {
        let from = self.without.partition_point(|cell| cell.row < term.area.from.row);
        for cell in self.without.iter().skip(from).take_while(|cell| cell.row <= term.area.to.row) {
            self.cells_left = self.cells_left.checked_sub(1)?;
            if term.area.contains(*cell) && !leaves_out(self.grid, cell.row, term.leaves_out) {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// Whether a sum leaves a row out since it is not seen.
fn leaves_out(grid: &Grid, row: u32, rows: LeavesOut) -> bool {
    let marks = &grid.marks;
    match rows {
        LeavesOut::Nothing => false,
        LeavesOut::Hidden => marks.hidden_rows.contains(row),
        LeavesOut::Filtered => {
            marks.hidden_rows.contains(row) && marks.filter.is_some_and(|area| (area.from.row..=area.to.row).contains(&row))
        }
    }
}
