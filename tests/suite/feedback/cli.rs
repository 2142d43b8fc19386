//! The command as a whole.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn muster(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").stdin(Stdio::null());
    command.args(line.split_whitespace()).output().expect("muster starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A folder with one return whose total is wrong.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let month = folder.path().join("input/2026-05");
    fs::create_dir_all(&month).expect("a folder");
    let text = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;6\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\nTOTAAL;16\n";
    fs::write(month.join("opgave-oost-2026-05.csv"), text).expect("a file");
    folder
}

fn there(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

#[test]
fn it_says_what_it_wrote_and_writes_nowhere_else() {
    let folder = folder();
    let output = muster(folder.path(), "feedback --period 2026-05");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    insta::assert_snapshot!(text(&output.stdout), @r"
    oost
      feedback/opgave-oost-2026-05.xlsx  1 error
        Your file is of the type csv; this is a new file with the same cells in the
        same place.
      feedback/oost.md                   the mail
    ");
    insta::assert_snapshot!(text(&output.stderr), @r"
    There is no folder 'schemas' here: the built-in schemas are used.

    1 workbook and 1 mail written. Read each mail before you send it. A workbook
    holds the lines of its sender: send it to nobody else.
    ");
    assert_eq!(
        there(&folder.path().join("feedback")),
        [".muster-feedback.json", ".muster-feedback.lock", "oost.md", "opgave-oost-2026-05.xlsx"]
    );
    assert_eq!(there(folder.path()), ["feedback", "input"]);
    let dutch = muster(folder.path(), "feedback --lang nl --to elders/terug -q");
    assert_eq!(dutch.status.code(), Some(0), "{}", text(&dutch.stderr));
    assert!(dutch.stderr.is_empty() && text(&dutch.stdout).contains("elders/terug/oost.md"), "{}", text(&dutch.stdout));
    let same = |name: &str| {
        fs::read(folder.path().join("feedback").join(name)).ok() == fs::read(folder.path().join("elders/terug").join(name)).ok()
    };
    assert!(same("oost.md") && same("opgave-oost-2026-05.xlsx"), "the language of the terminal is not that of the sender");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_open_what_it_wrote() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    assert_eq!(muster(folder.path(), "feedback").status.code(), Some(0));
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let to = folder.path().join("feedback");
    assert_eq!(mode(&to), 0o700);
    for name in there(&to) {
        assert_eq!(mode(&to.join(&name)), 0o600, "{name}");
    }
}

#[test]
fn it_does_not_mix_with_what_is_read_or_published() {
    let folder = folder();
    for made in ["output", "schemas-of-others"] {
        fs::create_dir(folder.path().join(made)).expect("a folder");
    }
    for line in [
        "--to input",
        "--to input/terug",
        "--to .",
        "--to output",
        "--to output/terug",
        "--to figures --output figures",
        "--to input/2026-05/../..",
    ] {
        let output = muster(folder.path(), &format!("feedback {line}"));
        assert_eq!(output.status.code(), Some(2), "{line}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("lie within each other"), "{line}: {}", text(&output.stderr));
    }
    let dutch = muster(folder.path(), "feedback --to input --lang nl");
    assert!(text(&dutch.stderr).contains("Kies met --to een map"), "{}", text(&dutch.stderr));
    assert_eq!(there(folder.path()), ["input", "output", "schemas-of-others"]);
}

#[test]
fn files_of_others_stay() {
    let folder = folder();
    let to = folder.path().join("feedback");
    fs::create_dir(&to).expect("a folder");
    fs::write(to.join("oost.md"), "by hand").expect("a file");
    let output = muster(folder.path(), "feedback");
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("Nothing was written."), "{}", text(&output.stderr));
    assert!(output.stdout.is_empty());
    assert_eq!(there(&to), ["oost.md"]);
    let dutch = muster(folder.path(), "feedback --lang nl");
    assert!(text(&dutch.stderr).contains("Er is niets geschreven."), "{}", text(&dutch.stderr));
}

#[test]
fn a_month_that_is_right_gives_nothing_and_what_no_longer_holds_goes() {
    let folder = folder();
    assert_eq!(muster(folder.path(), "feedback").status.code(), Some(0));
    // FIL-01 asks for the returns of others, and nobody is told about a month that is right.
    let right = folder.path().join("input/2026-05/opgave-oost-2026-05.csv");
    fs::write(
        &right,
        "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;6\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\nTOTAAL;15\n",
    )
    .expect("a file");
    let output = muster(folder.path(), "feedback");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    insta::assert_snapshot!(text(&output.stdout), @r"
    feedback/opgave-oost-2026-05.xlsx  taken away: there is nothing left to tell
    feedback/oost.md  taken away: there is nothing left to tell
    ");
    insta::assert_snapshot!(text(&output.stderr), @r"
    There is no folder 'schemas' here: the built-in schemas are used.
    There is nothing to send back for 2026-05: the returns are in order. Nothing was written.
    ");
    let again = muster(folder.path(), "feedback --to elsewhere --lang nl");
    insta::assert_snapshot!(text(&again.stderr), @r"
    Er is hier geen map 'schemas': de ingebouwde schema's gelden.
    Over 2026-05 is er niets terug te melden: de opgaven zijn in orde. Er is niets geschreven.
    ");
    assert!(!folder.path().join("elsewhere").exists() && again.stdout.is_empty());
}

#[test]
fn it_exits_as_the_contract_says() {
    let folder = folder();
    for (line, code) in [
        ("feedback --fail-on error", 1),
        ("feedback", 0),
        ("feedback --period 2020-01", 3),
        ("feedback --to", 2),
        ("feedback nowhere", 3),
        ("feedback --schemas nowhere", 2),
    ] {
        let output = muster(folder.path(), line);
        assert_eq!(output.status.code(), Some(code), "{line}: {}", text(&output.stderr));
    }
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(muster(empty.path(), "feedback").status.code(), Some(3));
}
