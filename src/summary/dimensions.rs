//! The dimensions: missions, months and checks, to which the other tables point.

use std::collections::BTreeSet;

use super::NamedTable;
use super::columns::{count, day, flag, percent, shown, table, text};
use crate::domain::completeness::Completeness;
use crate::domain::{Check, ColumnNote, Edition, Link, Mission, Period, Schema, TableNote, Words};
use crate::error::Error;

/// The column `period`, where it is always filled.
pub(super) const PERIOD: ColumnNote = ColumnNote::new("period", "Maand, als JJJJ-MM.", "Month, as YYYY-MM.");
/// The column `mission_id`.
pub(super) const MISSION_ID: ColumnNote = ColumnNote::new("mission_id", "Sleutel van de missie.", "Key of the mission.");
/// From a month to its dimension.
pub(super) const TO_PERIOD: Link = Link { column: "period", table: "dim_period", key: "period" };
/// From a mission to its dimension.
pub(super) const TO_MISSION: Link = Link { column: "mission_id", table: "dim_mission", key: "mission_id" };
/// From a check to its dimension.
pub(super) const TO_CHECK: Link = Link { column: "code", table: "dim_check", key: "code" };

/// The table `dim_mission`.
pub(super) const DIM_MISSION: TableNote = TableNote {
    name: "dim_mission",
    title: Words::new("Missies", "Missions"),
    meaning: Words::new("Een rij per missie van het register.", "One row for each mission of the registry."),
    columns: &[
        MISSION_ID,
        ColumnNote::new("name", "Naam zoals in de brief.", "Name as in the letter."),
        ColumnNote::new("organisation", "Code van de organisatie die leidt.", "Code of the organisation that leads."),
        ColumnNote::new("organisation_label", "Naam van de organisatie.", "Name of the organisation."),
        ColumnNote::new("region", "Code van de regio.", "Code of the region."),
        ColumnNote::new(
            "countries",
            "ISO 3166-1-codes van de gastlanden, verbonden met +.",
            "ISO 3166-1 codes of the host countries, joined with +.",
        ),
        ColumnNote::new("status", "Code van de status in het register.", "Code of the status in the registry."),
        ColumnNote::new("status_label", "Naam van de status.", "Name of the status."),
        ColumnNote::new("display_order", "Plaats in de brief. Leeg: geen vaste plaats.", "Place in the letter. Empty: no fixed place."),
        ColumnNote::new("start_year", "Jaar waarin de missie begon.", "Year in which the mission began."),
        ColumnNote::new(
            "end_year",
            "Jaar waarin de missie eindigde. Leeg: loopt nog of niet bekend.",
            "Year in which the mission ended. Empty: still running or not known.",
        ),
        ColumnNote::new(
            "planned_from",
            "Eerste dag van voorgenomen inzet. Leeg: niets voorgenomen.",
            "First day of intended deployment. Empty: none intended.",
        ),
        ColumnNote::new("mandate_from", "Eerste dag van het laatst bekende mandaat.", "First day of the latest known mandate."),
        ColumnNote::new(
            "mandate_until",
            "Laatste dag van het laatst bekende mandaat. Leeg: open of niet bekend.",
            "Last day of the latest known mandate. Empty: open or not known.",
        ),
        ColumnNote::new(
            "unconfirmed",
            "Of de regel van het register nog niet bevestigd is.",
            "Whether the registry's entry is unconfirmed.",
        ),
    ],
    key: &["mission_id"],
    links: &[],
};

