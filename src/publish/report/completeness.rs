//! Who reported for which month: a row for each coordinator, a column for each month of the trends.

use super::words::{Both, Name, counted, map, percent, t};
use crate::domain::completeness::{Completeness, Report, State, Timeliness};
use crate::domain::{Edition, Period};

/// One report in a few words.
pub(super) struct Cell {
    pub(super) text: Both,
    pub(super) more: Both,
    /// `good`, `late`, `part`, `bad` or `none`.
    pub(super) class: &'static str,
}

/// The reports of one coordinator.
pub(super) struct Row {
    pub(super) name: Name,
    pub(super) cells: Vec<Cell>,
}

/// The reports of all months.
pub(super) struct Matrix {
    pub(super) months: Vec<Both>,
    pub(super) rows: Vec<Row>,
    /// Received of expected, and in time of expected, by month.
    pub(super) received: Vec<Both>,
    pub(super) in_time: Vec<Both>,
    /// Whether the day of receipt of a report is not recorded.
    pub(super) unrecorded: bool,
}

impl Matrix {
    /// The reports of these months, as far as they are known.
    pub(super) fn of(edition: &Edition<'_>, months: &[Period]) -> Self {
        let of = |period: &Period| edition.facts.completeness.iter().find(|month| month.period == *period);
        let known: Vec<&Completeness> = months.iter().filter_map(of).collect();
        let rows = edition.schema.coordinators.iter().enumerate().filter_map(|(at, coordinator)| {
            let own = |month: &Completeness| month.reports.iter().find(|report| report.coordinator == at).cloned();
            let reports: Vec<Option<Report>> = known.iter().map(|month| own(month)).collect();
            let anything = coordinator.monthly || reports.iter().flatten().any(|report| !report.files.is_empty());
            anything.then(|| Row { name: Name::of(&coordinator.name), cells: reports.iter().map(|report| cell(report.as_ref())).collect() })
        });
        Self {
            rows: rows.collect(),
            received: known.iter().map(|month| rate(Some(month.actual()), month.expected(), month.rate())).collect(),
            in_time: known.iter().map(|month| rate(month.on_time(), month.expected(), month.rate_on_time())).collect(),
            unrecorded: known.iter().any(|month| month.not_recorded() > 0),
            months: known.iter().map(|month| super::words::month(month.period)).collect(),
        }
    }
}

fn rate(count: Option<usize>, of: usize, share: Option<i64>) -> Both {
    let Some(count) = count else { return t("niet vastgelegd", "not recorded") };
    let text = Both::of(format!("{count} van {of}"), format!("{count} of {of}"));
    share.map_or_else(
        || text.clone(),
        |share| {
            let share = percent(share);
            Both::of(format!("{} ({})", text.nl, share.nl), format!("{} ({})", text.en, share.en))
        },
    )
}

fn cell(report: Option<&Report>) -> Cell {
    let nothing = Cell { text: t("–", "–"), more: Both::default(), class: "none" };
    let Some(report) = report else { return nothing };
    let late = match report.timeliness {
        Some(Timeliness::Late(days)) => {
            Some(counted(usize::try_from(days).unwrap_or(0), ["dag te laat", "dagen te laat"], ["day late", "days late"]))
        }
        _ => None,
    };
    let version = report.version.filter(|version| *version > 1);
    let more = version.map_or_else(Both::default, |version| Both::of(format!("versie {version}"), format!("version {version}")));
    let (text, class) = match (report.state, &late) {
        (State::NotExpected, _) => return nothing,
        (State::Missing, _) => (t("ontbreekt", "missing"), "bad"),
        (State::Refused, _) => (t("geweigerd", "refused"), "bad"),
        (State::Partly, late) => {
            let part = Both::of(
                format!("{} van {} missies", report.reported, report.missions),
                format!("{} of {} missions", report.reported, report.missions),
            );
            let text = late
                .as_ref()
                .map_or_else(|| part.clone(), |late| Both::of(format!("{}, {}", part.nl, late.nl), format!("{}, {}", part.en, late.en)));
            (text, "part")
        }
        (State::Received, Some(late)) => (map(late, str::to_owned, str::to_owned), "late"),
        (State::Received, None) if report.timeliness == Some(Timeliness::InTime) => (t("op tijd", "in time"), "good"),
        (State::Received, None) => (t("ontvangen", "received"), "good"),
    };
    Cell { text, more, class }
}
