//! What most likely happened to a number that is wrong: a row left out, digits swapped, last month's figure left standing.
//!
//! A diagnosis is told beside what would mend a finding. It changes nothing, and several may fit.

use crate::domain::census::Chosen;
use crate::domain::equation::{FieldPath, TermKind};
use crate::domain::{Bilingual, ClaimKind, FieldType, Period, RecordRef};

use super::Failure;
use super::cases::Subject;
use super::change::CellVar;
use super::evaluate::Engine;
use super::problem::{Cause, Change};
use super::variables::terms;

/// At most so many diagnoses are told.
const MOST: usize = 3;
/// A difference that is the value of more rows than this says nothing about which.
const MOST_ROWS: usize = 3;

/// Something that may have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Slip {
    /// One of these rows, by place, was left out.
    LeftOut(Vec<usize>),
    /// One of these rows counts twice.
    Twice(Vec<usize>),
    /// A subtotal was added as well, or all of them.
    Subtotals,
    /// Those temporarily home were left out.
    WithoutHome,
    /// They were added once more.
    HomeTwice,
    /// Two digits beside each other were swapped.
    Swapped,
    /// A digit too many or too few.
    TenTimes,
    /// The figure of last month still stands.
    LastMonth,
    /// One row was added with its figure of last month.
    LastMonthOf(usize),
}

/// What is known of a total that is wrong.
#[derive(Debug, Clone, Default)]
struct Total {
    stated: i64,
    sum: i64,
    rows: Vec<i64>,
    /// The same rows a month before.
    before: Vec<Option<i64>>,
    home: i64,
    subtotals: Vec<i64>,
    /// The same totals a month before.
    totals_before: Vec<i64>,
}

fn slips_of_total(total: &Total) -> Vec<Slip> {
    let Total { stated, sum, rows, before, home, subtotals, totals_before } = total;
    let difference = stated.saturating_sub(*sum);
    let worth = |value: i64| -> Vec<usize> { (0..rows.len()).filter(|at| rows[*at] == value && value > 0).collect() };
    let few = |rows: &Vec<usize>| (1..=MOST_ROWS).contains(&rows.len());
    let mut slips = Vec::new();
    slips.extend(Some(worth(difference.saturating_neg())).filter(few).map(Slip::LeftOut));
    slips.extend(Some(worth(difference)).filter(few).map(Slip::Twice));
    let all = subtotals.iter().fold(0_i64, |all, one| all.saturating_add(*one));
    if difference > 0 && (subtotals.contains(&difference) || difference == all) {
        slips.push(Slip::Subtotals);
    }
    if *home > 0 && difference == -home {
        slips.push(Slip::WithoutHome);
    }
    if *home > 0 && difference == *home {
        slips.push(Slip::HomeTwice);
    }
    slips.extend(slips_of_digits(*stated, *sum));
    if totals_before.contains(stated) {
        slips.push(Slip::LastMonth);
    }
    let of_before = |at: &usize| before[*at].is_some_and(|was| was != rows[*at] && was.saturating_sub(rows[*at]) == difference);
    if let [only] = (0..rows.len().min(before.len())).filter(of_before).collect::<Vec<_>>().as_slice() {
        slips.push(Slip::LastMonthOf(*only));
    }
    slips.truncate(MOST);
    slips
}

/// What may have happened to the digits of a number.
fn slips_of_digits(stated: i64, meant: i64) -> Option<Slip> {
    if stated <= 0 || meant <= 0 {
        return None;
    }
    if stated.checked_mul(10) == Some(meant) || meant.checked_mul(10) == Some(stated) {
        return Some(Slip::TenTimes);
    }
    let (one, other) = (stated.to_string().into_bytes(), meant.to_string().into_bytes());
    let differs: Vec<usize> = (0..one.len().min(other.len())).filter(|at| one[*at] != other[*at]).collect();
    match differs.as_slice() {
        [a, b] if one.len() == other.len() && a + 1 == *b && one[*a] == other[*b] && one[*b] == other[*a] => Some(Slip::Swapped),
        _ => None,
    }
}

