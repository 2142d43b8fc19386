//! Makes findings of failing equations: one root cause for each problem, the other failures as its outcome.

use crate::domain::equation::{FieldPath, Of, Operator, TermKind};
use crate::domain::{Bilingual, CellRef, Check, FieldType, Lang, Place, RecordRef, SafeText};
use crate::rules::outcome::{Draft, Outcome, number};

use super::Failure;
use super::cases::{Case, Subject};
use super::change::{CellVar, LineChange};
use super::evaluate::Engine;
use super::problem::{Change, Problem};
use super::variables::Var;

/// At most so many ties are written out.
const MOST_TIES: usize = 5;

/// Adds the findings of all problems to the outcomes of their checks.
pub(super) fn report(engine: &Engine<'_, '_>, problems: &[Problem], checks: &[&Check], outcomes: &mut [Outcome<'_>]) {
    let check_of = |failure: &Failure| checks.iter().position(|check| check.code == engine.equation(failure.case.equation).code);
    for problem in problems {
        for (cause, failures) in causes(engine, problem) {
            // The heaviest check names the root; of equals the one that comes first in the catalogue.
            let root =
                failures.iter().filter_map(|failure| check_of(failure)).max_by_key(|at| (checks[*at].severity, std::cmp::Reverse(*at)));
            let mut root_named = false;
            for failure in &failures {
                let Some(at) = check_of(failure) else { continue };
                let is_root = root == Some(at) && !root_named;
                root_named |= is_root;
                let outcome_of = root.filter(|_| !is_root).map(|root| checks[root].code.clone());
                let (place, mut draft) = finding(engine, failure, cause.as_ref(), problem);
                draft.outcome_of = outcome_of;
                outcomes[at].failed(place, engine.period(&failure.case), draft);
            }
        }
    }
}

/// The failures of a problem by the change that mends them, if there is just one smallest set of changes.
fn causes<'p>(engine: &Engine<'_, '_>, problem: &'p Problem) -> Vec<(Option<Change>, Vec<&'p Failure>)> {
    let [only] = problem.solutions.as_slice() else { return vec![(None, problem.failures.iter().collect())] };
    let mut causes: Vec<(Option<Change>, Vec<&Failure>)> = only.iter().map(|change| (Some(change.clone()), Vec::new())).collect();
    for failure in &problem.failures {
        let touches = |change: &Change| vars_of(change).into_iter().any(|var| engine.touching(var).contains(&failure.case));
        let at = only.iter().position(touches).unwrap_or(0);
        causes[at].1.push(failure);
    }
    causes.retain(|(_, failures)| !failures.is_empty());
    causes
}

fn vars_of(change: &Change) -> Vec<Var> {
    match change {
        Change::Cell { cell, .. } => vec![Var::Cell(*cell)],
        Change::Line { at, .. } => vec![Var::Line(*at)],
        Change::Added { lines } => {
            lines.iter().take(1).map(|line| Var::Added { table: line.table, period: line.period, mission: line.mission }).collect()
        }
    }
}

