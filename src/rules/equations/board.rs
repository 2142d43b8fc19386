//! The cases around one problem, and what each possible change does to them.
//!
//! A case is kept as the difference between its two sides. A change moves the differences of the cases that read it, by an amount
//! that is known beforehand, so trying a change costs as much as the few cases it touches, however long the table.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use chrono::NaiveDate;

use crate::domain::equation::Operator;
use crate::domain::{Period, RecordRef};

use super::cases::{Case, Subject};
use super::change::{CellVar, Item, LineChange, NewLine, Values};
use super::evaluate::{Engine, Verdict};
use super::search::{Effect, Ground, Role};
use super::variables::Var;

/// Left side less right side of the cases that could be tried without doubt, as far as they were worked out before.
pub(super) type Known = HashMap<Case, Option<i64>>;

/// A case that holds or fails without doubt.
#[derive(Debug, Clone)]
struct Node {
    case: Case,
    /// Left side less right side, as reported.
    base: i128,
    /// Left side less right side, after the changes made so far.
    now: i128,
    /// The differences with which it holds, both included.
    low: Option<i128>,
    high: i128,
    days: (NaiveDate, NaiveDate),
}

impl Node {
    fn holds(&self) -> bool {
        self.holds_at(self.now)
    }

    fn holds_at(&self, difference: i128) -> bool {
        difference <= self.high && self.low.is_none_or(|low| low <= difference)
    }
}

/// What a move is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A cell whose count grows; the effect is that of one more.
    Cell(CellVar),
    /// One of several lines, which all have the same effect.
    Lines(Vec<Item>),
}

/// A change that could be made.
#[derive(Debug, Clone)]
pub(super) struct Move {
    pub(super) kind: Kind,
    pub(super) effect: Effect,
    /// How unlikely it is.
    pub(super) weight: u32,
}

/// A move that is made, and how often: by how much the count of a cell grows, or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Pick {
    pub(super) at: usize,
    pub(super) by: i64,
}

/// The cases and moves around one problem.
pub(super) struct Board<'s, 'e, 'a> {
    engine: &'s Engine<'e, 'a>,
    known: &'s Known,
    nodes: Vec<Node>,
    index: HashMap<Case, Option<usize>>,
    moves: Vec<Move>,
    /// Moves of lines, by effect, sort of line, and weight.
    classes: HashMap<(Effect, u8, u32), usize>,
    of_node: Vec<Rc<Vec<usize>>>,
    expanded: Vec<bool>,
    seen: HashSet<Var>,
    /// The cases that have to be mended, made worse ones included.
    violated: BTreeSet<usize>,
    shifted: HashMap<usize, i64>,
    /// The first month in which anything fails.
    since: Option<Period>,
    /// The largest number of cases that a move touches.
    widest: usize,
    work: u64,
    most_work: u64,
}

impl<'s, 'e, 'a> Board<'s, 'e, 'a> {
    /// Starts from the cases that fail. It stops looking further after so much work, which counts cases tried, not time, so
    /// that every run decides alike.
    pub(super) fn new(engine: &'s Engine<'e, 'a>, known: &'s Known, failing: &[Case], most_work: u64) -> Self {
        let mut board = Self {
            engine,
            known,
            nodes: Vec::new(),
            index: HashMap::new(),
            moves: Vec::new(),
            classes: HashMap::new(),
            of_node: Vec::new(),
            expanded: Vec::new(),
            seen: HashSet::new(),
            violated: BTreeSet::new(),
            shifted: HashMap::new(),
            since: failing.iter().filter_map(|case| engine.period(case)).min(),
            widest: 0,
            work: 0,
            most_work,
        };
        for case in failing {
            if let Some(node) = board.node(*case) {
                board.violated.insert(node);
            }
        }
        board
    }

    /// The place of a case on the board; `None` if it cannot be tried.
    pub(super) fn node(&mut self, case: Case) -> Option<usize> {
        if let Some(known) = self.index.get(&case) {
            return *known;
        }
        let difference = match self.known.get(&case) {
            Some(known) => *known,
            None => standing(&self.engine.evaluate(&case)),
        };
        let node = difference.map(|base| {
            let equation = self.engine.equation(case.equation);
            let tolerance = i128::from(equation.tolerance);
            let low = (equation.operator == Operator::Equal).then_some(-tolerance);
            let base = i128::from(base);
            let days = self.engine.days_compared(&case);
            self.nodes.push(Node { case, base, now: base, low, high: tolerance, days });
            self.of_node.push(Rc::default());
            self.expanded.push(false);
            self.nodes.len() - 1
        });
        self.index.insert(case, node);
        node
    }

