//! Cross-tables: a line for each mission, and the months side by side.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::layout::{PersonalColumn, StatedMonth, UnknownColumn, Why};
use crate::domain::{Cell, CellRef, ColumnBinding, FieldType, Period, SafeText, Value, fold};

use super::bind::nearest;
use super::contents;
use super::dated::{self, Dated, When};
use super::header::{Budget, Header, Hits, Line, MAX_HEADER_ROWS, MonthColumns, View};
use super::index::Reading;
use super::names;
use super::titles;
use super::total;
use super::words::{self, is_blank, text_of};

/// Most lines below the months of which the values are looked at.
const MAX_LINES: usize = 50;
/// Shortest word of a title that is taken for the name of a field.
const MIN_WORD: usize = 5;
/// Most words of a title that together are taken for the name of a field.
const MAX_WORDS: usize = 4;
/// Most fields that are named as what an unread month may count.
const MAX_CANDIDATES: usize = 3;

/// What stands over a column in one row of the header.
#[derive(Debug, Clone)]
struct Label<'a> {
    row: u32,
    col: u32,
    dated: Option<Dated>,
    year: Option<i32>,
    /// What it says besides a date or a year; empty if nothing.
    text: &'a str,
}

impl Label<'_> {
    fn says(&self) -> &str {
        match (&self.dated, self.year) {
            (Some(dated), _) => &dated.rest,
            (None, Some(_)) => "",
            (None, None) => self.text,
        }
    }
}

/// All that stands over one column, from the top.
#[derive(Debug)]
struct Stack<'a> {
    col: u32,
    labels: Vec<Label<'a>>,
    when: Option<When>,
}

impl Stack<'_> {
    /// What it says besides the month, the lowest first.
    fn said(&self) -> impl Iterator<Item = &str> {
        self.labels.iter().rev().map(Label::says).filter(|text| !text.is_empty())
    }

    fn lowest(&self) -> Option<&Label<'_>> {
        self.labels.last()
    }

    /// The cell that names the month.
    fn month_cell(&self) -> Option<CellRef> {
        self.labels.iter().find(|label| label.dated.is_some()).map(|label| CellRef::new(label.row, label.col))
    }

    fn raw(&self) -> String {
        let texts = self.labels.iter().filter(|label| !label.says().is_empty()).map(Label::says);
        let mut raw = texts.collect::<Vec<_>>().join(" ");
        if let Some(When { year, month, .. }) = self.when {
            let year = year.map(|year| format!("{year:04}-")).unwrap_or_default();
            raw = format!("{raw} {year}{month:02}");
        }
        raw.trim().to_owned()
    }
}

/// What a column with a month counts.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Measure {
    Field(usize, Why),
    /// Nothing says it.
    Untold,
    /// Something that is no field of the table, or several.
    Unknown(Vec<String>),
}

