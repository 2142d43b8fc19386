//! What holds for any sheet.

use std::collections::BTreeSet;

use proptest::prelude::*;

use crate::domain::layout::SheetLayout;
use crate::domain::placing::Years;
use crate::domain::{Area, CellRef, Direction, FieldType, Formula, Grid, GridBuilder, Marks, RowFate, Spans, Value};
use crate::layout::fixture::{layout, schema};
use crate::layout::{HeaderIndex, recover};

/// Texts that mean something on a sheet, and some that do not.
const WORDS: [&str; 52] = [
    "jan 2026",
    "feb 2026",
    "mrt",
    "Missie: EUAM Iraq",
    "Stand 30 april",
    "2026",
    "Missie",
    "Bezetting",
    "Vrouwen",
    "Aantal",
    "Verwacht",
    "Status",
    "Begindatum",
    "Project",
    "Indicator",
    "Waarde",
    "Naam",
    "Mutatie",
    "Datum",
    "Mutaties",
    "Stand",
    "In",
    "Uit",
    "V",
    "t/m",
    "Peildatum",
    "Peildatum: 31-05-2026",
    "Stand per",
    "per",
    "31-05-2026",
    "Totaal",
    "TOTAAL EU",
    "Subtotaal",
    "EUM Armenia",
    "UNMIK",
    "EUAM",
    "Xyzzy",
    "* noot",
    "1) noot",
    "(fte)",
    " ",
    "Missie / Mission",
    "Bezetting (fte)",
    "😀",
    "#tag",
    "Gemiddelde",
    "waarvan vrouwen",
    "w.v. 3 tijdelijk in NL",
    "of which: 2 female",
    "3",
    "7",
    "een lange opmerking die beslist geen naam van een missie is",
];

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => prop::sample::select(WORDS.to_vec()).prop_map(|text| Value::Text(text.into())),
        1 => "[\\PC\n\t]{1,12}".prop_map(|text| Value::Text(text.into())),
        2 => (0_i32..60_000).prop_map(|number| Value::Number(f64::from(number))),
        1 => any::<f64>().prop_map(Value::Number),
        1 => any::<bool>().prop_map(Value::Bool),
        1 => Just(Value::Error("#REF!".into())),
        1 => (0_i64..2_000_000_000).prop_map(|s| Value::Date(chrono::DateTime::from_timestamp(s, 0).unwrap_or_default().naive_utc())),
    ]
}

/// What may stand in a cell as a formula.
const FORMULAS: [&str; 12] = [
    "SUM(B1:B9)",
    "SUM(B:B)",
    "SUM(A1:XFD1048576)",
    "SUBTOTAL(9,B2:B6)",
    "SUBTOTAL(109,C2:C8,C9)",
    "AVERAGE(B2:B6)",
    "B4+B5",
    "B5-B4+2",
    "+C7",
    "SUM(x!B1:B9)+1",
    "IF(B1>0,SUM(B1:B9),0)",
    "SUM(",
];

fn any_marks() -> impl Strategy<Value = Marks> {
    let formula = (0_u32..14, 0_u32..6, prop::sample::select(FORMULAS.to_vec()), any::<bool>());
    let spans = || {
        prop::collection::vec((0_u32..14, 0_u32..4), 0..3)
            .prop_map(|runs| Spans::new(runs.into_iter().map(|(from, more)| (from, from + more))))
    };
    let cells = prop::collection::vec((0_u32..14, 0_u32..6), 0..12);
    let filter = prop::option::of((0_u32..10, 0_u32..10));
    (prop::collection::vec(formula, 0..8), spans(), spans(), cells, filter, any::<bool>()).prop_map(
        |(formulas, hidden_rows, hidden_cols, struck, filter, across)| {
            let formula =
                |(row, col, text, stored): (u32, u32, &str, bool)| Formula { cell: CellRef::new(row, col), text: text.into(), stored };
            let marks = Marks {
                hidden_rows,
                hidden_cols,
                filter: filter.map(|(from, to)| Area { from: CellRef::new(from, 0), to: CellRef::new(to, 5) }),
                struck: struck.into_iter().map(|(row, col)| CellRef::new(row, col)).collect(),
                formulas: formulas.into_iter().map(formula).collect(),
                across,
                ..Marks::default()
            };
            marks.sorted()
        },
    )
}

