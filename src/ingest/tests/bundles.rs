//! Zip archives of returns, which are read as folders.

use std::fs;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::domain::PassedOverWhy::{
    EmptyArchive, Hidden, LockFile, NestedArchive, NoAccess, ReceivedListInArchive, UnknownExtension, UnsafeName,
};
use crate::domain::{FileFormat, Unreadable, sha256};
use crate::ingest::testing::{LIMITS, refusal, sheets, shown, xlsx, zip};
use crate::ingest::{Found, Limits, ReceivedProblem, find, read};

const TABLE: &str = "Missie;Bezetting\nEUM Armenia;7\n";

/// What is found in a folder that holds these files.
fn found_in(files: &[(&str, &[u8])], limits: &Limits) -> (tempfile::TempDir, Found) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    let found = find(&[folder.path().to_owned()], limits).expect("returns");
    (folder, found)
}

/// What becomes of each return in an archive: its path, and the cells of its first sheet or why there are none.
fn outcomes(archive: &[u8], limits: &Limits) -> Vec<(String, Result<String, Unreadable>)> {
    let (_folder, found) = found_in(&[("maand.zip", archive)], limits);
    let outcome = |file| read(file, limits).sheets.map(|sheets| shown(&sheets[0]));
    found.files.iter().map(|file| (file.relative.clone(), outcome(file))).collect()
}

/// The same bytes with each `from` replaced by as many others.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let places: Vec<usize> = (0..=bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(from.len() == to.len() && places.len() == 2, "a name stands before the part and in the directory");
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn an_archive_is_read_as_a_folder() {
    let book = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default();
    writer.add_directory("oost", plain).expect("a folder");
    let files: [(&str, &[u8]); 13] = [
        ("oost/2026-05.xlsx", &book),
        ("west\\2026-05.csv", TABLE.as_bytes()),
        ("/b.csv", TABLE.as_bytes()),
        ("oost/.c.csv", b"x"),
        ("__MACOSX/oost/._2026-05.xlsx", b"x"),
        ("oost/~$2026-05.xlsx", b"x"),
        ("lees mij.txt", b"x"),
        ("april.zip", b"x"),
        ("oost/Received.csv", b"file,received\n"),
        ("../../etc/passwd.csv", b"x"),
        ("oost/../../x.csv", b"x"),
        ("C:\\x.csv", b"x"),
        ("regel\neinde.csv", TABLE.as_bytes()),
    ];
    for (name, bytes) in files {
        writer.start_file(name, plain).expect("started");
        writer.write_all(bytes).expect("written");
    }
    writer.add_symlink("link.csv", "/etc/passwd", plain).expect("a link");
    let archive = writer.finish().expect("finished").into_inner();

    let (_folder, found) = found_in(&[("in/maand.zip", &archive), ("in/b.csv", b"9;9")], &LIMITS);
    let files: Vec<&str> = found.files.iter().map(|file| file.relative.as_str()).collect();
    let expected = [
        "in/b.csv",
        "in/maand.zip/b.csv",
        "in/maand.zip/oost/2026-05.xlsx",
        "in/maand.zip/regel\u{fffd}einde.csv",
        "in/maand.zip/west/2026-05.csv",
    ];
    assert_eq!(files, expected);
    let passed: Vec<_> =
        found.passed_over.iter().map(|passed| (passed.path.strip_prefix("in/maand.zip/").expect("inside"), passed.why)).collect();
    assert_eq!(
        passed,
        [
            ("../../etc/passwd.csv", UnsafeName),
            ("C:/x.csv", UnsafeName),
            ("__MACOSX/oost/._2026-05.xlsx", Hidden),
            ("april.zip", NestedArchive),
            ("lees mij.txt", UnknownExtension),
            ("link.csv", NoAccess),
            ("oost/../../x.csv", UnsafeName),
            ("oost/.c.csv", Hidden),
            ("oost/Received.csv", ReceivedListInArchive),
            ("oost/~$2026-05.xlsx", LockFile),
        ]
    );
    assert!(found.passed_over.iter().all(|passed| passed.why.reason().nl != passed.why.reason().en));

    let workbook = read(&found.files[2], &LIMITS);
    assert_eq!((shown(&sheets(&workbook)[0]).as_str(), workbook.source.format), ("A1:1", FileFormat::Xlsx));
    assert_eq!((workbook.source.sha256, workbook.source.bytes), (sha256(&book), book.len() as u64));
    let text = read(&found.files[4], &LIMITS);
    assert_eq!(shown(&sheets(&text)[0]), "A1=Missie B1=Bezetting A2=EUM Armenia B2=7");
    assert_eq!(sheets(&text)[0].name, "2026-05");
}

