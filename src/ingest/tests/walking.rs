//! What is found below the inputs.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::PassedOverWhy::{Hidden, LockFile, ReceivedList, UnknownExtension};
use crate::error::Error;
use crate::ingest::testing::LIMITS;
use crate::ingest::{Found, ReceivedProblem, find};

fn write(root: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
}

fn names(found: &Found) -> Vec<&str> {
    found.files.iter().map(|file| file.relative.as_str()).collect()
}

fn found(inputs: &[PathBuf]) -> Found {
    find(inputs, &LIMITS).expect("returns")
}

#[test]
fn returns_are_found_at_any_depth_in_the_order_of_their_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let names_in = [
        "b.XLSX",
        "a/b/c/d.ods",
        "a.csv",
        "a/z.tsv",
        "Z.xls",
        "a/.hidden.csv",
        ".git/x.csv",
        "~$b.xlsx",
        "a/.~lock.d.ods#",
        "README.md",
        "Makefile",
        "x.txt",
    ];
    write(folder.path(), &names_in.map(|name| (name, "x")));
    let found = found(&[folder.path().to_owned()]);
    assert_eq!(names(&found), ["Z.xls", "a.csv", "a/b/c/d.ods", "a/z.tsv", "b.XLSX"]);
    let passed: Vec<_> = found.passed_over.iter().map(|passed| (passed.path.as_str(), passed.why)).collect();
    assert_eq!(
        passed,
        [
            (".git", Hidden),
            ("Makefile", UnknownExtension),
            ("README.md", UnknownExtension),
            ("a/.hidden.csv", Hidden),
            ("a/.~lock.d.ods#", LockFile),
            ("x.txt", UnknownExtension),
            ("~$b.xlsx", LockFile),
        ]
    );
}

#[test]
fn the_order_of_the_inputs_and_naming_a_file_twice_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[("in/2026-05/a.csv", "x"), ("in/b.csv", "x"), ("c.csv", "x")]);
    let at = |name: &str| folder.path().join(name);
    let mut inputs = vec![at("in"), at("in/2026-05"), at("in/2026-05/a.csv"), at("c.csv"), at("in/../in")];
    let one = found(&inputs);
    assert_eq!(names(&one), ["2026-05/a.csv", "b.csv", "c.csv"]);
    inputs.reverse();
    let other = found(&inputs);
    assert_eq!(names(&other), names(&one));
    assert_eq!(other, one);
}

#[test]
fn equal_names_below_two_inputs_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[("x/in/a.csv", "1"), ("y/in/a.csv", "2"), ("z/a.csv", "3"), ("z/b.csv", "4")]);
    let inputs = ["x/in", "y/in", "z"].map(|name| folder.path().join(name));
    assert_eq!(names(&found(&inputs)), ["b.csv", "x/in/a.csv", "y/in/a.csv", "z/a.csv"]);
}

#[test]
fn nothing_to_read_says_where_it_looked() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[("readme.txt", "x")]);
    let error = find(&[folder.path().to_owned()], &LIMITS).expect_err("no return");
    let text = error.message();
    for text in [&text.nl, &text.en] {
        assert!(text.contains(&folder.path().display().to_string()) && text.contains("xlsx"), "{text}");
    }
    assert!(matches!(error, Error::NothingToRead(_)));
    assert!(matches!(find(&[], &LIMITS), Err(Error::NothingToRead(_))));
    assert!(matches!(find(&[folder.path().join("gone")], &LIMITS), Err(Error::Read { path, .. }) if path.ends_with("gone")));
}

#[test]
fn dates_of_receipt_come_from_their_list() {
    let folder = tempfile::tempdir().expect("a folder");
    write(
        folder.path(),
        &[
            ("2026-05/a.csv", "x"),
            ("2026-05/b.csv", "x"),
            ("2026-05/c d.csv", "x"),
            ("received.csv", "file,received\n2026-05/a.csv,2026-06-01\n2026-05/b.csv,2026-06-02\ngone.csv,2026-06-02\n"),
            (
                "2026-05/Received.CSV",
                "Received;Remark;File\n\n3-6-2026;;b.csv\n04-06-2026;;.\\c d.csv\n4-6-2026;;2026-05/c d.csv\n5-6-2026;;c d.csv\nsoon;;b.csv\n",
            ),
        ],
    );
    let found = found(&[folder.path().to_owned()]);
    let dates: Vec<_> = found.files.iter().map(|file| file.received.map(|date| date.to_string())).collect();
    assert_eq!(dates, [Some("2026-06-01".to_owned()), Some("2026-06-03".to_owned()), Some("2026-06-04".to_owned())]);
    let notes: Vec<_> = found.received_notes.iter().map(|note| (note.list.as_str(), note.row, note.problem)).collect();
    assert_eq!(
        notes,
        [
            ("2026-05/Received.CSV", 6, ReceivedProblem::Contradiction),
            ("2026-05/Received.CSV", 7, ReceivedProblem::NotADate),
            ("received.csv", 4, ReceivedProblem::NoSuchFile),
        ]
    );
    assert!(found.received_notes[2].message().nl.starts_with("received.csv, regel 4"));
    assert_eq!(found.passed_over.iter().filter(|passed| passed.why == ReceivedList).count(), 2);
}

#[test]
fn a_list_that_is_none_is_noted() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[("a.csv", "x"), ("received.csv", "bestand;datum\na.csv;2026-06-01\n")]);
    let found = found(&[folder.path().to_owned()]);
    assert_eq!(found.received_notes.iter().map(|note| note.problem).collect::<Vec<_>>(), [ReceivedProblem::NotAList]);
    assert_eq!(found.files[0].received, None);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::domain::PassedOverWhy::NoAccess;
    use crate::domain::Unreadable;
    use crate::ingest::read;
    use crate::ingest::testing::refusal;

    #[test]
    fn links_in_circles_are_harmless() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("in");
        write(folder.path(), &[("in/a/x.csv", "x"), ("in/b/y.csv", "y"), ("elsewhere/deep/z.csv", "z"), ("secret.csv", "not asked for")]);
        symlink(&root, root.join("a/up")).expect("linked");
        symlink("..", root.join("b/out")).expect("linked");
        symlink(folder.path(), root.join("above")).expect("linked");
        symlink("../b", root.join("a/sideways")).expect("linked");
        symlink(folder.path().join("elsewhere"), root.join("far")).expect("linked");
        symlink(&root, folder.path().join("elsewhere/back")).expect("linked");
        symlink("x.csv", root.join("a/again.csv")).expect("linked");
        let found = found(&[root]);
        assert_eq!(names(&found), ["a/again.csv", "b/y.csv", "far/deep/z.csv"]);
        let circles: Vec<_> = found.passed_over.iter().map(|passed| (passed.path.as_str(), passed.why)).collect();
        assert_eq!(circles, [("a/up", NoAccess), ("above", NoAccess), ("b/out", NoAccess)]);
    }

    #[test]
    fn a_link_to_nothing_is_a_return_that_cannot_be_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        symlink("gone.xlsx", folder.path().join("a.xlsx")).expect("linked");
        symlink("b.csv", folder.path().join("b.csv")).expect("linked");
        let found = found(&[folder.path().to_owned()]);
        assert_eq!(names(&found), ["a.xlsx", "b.csv"]);
        for file in &found.files {
            assert!(matches!(refusal(&read(file, &LIMITS)), Unreadable::Refused(_)), "{file:?}");
        }
    }
}
