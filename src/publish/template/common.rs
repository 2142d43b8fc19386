//! What the sheets have in common: where everything stands, the top of a sheet, how it is printed and protected.

use chrono::{Datelike, Days, NaiveDate};
use rust_xlsxwriter::utility::quote_sheet_name;
use rust_xlsxwriter::{Format, Formula, ProtectionOptions, Worksheet, XlsxError};

use super::Request;
use super::headcount;
use super::lists::Lists;
use super::look;
use super::movements;
use super::plan::Plan;
use super::roster;
use super::words::{month, sheet_name};
use crate::error::Error;

/// The row and the column of the as-of date at the top of each sheet, from zero.
pub(super) const AS_OF: (u32, u16) = (1, 1);
/// The same as it stands in formulas.
pub(super) const AS_OF_CELL: &str = "$B$2";
/// The row of the hint below it.
pub(super) const HINT: u32 = 2;
/// The row of the headers of each sheet with a table.
pub(super) const HEADER: u32 = 4;
/// A4, as spreadsheets number it.
const A4: u8 = 9;
/// Lines for persons, at the least and for each one who was there the month before.
const LEAST_PERSONS: u32 = 60;
const LINES_A_PERSON: u32 = 2;
/// The most such lines. A larger roster is pasted from elsewhere.
const MOST_PERSONS: u32 = 2_000;
/// Lines for movements.
const MOVEMENTS: u32 = 30;

/// A workbook before it is written.
pub(super) struct Book<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) guide: String,
    pub(super) headcount: Plan,
    pub(super) roster: Option<Plan>,
    pub(super) movements: Option<Plan>,
    pub(super) lists: Lists,
}

impl<'a> Book<'a> {
    /// Where everything stands.
    pub(super) fn new(request: &'a Request<'a>) -> Result<Self, Error> {
        let (schema, lang) = (request.schema, request.lang);
        let guide = request.say("Uitleg", "Instructions").to_owned();
        let mut names = vec![guide.clone()];
        let mut named = |table: &str, fallback: &str| {
            let title = schema.table(table).and_then(|at| schema.tables.get(at)).map_or(fallback, |table| table.title.get(lang));
            let taken: Vec<&str> = names.iter().map(String::as_str).collect();
            let name = sheet_name(title, fallback, &taken);
            names.push(name.clone());
            name
        };
        let (headcount, roster, movements) = (named("headcount", "Headcount"), named("roster", "Roster"), named("movements", "Movements"));
        let lists = named("", request.say("Keuzelijsten", "Lists"));
        let lines = u32::try_from(request.lines.len()).unwrap_or(u32::MAX).min(10_000);
        let before: i64 = request.lines.iter().filter_map(|line| line.opening).fold(0, i64::saturating_add);
        let persons = u32::try_from(before).unwrap_or(MOST_PERSONS).saturating_mul(LINES_A_PERSON).clamp(LEAST_PERSONS, MOST_PERSONS);
        let headcount =
            Plan::new(schema, lang, "headcount", &headcount::COLUMNS, headcount, (HEADER, lines)).ok_or_else(super::no_table)?;
        let roster = Plan::new(schema, lang, "roster", &roster::COLUMNS, roster, (HEADER, persons));
        let movements = Plan::new(schema, lang, "movements", &movements::COLUMNS, movements, (HEADER, MOVEMENTS));
        let mut plans = Vec::new();
        plans.extend(roster.as_ref().map(|plan| ("roster", plan)));
        plans.extend(movements.as_ref().map(|plan| ("movements", plan)));
        let lists = Lists::new(request, lists, &plans);
        Ok(Self { request, guide, headcount, roster, movements, lists })
    }

    /// The label of the as-of date.
    pub(super) fn as_of_label(&self) -> &str {
        self.request.say("Peildatum", "As-of date")
    }
}

/// A day as a number, as spreadsheets count days.
pub(super) fn serial(day: NaiveDate) -> i32 {
    let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
    i32::try_from((day - zero).num_days()).unwrap_or_default()
}

/// A day as it stands in a formula.
pub(super) fn date(day: NaiveDate) -> String {
    format!("DATE({},{},{})", day.year(), day.month(), day.day())
}

/// The day before.
pub(super) fn eve(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}

/// The title of a sheet, the as-of date and the headers of its table.
pub(super) fn top(sheet: &mut Worksheet, book: &Book<'_>, plan: &Plan) -> Result<(), XlsxError> {
    let request = book.request;
    let title = format!("{} {} – {}", plan.title, month(request.period, request.lang), request.coordinator.name);
    sheet.set_name(&plan.sheet)?;
    sheet.write_string_with_format(0, 0, title, &look::title())?;
    sheet.write_string_with_format(AS_OF.0, 0, book.as_of_label(), &look::term())?;
    for (at, column) in (0_u16..).zip(&plan.columns) {
        sheet.write_string_with_format(plan.header, at, &column.header, &look::header())?;
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_row_height(0, 24)?;
    sheet.set_row_height(AS_OF.0, 18)?;
    sheet.set_row_height(plan.header, 34)?;
    sheet.set_freeze_panes(plan.first(), 1)?;
    page(sheet, book, Some((plan.header, plan.header)))?;
    protect(sheet);
    Ok(())
}

/// The as-of date of a sheet that takes it from the sheet of headcounts.
pub(super) fn as_of_of_headcounts(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let from = format!("={}!{AS_OF_CELL}", quote_sheet_name(&book.headcount.sheet));
    let formula = Formula::new(from).set_result(serial(book.request.as_of()).to_string());
    sheet.write_formula_with_format(AS_OF.0, AS_OF.1, formula, &look::fixed().set_num_format(look::DAY).set_indent(1))?;
    Ok(())
}

/// How a sheet is printed: on A4, as wide as the page, with these rows on every page.
pub(super) fn page(sheet: &mut Worksheet, book: &Book<'_>, repeated: Option<(u32, u32)>) -> Result<(), XlsxError> {
    let request = book.request;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
    // The sign that begins a code in a footer is doubled to stand for itself.
    let name = request.coordinator.name.replace('&', "&&");
    let page = request.say("blad &P van &N", "page &P of &N");
    sheet.set_footer(format!("&L&8{name} – {}&C&8&A&R&8{page}", month(request.period, request.lang)));
    if let Some((from, to)) = repeated {
        sheet.set_repeat_rows(from, to)?;
    }
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// Protects a sheet without a password: what is not to be filled in cannot be overwritten by accident.
pub(super) fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions { format_columns: true, format_rows: true, ..ProtectionOptions::new() });
}

/// Writes empty cells to fill in.
pub(super) fn blanks(sheet: &mut Worksheet, rows: (u32, u32), col: u16, format: &Format) -> Result<(), XlsxError> {
    (rows.0..=rows.1).try_for_each(|row| sheet.write_blank(row, col, format).map(|_| ()))
}
