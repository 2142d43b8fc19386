//! What is published: accepted figures, free of their sheets.

use chrono::NaiveDate;

use super::completeness::Completeness;
use super::period::Period;

/// How far a headcount can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HeadcountStatus {
    /// No open error concerns it.
    Ok,
    /// At least one open error concerns it.
    Flagged,
    /// Sources differ and none takes precedence; the figures are left empty.
    Conflict,
    /// A return was expected and has no figure for it.
    Missing,
}

impl HeadcountStatus {
    /// The word used in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Flagged => "flagged",
            Self::Conflict => "conflict",
            Self::Missing => "missing",
        }
    }
}

/// The headcount of one mission at one as-of date. Counts are persons; `None` is not reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadcountFact {
    /// The month.
    pub period: Period,
    /// The day the figures hold for.
    pub as_of: Option<NaiveDate>,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// Persons on a posting, wherever they are that day.
    pub headcount: Option<i64>,
    /// Of whom temporarily home for security or organisation.
    pub temp_home: Option<i64>,
    /// Of whom in the mission area: headcount less those home and otherwise absent.
    pub in_area: Option<i64>,
    /// Of whom women.
    pub female: Option<i64>,
    /// Tours that began since the as-of date before.
    pub arrivals: Option<i64>,
    /// Tours that ended since the as-of date before.
    pub departures: Option<i64>,
    /// Posts not filled.
    pub vacancies: Option<i64>,
    /// How far it can be trusted.
    pub status: HeadcountStatus,
    /// File, sheet and cell of the headcount.
    pub source: Option<(String, String, super::cell::CellRef)>,
}

/// Number of persons on posting with one attribute, counted from rosters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeFact {
    /// The month.
    pub period: Period,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// `sex`, `rank` or `status`.
    pub attribute: &'static str,
    /// The code.
    pub value: String,
    /// Persons; `None` where it is withheld.
    pub count: Option<i64>,
    /// Whether it is withheld because the number is small.
    pub suppressed: bool,
}

/// A figure of project output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingFact {
    /// The month of the return.
    pub period: Period,
    /// Id of the project.
    pub project: String,
    /// Code of the programme, where there is one.
    pub programme: Option<String>,
    /// Code of the indicator.
    pub indicator: String,
    /// `stock`, `flow` or `cumulative`: whether it may be added up over time.
    pub kind: Option<String>,
    /// The day up to which it counts.
    pub until: Option<NaiveDate>,
    /// The figure; `None` is not reported.
    pub value: Option<i64>,
    /// File, sheet and cell.
    pub source: (String, String, String),
}

/// An intended deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFact {
    /// The month of the return.
    pub period: Period,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// Persons intended; `None` is not known.
    pub count: Option<i64>,
    /// First and last day of the intended window.
    pub window: Option<(NaiveDate, NaiveDate)>,
    /// Code of how far the plan is.
    pub status: Option<String>,
    /// What it rests on.
    pub basis: Option<String>,
    /// File, sheet and cell.
    pub source: (String, String, String),
}

/// A row of the `returns` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnFact {
    /// The month; `None` if it is not known.
    pub period: Option<Period>,
    /// Id of the coordinator; empty if not known.
    pub coordinator: String,
    /// The file; empty for a missing return.
    pub file: String,
    /// Its SHA-256.
    pub sha256: String,
    /// The day it was received, if recorded.
    pub received: Option<NaiveDate>,
    /// Its version.
    pub version: Option<u32>,
    /// Names of the tables in it.
    pub tables: Vec<String>,
    /// Rows accepted as records.
    pub rows: u64,
    /// Findings that point into it.
    pub findings: u64,
    /// What became of it.
    pub status: super::returns::ReturnStatus,
}

/// A row of the `rejected` table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedFact {
    /// The file.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The row as a spreadsheet shows it, from one.
    pub row: u32,
    /// The code of the finding that rejected it.
    pub code: String,
    /// Header and text of its cells, personal fields redacted.
    pub cells: Vec<(String, String)>,
}

/// Everything that is published of the returns themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Headcounts, by month and the registry's order. Months that are not published are here too: a change is counted from them.
    pub headcounts: Vec<HeadcountFact>,
    /// Breakdowns, by month, mission and attribute.
    pub attributes: Vec<AttributeFact>,
    /// Project output.
    pub training: Vec<TrainingFact>,
    /// Intended deployments.
    pub planned: Vec<PlannedFact>,
    /// Who should have reported in each published month, and who did.
    pub completeness: Vec<Completeness>,
    /// Returns received and missing.
    pub returns: Vec<ReturnFact>,
    /// Rejected rows.
    pub rejected: Vec<RejectedFact>,
}

impl Facts {
    /// The headcounts of a month, in the registry's order.
    #[must_use]
    pub fn headcounts_of(&self, period: Period) -> &[HeadcountFact] {
        let from = self.headcounts.partition_point(|fact| fact.period < period);
        let rest = &self.headcounts[from..];
        &rest[..rest.partition_point(|fact| fact.period == period)]
    }
}
