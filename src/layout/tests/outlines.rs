//! What is seen of tables that no schema knows.

use proptest::prelude::*;

use crate::domain::cell::column_letters;
use crate::domain::layout::Outline;
use crate::domain::{Area, CellRef, Grid, GridBuilder, RowFate, Value};
use crate::layout::fixture::{fates, layout, merged, sheet};

fn rows(rows: &[u32]) -> String {
    rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join(",")
}

/// `title 1, header 3,4: A Land, B Aantal: 5-9 (4)`, rows as a spreadsheet counts them.
fn shown(outline: &Outline) -> String {
    let title = if outline.title_rows.is_empty() { String::new() } else { format!("title {}, ", rows(&outline.title_rows)) };
    let columns: Vec<String> =
        outline.columns.iter().map(|(col, name)| format!("{} {name}", column_letters(*col)).trim_end().to_owned()).collect();
    let (from, to) = (outline.rows.0 + 1, outline.rows.1 + 1);
    format!("{title}header {}: {}: {from}-{to} ({})", rows(&outline.header_rows), columns.join(", "), outline.data_rows)
}

fn outlines(grid: &Grid) -> Vec<String> {
    layout(grid).outlines.iter().map(shown).collect()
}

/// The only outline of a sheet.
fn outline(lines: &[&str]) -> String {
    outlines(&sheet(lines)).join(" & ")
}

#[test]
fn a_file_whose_first_row_is_the_header() {
    assert_eq!(outline(&["Stad|Inwoners", "Ede|7", "Lochem|4", "Assen|9"]), "header 1: A Stad, B Inwoners: 2-4 (3)");
    assert_eq!(outline(&["a|b", "1|2"]), "header 1: A a, B b: 2-2 (1)");
}

#[test]
fn titles_stand_above_and_notes_below() {
    let found = outline(&[
        "Overzicht van voertuigen",
        "Versie|concept",
        "",
        "Kenteken|Merk|Stand",
        "K1|Volvo|120",
        "K2|Saab|3",
        "Totaal||123",
        "Bron: wagenpark",
        "",
        "* schatting",
        "1) zie de brief",
    ]);
    assert_eq!(found, "title 1,2, header 4: A Kenteken, B Merk, C Stand: 5-7 (3)");
}

#[test]
fn labels_over_groups_of_columns_and_blank_rows_within_the_header() {
    let found = outline(&[
        "Tabel 1: sterkte",
        "",
        "Heel het land|||||fte",
        "|Op:|||Verschil",
        "",
        "|@2017-09-30|@2018-03-31|@2018-09-30|aantal|%",
        "Noord |5656|5573|5506|-151|-2.7",
        "Delta|1274|1257|1224|-50|-3.9",
        "Eems|..|..|..|..|..",
        "",
        "Totaal|125364|125651|125861|497|0.4",
        "",
        "Noten",
        "1. Niet elk korps gaf op.",
    ]);
    assert_eq!(found, "title 1, header 3,4,6: A Heel het land, B 2017-09-30, C 2018-03-31, D 2018-09-30, E aantal, F %: 7-11 (4)");
}

#[test]
fn names_that_occur_twice_are_told_apart_by_the_label_above_them() {
    let lines = ["|Sinds maart||Sinds juni", "Korps|aantal|%|aantal|%", "Delta|1|2.5|3|4.5", "Eems|3|4.5|5|6.5"];
    let found = outlines(&merged(&lines, &["B1:C1", "D1:E1"]));
    assert_eq!(found, ["header 1,2: A Korps, B Sinds maart aantal, C Sinds maart %, D Sinds juni aantal, E Sinds juni %: 3-4 (2)"]);
}

