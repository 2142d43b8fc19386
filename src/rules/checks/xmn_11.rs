//! XMN-11: a tour fell entirely between two as-of dates.

use crate::domain::{Bilingual, Census, Place, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::persons::{Line, Rosters, lines_words, number_of};
use crate::rules::words::Words;

/// What XMN-11 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-11",
    scope: Scope::CrossMonth,
    severity: Severity::Info,
    name: ["Uitzending tussen twee peildata", "Tour between two as-of dates"],
    message: [
        "{n} uitzending(en) bij {mission} vielen geheel tussen twee peildata.",
        "{n} tour(s) in {mission} fell entirely between two as-of dates.",
    ],
    does: [
        "Van elk rooster worden de uitzendingen geteld die na de vorige peildatum begonnen en voor deze eindigden.",
        "On every roster the tours are counted that started after the previous as-of date and ended before this one.",
    ],
    why: [
        "Zo'n uitzending staat in de instroom en de uitstroom, maar in geen enkele bezetting. Wie mensen telt in plaats van standen, mist \
         haar niet.",
        "Such a tour is in the inflow and the outflow, but in no headcount. Whoever counts persons rather than headcounts does not miss \
         it.",
    ],
    example: [
        "Een deskundige was er volgens Personeel!G14 en I14 van 6-5-2026 tot en met 16-5-2026.",
        "An expert was there from 6-5-2026 to 16-5-2026 by Personeel!G14 and I14.",
    ],
    fix: [
        "Coördinator: niets te doen als de datums kloppen. Analist: noem deze uitzendingen apart als het aantal personen wordt gevraagd.",
        "Coordinator: nothing to do if the dates are right. Analyst: name these tours apart where the number of persons is asked for.",
    ],
};

/// Every mission's roster.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    for month in rosters.months() {
        let from = census.previous_as_of(month.period, month.mission);
        let between = |line: &&Line| {
            let spell = line.tour.start.zip(line.tour.actual_end);
            line.tour.in_scope && spell.is_some_and(|(start, end)| start > from && end >= start && end < month.as_of)
        };
        let places: Vec<Place> = month.lines.iter().filter(between).map(|line| rosters.place(line.at, "start")).collect();
        let Some(first) = places.first() else {
            out.passed(Some(month.period), 1);
            continue;
        };
        let lines = lines_words(&places);
        let draft = Draft {
            mission: Some(rosters.id(month.mission)),
            field: "roster.start".to_owned(),
            args: vec![("n", number(number_of(places.len()))), ("mission", rosters.name(month.mission))],
            suggestion: Bilingual::new(
                format!("Regels: {}. Niets te doen als de datums kloppen.", lines.nl),
                format!("Lines: {}. Nothing to do if the dates are right.", lines.en),
            ),
            ..Draft::default()
        };
        out.failed(first.clone(), Some(month.period), draft);
    }
}
