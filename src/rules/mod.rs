//! The checks: what is wrong with the records of a set of returns.
//!
//! A check written in Rust is one file in [`checks`] and one line in the catalogue. An arithmetic check is declared in
//! `schemas/checks.toml` and run by the engine in `equations`.

pub mod checks;
mod counted_otherwise;
mod equations;
pub mod exports;
mod fold;
mod follows;
pub(crate) mod outcome;
mod series;
mod support;
mod waive;
pub mod words;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::domain::{Census, Check, CheckTally, Finding, Period};
pub use follows::follows;
use outcome::Outcome;
use words::Words;

/// A check written in Rust: its words, and the function that runs it.
pub struct Rule {
    /// What it is called, says and means.
    pub words: &'static Words,
    /// Runs it over all records.
    pub(crate) run: fn(&Census<'_>, &mut Outcome<'_>),
}

/// Runs every check that is switched on. Findings come in the order of publication, tallies by month and then in the
/// order of the catalogue. `shown` are the months that are reported on, all of them if there are none: a finding of theirs never
/// follows from one of another month.
#[must_use]
pub fn run(census: &Census<'_>, rules: &[Rule], catalogue: &[Check], shown: &[Period]) -> (Vec<Finding>, Vec<CheckTally>) {
    let by_code: HashMap<&str, &Rule> = rules.iter().map(|rule| (rule.words.code, rule)).collect();
    let equations = &census.schema.equations;
    let is_declared = |code: &str| equations.checks.iter().any(|check| check.code == code);
    let declared: Vec<&Check> = catalogue.iter().filter(|check| is_declared(&check.code)).collect();
    let of_returns = |check: &&Check| by_code.contains_key(check.code.as_str());
    let (written, arithmetic) = rayon::join(
        || {
            let one = |check| {
                let mut outcome = Outcome::new(check);
                if let Some(rule) = by_code.get(check.code.as_str()).filter(|_| check.enabled) {
                    (rule.run)(census, &mut outcome);
                }
                outcome
            };
            let written: Vec<Outcome<'_>> = catalogue.par_iter().filter(of_returns).map(one).collect();
            written
        },
        || equations::run(census, &declared, shown),
    );
    let (mut findings, mut tallies) = (Vec::new(), Vec::new());
    for outcome in written.into_iter().chain(arithmetic) {
        let (found, counted) = outcome.tallies(&census.periods);
        findings.extend(found);
        tallies.extend(counted);
    }
    fold::fold(&mut findings);
    let mut findings: Vec<Finding> = findings.into_iter().map(|found| found.finding).collect();
    debug_assert_eq!(follows::unlisted(&findings, census.schema), [], "they belong in src/rules/follows.rs");
    findings.sort_by(Finding::publication_order);
    waive::mark(census, &mut findings);
    in_order(catalogue, &mut tallies);
    (findings, tallies)
}

/// Marks what somebody accepted among all findings, and runs the checks that are about waivers. It comes last, since any finding
/// may be accepted.
pub fn waive(census: &Census<'_>, catalogue: &[Check], findings: &mut Vec<Finding>, tallies: &mut Vec<CheckTally>) {
    let mut about: Vec<Outcome<'_>> = catalogue.iter().filter(|check| waive::is_about_waivers(&check.code)).map(Outcome::new).collect();
    waive::waive(census, findings, &mut about);
    for outcome in about {
        outcome.add_to(&census.periods, findings, tallies);
    }
    findings.sort_by(Finding::publication_order);
    in_order(catalogue, tallies);
}

/// Tallies by month and then in the order of the catalogue.
fn in_order(catalogue: &[Check], tallies: &mut [CheckTally]) {
    let place: HashMap<&str, usize> = catalogue.iter().enumerate().map(|(at, check)| (check.code.as_str(), at)).collect();
    tallies.sort_by_cached_key(|tally| (tally.period, place.get(tally.code.as_str()).copied()));
}
