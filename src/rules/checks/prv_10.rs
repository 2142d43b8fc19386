//! PRV-10: what is published tells of a mission's weakness or somebody's journey.

use chrono::NaiveDate;

use crate::domain::facts::HeadcountFact;
use crate::domain::{Bilingual, CellRef, Period, Place, SafeText, Scope, Severity};
use crate::rules::exports::Exports;
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What PRV-10 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PRV-10",
    scope: Scope::Privacy,
    severity: Severity::Warning,
    name: ["Operationeel gevoelig detail", "Operationally sensitive detail"],
    message: [
        "Uitvoer bevat operationeel gevoelige details: {field} ({mission}, {month}).",
        "Export holds operationally sensitive detail: {field} ({mission}, {month}).",
    ],
    does: [
        "Vóór het publiceren wordt gekeken of de uitvoer toont dat een missie nu verzwakt is (personen tijdelijk in NL, jonger dan 30 \
         dagen op de nieuwste peildatum: instelling days) of wanneer iemand reist (een voornemen met een tijdvak van minder dan een \
         week). Wat iemand met naam heeft vrijgegeven (schemas/releases.csv), of al in een brief staat (schemas/letters.csv), is goed.",
        "Before anything is published it is looked at whether it shows that a mission is weakened now (persons temporarily in NL, less \
         than 30 days old on the newest as-of date: setting days) or when somebody travels (an intention with a window of less than a \
         week). What somebody with a name released (schemas/releases.csv), or stands in a letter already (schemas/letters.csv), is fine.",
    ],
    why: [
        "Zulke details kunnen mensen in een gebied in gevaar brengen zolang zij actueel zijn.",
        "Such details can endanger people in an area as long as they are current.",
    ],
    example: [
        "De tabel headcount toont voor EUAM Iraq over deze maand 3 personen tijdelijk in NL, en niemand heeft dat vrijgegeven.",
        "The table headcount shows 3 persons temporarily in NL for EUAM Iraq in this month, and nobody released that.",
    ],
    fix: [
        "Coördinator: geef een maand of halfjaar op in plaats van reisdagen. Analist: laat het vrijgeven en zet dat in \
         schemas/releases.csv, of wacht met publiceren.",
        "Coordinator: give a month or half-year instead of days of travel. Analyst: have it released and enter that in \
         schemas/releases.csv, or wait with publishing.",
    ],
};

/// A window of fewer days than this is a date of travel.
const DAYS_OF_A_WINDOW: i64 = 7;

/// Every headcount with persons temporarily home, and every intention with a window.
pub(crate) fn run(exports: &Exports<'_>, out: &mut Outcome<'_>) {
    let schema = exports.census.schema;
    let days = schema.number("PRV-10", "days", 30);
    let missions = &schema.registry.missions;
    let day = |fact: &HeadcountFact| fact.as_of.unwrap_or_else(|| fact.period.last_day());
    let newest: Option<NaiveDate> = exports.facts.headcounts.iter().filter(|fact| fact.headcount.is_some()).map(day).max();
    let released = |period: Period, mission: usize| {
        schema.releases.iter().any(|one| one.period == period && one.mission == mission)
            || schema.letters.iter().any(|line| line.period == period && line.mission == mission && line.temp_home.is_some())
    };
    let draft = |mission: usize, period: Period, field: &str, detail: Bilingual| Draft {
        mission: missions.get(mission).map(|mission| mission.id.clone()),
        field: field.to_owned(),
        args: vec![
            ("field", detail),
            ("mission", missions.get(mission).map_or_else(Bilingual::default, |mission| Bilingual::same(mission.name.clone()))),
            ("month", Bilingual::same(period.to_string())),
        ],
        ..Draft::default()
    };
    for fact in exports.facts.headcounts.iter().filter(|fact| exports.periods.contains(&fact.period)) {
        let (Some(home), Some((file, sheet, cell))) = (fact.temp_home.filter(|home| *home > 0), &fact.source) else { continue };
        let recent = newest.is_some_and(|newest| (newest - day(fact)).num_days() < days);
        if !recent || released(fact.period, fact.mission) {
            out.passed(Some(fact.period), 1);
            continue;
        }
        let place = Place::Cell { file: file.clone(), sheet: sheet.clone(), cell: *cell };
        let words = Bilingual::new(format!("{home} tijdelijk in NL"), format!("{home} temporarily in NL"));
        out.failed(place, Some(fact.period), draft(fact.mission, fact.period, "headcount.temp_home", words));
    }
    for fact in exports.facts.planned.iter().filter(|fact| exports.periods.contains(&fact.period)) {
        let Some((from, until)) = fact.window else { continue };
        if (until - from).num_days() >= DAYS_OF_A_WINDOW - 1 || released(fact.period, fact.mission) {
            out.passed(Some(fact.period), 1);
            continue;
        }
        let (file, sheet, cell) = fact.source.clone();
        let place = match cell.parse::<CellRef>() {
            Ok(cell) => Place::Cell { file, sheet, cell },
            Err(_) => Place::Sheet { file, sheet },
        };
        let mut draft = draft(fact.mission, fact.period, "planned.window", Bilingual::new("een dag van vertrek", "a day of travel"));
        draft.value = SafeText::own(format!("{from} – {until}"));
        out.failed(place, Some(fact.period), draft);
    }
}
