//! REG-06: more officers than the ceiling allows.

use chrono::NaiveDate;

use crate::domain::tour::Tour;
use crate::domain::{Bilingual, Census, Period, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{day_of, headcounts, stated_place};
use crate::rules::words::Words;

/// What REG-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-06",
    scope: Scope::Registry,
    severity: Severity::Error,
    name: ["Bezetting boven het plafond", "Headcount above the ceiling"],
    message: ["{mission}: bezetting {x} boven het plafond {y}.", "{mission}: headcount {x} above the ceiling {y}."],
    does: [
        "De bezetting mag niet hoger zijn dan het plafond dat op de peildatum geldt: dat van het register, en dat van de kolom 'plafond' \
         in de opgave. Laat het rooster zien dat wie er te veel is een opvolger is die hooguit 14 dagen met zijn voorganger overlapt, \
         dan is het een waarschuwing (instelling overlap_days). Niet uitgevoerd als geen van beide een plafond geeft.",
        "The headcount may not be higher than the ceiling that holds on the as-of date: that of the registry, and that of the column \
         'ceiling' in the return. Where the roster shows that those above it are successors who overlap with the officers they replace \
         by at most 14 days, this is a warning (setting overlap_days). Not run where neither gives a ceiling.",
    ],
    why: [
        "Het aantal dat per missie mag worden uitgezonden, is besloten. Wie daarboven zit, is te veel uitgezonden of te veel geteld.",
        "How many may be deployed in a mission was decided. Whoever is above that was deployed or counted too many.",
    ],
    example: [
        "In Bezetting!B6 staat 5 voor EUAM Iraq, terwijl het register een plafond van 4 geeft.",
        "Bezetting!B6 says 5 for EUAM Iraq, while the registry gives a ceiling of 4.",
    ],
    fix: [
        "Coördinator: controleer de bezetting, en of een vertrek is vergeten. Analist: werk het plafond in schemas/missions.toml bij als \
         er een nieuw besluit is, met dat besluit als grondslag.",
        "Coordinator: check the headcount, and whether a departure was forgotten. Analyst: update the ceiling in schemas/missions.toml if \
         there is a new decision, with that decision as its basis.",
    ],
};

/// Why nothing can be said about ceilings.
pub(super) fn no_ceiling() -> Bilingual {
    Bilingual::new("er zijn geen plafonds opgegeven", "no ceilings given")
}

/// Every mission with a known headcount.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let days = census.schema.number("REG-06", "overlap_days", 14);
    for stated in headcounts(census) {
        let Some(count) = stated.headcount else { continue };
        let table = census.table(stated.at);
        let schema = &census.schema.tables[table.schema];
        let column = schema.field("ceiling").filter(|field| table.columns[*field].sheet_col.is_some());
        let day = stated.as_of.unwrap_or_else(|| stated.period.last_day());
        let decided = stated.mission.ceiling(day);
        let own = column.and_then(|field| table.count(field, stated.at.record));
        let Some(ceiling) = decided.into_iter().chain(own).min() else {
            out.not_run(Some(stated.period), no_ceiling());
            continue;
        };
        if count <= ceiling {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let handed_over = hand_overs(census, stated.period, stated.index, day, days);
        let explained = count.saturating_sub(ceiling) <= handed_over;
        let draft = Draft {
            mission: Some(stated.mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: SafeText::own(count),
            args: vec![("mission", Bilingual::same(stated.mission.name.clone())), ("x", number(count)), ("y", number(ceiling))],
            suggestion: if explained {
                Bilingual::new(
                    "Het rooster laat een overdracht zien: opvolger en voorganger zijn er nu beiden. Volgende maand hoort dit voorbij te zijn.",
                    "The roster shows a hand-over: successor and predecessor are both there now. Next month this should be over.",
                )
            } else {
                Bilingual::default()
            },
            severity: explained.then_some(Severity::Warning),
            ..Draft::default()
        };
        out.failed(stated_place(census, stated.at), Some(stated.period), draft);
    }
}

/// The number of pairs on the roster of whom one began and the other ends within so many days of each other, both on posting
/// on the day.
fn hand_overs(census: &Census<'_>, period: Period, mission: usize, day: NaiveDate, days: i64) -> i64 {
    let Some(roster) = census.schema.table("roster") else { return 0 };
    let (mut began, mut ending) = (Vec::new(), Vec::new());
    for (line, tour) in Tour::of_lines(census, census.of_mission(roster, period, mission)) {
        if !tour.on_posting(day_of(census, line).unwrap_or(day)) {
            continue;
        }
        let end = tour.actual_end.or(tour.planned_end).filter(|end| (*end - day).num_days() < days);
        match tour.start.filter(|start| (day - *start).num_days() < days) {
            Some(start) => began.push(start),
            None => ending.extend(end),
        }
    }
    began.sort_unstable();
    ending.sort_unstable();
    // Ends rise, so that a start which is too early for one is too early for all that follow.
    let mut starts = began.into_iter();
    let pairs = ending.into_iter().filter(|end| starts.by_ref().any(|start| (*end - start).num_days() < days));
    i64::try_from(pairs.count()).unwrap_or(i64::MAX)
}
