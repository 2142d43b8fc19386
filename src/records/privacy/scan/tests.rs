use super::*;
use crate::domain::GridBuilder;
use crate::records::example::{Example, HEADCOUNT, Head, ROSTER, example, schema};
use proptest::prelude::*;

use Head::{Field, Personal, Unknown};

fn met(example: &Example) -> Vec<(String, String, u32, bool, bool)> {
    scan(&example.grid, 0, &example.layout, &schema())
        .into_iter()
        .map(|found| (found.cell.to_string(), found.kind, found.values, found.by_header, found.certain))
        .collect()
}

fn found(cell: &str, kind: &str, values: u32, by_header: bool, certain: bool) -> (String, String, u32, bool, bool) {
    (cell.to_owned(), kind.to_owned(), values, by_header, certain)
}

#[test]
fn a_header_gives_personal_data_away() {
    let rows: [&[&str]; 2] = [&["EUAM Iraq", "=4", "Voor Achternaam"], &["EUBAM Libya", "=3", ""]];
    let sheet = example(HEADCOUNT, &[Field("mission"), Field("stated"), Personal("name")], &rows, &[], &[]);
    assert_eq!(met(&sheet), [found("C2", "name", 1, true, true)]);
    assert_eq!(scan(&sheet.grid, 0, &sheet.layout, &schema())[0].header.as_str(), "name");
}

#[test]
fn service_numbers_are_certain_only_together() {
    let heads = [Field("person_key"), Field("mission"), Unknown("Nummer")];
    let one = example(ROSTER, &heads, &[&["NP-1", "EUAM Iraq", "123456782"], &["NP-2", "EUAM Iraq", "ABC"]], &[], &[]);
    assert_eq!(met(&one), [found("C3", "bsn", 1, false, false)]);
    let two = example(ROSTER, &heads, &[&["NP-1", "EUAM Iraq", "=123456782"], &["NP-2", "EUAM Iraq", "=23456784"]], &[], &[]);
    assert_eq!(met(&two), [found("C2", "bsn", 2, false, true)]);
    let diluted: Vec<[String; 3]> = (0..10)
        .map(|at| {
            let number = if at < 2 { "123456782".to_owned() } else { format!("12345678{}", if at == 2 { 3 } else { at }) };
            [format!("NP-{at}"), "EUAM Iraq".to_owned(), number]
        })
        .collect();
    let diluted: Vec<Vec<&str>> = diluted.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = diluted.iter().map(Vec::as_slice).collect();
    assert_eq!(met(&example(ROSTER, &heads, &rows, &[], &[])), [found("C2", "bsn", 2, false, false)]);
    let keys =
        example(ROSTER, &[Field("person_key"), Field("mission")], &[&["123456782", "EUAM Iraq"], &["111222333", "EUAM Iraq"]], &[], &[]);
    assert_eq!(met(&keys), [found("A2", "bsn", 2, false, true)]);
}

#[test]
fn dates_and_counts_are_no_service_numbers() {
    let heads = [Field("person_key"), Field("mission"), Field("start"), Unknown("Ingevoerd")];
    let rows: [&[&str]; 3] = [
        &["NP-1", "EUAM Iraq", "20260301", "=20260301"],
        &["NP-2", "EUAM Iraq", "=46082", "2026-03-01"],
        &["NP-3", "EUAM Iraq", "01-03-2026", "01-03-2026"],
    ];
    assert_eq!(met(&example(ROSTER, &heads, &rows, &[], &[])), []);
}

#[test]
fn names_are_told_from_functions_places_and_missions() {
    let heads = [Field("person_key"), Field("mission"), Field("role"), Unknown("Wie")];
    let names = example(
        ROSTER,
        &heads,
        &[&["1", "EUAM Iraq", "adviseur", "A. Achternaam"], &["2", "EUAM Iraq", "mentor", "Achternaam, B."], &["3", "EUAM Iraq", "x", "?"]],
        &[],
        &[],
    );
    assert_eq!(met(&names), [found("D2", "name", 2, false, true)]);
    let weak =
        example(ROSTER, &heads, &[&["1", "EUAM Iraq", "x", "Voor Achternaam"], &["2", "EUAM Iraq", "y", "Tweede Persoon"]], &[], &[]);
    assert_eq!(met(&weak), [found("D2", "name", 2, false, false)]);
    let none = example(
        ROSTER,
        &heads,
        &[
            &["1", "EUAM Iraq", "Senior Adviseur", "Den Haag"],
            &["2", "EUAM Iraq", "Hoofd Veldkantoor", "EUAM Ukraine"],
            &["3", "EUAM Iraq", "Gender Specialist", "West Africa"],
            &["4", "Voor Achternaam", "mentor", "in missiegebied"],
        ],
        &[],
        &[],
    );
    assert_eq!(met(&none), []);
    let titled = example(
        ROSTER,
        &heads,
        &[&["1", "EUAM Iraq", "Witness Care", "x"], &["2", "EUAM Iraq", "Fleet Matters", "x"], &["3", "EUAM Iraq", "Prison Works", "x"]],
        &[],
        &[],
    );
    assert_eq!(met(&titled), [found("C2", "name", 3, false, false)], "functions in capitals are at most a possibility");
}

