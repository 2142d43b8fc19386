//! TRN-04: the number of locations is not that of the list.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Bilingual, Census, Period, RecordRef, SafeText, Scope, Severity, fold};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

/// What TRN-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "TRN-04",
    scope: Scope::Training,
    severity: Severity::Error,
    name: ["Aantal locaties past niet bij de lijst", "Number of locations does not fit the list"],
    message: ["Aantal locaties {x}, lijst telt {y}.", "Locations {x}, list has {y}."],
    does: [
        "Staat naast het aantal locaties van een project ook welke dat zijn (kolom 'welke locaties', gescheiden door komma's, of één per \
         regel), dan moeten er evenveel in de lijst staan. Een plaats die tweemaal genoemd is, telt eenmaal. Niet uitgevoerd zonder \
         lijst.",
        "Where a project says which its locations are beside their number (column 'which locations', divided by commas, or one on each \
         row), the list must have as many. A place that is named twice counts once. Not run without a list.",
    ],
    why: [
        "De brief noemt het aantal en de plaatsen in één zin; dan moeten zij kloppen met elkaar.",
        "The letter gives the number and the places in one sentence; so they must agree.",
    ],
    example: ["In F2 staat 4 en in G2 'Lviv, Rivne, Vinnytsia'.", "F2 says 4 and G2 'Lviv, Rivne, Vinnytsia'."],
    fix: [
        "Coördinator: vul de lijst aan of verbeter het aantal. Analist: vraag welke van de twee klopt.",
        "Coordinator: complete the list or correct the number. Analyst: ask which of the two is right.",
    ],
};

/// The number of locations of a project, and the list of them.
#[derive(Default)]
struct Locations {
    stated: Vec<(RecordRef, usize, i64)>,
    listed: BTreeSet<String>,
}

/// Every project that states a number of locations.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Reading { ret, at, table, schema } in tables_named(census, "training") {
        let list = schema.field("location_list");
        let mut projects: BTreeMap<(Option<Period>, Option<usize>), Locations> = BTreeMap::new();
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let project = schema.field("project").and_then(|field| table.mission(field, record));
            let locations = projects.entry((table.periods[record], project)).or_default();
            let own = schema.field("locations");
            let by_indicator = schema.field("value").filter(|_| census.code_of(here, "indicator") == Some("locations"));
            for field in own.into_iter().chain(by_indicator) {
                locations.stated.extend(table.count(field, record).map(|count| (here, field, count)));
            }
            locations.listed.extend(list.and_then(|field| table.text(field, record)).into_iter().flat_map(places));
        }
        for ((period, project), Locations { stated, listed }) in projects {
            for (here, field, count) in stated {
                if listed.is_empty() {
                    out.not_run(
                        period,
                        Bilingual::new("er staat niet bij welke locaties het zijn", "it does not say which locations these are"),
                    );
                    continue;
                }
                let length = i64::try_from(listed.len()).unwrap_or(i64::MAX);
                if count == length {
                    out.passed(period, 1);
                    continue;
                }
                let draft = Draft {
                    mission: project.map(|at| census.schema.registry.missions[at].id.clone()),
                    field: format!("training.{}", schema.fields[field].name),
                    value: SafeText::own(count),
                    expected: SafeText::own(length),
                    args: vec![("x", number(count)), ("y", number(length))],
                    ..Draft::default()
                };
                out.failed(census.place(here, Some(field)), period, draft);
            }
        }
    }
}

/// The places in a list such as `Lviv, Rivne en Kyiv`, folded. What stands before a colon is no place.
fn places(text: &str) -> Vec<String> {
    let text = text.rsplit_once(':').map_or(text, |(_, places)| places);
    let mut spaced = text.replace(['\n', '\r'], ",");
    for and in [" en ", " and ", " et ", " & "] {
        spaced = spaced.replace(and, ",");
    }
    let places = spaced.split([',', ';', '/', '|']).map(fold);
    places.filter(|place| place.chars().any(char::is_alphabetic)).collect()
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn places_are_told_apart_however_they_are_divided() {
        for text in [
            "Lviv, Rivne, Vinnytsia, Kyiv",
            "4: Lviv; Rivne; Vinnytsia; Kyiv.",
            "Lviv, Rivne, Vinnytsia en Kyiv",
            "Lviv/Rivne\nVinnytsia & Kyiv",
        ] {
            assert_eq!(places(text), ["lviv", "rivne", "vinnytsia", "kyiv"], "{text}");
        }
        assert_eq!(places("4"), [] as [String; 0]);
        assert_eq!(places("Ivano-Frankivsk"), ["ivanofrankivsk"]);
    }
}
