//! No file takes the program down: files are read by processes of their own, whose end is the end of one file only.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use muster::domain::{Unreadable, Workbook};
use muster::ingest::{Candidate, Limits, Reader, find};

use crate::common::write;

const LIMITS: Limits = Limits {
    max_file_bytes: 64 << 20,
    max_unpacked_bytes: 512 << 20,
    max_cells: 5_000_000,
    max_ratio: 400,
    max_memory_bytes: 2 << 30,
    max_seconds: 60,
};

fn muster() -> Option<PathBuf> {
    Some(PathBuf::from(env!("CARGO_BIN_EXE_muster")))
}

fn files(folder: &Path) -> Vec<Candidate> {
    find(&[folder.to_owned()], &LIMITS).expect("files").files
}

fn read_in_both_ways(folder: &Path) {
    let (here, elsewhere) = (Reader::new(LIMITS, None), Reader::new(LIMITS, muster()));
    for file in files(folder).into_iter().filter(|file| fs::metadata(&file.path).is_ok_and(|about| about.len() < 1 << 18)) {
        let (one, other) = (here.read(&file), elsewhere.read(&file));
        assert!(one == other, "{} is read otherwise in a process of its own", file.relative);
    }
}

#[test]
fn files_are_the_same_wherever_they_are_read() {
    read_in_both_ways(&Path::new(env!("CARGO_MANIFEST_DIR")).join("input"));
}

#[test]
fn the_files_of_others_are_the_same_wherever_they_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real");
    if folder.is_dir() {
        read_in_both_ways(&folder);
    }
}

#[test]
fn the_program_reads_for_itself_without_saying_so() {
    let muster = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_muster")).args(arguments).stdin(Stdio::null()).output().expect("muster starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    let greeting = concat!("muster ", env!("CARGO_PKG_VERSION"), " reads\n");
    assert_eq!(muster(&[muster::pipeline::SERVE]), (Some(0), greeting.to_owned(), Vec::new()));
    for arguments in [&["--help"][..], &["completions", "bash"], &["completions", "fish"]] {
        assert!(!muster(arguments).1.contains(muster::pipeline::SERVE), "{arguments:?}");
    }
    // What it is asked must make sense.
    let mut child = Command::new(env!("CARGO_BIN_EXE_muster"))
        .arg(muster::pipeline::SERVE)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("muster starts");
    child.stdin.take().expect("an input").write_all(&[0xFF; 100]).expect("asked");
    assert_eq!(child.wait().expect("an end").code(), Some(1));
}

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("started");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn returns_in_an_archive_count_as_those_in_a_folder() {
    let east = b"Missie;Bezetting\nEUM Armenia;7\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\n";
    let folder = tempfile::tempdir().expect("a folder");
    let packed = archive(&[("oost/opgave-oost.csv", east), ("lees mij.txt", b"x"), ("kapot.xlsx", b"PK\x03\x04")]);
    fs::create_dir(folder.path().join("in")).expect("a folder");
    fs::write(folder.path().join("in/2026-05.zip"), packed).expect("written");
    let run = crate::common::run_folder(&folder.path().join("in"), &[]);
    // The month stands in the name of the archive, the coordinator in that of the file.
    let armenia = run.facts.headcounts.iter().find(|fact| fact.headcount == Some(7)).expect("a headcount");
    assert_eq!(armenia.period.to_string(), "2026-05");
    let inputs: Vec<&str> = run.inputs.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(inputs, ["2026-05.zip/kapot.xlsx", "2026-05.zip/oost/opgave-oost.csv"]);
    assert_eq!(run.inputs[1].1, muster::domain::sha256(east));
    let refused = run.findings.iter().find(|finding| finding.code == "FIL-07").expect("a finding");
    assert_eq!(refused.place.file(), "2026-05.zip/kapot.xlsx");
    assert_eq!(run.passed_over.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), ["2026-05.zip/lees mij.txt"]);
}

/// A workbook of an old kind, larger than what is left of little memory.
fn in_little_memory(max_memory_bytes: u64) -> Workbook {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.xls");
    // Whether it is a workbook at all is found out only after it was taken in.
    fs::write(&path, [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &vec![0; 8 << 20]].concat()).expect("written");
    Reader::new(Limits { max_memory_bytes, ..LIMITS }, muster()).read(&files(folder.path())[0])
}

