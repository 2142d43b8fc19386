//! Facts become the tables that are published.
//!
//! Each module makes one family of tables and says beside it what its columns mean. Unknown stays null: a group without
//! any known value has no sum, and an empty text is null. Numbers of women that could point to a person are withheld here,
//! so that no later step sees them (`withhold`, `breakdown`).

mod aggregates;
mod breakdown;
mod collect;
mod columns;
mod dimensions;
mod exported;
mod findings;
mod headcount;
mod projects;
mod returns;
mod withhold;

#[cfg(test)]
mod tests;

use polars::prelude::DataFrame;

pub use collect::{collect, recount};
pub use exported::export;

use crate::domain::{Edition, TableNote};
use crate::error::Error;

/// A table with what it means.
pub type NamedTable = (&'static TableNote, DataFrame);

/// Every table of an edition, in the order in which they are listed.
///
/// Tables of figures hold the published months; findings, checks, returns, the ledger and rejected rows are whole, so that
/// nothing drops out of the account.
///
/// # Errors
/// [`Error::Table`] where a table cannot be made, which is a mistake of muster.
pub fn tables(edition: &Edition<'_>) -> Result<Vec<NamedTable>, Error> {
    let withheld = withhold::withheld(edition);
    let mut tables = vec![headcount::headcount(edition, &withheld)?];
    tables.extend(aggregates::aggregates(edition, &withheld)?);
    tables.push(breakdown::by_attribute(edition)?);
    tables.extend([projects::training(edition)?, projects::planned(edition)?]);
    tables.extend([findings::findings(edition)?, findings::checks(edition)?]);
    tables.extend([returns::returns(edition)?, returns::ledger(edition)?, returns::rejected(edition)?]);
    tables.extend([dimensions::missions(edition)?, dimensions::periods(edition)?, dimensions::checks(edition)?]);
    Ok(tables)
}
