//! A few cells of a sheet, drawn with the letters of their columns and the numbers of their rows.

use super::styled::Styled;
use super::text::{clipped, columns, left, printable, right};
use super::{Page, ROOMY};
use crate::cli::style::{BOLD, DIM, painted};
use crate::domain::cell::column_letters;
use crate::domain::{Excerpt, Shown};

/// What stands for a cell that is shown to nobody.
pub(super) const WITHHELD: &str = "▒▒▒";
/// The widest a column is drawn, and the narrowest it is made to save room.
const WIDEST: usize = 28;
const NARROWEST: usize = 6;
/// Columns that the edge of the sheet takes beside the number of a row.
const EDGE: usize = 3;
/// What stands between two columns that are neighbours, and between two that are not.
const BESIDE: &str = "  ";
const BEYOND: &str = " ┊ ";

/// A line that goes down beside the sheet.
const WALL: &str = "│";

/// The drawing of an excerpt.
pub(super) struct Drawing {
    /// The numbers of the rows take so many columns.
    pub(super) gutter: usize,
    /// The lines, the letters of the columns first.
    pub(super) text: String,
    /// Whether a cell is shown as withheld.
    pub(super) withheld: bool,
}

/// Draws an excerpt, every line after an indent, with a label below the cell it is about.
pub(super) fn draw(page: Page, excerpt: &Excerpt, indent: usize, style: anstyle::Style, label: &Styled) -> Option<Drawing> {
    let middle = excerpt.columns.iter().position(|col| *col == excerpt.cell.col)?;
    let number = |row: u32| (u64::from(row) + 1).to_string();
    let gutter = excerpt.rows.iter().map(|row| number(row.row).len()).max()?.max(if page.width < ROOMY { 1 } else { 3 });
    let cells: Vec<Vec<String>> = excerpt.rows.iter().map(|row| row.cells.iter().map(said).collect()).collect();
    let room = page.width.saturating_sub(indent + gutter + EDGE);
    let sheet = Sheet::fitting(excerpt, &cells, middle, room);

    let mut text = String::new();
    let margin = |shown: &str| format!("{}{}", " ".repeat(indent), right(shown, gutter));
    let mut push = |margin: String, line: &str| {
        let line = format!("{margin} {} {line}", painted(DIM, WALL));
        text.push_str(line.trim_end());
        text.push('\n');
    };
    let letters: Vec<String> = excerpt.columns.iter().map(|col| column_letters(*col)).collect();
    push(margin(""), &sheet.line(&letters, |at| if at == middle { BOLD } else { DIM }));
    let mut before: Option<u32> = None;
    for (row, cells) in excerpt.rows.iter().zip(&cells) {
        let pointed = row.row == excerpt.cell.row;
        if before.is_some_and(|before| row.row > before.saturating_add(1)) {
            push(painted(DIM, margin("⋮")), "");
        }
        before = Some(row.row);
        let plain = anstyle::Style::new();
        let line = sheet.line(cells, |at| match (row.header, pointed && at == middle) {
            (_, true) => style,
            (true, _) => BOLD,
            _ if matches!(row.cells.get(at), Some(Shown::Withheld)) => DIM,
            _ => plain,
        });
        push(painted(if pointed { BOLD } else { DIM }, margin(&number(row.row))), &line);
        if pointed {
            let (before, long) = sheet.underlined(cells, middle);
            let marked = format!("{}{}", " ".repeat(before), painted(style, "━".repeat(long)));
            // The label stands beside the mark where it fits there, else below it.
            if label.is_empty() || before + long + 1 + label.columns() <= room {
                push(margin(""), &format!("{marked} {}", label.lines(usize::MAX).concat()));
            } else {
                push(margin(""), &marked);
                let before = (before + long).saturating_sub(label.columns());
                for line in label.lines(room) {
                    push(margin(""), &format!("{}{line}", " ".repeat(before)));
                }
            }
        }
    }
    let shown = |row: &crate::domain::ExcerptRow| sheet.kept.iter().any(|at| matches!(row.cells.get(*at), Some(Shown::Withheld)));
    Some(Drawing { gutter, withheld: excerpt.rows.iter().any(shown), text })
}

fn said(cell: &Shown) -> String {
    match cell {
        Shown::Empty => String::new(),
        Shown::Text(text) | Shown::Internal(text) => printable(text.as_str()).split_whitespace().collect::<Vec<_>>().join(" "),
        Shown::Withheld => WITHHELD.to_owned(),
    }
}

/// The columns that are drawn, and how wide.
struct Sheet {
    kept: Vec<usize>,
    widths: Vec<usize>,
    /// Whether a column holds numbers, which stand at the right.
    numbers: Vec<bool>,
    /// Whether a column is left out before one.
    beyond: Vec<bool>,
}

