//! What sound workbooks hold.

use crate::domain::returns::Caution;
use crate::domain::{DateSystem, FileFormat};
use crate::ingest::testing::{LIMITS, XlsxSheet, ods, read_bytes, sheets, shown, xlsb, xlsx, xlsx_of, xlsx_parts, zip_of};

#[test]
fn every_kind_of_xlsx_value_is_kept() {
    let book = read_bytes(
        "a.xlsx",
        &xlsx(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> los </t></is></c>\
             <c r=\"C1\"><v>1.5</v></c><c r=\"D1\" s=\"1\"><v>46173</v></c><c r=\"E1\" t=\"b\"><v>1</v></c><c r=\"F1\" s=\"1\"/></row>\
             <row r=\"3\"><c r=\"A3\" t=\"e\"><v>#REF!</v></c><c r=\"B3\" t=\"str\"><f>A1</f><v>uit formule</v></c>\
             <c r=\"C3\" t=\"e\"><v>#WAARDE!</v></c><c r=\"D3\" t=\"d\"><v>2026-05-31T00:00:00</v></c></row>",
        ),
        &LIMITS,
    );
    let grids = sheets(&book);
    assert_eq!(
        shown(&grids[0]),
        "A1=gedeeld B1= los  C1:1.5 D1@2026-05-31 00:00:00 E1?true A3!#REF! B3=uit formule C3!#WAARDE! D3@2026-05-31 00:00:00"
    );
    assert_eq!((book.source.format, grids[0].date_system, grids[0].hidden), (FileFormat::Xlsx, DateSystem::From1900, false));
    assert_eq!(book.source.sha256.len(), 64);
    assert!(book.cautions.is_empty());
}

#[test]
fn that_a_person_is_named_as_the_author_is_seen_in_every_format() {
    let core = |name: &str| {
        let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
        parts.push(("docProps/core.xml".to_owned(), format!("<cp:coreProperties><dc:creator>{name}</dc:creator></cp:coreProperties>")));
        read_bytes("a.xlsx", &zip_of(&parts), &LIMITS).cautions
    };
    assert_eq!(core("Voor Achternaam"), [Caution::Author]);
    assert_eq!(core("openpyxl"), []);
    let flat = |name: &str| {
        format!(
            "<office:document office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:meta><meta:initial-creator>{name}\
             </meta:initial-creator></office:meta><office:body><office:spreadsheet/></office:body></office:document>"
        )
    };
    assert_eq!(read_bytes("a.fods", flat("Voor Achternaam").as_bytes(), &LIMITS).cautions, [Caution::Author]);
    assert_eq!(read_bytes("a.fods", flat("oost").as_bytes(), &LIMITS).cautions, []);
}

#[test]
fn a_lone_cell_in_the_last_corner_costs_nothing() {
    let corner = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    let book = read_bytes("a.xlsx", &xlsx(corner), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "A1:1 XFD1048576:2");
    assert_eq!(sheets(&book)[0].used_cells(), 2);
}

#[test]
fn the_1904_date_system_is_seen() {
    let sheet: XlsxSheet<'_> = ("Blad1", "", "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>44711</v></c></row></sheetData>");
    let book = read_bytes("a.xlsx", &zip_of(&xlsx_parts("<workbookPr date1904=\"1\"/>", &[sheet])), &LIMITS);
    assert_eq!(sheets(&book)[0].date_system, DateSystem::From1904);
    assert_eq!(shown(&sheets(&book)[0]), "A1@2026-05-31 00:00:00");
}

#[test]
fn hidden_sheets_and_merged_areas_are_seen() {
    let book = read_bytes(
        "a.xlsx",
        &xlsx_of(&[
            ("Een", "state=\"veryHidden\"", "<sheetData/>"),
            ("T&amp;w&#233;e", "state=\"hidden\"", "<sheetData/>"),
            ("Drie", "", "<sheetData/><mergeCells count=\"2\"><mergeCell ref=\"A1:C2\"/><mergeCell ref=\"E5:XFD1048576\"/></mergeCells>"),
        ]),
        &LIMITS,
    );
    let grids = sheets(&book);
    assert_eq!(
        grids.iter().map(|grid| (grid.name.as_str(), grid.hidden)).collect::<Vec<_>>(),
        [("Een", true), ("T&wée", true), ("Drie", false)]
    );
    let merged: Vec<_> = grids[2].merged.iter().map(|area| format!("{}:{}", area.from, area.to)).collect();
    assert_eq!(merged, ["A1:C2", "E5:XFD1048576"]);
}

#[test]
fn macros_and_links_to_other_files_ask_for_caution() {
    let mut parts = xlsx_parts("", &[("Blad1", "", "<sheetData/>")]);
    parts.push(("xl/vbaProject.bin".to_owned(), "x".to_owned()));
    parts.push(("xl/externalLinks/externalLink1.xml".to_owned(), "<x/>".to_owned()));
    let book = read_bytes("a.xlsm", &zip_of(&parts), &LIMITS);
    assert_eq!(book.cautions, [Caution::Macros, Caution::ExternalLinks]);
    assert_eq!(book.source.format, FileFormat::Xlsm);
    assert!(book.sheets.is_ok());
}

