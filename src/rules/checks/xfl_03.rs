//! XFL-03: two sources agree on one headcount.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Doubled, doubled, misdated, source_words, stated_place};
use crate::rules::words::Words;

/// What XFL-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-03",
    scope: Scope::CrossFile,
    severity: Severity::Info,
    name: ["Dubbel opgegeven, gelijk", "Reported twice, equal"],
    message: [
        "{mission} is dubbel opgegeven met dezelfde waarde; eenmaal geteld.",
        "{mission} was reported twice with the same value; counted once.",
    ],
    does: [
        "Geven twee bestanden dezelfde bezetting voor dezelfde missie op dezelfde peildatum, dan telt zij één keer.",
        "Where two files give the same headcount for the same mission at the same as-of date, it counts once.",
    ],
    why: [
        "Er is niets mis met het cijfer, maar twee afzenders voor één missie geven vroeg of laat twee verschillende cijfers.",
        "Nothing is wrong with the figure, but two senders for one mission will sooner or later give two different figures.",
    ],
    example: [
        "EUBAM Libya staat met 3 in de opgave van Afrika (B5) en met 3 in die van Midden-Oosten (B10).",
        "EUBAM Libya stands with 3 in the return of Africa (B5) and with 3 in that of the Middle East (B10).",
    ],
    fix: [
        "Coördinator: spreek af wie de missie voortaan opgeeft. Analist: niets nodig voor deze maand.",
        "Coordinator: agree who reports the mission from now on. Analyst: nothing is needed for this month.",
    ],
};

/// Every mission and month with a headcount in more than one place.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Doubled { period, mission, first, other, values: (x, y) } in doubled(census) {
        if x.is_none() || x != y {
            out.passed(Some(period), 1);
            continue;
        }
        let place = stated_place(census, other);
        let twin = source_words(&stated_place(census, first), &place);
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: y.map(SafeText::own).unwrap_or_default(),
            args: vec![("mission", Bilingual::same(mission.name.clone()))],
            suggestion: Bilingual::new(format!("Geteld is de opgave in {}.", twin.nl), format!("The return in {} was counted.", twin.en)),
            outcome_of: (misdated(census, first) || misdated(census, other)).then(|| "FIL-04".to_owned()),
            ..Draft::default()
        };
        out.failed(place, Some(period), draft);
    }
}
