//! One officer's tour, as a line of a roster describes it.

use chrono::NaiveDate;

use super::census::{Census, RecordRef};

/// The dates of a tour and whether its status counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tour {
    /// First day on posting.
    pub start: Option<NaiveDate>,
    /// Last day that was agreed, extensions included.
    pub planned_end: Option<NaiveDate>,
    /// Last day on posting; `None` while it lasts.
    pub actual_end: Option<NaiveDate>,
    /// Whether its status says that the officer is on posting. A line without a status counts.
    pub posted: bool,
}

impl Tour {
    /// Reads a line of a roster.
    #[must_use]
    pub fn of(census: &Census<'_>, at: RecordRef) -> Self {
        let table = census.table(at);
        let schema = &census.schema.tables[table.schema];
        let day = |name: &str| schema.field(name).and_then(|field| table.date(field, at.record));
        let status = schema.field("status").and_then(|field| {
            let list = schema.fields[field].codes?;
            Some(census.schema.code_lists[list].codes[table.code(field, at.record)? as usize].code.as_str())
        });
        Self {
            start: day("start"),
            planned_end: day("planned_end").max(day("extension_until")),
            actual_end: day("actual_end"),
            posted: !matches!(status, Some("ended" | "pre_deployment")),
        }
    }

    /// Whether the officer is on posting on a day: both the first and the last day count.
    #[must_use]
    pub fn on_posting(&self, day: NaiveDate) -> bool {
        self.posted && self.start.is_some_and(|start| start <= day) && self.actual_end.is_none_or(|end| end >= day)
    }
}
