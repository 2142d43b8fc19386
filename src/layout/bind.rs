//! Which column becomes which field.

use std::collections::BTreeMap;

use crate::domain::layout::{PersonalColumn, UnknownColumn, Why};
use crate::domain::{Cell, CellRef, ColumnBinding, SafeText, fold};

use super::dated::When;
use super::header::{Header, Mission};
use super::index::{HeaderIndex, Reading};
use super::names::{Found, Name};
use super::words::text_of;

/// The columns of a header. `suggestions` is how often a similar header may still be looked for.
pub(super) fn bind(found: &Found<'_>, mission: &Mission, field: Option<usize>, index: &HeaderIndex, suggestions: &mut usize) -> Header {
    let mut winners: BTreeMap<usize, (bool, bool, bool, u32)> = BTreeMap::new();
    for (name, reading) in &found.names {
        if let Some(Reading::Field { field, settled }) = reading {
            let inexact = !name.known.as_ref().is_some_and(|known| known.exact);
            let rank = (*settled, fold(name.raw).contains("fte"), inexact, name.col);
            winners.entry(*field).and_modify(|best| *best = rank.min(*best)).or_insert(rank);
        }
    }
    let mut header = Header { table: found.table, ..Header::default() };
    let by_contents = if let Mission::Column(col) = mission { field.map(|field| (*col, field)) } else { None };
    let mut dated: Vec<(When, CellRef)> = Vec::new();
    let mut named = false;
    for (name, reading) in &found.names {
        let (col, row) = (name.col, name.row);
        if let Some((_, field)) = by_contents.filter(|(own, _)| *own == col) {
            named = true;
            header.columns.push(ColumnBinding { col, field, header: name.raw.to_owned(), why: Why::Contents });
            continue;
        }
        let named = |fields: &[usize]| fields.iter().map(|field| index.name(found.table, *field).to_owned()).collect();
        let mut unknown = |candidates: Vec<String>, nearest: Option<String>| {
            header.unknown.push(UnknownColumn { col, row, header: SafeText::scrub(name.raw), candidates, nearest });
        };
        match reading {
            Some(Reading::Field { field, settled }) if winners.get(field).is_some_and(|winner| winner.3 == col) => {
                dated.extend(name.when.map(|when| (when, CellRef::new(row, col))));
                header.columns.push(ColumnBinding { col, field: *field, header: raw_header(name), why: why(name, *settled) });
            }
            Some(Reading::Field { field, .. }) => unknown(named(&[*field]), None),
            Some(Reading::Several(fields)) => unknown(named(fields), None),
            Some(Reading::Personal(kind)) => {
                header.personal.push(PersonalColumn { col, row, kind: kind.clone(), header: SafeText::scrub(name.raw) });
            }
            Some(Reading::Elsewhere(candidates)) => unknown(candidates.clone(), None),
            None => unknown(Vec::new(), nearest(index, name.raw, found.table, suggestions)),
        }
    }
    if let Some((col, field)) = by_contents.filter(|_| !named) {
        header.columns.push(ColumnBinding { col, field, header: String::new(), why: Why::Contents });
        header.columns.sort_by_key(|column| column.col);
    }
    // Headers that speak of several days are no evidence of any.
    if let Some((when, cell)) = dated.first().copied()
        && dated.iter().all(|(other, _)| *other == when)
    {
        header.when = Some((when, cell));
    }
    header
}

/// The field with the most similar header, as long as there are tries left.
pub(super) fn nearest(index: &HeaderIndex, raw: &str, table: usize, suggestions: &mut usize) -> Option<String> {
    let nearest = if *suggestions > 0 { index.nearest(raw, table) } else { None };
    *suggestions = suggestions.saturating_sub(1);
    nearest
}

/// Why a name was taken for a field.
fn why(name: &Name<'_>, settled: bool) -> Why {
    match (&name.group, settled, name.known.as_ref().is_some_and(|known| known.exact)) {
        (_, true, _) => Why::Settled,
        (Some((_, _, Some(_))), ..) => Why::Grouped,
        (_, _, true) => Why::Header,
        _ => Why::Shortened,
    }
}

/// The header as it stands on the sheet, with the label above it where only both together are a name.
fn raw_header(name: &Name<'_>) -> String {
    match &name.group {
        Some((label, _, Some(_))) => format!("{label} {}", name.raw),
        _ => name.raw.to_owned(),
    }
}

/// Units below the names belong to the headers: what stands in fte must be seen as such.
pub(super) fn add_units(header: &mut Header, cells: &[Cell]) {
    for column in &mut header.columns {
        let unit = cells.iter().find(|cell| cell.col == column.col).and_then(text_of);
        if let Some(unit) = unit.filter(|unit| unit.chars().any(char::is_alphabetic) && !unit.starts_with('#')) {
            column.header.push(' ');
            column.header.push_str(unit);
        }
    }
}
