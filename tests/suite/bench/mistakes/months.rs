//! A month that does not follow from the one before, told by its numbers.

use super::super::input::{At, Input, Kind, at, stem};
use super::super::sheet::{date, head, line, number, text};
use super::{ARMENIA, GEORGIA, IRAQ, MALI, MOLDOVA, Mistake, RAFAH, UKRAINE, mistake};
use muster::domain::CellRef;

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("XMN-01", "an arrival is not reported", &[ARMENIA, at("afrika", 4, "EUBAM Libya")], |input, spot| {
            input.type_head(spot, head::ARRIVALS, number(0))
        }),
        mistake(
            "XMN-01",
            "a departure is not reported",
            &[at("oost", 4, "EUAM Ukraine"), at("afrika", 4, "UNSMIL Libya"), at("balkan", 4, "EULEX Kosovo")],
            |input, spot| input.type_head(spot, head::DEPARTURES, number(0)),
        ),
        mistake("XMN-01", "the same without rosters", &[UKRAINE, MALI], |input, spot| {
            let cell = input.type_head(spot, head::ARRIVALS, number(1));
            let row = input.head(spot.sender, spot.month).row(head::MISSION, spot.mission);
            cell.or(CellRef::new(row, head::STATED)).or(CellRef::new(row, head::DEPARTURES))
        })
        .given(|input, _| input.without_rosters()),
        mistake("XMN-02", "last month's return with another as-of date only", &[RAFAH, at("midden-oosten", 4, "")], |input, spot| {
            let before = input.book(spot.sender, spot.month - 1).clone();
            let own = input.head(spot.sender, spot.month).get(1, 1).cloned().expect("a date");
            *input.book(spot.sender, spot.month) = before;
            input.head(spot.sender, spot.month).put(1, 1, own);
            At::within(spot)
        })
        .given(|input, spot| {
            let sheet = input.head(spot.sender, spot.month - 1);
            let row = sheet.row(head::MISSION, "EUPOL COPPS");
            sheet.put(row, head::REMARKS, text(if spot.month == 5 { "stand per 30-04" } else { "stand per 31-03" }));
        }),
        mistake("XMN-03", "the headcount jumps", &[at("oost", 6, "EUMM Georgia"), at("afrika", 6, "EUCAP Sahel Mali")], |input, spot| {
            for (key, start) in [("NP-0301", 2), ("NP-0302", 3), ("NP-0303", 4), ("NP-0304", 5), ("NP-0305", 9), ("NP-0306", 10)] {
                let joined = input.join(spot, key, &format!("2026-06-{start:02}"));
                let At::Cells(_, _, cells) = joined else { unreachable!() };
                let row = cells[0].parse::<CellRef>().expect("an address").row;
                let man = if spot.sender == "afrika" { "male" } else { "M" };
                input.roster(spot.sender, spot.month).put(row, line::SEX, text(man));
            }
            input.type_head(spot, head::ARRIVALS, number(6));
            if spot.sender == "afrika" {
                let sheet = input.head(spot.sender, spot.month);
                let total = sheet.total();
                sheet.add(total, head::STATED, 6.0);
            }
            input.add_head(spot, head::STATED, 6)
        })
        .given(|input, _| input.month_more(6)),
        mistake("XMN-04", "a tour ran out and nothing is said of it", &[GEORGIA, MALI, at("balkan", 5, "EULEX Kosovo")], |input, spot| {
            input.type_person(spot, line::PLANNED, date("2026-05-01"))
        }),
        mistake("XMN-05", "somebody vanishes from the roster", &[GEORGIA, MALI], |input, spot| {
            input.type_person(spot, line::KEY, text("NP-0555"));
            At::Mission(if spot.sender == "afrika" { "eucap-sahel-mali" } else { "eumm-georgia" })
        }),
        mistake("XMN-05", "the line of somebody who left is taken out", &[at("oost", 4, "EUAM Ukraine")], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            let row = sheet.row(line::KEY, "NP-0112");
            sheet.remove_row(row);
            input.type_head(spot, head::DEPARTURES, number(1));
            At::Mission("euam-ukraine")
        }),
        mistake("XMN-10", "an annotation stays for three months", &[IRAQ], |input, spot| {
            home_in_iraq(input, 7, true);
            At::Cells(stem(spot.sender, 7), Kind::Head, vec!["B6".to_owned()])
        })
        .given(|input, _| {
            input.month_more(6);
            input.month_more(7);
            home_in_iraq(input, 7, false);
            // A roster that shows the same persons at home would confirm the annotation.
            input.without_rosters();
            input.off("PRV-10");
        }),
        mistake("XMN-03", "nobody is left", &[at("oost", 6, "EUMM Georgia")], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            for row in sheet.rows(line::MISSION, spot.mission) {
                sheet.put(row, line::ACTUAL, date("2026-06-10"));
                sheet.put(row, line::STATUS, text("beëindigd"));
            }
            input.type_head(spot, head::DEPARTURES, number(5));
            input.type_head(spot, head::WOMEN, number(0));
            input.type_head(spot, head::STATED, number(0))
        })
        .given(|input, _| input.month_more(6)),
        mistake("XMN-01", "the headcount changes without a movement", &[MOLDOVA, at("afrika", 5, "EUCAP Somalia")], |input, spot| {
            if spot.sender == "afrika" {
                let sheet = input.head(spot.sender, spot.month);
                let total = sheet.total();
                sheet.add(total, head::STATED, 1.0);
            }
            let cell = input.add_head(spot, head::STATED, 1);
            let row = input.head(spot.sender, spot.month).row(head::MISSION, spot.mission);
            cell.or(CellRef::new(row, head::ARRIVALS)).or(CellRef::new(row, head::DEPARTURES))
        })
        .given(|input, _| input.without_rosters()),
    ]
}

/// Whether officers of Iraq are temporarily home in a month.
fn home_in_iraq(input: &mut Input, month: u32, home: bool) {
    let sheet = input.head("midden-oosten", month);
    let row = sheet.row(head::MISSION, "EUAM Iraq");
    if home {
        sheet.put(row, head::STATED, text("4 (3 tijdelijk in NL)"));
        sheet.put(row, head::HOME, text(""));
    } else {
        sheet.put(row, head::STATED, number(4));
        sheet.put(row, head::HOME, number(0));
    }
    let Some(roster) = input.book("midden-oosten", month).sheets.get_mut(1) else { return };
    for row in roster.rows(line::MISSION, "EUAM Iraq").into_iter().take(3) {
        roster.put(row, line::STATUS, text(if home { "tijdelijk in NL" } else { "in missiegebied" }));
    }
}
