//! Which month each table of a sheet is of, as far as the sheet itself says.

use crate::domain::layout::{AsOf, Fixed, SheetLayout, StatedMonth};
use crate::domain::{Layout, Period, RowFate, SafeText, Schema};

use super::header::{Header, View};
use super::titles::Above;

/// A table with what is stated right above it.
pub(super) type Stated = (Layout, Option<Above>);

/// The tables of a part of a sheet, a cross-table as one for each of its months. What cannot be read is set aside.
pub(super) fn tables(view: &View<'_>, sheet: &mut SheetLayout, headers: &[Header]) -> Vec<Stated> {
    let mut stated = Vec::new();
    for table in std::mem::take(&mut sheet.tables) {
        let header = headers.iter().find(|header| header.rows == table.header_rows);
        let Some(header) = header else {
            stated.push((table, None));
            continue;
        };
        stated.extend(of_header(view, sheet, table, header));
    }
    stated
}

fn of_header(view: &View<'_>, sheet: &mut SheetLayout, mut table: Layout, header: &Header) -> Vec<Stated> {
    table.fixed.clone_from(&header.fixed);
    if header.unread {
        set_aside(sheet, &mut table);
    }
    let mut above = header.above;
    if let Some((when, cell)) = header.when {
        let date = when.date(&view.years);
        if let Some((date, period)) = date.and_then(|date| Some((date, Period::of(date)?))) {
            above = above.or(Some(Above { period, day: Some(date), cell }));
            if sheet.as_of.as_ref().is_none_or(|kept| kept.date.is_none()) {
                sheet.as_of = Some(AsOf { cell, date: Some(date), raw: SafeText::own(date) });
            }
        } else if let Some(period) = when.year.and_then(|year| Period::new(year, when.month)) {
            table.month = Some(StatedMonth { period, cell });
        }
    }
    if header.months.is_empty() {
        return vec![(table, above)];
    }
    let of_months: Vec<u32> = header.months.iter().flat_map(|month| month.cols.iter().copied()).collect();
    let of_month = |(at, month): (usize, &super::header::MonthColumns)| {
        let own = |col: u32| month.cols.contains(&col) || !of_months.contains(&col);
        let mut part = Layout { month: Some(month.stated), ..table.clone() };
        part.columns.retain(|column| own(column.col));
        part.of_which.retain(|line| own(line.col));
        if at > 0 {
            // What no month has is told once.
            part.unknown.clear();
            part.personal.clear();
            part.of_which.retain(|line| month.cols.contains(&line.col));
        }
        let above = month.day.map(|day| Above { period: month.stated.period, day: Some(day), cell: month.stated.cell });
        state_day(&mut part, view.schema, above);
        (part, None)
    };
    header.months.iter().enumerate().map(of_month).collect()
}

/// The rows of a table of which nothing can be read.
fn set_aside(sheet: &mut SheetLayout, table: &mut Layout) {
    let rows =
        table.data_rows.drain(..).chain(table.claims.drain(..).map(|claim| claim.row)).chain(table.of_which.drain(..).map(|of| of.row));
    for row in rows {
        if let Some(fate) = usize::try_from(row).ok().and_then(|row| sheet.fates.get_mut(row)) {
            *fate = RowFate::Other;
        }
    }
}

/// Settles the months of tables that are each stated above their table. Where two tables of a kind are of different months,
/// each is of its own; a table of another kind is of the month that was stated last above it. The tables stand in the order
/// of the sheet.
pub(super) fn settle(tables: &mut [Stated], schema: &Schema) {
    let mut kinds: Vec<usize> = tables.iter().map(|(table, _)| table.table).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let differs = |kind: &usize| {
        let mut months = tables.iter().filter(|(table, _)| table.table == *kind).filter_map(|(_, above)| above.map(|above| above.period));
        let first = months.next();
        months.any(|month| Some(month) != first)
    };
    kinds.retain(differs);
    if kinds.is_empty() {
        return;
    }
    let mut in_force = None;
    for (table, above) in tables.iter_mut() {
        let own = above.filter(|_| kinds.contains(&table.table));
        in_force = own.or(in_force);
        if let Some(above) = in_force.filter(|_| table.month.is_none()) {
            table.month = Some(StatedMonth { period: above.period, cell: above.cell });
            state_day(table, schema, Some(above));
        }
    }
}

/// Gives all records of a table the day that is stated for them, where no column of it does.
fn state_day(table: &mut Layout, schema: &Schema, above: Option<Above>) {
    let field = schema.tables.get(table.table).and_then(|table| table.field("as_of"));
    let (Some(field), Some(above)) = (field, above) else { return };
    if let Some(day) = above.day
        && !table.columns.iter().any(|column| column.field == field)
    {
        table.fixed.push(Fixed { field, cell: Some(above.cell), text: day.to_string() });
    }
}