fn finding(engine: &Engine<'_, '_>, failure: &Failure, cause: Option<&Change>, problem: &Problem) -> (Place, Draft) {
    let census = engine.census;
    let anchor = anchor(engine, &failure.case);
    let mut draft = Draft { mission: mission(engine, &failure.case), args: args(engine, failure, &anchor), ..Draft::default() };
    let own_field = first_field(engine, &failure.case).map(|path| field_name(engine, path)).unwrap_or_default();
    let place = match cause {
        Some(Change::Cell { cell, least, most }) => {
            draft.value = engine.current(*cell).map(SafeText::own).unwrap_or_default();
            draft.expected = SafeText::own(range(*least, *most));
            draft.field = cell_field(engine, *cell);
            draft.suggestion = cell_words(engine, *cell, *least, *most);
            place_of_cell(engine, *cell)
        }
        Some(Change::Line { at, ways }) => {
            draft.value = SafeText::own(failure.left.max(failure.right));
            draft.expected = SafeText::own(failure.left.min(failure.right));
            draft.field = census.schema.tables[census.table(*at).schema].name.clone();
            draft.suggestion = line_words(engine, *at, ways);
            census.place(*at, None)
        }
        Some(change @ Change::Added { .. }) => {
            draft.value = SafeText::own(failure.left);
            draft.expected = SafeText::own(failure.right);
            draft.field = own_field;
            draft.suggestion = change_words(engine, change);
            anchor
        }
        None => {
            let cell = anchor_cell(engine, &failure.case);
            draft.value = cell.and_then(|cell| engine.current(cell)).map(SafeText::own).unwrap_or_default();
            draft.expected = cell.and_then(|cell| alone(problem, cell)).map(SafeText::own).unwrap_or_default();
            draft.field = cell.map_or(own_field, |cell| cell_field(engine, cell));
            draft.suggestion = ties(engine, problem);
            anchor
        }
    };
    (place, draft)
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
            census.place_of(ret, records.sheet, CellRef::new(records.totals[line].row, 0))
        }
        Subject::Mission { period, mission } => {
            let mut tables = 0..census.schema.tables.len();
            let found = tables.find_map(|table| census.of_mission(table, period, mission).first().copied());
            found.map_or_else(|| Place::File { file: String::new() }, |at| census.place(at, None))
        }
    }
}

