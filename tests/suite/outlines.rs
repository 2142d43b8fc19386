//! What is seen of tables that no schema knows: in files made up here, and in files that other people made, where they stand
//! beside the project.

use std::path::{Path, PathBuf};

use muster::domain::SafeText;
use muster::domain::cell::column_letters;
use muster::domain::layout::Outline;
use muster::pipeline::Run;

use crate::common::{run, run_folder};

fn beside() -> Option<PathBuf> {
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/domain")).filter(|place| place.is_dir())
}

/// `A:H title 1 header 3+4 data 5-9 (4)`, rows as a spreadsheet counts them.
fn shown(outline: &Outline) -> String {
    let rows = |rows: &[u32]| rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join("+");
    let col = |at: Option<&(u32, SafeText)>| at.map_or_else(String::new, |(col, _)| column_letters(*col));
    let title = if outline.title_rows.is_empty() { String::new() } else { format!("title {} ", rows(&outline.title_rows)) };
    let columns = format!("{}:{}", col(outline.columns.first()), col(outline.columns.last()));
    let (from, to) = (outline.rows.0 + 1, outline.rows.1 + 1);
    format!("{columns} {title}header {} data {from}-{to} ({})", rows(&outline.header_rows), outline.data_rows)
}

/// The outlines of a file, with the number of their sheet.
fn of_file(run: &Run, file: &str) -> Vec<String> {
    let found = run.returns.iter().find(|one| one.source.path == file).expect("read");
    let sheets = found.sheets.iter().enumerate();
    sheets.flat_map(|(at, sheet)| sheet.layout.outlines.iter().map(move |outline| format!("{} {}", at + 1, shown(outline)))).collect()
}

/// The only suggestion of FIL-07 in English and Dutch.
fn suggestion(run: &Run) -> (String, String) {
    let found = run.findings.iter().find(|finding| finding.code == "FIL-07").expect("a finding");
    (found.suggestion.en.clone(), found.suggestion.nl.clone())
}

#[test]
fn a_file_without_a_known_table_is_told_what_it_looks_like() {
    let cars = "Wagens\n\nKenteken;Merk;Stand\nK1;Volvo;120\nK2;Saab;3\nK3;Volvo;77\n";
    let (en, nl) = suggestion(&run(&[("wagens-2026-05.csv", cars)]));
    assert_eq!(
        en,
        "Sheet 'wagens-2026-05' looks like a table with its header in row 3 (Kenteken, Merk, Stand) and 3 rows, but no known table has \
         these headers. If the file belongs here, add the headers in schemas/tables; if not, take it away."
    );
    assert_eq!(
        nl,
        "Blad 'wagens-2026-05' lijkt op een tabel met de kop in regel 3 (Kenteken, Merk, Stand) en 3 regels, maar geen bekende tabel \
         heeft deze koppen. Hoort het bestand hier, voeg de koppen dan toe in schemas/tables; zo niet, haal het dan weg."
    );
}

#[test]
fn of_several_tables_the_largest_is_named_and_of_many_columns_the_first() {
    let two =
        "soort;aantal;deel\na;1;2\nb;3;4\n\n\nover;k1;k2;k3;k4;k5;k6;k7;k8\nx;1;2;3;4;5;6;7;8\ny;1;2;3;4;5;6;7;8\nz;1;2;3;4;5;6;7;8\n";
    let (en, nl) = suggestion(&run(&[("twee-2026-05.csv", two)]));
    assert!(en.contains("header in row 6 (over, k1, k2, k3, k4, k5 and 3 more) and 3 rows"), "{en}");
    assert!(en.contains("The file seems to hold 1 other table as well"), "{en}");
    assert!(nl.contains("kop in regel 6 (over, k1, k2, k3, k4, k5 en nog 3) en 3 regels"), "{nl}");
    assert!(nl.contains("nog 1 andere tabel"), "{nl}");
}

#[test]
fn a_file_without_anything_like_a_table_is_asked_about_as_before() {
    let (en, _) = suggestion(&run(&[("brief-2026-05.csv", "Beste collega\nDe opgave volgt\n")]));
    assert!(en.starts_with("Does this file belong here?"), "{en}");
}

