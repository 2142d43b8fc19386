//! Returns as coordinators send them, and what a run over them has to say. Invented throughout.

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::common::{line, lines, message, run, run_folder, write};
use muster::domain::facts::HeadcountStatus;
use muster::domain::{Finding, Lang};
use muster::pipeline::Run;

const AS_OF: &str = "Peildatum;31-05-2026\n";
const HEADER: &str = "Missie;Bezetting;Waarvan tijdelijk in NL\n";
const EAST: &str = "EUM Armenia;7;0\nEUAM Ukraine;3;0\nEUMM Georgia;5;0\nEUPM Moldova;1;0\n";
const ROSTER: &str = "Uitzendnummer;Missie;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n";

/// A return of the coordinator East for May 2026.
fn east(rows: &str) -> String {
    format!("{AS_OF}{HEADER}{rows}")
}

/// The headcounts of a run as `month mission=headcount status`, without those that are missing.
pub(crate) fn figures(run: &Run) -> Vec<String> {
    let published = run.facts.headcounts.iter().filter(|fact| run.periods.contains(&fact.period));
    let words = published.filter(|fact| fact.status != HeadcountStatus::Missing).map(|fact| {
        let mission = &run.schema.registry.missions[fact.mission].id;
        let count = fact.headcount.map_or_else(|| "?".to_owned(), |count| count.to_string());
        let status = if fact.status == HeadcountStatus::Ok { "" } else { fact.status.as_str() };
        format!("{} {mission}={count} {status}", fact.period).trim_end().to_owned()
    });
    words.collect()
}

/// The findings about returns and missions that are not there, of one coordinator's missions.
fn missing<'r>(run: &'r Run, mission: &str) -> Vec<&'r Finding> {
    run.findings.iter().filter(|finding| finding.code == "FIL-01" && message(finding).contains(mission)).collect()
}

/// Everything of a run that may be shown or published.
fn everything(run: &Run) -> String {
    let tables: Vec<_> = run.returns.iter().flat_map(|from| &from.tables).map(|table| &table.columns).collect();
    format!("{:?} {:?} {:?} {:?} {tables:?}", run.findings, run.facts, run.ledger, run.tallies)
}

