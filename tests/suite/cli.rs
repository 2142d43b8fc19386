//! The command line as a whole: help, versions, completions, mistakes in its use, and that its outputs agree.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Runs muster in a folder, in a fixed environment.
fn muster(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").stdin(Stdio::null());
    command
}

fn run(folder: &Path, line: &str) -> Output {
    muster(folder).args(line.split_whitespace()).output().expect("muster starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn empty() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn help_is_data_and_comes_in_the_language_of_the_system() {
    let folder = empty();
    for (lang, line, start) in [
        ("C", "--help", "Reads the monthly headcount returns"),
        ("nl_NL.UTF-8", "--help", "Leest de maandelijkse bezettingsopgaven"),
        ("nl_NL.UTF-8", "--lang en --help", "Reads the monthly headcount returns"),
        ("tr_TR.UTF-8", "help", "Reads the monthly headcount returns"),
        ("C", "help check --lang nl", "Lees en controleer, toon de bevindingen"),
        ("C", "letter -h", "Make the letter's table"),
    ] {
        let output = muster(folder.path()).env("LANG", lang).args(line.split(' ')).output().expect("muster starts");
        assert_eq!(output.status.code(), Some(0), "{line}");
        assert!(text(&output.stdout).starts_with(start), "{line}: {}", text(&output.stdout));
        assert!(output.stderr.is_empty(), "{line}: {}", text(&output.stderr));
    }
}

#[test]
fn the_version_is_data() {
    let output = run(empty().path(), "--version");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), format!("muster {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn colours_are_left_out_of_a_pipe_unless_asked_for() {
    let folder = empty();
    assert!(!text(&run(folder.path(), "--help").stdout).contains('\u{1b}'));
    assert!(text(&run(folder.path(), "--help --color always").stdout).contains('\u{1b}'));
    let output = muster(folder.path()).args(["nonsense", "--color=always"]).output().expect("muster starts");
    assert!(text(&output.stderr).contains('\u{1b}'));
}

#[test]
fn wrong_usage_exits_with_two_and_says_so_beside_the_data() {
    let folder = empty();
    for (line, said) in [
        ("nonsense", "error: unrecognized subcommand 'nonsense'"),
        ("--period 2026-5", "a month is written as YYYY-MM, for instance 2026-05"),
        ("check --period mei", "a month is written as YYYY-MM, for instance 2026-05"),
        ("check --jobs 0", "invalid value '0' for '--jobs <N>'"),
        ("check --fail-on sometimes", "[possible values: error, warning, never]"),
        ("explain", "<CODE>"),
        ("--lang", "a value is required for '--lang <LANG>'"),
        ("--lang nl --perod 2026-05", "fout: onbekend argument '--perod'"),
        ("explain XSH-01 --schemas nowhere", "error: There is no folder nowhere with schemas."),
        ("check letter", "error: There is no file or folder 'letter' here. Do you mean the command?"),
    ] {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(said), "{line}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty(), "{line}: {}", text(&output.stdout));
    }
}

#[test]
fn no_input_exits_with_three_for_every_command_that_reads() {
    let folder = empty();
    for line in ["", "import", "check", "status", "letter", "-q --period 2026-05"] {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(3), "{line}");
        assert_eq!(
            text(&output.stderr),
            "error: There is no folder 'input' here. Name the files or folders to read: muster import FOLDER.\n",
            "{line}"
        );
    }
    let dutch = run(folder.path(), "check --lang nl");
    assert!(text(&dutch.stderr).starts_with("fout: Er is hier geen map 'input'."), "{}", text(&dutch.stderr));
}

#[test]
fn an_output_folder_among_the_inputs_is_refused_before_anything_is_read() {
    let folder = empty();
    for made in ["input", "schemas"] {
        fs::create_dir(folder.path().join(made)).expect("a folder");
    }
    fs::write(folder.path().join("input/a.csv"), "Missie;Bezetting\n").expect("a file");
    for line in ["import --output input", "import --output input/out", "import --output .", "import . --output output", "--output schemas"]
    {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("lie within each other"), "{line}: {}", text(&output.stderr));
    }
    assert_eq!(fs::read_dir(folder.path().join("input")).expect("a folder").count(), 1);
}

