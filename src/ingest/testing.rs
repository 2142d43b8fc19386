//! Small files of each format, made by hand.

use std::io::{Cursor, Write};
use std::path::PathBuf;

use zip::CompressionMethod;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Candidate, Limits, format_of, read};
use crate::domain::cell::column_letters;
use crate::domain::{Area, CellRef, FileFormat, Formula, Grid, Spans, Unreadable, Value, Workbook};

pub(super) const LIMITS: Limits = Limits {
    max_file_bytes: 64 << 20,
    max_unpacked_bytes: 512 << 20,
    max_cells: 5_000_000,
    max_ratio: 400,
    max_memory_bytes: 2 << 30,
    max_seconds: 60,
};

/// Writes bytes to a file of that name and reads it.
pub(super) fn read_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Workbook {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    read(&candidate(path, name), limits)
}

pub(super) fn candidate(path: PathBuf, relative: &str) -> Candidate {
    let format = relative.rsplit('.').next().and_then(format_of).unwrap_or(FileFormat::Csv);
    Candidate { path, entry: None, relative: relative.to_owned(), format, received: None }
}

/// The sheets, or a failed test.
pub(super) fn sheets(book: &Workbook) -> &[Grid] {
    match &book.sheets {
        Ok(sheets) => sheets,
        Err(why) => panic!("{} is unreadable: {why:?}", book.source.path),
    }
}

/// Why there are no sheets, or a failed test.
pub(super) fn refusal(book: &Workbook) -> &Unreadable {
    match &book.sheets {
        Ok(sheets) => panic!("{} has {} sheets", book.source.path, sheets.len()),
        Err(why) => why,
    }
}

/// The cells of a sheet in one line, such as `A1=text B2=3`.
pub(super) fn shown(grid: &Grid) -> String {
    let cells = grid.rows().flat_map(|(row, cells)| cells.iter().map(move |cell| (CellRef::new(row, cell.col), &cell.value)));
    let cells = cells.map(|(at, value)| match value {
        Value::Text(text) => format!("{at}={text}"),
        Value::Number(number) => format!("{at}:{number}"),
        Value::Bool(truth) => format!("{at}?{truth}"),
        Value::Date(date) => format!("{at}@{date}"),
        Value::Error(error) => format!("{at}!{error}"),
    });
    cells.collect::<Vec<_>>().join(" ")
}

/// What a sheet shows or hides in one line, such as `rows 2-3 struck B4 formulas B7=SUM(B2:B6)`; a formula whose result is
/// not stored ends with `?`.
pub(super) fn noted(grid: &Grid) -> String {
    let marks = &grid.marks;
    let spans = |spans: &Spans, name: fn(u32) -> String| -> Vec<String> {
        let span = |(from, to)| if from == to { name(from) } else { format!("{}-{}", name(from), name(to)) };
        spans.iter().map(span).collect()
    };
    let area = |area: &Area| format!("{}:{}", area.from, area.to);
    let cells = |cells: &[CellRef]| cells.iter().map(ToString::to_string).collect();
    let formula = |formula: &Formula| format!("{}={}{}", formula.cell, formula.text, if formula.stored { "" } else { "?" });
    let lists = [
        ("rows", spans(&marks.hidden_rows, |row| (u64::from(row) + 1).to_string())),
        ("cols", spans(&marks.hidden_cols, column_letters)),
        ("filter", marks.filter.iter().map(area).collect()),
        ("merged", grid.merged.iter().map(area).collect()),
        ("struck", cells(&marks.struck)),
        ("notes", cells(&marks.notes)),
        ("formulas", marks.formulas.iter().map(formula).collect()),
        ("sheet", if marks.very_hidden { vec!["very hidden".to_owned()] } else { Vec::new() }),
    ];
    let used = lists.iter().filter(|(_, list)| !list.is_empty());
    used.map(|(name, list)| format!("{name} {}", list.join(" "))).collect::<Vec<_>>().join(" ")
}

