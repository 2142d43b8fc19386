//! WVR-02: a waiver is about nothing.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What WVR-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "WVR-02",
    scope: Scope::Waiver,
    severity: Severity::Warning,
    name: ["Aanvaarding zonder bevinding", "Waiver without a finding"],
    message: [
        "De aanvaarding van {code} op regel {line} ({where}) past bij geen enkele bevinding.",
        "The waiver of {code} on line {line} ({where}) matches no finding.",
    ],
    does: [
        "Van elke aanvaarding in schemas/waivers.toml wordt gekeken of er een bevinding is waar zij bij past. Dat wordt alleen nagegaan \
         als de maand, de missie of de coördinator die zij noemt, in de gelezen opgaven voorkomt.",
        "For each waiver in schemas/waivers.toml this looks whether there is a finding that it fits. That is tried only where the month, \
         the mission or the coordinator that it names occurs in the returns that were read.",
    ],
    why: [
        "Een aanvaarding die nergens bij past, is een vergissing (een verkeerd bestand, een verkeerde cel) of is niet meer nodig. Blijft \
         zij staan, dan kan zij later ongemerkt een andere fout verbergen.",
        "A waiver that fits nothing is a slip (a wrong file, a wrong cell) or is no longer needed. If it stays, it may later hide another \
         error unnoticed.",
    ],
    example: [
        "SHT-01 is aanvaard voor *oots-2026-05*; het bestand heet opgave-oost-2026-05.xlsx, en de fout staat nog open.",
        "SHT-01 is waived for *oots-2026-05*; the file is called opgave-oost-2026-05.xlsx, and the error is still open.",
    ],
    fix: [
        "Analist: verbeter de plaats in schemas/waivers.toml, of verwijder de aanvaarding als de bevinding is hersteld.",
        "Analyst: mend the place in schemas/waivers.toml, or remove the waiver if the finding was mended.",
    ],
};
