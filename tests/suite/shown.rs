//! What `muster check` shows of real files: excerpts, colours, limits and the formats of other tools.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::write;

/// Runs muster in a folder, with schemas of the project, in a fixed environment and page width.
fn muster(folder: &Path, line: &str, environment: &[(&str, &str)]) -> Output {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").env("COLUMNS", "80").envs(environment.iter().copied());
    command.args(line.split(' ')).arg("--schemas").arg(schemas);
    if !line.starts_with("explain") {
        command.arg("--no-history");
    }
    command.stdin(Stdio::null()).output().expect("muster starts")
}

fn sample() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shown(folder: &Path, line: &str) -> String {
    String::from_utf8(muster(folder, line, &[]).stdout).expect("text")
}

#[test]
fn a_finding_is_shown_with_the_cells_around_it() {
    let text = shown(sample(), "check --lang en");
    insta::assert_snapshot!(text.split("\n\n").next().unwrap_or_default(), @r"
    error SHT-01  Total does not add up · 2026-04
      Total 11 differs from the sum 10 (difference 1).
          ╭─ 2026-04/opgave-afrika-2026-04.xls › Headcount › B9
          │ A                             B                  C       D
        3 │ Mission               Headcount  Temporarily in NL  Female
        ⋮ │
        7 │ EUSDI Gulf of Guinea          0                  0       0
        8 │ UNSMIL Libya                  0                  0       0
        9 │ Total                        11
          │                              ━━ 11 → 10
      Fix: Headcount!B9 (2026-04/opgave-afrika-2026-04.xls) should be 10; then
           everything that depends on it agrees. Possibly it is still last month's
           figure and was not updated.
    ");
    let text = shown(sample(), "check --lang nl");
    insta::assert_snapshot!(text.split("\n\n").nth(1).unwrap_or_default(), @r"
    fout XSH-01  Bezetting wijkt af van rooster · EUCAP Somalia · 2026-05
      Bezetting 3 bij EUCAP Somalia, rooster telt 4 personen op 2026-05-31.
          ╭─ 2026-05/opgave-afrika-2026-05.xls › Roster › A12
          │ A        B             ┊          G           H  I       J
        1 │ Deploy…  Mission       ┊ Start date  Planned e…  Actua…  Status
        ⋮ │
       10 │ ▒▒▒      EUCAP Somalia ┊ 2025-10-27  2026-10-26          in mission area
       11 │ ▒▒▒      EUCAP Somalia ┊ 2025-08-08  2026-08-07          in mission area
       12 │ ▒▒▒      EUCAP Somalia ┊ 2025-03-01  2026-02-28          in mission area
          │ ━━━ gevonden 4, verwacht 3
      Herstel: Regel 12 van blad Roster (2026-05/opgave-afrika-2026-05.xls)
               verklaart het verschil: laat de regel weg, vul Werkelijke einddatum
               in of verbeter Begindatum of Status.
      +2 die hieruit volgen: XSH-03, XMN-04
    ");
}

#[test]
fn a_file_with_many_cells_is_read_once_more_for_its_excerpts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut rows = String::from("Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen\n");
    for nth in 0..400 {
        rows.push_str(&format!("Missie {nth};{};0\n", nth % 9));
    }
    write(folder.path(), &[("input/opgave-oost-2026-05.csv", &rows)]);
    let text = shown(folder.path(), "check --limit 20");
    assert!(text.contains("╭─ opgave-oost-2026-05.csv › opgave-oost-2026-05 › A4\n"), "{text}");
    assert!(text.contains("    4 │ Missie 0          0        0\n"), "{text}");
    assert!(text.contains("Not shown: ") && text.contains("--limit all shows them"), "{text}");
    assert!(shown(folder.path(), "check --limit all").contains("  403 │ Missie 399"), "all of them have their cells");
}

#[test]
fn colours_follow_the_terminal_the_environment_and_the_option() {
    let coloured = |line: &str, environment: &[(&str, &str)]| muster(sample(), line, environment).stdout.contains(&0x1b);
    assert!(!coloured("check", &[]), "a pipe has none");
    assert!(coloured("check", &[("CLICOLOR_FORCE", "1")]));
    assert!(coloured("check --color always", &[("NO_COLOR", "1")]));
    assert!(!coloured("check --color never", &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured("check", &[("NO_COLOR", "1"), ("TERM", "xterm-256color")]));
    for line in ["status --color always", "diff 2026-04 2026-05 --color always"] {
        assert!(coloured(line, &[]), "{line}");
    }
    for format in ["json", "sarif", "junit", "github"] {
        assert!(!coloured(&format!("check --color always --format {format}"), &[]), "{format} is data");
    }
}

#[test]
fn formats_are_data_exit_alike_and_do_not_depend_on_threads() {
    for format in ["json", "sarif", "junit", "github"] {
        let run = |jobs: &str| muster(sample(), &format!("check --format {format} --jobs {jobs}"), &[]);
        let (one, four) = (run("1"), run("4"));
        assert_eq!(one.status.code(), Some(1), "{format}");
        assert!(one.stderr.is_empty(), "{format}: {}", String::from_utf8_lossy(&one.stderr));
        assert!(!one.stdout.is_empty() && one.stdout == four.stdout, "{format}");
        let never = muster(sample(), &format!("check --format {format} --fail-on never"), &[]);
        assert_eq!(never.status.code(), Some(0), "{format}");
    }
    let sarif: serde_json::Value = serde_json::from_str(&shown(sample(), "check --format sarif")).expect("json");
    let json: serde_json::Value = serde_json::from_str(&shown(sample(), "check --format json")).expect("json");
    let all = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
    let results = sarif["runs"][0]["results"].as_array().expect("a list");
    let related: usize = results.iter().map(|result| all(&result["relatedLocations"])).sum();
    assert_eq!(results.len() + related, all(&json["findings"]), "nothing is lost");
    assert!(shown(sample(), "check --format github").contains("::error file=input/2026-04/opgave-afrika-2026-04.xls,line=9,title=SHT-01 "));
}

#[test]
fn the_limit_is_for_people_only() {
    let text = shown(sample(), "check --limit 1");
    assert_eq!(text.matches("\nerror ").count() + usize::from(text.starts_with("error ")), 1, "{text}");
    let said = "Not shown: 2 errors, 6 warnings, 8 notes (XSH-01 ×1, XMN-01 ×1, REG-10 ×3, REG-04 ×3, PLA-07 ×7, PRV-10 ×1).";
    assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{text}");
    assert_eq!(shown(sample(), "check --format json --limit 1"), shown(sample(), "check --format json"));
    let output = muster(sample(), "check --limit 0", &[]);
    assert_eq!(output.status.code(), Some(1), "what is not shown counts all the same");
}

#[test]
fn no_person_is_shown_in_any_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let roster = "Missie;Naam;BSN;Telefoon;Begindatum;Geplande einddatum;Status;Opmerkingen\n\
                  EUM Armenia;A. Achternaam;123456782;06-12345678;01-01-2026;31-12-2026;in missiegebied;bel A. Achternaam\n\
                  EUM Armenia;Voor Achternaam;123456782;0612345678;99-99-2026;31-12-2025;in missiegebied;ziek thuis\n\
                  Onbekend;B. Achternaam;111222333;+31 6 12345678;01-01-2026;31-12-2026;weg;x.y@politie.example\n";
    let counts =
        "Peildatum;31-05-2026\n\nMissie;Bezetting;Opmerkingen\nEUM Armenia;vijf;vraag A. Achternaam\nEUMM Georgia;-1;06-12345678\n";
    write(folder.path(), &[("input/rooster-oost-2026-05.csv", roster), ("input/opgave-oost-2026-05.csv", counts)]);
    for format in ["human", "human -v", "json", "sarif", "junit", "github"] {
        let output = muster(folder.path(), &format!("check --limit all --format {format}"), &[]);
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(text.contains("PRV-0"), "{format}: {text}");
        // The documentation of the checks has examples of its own.
        let text = text.split_once("\"results\":").map_or(text.as_str(), |(_, results)| results);
        for secret in ["Achternaam", "123456782", "12345678", "111222333", "politie.example", "ziek thuis"] {
            assert!(!text.contains(secret), "{format} tells {secret}: {text}");
        }
    }
}

#[test]
fn names_of_files_and_sheets_cannot_steer_what_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let counts = "Peildatum;31-05-2026\n\nMissie;Bezetting\n\u{1b}[2J\u{202e}EUM;7\n=cmd();<script>\n";
    let name = "input/opgave \u{1b}[31m\u{202e}\u{200b}-oost-2026-05.csv";
    write(folder.path(), &[(name, counts)]);
    for format in ["human", "human -v", "junit", "github", "sarif"] {
        let output = muster(folder.path(), &format!("check --color never --format {format}"), &[]);
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{format}: {text:?}");
    }
}

#[test]
fn an_explanation_is_there_as_json_in_both_languages() {
    let json = |line: &str| -> serde_json::Value { serde_json::from_str(&shown(sample(), line)).expect("json") };
    let (english, dutch) = (json("explain pla05 --format json"), json("explain pla05 --format json --lang nl"));
    assert_eq!((&english["code"], &english["settings"]["numbers"]["floor"]), (&"PLA-05".into(), &15.into()));
    assert_ne!(english["does"], dutch["does"]);
    assert!(json("explain XSH-01 --format json")["settings"].is_null());
}

#[test]
fn the_lock_file_of_the_formats_names_no_registry() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let lock = fs::read_to_string(own.join("package-lock.json")).expect("a lock file");
    assert!(!lock.contains("\"resolved\""), "a lock file names no registry");
}
