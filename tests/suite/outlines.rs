//! What is seen of tables that no schema knows, in files that other people made, where they stand beside the project;
//! otherwise these tests have nothing to do.

use std::path::{Path, PathBuf};

use muster::domain::cell::column_letters;
use muster::domain::layout::Outline;
use muster::pipeline::Run;

use crate::common::run_folder;

fn beside() -> Option<PathBuf> {
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/domain")).filter(|place| place.is_dir())
}

fn rows(rows: &[u32]) -> String {
    rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join("+")
}

/// `title 1 header 3+4 A:H data 5-9 (5)`, rows as a spreadsheet counts them.
fn shown(outline: &Outline) -> String {
    let col = |at: Option<&(u32, muster::domain::SafeText)>| at.map_or_else(String::new, |(col, _)| column_letters(*col));
    format!(
        "{}:{} title {} header {} data {}-{} ({})",
        col(outline.columns.first()),
        col(outline.columns.last()),
        rows(&outline.title_rows),
        rows(&outline.header_rows),
        outline.rows.0 + 1,
        outline.rows.1 + 1,
        outline.data_rows
    )
}

fn of_file(run: &Run, file: &str) -> Vec<String> {
    let found = run.returns.iter().find(|one| one.source.path == file).expect("read");
    let of_sheet = |sheet: &muster::domain::returns::Sheet| {
        let name = sheet.name.clone();
        sheet.layout.outlines.iter().map(move |outline| format!("{name} {}", shown(outline))).collect::<Vec<_>>()
    };
    found.sheets.iter().flat_map(of_sheet).collect()
}

#[test]
fn real_files_show() {
    let Some(folder) = beside() else { return };
    let run = run_folder(&folder, &[]);
    for one in &run.returns {
        println!("{}", one.source.path);
        for sheet in &one.sheets {
            println!("   [{}] tables {} height {}", sheet.name, sheet.layout.tables.len(), sheet.layout.fates.len());
            for outline in &sheet.layout.outlines {
                println!("      {}", shown(outline));
                println!(
                    "          {}",
                    outline.columns.iter().take(12).map(|(c, n)| format!("{}={n}", column_letters(*c))).collect::<Vec<_>>().join(" | ")
                );
            }
        }
    }
    let _ = of_file;
}
