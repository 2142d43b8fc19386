//! Works one case of an equation out, with or without changes tried on it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::census::Chosen;
use crate::domain::equation::{Condition, Day, Equation, FieldPath, Missing, Of, Operator, Side, Term, TermKind, Test};
use crate::domain::tour::TourFields;
use crate::domain::{Bilingual, Census, Direction, FastMap, Period, PersonKey, RecordRef};
use crate::rules::counted_otherwise::{WithoutHome, without_home};

use super::apart::unseen_lines;
use super::cases::{Case, Subject};
use super::conditions::meets;
use super::counted::Counted;
use super::covers::Cover;
use super::reasons::{nothing_reported, unknown_month, unusable};

/// How a case comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is nothing to compare: no annotation, no total in that column.
    NotApplicable,
    /// It cannot be tried.
    NotRun(Bilingual),
    /// It holds.
    Holds {
        /// Left side less right side.
        difference: i64,
        /// Whether it would be tried after a change too: no line is in doubt.
        firm: bool,
    },
    /// It does not hold.
    Fails {
        /// Value of the left side.
        left: i64,
        /// Value of the right side.
        right: i64,
        /// Values of the terms that have a name.
        named: Vec<(String, i64)>,
    },
}

/// Who delivers a table in a month: a coordinator, or a file that belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Source {
    Coordinator(usize),
    File(usize),
}

/// A table that was delivered: whether one of its rows was rejected, and which.
#[derive(Debug, Clone, Copy, Default)]
struct Delivery {
    rejected: Option<(usize, usize, Direction, u32)>,
}

/// Whether an equation holds with a difference between its sides.
pub(super) fn holds(equation: &Equation, difference: i64) -> bool {
    match equation.operator {
        Operator::Equal => difference.saturating_abs() <= equation.tolerance,
        Operator::AtMost => difference <= equation.tolerance,
    }
}

/// The equations over a census.
pub(super) struct Engine<'e, 'a> {
    /// The records.
    pub(super) census: &'e Census<'a>,
    /// Whether each equation takes part.
    pub(super) enabled: Vec<bool>,
    /// What counts look at, for each table of the schema.
    pub(super) counted: Vec<Counted>,
    /// Where each table of the schema has what describes a tour.
    pub(super) tours: Vec<TourFields>,
    /// The headcounts that leave those temporarily home out, where a check reports them.
    pub(super) without_home: BTreeMap<RecordRef, WithoutHome>,
    /// For tables about persons: how many lines about a mission are set aside in a month, with the return and sheet of the first.
    pub(super) unseen: FastMap<(usize, Period, usize), (i64, usize, usize)>,
    /// The records that total lines are about, by return, table and line.
    pub(super) covers: FastMap<(usize, usize), Vec<Cover>>,
    deliveries: FastMap<(usize, Period, Source), Delivery>,
}

/// What a case needs to know besides its subject.
struct Setting {
    period: Option<Period>,
    mission: Option<usize>,
    as_of: Option<NaiveDate>,
    previous_as_of: Option<NaiveDate>,
}

enum Reading {
    Known(i64),
    Missing(Bilingual),
    Unusable(Bilingual),
    NotApplicable,
}

/// Why a case stops before it has a value.
enum Stop {
    NotApplicable,
    NotRun(Bilingual),
}

/// What one side comes to.
#[derive(Default)]
struct Sum {
    value: i64,
    named: Vec<(String, i64)>,
    /// Set when a line may or may not belong to a count.
    doubt: Option<Bilingual>,
}

