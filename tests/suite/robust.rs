//! Bad input and a bad environment: what is said, what is still done, and that the previous output stands.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::common::{run, run_folder, write};
use muster::domain::Severity;

const GOOD: &str = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;7\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\nTOTAAL;16\n";

fn muster(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(arguments).env("LC_ALL", "C").current_dir(env!("CARGO_MANIFEST_DIR"));
    command.output().expect("muster starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn set(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let named = files.filter(|path| path.is_file()).map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
    named.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

#[test]
fn a_bad_file_costs_only_itself() {
    let bad: &[(&str, &str)] = &[
        ("opgave-oost-2026-05.csv", GOOD),
        ("leeg-2026-05.xlsx", ""),
        ("geen-werkmap-2026-05.xlsx", "PK\u{3}\u{4} this is no workbook"),
        ("geen-werkmap-2026-05.xls", "\u{1}\u{2}\u{3}"),
        ("geen-werkmap-2026-05.ods", "<html></html>"),
        ("geen-tabel-2026-05.csv", "a;b\n1;2\n"),
        ("~$opgave-oost-2026-05.xlsx", "lock"),
        (".verborgen.csv", GOOD),
        ("notities.docx", "tekst"),
    ];
    let run = run(bad);
    let armenia = run.facts.headcounts.iter().find(|fact| fact.headcount == Some(7));
    assert!(armenia.is_some());
    let refused: Vec<(&str, Severity)> =
        run.findings.iter().filter(|finding| finding.code == "FIL-07").map(|finding| (finding.place.file(), finding.severity)).collect();
    assert_eq!(
        refused,
        [
            ("geen-tabel-2026-05.csv", Severity::Warning),
            ("geen-werkmap-2026-05.ods", Severity::Error),
            ("geen-werkmap-2026-05.xls", Severity::Error),
            ("geen-werkmap-2026-05.xlsx", Severity::Error),
            ("leeg-2026-05.xlsx", Severity::Error),
        ]
    );
    assert!(run.findings.iter().all(|finding| finding.code != "FIL-07" || !finding.suggestion.is_empty()));
    let passed_over: Vec<&str> = run.passed_over.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(passed_over, [".verborgen.csv", "notities.docx", "~$opgave-oost-2026-05.xlsx"]);
}

#[test]
fn nothing_to_read_is_said_and_leaves_the_output_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    write(&input, &[("opgave-oost-2026-05.csv", GOOD)]);
    let (input_text, output_text) = (input.to_str().expect("a path"), output.to_str().expect("a path"));
    assert!(muster(&["import", "--input", input_text, "--output", output_text]).status.success());
    let before = set(&output);

    let nowhere = folder.path().join("nowhere");
    let result = muster(&["import", "--input", nowhere.to_str().expect("a path"), "--output", output_text]);
    assert_eq!(result.status.code(), Some(3));
    assert!(said(&result).contains("nowhere"), "{}", said(&result));

    let empty = folder.path().join("empty");
    fs::create_dir(&empty).expect("a folder");
    let result = muster(&["import", "--input", empty.to_str().expect("a path"), "--output", output_text]);
    assert_eq!(result.status.code(), Some(3));
    assert!(said(&result).contains("xlsx"), "it says what it reads: {}", said(&result));
    assert!(set(&output) == before);
}

#[test]
fn a_wrong_schema_publishes_nothing_and_is_reported_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let schemas = folder.path().join("schemas");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas"), &schemas);
    let checks = schemas.join("checks.toml");
    let text = fs::read_to_string(&checks).expect("a file").replace("severity = \"error\"", "severity = \"eror\"");
    fs::write(&checks, text).expect("a file");
    let settings = schemas.join("settings.toml");
    let text = fs::read_to_string(&settings).expect("a file");
    fs::write(&settings, format!("lnguage = \"nl\"\n{text}")).expect("a file");

    let output = folder.path().join("out");
    let result = muster(&["import", "--schemas", schemas.to_str().expect("a path"), "--output", output.to_str().expect("a path")]);
    assert_eq!(result.status.code(), Some(2));
    let said = said(&result);
    for word in ["checks.toml", "eror", "did you mean `error`", "settings.toml", "lnguage", "^"] {
        assert!(said.contains(word), "{word} is not in:\n{said}");
    }
    assert!(!output.exists());
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

#[test]
fn an_output_that_cannot_be_written_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("out");
    fs::write(&file, "a file, not a folder").expect("a file");
    let result = muster(&["import", "--output", file.to_str().expect("a path")]);
    assert_eq!(result.status.code(), Some(3));
    assert!(said(&result).contains("out"), "{}", said(&result));
    assert_eq!(fs::read_to_string(&file).expect("a file"), "a file, not a folder");
}

