//! PRV-08: a small number of persons would be published.

use std::collections::BTreeMap;

use crate::domain::export::ExportCell;
use crate::domain::{Bilingual, Period, Place, SafeText, Scope, Severity};
use crate::rules::exports::Exports;
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::words::Words;

/// What PRV-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-08",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Klein aantal in een uitsplitsing", "Small number in a breakdown"],
    message: [
        "{n} aantallen naar {attribute} in tabel {table} over {month} liggen onder de drempel {k} en worden toch gepubliceerd, zoals bij {mission}.",
        "{n} numbers by {attribute} in table {table} for {month} are below the threshold {k} and are published all the same, such as at {mission}.",
    ],
    does: [
        "Vóór het publiceren wordt elke uitsplitsing (geslacht, rang, status) per missie nagelopen: een aantal boven 0 en onder de \
         drempel (instelling threshold; 5 is aangenomen) moet zijn achtergehouden. De bezetting zelf valt erbuiten: de Kamerbrief \
         noemt ook missies met 1 persoon. muster houdt zulke aantallen zelf achter; de controle slaat aan als schemas/settings.toml dat \
         uitzet.",
        "Before anything is published every breakdown (sex, rank, status) by mission is gone through: a number above 0 and below the \
         threshold (setting threshold; 5 is assumed) must be withheld. The headcount itself is exempt: the letter to Parliament names \
         missions with 1 person too. muster withholds such numbers by itself; the check fails where schemas/settings.toml switches that \
         off.",
    ],
    why: [
        "Bij een missie met weinig mensen wijst een klein aantal naar een persoon.",
        "In a mission with few people a small number points at a person.",
    ],
    example: [
        "withhold_female_by_mission staat op false, en de tabel headcount zou bij EULEX Kosovo tonen dat de enige functionaris een vrouw is.",
        "withhold_female_by_mission is false, and the table headcount would show at EULEX Kosovo that the only officer is a woman.",
    ],
    fix: [
        "Coördinator: u hoeft niets te doen. Analist: zet small_count_threshold en withhold_female_by_mission in schemas/settings.toml \
         terug, of publiceer deze uitvoer niet.",
        "Coordinator: nothing is needed. Analyst: set small_count_threshold and withhold_female_by_mission in schemas/settings.toml back, \
         or do not publish this output.",
    ],
};

/// What a breakdown is by.
pub(super) fn attribute_words(attribute: &str) -> Bilingual {
    match attribute {
        "sex" => Bilingual::new("geslacht", "sex"),
        "rank" => Bilingual::new("rang", "rank"),
        other => Bilingual::same(other),
    }
}

/// Where a number of an export comes from: the cell of the mission's headcount.
pub(super) fn place(exports: &Exports<'_>, period: Period, mission: usize) -> Option<Place> {
    let fact = exports.facts.headcounts_of(period).iter().find(|fact| fact.mission == mission);
    let headcount = fact.and_then(|fact| fact.source.as_ref());
    let headcount = headcount.map(|(file, sheet, cell)| Place::Cell { file: file.clone(), sheet: sheet.clone(), cell: *cell });
    headcount.or_else(|| {
        let census = exports.census;
        let line = census.of_mission(census.schema.table("roster")?, period, mission).first()?;
        Some(Place::Sheet {
            file: census.returns[line.ret].source.path.clone(),
            sheet: census.sheet_name(line.ret, census.table(*line).sheet).to_owned(),
        })
    })
}

/// The number of an export that a finding stands for is never told.
pub(super) fn draft(exports: &Exports<'_>, cell: &ExportCell) -> Draft {
    let missions = &exports.census.schema.registry.missions;
    let mission = missions.get(cell.mission);
    Draft {
        mission: mission.map(|mission| mission.id.clone()),
        field: format!("{}.{}", cell.table, cell.attribute),
        value: SafeText::withheld(),
        args: vec![
            ("attribute", attribute_words(cell.attribute)),
            ("table", Bilingual::same(cell.table)),
            ("month", Bilingual::same(cell.period.to_string())),
            ("mission", mission.map_or_else(Bilingual::default, |mission| Bilingual::same(mission.name.clone()))),
        ],
        ..Draft::default()
    }
}

/// Every number of a breakdown. What one setting brings about is one finding for each month, table and attribute.
pub(crate) fn run(exports: &Exports<'_>, out: &mut Outcome<'_>) {
    let threshold = exports.census.schema.number("PRV-08", "threshold", 5);
    let mut small: BTreeMap<(Period, &str, &str), (&ExportCell, i64)> = BTreeMap::new();
    for cell in &exports.export.cells {
        if cell.shown && 0 < cell.count && cell.count < threshold {
            let (_, number) = small.entry((cell.period, cell.table, cell.attribute)).or_insert((cell, 0));
            *number += 1;
        } else {
            out.passed(Some(cell.period), 1);
        }
    }
    for (cell, cells) in small.into_values() {
        let Some(place) = place(exports, cell.period, cell.mission) else { continue };
        let mut draft = draft(exports, cell);
        draft.args.extend([("n", number(cells)), ("k", number(threshold))]);
        out.failed(place, Some(cell.period), draft);
    }
}
