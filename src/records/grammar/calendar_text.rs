//! Cleaned text of a date cut into digits and words, with what stands between them.

use crate::domain::fold;

/// Digits or a word, and the sign before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// The folded word; `None` for digits.
    pub(super) word: Option<String>,
    /// What stands before it, without spaces.
    pub(super) before: &'a str,
}

impl Piece<'_> {
    /// Digits, if it is up to four of them.
    pub(super) fn number(&self) -> Option<u32> {
        if self.word.is_some() || self.text.len() > 4 { None } else { self.text.parse().ok() }
    }

    /// The month a word names.
    pub(super) fn month(&self) -> Option<u32> {
        self.word.as_deref().and_then(crate::domain::month_of_name)
    }

    /// A year of two or four digits.
    pub(super) fn year(&self) -> Option<i32> {
        if self.word.is_some() { None } else { year(self.text) }
    }

    /// A year of four digits.
    pub(super) fn full_year(&self) -> Option<i32> {
        self.year().filter(|_| self.text.len() == 4)
    }

    pub(super) fn is_word(&self, list: &[&str]) -> bool {
        self.word.as_deref().is_some_and(|word| list.contains(&word))
    }
}

/// A year of four digits from 1900 to 2199, or of two: 00 to 79 are in this century, 80 to 99 in the last.
pub(super) fn year(digits: &str) -> Option<i32> {
    let number: i32 = if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok()? } else { return None };
    match digits.len() {
        4 => (1900..2200).contains(&number).then_some(number),
        2 => Some(if number < 80 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}

/// The pieces of cleaned text; none if it is too long to be a date.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    if text.len() > 80 {
        return pieces;
    }
    let mut from = 0;
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let digits = first.is_ascii_digit();
        if !digits && !first.is_alphabetic() {
            at += first.len_utf8();
            continue;
        }
        let length = text[at..].find(|c: char| if digits { !c.is_ascii_digit() } else { !c.is_alphabetic() }).unwrap_or(text.len() - at);
        let found = &text[at..at + length];
        pieces.push(Piece { text: found, word: (!digits).then(|| fold(found)), before: text[from..at].trim() });
        at += length;
        from = at;
    }
    pieces
}

/// Text without a time of day at its end.
pub(super) fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let hour = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = colon - hour.len();
    match hour.chars().next_back() {
        Some(sign @ (' ' | 't' | 'T')) if (1..=2).contains(&digits) => hour[..hour.len() - sign.len_utf8()].trim_end_matches([' ', ',']),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_into_digits_and_words() {
        let cut: Vec<(&str, &str)> = pieces("le 1er août '26").iter().map(|piece| (piece.text, piece.before)).collect();
        assert_eq!(cut, [("le", ""), ("1", ""), ("er", ""), ("août", ""), ("26", "'")]);
        assert!(pieces(&"1-".repeat(60)).is_empty());
    }

    #[test]
    fn a_time_of_day_is_left_out() {
        for (text, day) in [
            ("2026-03-01t00:00:00", "2026-03-01"),
            ("1-3-2026 0:00", "1-3-2026"),
            ("2026-03-01 12:30:15.123z", "2026-03-01"),
            ("peildatum: 1-3-2026", "peildatum: 1-3-2026"),
            ("10:30", "10:30"),
        ] {
            assert_eq!(without_time(text), day);
        }
    }
}
