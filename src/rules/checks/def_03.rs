//! DEF-03: a headcount is in full-time equivalents.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What DEF-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-03",
    scope: Scope::Definition,
    severity: Severity::Error,
    name: ["Bezetting in fte", "Headcount in FTE"],
    message: ["Eenheid is fte, gevraagd zijn personen.", "Unit is FTE; persons are required."],
    does: [
        "Gekeken wordt of bij de bezetting 'fte' staat, in de cel of in de kop van de kolom. Zo'n waarde wordt niet als aantal personen \
         gelezen, ook niet als zij een geheel getal is.",
        "This looks whether the headcount says 'FTE', in the cell or in the column's header. Such a value is not read as a number of \
         persons, not even if it is whole.",
    ],
    why: [
        "Twee personen in deeltijd zijn samen misschien 1,6 fte, maar in de tabel voor de Kamer twee politiefunctionarissen.",
        "Two part-time persons may be 1.6 FTE together, but are two police officers in the table for Parliament.",
    ],
    example: ["In Bezetting!B6 staat '2 fte'.", "Bezetting!B6 says '2 fte'."],
    fix: [
        "Coördinator: geef het aantal personen op. Analist: reken fte niet om naar personen.",
        "Coordinator: state the number of persons. Analyst: do not convert FTE to persons.",
    ],
};
