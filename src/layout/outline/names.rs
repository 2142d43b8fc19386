//! What the columns of a table are called.

use std::collections::HashMap;

use super::super::header::Line;
use super::super::index::HeaderIndex;
use super::super::labels::{self, Merges};
use super::super::words::text_of;
use super::cut::{is_used, sample, used};
use super::header::Header;
use super::kinds::{self, Kind};
use super::profile::Profile;
use crate::domain::{Cell, SafeText, Value, fold};

/// Rows that are asked whether the first row of a table could be one of them.
const ASKED: usize = 100;
/// Least values of a column that tell whether its header could be one of them.
const LEAST_VALUES: usize = 6;

/// The columns from the left, with what the header says of each.
pub(super) fn columns(header: &Header, lines: &[Line<'_>], body: &Profile, merges: &Merges) -> Vec<(u32, String)> {
    let row = |at: usize| lines.get(at).map_or(&[][..], |(_, cells)| *cells);
    let mut names: HashMap<u32, String> = HashMap::new();
    // The lowest name counts; units and tags are none.
    let lower = (header.names + 1..header.end).filter(|at| !labels::is_unit_row(row(*at)));
    for at in (header.first..=header.names).chain(lower) {
        for cell in used(row(at)) {
            names.insert(cell.col, said(cell));
        }
    }
    let mut cols: Vec<u32> = names.keys().copied().chain(body.columns().map(|(col, _)| col)).collect();
    cols.sort_unstable();
    cols.dedup();
    // Labels count where they stand over columns that have no other name; what lies beside the table does not.
    let own = |col: &u32| is_used(row(header.names), *col) || body.column(*col).said() > 0;
    let own: Vec<u32> = cols.into_iter().filter(own).collect();
    let mut times: HashMap<&str, u32> = HashMap::new();
    for name in own.iter().filter_map(|col| names.get(col)) {
        *times.entry(name.as_str()).or_default() += 1;
    }
    let over: Vec<Vec<(u32, u32, &str)>> =
        lines.get(header.first..header.names).unwrap_or_default().iter().map(|line| labels::spread(*line, merges, |_| true)).collect();
    let label = |col: u32, name: &str| {
        let found = over.iter().rev().find_map(|row| {
            let last = row.partition_point(|(from, _, _)| *from <= col).checked_sub(1)?;
            row.get(last).filter(|(_, to, text)| col <= *to && *text != name)
        })?;
        Some(found.2.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let called = |col: &u32| {
        let name = names.get(col).cloned().unwrap_or_default();
        let shared = times.get(name.as_str()).is_some_and(|times| *times > 1);
        match label(*col, &name).filter(|_| shared) {
            Some(label) => format!("{label} {name}"),
            None => name,
        }
    };
    own.iter().map(|col| (*col, called(col))).collect()
}

fn said(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Date(moment) => moment.date().to_string(),
        Value::Error(error) => error.to_string(),
    }
}

/// The columns as they may be shown.
pub(super) fn shown(columns: Vec<(u32, String)>, sure: bool) -> Vec<(u32, SafeText)> {
    let text = |name: String| if sure { SafeText::scrub(&name) } else { SafeText::default() };
    columns.into_iter().map(|(col, name)| (col, text(name))).collect()
}

/// Whether the rows of two columns are labels with something beside them, as on a title page.
pub(super) fn are_labelled(lines: &[Line<'_>]) -> bool {
    let labels = sample(lines, ASKED, 0).filter_map(|(_, cells)| used(cells).next().and_then(text_of));
    let (mut all, mut with_colon) = (0_u32, 0_u32);
    for label in labels {
        all += 1;
        with_colon += u32::from(label.ends_with(':'));
    }
    with_colon * 2 > all
}

/// Whether a name is written as programs write them: `mission_name`.
fn is_written_by_program(text: &str) -> bool {
    text.contains('_') && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
}

/// Whether something shows that the first row of texts names the columns: tags for machines below it, names as programs
/// write them, words that are headers elsewhere, or a column of values that come again and again, of which it is none.
pub(super) fn are_names(header: &[Line<'_>], below: &[Line<'_>], index: &HeaderIndex) -> bool {
    let Some((_, names)) = header.first() else { return false };
    if header.len() > 1 {
        return true;
    }
    let texts = || used(names).filter_map(|cell| text_of(cell).map(|text| (cell.col, text)));
    let count = texts().count();
    let by_program = texts().filter(|(_, text)| is_written_by_program(text)).count();
    let known = texts().filter(|(_, text)| index.look_up(text).is_some() && !index.is_mission(text)).count();
    if by_program * 2 >= count || (known >= 2 && known * 3 >= count) {
        return true;
    }
    let mut values: HashMap<u32, HashMap<String, u32>> = HashMap::new();
    for (_, cells) in sample(below, ASKED, ASKED) {
        for cell in used(cells).filter(|cell| kinds::of(cell) == Kind::Text) {
            let Some(text) = text_of(cell) else { continue };
            *values.entry(cell.col).or_default().entry(fold(text)).or_default() += 1;
        }
    }
    texts().any(|(col, text)| {
        values.get(&col).is_some_and(|own| {
            let all: u32 = own.values().sum();
            all as usize >= LEAST_VALUES && own.values().all(|times| *times > 1) && !own.contains_key(&fold(text))
        })
    })
}
