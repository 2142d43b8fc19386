//! The two cases of each check about persons on rosters and movements.

use muster::domain::Severity::{Error, Info, Warning};

use super::{Case, LINES, LINES_APRIL, MAY, case, may, roster, with_roster};

/// The usual line, which has nothing wrong with it.
const LINE: &str = "NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;01-01-2026;31-12-2026;;in missiegebied\n";

/// A line like the usual one, with another key.
fn line(key: &str) -> String {
    LINE.replace("NP-0001", key)
}

/// A roster with more columns than the usual one.
fn wide(rows: &str) -> String {
    format!(
        "Uitzendnummer;Missie;M/V;Begindatum;Geplande einddatum;Werkelijke einddatum;Status;Status sinds;Soort uitzending;Functienummer;Opmerkingen\n{rows}"
    )
}

const WIDE: &str = "NP-0001;EUM Armenia;V;01-01-2026;31-12-2026;;in missiegebied;;gedetacheerd;OPS 14;\n";

/// A list of movements.
fn movements(rows: &str) -> String {
    format!("Uitzendnummer;Missie;Mutatie;Datum mutatie;Reden;Naar missie\n{rows}")
}

const MOVES: &str = "mutaties-oost-2026-05.csv";
const MOVES_APRIL: &str = "mutaties-oost-2026-04.csv";

pub(super) fn cases() -> Vec<Case> {
    [of_rosters(), between_months(), plausible(), of_definitions()].into_iter().flatten().collect()
}

fn of_rosters() -> Vec<Case> {
    let second = LINE.replace("01-01-2026", "01-05-2026");
    let moved = "NP-0001;EUM Armenia;aankomst;10-05-2026;;\n";
    let transfer = "NP-0001;EUM Armenia;overplaatsing uit;10-04-2026;;EUMM Georgia\n";
    let there = LINE.replace("EUM Armenia", "EUMM Georgia").replace("01-01-2026", "20-04-2026");
    let posts = |row: &str| format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Vacatures;Aantal functies\n{row}\n");
    vec![
        case(
            "ROW-12",
            Error,
            "J2",
            &[(LINES, roster(&LINE.replace("2026;;in missiegebied", "2026;01-04-2026;tijdelijk in NL")))],
            &[(LINES, roster(&LINE.replace("2026;;in missiegebied", "2026;01-04-2026;beëindigd")))],
        ),
        case(
            "SHT-04",
            Error,
            "A3",
            &[(LINES, roster(&format!("{LINE}{second}")))],
            &[(LINES, roster(&format!("{}{second}", LINE.replace("2026;;in missiegebied", "2026;30-04-2026;beëindigd"))))],
        ),
        case(
            "XSH-05",
            Error,
            "A2",
            &[(LINES, roster(&line("NP-0002"))), (MOVES, movements(moved))],
            &[(LINES, roster(LINE)), (MOVES, movements(moved))],
        ),
        case("XSH-06", Warning, "B4", &[(MAY, posts("EUM Armenia;3;1;5"))], &[(MAY, posts("EUM Armenia;3;2;5"))]),
        // What XSH-01 says follows from it, so that it weighs as much.
        case(
            "XSH-07",
            Error,
            "B4",
            &[
                (MAY, may("EUM Armenia;2;;;;;\n")),
                (LINES, wide(&format!("{WIDE}{}", WIDE.replace("NP-0001", "NP-0002").replace("gedetacheerd", "projectinzet")))),
            ],
            &[
                (MAY, may("EUM Armenia;1;;;;;\n")),
                (LINES, wide(&format!("{WIDE}{}", WIDE.replace("NP-0001", "NP-0002").replace("gedetacheerd", "projectinzet")))),
            ],
        ),
        case(
            "XFL-05",
            Warning,
            "F2",
            &[(MOVES_APRIL, movements(transfer)), (LINES, roster(&there.replace("NP-0001", "NP-0002")))],
            &[(MOVES_APRIL, movements(transfer)), (LINES, roster(&there))],
        ),
    ]
}

