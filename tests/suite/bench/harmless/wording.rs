//! The same figures in other words.

use super::super::formats::Form;
use super::super::input::Input;
use super::super::sheet::{Sheet, head, line, number, text};
use super::{Variation, varied};
use muster::domain::Value;

/// Heads the columns of sheets anew, from the left.
fn headed(sheet: &mut Sheet, words: &[&str]) {
    let header = sheet.header();
    for (col, word) in (0..).zip(words) {
        sheet.put(header, col, text(*word));
    }
}

/// Replaces whole texts everywhere.
fn replaced(input: &mut Input, pairs: &[(&str, &str)]) {
    let sheets = input.books.values_mut().flat_map(|book| &mut book.sheets);
    for sheet in sheets {
        sheet.each_text(|_, said| pairs.iter().find(|(old, _)| *old == said).map(|(_, new)| (*new).to_owned()));
    }
}

/// Rewrites the names of missions.
fn missions(sheet: &mut Sheet, col: u32, rewrite: impl Fn(&str) -> String) {
    for row in sheet.records() {
        let said = sheet.says(row, col);
        sheet.put(row, col, text(rewrite(&said)));
    }
}

/// Rewrites the numbers in the rows of missions. A total was typed.
fn numbers(input: &mut Input, rewrite: impl Fn(f64) -> Value) {
    for sheet in input.heads() {
        for row in sheet.records() {
            for col in head::STATED..=head::DEPARTURES {
                if let Some(Value::Number(number)) = sheet.get(row, col) {
                    let value = rewrite(*number);
                    sheet.put(row, col, value);
                }
            }
        }
    }
}

/// Rewrites dates everywhere.
fn dates(input: &mut Input, pattern: &'static str) {
    for sheet in input.books.values_mut().flat_map(|book| &mut book.sheets) {
        sheet.each(|_, value| if let Value::Date(day) = value { Some(text(day.format(pattern).to_string())) } else { None });
    }
}

const ALIASES: [(&str, &str); 10] = [
    ("EUM Armenia", "EUMA"),
    ("EUAM Ukraine", "EUAM Oekraïne"),
    ("EUMM Georgia", "EUMM Georgië"),
    ("EUPM Moldova", "EUPM Moldavië"),
    ("EUAM Iraq", "EUAM Irak"),
    ("EUBAM Rafah", "EU BAM Rafah"),
    ("EUBAM Libya", "EUBAM Libië"),
    ("EUCAP Somalia", "EUCAP Somalië"),
    ("EULEX Kosovo", "EULEX"),
    ("UNSMIL Libya", "UNSMIL"),
];

