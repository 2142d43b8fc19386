//! The records that count, arranged by month and mission.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::{Deref, Index};

use chrono::NaiveDate;

use super::cell::CellRef;
use super::finding::Place;
use super::history::History;
use super::memo::FastMap;
use super::period::Period;
use super::returns::Return;
use super::schema::Schema;
use super::table::{PersonKey, Table};

/// One record of one table of one return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordRef {
    /// The return, as an index.
    pub ret: usize,
    /// The table within the return, as an index.
    pub table: usize,
    /// The record within the table, as an index.
    pub record: usize,
}

/// Which record gives a mission's headcount in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen<'c> {
    /// None does.
    Nothing,
    /// This one. Others may repeat the same value.
    One(RecordRef),
    /// Several with different values, none of which takes precedence.
    Conflict(&'c [RecordRef]),
}

/// The returns, by path. Walking over them gives those that were read; what stands behind a record can be asked of those as well
/// that are known from the published set only.
#[derive(Debug, Clone, Copy)]
pub struct Returns<'a> {
    all: &'a [Return],
    read: usize,
}

impl<'a> Returns<'a> {
    /// Those that were read come before those that are known from the published set.
    fn new(all: &'a [Return]) -> Self {
        Self { all, read: all.partition_point(|one| !one.published) }
    }

    /// Those that were read.
    #[must_use]
    pub fn read(self) -> &'a [Return] {
        self.all.get(..self.read).unwrap_or_default()
    }
}

impl Deref for Returns<'_> {
    type Target = [Return];

    fn deref(&self) -> &[Return] {
        self.read()
    }
}

impl<'a> IntoIterator for Returns<'a> {
    type Item = &'a Return;
    type IntoIter = std::slice::Iter<'a, Return>;

    fn into_iter(self) -> Self::IntoIter {
        self.read().iter()
    }
}

impl Index<usize> for Returns<'_> {
    type Output = Return;

    fn index(&self, at: usize) -> &Return {
        &self.all[at]
    }
}

/// All records that count, by month, mission and person.
///
/// Returns that were refused, superseded or belong to no month are left out, and so are rejected records and tables that others are
/// only compared with. Of a month without returns that was published before, the published headcounts are known: they are compared
/// with ([`Census::headcount`], [`Census::of_mission`]), and never checked themselves, so no walk over tables, returns, missions or
/// months meets them.
#[derive(Debug)]
pub struct Census<'a> {
    /// The returns, by path.
    pub returns: Returns<'a>,
    /// The declarations.
    pub schema: &'a Schema,
    /// What was published before.
    pub history: &'a History,
    /// Every month with at least one return, earliest first.
    pub periods: Vec<Period>,
    by_path: Vec<usize>,
    by_mission: HashMap<usize, BTreeMap<(Period, usize), Vec<RecordRef>>>,
    by_person: HashMap<(usize, Period), ByPerson<'a>>,
    chosen: FastMap<(Period, usize), Option<RecordRef>>,
}

const NONE: &[RecordRef] = &[];

/// The lines of the persons of one table and month.
#[derive(Debug)]
struct ByPerson<'a> {
    /// The lines, those of one person one after another.
    lines: Vec<RecordRef>,
    /// Where the lines of a person begin and end.
    places: FastMap<&'a PersonKey, (usize, usize)>,
}

