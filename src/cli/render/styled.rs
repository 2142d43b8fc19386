//! Text in several styles that is broken into lines.

use std::fmt::Display;

use anstyle::Style;

use super::text::{columns, pieces, printable};
use crate::cli::style::painted;

/// Pieces of text, each in a style of its own. They are broken at spaces only, wherever a piece ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Styled(Vec<(Style, String)>);

impl Styled {
    /// The same with more text in no style.
    pub(super) fn plain(self, text: impl Display) -> Self {
        self.styled(Style::new(), text)
    }

    /// The same with more text in a style.
    pub(super) fn styled(mut self, style: Style, text: impl Display) -> Self {
        self.0.push((style, text.to_string()));
        self
    }

    /// The same with another text behind it.
    pub(super) fn joining(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Texts one after another, with something between them.
    pub(super) fn joined(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let add = |all: Self, (at, part)| if at > 0 { all.plain(between).joining(part) } else { all.joining(part) };
        parts.into_iter().enumerate().fold(Self::default(), add)
    }

    /// Whether there is nothing to read.
    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.trim().is_empty())
    }

    /// Columns that it takes in one line.
    pub(super) fn columns(&self) -> usize {
        self.words().iter().map(|word| width(word) + 1).sum::<usize>().saturating_sub(1)
    }

    fn words(&self) -> Vec<Vec<(Style, String)>> {
        let mut words: Vec<Vec<(Style, String)>> = Vec::new();
        let mut within = false;
        for (style, text) in &self.0 {
            for (at, part) in text.split(char::is_whitespace).enumerate() {
                within &= at == 0;
                if part.is_empty() {
                    continue;
                }
                let piece = (*style, printable(part).into_owned());
                match words.last_mut() {
                    Some(word) if within => word.push(piece),
                    _ => words.push(vec![piece]),
                }
                within = true;
            }
        }
        words
    }

    /// Lines of at most so many columns.
    pub(super) fn lines(&self, most: usize) -> Vec<String> {
        self.lines_after(0, most)
    }

    /// The same on a page where so many columns of the first line, and so many of every other one, are taken.
    pub(super) fn lines_behind(&self, taken: usize, hang: usize, most: usize) -> Vec<String> {
        self.lines_after(taken.saturating_sub(hang), most.saturating_sub(hang).max(8))
    }

    fn lines_after(&self, taken: usize, most: usize) -> Vec<String> {
        let (mut lines, mut line, mut used) = (Vec::new(), Line::default(), 0);
        let mut room = most.saturating_sub(taken).max(1);
        for word in self.words() {
            for word in broken(word, most) {
                let long = width(&word);
                // A word for which the first line has no room may still fit on the next.
                if used + usize::from(used > 0) + long > room && (used > 0 || room < most) {
                    lines.push(std::mem::take(&mut line).painted());
                    (used, room) = (0, most);
                }
                if used > 0 {
                    line.space();
                    used += 1;
                }
                for (style, text) in &word {
                    line.push(*style, text);
                }
                used += long;
            }
        }
        lines.push(line.painted());
        lines
    }

    /// The lines below each other: a lead of so many columns before the first, as many spaces before the others.
    pub(super) fn hanging(&self, lead: &str, indent: usize, most: usize) -> String {
        self.behind(lead, indent, indent, most)
    }

    /// The same where other lines begin further left than the first.
    pub(super) fn behind(&self, lead: &str, taken: usize, hang: usize, most: usize) -> String {
        let lines = self.lines_behind(taken, hang, most);
        let text = lines.join(&format!("\n{}", " ".repeat(hang)));
        let text = format!("{lead}{text}");
        text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
    }
}

/// A line of which neighbours in the same style are painted as one.
#[derive(Default)]
struct Line {
    pieces: Vec<(Style, String)>,
    owed: bool,
}

impl Line {
    fn space(&mut self) {
        self.owed = true;
    }

    fn push(&mut self, style: Style, text: &str) {
        let space = if std::mem::take(&mut self.owed) { " " } else { "" };
        match self.pieces.last_mut() {
            Some((last, line)) if *last == style => line.push_str(&format!("{space}{text}")),
            _ => {
                if !space.is_empty() {
                    self.pieces.push((Style::new(), space.to_owned()));
                }
                self.pieces.push((style, text.to_owned()));
            }
        }
    }

    fn painted(self) -> String {
        let paint = |(style, text): &(Style, String)| if *style == Style::new() { text.clone() } else { painted(*style, text) };
        self.pieces.iter().map(paint).collect()
    }
}

fn width(word: &[(Style, String)]) -> usize {
    word.iter().map(|(_, text)| columns(text)).sum()
}

/// A word that is longer than a line, in pieces. One of several styles stays whole, as does a path.
fn broken(word: Vec<(Style, String)>, most: usize) -> Vec<Vec<(Style, String)>> {
    match word.as_slice() {
        [(style, text)] if columns(text) > most => pieces(text, most).into_iter().map(|piece| vec![(*style, piece)]).collect(),
        _ => vec![word],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::style::{BOLD, GOOD};
    use proptest::prelude::*;

    #[test]
    fn words_of_several_pieces_stay_together() {
        let text = Styled::default().plain("(see ").styled(BOLD, "muster check").plain(") and ").styled(GOOD, "go on");
        assert_eq!(text.columns(), 28);
        let lines: Vec<String> = text.lines(12).iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect();
        assert_eq!(lines, ["(see muster", "check) and", "go on"]);
        assert_eq!(text.lines(80), ["(see \u{1b}[1mmuster check\u{1b}[0m) and \u{1b}[32mgo on\u{1b}[0m"]);
    }

    #[test]
    fn lines_hang_below_their_lead() {
        let text = Styled::default().plain("one two three");
        assert_eq!(text.hanging("* ", 2, 10), "* one two\n  three\n");
        assert_eq!(text.behind("====== ", 7, 2, 12), "====== one\n  two three\n");
        assert_eq!(Styled::default().plain("a/long/path").behind("=== ", 4, 1, 13), "===\n a/long/path\n");
    }

    proptest! {
        #[test]
        fn no_line_is_too_long_and_no_letter_lost(parts in prop::collection::vec("[a-zé ]{0,30}", 0..6), most in 1_usize..50) {
            let text = parts.iter().enumerate().fold(Styled::default(), |all, (at, part)| if at % 2 == 0 { all.plain(part) } else { all.plain(" ").styled(BOLD, part).plain(" ") });
            let lines: Vec<String> = text.lines(most).iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect();
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.join("\n")), letters(&parts.concat()));
            prop_assert!(lines.iter().all(|line| columns(line) <= most), "{:?}", lines);
        }
    }
}
