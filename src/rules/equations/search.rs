//! The lightest sets of changes after which all cases of a problem hold, those that hold now included.
//!
//! Every set of up to so many changes is looked at, but for those of which it is certain that they do not do or weigh too much: a
//! case that fails has to be touched by a change, and so has a case that a change alone would break. What the cells of a set would
//! have to hold is worked out for all of them together.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

use super::change::Item;
use super::linear::{self, Bound, Range, at_least, divided};

/// A set of moves: which ones, in order, a move as often as lines of it change.
pub(super) type Set = Vec<usize>;

/// The counts that a cell would have to hold: least and most.
pub(super) type Bounds = (i64, Option<i64>);

/// What a move does: by how much the difference of each case grows.
pub(super) type Effect = Vec<(usize, i64)>;

/// What a move is about, as far as the search needs to know.
#[derive(Debug, Clone, Copy)]
pub(super) enum Role<'a> {
    /// A cell that holds this count and could hold any other of zero or more; the effect is that of one more.
    Cell(i64),
    /// One of several lines, which all have the same effect.
    Lines(&'a [Item]),
}

/// The cases around a problem and the moves that they notice.
pub(super) trait Ground {
    /// The cases that have to be mended.
    fn to_mend(&self) -> Vec<usize>;
    /// The difference of a case as it is now, and the least and most with which it holds.
    fn standing(&self, node: usize) -> (i128, Option<i128>, i128);
    /// Every move that a case notices.
    fn moves_of(&mut self, node: usize) -> Rc<Vec<usize>>;
    /// What a move does.
    fn effect(&self, at: usize) -> &[(usize, i64)];
    /// How unlikely it is that it is needed; at least 1.
    fn weight(&self, at: usize) -> u32;
    /// What it is about.
    fn role(&self, at: usize) -> Role<'_>;
    /// The least weight of any move.
    fn lightest(&self) -> u32;
    /// The largest number of cases that a move known so far touches.
    fn widest(&self) -> usize;
    /// Counts work.
    fn spend(&mut self, work: usize);
    /// Whether no more work is allowed.
    fn exhausted(&self) -> bool;
}

/// So many cases at most are looked at to tell that too many changes are needed, and of those such with few moves.
const MOST_COMPARED: usize = 32;
const MOST_MOVES_COMPARED: usize = 64;

/// What a search found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The lightest sets.
    pub(super) sets: BTreeSet<Set>,
    /// What cells would have to hold in one or another of them.
    pub(super) counts: BTreeMap<usize, BTreeSet<Bounds>>,
    /// What each of them weighs.
    pub(super) weight: u32,
    /// Whether the search was not cut short.
    pub(super) complete: bool,
}

/// Looks for sets of one change, then of two, up to `most`, as long as more changes could weigh less.
pub(super) fn lightest<G: Ground>(ground: &mut G, most: usize) -> Found {
    let (needed, _) = least(ground);
    let to_mend = ground.to_mend();
    let mut search =
        Search { ground, to_mend, found: Found { weight: u32::MAX, complete: true, ..Found::default() }, barred: HashSet::new() };
    for size in needed.max(1)..=most {
        search.extend(size, &mut Vec::new(), 0);
        if search.ground.exhausted() {
            search.found.complete = false;
            break;
        }
        let next = u32::try_from(size + 1).unwrap_or(u32::MAX).saturating_mul(search.ground.lightest());
        if search.found.weight < next {
            break;
        }
    }
    search.found
}

/// Of a set of cases to be mended no two of which notice the same move: its size and the sum of their lightest moves. At least so
/// many changes of at least such a weight are needed. The set is found greedily, from the cases with the fewest moves.
pub(super) fn least<G: Ground>(ground: &mut G) -> (usize, u32) {
    let nodes = ground.to_mend();
    least_of(ground, &nodes, usize::MAX)
}

