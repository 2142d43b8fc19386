//! FIL-01: an expected return has not come.

use crate::domain::{Bilingual, Census, Period, Place, RemarkKind, Return, Scope, Severity, Table};
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
    let monthly = || census.schema.coordinators.iter().enumerate().filter(|(_, coordinator)| coordinator.monthly);
    let of = |coordinator: usize, period: Period| {
        let sent = census.returns.iter().filter(move |from| from.coordinator == Some(coordinator) && from.reports_on(period));
        sent.collect::<Vec<&Return>>()
    };
    for period in census.periods.iter().copied() {
        let silent = monthly().filter(|(at, _)| of(*at, period).is_empty()).count();
        for (at, coordinator) in monthly() {
            let absent: Vec<usize> =
                coordinator.missions.iter().copied().filter(|mission| census.of_mission(headcount, period, *mission).is_empty()).collect();
            out.passed(Some(period), (coordinator.missions.len() - absent.len()) as u64);
            if absent.is_empty() {
                continue;
            }
            let sent = of(at, period);
            let read: Vec<&Return> = sent.iter().copied().filter(|from| from.counts()).collect();
            let has_rows = |table: &Table| table.schema == headcount && !table.is_empty();
            if !read.iter().any(|from| from.tables.iter().any(has_rows)) {
                let cause = if sent.is_empty() { cause_elsewhere(census, at, period, silent) } else { cause_within(&sent) };
                whole(census, out, period, at, &absent, sent.first().copied(), cause);
                continue;
            }
            for mission in absent {
                one(census, out, period, headcount, mission, &read);
            }
        }
    }
}

/// No headcount of a coordinator is there at all.
fn whole(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    period: Period,
    coordinator: usize,
    absent: &[usize],
    sent: Option<&Return>,
    cause: Option<String>,
) {
    let names: Vec<&str> = absent.iter().map(|mission| census.schema.registry.missions[*mission].name.as_str()).collect();
    let coordinator = &census.schema.coordinators[coordinator];
    let place =
        sent.map_or_else(|| Place::Expected { coordinator: coordinator.id.clone() }, |from| Place::File { file: from.source.path.clone() });
    let mut draft = draft(period, &names.join(", "));
    draft.suggestion = if sent.is_some_and(Return::counts) {
        Bilingual::new(
            format!("Dit bestand bevat geen bezetting; vraag haar op bij coördinator {}.", coordinator.name),
            format!("This file holds no headcount; ask coordinator {} for it.", coordinator.name),
        )
    } else {
        Bilingual::new(
            format!("Vraag de opgave op bij coördinator {}.", coordinator.name),
            format!("Ask coordinator {} for the return.", coordinator.name),
        )
    };
    draft.outcome_of = cause;
    out.failed(place, Some(period), draft);
}

/// One mission is not in the return of its coordinator.
fn one(census: &Census<'_>, out: &mut Outcome<'_>, period: Period, headcount: usize, mission: usize, read: &[&Return]) {
    let file = read.last().map_or_else(String::new, |from| from.source.path.clone());
    let missions = &census.schema.registry.missions;
    let mut draft = draft(period, &missions[mission].name);
    draft.mission = Some(missions[mission].id.clone());
    draft.outcome_of = read.iter().find_map(|from| unresolved(census, from, headcount, mission));
    if draft.outcome_of.is_none()
        && let Some(place) = read.iter().find_map(|from| unseen(from, headcount, mission))
    {
        draft.outcome_of = Some("FIL-06".to_owned());
        draft.suggestion = Bilingual::new(
            "De missie staat in een regel die niet te zien is en niet is meegeteld. Maak de regel zichtbaar, of verwijder haar.",
            "The mission stands in a row that cannot be seen and was not counted. Unhide the row, or remove it.",
        );
        out.failed(place, Some(period), draft);
        return;
    }
    draft.suggestion = Bilingual::new(
        "De missie staat niet in de opgave; laat de coördinator haar opnemen, ook als er niemand is: dan met 0.",
        "The mission is not in the return; let the coordinator add it, also if nobody is there: then with 0.",
    );
    out.failed(Place::File { file }, Some(period), draft);
}

