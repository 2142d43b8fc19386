//! REG-01: a mission is not in the registry.

use crate::domain::{Bilingual, Census, FieldType, RemarkKind, SafeText, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_remark, of_another, raw_and_mission};
use crate::rules::words::Words;

/// What REG-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-01",
    scope: Scope::Registry,
    severity: Severity::Error,
    name: ["Onbekende missie", "Unknown mission"],
    message: ["Onbekende missie '{raw}'. Bedoelt u {suggestion}?", "Unknown mission '{raw}'. Did you mean {suggestion}?"],
    does: [
        "De naam van de missie moet gelijk zijn aan een naam of schrijfwijze in het register; alleen hoofdletters, accenten, spaties en \
         leestekens mogen verschillen. Een naam die erop lijkt, wordt genoemd maar nooit gebruikt.",
        "The mission's name must equal a name or spelling of the registry; only capitals, accents, spaces and punctuation may differ. A \
         similar name is mentioned but never used.",
    ],
    why: [
        "Veel namen verschillen één letter en zijn toch andere missies, zoals UNMIS en UNMISS of OSC en OSCE. Raden zou personen bij de \
         verkeerde missie tellen.",
        "Many names differ by one letter and are still different missions, such as UNMIS and UNMISS or OSC and OSCE. Guessing would \
         count persons in the wrong mission.",
    ],
    example: [
        "In Bezetting!A5 staat 'EUBAM Lybië'; het register kent 'EUBAM Libië'.",
        "Bezetting!A5 says 'EUBAM Lybië'; the registry knows 'EUBAM Libië'.",
    ],
    fix: [
        "Coördinator: gebruik de naam uit het sjabloon. Analist: voeg de schrijfwijze toe aan het register als vaststaat welke missie \
         het is.",
        "Coordinator: use the name of the template. Analyst: add the spelling to the registry if it is certain which mission it is.",
    ],
};

/// Every mission name.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_remark(
        census,
        out,
        |field| field.kind == FieldType::Mission,
        |remark, about| {
            let RemarkKind::UnknownMission { nearest } = remark.kind else { return None };
            let mut draft = raw_and_mission(remark, about);
            let nearest = nearest.map(|at| census.schema.registry.missions[at].name.as_str());
            let suggestion =
                nearest.map_or_else(|| Bilingual::new("een andere naam uit het register", "another name of the registry"), Bilingual::same);
            draft.args.push(("suggestion", suggestion));
            draft.severity = of_another(&about.field);
            draft.expected = nearest.map(SafeText::own).unwrap_or_default();
            draft.suggestion = Bilingual::new(
                "Laat de coördinator de naam verbeteren, of voeg haar als schrijfwijze toe in schemas/missions.toml.",
                "Let the coordinator correct the name, or add it as a spelling in schemas/missions.toml.",
            );
            Some(draft)
        },
    );
}
