//! Finds the smallest change that would make failing equations hold, without breaking those that hold.
//!
//! The principle is that of Fellegi and Holt, "A systematic approach to automatic edit and imputation" (Journal of the
//! American Statistical Association 71, 1976): the data should be made to satisfy all edits by changing the fewest
//! possible items. Here an item is a cell with a count, a line that is counted, or a line that is missing.

use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

use super::Failure;
use super::cases::Case;
use super::change::{AddedLine, CellVar, Changes, LineChange};
use super::evaluate::{Engine, Verdict};
use super::variables::Var;

/// At most so many things are changed at once.
const MOST_CHANGES: usize = 3;
/// At most so many cases are worked out for one problem. It counts work, not time, so that every run decides alike.
const MOST_WORK: u64 = 400_000;
/// Beyond the first, at most so many things of one case are tried in combination.
const MOST_BRANCHES: usize = 60;

/// One change of a solution.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// A cell would hold a count within these bounds, both included.
    Cell { cell: CellVar, least: i64, most: Option<i64> },
    /// A line would be otherwise, in any one of these ways.
    Line { at: crate::domain::RecordRef, ways: Vec<LineChange> },
    /// A line would be added, any one of these.
    Added { lines: Vec<AddedLine> },
}

/// Failing cases that share cells or lines, and what would mend them.
#[derive(Debug)]
pub(super) struct Problem {
    /// The failing cases.
    pub(super) failures: Vec<Failure>,
    /// The smallest sets of changes that mend all of them; none if there is no small one.
    pub(super) solutions: Vec<Vec<Change>>,
}

/// Groups failures into problems and solves each.
pub(super) fn solve(engine: &Engine<'_, '_>, failures: Vec<Failure>) -> Vec<Problem> {
    group(engine, failures).into_iter().map(|failures| solve_one(engine, failures)).collect()
}

