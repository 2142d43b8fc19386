//! Tables as Parquet, for whatever engine reads it: plain types, statistics for skipping, compressed with zstd.
//!
//! The file says what its columns are in Parquet's own terms (STRING, DATE, 64-bit integers, booleans) and in no one else's. polars
//! would add a schema of its own (`ARROW:schema`) that makes PyArrow and pandas give texts a type that few of their functions
//! take.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, PolarsError, PolarsResult, StringChunked};
use polars_io::parquet::write::{ParquetCompression, ParquetWriter, StatisticsOptions};

use super::Table;
use super::transaction::Staging;
use crate::domain::Edition;
use crate::error::Error;

/// Rows that are skipped or read together. Engines read row groups side by side, and this is the size that DuckDB itself takes; only
/// tables of findings or rejected rows ever have more than one.
const ROW_GROUP: usize = 122_880;

/// Least and greatest value and number of nulls of each column, never shortened: some engines answer `min` and `max` from these. An
/// environment variable of polars would decide otherwise.
const STATISTICS: StatisticsOptions = StatisticsOptions {
    min_value: true,
    max_value: true,
    distinct_count: false,
    null_count: true,
    binary_statistics_truncate_length: Some(0),
};

/// Adds each table as `NAME.parquet`.
pub(super) fn add(_edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    tables.iter().try_for_each(|(note, frame)| staging.add(&format!("{}.parquet", note.name), &bytes(note.name, frame)?))
}

/// A frame as the bytes of a Parquet file. They follow from its values alone: not from the number of threads, nor from the frame it
/// was cut from.
pub(super) fn bytes(table: &str, frame: &DataFrame) -> Result<Vec<u8>, Error> {
    written(frame, ROW_GROUP).map_err(|error| Error::Table { table: table.to_owned(), detail: error.to_string() })
}

fn written(frame: &DataFrame, row_group: usize) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut writer = ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(STATISTICS)
        .set_parallel(false)
        .batched(frame.schema())?;
    for from in (0..frame.height()).step_by(row_group) {
        let from = i64::try_from(from).map_err(|_| PolarsError::ComputeError("too many rows".into()))?;
        writer.write_batch(&compact(&frame.slice(from, row_group))?)?;
    }
    let mut file = writer.get_writer().lock().map_err(|_| PolarsError::ComputeError("the writer broke off".into()))?;
    file.end(Some(Vec::new()))?;
    drop(file);
    drop(writer);
    Ok(bytes)
}

