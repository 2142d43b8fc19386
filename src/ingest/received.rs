//! When returns were received, from the lists named `received.csv` that may stand in any folder of the input.
//!
//! A file's own time is no source for that: a copy has a new one.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use csv::StringRecord;

use super::{delimited, load, text};
use crate::domain::{Bilingual, fold, sha256};

/// The name of such a list, in any case.
pub(super) const LIST: &str = "received.csv";

const MAX_BYTES: u64 = 4 << 20;

/// What is wrong with a line of a list. The line has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReceivedProblem {
    /// The list cannot be read, or has no columns `file` and `received`.
    NotAList,
    /// The date is none, or not written as `2026-06-05` or `5-6-2026`.
    NotADate,
    /// There is no such file among the returns.
    NoSuchFile,
    /// An earlier line gives the same file another date.
    Contradiction,
}

/// A line of a list of dates of receipt that has no effect.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReceivedNote {
    /// The list, relative to the input folder, with `/`.
    pub list: String,
    /// The line as a spreadsheet shows it, from one.
    pub row: u32,
    /// What is wrong.
    pub problem: ReceivedProblem,
}

impl ReceivedNote {
    /// What is wrong and what follows from it.
    #[must_use]
    pub fn message(&self) -> Bilingual {
        let Self { list, row, .. } = self;
        let (nl, en) = match self.problem {
            ReceivedProblem::NotAList => {
                ("geen leesbare lijst met de kolommen file en received", "no readable list with the columns file and received")
            }
            ReceivedProblem::NotADate => ("geen datum zoals 2026-06-05 of 5-6-2026", "no date such as 2026-06-05 or 5-6-2026"),
            ReceivedProblem::NoSuchFile => ("dit bestand is er niet", "there is no such file"),
            ReceivedProblem::Contradiction => ("een eerdere regel noemt een andere datum", "an earlier line has another date"),
        };
        Bilingual::new(
            format!("{list}, regel {row}: {nl}. De ontvangstdatum blijft onbekend."),
            format!("{list}, line {row}: {en}. The date of receipt stays unknown."),
        )
    }
}

/// A list as it was found.
#[derive(Debug)]
pub(super) struct List {
    /// Its path relative to the input folder.
    pub(super) relative: String,
    /// Which input it was found below.
    pub(super) input: usize,
    /// SHA-256 of its bytes in hexadecimal; empty if it could not be opened.
    pub(super) sha256: String,
    lines: Vec<Line>,
}

/// A line of a list: its row, from one, with the file and its date, or with what is wrong.
type Line = Result<(u32, String, NaiveDate), (u32, ReceivedProblem)>;

/// Reads a list. What cannot be read is noted in it.
pub(super) fn list(path: &Path, relative: String, input: usize) -> List {
    let bytes = load::load(path, MAX_BYTES).ok();
    let sha256 = bytes.as_deref().map(sha256).unwrap_or_default();
    let lines = bytes.and_then(|bytes| lines(&bytes)).unwrap_or_else(|| vec![Err((1, ReceivedProblem::NotAList))]);
    List { relative, input, sha256, lines }
}

fn lines(bytes: &[u8]) -> Option<Vec<Line>> {
    let text = text::decode(bytes).ok()?;
    let mut columns = None;
    let mut lines = Vec::new();
    delimited::records(&text, |row, record| {
        if record.iter().all(|field| field.trim().is_empty()) {
            return Ok(());
        }
        match columns {
            None => columns = header(record),
            Some((file, received)) => {
                let field = |at: usize| record.get(at).unwrap_or("").trim();
                lines.push(match date(field(received)) {
                    Some(date) => Ok((row + 1, clean(field(file)), date)),
                    None => Err((row + 1, ReceivedProblem::NotADate)),
                });
            }
        }
        Ok(())
    })
    .ok()?;
    columns.map(|_| lines)
}

