//! XMN-10: the same annotation month after month.

use crate::domain::tour::Tour;
use crate::domain::{Bilingual, Census, Period, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::series::{figure, lasting, too_short};
use crate::rules::support::{day_of, headcounts};
use crate::rules::words::Words;

/// What XMN-10 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-10",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Toelichting verandert nooit", "Annotation never changes"],
    message: [
        "Toelichting '{raw}' bij {mission} staat al {n} maanden ongewijzigd.",
        "Annotation '{raw}' at {mission} has been unchanged for {n} months.",
    ],
    does: [
        "Een aantal tijdelijk in NL groter dan nul mag niet drie maanden achtereen hetzelfde zijn (instelling months), tenzij het rooster \
         van deze maand precies zoveel personen met die status toont. Niet uitgevoerd als eerdere maanden niet bekend zijn.",
        "A number temporarily in NL above zero may not be the same for three months in a row (setting months), unless this month's roster \
         shows just as many persons with that status. Not run where earlier months are not known.",
    ],
    why: [
        "Een toelichting die elke maand wordt gekopieerd, zegt niets over deze maand; zij staat wel tussen haakjes in de tabel voor de \
         Kamer.",
        "An annotation that is copied every month says nothing about this month, and yet it stands in brackets in the table for \
         Parliament.",
    ],
    example: [
        "Bij EUAM Iraq staat in maart, april en mei '(3 tijdelijk in NL)', terwijl het rooster van mei er nog één toont.",
        "EUAM Iraq has '(3 tijdelijk in NL)' in March, April and May, while the roster of May shows only one.",
    ],
    fix: [
        "Coördinator: ga na wie er op de peildatum tijdelijk in Nederland was, en werk ook de status op het rooster bij. Analist: vraag \
         een bevestiging.",
        "Coordinator: find out who was temporarily in the Netherlands on the as-of date, and update the status on the roster as well. \
         Analyst: ask for a confirmation.",
    ],
};

/// Every known number of persons who are temporarily home.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let needed = usize::try_from(census.schema.number("XMN-10", "months", 3)).unwrap_or(0).max(2);
    for stated in headcounts(census) {
        let mission = stated.index;
        let Some(home) = figure(census, "temp_home", stated.period, mission) else { continue };
        let (months, ended) = if home > 0 { lasting(census, "temp_home", stated.period, mission, |one| one == home) } else { (0, true) };
        if months < needed {
            match ended {
                true => out.passed(Some(stated.period), 1),
                false => out.not_run(Some(stated.period), too_short(needed)),
            }
            continue;
        }
        if at_home(census, stated.period, mission, stated.at) == Some(home) {
            out.passed(Some(stated.period), 1);
            continue;
        }
        let raw = format!("({home} tijdelijk in NL)");
        let field = census.schema.tables[census.table(stated.at).schema].field("temp_home");
        let draft = Draft {
            mission: Some(stated.mission.id.clone()),
            field: "headcount.temp_home".to_owned(),
            value: SafeText::own(home),
            args: vec![
                ("raw", Bilingual::same(raw)),
                ("mission", Bilingual::same(stated.mission.name.clone())),
                ("n", Bilingual::same(months.to_string())),
            ],
            ..Draft::default()
        };
        out.failed(census.place(stated.at, field), Some(stated.period), draft);
    }
}

/// How many persons a mission's roster shows as temporarily home; `None` without a roster.
fn at_home(census: &Census<'_>, period: Period, mission: usize, headcount: RecordRef) -> Option<i64> {
    let lines = census.of_mission(census.schema.table("roster")?, period, mission);
    let day = day_of(census, headcount)?;
    let home = |(line, tour): &(RecordRef, Tour)| census.code_of(*line, "status") == Some("temp_home") && tour.on_posting(day);
    if lines.is_empty() { None } else { i64::try_from(Tour::of_lines(census, lines).filter(home).count()).ok() }
}
