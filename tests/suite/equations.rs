//! The arithmetic checks: what is the cause of failing equations, and what is said of it.

use insta::assert_snapshot;

use crate::common::{Month, Officer, arithmetic, day, explained, grid, returns_of, run, run_folder, run_grids, run_months, write};
use muster::domain::CheckTally;
use muster::pipeline::Run;

fn officer(mission: &'static str, woman: bool, start: &str, end: Option<&str>) -> Officer {
    Officer { mission, woman, home: false, start: day(start), end: end.map(day) }
}

/// Three months of three missions that agree. Roster of April and May: rows 2 to 5 are Armenia, 6 and 7 Ukraine, then Georgia.
fn quarter() -> Vec<Month> {
    let officers = [
        officer("EUM Armenia", true, "2025-09-01", None),
        officer("EUM Armenia", true, "2025-10-01", None),
        officer("EUM Armenia", false, "2025-11-01", None),
        officer("EUM Armenia", false, "2025-12-01", None),
        officer("EUAM Ukraine", false, "2025-12-01", None),
        officer("EUAM Ukraine", true, "2026-04-10", None),
        officer("EUMM Georgia", false, "2025-06-01", Some("2026-05-10")),
        officer("EUMM Georgia", true, "2025-07-01", None),
        officer("EUMM Georgia", false, "2025-08-01", None),
    ];
    returns_of(&officers, &[day("2026-03-31"), day("2026-04-30"), day("2026-05-31")], day("2026-02-28"))
}

const ARMENIA: usize = 0;
const UKRAINE: usize = 1;
const GEORGIA: usize = 2;

fn told(change: impl FnOnce(&mut Vec<Month>)) -> String {
    let mut months = quarter();
    change(&mut months);
    explained(&run_months(&months))
}

fn line_of(month: &Month, key: &str) -> usize {
    month.lines.iter().position(|line| line.key == key).expect("a line")
}

#[test]
fn what_agrees_gives_nothing() {
    assert_eq!(told(|_| {}), "");
}

