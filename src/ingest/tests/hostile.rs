//! Broken, encrypted, immense and malicious files: refused with a reason, never a panic, and soon.

use proptest::prelude::*;

use crate::domain::Unreadable::{self, Damaged, DamagedSheet, Empty, Encrypted, Refused, TooLarge};
use crate::ingest::testing::{LIMITS, candidate, compound_file, ods, read_bytes, refusal, sheets, xlsx, xlsx_of, xlsx_parts, zip, zip_of};
use crate::ingest::{Limits, read};

fn refused(name: &str, bytes: &[u8]) -> Unreadable {
    refusal(&read_bytes(name, bytes, &LIMITS)).clone()
}

const SMALL: Limits = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 100_000, max_cells: 100, ..LIMITS };

#[test]
fn a_file_without_bytes_or_sheets_is_empty() {
    for name in ["a.xlsx", "a.csv", "a.xls"] {
        assert_eq!(refused(name, b""), Empty, "{name}");
    }
    assert_eq!(refused("a.xlsx", &xlsx_of(&[])), Empty);
    assert_eq!(refused("a.ods", &ods("")), Empty);
}

#[test]
fn a_file_that_is_gone_or_too_large_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let book = read(&candidate(folder.path().join("gone.xlsx"), "map/gone.xlsx"), &LIMITS);
    assert!(matches!(refusal(&book), Refused(_)));
    assert_eq!((book.source.path.as_str(), book.source.sha256.as_str()), ("map/gone.xlsx", ""));
    let large = read_bytes("a.csv", b"1;2;3", &Limits { max_file_bytes: 4, ..LIMITS });
    assert_eq!((refusal(&large), large.source.bytes), (&TooLarge { found: "5 B".to_owned(), limit: "4 B".to_owned() }, 5));
}