fn any_grid() -> impl Strategy<Value = Grid> {
    let cell = (0_u32..14, 0_u32..6, any_value());
    let far = prop::option::weighted(0.1, (0_u32..3000, 0_u32..16_384, any_value()));
    let area = (0_u32..10, 0_u32..6, 0_u32..3, 0_u32..4);
    let marks = prop_oneof![Just(Marks::default()), any_marks()];
    (prop::collection::vec(cell, 0..60), far, prop::collection::vec(area, 0..4), marks).prop_map(|(cells, far, areas, marks)| {
        let mut builder = GridBuilder::new();
        for (row, col, value) in cells.into_iter().chain(far) {
            builder.push(CellRef::new(row, col), value);
        }
        let mut grid = builder.finish("x");
        grid.marks = marks;
        grid.merged = areas.iter().map(|(r, c, h, w)| Area { from: CellRef::new(*r, *c), to: CellRef::new(r + h, c + w) }).collect();
        grid
    })
}

/// A grid with a header, so that something is found below it more often than by chance.
fn any_table() -> impl Strategy<Value = Grid> {
    (any_grid(), prop::collection::vec(prop::sample::select(vec!["Missie", "Bezetting", "Vrouwen", "Instroom", "Opmerkingen"]), 2..6))
        .prop_map(|(grid, names)| {
            let mut builder = GridBuilder::new();
            for (row, cells) in grid.rows() {
                for cell in cells {
                    builder.push(CellRef::new(row, cell.col), cell.value.clone());
                }
            }
            for (col, name) in (0..).zip(names) {
                builder.push(CellRef::new(3, col), Value::Text(name.into()));
            }
            let mut table = builder.finish("x");
            (table.merged, table.marks) = (grid.merged, grid.marks);
            table
        })
}

fn fate(layout: &SheetLayout, row: u32) -> Option<RowFate> {
    layout.fates.get(row as usize).copied()
}

