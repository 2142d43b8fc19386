//! Months that were published before and are not read now stay in the set as they are, row by row.
//!
//! Each table holds its own rows and those of carried months, in the order in which one run over all months would have put them. What
//! is about files instead of months goes with the files that the carried months came from. Of the dimensions only what carried
//! rows point to is added. One figure is worked out anew: the change since the month before, should that month be read again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, IntoColumn, NamedFrom, PolarsError, Series};

use super::history::PublishedSet;
use super::transaction::{Staging, Standing};
use super::{Table, letter};
use crate::domain::{Edition, Period, TableNote};
use crate::error::Error;

/// What is carried forward into a new set.
pub(super) struct Carried {
    set: PublishedSet,
    months: BTreeSet<String>,
    /// Files that the carried months came from, without those that are read now.
    files: BTreeSet<String>,
}

impl Carried {
    /// What an edition carries forward; `None` if that is nothing. The set it comes from must be the one that the edition was
    /// checked against.
    pub(super) fn open(edition: &Edition<'_>, output: &Path) -> Result<Option<Self>, Error> {
        let Some(history) = edition.history else { return Ok(None) };
        let same = |path: &Path| path.canonicalize().ok();
        // The lock on the folder that is written to is held already.
        let here = same(&history.folder).is_some() && same(&history.folder) == same(output);
        let standing = if here { Standing::own(output) } else { Standing::locked(&history.folder)? };
        let set = PublishedSet::open(standing)?;
        if set.as_ref().map(|set| &set.manifest) != history.manifest.as_ref() {
            return Err(Error::Busy(history.folder.clone()));
        }
        let months: BTreeSet<String> = edition.carried().iter().map(Period::to_string).collect();
        let Some(set) = set.filter(|_| !months.is_empty()) else { return Ok(None) };
        let mut files = BTreeSet::new();
        for (table, column) in [("returns", "file"), ("headcount", "source_file"), ("training", "source_file"), ("planned", "source_file")]
        {
            let Some(frame) = set.frame(table)? else { continue };
            let rows = texts(&frame, "period").zip(texts(&frame, column)).ok_or_else(|| set.unknown(table))?;
            files.extend(rows.0.into_iter().zip(rows.1).filter(|(period, _)| months.contains(period)).map(|(_, file)| file));
        }
        files.remove("");
        for line in &edition.ledger.lines {
            files.remove(&line.file);
        }
        Ok(Some(Self { set, months, files }))
    }

    /// The tables with the rows of carried months among their own.
    pub(super) fn merge(&self, tables: &[Table]) -> Result<Vec<Table>, Error> {
        let mut merged = Vec::with_capacity(tables.len());
        for (note, frame) in tables {
            merged.push((*note, self.with_months(note, frame)?));
        }
        let mut pointed_to: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (note, frame) in &merged {
            for link in note.links {
                pointed_to.entry(link.table).or_default().extend(texts(frame, link.column).unwrap_or_default());
            }
        }
        for (note, frame) in &mut merged {
            if let (Some(wanted), [key]) = (pointed_to.get(note.name), note.key)
                && *key != "period"
            {
                *frame = self.with_members(note, frame, key, wanted)?;
            }
        }
        Ok(merged)
    }

    /// Adds the letters of carried months.
    pub(super) fn add_letters(&self, staging: &mut Staging<'_>) -> Result<(), Error> {
        for (month, form) in self.months.iter().flat_map(|month| letter::PUBLISHED.map(|form| (month, form))) {
            let name = format!("letter-{month}.{}", form.extension());
            if self.set.has(&name) {
                staging.add(&name, &self.set.bytes(&name)?)?;
            }
        }
        Ok(())
    }

