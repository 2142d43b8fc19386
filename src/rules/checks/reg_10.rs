//! REG-10: an umbrella label stands for a mission.

use crate::domain::registry::MissionStatus;
use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{headcounts, mission_place};
use crate::rules::words::Words;

/// What REG-10 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-10",
    scope: Scope::Registry,
    severity: Severity::Warning,
    name: ["Verzamelnaam in plaats van missie", "Umbrella label instead of a mission"],
    message: ["'{raw}' is een verzamelnaam; welke missie of welk kantoor?", "'{raw}' is an umbrella label; which mission or office?"],
    does: [
        "Een naam die in het register als verzamelnaam of als onbevestigd staat, wordt gelezen en geteld, met deze waarschuwing.",
        "A name that the registry holds as an umbrella label or as unconfirmed is read and counted, with this warning.",
    ],
    why: [
        "Land en mandaat van een verzamelnaam staan niet vast, zodat de telling per land onzeker is.",
        "The country and mandate of an umbrella label are not certain, so the count by country is not certain either.",
    ],
    example: [
        "In Bezetting!A6 staat 'OSCE West-Balkan': dat kan de missie in Skopje zijn of een ander OVSE-kantoor.",
        "Bezetting!A6 says 'OSCE West-Balkan': that may be the mission in Skopje or another OSCE office.",
    ],
    fix: [
        "Coördinator: noem de missie of het kantoor bij de officiële naam. Analist: splits of bevestig de vermelding in het register.",
        "Coordinator: give the official name of the mission or office. Analyst: split or confirm the entry in the registry.",
    ],
};

/// Every mission with a headcount.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for stated in headcounts(census) {
        if stated.mission.status != MissionStatus::Umbrella && !stated.mission.unconfirmed {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let draft = Draft {
            mission: Some(stated.mission.id.clone()),
            field: "headcount.mission".to_owned(),
            value: SafeText::own(&stated.mission.name),
            args: vec![("raw", Bilingual::same(stated.mission.name.clone()))],
            suggestion: Bilingual::new("Vraag de coördinator om welke missie het gaat.", "Ask the coordinator which mission it is."),
            ..Draft::default()
        };
        out.failed(mission_place(census, stated.at), Some(stated.period), draft);
    }
}
