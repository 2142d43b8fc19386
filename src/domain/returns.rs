//! A return: one file as a coordinator sent it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cell::CellRef;
use super::contents::Contents;
use super::damage::{amount, in_words};
use super::grid::Grid;
use super::layout::SheetLayout;
use super::period::Period;
use super::table::Table;
use super::text::Bilingual;

/// The formats that are read. A zip archive is read as a folder; as a file of its own it is one that cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the extensions say it")]
pub enum FileFormat {
    Xlsx,
    Xlsm,
    Xlsb,
    Xls,
    Ods,
    Fods,
    Csv,
    Zip,
}

/// Where a file came from and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the input folder, with `/`.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal; empty if it could not be opened.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Its format.
    pub format: FileFormat,
    /// The day it was received, from `received.csv`; `None` if that is not recorded.
    pub received: Option<NaiveDate>,
}

/// Why a file gave no sheets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// It needs a password.
    Encrypted,
    /// It has no bytes, or no sheets.
    Empty,
    /// It is larger, or unpacks to more, than the settings allow.
    TooLarge {
        /// What was found, such as `3.1 GiB unpacked`.
        found: String,
        /// What is allowed.
        limit: String,
    },
    /// Reading it would take more memory than the settings allow.
    TooMuchMemory {
        /// What is allowed, such as `1.0 GiB`.
        limit: String,
    },
    /// Reading it takes longer than the settings allow.
    TooSlow {
        /// What is allowed, in seconds.
        seconds: u64,
    },
    /// The process that read it died.
    Crashed,
    /// Its contents are not what its extension says, or are damaged. The detail is a technical word, never a cell.
    Damaged(String),
    /// One of its sheets is damaged.
    DamagedSheet {
        /// Which one, as they stand in the file, from one. Its name may be that of a person.
        number: usize,
        /// A technical word, never a cell.
        detail: String,
    },
    /// The operating system refused it.
    Refused(String),
}

impl Unreadable {
    /// The reason, as the end of "cannot be read safely: …".
    #[must_use]
    pub fn reason(&self) -> Bilingual {
        match self {
            Self::Encrypted => Bilingual::new("met een wachtwoord beveiligd", "protected with a password"),
            Self::Empty => Bilingual::new("leeg bestand", "empty file"),
            Self::TooLarge { found, limit } => {
                let (found, limit) = (amount(found), amount(limit));
                Bilingual::new(
                    format!("te groot ({}, toegestaan {})", found.nl, limit.nl),
                    format!("too large ({}, allowed {})", found.en, limit.en),
                )
            }
            Self::TooMuchMemory { limit } => Bilingual::new(
                format!("het lezen kost meer geheugen dan is toegestaan ({limit})"),
                format!("reading it takes more memory than is allowed ({limit})"),
            ),
            Self::DamagedSheet { number, detail } => {
                let detail = in_words(detail);
                Bilingual::new(format!("blad {number} is beschadigd ({})", detail.nl), format!("sheet {number} is damaged ({})", detail.en))
            }
            Self::TooSlow { seconds } => Bilingual::new(
                format!("het lezen duurt langer dan is toegestaan ({seconds} seconden)"),
                format!("reading it takes longer than is allowed ({seconds} seconds)"),
            ),
            Self::Crashed => Bilingual::new(
                "het leesprogramma voor dit type liep erop vast, zodat het beschadigd is of bedoeld om schade te doen",
                "the reader of this type crashed on it, so that it is damaged or meant to do harm",
            ),
            Self::Damaged(detail) => {
                let detail = in_words(detail);
                Bilingual::new(
                    format!("beschadigd of geen bestand van dit type ({})", detail.nl),
                    format!("damaged, or not a file of this type ({})", detail.en),
                )
            }
            Self::Refused(detail) => Bilingual::new(format!("niet te openen ({detail})"), format!("cannot be opened ({detail})")),
        }
    }
}

/// A part of a readable file that asks for caution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Caution {
    /// It holds macros. They are never run.
    Macros,
    /// It takes values from other workbooks. The stored values are read.
    ExternalLinks,
    /// Its properties name what looks like a person, as the one who made or last saved it. The name itself is not kept.
    Author,
}