/// A zip archive with these parts.
pub(super) fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    zip_of_bytes(&parts.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect::<Vec<_>>())
}

pub(super) fn zip_of_bytes(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("started");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// A sheet of an xlsx: its name, further attributes, and what stands inside `worksheet`.
pub(super) type XlsxSheet<'a> = (&'a str, &'a str, &'a str);

/// The parts of an xlsx with these sheets. Style 1 is a date.
pub(super) fn xlsx_parts(properties: &str, sheets: &[XlsxSheet<'_>]) -> Vec<(String, String)> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let relations = |inside: &str| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>")
    };
    let relation =
        |id: usize, kind: &str, target: &str| format!("<Relationship Id=\"r{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    let mut listed = String::new();
    let mut related = String::new();
    let mut parts = Vec::new();
    for (at, (name, attributes, inside)) in sheets.iter().enumerate() {
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{}\" {attributes} r:id=\"r{at}\"/>", at + 1);
        related += &relation(at, "worksheet", &format!("worksheets/sheet{at}.xml"));
        parts.push((format!("xl/worksheets/sheet{at}.xml"), format!("<worksheet {MAIN}>{inside}</worksheet>")));
    }
    let fixed = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("_rels/.rels", relations(&relation(0, "officeDocument", "xl/workbook.xml"))),
        ("xl/_rels/workbook.xml.rels", relations(&related)),
        ("xl/workbook.xml", format!("<workbook {MAIN} xmlns:r=\"{OFFICE}\">{properties}<sheets>{listed}</sheets></workbook>")),
        ("xl/styles.xml", format!("<styleSheet {MAIN}><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>")),
        ("xl/sharedStrings.xml", format!("<sst {MAIN} uniqueCount=\"1\"><si><t>gedeeld</t></si></sst>")),
    ];
    fixed.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(parts).collect()
}

/// An xlsx with one sheet that holds these rows.
pub(super) fn xlsx(rows: &str) -> Vec<u8> {
    xlsx_of(&[("Blad1", "", &format!("<sheetData>{rows}</sheetData>"))])
}

