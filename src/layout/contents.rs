//! A table of which no header names the mission: the cells below do, or a title, or the name of the sheet.

use std::collections::BTreeMap;

use crate::domain::{Cell, FieldType, Value};

use super::as_of;
use super::header::{Budget, Line, Mission, View};
use super::index::Reading;
use super::names::Found;
use super::titles;
use super::total;
use super::words::{self, is_blank, text_of};

/// Most lines below a header that are looked at.
const MAX_LINES: usize = 300;
/// Fields that a list of persons must have beside the mission for its cells to be trusted.
const FIELDS_OF_PERSONS: usize = 3;

/// Names of missions in one column.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    names: u32,
    others: u32,
    /// A name with a value of the table beside it.
    valued: bool,
}

/// Where the mission of the rows below a header is named that names none itself.
pub(super) fn mission(
    view: &View<'_>,
    lines: &[Line<'_>],
    (from, to): (usize, usize),
    floor: usize,
    found: &Found<'_>,
    budget: &mut Budget,
) -> Option<Mission> {
    let needed: Vec<u32> = needed_cols(view, found);
    if needed.is_empty() {
        return None;
    }
    if let Some(col) = trusted_column(view, &lines[to..], &needed, found, budget) {
        return Some(Mission::Column(col));
    }
    if !begins_below(view, lines, to, &needed, found) {
        return None;
    }
    let titled = titles::mission_above(view, lines, from, floor);
    if let Some((caption, line)) = titled {
        return Some(Mission::Caption(caption, Some(line)));
    }
    view.caption.map(|caption| Mission::Caption(caption.clone(), None))
}

/// The column of missions below a header of which one name may be that of the mission or of something else.
pub(super) fn unsettled(view: &View<'_>, lines: &[Line<'_>], to: usize, found: &Found<'_>, budget: &mut Budget) -> Option<u32> {
    let mission = view.index.mission_field(view.schema, found.table)?;
    let bound = found.names.iter().any(|(_, reading)| matches!(reading, Some(Reading::Field { field, .. }) if *field == mission));
    if bound || !view.schema.tables[found.table].recognised_by.contains(&mission) {
        return None;
    }
    trusted_column(view, &lines[to..], &needed_cols(view, found), found, budget)
}

fn trusted_column(view: &View<'_>, below: &[Line<'_>], needed: &[u32], found: &Found<'_>, budget: &mut Budget) -> Option<u32> {
    let open = |col: u32| match found.names.iter().find(|(name, _)| name.col == col) {
        None => true,
        Some((name, reading)) => match reading {
            None => true,
            Some(Reading::Several(_)) => name.known.as_ref().is_some_and(|known| view.index.may_be_mission(known, found.table)),
            Some(_) => false,
        },
    };
    let fields = found.names.iter().filter(|(_, reading)| matches!(reading, Some(Reading::Field { .. }))).count();
    let about_persons = view.schema.tables[found.table].about_persons;
    let trusted = !about_persons || fields >= FIELDS_OF_PERSONS;
    if trusted { column(view, below, needed, &open, about_persons, budget) } else { None }
}

/// The columns of the fields that the table is recognised by.
fn needed_cols(view: &View<'_>, found: &Found<'_>) -> Vec<u32> {
    let needed = &view.schema.tables[found.table].recognised_by;
    let of_name = |(name, reading): &(super::names::Name<'_>, Option<Reading>)| match reading {
        Some(Reading::Field { field, .. }) if needed.contains(field) => Some(name.col),
        _ => None,
    };
    found.names.iter().filter_map(of_name).collect()
}

/// The one column below a header whose cells are names of missions: at least half of those that are filled, totals,
/// headings and notes aside. In a list of persons all of them.
pub(super) fn column(
    view: &View<'_>,
    below: &[Line<'_>],
    needed: &[u32],
    open: &dyn Fn(u32) -> bool,
    about_persons: bool,
    budget: &mut Budget,
) -> Option<u32> {
    let index = view.index;
    let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
    for (_, cells) in below.iter().take(MAX_LINES) {
        let Some(left) = budget.cells.checked_sub(cells.len()) else { break };
        budget.cells = left;
        let in_needed = |cell: &&Cell| needed.contains(&cell.col) && !is_blank(cell);
        let valued = cells.iter().any(|cell| in_needed(&cell));
        // Another header: the table ends above it.
        if cells.iter().filter(in_needed).any(|cell| text_of(cell).is_some_and(|text| index.look_up(text).is_some())) {
            break;
        }
        if as_of::begins_row(cells, index) {
            continue;
        }
        let lone = cells.iter().filter(|cell| !is_blank(cell)).count() == 1;
        for cell in cells.iter().filter(|cell| open(cell.col) && !is_blank(cell)) {
            let known = text_of(cell).is_some_and(|text| index.names_mission(text));
            if known {
                let tally = tallies.entry(cell.col).or_default();
                tally.names += 1;
                tally.valued |= valued;
                continue;
            }
            let aside = text_of(cell).is_some_and(|text| total::read(text, index).is_some() || words::begins_as_note(text));
            // A lone text is the heading of a group, or a remark.
            if !aside && !lone {
                tallies.entry(cell.col).or_default().others += 1;
            }
        }
    }
    let fits =
        |tally: &Tally| tally.valued && tally.names > 0 && if about_persons { tally.others == 0 } else { tally.names >= tally.others };
    let mut fitting = tallies.iter().filter(|(_, tally)| fits(tally)).map(|(col, _)| *col);
    // Of two such columns neither is chosen.
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Whether the line right below a header holds values and no further names, so that it is a header indeed.
fn begins_below(view: &View<'_>, lines: &[Line<'_>], to: usize, needed: &[u32], found: &Found<'_>) -> bool {
    let units = lines.get(to).is_some_and(|line| super::labels::is_unit_row(line.1));
    let Some((_, cells)) = lines.get(to + usize::from(units)) else { return false };
    let headcount = |col: u32| {
        let field = found.names.iter().find_map(|(name, reading)| match reading {
            Some(Reading::Field { field, .. }) if name.col == col => Some(*field),
            _ => None,
        });
        let kind = field.and_then(|field| view.schema.tables[found.table].fields.get(field)).map(|field| field.kind);
        matches!(kind, Some(FieldType::Headcount | FieldType::Count))
    };
    cells.iter().filter(|cell| needed.contains(&cell.col) && !is_blank(cell)).any(|cell| match &cell.value {
        Value::Text(text) if headcount(cell.col) => text.chars().any(|c| c.is_ascii_digit()) && view.index.look_up(text).is_none(),
        Value::Text(text) => view.index.look_up(text).is_none(),
        _ => true,
    })
}
