//! PRV-02: a column holds names of persons.

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::personal;
use crate::rules::words::Words;

/// What PRV-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-02",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Namen van personen", "Names of persons"],
    message: ["Kolom '{header}' bevat namen; lever alleen sleutels aan.", "Column '{header}' holds names; supply keys only."],
    does: [
        "Gekeken wordt of een kop naar een naam verwijst (zoals 'Achternaam'), of een kolom waarden bevat die de vorm van een \
         persoonsnaam hebben. De naam van de coördinator zelf boven de tabel mag.",
        "This looks whether a header points to a name (such as 'Achternaam'), or a column holds values in the form of a person's name. \
         The coordinator's own name above the table is allowed.",
    ],
    why: [
        "Voor het tellen is geen naam nodig. Namen van uitgezonden politiefunctionarissen zijn ook een veiligheidsrisico; de kolom wordt \
         nergens overgenomen.",
        "Counting needs no names. Names of deployed officers are a security risk as well; the column is copied nowhere.",
    ],
    example: ["Op het blad Personeel staat in B1 de kop 'Achternaam'.", "The sheet Personeel has the header 'Achternaam' in B1."],
    fix: [
        "Coördinator: verwijder de kolom en stuur een nieuw bestand met alleen sleutels. Analist: verwijder het ontvangen bestand zodra \
         er een nieuw is.",
        "Coordinator: remove the column and send a new file with keys only. Analyst: delete the received file as soon as there is a new \
         one.",
    ],
};

/// Every cell of every sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    personal(census, out, &["name"]);
}
