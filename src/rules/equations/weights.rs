//! How unlikely each change is, by the weights of `schemas/checks.toml`.

use crate::domain::equation::Weights;
use crate::domain::{FieldType, Period, RecordRef};

use super::change::{CellVar, Instead, LineChange, NewLine};
use super::evaluate::Engine;

impl Engine<'_, '_> {
    fn weights(&self) -> &Weights {
        &self.census.schema.equations.weights
    }

    /// The least that any change weighs.
    pub(super) fn lightest(&self) -> u32 {
        let Weights {
            total,
            headcount,
            figure,
            annotation,
            line_left_out,
            line_code,
            line_date,
            line_overdue,
            line_missing,
            person_missing,
            line_renamed,
            earlier: _,
            published,
        } = *self.weights();
        let all = [
            total,
            headcount,
            figure,
            annotation,
            line_left_out,
            line_code,
            line_date,
            line_overdue,
            line_missing,
            person_missing,
            line_renamed,
            published,
        ];
        all.into_iter().min().unwrap_or(1).max(1)
    }

    /// What a change of a cell weighs. `since` is the first month in which anything fails.
    pub(super) fn weight_of_cell(&self, cell: CellVar, since: Option<Period>) -> u32 {
        let weights = self.weights();
        let (ret, own, period) = match cell {
            CellVar::Field { at, field } => {
                let schema = self.census.table(at).schema;
                let headcount = self.census.schema.tables[schema].fields[field].kind == FieldType::Headcount;
                (at.ret, if headcount { weights.headcount } else { weights.figure }, self.month_of(at))
            }
            CellVar::Annotation { at, .. } => (at.ret, weights.annotation, self.month_of(at)),
            CellVar::Total { ret, table, line, .. } => (ret, weights.total, self.period_of_total(ret, table, line)),
        };
        self.weight(ret, own, period, since)
    }

    /// What a change of a line weighs.
    pub(super) fn weight_of_line(&self, at: RecordRef, way: LineChange, since: Option<Period>) -> u32 {
        let weights = self.weights();
        let own = match way {
            LineChange::LeftOut => weights.line_left_out,
            LineChange::Field { instead: Instead::Code(_), .. } => weights.line_code,
            LineChange::Field { instead: Instead::Day(_), .. } => weights.line_date,
        };
        let own = if self.is_overdue(at) { own.min(weights.line_overdue) } else { own };
        self.weight(at.ret, own, self.month_of(at), since)
    }

    /// Whether the tour of a line should have ended by the end of its month, and is said to last.
    fn is_overdue(&self, at: RecordRef) -> bool {
        let table = self.census.table(at);
        let tour = self.tours.get(table.schema).map(|fields| fields.read(table, at.record));
        let end = tour.filter(|tour| tour.actual_end.is_none()).and_then(|tour| tour.planned_end);
        end.zip(self.month_of(at)).is_some_and(|(end, month)| end < month.last_day())
    }

    /// What a line weighs that is missing.
    pub(super) fn weight_of_new(&self, new: NewLine, since: Option<Period>) -> u32 {
        let weights = self.weights();
        let own = if new.like.is_some() { weights.person_missing } else { weights.line_missing };
        own.saturating_add(self.surcharge(Some(new.period), since))
    }

    /// What a line under another key weighs.
    pub(super) fn weight_of_renamed(&self, line: RecordRef, since: Option<Period>) -> u32 {
        self.weight(line.ret, self.weights().line_renamed, self.month_of(line), since)
    }

    fn weight(&self, ret: usize, own: u32, period: Option<Period>, since: Option<Period>) -> u32 {
        if self.census.returns[ret].published {
            return self.weights().published.max(1);
        }
        own.saturating_add(self.surcharge(period, since)).max(1)
    }

    /// What is added for a month before those in which anything fails.
    fn surcharge(&self, period: Option<Period>, since: Option<Period>) -> u32 {
        if period.zip(since).is_some_and(|(period, since)| period < since) { self.weights().earlier } else { 0 }
    }

    fn month_of(&self, at: RecordRef) -> Option<Period> {
        self.census.table(at).periods[at.record]
    }
}
