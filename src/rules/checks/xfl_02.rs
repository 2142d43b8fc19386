//! XFL-02: two sources differ on one headcount.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Doubled, doubled, misdated, source_words, stated_place};
use crate::rules::words::Words;

/// What XFL-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-02",
    scope: Scope::CrossFile,
    severity: Severity::Error,
    name: ["Bronnen spreken elkaar tegen", "Sources contradict each other"],
    message: ["{mission}: {file} meldt {x}, {file2} meldt {y}.", "{mission}: {file} says {x}, {file2} says {y}."],
    does: [
        "Geven twee bestanden een bezetting voor dezelfde missie op dezelfde peildatum, dan moeten zij gelijk zijn. Een latere versie \
         van dezelfde opgave vervangt de eerdere en is geen tegenspraak (zie XFL-07).",
        "Where two files give a headcount for the same mission at the same as-of date, they must be equal. A later version of the same \
         return replaces the earlier one and is no contradiction (see XFL-07).",
    ],
    why: [
        "Geen van beide getallen is dan te vertrouwen. De bezetting wordt leeg gepubliceerd met de status 'conflict'.",
        "Neither number can be trusted then. The headcount is published empty with the status 'conflict'.",
    ],
    example: [
        "opgave-afrika-2026-05.xls geeft EUBAM Libya 3 in B5, opgave-oost-2026-05.xlsx geeft 4 in B9.",
        "opgave-afrika-2026-05.xls gives EUBAM Libya 3 in B5, opgave-oost-2026-05.xlsx gives 4 in B9.",
    ],
    fix: [
        "Coördinator: stem af wie de missie opgeeft en stuur één verbeterde opgave. Analist: kies niet zelf; neem een correctie op als \
         latere versie ('-v2' in de bestandsnaam).",
        "Coordinator: agree who reports the mission and send one corrected return. Analyst: do not choose yourself; take in a correction \
         as a later version ('-v2' in the file name).",
    ],
};

/// Every mission and month with a headcount in more than one place.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Doubled { period, mission, first, other, values: (x, y) } in doubled(census) {
        let (Some(x), Some(y)) = (x, y) else { continue };
        if x == y {
            out.passed(Some(period), 1);
            continue;
        }
        let (place, place2) = (stated_place(census, first), stated_place(census, other));
        let args = vec![
            ("mission", Bilingual::same(mission.name.clone())),
            ("file", source_words(&place, &place2)),
            ("file2", source_words(&place2, &place)),
            ("x", number(x)),
            ("y", number(y)),
        ];
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: SafeText::own(y),
            expected: SafeText::own(x),
            args,
            suggestion: Bilingual::new(
                "Vraag welke opgave geldt en laat de andere vervallen; tot dan blijft het cijfer leeg.",
                "Ask which return holds and withdraw the other; until then the figure stays empty.",
            ),
            outcome_of: (misdated(census, first) || misdated(census, other)).then(|| "FIL-04".to_owned()),
            ..Draft::default()
        };
        out.failed(place2, Some(period), draft);
    }
}
