//! What an equation is about: one record, one total line, one mission in a month, one mission on a sheet, one person.

use crate::domain::equation::{Equation, Grouping, Of, TermKind};
use crate::domain::{FastSet, Period, RecordRef};

use super::evaluate::Engine;

/// What one case is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Subject {
    /// One record.
    Row(RecordRef),
    /// One total line: return, table, and the line as an index.
    Total { ret: usize, table: usize, line: usize },
    /// One mission in one month.
    Mission { period: Period, mission: usize },
    /// One mission on one sheet: the first record that names it there.
    Sheet { first: RecordRef, mission: usize },
    /// One person in one month: the line of the month before, or of this month.
    Person { period: Period, line: RecordRef },
}

/// One equation applied to one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Case {
    /// The equation, as an index.
    pub(super) equation: usize,
    /// What it is about.
    pub(super) subject: Subject,
}

/// The tables whose records make the cases of an equation: that of its first term about this month, or any month.
pub(super) fn leading_table(equation: &Equation) -> Option<(usize, Of)> {
    let terms = || equation.left.terms.iter().chain(&equation.right.terms);
    let table = |kind: &TermKind| match kind {
        TermKind::Field(path) | TermKind::Annotation(path) | TermKind::Sum(path) | TermKind::Total(path) => Some(path.table),
        TermKind::Count { table, .. } => Some(*table),
        TermKind::Constant(_) => None,
    };
    if equation.group == Grouping::Person {
        // A person is followed from the earlier month where the equation looks back.
        let back = terms().find(|term| term.of == Of::Previous).and_then(|term| table(&term.kind));
        if let Some(found) = back {
            return Some((found, Of::Previous));
        }
    }
    terms().filter(|term| term.of == Of::This).chain(terms()).find_map(|term| table(&term.kind)).map(|found| (found, Of::This))
}

impl Engine<'_, '_> {
    /// All cases of an equation, in the order of months, files, sheets and rows.
    pub(super) fn cases(&self, equation: usize) -> Vec<Case> {
        let declared = self.equation(equation);
        let Some((table, of)) = leading_table(declared) else { return Vec::new() };
        let subjects: Vec<Subject> = match declared.group {
            Grouping::Row => self.records(table, true).map(Subject::Row).collect(),
            Grouping::Total | Grouping::Subtotal => self.total_lines(table, declared.group).collect(),
            Grouping::Mission => self.census.missions(table).map(|(period, mission, _)| Subject::Mission { period, mission }).collect(),
            Grouping::Sheet => self.first_on_sheet(table),
            Grouping::Person => self.persons(table, of),
        };
        subjects.into_iter().map(|subject| Case { equation, subject }).collect()
    }

    /// The month a case is about.
    pub(super) fn period(&self, case: &Case) -> Option<Period> {
        match case.subject {
            Subject::Mission { period, .. } | Subject::Person { period, .. } => Some(period),
            Subject::Row(at) | Subject::Sheet { first: at, .. } => self.census.table(at).periods[at.record],
            Subject::Total { ret, table, line } => self.period_of_total(ret, table, line),
        }
    }

    /// The month of a total line: that of the records it covers.
    pub(super) fn period_of_total(&self, ret: usize, table: usize, line: usize) -> Option<Period> {
        let records = &self.census.returns[ret].tables[table];
        let covered = self.covered(ret, table, line).next();
        covered.and_then(|record| records.periods[record]).or(self.census.returns[ret].period)
    }

    /// Number of lines that the counts of a case are taken over.
    pub(super) fn lines_counted(&self, case: &Case) -> usize {
        let equation = self.equation(case.equation);
        let mut terms = equation.left.terms.iter().chain(&equation.right.terms);
        let counted = terms.find_map(|term| match &term.kind {
            TermKind::Count { table, .. } => Some(self.lines(case, *table, term.of).len()),
            _ => None,
        });
        counted.unwrap_or(0)
    }

    fn records(&self, schema_table: usize, accepted: bool) -> impl Iterator<Item = RecordRef> {
        self.tables(schema_table).flat_map(move |(ret, table)| {
            let records = &self.census.returns[ret].tables[table];
            (0..records.len()).filter(move |record| !accepted || records.accepted[*record]).map(move |record| RecordRef {
                ret,
                table,
                record,
            })
        })
    }

    /// The tables of one kind in the returns that count.
    pub(super) fn tables(&self, schema_table: usize) -> impl Iterator<Item = (usize, usize)> {
        self.census.tables().filter(move |(_, _, table)| table.schema == schema_table).map(|(ret, at, _)| (ret, at))
    }

    fn total_lines(&self, schema_table: usize, group: Grouping) -> impl Iterator<Item = Subject> {
        self.tables(schema_table).flat_map(move |(ret, table)| {
            let lines = 0..self.census.returns[ret].tables[table].totals.len();
            lines.filter(move |line| self.is_a(ret, table, *line, group)).map(move |line| Subject::Total { ret, table, line })
        })
    }

    fn first_on_sheet(&self, schema_table: usize) -> Vec<Subject> {
        let Some(field) = self.census.schema.tables[schema_table].field("mission") else { return Vec::new() };
        let mut seen = FastSet::default();
        let mut subjects = Vec::new();
        for at in self.records(schema_table, true) {
            let table = self.census.table(at);
            if let Some(mission) = table.mission(field, at.record)
                && seen.insert((at.ret, table.sheet, table.periods[at.record], mission))
            {
                subjects.push(Subject::Sheet { first: at, mission });
            }
        }
        subjects
    }

    fn persons(&self, schema_table: usize, of: Of) -> Vec<Subject> {
        let Some(field) = self.census.schema.tables[schema_table].field("person_key") else { return Vec::new() };
        let mut seen = FastSet::default();
        let mut subjects = Vec::new();
        for line in self.records(schema_table, true) {
            let table = self.census.table(line);
            let (Some(key), Some(month)) = (table.key(field, line.record), table.periods[line.record]) else { continue };
            let period = if of == Of::Previous { month.next() } else { month };
            // Nothing is known yet of a month that nobody has reported on.
            if self.census.periods.binary_search(&period).is_ok() && seen.insert((period, key)) {
                subjects.push(Subject::Person { period, line });
            }
        }
        subjects
    }
}
