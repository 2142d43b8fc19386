//! Returns that go back to who sent them, with the findings marked in them.

mod books;
mod clean;
mod cli;
mod parts;
mod same;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use muster::domain::CellRef;
use muster::pipeline::feedback::{Feedback, feedback};
use muster::pipeline::{self, Run};

use crate::common::{Silent, lines, options};

/// A run over files of these bytes, and what goes back.
fn back(files: &[(&str, &[u8])]) -> (Run, Feedback) {
    let folder = tempfile::tempdir().expect("a folder");
    back_in(folder.path(), files)
}

fn back_in(folder: &Path, files: &[(&str, &[u8])]) -> (Run, Feedback) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, bytes).expect("a file is written");
    }
    let run = pipeline::run(&options(folder, &[]), &Silent).expect("a run");
    let back = feedback(&run).expect("feedback");
    (run, back)
}

/// The only workbook that goes back for one file.
fn one_back(name: &str, bytes: &[u8]) -> (Run, Feedback, Vec<u8>) {
    let (run, back) = back(&[(name, bytes)]);
    let file = back.returns[0].file.clone().expect("a workbook");
    let bytes = file_of(&back, &file);
    (run, back, bytes)
}

fn file_of(back: &Feedback, name: &str) -> Vec<u8> {
    back.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.clone()).unwrap_or_else(|| panic!("{name} is not written"))
}

fn text_of(back: &Feedback, name: &str) -> String {
    String::from_utf8(file_of(back, name)).expect("text")
}

/// The parts of a package by name: as they are packed, and unpacked.
fn parts(bytes: &[u8]) -> BTreeMap<String, (Vec<u8>, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    let mut parts = BTreeMap::new();
    for at in 0..zip.len() {
        let (mut packed, mut plain) = (Vec::new(), Vec::new());
        let name = zip.by_index_raw(at).expect("a part").name().expect("a name").into_owned();
        zip.by_index_raw(at).expect("a part").read_to_end(&mut packed).expect("packed");
        zip.by_index(at).expect("a part").read_to_end(&mut plain).expect("unpacked");
        assert!(parts.insert(name, (packed, plain)).is_none(), "a part stands there twice");
    }
    parts
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut parts = parts(bytes);
    let (_, plain) = parts.remove(name).unwrap_or_else(|| panic!("{name} is not among {:?}", parts.keys()));
    String::from_utf8(plain).expect("text")
}

/// Cells with their values and formulas as another reader sees them, by sheet, in the order of sheets.
fn cells(bytes: &[u8]) -> Vec<(String, BTreeMap<String, String>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let names = book.sheet_names();
    let mut sheets = Vec::new();
    for name in names {
        let mut cells: BTreeMap<String, String> = BTreeMap::new();
        // A sheet that is a chart has no cells.
        if let Ok(range) = book.worksheet_range(&name) {
            let (top, left) = range.start().unwrap_or_default();
            for (row, col, value) in range.used_cells().filter(|(_, _, value)| **value != Data::Empty) {
                let at = CellRef::new(top + u32::try_from(row).expect("a row"), left + u32::try_from(col).expect("a column"));
                cells.insert(at.to_string(), format!("{value:?}"));
            }
        }
        if let Ok(range) = book.worksheet_formula(&name) {
            let (top, left) = range.start().unwrap_or_default();
            for (row, col, formula) in range.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
                let at = CellRef::new(top + u32::try_from(row).expect("a row"), left + u32::try_from(col).expect("a column"));
                cells.entry(at.to_string()).or_default().push_str(&format!(" ={formula}"));
            }
        }
        sheets.push((name, cells));
    }
    sheets
}

/// The lines of the sheet with the findings, below its headers.
fn findings(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let name = book.sheet_names().remove(0);
    let range = book.worksheet_range(&name).expect("the sheet in front");
    let text = |value: &Data| match value {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows = range.rows().map(|row| row.iter().map(text).collect::<Vec<String>>());
    rows.skip_while(|row| !matches!(row.first().map(String::as_str), Some("No." | "Nr."))).skip(1).collect()
}

/// Holds that a run over what went back finds the same as the one over what was received.
fn found_again(run: &Run, back: &Feedback) {
    let folder = tempfile::tempdir().expect("a folder");
    for one in &back.returns {
        let file = one.file.as_ref().expect("a workbook");
        let path = folder.path().join(&one.path).with_extension(if file.ends_with(".xlsm") { "xlsm" } else { "xlsx" });
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(path, file_of(back, file)).expect("a file is written");
    }
    let again = pipeline::run(&options(folder.path(), &[]), &Silent).expect("a run");
    assert_eq!(lines(&again), lines(run));
}
