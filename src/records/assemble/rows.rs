//! The rows of one table, from the top.

use std::collections::HashMap;

use crate::domain::layout::Layout;
use crate::domain::returns::RejectedRow;
use crate::domain::table::FieldColumn;
use crate::domain::{
    Cell, CellRef, Column, Field, FieldType, Grid, Period, Remark, RemarkKind, RowFate, SafeText, Schema, Table, TableSchema, month_of_name,
};
use crate::records::grammar::missing::Declared;

use super::annotations::{self, Annotation};
use super::cells::State;
use super::claims;
use super::columns::{Slots, cell_at};
use super::fixed::{self, FixedValue};
use super::lookups::Lookups;
use super::of_which;
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

/// A table while it is being read.
pub(super) struct Reader<'a> {
    pub(super) sheet: Sheet<'a>,
    pub(super) slots: Slots<'a>,
    pub(super) lookups: Lookups<'a>,
    pub(super) declared: Declared,
    pub(super) remarks: Vec<Remark>,
    pub(super) annotations: Vec<Annotation>,
    /// Fields that leave a remark when they are empty, each with its column.
    watched: Vec<(usize, Option<usize>)>,
    /// What stands once for all records.
    fixed: Vec<FixedValue>,
}

/// Reads the data rows and total lines of a table.
pub(super) fn read(sheet: &Sheet<'_>) -> ReadTable {
    let mut fates = Vec::new();
    let mut rows = Vec::with_capacity(sheet.layout.data_rows.len());
    for row in &sheet.layout.data_rows {
        if sheet.grid.row(*row).iter().all(|cell| is_blank(&cell.value)) { fates.push((*row, RowFate::Blank)) } else { rows.push(*row) }
    }
    let slots = Slots::new(sheet, &rows);
    let watched = sheet.table.fields.iter().enumerate().filter(|(_, field)| field.required || field.kind == FieldType::Headcount);
    let watched = watched.map(|(at, _)| (at, slots.slots.iter().position(|slot| slot.at == at))).collect();
    let (mut lookups, mut remarks) = (Lookups::new(sheet.schema), Vec::new());
    let fixed = fixed::read(sheet, &slots, &mut lookups, rows.len(), &mut remarks);
    let mut reader = Reader {
        sheet: *sheet,
        slots,
        lookups,
        declared: Declared::new(&sheet.table.missing_values),
        remarks,
        annotations: Vec::new(),
        watched,
        fixed,
    };
    let mut table = Table {
        schema: sheet.layout.table,
        sheet: sheet.sheet,
        direction: sheet.layout.direction,
        accepted: Vec::with_capacity(rows.len()),
        periods: Vec::with_capacity(rows.len()),
        columns: Vec::new(),
        totals: Vec::new(),
        remarks: Vec::new(),
        unseen_missions: Vec::new(),
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
            let mut row = redacted(sheet, &reader.slots, *row);
            // What is wrong may stand once for all records.
            if !reader.remarks.iter().any(|remark| remark.record == Some(number) && remark.cell.row == row.row)
                && let Some(fixed) = reader.fixed.iter().find(|fixed| fixed.state != State::Usable)
            {
                row.finding_row = fixed.row;
            }
            rejected.push(row);
        }
    }
    table.unseen_missions = reader.unseen_missions();
    let Reader { mut slots, mut remarks, annotations, fixed, .. } = reader;
    forget_numbering(sheet, &mut slots, &table.rows);
    table.totals = claims::read(sheet, &slots, &table.rows, &mut remarks);
    table.columns = vec![FieldColumn::default(); sheet.table.fields.len()];
    for slot in slots.slots {
        table.columns[slot.at] = slot.column;
    }
    for value in fixed {
        if let Some(column) = table.columns.get_mut(value.field) {
            *column = value.column;
        }
    }
    annotations::apply(sheet.table, &mut table, annotations);
    of_which::apply(sheet, &mut table, &mut remarks);
    remarks.sort_by_key(|remark| remark.cell);
    table.remarks = remarks;
    ReadTable { table, rejected, fates }
}