/// A file that was opened: its sheets as they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// The file.
    pub source: SourceFile,
    /// What asks for caution.
    pub cautions: Vec<Caution>,
    /// Its sheets, in their order; or why there are none.
    pub sheets: Result<Vec<Grid>, Unreadable>,
}

/// One sheet after its layout was recovered.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden. Hidden sheets are set aside, unless the settings have them read.
    pub hidden: bool,
    /// What stands where.
    pub layout: SheetLayout,
    /// Number of cells with a note or a comment.
    pub comments: usize,
}

/// The date for which the figures of a return hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedAsOf {
    /// The date.
    pub date: NaiveDate,
    /// The sheet it stands on, as an index.
    pub sheet: usize,
    /// The cell it stands in.
    pub cell: CellRef,
}

/// What becomes of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReturnStatus {
    /// Read and counted.
    Received,
    /// Read and counted, received after the deadline.
    Late,
    /// Expected and not there.
    Missing,
    /// A later version of it counts.
    Superseded,
    /// Not read: unreadable, or it holds personal data that does not belong there.
    Refused,
}

impl ReturnStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Received, Self::Late, Self::Missing, Self::Superseded, Self::Refused];

    /// The word used in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Late => "late",
            Self::Missing => "missing",
            Self::Superseded => "superseded",
            Self::Refused => "refused",
        }
    }
}

/// One return: a file with what was read from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Return {
    /// The file.
    pub source: SourceFile,
    /// What asks for caution.
    pub cautions: Vec<Caution>,
    /// Why it could not be read, if so.
    pub unreadable: Option<Unreadable>,
    /// The coordinator it is from, as an index into the schema's coordinators.
    pub coordinator: Option<usize>,
    /// The month it is for; `None` if neither name, folder nor as-of date tells.
    pub period: Option<Period>,
    /// Its version: 1 unless its name says otherwise.
    pub version: u32,
    /// The date its headcounts hold for.
    pub as_of: Option<StatedAsOf>,
    /// What stands in its cells, to be compared with other files; `None` if it could not be read.
    pub contents: Option<Contents>,
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The tables on its sheets.
    pub tables: Vec<Table>,
    /// The columns and cells with personal data.
    pub personal: Vec<PersonalData>,
    /// The rows of refused and rejected data, redacted, for the `rejected` table: sheet, row and cells (header, text).
    pub rejected: Vec<RejectedRow>,
    /// The code of the check that refused it as a whole.
    pub refused: Option<String>,
    /// The path of the later version that counts instead.
    pub superseded_by: Option<String>,
    /// Whether it was put together from the returns of others: its figures are compared with theirs and enter no sum.
    pub consolidated: bool,
    /// Whether its figures come from the set that was published before: the file itself is gone. It is compared with, and never
    /// checked itself.
    pub published: bool,
}

impl Return {
    /// A return of which nothing is known yet but its file.
    #[must_use]
    pub fn of(source: SourceFile) -> Self {
        Self {
            source,
            cautions: Vec::new(),
            unreadable: None,
            coordinator: None,
            period: None,
            version: 1,
            as_of: None,
            contents: None,
            sheets: Vec::new(),
            tables: Vec::new(),
            personal: Vec::new(),
            rejected: Vec::new(),
            refused: None,
            superseded_by: None,
            consolidated: false,
            published: false,
        }
    }

    /// The day it was received, for an order in which one without a day comes last.
    pub(super) fn received_or_last(&self) -> NaiveDate {
        self.source.received.unwrap_or(NaiveDate::MAX)
    }

    /// Whether it is for a month, or holds records about it.
    #[must_use]
    pub fn reports_on(&self, period: Period) -> bool {
        self.period == Some(period) || self.tables.iter().any(|table| table.periods.contains(&Some(period)))
    }

    /// The months it is for, or holds records about, earliest first.
    #[must_use]
    pub fn months(&self) -> Vec<Period> {
        let of_records = self.tables.iter().flat_map(|table| &table.periods);
        let months: BTreeSet<Period> = of_records.chain([&self.period]).copied().flatten().collect();
        months.into_iter().collect()
    }

