//! Earlier months come from their returns, or from what was published of them when the returns are gone: with the same result.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::checks::months::over_months;
use crate::common::{line, message, publish, run_after, run_folder, write};
use muster::domain::{Lang, Period, placing};
use muster::pipeline::Run;
use tempfile::TempDir;

const MONTHS: [&str; 3] = ["2026-03", "2026-04", "2026-05"];

/// Checks that follow persons from month to month: of a month whose rosters are gone they cannot be run. They say so.
const ABOUT_PERSONS: [&str; 5] = ["XMN-02", "XMN-05", "XMN-06", "XMN-07", "XMN-08"];
/// What is judged on the day of publishing: a figure that was fresh then is not any more.
const OF_THE_DAY: &str = "PRV-10";

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A folder with these months of the sample and no others.
fn only(months: &[&str]) -> TempDir {
    let made = folder();
    for month in months {
        let to = made.path().join(month);
        fs::create_dir(&to).expect("a folder");
        for file in fs::read_dir(project().join("input").join(month)).expect("a folder") {
            let file = file.expect("a file").path();
            fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a copy");
        }
    }
    made
}

fn muster(arguments: &[&str], input: &Path, output: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(project()).args(arguments).arg("--input").arg(input).arg("--output").arg(output).args(["--lang", "en"]);
    command.output().expect("muster starts")
}

