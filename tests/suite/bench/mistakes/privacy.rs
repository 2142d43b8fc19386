//! Personal data where it does not belong, and figures that would tell of a person.

use super::super::input::{At, Input, Spot, at};
use super::super::sheet::{date, head, line, number, text};
use super::{ARMENIA, GEORGIA, LIBYA, MALI, Mistake, mistake};
use muster::domain::{CellRef, Value};

const WITHHELD: &str = "withhold_female_by_mission = true";
const SHOWN: &str = "withhold_female_by_mission = false";

/// Heads a column of the roster anew and fills it.
fn column(input: &mut Input, spot: Spot, col: u32, header: &str, value: impl Fn(u32) -> Value) -> At {
    input.roster(spot.sender, spot.month).column(col, header, |_, row| value(row));
    At::roster(spot, CellRef::new(0, col))
}

/// Numbers that pass the test of citizen service numbers, made up.
fn service_number(nth: u32) -> String {
    let passes = |number: u32| {
        let digit = |place: u32| (number / 10_u32.pow(place)) % 10;
        let weighted: u32 = (1..9).map(|place| (place + 1) * digit(place)).sum();
        weighted % 11 == digit(0) % 11
    };
    (100_000_000 + nth * 7_777..).find(|number| passes(*number)).expect("a number").to_string()
}

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("PRV-01", "citizen service numbers as keys", &[GEORGIA, MALI], |input, spot| {
            column(input, spot, line::KEY, "BSN", |row| text(service_number(row)))
        }),
        mistake("PRV-02", "a column of surnames", &[GEORGIA, MALI], |input, spot| {
            column(input, spot, line::ROLE, if spot.sender == "afrika" { "Surname" } else { "Achternaam" }, |_| text("Voorbeeldnaam"))
        }),
        mistake("PRV-03", "an e-mail address in a remark", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::REMARKS, text("zie iemand@voorbeeld.example"))
        }),
        mistake("PRV-04", "a telephone number in a remark", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::REMARKS, text("bel 06-00000000"))
        }),
        mistake("PRV-05", "a column of birth dates", &[GEORGIA, MALI], |input, spot| {
            column(input, spot, line::ROLE, if spot.sender == "afrika" { "Date of birth" } else { "Geboortedatum" }, |_| date("1980-01-01"))
        }),
        mistake("PRV-06", "somebody's health in a remark", &[GEORGIA, MALI], |input, spot| {
            input.type_person(spot, line::NEXT, text("rep. i.v.m. burn-out"))
        })
        .given(|input, spot| {
            let name = if spot.sender == "afrika" { "Remarks" } else { "Opmerkingen" };
            let person = input.person(spot);
            let sheet = input.roster(spot.sender, spot.month);
            sheet.column(line::NEXT, name, |_, _| text(""));
            sheet.put(person, line::NEXT, text("post wisselt"));
        }),
        mistake("PRV-06", "illness as a status", &[at("oost", 5, "EUAM Ukraine")], |input, spot| {
            input.type_person(spot, line::STATUS, text("ziek"))
        }),
        mistake("PRV-07", "the name of who saved the file", &[ARMENIA, LIBYA], |input, spot| {
            input.book(spot.sender, spot.month).author = Some("J. Voorbeeldnaam");
            At::within(spot)
        })
        .in_xlsx(),
        mistake("PRV-08", "small numbers of women are not withheld", &[at("oost", 5, "")], |input, _| {
            input.schema("settings.toml", WITHHELD, SHOWN);
            At::Anywhere
        })
        .given(|input, _| {
            input.only(&[5]);
            input.without_rosters();
        })
        .in_memory(),
        mistake("PRV-09", "what is withheld by sex is shown by mission", &[at("oost", 5, "EUPM Moldova")], |input, _| {
            input.schema("settings.toml", WITHHELD, SHOWN);
            At::Mission("eupm-moldova")
        })
        .given(|input, spot| {
            input.books.retain(|path, _| path.contains("opgave-oost-2026-05"));
            let sheet = input.head(spot.sender, spot.month);
            for row in sheet.records().filter(|row| sheet.says(*row, head::MISSION) != spot.mission).collect::<Vec<_>>() {
                sheet.put(row, head::WOMEN, text(""));
            }
            input.off("PRV-08");
        })
        .in_memory(),
        mistake("PRV-10", "officers who have just come home, without a release", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::HOME, number(1));
            let home = if spot.sender == "afrika" { "temporarily in NL" } else { "tijdelijk in NL" };
            input.type_person(spot, line::STATUS, text(home));
            At::Mission(if spot.sender == "afrika" { "eucap-sahel-mali" } else { "eumm-georgia" })
        }),
    ]
}
