//! Finds the header rows of a sheet by what they say.

use crate::domain::layout::{Fixed, PersonalColumn, StatedMonth, UnknownColumn};
use crate::domain::placing::Years;
use crate::domain::{Cell, CellRef, ColumnBinding, Grid, Memo, Schema, Value};

use super::bind::{add_units, bind};
use super::contents;
use super::cross;
use super::dated::{self, When};
use super::index::HeaderIndex;
use super::labels::{self, Merges};
use super::names::{Found, evaluate};
use super::titles::{self, Above, Caption};
use super::words::{is_blank, text_of};

/// Most rows over which the names of one header are spread.
pub(super) const MAX_HEADER_ROWS: usize = 3;
/// Most unknown headers of a sheet for which a similar one is looked for, so that a hostile sheet costs no more.
const MAX_SUGGESTIONS: usize = 200;
/// Most rows of a sheet that are tried as a header of months, or as one without a mission, for the same reason.
const MAX_TRIES: usize = 2_000;
/// Most rows with several dates of which it is asked whether they are a header.
const MAX_MONTHS: usize = 10_000;
/// Most cells below such rows that are looked at.
const MAX_CELLS: usize = 2_000_000;

/// A used row and its cells.
pub(super) type Line<'a> = (u32, &'a [Cell]);

/// A sheet, or part of one, and what is needed to read it. Rows and columns are those of the grid, which may be turned.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) grid: &'a Grid,
    pub(super) schema: &'a Schema,
    pub(super) index: &'a HeaderIndex,
    pub(super) merges: &'a Merges,
    pub(super) years: Years,
    /// Titles that stand above the whole sheet, the nearest first.
    pub(super) titles: &'a [&'a str],
    /// The mission of tables that name none, unless their own title does.
    pub(super) caption: Option<&'a Caption>,
}

/// The columns of one month of a cross-table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MonthColumns {
    pub(super) stated: StatedMonth,
    /// The day it names, if it names one.
    pub(super) day: Option<chrono::NaiveDate>,
    pub(super) cols: Vec<u32>,
}

/// One header with its columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// The table, as an index into the schema's tables.
    pub(super) table: usize,
    /// All its rows, group labels above and units below included, and the title with its mission.
    pub(super) rows: Vec<u32>,
    /// The row of the lowest names.
    pub(super) names_row: u32,
    /// Known fields, from the left; in a cross-table those of all months.
    pub(super) columns: Vec<ColumnBinding>,
    /// Headers that are not understood.
    pub(super) unknown: Vec<UnknownColumn>,
    /// Headers of personal data.
    pub(super) personal: Vec<PersonalColumn>,
    /// The mission that stands above the table or gives its name to the sheet.
    pub(super) fixed: Vec<Fixed>,
    /// The day or month that stands in a header, where no two differ.
    pub(super) when: Option<(When, CellRef)>,
    /// The months of a cross-table.
    pub(super) months: Vec<MonthColumns>,
    /// Whether its rows are set aside, since nothing says what stands below its months.
    pub(super) unread: bool,
    /// The day or month stated right above it.
    pub(super) above: Option<Above>,
}

impl Header {
    /// The column of a field.
    pub(super) fn column_of(&self, field: usize) -> Option<u32> {
        self.columns.iter().find(|column| column.field == field).map(|column| column.col)
    }

    /// Whether another header names the same fields in the same columns, as one repeated on each page does.
    pub(super) fn repeats(&self, other: &Self) -> bool {
        let fields = |header: &Self| header.columns.iter().map(|column| (column.col, column.field)).collect::<Vec<_>>();
        let months = |header: &Self| header.months.iter().map(|month| month.stated.period).collect::<Vec<_>>();
        let fixed = |header: &Self| header.fixed.iter().map(|fixed| fixed.text.clone()).collect::<Vec<_>>();
        let when = |header: &Self| header.when.map(|(when, _)| when);
        self.table == other.table
            && fields(self) == fields(other)
            && months(self) == months(other)
            && fixed(self) == fixed(other)
            && when(self) == when(other)
    }
}

/// Where the mission of each row is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mission {
    /// In a column with a header for it; or the table names none.
    Header,
    /// In a column that only its cells tell.
    Column(u32),
    /// Once, above the table or as the sheet's name, with the line it stands in.
    Caption(Caption, Option<usize>),
}

/// What the cells of a row have to do with headers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hits {
    texts: u32,
    pub(super) known: u32,
    others: u32,
    pub(super) recognises: bool,
    /// Cells that name a day or a month.
    pub(super) dated: u32,
}

/// What may still be tried.
pub(super) struct Budget {
    pub(super) suggestions: usize,
    pub(super) tries: usize,
    pub(super) cells: usize,
    pub(super) months: usize,
}

