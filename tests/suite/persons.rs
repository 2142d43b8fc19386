//! What is wrong with persons on rosters and movements, and what follows from it. Invented throughout.

use crate::common::{line, lines, message, run};
use muster::domain::{Finding, Lang};
use muster::pipeline::Run;

const MAY: &str = "opgave-oost-2026-05.csv";
const LINES: &str = "rooster-oost-2026-05.csv";
const LINES_APRIL: &str = "rooster-oost-2026-04.csv";

/// Headcounts with their women, inflow and outflow on the last day of a month, such as `31-05-2026`.
fn heads(day: &str, rows: &str) -> String {
    format!("Peildatum;{day}\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom\n{rows}")
}

fn may(rows: &str) -> String {
    heads("31-05-2026", rows)
}

/// A roster: key, mission, sex, start, planned end, actual end, status.
fn roster(rows: &[&str]) -> String {
    format!("Uitzendnummer;Missie;M/V;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n{}\n", rows.join("\n"))
}

/// A roster with type of secondment, rank and unit as well.
fn wide(rows: &[&str]) -> String {
    format!("Uitzendnummer;Missie;Begindatum;Werkelijke einddatum;Soort uitzending;Rang;Eenheid;Opmerkingen\n{}\n", rows.join("\n"))
}

fn movements(rows: &[&str]) -> String {
    format!("Uitzendnummer;Missie;Mutatie;Datum mutatie;Reden;Naar missie;Opmerkingen\n{}\n", rows.join("\n"))
}

/// Two of EUM Armenia, a man and a woman.
const ONE: &str = "NP-1;EUM Armenia;M;01-01-2026;31-12-2026;;in missiegebied";
const TWO: &str = "NP-2;EUM Armenia;V;01-02-2026;31-01-2027;;in missiegebied";

/// The findings above info, without the file and the month: code, cell, and what explains it.
fn short(run: &Run) -> Vec<String> {
    let found = run.findings.iter().filter(|finding| finding.code != "FIL-01");
    found.map(words).collect()
}

fn words(finding: &Finding) -> String {
    let cell = finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
    let root = finding.outcome_of.as_ref().map(|root| format!(" <- {root}")).unwrap_or_default();
    format!("{} {} {cell}{root}", finding.code, finding.severity)
}

fn of<'r>(run: &'r Run, code: &str) -> Vec<&'r Finding> {
    run.findings.iter().filter(|finding| finding.code == code).collect()
}

fn reasons(run: &Run, code: &str) -> Vec<String> {
    let tallies = run.tallies.iter().filter(|tally| tally.code == code && tally.not_run > 0);
    tallies.flat_map(|tally| tally.reasons.iter().map(|reason| reason.en.clone())).collect()
}

#[test]
fn two_agreeing_sheets_have_no_finding_about_persons() {
    let run = run(&[(MAY, &may("EUM Armenia;2;0;1;0;0\n")), (LINES, &roster(&[ONE, TWO]))]);
    assert_eq!(lines(&run), Vec::<String>::new());
}

