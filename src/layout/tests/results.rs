//! The stored results of formulas.

use crate::domain::layout::SheetLayout;
use crate::domain::{Area, CellRef, Grid, GridBuilder, Spans, Value};
use crate::layout::fixture::{layout, sheet, with_formulas};

const ROWS: [&str; 6] =
    ["Missie|Bezetting|Vrouwen|Opmerkingen|2026", "EUM Armenia|7|2|tekst|1", "EUAM Iraq|4|1", "UNMIK|1|x", "Totaal|12|3", ""];

/// How many results are right and how many were not tried, and those in doubt: `B5 13 [12]`.
fn shown(layout: &SheetLayout) -> (u64, u64, Vec<String>) {
    let results = &layout.results;
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    let doubt =
        |result: &crate::domain::layout::DoubtfulResult| format!("{} {} [{}]", result.cell, text(&result.stored), text(&result.sum));
    (results.right, results.untried, results.doubtful.iter().map(doubt).collect())
}

fn compared(grid: Grid, formulas: &[&str]) -> (u64, u64, Vec<String>) {
    shown(&layout(&with_formulas(grid, formulas)))
}

#[test]
fn a_sum_is_worked_out_anew() {
    for formula in [
        "SUM(B2:B4)",
        "B2+B3+B4",
        "SUM(B:B)-B5+12",
        "SUBTOTAL(9,B2:B4)",
        "SUM(B1:B4)",
        "SUM(B2:B3)+1",
        "SUM(B2:B4,C4)",
        "SUM(B2:B4,D2:D4)",
        "SUM(B2:B4)+F9",
        "SUM(1:1)-2026+12",
    ] {
        let expected = if formula.contains("B:B") { (0, 1, vec![]) } else { (1, 0, vec![]) };
        assert_eq!(compared(sheet(&ROWS), &[&format!("B5={formula}")]), expected, "{formula}");
    }
    assert_eq!(compared(sheet(&ROWS), &["B5=SUM(B2:B3)"]), (0, 0, vec!["B5 12 [11]".to_owned()]));
    assert_eq!(compared(sheet(&ROWS), &["B5=B2-B3"]), (0, 0, vec!["B5 12 [3]".to_owned()]));
    assert_eq!(compared(sheet(&ROWS), &["B5=AVERAGE(B2:B4)"]), (0, 0, vec!["B5 12 [4]".to_owned()]));
}

#[test]
fn what_is_no_sum_of_plain_numbers_is_not_tried() {
    for formula in
        ["IF(B2>0,12,0)", "SUM(Lijst!B2:B4)", "C4+B2", "D2+B2", "SUM(B2:B5)", "ROUND(SUM(B2:B4),0)", "AVERAGE(D2:D4)", "VLOOKUP(A2,A:B,2)"]
    {
        assert_eq!(compared(sheet(&ROWS), &[&format!("B5={formula}")]), (0, 1, vec![]), "{formula}");
    }
    let mut with_date = ROWS;
    with_date[3] = "UNMIK|@2026-05-01|";
    assert_eq!(compared(sheet(&with_date), &["B5=SUM(B2:B4)"]), (0, 1, vec![]));
}

#[test]
fn a_formula_without_a_result_is_told_of_with_what_it_should_be() {
    let mut without = ROWS;
    without[4] = "Totaal||3";
    assert_eq!(compared(sheet(&without), &["B5=SUM(B2:B4)", "C5=SUM(C2:C4)"]), (1, 0, vec!["B5 ? [12]".to_owned()]));
    assert_eq!(compared(sheet(&without), &["B5=IF(B2>0,1,0)"]), (0, 0, vec!["B5 ? [?]".to_owned()]));
    // What rests on such a cell is unknown too.
    let found = compared(sheet(&["Missie|Bezetting", "EUM Armenia|", "UNMIK|1", "Totaal|1"]), &["B2=C2+D2+E9", "B4=SUM(B2:B3)"]);
    assert_eq!(found, (0, 1, vec!["B2 ? [0]".to_owned()]));
}

#[test]
fn only_columns_that_are_read_matter() {
    assert_eq!(compared(sheet(&ROWS), &["E2=B2+B3", "A1=B2+B3", "B1=B2+B3", "H9=B2+B3"]), (0, 0, vec![]));
    assert_eq!(compared(sheet(&["Lijst|2", "x|3"]), &["B2=B1+B1"]), (0, 0, vec![]));
}

#[test]
fn subtotals_leave_out_what_is_hidden_and_each_other() {
    let rows = ["Missie|Bezetting", "EUM Armenia|7", "EUAM Iraq|4", "Subtotaal|11", "UNMIK|1", "Subtotaal|1", "Totaal|12"];
    let subtotals = ["B4=SUBTOTAL(9,B2:B3)", "B6=SUBTOTAL(9,B5:B5)", "B7=SUBTOTAL(9,B2:B6)"];
    assert_eq!(compared(sheet(&rows), &subtotals), (3, 0, vec![]));
    let mut grid = sheet(&rows);
    grid.marks.hidden_rows = Spans::new([(2, 2)]);
    let formulas = ["B4=SUBTOTAL(109,B2:B3)", "B7=SUBTOTAL(9,B2:B6)"];
    assert_eq!(compared(grid.clone(), &formulas).2, ["B4 11 [7]", "B7 12 [13]"], "a plain sum within counts");
    grid.marks.filter = Some(Area { from: CellRef::new(0, 0), to: CellRef::new(4, 1) });
    assert_eq!(compared(grid, &["B4=SUBTOTAL(9,B2:B3)"]).2, ["B4 11 [7]"]);
}

#[test]
fn fractions_may_be_off_by_a_little() {
    let grid = sheet(&["Missie|Bezetting", "EUM Armenia|0.1", "UNMIK|0.2", "Totaal|0.3"]);
    assert_eq!(compared(grid, &["B4=SUM(B2:B3)"]), (1, 0, vec![]));
    let grid = sheet(&["Missie|Bezetting", "EUM Armenia|0.1", "UNMIK|0.2", "Totaal|0.31"]);
    assert_eq!(compared(grid, &["B4=SUM(B2:B3)"]).2, ["B4 0.31 [0.3]"]);
}

#[test]
fn thousands_of_sums_over_a_long_column_end_soon() {
    let mut builder = GridBuilder::new();
    builder.push(CellRef::new(0, 0), Value::Text("Missie".into()));
    builder.push(CellRef::new(0, 1), Value::Text("Bezetting".into()));
    for row in 1..30_000 {
        builder.push(CellRef::new(row, 0), Value::Text("EUM Armenia".into()));
        builder.push(CellRef::new(row, 1), Value::Number(1.0));
    }
    let formulas: Vec<String> = (2..30_000).map(|row| format!("B{row}=SUM(A$1:A$30000)")).collect();
    let formulas: Vec<&str> = formulas.iter().map(String::as_str).collect();
    let (right, untried, doubtful) = compared(builder.finish("x"), &formulas);
    assert_eq!(right + untried + u64::try_from(doubtful.len()).unwrap_or(0), 29_998);
    assert!(untried > 20_000, "{untried}");
}