fn holds(grid: &Grid) -> Result<(), TestCaseError> {
    let found = layout(grid);
    prop_assert_eq!(found.fates.len(), grid.height() as usize);
    for row in 0..grid.height() {
        let empty = grid.row(row).iter().all(|cell| matches!(&cell.value, Value::Text(text) if text.trim().is_empty()));
        prop_assert_eq!(fate(&found, row) == Some(RowFate::Blank), empty, "row {}", row);
    }
    let schema = schema();
    // A row in which several tables stand counts once, for the most that became of it.
    let at_least = |row: u32, fates: &[RowFate]| fate(&found, row).is_some_and(|fate| fates.contains(&fate));
    let (mut accepted, mut totals) = (BTreeSet::new(), BTreeSet::new());
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    for table in &found.tables {
        let down = table.direction == Direction::Down;
        let mission = schema.tables[table.table].fields.iter().position(|field| field.kind == FieldType::Mission);
        if down {
            accepted.extend(&table.data_rows);
            totals.extend(table.claims.iter().map(|claim| claim.row));
            totals.extend(table.of_which.iter().map(|line| line.row));
            prop_assert!(table.header_rows.iter().all(|row| at_least(*row, &[RowFate::Header, RowFate::Total, RowFate::Accepted])));
        } else if !table.data_rows.is_empty() {
            accepted.extend(table.columns.iter().filter(|column| Some(column.field) != mission).map(|column| column.col));
        }
        prop_assert!(table.claims.iter().all(|claim| claim.first_row <= claim.row));
        prop_assert!(table.data_rows.is_sorted() && table.header_rows.is_sorted());
        prop_assert!(table.columns.is_sorted_by(|a, b| a.col < b.col), "columns stand in order, each once");
        let mut fields: Vec<usize> = table.columns.iter().map(|column| column.field).collect();
        fields.sort_unstable();
        prop_assert!(fields.is_sorted_by(|a, b| a < b), "each field is bound once");
        prop_assert!(fields.iter().all(|field| *field < schema.tables[table.table].fields.len()));
        prop_assert!(table.fixed.iter().all(|fixed| !fields.contains(&fixed.field)), "what stands once has no column");
        let mut cols: Vec<u32> = table.columns.iter().map(|c| c.col).collect();
        cols.extend(table.unknown.iter().map(|c| c.col));
        cols.extend(table.personal.iter().map(|c| c.col));
        cols.sort_unstable();
        prop_assert!(cols.is_sorted_by(|a, b| a < b), "each column is one thing");
        taken.extend(table.data_rows.iter().flat_map(|row| cols.iter().map(|col| (*row, *col))).map(|(row, col)| {
            let cell = table.direction.cell(row, col);
            (cell.row, cell.col)
        }));
    }
    for row in &accepted {
        prop_assert!(fate(&found, *row) == Some(RowFate::Accepted));
        for cell in grid.row(*row) {
            let blank = matches!(&cell.value, Value::Text(text) if text.trim().is_empty());
            let elsewhere = found.tables.len() > 1 || found.tables[0].direction == Direction::Across;
            prop_assert!(blank || elsewhere || taken.contains(&(*row, cell.col)), "no value of a record is passed over");
        }
    }
    prop_assert!(totals.iter().all(|row| at_least(*row, &[RowFate::Total, RowFate::Accepted])));
    prop_assert!(found.notes.iter().all(|(row, _)| fate(&found, *row).is_some_and(|fate| fate != RowFate::Blank)));
    let count = |wanted: RowFate| found.fates.iter().filter(|fate| **fate == wanted).count();
    let only_totals = totals.iter().filter(|row| !accepted.contains(*row)).count();
    prop_assert_eq!([accepted.len(), only_totals], [count(RowFate::Accepted), count(RowFate::Total)]);
    prop_assert!(found.notes.len() >= count(RowFate::Note), "every note keeps its text");
    prop_assert!(found.notes.is_sorted_by(|one, next| one.0 < next.0));
    let records = crate::records::read(grid, 0, &found, &schema, None);
    prop_assert_eq!(records.fates.len(), found.fates.len());
    prop_assert_eq!(records.tables.len(), found.tables.len());
    for (before, after) in found.fates.iter().zip(&records.fates) {
        let told =
            matches!((before, after), (RowFate::Accepted | RowFate::Header, RowFate::Rejected) | (RowFate::Accepted, RowFate::Blank));
        prop_assert!(before == after || told, "{:?} {:?}", before, after);
    }
    for rejected in &records.rejected {
        prop_assert_eq!(records.fates[rejected.row as usize], RowFate::Rejected);
    }
    let index = HeaderIndex::new(&schema);
    prop_assert_eq!(recover(grid, &schema, &index, Years::default()), found);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_row_of_any_grid_is_accounted_for(grid in any_grid()) {
        holds(&grid)?;
    }

    #[test]
    fn every_row_of_any_table_is_accounted_for(grid in any_table()) {
        holds(&grid)?;
    }

    #[test]
    fn no_text_makes_the_index_panic(text in ".*") {
        let index = HeaderIndex::new(&schema());
        let _ = index.look_up(&text);
        let _ = index.nearest(&text, 0);
    }
}

#[test]
fn a_lone_cell_in_the_last_corner_costs_nothing() {
    let mut builder = GridBuilder::new();
    builder.push(CellRef::new(1_048_575, 16_383), Value::Text("Missie".into()));
    let found = layout(&builder.finish("x"));
    assert_eq!(found.fates.len(), 1_048_576);
    assert_eq!(found.fates.iter().filter(|fate| **fate != RowFate::Blank).count(), 1);
}

#[test]
fn a_header_of_sixteen_thousand_columns_is_read() {
    let mut builder = GridBuilder::new();
    for col in 0..16_384 {
        builder.push(CellRef::new(0, col), Value::Text(format!("Kolom {col}").into()));
        builder.push(CellRef::new(1, col), Value::Number(1.0));
    }
    builder.push(CellRef::new(0, 9_000), Value::Text("Missie".into()));
    builder.push(CellRef::new(0, 9_001), Value::Text("Bezetting".into()));
    let found = layout(&builder.finish("x"));
    assert_eq!((found.tables[0].columns.len(), found.tables[0].unknown.len()), (2, 16_382));
}