/// The header of a cross-table that begins at a line, if there is one: its first line, the header, and the line after it.
pub(super) fn find(
    view: &View<'_>,
    lines: &[Line<'_>],
    at: usize,
    floor: usize,
    hits: &[Hits],
    budget: &mut Budget,
) -> Option<(usize, Header, usize)> {
    let mut best: Option<(usize, usize, Header)> = None;
    let mut months = 0;
    for to in at + 1..=(at + MAX_HEADER_ROWS).min(lines.len()) {
        if to - 1 > at && lines[to - 1].0 != lines[to - 2].0 + 1 {
            break;
        }
        months += hits[to - 1].dated;
        if months < 2 {
            continue;
        }
        if budget.months == 0 {
            break;
        }
        budget.months -= 1;
        if budget.tries == 0 || !lines[at..to].iter().all(|(_, cells)| is_header_like(cells, view)) {
            break;
        }
        budget.tries -= 1;
        if let Some((score, header)) = read(view, lines, (at, to), floor, budget)
            && best.as_ref().is_none_or(|(so_far, ..)| score > *so_far)
        {
            best = Some((score, to, header));
        }
    }
    let (score, to, mut header) = best?;
    // The first rows may add nothing: titles that stand right above it.
    let mut from = at;
    while from + 1 < to {
        let Some((_, shorter)) = read(view, lines, (from + 1, to), floor, budget).filter(|(shorter, _)| *shorter >= score) else { break };
        header = shorter;
        from += 1;
    }
    header.rows = lines[from..to].iter().map(|(row, _)| *row).collect();
    header.names_row = lines[to - 1].0;
    Some((from, header, to))
}

/// Whether a row may belong to a header: it holds texts, months and years, and names no mission.
fn is_header_like(cells: &[Cell], view: &View<'_>) -> bool {
    cells.iter().filter(|cell| !is_blank(cell)).all(|cell| match &cell.value {
        Value::Text(text) => !view.index.names_mission(text),
        Value::Date(_) => true,
        Value::Number(_) => year_of(cell).is_some(),
        Value::Bool(_) | Value::Error(_) => false,
    })
}

fn year_of(cell: &Cell) -> Option<i32> {
    match &cell.value {
        #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
        Value::Number(number) if (2000.0..2100.0).contains(number) && number.fract() == 0.0 => Some(*number as i32),
        Value::Text(text) => {
            let digits = text.trim();
            digits.parse().ok().filter(|year| digits.len() == 4 && (2000..2100).contains(year))
        }
        _ => None,
    }
}

/// Reads lines as the header of a cross-table, with how much of it is understood.
fn read(view: &View<'_>, lines: &[Line<'_>], (from, to): (usize, usize), floor: usize, budget: &mut Budget) -> Option<(usize, Header)> {
    let stacks = stacks(&lines[from..to], view);
    let months: BTreeSet<(u32, Option<i32>)> = stacks.iter().filter_map(|stack| stack.when.map(|when| (when.month, when.year))).collect();
    if months.len() < 2 || !counts_below(&stacks, &lines[to..]) {
        return None;
    }
    let tables = view.schema.tables.iter().enumerate();
    let (table, main) = tables.into_iter().find_map(|(at, table)| {
        let main = table.fields.iter().position(|field| field.kind == FieldType::Headcount)?;
        (!table.about_persons).then_some((at, main))
    })?;
    let mission_field = view.index.mission_field(view.schema, table)?;
    let plain: Vec<(&Stack<'_>, Option<Reading>)> =
        stacks.iter().filter(|stack| stack.when.is_none()).map(|stack| (stack, reading(view, stack, table))).collect();
    let of_header = plain.iter().find(|(_, reading)| matches!(reading, Some(Reading::Field { field, .. }) if *field == mission_field));
    let month_cols: Vec<u32> = stacks.iter().filter(|stack| stack.when.is_some()).map(|stack| stack.col).collect();
    let known = |reading: &Option<Reading>| !matches!(reading, None | Some(Reading::Several(_) | Reading::Elsewhere(_)));
    let open = |col: u32| {
        // The corner may say what is counted, or that months stand beside it.
        let corner = |field: usize| is_count(view, table, field) || view.schema.tables[table].fields[field].kind == FieldType::Month;
        let says = |reading: &Option<Reading>| matches!(reading, Some(Reading::Field { field, .. }) if corner(*field));
        let free = |(stack, reading): &(&Stack<'_>, Option<Reading>)| stack.col != col || !known(reading) || says(reading);
        !month_cols.contains(&col) && plain.iter().all(free)
    };
    let by_contents = |budget: &mut Budget| contents::column(view, &lines[to..], &month_cols, &open, false, budget);
    let mission = of_header.map(|(stack, _)| stack.col).or_else(|| by_contents(budget))?;
    // Where another column holds the headcount itself, the months beside it are something else; and so they are where the
    // names make another table.
    let headcount = |(stack, reading): &(&Stack<'_>, Option<Reading>)| {
        let of_main = matches!(reading, Some(Reading::Field { field, .. }) if *field == main);
        of_main && stack.col != mission && stack.said().all(|text| total::read(text, view.index).is_none())
    };
    let named = names::evaluate(&lines[from..to], view.merges, view.schema, view.index, false);
    if plain.iter().any(headcount) || named.is_some_and(|found| found.table != table) {
        return None;
    }
    let corner = stacks.iter().find(|stack| stack.col == mission);
    let untold = || told_around(view, lines, from, floor, corner, table);
    let year = titles::year(view, lines, from, floor);

    let mut header = Header { table, ..Header::default() };
    let mut shared = Shared { view, table, mission, mission_field, header: &mut header };
    for (stack, reading) in &plain {
        shared.add(stack, reading.as_ref(), budget);
    }
    shared.close();
    let mut cols: BTreeMap<Period, Vec<(u32, usize, Why, &Stack<'_>)>> = BTreeMap::new();
    let mut told: Option<Option<usize>> = None;
    for stack in &stacks {
        let Some(when) = stack.when else { continue };
        let measure = match measure(view, stack, table, main) {
            Measure::Untold => match *told.get_or_insert_with(untold) {
                Some(field) => Measure::Field(field, Why::Settled),
                None => Measure::Unknown(candidates(view, table)),
            },
            told => told,
        };
        let period = when.or_year(year).period(&view.years);
        match (measure, period) {
            (Measure::Field(field, why), Some(period)) => {
                let of_month = cols.entry(period).or_default();
                if of_month.iter().any(|(_, other, ..)| *other == field) {
                    unknown(&mut header, stack, vec![view.index.name(table, field).to_owned()]);
                } else {
                    of_month.push((stack.col, field, why, stack));
                }
            }
            // Of which year it is cannot be told.
            (Measure::Field(field, _), None) => {
                unknown(
                    &mut header,
                    stack,
                    vec![view.index.name(table, field).to_owned(), format!("{}.period", view.schema.tables[table].name)],
                );
            }
            (Measure::Unknown(candidates), _) => unknown(&mut header, stack, candidates),
            (Measure::Untold, _) => {}
        }
    }
    let bound: usize = cols.values().map(Vec::len).sum();
    let score = bound * 4 + header.columns.len();
    for (period, of_month) in cols {
        let stated = of_month.first().and_then(|(.., stack)| stack.month_cell());
        let day = of_month.iter().find_map(|(.., stack)| stack.when?.or_year(year).date(&view.years));
        let Some(cell) = stated else { continue };
        header.months.push(MonthColumns {
            stated: StatedMonth { period, cell },
            day,
            cols: of_month.iter().map(|(col, ..)| *col).collect(),
        });
        let columns = of_month.into_iter().map(|(col, field, why, stack)| ColumnBinding { col, field, header: stack.raw(), why });
        header.columns.extend(columns);
    }
    header.columns.sort_by_key(|column| column.col);
    header.unknown.sort_by_key(|column| column.col);
    header.unread = bound == 0;
    // Where nothing is read, months beside unknown names may be anything.
    let missions = !header.unread || lines[to..].iter().take(MAX_LINES).any(|(_, cells)| names_mission(view, cells, mission));
    missions.then_some((score, header))
}

fn names_mission(view: &View<'_>, cells: &[Cell], col: u32) -> bool {
    cells.iter().find(|cell| cell.col == col).and_then(text_of).is_some_and(|text| view.index.names_mission(text))
}

fn is_count(view: &View<'_>, table: usize, field: usize) -> bool {
    matches!(view.schema.tables[table].fields[field].kind, FieldType::Headcount | FieldType::Count)
}

fn unknown(header: &mut Header, stack: &Stack<'_>, candidates: Vec<String>) {
    let Some(lowest) = stack.lowest() else { return };
    let raw = SafeText::scrub(&stack.raw());
    header.unknown.push(UnknownColumn { col: stack.col, row: lowest.row, header: raw, candidates, nearest: None });
}

/// The columns beside the months.
struct Shared<'h, 'v, 'g> {
    view: &'v View<'g>,
    table: usize,
    mission: u32,
    mission_field: usize,
    header: &'h mut Header,
}

impl Shared<'_, '_, '_> {
    fn add(&mut self, stack: &Stack<'_>, reading: Option<&Reading>, budget: &mut Budget) {
        let Some(lowest) = stack.lowest() else { return };
        let (col, row) = (stack.col, lowest.row);
        let raw = stack.labels.last().map_or("", |label| label.text);
        let name = |field: usize| self.view.index.name(self.table, field).to_owned();
        let bound = |field: usize| self.header.columns.iter().any(|column| column.field == field);
        let column = |candidates: Vec<String>, nearest| UnknownColumn { col, row, header: SafeText::scrub(raw), candidates, nearest };
        if col == self.mission {
            let why = if matches!(reading, Some(Reading::Field { field, .. }) if *field == self.mission_field) {
                Why::Header
            } else {
                Why::Contents
            };
            self.header.columns.push(ColumnBinding { col, field: self.mission_field, header: raw.to_owned(), why });
            return;
        }
        match reading {
            // A count without a month beside months is a sum or an average of them, or of a month that is not named.
            Some(Reading::Field { field, .. }) if is_count(self.view, self.table, *field) || bound(*field) => {
                self.header.unknown.push(column(vec![name(*field)], None));
            }
            Some(Reading::Field { field, settled }) => {
                let why = if *settled { Why::Settled } else { Why::Header };
                self.header.columns.push(ColumnBinding { col, field: *field, header: raw.to_owned(), why });
            }
            Some(Reading::Several(fields)) => {
                let names = fields.iter().map(|field| name(*field)).collect();
                self.header.unknown.push(column(names, None));
            }
            Some(Reading::Personal(kind)) => {
                self.header.personal.push(PersonalColumn { col, row, kind: kind.clone(), header: SafeText::scrub(raw) });
            }
            Some(Reading::Elsewhere(candidates)) => self.header.unknown.push(column(candidates.clone(), None)),
            None => {
                let nearest = nearest(self.view.index, raw, self.table, &mut budget.suggestions);
                self.header.unknown.push(column(Vec::new(), nearest));
            }
        }
    }

    /// A column of missions may have no header cell at all.
    fn close(&mut self) {
        if !self.header.columns.iter().any(|column| column.col == self.mission) {
            let binding = ColumnBinding { col: self.mission, field: self.mission_field, header: String::new(), why: Why::Contents };
            self.header.columns.push(binding);
        }
    }
}

/// What a column without a month means.
fn reading(view: &View<'_>, stack: &Stack<'_>, table: usize) -> Option<Reading> {
    let known = stack.said().next().and_then(|text| view.index.look_up(text))?;
    Some(view.index.read(&known, table, &|_| false))
}

/// What the labels over a month say is counted below it.
fn measure(view: &View<'_>, stack: &Stack<'_>, table: usize, main: usize) -> Measure {
    let said: Vec<&str> = stack.said().collect();
    let field_of = |text: &str| match view.index.look_up_beside_date(text).map(|known| view.index.read(&known, table, &|_| false)) {
        Some(Reading::Field { field, .. }) if is_count(view, table, field) => Some(field),
        _ => None,
    };
    let [lowest, above @ ..] = said.as_slice() else { return Measure::Untold };
    if let Some(field) = field_of(lowest) {
        let other = above.first().and_then(|text| field_of(text)).filter(|other| *other != field && *other != main);
        // A number of women below `Instroom` is neither.
        return match other {
            Some(other) => Measure::Unknown([other, field].map(|field| view.index.name(table, field).to_owned()).into()),
            None => Measure::Field(field, if above.is_empty() && stack.labels.len() < 2 { Why::Shortened } else { Why::Grouped }),
        };
    }
    let together = above.first().and_then(|text| field_of(&format!("{text} {lowest}")).or_else(|| field_of(&format!("{lowest} {text}"))));
    together.map_or_else(|| Measure::Unknown(Vec::new()), |field| Measure::Field(field, Why::Grouped))
}

/// The one count that the corner of the table, a title above it or the name of the sheet speaks of.
fn told_around(view: &View<'_>, lines: &[Line<'_>], from: usize, floor: usize, corner: Option<&Stack<'_>>, table: usize) -> Option<usize> {
    let corner = corner.into_iter().flat_map(Stack::said);
    for text in corner.chain(titles::texts(view, lines, from, floor)).chain([view.grid.name.as_str()]) {
        let counts = counts_in(view, text, table);
        if let Some(first) = counts.first() {
            return counts.iter().all(|other| other == first).then_some(*first);
        }
    }
    None
}

