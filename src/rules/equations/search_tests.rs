//! The search against trying everything, on thousands of small systems.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::domain::RecordRef;

/// No cell of a small system may hold more.
const MOST: i64 = 4;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.roll(u64::try_from(most - least + 1).expect("a range"))).expect("small")
    }

    fn chance(&mut self, one_in: u64) -> bool {
        self.roll(one_in) == 0
    }
}

fn line(record: usize) -> Item {
    Item::Line(RecordRef { ret: 0, table: 0, record })
}

/// A few cells and kinds of lines in a few equations, most of which fail.
fn system(dice: &mut Dice) -> Small {
    let most = if dice.chance(4) { 4 } else { 3 };
    let cells = dice.between(1, most);
    let kinds = dice.between(0, 2);
    let equations = usize::try_from(dice.between(1, 5)).expect("few");
    let heavy = if dice.chance(3) { 1 } else { 6 };
    let mut small = Small::default();
    for _ in 0..equations {
        // The constant stands in the difference; equal, equal within one, or at most.
        let now = i128::from(dice.between(-4, 4));
        small.nodes.push(match dice.roll(5) {
            0 => (now, None, 0),
            1 => (now, Some(-1), 1),
            _ => (now, Some(0), 0),
        });
    }
    for _ in 0..cells {
        let count = dice.between(0, MOST);
        let bound = small.nodes.len();
        small.nodes.push((i128::from(count), None, i128::from(MOST)));
        let mut effect: Effect = Vec::new();
        for node in 0..equations {
            let by = if dice.chance(20) { 2 } else { dice.between(-1, 1) };
            if by != 0 {
                effect.push((node, by));
                small.nodes[node].0 += i128::from(by * count);
            }
        }
        effect.push((bound, 1));
        small.moves.push((Counted::Cell(count), u32::try_from(dice.between(1, heavy)).expect("small"), effect));
    }
    for _ in 0..kinds {
        let first = usize::try_from(dice.between(0, 1)).expect("small");
        let items = (first..=first + usize::try_from(dice.between(0, 1)).expect("small")).map(line).collect();
        let effect: Effect = (0..equations).map(|node| (node, dice.between(-1, 1))).filter(|(_, by)| *by != 0).collect();
        if !effect.is_empty() {
            small.moves.push((Counted::Lines(items), u32::try_from(dice.between(1, heavy)).expect("small"), effect));
        }
    }
    small
}

/// The lightest sets with the counts of their cells, and what they weigh.
type Answer = (u32, BTreeMap<Set, BTreeMap<usize, (i64, i64)>>);

/// Tries everything that could be done with every move: for a cell each count, for lines each number of them.
fn everything(small: &Small, most: usize) -> Option<Answer> {
    let mut best: Option<Answer> = None;
    let mut chosen: Vec<i64> = vec![0; small.moves.len()];
    let mut now: Vec<i128> = small.nodes.iter().map(|node| node.0).collect();
    try_from(small, 0, &mut chosen, &mut now, most, &mut best);
    best
}

fn try_from(small: &Small, at: usize, chosen: &mut Vec<i64>, now: &mut Vec<i128>, most: usize, best: &mut Option<Answer>) {
    let Some((kind, _, effect)) = small.moves.get(at) else {
        let holds = |(now, (_, low, high)): (&i128, &(i128, Option<i128>, i128))| now <= high && low.is_none_or(|low| low <= *now);
        if now.iter().zip(&small.nodes).all(holds) {
            judge(small, chosen, most, best);
        }
        return;
    };
    let choices = match kind {
        Counted::Cell(count) => -count..=MOST - count,
        Counted::Lines(items) => 0..=i64::try_from(items.len()).expect("few"),
    };
    for choice in choices {
        chosen[at] = choice;
        effect.iter().for_each(|(node, by)| now[*node] += i128::from(by * choice));
        try_from(small, at + 1, chosen, now, most, best);
        effect.iter().for_each(|(node, by)| now[*node] -= i128::from(by * choice));
    }
    chosen[at] = 0;
}

/// Keeps a choice after which everything holds, if none is lighter.
fn judge(small: &Small, chosen: &[i64], most: usize, best: &mut Option<Answer>) {
    let (mut set, mut weight) = (Set::new(), 0);
    for (at, by) in chosen.iter().enumerate().filter(|(_, by)| **by != 0) {
        let times = if matches!(small.moves[at].0, Counted::Cell(_)) { 1 } else { usize::try_from(*by).expect("a number") };
        set.extend(std::iter::repeat_n(at, times));
        weight += small.moves[at].1 * u32::try_from(times).expect("few");
    }
    if set.len() > most || best.as_ref().is_some_and(|(least, _)| weight > *least) || !no_line_twice(small, &set) {
        return;
    }
    let (least, sets) = best.get_or_insert_with(|| (weight, BTreeMap::new()));
    if weight < *least {
        (*least, *sets) = (weight, BTreeMap::new());
    }
    let counts = sets.entry(set.clone()).or_default();
    for at in set {
        let Counted::Cell(count) = small.moves[at].0 else { continue };
        let value = count + chosen[at];
        let range = counts.entry(at).or_insert((value, value));
        *range = (range.0.min(value), range.1.max(value));
    }
}

