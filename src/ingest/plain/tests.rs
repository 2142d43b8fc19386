//! What is read here is what the reader of the format reads.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::ingest::testing::LIMITS;
use crate::ingest::workbook;

fn both(bytes: &[u8]) -> (Option<Vec<Grid>>, Result<Vec<Grid>, Unreadable>) {
    (xlsx(bytes, &LIMITS, &mut Budget::new(&LIMITS)).expect("within the limits"), workbook::xlsx(bytes, &mut Budget::new(&LIMITS)))
}

/// Whether a file is read the plain way; what is read so is what the reader of the format reads.
#[track_caller]
fn is_plain(bytes: &[u8]) -> bool {
    let (plain, read) = both(bytes);
    if let Some(plain) = &plain {
        assert_eq!(Ok(plain), read.as_ref());
    }
    plain.is_some()
}

fn package(sheet: &str, strings: &str) -> Vec<u8> {
    let styles = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="170" formatCode="[h]:mm"/></numFmts><cellXfs>
        <xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>"#;
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        (
            "_rels/.rels",
            r#"<Relationships><Relationship Id="r" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        ("xl/workbook.xml", r#"<workbook><workbookPr/><sheets><sheet name="Blad &amp; 1" sheetId="1" r:id="a"/></sheets></workbook>"#),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("a package").into_inner()
}

const STRINGS: &str = r#"<?xml version="1.0"?>
<sst count="4" uniqueCount="4"><si><t>Missie</t></si><si><t xml:space="preserve"> a &amp; b </t></si><si><t> c&#10;</t></si><si><t/></si></sst>"#;

fn sheet(rows: &str) -> Vec<u8> {
    package(&format!("<?xml version=\"1.0\"?><worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>"), STRINGS)
}

#[test]
fn plain_rows_are_read() {
    for rows in [
        "",
        r#"<row r="1"/>"#,
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>45000</v></c></row><row r="7" spans="1:3"><c r="B7" t="s"><v>1</v></c></row>"#,
        r#"<row r="2" ht="15" customHeight="1"><c r="A2"/><c r="B2" t="s"><v>3</v></c><c r="AA2" t="s"><v>2</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>-1.5E3</v></c><c r="B1" s="2"><v>1.75</v></c><c r="C1" s="1"><v>0.5</v></c><c r="D1" s="9"><v>4</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="b"><v>0</v></c><c r="C1" t="str"><f>A1&amp;"x"</f><v>1 &lt; 2</v></c></row>"#,
        r#"<row r="1"><c r="A1"><f>SUM(B1:B2)</f><v>3</v></c><c r="B1"><f>1+1</f></c><c r="XFD1"><v>12345678901</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t> los </t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve"> los </t></is></c></row>"#,
        "\n  <row r=\"1048576\">\n  <c r=\"A1048576\"><v>1</v></c>\n</row>\n",
    ] {
        assert!(is_plain(&sheet(rows)), "{rows}");
    }
}

#[test]
fn what_is_written_otherwise_is_left_to_the_reader_of_the_format() {
    for rows in [
        r#"<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1" ht="0"><c r="A1"><v>1</v></c></row>"#,
        r#"<row><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c><v>1</v></c></row>"#,
        r#"<row r="2"/><row r="1"/>"#,
        r#"<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A2"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="a1"><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="d"><v>2026-05-31</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v>vier</v></c></row>"#,
        r#"<row r="1"><c r="A1"><v></v></c></row>"#,
        r#"<row r="1"><c r="A1" t="s"><v>99</v></c></row>"#,
        r#"<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A2">B1</f><v>1</v></c></row>"#,
        r#"<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>"#,
        r#"<row r="1"><c r="A1" t="str"><v>a_x000D_b</v></c></row>"#,
        r#"<row r="1"><c r="XFE1"><v>1</v></c></row>"#,
        r#"<row r="1"><!-- x --><c r="A1"><v>1</v></c></row>"#,
        r#"<row r="1"><x:c r="A1"><v>1</v></x:c></row>"#,
        r#"<row r="1"><c r="A1"><v>1</v></c>"#,
    ] {
        assert!(!is_plain(&sheet(rows)), "{rows}");
    }
    for whole in [
        "<x:worksheet><x:sheetData/></x:worksheet>",
        "<worksheet><sheetFormatPr zeroHeight=\"1\"/><sheetData/></worksheet>",
        "<worksheet><!-- <sheetData> --><sheetData/></worksheet>",
        "<worksheet/>",
        "",
    ] {
        assert!(!is_plain(&package(whole, STRINGS)), "{whole}");
    }
    for strings in [
        "<sst><si><r><t>a</t></r></si></sst>",
        "<sst><si><t>a</t><rPh sb=\"0\" eb=\"1\"><t>b</t></rPh></si></sst>",
        "<sst><si><t>_x0041_</t></si></sst>",
        "<sst><si><t><![CDATA[a]]></t></si></sst>",
        "<sst><si><t>a</t></si>",
    ] {
        assert!(!is_plain(&package("<worksheet><sheetData/></worksheet>", strings)), "{strings}");
    }
}

#[test]
fn what_stands_around_the_rows_is_found() {
    let sheet = r#"<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>
        <autoFilter ref="A1:B2"><filterColumn colId="0"/></autoFilter><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#;
    let bytes = package(sheet, STRINGS);
    assert!(is_plain(&bytes));
    let grid = &both(&bytes).0.expect("plain")[0];
    assert!(grid.marks.hidden_cols.contains(2) && grid.merged.len() == 1 && grid.name == "Blad & 1");
}

#[test]
fn the_sample_is_read_the_same_and_mostly_the_plain_way() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let (mut plain, mut all) = (0, 0);
    for month in fs::read_dir(folder).expect("a folder").flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(month.path()).expect("a folder").flatten() {
            if file.path().extension().is_some_and(|extension| extension == "xlsx") {
                all += 1;
                plain += usize::from(is_plain(&fs::read(file.path()).expect("a file")));
            }
        }
    }
    assert!(all > 0 && plain == all, "{plain} of {all}");
}

