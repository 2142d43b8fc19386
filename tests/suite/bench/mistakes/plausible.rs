//! Numbers that cannot be, or hardly.

use super::super::input::at;
use super::super::sheet::{head, number, text};
use super::{COPPS, GEORGIA, LIBYA, MALI, Mistake, RAFAH, UKRAINE, mistake};
use muster::domain::CellRef;

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("PLA-01", "a negative number of departures", &[UKRAINE, MALI], |input, spot| {
            input.type_head(spot, head::DEPARTURES, number(-1))
        }),
        mistake("PLA-01", "a negative number of vacancies", &[GEORGIA, LIBYA], |input, spot| input.type_head(spot, head::NEXT, number(-1)))
            .given(|input, spot| {
                let name = if spot.sender == "afrika" { "Vacancies" } else { "Vacatures" };
                input.head(spot.sender, spot.month).column(head::NEXT, name, |_, _| number(1));
            }),
        mistake("PLA-02", "more women than officers", &[GEORGIA, MALI, at("balkan", 4, "EULEX Kosovo")], |input, spot| {
            input.type_head(spot, head::WOMEN, number(8))
        }),
        mistake("PLA-03", "more at home than there are", &[GEORGIA, MALI, RAFAH], |input, spot| {
            input.type_head(spot, head::HOME, number(9))
        })
        .given(|input, _| {
            input.without_rosters();
            input.off("PRV-10");
        }),
        mistake("XSH-02", "more at home than there are, with a roster", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::HOME, number(9))
        })
        .given(|input, _| input.off("PRV-10")),
        mistake("PLA-04", "the sexes do not add up", &[GEORGIA, MALI], |input, spot| {
            let cell = input.add_head(spot, head::NEXT, 1);
            let row = input.head(spot.sender, spot.month).row(head::MISSION, spot.mission);
            cell.or(CellRef::new(row, head::NEXT + 1)).or(CellRef::new(row, head::STATED)).or(CellRef::new(row, head::WOMEN))
        })
        .given(|input, spot| {
            let english = spot.sender == "afrika";
            let sheet = input.head(spot.sender, spot.month);
            let count = |text: String| text.parse::<f64>().expect("a number");
            sheet.column(head::NEXT, if english { "Male" } else { "Mannen" }, |sheet, row| {
                number(count(sheet.says(row, head::STATED)) - count(sheet.says(row, head::WOMEN)))
            });
            sheet.column(head::NEXT + 1, if english { "Unspecified" } else { "Overig geslacht" }, |_, _| number(0));
        }),
        mistake("PLA-05", "the day of the as-of date as the headcount", &[COPPS, LIBYA], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let (row, total) = (sheet.row(head::MISSION, spot.mission), sheet.total());
            let more = 31.0 - sheet.says(row, head::STATED).parse::<f64>().expect("a number");
            sheet.add(total, head::STATED, more);
            input.type_head(spot, head::STATED, number(31))
        })
        .given(|input, _| {
            input.only(&[5]);
            input.without_rosters();
        }),
        mistake("XSH-01", "the day of the as-of date as the headcount, with a roster", &[GEORGIA], |input, spot| {
            input.type_head(spot, head::STATED, number(31))
        })
        .given(|input, _| {
            input.only(&[5]);
            input.off("PLA-05");
        }),
        mistake("ROW-07", "who is home is left out of the headcount", &[at("midden-oosten", 5, "EUAM Iraq")], |input, spot| {
            input.type_head(spot, head::STATED, text("1"));
            let sheet = input.head(spot.sender, spot.month);
            let total = sheet.total();
            sheet.put(total, head::STATED, number(9));
            let row = sheet.row(head::MISSION, spot.mission);
            super::At::head(spot, CellRef::new(row, head::STATED))
        })
        .given(|input, spot| {
            input.type_head(spot, head::STATED, number(4));
            input.type_head(spot, head::HOME, number(3));
            let sheet = input.head(spot.sender, spot.month);
            let count = |text: String| text.parse::<f64>().expect("a number");
            sheet.column(head::NEXT, "In missiegebied", |sheet, row| {
                number(count(sheet.says(row, head::STATED)) - count(sheet.says(row, head::HOME)))
            });
            input.off("DEF-01");
        }),
    ]
}
