//! Returns that go back to who sent them, with the findings marked in them, and the mail that goes with them.
//!
//! A workbook stays the package that was received, and the marks are added to it (`package`); where that cannot be done with
//! certainty, and for other formats, a new workbook holds the same cells (`copied`) and is marked in the same way. What is personal
//! is emptied, and looked for everywhere else (`needles`).

mod copied;
mod entries;
mod folder;
mod mail;
mod names;
mod needles;
mod package;
mod told;

use std::collections::BTreeSet;

pub use folder::{Saved, save};
pub use mail::{Enclosed, Letter, Mailed, mail};
pub use names::{fitting, of_files};
pub use needles::Needles;
pub use told::{Told, by_file};

use crate::domain::{Bilingual, CellRef, Check, FileFormat, Grid, Lang, Return, Severity};
use crate::error::Error;
use entries::{About, empty_cells, entries};
use package::{Job, Unfit};

/// A return that goes back.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    /// The return.
    pub of: &'a Return,
    /// What is told, the worst first.
    pub told: &'a [Told<'a>],
    /// Every check of the catalogue.
    pub catalogue: &'a [Check],
    /// The language of the sender.
    pub lang: Lang,
}

/// What is known of the cells of a return.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// Its sheets, as they were read.
    pub grids: &'a [Grid],
    /// The cells of each that must not go back.
    pub emptied: &'a [BTreeSet<CellRef>],
    /// What must be seen nowhere.
    pub needles: &'a Needles,
}

/// Why a workbook that goes back is a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// The return is of another format.
    Format(FileFormat),
    /// It is put together in an unusual way.
    Unusual,
    /// Beside its sheets it may hold copies of data about persons.
    Copies,
    /// The names of its sheets are of persons, or cannot be shown.
    Names,
}

impl From<Unfit> for Copied {
    fn from(why: Unfit) -> Self {
        match why {
            Unfit::Unusual => Self::Unusual,
            Unfit::Copies => Self::Copies,
        }
    }
}

impl Copied {
    /// What the sender and the analyst are told.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        const SAME: (&str, &str) =
            ("een nieuw bestand met dezelfde cellen op dezelfde plaats", "a new file with the same cells in the same place");
        let (nl, en) = match self {
            Self::Format(format) => {
                let format = format!("{format:?}").to_lowercase();
                (
                    format!("Uw bestand is een {format}; dit is {}.", SAME.0),
                    format!("Your file is of the type {format}; this is {}.", SAME.1),
                )
            }
            Self::Unusual => (
                format!(
                    "Uw bestand is zo opgebouwd dat wij er niet veilig in kunnen schrijven; dit is {}, zonder opmaak en formules.",
                    SAME.0
                ),
                format!(
                    "Your file is put together such that we cannot safely write into it; this is {}, without looks and formulas.",
                    SAME.1
                ),
            ),
            Self::Copies => (
                format!(
                    "Uw bestand kan naast de bladen nog gegevens van personen bevatten (zoals in een draaitabel); dit is daarom {}, zonder \
                     opmaak en formules.",
                    SAME.0
                ),
                format!(
                    "Beside its sheets your file may hold more data about persons (such as in a pivot table); so this is {}, without looks \
                     and formulas.",
                    SAME.1
                ),
            ),
            Self::Names => (
                format!("De naam van een blad lijkt die van een persoon; dit is daarom {}, zonder opmaak en formules.", SAME.0),
                format!("The name of a sheet looks like that of a person; so this is {}, without looks and formulas.", SAME.1),
            ),
        };
        Bilingual::new(nl, en)
    }
}

/// A workbook that goes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its extension.
    pub extension: &'static str,
    /// Why it is a new one; `None` if it is the one that was received, or has no sheets of it.
    pub copied: Option<Copied>,
    /// Whether cells were emptied.
    pub emptied: bool,
}

impl Subject<'_> {
    /// The file's name without its folders.
    fn file_name(&self) -> &str {
        let path = self.of.source.path.as_str();
        path.rsplit('/').next().unwrap_or(path)
    }

    /// The name under which the mended return is to be mailed.
    #[must_use]
    pub fn mended_name(&self, own_file: bool) -> String {
        let own = self.file_name().rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        let extension = match self.of.source.format {
            _ if own_file => own.unwrap_or_else(|| "xlsx".to_owned()),
            FileFormat::Xlsm => "xlsm".to_owned(),
            _ => "xlsx".to_owned(),
        };
        names::mended(&self.of.source.path, self.of.version, &extension)
    }
}