#[test]
fn every_shell_gets_a_script() {
    let folder = empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = run(folder.path(), &format!("completions {shell}"));
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(text(&output.stdout).contains("explain"), "{shell}");
    }
    assert_eq!(run(folder.path(), "completions csh").status.code(), Some(2));
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_error() {
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = muster(empty().path()).arg("--help").stdout(writer).output().expect("muster starts");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_standard_output_is_said() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let output = muster(empty().path()).arg("--help").stdout(full).output().expect("muster starts");
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).starts_with("error: stdout cannot be written"), "{}", text(&output.stderr));
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_do_no_harm() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let strange = OsStr::from_bytes(b"\xff\xfe");
    let folder = empty();
    for (arguments, code) in [(vec![strange], 2), (vec![OsStr::new("check"), OsStr::new("--period"), strange], 2)] {
        let output = muster(folder.path()).args(&arguments).output().expect("muster starts");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

/// A copy of the sample returns and of the schemas.
fn sample() -> tempfile::TempDir {
    let folder = empty();
    for part in ["input", "schemas"] {
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join(part), &folder.path().join(part));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (path, to) = entry.map(|entry| (entry.path(), to.join(entry.file_name()))).expect("an entry");
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copy");
        }
    }
}

/// A published table: its columns, and each row as the texts of its cells.
fn table(folder: &Path, name: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(folder.join(format!("output/{name}.csv"))).expect("a table");
    let columns = reader.headers().expect("a header").iter().map(ToOwned::to_owned).collect();
    (columns, reader.records().map(|row| row.expect("a row").iter().map(ToOwned::to_owned).collect()).collect())
}

/// A value of a document as a published table writes it.
fn cell(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(parts) => parts.iter().map(cell).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[test]
fn a_check_as_json_says_what_an_import_publishes() {
    let folder = sample();
    assert_eq!(run(folder.path(), "import --quiet --lang en").status.code(), Some(0));
    let output = run(folder.path(), "check --format json --lang en");
    assert_eq!(output.status.code(), Some(1), "the sample has errors");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    for (name, rows) in [
        ("findings", &document["findings"]),
        ("checks", &document["checks"]),
        ("returns", &document["returns"]),
        ("ledger", &document["ledger"]),
    ] {
        let (columns, mut published) = table(folder.path(), name);
        let rows = rows.as_array().expect("a list");
        let mut shown: Vec<Vec<String>> = rows.iter().map(|row| columns.iter().map(|column| cell(&row[column])).collect()).collect();
        shown.sort();
        published.sort();
        assert_eq!(shown, published, "{name}");
    }
    let (columns, published) = table(folder.path(), "by_period");
    let months = document["summary"]["months"].as_array().expect("a list");
    assert_eq!(months.len(), published.len());
    for (month, row) in months.iter().zip(&published) {
        for key in ["period", "missions_reporting", "headcount", "temp_home", "change"] {
            let at = columns.iter().position(|column| column == key).expect("a column");
            assert_eq!(cell(&month[key]), row[at], "{key}");
        }
    }
}

#[test]
fn a_month_without_returns_is_nothing_to_read_and_leaves_the_output_alone() {
    let folder = sample();
    assert_eq!(run(folder.path(), "import --quiet").status.code(), Some(0));
    let before = fs::read(folder.path().join("output/manifest.json")).expect("a manifest");
    for line in ["import --period 2020-01", "check --period 2020-01 --period 2020-02", "letter --period 2020-01"] {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(3), "{line}");
        assert!(output.stdout.is_empty(), "{line}");
        let said = text(&output.stderr);
        assert!(said.starts_with("error: There is no return for 2020-01") && said.ends_with("2026-03, 2026-04, 2026-05.\n"), "{said}");
    }
    assert_eq!(fs::read(folder.path().join("output/manifest.json")).expect("a manifest"), before);
    let output = run(folder.path(), "check --period 2020-01 --period 2026-03");
    assert_eq!(output.status.code(), Some(0), "one of two is there");
    assert!(text(&output.stderr).starts_with("There is no return for 2020-01."), "{}", text(&output.stderr));
}

