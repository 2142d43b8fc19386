//! REG-02: a mission's name fits several missions.

use crate::domain::{Bilingual, Census, FieldType, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_remark, of_another, raw_and_mission};
use crate::rules::words::Words;

/// What REG-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-02",
    scope: Scope::Registry,
    severity: Severity::Error,
    name: ["Missienaam past op meer missies", "Mission name fits several missions"],
    message: ["'{raw}' kan {list} zijn; geef het land.", "'{raw}' may be {list}; give the country."],
    does: [
        "Sommige namen horen bij meer missies. Staat het land erbij en past daar precies één missie op, dan wordt die gebruikt; anders \
         wordt de regel niet gelezen.",
        "Some names belong to several missions. If the country is given and exactly one mission fits it, that one is used; otherwise the \
         row is not read.",
    ],
    why: [
        "De regel is van geen enkele missie zolang niet vaststaat van welke, en telt dus nergens mee.",
        "The row belongs to no mission until it is certain to which, so it counts nowhere.",
    ],
    example: [
        "In Bezetting!A6 staat 'EUCAP Sahel': dat was zowel de missie in Mali als die in Niger.",
        "Bezetting!A6 says 'EUCAP Sahel': that was the mission in Mali as well as the one in Niger.",
    ],
    fix: [
        "Coördinator: schrijf de volledige naam, zoals 'EUCAP Sahel Mali', of vul het land in. Analist: vraag welke missie is bedoeld, \
         ook als er nog maar één van bestaat.",
        "Coordinator: write the full name, such as 'EUCAP Sahel Mali', or enter the country. Analyst: ask which mission is meant, even \
         if only one of them still exists.",
    ],
};

/// The most missions that are named.
const MOST_SHOWN: usize = 4;

/// Every mission name.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let registry = &census.schema.registry;
    by_remark(
        census,
        out,
        |field| field.kind == FieldType::Mission,
        |remark, about| {
            let RemarkKind::AmbiguousMission { shared } = remark.kind else { return None };
            let mut draft = raw_and_mission(remark, about);
            let candidates: Vec<&str> =
                registry.ambiguous[shared].candidates.iter().map(|at| registry.missions[*at].name.as_str()).collect();
            let shown = &candidates[..candidates.len().min(MOST_SHOWN)];
            let list = match candidates.len() - shown.len() {
                0 => Bilingual::new(shown.join(" of "), shown.join(" or ")),
                more => Bilingual::new(
                    format!("{} of een van {more} andere missies", shown.join(", ")),
                    format!("{} or one of {more} other missions", shown.join(", ")),
                ),
            };
            draft.args.push(("list", list));
            draft.severity = of_another(&about.field);
            draft.suggestion = Bilingual::new(
                "Geef de volledige naam van de missie, of een kolom met het land.",
                "Give the mission's full name, or a column with the country.",
            );
            Some(draft)
        },
    );
}