#[test]
#[cfg(unix)]
fn a_run_that_is_cut_off_leaves_the_previous_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out");
    let output_text = output.to_str().expect("a path");
    assert!(muster(&["import", "--output", output_text, "--period", "2026-04"]).status.success());
    let before = set(&output);
    // The system ends a process that writes files larger than this limit, as a full disk would end its writing.
    let script = format!("ulimit -f 4; '{}' import --quiet --output '{output_text}'", env!("CARGO_BIN_EXE_muster"));
    let result = Command::new("sh").args(["-c", &script]).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("a shell");
    assert!(!result.status.success());
    assert!(set(&output) == before);
    assert!(muster(&["import", "--output", output_text]).status.success());
    assert!(output.join("letter-2026-05.md").exists());
}

#[test]
fn personal_data_reaches_no_output_and_no_message() {
    let canaries = [
        "Zwaluwstaart",
        "Karekiet",
        "kwikstaart@voorbeeld.example",
        "123456782",
        "111222333",
        "0600000000",
        "06-00000000",
        "NL00BANK0123456789",
        "14-02-1979",
    ];
    let roster = "BSN;Achternaam;Uitzendnummer;Missie;Functie;Begindatum;Geboortedatum;E-mail;Status;Wie\n\
        123456782;Zwaluwstaart;NP-1;EUM Armenia;planner;01-01-2026;14-02-1979;kwikstaart@voorbeeld.example;in missiegebied;K. Karekiet\n\
        111222333;Karekiet;NP-2;EUM Armenie Noord;planner Karekiet;31-06-2026;14-02-1979;0600000000;Karekiet, K.;K. Karekiet\n";
    let names_only = "Achternaam;Uitzendnummer;Missie;Functie;Begindatum;Geboortedatum;Status;Wie\n\
        Zwaluwstaart;NP-1;EUM Armenia;planner;01-01-2026;14-02-1979;in missiegebied;K. Karekiet\n\
        Karekiet;K. Karekiet;EUM Armenie Noord;planner Karekiet;31-06-2026;14-02-1979;Karekiet, K.;Z. Zwaluwstaart\n";
    let headcount = "Peildatum;31-05-2026\n\nMissie;Bezetting;Opmerkingen\n\
        EUM Armenia;2 (bel 06-00000000);bel Zwaluwstaart 06-00000000\n\
        kwikstaart@voorbeeld.example;NL00BANK0123456789;x\nEUAM Ukraine;123456782;y\n";
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in");
    write(&input, &[("rooster-oost-2026-05.csv", roster), ("namen-oost-2026-05.csv", names_only), ("opgave-oost-2026-05.csv", headcount)]);
    let output = folder.path().join("out");
    let (input_text, output_text) = (input.to_str().expect("a path"), output.to_str().expect("a path"));
    let import = muster(&["import", "-v", "--input", input_text, "--output", output_text]);
    assert!(import.status.success(), "{}", said(&import));
    let check = muster(&["check", "-v", input_text]);
    let json = muster(&["check", "--format", "json", input_text]);
    let mut texts: Vec<(String, Vec<u8>)> = set(&output).into_iter().collect();
    for (name, result) in [("import", import), ("check", check), ("check --format json", json)] {
        texts.push((name.to_owned(), [result.stdout, result.stderr].concat()));
    }
    for (name, bytes) in texts {
        for canary in canaries {
            let found = bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
            assert!(!found, "{canary} stands in {name}");
        }
    }
    let run = run_folder(&input, &[]);
    for code in ["PRV-01", "PRV-02", "PRV-03", "PRV-04", "PRV-05"] {
        assert!(run.findings.iter().any(|finding| finding.code == code), "{code} is not there");
    }
}
