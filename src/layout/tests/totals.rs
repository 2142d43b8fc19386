//! Which lines are totals, averages or parts of a line, and above all which are not.

use crate::layout::fixture::{fates, layout, lines, merged, sheet, with_formulas};

/// The fates and lines of a table below `Missie|Bezetting|Vrouwen|Instroom|Opmerkingen`, whose first row is row 2.
fn below(rows: &[&str], formulas: &[&str]) -> (String, Vec<String>) {
    let mut all = vec!["Missie|Bezetting|Vrouwen|Instroom|Opmerkingen"];
    all.extend(rows);
    let found = layout(&with_formulas(sheet(&all), formulas));
    (fates(&found)[1..].to_owned(), lines(&found))
}

fn arithmetic(rows: &[&str]) -> (String, Vec<String>) {
    below(rows, &[])
}

#[test]
fn a_line_is_a_total_by_its_formula() {
    for (label, formula) in [
        ("", "B5=SUM(B2:B4)"),
        ("EU", "B5=SUM(B2:B4)"),
        ("Alle missies samen", "B5=B2+B3+B4"),
        ("", "B5=SUBTOTAL(9,B2:B4)"),
        ("Xyzzy", "B5=SOM($B$2:$B$4)"),
        ("", "B5=SUM(Blad1!B1:B4)"),
    ] {
        // The number need not fit: that is for the checks.
        let rows = ["EUM Armenia|7", "EUAM Iraq|4", "UNMIK|1", &format!("{label}|13")];
        assert_eq!(below(&rows, &[formula]), ("aaa=".to_owned(), vec!["5 Formula from 2 grand".to_owned()]), "{label} {formula}");
    }
}

#[test]
fn a_formula_tells_which_rows_a_total_is_about() {
    let rows = ["EUM Armenia|7", "EUAM Iraq|4", "EU|11", "UNMIK|1", "UNSMIL|2", "VN|3", "|14"];
    let found = below(&rows, &["B4=SUM(B2:B3)", "B7=SUM(B5:B6)", "B8=B4+B7"]);
    let expected = ["4 Formula from 2", "7 Formula from 5", "8 Formula from 2 grand"];
    assert_eq!(found, ("aa=aa==".to_owned(), expected.map(str::to_owned).to_vec()));
}

#[test]
fn a_label_goes_before_a_formula() {
    let found = below(&["EUM Armenia|7", "EUAM Iraq|4", "Totaal|11"], &["B4=SUM(B2:B3)"]);
    assert_eq!(found.1, ["4 Label from 2 grand"]);
}

#[test]
fn a_formula_that_adds_up_something_else_makes_no_total() {
    for formula in [
        "B5=C5+D5",
        "B5=SUM(C5:D5)",
        "B5=SUM(C2:C4)",
        "B5=B4",
        "B5=B4+C5",
        "B5=B4+1",
        "B5=B2-B3",
        "B5=B4+B4",
        "B5=SUM(B:B)",
        "B5=SUM(B2:C4)",
        "B5=SUM(B5:B9)",
        "B5=SUM(Lijst!B2:B4)",
        "B5=VLOOKUP(A5,A2:B4,2)",
        "B5=ROUND(SUM(B2:B4),0)",
        "E5=SUM(E2:E4)",
    ] {
        let found = below(&["EUM Armenia|7", "EUAM Iraq|4", "UNMIK|1", "Xyzzy|13|1|1"], &[formula]);
        assert_eq!(found, ("aaaa".to_owned(), vec![]), "{formula}");
    }
}

#[test]
fn a_line_that_names_a_known_mission_is_data_whatever_its_formula() {
    for name in ["UNMIK", "Total Support Mission", "EUAM"] {
        let found = below(&["EUM Armenia|7", "EUAM Iraq|4", &format!("{name}|11")], &["B4=SUM(B2:B3)"]);
        assert_eq!(found, ("aaa".to_owned(), vec![]), "{name}");
    }
    let rows = ["Missie|Bezetting", "EUM Armenia|7", "UNMIK|1", "|2", "|3"];
    let found = layout(&with_formulas(merged(&rows, &["A3:A5"]), &["B5=SUM(B3:B4)"]));
    assert_eq!(fates(&found), "haaaa", "a mission may be merged over its rows");
}

#[test]
fn averages_are_claims_that_enter_no_sum() {
    for label in ["Gemiddelde", "gem.", "Gem. bezetting", "Average", "Mean:", "Moyenne", "Totaal gemiddelde"] {
        let found = below(&["EUM Armenia|7", "EUAM Iraq|4", "Totaal|11", &format!("{label}|5.5")], &[]);
        assert_eq!(found, ("aa==".to_owned(), vec!["4 Label from 2 grand".to_owned(), "5 Label from 2 average".to_owned()]), "{label}");
    }
    let found = below(&["EUM Armenia|7", "EUAM Iraq|4", "Ø|5.5", "UNMIK|1", "Totaal|12"], &["B4=AVERAGE(B2:B3)"]);
    assert_eq!(found, ("aa=a=".to_owned(), vec!["4 Formula from 2 average".to_owned(), "6 Label from 2 grand".to_owned()]));
    let header = below(&["EUM Armenia|7", "Totaal|7", "Gemiddelde|7", "Missie|Bezetting|Vrouwen|Instroom|Opmerkingen", "UNMIK|1"], &[]);
    assert_eq!(header.0, "a==ha");
}

