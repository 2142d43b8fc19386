//! The smallest sets of changes after which all cases of a problem hold, those that hold now included.

use std::collections::{BTreeMap, BTreeSet};

use super::board::{Board, Kind, Pick};
use super::change::{CellVar, Item};

/// A set of moves: which ones, in order, a move as often as lines of it change.
pub(super) type Set = Vec<usize>;

/// The counts that a cell would have to hold: least and most.
pub(super) type Bounds = (i64, Option<i64>);

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The smallest sets.
    pub(super) sets: BTreeSet<Set>,
    /// What cells would have to hold in one or another of them.
    pub(super) counts: BTreeMap<usize, BTreeSet<Bounds>>,
    /// Whether the search was not cut short.
    pub(super) complete: bool,
}

/// Looks for sets of one change, then of two, up to `most`.
pub(super) fn smallest(board: &mut Board<'_, '_, '_>, most: usize) -> Found {
    let mut found = Found { complete: true, ..Found::default() };
    for size in board.least_changes().max(1)..=most {
        extend(board, size, &mut Vec::new(), &mut found);
        if board.exhausted() {
            found.complete = false;
            break;
        }
        if !found.sets.is_empty() {
            break;
        }
    }
    found
}

/// Tries every move that a case to be mended notices. A cell takes the count that settles a case; what another change would
/// leave of that case is settled when the moves come in another order.
fn extend(board: &mut Board<'_, '_, '_>, left: usize, made: &mut Vec<Pick>, found: &mut Found) {
    if board.violated().is_empty() {
        record(board, made, found);
        return;
    }
    if left == 0 || board.exhausted() {
        return;
    }
    let Some(moves) = narrowest(board) else { return };
    if !board.could_mend(left) {
        return;
    }
    for at in moves.iter().copied() {
        if board.exhausted() {
            return;
        }
        if !is_free(board, at, made) {
            continue;
        }
        if left == 1 && board.violated().len() > board.at(at).effect.len() {
            board.spend(1);
            continue;
        }
        for by in board.amounts(at) {
            let pick = Pick { at, by };
            if left == 1 {
                let (wrong, mended) = board.outcome(pick);
                if !wrong.is_empty() || mended.len() < board.violated().len() {
                    continue;
                }
            }
            let turned = board.apply(pick);
            made.push(pick);
            extend(board, left - 1, made, found);
            made.pop();
            board.take_back(pick, &turned);
        }
    }
}

/// The moves of the case to be mended that the fewest moves concern.
fn narrowest(board: &mut Board<'_, '_, '_>) -> Option<std::rc::Rc<Vec<usize>>> {
    let nodes: Vec<usize> = board.violated().iter().copied().collect();
    board.spend(nodes.len());
    nodes.into_iter().map(|node| board.moves_of(node)).min_by_key(|moves| moves.len())
}

/// Whether a move can be made beside those made already: each cell changes once, and so does each line.
fn is_free(board: &Board<'_, '_, '_>, at: usize, made: &[Pick]) -> bool {
    match &board.at(at).kind {
        Kind::Cell(_) => made.iter().all(|pick| pick.at != at),
        Kind::Lines(_) => {
            let mut sets: Vec<&[Item]> = made.iter().map(|pick| pick.at).chain([at]).filter_map(|at| lines(board, at)).collect();
            sets.sort_by_key(|items| items.len());
            distinct(&sets, &mut Vec::new())
        }
    }
}

fn lines<'b>(board: &'b Board<'_, '_, '_>, at: usize) -> Option<&'b [Item]> {
    match &board.at(at).kind {
        Kind::Lines(items) => Some(items),
        Kind::Cell(_) => None,
    }
}

/// Whether one line can be taken from each set so that no line is taken twice.
fn distinct(sets: &[&[Item]], taken: &mut Vec<Item>) -> bool {
    let Some((first, rest)) = sets.split_first() else { return true };
    // More are not needed: the others can take at most as many away.
    for item in first.iter().take(taken.len() + sets.len()) {
        let anybody = matches!(item, Item::New(new) if new.like.is_none());
        if anybody || !taken.contains(item) {
            taken.push(*item);
            let fits = distinct(rest, taken);
            taken.pop();
            if fits {
                return true;
            }
        }
    }
    false
}

fn record(board: &Board<'_, '_, '_>, made: &[Pick], found: &mut Found) {
    for pick in made {
        if let Kind::Cell(cell) = board.at(pick.at).kind {
            found.counts.entry(pick.at).or_default().insert(board.counts_after(Pick { at: pick.at, by: 0 }, cell));
        }
    }
    let mut set: Set = made.iter().map(|pick| pick.at).collect();
    set.sort_unstable();
    found.sets.insert(set);
}

/// The cell of a move, if it is about one.
pub(super) fn cell_of(board: &Board<'_, '_, '_>, at: usize) -> Option<CellVar> {
    match board.at(at).kind {
        Kind::Cell(cell) => Some(cell),
        Kind::Lines(_) => None,
    }
}