/// The table `dim_period`.
pub(super) const DIM_PERIOD: TableNote = TableNote {
    name: "dim_period",
    title: Words::new("Maanden", "Months"),
    meaning: Words::new("Een rij per maand die in een tabel voorkomt.", "One row for each month that any table holds."),
    columns: &[
        PERIOD,
        ColumnNote::new("year", "Kalenderjaar.", "Calendar year."),
        ColumnNote::new("month", "Maand, 1 tot en met 12.", "Month, 1 to 12."),
        ColumnNote::new("quarter", "Kwartaal, 1 tot en met 4.", "Quarter, 1 to 4."),
        ColumnNote::new("half_year", "Halfjaar, 1 of 2.", "Half-year, 1 or 2."),
        ColumnNote::new("first_day", "Eerste dag.", "First day."),
        ColumnNote::new("last_day", "Laatste dag, de gewone peildatum.", "Last day, the usual as-of date."),
        ColumnNote::new(
            "published",
            "Of de cijfers van de maand hier worden gepubliceerd; anders komt zij alleen in opgaven en bevindingen voor.",
            "Whether the figures of the month are published here; otherwise only returns and findings mention it.",
        ),
        ColumnNote::new(
            "expected_returns",
            "Opgaven die er hadden moeten zijn: een per coördinator die maandelijks opgave doet. Leeg: de maand is hier niet gepubliceerd.",
            "Returns that should be there: one for each coordinator who reports monthly. Empty: the month is not published here.",
        ),
        ColumnNote::new(
            "actual_returns",
            "Daarvan ontvangen: gelezen en met de bezetting van ten minste één missie.",
            "Of which received: read, and with the headcount of at least one mission.",
        ),
        ColumnNote::new(
            "on_time_returns",
            "Daarvan op tijd: de eerste versie kwam uiterlijk op de uiterste dag. Leeg: van geen enkele is de dag van ontvangst vastgelegd.",
            "Of which in time: the first version came by the deadline. Empty: of none of them the day of receipt is recorded.",
        ),
        ColumnNote::new(
            "reporting_rate",
            "Ontvangen als percentage van verwacht, met één decimaal.",
            "Received as a percentage of expected, with one decimal.",
        ),
        ColumnNote::new(
            "reporting_rate_on_time",
            "Op tijd als percentage van verwacht, met één decimaal. Leeg: niet bekend.",
            "In time as a percentage of expected, with one decimal. Empty: not known.",
        ),
        ColumnNote::new(
            "receipt_unknown",
            "Ontvangen opgaven waarvan de dag van ontvangst niet is vastgelegd; zij tellen niet als op tijd.",
            "Returns received of which the day of receipt is not recorded; they do not count as in time.",
        ),
    ],
    key: &["period"],
    links: &[],
};

/// The table `dim_check`.
pub(super) const DIM_CHECK: TableNote = TableNote {
    name: "dim_check",
    title: Words::new("Controles", "Checks"),
    meaning: Words::new("Een rij per controle van de catalogus.", "One row for each check of the catalogue."),
    columns: &[
        ColumnNote::new("code", "Code van de controle.", "Code of the check."),
        ColumnNote::new("name_nl", "Naam in het Nederlands.", "Name in Dutch."),
        ColumnNote::new("name_en", "Naam in het Engels.", "Name in English."),
        ColumnNote::new(
            "scope",
            "Wat de controle overziet: file, row, sheet, cross_sheet, cross_file, cross_month, registry, plausibility, privacy, definition, training, planning, publication of waiver.",
            "What the check looks at: file, row, sheet, cross_sheet, cross_file, cross_month, registry, plausibility, privacy, definition, training, planning, publication or waiver.",
        ),
        ColumnNote::new("severity", "Ernst: error, warning of info.", "Severity: error, warning or info."),
        ColumnNote::new("enabled", "Of de controle aanstaat.", "Whether the check is switched on."),
        ColumnNote::new("message_nl", "Melding in het Nederlands, met {plaatshouders}.", "Message in Dutch, with {placeholders}."),
        ColumnNote::new("message_en", "Melding in het Engels, met {plaatshouders}.", "Message in English, with {placeholders}."),
    ],
    key: &["code"],
    links: &[],
};