#[test]
fn a_line_without_a_label_is_a_total_by_its_numbers() {
    for (rows, expected) in [
        (vec!["EUM Armenia|7", "EUAM Iraq|4", "|11"], "3 from 2"),
        (vec!["EUM Armenia|7|2|0", "EUAM Iraq|4|1|0", "UNMIK|0|0|0", "|11|3|0"], "5 from 2"),
        (vec!["EUM Armenia|7|2", "EUAM Iraq|4|1", "UNMIK|1|1", "Alles|12|4"], "5 from 2"),
        (vec!["EUM Armenia|7|2", "EUAM Iraq|4|1", "UNMIK|1|1", "|12|"], "5 from 2"),
        (vec!["EUM Armenia|7", "EUAM Iraq|4", "|11", "", "UNMIK|1"], "4 from 2"),
        (vec!["EUM Armenia|7", "EUAM Iraq|-", "UNMIK|1", "|8", "* noot"], "5 from 2"),
        (vec!["EUM Armenia|7", "EUAM Iraq|4", "|11", "gemiddelde|5"], "4 from 2"),
    ] {
        let (_, lines) = arithmetic(&rows);
        let (row, from) = expected.split_once(' ').expect("two parts");
        let row = if row == "3" { "4" } else { row };
        assert!(lines[0].starts_with(&format!("{row} Arithmetic {from}")), "{rows:?}: {lines:?}");
    }
    let (fates, lines) = arithmetic(&["EUM Armenia|7", "EUAM Iraq|4", "Subtotaal|11", "UNMIK|1", "UNSMIL|2", "|3"]);
    assert_eq!((fates.as_str(), lines[1].as_str()), ("aa=aa=", "7 Arithmetic from 5"));
}

#[test]
fn numbers_that_add_up_by_chance_make_no_total() {
    for (why, rows) in [
        ("two equal rows", vec!["EUM Armenia|3", "EUAM Iraq|3"]),
        ("two equal rows, the second without a name", vec!["EUM Armenia|3", "|3"]),
        ("a known mission whose number is the sum above it", vec!["EUM Armenia|3", "EUAM Iraq|4", "UNMIK|7"]),
        ("the same for all its numbers", vec!["EUM Armenia|3|1", "EUAM Iraq|4|2", "UNMIK|7|3"]),
        ("a name that several missions share", vec!["EUM Armenia|3|1", "UNMIK|4|2", "EULEX|1|1", "EUAM|8|4"]),
        ("a known mission that is called total", vec!["EUM Armenia|3", "EUAM Iraq|4", "Total Support Mission|7"]),
        ("a misspelt mission", vec!["EUM Armenia|3|1", "EUAM Iraq|4|2", "EULEX Kosovo|1|1", "EUCAP Somalai|8|4"]),
        ("a mission that nobody knows yet", vec!["EUM Armenia|3", "EUAM Iraq|4", "Xyzzy|7"]),
        ("the same with columns of zeros", vec!["EUM Armenia|3|0|0", "EUAM Iraq|4|0|0", "UNMIK|1|0|0", "Xyzzy|8|0|0"]),
        ("the same of two rows", vec!["EUM Armenia|1|1", "EUAM Iraq|2|1", "Xyzzy|3|2"]),
        ("a table of one row", vec!["EUM Armenia|7", "|7"]),
        ("a table of one row, with a name", vec!["EUM Armenia|7|2", "Xyzzy|7|2"]),
        ("columns of zeros", vec!["EUM Armenia|0", "EUAM Iraq|0", "|0"]),
        ("zeros but for one row", vec!["EUM Armenia|7", "EUAM Iraq|0", "|7"]),
        ("a partial sum", vec!["EUM Armenia|7", "EUAM Iraq|4", "UNMIK|1", "|11"]),
        ("one column only", vec!["EUM Armenia|7|2", "EUAM Iraq|4|1", "|11|2"]),
        ("one column of two rows, the others blank", vec!["EUM Armenia|7|2", "EUAM Iraq|4|1", "|11|"]),
        ("one column only, the others blank, with a name", vec!["EUM Armenia|7|2", "EUAM Iraq|4|1", "UNMIK|2|1", "Xyzzy|13|"]),
        ("a column that has nothing above", vec!["EUM Armenia|7", "EUAM Iraq|4", "|11|3"]),
        ("a remark beside it", vec!["EUM Armenia|7", "EUAM Iraq|4", "|11|||nieuw sinds mei"]),
        ("a word in a count", vec!["EUM Armenia|7", "EUAM Iraq|4", "|11|?"]),
        ("not the last of its block", vec!["EUM Armenia|7", "EUAM Iraq|4", "|11", "UNMIK|1"]),
        ("before a total", vec!["EUM Armenia|7", "EUAM Iraq|4", "|11", "Totaal|22"]),
        ("a number that only the records can read", vec!["EUM Armenia|4 (3 tijdelijk in NL)", "EUAM Iraq|4", "UNMIK|3", "|7"]),
        ("an estimate", vec!["EUM Armenia|7", "EUAM Iraq|4", "|ca. 11"]),
        ("rows since the last subtotal", vec!["EUM Armenia|7", "EUAM Iraq|4", "Subtotaal|11", "UNMIK|1", "|1"]),
        ("an error cell", vec!["EUM Armenia|7", "EUAM Iraq|4", "|#REF!"]),
    ] {
        let (fates, lines) = arithmetic(&rows);
        let shown: Vec<&String> = lines.iter().filter(|line| !line.contains("Label")).collect();
        assert_eq!(shown, Vec::<&String>::new(), "{why}: {fates}");
        assert!(!fates.contains('n') && fates.len() == rows.len(), "{why}: {fates}");
    }
}