/// A header with its first line and the one after its last.
struct Placed {
    from: usize,
    header: Header,
    to: usize,
}

/// What the cells of each line have to do with headers.
pub(super) fn hits(view: &View<'_>, lines: &[Line<'_>]) -> Vec<Hits> {
    let mut told = Memo::default();
    lines.iter().map(|(_, cells)| count_hits(cells, view, &mut told)).collect()
}

/// The headers of a sheet, from the top. A header repeated on each page is found each time.
pub(super) fn find(view: &View<'_>, lines: &[Line<'_>]) -> Vec<Header> {
    find_in(view, lines, &hits(view, lines), usize::MAX)
}

/// Whether there is a header at all.
pub(super) fn any(view: &View<'_>, lines: &[Line<'_>]) -> bool {
    !find_in(view, lines, &hits(view, lines), 1).is_empty()
}

/// The first headers where the lines have been looked through.
pub(super) fn find_in(view: &View<'_>, lines: &[Line<'_>], hits: &[Hits], most: usize) -> Vec<Header> {
    let mut budget = Budget { suggestions: MAX_SUGGESTIONS, tries: MAX_TRIES, cells: MAX_CELLS, months: MAX_MONTHS };
    let mut headers: Vec<Header> = Vec::new();
    let (mut at, mut floor) = (0, 0);
    while at < lines.len() && headers.len() < most {
        let across_months = cross::find(view, lines, at, floor, hits, &mut budget);
        let crossed = across_months.map(|(from, header, to)| Placed { from, header, to });
        let Some(Placed { from, mut header, to }) = crossed.or_else(|| plain(view, lines, at, floor, hits, &mut budget)) else {
            at += 1;
            continue;
        };
        header.above = titles::stated_above(view, lines, from, floor);
        if let Some(before) = headers.last()
            && header.repeats(before)
        {
            // The titles are repeated with it: the same date does not begin another table.
            let top = titles::repeated(view, lines, from, floor, before.above.as_ref(), header.above.as_ref());
            let row = header.rows.first().copied().unwrap_or_default();
            let titles = lines[top.min(from)..from].iter().map(|(own, _)| *own).filter(|own| *own < row);
            header.rows.splice(0..0, titles);
        }
        at = to;
        if lines.get(to).is_some_and(|line| line.0 == header.names_row + 1 && labels::is_unit_row(line.1)) {
            header.rows.push(lines[to].0);
            add_units(&mut header, lines[to].1);
            at += 1;
        }
        floor = at;
        headers.push(header);
    }
    headers
}

/// What a text has to do with headers.
#[derive(Debug, Clone, Copy)]
struct Hit {
    known: bool,
    recognises: bool,
    dated: bool,
}

/// Counts the cells of a line. What was told of a text is kept in `told`, for most texts of a table stand in it many times.
fn count_hits<'g>(cells: &'g [Cell], view: &View<'_>, told: &mut Memo<'g, Hit>) -> Hits {
    let mut hits = Hits::default();
    for cell in cells.iter().filter(|cell| !is_blank(cell)) {
        let Some(text) = text_of(cell) else {
            hits.others += 1;
            hits.dated += u32::from(matches!(cell.value, Value::Date(_)));
            continue;
        };
        let hit = told.of(text, |text| hit(text, view));
        hits.texts += 1;
        hits.known += u32::from(hit.known);
        hits.dated += u32::from(hit.dated);
        hits.recognises |= hit.recognises;
    }
    hits
}

fn hit(text: &str, view: &View<'_>) -> Hit {
    let mut known = view.index.look_up(text);
    let exact = known.as_ref().is_some_and(|known| known.exact);
    let dated = if exact { None } else { dated::in_text(text) };
    if let Some(dated) = &dated {
        known = known.or_else(|| view.index.look_up_beside_date(&dated.rest));
    }
    let recognises = known.as_ref().is_some_and(|known| view.index.recognises(known, view.schema));
    Hit { known: known.is_some(), recognises, dated: dated.is_some() }
}

/// The header of names that begins at a line, if there is one.
fn plain(view: &View<'_>, lines: &[Line<'_>], at: usize, floor: usize, hits: &[Hits], budget: &mut Budget) -> Option<Placed> {
    let (from, found, to, mission) = best_from(view, lines, at, floor, hits, budget)?;
    let field = view.index.mission_field(view.schema, found.table);
    let mut header = bind(&found, &mission, field, view.index, &mut budget.suggestions);
    header.rows = lines[from..to].iter().map(|(row, _)| *row).collect();
    header.names_row = lines[to - 1].0;
    let extent = found.names.first().map(|(name, _)| name.col).zip(found.names.last().map(|(name, _)| name.col));
    let mut top = from;
    while top > floor && from - top + 1 < MAX_HEADER_ROWS && lines[top - 1].0 + 1 == lines[top].0 {
        let above = lines[top - 1];
        if !extent.is_some_and(|extent| labels::is_group_row(above, extent, found.names.len(), view)) {
            break;
        }
        top -= 1;
        header.rows.insert(0, lines[top].0);
    }
    if let (Mission::Caption(caption, line), Some(field)) = (mission, field) {
        header.fixed.push(Fixed { field, cell: caption.cell, text: caption.text });
        // The title belongs to the header, and so does what stands between the two.
        let top_row = header.rows.first().copied().unwrap_or_default();
        if let Some(line) = line.filter(|line| *line < from) {
            header.rows.splice(0..0, lines[line..from].iter().map(|(row, _)| *row).filter(|row| *row < top_row));
        }
    }
    Some(Placed { from, header, to })
}

