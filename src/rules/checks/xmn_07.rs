//! XMN-07: what cannot change of a known person has changed.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::{Bilingual, Census, FastMap, FastSet, Period, PersonKey, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::line_words;
use crate::rules::support::persons::{Month, Person, Rosters, lines_words, no_earlier_roster};
use crate::rules::words::Words;

/// What XMN-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XMN-07",
    scope: Scope::CrossMonth,
    severity: Severity::Warning,
    name: ["Gegevens van bekende persoon gewijzigd", "Data of a known person changed"],
    message: [
        "{field} van de persoon op regel {key} is anders dan op het rooster van {month}.",
        "{field} of the person on line {key} is not what it was on the roster of {month}.",
    ],
    does: [
        "Van een sleutel die al op een eerder rooster stond, mogen de begindatum van een lopende uitzending en het geslacht niet \
         veranderen. De eenheid mag dat wel, tenzij unit_may_change uit staat; de rang mag stijgen en niet dalen. Wat eerst onbekend was, \
         mag worden ingevuld. Zijn van een missie de meeste sleutels veranderd, dan is dat één bevinding. Niet uitgevoerd zonder eerder \
         rooster van de missie.",
        "Of a key that was on an earlier roster, the start of a running tour and the sex may not change. The unit may, unless \
         unit_may_change is switched off; the rank may rise and not fall. What was unknown before may be filled in. Where most keys of a \
         mission have changed, that is one finding. Not run without an earlier roster of the mission.",
    ],
    why: [
        "Een andere begindatum verandert maanden die al zijn afgesloten; een ander geslacht betekent meestal dat de sleutel nu van iemand \
         anders is.",
        "Another start changes months that are already closed; another sex mostly means that the key is now that of somebody else.",
    ],
    example: [
        "In Personeel!G5 is de begindatum van een lopende uitzending van 1-1-2026 in 1-2-2026 veranderd.",
        "In Personeel!G5 the start of a running tour was changed from 1-1-2026 to 1-2-2026.",
    ],
    fix: [
        "Coördinator: zet de oude waarde terug, of meld dat zij verkeerd was; geef een ander persoon een eigen sleutel. Analist: vraag \
         een verbeterde opgave over de eerdere maanden als de oude waarde verkeerd was.",
        "Coordinator: put the old value back, or say that it was wrong; give another person a key of their own. Analyst: ask for a \
         corrected return for the earlier months if the old value was wrong.",
    ],
};

/// What the last roster said of a person.
#[derive(Default)]
struct Known {
    period: Option<Period>,
    /// First days of the tours that had begun and not ended.
    running: BTreeSet<NaiveDate>,
    sex: Option<u16>,
    unit: Option<u16>,
    rank: Option<u16>,
}

/// Fields as indexes into the roster's fields, and what their codes mean.
struct Fields {
    sex: Option<usize>,
    unit: Option<usize>,
    rank: Option<usize>,
    unknown_sex: Option<u16>,
    /// Ranks in no order with the others.
    no_rank: Vec<u16>,
    unit_may_change: bool,
}

/// A person of whom something has changed: the fields, and the start before and now.
struct Changed {
    at: RecordRef,
    since: Period,
    fields: Vec<&'static str>,
    start: Option<(NaiveDate, NaiveDate)>,
}

/// From so many changed keys of a mission on, and more than half of all, the keys seem to have been given anew.
const MANY: usize = 3;

/// Every person on a roster who was on an earlier one of the same mission.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let Some(rosters) = Rosters::of(census) else { return };
    let fields = Fields::of(census, &rosters);
    let mut known: FastMap<(&PersonKey, usize), Known> = FastMap::default();
    let mut reported: FastSet<usize> = FastSet::default();
    for month in rosters.months() {
        if reported.insert(month.mission) {
            out.not_run(Some(month.period), no_earlier_roster());
        }
        let (mut changed, mut compared) = (Vec::new(), 0);
        for person in rosters.persons(&month) {
            let now = fields.read(census, &person, &month);
            if let Some(before) = known.get(&(person.key, month.mission)) {
                compared += 1;
                match fields.compare(&person, before, &now) {
                    Some(one) => changed.push(one),
                    None => out.passed(Some(month.period), 1),
                }
            }
            known.insert((person.key, month.mission), now);
        }
        let renumbered = changed.len() >= MANY && changed.len() * 2 > compared;
        if renumbered {
            let places: Vec<_> = changed.iter().map(|one| rosters.place(one.at, "person_key")).collect();
            let lines = lines_words(&places);
            let suggestion = Bilingual::new(
                format!("Dit geldt voor {} van de {compared} sleutels ({}): zijn de sleutels opnieuw uitgedeeld?", changed.len(), lines.nl),
                format!("This holds for {} of the {compared} keys ({}): were the keys given anew?", changed.len(), lines.en),
            );
            // Keys that are given anew leave somebody without one.
            let explains = vec![("XMN-05", rosters.id(month.mission))];
            if let Some(first) = changed.first() {
                report(&rosters, out, &month, first, suggestion, explains);
            }
            continue;
        }
        for one in &changed {
            report(&rosters, out, &month, one, Bilingual::default(), Vec::new());
        }
    }
}

