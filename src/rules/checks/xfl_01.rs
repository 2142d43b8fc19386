//! XFL-01: one person is on a posting in two missions.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::tour::Tour;
use crate::domain::{Bilingual, Census, FastMap, Period, PersonKey, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::persons::{Line, Month, Rosters, both_lines, days_from};
use crate::rules::words::Words;

/// What XFL-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-01",
    scope: Scope::CrossFile,
    severity: Severity::Error,
    name: ["Persoon bij twee missies", "Person in two missions"],
    message: [
        "Dezelfde persoon staat op {as_of} bij {mission} (regel {key}) en bij {mission2} (regel {key2}).",
        "The same person is in {mission} (line {key}) and in {mission2} (line {key2}) on {as_of}.",
    ],
    does: [
        "Alle roosters van een maand worden naast elkaar gelegd: dezelfde sleutel mag op de peildatum niet bij twee missies op \
         uitzending zijn. Bij een overplaatsing mogen de twee uitzendingen één dag overlappen (instelling overlap_days). Klopt de \
         bezetting van een van de missies (XSH-01) zonder deze persoon, dan volgt die bevinding hieruit.",
        "All rosters of a month are laid side by side: one key may not be on a posting in two missions at the as-of date. At a transfer \
         the two tours may overlap by one day (setting overlap_days). If the headcount of one of the missions (XSH-01) is right without \
         this person, that finding follows from this one.",
    ],
    why: ["Eén persoon zou twee keer in het totaal tellen.", "One person would count twice in the total."],
    example: [
        "Iemand is overgeplaatst van EULEX Kosovo naar EUM Armenia. Op het rooster van Balkan is Personeel!I4 (werkelijke einddatum) \
         leeg gebleven, en op dat van Oost staat dezelfde sleutel in Personeel!A8.",
        "Somebody moved from EULEX Kosovo to EUM Armenia. On the Balkans roster Personeel!I4 (actual end) was left empty, and the East \
         roster has the same key in Personeel!A8.",
    ],
    fix: [
        "Coördinator: vul bij de missie die is verlaten de werkelijke einddatum in. Analist: laat beide coördinatoren samen bepalen waar \
         de persoon hoort; verwijder zelf geen regel.",
        "Coordinator: enter the actual end at the mission that was left. Analyst: let both coordinators settle where the person belongs; \
         remove no line yourself.",
    ],
};

/// A person in two missions at once.
struct Twice {
    period: Period,
    as_of: NaiveDate,
    first: (usize, Line),
    other: (usize, Line),
}

/// Every person on a roster in a month: the lines that are on posting on the as-of date.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let overlap = census.schema.number("XFL-01", "overlap_days", 1);
    let mut found: Vec<Twice> = Vec::new();
    // Months come in order, and within them missions: a person is met in one mission after the other.
    let mut met: FastMap<&PersonKey, (usize, Line)> = FastMap::default();
    let mut current: Option<Period> = None;
    for month in rosters.months() {
        if current != Some(month.period) {
            met.clear();
            current = Some(month.period);
        }
        for person in rosters.persons(&month) {
            let Some(line) = person.lines.iter().find(|line| line.tour.on_posting(month.as_of)) else { continue };
            let Some((mission, earlier)) = met.get(person.key).copied() else {
                met.insert(person.key, (month.mission, *line));
                out.passed(Some(month.period), 1);
                continue;
            };
            if days_together(&earlier.tour, &line.tour, month.as_of) <= overlap || !earlier.tour.on_posting(month.as_of) {
                out.passed(Some(month.period), 1);
                continue;
            }
            found.push(Twice { period: month.period, as_of: month.as_of, first: (mission, earlier), other: (month.mission, *line) });
        }
    }
    let surplus = surpluses(&rosters, &found);
    for Twice { period, as_of, first, other } in found {
        // Of two lines the later one by path is pointed at.
        let ((mission2, twin), (mission, line)) = if first.1.at < other.1.at { (first, other) } else { (other, first) };
        let (place, twin) = (census.place(line.at, None), census.place(twin.at, None));
        let (key, key2) = both_lines(&place, &twin);
        let explains = [mission, mission2].into_iter().filter(|mission| surplus.contains_key(&(period, *mission)));
        let draft = Draft {
            mission: Some(rosters.id(mission)),
            field: "roster".to_owned(),
            suggestion: Bilingual::new(
                format!("Vergelijk met {} ({}) en beëindig een van beide regels.", key2.nl, rosters.name(mission2).nl),
                format!("Compare with {} ({}) and end one of the two lines.", key2.en, rosters.name(mission2).en),
            ),
            args: vec![
                ("key", key),
                ("key2", key2),
                ("mission", rosters.name(mission)),
                ("mission2", rosters.name(mission2)),
                ("as_of", Bilingual::same(as_of.to_string())),
            ],
            explains: explains.map(|mission| ("XSH-01", rosters.id(mission))).collect(),
            ..Draft::default()
        };
        out.failed(place, Some(period), draft);
    }
}

/// Days up to the as-of date on which both tours run.
fn days_together(here: &Tour, there: &Tour, as_of: NaiveDate) -> i64 {
    days_from(here.start.max(there.start).unwrap_or(as_of), as_of)
}

/// The missions whose roster counts more than their headcount, by no more persons than are in another mission as well.
fn surpluses(rosters: &Rosters<'_, '_>, found: &[Twice]) -> BTreeMap<(Period, usize), i64> {
    let mut persons: BTreeMap<(Period, usize), i64> = BTreeMap::new();
    for Twice { period, first, other, .. } in found {
        for (mission, line) in [first, other] {
            *persons.entry((*period, *mission)).or_default() += i64::from(line.tour.in_scope);
        }
    }
    if persons.is_empty() {
        return persons;
    }
    let too_many = |month: Month| {
        let of_mission = persons.get(&(month.period, month.mission))?;
        let balance = rosters.balance(&month)?;
        (1..=*of_mission).contains(&-balance.short()).then_some(((month.period, month.mission), -balance.short()))
    };
    rosters.months().filter_map(too_many).collect()
}
