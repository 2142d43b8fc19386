//! `muster diff` over the sample returns, and over months that are missing.

use std::path::Path;
use std::process::{Command, Output};

use crate::common::write;

fn diff(input: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env_clear().env("LANG", "C");
    command.args(["diff", "--no-history"]).args(line.split_whitespace()).arg(input).output().expect("muster starts")
}

fn shown(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn what_changed_since_two_months_before() {
    let text = shown(&diff(Path::new("input"), "2026-05 2026-03"));
    insta::assert_snapshot!(text, @r"
    Mission               2026-03  In  Out  2026-05  Unexplained  Temporarily home
    EUM Armenia                 6   0    0        7           +1
    EUAM Iraq                   4   0    0        4                          0 → 3
    EUAM Ukraine                4   0    1        3
    EUBAM Libya                 2   1    0        3
    EUBAM Rafah                 2   0    0        2
    EUCAP Sahel Mali            5   0    1        4
    EUCAP Somalia               3   0    0        3
    EULEX Kosovo                2   0    1        1
    EUMM Georgia                5   0    0        5
    EUPM Moldova                1   0    0        1
    EUPOL COPPS                 2   0    0        2
    EUSDI Gulf of Guinea        0   0    0        0
    OSC                         1   0    0        1
    OSCE West-Balkan            1   0    0        1
    UNSMIL Libya                1   0    1        0
    TOTAL                      39   1    4       37

    EUM Armenia: from 6 to 7; +1 is not explained by movements; the roster shows 1
      in and 0 out.
      open error XMN-01 · 2026-05 · Bezetting › E5
    EUAM Iraq: still 4; temporarily in NL from 0 to 3.
    EUAM Ukraine: from 4 to 3; one departure.
    EUBAM Libya: from 2 to 3; one arrival.
    EUCAP Sahel Mali: from 5 to 4; one departure.
    EUCAP Somalia: still 3.
      open error XSH-01 · 2026-05 · Roster › A12
    EULEX Kosovo: from 2 to 1; one departure.
    UNSMIL Libya: from 1 to 0; one departure; nobody is there any more.
    ");
}

#[test]
fn what_changed_in_dutch() {
    let text = shown(&diff(Path::new("input"), "2026-03 2026-04 --lang nl"));
    let (_, sentences) = text.split_once("\n\n").expect("a table and sentences");
    insta::assert_snapshot!(sentences, @r"
    EUAM Iraq: nog steeds 4; tijdelijk in NL van 0 naar 3.
    EUAM Ukraine: van 4 naar 3; één vertrek.
    EUBAM Libya: van 2 naar 3; één aankomst.
    EUCAP Sahel Mali: van 5 naar 4; één vertrek.
    EULEX Kosovo: van 2 naar 1; één vertrek.
    UNSMIL Libya: van 1 naar 0; één vertrek; er is niemand meer.
    ");
}

#[test]
fn as_json_what_is_not_known_is_null() {
    let folder = tempfile::tempdir().expect("a folder");
    let month = |day: &str, rows: &str| format!("Peildatum;{day}\n\nMissie;Bezetting;Instroom;Uitstroom\n{rows}");
    write(
        folder.path(),
        &[
            ("opgave-oost-2026-03.csv", &month("31-03-2026", "EUM Armenia;6;0;0\nEUMM Georgia;5;0;0\n")),
            ("opgave-oost-2026-05.csv", &month("31-05-2026", "EUM Armenia;7;1;0\nEUAM Ukraine;3;0;0\n")),
        ],
    );
    let text = shown(&diff(folder.path(), "2026-03 2026-05 --format json"));
    let json: serde_json::Value = serde_json::from_str(&text).expect("json");
    let of = |name: &str| json["missions"].as_array().expect("missions").iter().find(|row| row["mission"] == name).cloned().expect(name);
    let armenia = of("EUM Armenia");
    assert_eq!((&armenia["opening"], &armenia["closing"], &armenia["change"]), (&6.into(), &7.into(), &1.into()));
    assert!(armenia["arrivals"].is_null() && armenia["unexplained"].is_null(), "April is not there");
    assert_eq!(armenia["unknown_months"], serde_json::json!(["2026-04"]));
    assert_eq!(armenia["sentence"], "EUM Armenia: from 6 to 7; the movements of 2026-04 are not known.");
    assert!(of("EUAM Ukraine")["opening"].is_null() && of("EUMM Georgia")["closing"].is_null());
    assert_eq!(json["total"]["complete"], false);
}

#[test]
fn months_without_returns_are_told_with_those_there_are() {
    let output = diff(Path::new("input"), "2026-01 2026-05");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("No headcount of 2026-01 was found. There is one of 2026-03, 2026-04, 2026-05."), "{said}");
}
