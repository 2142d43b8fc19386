//! XMN-09: a hand-over takes long.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Census, FastMap, PersonKey, Place, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::persons::{Line, Rosters, both_lines, days_from};
use crate::rules::words::Words;

/// What XMN-09 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-09",
    scope: Scope::CrossMonth,
    severity: Severity::Info,
    name: ["Lange overdracht", "Long hand-over"],
    message: [
        "Overdracht bij {mission}: {n} dagen overlap op de functie van de regels {key} en {key2}.",
        "Hand-over in {mission}: {n} days overlap on the post of the lines {key} and {key2}.",
    ],
    does: [
        "Twee personen met hetzelfde functienummer bij één missie mogen niet meer dan 14 dagen tegelijk op uitzending zijn (instelling \
         days). Alleen overdrachten die in deze maand vielen of nog lopen; zonder functienummers is er niets te vergelijken.",
        "Two persons with the same post number in one mission may not be on posting together for more than 14 days (setting days). Only \
         hand-overs of this month, or that still run; without post numbers there is nothing to compare.",
    ],
    why: [
        "Een overdracht telt twee personen op één functie. Duurt zij lang, dan is een vertrek misschien niet verwerkt.",
        "A hand-over counts two persons on one post. Where it takes long, a departure may not have been entered.",
    ],
    example: [
        "De opvolger begon volgens Personeel!G8 op 10-4-2026; de voorganger op dezelfde functie vertrok volgens I3 op 30-4-2026.",
        "The successor started on 10-4-2026 by Personeel!G8; the predecessor on the same post left on 30-4-2026 by I3.",
    ],
    fix: [
        "Coördinator: vul de werkelijke einddatum van de voorganger in, of verbeter het functienummer. Analist: niets te doen als de \
         overdracht klopt.",
        "Coordinator: enter the predecessor's actual end, or correct the post number. Analyst: nothing to do if the hand-over is right.",
    ],
};

/// Every post of a roster with more than one person.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let Some(post_field) = rosters.schema.field("post_id") else { return };
    let most = census.schema.number("XMN-09", "days", 14);
    for month in rosters.months() {
        let from = census.previous_as_of(month.period, month.mission);
        let mut places: FastMap<&PersonKey, usize> = FastMap::default();
        let mut posts: Vec<Vec<(NaiveDate, NaiveDate, &Line)>> = Vec::new();
        for line in &month.lines {
            let Some(post) = census.table(line.at).key(post_field, line.at.record) else { continue };
            let (Some(start), true) = (line.tour.start, line.tour.posted || line.tour.actual_end.is_some()) else { continue };
            let end = line.tour.actual_end.unwrap_or(month.as_of).min(month.as_of);
            let at = *places.entry(post).or_insert_with(|| {
                posts.push(Vec::new());
                posts.len() - 1
            });
            if let Some(spells) = posts.get_mut(at).filter(|_| end >= start) {
                spells.push((start, end, line));
            }
        }
        let mut long: BTreeMap<RecordRef, (i64, RecordRef)> = BTreeMap::new();
        for spells in &mut posts {
            spells.sort_by_key(|(start, end, line)| (*start, *end, line.at));
            let mut before: Option<(NaiveDate, &Line)> = None;
            let mut longest: Option<(i64, RecordRef, RecordRef)> = None;
            for (start, end, line) in spells.iter() {
                if let Some((reach, earlier)) = before {
                    let until = reach.min(*end);
                    let days = days_from(*start, until);
                    let other = rosters.key(earlier.at) != rosters.key(line.at) || rosters.key(line.at).is_none();
                    if days > most && until > from && other && longest.is_none_or(|(known, _, _)| days > known) {
                        longest = Some((days, line.at, earlier.at));
                    }
                }
                if before.is_none_or(|(reach, _)| *end > reach) {
                    before = Some((*end, line));
                }
            }
            match longest {
                Some((days, at, earlier)) => {
                    long.insert(at, (days, earlier));
                }
                None => out.passed(Some(month.period), u64::from(!spells.is_empty())),
            }
        }
        for (at, (days, earlier)) in long {
            let (place, other): (Place, Place) = (rosters.place(at, "post_id"), rosters.place(earlier, "post_id"));
            let (key, key2) = both_lines(&place, &other);
            let draft = Draft {
                mission: Some(rosters.id(month.mission)),
                field: "roster.post_id".to_owned(),
                value: SafeText::own(days),
                expected: SafeText::own(format!("<= {most}")),
                args: vec![("mission", rosters.name(month.mission)), ("n", number(days)), ("key", key), ("key2", key2)],
                ..Draft::default()
            };
            out.failed(place, Some(month.period), draft);
        }
    }
}
