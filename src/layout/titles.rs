//! What stands above a table: its mission, its month, what it counts.

use chrono::NaiveDate;

use crate::domain::placing::lone_year;
use crate::domain::{Cell, CellRef, Period, month_in_text};

use super::as_of;
use super::dated;
use super::header::{Line, View};
use super::total;
use super::words::{self, is_blank, text_of};

/// Most lines above a header that are looked at.
const MAX_LINES: usize = 8;
/// Longest title in characters; what is longer is a remark.
const LONGEST: usize = 80;
/// Parts of words that say that something else happened in the month a title names.
const OTHER_EVENTS: [&str; 8] = ["opgesteld", "verzonden", "verstuurd", "ontvangen", "wijzig", "versie", "update", "prepared"];

/// The name of a mission that stands once for all rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caption {
    /// The cell; `None` if it is the name of the sheet.
    pub(super) cell: Option<CellRef>,
    /// The name.
    pub(super) text: String,
}

/// The month, and perhaps the day, that is stated above a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Above {
    pub(super) period: Period,
    pub(super) day: Option<NaiveDate>,
    pub(super) cell: CellRef,
}

/// The mission that a sheet's name stands for, alone or with a month.
pub(super) fn of_sheet_name(name: &str, view: &View<'_>) -> Option<Caption> {
    let text = mission_in(name, view)?;
    Some(Caption { cell: None, text })
}

/// The mission named right above a header, with its line.
pub(super) fn mission_above(view: &View<'_>, lines: &[Line<'_>], from: usize, floor: usize) -> Option<(Caption, usize)> {
    for at in above(view, lines, from, floor) {
        let (row, cells) = lines[at];
        let used: Vec<&Cell> = cells.iter().filter(|cell| !is_blank(cell)).collect();
        if let Some((cell, text)) = caption_in(&used, view) {
            return Some((Caption { cell: Some(CellRef::new(row, cell)), text }, at));
        }
    }
    None
}

/// The name of a mission in a line of its own: `EUAM Iraq`, `Missie: EUAM Iraq`, `Missie | EUAM Iraq`. Its column and text.
pub(super) fn caption_in(used: &[&Cell], view: &View<'_>) -> Option<(u32, String)> {
    let labels_mission = |label: &str| view.index.look_up(label).is_some_and(|known| view.index.may_be_any_mission(&known));
    match used {
        [lone] => {
            let text = text_of(lone)?;
            if let Some((label, name)) = text.split_once(':')
                && !name.trim().is_empty()
                && labels_mission(label)
            {
                return Some((lone.col, name.trim().to_owned()));
            }
            mission_in(text, view).map(|name| (lone.col, name))
        }
        [label, name] => {
            let (label, text) = (text_of(label)?, text_of(name)?);
            (labels_mission(label) && view.index.look_up(text).is_none()).then(|| (name.col, text.to_owned()))
        }
        _ => None,
    }
}

/// A mission's name, alone or with a month beside it.
fn mission_in(text: &str, view: &View<'_>) -> Option<String> {
    if view.index.names_mission(text) {
        return Some(text.trim().to_owned());
    }
    let rest = dated::in_text(text)?.rest;
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    view.index.names_mission(rest).then(|| rest.to_owned())
}

/// The day or month that is stated right above a header.
pub(super) fn stated_above(view: &View<'_>, lines: &[Line<'_>], from: usize, floor: usize) -> Option<Above> {
    let mut of_title = None;
    for at in above(view, lines, from, floor) {
        let (row, cells) = lines[at];
        let dated = as_of::read_row(row, cells, view.grid.date_system, view.index);
        if let Some((date, period, cell)) = dated.and_then(|found| Some((found.date?, Period::of(found.date?)?, found.cell))) {
            return Some(Above { period, day: Some(date), cell });
        }
        let title = || cells.iter().find_map(|cell| text_of(cell).map(|text| (cell.col, text)));
        if of_title.is_none()
            && let Some((col, text)) = title().filter(|(_, text)| is_title(text))
            && let Some(period) = month_in_text(text)
        {
            of_title = Some(Above { period, day: None, cell: CellRef::new(row, col) });
        }
    }
    of_title
}

/// The first line of the titles above a header that repeat those of the one before: where they state the same day, it is the
/// same table that goes on. Otherwise the header itself.
pub(super) fn repeated(
    view: &View<'_>,
    lines: &[Line<'_>],
    from: usize,
    floor: usize,
    before: Option<&Above>,
    now: Option<&Above>,
) -> usize {
    let same = before.zip(now).is_some_and(|(before, now)| before.day.is_some() && (before.period, before.day) == (now.period, now.day));
    let caption = |at: &usize| caption_in(&lines[*at].1.iter().filter(|cell| !is_blank(cell)).collect::<Vec<_>>(), view).is_some();
    if same { above(view, lines, from, floor).take_while(|at| !caption(at)).last().unwrap_or(from) } else { from }
}

/// Texts of the titles above a header, the nearest first, those of the whole sheet after its own.
pub(super) fn texts<'v>(view: &'v View<'_>, lines: &'v [Line<'_>], from: usize, floor: usize) -> impl Iterator<Item = &'v str> {
    let own = above(view, lines, from, floor).flat_map(|at| lines[at].1.iter().filter_map(text_of));
    own.chain(view.titles.iter().copied())
}

/// The year that titles or the name of the sheet state, the nearest first.
pub(super) fn year(view: &View<'_>, lines: &[Line<'_>], from: usize, floor: usize) -> Option<i32> {
    texts(view, lines, from, floor).find_map(lone_year).or_else(|| lone_year(&view.grid.name))
}

fn is_title(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().count() <= LONGEST && !words::begins_as_note(text) && !OTHER_EVENTS.iter().any(|event| lower.contains(event))
}

/// The lines above a header that are its titles, from the nearest: lone texts and lines with a label and its value. Above the
/// first table of a sheet everything is.
fn above<'v>(view: &'v View<'_>, lines: &'v [Line<'_>], from: usize, floor: usize) -> impl Iterator<Item = usize> + use<'v> {
    let view = *view;
    (floor..from).rev().take(MAX_LINES).take_while(move |at| floor == 0 || titles_line(lines[*at], &view))
}

fn titles_line((row, cells): Line<'_>, view: &View<'_>) -> bool {
    let used: Vec<&Cell> = cells.iter().filter(|cell| !is_blank(cell)).collect();
    let Some(first) = used.first().and_then(|cell| text_of(cell)) else { return false };
    if caption_in(&used, view).is_some() {
        return true;
    }
    if as_of::begins_row(cells, view.index) && as_of::read_row(row, cells, view.grid.date_system, view.index).is_some() {
        return true;
    }
    let plain = !words::begins_as_note(first) && total::read(first, view.index).is_none();
    match used.as_slice() {
        [_] => plain && first.chars().count() <= LONGEST,
        [_, _] => plain && (first.trim_end().ends_with(':') || view.index.look_up(first).is_some()),
        _ => false,
    }
}
