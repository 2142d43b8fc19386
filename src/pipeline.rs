//! The way of the data, from files to figures. This is the one module that sees all stages.

use std::path::PathBuf;

use crate::domain::facts::Facts;
use crate::domain::{Check, CheckTally, Finding, Ledger, PassedOver, Period, Return, Schema};
use crate::error::Error;

/// What a run is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// The folder with the schemas; `None` takes those that were built in.
    pub schemas: Option<PathBuf>,
    /// The months to report on; all that are found if empty.
    pub periods: Vec<Period>,
    /// Number of threads; `None` takes one for each core.
    pub jobs: Option<usize>,
}

/// Is told how far a run is. Calls come from several threads.
pub trait Progress: Sync {
    /// So many files will be read.
    fn found(&self, files: usize);
    /// One more file, by its relative path, has been read.
    fn read(&self, path: &str);
    /// The files are read; the checks between them begin.
    fn checking(&self);
}

/// Everything that a run found out.
#[derive(Debug)]
pub struct Run {
    /// The declarations it was made with.
    pub schema: Schema,
    /// Every check, in the catalogue's order.
    pub catalogue: Vec<Check>,
    /// The months that are reported on, earliest first.
    pub periods: Vec<Period>,
    /// The figures.
    pub facts: Facts,
    /// The findings, in order of publication.
    pub findings: Vec<Finding>,
    /// The outcomes of the checks.
    pub tallies: Vec<CheckTally>,
    /// The account of all rows.
    pub ledger: Ledger,
    /// What in the input was no return.
    pub passed_over: Vec<PassedOver>,
    /// The returns, by path.
    pub returns: Vec<Return>,
}

/// Reads and checks; writes nothing.
///
/// # Errors
/// The schemas are wrong, or nothing could be read.
pub fn run(_options: &Options, _progress: &dyn Progress) -> Result<Run, Error> {
    Err(Error::NothingToRead(crate::domain::Bilingual::same("not built yet")))
}
