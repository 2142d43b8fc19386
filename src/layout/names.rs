//! The names in the rows that are tried as a header, and what they mean together.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::domain::{Schema, fold};

use super::dated::When;
use super::header::Line;
use super::index::{HeaderIndex, Known, Reading};
use super::labels::{self, Merges};
use super::words::text_of;

/// One header cell: the lowest text of its column in the rows that are tried.
#[derive(Debug, Clone)]
pub(super) struct Name<'a> {
    pub(super) col: u32,
    pub(super) row: u32,
    pub(super) raw: &'a str,
    pub(super) known: Option<Known>,
    /// The day or month in it, where it is known without that only.
    pub(super) when: Option<When>,
    /// The label above it, what that means, and what both mean together.
    pub(super) group: Option<(&'a str, Option<Known>, Option<Known>)>,
}

/// Rows that make a header together.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) table: usize,
    pub(super) score: usize,
    pub(super) names: Vec<(Name<'a>, Option<Reading>)>,
}

/// What the names mean in one table.
struct InTable {
    table: usize,
    score: usize,
    bound: usize,
    /// Fields the table is recognised by that no name stands for.
    lacks: Vec<usize>,
}

/// Reads lines as one header for the table that fits best. With `lacks_mission` only tables are looked for of which nothing
/// but the mission is missing.
pub(super) fn evaluate<'a>(
    lines: &[Line<'a>],
    merges: &Merges,
    schema: &Schema,
    index: &HeaderIndex,
    lacks_mission: bool,
) -> Option<Found<'a>> {
    let names = names_of(lines, merges, index);
    let short: HashSet<String> = names.iter().filter(|name| name.raw.len() <= 8).map(|name| fold(name.raw)).collect();
    let beside = |other: &str| short.contains(other);
    let mut tables: BTreeSet<usize> = BTreeSet::new();
    for name in &names {
        let group = name.group.iter().flat_map(|(_, _, joined)| joined);
        tables.extend(name.known.iter().chain(group).flat_map(|known| index.tables(known)));
    }
    let mut best: Option<InTable> = None;
    for table in tables {
        let found = in_table(&names, table, schema, index, &beside);
        let fits = if lacks_mission {
            let mission = index.mission_field(schema, table);
            found.bound > 0 && mission.is_some_and(|mission| found.lacks == [mission])
        } else {
            found.bound > 1 && found.lacks.is_empty()
        };
        if fits && best.as_ref().is_none_or(|best| found.score > best.score) {
            best = Some(found);
        }
    }
    let InTable { table, score, .. } = best?;
    let read_all = |name: Name<'a>| {
        let reading = read(&name, table, &schema.tables[table].recognised_by, index, &beside);
        (name, reading)
    };
    Some(Found { table, score, names: names.into_iter().map(read_all).collect() })
}

fn in_table(names: &[Name<'_>], table: usize, schema: &Schema, index: &HeaderIndex, beside: &dyn Fn(&str) -> bool) -> InTable {
    let mut bound = BTreeSet::new();
    let mut open = BTreeSet::new();
    let mut several = 0;
    let needed = &schema.tables[table].recognised_by;
    for reading in names.iter().filter_map(|name| read(name, table, needed, index, beside)) {
        match reading {
            Reading::Field { field, .. } => {
                bound.insert(field);
            }
            Reading::Several(fields) => {
                several += 1;
                open.extend(fields);
            }
            _ => {}
        }
    }
    let lacks = needed.iter().copied().filter(|field| !bound.contains(field) && !open.contains(field)).collect();
    InTable { table, score: bound.len() * 2 + several, bound: bound.len() + several, lacks }
}

/// The lowest text of each column, from the left, with the label that stands over it.
fn names_of<'a>(lines: &[Line<'a>], merges: &Merges, index: &HeaderIndex) -> Vec<Name<'a>> {
    let mut lowest: BTreeMap<u32, (usize, &'a str)> = BTreeMap::new();
    for (at, (_, cells)) in lines.iter().enumerate() {
        lowest.extend(cells.iter().filter_map(|cell| text_of(cell).map(|text| (cell.col, (at, text)))));
    }
    let spread: Vec<Vec<(u32, u32, &'a str)>> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| labels::spread(*line, merges, |col| lowest.get(&col).is_some_and(|(lower, _)| *lower > at)))
        .collect();
    let over = |at: usize, col: u32| {
        spread[..at].iter().rev().find_map(|labels| {
            let last = labels.partition_point(|(from, _, _)| *from <= col).checked_sub(1)?;
            labels.get(last).filter(|(_, to, _)| col <= *to).map(|(_, _, text)| *text)
        })
    };
    let name = |(col, (at, raw)): (u32, (usize, &'a str))| {
        let group = over(at, col).filter(|_| !fold(raw).is_empty()).map(|label| {
            let together = index.look_up(&format!("{label} {raw}")).or_else(|| index.look_up(&format!("{raw} {label}")));
            (label, index.look_up(label), together)
        });
        let (known, when) = match index.look_up(raw) {
            Some(known) if known.exact => (Some(known), None),
            Some(known) => {
                let dated = index.look_up_dated(raw).filter(|(without, _)| *without == known);
                (Some(known), dated.map(|(_, when)| when))
            }
            None => index.look_up_dated(raw).map_or((None, None), |(known, when)| (Some(known), Some(when))),
        };
        Name { col, row: lines[at].0, raw, known, when, group }
    };
    lowest.into_iter().map(name).collect()
}

/// What a name means in a table, the label above it taken into account. `main` are the fields the table is recognised by.
fn read(name: &Name<'_>, table: usize, main: &[usize], index: &HeaderIndex, beside: &dyn Fn(&str) -> bool) -> Option<Reading> {
    let read = |known: &Known| index.read(known, table, beside);
    if let Some((_, label, together)) = &name.group {
        if let Some(together) = together.as_ref().map(read).filter(|reading| !matches!(reading, Reading::Elsewhere(_))) {
            return Some(together);
        }
        // A number of women below `Instroom` is neither; but below the main figure stand its parts.
        if let (Some(Reading::Field { field: above, .. }), Some(Reading::Field { field: own, .. })) =
            (label.as_ref().map(read), name.known.as_ref().map(read))
            && above != own
            && !main.contains(&above)
        {
            return Some(Reading::Several(vec![above, own]));
        }
    }
    name.known.as_ref().map(read)
}
