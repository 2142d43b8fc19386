//! Sheets and files that contradict each other.

use super::super::input::{At, Input, Spot, at};
use super::super::sheet::{Sheet, date, head, line, number, text};
use super::{ARMENIA, GEORGIA, KOSOVO, LIBYA, MALI, Mistake, UKRAINE, mistake};
use muster::domain::CellRef;

/// A sheet of movements beside the roster, in which the officer who arrived is noted.
fn movements(input: &mut Input, spot: Spot) {
    let (key, day) = if spot.sender == "afrika" { ("NP-0118", "2026-04-01") } else { ("NP-0107", "2026-05-16") };
    let mut sheet = Sheet::of("Mutaties", "Uitzendnummer;Missie;Mutatie;Datum mutatie;Reden;Naar missie");
    sheet.put(1, 0, text(key));
    sheet.put(1, 1, text(if spot.sender == "afrika" { "EUBAM Libya" } else { "EUM Armenia" }));
    sheet.put(1, 2, text("aankomst"));
    sheet.put(1, 3, date(day));
    input.book(spot.sender, spot.month).sheets.push(sheet);
}

/// Adds a movement and says in which line.
fn moves(input: &mut Input, spot: Spot, cells: [&str; 3], day: &str, to: &str) -> CellRef {
    let sheet = &mut input.book(spot.sender, spot.month).sheets[2];
    for (col, cell) in (0..).zip(cells) {
        sheet.put(2, col, text(cell));
    }
    sheet.put(2, 3, date(day));
    if !to.is_empty() {
        sheet.put(2, 4, text("overplaatsing"));
        sheet.put(2, 5, text(to));
    }
    CellRef::new(2, 0)
}

fn own(spot: Spot) -> &'static str {
    if spot.sender == "afrika" { "temporarily in NL" } else { "tijdelijk in NL" }
}

