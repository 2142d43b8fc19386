//! FIL-04: the as-of date is missing or outside the month.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What FIL-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-04",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Peildatum ontbreekt of valt buiten de maand", "As-of date missing or outside the month"],
    message: ["Peildatum ontbreekt of valt buiten {month}: {value}.", "As-of date is missing or outside {month}: {value}."],
    does: [
        "De peildatum op het blad met de bezetting moet er staan en binnen de maand van de opgave vallen. De laatste werkdag van de \
         maand wordt geaccepteerd naast de laatste kalenderdag (instelling last_working_day).",
        "The as-of date on the headcount sheet must be there and must lie within the month of the return. The month's last working day \
         is accepted beside its last calendar day (setting last_working_day).",
    ],
    why: [
        "Een bezetting zonder datum is met niets te vergelijken. Controles die de datum nodig hebben, zoals die tegen het rooster, \
         worden niet uitgevoerd.",
        "A headcount without a date cannot be compared with anything. Checks that need the date, such as those against the roster, are \
         not run.",
    ],
    example: [
        "De opgave over april 2026 noemt in Bezetting!B2 de datum 31-04-2026, een dag die niet bestaat; of er staat nog 31-03-2026 van \
         de vorige maand.",
        "The return for April 2026 says 31-04-2026 in Bezetting!B2, a day that does not exist; or 31-03-2026 is still there from the \
         month before.",
    ],
    fix: [
        "Coördinator: zet de juiste peildatum bovenaan het blad, bij voorkeur de laatste dag van de maand. Analist: klopt de datum en is \
         de maand verkeerd bepaald, hernoem dan het bestand of gebruik --period.",
        "Coordinator: put the right as-of date at the top of the sheet, preferably the last day of the month. Analyst: if the date is \
         right and the month was taken wrongly, rename the file or use --period.",
    ],
};
