//! Figures that are not counted by the standard: what sheets declare, and which headcounts leave those temporarily home out.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::census::Chosen;
use crate::domain::layout::{Counting, Declared};
use crate::domain::tour::Tour;
use crate::domain::{Bilingual, Census, Period, Place, RecordRef, RemarkKind, TableSchema};

/// So many missions are named in one finding.
const MOST_NAMED: usize = 30;

/// Something that a sheet declares of its headcounts.
pub(super) struct Declaration {
    /// The return, as an index.
    pub(super) ret: usize,
    /// The sheet, as an index into the return's sheets.
    pub(super) sheet: usize,
    /// What is declared, and where.
    pub(super) declared: Declared,
}

impl Declaration {
    /// The cell that says so.
    pub(super) fn place(&self, census: &Census<'_>) -> Place {
        census.place_of(self.ret, self.sheet, self.declared.cell)
    }

    /// The months of the headcounts on the sheet, earliest first, each with the names of the missions.
    pub(super) fn months(&self, census: &Census<'_>) -> Vec<(Option<Period>, Vec<String>)> {
        let mut months: BTreeMap<Option<Period>, Vec<String>> = BTreeMap::new();
        let Some(table) = census.schema.table("headcount") else { return Vec::new() };
        let mission = census.schema.tables[table].field("mission");
        let read = census.returns[self.ret].tables.iter().filter(|own| own.schema == table && own.sheet == self.sheet);
        for own in read {
            for record in (0..own.len()).filter(|record| own.accepted[*record]) {
                let named = months.entry(own.periods[record].or(census.returns[self.ret].period)).or_default();
                named.extend(
                    mission.and_then(|field| own.mission(field, record)).map(|at| census.schema.registry.missions[at].name.clone()),
                );
            }
        }
        if months.is_empty() {
            months.insert(census.returns[self.ret].period, Vec::new());
        }
        months.into_iter().collect()
    }
}

/// What the sheets with headcounts declare, in the order of files and sheets.
pub(super) fn declarations(census: &Census<'_>) -> Vec<Declaration> {
    let counting = census.returns.iter().enumerate().filter(|(_, from)| from.counts());
    let sheets = counting.flat_map(|(ret, from)| from.sheets.iter().enumerate().map(move |(sheet, own)| (ret, sheet, own)));
    sheets
        .flat_map(|(ret, sheet, own)| own.layout.declared.iter().map(move |declared| Declaration { ret, sheet, declared: *declared }))
        .collect()
}

/// The missions that a finding is about, as a sentence.
pub(super) fn missions_words(names: &[String]) -> Bilingual {
    if names.is_empty() {
        return Bilingual::default();
    }
    let more = names.len().saturating_sub(MOST_NAMED);
    let shown = names.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let (more_nl, more_en) = if more > 0 { (format!(" en nog {more}"), format!(" and {more} more")) } else { <_>::default() };
    Bilingual::new(format!("Het gaat om: {shown}{more_nl}."), format!("This is about: {shown}{more_en}."))
}

/// How it is known that a headcount leaves those temporarily home out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Its own cell says so.
    Cell,
    /// A title, header or note of its sheet says so.
    Declared,
    /// The numbers say so: with those at home it is just what the roster counts, or two other signs agree.
    Numbers,
}

/// A headcount that leaves those temporarily home out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WithoutHome {
    /// The headcount that is stated.
    pub(super) stated: i64,
    /// How many are left out.
    pub(super) home: i64,
    /// How that is known.
    pub(super) known: Known,
}

