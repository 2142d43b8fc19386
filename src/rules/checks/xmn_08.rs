//! XMN-08: somebody is temporarily home for very long.

use chrono::NaiveDate;

use crate::domain::tour::Stage;
use crate::domain::{Bilingual, Census, FastMap, Period, PersonKey, Place, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Rosters, lines_words};
use crate::rules::words::Words;

/// What XMN-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-08",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Lang tijdelijk in NL", "Temporarily in NL for long"],
    message: [
        "De persoon op regel {key} ({mission}) is al {n} dagen tijdelijk in NL; is dit nog een uitzending?",
        "The person on line {key} ({mission}) has been temporarily in NL for {n} days; is this still a posting?",
    ],
    does: [
        "Van wie op de peildatum tijdelijk in Nederland is, worden de dagen geteld sinds 'Status sinds', of anders sinds het eerste van de \
         aaneengesloten maandroosters met die status. Meer dan 90 dagen (instelling days) wordt gevraagd na te gaan: één bevinding per \
         missie, bij wie er het langst is. Niet uitgevoerd als niet bekend is sinds wanneer.",
        "Of whoever is temporarily in the Netherlands at the as-of date, the days are counted since 'Status since', or else since the \
         first of the consecutive monthly rosters with that status. More than 90 days (setting days) are asked about: one finding for a \
         mission, at whoever has been home longest. Not run where it is not known since when.",
    ],
    why: [
        "Wie zo lang thuis is, telt in de Kamerbrief nog steeds als uitgezonden.",
        "Whoever is home for so long still counts as deployed in the letter to Parliament.",
    ],
    example: [
        "In Personeel!J2 tot en met J4 staat sinds de evacuatie in februari elke maand 'tijdelijk in NL'; de peildatum is 30-6-2026.",
        "Personeel!J2 to J4 say 'temporarily in NL' every month since the evacuation in February; the as-of date is 30-6-2026.",
    ],
    fix: [
        "Coördinator: beëindig de uitzending met een werkelijke einddatum, of laat in de opmerkingen weten wanneer de terugkeer is \
         voorzien. Analist: leg het antwoord vast; verander het cijfer niet zelf.",
        "Coordinator: end the tour with an actual end, or say in the remarks when the return is expected. Analyst: record the answer; do \
         not change the figure yourself.",
    ],
};

/// Since when somebody has been home without a break, as far as rosters tell.
#[derive(Clone, Copy)]
struct Home {
    period: Period,
    since: NaiveDate,
}

/// Every person who is temporarily home at an as-of date.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let most = census.schema.number("XMN-08", "days", 90);
    let mut home: FastMap<(&PersonKey, usize), Home> = FastMap::default();
    for month in rosters.months() {
        let before = month.period.previous();
        let earlier = !census.of_mission(rosters.table, before, month.mission).is_empty();
        let mut long: Vec<(i64, RecordRef)> = Vec::new();
        for line in month.lines.iter().filter(|line| line.tour.stage == Stage::Home && line.tour.on_posting(month.as_of)) {
            let key = rosters.key(line.at).map(|key| (key, month.mission));
            let went_on = key.and_then(|key| home.get(&key)).filter(|home| home.period == before).map(|home| home.since);
            let stated = line.tour.since.filter(|since| *since <= month.as_of);
            let since = stated.or(went_on).unwrap_or(month.as_of);
            if let Some(key) = key {
                home.insert(key, Home { period: month.period, since });
            }
            let days = (month.as_of - since).num_days();
            if days > most {
                long.push((days, line.at));
            } else if stated.is_none() && went_on.is_none() && (key.is_none() || !earlier) {
                out.not_run(
                    Some(month.period),
                    Bilingual::new("niet bekend is sinds wanneer iemand thuis is", "since when somebody is home is not known"),
                );
            } else {
                out.passed(Some(month.period), 1);
            }
        }
        let Some((days, at)) = long.iter().copied().max_by_key(|(days, at)| (*days, std::cmp::Reverse(*at))) else { continue };
        let place = rosters.place(at, "status");
        let mut draft = Draft {
            mission: Some(rosters.id(month.mission)),
            field: "roster.status".to_owned(),
            value: SafeText::own(days),
            expected: SafeText::own(format!("<= {most}")),
            args: vec![("key", line_words(&place)), ("mission", rosters.name(month.mission)), ("n", number(days))],
            ..Draft::default()
        };
        if long.len() > 1 {
            let places: Vec<Place> = long.iter().map(|(_, at)| rosters.place(*at, "status")).collect();
            let lines = lines_words(&places);
            draft.suggestion = Bilingual::new(
                format!(
                    "Dit geldt voor {} personen: {}. Beëindig de uitzendingen of leg uit wanneer de terugkeer is voorzien.",
                    long.len(),
                    lines.nl
                ),
                format!("This holds for {} persons: {}. End the tours, or explain when the return is expected.", long.len(), lines.en),
            );
        }
        out.failed(place, Some(month.period), draft);
    }
}
