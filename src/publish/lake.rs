//! The tables once more as Parquet below `lake`, laid out for engines that take a folder for a table.
//!
//! A table that grows by several rows a month has a folder for each month, named as Hive does:
//! `lake/headcount/period=2026-05/part-0.parquet`. All others stand whole: `lake/dim_mission/part-0.parquet`.
//!
//! - The month stands in the name of the folder only. With the column in the file as well, PyArrow and pandas refuse the
//!   folder, since they take names of folders for another type than texts.
//! - Rows that belong to no month have no folder to stand in that all engines read: pandas refuses Hive's own name for
//!   that. So tables that have such rows stand whole.
//! - Each month has a file, also where it has no rows: the folder of a table is never empty, so that reading never fails,
//!   and a month without rows is told from one that was not published.
//! - A file follows from the rows of its month alone, so a month that did not change gives the same bytes.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IdxCa, IdxSize, NamedFrom, PolarsError, PolarsResult};

use super::transaction::{LAKE, Staging};
use super::{Table, parquet};
use crate::domain::{Edition, Partition, Period};
use crate::error::Error;

/// The tables that are split by month: every row of theirs belongs to one, and a month has several.
const SPLIT: [&str; 7] = ["headcount", "by_organisation", "by_region", "by_country", "headcount_by_attribute", "training", "planned"];

/// The column that names the month.
const PERIOD: &str = "period";

/// The one file of a folder.
const FILE: &str = "part-0.parquet";

/// Adds the lake, if the edition is to have one.
pub(super) fn add(edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    match edition.partition {
        None => Ok(()),
        Some(Partition::Period) => by_period(edition, tables, staging),
    }
}

fn by_period(edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    let published: Vec<Period> = edition.periods.iter().copied().chain(edition.carried()).collect();
    for (note, frame) in tables {
        if !SPLIT.contains(&note.name) {
            staging.add(&format!("{LAKE}/{}/{FILE}", note.name), &parquet::bytes(note.name, frame)?)?;
            continue;
        }
        let broken = |error: PolarsError| Error::Table { table: note.name.to_owned(), detail: error.to_string() };
        for (month, rows) in months(&published, frame).map_err(broken)? {
            let bytes = parquet::bytes(note.name, &rows)?;
            staging.add(&format!("{LAKE}/{}/{PERIOD}={month}/{FILE}", note.name), &bytes)?;
        }
    }
    Ok(())
}

