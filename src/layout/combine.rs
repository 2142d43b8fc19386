//! One account of a sheet that was read in parts.

use crate::domain::layout::{HiddenPart, SheetLayout};
use crate::domain::{CellRef, Layout, Period, RowFate};

/// How much became of a row: of tables side by side the one counts in which most did.
pub(super) const fn rank(fate: RowFate) -> u8 {
    match fate {
        RowFate::Rejected => 8,
        RowFate::Accepted => 7,
        RowFate::Total => 6,
        RowFate::Header => 5,
        RowFate::Hidden => 4,
        RowFate::Note => 3,
        RowFate::Title => 2,
        RowFate::Other => 1,
        RowFate::Blank => 0,
    }
}

/// Puts what was found on the parts of a sheet together, but for their tables. Each part gives a fate to the rows in which it holds something.
pub(super) fn combine(parts: Vec<SheetLayout>) -> SheetLayout {
    let mut parts = parts.into_iter();
    let Some(mut sheet) = parts.next() else { return SheetLayout::default() };
    for part in parts {
        if sheet.fates.len() < part.fates.len() {
            sheet.fates.resize(part.fates.len(), RowFate::Blank);
        }
        for (own, other) in sheet.fates.iter_mut().zip(part.fates) {
            if rank(other) > rank(*own) {
                *own = other;
            }
        }
        sheet.notes.extend(part.notes);
        sheet.outlines.extend(part.outlines);
        for hidden in part.hidden {
            add_hidden(&mut sheet.hidden, hidden);
        }
        sheet.as_of = sheet.as_of.into_iter().chain(part.as_of).min_by_key(|as_of| (as_of.date.is_none(), as_of.cell));
    }
    sheet.notes.sort_by_key(|(row, _)| *row);
    sheet.notes = one_for_each_row(sheet.notes);
    sheet
}

/// Where a table begins on its sheet, and its month: the order in which tables are told.
pub(super) fn place(table: &Layout) -> (CellRef, Option<Period>) {
    let row = table.header_rows.iter().chain(&table.data_rows).min().copied().unwrap_or_default();
    let known = table.columns.iter().map(|column| column.col);
    let col = known.chain(table.unknown.iter().map(|column| column.col)).min().unwrap_or_default();
    (table.direction.cell(row, col), table.month.map(|month| month.period))
}

fn one_for_each_row(notes: Vec<(u32, String)>) -> Vec<(u32, String)> {
    let mut joined: Vec<(u32, String)> = Vec::with_capacity(notes.len());
    for (row, text) in notes {
        match joined.last_mut() {
            Some((last, so_far)) if *last == row => {
                so_far.push(' ');
                so_far.push_str(&text);
            }
            _ => joined.push((row, text)),
        }
    }
    joined
}

/// A row that is hidden is hidden for all tables that stand in it: it is told once.
fn add_hidden(all: &mut Vec<HiddenPart>, mut part: HiddenPart) {
    let Some(same) = all.iter_mut().find(|own| own.by == part.by && own.read == part.read) else {
        all.push(part);
        return;
    };
    same.first = same.first.min(part.first);
    same.lines.append(&mut part.lines);
    same.lines.sort_unstable();
    same.lines.dedup();
}
