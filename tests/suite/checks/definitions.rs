//! Subtotals, diagnoses of totals, and what a return says of how it counts.

use muster::domain::Severity;
use muster::pipeline::Run;

use super::{APRIL, Case, EAST, LINES, MAY, april, case, may, one, roster, with_roster};
use crate::common::{lines, run};
use crate::scenarios::figures;

const LINE: &str = "NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;01-01-2026;31-12-2026;;";

/// A sheet with a date in each row.
fn dated(rows: &str) -> Vec<(&'static str, String)> {
    let text = format!("Missie;Bezetting;Peildatum\nEUM Armenia;7;31-05-2026\nEUAM Ukraine;3;31-05-2026\n{rows}");
    vec![(MAY, text)]
}

pub(super) fn cases() -> Vec<Case> {
    use Severity::{Error, Warning};
    let ok = "EUM Armenia;7;0;4;0;0;\n";
    let titled = |title: &str| vec![(MAY, format!("{title}\n{}", may(ok)))];
    vec![
        case(
            "SHT-07",
            Error,
            "C5",
            &dated("EUMM Georgia;5;31-05-2026\nEUPM Moldova;1;30-04-2026\n"),
            &dated("EUM Armenia;7;30-04-2026\nEUAM Ukraine;3;30-04-2026\n"),
        ),
        case("SHT-06", Error, "B8", &one(&format!("{EAST}Totaal EU;17\n")), &one(&format!("{EAST}Totaal EU;16\n"))),
        case("DEF-02", Error, "A1", &titled("Bezetting cumulatief sinds begin 2026"), &titled("Bezetting, niet cumulatief")),
        case("DEF-04", Warning, "A1", &titled("Uitgezonden politie en KMar"), &titled("Uitgezonden politie (excl. KMar)")),
        case("DEF-05", Warning, "B1", &[(MAY, may(ok).replace("31-05-2026", "15-05-2026"))], &one(ok)),
    ]
}

