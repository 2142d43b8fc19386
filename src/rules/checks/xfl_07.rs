//! XFL-07: a later version changes a figure.

use crate::domain::{Bilingual, Census, Period, Place, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::stated_place;
use crate::rules::words::Words;

/// What XFL-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-07",
    scope: Scope::CrossFile,
    severity: Severity::Warning,
    name: ["Correctie op eerder cijfer", "Correction to an earlier figure"],
    message: [
        "Correctie op een eerder opgegeven cijfer: {mission} {month}: {x} wordt {y}.",
        "Correction to a figure reported earlier: {mission} {month}: {x} becomes {y}.",
    ],
    does: [
        "Komt van een opgave een latere versie binnen ('-v2', 'versie 2' of 'correctie' in de bestandsnaam), dan telt alleen die. Elk \
         cijfer dat daardoor verandert, wordt gemeld met de oude en de nieuwe waarde.",
        "When a later version of a return comes in ('-v2', 'versie 2' or 'correctie' in the file name), only that one counts. Every \
         figure that changes by it is reported with the old and the new value.",
    ],
    why: [
        "Wie het eerdere cijfer al heeft gebruikt, moet weten dat het is veranderd en waarom.",
        "Whoever has used the earlier figure must know that it changed, and why.",
    ],
    example: [
        "opgave-oost-2026-05.xlsx gaf EUAM Ukraine 4 in B6; opgave-oost-2026-05-v2.xlsx geeft 3.",
        "opgave-oost-2026-05.xlsx gave EUAM Ukraine 4 in B6; opgave-oost-2026-05-v2.xlsx gives 3.",
    ],
    fix: [
        "Coördinator: vermeld in de opmerkingen waarom het cijfer is veranderd. Analist: ga na of het oude cijfer al is gepubliceerd en \
         leg de uitleg vast.",
        "Coordinator: say in the remarks why the figure changed. Analyst: find out whether the old figure was already published, and \
         record the explanation.",
    ],
};

/// Every headcount of a return that a later version supersedes.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(headcount) = census.schema.table("headcount") else { return };
    let (Some(mission_field), Some(stated)) =
        (census.schema.tables[headcount].field("mission"), census.schema.tables[headcount].field("stated"))
    else {
        return;
    };
    let registry = &census.schema.registry;
    for earlier in census.returns {
        let Some(file) = &earlier.superseded_by else { continue };
        for table in earlier.tables.iter().filter(|table| table.schema == headcount) {
            for record in (0..table.len()).filter(|record| table.accepted[*record]) {
                let (Some(period), Some(mission)) = (table.periods[record], table.mission(mission_field, record)) else { continue };
                let before = table.count(stated, record);
                let later = census.of_mission(headcount, period, mission).iter().find(|at| census.returns[at.ret].source.path == *file);
                let now = later.and_then(|at| census.table(*at).count(stated, at.record));
                if later.is_some() && before == now {
                    out.passed(Some(period), 1);
                    continue;
                }
                let words = |value: Option<i64>| value.map_or_else(|| Bilingual::new("onbekend", "unknown"), number);
                let place = later.map_or_else(|| Place::File { file: file.clone() }, |at| stated_place(census, *at));
                let draft = Draft {
                    mission: Some(registry.missions[mission].id.clone()),
                    field: "headcount.stated".to_owned(),
                    value: now.map(SafeText::own).unwrap_or_default(),
                    expected: before.map(SafeText::own).unwrap_or_default(),
                    args: vec![
                        ("mission", Bilingual::same(registry.missions[mission].name.clone())),
                        ("month", Bilingual::same(period.to_string())),
                        ("x", words(before)),
                        ("y", words(now)),
                    ],
                    // A mission that the later version no longer has is missing: that is the finding to act on.
                    outcome_of: dropped(census, period, headcount, mission).then(|| "FIL-01".to_owned()),
                    suggestion: Bilingual::new(
                        format!("{file} vervangt {}.", earlier.source.path),
                        format!("{file} replaces {}.", earlier.source.path),
                    ),
                    ..Draft::default()
                };
                out.failed(place, Some(period), draft);
            }
        }
    }
}

/// Whether a mission that is reported monthly has no headcount left.
fn dropped(census: &Census<'_>, period: Period, headcount: usize, mission: usize) -> bool {
    let expected = census.schema.coordinators.iter().any(|coordinator| coordinator.monthly && coordinator.missions.contains(&mission));
    expected && census.of_mission(headcount, period, mission).is_empty()
}
