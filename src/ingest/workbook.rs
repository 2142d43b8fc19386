//! Spreadsheet files as sheets. This is the one file that names calamine.
//!
//! xlsx and xlsb are read cell by cell, so that a lone cell in the last corner costs nothing; xls and ods come as
//! rectangles whose size was surveyed before. What an error says is not passed on, for it may quote a cell.

mod styles;

use std::cell::Cell as Counter;
use std::collections::{BTreeSet, HashSet};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::time::Instant;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, ExcelDateTimeType, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls,
    XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::budget::Budget;
use super::damaged;
use super::marks::{self, Found};
use super::ods::Survey;
use super::wire::MAX_SHEETS;
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{Area, CellRef, DateSystem, Grid, GridBuilder, Unreadable, Value};
pub(super) use styles::Styles;

/// The bytes of a workbook. A workbook can name one part as many sheets; reading it over and over ends here.
struct Metered<'a> {
    bytes: Cursor<&'a [u8]>,
    left: Counter<u64>,
    deadline: Option<Instant>,
}

impl<'a> Metered<'a> {
    fn new(bytes: &'a [u8], budget: &Budget) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let left = Counter::new(length.saturating_mul(8).saturating_add(1 << 20));
        Self { bytes: Cursor::new(bytes), left, deadline: budget.deadline() }
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        let left = self.left.get().checked_sub(u64::try_from(read).unwrap_or(u64::MAX));
        if self.deadline.is_some_and(|deadline| Instant::now() > deadline) {
            return Err(io::Error::other("reading takes too long"));
        }
        self.left.set(left.ok_or_else(|| io::Error::other("the same parts are read again and again"))?);
        Ok(read)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// Reads the worksheets of an xlsx or xlsm workbook.
pub(super) fn xlsx(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Xlsx::new(Metered::new(bytes, budget)).map_err(|error| xlsx_error(&error))?;
    let date_system = date_system(book.has_1904_epoch());
    let found = marks::xlsx::survey(bytes, budget)?;
    let mut grids = Vec::new();
    for (sheet, mut found) in worksheets(book.sheets_metadata(), found)? {
        let mut builder = GridBuilder::new();
        let texts = xlsx_cells(&mut book, &sheet.name, &mut builder, &mut found, budget);
        let Some(texts) = texts.map_err(|why| sheet.spoilt(why))? else { continue };
        grids.push(sheet.grid(builder, found, texts, date_system));
    }
    Ok(grids)
}

type XlsxBook<'a> = Xlsx<Metered<'a>>;
pub(super) type Texts = Vec<(CellRef, String)>;

/// The cells of a sheet and the texts of its formulas, those that are shared written out; `None` if it turns out to be a
/// chart or a dialog. A formula that the reader stumbles over costs the texts of all, not the values.
fn xlsx_cells(
    book: &mut XlsxBook<'_>,
    name: &str,
    builder: &mut GridBuilder,
    found: &mut Found,
    budget: &mut Budget,
) -> Result<Option<Texts>, Unreadable> {
    let before = budget.clone();
    if !found.formulas.is_empty() {
        match xlsx_pass(book, name, true, builder, found, budget) {
            Err(Unreadable::Damaged(_)) => (*builder, *budget) = (GridBuilder::new(), before),
            other => return other,
        }
    }
    xlsx_pass(book, name, false, builder, found, budget)
}

fn xlsx_pass(
    book: &mut XlsxBook<'_>,
    name: &str,
    formulas: bool,
    builder: &mut GridBuilder,
    found: &mut Found,
    budget: &mut Budget,
) -> Result<Option<Texts>, Unreadable> {
    let (mut texts, mut strange) = (Texts::new(), Vec::new());
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(xlsx_error(&error)),
    };
    for at in 0_u64.. {
        let next = if formulas {
            reader.next_cell_with_formula().map(|cell| cell.map(|cell| (cell.pos, value(&cell.value), cell.formula)))
        } else {
            reader.next_cell().map(|cell| cell.map(|cell| (cell.get_position(), value(cell.get_value()), None)))
        };
        match next {
            Ok(Some(((row, col), value, formula))) => {
                if let Some(value) = value {
                    budget.push(builder, row, col, found.read(row, col, value))?;
                }
                keep(&mut texts, (row, col), formula, budget)?;
            }
            Ok(None) => break,
            // An error value of its own making. The reader does not say where, but it goes on with the next cell.
            Err(XlsxError::CellError(word)) => strange.push((at, word)),
            Err(error) => return Err(xlsx_error(&error)),
        }
    }
    drop(reader);
    if !strange.is_empty() {
        place_strange_errors(book, name, strange, builder, &mut texts, budget)?;
    }
    Ok(Some(texts))
}

fn keep(texts: &mut Texts, (row, col): (u32, u32), formula: Option<String>, budget: &mut Budget) -> Result<(), Unreadable> {
    if let Some(text) = formula.filter(|text| !text.is_empty()) {
        budget.text(text.len())?;
        texts.push((CellRef::new(row, col), text));
    }
    Ok(())
}

/// Finds the addresses of the n-th cells, and their formulas, by going through the sheet again for its formulas, which asks
/// nothing of values.
fn place_strange_errors(
    book: &mut XlsxBook<'_>,
    name: &str,
    strange: Vec<(u64, String)>,
    builder: &mut GridBuilder,
    texts: &mut Texts,
    budget: &mut Budget,
) -> Result<(), Unreadable> {
    let mut strange = strange.into_iter().peekable();
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| xlsx_error(&error))?;
    for at in 0_u64.. {
        let Some(cell) = reader.next_formula().map_err(|error| xlsx_error(&error))? else { break };
        if let Some((_, word)) = strange.next_if(|(wanted, _)| *wanted == at) {
            let (row, col) = cell.get_position();
            budget.push(builder, row, col, Value::Error(word.into()))?;
            keep(texts, (row, col), Some(cell.get_value().clone()), budget)?;
        }
    }
    Ok(())
}

