//! The sample returns in `input/`: their figures, findings and published files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{line, run_folder};
use muster::domain::facts::HeadcountStatus;
use muster::domain::{Period, Severity};
use muster::pipeline::Run;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sample() -> Run {
    run_folder(&project().join("input"), &[])
}

fn month(text: &str) -> Period {
    text.parse().expect("a month")
}

/// Headcount by mission id in one month.
fn headcounts(run: &Run, period: &str) -> BTreeMap<String, i64> {
    let facts = run.facts.headcounts.iter().filter(|fact| fact.period == month(period));
    facts.map(|fact| (run.schema.registry.missions[fact.mission].id.clone(), fact.headcount.expect("a known headcount"))).collect()
}

#[test]
fn may_2026_has_fifteen_missions_and_37_officers() {
    let run = sample();
    let may = headcounts(&run, "2026-05");
    assert_eq!(may.len(), 15);
    assert_eq!(may.values().sum::<i64>(), 37);
    assert_eq!((may["eusdi-gog"], may["unsmil"]), (0, 0));
    let of = |organisation: &str| -> i64 {
        let missions = run.schema.registry.missions.iter().filter(|mission| mission.organisation == organisation);
        missions.filter_map(|mission| may.get(&mission.id)).sum()
    };
    assert_eq!([of("EU"), of("COALITION"), of("OSCE"), of("UN")], [35, 1, 1, 0]);
    assert_eq!(headcounts(&run, "2026-04").values().sum::<i64>(), 36);
    assert_eq!(headcounts(&run, "2026-03").values().sum::<i64>(), 39);
}

#[test]
fn three_officers_are_temporarily_home_all_from_iraq() {
    let run = sample();
    let home: Vec<(&str, i64)> = run
        .facts
        .headcounts
        .iter()
        .filter(|fact| fact.period == month("2026-05") && fact.temp_home != Some(0))
        .map(|fact| (run.schema.registry.missions[fact.mission].id.as_str(), fact.temp_home.expect("a known number")))
        .collect();
    assert_eq!(home, [("euam-iraq", 3)]);
}

#[test]
fn project_output_is_kept_apart_and_plans_have_no_number() {
    let run = sample();
    let training: Vec<(Option<&str>, &str, Option<i64>)> =
        run.facts.training.iter().map(|fact| (fact.programme.as_deref(), fact.indicator.as_str(), fact.value)).collect();
    assert_eq!(
        training,
        [
            (None, "locations", Some(4)),
            (None, "mobile_stations", Some(13)),
            (Some("tcs"), "trainers_trained", Some(60)),
            (Some("buddy"), "trainers_trained", Some(59)),
        ]
    );
    let planned: Vec<(&str, Option<i64>, Option<&str>)> = run
        .facts
        .planned
        .iter()
        .map(|fact| (run.schema.registry.missions[fact.mission].id.as_str(), fact.count, fact.status.as_deref()))
        .collect();
    assert_eq!(planned, [("unmik", None, Some("wish")), ("unficyp", None, Some("wish")), ("unvmc", None, Some("wish"))]);
}

#[test]
fn the_findings_are_the_known_ones_and_no_others() {
    let run = sample();
    let lines: Vec<String> = run.findings.iter().filter(|finding| finding.severity > Severity::Info).map(line).collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    2026-03 REG-04 warning Bezetting!A6 osce-west-balkan [OSCE West-Balkan] [] <- REG-10
    2026-03 REG-10 warning Bezetting!A6 osce-west-balkan [OSCE West-Balkan] []
    2026-03 REG-04 warning Bezetting!A9 osc-jerusalem [OSC] []
    2026-04 SHT-01 error Headcount!B9 - [11] [10]
    2026-04 REG-04 warning Bezetting!A6 osce-west-balkan [OSCE West-Balkan] [] <- REG-10
    2026-04 REG-10 warning Bezetting!A6 osce-west-balkan [OSCE West-Balkan] []
    2026-04 REG-04 warning Bezetting!A9 osc-jerusalem [OSC] []
    2026-05 XSH-01 error Roster!A12 eucap-somalia [4] [3]
    2026-05 XSH-03 warning Roster!A12 eucap-somalia [2] [1] <- XSH-01
    2026-05 XMN-04 warning Roster!H12 eucap-somalia [2026-02-28] [] <- XSH-01
    2026-05 REG-04 warning Bezetting!A6 osce-west-balkan [OSCE West-Balkan] [] <- REG-10
    2026-05 REG-10 warning Bezetting!A6 osce-west-balkan [OSCE West-Balkan] []
    2026-05 REG-04 warning Bezetting!A9 osc-jerusalem [OSC] []
    2026-05 XMN-01 error Bezetting!E5 eum-armenia [0] [1]
    2026-05 XSH-04 warning Bezetting!E5 eum-armenia [0] [1] <- XMN-01
    ");
}