fn between_months() -> Vec<Case> {
    let ended = LINE.replace("2026;;in missiegebied", "2026;20-04-2026;beëindigd");
    let home = |since: &str| WIDE.replace("in missiegebied;", &format!("tijdelijk in NL;{since}"));
    let successor = |start: &str| WIDE.replace("NP-0001", "NP-0002").replace("01-01-2026", start);
    vec![
        case(
            "XMN-06",
            Warning,
            "G2",
            &[(LINES_APRIL, roster(&ended)), (LINES, roster(LINE))],
            &[(LINES_APRIL, roster(&ended)), (LINES, roster(&LINE.replace("01-01-2026", "01-05-2026")))],
        ),
        case(
            "XMN-07",
            Warning,
            "G2",
            &[(LINES_APRIL, roster(LINE)), (LINES, roster(&LINE.replace("01-01-2026", "01-02-2026")))],
            &[(LINES_APRIL, roster(LINE)), (LINES, roster(LINE))],
        ),
        case("XMN-08", Warning, "G2", &[(LINES, wide(&home("01-02-2026")))], &[(LINES, wide(&home("03-03-2026")))]),
        case(
            "XMN-09",
            Info,
            "J3",
            &[(LINES, wide(&format!("{WIDE}{}", successor("10-05-2026"))))],
            &[(LINES, wide(&format!("{WIDE}{}", successor("20-05-2026"))))],
        ),
        case(
            "XMN-11",
            Info,
            "G2",
            &[(LINES, roster("NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;06-05-2026;16-05-2026;16-05-2026;beëindigd\n"))],
            &[(LINES, roster("NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;06-05-2026;16-06-2026;;in missiegebied\n"))],
        ),
    ]
}

fn plausible() -> Vec<Case> {
    let kosovo = LINE.replace("EUM Armenia", "EULEX Kosovo");
    let ill = WIDE.replace(";OPS 14;", ";OPS 14;rep. i.v.m. burn-out");
    vec![
        case(
            "PLA-06",
            Warning,
            "H2",
            &[(LINES, roster(&LINE.replace("31-12-2026", "31-12-2029")))],
            &[(LINES, roster(&LINE.replace("31-12-2026", "31-12-2028")))],
        ),
        case(
            "PLA-07",
            Info,
            "H2",
            &[(LINES, roster(&kosovo.replace("31-12-2026", "30-09-2027")))],
            &[(LINES, roster(&kosovo.replace("31-12-2026", "14-06-2027")))],
        ),
        case("PLA-08", Warning, "D2", &[(LINES, roster(&LINE.replace("inspecteur", "opperwachtmeester")))], &[(LINES, roster(LINE))]),
        case(
            "PLA-10",
            Error,
            "G2",
            &[(LINES, roster(&LINE.replace("01-01-2026", "01-01-2010")))],
            &[(LINES, roster(&LINE.replace("01-01-2026", "01-03-2023")))],
        ),
        case("PRV-06", Error, "K2", &[(LINES, wide(&ill))], &[(LINES, wide(&ill.replace("rep. i.v.m. burn-out", "muziek, vrije dag")))]),
    ]
}

fn of_definitions() -> Vec<Case> {
    let soon = format!("{LINE}{}", line("NP-0002").replace("01-01-2026", "15-06-2026"));
    let contracted = format!("{WIDE}{}", WIDE.replace("NP-0001", "NP-0002").replace("gedetacheerd", "gecontracteerd"));
    vec![
        // What XSH-01 says follows from them, so that they weigh as much.
        case("DEF-06", Error, "B4", &with_roster("EUM Armenia;2;;;;;\n", &soon), &with_roster("EUM Armenia;1;;;;;\n", &soon)),
        case(
            "DEF-07",
            Error,
            "B4",
            &[(MAY, may("EUM Armenia;2;;;;;\n")), (LINES, wide(&contracted))],
            &[(MAY, may("EUM Armenia;1;;;;;\n")), (LINES, wide(&contracted))],
        ),
    ]
}
