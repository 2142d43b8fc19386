//! From files to sheets of cells.
//!
//! [`find`] lists the returns below the inputs, [`read`] turns one of them into a [`Workbook`]. What a file is follows
//! from its contents; its extension only says whether it is looked at and what plain text is taken for. No file can take
//! the program down: sizes are known before anything is unpacked, what the readers of the formats would allocate is
//! surveyed first, and a reader that panics makes its file unreadable and nothing more. A [`Reader`] with a program has every
//! file but plain text read by another process, which may take its memory and its time and no more.

mod archive;
mod author;
mod biff;
mod binary;
mod budget;
mod bundle;
mod compound;
mod container;
mod delimited;
mod delimiter;
mod directory;
mod load;
mod marks;
mod naming;
mod ods;
mod plain;
mod received;
mod serve;
mod shield;
mod text;
mod walk;
mod wire;
mod workbook;
mod worker;
mod xml;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use bundle::Entry;
pub use received::{ReceivedNote, ReceivedProblem};
pub use serve::serve;
pub use walk::{Candidate, Found, find};

use crate::domain::returns::Caution;
use crate::domain::schema::Settings;
use crate::domain::{FileFormat, Grid, SourceFile, Unreadable, Workbook, sha256};
use budget::Budget;
use container::Content;
use wire::Request;
use worker::Workers;

/// The argument with which the program is started to [`serve()`].
pub const SERVE: &str = "__read-files";

/// How much a file may hold, and what reading it may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_file_bytes: u64,
    /// Most bytes a file may unpack to; the texts of all its cells together may not be longer either.
    pub max_unpacked_bytes: u64,
    /// Most used cells of a file.
    pub max_cells: u64,
    /// How many times its packed size a part of a file may unpack to, if it unpacks to much.
    pub max_ratio: u64,
    /// Most memory that a process which reads a file may take, in bytes.
    pub max_memory_bytes: u64,
    /// Longest that reading a file may take, in seconds.
    pub max_seconds: u64,
}

impl From<&Settings> for Limits {
    fn from(settings: &Settings) -> Self {
        Self {
            max_file_bytes: settings.max_file_bytes,
            max_unpacked_bytes: settings.max_unpacked_bytes,
            max_cells: settings.max_cells,
            max_ratio: settings.max_ratio,
            max_memory_bytes: settings.max_memory_bytes,
            max_seconds: settings.max_seconds,
        }
    }
}

/// Reads files within limits.
#[derive(Debug)]
pub struct Reader {
    limits: Limits,
    workers: Option<Workers>,
}

impl Reader {
    /// With a program, which is muster itself, files are read by processes of it, started with [`SERVE`]. Where none can be
    /// started, and without a program, they are read in this process: only the limits on what a file holds are then certain.
    #[must_use]
    pub fn new(limits: Limits, program: Option<PathBuf>) -> Self {
        Self { limits, workers: program.map(Workers::new) }
    }

