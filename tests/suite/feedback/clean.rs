//! Nothing personal goes back, wherever in the package it stands.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Note, Url, Workbook};

use super::books::{Handmade, headcount, rows};
use super::{back, cells, file_of, findings, one_back, part, parts, text_of};

const NAME: &str = "2026-05/opgave-oost-2026-05.xlsx";

/// Names that stand in no list of the project.
const NAMES: [&str; 3] = ["Voor Geheimnaam", "A.B. van der Geheimenis", "Geheimrath, C."];

/// A return with the headcount and a roster in which persons stand by name, by mailbox, by telephone and by date of birth.
fn with_persons(more: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Bezetting").expect("a name");
    headcount(sheet);
    sheet.write(9, 0, "Toelichting: voor geheimnaam is op verlof").expect("written");
    sheet.insert_note(4, 1, &Note::new("bel Voor Geheimnaam").set_author("A.B. van der Geheimenis")).expect("a note");
    let roster = book.add_worksheet().set_name("Personeel").expect("a name");
    let day = Format::new().set_num_format("dd-mm-yyyy");
    for (col, header) in (0..).zip(["Uitzendnummer", "Achternaam", "Missie", "M/V", "Begindatum", "E-mail", "Geboortedatum", "Opmerkingen"])
    {
        roster.write(0, col, header).expect("written");
    }
    for (row, name) in (1..).zip(NAMES) {
        roster.write(row, 0, format!("NP-000{row}")).expect("written");
        roster.write(row, 1, name).expect("written");
        roster.write(row, 2, "EUM Armenia").expect("written");
        roster.write(row, 3, "M").expect("written");
        roster.write_with_format(row, 4, ExcelDateTime::from_ymd(2025, 1, 7).expect("a day"), &day).expect("written");
        let mailbox = Url::new(format!("mailto:geheim{row}@dienst.example")).set_text(format!("geheim{row}@dienst.example"));
        roster.write_url(row, 5, mailbox).expect("written");
        roster.write_with_format(row, 6, ExcelDateTime::from_ymd(1980, 2, 7).expect("a day"), &day).expect("written");
    }
    roster.write(1, 7, "bel +31 6 1234 5678").expect("written");
    roster.write(2, 7, "terug in juni").expect("written");
    roster.write_formula(5, 1, rust_xlsxwriter::Formula::new("B2").set_result(NAMES[0])).expect("written");
    let other = book.add_worksheet().set_name("Lijst").expect("a name");
    other.write_formula(0, 0, rust_xlsxwriter::Formula::new("Personeel!B2").set_result(NAMES[0])).expect("written");
    other.write(1, 0, "gewone tekst").expect("written");
    let made = ExcelDateTime::from_ymd(2026, 6, 1).expect("a day");
    book.set_properties(&DocProperties::new().set_author(NAMES[0]).set_title("Opgave van Geheimrath C").set_creation_datetime(&made));
    more(&mut book);
    book.save_to_buffer().expect("a workbook")
}

/// The parts of a package with more beside them.
fn with_part(bytes: &[u8], name: &str, text: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new_append(Cursor::new(bytes.to_vec())).expect("a package");
    zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
    zip.write_all(text.as_bytes()).expect("written");
    zip.finish().expect("finished").into_inner()
}

/// What is planted, in small letters.
const PLANTED: [&str; 4] = ["geheim", "1234 5678", "12345678", "29258"];

/// Holds that nothing that was planted is in a package, not even in pieces.
fn nothing_planted(bytes: &[u8]) {
    for (name, (_, plain)) in parts(bytes) {
        let raw = String::from_utf8_lossy(&plain).to_lowercase();
        let mut text = String::new();
        for piece in raw.split('<') {
            text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        }
        for planted in PLANTED {
            assert!(!raw.contains(planted) && !text.contains(planted), "{planted} is in {name}: {raw}");
        }
    }
}

#[test]
fn what_was_planted_would_be_found() {
    let bytes = with_persons(|_| ());
    let all: String = parts(&bytes).into_values().map(|(_, plain)| String::from_utf8_lossy(&plain).to_lowercase()).collect();
    for planted in ["geheim", "1234 5678", "29258"] {
        assert!(all.contains(planted), "{planted}");
    }
}

