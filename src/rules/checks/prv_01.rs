//! PRV-01: a column may hold citizen service numbers.

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::personal;
use crate::rules::words::Words;

/// What PRV-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-01",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Burgerservicenummers", "Citizen service numbers"],
    message: [
        "Kolom '{header}' bevat mogelijk burgerservicenummers; {consequence}.",
        "Column '{header}' may hold citizen service numbers; {consequence}.",
    ],
    does: [
        "Gekeken wordt of een kop naar een burgerservicenummer verwijst, of een kolom ten minste twee getallen van acht of negen cijfers \
         bevat die aan de elfproef voldoen, en of dat meer dan de helft van haar waarden is. Zo ja, dan wordt het hele bestand geweigerd \
         (instelling refuse_file).",
        "This looks whether a header points to a citizen service number, or a column holds at least two numbers of eight or nine digits \
         that pass the eleven-test, and whether those are more than half of its values. If so, the whole file is refused (setting \
         refuse_file).",
    ],
    why: [
        "Het burgerservicenummer mag alleen worden gebruikt waar een wet dat toestaat, en voor deze opgave is het niet nodig. De waarden \
         worden nergens bewaard of getoond.",
        "The citizen service number may only be used where a law allows it, and this return does not need it. The values are stored and \
         shown nowhere.",
    ],
    example: [
        "Op het blad Personeel is een kolom met de kop 'BSN' toegevoegd in K1.",
        "A column headed 'BSN' was added to the sheet Personeel, in K1.",
    ],
    fix: [
        "Coördinator: verwijder de kolom, gebruik alleen het uitzendnummer als sleutel en stuur een nieuw bestand. Analist: bewaar het \
         geweigerde bestand niet en stuur het niet door; meld het volgens de regels voor datalekken.",
        "Coordinator: remove the column, use only the deployment key and send a new file. Analyst: neither keep nor forward the refused \
         file; report it under the rules for data breaches.",
    ],
};

/// Every cell of every sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    personal(census, out, &["bsn"]);
}
