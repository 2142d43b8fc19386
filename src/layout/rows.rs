//! Says of each row what it is.

use std::collections::BTreeMap;

use crate::domain::layout::{AsOf, OfWhich, SheetLayout, UnknownColumn};
use crate::domain::registry::Resolved;
use crate::domain::{Cell, Grid, Layout, Memo, RowFate, SafeText, Schema, Spans, Value};

use super::evidence::{self, Above};
use super::header::{Header, Line};
use super::hidden::Unseen;
use super::index::HeaderIndex;
use super::open::{Open, label_cell, shown_label};
use super::total::{self, TotalLabel, TotalLine};
use super::words::{self, is_blank, text_of};
use super::{as_of, of_which};

/// A lone text with more characters is a remark rather than the name of a mission.
const LONGEST_NAME: usize = 40;
/// Most lone texts of a sheet for which a similar mission is looked for, so that a hostile sheet costs no more.
const MAX_SIMILAR: u32 = 256;

/// Most rows of a sheet in which an as-of date is looked for, for the same reason.
const MAX_AS_OF: u32 = 10_000;

/// What a row below a header is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Data,
    Total(TotalLabel, SafeText),
    OfWhich(OfWhich),
    Note,
    Title,
    AsOf(AsOf),
}

/// Reads a sheet of which the headers are known.
pub(super) fn classify<'a>(
    grid: &'a Grid,
    lines: &[Line<'a>],
    headers: &[Header],
    schema: &'a Schema,
    index: &'a HeaderIndex,
) -> SheetLayout {
    let height = usize::try_from(grid.height()).unwrap_or(usize::MAX);
    let mut walk = Walk {
        grid,
        schema,
        index,
        sheet: SheetLayout { fates: vec![RowFate::Blank; height], ..SheetLayout::default() },
        unseen: Unseen::new(grid, schema),
        merged: merged_rows(grid),
        similar_left: MAX_SIMILAR,
        as_of_left: MAX_AS_OF,
        missions: Memo::default(),
        labels: Memo::default(),
    };
    let Some(first) = headers.first() else {
        walk.without_table(lines);
        return walk.sheet;
    };
    let line_of = |row: u32| lines.partition_point(|(at, _)| *at < row);
    let mut from = line_of(first.rows.first().copied().unwrap_or(0));
    walk.preamble(&lines[..from]);
    let mut open: Option<Open<'_>> = None;
    for (at, header) in headers.iter().enumerate() {
        for row in &header.rows {
            walk.set(*row, RowFate::Header);
        }
        from += header.rows.len();
        let continued = open.as_ref().is_some_and(|open| open.continued_by(header));
        if !continued {
            let before = open.replace(Open::new(header, schema, &walk.unseen));
            walk.close(before);
        }
        let next = headers.get(at + 1).and_then(|next| next.rows.first().copied());
        let to = next.map_or(lines.len(), line_of);
        if let Some(open) = &mut open {
            walk.region(open, &lines[from..to], header.rows.last().copied().unwrap_or(0), next);
        }
        from = to;
    }
    walk.close(open);
    walk.sheet.hidden = walk.unseen.parts();
    walk.sheet
}

/// The rows below the first of each merged area, by the area's first column. What stands in the first row is meant for them too.
fn merged_rows(grid: &Grid) -> BTreeMap<u32, Spans> {
    let mut runs: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
    for area in grid.merged.iter().filter(|area| area.to.row > area.from.row) {
        runs.entry(area.from.col).or_default().push((area.from.row.saturating_add(1), area.to.row));
    }
    runs.into_iter().map(|(col, runs)| (col, Spans::new(runs))).collect()
}

struct Walk<'a> {
    grid: &'a Grid,
    schema: &'a Schema,
    index: &'a HeaderIndex,
    sheet: SheetLayout,
    unseen: Unseen<'a>,
    merged: BTreeMap<u32, Spans>,
    similar_left: u32,
    as_of_left: u32,
    /// Whether texts name missions, and whether they are labels of totals.
    missions: Memo<'a, bool>,
    labels: Memo<'a, bool>,
}

impl<'a> Walk<'a> {
    fn is_mission(&mut self, text: &'a str) -> bool {
        self.missions.of(text, |text| self.index.is_mission(text))
    }

    fn is_label(&mut self, text: &'a str) -> bool {
        self.labels.of(text, |text| total::read(text, self.index).is_some())
    }

    fn set(&mut self, row: u32, fate: RowFate) {
        if let Some(place) = usize::try_from(row).ok().and_then(|row| self.sheet.fates.get_mut(row)) {
            *place = fate;
        }
    }