    /// Allows so much work for another part of the problem.
    pub(super) fn renew(&mut self, most_work: u64) {
        (self.work, self.most_work) = (0, most_work);
    }

    /// The cases that do not hold.
    pub(super) fn violated(&self) -> &BTreeSet<usize> {
        &self.violated
    }

    /// Leaves only these cases to be mended.
    pub(super) fn only(&mut self, nodes: impl IntoIterator<Item = usize>) {
        self.violated = nodes.into_iter().filter(|node| !self.nodes[*node].holds()).collect();
    }

    /// A move.
    pub(super) fn at(&self, at: usize) -> &Move {
        &self.moves[at]
    }

    /// The case of a place on the board.
    pub(super) fn case(&self, node: usize) -> Case {
        self.nodes[node].case
    }

    fn expand(&mut self, var: Var) {
        self.spend(1);
        match var {
            Var::Cell(cell) => {
                let touched = self.touched(self.engine.touching(var));
                self.spend(touched.len());
                let effect = touched.into_iter().map(|(node, case)| (node, self.engine.coefficient(&case, cell)));
                let effect: Effect = effect.filter(|(_, by)| *by != 0).collect();
                let weight = self.engine.weight_of_cell(cell, self.since);
                self.add(Move { kind: Kind::Cell(cell), effect, weight });
            }
            Var::Line(at) => {
                let touched = self.touched(self.engine.touching(var));
                self.spend(touched.len());
                for (way, effect) in self.line_effects(at, &touched) {
                    self.join(effect, Item::Line(at), self.engine.weight_of_line(at, way, self.since));
                }
            }
            Var::Missing { table, period, mission } => {
                for (new, values) in self.engine.new_lines(table, period, mission) {
                    let touched = self.touched(self.engine.touching_new(new));
                    self.spend(touched.len());
                    let effect = self.new_effect(new, &values, &touched);
                    self.join(effect, Item::New(new), self.engine.weight_of_new(new, self.since));
                }
                for (line, like, values) in self.engine.renamed(table, period, mission) {
                    if self.exhausted() {
                        break;
                    }
                    let effect = self.renamed_effect(NewLine { table, period, mission, like: Some(like) }, line, &values);
                    self.join(effect, Item::Renamed { line, like }, self.engine.weight_of_renamed(line, self.since));
                }
            }
        }
    }

    fn touched(&mut self, cases: Vec<Case>) -> Vec<(usize, Case)> {
        cases.into_iter().filter_map(|case| Some((self.node(case)?, case))).collect()
    }

    fn line_effects(&self, at: RecordRef, touched: &[(usize, Case)]) -> Vec<(LineChange, Effect)> {
        let countings: Vec<_> =
            touched.iter().map(|(node, case)| (*node, self.engine.counting(case, self.nodes[*node].days, at))).collect();
        let effect = |way: LineChange| countings.iter().map(move |(node, counting)| (*node, self.engine.growth(counting, at, way)));
        self.engine.line_changes(at).into_iter().map(|way| (way, self.noticed(effect(way).collect()))).collect()
    }

    fn new_effect(&self, new: NewLine, values: &Values, touched: &[(usize, Case)]) -> Effect {
        let growth = |(node, case): &(usize, Case)| (*node, self.engine.growth_by(case, self.nodes[*node].days, new, values));
        self.noticed(touched.iter().map(growth).collect())
    }

    /// A line under another key: one person has it, another has it no more. All other counts stay.
    fn renamed_effect(&mut self, new: NewLine, line: RecordRef, values: &Values) -> Effect {
        let is_person = |case: &Case| matches!(case.subject, Subject::Person { .. });
        let gains = self.engine.touching_new(new).into_iter().filter(is_person).collect();
        let loses = self.engine.touching(Var::Line(line)).into_iter().filter(is_person).collect();
        let (gains, loses) = (self.touched(gains), self.touched(loses));
        self.spend(gains.len() + loses.len());
        let mut effect: BTreeMap<usize, i64> = BTreeMap::new();
        for (node, case) in gains {
            *effect.entry(node).or_default() += self.engine.growth_by(&case, self.nodes[node].days, new, values);
        }
        for (node, case) in loses {
            let counting = self.engine.counting(&case, self.nodes[node].days, line);
            *effect.entry(node).or_default() += self.engine.growth(&counting, line, LineChange::LeftOut);
        }
        self.noticed(effect.into_iter().collect())
    }