#[test]
fn merged_labels_names_and_tags_for_machines() {
    let lines = [
        "PLAATS|||MENSEN",
        "Datum|Regio|Gemeente|Gezinnen|Personen",
        "#date+reported|#adm1+name||#affected+hh|\t#affected+ind ",
        "@2021-09-30|Lac|Fouli|398|1618",
        "@2021-09-30|Lac|Kaya|12|55",
    ];
    let found = outlines(&merged(&lines, &["A1:C1", "D1:E1"]));
    assert_eq!(found, ["header 1,2,3: A Datum, B Regio, C Gemeente, D Gezinnen, E Personen: 4-5 (2)"]);
}

#[test]
fn a_row_of_units_belongs_to_the_header() {
    let found = outline(&["Regio|Sterkte|Uren", "|(fte)|aantal", "Noord|7.5|120", "Zuid|3|88"]);
    assert_eq!(found, "header 1,2: A Regio, B Sterkte, C Uren: 3-4 (2)");
}

#[test]
fn names_in_two_rows() {
    let found = outline(&["Regio|Sterkte||Verloop", "|vast|flex|erbij|eraf", "Noord|7|1|2|0", "Zuid|3|0|0|1"]);
    assert_eq!(found, "header 1,2: A Regio, B vast, C flex, D erbij, E eraf: 3-4 (2)");
}

#[test]
fn a_column_without_a_name() {
    let found = outline(&["|Jaar|Gebied|Uren", "449|2014|Noord|300", "92|2014|Zuid|287", "77|2015|Noord|35"]);
    assert_eq!(found, "header 1: A, B Jaar, C Gebied, D Uren: 2-4 (3)");
}

#[test]
fn years_and_numbers_as_names() {
    assert_eq!(outline(&["Regio|2019|2020|2021", "Noord|7|8|9", "Zuid|1974|4|2"]), "header 1: A Regio, B 2019, C 2020, D 2021: 2-3 (2)");
    assert_eq!(outline(&["Regio|1|2|3|4", "Noord|7|8|9|9", "Zuid|5|4|2|1"]), "header 1: A Regio, B 1, C 2, D 3, E 4: 2-3 (2)");
}

#[test]
fn tables_below_each_other() {
    let found = outlines(&sheet(&[
        "Samenvatting",
        "#Districten|105",
        "#Plaatsen|2842",
        "",
        "Naar onderdak",
        "Regio|Kamp|Gezin|Totaal",
        "Noord|7|8|15",
        "Zuid|1|4|5",
        "    Totaal|8|12|20",
        "",
        "Naar herkomst",
        "Regio|District|Gezinnen",
        "Noord|Ede|3",
        "|Lochem|4",
        "Totaal||7",
    ]));
    assert_eq!(
        found,
        [
            "title 5, header 6: A Regio, B Kamp, C Gezin, D Totaal: 7-9 (3)",
            "title 11, header 12: A Regio, B District, C Gezinnen: 13-15 (3)"
        ]
    );
    let found = outline(&["Regio|Kamp|Gezin", "Noord|7|8", "Zuid|1|4", "Naar herkomst", "Regio|Ede|Goor", "Noord|3|1", "Zuid|2|2"]);
    assert_eq!(found, "header 1: A Regio, B Kamp, C Gezin: 2-3 (2) & title 4, header 5: A Regio, B Ede, C Goor: 6-7 (2)");
}

#[test]
fn tables_beside_each_other() {
    let found = outlines(&sheet(&[
        "||||||Regio|Kamp|Gezin",
        "Soort|Mensen|||||Noord|7|8",
        "Kamp|182|||||Zuid|1|4",
        "Gezin|103|||||Oost|2|2",
        "Anders|9|||||West|3|1",
    ]));
    assert_eq!(found, ["header 1: G Regio, H Kamp, I Gezin: 2-5 (4)", "header 2: A Soort, B Mensen: 3-5 (3)"]);
    // A column of numbers beside a blank one has no labels of its own.
    let found = outline(&["Regio|Kamp|Gezin||rang", "Noord|7|8||2", "Zuid|1|4||1", "Oost|1|4"]);
    assert_eq!(found, "header 1: A Regio, B Kamp, C Gezin, E rang: 2-4 (3)");
}