#[test]
fn a_coordinator_may_stand_above_the_table_and_in_a_column_of_coordinators() {
    let heads = [Field("mission"), Field("stated"), Field("coordinator")];
    let mut sheet = example(HEADCOUNT, &heads, &[&["EUAM Iraq", "=4", "A. Achternaam"], &["EUBAM Libya", "=3", "B. Achternaam"]], &[], &[]);
    let mut builder = GridBuilder::new();
    for (row, cells) in sheet.grid.rows() {
        for cell in cells {
            builder.push(CellRef::new(row, cell.col), cell.value.clone());
        }
    }
    builder.push(CellRef::new(0, 1), Value::Text("Coördinator: A. Achternaam, missies@politie.example.nl".into()));
    sheet.grid = builder.finish("Blad1");
    assert_eq!(met(&sheet), []);
}

#[test]
fn addresses_and_numbers_to_call_are_found_anywhere_below() {
    let heads = [Field("mission"), Field("remarks"), Unknown("Telefoon thuis")];
    let sheet = example(
        HEADCOUNT,
        &heads,
        &[&["EUAM Iraq", "vraag a.b@dienst.example", "=612345678"], &["EUBAM Libya", "bel +31 6 1234 5678", ""]],
        &[],
        &["contact: c.d@dienst.example"],
    );
    assert_eq!(
        met(&sheet),
        [
            found("B3", "email", 1, false, true),
            found("C3", "phone", 1, false, true),
            found("B4", "phone", 1, false, true),
            found("A5", "email", 1, false, true),
        ]
    );
}

#[test]
fn a_column_full_of_addresses_is_one_case() {
    let mails: Vec<String> = (0..300).map(|at| format!("p{at}@dienst.example")).collect();
    let rows: Vec<[&str; 2]> = mails.iter().map(|mail| ["EUAM Iraq", mail.as_str()]).collect();
    let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
    let sheet = example(HEADCOUNT, &[Field("mission"), Unknown("Bereikbaar")], &rows, &[], &[]);
    assert_eq!(met(&sheet), [found("B3", "email", 300, false, true)]);
    let loose = Example {
        layout: SheetLayout { fates: vec![RowFate::Other; sheet.layout.fates.len()], ..SheetLayout::default() },
        grid: sheet.grid,
    };
    let cases = met(&loose);
    assert_eq!((cases.len(), cases[0].2), (1, 300), "too many single cells become one case");
}

#[test]
fn a_sheet_without_a_table_is_looked_through_as_well() {
    let mut builder = GridBuilder::new();
    for (row, name) in (0_u32..).zip(["Naam", "A. Achternaam", "B. Achternaam", "C. van Achternaam", "D. Achternaam"]) {
        builder.push(CellRef::new(row, 0), Value::Text(name.into()));
    }
    let layout = SheetLayout { fates: vec![RowFate::Other; 5], ..SheetLayout::default() };
    assert_eq!(met(&Example { grid: builder.finish("Contact"), layout }), [found("A1", "name", 4, false, true)]);
}

proptest! {
    #[test]
    fn no_cells_make_it_panic_and_no_value_comes_out(texts in prop::collection::vec("([0-9]{8,9}|[a-z]{3}@[a-z]{3}\\.nl|06[0-9]{8}|\\PC{0,20})", 1..20)) {
        let rows: Vec<[&str; 2]> = texts.iter().map(|text| ["EUAM Iraq", text.strip_prefix(['=', '@', '!']).unwrap_or(text)]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).filter(|row| !row[1].starts_with(['=', '@', '!'])).collect();
        let sheet = example(HEADCOUNT, &[Field("mission"), Unknown("Q")], &rows, &[], &[]);
        for case in scan(&sheet.grid, 0, &sheet.layout, &schema()) {
            prop_assert!(["email", "phone", "iban", "bsn", "name"].contains(&case.kind.as_str()));
            prop_assert_eq!(case.header.as_str(), "Q");
        }
    }
}
