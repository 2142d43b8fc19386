//! XFL-07: a later version changes a figure.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What XFL-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-07",
    scope: Scope::CrossFile,
    severity: Severity::Warning,
    name: ["Correctie op eerder cijfer", "Correction to an earlier figure"],
    message: [
        "Correctie op een eerder opgegeven cijfer: {mission} {month}: {x} wordt {y}.",
        "Correction to a figure reported earlier: {mission} {month}: {x} becomes {y}.",
    ],
    does: [
        "Komt van een opgave een latere versie binnen ('-v2', 'versie 2' of 'correctie' in de bestandsnaam), dan telt alleen die. Elk \
         cijfer dat daardoor verandert, wordt gemeld met de oude en de nieuwe waarde.",
        "When a later version of a return comes in ('-v2', 'versie 2' or 'correctie' in the file name), only that one counts. Every \
         figure that changes by it is reported with the old and the new value.",
    ],
    why: [
        "Wie het eerdere cijfer al heeft gebruikt, moet weten dat het is veranderd en waarom.",
        "Whoever has used the earlier figure must know that it changed, and why.",
    ],
    example: [
        "opgave-oost-2026-05.xlsx gaf EUAM Ukraine 4 in B6; opgave-oost-2026-05-v2.xlsx geeft 3.",
        "opgave-oost-2026-05.xlsx gave EUAM Ukraine 4 in B6; opgave-oost-2026-05-v2.xlsx gives 3.",
    ],
    fix: [
        "Coördinator: vermeld in de opmerkingen waarom het cijfer is veranderd. Analist: ga na of het oude cijfer al is gepubliceerd en \
         leg de uitleg vast.",
        "Coordinator: say in the remarks why the figure changed. Analyst: find out whether the old figure was already published, and \
         record the explanation.",
    ],
};
