//! Project output and intended deployments.

use super::columns::{count, day, published, shown, table, text};
use super::{NamedTable, dimensions};
use crate::domain::{ColumnNote, Edition, TableNote, Words};
use crate::error::Error;

const SOURCE_FILE: ColumnNote = ColumnNote::new("source_file", "Bestand waarin het staat.", "File in which it stands.");
const SOURCE_SHEET: ColumnNote = ColumnNote::new("source_sheet", "Blad waarop het staat.", "Sheet on which it stands.");
const SOURCE_CELL: ColumnNote = ColumnNote::new("source_cell", "Cel waarin het staat.", "Cell in which it stands.");

/// The table `training`.
pub(super) const TRAINING: TableNote = TableNote {
    name: "training",
    title: Words::new("Resultaten van projecten", "Project output"),
    meaning: Words::new(
        "Een rij per maand, project, programma en indicator. Programma's kunnen dezelfde personen bereiken: tel ze niet op tot personen.",
        "One row for each month, project, programme and indicator. Programmes may reach the same persons: do not add them up to persons.",
    ),
    columns: &[
        dimensions::PERIOD,
        ColumnNote::new("project", "Sleutel van het project.", "Key of the project."),
        ColumnNote::new(
            "programme",
            "Code van het programma. Leeg: geldt voor het project.",
            "Code of the programme. Empty: holds for the project.",
        ),
        ColumnNote::new(
            "indicator",
            "Code van wat geteld is, zoals locations of trainers_trained.",
            "Code of what is counted, such as locations or trainers_trained.",
        ),
        ColumnNote::new(
            "kind",
            "stock: stand; flow: in de periode; cumulative: sinds het begin. Alleen flow is over maanden op te tellen.",
            "stock: a level; flow: within the period; cumulative: since the start. Only a flow may be added up over months.",
        ),
        ColumnNote::new("until", "Dag tot en met welke geteld is.", "Last day that is counted."),
        ColumnNote::new("value", "Het aantal. Leeg: niet bekend.", "The number. Empty: not known."),
        SOURCE_FILE,
        SOURCE_SHEET,
        SOURCE_CELL,
    ],
    key: &[],
    links: &[dimensions::TO_PERIOD],
};

/// The table `planned`.
pub(super) const PLANNED: TableNote = TableNote {
    name: "planned",
    title: Words::new("Voorgenomen inzet", "Intended deployments"),
    meaning: Words::new(
        "Een rij per maand en voornemen. Geen bezetting: tel ze daar niet bij op.",
        "One row for each month and intention. No headcount: do not add it to one.",
    ),
    columns: &[
        dimensions::PERIOD,
        dimensions::MISSION_ID,
        ColumnNote::new("mission", "Naam van de missie.", "Name of the mission."),
        ColumnNote::new("count", "Voorgenomen aantal personen. Leeg: niet bekend.", "Intended number of persons. Empty: not known."),
        ColumnNote::new("from", "Eerste dag van het voorgenomen tijdvak.", "First day of the intended window."),
        ColumnNote::new("until", "Laatste dag van het voorgenomen tijdvak.", "Last day of the intended window."),
        ColumnNote::new("status", "Code van hoever het plan is, zoals wish.", "Code of how far the plan is, such as wish."),
        ColumnNote::new("basis", "Waarop het voornemen berust.", "What the intention rests on."),
        SOURCE_FILE,
        SOURCE_SHEET,
        SOURCE_CELL,
    ],
    key: &[],
    links: &[dimensions::TO_PERIOD, dimensions::TO_MISSION],
};

/// The table of project output.
pub(super) fn training(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let mut rows = published(edition, &edition.facts.training, |fact| fact.period);
    rows.sort_by(|a, b| {
        (a.period, &a.project, &a.programme, &a.indicator, &a.source).cmp(&(b.period, &b.project, &b.programme, &b.indicator, &b.source))
    });
    let columns = vec![
        shown("period", rows.iter().map(|fact| Some(fact.period))),
        text("project", rows.iter().map(|fact| Some(&fact.project))),
        text("programme", rows.iter().map(|fact| fact.programme.as_ref())),
        text("indicator", rows.iter().map(|fact| Some(&fact.indicator))),
        text("kind", rows.iter().map(|fact| fact.kind.as_ref())),
        day("until", rows.iter().map(|fact| fact.until)),
        count("value", rows.iter().map(|fact| fact.value)),
        text("source_file", rows.iter().map(|fact| Some(&fact.source.0))),
        text("source_sheet", rows.iter().map(|fact| Some(&fact.source.1))),
        text("source_cell", rows.iter().map(|fact| Some(&fact.source.2))),
    ];
    table(&TRAINING, rows.len(), columns)
}

/// The table of intended deployments.
pub(super) fn planned(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let mut rows = published(edition, &edition.facts.planned, |fact| fact.period);
    rows.sort_by(|a, b| (a.period, a.mission, a.window, &a.source).cmp(&(b.period, b.mission, b.window, &b.source)));
    let missions = &edition.schema.registry.missions;
    let columns = vec![
        shown("period", rows.iter().map(|fact| Some(fact.period))),
        text("mission_id", rows.iter().map(|fact| missions.get(fact.mission).map(|mission| &mission.id))),
        text("mission", rows.iter().map(|fact| missions.get(fact.mission).map(|mission| &mission.name))),
        count("count", rows.iter().map(|fact| fact.count)),
        day("from", rows.iter().map(|fact| fact.window.map(|window| window.0))),
        day("until", rows.iter().map(|fact| fact.window.map(|window| window.1))),
        text("status", rows.iter().map(|fact| fact.status.as_ref())),
        text("basis", rows.iter().map(|fact| fact.basis.as_ref())),
        text("source_file", rows.iter().map(|fact| Some(&fact.source.0))),
        text("source_sheet", rows.iter().map(|fact| Some(&fact.source.1))),
        text("source_cell", rows.iter().map(|fact| Some(&fact.source.2))),
    ];
    table(&PLANNED, rows.len(), columns)
}
