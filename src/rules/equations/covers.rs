//! Which records a total line is about.

use std::ops::Range;

use crate::domain::equation::Grouping;
use crate::domain::layout::AddsUp;
use crate::domain::table::ClaimedTotal;
use crate::domain::{Census, ClaimKind, FastMap, Table};

use super::evaluate::Engine;

/// The records of one total line: a stretch, or those in it of the missions of one organisation or region.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    /// The stretch.
    pub(super) range: Range<usize>,
    /// `Some` where not all of it counts.
    only: Option<AddsUp>,
    /// The first record of which it cannot be told whether it counts.
    unplaced: Option<usize>,
    /// What the line is compared as; `None` if it is not known what it adds up.
    as_a: Option<Grouping>,
}

impl Cover {
    /// Those of all total lines.
    pub(super) fn all(census: &Census<'_>) -> FastMap<(usize, usize), Vec<Self>> {
        let with_totals = census.tables().filter(|(_, _, table)| !table.totals.is_empty());
        with_totals.map(|(ret, at, table)| ((ret, at), table.totals.iter().map(|total| Self::of(census, table, total)).collect())).collect()
    }

    fn of(census: &Census<'_>, table: &Table, total: &ClaimedTotal) -> Self {
        let range = table.covered(total);
        let as_a = match (total.grand, total.kind, &total.adds_up) {
            (true, _, _) => Some(Grouping::Total),
            (false, ClaimKind::Average, _) | (false, _, AddsUp::Unclear) => None,
            (false, ClaimKind::Sum, _) => Some(Grouping::Subtotal),
        };
        let whole = Self { range: range.clone(), only: None, unplaced: None, as_a };
        if total.grand || matches!(total.adds_up, AddsUp::All | AddsUp::Unclear) {
            return whole;
        }
        let fits = |record: usize| belongs(census, table, record, &total.adds_up);
        // Below its own block a line is about the block; at the end of the table about all such missions in it.
        if !range.is_empty() && range.clone().all(|record| fits(record) == Some(true)) {
            return whole;
        }
        let above = 0..range.end;
        let unplaced = above.clone().find(|record| fits(*record).is_none());
        Self { range: above, only: Some(total.adds_up.clone()), unplaced, as_a }
    }
}

/// Whether a record is about a mission of an organisation or region; `None` if its mission is not known.
fn belongs(census: &Census<'_>, table: &Table, record: usize, part: &AddsUp) -> Option<bool> {
    let field = census.schema.tables[table.schema].field("mission")?;
    let mission = &census.schema.registry.missions[table.mission(field, record)?];
    Some(match part {
        AddsUp::Organisation(code) => mission.organisation == *code,
        AddsUp::Region(code) => mission.region == *code,
        AddsUp::All => true,
        AddsUp::Unclear => return None,
    })
}

impl Engine<'_, '_> {
    fn cover(&self, ret: usize, table: usize, line: usize) -> Option<&Cover> {
        self.covers.get(&(ret, table))?.get(line)
    }

    /// The records that a total line covers, rejected ones included: the sheet itself counts them.
    pub(super) fn covered(&self, ret: usize, table: usize, line: usize) -> impl Iterator<Item = usize> {
        let cover = self.cover(ret, table, line);
        let range = cover.map_or(0..0, |cover| cover.range.clone());
        range.filter(move |record| self.covers(ret, table, line, *record))
    }

    /// The stretch in which the records of a total line stand.
    pub(super) fn stretch(&self, ret: usize, table: usize, line: usize) -> Range<usize> {
        self.cover(ret, table, line).map_or(0..0, |cover| cover.range.clone())
    }

    /// Whether a total line covers a record.
    pub(super) fn covers(&self, ret: usize, table: usize, line: usize, record: usize) -> bool {
        let Some(cover) = self.cover(ret, table, line) else { return false };
        let records = &self.census.returns[ret].tables[table];
        cover.range.contains(&record) && cover.only.as_ref().is_none_or(|part| belongs(self.census, records, record, part).unwrap_or(false))
    }

    /// Whether a total line leaves records within its stretch out.
    pub(super) fn is_partial(&self, ret: usize, table: usize, line: usize) -> bool {
        self.cover(ret, table, line).is_some_and(|cover| cover.only.is_some())
    }

    /// The first record of which it cannot be told whether a total line covers it.
    pub(super) fn unplaced(&self, ret: usize, table: usize, line: usize) -> Option<usize> {
        self.cover(ret, table, line)?.unplaced
    }

    /// Whether a total line makes a case of an equation with this grouping.
    pub(super) fn is_a(&self, ret: usize, table: usize, line: usize, group: Grouping) -> bool {
        self.cover(ret, table, line).is_some_and(|cover| cover.as_a == Some(group))
    }

    /// The total lines that make cases with this grouping and cover a record.
    pub(super) fn lines_over(&self, ret: usize, table: usize, record: usize, group: Grouping) -> impl Iterator<Item = usize> {
        let lines = self.covers.get(&(ret, table)).map_or(0, Vec::len);
        (0..lines).filter(move |line| self.is_a(ret, table, *line, group) && self.covers(ret, table, *line, record))
    }
}
