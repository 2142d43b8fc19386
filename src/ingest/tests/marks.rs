//! What sheets show or hide besides values, format by format.

use crate::domain::Unreadable;
use crate::ingest::Limits;
use crate::ingest::testing::{
    LIMITS, noted, ods, read_bytes, refusal, sheets, shorts, shown, wide, xls, xlsb_of, xlsb_records, xlsx_of, xlsx_parts, zip,
    zip_of_bytes,
};

const STYLES: &str = "<styleSheet><fonts><font/><font><strike/></font><font><strike val=\"0\"/></font></fonts>\
     <cellStyleXfs><xf fontId=\"1\"/></cellStyleXfs>\
     <cellXfs><xf fontId=\"0\"/><xf fontId=\"1\" numFmtId=\"0\"/><xf fontId=\"2\"/></cellXfs>\
     <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>";
const STRINGS: &str = "<sst><si><t>gedeeld</t></si>\
     <si><r><rPr><strike/></rPr><t xml:space=\"preserve\">4 </t></r><r><rPr/><t>3</t></r></si>\
     <si><r><t>4</t></r><r><rPr><b/></rPr><t>3</t></r><rPh><t>x</t></rPh></si>\
     <si><r><rPr><x:strike val='true'/></rPr><t>alles</t></r></si>\
     <si><r><rPr><strike val=\"false\"/></rPr><t>niets</t></r><r><rPr/><t>!</t></r></si></sst>";

