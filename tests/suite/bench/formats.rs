//! Sheets as files of a format, and read again by the readers of the program.

use std::fmt::Write as _;

use chrono::Datelike;
use muster::domain::{CellRef, FileFormat, SourceFile, Value, Workbook, sha256};
use muster::ingest::{Candidate, Reader};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Note, Workbook as Writer, Worksheet};

use super::input::Book;
use super::sheet::{Sheet, shown};

/// How a changed file reaches the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// As sheets in memory.
    Grid,
    /// As an xlsx file.
    Xlsx,
    /// As csv files, one for each sheet.
    Csv,
    /// As OpenDocument in one XML file.
    Fods,
}

impl Form {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Fods => "fods",
        }
    }
}

/// The workbooks that a file becomes in a form.
pub(super) fn workbooks(path: &str, book: &Book, form: Form, reader: &Reader) -> Vec<Workbook> {
    if let Some(bytes) = &book.raw {
        let format = if path.ends_with(".csv") { FileFormat::Csv } else { FileFormat::Xlsx };
        return vec![read(path, format, book, bytes, reader)];
    }
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    match form {
        Form::Grid => vec![in_memory(path, book)],
        Form::Xlsx => vec![read(&format!("{stem}.xlsx"), FileFormat::Xlsx, book, &xlsx(book), reader)],
        Form::Fods => vec![read(&format!("{stem}.fods"), FileFormat::Fods, book, fods(book).as_bytes(), reader)],
        Form::Csv => {
            let name = |at: usize, sheet: &Sheet| match (at, stem.rsplit_once('/')) {
                (1, Some((folder, name))) => format!("{folder}/{}.csv", name.replacen("opgave", "rooster", 1)),
                (0, _) | (_, None) => format!("{stem}.csv"),
                (_, Some((folder, name))) => format!("{folder}/{}-{name}.csv", sheet.name.to_lowercase()),
            };
            let one = |(at, sheet): (usize, &Sheet)| read(&name(at, sheet), FileFormat::Csv, book, csv(sheet, ';').as_bytes(), reader);
            book.sheets.iter().enumerate().map(one).collect()
        }
    }
}

fn in_memory(path: &str, book: &Book) -> Workbook {
    let grids: Vec<_> = book.sheets.iter().map(Sheet::grid).collect();
    let format = match path.rsplit('.').next() {
        Some("xls") => FileFormat::Xls,
        Some("ods") => FileFormat::Ods,
        Some("csv") => FileFormat::Csv,
        _ => FileFormat::Xlsx,
    };
    let hash = sha256(format!("{grids:?}").as_bytes());
    let source = SourceFile { path: path.to_owned(), sha256: hash, bytes: 1, format, received: book.received };
    let template = Workbook { source, cautions: Vec::new(), sheets: Ok(Vec::new()) };
    Workbook { sheets: Ok(grids), ..template }
}

/// A file of the project with another number in one cell, as an xlsx file: what a sender who mends it would send.
pub(crate) fn mended(path: &std::path::Path, sheet: &str, cell: CellRef, value: f64) -> Vec<u8> {
    let limits = super::input::limits(&super::input::settings());
    let found = muster::ingest::find(&[path.to_owned()], &limits).expect("a file");
    let grids = Reader::new(limits, None).read(&found.files[0]).sheets.expect("sheets");
    let mut book = Book::of(grids.iter().map(Sheet::from_grid).collect());
    let own = book.sheets.iter_mut().find(|own| own.name == sheet).expect("a sheet of the file");
    own.put(cell.row, cell.col, Value::Number(value));
    xlsx(&book)
}

/// Reads bytes under a name as the program reads a file.
pub(super) fn read(path: &str, format: FileFormat, book: &Book, bytes: &[u8], reader: &Reader) -> Workbook {
    let candidate = Candidate { path: path.into(), entry: None, relative: path.to_owned(), format, received: book.received };
    reader.read_bytes(&candidate, bytes)
}

/// A sheet as text, dates as `31-05-2026` and fractions with a comma.
pub(super) fn csv(sheet: &Sheet, delimiter: char) -> String {
    let mut sheet = sheet.clone();
    sheet.calculate();
    let mut text = String::new();
    for row in 0..sheet.height() {
        let cell = |col: u32| {
            let said = sheet.says(row, col);
            let quoted = said.contains([delimiter, '"', '\n']);
            if quoted { format!("\"{}\"", said.replace('"', "\"\"")) } else { said }
        };
        let cells: Vec<String> = (0..sheet.width()).map(cell).collect();
        let _ = writeln!(text, "{}", cells.join(&delimiter.to_string()));
    }
    text
}

