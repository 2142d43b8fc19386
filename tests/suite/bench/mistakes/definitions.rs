//! Figures that count something else than is asked for.

use muster::domain::CellRef;

use super::super::input::{At, at};
use super::super::sheet::{date, head, line, number, text};
use super::sources::secondments;
use super::{COPPS, GEORGIA, IRAQ, LIBYA, MALI, Mistake, RAFAH, UKRAINE, mistake};

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("DEF-01", "who is temporarily home is not counted", &[IRAQ], |input, spot| {
            input.type_head(spot, head::STATED, text("1 (excl. 3 in NL)"))
        }),
        mistake("DEF-01", "the same in another mission", &[GEORGIA, MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            let said: f64 = sheet.says(row, head::STATED).parse().expect("a number");
            input.type_head(spot, head::STATED, text(format!("{} excl. 1 in NL", said - 1.0)))
        })
        .given(|input, spot| {
            input.type_head(spot, head::HOME, number(1));
            let home = if spot.sender == "afrika" { "temporarily in NL" } else { "tijdelijk in NL" };
            input.type_person(spot, line::STATUS, text(home));
        }),
        mistake("DEF-02", "all who were sent in the year", &[GEORGIA, RAFAH], |input, spot| {
            input.head(spot.sender, spot.month).put(0, 0, text("Aantal personen in 2026 uitgezonden (cumulatief)"));
            At::within(spot)
        }),
        mistake("DEF-02", "the header says that it is an average", &[LIBYA, UKRAINE], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let said = if spot.sender == "afrika" { "Headcount (monthly average)" } else { "Bezetting (gemiddeld)" };
            sheet.put(sheet.header(), head::STATED, text(said));
            At::within(spot)
        }),
        mistake("DEF-03", "full-time equivalents", &[UKRAINE, LIBYA, COPPS], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            let said = sheet.says(row, head::STATED);
            input.type_head(spot, head::STATED, text(format!("{said} fte")))
        }),
        mistake("DEF-04", "others than police are counted as well", &[GEORGIA, RAFAH], |input, spot| {
            input.head(spot.sender, spot.month).put(
                0,
                0,
                text("Maandopgave uitzendingen - mei 2026, inclusief KMar en civiele experts (BZ)"),
            );
            At::within(spot)
        }),
        mistake("DEF-05", "the as-of date lies in the middle of the month", &[RAFAH, at("afrika", 5, "")], |input, spot| {
            let row = u32::from(spot.sender != "afrika");
            At::head(spot, input.head(spot.sender, spot.month).put(row, 1, date("2026-05-15")))
        }),
        mistake("DEF-06", "somebody who is still in training is counted", &[GEORGIA, MALI], |input, spot| {
            let training = if spot.sender == "afrika" { "pre-deployment" } else { "in opleiding" };
            input.type_person(spot, line::STATUS, text(training));
            let row = input.head(spot.sender, spot.month).row(head::MISSION, spot.mission);
            At::head(spot, CellRef::new(row, head::STATED))
        }),
        mistake("DEF-07", "somebody under a contract of the mission is counted", &[GEORGIA, MALI], |input, spot| {
            let kind = if spot.sender == "afrika" { "contracted" } else { "gecontracteerd" };
            input.type_person(spot, line::NEXT, text(kind));
            At::within(spot)
        })
        .given(secondments),
    ]
}