/// The rows of each month, in their order and without the month; also of published months that have none.
fn months(published: &[Period], frame: &DataFrame) -> PolarsResult<BTreeMap<Period, DataFrame>> {
    let mut rows: BTreeMap<Period, Vec<IdxSize>> = published.iter().map(|month| (*month, Vec::new())).collect();
    for (at, month) in frame.column(PERIOD)?.as_materialized_series().str()?.iter().enumerate() {
        let month = month.and_then(|month| month.parse().ok());
        let month = month.ok_or_else(|| PolarsError::ComputeError(format!("row {} belongs to no month", at + 1).into()))?;
        let at = IdxSize::try_from(at).map_err(|_| PolarsError::ComputeError("too many rows".into()))?;
        rows.entry(month).or_default().push(at);
    }
    let rest = frame.drop(PERIOD)?;
    rows.into_iter().map(|(month, rows)| Ok((month, rest.take(&IdxCa::new("".into(), rows))?))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::Cursor;

    use polars::prelude::Column;
    use polars_io::SerReader;
    use polars_io::parquet::read::ParquetReader;

    use super::super::publish;
    use super::*;
    use crate::domain::sample::{Sample, headcount, month};
    use crate::domain::{ColumnNote, TableNote, Words};

    const WORDS: Words = Words::new("Tabel.", "Table.");
    const COLUMNS: &[ColumnNote] = &[ColumnNote::new("period", "Maand.", "Month."), ColumnNote::new("count", "Aantal.", "Number.")];
    const HEADCOUNT: TableNote = TableNote { name: "headcount", title: WORDS, meaning: WORDS, columns: COLUMNS, key: &[], links: &[] };
    const FINDINGS: TableNote = TableNote { name: "findings", ..HEADCOUNT };
    const PLANNED: TableNote = TableNote { name: "planned", ..HEADCOUNT };

    type Rows<'a> = &'a [(Option<&'a str>, Option<i64>)];

    fn frame(rows: Rows<'_>) -> DataFrame {
        let column = vec![
            Column::new("period".into(), rows.iter().map(|(period, _)| *period).collect::<Vec<_>>()),
            Column::new("count".into(), rows.iter().map(|(_, count)| *count).collect::<Vec<_>>()),
        ];
        DataFrame::new(rows.len(), column).expect("a frame")
    }

    fn tables(headcount: Rows<'_>) -> Vec<Table> {
        vec![(&HEADCOUNT, frame(headcount)), (&FINDINGS, frame(&[(None, Some(1)), (Some("2026-05"), None)])), (&PLANNED, frame(&[]))]
    }

    fn sample() -> Sample {
        let mut sample = Sample::with(vec![headcount("2026-05", 0, Some(7), None)]);
        sample.periods = vec![month("2026-04"), month("2026-05")];
        sample
    }

    /// The files of the lake, by path below it.
    fn lake(sample: &Sample, tables: &[Table], partition: Option<Partition>) -> Result<BTreeMap<String, Vec<u8>>, Error> {
        let output = tempfile::tempdir().expect("a folder");
        let written = publish(&Edition { partition, ..sample.edition() }, tables, output.path())?;
        let within = written.files.iter().filter_map(|name| name.strip_prefix("lake/"));
        Ok(within.map(|name| (name.to_owned(), fs::read(output.path().join(LAKE).join(name)).expect("a file"))).collect())
    }

    fn read(bytes: &[u8]) -> DataFrame {
        ParquetReader::new(Cursor::new(bytes.to_vec())).finish().expect("Parquet")
    }

    const ROWS: Rows<'_> = &[(Some("2026-04"), Some(3)), (Some("2026-04"), None), (Some("2026-05"), Some(4))];

    #[test]
    fn a_table_by_month_has_a_folder_for_each_published_month_and_others_stand_whole() {
        let files = lake(&sample(), &tables(ROWS), Some(Partition::Period)).expect("published");
        let shown: Vec<String> = files.iter().map(|(name, bytes)| format!("{name} {:?}", read(bytes).shape())).collect();
        insta::assert_snapshot!(shown.join("\n"), @r"
        findings/part-0.parquet (2, 2)
        headcount/period=2026-04/part-0.parquet (2, 1)
        headcount/period=2026-05/part-0.parquet (1, 1)
        planned/period=2026-04/part-0.parquet (0, 1)
        planned/period=2026-05/part-0.parquet (0, 1)
        ");
        let april = read(&files["headcount/period=2026-04/part-0.parquet"]);
        assert!(april.equals_missing(&frame(ROWS).drop("period").expect("a frame").head(Some(2))));
        assert!(read(&files["findings/part-0.parquet"]).equals_missing(&tables(ROWS)[1].1));
    }

    #[test]
    fn without_the_option_there_is_no_lake() {
        assert_eq!(lake(&sample(), &tables(ROWS), None).expect("published"), BTreeMap::new());
    }

    #[test]
    fn a_month_that_did_not_change_keeps_its_bytes() {
        let before = lake(&sample(), &tables(ROWS), Some(Partition::Period)).expect("published");
        let more: Vec<_> = ROWS.iter().copied().chain([(Some("2026-05"), Some(9)), (Some("2026-06"), Some(1))]).collect();
        let after = lake(&sample(), &tables(&more), Some(Partition::Period)).expect("published");
        let changed: Vec<&String> = after.iter().filter(|(name, bytes)| before.get(*name) != Some(bytes)).map(|(name, _)| name).collect();
        assert_eq!(changed, ["headcount/period=2026-05/part-0.parquet", "headcount/period=2026-06/part-0.parquet"]);
    }

    #[test]
    fn a_row_without_a_month_is_not_lost_in_silence() {
        for month in [None, Some("mei")] {
            let error = lake(&sample(), &tables(&[(Some("2026-04"), Some(3)), (month, Some(4))]), Some(Partition::Period));
            assert!(matches!(&error, Err(Error::Table { table, detail }) if table == "headcount" && detail.contains("row 2")), "{error:?}");
        }
    }
}