    /// Keeps the first as-of date of the sheet; one that cannot be read only until one that can be is met.
    fn found_as_of(&mut self, found: Option<AsOf>) {
        let Some(found) = found else { return };
        if self.sheet.as_of.as_ref().is_none_or(|kept| kept.date.is_none() && found.date.is_some()) {
            self.sheet.as_of = Some(found);
        }
    }

    fn as_of(&mut self, (row, cells): Line<'_>) -> Option<AsOf> {
        self.as_of_left = self.as_of_left.checked_sub(1)?;
        as_of::read_row(row, cells, self.grid.date_system, self.index)
    }

    /// A sheet that holds no known table, such as a title page. It may state the as-of date all the same; what cannot be
    /// read as a date may be anything there.
    fn without_table(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            self.set(line.0, RowFate::Other);
            if self.as_of_left > 0 && as_of::begins_row(line.1, self.index) {
                let found = self.as_of(*line).filter(|found| found.date.is_some());
                self.found_as_of(found);
            }
        }
    }

    fn preamble(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            self.set(line.0, RowFate::Title);
            let found = self.as_of(*line);
            self.found_as_of(found);
        }
    }

    /// The rows from a header to the next one, or to the end of the sheet.
    fn region(&mut self, open: &mut Open<'_>, lines: &[Line<'a>], header_row: u32, next_header: Option<u32>) {
        let titles = next_header.map_or(0, |next| self.titles_above(lines, next));
        let (body, titles) = lines.split_at(lines.len() - titles);
        let mut row_before = header_row;
        for (at, line) in body.iter().enumerate() {
            open.after_blank |= line.0 > row_before + 1 && !(open.data.is_empty() && open.totals.is_empty());
            row_before = line.0;
            let next = body.get(at + 1).filter(|next| next.0 == line.0 + 1).map(|next| next.1);
            let kind = self.kind(open, *line, next);
            self.take(open, *line, kind);
        }
        if !titles.is_empty() {
            open.dated_anew |= titles.iter().any(|line| as_of::begins_row(line.1, self.index));
            self.preamble(titles);
        }
    }

    /// Whether a row may follow the heading of a group: a record, or the heading of a group within it.
    fn opens(&self, cells: &[Cell]) -> bool {
        let mut used = cells.iter().filter(|cell| !is_blank(cell));
        match (used.next(), used.next()) {
            (Some(_), Some(_)) => true,
            (Some(lone), None) => text_of(lone).is_some_and(|text| self.index.is_group(text)),
            _ => false,
        }
    }

    /// Whether nothing of the table's block stands below a row: a blank row, the end, or a note.
    fn ends(&self, next: Option<&[Cell]>) -> bool {
        let Some(cells) = next else { return true };
        let mut used = cells.iter().filter(|cell| !is_blank(cell));
        let (first, second) = (used.next().and_then(text_of), used.next());
        let known = |text: &str| self.index.is_mission(text) || self.index.is_group(text) || total::read(text, self.index).is_some();
        let of_others = |text: &str| {
            matches!(total::read(text, self.index), Some(TotalLabel::Average)) || of_which::part_of(text, self.index).is_some()
        };
        first.is_some_and(|text| words::begins_as_note(text) || of_others(text) || (second.is_none() && !known(text)))
    }

    fn take(&mut self, open: &mut Open<'_>, (row, cells): Line<'_>, kind: Kind) {
        if matches!(kind, Kind::Data | Kind::Total(..) | Kind::OfWhich(_)) && self.unseen.sets_aside(row, cells, &open.bound, &open.known) {
            self.set(row, RowFate::Hidden);
            match kind {
                Kind::Data => {
                    open.set_aside.push(row);
                    open.last = Some(row);
                    (open.after_blank, open.after_total) = (false, false);
                }
                Kind::Total(..) => {
                    open.last = Some(row);
                    open.after_total = true;
                }
                _ => {}
            }
            return;
        }
        match kind {
            Kind::Data => {
                self.set(row, RowFate::Accepted);
                open.data.push(row);
                open.running.add(row, cells);
                open.last = Some(row);
                open.after_blank = false;
                open.after_total = false;
                open.unnamed.extend(cells.iter().filter(|cell| !is_blank(cell) && !open.named.contains(&cell.col)).map(|cell| cell.col));
            }
            Kind::Total(label, text) => {
                self.set(row, RowFate::Total);
                let line = TotalLine::new(row, label, text, self.index);
                if !line.is_average() {
                    open.total_rows.push(row);
                    open.running.restart();
                }
                open.totals.push(line);
                open.last = Some(row);
                open.after_total = true;
            }
            Kind::OfWhich(line) => {
                self.set(row, RowFate::Total);
                open.of_which.push(line);
            }
            Kind::Note => {
                self.set(row, RowFate::Note);
                let text: Vec<&str> = cells.iter().filter_map(text_of).collect();
                self.sheet.notes.push((row, text.join(" ")));
            }
            Kind::Title => {
                self.set(row, RowFate::Title);
                open.headings.push(row);
            }
            Kind::AsOf(found) => {
                self.set(row, RowFate::Title);
                open.dated_anew = true;
                self.found_as_of(Some(found));
            }
        }
    }

    /// How many of the last rows are the title of the table below: lone texts and as-of lines right above its header.
    fn titles_above(&mut self, lines: &[Line<'_>], next_header: u32) -> usize {
        let mut below = next_header;
        let mut count = 0;
        for line in lines.iter().rev() {
            let mut used = line.1.iter().filter(|cell| !is_blank(cell));
            let lone = used.next().filter(|_| used.next().is_none()).and_then(text_of);
            let title = match lone {
                Some(text) => {
                    let claim = || total::read(text, self.index).is_some() || of_which::part_of(text, self.index).is_some();
                    !words::begins_as_note(text) && !self.index.is_mission(text) && !claim()
                }
                None => self.as_of_left > 0 && as_of::begins_row(line.1, self.index) && self.as_of(*line).is_some(),
            };
            if !title || line.0 + 1 != below {
                break;
            }
            below = line.0;
            count += 1;
        }
        count
    }

    fn kind(&mut self, open: &Open<'_>, line: Line<'a>, next: Option<&[Cell]>) -> Kind {
        let used: Vec<&'a Cell> = line.1.iter().filter(|cell| !is_blank(cell)).collect();
        let Some(first) = used.first() else { return Kind::Note };
        let mission = open.mission.and_then(|col| used.iter().find(|cell| cell.col == col)).and_then(|cell| text_of(cell));
        let known = mission.is_some_and(|text| self.is_mission(text));
        if !known
            && self.as_of_left > 0
            && as_of::begins_row(line.1, self.index)
            && let Some(found) = self.as_of(line)
        {
            return Kind::AsOf(found);
        }
        if let Some(label) = self.total_label(open, &used, mission) {
            return Kind::Total(label, shown_label(open, &used));
        }
        let named = known || self.is_named_above(open, line.0, mission);
        if !named && let Some(line) = self.of_which(open, line.0, &used) {
            return Kind::OfWhich(line);
        }
        if !named && let Some(shown) = self.shown(open, line.0, &used, next) {
            return Kind::Total(TotalLabel::Shown(shown), shown_label(open, &used));
        }
        let first_text = used.iter().find_map(|cell| text_of(cell));
        let figures = used.iter().any(|cell| open.bound.contains(&cell.col) && !matches!(cell.value, Value::Text(_)));
        if !known && used.len() <= 2 && !figures && first_text.is_some_and(words::begins_as_note) {
            return Kind::Note;
        }
        // A formula that was never calculated holds a value all the same.
        let uncalculated = || {
            let mut formulas = self.grid.marks.formulas_of_row(line.0).iter();
            formulas.any(|formula| !formula.stored && formula.cell.col != first.col && open.bound.contains(&formula.cell.col))
        };
        if used.len() == 1 && !uncalculated() {
            let followed = next.is_some_and(|next| self.opens(next));
            return self.lone(open, first, followed);
        }
        if !used.iter().any(|cell| open.bound.contains(&cell.col)) {
            return Kind::Note;
        }
        let ended = open.after_blank || open.after_total;
        if ended && !known {
            // Below a table stand lines such as `Opgesteld door | …` and `Telefoon: | …`.
            let labelled = first_text.is_some_and(|text| text.ends_with(':') || self.index.look_up(text).is_some());
            let digits = used[1..].iter().any(|cell| match &cell.value {
                Value::Text(text) => text.bytes().any(|b| b.is_ascii_digit()),
                _ => true,
            });
            if (labelled && text_of(first).is_some()) || (open.after_total && open.mission.is_some() && !open.about_persons && !digits) {
                return Kind::Note;
            }
        }
        Kind::Data
    }

    /// The total label of a row: in the mission column, or else in the first text that has no figure before it.
    fn total_label(&mut self, open: &Open<'_>, used: &[&'a Cell], mission: Option<&'a str>) -> Option<TotalLabel> {
        if let Some(text) = mission.filter(|text| self.is_label(text)) {
            return if self.is_mission(text) { None } else { total::read(text, self.index) };
        }
        let first = used.first()?;
        let before_mission = open.mission.is_none_or(|col| first.col < col);
        // A lone remark that begins with such a word sums up nothing.
        let remark = used.len() == 1 && !before_mission && open.bound.contains(&first.col);
        if remark || (mission.is_some() && !before_mission) {
            return None;
        }
        let text = text_of(first).filter(|text| self.is_label(text) && !self.is_mission(text))?;
        total::read(text, self.index)
    }

    /// Whether a row without a name of its own belongs to a mission whose cell is merged over several rows.
    fn is_named_above(&self, open: &Open<'_>, row: u32, mission: Option<&str>) -> bool {
        mission.is_none() && open.mission.and_then(|col| self.merged.get(&col)).is_some_and(|rows| rows.contains(row))
    }

    /// A line about a part of the record or total line above it.
    fn of_which(&self, open: &Open<'_>, row: u32, used: &[&Cell]) -> Option<OfWhich> {
        let about = open.last.filter(|_| !open.counts.is_empty() && !open.about_persons)?;
        let label = label_cell(open, used)?;
        let text = text_of(label)?;
        let part = of_which::part_of(text, self.index)?;
        // Below a blank row it may be about the last record or about all of them.
        let sure = !open.after_blank || open.total_rows.binary_search(&about).is_ok();
        let field = of_which::field_of(text, &part, open.header.table, self.schema, self.index).filter(|_| sure);
        Some(of_which::line((row, used), about, label, field, &open.counts))
    }

    /// A total line without a label for one: by its formulas, or as the last line of its block by its numbers.
    fn shown(&mut self, open: &Open<'_>, row: u32, used: &[&Cell], next: Option<&[Cell]>) -> Option<evidence::Shown> {
        let above = Above { data: &open.data, set_aside: &open.set_aside, totals: &open.total_rows };
        if let Some(shown) = evidence::by_formula(self.grid, row, &open.counts, above) {
            return Some(shown);
        }
        open.mission?;
        let label = label_cell(open, used).and_then(|cell| Some((cell.col, text_of(cell)?)));
        if !self.ends(next) || used.iter().any(|cell| text_of(cell).is_some_and(|text| self.index.is_mission(text))) {
            return None;
        }
        let shown = open.running.shows(used, label.map(|(col, _)| col), label.is_some())?;
        let similar = label.is_some_and(|(_, text)| self.similar_to_a_mission(text));
        (!similar).then_some(shown)
    }

    /// A row with a single cell: a mission with nothing reported, the heading of a group, or a remark.
    fn lone(&mut self, open: &Open<'_>, cell: &Cell, followed: bool) -> Kind {
        let bound = open.bound.contains(&cell.col);
        let Some(text) = text_of(cell) else { return if bound { Kind::Data } else { Kind::Note } };
        let ended = open.after_blank || open.after_total;
        if open.about_persons || open.mission.is_none() {
            return if bound && !ended { Kind::Data } else { Kind::Note };
        }
        let leads = open.mission == Some(cell.col) || open.named.first().is_some_and(|first| cell.col <= *first);
        if !leads {
            return if bound && !ended { Kind::Data } else { Kind::Note };
        }
        if !ended && followed && self.index.is_group(text) {
            return Kind::Title;
        }
        if self.index.is_mission(text) {
            return if open.after_total { Kind::Note } else { Kind::Data };
        }
        if ended {
            return Kind::Note;
        }
        if self.similar_to_a_mission(text) {
            return Kind::Data;
        }
        match (text.chars().count() > LONGEST_NAME, followed) {
            (true, _) => Kind::Note,
            (false, true) => Kind::Title,
            (false, false) => Kind::Data,
        }
    }

    fn similar_to_a_mission(&mut self, text: &str) -> bool {
        if self.similar_left == 0 || text.chars().count() > LONGEST_NAME {
            return false;
        }
        self.similar_left -= 1;
        matches!(self.schema.registry.resolve(text, None), Resolved::Unknown { nearest: Some(_) })
    }

    fn close(&mut self, open: Option<Open<'_>>) {
        let Some(open) = open else { return };
        let header = open.header;
        let mut unknown = header.unknown.clone();
        unknown.extend(open.unnamed.iter().map(|col| UnknownColumn {
            col: *col,
            row: header.names_row,
            header: SafeText::default(),
            candidates: Vec::new(),
            nearest: None,
        }));
        unknown.sort_by_key(|column| column.col);
        self.sheet.tables.push(Layout {
            table: header.table,
            header_rows: header.rows.clone(),
            columns: header.columns.iter().filter(|column| open.bound.contains(&column.col)).cloned().collect(),
            unknown,
            personal: header.personal.clone(),
            claims: total::claims(&open.totals, &open.data, &open.headings),
            data_rows: open.data,
            of_which: open.of_which,
            set_aside: open.set_aside,
            ..Layout::default()
        });
    }
}
