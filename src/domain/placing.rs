//! Which coordinator and version the name of a file points to, and which return supersedes which.

use std::collections::HashMap;

use super::month_names::{month_in_text, month_of_name};
use super::period::Period;
use super::returns::Return;
use super::schema::{Coordinator, Schema};
use super::text::fold;

/// The words of a name: runs of letters and digits, folded.
fn words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect()
}

/// The month in a file's name, else in the nearest folder that names one. A folder for a year may hold folders for months:
/// `2026/05`, `2026/05 mei`, `2026/mei`.
#[must_use]
pub fn period(path: &str) -> Option<Period> {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let parts: Vec<&str> = std::iter::once(stem(path)).chain(folders.rsplit('/')).collect();
    (0..parts.len()).find_map(|at| {
        let above = parts.get(at + 1).filter(|year| year.len() == 4).and_then(|year| year.parse().ok());
        let year = above.filter(|year| (1990..2100).contains(year));
        month_in_text(parts[at]).or_else(|| Period::new(year?, month_of_year(parts[at], at > 0)?))
    })
}

/// The month that a folder (or, by its name only, a file) within the folder of a year is for.
fn month_of_year(part: &str, folder: bool) -> Option<u32> {
    let words = words(part);
    let mut named: Vec<u32> = words.iter().filter_map(|word| month_of_name(word)).collect();
    named.dedup();
    let number = words.first().filter(|word| folder && word.len() <= 2).and_then(|word| word.parse().ok());
    match (named.as_slice(), number) {
        ([month], None) => Some(*month),
        ([month], Some(number)) if *month == number => Some(number),
        ([], Some(number)) if words.len() == 1 => Some(number),
        _ => None,
    }
}

/// What is known of the year of a month that stands on a sheet without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Years {
    month: Option<Period>,
    year: Option<i32>,
}

impl Years {
    /// What the path of a file says: the month it is for, which may be known from elsewhere, and the one year that its name
    /// or the nearest folder names.
    #[must_use]
    pub fn of(path: &str, month: Option<Period>) -> Self {
        let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
        Self { month, year: std::iter::once(stem(path)).chain(folders.rsplit('/')).find_map(lone_year) }
    }

    /// The month of a number from 1 to 12. A return is about what has been: a month that comes after its own is of the year
    /// before.
    #[must_use]
    pub fn resolve(&self, number: u32) -> Option<Period> {
        let year = match (self.month, self.year) {
            (Some(own), _) => own.year() - i32::from(number > own.month()),
            (None, year) => year?,
        };
        Period::new(year, number)
    }
}

/// The month that the name of a sheet stands for, from 1 to 12, and its year if the name has one: `jan`, `mrt 2026`,
/// `Bezetting mei`, `2026-05`, `jan-26`.
#[must_use]
pub fn month_of_sheet(name: &str) -> Option<(u32, Option<i32>)> {
    if let Some(period) = month_in_text(name) {
        return Some((period.month(), Some(period.year())));
    }
    let words = words(name);
    let mut named = words.iter().enumerate().filter_map(|(at, word)| month_of_name(word).map(|month| (at, month)));
    let (at, month) = named.next()?;
    if named.next().is_some() || words.iter().any(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    // `jan-26` and `jan '26` are how a spreadsheet writes a month; any other number may be a day.
    let number = words.iter().find(|word| word.bytes().all(|b| b.is_ascii_digit()));
    let year = number.and_then(|number| number.parse::<i32>().ok()).map(|short| 2000 + short);
    match number {
        None => Some((month, None)),
        Some(number) if number.len() == 2 && words.get(at + 1) == Some(number) && name.contains(['-', '\'', '’']) => Some((month, year)),
        Some(_) => None,
    }
}

/// The only year from 2000 to 2099 that a text names by itself.
#[must_use]
pub fn lone_year(text: &str) -> Option<i32> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4).filter_map(|run| run.parse().ok());
    let mut years = digits.filter(|year| (2000..2100).contains(year));
    let first: i32 = years.next()?;
    years.all(|other| other == first).then_some(first)
}

