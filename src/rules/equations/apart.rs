//! Failures that are no sign of a wrong count: totals that follow their rows by a formula, totals that count rows as well which
//! are not seen and were set aside, counts from which lines are missing that are set
//! aside, totals that leave out just the rows that stand there twice, and whatever fails only since those temporarily home are left
//! out of headcounts.
//!
//! None says anything about the cells it is compared with, so they take no part in the search for what is wrong.

use std::collections::BTreeSet;

use crate::domain::equation::{FieldPath, Of, Operator, TermKind};
use crate::domain::table::ClaimedTotal;
use crate::domain::{Bilingual, Census, FastMap, FieldType, Period, Place, RecordRef};
use crate::rules::outcome::Outcome;

use super::Failure;
use super::cases::{Case, Subject};
use super::change::CellVar;
use super::evaluate::{Engine, Verdict, holds};
use super::problem::{Cause, Change};
use super::report::finding;
use super::variables::{Var, terms};
use super::words;

/// Why a case takes no part in the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// The total is the result of a formula over its rows. If it is another number, the result that is stored is old.
    Follows(CellVar),
    /// The total counts the rows that are set aside.
    Unseen,
    /// Lines are set aside on this sheet of this return that may be just what is missing from a count.
    UnseenLines { ret: usize, sheet: usize },
    /// The total leaves out just the rows that repeat a mission.
    Doubled,
    /// With those temporarily home it holds; the last month of which the headcounts leave them out.
    WithoutHome(Period),
}

impl Engine<'_, '_> {
    /// Whether a case takes no part in the search, and why.
    pub(super) fn apart(&self, case: &Case, verdict: &Verdict) -> Option<Apart> {
        if let Some(why) = self.holds_with_home(case, verdict).or_else(|| self.holds_with_unseen(case, verdict)) {
            return Some(why);
        }
        let Subject::Total { ret, table, line } = case.subject else { return None };
        let records = &self.census.returns[ret].tables[table];
        let total = records.totals.get(line)?;
        let (path, sign) = self.compared(case)?;
        let own_col = records.columns.get(path.field).and_then(|column| column.sheet_col);
        let whole = !self.is_partial(ret, table, line);
        if whole && own_col.is_some_and(|col| total.follows.contains(&col)) && stands_in(total, path.field) == own_col {
            return Some(Apart::Follows(CellVar::Total { ret, table, line, field: path.field }));
        }
        let Verdict::Fails { left, right, .. } = verdict else { return None };
        let more = left.saturating_sub(*right).saturating_mul(sign);
        if more < 0 && self.repeated(case, path.field) == Some(more.saturating_neg()) {
            return Some(Apart::Doubled);
        }
        (more != 0 && total.unseen.get(&path.field) == Some(&more)).then_some(Apart::Unseen)
    }

    /// What the rows of a total add up to that repeat a mission of a row above; `None` if there are none, one has no value, or
    /// nobody reports them.
    fn repeated(&self, case: &Case, field: usize) -> Option<i64> {
        let Subject::Total { ret, table, line } = case.subject else { return None };
        let records = &self.census.returns[ret].tables[table];
        let mission = self.counted[records.schema].mission?;
        let reported = (0..self.enabled.len()).any(|at| self.enabled[at] && self.equation(at).code == DOUBLED);
        let mut seen = BTreeSet::new();
        let mut sum = None;
        for record in self.covered(ret, table, line).filter(|_| reported) {
            let Some(mission) = records.mission(mission, record) else { continue };
            if !seen.insert((mission, records.periods[record])) {
                sum = Some(records.count(field, record)?.saturating_add(sum.unwrap_or(0)));
            }
        }
        sum
    }