/// Reads the worksheets of an xlsb workbook.
pub(super) fn xlsb(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Xlsb::new(Metered::new(bytes, budget)).map_err(|error| xlsb_error(&error))?;
    let date_system = date_system(book.has_1904_epoch());
    let found = marks::xlsb::survey(bytes, budget)?;
    let mut grids = Vec::new();
    for (sheet, mut found) in worksheets(book.sheets_metadata(), found)? {
        let mut builder = GridBuilder::new();
        let texts = xlsb_sheet(&mut book, &sheet.name, &mut builder, &mut found, budget).map_err(|why| sheet.spoilt(why))?;
        grids.push(sheet.grid(builder, found, texts, date_system));
    }
    Ok(grids)
}

fn xlsb_sheet(
    book: &mut Xlsb<Metered<'_>>,
    name: &str,
    builder: &mut GridBuilder,
    found: &mut Found,
    budget: &mut Budget,
) -> Result<Texts, Unreadable> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| xlsb_error(&error))?;
    while let Some(cell) = reader.next_cell().map_err(|error| xlsb_error(&error))? {
        if let Some(value) = value(cell.get_value()) {
            let (row, col) = cell.get_position();
            budget.push(builder, row, col, found.read(row, col, value))?;
        }
    }
    for (at, value) in std::mem::take(&mut found.values) {
        budget.push(builder, at.row, at.col, found.read(at.row, at.col, value))?;
    }
    let mut texts = Vec::new();
    if found.formulas.is_empty() {
        return Ok(texts);
    }
    drop(reader);
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| xlsb_error(&error))?;
    loop {
        match reader.next_formula() {
            Ok(Some(cell)) => {
                budget.text(cell.get_value().len())?;
                let (row, col) = cell.get_position();
                texts.push((CellRef::new(row, col), marks::xlsb::restored(cell.get_value()).into_owned()));
            }
            Ok(None) => return Ok(texts),
            Err(error @ (XlsbError::Io(_) | XlsbError::Zip(_))) => return Err(xlsb_error(&error)),
            // A formula the reader does not understand; it goes on with the next.
            Err(_) => {}
        }
    }
}

