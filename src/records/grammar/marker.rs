//! Footnote markers after a value, and the notes they point to.

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// Text without the footnote marker at its end, and the marker: `0*` is `0` and `*`, `0 ¹` and `0 1)` are `0` and `1`.
#[must_use]
pub fn peel(text: &str) -> (&str, Option<String>) {
    let text = text.trim_end();
    let Some(last) = text.chars().next_back() else { return (text, None) };
    if is_sign(last) || is_superscript(last) {
        return peel_run(text);
    }
    if last == ')' {
        let inner = &text[..text.len() - 1];
        // `4 *)` and `4 ¹)`; but not `(*)`, whose bracket opens before.
        let (body, marker) = if inner.ends_with(|c| is_sign(c) || is_superscript(c)) { peel_run(inner) } else { peel_number(inner) };
        if marker.is_some() && !body.ends_with('(') {
            return (body.trim_end(), marker);
        }
    }
    (text, None)
}

/// The same for a value that may itself end in a bracket or digits, such as a date or a code: only signs and superscript
/// digits are markers there.
#[must_use]
pub fn peel_sign(text: &str) -> (&str, Option<String>) {
    if !text.trim_end().ends_with(|c| is_sign(c) || is_superscript(c)) {
        return (text, None);
    }
    let (body, marker) = peel(text);
    if body.trim().is_empty() { (text, None) } else { (body, marker) }
}

/// Whether one of the notes under a table explains a marker.
#[must_use]
pub fn has_note<'a>(marker: &str, notes: impl IntoIterator<Item = &'a str>) -> bool {
    notes.into_iter().any(|note| explains(note, marker))
}

fn explains(note: &str, marker: &str) -> bool {
    let note: String =
        note.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '^')).chars().take(12).map(as_digit).collect();
    let Some(rest) = note.strip_prefix(marker) else { return false };
    let next = rest.chars().next();
    if marker.starts_with(|c: char| c.is_ascii_digit()) {
        // "1) …", "1. …", "1: …", "¹ …" explain; "15 …" and "1-6: …" do not.
        return next.is_none_or(|c| c.is_whitespace() || c.is_alphabetic() || matches!(c, ')' | ']' | '.' | ':' | '='));
    }
    next.is_none_or(|c| !marker.ends_with(c))
}

fn peel_run(text: &str) -> (&str, Option<String>) {
    let body = text.trim_end_matches(|c| is_sign(c) || is_superscript(c));
    let marker: String = text[body.len()..].chars().map(as_digit).collect();
    (body.trim_end(), Some(marker))
}

fn peel_number(text: &str) -> (&str, Option<String>) {
    let body = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let marker = &text[body.len()..];
    // Only with a space before it: the "4)" of "14)" would be a guess.
    if (1..=2).contains(&marker.len()) && body.ends_with(char::is_whitespace) && !body.trim_end().is_empty() {
        // A bracket that opened earlier makes it the end of an annotation.
        let open = body.matches('(').count();
        if open == body.matches(')').count() {
            return (body.trim_end(), Some(marker.to_owned()));
        }
    }
    (text, None)
}

fn is_sign(c: char) -> bool {
    matches!(c, '*' | '†' | '‡')
}

fn is_superscript(c: char) -> bool {
    SUPERSCRIPTS.contains(&c)
}

fn as_digit(c: char) -> char {
    let digit = SUPERSCRIPTS.iter().position(|superscript| *superscript == c).and_then(|at| u32::try_from(at).ok());
    digit.and_then(|at| char::from_digit(at, 10)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn markers_are_told_from_values() {
        for (text, body, marker) in [
            ("0*", "0", Some("*")),
            ("0 ¹", "0", Some("1")),
            ("4¹²", "4", Some("12")),
            ("4 *)", "4", Some("*")),
            ("4 1)", "4", Some("1")),
            ("4 **", "4", Some("**")),
            ("4 (3 verlof) 2)", "4 (3 verlof)", Some("2")),
            ("14)", "14)", None),
            ("4 (3)", "4 (3)", None),
            ("4 (met verlof 3)", "4 (met verlof 3)", None),
            ("1)", "1)", None),
            ("", "", None),
        ] {
            assert_eq!(peel(text), (body, marker.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn a_note_explains_its_own_marker_only() {
        for (marker, note) in
            [("*", "* incl. verlof"), ("*", "*) incl. verlof"), ("1", "1) zie brief"), ("1", "¹ zie brief"), ("1", "(1) zie")]
        {
            assert!(has_note(marker, [note]), "{marker} {note}");
        }
        for (marker, note) in
            [("*", "** iets anders"), ("**", "* iets anders"), ("1", "2) zie"), ("1", "15 officieren"), ("*", "zie *"), ("1", "")]
        {
            assert!(!has_note(marker, [note]), "{marker} {note}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", note in ".*") {
            let (body, marker) = peel(&text);
            prop_assert!(body.len() <= text.len());
            if let Some(marker) = marker {
                let _ = has_note(&marker, [note.as_str()]);
            }
        }

        #[test]
        fn signs_and_brackets_do_not_make_it_panic(text in "[0-9*¹²)( ]{0,12}") {
            let _ = peel(&text);
        }
    }
}