/// A workbook with a sheet for each name, its cells text or numbers as they look.
pub(crate) fn workbook(path: &Path, sheets: &[(&str, &[&[&str]])]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
    let mut add = |name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    };
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let packages = "http://schemas.openxmlformats.org/package/2006";
    let (mut names, mut links, mut types) = (String::new(), String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        let id = at + 1;
        names += &format!("<sheet name=\"{name}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>");
        links += &format!("<Relationship Id=\"rId{id}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>");
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
        types += &format!("<Override PartName=\"/xl/worksheets/sheet{id}.xml\" ContentType=\"{kind}\"/>");
        let mut data = String::new();
        for (row, cells) in rows.iter().enumerate() {
            data += &format!("<row r=\"{}\">", row + 1);
            for (col, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let address = format!("{}{}", char::from(b'A' + u8::try_from(col).expect("few columns")), row + 1);
                data += &match text.parse::<f64>() {
                    Ok(number) => format!("<c r=\"{address}\"><v>{number}</v></c>"),
                    Err(_) => format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                };
            }
            data += "</row>";
        }
        add(&format!("xl/worksheets/sheet{id}.xml"), &format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>"));
    }
    add("xl/workbook.xml", &format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{names}</sheets></workbook>"));
    add("xl/_rels/workbook.xml.rels", &format!("<Relationships xmlns=\"{packages}/relationships\">{links}</Relationships>"));
    let book = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";
    let start = format!("<Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/>");
    add("_rels/.rels", &format!("<Relationships xmlns=\"{packages}/relationships\">{start}</Relationships>"));
    add(
        "[Content_Types].xml",
        &format!(
            "<Types xmlns=\"{packages}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{book}\"/>{types}</Types>"
        ),
    );
    zip.finish().expect("a workbook");
}

#[test]
fn a_correct_return_has_no_finding_in_whatever_form_it_comes() {
    let may = ["eum-armenia=7", "euam-ukraine=3", "eumm-georgia=5", "eupm-moldova=1"];
    let cases: [(&str, &str, String); 11] = [
        ("as the template has it", "2026-05/oost.csv", east(&format!("{EAST}TOTAAL;16;0\n"))),
        ("month in the file name only", "Stand mei 2026.csv", east(EAST)),
        ("month in the folders of year and month", "2026/05 mei/oost.csv", east(EAST)),
        ("month in the as-of date only", "oost.csv", east(EAST)),
        (
            "headings of groups and subtotals",
            "2026-05/oost.csv",
            east("EU-missies\nZuidelijke Kaukasus\nEUM Armenia;7;0\nEUMM Georgia;5;0\nSubtotaal;12;0\nOost-Europa\nEUAM Ukraine;3;0\nEUPM Moldova;1;0\nSubtotaal;4;0\nTotaal Oost-Europa en Zuidelijke Kaukasus;16;0\n"),
        ),
        (
            "titles, a date in a sentence, footnotes",
            "2026-05/oost.csv",
            format!("Overzicht uitgezonden politiefunctionarissen per 31 mei 2026\n\n{HEADER}EUM Armenia*;7;0\nEUAM Oekraïne;3 ¹;0\nEUMM Georgië;vijf;geen\nEUPM Moldavië;1,0;0\nTotaal per 31-05-2026;16;0\n\n* inclusief wissel\n¹ zie toelichting\n"),
        ),
        (
            "English, with commas",
            "2026-05/oost.csv",
            "Monthly return\nAs of:,31 May 2026\nMission,Headcount,Remarks\nEUM Armenia,7.0,\"a, b\"\nEUAM Ukraine,three,\nEUMM Georgia,5,\nEUPM Moldova,1,\nGrand total,16.0,\n".to_owned(),
        ),
        (
            "French",
            "2026-05/oost.csv",
            "Situation au 31 mai 2026\nMission;Effectif;Dont temporairement aux Pays-Bas\nEUM Arménie;7;aucun\nEUAM Ukraine;trois;0\nEUMM Georgia;5 policiers;0\nEUPM Moldova;1;0\nTotal général;16;0\n".to_owned(),
        ),
        ("a serial number of a spreadsheet as date", "2026-05/oost.csv", format!("Peildatum;46173\n{HEADER}{EAST}")),
        ("numbered lines", "2026-05/oost.csv", numbered(&east(&format!("{EAST}TOTAAL;16;0\n")))),
        ("the last working day", "2026-05/oost.csv", format!("Stand 29 mei 2026\n{HEADER}{EAST}")),
    ];
    for (what, path, text) in cases {
        let run = run(&[(path, &text)]);
        // That it is not the last day is noted.
        let noted: &[&str] =
            if what == "the last working day" { &["2026-05 DEF-05 info oost!A1 - [2026-05-29] [2026-05-31]"] } else { &[] };
        assert_eq!(lines(&run), noted, "{what}");
        let mut expected: Vec<String> = may.iter().map(|figure| format!("2026-05 {figure}")).collect();
        let mut found = figures(&run);
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{what}");
        assert!(missing(&run, "EUM Armenia").is_empty(), "{what}");
    }
}

/// The same sheet with a column `Nr.` before its table.
fn numbered(text: &str) -> String {
    let mut table = text.lines().skip_while(|line| !line.starts_with("Missie"));
    let head: Vec<&str> = text.lines().take_while(|line| !line.starts_with("Missie")).collect();
    let names = table.next().map(|line| format!("Nr.;{line}"));
    let rows =
        table.enumerate().map(|(at, line)| if line.starts_with("TOTAAL") { format!(";{line}") } else { format!("{};{line}", at + 1) });
    head.into_iter().map(str::to_owned).chain(names).chain(rows).collect::<Vec<_>>().join("\n")
}

/// A label such as `EU` was read as a mission without a headcount: an unknown mission and a headcount not reported.
#[test]
fn the_heading_of_a_group_is_no_unknown_mission() {
    for label in ["EU", "EU-missies", "VN", "OVSE-missies", "Missies van de EU", "Missions de l'UE", "UN missions", "Zuidelijke Kaukasus"] {
        let run = run(&[("2026-05/oost.csv", &east(&format!("{label}\n{EAST}")))]);
        assert_eq!(lines(&run), Vec::<String>::new(), "{label}");
    }
    // A name that stands alone and is close to a mission's is one with its number left out, told once.
    let run = run(&[("2026-05/oost.csv", &east(&format!("EUM Armenie X\n{EAST}")))]);
    assert_eq!(lines(&run), ["2026-05 REG-01 error oost!A3 - [EUM Armenie X] [EUM Armenia]"]);
}

#[test]
fn a_total_that_names_its_sheet_or_date_is_checked() {
    for label in ["TOTAAL", "Totaal:", "Total général", "Totaal Oost-Europa", "Total officers deployed", "Totaal per 31-05-2026", "Totaal*"]
    {
        let run = run(&[("2026-05/oost.csv", &east(&format!("{EAST}{label};17;0\n")))]);
        assert!(lines(&run).iter().any(|line| line.contains("SHT-01 error oost!B7")), "{label}: {:?}", lines(&run));
    }
    // A part claims nothing about the whole; one that is known is a subtotal.
    for (label, expected) in [("Totaal EU", 1), ("Totaal (excl. NL)", 0), ("Totaal VN", 0), ("Subtotaal", 1)] {
        let run = run(&[("2026-05/oost.csv", &east(&format!("{EAST}{label};10;0\n")))]);
        let found = vec!["2026-05 SHT-06 error oost!B7 - [10] [16]"; expected];
        assert_eq!(lines(&run), found, "{label}");
    }
}

/// Rosters, plans and project output of no known month vanished without a finding.
#[test]
fn nothing_without_a_month_is_lost_in_silence() {
    let roster = format!("{ROSTER}NP-1;EUM Armenia;01-02-2026;31-01-2027;;in missiegebied\n");
    let cases = [
        ("oost.csv", format!("{HEADER}{EAST}"), " FIL-04 error oost! - [] []"),
        ("oost rooster.csv", roster, " FIL-04 error oost rooster!A2 - [] []"),
        (
            "voorgenomen.csv",
            "Missie;Aantal;Verwacht;Status\nUNMIK;;2e helft 2026;wens\n".to_owned(),
            " FIL-04 error voorgenomen!A2 - [] []",
        ),
        (
            "blue-haven.csv",
            "Project;Indicator;Waarde\nBlue Haven for Ukraine;locaties;4\n".to_owned(),
            " FIL-04 error blue-haven!A2 - [] []",
        ),
        // The month stands in the first line only, as in a merged cell.
        (
            "oost.csv",
            "Peildatum;Maand;Missie;Bezetting\n31-05-2026;mei 2026;EUM Armenia;7\n;;EUAM Ukraine;3\n".to_owned(),
            " FIL-04 error oost!B3 - [] []",
        ),
    ];
    for (path, text, expected) in cases {
        let run = run(&[(path, &text)]);
        assert_eq!(lines(&run), [expected], "{path}");
    }
}

/// All sheets were counted in the month of the first.
#[test]
fn a_workbook_with_a_dated_sheet_for_each_month_is_read_by_month() {
    let folder = tempfile::tempdir().expect("a folder");
    let sheet = |date: &'static str, count: &'static str| -> Vec<Vec<&'static str>> {
        vec![
            vec!["Peildatum", date],
            vec!["Missie", "Bezetting"],
            vec!["EUM Armenia", count],
            vec!["EUAM Ukraine", "3"],
            vec!["EUMM Georgia", "5"],
            vec!["EUPM Moldova", "1"],
        ]
    };
    let months = [("een", sheet("31-01-2026", "6")), ("twee", sheet("28-02-2026", "7"))];
    let rows: Vec<(&str, Vec<&[&str]>)> = months.iter().map(|(name, rows)| (*name, rows.iter().map(Vec::as_slice).collect())).collect();
    let sheets: Vec<(&str, &[&[&str]])> = rows.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
    workbook(&folder.path().join("oost 2026.xlsx"), &sheets);
    let run = run_folder(folder.path(), &[]);
    assert_eq!(lines(&run), Vec::<String>::new());
    let armenia: Vec<String> = figures(&run).into_iter().filter(|figure| figure.contains("eum-armenia")).collect();
    assert_eq!(armenia, ["2026-01 eum-armenia=6", "2026-02 eum-armenia=7"]);
    // The second sheet was dated by the first, and so not at all.
    let days: Vec<String> = run.facts.headcounts.iter().filter_map(|fact| fact.as_of).map(|day| day.to_string()).collect();
    assert_eq!(days, [["2026-01-31"; 4], ["2026-02-28"; 4]].concat());
    assert!(missing(&run, "EUM Armenia").is_empty());

    // Where the file's name says which month it is, a sheet of another month is an error, and what clashes follows from it.
    fs::rename(folder.path().join("oost 2026.xlsx"), folder.path().join("oost februari 2026.xlsx")).expect("a new name");
    let run = run_folder(folder.path(), &[]);
    let found: Vec<String> = lines(&run).into_iter().filter(|line| !line.contains(" info ")).collect();
    assert_eq!(
        found,
        ["2026-02 FIL-04 error een!B1 - [31-01-2026] [2026-02-28]", "2026-02 XFL-02 error twee!B3 eum-armenia [7] [6] <- FIL-04"]
    );
    let clash = run.findings.iter().find(|finding| finding.code == "XFL-02").expect("a finding");
    assert_eq!(message(clash), "EUM Armenia: een!B3 says 6, twee!B3 says 7.");
}