/// The same rows in one piece, with texts that share no memory with other frames: pages are measured by that memory.
fn compact(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let own = |column: &Column| -> PolarsResult<Column> {
        let series = column.as_materialized_series();
        if *series.dtype() != DataType::String {
            return Ok(series.rechunk().into_column());
        }
        let texts: StringChunked = series.str()?.iter().collect();
        Ok(texts.with_name(series.name().clone()).into_column())
    };
    DataFrame::new(frame.height(), frame.columns().iter().map(own).collect::<PolarsResult<_>>()?)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars::prelude::{Int32Chunked, NewChunkedArray};
    use polars_io::SerReader;
    use polars_io::parquet::read::ParquetReader;

    use super::*;

    fn frame(rows: i32) -> DataFrame {
        let known = |row: i32| row % 3 != 0;
        let columns = vec![
            Column::new("text".into(), (0..rows).map(|row| known(row).then(|| format!("rij {}", row % 7))).collect::<Vec<_>>()),
            Column::new("count".into(), (0..rows).map(|row| known(row).then_some(i64::from(row))).collect::<Vec<_>>()),
            Column::new("flag".into(), (0..rows).map(|row| row % 2 == 0).collect::<Vec<_>>()),
            Int32Chunked::from_iter_options("day".into(), (0..rows).map(|row| known(row).then_some(row))).into_date().into_column(),
            Column::new("rate".into(), (0..rows).map(|row| known(row).then(|| f64::from(row) / 10.0)).collect::<Vec<_>>()),
            Column::new("nothing".into(), vec![None::<&str>; usize::try_from(rows).expect("a height")]),
        ];
        DataFrame::new(usize::try_from(rows).expect("a height"), columns).expect("a frame")
    }

    fn reader(bytes: &[u8]) -> ParquetReader<Cursor<Vec<u8>>> {
        ParquetReader::new(Cursor::new(bytes.to_vec()))
    }

    #[test]
    fn what_is_read_back_is_what_was_written() {
        for rows in [0, 1, 1000] {
            let read = reader(&bytes("t", &frame(rows)).expect("bytes")).finish().expect("Parquet");
            assert!(read.equals_missing(&frame(rows)), "{rows}");
            assert_eq!(read.dtypes(), frame(rows).dtypes());
        }
    }

    #[test]
    fn row_groups_are_full_but_for_the_last_and_hold_the_rows_in_order() {
        for (rows, groups) in [(0, vec![]), (1, vec![1]), (400, vec![400]), (401, vec![400, 1]), (1000, vec![400, 400, 200])] {
            let written = written(&frame(rows), 400).expect("bytes");
            let mut reader = reader(&written);
            let metadata = reader.get_metadata().expect("metadata");
            assert_eq!(metadata.row_groups.iter().map(|group| group.num_rows()).collect::<Vec<_>>(), groups);
            assert!(reader.finish().expect("Parquet").equals_missing(&frame(rows)), "{rows}");
        }
    }

    #[test]
    fn each_part_of_a_column_says_its_least_its_greatest_and_its_nulls() {
        let long = format!("zeer {}", "lang ".repeat(100));
        let mut frame = frame(10);
        frame.with_column(Column::new("long".into(), vec![long.as_str(); 10])).expect("a column");
        let written = written(&frame, 5).expect("bytes");
        let mut reader = reader(&written);
        let metadata = reader.get_metadata().expect("metadata");
        let mut told = Vec::new();
        for group in &metadata.row_groups {
            for column in group.parquet_columns() {
                let statistics = column.statistics(&metadata.footer_buf).expect("statistics").expect("readable");
                let name = column.descriptor().path_in_schema[0].as_str();
                told.push(match name {
                    "text" | "long" | "nothing" => {
                        let known = statistics.expect_as_binary();
                        let text = |bytes: &Option<Vec<u8>>| bytes.clone().map(|bytes| String::from_utf8(bytes).expect("text"));
                        if name == "long" {
                            assert_eq!((text(&known.min_value), text(&known.max_value)), (Some(long.clone()), Some(long.clone())));
                            continue;
                        }
                        format!("{name} {:?} {:?} {:?}", text(&known.min_value), text(&known.max_value), known.null_count)
                    }
                    "count" => {
                        let known = statistics.expect_as_int64();
                        format!("{name} {:?} {:?} {:?}", known.min_value, known.max_value, known.null_count)
                    }
                    "day" => {
                        let known = statistics.expect_as_int32();
                        format!("{name} {:?} {:?} {:?}", known.min_value, known.max_value, known.null_count)
                    }
                    _ => continue,
                });
            }
        }
        insta::assert_snapshot!(told.join("\n"), @r#"
        text Some("rij 1") Some("rij 4") Some(2)
        count Some(1) Some(4) Some(2)
        day Some(1) Some(4) Some(2)
        nothing None None Some(5)
        text Some("rij 0") Some("rij 5") Some(2)
        count Some(5) Some(8) Some(2)
        day Some(5) Some(8) Some(2)
        nothing None None Some(5)
        "#);
    }

    #[test]
    fn columns_are_typed_in_the_terms_of_parquet_alone() {
        let written = bytes("t", &frame(3)).expect("bytes");
        let mut reader = reader(&written);
        let metadata = reader.get_metadata().expect("metadata");
        assert!(metadata.key_value_metadata().as_ref().is_none_or(Vec::is_empty), "{:?}", metadata.key_value_metadata());
        let types = metadata.schema().columns().iter().map(|column| {
            let kind = &column.descriptor.primitive_type;
            format!("{} {:?} {:?}", column.path_in_schema[0], kind.physical_type, kind.logical_type)
        });
        insta::assert_snapshot!(types.collect::<Vec<_>>().join("\n"), @r"
        text ByteArray Some(String)
        count Int64 None
        flag Boolean None
        day Int32 Some(Date)
        rate Double None
        nothing ByteArray Some(String)
        ");
        assert!(metadata.row_groups[0].parquet_columns().iter().all(|column| format!("{:?}", column.compression()) == "Zstd"));
    }

    #[test]
    fn bytes_depend_neither_on_threads_nor_on_chunks_nor_on_the_frame_that_rows_are_cut_from() {
        let (whole, halves) = (frame(1000), frame(1000).head(Some(400)).vstack(&frame(1000).slice(400, 600)).expect("a frame"));
        assert!(halves.first_col_n_chunks() > 1);
        let on = |threads: usize, frame: &DataFrame| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| written(frame, 300).expect("bytes"))
        };
        let expected = on(1, &whole);
        for (threads, frame) in [(1, &halves), (4, &whole), (4, &halves)] {
            assert!(on(threads, frame) == expected, "{threads} threads");
        }
        // Texts of three megabytes beside few rows: pages would be measured by all of them.
        let long: Vec<String> = (0..3000).map(|row| format!("{row} {}", "x".repeat(1000))).collect();
        let large = DataFrame::new(3000, vec![Column::new("text".into(), &long)]).expect("a frame");
        let small = DataFrame::new(10, vec![Column::new("text".into(), &long[100..110])]).expect("a frame");
        assert!(bytes("t", &large.slice(100, 10)).expect("bytes") == bytes("t", &small).expect("bytes"));
    }
}
