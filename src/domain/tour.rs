//! One officer's tour, as a line of a roster describes it.

use chrono::NaiveDate;

use super::census::{Census, RecordRef};
use super::schema::Schema;
use super::table::Table;

/// Types of secondment that the standard headcount leaves out, as the equations in `schemas/checks.toml` do: persons whom a
/// mission employs itself, and staff of projects that run beside it.
pub const NOT_COUNTED: [&str; 3] = ["contracted", "local", "project"];

/// How far a tour is, by its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// No status is given. Such a line counts.
    Unstated,
    /// Selected or in training.
    Preparing,
    /// On posting and temporarily home.
    Home,
    /// On posting, otherwise.
    Posted,
    /// Over.
    Ended,
}

/// The dates of a tour and whether its status counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tour {
    /// First day on posting.
    pub start: Option<NaiveDate>,
    /// Last day that was agreed, extensions included.
    pub planned_end: Option<NaiveDate>,
    /// Last day on posting; `None` while it lasts.
    pub actual_end: Option<NaiveDate>,
    /// Day from which its status holds.
    pub since: Option<NaiveDate>,
    /// How far it is, by its status.
    pub stage: Stage,
    /// Whether its status says that the officer is on posting. A line without a status counts.
    pub posted: bool,
    /// Whether its type of secondment belongs to the headcount. A line without one belongs to it.
    pub in_scope: bool,
}

impl Tour {
    /// Reads lines of one schema table, in their order.
    pub fn of_lines<'l>(census: &'l Census<'_>, lines: &'l [RecordRef]) -> impl Iterator<Item = (RecordRef, Self)> + use<'l> {
        let fields = lines.first().map(|line| TourFields::of(census.schema, census.table(*line).schema)).unwrap_or_default();
        lines.iter().map(move |line| (*line, fields.read(census.table(*line), line.record)))
    }

    /// Whether the officer is on posting on a day: both the first and the last day count.
    #[must_use]
    pub fn on_posting(&self, day: NaiveDate) -> bool {
        self.posted && self.start.is_some_and(|start| start <= day) && self.actual_end.is_none_or(|end| end >= day)
    }

    /// Whether the officer counts in the headcount of a day.
    #[must_use]
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.in_scope && self.on_posting(day)
    }

    /// Whether the officer arrived between two as-of dates: after the earlier one, up to and including the later one. Together with
    /// [`Self::departs_between`] this makes opening plus arrivals less departures the closing headcount; XSH-04 counts alike.
    #[must_use]
    pub fn arrives_between(&self, previous: NaiveDate, as_of: NaiveDate) -> bool {
        self.may_move() && self.start.is_some_and(|start| previous < start && start <= as_of)
    }

    /// Whether the officer departed between two as-of dates: the last day on posting is the earlier one or later, and before the
    /// later one, for who leaves on an as-of date still counts that day.
    #[must_use]
    pub fn departs_between(&self, previous: NaiveDate, as_of: NaiveDate) -> bool {
        self.may_move() && self.actual_end.is_some_and(|end| previous <= end && end < as_of)
    }

    /// Whoever never counts, or does not count yet, neither arrives nor departs.
    fn may_move(&self) -> bool {
        self.in_scope && self.stage != Stage::Preparing
    }

    /// Whether the officer is still to begin after a day, though selected.
    #[must_use]
    pub fn begins_after(&self, day: NaiveDate) -> bool {
        self.stage == Stage::Preparing || (self.stage != Stage::Ended && self.start.is_some_and(|start| start > day))
    }
}

/// Where a table has what describes a tour: looked up once for all of its lines.
#[derive(Debug, Clone, Default)]
pub struct TourFields {
    start: Option<usize>,
    planned_end: Option<usize>,
    extension: Option<usize>,
    actual_end: Option<usize>,
    since: Option<usize>,
    status: Option<usize>,
    secondment: Option<usize>,
    stages: Vec<Stage>,
    not_counted: Vec<u16>,
}

impl TourFields {
    /// Looks them up in a table of the schema.
    #[must_use]
    pub fn of(schema: &Schema, table: usize) -> Self {
        let Some(declared) = schema.tables.get(table) else { return Self::default() };
        let list = |name: &str| {
            let field = declared.fields.get(declared.field(name)?)?;
            schema.code_lists.get(field.codes?)
        };
        let stage = |code: &str| match code {
            "pre_deployment" => Stage::Preparing,
            "temp_home" => Stage::Home,
            "ended" => Stage::Ended,
            _ => Stage::Posted,
        };
        Self {
            start: declared.field("start"),
            planned_end: declared.field("planned_end"),
            extension: declared.field("extension_until"),
            actual_end: declared.field("actual_end"),
            since: declared.field("status_since"),
            status: declared.field("status"),
            secondment: declared.field("secondment_type"),
            stages: list("status").map(|list| list.codes.iter().map(|code| stage(&code.code)).collect()).unwrap_or_default(),
            not_counted: list("secondment_type")
                .map(|list| NOT_COUNTED.iter().filter_map(|code| list.find(code)).collect())
                .unwrap_or_default(),
        }
    }

    /// Reads a line.
    #[must_use]
    pub fn read(&self, table: &Table, record: usize) -> Tour {
        let day = |field: Option<usize>| table.date(field?, record);
        let status = self.status.and_then(|field| table.code(field, record));
        let stage = status.map_or(Stage::Unstated, |code| self.stages.get(usize::from(code)).copied().unwrap_or(Stage::Posted));
        let secondment = self.secondment.and_then(|field| table.code(field, record));
        Tour {
            start: day(self.start),
            planned_end: day(self.planned_end).max(day(self.extension)),
            actual_end: day(self.actual_end),
            since: day(self.since),
            stage,
            posted: !matches!(stage, Stage::Ended | Stage::Preparing),
            in_scope: secondment.is_none_or(|code| !self.not_counted.contains(&code)),
        }
    }
}
