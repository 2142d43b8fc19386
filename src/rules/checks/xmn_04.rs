//! XMN-04: a tour is past its planned end.

use chrono::{Days, NaiveDate};

use crate::domain::{Bilingual, Census, Period, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::persons::{Rosters, days_from};
use crate::rules::support::{Reading, day_of, line_words, mission_id, tables_named};
use crate::rules::words::Words;

/// What XMN-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-04",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Uitzending voorbij gepland einde", "Tour past its planned end"],
    message: [
        "De uitzending van de persoon op regel {key} liep tot en met {end}; er is geen verlenging of vertrek gemeld.",
        "The tour of the person on line {key} ran to {end}; no extension or departure was reported.",
    ],
    does: [
        "Op elke regel van het rooster zonder werkelijke einddatum mag het geplande einde, of de verlenging als die er is, niet meer dan \
         14 dagen voor de peildatum liggen (instelling grace_days). Klopt de bezetting (XSH-01) precies als deze persoon niet meetelt, \
         dan is dit het gevolg van die bevinding.",
        "On every roster line without an actual end, the planned end, or the extension if there is one, may not be more than 14 days \
         before the as-of date (setting grace_days). If the headcount (XSH-01) is exactly right once this person is left out, this is an \
         outcome of that finding.",
    ],
    why: [
        "Zo'n persoon is vaak al thuis. Het rooster telt dan iemand te veel.",
        "Such a person is often home already. The roster then counts one too many.",
    ],
    example: [
        "In Personeel!H11 is het geplande einde 1-3-2026, I11 (werkelijke einddatum) is leeg en de peildatum is 31-5-2026.",
        "In Personeel!H11 the planned end is 1-3-2026, I11 (actual end) is empty and the as-of date is 31-5-2026.",
    ],
    fix: [
        "Coördinator: vul de werkelijke einddatum in, of de verlenging. Analist: vraag na of de persoon er nog is voordat u een van \
         beide cijfers gebruikt.",
        "Coordinator: enter the actual end, or the extension. Analyst: ask whether the person is still there before using either figure.",
    ],
};

/// Every line of a roster that is on posting and has a planned end.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let grace = Days::new(u64::try_from(census.schema.number("XMN-04", "grace_days", 14)).unwrap_or(0));
    for Reading { ret, at, table, schema } in tables_named(census, "roster") {
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let tour = rosters.line(here).tour;
            let (Some(end), Some(as_of)) = (tour.planned_end, day_of(census, here)) else { continue };
            if !tour.posted || tour.actual_end.is_some() || end.checked_add_days(grace).is_none_or(|until| until >= as_of) {
                out.passed(table.periods[record], 1);
                continue;
            }
            let place = census.place(here, schema.field("planned_end"));
            let draft = Draft {
                mission: mission_id(census, here),
                field: "roster.planned_end".to_owned(),
                value: SafeText::own(end),
                args: vec![("key", line_words(&place)), ("end", Bilingual::same(end.to_string()))],
                suggestion: Bilingual::new(
                    "Vul de werkelijke einddatum in, of de datum tot wanneer de uitzending is verlengd.",
                    "Fill in the actual end date, or the date up to which the tour was extended.",
                ),
                outcome_of: table.periods[record].and_then(|period| twin(&rosters, period, here, as_of)).map(str::to_owned),
                ..Draft::default()
            };
            out.failed(place, table.periods[record], draft);
        }
    }
}

/// At most so many other lines of a person are looked at.
const MOST_LINES: usize = 20;

/// The check that reports that a person is on posting on another line as well: whoever went on elsewhere, or on a line of its
/// own for an extension, did not end the old one.
fn twin(rosters: &Rosters<'_, '_>, period: Period, here: RecordRef, as_of: NaiveDate) -> Option<&'static str> {
    let census = rosters.census;
    let others = rosters.of_person(period, rosters.key(here)?).iter().take(MOST_LINES).filter(|other| **other != here);
    let posted = others.map(|other| rosters.line(*other)).filter(|other| other.tour.on_posting(as_of));
    // On the day of a transfer a person may be in both missions.
    let shared = census.schema.number("XFL-01", "overlap_days", 1);
    let codes = posted.filter_map(|other| {
        let same = mission_id(census, other.at) == mission_id(census, here);
        let long = other.tour.start.is_some_and(|start| days_from(start, as_of) > shared);
        if same { Some("SHT-04") } else { long.then_some("XFL-01") }
    });
    let is_on = |code: &&str| census.schema.checks.get(*code).is_none_or(|setting| setting.enabled != Some(false));
    codes.filter(is_on).max()
}
