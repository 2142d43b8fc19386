//! The arithmetic checks: one engine over the equations that `schemas/checks.toml` declares.
//!
//! [`cases`] lists what each equation is about, [`evaluate`] works one case out, [`problem`] finds the smallest change
//! that would make failing equations hold together, and [`report`] makes findings of that.

mod cases;
mod change;
mod conditions;
mod evaluate;
mod problem;
mod reasons;
mod report;
#[cfg(test)]
mod tests;
mod variables;

use rayon::prelude::*;

use crate::domain::{Census, Check};
use crate::rules::outcome::Outcome;

use cases::Case;
use change::Changes;
use evaluate::{Engine, Verdict};

/// A case that did not hold.
#[derive(Debug, Clone)]
struct Failure {
    case: Case,
    left: i64,
    right: i64,
    /// Value of each term that the message may name.
    named: Vec<(String, i64)>,
}

/// Runs every arithmetic check. The outcomes are in the order of the checks.
pub(crate) fn run<'c>(census: &Census<'_>, checks: &[&'c Check]) -> Vec<Outcome<'c>> {
    let enabled = |code: &str| checks.iter().any(|check| check.enabled && check.code == code);
    let engine = Engine::new(census, enabled);
    let mut outcomes: Vec<Outcome<'c>> = checks.iter().map(|check| Outcome::new(check)).collect();
    let place_of = |code: &str| checks.iter().position(|check| check.code == code);

    let worked: Vec<_> = census
        .schema
        .equations
        .equations
        .par_iter()
        .enumerate()
        .filter(|(at, _)| engine.enabled[*at])
        .filter_map(|(at, equation)| place_of(&equation.code).map(|check| (at, check)))
        .map(|(at, check)| {
            let cases = engine.cases(at);
            let verdicts: Vec<(Case, Verdict)> =
                cases.into_par_iter().map(|case| (case, engine.evaluate(&case, &Changes::none()))).collect();
            (check, verdicts)
        })
        .collect();

    let mut failures = Vec::new();
    for (check, verdicts) in worked {
        for (case, verdict) in verdicts {
            match verdict {
                Verdict::NotApplicable => {}
                Verdict::NotRun(reason) => outcomes[check].not_run(engine.period(&case), reason),
                Verdict::Holds => outcomes[check].passed(engine.period(&case), 1),
                Verdict::Fails { left, right, named } => failures.push(Failure { case, left, right, named }),
            }
        }
    }
    let problems = problem::solve(&engine, failures);
    report::report(&engine, &problems, checks, &mut outcomes);
    outcomes
}