impl Sheet {
    /// As many columns as there is room for: the cell's own, the one that says what a row is about, and those next to the cell.
    fn fitting(excerpt: &Excerpt, cells: &[Vec<String>], middle: usize, room: usize) -> Self {
        let all = excerpt.columns.len();
        let widest = |at: usize| cells.iter().filter_map(|row| row.get(at)).map(|text| columns(text)).max().unwrap_or(0);
        let letters = |at: usize| column_letters(excerpt.columns[at]).len();
        let natural: Vec<usize> = (0..all).map(|at| widest(at).clamp(letters(at), WIDEST.max(letters(at)))).collect();
        // A title gives way before what stands below it does.
        let below = |at: usize| {
            let rows = excerpt.rows.iter().zip(cells).filter(|(row, _)| !row.header).filter_map(|(_, cells)| cells.get(at));
            rows.map(|text| columns(text)).max().unwrap_or(0).clamp(NARROWEST, WIDEST).min(natural[at])
        };
        let mut kept: Vec<usize> = (0..all).collect();
        loop {
            let beyond: Vec<bool> = kept
                .iter()
                .enumerate()
                .map(|(nth, at)| nth > 0 && excerpt.columns[*at] != excerpt.columns[kept[nth - 1]].saturating_add(1))
                .collect();
            let gaps: usize = beyond.iter().skip(1).map(|beyond| columns(if *beyond { BEYOND } else { BESIDE })).sum();
            let mut widths: Vec<usize> = kept.iter().map(|at| natural[*at]).collect();
            // What a row is about and the cell itself are the last to be made narrow.
            let spare = |at: usize| at != middle && at > 0;
            let alone = !kept.iter().any(|at| spare(*at));
            let mut narrow = |least: &dyn Fn(usize) -> usize| {
                while widths.iter().sum::<usize>() + gaps > room {
                    let able = widths.iter_mut().zip(&kept).filter(|(width, at)| **width > least(**at));
                    match able.map(|(width, _)| width).max() {
                        Some(widest) => *widest -= 1,
                        None => break,
                    }
                }
            };
            narrow(&below);
            narrow(&|at| {
                if alone {
                    1
                } else if spare(at) {
                    NARROWEST
                } else {
                    usize::MAX
                }
            });
            if alone || widths.iter().sum::<usize>() + gaps <= room {
                let numbers = kept.iter().map(|at| is_numeric(excerpt, cells, *at)).collect();
                return Self { kept, widths, numbers, beyond };
            }
            let furthest = kept.iter().copied().filter(|at| spare(*at)).max_by_key(|at| at.abs_diff(middle));
            kept.retain(|at| Some(*at) != furthest);
        }
    }

    fn line(&self, cells: &[String], style: impl Fn(usize) -> anstyle::Style) -> String {
        let (mut line, mut owed) = (String::new(), 0);
        for (nth, at) in self.kept.iter().enumerate() {
            if self.beyond[nth] {
                line.push_str(&" ".repeat(owed));
                line.push_str(&painted(DIM, BEYOND));
                owed = 0;
            } else if nth > 0 {
                owed += columns(BESIDE);
            }
            let text = clipped(cells.get(*at).map_or("", String::as_str), self.widths[nth]);
            let filled = if self.numbers[nth] { right(&text, self.widths[nth]) } else { left(&text, self.widths[nth]) };
            let words = filled.trim();
            if !words.is_empty() {
                let before = columns(&filled) - columns(filled.trim_start());
                line.push_str(&" ".repeat(owed + before));
                let style = style(*at);
                line.push_str(&if style == anstyle::Style::new() { words.to_owned() } else { painted(style, words) });
                owed = columns(&filled) - before - columns(words);
            } else {
                owed += self.widths[nth];
            }
        }
        line.trim_end().to_owned()
    }

    /// Columns before the text of the cell, and how many the text takes; all of the cell where it is empty.
    fn underlined(&self, cells: &[String], middle: usize) -> (usize, usize) {
        let mut before = 0;
        for (nth, at) in self.kept.iter().enumerate() {
            before += match (nth, self.beyond[nth]) {
                (0, _) => 0,
                (_, true) => columns(BEYOND),
                (_, false) => columns(BESIDE),
            };
            if *at == middle {
                let width = self.widths[nth];
                let long = columns(&clipped(cells.get(*at).map_or("", String::as_str), width));
                return match (long, self.numbers[nth]) {
                    (0, _) => (before, width.max(1)),
                    (_, true) => (before + width - long, long),
                    (_, false) => (before, long),
                };
            }
            before += self.widths[nth];
        }
        (before, 1)
    }
}