/// An xlsx with styles, strings and one sheet, and further parts that the sheet is related to: type, name, text.
fn with_parts(inside: &str, parts: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut all = xlsx_parts("", &[("Blad1", "", inside)]);
    (all[4].1, all[5].1) = (STYLES.to_owned(), STRINGS.to_owned());
    let relations: String = parts
        .iter()
        .enumerate()
        .map(|(at, (kind, name, _))| format!("<Relationship Id=\"r{at}\" Type=\"http://x/{kind}\" Target=\"../{name}\"/>"))
        .collect();
    all.push(("xl/worksheets/_rels/sheet0.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")));
    all.extend(parts.iter().map(|(_, name, text)| (format!("xl/{name}"), (*text).to_owned())));
    zip(&all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// Cells and marks of the first sheet.
fn both(name: &str, bytes: &[u8]) -> (String, String) {
    let book = read_bytes(name, bytes, &LIMITS);
    let grid = &sheets(&book)[0];
    (shown(grid), noted(grid))
}

#[test]
fn an_xlsx_tells_what_it_hides() {
    let cell = "<c r=\"A1\"><v>1</v></c>";
    let cases: [(&str, String, &str); 18] = [
        ("nothing", format!("<sheetData><row r=\"1\" hidden=\"0\" ht=\"15\">{cell}</row></sheetData>"), ""),
        (
            "rows",
            "<sheetData><row r=\"2\" hidden=\"1\"/><row r=\"3\" hidden='true'/><row hidden = \"1\"/><row r=\"9\" ht=\"0\" customHeight=\"1\"/></sheetData>".to_owned(),
            "rows 2-4 9",
        ),
        ("rows with a prefix", "<x:sheetData><x:row r='5' hidden='1'><x:c r='A5'/></x:row></x:sheetData>".to_owned(), "rows 5"),
        ("columns", "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\" width=\"0\"/><col min=\"7\" max=\"16384\" hidden=\"1\"/></cols><sheetData/>".to_owned(), "cols B-C E G-XFD"),
        (
            "all rows but those written",
            "<sheetFormatPr zeroHeight=\"1\"/><sheetData><row r=\"2\"/><row r=\"3\" hidden=\"1\"/><row r=\"5\"/></sheetData>".to_owned(),
            "rows 1 3-4 6-1048576",
        ),
        ("filter", "<sheetData/><autoFilter ref=\"A1:C9\"><filterColumn colId=\"0\"><filters><filter val=\"x\"/></filters></filterColumn></autoFilter>".to_owned(), "filter A1:C9"),
        ("conditions", "<sheetData/><x:autoFilter ref='$A$1:$C$9'><x:filterColumn colId='0'><x:customFilters/></x:filterColumn></x:autoFilter>".to_owned(), "filter A1:C9"),
        ("buttons alone", "<sheetData/><autoFilter ref=\"A1:C9\"><filterColumn colId=\"0\" hiddenButton=\"1\"/><sortState ref=\"A1:C9\"/></autoFilter>".to_owned(), ""),
        (
            "a filter in somebody's own view",
            "<sheetData/><customSheetViews><customSheetView><autoFilter ref=\"A1:C9\"><filterColumn><filters/></filterColumn></autoFilter></customSheetView></customSheetViews>".to_owned(),
            "",
        ),
        ("merged", "<sheetData/><mergeCells><mergeCell ref=\"A1:C2\"/><mergeCell ref=\"E5\"/></mergeCells>".to_owned(), "merged A1:C2 E5:E5"),
        ("struck by style", "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>1</v></c><c s=\"2\"><v>1</v></c><c s=\"1\"/><c s=\"1\" t=\"s\"><v>0</v></c></row></sheetData>".to_owned(), "struck A1 D1"),
        ("struck in part", "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>1</v></c></row></sheetData>".to_owned(), "struck B2"),
        ("struck by style but for a run", "<sheetData><row r=\"2\"><c r=\"B2\" s=\"1\" t=\"s\"><v>2</v></c><c t=\"s\"><v>2</v></c></row></sheetData>".to_owned(), "struck B2"),
        ("struck as a whole", "<sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>3</v></c><c t=\"s\"><v>4</v></c></row></sheetData>".to_owned(), "struck B2"),
        (
            "struck in a text of its own",
            "<sheetData><row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>4</t></r><r><t>3</t></r></is></c></row></sheetData>".to_owned(),
            "struck B2",
        ),
        (
            "formulas",
            "<sheetData><row r=\"1\"><c r=\"A1\"><f>SUM(B1:B9)</f><v>3</v></c><c><f>B1</f></c><c><f/><v></v></c><c t=\"str\"><f>\"\"</f><v></v></c>\
             <c t=\"e\"><f>1/0</f><v>#DEEL/0!</v></c></row></sheetData>".to_owned(),
            "formulas A1=SUM(B1:B9) B1=B1? C1=? D1=\"\" E1=1/0",
        ),
        (
            "shared formulas",
            "<sheetData><row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A3\" si=\"0\">SUM(B1:$D1)</f><v>3</v></c></row>\
             <row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"0\"/><v>3</v></c></row><row r=\"3\"><c r=\"A3\"><f t=\"shared\" si=\"0\"></f></c></row></sheetData>".to_owned(),
            "formulas A1=SUM(B1:$D1) A2=SUM(B2:$D2) A3=SUM(B3:$D3)?",
        ),
        // The reader stumbles over it. Values and the places of formulas stay.
        ("a formula without its number", "<sheetData><row r=\"1\"><c r=\"A1\"><f>B1</f><v>3</v></c><c><f t=\"shared\"/></c></row></sheetData>".to_owned(), "formulas A1= B1=?"),
    ];
    for (name, inside, expected) in cases {
        assert_eq!(both("a.xlsx", &with_parts(&inside, &[])).1, expected, "{name}");
    }
}

#[test]
fn what_was_crossed_out_does_not_run_into_what_was_written_beside_it() {
    let row = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c><c s=\"1\" t=\"s\"><v>2</v></c><c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c>\
               <c t=\"inlineStr\"><is><r><t>_x0034_</t></r><r><rPr><strike/></rPr><t>a&amp;b</t></r></is></c></row></sheetData>";
    assert_eq!(both("a.xlsx", &with_parts(row, &[])).0, "A1=~~4~~ 3 B1=~~4~~3 C1=43 D1=alles E1=4~~a&b~~");
}

#[test]
fn notes_and_filters_of_tables_stand_in_parts_of_their_own() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    let notes = "<comments><commentList><comment ref=\"B5\"><text><t>over Jansen</t></text></comment><comment ref=\"A2\"/></commentList></comments>";
    let threads = "<ThreadedComments><threadedComment ref=\"C7\"/><threadedComment ref=\"B5\"/></ThreadedComments>";
    let filtered = "<table ref=\"E1:F9\"><autoFilter><filterColumn colId=\"0\"><filters/></filterColumn></autoFilter></table>";
    let plain = "<table ref=\"H1:I9\"><autoFilter ref=\"H1:I9\"/></table>";
    let parts = [
        ("comments", "comments1.xml", notes),
        ("threadedComment", "threadedComments/threadedComment1.xml", threads),
        ("table", "tables/table1.xml", filtered),
        ("table", "tables/table2.xml", plain),
    ];
    assert_eq!(both("a.xlsx", &with_parts(sheet, &parts)).1, "filter E1:F9 notes A2 B5 C7");
    let two = [
        ("table", "tables/table1.xml", filtered),
        (
            "table",
            "tables/table2.xml",
            "<table ref=\"A1:B4\"><autoFilter ref=\"A1:B4\"><filterColumn><top10/></filterColumn></autoFilter></table>",
        ),
    ];
    assert_eq!(both("a.xlsx", &with_parts(sheet, &two)).1, "filter A1:F9");
}

