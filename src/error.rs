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
    /// The schemas are wrong. The report shows every mistake with file, line and caret, in colour if that was asked for.
    #[error("{}", anstream::adapter::strip_str(report))]
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
    /// The set that was published before is not as muster left it, so earlier months cannot be taken from it.
    #[error("the published set cannot be used: {} {}", path.display(), why.en)]
    Published {
        /// The file.
        path: PathBuf,
        /// What is the matter with it, after its name.
        why: Bilingual,
    },
    /// A file that muster would write is there already, and is not as muster left it.
    #[error("{} is not a file of muster, or was changed since", .0.display())]
    Foreign(PathBuf),
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
            Self::Schema { .. } => Bilingual::same(self.to_string()),
            Self::Read { path, source } => {
                let (path, why) = (path.display(), reason(source));
                Bilingual::new(
                    format!("{path} kan niet worden gelezen: {}. Controleer de naam en of u er rechten op heeft.", why.nl),
                    format!("{path} cannot be read: {}. Check the name, and that you may open it.", why.en),
                )
            }
            Self::Write { path, source } => {
                let (path, why) = (path.display(), reason(source));
                Bilingual::new(
                    format!(
                        "{path} kan niet worden geschreven: {}. Controleer uw rechten en de vrije ruimte; de vorige uitvoer staat er nog.",
                        why.nl
                    ),
                    format!("{path} cannot be written: {}. Check permissions and free space; the previous output still stands.", why.en),
                )
            }
            Self::Unfinished { path, source } => {
                let (path, why) = (path.display(), reason(source));
                Bilingual::new(
                    format!(
                        "De nieuwe uitvoer is compleet, maar {path} kan niet op zijn plaats worden gezet: {}. Verhelp dit en start muster opnieuw; dan wordt het afgemaakt.",
                        why.nl
                    ),
                    format!(
                        "The new output is complete, but {path} cannot be put in place: {}. Mend this and start muster again; it will finish the job.",
                        why.en
                    ),
                )
            }
            Self::Published { path, why } => {
                let path = path.display();
                Bilingual::new(
                    format!(
                        "{path} {}. Eerdere maanden kunnen er niet uit worden overgenomen. Zet het bestand terug zoals muster het schreef, of gebruik --no-history: dan telt alleen wat er nu wordt gelezen.",
                        why.nl
                    ),
                    format!(
                        "{path} {}. Earlier months cannot be taken from it. Put the file back as muster wrote it, or use --no-history: then only what is read now counts.",
                        why.en
                    ),
                )
            }
            Self::Foreign(path) => {
                let path = path.display();
                Bilingual::new(
                    format!(
                        "{path} is er al en is niet van muster, of is sindsdien gewijzigd. Er is niets geschreven. Zet het bestand elders, of kies met --to een andere map."
                    ),
                    format!(
                        "{path} is there already and is not of muster, or was changed since. Nothing was written. Move the file, or choose another folder with --to."
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

/// What the operating system says, in words of our own where it is one of the usual things.
fn reason(error: &io::Error) -> Bilingual {
    use io::ErrorKind;
    let (nl, en) = match error.kind() {
        ErrorKind::NotFound => ("er is geen bestand of map met die naam", "there is no file or folder of that name"),
        ErrorKind::PermissionDenied => ("u heeft er geen rechten op", "permission denied"),
        ErrorKind::AlreadyExists => ("er staat al iets met die naam", "something of that name is there already"),
        ErrorKind::NotADirectory => ("een deel van het pad is geen map", "a part of the path is no folder"),
        ErrorKind::IsADirectory => ("het is een map", "it is a folder"),
        ErrorKind::ReadOnlyFilesystem => ("er kan daar alleen worden gelezen", "it is read-only there"),
        ErrorKind::StorageFull => ("de schijf is vol", "the disk is full"),
        ErrorKind::QuotaExceeded => ("uw ruimte op de schijf is op", "your space on the disk is used up"),
        ErrorKind::FileTooLarge => ("het bestand wordt te groot", "the file becomes too large"),
        _ => return Bilingual::same(error.to_string()),
    };
    Bilingual::new(nl, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_reasons_are_given_in_both_languages() {
        let gone = Error::Read { path: PathBuf::from("input"), source: io::ErrorKind::NotFound.into() }.message();
        assert_eq!(
            gone.nl,
            "input kan niet worden gelezen: er is geen bestand of map met die naam. Controleer de naam en of u er rechten op heeft."
        );
        assert_eq!(gone.en, "input cannot be read: there is no file or folder of that name. Check the name, and that you may open it.");
        let full = Error::Write { path: PathBuf::from("output"), source: io::ErrorKind::StorageFull.into() }.message();
        assert!(full.nl.contains("de schijf is vol") && full.en.contains("the disk is full"), "{full:?}");
        let other = Error::Write { path: PathBuf::from("output"), source: io::Error::other("device on fire") }.message();
        assert!(other.nl.contains("device on fire"), "{other:?}");
    }

    #[test]
    fn a_report_is_shown_without_colour_where_nobody_takes_it_out() {
        let error = Error::Schema { report: "\u{1b}[31mwrong\u{1b}[0m".to_owned(), mistakes: 1 };
        assert_eq!(error.to_string(), "wrong");
    }
}
