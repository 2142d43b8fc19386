//! FIL-05: a cell holds a formula error.

use crate::domain::{Bilingual, Census, RemarkKind, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::by_kind;
use crate::rules::words::Words;

/// What FIL-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-05",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Formulefout", "Formula error"],
    message: ["Formulefout {value} in {sheet}!{cell}.", "Formula error {value} in {sheet}!{cell}."],
    does: [
        "Elke cel die wordt gelezen, wordt bekeken op een foutwaarde van het rekenblad: #REF!, #VALUE!, #N/A, #DIV/0!, #NAME?, #NUM! of \
         #NULL!, ook in de Nederlandse vorm (#VERW!, #WAARDE!, #N/B, #DEEL/0!, #NAAM?, #GETAL!, #LEEG!).",
        "Every cell that is read is looked at for an error value of the spreadsheet: #REF!, #VALUE!, #N/A, #DIV/0!, #NAME?, #NUM! or \
         #NULL!, and their Dutch forms (#VERW!, #WAARDE!, #N/B, #DEEL/0!, #NAAM?, #GETAL!, #LEEG!).",
    ],
    why: [
        "Waar een fout staat, had een waarde moeten staan. Die waarde is onbekend en telt niet als nul.",
        "Where an error stands, a value should have stood. That value is unknown and does not count as zero.",
    ],
    example: [
        "In Bezetting!B17 staat #VERW! nadat een regel is verwijderd waarnaar de formule verwees.",
        "Bezetting!B17 shows #REF! after a row was deleted that the formula referred to.",
    ],
    fix: [
        "Coördinator: herstel de formule of typ de waarde in, en stuur de opgave opnieuw. Analist: vul niets zelf in; de cel blijft \
         onbekend tot er een verbeterde opgave is.",
        "Coordinator: repair the formula or type the value, and send the return again. Analyst: fill in nothing yourself; the cell stays \
         unknown until a corrected return is there.",
    ],
};

/// Every cell that was read.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(
        census,
        out,
        |_| true,
        |kind| matches!(kind, RemarkKind::CellError),
        |remark, about| {
            let cell = about.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
            let sheet = SafeText::scrub(about.place.sheet()).to_string();
            let args = vec![
                ("value", Bilingual::same(remark.raw.to_string())),
                ("sheet", Bilingual::same(sheet)),
                ("cell", Bilingual::same(cell)),
            ];
            Some(Draft { args, ..Draft::default() })
        },
    );
}