#[test]
fn what_is_no_spreadsheet_is_damaged() {
    let cases: [(&str, Vec<u8>); 10] = [
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
        ("a.xlsx", b"<?xml version=\"1.0\"?><Workbook/>".to_vec()),
        ("a.csv", b"<!DOCTYPE html><p>Log in first".to_vec()),
        ("a.ods", b"Just a letter, in text.".to_vec()),
        ("a.xlsx", b"%PDF-1.7\n\x01\x02\x03\0".to_vec()),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0".to_vec()),
        ("a.xlsx", zip(&[("word/document.xml", "<w/>"), ("_rels/.rels", "<x/>"), ("[Content_Types].xml", "<x/>")])),
        ("a.xlsx", zip(&[("photo.jpg", "x")])),
        (
            "a.ods",
            zip(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m/>"), ("content.xml", "<x/>")]),
        ),
        ("a.xls", compound_file(&[("WordDocument", b"x")])),
    ];
    for (name, bytes) in cases {
        assert!(matches!(refused(name, &bytes), Damaged(_)), "{name}: {:?}", String::from_utf8_lossy(&bytes[..20]));
    }
}

#[test]
fn encrypted_files_need_a_password() {
    assert_eq!(refused("a.xlsx", &compound_file(&[("EncryptionInfo", b"x"), ("EncryptedPackage", b"y")])), Encrypted);
    // A record that says the rest is encrypted, in an xls.
    assert_eq!(refused("a.xls", &compound_file(&[("Workbook", b"\x2F\0\x04\0\x01\0\x01\0")])), Encrypted);
    let manifest = "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let locked =
        zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", manifest), ("content.xml", "?")]);
    assert_eq!(refused("a.ods", &locked), Encrypted);
}

#[test]
fn a_workbook_cut_off_anywhere_is_never_read_in_part() {
    let whole = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    for length in (1..whole.len()).step_by(97) {
        let book = read_bytes("a.xlsx", &whole[..length], &LIMITS);
        assert!(book.sheets.is_err(), "{length} of {} bytes", whole.len());
    }
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let padding = " ".repeat(200_000);
    let bomb = xlsx(&padding);
    assert!(bomb.len() < 10_000, "the archive itself is small");
    assert!(
        matches!(refusal(&read_bytes("a.xlsx", &bomb, &SMALL)), TooLarge { found, .. } if found == "197.7 KiB unpacked" || found.ends_with("unpacked"))
    );
    assert!(read_bytes("a.xlsx", &bomb, &LIMITS).sheets.is_ok());
}

#[test]
fn an_archive_that_lies_about_its_size_is_not_unpacked() {
    let padding = " ".repeat(200_000);
    let mut lying = xlsx(&padding);
    let size = u32::try_from(200_000 + xlsx_part_overhead()).expect("small").to_le_bytes();
    let places: Vec<_> = (0..lying.len() - 4).filter(|at| lying[*at..at + 4] == size).collect();
    assert_eq!(places.len(), 2, "the size stands before the part and in the directory");
    for at in places {
        lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    for limits in [&SMALL, &LIMITS] {
        assert!(matches!(refusal(&read_bytes("a.xlsx", &lying, limits)), Damaged(_)));
    }
}

fn xlsx_part_overhead() -> usize {
    let parts = xlsx_parts("", &[("Blad1", "", "<sheetData></sheetData>")]);
    parts.iter().find(|(name, _)| name.contains("worksheets")).map_or(0, |(_, text)| text.len())
}

#[test]
fn more_cells_or_text_than_allowed_is_refused() {
    let row = |inside: &str| format!("<row>{}</row>", inside.repeat(101));
    assert!(
        matches!(refusal(&read_bytes("a.xlsx", &xlsx(&row("<c><v>1</v></c>")), &SMALL)), TooLarge { found, .. } if found == "101 cells")
    );
    // Every cell is a copy of one shared string.
    let mut parts = xlsx_parts(
        "",
        &[("Blad1", "", &format!("<sheetData>{}</sheetData>", "<row>".to_owned() + &"<c t=\"s\"><v>0</v></c>".repeat(50) + "</row>"))],
    );
    parts[5].1 = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(5_000));
    assert!(matches!(refusal(&read_bytes("a.xlsx", &zip_of(&parts), &SMALL)), TooLarge { .. }));
    assert!(read_bytes("a.xlsx", &zip_of(&parts), &LIMITS).sheets.is_ok());
}

#[test]
fn a_claim_to_hold_very_many_strings_is_refused() {
    for claim in ["99999999999", "18446744073709551615"] {
        let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
        parts[5].1 = format!("<?xml version=\"1.0\"?><sst uniqueCount=\"{claim}\"/>");
        assert!(matches!(refused("a.xlsx", &zip_of(&parts)), Damaged(_)), "{claim}");
    }
}

#[test]
fn a_long_font_name_in_very_many_styles_is_refused() {
    let styles = |length: usize, times: usize| {
        format!(
            "<styleSheet><fonts><font><name val=\"{}\"/></font></fonts><cellXfs>{}</cellXfs></styleSheet>",
            "x".repeat(length),
            "<xf fontId=\"0\"/>".repeat(times)
        )
    };
    let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
    parts[4].1 = styles(30, 60_000);
    assert!(read_bytes("a.xlsx", &zip_of(&parts), &LIMITS).sheets.is_ok());
    parts[4].1 = styles(10_000_000, 60_000);
    assert!(matches!(refused("a.xlsx", &zip_of(&parts)), Damaged(_)));
}

#[test]
fn one_part_named_as_very_many_sheets_is_not_read_for_ever() {
    let mut parts = xlsx_parts("", &[("Blad1", "", &format!("<sheetData/>{}", noise()))]);
    let sheets: String = (0..2000).map(|at| format!("<sheet name=\"s{at}\" r:id=\"r0\"/>")).collect();
    parts[3].1 = parts[3].1.replace("<sheets>", &format!("<sheets>{sheets}"));
    assert!(matches!(refused("a.xlsx", &zip_of(&parts)), Damaged(_)));
}

/// A comment that hardly compresses.
fn noise() -> String {
    let mut state = 1_u64;
    let mut digits = String::from("<!--");
    for _ in 0..20_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        digits += &(state >> 33).to_string();
    }
    digits + "-->"
}

