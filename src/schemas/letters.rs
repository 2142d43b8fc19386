//! `letters.csv` and `releases.csv`: what was published already, and what somebody released.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::csv_lines;
use super::diagnostics::{Item, Mistakes, Spot};
use super::missions::unknown_mission;
use super::source::Source;
use crate::domain::Period;
use crate::domain::registry::{Registry, Resolved};
use crate::domain::schema::{LetterLine, Release};

const LETTER: [&str; 4] = ["letter", "period", "mission", "cell"];
const RELEASE: [&str; 5] = ["period", "mission", "released_by", "released_on", "reason"];
/// The one column of the releases that may be left out.
const OPTIONAL: &str = "reason";

/// Words that may stand for "temporarily in NL" in a printed cell, folded.
const AT_HOME: [&str; 4] = ["tijdelijkinnl", "tijdelijkinnederland", "temporarilyinnl", "temporarilyhome"];

/// Reads the tables that were sent to Parliament. A total line is no mission and is left out in the file.
pub(super) fn letters(source: &Source, file: usize, registry: Option<&Registry>, mistakes: &mut Mistakes) -> Vec<LetterLine> {
    let mut seen: HashMap<(String, Period, usize), Spot> = HashMap::new();
    let mut months: HashMap<String, (Period, Spot)> = HashMap::new();
    let lines = csv_lines::read(source, file, &LETTER, &[], mistakes, |row, mistakes| {
        row.check_length(mistakes);
        let letter = row.need("letter", mistakes);
        let period = row.need("period", mistakes).and_then(|item| Some((month(item, mistakes)?, item.at)));
        let mission = row.need("mission", mistakes).and_then(|item| Some((known_mission(item, registry, mistakes)?, item.at)));
        let cell = row.need("cell", mistakes).and_then(|item| printed(item, mistakes));
        let (letter, (period, period_at), (mission, at), (headcount, temp_home)) = (letter?, period?, mission?, cell?);
        let (first, first_at) = *months.entry(letter.value.to_owned()).or_insert((period, period_at));
        if first != period {
            mistakes.at(period_at, "een brief heeft één maand", "a letter has one month").other(
                first_at,
                "hier een andere",
                "another one here",
            );
        }
        let twice = *seen.entry((letter.value.to_owned(), period, mission)).or_insert(at);
        if twice != at {
            mistakes.at(at, "deze missie staat al in deze brief", "this letter has this mission already").other(
                twice,
                "hier al",
                "here already",
            );
        }
        Some(LetterLine { letter: letter.value.to_owned(), period, mission, headcount, temp_home, line: row.number() })
    });
    lines.into_iter().flatten().collect()
}

/// Reads who released which sensitive figure.
pub(super) fn releases(source: &Source, file: usize, registry: Option<&Registry>, mistakes: &mut Mistakes) -> Vec<Release> {
    let lines = csv_lines::read(source, file, &RELEASE, &[OPTIONAL], mistakes, |row, mistakes| {
        row.check_length(mistakes);
        let period = row.need("period", mistakes).and_then(|item| month(item, mistakes));
        let mission = row.need("mission", mistakes).and_then(|item| known_mission(item, registry, mistakes));
        let by = row.need("released_by", mistakes);
        let on = row.need("released_on", mistakes).and_then(|item| day(item, mistakes));
        Some(Release { period: period?, mission: mission?, by: by?.value.to_owned(), on: on? })
    });
    lines.into_iter().flatten().collect()
}

fn month(item: Item<&str>, mistakes: &mut Mistakes) -> Option<Period> {
    let month = item.value.parse().ok();
    if month.is_none() {
        mistakes
            .at(item.at, "dit is geen maand", "this is not a month")
            .help("een maand staat er als 2026-05", "a month is written as 2026-05");
    }
    month
}

fn day(item: Item<&str>, mistakes: &mut Mistakes) -> Option<NaiveDate> {
    let day = Some(item.value).filter(|text| text.len() == 10).and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok());
    if day.is_none() {
        mistakes
            .at(item.at, "dit is geen dag", "this is not a day")
            .help("een dag staat er als 2026-05-31", "a day is written as 2026-05-31");
    }
    day
}

/// A mission by its id or by one of its names, as a letter has it.
fn known_mission(item: Item<&str>, registry: Option<&Registry>, mistakes: &mut Mistakes) -> Option<usize> {
    let registry = registry?;
    match registry.resolve_exactly(item.value, None) {
        Resolved::Known(at) => Some(at),
        Resolved::Ambiguous(_) | Resolved::Unknown { .. } => {
            unknown_mission(item, &registry.missions, mistakes);
            None
        }
    }
}

/// A cell as it was printed: `7`, or `4 (3 tijdelijk in NL)`.
fn printed(item: Item<&str>, mistakes: &mut Mistakes) -> Option<(i64, Option<i64>)> {
    let count = |text: &str| text.trim().parse::<u32>().ok().map(i64::from);
    let read = || {
        let Some((before, annotation)) = item.value.split_once('(') else { return Some((count(item.value)?, None)) };
        let (number, words) = annotation.trim().strip_suffix(')')?.trim().split_once(' ')?;
        let known = AT_HOME.contains(&crate::domain::fold(words).as_str());
        Some((count(before)?, Some(count(number).filter(|_| known)?)))
    };
    let cell = read();
    if cell.is_none() {
        mistakes
            .at(item.at, "dit is geen cel van de tabel", "this is not a cell of the table")
            .help("een cel staat er als `7` of als `4 (3 tijdelijk in NL)`", "a cell is written as `7` or as `4 (3 tijdelijk in NL)`");
    }
    cell
}
