//! The rows of one table, from the top.

use std::collections::HashMap;

use crate::domain::cell::column_letters;
use crate::domain::layout::Layout;
use crate::domain::returns::RejectedRow;
use crate::domain::schema::CodeList;
use crate::domain::table::{FieldColumn, PersonKey};
use crate::domain::{
    Cell, CellRef, Column, FieldType, Grid, Period, Remark, RemarkKind, RowFate, SafeText, Schema, Table, TableSchema, Value, month_of_name,
};
use crate::records::grammar::codes::is_french_man;
use crate::records::grammar::errors::is_error;
use crate::records::grammar::missing::{self, Declared};
use crate::records::grammar::{Reading, counts, dates, last_day, marker, months, windows};

use super::annotations::{self, Annotation};
use super::claims;
use super::columns::{Slots, cell_at, is_calendar};
use super::lookups::{Found, Lookups};
use super::shown::{is_blank, shown, text_of};

/// One table of a sheet and what is needed to read it.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) grid: &'a Grid,
    pub(super) sheet: usize,
    pub(super) layout: &'a Layout,
    pub(super) schema: &'a Schema,
    pub(super) table: &'a TableSchema,
    pub(super) notes: &'a [&'a str],
    pub(super) period: Option<Period>,
}

/// A table with what became of its rows.
pub(super) struct ReadTable {
    pub(super) table: Table,
    pub(super) rejected: Vec<RejectedRow>,
    pub(super) fates: Vec<(u32, RowFate)>,
}

/// What stands in a cell, as far as the record is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Blank,
    Missing,
    Usable,
    Unusable,
}

struct Reader<'a> {
    sheet: Sheet<'a>,
    slots: Slots<'a>,
    lookups: Lookups<'a>,
    declared: Declared,
    remarks: Vec<Remark>,
    annotations: Vec<Annotation>,
}

/// Reads the data rows and total lines of a table.
pub(super) fn read(sheet: &Sheet<'_>) -> ReadTable {
    let mut fates = Vec::new();
    let mut rows = Vec::with_capacity(sheet.layout.data_rows.len());
    for row in &sheet.layout.data_rows {
        if sheet.grid.row(*row).iter().all(|cell| is_blank(&cell.value)) { fates.push((*row, RowFate::Blank)) } else { rows.push(*row) }
    }
    let slots = Slots::new(sheet, &rows);
    let mut reader = Reader {
        sheet: *sheet,
        slots,
        lookups: Lookups::new(sheet.schema),
        declared: Declared::new(&sheet.table.missing_values),
        remarks: Vec::new(),
        annotations: Vec::new(),
    };
    let mut table = Table {
        schema: sheet.layout.table,
        sheet: sheet.sheet,
        accepted: Vec::with_capacity(rows.len()),
        periods: Vec::with_capacity(rows.len()),
        columns: Vec::new(),
        totals: Vec::new(),
        remarks: Vec::new(),
        rows,
    };
    let mut rejected = Vec::new();
    let merged = merged_missions(sheet, &reader.slots);
    let mut states = vec![State::Blank; reader.slots.slots.len()];
    for (record, row) in table.rows.iter().enumerate() {
        let Ok(number) = u32::try_from(record) else { break };
        states.fill(State::Blank);
        reader.row(number, *row, &merged, &mut states);
        let accepted = reader.judge(number, *row, &states);
        table.accepted.push(accepted);
        table.periods.push(reader.period(record, *row));
        if !accepted {
            fates.push((*row, RowFate::Rejected));
            rejected.push(redacted(sheet, &reader.slots, *row));
        }
    }
    let Reader { slots, mut remarks, annotations, .. } = reader;
    table.totals = claims::read(sheet, &slots, &mut remarks);
    table.columns = vec![FieldColumn::default(); sheet.table.fields.len()];
    for slot in slots.slots {
        table.columns[slot.at] = slot.column;
    }
    annotations::apply(sheet.table, &mut table, annotations);
    remarks.sort_by_key(|remark| remark.cell);
    table.remarks = remarks;
    ReadTable { table, rejected, fates }
}