/// The counts that a title names, the longest names first.
fn counts_in(view: &View<'_>, text: &str, table: usize) -> Vec<usize> {
    let spans = words::spans(text, 24);
    let mut found = Vec::new();
    let mut at = 0;
    while at < spans.len() {
        let longest = (at..spans.len().min(at + MAX_WORDS)).rev().find_map(|last| {
            let words = &text[spans[at].0..spans[last].1];
            let folded = fold(words);
            if folded.chars().count() < MIN_WORD || view.index.is_total(&folded) {
                return None;
            }
            let known = view.index.look_up(words).filter(|known| known.exact)?;
            match view.index.read(&known, table, &|_| false) {
                Reading::Field { field, .. } if is_count(view, table, field) => Some((last, field)),
                _ => None,
            }
        });
        if let Some((last, field)) = longest {
            found.push(field);
            at = last;
        }
        at += 1;
    }
    found
}

/// What a month may count of which nothing says it.
fn candidates(view: &View<'_>, table: usize) -> Vec<String> {
    let fields = 0..view.schema.tables[table].fields.len();
    fields
        .filter(|field| is_count(view, table, *field))
        .take(MAX_CANDIDATES)
        .map(|field| view.index.name(table, field).to_owned())
        .collect()
}

/// Whether the cells below the months are counts rather than dates: a list of persons has columns of dates, too.
fn counts_below(stacks: &[Stack<'_>], below: &[Line<'_>]) -> bool {
    let cols: BTreeSet<u32> = stacks.iter().filter(|stack| stack.when.is_some()).map(|stack| stack.col).collect();
    let (mut counts, mut others) = (0, 0);
    for (_, cells) in below.iter().take(MAX_LINES) {
        for cell in cells.iter().filter(|cell| cols.contains(&cell.col) && !is_blank(cell)) {
            match &cell.value {
                Value::Number(_) => counts += 1,
                Value::Text(text) if dated::in_text(text).is_none() && text.trim().len() <= 40 => counts += 1,
                _ => others += 1,
            }
        }
    }
    counts > others
}

