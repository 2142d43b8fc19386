//! The published set cannot be hurt: by a killed run, by what stands in its way, by files that go away, or by another run. What a
//! kill at any instant and a full disk do to the program is tried in `tests/safety`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use muster::pipeline::letter::{Form, published_letter};
use muster::pipeline::{self, Progress};

use crate::common::{options, run_after, write};

const MAY: &str = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;7\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\nTOTAAL;16\n";

/// A folder with one return in `in`.
fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    write(home.path(), &[("in/opgave-oost-2026-05.csv", MAY)]);
    home
}

fn command(home: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.args(line.split_whitespace()).current_dir(home).env_clear().env("LANG", "C").stdin(Stdio::null());
    command
}

fn muster(home: &Path, line: &str) -> Output {
    command(home, line).output().expect("muster starts")
}

fn publishes(home: &Path) {
    let output = muster(home, "import in --output out --quiet");
    assert_eq!((output.status.code(), said(&output)), (Some(0), String::new()));
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files in a folder but those with the time of the run and the lock.
fn set(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file());
    let named = files.map(|path| (path.file_name().expect("a name").to_string_lossy().into_owned(), path));
    let told = named.filter(|(name, _)| name != "manifest.json" && name != ".muster.lock");
    told.map(|(name, path)| (name, fs::read(path).expect("a file"))).collect()
}

#[test]
fn a_run_that_reads_nothing_finishes_what_a_killed_one_left() {
    let home = home();
    publishes(home.path());
    let out = home.path().join("out");
    let new = set(&out);
    // As if a run had been killed after it had moved some files: the rest is in staging, the journal tells.
    let staging = out.join(".muster-staging");
    fs::create_dir(&staging).expect("a folder");
    let moves: Vec<&String> = new.keys().collect();
    for name in &moves[5..] {
        fs::rename(out.join(name), staging.join(name)).expect("moved");
        fs::write(out.join(name), "the set before").expect("written");
    }
    fs::write(out.join("letter-2026-04.md"), "the set before").expect("written");
    let journal = serde_json::json!({"moves": moves, "obsolete": ["letter-2026-04.md"]});
    fs::write(out.join(".muster-journal.json"), journal.to_string()).expect("a journal");
    fs::create_dir(home.path().join("empty")).expect("a folder");
    let output = muster(home.path(), "import empty --output out");
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(set(&out) == new && !staging.exists() && !out.join(".muster-journal.json").exists());
}

/// Takes files away once it is known which are to be read.
struct Takes(Vec<PathBuf>);

impl Progress for Takes {
    fn found(&self, _files: usize) {
        self.0.iter().for_each(|path| fs::remove_file(path).expect("removed"));
    }
    fn read(&self, _path: &str) {}
    fn checking(&self) {}
}

#[test]
fn a_return_that_goes_away_while_a_run_reads_costs_only_itself() {
    let input = tempfile::tempdir().expect("a folder");
    let names = ["opgave-oost-2026-05.csv", "blue-haven-2026-05.csv"];
    write(input.path(), &names.map(|name| (name, MAY)));
    let run = pipeline::run(&options(input.path(), &[]), &Takes(vec![input.path().join(names[1])])).expect("a run");
    let unreadable: Vec<&str> = run.returns.iter().filter(|one| one.unreadable.is_some()).map(|one| one.source.path.as_str()).collect();
    assert_eq!(unreadable, [names[1]]);
    assert!(run.findings.iter().any(|finding| finding.code == "FIL-07" && finding.place.file() == names[1]));
    assert!(run.facts.headcounts.iter().any(|fact| fact.headcount == Some(7)));
    write(input.path(), &[(names[1], MAY)]);
    let all = names.map(|name| input.path().join(name)).to_vec();
    let run = pipeline::run(&options(input.path(), &[]), &Takes(all)).expect("a run");
    assert!(run.returns.iter().all(|one| one.unreadable.is_some()) && run.returns.len() == 2);
}

#[test]
fn what_stands_in_the_way_is_named_and_the_set_stands() {
    let home = home();
    publishes(home.path());
    let out = home.path().join("out");
    let before = set(&out);
    for (name, more) in
        [("headcount.csv", ""), ("report.html", ""), ("manifest.json", ""), ("manifest.json", "--no-history"), (".muster.lock", "")]
    {
        let (path, aside) = (out.join(name), home.path().join("aside"));
        fs::rename(&path, &aside).expect("moved");
        fs::create_dir(&path).expect("a folder");
        fs::write(path.join("mine"), "mine").expect("a file");
        let output = muster(home.path(), &format!("import in --output out {more}"));
        assert_eq!(output.status.code(), Some(3), "{name}: {}", said(&output));
        assert!(said(&output).contains(name) && said(&output).contains("folder"), "{name}: {}", said(&output));
        assert!(path.join("mine").exists() && !out.join(".muster-staging").exists(), "{name}");
        fs::remove_dir_all(&path).expect("removed");
        fs::rename(&aside, &path).expect("moved");
        assert!(set(&out) == before, "{name}");
    }
    publishes(home.path());
    assert!(set(&out) == before);
}

#[cfg(unix)]
#[test]
fn an_output_behind_a_link_is_written_where_it_leads() {
    use std::os::unix::fs::symlink;
    let home = home();
    let (out, real) = (home.path().join("out"), home.path().join("real"));
    symlink(&real, &out).expect("a link");
    let output = muster(home.path(), "import in --output out");
    assert_eq!(output.status.code(), Some(3), "a link that leads nowhere: {}", said(&output));
    assert!(said(&output).contains("out cannot be written"), "{}", said(&output));
    fs::create_dir(&real).expect("a folder");
    publishes(home.path());
    assert!(out.is_symlink() && real.join("manifest.json").is_file() && !real.join(".muster-staging").exists());
    publishes(home.path());
}

