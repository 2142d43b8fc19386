//! What could be changed in a case, and which other cases would notice.

use crate::domain::equation::{Equation, Grouping, Of, Term, TermKind};
use crate::domain::{Period, PersonKey, RecordRef};

use super::cases::{Case, Subject, leading_table};
use super::change::{CellVar, NewLine};
use super::evaluate::Engine;

/// One thing that could be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Var {
    /// A count in a cell.
    Cell(CellVar),
    /// A line that is counted, or not.
    Line(RecordRef),
    /// A line that may be missing from a table, for one month and mission.
    Missing { table: usize, period: Period, mission: usize },
}

/// The terms of an equation with their sign once everything stands on the left.
pub(super) fn terms<'a>(engine: &Engine<'_, 'a>, equation: usize) -> impl Iterator<Item = (i64, &'a Term)> + use<'a> {
    let declared = engine.equation(equation);
    declared.left.terms.iter().map(|term| (term.sign, term)).chain(declared.right.terms.iter().map(|term| (-term.sign, term)))
}

impl Engine<'_, '_> {
    /// Everything that could be changed in a case.
    pub(super) fn variables(&self, case: &Case) -> Vec<Var> {
        let mut found = Vec::new();
        for (_, term) in terms(self, case.equation) {
            match &term.kind {
                TermKind::Field(path) => {
                    if let Ok(at) = self.record_for(case, *path, term.of) {
                        found.push(Var::Cell(CellVar::Field { at, field: path.field }));
                    }
                }
                TermKind::Annotation(path) => {
                    if let Ok(at) = self.record_for(case, *path, Of::This) {
                        found.push(Var::Cell(CellVar::Annotation { at, field: path.field }));
                    }
                }
                TermKind::Total(path) => {
                    if let Subject::Total { ret, table, line } = case.subject {
                        found.push(Var::Cell(CellVar::Total { ret, table, line, field: path.field }));
                    }
                }
                TermKind::Sum(path) => {
                    if let Subject::Total { ret, table, line } = case.subject {
                        let rows = self.covered(ret, table, line);
                        found.extend(
                            rows.map(|record| Var::Cell(CellVar::Field { at: RecordRef { ret, table, record }, field: path.field })),
                        );
                    }
                }
                TermKind::Count { table, .. } => {
                    found.extend(self.lines(case, *table, term.of).into_iter().map(Var::Line));
                    found.extend(self.missing_line(case, *table, term.of));
                }
                TermKind::Constant(_) => {}
            }
        }
        found.retain(|var| !matches!(var, Var::Cell(cell) if self.current(*cell).is_none() || self.settled(*cell)));
        found.sort_unstable_by_key(|var| self.ranked(*var));
        found.dedup();
        found
    }

    /// A variable by which several are put in order.
    fn ranked(&self, var: Var) -> Var {
        match var {
            Var::Cell(CellVar::Field { at, field }) => Var::Cell(CellVar::Field { at: self.census.ranked(at), field }),
            Var::Cell(CellVar::Annotation { at, field }) => Var::Cell(CellVar::Annotation { at: self.census.ranked(at), field }),
            other => other,
        }
    }

    /// Whether a count was published before, its return is gone and it stands, so that it is no candidate for being wrong: a
    /// headcount that was proved then, and everything beside a headcount.
    fn settled(&self, cell: CellVar) -> bool {
        let (at, field) = match cell {
            CellVar::Field { at, field } | CellVar::Annotation { at, field } => (at, field),
            CellVar::Total { ret, .. } => return self.census.returns[ret].published,
        };
        if !self.census.is_published(at) {
            return false;
        }
        let table = self.census.table(at);
        let proved =
            || table.periods[at.record].zip(self.mission_of(at)).is_some_and(|(period, of)| self.census.history.is_settled(period, of));
        self.census.schema.tables[table.schema].fields[field].name != "stated" || proved()
    }

    /// Whether any total is compared with a sum in which something stands.
    pub(super) fn is_summed(&self, var: Var) -> bool {
        let equations = (0..self.enabled.len()).filter(|at| self.enabled[*at]);
        equations.flat_map(|at| terms(self, at)).any(|(_, term)| match (&term.kind, var) {
            (TermKind::Sum(path), Var::Cell(CellVar::Field { at, field })) => {
                path.field == field && path.table == self.census.table(at).schema
            }
            (TermKind::Sum(path), Var::Line(at)) => path.table == self.census.table(at).schema,
            _ => false,
        })
    }

    /// The line that may be missing from what a count is taken over, where the table is about persons.
    fn missing_line(&self, case: &Case, table: usize, of: Of) -> Option<Var> {
        if !self.census.schema.tables[table].about_persons {
            return None;
        }
        let period = self.period(case)?;
        let period = if of == Of::Previous { period.previous() } else { period };
        let mission = match case.subject {
            Subject::Mission { mission, .. } => mission,
            Subject::Person { line, .. } if of == Of::This => self.mission_of(line)?,
            _ => return None,
        };
        Some(Var::Missing { table, period, mission })
    }

    /// The count in a cell as it is.
    pub(super) fn current(&self, cell: CellVar) -> Option<i64> {
        match cell {
            CellVar::Field { at, field } => self.census.table(at).count(field, at.record),
            CellVar::Annotation { at, field } => {
                let record = u32::try_from(at.record).ok()?;
                self.census.table(at).columns[field].annotated.get(&record).map(|(value, _)| *value)
            }
            CellVar::Total { ret, table, line, field } => {
                let total = &self.census.returns[ret].tables[table].totals[line];
                total.values.iter().find(|(of, _, _)| *of == field).and_then(|(_, _, value)| *value)
            }
        }
    }

