//! PUB-02: the annotation of a letter does not fit the returns.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

use super::pub_01::{Printed, printed};

/// What PUB-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PUB-02",
    scope: Scope::Publication,
    severity: Severity::Error,
    name: ["Toelichting in de brief klopt niet", "Annotation in the letter is wrong"],
    message: [
        "Annotatie 'tijdelijk in NL' bij {mission} ({letter}) klopt niet met de gegevens: brief {x}, opgave {y}.",
        "Annotation 'tijdelijk in NL' at {mission} ({letter}) does not match the data: letter {x}, return {y}.",
    ],
    does: [
        "Heeft een missie personen tijdelijk in NL, dan moet de brief dat aantal tussen haakjes noemen; heeft zij die niet, dan mag er \
         niets staan. Niet uitgevoerd zonder brieven (schemas/letters.csv).",
        "Where a mission has persons temporarily in NL, the letter must give their number in brackets; where it has none, there may be \
         nothing. Not run without letters (schemas/letters.csv).",
    ],
    why: [
        "Zonder de toelichting lijkt een missie volledig bezet terwijl een deel thuis is, of omgekeerd.",
        "Without the annotation a mission looks fully staffed while a part of it is at home, or the other way round.",
    ],
    example: [
        "De brief noemt voor EUAM Iraq '4', terwijl in Bezetting!C4 staat dat 3 van hen tijdelijk in NL zijn.",
        "The letter says '4' for EUAM Iraq, while Bezetting!C4 says that 3 of them are temporarily in NL.",
    ],
    fix: [
        "Coördinator: controleer het aantal tijdelijk in NL over die maand. Analist: verbeter de brief, of schemas/letters.csv als daar \
         de toelichting is vergeten.",
        "Coordinator: check the number temporarily in NL of that month. Analyst: correct the letter, or schemas/letters.csv if the \
         annotation was forgotten there.",
    ],
};

/// Every line of a letter about a month that is read.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Printed { line, mission, at } in printed(census, out) {
        let home = census.count_of(at, "temp_home");
        if line.temp_home.unwrap_or(0) == home.unwrap_or(0) {
            out.passed(Some(line.period), 1);
            continue;
        }
        let words =
            |number: Option<i64>| number.map_or_else(|| Bilingual::new("niets", "nothing"), |number| Bilingual::same(number.to_string()));
        let field = census.schema.tables[census.table(at).schema].field("temp_home");
        let field = field.filter(|field| census.table(at).origin(*field, at.record).is_some());
        let stated = census.schema.tables[census.table(at).schema].field("stated");
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "headcount.temp_home".to_owned(),
            value: home.map(SafeText::own).unwrap_or_default(),
            expected: line.temp_home.map(SafeText::own).unwrap_or_default(),
            args: vec![
                ("letter", Bilingual::same(SafeText::scrub(&line.letter).to_string())),
                ("mission", Bilingual::same(mission.name.clone())),
                ("x", words(line.temp_home)),
                ("y", words(home)),
            ],
            ..Draft::default()
        };
        out.failed(census.place(at, field.or(stated)), Some(line.period), draft);
    }
}
