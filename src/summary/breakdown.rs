//! Counts by sex, rank and status, with small counts withheld.
//!
//! Within a month, mission and attribute, either every count is shown or none: if one of them lies between zero and the
//! threshold, all are withheld, zeros included, since one empty place among shown ones would tell itself by subtraction.

use std::collections::BTreeSet;

use super::columns::{count, flag, published, shown, table, text};
use super::{NamedTable, dimensions};
use crate::domain::facts::AttributeFact;
use crate::domain::{ColumnNote, Edition, Period, TableNote, Words};
use crate::error::Error;

/// The table `headcount_by_attribute`.
pub(super) const BY_ATTRIBUTE: TableNote = TableNote {
    name: "headcount_by_attribute",
    title: Words::new("Bezetting naar kenmerk", "Headcount by attribute"),
    meaning: Words::new(
        "Een rij per maand, missie, kenmerk en waarde, geteld uit de roosters. Kleine aantallen zijn achtergehouden.",
        "One row for each month, mission, attribute and value, counted from rosters. Small counts are withheld.",
    ),
    columns: &[
        dimensions::PERIOD,
        dimensions::MISSION_ID,
        ColumnNote::new("attribute", "Kenmerk: sex, rank of status.", "Attribute: sex, rank or status."),
        ColumnNote::new("value", "Code van de waarde.", "Code of the value."),
        ColumnNote::new(
            "count",
            "Personen. Leeg: achtergehouden (zie suppressed) of niet bekend.",
            "Persons. Empty: withheld (see suppressed) or not known.",
        ),
        ColumnNote::new(
            "suppressed",
            "Of de aantallen van dit kenmerk zijn achtergehouden omdat er een klein aantal bij is.",
            "Whether the counts of this attribute are withheld because one of them is small.",
        ),
    ],
    key: &["period", "mission_id", "attribute", "value"],
    links: &[dimensions::TO_PERIOD, dimensions::TO_MISSION],
};

/// The table of breakdowns.
pub(super) fn by_attribute(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let threshold = edition.schema.settings.small_count_threshold;
    let mut rows = published(edition, &edition.facts.attributes, |fact| fact.period);
    rows.sort_by_key(|fact| (fact.period, fact.mission));
    let closed = closed(threshold, &rows);
    let suppressed: Vec<bool> = rows.iter().map(|fact| closed.contains(&group(fact))).collect();
    let missions = &edition.schema.registry.missions;
    let columns = vec![
        shown("period", rows.iter().map(|fact| Some(fact.period))),
        text("mission_id", rows.iter().map(|fact| missions.get(fact.mission).map(|mission| &mission.id))),
        text("attribute", rows.iter().map(|fact| Some(fact.attribute))),
        text("value", rows.iter().map(|fact| Some(&fact.value))),
        count("count", rows.iter().zip(&suppressed).map(|(fact, suppressed)| fact.count.filter(|_| !suppressed))),
        flag("suppressed", suppressed.iter().copied()),
    ];
    table(&BY_ATTRIBUTE, rows.len(), columns)
}

/// A month, mission and attribute.
pub(super) type Group = (Period, usize, &'static str);

/// The groups of which all counts are withheld since one of them is small.
pub(super) fn closed(threshold: i64, rows: &[&AttributeFact]) -> BTreeSet<Group> {
    rows.iter().filter(|fact| is_small(fact, threshold)).map(|fact| group(fact)).collect()
}

/// The group that a count belongs to.
pub(super) fn group(fact: &AttributeFact) -> Group {
    (fact.period, fact.mission, fact.attribute)
}

fn is_small(fact: &AttributeFact, threshold: i64) -> bool {
    fact.suppressed || fact.count.is_some_and(|count| 0 < count && count < threshold)
}
