//! The floor: the same files read by the reader alone, in parallel, and dropped.

use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use calamine::{Reader, Xlsx};
use rayon::prelude::*;

/// Reads every cell of every file. Gives their number.
pub(crate) fn read(files: &[PathBuf]) -> usize {
    files
        .par_iter()
        .map(|path| if path.extension().is_some_and(|extension| extension == "csv") { records(path) } else { cells(path) })
        .sum()
}

fn cells(path: &Path) -> usize {
    let bytes = std::fs::read(path).expect("a file");
    let Ok(mut book) = Xlsx::new(Cursor::new(bytes.as_slice())) else { return others(path) };
    let mut count = 0;
    for name in book.sheet_names() {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell().expect("a cell") {
            black_box(cell.get_value());
            count += 1;
        }
    }
    count
}

/// xls, xlsb and ods: a few small files in the sample.
fn others(path: &Path) -> usize {
    let mut book = calamine::open_workbook_auto(path).expect("a workbook");
    book.worksheets().iter().map(|(_, range)| range.used_cells().count()).sum()
}

fn records(path: &Path) -> usize {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').flexible(true).from_path(path).expect("a file");
    let mut record = csv::StringRecord::new();
    let mut count = 0;
    while reader.read_record(&mut record).unwrap_or(false) {
        count += black_box(&record).len();
    }
    count
}
