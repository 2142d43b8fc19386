//! XSH-05: a movement of somebody who is on no roster.

use std::collections::BTreeMap;

use crate::domain::{Bilingual, Census, FastSet, Period, PersonKey, RecordRef, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::persons::{Rosters, number_of};
use crate::rules::support::{Reading, day_of, line_words, mission_index, tables_named};
use crate::rules::words::Words;

/// What XSH-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XSH-05",
    scope: Scope::CrossSheet,
    severity: Severity::Error,
    name: ["Mutatie zonder roosterregel", "Movement without a roster line"],
    message: [
        "De mutatie op regel {key} ({mission}) gaat over iemand die op geen enkel rooster staat.",
        "The movement on line {key} ({mission}) is about somebody who is on no roster.",
    ],
    does: [
        "De sleutel bij elke mutatie van deze maand wordt gezocht op alle roosters. Staat zij nergens, dan ontbreekt de regel of is de \
         sleutel verkeerd. Niet uitgevoerd zonder sleutel, als over die maand geen rooster van de missie is gestuurd, en voor een \
         mutatie na de peildatum of van voor deze maand.",
        "The key of every movement of this month is looked for on all rosters. Where it is on none, the line is missing or the key is \
         wrong. Not run without a key, where no roster of the mission was sent for that month, and for a movement after the as-of date \
         or from before this month.",
    ],
    why: [
        "De instroom of uitstroom telt iemand die het rooster niet kent: bezetting en mutaties sluiten dan niet op elkaar aan.",
        "Inflow or outflow counts somebody whom the roster does not know: headcount and movements then do not agree.",
    ],
    example: [
        "Op het blad Mutaties meldt A5 een vertrek op 12-5-2026 van een sleutel die op geen rooster van de laatste maanden staat.",
        "On the sheet Mutaties A5 reports a departure on 12-5-2026 of a key that is on no roster of the last months.",
    ],
    fix: [
        "Coördinator: voeg de regel aan het rooster toe, met begin en einde, of verbeter de sleutel bij de mutatie. Analist: vraag om wie \
         het gaat bij de coördinator; vul zelf niets in.",
        "Coordinator: add the line to the roster, with its start and end, or correct the key of the movement. Analyst: ask the \
         coordinator whom it is about; fill in nothing yourself.",
    ],
};

/// A movement of somebody who is on no roster.
struct Unknown {
    at: RecordRef,
    arrival: bool,
}

/// Every movement of a person.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let known: FastSet<&PersonKey> = rosters.months().flat_map(|month| month.lines).filter_map(|line| rosters.key(line.at)).collect();
    let senders = rosters.senders();
    let mut unknown: BTreeMap<(Period, usize), Vec<Unknown>> = BTreeMap::new();
    for Reading { ret, at, table, schema } in tables_named(census, "movements") {
        let (key_field, date_field) = (schema.field("person_key"), schema.field("date"));
        let kind = schema.field("type").and_then(|field| Some((field, schema.fields[field].codes?)));
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let (Some(period), Some(mission)) = (table.periods[record], mission_index(census, here)) else { continue };
            let Some(key) = key_field.and_then(|field| table.key(field, record)) else {
                out.not_run(Some(period), Bilingual::new("de mutatie heeft geen sleutel", "the movement has no key"));
                continue;
            };
            if known.contains(key) {
                out.passed(Some(period), 1);
                continue;
            }
            let own = census.of_mission(rosters.table, period, mission);
            if own.is_empty() && !senders.have(census, period, ret) {
                let reason =
                    Bilingual::new("er is geen rooster van de missie over die maand", "there is no roster of the mission for that month");
                out.not_run(Some(period), reason);
                continue;
            }
            let date = date_field.and_then(|field| table.date(field, record));
            let as_of = own.first().copied().or(Some(here)).and_then(|at| day_of(census, at));
            let within = date.zip(as_of).is_some_and(|(date, as_of)| date <= as_of && date >= census.previous_as_of(period, mission));
            if !within {
                let reason = Bilingual::new("de mutatie is niet van deze maand", "the movement is not of this month");
                out.not_run(Some(period), reason);
                continue;
            }
            let code =
                kind.and_then(|(field, list)| census.schema.code_lists.get(list)?.codes.get(usize::from(table.code(field, record)?)));
            let arrival = code.is_some_and(|code| matches!(code.code.as_str(), "arrival" | "transfer_in"));
            unknown.entry((period, mission)).or_default().push(Unknown { at: here, arrival });
        }
    }
    if unknown.is_empty() {
        return;
    }
    for month in rosters.months() {
        let Some(movements) = unknown.remove(&(month.period, month.mission)) else { continue };
        // Are those who came what the headcount has more than the roster, and those who left what the outflow has more?
        let mut explains = Vec::new();
        let (came, left): (Vec<&Unknown>, Vec<&Unknown>) = movements.iter().partition(|movement| movement.arrival);
        if let Some(balance) = rosters.balance(&month) {
            if (1..=number_of(came.len())).contains(&balance.short()) {
                explains.push(("XSH-01", rosters.id(month.mission)));
            }
            let within = |short: Option<i64>, many: usize| short.is_some_and(|short| (1..=number_of(many)).contains(&short));
            if within(balance.arrivals_short, came.len()) || within(balance.departures_short, left.len()) {
                explains.push(("XSH-04", rosters.id(month.mission)));
            }
        }
        report(census, out, (month.period, month.mission), &movements, &explains);
    }
    for ((period, mission), movements) in unknown {
        report(census, out, (period, mission), &movements, &[]);
    }
}

fn report(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    (period, mission): (Period, usize),
    movements: &[Unknown],
    explains: &[(&'static str, String)],
) {
    let mission = &census.schema.registry.missions[mission];
    for Unknown { at, .. } in movements {
        let schema = &census.schema.tables[census.table(*at).schema];
        let place = census.place(*at, schema.field("person_key"));
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "movements.person_key".to_owned(),
            args: vec![("key", line_words(&place)), ("mission", Bilingual::same(mission.name.clone()))],
            explains: explains.to_vec(),
            ..Draft::default()
        };
        out.failed(place, Some(period), draft);
    }
}
