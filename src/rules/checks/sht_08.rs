//! SHT-08: a mission has dropped out of the table.

use crate::domain::registry::MissionStatus;
use crate::domain::{Bilingual, Census, Mission, Period, Place, RecordRef, Return, SafeText, Scope, Severity, placing};
use crate::rules::checks::fil_01::{unresolved, unseen};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What SHT-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "SHT-08",
    scope: Scope::Sheet,
    severity: Severity::Warning,
    name: ["Missie uit de tabel verdwenen", "Mission gone from the table"],
    message: [
        "Regel {mission} stond vorige maand in de tabel en ontbreekt nu.",
        "Row {mission} was in last month's table and is missing now.",
    ],
    does: [
        "Elke missie die vorige maand in een opgave stond, ook met 0, moet deze maand weer in een opgave staan, als dezelfde coördinator \
         er een heeft gestuurd. Missies die zijn gesloten, mogen weg. Moet de missie elke maand worden opgegeven, dan is dit het gevolg \
         van FIL-01. Niet uitgevoerd als van de vorige maand niets bekend is.",
        "Every mission that was in a return last month, also with 0, must be in a return again this month, if the same coordinator has \
         sent one. Missions that have been closed may go. Where a mission must be reported every month this is an outcome of FIL-01. Not \
         run where nothing is known of the month before.",
    ],
    why: [
        "Een missie die wegvalt is onbekend, niet nul. Wie de tabel leest, ziet niet dat er iets ontbreekt.",
        "A mission that drops out is unknown, not zero. Whoever reads the table does not see that anything is missing.",
    ],
    example: [
        "In april stond in Bezetting!A8 UNSMIL Libya met 0; in mei is die regel weggelaten.",
        "In April Bezetting!A8 had UNSMIL Libya with 0; in May that row was left out.",
    ],
    fix: [
        "Coördinator: zet de regel terug, met 0 als er niemand is. Analist: vraag of de missie voor Nederland is beëindigd, en leg dat \
         dan vast in het register in schemas/.",
        "Coordinator: put the row back, with 0 if nobody is there. Analyst: ask whether the mission has ended for the Netherlands, and \
         record that in the registry in schemas/ if so.",
    ],
};

/// Every mission of the month before, in every month with a return.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(headcount) = census.schema.table("headcount") else { return };
    for period in census.periods.iter().copied() {
        let before = period.previous();
        if !census.knows(before) {
            let reason = Bilingual::new(format!("geen gegevens over {before}"), format!("nothing is known of {before}"));
            out.not_run(Some(period), reason);
            continue;
        }
        for (at, mission) in census.schema.registry.missions.iter().enumerate() {
            let Some(earlier) = census.of_mission(headcount, before, at).first().copied() else { continue };
            if !census.of_mission(headcount, period, at).is_empty() {
                out.passed(Some(period), 1);
            } else if !is_closed(mission, period) {
                gone(census, out, period, headcount, (at, mission), earlier);
            }
        }
    }
}

/// A mission is not in the table this month.
fn gone(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    period: Period,
    headcount: usize,
    (at, mission): (usize, &Mission),
    earlier: RecordRef,
) {
    // Who has sent nothing has left out no row.
    let Some(sender) = sender(census, earlier) else { return };
    let sent: Vec<&Return> =
        census.returns.iter().filter(|from| from.counts() && from.coordinator == Some(sender) && from.reports_on(period)).collect();
    let Some((from, sheet)) = sent.iter().find_map(|from| {
        let table = from.tables.iter().find(|table| table.schema == headcount && table.periods.contains(&Some(period)))?;
        Some((*from, from.sheets.get(table.sheet).map_or("", |sheet| sheet.name.as_str())))
    }) else {
        return;
    };
    let expected = census.schema.coordinators.iter().any(|one| one.monthly && one.missions.contains(&at));
    let reported = census.schema.checks.get("FIL-01").is_none_or(|setting| setting.enabled != Some(false));
    let cause = sent.iter().find_map(|from| unresolved(census, from, headcount, at));
    let cause = cause.or_else(|| sent.iter().find_map(|from| unseen(from, headcount, at)).map(|_| "FIL-06".to_owned()));
    let draft = Draft {
        mission: Some(mission.id.clone()),
        field: "headcount.mission".to_owned(),
        expected: SafeText::own(&mission.name),
        args: vec![("mission", Bilingual::same(mission.name.clone()))],
        outcome_of: cause.or_else(|| (expected && reported).then(|| "FIL-01".to_owned())),
        ..Draft::default()
    };
    out.failed(Place::Sheet { file: from.source.path.clone(), sheet: sheet.to_owned() }, Some(period), draft);
}

/// The coordinator who sent a record, also if only what was published of it is left.
fn sender(census: &Census<'_>, at: RecordRef) -> Option<usize> {
    let from = &census.returns[at.ret];
    let by_id = |id: &str| census.schema.coordinators.iter().position(|one| one.id == id);
    let known = || by_id(census.history.coordinator_of(&from.source.path).filter(|_| from.published)?);
    from.coordinator.or_else(known).or_else(|| placing::coordinator(&from.source.path, &census.schema.coordinators))
}

fn is_closed(mission: &Mission, period: Period) -> bool {
    mission.status == MissionStatus::Closed || mission.last_day().is_some_and(|day| day < period.first_day())
}
