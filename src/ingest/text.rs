//! From the bytes of a text file to text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

use crate::domain::Unreadable;

/// How many bytes are looked at to find an encoding.
const MAX_SAMPLE: usize = 1 << 18;

/// Why bytes are no delimited text.
fn damaged(detail: &str) -> Unreadable {
    Unreadable::Damaged(detail.to_owned())
}

/// Decodes text: by its byte order mark, else as UTF-8 if it is valid, else in the encoding it looks most like, which
/// for a Dutch return is Windows-1252. Bytes that are no text in that encoding, and control characters that no text has,
/// make it [`Unreadable::Damaged`]; nothing is replaced.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => strictly(encoding, &bytes[length..])?,
        None if bytes.contains(&0) => return Err(damaged("binary data")),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => strictly(guess(bytes), bytes)?,
        },
    };
    let control = |c: &char| c.is_control() && !matches!(c, '\t' | '\r' | '\n' | '\x0b' | '\x0c' | '\x1a');
    let strange = text.chars().take(1 << 16).filter(control).count();
    if text.contains('\0') || strange * 10 > text.len().min(1 << 16) {
        return Err(damaged("binary data"));
    }
    // MS-DOS ended a text with this sign; some programs still do.
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix('\x1a').unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.ends_with('\x1a') {
                text.pop();
            }
            Cow::Owned(text)
        }
    })
}

fn strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<Cow<'a, str>, Unreadable> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| Unreadable::Damaged(format!("text that is not {}", encoding.name())))
}

/// The encoding of bytes that are not UTF-8, from the first lines that are not plain ASCII.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut left = MAX_SAMPLE;
    for line in bytes.split_inclusive(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        let sample = &line[..line.len().min(left)];
        detector.feed(sample, false);
        left -= sample.len();
        if left == 0 {
            break;
        }
    }
    detector.feed(b"", true);
    let guess = detector.guess(Some(b"nl"), Utf8Detection::Deny);
    // UTF-8 was tried before.
    if guess == UTF_8 { encoding_rs::WINDOWS_1252 } else { guess }
}

/// Whether a text is a web page or other markup, which some programs save under the name of a spreadsheet.
pub(super) fn markup(text: &str) -> Option<&'static str> {
    const STARTS: [(&str, &str); 6] = [
        ("<!doctype html", "HTML"),
        ("<html", "HTML"),
        ("<table", "HTML"),
        ("<?xml", "XML"),
        ("<workbook", "XML"),
        ("mime-version:", "a web archive"),
    ];
    let start = text.trim_start();
    let begins = |with: &str| start.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with));
    STARTS.into_iter().find(|(with, _)| begins(with)).map(|(_, what)| what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_usual_encodings_give_the_same_text() {
        let text = "Coördinator;Oekraïne;€ 5\r\n";
        let utf16 = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<_>>();
        let encoded = [
            ("utf-8", text.as_bytes().to_vec()),
            ("utf-8 with mark", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            ("windows-1252", encoding_rs::WINDOWS_1252.encode(text).0.into_owned()),
            ("utf-16 le", [b"\xFF\xFE".to_vec(), utf16(u16::to_le_bytes)].concat()),
            ("utf-16 be", [b"\xFE\xFF".to_vec(), utf16(u16::to_be_bytes)].concat()),
            ("with the end mark of MS-DOS", [text.as_bytes(), b"\x1a"].concat()),
        ];
        for (name, bytes) in encoded {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{name}");
        }
    }

    #[test]
    fn one_accent_is_enough_for_windows_1252() {
        assert_eq!(decode(b"Missie;Regio\r\nEUAM Oekra\xEFne;Oost\r\n").as_deref(), Ok("Missie;Regio\r\nEUAM Oekraïne;Oost\r\n"));
    }

    #[test]
    fn what_is_no_text_is_damaged() {
        let cases: [&[u8]; 4] = [b"a;b\0c", b"\xFF\xFE\x00\xD8a\x00", b"\x01\x02\x03\x04\x05\x06", b"\xEF\xBB\xBFa\xFFb"];
        for bytes in cases {
            assert!(matches!(decode(bytes), Err(Unreadable::Damaged(_))), "{bytes:?}");
        }
    }

    #[test]
    fn markup_is_recognised_by_its_first_words() {
        assert_eq!(markup("\r\n <HTML xmlns=\"x\">"), Some("HTML"));
        assert_eq!(markup("<?xml version='1.0'?>"), Some("XML"));
        assert_eq!(markup("<5;3"), None);
        assert_eq!(markup("é"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = decode(&bytes).map(|text| markup(&text));
        }
    }
}
