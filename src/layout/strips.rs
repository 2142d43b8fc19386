//! Tables that stand side by side: a sheet is cut into strips of columns where each has a table of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::Cell;

use super::header::{Hits, Line, View};
use super::index::Reading;
use super::names;
use super::words::is_blank;

/// Most parts, one below another, into which a sheet is cut to look for tables side by side.
const MAX_BANDS: usize = 12;
/// Most tables side by side.
const MAX_STRIPS: usize = 64;
/// Most rows in which a repeated name is looked for.
const MAX_TRIES: usize = 600;

/// A part of a sheet: some of its lines, each with the cells of some columns.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// First and last column.
    pub(super) cols: (u32, u32),
    /// The lines with something in these columns.
    pub(super) lines: Vec<Line<'a>>,
}

impl<'a> Part<'a> {
    fn whole(lines: &[Line<'a>]) -> Self {
        Self { cols: (0, u32::MAX), lines: lines.to_vec() }
    }

    fn of(lines: &[Line<'a>], cols: (u32, u32)) -> Self {
        Self { cols, lines: within(lines, cols) }
    }
}

/// The lines as far as they lie in some columns, without those that hold nothing there.
pub(super) fn within<'a>(lines: &[Line<'a>], (from, to): (u32, u32)) -> Vec<Line<'a>> {
    let cut = |(row, cells): &Line<'a>| {
        let begin = cells.partition_point(|cell| cell.col < from);
        let end = cells.partition_point(|cell| cell.col <= to);
        let cells: &'a [Cell] = cells.get(begin..end)?;
        (!cells.iter().all(is_blank)).then_some((*row, cells))
    };
    lines.iter().filter_map(cut).collect()
}

/// The parts of a sheet that are to be read each by itself. `holds` tells whether a part has a table of its own. A sheet is
/// cut only where at least two of the strips have one; what has none goes with the strip before it.
pub(super) fn split<'a>(view: &View<'_>, lines: &[Line<'a>], hits: &[Hits], holds: &dyn Fn(&Part<'a>) -> bool) -> Vec<Part<'a>> {
    let names = |hits: &Hits| hits.known > 1 && hits.recognises;
    let likely = lines.iter().zip(hits).filter(|(_, hits)| names(hits)).map(|((row, _), _)| *row).take(MAX_TRIES).collect();
    let sheet = Sheet { view, likely, holds };
    if let Some(strips) = sheet.side_by_side(lines) {
        return strips;
    }
    let bands = bands(lines);
    if !(2..=MAX_BANDS).contains(&bands.len()) || !bands.iter().any(|band| !gaps(band).is_empty() || sheet.repeats(band).is_some()) {
        return vec![Part::whole(lines)];
    }
    // One wide table above or below hides that others stand side by side.
    let mut parts: Vec<(Vec<Line<'a>>, Option<Vec<Part<'a>>>)> = Vec::new();
    for band in bands {
        if let Some((so_far, strips)) = parts.last_mut() {
            let joined = [so_far.as_slice(), band].concat();
            let together = sheet.side_by_side(&joined);
            let alone = || sheet.side_by_side(band).is_some();
            if (strips.is_some() && together.is_some()) || (strips.is_none() && !alone()) {
                (*so_far, *strips) = (joined, together);
                continue;
            }
        }
        parts.push((band.to_vec(), sheet.side_by_side(band)));
    }
    if parts.iter().all(|(_, strips)| strips.is_none()) {
        return vec![Part::whole(lines)];
    }
    parts.into_iter().flat_map(|(lines, strips)| strips.unwrap_or_else(|| vec![Part::whole(&lines)])).collect()
}

/// A sheet that is cut.
struct Sheet<'s, 'a> {
    view: &'s View<'s>,
    /// The rows with at least two known names, one of them such as a table is recognised by.
    likely: Vec<u32>,
    holds: &'s dyn Fn(&Part<'a>) -> bool,
}

