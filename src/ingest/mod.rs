//! From files to sheets of cells.
//!
//! [`find`] lists the returns below the inputs, [`read`] turns one of them into a [`Workbook`]. What a file is follows
//! from its contents; its extension only says whether it is looked at and what plain text is taken for. No file can take
//! the program down: sizes are known before anything is unpacked, what the readers of the formats would allocate is
//! surveyed first, and a reader that panics makes its file unreadable and nothing more.

mod archive;
mod biff;
mod budget;
mod compound;
mod container;
mod delimited;
mod delimiter;
mod load;
mod marks;
mod naming;
mod ods;
mod received;
mod shield;
mod text;
mod walk;
mod workbook;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use received::{ReceivedNote, ReceivedProblem};
pub use walk::{Candidate, Found, find};

use crate::domain::schema::Settings;
use crate::domain::{FileFormat, Grid, SourceFile, Unreadable, Workbook, sha256};
use budget::Budget;
use container::Content;

/// How much a file may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_file_bytes: u64,
    /// Most bytes a file may unpack to; the texts of all its cells together may not be longer either.
    pub max_unpacked_bytes: u64,
    /// Most used cells of a file.
    pub max_cells: u64,
}

impl From<&Settings> for Limits {
    fn from(settings: &Settings) -> Self {
        Self { max_file_bytes: settings.max_file_bytes, max_unpacked_bytes: settings.max_unpacked_bytes, max_cells: settings.max_cells }
    }
}

/// Reads one file. Whatever is wrong with it stands in [`Workbook::sheets`]; this never fails and never panics.
///
/// The format in [`Workbook::source`] is that of the contents. A file above [`Limits::max_file_bytes`] is not read, and
/// so has no hash either.
#[must_use]
pub fn read(candidate: &Candidate, limits: &Limits) -> Workbook {
    let mut source = SourceFile {
        path: candidate.relative.clone(),
        sha256: String::new(),
        bytes: 0,
        format: candidate.format,
        received: candidate.received,
    };
    let bytes = match load::load(&candidate.path, limits.max_file_bytes) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            source.bytes = refusal.bytes;
            return Workbook { source, cautions: Vec::new(), sheets: Err(refusal.why) };
        }
    };
    source.bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    source.sha256 = sha256(&bytes);
    if bytes.is_empty() {
        return Workbook { source, cautions: Vec::new(), sheets: Err(Unreadable::Empty) };
    }

    let inspected = shield::shielded(|| container::inspect(&bytes, candidate.format, limits));
    let inspected = match inspected {
        Ok(inspected) => inspected,
        Err(why) => return Workbook { source, cautions: Vec::new(), sheets: Err(why) },
    };
    source.format = inspected.format;
    let sheets = inspected.content.and_then(|content| shield::shielded(|| sheets(&bytes, content, &candidate.relative, limits))?);
    Workbook { source, cautions: inspected.cautions, sheets }
}

fn sheets(bytes: &[u8], content: Content, relative: &str, limits: &Limits) -> Result<Vec<Grid>, Unreadable> {
    let mut budget = Budget::new(limits);
    let sheets = match content {
        Content::Xlsx => workbook::xlsx(bytes, &mut budget)?,
        Content::Xlsb => workbook::xlsb(bytes, &mut budget)?,
        Content::Xls { stream } => workbook::xls(bytes, &stream, &mut budget)?,
        Content::Ods { survey, tidied } => workbook::ods(tidied.as_deref().unwrap_or(bytes), survey, &mut budget)?,
        Content::Text => vec![delimited::sheet(bytes, naming::stem(relative), &mut budget)?],
    };
    if sheets.is_empty() { Err(Unreadable::Empty) } else { Ok(sheets) }
}

/// The format that an extension stands for, whatever its case; `None` if it is not read.
fn format_of(extension: &str) -> Option<FileFormat> {
    const KNOWN: [(&str, FileFormat); 9] = [
        ("xlsx", FileFormat::Xlsx),
        ("xlsm", FileFormat::Xlsm),
        ("xlsb", FileFormat::Xlsb),
        ("xls", FileFormat::Xls),
        ("ods", FileFormat::Ods),
        ("fods", FileFormat::Fods),
        ("csv", FileFormat::Csv),
        ("tsv", FileFormat::Csv),
        ("tab", FileFormat::Csv),
    ];
    KNOWN.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(extension)).map(|(_, format)| format)
}