/// A workbook as a well-known library writes it.
fn written(cells: &[(u32, u16, u8, i32, String)]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("dd-mm-yyyy");
    let duration = Format::new().set_num_format("[h]:mm:ss");
    for (row, col, kind, number, text) in cells {
        let (row, col) = (*row, *col);
        let fraction = f64::from(*number) / 8.0;
        let done = match kind {
            0 => sheet.write(row, col, text.as_str()),
            1 => sheet.write(row, col, fraction),
            2 => sheet.write_with_format(row, col, ExcelDateTime::from_serial_datetime(fraction.abs()).expect("a day"), &date),
            3 => sheet.write_with_format(row, col, fraction.abs(), &duration),
            4 => sheet.write(row, col, *number > 0),
            _ => sheet.write(row, col, Formula::new("SUM(A1:A3)").set_result(number.to_string())),
        };
        done.expect("a cell");
    }
    book.save_to_buffer().expect("a workbook")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_library_writes_is_read_the_same(
        cells in proptest::collection::vec((0_u32..60, 0_u16..40, 0_u8..6, -100_000_i32..400_000, "[ -~\n\u{e9}\u{200b}<&_x0D]{0,12}"), 0..60)
    ) {
        let _ = is_plain(&written(&cells));
    }

    #[test]
    fn no_bytes_make_it_panic_or_read_otherwise(at in 0_usize..4000, byte in any::<u8>(), cut in 0_usize..4000) {
        let rows = r#"<row r="1" spans="1:2"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>45000</v></c></row><row r="7"><c r="B7"><f>A1</f><v>1</v></c></row>"#;
        let mut text = format!("<?xml version=\"1.0\"?><worksheet><dimension ref=\"A1\"/><sheetData>{rows}</sheetData></worksheet>").into_bytes();
        let length = text.len();
        text[at % length] = byte;
        text.truncate(length - cut % 3);
        if let Ok(text) = String::from_utf8(text) {
            let bytes = package(&text, STRINGS);
            // It asks less of the head of a sheet, which says nothing that is read.
            if let (Some(plain), Ok(read)) = both(&bytes) {
                prop_assert_eq!(plain, read);
            }
        }
    }
}
