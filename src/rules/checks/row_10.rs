//! ROW-10: a value is not in its code list.

use crate::domain::{Bilingual, Census, FieldType, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-10 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-10",
    scope: Scope::Row,
    severity: Severity::Warning,
    name: ["Onbekende waarde", "Unknown value"],
    message: ["Onbekende waarde '{raw}' in {field}.", "Unknown value '{raw}' in {field}."],
    does: [
        "Een waarde in een veld met vaste waarden (zoals rang, status of geslacht) wordt vergeleken met de codelijst en haar synoniemen. \
         Hoofdletters, accenten en leestekens tellen niet mee.",
        "A value in a field with fixed values (such as rank, status or sex) is compared with the code list and its synonyms. Capitals, \
         accents and punctuation do not count.",
    ],
    why: [
        "Een onbekende waarde telt in de uitsplitsing als onbekend. Een onbekende status kan bovendien verbergen dat iemand niet meer is \
         uitgezonden.",
        "An unknown value counts as unknown in a breakdown. An unknown status may also hide that somebody is no longer deployed.",
    ],
    example: [
        "In Personeel!J9 staat de status 'DIV'. In D5 staat 'Oper. Expert': dat is een functie, geen rang.",
        "Personeel!J9 says the status 'DIV'. D5 says 'Oper. Expert': that is a function, not a rank.",
    ],
    fix: [
        "Coördinator: kies een waarde uit het sjabloon. Analist: voeg de schrijfwijze toe aan schemas/ als vaststaat wat ermee wordt \
         bedoeld.",
        "Coordinator: choose a value of the template. Analyst: add the spelling to schemas/ if it is certain what it means.",
    ],
};

/// Every value of a code list.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(
        census,
        out,
        |field| field.kind == FieldType::Code || is_count(field),
        |kind| matches!(kind, RemarkKind::UnknownCode { .. }),
        |remark, about| {
            let RemarkKind::UnknownCode { nearest } = &remark.kind else { return None };
            let mut draft = raw_and_mission(remark, about);
            if let Some(nearest) = nearest {
                draft.suggestion = Bilingual::new(format!("Bedoelt u '{nearest}'?"), format!("Did you mean '{nearest}'?"));
            }
            Some(draft)
        },
    );
}
