//! Who has reported: deadlines, corrections, and what `muster status` and the months say of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::{message, run};
use muster::domain::completeness::State;
use muster::pipeline::Run;

const EAST: &str = "EUM Armenia;7\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\n";

fn may(rows: &str) -> String {
    format!("Peildatum;31-05-2026\n\nMissie;Bezetting\n{rows}")
}

/// Findings about lateness: file and message.
fn late(run: &Run) -> Vec<(&str, &str)> {
    let late = run.findings.iter().filter(|finding| finding.code == "FIL-03");
    late.map(|finding| (finding.place.file(), message(finding))).collect()
}

fn statuses(run: &Run) -> BTreeMap<&str, &str> {
    run.facts.returns.iter().filter(|fact| !fact.file.is_empty()).map(|fact| (fact.file.as_str(), fact.status.as_str())).collect()
}

#[test]
fn a_return_is_late_after_the_deadline_and_its_status_says_the_same() {
    let sheet = may(EAST);
    let of = |day: &str| {
        let list = format!("file,received\nopgave-oost-2026-05.csv,{day}\n");
        run(&[("opgave-oost-2026-05.csv", &sheet), ("received.csv", &list)])
    };
    assert_eq!(late(&of("2026-06-05")), []);
    assert_eq!(statuses(&of("2026-06-05"))["opgave-oost-2026-05.csv"], "received");
    let run = of("2026-06-12");
    assert_eq!(
        late(&run),
        [("opgave-oost-2026-05.csv", "Return opgave-oost-2026-05.csv for 2026-05 arrived 7 days after the deadline of 2026-06-05.")]
    );
    assert_eq!(statuses(&run)["opgave-oost-2026-05.csv"], "late");
}

#[test]
fn a_correction_after_the_deadline_does_not_make_a_return_late() {
    let (sheet, better) = (may(EAST), may(&EAST.replace("Moldova;1", "Moldova;2")));
    let of = |first: &str| {
        let list = format!("file,received\nopgave-oost-2026-05.csv,{first}\nopgave-oost-2026-05-v2.csv,2026-06-20\n");
        run(&[("opgave-oost-2026-05.csv", &sheet), ("opgave-oost-2026-05-v2.csv", &better), ("received.csv", &list)])
    };
    let in_time = of("2026-06-02");
    assert_eq!(late(&in_time), []);
    assert_eq!(statuses(&in_time), BTreeMap::from([("opgave-oost-2026-05-v2.csv", "received"), ("opgave-oost-2026-05.csv", "superseded")]));
    let too_late = of("2026-06-09");
    assert_eq!(late(&too_late).iter().map(|(file, _)| *file).collect::<Vec<_>>(), ["opgave-oost-2026-05.csv"]);
    assert_eq!(statuses(&too_late)["opgave-oost-2026-05-v2.csv"], "late");
    let month = &too_late.facts.completeness[0];
    assert_eq!((month.actual(), month.on_time()), (1, Some(0)));
}

#[test]
fn without_a_date_or_a_deadline_lateness_is_not_tried() {
    let (sheet, plan) = (may(EAST), "Missie;Periode;Aantal\nUNMIK;2e helft 2026;2\n");
    let run = run(&[("opgave-oost-2026-05.csv", &sheet), ("voorgenomen-2026-05.csv", plan)]);
    let tally = run.tallies.iter().find(|tally| tally.code == "FIL-03" && tally.period.is_some()).expect("a tally");
    let reasons: Vec<&str> = tally.reasons.iter().map(|reason| reason.en.as_str()).collect();
    assert_eq!((tally.passed, tally.failed, tally.not_run), (0, 0, 2));
    assert_eq!(reasons, ["day of receipt not recorded", "no deadline for this coordinator"]);
}

