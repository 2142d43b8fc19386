//! XMN-03: a headcount jumps.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::series::{before, figure, too_short};
use crate::rules::support::{Stated, headcounts, stated_place};
use crate::rules::words::Words;

/// What XMN-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-03",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Bezetting maakt een sprong", "Headcount jumps"],
    message: ["Bezetting {mission} springt van {m} (mediaan) naar {x}.", "Headcount {mission} jumps from {m} (median) to {x}."],
    does: [
        "De bezetting van een missie mag niet meer dan 2 personen en niet meer dan de helft afwijken van de mediaan van de zes maanden \
         ervoor (instellingen least_difference, percent en months). Niet uitgevoerd zolang er van die zes maanden minder dan drie bekend \
         zijn. Is de bezetting dezelfde als vorige maand, of is zij precies vorige maand plus instroom min uitstroom, dan is het een \
         opmerking: de sprong is dan al gemeld, of verklaard.",
        "The headcount of a mission may not differ by more than 2 persons and by more than half from the median of the six months before \
         (settings least_difference, percent and months). Not run while fewer than three of those six months are known. Where the \
         headcount is the same as last month's, or is exactly last month's plus inflow less outflow, this is a note: the jump was \
         reported then, or is explained.",
    ],
    why: [
        "Missies zijn klein en veranderen langzaam. Een sprong is vaak een getal uit een andere kolom, of een jaartotaal.",
        "Missions are small and change slowly. A jump is often a number from another column, or the total of a year.",
    ],
    example: [
        "EUM Armenia had zes maanden lang 7 personen; in mei staat in Bezetting!B5 ineens 12.",
        "EUM Armenia had 7 persons for six months; in May Bezetting!B5 suddenly says 12.",
    ],
    fix: [
        "Coördinator: controleer het getal, en leg de verandering uit in de opmerkingen als het klopt. Analist: vraag ernaar voordat het \
         getal in een brief komt.",
        "Coordinator: check the number, and explain the change in the remarks if it is right. Analyst: ask before the number goes into a \
         letter.",
    ],
};

/// Every known headcount.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let setting = |name: &str, own: i64| census.schema.number("XMN-03", name, own).max(0);
    let months = usize::try_from(setting("months", 6)).unwrap_or(0).min(120);
    let needed = usize::try_from(setting("least_months", 3)).unwrap_or(0).max(1);
    let (least, percent) = (setting("least_difference", 2), setting("percent", 50));
    for stated in headcounts(census) {
        let Some(now) = stated.headcount else { continue };
        let mut earlier = before(census, "stated", stated.period, stated.index, months);
        if earlier.len() < needed {
            out.not_run(Some(stated.period), too_short(needed));
            continue;
        }
        earlier.sort_unstable();
        // Twice the median, which may lie between two whole numbers.
        let half = earlier.len() / 2;
        let middle = earlier.get(half).copied().unwrap_or(0);
        let other = if earlier.len() % 2 == 1 { middle } else { earlier.get(half.saturating_sub(1)).copied().unwrap_or(0) };
        let twice = middle.saturating_add(other);
        let away = now.saturating_mul(2).saturating_sub(twice).saturating_abs();
        let allowed = least.saturating_mul(200).max(twice.saturating_mul(percent));
        if away.saturating_mul(100) <= allowed {
            out.passed(Some(stated.period), 1);
            continue;
        }
        out.failed(stated_place(census, stated.at), Some(stated.period), draft(census, &stated, now, twice));
    }
}

fn draft(census: &Census<'_>, stated: &Stated<'_>, now: i64, twice: i64) -> Draft {
    let last = figure(census, "stated", stated.period.previous(), stated.index);
    let flow = |field: &str| figure(census, field, stated.period, stated.index);
    let moved = flow("arrivals").zip(flow("departures"));
    let follows = last.zip(moved).is_some_and(|(last, (came, left))| last.saturating_add(came).saturating_sub(left) == now);
    let quiet = last == Some(now) || follows;
    let (whole, tail) = (twice / 2, twice % 2 != 0);
    let median = if tail { Bilingual::new(format!("{whole},5"), format!("{whole}.5")) } else { number(whole) };
    Draft {
        mission: Some(stated.mission.id.clone()),
        field: "headcount.stated".to_owned(),
        value: SafeText::own(now),
        args: vec![("mission", Bilingual::same(stated.mission.name.clone())), ("m", median), ("x", number(now))],
        severity: quiet.then_some(Severity::Info),
        ..Draft::default()
    }
}
