//! What looks like a table by its shape alone, where no known table was found.
//!
//! A header is a row of texts over rows whose cells in the same columns are values of one kind; or, where all are texts,
//! the first full row. Data begin where the kinds settle and end where only notes follow. Nothing is read from such a
//! table: it is shown, so that a person can say what it is.

mod body;
mod cut;
mod header;
mod kinds;
mod names;
mod profile;

use crate::domain::layout::{Outline, SheetLayout};
use crate::domain::{Grid, RowFate, SafeText};

use self::cut::{Block, is_full, sample};
use self::profile::Profile;
use super::header::Line;
use super::index::HeaderIndex;
use super::labels::Merges;

/// Rows of a block among which its header is looked for.
const HEAD: usize = 40;
/// Rows of a block that its kinds are taken from beside those.
const FURTHER: usize = 160;
/// Most tables right below each other in one block.
const MAX_STACKED: usize = 64;
/// Most rows that are kept for the table below them.
const MAX_LOOSE: usize = 8;
/// Most blank rows within a table, or between a table and what belongs to it.
const MAX_GAP: u32 = 2;

/// What is needed to judge any row.
struct Sight<'g> {
    index: &'g HeaderIndex,
    merges: Merges,
}

/// A table that was found.
struct Found {
    outline: Outline,
    /// Its rows below the header.
    profile: Profile,
    /// Whether more than its place shows its header.
    sure: bool,
    /// The first of the lines that is not its own.
    end: usize,
}

/// What stands above a block in the same strip of the sheet.
enum Above<'a> {
    /// Titles, labels, notes; or nothing.
    Loose(Vec<Line<'a>>),
    /// A table that may go on.
    Table(Box<Found>),
}