/// What stands over each column, from the left.
fn stacks<'a>(lines: &[Line<'a>], view: &View<'_>) -> Vec<Stack<'a>> {
    let mut lowest: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, (_, cells)) in lines.iter().enumerate() {
        lowest.extend(cells.iter().filter(|cell| !is_blank(cell)).map(|cell| (cell.col, at)));
    }
    let spread: Vec<Vec<(u32, u32, Label<'a>)>> = lines.iter().enumerate().map(|(at, line)| spread(*line, at, &lowest, view)).collect();
    let stack = |(col, at): (&u32, &usize)| {
        let over = |labels: &Vec<(u32, u32, Label<'a>)>| {
            let last = labels.partition_point(|(from, ..)| from <= col).checked_sub(1)?;
            labels.get(last).filter(|(_, to, _)| col <= to).map(|(.., label)| label.clone())
        };
        let labels: Vec<Label<'a>> = spread[..=*at].iter().filter_map(over).collect();
        let when = when_of(&labels);
        Stack { col: *col, labels, when }
    };
    lowest.iter().map(stack).collect()
}

fn spread<'a>((row, cells): Line<'a>, at: usize, lowest: &BTreeMap<u32, usize>, view: &View<'_>) -> Vec<(u32, u32, Label<'a>)> {
    let used: Vec<&Cell> = cells.iter().filter(|cell| !is_blank(cell)).collect();
    let labels = used.iter().enumerate().map(|(place, cell)| {
        let over_others = lowest.get(&cell.col).is_some_and(|lower| *lower > at);
        let to = match view.merges.at(row, cell.col) {
            Some((to, _)) => to.max(cell.col),
            None if !over_others || view.merges.any(row) => cell.col,
            None => used.get(place + 1).map_or(u32::MAX, |next| next.col.saturating_sub(1)),
        };
        let dated = dated::in_value(&cell.value);
        let year = if dated.is_none() { year_of(cell) } else { None };
        (cell.col, to, Label { row, col: cell.col, dated, year, text: text_of(cell).unwrap_or_default() })
    });
    labels.collect()
}

/// The one month that the labels over a column name, with a year that may stand in another of them.
fn when_of(labels: &[Label<'_>]) -> Option<When> {
    let mut whens = labels.iter().filter_map(|label| label.dated.as_ref()).map(|dated| dated.when);
    let first = whens.next()?;
    let same = whens.try_fold(first, |one, other| {
        let agrees = |a: Option<i32>, b: Option<i32>| a.is_none() || b.is_none() || a == b;
        (one.month == other.month && agrees(one.year, other.year)).then_some(When {
            year: one.year.or(other.year),
            month: one.month,
            day: one.day.or(other.day),
        })
    })?;
    Some(same.or_year(labels.iter().rev().find_map(|label| label.year)))
}