impl<'e, 'a> Engine<'e, 'a> {
    /// Prepares the equations over a census; those of checks that are switched off take no part.
    pub(super) fn new(census: &'e Census<'a>, takes_part: impl Fn(&str) -> bool) -> Self {
        let enabled: Vec<bool> = census.schema.equations.equations.iter().map(|equation| takes_part(&equation.code)).collect();
        let counted = (0..census.schema.tables.len()).map(|table| Counted::of(census.schema, &enabled, table)).collect();
        let tours = (0..census.schema.tables.len()).map(|table| TourFields::of(census.schema, table)).collect();
        let mut deliveries: FastMap<_, Delivery> = FastMap::default();
        for (ret, from) in census.returns.iter().enumerate().filter(|(_, from)| from.counts()) {
            let source = from.coordinator.map_or(Source::File(ret), Source::Coordinator);
            for table in from.tables.iter().filter(|table| !from.left_blank(table)) {
                if let Some(period) = from.period {
                    deliveries.entry((table.schema, period, source)).or_default();
                }
                for record in 0..table.len() {
                    let Some(period) = table.periods[record] else { continue };
                    let delivery = deliveries.entry((table.schema, period, source)).or_default();
                    if !table.accepted[record] && delivery.rejected.is_none() {
                        delivery.rejected = Some((ret, table.sheet, table.direction, table.rows[record]));
                    }
                }
            }
        }
        let reported = census.schema.checks.get("DEF-01").is_none_or(|setting| setting.enabled != Some(false));
        let without_home = if reported { without_home(census) } else { BTreeMap::new() };
        let unseen = unseen_lines(census);
        Self { census, enabled, counted, tours, without_home, unseen, covers: Cover::all(census), deliveries }
    }

