//! Lines about a part of the line above them (`waarvan vrouwen`), brought to the records and totals they speak of.

use crate::domain::equation::TermKind;
use crate::domain::layout::OfWhich;
use crate::domain::{CellRef, FieldType, Remark, RemarkKind, SafeText, Table, Value};
use crate::records::grammar::counts;

use super::annotations::{self, Given};
use super::columns::cell_at;
use super::rows::Sheet;
use super::shown::{is_blank, text_of};

/// Gives each line's number to the field it is about. One that cannot be used leaves a remark.
pub(super) fn apply(sheet: &Sheet<'_>, table: &mut Table, remarks: &mut Vec<Remark>) {
    for line in &sheet.layout.of_which {
        let record = table.rows.binary_search(&line.about).ok().and_then(|record| u32::try_from(record).ok());
        if !given(sheet, table, line, record) {
            let field = line.field.filter(|field| *field < sheet.table.fields.len()).or_else(|| main_field(sheet)).unwrap_or_default();
            let cell = CellRef::new(line.row, line.col);
            remarks.push(Remark { cell, record, field, kind: RemarkKind::UnclearPart, raw: raw(sheet, line) });
        }
    }
}

fn given(sheet: &Sheet<'_>, table: &mut Table, line: &OfWhich, record: Option<u32>) -> bool {
    let (Some(field), Some(number)) = (line.field, number(sheet, line)) else { return false };
    let cell = CellRef::new(line.row, line.col);
    if let Some(record) = record {
        return match annotations::give(sheet.table, table, record, field, number, cell) {
            Given::Taken => true,
            Given::Beside(own) => own.is_none_or(|own| own == number) || is_compared(sheet, field),
            Given::Refused => false,
        };
    }
    let Ok(at) = table.totals.binary_search_by_key(&line.about, |total| total.row) else { return false };
    let Some(total) = table.totals.get_mut(at) else { return false };
    if let Some((_, _, own)) = total.values.iter().find(|(of, ..)| *of == field) {
        return *own == Some(number);
    }
    total.values.push((field, line.col, Some(number)));
    total.elsewhere.insert(field, cell);
    true
}

/// Whether some arithmetic check compares what is said beside a field with the field itself.
fn is_compared(sheet: &Sheet<'_>, field: usize) -> bool {
    let terms = sheet.schema.equations.equations.iter().flat_map(|equation| equation.left.terms.iter().chain(&equation.right.terms));
    let table = sheet.layout.table;
    terms.into_iter().any(|term| matches!(&term.kind, TermKind::Annotation(path) if (path.table, path.field) == (table, field)))
}

/// The number of a line: that of its cell, or the only one in its label.
fn number(sheet: &Sheet<'_>, line: &OfWhich) -> Option<i64> {
    let value = cell_at(sheet.grid.row(line.row), line.col)?;
    let of_count =
        sheet.layout.columns.iter().find(|column| column.col == line.col).and_then(|column| sheet.table.fields.get(column.field));
    match value {
        Value::Text(label) if of_count.is_none_or(|field| !matches!(field.kind, FieldType::Headcount | FieldType::Count)) => {
            let mut numbers = label.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
            let only = numbers.next().filter(|digits| digits.len() <= 4)?;
            numbers.next().is_none().then(|| only.parse().ok())?
        }
        value => counts::count_of(value).value,
    }
}

fn main_field(sheet: &Sheet<'_>) -> Option<usize> {
    let fields = sheet.layout.columns.iter().map(|column| column.field);
    let of_kind = |kind: FieldType| fields.clone().find(|field| sheet.table.fields.get(*field).is_some_and(|field| field.kind == kind));
    of_kind(FieldType::Headcount).or_else(|| of_kind(FieldType::Count))
}

/// What the line says, fit to be shown.
fn raw(sheet: &Sheet<'_>, line: &OfWhich) -> SafeText {
    let cells = sheet.grid.row(line.row).iter().filter(|cell| !is_blank(&cell.value));
    let words: Vec<_> = cells.take(4).map(|cell| text_of(&cell.value)).collect();
    SafeText::scrub(&words.join(" "))
}