/// An xlsx with these sheets.
pub(super) fn xlsx_of(sheets: &[XlsxSheet<'_>]) -> Vec<u8> {
    zip_of(&xlsx_parts("", sheets))
}

pub(super) fn zip_of(parts: &[(String, String)]) -> Vec<u8> {
    zip(&parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// An xlsb with one sheet that holds these records between the beginning and the end of its cells.
pub(super) fn xlsb(cells: &[(u16, &[u8])]) -> Vec<u8> {
    xlsb_of(&[], cells, &[], &[])
}

/// A text in an xlsb: its length and its characters.
pub(super) fn wide(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).expect("short");
    [length.to_le_bytes().to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
}

/// Records of an xlsb.
pub(super) fn xlsb_records(records: &[(u16, &[u8])]) -> Vec<u8> {
    let record = |(kind, data): &(u16, &[u8])| {
        let [low, high] = [kind & 0x7F, kind >> 7].map(|half| u8::try_from(half).expect("seven bits"));
        let kind = if high == 0 { vec![low] } else { vec![low | 0x80, high] };
        [&kind[..], &[u8::try_from(data.len()).expect("short")], data].concat()
    };
    records.iter().flat_map(record).collect()
}

/// An xlsb with one sheet that holds these records before, between and after the beginning and the end of its cells, and
/// with these further parts.
pub(super) fn xlsb_of(before: &[(u16, &[u8])], cells: &[(u16, &[u8])], after: &[(u16, &[u8])], parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let listed = [vec![0; 8], wide("r1"), wide("Blad1")].concat();
    let workbook = xlsb_records(&[(0x9C, &listed[..]), (0x90, b""), (0x9D, b"")]);
    let sheet = [&[(0x94, &[0; 16][..])], before, &[(0x91, b"")], cells, &[(0x92, &b""[..])], after].concat();
    let relations = b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>".to_vec();
    let own =
        [("xl/workbook.bin", workbook), ("xl/_rels/workbook.bin.rels", relations), ("xl/worksheets/sheet1.bin", xlsb_records(&sheet))];
    zip_of_bytes(&own.into_iter().chain(parts.iter().cloned()).collect::<Vec<_>>())
}

/// Numbers of two bytes, as an xls has them.
pub(super) fn shorts(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// An xls of a version (0x0500 or 0x0600) with these records before one sheet with those records.
pub(super) fn xls(version: u16, globals: &[(u16, Vec<u8>)], sheet: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let record = |(kind, data): &(u16, Vec<u8>)| {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes(), &length.to_le_bytes(), &data[..]].concat()
    };
    let records = |records: &[(u16, Vec<u8>)]| records.iter().flat_map(record).collect::<Vec<u8>>();
    let (begin, end) = (records(&[(0x0809, shorts(&[version, 5, 0, 0]))]), records(&[(0x000A, Vec::new())]));
    let globals = records(globals);
    let name = if version == 0x0500 { b"\x01a".to_vec() } else { b"\x01\0a".to_vec() };
    let place = u32::try_from(begin.len() + globals.len() + 4 + 6 + name.len() + end.len()).expect("short");
    let listed = records(&[(0x0085, [&place.to_le_bytes()[..], &[0, 0], &name].concat())]);
    let stream = [begin.clone(), globals, listed, end.clone(), begin, records(sheet), end].concat();
    compound_file(&[(if version == 0x0500 { "Book" } else { "Workbook" }, &stream)])
}

/// An ods with these elements inside its spreadsheet.
pub(super) fn ods(tables: &str) -> Vec<u8> {
    zip(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest/>"),
        (
            "content.xml",
            &format!(
                "<office:document-content><office:automatic-styles><style:style style:name=\"hid\"><style:table-properties table:display=\"false\"/>\
                 </style:style></office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
                 </office:document-content>"
            ),
        ),
    ])
}

/// A compound file (version 3, sectors of 512 bytes) with these streams, none of them in the mini stream.
pub(super) fn compound_file(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    assert!(streams.len() < 4, "one sector holds the directory");
    // Sector 0 is the allocation table, sector 1 the directory.
    let mut fat: Vec<u32> = vec![0xFFFF_FFFD, END];
    let mut directory = entry("Root Entry", 5, END, 0);
    let mut data = Vec::new();
    for (name, bytes) in streams {
        // A short stream would be looked for in the mini stream, so it is filled up.
        let mut bytes = bytes.to_vec();
        bytes.resize(bytes.len().max(4096), 0);
        let start = u32::try_from(fat.len()).expect("small");
        directory.extend(entry(name, 2, start, u32::try_from(bytes.len()).expect("small")));
        bytes.resize(bytes.len().next_multiple_of(512), 0);
        let sectors = u32::try_from(bytes.len() / 512).expect("small");
        fat.extend(start + 1..start + sectors);
        fat.push(END);
        data.extend(bytes);
    }
    assert!(fat.len() <= 128, "one sector holds the allocation table");
    directory.resize(512, 0);
    fat.resize(128, u32::MAX);
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[26..34].copy_from_slice(&[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    for (at, word) in [(44, 1), (48, 1), (60, END), (68, END), (76, 0)] {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(word));
    }
    header[80..].fill(0xFF);
    [header, fat.iter().flat_map(|word| word.to_le_bytes()).collect(), directory, data].concat()
}

fn entry(name: &str, kind: u8, start: u32, length: u32) -> Vec<u8> {
    let mut entry = vec![0; 128];
    for (at, unit) in name.encode_utf16().enumerate() {
        entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = u8::try_from(name.len() * 2 + 2).expect("short");
    entry[66] = kind;
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&length.to_le_bytes());
    entry
}
