//! PLA-07: tours are planned to run past the mission's mandate.

use chrono::NaiveDate;

use super::pla_06::longest;
use crate::domain::{Bilingual, Census, Mission, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Rosters, days_from, lines_words};
use crate::rules::words::Words;

/// What PLA-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-07",
    scope: Scope::Plausibility,
    severity: Severity::Info,
    name: ["Uitzending langer dan mandaat", "Tour longer than mandate"],
    message: [
        "De uitzending van de persoon op regel {key} loopt tot en met {value}, na het laatst bekende mandaat van {mission} ({end}).",
        "The tour of the person on line {key} runs to {value}, past the last known mandate of {mission} ({end}).",
    ],
    does: [
        "Het geplande einde van elke lopende uitzending wordt vergeleken met het einde van de laatste mandaatperiode van de missie in \
         schemas/missions.toml. Eén bevinding per missie, bij de uitzending die het langst doorloopt. Niet uitgevoerd als het einde van \
         die periode open of onbekend is.",
        "The planned end of every running tour is compared with the end of the mission's last mandate period in schemas/missions.toml. \
         One finding for a mission, at the tour that runs longest. Not run where the end of that period is open or unknown.",
    ],
    why: [
        "Mandaten worden meestal verlengd; wordt dat niet gedaan, dan eindigen deze uitzendingen eerder dan gepland.",
        "Mandates are mostly extended; where one is not, these tours end earlier than planned.",
    ],
    example: [
        "In Personeel!H9 is het geplande einde 30-9-2027, terwijl het mandaat van EULEX Kosovo bekend is tot en met 14-6-2027.",
        "Personeel!H9 has a planned end of 30-9-2027, while the mandate of EULEX Kosovo is known up to 14-6-2027.",
    ],
    fix: [
        "Coördinator: niets te doen. Analist: voeg een verlenging van het mandaat toe in schemas/missions.toml zodra zij bekend is.",
        "Coordinator: nothing to do. Analyst: add an extension of the mandate to schemas/missions.toml once it is known.",
    ],
};

/// Every mission's running tours.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let most = longest(census.schema.number("PLA-06", "max_months", 36));
    for month in rosters.months() {
        let mission = &census.schema.registry.missions[month.mission];
        let Some(until) = mandate_end(mission) else {
            let reason = Bilingual::new("het einde van het mandaat is niet bekend", "the end of the mandate is not known");
            out.not_run(Some(month.period), reason);
            continue;
        };
        let running = month.lines.iter().filter(|line| line.tour.on_posting(month.as_of));
        let past = running.filter_map(|line| {
            let end = line.tour.planned_end.filter(|end| *end > until)?;
            // A planned end that is a slip is PLA-06's.
            let plausible = line.tour.start.is_none_or(|start| days_from(start, end) <= most);
            plausible.then_some((end, line.at))
        });
        let past: Vec<_> = past.collect();
        let Some((end, at)) = past.iter().copied().max_by_key(|(end, at)| (*end, std::cmp::Reverse(*at))) else {
            out.passed(Some(month.period), 1);
            continue;
        };
        let place = rosters.place(at, "planned_end");
        let places: Vec<_> = past.iter().map(|(_, at)| rosters.place(*at, "planned_end")).collect();
        let lines = lines_words(&places);
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "roster.planned_end".to_owned(),
            value: SafeText::own(end),
            expected: SafeText::own(format!("<= {until}")),
            args: vec![
                ("key", line_words(&place)),
                ("value", Bilingual::same(end.to_string())),
                ("mission", rosters.name(month.mission)),
                ("end", Bilingual::same(until.to_string())),
            ],
            suggestion: Bilingual::new(
                format!(
                    "Uitzendingen na het mandaat: {} ({}). Is een verlenging bekend, voeg haar dan toe aan het register.",
                    past.len(),
                    lines.nl
                ),
                format!("Tours past the mandate: {} ({}). Where an extension is known, add it to the registry.", past.len(), lines.en),
            ),
            ..Draft::default()
        };
        out.failed(place, Some(month.period), draft);
    }
}

/// The end of the last known mandate period; `None` while that is open or no period is known.
fn mandate_end(mission: &Mission) -> Option<NaiveDate> {
    mission.mandates.iter().max_by_key(|period| period.from)?.until
}
