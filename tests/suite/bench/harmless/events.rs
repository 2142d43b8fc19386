//! What happens in a mission and is reported as it should be.

use super::super::formats::Form;
use super::super::input::{Input, Spot, at};
use super::super::sheet::{Sheet, date, head, line, number, text};
use super::{Variation, varied};
use muster::domain::CellRef;

const GEORGIA: Spot = at("oost", 5, "EUMM Georgia");
const MALI: Spot = at("afrika", 5, "EUCAP Sahel Mali");

/// Somebody leaves and somebody else of the same sex comes.
fn replaced(input: &mut Input, spot: Spot, key: &str) {
    let row = input.person(spot);
    input.join(spot, key, "2026-05-18");
    let sheet = input.roster(spot.sender, spot.month);
    let ended = if spot.sender == "afrika" { "ended" } else { "beëindigd" };
    sheet.put(row, line::ACTUAL, date("2026-05-20"));
    sheet.put(row, line::PLANNED, date("2026-05-20"));
    sheet.put(row, line::STATUS, text(ended));
    sheet.put(row + 1, line::PLANNED, date("2027-05-17"));
    input.type_head(spot, head::ARRIVALS, number(1));
    input.type_head(spot, head::DEPARTURES, number(1));
}

pub(super) fn variations() -> Vec<Variation> {
    vec![
        varied("an officer is replaced", |input| {
            replaced(input, GEORGIA, "NP-0901");
            replaced(input, MALI, "NP-0902");
        }),
        varied("an officer is replaced, as a file", |input| replaced(input, GEORGIA, "NP-0901")).written(Form::Csv),
        varied("an officer leaves on the last day of the month", |input| {
            input.type_person(GEORGIA, line::ACTUAL, date("2026-05-31"));
            input.type_person(MALI, line::PLANNED, date("2026-05-31"));
        }),
        varied("a tour is extended", |input| {
            for spot in [GEORGIA, MALI] {
                let row = input.person(spot);
                let sheet = input.roster(spot.sender, spot.month);
                sheet.column(line::NEXT, if spot.sender == "afrika" { "Extended until" } else { "Verlengd t/m" }, |_, _| text(""));
                sheet.put(row, line::PLANNED, date("2026-04-10"));
                sheet.put(row, line::NEXT, date("2026-10-10"));
            }
        }),
        varied("a tour gets another planned end", |input| {
            input.type_person(GEORGIA, line::PLANNED, date("2026-12-31"));
            input.type_person(MALI, line::PLANNED, date("2026-12-31"));
        }),
        varied("since when somebody is home", |input| {
            input.roster("midden-oosten", 5).column(line::NEXT, "Status sinds", |sheet, row| {
                if sheet.says(row, line::STATUS) == "tijdelijk in NL" { date("2026-05-12") } else { text("") }
            });
        }),
        varied("somebody is on leave", |input| {
            input.type_person(GEORGIA, line::STATUS, text("verlof"));
            input.type_person(MALI, line::STATUS, text("on leave"));
        }),
        varied("somebody travels on duty", |input| {
            input.type_person(GEORGIA, line::STATUS, text("dienstreis"));
        }),
        varied("somebody gets another role", |input| {
            input.type_person(GEORGIA, line::ROLE, text("planner"));
            input.type_person(MALI, line::ROLE, text("planner"));
        }),
        varied("somebody is promoted", |input| {
            let row = input.roster("oost", 5).row(line::KEY, "NP-0131");
            input.roster("oost", 5).put(row, line::RANK, text("inspecteur"));
        }),
        varied("the same return is sent again", |input| {
            for month in [4, 5] {
                let book = input.book("oost", month).clone();
                input.books.insert(format!("2026-{month:02}/opgave-oost-2026-{month:02}-v2.xlsx"), book);
            }
        }),
        varied("flows are not reported", |input| {
            for sheet in input.heads() {
                for row in sheet.records() {
                    sheet.put(row, head::ARRIVALS, text(""));
                    sheet.put(row, head::DEPARTURES, text("-"));
                }
            }
        }),
        varied("flows have no column", |input| {
            for sheet in input.heads() {
                sheet.merged.clear();
                for row in 0..sheet.height() {
                    sheet.put(row, head::ARRIVALS, text(""));
                    sheet.put(row, head::DEPARTURES, text(""));
                }
            }
        }),
        varied("women are not reported", |input| {
            for sheet in input.heads() {
                for row in sheet.records() {
                    sheet.put(row, head::WOMEN, text(""));
                }
            }
        })
        .written(Form::Xlsx),
        varied("vacancies and posts", |input| {
            let sheet = input.head("oost", 5);
            sheet.column(head::NEXT, "Vacatures", |_, _| number(1));
            sheet.column(head::NEXT + 1, "Aantal functies", |sheet, row| {
                number(sheet.says(row, head::STATED).parse::<f64>().expect("a number") + 1.0)
            });
        }),
        varied("men and others", |input| {
            let sheet = input.head("oost", 5);
            let count = |text: String| text.parse::<f64>().expect("a number");
            sheet.column(head::NEXT, "Mannen", |sheet, row| {
                number(count(sheet.says(row, head::STATED)) - count(sheet.says(row, head::WOMEN)))
            });
            sheet.column(head::NEXT + 1, "Overig geslacht", |_, _| number(0));
        }),
        varied("how everybody is sent", |input| {
            input.roster("oost", 5).column(line::NEXT, "Soort uitzending", |_, _| text("gedetacheerd"));
        })
        .written(Form::Fods),
        varied("countries and organisations", |input| {
            let sheet = input.head("afrika", 5);
            sheet.column(head::NEXT, "Organisation", |sheet, row| {
                text(if sheet.says(row, head::MISSION).starts_with("UN") { "UN" } else { "EU" })
            });
            sheet.column(head::NEXT + 1, "Country", |sheet, row| {
                text(match sheet.says(row, head::MISSION).as_str() {
                    "EUCAP Sahel Mali" => "Mali",
                    "EUCAP Somalia" => "Somalia",
                    "EUSDI Gulf of Guinea" => "Ghana",
                    _ => "Libya",
                })
            });
        }),
        varied("movements that agree with the roster", |input| {
            let mut sheet = Sheet::of("Mutaties", "Uitzendnummer;Missie;Mutatie;Datum mutatie;Reden;Naar missie");
            for (col, said) in (0..).zip(["NP-0107", "EUM Armenia", "aankomst"]) {
                sheet.put(1, col, text(said));
            }
            sheet.put(1, 3, date("2026-05-16"));
            input.book("oost", 5).sheets.push(sheet);
        }),
        varied("a subtotal of the missions of the Union", |input| {
            let sheet = input.head("midden-oosten", 4);
            let row = sheet.row(head::MISSION, "OSC");
            sheet.insert_row(row);
            sheet.put(row, head::MISSION, text("Subtotaal EU"));
            sheet.put(row, head::STATED, number(8));
            let total = sheet.total();
            sheet.put(total, head::STATED, number(9));
        }),
        varied("the last working day as the as-of date", |input| {
            for (sender, row) in [("oost", 1), ("midden-oosten", 1), ("afrika", 0)] {
                input.head(sender, 5).put(row, 1, date("2026-05-29"));
            }
        }),
        varied("received in time", |input| {
            for (path, book) in &mut input.books {
                book.received = super::super::input::received(if path.starts_with("2026-05") { "2026-06-03" } else { "2026-04-02" });
                if path.starts_with("2026-04") {
                    book.received = super::super::input::received("2026-05-04");
                }
            }
        }),
        varied("nobody is left in a mission that stays on the list", |input| {
            let spot = at("oost", 5, "EUPM Moldova");
            let row = input.person(spot);
            let sheet = input.roster(spot.sender, spot.month);
            sheet.put(row, line::ACTUAL, date("2026-05-20"));
            sheet.put(row, line::STATUS, text("beëindigd"));
            for (col, said) in [(head::STATED, 0), (head::WOMEN, 0), (head::DEPARTURES, 1)] {
                input.type_head(spot, col, number(said));
            }
        }),
        varied("a remark about a mission", |input| {
            let sheet = input.head("oost", 5);
            let row = sheet.row(head::MISSION, "EUMM Georgia");
            sheet.put(row, head::REMARKS, text("wisseling in de zomer"));
            assert!(sheet.cells.contains_key(&CellRef::new(row, head::REMARKS)));
        })
        .written(Form::Xlsx),
    ]
}
