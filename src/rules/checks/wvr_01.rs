//! WVR-01: a finding was accepted, but only until an earlier day.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What WVR-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "WVR-01",
    scope: Scope::Waiver,
    severity: Severity::Warning,
    name: ["Aanvaarding verlopen", "Waiver expired"],
    message: [
        "De aanvaarding van {code} op regel {line} ({where}) liep tot en met {until} en geldt niet voor {month}.",
        "The waiver of {code} on line {line} ({where}) ran to {until} and does not hold for {month}.",
    ],
    does: [
        "Een aanvaarding in schemas/waivers.toml geldt voor bevindingen over maanden die eindigen op of voor haar laatste dag (until). \
         Past zij bij een bevinding over een latere maand, dan blijft die bevinding open staan en wordt de verlopen aanvaarding gemeld.",
        "A waiver in schemas/waivers.toml holds for findings of months that end on or before its last day (until). If it fits a finding \
         of a later month, that finding stays open and the expired waiver is reported.",
    ],
    why: [
        "Wat eens voor korte tijd is aanvaard, mag niet vanzelf blijven. Iemand moet opnieuw beslissen.",
        "What was once accepted for a short time may not stay so by itself. Somebody has to decide anew.",
    ],
    example: [
        "REG-04 bij OSC is aanvaard tot en met 2026-06-30; in de opgave over juli staat OSC nog steeds zonder mandaat.",
        "REG-04 at OSC was accepted up to and including 2026-06-30; the return for July still has OSC without a mandate.",
    ],
    fix: [
        "Analist: laat de bevinding herstellen, of laat wie besliste opnieuw beslissen en zet de nieuwe laatste dag in \
         schemas/waivers.toml.",
        "Analyst: have the finding mended, or let whoever decided decide anew and put the new last day into schemas/waivers.toml.",
    ],
};