#[test]
fn names_of_persons_are_not_shown_as_headers() {
    let hours = "Week;Xyzzy Achternaam;A. Achternaam\n1a;36;40\n2a;36;38\n3a;32;40\n";
    let list = "Achternaam;Kenia;Adviseur\nAndersnaam;Mali;Trainer\nDerdenaam;Ghana;Planner\nVierdenaam;Togo;Monitor\n";
    for text in [hours, list] {
        let run = run(&[("uren-2026-05.csv", text)]);
        let layout = &run.returns[0].sheets[0].layout;
        assert_eq!((layout.outlines.len(), layout.outlines[0].columns.len()), (1, 3));
        let (en, nl) = suggestion(&run);
        let told = format!("{en} {nl} {:?}", layout.outlines);
        assert!(!told.contains("naam"), "{told}");
    }
}

#[test]
fn notes_are_kept_without_names() {
    let run = run(&[("opgave-oost-2026-05.csv", "Missie;Bezetting\nEUM Armenia;7*\nTotaal;7\n* van wie Achternaam met verlof\n")]);
    assert_eq!(run.returns[0].sheets[0].layout.notes, [(3, "* van wie [withheld] met verlof".to_owned())]);
}

#[test]
fn real_files_are_outlined_as_they_are() {
    let Some(folder) = beside() else { return };
    let run = run_folder(&folder, &[]);
    let police = |last: [u32; 7]| (2..).zip(last).map(|(sheet, to)| format!("{sheet} A:H title 1 header 3+4+6 data 7-{to} ({})", to - 6));
    let mut sep18 = vec!["1 A:E title 1 header 3 data 4-11 (8)".to_owned()];
    sep18.extend(police([63, 62, 62, 62, 62, 62, 62]));
    sep18.push("9 A:F title 1 header 3+4 data 5-17 (13)".to_owned());
    let mut sep15 = vec!["1 A:D title 1 header 2 data 3-8 (6)".to_owned()];
    sep15.extend(police([63, 62, 62, 62, 62, 0, 0]).take(5));
    sep15.push("7 A:F title 1 header 2+3 data 4-13 (10)".to_owned());
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let expected = [
        ("CountryByYear.csv", owned(&["1 A:G header 1 data 2-57426 (57425)"])),
        ("Rank.csv", owned(&["1 A:H header 1 data 2-123 (122)"])),
        (
            "iom_dtm_dtm_chad_site_and_village_assessment_round_16.xlsx",
            owned(&["1 A:JG header 1+2+3 data 4-226 (223)", "2 A:C header 1 data 2-267 (266)"]),
        ),
        (
            "iom_dtm_dtm_iraq_idps_master_list_round_123.xlsx",
            owned(&[
                "1 A:BD header 1+2 data 3-2844 (2842)",
                "3 A:O title 7 header 8+9 data 10-28 (19)",
                "3 A:J title 30 header 31+32 data 33-51 (19)",
                "3 A:S title 53 header 54+55 data 56-74 (19)",
                "3 A:E title 76 header 77 data 78-89 (12)",
                "3 A:D title 91 header 92 data 93-198 (106)",
                "4 A:O title 1 header 2+3 data 4-473 (470)",
                "5 A:D header 1 data 2-12 (11)",
                "6 A:O header 1 data 2-21 (20)",
                "6 U:Y header 45 data 46-63 (18)",
                "6 G:H header 46 data 47-50 (4)",
            ]),
        ),
        ("iom_dtm_dtm_nigeria_baseline_assessment_round_38.xlsx", owned(&["1 A:AC header 1+2 data 3-792 (790)"])),
        ("police-workforce-sep18-tables.ods", sep18),
        ("police-workforce-tabs-30sep15.ods", sep15),
        ("unpko_country_crosswalk.xlsx", owned(&["1 A:C header 1 data 2-108 (107)"])),
    ];
    for (file, outlines) in expected {
        assert_eq!(of_file(&run, file), outlines, "{file}");
    }
    // The two others hold headers of known tables; their first row is the header all the same.
    for (file, last) in [("DPPADPOSS-PKO.csv", 81), ("MDVA_Deployments_LatLon.xlsx", 3070)] {
        let one = run.returns.iter().find(|one| one.source.path == file).expect("read");
        let table = &one.sheets[0].layout.tables[0];
        // A filter hides most rows of one of them; they are set aside, not lost.
        let mut rows: Vec<u32> = table.data_rows.iter().chain(&table.set_aside).copied().collect();
        rows.sort_unstable();
        assert_eq!((table.header_rows.as_slice(), rows.first(), rows.last()), (&[0][..], Some(&1), Some(&last)), "{file}");
    }
}
