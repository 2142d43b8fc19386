//! FIL-01: an expected return has not come.

use crate::domain::{Bilingual, Census, Period, Place, RemarkKind, Return, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What FIL-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-01",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Opgave ontbreekt", "Return missing"],
    message: ["Geen opgave ontvangen voor {mission} over {month}.", "No return received for {mission} for {month}."],
    does: [
        "Voor elke maand waarover ten minste één opgave is ontvangen, wordt gekeken of elke coördinator die maandelijks opgave doet er \
         een heeft gestuurd en of elke missie van die coördinator erin staat. De uiterste inleverdatum bepaalt alleen of een opgave te \
         laat is, niet of zij ontbreekt.",
        "For every month with at least one return, this looks whether each coordinator who reports monthly has sent one, and whether \
         each of that coordinator's missions is in it. The deadline only decides whether a return is late, never whether it is missing.",
    ],
    why: [
        "Een missie zonder opgave is onbekend, niet nul. Het totaal van die maand is dan te laag zonder dat iemand dat aan het cijfer \
         ziet.",
        "A mission without a return is unknown, not zero. The month's total is then too low and nothing about the figure shows it.",
    ],
    example: [
        "Over mei 2026 zijn drie van de vier opgaven binnen; die van de coördinator Afrika ontbreekt. De vijf missies van Afrika krijgen \
         dan de status 'missing'.",
        "For May 2026 three of four returns are in; the one from the Africa coordinator is not. The five missions in Africa then get the \
         status 'missing'.",
    ],
    fix: [
        "Coördinator: stuur de opgave alsnog, ook als er niemand is uitgezonden: geef dan 0 op. Analist: vraag de opgave op, of pas de \
         lijst van coördinatoren in schemas/ aan als deze coördinator of missie niet meer maandelijks opgave doet.",
        "Coordinator: send the return after all, also if nobody is deployed: state 0 then. Analyst: ask for the return, or change the \
         list of coordinators in schemas/ if this coordinator or mission no longer reports every month.",
    ],
};

/// Every coordinator who reports monthly, and every mission of theirs, in every month with a return.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(headcount) = census.schema.table("headcount") else { return };
    let missions = &census.schema.registry.missions;
    for period in &census.periods {
        for (at, coordinator) in census.schema.coordinators.iter().enumerate().filter(|(_, coordinator)| coordinator.monthly) {
            let sent: Vec<&Return> =
                census.returns.iter().filter(|from| from.coordinator == Some(at) && from.period == Some(*period)).collect();
            let absent: Vec<usize> =
                coordinator.missions.iter().copied().filter(|mission| census.of_mission(headcount, *period, *mission).is_empty()).collect();
            out.passed(Some(*period), (coordinator.missions.len() - absent.len()) as u64);
            if absent.is_empty() {
                continue;
            }
            let read: Vec<&&Return> = sent.iter().filter(|from| from.counts()).collect();
            if read.is_empty() {
                let names: Vec<&str> = absent.iter().map(|mission| missions[*mission].name.as_str()).collect();
                let refused = sent.iter().find_map(|from| refused_by(from));
                let place = sent.first().map_or_else(
                    || Place::Expected { coordinator: coordinator.id.clone() },
                    |from| Place::File { file: from.source.path.clone() },
                );
                let mut draft = draft(*period, &names.join(", "));
                draft.suggestion = Bilingual::new(
                    format!("Vraag de opgave op bij coördinator {}.", coordinator.name),
                    format!("Ask coordinator {} for the return.", coordinator.name),
                );
                draft.outcome_of = refused;
                out.failed(place, Some(*period), draft);
                continue;
            }
            for mission in absent {
                let file = read.last().map_or_else(String::new, |from| from.source.path.clone());
                let mut draft = draft(*period, &missions[mission].name);
                draft.mission = Some(missions[mission].id.clone());
                draft.outcome_of = read.iter().find_map(|from| unresolved(census, from, headcount, mission));
                draft.suggestion = Bilingual::new(
                    "De missie staat niet in de opgave; laat de coördinator haar opnemen, ook als er niemand is: dan met 0.",
                    "The mission is not in the return; let the coordinator add it, also if nobody is there: then with 0.",
                );
                out.failed(Place::File { file }, Some(*period), draft);
            }
        }
    }
}

fn draft(period: Period, missions: &str) -> Draft {
    let args = vec![("mission", Bilingual::same(missions)), ("month", Bilingual::same(period.to_string()))];
    Draft { field: "headcount.stated".to_owned(), args, ..Draft::default() }
}

/// The check that keeps a return from being read.
fn refused_by(from: &Return) -> Option<String> {
    from.unreadable.as_ref().map(|_| "FIL-07".to_owned()).or_else(|| from.refused.clone())
}

/// The check that rejected a row of a return which may be about a mission, or set the whole return aside.
fn unresolved(census: &Census<'_>, from: &Return, headcount: usize, mission: usize) -> Option<String> {
    let remarks = from.tables.iter().filter(|table| table.schema == headcount).flat_map(|table| &table.remarks);
    let code = |kind: &RemarkKind| match kind {
        RemarkKind::UnknownMission { nearest } => nearest.is_none_or(|nearest| nearest == mission).then_some("REG-01"),
        RemarkKind::AmbiguousMission { shared } => {
            census.schema.registry.ambiguous[*shared].candidates.contains(&mission).then_some("REG-02")
        }
        _ => None,
    };
    remarks.filter_map(|remark| code(&remark.kind)).next().map(str::to_owned)
}
