//! Project output, intended missions, and what was published.

use super::super::input::{At, Input, Spot, at};
use super::super::sheet::{Sheet, head, number, text};
use super::{Mistake, mistake};
use muster::domain::CellRef;

const TRAINING: &str = "2026-05/blue-haven-2026-05.csv";
const PLANS: &str = "2026-05/voorgenomen-2026-05.csv";
const PROJECT: Spot = at("blue-haven", 5, "");
const STAFF: Spot = at("voorgenomen", 5, "");

fn training(input: &mut Input) -> &mut Sheet {
    &mut input.books.get_mut(TRAINING).expect("a file").sheets[0]
}

fn plans(input: &mut Input) -> &mut Sheet {
    &mut input.books.get_mut(PLANS).expect("a file").sheets[0]
}

fn in_training(cell: CellRef) -> At {
    At::other("blue-haven-2026-05", cell)
}

fn in_plans(cell: CellRef) -> At {
    At::other("voorgenomen-2026-05", cell)
}

/// The output of the month before, with five trainers fewer of each kind.
fn month_before(input: &mut Input, _: Spot) {
    let mut sheet = training(input).clone();
    sheet.each_text(|_, said| (said == "31-05-2026").then(|| "30-04-2026".to_owned()));
    for row in [3, 4] {
        let said: f64 = sheet.says(row, 5).parse().expect("a number");
        sheet.put(row, 5, number(said - 5.0));
    }
    sheet.name = "blue-haven-2026-04".to_owned();
    input.file("2026-04/blue-haven-2026-04.csv", sheet);
}

/// A column with the names of the locations.
fn places(input: &mut Input, _: Spot) {
    let sheet = training(input);
    sheet.put(0, 6, text("Welke locaties"));
    sheet.put(1, 6, text("Lviv, Rivne, Vinnytsia, Kyiv"));
}

/// Somebody accepted that a mandate is not known.
fn waiver(input: &mut Input, _: Spot) {
    let place = "where = { mission = \"osc-jerusalem\" }";
    let decision = "reason = \"a test\"\ndecided_by = \"staff\"\ndecided_on = 2026-05-02\nuntil = 2026-06-30\n";
    input.schema("waivers.toml", "", &format!("\n[[waiver]]\ncode = \"REG-04\"\n{place}\n{decision}"));
}

const LETTER: [(&str, &str); 15] = [
    ("eum-armenia", "7"),
    ("euam-iraq", "4 (3 tijdelijk in NL)"),
    ("euam-ukraine", "3"),
    ("eubam-libya", "3"),
    ("eubam-rafah", "2"),
    ("eucap-sahel-mali", "4"),
    ("eucap-somalia", "3"),
    ("eulex-kosovo", "1"),
    ("eumm-georgia", "5"),
    ("eupm-moldova", "1"),
    ("eupol-copps", "2"),
    ("eusdi-gog", "0"),
    ("osc-jerusalem", "1"),
    ("osce-west-balkan", "1"),
    ("unsmil", "0"),
];

