//! Finds the header rows of a sheet by what they say.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::domain::layout::{PersonalColumn, UnknownColumn, Why};
use crate::domain::{Cell, ColumnBinding, Grid, SafeText, Schema, fold};

use super::index::{HeaderIndex, Known, Reading};
use super::labels::{self, Merges};
use super::words::{is_blank, text_of};

/// Most rows over which the names of one header are spread.
const MAX_HEADER_ROWS: usize = 3;
/// Most unknown headers of a sheet for which a similar one is looked for, so that a hostile sheet costs no more.
const MAX_SUGGESTIONS: usize = 200;

/// A used row and its cells.
pub(super) type Line<'a> = (u32, &'a [Cell]);

/// One header with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The table, as an index into the schema's tables.
    pub(super) table: usize,
    /// All its rows, group labels above and units below included.
    pub(super) rows: Vec<u32>,
    /// The row of the lowest names.
    pub(super) names_row: u32,
    /// Known fields, from the left.
    pub(super) columns: Vec<ColumnBinding>,
    /// Headers that are not understood.
    pub(super) unknown: Vec<UnknownColumn>,
    /// Headers of personal data.
    pub(super) personal: Vec<PersonalColumn>,
}

impl Header {
    /// The column of a field.
    pub(super) fn column_of(&self, field: usize) -> Option<u32> {
        self.columns.iter().find(|column| column.field == field).map(|column| column.col)
    }

    /// Whether another header names the same fields in the same columns, as one repeated on each page does.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let fields = |header: &Self| header.columns.iter().map(|column| (column.col, column.field)).collect::<Vec<_>>();
        self.table == other.table && fields(self) == fields(other)
    }
}

/// What the cells of a row have to do with headers.
#[derive(Debug, Clone, Copy, Default)]
struct Hits {
    texts: u32,
    known: u32,
    others: u32,
    recognises: bool,
}

/// One header cell: the lowest text of its column in the rows that are tried.
#[derive(Debug, Clone)]
struct Name<'a> {
    col: u32,
    row: u32,
    raw: &'a str,
    known: Option<Known>,
    /// The label above it, what that means, and what both mean together.
    group: Option<(&'a str, Option<Known>, Option<Known>)>,
}

/// Rows that make a header together.
#[derive(Debug)]
struct Found<'a> {
    table: usize,
    score: usize,
    names: Vec<(Name<'a>, Option<Reading>)>,
}