    /// By how much the difference of a case grows when a cell's count grows by one.
    pub(super) fn coefficient(&self, case: &Case, cell: CellVar) -> i64 {
        let reads = |term: &Term| match (&term.kind, cell) {
            (TermKind::Field(path), CellVar::Field { at, field }) => {
                path.field == field && self.record_for(case, *path, term.of) == Ok(at) && self.census.table(at).schema == path.table
            }
            (TermKind::Annotation(path), CellVar::Annotation { at, field }) => {
                path.field == field && self.record_for(case, *path, Of::This) == Ok(at)
            }
            (TermKind::Total(path), CellVar::Total { ret, table, line, field }) => {
                path.field == field && case.subject == (Subject::Total { ret, table, line })
            }
            (TermKind::Sum(path), CellVar::Field { at, field }) => match case.subject {
                Subject::Total { ret, table, line } => {
                    path.field == field && (ret, table) == (at.ret, at.table) && self.covers(ret, table, line, at.record)
                }
                _ => false,
            },
            _ => false,
        };
        terms(self, case.equation).filter(|(_, term)| reads(term)).map(|(sign, _)| sign).sum()
    }

    /// Every case that reads a variable, in a fixed order.
    pub(super) fn touching(&self, var: Var) -> Vec<Case> {
        let mut cases = Vec::new();
        for equation in (0..self.enabled.len()).filter(|at| self.enabled[*at]) {
            let declared = self.equation(equation);
            for (_, term) in terms(self, equation) {
                let subjects = match (var, &term.kind) {
                    (Var::Cell(CellVar::Field { at, field }), TermKind::Field(path) | TermKind::Sum(path))
                        if path.field == field && path.table == self.census.table(at).schema =>
                    {
                        self.subjects_of(declared, at, term.of)
                    }
                    (Var::Cell(CellVar::Annotation { at, field }), TermKind::Annotation(path)) if path.field == field => {
                        vec![Subject::Row(at)]
                    }
                    (Var::Cell(CellVar::Total { ret, table, line, field }), TermKind::Total(path))
                        if path.field == field
                            && path.table == self.census.returns[ret].tables[table].schema
                            && self.is_a(ret, table, line, declared.group) =>
                    {
                        vec![Subject::Total { ret, table, line }]
                    }
                    (Var::Line(at), TermKind::Count { table, .. }) if *table == self.census.table(at).schema => {
                        self.subjects_of(declared, at, term.of)
                    }
                    (Var::Line(at), TermKind::Sum(path)) if path.table == self.census.table(at).schema => {
                        self.subjects_of(declared, at, term.of)
                    }
                    _ => Vec::new(),
                };
                cases.extend(subjects.into_iter().map(|subject| Case { equation, subject }));
            }
        }
        cases.sort_unstable();
        cases.dedup();
        cases
    }

    /// Every case that would count a line that is missing.
    pub(super) fn touching_new(&self, line: NewLine) -> Vec<Case> {
        let key = line.like.and_then(|like| self.key_of(like));
        let mut cases = Vec::new();
        for equation in (0..self.enabled.len()).filter(|at| self.enabled[*at]) {
            let declared = self.equation(equation);
            for (_, term) in terms(self, equation) {
                let TermKind::Count { table, .. } = &term.kind else { continue };
                if *table != line.table {
                    continue;
                }
                let period = if term.of == Of::Previous { line.period.next() } else { line.period };
                let subject = match declared.group {
                    Grouping::Mission => Some(Subject::Mission { period, mission: line.mission }),
                    Grouping::Person => key.and_then(|key| self.person(declared, line.table, period, key)),
                    Grouping::Row | Grouping::Total | Grouping::Subtotal | Grouping::Sheet => None,
                };
                cases.extend(subject.map(|subject| Case { equation, subject }));
            }
        }
        cases.sort_unstable();
        cases.dedup();
        cases
    }

    /// A person's case in a month, known by the first line that makes it one.
    fn person(&self, equation: &Equation, table: usize, period: Period, key: &PersonKey) -> Option<Subject> {
        let from = match leading_table(equation) {
            Some((_, Of::Previous)) => period.previous(),
            _ => period,
        };
        let line = *self.census.of_person(table, from, key).first()?;
        Some(Subject::Person { period, line })
    }

    /// The subjects of an equation that one record belongs to.
    fn subjects_of(&self, equation: &Equation, at: RecordRef, of: Of) -> Vec<Subject> {
        let table = self.census.table(at);
        let (period, mission) = (table.periods[at.record], self.mission_of(at));
        let seen_from = |period: Period| if of == Of::Previous { period.next() } else { period };
        match equation.group {
            Grouping::Row => vec![Subject::Row(at)],
            Grouping::Total | Grouping::Subtotal => {
                let lines = self.lines_over(at.ret, at.table, at.record, equation.group);
                lines.map(|line| Subject::Total { ret: at.ret, table: at.table, line }).collect()
            }
            Grouping::Mission => match (period, mission) {
                (Some(period), Some(mission)) => vec![Subject::Mission { period: seen_from(period), mission }],
                _ => Vec::new(),
            },
            Grouping::Sheet => {
                let (Some(period), Some(mission)) = (period, mission) else { return Vec::new() };
                // The records of a mission are in the order of their files.
                let lines = self.census.of_mission(table.schema, period, mission);
                let own = lines.partition_point(|other| other.ret < at.ret);
                let first = lines[own..].iter().find(|other| other.ret == at.ret && self.census.table(**other).sheet == table.sheet);
                first.map(|first| Subject::Sheet { first: *first, mission }).into_iter().collect()
            }
            Grouping::Person => {
                let (Some(period), Some(key)) = (period.map(seen_from), self.key_of(at)) else { return Vec::new() };
                self.person(equation, table.schema, period, key).into_iter().collect()
            }
        }
    }
}
