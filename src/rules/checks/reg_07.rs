//! REG-07: all missions together are above the national ceiling.

use crate::domain::{Bilingual, Census, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Stated, headcounts, stated_place};
use crate::rules::words::Words;

/// What REG-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-07",
    scope: Scope::Registry,
    severity: Severity::Warning,
    name: ["Totaal boven het nationale maximum", "Total above the national maximum"],
    message: ["Totaal {x} in {month} boven het nationale maximum {y}.", "Total {x} in {month} above the national maximum {y}."],
    does: [
        "De bezettingen van alle missies samen mogen niet boven het nationale maximum liggen (instelling national_ceiling; aangenomen is \
         100, zoals sinds 2008). Zolang van een missie die maandelijks wordt opgegeven de bezetting niet bekend is, wordt alleen een \
         overschrijding gemeld.",
        "The headcounts of all missions together may not be above the national maximum (setting national_ceiling; 100 is assumed, as \
         since 2008). As long as the headcount of a mission that is reported monthly is not known, only an excess is reported.",
    ],
    why: [
        "Meer uitzenden dan het maximum is een besluit dat aan de Kamer is gemeld; anders is er te veel geteld.",
        "Deploying more than the maximum is a decision that Parliament was told of; otherwise too many were counted.",
    ],
    example: [
        "De bezettingen van mei 2026 tellen op tot 101, doordat in Bezetting!B5 70 staat in plaats van 7.",
        "The headcounts of May 2026 add up to 101, since Bezetting!B5 says 70 instead of 7.",
    ],
    fix: [
        "Coördinator: controleer de bezetting van uw grootste missies. Analist: pas national_ceiling in schemas/checks.toml aan als er \
         een ander maximum is besloten.",
        "Coordinator: check the headcounts of your largest missions. Analyst: change national_ceiling in schemas/checks.toml if another \
         maximum was decided.",
    ],
};

/// Every month.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let ceiling = census.schema.number("REG-07", "national_ceiling", 100);
    let expected = || census.schema.coordinators.iter().filter(|one| one.monthly).flat_map(|one| one.missions.iter().copied());
    for period in census.periods.iter().copied() {
        let known: Vec<(i64, RecordRef)> = headcounts(census)
            .filter(|stated| stated.period == period)
            .filter_map(|Stated { headcount, at, .. }| Some((headcount?, at)))
            .collect();
        let sum = known.iter().fold(0_i64, |sum, (count, _)| sum.saturating_add(*count));
        if sum > ceiling {
            // The largest headcount is where a slip weighs most; of equal ones the first in the files.
            let Some((_, at)) = known.iter().copied().max_by_key(|(count, at)| (*count, std::cmp::Reverse(*at))) else { continue };
            let draft = Draft {
                field: "headcount.stated".to_owned(),
                value: SafeText::own(sum),
                args: vec![("x", number(sum)), ("y", number(ceiling)), ("month", Bilingual::same(period.to_string()))],
                suggestion: Bilingual::new(
                    "Deze cel heeft de grootste bezetting van de maand; begin daar met controleren.",
                    "This cell has the largest headcount of the month; begin checking there.",
                ),
                ..Draft::default()
            };
            out.failed(stated_place(census, at), Some(period), draft);
            continue;
        }
        let is_known = |mission: &usize| {
            let at = match census.headcount(period, *mission) {
                crate::domain::census::Chosen::One(at) => at,
                _ => return false,
            };
            known.iter().any(|(_, known)| *known == at)
        };
        if expected().all(|mission| is_known(&mission)) {
            out.passed(Some(period), 1);
        } else {
            let reason = Bilingual::new("niet van elke missie is de bezetting bekend", "not every mission's headcount is known");
            out.not_run(Some(period), reason);
        }
    }
}
