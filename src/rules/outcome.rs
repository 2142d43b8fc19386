//! Where a check puts its outcomes: passed, failed or not run.

use std::collections::BTreeMap;

use crate::domain::{Bilingual, Check, CheckTally, Finding, Period, Place, SafeText, Severity};

/// The parts of a finding that a check decides. The rest follows from the check itself.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    /// The id of the mission it is about.
    pub(crate) mission: Option<String>,
    /// The field, as `table.field`.
    pub(crate) field: String,
    /// What stood there.
    pub(crate) value: SafeText,
    /// What was expected there.
    pub(crate) expected: SafeText,
    /// Values of the message's placeholders.
    pub(crate) args: Vec<(&'static str, Bilingual)>,
    /// How to mend it.
    pub(crate) suggestion: Bilingual,
    /// Another severity than the check's, for cases that weigh less.
    pub(crate) severity: Option<Severity>,
    /// The code of the finding that explains it.
    pub(crate) outcome_of: Option<String>,
    /// What it explains: codes of findings of the same month, each with the id of the mission that those are about. Only for
    /// what the check has worked out: that mending this mends those.
    pub(crate) explains: Vec<(&'static str, String)>,
    /// A number that the findings of one cause share.
    pub(crate) cause: Option<usize>,
    /// The cell whose check failed, where the finding points at the cause instead.
    pub(crate) own: Option<Place>,
}

/// A finding, and the number that it shares with the others of its cause.
#[derive(Debug)]
pub(crate) struct Found {
    /// The finding.
    pub(crate) finding: Finding,
    /// The number, if it has a cause that others may have too.
    pub(crate) cause: Option<usize>,
    /// What it explains: codes of findings of the same month, with the mission that those are about.
    pub(crate) explains: Vec<(&'static str, String)>,
    /// The cell whose check failed.
    pub(crate) own: Place,
}

#[derive(Debug, Default)]
struct Tally {
    passed: u64,
    failed: u64,
    not_run: u64,
    reasons: Vec<Bilingual>,
}

/// At most so many different reasons are kept for one check and month.
const MOST_REASONS: usize = 20;

/// The outcomes of one check.
#[derive(Debug)]
pub(crate) struct Outcome<'c> {
    check: &'c Check,
    tallies: BTreeMap<Option<Period>, Tally>,
    findings: Vec<Found>,
}

impl<'c> Outcome<'c> {
    /// Nothing has been tried yet.
    pub(crate) fn new(check: &'c Check) -> Self {
        Self { check, tallies: BTreeMap::new(), findings: Vec::new() }
    }

    /// The check.
    pub(crate) fn check(&self) -> &'c Check {
        self.check
    }

    /// So many more cases held.
    pub(crate) fn passed(&mut self, period: Option<Period>, cases: u64) {
        if cases > 0 {
            self.tallies.entry(period).or_default().passed += cases;
        }
    }

    /// One more case could not be tried.
    pub(crate) fn not_run(&mut self, period: Option<Period>, reason: Bilingual) {
        let tally = self.tallies.entry(period).or_default();
        tally.not_run += 1;
        if tally.reasons.len() < MOST_REASONS && !tally.reasons.contains(&reason) {
            tally.reasons.push(reason);
        }
    }

    /// So many more cases could not be tried, all for one reason.
    pub(crate) fn not_run_cases(&mut self, period: Option<Period>, cases: u64, reason: impl FnOnce() -> Bilingual) {
        if cases > 0 {
            self.not_run(period, reason());
            self.tallies.entry(period).or_default().not_run += cases - 1;
        }
    }

    /// Adds what came out of further cases of the same check.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (period, Tally { passed, failed, not_run, reasons }) in other.tallies {
            let tally = self.tallies.entry(period).or_default();
            (tally.passed, tally.failed, tally.not_run) = (tally.passed + passed, tally.failed + failed, tally.not_run + not_run);
            for reason in reasons {
                if tally.reasons.len() < MOST_REASONS && !tally.reasons.contains(&reason) {
                    tally.reasons.push(reason);
                }
            }
        }
        self.findings.extend(other.findings);
    }

    /// One more case did not hold.
    pub(crate) fn failed(&mut self, place: Place, period: Option<Period>, draft: Draft) {
        self.tallies.entry(period).or_default().failed += 1;
        let check = self.check;
        // A case may weigh less than the check says, never more than an override allows.
        let severity = draft.severity.map_or(check.severity, |own| own.min(check.severity));
        let finding = Finding {
            code: check.code.clone(),
            severity,
            place,
            period,
            mission: draft.mission,
            field: draft.field,
            value: draft.value,
            expected: draft.expected,
            message: check.message.fill(&draft.args),
            suggestion: if draft.suggestion.is_empty() { self.how_to_fix() } else { draft.suggestion },
            outcome_of: draft.outcome_of,
            waived: false,
            waiver: None,
        };
        let own = draft.own.unwrap_or_else(|| finding.place.clone());
        self.findings.push(Found { finding, cause: draft.cause, explains: draft.explains, own });
    }

    /// What the documentation says about mending it, for a case that has nothing of its own to say.
    fn how_to_fix(&self) -> Bilingual {
        Bilingual::new(self.check.doc.nl.fix.clone(), self.check.doc.en.fix.clone())
    }

    /// The findings, and the tallies for every month in which the check met a case and for those given. A month without a case
    /// says so.
    pub(crate) fn tallies(mut self, periods: &[Period]) -> (Vec<Found>, Vec<CheckTally>) {
        for period in periods {
            self.tallies.entry(Some(*period)).or_default();
        }
        let nothing = Bilingual::new("niets om te controleren", "nothing to check");
        let off = Bilingual::new("uitgeschakeld in schemas/checks.toml", "switched off in schemas/checks.toml");
        let code = &self.check.code;
        let tallies = self.tallies.into_iter().map(|(period, mut tally)| {
            if tally.passed + tally.failed + tally.not_run == 0 {
                tally.reasons.push(if self.check.enabled { nothing.clone() } else { off.clone() });
            }
            let Tally { passed, failed, not_run, reasons } = tally;
            CheckTally { period, code: code.clone(), passed, failed, not_run, reasons }
        });
        (self.findings, tallies.collect())
    }

    /// Adds the findings and tallies to those of other checks, where nothing else is to be known of a finding.
    pub(crate) fn add_to(self, periods: &[Period], findings: &mut Vec<Finding>, tallies: &mut Vec<CheckTally>) {
        let (found, counted) = self.tallies(periods);
        findings.extend(found.into_iter().map(|found| found.finding));
        tallies.extend(counted);
    }
}

/// A whole number as the value of a placeholder.
pub(crate) fn number(value: i64) -> Bilingual {
    Bilingual::same(value.to_string())
}