#[test]
fn a_figure_is_flagged_where_an_error_is_open() {
    let run = sample();
    let flagged: Vec<(String, &str)> = run
        .facts
        .headcounts
        .iter()
        .filter(|fact| fact.status != HeadcountStatus::Ok)
        .map(|fact| (fact.period.to_string(), run.schema.registry.missions[fact.mission].id.as_str()))
        .collect();
    assert_eq!(flagged, [("2026-05".to_owned(), "eum-armenia"), ("2026-05".to_owned(), "eucap-somalia")]);
}

#[test]
fn every_row_is_accounted_for() {
    let run = sample();
    assert_eq!(run.ledger.first_gap(), None);
    let (accepted, rejected): (u64, u64) = run.ledger.lines.iter().fold((0, 0), |(a, r), line| (a + line.accepted, r + line.rejected));
    // 15 missions in each of three months, the lines of the rosters, four figures of project output and three plans.
    let roster: u64 = run
        .returns
        .iter()
        .flat_map(|from| &from.tables)
        .filter(|table| run.schema.tables[table.schema].name == "roster")
        .map(|table| table.len() as u64)
        .sum();
    assert_eq!((accepted, rejected), (45 + roster + 4 + 3, 0));
}

fn import(arguments: &[&str], output: &Path, variables: &[(&str, &str)]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(project()).arg("import").args(arguments).arg("--output").arg(output).envs(variables.iter().copied());
    let output = command.output().expect("muster starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every published file but the manifest, by name.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("the published set").map(|entry| entry.expect("a file").path());
    let named = files.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
    named
        .filter(|(name, path)| name != "manifest.json" && !name.starts_with('.') && path.is_file())
        .map(|(name, path)| (name, fs::read(path).expect("a file")))
        .collect()
}

/// Compares what is published as text with the files in `tests/golden`. With `MUSTER_BLESS=1` in the environment these are
/// written anew instead, to be looked at before they are committed.
#[test]
fn the_published_files_are_the_golden_ones() {
    let golden = project().join("tests/golden");
    let folder = tempfile::tempdir().expect("a folder");
    import(&["--lang", "en"], folder.path(), &[]);
    let is_text = |name: &str| !name.ends_with(".parquet") && !name.ends_with(".docx");
    let text: BTreeMap<String, Vec<u8>> = published(folder.path()).into_iter().filter(|(name, _)| is_text(name)).collect();
    if std::env::var("MUSTER_BLESS").as_deref() == Ok("1") {
        fs::create_dir_all(&golden).expect("a folder");
        for (name, bytes) in &text {
            fs::write(golden.join(name), bytes).expect("a golden file");
        }
    }
    let expected = published(&golden);
    assert_eq!(text.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (name, bytes) in &text {
        assert!(*bytes == expected[name], "{name} differs from tests/golden/{name}:\n{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn the_bytes_do_not_depend_on_threads_order_locale_or_file_times() {
    let one = tempfile::tempdir().expect("a folder");
    import(&["--jobs", "1"], one.path(), &[("LANG", "en_GB.UTF-8")]);
    let expected = published(one.path());
    assert!(expected.len() > 30, "{} files", expected.len());

    let months: Vec<PathBuf> = ["2026-05", "2026-03", "2026-04"].iter().map(|month| project().join("input").join(month)).collect();
    let other = tempfile::tempdir().expect("a folder");
    import(&["--jobs", "2"], other.path(), &[("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati")]);
    assert!(published(other.path()) == expected, "threads or a Turkish locale change the output");
    for locale in ["nl_NL.UTF-8", "de_DE.UTF-8"] {
        let other = tempfile::tempdir().expect("a folder");
        import(&[], other.path(), &[("LC_ALL", locale), ("LANG", locale)]);
        assert!(published(other.path()) == expected, "{locale} changes the output");
    }

    // Copies have new times, and stand in the folder in another order.
    let copy = tempfile::tempdir().expect("a folder");
    for month in &months {
        let to = copy.path().join(month.file_name().expect("a month"));
        fs::create_dir(&to).expect("a folder");
        let mut files: Vec<PathBuf> = fs::read_dir(month).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
        files.sort();
        for file in files.iter().rev() {
            fs::copy(file, to.join(file.file_name().expect("a name"))).expect("a copy");
        }
    }
    let other = tempfile::tempdir().expect("a folder");
    import(&["--input", copy.path().to_str().expect("a path")], other.path(), &[]);
    assert!(published(other.path()) == expected, "the order or times of files change the output");
}

#[test]
fn a_second_run_replaces_the_first_and_leaves_other_files_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("README.md"), "mine").expect("a file");
    import(&[], folder.path(), &[]);
    let all = published(folder.path());
    import(&["--period", "2026-04", "--no-history"], folder.path(), &[]);
    let april = published(folder.path());
    assert!(all.contains_key("letter-2026-05.md") && !april.contains_key("letter-2026-05.md"));
    assert!(april.contains_key("letter-2026-04.md"));
    let months = String::from_utf8_lossy(&april["by_period.csv"]).lines().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(months.len(), 2, "one month and a header: {months:?}");
    assert!(
        months[1].starts_with("2026-04,15,36,") && months[1].ends_with(",-3"),
        "the change since a month that is not published: {months:?}"
    );
    assert_eq!(fs::read_to_string(folder.path().join("README.md")).expect("a file"), "mine");
}