#[test]
fn blank_rows_and_repeated_headers_do_not_end_a_table() {
    assert_eq!(
        outline(&["Regio|Kamp|Gezin", "Noord|7|8", "Zuid|1|4", "", "Oost|2|2", "", "Totaal|10|14"]),
        "header 1: A Regio, B Kamp, C Gezin: 2-7 (4)"
    );
    assert_eq!(
        outline(&["Regio|Kamp|Gezin", "Noord|7|8", "Zuid|1|4", "", "Regio|Kamp|Gezin", "Oost|2|2", "West|1|1"]),
        "header 1: A Regio, B Kamp, C Gezin: 2-7 (4)"
    );
    assert_eq!(outline(&["Regio|Kamp|Gezin", "", "Noord|7|8", "Zuid|1|4"]), "header 1: A Regio, B Kamp, C Gezin: 3-4 (2)");
}

#[test]
fn headings_within_and_lines_below_are_no_data() {
    let found = outline(&["Regio|Kamp|Gezin", "Noord", "Ede|7|8", "Zuid", "Goor|1|4", "Opgesteld door|de staf"]);
    assert_eq!(found, "header 1: A Regio, B Kamp, C Gezin: 3-5 (2)");
    let found = outline(&["Land|Uren", "Mali|3", "Kenia", "Ghana|4", "Togo|5", "Noot: zonder verlof"]);
    assert_eq!(found, "header 1: A Land, B Uren: 2-5 (4)");
}

#[test]
fn a_list_of_texts_begins_with_its_first_full_row() {
    let found = outline(&[
        "Register",
        "",
        "Blad|Onderwerp|Gepubliceerd",
        "Tabel 1|Sterkte per korps|Ja",
        "Tabel 2|Staf per korps|Ja",
        "Tabel 3|Toezicht|Nee",
        "Tabel 4|Vrijwilligers|Nee",
        "Tabel 5|Verloop|Ja",
        "Tabel 6|Uren|Ja",
    ]);
    assert_eq!(found, "title 1, header 3: A Blad, B Onderwerp, C Gepubliceerd: 4-9 (6)");
    assert_eq!(outline(&["code_a|naam_b", "TD|Tsjaad", "NG|Nigeria", "IQ|Irak"]), "header 1: A code_a, B naam_b: 2-4 (3)");
}

#[test]
fn what_may_be_a_record_is_not_shown_as_a_name() {
    let found = outline(&["Jansen|Kenia|Adviseur", "De Vries|Mali|Trainer", "Bakker|Ghana|Planner", "Smit|Togo|Adviseur"]);
    assert_eq!(found, "header 1: A, B, C: 2-4 (3)");
    let paths = outline(&["install|aan_de_slag/install", "tutorial|aan_de_slag/tutorial", "reizen|uitzending/reizen", "thuis|start"]);
    assert_eq!(paths, "header 1: A, B: 2-4 (3)");
    assert_eq!(outline(&["Jansen|Kenia|@2026-01-01", "Bakker|Mali|@2026-02-01", "Smit|Togo|@2026-03-01"]), "");
}

#[test]
fn what_is_no_table() {
    for lines in [
        &["Lees mij", "Dit blad hoort bij de opgave", "Vragen? Bel de staf"][..],
        &["Naam:|Piet", "Functie:|staf", "Versie:|2", "Datum:|@2026-05-31"],
        &["Naam|Piet", "Versie|2", "Datum|@2026-05-31", "Bijlagen|geen"],
        &["Versie|2", "Bijlagen|3", "Bladen|4"],
        &["1|2|3", "4|5|6", "7|8|9"],
        &["Alleen een kop|zonder|regels"],
        &["", ""],
    ] {
        assert_eq!(outline(lines), "", "{lines:?}");
    }
}