/// The same for some cases, without those that notice more than so many moves.
fn least_of<G: Ground>(ground: &mut G, nodes: &[usize], most_moves: usize) -> (usize, u32) {
    let mut moves: Vec<(usize, Rc<Vec<usize>>)> = nodes.iter().map(|node| (*node, ground.moves_of(*node))).collect();
    moves.retain(|(_, moves)| moves.len() <= most_moves);
    moves.sort_by_key(|(node, moves)| (moves.len(), *node));
    let mut taken: HashSet<usize> = HashSet::new();
    let (mut needed, mut weight) = (0, 0_u32);
    for (_, moves) in moves {
        if moves.iter().all(|at| !taken.contains(at)) {
            needed += 1;
            weight = weight.saturating_add(moves.iter().map(|at| ground.weight(*at)).min().unwrap_or(0));
            taken.extend(moves.iter());
        }
    }
    (needed, weight)
}

struct Search<'g, G> {
    ground: &'g mut G,
    to_mend: Vec<usize>,
    found: Found,
    /// Moves of which every set was looked at already.
    barred: HashSet<usize>,
}

/// A case as the changes made so far leave it.
#[derive(Debug, Default)]
struct Touched {
    /// By how much its difference grows for certain.
    fixed: i128,
    /// The cells that it reads, by their place among those that change, with the factor.
    cells: Vec<(usize, i64)>,
}

/// What is known of the changes made so far.
enum State {
    /// They do: the bounds of each cell.
    Done(Vec<Range>),
    /// Each of these cases has to be touched by one more change.
    Required(Vec<usize>),
    /// At least one of these cases has to be touched by one more change.
    Conflict(Vec<usize>),
}