    /// A table about months or files with what is carried.
    fn with_months(&self, note: &TableNote, own: &DataFrame) -> Result<DataFrame, Error> {
        let has = |column: &str| note.columns.iter().any(|known| known.name == column);
        let (by_month, by_file) = (has("period"), has("file"));
        if !by_month && !by_file {
            return Ok(own.clone());
        }
        let Some(old) = self.before(note, own)? else { return Ok(own.clone()) };
        let is_carried = |period: &str, file: &str| {
            if by_month && !period.is_empty() { self.months.contains(period) } else { by_file && self.files.contains(file) }
        };
        let column = |frame: &DataFrame, name: &str, there: bool| {
            if there { texts(frame, name) } else { Some(vec![String::new(); frame.height()]) }
        };
        let kept = |frame: &DataFrame, keep: &dyn Fn(&str, &str) -> bool| -> Option<Vec<usize>> {
            let (periods, files) = (column(frame, "period", by_month)?, column(frame, "file", by_file)?);
            Some((0..frame.height()).filter(|at| keep(&periods[*at], &files[*at])).collect())
        };
        let stale = |period: &str| note.name == "dim_period" && self.months.contains(period);
        let broken = || self.set.unknown(note.name);
        let from_old = kept(&old, &is_carried).ok_or_else(broken)?;
        let from_own = kept(own, &|period, _| !stale(period)).ok_or_else(broken)?;
        let stack = || -> Result<DataFrame, PolarsError> { chosen(&old, &from_old)?.vstack(&chosen(own, &from_own)?) };
        let stacked = stack().map_err(|_| broken())?;
        // Within a month the rows keep their order; what belongs to no month stands by file.
        let (periods, files) = (column(&stacked, "period", by_month), column(&stacked, "file", by_file));
        let senders = column(&stacked, "coordinator", has("coordinator"));
        let (Some(periods), Some(files), Some(senders)) = (periods, files, senders) else { return Err(broken()) };
        let key = |at: &usize| match periods[*at].as_str() {
            "" => ("", senders[*at].as_str(), files[*at].as_str()),
            period => (period, "", ""),
        };
        let mut order: Vec<usize> = (0..stacked.height()).collect();
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        let sorted = chosen(&stacked, &order).map_err(|_| broken())?;
        if note.name == "by_period" { with_change(sorted).ok_or_else(broken) } else { Ok(sorted) }
    }

    /// A dimension with the members that rows point to and that it no longer has.
    fn with_members(&self, note: &TableNote, own: &DataFrame, key: &str, wanted: &BTreeSet<String>) -> Result<DataFrame, Error> {
        let broken = || self.set.unknown(note.name);
        let Some(old) = self.before(note, own)? else { return Ok(own.clone()) };
        let known: BTreeSet<String> = texts(own, key).ok_or_else(broken)?.into_iter().collect();
        let members = texts(&old, key).ok_or_else(broken)?;
        let lost: Vec<usize> = (0..old.height()).filter(|at| wanted.contains(&members[*at]) && !known.contains(&members[*at])).collect();
        let stack = || -> Result<DataFrame, PolarsError> { own.vstack(&chosen(&old, &lost)?) };
        stack().map_err(|_| broken())
    }

    /// A table of the set before, with the columns that it has now. A column that it did not have is not known.
    fn before(&self, note: &TableNote, own: &DataFrame) -> Result<Option<DataFrame>, Error> {
        let Some(old) = self.set.frame(note.name)? else { return Ok(None) };
        let mut columns: Vec<Column> = Vec::new();
        for now in own.columns() {
            columns.push(match old.column(now.name()) {
                Ok(before) if before.dtype() == now.dtype() => before.clone(),
                Ok(_) => return Err(self.set.unknown(note.name)),
                Err(_) => Column::full_null(now.name().clone(), old.height(), now.dtype()),
            });
        }
        DataFrame::new(old.height(), columns).map(Some).map_err(|_| self.set.unknown(note.name))
    }
}

/// The texts of a column, empty where none stands; `None` if there is no such column.
fn texts(frame: &DataFrame, column: &str) -> Option<Vec<String>> {
    let values = frame.column(column).ok()?.as_materialized_series().str().ok()?;
    Some(values.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
}

/// These rows of a frame, in this order.
fn chosen(frame: &DataFrame, rows: &[usize]) -> Result<DataFrame, PolarsError> {
    let rows: Vec<IdxSize> = rows.iter().filter_map(|row| IdxSize::try_from(*row).ok()).collect();
    let mut frame = frame.take(&IdxCa::from_vec("".into(), rows))?;
    frame.rechunk_mut();
    Ok(frame)
}

/// The sums by month with the change since the month before, where that is among them.
fn with_change(mut frame: DataFrame) -> Option<DataFrame> {
    let periods = texts(&frame, "period")?;
    let numbers = |column: &str| -> Option<Vec<Option<i64>>> {
        Some(frame.column(column).ok()?.as_materialized_series().i64().ok()?.iter().collect())
    };
    let (sums, mut changes) = (numbers("headcount")?, numbers("change")?);
    for (at, period) in periods.iter().enumerate() {
        let before = period.parse::<Period>().ok()?.previous().to_string();
        if let Some(earlier) = periods.iter().position(|known| *known == before) {
            changes[at] = sums[at].zip(sums[earlier]).map(|(now, before)| now.saturating_sub(before));
        }
    }
    frame.with_column(Series::new("change".into(), changes).into_column()).ok()?;
    Some(frame)
}
