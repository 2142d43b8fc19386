//! PRV-04: a cell holds a telephone number.

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::personal;
use crate::rules::words::Words;

/// What PRV-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-04",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Telefoonnummer", "Telephone number"],
    message: ["Telefoonnummer in {sheet}!{cell}.", "Telephone number in {sheet}!{cell}."],
    does: [
        "De cellen met gegevens worden bekeken op telefoonnummers: nummers die beginnen met +31, 0031 of 06, en in een kolom met \
         telefoon in de kop ook getallen van negen cijfers die met 6 beginnen.",
        "The cells with data are looked at for telephone numbers: numbers that begin with +31, 0031 or 06, and, in a column headed as \
         telephone, also numbers of nine digits that begin with 6.",
    ],
    why: [
        "Een telefoonnummer wijst een persoon aan en hoort niet in een telling. Het nummer wordt nergens overgenomen.",
        "A telephone number identifies a person and does not belong in a count. The number is copied nowhere.",
    ],
    example: [
        "In een kolom 'Tel.' staat in Personeel!K5 een getal van negen cijfers dat met 6 begint: Excel heeft de eerste 0 weggelaten.",
        "A column 'Tel.' has a number of nine digits that begins with 6 in Personeel!K5: Excel dropped the leading 0.",
    ],
    fix: [
        "Coördinator: verwijder het nummer of de kolom en stuur een nieuw bestand. Analist: verwijder het ontvangen bestand zodra er een \
         nieuw is.",
        "Coordinator: remove the number or the column and send a new file. Analyst: delete the received file as soon as there is a new \
         one.",
    ],
};

/// Every cell of every sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    personal(census, out, &["phone"]);
}