/// What may have happened to the number at which a finding points, in words; nothing where another cell is the cause.
pub(super) fn diagnosis(engine: &Engine<'_, '_>, failure: &Failure, cause: &Cause) -> Option<Bilingual> {
    let told: Vec<Bilingual> = match of_total(engine, failure, cause) {
        Some((total, records, path)) => slips_of_total(&total).iter().map(|slip| words(engine, slip, &records, path.field)).collect(),
        None => of_cell(engine, cause).into_iter().map(|slip| words(engine, &slip, &[], 0)).collect(),
    };
    if told.is_empty() {
        return None;
    }
    let nl: Vec<&str> = told.iter().map(|words| words.nl.as_str()).collect();
    let en: Vec<&str> = told.iter().map(|words| words.en.as_str()).collect();
    Some(Bilingual::new(format!("Mogelijk: {}.", nl.join("; of ")), format!("Possibly {}.", en.join("; or "))))
}

/// A total that may be what is wrong, with the records it covers.
fn of_total(engine: &Engine<'_, '_>, failure: &Failure, cause: &Cause) -> Option<(Total, Vec<RecordRef>, FieldPath)> {
    let Subject::Total { ret, table, line } = failure.case.subject else { return None };
    let path = terms(engine, failure.case.equation).find_map(|(_, term)| match &term.kind {
        TermKind::Total(path) => Some(*path),
        _ => None,
    })?;
    let own = CellVar::Total { ret, table, line, field: path.field };
    let alone = |changes: &Vec<Change>| matches!(changes.as_slice(), [Change::Cell { cell, .. }] if *cell == own);
    if !cause.alternatives.iter().any(alone) {
        return None;
    }
    let census = engine.census;
    let records: Vec<RecordRef> = engine.covered(ret, table, line).map(|record| RecordRef { ret, table, record }).collect();
    let read = &census.returns[ret].tables[table];
    let rows: Vec<i64> = records.iter().map(|at| read.count(path.field, at.record)).collect::<Option<_>>()?;
    let home = census.schema.tables[read.schema].field("temp_home");
    let home = home.map_or(0, |field| records.iter().filter_map(|at| read.count(field, at.record)).sum());
    let stretch = engine.stretch(ret, table, line);
    let within = |at: usize| {
        let other = engine.stretch(ret, table, at);
        at != line
            && read.totals[at].kind == ClaimKind::Sum
            && !read.totals[at].grand
            && other.start >= stretch.start
            && other.end <= stretch.end
    };
    let value = |at: usize| read.totals[at].values.iter().find(|(field, ..)| *field == path.field).and_then(|(.., value)| *value);
    let subtotals = (0..read.totals.len()).filter(|at| within(*at)).filter_map(value).filter(|value| *value > 0).collect();
    let month = engine.period(&failure.case);
    let before: Vec<Option<i64>> = records.iter().map(|at| value_before(engine, *at, path.field)).collect();
    let sum = rows.iter().fold(0_i64, |sum, value| sum.saturating_add(*value));
    let mut totals_before = month.map_or_else(Vec::new, |month| totals_before(engine, (ret, table, line), path, month));
    totals_before
        .extend(before.iter().copied().collect::<Option<Vec<i64>>>().filter(|all| !all.is_empty()).map(|all| all.iter().sum::<i64>()));
    let total = Total { stated: engine.current(own)?, sum, rows, before, home, subtotals, totals_before };
    Some((total, records, path))
}

/// The value of a field of a record's mission a month before.
fn value_before(engine: &Engine<'_, '_>, at: RecordRef, field: usize) -> Option<i64> {
    let table = engine.census.table(at);
    let before = table.periods[at.record]?.previous();
    match engine.census.headcount(before, engine.mission_of(at)?) {
        Chosen::One(was) if engine.census.table(was).schema == table.schema => engine.census.table(was).count(field, was.record),
        _ => None,
    }
}

