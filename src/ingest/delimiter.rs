//! Which sign stands between the fields of a text, found from the text itself.

use std::collections::BTreeMap;

use crate::domain::cell::MAX_COLS;

/// The signs that are tried. Of two that fit equally well the one further to the front is taken: where decimals are
/// written with a comma, `;` is the separator and every `4,5` looks like two fields as well.
const SIGNS: [(u8, f64); 4] = [(b';', 1.0), (b'\t', 1.0), (b'|', 1.0), (b',', 0.7)];

/// How much of a text is looked at.
const MAX_RECORDS: usize = 200;

/// The sign a text is delimited by, and whether its first line says so (`sep=;`, as Excel writes and reads it).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Delimiter {
    pub(super) sign: u8,
    /// The length of the line that declares it, its end excluded; 0 if there is none.
    pub(super) declared_by: usize,
}

/// Finds the delimiter of a text. A text without any is one column, whatever the sign.
pub(super) fn detect(text: &str) -> Delimiter {
    if let Some(declared) = declared(text) {
        return declared;
    }
    let mut best = (0.0, b';');
    for (sign, weight) in SIGNS {
        let score = weight * score(text, sign);
        if score > best.0 {
            best = (score, sign);
        }
    }
    Delimiter { sign: best.1, declared_by: 0 }
}

fn declared(text: &str) -> Option<Delimiter> {
    let line = text.split(['\r', '\n']).next()?;
    let bare = line.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(line);
    let value = bare.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).map(|_| &bare[4..])?;
    match value.as_bytes() {
        [sign] if *sign == b'\t' || (sign.is_ascii_punctuation() && *sign != b'"') => {
            Some(Delimiter { sign: *sign, declared_by: line.len() })
        }
        _ => None,
    }
}

/// How well a sign divides the text: the share of lines with the most frequent number of fields, times the number of
/// signs in such a line. The share tells a table from prose, the number tells columns from decimals.
fn score(text: &str, sign: u8) -> f64 {
    let mut lines = 0_u32;
    let mut by_fields: BTreeMap<u32, u32> = BTreeMap::new();
    for fields in field_counts(text, sign).take(MAX_RECORDS) {
        lines += 1;
        if fields > 1 {
            *by_fields.entry(fields).or_default() += 1;
        }
    }
    let best = by_fields.into_iter().map(|(fields, count)| f64::from(count) * f64::from(fields - 1)).fold(0.0, f64::max);
    if lines == 0 { 0.0 } else { best / f64::from(lines) }
}

/// The number of fields of each line that is not blank; a quoted field may hold line ends and signs.
fn field_counts(text: &str, sign: u8) -> impl Iterator<Item = u32> {
    let mut bytes = text.as_bytes().iter().copied().peekable();
    std::iter::from_fn(move || {
        let mut fields = 1;
        let mut blank = true;
        let mut at_start = true;
        let mut quoted = false;
        loop {
            let Some(byte) = bytes.next() else {
                return (!blank).then_some(fields);
            };
            if quoted {
                if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                    quoted = false;
                }
                continue;
            }
            match byte {
                b'\r' | b'\n' if blank => {}
                b'\r' | b'\n' => return Some(fields),
                b'"' if at_start => (quoted, blank, at_start) = (true, false, false),
                _ if byte == sign => (fields, blank, at_start) = (fields + 1, false, true),
                _ => (blank, at_start) = (false, false),
            }
        }
    })
}

/// What keeps a text from being a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flaw {
    /// On this line, from one, a quotation mark opens a field and is never closed.
    Unclosed(usize),
    /// A line has more fields than a sheet has columns.
    TooWide,
}

/// Walks through the whole text before it is taken apart.
pub(super) fn flaw(text: &str, sign: u8) -> Option<Flaw> {
    let mut bytes = text.as_bytes().iter().copied().enumerate().peekable();
    let mut at_start = true;
    let mut opened = None;
    let mut fields = 1;
    while let Some((at, byte)) = bytes.next() {
        if opened.is_some() {
            if byte == b'"' && bytes.next_if(|(_, next)| *next == b'"').is_none() {
                opened = None;
            }
        } else if byte == b'"' && at_start {
            (opened, at_start) = (Some(at), false);
        } else if byte == sign {
            (fields, at_start) = (fields + 1, true);
            if fields > MAX_COLS {
                return Some(Flaw::TooWide);
            }
        } else {
            at_start = byte == b'\r' || byte == b'\n';
            fields = if at_start { 1 } else { fields };
        }
    }
    let before = &text[..opened?];
    Some(Flaw::Unclosed(before.split('\n').count().max(before.split('\r').count())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_a_table() {
        let cases = [
            ("Missie;Bezetting;Gem\nA;4;4,5\nB;5;5,5\n", b';', "decimal commas"),
            ("Missie;Gem\nA;4,5\nB;5,5\n", b';', "decimal commas in every line but the header"),
            ("A;4,5\nB;5,5\n", b';', "decimal commas in every line"),
            ("Opgave mei 2026, regio Oost\n\nMissie;Bezetting;Noot\nA;4;ja, hoor\nB;5;nee, dank u\n", b';', "prose"),
            ("name,languages\nx,nl;en\ny,nl;fr\n", b',', "lists in a field"),
            ("a,b,c\n1,2,3\n", b',', "comma"),
            ("a,b\n\"1;2;3;4\",2\n\"1;2;3;4\",2\n", b',', "semicolons in quotes"),
            ("a\tb\n1,5\t2\n", b'\t', "tab"),
            ("a|b|c\n1|2|3\n", b'|', "bar"),
            ("a;b;c\n\"line one, with comma\nline two, as well\";2;3\n", b';', "line ends in quotes"),
            ("a;b\r1;2\r", b';', "line ends of the first Macs"),
            ("one column\nonly\n", b';', "no delimiter at all"),
            ("", b';', "nothing"),
        ];
        for (text, sign, name) in cases {
            assert_eq!(detect(text), Delimiter { sign, declared_by: 0 }, "{name}");
        }
    }

    #[test]
    fn a_first_line_can_declare_it() {
        for (text, sign) in [("sep=;\r\na,b", b';'), ("SEP=,\na;b", b','), ("\"sep=|\"\na", b'|'), ("sep=\t\na", b'\t')] {
            assert_eq!(detect(text).sign, sign, "{text}");
            assert!(detect(text).declared_by > 0, "{text}");
        }
        for text in ["sep=\na", "sep=;;\na", "sep=a\nb", "separator;b", "é", "sep=\"\n"] {
            assert_eq!(detect(text).declared_by, 0, "{text}");
        }
    }

    #[test]
    fn a_quotation_mark_without_its_twin_is_found() {
        assert_eq!(flaw("a;b\nc;\"d\ne;f\n", b';'), Some(Flaw::Unclosed(2)));
        for text in ["a;b\r\nc;\"d\"\"\r\ne;f\"\r\n", "5\" pipe;b\n", "\"a\";\"b\"\n"] {
            assert_eq!(flaw(text, b';'), None, "{text}");
        }
    }

    #[test]
    fn a_line_wider_than_a_sheet_is_found() {
        let wide = ";".repeat(MAX_COLS as usize - 1);
        assert_eq!(flaw(&format!("{wide}\n{wide}\n\"{wide}{wide}\""), b';'), None);
        assert_eq!(flaw(&format!("a\n{wide};\n"), b';'), Some(Flaw::TooWide));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", sign in any::<u8>()) {
            let _ = (detect(&text), flaw(&text, sign));
        }
    }
}
