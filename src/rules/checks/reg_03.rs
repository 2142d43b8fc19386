//! REG-03: a closed mission has officers.

use chrono::Months;

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{headcounts, no_as_of, nobody_expected, stated_place};
use crate::rules::words::Words;

/// What REG-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-03",
    scope: Scope::Registry,
    severity: Severity::Error,
    name: ["Bezetting bij beëindigde missie", "Headcount in an ended mission"],
    message: [
        "{mission} is volgens het register beëindigd ({end}), bezetting {x}.",
        "{mission} ended according to the registry ({end}), headcount {x}.",
    ],
    does: [
        "Ligt het einde van een missie in het register voor de peildatum, dan moet de bezetting 0 zijn. In de eerste 6 maanden na het \
         einde, de tijd van afbouw, is het een waarschuwing en geen fout (instelling liquidation_months).",
        "Where the registry has a mission's end before the as-of date, its headcount must be 0. In the first 6 months after the end, \
         while the mission is wound up, this is a warning and no error (setting liquidation_months).",
    ],
    why: [
        "Of het register klopt niet, of de personen horen bij een andere missie, vaak de opvolger.",
        "Either the registry is wrong, or the persons belong to another mission, often the successor.",
    ],
    example: [
        "In Bezetting!B7 staat in mei 2026 voor UNAMI 1, terwijl die missie eind 2025 is beëindigd.",
        "In May 2026 Bezetting!B7 says 1 for UNAMI, while that mission ended at the end of 2025.",
    ],
    fix: [
        "Coördinator: controleer de naam van de missie en of er nog iemand is uitgezonden. Analist: werk het register bij als de missie \
         toch nog loopt.",
        "Coordinator: check the mission's name and whether anybody is still deployed. Analyst: update the registry if the mission still \
         runs after all.",
    ],
};

/// Every mission with officers.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let months = u32::try_from(census.schema.number("REG-03", "liquidation_months", 6)).unwrap_or(0);
    for stated in headcounts(census) {
        let Some(count) = stated.headcount.filter(|count| *count > 0) else { continue };
        let Some(as_of) = stated.as_of else {
            out.not_run(Some(stated.period), no_as_of());
            continue;
        };
        let Some(end) = stated.mission.last_day().filter(|end| *end < as_of) else {
            out.passed(Some(stated.period), 1);
            continue;
        };
        let wound_up = end.checked_add_months(Months::new(months)).is_some_and(|until| until < as_of);
        let draft = Draft { severity: (!wound_up).then_some(Severity::Warning), ..nobody_expected(&stated, count, ("end", end)) };
        out.failed(stated_place(census, stated.at), Some(stated.period), draft);
    }
}
