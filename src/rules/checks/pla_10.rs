//! PLA-10: a tour began before its mission.

use chrono::{Datelike, NaiveDate};

use crate::domain::{Bilingual, Census, Mission, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::persons::{Rosters, later};
use crate::rules::words::Words;

/// What PLA-10 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-10",
    scope: Scope::Plausibility,
    severity: Severity::Error,
    name: ["Begin voor start van missie", "Start before the mission began"],
    message: ["Begin {value} ligt voor de start van {mission} ({start}).", "Start {value} is before {mission} began ({start})."],
    does: [
        "Het begin van elke uitzending wordt vergeleken met het begin van de missie in schemas/missions.toml: dat van haar eerste mandaat \
         als dat in het startjaar valt, anders 1 januari van het startjaar. Tot 90 dagen ervoor is het een waarschuwing, want een \
         vooruitgestuurde ploeg gaat eerder (instelling advance_days). Niet uitgevoerd als het startjaar niet bekend is.",
        "The start of every tour is compared with that of the mission in schemas/missions.toml: that of its first mandate where it lies \
         in the year in which the mission began, else 1 January of that year. Up to 90 days before it is a warning, since an advance \
         team goes earlier (setting advance_days). Not run where the year is not known.",
    ],
    why: [
        "De datum is verkeerd, of de regel hoort bij een eerdere missie met bijna dezelfde naam.",
        "The date is wrong, or the line belongs to an earlier mission with almost the same name.",
    ],
    example: [
        "In Personeel!G3 begint een uitzending bij EUPM Moldova in 2010; die missie bestaat sinds 2023.",
        "In Personeel!G3 a tour for EUPM Moldova starts in 2010; that mission exists since 2023.",
    ],
    fix: [
        "Coördinator: verbeter de datum of de missie. Analist: verbeter het register als de missie eerder is begonnen.",
        "Coordinator: correct the date or the mission. Analyst: correct the registry if the mission began earlier.",
    ],
};

/// Every line of a roster with a first day.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let advance = census.schema.number("PLA-10", "advance_days", 90);
    for month in rosters.months() {
        let Some(began) = began(&census.schema.registry.missions[month.mission]) else {
            let reason = Bilingual::new("het startjaar van de missie is niet bekend", "the year in which the mission began is not known");
            out.not_run(Some(month.period), reason);
            continue;
        };
        let first = later(began, -advance).unwrap_or(began);
        // Whoever began in truth since the as-of date before lacks among the arrivals.
        let early = month.lines.iter().filter(|line| line.tour.start.is_some_and(|start| start < began)).count();
        let short = if early == 0 { None } else { rosters.balance(&month).and_then(|balance| balance.arrivals_short) };
        let arrived = short.is_some_and(|short| (1..=i64::try_from(early).unwrap_or(i64::MAX)).contains(&short));
        for line in &month.lines {
            let Some(start) = line.tour.start else { continue };
            if start >= began {
                out.passed(Some(month.period), 1);
                continue;
            }
            let draft = Draft {
                mission: Some(rosters.id(month.mission)),
                field: "roster.start".to_owned(),
                value: SafeText::own(start),
                expected: SafeText::own(format!(">= {began}")),
                args: vec![
                    ("value", Bilingual::same(start.to_string())),
                    ("mission", rosters.name(month.mission)),
                    ("start", Bilingual::same(began.to_string())),
                ],
                severity: (start >= first).then_some(Severity::Warning),
                explains: if arrived { vec![("XSH-04", rosters.id(month.mission))] } else { Vec::new() },
                ..Draft::default()
            };
            out.failed(rosters.place(line.at, "start"), Some(month.period), draft);
        }
    }
}

/// The first day of a mission, as far as the registry tells.
fn began(mission: &Mission) -> Option<NaiveDate> {
    let year = mission.start?;
    let mandate = mission.mandates.iter().map(|period| period.from).min().filter(|from| from.year() <= year);
    mandate.or_else(|| NaiveDate::from_ymd_opt(year, 1, 1))
}