    /// Whether a case fails for no other reason than that headcounts leave those temporarily home out.
    fn holds_with_home(&self, case: &Case, verdict: &Verdict) -> Option<Apart> {
        let Verdict::Fails { left, right, .. } = verdict else { return None };
        if self.without_home.is_empty() {
            return None;
        }
        let mut difference = left.saturating_sub(*right);
        let mut month = None;
        for var in self.variables(case) {
            let Var::Cell(cell @ CellVar::Field { at, field }) = var else { continue };
            let Some(one) = self.without_home.get(&at).filter(|_| self.counts_persons(at, field)) else { continue };
            let by = self.coefficient(case, cell);
            difference = difference.saturating_add(by.saturating_mul(one.home));
            if by != 0 {
                month = month.max(self.census.table(at).periods[at.record]);
            }
        }
        month.filter(|_| holds(self.equation(case.equation), difference)).map(Apart::WithoutHome)
    }

    /// Whether a case may hold with the lines about its mission that are set aside since they are not seen.
    fn holds_with_unseen(&self, case: &Case, verdict: &Verdict) -> Option<Apart> {
        let Verdict::Fails { left, right, .. } = verdict else { return None };
        if self.unseen.is_empty() {
            return None;
        }
        let (period, mission) = match case.subject {
            Subject::Mission { period, mission } => (period, mission),
            Subject::Person { period, line } => (period, self.mission_of(line)?),
            _ => return None,
        };
        // Any number of them may meet the conditions of a count.
        let (mut least, mut most, mut place) = (0_i64, 0_i64, None);
        for (sign, term) in terms(self, case.equation) {
            let TermKind::Count { table, .. } = &term.kind else { continue };
            let month = if term.of == Of::Previous { period.previous() } else { period };
            let Some((lines, ret, sheet)) = self.unseen.get(&(*table, month, mission)) else { continue };
            least = least.saturating_add(sign.min(0).saturating_mul(*lines));
            most = most.saturating_add(sign.max(0).saturating_mul(*lines));
            place = place.or(Some((*ret, *sheet)));
        }
        let difference = left.saturating_sub(*right);
        let (least, most) = (difference.saturating_add(least), difference.saturating_add(most));
        let equation = self.equation(case.equation);
        let nearest = match equation.operator {
            Operator::Equal => 0_i64.clamp(least, most),
            Operator::AtMost => least,
        };
        place.filter(|_| holds(equation, nearest)).map(|(ret, sheet)| Apart::UnseenLines { ret, sheet })
    }

    fn counts_persons(&self, at: RecordRef, field: usize) -> bool {
        self.census.schema.tables[self.census.table(at).schema].fields[field].kind == FieldType::Headcount
    }

    /// The field of a case that does nothing but compare a total with the sum of its rows, and the sign of the total.
    fn compared(&self, case: &Case) -> Option<(FieldPath, i64)> {
        let (mut totals, mut sums) = (Vec::new(), Vec::new());
        for (sign, term) in terms(self, case.equation) {
            match &term.kind {
                TermKind::Total(path) => totals.push((*path, sign)),
                TermKind::Sum(path) => sums.push((*path, sign)),
                _ => return None,
            }
        }
        match (totals.as_slice(), sums.as_slice()) {
            ([(total, sign)], [(sum, other)]) if (total.table, total.field) == (sum.table, sum.field) && *sign == -*other => {
                Some((*total, *sign))
            }
            _ => None,
        }
    }
}

/// The lines about persons that are set aside since they are not seen, by table, month and mission.
pub(super) fn unseen_lines(census: &Census<'_>) -> FastMap<(usize, Period, usize), (i64, usize, usize)> {
    let mut unseen: FastMap<_, (i64, usize, usize)> = FastMap::default();
    for (ret, _, table) in census.tables().filter(|(_, _, table)| census.schema.tables[table.schema].about_persons) {
        let Some(period) = census.returns[ret].period else { continue };
        for mission in &table.unseen_missions {
            unseen.entry((table.schema, period, *mission as usize)).or_insert((0, ret, table.sheet)).0 += 1;
        }
    }
    unseen
}

/// The column in which the value of a total stands, if it stands in the total's own line.
fn stands_in(total: &ClaimedTotal, field: usize) -> Option<u32> {
    let own = total.values.iter().find(|(of, _, _)| *of == field).map(|(_, col, _)| *col);
    own.filter(|_| !total.elsewhere.contains_key(&field))
}

