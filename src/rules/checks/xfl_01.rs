//! XFL-01: one person is on a posting in two missions.

use crate::domain::{Scope, Severity};
use crate::rules::words::Words;

/// What XFL-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-01",
    scope: Scope::CrossFile,
    severity: Severity::Error,
    name: ["Persoon bij twee missies", "Person in two missions"],
    message: [
        "De persoon op regel {key} staat op {as_of} bij {mission} en ook bij {mission2}.",
        "The person on line {key} is in {mission} and also in {mission2} on {as_of}.",
    ],
    does: [
        "Alle roosters van een maand worden naast elkaar gelegd: dezelfde sleutel mag op de peildatum niet bij twee missies op \
         uitzending zijn. Bij een overplaatsing mogen de twee uitzendingen één dag overlappen (instelling overlap_days).",
        "All rosters of a month are laid side by side: one key may not be on a posting in two missions at the as-of date. At a transfer \
         the two tours may overlap by one day (setting overlap_days).",
    ],
    why: ["Eén persoon zou twee keer in het totaal tellen.", "One person would count twice in the total."],
    example: [
        "Iemand is overgeplaatst van EULEX Kosovo naar EUM Armenia. Op het rooster van Balkan is Personeel!I4 (werkelijke einddatum) \
         leeg gebleven, en op dat van Oost staat dezelfde sleutel in Personeel!A8.",
        "Somebody moved from EULEX Kosovo to EUM Armenia. On the Balkans roster Personeel!I4 (actual end) was left empty, and the East \
         roster has the same key in Personeel!A8.",
    ],
    fix: [
        "Coördinator: vul bij de missie die is verlaten de werkelijke einddatum in. Analist: laat beide coördinatoren samen bepalen waar \
         de persoon hoort; verwijder zelf geen regel.",
        "Coordinator: enter the actual end at the mission that was left. Analyst: let both coordinators settle where the person belongs; \
         remove no line yourself.",
    ],
};
