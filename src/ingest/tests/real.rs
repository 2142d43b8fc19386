//! Files that other people made, where they stand beside the project; otherwise these tests have nothing to do.

use std::path::{Path, PathBuf};

use crate::domain::Unreadable;
use crate::ingest::testing::{LIMITS, refusal, sheets, shown};
use crate::ingest::{find, read};

fn beside(folder: &str) -> Option<PathBuf> {
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).filter(|place| place.is_dir())
}

#[test]
fn the_sample_has_the_cells_that_were_sent() {
    let Some(folder) = beside("input/2026-05").or_else(|| beside("../shared/returns/2026-05")) else { return };
    let found = find(&[folder], &LIMITS).expect("returns");
    let cells = |name: &str| {
        let file = found.files.iter().find(|file| file.relative == name).expect("listed");
        shown(&sheets(&read(file, &LIMITS))[0])
    };
    let expected = [
        ("opgave-midden-oosten-2026-05.xlsx", "B6=4 (3 tijdelijk in NL) D6:2"),
        ("opgave-afrika-2026-05.xls", "A1=As-of date B1@2026-05-31 00:00:00 A3=Mission B3=Headcount"),
        ("opgave-balkan-2026-05.ods", "A7=TOTAAL B7:2 A9=* West-Balkan: standplaats Skopje"),
        ("blue-haven-2026-05.csv", "A3=Blue Haven for Ukraine C3=mobiele ondersteuningsstations D3=stand E3=31-05-2026 F3=13"),
    ];
    for (name, part) in expected {
        assert!(cells(name).contains(part), "{name}: {}", cells(name));
    }
}

#[test]
fn every_real_file_is_read_or_refused() {
    let Some(folder) = beside("../shared/real") else { return };
    let found = find(&[folder], &LIMITS).expect("returns");
    assert!(found.files.len() > 100);
    let mut refused = Vec::new();
    for file in &found.files {
        let book = read(file, &LIMITS);
        assert_eq!(book.source.sha256.len(), 64, "{}", file.relative);
        match &book.sheets {
            Ok(sheets) => assert!(!sheets.is_empty(), "{}", file.relative),
            Err(_) => refused.push(file.relative.rsplit('/').next().unwrap_or_default().to_owned()),
        }
    }
    // Protected, cut off, of no valid XML, plain text, or of more cells than there can be. All others are read.
    refused.sort();
    let expected = [
        "OOM_alloc3.xls",
        "issue252.xlsx",
        "issue_385.xls",
        "issue_594_dos.ods",
        "pass_protected.ods",
        "pass_protected.xlsb",
        "pass_protected.xlsx",
        "too_small.xls",
    ];
    assert_eq!(refused, expected);
    for name in ["pass_protected.ods", "pass_protected.xlsb", "pass_protected.xlsx"] {
        let file = found.files.iter().find(|file| file.relative.ends_with(name)).expect("listed");
        assert_eq!(refusal(&read(file, &LIMITS)), &Unreadable::Encrypted, "{name}");
    }
}

#[test]
fn the_same_table_in_three_formats_has_the_same_cells() {
    let Some(folder) = beside("../shared/real/robust/tafia-calamine") else { return };
    let found = find(&[folder], &LIMITS).expect("returns");
    let cells = |name: &str| {
        let file = found.files.iter().find(|file| file.relative == name).expect("listed");
        shown(&sheets(&read(file, &LIMITS))[0])
    };
    let expected = cells("date_1904.xlsx");
    assert!(expected.contains("@2021-01-01"), "{expected}");
    for name in ["date_1904.xlsb", "date_1904.xls"] {
        assert_eq!(cells(name), expected, "{name}");
    }
}
