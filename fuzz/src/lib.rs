//! What is done with anything at all, and what must hold whatever it was. The fuzz targets and a test of the crate, which
//! goes through the inputs kept in `corpus/`, both call these.

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::DateTime;
use muster::domain::cell::{MAX_COLS, MAX_ROWS};
use muster::domain::{
    Area, CellRef, FileFormat, Formula, Grid, GridBuilder, Lang, LedgerLine, Period, RowFate, Schema, Spans, Value, Workbook,
};
use muster::error::Error;
use muster::ingest::{Candidate, Limits, Reader};
use muster::layout::{self, HeaderIndex};
use muster::records::grammar::{self, Calendar};
use muster::{catalogue, pipeline, records, schemas};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Right schemas, and few.
#[path = "../../src/schemas/tests/small.rs"]
mod small;

/// Low enough that reaching them takes no time.
const LIMITS: Limits = Limits {
    max_file_bytes: 1 << 20,
    max_unpacked_bytes: 1 << 20,
    max_cells: 20_000,
    max_ratio: 400,
    max_memory_bytes: 1 << 30,
    max_seconds: 60,
};

static SCHEMA: LazyLock<(Schema, HeaderIndex)> = LazyLock::new(|| {
    let schema = schemas::built_in(&catalogue::rust_codes()).expect("the schemas of the project");
    let index = HeaderIndex::new(&schema);
    (schema, index)
});

fn read(name: &str, format: FileFormat, bytes: &[u8]) -> Workbook {
    let candidate = Candidate { path: PathBuf::new(), entry: None, relative: name.to_owned(), format, received: None };
    let book = Reader::new(LIMITS, None).read_bytes(&candidate, bytes);
    if let Ok(sheets) = &book.sheets {
        assert!(!sheets.is_empty());
        let cells: usize = sheets.iter().map(Grid::used_cells).sum();
        assert!(cells <= 20_000, "{cells} cells");
        for sheet in sheets {
            assert!(sheet.height() <= MAX_ROWS);
            assert!(!sheet.name.contains(char::is_control));
            sheet.rows().for_each(|(_, cells)| {
                assert!(!cells.is_empty() && cells.is_sorted_by(|a, b| a.col < b.col));
                assert!(cells.iter().all(|cell| cell.col < MAX_COLS));
            });
        }
    }
    book
}

/// Delimited text.
pub fn delimited(data: &[u8]) {
    let _ = read("opgave-2026-05.csv", FileFormat::Csv, data);
}

/// A workbook of any format. The first byte chooses: the bytes of a file; the parts of an archive, each a name on a line and
/// what stands up to the next line of `---`; or the stream of an old workbook.
pub fn workbook(data: &[u8]) {
    const FORMATS: [(&str, FileFormat); 5] = [
        ("a.xlsx", FileFormat::Xlsx),
        ("a.xlsm", FileFormat::Xlsm),
        ("a.xlsb", FileFormat::Xlsb),
        ("a.ods", FileFormat::Ods),
        ("a.xls", FileFormat::Xls),
    ];
    let Some((&first, rest)) = data.split_first() else { return };
    let (name, format) = FORMATS[usize::from(first >> 4) % FORMATS.len()];
    let _ = match first % 3 {
        0 => read(name, format, rest),
        1 => read(name, format, &archive(rest)),
        _ => read(name, format, &compound_file(rest)),
    };
}

/// The parts of an xlsx, as [`workbook`] has them.
pub fn xlsx(data: &[u8]) {
    let _ = read("a.xlsx", FileFormat::Xlsx, &archive(data));
}

/// The parts of an xlsb, as [`workbook`] has them.
pub fn xlsb(data: &[u8]) {
    let _ = read("a.xlsb", FileFormat::Xlsb, &archive(data));
}

/// The parts of an ods, as [`workbook`] has them.
pub fn ods(data: &[u8]) {
    let _ = read("a.ods", FileFormat::Ods, &archive(data));
}

/// The stream of an xls.
pub fn xls(data: &[u8]) {
    let _ = read("a.xls", FileFormat::Xls, &compound_file(data));
}