/// Whether the lines of a set can be different ones, by trying each choice.
fn no_line_twice(small: &Small, set: &[usize]) -> bool {
    let mut choices: Vec<BTreeSet<usize>> = vec![BTreeSet::new()];
    for at in set {
        let Counted::Lines(items) = &small.moves[*at].0 else { continue };
        let mut next = Vec::new();
        for taken in &choices {
            for item in items {
                let Item::Line(line) = item else { continue };
                let mut taken = taken.clone();
                if taken.insert(line.record) {
                    next.push(taken);
                }
            }
        }
        choices = next;
    }
    !choices.is_empty()
}

fn compare(small: &mut Small, most: usize) -> usize {
    let expected = everything(small, most);
    let found = lightest(small, most);
    assert!(found.complete);
    let Some((weight, sets)) = expected else {
        assert!(found.sets.is_empty(), "{small:?}\nfound {:?}", found.sets);
        return 0;
    };
    assert_eq!(found.sets, sets.keys().cloned().collect(), "{small:?}");
    assert_eq!(found.weight, weight, "{small:?}");
    let mut counts: BTreeMap<usize, BTreeSet<Bounds>> = BTreeMap::new();
    for (at, (least, most)) in sets.values().flatten() {
        counts.entry(*at).or_default().insert((*least, Some(*most)));
    }
    assert_eq!(found.counts, counts, "{small:?}");
    sets.keys().next().map_or(0, Vec::len)
}

#[test]
fn the_lightest_sets_are_those_that_trying_everything_finds() {
    let mut dice = Dice(29_628);
    let mut of_size = [0_usize; 9];
    for _ in 0..4000 {
        let mut small = system(&mut dice);
        of_size[compare(&mut small, 4).min(8)] += 1;
    }
    // No size of answer is missing from what was tried, nor are systems without one.
    assert!(of_size[..5].iter().all(|number| *number > 20), "{of_size:?}");
}

#[test]
fn with_a_bound_on_their_number_they_are_the_lightest_within_it() {
    let mut dice = Dice(1277);
    for _ in 0..1000 {
        let mut small = system(&mut dice);
        for most in 1..=3 {
            compare(&mut small, most);
        }
    }
}

#[test]
fn where_all_weigh_one_the_fewest_changes_are_found() {
    let mut dice = Dice(1302);
    for _ in 0..500 {
        let mut small = system(&mut dice);
        for one in &mut small.moves {
            one.1 = 1;
        }
        let found = lightest(&mut small, 4);
        assert!(found.sets.iter().all(|set| set.len() == usize::try_from(found.weight).expect("small")), "{:?}", found.sets);
        compare(&mut small, 4);
    }
}

#[test]
fn the_least_that_is_needed_is_never_more_than_what_does() {
    let mut dice = Dice(37);
    for _ in 0..1000 {
        let mut small = system(&mut dice);
        let (changes, weight) = least(&mut small);
        let found = lightest(&mut small, 4);
        if let Some(set) = found.sets.first() {
            assert!(changes <= set.len() && weight <= found.weight, "{small:?}");
        }
    }
}

#[test]
fn a_total_that_weighs_less_goes_before_a_headcount() {
    // Total = headcount, and the headcount alone could be wrong as well.
    let cell = |count: i64, weight: u32, by: i64| (Counted::Cell(count), weight, vec![(0, by)]);
    let mut small = Small { nodes: vec![(3, Some(0), 0)], moves: vec![cell(7, 8, 1), cell(4, 10, -1)] };
    let found = lightest(&mut small, 3);
    assert_eq!((found.sets, found.weight), (BTreeSet::from([vec![0]]), 8));
    small.moves[0].1 = 10;
    assert_eq!(lightest(&mut small, 3).sets, BTreeSet::from([vec![0], vec![1]]));
}

#[test]
fn two_cells_in_the_same_two_equations_are_settled_together() {
    // x + y = 10 and x - y = 2, with x = y = 1.
    let cell = |by: i64| (Counted::Cell(1), 1, vec![(0, 1), (1, by)]);
    let mut small = Small { nodes: vec![(-8, Some(0), 0), (-2, Some(0), 0)], moves: vec![cell(1), cell(-1)] };
    let found = lightest(&mut small, 3);
    assert_eq!(found.sets, BTreeSet::from([vec![0, 1]]));
    assert_eq!((found.counts[&0].first(), found.counts[&1].first()), (Some(&(6, Some(6))), Some(&(4, Some(4)))));
}
