//! PRV-05: other personal data is in the return.

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::personal;
use crate::rules::words::Words;

/// What PRV-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-05",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Ander persoonsgegeven", "Other personal data"],
    message: ["Persoonsgegeven '{header}' hoort niet in de opgave.", "Personal data '{header}' does not belong in the return."],
    does: [
        "Koppen en waarden worden bekeken op geboortedatum, nummer van paspoort of ander document, personeelsnummer, woonadres en IBAN.",
        "Headers and values are looked at for date of birth, number of a passport or other document, personnel number, home address and \
         IBAN.",
    ],
    why: [
        "Deze gegevens zijn voor het tellen niet nodig en maken personen herkenbaar. Zij worden nergens overgenomen.",
        "Counting does not need these, and they make persons identifiable. They are copied nowhere.",
    ],
    example: [
        "Op het blad Personeel is in A1 'Personeelsnummer' gebruikt als sleutel van de persoon, of staat in K1 'Geboortedatum'.",
        "The sheet Personeel uses 'Personeelsnummer' in A1 as the person's key, or has 'Geboortedatum' in K1.",
    ],
    fix: [
        "Coördinator: verwijder de kolom, gebruik het uitzendnummer als sleutel en stuur een nieuw bestand. Analist: verwijder het \
         ontvangen bestand zodra er een nieuw is.",
        "Coordinator: remove the column, use the deployment key and send a new file. Analyst: delete the received file as soon as there \
         is a new one.",
    ],
};

/// Every cell of every sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    personal(census, out, &["birth_date", "personnel_no", "document_no", "address", "iban"]);
}
