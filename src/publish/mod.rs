//! Tables and letters become files, replaced as one set.
//!
//! One file for each kind of output; adding one is a module and a row in `OUTPUTS`. What is written goes into a staging
//! folder first (`transaction`). All outputs but the manifest are a pure function of the edition; the time of the run
//! and its id stand in the manifest only.

mod carry;
mod csv;
mod datapackage;
mod disk;
pub mod feedback;
mod history;
mod lake;
mod letter;
mod manifest;
mod parquet;
mod report;
pub mod template;
mod transaction;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use polars::prelude::DataFrame;

use carry::Carried;
pub use history::{history, published_letter};
pub use letter::{Form, Inside, file_name as letter_name, letters, save as save_letter};
use transaction::{Observe, Staging};

use crate::domain::{Edition, TableNote};
use crate::error::Error;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// The files in it that belong to the set, as paths within it with `/`, in the order in which they were made.
    pub files: Vec<String>,
    /// Their size together, in bytes.
    pub bytes: u64,
}

/// A table with what it means.
type Table = (&'static TableNote, DataFrame);

/// Adds the files of one kind of output to the set.
type Make = fn(&Edition<'_>, &[Table], &mut Staging<'_>) -> Result<(), Error>;

/// The kinds of output. The last two describe the files of those before them, so they stay last.
const OUTPUTS: [Make; 7] = [csv::add, parquet::add, lake::add, letter::add, report::add, datapackage::add, manifest::add];

/// Writes the tables and letters of an edition to a folder, in place of the set that was published there before. The
/// folder is made if it is not there; files in it that are no part of a published set are left alone.
///
/// # Errors
/// [`Error::Busy`] while another run writes to the folder; [`Error::Write`] if something cannot be written: the set that
/// was published before stands, as with [`Error::Published`] if months are to be carried forward from a set that was altered;
/// [`Error::Unfinished`] if the disk failed while files were being moved: the next run
/// completes the set; [`Error::Table`] for a table that no file format can hold.
pub fn publish(edition: &Edition<'_>, tables: &[Table], output: &Path) -> Result<Written, Error> {
    publish_observed(edition, tables, output, &mut |_| Ok(()))
}

/// Completes or takes back what an interrupted run left in a folder. Does nothing to a folder that is whole or not there.
///
/// # Errors
/// [`Error::Busy`] while another run writes to the folder; [`Error::Write`] or [`Error::Unfinished`] if what is left cannot
/// be removed or moved.
pub fn recover(output: &Path) -> Result<(), Error> {
    transaction::recover(output, &mut |_| Ok(()))
}

fn publish_observed(edition: &Edition<'_>, tables: &[Table], output: &Path, observe: Observe<'_>) -> Result<Written, Error> {
    let parts = transaction::replace(output, observe, |staging| {
        let Some(carried) = Carried::open(edition, output)? else {
            return OUTPUTS.iter().try_for_each(|make| make(edition, tables, staging));
        };
        carried.add_letters(staging)?;
        let merged = carried.merge(tables)?;
        OUTPUTS.iter().try_for_each(|make| make(edition, &merged, staging))
    })?;
    Ok(Written {
        folder: output.to_owned(),
        bytes: parts.iter().map(|part| part.bytes).sum(),
        files: parts.into_iter().map(|part| part.name).collect(),
    })
}
