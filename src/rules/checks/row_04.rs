//! ROW-04: a headcount is put together of several numbers.

use crate::domain::{Bilingual, Census, RemarkKind, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-04",
    scope: Scope::Row,
    severity: Severity::Error,
    name: ["Samengestelde waarde", "Compound value"],
    message: [
        "Samengestelde waarde '{raw}' bij {mission}: niet automatisch opgeteld.",
        "Compound value '{raw}' for {mission}: not summed automatically.",
    ],
    does: [
        "De bezetting mag niet uit meer getallen bestaan, zoals '2+1', '3/4', '3-4' of '2 à 3'. Alleen een toelichting als '4 (3 \
         tijdelijk in NL)' en de bekende varianten daarvan worden gelezen: dat is 4, van wie 3 tijdelijk in Nederland. Een regel eronder \
         ('waarvan vrouwen: 2') wordt gelezen als vaststaat welk veld bedoeld is en dat veld niets anders zegt; zo niet, dan is dit een \
         waarschuwing.",
        "The headcount may not consist of several numbers, such as '2+1', '3/4', '3-4' or '2 à 3'. Only an annotation such as '4 (3 \
         tijdelijk in NL)' and its known variants are read: that is 4, of whom 3 temporarily in the Netherlands. A row below it ('of which \
         female: 2') is read if it is certain which field is meant and that field says nothing else; if not, this is a warning.",
    ],
    why: [
        "'2+1' kan politie en marechaussee zijn, aanwezig en verwacht, of een overdracht. Optellen zou een keuze zijn die niemand heeft \
         gemaakt.",
        "'2+1' may be police and marechaussee, present and expected, or a hand-over. Adding up would be a choice nobody made.",
    ],
    example: [
        "In Bezetting!B10 staat '3/4': drie van vier functies bezet, drie tot vier, of 3 april.",
        "Bezetting!B10 says '3/4': three of four posts filled, three to four, or 3 April.",
    ],
    fix: [
        "Coördinator: zet één getal in de cel en de onderdelen in hun eigen kolommen. Analist: vraag wat de delen betekenen; tel ze niet \
         op.",
        "Coordinator: put one number in the cell and the parts in columns of their own. Analyst: ask what the parts mean; do not add \
         them up.",
    ],
};

/// Every count of a row.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(
        census,
        out,
        is_count,
        |kind| matches!(kind, RemarkKind::Compound | RemarkKind::UnclearPart),
        |remark, about| {
            match remark.kind {
                RemarkKind::Compound => Some(raw_and_mission(remark, about)),
                // The count itself stands; what is said of some of them is not used.
                RemarkKind::UnclearPart => {
                    Some(Draft { severity: Some(Severity::Warning), suggestion: unclear_part(), ..raw_and_mission(remark, about) })
                }
                _ => None,
            }
        },
    );
}

fn unclear_part() -> Bilingual {
    Bilingual::new(
        "Wat deze regel telt, is niet gelezen: zet het getal in de kolom van dat veld, bijvoorbeeld 'Vrouwen' of 'Tijdelijk in NL'.",
        "What this row counts was not read: put the number in the column of that field, such as 'Female' or 'Temporarily in NL'.",
    )
}