#[test]
fn notes_of_muster_are_no_notes_of_the_sender() {
    let sheet = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    let notes = "<comments><authors><author>Landelijke Eenheid</author><author>muster</author></authors><commentList>\
                 <comment ref=\"A1\" authorId=\"1\"><text><t>x</t></text></comment><comment ref=\"B2\" authorId=\"0\"><text><t>muster</t></text></comment>\
                 <comment ref=\"C3\" authorId=\"0\"><text><r><t>Bevinding 3: </t></r><r><t>fout</t></r></text></comment>\
                 <comment ref=\"D4\"><text><t>Zie Bevinding 3: fout</t></text></comment></commentList></comments>";
    assert_eq!(both("a.xlsx", &with_parts(sheet, &[("comments", "comments1.xml", notes)])).1, "notes B2 D4");
}

#[test]
fn a_sheet_that_only_a_macro_can_show_is_very_hidden() {
    let book = read_bytes(
        "a.xlsx",
        &xlsx_of(&[("a", "state=\"veryHidden\"", "<sheetData/>"), ("b", "state=\"hidden\"", "<sheetData/>")]),
        &LIMITS,
    );
    assert_eq!(sheets(&book).iter().map(|grid| (grid.hidden, grid.marks.very_hidden)).collect::<Vec<_>>(), [(true, true), (true, false)]);
}

#[test]
fn more_marks_than_cells_are_allowed_are_refused() {
    let few = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 1 << 20, max_cells: 100, ..LIMITS };
    let rows = |number: usize| (0..number).map(|row| format!("<row r=\"{}\" hidden=\"1\"/>", row * 2 + 1)).collect::<String>();
    let sheet = |number: usize| xlsx_of(&[("a", "", &format!("<sheetData>{}</sheetData>", rows(number)))]);
    assert!(read_bytes("a.xlsx", &sheet(100), &few).sheets.is_ok());
    assert!(matches!(refusal(&read_bytes("a.xlsx", &sheet(101), &few)), Unreadable::TooLarge { .. }));
    let formulas = |number: u32| {
        let derived: String =
            (2..=number).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><f t=\"shared\" si=\"0\"/></c></row>")).collect();
        let long = "B1+".repeat(10_000);
        let first = format!("<row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A{number}\" si=\"0\">{long}1</f></c></row>");
        xlsx_of(&[("a", "", &format!("<sheetData>{first}{derived}</sheetData>"))])
    };
    assert!(read_bytes("a.xlsx", &formulas(10), &few).sheets.is_ok());
    assert!(matches!(refusal(&read_bytes("a.xlsx", &formulas(90), &few)), Unreadable::TooLarge { .. }));
    // The reader would make room for as many.
    let huge = "<sheetData><row r=\"1\"><c r=\"A1\"><f t=\"shared\" ref=\"A1:A2\" si=\"99999999999\">1</f></c></row></sheetData>";
    assert!(matches!(refusal(&read_bytes("a.xlsx", &xlsx_of(&[("a", "", huge)]), &LIMITS)), Unreadable::Damaged(_)));
}

