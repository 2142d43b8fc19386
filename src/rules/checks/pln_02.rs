//! PLN-02: a planned deployment outside the mandate.

use crate::domain::registry::Mandate;
use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

use super::pln_01::{intentions, window_place, window_words};

/// What PLN-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLN-02",
    scope: Scope::Planning,
    severity: Severity::Warning,
    name: ["Voornemen buiten het mandaat", "Intention outside the mandate"],
    message: [
        "Geplande start {mission} valt buiten het bekende mandaat ({end}).",
        "Planned start of {mission} is outside the known mandate ({end}).",
    ],
    does: [
        "Minstens één dag van het voorgenomen tijdvak moet binnen een mandaatperiode uit het register vallen. Een periode met een open \
         einde omvat elke latere dag. Niet uitgevoerd als het register geen mandaat van de missie kent.",
        "At least one day of the intended window must lie within a mandate period of the registry. A period with an open end covers \
         every later day. Not run where the registry knows no mandate of the mission.",
    ],
    why: [
        "Zonder mandaat kan er niemand heen. Of de verlenging staat nog niet in het register, of het voornemen is achterhaald.",
        "Without a mandate nobody can go. Either the extension is not in the registry yet, or the intention is out of date.",
    ],
    example: [
        "In Planning!C4 staat 'december 2026' voor UNVMC, terwijl het bekende mandaat tot en met 31-10-2026 loopt.",
        "Planning!C4 says 'december 2026' for UNVMC, while the known mandate runs to 31-10-2026.",
    ],
    fix: [
        "Coördinator: controleer het tijdvak. Analist: zoek de verlenging op en zet haar in schemas/missions.toml.",
        "Coordinator: check the window. Analyst: look up the extension and enter it in schemas/missions.toml.",
    ],
};

/// Every intention with a window.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for intention in intentions(census) {
        let Some(window) = intention.window else { continue };
        let mandates = &intention.mission.mandates;
        let Some(last) = mandates.last() else {
            out.not_run(Some(intention.period), Bilingual::new("het register kent geen mandaat", "the registry knows no mandate"));
            continue;
        };
        let covers = |mandate: &Mandate| mandate.from <= window.1 && mandate.until.is_none_or(|until| window.0 <= until);
        if mandates.iter().any(covers) {
            out.passed(Some(intention.period), 1);
            continue;
        }
        // Where the window comes after all mandates the last end is what matters; else the first day.
        let end = last.until.filter(|until| *until < window.0);
        let known = end.map_or_else(
            || {
                mandates.first().map_or_else(Bilingual::default, |first| {
                    Bilingual::new(format!("vanaf {}", first.from), format!("from {}", first.from))
                })
            },
            |end| Bilingual::new(format!("tot en met {end}"), format!("to {end}")),
        );
        let draft = Draft {
            mission: Some(intention.mission.id.clone()),
            field: "planned.window".to_owned(),
            value: SafeText::own(window_words(window).en),
            args: vec![("mission", Bilingual::same(intention.mission.name.clone())), ("end", known)],
            ..Draft::default()
        };
        out.failed(window_place(census, intention.at), Some(intention.period), draft);
    }
}