impl<G: Ground> Search<'_, G> {
    fn extend(&mut self, left: usize, made: &mut Vec<usize>, weight: u32) {
        if self.ground.exhausted() {
            return;
        }
        let cells: Vec<usize> = made.iter().copied().filter(|at| matches!(self.ground.role(*at), Role::Cell(_))).collect();
        let (required, branches) = match self.state(made, &cells, left) {
            State::Done(ranges) => {
                self.record(made, &cells, &ranges, weight);
                return;
            }
            State::Required(_) | State::Conflict(_) if left == 0 => return,
            State::Required(nodes) => {
                if nodes.len() > self.ground.widest().saturating_mul(left) {
                    self.ground.spend(1);
                    return;
                }
                self.ground.spend(nodes.len());
                let narrowest = nodes.iter().map(|node| self.ground.moves_of(*node)).min_by_key(|moves| moves.len());
                let moves = narrowest.map(|moves| moves.to_vec()).unwrap_or_default();
                // The case may have made moves known that touch more.
                if nodes.len() > self.ground.widest().saturating_mul(left) || (left > 1 && self.too_much(&nodes, left, weight)) {
                    return;
                }
                (nodes, moves)
            }
            State::Conflict(nodes) => {
                let mut moves: Vec<usize> = nodes.iter().flat_map(|node| self.ground.moves_of(*node).to_vec()).collect();
                moves.sort_unstable();
                moves.dedup();
                (Vec::new(), moves)
            }
        };
        let mut done = Vec::new();
        for at in branches {
            if self.ground.exhausted() {
                break;
            }
            let heavier = weight.saturating_add(self.ground.weight(at));
            if heavier > self.found.weight || self.barred.contains(&at) || !is_free(self.ground, at, made) {
                continue;
            }
            if left == 1 {
                self.ground.spend(1);
                let effect = self.ground.effect(at);
                if required.len() > effect.len() || !required.iter().all(|node| effect.iter().any(|(touched, _)| touched == node)) {
                    continue;
                }
            }
            made.push(at);
            self.extend(left - 1, made, heavier);
            made.pop();
            if self.barred.insert(at) {
                done.push(at);
            }
        }
        for at in done {
            self.barred.remove(&at);
        }
    }

    /// Whether cases that no move has in common need more changes than are left, or heavier ones than are worth while.
    fn too_much(&mut self, nodes: &[usize], left: usize, weight: u32) -> bool {
        let nodes = &nodes[..nodes.len().min(MOST_COMPARED)];
        let (changes, heavier) = least_of(self.ground, nodes, MOST_MOVES_COMPARED);
        self.ground.spend(nodes.len());
        changes > left || weight.saturating_add(heavier) > self.found.weight
    }

    /// What the changes made so far come to.
    fn state(&mut self, made: &[usize], cells: &[usize], left: usize) -> State {
        let mut touched: BTreeMap<usize, Touched> = BTreeMap::new();
        for at in made {
            let effect = self.ground.effect(*at);
            let cell = cells.iter().position(|cell| cell == at);
            for (node, by) in effect {
                let node = touched.entry(*node).or_default();
                match cell {
                    Some(cell) => node.cells.push((cell, *by)),
                    None => node.fixed += i128::from(*by),
                }
            }
        }
        self.ground.spend(touched.len() + 1);
        let mut required: Vec<usize> = Vec::new();
        for node in &self.to_mend {
            if !touched.contains_key(node) {
                required.push(*node);
                if required.len() > self.ground.widest().saturating_mul(left) {
                    return State::Required(required);
                }
            }
        }
        let counts: Vec<i64> = cells.iter().map(|at| if let Role::Cell(count) = self.ground.role(*at) { count } else { 0 }).collect();
        // For each cell the bounds from cases that it alone can settle, and which cases they are from.
        let mut alone: Vec<(Range, [Option<usize>; 2])> =
            counts.iter().map(|count| ((Some(-i128::from(*count)), None), [None, None])).collect();
        let mut coupled = false;
        for (node, touch) in &touched {
            let (now, low, high) = self.ground.standing(*node);
            let now = now + touch.fixed;
            match touch.cells.as_slice() {
                [] => {
                    if now > high || low.is_some_and(|low| now < low) {
                        required.push(*node);
                    }
                }
                [(cell, factor)] => {
                    let (least, most) = divided((low.map(|low| low - now), Some(high - now)), i128::from(*factor));
                    let within = (at_least(least, Some(-i128::from(counts[*cell]))), most);
                    if is_nothing(within) {
                        required.push(*node);
                        continue;
                    }
                    let ((from, to), sources) = &mut alone[*cell];
                    if least > *from {
                        (*from, sources[0]) = (least, Some(*node));
                    }
                    if most.is_some_and(|most| to.is_none_or(|to| most < to)) {
                        (*to, sources[1]) = (most, Some(*node));
                    }
                }
                _ => coupled = true,
            }
        }
        if !required.is_empty() {
            return State::Required(required);
        }
        if let Some((_, sources)) = alone.iter().find(|(range, _)| is_nothing(*range)) {
            return State::Conflict(sources.iter().flatten().copied().collect());
        }
        if !coupled {
            return State::Done(alone.into_iter().map(|(range, _)| range).collect());
        }
        self.together(&touched, &counts)
    }

    /// Works out cells that stand in the same cases.
    fn together(&mut self, touched: &BTreeMap<usize, Touched>, counts: &[i64]) -> State {
        let mut bounds: Vec<Bound> = Vec::new();
        let mut nodes: Vec<usize> = Vec::new();
        for (node, touch) in touched.iter().filter(|(_, touch)| !touch.cells.is_empty()) {
            let (now, low, high) = self.ground.standing(*node);
            let now = now + touch.fixed;
            let mut factors = vec![0; counts.len()];
            for (cell, factor) in &touch.cells {
                factors[*cell] += i128::from(*factor);
            }
            bounds.push(Bound { factors, low: low.map(|low| low - now), high: Some(high - now) });
            nodes.push(*node);
        }
        let of_cases = bounds.len();
        for (cell, count) in counts.iter().enumerate() {
            let mut factors = vec![0; counts.len()];
            factors[cell] = 1;
            bounds.push(Bound { factors, low: Some(-i128::from(*count)), high: None });
        }
        self.ground.spend(bounds.len() * counts.len());
        let ranges: Option<Vec<Range>> = (0..counts.len()).map(|cell| linear::range(&bounds, cell)).collect();
        if let Some(ranges) = ranges {
            return State::Done(ranges);
        }
        // What cannot hold together, without any case that does not matter.
        let mut core: Vec<usize> = (0..of_cases).collect();
        for at in (0..of_cases).rev() {
            let fewer: Vec<Bound> =
                core.iter().filter(|other| **other != at).copied().chain(of_cases..bounds.len()).map(|at| bounds[at].clone()).collect();
            self.ground.spend(fewer.len());
            if !linear::feasible(&fewer) {
                core.retain(|other| *other != at);
            }
        }
        State::Conflict(core.into_iter().map(|at| nodes[at]).collect())
    }

    fn record(&mut self, made: &[usize], cells: &[usize], ranges: &[Range], weight: u32) {
        if weight > self.found.weight {
            return;
        }
        if weight < self.found.weight {
            self.found.sets.clear();
            self.found.counts.clear();
            self.found.weight = weight;
        }
        for (at, (least, most)) in cells.iter().zip(ranges) {
            let Role::Cell(count) = self.ground.role(*at) else { continue };
            let whole = |by: i128| i64::try_from(by.saturating_add(i128::from(count)));
            let least = least.and_then(|by| whole(by).ok()).unwrap_or(0);
            let most = most.map(|by| whole(by).unwrap_or(i64::MAX));
            self.found.counts.entry(*at).or_default().insert((least, most));
        }
        let mut set: Set = made.to_vec();
        set.sort_unstable();
        self.found.sets.insert(set);
    }
}

