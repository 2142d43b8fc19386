//! Checks of what is about to be published, after the checks of the returns.

use crate::domain::export::Export;
use crate::domain::facts::Facts;
use crate::domain::{Census, Check, CheckTally, Finding, Period};

use super::outcome::Outcome;
use super::words::Words;

/// What is about to be published, and what it was made of.
#[derive(Clone, Copy)]
pub struct Exports<'a> {
    /// The records.
    pub census: &'a Census<'a>,
    /// The figures.
    pub facts: &'a Facts,
    /// What is shown and withheld of small numbers.
    pub export: &'a Export,
    /// The months that are published, earliest first.
    pub periods: &'a [Period],
}

/// A check of what is about to be published: its words, and the function that runs it.
pub struct ExportRule {
    /// What it is called, says and means.
    pub words: &'static Words,
    /// Runs it over all that is about to be published.
    pub(crate) run: fn(&Exports<'_>, &mut Outcome<'_>),
}

/// Runs every such check that is switched on, and adds what comes out to that of the checks of the returns, in the same order.
pub fn run(exports: &Exports<'_>, rules: &[ExportRule], catalogue: &[Check], findings: &mut Vec<Finding>, tallies: &mut Vec<CheckTally>) {
    for check in catalogue {
        let Some(rule) = rules.iter().find(|rule| rule.words.code == check.code) else { continue };
        let mut outcome = Outcome::new(check);
        if check.enabled {
            (rule.run)(exports, &mut outcome);
        }
        outcome.add_to(&exports.census.periods, findings, tallies);
    }
    findings.sort_by(Finding::publication_order);
    super::in_order(catalogue, tallies);
}
