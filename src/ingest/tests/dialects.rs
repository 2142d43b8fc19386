//! Workbooks and texts as other programs, older programs and stricter programs write them.

use crate::domain::{DateSystem, FileFormat, Unreadable};
use crate::ingest::testing::{LIMITS, noted, read_bytes, refusal, sheets, shown, xlsx, xlsx_of, xlsx_parts, zip_of, zip_of_bytes};

#[test]
fn the_strict_edition_of_the_standard_is_read() {
    let sheet = "<cols><col min=\"2\" max=\"2\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" t=\"d\" s=\"1\"><v>2026-05-31</v></c>\
                 <c r=\"B1\" t=\"d\" s=\"1\"><v>2026-05-31T12:30:00Z</v></c><c r=\"C1\"><f>1+1</f><v>2</v></c></row></sheetData>";
    let mut parts = xlsx_parts("<workbookPr date1904=\"0\"/>", &[("Blad1", "", sheet)]);
    parts.push((
        "xl/worksheets/_rels/sheet0.xml.rels".to_owned(),
        "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"/xl/comments1.xml\"/></Relationships>".to_owned(),
    ));
    parts.push(("xl/comments1.xml".to_owned(), "<comments><commentList><comment ref=\"A1\"/></commentList></comments>".to_owned()));
    for (_, text) in &mut parts {
        *text = text
            .replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            .replace("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main");
    }
    let book = read_bytes("a.xlsx", &zip_of(&parts), &LIMITS);
    let grid = &sheets(&book)[0];
    assert_eq!(shown(grid), "A1@2026-05-31 00:00:00 B1@2026-05-31 12:30:00 C1:2");
    assert_eq!(noted(grid), "cols B notes A1 formulas C1=1+1");
}

#[test]
fn a_date_of_the_1904_system_is_the_same_day_and_a_plain_number_stays_one() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>44711</v></c><c r=\"B1\"><v>44711</v></c></row></sheetData>";
    let book = read_bytes("a.xlsx", &zip_of(&xlsx_parts("<workbookPr date1904='true'/>", &[("Blad1", "", sheet)])), &LIMITS);
    assert_eq!(
        (shown(&sheets(&book)[0]).as_str(), sheets(&book)[0].date_system),
        ("A1@2026-05-31 00:00:00 B1:44711", DateSystem::From1904)
    );
}

#[test]
fn escaped_characters_are_read_as_themselves() {
    let row = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>a_x000D_\nb</t></is></c>\
               <c r=\"C1\" t=\"str\"><f>1</f><v>x_x0009_y</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>_x005F_x000D_</t></is></c></row>";
    let mut parts = xlsx_parts("", &[("Blad1", "", &format!("<sheetData>{row}</sheetData>"))]);
    parts[5].1 = "<sst><si><t>c_x000d_\r\nd_xZZZZ_</t></si></sst>".to_owned();
    let book = read_bytes("a.xlsx", &zip_of(&parts), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "A1=c\r\nd_xZZZZ_ B1=a\r\nb C1=x\ty D1=_x000D_");
}

#[test]
fn elements_with_a_prefix_are_read() {
    let mut parts = xlsx_parts("", &[("Blad1", "", "")]);
    parts[6].1 = "<x:worksheet xmlns:x=\"y\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"s\"><x:v>0</x:v></x:c><x:c r=\"B1\"><x:f>SUM(A2:A3)</x:f><x:v>2</x:v></x:c>\
                  </x:row></x:sheetData><x:mergeCells><x:mergeCell ref=\"A5:B5\"/></x:mergeCells></x:worksheet>"
        .to_owned();
    parts[5].1 = "<x:sst xmlns:x=\"y\"><x:si><x:t>naam</x:t></x:si></x:sst>".to_owned();
    let book = read_bytes("a.xlsx", &zip_of(&parts), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "A1=naam B1:2");
    assert_eq!(noted(&sheets(&book)[0]), "merged A5:B5 formulas B1=SUM(A2:A3)");
}