fn run_of(files: &[(&'static str, String)]) -> Run {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    run(&files)
}

/// What is told, without notes about mandates and what is missing.
fn told(files: &[(&'static str, String)]) -> Vec<String> {
    lines(&run_of(files))
}

fn suggestion(files: &[(&'static str, String)], code: &str) -> String {
    let run = run_of(files);
    let found = run.findings.iter().find(|finding| finding.code == code).expect("a finding");
    assert!(found.suggestion.nl.contains("Mogelijk: ") == found.suggestion.en.contains("Possibly "), "{:?}", found.suggestion);
    found.suggestion.en.clone()
}

#[test]
fn subtotals_below_the_table_are_about_their_organisation() {
    let rows = "EUM Armenia;7\nOSC;1\nEUAM Ukraine;3\nUNFICYP;2\n";
    let with = |totals: &str| one(&format!("{rows}{totals}"));
    let of_sheet = |found: Vec<String>| -> Vec<String> { found.into_iter().filter(|line| line.contains(" SHT-0")).collect() };
    assert_eq!(of_sheet(told(&with("Totaal EU;10\nTotaal VN;2\nTOTAAL;13\n"))), Vec::<String>::new());
    assert_eq!(
        of_sheet(told(&with("Totaal EU;11\nTotaal VN;2\nTOTAAL;13\n"))),
        ["2026-05 SHT-06 error opgave-oost-2026-05!B8 - [11] [10]"]
    );
    assert_eq!(of_sheet(told(&with("Totaal EU;10\nTotaal VN;3\nTOTAAL;13\n"))), ["2026-05 SHT-06 error opgave-oost-2026-05!B9 - [3] [2]"]);
}

#[test]
fn a_wrong_row_that_breaks_its_subtotal_and_the_total_is_one_cause() {
    let found = told(&one("EUM Armenia;8\nEUAM Ukraine;3\nTotaal EU;10\nOSC;1\nTOTAAL;11\n"));
    let sheet: Vec<&String> = found.iter().filter(|line| line.contains(" SHT-0")).collect();
    assert_eq!(sheet.len(), 2, "{sheet:?}");
    assert!(sheet.iter().filter(|line| line.contains("<-")).count() == 1, "{sheet:?}");
    // Either row of the EU may be the wrong one; neither of the two totals is, since that would take both.
    let told = suggestion(&one("EUM Armenia;8\nEUAM Ukraine;3\nTotaal EU;10\nOSC;1\nTOTAAL;11\n"), "SHT-01");
    assert!(told.contains("B4") && told.contains("should be 7") && told.contains("B5 should be 2"), "{told}");
}

#[test]
fn the_total_does_not_count_subtotals_that_stand_between_its_rows() {
    assert_eq!(
        told(&one("EUM Armenia;7\nEUAM Ukraine;3\nSubtotaal;10\nEUMM Georgia;5\nEUPM Moldova;1\nSubtotaal;6\nTOTAAL;16\n")),
        Vec::<String>::new()
    );
}

#[test]
fn a_total_says_what_most_likely_happened_to_it() {
    let total = |stated: &str| one(&format!("{EAST}TOTAAL;{stated}\n"));
    for (stated, words) in [
        ("11", "Possibly EUMM Georgia (B6) was left out (the difference is exactly that value)."),
        ("23", "Possibly EUM Armenia (B4) was counted twice (the difference is exactly that value)."),
        ("61", "Possibly two digits were swapped."),
        ("160", "Possibly a digit 0 too many or too few was typed."),
    ] {
        let told = suggestion(&total(stated), "SHT-01");
        assert!(told.ends_with(words), "{stated}: {told}");
    }
    assert!(!suggestion(&total("30"), "SHT-01").contains("Possibly"));
    let subtotals = one("EUM Armenia;7\nEUAM Ukraine;3\nSubtotaal;10\nEUMM Georgia;5\nEUPM Moldova;1\nTOTAAL;26\n");
    assert!(suggestion(&subtotals, "SHT-01").contains("a subtotal was added as if it were a row"));
    let stale = vec![(APRIL, april("EUM Armenia;4;;;;;\nTOTAAL;4\n")), (MAY, may("EUM Armenia;9;;;;;\nTOTAAL;4\n"))];
    assert!(suggestion(&stale, "SHT-01").contains("it is still last month's figure"), "{}", suggestion(&stale, "SHT-01"));
}

#[test]
fn a_headcount_that_was_not_updated_says_so() {
    let april_line = format!("{LINE}in missiegebied\n");
    let may_lines = format!("{april_line}{}", april_line.replace("NP-0001", "NP-0002").replace("01-01-2026", "10-05-2026"));
    let files = vec![
        (APRIL, april("EUM Armenia;1;0;;;;\n")),
        ("rooster-oost-2026-04.csv", roster(&april_line)),
        (MAY, may("EUM Armenia;1;0;2;1;0;\n")),
        (LINES, roster(&may_lines)),
    ];
    let found = run_of(&files);
    let root = found.findings.iter().find(|finding| finding.code == "XSH-01").expect("a finding");
    assert!(root.suggestion.en.contains("it is still last month's figure"), "{:?}", root.suggestion);
}

/// Three of four officers are at home; the headcount leaves them out.
fn left_out() -> Vec<(&'static str, String)> {
    let line = |key: &str, status: &str| format!("{LINE}{status}\n").replace("NP-0001", key).replace("EUM Armenia", "EUAM Iraq");
    let home = ["NP-1", "NP-2", "NP-3"].map(|key| line(key, "tijdelijk in NL")).concat();
    let table = "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;In missiegebied\nEUAM Iraq;1;3;1\nEUPOL COPPS;2;0;2\nTOTAAL;6\n";
    vec![
        ("opgave-midden-oosten-2026-05.csv", table.to_owned()),
        ("rooster-midden-oosten-2026-05.csv", roster(&format!("{home}{}", line("NP-4", "in missiegebied")))),
    ]
}

#[test]
fn a_sender_who_leaves_those_at_home_out_is_one_cause() {
    let found = told(&left_out());
    let root = "2026-05 DEF-01 error opgave-midden-oosten-2026-05!B4 euam-iraq [1] [4]";
    assert_eq!(
        found.iter().filter(|line| !line.contains("<-") && !line.contains("EUPOL") && line.contains("euam-iraq")).collect::<Vec<_>>(),
        [root]
    );
    for code in ["ROW-07", "XSH-01", "PLA-03", "SHT-01"] {
        assert!(found.iter().any(|line| line.contains(code) && line.ends_with("<- DEF-01")), "{code}: {found:?}");
    }
    // Nothing is converted, and the figure is marked.
    assert!(figures(&run_of(&left_out())).contains(&"2026-05 euam-iraq=1 flagged".to_owned()));
}

#[test]
fn one_sign_is_not_enough_to_tell_another_definition() {
    let table =
        |row: &str| vec![(MAY, format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;In missiegebied\nEUM Armenia;{row}\n"))];
    let has = |files: &[(&'static str, String)]| told(files).iter().any(|line| line.contains("DEF-01"));
    assert!(has(&table("1;3;1")), "more at home than there are, and all that are there are in the area");
    assert!(!has(&table("1;3;0")) && !has(&table("4;3;4")) && !has(&table("4;3;1")), "one sign or none");
    // One at home and one line too many look the same on a roster.
    let one_home = format!("{LINE}in missiegebied\n{}", format!("{LINE}tijdelijk in NL\n").replace("NP-0001", "NP-0002"));
    assert!(!has(&with_roster("EUM Armenia;1;1;;;;\n", &one_home)));
    // Those at home are not on the roster as such: that four are on it may be a coincidence.
    let lines = ["NP-1", "NP-2", "NP-3", "NP-4"].map(|key| format!("{LINE}in missiegebied\n").replace("NP-0001", key)).concat();
    assert!(!has(&with_roster("EUM Armenia;3;1;;;;\n", &lines)));
}

#[test]
fn a_header_that_leaves_those_at_home_out_is_told_once_for_its_sheet() {
    let text = may("EUM Armenia;1;3;;;;\nEUAM Ukraine;3;0;;;;\nTOTAAL;7\n").replace(";Bezetting;", ";Bezetting (excl. tijdelijk in NL);");
    let files = vec![(MAY, text)];
    let found = told(&files);
    assert_eq!(found.iter().filter(|line| line.contains("DEF-01") && !line.contains("<-")).count(), 1, "{found:?}");
    assert!(found.iter().any(|line| line.contains("DEF-01 error opgave-oost-2026-05!B3")), "{found:?}");
    for code in ["PLA-03", "SHT-01"] {
        assert!(found.iter().any(|line| line.contains(code) && line.ends_with("<- DEF-01")), "{code}: {found:?}");
    }
    let run = run_of(&files);
    let named = run.findings.iter().find(|finding| finding.code == "DEF-01").expect("a finding");
    assert!(named.suggestion.en.ends_with("This is about: EUM Armenia, EUAM Ukraine."), "{}", named.suggestion.en);
    assert_eq!(figures(&run), ["2026-05 eum-armenia=1 flagged", "2026-05 euam-ukraine=3 flagged"]);
}

#[test]
fn figures_that_count_otherwise_are_flagged_whatever_says_so() {
    let note = |note: &str| vec![(MAY, format!("{}TOTAAL;7\n\n{note}\n", may("EUM Armenia;7;0;4;0;0;\n")))];
    for (text, code) in [
        ("* Cijfers zijn gemiddeld over de maand", "DEF-02"),
        ("* Bezetting in fte", "DEF-03"),
        ("* Bezetting incl. militairen", "DEF-04"),
        ("* tijdelijk in NL zijn niet meegeteld", "DEF-01"),
    ] {
        let files = note(text);
        assert!(told(&files).iter().any(|line| line.contains(code)), "{text}: {:?}", told(&files));
        assert_eq!(figures(&run_of(&files)), ["2026-05 eum-armenia=7 flagged"], "{text}");
    }
    assert_eq!(figures(&run_of(&note("* Bezetting in personen, geen fte"))), ["2026-05 eum-armenia=7"]);
}

#[test]
fn the_last_working_day_is_a_note_and_another_day_a_warning() {
    let on = |day: &str| told(&[(MAY, may("EUM Armenia;7;0;4;0;0;\n").replace("31-05-2026", day))]);
    assert_eq!(on("31-05-2026"), Vec::<String>::new());
    assert_eq!(on("29-05-2026"), ["2026-05 DEF-05 info opgave-oost-2026-05!B1 - [2026-05-29] [2026-05-31]"]);
    assert_eq!(on("28-05-2026"), ["2026-05 DEF-05 warning opgave-oost-2026-05!B1 - [2026-05-28] [2026-05-31]"]);
    // Outside the month it is FIL-04 alone.
    assert!(on("30-04-2026").iter().all(|line| line.contains("FIL-04")));
}