#[test]
fn persons_are_taken_out_of_the_whole_package() {
    let bytes = with_persons(|_| ());
    let (_, back, marked) = one_back(NAME, &bytes);
    assert_eq!(back.returns[0].copied, None, "the workbook itself is kept");
    nothing_planted(&marked);
    let sheets = cells(&marked);
    let (_, roster) = sheets.iter().find(|(name, _)| name == "Personeel").expect("the roster");
    for kept in ["A2", "A4", "B1", "C2", "E2", "F1", "G1", "H3"] {
        assert!(roster.contains_key(kept), "{kept} stays: {roster:?}");
    }
    for gone in ["B2", "B3", "B4", "B6", "F2", "F3", "F4", "G2", "G3", "G4", "H2"] {
        assert!(!roster.contains_key(gone), "{gone} goes: {roster:?}");
    }
    let (_, headcount) = sheets.iter().find(|(name, _)| name == "Bezetting").expect("the headcount");
    assert!(!headcount.contains_key("A10") && headcount.contains_key("B8"), "{headcount:?}");
    let (_, list) = sheets.iter().find(|(name, _)| name == "Lijst").expect("the list");
    assert_eq!(list.keys().collect::<Vec<_>>(), ["A2"], "what showed a name by a formula goes too");
    assert!(!part(&marked, "xl/worksheets/_rels/sheet2.xml.rels").contains("mailto"));
    assert!(part(&marked, "xl/comments1.xml").contains("<author></author>"));
    let core = part(&marked, "docProps/core.xml");
    assert!(core.contains("<dc:creator></dc:creator>") && core.contains("<dc:title></dc:title>"), "{core}");
    let mail = text_of(&back, "oost.md");
    assert!(mail.contains("in de bijlage zijn ze leeggemaakt"), "{mail}");
    assert!(!mail.to_lowercase().contains("geheim"), "{mail}");
    for planted in PLANTED {
        assert!(!findings(&marked).concat().concat().to_lowercase().contains(planted), "{planted}");
    }
}

#[test]
fn where_copies_may_be_left_a_new_workbook_goes_back() {
    let plain = with_persons(|_| ());
    for (name, text) in [
        ("xl/pivotCache/pivotCacheRecords1.xml", "<pivotCacheRecords><r><s v=\"Voor Geheimnaam\"/></r></pivotCacheRecords>"),
        ("xl/externalLinks/externalLink1.xml", "<externalLink><v>Voor Geheimnaam</v></externalLink>"),
        ("xl/vbaProject.bin", "Voor Geheimnaam"),
        ("xl/media/image1.emf", "V\0o\0o\0r\0"),
        ("xl/embeddings/oleObject1.bin", "Voor Geheimnaam"),
        ("customXml/item1.xml", "<x>Voor Geheimnaam</x>"),
        ("docProps/thumbnail.jpeg", "a picture of the first sheet"),
    ] {
        let (_, back, marked) = one_back(NAME, &with_part(&plain, name, text));
        let why = back.returns[0].copied.clone().unwrap_or_else(|| panic!("{name} was kept"));
        assert!(why.en.contains("more data about persons"), "{name}: {}", why.en);
        assert!(!parts(&marked).contains_key(name), "{name}");
        nothing_planted(&marked);
        let (_, roster) = cells(&marked).into_iter().find(|(sheet, _)| sheet == "Personeel").expect("the roster");
        assert!(roster.contains_key("A2") && !roster.contains_key("B2"), "{roster:?}");
    }
}

#[test]
fn a_list_of_choices_with_a_name_does_not_stay() {
    let with_list = with_persons(|book| {
        let list = rust_xlsxwriter::DataValidation::new().allow_list_strings(&["ja", "Voor Geheimnaam"]).expect("a list");
        book.worksheet_from_name("Lijst").expect("a sheet").add_data_validation(3, 0, 3, 0, &list).expect("a validation");
    });
    let (_, back, marked) = one_back(NAME, &with_list);
    assert!(back.returns[0].copied.is_some());
    nothing_planted(&marked);
}

#[test]
fn parts_with_copies_stay_where_nothing_is_personal() {
    let bytes = with_part(&super::books::plain(), "xl/pivotCache/pivotCacheRecords1.xml", "<pivotCacheRecords/>");
    let (_, back, marked) = one_back(NAME, &bytes);
    assert_eq!(back.returns[0].copied, None);
    assert_eq!(parts(&marked)["xl/pivotCache/pivotCacheRecords1.xml"], parts(&bytes)["xl/pivotCache/pivotCacheRecords1.xml"]);
}

#[test]
fn macros_stay_in_a_workbook_with_macros() {
    let bytes = with_part(&super::books::plain(), "xl/vbaProject.bin", "a project");
    let (_, back, marked) = one_back("2026-05/opgave-oost-2026-05.xlsm", &bytes);
    assert_eq!(back.returns[0].copied, None);
    assert_eq!(back.returns[0].file.as_deref(), Ok("opgave-oost-2026-05.xlsm"));
    assert_eq!(parts(&marked)["xl/vbaProject.bin"], parts(&bytes)["xl/vbaProject.bin"]);
    assert!(text_of(&back, "oost.md").contains("`opgave-oost-2026-05-v2.xlsm`"));
}