fn header(record: &StringRecord) -> Option<(usize, usize)> {
    let find = |name: &str| record.iter().position(|field| fold(field) == name);
    Some((find("file")?, find("received")?))
}

/// A path as it is compared: `/` between the parts, nothing before the first.
fn clean(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.trim_start_matches("./").trim_start_matches('/').to_owned()
}

fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || ![first, second, third].into_iter().all(digits) {
        return None;
    }
    let (year, month, day) = match (first.len(), second.len(), third.len()) {
        (4, 2, 2) => (first, second, third),
        (1..=2, 1..=2, 4) => (third, second, first),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).filter(|date| *date >= NaiveDate::default())
}

/// The dates that the lists give. `returns` are the files: input, relative path. A zip archive has a date as a whole, which
/// holds for the files in it that have none of their own. Where lists differ, the one nearest to the file holds; where two
/// lines of one list differ, the first.
pub(super) fn dates(mut lists: Vec<List>, returns: &[(usize, &str)]) -> (Vec<Option<NaiveDate>>, Vec<ReceivedNote>) {
    let places: BTreeMap<(usize, &str), usize> = returns.iter().enumerate().map(|(at, place)| (*place, at)).collect();
    let mut dates = vec![None; returns.len()];
    let mut notes = Vec::new();
    lists.sort_by_key(|list| (list.relative.matches('/').count(), list.relative.clone(), list.input));
    for list in lists {
        let folder = list.relative.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut given: BTreeMap<usize, NaiveDate> = BTreeMap::new();
        let mut archives = Vec::new();
        for line in list.lines {
            let note = |row: u32, problem| ReceivedNote { list: list.relative.clone(), row, problem };
            let (row, file, date) = match line {
                Ok(line) => line,
                Err((row, problem)) => {
                    notes.push(note(row, problem));
                    continue;
                }
            };
            let nearby = if folder.is_empty() { file.clone() } else { format!("{folder}/{file}") };
            let at = places.get(&(list.input, nearby.as_str())).or_else(|| places.get(&(list.input, file.as_str())));
            match at {
                None if is_archive(&file) => archives.push((row, nearby, file, date)),
                None => notes.push(note(row, ReceivedProblem::NoSuchFile)),
                Some(at) if given.get(at).is_some_and(|known| *known != date) => notes.push(note(row, ReceivedProblem::Contradiction)),
                Some(at) => {
                    given.insert(*at, date);
                    dates[*at] = Some(date);
                }
            }
        }
        for (row, nearby, file, date) in archives {
            let within = [&nearby, &file].map(|path| files_below(&places, list.input, path)).into_iter().find(|files| !files.is_empty());
            for at in within.iter().flatten().filter(|at| !given.contains_key(at)) {
                dates[*at] = Some(date);
            }
            if within.is_none() {
                notes.push(ReceivedNote { list: list.relative.clone(), row, problem: ReceivedProblem::NoSuchFile });
            }
        }
    }
    notes.sort();
    (dates, notes)
}

fn is_archive(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("zip"))
}

/// The files in an archive of an input.
fn files_below(places: &BTreeMap<(usize, &str), usize>, input: usize, archive: &str) -> Vec<usize> {
    let start = format!("{archive}/");
    let from = places.range((input, start.as_str())..);
    from.take_while(|((of, path), _)| *of == input && path.starts_with(&start)).map(|(_, at)| *at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_ways_to_write_a_date_are_understood() {
        let day = NaiveDate::from_ymd_opt(2026, 6, 5);
        for text in ["2026-06-05", "5-6-2026", "05-06-2026"] {
            assert_eq!(date(text), day, "{text}");
        }
        for text in ["", "2026-6-5", "5/6/2026", "31-2-2026", "5-6-26", "5-6-2026-", "+5-6-2026", "0001-01-01"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_date_makes_it_panic(text in ".*") {
            let _ = date(&text);
        }
    }
}
