//! REG-04: no mandate covers the as-of date.

use crate::domain::registry::Mandate;
use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{headcounts, mission_place, no_as_of};
use crate::rules::words::Words;

/// What REG-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-04",
    scope: Scope::Registry,
    severity: Severity::Warning,
    name: ["Geen mandaat bekend", "No mandate known"],
    message: [
        "Geen geldig mandaat van {mission} bekend op {as_of}: register bijwerken.",
        "No valid mandate of {mission} known on {as_of}: update the registry.",
    ],
    does: [
        "In het register moet een mandaatperiode van de missie staan die de peildatum omvat. Een periode met een open einde, of een die \
         als aangenomen is aangemerkt, telt ook. Niet uitgevoerd bij bezetting 0 of zonder peildatum.",
        "The registry must have a mandate period of the mission that covers the as-of date. A period with an open end, or one marked as \
         assumed, counts as well. Not run for a headcount of 0 or without an as-of date.",
    ],
    why: [
        "De Kamer vraagt op welk mandaat politiefunctionarissen zijn uitgezonden. Meestal is de missie verlengd en loopt alleen het \
         register achter.",
        "Parliament asks under which mandate officers are deployed. Mostly the mission was extended and only the registry is behind.",
    ],
    example: [
        "Voor OSC staat in het register geen enkele periode, en Bezetting!B9 geeft op 31-5-2026 bezetting 1.",
        "The registry has no period at all for OSC, and Bezetting!B9 gives a headcount of 1 on 31-5-2026.",
    ],
    fix: [
        "Coördinator: u hoeft niets te doen, tenzij de missie werkelijk is gestopt. Analist: zoek het besluit op en vul de periode met \
         bron in het register aan.",
        "Coordinator: nothing is needed, unless the mission has really stopped. Analyst: look up the decision and add the period, with \
         its source, to the registry.",
    ],
};

/// Every mission with officers that is not closed.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for stated in headcounts(census) {
        if stated.headcount.is_none_or(|count| count <= 0) || stated.mission.end.is_some() {
            continue;
        }
        let Some(as_of) = stated.as_of else {
            out.not_run(Some(stated.period), no_as_of());
            continue;
        };
        let covers = |mandate: &Mandate| mandate.from <= as_of && mandate.until.is_none_or(|until| as_of <= until);
        if stated.mission.mandates.iter().any(covers) {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let latest = stated.mission.mandates.last().and_then(|mandate| mandate.until);
        let draft = Draft {
            mission: Some(stated.mission.id.clone()),
            field: "headcount.mission".to_owned(),
            value: SafeText::own(&stated.mission.name),
            args: vec![("mission", Bilingual::same(stated.mission.name.clone())), ("as_of", Bilingual::same(as_of.to_string()))],
            suggestion: latest.map_or_else(
                || {
                    Bilingual::new(
                        "Het register kent geen mandaatperiode: zoek haar op en zet haar in schemas/missions.toml.",
                        "The registry knows no mandate period: look it up and enter it in schemas/missions.toml.",
                    )
                },
                |until| {
                    Bilingual::new(
                        format!("Het laatst bekende mandaat liep tot en met {until}: zoek de verlenging op en zet haar in schemas/missions.toml."),
                        format!("The last known mandate ran to {until}: look up the extension and enter it in schemas/missions.toml."),
                    )
                },
            ),
            ..Draft::default()
        };
        out.failed(mission_place(census, stated.at), Some(stated.period), draft);
    }
}