#[test]
fn beside_a_known_table_only_what_is_certain_is_shown() {
    let found = layout(&sheet(&[
        "Peildatum|31-05-2026",
        "Missie|Bezetting",
        "EUM Armenia|7",
        "Totaal|7",
        "",
        "Opgesteld door|de staf",
        "Gecontroleerd door|de chef",
        "Verzonden door|de post",
    ]));
    assert_eq!((fates(&found).as_str(), found.outlines), ("tha=.nnn", Vec::new()));
}

#[test]
fn another_table_above_a_known_one_is_seen() {
    let found = layout(&sheet(&["Wagens", "Kenteken|Merk|Stand", "K1|Volvo|120", "K2|Saab|3", "", "Missie|Bezetting", "EUM Armenia|7"]));
    assert_eq!(found.outlines.iter().map(shown).collect::<Vec<_>>(), ["title 1, header 2: A Kenteken, B Merk, C Stand: 3-4 (2)"]);
    assert_eq!((fates(&found).as_str(), found.tables.len()), ("tttt.ha", 1));
}

#[test]
fn a_table_that_is_only_seen_changes_nothing_in_the_account() {
    let found = layout(&sheet(&["Stad|Inwoners|Hoogte", "Ede|7|1", "", "Lochem|4|2"]));
    assert_eq!(found.outlines.len(), 1);
    assert_eq!(fates(&found), "oo.o");
    let mut hidden = sheet(&["Stad|Inwoners|Hoogte", "Ede|7|1", "Lochem|4|2"]);
    hidden.hidden = true;
    assert!(layout(&hidden).outlines.is_empty());
}

fn any_value() -> impl Strategy<Value = Value> {
    const WORDS: [&str; 16] = [
        "Regio",
        "Kamp",
        "aantal",
        "%",
        "..",
        "Totaal",
        "#adm1+name",
        "(fte)",
        "* noot",
        "Bron: x",
        "2019",
        "31-05-2026",
        "1.234",
        " ",
        "Noord",
        "een_twee",
    ];
    prop_oneof![
        6 => prop::sample::select(WORDS.to_vec()).prop_map(|text| Value::Text(text.into())),
        1 => "[\\PC\n\t]{1,12}".prop_map(|text| Value::Text(text.into())),
        5 => (0_i32..3_000).prop_map(|number| Value::Number(f64::from(number))),
        1 => any::<f64>().prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Error("#REF!".into())),
        1 => (0_i64..2_000_000_000).prop_map(|s| Value::Date(chrono::DateTime::from_timestamp(s, 0).unwrap_or_default().naive_utc())),
    ]
}

/// Cells and merged areas, dense enough for tables to appear.
type Cells = (Vec<(u32, u32, Value)>, Vec<(u32, u32, u32, u32)>);

fn any_cells() -> impl Strategy<Value = Cells> {
    let cell = (0_u32..16, 0_u32..9, any_value());
    let header = (0_u32..4, prop::collection::vec("[A-Z][a-z]{1,6}", 2..6))
        .prop_map(|(row, names)| (0..).zip(names).map(|(col, name)| (row, col, Value::Text(name.into()))).collect::<Vec<_>>());
    let body = (4_u32..12, 1_u32..6, 0_u32..999).prop_map(|(to, width, seed)| {
        let at = |row: u32, col: u32| (row, col, Value::Number(f64::from(row * 7 + col + seed)));
        (4..to).flat_map(|row| (1..width).map(move |col| at(row, col))).collect::<Vec<_>>()
    });
    let area = (0_u32..10, 0_u32..9, 0_u32..3, 0_u32..4);
    (prop::collection::vec(cell, 0..70), header, body, prop::collection::vec(area, 0..4))
        .prop_map(|(cells, header, body, areas)| (header.into_iter().chain(body).chain(cells).collect(), areas))
}

