//! Text of which a part is struck through.

use std::rc::Rc;

/// The parts of a text that are struck through: first unit and the one after the last, in units of UTF-16 as all formats
/// count them, in their order.
pub(in crate::ingest) type Pieces = Rc<[(u32, u32)]>;

/// How a text reads whose pieces are struck through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) enum Shown {
    /// Nothing but spaces is struck.
    Plain,
    /// Nothing but spaces is left.
    Whole,
    /// The text with the struck parts between `~~`.
    Partly(String),
}

/// Marks the struck pieces of a text. What a person crossed out must not run into what was written beside it: `~~4~~ 3` is
/// not 43.
pub(in crate::ingest) fn shown(text: &str, pieces: &[(u32, u32)]) -> Shown {
    const SIGN: &str = "~~";
    let mut pieces = pieces.iter().peekable();
    let (mut unit, mut in_piece, mut blank_since) = (0_u32, false, 0);
    let mut marked = String::with_capacity(text.len() + 8);
    let (mut struck, mut left) = (false, false);
    for c in text.chars() {
        while pieces.next_if(|(_, end)| *end <= unit).is_some() {}
        let is_struck = pieces.peek().is_some_and(|(start, _)| *start <= unit);
        if !c.is_whitespace() {
            (struck, left) = (struck || is_struck, left || !is_struck);
            match (in_piece, is_struck) {
                (false, true) => marked.push_str(SIGN),
                // Spaces between the two stand outside.
                (true, false) => marked.insert_str(blank_since, SIGN),
                _ => {}
            }
            in_piece = is_struck;
        }
        marked.push(c);
        if !c.is_whitespace() {
            blank_since = marked.len();
        }
        unit = unit.saturating_add(if c.len_utf16() == 1 { 1 } else { 2 });
    }
    if in_piece {
        marked.insert_str(blank_since, SIGN);
    }
    match (struck, left) {
        (false, _) => Shown::Plain,
        (true, false) => Shown::Whole,
        (true, true) => Shown::Partly(marked),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_struck_stands_between_signs() {
        let partly = |text: &str| Shown::Partly(text.to_owned());
        let cases = [
            ("43", &[(0, 1)][..], partly("~~4~~3")),
            ("4 3", &[(0, 2)], partly("~~4~~ 3")),
            ("3 was 4", &[(1, 7)], partly("3 ~~was 4~~")),
            ("1 2 3", &[(0, 1), (2, 3)], partly("~~1 2~~ 3")),
            ("\u{1F600}x", &[(0, 2)], partly("~~\u{1F600}~~x")),
            ("4 ", &[(1, 2)], Shown::Plain),
            ("4 ", &[(0, 1)], Shown::Whole),
            ("43", &[(0, 1), (1, 9)], Shown::Whole),
            ("43", &[], Shown::Plain),
        ];
        for (text, pieces, expected) in cases {
            assert_eq!(shown(text, pieces), expected, "{text} {pieces:?}");
        }
    }

    proptest! {
        #[test]
        fn no_pieces_make_it_panic_and_no_sign_is_lost(text in "[^~]{0,20}", pieces in proptest::collection::vec((0_u32..30, 0_u32..30), 0..5)) {
            if let Shown::Partly(marked) = shown(&text, &pieces) {
                prop_assert_eq!(marked.replace("~~", ""), text.replace("~~", ""));
                prop_assert!(marked.contains("~~"));
            }
        }
    }
}
