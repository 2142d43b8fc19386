//! The workbook in which a coordinator fills in a month, made so that mistakes are hard to make.
//!
//! Its headers, drop-downs and missions come from the schema, so that what is filled in reads back without a finding. It is a
//! pure function of what is asked for: no clock, and nothing of the machine. No person is in it: rosters begin empty.

mod check;
mod common;
mod guide;
mod headcount;
mod lists;
mod look;
mod movements;
mod plan;
mod roster;
mod save;
mod validation;
mod words;

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

pub use save::save;
pub use words::{file_name, month};

use crate::domain::schema::Coordinator;
use crate::domain::{Bilingual, Lang, Period, Schema};
use crate::error::Error;

use common::Book;

/// One mission of the workbook, in the order in which they stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// The headcount of the month before; `None` if it is not known.
    pub opening: Option<i64>,
    /// The as-of date of the month before: who began after it has arrived since.
    pub since: NaiveDate,
}

/// What a workbook is to hold.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The declarations its headers and lists come from.
    pub schema: &'a Schema,
    /// Whom it is for.
    pub coordinator: &'a Coordinator,
    /// The month.
    pub period: Period,
    /// The language of everything in it.
    pub lang: Lang,
    /// The missions; there is at least one.
    pub lines: &'a [Line],
}

impl Request<'_> {
    /// The text in the language of the workbook.
    fn say<'t>(&self, nl: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    /// The as-of date: the last day of the month.
    fn as_of(&self) -> NaiveDate {
        self.period.last_day()
    }

    /// The as-of date before, where all missions have the same; else the last day of the month before.
    fn since(&self) -> NaiveDate {
        let mut days = self.lines.iter().map(|line| line.since);
        let first = days.next().filter(|first| days.all(|day| day == *first));
        first.unwrap_or_else(|| self.period.previous().last_day())
    }
}

/// The workbook, as the bytes of an xlsx file.
///
/// # Errors
/// The schema has no table of headcounts to fill in, or the workbook cannot be made.
pub fn workbook(request: &Request<'_>) -> Result<Vec<u8>, Error> {
    let book = Book::new(request)?;
    made(request, &book).map_err(|error| Error::Table { table: "template".to_owned(), detail: error.to_string() })
}

fn made(request: &Request<'_>, book: &Book<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(request)?);
    guide::add(workbook.add_worksheet(), book)?;
    headcount::add(workbook.add_worksheet(), book)?;
    if let Some(plan) = &book.roster {
        roster::add(workbook.add_worksheet(), book, plan)?;
    }
    if let Some(plan) = &book.movements {
        movements::add(workbook.add_worksheet(), book, plan)?;
    }
    lists::add(workbook.add_worksheet(), book)?;
    workbook.save_to_buffer()
}

/// What the file says about itself. The moment it was made would differ from run to run, so it is the month it is for; who made
/// it is nobody's business.
fn properties(request: &Request<'_>) -> Result<DocProperties, XlsxError> {
    let title = format!("{} – {}", request.coordinator.name, month(request.period, request.lang));
    let year = u16::try_from(request.period.year()).unwrap_or(1900);
    let number = u8::try_from(request.period.first_day().month()).unwrap_or(1);
    let made = ExcelDateTime::from_ymd(year, number, 1)?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&made))
}

/// Why no workbook can be made without a table.
fn no_table() -> Error {
    Error::Usage(Bilingual::new(
        "De schema's hebben geen tabel 'headcount' met de velden 'mission' en 'stated', dus er is niets om in te vullen.",
        "The schemas have no table 'headcount' with the fields 'mission' and 'stated', so there is nothing to fill in.",
    ))
}