fn xlsx(book: &Book) -> Vec<u8> {
    let mut writer = Writer::new();
    if let Some(author) = book.author {
        writer.set_properties(&DocProperties::new().set_author(author));
    }
    for sheet in &book.sheets {
        let mut sheet = sheet.clone();
        sheet.calculate();
        let out = writer.add_worksheet();
        out.set_name(&sheet.name).expect("a name");
        out.set_hidden(sheet.hidden);
        for area in &sheet.merged {
            let plain = Format::new();
            out.merge_range(area.from.row, column(area.from), area.to.row, column(area.to), "", &plain).expect("merged");
        }
        for (cell, value) in &sheet.cells {
            write(out, &sheet, *cell, value);
        }
        for row in (0..sheet.height()).filter(|row| sheet.marks.hidden_rows.contains(*row)) {
            out.set_row_hidden(row).expect("hidden");
        }
        for col in (0..sheet.width()).filter(|col| sheet.marks.hidden_cols.contains(*col)) {
            out.set_column_hidden(u16::try_from(col).expect("a column")).expect("hidden");
        }
        for cell in &sheet.marks.notes {
            out.insert_note(cell.row, column(*cell), &Note::new("bel even").set_author("muster")).expect("a note");
        }
    }
    writer.save_to_buffer().expect("an xlsx")
}

fn column(cell: CellRef) -> u16 {
    u16::try_from(cell.col).expect("a column")
}

fn write(out: &mut Worksheet, sheet: &Sheet, cell: CellRef, value: &Value) {
    let (row, col) = (cell.row, column(cell));
    let formula = sheet.marks.formulas.iter().find(|formula| formula.cell == cell && !formula.text.is_empty());
    let result = match (formula, value) {
        (Some(formula), value) => {
            let result = if let Value::Number(number) = value { number.to_string() } else { shown(value) };
            out.write_formula(row, col, Formula::new(format!("={}", formula.text)).set_result(result))
        }
        (None, Value::Text(text)) => out.write_string(row, col, text.as_str()),
        (None, Value::Number(number)) => out.write_number(row, col, *number),
        (None, Value::Bool(truth)) => out.write_boolean(row, col, *truth),
        (None, Value::Date(date)) => {
            let year = u16::try_from(date.year()).expect("a year");
            let part = |part: u32| u8::try_from(part).expect("small");
            let date = ExcelDateTime::from_ymd(year, part(date.month()), part(date.day())).expect("a day");
            out.write_with_format(row, col, &date, &Format::new().set_num_format("dd-mm-yyyy"))
        }
        (None, Value::Error(error)) => out.write_formula(row, col, Formula::new("=1/0").set_result(error.to_string())),
    };
    result.expect("a cell");
}

fn fods(book: &Book) -> String {
    let mut tables = String::new();
    for sheet in &book.sheets {
        let mut sheet = sheet.clone();
        sheet.calculate();
        let _ = write!(tables, "<table:table table:name=\"{}\">", escaped(&sheet.name));
        for row in 0..sheet.height() {
            let hidden = if sheet.marks.hidden_rows.contains(row) { " table:visibility=\"collapse\"" } else { "" };
            let _ = write!(tables, "<table:table-row{hidden}>");
            for col in 0..sheet.width() {
                tables.push_str(&fods_cell(&sheet, CellRef::new(row, col)));
            }
            tables.push_str("</table:table-row>");
        }
        tables.push_str("</table:table>");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>{tables}</office:spreadsheet>\
         </office:body></office:document>"
    )
}

fn fods_cell(sheet: &Sheet, cell: CellRef) -> String {
    let Some(value) = sheet.cells.get(&cell) else { return "<table:table-cell/>".to_owned() };
    let formula = sheet.marks.formulas.iter().find(|formula| formula.cell == cell);
    let sum = formula.and_then(|formula| formula.text.strip_prefix("SUM(")?.strip_suffix(')')?.split_once(':'));
    let sum = sum.map(|(from, to)| format!(" table:formula=\"of:=SUM([.{from}:.{to}])\"")).unwrap_or_default();
    let said = escaped(&shown(value));
    let kind = match value {
        Value::Number(number) => format!("office:value-type=\"float\" office:value=\"{number}\""),
        Value::Date(date) => format!("office:value-type=\"date\" office:date-value=\"{}\"", date.format("%Y-%m-%d")),
        Value::Bool(truth) => format!("office:value-type=\"boolean\" office:boolean-value=\"{truth}\""),
        Value::Text(_) | Value::Error(_) => "office:value-type=\"string\"".to_owned(),
    };
    format!("<table:table-cell{sum} {kind}><text:p>{said}</text:p></table:table-cell>")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