/// Failures that share something that could be changed belong together.
fn group(engine: &Engine<'_, '_>, failures: Vec<Failure>) -> Vec<Vec<Failure>> {
    let mut parent: Vec<usize> = (0..failures.len()).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut owner: HashMap<Var, usize> = HashMap::new();
    for (at, failure) in failures.iter().enumerate() {
        for var in engine.variables(&failure.case) {
            let first = *owner.entry(var).or_insert(at);
            let (a, b) = (root(&mut parent, first), root(&mut parent, at));
            // The earliest failure stays the root, so that problems come in the order of their first failure.
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: Vec<Vec<Failure>> = Vec::new();
    let mut of_root: HashMap<usize, usize> = HashMap::new();
    for (at, failure) in failures.into_iter().enumerate() {
        let root = root(&mut parent, at);
        let group = *of_root.entry(root).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(failure);
    }
    groups
}

fn solve_one(engine: &Engine<'_, '_>, failures: Vec<Failure>) -> Problem {
    let search = Search { engine, failing: failures.iter().map(|failure| failure.case).collect(), work: Cell::new(0) };
    let mut solutions = Vec::new();
    for size in 1..=MOST_CHANGES {
        let mut seen = BTreeSet::new();
        search.extend(&mut Vec::new(), size, &mut seen, &mut solutions);
        if !solutions.is_empty() || search.work.get() >= MOST_WORK {
            break;
        }
    }
    Problem { failures, solutions }
}

struct Search<'s, 'e, 'a> {
    engine: &'s Engine<'e, 'a>,
    failing: Vec<Case>,
    work: Cell<u64>,
}

impl Search<'_, '_, '_> {
    /// Tries all sets of `size` variables that contain `chosen` and can mend the failing cases.
    fn extend(&self, chosen: &mut Vec<Var>, size: usize, seen: &mut BTreeSet<Vec<Var>>, solutions: &mut Vec<Vec<Change>>) {
        if self.work.get() >= MOST_WORK {
            return;
        }
        if chosen.len() == size {
            let mut key = chosen.clone();
            key.sort_unstable();
            if seen.insert(key.clone())
                && let Some(solution) = self.mend(&key)
            {
                solutions.push(solution);
            }
            return;
        }
        let Some(case) = self.unsettled(chosen) else { return };
        let mut branches: Vec<Var> = self.engine.variables(&case).into_iter().filter(|var| !chosen.contains(var)).collect();
        if size > 1 {
            // What several failing cases read is the likelier cause, and a total concerns many cells.
            branches.sort_by_key(|var| std::cmp::Reverse(self.failing.iter().filter(|other| self.reads(other, *var)).count()));
            branches.truncate(MOST_BRANCHES);
        }
        for var in branches {
            chosen.push(var);
            self.extend(chosen, size, seen, solutions);
            chosen.pop();
        }
    }

    fn reads(&self, case: &Case, var: Var) -> bool {
        self.spend(1);
        self.engine.touching(var).contains(case)
    }

    /// A case that the chosen variables leave unmended: a failing one that none of them touches, else one that would break.
    fn unsettled(&self, chosen: &[Var]) -> Option<Case> {
        let untouched = self.failing.iter().find(|case| !chosen.iter().any(|var| self.reads(case, *var)));
        if let Some(case) = untouched {
            return Some(*case);
        }
        // All failing cases are touched: the way on is through a case that holds now and would not after the change.
        chosen.iter().flat_map(|var| self.engine.touching(*var)).find(|case| !self.failing.contains(case) && self.applies(case))
    }

    fn applies(&self, case: &Case) -> bool {
        self.spend(1);
        matches!(self.engine.evaluate(case, &Changes::none()), Verdict::Holds)
    }

    fn spend(&self, cases: u64) {
        self.work.set(self.work.get() + cases);
    }

    /// What the variables would have to become for every case to hold, if that is possible.
    fn mend(&self, vars: &[Var]) -> Option<Vec<Change>> {
        let mut cases: Vec<Case> = Vec::new();
        for var in vars {
            cases.extend(self.engine.touching(*var).into_iter().filter(|case| !cases.contains(case)).collect::<Vec<_>>());
        }
        if self.failing.iter().any(|case| !cases.contains(case)) {
            return None;
        }
        let cells: Vec<CellVar> = vars.iter().filter_map(|var| if let Var::Cell(cell) = var { Some(*cell) } else { None }).collect();
        let others: Vec<Var> = vars.iter().filter(|var| !matches!(var, Var::Cell(_))).copied().collect();
        let mut found: Option<Vec<Change>> = None;
        self.alternatives(&others, Changes::none(), &mut Vec::new(), &mut |changes, ways| {
            let Some(solved) = self.solve_cells(&cases, &cells, changes) else { return };
            merge(&mut found, solved, ways);
        });
        found
    }

    /// Calls back with every combination of ways in which lines could be otherwise.
    fn alternatives(&self, vars: &[Var], changes: Changes, ways: &mut Vec<Change>, back: &mut dyn FnMut(&Changes, &[Change])) {
        if self.work.get() >= MOST_WORK {
            return;
        }
        let Some((first, rest)) = vars.split_first() else {
            back(&changes, ways);
            return;
        };
        match *first {
            Var::Line(at) => {
                for way in self.engine.line_changes(at) {
                    let mut changes = changes.clone();
                    changes.lines.insert(at, way.clone());
                    ways.push(Change::Line { at, ways: vec![way] });
                    self.alternatives(rest, changes, ways, back);
                    ways.pop();
                }
            }
            Var::Added { table, period, mission } => {
                for line in self.engine.added_lines(table, period, mission) {
                    let mut changes = changes.clone();
                    changes.added.push(line.clone());
                    ways.push(Change::Added { lines: vec![line] });
                    self.alternatives(rest, changes, ways, back);
                    ways.pop();
                }
            }
            Var::Cell(_) => self.alternatives(rest, changes, ways, back),
        }
    }

    /// The counts that the cells would have to hold, lines being changed as given. Cells are settled one after the other,
    /// each by the cases in which it is the only unsettled one.
    fn solve_cells(&self, cases: &[Case], cells: &[CellVar], changes: &Changes) -> Option<Vec<Change>> {
        let mut changes = changes.clone();
        let mut open: Vec<CellVar> = cells.to_vec();
        let mut solved = Vec::new();
        while !open.is_empty() {
            let settled = open.iter().position(|cell| {
                let alone = |case: &&Case| {
                    self.engine.coefficient(case, *cell) != 0
                        && open.iter().all(|other| other == cell || self.engine.coefficient(case, *other) == 0)
                };
                cases.iter().any(|case| alone(&case))
            })?;
            let cell = open.remove(settled);
            let (least, most) = self.bounds(cases, cell, &open, &changes)?;
            let current = self.engine.current(cell)?;
            if least <= current && most.is_none_or(|most| current <= most) {
                // Nothing asks this cell to change: a smaller set does as well.
                return None;
            }
            changes.cells.insert(cell, if current < least { least } else { most.unwrap_or(least) });
            solved.push(Change::Cell { cell, least, most });
        }
        for case in cases {
            self.spend(1);
            if matches!(self.engine.evaluate(case, &changes), Verdict::Fails { .. }) {
                return None;
            }
        }
        Some(solved)
    }

    /// The counts of a cell for which every case holds in which no other open cell stands.
    fn bounds(&self, cases: &[Case], cell: CellVar, open: &[CellVar], changes: &Changes) -> Option<(i64, Option<i64>)> {
        let (mut least, mut most): (i64, Option<i64>) = (0, None);
        let current = self.engine.current(cell)?;
        for case in cases {
            let weight = self.engine.coefficient(case, cell);
            if weight == 0 || open.iter().any(|other| self.engine.coefficient(case, *other) != 0) {
                continue;
            }
            self.spend(1);
            let Some(difference) = self.engine.difference(case, changes) else { continue };
            let equation = self.engine.equation(case.equation);
            // difference + weight * (value - current) has to lie within the tolerance.
            let rest = difference - weight * current;
            let bound = |target: i64| (target - rest).checked_div_euclid(weight).filter(|value| value * weight + rest == target);
            let (low, high) = match equation.operator {
                crate::domain::equation::Operator::Equal => {
                    let (a, b) = (bound(-equation.tolerance)?, bound(equation.tolerance)?);
                    (Some(a.min(b)), Some(a.max(b)))
                }
                crate::domain::equation::Operator::AtMost if weight > 0 => (None, bound(equation.tolerance)),
                crate::domain::equation::Operator::AtMost => (bound(equation.tolerance), None),
            };
            least = low.map_or(least, |low| least.max(low));
            most = match (most, high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            if most.is_some_and(|most| most < least) || (least == current && most == Some(current)) {
                return None;
            }
        }
        Some((least, most))
    }
}

/// Adds one way of mending to those found for the same variables.
fn merge(found: &mut Option<Vec<Change>>, solved: Vec<Change>, ways: &[Change]) {
    let new: Vec<Change> = ways.iter().cloned().chain(solved).collect();
    let Some(known) = found else {
        *found = Some(new);
        return;
    };
    for (known, new) in known.iter_mut().zip(new) {
        match (known, new) {
            (Change::Line { ways, .. }, Change::Line { ways: more, .. }) => {
                ways.extend(more.into_iter().filter(|way| !ways.contains(way)).collect::<Vec<_>>());
            }
            (Change::Added { lines }, Change::Added { lines: more }) => {
                lines.extend(more.into_iter().filter(|line| !lines.contains(line)).collect::<Vec<_>>());
            }
            (Change::Cell { least, most, .. }, Change::Cell { least: other, most: others, .. }) => {
                *least = (*least).min(other);
                *most = most.zip(others).map(|(a, b)| a.max(b));
            }
            _ => {}
        }
    }
}