/// The totals of the same kind that the same sender stated a month before.
fn totals_before(engine: &Engine<'_, '_>, (ret, table, line): (usize, usize, usize), path: FieldPath, month: Period) -> Vec<i64> {
    let census = engine.census;
    let own = &census.returns[ret].tables[table].totals[line];
    let sender = census.returns[ret].coordinator;
    let alike = |(other, at, _): &(usize, usize, &crate::domain::Table)| {
        census.returns[*other].coordinator == sender && census.returns[*other].tables[*at].schema == path.table
    };
    let tables = census.tables().filter(|_| sender.is_some()).filter(alike);
    let lines = tables.flat_map(|(other, at, table)| (0..table.totals.len()).map(move |line| (other, at, line)));
    let lines = lines.filter(|(other, at, line)| {
        let total = &census.returns[*other].tables[*at].totals[*line];
        (total.grand, &total.adds_up, total.kind) == (own.grand, &own.adds_up, own.kind)
            && (own.grand || total.label == own.label)
            && engine.period_of_total(*other, *at, *line) == Some(month.previous())
    });
    lines.filter_map(|(ret, table, line)| engine.current(CellVar::Total { ret, table, line, field: path.field })).collect()
}

/// What may have happened to the one cell that is wrong.
fn of_cell(engine: &Engine<'_, '_>, cause: &Cause) -> Option<Slip> {
    let [changes] = cause.alternatives.as_slice() else { return None };
    let Some(Change::Cell { cell: cell @ CellVar::Field { at, field }, counts }) = changes.first() else { return None };
    let [(least, Some(most))] = counts.as_slice() else { return None };
    let stated = engine.current(*cell)?;
    if least != most || stated == *most {
        return None;
    }
    let digits = slips_of_digits(stated, *most);
    let table = &engine.census.schema.tables[engine.census.table(*at).schema];
    // That nobody arrived in either month is no sign of anything.
    let stale = table.fields[*field].kind == FieldType::Headcount && value_before(engine, *at, *field) == Some(stated);
    digits.or(stale.then_some(Slip::LastMonth))
}

fn words(engine: &Engine<'_, '_>, slip: &Slip, records: &[RecordRef], field: usize) -> Bilingual {
    let named = |rows: &[usize]| -> Bilingual {
        let names: Vec<String> = rows.iter().filter_map(|at| records.get(*at)).map(|at| name(engine, *at, field)).collect();
        Bilingual::new(names.join(" of "), names.join(" or "))
    };
    match slip {
        Slip::LeftOut(rows) => {
            let Bilingual { nl, en } = named(rows);
            Bilingual::new(
                format!("{nl} is niet meegeteld (het verschil is precies die waarde)"),
                format!("{en} was left out (the difference is exactly that value)"),
            )
        }
        Slip::Twice(rows) => {
            let Bilingual { nl, en } = named(rows);
            Bilingual::new(
                format!("{nl} is dubbel geteld (het verschil is precies die waarde)"),
                format!("{en} was counted twice (the difference is exactly that value)"),
            )
        }
        Slip::Subtotals => Bilingual::new("een subtotaal is als regel meegeteld", "a subtotal was added as if it were a row"),
        Slip::WithoutHome => {
            Bilingual::new("wie tijdelijk in NL is, is niet meegeteld (zie DEF-01)", "those temporarily in NL were left out (see DEF-01)")
        }
        Slip::HomeTwice => {
            Bilingual::new("wie tijdelijk in NL is, is er nog eens bij geteld", "those temporarily in NL were added once more")
        }
        Slip::Swapped => Bilingual::new("twee cijfers zijn verwisseld", "two digits were swapped"),
        Slip::TenTimes => Bilingual::new("er is een cijfer 0 te veel of te weinig getypt", "a digit 0 too many or too few was typed"),
        Slip::LastMonth => Bilingual::new(
            "het is nog het getal van vorige maand en is niet bijgewerkt",
            "it is still last month's figure and was not updated",
        ),
        Slip::LastMonthOf(row) => {
            let Bilingual { nl, en } = named(&[*row]);
            Bilingual::new(
                format!("{nl} is nog met de stand van vorige maand opgeteld"),
                format!("{en} was added with its figure of last month"),
            )
        }
    }
}