fn import(arguments: &[&str], input: &Path, output: &Path) {
    let done = muster(&[&["import"], arguments].concat(), input, output);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every published file but the manifest, by name.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = fs::read_dir(folder).expect("the published set").map(|entry| entry.expect("a file").path());
    let named = paths.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
    let kept = named.filter(|(name, path)| name != "manifest.json" && !name.starts_with('.') && path.is_file());
    kept.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

fn differing(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

fn csv(set: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(set[name].as_slice());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The months of the sample one after the other, each without the returns of those before.
fn step_by_step(output: &Path) {
    for month in MONTHS {
        import(&[], only(&[month]).path(), output);
    }
}

#[test]
fn one_month_after_the_other_gives_what_all_at_once_give() {
    let (at_once, stepwise) = (folder(), folder());
    import(&[], only(&MONTHS).path(), at_once.path());
    step_by_step(stepwise.path());
    let (one, other) = (published(at_once.path()), published(stepwise.path()));
    // What rests on the rosters of two months differs, so do the files that hold it, and their hashes.
    // The report tells of the findings of the months that are read.
    let held = [
        "checks.csv",
        "checks.parquet",
        "datapackage.json",
        "findings.csv",
        "findings.parquet",
        "report.html",
        "returns.csv",
        "returns.parquet",
    ];
    let differ = differing(&one, &other);
    assert!(differ.iter().all(|name| held.contains(&name.as_str())), "{differ:?}");

    let apart = |set| -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        csv(set, "checks.csv").into_iter().partition(|row: &Vec<String>| ABOUT_PERSONS.contains(&row[1].as_str()) || row[1] == OF_THE_DAY)
    };
    let ((_, rest), (persons, other_rest)) = (apart(&one), apart(&other));
    assert_eq!(rest, other_rest);
    // They say so, each of them in each month but the first.
    for code in ABOUT_PERSONS {
        for month in ["2026-04", "2026-05"] {
            let row = persons.iter().find(|row| row[0] == month && row[1] == code).expect("a row");
            let reasons = ["the roster of ", "there is no earlier roster of this mission", "since when somebody is home is not known"];
            assert!(row[7] != "0" && reasons.iter().any(|reason| row[8].contains(reason)), "{row:?}");
        }
    }

    // The findings are the same.
    let findings = |set| -> Vec<Vec<String>> { csv(set, "findings.csv").into_iter().filter(|row| row[1] != OF_THE_DAY).collect() };
    assert_eq!(findings(&one), findings(&other));

    // A return counts the findings that point into it.
    let counted = |set| -> Vec<Vec<String>> {
        let mut rows = csv(set, "returns.csv");
        rows.iter_mut().for_each(|row| drop(row.remove(8)));
        rows
    };
    assert_eq!(counted(&one), counted(&other));

    // The hashes of those files are the one thing in which the descriptions differ.
    let described = |set: &BTreeMap<String, Vec<u8>>| -> serde_json::Value {
        let mut package: serde_json::Value = serde_json::from_slice(&set["datapackage.json"]).expect("JSON");
        let resources = package["resources"].as_array_mut().expect("resources");
        resources.retain(|resource| resource["name"] != "checks" && resource["name"] != "findings" && resource["name"] != "returns");
        package
    };
    assert_eq!(described(&one), described(&other));
}

#[test]
fn what_is_carried_forward_stays_as_it_is_however_often() {
    let output = folder();
    step_by_step(output.path());
    let first = published(output.path());
    let may = only(&["2026-05"]);
    import(&[], may.path(), output.path());
    assert_eq!(differing(&first, &published(output.path())), Vec::<String>::new(), "a second import of the same return");
    let mut turkish = Command::new(env!("CARGO_BIN_EXE_muster"));
    turkish.current_dir(project()).args(["import", "--jobs", "1", "--lang", "en", "--input"]).arg(may.path()).arg("--output");
    let done = turkish.arg(output.path()).env("LANG", "tr_TR.UTF-8").output().expect("muster starts");
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(differing(&first, &published(output.path())), Vec::<String>::new(), "a Turkish locale and one thread");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(output.path().join("manifest.json")).expect("a manifest")).expect("JSON");
    assert_eq!(manifest["periods"], serde_json::json!(MONTHS));
    assert_eq!(manifest["carried"], serde_json::json!(["2026-03", "2026-04"]));
}

#[test]
fn an_earlier_month_that_comes_again_is_put_in_its_place() {
    let (at_once, output) = (folder(), folder());
    import(&[], only(&MONTHS).path(), at_once.path());
    import(&[], only(&MONTHS).path(), output.path());
    import(&["--period", "2026-04"], only(&MONTHS).path(), output.path());
    let differ = differing(&published(at_once.path()), &published(output.path()));
    assert_eq!(differ, ["report.html"], "the report tells of the findings of the month that is read only");

    // March again, with one officer less: the change of April follows, its figures stay.
    let march = only(&["2026-03"]);
    let east = march.path().join("2026-03/opgave-oost-2026-03.xlsx");
    fs::remove_file(&east).expect("removed");
    let rows = "EUM Armenia;5;0;0;0\nEUAM Ukraine;4;0;0;0\nEUMM Georgia;5;0;0;0\nEUPM Moldova;1;0;0;0\n";
    let text = format!("Peildatum;31-03-2026\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Instroom;Uitstroom\n{rows}");
    fs::write(east.with_file_name("opgave-oost-2026-03-v2.csv"), text).expect("a file");
    let done = muster(&["import"], march.path(), output.path());
    assert!(said(&done).contains("1 figure changed: EUM Armenia 2026-03 6 -> 5"), "{}", said(&done));
    assert!(said(&done).contains("kept as published before: 2026-04, 2026-05"), "{}", said(&done));
    let months = csv(&published(output.path()), "by_period.csv");
    let figures: Vec<(&str, &str, &str)> = months[1..].iter().map(|row| (row[0].as_str(), row[2].as_str(), row[8].as_str())).collect();
    assert_eq!(figures, [("2026-03", "38", ""), ("2026-04", "36", "-2"), ("2026-05", "37", "1")]);
    let returns = csv(&published(output.path()), "returns.csv");
    let files: Vec<&str> = returns[1..].iter().filter(|row| row[1] == "oost").map(|row| row[2].as_str()).collect();
    assert_eq!(files, ["2026-03/opgave-oost-2026-03-v2.csv", "2026-04/opgave-oost-2026-04.xlsx", "2026-05/opgave-oost-2026-05.xlsx"]);
}

#[test]
fn check_and_letter_see_the_months_that_import_sees() {
    let output = folder();
    import(&[], only(&["2026-03", "2026-04"]).path(), output.path());
    let before = published(output.path());
    let may = only(&["2026-05"]);
    let balance = |arguments: &[&str]| -> (usize, i64) {
        let done = muster(&[&["check", "--format", "json"], arguments].concat(), may.path(), output.path());
        let document: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
        let codes = document["findings"].as_array().expect("findings").iter().filter(|finding| finding["code"] == "XMN-01").count();
        let ran = document["checks"].as_array().expect("checks").iter().find(|check| check["code"] == "XMN-01").expect("the check");
        (codes, ran["ran"].as_i64().expect("a number"))
    };
    assert_eq!(balance(&[]), (1, 15));
    assert_eq!(balance(&["--no-history"]), (0, 0));
    let letter = muster(&["letter", "--period", "2026-05"], may.path(), output.path());
    assert!(String::from_utf8_lossy(&letter.stdout).contains("DRAFT: 2 open errors"), "{letter:?}");
    let gone = muster(&["letter", "--period", "2026-04"], may.path(), output.path());
    assert_eq!((gone.status.code(), gone.stdout), (Some(3), Vec::new()), "no English letter without the findings that belong to it");
    assert_eq!(published(output.path()), before, "nothing was written");
}

#[test]
fn without_history_only_what_is_read_is_published() {
    let (output, alone) = (folder(), folder());
    import(&[], only(&["2026-03", "2026-04"]).path(), output.path());
    let may = only(&["2026-05"]);
    import(&["--no-history"], may.path(), output.path());
    import(&[], may.path(), alone.path());
    assert_eq!(differing(&published(output.path()), &published(alone.path())), Vec::<String>::new());
    assert_eq!(csv(&published(alone.path()), "by_period.csv").len(), 2);
}

#[test]
fn a_set_that_was_altered_is_not_built_upon() {
    let may = only(&["2026-05"]);
    let alter = |name: &str, change: &dyn Fn(&Path)| {
        let output = folder();
        import(&[], only(&["2026-04"]).path(), output.path());
        change(&output.path().join(name));
        let before = published(output.path());
        let tried = muster(&["import"], may.path(), output.path());
        let checked = muster(&["check"], may.path(), output.path());
        assert_eq!(published(output.path()), before, "{name}: the set stands");
        let refused = (tried.status.code(), checked.status.code()) == (Some(3), Some(3));
        if refused {
            assert!(said(&tried).contains(name) && said(&tried).contains("--no-history"), "{name}: {}", said(&tried));
        } else {
            assert_ne!(tried.status.code(), Some(3), "{name}: {}", said(&tried));
        }
        import(&["--no-history"], may.path(), output.path());
        refused
    };
    let edit = |path: &Path| fs::write(path, "period,headcount\r\n2026-04,40\r\n").expect("written");
    let remove = |path: &Path| fs::remove_file(path).expect("removed");
    for name in ["headcount.csv", "headcount.parquet", "by_period.parquet", "letter-2026-04.md", "manifest.json"] {
        assert!(alter(name, &edit), "{name} was edited");
    }
    for name in ["headcount.parquet", "letter-2026-04.md", "manifest.json"] {
        assert!(alter(name, &remove), "{name} was removed");
    }
    let output = folder();
    import(&[], only(&["2026-04"]).path(), output.path());
    let whole = published(output.path());
    remove(&output.path().join("headcount.csv"));
    import(&[], only(&["2026-04"]).path(), output.path());
    assert_eq!(published(output.path()), whole, "a file that nothing is taken from is made anew");
}

#[test]
fn a_folder_without_a_set_has_no_history() {
    let output = folder();
    fs::write(output.path().join("README.md"), "mine").expect("a file");
    fs::write(output.path().join("manifest.json"), "{\"name\": \"somebody else's\"}").expect("a file");
    let run = run_after(only(&["2026-05"]).path(), output.path(), &[]);
    assert_eq!(run.history.map(|history| history.months), Some(Vec::new()));
    let nowhere = run_after(only(&["2026-05"]).path(), &output.path().join("nowhere"), &[]);
    assert!(nowhere.changes.is_empty() && !output.path().join("nowhere").exists());
}

/// The months of some files, by name, earliest first.
fn by_month(files: &[(&'static str, String)]) -> BTreeMap<Period, Vec<(&'static str, String)>> {
    let mut months: BTreeMap<Period, Vec<(&'static str, String)>> = BTreeMap::new();
    for (path, text) in files {
        months.entry(placing::period(path).expect("a month")).or_default().push((path, text.clone()));
    }
    months
}

fn written(files: &[(&'static str, String)]) -> TempDir {
    let made = folder();
    write(made.path(), &files.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>());
    made
}

/// How often a check passed, failed and could not run, and why not.
type Counted = Option<(u64, u64, u64, Vec<String>)>;

/// What a check says of a month: its findings, and how often it passed, failed and could not run.
fn outcome(run: &Run, code: &str, month: Period) -> (Vec<String>, Counted) {
    let own = run.findings.iter().filter(|finding| finding.code == code && finding.period == Some(month));
    let tally = run.tallies.iter().find(|tally| tally.code == code && tally.period == Some(month));
    let told = own.map(|finding| format!("{} {} {}", line(finding), message(finding), finding.suggestion.get(Lang::En)));
    let counted = tally.map(|tally| {
        (tally.passed, tally.failed, tally.not_run, tally.reasons.iter().map(|reason| reason.get(Lang::En).to_owned()).collect())
    });
    (told.collect(), counted)
}

#[test]
fn a_check_over_months_finds_the_same_whether_they_are_read_or_were_published() {
    let mut failing = BTreeSet::new();
    for (code, files) in over_months() {
        let at_once = run_folder(written(&files).path(), &[]);
        let output = folder();
        let mut last = None;
        for (month, files) in by_month(&files) {
            let run = run_after(written(&files).path(), output.path(), &[]);
            assert_eq!(run.periods, [month]);
            assert_eq!(outcome(&run, code, month), outcome(&at_once, code, month), "{code} in {month} of {files:#?}");
            publish(&run, output.path());
            last = Some((month, run));
        }
        let (month, run) = last.expect("a month");
        if run.findings.iter().any(|finding| finding.code == code) {
            failing.insert(code);
        }
        let headcounts =
            |run: &Run| run.facts.headcounts.iter().map(|fact| (fact.period, fact.mission, fact.headcount)).collect::<Vec<_>>();
        assert_eq!(headcounts(&run), headcounts(&at_once), "{code}: every month up to {month} is known");
    }
    assert_eq!(failing, ["PLA-05", "REG-11", "SHT-08", "TRN-01", "TRN-02", "XMN-01", "XMN-03", "XMN-10"].into());
}

#[test]
fn a_figure_on_which_sources_differed_is_no_opening() {
    let row = |count: i64| format!("Peildatum;30-04-2026\n\nMissie;Bezetting;Instroom;Uitstroom\nEUM Armenia;{count};0;0\n");
    let april = vec![("opgave-oost-2026-04.csv", row(6)), ("opgave-balkan-2026-04.csv", row(7))];
    let may = vec![("opgave-oost-2026-05.csv", row(7).replace("30-04", "31-05"))];
    let at_once = run_folder(written(&[april.clone(), may.clone()].concat()).path(), &[]);
    let output = folder();
    publish(&run_after(written(&april).path(), output.path(), &[]), output.path());
    let after = run_after(written(&may).path(), output.path(), &[]);
    let month = "2026-05".parse().expect("a month");
    let (told, counted) = outcome(&after, "XMN-01", month);
    assert_eq!((told, counted.clone()), outcome(&at_once, "XMN-01", month));
    assert_eq!(counted.map(|(_, _, _, reasons)| reasons), Some(vec!["two sources give different headcounts for 2026-04".to_owned()]));
}

#[test]
fn a_stray_row_does_not_replace_a_month_that_was_published() {
    let output = folder();
    import(&[], only(&["2026-04"]).path(), output.path());
    let before = csv(&published(output.path()), "headcount.csv");
    let rows = "EUM Armenia;7;0;0;2026-05\nEUAM Ukraine;9;0;0;2026-04\n";
    let text = format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Instroom;Uitstroom;Maand\n{rows}");
    let may = written(&[("opgave-oost-2026-05.csv", text)]);
    let run = run_after(may.path(), output.path(), &[]);
    assert_eq!(run.periods.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2026-05"]);
    publish(&run, output.path());
    let after = csv(&published(output.path()), "headcount.csv");
    let april = |rows: &[Vec<String>]| rows.iter().filter(|row| row[0] == "2026-04").cloned().collect::<Vec<_>>();
    assert_eq!(april(&after), april(&before));
    let checks = csv(&published(output.path()), "checks.csv");
    let keys: Vec<(&str, &str)> = checks.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "one row for each month and check");
}

/// What a run says is otherwise than before: mended, new, persisting, and figures.
fn changes(run: &Run) -> (Vec<String>, Vec<String>, Vec<String>, usize) {
    let now = |places: &[usize]| places.iter().map(|at| run.findings[*at].code.clone()).collect::<Vec<_>>();
    let mended = run.changes.mended.iter().map(|past| past.code.clone()).collect();
    (mended, now(&run.changes.new), now(&run.changes.persisting), run.changes.figures.len())
}

#[test]
fn a_resubmission_mends_what_it_mends_and_the_rest_persists() {
    let sheet = |rows: &str| format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen\n{rows}");
    let first = sheet("EUM Armenia;7;8\nEUAM Ukraine;ca. 3;0\nEUMM Georgia;5;1\nEUPM Moldova;1;1\nTOTAAL;19;\n");
    let output = folder();
    publish(&run_after(written(&[("opgave-oost-2026-05.csv", first)]).path(), output.path(), &[]), output.path());
    // Another name, another folder, a row more above: the total is mended, Armenia and Ukraine are as they were.
    let second = sheet("\nEUM Armenia;7;8\nEUAM Ukraine;ca. 3;0\nEUMM Georgia;4;5\nEUPM Moldova;1;1\nTOTAAL;15;\n");
    let again = written(&[("correctie/opgave-oost-2026-05-v2.csv", second)]);
    let run = run_after(again.path(), output.path(), &[]);
    let (mended, new, persisting, figures) = changes(&run);
    assert_eq!(mended, ["SHT-01"]);
    assert_eq!(new, ["PLA-02"], "{:#?}", crate::common::lines(&run));
    assert!(persisting.contains(&"PLA-02".to_owned()) && persisting.contains(&"ROW-03".to_owned()), "{persisting:?}");
    assert_eq!(figures, 1);
    let change = &run.changes.figures[0];
    assert_eq!((change.figure, change.from, change.to), ("headcount", Some(5), Some(4)));
    publish(&run, output.path());
    let (mended, new, kept, figures) = changes(&run_after(again.path(), output.path(), &[]));
    assert_eq!((mended.len(), new.len(), figures), (0, 0, 0));
    assert_eq!(kept.len(), persisting.len() + 1);
}

#[test]
fn a_month_that_was_not_published_is_no_change() {
    let output = folder();
    import(&[], only(&["2026-04"]).path(), output.path());
    let run = run_after(only(&["2026-05"]).path(), output.path(), &[]);
    assert!(run.changes.is_empty() && run.changes.new.is_empty(), "{:?}", run.changes);
}

#[test]
fn a_set_that_a_killed_run_left_half_moved_is_read_as_the_new_one() {
    let output = folder();
    import(&[], only(&["2026-03", "2026-04"]).path(), output.path());
    let whole = published(output.path());
    // As if the run had been killed after it had moved some files: the rest is in staging, the journal tells.
    let (staging, journal) = (output.path().join(".muster-staging"), output.path().join(".muster-journal.json"));
    fs::create_dir(&staging).expect("a folder");
    let names: Vec<String> = whole.keys().cloned().chain(["manifest.json".to_owned()]).collect();
    for name in names.iter().skip(10) {
        let place: PathBuf = output.path().join(name);
        fs::rename(&place, staging.join(name)).expect("moved");
        fs::write(&place, "the set before").expect("written");
    }
    fs::write(&journal, serde_json::json!({"moves": names, "obsolete": []}).to_string()).expect("a journal");
    let may = only(&["2026-05"]);
    let run = run_after(may.path(), output.path(), &[]);
    assert_eq!(run.history.as_ref().map(|history| history.months.len()), Some(2));
    assert!(journal.exists(), "looking changes nothing");
    import(&[], may.path(), output.path());
    let stepwise = folder();
    step_by_step(stepwise.path());
    // The first of the three had its roster beside it here, which the checks of April tell.
    let rest: Vec<String> = differing(&published(output.path()), &published(stepwise.path()));
    assert_eq!(rest, ["checks.csv", "checks.parquet", "datapackage.json"]);
}