fn is_numeric(excerpt: &Excerpt, cells: &[Vec<String>], at: usize) -> bool {
    let below = excerpt.rows.iter().zip(cells).filter(|(row, _)| !row.header).filter_map(|(_, cells)| cells.get(at));
    let mut some = false;
    for text in below.filter(|text| !text.is_empty() && *text != WITHHELD) {
        some = true;
        if !text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'%')) {
            return false;
        }
    }
    some
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::style::ERROR;
    use crate::domain::{CellRef, ExcerptRow, Lang, SafeText};
    use proptest::prelude::*;

    fn text(text: &str) -> Shown {
        if text.is_empty() { Shown::Empty } else { Shown::Text(SafeText::own(text)) }
    }

    fn excerpt(cell: CellRef, columns: &[u32], rows: &[(u32, &[&str])]) -> Excerpt {
        let row =
            |(row, cells): &(u32, &[&str])| ExcerptRow { row: *row, header: *row == 3, cells: cells.iter().map(|one| text(one)).collect() };
        Excerpt { cell, columns: columns.to_vec(), rows: rows.iter().map(row).collect() }
    }

    fn drawn(width: usize, excerpt: &Excerpt, label: &str) -> String {
        let page = Page { lang: Lang::En, width, verbose: false };
        let drawing = draw(page, excerpt, 2, ERROR, &Styled::default().plain(label)).expect("a drawing");
        anstream::adapter::strip_str(&drawing.text).to_string()
    }

    fn headcounts() -> Excerpt {
        let rows: [(u32, &[&str]); 4] = [
            (3, &["Missie", "Bezetting", "Waarvan tijdelijk in NL", "Opmerkingen"]),
            (6, &["EUSDI Gulf of Guinea", "0", "", "geen"]),
            (7, &["任務 Somalia", "12", "3", ""]),
            (8, &["Total", "", "3", ""]),
        ];
        excerpt(CellRef::new(8, 1), &[0, 1, 4, 5], &rows)
    }

    #[test]
    fn a_cell_is_shown_among_its_neighbours() {
        insta::assert_snapshot!(drawn(80, &headcounts(), "(empty) → 12"), @r"
          │ A                             B ┊                       E  F
        4 │ Missie                Bezetting ┊ Waarvan tijdelijk in NL  Opmerkingen
        ⋮ │
        7 │ EUSDI Gulf of Guinea          0 ┊                          geen
        8 │ 任務 Somalia                 12 ┊                       3
        9 │ Total                           ┊                       3
          │                       ━━━━━━━━━ (empty) → 12
        ");
        insta::assert_snapshot!(drawn(60, &headcounts(), "(empty) → 12"), @r"
          │ A                             B ┊        E  F
        4 │ Missie                Bezetting ┊ Waarvan…  Opmerki…
        ⋮ │
        7 │ EUSDI Gulf of Guinea          0 ┊           geen
        8 │ 任務 Somalia                 12 ┊        3
        9 │ Total                           ┊        3
          │                       ━━━━━━━━━ (empty) → 12
        ");
        insta::assert_snapshot!(drawn(40, &headcounts(), "found nothing at all, expected a whole number"), @r"
          │ A                             B
        4 │ Missie                Bezetting
        ⋮ │
        7 │ EUSDI Gulf of Guinea          0
        8 │ 任務 Somalia                 12
        9 │ Total
          │                       ━━━━━━━━━
          │ found nothing at all, expected a
          │ whole number
        ");
    }

    #[test]
    fn what_is_shown_to_nobody_is_marked() {
        let mut withheld = headcounts();
        withheld.rows[2].cells[0] = Shown::Withheld;
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        let drawing = draw(page, &withheld, 2, ERROR, &Styled::default()).expect("a drawing");
        assert!(drawing.withheld && drawing.text.contains(WITHHELD));
        withheld.rows[2].cells.swap(0, 3);
        let narrow = draw(Page { width: 40, ..page }, &withheld, 2, ERROR, &Styled::default()).expect("a drawing");
        assert!(!narrow.withheld, "it is not drawn: {}", narrow.text);
        assert!(draw(page, &excerpt(CellRef::new(0, 9), &[0], &[]), 2, ERROR, &Styled::default()).is_none());
    }

    proptest! {
        #[test]
        fn every_line_fits_and_nothing_steers(
            cells in prop::collection::vec(prop::collection::vec("\\PC{0,40}|[0-9]{1,9}|\u{1b}\\[2J\u{202e}", 6), 1..5),
            middle in (0_usize..5, 0_usize..6),
            first in 0_u32..1_048_000,
            label in "[a-z ]{0,80}",
            width in 40_usize..121,
        ) {
            let columns: Vec<u32> = (0..6).map(|at| at * at * 700).collect();
            let at = middle.0.min(cells.len() - 1);
            let row = |(nth, cells): (usize, &Vec<String>)| ExcerptRow {
                row: first + 2 * u32::try_from(nth).expect("few"),
                header: nth == 0,
                cells: cells.iter().map(|one| text(one)).collect(),
            };
            let rows: Vec<ExcerptRow> = cells.iter().enumerate().map(row).collect();
            let one = Excerpt { cell: CellRef::new(rows[at].row, columns[middle.1]), columns, rows };
            let text = drawn(width, &one, &label);
            for line in text.lines() {
                prop_assert!(super::columns(line) <= width, "{} > {width}: {line}", super::columns(line));
                let steered = line.contains(['\u{1b}', '\u{202e}']);
                prop_assert!(!steered);
            }
            prop_assert_eq!(text.matches('━').count() > 0, true);
        }
    }
}
