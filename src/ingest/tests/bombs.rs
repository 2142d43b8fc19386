//! Files that are small and would take very much: refused before anything is unpacked or made room for, in words that a person
//! understands.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::ingest::Limits;
use crate::ingest::testing::{
    LIMITS, compound_file, ods, read_bytes, refusal, sheets, shown, xlsb, xlsx, xlsx_of, xlsx_parts, zip, zip_of, zip_of_bytes,
};

/// The reason in Dutch and English.
fn reason(name: &str, bytes: &[u8], limits: &Limits) -> [String; 2] {
    let reason = refusal(&read_bytes(name, bytes, limits)).reason();
    [reason.nl, reason.en]
}

fn assert_says(reason: &[String; 2], nl: &str, en: &str) {
    assert!(reason[0].contains(nl) && reason[1].contains(en), "{reason:?}");
}

/// A stored part under any name, and a part of so many blanks, which is as tight as it gets.
fn with_blanks(name: &str, blanks: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, text) in xlsx_parts("", &[("Blad1", "", "<sheetData/>")]) {
        writer.start_file(part, SimpleFileOptions::default()).expect("started");
        writer.write_all(text.as_bytes()).expect("written");
    }
    writer.start_file(name, SimpleFileOptions::default()).expect("started");
    let block = vec![b' '; 1 << 16];
    for _ in 0..blanks / block.len() {
        writer.write_all(&block).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn a_part_that_unpacks_to_a_thousand_times_its_size_is_refused() {
    let bomb = with_blanks("xl/media/image1.png", 17 << 20);
    assert!(bomb.len() < 50_000);
    let refused = reason("a.xlsx", &bomb, &LIMITS);
    assert_says(&refused, "maal de ingepakte omvang, toegestaan 400 maal", "times its packed size, allowed 400 times");
    assert!(read_bytes("a.xlsx", &bomb, &Limits { max_ratio: 2_000, ..LIMITS }).sheets.is_ok());
    // What unpacks to little may be as tight as it likes.
    assert!(read_bytes("a.xlsx", &with_blanks("xl/media/image1.png", 8 << 20), &LIMITS).sheets.is_ok());
}

#[test]
fn parts_that_lie_over_each_other_are_refused() {
    let whole = zip_of(&xlsx_parts("", &[("Blad1", "", "<sheetData/>")]));
    // Each entry of the directory says where its part begins. All now begin where the first does.
    let mut bomb = whole.clone();
    for at in (0..bomb.len() - 46).filter(|at| whole[*at..].starts_with(b"PK\x01\x02")) {
        bomb[at + 42..at + 46].fill(0);
    }
    assert_says(&reason("a.xlsx", &bomb, &LIMITS), "liggen over elkaar", "lie over each other");
}

#[test]
fn an_archive_that_claims_very_many_parts_makes_no_room_for_them() {
    let mut bomb = zip_of(&xlsx_parts("", &[("Blad1", "", "<sheetData/>")]));
    let end = bomb.split_off(bomb.len() - 22);
    let (directory, length) = (bomb.len() as u64, 56_u64);
    let number = u64::from(u32::MAX);
    let record = [
        &b"PK\x06\x06"[..],
        &(length - 12).to_le_bytes(),
        &[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        &number.to_le_bytes(),
        &number.to_le_bytes(),
        &(number * 46).to_le_bytes(),
        &u64::from(u32::from_le_bytes([end[16], end[17], end[18], end[19]])).to_le_bytes(),
    ]
    .concat();
    let pointer = [&b"PK\x06\x07\0\0\0\0"[..], &directory.to_le_bytes(), &[1, 0, 0, 0]].concat();
    let bomb = [bomb, record, pointer, end].concat();
    assert_says(&reason("a.xlsx", &bomb, &LIMITS), "te veel onderdelen", "too many parts");
}

#[test]
fn an_archive_in_an_archive_is_not_unpacked() {
    // Sixteen archives in each of sixteen archives, and so on: none is looked into.
    let mut inside = zip(&[("nul.csv", &"0".repeat(1 << 20))]);
    for _ in 0..3 {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..16 {
            writer.start_file(format!("lib {number}.zip"), SimpleFileOptions::default()).expect("started");
            writer.write_all(&inside).expect("written");
        }
        inside = writer.finish().expect("finished").into_inner();
    }
    let refused = reason("a.xlsx", &inside, &LIMITS);
    assert_says(&refused, "zip-archief zonder werkmap", "zip archive without a workbook");
}

/// Entities in entities, each ten times the one before: a billion of the first.
fn laughs() -> String {
    let mut types = String::from("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
    for level in 1..10 {
        types += &format!("<!ENTITY lol{level} \"{}\">", format!("&lol{};", level - 1).repeat(10));
    }
    types + "]>"
}

#[test]
fn entities_in_entities_are_never_written_out() {
    let text = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&lol9;</t></is></c><c r=\"B1\" t=\"s\"><v>0</v></c></row>";
    let whole = xlsx_parts("", &[("Blad1", "", &format!("<sheetData>{text}</sheetData>"))]);
    for part in ["xl/worksheets/sheet0.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"] {
        let mut parts = whole.clone();
        let (_, content) = parts.iter_mut().find(|(name, _)| name == part).expect("a part");
        *content = format!("{}{}", laughs(), content.replace("gedeeld", "&lol9;").replacen("numFmtId=\"0\"", "numFmtId=\"&lol9;\"", 1));
        // Whether the reader gives up or leaves the word as it is, a billion of anything is not there.
        if let Ok(grids) = read_bytes("a.xlsx", &zip_of(&parts), &LIMITS).sheets {
            assert!(grids.iter().all(|grid| shown(grid).len() < 1000), "{part}");
        }
    }
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>&lol9;</text:p></table:table-cell>";
    let content = format!(
        "{}<office:document-content><office:body><office:spreadsheet><table:table table:name=\"x\"><table:table-row>{cell}</table:table-row>\
         </table:table></office:spreadsheet></office:body></office:document-content>",
        laughs()
    );
    let bomb = zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        ("content.xml", &content),
    ]);
    if let Ok(grids) = read_bytes("a.ods", &bomb, &LIMITS).sheets {
        assert!(grids.iter().all(|grid| shown(grid).len() < 1000));
    }
}

#[test]
fn a_shared_formula_with_an_immense_number_is_refused() {
    let sheet = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A2\" si=\"4000000000\">1+1</f><v>2</v></c></row>";
    assert_says(&reason("a.xlsx", &xlsx(sheet), &LIMITS), "onmogelijk veel formules", "impossibly many formulas");
    let plain = "<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A2\" si=\"4000\">1+1</f><v>2</v></c></row>";
    assert!(read_bytes("a.xlsx", &xlsx(plain), &LIMITS).sheets.is_ok());
}

#[test]
fn a_table_of_strings_that_is_really_immense_is_refused() {
    let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
    parts[5].1 = format!("<sst>{}</sst>", "<si><t>xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx</t></si>".repeat(50_000));
    let small = Limits { max_unpacked_bytes: 1 << 20, ..LIMITS };
    assert_says(&reason("a.xlsx", &zip_of(&parts), &small), "MiB uitgepakt, toegestaan 1.0 MiB", "MiB unpacked, allowed 1.0 MiB");
    assert!(read_bytes("a.xlsx", &zip_of(&parts), &LIMITS).sheets.is_ok());
}

#[test]
fn very_many_formatted_rows_without_a_value_cost_nothing() {
    let rows = "<row s=\"1\" customFormat=\"1\"/>".repeat(50_000);
    let book = read_bytes("a.xlsx", &xlsx(&format!("{rows}<row r=\"1\"><c r=\"B1\"><v>1</v></c></row>")), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "B1:1");
    let rows = "<table:table-row table:style-name=\"ro1\"><table:table-cell table:style-name=\"ce1\"/></table:table-row>".repeat(50_000);
    let book = read_bytes("a.ods", &ods(&format!("<table:table table:name=\"x\">{rows}</table:table>")), &LIMITS);
    assert_eq!(sheets(&book)[0].used_cells(), 0);
}

#[test]
fn a_sheet_that_says_to_fill_all_there_is_costs_nothing() {
    let inside = "<dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    assert_eq!(shown(&sheets(&read_bytes("a.xlsx", &xlsx_of(&[("Blad1", "", inside)]), &LIMITS))[0]), "A1:1");
    // In an xlsb the dimensions stand in a record of their own.
    let all = [0_u32, 1_048_575, 0, 16_383].map(u32::to_le_bytes).concat();
    let cell = [&[0; 8][..], &1.0_f64.to_le_bytes()].concat();
    let book = read_bytes("a.xlsb", &xlsb(&[(0x94, &all), (0x00, &[0; 8]), (0x05, &cell)]), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "A1:1");
}

#[test]
fn a_record_that_claims_to_be_immense_is_refused() {
    // A record of 256 MiB in a part of five bytes.
    let claim = vec![0x9C, 0xFF, 0xFF, 0xFF, 0x7F];
    let bomb = zip_of_bytes(&[("xl/workbook.bin", claim), ("xl/_rels/workbook.bin.rels", b"<Relationships/>".to_vec())]);
    assert_says(&reason("a.xlsb", &bomb, &LIMITS), "langer te zijn dan het is", "longer than it is");
}

#[test]
fn thousands_of_sheets_are_read_and_very_many_are_refused() {
    let tables = |number: usize| {
        let table = |at| format!("<table:table table:name=\"s{at}\"><table:table-row><table:table-cell/></table:table-row></table:table>");
        ods(&(0..number).map(table).collect::<String>())
    };
    assert_eq!(sheets(&read_bytes("a.ods", &tables(3_000), &LIMITS)).len(), 3_000);
    assert_says(&reason("a.ods", &tables(10_001), &LIMITS), "10001 bladen, toegestaan 10000", "10001 sheets, allowed 10000");
}

#[test]
fn memory_of_an_old_workbook_is_not_decided_by_what_it_says() {
    // The number of strings in a table, the number of sheets, the size of a sheet: all as large as can be written.
    let stream = b"\x09\x08\x10\0\0\x06\x05\0\0\0\0\0\0\0\0\0\0\0\0\0\xFC\0\x08\0\xFF\xFF\xFF\x7F\xFF\xFF\xFF\x7F\x0A\0\0\0";
    let book = read_bytes("a.xls", &compound_file(&[("Workbook", stream)]), &LIMITS);
    assert!(book.sheets.is_err());
}
