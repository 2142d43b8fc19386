//! PUB-01: a letter has another figure than the returns.

use crate::domain::census::Chosen;
use crate::domain::schema::LetterLine;
use crate::domain::{Bilingual, Census, Mission, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{stated_place, superseded_headcounts};
use crate::rules::words::Words;

/// What PUB-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PUB-01",
    scope: Scope::Publication,
    severity: Severity::Error,
    name: ["Brief wijkt af van de opgaven", "Letter differs from the returns"],
    message: [
        "Tabel voor de Kamer ({letter}) wijkt af van de vastgestelde stand: {mission} {x} tegen {y}.",
        "Parliamentary table ({letter}) differs from the frozen dataset: {mission} {x} vs {y}.",
    ],
    does: [
        "Elke bezetting van een verzonden brief (schemas/letters.csv) wordt vergeleken met de opgave over dezelfde maand. Is de opgave \
         later verbeterd, dan volgt het verschil daaruit (zie XFL-07). Niet uitgevoerd zonder brieven, of als de bezetting niet bekend \
         is.",
        "Every headcount of a letter that was sent (schemas/letters.csv) is compared with the return about the same month. Where the \
         return was corrected later, the difference follows from that (see XFL-07). Not run without letters, or where the headcount is \
         not known.",
    ],
    why: [
        "Wat de Kamer heeft gekregen, moet te herleiden zijn tot een opgave. Een cijfer dat in Word is veranderd, is dat niet.",
        "What Parliament was given must lead back to a return. A figure that was changed in a word processor does not.",
    ],
    example: [
        "De brief over mei 2026 noemt 4 voor EUMM Georgia, en in Bezetting!B7 staat 5.",
        "The letter about May 2026 says 4 for EUMM Georgia, and Bezetting!B7 says 5.",
    ],
    fix: [
        "Coördinator: controleer de opgave over die maand. Analist: klopt de opgave, meld de Kamer dan een correctie; klopt de brief, \
         vraag een verbeterde opgave.",
        "Coordinator: check the return about that month. Analyst: if the return is right, tell Parliament of a correction; if the letter \
         is, ask for a corrected return.",
    ],
};

/// A line of a letter beside what the returns say of that mission and month.
pub(super) struct Printed<'a> {
    /// The line.
    pub(super) line: &'a LetterLine,
    /// The mission.
    pub(super) mission: &'a Mission,
    /// The record of its headcount.
    pub(super) at: RecordRef,
}

/// Every line of a letter about a month that is read, where there is one headcount to compare it with.
pub(super) fn printed<'a>(census: &Census<'a>, out: &mut Outcome<'_>) -> Vec<Printed<'a>> {
    let schema = census.schema;
    if schema.letters.is_empty() {
        for period in &census.periods {
            out.not_run(Some(*period), no_letters());
        }
    }
    let mut found = Vec::new();
    for line in schema.letters.iter().filter(|line| census.periods.contains(&line.period)) {
        match census.headcount(line.period, line.mission) {
            Chosen::One(at) => found.push(Printed { line, mission: &schema.registry.missions[line.mission], at }),
            Chosen::Nothing => {
                out.not_run(Some(line.period), Bilingual::new("er is geen opgave van de missie", "there is no return of the mission"))
            }
            Chosen::Conflict(_) => {
                out.not_run(Some(line.period), Bilingual::new("de opgaven spreken elkaar tegen", "the returns contradict each other"))
            }
        }
    }
    found
}

/// Why nothing can be said about letters.
pub(super) fn no_letters() -> Bilingual {
    Bilingual::new("er zijn geen brieven opgegeven", "no letters given")
}

/// Every line of a letter about a month that is read.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Printed { line, mission, at } in printed(census, out) {
        let Some(stated) = census.count_of(at, "stated") else {
            out.not_run(Some(line.period), Bilingual::new("de bezetting is niet opgegeven", "the headcount is not reported"));
            continue;
        };
        if stated == line.headcount {
            out.passed(Some(line.period), 1);
            continue;
        }
        // The letter has what a later version of the return corrected. That finding names both values already.
        let corrected = superseded_headcounts(census, line.period, line.mission).contains(&line.headcount);
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: SafeText::own(stated),
            expected: SafeText::own(line.headcount),
            args: vec![
                ("letter", Bilingual::same(SafeText::scrub(&line.letter).to_string())),
                ("mission", Bilingual::same(mission.name.clone())),
                ("x", number(line.headcount)),
                ("y", number(stated)),
            ],
            outcome_of: corrected.then(|| "XFL-07".to_owned()),
            severity: corrected.then_some(Severity::Warning),
            ..Draft::default()
        };
        out.failed(stated_place(census, at), Some(line.period), draft);
    }
}