impl<'a> Reader<'a> {
    fn row(&mut self, record: u32, row: u32, merged: &HashMap<u32, u32>, states: &mut [State]) {
        let grid = self.sheet.grid;
        let mut mission = None;
        for cell in grid.row(row) {
            let Some(at) = self.slots.of_col(cell.col) else { continue };
            if is_blank(&cell.value) {
                continue;
            }
            if self.slots.slots[at].field.kind == FieldType::Mission {
                states[at] = State::Unusable;
                mission = Some((at, row, &cell.value)).filter(|_| mission.is_none()).or(mission);
            } else {
                states[at] = self.cell(at, record, row, &cell.value);
            }
        }
        // A mission that is merged over several rows stands in the first of them.
        if let Some(anchor) = merged.get(&row).filter(|_| mission.is_none()) {
            let of_anchor = |slot: usize| cell_at(grid.row(*anchor), self.slots.slots[slot].col).filter(|value| !is_blank(value));
            mission = self.mission_slots().find_map(|slot| Some((slot, *anchor, of_anchor(slot)?)));
        }
        if let Some((at, stands_in, value)) = mission {
            states[at] = self.mission(at, record, stands_in, value);
        }
    }

    fn mission_slots(&self) -> impl Iterator<Item = usize> {
        self.slots.slots.iter().enumerate().filter(|(_, slot)| slot.field.kind == FieldType::Mission).map(|(at, _)| at)
    }

    fn mission(&mut self, at: usize, record: u32, row: u32, value: &Value) -> State {
        let text = text_of(value);
        let cell = CellRef::new(row, self.slots.slots[at].col);
        if matches!(value, Value::Error(_)) || is_error(&text) {
            return self.unusable(at, record, cell, value, RemarkKind::CellError);
        }
        let country = self.country(record);
        let found = self.lookups.mission(text.trim(), country);
        if let Some(marker) = found.marker {
            self.marker(at, record, cell, value, marker);
        }
        if let Some(remark) = found.remark {
            let says_nothing = missing::is_missing(text.trim()) || self.declared.contains(&text);
            let unknown = matches!(remark, RemarkKind::UnknownMission { .. });
            if unknown && says_nothing {
                self.slots.slots[at].column.said_unknown.insert(record);
                self.remark(at, record, cell, value, RemarkKind::UnknownMission { nearest: None });
                return State::Unusable;
            }
            return self.unusable(at, record, cell, value, remark);
        }
        if let Column::Missions(values) = &mut self.slots.slots[at].column.values
            && let Some(place) = values.get_mut(record as usize)
        {
            *place = found.value;
        }
        State::Usable
    }

    /// The country of a record, where the table has a column of countries.
    fn country(&self, record: u32) -> Option<(&'a CodeList, u16)> {
        let slot = self.slots.slots.iter().find(|slot| slot.codes.is_some_and(|list| list.name == "country"))?;
        match &slot.column.values {
            Column::Codes(values) => Some((slot.codes?, values.get(record as usize).copied().flatten()?)),
            _ => None,
        }
    }

