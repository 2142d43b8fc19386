//! The rosters as checks about persons see them: lines with their tours, by month, mission and person.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::domain::census::Chosen;
use crate::domain::tour::{Stage, Tour, TourFields};
use crate::domain::{Bilingual, Census, FastMap, FastSet, Period, PersonKey, Place, RecordRef, SafeText, TableSchema};
use crate::rules::outcome::{Draft, number};

use super::{day_of, line_words, source_words};

/// The rosters of all months.
pub(in crate::rules) struct Rosters<'c, 'a> {
    pub(in crate::rules) census: &'c Census<'a>,
    /// The table, as an index into the schema's tables.
    pub(in crate::rules) table: usize,
    /// Its declaration.
    pub(in crate::rules) schema: &'a TableSchema,
    fields: TourFields,
    key: Option<usize>,
    status: Option<usize>,
    secondment: Option<usize>,
}

/// A line of a roster with its tour.
#[derive(Debug, Clone, Copy)]
pub(in crate::rules) struct Line {
    /// The record.
    pub(in crate::rules) at: RecordRef,
    /// Its dates and status.
    pub(in crate::rules) tour: Tour,
}

/// One person's lines for one mission in one month.
pub(in crate::rules) struct Person<'a> {
    /// The key, which is never shown.
    pub(in crate::rules) key: &'a PersonKey,
    /// The lines, in their order; at least one.
    pub(in crate::rules) lines: Vec<Line>,
}

/// The roster of one mission in one month.
pub(in crate::rules) struct Month {
    /// The month.
    pub(in crate::rules) period: Period,
    /// The mission, as an index into the registry.
    pub(in crate::rules) mission: usize,
    /// The day on which it holds: that of the mission's headcount, else its own, else the end of the month.
    pub(in crate::rules) as_of: NaiveDate,
    /// The lines, in their order; at least one.
    pub(in crate::rules) lines: Vec<Line>,
}

/// A mission's stated figures beside what its roster counts.
pub(in crate::rules) struct Balance {
    /// The record with the headcount.
    pub(in crate::rules) stated: RecordRef,
    /// The stated headcount.
    pub(in crate::rules) headcount: i64,
    /// The day on which it holds.
    pub(in crate::rules) as_of: NaiveDate,
    /// Persons whom the roster has on posting that day, by the standard definition.
    pub(in crate::rules) counted: i64,
    /// Persons stated as temporarily home, less those of the roster.
    pub(in crate::rules) home_short: Option<i64>,
    /// Arrivals stated, less those of the roster.
    pub(in crate::rules) arrivals_short: Option<i64>,
    /// Departures stated, less those of the roster.
    pub(in crate::rules) departures_short: Option<i64>,
    /// The as-of date before.
    previous: NaiveDate,
}

impl Balance {
    /// Persons by whom the headcount exceeds the roster.
    pub(in crate::rules) fn short(&self) -> i64 {
        self.headcount.saturating_sub(self.counted)
    }

    /// Whether a tour counts as an arrival of the month.
    pub(in crate::rules) fn arrives(&self, tour: &Tour) -> bool {
        tour.arrives_between(self.previous, self.as_of)
    }

    /// Whether a tour counts as a departure of the month.
    pub(in crate::rules) fn departs(&self, tour: &Tour) -> bool {
        tour.departs_between(self.previous, self.as_of)
    }
}

/// A headcount that holds so many persons of the roster as well who do not count; the roster without them explains XSH-01.
pub(in crate::rules) fn counts_too_many(
    rosters: &Rosters<'_, '_>,
    month: &Month,
    balance: &Balance,
    count: i64,
    suggestion: Bilingual,
) -> Draft {
    Draft {
        mission: Some(rosters.id(month.mission)),
        field: "headcount.stated".to_owned(),
        value: SafeText::own(balance.headcount),
        expected: SafeText::own(balance.counted),
        args: vec![("n", number(count)), ("mission", rosters.name(month.mission))],
        suggestion,
        explains: vec![("XSH-01", rosters.id(month.mission))],
        ..Draft::default()
    }
}

impl<'c, 'a> Rosters<'c, 'a> {
    /// The rosters; `None` if the schemas have no such table.
    pub(in crate::rules) fn of(census: &'c Census<'a>) -> Option<Self> {
        let table = census.schema.table("roster")?;
        let schema = &census.schema.tables[table];
        Some(Self {
            census,
            table,
            schema,
            fields: TourFields::of(census.schema, table),
            key: schema.field("person_key"),
            status: schema.field("status"),
            secondment: schema.field("secondment_type"),
        })
    }

