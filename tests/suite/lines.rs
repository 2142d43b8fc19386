//! What the lines of a sheet are, followed from the sheet to the findings and figures: totals without a label, parts of a
//! line, what is not seen, and formulas without a result.

use crate::common::{grid, lines, message, run, run_grids};
use muster::domain::{Area, CellRef, Grid, RowFate, Spans};
use muster::pipeline::Run;

const HEADER: &str = "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;Vrouwen\n";
/// Rows 4 to 7.
const EAST: &str = "EUM Armenia;7;0;4\nEUAM Ukraine;3;0;0\nEUMM Georgia;5;0;1\nEUPM Moldova;1;0;1\n";

fn sheet(rows: &str, formulas: &[&str], mark: impl FnOnce(&mut Grid)) -> Run {
    let mut sheet = grid("Bezetting", &format!("{HEADER}{rows}"), formulas);
    mark(&mut sheet);
    run_grids(vec![("opgave-oost-2026-05.xlsx", sheet)])
}

fn hide(from: u32, to: u32) -> impl FnOnce(&mut Grid) {
    move |grid| grid.marks.hidden_rows = Spans::new([(from - 1, to - 1)])
}

/// What the headcounts of missions are, as `eum-armenia 7/0/4`: persons, at home, women.
fn figures(run: &Run) -> Vec<String> {
    let missions = &run.schema.registry.missions;
    let shown = |count: Option<i64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let reported = run.facts.headcounts.iter().filter(|fact| fact.headcount.is_some());
    let figure = |fact: &muster::domain::facts::HeadcountFact| {
        format!("{} {}/{}/{}", missions[fact.mission].id, shown(fact.headcount), shown(fact.temp_home), shown(fact.female))
    };
    reported.map(figure).collect()
}

fn suggestions(run: &Run, code: &str) -> Vec<String> {
    run.findings.iter().filter(|finding| finding.code == code).map(|finding| finding.suggestion.en.clone()).collect()
}

#[test]
fn a_total_without_a_label_is_counted_once_and_reported() {
    let found = sheet(&format!("{EAST};16;0;6\n"), &[], |_| {});
    assert_eq!(lines(&found), ["2026-05 SHT-05 error Bezetting!A8 - [] []"]);
    assert_eq!(message(&found.findings[found.findings.len() - 1]), "Row 8 ('no label') is a total and is not counted.");
    let found = sheet(&format!("{EAST}Alles;16;0;6\n"), &["B8=SUM(B4:B7)"], |_| {});
    assert_eq!(lines(&found), ["2026-05 SHT-05 warning Bezetting!A8 - [Alles] []"]);
    let found = sheet(&format!("{EAST}Alles;17;0;6\n"), &["B8=SUM(B4:B7)"], |_| {});
    let expected = [
        "2026-05 SHT-05 warning Bezetting!A8 - [Alles] []",
        "2026-05 FIL-09 error Bezetting!B8 - [17] [16]",
        "2026-05 SHT-01 error Bezetting!B8 - [17] [16] <- FIL-09",
    ];
    assert_eq!(lines(&found), expected);
}

#[test]
fn an_average_is_no_total() {
    let found = run(&[("opgave-oost-2026-05.csv", &format!("{HEADER}{EAST}TOTAAL;16;0;6\nGemiddelde;4;0;1,5\n"))]);
    assert_eq!(lines(&found), Vec::<String>::new());
}

#[test]
fn a_part_of_a_line_becomes_a_value_of_its_record() {
    let rows =
        "EUM Armenia;7\nwaarvan vrouwen;4\nw.v. 2 tijdelijk in NL\nEUAM Ukraine;3\nof which female;0\nTOTAAL;10\nwaarvan vrouwen;4\n";
    let found = run(&[("opgave-oost-2026-05.csv", &format!("Peildatum;31-05-2026\n\nMissie;Bezetting\n{rows}"))]);
    assert_eq!(lines(&found), Vec::<String>::new());
    assert_eq!(figures(&found), ["eum-armenia 7/2/4", "euam-ukraine 3/?/0"]);
    let layout = &found.returns[0].sheets[0].layout;
    assert_eq!(layout.fates.iter().filter(|fate| **fate == RowFate::Total).count(), 5);
    let table = &found.returns[0].tables[0];
    let field = |name: &str| found.schema.tables[table.schema].field(name).expect("a field");
    assert_eq!(table.origin(field("female"), 0), Some(CellRef::new(4, 1)));
    assert_eq!(table.origin(field("temp_home"), 0), Some(CellRef::new(5, 0)));
    assert_eq!(table.totals[0].elsewhere.get(&field("female")), Some(&CellRef::new(9, 1)));
}

