//! Makes findings of failing equations: one root cause for each problem, the other failures as its outcome.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::domain::equation::{FieldPath, Of, Operator, Side, TermKind};
use crate::domain::{Bilingual, Check, FieldType, Period, Place, SafeText};
use crate::rules::outcome::{Draft, Outcome, number};

use super::Failure;
use super::cases::{Case, Subject};
use super::change::{CellVar, Item};
use super::diagnose::diagnosis;
use super::evaluate::Engine;
use super::problem::{Cause, Change};
use super::search::Bounds;
use super::words;

/// Adds the findings of all causes to the outcomes of their checks. Of the findings of one cause the heaviest is the root, of
/// equals the one whose check comes first in the catalogue; one of a month that is reported on goes before all others, so that
/// no finding that is shown follows from one that is not.
pub(super) fn report(engine: &Engine<'_, '_>, causes: &[Cause], checks: &[&Check], shown: &[Period], outcomes: &mut [Outcome<'_>]) {
    let check_of: HashMap<&str, usize> = checks.iter().enumerate().map(|(at, check)| (check.code.as_str(), at)).collect();
    for (number, cause) in causes.iter().enumerate() {
        let suggestion = words::suggestion(engine, cause);
        let failures: Vec<(usize, &Failure)> = cause
            .failures
            .iter()
            .filter_map(|failure| Some((*check_of.get(engine.equation(failure.case.equation).code.as_str())?, failure)))
            .collect();
        let is_shown = |failure: &Failure| engine.period(&failure.case).is_none_or(|period| shown.is_empty() || shown.contains(&period));
        let weight = |(check, failure): &(usize, &Failure)| (is_shown(failure), checks[*check].severity, Reverse(*check));
        let heaviest = failures.iter().map(weight).max();
        let Some(root) = failures.iter().position(|one| Some(weight(one)) == heaviest) else { continue };
        for (at, (check, failure)) in failures.iter().enumerate() {
            let (place, mut draft) = finding(engine, failure, cause);
            draft.suggestion = suggestion.clone();
            if let Some(more) = Some(failure).filter(|_| at == root).and_then(|failure| diagnosis(engine, failure, cause)) {
                let Bilingual { nl, en } = &suggestion;
                draft.suggestion = Bilingual::new(format!("{nl} {}", more.nl), format!("{en} {}", more.en));
            }
            draft.cause = Some(number);
            draft.outcome_of = (at != root).then(|| checks[failures[root].0].code.clone());
            outcomes[*check].failed(place, engine.period(&failure.case), draft);
        }
    }
}

/// A failing case as a finding: where it points and what it says.
pub(super) fn finding(engine: &Engine<'_, '_>, failure: &Failure, cause: &Cause) -> (Place, Draft) {
    let census = engine.census;
    let anchor = anchor(engine, &failure.case);
    let args = args(engine, failure, &anchor);
    let mut draft = Draft { mission: mission(engine, &failure.case), args, own: Some(anchor.clone()), ..Draft::default() };
    let own_field = first_field(engine, &failure.case).map(|path| field_name(engine, path)).unwrap_or_default();
    let only = if let [only] = cause.alternatives.as_slice() { only.first() } else { None };
    let place = match only {
        Some(Change::Cell { cell, counts }) => {
            draft.value = engine.current(*cell).map(SafeText::own).unwrap_or_default();
            draft.expected = expected(counts);
            draft.field = cell_field(engine, *cell);
            place_of_cell(engine, *cell)
        }
        Some(Change::Lines { items, .. }) => {
            let (value, expected) = counted(engine, failure);
            draft.value = SafeText::own(value);
            draft.expected = SafeText::own(expected);
            match items.as_slice() {
                [Item::Line(at)] => {
                    draft.field = census.schema.tables[census.table(*at).schema].name.clone();
                    census.place(*at, None)
                }
                [Item::Renamed { line, .. }] => {
                    let schema = census.table(*line).schema;
                    draft.field = census.schema.tables[schema].name.clone();
                    census.place(*line, engine.counted[schema].key)
                }
                _ => {
                    draft.field = own_field;
                    anchor
                }
            }
        }
        None => {
            let cell = anchor_cell(engine, &failure.case);
            draft.value = cell.and_then(|cell| engine.current(cell)).map(SafeText::own).unwrap_or_default();
            draft.expected = cell.map(|cell| alone(cause, cell)).unwrap_or_default();
            draft.field = cell.map_or(own_field, |cell| cell_field(engine, cell));
            anchor
        }
    };
    (place, draft)
}

/// The number that was counted, and the one that it should be.
fn counted(engine: &Engine<'_, '_>, failure: &Failure) -> (i64, i64) {
    let counts = |side: &Side| side.terms.iter().any(|term| matches!(term.kind, TermKind::Count { .. }));
    let equation = engine.equation(failure.case.equation);
    if counts(&equation.right) && !counts(&equation.left) { (failure.right, failure.left) } else { (failure.left, failure.right) }
}

fn expected(counts: &[Bounds]) -> SafeText {
    SafeText::own(counts.iter().map(|bounds| words::range(*bounds)).collect::<Vec<_>>().join(" / "))
}

/// The cell that a case is pointed at when no single cause is known: the headcount where two sides must be equal, else the
/// first cell of the left side.
fn anchor_cell(engine: &Engine<'_, '_>, case: &Case) -> Option<CellVar> {
    let equation = engine.equation(case.equation);
    let terms = equation.left.terms.iter().chain(&equation.right.terms).filter(|term| term.of == Of::This);
    let mut cells: Vec<(bool, CellVar)> = Vec::new();
    for term in terms {
        let (cell, path) = match (&term.kind, case.subject) {
            (TermKind::Total(path), Subject::Total { ret, table, line }) => (CellVar::Total { ret, table, line, field: path.field }, path),
            (TermKind::Field(path), _) => match engine.record_for(case, *path, Of::This) {
                Ok(at) => (CellVar::Field { at, field: path.field }, path),
                Err(_) => continue,
            },
            (TermKind::Annotation(path), _) => match engine.record_for(case, *path, Of::This) {
                Ok(at) => (CellVar::Annotation { at, field: path.field }, path),
                Err(_) => continue,
            },
            _ => continue,
        };
        let headcount = engine.census.schema.tables[path.table].fields[path.field].kind == FieldType::Headcount;
        cells.push((headcount && equation.operator == Operator::Equal, cell));
    }
    cells.iter().find(|(headcount, _)| *headcount).or_else(|| cells.first()).map(|(_, cell)| *cell)
}

/// Where a case is pointed at when no single cause is known.
fn anchor(engine: &Engine<'_, '_>, case: &Case) -> Place {
    let census = engine.census;
    if let Some(cell) = anchor_cell(engine, case) {
        return place_of_cell(engine, cell);
    }
    match case.subject {
        Subject::Row(at) | Subject::Person { line: at, .. } => census.place(at, None),
        Subject::Sheet { first, .. } => {
            let last = engine.lines(case, census.table(first).schema, Of::This).pop();
            let mission = census.schema.tables[census.table(first).schema].field("mission");
            census.place(last.unwrap_or(first), mission)
        }
        Subject::Total { ret, table, line } => {
            let records = &census.returns[ret].tables[table];
            census.place_of(ret, records.sheet, records.direction.cell(records.totals[line].row, 0))
        }
        Subject::Mission { period, mission } => {
            let mut tables = 0..census.schema.tables.len();
            let found = tables.find_map(|table| census.of_mission(table, period, mission).first().copied());
            found.map_or_else(|| Place::File { file: String::new() }, |at| census.place(at, None))
        }
    }
}

/// Where a cell stands.
pub(super) fn place_of_cell(engine: &Engine<'_, '_>, cell: CellVar) -> Place {
    let census = engine.census;
    match cell {
        CellVar::Field { at, field } => census.place(at, Some(field)),
        CellVar::Annotation { at, field } => {
            let table = census.table(at);
            let record = u32::try_from(at.record).unwrap_or(u32::MAX);
            let cell = table.columns[field].annotated.get(&record).map(|(_, cell)| *cell);
            census.place_of(at.ret, table.sheet, cell.unwrap_or_else(|| table.direction.cell(table.rows[at.record], 0)))
        }
        CellVar::Total { ret, table, line, field } => {
            let records = &census.returns[ret].tables[table];
            let total = &records.totals[line];
            if let Some(cell) = total.elsewhere.get(&field) {
                return census.place_of(ret, records.sheet, *cell);
            }
            let col = total.values.iter().find(|(of, _, _)| *of == field).map_or(0, |(_, col, _)| *col);
            census.place_of(ret, records.sheet, records.direction.cell(total.row, col))
        }
    }
}

fn first_field(engine: &Engine<'_, '_>, case: &Case) -> Option<FieldPath> {
    let equation = engine.equation(case.equation);
    equation.left.terms.iter().chain(&equation.right.terms).find_map(|term| match &term.kind {
        TermKind::Field(path) | TermKind::Annotation(path) | TermKind::Sum(path) | TermKind::Total(path) => Some(*path),
        TermKind::Count { .. } | TermKind::Constant(_) => None,
    })
}

fn field_name(engine: &Engine<'_, '_>, path: FieldPath) -> String {
    let table = &engine.census.schema.tables[path.table];
    format!("{}.{}", table.name, table.fields[path.field].name)
}

fn cell_field(engine: &Engine<'_, '_>, cell: CellVar) -> String {
    let census = engine.census;
    let (table, field) = match cell {
        CellVar::Field { at, field } | CellVar::Annotation { at, field } => (census.table(at).schema, field),
        CellVar::Total { ret, table, field, .. } => (census.returns[ret].tables[table].schema, field),
    };
    field_name(engine, FieldPath { table, field })
}

fn mission(engine: &Engine<'_, '_>, case: &Case) -> Option<String> {
    let mission = match case.subject {
        Subject::Mission { mission, .. } | Subject::Sheet { mission, .. } => Some(mission),
        Subject::Row(at) | Subject::Person { line: at, .. } => engine.mission_of(at),
        Subject::Total { .. } => None,
    };
    mission.map(|mission| engine.census.schema.registry.missions[mission].id.clone())
}

/// Values of all placeholders that a message may have.
fn args(engine: &Engine<'_, '_>, failure: &Failure, anchor: &Place) -> Vec<(&'static str, Bilingual)> {
    let census = engine.census;
    let case = &failure.case;
    let code = &engine.equation(case.equation).code;
    let mut named = failure.named.clone();
    // A check of several equations names what each of them compares.
    for other in (0..engine.enabled.len()).filter(|at| *at != case.equation && engine.equation(*at).code == *code) {
        named.extend(engine.named(&Case { equation: other, subject: case.subject }));
    }
    named.push(("d".to_owned(), failure.left.saturating_sub(failure.right).saturating_abs()));
    named.push(("x".to_owned(), failure.left));
    named.push(("y".to_owned(), failure.right));
    let mut args: Vec<(&'static str, Bilingual)> = Vec::new();
    for placeholder in PLACEHOLDERS {
        let value = named.iter().find(|(name, _)| name == placeholder).map(|(_, value)| *value);
        args.push((placeholder, value.map_or_else(|| Bilingual::new("onbekend", "unknown"), number)));
    }
    let mission = mission(engine, case).and_then(|id| census.schema.registry.find(&id));
    let period = engine.period(case);
    let as_of = engine.compared_days(case).map(|(_, as_of)| as_of);
    args.push(("mission", Bilingual::same(mission.map_or_else(String::new, |at| census.schema.registry.missions[at].name.clone()))));
    args.push(("sheet", Bilingual::same(SafeText::scrub(anchor.sheet()).to_string())));
    args.push(("cell", Bilingual::same(anchor.cell().map(|cell| cell.to_string()).unwrap_or_default())));
    args.push(("row", Bilingual::same(anchor.cell().map(|cell| (cell.row + 1).to_string()).unwrap_or_default())));
    args.push(("file", Bilingual::same(anchor.file())));
    if let Subject::Total { ret, table, line } = case.subject {
        let label = census.returns[ret].tables[table].totals.get(line).map(|total| total.label.to_string()).unwrap_or_default();
        args.push(("org", Bilingual::same(format!("'{label}'"))));
    }
    args.push((
        "key",
        Bilingual::same(format!("{}!{}", SafeText::scrub(anchor.sheet()), anchor.cell().map(|cell| cell.to_string()).unwrap_or_default())),
    ));
    args.push(("period", Bilingual::same(period.map(|period| period.to_string()).unwrap_or_default())));
    args.push(("month", Bilingual::same(period.map(|period| period.to_string()).unwrap_or_default())));
    args.push(("as_of", Bilingual::same(as_of.map(|day| day.to_string()).unwrap_or_default())));
    let counted = engine.lines_counted(case);
    args.push(("n", number(i64::try_from(counted).unwrap_or(i64::MAX))));
    args
}

/// The letters that equations may use as names of sides and terms.
const PLACEHOLDERS: [&str; 16] = ["a", "b", "c", "d", "e", "f", "g", "h", "p", "q", "r", "t", "w", "x", "y", "z"];

/// The count that a cell would have to hold if it were the only one to change.
fn alone(cause: &Cause, wanted: CellVar) -> SafeText {
    let alone = cause.alternatives.iter().find_map(|changes| match changes.as_slice() {
        [Change::Cell { cell, counts }] if *cell == wanted => Some(expected(counts)),
        _ => None,
    });
    alone.unwrap_or_default()
}
