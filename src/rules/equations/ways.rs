//! The ways in which a line could be otherwise or missing, and what a case would notice of each.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};

use crate::domain::equation::{Condition, Of, TermKind};
use crate::domain::{Column, FieldType, Period, RecordRef};

use super::cases::{Case, Subject};
use super::change::{Instead, LineChange, NewLine, Values};
use super::conditions::{added_meets, meets};
use super::evaluate::Engine;
use super::variables::terms;

/// Of so many lines at most it is tried whether somebody who is gone stands on them under another key.
const MOST_NAMESAKES: usize = 50;

/// The terms of a case that a line counts in.
pub(super) struct Counting<'a> {
    /// Sign and conditions of each count, and whether the line meets them as it is.
    counts: Vec<(i64, &'a [Condition], bool)>,
    /// What the sums of the case lose if the line is left out.
    in_sums: i64,
    days: (NaiveDate, NaiveDate),
}

impl<'a> Engine<'_, 'a> {
    /// The terms of a case that a line counts in or could count in.
    pub(super) fn counting(&self, case: &Case, days: (NaiveDate, NaiveDate), at: RecordRef) -> Counting<'a> {
        let mut counting = Counting { counts: Vec::new(), in_sums: 0, days };
        for (sign, term) in terms(self, case.equation) {
            match &term.kind {
                TermKind::Count { table, conditions, .. } if self.is_among(case, *table, term.of, at) => {
                    let met = meets(self.census.table(at), at.record, conditions, days, None) == Some(true);
                    counting.counts.push((sign, conditions, met));
                }
                TermKind::Sum(path) => {
                    if let Subject::Total { ret, table, line } = case.subject
                        && (ret, table) == (at.ret, at.table)
                        && self.covers(ret, table, line, at.record)
                    {
                        let value = self.census.table(at).count(path.field, at.record).unwrap_or(0);
                        counting.in_sums = counting.in_sums.saturating_add(value.saturating_mul(sign));
                    }
                }
                _ => {}
            }
        }
        counting
    }

    /// By how much the difference of a case grows if a line is otherwise.
    pub(super) fn growth(&self, counting: &Counting<'a>, at: RecordRef, way: LineChange) -> i64 {
        let left_out = way == LineChange::LeftOut;
        let counts = counting.counts.iter().map(|(sign, conditions, met)| {
            let meets = !left_out && meets(self.census.table(at), at.record, conditions, counting.days, Some(way)) == Some(true);
            sign * (i64::from(meets) - i64::from(*met))
        });
        counts.sum::<i64>().saturating_sub(if left_out { counting.in_sums } else { 0 })
    }

    /// By how much the difference of a case grows if a line is added.
    pub(super) fn growth_by(&self, case: &Case, days: (NaiveDate, NaiveDate), new: NewLine, values: &Values) -> i64 {
        let counted = |of: Of, table: usize| {
            let month = self.period(case).map(|period| if of == Of::Previous { period.previous() } else { period });
            table == new.table && month == Some(new.period) && self.joins(case, new)
        };
        let of_term = |(sign, term): (i64, &crate::domain::equation::Term)| match &term.kind {
            TermKind::Count { table, conditions, .. } if counted(term.of, *table) && added_meets(values, conditions, days) => sign,
            _ => 0,
        };
        terms(self, case.equation).map(of_term).sum()
    }

    fn joins(&self, case: &Case, new: NewLine) -> bool {
        match case.subject {
            Subject::Mission { mission, .. } => mission == new.mission,
            Subject::Person { line, .. } => {
                let key = self.key_of(line);
                key.is_some() && key == new.like.and_then(|like| self.key_of(like))
            }
            Subject::Sheet { .. } | Subject::Row(_) | Subject::Total { .. } => false,
        }
    }

    /// Whether a line is among those a count of a case is taken over.
    fn is_among(&self, case: &Case, table: usize, of: Of, at: RecordRef) -> bool {
        let own = self.census.table(at);
        let month = self.period(case).map(|period| if of == Of::Previous { period.previous() } else { period });
        if own.schema != table || month.is_none() || own.periods[at.record] != month {
            return false;
        }
        match case.subject {
            Subject::Mission { mission, .. } => self.mission_of(at) == Some(mission),
            Subject::Sheet { first, mission } => {
                at.ret == first.ret && own.sheet == self.census.table(first).sheet && self.mission_of(at) == Some(mission)
            }
            Subject::Person { line, .. } => self.key_of(at).is_some_and(|key| self.key_of(line) == Some(key)),
            Subject::Row(_) | Subject::Total { .. } => false,
        }
    }

    /// Every way in which a line could be otherwise, as far as any count could notice.
    pub(super) fn line_changes(&self, at: RecordRef) -> Vec<LineChange> {
        let table = self.census.table(at);
        let mut changes = vec![LineChange::LeftOut];
        let days = self.days_around(at);
        for counted in &self.counted[table.schema].fields {
            let field = counted.field;
            match &table.columns[field].values {
                Column::Codes(values) => {
                    let others = counted.codes.iter().filter(|code| values[at.record] != Some(**code));
                    changes.extend(others.map(|code| LineChange::Field { field, instead: Instead::Code(*code) }));
                }
                Column::Dates(values) => {
                    // Only the end of a tour can be open; a line always has a first day.
                    let open = (counted.kind == FieldType::LastDay).then_some(None);
                    let others = days.iter().map(|day| Some(*day)).chain(open).filter(|day| *day != values[at.record]);
                    changes.extend(others.map(|day| LineChange::Field { field, instead: Instead::Day(day) }));
                }
                _ => {}
            }
        }
        changes
    }

    /// The days around the as-of dates that a line is compared with: one on each side of every border.
    fn days_around(&self, at: RecordRef) -> Vec<NaiveDate> {
        let table = self.census.table(at);
        let (Some(period), Some(mission)) = (table.periods[at.record], self.mission_of(at)) else { return Vec::new() };
        let (previous, as_of) = self.days_of(period, mission);
        days_around(previous, as_of)
    }

    /// The previous as-of date and the as-of date of a mission's month; where none is stated, the last day of the month.
    fn days_of(&self, period: Period, mission: usize) -> (NaiveDate, NaiveDate) {
        let as_of = self.census.stated_as_of(period, mission).unwrap_or_else(|| period.last_day());
        (self.census.previous_as_of(period, mission), as_of)
    }

    /// Every kind of line that could be missing, as far as any count could notice: of nobody known, or of a person who was
    /// there the month before.
    pub(super) fn new_lines(&self, table: usize, period: Period, mission: usize) -> Vec<(NewLine, Values)> {
        let (previous, as_of) = self.days_of(period, mission);
        let counted = &self.counted[table];
        let mut kinds: Vec<Values> = vec![Values::new()];
        for field in &counted.fields {
            let choices: Vec<Instead> = match field.kind {
                FieldType::Code => field.codes.iter().map(|code| Instead::Code(*code)).collect(),
                FieldType::Date => vec![Instead::Day(Some(previous)), Instead::Day(Some(as_of))],
                // Somebody still there, or gone since the month before.
                _ => vec![Instead::Day(None), Instead::Day(Some(previous))],
            };
            if choices.is_empty() {
                continue;
            }
            let with = |values: &Values, choice: &Instead| {
                let mut values = values.clone();
                values.insert(field.field, *choice);
                values
            };
            kinds = kinds.iter().flat_map(|values| choices.iter().map(|choice| with(values, choice)).collect::<Vec<_>>()).collect();
        }
        let unknown = NewLine { table, period, mission, like: None };
        let mut lines: Vec<(NewLine, Values)> = kinds.into_iter().map(|values| (unknown, values)).collect();
        for before in self.gone(table, period, mission) {
            let new = NewLine { like: Some(before), ..unknown };
            let was = self.values_of(before);
            // As it was, or with an end since then.
            for field in counted.fields.iter().filter(|field| field.kind == FieldType::LastDay) {
                let ended = |day: NaiveDate| {
                    let mut values = was.clone();
                    values.insert(field.field, Instead::Day(Some(day)));
                    (new, values)
                };
                lines.extend(days_around(previous, as_of).into_iter().map(ended));
            }
            lines.push((new, was));
        }
        lines
    }

    /// The lines of a mission in the month before of persons who are on no roster now, one for each person.
    fn gone(&self, table: usize, period: Period, mission: usize) -> Vec<RecordRef> {
        let mut seen = HashSet::new();
        let before = self.census.of_mission(table, period.previous(), mission).iter().copied();
        let is_gone =
            |at: &RecordRef| self.key_of(*at).is_some_and(|key| self.census.of_person(table, period, key).is_empty() && seen.insert(key));
        before.filter(is_gone).collect()
    }

    /// Whether nobody was known by the key of a line in the month before, though others of the mission were.
    pub(super) fn is_new_key(&self, line: RecordRef) -> bool {
        let table = self.census.table(line);
        let (Some(period), Some(mission), Some(key)) = (table.periods[line.record], self.mission_of(line), self.key_of(line)) else {
            return false;
        };
        let before = period.previous();
        self.census.of_person(table.schema, before, key).is_empty() && !self.census.of_mission(table.schema, before, mission).is_empty()
    }

    /// Lines under a new key that could be of somebody who is gone: with the same first day, since a single slip leaves it as it
    /// was. The line, that of the month before, and what counts look at in it.
    pub(super) fn renamed(&self, table: usize, period: Period, mission: usize) -> Vec<(RecordRef, RecordRef, Values)> {
        let firsts = |values: &Values| -> Vec<Instead> {
            let dates = self.counted[table].fields.iter().filter(|field| field.kind == FieldType::Date);
            dates.filter_map(|field| values.get(&field.field).copied()).collect()
        };
        let new = self.census.of_mission(table, period, mission).iter().copied().filter(|line| self.is_new_key(*line));
        let new: Vec<(RecordRef, Values, Vec<Instead>)> = new
            .map(|line| {
                let values = self.values_of(line);
                let firsts = firsts(&values);
                (line, values, firsts)
            })
            .collect();
        let mut found = Vec::new();
        for like in if new.is_empty() { Vec::new() } else { self.gone(table, period, mission) } {
            let was = firsts(&self.values_of(like));
            let fitting = new.iter().filter(|(_, _, firsts)| *firsts == was).take(MOST_NAMESAKES);
            found.extend(fitting.map(|(line, values, _)| (*line, like, values.clone())));
        }
        found
    }

    /// What counts look at in a line, as it is.
    fn values_of(&self, at: RecordRef) -> Values {
        let table = self.census.table(at);
        let value = |field: usize| match &table.columns[field].values {
            Column::Codes(values) => values[at.record].map(Instead::Code),
            Column::Dates(values) => Some(Instead::Day(values[at.record])),
            _ => None,
        };
        self.counted[table.schema].fields.iter().filter_map(|counted| Some((counted.field, value(counted.field)?))).collect()
    }
}

fn days_around(previous: NaiveDate, as_of: NaiveDate) -> Vec<NaiveDate> {
    let one = Days::new(1);
    let around = [previous.checked_sub_days(one), Some(previous), previous.checked_add_days(one)];
    let around = around.into_iter().chain([as_of.checked_sub_days(one), Some(as_of), as_of.checked_add_days(one)]);
    let mut days: Vec<_> = around.flatten().collect();
    days.sort_unstable();
    days.dedup();
    days
}