impl Reader<'_> {
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
                if self.is_own_mission(at) {
                    mission = Some((at, row, &cell.value)).filter(|_| mission.is_none()).or(mission);
                } else {
                    states[at] = self.mission(at, record, row, &cell.value);
                }
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
        (0..self.slots.slots.len()).filter(|at| self.is_own_mission(*at))
    }

    /// Whether a column holds the mission that a row is about, not another one, such as that of a transfer.
    pub(super) fn is_own_mission(&self, at: usize) -> bool {
        is_own_mission(self.slots.slots[at].field)
    }

    /// The missions of rows that are set aside since they are not seen.
    fn unseen_missions(&mut self) -> Vec<u32> {
        let Some(col) = self.mission_slots().next().map(|slot| self.slots.slots[slot].col) else { return Vec::new() };
        let mut missions = Vec::new();
        for row in &self.sheet.layout.set_aside {
            let Some(value) = cell_at(self.sheet.grid.row(*row), col) else { continue };
            missions.extend(self.lookups.mission(text_of(value).trim(), None).value);
        }
        missions.sort_unstable();
        missions
    }

    /// Whether a record is accepted. One that is not has at least one remark, unless what fails stands once for all records.
    fn judge(&mut self, record: u32, row: u32, states: &[State]) -> bool {
        let mut accepted = true;
        for (field, slot) in self.watched.iter().copied() {
            let declared = &self.sheet.table.fields[field];
            let fixed = self.fixed.iter().find(|fixed| fixed.field == field).map(|fixed| fixed.state);
            let state = slot.map_or(fixed.unwrap_or(State::Blank), |slot| states[slot]);
            let blank_headcount = declared.kind == FieldType::Headcount && slot.is_some() && state == State::Blank;
            let fails = declared.required && state != State::Usable;
            accepted &= !fails;
            // Of a rejected row with nothing but a name, the name says it all.
            let lone = blank_headcount && !accepted && states.iter().filter(|state| **state != State::Blank).count() == 1;
            if lone || !(blank_headcount || fails) || fixed.is_some() {
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

/// Line numbers in the column for keys say nothing of who a person is: the first line of two rosters is not one person.
fn forget_numbering(sheet: &Sheet<'_>, slots: &mut Slots<'_>, rows: &[u32]) {
    for slot in slots.slots.iter_mut().filter(|slot| slot.field.kind == FieldType::PersonKey) {
        let numbers = rows.iter().filter_map(|row| cell_at(sheet.grid.row(*row), slot.col)).filter(|value| !is_blank(value));
        let mut before: Option<u64> = None;
        let counts_up = numbers.map(|value| text_of(value).trim().trim_end_matches('.').parse::<u64>().ok()).all(|number| {
            let next = number.filter(|number| before.map_or(*number <= 1, |before| *number == before + 1));
            before = next;
            next.is_some()
        });
        if counts_up && let Column::Keys(keys) = &mut slot.column.values {
            keys.fill(None);
        }
    }
}

fn is_own_mission(field: &Field) -> bool {
    field.kind == FieldType::Mission && field.name == "mission"
}

/// Rows whose mission stands merged in a row above: row and that row above.
fn merged_missions(sheet: &Sheet<'_>, slots: &Slots<'_>) -> HashMap<u32, u32> {
    const MOST_STEPS: usize = 2_000_000;
    let mut anchors = HashMap::new();
    let cols: Vec<u32> = slots.slots.iter().filter(|slot| is_own_mission(slot.field)).map(|slot| slot.col).collect();
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
        // What belongs to another table beside this one is no part of the record.
        let unknown = sheet.layout.unknown.iter().find(|unknown| unknown.col == cell.col)?;
        Some((unknown.header.to_string(), SafeText::withheld()))
    };
    RejectedRow { sheet: sheet.sheet, row, finding_row: row, cells: sheet.grid.row(row).iter().filter_map(of_cell).collect() }
}
