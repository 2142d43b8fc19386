//! Tables that fit the page: long titles where there is room, short ones where there is not, and columns that are left out last.

use anstyle::Style;

use super::Page;
use super::text::{clipped, columns, left, right, wrapped};
use crate::cli::style::{BOLD, DIM, painted};

/// Columns between two cells.
const GAP: usize = 2;
/// The least columns for text that may be broken.
const NARROWEST: usize = 12;

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<'a> {
    /// Its title, and the one for narrow pages.
    pub(super) titles: [&'a str; 2],
    /// What its cells hold.
    pub(super) holds: Holds,
    /// When it is left out on a page that is too narrow: the highest first, never if 0.
    pub(super) spare: u8,
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// Words that go on one line.
    Words,
    /// Text that may be broken over lines.
    Text,
    /// Numbers.
    Numbers,
}

/// A cell: what it says, and its style.
pub(super) type Cell = (String, Option<Style>);

/// The table. Where columns had to be left out a last line names them.
pub(super) fn table(page: Page, all: &[Column<'_>], rows: &[Vec<Cell>]) -> String {
    let mut kept: Vec<usize> = (0..all.len()).collect();
    loop {
        if let Some(out) = fitting(page.width, all, &kept, rows) {
            return out + &left_out(page, all, &kept);
        }
        let Some(at) = kept.iter().copied().filter(|at| all[*at].spare > 0).max_by_key(|at| all[*at].spare) else {
            // Nothing more can be spared: what is too wide is cut off by the terminal, not by us.
            let widths = widths(all, &kept, rows, |at| longest_word(all[at].titles[1]), usize::MAX);
            return drawn(all, &kept, rows, &widths, 1) + &left_out(page, all, &kept);
        };
        kept.retain(|other| *other != at);
    }
}

/// The table with as long titles as fit; `None` if not even the short ones do.
fn fitting(width: usize, all: &[Column<'_>], kept: &[usize], rows: &[Vec<Cell>]) -> Option<String> {
    let title = |at: usize, short: usize, broken: bool| {
        let title = all[at].titles[short];
        if broken { longest_word(title) } else { columns(title) }
    };
    for (short, broken) in [(0, false), (0, true), (1, false), (1, true)] {
        let widths = widths(all, kept, rows, |at| title(at, short, broken), width);
        if widths.iter().sum::<usize>() + GAP * kept.len().saturating_sub(1) <= width {
            return Some(drawn(all, kept, rows, &widths, short));
        }
    }
    None
}

fn longest_word(title: &str) -> usize {
    title.split_whitespace().map(columns).max().unwrap_or(0)
}

/// The columns for each column that is kept. One of text gives way to the others.
fn widths(all: &[Column<'_>], kept: &[usize], rows: &[Vec<Cell>], title: impl Fn(usize) -> usize, width: usize) -> Vec<usize> {
    let natural = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|(text, _)| columns(text)).max().unwrap_or(0).max(title(at));
    let mut widths: Vec<usize> = kept.iter().map(|at| natural(*at)).collect();
    let over = (widths.iter().sum::<usize>() + GAP * kept.len().saturating_sub(1)).saturating_sub(width);
    if let Some(text) = kept.iter().position(|at| all[*at].holds == Holds::Text) {
        widths[text] = widths[text].saturating_sub(over).max(NARROWEST.min(widths[text]));
    }
    widths
}

fn drawn(all: &[Column<'_>], kept: &[usize], rows: &[Vec<Cell>], widths: &[usize], short: usize) -> String {
    let head: Vec<Cell> = all.iter().map(|column| (column.titles[short].to_owned(), Some(BOLD))).collect();
    let mut out = String::new();
    for (nth, row) in std::iter::once(&head).chain(rows).enumerate() {
        let cells = kept.iter().zip(widths).map(|(at, width)| {
            let (text, style) = row.get(*at).cloned().unwrap_or_default();
            let broken = nth == 0 || all[*at].holds == Holds::Text;
            let lines = if broken && columns(&text) > *width { wrapped(&text, *width) } else { vec![text] };
            (lines, style, all[*at].holds == Holds::Numbers, *width)
        });
        let cells: Vec<(Vec<String>, Option<Style>, bool, usize)> = cells.collect();
        let tall = cells.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
        for line in 0..tall {
            let mut parts = String::new();
            let mut owed = 0;
            for (lines, style, numbers, width) in &cells {
                // Titles stand on the line above the cells, text begins on the first.
                let from = if nth == 0 { tall - lines.len() } else { 0 };
                let text = line.checked_sub(from).and_then(|line| lines.get(line)).map_or("", String::as_str);
                let filled = if *numbers { right(text, *width) } else { left(text, *width) };
                let bare = filled.trim_end();
                if !bare.is_empty() {
                    let words = bare.trim_start();
                    parts.push_str(&" ".repeat(owed + columns(bare) - columns(words)));
                    parts.push_str(&style.map_or_else(|| words.to_owned(), |style| painted(style, words)));
                    owed = 0;
                }
                owed += width.saturating_sub(columns(bare)) + GAP;
            }
            out.push_str(&parts);
            out.push('\n');
        }
    }
    out
}

fn left_out(page: Page, all: &[Column<'_>], kept: &[usize]) -> String {
    let missing: Vec<&str> = all.iter().enumerate().filter(|(at, _)| !kept.contains(at)).map(|(_, column)| column.titles[0]).collect();
    if missing.is_empty() {
        return String::new();
    }
    let text = format!("{} {}", page.word("Te smal voor:", "No room for:"), missing.join(", "));
    wrapped(&text, page.width).iter().map(|line| format!("{}\n", painted(DIM, clipped(line, page.width)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Lang;
    use proptest::prelude::*;

    const COLUMNS: [Column<'_>; 4] = [
        Column { titles: ["Mission", "Mission"], holds: Holds::Text, spare: 0 },
        Column { titles: ["2026-05", "2026-05"], holds: Holds::Numbers, spare: 0 },
        Column { titles: ["Temporarily home", "Home"], holds: Holds::Numbers, spare: 1 },
        Column { titles: ["Unexplained", "Rest"], holds: Holds::Numbers, spare: 2 },
    ];

    fn rows() -> Vec<Vec<Cell>> {
        let row = |cells: [&str; 4]| cells.map(|text| (text.to_owned(), None)).to_vec();
        vec![row(["EUCAP Sahel Mali", "4", "3 -> 1", ""]), row(["OSC", "11", "", "+2"])]
    }

    fn plain(width: usize) -> String {
        anstream::adapter::strip_str(&table(Page { lang: Lang::En, width, verbose: false }, &COLUMNS, &rows())).to_string()
    }

    #[test]
    fn titles_give_way_before_columns_do() {
        insta::assert_snapshot!(plain(80), @r"
        Mission           2026-05  Temporarily home  Unexplained
        EUCAP Sahel Mali        4            3 -> 1
        OSC                    11                             +2
        ");
        insta::assert_snapshot!(plain(50), @r"
                                  Temporarily
        Mission          2026-05         home  Unexplained
        EUCAP Sahel            4       3 -> 1
        Mali
        OSC                   11                        +2
        ");
        insta::assert_snapshot!(plain(36), @r"
        Mission        2026-05    Home  Rest
        EUCAP Sahel          4  3 -> 1
        Mali
        OSC                 11            +2
        ");
        insta::assert_snapshot!(plain(30), @r"
        Mission        2026-05    Home
        EUCAP Sahel          4  3 -> 1
        Mali
        OSC                 11
        No room for: Unexplained
        ");
    }

    #[test]
    fn what_is_wide_lines_up() {
        let wide =
            vec![vec![("任務 x".to_owned(), None), ("1".to_owned(), Some(BOLD))], vec![("b".to_owned(), None), ("2".to_owned(), None)]];
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        assert_eq!(
            anstream::adapter::strip_str(&table(page, &COLUMNS[..2], &wide)).to_string(),
            "Mission  2026-05\n任務 x         1\nb              2\n"
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_long(cells in prop::collection::vec(("[a-z ]{0,40}", "[0-9]{0,5}", "[0-9]{0,8}", "[0-9]{0,3}"), 0..6), width in 24_usize..120) {
            let rows: Vec<Vec<Cell>> = cells.into_iter().map(|(a, b, c, d)| [a, b, c, d].map(|text| (text, None)).to_vec()).collect();
            let text = table(Page { lang: Lang::En, width, verbose: false }, &COLUMNS, &rows);
            for line in anstream::adapter::strip_str(&text).to_string().lines() {
                prop_assert!(columns(line) <= width, "{width}: {line}");
                prop_assert!(line.trim_end() == line);
            }
        }
    }
}
