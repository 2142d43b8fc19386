//! DEF-01: a headcount excludes those temporarily home.

use crate::domain::{Bilingual, Census, FieldType, RemarkKind, SafeText, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_remark, raw_and_mission};
use crate::rules::words::Words;

/// What DEF-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-01",
    scope: Scope::Definition,
    severity: Severity::Error,
    name: ["Andere definitie van bezetting", "Other definition of headcount"],
    message: [
        "Opgave telt 'tijdelijk in NL' niet mee; norm telt wel mee.",
        "Return excludes 'temporarily in NL'; the standard includes them.",
    ],
    does: [
        "Gekeken wordt of de opgave zegt dat wie tijdelijk in Nederland is niet in de bezetting zit, zoals in '4 excl. 3 in NL' of '1 + \
         3 tijdelijk in NL'. De norm is: bezetting is iedereen op uitzending, ook wie tijdelijk in Nederland is. Er wordt niet \
         stilzwijgend omgerekend.",
        "This looks whether the return says that those temporarily in the Netherlands are not in the headcount, as in '4 excl. 3 in NL' \
         or '1 + 3 tijdelijk in NL'. The standard is: headcount is everybody on a posting, also those temporarily in the Netherlands. \
         Nothing is converted silently.",
    ],
    why: [
        "Twee definities in één tabel maken het totaal onbruikbaar: dezelfde missie telt bij de ene coördinator 4 personen en bij de \
         andere 1.",
        "Two definitions in one table make the total useless: the same mission counts 4 persons with one coordinator and 1 with another.",
    ],
    example: [
        "In Bezetting!B6 staat '1 + 3 tijdelijk in NL' voor EUAM Iraq; volgens de norm is dat '4 (3 tijdelijk in NL)'.",
        "Bezetting!B6 says '1 + 3 tijdelijk in NL' for EUAM Iraq; by the standard that is '4 (3 tijdelijk in NL)'.",
    ],
    fix: [
        "Coördinator: tel iedereen op uitzending mee en vermeld tijdelijk in NL in de eigen kolom of tussen haakjes. Analist: vraag een \
         bevestiging voordat u omrekent.",
        "Coordinator: include everybody on a posting, and state temporarily in NL in its own column or in brackets. Analyst: ask for \
         confirmation before converting.",
    ],
};

/// Every headcount.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_remark(
        census,
        out,
        |field| field.kind == FieldType::Headcount,
        |remark, about| {
            let RemarkKind::ExcludesTempHome { suggested } = remark.kind else { return None };
            let mut draft = raw_and_mission(remark, about);
            if let Some(count) = suggested {
                draft.expected = SafeText::own(count);
                draft.suggestion = Bilingual::new(
                    format!("Bedoelt u in totaal {count} personen op de post? Laat de coördinator dat bevestigen; er is niets omgerekend."),
                    format!("Are {count} persons on the posting in all? Let the coordinator confirm it; nothing was converted."),
                );
            }
            Some(draft)
        },
    );
}