#[test]
fn an_ods_tells_what_it_hides() {
    let number = "<table:table-cell office:value-type=\"float\" office:value=\"1\"/>";
    let text = |inside: &str| format!("<table:table-cell office:value-type=\"string\">{inside}</table:table-cell>");
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let cases: [(&str, String, &str, &str); 13] = [
        (
            "rows",
            format!(
                "{}<table:table-row table:visibility=\"collapse\" table:number-rows-repeated=\"2\">{number}</table:table-row><table:table-row-group table:display=\"false\">{}</table:table-row-group>{}",
                row(number),
                row(number),
                row(number)
            ),
            "A1:1 A2:1 A3:1 A4:1 A5:1",
            "rows 2-4",
        ),
        (
            "filtered rows",
            format!("{}<table:table-row table:visibility=\"filter\">{number}</table:table-row>", row(number)),
            "A1:1 A2:1",
            "rows 2 filter A2:XFD2",
        ),
        (
            "columns",
            format!(
                "<table:table-column/><table:table-column table:visibility=\"collapse\" table:number-columns-repeated=\"2\"/>\
                 <table:table-column-group table:display=\"false\"><table:table-column/></table:table-column-group><table:table-column/>{}",
                row(number)
            ),
            "A1:1",
            "cols B-D",
        ),
        (
            "struck by style",
            row(&format!(
                "<table:table-cell table:style-name=\"weg\" office:value=\"1\"/>{number}<table:table-cell table:style-name=\"weg\"/>"
            )),
            "A1:1 B1:1",
            "struck A1",
        ),
        (
            "struck by the style of a column",
            format!("<table:table-column table:default-cell-style-name=\"weg\"/>{}", row(&number.repeat(2))),
            "A1:1 B1:1",
            "struck A1",
        ),
        (
            "struck in part",
            row(&text("<text:p><text:span text:style-name=\"weg\">4<text:s/></text:span>3</text:p>")),
            "A1=~~4~~ 3",
            "struck A1",
        ),
        (
            "struck in a later paragraph",
            row(&text(
                "<text:p>3 &amp;</text:p><text:p><text:span text:style-name=\"weg\">4<text:span text:style-name=\"niet\">5</text:span></text:span></text:p>",
            )),
            "A1=3 &\n~~4~~5",
            "struck A1",
        ),
        ("struck as a whole", row(&text("<text:p><text:span text:style-name=\"weg\">43</text:span></text:p>")), "A1=43", "struck A1"),
        (
            "notes",
            row(&format!(
                "{}<table:table-cell table:number-columns-repeated=\"2\"><office:annotation><text:p>y</text:p></office:annotation></table:table-cell>",
                text(
                    "<office:annotation><dc:creator>Jansen</dc:creator><text:p>over <text:span>Jansen</text:span></text:p></office:annotation><text:p>4</text:p>"
                )
            )),
            "A1=4",
            "notes A1 B1 C1",
        ),
        (
            "notes of muster",
            row(&text(
                "<office:annotation><dc:date>2026</dc:date><text:p><text:span>Finding 3: </text:span>error</text:p><text:p>x</text:p></office:annotation><text:p>4</text:p>",
            )),
            "A1=4",
            "",
        ),
        (
            "a drawing with a text",
            row(&text(
                "<text:p>4</text:p><draw:frame><draw:text-box><text:p>5</text:p></draw:text-box><table:table table:name=\"x\"/></draw:frame>",
            )),
            "A1=4",
            "",
        ),
        (
            "formulas",
            row("<table:table-cell table:formula=\"of:=SUM([.B5:.B11];&quot;a;b&quot;)\" office:value-type=\"float\" office:value=\"3\"/>\
                 <table:table-cell table:formula=\"of:=[.A1]*2\" table:number-columns-repeated=\"2\"/>\
                 <table:table-cell table:formula=\"of:=&quot;&quot;\" office:value-type=\"string\" office:string-value=\"\"/>"),
            "A1:3",
            "formulas A1=SUM(B5:B11,\"a;b\") B1=A1*2? C1=A1*2? D1=\"\"",
        ),
        (
            "merged",
            row("<table:table-cell table:number-columns-spanned=\"2\" office:value=\"1\"/><table:covered-table-cell/>"),
            "A1:1",
            "merged A1:B1",
        ),
    ];
    let styles = "<office:automatic-styles><style:style style:name=\"weg\" style:family=\"table-cell\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
                  <style:style style:name=\"niet\"><style:text-properties style:text-line-through-style=\"none\"/></style:style></office:automatic-styles>";
    for (name, inside, cells, marks) in cases {
        let table = format!("<table:table table:name=\"Een\">{inside}</table:table>");
        let expected = (cells.to_owned(), marks.to_owned());
        assert_eq!(both("a.ods", &ods(&format!("{styles}{table}"))), expected, "{name}");
        // The same document in a single file, with line ends where an editor would put them.
        let pretty = table.replace("><table:", ">\n  <table:").replace("</table:table-cell><", "</table:table-cell>\n<");
        let flat = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document office:version=\"1.3\" office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\">\
             {styles}<office:body><office:spreadsheet>{pretty}</office:spreadsheet></office:body></office:document>"
        );
        for extension in ["a.fods", "a.xml.csv"] {
            assert_eq!(both(extension, flat.as_bytes()), expected, "{name} in {extension}");
        }
    }
}