/// The file's name without folders and extension.
#[must_use]
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The version that a file name states, and the words of the name without it. A name that says nothing is version 1; a word
/// for a correction without a number is version 2.
#[must_use]
pub fn version(stem: &str, correction_words: &[String]) -> (u32, Vec<String>) {
    let all = words(stem);
    let corrections: Vec<String> = correction_words.iter().map(|word| fold(word)).collect();
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| (1..=999).contains(number));
    let mut version = None;
    let mut rest = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let word = all[at].as_str();
        let next = all.get(at + 1).and_then(|next| number(next).filter(|_| next.len() <= 2));
        let counted = ["v", "versie", "version", "rev", "revisie", "revision"].into_iter();
        if let Some(found) = counted.clone().filter_map(|prefix| word.strip_prefix(prefix)).find_map(number) {
            version = version.max(Some(found));
        } else if counted.clone().any(|prefix| word == prefix) && next.is_some() {
            version = version.max(next);
            at += 1;
        } else if corrections.iter().any(|correction| word == correction) {
            version = version.max(Some(next.map_or(2, |next| next.max(2))));
            at += usize::from(next.is_some());
        } else {
            rest.push(all[at].clone());
        }
        at += 1;
    }
    (version.unwrap_or(1), rest)
}

/// The coordinator whose id or other name stands in a path: in the file's name, else in the nearest folder. Of several the
/// longest name counts.
#[must_use]
pub fn coordinator(path: &str, coordinators: &[Coordinator]) -> Option<usize> {
    let folders = path.rsplit_once('/').map_or("", |(folders, _)| folders);
    let parts = std::iter::once(stem(path)).chain(folders.rsplit('/'));
    parts.map(words).find_map(|part| {
        let named = |name: &str| {
            let name = words(name);
            (!name.is_empty() && part.windows(name.len()).any(|window| window == name)).then_some(name.len())
        };
        let longest =
            |coordinator: &Coordinator| std::iter::once(&coordinator.id).chain(&coordinator.aliases).filter_map(|name| named(name)).max();
        let found = coordinators.iter().enumerate().filter_map(|(at, coordinator)| Some((longest(coordinator)?, at)));
        // Of equally long names the first coordinator of the list counts.
        found.max_by_key(|(length, at)| (*length, std::cmp::Reverse(*at))).map(|(_, at)| at)
    })
}

/// The coordinator who reports on all missions of a return, if there is just one.
#[must_use]
pub fn coordinator_by_missions(from: &Return, schema: &Schema) -> Option<usize> {
    let mut missions: Vec<usize> = Vec::new();
    for table in &from.tables {
        let fields = ["mission", "project"].into_iter().filter_map(|name| schema.tables[table.schema].field(name));
        for field in fields {
            missions.extend((0..table.len()).filter_map(|record| table.mission(field, record)));
        }
    }
    missions.sort_unstable();
    missions.dedup();
    if missions.is_empty() {
        return None;
    }
    let all = |coordinator: &Coordinator| missions.iter().all(|mission| coordinator.missions.contains(mission));
    let mut fitting = schema.coordinators.iter().enumerate().filter(|(_, coordinator)| !coordinator.consolidated && all(coordinator));
    match (fitting.next(), fitting.next()) {
        (Some((at, _)), None) => Some(at),
        _ => None,
    }
}