    fn cell(&mut self, at: usize, record: u32, row: u32, value: &Value) -> State {
        let slot = &self.slots.slots[at];
        let (kind, calendar) = (slot.field.kind, slot.calendar);
        let cell = CellRef::new(row, slot.col);
        if let Value::Text(text) = value
            && kind != FieldType::Code
            && self.declared.contains(text)
        {
            return self.missing(at, record, cell, value);
        }
        let (text, marker) = match value {
            Value::Text(text) if is_calendar(kind) => marker::peel_sign(text),
            _ => ("", None),
        };
        if let Some(marker) = marker {
            self.marker(at, record, cell, value, marker);
        }
        let is_text = matches!(value, Value::Text(_));
        let place = Place { at, record, cell };
        match kind {
            FieldType::Headcount | FieldType::Count => self.count(place, value),
            FieldType::Date => {
                let reading = if is_text { dates::date(text, calendar) } else { dates::date_of(value, calendar) };
                self.settle(place, value, reading, |column, index, day| {
                    put(column, index, day, |column| match column {
                        Column::Dates(values) => Some(values),
                        _ => None,
                    })
                })
            }
            FieldType::LastDay => {
                let last = if is_text { last_day::last_day(text, calendar) } else { last_day::last_day_of(value, calendar) };
                if last.open {
                    return State::Usable;
                }
                let reading = Reading { value: last.value, remark: last.remark };
                self.settle(place, value, reading, |column, index, day| {
                    put(column, index, day, |column| match column {
                        Column::Dates(values) => Some(values),
                        _ => None,
                    })
                })
            }
            FieldType::Month => {
                let reading = if is_text { months::month(text, calendar) } else { months::month_of(value, calendar) };
                self.settle(place, value, reading, |column, index, month| {
                    put(column, index, month, |column| match column {
                        Column::Months(values) => Some(values),
                        _ => None,
                    })
                })
            }
            FieldType::Window => {
                let reading = if is_text { windows::window(text, calendar) } else { windows::window_of(value, calendar) };
                self.settle(place, value, reading, |column, index, window| {
                    put(column, index, window, |column| match column {
                        Column::Windows(values) => Some(values),
                        _ => None,
                    })
                })
            }
            FieldType::Code => self.code(place, value),
            FieldType::PersonKey | FieldType::Text => self.text(place, value),
            // Missions wait until the country of their row is known.
            FieldType::Mission => State::Unusable,
        }
    }

    fn count(&mut self, place: Place, value: &Value) -> State {
        let headcount = self.slots.slots[place.at].field.kind == FieldType::Headcount;
        let reading = if headcount { counts::headcount_of(value) } else { counts::count_of(value) };
        if let Some(marker) = reading.marker {
            self.marker(place.at, place.record, place.cell, value, marker);
        }
        let mut state = if reading.value.is_some() { State::Usable } else { State::Unusable };
        for kind in reading.remarks {
            if kind == RemarkKind::Missing {
                state = self.missing(place.at, place.record, place.cell, value);
            } else {
                self.remark(place.at, place.record, place.cell, value, kind);
            }
        }
        self.annotations.extend(reading.parts.into_iter().map(|(part, number)| Annotation {
            record: place.record,
            part,
            number,
            col: place.cell.col,
        }));
        let column = &mut self.slots.slots[place.at].column;
        if state == State::Unusable {
            column.unusable.insert(place.record);
        }
        if let Column::Counts(values) = &mut column.values
            && let Some(count) = values.get_mut(place.record as usize)
        {
            *count = reading.value;
        }
        state
    }

    fn code(&mut self, place: Place, value: &Value) -> State {
        let Place { at, record, cell } = place;
        let slot = &self.slots.slots[at];
        let Some(list) = slot.codes else { return State::Unusable };
        if matches!(value, Value::Error(_)) {
            return self.unusable(at, record, cell, value, RemarkKind::CellError);
        }
        let text = text_of(value);
        let mut found = self.lookups.code(at, text.trim(), list);
        if slot.refuses_french_man && is_french_man(&text) {
            found = Found { value: None, remark: Some(RemarkKind::UnknownCode { nearest: None }), marker: found.marker };
        }
        if let Some(marker) = found.marker {
            self.marker(at, record, cell, value, marker);
        }
        let Some(code) = found.value.and_then(|code| u16::try_from(code).ok()) else {
            return match found.remark {
                Some(RemarkKind::Missing) | None => self.missing(at, record, cell, value),
                Some(_) if self.declared.contains(&text) => self.missing(at, record, cell, value),
                Some(remark) => self.unusable(at, record, cell, value, remark),
            };
        };
        if let Some(remark) = found.remark {
            self.remark(at, record, cell, value, remark);
        }
        if let Column::Codes(values) = &mut self.slots.slots[at].column.values
            && let Some(place) = values.get_mut(record as usize)
        {
            *place = Some(code);
        }
        State::Usable
    }

