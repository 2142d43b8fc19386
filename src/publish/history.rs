//! What the set that was published last says, read back from its Parquet files.
//!
//! Nothing of a set is used that is not as muster left it: every file of it is compared with the hash in its manifest. A set that a
//! killed run left half moved is read where its files stand, so that reading never has to write.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{Cursor, ErrorKind};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;
use polars::prelude::{BooleanChunked, DataFrame, DataType, Int64Chunked, PolarsError, StringChunked};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;

use super::transaction::{Standing, is_below};
use super::{letter, manifest};
use crate::domain::facts::{HeadcountFact, HeadcountStatus, PlannedFact, ReturnFact, TrainingFact};
use crate::domain::returns::ReturnStatus;
use crate::domain::{Bilingual, CellRef, History, PastFinding, Period, Schema, Severity, sha256};
use crate::error::Error;

/// The endings of the files that months are carried forward from.
const TAKEN: [&str; 3] = ["parquet", "md", "docx"];
/// Those of letters.
const LETTERS: [&str; 2] = ["md", "docx"];

/// What was published in a folder. A folder that is not there, or holds no set, has no history.
///
/// # Errors
/// [`Error::Published`] if a file of the set is not as muster left it; [`Error::Busy`] while another run writes to the folder;
/// [`Error::Read`] if something cannot be opened.
pub fn history(folder: &Path, schema: &Schema) -> Result<History, Error> {
    let Some(set) = PublishedSet::open(Standing::locked(folder)?)? else {
        return Ok(History { folder: folder.to_owned(), ..History::default() });
    };
    let letters = set.verify()?;
    let missions: HashMap<&str, usize> =
        schema.registry.missions.iter().enumerate().map(|(at, mission)| (mission.id.as_str(), at)).collect();
    let mut months = match set.rows("by_period")? {
        Some(rows) => rows.map(|row| row.period())?,
        None => Vec::new(),
    };
    months.sort_unstable();
    let rostered = match set.rows("headcount_by_attribute")? {
        Some(rows) => rows.map(|row| Some((row.period()?, missions.get(row.text("mission_id")?).copied())))?,
        None => Vec::new(),
    };
    let facts = |rows: Option<Rows>| rows.map_or_else(|| Ok(Vec::new()), |rows| rows.map(|row| headcount(row, &missions)));
    let planned_facts = |rows: Option<Rows>| rows.map_or_else(|| Ok(Vec::new()), |rows| rows.map(|row| planned(row, &missions)));
    let mut headcounts: Vec<HeadcountFact> = facts(set.rows("headcount")?)?.into_iter().flatten().collect();
    headcounts.sort_by_key(|fact| (fact.period, fact.mission));
    Ok(History {
        folder: folder.to_owned(),
        manifest: Some(set.manifest.clone()),
        months,
        headcounts,
        rostered: rostered.into_iter().filter_map(|(period, mission)| Some((period, mission?))).collect(),
        training: set.rows("training")?.map_or_else(|| Ok(Vec::new()), |rows| rows.map(training))?,
        planned: planned_facts(set.rows("planned")?)?.into_iter().flatten().collect(),
        returns: set.rows("returns")?.map_or_else(|| Ok(Vec::new()), |rows| rows.map(returned))?,
        findings: set.rows("findings")?.map_or_else(|| Ok(Vec::new()), |rows| rows.map(finding))?,
        letters,
    })
}

/// The letter of a month as it was published in the set that a run was checked against; `None` if that has none of that form.
#[must_use]
pub fn published_letter(history: &History, period: Period, form: letter::Form) -> Option<&[u8]> {
    history.letters.get(&letter::file_name(period, form)).map(Vec::as_slice)
}

/// The files of a published set.
pub(super) struct PublishedSet {
    standing: Standing,
    /// SHA-256 of the manifest.
    pub(super) manifest: String,
    /// SHA-256 of each file, by name.
    files: BTreeMap<String, String>,
}

impl PublishedSet {
    /// The set in a folder; `None` if there is none.
    pub(super) fn open(standing: Standing) -> Result<Option<Self>, Error> {
        let path = standing.path(manifest::NAME);
        let beside = fs::symlink_metadata(standing.path("headcount.parquet")).is_ok();
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound && beside => {
                return Err(altered(
                    &path,
                    "ontbreekt, terwijl headcount.parquet er wel staat",
                    "is missing, while headcount.parquet is there",
                ));
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(source) => return Err(Error::Read { path, source }),
        };
        match manifest::outputs(&text) {
            Some(files) => Ok(Some(Self { standing, manifest: sha256(&text), files })),
            None if beside => Err(altered(&path, "is niet van muster of is gewijzigd", "is not muster's, or was altered")),
            None => Ok(None),
        }
    }

