//! Which failing cases belong to one problem: those that share something that could be changed.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use super::Failure;
use super::cases::{Case, Subject};
use super::change::CellVar;
use super::evaluate::Engine;
use super::variables::Var;

/// Something that failing cases share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Link {
    /// Something that could be changed.
    Var(Var),
    /// A stretch of rows that failing totals have in common, so that thousands of totals need not name thousands of rows each.
    Block(usize),
}

/// A stretch of records and its number.
type Block = (Range<usize>, usize);

/// Stretches of records over which failing totals add up, overlapping ones as one, by return and table.
#[derive(Debug, Default)]
struct Blocks(BTreeMap<(usize, usize), Vec<Block>>);

impl Blocks {
    fn of(engine: &Engine<'_, '_>, failures: &[Failure]) -> Self {
        let mut spans: BTreeMap<(usize, usize), Vec<Range<usize>>> = BTreeMap::new();
        for failure in failures {
            if let Subject::Total { ret, table, line } = failure.case.subject {
                spans.entry((ret, table)).or_default().push(engine.stretch(ret, table, line));
            }
        }
        let (mut blocks, mut number) = (BTreeMap::new(), 0);
        for (at, mut spans) in spans {
            spans.retain(|span| !span.is_empty());
            spans.sort_by_key(|span| span.start);
            let mut merged: Vec<Block> = Vec::new();
            for span in spans {
                match merged.last_mut() {
                    Some((known, _)) if span.start < known.end => known.end = known.end.max(span.end),
                    _ => {
                        merged.push((span, number));
                        number += 1;
                    }
                }
            }
            blocks.insert(at, merged);
        }
        Self(blocks)
    }

    fn containing(&self, ret: usize, table: usize, record: usize) -> Option<usize> {
        let blocks = self.0.get(&(ret, table))?;
        let at = blocks.partition_point(|(span, _)| span.end <= record);
        blocks.get(at).filter(|(span, _)| span.contains(&record)).map(|(_, number)| *number)
    }
}

/// Groups failures, in the order of the first of each group.
pub(super) fn group(engine: &Engine<'_, '_>, failures: Vec<Failure>) -> Vec<Vec<Failure>> {
    let blocks = Blocks::of(engine, &failures);
    let shared: Vec<Vec<Link>> = failures.par_iter().map(|failure| links(engine, &failure.case, &blocks)).collect();
    let parts = joined(failures.len(), shared.iter().map(Vec::as_slice));
    let mut groups: Vec<Vec<Failure>> = (0..parts.iter().max().map_or(0, |last| last + 1)).map(|_| Vec::new()).collect();
    for (failure, part) in failures.into_iter().zip(parts) {
        groups[part].push(failure);
    }
    groups
}

fn links(engine: &Engine<'_, '_>, case: &Case, blocks: &Blocks) -> Vec<Link> {
    if let Subject::Total { ret, table, line } = case.subject {
        let of_rows = engine.covered(ret, table, line).next().and_then(|record| blocks.containing(ret, table, record));
        return of_rows.map(Link::Block).into_iter().collect();
    }
    let mut links = Vec::new();
    // Who goes by a new key may be somebody of the month before that; who is then missing belongs to the same problem.
    if let Subject::Person { line, .. } = case.subject
        && engine.is_new_key(line)
        && let (Some(period), Some(mission)) = (engine.census.table(line).periods[line.record], engine.mission_of(line))
    {
        links.push(Link::Var(Var::Missing { table: engine.census.table(line).schema, period, mission }));
    }
    for var in engine.variables(case) {
        links.push(Link::Var(var));
        if let Var::Cell(CellVar::Field { at, .. }) | Var::Line(at) = var
            && engine.is_summed(var)
        {
            links.extend(blocks.containing(at.ret, at.table, at.record).map(Link::Block));
        }
    }
    links
}

/// The part that each of some things belongs to, counted in the order of their first thing, where things that share anything
/// belong to one part.
pub(super) fn joined<'x, T: Copy + Eq + std::hash::Hash + 'x>(things: usize, shared: impl Iterator<Item = &'x [T]>) -> Vec<usize> {
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut parent: Vec<usize> = (0..things).collect();
    let mut owner: HashMap<T, usize> = HashMap::new();
    for (at, shared) in shared.enumerate() {
        for one in shared {
            let first = *owner.entry(*one).or_insert(at);
            let (a, b) = (root(&mut parent, first), root(&mut parent, at));
            // The earliest stays the root, so that parts come in the order of their first thing.
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut of_root: HashMap<usize, usize> = HashMap::new();
    let mut part_of = |at: usize| {
        let next = of_root.len();
        *of_root.entry(root(&mut parent, at)).or_insert(next)
    };
    (0..things).map(&mut part_of).collect()
}