/// A schema file among right ones; the first byte says which.
pub fn schema(data: &[u8]) {
    const MORE: [&str; 3] = ["letters.csv", "releases.csv", "waivers.toml"];
    let Some((&first, text)) = data.split_first() else { return };
    let paths: Vec<&str> = small::FILES.iter().map(|(path, _)| *path).chain(MORE).collect();
    declare(paths[usize::from(first) % paths.len()], text);
}

/// A Table Schema in JSON among right schemas.
pub fn table_schema(data: &[u8]) {
    declare("tables/any.json", data);
}

/// Waivers among right schemas.
pub fn waivers(data: &[u8]) {
    declare("waivers.toml", data);
}

/// Reads schemas of which one file is anything at all. They are right, or every mistake is told; and whatever is taken for right can
/// be worked with.
fn declare(path: &str, text: &[u8]) {
    const RETURN: &[u8] = b"Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen\nAlpha;7;2\nBeta;3;-\nGamma;x;9\nTOTAAL;11;2\n";
    let right = small::FILES.iter().filter(|(known, _)| *known != path).map(|(known, text)| (*known, text.as_bytes()));
    let files: Vec<(&str, &[u8])> = right.chain([(path, text)]).collect();
    let codes = catalogue::rust_codes();
    let load = |lang| schemas::read_texts(&files, &schemas::Options { rust_checks: &codes, lang, colour: false });
    match (load(Lang::En), load(Lang::Nl)) {
        (Ok(schema), Ok(_)) => {
            let checks = catalogue::checks(&schema);
            let book = read("opgave-2026-05.csv", FileFormat::Csv, RETURN);
            assert!(pipeline::run_workbooks_with(&pipeline::Options::default(), (schema, checks), vec![book]).is_ok());
        }
        (Err(Error::Schema { report, mistakes }), Err(Error::Schema { report: dutch, mistakes: in_dutch })) => {
            assert!(mistakes > 0 && mistakes == in_dutch);
            // It is shown on a terminal: nothing of the file may steer that.
            assert!([report, dutch].iter().all(|report| !report.contains(|c: char| c.is_control() && c != '\n')));
        }
        other => panic!("{other:?}"),
    }
}

fn archive(data: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in split(data, b"\n---\n") {
        let (name, content) = match part.iter().position(|byte| *byte == b'\n') {
            Some(end) => (&part[..end], &part[end + 1..]),
            None => (part, &b""[..]),
        };
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        if writer.start_file(String::from_utf8_lossy(name), options).is_ok() {
            let _ = writer.write_all(content);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn split<'a>(mut data: &'a [u8], by: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let Some(at) = data.windows(by.len()).position(|window| window == by) else {
            done = true;
            return Some(data);
        };
        let part = &data[..at];
        data = &data[at + by.len()..];
        Some(part)
    })
}

/// A compound file with these bytes as its stream `Workbook`.
fn compound_file(stream: &[u8]) -> Vec<u8> {
    const END: u32 = 0xFFFF_FFFE;
    let entry = |name: &str, kind: u8, start: u32, length: usize| {
        let mut entry = vec![0; 128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[at * 2..at * 2 + 2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64] = u8::try_from(name.len() * 2 + 2).expect("short");
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(length).expect("short").to_le_bytes());
        entry
    };
    let mut stream = stream[..stream.len().min(126 * 512)].to_vec();
    stream.resize(stream.len().max(4096), 0);
    let length = stream.len();
    stream.resize(length.next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).expect("short");
    let mut fat: Vec<u32> = vec![0xFFFF_FFFD, END];
    fat.extend(3..2 + sectors);
    fat.push(END);
    fat.resize(128, u32::MAX);
    let mut directory = [entry("Root Entry", 5, END, 0), entry("Workbook", 2, 2, length)].concat();
    directory.resize(512, 0);
    let mut header = vec![0; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[26..34].copy_from_slice(&[3, 0, 0xFE, 0xFF, 9, 0, 6, 0]);
    for (at, word) in [(44, 1), (48, 1), (60, END), (68, END), (76, 0)] {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(word));
    }
    header[80..].fill(0xFF);
    [header, fat.iter().flat_map(|word| word.to_le_bytes()).collect(), directory, stream].concat()
}

