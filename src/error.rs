//! Errors of the environment and of the schemas. What is wrong with a return is a finding, not an error.

use std::io;
use std::path::PathBuf;

use crate::domain::Bilingual;

/// Why a run could not be completed. The previous output stands.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The command line asks for something impossible.
    #[error("{}", .0.en)]
    Usage(Bilingual),
    /// The schemas are wrong. The text is the whole report, ready to be shown: every mistake with file, line and caret.
    #[error("{report}")]
    Schema {
        /// Every mistake, rendered.
        report: String,
        /// Number of mistakes.
        mistakes: usize,
    },
    /// There is nothing to read.
    #[error("nothing could be read: {}", .0.en)]
    NothingToRead(Bilingual),
    /// A file or folder of the input or the schemas cannot be opened.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// An output cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// The new outputs were written and flushed, but not all could be moved into place. The next run moves the rest.
    #[error("cannot put {} in place: {source}; the next run completes it", path.display())]
    Unfinished {
        /// What was to be moved or removed.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// Another run is publishing into the same folder.
    #[error("another run is writing to {}", .0.display())]
    Busy(PathBuf),
    /// Rows are not accounted for. This is a mistake of muster itself.
    #[error("the ledger does not add up for {file}, sheet {sheet}: this is a mistake in muster, nothing was published")]
    Ledger {
        /// The file.
        file: String,
        /// The sheet.
        sheet: String,
    },
    /// A table could not be made. This is a mistake of muster itself.
    #[error("the table {table} could not be made: {detail}")]
    Table {
        /// The table.
        table: String,
        /// The technical reason.
        detail: String,
    },
}

impl Error {
    /// The exit code that a program which called muster sees: 2 for usage and schemas, 3 for everything else.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Schema { .. } => 2,
            _ => 3,
        }
    }

    /// What is wrong and how to mend it, in both languages.
    #[must_use]
    pub fn message(&self) -> Bilingual {
        match self {
            Self::Usage(text) | Self::NothingToRead(text) => text.clone(),
            Self::Schema { report, .. } => Bilingual::same(report.clone()),
            Self::Read { path, source } => {
                let path = path.display();
                Bilingual::new(
                    format!("{path} kan niet worden gelezen: {source}. Controleer of het bestaat en of u er rechten op heeft."),
                    format!("{path} cannot be read: {source}. Check that it exists and that you may open it."),
                )
            }
            Self::Write { path, source } => {
                let path = path.display();
                Bilingual::new(
                    format!(
                        "{path} kan niet worden geschreven: {source}. Controleer rechten en vrije ruimte; de vorige uitvoer staat er nog."
                    ),
                    format!("{path} cannot be written: {source}. Check permissions and free space; the previous output still stands."),
                )
            }
            Self::Unfinished { path, source } => {
                let path = path.display();
                Bilingual::new(
                    format!(
                        "De nieuwe uitvoer is compleet, maar {path} kan niet op zijn plaats worden gezet: {source}. Verhelp dit en start muster opnieuw; die maakt het af."
                    ),
                    format!(
                        "The new output is complete, but {path} cannot be put in place: {source}. Mend this and start muster again; it will finish the job."
                    ),
                )
            }
            Self::Busy(path) => {
                let path = path.display();
                Bilingual::new(
                    format!("Een andere muster schrijft al naar {path}. Wacht tot die klaar is en probeer het opnieuw."),
                    format!("Another muster is already writing to {path}. Wait until it has finished and try again."),
                )
            }
            Self::Ledger { file, sheet } => Bilingual::new(
                format!(
                    "De rijen van {file}, blad {sheet}, zijn niet volledig verantwoord. Dit is een fout in muster; er is niets gepubliceerd."
                ),
                format!("Not every row of {file}, sheet {sheet}, is accounted for. This is a mistake in muster; nothing was published."),
            ),
            Self::Table { table, detail } => Bilingual::new(
                format!("Tabel {table} kon niet worden gemaakt ({detail}). Dit is een fout in muster; de vorige uitvoer staat er nog."),
                format!("Table {table} could not be made ({detail}). This is a mistake in muster; the previous output still stands."),
            ),
        }
    }
}