/// A coordinator whose file bundles months was called missing in `returns`.
#[test]
fn a_sheet_that_bundles_months_reports_on_each() {
    let rows = |month: &str, day: &str| EAST.lines().map(|row| format!("{day};{month};{row}\n")).collect::<String>();
    let text = format!("Peildatum;Maand;{HEADER}{}{}", rows("april 2026", "30-04-2026"), rows("mei 2026", "31-05-2026"));
    let run = run(&[("oost.csv", &text)]);
    assert_eq!(lines(&run), Vec::<String>::new());
    assert_eq!(figures(&run).len(), 8);
    assert!(run.facts.returns.iter().all(|fact| fact.coordinator != "oost" || fact.status.as_str() == "received"));
    // Without dates all months are concerned, not the first only.
    let undated = text.replace("30-04-2026", "").replace("31-05-2026", "");
    let run = crate::common::run(&[("oost.csv", &undated)]);
    assert_eq!(lines(&run), [" FIL-04 error oost! - [] []"]);
    assert!(figures(&run).iter().all(|figure| figure.ends_with("flagged")), "{:?}", figures(&run));
}

#[test]
fn a_date_left_over_from_the_month_before_flags_the_figures() {
    let text = east(EAST).replace("31-05-2026", "30-04-2026");
    let run = run(&[("2026-05/oost.csv", &text)]);
    assert_eq!(lines(&run), ["2026-05 FIL-04 error oost!B1 - [30-04-2026] [2026-05-31]"]);
    assert!(figures(&run).iter().all(|figure| figure.ends_with("flagged")));
    // In a column of its own the date moves the rows to April; that nothing is left for May follows from it.
    let rows: String = EAST.lines().map(|row| format!("30-04-2026;{row}\n")).collect();
    let run = crate::common::run(&[("2026-05/oost.csv", &format!("Peildatum;{HEADER}{rows}"))]);
    assert_eq!(lines(&run), ["2026-05 FIL-04 error oost!A2 - [2026-04-30] [2026-05-31]"]);
    let absent = missing(&run, "EUM Armenia");
    assert!(absent.iter().all(|finding| finding.outcome_of.as_deref() == Some("FIL-04")), "{absent:?}");
}