/// A sheet made of the bytes, through the layout and the records. Whatever it is, each row has one fate.
pub fn layout(data: &[u8]) {
    let grid = grid(data);
    let (schema, index) = &*SCHEMA;
    let found = layout::recover(&grid, schema, index, muster::domain::placing::Years::default());
    let height = usize::try_from(grid.height()).expect("a row number");
    assert_eq!(found.fates.len(), height);
    let read = records::read(&grid, 0, &found, schema, Period::new(2026, 5));
    assert_eq!(read.fates.len(), height);
    let mut line = LedgerLine::default();
    read.fates.iter().for_each(|fate| line.add(*fate));
    assert!(line.adds_up() && line.rows == u64::from(grid.height()));
    let rows_of_tables: usize = read.tables.iter().map(|table| table.rows.len()).sum();
    let accepted = read.fates.iter().filter(|fate| **fate == RowFate::Accepted).count();
    assert!(accepted <= rows_of_tables, "{accepted} rows accepted, {rows_of_tables} in tables");
}

/// Words that mean something on a sheet.
const WORDS: &str = include_str!("words.txt");

fn grid(data: &[u8]) -> Grid {
    let words: Vec<&str> = WORDS.lines().collect();
    let mut bytes = data.iter().copied();
    let mut builder = GridBuilder::new();
    let (mut merged, mut hidden, mut struck, mut formulas) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut row, mut col) = (0_u32, 0_u32);
    while let Some(kind) = bytes.next() {
        let mut next = || u32::from(bytes.next().unwrap_or(0));
        let at = CellRef::new(row, col);
        let value = match kind % 16 {
            0 => {
                (row, col) = (row + 1, 0);
                continue;
            }
            1 => {
                row += next() % 32;
                continue;
            }
            2 => {
                col = (col + next()) % 400;
                continue;
            }
            3 => {
                let (down, right) = (next() % 8, next() % 8);
                merged.push(Area { from: at, to: CellRef::new(row + down, col + right) });
                continue;
            }
            4 => {
                hidden.push((row, row + next() % 4));
                continue;
            }
            5 => {
                struck.push(at);
                continue;
            }
            6 => {
                let text = words[usize::from(kind >> 4) % words.len()];
                let (from, to) = (next(), next());
                let text = if kind & 16 == 0 { format!("SUM(B{from}:B{to})") } else { text.to_owned() };
                formulas.push(Formula { cell: at, text: text.into(), stored: kind & 32 == 0 });
                continue;
            }
            7 => Value::Number(f64::from(next()) / 2.0 - 4.0),
            8 => Value::Number(f64::from(next() << 16 | next() << 8 | next())),
            9 => Value::Bool(kind & 16 == 0),
            10 => Value::Error("#REF!".into()),
            11 => Value::Date(DateTime::from_timestamp(i64::from(next() << 8 | next()) * 86_400, 0).unwrap_or_default().naive_utc()),
            12 => {
                let length = next() % 40;
                let raw: Vec<u8> = (0..length).map(|_| u8::try_from(next()).unwrap_or(0)).collect();
                Value::Text(String::from_utf8_lossy(&raw).into())
            }
            13 => Value::Number(f64::from(next() % 12)),
            _ => Value::Text(words[usize::try_from(next()).unwrap_or(0) % words.len()].into()),
        };
        builder.push(at, value);
        col += 1;
    }
    let mut grid = builder.finish("Blad1");
    grid.merged = merged;
    grid.marks.hidden_rows = Spans::new(hidden);
    grid.marks.struck = struck;
    grid.marks.formulas = formulas;
    grid.marks = grid.marks.sorted();
    grid
}

/// The text of a cell, read as everything a cell can be.
pub fn cells(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let calendar = Calendar::default();
    let (schema, _) = &*SCHEMA;
    let count = grammar::headcount(&text);
    assert!(count.value.is_none_or(|value| value.abs() < 1 << 53), "{count:?}");
    let _ = grammar::count(&text);
    let _ = grammar::date(&text, calendar);
    let _ = grammar::last_day(&text, calendar);
    let _ = grammar::month(&text, calendar);
    if let Some((from, to)) = grammar::window(&text, calendar).value {
        assert!(from <= to, "{text:?}");
    }
    for list in &schema.code_lists {
        let _ = grammar::code(&text, list);
    }
    let _ = grammar::is_possible_bsn(&text);
    let clean = grammar::clean(&text);
    assert_eq!(grammar::clean(&clean), clean, "{text:?}");
    let _ = text.parse::<CellRef>();
}