/// The headcount counts somebody who is there by the status and gone by the date: one mistake, on that line.
#[test]
fn a_status_that_outlives_its_tour_explains_the_headcount() {
    let stale = "NP-3;EUM Armenia;V;01-01-2026;31-12-2026;20-04-2026;in missiegebied";
    let counted = run(&[(MAY, &may("EUM Armenia;3;0;2;;\n")), (LINES, &roster(&[ONE, TWO, stale]))]);
    let found = short(&counted);
    assert!(found.contains(&"ROW-12 error G4".to_owned()), "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("ROW-12") || one.ends_with("<- ROW-12")), "{found:?}");
    // The headcount is right without: nothing but the status is wrong.
    let left_out = run(&[(MAY, &may("EUM Armenia;2;0;1;;\n")), (LINES, &roster(&[ONE, TWO, stale]))]);
    assert_eq!(short(&left_out), ["ROW-12 error G4"]);
    // That somebody is ill is not said, not even as a status that does not fit.
    let ill = stale.replace("in missiegebied", "ziek");
    let run = run(&[(LINES, &roster(&[ONE, &ill]))]);
    assert_eq!(short(&run), ["PRV-06 error G3", "ROW-12 error G3"]);
    let shown = format!("{:?}", run.findings);
    assert!(!shown.contains("ziek") && !shown.contains("medisch") && !shown.contains("medical"), "{shown}");
}

#[test]
fn a_person_listed_twice_explains_headcount_and_women() {
    let again = "NP-2;EUM Armenia;V;01-05-2026;31-10-2026;;in missiegebied";
    let found = run(&[(MAY, &may("EUM Armenia;2;0;1;;\n")), (LINES, &roster(&[ONE, TWO, again]))]);
    let found = short(&found);
    assert!(found.contains(&"SHT-04 error A4".to_owned()), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("XSH-01") && one.ends_with("<- SHT-04")), "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("SHT-04") || one.ends_with("<- SHT-04")), "{found:?}");
    // Counted twice in the headcount too: the roster and the headcount agree, and are both wrong.
    let both = run(&[(MAY, &may("EUM Armenia;3;0;2;;\n")), (LINES, &roster(&[ONE, TWO, again]))]);
    assert_eq!(short(&both), ["SHT-04 error A4"]);
    // An extension on a line of its own: the old line is past its planned end as well.
    let old = "NP-1;EUM Armenia;M;01-01-2026;31-03-2026;;in missiegebied";
    let new = "NP-1;EUM Armenia;M;01-04-2026;30-09-2026;;in missiegebied";
    let extended = run(&[(MAY, &may("EUM Armenia;2;0;1;;\n")), (LINES, &roster(&[old, TWO, new]))]);
    let found = short(&extended);
    assert!(found.contains(&"XMN-04 warning E2 <- SHT-04".to_owned()), "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("SHT-04") || one.ends_with("<- SHT-04")), "{found:?}");
}

#[test]
fn tours_that_follow_each_other_are_fine() {
    let ended = |day: &str| format!("NP-1;EUM Armenia;M;01-01-2026;31-12-2026;{day};beëindigd");
    let next = |day: &str| format!("NP-1;EUM Armenia;M;{day};31-12-2026;;in missiegebied");
    for (end, start, twice) in [
        ("30-04-2026", "01-05-2026", false),
        ("01-05-2026", "01-05-2026", false),
        ("02-05-2026", "01-05-2026", true),
        ("30-05-2026", "15-06-2026", false),
    ] {
        let run = run(&[(LINES, &roster(&[&ended(end), &next(start)]))]);
        assert_eq!(!of(&run, "SHT-04").is_empty(), twice, "{end} {start}: {:?}", lines(&run));
    }
    // A tour that is planned behind a running one is no second one yet.
    let planned = "NP-1;EUM Armenia;M;01-01-2027;31-12-2027;;nog niet vertrokken";
    assert!(of(&run(&[(LINES, &roster(&[ONE, planned]))]), "SHT-04").is_empty());
}

/// A roster that was sent twice doubles everybody: one finding, not one for each.
#[test]
fn a_roster_sent_twice_is_one_finding() {
    let lines = roster(&[ONE, TWO]);
    let run = run(&[(LINES, &lines), ("missie-armenia-rooster-2026-05.csv", &lines)]);
    let found = of(&run, "SHT-04");
    assert_eq!(found.len(), 1, "{:?}", short(&run));
    assert!(found[0].suggestion.en.contains("2 persons"), "{}", found[0].suggestion.en);
}

#[test]
fn a_person_in_two_missions_is_one_finding_that_names_both() {
    let there = "NP-2;EULEX Kosovo;V;01-05-2026;31-01-2027;;in missiegebied";
    let files = [
        (MAY, may("EUM Armenia;1;0;0;;\n")),
        (LINES, roster(&[ONE, TWO])),
        ("opgave-balkan-2026-05.csv", may("EULEX Kosovo;1;0;1;;\n")),
        ("rooster-balkan-2026-05.csv", roster(&[there])),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let run = run(&files);
    let found = of(&run, "XFL-01");
    assert_eq!(found.len(), 1, "{:?}", short(&run));
    let said = message(found[0]);
    for part in ["EUM Armenia", "EULEX Kosovo", "rooster-oost-2026-05.csv", "rooster-balkan-2026-05.csv", "A3", "A2"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // Armenia has one on its sheet and two on its roster: the second is the one who left.
    let xsh: Vec<String> = run.findings.iter().filter(|one| one.code.starts_with("XSH")).map(words).collect();
    assert!(!xsh.is_empty() && xsh.iter().all(|one| one.ends_with("<- XFL-01")), "{xsh:?}");
}

#[test]
fn the_day_of_a_transfer_is_no_double_posting() {
    let left = "NP-2;EUM Armenia;V;01-02-2026;31-01-2027;31-05-2026;in missiegebied";
    for (start, twice) in [("31-05-2026", false), ("30-05-2026", true)] {
        let there = format!("NP-2;EUMM Georgia;V;{start};31-01-2027;;in missiegebied");
        let run = run(&[(LINES, &roster(&[left, &there]))]);
        assert_eq!(of(&run, "XFL-01").len(), usize::from(twice), "{start}");
    }
}

#[test]
fn a_movement_of_somebody_unknown_explains_what_its_line_would_have_mended() {
    let arrival = "NP-9;EUM Armenia;aankomst;10-05-2026;;;";
    let files = [(MAY, may("EUM Armenia;3;0;;1;0\n")), (LINES, roster(&[ONE, TWO])), ("mutaties-oost-2026-05.csv", movements(&[arrival]))];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let found = short(&run(&files));
    assert!(found.contains(&"XSH-05 error A2".to_owned()), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("XSH-01") && one.ends_with("<- XSH-05")), "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("XSH-05") || one.ends_with("<- XSH-05")), "{found:?}");
}

#[test]
fn a_movement_is_judged_only_where_its_roster_should_be() {
    let case = |row: &str, with_roster: bool| {
        let mut files = vec![("mutaties-oost-2026-05.csv", movements(&[row]))];
        if with_roster {
            files.push((LINES, roster(&[ONE])));
        }
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        let run = run(&files);
        (of(&run, "XSH-05").len(), reasons(&run, "XSH-05").len())
    };
    assert_eq!(case("NP-9;EUM Armenia;vertrek;10-05-2026;;;", true), (1, 0));
    assert_eq!(case("NP-1;EUM Armenia;verlenging;10-05-2026;;;", true), (0, 0));
    for (row, roster) in [
        ("NP-9;EUM Armenia;vertrek;10-05-2026;;;", false), // no roster at all
        ("NP-9;EUM Armenia;aankomst;10-06-2026;;;", true), // still to come
        ("NP-9;EUM Armenia;vertrek;10-01-2026;;;", true),  // of a month long past
        (";EUM Armenia;vertrek;10-05-2026;;;", true),      // of nobody
    ] {
        assert_eq!(case(row, roster), (0, 1), "{row}");
    }
}

#[test]
fn a_transfer_waits_for_the_month_of_the_arrival() {
    let left = "NP-1;EUMM Georgia;vertrek;10-05-2026;overplaatsing;EUM Armenia;";
    let moves = movements(&[left]);
    let june = roster(&["NP-2;EUM Armenia;V;01-02-2026;31-01-2027;;in missiegebied"]);
    let arrived = roster(&["NP-1;EUM Armenia;M;08-06-2026;31-01-2027;;in missiegebied"]);
    let case = |files: &[(&str, &str)]| {
        let run = run(files);
        (of(&run, "XFL-05").len(), reasons(&run, "XFL-05").len())
    };
    let may_only = [("mutaties-oost-2026-05.csv", moves.as_str()), (LINES, june.as_str())];
    assert_eq!(case(&may_only), (0, 1), "June is not there yet");
    assert_eq!(case(&[may_only[0], may_only[1], ("rooster-oost-2026-06.csv", &june)]), (1, 0));
    assert_eq!(case(&[may_only[0], may_only[1], ("rooster-oost-2026-06.csv", &arrived)]), (0, 0));
    // The same list sent again with the month that follows is no second finding.
    let twice = [may_only[0], ("mutaties-oost-2026-06.csv", moves.as_str()), ("rooster-oost-2026-06.csv", &june)];
    assert_eq!(case(&twice), (1, 0));
    // Where somebody goes next is often no mission at all.
    let home = run(&[("mutaties-oost-2026-05.csv", &moves.replace("EUM Armenia", "Nederland"))]);
    assert_eq!(short(&home), ["REG-01 info F2"]);
    // Another reason is no transfer.
    let home = moves.replace("overplaatsing", "einde termijn");
    assert_eq!(case(&[("mutaties-oost-2026-05.csv", &home), ("rooster-oost-2026-06.csv", &june)]), (0, 0));
}

#[test]
fn somebody_back_without_a_new_start_explains_the_headcount() {
    let gone = "NP-2;EUM Armenia;V;01-02-2026;31-01-2027;20-04-2026;beëindigd";
    let april = roster(&[ONE, gone]);
    let run = run(&[(LINES_APRIL, &april), (MAY, &may("EUM Armenia;1;0;0;;\n")), (LINES, &roster(&[ONE, TWO]))]);
    let found = short(&run);
    assert!(found.contains(&"XMN-06 error D3".to_owned()), "{found:?}");
    assert!(found.iter().all(|one| one.starts_with("XMN-06") || one.ends_with("<- XMN-06")), "{found:?}");
    assert_eq!(reasons(&run, "XMN-06"), ["there is no earlier roster of this mission"]);
}

/// A departure that was announced and put off is no return.
#[test]
fn a_departure_that_was_put_off_is_no_return() {
    let announced = "NP-2;EUM Armenia;V;01-02-2026;31-01-2027;10-05-2026;in missiegebied";
    let run = run(&[(LINES_APRIL, &roster(&[ONE, announced])), (LINES, &roster(&[ONE, TWO]))]);
    assert!(of(&run, "XMN-06").is_empty(), "{:?}", short(&run));
}

#[test]
fn what_cannot_change_of_a_person_is_told_without_saying_what_it_is() {
    let wrong = "NP-2;EUM Armenia;M;01-03-2026;31-01-2027;;in missiegebied";
    let changed = run(&[(LINES_APRIL, &roster(&[ONE, TWO])), (LINES, &roster(&[ONE, wrong]))]);
    assert_eq!(short(&changed), ["XMN-07 warning D3"]);
    let finding = of(&changed, "XMN-07")[0];
    assert!(message(finding).contains("Start and Sex") && message(finding).contains("2026-04"), "{}", message(finding));
    let sex = "NP-2;EUM Armenia;M;01-02-2026;31-01-2027;;in missiegebied";
    let run = run(&[(LINES_APRIL, &roster(&[ONE, TWO])), (LINES, &roster(&[ONE, sex]))]);
    let finding = of(&run, "XMN-07")[0];
    assert_eq!(finding.place.cell().map(|cell| cell.to_string()).as_deref(), Some("C3"));
    for text in [finding.value.as_str(), message(finding), finding.message.get(Lang::Nl)] {
        assert!(!text.contains("female") && !text.contains("vrouw") && !text.contains("NP-"), "{text}");
    }
}

#[test]
fn what_may_change_of_a_person_is_no_finding() {
    let row = |rank: &str, unit: &str| wide(&[&format!("NP-1;EUM Armenia;01-01-2026;;;{rank};{unit};")]);
    for (before, now, changed) in [
        (("brigadier", "Limburg"), ("inspecteur", "Limburg"), false),
        (("inspecteur", "Limburg"), ("brigadier", "Limburg"), true),
        (("inspecteur", "Limburg"), ("geen rang", "Limburg"), false),
        (("inspecteur", "Limburg"), ("inspecteur", "Den Haag"), false),
        (("inspecteur", "Limburg"), ("", ""), false),
    ] {
        let run = run(&[(LINES_APRIL, &row(before.0, before.1)), (LINES, &row(now.0, now.1))]);
        assert_eq!(!of(&run, "XMN-07").is_empty(), changed, "{before:?} {now:?}");
    }
    // A new tour after one that had ended, and a start that was still to come.
    let ended = "NP-2;EUM Armenia;V;01-02-2026;31-01-2027;20-04-2026;beëindigd";
    let new = "NP-2;EUM Armenia;V;10-05-2026;31-01-2027;;in missiegebied";
    let soon = "NP-2;EUM Armenia;V;02-05-2026;31-01-2027;;in missiegebied";
    for before in [ended, soon] {
        let run = run(&[(LINES_APRIL, &roster(&[ONE, before])), (LINES, &roster(&[ONE, new]))]);
        assert!(of(&run, "XMN-07").is_empty(), "{before}: {:?}", short(&run));
    }
}

/// A line was deleted and the keys were counted anew: everybody has moved up, and the last key is gone.
#[test]
fn keys_that_are_given_anew_are_one_finding() {
    let line = |key: u32, start: u32| format!("NP-{key};EUM Armenia;M;{start:02}-01-2026;31-12-2026;;in missiegebied");
    let april: Vec<String> = (1..=5).map(|at| line(at, at * 3)).collect();
    let may: Vec<String> = (1..=4).map(|at| line(at, (at + 1) * 3)).collect();
    let text = |rows: &[String]| roster(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let run = run(&[(LINES_APRIL, &text(&april)), (LINES, &text(&may))]);
    let found: Vec<String> = short(&run).into_iter().filter(|one| one.starts_with("XMN")).collect();
    assert_eq!(found, ["XMN-05 error A6 <- XMN-07", "XMN-07 error D2"]);
}

#[test]
fn who_is_home_for_long_is_told_once_for_a_mission() {
    let home = |key: &str| format!("{key};EUM Armenia;M;01-01-2025;31-12-2026;;tijdelijk in NL");
    let rows = [home("NP-1"), home("NP-2")];
    let text = roster(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let file = |month: u32| format!("rooster-oost-2026-{month:02}.csv");
    let months = |months: std::ops::RangeInclusive<u32>| {
        let files: Vec<String> = months.map(file).collect();
        run(&files.iter().map(|path| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    };
    // From the last of January to the last of April are 89 days, to the last of May 120.
    assert!(of(&months(1..=4), "XMN-08").is_empty());
    assert_eq!(reasons(&months(1..=4), "XMN-08"), ["since when somebody is home is not known"]);
    let run = months(1..=5);
    let found = of(&run, "XMN-08");
    assert_eq!(found.len(), 1, "{:?}", short(&run));
    assert!(message(found[0]).contains("120 days") && found[0].suggestion.en.contains("2 persons"), "{}", found[0].suggestion.en);
}

#[test]
fn an_unlikely_tour_is_one_finding() {
    let case = |row: &str| short(&run(&[(LINES, &roster(&[row]))]));
    assert_eq!(case("NP-1;EUM Armenia;M;06-05-2026;16-05-2026;16-05-2026;beëindigd"), ["XMN-11 info D2 <- PLA-06", "PLA-06 warning F2"]);
    // The year of the start is a slip: the tour is too long as well, and starts before the mission.
    assert_eq!(case("NP-1;EUM Armenia;M;01-01-2016;31-12-2026;;in missiegebied"), ["PLA-10 error D2", "PLA-06 warning E2 <- PLA-10"]);
    // A planned end far off runs past the mandate too.
    assert_eq!(case("NP-1;EUM Armenia;M;01-01-2026;31-12-2036;;in missiegebied"), ["PLA-06 warning E2"]);
    // An advance team goes before the mission.
    assert_eq!(case("NP-1;EUM Armenia;M;01-12-2022;31-12-2024;31-12-2024;beëindigd"), ["PLA-10 warning D2"]);
    let expert = wide(&["NP-1;EUM Armenia;06-05-2026;16-05-2026;visiting expert;;;"]);
    assert_eq!(short(&run(&[(LINES, &expert)])), ["XMN-11 info C2"]);
}

#[test]
fn people_who_are_no_police_explain_the_headcount_that_leaves_them_out() {
    let rows = [
        "NP-1;EUAM Iraq;01-01-2026;;;inspecteur;Limburg;",
        "NP-2;EUAM Iraq;01-01-2026;;;opperwachtmeester;;",
        "NP-3;EUAM Iraq;01-01-2026;;;;Buitenlandse Zaken;",
        "NP-4;EUAM Iraq;01-01-2026;;;geen rang;Limburg;",
    ];
    let run = run(&[("opgave-midden-oosten-2026-05.csv", &may("EUAM Iraq;2;;;;\n")), ("rooster-midden-oosten-2026-05.csv", &wide(&rows))]);
    let found: Vec<String> = short(&run).into_iter().filter(|one| !one.starts_with("REG")).collect();
    assert_eq!(found, ["XSH-01 error B4 <- PLA-08", "PLA-08 error F3"]);
    assert!(of(&run, "PLA-08")[0].suggestion.en.contains("2 of these"), "{}", of(&run, "PLA-08")[0].suggestion.en);
}

#[test]
fn persons_who_do_not_count_are_told_only_where_they_were_counted() {
    let rows = |extra: &[&str]| {
        let mut rows = vec!["NP-1;EUAM Ukraine;01-01-2026;;gedetacheerd;;;", "NP-2;EUAM Ukraine;01-01-2026;;;;;"];
        rows.extend(extra);
        wide(&rows)
    };
    let trainer = "NP-3;EUAM Ukraine;01-01-2026;;projectinzet;;;";
    let local = "NP-4;EUAM Ukraine;01-01-2026;;lokaal;;;";
    let soon = "NP-5;EUAM Ukraine;15-06-2026;;;;;";
    let case = |headcount: u32, extra: &[&str]| {
        let run = run(&[(MAY, &may(&format!("EUAM Ukraine;{headcount};;;;\n"))), (LINES, &rows(extra))]);
        short(&run)
    };
    assert_eq!(case(2, &[trainer, local, soon]), Vec::<String>::new());
    assert_eq!(case(3, &[trainer]), ["XSH-01 error B4 <- XSH-07", "XSH-07 error B4"]);
    assert_eq!(case(3, &[local]), ["DEF-07 error B4", "XSH-01 error B4 <- DEF-07"]);
    assert_eq!(case(3, &[soon]), ["DEF-06 error B4", "XSH-01 error B4 <- DEF-06"]);
    // Both were counted: each says its part, and the headcount has one of them as its root.
    let both = case(4, &[trainer, local]);
    assert_eq!(both.iter().filter(|one| !one.contains("<-")).count(), 2, "{both:?}");
    // Nothing of that explains another number.
    assert_eq!(case(4, &[soon]).iter().filter(|one| one.starts_with("DEF")).count(), 0);
}

#[test]
fn posts_agree_with_headcount_and_vacancies_but_for_a_hand_over() {
    let case = |row: &str| {
        let text = format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Vacatures;Formatieplaatsen\n{row}\n");
        let run = run(&[(MAY, &text)]);
        (short(&run), reasons(&run, "XSH-06"))
    };
    assert_eq!(case("EUM Armenia;3;2;5").0, Vec::<String>::new());
    assert_eq!(case("EUM Armenia;3;1;5").0, ["XSH-06 warning B4"]);
    assert_eq!(case("EUM Armenia;6;0;5").0, Vec::<String>::new());
    assert_eq!(case("EUM Armenia;7;0;5").0.len(), 1);
    assert!(!case("EUM Armenia;3;;5").1.is_empty(), "vacancies that are not reported are not zero");
}

/// The words of `health_words` beside a person; numbers of sick persons and the work that somebody does are something else.
#[test]
fn health_is_told_by_its_cell_and_never_said() {
    let rows = [
        "NP-1;EUM Armenia;01-01-2026;;;;;gerepatrieerd i.v.m. burn-out",
        "NP-2;EUM Armenia;01-01-2026;;;;;verlof tot 3 juni",
        "NP-3;EUM Armenia;01-01-2026;;;;;Ziekenhuisopname",
    ];
    let moves = ["NP-1;EUM Armenia;voortijdige terugkeer;10-05-2026;;;medische redenen"];
    let role = "Uitzendnummer;Missie;Functie;Begindatum\nNP-4;EUMM Georgia;trainer psychische hulp, medisch;01-01-2026\n";
    let numbers = "Peildatum;31-05-2026\n\nMissie;Bezetting;Opmerkingen\nEUAM Ukraine;3;1 ziek, 1 zwanger\n";
    let run = run(&[
        (LINES, &wide(&rows)),
        ("mutaties-oost-2026-05.csv", &movements(&moves)),
        ("rooster-georgia-2026-05.csv", role),
        (MAY, numbers),
    ]);
    let found: Vec<String> = of(&run, "PRV-06").into_iter().map(line).collect();
    assert_eq!(
        found,
        [
            "2026-05 PRV-06 error mutaties-oost-2026-05!G2 - [[withheld]] []",
            "2026-05 PRV-06 error rooster-oost-2026-05!H2 - [[withheld]] []",
            "2026-05 PRV-06 error rooster-oost-2026-05!H4 - [[withheld]] []",
        ]
    );
    let tables: Vec<_> = run.returns.iter().flat_map(|from| &from.tables).map(|table| &table.columns).collect();
    let everything = format!("{:?} {:?} {:?} {tables:?}", run.findings, run.tallies, run.ledger).to_lowercase();
    for word in ["burn", "ziekenhuis", "medische"] {
        assert!(!everything.contains(word), "{word}");
    }
}

/// A key that everybody has, as when the column holds something else: each check stays linear and says little.
#[test]
fn a_key_that_everybody_has_is_no_flood_of_findings() {
    let rows: Vec<String> =
        (0..3_000).map(|at| format!("X;EUM Armenia;M;{:02}-01-2026;31-12-2026;;in missiegebied", at % 28 + 1)).collect();
    let text = roster(&rows.iter().map(String::as_str).collect::<Vec<_>>());
    let run = run(&[(LINES_APRIL, &text), (LINES, &text)]);
    let about_persons: Vec<&str> = run.findings.iter().map(|finding| finding.code.as_str()).filter(|code| *code != "FIL-01").collect();
    assert!(about_persons.len() <= 4, "{about_persons:?}");
}