    /// Whether nothing stands below the header of a table: nobody has filled it in, and it says no more than one that is not
    /// there. Unknown is not nobody.
    #[must_use]
    pub fn left_blank(&self, table: &Table) -> bool {
        let layouts = self.sheets.get(table.sheet).map_or(&[][..], |sheet| &sheet.layout.tables);
        let own = |layout: &&super::layout::Layout| layout.table == table.schema;
        table.is_empty() && layouts.iter().filter(own).all(|layout| layout.data_rows.is_empty() && layout.set_aside.is_empty())
    }

    /// Whether its records enter the figures.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.unreadable.is_none() && self.refused.is_none() && self.superseded_by.is_none()
    }
}

/// A row that did not become a record, with its cells redacted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RejectedRow {
    /// The sheet, as an index.
    pub sheet: usize,
    /// The row, from zero; of a table that runs across that of the names of its records.
    pub row: u32,
    /// The row that the finding which rejected it points into, from zero.
    pub finding_row: u32,
    /// Header and text of each used cell.
    pub cells: Vec<(String, super::finding::SafeText)>,
}

/// Personal data that was met: where and of what kind, never what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalData {
    /// The sheet, as an index.
    pub sheet: usize,
    /// The cell: a header, or a single value.
    pub cell: CellRef,
    /// The kind: `name`, `bsn`, `email`, `phone`, `birth_date`, `personnel_no`, `document_no`, `address`, `iban`, `health`.
    pub kind: String,
    /// The header of the column; empty if the cell stands outside a table.
    pub header: super::finding::SafeText,
    /// Number of values met; 0 if only the header says so.
    pub values: u32,
    /// Whether it was a header that gave it away.
    pub by_header: bool,
    /// Whether it is more than a possibility.
    pub certain: bool,
}

/// Why something in the input folder is not a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassedOverWhy {
    /// Its name begins with a dot.
    Hidden,
    /// The lock file of an open document (`~$…`, `.~lock…#`).
    LockFile,
    /// No format that is read.
    UnknownExtension,
    /// The list of dates of receipt, which is read but is no return.
    ReceivedList,
    /// A folder or file that could not be opened.
    NoAccess,
    /// An archive inside an archive.
    NestedArchive,
    /// A list of dates of receipt inside an archive, which is not read.
    ReceivedListInArchive,
    /// The name of a part of an archive leads out of it.
    UnsafeName,
    /// An archive with nothing in it.
    EmptyArchive,
}

impl PassedOverWhy {
    /// The reason, for people.
    #[must_use]
    pub fn reason(self) -> Bilingual {
        match self {
            Self::Hidden => Bilingual::new("verborgen bestand", "hidden file"),
            Self::LockFile => Bilingual::new("vergrendelingsbestand van een open document", "lock file of an open document"),
            Self::UnknownExtension => Bilingual::new("geen rekenblad of csv", "no spreadsheet or csv"),
            Self::ReceivedList => Bilingual::new("lijst van ontvangstdata", "list of dates of receipt"),
            Self::NoAccess => Bilingual::new("niet te openen", "cannot be opened"),
            Self::NestedArchive => Bilingual::new(
                "een archief in een archief; pak het uit om het te laten lezen",
                "an archive inside an archive; unpack it to have it read",
            ),
            Self::ReceivedListInArchive => Bilingual::new(
                "lijst van ontvangstdata in een archief; zet haar in de map met opgaven",
                "list of dates of receipt inside an archive; put it into the folder with returns",
            ),
            Self::UnsafeName => Bilingual::new("een naam die buiten het archief wijst", "a name that leads out of the archive"),
            Self::EmptyArchive => Bilingual::new("een archief zonder bestanden", "an archive without files"),
        }
    }
}

/// Something in the input folder that is not a return.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PassedOver {
    /// Path relative to the input folder, with `/`.
    pub path: String,
    /// Why it is passed over.
    pub why: PassedOverWhy,
}
