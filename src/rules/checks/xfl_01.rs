//! XFL-01: one person is on a posting in two missions.

use chrono::NaiveDate;

use crate::domain::tour::Tour;
use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{day_of, line_words, mission_index};
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

/// Every person on a roster in a month: the lines that are on posting on the as-of date.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(roster) = census.schema.table("roster") else { return };
    let Some(key) = census.schema.tables[roster].field("person_key") else { return };
    let overlap = census.schema.number("XFL-01", "overlap_days", 1);
    let missions = &census.schema.registry.missions;
    for (period, mission, lines) in census.missions(roster) {
        for line in lines {
            let Some(key) = census.table(*line).key(key, line.record) else { continue };
            let others = census.of_person(roster, period, key);
            // Each pair is looked at once: from the line that comes first.
            for other in others.iter().filter(|other| *other > line) {
                let Some(elsewhere) = mission_index(census, *other).filter(|elsewhere| *elsewhere != mission) else { continue };
                let Some(as_of) = day_of(census, *line) else { continue };
                let (here, there) = (Tour::of(census, *line), Tour::of(census, *other));
                if !here.on_posting(as_of) || !there.on_posting(as_of) || days_together(&here, &there, as_of) <= overlap {
                    out.passed(Some(period), 1);
                    continue;
                }
                let place = census.place(*other, None);
                let args = vec![
                    ("key", line_words(&place)),
                    ("mission", Bilingual::same(missions[elsewhere].name.clone())),
                    ("mission2", Bilingual::same(missions[mission].name.clone())),
                    ("as_of", Bilingual::same(as_of.to_string())),
                ];
                let twin = census.place(*line, None);
                let twin_words = format!("{} ({})", line_words(&twin).en, twin.file());
                let suggestion = Bilingual::new(
                    format!("Vergelijk met {twin_words} en beëindig een van beide regels."),
                    format!("Compare with {twin_words} and end one of the two lines."),
                );
                let mission = Some(missions[elsewhere].id.clone());
                out.failed(place, Some(period), Draft { mission, field: "roster".to_owned(), args, suggestion, ..Draft::default() });
            }
            if others.first() == Some(line) && others.len() == 1 {
                out.passed(Some(period), 1);
            }
        }
    }
}

/// Days up to the as-of date on which both tours run.
fn days_together(here: &Tour, there: &Tour, as_of: NaiveDate) -> i64 {
    let from = here.start.max(there.start).unwrap_or(as_of);
    (as_of - from).num_days() + 1
}