/// The table of the letter about May as it was sent.
fn letter(input: &mut Input, _: Spot) {
    let lines = LETTER.map(|(mission, cell)| format!("brief juni 2026,2026-05,{mission},{cell}\n")).concat();
    input.schema("letters.csv", "", &lines);
}

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("TRN-01", "a cumulative figure falls", &[PROJECT], |input, _| in_training(training(input).put(3, 5, number(54))))
            .given(month_before),
        mistake("TRN-01", "the same for the other programme", &[PROJECT], |input, _| in_training(training(input).put(4, 5, number(50))))
            .given(month_before),
        mistake("TRN-02", "the month and the cumulative figures do not agree", &[PROJECT], |input, _| {
            let cell = training(input).put(5, 5, number(12));
            in_training(cell).or(CellRef::new(3, 5))
        })
        .given(|input, spot| {
            month_before(input, spot);
            let sheet = training(input);
            for (col, said) in (0..).zip(["Blue Haven for Ukraine", "TCO", "opgeleide trainers", "in de periode", "31-05-2026"]) {
                sheet.put(5, col, text(said));
            }
            sheet.put(5, 5, number(5));
        }),
        mistake("TRN-03", "persons are added up over programmes", &[PROJECT], |input, _| {
            let sheet = training(input);
            sheet.put(5, 0, text("Totaal"));
            in_training(sheet.put(5, 5, number(119)))
        }),
        mistake("TRN-04", "fewer locations are named than counted", &[PROJECT], |input, _| {
            let cell = training(input).put(1, 6, text("Lviv, Rivne, Kyiv"));
            in_training(cell).line()
        })
        .given(places),
        mistake("TRN-05", "trained, but whom", &[PROJECT], |input, _| in_training(training(input).put(3, 2, text("opgeleid"))).line()),
        mistake("PLN-01", "the time of a plan has passed", &[STAFF], |input, _| {
            in_plans(plans(input).put(1, 2, text("1e kwartaal 2026"))).line()
        }),
        mistake("PLN-02", "a plan lies outside the mandate", &[STAFF], |input, _| {
            in_plans(plans(input).put(3, 2, text("2e helft 2027"))).line()
        }),
        mistake("PLN-03", "a plan and the headcount exceed the ceiling", &[STAFF], |input, _| {
            in_plans(plans(input).put(4, 1, number(3))).line()
        })
        .given(|input, _| {
            let sheet = plans(input);
            for (col, said) in (0..).zip(["EUMM Georgia", "", "2e helft 2026", "wens", "brief aan de Kamer"]) {
                sheet.put(4, col, text(said));
            }
            sheet.put(4, 1, number(1));
            super::registry::ceiling(input, super::GEORGIA, 6);
        }),
        mistake("PUB-01", "a cell of the letter was typed over", &[at("", 5, "")], |input, _| {
            input.schema("letters.csv", ",eumm-georgia,5", ",eumm-georgia,4");
            At::Mission("eumm-georgia")
        })
        .given(letter)
        .in_memory(),
        mistake("PUB-02", "the letter leaves the annotation out", &[at("", 5, "")], |input, _| {
            input.schema("letters.csv", ",euam-iraq,4 (3 tijdelijk in NL)", ",euam-iraq,4");
            At::Mission("euam-iraq")
        })
        .given(|input, spot| {
            letter(input, spot);
            // Without the annotation the letter has released nothing.
            input.off("PRV-10");
        })
        .in_memory(),
        mistake("PUB-02", "the letter annotates nobody", &[at("", 5, "")], |input, _| {
            input.schema("letters.csv", ",eumm-georgia,5", ",eumm-georgia,5 (1 tijdelijk in NL)");
            At::Mission("eumm-georgia")
        })
        .given(letter)
        .in_memory(),
        mistake("PUB-03", "a change since the letter before that no movement explains", &[at("", 5, "")], |input, _| {
            input.schema("letters.csv", ",eumm-georgia,5", ",eumm-georgia,4");
            At::Mission("eumm-georgia")
        })
        .given(|input, _| {
            input.only(&[4, 5]);
            let stated = |mission: &str, cell: &str| {
                let before = [("eum-armenia", "6"), ("euam-ukraine", "4"), ("eubam-libya", "2"), ("eucap-sahel-mali", "5")];
                let before = before.iter().chain(&[("eulex-kosovo", "2"), ("unsmil", "1"), ("euam-iraq", "4")]);
                before.into_iter().find(|(own, _)| *own == mission).map_or_else(|| cell.to_owned(), |(_, cell)| (*cell).to_owned())
            };
            let lines = LETTER.map(|(mission, cell)| format!("brief april 2026,2026-03,{mission},{}\n", stated(mission, cell))).concat();
            input.schema("letters.csv", "", &lines);
        })
        .in_memory(),
        mistake("TRN-04", "the locations are counted wrongly", &[PROJECT], |input, _| {
            in_training(training(input).put(1, 5, number(5))).line()
        })
        .given(places),
        mistake("PLN-01", "the same for another mission", &[STAFF], |input, _| {
            in_plans(plans(input).put(2, 2, text("januari 2026"))).line()
        }),
        mistake("XMN-01", "a flow that no roster shows", &[at("oost", 4, "EUM Armenia")], |input, spot| {
            input.type_head(spot, head::ARRIVALS, number(1))
        }),
        mistake("WVR-01", "a decision has run out", &[at("", 5, "")], |input, _| {
            input.schema("waivers.toml", "until = 2026-06-30\n", "until = 2026-05-15\n");
            At::File("waivers".to_owned())
        })
        .given(waiver)
        .in_memory(),
        mistake("WVR-02", "a decision about nothing", &[at("", 5, "")], |input, _| {
            input.schema(
                "waivers.toml",
                "where = { mission = \"osc-jerusalem\" }\nreason",
                "where = { mission = \"eumm-georgia\" }\nreason",
            );
            At::File("waivers".to_owned())
        })
        .given(waiver)
        .in_memory(),
    ]
}