    /// Compares every file with its hash. A file that nothing is taken from may be gone: it is made anew. Gives the letters, by name:
    /// by the time that one is asked for, another run may have replaced the set.
    fn verify(&self) -> Result<BTreeMap<String, Vec<u8>>, Error> {
        let mut letters = BTreeMap::new();
        for name in self.files.keys() {
            let is_one_of =
                |endings: &[&str]| Path::new(name).extension().is_some_and(|extension| endings.iter().any(|one| extension == *one));
            match self.bytes(name) {
                // The lake repeats what the tables beside it hold.
                Err(Error::Published { .. }) if (is_below(name) || !is_one_of(&TAKEN)) && !self.standing.path(name).exists() => {}
                Ok(bytes) if is_one_of(&LETTERS) => drop(letters.insert(name.clone(), bytes)),
                other => drop(other?),
            }
        }
        Ok(letters)
    }

    /// The bytes of a file of the set, as they were published.
    pub(super) fn bytes(&self, name: &str) -> Result<Vec<u8>, Error> {
        let path = self.standing.path(name);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(altered(&path, "ontbreekt", "is missing")),
            Err(source) => return Err(Error::Read { path, source }),
        };
        if self.files.get(name).is_some_and(|expected| *expected == sha256(&bytes)) {
            return Ok(bytes);
        }
        Err(altered(&path, "is gewijzigd nadat muster het publiceerde", "was altered after muster published it"))
    }

    /// Whether the set has a file of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// A table; `None` if the set has none of that name.
    pub(super) fn frame(&self, table: &str) -> Result<Option<DataFrame>, Error> {
        let name = format!("{table}.parquet");
        if !self.has(&name) {
            return Ok(None);
        }
        let bytes = self.bytes(&name)?;
        let read = ParquetReader::new(Cursor::new(bytes)).finish();
        read.map(Some).map_err(|_| self.unknown(table))
    }

    fn rows(&self, table: &str) -> Result<Option<Rows>, Error> {
        Ok(self.frame(table)?.map(|frame| Rows { frame, broken: self.standing.path(&format!("{table}.parquet")) }))
    }

    /// The error that a table is not one that this muster knows.
    pub(super) fn unknown(&self, table: &str) -> Error {
        unknown(&self.standing.path(&format!("{table}.parquet")))
    }
}

fn altered(path: &Path, nl: &str, en: &str) -> Error {
    Error::Published { path: path.to_owned(), why: Bilingual::new(nl, en) }
}

fn unknown(path: &Path) -> Error {
    altered(path, "is niet te lezen door deze versie van muster", "cannot be read by this version of muster")
}

/// The rows of a table, and the file they are of.
struct Rows {
    frame: DataFrame,
    broken: PathBuf,
}

/// One row. What it lacks or what is of another kind than it should be breaks off.
#[derive(Clone, Copy)]
struct Row<'r> {
    rows: &'r Rows,
    at: usize,
}

impl Rows {
    fn map<T>(&self, of: impl Fn(Row<'_>) -> Option<T>) -> Result<Vec<T>, Error> {
        (0..self.frame.height()).map(|at| of(Row { rows: self, at }).ok_or_else(|| unknown(&self.broken))).collect()
    }

    fn strings(&self, column: &str) -> Result<&StringChunked, PolarsError> {
        self.frame.column(column)?.as_materialized_series().str()
    }

    fn counts(&self, column: &str) -> Result<&Int64Chunked, PolarsError> {
        self.frame.column(column)?.as_materialized_series().i64()
    }

    fn flags(&self, column: &str) -> Result<&BooleanChunked, PolarsError> {
        self.frame.column(column)?.as_materialized_series().bool()
    }
}

impl<'r> Row<'r> {
    /// A text; empty where none stands.
    fn text(self, column: &str) -> Option<&'r str> {
        Some(self.rows.strings(column).ok()?.get(self.at).unwrap_or_default())
    }