/// The workbook as it was received, with the marks.
///
/// # Errors
/// That cannot be done with certainty; [`copied`](fn@copied) can.
pub fn kept(subject: &Subject<'_>, material: &Material<'_>, bytes: &[u8]) -> Result<Made, Copied> {
    let format = subject.of.source.format;
    if !matches!(format, FileFormat::Xlsx | FileFormat::Xlsm) {
        return Err(Copied::Format(format));
    }
    if subject.of.sheets.len() != material.grids.len()
        || subject.of.sheets.iter().zip(material.grids).any(|(sheet, grid)| sheet.name != grid.name)
    {
        return Err(Copied::Names);
    }
    let names: Vec<String> = material.grids.iter().map(|grid| grid.name.clone()).collect();
    let emptied = is_emptied(material);
    let mut entries = entries(subject, &names, About { emptied, ..About::default() });
    empty_cells(&mut entries.sheets, material.emptied);
    let is_number = |(grid, cells): (&Grid, &BTreeSet<CellRef>)| {
        cells.iter().any(|cell| grid.get(*cell).is_some_and(|value| !matches!(value, crate::domain::Value::Text(_))))
    };
    let job = Job {
        front: &entries.front,
        sheets: &entries.sheets,
        needles: material.needles,
        stale: &entries.stale,
        without_author: subject.of.cautions.contains(&crate::domain::returns::Caution::Author),
        numbers: material.grids.iter().zip(material.emptied).any(is_number),
    };
    let bytes = package::mark(bytes, &job)?;
    Ok(Made { bytes, extension: if format == FileFormat::Xlsm { "xlsm" } else { "xlsx" }, copied: None, emptied })
}

/// A new workbook with the same cells and the marks; `None` if what must not go back is in more than the cells.
///
/// # Errors
/// The workbook cannot be put together.
pub fn copied(subject: &Subject<'_>, material: &Material<'_>, why: Copied) -> Result<Option<Made>, Error> {
    let shown: Vec<String> =
        subject.of.sheets.iter().enumerate().map(|(at, sheet)| shown_name(subject.lang, &sheet.name, at, material)).collect();
    let names = names::of_sheets(&shown.iter().map(String::as_str).collect::<Vec<_>>());
    let bytes = copied::copied(material.grids, &names, material.emptied)?;
    let emptied = is_emptied(material);
    let about = About { copied: Some(&why), emptied, ..About::default() };
    let mut entries = entries(subject, &names, about);
    empty_cells(&mut entries.sheets, material.emptied);
    let job = Job {
        front: &entries.front,
        sheets: &entries.sheets,
        needles: material.needles,
        stale: &entries.stale,
        without_author: false,
        numbers: false,
    };
    match package::mark(&bytes, &job) {
        Ok(bytes) => Ok(Some(Made { bytes, extension: "xlsx", copied: Some(why), emptied })),
        Err(Unfit::Copies) => Ok(None),
        Err(why @ Unfit::Unusual) => Err(failed(&format!("{why:?}"))),
    }
}

/// The name of a sheet, or its number where the name must not go back.
fn shown_name(lang: Lang, name: &str, at: usize, material: &Material<'_>) -> String {
    let number = at + 1;
    match (material.needles.hit(name), lang) {
        (false, _) => name.to_owned(),
        (true, Lang::Nl) => format!("Blad {number}"),
        (true, Lang::En) => format!("Sheet {number}"),
    }
}

/// A workbook with the findings alone, for a return of which no cell may go back: one that was refused, or one that cannot be told from
/// the data about persons in it.
///
/// # Errors
/// The workbook cannot be put together.
pub fn alone(subject: &Subject<'_>) -> Result<Made, Error> {
    let entries = entries(subject, &[], About { alone: true, ..About::default() });
    let bytes = copied::empty(&entries.front.name)?;
    let bytes = package::alone(&bytes, &entries.front).map_err(|why| failed(&format!("{why:?}")))?;
    Ok(Made { bytes, extension: "xlsx", copied: None, emptied: false })
}

fn is_emptied(material: &Material<'_>) -> bool {
    !material.needles.is_empty() || material.emptied.iter().any(|cells| !cells.is_empty())
}

fn failed(detail: &str) -> Error {
    Error::Table { table: "feedback".to_owned(), detail: detail.to_owned() }
}

/// How many of each severity are told, the worst first.
#[must_use]
pub fn tally(told: &[Told<'_>]) -> [(Severity, usize); 3] {
    entries::tally(told.iter().map(|told| told.finding.severity))
}
