//! PRV-03: a cell holds an e-mail address.

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::personal;
use crate::rules::words::Words;

/// What PRV-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-03",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["E-mailadres", "E-mail address"],
    message: ["E-mailadres in {sheet}!{cell}.", "E-mail address in {sheet}!{cell}."],
    does: [
        "De cellen met gegevens worden bekeken op e-mailadressen. Een functioneel adres van de coördinator boven de tabel mag.",
        "The cells with data are looked at for e-mail addresses. A functional address of the coordinator above the table is allowed.",
    ],
    why: [
        "Een e-mailadres bevat meestal een naam en hoort niet in een telling. Het adres wordt nergens overgenomen.",
        "An e-mail address mostly contains a name and does not belong in a count. The address is copied nowhere.",
    ],
    example: [
        "In Bezetting!G7 (opmerkingen) staat een adres om vragen naar te sturen.",
        "Bezetting!G7 (remarks) holds an address to send questions to.",
    ],
    fix: [
        "Coördinator: verwijder het adres en stuur een nieuw bestand. Analist: verwijder het ontvangen bestand zodra er een nieuw is.",
        "Coordinator: remove the address and send a new file. Analyst: delete the received file as soon as there is a new one.",
    ],
};

/// Every cell of every sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    personal(census, out, &["email"]);
}