/// Adds the findings of failures that take no part in the search.
/// `shown` are the months that are reported on, all of them if there are none.
pub(super) fn report(engine: &Engine<'_, '_>, apart: Vec<(usize, Failure, Apart)>, shown: &[Period], outcomes: &mut [Outcome<'_>]) {
    let sheets: BTreeSet<(usize, usize)> = set_aside(engine);
    for (check, failure, why) in apart {
        let period = engine.period(&failure.case);
        let mut cause = Cause { failures: Vec::new(), alternatives: Vec::new(), complete: true, clouded: false, cut: None };
        if let Apart::Follows(cell) = why {
            cause.alternatives = vec![vec![Change::Cell { cell, counts: vec![(failure.right, Some(failure.right))] }]];
        }
        let (place, mut draft) = finding(engine, &failure, &cause);
        draft.suggestion = match why {
            Apart::Follows(_) => words::suggestion(engine, &cause),
            Apart::Unseen => Bilingual::new(
                "Het verschil is precies wat de regels tellen die niet te zien zijn en niet zijn gelezen.",
                "The difference is just what those rows count that cannot be seen and were not read.",
            ),
            Apart::Doubled => Bilingual::new(
                "Het verschil is precies wat de regels tellen van missies die al op een andere regel staan.",
                "The difference is just what those rows count whose mission stands on another row already.",
            ),
            Apart::UnseenLines { .. } => Bilingual::new(
                "Er zijn regels over deze missie die niet te zien zijn en niet zijn gelezen; die kunnen het verschil zijn.",
                "There are lines about this mission that cannot be seen and were not read; they may be the difference.",
            ),
            Apart::WithoutHome(_) => Bilingual::new(
                "Met wie tijdelijk in NL is erbij sluit dit: de opgave telt hen niet mee.",
                "With those temporarily in NL this agrees: the return does not count them.",
            ),
        };
        if let Apart::UnseenLines { ret, sheet } = why
            && sheets.contains(&(ret, sheet))
        {
            draft.outcome_of = Some(UNSEEN.to_owned());
            // It is the sheet with the lines that this weighs on.
            let (file, sheet) = (engine.census.returns[ret].source.path.clone(), engine.census.sheet_name(ret, sheet).to_owned());
            draft.own = Some(Place::Sheet { file, sheet });
        }
        if let Apart::WithoutHome(month) = why {
            // The finding that explains it has to be one that is shown.
            draft.outcome_of = (shown.is_empty() || shown.contains(&month)).then(|| OTHERWISE.to_owned());
        }
        if why == Apart::Doubled {
            draft.outcome_of = Some(DOUBLED.to_owned());
        }
        if let Subject::Total { ret, table, .. } = failure.case.subject
            && why == Apart::Unseen
            && sheets.contains(&(ret, engine.census.returns[ret].tables[table].sheet))
        {
            draft.outcome_of = Some(UNSEEN.to_owned());
        }
        outcomes[check].failed(place, period, draft);
    }
}

/// The check that reports headcounts without those temporarily home.
const OTHERWISE: &str = "DEF-01";

/// The check that reports missions that stand on several rows.
const DOUBLED: &str = "SHT-03";

/// The check that reports what is not seen.
pub(in crate::rules) const UNSEEN: &str = "FIL-06";

/// The sheets of which it is reported that something on them is set aside.
fn set_aside(engine: &Engine<'_, '_>) -> BTreeSet<(usize, usize)> {
    let reported = engine.census.schema.checks.get(UNSEEN).is_none_or(|setting| setting.enabled != Some(false));
    let returns = engine.census.returns.iter().enumerate().filter(|_| reported);
    let sheets = returns.flat_map(|(ret, from)| from.sheets.iter().enumerate().map(move |(at, sheet)| (ret, at, sheet)));
    sheets.filter(|(_, _, sheet)| sheet.layout.hidden.iter().any(|part| !part.read)).map(|(ret, at, _)| (ret, at)).collect()
}
