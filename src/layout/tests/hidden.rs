//! What is not seen on a sheet, or is struck through.

use proptest::prelude::*;

use crate::domain::layout::{HiddenBy, HiddenPart, SheetLayout};
use crate::domain::placing::Years;
use crate::domain::{Area, CellRef, Grid, Spans};
use crate::layout::fixture::{fates, layout, lines, schema, sheet};
use crate::layout::{HeaderIndex, recover};

const ROWS: [&str; 9] = [
    "Opgave mei",
    "",
    "Missie|Bezetting|Vrouwen|Opmerkingen",
    "EUM Armenia|7|2",
    "EUAM Iraq|4|1",
    "UNMIK|1|0",
    "Totaal|12|3",
    "",
    "* noot",
];

fn marked(mark: impl Fn(&mut Grid)) -> Grid {
    let mut grid = sheet(&ROWS);
    mark(&mut grid);
    grid
}

/// The same with a switch of FIL-06.
fn with(switch: &str, on: bool, grid: &Grid) -> SheetLayout {
    let mut schema = schema();
    schema.checks.entry("FIL-06".to_owned()).or_default().switches.insert(switch.to_owned(), on);
    recover(grid, &schema, &HeaderIndex::new(&schema), Years::default())
}

fn shown(layout: &SheetLayout) -> Vec<String> {
    let part = |HiddenPart { by, first, lines, read, very }: &HiddenPart| {
        let lines: Vec<String> = lines.iter().map(|line| (line + 1).to_string()).collect();
        format!("{by:?} {first} {}{}{}", lines.join(","), if *read { " read" } else { "" }, if *very { " very" } else { "" })
    };
    layout.hidden.iter().map(part).collect()
}

fn row(grid: &mut Grid, from: u32, to: u32) {
    grid.marks.hidden_rows = Spans::new(grid.marks.hidden_rows.iter().chain([(from - 1, to - 1)]));
}

fn strike(grid: &mut Grid, cells: &[&str]) {
    grid.marks.struck = cells.iter().map(|cell| cell.parse().expect("an address")).collect();
}

#[test]
fn hidden_rows_with_data_are_set_aside() {
    let grid = marked(|grid| row(grid, 5, 7));
    let found = layout(&grid);
    assert_eq!((fates(&found).as_str(), shown(&found)), ("t.haxxx.n", vec!["Rows A5 5,6,7".to_owned()]));
    assert_eq!((found.tables[0].data_rows.as_slice(), found.tables[0].set_aside.as_slice()), (&[3][..], &[4, 5][..]));
    let read = with("read_hidden_rows", true, &grid);
    assert_eq!((fates(&read).as_str(), shown(&read)), ("t.haaa=.n", vec!["Rows A5 5,6,7 read".to_owned()]));
}

#[test]
fn rows_in_an_active_filter_are_hidden_by_it() {
    let grid = marked(|grid| {
        row(grid, 5, 5);
        grid.marks.filter = Some(Area { from: CellRef::new(2, 0), to: CellRef::new(5, 3) });
    });
    let found = layout(&grid);
    assert_eq!((fates(&found).as_str(), shown(&found)), ("t.haxa=.n", vec!["Filter A5 5".to_owned()]));
    assert_eq!(shown(&with("read_hidden_rows", true, &grid)), ["Filter A5 5"]);
    assert_eq!(shown(&with("read_filtered_rows", true, &grid)), ["Filter A5 5 read"]);
}

#[test]
fn hidden_titles_blanks_and_notes_are_no_matter() {
    let found = layout(&marked(|grid| {
        row(grid, 1, 3);
        row(grid, 8, 9);
    }));
    assert_eq!((fates(&found).as_str(), shown(&found)), ("t.haaa=.n", vec![]));
}

#[test]
fn a_row_that_is_struck_through_was_taken_off_the_list() {
    let grid = marked(|grid| strike(grid, &["A5", "B5", "C5"]));
    let found = layout(&grid);
    assert_eq!((fates(&found).as_str(), shown(&found)), ("t.haxa=.n", vec!["Strike A5 5".to_owned()]));
    assert_eq!(shown(&with("read_struck_rows", true, &grid)), ["Strike A5 5 read"]);
}

#[test]
fn a_single_cell_that_is_struck_through_is_read() {
    let found = layout(&marked(|grid| strike(grid, &["B4", "A5", "B5", "C5"])));
    assert_eq!((fates(&found).as_str(), shown(&found)), ("t.haxa=.n", vec!["Strike A5 5".to_owned(), "Strike A4 4 read".to_owned()]));
}

