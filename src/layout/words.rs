//! Words of a label, and what people add to one.

use unicode_normalization::char::is_combining_mark;

use crate::domain::{Cell, Value, fold};

/// Whether nothing can be seen in a cell.
pub(super) fn is_blank(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Text(text) if text.trim().is_empty())
}

/// The text in a cell, if there is any.
pub(super) fn text_of(cell: &Cell) -> Option<&str> {
    match &cell.value {
        Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// The words of a text with the place, in bytes, where each begins and ends; at most `most`.
pub(super) fn spans(text: &str, most: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut begin = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric() || is_combining_mark(c), begin) {
            (true, None) => {
                if found.len() == most {
                    return found;
                }
                begin = Some(at);
            }
            (false, Some(from)) => {
                found.push((from, at));
                begin = None;
            }
            _ => {}
        }
    }
    if let Some(from) = begin {
        found.push((from, text.len()));
    }
    found
}

/// The first word, folded.
pub(super) fn first(text: &str) -> Option<String> {
    spans(text, 1).first().map(|(from, to)| fold(&text[*from..*to])).filter(|word| !word.is_empty())
}

const fn is_mark(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '§' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹' | '⁽' | '⁾' | 'ᵃ' | 'ᵇ' | 'ᶜ')
}

/// Without the footnote marks at the end: `Bezetting*`, `Bezetting ¹`, `Bezetting 1)`.
pub(super) fn without_footnote_mark(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let mut shorter = text.trim_end_matches(|c: char| is_mark(c) || c.is_whitespace() || matches!(c, ':' | ','));
        if let Some(before) = shorter.strip_suffix(')') {
            let digits = before.trim_end_matches(|c: char| c.is_ascii_digit() || is_mark(c));
            if digits.len() < before.len() && before.len() - digits.len() <= 3 {
                shorter = digits.strip_suffix('(').unwrap_or(digits);
            }
        }
        if shorter.len() == text.len() {
            return text;
        }
        text = shorter;
    }
}

/// Without text in brackets: `Bezetting (fte)`.
pub(super) fn without_brackets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Without a closing `fte` or `in fte`. Other units are words that could be part of a name.
pub(super) fn without_fte(text: &str) -> &str {
    let all = spans(text, 12);
    let Some(((from, to), before)) = all.split_last() else { return text };
    if before.is_empty() || !matches!(fold(&text[*from..*to]).as_str(), "fte" | "ftes") {
        return text;
    }
    match before {
        [.., (from, to)] if before.len() > 1 && fold(&text[*from..*to]) == "in" => &text[..*from],
        _ => &text[..*from],
    }
}

/// Without one digit that is fused to the last word, as a footnote number is when its raised type is lost: `Bezetting1`.
pub(super) fn without_fused_digit(text: &str) -> &str {
    let text = text.trim_end();
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if text.len() - bare.len() == 1 && bare.chars().next_back().is_some_and(char::is_alphabetic) { bare } else { text }
}

/// Whether a text has nothing that [`without_footnote_mark`], [`without_brackets`], [`without_fte`] and [`without_fused_digit`]
/// could take off: a cheap look.
pub(super) fn is_bare(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fused = |before: &u8, last: &u8| last.is_ascii_digit() && before.is_ascii_alphabetic();
    let fte = |end: &[u8]| end.eq_ignore_ascii_case(b"fte") || end.eq_ignore_ascii_case(b"tes");
    match bytes {
        [.., before, last] if last.is_ascii_alphanumeric() && !fused(before, last) => {
            text.is_ascii() && !text.contains(['(', ')', '[', ']']) && !bytes.last_chunk::<3>().is_some_and(|end| fte(end))
        }
        _ => false,
    }
}

/// Whether a text begins as a footnote does: with a mark, or with a word for one.
pub(super) fn begins_as_note(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(is_mark) {
        return true;
    }
    let open = text.strip_prefix(['(', '[']).unwrap_or(text);
    let after_number = open.trim_start_matches(|c: char| c.is_ascii_digit() || is_mark(c));
    let number = open.len() - after_number.len();
    if (1..=3).contains(&number) && after_number.starts_with([')', ']']) {
        return true;
    }
    let Some(word) = first(text) else { return false };
    let lead = spans(text, 1).first().map_or(0, |(from, _)| *from);
    lead == 0
        && matches!(
            word.as_str(),
            "noot"
                | "noten"
                | "note"
                | "notes"
                | "nb"
                | "toelichting"
                | "bron"
                | "bronnen"
                | "source"
                | "sources"
                | "remarque"
                | "opmerking"
                | "opmerkingen"
                | "voetnoot"
                | "voetnoten"
                | "footnote"
                | "footnotes"
                | "legenda"
                | "legend"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_people_add_to_a_header_comes_off() {
        for (raw, bare) in [
            ("Bezetting*", "Bezetting"),
            ("Bezetting **", "Bezetting"),
            ("Bezetting ¹", "Bezetting"),
            ("Bezetting 1)", "Bezetting"),
            ("Bezetting (1)", "Bezetting"),
            ("Bezetting¹⁾", "Bezetting"),
            ("Bezetting: *", "Bezetting"),
            ("M (2026)", "M (2026)"),
            ("einde (gepland)", "einde (gepland)"),
        ] {
            assert_eq!(without_footnote_mark(raw), bare, "{raw}");
        }
        assert_eq!(without_brackets("Bezetting (fte) [2]").trim(), "Bezetting");
        assert_eq!(without_brackets("Bezetting) (fte").trim(), "Bezetting");
        assert_eq!(without_fte("Bezetting in FTE").trim(), "Bezetting");
        assert_eq!(without_fte("Bezetting, fte's").trim(), "Bezetting, fte's");
        assert_eq!(without_fte("fte"), "fte");
        assert_eq!(without_fused_digit("Bezetting1"), "Bezetting");
        assert_eq!(without_fused_digit("Verlenging 2"), "Verlenging 2");
        assert_eq!(without_fused_digit("2026"), "2026");
    }

    #[test]
    fn footnotes_are_told_from_missions_by_how_they_begin() {
        for text in
            ["* West-Balkan: standplaats Skopje", "1) zie brief", "(1) zie brief", "¹ zie brief", "Noot: x", "NB x", "Bron: y", "[2] z"]
        {
            assert!(begins_as_note(text), "{text}");
        }
        for text in ["EUAM Iraq", "Notendop", "1 persoon", "1234) x", "", "(EU) missies", "31-05-2026"] {
            assert!(!begins_as_note(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_them_panic(text in prop_oneof![".*", "[a-f1(*) ]{0,3}(in )?(fte|FTEs|[a-z]{1,4}|[0-9]{1,3})"]) {
            let _ = (without_footnote_mark(&text), without_brackets(&text), without_fte(&text), without_fused_digit(&text));
            let _ = begins_as_note(&text);
            if is_bare(&text) {
                prop_assert_eq!(without_footnote_mark(&text), text.as_str());
                prop_assert_eq!(without_brackets(&text), text.as_str());
                prop_assert_eq!(without_fte(&text), text.as_str());
                prop_assert_eq!(without_fused_digit(&text), text.as_str());
            }
            for (from, to) in spans(&text, usize::MAX) {
                prop_assert!(!text[from..to].is_empty());
            }
        }
    }
}