/// The headers of a sheet, from the top. A header repeated on each page is found each time.
pub(super) fn find(grid: &Grid, lines: &[Line<'_>], schema: &Schema, index: &HeaderIndex) -> Vec<Header> {
    let merges = Merges::new(grid);
    let hits: Vec<Hits> = lines.iter().map(|(_, cells)| count_hits(cells, schema, index)).collect();
    let mut headers: Vec<Header> = Vec::new();
    let mut suggestions = MAX_SUGGESTIONS;
    let mut at = 0;
    while at < lines.len() {
        let Some((from, found, to)) = best_from(at, lines, &hits, &merges, schema, index) else {
            at += 1;
            continue;
        };
        let mut header = bind(&found, index, &mut suggestions);
        header.rows = lines[from..to].iter().map(|(row, _)| *row).collect();
        header.names_row = lines[to - 1].0;
        let before = headers.last().and_then(|header| header.rows.last()).copied();
        let extent = found.names.first().map(|(name, _)| name.col).zip(found.names.last().map(|(name, _)| name.col));
        let mut top = from;
        while top > 0
            && from - top + 1 < MAX_HEADER_ROWS
            && lines[top - 1].0 + 1 == lines[top].0
            && before.is_none_or(|row| row < lines[top - 1].0)
        {
            let label_row =
                extent.is_some_and(|extent| labels::is_group_row(lines[top - 1], extent, found.names.len(), &merges, grid, index));
            if !label_row {
                break;
            }
            top -= 1;
            header.rows.insert(0, lines[top].0);
        }
        at = to;
        if lines.get(to).is_some_and(|line| line.0 == header.names_row + 1 && labels::is_unit_row(line.1)) {
            header.rows.push(lines[to].0);
            add_units(&mut header, lines[to].1);
            at += 1;
        }
        headers.push(header);
    }
    headers
}

fn count_hits(cells: &[Cell], schema: &Schema, index: &HeaderIndex) -> Hits {
    let mut hits = Hits::default();
    for cell in cells.iter().filter(|cell| !is_blank(cell)) {
        let Some(text) = text_of(cell) else {
            hits.others += 1;
            continue;
        };
        hits.texts += 1;
        if let Some(known) = index.look_up(text) {
            hits.known += 1;
            hits.recognises |= index.recognises(&known, schema);
        }
    }
    hits
}

/// The header that begins at a line, if there is one: the fewest rows with the most names. It may turn out to begin
/// lower, where the first rows add nothing. Gives its first line and the one after its last.
fn best_from<'a>(
    at: usize,
    lines: &[Line<'a>],
    hits: &[Hits],
    merges: &Merges,
    schema: &Schema,
    index: &HeaderIndex,
) -> Option<(usize, Found<'a>, usize)> {
    let mut best: Option<(Found<'a>, usize)> = None;
    for to in at + 1..=(at + MAX_HEADER_ROWS).min(lines.len()) {
        let last = &hits[to - 1];
        let lower = to - 1 > at;
        if lower && (lines[to - 1].0 != lines[to - 2].0 + 1 || last.others > 0 || last.known * 2 < last.texts) {
            break;
        }
        let span = &hits[at..to];
        if !span.iter().any(|hit| hit.recognises) || span.iter().map(|hit| hit.known).sum::<u32>() < 2 {
            continue;
        }
        if let Some(found) = evaluate(&lines[at..to], merges, schema, index)
            && best.as_ref().is_none_or(|(so_far, _)| found.score > so_far.score)
        {
            best = Some((found, to));
        }
    }
    let (mut found, to) = best?;
    let mut from = at;
    while from + 1 < to {
        match evaluate(&lines[from + 1..to], merges, schema, index) {
            Some(shorter) if shorter.score >= found.score => {
                found = shorter;
                from += 1;
            }
            _ => break,
        }
    }
    // Rows that add nothing stay outside, unless the first of them is a header of its own, of a table without rows.
    if from > at
        && let Some(own) = evaluate(&lines[at..=at], merges, schema, index)
    {
        return Some((at, own, at + 1));
    }
    Some((from, found, to))
}

/// Reads lines as one header for the table that fits best.
fn evaluate<'a>(lines: &[Line<'a>], merges: &Merges, schema: &Schema, index: &HeaderIndex) -> Option<Found<'a>> {
    let names = names_of(lines, merges, index);
    let short: HashSet<String> = names.iter().filter(|name| name.raw.len() <= 8).map(|name| fold(name.raw)).collect();
    let beside = |other: &str| short.contains(other);
    let mut tables: BTreeSet<usize> = BTreeSet::new();
    for name in &names {
        let group = name.group.iter().flat_map(|(_, _, joined)| joined);
        tables.extend(name.known.iter().chain(group).flat_map(|known| index.tables(known)));
    }
    let mut best: Option<(usize, usize)> = None;
    for table in tables {
        let mut bound = BTreeSet::new();
        let mut open = BTreeSet::new();
        let mut several = 0;
        for reading in names.iter().filter_map(|name| read(name, table, &schema.tables[table].recognised_by, index, &beside)) {
            match reading {
                Reading::Field { field, .. } => {
                    bound.insert(field);
                }
                Reading::Several(fields) => {
                    several += 1;
                    open.extend(fields);
                }
                _ => {}
            }
        }
        let needed = &schema.tables[table].recognised_by;
        let recognised = needed.iter().all(|field| bound.contains(field) || open.contains(field));
        let score = bound.len() * 2 + several;
        if recognised && bound.len() + several >= 2 && best.is_none_or(|(_, top)| score > top) {
            best = Some((table, score));
        }
    }
    let (table, score) = best?;
    let read_all = |name: Name<'a>| {
        let reading = read(&name, table, &schema.tables[table].recognised_by, index, &beside);
        (name, reading)
    };
    Some(Found { table, score, names: names.into_iter().map(read_all).collect() })
}

