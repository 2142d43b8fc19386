//! One cell: which grammar reads it, and what of it is kept.

use crate::domain::schema::CodeList;
use crate::domain::{CellRef, Column, FieldType, Remark, RemarkKind, Value};
use crate::records::grammar::codes::is_french_man;
use crate::records::grammar::errors::is_error;
use crate::records::grammar::{Reading, counts, dates, last_day, marker, missing, months, windows};

use super::annotations::Annotation;
use super::columns::is_calendar;
use super::lookups::Found;
use super::rows::Reader;
use super::shown::{shown, text_of};

/// What stands in a cell, as far as the record is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Blank,
    Missing,
    Usable,
    Unusable,
}

impl<'a> Reader<'a> {
    pub(super) fn mission(&mut self, at: usize, record: u32, row: u32, value: &Value) -> State {
        let text = text_of(value);
        let cell = CellRef::new(row, self.slots.slots[at].col);
        if matches!(value, Value::Error(_)) || is_error(&text) {
            return self.unusable(at, record, cell, value, RemarkKind::CellError);
        }
        // The country of a row is that of its own mission, not of another that it names.
        let country = self.country(record).filter(|_| self.is_own_mission(at));
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

    pub(super) fn cell(&mut self, at: usize, record: u32, row: u32, value: &Value) -> State {
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
            cell: place.cell,
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
        let is_key = self.slots.slots[at].field.kind == FieldType::PersonKey;
        if missing::is_missing(trimmed) || (is_key && missing::is_nobody(trimmed)) {
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
                    *place = Some(self.sheet.schema.secret.key(trimmed));
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
