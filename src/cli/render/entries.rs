//! Labelled lines: what is said of a sheet, one thing to a label.

use super::text::{columns, left, printable, wrapped};
use super::{Page, ROOMY};
use crate::cli::spans::length;
use crate::cli::style::{DIM, painted};
use crate::domain::{Direction, Lang};

/// Runs of rows that are listed before the rest is counted.
const MOST_RUNS: usize = 8;

/// A label and what it says, in parts that are kept together where they fit on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The label; empty for what goes on with the entry above.
    pub(super) label: String,
    pub(super) parts: Vec<String>,
}

impl Entry {
    pub(super) fn new(label: &str, parts: Vec<String>) -> Self {
        Self { label: label.to_owned(), parts }
    }
}

/// Columns for a label. The longest has eleven, in Dutch.
const LABEL: usize = 13;

/// Adds entries to a page. Their lines begin with `margin`; what they say begins in one column.
pub(super) fn write(out: &mut String, entries: &[Entry], margin: &str, width: usize) {
    if width < ROOMY {
        return below(out, entries, margin, width);
    }
    let room = width.saturating_sub(columns(margin) + LABEL).max(16);
    for entry in entries.iter().filter(|entry| !entry.parts.is_empty()) {
        for (at, line) in flow(&entry.parts, room).iter().enumerate() {
            let label = if at == 0 { entry.label.as_str() } else { "" };
            let text = format!("{}{}{line}", painted(DIM, margin), painted(DIM, left(label, LABEL)));
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
}

/// The same on a narrow page: what an entry says begins behind its label and goes on below it.
fn below(out: &mut String, entries: &[Entry], margin: &str, width: usize) {
    let room = width.saturating_sub(columns(margin) + 2).max(16);
    for entry in entries.iter().filter(|entry| !entry.parts.is_empty()) {
        let mut parts = entry.parts.clone();
        if let Some(first) = parts.first_mut().filter(|_| !entry.label.is_empty()) {
            *first = format!("{}: {first}", entry.label);
        }
        for (at, line) in flow(&parts, room).iter().enumerate() {
            let indent = if at == 0 && !entry.label.is_empty() { "" } else { "  " };
            out.push_str(format!("{}{indent}{line}", painted(DIM, margin)).trim_end());
            out.push('\n');
        }
    }
}

/// Parts on lines of at most so many columns, broken between parts rather than within them.
pub(super) fn flow(parts: &[String], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for (at, part) in parts.iter().enumerate() {
        let mut part = printable(part).into_owned();
        if at + 1 < parts.len() {
            part.push_str(" ·");
        }
        if line.is_empty() {
            line = part;
        } else if columns(&line) + 1 + columns(&part) <= width {
            line.push(' ');
            line.push_str(&part);
        } else {
            lines.push(std::mem::replace(&mut line, part));
        }
        if columns(&line) > width {
            let mut broken = wrapped(&line, width);
            line = broken.pop().unwrap_or_default();
            lines.extend(broken);
        }
    }
    lines.push(line);
    lines
}

/// The first of many things, and how many more there are.
pub(super) fn shortened<T>(page: Page, all: impl IntoIterator<Item = T>, most: usize, say: impl FnMut(T) -> String) -> Vec<String> {
    let mut all = all.into_iter();
    let mut parts: Vec<String> = all.by_ref().take(most).map(say).collect();
    let more = all.count();
    if more > 0 {
        parts.push(more_of(page, more as u64, None));
    }
    parts
}

/// How many more there are, and of what, in Dutch and English: one and several.
pub(super) fn more_of(page: Page, more: u64, noun: Option<[[&str; 2]; 2]>) -> String {
    let noun = noun.map(|[nl, en]| {
        let [one, several] = if page.lang == Lang::Nl { nl } else { en };
        format!(" {}", if more == 1 { one } else { several })
    });
    let noun = noun.unwrap_or_default();
    match page.lang {
        Lang::Nl => format!("en nog {more}{noun}"),
        Lang::En => format!("and {more} more{noun}"),
    }
}

/// At most so many characters of a text, in one line.
pub(super) fn brief(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most { text } else { format!("{}…", text.chars().take(most).collect::<String>().trim_end()) }
}

/// Runs as numbers or letters: `5–16, 18`. Of many the first are shown.
pub(super) fn listed(page: Page, direction: Direction, runs: &[(u32, u32)]) -> String {
    let shown = runs.iter().take(MOST_RUNS).map(|(from, to)| match to - from {
        0 => direction.name(*from),
        _ => format!("{}–{}", direction.name(*from), direction.name(*to)),
    });
    let mut text = shown.collect::<Vec<_>>().join(", ");
    let more = length(runs.get(MOST_RUNS..).unwrap_or_default());
    if more > 0 {
        text.push_str(&format!(" {}", more_of(page, more, None)));
    }
    text
}

/// The same with the word for what they are: `row 5`, `rows 5–16`, `columns B–K`.
pub(super) fn named(page: Page, direction: Direction, runs: &[(u32, u32)]) -> String {
    let word = match (direction, length(runs)) {
        (Direction::Down, 1) => page.word("regel", "row"),
        (Direction::Down, _) => page.word("regels", "rows"),
        (Direction::Across, 1) => page.word("kolom", "column"),
        (Direction::Across, _) => page.word("kolommen", "columns"),
    };
    format!("{word} {}", listed(page, direction, runs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: Page = Page { lang: Lang::En, width: 80, verbose: true };

    #[test]
    fn lines_break_between_parts() {
        let parts = ["A Missie → Mission", "B Aantal → Headcount", "C V → Women"].map(ToOwned::to_owned);
        assert_eq!(flow(&parts, 44), ["A Missie → Mission · B Aantal → Headcount ·", "C V → Women"]);
        assert_eq!(flow(&parts, 12), ["A Missie →", "Mission ·", "B Aantal →", "Headcount ·", "C V → Women"]);
    }

    #[test]
    fn long_lists_are_counted() {
        let runs: Vec<(u32, u32)> = (0..20).map(|at| (at * 3, at * 3 + 1)).collect();
        assert_eq!(listed(PAGE, Direction::Down, &runs), "1–2, 4–5, 7–8, 10–11, 13–14, 16–17, 19–20, 22–23 and 24 more");
        assert_eq!(named(PAGE, Direction::Across, &runs[..1]), "columns A–B");
        let parts = shortened(PAGE, ["a"; 5], 3, ToOwned::to_owned);
        assert_eq!(parts, ["a", "a", "a", "and 2 more"]);
        assert_eq!(brief("een\n  twee drie", 9), "een twee…");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_word_lost(parts in prop::collection::vec("[a-zé ]{1,30}", 1..8), width in 16_usize..60) {
            let lines = flow(&parts, width);
            prop_assert!(lines.iter().all(|line| columns(line) <= width), "{lines:?}");
            // A word that is too long is broken, so the letters are compared.
            let letters = |text: &[String]| text.concat().chars().filter(|c| !c.is_whitespace() && *c != '·').collect::<String>();
            prop_assert_eq!(letters(&lines), letters(&parts));
        }
    }
}
