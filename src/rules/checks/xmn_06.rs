//! XMN-06: somebody whose tour had ended is back without a new start.

use chrono::NaiveDate;

use crate::domain::{Bilingual, Census, FastMap, FastSet, PersonKey, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Line, Person, Rosters, no_earlier_roster, number_of};
use crate::rules::words::Words;

/// What XMN-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-06",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Terug zonder nieuwe begindatum", "Back without a new start"],
    message: [
        "De persoon op regel {key} was per {end} beëindigd en is weer op uitzending bij {mission}, zonder nieuwe begindatum.",
        "The person on line {key} ended on {end} and is on posting for {mission} again, without a new start.",
    ],
    does: [
        "Had een sleutel op het laatste rooster waarop zij stond een werkelijke einddatum op of voor de peildatum van toen, dan moet een \
         lopende uitzending bij dezelfde missie na die dag zijn begonnen. Niet uitgevoerd zonder eerder rooster van de missie. Klopt de \
         bezetting (XSH-01) zonder deze personen, dan volgt die bevinding hieruit.",
        "Where a key had an actual end on or before the as-of date of the last roster that it was on, a running tour for the same mission \
         must have started after that day. Not run without an earlier roster of the mission. If the headcount (XSH-01) is right without \
         these persons, that finding follows from this one.",
    ],
    why: [
        "Een afgesloten maand is achteraf veranderd: het vertrek dat toen is geteld, zou niet hebben plaatsgevonden.",
        "A closed month was changed afterwards: the departure that was counted then would not have taken place.",
    ],
    example: [
        "In de opgave over maart had Personeel!I7 de werkelijke einddatum 20-3-2026; in die over mei is I7 leeg, met dezelfde begindatum.",
        "In the return for March Personeel!I7 had an actual end of 20-3-2026; in the one for May I7 is empty, with the same start.",
    ],
    fix: [
        "Coördinator: zet de einddatum terug, of geef een nieuwe uitzending een eigen regel met haar begindatum. Analist: vraag na of de \
         persoon is teruggekeerd of nooit is vertrokken.",
        "Coordinator: put the end date back, or give a new tour a line of its own with its start. Analyst: ask whether the person came \
         back or never left.",
    ],
};

/// A tour that goes on although it had ended.
struct Back {
    at: RecordRef,
    end: NaiveDate,
    in_scope: bool,
}

/// Every person on a roster who was on an earlier one of the same mission.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    // The last day of whoever had left by the last roster that shows the person; `None` for all others.
    let mut ended: FastMap<(&PersonKey, usize), Option<NaiveDate>> = FastMap::default();
    let mut reported: FastSet<usize> = FastSet::default();
    for month in rosters.months() {
        let persons = rosters.persons(&month);
        let first = reported.insert(month.mission);
        if first {
            out.not_run(Some(month.period), no_earlier_roster());
        }
        let mut back: Vec<Back> = Vec::new();
        for person in &persons {
            let known = ended.insert((person.key, month.mission), gone(person, month.as_of));
            let Some(known) = known else { continue };
            let again = |line: &&Line| {
                let started = known.and_then(|end| line.tour.start.map(|start| start <= end));
                started == Some(true) && line.tour.on_posting(month.as_of)
            };
            match (known, person.lines.iter().find(again)) {
                (Some(end), Some(line)) => back.push(Back { at: line.at, end, in_scope: line.tour.in_scope }),
                _ => out.passed(Some(month.period), 1),
            }
        }
        if back.is_empty() {
            continue;
        }
        let counting = number_of(back.iter().filter(|back| back.in_scope).count());
        let repaired = rosters.balance(&month).is_some_and(|balance| (1..=counting).contains(&-balance.short()));
        for Back { at, end, .. } in back {
            let place = rosters.place(at, "start");
            let draft = Draft {
                mission: Some(rosters.id(month.mission)),
                field: "roster.start".to_owned(),
                expected: SafeText::own(format!("> {end}")),
                args: vec![
                    ("key", line_words(&place)),
                    ("end", Bilingual::same(end.to_string())),
                    ("mission", rosters.name(month.mission)),
                ],
                explains: if repaired { vec![("XSH-01", rosters.id(month.mission))] } else { Vec::new() },
                ..Draft::default()
            };
            out.failed(place, Some(month.period), draft);
        }
    }
}

/// The last day of a person who has left by a day; `None` if a tour still runs or none has ended.
fn gone(person: &Person<'_>, as_of: NaiveDate) -> Option<NaiveDate> {
    if person.lines.iter().any(|line| line.tour.on_posting(as_of)) {
        return None;
    }
    person.lines.iter().filter_map(|line| line.tour.actual_end).max().filter(|end| *end <= as_of)
}
