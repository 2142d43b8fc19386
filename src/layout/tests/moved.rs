//! Where a table stands, and in which order its columns come, changes nothing in what is read of it but the addresses.

use proptest::prelude::*;

use crate::domain::{Grid, GridBuilder, RowFate, Value};
use crate::layout::fixture::{layout, schema};

const MISSIONS: [&str; 5] = ["EUM Armenia", "EUAM Iraq", "UNMIK", "UNSMIL Libya", "EULEX Kosovo"];
const MEASURES: [&str; 4] = ["Bezetting", "Vrouwen", "Instroom", "Kleur"];
const MONTHS: [&str; 3] = ["jan 2026", "mrt-26", "31-05-2026"];
const TITLES: [&str; 4] = ["Maandopgave oost", "Overzicht uitzendingen", "Versie 2", ""];

/// How a table is arranged.
#[derive(Debug, Clone, Copy)]
enum Form {
    Down,
    Across,
    SideBySide,
    Adjoining,
    Months,
    MonthsAbove,
    Blocks,
    Nameless,
}

const FORMS: [Form; 8] =
    [Form::Down, Form::Across, Form::SideBySide, Form::Adjoining, Form::Months, Form::MonthsAbove, Form::Blocks, Form::Nameless];

type Rows = Vec<Vec<String>>;

