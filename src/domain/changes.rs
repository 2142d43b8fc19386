//! What is otherwise than in the set that was published last: findings mended, new and persisting, and figures changed.
//!
//! Only months that are in both are compared. A finding is the same one as before if month, check, mission, field and sender are
//! the same, and sheet and cell too. A corrected return may have another name and its lines may have moved: so the sender is the
//! coordinator, else the file's name without its version, and what is left over is compared once more without sheet and cell, by
//! the value instead where no mission tells which line it is. Where a mission does, the field is left out last: which cell the
//! arithmetic points at depends on what else is wrong.

use std::collections::HashMap;

use super::facts::{HeadcountFact, ReturnFact};
use super::finding::Finding;
use super::history::{History, PastFinding};
use super::period::Period;
use super::placing;

/// A figure of a mission that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// The month.
    pub period: Period,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// `headcount` or `temp_home`.
    pub figure: &'static str,
    /// What was published; `None` is not known.
    pub from: Option<i64>,
    /// What it is now; `None` is not known.
    pub to: Option<i64>,
}

/// What is otherwise than before. Findings are root causes; one that follows from another now is neither new nor mended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// The months that are compared, earliest first; none if nothing was published of them.
    pub periods: Vec<Period>,
    /// Findings that are there now, as indexes.
    pub new: Vec<usize>,
    /// Findings that were there and still are, as indexes of what they are now.
    pub persisting: Vec<usize>,
    /// Findings that are there no more.
    pub mended: Vec<PastFinding>,
    /// Figures that changed, by month and the registry's order.
    pub figures: Vec<FigureChange>,
}

/// What tells a finding from others, if all that may move is left out or all is left in.
type Identity<'a> = (Option<Period>, &'a str, &'a str, &'a str, String, [String; 3]);

/// A finding now or before.
struct Seen<'a> {
    period: Option<Period>,
    code: &'a str,
    mission: &'a str,
    field: &'a str,
    sender: String,
    sheet: &'a str,
    cell: String,
    value: &'a str,
    root: bool,
}

impl<'a> Seen<'a> {
    fn exact(&self) -> Identity<'a> {
        (self.period, self.code, self.mission, self.field, self.sender.clone(), [self.sheet.to_owned(), self.cell.clone(), String::new()])
    }

    fn moved(&self) -> Identity<'a> {
        let value = if self.mission.is_empty() { self.value.to_owned() } else { String::new() };
        (self.period, self.code, self.mission, self.field, self.sender.clone(), [String::new(), String::new(), value])
    }

    fn about_the_mission(&self) -> Identity<'a> {
        let (field, value) = if self.mission.is_empty() { (self.field, self.value.to_owned()) } else { ("", String::new()) };
        (self.period, self.code, self.mission, field, self.sender.clone(), [String::new(), String::new(), value])
    }
}

