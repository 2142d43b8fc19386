//! The arithmetic checks: one engine over the equations that `schemas/checks.toml` declares.
//!
//! [`cases`] lists what each equation is about, [`evaluate`] works one case out, [`problem`] finds the lightest change
//! that would make failing equations hold together, and [`report`] makes findings of that.

mod apart;
mod board;
mod cases;
mod change;
mod conditions;
mod counted;
mod covers;
mod diagnose;
mod evaluate;
mod factor;
mod group;
mod linear;
mod peel;
mod problem;
mod reasons;
mod report;
mod search;
mod tidy;
mod variables;
mod ways;
mod weights;
mod words;

use rayon::prelude::*;

use crate::domain::equation::Of;
use crate::domain::{Census, Check, Period};
use crate::rules::outcome::Outcome;
use crate::rules::series::rosters_gone;

pub(in crate::rules) use apart::UNSEEN;
use board::{Known, standing};
use cases::{Case, Subject, leading_table};
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

/// So many cases are worked out at a time.
const CHUNK: usize = 1024;

/// Some cases of an equation.
struct Part<'c> {
    /// The outcomes of those of which nothing more is to be known: there may be as many as persons.
    settled: Outcome<'c>,
    /// The others.
    open: Vec<(Case, Verdict)>,
}

/// What takes long to work out is kept; one record or person is soon worked out again.
const fn is_soon_worked_out(case: &Case) -> bool {
    matches!(case.subject, Subject::Row(_) | Subject::Person { .. })
}

fn worked_out<'c>(engine: &Engine<'_, '_>, check: &'c Check, cases: &[Case]) -> Part<'c> {
    let mut part = Part { settled: Outcome::new(check), open: Vec::new() };
    for case in cases {
        match engine.evaluate(case) {
            Verdict::NotApplicable if is_soon_worked_out(case) => {}
            Verdict::Holds { .. } if is_soon_worked_out(case) => part.settled.passed(engine.period(case), 1),
            Verdict::NotRun(reason) if is_soon_worked_out(case) => part.settled.not_run(engine.period(case), reason),
            verdict => part.open.push((*case, verdict)),
        }
    }
    part
}

/// Runs every arithmetic check. The outcomes are in the order of the checks. `shown` are the months that are reported on, all
/// of them if there are none.
pub(crate) fn run<'c>(census: &Census<'_>, checks: &[&'c Check], shown: &[Period]) -> Vec<Outcome<'c>> {
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
            let parts: Vec<Part<'_>> = cases.par_chunks(CHUNK).map(|part| worked_out(&engine, checks[check], part)).collect();
            (check, parts)
        })
        .collect();

    let (mut failures, mut apart, mut known) = (Vec::new(), Vec::new(), Known::new());
    for (check, part) in worked.into_iter().flat_map(|(check, parts)| parts.into_iter().map(move |part| (check, part))) {
        outcomes[check].absorb(part.settled);
        for (case, verdict) in part.open {
            let set_apart = engine.apart(&case, &verdict);
            if !is_soon_worked_out(&case) {
                known.insert(case, if set_apart.is_some() { None } else { standing(&verdict) });
            }
            match verdict {
                Verdict::NotApplicable => {}
                Verdict::NotRun(reason) => outcomes[check].not_run(engine.period(&case), reason),
                Verdict::Holds { .. } => outcomes[check].passed(engine.period(&case), 1),
                Verdict::Fails { left, right, named } => {
                    let failure = Failure { case, left, right, named };
                    match set_apart {
                        Some(why) => apart.push((check, failure, why)),
                        None => failures.push(failure),
                    }
                }
            }
        }
    }
    // Persons of a month that is known from published figures only cannot be followed from it.
    for (at, equation) in census.schema.equations.equations.iter().enumerate() {
        let follows = matches!(leading_table(equation), Some((_, Of::Previous)));
        if let Some(check) = place_of(&equation.code).filter(|_| follows && engine.enabled[at]) {
            for (period, reason) in rosters_gone(census) {
                outcomes[check].not_run(Some(period), reason);
            }
        }
    }
    let causes = problem::solve(&engine, &known, failures);
    report::report(&engine, &causes, checks, shown, &mut outcomes);
    apart::report(&engine, apart, shown, &mut outcomes);
    outcomes
}