/// The header that begins at a line, if there is one: the fewest rows with the most names. It may turn out to begin
/// lower, where the first rows add nothing. Gives its first line and the one after its last.
fn best_from<'a>(
    view: &View<'_>,
    lines: &[Line<'a>],
    at: usize,
    floor: usize,
    hits: &[Hits],
    budget: &mut Budget,
) -> Option<(usize, Found<'a>, usize, Mission)> {
    let evaluate = |from: usize, to: usize| evaluate(&lines[from..to], view.merges, view.schema, view.index, false);
    let mut best: Option<(Found<'a>, usize)> = None;
    let mut last = at;
    for to in at + 1..=(at + MAX_HEADER_ROWS).min(lines.len()) {
        let lowest = &hits[to - 1];
        let lower = to - 1 > at;
        if lower && (lines[to - 1].0 != lines[to - 2].0 + 1 || lowest.others > 0 || lowest.known * 2 < lowest.texts) {
            break;
        }
        last = to;
        let span = &hits[at..to];
        if !span.iter().any(|hit| hit.recognises) || span.iter().map(|hit| hit.known).sum::<u32>() < 2 {
            continue;
        }
        if lines[at..to].iter().any(|line| names_mission(view, line)) {
            break;
        }
        if let Some(found) = evaluate(at, to)
            && best.as_ref().is_none_or(|(so_far, _)| found.score > so_far.score)
        {
            best = Some((found, to));
        }
    }
    let Some((mut found, to)) = best else {
        return without_mission(view, lines, at, last, floor, hits, budget);
    };
    let mut from = at;
    while from + 1 < to {
        match evaluate(from + 1, to) {
            Some(shorter) if shorter.score >= found.score => {
                found = shorter;
                from += 1;
            }
            _ => break,
        }
    }
    // Rows that add nothing stay outside, unless the first of them is a header of its own, of a table without rows.
    if from > at
        && let Some(own) = evaluate(at, at + 1)
    {
        return Some((at, own, at + 1, Mission::Header));
    }
    // Of a header such as `Land / missie` the cells tell which it is.
    let mission = contents::unsettled(view, lines, to, &found, budget).map_or(Mission::Header, Mission::Column);
    Some((from, found, to, mission))
}

/// Whether a row names a mission: then it is no header of a table that runs down.
fn names_mission(view: &View<'_>, (_, cells): &Line<'_>) -> bool {
    cells.iter().filter_map(text_of).any(|text| view.index.names_mission(text))
}

/// A header that names everything but the mission, where the cells below it, a title above it or the name of the sheet do.
fn without_mission<'a>(
    view: &View<'_>,
    lines: &[Line<'a>],
    at: usize,
    last: usize,
    floor: usize,
    hits: &[Hits],
    budget: &mut Budget,
) -> Option<(usize, Found<'a>, usize, Mission)> {
    let mut best: Option<(Found<'a>, usize, Mission)> = None;
    for to in at + 1..=last {
        let span = &hits[at..to];
        if span.iter().any(|hit| hit.others > 0) || names_mission(view, &lines[to - 1]) {
            break;
        }
        if !span.iter().any(|hit| hit.recognises) || budget.tries == 0 {
            continue;
        }
        budget.tries -= 1;
        let Some(found) = evaluate(&lines[at..to], view.merges, view.schema, view.index, true) else { continue };
        let Some(mission) = contents::mission(view, lines, (at, to), floor, &found, budget) else { continue };
        if best.as_ref().is_none_or(|(so_far, ..)| found.score > so_far.score) {
            best = Some((found, to, mission));
        }
    }
    let (found, to, mission) = best?;
    // The first rows may add nothing, as a title that happens to be known does.
    for from in at + 1..to {
        if let Some(shorter) = evaluate(&lines[from..to], view.merges, view.schema, view.index, true)
            && shorter.score >= found.score
            && let Some(mission) = contents::mission(view, lines, (from, to), floor, &shorter, budget)
        {
            return Some((from, shorter, to, mission));
        }
    }
    Some((at, found, to, mission))
}
