//! The published tables, read back: what the report shows and what the tables hold cannot differ.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::super::Table;
use crate::domain::{Edition, Period};

/// The figures of one mission in one month, as in the table `headcount`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MissionRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) as_of: Option<NaiveDate>,
    pub(super) headcount: Option<i64>,
    pub(super) temp_home: Option<i64>,
    pub(super) in_area: Option<i64>,
    pub(super) female: Option<i64>,
    pub(super) arrivals: Option<i64>,
    pub(super) departures: Option<i64>,
    pub(super) vacancies: Option<i64>,
    pub(super) status: String,
    /// Number of persons whose sex is not known, where that is published.
    pub(super) unknown_sex: Option<i64>,
}

/// The figures of one month, as in the table `by_period`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MonthRow {
    pub(super) period: Period,
    pub(super) reporting: i64,
    pub(super) headcount: Option<i64>,
    pub(super) temp_home: Option<i64>,
    pub(super) in_area: Option<i64>,
    pub(super) female: Option<i64>,
    pub(super) arrivals: Option<i64>,
    pub(super) departures: Option<i64>,
    pub(super) change: Option<i64>,
}

/// All figures that the report shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    /// Missions by month, in the order of the table.
    pub(super) missions: BTreeMap<Period, Vec<MissionRow>>,
    /// Sums by month, earliest first.
    pub(super) months: Vec<MonthRow>,
    /// Open root errors by month, as far as the table of findings knows them.
    pub(super) open_errors: BTreeMap<Period, usize>,
}

impl Figures {
    /// Reads them from the tables of a set. A table that is not there has no rows.
    pub(super) fn of(tables: &[Table]) -> Self {
        let empty = DataFrame::empty();
        let frame = |name: &str| Columns(tables.iter().find(|(note, _)| note.name == name).map_or(&empty, |(_, frame)| frame));
        let unknown = unknown_sex(&frame("headcount_by_attribute"));
        Self {
            missions: missions(&frame("headcount"), &unknown),
            months: months(&frame("by_period")),
            open_errors: open(&frame("findings")),
        }
    }

    /// The sums of a month.
    pub(super) fn month(&self, period: Period) -> Option<&MonthRow> {
        self.months.iter().find(|row| row.period == period)
    }

    /// The missions of a month.
    pub(super) fn of_month(&self, period: Period) -> &[MissionRow] {
        self.missions.get(&period).map_or(&[], Vec::as_slice)
    }

    /// Number of open root errors of a month: of a month that is carried forward, as it was published.
    pub(super) fn errors(&self, edition: &Edition<'_>, period: Period) -> usize {
        if edition.periods.contains(&period) { edition.open_errors(period) } else { self.open_errors.get(&period).copied().unwrap_or(0) }
    }
}

/// The columns of a table, by name.
struct Columns<'a>(&'a DataFrame);

impl Columns<'_> {
    fn rows(&self) -> usize {
        self.0.height()
    }

    fn texts(&self, name: &str) -> Vec<Option<String>> {
        let column = self.0.column(name).ok().map(|column| column.as_materialized_series());
        let values = column.and_then(|series| series.str().ok()).map(|texts| texts.iter().map(|text| text.map(str::to_owned)).collect());
        values.unwrap_or_else(|| vec![None; self.rows()])
    }

    fn counts(&self, name: &str) -> Vec<Option<i64>> {
        let column = self.0.column(name).ok().map(|column| column.as_materialized_series());
        column.and_then(|series| series.i64().ok()).map(|counts| counts.iter().collect()).unwrap_or_else(|| vec![None; self.rows()])
    }

    fn flags(&self, name: &str) -> Vec<bool> {
        let column = self.0.column(name).ok().map(|column| column.as_materialized_series());
        let flags = column.and_then(|series| series.bool().ok()).map(|flags| flags.iter().map(|flag| flag == Some(true)).collect());
        flags.unwrap_or_else(|| vec![false; self.rows()])
    }

    fn days(&self, name: &str) -> Vec<Option<NaiveDate>> {
        let column = self.0.column(name).ok().map(|column| column.as_materialized_series());
        let days = column
            .and_then(|series| series.date().ok())
            .map(|days| days.physical().iter().map(|day| day.and_then(NaiveDate::from_epoch_days)).collect());
        days.unwrap_or_else(|| vec![None; self.rows()])
    }

    fn periods(&self) -> Vec<Option<Period>> {
        self.texts("period").into_iter().map(|text| text.and_then(|text| text.parse().ok())).collect()
    }
}