    fn owned(self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// A text that may not be there.
    fn known(self, column: &str) -> Option<Option<String>> {
        self.text(column).map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()))
    }

    fn parsed<T: FromStr>(self, column: &str) -> Option<T> {
        self.text(column)?.parse().ok()
    }

    fn count(self, column: &str) -> Option<Option<i64>> {
        Some(self.rows.counts(column).ok()?.get(self.at))
    }

    fn flag(self, column: &str) -> Option<bool> {
        self.rows.flags(column).ok()?.get(self.at)
    }

    fn day(self, column: &str) -> Option<Option<NaiveDate>> {
        let series = self.rows.frame.column(column).ok()?.as_materialized_series();
        let days = (*series.dtype() == DataType::Date).then(|| series.date().ok())??;
        match days.physical().get(self.at) {
            Some(days) => NaiveDate::from_epoch_days(days).map(Some),
            None => Some(None),
        }
    }

    fn period(self) -> Option<Period> {
        self.parsed("period")
    }

    /// The month, where one stands.
    fn known_period(self) -> Option<Option<Period>> {
        match self.text("period")? {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        }
    }

    fn source(self) -> Option<(String, String, String)> {
        Some((self.owned("source_file")?, self.owned("source_sheet")?, self.owned("source_cell")?))
    }
}

/// A headcount; within that, `None` for a mission that the registry no longer has.
fn headcount(row: Row<'_>, missions: &HashMap<&str, usize>) -> Option<Option<HeadcountFact>> {
    let status = [HeadcountStatus::Ok, HeadcountStatus::Flagged, HeadcountStatus::Conflict, HeadcountStatus::Missing];
    let word = row.text("status")?;
    let status = status.into_iter().find(|status| status.as_str() == word)?;
    let (file, sheet, cell) = row.source()?;
    let cell: Option<CellRef> = if cell.is_empty() { None } else { Some(cell.parse().ok()?) };
    let fact = |mission| {
        Some(HeadcountFact {
            period: row.period()?,
            as_of: row.day("as_of")?,
            mission,
            headcount: row.count("headcount")?,
            temp_home: row.count("temp_home")?,
            in_area: row.count("in_area")?,
            female: row.count("female")?,
            arrivals: row.count("arrivals")?,
            departures: row.count("departures")?,
            vacancies: row.count("vacancies")?,
            status,
            source: cell.map(|cell| (file, sheet, cell)),
        })
    };
    match missions.get(row.text("mission_id")?) {
        Some(mission) => fact(*mission).map(Some),
        None => Some(None),
    }
}

fn training(row: Row<'_>) -> Option<TrainingFact> {
    Some(TrainingFact {
        period: row.period()?,
        project: row.owned("project")?,
        programme: row.known("programme")?,
        indicator: row.owned("indicator")?,
        kind: row.known("kind")?,
        until: row.day("until")?,
        value: row.count("value")?,
        source: row.source()?,
    })
}

fn planned(row: Row<'_>, missions: &HashMap<&str, usize>) -> Option<Option<PlannedFact>> {
    let Some(mission) = missions.get(row.text("mission_id")?).copied() else { return Some(None) };
    let fact = PlannedFact {
        period: row.period()?,
        mission,
        count: row.count("count")?,
        window: row.day("from")?.zip(row.day("until")?),
        status: row.known("status")?,
        basis: row.known("basis")?,
        source: row.source()?,
    };
    Some(Some(fact))
}

fn returned(row: Row<'_>) -> Option<ReturnFact> {
    let word = row.text("status")?;
    let status = ReturnStatus::ALL.into_iter().find(|status| status.as_str() == word)?;
    let number = |column: &str| Some(u64::try_from(row.count(column)?.unwrap_or(0)).unwrap_or(0));
    Some(ReturnFact {
        period: row.known_period()?,
        coordinator: row.owned("coordinator")?,
        file: row.owned("file")?,
        sha256: row.owned("sha256")?,
        received: row.day("received")?,
        version: row.count("version")?.and_then(|version| u32::try_from(version).ok()),
        tables: row.text("tables")?.split("; ").filter(|table| !table.is_empty()).map(str::to_owned).collect(),
        rows: number("rows")?,
        findings: number("findings")?,
        status,
    })
}

fn finding(row: Row<'_>) -> Option<PastFinding> {
    let word = row.text("severity")?;
    let severity = [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|severity| severity.as_str() == word)?;
    Some(PastFinding {
        period: row.known_period()?,
        code: row.owned("code")?,
        severity,
        outcome_of: row.owned("outcome_of")?,
        mission: row.owned("mission_id")?,
        file: row.owned("file")?,
        sheet: row.owned("sheet")?,
        cell: row.owned("cell")?,
        field: row.owned("field")?,
        value: row.owned("value")?,
        message: row.owned("message")?,
        waived: row.flag("waived")?,
    })
}
