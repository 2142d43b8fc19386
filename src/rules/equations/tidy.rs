//! Alternatives as a person would list them: each line once, with everything that could be otherwise about it.

use std::collections::BTreeMap;

use super::change::{Item, LineChange};
use super::problem::Change;

/// Changes of lines that look the same from outside become one. Cells come first, then lines, then lines that are missing, then
/// changes that go together.
pub(super) fn tidy(alternatives: Vec<Vec<Change>>) -> Vec<Vec<Change>> {
    let (mut cells, mut lines, mut missing, mut together) = (Vec::new(), BTreeMap::<Item, Vec<LineChange>>::new(), Vec::new(), Vec::new());
    for changes in alternatives.into_iter().map(joined) {
        match changes.as_slice() {
            [Change::Cell { .. }] => cells.push(changes),
            [Change::Lines { items, .. }] if matches!(items.first(), Some(Item::Renamed { .. })) => same(&mut together, changes),
            [Change::Lines { items, ways, times: 1 }] => {
                for item in items {
                    match item {
                        Item::Line(_) => unite(lines.entry(*item).or_default(), ways),
                        Item::New(_) | Item::Renamed { .. } => missing.push(*item),
                    }
                }
            }
            _ => same(&mut together, changes),
        }
    }
    let mut alike: Vec<(Vec<LineChange>, Vec<Item>)> = Vec::new();
    for (item, ways) in lines {
        match alike.iter_mut().find(|(known, _)| *known == ways) {
            Some((_, items)) => items.push(item),
            None => alike.push((ways, vec![item])),
        }
    }
    missing.sort_unstable();
    missing.dedup();
    let (known, unknown): (Vec<Item>, Vec<Item>) =
        missing.into_iter().partition(|item| matches!(item, Item::New(new) if new.like.is_some()));
    let lines = alike.into_iter().map(|(ways, items)| vec![Change::Lines { items, ways, times: 1 }]);
    // Somebody who was there before stands in for a line of nobody known.
    let missing = [known, unknown]
        .into_iter()
        .filter(|items| !items.is_empty())
        .map(|items| vec![Change::Lines { items, ways: Vec::new(), times: 1 }]);
    cells.into_iter().chain(lines).chain(missing).chain(together).collect()
}

/// Lines of nobody known that are missing from one roster are told as so many.
fn joined(changes: Vec<Change>) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::new();
    for change in changes {
        let known = kept.iter_mut().find_map(|known| match (known, &change) {
            (Change::Lines { items, times, .. }, Change::Lines { items: others, times: more, .. })
                if items == others && matches!(items.as_slice(), [Item::New(new)] if new.like.is_none()) =>
            {
                Some((times, *more))
            }
            _ => None,
        });
        match known {
            Some((times, more)) => *times += more,
            None => kept.push(change),
        }
    }
    kept
}

/// Adds changes that go together, unless they differ from known ones only in how lines would be otherwise.
fn same(kept: &mut Vec<Vec<Change>>, changes: Vec<Change>) {
    let alike = |one: &Change, other: &Change| match (one, other) {
        (Change::Lines { items, times, .. }, Change::Lines { items: others, times: more, .. }) => items == others && times == more,
        _ => one == other,
    };
    let known =
        kept.iter_mut().find(|known| known.len() == changes.len() && known.iter().zip(&changes).all(|(one, other)| alike(one, other)));
    let Some(known) = known else {
        kept.push(changes);
        return;
    };
    for (one, other) in known.iter_mut().zip(changes) {
        if let (Change::Lines { ways, .. }, Change::Lines { ways: more, .. }) = (one, other) {
            unite(ways, &more);
        }
    }
}

/// Adds ways, each once as far as the words for it differ: that a line is left out, or which field is otherwise.
pub(super) fn unite(ways: &mut Vec<LineChange>, more: &[LineChange]) {
    for way in more {
        let known = ways.iter().any(|known| match (known, way) {
            (LineChange::LeftOut, LineChange::LeftOut) => true,
            (LineChange::Field { field, .. }, LineChange::Field { field: other, .. }) => field == other,
            _ => false,
        });
        if !known {
            ways.push(*way);
        }
    }
    ways.sort_by_key(|way| match way {
        LineChange::LeftOut => None,
        LineChange::Field { field, .. } => Some(*field),
    });
}
