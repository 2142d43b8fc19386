//! DEF-06: persons are counted who have not started.

use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::persons::{Line, Rosters, counts_too_many, lines_words, no_balance, number_of};
use crate::rules::support::stated_place;
use crate::rules::words::Words;

/// What DEF-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-06",
    scope: Scope::Definition,
    severity: Severity::Warning,
    name: ["Nog niet begonnen personen meegeteld", "Persons counted who have not started"],
    message: [
        "{n} personen tellen mee bij {mission} die nog niet in de missie zijn begonnen.",
        "{n} persons are counted for {mission} who have not started in the mission.",
    ],
    does: [
        "Staan er op het rooster personen die op de peildatum nog moeten beginnen, of met de status 'nog niet vertrokken', en is de \
         bezetting precies het aantal op uitzending met hen erbij, dan zijn zij meegeteld. De bevinding over de bezetting (XSH-01) volgt \
         daar dan uit en geeft deze haar gewicht. Niet uitgevoerd zonder bezetting of peildatum.",
        "Where the roster has persons who are still to start at the as-of date, or with the status 'pre-deployment', and the headcount is \
         exactly the number on posting together with them, they were counted. The finding about the headcount (XSH-01) then follows from \
         this one, and gives it its weight. Not run without a headcount or as-of date.",
    ],
    why: [
        "Wie is geselecteerd of in opleiding is, is nog niet uitgezonden. De tabel voor de Kamer zou te veel personen tellen.",
        "Whoever is selected or in training is not deployed yet. The table for Parliament would count too many persons.",
    ],
    example: [
        "In Bezetting!B6 staat 5; op het rooster zijn vier personen op uitzending, en een vijfde begint volgens Personeel!G9 op 15-6-2026.",
        "Bezetting!B6 says 5; the roster has four persons on posting, and a fifth who starts on 15-6-2026 by Personeel!G9.",
    ],
    fix: [
        "Coördinator: tel alleen wie op de peildatum in de missie is begonnen, en geef de anderen als gepland op. Analist: vraag een \
         verbeterd cijfer.",
        "Coordinator: count only those who have started in the mission at the as-of date, and report the others as planned. Analyst: ask \
         for a corrected figure.",
    ],
};

/// Every mission with a headcount and a roster.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    for month in rosters.months() {
        let Some(balance) = rosters.balance(&month) else {
            out.not_run(Some(month.period), no_balance());
            continue;
        };
        let to_come = |line: &&Line| line.tour.in_scope && line.tour.begins_after(balance.as_of);
        let waiting: Vec<&Line> = month.lines.iter().filter(to_come).collect();
        let count = number_of(waiting.len());
        if count == 0 || balance.short() != count {
            out.passed(Some(month.period), 1);
            continue;
        }
        let lines = lines_words(&waiting.iter().map(|line| rosters.place(line.at, "start")).collect::<Vec<_>>());
        let suggestion = Bilingual::new(
            format!("Nog niet begonnen: {}. De bezetting is dan {}.", lines.nl, balance.counted),
            format!("Not started yet: {}. The headcount is then {}.", lines.en, balance.counted),
        );
        let draft = counts_too_many(&rosters, &month, &balance, count, suggestion);
        out.failed(stated_place(census, balance.stated), Some(month.period), draft);
    }
}