#[test]
fn a_report_may_be_partly_there_refused_or_missing() {
    let (partly, refused) = (may("EUM Armenia;7\nEUAM Ukraine;3\n"), "Missie;Bezetting;BSN\nEULEX Kosovo;1;123456782\n");
    let run = run(&[("opgave-oost-2026-05.csv", &partly), ("opgave-balkan-2026-05.csv", refused)]);
    let month = &run.facts.completeness[0];
    let of = |id: &str| {
        let report = month.reports.iter().find(|report| run.schema.coordinators[report.coordinator].id == id).expect("a report");
        (report.state, report.reported, report.missions)
    };
    assert_eq!(of("oost"), (State::Partly, 2, 4));
    assert_eq!(of("balkan").0, State::Refused);
    assert_eq!(of("afrika").0, State::Missing);
    assert_eq!(of("staf").0, State::NotExpected);
    assert_eq!((month.expected(), month.actual(), month.rate()), (4, 1, Some(250)));
}

fn muster(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").env("COLUMNS", "80").stdin(Stdio::null());
    command.args(line.split_whitespace()).output().expect("muster starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn the_status_of_the_sample() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = muster(project, "status --lang en");
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout), @r"
    Return         2026-03  2026-04  2026-05
    oost           ✓        ✓        ✓ 1e
    midden-oosten  ✓ 1w     ✓ 1w     ✓ 1w
    afrika         ✓        ✓ 1e     ✓ 1e
    balkan         ✓ 1w     ✓ 1w     ✓ 1w
    blue-haven     –        –        ✓
    staf           –        –        ✓

    Expected       4        4        4
    Received       4        4        4
    In time        ?        ?        ?
    Rate           100%     100%     100%
    Rate in time   ?        ?        ?

    Errors         0        1        2
    Warnings       2        2        2
    Waived         0        0        0

    ✓ received in full · – nothing expected · 1e one open error ·
    1w one open warning · ? day of receipt not recorded (received.csv)

    Open errors
      SHT-01  2026-04 · Total does not add up
              2026-04/opgave-afrika-2026-04.xls › Headcount › B9
      XSH-01  2026-05 · Headcount differs from roster · EUCAP Somalia
              2026-05/opgave-afrika-2026-05.xls › Roster › A12
      XMN-01  2026-05 · Headcount does not follow from last month · EUM Armenia
              2026-05/opgave-oost-2026-05.xlsx › Bezetting › E5
    ");
    assert_eq!(muster(project, "status --fail-on error").status.code(), Some(1));
    assert_eq!(muster(project, "status --fail-on warning --period 2026-03").status.code(), Some(1));
    let document: serde_json::Value = serde_json::from_slice(&muster(project, "status --format json").stdout).expect("JSON");
    assert_eq!(document["months"].as_array().map(Vec::len), Some(3));
    assert_eq!(document["months"][2]["reporting_rate"], serde_json::json!(100.0));
    assert_eq!(document["months"][2]["on_time_returns"], serde_json::Value::Null);
}

