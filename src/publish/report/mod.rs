//! `report.html`: the month, its findings and the months before it on one page that stands by itself.
//!
//! Figures are read from the published tables (`figures`), so that the page and the tables cannot differ. Both languages stand in the
//! page; which one is seen is chosen there, with or without script. What of a finding may be shown is decided in one place (`privacy`).

mod charts;
mod checks;
mod completeness;
mod data;
mod figures;
mod findings;
mod months;
mod page;
mod privacy;
mod words;

#[cfg(test)]
mod tests;

use askama::Template;

use super::Table;
use super::transaction::Staging;
use crate::domain::Edition;
use crate::error::Error;

/// The name of the file.
const NAME: &str = "report.html";

/// Adds the report.
pub(super) fn add(edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    staging.add(NAME, html(edition, tables)?.as_bytes())
}

/// The report of an edition, whose tables these are.
fn html(edition: &Edition<'_>, tables: &[Table]) -> Result<String, Error> {
    let broken = |detail: String| Error::Table { table: NAME.to_owned(), detail };
    let page = page::Page::of(edition, tables).map_err(|error| broken(error.to_string()))?;
    page.render().map_err(|error| broken(error.to_string()))
}
