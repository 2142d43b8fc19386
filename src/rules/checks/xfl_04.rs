//! XFL-04: a consolidated table differs from a return.

use crate::domain::census::Chosen;
use crate::domain::{Bilingual, Census, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Reading, mission_index, stated_place, superseded_headcounts, tables_named};
use crate::rules::words::Words;

/// What XFL-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-04",
    scope: Scope::CrossFile,
    severity: Severity::Error,
    name: ["Verzameltabel wijkt af van de opgave", "Consolidated table differs from the return"],
    message: ["Verzameltabel geeft {x}, opgave {y} ({mission}).", "Consolidated table has {x}, the return {y} ({mission})."],
    does: [
        "Een bestand van een afzender die in coordinators.csv als 'consolidated' staat, is samengesteld uit opgaven. Elke bezetting erin, \
         en elk aantal tijdelijk in NL, moet gelijk zijn aan dat van de opgave over dezelfde missie en maand. Zulke cijfers worden zelf \
         nooit gepubliceerd. Niet uitgevoerd als er geen opgave is of als opgaven elkaar tegenspreken.",
        "A file from a sender who is 'consolidated' in coordinators.csv was put together from returns. Every headcount in it, and every \
         number temporarily in NL, must equal that of the return about the same mission and month. Such figures are never published \
         themselves. Not run where there is no return, or where returns contradict each other.",
    ],
    why: [
        "Wat bij het overnemen verandert, komt in de Kamerbrief terecht zonder dat een missie het heeft opgegeven.",
        "What changes while it is copied ends up in the letter to Parliament without any mission having reported it.",
    ],
    example: [
        "In Totaal!B7 van verzamel-2026-05.xlsx staat 5 voor EUMM Georgia, en opgave-oost-2026-05.xlsx geeft 4.",
        "Totaal!B7 of verzamel-2026-05.xlsx says 5 for EUMM Georgia, and opgave-oost-2026-05.xlsx says 4.",
    ],
    fix: [
        "Coördinator: u hoeft niets te doen als uw opgave klopt. Analist: neem het cijfer opnieuw over uit de opgave, of laat de opgave \
         verbeteren.",
        "Coordinator: nothing is needed if your return is right. Analyst: take the figure from the return again, or have the return \
         corrected.",
    ],
};

/// Every row of every consolidated table of headcounts.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    if !census.schema.coordinators.iter().any(|one| one.consolidated) {
        for period in &census.periods {
            out.not_run(Some(*period), Bilingual::new("er is geen verzameltabel opgegeven", "no consolidated table given"));
        }
        return;
    }
    let compared = tables_named(census, "headcount").filter(|reading| census.returns[reading.ret].consolidated);
    for Reading { ret, at, table, schema } in compared {
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let (Some(mission), Some(period)) = (mission_index(census, here), table.periods[record]) else { continue };
            let source = match census.headcount(period, mission) {
                Chosen::One(source) => source,
                Chosen::Nothing => {
                    out.not_run(Some(period), Bilingual::new("er is geen opgave van de missie", "there is no return of the mission"));
                    continue;
                }
                Chosen::Conflict(_) => {
                    out.not_run(Some(period), Bilingual::new("de opgaven spreken elkaar tegen", "the returns contradict each other"));
                    continue;
                }
            };
            for name in ["stated", "temp_home"] {
                let Some(field) = schema.field(name) else { continue };
                let (x, y) = (table.count(field, record), census.table(source).count(field, source.record));
                let (Some(x), Some(y)) = (x, y) else { continue };
                if x == y {
                    out.passed(Some(period), 1);
                    continue;
                }
                let place = stated_place(census, source);
                let cell = place.cell().map(|cell| cell.to_string()).unwrap_or_default();
                let of = &census.schema.registry.missions[mission];
                // The table still has what a later version of the return corrected.
                let outdated = name == "stated" && superseded_headcounts(census, period, mission).contains(&x);
                let draft = Draft {
                    mission: Some(of.id.clone()),
                    field: format!("headcount.{name}"),
                    value: SafeText::own(x),
                    expected: SafeText::own(y),
                    args: vec![("x", number(x)), ("y", number(y)), ("mission", Bilingual::same(of.name.clone()))],
                    suggestion: Bilingual::new(
                        format!("De opgave is {} ({cell}).", place.file()),
                        format!("The return is {} ({cell}).", place.file()),
                    ),
                    outcome_of: outdated.then(|| "XFL-07".to_owned()),
                    ..Draft::default()
                };
                out.failed(census.place(here, Some(field)), Some(period), draft);
            }
        }
    }
}
