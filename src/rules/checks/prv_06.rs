//! PRV-06: health data of a person.

use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::personal;
use crate::rules::words::Words;

/// What PRV-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-06",
    scope: Scope::Privacy,
    severity: Severity::Error,
    name: ["Gezondheidsgegeven", "Health data"],
    message: [
        "Gezondheidsgegeven bij een persoon in {sheet}!{cell}; vervang door 'overig afwezig'.",
        "Health data on a person in {sheet}!{cell}; replace by 'other absence'.",
    ],
    does: [
        "In tabellen over personen (rooster en mutaties) worden de status, de reden en wat erbij is opgemerkt bekeken op woorden over \
         gezondheid, zoals 'ziek' (de lijst health_words in schemas/personal.toml). De functie wordt niet bekeken: iemands werk mag over \
         de gezondheid van anderen gaan. Aantallen zieken per missie mogen.",
        "In tables about persons (roster and movements) the status, the reason and what is remarked are looked at for words about \
         health, such as 'sick' (the list health_words in schemas/personal.toml). The role is not looked at: somebody's work may be \
         about the health of others. Numbers of sick persons by mission are allowed.",
    ],
    why: [
        "Dat iemand ziek is, is al een gezondheidsgegeven en hoort niet in een opgave van aantallen. De tekst wordt nergens overgenomen.",
        "That somebody is ill is health data already, and does not belong in a return of numbers. The text is copied nowhere.",
    ],
    example: [
        "In Personeel!K6 (opmerkingen) staat waarom iemand is gerepatrieerd, of J6 heeft de status 'ziek'.",
        "Personeel!K6 (remarks) says why somebody was repatriated, or J6 has the status 'sick'.",
    ],
    fix: [
        "Coördinator: kies de status 'overig afwezig' en verwijder de tekst; stuur een nieuw bestand. Analist: verwijder het ontvangen \
         bestand zodra er een nieuw is.",
        "Coordinator: choose the status 'other absence' and remove the text; send a new file. Analyst: delete the received file as soon as \
         there is a new one.",
    ],
};

/// Every cell of every sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    personal(census, out, &["health"]);
}