/// Reads the worksheets of an xls workbook that was surveyed; `stream` is the one with its sheets.
pub(super) fn xls(bytes: &[u8], stream: &[u8], budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| xls_error(&error))?;
    let date_system = date_system(book.has_1904_epoch());
    let found = marks::biff::survey(stream, budget)?;
    let mut grids = Vec::new();
    for (sheet, mut found) in worksheets(book.sheets_metadata(), found)? {
        let range = book.worksheet_range(&sheet.name).map_err(|error| xls_error(&error))?;
        let mut builder = GridBuilder::new();
        used(&range, |row, col, value| budget.push(&mut builder, row, col, found.read(row, col, value)))?;
        let merged = book.merge_cells_by_sheet_name(&sheet.name).map_err(|error| xls_error(&error))?;
        found.merged = areas(&merged);
        let texts = if found.formulas.is_empty() { Vec::new() } else { xls_formulas(&mut book, &sheet.name, budget)? };
        grids.push(sheet.grid(builder, found, texts, date_system));
    }
    Ok(grids)
}

fn xls_formulas(book: &mut Xls<Cursor<&[u8]>>, name: &str, budget: &mut Budget) -> Result<Texts, Unreadable> {
    let range = book.worksheet_formula(name).map_err(|error| xls_error(&error))?;
    let (top, left) = range.start().unwrap_or_default();
    let mut texts = Vec::new();
    for (row, col, text) in range.used_cells() {
        // What the reader says instead of a formula that it does not understand.
        if !text.starts_with("Unrecognised formula") {
            budget.text(text.len())?;
            texts.push((CellRef::new(place(top, row), place(left, col)), text.clone()));
        }
    }
    Ok(texts)
}

/// Reads the sheets of an ods document that was surveyed. Dates in it are written out, so it has no date system.
pub(super) fn ods(bytes: &[u8], survey: Survey, budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Ods::new(Metered::new(bytes, budget)).map_err(|error| ods_error(&error))?;
    let (tables, found) = survey.tables.into_iter().map(|table| ((table.linked, table.errors), table.found)).unzip();
    let tables: Vec<(bool, Vec<Area>)> = tables;
    let mut grids = Vec::new();
    for (sheet, mut found) in worksheets(book.sheets_metadata(), found)? {
        let Some((false, errors)) = tables.get(sheet.at) else { continue };
        let range = book.worksheet_range(&sheet.name).map_err(|error| ods_error(&error))?;
        let mut builder = GridBuilder::new();
        // The survey has shown that they are not too many.
        let errors: HashSet<(u32, u32)> = errors.iter().flat_map(cells_of).collect();
        used(&range, |row, col, value| {
            let value = match value {
                Value::Text(word) if errors.contains(&(row, col)) => Value::Error(word),
                other => other,
            };
            budget.push(&mut builder, row, col, found.read(row, col, value))
        })?;
        grids.push(sheet.grid(builder, found, Vec::new(), DateSystem::default()));
    }
    Ok(grids)
}

fn cells_of(area: &Area) -> impl Iterator<Item = (u32, u32)> {
    let columns = area.from.col..=area.to.col;
    (area.from.row..=area.to.row).flat_map(move |row| columns.clone().map(move |col| (row, col)))
}

fn used(range: &Range<Data>, mut each: impl FnMut(u32, u32, Value) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let (top, left) = range.start().unwrap_or_default();
    for (row, col, data) in range.used_cells() {
        if let Some(value) = value(&borrowed(data)) {
            each(place(top, row), place(left, col), value)?;
        }
    }
    Ok(())
}

