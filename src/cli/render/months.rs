//! Tables with a column for each month, as many as fit on a page.

use super::Page;
use super::text::{columns, wrapped};
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
/// What is too long for a narrow page goes on below itself as well.
pub(super) fn table(page: Page, corner: &str, months: &[String], rows: &[Row]) -> (String, usize) {
    let label = rows.iter().map(|row| columns(&row.label)).chain([columns(corner)]).max().unwrap_or(0).min(page.width / 2);
    let cell = |at: usize| rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| columns(&cell.text)).max().unwrap_or(0);
    let most = page.width.saturating_sub(label + GAP);
    let widths: Vec<usize> = months.iter().enumerate().map(|(at, month)| cell(at).min(most).max(columns(month))).collect();
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
        out.push_str(&lines(corner, Some(BOLD), label, &head, &widths[block.clone()]));
        for row in rows {
            out.push_str(&lines(&row.label, None, label, row.cells.get(block.clone()).unwrap_or_default(), &widths[block.clone()]));
        }
    }
    (out, left_out)
}

/// A row on as many lines as it takes.
fn lines(label: &str, bold: Option<anstyle::Style>, width: usize, cells: &[Cell], widths: &[usize]) -> String {
    let broken: Vec<Vec<String>> = std::iter::once((label, &width))
        .chain(cells.iter().map(|cell| cell.text.as_str()).zip(widths))
        .map(|(text, width)| if columns(text) > *width { wrapped(text, *width) } else { vec![text.to_owned()] })
        .collect();
    let styles: Vec<Option<anstyle::Style>> = std::iter::once(bold).chain(cells.iter().map(|cell| cell.style)).collect();
    let widths: Vec<usize> = std::iter::once(width).chain(widths.iter().copied()).collect();
    let tall = broken.iter().map(Vec::len).max().unwrap_or(1);
    let mut out = String::new();
    for nth in 0..tall {
        let (mut line, mut owed) = (String::new(), 0);
        for ((texts, style), width) in broken.iter().zip(&styles).zip(&widths) {
            let text = texts.get(nth).map_or("", String::as_str);
            if !text.is_empty() {
                line.push_str(&" ".repeat(owed));
                line.push_str(&style.map_or_else(|| text.to_owned(), |style| painted(style, text)));
                owed = 0;
            }
            // Spaces at the end of a line are owed until something follows them.
            owed += GAP + width.saturating_sub(columns(text));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
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
    fn what_is_too_long_for_the_page_goes_on_below_itself() {
        let cells = vec![Cell::plain("✓ v2 3d te laat 12f 10w")];
        let rows = [Row { label: "coordinator-met-naam".to_owned(), cells }];
        let (text, _) = table(Page { lang: Lang::Nl, width: 24, verbose: false }, "Opgave", &["2026-05".to_owned()], &rows);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(text, "Opgave        2026-05\ncoordinator-  ✓ v2 3d te\nmet-naam      laat 12f\n              10w\n");
    }

    #[test]
    fn more_months_go_on_below() {
        let (text, left_out) = shown(30, true);
        assert_eq!(left_out, 0);
        assert_eq!(text, "Opgave  2026-01  2026-02\noost    ✓        3d te laat\n\n\nOpgave  2026-03  2026-04\noost             v2\n\n");
    }
}