#[test]
fn a_part_that_says_otherwise_than_its_column_is_told_of() {
    let found = sheet("EUM Armenia;7;1;4\nwaarvan tijdelijk in NL;2\nEUAM Ukraine;3;0;1\nwaarvan vrouwen;1\n", &[], |_| {});
    assert_eq!(lines(&found), ["2026-05 ROW-06 error Bezetting!B5 eum-armenia [2] [1]"], "{:?}", suggestions(&found, "ROW-06"));
    // No arithmetic check compares the women of two places.
    let found = sheet("EUM Armenia;7;1;4\nwaarvan vrouwen;3\n", &[], |_| {});
    assert_eq!(lines(&found), ["2026-05 ROW-04 warning Bezetting!B5 eum-armenia [waarvan vrouwen 3] []"]);
}

#[test]
fn a_part_that_is_not_understood_is_told_of() {
    for (row, cell) in [
        ("waarvan lokaal personeel;3", "B5"),
        ("waarvan vrouwen;3;1", "B5"),
        ("waarvan vrouwen", "A5"),
        ("waarvan vrouwen;drie à vier", "B5"),
    ] {
        let found = sheet(&format!("EUM Armenia;7;;\n{row}\n"), &[], |_| {});
        let shown = format!("2026-05 ROW-04 warning Bezetting!{cell} eum-armenia [{}] []", row.replace(';', " "));
        assert_eq!(lines(&found), [shown], "{row}");
        assert_eq!(figures(&found), ["eum-armenia 7/?/?"], "{row}");
    }
    let found = sheet(&format!("{EAST}TOTAAL;16;0;6\nwaarvan vrouwen;5\n"), &[], |_| {});
    assert_eq!(lines(&found), ["2026-05 ROW-04 warning Bezetting!B9 - [waarvan vrouwen 5] []"]);
}

#[test]
fn rows_that_are_not_seen_are_set_aside_and_explain_a_total_that_counts_them() {
    let found = sheet(&format!("{EAST}TOTAAL;16;0;6\n"), &["B8=SUM(B4:B7)"], hide(5, 6));
    let expected = ["2026-05 FIL-06 error Bezetting!A5 - [5-6] []", "2026-05 SHT-01 error Bezetting!B8 - [16] [] <- FIL-06"];
    assert_eq!(lines(&found), expected, "{:#?}", suggestions(&found, "SHT-01"));
    assert_eq!(figures(&found), ["eum-armenia 7/0/4", "eupm-moldova 1/0/1"]);
    let hidden = found.findings.iter().find(|finding| finding.code == "FIL-06").expect("a finding");
    assert_eq!(message(hidden), "Hidden or filtered rows with data in Bezetting: 2 (5-6).");
    assert_eq!(found.ledger.lines[0].hidden, 2);
    // The total is that of the rows that are seen.
    let seen = sheet(&format!("{EAST}TOTAAL;8;0;5\n"), &[], hide(5, 6));
    assert_eq!(lines(&seen), ["2026-05 FIL-06 error Bezetting!A5 - [5-6] []"]);
    // That two missions are missing follows from it, and what follows is an error.
    let missing = |mission: &str| {
        let found = seen.findings.iter().find(|finding| finding.code == "FIL-01" && finding.mission.as_deref() == Some(mission));
        found.map(|finding| (finding.outcome_of.clone(), finding.suggestion.en.contains("Unhide")))
    };
    for mission in ["euam-ukraine", "eumm-georgia"] {
        assert_eq!(missing(mission), Some((Some("FIL-06".to_owned()), true)), "{mission}");
    }
    assert_eq!(missing("eum-armenia"), None);
    // Neither: the total is wrong by itself.
    let wrong = lines(&sheet(&format!("{EAST}TOTAAL;15;0;6\n"), &[], hide(5, 6)));
    assert!(wrong.iter().any(|line| line.contains("SHT-01") && !line.contains("<-")), "{wrong:?}");
}