#[test]
fn a_return_that_could_not_be_read_is_missing_as_its_outcome() {
    let rest = [
        ("2026-05/afrika.csv", "EUBAM Libya;1;0\nEUCAP Sahel Mali;1;0\nEUCAP Somalia;1;0\nEUSDI Gulf of Guinea;0;0\nUNSMIL;0;0\n"),
        ("2026-05/balkan.csv", "EULEX Kosovo;1;0\nOSCE West-Balkan;1;0\n"),
        ("2026-05/midden-oosten.csv", "EUAM Iraq;4;0\nEUBAM Rafah;2;0\nEUPOL COPPS;2;0\nOSC;1;0\n"),
    ];
    let cases: [(&str, &str, Option<&str>); 6] = [
        ("2026-05/oost.xlsx", "PK\u{3}\u{4}damaged", Some("FIL-07")),
        // The name does not say whose it is, but only one return is missing.
        ("2026-05/opgave.xlsx", "PK\u{3}\u{4}damaged", Some("FIL-07")),
        ("2026-05/oost.csv", "", Some("FIL-07")),
        ("2026-05/oost.csv", "Locatie;Koppen\nEUM Armenia;7\n", Some("FIL-07")),
        ("2026-05/opgave.csv", "Missie;Bezetting;BSN\nEUM Armenia;7;123456782\nEUAM Ukraine;3;123456782\n", Some("PRV-01")),
        ("oost.csv", "Missie;Bezetting\nEUM Armenia;7\nEUAM Ukraine;3\nEUMM Georgia;5\nEUPM Moldova;1\n", Some("FIL-04")),
    ];
    for (path, text, root) in cases {
        let rest: Vec<(&str, String)> = rest.iter().map(|(path, rows)| (*path, east(rows))).collect();
        let mut files: Vec<(&str, &str)> = rest.iter().map(|(path, text)| (*path, text.as_str())).collect();
        files.push((path, text));
        let run = run(&files);
        let absent = missing(&run, "EUM Armenia");
        assert_eq!(absent.len(), 1, "{path} {text}");
        assert_eq!(absent[0].outcome_of.as_deref(), root, "{path} {text}");
        let cause = run.findings.iter().find(|finding| Some(finding.code.as_str()) == root).expect("the root");
        assert_eq!(cause.severity, muster::domain::Severity::Error, "{path} {text}");
    }
    // With none of it there the return itself is missing, once; a header without rows is no different.
    for text in ["", "Peildatum;31-05-2026\nMissie;Bezetting\n"] {
        let other = east("EUAM Iraq;4;0\n");
        let files = [("2026-05/midden-oosten.csv", other.as_str()), ("2026-05/oost.csv", text)];
        let absent_in = run(&files[..if text.is_empty() { 1 } else { 2 }]);
        assert_eq!(missing(&absent_in, "EUM Armenia").len(), 1, "{text}");
        assert!(missing(&absent_in, "EUM Armenia")[0].message.get(Lang::En).contains("EUPM Moldova"));
    }
}

