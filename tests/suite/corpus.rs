//! Inputs that were found by throwing anything at the readers: each still does no harm.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "it is a crate of its own elsewhere")]
mod targets;

fn try_all(target: &str, attempt: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder).expect("a corpus").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    assert!(files.len() > 10, "{} inputs for {target}", files.len());
    for file in files {
        attempt(&fs::read(&file).expect("an input"));
    }
}

#[test]
fn no_delimited_text_does_harm() {
    try_all("delimited", targets::delimited);
}

#[test]
fn no_workbook_does_harm() {
    try_all("workbook", targets::workbook);
}

#[test]
fn each_row_of_any_sheet_has_one_fate() {
    try_all("layout", targets::layout);
}

#[test]
fn no_cell_does_harm() {
    try_all("cells", targets::cells);
}

#[test]
fn no_part_of_a_workbook_does_harm() {
    try_all("xlsx", targets::xlsx);
    try_all("xlsb", targets::xlsb);
    try_all("ods", targets::ods);
    try_all("xls", targets::xls);
}

#[test]
fn schemas_are_right_or_their_mistakes_are_told() {
    try_all("schema", targets::schema);
    try_all("table_schema", targets::table_schema);
    try_all("waivers", targets::waivers);
}