#[test]
fn memory_is_taken_up_to_a_limit_only() {
    assert!(matches!(in_little_memory(2 << 30).sheets, Err(Unreadable::Damaged(_))));
    if cfg!(target_os = "linux") {
        let why = in_little_memory(1 << 20).sheets.expect_err("no memory to read it in");
        assert_eq!(why, Unreadable::TooMuchMemory { limit: "1.0 MiB".to_owned() });
        assert!(why.reason().nl.contains("geheugen") && why.reason().en.contains("memory"), "{why:?}");
    }
}

/// Programs that stand in for one that reads files, each as a file that is a script.
#[cfg(unix)]
mod stand_ins {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const GREETING: &str = concat!("echo 'muster ", env!("CARGO_PKG_VERSION"), " reads'\n");
    const TABLE: &str = "Missie\tBezetting\nEUM Armenia\t7\n";

    /// What comes of a file that a process is to read which does this.
    fn outcome(script: &str, limits: Limits) -> Workbook {
        let folder = tempfile::tempdir().expect("a folder");
        // Text under the name of a workbook is read elsewhere as a workbook is.
        write(folder.path(), &[("in/a.xlsx", TABLE), ("worker", &format!("#!/bin/sh\n{script}"))]);
        let program = folder.path().join("worker");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("a program");
        Reader::new(limits, Some(program)).read(&files(&folder.path().join("in"))[0])
    }

    fn why(script: &str) -> Unreadable {
        outcome(&format!("{GREETING}{script}"), LIMITS).sheets.expect_err("unreadable")
    }

    #[test]
    fn a_process_that_dies_costs_its_file_and_says_what_of() {
        let memory = Unreadable::TooMuchMemory { limit: "2.0 GiB".to_owned() };
        assert_eq!(why("kill -SEGV $$"), Unreadable::Crashed);
        assert_eq!(why("kill -ABRT $$"), Unreadable::Crashed);
        assert_eq!(why("exit 0"), Unreadable::Crashed);
        assert_eq!(why("head -c 60 >/dev/null; exit 101"), Unreadable::Crashed);
        assert_eq!(why("kill -KILL $$"), memory);
        assert_eq!(why("echo 'memory allocation of 99 bytes failed' >&2; kill -ABRT $$"), memory);
        assert_eq!(why("kill -XCPU $$"), Unreadable::TooSlow { seconds: 60 });
        for why in [Unreadable::Crashed, Unreadable::TooSlow { seconds: 60 }, memory] {
            assert!(!why.reason().is_empty() && why.reason().nl != why.reason().en, "{why:?}");
        }
    }

    /// An xlsb with formulas so deep inside each other, which its reader reads by calling itself.
    fn nested(depth: u16) -> Vec<u8> {
        let wide = |text: &str| {
            [&[u8::try_from(text.len()).expect("short"), 0, 0, 0][..], &text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()]
                .concat()
        };
        let record = |kind: &[u8], data: &[u8]| {
            let length = data.len();
            let length =
                [length & 0x7F | 0x80, length >> 7 & 0x7F | 0x80, length >> 14].map(|byte| u8::try_from(byte).expect("seven bits"));
            [kind, &length, data].concat()
        };
        let formula: Vec<u8> = (0..depth).rev().flat_map(|inside| [vec![0x29], (inside * 3).to_le_bytes().to_vec()].concat()).collect();
        let cell = [&[0; 18][..], &(u32::from(depth) * 3).to_le_bytes(), &formula].concat();
        let sheet =
            [record(&[0x94, 1], &[0; 16]), record(&[0x91, 1], &[]), record(&[0], &[0; 8]), record(&[9], &cell), record(&[0x92, 1], &[])];
        let listed = [vec![0; 8], wide("r1"), wide("Blad1")].concat();
        let book = [record(&[0x9C, 1], &listed), record(&[0x90, 1], &[]), record(&[0x9D, 1], &[])];
        let relations = b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
        archive(&[
            ("xl/workbook.bin", &book.concat()),
            ("xl/_rels/workbook.bin.rels", relations),
            ("xl/worksheets/sheet1.bin", &sheet.concat()),
        ])
    }