#[test]
fn a_correction_replaces_the_return_and_says_what_changed() {
    let first = east(&format!("{EAST}TOTAAL;16;0\n"));
    let second = east(&format!("{}TOTAAL;15;0\n", EAST.replace("Armenia;7", "Armenia;6")));
    for name in ["2026-05/opgave-oost-2026-05-v2.csv", "2026-05/correctie oost.csv", "2026-05/Opgave Oost mei 2026 (versie 2).csv"] {
        let run = run(&[("2026-05/opgave-oost-2026-05.csv", &first), (name, &second)]);
        let found: Vec<String> = run.findings.iter().filter(|finding| finding.code != "FIL-01").map(line).collect();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].contains("XFL-07 warning") && found[0].contains("eum-armenia [6] [7]"), "{found:?}");
        assert!(figures(&run).contains(&"2026-05 eum-armenia=6".to_owned()));
    }
    // A mission that the correction drops is one problem: it is missing.
    let dropped = east(&EAST.replace("EUPM Moldova;1;0\n", ""));
    let run = run(&[("2026-05/opgave-oost-2026-05.csv", &first), ("2026-05/opgave-oost-2026-05-v2.csv", &dropped)]);
    assert_eq!(lines(&run), ["2026-05 XFL-07 warning ! eupm-moldova [] [1] <- FIL-01"]);
    assert_eq!(missing(&run, "EUPM Moldova").len(), 1);
    assert!(!figures(&run).iter().any(|figure| figure.contains("eupm-moldova")));
}

