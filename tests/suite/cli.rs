//! The command line as a whole, as far as no returns are needed: help, versions, completions and mistakes in its use.

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
        ("C", "letter -h", "Print the table for the letter"),
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
    for line in ["", "import", "check", "letter", "-q --period 2026-05"] {
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