#[test]
fn the_filter_of_an_ods_is_named_after_its_sheets() {
    let range = |address: &str, inside: &str| {
        format!("<table:database-range table:target-range-address=\"{address}\">{inside}</table:database-range>")
    };
    let condition = "<table:filter><table:filter-and><table:filter-condition table:field-number=\"0\"/></table:filter-and></table:filter>";
    let document = format!(
        "<table:table table:name=\"Een\"/><table:table table:name=\"Mei &apos;26\"/><table:database-ranges>{}{}</table:database-ranges>",
        range("Een.A1:Een.B2", "<table:sort/>"),
        range("$&apos;Mei &apos;&apos;26&apos;.A1:$&apos;Mei &apos;&apos;26&apos;.D10", condition)
    );
    let book = read_bytes("a.ods", &ods(&document), &LIMITS);
    assert_eq!(sheets(&book).iter().map(noted).collect::<Vec<_>>(), ["", "filter A1:D10"]);
}

#[test]
fn an_xls_tells_what_it_hides() {
    let text = |row: u16, style: u16, string: u16| (0x00FD, shorts(&[row, 1, style, string, 0]));
    let number = |row: u16, col: u16, style: u16| (0x0203, [shorts(&[row, col, style]), 1.5_f64.to_le_bytes().to_vec()].concat());
    let formula = [
        shorts(&[8, 1, 0]),
        3.0_f64.to_le_bytes().to_vec(),
        vec![0; 6],
        shorts(&[13]),
        vec![0x25, 1, 0, 5, 0, 1, 0xC0, 1, 0xC0, 0x42, 1, 4, 0],
    ]
    .concat();
    // Two strings: `43` with the first character in font 5, and `x` without runs. There is no font 4.
    let strings = [shorts(&[2, 0, 2, 0, 2]), vec![8], shorts(&[2]), b"43".to_vec(), shorts(&[0, 5, 1, 0, 1]), vec![0, b'x']].concat();
    let fonts = (0..5).map(|font| (0x0031, shorts(&[200, if font == 4 { 8 } else { 0 }])));
    let styles = [(0x00E0, shorts(&[0, 0, 0])), (0x00E0, shorts(&[5, 0, 0]))];
    let wide = [shorts(&[0x20]), vec![0, 1], shorts(&[11, 0, 1, 0, 0]), vec![0, 13, 0x3B], shorts(&[0, 0, 9, 0, 2])].concat();
    let sheet = [
        (0x007D, shorts(&[3, 4, 0, 0, 1, 0])),
        (0x007D, shorts(&[5, 5, 0, 0, 0, 0])),
        (0x009B, Vec::new()),
        (0x0208, shorts(&[2, 0, 9, 300, 0, 0, 0x0020, 0])),
        (0x0208, shorts(&[3, 0, 9, 300, 0, 0, 0x0100, 0])),
        number(0, 0, 1),
        number(0, 1, 0),
        (0x00BD, [shorts(&[1, 0, 0, 0, 0x4000, 1, 0, 0x4000, 1])].concat()),
        text(2, 0, 0),
        text(3, 1, 1),
        (0x0006, formula.clone()),
        (0x001C, shorts(&[4, 1, 0, 1, 0])),
    ];
    let globals: Vec<_> = fonts.clone().chain(styles.clone()).chain([(0x0018, wide), (0x00FC, strings)]).collect();
    let (cells, marks) = both("a.xls", &xls(0x0600, &globals, &sheet));
    assert!(cells.contains("B3=~~4~~3 B4=x B9:3"), "{cells}");
    assert_eq!(marks, "rows 3 cols D-E filter A1:C10 struck A1 B2 B3 B4 notes B5 formulas B9=SUM(B2:B6)");

    // The version before: texts in the cells, bytes for characters and columns.
    let narrow =
        [shorts(&[0x20]), vec![0, 1], shorts(&[21, 0, 1, 0, 0]), vec![13, 0x3B], shorts(&[0xFFFF, 0, 0, 0, 0, 0, 0, 0, 9]), vec![0, 2]]
            .concat();
    let rich = (0x00D6, [shorts(&[2, 1, 0, 2]), b"43".to_vec(), vec![2, 0, 5, 1, 0]].concat());
    let old =
        [shorts(&[8, 1, 0]), 3.0_f64.to_le_bytes().to_vec(), vec![0; 6], shorts(&[11]), vec![0x25, 1, 0xC0, 5, 0xC0, 1, 1, 0x42, 1, 4, 0]]
            .concat();
    let sheet: Vec<_> =
        sheet[..6].iter().cloned().chain([rich, (0x0006, old), (0x001C, shorts(&[4, 1, 0])), (0x001C, shorts(&[0xFFFF, 0, 0]))]).collect();
    let globals: Vec<_> = fonts.chain(styles).chain([(0x0018, narrow)]).collect();
    let (cells, marks) = both("a.xls", &xls(0x0500, &globals, &sheet));
    assert_eq!(cells, "A1:1.5 B3=~~4~~3 B9:3");
    assert_eq!(marks, "rows 3 cols D-E filter A1:C10 struck A1 B3 notes B5 formulas B9=SUM($B$2:$B$6)");
}