#[test]
fn two_returns_of_one_month_count_once_or_not_at_all() {
    let text = east(EAST);
    let other = text.replace("Armenia;7", "Armenia;6");
    let run = run(&[("2026-05/oost a.csv", &text), ("2026-05/oost b.csv", &other)]);
    let found: Vec<String> = lines(&run).into_iter().filter(|line| !line.contains(" info ")).collect();
    assert_eq!(found, ["2026-05 XFL-02 error oost b!B3 eum-armenia [6] [7]"]);
    assert!(figures(&run).contains(&"2026-05 eum-armenia=? conflict".to_owned()));
    assert!(figures(&run).contains(&"2026-05 eumm-georgia=5".to_owned()));
    // Two halves of one return are no conflict.
    let (one, two) = (east("EUM Armenia;7;0\nEUAM Ukraine;3;0\n"), east("EUMM Georgia;5;0\nEUPM Moldova;1;0\n"));
    let run = crate::common::run(&[("2026-05/oost a.csv", &one), ("2026-05/oost b.csv", &two)]);
    assert_eq!((lines(&run).len(), figures(&run).len()), (0, 4));
}

/// It was published as empty and `ok`.
#[test]
fn a_headcount_that_is_not_reported_is_missing() {
    for text in ["", "-", "n.v.t.", "nnb"] {
        let run = run(&[("2026-05/oost.csv", &east(&EAST.replace("Armenia;7", &format!("Armenia;{text}"))))]);
        assert_eq!(lines(&run).len(), 1, "{text}");
        assert!(lines(&run)[0].starts_with("2026-05 ROW-05 warning oost!B3 eum-armenia"), "{text}");
        assert!(!figures(&run).iter().any(|figure| figure.contains("eum-armenia")), "{text}");
    }
}

#[test]
fn a_roster_in_a_file_of_its_own_is_held_against_the_headcount() {
    let headcount = east("EUM Armenia;1;0\nEUAM Ukraine;1;0\nEUMM Georgia;0;0\nEUPM Moldova;0;0\n");
    let one = "NP-1;EUM Armenia;01-02-2026;31-01-2027;;in missiegebied\n";
    let two = "NP-2;EUAM Ukraine;01-02-2026;31-01-2027;;in missiegebied\n";
    let with = |rows: &str| {
        let roster = format!("{ROSTER}{rows}");
        run(&[("2026-05/oost.csv", &headcount), ("2026-05/oost rooster.csv", &roster)])
    };
    let codes =
        |run: &Run| -> Vec<String> { lines(run).iter().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect() };
    assert_eq!(lines(&with(&format!("{one}{two}"))), Vec::<String>::new());
    assert_eq!(codes(&with(one)), ["XSH-01"]);
    // A line that may be the missing one: the comparison does not run, and says nothing wrong.
    assert_eq!(codes(&with(&format!("{one}NP-2;EUAM Ukrane;01-02-2026;31-01-2027;;in missiegebied\n"))), ["REG-01"]);
    assert_eq!(codes(&with(&format!("{one}NP-2;EUAM Ukraine;32-02-2026;31-01-2027;;in missiegebied\n"))), ["ROW-08"]);
}

