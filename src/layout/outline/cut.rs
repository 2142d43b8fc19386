//! Cuts a sheet at its blank rows and columns into blocks of cells that stand together.

use crate::domain::Cell;

use super::super::header::Line;
use super::super::words::is_blank;
use super::kinds;

/// How often a part is cut at columns and its parts at rows again.
const DEEPEST: u32 = 3;
/// Rows of a block that are looked at before it is cut at columns, from the top and spread over the rest.
const LOOKED_AT: usize = 200;
/// Least rows with several cells that a table beside another one has, its header included.
const LEAST_ROWS: usize = 3;

/// Rows without a blank one between them. Of each only the cells of its strip of the sheet count.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// The same for blocks that stand above each other in the same columns.
    pub(super) strip: u32,
    pub(super) lines: Vec<Line<'a>>,
}

/// The cells of a row in which anything can be seen.
pub(super) fn used(cells: &[Cell]) -> impl DoubleEndedIterator<Item = &Cell> {
    cells.iter().filter(|cell| !is_blank(cell))
}

/// Whether anything can be seen in a column of a row.
pub(super) fn is_used(cells: &[Cell], col: u32) -> bool {
    cells.binary_search_by_key(&col, |cell| cell.col).ok().and_then(|at| cells.get(at)).is_some_and(|cell| !is_blank(cell))
}

/// Whether at least two cells of a row are used.
pub(super) fn is_full(cells: &[Cell]) -> bool {
    used(cells).nth(1).is_some()
}

/// Some of many lines: the first ones, and others at even distances.
pub(super) fn sample<'l, 'a>(lines: &'l [Line<'a>], first: usize, further: usize) -> impl Iterator<Item = &'l Line<'a>> + Clone {
    let (head, rest) = lines.split_at(first.min(lines.len()));
    head.iter().chain(rest.iter().step_by((rest.len() / further.max(1)).max(1)))
}

/// The blocks of a sheet, strip by strip, each from the top.
pub(super) fn blocks<'a>(lines: &[Line<'a>]) -> Vec<Block<'a>> {
    let mut cutter = Cutter { strips: 0, blocks: Vec::new() };
    cutter.rows(lines, 0, 0);
    cutter.blocks
}

struct Cutter<'a> {
    strips: u32,
    blocks: Vec<Block<'a>>,
}

impl<'a> Cutter<'a> {
    fn rows(&mut self, lines: &[Line<'a>], strip: u32, depth: u32) {
        for band in lines.chunk_by(|one, next| next.0 == one.0 + 1) {
            let starts = if depth < DEEPEST { strips(band) } else { Vec::new() };
            if starts.is_empty() {
                self.blocks.push(Block { strip, lines: band.to_vec() });
                continue;
            }
            for (at, from) in starts.iter().enumerate() {
                let to = starts.get(at + 1).copied().unwrap_or(u32::MAX);
                let narrow = |(row, cells): &Line<'a>| {
                    let cells: &'a [Cell] = cells;
                    let begin = cells.partition_point(|cell| cell.col < *from);
                    let end = cells.partition_point(|cell| cell.col < to);
                    let own = cells.get(begin..end)?;
                    used(own).next().is_some().then_some((*row, own))
                };
                let part: Vec<Line<'a>> = band.iter().filter_map(narrow).collect();
                self.strips += 1;
                self.rows(&part, self.strips, depth + 1);
            }
        }
    }
}

/// A run of columns without a blank one between them.
#[derive(Debug, Clone, Copy, Default)]
struct Run {
    from: u32,
    to: u32,
    /// Rows with several cells in it.
    full: usize,
    /// The first and the last of them.
    rows: Option<(u32, u32)>,
    /// Cells in its first column, and texts among them.
    leading: usize,
    labels: usize,
    /// Cells with values.
    values: usize,
}

impl Run {
    const fn several(&self) -> bool {
        self.to > self.from && self.full >= LEAST_ROWS
    }

    /// Whether it stands by itself beside another: it has labels of its own, and values or other rows.
    fn apart_from(&self, left: &Self) -> bool {
        let labelled = self.labels * 2 >= self.leading && self.leading * 2 >= self.full;
        let elsewhere = match (self.rows, left.rows) {
            (Some((first, last)), Some((first_left, last_left))) => first != first_left && last != last_left,
            _ => false,
        };
        self.several() && left.several() && ((labelled && (self.values > 0 || self.rows != left.rows)) || elsewhere)
    }
}

/// The columns at which tables side by side begin, the first one at zero; none if there is but one.
fn strips(band: &[Line<'_>]) -> Vec<u32> {
    if band.len() < LEAST_ROWS {
        return Vec::new();
    }
    let looked_at = || sample(band, LOOKED_AT, LOOKED_AT).filter(|(_, cells)| is_full(cells));
    let mut cols: Vec<u32> = looked_at().flat_map(|(_, cells)| used(cells)).map(|cell| cell.col).collect();
    cols.sort_unstable();
    cols.dedup();
    let mut runs: Vec<Run> = cols
        .chunk_by(|one, next| *next == one + 1)
        .filter_map(|run| Some(Run { from: *run.first()?, to: *run.last()?, ..Run::default() }))
        .collect();
    if runs.len() < 2 {
        return Vec::new();
    }
    for (row, cells) in looked_at() {
        let mut at = 0;
        let mut in_run = 0;
        for cell in used(cells) {
            while runs.get(at).is_some_and(|run| run.to < cell.col) {
                at += 1;
                in_run = 0;
            }
            let Some(run) = runs.get_mut(at) else { break };
            let kind = kinds::of(cell);
            in_run += 1;
            run.values += usize::from(kind.is_value());
            if cell.col == run.from {
                run.leading += 1;
                run.labels += usize::from(kind == kinds::Kind::Text);
            }
            if in_run == 2 {
                run.full += 1;
                run.rows = Some((run.rows.map_or(*row, |(first, _)| first), *row));
            }
        }
    }
    let mut starts = vec![0];
    let mut left = runs.first().copied().unwrap_or_default();
    for run in runs.iter().skip(1) {
        if run.apart_from(&left) {
            starts.push(run.from);
            left = *run;
        } else {
            left = Run { to: run.to, full: left.full.max(run.full), rows: left.rows.or(run.rows), ..left };
        }
    }
    if starts.len() > 1 { starts } else { Vec::new() }
}
