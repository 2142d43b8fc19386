//! Persons on rosters of several months, and their tours.

use super::super::input::{At, at};
use super::super::sheet::{date, head, line, text};
use super::sources::secondments;
use super::{ARMENIA, GEORGIA, IRAQ, LIBYA, MALI, Mistake, UKRAINE, mistake};

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("ROW-12", "who left in the month is still temporarily home", &[at("oost", 4, "EUAM Ukraine")], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            let row = sheet.row(line::KEY, "NP-0112");
            At::roster(spot, sheet.put(row, line::STATUS, text("tijdelijk in NL"))).or(muster::domain::CellRef::new(row, line::ACTUAL))
        }),
        mistake("XMN-06", "who has left is there again", &[UKRAINE], |input, spot| {
            let row = input.person(spot);
            let sheet = input.roster(spot.sender, spot.month);
            let row = sheet.copy_row(row);
            sheet.put(row, line::KEY, text("NP-0112"));
            sheet.put(row, line::START, date("2025-10-23"));
            At::roster(spot, sheet.put(row, line::PLANNED, date("2026-10-14"))).line()
        }),
        mistake("XMN-06", "the same in Africa", &[MALI], |input, spot| {
            let row = input.person(spot);
            let sheet = input.roster(spot.sender, spot.month);
            let row = sheet.copy_row(row);
            sheet.put(row, line::KEY, text("NP-0121"));
            sheet.put(row, line::SEX, text("male"));
            sheet.put(row, line::START, date("2025-07-07"));
            At::roster(spot, sheet.put(row, line::PLANNED, date("2026-10-14"))).line()
        }),
        mistake("XMN-07", "a start changes afterwards", &[GEORGIA, MALI], |input, spot| {
            input.type_person(spot, line::START, date("2025-06-20"))
        }),
        mistake("XMN-08", "temporarily home for half a year", &[IRAQ], |input, spot| {
            let row = input.roster(spot.sender, spot.month).row(line::KEY, "NP-0108");
            At::roster(spot, input.roster(spot.sender, spot.month).put(row, line::NEXT, date("2025-12-01"))).line()
        })
        .given(|input, spot| {
            input.only(&[5]);
            input.roster(spot.sender, spot.month).column(line::NEXT, "Status sinds", |sheet, row| {
                if sheet.says(row, line::STATUS) == "tijdelijk in NL" { date("2026-05-10") } else { text("") }
            });
        }),
        mistake("XMN-09", "two persons on one post for too long", &[ARMENIA], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            let (row, other) = (sheet.row(line::KEY, "NP-0107"), sheet.row(line::KEY, "NP-0106"));
            let post = sheet.says(other, line::NEXT);
            sheet.put(row, line::NEXT, text(post));
            At::within(spot)
        })
        .given(posts),
        mistake("XMN-09", "the same in Africa", &[at("afrika", 5, "EUBAM Libya")], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            let (row, other) = (sheet.row(line::KEY, "NP-0118"), sheet.row(line::KEY, "NP-0117"));
            let post = sheet.says(other, line::NEXT);
            sheet.put(row, line::NEXT, text(post));
            At::within(spot)
        })
        .given(|input, spot| {
            input.only(&[5]);
            posts(input, spot);
        }),
        mistake("XMN-11", "somebody came and went within the month", &[ARMENIA, LIBYA], |input, spot| {
            input.add_head(spot, head::ARRIVALS, 1);
            input.add_head(spot, head::DEPARTURES, 1);
            let At::Cells(_, _, cells) = input.join(spot, "NP-0601", "2026-05-05") else { unreachable!() };
            let row = cells[0].parse::<muster::domain::CellRef>().expect("an address").row;
            let sheet = input.roster(spot.sender, spot.month);
            let english = spot.sender == "afrika";
            sheet.put(row, line::PLANNED, date("2026-05-15"));
            sheet.put(row, line::ACTUAL, date("2026-05-15"));
            sheet.put(row, line::STATUS, text(if english { "ended" } else { "beëindigd" }));
            sheet.put(row, line::NEXT, text("visiting expert"));
            At::within(spot)
        })
        .given(secondments),
        mistake("PLA-06", "a tour of three weeks", &[ARMENIA], |input, spot| {
            let row = input.roster(spot.sender, spot.month).row(line::KEY, "NP-0107");
            At::roster(spot, input.roster(spot.sender, spot.month).put(row, line::PLANNED, date("2026-06-05"))).line()
        }),
        mistake("PLA-06", "a tour of four years", &[UKRAINE, at("oost", 4, "EUAM Ukraine")], |input, spot| {
            input.type_person(spot, line::PLANNED, date("2029-11-30")).line()
        }),
        mistake("PLA-07", "a tour runs past the mandate", &[at("balkan", 5, "EULEX Kosovo")], |input, spot| {
            input.type_person(spot, line::PLANNED, date("2027-07-01"));
            At::Mission("eulex-kosovo")
        }),
        mistake("PLA-08", "a rank of the Marechaussee", &[ARMENIA], |input, spot| {
            let row = input.roster(spot.sender, spot.month).row(line::KEY, "NP-0107");
            At::roster(spot, input.roster(spot.sender, spot.month).put(row, line::RANK, text("opperwachtmeester"))).line()
        }),
        mistake("PLA-08", "an expert of Foreign Affairs", &[at("afrika", 4, "EUBAM Libya")], |input, spot| {
            let row = input.roster(spot.sender, spot.month).row(line::KEY, "NP-0118");
            At::roster(spot, input.roster(spot.sender, spot.month).put(row, line::UNIT, text("Ministry of Foreign Affairs"))).line()
        })
        .given(|input, _| input.only(&[3, 4])),
        mistake("PLA-09", "an actual end in the future", &[GEORGIA, MALI], |input, spot| {
            input.type_person(spot, line::ACTUAL, date("2062-03-01"))
        }),
        mistake("PLA-10", "a start before there was a mission", &[ARMENIA, at("oost", 5, "EUPM Moldova")], |input, spot| {
            input.type_person(spot, line::START, date("2021-10-28"))
        })
        .given(|input, _| {
            input.only(&[5]);
            input.off("PLA-06");
        }),
    ]
}

/// A post of their own for everybody on a roster.
fn posts(input: &mut super::super::input::Input, spot: super::super::input::Spot) {
    let name = if spot.sender == "afrika" { "Post id" } else { "Functienummer" };
    input.roster(spot.sender, spot.month).column(line::NEXT, name, |_, row| text(format!("OPS {row}")));
}
