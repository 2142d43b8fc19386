//! Spreadsheet files as sheets. This is the one file that names calamine.
//!
//! xlsx and xlsb are read cell by cell, so that a lone cell in the last corner costs nothing; xls and ods come as
//! rectangles whose size was surveyed before. What an error says is not passed on, for it may quote a cell.

use std::cell::Cell as Counter;
use std::collections::{BTreeSet, HashSet};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::time::Instant;

use calamine::{
    CellErrorType, Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Range, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError,
    Xlsb, XlsbError, Xlsx, XlsxError,
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use super::budget::Budget;
use super::ods::Survey;
use super::wire::MAX_SHEETS;
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{Area, CellRef, DateSystem, Grid, GridBuilder, Unreadable, Value};

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

fn damaged(detail: &str) -> Unreadable {
    Unreadable::Damaged(detail.to_owned())
}

/// Reads the worksheets of an xlsx or xlsm workbook; `merges` says whether to look for merged areas.
pub(super) fn xlsx(bytes: &[u8], merges: bool, budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Xlsx::new(Metered::new(bytes, budget)).map_err(|error| xlsx_error(&error))?;
    let date_system = date_system(book.has_1904_epoch());
    let mut grids = Vec::new();
    for (name, hidden) in worksheets(book.sheets_metadata())? {
        let Some(cells) = xlsx_cells(&mut book, &name, budget)? else { continue };
        let merged = if merges { book.merge_cells_by_sheet_name(&name).map_err(|error| xlsx_error(&error))? } else { Vec::new() };
        grids.push(grid(cells, name, hidden, areas(&merged), date_system));
    }
    Ok(grids)
}

type XlsxBook<'a> = Xlsx<Metered<'a>>;

/// The cells of a sheet; `None` if it turns out to be a chart or a dialog.
fn xlsx_cells(book: &mut XlsxBook<'_>, name: &str, budget: &mut Budget) -> Result<Option<GridBuilder>, Unreadable> {
    let mut builder = GridBuilder::new();
    let mut strange = Vec::new();
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(xlsx_error(&error)),
    };
    for at in 0_u64.. {
        match reader.next_cell() {
            Ok(Some(cell)) => {
                if let Some(value) = value(cell.get_value()) {
                    let (row, col) = cell.get_position();
                    budget.push(&mut builder, row, col, value)?;
                }
            }
            Ok(None) => break,
            // An error value of its own making. The reader does not say where, but it goes on with the next cell.
            Err(XlsxError::CellError(word)) => strange.push((at, word)),
            Err(error) => return Err(xlsx_error(&error)),
        }
    }
    drop(reader);
    if !strange.is_empty() {
        place_strange_errors(book, name, strange, &mut builder, budget)?;
    }
    Ok(Some(builder))
}

/// Finds the addresses of the n-th cells by going through the sheet again for its formulas, which asks nothing of values.
fn place_strange_errors(
    book: &mut XlsxBook<'_>,
    name: &str,
    strange: Vec<(u64, String)>,
    builder: &mut GridBuilder,
    budget: &mut Budget,
) -> Result<(), Unreadable> {
    let mut strange = strange.into_iter().peekable();
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| xlsx_error(&error))?;
    for at in 0_u64.. {
        let Some(cell) = reader.next_formula().map_err(|error| xlsx_error(&error))? else { break };
        if let Some((_, word)) = strange.next_if(|(wanted, _)| *wanted == at) {
            let (row, col) = cell.get_position();
            budget.push(builder, row, col, Value::Error(word.into()))?;
        }
    }
    Ok(())
}

/// Reads the worksheets of an xlsb workbook. The reader gives no merged areas for this format.
pub(super) fn xlsb(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Xlsb::new(Metered::new(bytes, budget)).map_err(|error| xlsb_error(&error))?;
    let date_system = date_system(book.has_1904_epoch());
    let mut grids = Vec::new();
    for (name, hidden) in worksheets(book.sheets_metadata())? {
        let mut builder = GridBuilder::new();
        let mut known = BTreeSet::new();
        let mut reader = book.worksheet_cells_reader(&name).map_err(|error| xlsb_error(&error))?;
        while let Some(cell) = reader.next_cell().map_err(|error| xlsb_error(&error))? {
            let (row, col) = cell.get_position();
            known.insert((row, col));
            if let Some(value) = value(cell.get_value()) {
                budget.push(&mut builder, row, col, value)?;
            }
        }
        drop(reader);
        xlsb_formula_errors(&mut book, &name, &known, &mut builder, budget)?;
        grids.push(grid(builder, name, hidden, Vec::new(), date_system));
    }
    Ok(grids)
}

/// The reader leaves out formulas whose value is an error. They are the formulas without a value; which error it was is
/// not told, so it stands as `#ERROR!`.
fn xlsb_formula_errors(
    book: &mut Xlsb<Metered<'_>>,
    name: &str,
    known: &BTreeSet<(u32, u32)>,
    builder: &mut GridBuilder,
    budget: &mut Budget,
) -> Result<(), Unreadable> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| xlsb_error(&error))?;
    loop {
        match reader.next_formula() {
            Ok(Some(cell)) => {
                let (row, col) = cell.get_position();
                if !known.contains(&(row, col)) {
                    budget.push(builder, row, col, Value::Error("#ERROR!".into()))?;
                }
            }
            Ok(None) => return Ok(()),
            Err(error @ (XlsbError::Io(_) | XlsbError::Zip(_))) => return Err(xlsb_error(&error)),
            // A formula the reader does not understand; it goes on with the next.
            Err(_) => {}
        }
    }
}

