//! Mistakes in one row.

use super::super::input::at;
use super::super::sheet::{date, head, line, number, text};
use super::{ARMENIA, COPPS, GEORGIA, IRAQ, KOSOVO, LIBYA, MALI, Mistake, RAFAH, SOMALIA, UKRAINE, mistake};
use muster::domain::Value;

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("ROW-01", "words instead of the headcount", &[GEORGIA, MALI, COPPS], |input, spot| {
            input.type_head(spot, head::STATED, text("zie toelichting"))
        }),
        mistake("ROW-02", "the headcount has a fraction", &[GEORGIA, MALI], |input, spot| input.type_head(spot, head::STATED, number(3.6))),
        mistake("ROW-03", "the headcount is an estimate", &[GEORGIA, LIBYA], |input, spot| {
            let said = input.head(spot.sender, spot.month);
            let row = said.row(head::MISSION, spot.mission);
            let said = said.says(row, head::STATED);
            input.type_head(spot, head::STATED, text(format!("ca. {said}")))
        }),
        mistake("ROW-04", "the headcount is a sum in words", &[GEORGIA, LIBYA], |input, spot| {
            let said = input.head(spot.sender, spot.month);
            let row = said.row(head::MISSION, spot.mission);
            let Some(Value::Number(said)) = said.get(row, head::STATED).cloned() else { unreachable!() };
            input.type_head(spot, head::STATED, text(format!("{}+1", said - 1.0)))
        }),
        mistake("ROW-05", "the headcount is not reported", &[GEORGIA, LIBYA, RAFAH], |input, spot| {
            input.type_head(spot, head::STATED, text("n.v.t."))
        }),
        mistake("ROW-05", "the headcount is left blank", &[UKRAINE, MALI], |input, spot| input.type_head(spot, head::STATED, text(""))),
        mistake("ROW-06", "the annotation and the column differ", &[IRAQ], |input, spot| input.type_head(spot, head::HOME, number(2))),
        mistake("ROW-06", "an annotation for nobody", &[LIBYA, KOSOVO], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            let said = sheet.says(row, head::STATED);
            input.type_head(spot, head::STATED, text(format!("{said} (1 tijdelijk in NL)")))
        }),
        mistake("ROW-07", "the parts do not add up to the headcount", &[GEORGIA, MALI], |input, spot| input.add_head(spot, head::NEXT, -1))
            .given(|input, spot| {
                let sheet = input.head(spot.sender, spot.month);
                let name = if spot.sender == "afrika" { "In mission area" } else { "In missiegebied" };
                sheet.column(head::NEXT, name, |sheet, row| sheet.get(row, head::STATED).cloned().expect("a number"));
            }),
        mistake("ROW-08", "a day that does not exist", &[GEORGIA, MALI], |input, spot| {
            input.type_person(spot, line::PLANNED, text("31-11-2026"))
        }),
        mistake("ROW-08", "a start that may be two days", &[UKRAINE, SOMALIA], |input, spot| {
            input.type_person(spot, line::START, text("2025-31-11"))
        }),
        mistake("ROW-09", "the planned end lies before the start", &[GEORGIA, MALI, COPPS], |input, spot| {
            input.type_person(spot, line::PLANNED, date("2025-01-31"))
        }),
        mistake("ROW-10", "a status that nobody knows", &[GEORGIA, MALI], |input, spot| input.type_person(spot, line::STATUS, text("DIV"))),
        mistake("ROW-10", "a rank that nobody knows", &[UKRAINE, SOMALIA], |input, spot| {
            input.type_person(spot, line::RANK, text("opperbaas"))
        }),
        mistake("ROW-11", "a footnote marker without a footnote", &[GEORGIA, at("afrika", 5, "EUSDI Gulf of Guinea")], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            let said = sheet.says(row, head::STATED);
            input.type_head(spot, head::STATED, text(format!("{said}*")))
        }),
        mistake(
            "ROW-12",
            "who has left is still on posting",
            &[at("oost", 4, "EUAM Ukraine"), at("afrika", 4, "EUCAP Sahel Mali")],
            |input, spot| {
                let roster = input.roster(spot.sender, spot.month);
                let gone = ["beëindigd", "ended"];
                let row = roster.records().find(|row| {
                    roster.says(*row, line::MISSION) == spot.mission && gone.contains(&roster.says(*row, line::STATUS).as_str())
                });
                let row = row.expect("somebody who left");
                let there = if spot.sender == "afrika" { "in mission area" } else { "in missiegebied" };
                super::At::roster(spot, roster.put(row, line::STATUS, text(there))).or(muster::domain::CellRef::new(row, line::ACTUAL))
            },
        ),
        mistake("ROW-03", "the headcount is rounded in words", &[ARMENIA], |input, spot| {
            input.type_head(spot, head::STATED, text("circa 7"))
        })
        .in_memory(),
    ]
}