/// Number of persons of unknown sex by month and mission, where no count of the sexes is withheld.
fn unknown_sex(table: &Columns<'_>) -> BTreeMap<(Period, String), i64> {
    let (attributes, values, missions) = (table.texts("attribute"), table.texts("value"), table.texts("mission_id"));
    let (periods, counts) = (table.periods(), table.counts("count"));
    let unknown = |at: &usize| attributes[*at].as_deref() == Some("sex") && values[*at].as_deref() == Some("u");
    (0..table.rows()).filter(unknown).filter_map(|at| Some(((periods[at]?, missions[at].clone()?), counts[at]?))).collect()
}

fn missions(table: &Columns<'_>, unknown: &BTreeMap<(Period, String), i64>) -> BTreeMap<Period, Vec<MissionRow>> {
    let (periods, ids, names) = (table.periods(), table.texts("mission_id"), table.texts("mission"));
    let (as_of, status) = (table.days("as_of"), table.texts("status"));
    let figure = |name: &str| table.counts(name);
    let (headcount, temp_home, in_area, female) = (figure("headcount"), figure("temp_home"), figure("in_area"), figure("female"));
    let (arrivals, departures, vacancies) = (figure("arrivals"), figure("departures"), figure("vacancies"));
    let mut rows: BTreeMap<Period, Vec<MissionRow>> = BTreeMap::new();
    for at in 0..table.rows() {
        let (Some(period), Some(id)) = (periods[at], ids[at].clone()) else { continue };
        let unknown_sex = unknown.get(&(period, id.clone())).copied();
        rows.entry(period).or_default().push(MissionRow {
            name: names[at].clone().unwrap_or_else(|| id.clone()),
            id,
            as_of: as_of[at],
            headcount: headcount[at],
            temp_home: temp_home[at],
            in_area: in_area[at],
            female: female[at],
            arrivals: arrivals[at],
            departures: departures[at],
            vacancies: vacancies[at],
            status: status[at].clone().unwrap_or_default(),
            unknown_sex,
        });
    }
    rows
}

fn months(table: &Columns<'_>) -> Vec<MonthRow> {
    let (periods, reporting, headcount) = (table.periods(), table.counts("missions_reporting"), table.counts("headcount"));
    let (temp_home, in_area, female) = (table.counts("temp_home"), table.counts("in_area"), table.counts("female"));
    let (arrivals, departures, change) = (table.counts("arrivals"), table.counts("departures"), table.counts("change"));
    let row = |at: usize| {
        Some(MonthRow {
            period: periods[at]?,
            reporting: reporting[at].unwrap_or(0),
            headcount: headcount[at],
            temp_home: temp_home[at],
            in_area: in_area[at],
            female: female[at],
            arrivals: arrivals[at],
            departures: departures[at],
            change: change[at],
        })
    };
    let mut rows: Vec<MonthRow> = (0..table.rows()).filter_map(row).collect();
    rows.sort_by_key(|row| row.period);
    rows
}

fn open(table: &Columns<'_>) -> BTreeMap<Period, usize> {
    let (periods, severity) = (table.periods(), table.texts("severity"));
    let (outcome_of, waived) = (table.texts("outcome_of"), table.flags("waived"));
    let mut open = BTreeMap::new();
    for at in 0..table.rows() {
        let root = outcome_of[at].is_none() && !waived[at] && severity[at].as_deref() == Some("error");
        if let Some(period) = periods[at].filter(|_| root) {
            *open.entry(period).or_insert(0) += 1;
        }
    }
    open
}

/// The months of the trends: at most thirteen, up to the last one, from the first that is known. A month in between that is not
/// known is among them.
pub(super) fn window(figures: &Figures) -> Vec<Period> {
    let known: BTreeSet<Period> = figures.months.iter().map(|row| row.period).collect();
    let (Some(first), Some(last)) = (known.first().copied(), known.last().copied()) else { return Vec::new() };
    let mut months = vec![last];
    while let Some(earliest) = months.last().copied().filter(|earliest| *earliest > first && months.len() < MONTHS) {
        months.push(earliest.previous());
    }
    months.reverse();
    months
}

/// A year and the same month of the year before.
const MONTHS: usize = 13;