    /// Reads one file. Whatever is wrong with it stands in [`Workbook::sheets`]; this never fails and never panics.
    ///
    /// The format in [`Workbook::source`] is that of the contents. A file above [`Limits::max_file_bytes`] is not read, and
    /// so has no hash either.
    #[must_use]
    pub fn read(&self, candidate: &Candidate) -> Workbook {
        match self.load(candidate) {
            Ok(bytes) => self.read_bytes(candidate, &bytes),
            Err(refusal) => Workbook {
                source: SourceFile { bytes: refusal.bytes, ..source(candidate) },
                cautions: Vec::new(),
                sheets: Err(refusal.why),
            },
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// It cannot be opened, or is larger than [`Limits::max_file_bytes`].
    pub fn bytes(&self, candidate: &Candidate) -> Result<Vec<u8>, Unreadable> {
        self.load(candidate).map_err(|refusal| refusal.why)
    }

    fn load(&self, candidate: &Candidate) -> Result<Vec<u8>, load::Refusal> {
        match &candidate.entry {
            None => load::load(&candidate.path, self.limits.max_file_bytes),
            Some(entry) => bundle::load(&candidate.path, entry, &self.limits),
        }
    }

    /// Reads a file whose bytes are at hand. The candidate says what it is called.
    #[must_use]
    pub fn read_bytes(&self, candidate: &Candidate, bytes: &[u8]) -> Workbook {
        let mut source = source(candidate);
        source.bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        source.sha256 = sha256(bytes);
        if bytes.is_empty() {
            return Workbook { source, cautions: Vec::new(), sheets: Err(Unreadable::Empty) };
        }
        let Opened { format, cautions, sheets } = self.open(bytes, candidate);
        source.format = format;
        Workbook { source, cautions, sheets }
    }

    fn open(&self, bytes: &[u8], candidate: &Candidate) -> Opened {
        let (name, format) = (naming::stem(&candidate.relative), candidate.format);
        if let Some(opened) = open_plain(bytes, format, &self.limits) {
            return opened;
        }
        // Plain text takes no more than its size, and no reader of a format is let in.
        let workers = self.workers.as_ref().filter(|_| format != FileFormat::Csv || container::is_packed(bytes));
        let elsewhere = workers.and_then(|workers| {
            let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            workers.read(&Request { name: name.to_owned(), format, bytes: size, limits: self.limits }, bytes)
        });
        elsewhere.unwrap_or_else(|| open(bytes, name, format, &self.limits))
    }
}

/// A refusal with a technical word, for which `domain::damage` has words for people.
fn damaged(detail: &str) -> Unreadable {
    Unreadable::Damaged(detail.to_owned())
}

/// Reads one file in this process, see [`Reader::read`].
#[must_use]
pub fn read(candidate: &Candidate, limits: &Limits) -> Workbook {
    Reader::new(*limits, None).read(candidate)
}

/// What is known of a file before it is opened.
fn source(candidate: &Candidate) -> SourceFile {
    let Candidate { relative, format, received, .. } = candidate;
    SourceFile { path: relative.clone(), sha256: String::new(), bytes: 0, format: *format, received: *received }
}

/// What a file turned out to hold.
#[derive(Debug, Clone, PartialEq)]
struct Opened {
    format: FileFormat,
    cautions: Vec<Caution>,
    sheets: Result<Vec<Grid>, Unreadable>,
}

/// Reads an xlsx that is written the plain way; `None` if it is another file, or one that is written otherwise.
fn open_plain(bytes: &[u8], named: FileFormat, limits: &Limits) -> Option<Opened> {
    if !matches!(named, FileFormat::Xlsx | FileFormat::Xlsm) || !container::is_zip(bytes) {
        return None;
    }
    let inspected = shield::shielded(|| container::inspect(bytes, named, limits)).ok()?;
    let Ok(Content::Xlsx) = inspected.content else { return None };
    let mut budget = Budget::new(limits);
    let read = shield::shielded(|| plain::xlsx(bytes, limits, &mut budget)).ok()?.transpose()?;
    Some(Opened { format: inspected.format, cautions: inspected.cautions, sheets: finished(read, &budget, limits) })
}

/// Reads the bytes of a file in this process; there is at least one. A text becomes a sheet of that name.
fn open(bytes: &[u8], name: &str, named: FileFormat, limits: &Limits) -> Opened {
    let inspected = match shield::shielded(|| container::inspect(bytes, named, limits)) {
        Ok(inspected) => inspected,
        Err(why) => return Opened { format: named, cautions: Vec::new(), sheets: Err(why) },
    };
    let sheets = inspected.content.and_then(|content| shield::shielded(|| sheets(bytes, content, name, limits))?);
    Opened { format: inspected.format, cautions: inspected.cautions, sheets }
}

fn sheets(bytes: &[u8], content: Content, name: &str, limits: &Limits) -> Result<Vec<Grid>, Unreadable> {
    let mut budget = Budget::new(limits);
    let sheets = match content {
        Content::Xlsx => workbook::xlsx(bytes, &mut budget),
        Content::Xlsb => workbook::xlsb(bytes, &mut budget),
        Content::Xls { stream } => workbook::xls(bytes, &stream, &mut budget),
        Content::Ods { survey, tidied } => workbook::ods(tidied.as_deref().unwrap_or(bytes), survey, &mut budget),
        Content::Text => delimited::sheet(bytes, name, &mut budget).map(|sheet| vec![sheet]),
    };
    finished(sheets, &budget, limits)
}

fn finished(read: Result<Vec<Grid>, Unreadable>, budget: &Budget, limits: &Limits) -> Result<Vec<Grid>, Unreadable> {
    match read {
        // Whatever a reader makes of being stopped, the time is what stopped it.
        Err(_) if budget.is_late() => Err(Unreadable::TooSlow { seconds: limits.max_seconds }),
        Ok(sheets) if sheets.is_empty() => Err(Unreadable::Empty),
        Ok(mut sheets) => {
            naming::tidy_sheet_names(&mut sheets);
            Ok(sheets)
        }
        Err(why) => Err(why),
    }
}

/// The format that an extension stands for, whatever its case; `None` if it is not read.
fn format_of(extension: &str) -> Option<FileFormat> {
    const KNOWN: [(&str, FileFormat); 10] = [
        ("xlsx", FileFormat::Xlsx),
        ("xlsm", FileFormat::Xlsm),
        ("xlsb", FileFormat::Xlsb),
        ("xls", FileFormat::Xls),
        ("ods", FileFormat::Ods),
        ("fods", FileFormat::Fods),
        ("csv", FileFormat::Csv),
        ("tsv", FileFormat::Csv),
        ("tab", FileFormat::Csv),
        ("zip", FileFormat::Zip),
    ];
    KNOWN.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(extension)).map(|(_, format)| format)
}