/// The first line of two rosters was one person in two missions.
#[test]
fn numbers_of_lines_are_no_keys_of_persons() {
    let header = "Volgnummer;Missie;Begindatum;Geplande einddatum\n";
    let east_count = east("EUM Armenia;1;0\nEUAM Ukraine;1;0\nEUMM Georgia;0;0\nEUPM Moldova;0;0\n");
    let africa_count = east("EUBAM Libya;1;0\nEUCAP Sahel Mali;0;0\nEUCAP Somalia;0;0\nEUSDI Gulf of Guinea;0;0\nUNSMIL;0;0\n");
    let lines_of = |first: &str, second: &str| {
        let east_roster = format!("{header}{first};EUM Armenia;01-02-2026;31-01-2027\n{second};EUAM Ukraine;01-02-2026;31-01-2027\n");
        let africa_roster = format!("{header}{first};EUBAM Libya;01-02-2026;31-01-2027\n");
        lines(&run(&[
            ("2026-05/oost.csv", &east_count),
            ("2026-05/oost rooster.csv", &east_roster),
            ("2026-05/afrika.csv", &africa_count),
            ("2026-05/afrika rooster.csv", &africa_roster),
        ]))
    };
    assert_eq!(lines_of("1", "2"), Vec::<String>::new());
    let shared = lines_of("77", "12");
    assert!(shared.len() == 1 && shared[0].contains("XFL-01 error"), "{shared:?}");
}

/// A name beside a number, in a name of a mission, a header or a sheet's name was shown.
#[test]
fn names_in_places_that_are_not_for_names_are_not_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let canaries = ["Verzonnenstra", "Anneloes", "0612345678", "iemand@"];
    write(
        folder.path(),
        &[
            (
                "2026-05/oost.csv",
                "Peildatum;31-05-2026 Anneloes Verzonnenstra\nMissie;Bezetting;Waarvan tijdelijk in NL;Anneloes Verzonnenstra;Bezetting (Anneloes Verzonnenstra)\n\
                 EUM Armenia;7 (Anneloes in NL);Verzonnenstra;1;1\nAnneloes Verzonnenstra;3;0;1;1\nEUMM Georgia A. Verzonnenstra;5;0;;\n\
                 EUPM Moldova;1 iemand@dienst.example;0612345678;;\nTotaal Anneloes Verzonnenstra;9 Verzonnenstra;;;\n",
            ),
            (
                "2026-05/oost rooster.csv",
                "Uitzendnummer;Missie;Rang;Begindatum;Status\nNP-1;EUM Armenia;insp. Verzonnenstra;01-02-2026;Verzonnenstra\n\
                 NP-2;Verzonnenstra;inspecteur;1 mei Verzonnenstra;actief\nNP-3;EUM Armenie (Anneloes Verzonnenstra);agent;01-02-2026;actief\n",
            ),
            (
                "2026-05/voorgenomen.csv",
                "Missie;Aantal;Verwacht;Status;Grondslag\nUNMIK;2 Verzonnenstra;najaar Verzonnenstra;wens;brief van Anneloes Verzonnenstra\n",
            ),
        ],
    );
    let rows: &[&[&str]] = &[&["Peildatum", "31-05-2026"], &["Missie", "Bezetting"], &["EUM Armenie X", "1"]];
    workbook(&folder.path().join("2026-05/afrika.xlsx"), &[("Anneloes Verzonnenstra", rows), ("0612345678", rows)]);
    let run = run_folder(folder.path(), &[]);
    assert!(run.findings.len() > 15, "{}", run.findings.len());
    let shown = everything(&run);
    for canary in canaries {
        let at = shown.find(canary).map(|at| shown[at.saturating_sub(120)..].chars().take(240).collect::<String>());
        assert_eq!(at, None, "{canary}");
    }
    // What is only misspelt can still be read.
    let found = lines(&run);
    assert!(found.iter().any(|line| line.contains("REG-01 error [withheld] #1!A3 - [EUM Armenie X] [EUM Armenia]")), "{found:#?}");
}

