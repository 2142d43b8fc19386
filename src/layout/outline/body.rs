//! Where the rows of a table end.

use super::super::header::Line;
use super::super::words::{self, text_of};
use super::cut::{is_full, used};
use super::kinds::{self, Kind};
use super::profile::Profile;
use super::{Found, MAX_GAP};
use crate::domain::Cell;

/// A lone text with more characters is a note.
const LONGEST_NAME: usize = 40;
/// Rows that are asked whether they go on with a table above them.
const ASKED: usize = 20;

/// The rows of a table below its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Body {
    /// The first and the last row with data.
    pub(super) rows: (u32, u32),
    pub(super) data_rows: u32,
    /// The first line below it.
    pub(super) end: usize,
}

/// Looks for the end of a table below its header.
pub(super) fn extent(lines: &[Line<'_>], profile: &Profile, columns: &[(u32, String)]) -> Option<Body> {
    let first_col = columns.first().map_or(0, |(col, _)| *col);
    let narrow = columns.len() <= 2;
    let mut data: Vec<(usize, u32)> = Vec::new();
    let mut after_lone = false;
    let mut noted = false;
    for (at, (row, cells)) in lines.iter().enumerate() {
        if is_full(cells) {
            if after_lone && begins_another(profile, cells) {
                break;
            }
            after_lone = false;
            data.push((at, *row));
            continue;
        }
        after_lone = true;
        let Some(lone) = used(cells).next() else { continue };
        let kind = kinds::of(lone);
        noted |= text_of(lone).is_some_and(words::begins_as_note);
        // In two columns it is a label with nothing beside it.
        let label = narrow && !noted && kind == Kind::Text && lone.col == first_col && text_of(lone).is_some_and(is_short);
        if label || (kind.is_value() && profile.column(lone.col).of_values()) {
            data.push((at, *row));
        }
    }
    // Below a table stand lines such as `Opgesteld door | …`.
    let note = |(at, _): &(usize, u32)| {
        lines.get(*at).is_some_and(|(_, cells)| {
            let fit = profile.fit(cells);
            is_full(cells) && fit.alike == 0 && fit.above > 0
        })
    };
    while data.last().is_some_and(note) {
        data.pop();
    }
    let ((_, first), (last, last_row)) = (data.first()?, data.last()?);
    Some(Body { rows: (*first, *last_row), data_rows: u32::try_from(data.len()).unwrap_or(u32::MAX), end: last + 1 })
}

fn is_short(text: &str) -> bool {
    text.chars().count() <= LONGEST_NAME && !text.ends_with('.')
}

/// Whether a row below a lone text is the header of another table: texts over columns of values.
fn begins_another(profile: &Profile, cells: &[Cell]) -> bool {
    let fit = profile.fit(cells);
    fit.alike == 0 && fit.above > 0 && fit.labels >= 2 && fit.labels == fit.said
}

/// Takes rows into the table above them, if they go on with it.
pub(super) fn continues(table: &mut Found, lines: &[Line<'_>]) -> bool {
    let (first_col, last_col) = table.extent();
    let Some((first, _)) = lines.first() else { return false };
    if *first > table.outline.rows.1 + MAX_GAP + 1 {
        return false;
    }
    let within = |cells: &[Cell]| used(cells).all(|cell| (first_col..=last_col).contains(&cell.col));
    let valued = table.profile.columns().any(|(_, counts)| counts.of_values());
    let fits = |cells: &[Cell]| {
        let fit = table.profile.fit(cells);
        let alike = if valued {
            fit.alike > 0 && fit.above == 0
        } else {
            fit.said == fit.labels && used(cells).next().is_some_and(|cell| cell.col == first_col)
        };
        within(cells) && alike
    };
    let mut full = lines.iter().filter(|(_, cells)| is_full(cells)).take(ASKED).peekable();
    if full.peek().is_none() || !full.all(|(_, cells)| fits(cells)) {
        return false;
    }
    let full = || lines.iter().filter(|(_, cells)| is_full(cells) && within(cells));
    table.outline.data_rows += u32::try_from(full().count()).unwrap_or(0);
    table.outline.rows.1 = full().next_back().map_or(table.outline.rows.1, |(row, _)| *row);
    true
}
