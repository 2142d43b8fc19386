//! XFL-05: somebody who was transferred never arrived.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::{Bilingual, Census, FastMap, FastSet, PersonKey, RecordRef, SafeText, Scope, Severity, Table};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::persons::{Rosters, Senders, later};
use crate::rules::support::{Reading, headcounts, line_words, mission_index, tables_named};
use crate::rules::words::Words;

/// What XFL-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-05",
    scope: Scope::CrossFile,
    severity: Severity::Warning,
    name: ["Overplaatsing zonder aankomst", "Transfer without an arrival"],
    message: [
        "De persoon op regel {key} is per {date} overgeplaatst van {mission} naar {mission2}, zonder aankomst aldaar.",
        "The person on line {key} was transferred from {mission} to {mission2} on {date}, without an arrival there.",
    ],
    does: [
        "Bij elke mutatie die een overplaatsing naar een andere missie meldt, moet dezelfde sleutel binnen 31 dagen bij die missie \
         aankomen (instelling days): als mutatie, of met een begindatum op het rooster daar. Niet uitgevoerd zonder sleutel of andere \
         missie, en zolang de opgave van de maand waarin de termijn afloopt er niet is.",
        "For every movement that reports a transfer to another mission, the same key must arrive at that mission within 31 days (setting \
         days): as a movement, or with a start on the roster there. Not run without a key or an other mission, and as long as the return \
         of the month in which that term ends is not there.",
    ],
    why: [
        "De persoon telt nergens meer mee, of staat bij de nieuwe missie onder een andere sleutel.",
        "The person counts nowhere any more, or stands under another key at the new mission.",
    ],
    example: [
        "In Mutaties!A6 vertrekt iemand op 10-4-2026 bij EUMM Georgia naar EUM Armenia; op de roosters van EUM Armenia over april en mei \
         staat die sleutel niet.",
        "In Mutaties!A6 somebody leaves EUMM Georgia for EUM Armenia on 10-4-2026; that key is not on the rosters of EUM Armenia for \
         April and May.",
    ],
    fix: [
        "Coördinator: meld de aankomst, of verbeter de bestemming of de sleutel. Analist: vraag het aan wie de nieuwe missie opgeeft.",
        "Coordinator: report the arrival, or correct the destination or the key. Analyst: ask whoever reports the new mission.",
    ],
};

/// Every transfer to another mission.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let days = census.schema.number("XFL-05", "days", 31);
    let registry = &census.schema.registry;
    let mut arrivals: Option<FastMap<(&PersonKey, usize), BTreeSet<NaiveDate>>> = None;
    let mut reported: Option<BTreeMap<usize, NaiveDate>> = None;
    let mut told: FastSet<(&PersonKey, usize, NaiveDate)> = FastSet::default();
    for Reading { ret, at, table, schema } in tables_named(census, "movements") {
        let (Some(date_field), Some(to)) = (schema.field("date"), schema.field("counterpart")) else { continue };
        let key_field = schema.field("person_key");
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let (Some(date), Some(from)) = (table.date(date_field, record), mission_index(census, here)) else { continue };
            if !leaves(census, table, record) {
                continue;
            }
            let period = table.periods[record];
            let Some((key, to_mission)) = key_field.and_then(|field| table.key(field, record)).zip(table.mission(to, record)) else {
                out.not_run(period, Bilingual::new("de sleutel of de andere missie ontbreekt", "the key or the other mission is missing"));
                continue;
            };
            // A list of movements is often sent again with the months that follow.
            if !told.insert((key, to_mission, date)) {
                continue;
            }
            let (Some(first), Some(last)) = (later(date, -days), later(date, days)) else { continue };
            let arrivals = arrivals.get_or_insert_with(|| arrivals_of(census, &rosters));
            if arrivals.get(&(key, to_mission)).is_some_and(|dates| dates.range(first..=last).next().is_some()) {
                out.passed(period, 1);
                continue;
            }
            let until = reported.get_or_insert_with(|| reported_until(census, &rosters)).get(&to_mission);
            if until.is_none_or(|until| *until < last) {
                let reason = Bilingual::new(
                    "het rooster van de andere missie tot het eind van de termijn is er nog niet",
                    "the other mission's roster up to the end of the term is not there yet",
                );
                out.not_run(period, reason);
                continue;
            }
            let place = census.place(here, Some(to));
            let draft = Draft {
                mission: Some(registry.missions[from].id.clone()),
                field: "movements.counterpart".to_owned(),
                value: SafeText::own(&registry.missions[to_mission].name),
                args: vec![
                    ("key", line_words(&place)),
                    ("date", Bilingual::same(date.to_string())),
                    ("mission", Bilingual::same(registry.missions[from].name.clone())),
                    ("mission2", Bilingual::same(registry.missions[to_mission].name.clone())),
                ],
                ..Draft::default()
            };
            out.failed(place, period, draft);
        }
    }
}

fn code<'a>(census: &Census<'a>, table: &Table, record: usize, field: &str) -> Option<&'a str> {
    let schema = &census.schema.tables[table.schema];
    let field = schema.field(field)?;
    let list = census.schema.code_lists.get(schema.fields[field].codes?)?;
    list.codes.get(usize::from(table.code(field, record)?)).map(|code| code.code.as_str())
}

/// Whether a movement says that somebody leaves for another mission.
fn leaves(census: &Census<'_>, table: &Table, record: usize) -> bool {
    match code(census, table, record, "type") {
        Some("transfer_out") => true,
        Some("departure" | "early_return") => code(census, table, record, "reason") == Some("transfer"),
        _ => false,
    }
}

/// The days on which each person arrived in each mission, by movements and rosters.
fn arrivals_of<'a>(census: &Census<'a>, rosters: &Rosters<'_, 'a>) -> FastMap<(&'a PersonKey, usize), BTreeSet<NaiveDate>> {
    let mut found: FastMap<(&PersonKey, usize), BTreeSet<NaiveDate>> = FastMap::default();
    for month in rosters.months() {
        for line in &month.lines {
            if let (Some(key), Some(start)) = (rosters.key(line.at), line.tour.start) {
                found.entry((key, month.mission)).or_default().insert(start);
            }
        }
    }
    for Reading { ret, at, table, schema } in tables_named(census, "movements") {
        let (Some(key_field), Some(date_field)) = (schema.field("person_key"), schema.field("date")) else { continue };
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            if !matches!(code(census, table, record, "type"), Some("arrival" | "transfer_in")) {
                continue;
            }
            let mission = mission_index(census, RecordRef { ret, table: at, record });
            if let (Some(key), Some(date), Some(mission)) = (table.key(key_field, record), table.date(date_field, record), mission) {
                found.entry((key, mission)).or_default().insert(date);
            }
        }
    }
    found
}

/// The last day for which each mission's roster is known; also one with nobody on it.
fn reported_until(census: &Census<'_>, rosters: &Rosters<'_, '_>) -> BTreeMap<usize, NaiveDate> {
    let mut until: BTreeMap<usize, NaiveDate> = BTreeMap::new();
    let mut note = |mission: usize, day: NaiveDate| {
        let known = until.entry(mission).or_insert(day);
        *known = day.max(*known);
    };
    for month in rosters.months() {
        note(month.mission, month.as_of);
    }
    let senders: Senders = rosters.senders();
    for stated in headcounts(census) {
        if let Some(mission) = mission_index(census, stated.at).filter(|_| senders.have(census, stated.period, stated.at.ret)) {
            note(mission, stated.as_of.unwrap_or_else(|| stated.period.last_day()));
        }
    }
    until
}