#[test]
fn a_subtotal_of_what_is_seen_follows_it() {
    let rows = format!("{EAST}TOTAAL;8;0;5\n");
    let filtered = |grid: &mut Grid| {
        hide(5, 6)(grid);
        grid.marks.filter = Some(Area { from: CellRef::new(2, 0), to: CellRef::new(6, 3) });
    };
    let follows = |run: &Run| run.returns[0].tables[0].totals[0].follows.contains(&1);
    for (formula, by_hand, by_filter) in
        [("SUBTOTAL(109,B4:B7)", true, true), ("SUBTOTAL(9,B4:B7)", false, true), ("SUM(B4:B7)", false, false)]
    {
        let formula = format!("B8={formula}");
        let (hand, filter) = (sheet(&rows, &[&formula], hide(5, 6)), sheet(&rows, &[&formula], filtered));
        assert_eq!((follows(&hand), follows(&filter)), (by_hand, by_filter), "{formula}");
        let stale = |run: &Run| run.findings.iter().any(|finding| finding.code == "FIL-09");
        assert_eq!((stale(&hand), stale(&filter)), (!by_hand, !by_filter), "{formula}");
    }
}

#[test]
fn what_a_filter_hides_is_named_as_such() {
    let filtered = |grid: &mut Grid| {
        hide(5, 5)(grid);
        grid.marks.filter = Some(Area { from: CellRef::new(2, 0), to: CellRef::new(6, 3) });
    };
    let found = sheet(EAST, &[], filtered);
    let message = message(found.findings.iter().find(|finding| finding.code == "FIL-06").expect("a finding")).to_owned();
    assert_eq!(message, "Hidden or filtered rows with data in Bezetting: 1 (by a filter, 5).");
    assert!(suggestions(&found, "FIL-06")[0].contains("Switch the filter off"));
}

#[test]
fn a_hidden_sheet_with_figures_is_reported() {
    let found = sheet(EAST, &[], |grid| {
        grid.hidden = true;
        grid.marks.very_hidden = true;
    });
    assert!(lines(&found).iter().any(|line| line.contains("FIL-06 warning Bezetting!A4")), "{:?}", lines(&found));
    assert!(suggestions(&found, "FIL-06")[0].contains("Only a macro"));
    assert_eq!(figures(&found), Vec::<String>::new());
}

#[test]
fn a_note_at_a_figure_is_reported_and_the_figure_counts() {
    let noted = |cells: Vec<CellRef>| sheet(EAST, &[], |grid| grid.marks.notes = cells);
    let found = noted(vec![CellRef::new(0, 0), CellRef::new(4, 1), CellRef::new(5, 1)]);
    assert_eq!(lines(&found), ["2026-05 FIL-06 warning Bezetting!B5 - [5-6] []"]);
    assert!(suggestions(&found, "FIL-06")[0].contains("was not read"));
    assert_eq!(figures(&found).len(), 4);
    // One above the table is about no figure.
    assert_eq!(lines(&noted(vec![CellRef::new(0, 0)])), ["2026-05 PRV-07 info ! - [] []"]);
}

#[test]
fn what_is_read_although_it_is_not_seen_is_reported_as_read() {
    let columns = sheet(EAST, &[], |grid| grid.marks.hidden_cols = Spans::new([(3, 3)]));
    assert_eq!(lines(&columns), ["2026-05 FIL-06 warning Bezetting!D4 - [D] []"]);
    assert!(suggestions(&columns, "FIL-06")[0].contains("were read"));
    assert_eq!(figures(&columns).len(), 4);
    let struck = sheet(EAST, &[], |grid| grid.marks.struck = vec![CellRef::new(4, 1)]);
    assert_eq!(lines(&struck), ["2026-05 FIL-06 warning Bezetting!A5 - [5] []"]);
    assert_eq!(figures(&struck).len(), 4);
}

