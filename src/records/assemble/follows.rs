//! Totals that follow the rows above them: their value is the result of a formula that adds up just those rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::formula::takes_subtotal;
use crate::domain::layout::Claim;
use crate::domain::{CellRef, ClaimKind, Column, LeavesOut, SumTerm, Value};

use super::columns::{Slots, cell_at};
use super::rows::Sheet;
use super::shown::is_blank;

/// More totals than this are not looked through in one formula; a total of totals has a few.
const MOST_PARTS: usize = 200;

/// The columns of each total line that follow the rows it is about, in the order of the claims. `rows` are those of the
/// records, from the top.
pub(super) fn columns(sheet: &Sheet<'_>, slots: &Slots<'_>, rows: &[u32]) -> Vec<BTreeSet<u32>> {
    let mut following = vec![BTreeSet::new(); sheet.layout.claims.len()];
    if sheet.grid.marks.formulas.is_empty() {
        return following;
    }
    for slot in &slots.slots {
        let Column::Counts(counts) = &slot.column.values else { continue };
        let column = Of::new(sheet, slot.col, rows, counts);
        let mut parts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for (claim, following) in sheet.layout.claims.iter().zip(&mut following) {
            if claim.kind == ClaimKind::Sum && column.follows(claim, &parts) {
                following.insert(slot.col);
                parts.insert(claim.row, (claim.first_row, claim.row));
            }
        }
    }
    following
}

/// One column of counts.
struct Of<'s, 'a> {
    sheet: Sheet<'a>,
    col: u32,
    rows: &'s [u32],
    /// Rows of records whose count stands in a text, which a formula passes over.
    texts: Vec<u32>,
    /// Rows with a number that belongs to no record: titles, notes, other lines, rows that are set aside.
    strangers: Vec<u32>,
}

impl<'s, 'a> Of<'s, 'a> {
    fn new(sheet: &Sheet<'a>, col: u32, rows: &'s [u32], counts: &[Option<i64>]) -> Self {
        let mut own = Self { sheet: *sheet, col, rows, texts: Vec::new(), strangers: Vec::new() };
        let mut claims: Vec<u32> = sheet.layout.claims.iter().map(|claim| claim.row).collect();
        claims.sort_unstable();
        for (row, cells) in sheet.grid.rows() {
            let Some(value) = cell_at(cells, col).filter(|value| !is_blank(value)) else { continue };
            let record = rows.binary_search(&row).ok();
            match (value, record) {
                (Value::Text(_), Some(record)) => {
                    if counts.get(record).copied().flatten().is_some_and(|count| count != 0) {
                        own.texts.push(row);
                    }
                }
                (Value::Text(_) | Value::Bool(_), None) => {}
                (Value::Number(_), Some(_)) => {}
                _ if claims.binary_search(&row).is_ok() => {}
                _ => own.strangers.push(row),
            }
        }
        own
    }

    /// Whether the formula of a total adds each row it is about just once, and nothing else. `parts` are the totals above it
    /// that follow their own rows, each with the first of them.
    fn follows(&self, claim: &Claim, parts: &BTreeMap<u32, (u32, u32)>) -> bool {
        let Some(sum) = self.sheet.grid.sum(CellRef::new(claim.row, self.col)) else { return false };
        let plain = |term: &SumTerm| !term.minus && (term.area.from.col, term.area.to.col) == (self.col, self.col);
        if sum.average || sum.constant != 0.0 || !sum.terms.iter().all(plain) {
            return false;
        }
        let mut added: Vec<(u32, u32)> = Vec::new();
        for term in &sum.terms {
            let (from, to) = (term.area.from.row, term.area.to.row);
            if to >= claim.row || any_within(&self.texts, from, to) || self.meets_stranger(term) {
                return false;
            }
            added.push((from, to.saturating_add(1)));
            let others = self.claims_within(from, to);
            if others.len() + added.len() > MOST_PARTS {
                return false;
            }
            for other in others {
                // A subtotal passes over the others; a sum adds them too.
                if term.leaves_out != LeavesOut::Nothing && self.is_subtotal(other.row) {
                    continue;
                }
                match parts.get(&other.row) {
                    Some(part) => added.push(*part),
                    None if self.is_empty(other.row) => {}
                    None => return false,
                }
            }
        }
        self.just_once(added, claim)
    }

    /// Whether a term adds a number that belongs to no record, or passes over a record.
    fn meets_stranger(&self, term: &SumTerm) -> bool {
        let (from, to) = (term.area.from.row, term.area.to.row);
        if term.leaves_out == LeavesOut::Nothing {
            return any_within(&self.strangers, from, to);
        }
        let left_out = |row: u32| {
            let marks = &self.sheet.grid.marks;
            let filtered = || marks.filter.is_some_and(|area| (area.from.row..=area.to.row).contains(&row));
            marks.hidden_rows.contains(row) && (term.leaves_out == LeavesOut::Hidden || filtered())
        };
        within(&self.strangers, from, to).iter().any(|row| !left_out(*row)) || within(self.rows, from, to).iter().any(|row| left_out(*row))
    }

    /// The total lines within rows.
    fn claims_within(&self, from: u32, to: u32) -> &'a [Claim] {
        let claims = &self.sheet.layout.claims;
        let first = claims.partition_point(|claim| claim.row < from);
        let count = claims.get(first..).map_or(0, |rest| rest.partition_point(|claim| claim.row <= to));
        claims.get(first..first + count).unwrap_or(&[])
    }

    fn is_subtotal(&self, row: u32) -> bool {
        self.sheet.grid.marks.formula(CellRef::new(row, self.col)).is_some_and(|formula| takes_subtotal(&formula.text))
    }

    fn is_empty(&self, row: u32) -> bool {
        cell_at(self.sheet.grid.row(row), self.col).is_none_or(|value| is_blank(value) || matches!(value, Value::Text(_)))
    }

    /// Whether stretches of rows, each from its first up to but without its last, hold just the records that a claim is about.
    fn just_once(&self, mut added: Vec<(u32, u32)>, claim: &Claim) -> bool {
        let at = |row: u32| self.rows.partition_point(|own| *own < row);
        let (first, last) = (at(claim.first_row), at(claim.row));
        added.sort_unstable();
        let mut next = first;
        for (from, to) in added.into_iter().map(|(from, to)| (at(from), at(to))).filter(|(from, to)| from < to) {
            if from != next {
                return false;
            }
            next = to;
        }
        next == last && first < last
    }
}

fn within(rows: &[u32], from: u32, to: u32) -> &[u32] {
    let first = rows.partition_point(|row| *row < from);
    let count = rows.get(first..).map_or(0, |rest| rest.partition_point(|row| *row <= to));
    rows.get(first..first + count).unwrap_or(&[])
}

fn any_within(rows: &[u32], from: u32, to: u32) -> bool {
    !within(rows, from, to).is_empty()
}