/// The tables among the rows of a sheet that are part of no known table. Beside known ones only such count as show by more
/// than their place that they are tables: what stands there is mostly titles and notes.
pub(super) fn of_rest(sheet: &SheetLayout, lines: &[Line<'_>], grid: &Grid, index: &HeaderIndex) -> Vec<Outline> {
    if sheet.tables.is_empty() {
        return find(lines, grid, index);
    }
    let fate = |row: u32| usize::try_from(row).ok().and_then(|row| sheet.fates.get(row));
    let rest: Vec<Line<'_>> =
        lines.iter().filter(|(row, _)| matches!(fate(*row), Some(RowFate::Title | RowFate::Note | RowFate::Other))).copied().collect();
    let mut found = find(&rest, grid, index);
    found.retain(|outline| outline.columns.iter().any(|(_, name)| !name.is_empty()));
    found
}

/// The tables among some rows of a sheet, from the top. Takes time in proportion to their cells.
pub(super) fn find(lines: &[Line<'_>], grid: &Grid, index: &HeaderIndex) -> Vec<Outline> {
    let sight = Sight { index, merges: Merges::new(grid, (0, u32::MAX)) };
    let mut found: Vec<Outline> = Vec::new();
    let mut above = Above::Loose(Vec::new());
    let mut strip = None;
    for block in cut::blocks(lines) {
        if strip.replace(block.strip) != Some(block.strip) {
            above.close(&mut found);
            above = Above::Loose(Vec::new());
        }
        above = sight.block(block, above, &mut found);
    }
    above.close(&mut found);
    found.sort_by_key(|outline| (outline.header_rows.first().copied(), outline.columns.first().map(|(col, _)| *col)));
    found
}

impl Above<'_> {
    fn close(self, found: &mut Vec<Outline>) {
        if let Self::Table(table) = self {
            found.push(table.outline);
        }
    }
}

impl Sight<'_> {
    /// Looks through a block. Gives what it is to the block below it; tables that are closed go to `found`.
    fn block<'a>(&self, block: Block<'a>, above: Above<'a>, found: &mut Vec<Outline>) -> Above<'a> {
        let (loose, mut open) = match above {
            Above::Loose(loose) => (loose, None),
            Above::Table(table) => (Vec::new(), Some(table)),
        };
        let lines = joined(loose, block.lines);
        let mut own = lines.own;
        let mut lines = lines.all.as_slice();
        for _ in 0..MAX_STACKED {
            let next = self.table(lines, own);
            if let Some(mut table) = open.take() {
                if next.as_ref().is_some_and(|next| table.goes_on_with(next)) {
                    return Above::Table(table);
                }
                let another = next.as_ref().is_some_and(|next| next.sure && table.sure);
                if !another && body::continues(&mut table, lines) {
                    return Above::Table(table);
                }
                found.push(table.outline);
            }
            let Some(next) = next else { break };
            lines = lines.get(next.end..).unwrap_or_default();
            own = 0;
            if lines.is_empty() {
                return Above::Table(Box::new(next));
            }
            open = Some(Box::new(next));
        }
        found.extend(open.map(|table| table.outline));
        Above::Loose(lines.get(lines.len().saturating_sub(MAX_LOOSE)..).unwrap_or_default().to_vec())
    }

    /// The first table among lines, the first `own` of which stand above the block.
    fn table(&self, lines: &[Line<'_>], own: usize) -> Option<Found> {
        let header = self.header(lines, own)?;
        let below = lines.get(header.end..)?;
        let profile = Profile::of(sample(below, HEAD, FURTHER).filter(|(_, cells)| is_full(cells)));
        let columns = names::columns(&header, lines, &profile, &self.merges);
        let body = body::extent(below, &profile, &columns)?;
        let values = || profile.columns().any(|(_, counts)| counts.numbers + counts.dates > 0);
        let enough = match (columns.len(), header.sure) {
            (0 | 1, _) => false,
            // Two columns are more often labels with something beside them.
            (2, false) => body.data_rows >= 3 && !values(),
            (2, true) => body.data_rows >= 3 || (header.over_values >= 2 && body.data_rows >= 1),
            (_, true) => body.data_rows >= 2 || (header.over_values >= 2 && body.data_rows >= 1),
            (_, false) => body.data_rows >= 2,
        };
        if !enough || (columns.len() == 2 && names::are_labelled(below)) {
            return None;
        }
        let outline = Outline {
            title_rows: header.titles.clone(),
            header_rows: header.rows(lines),
            columns: names::shown(columns, header.sure),
            rows: body.rows,
            data_rows: body.data_rows,
        };
        Some(Found { outline, profile, sure: header.sure, end: header.end + body.end })
    }
}

impl Found {
    /// The first and the last column.
    fn extent(&self) -> (u32, u32) {
        let col = |at: Option<&(u32, SafeText)>| at.map_or(0, |(col, _)| *col);
        (col(self.outline.columns.first()), col(self.outline.columns.last()))
    }

    /// Takes in a part that repeats the header, as on a new page.
    fn goes_on_with(&mut self, next: &Self) -> bool {
        let near = next.outline.header_rows.first().is_some_and(|row| *row <= self.outline.rows.1 + MAX_GAP + 1);
        let same = next.sure && next.outline.title_rows.is_empty() && next.outline.columns == self.outline.columns;
        if near && same {
            self.outline.rows.1 = next.outline.rows.1;
            self.outline.data_rows += next.outline.data_rows;
        }
        near && same
    }
}

/// The rows of a block with the loose ones close above it.
struct Joined<'a> {
    all: Vec<Line<'a>>,
    /// How many of them stand above the block.
    own: usize,
}

fn joined<'a>(loose: Vec<Line<'a>>, block: Vec<Line<'a>>) -> Joined<'a> {
    let mut row = block.first().map_or(0, |(row, _)| *row);
    let mut own = 0;
    for (above, _) in loose.iter().rev() {
        if row - above > MAX_GAP + 1 {
            break;
        }
        row = *above;
        own += 1;
    }
    let mut all = loose;
    all.drain(..all.len() - own);
    all.extend(block);
    Joined { all, own }
}