pub(super) fn variations() -> Vec<Variation> {
    vec![
        varied("headers in English", |input| {
            for sheet in input.heads() {
                headed(
                    sheet,
                    &["Mission name", "Strength", "Of whom temporarily in NL", "Number of women", "Inflow", "Outflow", "Comments"],
                );
            }
        }),
        varied("headers in French", |input| {
            for sheet in input.heads() {
                headed(
                    sheet,
                    &[
                        "Nom de la mission",
                        "Effectif",
                        "Dont temporairement aux Pays-Bas",
                        "Dont femmes",
                        "Arrivées",
                        "Départs",
                        "Observations",
                    ],
                );
            }
        })
        .written(Form::Csv),
        varied("other Dutch headers", |input| {
            for sheet in input.heads() {
                headed(
                    sheet,
                    &[
                        "Naam missie",
                        "Aantal uitgezonden",
                        "Tijdelijk in Nederland",
                        "Waarvan vrouw",
                        "Aankomsten",
                        "Vertrekken",
                        "Toelichting",
                    ],
                );
            }
        })
        .written(Form::Xlsx),
        varied("rosters headed in French", |input| {
            let words = [
                "Identifiant",
                "Mission",
                "Fonction",
                "Grade",
                "Sexe",
                "Unité d'origine",
                "Date de début",
                "Fin prévue",
                "Fin effective",
                "Statut",
            ];
            input.rosters().for_each(|sheet| headed(sheet, &words));
        }),
        varied("rosters headed in other Dutch words", |input| {
            let words = [
                "Sleutel",
                "Missienaam",
                "Rol",
                "Politierang",
                "Geslacht",
                "Werkgever",
                "Startdatum",
                "Verwachte einddatum",
                "Datum terugkeer",
                "Verblijfstatus",
            ];
            input.rosters().for_each(|sheet| headed(sheet, &words));
        })
        .written(Form::Csv),
        varied("missions by another name", |input| replaced(input, &ALIASES)),
        varied("missions by another name on the rosters only", |input| {
            for sheet in input.rosters() {
                missions(sheet, line::MISSION, |said| {
                    ALIASES.iter().find(|(old, _)| *old == said).map_or_else(|| said.to_owned(), |(_, new)| (*new).to_owned())
                });
            }
        })
        .written(Form::Fods),
        varied("missions in capitals", |input| input.heads().for_each(|sheet| missions(sheet, head::MISSION, str::to_uppercase))),
        varied("missions in small letters", |input| input.heads().for_each(|sheet| missions(sheet, head::MISSION, str::to_lowercase))),
        varied("hyphens in the names of missions", |input| {
            input.heads().for_each(|sheet| missions(sheet, head::MISSION, |said| said.replace(' ', "-")));
        }),
        varied("spaces behind everything", |input| {
            for sheet in input.books.values_mut().flat_map(|book| &mut book.sheets) {
                sheet.each_text(|_, said| Some(format!("{said}  ")));
            }
        }),
        varied("spaces that do not break", |input| {
            for sheet in input.heads() {
                sheet.each_text(|_, said| Some(said.replace(' ', "\u{a0}")));
            }
        })
        .written(Form::Xlsx),
        varied("two spaces for one", |input| {
            input.heads().for_each(|sheet| missions(sheet, head::MISSION, |said| said.replace(' ', "  ")))
        }),
        varied("numbers as text", |input| numbers(input, |number| text(number.to_string()))),
        varied("numbers as text with spaces", |input| numbers(input, |number| text(format!(" {number} ")))).written(Form::Xlsx),
        varied("numbers with a decimal", |input| numbers(input, |number| text(format!("{number},0")))),
        varied("numbers in words", |input| {
            let words = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven"];
            for sheet in input.heads() {
                for row in sheet.records() {
                    if let Some(Value::Number(number)) = sheet.get(row, head::STATED) {
                        let word = words.iter().zip(0_u32..).find(|(_, value)| f64::from(*value) == *number).expect("a small number").0;
                        sheet.put(row, head::STATED, text(*word));
                    }
                }
            }
        }),
        varied("days as 31-05-2026 in text", |input| dates(input, "%d-%m-%Y")),
        varied("days as 2026-05-31 in text", |input| dates(input, "%Y-%m-%d")).written(Form::Csv),
        varied("days with dots", |input| dates(input, "%d.%m.%Y")),
        varied("days without leading zeros", |input| dates(input, "%-d-%-m-%Y")),
        varied("days with the month in words", |input| {
            let months = [
                "januari",
                "februari",
                "maart",
                "april",
                "mei",
                "juni",
                "juli",
                "augustus",
                "september",
                "oktober",
                "november",
                "december",
            ];
            for sheet in input.books.values_mut().flat_map(|book| &mut book.sheets) {
                sheet.each(|_, value| {
                    let Value::Date(day) = value else { return None };
                    let month: usize = day.format("%m").to_string().parse().expect("a month");
                    Some(text(format!("{} {} {}", day.format("%-d"), months[month - 1], day.format("%Y"))))
                });
            }
        }),
        varied("total by another word", |input| replaced(input, &[("TOTAAL", "Eindtotaal"), ("Totaal", "Som"), ("Total", "Grand total")])),
        varied("total with a colon", |input| replaced(input, &[("TOTAAL", "Totaal:"), ("Totaal", "TOTAAL GENERAAL"), ("Total", "Total:")]))
            .written(Form::Csv),
        varied("sheets by other names", |input| {
            for book in input.books.values_mut().filter(|book| book.sheets.len() > 1) {
                book.sheets[0].name = "Blad1".to_owned();
                book.sheets[1].name = "Blad2".to_owned();
            }
        }),
        varied("who is home in a column", |input| {
            let sheet = input.head("midden-oosten", 5);
            let row = sheet.row(head::MISSION, "EUAM Iraq");
            sheet.put(row, head::STATED, number(4));
            sheet.put(row, head::HOME, number(3));
        }),
        varied("who is home in a remark in English", |input| {
            let sheet = input.head("midden-oosten", 5);
            let row = sheet.row(head::MISSION, "EUAM Iraq");
            sheet.put(row, head::STATED, text("4 (of whom 3 temporarily in NL)"));
        }),
        varied("sexes in words", |input| replaced(input, &[("M", "man"), ("V", "vrouw"), ("male", "M"), ("female", "F")])),
        varied("statuses in another language", |input| {
            replaced(input, &[("in missiegebied", "in mission area"), ("in mission area", "in missiegebied"), ("beëindigd", "ended")]);
        }),
        varied("units with their full names", |input| replaced(input, &[("Limburg", "Eenheid Limburg"), ("Den Haag", "Eenheid Den Haag")])),
        varied("ranks abbreviated", |input| replaced(input, &[("hoofdinspecteur", "hinsp."), ("commissaris", "comm.")])),
        varied("a footnote with its marker", |input| {
            let sheet = input.head("oost", 5);
            let row = sheet.row(head::MISSION, "EUMM Georgia");
            sheet.put(row, head::STATED, text("5*"));
            let below = sheet.height() + 1;
            sheet.put(below, 0, text("* stand na de wisseling in het voorjaar"));
        }),
    ]
}
