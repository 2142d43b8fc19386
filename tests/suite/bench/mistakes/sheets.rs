//! Mistakes in one sheet: totals, and rows that stand there twice or not at all.

use super::super::input::{At, at};
use super::super::sheet::{date, head, line, number, text};
use super::{COPPS, GEORGIA, IRAQ, KOSOVO, LIBYA, MALI, Mistake, UKRAINE, mistake};
use muster::domain::{CellRef, Value};

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("SHT-01", "the total is one too many", &[GEORGIA, MALI, at("balkan", 4, "")], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            At::head(spot, sheet.add(total, head::STATED, 1.0))
        }),
        mistake("SHT-02", "the total leaves out who is temporarily home", &[IRAQ], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            At::head(spot, sheet.add(total, head::STATED, -3.0))
        }),
        mistake("SHT-02", "the same where there is a column for them", &[GEORGIA, MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            At::head(spot, sheet.add(total, head::STATED, -1.0))
        })
        .given(|input, spot| {
            input.type_head(spot, head::HOME, number(1));
            let home = if spot.sender == "afrika" { "temporarily in NL" } else { "tijdelijk in NL" };
            input.type_person(spot, line::STATUS, text(home));
        }),
        mistake("SHT-03", "a mission stands there twice", &[GEORGIA, at("midden-oosten", 4, "EUBAM Rafah")], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            let row = sheet.copy_row(row);
            At::head(spot, CellRef::new(row, head::MISSION)).or(CellRef::new(row - 1, head::MISSION))
        }),
        mistake("SHT-03", "a mission stands there under two names", &[MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            let row = sheet.copy_row(row);
            let total = sheet.total();
            sheet.add(total, head::STATED, 4.0);
            At::head(spot, sheet.put(row, head::MISSION, text("EUCAP Mali")))
        }),
        mistake("SHT-04", "an extension is added as a second line", &[GEORGIA, MALI], |input, spot| {
            let row = input.person(spot);
            let sheet = input.roster(spot.sender, spot.month);
            let row = sheet.copy_row(row);
            sheet.put(row, line::PLANNED, date("2027-03-31"));
            At::roster(spot, CellRef::new(row, line::KEY)).or(CellRef::new(row - 1, line::KEY))
        }),
        mistake("SHT-05", "a total of all columns without a label", &[GEORGIA, MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            for col in head::STATED..=head::DEPARTURES {
                let sum: f64 =
                    sheet.records().filter_map(|row| if let Some(Value::Number(n)) = sheet.get(row, col) { Some(*n) } else { None }).sum();
                sheet.put(total, col, number(sum));
            }
            At::head(spot, sheet.put(total, head::MISSION, text("")))
        }),
        mistake("SHT-05", "a total of the headcounts without a label", &[GEORGIA, MALI, at("midden-oosten", 3, "")], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            let Some(sum) = sheet.get(total, head::STATED).cloned() else { unreachable!() };
            sheet.put(total, head::STATED, sum);
            At::head(spot, sheet.put(total, head::MISSION, text("")))
        }),
        mistake("SHT-05", "a formula without a label", &[GEORGIA, at("balkan", 5, "")], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            At::head(spot, sheet.put(total, head::MISSION, text("")))
        })
        .marked(),
        mistake("SHT-06", "the subtotal of an organisation is wrong", &[COPPS, LIBYA], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, "Subtotaal EU");
            At::head(spot, sheet.add(row, head::STATED, 1.0))
        })
        .given(|input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let last = sheet.row(head::MISSION, if spot.sender == "afrika" { "EUSDI Gulf of Guinea" } else { "EUPOL COPPS" });
            sheet.insert_row(last + 1);
            sheet.put(last + 1, head::MISSION, text("Subtotaal EU"));
            sheet.put(last + 1, head::STATED, number(if spot.sender == "afrika" { 10 } else { 8 }));
            let (total, sum) = (sheet.total(), if spot.sender == "afrika" { 10 } else { 9 });
            sheet.put(total, head::STATED, number(sum));
        }),
        mistake("SHT-07", "one row is of another day", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::NEXT, date("2026-04-30"))
        })
        .given(|input, spot| {
            let name = if spot.sender == "afrika" { "As of" } else { "Peildatum" };
            input.head(spot.sender, spot.month).column(head::NEXT, name, |_, _| date("2026-05-31"));
        }),
        mistake(
            "SHT-08",
            "a mission with nobody there is left out",
            &[at("afrika", 5, "EUSDI Gulf of Guinea"), at("afrika", 4, "EUSDI Gulf of Guinea")],
            |input, spot| {
                let sheet = input.head(spot.sender, spot.month);
                let row = sheet.row(head::MISSION, spot.mission);
                sheet.remove_row(row);
                At::Mission("eusdi-gog")
            },
        )
        // Of a mission that has to be reported FIL-01 tells that it is missing.
        .given(|input, _| input.schema("coordinators.csv", "|eusdi-gog", "")),
        mistake("SHT-01", "a mission is counted twice in the total", &[KOSOVO, UKRAINE], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let (total, row) = (sheet.total(), sheet.row(head::MISSION, spot.mission));
            let Some(Value::Number(stated)) = sheet.get(row, head::STATED).cloned() else { unreachable!() };
            At::head(spot, sheet.add(total, head::STATED, stated))
        }),
    ]
}
