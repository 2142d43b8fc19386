//! ROW-11: a footnote marker has no footnote.

use crate::domain::{Census, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-11 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-11",
    scope: Scope::Row,
    severity: Severity::Warning,
    name: ["Voetnootteken zonder voetnoot", "Footnote marker without a footnote"],
    message: ["Voetnootteken bij {mission} zonder voetnoot.", "Footnote marker at {mission} without a footnote."],
    does: [
        "Staat bij een waarde een teken als *, 1) of ¹, dan moet onder de tabel een noot met hetzelfde teken staan. Het getal zelf wordt \
         gewoon gelezen.",
        "Where a value carries a marker such as *, 1) or ¹, a note with the same marker must stand under the table. The number itself is \
         read as usual.",
    ],
    why: [
        "De noot zegt wat het getal betekent. Ontbreekt zij, dan kan het cijfer iets anders zijn dan de bezetting op de peildatum.",
        "The note says what the number means. Without it the figure may be something else than the headcount at the as-of date.",
    ],
    example: [
        "In Bezetting!B8 staat '0*' en onder de tabel staat geen regel die met * begint.",
        "Bezetting!B8 says '0*' and no line under the table begins with *.",
    ],
    fix: [
        "Coördinator: voeg de voetnoot toe of haal het teken weg. Analist: vraag waar het teken naar verwijst.",
        "Coordinator: add the footnote or remove the marker. Analyst: ask what the marker refers to.",
    ],
};

/// Every cell that was read.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(census, out, |_| true, |kind| matches!(kind, RemarkKind::Marker(_)), |remark, about| Some(raw_and_mission(remark, about)));
}