/// Reads the worksheets of an xls workbook that was surveyed.
pub(super) fn xls(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| xls_error(&error))?;
    let date_system = date_system(book.has_1904_epoch());
    let mut grids = Vec::new();
    for (name, hidden) in worksheets(book.sheets_metadata())? {
        let range = book.worksheet_range(&name).map_err(|error| xls_error(&error))?;
        let mut builder = GridBuilder::new();
        used(&range, |row, col, value| budget.push(&mut builder, row, col, value))?;
        let merged = book.merge_cells_by_sheet_name(&name).map_err(|error| xls_error(&error))?;
        grids.push(grid(builder, name, hidden, areas(&merged), date_system));
    }
    Ok(grids)
}

/// Reads the sheets of an ods document that was surveyed. Dates in it are written out, so it has no date system.
pub(super) fn ods(bytes: &[u8], survey: &Survey, budget: &mut Budget) -> Result<Vec<Grid>, Unreadable> {
    let mut book = Ods::new(Metered::new(bytes, budget)).map_err(|error| ods_error(&error))?;
    let sheets = worksheets(book.sheets_metadata())?;
    if sheets.len() != survey.tables.len() {
        return Err(damaged("content.xml"));
    }
    let mut grids = Vec::new();
    for ((name, hidden), table) in sheets.into_iter().zip(&survey.tables) {
        if table.linked {
            continue;
        }
        let range = book.worksheet_range(&name).map_err(|error| ods_error(&error))?;
        let mut builder = GridBuilder::new();
        // The survey has shown that they are not too many.
        let errors: HashSet<(u32, u32)> = table.errors.iter().flat_map(cells_of).collect();
        used(&range, |row, col, value| {
            let value = match value {
                Value::Text(word) if errors.contains(&(row, col)) => Value::Error(word),
                other => other,
            };
            budget.push(&mut builder, row, col, value)
        })?;
        grids.push(grid(builder, name, hidden, table.merged.clone(), DateSystem::default()));
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
            let place = |start: u32, at: usize| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(start);
            each(place(top, row), place(left, col), value)?;
        }
    }
    Ok(())
}

/// The worksheets with whether they are hidden; charts, dialogs and macros are no sheets. The readers find sheets by
/// name, so two of one name, which no office program makes, would be one read twice.
fn worksheets(sheets: &[Sheet]) -> Result<Vec<(String, bool)>, Unreadable> {
    if sheets.len() > MAX_SHEETS {
        return Err(Unreadable::TooLarge { found: format!("{} sheets", sheets.len()), limit: format!("{MAX_SHEETS} sheets") });
    }
    let mut names = BTreeSet::new();
    if !sheets.iter().all(|sheet| names.insert(sheet.name.as_str())) {
        return Err(damaged("two sheets with one name"));
    }
    let sheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    Ok(sheets.map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect())
}

fn grid(cells: GridBuilder, name: String, hidden: bool, merged: Vec<Area>, date_system: DateSystem) -> Grid {
    let mut grid = cells.finish(name);
    (grid.hidden, grid.merged, grid.date_system) = (hidden, merged, date_system);
    grid
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
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

    fn date(year: i32, month: u32, day: u32) -> Value {
        Value::Date(NaiveDate::from_ymd_opt(year, month, day).expect("a day").and_time(NaiveTime::MIN))
    }

    #[test]
    fn a_serial_is_a_date_only_where_there_is_a_day() {
        let cases = [
            (46_173.0, false, date(2026, 5, 31)),
            (44_711.0, true, date(2026, 5, 31)),
            (1.0, false, date(1900, 1, 1)),
            (0.0, true, date(1904, 1, 1)),
            (0.0, false, Value::Number(0.0)),
            (0.5, false, Value::Number(0.5)),
            (-3.0, false, Value::Number(-3.0)),
            (-1e300, false, Value::Number(-1e300)),
            (2_958_465.0, false, date(9999, 12, 31)),
            (2_958_466.0, false, Value::Number(2_958_466.0)),
            (2_958_465.0, true, Value::Number(2_958_465.0)),
        ];
        for (serial, from_1904, expected) in cases {
            assert_eq!(from_serial(&ExcelDateTime::new(serial, DateTime, from_1904)), expected, "{serial}");
        }
        assert_eq!(number(f64::NAN), Value::Text("NaN".into()));
    }

    #[test]
    fn durations_are_text() {
        let shown = |days| from_serial(&ExcelDateTime::new(days, TimeDelta, false));
        assert_eq!(shown(1.5), Value::Text("36:00:00".into()));
        assert_eq!(shown(-1.0 / 86_400.0), Value::Text("-0:00:01".into()));
        assert_eq!(shown(1e300), Value::Number(1e300));
    }

    #[test]
    fn written_dates_are_read() {
        assert_eq!(from_iso("2026-05-31").map(Value::Date), Some(date(2026, 5, 31)));
        assert_eq!(from_iso("2026-05-31T00:00:00.000Z").map(Value::Date), Some(date(2026, 5, 31)));
        assert_eq!(from_iso("2026-05-31T00:00").map(Value::Date), Some(date(2026, 5, 31)));
        for text in ["", "12:00:00", "2026-02-30", "+12026-01-01", "é"] {
            assert_eq!(from_iso(text), None, "{text}");
        }
    }
}