/// The lowest text of each column, from the left, with the label that stands over it.
fn names_of<'a>(lines: &[Line<'a>], merges: &Merges, index: &HeaderIndex) -> Vec<Name<'a>> {
    let mut lowest: BTreeMap<u32, (usize, &'a str)> = BTreeMap::new();
    for (at, (_, cells)) in lines.iter().enumerate() {
        lowest.extend(cells.iter().filter_map(|cell| text_of(cell).map(|text| (cell.col, (at, text)))));
    }
    let spread: Vec<Vec<(u32, u32, &'a str)>> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| labels::spread(*line, merges, |col| lowest.get(&col).is_some_and(|(lower, _)| *lower > at)))
        .collect();
    let over = |at: usize, col: u32| {
        spread[..at].iter().rev().find_map(|labels| {
            let last = labels.partition_point(|(from, _, _)| *from <= col).checked_sub(1)?;
            labels.get(last).filter(|(_, to, _)| col <= *to).map(|(_, _, text)| *text)
        })
    };
    let name = |(col, (at, raw)): (u32, (usize, &'a str))| {
        let group = over(at, col).filter(|_| !fold(raw).is_empty()).map(|label| {
            let together = index.look_up(&format!("{label} {raw}")).or_else(|| index.look_up(&format!("{raw} {label}")));
            (label, index.look_up(label), together)
        });
        Name { col, row: lines[at].0, raw, known: index.look_up(raw), group }
    };
    lowest.into_iter().map(name).collect()
}

/// What a name means in a table, the label above it taken into account. `main` are the fields the table is recognised by.
fn read(name: &Name<'_>, table: usize, main: &[usize], index: &HeaderIndex, beside: &dyn Fn(&str) -> bool) -> Option<Reading> {
    let read = |known: &Known| index.read(known, table, beside);
    if let Some((_, label, together)) = &name.group {
        if let Some(together) = together.as_ref().map(read).filter(|reading| !matches!(reading, Reading::Elsewhere(_))) {
            return Some(together);
        }
        // A number of women below `Instroom` is neither; but below the main figure stand its parts.
        if let (Some(Reading::Field { field: above, .. }), Some(Reading::Field { field: own, .. })) =
            (label.as_ref().map(read), name.known.as_ref().map(read))
            && above != own
            && !main.contains(&above)
        {
            return Some(Reading::Several(vec![above, own]));
        }
    }
    name.known.as_ref().map(read)
}

fn bind(found: &Found<'_>, index: &HeaderIndex, suggestions: &mut usize) -> Header {
    let mut winners: BTreeMap<usize, (bool, bool, bool, u32)> = BTreeMap::new();
    for (name, reading) in &found.names {
        if let Some(Reading::Field { field, settled }) = reading {
            let inexact = !name.known.as_ref().is_some_and(|known| known.exact);
            let rank = (*settled, fold(name.raw).contains("fte"), inexact, name.col);
            winners.entry(*field).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
        }
    }
    let mut header =
        Header { table: found.table, rows: Vec::new(), names_row: 0, columns: Vec::new(), unknown: Vec::new(), personal: Vec::new() };
    for (name, reading) in &found.names {
        let (col, row) = (name.col, name.row);
        let named = |fields: &[usize]| fields.iter().map(|field| index.name(found.table, *field).to_owned()).collect();
        let mut unknown = |candidates: Vec<String>, nearest: Option<String>| {
            header.unknown.push(UnknownColumn { col, row, header: SafeText::scrub(name.raw), candidates, nearest });
        };
        match reading {
            Some(Reading::Field { field, settled }) if winners.get(field).is_some_and(|winner| winner.3 == col) => {
                header.columns.push(ColumnBinding { col, field: *field, header: raw_header(name), why: why(name, *settled) });
            }
            Some(Reading::Field { field, .. }) => unknown(named(&[*field]), None),
            Some(Reading::Several(fields)) => unknown(named(fields), None),
            Some(Reading::Personal(kind)) => {
                header.personal.push(PersonalColumn { col, row, kind: kind.clone(), header: SafeText::scrub(name.raw) });
            }
            Some(Reading::Elsewhere(candidates)) => unknown(candidates.clone(), None),
            None => {
                let nearest = if *suggestions > 0 { index.nearest(name.raw, found.table) } else { None };
                *suggestions = suggestions.saturating_sub(1);
                unknown(Vec::new(), nearest);
            }
        }
    }
    header
}

/// Why a name was taken for a field.
fn why(name: &Name<'_>, settled: bool) -> Why {
    match (&name.group, settled, name.known.as_ref().is_some_and(|known| known.exact)) {
        (_, true, _) => Why::Settled,
        (Some((_, _, Some(_))), ..) => Why::Grouped,
        (_, _, true) => Why::Header,
        _ => Why::Shortened,
    }
}

/// The header as it stands on the sheet, with the label above it where only both together are a name.
fn raw_header(name: &Name<'_>) -> String {
    match &name.group {
        Some((label, _, Some(_))) => format!("{label} {}", name.raw),
        _ => name.raw.to_owned(),
    }
}

/// Units below the names belong to the headers: what stands in fte must be seen as such.
fn add_units(header: &mut Header, cells: &[Cell]) {
    for column in &mut header.columns {
        let unit = cells.iter().find(|cell| cell.col == column.col).and_then(text_of);
        if let Some(unit) = unit.filter(|unit| unit.chars().any(char::is_alphabetic) && !unit.starts_with('#')) {
            column.header.push(' ');
            column.header.push_str(unit);
        }
    }
}