/// A row as its mission and the cell of its value.
fn name(engine: &Engine<'_, '_>, at: RecordRef, field: usize) -> String {
    let cell = engine.census.place(at, Some(field)).cell().map(|cell| cell.to_string()).unwrap_or_default();
    match engine.mission_of(at) {
        Some(mission) => format!("{} ({cell})", engine.census.schema.registry.missions[mission].name),
        None => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(stated: i64, rows: &[i64], change: impl FnOnce(&mut Total)) -> Vec<Slip> {
        let mut total = Total { stated, sum: rows.iter().sum(), rows: rows.to_vec(), before: vec![None; rows.len()], ..Total::default() };
        change(&mut total);
        slips_of_total(&total)
    }

    #[test]
    fn a_row_left_out_or_counted_twice() {
        assert_eq!(slips(11, &[7, 4, 5], |_| {}), [Slip::LeftOut(vec![2])]);
        assert_eq!(slips(21, &[7, 4, 5, 0], |_| {}), [Slip::Twice(vec![2])]);
        assert_eq!(slips(12, &[7, 4, 4, 1], |_| {}), [Slip::LeftOut(vec![1, 2])]);
        // With many rows of that value it says nothing.
        assert_eq!(slips(4, &[1, 1, 1, 1, 1], |_| {}), []);
    }

    #[test]
    fn a_subtotal_was_added_too() {
        assert_eq!(slips(26, &[6, 5, 4], |total| total.subtotals = vec![11]), [Slip::Subtotals]);
        assert_eq!(slips(30, &[6, 5, 4], |total| total.subtotals = vec![11, 4]), [Slip::Subtotals]);
        assert_eq!(slips(29, &[6, 5, 4], |total| total.subtotals = vec![11]), []);
    }

    #[test]
    fn those_at_home_were_left_out_or_added_once_more() {
        assert_eq!(slips(34, &[7, 4, 26], |total| total.home = 3), [Slip::WithoutHome]);
        assert_eq!(slips(40, &[7, 4, 26], |total| total.home = 3), [Slip::HomeTwice]);
        assert_eq!(slips(40, &[7, 4, 26], |_| {}), []);
    }

    #[test]
    fn digits_were_swapped_or_one_is_too_many() {
        assert_eq!(slips(71, &[9, 8], |_| {}), [Slip::Swapped]);
        assert_eq!(slips(12, &[14, 7], |_| {}), [Slip::Swapped]);
        assert_eq!(slips(170, &[9, 8], |_| {}), [Slip::TenTimes]);
        assert_eq!(slips_of_digits(2, 20), Some(Slip::TenTimes));
        assert_eq!((slips_of_digits(321, 123), slips_of_digits(12, 13), slips_of_digits(0, 10)), (None, None, None));
    }

    #[test]
    fn last_month_still_stands() {
        assert_eq!(slips(13, &[9, 8], |total| total.totals_before = vec![13]), [Slip::LastMonth]);
        assert_eq!(slips(16, &[9, 8], |total| total.before = vec![Some(8), Some(8)]), [Slip::LastMonthOf(0)]);
        // Two rows could be meant.
        assert_eq!(slips(16, &[9, 8], |total| total.before = vec![Some(8), Some(7)]), []);
    }

    #[test]
    fn of_several_at_most_three_are_told_in_a_fixed_order() {
        let told = slips(21, &[7, 5], |total| {
            (total.home, total.subtotals, total.totals_before) = (9, vec![9], vec![21]);
        });
        assert_eq!(told, [Slip::Subtotals, Slip::HomeTwice, Slip::Swapped]);
    }
}