#[test]
fn files_that_cannot_be_read_publish_nothing() {
    let folder = sample();
    assert_eq!(run(folder.path(), "import --quiet").status.code(), Some(0));
    let before = fs::read(folder.path().join("output/manifest.json")).expect("a manifest");
    fs::create_dir(folder.path().join("bad")).expect("a folder");
    fs::write(folder.path().join("bad/opgave-oost-2026-05.xlsx"), "no workbook").expect("a file");
    for line in ["import bad", "letter bad"] {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(3), "{line}");
        let said = text(&output.stderr);
        assert!(said.contains("FIL-07") && said.contains("error: Not one file could be read"), "{line}: {said}");
        assert!(output.stdout.is_empty(), "{line}");
    }
    assert_eq!(fs::read(folder.path().join("output/manifest.json")).expect("a manifest"), before);
    let output = run(folder.path(), "check bad");
    assert_eq!(output.status.code(), Some(1), "a check tells what is wrong with the file");
    assert!(text(&output.stdout).contains("FIL-07"), "{}", text(&output.stdout));
}

#[test]
fn a_letter_fails_on_what_it_is_told_to() {
    let folder = sample();
    for (line, code) in [
        ("letter --period 2026-05", 0),
        ("letter --period 2026-05 --fail-on error", 1),
        ("letter --period 2026-03 --fail-on error", 0),
        ("letter --period 2026-03 --fail-on warning", 1),
        ("letter --period 2026-05 --final", 1),
        ("letter --period 2026-03 --final", 0),
    ] {
        assert_eq!(run(folder.path(), line).status.code(), Some(code), "{line}");
    }
}

#[test]
fn wrong_schemas_are_reported_whole_with_one_closing_sentence() {
    let folder = sample();
    let path = folder.path().join("schemas/settings.toml");
    let settings = fs::read_to_string(&path).expect("settings");
    fs::write(&path, settings.replace("max_cells", "max_cels").replace("language", "langauge")).expect("settings");
    for line in ["", "check", "rules", "explain SHT-01", "letter"] {
        let output = run(folder.path(), line);
        assert_eq!(output.status.code(), Some(2), "{line}");
        let said = text(&output.stderr);
        assert!(said.contains("did you mean `max_cells`?") && said.contains("did you mean `language`?"), "{line}: {said}");
        assert_eq!(said.matches("mistakes in the schemas").count(), 1, "{line}: {said}");
        assert!(said.ends_with("\n\nerror: There are 2 mistakes in the schemas: nothing was read and nothing was published.\n"), "{said}");
        assert!(output.stdout.is_empty() && !folder.path().join("output").exists(), "{line}");
    }
}

#[test]
fn each_sheet_is_explained_on_request() {
    let folder = sample();
    let plain = run(folder.path(), "check --lang en");
    assert!(!text(&plain.stdout).contains("header"), "{}", text(&plain.stdout));
    let explained = text(&run(folder.path(), "check -v --lang en").stdout);
    let files = explained.matches("\n  └─ ").count();
    assert_eq!(files, 14, "each file ends with its last sheet: {explained}");
    for part in [
        "  ├─ Headcount · Headcount · 9 rows: 5 accepted, 4 set aside\n",
        "  │    total        B9 = sum of B4:B8, by its label\n",
        "J Status (settled by the other headers)",
    ] {
        assert!(explained.contains(part), "{part}: {explained}");
    }
    assert!(explained.find("XSH-01") > explained.rfind("└─ voorgenomen"), "the findings stand below the sheets");
    let dutch = run(folder.path(), "import -v --lang nl");
    assert!(text(&dutch.stderr).contains("B9 = som van B4:B8, door het opschrift"), "{}", text(&dutch.stderr));
    let document: serde_json::Value = serde_json::from_str(&text(&run(folder.path(), "check --format json").stdout)).expect("json");
    let lines = |key: &str| -> Vec<(String, String)> {
        let rows = document[key].as_array().expect("a list");
        rows.iter().map(|row| (row["file"].to_string(), row["sheet"].to_string())).collect()
    };
    assert_eq!(lines("sheets"), lines("ledger"));
    let headcount = &document["sheets"][0]["tables"][0];
    assert_eq!((&headcount["table"], &headcount["data_rows"][0]), (&serde_json::json!("headcount"), &serde_json::json!("4:8")));
}
