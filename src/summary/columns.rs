//! Typed columns from plain values. An empty text and an unknown value are one: null.

use std::fmt::Display;

use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, Int32Chunked, IntoColumn, NamedFrom, NewChunkedArray, Series};

use super::NamedTable;
use crate::domain::{Edition, Period, TableNote};
use crate::error::Error;

/// A column of texts.
pub(super) fn text<S: AsRef<str>>(name: &str, values: impl Iterator<Item = Option<S>>) -> Column {
    let kept: Vec<Option<String>> =
        values.map(|value| value.map(|text| text.as_ref().to_owned()).filter(|text| !text.is_empty())).collect();
    Series::new(name.into(), kept).into_column()
}

/// A column of texts that other nouns are shown as, such as months and cells.
pub(super) fn shown<D: Display>(name: &str, values: impl Iterator<Item = Option<D>>) -> Column {
    text(name, values.map(|value| value.map(|value| value.to_string())))
}

/// A column of whole numbers.
pub(super) fn count(name: &str, values: impl Iterator<Item = Option<i64>>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// A column of percentages with one decimal, given in tenths of a per cent.
pub(super) fn percent(name: &str, tenths: impl Iterator<Item = Option<i64>>) -> Column {
    // A tenth of a per cent is exact enough in a double to be written with one decimal.
    let values = tenths.map(|tenths| tenths.and_then(|tenths| i32::try_from(tenths).ok()).map(|tenths| f64::from(tenths) / 10.0));
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// A column of numbers that are always known.
pub(super) fn tally(name: &str, values: impl Iterator<Item = u64>) -> Column {
    count(name, values.map(|value| Some(i64::try_from(value).unwrap_or(i64::MAX))))
}

/// A column of days.
pub(super) fn day(name: &str, values: impl Iterator<Item = Option<NaiveDate>>) -> Column {
    let days = values.map(|value| value.map(|day| day.to_epoch_days()));
    Int32Chunked::from_iter_options(name.into(), days).into_date().into_column()
}

/// A column of yes and no.
pub(super) fn flag(name: &str, values: impl Iterator<Item = bool>) -> Column {
    Series::new(name.into(), values.collect::<Vec<_>>()).into_column()
}

/// A table of these columns, in the order of its note.
pub(super) fn table(note: &'static TableNote, height: usize, columns: Vec<Column>) -> Result<NamedTable, Error> {
    let frame = DataFrame::new(height, columns).map_err(broken(note.name))?;
    ordered(note, frame)
}

/// A frame as a table: the columns of its note, in their order, and each in one piece.
pub(super) fn ordered(note: &'static TableNote, frame: DataFrame) -> Result<NamedTable, Error> {
    let mut frame = frame.select(note.columns.iter().map(|column| column.name)).map_err(broken(note.name))?;
    frame.rechunk_mut();
    Ok((note, frame))
}

/// What polars says, as an error about a table.
pub(super) fn broken(table: &str) -> impl Fn(polars::prelude::PolarsError) -> Error {
    let table = table.to_owned();
    move |error| Error::Table { table: table.clone(), detail: error.to_string() }
}

/// Those of some facts that fall in a published month, by month and then in their own order.
pub(super) fn published<'a, F>(edition: &Edition<'_>, facts: &'a [F], month: impl Fn(&F) -> Period) -> Vec<&'a F> {
    let mut kept: Vec<&F> = facts.iter().filter(|fact| edition.periods.contains(&month(fact))).collect();
    kept.sort_by_key(|fact| month(fact));
    kept
}