    /// Leaves out what does not matter, so that lines with which the same could be done are told as one: a person's own case
    /// that holds all the same.
    fn noticed(&self, effect: Effect) -> Effect {
        let matters = |(at, by): &(usize, i64)| {
            let node = &self.nodes[*at];
            let own = matches!(node.case.subject, Subject::Person { .. });
            *by != 0 && !(own && node.holds_at(node.base) && node.holds_at(node.base + i128::from(*by)))
        };
        effect.into_iter().filter(matters).collect()
    }

    fn add(&mut self, one: Move) -> usize {
        let at = self.moves.len();
        self.widest = self.widest.max(one.effect.len());
        for (node, _) in &one.effect {
            Rc::make_mut(&mut self.of_node[*node]).push(at);
        }
        self.moves.push(one);
        at
    }

    fn join(&mut self, effect: Effect, item: Item, weight: u32) {
        if effect.is_empty() {
            return;
        }
        // What is told in other words is told apart.
        let sort = match item {
            Item::Line(_) => 0,
            Item::New(new) => 1 + u8::from(new.like.is_some()),
            Item::Renamed { .. } => 3,
        };
        let key = (effect, sort, weight);
        let at = match self.classes.get(&key) {
            Some(at) => *at,
            None => {
                let at = self.add(Move { kind: Kind::Lines(Vec::new()), effect: key.0.clone(), weight });
                self.classes.insert(key, at);
                at
            }
        };
        // Several ways of one line may come to the same; they follow each other.
        if let Kind::Lines(items) = &mut self.moves[at].kind
            && items.last() != Some(&item)
        {
            items.push(item);
        }
    }

    /// The ways in which a line could be otherwise that have the effect of a move.
    pub(super) fn ways(&mut self, at: usize, line: RecordRef) -> Vec<LineChange> {
        let touched = self.touched(self.engine.touching(Var::Line(line)));
        let (wanted, weight) = (self.moves[at].effect.clone(), self.moves[at].weight);
        let fits = |(way, effect): &(LineChange, Effect)| *effect == wanted && self.engine.weight_of_line(line, *way, self.since) == weight;
        self.line_effects(line, &touched).into_iter().filter(fits).map(|(way, _)| way).collect()
    }

    /// Makes a move. Cases that it touches have to hold from then on.
    pub(super) fn apply(&mut self, pick: Pick) {
        self.spend(self.moves[pick.at].effect.len());
        let shifted = self.shifted.entry(pick.at).or_default();
        *shifted = shifted.saturating_add(pick.by);
        for (node, by) in &self.moves[pick.at].effect {
            let one = &mut self.nodes[*node];
            one.now += i128::from(*by) * i128::from(pick.by);
            if one.holds() {
                self.violated.remove(node);
            } else {
                self.violated.insert(*node);
            }
        }
    }

    /// Leaves a case as it is.
    pub(super) fn pass_over(&mut self, node: usize) {
        self.violated.remove(&node);
    }

    /// The cases that would still have to be mended, of those a move touches, and those that it would mend.
    pub(super) fn outcome(&mut self, pick: Pick) -> (Vec<usize>, Vec<usize>) {
        self.spend(self.moves[pick.at].effect.len());
        let (mut wrong, mut mended) = (Vec::new(), Vec::new());
        for (at, by) in &self.moves[pick.at].effect {
            let node = &self.nodes[*at];
            if !node.holds_at(node.now + i128::from(*by) * i128::from(pick.by)) {
                wrong.push(*at);
            } else if self.violated.contains(at) {
                mended.push(*at);
            }
        }
        (wrong, mended)
    }

