//! The columns of a table while it is being read.

use crate::domain::schema::CodeList;
use crate::domain::table::FieldColumn;
use crate::domain::{Cell, Column, Field, FieldType, Grid, Value};
use crate::records::grammar::codes::{is_french_man, is_not_french};
use crate::records::grammar::dates::{Calendar, DayOrder, evidence};

use super::rows::Sheet;

/// A column of the sheet that holds a field.
pub(super) struct Slot<'a> {
    /// Index of the field within the table.
    pub(super) at: usize,
    pub(super) field: &'a Field,
    pub(super) col: u32,
    pub(super) header: &'a str,
    pub(super) calendar: Calendar,
    pub(super) codes: Option<&'a CodeList>,
    /// Whether `H` is no code in this column of sexes, since it is not written in French.
    pub(super) refuses_french_man: bool,
    pub(super) column: FieldColumn,
}

/// The bound columns of a table, and which of them each column of the sheet is.
pub(super) struct Slots<'a> {
    pub(super) slots: Vec<Slot<'a>>,
    by_col: Vec<Option<usize>>,
}

impl<'a> Slots<'a> {
    /// The columns for a number of records. Of two columns for one field the first counts.
    pub(super) fn new(sheet: &Sheet<'a>, rows: &[u32]) -> Self {
        let mut slots: Vec<Slot<'a>> = Vec::new();
        for binding in &sheet.layout.columns {
            let Some(field) = sheet.table.fields.get(binding.field) else { continue };
            if slots.iter().any(|slot| slot.at == binding.field || slot.col == binding.col) {
                continue;
            }
            let column = FieldColumn { sheet_col: Some(binding.col), values: empty(field, rows.len()), ..FieldColumn::default() };
            slots.push(Slot {
                at: binding.field,
                field,
                col: binding.col,
                header: &binding.header,
                calendar: Calendar { order: DayOrder::Unknown, system: sheet.grid.date_system },
                codes: field.codes.and_then(|list| sheet.schema.code_lists.get(list)),
                refuses_french_man: false,
                column,
            });
        }
        let width = slots.iter().map(|slot| slot.col as usize + 1).max().unwrap_or(0);
        let mut by_col = vec![None; width];
        for (at, slot) in slots.iter().enumerate() {
            by_col[slot.col as usize] = Some(at);
        }
        let mut slots = Self { slots, by_col };
        slots.settle(sheet.grid, rows);
        slots
    }

    /// Which slot a column of the sheet is.
    pub(super) fn of_col(&self, col: u32) -> Option<usize> {
        self.by_col.get(col as usize).copied().flatten()
    }

    /// The slot of a field.
    pub(super) fn of_field(&self, name: &str, kind: FieldType) -> Option<usize> {
        self.slots.iter().position(|slot| slot.field.name == name && slot.field.kind == kind)
    }

    /// Settles what only a whole column can tell: the order of day and month, and the language of the sexes.
    fn settle(&mut self, grid: &Grid, rows: &[u32]) {
        let mut open: Vec<usize> = Vec::new();
        for (at, slot) in self.slots.iter_mut().enumerate() {
            if is_calendar(slot.field.kind) && texts(grid, rows, slot.col).any(|text| text.contains('/')) {
                open.push(at);
            }
            if slot.codes.is_some_and(|list| list.name == "sex") && texts(grid, rows, slot.col).any(is_french_man) {
                slot.refuses_french_man = texts(grid, rows, slot.col).any(is_not_french);
            }
        }
        for at in open {
            let slot = &mut self.slots[at];
            slot.calendar.order = order_of(texts(grid, rows, slot.col));
        }
    }
}

fn order_of<'t>(texts: impl Iterator<Item = &'t str>) -> DayOrder {
    crate::records::grammar::dates::settled_order(texts.filter(|text| evidence(text) != DayOrder::Unknown))
}

fn texts<'g>(grid: &'g Grid, rows: &'g [u32], col: u32) -> impl Iterator<Item = &'g str> {
    rows.iter().filter_map(move |row| match cell_at(grid.row(*row), col) {
        Some(Value::Text(text)) => Some(&**text),
        _ => None,
    })
}

/// The value of a column within a row.
pub(super) fn cell_at(cells: &[Cell], col: u32) -> Option<&Value> {
    cells.binary_search_by_key(&col, |cell| cell.col).ok().map(|at| &cells[at].value)
}

/// Whether a field holds days or months.
pub(super) const fn is_calendar(kind: FieldType) -> bool {
    matches!(kind, FieldType::Date | FieldType::LastDay | FieldType::Month | FieldType::Window)
}

/// A column of a field without any value yet.
fn empty(field: &Field, records: usize) -> Column {
    match field.kind {
        FieldType::Headcount | FieldType::Count => Column::Counts(vec![None; records]),
        FieldType::Date | FieldType::LastDay => Column::Dates(vec![None; records]),
        FieldType::Month => Column::Months(vec![None; records]),
        FieldType::Window => Column::Windows(vec![None; records]),
        FieldType::Code => Column::Codes(vec![None; records]),
        FieldType::Mission => Column::Missions(vec![None; records]),
        FieldType::PersonKey => Column::Keys(vec![None; records]),
        // Free text about persons is not kept at all.
        FieldType::Text if field.personal => Column::Absent,
        FieldType::Text => Column::Texts(vec![None; records]),
    }
}