#[test]
fn a_wrong_headcount_is_one_cause_though_four_checks_fail() {
    assert_snapshot!(told(|months| months[1].heads[ARMENIA].stated = 5), @r"
    SHT-01 opgave-oost-2026-04!B4 [5] [4]
      B4 (opgave-oost-2026-04.csv) should be 4; then everything that depends on it agrees.
      B4 (opgave-oost-2026-04.csv) zou 4 moeten zijn; dan sluit alles wat ervan afhangt.
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- SHT-01
        XSH-01 opgave-oost-2026-04!B4 [5] [4] <- SHT-01
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- SHT-01
    ");
}

#[test]
fn a_wrong_headcount_under_a_total_that_follows_it() {
    assert_snapshot!(told(|months| {
        months[1].heads[ARMENIA].stated = 5;
        months[1].total = months[1].total.map(|total| total + 1);
    }), @r"
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- XSH-01
    XSH-01 opgave-oost-2026-04!B4 [5] [4]
      B4 (opgave-oost-2026-04.csv) should be 4, and B8 should be 9; then everything that depends on it agrees.
      B4 (opgave-oost-2026-04.csv) zou 4 moeten zijn, én B8 zou 9 moeten zijn; dan sluit alles wat ervan afhangt.
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- XSH-01
    ");
}

/// The same as sheets of a workbook, in which the totals of April are formulas.
fn told_with(formulas: &[&str], change: impl FnOnce(&mut Vec<Month>)) -> String {
    let mut months = quarter();
    change(&mut months);
    let files = files(&months);
    let sheet = |(path, text): &(String, String)| {
        let name = path.trim_end_matches(".csv").to_owned();
        let own = if name == "opgave-oost-2026-04" { formulas } else { &[] };
        (name.clone(), grid(&name, text, own))
    };
    let sheets: Vec<(String, muster::domain::Grid)> = files.iter().map(sheet).collect();
    explained(&run_grids(sheets.iter().map(|(name, grid)| (name.as_str(), grid.clone())).collect()))
}

#[test]
fn a_wrong_headcount_under_a_total_that_is_a_formula_is_one_change() {
    let wrong = |months: &mut Vec<Month>| {
        months[1].heads[ARMENIA].stated = 5;
        months[1].total = months[1].total.map(|total| total + 1);
    };
    let one = told_with(&["B8=SUM(B4:B7)"], wrong);
    assert_snapshot!(one, @r"
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- XSH-01
    XSH-01 opgave-oost-2026-04!B4 [5] [4]
      B4 (opgave-oost-2026-04) should be 4; then everything that depends on it agrees.
      B4 (opgave-oost-2026-04) zou 4 moeten zijn; dan sluit alles wat ervan afhangt.
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- XSH-01
    ");
    for same in ["B8=B4+B5+B6+B7", "B8=SUBTOTAL(9,B3:B7)", "B8=SUM(B4:B5,B6:B7)", "B8=SUM('opgave-oost-2026-04'!B1:B7)"] {
        assert_eq!(told_with(&[same], wrong), one, "{same}");
    }
    // One that leaves a row out, or adds something else, is no such total.
    for other in ["B8=SUM(B5:B7)", "B8=SUM(B4:B7)+1", "B8=SUM(B4:C7)", "B8=SUM(B4:B7,B4)", "C8=SUM(B4:B7)"] {
        assert_ne!(told_with(&[other], wrong), one, "{other}");
    }
}

#[test]
fn a_total_of_totals_follows_the_rows() {
    let rows = "EUM Armenia;5\nEUAM Ukraine;2\nSubtotaal;7\nEUMM Georgia;3\nEUPM Moldova;1\nSubtotaal;4\nTOTAAL;11\n";
    let text = format!("Peildatum;31-05-2026\n\nMissie;Bezetting\n{rows}");
    let follows = |formulas: &[&str]| -> Vec<bool> {
        let run = run_grids(vec![("opgave-oost-2026-05.xlsx", grid("Bezetting", &text, formulas))]);
        run.returns[0].tables[0].totals.iter().map(|total| total.follows.contains(&1)).collect()
    };
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B9=SUM(B7:B8)", "B10=B6+B9"]), [true, true, true]);
    assert_eq!(follows(&["B6=SUBTOTAL(9,B4:B5)", "B9=SUBTOTAL(9,B7:B8)", "B10=SUBTOTAL(9,B4:B9)"]), [true, true, true]);
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B9=SUM(B7:B8)", "B10=SUM(B4:B5,B7:B8)"]), [true, true, true]);
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B9=SUM(B7:B8)", "B10=SUM(B4:B5)+B9"]), [true, true, true]);
    // A subtotal that was typed does not follow, and so neither does their total.
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B10=B6+B9"]), [true, false, false]);
    // Subtotals within the sum count twice, and one of them stands for half.
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B9=SUM(B7:B8)", "B10=SUM(B4:B9)"]), [true, true, false]);
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B9=SUM(B4:B8)", "B10=B6"]), [true, false, false]);
    assert_eq!(follows(&["B6=SUM(B4:B5)", "B9=SUBTOTAL(9,B7:B8)", "B10=SUBTOTAL(9,B4:B9)"]), [true, true, false]);
}

#[test]
fn a_wrong_total_and_a_wrong_roster_line_are_two_causes() {
    assert_snapshot!(told(|months| {
        months[1].total = Some(12);
        let at = line_of(&months[1], "NP-0003");
        months[1].lines[at].status = "beëindigd";
    }), @r"
    SHT-01 opgave-oost-2026-04!B8 [12] [9]
      B8 (opgave-oost-2026-04.csv) should be 9; then everything that depends on it agrees. Possibly EUMM Georgia (B6) was counted twice (the difference is exactly that value).
      B8 (opgave-oost-2026-04.csv) zou 9 moeten zijn; dan sluit alles wat ervan afhangt. Mogelijk: EUMM Georgia (B6) is dubbel geteld (het verschil is precies die waarde).
        XMN-05 rooster-oost-2026-04!A4 [1] [0] <- XSH-01
    XSH-01 rooster-oost-2026-04!A4 [3] [4]
      Row 4 (rooster-oost-2026-04.csv) explains the difference: correct Status.
      Regel 4 (rooster-oost-2026-04.csv) verklaart het verschil: verbeter Status.
    ");
}

#[test]
fn a_wrong_total_and_a_wrong_headcount_are_two_causes() {
    assert_snapshot!(told(|months| {
        months[1].total = Some(12);
        months[1].heads[UKRAINE].stated = 4;
    }), @r"
        XMN-01 opgave-oost-2026-04!B5 [4] [2] <- XSH-01
    XSH-01 opgave-oost-2026-04!B5 [4] [2]
      B5 (opgave-oost-2026-04.csv) should be 2; then everything that depends on it agrees.
      B5 (opgave-oost-2026-04.csv) zou 2 moeten zijn; dan sluit alles wat ervan afhangt.
    SHT-01 opgave-oost-2026-04!B8 [12] [9]
      B8 (opgave-oost-2026-04.csv) should be 9; then everything that depends on it agrees.
      B8 (opgave-oost-2026-04.csv) zou 9 moeten zijn; dan sluit alles wat ervan afhangt.
        XMN-01 opgave-oost-2026-04!B5 [4] [2] <- XSH-01
    ");
}

#[test]
fn five_mistakes_on_one_sheet_are_five_causes() {
    assert_snapshot!(told(|months| {
        months[1].total = Some(40);
        months[1].heads[ARMENIA].women = 1;
        months[1].heads[ARMENIA].departures = 3;
        months[1].heads[UKRAINE].stated = 4;
        months[1].heads[GEORGIA].arrivals = 2;
    }), @r"
    XSH-03 opgave-oost-2026-04!D4 [1] [2]
      3 equally small explanations: D4 (opgave-oost-2026-04.csv) should be 2; or: one of rows 2 and 3 (rooster-oost-2026-04.csv) explains the difference: correct Sex.
      3 even kleine verklaringen: D4 (opgave-oost-2026-04.csv) zou 2 moeten zijn; of: één van de regels 2 en 3 (rooster-oost-2026-04.csv) verklaart het verschil: verbeter Geslacht.
    XMN-01 opgave-oost-2026-04!F4 [3] [0]
      F4 (opgave-oost-2026-04.csv) should be 0; then everything that depends on it agrees.
      F4 (opgave-oost-2026-04.csv) zou 0 moeten zijn; dan sluit alles wat ervan afhangt.
        XSH-04 opgave-oost-2026-04!F4 [3] [0] <- XMN-01
        XMN-01 opgave-oost-2026-04!B5 [4] [2] <- XSH-01
    XSH-01 opgave-oost-2026-04!B5 [4] [2]
      B5 (opgave-oost-2026-04.csv) should be 2; then everything that depends on it agrees.
      B5 (opgave-oost-2026-04.csv) zou 2 moeten zijn; dan sluit alles wat ervan afhangt.
    XMN-01 opgave-oost-2026-04!E6 [2] [0]
      E6 (opgave-oost-2026-04.csv) should be 0; then everything that depends on it agrees.
      E6 (opgave-oost-2026-04.csv) zou 0 moeten zijn; dan sluit alles wat ervan afhangt.
        XSH-04 opgave-oost-2026-04!E6 [2] [0] <- XMN-01
    SHT-01 opgave-oost-2026-04!B8 [40] [9]
      B8 (opgave-oost-2026-04.csv) should be 9; then everything that depends on it agrees.
      B8 (opgave-oost-2026-04.csv) zou 9 moeten zijn; dan sluit alles wat ervan afhangt.
        XMN-01 opgave-oost-2026-04!B5 [4] [2] <- XSH-01
    ");
}

#[test]
fn a_line_deleted_instead_of_ended() {
    assert_snapshot!(told(|months| {
        let at = line_of(&months[2], "NP-0007");
        months[2].lines.remove(at);
    }), @r"
        XSH-04 opgave-oost-2026-05!F6 [0] [1] <- XMN-05
    XMN-05 rooster-oost-2026-04!A8 [1] [0]
      Roster 2026-05 (EUMM Georgia): the person of A8 (rooster-oost-2026-04.csv) seems to be missing.
      Rooster 2026-05 (EUMM Georgia): de persoon van A8 (rooster-oost-2026-04.csv) lijkt te ontbreken.
    ");
}

#[test]
fn a_line_deleted_of_somebody_still_there() {
    assert_snapshot!(told(|months| {
        let at = line_of(&months[2], "NP-0002");
        months[2].lines.remove(at);
    }), @r"
    XSH-01 opgave-oost-2026-05!B4 [3] [4]
      Roster 2026-05 (EUM Armenia): the person of A3 (rooster-oost-2026-04.csv) seems to be missing.
      Rooster 2026-05 (EUM Armenia): de persoon van A3 (rooster-oost-2026-04.csv) lijkt te ontbreken.
        XSH-03 opgave-oost-2026-05!D4 [1] [2] <- XSH-01
        XMN-05 rooster-oost-2026-04!A3 [1] [0] <- XSH-01
    ");
}

#[test]
fn a_key_with_a_slip_is_no_departure() {
    // In May only, so that somebody is missing in May, and somebody else seems to be in June.
    let mut months = quarter();
    let at = line_of(&months[1], "NP-0003");
    months[1].lines[at].key = "NP-0030".to_owned();
    assert_snapshot!(explained(&run_months(&months)), @r"
    XMN-05 rooster-oost-2026-04!A4 [1] [0]
      The person of A4 (rooster-oost-2026-03.csv) now seems to stand under another key in row 4 (rooster-oost-2026-04.csv).
      De persoon van A4 (rooster-oost-2026-03.csv) lijkt nu onder een andere sleutel te staan in regel 4 (rooster-oost-2026-04.csv).
        XMN-05 rooster-oost-2026-04!A4 [1] [0] <- XMN-05
    ");
}

#[test]
fn everybody_under_another_number_is_told_person_by_person() {
    let told = told(|months| months[2].lines.iter_mut().for_each(|line| line.key.insert(3, '9')));
    assert!(told.contains("under another key"), "{told}");
    assert_eq!(told.lines().filter(|line| line.starts_with("XMN-05")).count(), 9, "{told}");
}

#[test]
fn a_line_that_stands_twice() {
    assert_snapshot!(told(|months| {
        let line = months[1].lines[4].clone();
        months[1].lines.push(line);
    }), @r"
    XSH-01 opgave-oost-2026-04!B5 [3] [2] <- SHT-04
    XMN-05 rooster-oost-2026-04!A6 [2] [1] <- SHT-04
    ");
}

#[test]
fn equally_small_explanations_are_all_told() {
    // Nothing but a headcount and a roster: either could be wrong.
    let files = [
        ("opgave-oost-2026-05.csv", "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;2\n"),
        (
            "rooster-oost-2026-05.csv",
            "Uitzendnummer;Missie;Begindatum;Status\nNP-1;EUM Armenia;01-01-2026;\nNP-2;EUM Armenia;01-01-2026;\nNP-3;EUM Armenia;01-01-2026;\n",
        ),
    ];
    assert_snapshot!(explained(&run(&files)), @r"
    XSH-01 opgave-oost-2026-05!B4 [2] [3]
      4 equally small explanations: B4 (opgave-oost-2026-05.csv) should be 3; or: one of rows 2-4 (rooster-oost-2026-05.csv) explains the difference: leave the line out or correct Start or Status.
      4 even kleine verklaringen: B4 (opgave-oost-2026-05.csv) zou 3 moeten zijn; of: één van de regels 2-4 (rooster-oost-2026-05.csv) verklaart het verschil: laat de regel weg of verbeter Begindatum of Status.
    ");
}

#[test]
fn two_lines_too_many() {
    let rows: String = (1..=6).map(|at| format!("NP-{at};EUM Armenia;01-01-2026;\n")).collect();
    let roster = format!("Uitzendnummer;Missie;Begindatum;Status\n{rows}");
    let head = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;4\nEUAM Ukraine;3\nTOTAAL;7\n";
    assert_snapshot!(explained(&run(&[("opgave-oost-2026-05.csv", head), ("rooster-oost-2026-05.csv", &roster)])), @r"
    XSH-01 opgave-oost-2026-05!B4 [4] [6]
      B4 (opgave-oost-2026-05.csv) should be 6, and B6 should be 9; then everything that depends on it agrees.
      B4 (opgave-oost-2026-05.csv) zou 6 moeten zijn, én B6 zou 9 moeten zijn; dan sluit alles wat ervan afhangt.
    XSH-01 opgave-oost-2026-05!B5 [3] [0]
      B5 (opgave-oost-2026-05.csv) should be 0, and B6 should be 4; then everything that depends on it agrees.
      B5 (opgave-oost-2026-05.csv) zou 0 moeten zijn, én B6 zou 4 moeten zijn; dan sluit alles wat ervan afhangt.
    ");
}

#[test]
fn what_no_small_change_explains_says_so() {
    let rows: String = (1..=9).map(|at| format!("NP-{at};EUM Armenia;01-01-2026;\n")).collect();
    let roster = format!("Uitzendnummer;Missie;Begindatum;Status\n{rows}");
    let head = "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;2\nEUM Armenia;2\nEUM Armenia;2\nEUM Armenia;2\nEUM Armenia;2\nEUM Armenia;2\nEUM Armenia;2\n";
    assert_snapshot!(explained(&run(&[("opgave-oost-2026-05.csv", head), ("rooster-oost-2026-05.csv", &roster)])), @r"
    XSH-01 opgave-oost-2026-05!B4 [2] [9]
      B4 (opgave-oost-2026-05.csv) should be 9; then everything that depends on it agrees.
      B4 (opgave-oost-2026-05.csv) zou 9 moeten zijn; dan sluit alles wat ervan afhangt.
    SHT-03 opgave-oost-2026-05!A10 [] []
      No change of up to five cells or lines makes everything agree; go through the figures named here.
      Geen enkele wijziging van hooguit vijf cellen of regels laat alles sluiten; loop de genoemde getallen na.
    ");
}

#[test]
fn more_mistakes_than_are_tried_together_say_that_they_were_found_one_by_one() {
    let head = "Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen;Mannen;Overig geslacht\n";
    // Seven rows whose sexes do not add up, joined by a total that is wrong as well.
    let missions = ["EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova", "EULEX Kosovo", "EUBAM Libya", "EUCAP Somalia"];
    let rows: String = missions.iter().map(|mission| format!("{mission};5;2;2;0\n")).collect();
    let run = run(&[("opgave-oost-2026-05.csv", &format!("{head}{rows}TOTAAL;40;;;\n"))]);
    let found = arithmetic(&run);
    let says = |text: &str| found.iter().filter(|finding| finding.suggestion.en.contains(text)).count();
    let nl = found.iter().filter(|finding| finding.suggestion.nl.contains("één voor één gezocht")).count();
    assert!(says("found one by one") > 0 && says("found one by one") == nl, "{}", explained(&run));
}

#[test]
fn an_upper_bound_says_how_far_it_reaches() {
    let head = "Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen\nEUM Armenia;2;3\nEUAM Ukraine;3;1\nTOTAAL;5;\n";
    assert_snapshot!(explained(&run(&[("opgave-oost-2026-05.csv", head)])), @r"
    PLA-02 opgave-oost-2026-05!C4 [3] [<= 2]
      C4 (opgave-oost-2026-05.csv) should be at most 2; then everything that depends on it agrees.
      C4 (opgave-oost-2026-05.csv) zou hoogstens 2 moeten zijn; dan sluit alles wat ervan afhangt.
    ");
}

#[test]
fn an_annotation_that_differs_is_a_cell_of_its_own() {
    let head = "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;In missiegebied\nEUM Armenia;4 (3 tijdelijk in NL);2;2\n";
    assert_snapshot!(explained(&run(&[("opgave-oost-2026-05.csv", head)])), @r"
    ROW-06 opgave-oost-2026-05!B4 [3] [2]
      B4 (opgave-oost-2026-05.csv) should be 2; then everything that depends on it agrees.
      B4 (opgave-oost-2026-05.csv) zou 2 moeten zijn; dan sluit alles wat ervan afhangt.
    ");
}

/// How often a check passed, failed and did not run in a month, and why not.
fn tally(run: &Run, code: &str, period: &str) -> String {
    let wanted = |tally: &&CheckTally| tally.code == code && tally.period.is_some_and(|month| month.to_string() == period);
    let tally = run.tallies.iter().find(wanted).expect("a tally");
    let reasons: Vec<&str> = tally.reasons.iter().map(|reason| reason.en.as_str()).collect();
    format!("{}/{}/{} {}", tally.passed, tally.failed, tally.not_run, reasons.join("; "))
}

#[test]
fn what_depends_on_something_unusable_is_not_run() {
    let (head, roster) = (quarter()[2].headcount_file(), quarter()[2].roster_file());
    let with = |head_text: &str, roster_text: &str| run(&[(&head.0, head_text), (&roster.0, roster_text)]);
    // A date that is none: the line may count, or not. A check that holds without it holds.
    let unusable = roster.1.replacen("01-09-2025", "31-09-2025", 1);
    let run = with(&head.1, &unusable);
    assert_eq!(tally(&run, "XSH-01", "2026-05"), "3/0/1 a date or code in row 2 cannot be used");
    assert_eq!(arithmetic(&run).len(), 0, "{}", explained(&run));
    // A line whose mission is unknown is rejected, and could be anybody's.
    let rejected = roster.1.replacen("EUM Armenia", "Atlantis", 1);
    let run = with(&head.1, &rejected);
    assert_eq!(tally(&run, "XSH-01", "2026-05"), "3/0/1 row 2 of sheet rooster-oost-2026-05 was rejected and may count");
    // No as-of date, no roster, no month before, no number.
    let run = with(&head.1.replace("Peildatum;31-05-2026", ""), &roster.1);
    assert!(tally(&run, "XSH-01", "2026-05").starts_with("0/0/4 the as-of date is missing"), "{}", tally(&run, "XSH-01", "2026-05"));
    let run = crate::common::run(&[(&head.0, &head.1)]);
    assert!(tally(&run, "XSH-01", "2026-05").starts_with("0/0/4 no "), "{}", tally(&run, "XSH-01", "2026-05"));
    assert!(tally(&run, "XMN-01", "2026-05").starts_with("0/0/4 no "), "{}", tally(&run, "XMN-01", "2026-05"));
    let run = with(&head.1.replace("EUAM Ukraine;2", "EUAM Ukraine;zie mail"), &roster.1);
    assert!(tally(&run, "SHT-01", "2026-05").starts_with("0/0/1 "), "{}", tally(&run, "SHT-01", "2026-05"));
}

#[test]
fn returns_that_do_not_count_take_no_part() {
    let month = &quarter()[2];
    let (head, roster) = (month.headcount_file(), month.roster_file());
    let wrong = head.1.replace("EUM Armenia;4", "EUM Armenia;9").replace("TOTAAL;8", "TOTAAL;13");
    assert_ne!(wrong, head.1);
    // Superseded by a later version.
    let corrected = head.0.replace(".csv", "-v2.csv");
    let superseded = run(&[(&head.0, &wrong), (&corrected, &head.1), (&roster.0, &roster.1)]);
    assert_eq!(explained(&superseded), "");
    // Two sources that differ: neither is compared with the roster.
    let conflict =
        run(&[(&head.0, &head.1), ("missie-armenia-2026-05.csv", &head.1.replace("Armenia;4", "Armenia;5")), (&roster.0, &roster.1)]);
    let told = tally(&conflict, "XSH-01", "2026-05");
    assert!(told.contains("two sources give different headcounts"), "{told}");
}

#[test]
fn a_person_who_moves_to_another_coordinator_is_not_gone() {
    let april = "Uitzendnummer;Missie;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\nNP-1;EUM Armenia;01-01-2026;31-12-2026;;\nNP-2;EUM Armenia;01-01-2026;31-12-2026;;\n";
    let east = "Uitzendnummer;Missie;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\nNP-2;EUM Armenia;01-01-2026;31-12-2026;;\n";
    let iraq = "Uitzendnummer;Missie;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\nNP-1;EUAM Iraq;10-05-2026;31-12-2026;;\n";
    let here = [("rooster-oost-2026-04.csv", april), ("rooster-oost-2026-05.csv", east)];
    let moved = [here[0], here[1], ("rooster-midden-oosten-2026-05.csv", iraq)];
    assert_eq!(arithmetic(&run(&here)).iter().filter(|finding| finding.code == "XMN-05").count(), 1);
    assert_eq!(explained(&run(&moved)), "");
}

/// The schemas of the project with some of `checks.toml` otherwise.
fn with_checks(change: impl Fn(String) -> String, files: &[(String, String)]) -> Run {
    let folder = tempfile::tempdir().expect("a folder");
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    copy(&own, &folder.path().join("schemas"));
    let checks = folder.path().join("schemas/checks.toml");
    let before = std::fs::read_to_string(&checks).expect("the checks");
    let after = change(before.clone());
    assert_ne!(before, after);
    std::fs::write(&checks, after).expect("the checks");
    for (path, text) in files {
        write(&folder.path().join("input"), &[(path, text)]);
    }
    let options = muster::pipeline::Options {
        inputs: vec![folder.path().join("input")],
        schemas: Some(folder.path().join("schemas")),
        ..muster::pipeline::Options::default()
    };
    muster::pipeline::run(&options, &crate::common::Silent).expect("a run")
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &target) } else { std::fs::copy(&path, &target).map(|_| ()).expect("a copy") }
    }
}

fn files(months: &[Month]) -> Vec<(String, String)> {
    months.iter().flat_map(|month| [month.headcount_file(), month.roster_file()]).collect()
}

#[test]
fn a_check_that_is_switched_off_neither_fails_nor_holds_others_back() {
    let mut months = quarter();
    months[1].heads[UKRAINE].arrivals = 3;
    let all = explained(&run_months(&months));
    assert!(all.contains("XMN-01") && all.contains("XSH-04"), "{all}");
    let without = |text: String| text.replace("[settings.XFL-01]", "[settings.XMN-01]\nenabled = false\n\n[settings.XFL-01]");
    let run = with_checks(without, &files(&months));
    assert!(!explained(&run).contains("XMN-01"));
    // Without the balance of the months a line of the roster explains it as well as the cell does.
    assert_snapshot!(explained(&run), @r"
    XSH-04 opgave-oost-2026-04!E5 [3] [1]
      E5 (opgave-oost-2026-04.csv) should be 1; then everything that depends on it agrees.
      E5 (opgave-oost-2026-04.csv) zou 1 moeten zijn; dan sluit alles wat ervan afhangt.
    ");
}

#[test]
fn a_tolerance_accepts_differences_up_to_it() {
    let tolerant = |text: String| text.replace("tolerance = 0", "tolerance = 1");
    let mut months: Vec<Month> = quarter();
    months[2].heads[ARMENIA].arrivals = 1;
    let files = |months: &[Month]| months.iter().map(Month::headcount_file).collect::<Vec<_>>();
    assert_eq!(explained(&with_checks(tolerant, &files(&months))), "");
    months[2].heads[ARMENIA].arrivals = 3;
    assert_snapshot!(explained(&with_checks(tolerant, &files(&months))), @r"
    XMN-01 opgave-oost-2026-05!B4 [4] []
      2 equally small explanations: E4 (opgave-oost-2026-05.csv) should be at most 1; or: F4 should be 2 to 4.
      2 even kleine verklaringen: E4 (opgave-oost-2026-05.csv) zou hoogstens 1 moeten zijn; of: F4 zou 2 tot en met 4 moeten zijn.
    ");
}

#[test]
fn a_sum_may_skip_what_is_not_reported_but_not_what_is_unusable() {
    let skip = |text: String| {
        text.replace(
            r#"right = { name = "y", terms = [{ sum = "headcount.stated" }] }"#,
            r#"right = { name = "y", terms = [{ sum = "headcount.stated", missing = "skip_if_all" }] }"#,
        )
    };
    let with = |rows: &str| {
        let text = format!("Peildatum;31-05-2026\n\nMissie;Bezetting\n{rows}TOTAAL;7\n");
        with_checks(skip, &[("opgave-oost-2026-05.csv".to_owned(), text)])
    };
    assert_eq!(tally(&with("EUM Armenia;7\nEUAM Ukraine;\n"), "SHT-01", "2026-05"), "1/0/0 ");
    assert_eq!(tally(&with("EUM Armenia;6\nEUAM Ukraine;\n"), "SHT-01", "2026-05"), "0/1/0 ");
    assert_eq!(tally(&with("EUM Armenia;7\nEUAM Ukraine;zie mail\n"), "SHT-01", "2026-05"), "0/0/1 the value in row 5 is unknown");
    // Unknown is never zero.
    assert_eq!(tally(&with("EUM Armenia;\nEUAM Ukraine;\n"), "SHT-01", "2026-05"), "0/0/1 the value in row 4 is unknown");
}

#[test]
fn each_policy_for_missing_values_does_what_it_says() {
    let policy = |policy: &'static str| {
        move |text: String| {
            text.replace(
                r#"right = { name = "y", terms = [{ sum = "headcount.stated" }] }"#,
                &format!(r#"right = {{ name = "y", missing = "{policy}", terms = [{{ sum = "headcount.stated" }}] }}"#),
            )
        }
    };
    let with = |name: &'static str, rows: &str| {
        let text = format!("Peildatum;31-05-2026\n\nMissie;Bezetting\n{rows}TOTAAL;0\n");
        tally(&with_checks(policy(name), &[("opgave-oost-2026-05.csv".to_owned(), text)]), "SHT-01", "2026-05")
    };
    let (some, none) = ("EUM Armenia;0\nEUAM Ukraine;\n", "EUM Armenia;\nEUAM Ukraine;\n");
    assert_eq!(
        (with("skip_if_any", some).as_str(), with("skip_if_any", none).as_str()),
        ("0/0/1 the value in row 5 is unknown", "0/0/1 the value in row 4 is unknown")
    );
    assert_eq!((with("skip_if_all", some).as_str(), with("skip_if_all", none).as_str()), ("1/0/0 ", "0/0/1 the value in row 4 is unknown"));
    assert_eq!((with("never_skip", some).as_str(), with("never_skip", none).as_str()), ("1/0/0 ", "1/0/0 "));
}

#[test]
fn weights_decide_which_explanation_is_named() {
    let files: Vec<(String, String)> = vec![(
        "opgave-oost-2026-05.csv".to_owned(),
        "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;2\nEUAM Ukraine;3\nTOTAAL;6\n".to_owned(),
    )];
    let with = |changes: &'static [(&'static str, &'static str)]| {
        let change = move |text: String| changes.iter().fold(text, |text, (from, to)| text.replace(from, to));
        explained(&with_checks(change, &files)).lines().nth(1).unwrap_or_default().trim().to_owned()
    };
    assert_eq!(
        with(&[("total = 8 ", "total = 10 ")]),
        "3 equally small explanations: B4 (opgave-oost-2026-05.csv) should be 3; or: B5 should be 4; or: B6 should be 5."
    );
    assert_eq!(
        with(&[("total = 8 ", "total = 9 ")]),
        "B6 (opgave-oost-2026-05.csv) should be 5; then everything that depends on it agrees."
    );
    assert_eq!(
        with(&[("headcount = 10 ", "headcount = 7 ")]),
        "2 equally small explanations: B4 (opgave-oost-2026-05.csv) should be 3; or: B5 should be 4."
    );
}

#[test]
fn an_equation_may_be_about_reported_persons_only() {
    let only = |text: String| {
        text.replace(
            r#"left = { name = "x", terms = [{ field = "headcount.temp_home" }] }
operator = "<=""#,
            r#"only_if_positive = "headcount.stated"
left = { name = "x", terms = [{ field = "headcount.temp_home" }] }
operator = "<=""#,
        )
    };
    let text = "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL\nEUM Armenia;0;3\nEUAM Ukraine;2;3\n";
    let run = with_checks(only, &[("opgave-oost-2026-05.csv".to_owned(), text.to_owned())]);
    assert_eq!(tally(&run, "PLA-03", "2026-05"), "0/1/0 ");
}

#[test]
fn counts_beyond_all_measure_break_nothing() {
    let most = i64::MAX;
    for text in [
        format!(
            "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;Vrouwen\nEUM Armenia;{most};{most};0\nEUAM Ukraine;{most};0;{most}\nTOTAAL;{most}\n"
        ),
        format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;Vrouwen\nEUM Armenia;1;{most};{most}\nTOTAAL;{most}\n"),
        "Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen\nEUM Armenia;999999999;999999998\nEUAM Ukraine;-5;3\nTOTAAL;-7;\n".to_owned(),
    ] {
        let run = run(&[("opgave-oost-2026-05.csv", &text)]);
        assert!(!run.findings.is_empty());
    }
}

#[test]
fn a_finding_that_is_shown_follows_from_one_that_is_shown() {
    let mut months = quarter();
    // The cause lies in April; May's balance fails because of it.
    months[1].heads[ARMENIA].stated = 5;
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files(&months) {
        write(folder.path(), &[(&path, &text)]);
    }
    assert_snapshot!(explained(&run_folder(folder.path(), &["2026-05"])), @r"
    XMN-01 opgave-oost-2026-04!B4 [5] [4]
      B4 (opgave-oost-2026-04.csv) should be 4; then everything that depends on it agrees.
      B4 (opgave-oost-2026-04.csv) zou 4 moeten zijn; dan sluit alles wat ervan afhangt.
    ");
    assert_snapshot!(explained(&run_folder(folder.path(), &["2026-04"])), @r"
    SHT-01 opgave-oost-2026-04!B4 [5] [4]
      B4 (opgave-oost-2026-04.csv) should be 4; then everything that depends on it agrees.
      B4 (opgave-oost-2026-04.csv) zou 4 moeten zijn; dan sluit alles wat ervan afhangt.
        XMN-01 opgave-oost-2026-04!B4 [5] [4] <- SHT-01
        XSH-01 opgave-oost-2026-04!B4 [5] [4] <- SHT-01
    ");
}