#[test]
fn an_ods_is_read_with_its_errors_dates_and_merged_areas() {
    let book = read_bytes(
        "a.ods",
        &ods("<table:table table:name=\"Een\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>\
              <table:table-row><table:table-cell table:number-columns-repeated=\"2\"/>\
              <table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"2\"><text:p>kop<text:s text:c=\"2\"/>x</text:p></table:table-cell>\
              <table:covered-table-cell/><table:table-cell office:value-type=\"float\" office:value=\"3\"/></table:table-row>\
              <table:table-row><table:table-cell office:value-type=\"date\" office:date-value=\"2026-05-31\"/>\
              <table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/>\
              <table:table-cell office:value-type=\"time\" office:time-value=\"PT26H\"/>\
              <table:table-cell table:formula=\"of:=[.#REF!]\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\">\
              <text:p>#VERW!</text:p></table:table-cell></table:table-row>\
              <table:table-row table:number-rows-repeated=\"1048572\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
              </table:table><table:table table:name=\"Twee\" table:style-name=\"hid\"/>"),
        &LIMITS,
    );
    let grids = sheets(&book);
    assert_eq!(shown(&grids[0]), "C3=kop  x E3:3 A4@2026-05-31 00:00:00 B4?true C4=PT26H D4!#VERW!");
    assert_eq!(grids[0].merged.iter().map(|area| format!("{}:{}", area.from, area.to)).collect::<Vec<_>>(), ["C3:D3"]);
    assert_eq!((grids[1].name.as_str(), grids[1].hidden), ("Twee", true));
    assert_eq!(book.source.format, FileFormat::Ods);
}

#[test]
fn an_xlsb_keeps_its_formulas_in_error() {
    let at = |row: u32| row.to_le_bytes();
    let cell = |col: u32, rest: &[u8]| [&col.to_le_bytes()[..], &[0; 4], rest].concat();
    let number = cell(16_383, &7.5_f64.to_le_bytes());
    let stored_error = cell(1, &[0x17]);
    // An error value, two bytes of flags, and a formula of three bytes: the number 5.
    let formula_error = cell(2, &[0x07, 0, 0, 3, 0, 0, 0, 0x1E, 5, 0]);
    let text = cell(3, b"\x02\0\0\0j\0a\0");
    let records: [(u16, &[u8]); 6] =
        [(0x00, &at(0)), (0x03, &stored_error), (0x0B, &formula_error), (0x06, &text), (0x00, &at(1_048_575)), (0x05, &number)];
    let book = read_bytes("a.xlsb", &xlsb(&records), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "B1!#REF! C1!#DIV/0! D1=ja XFD1048576:7.5");
    assert_eq!(book.source.format, FileFormat::Xlsb);
}

#[test]
fn an_ods_with_line_ends_between_its_cells_is_read() {
    let rows = "<table:table table:name=\"Een\">\n<table:table-row>\n<table:table-cell office:value-type=\"string\">\n<text:p>a</text:p>\n</table:table-cell>\n\
                <!-- x --><table:table-cell office:value-type=\"float\" office:value=\"2\"/>\n</table:table-row>\n</table:table>";
    let book = read_bytes("a.ods", &ods(rows), &LIMITS);
    assert_eq!(shown(&sheets(&book)[0]), "A1=a B1:2");
}

#[test]
fn the_contents_decide_and_not_the_extension() {
    let workbook = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    for name in ["a.csv", "a.xls", "a.ods", "a.xlsb"] {
        let book = read_bytes(name, &workbook, &LIMITS);
        assert_eq!((book.source.format, shown(&sheets(&book)[0]).as_str()), (FileFormat::Xlsx, "A1:1"), "{name}");
    }
    let book = read_bytes("uitvoer.2026.xls", b"Missie\tAantal\r\nA\t4\r\n", &LIMITS);
    assert_eq!(book.source.format, FileFormat::Csv);
    assert_eq!((sheets(&book)[0].name.as_str(), shown(&sheets(&book)[0]).as_str()), ("uitvoer.2026", "A1=Missie B1=Aantal A2=A B2=4"));
}

#[test]
fn a_csv_of_any_kind_is_one_sheet() {
    let cases: [(&str, &[u8], &str); 4] = [
        ("map/een.csv", b"Regio;Aantal\r\nOekra\xEFne;4,5\r\n", "A1=Regio B1=Aantal A2=Oekraïne B2=4,5"),
        ("twee.tsv", b"a\tb\n\n1\t2\n", "A1=a B1=b A3=1 B3=2"),
        ("drie.tab", b"\xFF\xFEa\0\t\0b\0", "A1=a B1=b"),
        ("vier.csv", b"sep=|\na|b;c\n", "A1=sep=| A2=a B2=b;c"),
    ];
    for (relative, bytes, expected) in cases {
        let name = relative.rsplit('/').next().unwrap_or(relative);
        let book = read_bytes(name, bytes, &LIMITS);
        assert_eq!(shown(&sheets(&book)[0]), expected, "{relative}");
        assert_eq!(sheets(&book)[0].name, name.split('.').next().unwrap_or(name));
    }
}
