//! Every single cell of a sheet that should not have been sent, for whoever hands the sheet back.

use std::collections::BTreeSet;

use crate::domain::{CellRef, Direction, Grid, Layout, Return, Schema, Value};

use super::discreet::Vocabulary;
use super::scan::every_cell;
use crate::records::shown::text_of;

/// Digits from which on a number can point to a person by itself.
const TELLING_DIGITS: usize = 7;

/// What a sheet holds that should not have been sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonalCells {
    /// The cells.
    pub cells: BTreeSet<CellRef>,
    /// What they say, as far as it would be telling in another place: not `n.v.t.`, nor the name of a mission, nor a small number.
    pub texts: BTreeSet<String>,
}

/// The cells with personal data of the sheet at an index of a return. More than was reported may be among them: all that stands in
/// a column under a header of personal data, down to the next header.
#[must_use]
pub fn personal_cells(grid: &Grid, at: usize, of: &Return, schema: &Schema, vocabulary: &Vocabulary) -> PersonalCells {
    let mut found = PersonalCells::default();
    let Some(sheet) = of.sheets.get(at) else { return found };
    found.cells.extend(every_cell(grid, &sheet.layout, schema));
    let tables = &sheet.layout.tables;
    let headers: BTreeSet<CellRef> = tables.iter().flat_map(header_cells).collect();
    for table in tables {
        for column in &table.personal {
            for (row, cells) in grid.rows() {
                for place in cells.iter().map(|cell| CellRef::new(row, cell.col)) {
                    let line = table.direction.cell(place.row, place.col);
                    if line.col == column.col && line.row > column.row && !headers.contains(&place) {
                        found.cells.insert(place);
                    }
                }
            }
        }
    }
    let reported = of.personal.iter().filter(|data| data.sheet == at && !headers.contains(&data.cell)).map(|data| data.cell);
    found.cells.extend(reported);
    // What a total is called is no name, and it would not be known for a total without.
    let claims: BTreeSet<u32> = tables
        .iter()
        .filter(|table| table.direction == Direction::Down)
        .flat_map(|table| table.claims.iter().map(|claim| claim.row))
        .collect();
    let is_label = |cell: &CellRef| {
        claims.contains(&cell.row) && matches!(grid.get(*cell), Some(Value::Text(text)) if !vocabulary.is_news(text) && !text.contains('@'))
    };
    found.cells.retain(|cell| grid.get(*cell).is_some() && !is_label(cell));
    let telling = |cell: &CellRef| {
        let value = grid.get(*cell)?;
        let text = text_of(value);
        let text = text.trim();
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let tells = match value {
            Value::Text(_) => vocabulary.is_news(text) || digits >= TELLING_DIGITS,
            Value::Number(_) => digits >= TELLING_DIGITS,
            _ => false,
        };
        tells.then(|| text.to_owned())
    };
    found.texts = found.cells.iter().filter_map(telling).collect();
    found
}

/// The cells in which the names of a table's columns stand.
fn header_cells(table: &Layout) -> impl Iterator<Item = CellRef> + '_ {
    let named = table.columns.iter().map(|column| column.col).chain(table.unknown.iter().map(|column| column.col));
    let cols: BTreeSet<u32> = named.chain(table.personal.iter().map(|column| column.col)).collect();
    table.header_rows.iter().flat_map(move |row| cols.clone().into_iter().map(|col| table.direction.cell(*row, col)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::returns::{FileFormat, Sheet, SourceFile};
    use crate::records::example::{Example, Head, ROSTER, example, schema};
    use crate::records::privacy::scan::scan;
    use Head::{Field, Personal, Unknown};

    fn found(example: &Example) -> (String, String) {
        let source = SourceFile { path: "a.csv".into(), sha256: String::new(), bytes: 0, format: FileFormat::Csv, received: None };
        let personal = scan(&example.grid, 0, &example.layout, &schema());
        let sheet = Sheet { name: "Blad1".into(), hidden: false, layout: example.layout.clone(), comments: 0 };
        let of = Return { sheets: vec![sheet], personal, ..Return::of(source) };
        let vocabulary = Vocabulary::new(&schema());
        let PersonalCells { cells, texts } = personal_cells(&example.grid, 0, &of, &schema(), &vocabulary);
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        (cells.join(" "), texts.into_iter().collect::<Vec<_>>().join("|"))
    }

    #[test]
    fn all_below_a_header_of_personal_data_goes() {
        let heads = [Field("person_key"), Personal("name"), Field("mission")];
        let rows: [&[&str]; 3] = [&["NP-1", "Voor Achternaam", "EUAM Iraq"], &["NP-2", "x", "EUAM Iraq"], &["NP-3", "", "EUAM Iraq"]];
        let sheet = example(ROSTER, &heads, &rows, &[&["", "Overzicht"]], &["", "geen"]);
        assert_eq!(found(&sheet), ("B3 B4".to_owned(), "Voor Achternaam".to_owned()));
    }

    #[test]
    fn of_other_columns_only_what_is_personal_goes() {
        let heads = [Field("person_key"), Field("mission"), Unknown("Bijzonderheden")];
        let rows: Vec<[String; 3]> = (0..150)
            .map(|at| {
                [format!("NP-{at}"), "EUAM Iraq".to_owned(), if at % 2 == 0 { format!("mail a{at}@b.example") } else { "-".to_owned() }]
            })
            .collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let (cells, texts) = found(&example(ROSTER, &heads, &rows, &[], &[]));
        assert_eq!(cells.split(' ').count(), 75, "each one, although they were reported as a column");
        assert!(cells.split(' ').all(|cell| cell.starts_with('C')), "{cells}");
        assert_eq!(texts.split('|').count(), 75);
    }

    #[test]
    fn nothing_personal_gives_nothing() {
        let heads = [Field("person_key"), Field("mission"), Unknown("Bijzonderheden")];
        assert_eq!(found(&example(ROSTER, &heads, &[&["NP-1", "EUAM Iraq", "geen"]], &[], &[])), (String::new(), String::new()));
    }
}