#[test]
fn names_of_old_archives_are_read_as_they_were_meant() {
    let archive = zip(&[("oekra#ne.csv", TABLE), ("geld-utf##.csv", TABLE)]);
    // As MS-DOS wrote it, and as many programs write it without saying so.
    let archive = replaced(&replaced(&archive, b"oekra#ne", b"oekra\x8Bne"), b"utf##", "utf\u{e9}".as_bytes());
    let names: Vec<String> = outcomes(&archive, &LIMITS).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["maand.zip/geld-utfé.csv", "maand.zip/oekraïne.csv"]);
}

#[test]
fn a_file_with_a_password_costs_only_itself() {
    let mut archive = zip(&[("a.csv", TABLE), ("b.csv", TABLE)]);
    // The first bit of the flags, before the part and in the directory.
    let starts: [(&[u8], usize); 2] = [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)];
    for (mark, flags) in starts {
        let first = (0..archive.len()).find(|at| archive[*at..].starts_with(mark)).expect("a header");
        archive[first + flags] |= 1;
    }
    let outcomes = outcomes(&archive, &LIMITS);
    assert_eq!(outcomes[0], ("maand.zip/a.csv".to_owned(), Err(Unreadable::Encrypted)));
    assert!(outcomes[1].1.is_ok(), "{outcomes:?}");
}

