//! PLA-06: a tour is very short or very long.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Rosters, days_from};
use crate::rules::words::Words;

/// What PLA-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-06",
    scope: Scope::Plausibility,
    severity: Severity::Warning,
    name: ["Ongewone uitzendduur", "Unusual length of tour"],
    message: ["De uitzendduur van de persoon op regel {key} is {n} dagen.", "The tour of the person on line {key} is {n} days long."],
    does: [
        "De duur van elke uitzending, van begin tot werkelijk of anders gepland einde, beide dagen inbegrepen, moet tussen 30 dagen en 36 \
         maanden liggen (instellingen min_days en max_months). Een visiting expert mag korter. Zonder einde is er niets te vergelijken.",
        "The length of every tour, from its start to its actual or else planned end, both days included, must lie between 30 days and 36 \
         months (settings min_days and max_months). A visiting expert may be shorter. Without an end there is nothing to compare.",
    ],
    why: [
        "Een uitzending duurt gewoonlijk een jaar. Een heel andere duur is meestal een tikfout in een jaar of maand.",
        "A tour is usually one year. A very different length is mostly a slip in a year or month.",
    ],
    example: [
        "In Personeel!G6 staat begin 1-3-2026 en in H6 gepland einde 12-3-2026, met soort uitzending 'gedetacheerd'.",
        "Personeel!G6 says start 1-3-2026 and H6 planned end 12-3-2026, with type of secondment 'seconded'.",
    ],
    fix: [
        "Coördinator: verbeter de datum die niet klopt, of licht de duur toe. Analist: niets te doen als de coördinator de duur bevestigt.",
        "Coordinator: correct the date that is wrong, or explain the length. Analyst: nothing to do if the coordinator confirms it.",
    ],
};

/// Days of a month, on average: whether a tour is too long is no matter of a day.
const DAYS_OF_36_MONTHS: i64 = 1096;

/// The longest tour, in days, for a number of months.
pub(super) fn longest(months: i64) -> i64 {
    months.saturating_mul(DAYS_OF_36_MONTHS).div_euclid(36)
}

/// Every line of a roster with a first and a last day.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let least = census.schema.number("PLA-06", "min_days", 30);
    let most = longest(census.schema.number("PLA-06", "max_months", 36));
    for month in rosters.months() {
        for line in &month.lines {
            // An actual end that is still to come is not one: that is PLA-09's.
            let actual = line.tour.actual_end.filter(|end| *end <= month.as_of);
            let Some((start, end)) = line.tour.start.zip(actual.or(line.tour.planned_end)) else { continue };
            // An end before the start is ROW-09's.
            if end < start {
                continue;
            }
            let days = days_from(start, end);
            let visiting = || rosters.secondment(line.at) == Some("visiting_expert");
            if days <= most && (days >= least || visiting()) {
                out.passed(Some(month.period), 1);
                continue;
            }
            let end_field = if actual.is_some() { "actual_end" } else { "planned_end" };
            let place = rosters.place(line.at, end_field);
            let expected = if days > most { format!("<= {most}") } else { format!(">= {least}") };
            let draft = Draft {
                mission: Some(rosters.id(month.mission)),
                field: format!("roster.{end_field}"),
                value: SafeText::own(days),
                expected: SafeText::own(expected),
                args: vec![("key", line_words(&place)), ("n", number(days))],
                suggestion: Bilingual::new(
                    format!("Van {start} tot en met {end}: klopt het jaar?"),
                    format!("From {start} to {end}: is the year right?"),
                ),
                ..Draft::default()
            };
            out.failed(place, Some(month.period), draft);
        }
    }
}
