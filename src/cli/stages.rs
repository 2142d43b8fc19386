//! The calls into the rest of the crate, in one place.

use std::path::{Path, PathBuf};

use super::pending;
use crate::domain::{Check, Edition, Period, Schema};
use crate::error::Error;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Published {
    /// The folder.
    pub(super) folder: PathBuf,
    /// Number of files.
    pub(super) files: usize,
    /// Their size in bytes.
    pub(super) bytes: u64,
}

/// The declarations of a folder, or the built-in ones, and every check.
pub(super) fn schemas(folder: Option<&Path>) -> Result<(Schema, Vec<Check>), Error> {
    pending::load_schemas(folder)
}

/// Publishes an edition.
pub(super) fn publish(edition: &Edition<'_>, folder: &Path) -> Result<Published, Error> {
    let written = pending::publish(edition, folder)?;
    Ok(Published { folder: written.folder, files: written.files.len(), bytes: written.bytes })
}

/// The table for the letter, in Markdown.
pub(super) fn letter(edition: &Edition<'_>, period: Period) -> String {
    pending::letter(edition, period)
}
