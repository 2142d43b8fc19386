//! `muster import --partition period`: the tables once more, in folders, as part of the set.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const LAKE: &[&str] = &["--partition", "period"];
const MONTHS: [&str; 3] = ["2026-03", "2026-04", "2026-05"];

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The returns of these months of the sample.
fn returns(months: &[&str]) -> Vec<PathBuf> {
    months.iter().map(|month| Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(month)).collect()
}

fn muster(arguments: &[&str], inputs: &[PathBuf], output: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).arg("--output").arg(output).args(["--lang", "en"]).args(inputs);
    command.output().expect("muster starts")
}

fn import(arguments: &[&str], months: &[&str], output: &Path) {
    let done = muster(&[&["import"], arguments].concat(), &returns(months), output);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Every file below a folder, by its path with `/`.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in fs::read_dir(next).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let within = path.strip_prefix(folder).expect("within").components();
            let name: Vec<String> = within.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            found.insert(name.join("/"), fs::read(&path).expect("a file"));
        }
    }
    found.retain(|name, _| !name.starts_with('.') && name != "manifest.json");
    found
}

fn lake(output: &Path) -> BTreeMap<String, Vec<u8>> {
    files(output).into_iter().filter(|(name, _)| name.starts_with("lake/")).collect()
}

#[test]
fn every_table_has_its_folder_and_the_rest_of_the_set_is_what_it_is_without() {
    let (flat, parted) = (folder(), folder());
    import(&[], &MONTHS, flat.path());
    import(LAKE, &MONTHS, parted.path());
    let rest: BTreeMap<_, _> = files(parted.path()).into_iter().filter(|(name, _)| !name.starts_with("lake/")).collect();
    assert_eq!(rest.keys().collect::<Vec<_>>(), files(flat.path()).keys().collect::<Vec<_>>());
    assert!(rest == files(flat.path()), "the same bytes");

    let lake = lake(parted.path());
    let mut shown: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in lake.keys() {
        let (table, within) = name["lake/".len()..].split_once('/').expect("a table");
        shown.entry(table).or_default().push(within.strip_suffix("part-0.parquet").expect("the one file").trim_end_matches('/'));
    }
    let shown: Vec<String> = shown.iter().map(|(table, within)| format!("{table} {}", within.join(" ")).trim_end().to_owned()).collect();
    insta::assert_snapshot!(shown.join("\n"), @r"
    by_country period=2026-03 period=2026-04 period=2026-05
    by_organisation period=2026-03 period=2026-04 period=2026-05
    by_period
    by_region period=2026-03 period=2026-04 period=2026-05
    checks
    dim_check
    dim_mission
    dim_period
    findings
    headcount period=2026-03 period=2026-04 period=2026-05
    headcount_by_attribute period=2026-03 period=2026-04 period=2026-05
    ledger
    planned period=2026-03 period=2026-04 period=2026-05
    rejected
    returns
    training period=2026-03 period=2026-04 period=2026-05
    ");
    // A table that stands whole is the file of that name.
    for table in ["by_period", "checks", "dim_check", "dim_mission", "dim_period", "findings", "ledger", "rejected", "returns"] {
        assert!(lake[&format!("lake/{table}/part-0.parquet")] == rest[&format!("{table}.parquet")], "{table}");
    }
}

#[test]
fn the_manifest_lists_the_lake_with_its_hashes() {
    let output = folder();
    import(LAKE, &MONTHS, output.path());
    let text = fs::read(output.path().join("manifest.json")).expect("the manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    let listed: BTreeMap<&str, &str> = manifest["outputs"]
        .as_array()
        .expect("outputs")
        .iter()
        .map(|output| (output["path"].as_str().expect("a path"), output["sha256"].as_str().expect("a hash")))
        .collect();
    let files = files(output.path());
    assert_eq!(listed.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>());
    for (name, bytes) in &files {
        assert_eq!(listed[name.as_str()], muster::domain::sha256(bytes), "{name}");
    }
}

#[test]
fn a_later_month_leaves_the_files_of_earlier_ones_as_they_are() {
    let (stepwise, at_once) = (folder(), folder());
    import(LAKE, &["2026-03", "2026-04"], stepwise.path());
    let before = lake(stepwise.path());
    // The returns of March and April are gone; their months are carried forward.
    import(LAKE, &["2026-05"], stepwise.path());
    let after = lake(stepwise.path());
    let months = |files: &BTreeMap<String, Vec<u8>>| files.keys().filter(|name| name.contains("period=")).cloned().collect::<Vec<_>>();
    assert_eq!((months(&before).len(), months(&after).len()), (14, 21));
    for name in months(&before) {
        assert!(before[&name] == after[&name], "{name}");
    }
    import(&["--jobs", "1", "--partition", "period"], &MONTHS, at_once.path());
    let together = lake(at_once.path());
    for name in months(&together) {
        assert!(together[&name] == after[&name], "{name}");
    }
}

#[test]
fn a_month_that_is_dropped_loses_its_folders_and_without_the_option_all_are_gone() {
    let output = folder();
    import(LAKE, &MONTHS, output.path());
    fs::write(output.path().join("notes.txt"), "mine").expect("a file");
    import(&["--partition", "period", "--no-history"], &["2026-04", "2026-05"], output.path());
    assert!(!output.path().join("lake/headcount/period=2026-03").exists());
    assert!(output.path().join("lake/headcount/period=2026-04").exists());
    import(&[], &MONTHS, output.path());
    assert!(!output.path().join("lake").exists());
    assert_eq!(fs::read_to_string(output.path().join("notes.txt")).expect("text"), "mine");
}

#[test]
fn months_are_carried_from_the_tables_whatever_became_of_the_lake() {
    let output = folder();
    import(LAKE, &MONTHS, output.path());
    let whole = files(output.path());
    fs::remove_dir_all(output.path().join("lake")).expect("removed");
    import(LAKE, &MONTHS, output.path());
    assert!(files(output.path()) == whole, "a lake that was removed by hand is made anew");
    // One that was altered is not muster's any more: nobody's work is overwritten unasked.
    let part = output.path().join("lake/headcount/period=2026-04/part-0.parquet");
    fs::write(&part, "altered").expect("a file");
    let refused = muster(&["import", "--partition", "period"], &returns(&["2026-05"]), output.path());
    assert_eq!(refused.status.code(), Some(3));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("part-0.parquet") && said.contains("--no-history"), "{said}");
}

#[test]
fn a_file_in_the_place_of_the_lake_is_left_alone_and_named() {
    let output = folder();
    import(&[], &MONTHS, output.path());
    let before = files(output.path());
    fs::write(output.path().join("lake"), "mine").expect("a file");
    let refused = muster(&["import", "--partition", "period"], &returns(&MONTHS), output.path());
    assert_eq!(refused.status.code(), Some(3));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("lake cannot be written: something of that name is there already"), "{said}");
    fs::remove_file(output.path().join("lake")).expect("removed");
    assert!(files(output.path()) == before, "the set stands");
}

#[test]
fn a_column_that_nothing_is_split_by_is_wrong_usage() {
    let output = folder();
    let refused = muster(&["import", "--partition", "mission"], &returns(&MONTHS), output.path());
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("[possible values: period]"), "{refused:?}");
}