/// Every headcount that is known to leave those temporarily home out, with how many they are. Where either number is not reported
/// there is none.
pub(super) fn without_home(census: &Census<'_>) -> BTreeMap<RecordRef, WithoutHome> {
    let mut found = BTreeMap::new();
    let Some(table) = census.schema.table("headcount") else { return found };
    let schema = &census.schema.tables[table];
    let (Some(stated), Some(temp_home)) = (schema.field("stated"), schema.field("temp_home")) else { return found };
    let declared: BTreeSet<(usize, usize)> = declarations(census)
        .into_iter()
        .filter(|one| one.declared.counting == Counting::WithoutHome)
        .map(|one| (one.ret, one.sheet))
        .collect();
    let totals = added_up_with_home(census, table, (stated, temp_home));
    for (ret, at, own) in census.tables().filter(|(ret, _, own)| own.schema == table && !census.returns[*ret].published) {
        let by_cell: BTreeSet<usize> = own
            .remarks
            .iter()
            .filter(|remark| matches!(remark.kind, RemarkKind::ExcludesTempHome { .. }))
            .filter_map(|remark| remark.record.map(|record| record as usize))
            .collect();
        for record in (0..own.len()).filter(|record| own.accepted[*record]) {
            let (Some(persons), Some(home @ 1..)) = (own.count(stated, record), own.count(temp_home, record)) else { continue };
            let here = RecordRef { ret, table: at, record };
            let known = if by_cell.contains(&record) {
                Known::Cell
            } else if declared.contains(&(ret, own.sheet)) {
                Known::Declared
            } else if shown_by_numbers(census, here, schema, (persons, home), totals.contains(&(ret, at))) {
                Known::Numbers
            } else {
                continue;
            };
            found.insert(here, WithoutHome { stated: persons, home, known });
        }
    }
    found
}

/// The tables of which the total adds those at home to the headcounts of all rows.
fn added_up_with_home(census: &Census<'_>, schema: usize, (stated, temp_home): (usize, usize)) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    for (ret, at, table) in census.tables().filter(|(_, _, table)| table.schema == schema) {
        for total in table.totals.iter().filter(|total| total.grand) {
            let claimed = total.values.iter().find(|(field, ..)| *field == stated).and_then(|(.., value)| *value);
            let rows = table.covered(total);
            let sum: Option<i64> = rows.clone().map(|record| table.count(stated, record)).try_fold(0_i64, |sum, one| sum.checked_add(one?));
            let home = rows.filter_map(|record| table.count(temp_home, record)).fold(0_i64, i64::saturating_add);
            if home > 0 && claimed.is_some() && claimed == sum.and_then(|sum| sum.checked_add(home)) {
                found.insert((ret, at));
            }
        }
    }
    found
}

/// Whether the numbers show that those at home come on top of a headcount: exact agreement with the roster, or two signs. One sign
/// could be a slip in any of the numbers it compares.
fn shown_by_numbers(census: &Census<'_>, at: RecordRef, schema: &TableSchema, (persons, home): (i64, i64), in_total: bool) -> bool {
    let table = census.table(at);
    let (Some(period), Some(mission)) =
        (table.periods[at.record], schema.field("mission").and_then(|field| table.mission(field, at.record)))
    else {
        return false;
    };
    let Some(all) = persons.checked_add(home) else { return false };
    let roster = posted(census, at, period, mission);
    // One line too many on a roster looks the same where one is at home.
    if home > 1 && roster == Some((all, home)) {
        return true;
    }
    let count = |name: &str| schema.field(name).and_then(|field| table.count(field, at.record));
    let before = match census.headcount(period.previous(), mission) {
        Chosen::One(was) => schema.field("stated").and_then(|field| census.table(was).count(field, was.record)),
        _ => None,
    };
    let balance = || before?.checked_add(count("arrivals")?)?.checked_sub(count("departures")?);
    let signs = [
        home > persons,
        count("in_area").is_some_and(|here| here.saturating_add(count("other_absent").unwrap_or(0)) == persons),
        balance() == Some(all),
        roster.is_some_and(|(posted, _)| posted == all),
        in_total,
    ];
    signs.into_iter().filter(|sign| *sign).count() >= 2
}

/// How many a roster has on posting on the as-of date, and how many of them are temporarily home.
fn posted(census: &Census<'_>, at: RecordRef, period: Period, mission: usize) -> Option<(i64, i64)> {
    let roster = census.schema.table("roster")?;
    let status = census.schema.tables[roster].field("status")?;
    let list = census.schema.tables[roster].fields[status].codes?;
    let home = census.schema.code_lists[list].find("temp_home");
    let day = census.as_of(at)?;
    let lines = census.of_mission(roster, period, mission);
    if lines.is_empty() {
        return None;
    }
    let posted = Tour::of_lines(census, lines).filter(|(_, tour)| tour.on_posting(day));
    let (mut all, mut at_home) = (0, 0);
    for (line, _) in posted {
        all += 1;
        at_home += i64::from(home.is_some() && census.table(line).code(status, line.record) == home);
    }
    Some((all, at_home))
}