/// Whether a range holds no number, or none but that a cell stays as it is.
fn is_nothing((least, most): Range) -> bool {
    least.zip(most).is_some_and(|(least, most)| least > most || (least == 0 && most == 0))
}

/// Whether a move can be made beside those made already: each cell changes once, and so does each line.
fn is_free<G: Ground>(ground: &G, at: usize, made: &[usize]) -> bool {
    match ground.role(at) {
        Role::Cell(_) => !made.contains(&at),
        Role::Lines(own) => {
            let mut sets: Vec<&[Item]> = vec![own];
            sets.extend(made.iter().filter_map(|at| if let Role::Lines(items) = ground.role(*at) { Some(items) } else { None }));
            sets.sort_by_key(|items| items.len());
            distinct(&sets, &mut Vec::new())
        }
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

/// A system of cases and moves that is known from the start.
#[cfg(test)]
#[derive(Debug, Default)]
pub(super) struct Small {
    /// Difference, least and most of each case.
    pub(super) nodes: Vec<(i128, Option<i128>, i128)>,
    /// The count of a cell or the number of its lines, the weight, and the effect of each move.
    pub(super) moves: Vec<(Counted, u32, Effect)>,
}

/// What a move of a small system is about.
#[cfg(test)]
#[derive(Debug, Clone)]
pub(super) enum Counted {
    Cell(i64),
    Lines(Vec<Item>),
}

#[cfg(test)]
impl Small {
    fn holds(&self, node: usize) -> bool {
        let (now, low, high) = self.nodes[node];
        now <= high && low.is_none_or(|low| low <= now)
    }
}

#[cfg(test)]
impl Ground for Small {
    fn to_mend(&self) -> Vec<usize> {
        (0..self.nodes.len()).filter(|node| !self.holds(*node)).collect()
    }

    fn standing(&self, node: usize) -> (i128, Option<i128>, i128) {
        self.nodes[node]
    }

    fn moves_of(&mut self, node: usize) -> Rc<Vec<usize>> {
        let touches = |at: &usize| self.moves[*at].2.iter().any(|(touched, _)| *touched == node);
        Rc::new((0..self.moves.len()).filter(touches).collect())
    }

    fn effect(&self, at: usize) -> &[(usize, i64)] {
        &self.moves[at].2
    }

    fn weight(&self, at: usize) -> u32 {
        self.moves[at].1
    }

    fn role(&self, at: usize) -> Role<'_> {
        match &self.moves[at].0 {
            Counted::Cell(count) => Role::Cell(*count),
            Counted::Lines(items) => Role::Lines(items),
        }
    }

    fn lightest(&self) -> u32 {
        self.moves.iter().map(|one| one.1).min().unwrap_or(1)
    }

    fn widest(&self) -> usize {
        self.moves.iter().map(|one| one.2.len()).max().unwrap_or(0)
    }

    fn spend(&mut self, _work: usize) {}

    fn exhausted(&self) -> bool {
        false
    }
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