/// The missions, in the registry's order.
pub(super) fn missions(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let rows = &edition.schema.registry.missions;
    let named = |name, of: fn(&Mission) -> &str| text(name, rows.iter().map(|mission| Some(of(mission))));
    let label = |list: &str, code: &str| label(edition.schema, list, code).map(|words| words.get(edition.lang).to_owned());
    let columns = vec![
        named("mission_id", |mission| &mission.id),
        named("name", |mission| &mission.name),
        named("organisation", |mission| &mission.organisation),
        text("organisation_label", rows.iter().map(|mission| label("organisation", &mission.organisation))),
        named("region", |mission| &mission.region),
        text("countries", rows.iter().map(|mission| Some(mission.country_key()))),
        named("status", |mission| mission.status.as_str()),
        text("status_label", rows.iter().map(|mission| label("mission_status", mission.status.as_str()))),
        count("display_order", rows.iter().map(|mission| mission.display_order.map(i64::from))),
        count("start_year", rows.iter().map(|mission| mission.start.map(i64::from))),
        count("end_year", rows.iter().map(|mission| mission.end.map(i64::from))),
        day("planned_from", rows.iter().map(|mission| mission.planned_from)),
        day("mandate_from", rows.iter().map(|mission| mission.mandates.last().map(|mandate| mandate.from))),
        day("mandate_until", rows.iter().map(|mission| mission.mandates.last().and_then(|mandate| mandate.until))),
        flag("unconfirmed", rows.iter().map(|mission| mission.unconfirmed)),
    ];
    table(&DIM_MISSION, rows.len(), columns)
}

fn label<'a>(schema: &'a Schema, list: &str, code: &str) -> Option<&'a crate::domain::Bilingual> {
    let list = schema.code_lists.get(schema.code_list(list)?)?;
    list.codes.iter().find(|known| known.code == code).map(|known| &known.label)
}

/// Every month that any table mentions, earliest first.
pub(super) fn periods(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let rows: BTreeSet<Period> = edition
        .periods
        .iter()
        .copied()
        .chain(edition.findings.iter().filter_map(|finding| finding.period))
        .chain(edition.tallies.iter().filter_map(|tally| tally.period))
        .chain(edition.facts.returns.iter().filter_map(|row| row.period))
        .collect();
    let number = |name, of: fn(&Period) -> i64| count(name, rows.iter().map(|period| Some(of(period))));
    let reports = |period: &Period| edition.facts.completeness.iter().find(|month| month.period == *period);
    let reported = |of: fn(&Completeness) -> Option<i64>| rows.iter().map(move |period| reports(period).and_then(of)).collect::<Vec<_>>();
    let counted = |name, of: fn(&Completeness) -> Option<i64>| count(name, reported(of).into_iter());
    let rate = |name, of: fn(&Completeness) -> Option<i64>| percent(name, reported(of).into_iter());
    let columns = vec![
        shown("period", rows.iter().map(Some)),
        number("year", |period| i64::from(period.year())),
        number("month", |period| i64::from(period.month())),
        number("quarter", |period| i64::from(period.month().div_ceil(3))),
        number("half_year", |period| i64::from(period.month().div_ceil(6))),
        day("first_day", rows.iter().map(|period| Some(period.first_day()))),
        day("last_day", rows.iter().map(|period| Some(period.last_day()))),
        flag("published", rows.iter().map(|period| edition.periods.contains(period))),
        counted("expected_returns", |month| i64::try_from(month.expected()).ok()),
        counted("actual_returns", |month| i64::try_from(month.actual()).ok()),
        counted("on_time_returns", |month| month.on_time().and_then(|on_time| i64::try_from(on_time).ok())),
        rate("reporting_rate", Completeness::rate),
        rate("reporting_rate_on_time", Completeness::rate_on_time),
        counted("receipt_unknown", |month| i64::try_from(month.not_recorded()).ok()),
    ];
    table(&DIM_PERIOD, rows.len(), columns)
}

/// The checks, in the catalogue's order.
pub(super) fn checks(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let rows = edition.catalogue;
    let named = |name, of: fn(&Check) -> &str| text(name, rows.iter().map(|check| Some(of(check))));
    // The code of a scope is the one that schemas are written in.
    let scope = |check: &Check| serde_json::to_value(check.scope).ok().and_then(|code| code.as_str().map(str::to_owned));
    let columns = vec![
        named("code", |check| &check.code),
        named("name_nl", |check| &check.name.nl),
        named("name_en", |check| &check.name.en),
        text("scope", rows.iter().map(scope)),
        named("severity", |check| check.severity.as_str()),
        flag("enabled", rows.iter().map(|check| check.enabled)),
        named("message_nl", |check| &check.message.nl),
        named("message_en", |check| &check.message.en),
    ];
    table(&DIM_CHECK, rows.len(), columns)
}