#[test]
fn a_result_that_is_not_stored_is_no_zero() {
    let found = sheet("EUM Armenia;;0;4\nEUAM Ukraine;3;0;0\nTOTAAL;;;\n", &["B4=C4+D4", "B6=SUM(B4:B5)"], |_| {});
    let mut told = lines(&found);
    told.sort();
    let expected = [
        "2026-05 FIL-09 warning Bezetting!B4 - [] [4]",
        "2026-05 FIL-09 warning Bezetting!B6 - [] []",
        "2026-05 ROW-05 warning Bezetting!B4 eum-armenia [] [] <- FIL-09",
    ];
    assert_eq!(told, expected);
    assert_eq!(figures(&found), ["euam-ukraine 3/0/0"]);
}

#[test]
fn a_sheet_that_was_never_calculated_is_one_finding() {
    let rows = "EUM Armenia;;0;4\nEUAM Ukraine;;0;0\nEUMM Georgia;;0;1\nEUPM Moldova;;0;1\nTOTAAL;;;\n";
    let found = sheet(rows, &["B4=C4+D4", "B5=C5+D5", "B6=C6+D6", "B7=C7+D7", "B8=SUM(B4:B7)"], |_| {});
    let told: Vec<String> =
        found.findings.iter().filter(|finding| finding.code == "FIL-09").map(|finding| message(finding).to_owned()).collect();
    assert_eq!(told, ["Stored result of formula in B4 and 4 other cells is empty or stale (empty vs 4)."]);
}

#[test]
fn formulas_that_are_no_sums_are_not_worked_out() {
    let found = sheet(&format!("{EAST}TOTAAL;16;0;6\n"), &["B8=SUM(B4:B7)", "B4=VLOOKUP(A4,Lijst!A:B,2)", "C8=SUM(Lijst!C4:C7)"], |_| {});
    assert_eq!(lines(&found), Vec::<String>::new());
    let tally = found.tallies.iter().find(|tally| tally.code == "FIL-09" && tally.passed > 0).expect("a tally");
    assert_eq!((tally.passed, tally.failed, tally.not_run), (1, 0, 2));
    assert_eq!(tally.reasons[0].en, "the formula is no sum of numbers");
}

#[test]
fn a_formula_over_text_does_not_follow_its_rows() {
    // The formula passes over the text, so the total is wrong though nothing is out of date.
    let rows = "EUM Armenia;4 (3 tijdelijk in NL)\nEUAM Ukraine;3\nEUMM Georgia;5\nTOTAAL;8\n";
    let found = sheet(rows, &["B7=SUM(B4:B6)"], |_| {});
    let told = lines(&found);
    assert!(told.iter().any(|line| line.contains("SHT-01 error") && !line.contains("FIL-09")), "{told:?}");
    assert!(!told.iter().any(|line| line.contains("FIL-09")), "{told:?}");
}

/// A line of a roster that a filter hides is not counted; that the headcount then differs follows from that.
#[test]
fn what_differs_since_lines_of_a_roster_are_not_seen_is_no_cause_of_its_own() {
    let head = grid("Bezetting", "Peildatum;31-05-2026\n\nMissie;Bezetting\nEUM Armenia;2\nEUAM Ukraine;2\n", &[]);
    let mut roster = grid(
        "Personeel",
        "Uitzendnummer;Missie;Begindatum;Status\nNP-1;EUM Armenia;01-01-2026;\nNP-2;EUM Armenia;01-01-2026;\nNP-3;EUAM Ukraine;01-01-2026;\n",
        &[],
    );
    hide(3, 3)(&mut roster);
    let run = run_grids(vec![("opgave-oost-2026-05.xlsx", head), ("rooster-oost-2026-05.xlsx", roster)]);
    let found: Vec<String> = lines(&run).into_iter().filter(|line| line.contains("XSH-01") || line.contains("FIL-06")).collect();
    assert_eq!(found.len(), 3, "{found:?}");
    // The root weighs as much as what follows from it; the other mission has no hidden line.
    assert!(found.iter().any(|line| line.contains("FIL-06 error Personeel")), "{found:?}");
    assert!(found.iter().any(|line| line.contains("XSH-01") && line.contains("eum-armenia") && line.ends_with("<- FIL-06")), "{found:?}");
    assert!(found.iter().any(|line| line.contains("XSH-01") && line.contains("euam-ukraine") && !line.contains("<-")), "{found:?}");
}
