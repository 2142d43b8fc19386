use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;

use chrono::Duration;
use polars::prelude::{Column, Int32Chunked, IntoColumn, NewChunkedArray};
use polars_io::SerReader;
use polars_io::parquet::read::ParquetReader;
use serde_json::Value;

use super::*;
use crate::domain::sample::{Sample, headcount, month};
use crate::domain::{ColumnNote, Lang, Link, Words};

const MONTHS: TableNote = TableNote {
    name: "months",
    title: Words::new("Maanden", "Months"),
    meaning: Words::new("Een rij per maand.", "One row for each month."),
    columns: &[
        ColumnNote::new("period", "Maand.", "Month."),
        ColumnNote::new("count", "Aantal.", "Number."),
        ColumnNote::new("last_day", "Laatste dag.", "Last day."),
        ColumnNote::new("final", "Of zij vaststaat.", "Whether it is final."),
        ColumnNote::new("remark", "Opmerking.", "Remark."),
    ],
    key: &["period"],
    links: &[Link { column: "period", table: "months", key: "period" }],
};

fn tables() -> Vec<Table> {
    let columns = vec![
        Column::new("period".into(), ["2026-04", "2026-05"]),
        Column::new("count".into(), [None, Some(37i64)]),
        Int32Chunked::from_iter_options("last_day".into(), [Some(20_573), None].into_iter()).into_date().into_column(),
        Column::new("final".into(), [true, false]),
        Column::new("remark".into(), [Some("één, \"twee\""), None]),
    ];
    vec![(&MONTHS, DataFrame::new(2, columns).expect("a frame"))]
}

fn sample() -> Sample {
    Sample::with(vec![headcount("2026-05", 0, Some(7), None)])
}

fn published(sample: &Sample) -> BTreeMap<String, Vec<u8>> {
    let output = tempfile::tempdir().expect("a folder");
    let written = publish(&sample.edition(), &tables(), output.path()).expect("published");
    assert_eq!(written.folder, output.path());
    let read = |name: &String| fs::read(output.path().join(name)).expect("a file");
    let files: BTreeMap<_, _> = written.files.iter().map(|name| (name.clone(), read(name))).collect();
    assert_eq!(written.bytes, files.values().map(|bytes| bytes.len() as u64).sum::<u64>());
    files
}

fn json(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(&files[name]).expect("JSON")
}

#[test]
fn a_set_has_two_files_for_each_table_and_for_the_letter_of_each_month_a_report_and_two_descriptions() {
    let mut sample = sample();
    sample.periods = vec![month("2026-04"), month("2026-05")];
    let names: Vec<String> = published(&sample).into_keys().collect();
    assert_eq!(
        names,
        [
            "datapackage.json",
            "letter-2026-04.docx",
            "letter-2026-04.md",
            "letter-2026-05.docx",
            "letter-2026-05.md",
            "manifest.json",
            "months.csv",
            "months.parquet",
            "report.html"
        ]
    );
}

#[test]
fn csv_and_parquet_hold_the_same() {
    let files = published(&sample());
    let parquet = ParquetReader::new(Cursor::new(files["months.parquet"].clone())).finish().expect("Parquet");
    assert_eq!(csv::bytes("months", &parquet).expect("bytes"), files["months.csv"]);
    let expected = "period,count,last_day,final,remark\r\n2026-04,,2026-04-30,true,\"één, \"\"twee\"\"\"\r\n2026-05,37,,false,\r\n";
    assert_eq!(String::from_utf8(files["months.csv"].clone()).expect("UTF-8"), expected);
}