#[test]
fn an_xlsb_tells_what_it_hides() {
    let longs = |values: &[u32]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
    let row = |row: u32, flags: u8| [longs(&[row, 0]), vec![0, 0, 0, flags, 0]].concat();
    let cell = |col: u32, style: u32, rest: &[u8]| [longs(&[col, style]), rest.to_vec()].concat();
    let area = longs(&[0, 9, 0, 2]);
    let column = |flags: u16| [longs(&[2, 3, 0, 0]), flags.to_le_bytes().to_vec()].concat();
    let sum = [longs(&[17]), vec![0x25], longs(&[1, 5]), vec![1, 0xC0, 1, 0x80, 0x42, 1, 4, 0]].concat();
    let runs = longs(&[2, 0x0001_0000, 1]);
    let rich = |text: &str| [vec![1], wide(text), runs.clone()].concat();
    let parts = [
        (
            "xl/styles.bin",
            xlsb_records(&[
                (0x2B, &shorts(&[200, 0])),
                (0x2B, &shorts(&[200, 8])),
                (0x269, &longs(&[2])),
                (0x2F, &shorts(&[0, 0, 0, 0, 0, 0, 0, 0])),
                (0x2F, &shorts(&[0, 0, 1, 0, 0, 0, 0, 0])),
                (0x26A, b""),
            ]),
        ),
        ("xl/sharedStrings.bin", xlsb_records(&[(0x9F, &longs(&[1, 1])), (0x13, &rich("43"))])),
        ("xl/comments1.bin", xlsb_records(&[(0x27B, &[longs(&[0, 4, 4, 1, 1]), vec![0; 16]].concat())])),
        (
            "xl/worksheets/_rels/sheet1.bin.rels",
            b"<Relationships><Relationship Id=\"r1\" Type=\"http://x/comments\" Target=\"../comments1.bin\"/></Relationships>".to_vec(),
        ),
    ];
    let cells: [(u16, Vec<u8>); 10] = [
        (0, row(0, 0)),
        (5, cell(0, 1, &1.5_f64.to_le_bytes())),
        (1, cell(1, 1, b"")),
        (0, row(1, 0x10)),
        (7, cell(0, 0, &longs(&[0]))),
        (62, cell(1, 0, &rich("85"))),
        (0, row(2, 0)),
        (9, cell(1, 0, &[&3.0_f64.to_le_bytes()[..], &[0, 0], &sum].concat())),
        (11, cell(2, 0, &[&[0x2A, 0, 0][..], &longs(&[3]), &[0x1E, 5, 0]].concat())),
        (11, cell(3, 0, &[&[0x17, 0, 0][..], &longs(&[3]), &[0x1E, 5, 0]].concat())),
    ];
    let cells: Vec<(u16, &[u8])> = cells.iter().map(|(kind, data)| (*kind, &data[..])).collect();
    let filter = [
        (161, &area[..]),
        (163, &[0; 6]),
        (165, &[0; 8]),
        (166, b""),
        (164, b""),
        (162, b""),
        (177, &[1, 0, 0, 0]),
        (176, &area),
        (178, b""),
    ];
    let book = xlsb_of(&[(390, b""), (60, &column(1)), (391, b"")], &cells, &filter, &parts);
    let (cells, marks) = both("a.xlsb", &book);
    assert_eq!(cells, "A1:1.5 A2=~~4~~3 B2=~~8~~5 B3:3 C3!#N/A D3!#REF!");
    assert_eq!(marks, "rows 2 cols C-D filter A1:C10 merged A1:C10 struck A1 A2 B2 notes B5 formulas B3=SUM(B2:$B6) C3=5 D3=5");
    // Buttons without criteria, columns that are shown.
    let plain = xlsb_of(&[(60, &column(0))], &[(0, &row(0, 0))], &[(161, &area), (163, &[0; 6]), (164, b""), (162, b"")], &[]);
    assert_eq!(both("a.xlsb", &plain).1, "");
    assert!(read_bytes("a.xlsb", &zip_of_bytes(&[("xl/workbook.bin", Vec::new())]), &LIMITS).sheets.is_err());
}