#[test]
fn the_status_in_dutch_with_what_is_late_missing_and_partly_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| {
        let path = folder.path().join("input").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    for (month, last) in [("2026-03", "31-03-2026"), ("2026-04", "30-04-2026"), ("2026-05", "31-05-2026")] {
        write(&format!("opgave-oost-{month}.csv"), &may(EAST).replace("31-05-2026", last));
        write(&format!("opgave-balkan-{month}.csv"), &may("EULEX Kosovo;1\n").replace("31-05-2026", last));
    }
    write("opgave-oost-2026-05-v2.csv", &may(&EAST.replace("Moldova;1", "Moldova;2")));
    write(
        "received.csv",
        "file,received\nopgave-oost-2026-03.csv,2026-04-02\nopgave-oost-2026-04.csv,2026-05-15\nopgave-balkan-2026-04.csv,2026-05-05\nopgave-oost-2026-05.csv,2026-06-01\n",
    );
    let output = muster(folder.path(), "status --lang nl");
    insta::assert_snapshot!(text(&output.stdout), @r"
    Opgave           2026-03       2026-04           2026-05
    oost             ✓             ✓ 10d te laat 1w  ✓ v2 1w
    midden-oosten    ontbreekt 1f  ontbreekt 1f      ontbreekt 1f
    afrika           ontbreekt 1f  ontbreekt 1f      ontbreekt 1f
    balkan           1/2 1f        1/2 1f            1/2 1f

    Verwacht         4             4                 4
    Ontvangen        2             2                 2
    Op tijd          1 +1?         1                 1 +1?
    Aandeel          50%           50%               50%
    Aandeel op tijd  25%           25%               25%

    Fouten           3             3                 3
    Waarschuwingen   0             1                 1
    Aanvaard         0             0                 0

    ✓ volledig ontvangen · 4/5 missies met een bezetting, van de verwachte ·
    v2 tweede versie · 3d te laat: dagen na de uiterste dag · 1f een open fout ·
    1w een open waarschuwing · ? dag van ontvangst niet vastgelegd (received.csv)

    Open fouten
      FIL-01  2026-03 · Opgave ontbreekt
              opgave van Midden-Oosten
      FIL-01  2026-03 · Opgave ontbreekt
              opgave van Afrika
      FIL-01  2026-03 · Opgave ontbreekt · OSCE West-Balkan
              opgave-balkan-2026-03.csv
      FIL-01  2026-04 · Opgave ontbreekt
              opgave van Midden-Oosten
      FIL-01  2026-04 · Opgave ontbreekt
              opgave van Afrika
      FIL-01  2026-04 · Opgave ontbreekt · OSCE West-Balkan
              opgave-balkan-2026-04.csv
      FIL-01  2026-05 · Opgave ontbreekt
              opgave van Midden-Oosten
      FIL-01  2026-05 · Opgave ontbreekt
              opgave van Afrika
      FIL-01  2026-05 · Opgave ontbreekt · OSCE West-Balkan
              opgave-balkan-2026-05.csv
    ");
}

#[test]
fn months_say_how_complete_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let input = project.join("input");
    let output =
        muster(folder.path(), &format!("import --quiet --input {} --schemas {}", input.display(), project.join("schemas").display()));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let months = fs::read_to_string(folder.path().join("output/dim_period.csv")).expect("months");
    assert!(
        months.lines().next().is_some_and(|header| header
            .ends_with("published,expected_returns,actual_returns,on_time_returns,reporting_rate,reporting_rate_on_time,receipt_unknown")),
        "{months}"
    );
    assert!(months.contains("true,4,4,,100.0,,4"), "{months}");
    let package = fs::read_to_string(folder.path().join("output/datapackage.json")).expect("a description");
    assert!(package.contains("\"number\""));
}

#[test]
fn months_that_were_published_are_told_as_they_stood() {
    let folder = tempfile::tempdir().expect("a folder");
    let month = |month: &str| {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(month);
        let files = std::fs::read_dir(from).expect("the sample").map(|file| file.expect("a file").path());
        for file in files {
            let to = folder.path().join("input").join(month);
            std::fs::create_dir_all(&to).expect("a folder");
            std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a copy");
        }
    };
    month("2026-04");
    assert!(muster(folder.path(), "import --quiet").status.success());
    std::fs::remove_dir_all(folder.path().join("input")).expect("removed");
    month("2026-05");
    let shown = text(&muster(folder.path(), "status").stdout);
    let row = |name: &str| shown.lines().find(|line| line.starts_with(name)).expect(name).split_whitespace().collect::<Vec<_>>();
    assert_eq!(row("Return"), ["Return", "2026-04", "2026-05"]);
    assert_eq!(row("afrika"), ["afrika", "✓", "1e", "✓", "1e"]);
    assert_eq!(row("Received"), ["Received", "4", "4"]);
    assert_eq!(row("Errors"), ["Errors", "1", "2"]);
    assert!(!text(&muster(folder.path(), "status --no-history").stdout).contains("2026-04"));
}