#[test]
fn a_workbook_that_is_called_an_archive_is_read() {
    let book = xlsx("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let (_folder, found) = found_in(&[("opgave-2026-05.zip", &book)], &LIMITS);
    let book = read(&found.files[0], &LIMITS);
    assert_eq!((book.source.path.as_str(), book.source.format), ("opgave-2026-05.zip", FileFormat::Xlsx));
    assert_eq!(shown(&sheets(&book)[0]), "A1:1");
}

#[test]
fn an_archive_that_cannot_be_opened_is_a_return_that_cannot_be_read() {
    let whole = zip(&[("a.csv", TABLE)]);
    let (_folder, found) = found_in(&[("half.zip", &whole[..whole.len() - 10]), ("geen.zip", b"tekst"), ("leeg.zip", &zip(&[]))], &LIMITS);
    let names: Vec<&str> = found.files.iter().map(|file| file.relative.as_str()).collect();
    assert_eq!(names, ["geen.zip", "half.zip"]);
    for file in &found.files {
        let book = read(file, &LIMITS);
        assert!(matches!(refusal(&book), Unreadable::Damaged(_)), "{book:?}");
        assert_eq!(book.source.format, FileFormat::Zip);
    }
    let passed: Vec<_> = found.passed_over.iter().map(|passed| (passed.path.as_str(), passed.why)).collect();
    assert_eq!(passed, [("leeg.zip", EmptyArchive)]);
    // One that is damaged inside is found out when that file is read.
    let mut damaged = whole;
    let at = damaged
        .windows(8)
        .position(|window| window == b"PK\x01\x02\x2E\x03\x14\0" || window.starts_with(b"PK\x01\x02"))
        .expect("a directory");
    damaged[at - 3] ^= 0xFF;
    assert!(matches!(&outcomes(&damaged, &LIMITS)[..], [(name, Err(Unreadable::Damaged(_)))] if name == "maand.zip/a.csv"));
}

#[test]
fn limits_hold_for_an_archive_and_for_each_file_in_it() {
    let long = format!("{TABLE}{}", "UNMIK;1\n".repeat(1000));
    let archive = zip(&[("a.csv", TABLE), ("b.csv", &long)]);
    let refused = |limits: &Limits| outcomes(&archive, limits).into_iter().map(|(name, outcome)| (name, outcome.err())).collect::<Vec<_>>();
    let one = refused(&Limits { max_file_bytes: 4_000, ..LIMITS });
    assert_eq!((one[0].1.as_ref(), one[1].0.as_str()), (None, "maand.zip/b.csv"));
    assert!(matches!(one[1].1, Some(Unreadable::TooLarge { .. })), "{one:?}");
    let whole = refused(&Limits { max_unpacked_bytes: 8_000, ..LIMITS });
    assert!(matches!(&whole[..], [(name, Some(Unreadable::TooLarge { .. }))] if name == "maand.zip"), "{whole:?}");
    assert_eq!(refused(&LIMITS).into_iter().filter_map(|(_, why)| why).count(), 0);
}

#[test]
fn two_files_of_one_name_in_an_archive_are_not_guessed_at() {
    let archive = replaced(&zip(&[("a.csv", TABLE), ("b.csv", TABLE)]), b"b.csv", b"a.csv");
    let outcomes = outcomes(&archive, &LIMITS);
    assert!(matches!(&outcomes[..], [(name, Err(Unreadable::Damaged(_)))] if name == "maand.zip"), "{outcomes:?}");
}

#[test]
fn a_file_in_an_archive_and_one_in_a_folder_of_its_name_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [("x/a.zip", zip(&[("b.csv", "1;1")])), ("y/a.zip/b.csv", b"2;2".to_vec())] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    let inputs = ["x", "y"].map(|name| folder.path().join(name));
    let found = find(&inputs, &LIMITS).expect("returns");
    let read: Vec<_> = found.files.iter().map(|file| (file.relative.as_str(), shown(&sheets(&read(file, &LIMITS))[0]))).collect();
    assert_eq!(read, [("x/a.zip/b.csv", "A1=1 B1=1".to_owned()), ("y/a.zip/b.csv", "A1=2 B1=2".to_owned())]);
}

#[test]
fn an_archive_that_is_named_itself_is_read_once() {
    let (folder, _) = found_in(
        &[("in/maand.zip", &zip(&[("oost/a.csv", TABLE)])), ("in/received.csv", b"file,received\nmaand.zip/oost/a.csv,2026-06-02\n")],
        &LIMITS,
    );
    let inputs = [folder.path().join("in"), folder.path().join("in/maand.zip")];
    let found = find(&inputs, &LIMITS).expect("returns");
    assert_eq!(found.files.len(), 1);
    assert_eq!(found.files[0].relative, "maand.zip/oost/a.csv");
    assert_eq!(found.files[0].received.map(|date| date.to_string()).as_deref(), Some("2026-06-02"));
    assert_eq!(found.received_notes, []);
}

#[test]
fn an_archive_has_a_date_of_receipt_for_all_that_is_in_it() {
    let list = b"file,received\nmaand.zip,2026-06-01\nmaand.zip/oost/b.csv,2026-06-02\nander.zip,2026-06-03\n";
    let (_folder, found) =
        found_in(&[("in/maand.zip", &zip(&[("a.csv", TABLE), ("oost/b.csv", TABLE)])), ("in/received.csv", list)], &LIMITS);
    let dates: Vec<_> = found.files.iter().map(|file| file.received.map(|date| date.to_string()).unwrap_or_default()).collect();
    assert_eq!(dates, ["2026-06-01", "2026-06-02"]);
    let notes: Vec<_> = found.received_notes.iter().map(|note| (note.row, note.problem)).collect();
    assert_eq!(notes, [(4, ReceivedProblem::NoSuchFile)]);
}
