//! Finds the lightest change that would make failing equations hold, without breaking those that hold.
//!
//! The principle is that of Fellegi and Holt, "A systematic approach to automatic edit and imputation" (Journal of the
//! American Statistical Association 71, 1976): the data should be made to satisfy all edits by changing the fewest
//! possible items, or, where some are less likely wrong than others, those with the smallest sum of weights. Here an item is a
//! cell with a count, a line that is counted, or a line that is missing.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Failure;
use super::board::{Board, Kind, Known};
use super::cases::Case;
use super::change::{CellVar, Item, LineChange};
use super::evaluate::Engine;
use super::factor::split;
use super::group::{group, joined};
use super::peel::{Peeled, peel};
use super::search::{Bounds, Found, Ground, Set, least, lightest};
use super::tidy::{tidy, unite};

/// At most so many things are changed together.
const MOST_CHANGES: usize = 5;
/// Cases that may be tried for all problems of a run together, and for one of them at least and at most.
const WORK: u64 = 60_000_000;
const LEAST_WORK: u64 = 20_000;
const MOST_WORK: u64 = 4_000_000;
/// So many lines of a kind are looked at for the ways in which they could be otherwise.
const LINES_LOOKED_AT: usize = 200;

/// One change that would mend something.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// A cell would hold a count within one of these bounds, both included.
    Cell { cell: CellVar, counts: Vec<Bounds> },
    /// So many of these lines would be otherwise, in one of these ways, or would be there as well.
    Lines { items: Vec<Item>, ways: Vec<LineChange>, times: usize },
}

/// Why it is not certain that nothing lighter explains a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// It took more work than is allowed.
    Work,
    /// More changes are needed than are tried together; they were found one by one.
    Changes,
}

/// Failing cases with one cause: the lightest changes that would mend them, any one of which does.
#[derive(Debug)]
pub(super) struct Cause {
    /// The failing cases.
    pub(super) failures: Vec<Failure>,
    /// What would mend them; nothing if there is no small change that does.
    pub(super) alternatives: Vec<Vec<Change>>,
    /// Whether every alternative is known.
    pub(super) complete: bool,
    /// Whether it can only be told once other findings are settled.
    pub(super) clouded: bool,
    /// Why something lighter could explain it all the same.
    pub(super) cut: Option<Cut>,
}

/// Groups failures into problems and solves each.
pub(super) fn solve(engine: &Engine<'_, '_>, known: &Known, failures: Vec<Failure>) -> Vec<Cause> {
    let problems = group(engine, failures);
    let share = WORK / u64::try_from(problems.len()).unwrap_or(u64::MAX).max(1);
    let work = share.clamp(LEAST_WORK, MOST_WORK);
    let causes: Vec<Vec<Cause>> = problems.into_par_iter().map(|failures| solve_one(engine, known, failures, work)).collect();
    causes.into_iter().flatten().collect()
}

fn solve_one(engine: &Engine<'_, '_>, known: &Known, failures: Vec<Failure>, work: u64) -> Vec<Cause> {
    let cases: Vec<Case> = failures.iter().map(|failure| failure.case).collect();
    let mut board = Board::new(engine, known, &cases, work);
    let mut left: BTreeMap<usize, Failure> = BTreeMap::new();
    for failure in failures {
        if let Some(node) = board.node(failure.case) {
            left.insert(node, failure);
        }
    }
    let (_, needed) = least(&mut board);
    let found = lightest(&mut board, MOST_CHANGES);
    if !found.sets.is_empty() {
        return causes(&mut board, &found, &mut left);
    }
    let exhausted = !found.complete;
    board.renew(work);
    let (peeled, clouded) = peel(&mut board);
    let mut weight: u32 = 0;
    let mut solved: Vec<Cause> = Vec::new();
    for one in peeled {
        weight = weight.saturating_add(one.any_of.first().map_or(0, |pick| board.weight(pick.at)));
        solved.push(cause_of(&mut board, one, &mut left));
    }
    let alone = |failure| Cause { failures: vec![failure], alternatives: Vec::new(), complete: true, clouded: true, cut: None };
    let clouded: Vec<Cause> = clouded.iter().filter_map(|node| left.remove(node)).map(alone).collect();
    let (others, more) = rest(&mut board, left, work);
    // What weighs no more than is needed in any case is certain, however it was found.
    let certain = clouded.is_empty() && more.is_some_and(|more| weight.saturating_add(more) <= needed);
    solved.extend(clouded);
    solved.extend(others);
    if !certain {
        for cause in solved.iter_mut().filter(|cause| !cause.alternatives.is_empty()) {
            cause.cut = cause.cut.or(Some(if exhausted { Cut::Work } else { Cut::Changes }));
        }
    }
    solved
}