fn place(start: u32, at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX).saturating_add(start)
}

/// A worksheet as it is called and seen.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) very_hidden: bool,
}

impl Sheet {
    /// The sheet with its cells and what else was found on it.
    pub(super) fn grid(self, cells: GridBuilder, mut found: Found, texts: Texts, date_system: DateSystem) -> Grid {
        let mut grid = cells.finish(self.name);
        (grid.hidden, grid.date_system) = (self.hidden, date_system);
        grid.merged = std::mem::take(&mut found.merged);
        grid.marks = found.marks(texts);
        grid.marks.very_hidden = self.very_hidden;
        grid
    }
}

/// A worksheet as the workbook lists it.
struct Listed {
    /// Its place among all sheets, from zero.
    at: usize,
    name: String,
    visible: SheetVisible,
}

impl Listed {
    fn grid(self, cells: GridBuilder, found: Found, texts: Texts, date_system: DateSystem) -> Grid {
        let (hidden, very_hidden) = (self.visible != SheetVisible::Visible, self.visible == SheetVisible::VeryHidden);
        Sheet { name: self.name, hidden, very_hidden }.grid(cells, found, texts, date_system)
    }

    /// Says which sheet it is that cannot be read: by its number, for its name may be that of a person.
    fn spoilt(&self, why: Unreadable) -> Unreadable {
        match why {
            Unreadable::Damaged(detail) => Unreadable::DamagedSheet { number: self.at + 1, detail },
            other => other,
        }
    }
}

/// The worksheets with what was found on them; charts, dialogs and macros are no sheets. The readers find sheets by name,
/// so two of one name, which no office program makes, would be one read twice.
fn worksheets(sheets: &[calamine::Sheet], found: Vec<Found>) -> Result<Vec<(Listed, Found)>, Unreadable> {
    if sheets.len() > MAX_SHEETS {
        return Err(Unreadable::TooLarge { found: format!("{} sheets", sheets.len()), limit: format!("{MAX_SHEETS} sheets") });
    }
    let mut names = BTreeSet::new();
    if !sheets.iter().all(|sheet| names.insert(sheet.name.as_str())) {
        return Err(damaged("two sheets with one name"));
    }
    if sheets.len() != found.len() {
        return Err(damaged("the list of sheets"));
    }
    let sheets = sheets.iter().enumerate().zip(found).filter(|((_, sheet), _)| sheet.typ == SheetType::WorkSheet);
    Ok(sheets.map(|((at, sheet), found)| (Listed { at, name: sheet.name.clone(), visible: sheet.visible }, found.sorted())).collect())
}

const fn date_system(from_1904: bool) -> DateSystem {
    if from_1904 { DateSystem::From1904 } else { DateSystem::From1900 }
}

fn areas(dimensions: &[Dimensions]) -> Vec<Area> {
    let corner = |(row, col): (u32, u32)| CellRef::new(row.min(MAX_ROWS - 1), col.min(MAX_COLS - 1));
    dimensions.iter().map(|found| Area { from: corner(found.start), to: corner(found.end) }).collect()
}

fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(truth) => DataRef::Bool(*truth),
        Data::DateTime(serial) => DataRef::DateTime(*serial),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

#[expect(clippy::cast_precision_loss, reason = "a whole number in a workbook has at most 30 bits")]
fn value(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(whole) => Value::Number(*whole as f64),
        DataRef::Float(float) => number(*float),
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text.as_str().into()),
        DataRef::SharedString(text) => Value::Text((*text).into()),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::DateTime(serial) => from_serial(serial),
        DataRef::DateTimeIso(text) => from_iso(text).map_or_else(|| Value::Text(text.as_str().into()), Value::Date),
        DataRef::Error(CellErrorType::GettingData) => Value::Error("#GETTING_DATA".into()),
        DataRef::Error(error) => Value::Error(error.to_string().into()),
    })
}