    /// Free text, or the key of a person.
    fn text(&mut self, place: Place, value: &Value) -> State {
        let Place { at, record, cell } = place;
        let text = text_of(value);
        if matches!(value, Value::Error(_)) || is_error(&text) {
            return self.unusable(at, record, cell, value, RemarkKind::CellError);
        }
        let trimmed = text.trim();
        if missing::is_missing(trimmed) {
            return self.missing(at, record, cell, value);
        }
        match &mut self.slots.slots[at].column.values {
            Column::Texts(values) => {
                if let Some(place) = values.get_mut(record as usize) {
                    *place = Some(trimmed.into());
                }
            }
            Column::Keys(values) => {
                if let Some(place) = values.get_mut(record as usize) {
                    *place = Some(PersonKey::new(trimmed));
                }
            }
            _ => {}
        }
        State::Usable
    }

    fn settle<T>(&mut self, place: Place, value: &Value, reading: Reading<T>, put: impl FnOnce(&mut Column, usize, T)) -> State {
        let Place { at, record, cell } = place;
        let Some(found) = reading.value else {
            return match reading.remark {
                None => State::Blank,
                Some(RemarkKind::Missing) => self.missing(at, record, cell, value),
                Some(remark) => self.unusable(at, record, cell, value, remark),
            };
        };
        put(&mut self.slots.slots[at].column.values, record as usize, found);
        if let Some(remark) = reading.remark {
            self.remark(at, record, cell, value, remark);
        }
        State::Usable
    }

    /// The cell says that the value is not known. That is worth a remark in a headcount, and in a date that is still to come.
    fn missing(&mut self, at: usize, record: u32, cell: CellRef, value: &Value) -> State {
        self.slots.slots[at].column.said_unknown.insert(record);
        let kind = self.slots.slots[at].field.kind;
        let still_open = matches!(value, Value::Text(text) if missing::is_still_open(text));
        if kind == FieldType::Headcount || (is_calendar(kind) && still_open) {
            self.remark(at, record, cell, value, RemarkKind::Missing);
        }
        State::Missing
    }

    fn unusable(&mut self, at: usize, record: u32, cell: CellRef, value: &Value, remark: RemarkKind) -> State {
        self.slots.slots[at].column.unusable.insert(record);
        self.remark(at, record, cell, value, remark);
        State::Unusable
    }

    /// A footnote marker, unless a note under the table explains it.
    fn marker(&mut self, at: usize, record: u32, cell: CellRef, value: &Value, marker: String) {
        if !marker::has_note(&marker, self.sheet.notes.iter().copied()) {
            self.remark(at, record, cell, value, RemarkKind::Marker(marker));
        }
    }

    fn remark(&mut self, at: usize, record: u32, cell: CellRef, value: &Value, kind: RemarkKind) {
        let slot = &self.slots.slots[at];
        let raw = shown(self.sheet.table, slot.field, value);
        self.remarks.push(Remark { cell, record: Some(record), field: slot.at, kind, raw });
    }

    /// Whether a record is accepted. One that is not has at least one remark.
    fn judge(&mut self, record: u32, row: u32, states: &[State]) -> bool {
        let mut accepted = true;
        for (field, declared) in self.sheet.table.fields.iter().enumerate() {
            let slot = self.slots.slots.iter().position(|slot| slot.at == field);
            let state = slot.map_or(State::Blank, |slot| states[slot]);
            let blank_headcount = declared.kind == FieldType::Headcount && slot.is_some() && state == State::Blank;
            let fails = declared.required && state != State::Usable;
            accepted &= !fails;
            if !(blank_headcount || (fails && state != State::Unusable)) {
                continue;
            }
            let first_col = self.slots.slots.first().map_or(0, |slot| slot.col);
            let cell = CellRef::new(row, slot.map_or(first_col, |slot| self.slots.slots[slot].col));
            let of_this_record = self.remarks.iter().rev().take_while(|remark| remark.record == Some(record));
            if of_this_record.clone().any(|remark| remark.field == field && !matches!(remark.kind, RemarkKind::Marker(_))) {
                continue;
            }
            let kind = if declared.kind == FieldType::Mission { RemarkKind::UnknownMission { nearest: None } } else { RemarkKind::Missing };
            let raw = cell_at(self.sheet.grid.row(row), cell.col).filter(|_| slot.is_some());
            let raw = raw.map_or_else(SafeText::default, |value| shown(self.sheet.table, declared, value));
            self.remarks.push(Remark { cell, record: Some(record), field, kind, raw });
        }
        accepted
    }