#[test]
fn of_a_refused_return_no_cell_goes_back() {
    let bytes = with_persons(|book| {
        let list = book.worksheet_from_name("Lijst").expect("a sheet");
        list.write(3, 3, "BSN").expect("written");
        for (row, number) in [(4, "123456782"), (5, "111222333")] {
            list.write(row, 3, number).expect("written");
        }
        let roster = book.worksheet_from_name("Personeel").expect("a sheet");
        roster.write(0, 8, "BSN").expect("written");
        roster.write(1, 8, "123456782").expect("written");
        roster.write(2, 8, "111222333").expect("written");
    });
    let (run, back, marked) = one_back(NAME, &bytes);
    assert_eq!(run.returns[0].refused.as_deref(), Some("PRV-01"));
    let sheets = cells(&marked);
    assert_eq!(sheets.len(), 1, "only the findings");
    nothing_planted(&marked);
    for (_, (_, plain)) in parts(&marked) {
        let text = String::from_utf8_lossy(&plain).into_owned();
        assert!(["123456782", "111222333", "EUM Armenia", "gewone tekst"].iter().all(|cell| !text.contains(cell)), "{text}");
    }
    let told = findings(&marked);
    assert!(told.iter().any(|line| line[2].contains("PRV-01") && line[3] == "Personeel!I1"), "{told:?}");
    let mail = text_of(&back, "oost.md");
    assert!(mail.contains("Dit bestand is niet gelezen.") && mail.contains("`opgave-oost-2026-05-v2.xlsx`"), "{mail}");
}

#[test]
fn a_sheet_that_is_called_after_a_person_is_called_otherwise() {
    let mut book = Workbook::new();
    headcount(book.add_worksheet().set_name("Bezetting").expect("a name"));
    book.add_worksheet().set_name("A.B. van der Geheimenis").expect("a name").write(0, 0, "x").expect("written");
    let (_, back, marked) = one_back(NAME, &book.save_to_buffer().expect("a workbook"));
    assert!(back.returns[0].copied.as_ref().is_some_and(|why| why.en.contains("name of a sheet")));
    nothing_planted(&marked);
}

#[test]
fn texts_in_pieces_and_unused_texts_go_too() {
    let roster = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>\
                  <row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\"><v>6</v></c></row>\
                  <row r=\"3\"><c r=\"A3\" t=\"s\"><v>2</v></c><c r=\"B3\"><v>3</v></c><c r=\"C3\" t=\"s\"><v>4</v></c></row>";
    let strings = "<sst {ns}><si><t>Missie</t></si><si><t>Bezetting</t></si><si><t>EUM Armenia</t></si>\
                   <si><t>mail geheim@dienst.example, oud</t></si>\
                   <si><r><t>mail geheim@</t></r><r><t>dienst.example</t></r></si></sst>";
    let sheet = format!("<sheetData>{roster}</sheetData>");
    let bytes = Handmade { sheet: &sheet, strings: Some(strings), ..Handmade::default() }.bytes();
    let (_, back, marked) = one_back(NAME, &bytes);
    assert_eq!(back.returns[0].copied, None);
    nothing_planted(&marked);
    assert!(part(&marked, "xl/sharedStrings.xml").contains("<si><t>EUM Armenia</t></si><si><t/></si><si><t/></si>"));
}

#[test]
fn a_formula_that_others_share_is_not_torn_out() {
    let shared = "<c r=\"C2\" t=\"str\"><f t=\"shared\" ref=\"C2:C3\" si=\"0\">A2&amp;\"x\"</f><v>geheim@dienst.example</v></c>";
    let body = rows("", true).replace("<c r=\"B2\"><v>6</v></c>", &format!("<c r=\"B2\"><v>6</v></c>{shared}")).replace(
        "<c r=\"B3\"><v>3</v></c>",
        "<c r=\"B3\"><v>3</v></c><c r=\"C3\" t=\"str\"><f t=\"shared\" si=\"0\"/><v>iets anders</v></c>",
    );
    let bytes = Handmade { sheet: &format!("<sheetData>{body}</sheetData>"), ..Handmade::default() }.bytes();
    let (_, back, marked) = one_back(NAME, &bytes);
    assert!(back.returns[0].copied.is_some(), "the other cell would lose its formula");
    nothing_planted(&marked);
    assert!(cells(&marked)[1].1.get("C3").is_some_and(|cell| cell.contains("iets anders")));
}

#[test]
fn what_cannot_be_read_is_said_in_the_mail_alone() {
    let (_, back) = back(&[("2026-05/opgave-oost-2026-05.xlsx", b"no workbook"), ("2026-05/opgave-west-2026-05.xls", b"")]);
    let files: Vec<&str> = back.files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(files, ["oost.md", "unknown.md"]);
    let mail = String::from_utf8(file_of(&back, "oost.md")).expect("text");
    assert!(mail.contains("Dit bestand kan niet worden gelezen: "), "{mail}");
}