#[test]
fn hidden_columns_with_data_are_read() {
    let grid = marked(|grid| grid.marks.hidden_cols = Spans::new([(2, 5)]));
    let found = layout(&grid);
    assert_eq!((fates(&found).as_str(), shown(&found)), ("t.haaa=.n", vec!["Columns C4 3 read".to_owned()]));
    assert_eq!(found.tables[0].columns.len(), 4);
    let left_out = with("read_hidden_columns", false, &grid);
    assert_eq!(shown(&left_out), ["Columns C4 3"]);
    assert_eq!(left_out.tables[0].columns.len(), 2);
    assert_eq!(left_out.tables[0].unknown, []);
}

#[test]
fn a_hidden_sheet_with_a_known_table_is_reported_and_set_aside() {
    let mut grid = marked(|grid| grid.hidden = true);
    let found = layout(&grid);
    assert_eq!((fates(&found).as_str(), shown(&found)), ("x.xxxxx.x", vec!["Sheet A4 4,5,6".to_owned()]));
    assert_eq!((found.tables.len(), found.notes.len(), found.as_of), (0, 0, None));
    grid.marks.very_hidden = true;
    assert_eq!(shown(&layout(&grid)), ["Sheet A4 4,5,6 very"]);
    let read = with("read_hidden_sheets", true, &grid);
    assert_eq!((fates(&read).as_str(), shown(&read)), ("t.haaa=.n", vec!["Sheet A4 4,5,6 read very".to_owned()]));
}

#[test]
fn a_hidden_sheet_without_a_known_table_is_no_matter() {
    let mut grid = sheet(&["Lijst", "ja", "nee", "", "Missie|Bezetting"]);
    grid.hidden = true;
    let found = layout(&grid);
    assert_eq!((fates(&found).as_str(), shown(&found)), ("xxx.x", vec![]));
    assert_eq!(fates(&with("read_hidden_sheets", true, &grid)), "xxx.x");
}

#[test]
fn a_total_counts_hidden_rows_in_its_formula() {
    let grid = marked(|grid| row(grid, 5, 6));
    let mut grid = crate::layout::fixture::with_formulas(grid, &["B7=SUM(B4:B6)"]);
    assert_eq!(lines(&layout(&grid)), ["7 Label from 4 grand"]);
    grid.marks.formulas.clear();
    assert_eq!(lines(&layout(&grid)), ["7 Label from 4 grand"]);
}

#[test]
fn a_part_turned_on_its_side_changes_rows_for_columns() {
    let part = HiddenPart { by: HiddenBy::Rows, first: CellRef::new(4, 1), lines: vec![4], read: false, very: false };
    let turned = part.clone().turned();
    assert_eq!((turned.by, turned.first), (HiddenBy::Columns, CellRef::new(1, 4)));
    assert_eq!(turned.turned(), part);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_hidden_no_row_is_lost(
        rows in prop::collection::vec((0_u32..12, 0_u32..4), 0..4),
        cols in prop::collection::vec((0_u32..6, 0_u32..3), 0..3),
        struck in prop::collection::vec((0_u32..9, 0_u32..4), 0..12),
        filter in prop::option::of((0_u32..9, 0_u32..9)),
        hidden in any::<bool>(),
    ) {
        let plain = layout(&sheet(&ROWS));
        let found = layout(&marked(|grid| {
            grid.hidden = hidden;
            grid.marks.hidden_rows = Spans::new(rows.iter().map(|(from, more)| (*from, from + more)));
            grid.marks.hidden_cols = Spans::new(cols.iter().map(|(from, more)| (*from, from + more)));
            grid.marks.struck = struck.iter().map(|(row, col)| CellRef::new(*row, *col)).collect();
            grid.marks.filter = filter.map(|(from, to)| Area { from: CellRef::new(from, 0), to: CellRef::new(to, 3) });
            grid.marks = std::mem::take(&mut grid.marks).sorted();
        }));
        prop_assert_eq!(found.fates.len(), plain.fates.len());
        let set_aside: usize = found.hidden.iter().filter(|part| !part.read).map(|part| part.lines.len()).sum();
        let count = |layout: &SheetLayout, letter: char| fates(layout).chars().filter(|own| *own == letter).count();
        if !hidden {
            prop_assert_eq!(count(&found, 'x'), set_aside, "each row that is set aside is reported");
            prop_assert_eq!(count(&found, 'a') + count(&found, '=') + set_aside, count(&plain, 'a') + count(&plain, '='));
        }
        prop_assert!(hidden || "thn.".chars().all(|letter| count(&found, letter) == count(&plain, letter)));
    }
}