impl<'a> Sheet<'_, 'a> {
    /// The strips of lines with tables side by side, if there are.
    fn side_by_side(&self, lines: &[Line<'a>]) -> Option<Vec<Part<'a>>> {
        let gaps = gaps(lines);
        let mut cuts: BTreeSet<u32> = gaps.iter().copied().collect();
        // Without a blank column between them the names of one table are repeated by the next.
        let ends = gaps.iter().map(|col| col.saturating_sub(1)).chain([u32::MAX]);
        for cols in std::iter::once(0).chain(gaps.iter().copied()).zip(ends).take(MAX_STRIPS) {
            cuts.extend(self.repeats(&self.likely_within(lines, cols)).into_iter().flatten());
        }
        let strips = self.joined(lines, &cuts);
        (strips.len() > 1).then(|| strips.into_iter().map(|cols| Part::of(lines, cols)).collect())
    }

    fn likely_within(&self, lines: &[Line<'a>], cols: (u32, u32)) -> Vec<Line<'a>> {
        let likely: Vec<Line<'a>> = lines.iter().filter(|(row, _)| self.likely.binary_search(row).is_ok()).copied().collect();
        within(&likely, cols)
    }

    /// The strips between cuts, each a first and last column, where those without a table of their own have joined the one
    /// before, or the first one after. `cuts` are the first columns of the strips but for the leftmost.
    fn joined(&self, lines: &[Line<'a>], cuts: &BTreeSet<u32>) -> Vec<(u32, u32)> {
        if cuts.is_empty() || cuts.len() >= MAX_STRIPS {
            return vec![(0, u32::MAX)];
        }
        let ends = cuts.iter().map(|col| col.saturating_sub(1)).chain([u32::MAX]);
        let mut strips: Vec<(u32, u32)> = Vec::new();
        let mut waiting: Option<u32> = None;
        for (from, to) in std::iter::once(0).chain(cuts.iter().copied()).zip(ends) {
            let from = waiting.take().unwrap_or(from);
            if (self.holds)(&Part::of(lines, (from, to))) {
                strips.push((from, to));
            } else if let Some(last) = strips.last_mut() {
                last.1 = to;
            } else {
                waiting = Some(from);
            }
        }
        if strips.is_empty() { vec![(0, u32::MAX)] } else { strips }
    }

    /// The columns in which a header row begins again with the name it began with, each time after all names that a table is
    /// recognised by.
    fn repeats(&self, lines: &[Line<'_>]) -> Option<Vec<u32>> {
        let likely = lines.iter().filter(|(row, _)| self.likely.binary_search(row).is_ok());
        let headers: Vec<((u32, u32), Vec<u32>)> = likely.filter_map(|(_, cells)| repeats_in(self.view, cells)).collect();
        let cuts = headers.iter().map(|(_, begins)| begins).find(|begins| !begins.is_empty())?;
        // A header that goes on over the cuts is that of one wide table.
        let wide = |(cols, begins): &((u32, u32), Vec<u32>)| begins != cuts && cuts.iter().any(|cut| cols.0 < *cut && *cut <= cols.1);
        (!headers.iter().any(wide)).then(|| cuts.clone())
    }
}

/// The columns that begin behind a blank one. Lone texts, such as titles and notes, may stand anywhere.
fn gaps(lines: &[Line<'_>]) -> Vec<u32> {
    let mut used: Vec<bool> = Vec::new();
    for (_, cells) in lines {
        let filled = || cells.iter().filter(|cell| !is_blank(cell));
        if filled().nth(1).is_some() {
            for col in filled().map(|cell| cell.col as usize) {
                if used.len() <= col {
                    used.resize(col + 1, false);
                }
                used[col] = true;
            }
        }
    }
    let begins = (1_u32..).zip(used.windows(2)).filter(|(_, pair)| matches!(pair, [false, true])).map(|(col, _)| col);
    let first = used.iter().position(|used| *used).and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
    begins.filter(|col| *col > first).collect()
}

/// The first and last known name of a row that is a header, and the columns in which it begins again.
fn repeats_in(view: &View<'_>, cells: &[Cell]) -> Option<((u32, u32), Vec<u32>)> {
    let found = names::evaluate(&[(0, cells)], view.merges, view.schema, view.index, false)?;
    let needed = &view.schema.tables[found.table].recognised_by;
    let fields: BTreeMap<u32, usize> = found
        .names
        .iter()
        .filter_map(|(name, reading)| match reading {
            Some(Reading::Field { field, .. }) => Some((name.col, *field)),
            _ => None,
        })
        .collect();
    let first = fields.values().next()?;
    let cols = (*fields.keys().next()?, *fields.keys().next_back()?);
    let mut begins = Vec::new();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut whole = true;
    for (col, field) in &fields {
        if field == first && !seen.is_empty() {
            whole &= needed.iter().all(|field| seen.contains(field));
            begins.push(*col);
            seen.clear();
        }
        seen.insert(*field);
    }
    whole &= needed.iter().all(|field| seen.contains(field));
    Some((cols, if whole { begins } else { Vec::new() }))
}

/// Lines without a blank row between them.
fn bands<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<&'l [Line<'a>]> {
    lines.chunk_by(|one, next| one.0 + 1 == next.0).collect()
}