/// A table of all missions with the headcounts of a month, as somebody else put it together.
fn consolidated(input: &mut Input, spot: Spot) {
    input.schema("coordinators.csv", "", "ministerie,Verzameltabel van het ministerie,nl,,,consolidated,\n");
    let mut sheet = Sheet::of("Verzameltabel", "Peildatum\n\nMissie;Bezetting");
    sheet.put(0, 1, date("2026-05-31"));
    let senders = ["oost", "midden-oosten", "afrika", "balkan"];
    let mut row = 3;
    for sender in senders {
        let from = input.head(sender, spot.month).clone();
        for record in from.records() {
            sheet.put(row, 0, text(from.says(record, head::MISSION)));
            let said = from.says(record, head::STATED);
            sheet.put(row, 1, number(said.split(' ').next().and_then(|said| said.parse::<f64>().ok()).expect("a number")));
            row += 1;
        }
    }
    input.file("2026-05/verzameltabel-ministerie-2026-05.xlsx", sheet);
}

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("XSH-01", "one person too many on the roster", &[GEORGIA, MALI, KOSOVO], |input, spot| {
            input.join(spot, "NP-0998", "2025-06-01").line()
        }),
        mistake("XSH-02", "somebody is temporarily home by the roster only", &[GEORGIA, MALI], |input, spot| {
            let home = input.type_person(spot, line::STATUS, text(own(spot)));
            At::Any(vec![home, input.type_head(spot, head::HOME, number(0))])
        }),
        mistake("XSH-03", "one woman too many", &[GEORGIA, LIBYA], |input, spot| input.add_head(spot, head::WOMEN, 1)),
        mistake("XSH-04", "a start on the roster is a month early", &[ARMENIA], |input, spot| {
            let row = input.roster(spot.sender, spot.month).row(line::KEY, "NP-0107");
            let start = At::roster(spot, input.roster(spot.sender, spot.month).put(row, line::START, date("2026-04-16")));
            // Anybody's start could be the wrong one: then the number stands for them all.
            At::Any(vec![start, input.type_head(spot, head::ARRIVALS, number(1))])
        }),
        mistake("XSH-04", "the same in another month", &[at("afrika", 4, "EUBAM Libya")], |input, spot| {
            let row = input.roster(spot.sender, spot.month).row(line::KEY, "NP-0118");
            let start = At::roster(spot, input.roster(spot.sender, spot.month).put(row, line::START, date("2026-03-01")));
            At::Any(vec![start, input.type_head(spot, head::ARRIVALS, number(1))])
        })
        .given(|input, _| input.only(&[3, 4])),
        mistake("XSH-05", "a departure of somebody who is on no roster", &[ARMENIA, LIBYA], |input, spot| {
            let cell = moves(input, spot, ["NP-0777", spot.mission, "vertrek"], "2026-05-10", "");
            At::Line(super::super::input::stem(spot.sender, spot.month), super::super::input::Kind::Other, cell.row)
        })
        .given(movements)
        .in_memory(),
        mistake("XSH-06", "vacancies and headcount are not the number of posts", &[GEORGIA, MALI], |input, spot| {
            input.add_head(spot, head::NEXT, 2).line()
        })
        .given(|input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let english = spot.sender == "afrika";
            sheet.column(head::NEXT, if english { "Vacancies" } else { "Vacatures" }, |_, _| number(1));
            sheet.column(head::NEXT + 1, if english { "Posts" } else { "Aantal functies" }, |sheet, row| {
                number(sheet.says(row, head::STATED).parse::<f64>().expect("a number") + 1.0)
            });
        }),
        mistake("XSH-07", "a trainer of a project is counted in a mission", &[UKRAINE, MALI], |input, spot| {
            input.type_person(spot, line::NEXT, text("projectinzet (regeling vredesmissies)"));
            At::within(spot)
        })
        .given(secondments),
        mistake("XFL-01", "one person is in two missions", &[ARMENIA], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            let (row, other) = (sheet.row(line::KEY, "NP-0107"), sheet.row(line::KEY, "NP-0131"));
            At::roster(spot, sheet.put(row, line::KEY, text("NP-0131"))).or(CellRef::new(other, line::KEY))
        }),
        mistake("XFL-01", "one person is in two senders' missions", &[at("afrika", 4, "EUBAM Libya")], |input, spot| {
            let sheet = input.roster(spot.sender, spot.month);
            let row = sheet.row(line::KEY, "NP-0118");
            let other = input.roster("balkan", spot.month).row(line::KEY, "NP-0140");
            let cell = input.roster(spot.sender, spot.month).put(row, line::KEY, text("NP-0140"));
            At::Any(vec![At::roster(spot, cell), At::roster(at("balkan", spot.month, ""), CellRef::new(other, line::KEY))])
        })
        .given(|input, _| input.only(&[3, 4])),
        mistake("XFL-02", "two senders give different headcounts", &[GEORGIA, MALI], |input, spot| {
            let said = other_source(input, spot);
            let sheet = &mut input.books.get_mut(OTHER).expect("a book").sheets[0];
            let other = At::other("missieleiding-2026-05", sheet.put(3, 1, number(said + 1.0)));
            At::Any(vec![other, input.add_head(spot, head::STATED, 0)])
        }),
        mistake("XFL-03", "two senders give the same headcount", &[GEORGIA, MALI], |input, spot| {
            other_source(input, spot);
            At::Mission(if spot.sender == "afrika" { "eucap-sahel-mali" } else { "eumm-georgia" })
        }),
        mistake("XFL-04", "the table that was put together has another number", &[GEORGIA, MALI], |input, spot| {
            let sheet = &mut input.books.get_mut("2026-05/verzameltabel-ministerie-2026-05.xlsx").expect("a book").sheets[0];
            let row = sheet.row(0, spot.mission);
            At::other("verzameltabel-ministerie-2026-05", sheet.add(row, 1, 1.0))
        })
        .given(consolidated),
        mistake("XFL-05", "a transfer without an arrival", &[at("oost", 4, "EUAM Ukraine")], |input, spot| {
            let cell = moves(input, spot, ["NP-0112", "EUAM Ukraine", "overplaatsing uit"], "2026-04-14", "EUMM Georgia");
            At::Line(super::super::input::stem(spot.sender, spot.month), super::super::input::Kind::Other, cell.row)
        })
        .given(|input, spot| {
            let sheet = Sheet::of("Mutaties", "Uitzendnummer;Missie;Mutatie;Datum mutatie;Reden;Naar missie");
            input.book(spot.sender, spot.month).sheets.push(sheet);
        })
        .in_memory(),
        mistake("XFL-06", "the United Nations list officers whom nobody reports", &[at("afrika", 5, "UNSMIL Libya")], |input, _| {
            let sheet = &mut input.books.get_mut(UN).expect("a book").sheets[0];
            sheet.put(1, 3, number(3));
            At::Mission("unsmil")
        })
        .given(|input, _| {
            let header = "isocode3;mission_acronym;personnel_type;male_personnel;female_personnel;last_reporting_date\n";
            let sheet = Sheet::of("un-contributors", &format!("{header}NLD;UNSMIL;Individual Police;0;0;2026-05-31"));
            input.file(UN, sheet);
        })
        .in_memory(),
        mistake("XFL-07", "a return is sent again with another headcount", &[GEORGIA, MALI], |input, spot| {
            let before = input.book(spot.sender, spot.month).clone();
            let path = input.path(spot.sender, spot.month);
            input.add_head(spot, head::ARRIVALS, 1);
            let english = spot.sender == "afrika";
            input.join(spot, "NP-0997", "2026-05-11");
            let sheet = input.roster(spot.sender, spot.month);
            let sex = sheet.says(sheet.row(line::KEY, "NP-0997"), line::SEX);
            let women = i32::from(["V", "female"].contains(&sex.as_str()));
            input.add_head(spot, head::WOMEN, women);
            if english {
                let sheet = input.head(spot.sender, spot.month);
                let total = sheet.total();
                sheet.add(total, head::STATED, 1.0);
            }
            let at = input.add_head(spot, head::STATED, 1);
            let again = std::mem::replace(input.book(spot.sender, spot.month), before);
            let (stem, extension) = path.rsplit_once('.').expect("an extension");
            input.books.insert(format!("{stem}-v2.{extension}"), again);
            match at {
                At::Cells(file, kind, cells) => At::Cells(format!("{file}-v2"), kind, cells),
                at => at,
            }
        })
        // What stood in the first version now stands in the second.
        .given(|input, _| input.off("PLA-07"))
        .in_memory(),
    ]
}

const UN: &str = "2026-05/un-contributors-2026-05.csv";
const OTHER: &str = "2026-05/missieleiding-2026-05.xlsx";

/// The headcount of one mission by somebody else, the same number.
fn other_source(input: &mut Input, spot: Spot) -> f64 {
    let sheet = input.head(spot.sender, spot.month);
    let row = sheet.row(head::MISSION, spot.mission);
    let said: f64 = sheet.says(row, head::STATED).parse().expect("a number");
    let mut sheet = Sheet::of("Opgave", "Peildatum\n\nMissie;Bezetting");
    sheet.put(0, 1, date("2026-05-31"));
    sheet.put(3, 0, text(spot.mission));
    sheet.put(3, 1, number(said));
    input.file(OTHER, sheet);
    said
}

/// A column that says how everybody on a roster is sent.
pub(super) fn secondments(input: &mut Input, spot: Spot) {
    let (name, kind) = if spot.sender == "afrika" { ("Secondment type", "seconded") } else { ("Soort uitzending", "gedetacheerd") };
    input.roster(spot.sender, spot.month).column(line::NEXT, name, |_, _| text(kind));
}