/// As another run would hold it.
fn hold(out: &Path) -> File {
    let lock = File::options().write(true).open(out.join(".muster.lock")).expect("a lock");
    lock.lock().expect("locked");
    lock
}

#[test]
fn of_two_runs_the_second_is_told_and_writes_nothing() {
    let home = home();
    publishes(home.path());
    let out = home.path().join("out");
    let before = fs::read(out.join("manifest.json")).expect("a manifest");
    let held = hold(&out);
    for (line, said_there) in [
        (
            "import in --output out --no-history",
            "error: Another muster is already writing to out. Wait until it has finished and try again.\n",
        ),
        (
            "import in --output out --no-history --lang nl",
            "fout: Een andere muster schrijft al naar out. Wacht tot die klaar is en probeer het opnieuw.\n",
        ),
        // Who reads has waited for it first.
        ("status --input in --output out", "error: Another muster is already writing to out. Wait until it has finished and try again.\n"),
    ] {
        let output = muster(home.path(), line);
        assert_eq!(output.status.code(), Some(3), "{line}");
        assert!(said(&output).ends_with(said_there), "{line}: {}", said(&output));
    }
    assert_eq!(fs::read(out.join("manifest.json")).expect("a manifest"), before);
    assert!(!out.join(".muster-staging").exists());
    drop(held);
    publishes(home.path());
}

#[cfg(target_os = "linux")]
#[test]
fn who_reads_waits_for_who_writes() {
    let home = home();
    publishes(home.path());
    let out = home.path().join("out");
    for line in ["status", "letter --period 2026-05", "import in --quiet"] {
        let held = hold(&out);
        let line = format!("{line} --output out {}", if line.starts_with("import") { "" } else { "--input in" });
        let mut reads = command(home.path(), &line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("muster starts");
        let descriptors = PathBuf::from(format!("/proc/{}/fd", reads.id()));
        let waits = || {
            let open = fs::read_dir(&descriptors).into_iter().flatten().flatten();
            open.filter_map(|entry| fs::read_link(entry.path()).ok()).any(|path| path.ends_with(".muster.lock"))
        };
        while !waits() {
            assert!(reads.try_wait().expect("a process").is_none(), "{line}: it did not wait");
        }
        drop(held);
        assert_eq!(reads.wait().expect("a process").code(), Some(0), "{line}");
    }
}

#[test]
fn a_letter_is_that_of_the_set_that_was_looked_at_also_where_another_run_replaces_it_meanwhile() {
    let home = home();
    publishes(home.path());
    let (out, april) = (home.path().join("out"), home.path().join("april"));
    let letter = fs::read(out.join("letter-2026-05.md")).expect("a letter");
    write(&april, &[("opgave-oost-2026-04.csv", &MAY.replace("31-05", "30-04"))]);
    let looks = run_after(&april, &out, &[]);
    write(home.path(), &[("in/opgave-oost-2026-05.csv", &MAY.replace(";7", ";8").replace("16", "17"))]);
    publishes(home.path());
    assert!(fs::read(out.join("letter-2026-05.md")).expect("a letter") != letter);
    let given = published_letter(&looks, "2026-05".parse().expect("a month"), Form::Markdown);
    assert_eq!(given, Some(letter.as_slice()));
}

#[cfg(unix)]
mod modes {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// Everything below a folder, with its mode.
    fn modes(folder: &Path, found: &mut Vec<(PathBuf, bool, u32)>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let about = fs::symlink_metadata(&path).expect("there");
            found.push((path.clone(), about.is_dir(), about.permissions().mode() & 0o7777));
            if about.is_dir() {
                modes(&path, found);
            }
        }
    }

    #[test]
    fn nothing_that_is_written_is_open_to_others_whatever_the_mask() {
        for (mask, file, folder) in [("000", 0o640, 0o750), ("022", 0o640, 0o750), ("027", 0o640, 0o750), ("077", 0o600, 0o700)] {
            let home = home();
            let lines = [
                "import in --output new/deep/out",
                "import in --output new/deep/out --period 2026-05",
                "feedback in --output new/deep/out --to sent/back",
                "letter --input in --output new/deep/out --period 2026-05 --to letter.docx",
                "letter --input in --output new/deep/out --period 2026-05 --to letter.docx",
                "template --coordinator oost --input in --to forms/may",
                "template --coordinator oost --input in --to forms/may --force",
            ];
            for line in lines {
                let script = format!("umask {mask}; exec '{}' {line} --quiet", env!("CARGO_BIN_EXE_muster"));
                let output = Command::new("sh").args(["-c", &script]).current_dir(home.path()).output().expect("a shell");
                assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
            }
            let mut found = Vec::new();
            modes(home.path(), &mut found);
            found.retain(|(path, ..)| !path.starts_with(home.path().join("in")));
            assert!(found.len() > 40 && home.path().join("forms/may").is_dir(), "{found:?}");
            for (path, is_folder, mode) in found {
                let private = path.starts_with(home.path().join("sent/back"));
                let expected = match (is_folder, private) {
                    (true, true) => 0o700,
                    (false, true) => 0o600,
                    (true, false) => folder,
                    (false, false) => file,
                };
                assert_eq!(format!("{mode:o}"), format!("{expected:o}"), "{} under {mask}", path.display());
            }
        }
    }
}