fn draft(period: Period, missions: &str) -> Draft {
    let args = vec![("mission", Bilingual::same(missions)), ("month", Bilingual::same(period.to_string()))];
    Draft { field: "headcount.stated".to_owned(), args, ..Draft::default() }
}

/// The check that keeps what a coordinator sent from being read, if none of it could be.
fn cause_within(sent: &[&Return]) -> Option<String> {
    let cause = |from: &&Return| {
        let empty = from.unreadable.is_some() || (from.counts() && from.tables.is_empty());
        if empty { Some("FIL-07".to_owned()) } else { from.refused.clone() }
    };
    sent.iter().find_map(cause)
}

/// The check that explains why nothing is known to have come from a coordinator: a file of theirs that belongs to no month, or
/// one that cannot be read and does not say whose it is. Only where there are as many of these as there are gaps to explain.
fn cause_elsewhere(census: &Census<'_>, coordinator: usize, period: Period, silent: usize) -> Option<String> {
    let undated = census.returns.iter().filter(|from| from.counts() && from.coordinator == Some(coordinator));
    let undated = undated.filter(|from| from.period.is_none() && from.tables.iter().any(|table| table.periods.contains(&None))).count();
    let answered = |month: &Period| census.returns.iter().any(|from| from.coordinator == Some(coordinator) && from.reports_on(*month));
    if undated > 0 && census.periods.iter().filter(|month| !answered(month)).count() <= undated {
        return Some("FIL-04".to_owned());
    }
    let nameless = census.returns.iter().filter(|from| from.unreadable.is_some() && from.coordinator.is_none());
    (nameless.filter(|from| from.period == Some(period)).count() >= silent).then(|| "FIL-07".to_owned())
}

/// The sheet of a return on which a mission stands in a row that is set aside since it is not seen.
pub(super) fn unseen(from: &Return, headcount: usize, mission: usize) -> Option<Place> {
    let here = |table: &&Table| table.schema == headcount && table.unseen_missions.iter().any(|own| *own as usize == mission);
    let table = from.tables.iter().find(here)?;
    let sheet = from.sheets.get(table.sheet).map_or_else(String::new, |sheet| sheet.name.clone());
    Some(Place::Sheet { file: from.source.path.clone(), sheet })
}

/// The check that rejected a row of a return which may be about a mission, or placed it in another month.
pub(super) fn unresolved(census: &Census<'_>, from: &Return, headcount: usize, mission: usize) -> Option<String> {
    let code = |kind: &RemarkKind| match kind {
        RemarkKind::UnknownMission { nearest } => nearest.is_none_or(|nearest| nearest == mission).then_some("REG-01"),
        RemarkKind::AmbiguousMission { shared } => {
            census.schema.registry.ambiguous[*shared].candidates.contains(&mission).then_some("REG-02")
        }
        _ => None,
    };
    let field = census.schema.tables[headcount].field("mission");
    let tables = || from.tables.iter().filter(|table| table.schema == headcount);
    let rejected = tables().flat_map(|table| &table.remarks).find_map(|remark| code(&remark.kind));
    // A row that is there and belongs to no month, or to none that the return is for, has a finding about its date or month.
    let misplaced = || {
        let mut rows = tables().flat_map(|table| (0..table.len()).map(move |record| (table, record)));
        let (table, record) = rows.find(|(table, record)| {
            let here = field.and_then(|field| table.mission(field, *record)) == Some(mission);
            here && (table.periods[*record].is_none() || (from.period.is_some() && table.periods[*record] != from.period))
        })?;
        let unreadable = census.schema.tables[headcount]
            .field("period")
            .is_some_and(|field| u32::try_from(record).is_ok_and(|record| table.columns[field].unusable.contains(&record)));
        Some(if unreadable { "ROW-08" } else { "FIL-04" })
    };
    rejected.or_else(misplaced).map(str::to_owned)
}