#[test]
fn every_finding_says_how_to_mend_it_in_both_languages() {
    let run = run(&[
        (
            "2026-05/oost.csv",
            &east("EUM Armenia;2+1;0\nEUAM Ukraine;ca. 3;0\nEUMM Georgia;2,5;0\nEUPM Moldova;-;0\nOSCE;#N/A;0\nMINUSMA;1*;-1\n"),
        ),
        ("2026-05/oost rooster.csv", &format!("{ROSTER}NP-1;EUM Armenia;01-02-2026;31-01-2025;01-02-2062;x\n")),
        ("2026-04/afrika.csv", "Missie;Bezetting\nEUBAM Libya;2 fte\n"),
    ]);
    assert!(run.findings.len() > 12);
    for finding in &run.findings {
        for lang in [Lang::Nl, Lang::En] {
            let (message, suggestion) = (finding.message.get(lang), finding.suggestion.get(lang));
            assert!(!message.is_empty() && !message.contains('{'), "{} {message}", finding.code);
            assert!(!suggestion.is_empty() && !suggestion.contains('{'), "{} {suggestion}", finding.code);
        }
    }
}

#[test]
fn one_month_is_published_and_the_month_before_still_counts_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let header = "Missie;Bezetting;Instroom;Uitstroom\n";
    let rows = |armenia: i64| format!("EUM Armenia;{armenia};0;0\nEUAM Ukraine;3;0;0\nEUMM Georgia;5;0;0\nEUPM Moldova;1;0;0\n");
    write(
        folder.path(),
        &[
            ("2026-04/oost.csv", &format!("Peildatum;30-04-2026\n{header}{}", rows(6))),
            ("2026-05/oost.csv", &format!("{AS_OF}{header}{}", rows(7))),
        ],
    );
    let may = run_folder(folder.path(), &["2026-05"]);
    assert_eq!(lines(&may), ["2026-05 XMN-01 error oost!B3 eum-armenia [7] [6]"]);
    assert!(figures(&may).iter().all(|figure| figure.starts_with("2026-05")) && figures(&may).len() == 4);
    let april = run_folder(folder.path(), &["2026-04"]);
    assert_eq!((lines(&april).len(), figures(&april).len()), (0, 4));
}

/// The finding said that the file was refused although one number alone refuses nothing.
#[test]
fn one_number_that_may_be_a_citizen_service_number_does_not_refuse_the_file() {
    let text = format!("{AS_OF}Missie;Bezetting;Opmerkingen\nEUM Armenia;7;dossier 123456782\nEUAM Ukraine;3;\n");
    let once = run(&[("2026-05/oost.csv", &text)]);
    let found = once.findings.iter().find(|finding| finding.code == "PRV-01").expect("a finding");
    assert_eq!((found.severity, once.returns[0].refused.clone()), (muster::domain::Severity::Warning, None));
    assert!(message(found).ends_with("may hold citizen service numbers; values not stored."), "{}", message(found));
    let twice = run(&[("2026-05/oost.csv", &text.replace("3;", "3;111222333"))]);
    let found = twice.findings.iter().find(|finding| finding.code == "PRV-01").expect("a finding");
    assert!(message(found).ends_with("file refused, values not stored."), "{}", message(found));
    assert_eq!(figures(&twice), Vec::<String>::new());
}