#[test]
fn a_list_of_persons_or_of_indicators_has_no_total_by_its_numbers() {
    let found = layout(&sheet(&["Uitzendnummer|Missie|Begindatum", "1|EUM Armenia|@2026-01-01", "2|EUM Armenia|@2026-01-01", "3||"]));
    assert_eq!((fates(&found).as_str(), lines(&found).len()), ("haaa", 0));
    let found = layout(&sheet(&["Project|Indicator|Waarde", "Blue Haven|trainers|5", "Blue Haven|cursisten|7", "|deelnemers|12"]));
    assert_eq!((fates(&found).as_str(), lines(&found).len()), ("haaa", 0));
}

#[test]
fn a_line_may_be_about_a_part_of_the_line_above_it() {
    for (label, field) in [
        ("waarvan vrouwen", "female"),
        ("Waarvan: vrouwen", "female"),
        ("w.v. tijdelijk in NL", "temp_home"),
        ("waarvan tijdelijk in NL", "temp_home"),
        ("  van wie vrouwen", "female"),
        ("of which female", "female"),
        ("of whom: female", "female"),
        ("dont femmes", "female"),
        ("waarvan lokaal personeel", "?"),
        ("waarvan personen", "?"),
        ("waarvan", "?"),
    ] {
        let found = below(&["EUM Armenia|7", &format!("{label}|3"), "UNMIK|1"], &[]);
        assert_eq!(found, ("a=a".to_owned(), vec![format!("3 of 2 {field} B")]), "{label}");
    }
    let found =
        below(&["EUM Armenia|7", "waarvan: 3 tijdelijk in NL", "w.v. 2 vrouwen", "UNMIK|1", "Totaal|8", "", "waarvan vrouwen|3"], &[]);
    assert_eq!(found.0, "a==a=.=");
    assert_eq!(found.1, ["6 Label from 2 grand", "3 of 2 temp_home A", "4 of 2 female A", "8 of 6 female B"]);
}

#[test]
fn a_part_that_is_in_doubt_is_about_no_field() {
    // Two numbers: of the headcount, and of those at home?
    assert_eq!(below(&["EUM Armenia|7|4", "waarvan vrouwen|3|1"], &[]).1, ["3 of 2 ? B"]);
    // Below a blank row it may be about all of the table.
    assert_eq!(below(&["EUM Armenia|7", "UNMIK|1", "", "waarvan vrouwen|3"], &[]).1, ["5 of 3 ? B"]);
}

#[test]
fn what_begins_so_elsewhere_is_no_part() {
    assert_eq!(below(&["waarvan vrouwen|3", "EUM Armenia|7"], &[]).1, Vec::<String>::new());
    assert_eq!(below(&["EUM Armenia|7", "* waarvan 1 met verlof"], &[]).0, "an");
    let roster = layout(&sheet(&["Uitzendnummer|Missie|Begindatum", "1|EUM Armenia|@2026-01-01", "waarvan vrouwen|3|"]));
    assert_eq!(lines(&roster), Vec::<String>::new());
}

#[test]
fn a_formula_over_a_part_is_no_total() {
    let found = below(&["EUM Armenia|7", "waarvan vrouwen|3", "UNMIK|1", "waarvan vrouwen|8"], &["B5=SUM(B2:B4)"]);
    assert_eq!(found.0, "a=a=");
    assert!(found.1[1].starts_with("5 of 4"), "{:?}", found.1);
}

#[test]
fn a_formula_that_was_never_calculated_holds_a_value() {
    let found = below(&["EUM Armenia|7", "Xyzzy|", "UNMIK|1"], &["B3=C3+D3"]);
    assert_eq!(found.0, "aaa");
    let without = below(&["EUM Armenia|7", "Xyzzy|", "UNMIK|1"], &[]);
    assert_eq!(without.0, "ata");
}