fn report(
    rosters: &Rosters<'_, '_>,
    out: &mut Outcome<'_>,
    month: &Month,
    one: &Changed,
    suggestion: Bilingual,
    explains: Vec<(&'static str, String)>,
) {
    let Some(field) = one.fields.first() else { return };
    let titles: Vec<&Bilingual> =
        one.fields.iter().filter_map(|name| Some(&rosters.schema.fields[rosters.schema.field(name)?].title)).collect();
    let joined = |of: fn(&Bilingual) -> &str, and: &str| titles.iter().map(|title| of(title)).collect::<Vec<_>>().join(and);
    let place = rosters.place(one.at, field);
    // Sex, unit and rank are not said: with the place they would tell of one person.
    let (value, expected) = match one.start {
        Some((before, now)) if *field == "start" => (SafeText::own(now), SafeText::own(before)),
        _ => (SafeText::withheld(), SafeText::default()),
    };
    let draft = Draft {
        mission: Some(rosters.id(month.mission)),
        field: format!("roster.{field}"),
        value,
        expected,
        args: vec![
            ("field", Bilingual::new(joined(|title| &title.nl, " en "), joined(|title| &title.en, " and "))),
            ("key", line_words(&place)),
            ("month", Bilingual::same(one.since.to_string())),
        ],
        suggestion,
        explains,
        ..Draft::default()
    };
    out.failed(place, Some(month.period), draft);
}

impl Fields {
    fn of(census: &Census<'_>, rosters: &Rosters<'_, '_>) -> Self {
        let field = |name: &str| rosters.schema.field(name);
        let list = |field: Option<usize>| census.schema.code_lists.get(rosters.schema.fields.get(field?)?.codes?);
        let ranks = list(field("rank")).map(|list| &list.codes[..]).unwrap_or_default();
        let unordered = (0..).zip(ranks).filter(|(_, code)| code.outside || code.code == "none").map(|(at, _)| at);
        Self {
            sex: field("sex"),
            unit: field("unit"),
            rank: field("rank"),
            unknown_sex: list(field("sex")).and_then(|list| list.find("u")),
            no_rank: unordered.collect(),
            unit_may_change: census.schema.switch("XMN-07", "unit_may_change", true),
        }
    }

    fn read(&self, census: &Census<'_>, person: &Person<'_>, month: &Month) -> Known {
        let code = |field: Option<usize>| {
            let of_line = |at: RecordRef| census.table(at).code(field?, at.record);
            person.lines.iter().rev().find_map(|line| of_line(line.at))
        };
        let running = person.lines.iter().filter(|line| line.tour.posted && line.tour.actual_end.is_none());
        Known {
            period: Some(month.period),
            running: running.filter_map(|line| line.tour.start).filter(|start| *start <= month.as_of).collect(),
            sex: code(self.sex).filter(|code| Some(*code) != self.unknown_sex),
            unit: code(self.unit),
            rank: code(self.rank).filter(|code| !self.no_rank.contains(code)),
        }
    }

    fn compare(&self, person: &Person<'_>, before: &Known, now: &Known) -> Option<Changed> {
        let mut fields = Vec::new();
        let starts: BTreeSet<NaiveDate> = person.lines.iter().filter_map(|line| line.tour.start).collect();
        // One running tour that is gone, and one that was not there: the same with another start.
        let gone: Vec<NaiveDate> = before.running.difference(&starts).copied().collect();
        let new: Vec<NaiveDate> = now.running.difference(&before.running).copied().collect();
        let start = if let ([gone], [new]) = (gone.as_slice(), new.as_slice()) { Some((*gone, *new)) } else { None };
        if start.is_some() {
            fields.push("start");
        }
        let differ = |before: Option<u16>, now: Option<u16>| before.zip(now).is_some_and(|(before, now)| before != now);
        if differ(before.sex, now.sex) {
            fields.push("sex");
        }
        if !self.unit_may_change && differ(before.unit, now.unit) {
            fields.push("unit");
        }
        if before.rank.zip(now.rank).is_some_and(|(before, now)| now < before) {
            fields.push("rank");
        }
        let moved = start.and_then(|(_, new)| person.lines.iter().find(|line| line.tour.start == Some(new)));
        let at = moved.or_else(|| person.lines.last()).filter(|_| !fields.is_empty())?.at;
        Some(Changed { at, since: before.period?, fields, start })
    }
}