    #[test]
    fn a_reader_that_runs_out_of_stack_costs_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        // The real reader, with so little room for calls that it cannot finish what it would otherwise read.
        write(folder.path(), &[("worker", &format!("#!/bin/sh\nulimit -s 256\nexec '{}' \"$@\"", env!("CARGO_BIN_EXE_muster")))]);
        let program = folder.path().join("worker");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("a program");
        fs::create_dir(folder.path().join("in")).expect("a folder");
        for (name, depth) in [("a.xlsb", 1), ("b.xlsb", 30), ("c.xlsb", 2), ("d.xlsb", 40)] {
            fs::write(folder.path().join("in").join(name), nested(depth)).expect("written");
        }
        let files = files(&folder.path().join("in"));
        let reader = Reader::new(LIMITS, Some(program));
        let outcomes: Vec<_> = files.iter().map(|file| reader.read(file).sheets.map(|sheets| sheets.len())).collect();
        // Optimised, the reader needs less room and may come to an end.
        let crashes = if cfg!(debug_assertions) { Err(Unreadable::Crashed) } else { outcomes[1].clone() };
        assert_eq!((&outcomes[0], &outcomes[1], &outcomes[2]), (&Ok(1), &crashes, &Ok(1)));
        // Deeper than anybody writes is refused before it is tried.
        assert!(matches!(outcomes[3], Err(Unreadable::Damaged(_))), "{outcomes:?}");
        assert_eq!(Reader::new(LIMITS, muster()).read(&files[1]).sheets.map(|sheets| sheets.len()), Ok(1));
    }

    #[test]
    fn a_process_that_never_ends_is_ended() {
        let limits = Limits { max_seconds: 1, ..LIMITS };
        for script in ["exec sleep 600", "exec 1>&-\nexec sleep 600", "exec yes"] {
            let book = outcome(&format!("{GREETING}{script}"), limits);
            let why = book.sheets.expect_err("unreadable");
            assert!(
                matches!(why, Unreadable::TooSlow { seconds: 1 } | Unreadable::TooMuchMemory { .. } | Unreadable::Crashed),
                "{script}: {why:?}"
            );
        }
        assert_eq!(outcome("exec sleep 600", limits).sheets.expect_err("unreadable"), Unreadable::TooSlow { seconds: 1 });
    }

    #[test]
    fn an_answer_that_is_none_is_not_believed() {
        for answer in ["exec head -c 1000000 /dev/zero", "exec head -c 100000 /dev/urandom", "printf '\\377\\377\\377\\377'"] {
            assert_eq!(why(answer), Unreadable::Crashed, "{answer}");
        }
    }

    #[test]
    fn without_such_a_process_files_are_read_all_the_same() {
        for script in ["exit 0", "echo something else altogether", "head -c 20 /dev/zero"] {
            assert!(outcome(script, LIMITS).sheets.is_ok(), "{script}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &[("a.xlsx", TABLE)]);
        let reader = Reader::new(LIMITS, Some(folder.path().join("no such program")));
        assert!(reader.read(&files(folder.path())[0]).sheets.is_ok());
    }

    #[test]
    fn the_file_after_one_that_killed_its_reader_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        // The first process answers nothing; every later one is the real one.
        let script = format!(
            "#!/bin/sh\nif [ ! -e '{0}/tried' ]; then touch '{0}/tried'; {GREETING} kill -SEGV $$; fi\nexec '{1}' \"$@\"",
            folder.path().display(),
            env!("CARGO_BIN_EXE_muster")
        );
        write(folder.path(), &[("in/a.xlsx", TABLE), ("in/b.xlsx", TABLE), ("worker", &script)]);
        let program = folder.path().join("worker");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("a program");
        let reader = Reader::new(LIMITS, Some(program));
        let files = files(&folder.path().join("in"));
        assert_eq!(reader.read(&files[0]).sheets, Err(Unreadable::Crashed));
        assert!(reader.read(&files[1]).sheets.is_ok());
        // Nor does it depend on the files before what becomes of one.
        assert!(reader.read(&files[0]).sheets.is_ok());
    }
}
