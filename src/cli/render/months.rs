//! Tables with a column for each month, as many as fit on a page.

use super::Page;
use super::text::{columns, left};
use crate::cli::style::{BOLD, painted};

/// A cell: what it says, and its style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) style: Option<anstyle::Style>,
}

impl Cell {
    pub(super) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), style: None }
    }
}

/// A row: its label, and a cell for each month. One without a label and cells is blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) cells: Vec<Cell>,
}

/// Columns between two cells.
const GAP: usize = 2;

/// The table, and how many of the earliest months are left out. Where more is to be said none is: the table goes on below itself.
pub(super) fn table(page: Page, corner: &str, months: &[String], rows: &[Row]) -> (String, usize) {
    let label = rows.iter().map(|row| columns(&row.label)).chain([columns(corner)]).max().unwrap_or(0);
    let cell = |at: usize| rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| columns(&cell.text)).max().unwrap_or(0);
    let widths: Vec<usize> = months.iter().enumerate().map(|(at, month)| cell(at).max(columns(month))).collect();
    let mut blocks: Vec<std::ops::Range<usize>> = Vec::new();
    // The latest months stand together, so that a page that is too narrow loses the earliest.
    let mut end = months.len();
    while end > 0 {
        let (mut start, mut used) = (end, label);
        while start > 0 && (start == end || used + GAP + widths[start - 1] <= page.width) {
            start -= 1;
            used += GAP + widths[start];
        }
        blocks.insert(0, start..end);
        end = start;
    }
    if !page.verbose {
        blocks = blocks.split_off(blocks.len().saturating_sub(1));
    }
    let left_out = blocks.first().map_or(0, |first| first.start);
    let mut out = String::new();
    for (at, block) in blocks.into_iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let head = months[block.clone()].iter().map(|month| Cell { text: month.clone(), style: Some(BOLD) }).collect::<Vec<_>>();
        out.push_str(&line(&painted(BOLD, left(corner, label)), head.iter().zip(&widths[block.clone()])));
        for row in rows {
            let cells = row.cells.get(block.clone()).unwrap_or_default();
            out.push_str(&line(&left(&row.label, label), cells.iter().zip(&widths[block.clone()])));
        }
    }
    (out, left_out)
}

fn line<'a>(label: &str, cells: impl Iterator<Item = (&'a Cell, &'a usize)>) -> String {
    let mut line = label.to_owned();
    let mut owed = GAP;
    for (cell, width) in cells {
        line.push_str(&" ".repeat(owed));
        line.push_str(&cell.style.map_or_else(|| cell.text.clone(), |style| painted(style, &cell.text)));
        // Spaces at the end of a line are owed until something follows them.
        owed = GAP + width.saturating_sub(columns(&cell.text));
    }
    format!("{}\n", line.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;

    fn shown(width: usize, verbose: bool) -> (String, usize) {
        let months: Vec<String> = (1..=4).map(|month| format!("2026-0{month}")).collect();
        let cells = ["✓", "3d te laat", "", "v2"].map(Cell::plain).to_vec();
        let rows = [Row { label: "oost".to_owned(), cells }, Row::default()];
        let (text, left_out) = table(Page { lang: Lang::Nl, width, verbose }, "Opgave", &months, &rows);
        (anstream::adapter::strip_str(&text).to_string(), left_out)
    }

    #[test]
    fn the_latest_months_that_fit_are_shown() {
        assert_eq!(
            shown(80, false),
            ("Opgave  2026-01  2026-02     2026-03  2026-04\noost    ✓        3d te laat           v2\n\n".to_owned(), 0)
        );
        assert_eq!(shown(30, false), ("Opgave  2026-03  2026-04\noost             v2\n\n".to_owned(), 2));
        assert_eq!(shown(5, false).1, 3, "at least one");
    }

    #[test]
    fn more_months_go_on_below() {
        let (text, left_out) = shown(30, true);
        assert_eq!(left_out, 0);
        assert_eq!(text, "Opgave  2026-01  2026-02\noost    ✓        3d te laat\n\n\nOpgave  2026-03  2026-04\noost             v2\n\n");
    }
}
