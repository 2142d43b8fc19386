//! From the bytes of a text file to text.

mod macintosh;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

use super::damaged;
use crate::domain::Unreadable;

/// How many bytes are looked at to find an encoding.
const MAX_SAMPLE: usize = 1 << 18;

/// Decodes text: by its byte order mark, else as UTF-16 if every other byte is the upper half of a Latin letter, else as
/// UTF-8 if it is valid, else in the encoding it looks most like, which for a Dutch return is Windows-1252 or that of old
/// Macs. Bytes that are no text in that encoding, and control characters that no text has, make it
/// [`Unreadable::Damaged`]; nothing is replaced.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Unreadable> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => strictly(encoding, &bytes[length..])?,
        None if bytes.contains(&0) => strictly(without_mark(bytes).ok_or_else(|| damaged("binary data"))?, bytes)?,
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

/// Which UTF-16 bytes with zeros in them are, if they are: Latin text has a zero in every character but the rare one, and
/// on one side only.
fn without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let (pairs, mut first, mut second) = (bytes.as_chunks::<2>().0, 0, 0);
    for pair in pairs {
        first += usize::from(pair[0] == 0);
        second += usize::from(pair[1] == 0);
    }
    match (first, second) {
        (0, zeros) if zeros * 2 > pairs.len() => Some(UTF_16LE),
        (zeros, 0) if zeros * 2 > pairs.len() => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding of bytes that are not UTF-8, from the first lines that are not plain ASCII.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if macintosh::is_likely(bytes) {
        return encoding_rs::MACINTOSH;
    }
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
            ("utf-16 le without mark", utf16(u16::to_le_bytes)),
            ("utf-16 be without mark", utf16(u16::to_be_bytes)),
            ("of a Mac", macintosh(text)),
            ("with the end mark of MS-DOS", [text.as_bytes(), b"\x1a"].concat()),
        ];
        for (name, bytes) in encoded {
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{name}");
        }
    }

    /// The bytes of a text on a Mac of old. There is a decoder, but nobody encodes in it any more.
    fn macintosh(text: &str) -> Vec<u8> {
        let high: Vec<u8> = (0x80..=0xFF).collect();
        let letters: Vec<char> = encoding_rs::MACINTOSH.decode_without_bom_handling(&high).0.chars().collect();
        let byte = |c: char| match u8::try_from(c) {
            Ok(byte @ 0..0x80) => byte,
            _ => letters.iter().position(|letter| *letter == c).and_then(|at| high.get(at)).copied().expect("a letter of a Mac"),
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn a_mac_of_old_is_told_from_windows_by_its_letters() {
        for text in [
            "Missie;Opmerking\rEUAM Oekraïne;café\r",
            "Mission;Présence\nMali;réservé à l’armée\n",
            "Coördinator;Aantal\r\nA;4\r\n",
            "België;2\r\n",
            "Größe;Zürich\rA;4\r",
        ] {
            assert_eq!(decode(&macintosh(text)).as_deref(), Ok(text), "{text}");
        }
        // Letters of the Balkans, signs and quotation marks that Windows has there.
        for text in [
            "Missie;Plaats\r\nEULEX;Priština\r\nEUFOR;Goražde, Niš\r\n",
            "Missie;Noot\r\nA;‘foto’s’ – zie Oekraïne…\r\nB;auto‘s\r\n",
            "Missie;Noot\r\nA;auto‘s en ‘taxi‘s’\r\n",
            "• punt één\r\n• punt twee\r\n",
            "œuvre;cœur\n",
            "prijs;€ 5,00\n",
        ] {
            let bytes = encoding_rs::WINDOWS_1252.encode(text).0;
            assert_eq!(decode(&bytes).as_deref(), Ok(text), "{text}");
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
