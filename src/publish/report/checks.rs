//! What the checks of a month came to.

use std::collections::BTreeMap;

use super::words::{Both, Name, month, t};
use crate::domain::{Check, CheckTally, Edition, Lang, Period, Severity};

/// One check in one month.
pub(super) struct Row {
    pub(super) code: Name,
    pub(super) name: Both,
    pub(super) severity: Both,
    /// `error`, `warning` or `info`.
    pub(super) class: &'static str,
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) not_run: u64,
    pub(super) reasons: Vec<Both>,
}

/// The checks of one month, by what came of them. One that failed somewhere and could not run elsewhere is among both.
pub(super) struct MonthOfChecks {
    /// The month; files without one stand together.
    pub(super) name: Both,
    pub(super) failed: Vec<Row>,
    pub(super) not_run: Vec<Row>,
    pub(super) passed: Vec<Row>,
    /// Those that met no case at all.
    pub(super) idle: Vec<Row>,
}

/// The words of a severity.
pub(super) fn severity(severity: Severity) -> Both {
    Both::of(severity.label(Lang::Nl), severity.label(Lang::En))
}

/// What the checks came to in the months from one on, latest first; cases of no month last.
pub(super) fn outcomes(edition: &Edition<'_>, from: Option<Period>) -> Vec<MonthOfChecks> {
    let known: BTreeMap<&str, &Check> = edition.catalogue.iter().map(|check| (check.code.as_str(), check)).collect();
    let mut months: BTreeMap<Option<Period>, Vec<&CheckTally>> = BTreeMap::new();
    for tally in edition.tallies.iter().filter(|tally| tally.period.is_none() || tally.period >= from) {
        months.entry(tally.period).or_default().push(tally);
    }
    let of_month = |(period, tallies): (Option<Period>, Vec<&CheckTally>)| {
        let chosen = |wanted: fn(&CheckTally) -> bool| -> Vec<Row> {
            tallies.iter().filter(|tally| wanted(tally)).filter_map(|tally| Some(row(tally, known.get(tally.code.as_str())?))).collect()
        };
        MonthOfChecks {
            name: period.map_or_else(|| t("Bestanden zonder maand", "Files of no month"), month),
            failed: chosen(|tally| tally.failed > 0),
            not_run: chosen(|tally| tally.not_run > 0),
            passed: chosen(|tally| tally.failed == 0 && tally.not_run == 0 && tally.passed > 0),
            idle: chosen(|tally| tally.failed == 0 && tally.not_run == 0 && tally.passed == 0),
        }
    };
    let mut months: Vec<(Option<Period>, Vec<&CheckTally>)> = months.into_iter().rev().collect();
    months.retain(|(period, tallies)| period.is_some() || tallies.iter().any(|tally| tally.passed + tally.failed + tally.not_run > 0));
    months.into_iter().map(of_month).collect()
}

fn row(tally: &CheckTally, check: &Check) -> Row {
    Row {
        code: Name::of(&tally.code),
        name: Both::from(&check.name),
        severity: severity(check.severity),
        class: check.severity.as_str(),
        passed: tally.passed,
        failed: tally.failed,
        not_run: tally.not_run,
        reasons: tally.reasons.iter().map(Both::from).collect(),
    }
}