impl<'a> ByPerson<'a> {
    fn of(all: &[(&'a PersonKey, RecordRef)]) -> Self {
        // Persons are numbered as they are met; lines are sorted by that number, which keeps the order of each person's lines.
        let mut numbers: FastMap<&'a PersonKey, (usize, usize)> = FastMap::with_capacity_and_hasher(all.len(), Default::default());
        let mut numbered: Vec<(usize, RecordRef)> = Vec::with_capacity(all.len());
        for (key, line) in all {
            let next = numbers.len();
            numbered.push((numbers.entry(*key).or_insert((next, 0)).0, *line));
        }
        numbered.sort_by_key(|(number, _)| *number);
        let mut ranges = vec![(0, 0); numbers.len()];
        for (at, (number, _)) in numbered.iter().enumerate() {
            let (from, to) = &mut ranges[*number];
            if *to == 0 {
                *from = at;
            }
            *to = at + 1;
        }
        for place in numbers.values_mut() {
            *place = ranges[place.0];
        }
        Self { lines: numbered.into_iter().map(|(_, line)| line).collect(), places: numbers }
    }

    fn get(&self, key: &PersonKey) -> &[RecordRef] {
        self.places.get(key).and_then(|(from, to)| self.lines.get(*from..*to)).unwrap_or(NONE)
    }
}

impl<'a> Census<'a> {
    /// Arranges the records of returns: those that were read, sorted by path, and behind them those of the published set.
    #[must_use]
    pub fn new(returns: &'a [Return], schema: &'a Schema, history: &'a History) -> Self {
        let periods = months(returns, schema, history);
        let mut by_mission: HashMap<usize, BTreeMap<(Period, usize), Vec<RecordRef>>> = HashMap::new();
        let mut of_persons: HashMap<(usize, Period), Vec<(&'a PersonKey, RecordRef)>> = HashMap::new();
        for (ret, from) in returns.iter().enumerate() {
            if is_only_compared(from, schema) || !from.counts() {
                continue;
            }
            for (at, table) in from.tables.iter().enumerate().filter(|(_, table)| !schema.tables[table.schema].reference) {
                let fields = &schema.tables[table.schema];
                let (mission, key) = (fields.field("mission"), fields.field("person_key"));
                for record in (0..table.len()).filter(|record| table.accepted[*record]) {
                    let Some(period) = table.periods[record] else { continue };
                    // A month is known from its returns, else from what was published: never from both.
                    if periods.contains(&period) == from.published {
                        continue;
                    }
                    let here = RecordRef { ret, table: at, record };
                    if let Some(mission) = mission.and_then(|field| table.mission(field, record)) {
                        by_mission.entry(table.schema).or_default().entry((period, mission)).or_default().push(here);
                    }
                    if let Some(key) = key.and_then(|field| table.key(field, record)) {
                        of_persons.entry((table.schema, period)).or_default().push((key, here));
                    }
                }
            }
        }
        let mut order: Vec<usize> = (0..returns.len()).collect();
        order.sort_by(|a, b| returns[*a].source.path.cmp(&returns[*b].source.path));
        let mut by_path = vec![0; order.len()];
        for (rank, at) in order.into_iter().enumerate() {
            by_path[at] = rank;
        }
        let periods = periods.into_iter().collect();
        let by_person = of_persons.into_iter().map(|(month, lines)| (month, ByPerson::of(&lines))).collect();
        let returns = Returns::new(returns);
        let mut census = Self { returns, schema, history, periods, by_path, by_mission, by_person, chosen: FastMap::default() };
        census.chosen = census.choose();
        census
    }

    /// For every mission and month the record that gives the headcount; `None` where records differ. It is settled once, since
    /// every arithmetic check asks for it.
    fn choose(&self) -> FastMap<(Period, usize), Option<RecordRef>> {
        let table = self.schema.table("headcount");
        let Some((table, stated)) = table.and_then(|table| Some((table, self.schema.tables[table].field("stated")?))) else {
            return FastMap::default();
        };
        let value = |at: RecordRef| self.table(at).count(stated, at.record);
        let choose = |sources: &[RecordRef]| {
            let first = *sources.iter().find(|at| value(**at).is_some()).or_else(|| sources.first())?;
            let differs = |at: &RecordRef| value(*at).is_some_and(|other| Some(other) != value(first));
            let differed = self.is_published(first) && self.table(first).unusable(stated, first.record);
            (!differed && !sources.iter().any(differs)).then_some(first)
        };
        self.by_mission.get(&table).into_iter().flatten().map(|(about, sources)| (*about, choose(sources))).collect()
    }

    /// The tables of the returns that count, by path: return and table.
    pub fn tables(&self) -> impl Iterator<Item = (usize, usize, &'a Table)> + use<'a> {
        let counting = self.returns.read().iter().enumerate().filter(|(_, from)| from.counts());
        counting.flat_map(|(ret, from)| from.tables.iter().enumerate().map(move |(at, table)| (ret, at, table)))
    }

    /// The table a record is in.
    #[must_use]
    pub fn table(&self, at: RecordRef) -> &'a Table {
        &self.returns.all[at.ret].tables[at.table]
    }

    /// The count in a field of a record, by the field's name.
    #[must_use]
    pub fn count_of(&self, at: RecordRef, field: &str) -> Option<i64> {
        let table = self.table(at);
        table.count(self.schema.tables.get(table.schema)?.field(field)?, at.record)
    }

    /// The code in a field of a record, by the field's name.
    #[must_use]
    pub fn code_of(&self, at: RecordRef, field: &str) -> Option<&'a str> {
        let table = self.table(at);
        let fields = self.schema.tables.get(table.schema)?;
        let field = fields.field(field)?;
        let list = self.schema.code_lists.get(fields.fields[field].codes?)?;
        list.codes.get(usize::from(table.code(field, at.record)?)).map(|code| code.code.as_str())
    }

    /// The records of a schema table about one mission in one month, by path.
    #[must_use]
    pub fn of_mission(&self, table: usize, period: Period, mission: usize) -> &[RecordRef] {
        self.by_mission.get(&table).and_then(|months| months.get(&(period, mission))).map_or(NONE, Vec::as_slice)
    }

    /// The lines of one person in a schema table in one month, by path.
    #[must_use]
    pub fn of_person(&self, table: usize, period: Period, key: &PersonKey) -> &[RecordRef] {
        self.by_person.get(&(table, period)).map_or(NONE, |lines| lines.get(key))
    }

    /// The months and missions that a schema table has records about, of months with returns.
    pub fn missions(&self, table: usize) -> impl Iterator<Item = (Period, usize, &[RecordRef])> {
        let all = self.by_mission.get(&table).into_iter().flatten();
        let read = all.filter(|((period, _), _)| self.periods.binary_search(period).is_ok());
        read.map(|((period, mission), records)| (*period, *mission, records.as_slice()))
    }

    /// Whether a record is a figure that was published before and whose return is gone.
    #[must_use]
    pub fn is_published(&self, at: RecordRef) -> bool {
        self.returns[at.ret].published
    }

    /// A record under the rank of its return by path, among those that were read and those that were published: what is listed
    /// by it stands in the same order either way.
    #[must_use]
    pub fn ranked(&self, at: RecordRef) -> RecordRef {
        RecordRef { ret: self.by_path.get(at.ret).copied().unwrap_or(at.ret), ..at }
    }

    /// Whether anything is known of a month, from its returns or from what was published.
    #[must_use]
    pub fn knows(&self, period: Period) -> bool {
        self.periods.binary_search(&period).is_ok() || self.history.months.contains(&period)
    }

    /// Whether a month is known from the published set only. Of its persons nothing is known.
    #[must_use]
    pub fn only_published(&self, period: Period) -> bool {
        self.periods.binary_search(&period).is_err() && self.history.months.contains(&period)
    }

    /// The record that gives a mission's headcount in a month.
    #[must_use]
    pub fn headcount(&self, period: Period, mission: usize) -> Chosen<'_> {
        match self.chosen.get(&(period, mission)) {
            None => Chosen::Nothing,
            Some(Some(at)) => Chosen::One(*at),
            Some(None) => Chosen::Conflict(self.schema.table("headcount").map_or(NONE, |table| self.of_mission(table, period, mission))),
        }
    }

    /// The as-of date of a record: its own, else that of its sheet, else that of its return. `None` if there is none or it
    /// lies outside the record's month.
    #[must_use]
    pub fn as_of(&self, at: RecordRef) -> Option<NaiveDate> {
        let table = self.table(at);
        let period = table.periods[at.record]?;
        let own = self.schema.tables[table.schema].field("as_of").and_then(|field| table.date(field, at.record));
        let from = &self.returns[at.ret];
        let of_sheet = || from.sheets.get(table.sheet)?.layout.as_of.as_ref()?.date;
        own.or_else(of_sheet).or_else(|| from.as_of.map(|as_of| as_of.date)).filter(|day| period.contains(*day))
    }

    /// The last as-of date of a mission before a month: that of the month before, or the last day of that month if no
    /// return of it is there.
    #[must_use]
    pub fn previous_as_of(&self, period: Period, mission: usize) -> NaiveDate {
        let before = period.previous();
        match self.headcount(before, mission) {
            Chosen::One(at) => self.as_of(at).unwrap_or_else(|| before.last_day()),
            _ => before.last_day(),
        }
    }

    /// The as-of date that returns state for a mission's headcount; where they contradict each other, the first that is stated.
    #[must_use]
    pub fn stated_as_of(&self, period: Period, mission: usize) -> Option<NaiveDate> {
        match self.headcount(period, mission) {
            Chosen::One(at) => self.as_of(at),
            Chosen::Conflict(all) => all.iter().find_map(|at| self.as_of(*at)),
            Chosen::Nothing => None,
        }
    }

    /// Where the value of a field of a record stands, or the record's first cell.
    #[must_use]
    pub fn place(&self, at: RecordRef, field: Option<usize>) -> Place {
        let table = self.table(at);
        let first = || table.columns.iter().filter_map(|column| column.sheet_col).min().unwrap_or(0);
        let cell =
            field.and_then(|field| table.origin(field, at.record)).unwrap_or_else(|| table.direction.cell(table.rows[at.record], first()));
        self.place_of(at.ret, table.sheet, cell)
    }

    /// A cell of a sheet of a return.
    #[must_use]
    pub fn place_of(&self, ret: usize, sheet: usize, cell: CellRef) -> Place {
        Place::Cell { file: self.returns[ret].source.path.clone(), sheet: self.sheet_name(ret, sheet).to_owned(), cell }
    }

    /// The name of a sheet of a return.
    #[must_use]
    pub fn sheet_name(&self, ret: usize, sheet: usize) -> &'a str {
        self.returns.all[ret].sheets.get(sheet).map_or("", |sheet| sheet.name.as_str())
    }
}

/// Whether all of a return is only compared with, and makes no month: a table put together from returns, or lists for reference.
fn is_only_compared(from: &Return, schema: &Schema) -> bool {
    from.consolidated || (!from.tables.is_empty() && from.tables.iter().all(|table| schema.tables[table.schema].reference))
}

/// The months with returns: those that returns are for, and those that their records are about. A month that was published is
/// not replaced because of a stray record in a return that is for another month.
fn months(returns: &[Return], schema: &Schema, history: &History) -> BTreeSet<Period> {
    let (mut months, mut strayed) = (BTreeSet::new(), BTreeSet::new());
    for from in returns.iter().filter(|from| !from.published && !is_only_compared(from, schema)) {
        months.extend(from.period);
        if !from.counts() {
            continue;
        }
        let found = if from.period.is_some() { &mut strayed } else { &mut months };
        for table in from.tables.iter().filter(|table| !schema.tables[table.schema].reference) {
            found.extend(table.periods.iter().zip(&table.accepted).filter(|(_, accepted)| **accepted).filter_map(|(period, _)| *period));
        }
    }
    months.extend(strayed.into_iter().filter(|period| !history.months.contains(period)));
    months
}