fn count(mission: &str, measure: &str) -> String {
    if measure == "Kleur" { format!("kleur {}", mission.len()) } else { (mission.len() * 10 + measure.len()).to_string() }
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

/// A table with a line for each mission, its columns in some order; the names first.
fn list(missions: &[&str], names: &[&str]) -> Rows {
    let line =
        |mission: &&str| names.iter().map(|name| if *name == "Missie" { (*mission).to_owned() } else { count(mission, name) }).collect();
    std::iter::once(words(names)).chain(missions.iter().map(line)).collect()
}

fn beside(left: Rows, right: Rows, gap: usize) -> Rows {
    let width = left.iter().map(Vec::len).max().unwrap_or(0) + gap;
    let height = left.len().max(right.len());
    let line = |at: usize| {
        let mut cells = left.get(at).cloned().unwrap_or_default();
        cells.resize(width, String::new());
        cells.extend(right.get(at).cloned().unwrap_or_default());
        cells
    };
    (0..height).map(line).collect()
}

/// The table in a form. `names` are the headers in some order, the mission's among them.
fn rows(form: Form, missions: &[&str], names: &[&str], months: &[&str]) -> Rows {
    let measures: Vec<&str> = names.iter().copied().filter(|name| *name != "Missie").collect();
    let total = |mut table: Rows| {
        let sums = names.iter().map(|name| if *name == "Missie" { "Totaal" } else { "99" });
        table.push(sums.map(str::to_owned).collect());
        table
    };
    // A table without a blank column before the next begins with the same name as that.
    let half = missions.len() / 2;
    match form {
        Form::Down => total(list(missions, names)),
        Form::Across => {
            let down = list(missions, names);
            (0..names.len()).map(|col| down.iter().map(|line| line[col].clone()).collect()).collect()
        }
        Form::SideBySide => beside(total(list(&missions[..half], names)), total(list(&missions[half..], names)), 1),
        Form::Adjoining => beside(list(&missions[..half], names), list(&missions[half..], names), 0),
        Form::Months => {
            let mut head = vec!["Missie".to_owned()];
            head.extend(months.iter().map(|month| format!("Bezetting {month}")));
            let line = |mission: &&str| {
                let counts = months.iter().map(|month| count(mission, month));
                std::iter::once((*mission).to_owned()).chain(counts).collect()
            };
            std::iter::once(head).chain(missions.iter().map(line)).collect()
        }
        Form::MonthsAbove => {
            let (mut top, mut head) = (vec![String::new()], vec!["Missie".to_owned()]);
            for month in months {
                head.extend(words(&measures));
                top.push((*month).to_owned());
                top.resize(head.len(), String::new());
            }
            let line = |mission: &&str| {
                let counts =
                    months.iter().flat_map(|month| measures.iter().map(move |measure| count(mission, &format!("{month}{measure}"))));
                std::iter::once((*mission).to_owned()).chain(counts).collect()
            };
            [top, head].into_iter().chain(missions.iter().map(line)).collect()
        }
        Form::Blocks => {
            let block = |mission: &&str| {
                let counts = measures.iter().map(|measure| count(mission, measure)).collect();
                vec![vec![(*mission).to_owned()], words(&measures), counts, vec![]]
            };
            missions.iter().flat_map(block).collect()
        }
        Form::Nameless => {
            let mut table = list(missions, names);
            for name in table[0].iter_mut().filter(|name| *name == "Missie") {
                name.clear();
            }
            table
        }
    }
}

fn grid(rows: &Rows, down: u32, right: u32, titles: &[&str]) -> Grid {
    let mut builder = GridBuilder::new();
    let titled = titles.iter().map(|title| words(&[title])).chain(std::iter::once(vec![]).filter(|_| !titles.is_empty()));
    for (row, line) in (down..).zip(titled.chain(rows.iter().cloned())) {
        for (col, text) in (right..).zip(line).filter(|(_, text)| !text.is_empty()) {
            let value = text.parse().map_or_else(|_| Value::Text(text.as_str().into()), Value::Number);
            builder.push(crate::domain::CellRef::new(row, col), value);
        }
    }
    builder.finish("Blad1")
}

/// Everything that is read of a sheet, without addresses and without order.
fn content(grid: &Grid) -> Vec<String> {
    let found = layout(grid);
    let schema = schema();
    let mut all: Vec<String> = Vec::new();
    for table in &found.tables {
        let fields = &schema.tables[table.table].fields;
        let text = |line: u32, col: u32| grid.get(table.direction.cell(line, col)).map(|value| format!("{value:?}"));
        let month = table.month.map(|month| month.period.to_string()).unwrap_or_default();
        let fixed: Vec<String> = table.fixed.iter().map(|fixed| format!("{}={}", fields[fixed.field].name, fixed.text)).collect();
        let lines = table.data_rows.iter().map(|line| ("record", *line)).chain(table.claims.iter().map(|claim| ("claim", claim.row)));
        for (what, line) in lines {
            let mut values: Vec<String> = table
                .columns
                .iter()
                .filter_map(|column| Some(format!("{}={}", fields[column.field].name, text(line, column.col)?)))
                .collect();
            values.sort();
            all.push(format!("{what} {month} {fixed:?} {values:?}"));
        }
        all.extend(table.unknown.iter().map(|column| format!("unknown {}", column.header)));
    }
    all.sort();
    all.dedup();
    let blank = found.fates.iter().filter(|fate| **fate == RowFate::Blank).count();
    let used = grid.rows().count();
    assert_eq!(found.fates.len() - blank, used, "each used row has a fate");
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_table_is_read_alike_wherever_it_stands(
        form in prop::sample::select(FORMS.to_vec()),
        (names, order) in (Just(MEASURES.to_vec()), Just(MEASURES.to_vec()).prop_shuffle()),
        place in 0_usize..5,
        missions in Just(MISSIONS.to_vec()).prop_shuffle(),
        months in Just(MONTHS.to_vec()).prop_shuffle(),
        (down, right) in (0_u32..6, 0_u32..6),
        titles in prop::collection::vec(prop::sample::select(TITLES.to_vec()), 0..4),
    ) {
        let plain: Vec<&str> = std::iter::once("Missie").chain(names).collect();
        let mut shuffled = order;
        shuffled.insert(place, "Missie");
        let before = content(&grid(&rows(form, &MISSIONS, &plain, &MONTHS), 0, 0, &[]));
        prop_assert!(before.iter().filter(|line| line.starts_with("record")).count() >= MISSIONS.len(), "{form:?} {before:#?}");
        // Halves of the missions change places with the missions themselves.
        let missions = if matches!(form, Form::SideBySide) { MISSIONS.to_vec() } else { missions };
        let after = content(&grid(&rows(form, &missions, &shuffled, &months), down, right, &titles));
        prop_assert_eq!(after, before, "{:?}", form);
    }
}
