//! FIL-01: an expected return has not come.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What FIL-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-01",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Opgave ontbreekt", "Return missing"],
    message: ["Geen opgave ontvangen voor {mission} over {month}.", "No return received for {mission} for {month}."],
    does: [
        "Voor elke maand waarover ten minste één opgave is ontvangen, wordt gekeken of elke coördinator die maandelijks opgave doet er \
         een heeft gestuurd en of elke missie van die coördinator erin staat. De uiterste inleverdatum bepaalt alleen of een opgave te \
         laat is, niet of zij ontbreekt.",
        "For every month with at least one return, this looks whether each coordinator who reports monthly has sent one, and whether \
         each of that coordinator's missions is in it. The deadline only decides whether a return is late, never whether it is missing.",
    ],
    why: [
        "Een missie zonder opgave is onbekend, niet nul. Het totaal van die maand is dan te laag zonder dat iemand dat aan het cijfer \
         ziet.",
        "A mission without a return is unknown, not zero. The month's total is then too low and nothing about the figure shows it.",
    ],
    example: [
        "Over mei 2026 zijn drie van de vier opgaven binnen; die van de coördinator Afrika ontbreekt. De vijf missies van Afrika krijgen \
         dan de status 'missing'.",
        "For May 2026 three of four returns are in; the one from the Africa coordinator is not. The five missions in Africa then get the \
         status 'missing'.",
    ],
    fix: [
        "Coördinator: stuur de opgave alsnog, ook als er niemand is uitgezonden: geef dan 0 op. Analist: vraag de opgave op, of pas de \
         lijst van coördinatoren in schemas/ aan als deze coördinator of missie niet meer maandelijks opgave doet.",
        "Coordinator: send the return after all, also if nobody is deployed: state 0 then. Analyst: ask for the return, or change the \
         list of coordinators in schemas/ if this coordinator or mission no longer reports every month.",
    ],
};
