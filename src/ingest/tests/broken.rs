//! Files that are broken, cut off or put together wrongly on purpose: refused, or read as far as they are sound.

use proptest::prelude::*;

use crate::domain::Unreadable::{self, Damaged, DamagedSheet, Empty, Encrypted};
use crate::ingest::testing::{
    LIMITS, compound_file, ods, read_bytes, refusal, sheets, shown, xlsb, xlsb_of, xlsx, xlsx_parts, zip, zip_of,
};

fn refused(name: &str, bytes: &[u8]) -> Unreadable {
    refusal(&read_bytes(name, bytes, &LIMITS)).clone()
}

const STREAM: &[u8] = b"\x09\x08\x04\0\0\x06\x05\0\x85\0\x09\0\x19\0\0\0\0\0\x01\0a\x0A\0\0\0\x09\x08\x04\0\0\x06\x10\0\x0A\0\0\0";

fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let cell = [&[0; 8][..], &1.0_f64.to_le_bytes()].concat();
    vec![
        ("a.xlsx", xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>")),
        ("a.xlsb", xlsb(&[(0x00, &[0; 8]), (0x05, &cell)])),
        (
            "a.ods",
            ods(
                "<table:table table:name=\"x\"><table:table-row><table:table-cell office:value-type=\"float\" office:value=\"1\"/></table:table-row></table:table>",
            ),
        ),
        ("a.xls", compound_file(&[("Workbook", STREAM)])),
        ("a.csv", "Missie;Bezetting\r\n\"EUM\u{a0}Armenia\";7\r\n".as_bytes().to_vec()),
    ]
}

#[test]
fn a_file_cut_off_anywhere_makes_nothing_panic() {
    for (name, whole) in samples() {
        let sound = read_bytes(name, &whole, &LIMITS);
        let step = (whole.len() / 200).max(1);
        for length in (0..whole.len()).step_by(step) {
            let book = read_bytes(name, &whole[..length], &LIMITS);
            // An archive without its end is none; an old workbook may end in blocks that are not used.
            let fine = match &book.sheets {
                Err(Damaged(_) | DamagedSheet { .. } | Empty) => true,
                Ok(_) => name == "a.csv" || book.sheets == sound.sheets,
                Err(_) => false,
            };
            assert!(fine, "{name}, {length} of {} bytes: {:?}", whole.len(), book.sheets);
        }
    }
}

#[test]
fn a_file_under_any_other_name_is_known_for_what_it_is() {
    for (name, bytes) in samples().into_iter().filter(|(name, _)| *name != "a.csv") {
        let sound = read_bytes(name, &bytes, &LIMITS);
        for other in ["a.xlsx", "a.xlsb", "a.xls", "a.ods", "a.csv", "a.zip"] {
            let book = read_bytes(other, &bytes, &LIMITS);
            assert_eq!(book.sheets, sound.sheets, "{name} as {other}");
        }
    }
}

#[test]
fn every_kind_of_password_is_named_as_one() {
    // The two kinds of protection an xlsx can have, and the marks of the four an xls can have.
    let packages: [&[(&str, &[u8])]; 2] =
        [&[("EncryptionInfo", b"\x04\0\x04\0"), ("EncryptedPackage", b"x")], &[("\u{6}DataSpaces", b""), ("EncryptedPackage", b"x")]];
    for package in packages {
        for name in ["a.xlsx", "a.xlsm", "a.xlsb", "a.xls"] {
            assert_eq!(refused(name, &compound_file(package)), Encrypted, "{name}");
        }
    }
    let marks: [&[u8]; 4] = [b"\x12\x34\x56\x78", b"\0\0\x12\x34\x56\x78", b"\x01\0\x01\0\x01\0", b"\x01\0\x02\0\x02\0"];
    for mark in marks {
        let length = u8::try_from(mark.len()).expect("short");
        let stream = [&b"\x09\x08\x04\0\0\x06\x05\0\x2F\0"[..], &[length, 0], mark, b"\x0A\0\0\0"].concat();
        for book in ["Workbook", "Book"] {
            assert_eq!(refused("a.xls", &compound_file(&[(book, &stream)])), Encrypted, "{book} {mark:?}");
        }
    }
    let manifest = "<manifest:manifest><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data \
                    manifest:checksum-type=\"SHA256/1K\"/></manifest:file-entry></manifest:manifest>";
    // Part by part, as it was for long, and as one package.
    for part in ["content.xml", "encrypted-package"] {
        let locked =
            zip(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("META-INF/manifest.xml", manifest), (part, "?")]);
        assert_eq!(refused("a.ods", &locked), Encrypted, "{part}");
    }
    let mut locked = samples().remove(0).1;
    let first = locked.windows(4).position(|window| window == b"PK\x01\x02").expect("a directory");
    locked[first + 8] |= 1;
    assert_eq!(refused("a.xlsx", &locked), Encrypted);
    let reason = Encrypted.reason();
    assert!(reason.nl.contains("wachtwoord") && reason.en.contains("password"));
}

