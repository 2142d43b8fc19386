//! A new workbook with the cells of a return that cannot be kept as it is: another format, or a package that is not changed with
//! certainty. Same sheets, same addresses; what was calculated stands there as its result.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{CellRef, Grid, Value};
use crate::error::Error;

/// The longest text that a cell can hold, in units of UTF-16.
const MOST_TEXT: usize = 32_767;
/// The widest that a column is made to show what stands in it, in pixels.
const WIDEST: u32 = 320;

/// The workbook. The names of its sheets are given, and the cells of each whose contents are left out: these hold a zero, so that
/// they can be marked.
///
/// # Errors
/// The workbook cannot be put together.
pub(super) fn copied(grids: &[Grid], names: &[String], left_out: &[BTreeSet<CellRef>]) -> Result<Vec<u8>, Error> {
    made(grids, names, left_out).map_err(failed)
}

/// A workbook with one empty sheet of a name.
///
/// # Errors
/// The workbook cannot be put together.
pub(super) fn empty(name: &str) -> Result<Vec<u8>, Error> {
    made(&[Grid::default()], &[name.to_owned()], &[]).map_err(failed)
}

fn failed(error: XlsxError) -> Error {
    Error::Table { table: "feedback".to_owned(), detail: error.to_string() }
}

fn made(grids: &[Grid], names: &[String], left_out: &[BTreeSet<CellRef>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same cells give the same bytes.
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let nothing = BTreeSet::new();
    let visible = grids.iter().position(|grid| !grid.hidden).unwrap_or(0);
    for (at, (grid, name)) in grids.iter().zip(names).enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        fill(sheet, grid, left_out.get(at).unwrap_or(&nothing))?;
        if at == visible {
            sheet.set_active(true);
        } else if grid.marks.very_hidden {
            sheet.set_very_hidden(true);
        } else if grid.hidden {
            sheet.set_hidden(true);
        }
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, grid: &Grid, left_out: &BTreeSet<CellRef>) -> Result<(), XlsxError> {
    let plain = Format::new();
    for area in &grid.merged {
        if let Some((row, col)) = place(area.from)
            && let Some((last_row, last_col)) = place(area.to)
        {
            // Areas that overlap or are of one cell cannot be merged; their cells are there all the same.
            let _ = sheet.merge_range(row, col, last_row, last_col, "", &plain);
        }
    }
    for (row, cells) in grid.rows() {
        for cell in cells {
            let at = CellRef::new(row, cell.col);
            let Some((row, col)) = place(at) else { continue };
            let format = if grid.marks.is_struck(at) { Format::new().set_font_strikethrough() } else { Format::new() };
            if left_out.contains(&at) {
                sheet.write_number(row, col, 0)?;
                continue;
            }
            match &cell.value {
                Value::Number(number) if number.is_finite() => sheet.write_number_with_format(row, col, *number, &format)?,
                Value::Bool(truth) => sheet.write_boolean_with_format(row, col, *truth, &format)?,
                Value::Date(moment) => match moment_of(*moment) {
                    Some(date) => {
                        let time = moment.time() != NaiveTime::MIN;
                        let format = format.set_num_format(if time { "dd-mm-yyyy hh:mm:ss" } else { "dd-mm-yyyy" });
                        sheet.write_datetime_with_format(row, col, &date, &format)?
                    }
                    None => sheet.write_string_with_format(row, col, moment.to_string(), &format)?,
                },
                // Whatever it begins with, it is a text and no formula.
                Value::Text(text) | Value::Error(text) => sheet.write_string_with_format(row, col, cut(text), &format)?,
                Value::Number(number) => sheet.write_string_with_format(row, col, number.to_string(), &format)?,
            };
        }
    }
    sheet.set_autofit_max_width(WIDEST);
    sheet.autofit();
    for (from, to) in grid.marks.hidden_rows.iter() {
        for row in from..=to.min(grid.height()) {
            sheet.set_row_hidden(row)?;
        }
    }
    for (from, to) in grid.marks.hidden_cols.iter() {
        for col in from..=to.min(MAX_COLS - 1) {
            sheet.set_column_hidden(u16::try_from(col).unwrap_or(u16::MAX))?;
        }
    }
    Ok(())
}

fn place(cell: CellRef) -> Option<(u32, u16)> {
    (cell.row < MAX_ROWS && cell.col < MAX_COLS).then(|| Some((cell.row, u16::try_from(cell.col).ok()?))).flatten()
}

/// A moment as a workbook counts it, which begins in 1900.
fn moment_of(moment: NaiveDateTime) -> Option<ExcelDateTime> {
    let year = u16::try_from(moment.year()).ok().filter(|year| (1900..=9999).contains(year))?;
    let date = ExcelDateTime::from_ymd(year, u8::try_from(moment.month()).ok()?, u8::try_from(moment.day()).ok()?).ok()?;
    let minute = u8::try_from(moment.minute()).ok()?;
    let second = f64::from(moment.second()) + f64::from(moment.nanosecond().min(999_999_999)) / 1e9;
    date.and_hms(u16::try_from(moment.hour()).ok()?, minute, second).ok()
}

fn cut(text: &str) -> String {
    let mut left = MOST_TEXT;
    let fits = |c: &char| {
        let fits = left.checked_sub(c.len_utf16());
        left = fits.unwrap_or(0);
        fits.is_some()
    };
    text.chars().take_while(fits).collect()
}