#[test]
fn parts_in_utf_16_are_refused_and_not_misread() {
    let mut parts: Vec<(String, Vec<u8>)> =
        xlsx_parts("", &[("Blad1", "", "<sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>")])
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()))
            .collect();
    let wide: Vec<u8> = String::from_utf8(parts[6].1.clone()).expect("text").encode_utf16().flat_map(u16::to_le_bytes).collect();
    parts[6].1 = [b"\xFF\xFE".to_vec(), wide].concat();
    let parts: Vec<(&str, Vec<u8>)> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    assert!(matches!(refusal(&read_bytes("a.xlsx", &zip_of_bytes(&parts), &LIMITS)), Unreadable::Damaged(_)));
}

#[test]
fn a_file_whose_program_did_not_calculate_has_formulas_and_no_values() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>4</v></c></row><row r=\"2\"><c r=\"A2\"><f>SUM(A1:A1)</f><v></v></c></row><row r=\"3\"><c r=\"A3\"><f>A2</f><v/></c></row>";
    let book = read_bytes("a.xlsx", &xlsx(rows), &LIMITS);
    assert_eq!((shown(&sheets(&book)[0]).as_str(), noted(&sheets(&book)[0]).as_str()), ("A1:4", "formulas A2=SUM(A1:A1)? A3=A2?"));
}

#[test]
fn a_sheet_that_cannot_be_read_is_named_by_its_number() {
    let book = read_bytes(
        "a.xlsx",
        &xlsx_of(&[("Goed", "", "<sheetData/>"), ("Jansen", "", "<sheetData><row><c t=\"n\"><v>x</v></c></row></sheetData>")]),
        &LIMITS,
    );
    let why = refusal(&book);
    assert!(matches!(why, Unreadable::DamagedSheet { number: 2, .. }), "{why:?}");
    assert!(why.reason().nl.starts_with("blad 2 is beschadigd") && why.reason().en.starts_with("sheet 2 is damaged"), "{:?}", why.reason());
}

#[test]
fn delimited_text_is_read_in_every_usual_encoding_and_with_every_usual_sign() {
    let rows = [["Missie", "Aantal", "Opmerking"], ["EUAM Oekraïne", "1.234,5", "Coördinator: één"], ["A\u{a0}B", "4", "\"zo\""]];
    let text = |sign: char, end: &str, first: &str| {
        let field =
            |field: &str| if field.contains([sign, '"']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() };
        let lines = rows.map(|row| row.map(field).join(&sign.to_string()));
        format!("{first}{}{end}", lines.join(end))
    };
    let high: Vec<u8> = (0x80..=0xFF).collect();
    let of_a_mac: Vec<char> = encoding_rs::MACINTOSH.decode_without_bom_handling(&high).0.chars().collect();
    type Encode<'a> = &'a dyn Fn(&str) -> Vec<u8>;
    let encodings: [(&str, Encode<'_>); 7] = [
        ("utf-8", &|text| text.as_bytes().to_vec()),
        ("utf-8 with mark", &|text| [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("utf-16 le", &|text| [b"\xFF\xFE".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()),
        ("utf-16 be", &|text| [b"\xFE\xFF".to_vec(), text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat()),
        ("utf-16 le without mark", &|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("windows-1252 and latin-1", &|text| text.chars().map(|c| u8::try_from(c).expect("a letter of Latin-1")).collect()),
        ("of a Mac", &|text| {
            let byte =
                |c: char| of_a_mac.iter().position(|letter| *letter == c).map_or_else(|| u8::try_from(c).expect("ASCII"), |at| high[at]);
            text.chars().map(byte).collect()
        }),
    ];
    for sign in [';', ',', '\t', '|'] {
        for end in ["\r\n", "\n", "\r"] {
            for (name, encode) in &encodings {
                let book = read_bytes("a.csv", &encode(&text(sign, end, "")), &LIMITS);
                assert_eq!(
                    shown(&sheets(&book)[0]),
                    "A1=Missie B1=Aantal C1=Opmerking A2=EUAM Oekraïne B2=1.234,5 C2=Coördinator: één A3=A\u{a0}B B3=4 C3=\"zo\"",
                    "{name}, {sign:?}, {end:?}"
                );
                assert_eq!(book.source.format, FileFormat::Csv);
                let declared = read_bytes("a.csv", &encode(&text(sign, end, &format!("sep={sign}{end}"))), &LIMITS);
                assert!(
                    shown(&sheets(&declared)[0]).starts_with(&format!("A1=sep={sign} A2=Missie B2=Aantal")),
                    "{name}, {sign:?}, {end:?}"
                );
            }
        }
    }
}