    /// The amounts by which a move could be made that settle at least one case that does not hold.
    pub(super) fn amounts(&mut self, at: usize) -> Vec<i64> {
        self.spend(self.moves[at].effect.len());
        let one = &self.moves[at];
        let Kind::Cell(cell) = one.kind else { return vec![1] };
        let count = self.count(at, cell);
        let mut amounts = Vec::new();
        for (node, weight) in one.effect.iter().filter(|(node, _)| self.violated.contains(node)) {
            let Some((least, most)) = self.range(*node, *weight) else { continue };
            // The nearest to nothing; the case fails, so nothing is not among them.
            let nearest = if most.is_some_and(|most| most < 0) { most } else { least };
            amounts.extend(nearest.filter(|by| *by != 0 && count.saturating_add(*by) >= 0));
        }
        amounts.sort_unstable();
        amounts.dedup();
        amounts
    }

    /// The count in a cell, after the changes made so far.
    fn count(&self, at: usize, cell: CellVar) -> i64 {
        self.engine.current(cell).unwrap_or(0).saturating_add(self.shifted.get(&at).copied().unwrap_or(0))
    }

    /// By how much a cell could grow for a case to hold: least and most, `None` where there is no bound. `None` if it cannot.
    fn range(&self, node: usize, weight: i64) -> Option<(Option<i64>, Option<i64>)> {
        let node = &self.nodes[node];
        let (size, now) = (i128::from(weight.unsigned_abs()), node.now);
        let least = node.low.map(|low| -(now - low).div_euclid(size));
        let most = Some((node.high - now).div_euclid(size));
        // With a negative weight the case grows as the cell shrinks.
        let (least, most) = if weight > 0 { (least, most) } else { (most.map(|most| -most), least.map(|least| -least)) };
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            return None;
        }
        let bound = |value: Option<i128>| value.and_then(|value| i64::try_from(value).ok());
        Some((bound(least), bound(most)))
    }

    /// The counts of a cell with which every case holds that holds after a move of it: least and most.
    pub(super) fn counts_after(&self, pick: Pick, cell: CellVar) -> (i64, Option<i64>) {
        let count = self.count(pick.at, cell);
        let (mut least, mut most): (i64, Option<i64>) = (0, None);
        for (node, weight) in &self.moves[pick.at].effect {
            let after = self.nodes[*node].now + i128::from(*weight) * i128::from(pick.by);
            if !self.nodes[*node].holds_at(after) {
                continue;
            }
            let Some((low, high)) = self.range(*node, *weight) else { continue };
            least = low.map_or(least, |low| least.max(count.saturating_add(low)));
            let high = high.map(|high| count.saturating_add(high));
            most = match (most, high) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        (least, most)
    }
}

impl Ground for Board<'_, '_, '_> {
    fn to_mend(&self) -> Vec<usize> {
        self.violated.iter().copied().collect()
    }

    fn standing(&self, node: usize) -> (i128, Option<i128>, i128) {
        let Node { now, low, high, .. } = &self.nodes[node];
        (*now, *low, *high)
    }

    fn moves_of(&mut self, node: usize) -> Rc<Vec<usize>> {
        if !self.expanded[node] && !self.exhausted() {
            let vars = self.engine.variables(&self.nodes[node].case);
            self.spend(vars.len());
            for var in vars {
                if self.exhausted() {
                    break;
                }
                if self.seen.insert(var) {
                    self.expand(var);
                }
            }
            self.expanded[node] = !self.exhausted();
        }
        Rc::clone(&self.of_node[node])
    }

    fn effect(&self, at: usize) -> &[(usize, i64)] {
        &self.moves[at].effect
    }

    fn weight(&self, at: usize) -> u32 {
        self.moves[at].weight
    }

    fn role(&self, at: usize) -> Role<'_> {
        match &self.moves[at].kind {
            Kind::Cell(cell) => Role::Cell(self.count(at, *cell)),
            Kind::Lines(items) => Role::Lines(items),
        }
    }

    fn lightest(&self) -> u32 {
        self.engine.lightest()
    }

    fn widest(&self) -> usize {
        self.widest
    }

    fn spend(&mut self, work: usize) {
        self.work = self.work.saturating_add(u64::try_from(work).unwrap_or(u64::MAX));
    }

    fn exhausted(&self) -> bool {
        self.work >= self.most_work
    }
}

/// Left side less right side, of a case that can be tried without doubt.
pub(super) fn standing(verdict: &Verdict) -> Option<i64> {
    match verdict {
        Verdict::Holds { difference, firm: true } => Some(*difference),
        Verdict::Fails { left, right, .. } => Some(left.saturating_sub(*right)),
        Verdict::Holds { firm: false, .. } | Verdict::NotApplicable | Verdict::NotRun(_) => None,
    }
}
