//! Missions against the registry.

use super::super::input::{At, Input, Spot, at};
use super::super::sheet::{head, line, number, text};
use super::{GEORGIA, KOSOVO, LIBYA, MALI, MOLDOVA, Mistake, RAFAH, mistake};
use muster::domain::CellRef;

/// Another mission on the sheet, with one officer on the roster.
fn mission_more(input: &mut Input, spot: Spot, name: &str) -> At {
    let sheet = input.head(spot.sender, spot.month);
    let row = sheet.row(head::MISSION, spot.mission);
    let row = sheet.copy_row(row);
    sheet.put(row, head::MISSION, text(name));
    for col in [head::HOME, head::WOMEN, head::ARRIVALS, head::DEPARTURES] {
        sheet.put(row, col, number(0));
    }
    let total = sheet.total();
    sheet.add(total, head::STATED, 1.0);
    let cell = sheet.put(row, head::STATED, number(1));
    let joined = input.join(spot, "NP-0801", "2025-09-01");
    let At::Cells(_, _, cells) = joined else { unreachable!() };
    let row = cells[0].parse::<CellRef>().expect("an address").row;
    let roster = input.roster(spot.sender, spot.month);
    roster.put(row, line::MISSION, text(name));
    roster.put(row, line::SEX, text(if spot.sender == "afrika" { "male" } else { "M" }));
    At::head(spot, cell)
}

fn id(spot: Spot) -> &'static str {
    match spot.mission {
        "EUMM Georgia" => "eumm-georgia",
        "EULEX Kosovo" => "eulex-kosovo",
        _ => "eucap-sahel-mali",
    }
}

