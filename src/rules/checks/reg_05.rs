//! REG-05: a planned mission has officers already.

use crate::domain::registry::MissionStatus;
use crate::domain::{Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{headcounts, no_as_of, nobody_expected, stated_place};
use crate::rules::words::Words;

/// What REG-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-05",
    scope: Scope::Registry,
    severity: Severity::Error,
    name: ["Bezetting vóór geplande start", "Headcount before the planned start"],
    message: ["{mission} is gepland vanaf {start}, bezetting nu al {x}.", "{mission} is planned from {start}, headcount already {x}."],
    does: [
        "Is inzet van Nederlandse politie bij een missie volgens het register gepland vanaf een datum na de peildatum, dan moet de \
         bezetting 0 zijn.",
        "Where the registry plans Dutch police in a mission from a date after the as-of date, the headcount must be 0.",
    ],
    why: [
        "Wie is geselecteerd of nog in opleiding is, is nog niet op uitzending en telt niet mee.",
        "Somebody selected or still in training is not on a posting yet and does not count.",
    ],
    example: [
        "In Bezetting!B8 staat in mei 2026 voor UNMIK 1, terwijl inzet is gepland vanaf 1 juli 2026.",
        "In May 2026 Bezetting!B8 says 1 for UNMIK, while the deployment is planned from 1 July 2026.",
    ],
    fix: [
        "Coördinator: zet voorgenomen inzet bij de geplande uitzendingen en niet in de bezetting. Analist: pas de datum in het register \
         aan als de inzet eerder is begonnen.",
        "Coordinator: list intended deployments as planned, not in the headcount. Analyst: change the date in the registry if the \
         deployment began earlier.",
    ],
};

/// Every mission that is planned.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for stated in headcounts(census).filter(|stated| stated.mission.status == MissionStatus::Planned) {
        let (Some(count), Some(start)) = (stated.headcount, stated.mission.planned_from) else { continue };
        let Some(as_of) = stated.as_of else {
            out.not_run(Some(stated.period), no_as_of());
            continue;
        };
        if count <= 0 || as_of >= start {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let draft = nobody_expected(&stated, count, ("start", start));
        out.failed(stated_place(census, stated.at), Some(stated.period), draft);
    }
}
