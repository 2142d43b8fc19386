//! Which rows of a block are its header.

use super::super::as_of;
use super::super::header::Line;
use super::super::labels;
use super::super::words::{self, text_of};
use super::cut::{is_full, is_used, sample, used};
use super::kinds::{self, Kind};
use super::names;
use super::profile::{Fit, Profile};
use super::{FURTHER, HEAD, MAX_GAP, Sight};
use crate::domain::{Cell, Value};

/// Most rows of a header, labels above and units below the names included.
const MAX_ROWS: usize = 3;
/// Most rows of a title.
const MAX_TITLES: usize = 5;
/// Longest label over columns and longest title, in characters.
const MAX_LABEL: usize = 200;
const MAX_TITLE: usize = 200;

/// The rows of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The line of the first label above the names; that of the names themselves if there is none.
    pub(super) first: usize,
    /// The line with the names.
    pub(super) names: usize,
    /// The first line below the header.
    pub(super) end: usize,
    /// Lines between the first label and the names that are not part of it.
    pub(super) titles: Vec<u32>,
    /// Columns with a name over values.
    pub(super) over_values: u32,
    /// Whether more than its place shows it.
    pub(super) sure: bool,
}

impl Header {
    /// Its rows on the sheet.
    pub(super) fn rows(&self, lines: &[Line<'_>]) -> Vec<u32> {
        lines.get(self.first..self.end).unwrap_or_default().iter().map(|(row, _)| *row).collect()
    }
}

/// A row that may hold the names.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    line: usize,
    fit: Fit,
    /// Whether numbers in it count the columns.
    counts: bool,
}