    /// Every mission's roster in every month, earliest first.
    pub(in crate::rules) fn months(&self) -> impl Iterator<Item = Month> + '_ {
        self.census.missions(self.table).map(|(period, mission, lines)| Month {
            period,
            mission,
            as_of: self.as_of(period, mission, lines),
            lines: lines.iter().map(|at| self.line(*at)).collect(),
        })
    }

    fn as_of(&self, period: Period, mission: usize, lines: &[RecordRef]) -> NaiveDate {
        let own = || lines.first().and_then(|at| day_of(self.census, *at));
        self.census.stated_as_of(period, mission).or_else(own).unwrap_or_else(|| period.last_day())
    }

    /// A line with its tour.
    pub(in crate::rules) fn line(&self, at: RecordRef) -> Line {
        Line { at, tour: self.fields.read(self.census.table(at), at.record) }
    }

    /// The key of the person of a line.
    pub(in crate::rules) fn key(&self, at: RecordRef) -> Option<&'a PersonKey> {
        self.census.table(at).key(self.key?, at.record)
    }

    /// The lines of a person in a month, in all missions.
    pub(in crate::rules) fn of_person(&self, period: Period, key: &PersonKey) -> &'c [RecordRef] {
        self.census.of_person(self.table, period, key)
    }

    /// The persons of a month, in the order in which they come first.
    pub(in crate::rules) fn persons(&self, month: &Month) -> Vec<Person<'a>> {
        let mut at_key: FastMap<&PersonKey, usize> = FastMap::with_capacity_and_hasher(month.lines.len(), Default::default());
        let mut persons: Vec<Person<'a>> = Vec::new();
        for line in &month.lines {
            let Some(key) = self.key(line.at) else { continue };
            let at = *at_key.entry(key).or_insert_with(|| {
                persons.push(Person { key, lines: Vec::new() });
                persons.len() - 1
            });
            if let Some(person) = persons.get_mut(at) {
                person.lines.push(*line);
            }
        }
        persons
    }

    /// The code in a field of a line, as it stands in the field's code list.
    pub(in crate::rules) fn code(&self, at: RecordRef, field: Option<usize>) -> Option<&'a str> {
        let field = field?;
        let list = self.census.schema.code_lists.get(self.schema.fields.get(field)?.codes?)?;
        list.codes.get(usize::from(self.census.table(at).code(field, at.record)?)).map(|code| code.code.as_str())
    }

    /// The type of secondment of a line.
    pub(in crate::rules) fn secondment(&self, at: RecordRef) -> Option<&'a str> {
        self.code(at, self.secondment)
    }

    /// The status of a line as people call it. That somebody is ill is not said.
    pub(in crate::rules) fn status_words(&self, at: RecordRef) -> Option<Bilingual> {
        let field = self.status?;
        let list = self.census.schema.code_lists.get(self.schema.fields.get(field)?.codes?)?;
        let code = list.codes.get(usize::from(self.census.table(at).code(field, at.record)?))?;
        Some(if code.code == "medical" { Bilingual::new("overig afwezig", "other absence") } else { code.label.clone() })
    }

    /// A mission's headcount beside its roster; `None` if one of the two, or the as-of date, is not known.
    pub(in crate::rules) fn balance(&self, month: &Month) -> Option<Balance> {
        let census = self.census;
        let Chosen::One(stated) = census.headcount(month.period, month.mission) else { return None };
        let declared = &census.schema.tables[census.table(stated).schema];
        let figure = |name: &str| census.table(stated).count(declared.field(name)?, stated.record);
        let (as_of, headcount) = (census.as_of(stated)?, figure("stated")?);
        let count = |fits: &dyn Fn(&Tour) -> bool| number_of(month.lines.iter().filter(|line| fits(&line.tour)).count());
        let home = count(&|tour| tour.stage == Stage::Home && tour.counts_on(as_of));
        let previous = census.previous_as_of(month.period, month.mission);
        let short = |name: &str, counted: i64| figure(name).map(|stated| stated.saturating_sub(counted));
        Some(Balance {
            stated,
            headcount,
            as_of,
            counted: count(&|tour| tour.counts_on(as_of)),
            home_short: short("temp_home", home),
            arrivals_short: short("arrivals", count(&|tour| tour.arrives_between(previous, as_of))),
            departures_short: short("departures", count(&|tour| tour.departs_between(previous, as_of))),
            previous,
        })
    }

    /// The id of a mission.
    pub(in crate::rules) fn id(&self, mission: usize) -> String {
        self.census.schema.registry.missions[mission].id.clone()
    }

    /// The name of a mission.
    pub(in crate::rules) fn name(&self, mission: usize) -> Bilingual {
        Bilingual::same(self.census.schema.registry.missions[mission].name.clone())
    }

    /// Where a field of a line stands, or the line's first cell.
    pub(in crate::rules) fn place(&self, at: RecordRef, field: &str) -> Place {
        self.census.place(at, self.schema.field(field))
    }

    /// Who sent rosters, and for which months.
    pub(in crate::rules) fn senders(&self) -> Senders {
        Senders::of(self.census, self.table)
    }
}