#[test]
fn each_table_is_described_by_a_standard_table_schema() {
    let files = published(&sample());
    let package = json(&files, "datapackage.json");
    let resource = &package["resources"][0];
    assert_eq!((&resource["path"], &resource["alternatives"][0]["path"]), (&"months.csv".into(), &"months.parquet".into()));
    assert_eq!(resource["bytes"], files["months.csv"].len());
    let types: Vec<_> =
        resource["schema"]["fields"].as_array().expect("fields").iter().map(|field| (&field["name"], &field["type"])).collect();
    let expected = [("period", "yearmonth"), ("count", "integer"), ("last_day", "date"), ("final", "boolean"), ("remark", "string")];
    assert_eq!(types.iter().map(|(n, t)| (n.as_str().expect("text"), t.as_str().expect("text"))).collect::<Vec<_>>(), expected);
    assert_eq!(resource["schema"]["primaryKey"], serde_json::json!(["period"]));
    assert_eq!(resource["schema"]["missingValues"], serde_json::json!([""]));
    let key = serde_json::json!([{ "fields": ["period"], "reference": { "resource": "months", "fields": ["period"] } }]);
    assert_eq!(resource["schema"]["foreignKeys"], key);
    assert_eq!(resource["schema"]["fields"][1]["description"], "Number.");
    let mut dutch = sample();
    dutch.lang = Lang::Nl;
    assert_eq!(json(&published(&dutch), "datapackage.json")["resources"][0]["title"], "Maanden");
}

#[test]
fn the_manifest_names_and_hashes_everything() {
    let files = published(&sample());
    let manifest = json(&files, "manifest.json");
    assert_eq!(manifest["muster"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["generated"], "2026-05-28T20:26:40.000Z");
    assert_eq!(manifest["periods"], serde_json::json!(["2026-05"]));
    assert_eq!(manifest["inputs"], serde_json::json!([{ "path": "2026-05/east.xlsx", "sha256": "1e" }]));
    assert_eq!(manifest["schemas"], serde_json::json!([{ "path": "missions.toml", "sha256": "5c" }]));
    let outputs = manifest["outputs"].as_array().expect("outputs");
    assert_eq!(outputs.len(), files.len() - 1);
    for output in outputs {
        let bytes = &files[output["path"].as_str().expect("a name")];
        assert_eq!(output["sha256"], crate::domain::sha256(bytes));
        assert_eq!(output["bytes"], bytes.len());
    }
    assert!(manifest["run"].as_str().is_some_and(|run| run.len() == 16 && run.bytes().all(|b| b.is_ascii_hexdigit())));
}

#[test]
fn only_the_manifest_knows_the_time() {
    let (earlier, mut later) = (sample(), sample());
    later.generated += Duration::seconds(1);
    let (first, second) = (published(&earlier), published(&later));
    for (name, bytes) in &first {
        assert_eq!(bytes == &second[name], name != "manifest.json", "{name}");
    }
    assert_ne!(json(&first, "manifest.json")["run"], json(&second, "manifest.json")["run"]);
    assert_eq!(published(&earlier), first, "the same run gives the same bytes, manifest included");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| published(&sample()))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn months_that_are_no_longer_published_lose_their_letter() {
    let output = tempfile::tempdir().expect("a folder");
    let mut sample = sample();
    sample.periods = vec![month("2026-04"), month("2026-05")];
    publish(&sample.edition(), &tables(), output.path()).expect("published");
    sample.periods = vec![month("2026-05")];
    publish(&sample.edition(), &tables(), output.path()).expect("published");
    assert!(!output.path().join("letter-2026-04.md").exists());
    assert!(output.path().join("letter-2026-05.md").exists());
}

#[test]
fn a_run_that_was_broken_off_is_completed_from_outside() {
    let output = tempfile::tempdir().expect("a folder");
    publish(&sample().edition(), &tables(), output.path()).expect("published");
    let mut next = sample();
    next.facts.headcounts[0].headcount = Some(8);
    let mut moved = 0;
    let mut killed = |step| {
        moved += usize::from(step == transaction::Step::MoveFile);
        if moved > 2 { Err(std::io::ErrorKind::Interrupted.into()) } else { Ok(()) }
    };
    publish_observed(&next.edition(), &tables(), output.path(), &mut killed).expect_err("killed");
    recover(output.path()).expect("recovered");
    let whole = published(&next);
    assert!(whole.iter().all(|(name, bytes)| &fs::read(output.path().join(name)).expect("a file") == bytes));
}
