//! The numbers of the closing summary.

use crate::domain::facts::HeadcountStatus;
use crate::domain::{Finding, Ledger, Period, Severity};
use crate::pipeline::Run;

use super::args::FailOn;

/// Rows of all sheets by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rows {
    /// All of them.
    pub(super) total: u64,
    /// Became records.
    pub(super) accepted: u64,
    /// Should have, and did not.
    pub(super) rejected: u64,
    /// Headers, titles, totals, notes and whatever else is no record.
    pub(super) set_aside: u64,
}

/// The rows of a ledger.
pub(super) fn rows(ledger: &Ledger) -> Rows {
    ledger.lines.iter().fold(Rows::default(), |sum, line| Rows {
        total: sum.total + line.rows,
        accepted: sum.accepted + line.accepted,
        rejected: sum.rejected + line.rejected,
        set_aside: sum.set_aside + line.header + line.title + line.total + line.note + line.blank + line.hidden + line.other,
    })
}

/// The officers of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Month {
    /// The month.
    pub(super) period: Period,
    /// Missions with a known headcount, 0 included.
    pub(super) missions: u64,
    /// Missions whose headcount is not known.
    pub(super) incomplete: u64,
    /// Persons; `None` if no mission's headcount is known.
    pub(super) headcount: Option<i64>,
    /// Of whom temporarily home; `None` if no mission says.
    pub(super) temp_home: Option<i64>,
    /// Difference with the calendar month before, if that is known.
    pub(super) change: Option<i64>,
}

/// The officers of each month that is reported on. The month before the first one counts for its change, where it is known.
pub(super) fn months(run: &Run) -> Vec<Month> {
    let with_change = |period: &Period| {
        let month = month(run, *period);
        let before = self::month(run, period.previous()).headcount;
        Month { change: month.headcount.zip(before).map(|(now, before)| now.saturating_sub(before)), ..month }
    };
    run.periods.iter().map(with_change).collect()
}

/// The officers of a month, without its change.
fn month(run: &Run, period: Period) -> Month {
    let mut month = Month { period, missions: 0, incomplete: 0, headcount: None, temp_home: None, change: None };
    let add = |sum: &mut Option<i64>, value: i64| *sum = Some(sum.unwrap_or(0).saturating_add(value));
    for fact in run.facts.headcounts_of(period) {
        match fact.headcount {
            Some(headcount) if fact.status != HeadcountStatus::Conflict => {
                month.missions += 1;
                add(&mut month.headcount, headcount);
            }
            _ => month.incomplete += 1,
        }
        if let Some(home) = fact.temp_home {
            add(&mut month.temp_home, home);
        }
    }
    month
}

/// Findings by severity: errors, warnings, notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Tally {
    /// Root causes.
    pub(super) roots: [u64; 3],
    /// What follows from them.
    pub(super) outcomes: [u64; 3],
    /// Those that somebody accepted, which are in neither.
    pub(super) waived: u64,
}

/// Counts findings.
pub(super) fn tally(findings: &[Finding]) -> Tally {
    let mut tally = Tally::default();
    for finding in findings {
        let counts = if finding.outcome_of.is_none() { &mut tally.roots } else { &mut tally.outcomes };
        if finding.waived {
            tally.waived += 1;
        } else {
            counts[match finding.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Info => 2,
            }] += 1;
        }
    }
    tally
}

/// Whether there are findings at or above the severity, waived ones left out.
pub(super) fn fails<'a>(findings: impl IntoIterator<Item = &'a Finding>, fail_on: FailOn) -> bool {
    findings.into_iter().any(|finding| !finding.waived && reaches(finding.severity, fail_on))
}

/// Whether a severity is at or above the one that counts as a failure.
pub(super) fn reaches(severity: Severity, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Error => severity >= Severity::Error,
        FailOn::Warning => severity >= Severity::Warning,
        FailOn::Never => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{finding, run};

    #[test]
    fn a_month_is_compared_with_the_calendar_month_before() {
        let changes = |run: &Run| months(run).iter().map(|month| month.change).collect::<Vec<_>>();
        let mut run = run();
        assert_eq!(changes(&run), [None, Some(1)]);
        let april = run.periods.remove(0);
        assert_eq!(changes(&run), [Some(1)], "the month before need not be shown");
        run.facts.headcounts.retain(|fact| fact.period != april);
        assert_eq!(changes(&run), [None]);
    }

    #[test]
    fn unknown_is_not_zero() {
        let mut unknown = run();
        for fact in &mut unknown.facts.headcounts {
            fact.headcount = None;
            fact.temp_home = None;
        }
        for month in months(&unknown) {
            assert_eq!((month.headcount, month.temp_home, month.missions), (None, None, 0));
            assert!(month.incomplete > 0);
        }
    }

    #[test]
    fn a_run_fails_at_or_above_the_severity_asked_for() {
        let error = [finding("A-01", Severity::Error, "2026-05", None)];
        let warning = [finding("A-01", Severity::Warning, "2026-05", None)];
        let info = [finding("A-01", Severity::Info, "2026-05", None)];
        let waived = [Finding { waived: true, ..error[0].clone() }];
        for (findings, fail_on, expected) in [
            (&error, FailOn::Error, true),
            (&error, FailOn::Warning, true),
            (&error, FailOn::Never, false),
            (&warning, FailOn::Error, false),
            (&warning, FailOn::Warning, true),
            (&info, FailOn::Warning, false),
            (&waived, FailOn::Warning, false),
        ] {
            assert_eq!(fails(findings, fail_on), expected, "{fail_on:?}");
        }
    }

    #[test]
    fn rows_are_accepted_rejected_or_set_aside() {
        let rows = rows(&run().ledger);
        assert_eq!(rows.total, rows.accepted + rows.rejected + rows.set_aside);
        assert_eq!((rows.accepted, rows.rejected), (12, 1));
    }

    #[test]
    fn roots_outcomes_and_waived_findings_are_counted_apart() {
        let findings = [
            finding("A-01", Severity::Error, "2026-05", None),
            Finding { outcome_of: Some("A-01".to_owned()), ..finding("B-01", Severity::Warning, "2026-05", None) },
            Finding { waived: true, ..finding("C-01", Severity::Error, "2026-05", None) },
        ];
        assert_eq!(tally(&findings), Tally { roots: [1, 0, 0], outcomes: [0, 1, 0], waived: 1 });
    }
}