impl Sight<'_> {
    /// The header of the first table among lines, the first `own` of which stand above the block.
    pub(super) fn header(&self, lines: &[Line<'_>], own: usize) -> Option<Header> {
        let (candidates, data) = candidates(lines, own);
        data.and_then(|data| self.over_values(lines, own, &candidates, data)).or_else(|| self.over_texts(lines, &candidates, data))
    }

    /// A row of names over columns of values: the widest one, and the last of them.
    fn over_values(&self, lines: &[Line<'_>], own: usize, candidates: &[Candidate], data: usize) -> Option<Header> {
        let in_block = candidates.iter().any(|one| one.line >= own);
        let near = candidates.iter().filter(|one| (one.line >= own) == in_block);
        let best = near.max_by_key(|one| (one.fit.labels, one.line))?;
        let names = lines.get(best.line)?;
        let end = self.end(lines, best.line, data, true);
        let body = Profile::of(sample(lines.get(end..)?, HEAD, FURTHER).filter(|(_, cells)| is_full(cells)));
        let mut fit = body.fit(names.1);
        if best.counts {
            (fit.above, fit.alike) = (fit.above + fit.alike, 0);
        }
        // A column of values without a name, such as line numbers, tells the header from them as well.
        let nameless =
            body.columns().any(|(col, counts)| counts.of_values() && counts.said() * 5 >= body.rows * 4 && !is_used(names.1, col));
        if (fit.above == 0 && !nameless) || fit.alike > fit.above || best.fit.labels * 2 < body.usual() {
            return None;
        }
        Some(self.with_labels(lines, best.line, end, &body, (fit.above, true)))
    }

    /// The first full row over rows of texts.
    fn over_texts(&self, lines: &[Line<'_>], candidates: &[Candidate], data: Option<usize>) -> Option<Header> {
        let all = Profile::of(sample(lines, HEAD, FURTHER).filter(|(_, cells)| is_full(cells)));
        let usual = all.usual();
        let first = candidates.iter().find(|one| one.fit.labels == one.fit.said && one.fit.labels * 5 >= usual * 3)?;
        let end = self.end(lines, first.line, data.unwrap_or(lines.len()), false);
        let below = lines.get(end..)?;
        let body = Profile::of(sample(below, HEAD, FURTHER).filter(|(_, cells)| is_full(cells)));
        let sure = names::are_names(lines.get(first.line..end)?, below, self.index);
        Some(self.with_labels(lines, first.line, end, &body, (0, sure)))
    }

    /// The line below units, tags for machines, and names that stand below labels.
    fn end(&self, lines: &[Line<'_>], names: usize, data: usize, over_values: bool) -> usize {
        let mut end = names + 1;
        let leading = |line: usize| lines.get(line).and_then(|(_, cells)| used(cells).next()).map_or(0, |cell| cell.col);
        while end - names < MAX_ROWS
            && let Some((row, cells)) = lines.get(end)
            && lines.get(end - 1).is_some_and(|(above, _)| *row <= above + 1)
        {
            let texts = used(cells).all(|cell| kinds::of(cell) == Kind::Text);
            let lower_names = over_values && end < data && texts && is_full(cells) && leading(end) > leading(names);
            if !labels::is_unit_row(cells) && !lower_names {
                break;
            }
            end += 1;
        }
        end
    }

    /// Adds the labels and titles above the names.
    fn with_labels(&self, lines: &[Line<'_>], names: usize, end: usize, body: &Profile, (over_values, sure): (u32, bool)) -> Header {
        let names_cells = lines.get(names).map_or(&[][..], |(_, cells)| *cells);
        let named = || used(names_cells).map(|cell| cell.col);
        let cols = || named().chain(body.columns().map(|(col, _)| col));
        let extent = (cols().min().unwrap_or(0), cols().max().unwrap_or(0));
        let unnamed_first = named().next() != Some(extent.0);
        let mut first = names;
        while first > 0 && end - first < MAX_ROWS {
            let (Some(line), Some((below, _))) = (lines.get(first - 1), lines.get(first)) else { break };
            if !self.is_label_row(*line, *below, extent, named().count(), unnamed_first) {
                break;
            }
            first -= 1;
        }
        Header { first, names, end, titles: titles(lines, first), over_values, sure }
    }

    /// Whether a row holds labels over groups of columns, or their unit.
    fn is_label_row(&self, (row, cells): Line<'_>, below: u32, extent: (u32, u32), names: usize, unnamed_first: bool) -> bool {
        let count = used(cells).count();
        let adjacent = row + 1 == below;
        let near = adjacent || (row + 2 == below && count >= 2);
        let within = used(cells).all(|cell| (extent.0..=extent.1).contains(&cell.col));
        let fits = used(cells).all(|cell| match kinds::of(cell) {
            Kind::Text => text_of(cell).is_some_and(|text| text.chars().count() <= MAX_LABEL && !words::begins_as_note(text)),
            Kind::Year | Kind::Date => count >= 2,
            Kind::Number | Kind::Missing => false,
        });
        let Some(leading) = used(cells).next() else { return false };
        let dated = count <= 2 && as_of::begins_row(cells, self.index);
        if !near || !within || !fits || count > names || dated {
            return false;
        }
        let spans = |cell: &Cell| self.merges.width(row, cell.col).filter(|width| *width > 1);
        let over_all = |cell: &Cell| spans(cell).is_some_and(|width| cell.col <= extent.0 && cell.col + width > extent.1);
        let over_some = used(cells).any(|cell| spans(cell).is_some() && !over_all(cell));
        match (count, leading.col == extent.0) {
            // A lone text at the left is a title.
            (1, true) => false,
            (1, false) => !over_all(leading),
            // A text over the first column alone is the label of a line, unless that column has no other name.
            (_, true) => over_some || unnamed_first,
            (_, false) => true,
        }
    }
}

/// The rows that may hold names, from the top, and the first row of data below them.
fn candidates(lines: &[Line<'_>], own: usize) -> (Vec<Candidate>, Option<usize>) {
    let mut below = Profile::of(sample(lines, HEAD, FURTHER).filter(|(_, cells)| is_full(cells)));
    let mut found: Vec<Candidate> = Vec::new();
    let mut passed = false;
    for (line, (_, cells)) in lines.iter().enumerate().take(HEAD) {
        if !is_full(cells) {
            continue;
        }
        below.without(cells);
        let fit = below.fit(cells);
        // The last row has none below it to be compared with.
        let last = below.rows == 0 && !found.is_empty() && used(cells).any(|cell| kinds::of(cell).is_value());
        let values = fit.said - fit.texts;
        let data = last || (fit.alike > 0 && fit.alike * 2 >= values);
        let counts = data && found.is_empty() && counts_up(cells);
        if data && !counts {
            // Above a table stand lines with a label and a number.
            let preamble = found.is_empty() && used(cells).count() <= 2;
            if line >= own && !preamble {
                return (found, Some(line));
            }
            found.clear();
            passed = true;
            continue;
        }
        let labels = if counts { fit.said } else { fit.labels };
        let units = found.last().is_some_and(|above| above.line + 1 == line) && labels::is_unit_row(cells);
        if labels >= if passed { 3 } else { 2 } && !units {
            found.push(Candidate { line, fit: Fit { labels, ..fit }, counts });
        }
    }
    (found, None)
}

/// Whether a row is numbered: a text, then numbers of which each is one more than that before.
fn counts_up(cells: &[Cell]) -> bool {
    let numbers: Vec<f64> = used(cells)
        .filter_map(|cell| match &cell.value {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        })
        .collect();
    let texts = used(cells).filter(|cell| kinds::of(cell) == Kind::Text).count();
    let up = numbers.windows(2).all(|pair| matches!(pair, [one, next] if (next - one - 1.0).abs() < f64::EPSILON));
    numbers.len() >= 3 && texts >= 1 && numbers.len() + texts == used(cells).count() && up
}

/// The rows of the title right above a header, from the top.
fn titles(lines: &[Line<'_>], header: usize) -> Vec<u32> {
    let mut below = lines.get(header).map_or(0, |(row, _)| *row);
    let mut titles = Vec::new();
    for (row, cells) in lines.get(..header).unwrap_or_default().iter().rev().take(MAX_TITLES) {
        let title = |text: &str| text.chars().count() <= MAX_TITLE && !words::begins_as_note(text);
        let first = used(cells).next();
        let counts = used(cells).any(|cell| kinds::of(cell) == Kind::Number) || used(cells).nth(3).is_some();
        if below - row > MAX_GAP + 1 || !first.and_then(text_of).is_some_and(title) || counts {
            break;
        }
        titles.push(*row);
        below = *row;
    }
    titles.reverse();
    titles
}
