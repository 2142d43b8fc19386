//! How the returns stand: what is open about each report.

use std::collections::BTreeMap;

use crate::domain::completeness::Report;
use crate::domain::{Period, Place, Severity};
use crate::pipeline::Run;

/// Root causes about something, by what is to be done about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Open {
    /// Errors.
    pub(super) errors: u64,
    /// Warnings.
    pub(super) warnings: u64,
    /// Those that somebody accepted, which are in neither.
    pub(super) waived: u64,
}

impl Open {
    fn add(&mut self, waived: bool, severity: Severity) {
        match (waived, severity) {
            (true, _) => self.waived += 1,
            (false, Severity::Error) => self.errors += 1,
            (false, Severity::Warning) => self.warnings += 1,
            (false, Severity::Info) => {}
        }
    }

    fn plus(self, other: Self) -> Self {
        Self { errors: self.errors + other.errors, warnings: self.warnings + other.warnings, waived: self.waived + other.waived }
    }
}

/// What is open, by month and by what it points at.
#[derive(Debug, Default)]
pub(super) struct Standing<'a> {
    months: BTreeMap<Option<Period>, Open>,
    /// By file, or by the coordinator whose return is missing.
    places: BTreeMap<(Option<Period>, bool, &'a str), Open>,
}

impl<'a> Standing<'a> {
    /// Looks at the root causes of a run.
    pub(super) fn of(run: &'a Run) -> Self {
        let mut standing = Self::default();
        for finding in run.findings.iter().filter(|finding| finding.outcome_of.is_none()) {
            standing.months.entry(finding.period).or_default().add(finding.waived, finding.severity);
            let (missing, name) = match &finding.place {
                Place::Expected { coordinator } => (true, coordinator.as_str()),
                place => (false, place.file()),
            };
            standing.places.entry((finding.period, missing, name)).or_default().add(finding.waived, finding.severity);
        }
        // Of months whose returns are gone it is known what was open when they were published.
        let past = run.history.iter().flat_map(|history| &history.findings).filter(|finding| finding.outcome_of.is_empty());
        for finding in past.filter(|finding| finding.period.is_some_and(|period| !run.periods.contains(&period))) {
            standing.months.entry(finding.period).or_default().add(finding.waived, finding.severity);
            standing.places.entry((finding.period, false, &finding.file)).or_default().add(finding.waived, finding.severity);
        }
        standing
    }

    /// What is open in a month; of `None` in none in particular.
    pub(super) fn month(&self, period: Option<Period>) -> Open {
        self.months.get(&period).copied().unwrap_or_default()
    }

    /// What is open about a report: in its files, or because it is missing.
    pub(super) fn report(&self, run: &'a Run, period: Period, report: &'a Report) -> Open {
        let at = |month, missing, name| self.places.get(&(month, missing, name)).copied().unwrap_or_default();
        let id = run.schema.coordinators.get(report.coordinator).map_or("", |known| known.id.as_str());
        let files = report.files.iter().map(|file| at(Some(period), false, file.as_str()).plus(at(None, false, file.as_str())));
        files.fold(at(Some(period), true, id), Open::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{finding, run, with_reports};
    use crate::domain::Finding;

    #[test]
    fn root_causes_are_counted_where_they_point() {
        let mut run = with_reports(run());
        run.findings.push(Finding { waived: true, ..finding("REG-10", Severity::Warning, "2026-05", None) });
        run.findings.push(Finding { period: None, ..finding("FIL-04", Severity::Error, "2026-05", None) });
        run.findings.push(Finding {
            place: Place::Expected { coordinator: "east".to_owned() },
            ..finding("FIL-01", Severity::Error, "2026-05", None)
        });
        let standing = Standing::of(&run);
        let may = &run.facts.completeness[1];
        assert_eq!(standing.month(Some(may.period)), Open { errors: 2, warnings: 1, waived: 1 });
        assert_eq!(standing.month(None), Open { errors: 1, warnings: 0, waived: 0 });
        let of = |at: usize| standing.report(&run, may.period, &may.reports[at]);
        assert_eq!(of(0), Open { errors: 2, warnings: 1, waived: 1 }, "what belongs to no month counts with its file");
        assert_eq!(of(1), Open { errors: 1, warnings: 0, waived: 0 });
    }
}
