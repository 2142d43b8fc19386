//! Tables as Parquet: typed, compressed with zstd.

use polars::prelude::DataFrame;
use polars_io::parquet::write::{ParquetCompression, ParquetWriter};

use super::Table;
use super::transaction::Staging;
use crate::domain::Edition;
use crate::error::Error;

/// Adds each table as `NAME.parquet`.
pub(super) fn add(_edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    tables.iter().try_for_each(|(note, frame)| staging.add(&format!("{}.parquet", note.name), &bytes(note.name, frame)?))
}

/// A frame as the bytes of a Parquet file: the same whatever the number of threads.
fn bytes(table: &str, frame: &DataFrame) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut frame = frame.clone();
    // Pages follow the chunks of the frame, so it is written in one piece and by one thread.
    frame.rechunk_mut();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .set_parallel(false)
        .finish(&mut frame)
        .map_err(|error| Error::Table { table: table.to_owned(), detail: error.to_string() })?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use polars::prelude::{Column, Int32Chunked, IntoColumn, NewChunkedArray};
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
        ];
        DataFrame::new(usize::try_from(rows).expect("a height"), columns).expect("a frame")
    }

    #[test]
    fn what_is_read_back_is_what_was_written() {
        for rows in [0, 1, 1000] {
            let written = bytes("t", &frame(rows)).expect("bytes");
            let read = ParquetReader::new(Cursor::new(written)).finish().expect("Parquet");
            assert!(read.equals_missing(&frame(rows)), "{rows}");
            assert_eq!(read.dtypes(), frame(rows).dtypes());
        }
    }

    #[test]
    fn bytes_depend_neither_on_threads_nor_on_chunks() {
        let (whole, halves) = (frame(1000), frame(1000).head(Some(400)).vstack(&frame(1000).slice(400, 600)).expect("a frame"));
        assert!(halves.first_col_n_chunks() > 1);
        let on = |threads: usize, frame: &DataFrame| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| bytes("t", frame).expect("bytes"))
        };
        let expected = on(1, &whole);
        for (threads, frame) in [(1, &halves), (4, &whole), (4, &halves)] {
            assert!(on(threads, frame) == expected, "{threads} threads");
        }
    }
}