fn place_of_cell(engine: &Engine<'_, '_>, cell: CellVar) -> Place {
    let census = engine.census;
    match cell {
        CellVar::Field { at, field } => census.place(at, Some(field)),
        CellVar::Annotation { at, field } => {
            let table = census.table(at);
            let record = u32::try_from(at.record).unwrap_or(u32::MAX);
            let col = table.columns[field].annotated.get(&record).map_or(0, |(_, col)| *col);
            census.place_of(at.ret, table.sheet, CellRef::new(table.rows[at.record], col))
        }
        CellVar::Total { ret, table, line, field } => {
            let records = &census.returns[ret].tables[table];
            let total = &records.totals[line];
            let col = total.values.iter().find(|(of, _, _)| *of == field).map_or(0, |(_, col, _)| *col);
            census.place_of(ret, records.sheet, CellRef::new(total.row, col))
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
    named.push(("d".to_owned(), (failure.left - failure.right).abs()));
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
fn alone(problem: &Problem, wanted: CellVar) -> Option<String> {
    problem.solutions.iter().find_map(|solution| match solution.as_slice() {
        [Change::Cell { cell, least, most }] if *cell == wanted => Some(range(*least, *most)),
        _ => None,
    })
}

fn range(least: i64, most: Option<i64>) -> String {
    match most {
        Some(most) if most == least => least.to_string(),
        Some(most) => format!("{least}-{most}"),
        None => format!(">= {least}"),
    }
}

fn location(place: &Place) -> String {
    let sheet = SafeText::scrub(place.sheet());
    match place.cell() {
        Some(cell) if sheet.is_empty() => cell.to_string(),
        Some(cell) => format!("{sheet}!{cell}"),
        None => sheet.to_string(),
    }
}

fn cell_words(engine: &Engine<'_, '_>, cell: CellVar, least: i64, most: Option<i64>) -> Bilingual {
    let (place, range) = (place_of_cell(engine, cell), range(least, most));
    let (file, location) = (place.file(), location(&place));
    Bilingual::new(
        format!("{location} ({file}) zou {range} moeten zijn; dan sluit alles wat ervan afhangt."),
        format!("{location} ({file}) should be {range}; then everything that depends on it agrees."),
    )
}

fn line_words(engine: &Engine<'_, '_>, at: RecordRef, ways: &[LineChange]) -> Bilingual {
    let census = engine.census;
    let table = census.table(at);
    let place = census.place(at, None);
    let (row, sheet, file) = (table.rows[at.record] + 1, SafeText::scrub(place.sheet()), place.file());
    let mut fields: Vec<usize> =
        ways.iter().filter_map(|way| if let LineChange::Field { field, .. } = way { Some(*field) } else { None }).collect();
    fields.sort_unstable();
    fields.dedup();
    // An end that is not there is filled in; everything else is corrected.
    let open_end = |field: &usize| {
        let last_day = census.schema.tables[table.schema].fields[*field].kind == FieldType::LastDay;
        last_day && table.date(*field, at.record).is_none()
    };
    let (fill, correct): (Vec<usize>, Vec<usize>) = fields.into_iter().partition(open_end);
    let titles = |fields: &[usize], lang: Lang, or: &str| {
        let titles: Vec<&str> = fields.iter().map(|field| census.schema.tables[table.schema].fields[*field].title.get(lang)).collect();
        enumerated(&titles, or)
    };
    let mut options = Vec::new();
    if ways.contains(&LineChange::LeftOut) {
        options.push(("laat de regel weg".to_owned(), "leave the line out".to_owned()));
    }
    if !fill.is_empty() {
        options.push((format!("vul {} in", titles(&fill, Lang::Nl, "of")), format!("fill in {}", titles(&fill, Lang::En, "or"))));
    }
    if !correct.is_empty() {
        options.push((format!("verbeter {}", titles(&correct, Lang::Nl, "of")), format!("correct {}", titles(&correct, Lang::En, "or"))));
    }
    let nl: Vec<&str> = options.iter().map(|(nl, _)| nl.as_str()).collect();
    let en: Vec<&str> = options.iter().map(|(_, en)| en.as_str()).collect();
    Bilingual::new(
        format!("Regel {row} van blad {sheet} ({file}) verklaart het verschil: {}.", enumerated(&nl, "of")),
        format!("Row {row} of sheet {sheet} ({file}) explains the difference: {}.", enumerated(&en, "or")),
    )
}

/// Words in a row: `a, b or c`.
fn enumerated(words: &[&str], or: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {or} {last}", first.join(", ")),
    }
}

fn change_words(engine: &Engine<'_, '_>, change: &Change) -> Bilingual {
    match change {
        Change::Cell { cell, least, most } => cell_words(engine, *cell, *least, *most),
        Change::Line { at, ways } => line_words(engine, *at, ways),
        Change::Added { lines } => {
            let census = engine.census;
            let Some(line) = lines.first() else { return Bilingual::default() };
            let mission = &census.schema.registry.missions[line.mission].name;
            let title = &census.schema.tables[line.table].title;
            Bilingual::new(
                format!("Er lijkt een regel van {mission} te ontbreken ({}, {}).", title.nl.to_lowercase(), line.period),
                format!("A line of {mission} seems to be missing ({}, {}).", title.en.to_lowercase(), line.period),
            )
        }
    }
}

/// What is said when no single smallest set of changes is known.
fn ties(engine: &Engine<'_, '_>, problem: &Problem) -> Bilingual {
    if problem.solutions.is_empty() {
        return Bilingual::new(
            "Geen enkele kleine wijziging laat alles sluiten; loop de genoemde cellen na.",
            "No small change makes everything agree; go through the cells named here.",
        );
    }
    let more = problem.solutions.len().saturating_sub(MOST_TIES);
    let (mut nl, mut en) = (Vec::new(), Vec::new());
    for solution in problem.solutions.iter().take(MOST_TIES) {
        let words: Vec<Bilingual> = solution.iter().map(|change| change_words(engine, change)).collect();
        nl.push(words.iter().map(|word| word.nl.trim_end_matches('.')).collect::<Vec<_>>().join(" én "));
        en.push(words.iter().map(|word| word.en.trim_end_matches('.')).collect::<Vec<_>>().join(" and "));
    }
    let number = problem.solutions.len();
    let (tail_nl, tail_en) =
        if more > 0 { (format!("; en nog {more}"), format!("; and {more} more")) } else { (String::new(), String::new()) };
    Bilingual::new(
        format!("{number} even kleine verklaringen: {}{tail_nl}.", nl.join("; of: ")),
        format!("{number} equally small explanations: {}{tail_en}.", en.join("; or: ")),
    )
}
