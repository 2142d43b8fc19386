//! PLA-05: a headcount is unusually high.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::series::figure;
use crate::rules::support::{headcounts, stated_place};
use crate::rules::words::Words;

/// What PLA-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-05",
    scope: Scope::Plausibility,
    severity: Severity::Warning,
    name: ["Ongewoon hoge bezetting", "Unusually high headcount"],
    message: ["Bezetting {x} bij {mission} is ongewoon hoog.", "Headcount {x} in {mission} is unusually high."],
    does: [
        "De bezetting mag niet hoger zijn dan 15 en tegelijk hoger dan driemaal de hoogste die van de missie bekend is uit eerdere maanden \
         (instellingen floor en factor). Tot en met 15 klopt zij altijd; is er geen eerdere maand bekend, dan geldt alleen de 15.",
        "The headcount may not be above 15 and above three times the highest that is known of the mission from earlier months (settings \
         floor and factor). Up to 15 it always passes; where no earlier month is known only the 15 counts.",
    ],
    why: [
        "Zo'n getal is bijna altijd iets anders: de dag van de peildatum, een regelnummer of een totaal.",
        "Such a number is nearly always something else: the day of the as-of date, a line number or a total.",
    ],
    example: [
        "In Bezetting!B5 staat 31 voor EUM Armenia, dat nooit meer dan 7 personen had: de dag van 31-5 is ingetypt.",
        "Bezetting!B5 says 31 for EUM Armenia, which never had more than 7 persons: the day of 31-5 was typed in.",
    ],
    fix: [
        "Coördinator: verbeter het getal, of leg in de opmerkingen uit waarom het klopt. Analist: gebruik het niet voordat het bevestigd \
         is.",
        "Coordinator: correct the number, or explain in the remarks why it is right. Analyst: do not use it before it is confirmed.",
    ],
};

/// Every known headcount.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let floor = census.schema.number("PLA-05", "floor", 15);
    let factor = census.schema.number("PLA-05", "factor", 3);
    for stated in headcounts(census) {
        let Some(now) = stated.headcount else { continue };
        if now <= floor {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let known = census.history.months.iter().chain(&census.periods).copied().filter(|month| *month < stated.period);
        // Of a mission without an earlier month only the floor is known.
        let highest = known.filter_map(|month| figure(census, "stated", month, stated.index)).max().unwrap_or(0);
        if now <= highest.saturating_mul(factor) {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let draft = Draft {
            mission: Some(stated.mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: SafeText::own(now),
            args: vec![("x", number(now)), ("mission", Bilingual::same(stated.mission.name.clone()))],
            ..Draft::default()
        };
        out.failed(stated_place(census, stated.at), Some(stated.period), draft);
    }
}