/// How many officers may be in a mission.
pub(super) fn ceiling(input: &mut Input, spot: Spot, count: u32) {
    let (from, basis) = ("2025-01-01", "a test");
    let entry = format!("\n[[mission.ceiling]]\ncount = {count}\nfrom = {from}\nbasis = \"{basis}\"\n\n[[mission.mandate]]");
    // A ceiling is a table of its own, so it stands before the first mandate of the mission.
    let registry = include_str!("../../../../schemas/missions.toml");
    let own = registry.find(&format!("id = \"{}\"", id(spot))).expect("the mission");
    let mandate = registry[own..].find("\n[[mission.mandate]]").expect("a mandate") + own;
    let before = &registry[own..mandate + "\n[[mission.mandate]]".len()];
    input.schema("missions.toml", before, &before.replace("\n[[mission.mandate]]", &entry));
}

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("REG-01", "a name that is no mission's", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::MISSION, text(if spot.sender == "afrika" { "EUCAP Sahel Maly" } else { "EUMM Georgie-Noord" }))
        }),
        mistake("REG-02", "a name that two missions share", &[MOLDOVA, MALI], |input, spot| {
            input.type_head(spot, head::MISSION, text(if spot.sender == "afrika" { "EUCAP Sahel" } else { "EUPM" }))
        }),
        mistake("REG-03", "an officer in a mission that has ended", &[RAFAH, MALI], |input, spot| {
            mission_more(input, spot, if spot.sender == "afrika" { "MINUSMA" } else { "UNAMI" })
        }),
        mistake("REG-04", "a mandate has run out", &[KOSOVO], |input, spot| {
            input.schema("missions.toml", "until = 2027-06-14", "until = 2026-05-14");
            let row = input.head(spot.sender, spot.month).row(head::MISSION, spot.mission);
            At::head(spot, CellRef::new(row, head::MISSION))
        })
        // In the months before, the tour runs past the mandate.
        .given(|input, _| input.off("PLA-07"))
        .in_memory(),
        mistake("REG-05", "an officer in a mission that is yet to begin", &[at("balkan", 5, "EULEX Kosovo")], |input, spot| {
            mission_more(input, spot, "UNMIK")
        }),
        mistake("REG-05", "the same in the Middle East", &[RAFAH], |input, spot| mission_more(input, spot, "UNFICYP")),
        mistake("REG-06", "more officers than the ceiling", &[GEORGIA, MALI], |input, spot| {
            input.join(spot, "NP-0802", "2026-05-12");
            input.add_head(spot, head::ARRIVALS, 1);
            input.add_head(spot, head::WOMEN, i32::from(spot.sender == "afrika"));
            if spot.sender == "afrika" {
                let sheet = input.head(spot.sender, spot.month);
                let total = sheet.total();
                sheet.add(total, head::STATED, 1.0);
            }
            input.add_head(spot, head::STATED, 1)
        })
        .given(|input, spot| ceiling(input, spot, if spot.sender == "afrika" { 4 } else { 5 })),
        mistake("REG-07", "more officers than the national ceiling", &[at("oost", 5, "")], |input, spot| {
            for (sender, more) in [("oost", 15), ("afrika", 15), ("midden-oosten", 14)] {
                let sheet = input.head(sender, spot.month);
                let records = sheet.records();
                let mut sum = 0;
                for row in records {
                    sheet.put(row, head::STATED, number(more));
                    sum += more;
                }
                let total = sheet.total();
                sheet.put(total, head::STATED, number(sum));
            }
            At::Anywhere
        })
        .given(|input, _| {
            input.only(&[5]);
            input.without_rosters();
            let iraq = at("midden-oosten", 5, "EUAM Iraq");
            input.type_head(iraq, head::STATED, number(4));
        }),
        mistake("REG-08", "a country that is no host of the mission", &[GEORGIA, LIBYA], |input, spot| {
            input.type_head(spot, head::NEXT, text(if spot.sender == "afrika" { "Egypt" } else { "Kazachstan" }))
        })
        .given(|input, spot| {
            let english = spot.sender == "afrika";
            let sheet = input.head(spot.sender, spot.month);
            sheet.column(head::NEXT, if english { "Country" } else { "Land" }, |sheet, row| {
                text(match sheet.says(row, head::MISSION).as_str() {
                    "EUM Armenia" => "Armenië",
                    "EUAM Ukraine" => "Oekraïne",
                    "EUMM Georgia" => "Georgië",
                    "EUPM Moldova" => "Moldavië",
                    "EUCAP Sahel Mali" => "Mali",
                    "EUCAP Somalia" => "Somalia",
                    "EUSDI Gulf of Guinea" => "Benin",
                    _ => "Libya",
                })
            });
        }),
        mistake("REG-09", "a mission under another organisation", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::NEXT, text(if spot.sender == "afrika" { "UN" } else { "OVSE" }))
        })
        .given(|input, spot| {
            let english = spot.sender == "afrika";
            let sheet = input.head(spot.sender, spot.month);
            sheet.column(head::NEXT, if english { "Organisation" } else { "Organisatie" }, |sheet, row| {
                text(if sheet.says(row, head::MISSION).starts_with("UN") { "UN" } else { "EU" })
            });
        }),
        mistake("REG-10", "a name of which nobody knows what it stands for", &[KOSOVO], |input, spot| {
            input.registry("eulex-kosovo", "unconfirmed = true");
            let row = input.head(spot.sender, spot.month).row(head::MISSION, spot.mission);
            At::head(spot, CellRef::new(row, head::MISSION))
        })
        .given(|input, _| input.only(&[5]))
        .in_memory(),
        mistake("REG-10", "an umbrella label where there was a mission", &[at("midden-oosten", 5, "OSC")], |input, spot| {
            mission_more(input, spot, "OSCE West-Balkan").line()
        })
        .given(|input, _| {
            input.only(&[5]);
            input.books.retain(|path, _| !path.contains("balkan"));
        })
        .in_memory(),
        mistake("REG-11", "nobody there for half a year", &[at("afrika", 3, "EUSDI Gulf of Guinea")], |input, spot| {
            input.type_head(spot, head::STATED, number(0));
            At::Mission("eusdi-gog")
        })
        .given(|input, spot| {
            for month in [6, 7, 8] {
                input.month_more(month);
            }
            input.type_head(spot, head::STATED, text("n.v.t."));
        }),
    ]
}