/// Who sends a table: a coordinator, or a file that belongs to none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sender {
    Coordinator(usize),
    File(usize),
}

/// Who sent a table, and for which months.
pub(in crate::rules) struct Senders(FastSet<(Period, Sender)>);

impl Senders {
    /// Looks through all returns.
    pub(in crate::rules) fn of(census: &Census<'_>, table: usize) -> Self {
        let mut found = FastSet::default();
        for (ret, _, sent) in census.tables().filter(|(ret, _, sent)| sent.schema == table && !census.returns[*ret].left_blank(sent)) {
            let from = &census.returns[ret];
            let sender = from.coordinator.map_or(Sender::File(ret), Sender::Coordinator);
            found.extend(from.period.into_iter().chain(sent.periods.iter().copied().flatten()).map(|period| (period, sender)));
        }
        Self(found)
    }

    /// Whether whoever sent a return sent the table for a month.
    pub(in crate::rules) fn have(&self, census: &Census<'_>, period: Period, ret: usize) -> bool {
        let sender = census.returns[ret].coordinator.map_or(Sender::File(ret), Sender::Coordinator);
        self.0.contains(&(period, sender))
    }
}

/// Days from one day up to another, both included.
pub(in crate::rules) fn days_from(first: NaiveDate, last: NaiveDate) -> i64 {
    (last - first).num_days().saturating_add(1)
}

/// A day so many days after another; `None` beyond the calendar.
pub(in crate::rules) fn later(day: NaiveDate, days: i64) -> Option<NaiveDate> {
    if days < 0 { day.checked_sub_days(Days::new(days.unsigned_abs())) } else { day.checked_add_days(Days::new(days.unsigned_abs())) }
}

/// A number of things.
pub(in crate::rules) fn number_of(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Two lines in words, each with its file where they stand in different ones.
pub(in crate::rules) fn both_lines(one: &Place, other: &Place) -> (Bilingual, Bilingual) {
    let words = |place: &Place, beside: &Place| {
        let line = line_words(place);
        if place.file() == beside.file() { line } else { Bilingual::same(format!("{} ({})", line.en, source_words(place, beside).en)) }
    };
    (words(one, other), words(other, one))
}

/// At most so many lines are named one by one.
const MOST_NAMED: usize = 10;

/// Lines in words: sheet and cell of the first, then the others by cell.
pub(in crate::rules) fn lines_words(places: &[Place]) -> Bilingual {
    let mut sheets: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for place in places.iter().take(MOST_NAMED) {
        let cell = place.cell().map(|cell| cell.to_string()).unwrap_or_default();
        sheets.entry((place.file(), place.sheet())).or_default().push(cell);
    }
    let several = sheets.keys().map(|(file, _)| *file).collect::<FastSet<_>>().len() > 1;
    let parts = sheets.into_iter().map(|((file, sheet), cells)| {
        let file = if several { format!(" ({file})") } else { String::new() };
        format!("{}!{}{file}", SafeText::scrub(sheet), cells.join(", "))
    });
    let text = parts.collect::<Vec<_>>().join("; ");
    match places.len().saturating_sub(MOST_NAMED) {
        0 => Bilingual::same(text),
        more => Bilingual::new(format!("{text} en nog {more}"), format!("{text} and {more} more")),
    }
}

/// Why a check does not run that compares a headcount with its roster.
pub(in crate::rules) fn no_balance() -> Bilingual {
    Bilingual::new("de bezetting of de peildatum is niet bekend", "the headcount or the as-of date is not known")
}

/// Why a check does not run that compares a roster with an earlier one.
pub(in crate::rules) fn no_earlier_roster() -> Bilingual {
    Bilingual::new("er is geen eerder rooster van deze missie", "there is no earlier roster of this mission")
}