/// Marks every return that a later version supersedes: one for the same month with the same name but for the version, or, where
/// the names differ, one from the same coordinator with the same tables.
pub fn supersede(returns: &mut [Return], correction_words: &[String]) {
    let is_date = |word: &String| word.chars().all(|c| c.is_ascii_digit()) || super::month_names::month_of_name(word).is_some();
    let mut same_name: HashMap<(Period, Vec<String>), Vec<usize>> = HashMap::new();
    let mut same_sender: HashMap<(Period, usize, Vec<usize>), Vec<usize>> = HashMap::new();
    for (at, from) in returns.iter().enumerate().filter(|(_, from)| from.unreadable.is_none() && from.refused.is_none()) {
        let Some(period) = from.period else { continue };
        let (_, rest) = version(stem(&from.source.path), correction_words);
        let mut name: Vec<String> = rest.into_iter().filter(|word| !is_date(word)).collect();
        name.sort_unstable();
        same_name.entry((period, name)).or_default().push(at);
        if let Some(coordinator) = from.coordinator {
            let mut tables: Vec<usize> = from.tables.iter().map(|table| table.schema).collect();
            tables.sort_unstable();
            tables.dedup();
            same_sender.entry((period, coordinator, tables)).or_default().push(at);
        }
    }
    let groups: Vec<Vec<usize>> = same_name.into_values().chain(same_sender.into_values()).collect();
    let mut later: Vec<(usize, usize)> = Vec::new();
    for group in groups {
        let Some(newest) = group.iter().map(|at| returns[*at].version).max().filter(|version| *version > 1) else { continue };
        // Of two files of the newest version neither takes precedence; both stay, and the first names the change.
        let Some(by) = group.iter().copied().filter(|at| returns[*at].version == newest).min() else { continue };
        later.extend(group.iter().copied().filter(|at| returns[*at].version < newest).map(|at| (at, by)));
    }
    later.sort_unstable();
    for (at, by) in later {
        let path = returns[by].source.path.clone();
        let newer = returns[at].superseded_by.as_ref().is_none_or(|known| *known < path);
        if newer {
            returns[at].superseded_by = Some(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version_of(stem: &str) -> u32 {
        version(stem, &["correctie".to_owned(), "corrected".to_owned()]).0
    }

    #[test]
    fn names_state_their_version() {
        let cases = [
            ("opgave-oost-2026-05", 1),
            ("opgave-oost-2026-05-v2", 2),
            ("opgave oost mei 2026 (versie 3)", 3),
            ("opgave_oost_rev4", 4),
            ("opgave-oost-2026-05-correctie", 2),
            ("opgave-oost-correctie 3", 3),
            ("Corrected return May 2026", 2),
            ("vredesmissie 2026-05", 1),
            ("opgave v 2026", 1),
        ];
        for (stem, expected) in cases {
            assert_eq!(version_of(stem), expected, "{stem}");
        }
    }

    #[test]
    fn a_month_is_told_by_the_name_or_the_nearest_folder() {
        let cases = [
            ("2026-04/opgave mei 2026.csv", "2026-05"),
            ("2026-05/oost.csv", "2026-05"),
            ("2026/05/oost.csv", "2026-05"),
            ("2026/05 mei/oost.csv", "2026-05"),
            ("2026/mei/oost/opgave.csv", "2026-05"),
            ("2026/oost mei.csv", "2026-05"),
            ("2026/oost 5.csv", "-"),
            ("2026/04 mei/oost.csv", "-"),
            ("2026/13/oost.csv", "-"),
            ("2026/05 v2/oost.csv", "-"),
            ("1234/05/oost.csv", "-"),
            ("05/oost.csv", "-"),
        ];
        for (path, expected) in cases {
            assert_eq!(period(path).map_or_else(|| "-".to_owned(), |month| month.to_string()), expected, "{path}");
        }
    }

    #[test]
    fn a_month_without_a_year_is_of_that_of_its_file() {
        let shown = |path: &str, number: u32| {
            Years::of(path, period(path)).resolve(number).map_or_else(|| "-".to_owned(), |month| month.to_string())
        };
        assert_eq!(shown("2026-05/oost.xlsx", 5), "2026-05");
        assert_eq!(shown("2026-05/oost.xlsx", 6), "2025-06");
        assert_eq!(shown("oost 2026.xlsx", 12), "2026-12");
        assert_eq!(shown("2026/oost.xlsx", 1), "2026-01");
        for path in ["oost.xlsx", "oost 2025-2026.xlsx", "oost 20261.xlsx", "1234/oost.xlsx"] {
            assert_eq!(shown(path, 1), "-", "{path}");
        }
        assert_eq!(Years::default().resolve(13), None);
    }

    #[test]
    fn the_name_of_a_sheet_may_be_a_month() {
        let cases = [
            ("jan", "1 -"),
            ("Mei", "5 -"),
            ("février", "2 -"),
            ("mrt 2026", "3 2026"),
            ("2026-05", "5 2026"),
            ("Bezetting mei", "5 -"),
            ("jan-26", "1 2026"),
            ("dec '25", "12 2025"),
            ("jan-mrt", "none"),
            ("31 mei", "none"),
            ("mei 26", "none"),
            ("Blad1", "none"),
            ("Personeel", "none"),
            ("31-05-2026", "none"),
            ("", "none"),
        ];
        for (name, expected) in cases {
            let shown = month_of_sheet(name).map_or_else(
                || "none".to_owned(),
                |(month, year)| format!("{month} {}", year.map_or_else(|| "-".to_owned(), |year| year.to_string())),
            );
            assert_eq!(shown, expected, "{name}");
        }
    }

    #[test]
    fn a_coordinator_is_told_by_whole_words() {
        let coordinator_of = |id: &str| Coordinator {
            id: id.to_owned(),
            name: id.to_owned(),
            language: None,
            aliases: Vec::new(),
            missions: Vec::new(),
            due_day: None,
            monthly: true,
            consolidated: false,
        };
        let all = ["oost", "midden-oosten", "staf"].map(coordinator_of);
        assert_eq!(coordinator("2026-05/opgave-oost-2026-05.xlsx", &all), Some(0));
        assert_eq!(coordinator("2026-05/opgave-midden-oosten-2026-05.xlsx", &all), Some(1));
        assert_eq!(coordinator("Midden Oosten/mei.xlsx", &all), Some(1));
        assert_eq!(coordinator("2026-05/oostelijk.xlsx", &all), None);
    }
}