#[test]
fn relationships_in_a_circle_lead_nowhere() {
    let circles = [
        // The workbook is its own sheet, its own strings, or lies outside the archive; a sheet is there that is not.
        ("worksheets/sheet0.xml", "workbook.xml"),
        ("worksheets/sheet0.xml", "_rels/workbook.xml.rels"),
        ("worksheets/sheet0.xml", "../xl/../xl/../xl/workbook.xml"),
        ("worksheets/sheet0.xml", "../../../../etc/passwd"),
        ("worksheets/sheet0.xml", "/etc/passwd"),
        ("worksheets/sheet0.xml", "file:///etc/passwd"),
        ("worksheets/sheet0.xml", ""),
    ];
    for (from, to) in circles {
        let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
        let (_, relations) = parts.iter_mut().find(|(name, _)| name == "xl/_rels/workbook.xml.rels").expect("a part");
        *relations = relations.replace(from, to);
        let book = read_bytes("a.xlsx", &zip_of(&parts), &LIMITS);
        let cells: usize = book.sheets.iter().flatten().map(crate::domain::Grid::used_cells).sum();
        assert_eq!(cells, 0, "{to}");
    }
}

#[test]
fn a_part_whose_name_leads_out_of_the_archive_is_let_lie() {
    let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>")]);
    parts.push(("../../etc/passwd".to_owned(), "root".to_owned()));
    parts.push(("/xl/worksheets/../../../x".to_owned(), "x".to_owned()));
    assert_eq!(shown(&sheets(&read_bytes("a.xlsx", &zip_of(&parts), &LIMITS))[0]), "A1:1");
}

#[test]
fn two_parts_of_one_name_are_not_guessed_at() {
    let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
    parts.push(("xl/worksheets/sheet#.xml".to_owned(), "<worksheet/>".to_owned()));
    let mut book = zip_of(&parts);
    for at in 0..book.len() - 24 {
        if book[at..].starts_with(b"xl/worksheets/sheet#.xml") {
            book[at + 19] = b'0';
        }
    }
    let reason = refused("a.xlsx", &book).reason();
    assert!(reason.nl.contains("heten hetzelfde") && reason.en.contains("same name"), "{reason:?}");
}

#[test]
fn names_of_sheets_cannot_be_taken_for_what_stands_around_them() {
    let tables = |names: &[&str]| {
        let table = |name: &&str| {
            format!("<table:table table:name=\"{name}\"><table:table-row><table:table-cell/></table:table-row></table:table>")
        };
        ods(&names.iter().map(table).collect::<String>())
    };
    let long = "x".repeat(300);
    let book = read_bytes("a.ods", &tables(&["a\u{7f}b", "a\u{85}b", "a\u{9b}b", "plain", &long]), &LIMITS);
    let names: Vec<&str> = sheets(&book).iter().map(|sheet| sheet.name.as_str()).collect();
    assert_eq!(names, ["a\u{fffd}b", "a\u{fffd}b (2)", "a\u{fffd}b (3)", "plain", &long[..255]]);
}

#[test]
fn an_xlsb_without_its_parts_is_damaged() {
    let whole = samples().remove(1).1;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&whole)).expect("an archive");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    for missing in &names {
        let mut parts = Vec::new();
        for name in names.iter().filter(|name| *name != missing) {
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_name(name).expect("a part"), &mut content).expect("unpacked");
            parts.push((name.as_str(), content));
        }
        assert!(matches!(refused("a.xlsb", &super::super::testing::zip_of_bytes(&parts)), Damaged(_) | DamagedSheet { .. }), "{missing}");
    }
}

#[test]
fn settings_of_a_printer_in_an_xlsb_are_no_records() {
    let noise = vec![0xFF; 64];
    let with = |name: &str| xlsb_of(&[], &[(0, &0_u32.to_le_bytes())], &[], &[(name, noise.clone())]);
    for name in ["xl/printerSettings/printerSettings1.bin", "xl/vbaProject.bin", "xl/embeddings/oleObject1.bin"] {
        let book = read_bytes("a.xlsb", &with(name), &LIMITS);
        assert_eq!(sheets(&book).len(), 1, "{name}");
    }
    assert!(matches!(refused("a.xlsb", &with("xl/worksheets/sheet2.bin")), Damaged(_)));
}

/// An old workbook with one number in its header or its tables of blocks replaced.
fn with_word(at: usize, word: u32) -> Vec<u8> {
    let mut file = compound_file(&[("Workbook", &[STREAM, &[0; 9000]].concat())]);
    file[at..at + 4].copy_from_slice(&word.to_le_bytes());
    file
}

#[test]
fn blocks_that_lead_back_to_themselves_are_refused() {
    let circle = |file: &[u8]| {
        let reason = refused("a.xls", file).reason();
        assert!(reason.nl.contains("kring") && reason.en.contains("circle"), "{reason:?}");
    };
    // The directory (block 1) leads to itself in the table of blocks, which is block 0 and begins at 512.
    circle(&with_word(512 + 4, 1));
    // The list of further tables begins at a block whose last word names that block again.
    let mut file = with_word(68, 3);
    file[512 * 5 - 4..512 * 5].copy_from_slice(&3_u32.to_le_bytes());
    circle(&file);
    // A table of small blocks that runs through the directory for ever.
    let mut file = with_word(512 + 4, 1);
    file[60..64].copy_from_slice(&1_u32.to_le_bytes());
    file[64..68].copy_from_slice(&u32::MAX.to_le_bytes());
    circle(&file);
    // A small stream whose only block is followed by itself ends at its length.
    let mut small = compound_file(&[("Workbook", STREAM)]);
    small[1024 + 128 + 120..1024 + 128 + 124].copy_from_slice(&100_u32.to_le_bytes());
    assert!(matches!(refused("a.xls", &small), Damaged(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_word_in_an_old_workbook_makes_it_panic(
        at in 0_usize..3000,
        word in prop_oneof![any::<u32>(), 0_u32..20, Just(u32::MAX), Just(0xFFFF_FFFE)],
    ) {
        let _ = read_bytes("a.xls", &with_word(at, word), &LIMITS);
    }
}
