//! FIL-07: a file cannot be read safely.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What FIL-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-07",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Bestand niet veilig te lezen", "File cannot be read safely"],
    message: ["Bestand {file} kan niet veilig worden gelezen: {reason}.", "File {file} cannot be read safely: {reason}."],
    does: [
        "Elk bestand wordt vóór het lezen bekeken: is het met een wachtwoord beveiligd, leeg, beschadigd, te groot, of geen bestand van \
         het type dat de naam belooft? Een leesbaar bestand met macro's of met koppelingen naar andere bestanden wordt gelezen zoals het \
         is opgeslagen en geeft alleen een waarschuwing; macro's worden nooit uitgevoerd (instellingen read_macro_files en \
         read_linked_files).",
        "Every file is looked at before it is read: is it protected with a password, empty, damaged, too large, or not of the type its \
         name promises? A readable file with macros or with links to other files is read as it was saved and gives only a warning; \
         macros are never run (settings read_macro_files and read_linked_files).",
    ],
    why: [
        "Wat niet gelezen kan worden, kan ook niet worden geteld. Een koppeling kan een verouderde waarde tonen zonder dat u dat ziet.",
        "What cannot be read cannot be counted. A link may show an outdated value without anybody seeing it.",
    ],
    example: [
        "opgave-oost-2026-05.xlsx is met een wachtwoord beveiligd; of cel B5 haalt haar waarde uit H:\\missies\\stand.xlsx.",
        "opgave-oost-2026-05.xlsx is protected with a password; or cell B5 takes its value from H:\\missies\\stand.xlsx.",
    ],
    fix: [
        "Coördinator: sla de opgave op als gewone .xlsx zonder wachtwoord, macro's of koppelingen (plakken als waarden) en stuur haar \
         opnieuw. Analist: vraag om een nieuw bestand; verwijder niet zelf de beveiliging.",
        "Coordinator: save the return as a plain .xlsx without password, macros or links (paste as values) and send it again. Analyst: \
         ask for a new file; do not remove the protection yourself.",
    ],
};
