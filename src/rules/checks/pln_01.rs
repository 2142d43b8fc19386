//! PLN-01: a planned deployment that did not happen.

use chrono::NaiveDate;

use crate::domain::census::Chosen;
use crate::domain::tour::Tour;
use crate::domain::{Bilingual, Census, Mission, Period, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, day_of, mission_index, tables_named};
use crate::rules::words::Words;

/// What PLN-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLN-01",
    scope: Scope::Planning,
    severity: Severity::Warning,
    name: ["Voornemen verstreken zonder aankomst", "Intention passed without an arrival"],
    message: [
        "Geplande inzet {mission} ({window}) is verstreken zonder aankomst.",
        "Planned deployment {mission} ({window}) passed without an arrival.",
    ],
    does: [
        "Ligt het einde van het voorgenomen tijdvak voor de peildatum, dan moet er in dat tijdvak of daarna een aankomst zijn: volgens de \
         instroom, een hogere bezetting of het rooster. Een voornemen dat als uitgezonden of vervallen staat, telt niet mee.",
        "Where the intended window ended before the as-of date, there must be an arrival in it or after it: by the inflow, a higher \
         headcount or the roster. An intention marked as deployed or dropped does not count.",
    ],
    why: [
        "De Kamer heeft gehoord dat er politie naartoe zou gaan. Is dat niet gebeurd, dan hoort daar uitleg bij; is het wel gebeurd, dan \
         ontbreekt de opgave.",
        "Parliament was told that officers would go there. If they did not, that needs an explanation; if they did, the return is missing.",
    ],
    example: [
        "In Planning!C4 staat '2e helft 2026' voor UNVMC, de peildatum is 31-1-2027 en niemand is aangekomen.",
        "Planning!C4 says '2e helft 2026' for UNVMC, the as-of date is 31-1-2027 and nobody has arrived.",
    ],
    fix: [
        "Coördinator: geef een nieuw tijdvak op, of zet de fase op vervallen of uitgezonden. Analist: neem de reden op in de brief.",
        "Coordinator: give a new window, or set the stage to dropped or deployed. Analyst: give the reason in the letter.",
    ],
};

/// An intention with a window.
pub(super) struct Intention<'a> {
    /// The record.
    pub(super) at: RecordRef,
    /// The month it is told in.
    pub(super) period: Period,
    /// The mission, as an index into the registry.
    pub(super) index: usize,
    /// The mission.
    pub(super) mission: &'a Mission,
    /// First and last day of the window; `None` if it is not given.
    pub(super) window: Option<(NaiveDate, NaiveDate)>,
    /// How many; `None` is not known.
    pub(super) count: Option<i64>,
}

/// Every intention that is neither deployed nor dropped.
pub(super) fn intentions<'a>(census: &Census<'a>) -> Vec<Intention<'a>> {
    let mut found = Vec::new();
    for Reading { ret, at, table, schema } in tables_named(census, "planned").filter(|reading| !census.returns[reading.ret].consolidated) {
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let (Some(index), Some(period)) = (mission_index(census, here), table.periods[record]) else { continue };
            if matches!(census.code_of(here, "status"), Some("deployed" | "dropped")) {
                continue;
            }
            found.push(Intention {
                at: here,
                period,
                index,
                mission: &census.schema.registry.missions[index],
                window: schema.field("window").and_then(|field| table.window(field, record)),
                count: schema.field("count").and_then(|field| table.count(field, record)),
            });
        }
    }
    found
}

/// A window as messages have it.
pub(super) fn window_words((from, until): (NaiveDate, NaiveDate)) -> Bilingual {
    Bilingual::new(format!("{from} t/m {until}"), format!("{from} to {until}"))
}

/// The cell of an intention's window.
pub(super) fn window_place(census: &Census<'_>, at: RecordRef) -> crate::domain::Place {
    census.place(at, census.schema.tables[census.table(at).schema].field("window"))
}

/// Every intention with a window.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for intention in intentions(census) {
        let (Some(window), Some(day)) = (intention.window, day_of(census, intention.at)) else { continue };
        if window.1 >= day || arrived(census, intention.index, window.0, day) {
            out.passed(Some(intention.period), 1);
            continue;
        }
        let draft = Draft {
            mission: Some(intention.mission.id.clone()),
            field: "planned.window".to_owned(),
            value: SafeText::own(window_words(window).en),
            args: vec![("mission", Bilingual::same(intention.mission.name.clone())), ("window", window_words(window))],
            ..Draft::default()
        };
        out.failed(window_place(census, intention.at), Some(intention.period), draft);
    }
}

/// Whether anybody is known to have arrived in a mission between two days.
fn arrived(census: &Census<'_>, mission: usize, from: NaiveDate, until: NaiveDate) -> bool {
    let chosen = |period: Period| match census.headcount(period, mission) {
        Chosen::One(at) => Some(at),
        _ => None,
    };
    let before = census.periods.iter().rev().copied().filter(|period| period.last_day() < from);
    let before = before.filter_map(chosen).find_map(|at| census.count_of(at, "stated")).unwrap_or(0);
    let within = || census.periods.iter().copied().filter(|period| period.last_day() >= from && period.first_day() <= until);
    let counted = within().filter_map(chosen).any(|at| {
        census.count_of(at, "arrivals").is_some_and(|arrivals| arrivals > 0)
            || census.count_of(at, "stated").is_some_and(|stated| stated > before)
    });
    let listed = |period: Period| {
        let roster = census.schema.table("roster").map_or(&[][..], |roster| census.of_mission(roster, period, mission));
        Tour::of_lines(census, roster).any(|(_, tour)| tour.start.is_some_and(|start| from <= start && start <= until))
    };
    counted || within().any(listed)
}
