//! Rows that belong to a header without holding its names: labels over several columns, units, numbers of columns.

use std::collections::HashMap;

use crate::domain::{Cell, Grid, Value, fold};

use super::as_of;
use super::header::{Line, View};
use super::words::{self, is_blank, text_of};

/// Longest label over a group of columns, in characters; what is longer is a title.
const MAX_LABEL: usize = 60;

/// Units that stand below a name.
const UNITS: [&str; 22] = [
    "fte",
    "ftes",
    "infte",
    "personen",
    "persons",
    "personnes",
    "aantal",
    "aantallen",
    "number",
    "numbers",
    "nombre",
    "datum",
    "date",
    "dates",
    "ddmmjjjj",
    "ddmmyyyy",
    "jjjjmmdd",
    "yyyymmdd",
    "janee",
    "dagen",
    "days",
    "jours",
];

/// The merged areas by the row they begin in.
#[derive(Debug, Default)]
pub(super) struct Merges {
    /// First column, last column, last row.
    by_row: HashMap<u32, Vec<(u32, u32, u32)>>,
}

impl Merges {
    /// Those that begin in the columns from one to another.
    pub(super) fn new(grid: &Grid, (from, to): (u32, u32)) -> Self {
        let mut by_row: HashMap<u32, Vec<(u32, u32, u32)>> = HashMap::new();
        for area in grid.merged.iter().filter(|area| (from..=to).contains(&area.from.col)) {
            by_row.entry(area.from.row).or_default().push((area.from.col, area.to.col, area.to.row));
        }
        for areas in by_row.values_mut() {
            areas.sort_unstable();
        }
        Self { by_row }
    }

    /// The area that begins in a cell: its last column and last row.
    pub(super) fn at(&self, row: u32, col: u32) -> Option<(u32, u32)> {
        let areas = self.by_row.get(&row)?;
        let at = areas.binary_search_by_key(&col, |(from, _, _)| *from).ok()?;
        areas.get(at).map(|(_, to, last)| (*to, *last))
    }

    /// Number of columns of the area that begins in a cell.
    pub(super) fn width(&self, row: u32, col: u32) -> Option<u32> {
        self.at(row, col).map(|(to, _)| to.saturating_sub(col) + 1)
    }

    pub(super) fn any(&self, row: u32) -> bool {
        self.by_row.contains_key(&row)
    }
}

/// The texts of a row with the columns each stands over: its merged area, or in a row without any the blanks after it. Of
/// the latter only those count that have a name below them; the others are names themselves.
pub(super) fn spread<'a>((row, cells): Line<'a>, merges: &Merges, named_below: impl Fn(u32) -> bool) -> Vec<(u32, u32, &'a str)> {
    let mut labels = Vec::new();
    let used: Vec<&Cell> = cells.iter().filter(|cell| !is_blank(cell)).collect();
    for (at, cell) in used.iter().enumerate() {
        let Some(text) = text_of(cell) else { continue };
        let to = match merges.at(row, cell.col) {
            Some((to, _)) => to.max(cell.col),
            None if !named_below(cell.col) => continue,
            None if merges.any(row) => cell.col,
            None => used.get(at + 1).map_or(u32::MAX, |next| next.col.saturating_sub(1)),
        };
        labels.push((cell.col, to, text));
    }
    labels
}

/// Whether the row above a header holds labels over groups of its columns (`Stand`, `Mutaties`), and not a title, an
/// as-of line or the name of a coordinator. `extent` is the header's first and last column, `names` their number.
pub(super) fn is_group_row((row, cells): Line<'_>, extent: (u32, u32), names: usize, view: &View<'_>) -> bool {
    let (merges, grid, index) = (view.merges, view.grid, view.index);
    let texts: Vec<(u32, &str)> = cells.iter().filter_map(|cell| text_of(cell).map(|text| (cell.col, text))).collect();
    let used = cells.iter().filter(|cell| !is_blank(cell)).count();
    let within = cells.iter().filter(|cell| !is_blank(cell)).all(|cell| (extent.0..=extent.1).contains(&cell.col));
    let (Some(first), true, true) = (texts.first(), within, texts.len() == used && texts.len() < names) else { return false };
    let no_label = |text: &str| {
        text.chars().count() > MAX_LABEL || text.ends_with([':', '.']) || words::begins_as_note(text) || index.is_mission(text)
    };
    if texts.iter().any(|(_, text)| no_label(text)) || as_of::read_row(row, cells, grid.date_system, index).is_some() {
        return false;
    }
    let over_some = |(col, _): &(u32, &str)| {
        merges
            .at(row, *col)
            .is_some_and(|(to, last)| (to > *col && (*col, to) != extent && !(*col <= extent.0 && to >= extent.1)) || last > row)
    };
    // A text over the first column alone is the label of a line, such as `Coördinator | Oost`.
    let labelled_line = first.0 == extent.0 && !over_some(first);
    !labelled_line && (texts.iter().any(over_some) || texts.len() >= 2)
}

/// Whether a row below the names holds their units, numbers of columns, or tags for machines (`#country`).
pub(super) fn is_unit_row(cells: &[Cell]) -> bool {
    let unit = |cell: &Cell| is_blank(cell) || text_of(cell).is_some_and(is_unit);
    let counted = |(at, cell): (usize, &Cell)| match &cell.value {
        #[expect(clippy::cast_precision_loss, reason = "a column number is small")]
        Value::Number(number) => (*number - (at as f64 + 1.0)).abs() < f64::EPSILON,
        _ => false,
    };
    !cells.is_empty() && (cells.iter().all(unit) || (cells.len() >= 3 && cells.iter().enumerate().all(counted)))
}

fn is_unit(text: &str) -> bool {
    let tag = text.strip_prefix('#').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    let inner = text.strip_prefix(['(', '[']).and_then(|rest| rest.strip_suffix([')', ']']));
    let numbered = inner.is_some_and(|inner| {
        (1..=2).contains(&inner.len()) && (inner.bytes().all(|b| b.is_ascii_digit()) || (inner.len() == 1 && inner.is_ascii()))
    });
    tag || numbered || UNITS.contains(&fold(text).as_str())
}
