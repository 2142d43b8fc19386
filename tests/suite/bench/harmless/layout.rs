//! The same figures in other places.

use super::super::formats::{Form, csv};
use super::super::input::{Book, Input};
use super::super::sheet::{Sheet, date, head, line, text};
use super::{Variation, varied};
use muster::domain::{Area, CellRef, Value};

const SENDERS: [&str; 4] = ["oost", "midden-oosten", "afrika", "balkan"];

/// Every sheet as text with another character between the cells.
fn delimited(input: &mut Input, delimiter: char) {
    for (path, book) in std::mem::take(&mut input.books) {
        let (stem, _) = path.rsplit_once('.').expect("an extension");
        for (at, sheet) in book.sheets.iter().enumerate() {
            let name = if at == 0 { stem.to_owned() } else { stem.replace("opgave", "rooster") };
            let raw = Some(csv(sheet, delimiter).into_bytes());
            input.books.insert(format!("{name}.csv"), Book { raw, ..Book::of(Vec::new()) });
        }
    }
}

/// Puts something into the first row above the header that is free.
fn title(sheet: &mut Sheet, words: &str) {
    sheet.insert_row(0);
    sheet.put(0, 0, text(words));
}

pub(super) fn variations() -> Vec<Variation> {
    vec![
        varied("missions in another order", |input| input.heads().for_each(Sheet::reverse_records)),
        varied("persons in another order", |input| input.rosters().for_each(Sheet::reverse_records)).written(Form::Xlsx),
        varied("columns of headcounts in another order", |input| {
            for sender in SENDERS.iter().filter(|sender| **sender != "midden-oosten") {
                for month in 3..=5 {
                    input.head(sender, month).reorder_cols(&[
                        head::MISSION,
                        head::WOMEN,
                        head::DEPARTURES,
                        head::ARRIVALS,
                        head::STATED,
                        head::HOME,
                    ]);
                }
            }
        })
        .written(Form::Csv),
        varied("columns of rosters in another order", |input| {
            let order = [
                line::STATUS,
                line::MISSION,
                line::KEY,
                line::START,
                line::ACTUAL,
                line::PLANNED,
                line::UNIT,
                line::SEX,
                line::RANK,
                line::ROLE,
            ];
            input.rosters().for_each(|sheet| sheet.reorder_cols(&order));
        }),
        varied("blank rows above the table", |input| {
            for sheet in input.heads() {
                let header = sheet.header();
                sheet.insert_row(header);
                sheet.insert_row(header);
            }
        })
        .written(Form::Fods),
        varied("a blank row below the header", |input| {
            for sheet in input.heads() {
                let header = sheet.header();
                sheet.insert_row(header + 1);
            }
        }),
        varied("a blank row above the total", |input| {
            for sheet in input.heads() {
                let total = sheet.total();
                sheet.insert_row(total);
            }
        })
        .written(Form::Csv),
        varied("a blank column on the left", |input| {
            for sheet in input.heads() {
                sheet.insert_col(0);
            }
        }),
        varied("a blank column on the left of rosters", |input| input.rosters().for_each(|sheet| sheet.insert_col(0))).written(Form::Xlsx),
        varied("a blank column in the middle", |input| {
            for sheet in input.heads() {
                sheet.insert_col(head::ARRIVALS);
            }
        }),
        varied("a title above everything", |input| {
            for sheet in input.heads() {
                title(sheet, "Ministerie van Justitie en Veiligheid");
                sheet.merged.push(Area { from: CellRef::new(0, 0), to: CellRef::new(0, 6) });
            }
        }),
        varied("a title above rosters", |input| input.rosters().for_each(|sheet| title(sheet, "Personeel op uitzending"))),
        varied("notes below the table", |input| {
            for sheet in input.heads() {
                let below = sheet.height() + 1;
                sheet.put(below, 0, text("Opgesteld op basis van de administratie van de missies."));
                sheet.put(below + 1, 0, text("Vragen? Neem contact op met de afdeling."));
            }
        }),
        varied("no total", |input| {
            for sheet in input.heads() {
                let total = sheet.total();
                sheet.remove_row(total);
            }
        }),
        varied("the remarks column is left out", |input| {
            for sheet in input.heads() {
                let header = sheet.header();
                sheet.put(header, head::REMARKS, text(""));
            }
        }),
        varied("the remarks stand beside the mission", |input| {
            for sheet in input.heads() {
                let header = sheet.header();
                let said = sheet.says(header, head::REMARKS);
                sheet.put(header, head::REMARKS, text(""));
                sheet.insert_col(1);
                sheet.put(header, 1, text(said));
            }
        }),
        varied("the roster comes first", |input| input.books.values_mut().for_each(|book| book.sheets.reverse())),
        varied("an empty sheet more", |input| {
            for book in input.books.values_mut().filter(|book| book.sheets.len() > 1) {
                book.sheets.push(Sheet::named("Blad3"));
            }
        })
        .written(Form::Xlsx),
        varied("a sheet with an explanation", |input| {
            for book in input.books.values_mut().filter(|book| book.sheets.len() > 1) {
                book.sheets.push(Sheet::of(
                    "Uitleg",
                    "Invulinstructie\n\nVul per missie de stand op de laatste dag van de maand in.\nTel wie tijdelijk in Nederland is mee.",
                ));
            }
        }),
        varied("a roster for each mission", |input| {
            for book in input.books.values_mut().filter(|book| book.sheets.len() > 1) {
                let roster = book.sheets.remove(1);
                let mut missions: Vec<String> = roster.records().map(|row| roster.says(row, line::MISSION)).collect();
                missions.dedup();
                for mission in missions {
                    let mut part = roster.clone();
                    part.name = format!("Personeel {}", mission.rsplit(' ').next().unwrap_or_default());
                    for row in roster.records().rev().filter(|row| roster.says(*row, line::MISSION) != mission) {
                        part.remove_row(row);
                    }
                    book.sheets.push(part);
                }
            }
        }),
        varied("the roster in a file of its own", |input| {
            let parts: Vec<(String, Sheet)> = input
                .books
                .iter_mut()
                .filter(|(_, book)| book.sheets.len() > 1)
                .map(|(path, book)| (path.replace("opgave", "rooster"), book.sheets.remove(1)))
                .collect();
            for (path, sheet) in parts {
                input.books.insert(path, Book::of(vec![sheet]));
            }
        }),
        varied("numbered lines", |input| {
            for sheet in input.heads() {
                let (header, records) = (sheet.header(), sheet.records());
                sheet.insert_col(0);
                sheet.put(header, 0, text("Nr"));
                for (nth, row) in (1_u32..).zip(records) {
                    sheet.put(row, 0, Value::Number(f64::from(nth)));
                }
            }
        }),
        varied("files in other folders", |input| {
            input.books = std::mem::take(&mut input.books).into_iter().map(|(path, book)| (format!("ontvangen/{path}"), book)).collect();
        }),
        varied("files with capitals", |input| {
            let renamed = |path: String| {
                let (folder, name) = path.split_once('/').expect("a folder");
                format!("{folder}/{}", name.replace("opgave", "OPGAVE"))
            };
            input.books = std::mem::take(&mut input.books).into_iter().map(|(path, book)| (renamed(path), book)).collect();
        }),
        varied("tabs between the cells", |input| delimited(input, '\t')),
        varied("commas between the cells", |input| delimited(input, ',')),
        varied("the as-of date as a sentence", |input| {
            for month in 3..=5 {
                let day = ["31 maart", "30 april", "31 mei"][usize::try_from(month - 3).expect("small")];
                let sheet = input.head("oost", month);
                sheet.put(1, 0, text(format!("Stand per {day} 2026")));
                sheet.put(1, 1, text(""));
            }
        }),
        varied("a column with the as-of date", |input| {
            for month in 3..=5 {
                let day = ["2026-03-31", "2026-04-30", "2026-05-31"][usize::try_from(month - 3).expect("small")];
                let sheet = input.head("oost", month);
                let value = date(day);
                sheet.column(head::NEXT, "Peildatum", move |_, _| value.clone());
            }
        }),
        varied("a column with who is in the mission area", |input| {
            for sheet in input.heads() {
                sheet.column(head::NEXT, "In missiegebied", |sheet, row| match sheet.says(row, head::STATED).as_str() {
                    "4 (3 tijdelijk in NL)" => Value::Number(1.0),
                    _ => sheet.get(row, head::STATED).cloned().expect("a number"),
                });
            }
        }),
    ]
}