    /// A declared equation.
    pub(super) fn equation(&self, at: usize) -> &'a Equation {
        &self.census.schema.equations.equations[at]
    }

    /// Works a case out.
    pub(super) fn evaluate(&self, case: &Case) -> Verdict {
        let equation = self.equation(case.equation);
        match self.sides(case, equation) {
            Err(Stop::NotApplicable) => Verdict::NotApplicable,
            Err(Stop::NotRun(reason)) => Verdict::NotRun(reason),
            Ok((left, right)) => {
                let difference = left.value.saturating_sub(right.value);
                let doubt = left.doubt.or(right.doubt);
                if holds(equation, difference) {
                    return Verdict::Holds { difference, firm: doubt.is_none() };
                }
                if let Some(doubt) = doubt {
                    return Verdict::NotRun(doubt);
                }
                let mut named = left.named;
                named.extend(right.named);
                Verdict::Fails { left: left.value, right: right.value, named }
            }
        }
    }

    /// The values that the message of a case may name, as far as they are known.
    pub(super) fn named(&self, case: &Case) -> Vec<(String, i64)> {
        self.sides(case, self.equation(case.equation))
            .map_or_else(|_| Vec::new(), |(left, right)| left.named.into_iter().chain(right.named).collect())
    }

    fn sides(&self, case: &Case, equation: &Equation) -> Result<(Sum, Sum), Stop> {
        if let Some(path) = equation.only_if_positive
            && !matches!(self.field(case, path, Of::This), Reading::Known(1..))
        {
            return Err(Stop::NotApplicable);
        }
        let setting = self.setting(case);
        let left = self.side(case, &setting, &equation.left)?;
        let right = self.side(case, &setting, &equation.right)?;
        Ok((left, right))
    }

    fn setting(&self, case: &Case) -> Setting {
        let period = self.period(case);
        let (mission, own) = match case.subject {
            Subject::Mission { mission, .. } => (Some(mission), None),
            Subject::Sheet { mission, first } => (Some(mission), Some(first)),
            Subject::Row(at) | Subject::Person { line: at, .. } => (self.mission_of(at), Some(at)),
            Subject::Total { .. } => (None, None),
        };
        let (as_of, previous_as_of) = match (period, mission) {
            (Some(period), Some(mission)) => {
                let stated = match self.census.headcount(period, mission) {
                    Chosen::One(at) => self.census.as_of(at),
                    Chosen::Conflict(all) => all.iter().find_map(|at| self.census.as_of(*at)),
                    // A person who has moved is followed at the end of the month.
                    Chosen::Nothing if matches!(case.subject, Subject::Person { .. }) => Some(period.last_day()),
                    Chosen::Nothing => own.and_then(|at| self.census.as_of(at)),
                };
                (stated, Some(self.census.previous_as_of(period, mission)))
            }
            _ => (None, None),
        };
        Setting { period, mission, as_of, previous_as_of }
    }

    /// The mission a record is about.
    pub(super) fn mission_of(&self, at: RecordRef) -> Option<usize> {
        let table = self.census.table(at);
        table.mission(self.counted[table.schema].mission?, at.record)
    }

    /// The key of the person a record is about.
    pub(super) fn key_of(&self, at: RecordRef) -> Option<&'a PersonKey> {
        let table = self.census.table(at);
        table.key(self.counted[table.schema].key?, at.record)
    }

    fn side(&self, case: &Case, setting: &Setting, side: &Side) -> Result<Sum, Stop> {
        let mut sum = Sum::default();
        let mut skipped = Vec::new();
        for term in &side.terms {
            let missing = term.missing.unwrap_or(side.missing);
            let value = match &term.kind {
                TermKind::Count { table, conditions, .. } => self.count(case, setting, term.of, *table, conditions, &mut sum.doubt)?,
                _ => match self.cell(case, term, missing) {
                    Reading::Known(value) => value,
                    Reading::NotApplicable => return Err(Stop::NotApplicable),
                    Reading::Unusable(reason) => return Err(Stop::NotRun(reason)),
                    Reading::Missing(reason) => match missing {
                        Missing::SkipIfAny => return Err(Stop::NotRun(reason)),
                        Missing::SkipIfAll => {
                            skipped.push(reason);
                            continue;
                        }
                        Missing::NeverSkip => 0,
                    },
                },
            };
            sum.value = sum.value.saturating_add(value.saturating_mul(term.sign));
            if let Some(name) = &term.name {
                sum.named.push((name.clone(), value));
            }
        }
        // Unknown is not zero: a side of which nothing is reported is compared with nothing.
        if let Some(reason) = skipped.pop().filter(|_| skipped.len() + 1 == side.terms.len()) {
            return Err(Stop::NotRun(reason));
        }
        if let Some(name) = &side.name {
            sum.named.push((name.clone(), sum.value));
        }
        Ok(sum)
    }

    fn cell(&self, case: &Case, term: &Term, missing: Missing) -> Reading {
        match &term.kind {
            TermKind::Constant(value) => Reading::Known(*value),
            TermKind::Field(path) => self.field(case, *path, term.of),
            TermKind::Annotation(path) => self.annotation(case, *path),
            TermKind::Total(path) => self.total(case, *path),
            TermKind::Sum(path) => self.sum(case, *path, missing),
            TermKind::Count { .. } => Reading::NotApplicable,
        }
    }

    /// The record that a field of a case is read from.
    pub(super) fn record_for(&self, case: &Case, path: FieldPath, of: Of) -> Result<RecordRef, Bilingual> {
        let own = match case.subject {
            Subject::Row(at) | Subject::Sheet { first: at, .. } | Subject::Person { line: at, .. } => Some(at),
            Subject::Mission { .. } | Subject::Total { .. } => None,
        };
        if let Some(at) = own.filter(|at| of == Of::This && self.census.table(*at).schema == path.table) {
            return Ok(at);
        }
        let mission = match case.subject {
            Subject::Mission { mission, .. } => Some(mission),
            _ => own.and_then(|at| self.mission_of(at)),
        };
        let period = self.period(case).map(|period| if of == Of::Previous { period.previous() } else { period });
        let (Some(period), Some(mission)) = (period, mission) else { return Err(unknown_month()) };
        if self.census.schema.tables[path.table].name != "headcount" {
            let found = self.census.of_mission(path.table, period, mission).first().copied();
            return found.ok_or_else(|| nothing_reported(&self.census.schema.tables[path.table].title, period));
        }
        match self.census.headcount(period, mission) {
            Chosen::One(at) => Ok(at),
            Chosen::Nothing => Err(nothing_reported(&self.census.schema.tables[path.table].title, period)),
            Chosen::Conflict(_) => Err(Bilingual::new(
                format!("twee bronnen geven voor {period} een verschillende bezetting"),
                format!("two sources give different headcounts for {period}"),
            )),
        }
    }

    fn field(&self, case: &Case, path: FieldPath, of: Of) -> Reading {
        let at = match self.record_for(case, path, of) {
            Ok(at) => at,
            Err(reason) => return Reading::Unusable(reason),
        };
        self.value(at, path)
    }

    fn value(&self, at: RecordRef, path: FieldPath) -> Reading {
        let table = self.census.table(at);
        let title = || &self.census.schema.tables[path.table].fields[path.field].title;
        match table.count(path.field, at.record) {
            Some(value) => Reading::Known(value),
            None if table.unusable(path.field, at.record) => Reading::Unusable(unusable(title(), table, at)),
            None => {
                Reading::Missing(Bilingual::new(format!("'{}' is niet opgegeven", title().nl), format!("'{}' is not reported", title().en)))
            }
        }
    }

    fn annotation(&self, case: &Case, path: FieldPath) -> Reading {
        let Ok(at) = self.record_for(case, path, Of::This) else { return Reading::NotApplicable };
        let record = u32::try_from(at.record).unwrap_or(u32::MAX);
        let said = self.census.table(at).columns[path.field].annotated.get(&record);
        said.map_or(Reading::NotApplicable, |(value, _)| Reading::Known(*value))
    }

    fn total(&self, case: &Case, path: FieldPath) -> Reading {
        let Subject::Total { ret, table, line } = case.subject else { return Reading::NotApplicable };
        let total = &self.census.returns[ret].tables[table].totals[line];
        match total.values.iter().find(|(field, _, _)| *field == path.field) {
            Some((_, _, Some(value))) => Reading::Known(*value),
            Some((_, _, None)) => {
                let line = self.census.returns[ret].tables[table].direction.line(total.row);
                Reading::Unusable(Bilingual::new(
                    format!("het totaal in {} is geen geheel getal", line.nl),
                    format!("the total in {} is not a whole number", line.en),
                ))
            }
            None => Reading::NotApplicable,
        }
    }

    fn sum(&self, case: &Case, path: FieldPath, missing: Missing) -> Reading {
        let Subject::Total { ret, table, line } = case.subject else { return Reading::NotApplicable };
        let records = &self.census.returns[ret].tables[table];
        let (mut sum, mut first, mut known): (i64, Option<usize>, usize) = (0, None, 0);
        let unknown = |record: usize| {
            let line = records.direction.line(records.rows[record]);
            Bilingual::new(format!("de waarde in {} is onbekend", line.nl), format!("the value in {} is unknown", line.en))
        };
        if let Some(record) = self.unplaced(ret, table, line) {
            return Reading::Unusable(Bilingual::new(
                format!("de missie in {} is onbekend", records.direction.line(records.rows[record]).nl),
                format!("the mission in {} is unknown", records.direction.line(records.rows[record]).en),
            ));
        }
        for record in self.covered(ret, table, line) {
            first = first.or(Some(record));
            match records.count(path.field, record) {
                Some(value) => {
                    known += 1;
                    sum = sum.saturating_add(value);
                }
                None if records.unusable(path.field, record) => return Reading::Unusable(unknown(record)),
                None if missing == Missing::SkipIfAny => return Reading::Missing(unknown(record)),
                None => {}
            }
        }
        match first {
            // A total line without rows above it claims nothing about this table.
            None => Reading::NotApplicable,
            Some(first) if known == 0 && missing != Missing::NeverSkip => Reading::Missing(unknown(first)),
            Some(_) => Reading::Known(sum),
        }
    }

    /// The lines of the group that a count is taken over, whether they are counted or not.
    pub(super) fn lines(&self, case: &Case, table: usize, of: Of) -> Vec<RecordRef> {
        let Some(period) = self.period(case).map(|period| if of == Of::Previous { period.previous() } else { period }) else {
            return Vec::new();
        };
        match case.subject {
            Subject::Mission { mission, .. } => self.census.of_mission(table, period, mission).to_vec(),
            Subject::Sheet { first, mission } => {
                let sheet = |at: &&RecordRef| at.ret == first.ret && self.census.table(**at).sheet == self.census.table(first).sheet;
                self.census.of_mission(table, period, mission).iter().filter(sheet).copied().collect()
            }
            Subject::Person { line, .. } => {
                self.key_of(line).map_or_else(Vec::new, |key| self.census.of_person(table, period, key).to_vec())
            }
            Subject::Row(_) | Subject::Total { .. } => Vec::new(),
        }
    }

    fn count(
        &self,
        case: &Case,
        setting: &Setting,
        of: Of,
        table: usize,
        conditions: &[Condition],
        doubt: &mut Option<Bilingual>,
    ) -> Result<i64, Stop> {
        let lines = self.lines(case, table, of);
        let title = &self.census.schema.tables[table].title;
        if !matches!(case.subject, Subject::Sheet { .. }) {
            match self.delivery(case, setting, table, of) {
                Some(Delivery { rejected: Some((ret, sheet, direction, row)) }) => {
                    let (sheet, line) = (self.census.sheet_name(ret, sheet), direction.line(row));
                    doubt.get_or_insert_with(|| {
                        Bilingual::new(
                            format!("{} van blad {sheet} is afgekeurd en kan meetellen", line.nl),
                            format!("{} of sheet {sheet} was rejected and may count", line.en),
                        )
                    });
                }
                Some(_) => {}
                None if lines.is_empty() => {
                    let period = setting.period.map(|period| if of == Of::Previous { period.previous() } else { period });
                    return Err(Stop::NotRun(period.map_or_else(unknown_month, |period| nothing_reported(title, period))));
                }
                None => {}
            }
        }
        let days = self.days(conditions, setting)?;
        let mut counted = 0;
        for line in &lines {
            match meets(self.census.table(*line), line.record, conditions, days, None) {
                Some(true) => counted += 1,
                Some(false) => {}
                None => {
                    let table = self.census.table(*line);
                    let line = table.direction.line(table.rows[line.record]);
                    doubt.get_or_insert_with(|| {
                        Bilingual::new(
                            format!("een datum of code in {} is onbruikbaar", line.nl),
                            format!("a date or code in {} cannot be used", line.en),
                        )
                    });
                }
            }
        }
        Ok(counted)
    }

    fn delivery(&self, case: &Case, setting: &Setting, table: usize, of: Of) -> Option<Delivery> {
        let period = setting.period?;
        let from = match case.subject {
            Subject::Person { line, .. } => line.ret,
            Subject::Mission { period, mission } => match self.census.headcount(period, mission) {
                Chosen::One(at) => at.ret,
                Chosen::Conflict(all) => all.first()?.ret,
                Chosen::Nothing => return None,
            },
            Subject::Row(at) | Subject::Sheet { first: at, .. } => at.ret,
            Subject::Total { ret, .. } => ret,
        };
        let source = self.census.returns[from].coordinator.map_or(Source::File(from), Source::Coordinator);
        let period = if of == Of::Previous { period.previous() } else { period };
        self.deliveries.get(&(table, period, source)).copied()
    }

    fn days(&self, conditions: &[Condition], setting: &Setting) -> Result<(NaiveDate, NaiveDate), Stop> {
        let uses = |wanted: Day| {
            conditions.iter().any(|condition| match condition.test {
                Test::Before(day) | Test::OnOrBefore(day) | Test::After(day) | Test::OnOrAfter(day) => day == wanted,
                Test::In(_) | Test::NotIn(_) => false,
            })
        };
        let missing = || {
            let of = setting.mission.map_or("", |mission| self.census.schema.registry.missions[mission].name.as_str());
            Stop::NotRun(Bilingual::new(
                format!("de peildatum ontbreekt of valt buiten de maand ({of})"),
                format!("the as-of date is missing or outside the month ({of})"),
            ))
        };
        let day = |wanted, value: Option<NaiveDate>| if uses(wanted) { value.ok_or_else(missing) } else { Ok(value.unwrap_or_default()) };
        Ok((day(Day::PreviousAsOf, setting.previous_as_of)?, day(Day::AsOf, setting.as_of)?))
    }

    /// The same for a case of which it is known that it can be tried: a day that nothing compares with is any day.
    pub(super) fn days_compared(&self, case: &Case) -> (NaiveDate, NaiveDate) {
        let setting = self.setting(case);
        (setting.previous_as_of.unwrap_or_default(), setting.as_of.unwrap_or_default())
    }

    /// The days that conditions of a case compare with: previous as-of and as-of.
    pub(super) fn compared_days(&self, case: &Case) -> Option<(NaiveDate, NaiveDate)> {
        let setting = self.setting(case);
        Some((setting.previous_as_of?, setting.as_of?))
    }
}
