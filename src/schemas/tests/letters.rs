//! Tests of letters, releases, ceilings and duty stations.

use super::*;

fn with(files: &[(&str, &str)], edits: &[Edits<'_>]) -> Vec<(String, String)> {
    let mut all = small(edits);
    all.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    all
}

#[test]
fn letters_and_releases_may_be_left_out_and_are_read_where_they_are() {
    assert!(loaded(&small(&[])).letters.is_empty());
    let schema = loaded(&with(
        &[
            ("letters.csv", "letter;period;mission;cell\nnr 1;2026-05;alpha;4 (3 tijdelijk in NL)\nnr 1;2026-05;Beta;0\n"),
            ("releases.csv", "period,mission,released_by,released_on\n2026-05,alpha,directeur,2026-06-02\n"),
        ],
        &[],
    ));
    let lines: Vec<_> = schema.letters.iter().map(|line| (line.mission, line.headcount, line.temp_home, line.line)).collect();
    assert_eq!(lines, [(0, 4, Some(3), 2), (1, 0, None, 3)]);
    assert_eq!(schema.releases.len(), 1);
    assert_eq!((schema.releases[0].mission, schema.releases[0].by.as_str()), (0, "directeur"));
}

#[test]
fn mistakes_in_letters_are_reported_with_their_place() {
    let report = report(&with(
        &[(
            "letters.csv",
            "letter,period,mission,cell\nnr 1,2026-5,alpha,4\nnr 1,2026-05,gamma,vier\nnr 2,2026-05,alpha,1\nnr 2,2026-06,beta,1\n\
             nr 2,2026-05,alpha,4 (3 met verlof)\n,2026-05,alpha,\n",
        )],
        &[],
    ));
    for (line, what) in [
        ("letters.csv:2:6", "this is not a month"),
        ("letters.csv:3:14", "the registry has no mission `gamma`"),
        ("letters.csv:3:20", "this is not a cell of the table"),
        ("letters.csv:5:6", "a letter has one month"),
        ("letters.csv:6:20", "this is not a cell of the table"),
        ("letters.csv:7:1", "`letter` is missing here"),
    ] {
        assert!(report.contains(line) && report.contains(what), "{line} {what}: {report}");
    }
}

#[test]
fn a_mission_has_its_ceilings_by_time() {
    let ceiling = "status = \"active\"\nceiling = [{ count = 3, from = 2025-01-01, until = 2025-12-31, basis = \"a\" }, { count = 5, from = 2026-01-01, basis = \"b\" }]\n";
    let schema = loaded(&small(&[("missions.toml", &[("status = \"active\"\n", ceiling)])]));
    let day = |text: &str| text.parse().expect("a day");
    let mission = schema.registry.missions.iter().find(|mission| !mission.ceilings.is_empty()).expect("a mission");
    let at = ["2024-12-31", "2025-12-31", "2026-01-01"].map(|text| mission.ceiling(day(text)));
    assert_eq!(at, [None, Some(3), Some(5)]);
}

#[test]
fn wrong_ceilings_are_told_all_at_once() {
    let ceiling = "status = \"active\"\nceiling = [{ count = -1, from = 2025-01-01, basis = \"a\" }, { cuont = 5, from = 2026-01-01, until = 2025-01-01 }]\nduty_station = []\n";
    let report = report(&small(&[("missions.toml", &[("status = \"active\"\n", ceiling)])]));
    for what in ["from 0 up to and including 9999", "did you mean `count`?", "`basis` is missing here", "did you mean `duty_stations`?"] {
        assert!(report.contains(what), "{what}: {report}");
    }
}
