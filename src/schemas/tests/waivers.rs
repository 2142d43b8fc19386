//! Tests of `waivers.toml`.

use super::*;
use crate::domain::waiver::{FilePattern, Location};

/// The small schemas with waivers.
fn with_waivers(text: &str) -> Vec<(String, String)> {
    let mut files = small(&[]);
    files.push(("waivers.toml".to_owned(), text.to_owned()));
    files
}

const RIGHT: &str = r#"# Decisions of the board.

[[waiver]]
code = "FIL-01"
where = { period = "2026-05", mission = "alpha", coordinator = "first" }
reason = "Closed for the summer."
decided_by = "head of operations"
decided_on = 2026-06-02
until = "2026-06-30"

[[waiver]]
code = "XMN-04"
where = { file = "*east*", sheet = "Roster", cell = "b7" }
reason = "Extended by word of mouth."
decided_by = "head of operations"
decided_on = 2026-06-02
until = 2026-06-02
"#;

#[test]
fn waivers_are_read_with_their_lines() {
    let schema = loaded(&with_waivers(RIGHT));
    let [one, other] = schema.waivers.as_slice() else { panic!("two waivers") };
    assert_eq!((one.code.as_str(), one.line, one.until.to_string().as_str()), ("FIL-01", 3, "2026-06-30"));
    assert_eq!(
        one.location,
        Location {
            period: "2026-05".parse().ok(),
            mission: Some("alpha".to_owned()),
            coordinator: Some("first".to_owned()),
            ..Location::default()
        }
    );
    assert_eq!((one.reason.as_str(), one.decided_by.as_str()), ("Closed for the summer.", "head of operations"));
    assert_eq!(other.line, 11);
    assert_eq!(other.location.file, Some(FilePattern::new("*east*")));
    assert_eq!((other.location.words().as_str(), other.location.cell), ("*east*, Roster, B7", "B7".parse().ok()));
    assert!(schema.files.iter().any(|(path, _)| path == "waivers.toml"));
    assert_eq!(loaded(&small(&[])).waivers, [], "the file may be left out");
    assert_eq!(built_in_waivers(), 0, "none are shipped");
}

fn built_in_waivers() -> usize {
    let shipped = source::built_in().into_iter().find(|source| source.path == "waivers.toml").expect("the shipped file");
    loaded(&with_waivers(&shipped.text)).waivers.len()
}

#[test]
fn every_mistake_in_a_waiver_is_reported_with_its_line() {
    let wrong = RIGHT
        .replace("FIL-01", "FIL-10")
        .replace("\"alpha\"", "\"alfa\"")
        .replace("\"first\"", "\"frist\"")
        .replace("\"2026-05\"", "\"mei 2026\"")
        .replace("until = \"2026-06-30\"", "until = 2026-05-30\nby = \"x\"")
        .replace("reason = \"Extended by word of mouth.\"\n", "")
        .replace("\"b7\"", "\"7\"")
        .replace("sheet", "shet")
        + "\n[[waiver]]\ncode = \"WVR-02\"\nwhere = {}\nreason = \" \"\ndecided_by = \"board\"\ndecided_on = \"2026-06-31\"\nuntil = 2026-07-01\n";
    insta::assert_snapshot!(report(&with_waivers(&wrong)), @r#"
    error: there is no check `FIL-10`
     --> schemas/waivers.toml:4:8
      |
    4 | code = "FIL-10"
      |        ^^^^^^^^
      |
      = help: did you mean `FIL-01`?

    error: this is not a month
     --> schemas/waivers.toml:5:20
      |
    5 | where = { period = "mei 2026", mission = "alfa", coordinator = "frist" }
      |                    ^^^^^^^^^^
      |
      = help: a month is written as "2026-05"

    error: the registry has no mission `alfa`
     --> schemas/waivers.toml:5:42
      |
    5 | where = { period = "mei 2026", mission = "alfa", coordinator = "frist" }
      |                                          ^^^^^^
      |
      = help: possible are `alpha`, `beta`

    error: there is no coordinator `frist`
     --> schemas/waivers.toml:5:64
      |
    5 | where = { period = "mei 2026", mission = "alfa", coordinator = "frist" }
      |                                                                ^^^^^^^
      |
      = help: did you mean `first`?

    error: this day lies before that of the decision
     --> schemas/waivers.toml:9:9
      |
    9 | until = 2026-05-30
      |         ^^^^^^^^^^
      |
     ::: schemas/waivers.toml:8:14
      |
    8 | decided_on = 2026-06-02
      |              ---------- the day of the decision

    error: unknown key `by`
      --> schemas/waivers.toml:10:1
       |
    10 | by = "x"
       | ^^

    error: `reason` is missing here
      --> schemas/waivers.toml:12:1
       |
    12 | [[waiver]]
       | ^^^^^^^^^^

    error: unknown key `shet`
      --> schemas/waivers.toml:14:28
       |
    14 | where = { file = "*east*", shet = "Roster", cell = "7" }
       |                            ^^^^
       |
       = help: did you mean `sheet`?

    error: this is not a cell
      --> schemas/waivers.toml:14:52
       |
    14 | where = { file = "*east*", shet = "Roster", cell = "7" }
       |                                                    ^^^
       |
       = help: a cell is written as "B7"

    error: a finding about waivers cannot be waived
      --> schemas/waivers.toml:20:8
       |
    20 | code = "WVR-02"
       |        ^^^^^^^^
       |
       = help: mend or remove the waiver that it is about

    error: no place is named here
      --> schemas/waivers.toml:21:9
       |
    21 | where = {}
       |         ^^
       |
       = help: at least one of `period`, `mission`, `coordinator`, `file`, `sheet`, `cell` is needed: otherwise every finding of the check would be waived

    error: `reason` is empty
      --> schemas/waivers.toml:22:10
       |
    22 | reason = " "
       |          ^^^

    error: this is not a day
      --> schemas/waivers.toml:24:14
       |
    24 | decided_on = "2026-06-31"
       |              ^^^^^^^^^^^^
       |
       = help: a day is written as 2026-05-31
    "#);
}

#[test]
fn a_waiver_of_a_check_that_is_wrong_itself_is_no_second_mistake() {
    let mut files = small(&[("checks.toml", &[("operator = \"=\"", "operator = \"equals\"")])]);
    files.push(("waivers.toml".to_owned(), RIGHT.replace("XMN-04", "SHT-01")));
    let text = report(&files);
    assert_eq!(text.matches("error:").count(), 1, "{text}");
}