impl Changes {
    /// Compares findings and headcounts of some months with what was published of them.
    #[must_use]
    pub fn since(
        history: &History,
        periods: &[Period],
        findings: &[Finding],
        returns: &[ReturnFact],
        headcounts: &[HeadcountFact],
        correction_words: &[String],
    ) -> Self {
        let periods: Vec<Period> = periods.iter().copied().filter(|period| history.months.contains(period)).collect();
        let compared = |period: Option<Period>| period.is_some_and(|period| periods.contains(&period));
        let (now_by, before_by) = (Senders::of(returns, correction_words), Senders::of(&history.returns, correction_words));
        let now: Vec<(usize, Seen<'_>)> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| compared(finding.period))
            .map(|(at, finding)| {
                let seen = Seen {
                    period: finding.period,
                    code: &finding.code,
                    mission: finding.mission.as_deref().unwrap_or_default(),
                    field: &finding.field,
                    sender: now_by.sender(finding.place.file()),
                    sheet: finding.place.sheet(),
                    cell: finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default(),
                    value: finding.value.as_str(),
                    root: finding.outcome_of.is_none() && !finding.waived,
                };
                (at, seen)
            })
            .collect();
        let before: Vec<(usize, Seen<'_>)> = history
            .findings
            .iter()
            .enumerate()
            .filter(|(_, past)| compared(past.period))
            .map(|(at, past)| {
                let seen = Seen {
                    period: past.period,
                    code: &past.code,
                    mission: &past.mission,
                    field: &past.field,
                    sender: before_by.sender(&past.file),
                    sheet: &past.sheet,
                    cell: past.cell.clone(),
                    value: &past.value,
                    root: past.outcome_of.is_empty() && !past.waived,
                };
                (at, seen)
            })
            .collect();
        let (mut open, mut gone) = (vec![true; now.len()], vec![true; before.len()]);
        let mut persisting = Vec::new();
        for identity in [Seen::exact, Seen::moved, Seen::about_the_mission] {
            let mut left: HashMap<Identity<'_>, Vec<usize>> = HashMap::new();
            for (place, (_, seen)) in before.iter().enumerate().filter(|(place, _)| gone[*place]).rev() {
                left.entry(identity(seen)).or_default().push(place);
            }
            for (place, (at, seen)) in now.iter().enumerate() {
                if !open[place] {
                    continue;
                }
                if let Some(matched) = left.get_mut(&identity(seen)).and_then(Vec::pop) {
                    (open[place], gone[matched]) = (false, false);
                    persisting.extend(Some(*at).filter(|_| seen.root));
                }
            }
        }
        persisting.sort_unstable();
        let roots = |all: &[(usize, Seen<'_>)], left: &[bool]| -> Vec<usize> {
            all.iter().zip(left).filter(|((_, seen), left)| **left && seen.root).map(|((at, _), _)| *at).collect()
        };
        let mended = roots(&before, &gone).into_iter().filter_map(|at| history.findings.get(at).cloned()).collect();
        let figures = figures(history, &periods, headcounts);
        Self { new: roots(&now, &open), persisting, mended, figures, periods }
    }

    /// Whether there is anything to compare with.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.periods.is_empty()
    }
}

/// Who sent which file.
struct Senders<'a> {
    coordinators: HashMap<&'a str, &'a str>,
    correction_words: &'a [String],
}

impl<'a> Senders<'a> {
    fn of(returns: &'a [ReturnFact], correction_words: &'a [String]) -> Self {
        let known = returns.iter().filter(|from| !from.coordinator.is_empty());
        Self { coordinators: known.map(|from| (from.file.as_str(), from.coordinator.as_str())).collect(), correction_words }
    }

    fn sender(&self, file: &str) -> String {
        if file.is_empty() {
            return String::new();
        }
        let by_name = || placing::version(placing::stem(file), self.correction_words).1.join(" ");
        self.coordinators.get(file).map_or_else(by_name, |coordinator| format!("@{coordinator}"))
    }
}

fn figures(history: &History, periods: &[Period], headcounts: &[HeadcountFact]) -> Vec<FigureChange> {
    let key = |fact: &HeadcountFact| (fact.period, fact.mission);
    let of = |facts: &[HeadcountFact]| -> HashMap<(Period, usize), (Option<i64>, Option<i64>)> {
        facts.iter().filter(|fact| periods.contains(&fact.period)).map(|fact| (key(fact), (fact.headcount, fact.temp_home))).collect()
    };
    let (before, now) = (of(&history.headcounts), of(headcounts));
    let mut about: Vec<(Period, usize)> = before.keys().chain(now.keys()).copied().collect();
    about.sort_unstable();
    about.dedup();
    let mut changes = Vec::new();
    for (period, mission) in about {
        let (was, is) =
            (before.get(&(period, mission)).copied().unwrap_or_default(), now.get(&(period, mission)).copied().unwrap_or_default());
        let pairs = [("headcount", was.0, is.0), ("temp_home", was.1, is.1)];
        let changed = pairs.into_iter().filter(|(_, from, to)| from != to);
        changes.extend(changed.map(|(figure, from, to)| FigureChange { period, mission, figure, from, to }));
    }
    changes
}