fn grid((cells, areas): &Cells, down: u32, right: u32) -> Grid {
    let mut builder = GridBuilder::new();
    for (row, col, value) in cells {
        builder.push(CellRef::new(row + down, col + right), value.clone());
    }
    let mut grid = builder.finish("x");
    let area = |(r, c, h, w): &(u32, u32, u32, u32)| Area {
        from: CellRef::new(r + down, c + right),
        to: CellRef::new(r + h + down, c + w + right),
    };
    grid.merged = areas.iter().map(area).collect();
    grid
}

fn moved(outline: &Outline, down: u32, right: u32) -> Outline {
    let rows = |rows: &[u32]| rows.iter().map(|row| row + down).collect();
    Outline {
        title_rows: rows(&outline.title_rows),
        header_rows: rows(&outline.header_rows),
        columns: outline.columns.iter().map(|(col, name)| (col + right, name.clone())).collect(),
        rows: (outline.rows.0 + down, outline.rows.1 + down),
        data_rows: outline.data_rows,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn outlines_lie_inside_the_sheet_and_beside_each_other(cells in any_cells()) {
        let grid = grid(&cells, 0, 0);
        let found = layout(&grid);
        let mut taken: Vec<(u32, u32, u32, u32)> = Vec::new();
        for outline in &found.outlines {
            prop_assert!(outline.title_rows.is_sorted_by(|a, b| a < b) && outline.header_rows.is_sorted_by(|a, b| a < b));
            prop_assert!(outline.columns.is_sorted_by(|a, b| a.0 < b.0) && outline.columns.len() >= 2);
            let (first, last) = (outline.header_rows[0], outline.rows.1);
            prop_assert!(outline.title_rows.last().is_none_or(|row| *row < first));
            prop_assert!(*outline.header_rows.last().expect("a header") < outline.rows.0 && outline.rows.0 <= last && last < grid.height());
            prop_assert!(outline.data_rows >= 1 && outline.data_rows <= last - outline.rows.0 + 1);
            let (left, right) = (outline.columns[0].0, outline.columns[outline.columns.len() - 1].0);
            let apart = |other: &(u32, u32, u32, u32)| last < other.0 || first > other.1 || right < other.2 || left > other.3;
            prop_assert!(taken.iter().all(apart), "{:?}", found.outlines);
            taken.push((first, last, left, right));
        }
        if found.tables.is_empty() {
            prop_assert!(found.fates.iter().all(|fate| matches!(fate, RowFate::Other | RowFate::Blank)));
        }
    }

    #[test]
    fn a_sheet_that_is_moved_has_the_same_outlines(cells in any_cells(), down in 0_u32..50, right in 0_u32..50) {
        let here: Vec<Outline> = layout(&grid(&cells, 0, 0)).outlines.iter().map(|outline| moved(outline, down, right)).collect();
        prop_assert_eq!(layout(&grid(&cells, down, right)).outlines, here);
    }
}

#[test]
fn sheets_of_many_tables_rows_or_columns_are_outlined() {
    let mut builder = GridBuilder::new();
    for table in 0..2_000 {
        for (row, cells) in ["Regio|Kamp|Gezin", "Noord|7|8", "Zuid|1|4"].iter().enumerate() {
            for (col, text) in (0..).zip(cells.split('|')) {
                let row = table * 4 + u32::try_from(row).unwrap_or(0);
                builder.push(CellRef::new(row, col), text.parse().map_or_else(|_| Value::Text(text.into()), Value::Number));
            }
        }
    }
    // Each repeats the header of the one above, as on a new page.
    assert_eq!(layout(&builder.finish("x")).outlines.iter().map(|outline| outline.data_rows).collect::<Vec<_>>(), [4_000]);
    let mut builder = GridBuilder::new();
    for col in 0..16_384 {
        builder.push(CellRef::new(0, col), Value::Text(format!("Kolom {col}").into()));
        for row in 1..4 {
            builder.push(CellRef::new(row, col), Value::Number(7.0));
        }
    }
    assert_eq!(layout(&builder.finish("x")).outlines.iter().map(|outline| outline.columns.len()).collect::<Vec<_>>(), [16_384]);
}