/// A number; what is none is kept as the text that stood there.
fn number(number: f64) -> Value {
    if number.is_finite() { Value::Number(number) } else { Value::Text(number.to_string().into()) }
}

/// A number with a date format. Where it is no day of the calendar (0 under the 1900 system, a time alone, a negative or
/// an immense number) it stays a number; a duration becomes text.
fn from_serial(serial: &ExcelDateTime) -> Value {
    const DAYS_UNTIL_10000: f64 = 2_958_466.0;
    let days = serial.as_f64();
    if serial.is_duration() {
        return duration(days).map_or_else(|| number(days), |text| Value::Text(text.into()));
    }
    // Under the 1904 system day 0 is a day and the calendar ends 1462 days sooner; the year tells.
    if !(0.0..DAYS_UNTIL_10000).contains(&days) {
        return number(days);
    }
    match serial.as_datetime() {
        Some(date) if (1900..10_000).contains(&date.year()) => Value::Date(date),
        _ => number(days),
    }
}

/// A number of days as hours, minutes and seconds, as a spreadsheet shows it with the format `[h]:mm:ss`.
fn duration(days: f64) -> Option<String> {
    if !days.is_finite() || days.abs() > 1e9 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 1e14")]
    let seconds = (days.abs() * 86_400.0).round() as i64;
    let sign = if days < 0.0 { "-" } else { "" };
    Some(format!("{sign}{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

/// A date, or a date with a time, as written in ods and in strict xlsx.
fn from_iso(text: &str) -> Option<NaiveDateTime> {
    let text = text.strip_suffix('Z').unwrap_or(text);
    let date = match text.split_once('T') {
        Some(_) => {
            let with_seconds = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f");
            with_seconds.or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")).ok()?
        }
        None => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_time(NaiveTime::MIN),
    };
    (1..10_000).contains(&date.year()).then_some(date)
}

fn zip_error() -> Unreadable {
    damaged("a part of the zip archive")
}

fn xlsx_error(error: &XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Encrypted,
        XlsxError::Io(_) | XlsxError::Zip(_) => zip_error(),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) | XlsxError::UnexpectedNode(_) => damaged("xml"),
        XlsxError::FileNotFound(_) | XlsxError::WorksheetNotFound(_) | XlsxError::RelationshipNotFound => damaged("a part is missing"),
        XlsxError::Unrecognized { typ, .. } => damaged(typ),
        XlsxError::Unexpected(what) => damaged(what),
        _ => damaged("a value"),
    }
}

fn xlsb_error(error: &XlsbError) -> Unreadable {
    match error {
        XlsbError::Password => Unreadable::Encrypted,
        XlsbError::Io(_) | XlsbError::Zip(_) => zip_error(),
        XlsbError::Xml(_) | XlsbError::XmlAttr(_) => damaged("xml"),
        XlsbError::FileNotFound(_) | XlsbError::WorksheetNotFound(_) => damaged("a part is missing"),
        XlsbError::Unrecognized { typ, .. } => damaged(typ),
        _ => damaged("a record"),
    }
}

fn xls_error(error: &XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Encrypted,
        XlsError::Cfb(_) | XlsError::Io(_) => damaged("compound file"),
        XlsError::Unrecognized { typ, .. } | XlsError::Len { typ, .. } => damaged(typ),
        _ => damaged("a record"),
    }
}

fn ods_error(error: &OdsError) -> Unreadable {
    match error {
        OdsError::Password => Unreadable::Encrypted,
        OdsError::Io(_) | OdsError::Zip(_) => zip_error(),
        OdsError::FileNotFound(_) | OdsError::InvalidMime(_) => damaged("a part is missing"),
        OdsError::CellLimitExceeded { requested, max } => {
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            super::budget::too_many_cells(count(*requested), count(*max))
        }
        _ => damaged("content.xml"),
    }
}

#[cfg(test)]
mod tests;