    /// The month of a record: its own, else that of its own as-of date, else that of the return.
    fn period(&self, record: usize, row: u32) -> Option<Period> {
        if let Some(slot) = self.slots.of_field("period", FieldType::Month).map(|at| &self.slots.slots[at]) {
            if let Column::Months(values) = &slot.column.values
                && let Some(month) = values.get(record).copied().flatten()
            {
                return Some(month);
            }
            if u32::try_from(record).is_ok_and(|record| slot.column.unusable.contains(&record)) {
                // "maart" without a year is taken from the return's year, and flagged; anything else belongs to no month.
                let value = cell_at(self.sheet.grid.row(row), slot.col)?;
                return Period::new(self.sheet.period?.year(), month_of_name(text_of(value).trim())?);
            }
        }
        if let Some(slot) = self.slots.of_field("as_of", FieldType::Date).map(|at| &self.slots.slots[at])
            && let Column::Dates(values) = &slot.column.values
            && let Some(month) = values.get(record).copied().flatten().and_then(Period::of)
        {
            return Some(month);
        }
        self.sheet.period
    }
}

/// Where a value belongs: its column and record, and the cell it stands in.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    record: u32,
    cell: CellRef,
}

fn put<T>(column: &mut Column, index: usize, value: T, values: impl FnOnce(&mut Column) -> Option<&mut Vec<Option<T>>>) {
    if let Some(place) = values(column).and_then(|values| values.get_mut(index)) {
        *place = Some(value);
    }
}

/// Rows whose mission stands merged in a row above: row and that row above.
fn merged_missions(sheet: &Sheet<'_>, slots: &Slots<'_>) -> HashMap<u32, u32> {
    const MOST_STEPS: usize = 2_000_000;
    let mut anchors = HashMap::new();
    let cols: Vec<u32> = slots.slots.iter().filter(|slot| slot.field.kind == FieldType::Mission).map(|slot| slot.col).collect();
    let height = sheet.grid.height();
    let mut steps = 0;
    for area in sheet.grid.merged.iter().filter(|area| area.to.row > area.from.row && cols.contains(&area.from.col)) {
        for row in area.from.row + 1..=area.to.row.min(height) {
            steps += 1;
            if steps > MOST_STEPS {
                return anchors;
            }
            anchors.insert(row, area.from.row);
        }
    }
    anchors
}

/// A rejected row as it may be published: header and text of each cell.
fn redacted(sheet: &Sheet<'_>, slots: &Slots<'_>, row: u32) -> RejectedRow {
    let of_cell = |cell: &Cell| {
        if is_blank(&cell.value) || sheet.layout.personal.iter().any(|personal| personal.col == cell.col) {
            return None;
        }
        if let Some(slot) = slots.of_col(cell.col).map(|at| &slots.slots[at]) {
            return Some((slot.header.to_owned(), shown(sheet.table, slot.field, &cell.value)));
        }
        let unknown = sheet.layout.unknown.iter().find(|unknown| unknown.col == cell.col);
        let header = unknown.map_or_else(|| column_letters(cell.col), |unknown| unknown.header.as_str().to_owned());
        Some((header, SafeText::withheld()))
    };
    RejectedRow { sheet: sheet.sheet, row, cells: sheet.grid.row(row).iter().filter_map(of_cell).collect() }
}
