//! Takes a large problem apart: one by one the changes that mend something and break nothing.
//!
//! A sheet with a wrong total joins all other mistakes on it to one problem. Where more changes are needed than can be tried
//! together, those that stand by themselves are told first; what is left is searched again.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashSet};

use super::board::{Board, Kind, Pick};
use super::cases::Subject;
use super::change::CellVar;
use super::search::{Bounds, Ground};

/// A change that mends some cases by itself, or several any one of which does.
#[derive(Debug)]
pub(super) struct Peeled {
    /// The moves.
    pub(super) any_of: Vec<Pick>,
    /// What cells would have to hold.
    pub(super) counts: BTreeMap<usize, BTreeSet<Bounds>>,
    /// The cases that each of them mends.
    pub(super) mended: Vec<usize>,
}

/// What comes first: what mends most; what mends more than a total line, since a total is put right last; what weighs least; then
/// the order of moves.
type Rank = (usize, bool, Reverse<u32>, Reverse<Pick>);

/// Takes off what can be told by itself. The cases that are left stay to be mended; second are those of which it depends on a
/// choice between the changes how far off they are.
pub(super) fn peel(board: &mut Board<'_, '_, '_>) -> (Vec<Peeled>, Vec<usize>) {
    let mut waiting: BinaryHeap<Rank> = BinaryHeap::new();
    let nodes: Vec<usize> = board.violated().iter().copied().collect();
    let mut seen: HashSet<usize> = HashSet::new();
    for node in nodes {
        for at in board.moves_of(node).iter().filter(|at| seen.insert(**at)) {
            if board.exhausted() {
                break;
            }
            consider(board, *at, &mut waiting);
        }
    }
    let (mut peeled, mut clouded) = (Vec::new(), BTreeSet::new());
    while let Some((expected, _, _, Reverse(pick))) = waiting.pop() {
        if board.exhausted() {
            break;
        }
        let Some(mended) = mends(board, pick) else { continue };
        if mended.len() < expected {
            waiting.push(rank(board, &mended, pick));
            continue;
        }
        let any_of = equals(board, &mended);
        let others = |board: &Board<'_, '_, '_>, pick: &Pick| -> Vec<(usize, i64)> {
            let effect = board.at(pick.at).effect.iter().filter(|(node, _)| board.violated().contains(node) && !mended.contains(node));
            effect.map(|(node, by)| (*node, by.saturating_mul(pick.by))).collect()
        };
        let first = others(board, &pick);
        let differing: Vec<usize> =
            any_of.iter().map(|other| others(board, other)).filter(|other| *other != first).flatten().map(|(node, _)| node).collect();
        if !differing.is_empty() {
            clouded.extend(differing.into_iter().chain(first.into_iter().map(|(node, _)| node)));
        }
        let mut counts: BTreeMap<usize, BTreeSet<Bounds>> = BTreeMap::new();
        for other in &any_of {
            if let Some(cell) = cell_of(board, other.at) {
                counts.entry(other.at).or_default().insert(board.counts_after(*other, cell));
            }
        }
        board.apply(pick);
        for node in &clouded {
            board.pass_over(*node);
        }
        peeled.push(Peeled { any_of, counts, mended });
    }
    (peeled, clouded.into_iter().collect())
}

/// Puts a move in the queue with each amount that mends something and breaks nothing.
fn consider(board: &mut Board<'_, '_, '_>, at: usize, waiting: &mut BinaryHeap<Rank>) {
    for by in board.amounts(at) {
        let pick = Pick { at, by };
        if let Some(mended) = mends(board, pick) {
            waiting.push(rank(board, &mended, pick));
        }
    }
}

fn rank(board: &Board<'_, '_, '_>, mended: &[usize], pick: Pick) -> Rank {
    let beyond_totals = mended.iter().any(|node| !matches!(board.case(*node).subject, Subject::Total { .. }));
    (mended.len(), beyond_totals, Reverse(board.weight(pick.at)), Reverse(pick))
}

/// The cases that a move mends, if it mends any and breaks none. Cases that fail before and after do not count as broken.
fn mends(board: &mut Board<'_, '_, '_>, pick: Pick) -> Option<Vec<usize>> {
    let (wrong, mended) = board.outcome(pick);
    (!mended.is_empty() && wrong.iter().all(|node| board.violated().contains(node))).then_some(mended)
}

/// The cell of a move, if it is about one.
fn cell_of(board: &Board<'_, '_, '_>, at: usize) -> Option<CellVar> {
    match board.at(at).kind {
        Kind::Cell(cell) => Some(cell),
        Kind::Lines(_) => None,
    }
}

/// The lightest moves that mend the same cases and break none.
fn equals(board: &mut Board<'_, '_, '_>, mended: &[usize]) -> Vec<Pick> {
    let fewest = mended.iter().map(|node| board.moves_of(*node)).min_by_key(|moves| moves.len()).unwrap_or_default();
    let mut found = Vec::new();
    for at in fewest.iter().copied() {
        for by in board.amounts(at) {
            let pick = Pick { at, by };
            if mends(board, pick).as_deref() == Some(mended) {
                found.push(pick);
            }
        }
    }
    let lightest = found.iter().map(|pick| board.weight(pick.at)).min();
    found.retain(|pick| Some(board.weight(pick.at)) == lightest);
    found
}