/// What could not be told by itself: in parts that share a change, each searched again. Second is what the changes weigh that were
/// found; `None` if a part is left without.
fn rest(board: &mut Board<'_, '_, '_>, left: BTreeMap<usize, Failure>, work: u64) -> (Vec<Cause>, Option<u32>) {
    let nodes: Vec<usize> = left.keys().copied().collect();
    let moves: Vec<_> = nodes.iter().map(|node| board.moves_of(*node)).collect();
    let parts = joined(nodes.len(), moves.iter().map(|moves| moves.as_slice()));
    let mut groups: BTreeMap<usize, BTreeMap<usize, Failure>> = BTreeMap::new();
    for ((node, failure), part) in left.into_iter().zip(parts) {
        groups.entry(part).or_default().insert(node, failure);
    }
    let (mut solved, mut weight) = (Vec::new(), Some(0_u32));
    let share = work / u64::try_from(groups.len()).unwrap_or(u64::MAX).max(1);
    for (_, mut part) in groups {
        board.renew(share.max(LEAST_WORK));
        board.only(part.keys().copied());
        let found = lightest(board, MOST_CHANGES);
        if found.sets.is_empty() {
            let failures = part.into_values().collect();
            let cut = (!found.complete).then_some(Cut::Work);
            solved.push(Cause { failures, alternatives: Vec::new(), complete: true, clouded: false, cut });
            weight = None;
        } else {
            weight = weight.map(|weight| weight.saturating_add(found.weight));
            solved.extend(causes(board, &found, &mut part));
        }
    }
    (solved, weight)
}

/// The causes that solutions tell apart, each with the failures that it explains.
fn causes(board: &mut Board<'_, '_, '_>, found: &Found, left: &mut BTreeMap<usize, Failure>) -> Vec<Cause> {
    let factors = split(&found.sets);
    let touches = |board: &Board<'_, '_, '_>, factor: &BTreeSet<Set>, node: usize| {
        factor.iter().flatten().any(|at| board.at(*at).effect.iter().any(|(touched, _)| *touched == node))
    };
    let fitting = |board: &Board<'_, '_, '_>, node: usize| -> Vec<usize> {
        (0..factors.len()).filter(|at| touches(board, &factors[*at], node)).collect()
    };
    let nodes: Vec<(usize, Vec<usize>)> = left.keys().map(|node| (*node, fitting(board, *node))).collect();
    let mut explained: Vec<Vec<usize>> = vec![Vec::new(); factors.len()];
    // What just one cause explains comes first; of the others each goes to a cause that explains nothing yet.
    for (node, fitting) in nodes.iter().filter(|(_, fitting)| fitting.len() == 1) {
        explained[fitting[0]].push(*node);
    }
    for (node, fitting) in nodes.iter().filter(|(_, fitting)| fitting.len() != 1) {
        let at = fitting.iter().find(|at| explained[**at].is_empty()).or_else(|| fitting.first()).copied().unwrap_or(0);
        explained[at].push(*node);
    }
    // A change that only keeps whole what another would break goes with that one.
    let main = (0..factors.len()).find(|at| !explained[*at].is_empty()).unwrap_or(0);
    let mut alternatives: Vec<Vec<Set>> = factors.iter().map(|factor| factor.iter().cloned().collect()).collect();
    for at in 0..factors.len() {
        if at != main && explained[at].is_empty() {
            let with = std::mem::take(&mut alternatives[at]);
            let combined = |own: &Set| with.iter().map(|more| own.iter().chain(more).copied().collect()).collect::<Vec<Set>>();
            alternatives[main] = alternatives[main].iter().flat_map(combined).collect();
        }
    }
    let mut causes = Vec::new();
    for (nodes, alternatives) in explained.into_iter().zip(alternatives).filter(|(nodes, _)| !nodes.is_empty()) {
        let failures: Vec<Failure> = nodes.iter().filter_map(|node| left.remove(node)).collect();
        let mut written: Vec<Vec<Change>> = Vec::new();
        for set in alternatives {
            written.push(changes(board, &set, &found.counts, &nodes));
        }
        let cut = (!found.complete).then_some(Cut::Work);
        causes.push(Cause { failures, alternatives: tidy(written), complete: found.complete, clouded: false, cut });
    }
    causes
}

fn cause_of(board: &mut Board<'_, '_, '_>, peeled: Peeled, left: &mut BTreeMap<usize, Failure>) -> Cause {
    let failures: Vec<Failure> = peeled.mended.iter().filter_map(|node| left.remove(node)).collect();
    let mut alternatives = Vec::new();
    for pick in &peeled.any_of {
        let counts = peeled.counts.get(&pick.at).map(|counts| (pick.at, counts.clone())).into_iter().collect();
        alternatives.push(changes(board, &vec![pick.at], &counts, &peeled.mended));
    }
    let cut = board.exhausted().then_some(Cut::Work);
    Cause { failures, alternatives: tidy(alternatives), complete: !board.exhausted(), clouded: false, cut }
}

/// A set of moves in words that a report can use; those that concern the failures come first.
fn changes(board: &mut Board<'_, '_, '_>, set: &Set, counts: &BTreeMap<usize, BTreeSet<Bounds>>, failing: &[usize]) -> Vec<Change> {
    let mut moves: Vec<(usize, usize)> = Vec::new();
    for at in set {
        match moves.iter_mut().find(|(known, _)| known == at) {
            Some((_, times)) => *times += 1,
            None => moves.push((*at, 1)),
        }
    }
    let concerns = |at: usize| board.at(at).effect.iter().any(|(node, _)| failing.contains(node));
    moves.sort_by_key(|(at, _)| !concerns(*at));
    let mut changes = Vec::new();
    for (at, times) in moves {
        changes.push(match board.at(at).kind.clone() {
            Kind::Cell(cell) => Change::Cell { cell, counts: counts.get(&at).into_iter().flatten().copied().collect() },
            Kind::Lines(items) => {
                let mut ways: Vec<LineChange> = Vec::new();
                for item in items.iter().take(LINES_LOOKED_AT) {
                    if let Item::Line(line) = item {
                        unite(&mut ways, &board.ways(at, *line));
                    }
                }
                Change::Lines { items, ways, times }
            }
        });
    }
    changes
}