#[test]
fn odd_sheets_break_nothing() {
    let twice = xlsx_of(&[("Blad1", "", "<sheetData/>"), ("Blad1", "", "<sheetData/>")]);
    assert!(matches!(refused("a.xlsx", &twice), Damaged(_)));
    let odd = xlsx_of(&[("", "", "<sheetData/>"), ("a/b:c*?", "", "<sheetData/>"), ("\u{202e}x", "", "<sheetData/>")]);
    assert_eq!(sheets(&read_bytes("a.xlsx", &odd, &LIMITS)).len(), 3);
    let beyond = xlsx("<row r=\"1\"><c r=\"XFE1\"><v>1</v></c></row>");
    assert!(matches!(refused("a.xlsx", &beyond), DamagedSheet { number: 1, .. }));
    let date = xlsx("<row r=\"1\"><c r=\"A1\" s=\"1\"><v>-1e300</v></c></row>");
    assert_eq!(sheets(&read_bytes("a.xlsx", &date, &LIMITS))[0].used_cells(), 1);
}

#[test]
fn what_a_reader_complains_of_is_not_quoted() {
    let secret = "<row r=\"1\"><c r=\"A1\" t=\"Jansen\"><v>1</v></c><c r=\"B1\" t=\"n\"><v>Jansen</v></c></row>";
    let why = refused("a.xlsx", &xlsx(secret));
    assert!(matches!(&why, DamagedSheet { detail, .. } if !detail.contains("Jansen")), "{why:?}");
}

#[test]
fn an_ods_that_expands_without_end_is_refused() {
    let row = "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell office:value-type=\"float\" office:value=\"1\" table:number-columns-repeated=\"16384\"/></table:table-row>";
    assert!(matches!(refused("a.ods", &ods(&format!("<table:table table:name=\"x\">{row}</table:table>"))), TooLarge { .. }));
    // The reader would wait for the end of the table.
    assert!(matches!(refused("a.ods", &ods("<table:table table:name=\"x\"><table:table-row><table:table-cell/>")), Damaged(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_any_format_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2000), kind in 0_usize..4, name in 0_usize..8) {
        let start: &[u8] = [&b""[..], b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"\xEF\xBB\xBF"][kind];
        let name = ["a.xlsx", "a.xlsm", "a.xlsb", "a.xls", "a.ods", "a.csv", "a.tsv", "a.tab"][name];
        let book = read_bytes(name, &[start, &bytes].concat(), &SMALL);
        prop_assert_eq!(book.source.bytes, (start.len() + bytes.len()) as u64);
    }

    #[test]
    fn a_workbook_with_wrong_bytes_never_panics(at in 0.0..1.0_f64, bytes in proptest::collection::vec(any::<u8>(), 1..8), kind in 0_usize..3) {
        let (name, mut file) = match kind {
            0 => ("a.xlsx", xlsx("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>")),
            1 => ("a.ods", ods("<table:table table:name=\"x\"><table:table-row><table:table-cell office:value=\"1\"/></table:table-row></table:table>")),
            _ => ("a.xls", compound_file(&[("Workbook", b"\x09\x08\x04\0\0\x06\x05\0\x85\0\x09\0\x19\0\0\0\0\0\x01\0a\x0A\0\0\0\x09\x08\x04\0\0\x06\x10\0\x0A\0\0\0")])),
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a small file")]
        let at = (at * file.len() as f64) as usize;
        for (offset, byte) in bytes.iter().enumerate() {
            if let Some(place) = file.get_mut(at + offset) { *place = *byte; }
        }
        let _ = read_bytes(name, &file, &SMALL);
    }
}
