//! What could be changed in a case, and which other cases would notice.

use std::collections::BTreeMap;

use chrono::Days;

use crate::domain::equation::{Condition, Grouping, Of, Term, TermKind, Test};
use crate::domain::{Column, FieldType, Period, PersonKey, RecordRef};

use super::cases::{Case, Subject};
use super::change::{AddedLine, CellVar, Instead, LineChange};
use super::evaluate::Engine;

/// One thing that could be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Var {
    /// A count in a cell.
    Cell(CellVar),
    /// A line that is counted, or not.
    Line(RecordRef),
    /// A line that may be missing: table, month and mission.
    Added { table: usize, period: Period, mission: usize },
}

/// The terms of an equation with their sign once everything stands on the left.
fn terms<'e>(engine: &'e Engine<'_, '_>, equation: usize) -> impl Iterator<Item = (i64, &'e Term)> {
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
        found.retain(|var| !matches!(var, Var::Cell(cell) if self.current(*cell).is_none()));
        found.sort_unstable();
        found.dedup();
        found
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
        Some(Var::Added { table, period, mission })
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
                    let records = &self.census.returns[ret].tables[table];
                    let total = &records.totals[line];
                    path.field == field
                        && (ret, table) == (at.ret, at.table)
                        && (total.first_row..total.row).contains(&records.rows[at.record])
                }
                _ => false,
            },
            _ => false,
        };
        terms(self, case.equation).filter(|(_, term)| reads(term)).map(|(sign, _)| sign).sum()
    }

    /// Every case that reads a variable, the ones that are quick to work out first.
    pub(super) fn touching(&self, var: Var) -> Vec<Case> {
        let mut cases = Vec::new();
        for equation in (0..self.enabled.len()).filter(|at| self.enabled[*at]) {
            let declared = self.equation(equation);
            for (_, term) in terms(self, equation) {
                let subjects = match (var, &term.kind) {
                    (Var::Cell(CellVar::Field { at, field }), TermKind::Field(path) | TermKind::Sum(path))
                        if path.field == field && path.table == self.census.table(at).schema =>
                    {
                        self.subjects_of(declared.group, at, term.of)
                    }
                    (Var::Cell(CellVar::Annotation { at, field }), TermKind::Annotation(path)) if path.field == field => {
                        vec![Subject::Row(at)]
                    }
                    (Var::Cell(CellVar::Total { ret, table, line, field }), TermKind::Total(path))
                        if path.field == field && path.table == self.census.returns[ret].tables[table].schema =>
                    {
                        vec![Subject::Total { ret, table, line }]
                    }
                    (Var::Line(at), TermKind::Count { table, .. }) if *table == self.census.table(at).schema => {
                        self.subjects_of(declared.group, at, term.of)
                    }
                    (Var::Line(at), TermKind::Sum(path)) if path.table == self.census.table(at).schema => {
                        self.subjects_of(declared.group, at, term.of)
                    }
                    (Var::Added { table: of, period, mission }, TermKind::Count { table, .. })
                        if *table == of && declared.group == Grouping::Mission =>
                    {
                        let period = if term.of == Of::Previous { period.next() } else { period };
                        vec![Subject::Mission { period, mission }]
                    }
                    _ => Vec::new(),
                };
                cases.extend(subjects.into_iter().map(|subject| Case { equation, subject }));
            }
        }
        cases.sort_unstable();
        cases.dedup();
        cases.sort_by_key(|case| matches!(case.subject, Subject::Total { .. }));
        cases
    }

    /// The subjects of a grouping that one record belongs to.
    fn subjects_of(&self, group: Grouping, at: RecordRef, of: Of) -> Vec<Subject> {
        let table = self.census.table(at);
        let (period, mission) = (table.periods[at.record], self.mission_of(at));
        let seen_from = |period: Period| if of == Of::Previous { period.next() } else { period };
        match group {
            Grouping::Row => vec![Subject::Row(at)],
            Grouping::Total => {
                let row = table.rows[at.record];
                let lines = table.totals.iter().enumerate().filter(|(_, total)| total.grand && (total.first_row..total.row).contains(&row));
                lines.map(|(line, _)| Subject::Total { ret: at.ret, table: at.table, line }).collect()
            }
            Grouping::Mission => match (period, mission) {
                (Some(period), Some(mission)) => vec![Subject::Mission { period: seen_from(period), mission }],
                _ => Vec::new(),
            },
            Grouping::Sheet => {
                let (Some(period), Some(mission)) = (period, mission) else { return Vec::new() };
                let here = |other: &&RecordRef| other.ret == at.ret && self.census.table(**other).sheet == table.sheet;
                let first = self.census.of_mission(table.schema, period, mission).iter().find(here);
                first.map(|first| Subject::Sheet { first: *first, mission }).into_iter().collect()
            }
            Grouping::Person => {
                let Some(period) = period.map(seen_from) else { return Vec::new() };
                let field = self.census.schema.tables[table.schema].field("person_key");
                let Some(key) = field.and_then(|field| table.key(field, at.record)) else { return Vec::new() };
                // A person's case is known by the line of the month before, if there is one.
                let before = self.census.of_person(table.schema, period.previous(), key).first();
                before.map(|line| Subject::Person { period, line: *line }).into_iter().collect()
            }
        }
    }

    /// Every way in which a line could be otherwise, as far as any count could notice.
    pub(super) fn line_changes(&self, at: RecordRef) -> Vec<LineChange> {
        let table = self.census.table(at);
        let mut changes = vec![LineChange::LeftOut];
        let days = self.days_around(at);
        for field in self.counted_fields(table.schema) {
            match &table.columns[field].values {
                Column::Codes(values) => {
                    let list = self.census.schema.tables[table.schema].fields[field].codes;
                    let count = list.map_or(0, |list| self.census.schema.code_lists[list].codes.len());
                    let others = (0..count).filter_map(|code| u16::try_from(code).ok()).filter(|code| values[at.record] != Some(*code));
                    changes.extend(others.map(|code| LineChange::Field { field, instead: Instead::Code(code) }));
                }
                Column::Dates(values) => {
                    // Only the end of a tour can be open; a line always has a first day.
                    let open = (self.census.schema.tables[table.schema].fields[field].kind == FieldType::LastDay).then_some(None);
                    let others = days.iter().map(|day| Some(*day)).chain(open).filter(|day| *day != values[at.record]);
                    changes.extend(others.map(|day| LineChange::Field { field, instead: Instead::Day(day) }));
                }
                _ => {}
            }
        }
        changes
    }

    /// Every kind of line that could be missing, as far as any count could notice: of nobody known, or of a person who was
    /// there the month before.
    pub(super) fn added_lines(&self, table: usize, period: Period, mission: usize) -> Vec<AddedLine> {
        let schema = &self.census.schema.tables[table];
        let stated = self.census.previous_as_of(period, mission);
        let as_of = match self.census.headcount(period, mission) {
            crate::domain::census::Chosen::One(at) => self.census.as_of(at),
            _ => None,
        };
        let as_of = as_of.unwrap_or_else(|| period.last_day());
        let mut kinds: Vec<(Option<PersonKey>, BTreeMap<usize, Instead>)> = vec![(None, BTreeMap::new())];
        for field in self.counted_fields(table) {
            let choices: Vec<Instead> = match schema.fields[field].kind {
                FieldType::Code => self.codes_told_apart(table, field).into_iter().map(Instead::Code).collect(),
                FieldType::Date => vec![Instead::Day(Some(stated)), Instead::Day(Some(as_of))],
                _ => vec![Instead::Day(None)],
            };
            kinds = kinds
                .into_iter()
                .flat_map(|(key, values)| {
                    choices.iter().map(move |choice| {
                        let mut values = values.clone();
                        values.insert(field, *choice);
                        (key.clone(), values)
                    })
                })
                .collect();
        }
        let fields = self.counted_fields(table);
        if let Some(key_field) = schema.field("person_key") {
            for before in self.census.of_mission(table, period.previous(), mission) {
                let line = self.census.table(*before);
                let Some(key) = line.key(key_field, before.record) else { continue };
                if self.census.of_person(table, period, key).is_empty() {
                    let value = |field: usize| match &line.columns[field].values {
                        Column::Codes(values) => values[before.record].map(Instead::Code),
                        Column::Dates(values) => Some(Instead::Day(values[before.record])),
                        _ => None,
                    };
                    kinds.push((Some(key.clone()), fields.iter().filter_map(|field| Some((*field, value(*field)?))).collect()));
                }
            }
        }
        kinds.into_iter().map(|(key, values)| AddedLine { table, period, mission, key, values }).collect()
    }

    /// The fields of a table that conditions of counts look at.
    fn counted_fields(&self, table: usize) -> Vec<usize> {
        let mut fields: Vec<usize> = self.conditions(table).map(|condition| condition.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    fn conditions(&self, table: usize) -> impl Iterator<Item = &Condition> {
        let equations = (0..self.enabled.len()).filter(|at| self.enabled[*at]);
        equations.flat_map(|at| terms(self, at)).flat_map(move |(_, term)| match &term.kind {
            TermKind::Count { table: of, conditions, .. } if *of == table => conditions.as_slice(),
            _ => &[],
        })
    }

    /// One code for each way in which conditions tell the codes of a field apart.
    fn codes_told_apart(&self, table: usize, field: usize) -> Vec<u16> {
        let Some(list) = self.census.schema.tables[table].fields[field].codes else { return Vec::new() };
        let mut seen = Vec::new();
        let mut kept = Vec::new();
        for code in 0..self.census.schema.code_lists[list].codes.len() {
            let Ok(code) = u16::try_from(code) else { break };
            let told: Vec<bool> = self
                .conditions(table)
                .filter(|condition| condition.field == field)
                .map(|condition| match &condition.test {
                    Test::In(codes) | Test::NotIn(codes) => codes.contains(&code),
                    _ => false,
                })
                .collect();
            if !seen.contains(&told) {
                seen.push(told);
                kept.push(code);
            }
        }
        kept
    }

    /// The days around the as-of dates that a line is compared with: one on each side of every border.
    fn days_around(&self, at: RecordRef) -> Vec<chrono::NaiveDate> {
        let table = self.census.table(at);
        let (Some(period), Some(mission)) = (table.periods[at.record], self.mission_of(at)) else { return Vec::new() };
        let case = Case { equation: 0, subject: Subject::Mission { period, mission } };
        let Some((previous, as_of)) = self.compared_days(&case) else { return Vec::new() };
        let one = Days::new(1);
        let around = [previous.checked_sub_days(one), Some(previous), previous.checked_add_days(one)];
        let around = around.into_iter().chain([as_of.checked_sub_days(one), Some(as_of), as_of.checked_add_days(one)]);
        let mut days: Vec<_> = around.flatten().collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
