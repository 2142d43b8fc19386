//! One return in many views: whichever way a coordinator arranges the figures, what is published is the same. Invented throughout.

use crate::common::{lines, message, run, run_folder};
use crate::scenarios::{figures, workbook};
use muster::domain::facts::HeadcountFact;
use muster::domain::{Finding, RowFate};
use muster::pipeline::Run;

/// The return of the coordinator East for May 2026 as the template has it.
const PLAIN: &str = "Peildatum;31-05-2026\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Vrouwen\nEUM Armenia;7;1;2\nEUAM Ukraine;3;0;1\n\
                     EUMM Georgia;5;0;0\nEUPM Moldova;1;0;1\nTOTAAL;16;1;4\n";

/// What is published of a run, but for where it stands.
fn published(run: &Run) -> Vec<HeadcountFact> {
    let facts = run.facts.headcounts.iter().filter(|fact| fact.headcount.is_some());
    facts.map(|fact| HeadcountFact { source: None, ..fact.clone() }).collect()
}

/// Where the headcount of a mission stands in a run.
fn source(run: &Run, mission: &str) -> String {
    let id = run.schema.registry.find(mission);
    let fact = run.facts.headcounts.iter().find(|fact| Some(fact.mission) == id && fact.headcount.is_some());
    fact.and_then(|fact| fact.source.as_ref()).map(|(_, sheet, cell)| format!("{sheet}!{cell}")).unwrap_or_default()
}

/// Rows of the ledger, and how many were accepted and rejected.
fn ledger(run: &Run) -> (u64, u64, u64) {
    assert!(run.ledger.lines.iter().all(muster::domain::LedgerLine::adds_up));
    let sum = |part: fn(&muster::domain::LedgerLine) -> u64| run.ledger.lines.iter().map(part).sum();
    (sum(|line| line.rows), sum(|line| line.accepted), sum(|line| line.rejected))
}

#[test]
fn one_return_in_many_views_is_published_alike() {
    let plain = run(&[("2026-05/oost.csv", PLAIN)]);
    assert_eq!((lines(&plain), ledger(&plain)), (Vec::new(), (8, 4, 0)));
    let cases = [
        (
            "missions across",
            "Peildatum;31-05-2026\n\nMissie;EUM Armenia;EUAM Ukraine;EUMM Georgia;EUPM Moldova;Totaal\nBezetting;7;3;5;1;16\n\
             Waarvan tijdelijk in NL;1;0;0;0;1\nVrouwen;2;1;0;1;4\n",
            "oost!B4",
            (6, 3, 0),
        ),
        (
            "side by side",
            "Peildatum;31-05-2026\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;;Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen\n\
             EUM Armenia;7;1;2;;EUMM Georgia;5;0;0\nEUAM Ukraine;3;0;1;;EUPM Moldova;1;0;1\nTOTAAL;10;1;3;;TOTAAL;6;0;1\n",
            "oost!B4",
            (6, 2, 0),
        ),
        (
            "side by side without a blank column",
            "Peildatum;31-05-2026\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen\n\
             EUM Armenia;7;1;2;EUMM Georgia;5;0;0\nEUAM Ukraine;3;0;1;EUPM Moldova;1;0;1\n",
            "oost!B4",
            (5, 2, 0),
        ),
        (
            "a column of missions without a header",
            "Peildatum;31-05-2026\n\n;Bezetting;Waarvan tijdelijk in NL;Vrouwen\nEUM Armenia;7;1;2\nEUAM Ukraine;3;0;1\nEUMM Georgia;5;0;0\n\
             EUPM Moldova;1;0;1\nTOTAAL;16;1;4\n",
            "oost!B4",
            (8, 4, 0),
        ),
        (
            "a block for each mission",
            "Peildatum;31-05-2026\n\nEUM Armenia\nBezetting;Waarvan tijdelijk in NL;Vrouwen\n7;1;2\n\nMissie: EUAM Ukraine\n\
             Bezetting;Waarvan tijdelijk in NL;Vrouwen\n3;0;1\n\nEUMM Georgia\nBezetting;Waarvan tijdelijk in NL;Vrouwen\n5;0;0\n\n\
             EUPM Moldova\nBezetting;Waarvan tijdelijk in NL;Vrouwen\n1;0;1\n",
            "oost!A5",
            (17, 4, 0),
        ),
        (
            "a form for each mission",
            "Peildatum;31-05-2026\n\nMissie;EUM Armenia\nBezetting;7\nWaarvan tijdelijk in NL;1\nVrouwen;2\n\nMissie;EUAM Ukraine\nBezetting;3\n\
             Waarvan tijdelijk in NL;0\nVrouwen;1\n\nMissie;EUMM Georgia\nBezetting;5\nWaarvan tijdelijk in NL;0\nVrouwen;0\n\n\
             Missie;EUPM Moldova\nBezetting;1\nWaarvan tijdelijk in NL;0\nVrouwen;1\n",
            "oost!B4",
            (21, 12, 0),
        ),
        (
            "a form for each mission with its date",
            "Missie;EUM Armenia\nPeildatum;31-05-2026\nBezetting;7\nWaarvan tijdelijk in NL;1\nVrouwen;2\n\nMissie;EUAM Ukraine\n\
             Peildatum;31-05-2026\nBezetting;3\nWaarvan tijdelijk in NL;0\nVrouwen;1\n\nMissie;EUMM Georgia\nPeildatum;31-05-2026\n\
             Bezetting;5\nWaarvan tijdelijk in NL;0\nVrouwen;0\n\nMissie;EUPM Moldova\nBezetting;1\nWaarvan tijdelijk in NL;0\nVrouwen;1\n\
             Peildatum;31-05-2026\n",
            "oost!B3",
            (23, 16, 0),
        ),
        (
            "the as-of date in the header",
            "Missie;Bezetting per 31-05-2026;Waarvan tijdelijk in NL;Vrouwen\nEUM Armenia;7;1;2\nEUAM Ukraine;3;0;1\nEUMM Georgia;5;0;0\n\
             EUPM Moldova;1;0;1\nTOTAAL;16;1;4\n",
            "oost!B2",
            (6, 4, 0),
        ),
    ];
    for (what, text, cell, rows) in cases {
        let run = run(&[("2026-05/oost.csv", text)]);
        assert_eq!(lines(&run), Vec::<String>::new(), "{what}");
        assert_eq!(published(&run), published(&plain), "{what}");
        assert_eq!(source(&run, "eum-armenia"), cell, "{what}");
        assert_eq!(ledger(&run), rows, "{what}");
    }
}

#[test]
fn a_sheet_for_each_mission_is_published_like_one_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let head: &[&str] = &["Bezetting", "Waarvan tijdelijk in NL", "Vrouwen"];
    let as_of: &[&str] = &["Peildatum", "31-05-2026"];
    let sheets: [(&str, &[&[&str]]); 4] = [
        ("EUM Armenia", &[as_of, head, &["7", "1", "2"]]),
        ("EUAM Ukraine", &[as_of, head, &["3", "0", "1"]]),
        ("EUMM Georgia", &[as_of, &["Bezetting", "5"], &["Waarvan tijdelijk in NL", "0"], &["Vrouwen", "0"]]),
        ("EUPM Moldova", &[as_of, head, &["1", "0", "1"]]),
    ];
    workbook(&folder.path().join("oost 2026-05.xlsx"), &sheets);
    let run_of_sheets = run_folder(folder.path(), &[]);
    assert_eq!(lines(&run_of_sheets), Vec::<String>::new());
    assert_eq!(published(&run_of_sheets), published(&run(&[("2026-05/oost.csv", PLAIN)])));
}

#[test]
fn the_months_of_a_cross_table_are_published_each() {
    let plain = |month: &str, day: &str, counts: [u32; 4]| {
        let [a, b, c, d] = counts;
        let text = format!("Peildatum;{day}\nMissie;Bezetting\nEUM Armenia;{a}\nEUAM Ukraine;{b}\nEUMM Georgia;{c}\nEUPM Moldova;{d}\n");
        (format!("{month}/oost.csv"), text)
    };
    let (april, may) = (plain("2026-04", "30-04-2026", [6, 3, 5, 1]), plain("2026-05", "31-05-2026", [7, 3, 5, 1]));
    let single = run(&[(&april.0, &april.1), (&may.0, &may.1)]);
    let cross = "Missie;Bezetting 30-04-2026;Bezetting 31-05-2026\nEUM Armenia;6;7\nEUAM Ukraine;3;3\nEUMM Georgia;5;5\nEUPM Moldova;1;1\nTotaal;15;16\n";
    let turned = "Bezetting\n\nMaand;EUM Armenia;EUAM Ukraine;EUMM Georgia;EUPM Moldova\n30-04-2026;6;3;5;1\n31-05-2026;7;3;5;1\n";
    for (text, total) in [(cross, true), (turned, false)] {
        let both = run(&[("oost.csv", text)]);
        assert_eq!(lines(&both), Vec::<String>::new(), "{text}");
        assert_eq!(published(&both), published(&single), "{text}");
        if total {
            // Each month has a total of its own.
            let wrong = run(&[("oost.csv", &text.replace("15;16", "15;17"))]);
            assert_eq!(lines(&wrong), ["2026-05 SHT-01 error oost!C6 - [17] [16]"]);
        }
    }
}

#[test]
fn months_without_a_day_lack_their_as_of_date_together() {
    let text = "Bezetting 2026\nMissie;jan;feb;mrt;Totaal\nEUM Armenia;6;7;7;20\nEUAM Ukraine;3;3;3;9\nEUMM Georgia;5;5;5;15\nEUPM Moldova;1;1;1;3\n";
    let found = run(&[("oost.csv", text)]);
    assert_eq!(lines(&found), [" FIL-04 error oost! - [] []", " FIL-08 warning oost!E2 - [Totaal] []"]);
    let armenia: Vec<String> = figures(&found).into_iter().filter(|figure| figure.contains("eum-armenia")).collect();
    assert_eq!(armenia, ["2026-01 eum-armenia=6 flagged", "2026-02 eum-armenia=7 flagged", "2026-03 eum-armenia=7 flagged"]);
    // A mission that the registry does not know stands in three tables and is told once.
    let found = run(&[("oost.csv", &text.replace("EUM Armenia", "EUM Armenie X"))]);
    let unknown: Vec<String> = lines(&found).into_iter().filter(|line| line.contains("REG-01")).collect();
    assert_eq!(unknown, ["2026-01 REG-01 error oost!A3 - [EUM Armenie X] [EUM Armenia]"]);
    assert_eq!(ledger(&found), (6, 3, 1));
    assert_eq!((found.facts.rejected.len(), found.facts.rejected[0].code.as_str()), (1, "REG-01"));
}

#[test]
fn what_months_count_is_never_guessed() {
    let text = "Missie;jan 2026;feb 2026\nEUM Armenia;6;7\nEUAM Ukraine;3;3\n";
    let found = run(&[("oost.csv", text)]);
    let codes: Vec<String> = lines(&found).iter().map(|line| line.split(' ').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!((codes, figures(&found)), (["FIL-04", "FIL-08", "FIL-08"].map(str::to_owned).into(), Vec::new()));
    assert_eq!(ledger(&found), (3, 0, 0));
    // The same table under a title about arrivals holds no headcount.
    let found = run(&[("oost.csv", &format!("Instroom per maand\n{text}"))]);
    assert!(published(&found).is_empty(), "{:?}", figures(&found));
    let arrivals: Vec<Option<i64>> = found.facts.headcounts.iter().filter_map(|fact| fact.arrivals.map(Some)).collect();
    assert_eq!(arrivals, [Some(6), Some(3), Some(7), Some(3)]);
}

#[test]
fn a_row_that_one_table_accepts_and_another_rejects_is_rejected_and_still_counts() {
    let text =
        "Peildatum;31-05-2026\nMissie;Bezetting;;Missie;Bezetting\nEUM Armenia;7;;EUMM Georgie X;5\nEUAM Ukraine;3;;EUPM Moldova;1\n";
    let found = run(&[("2026-05/oost.csv", text)]);
    let unknown: Vec<String> = lines(&found);
    assert_eq!(unknown, ["2026-05 REG-01 error oost!D3 - [EUMM Georgie X] [EUMM Georgia]"]);
    assert_eq!(found.returns[0].sheets[0].layout.fates[2..], [RowFate::Rejected, RowFate::Accepted]);
    assert!(figures(&found).contains(&"2026-05 eum-armenia=7".to_owned()));
    let rejected = &found.facts.rejected;
    assert_eq!((rejected.len(), rejected[0].row, rejected[0].code.as_str(), rejected[0].cells.len()), (1, 3, "REG-01", 2));
}

#[test]
fn a_rejected_column_points_at_its_cell() {
    let text = "Peildatum;31-05-2026\n\nMissie;EUM Armenia;EUAM Ukrayne X;EUMM Georgia;EUPM Moldova\nBezetting;7;3;5;1\n";
    let found = run(&[("2026-05/oost.csv", text)]);
    assert_eq!(lines(&found), ["2026-05 REG-01 error oost!C3 - [EUAM Ukrayne X] [EUAM Ukraine]"]);
    assert_eq!(ledger(&found), (4, 1, 1));
    assert_eq!((found.facts.rejected[0].row, found.facts.rejected[0].code.as_str()), (3, "REG-01"));
    assert!(figures(&found).contains(&"2026-05 eumm-georgia=5".to_owned()));
}

#[test]
fn an_unknown_mission_above_a_table_is_told_once() {
    let text = "Peildatum;31-05-2026\n\nMissie: EUAM Ukrayne X\nBezetting;Vrouwen;Instroom\n3;1;0\n4;1;0\n";
    let found = run(&[("2026-05/oost.csv", text)]);
    assert_eq!(lines(&found), ["2026-05 REG-01 error oost!A3 - [EUAM Ukrayne X] [EUAM Ukraine]"]);
    assert_eq!(ledger(&found), (6, 0, 2));
    assert!(found.facts.rejected.iter().all(|row| row.code == "REG-01"), "{:?}", found.facts.rejected);
}

#[test]
fn names_in_the_table_on_the_right_are_judged_by_that_table() {
    let text = "Peildatum;31-05-2026\nMissie;Bezetting;;Uitzendnummer;Missie;Begindatum;Wie\nEUM Armenia;1;;NP-1;EUM Armenia;01-02-2026;A. Verzonnenstra\n\
                EUAM Ukraine;1;;NP-2;EUAM Ukraine;01-02-2026;B. van Verzonnenstra\n";
    let found = run(&[("2026-05/oost.csv", text)]);
    let personal: Vec<&Finding> = found.findings.iter().filter(|finding| finding.code.starts_with("PRV")).collect();
    assert_eq!(personal.len(), 1, "{:?}", lines(&found));
    assert_eq!(personal[0].place.cell().map(|cell| cell.to_string()).as_deref(), Some("G2"));
    assert!(!format!("{:?} {:?}", found.findings, found.facts).contains("Verzonnenstra"));
    // In a table that runs across they stand in a row.
    let text = "Peildatum;31-05-2026\nMissie;EUM Armenia;EUAM Ukraine;EUMM Georgia\nBezetting;1;1;1\nWie;A. Verzonnenstra;B. van Verzonnenstra;C. Verzonnenstra\n";
    let found = run(&[("2026-05/oost.csv", text)]);
    let personal: Vec<&Finding> = found.findings.iter().filter(|finding| finding.code == "PRV-02").collect();
    assert_eq!(personal.iter().filter_map(|finding| finding.place.cell()).map(|cell| cell.to_string()).collect::<Vec<_>>(), ["A4"]);
    assert!(!format!("{:?} {:?}", found.findings, found.facts).contains("Verzonnenstra"));
}

#[test]
fn sheets_that_are_called_after_months_are_of_those_months() {
    let head: &[&str] = &["Missie", "Bezetting"];
    let with = |count: &'static str| -> Vec<Vec<&'static str>> {
        vec![head.to_vec(), vec!["EUM Armenia", count], vec!["EUAM Ukraine", "3"], vec!["EUMM Georgia", "5"], vec!["EUPM Moldova", "1"]]
    };
    let months_of = |file: &str, names: [&str; 2]| {
        let folder = tempfile::tempdir().expect("a folder");
        let sheets = [(names[0], with("6")), (names[1], with("7"))];
        let rows: Vec<(&str, Vec<&[&str]>)> = sheets.iter().map(|(name, rows)| (*name, rows.iter().map(Vec::as_slice).collect())).collect();
        let sheets: Vec<(&str, &[&[&str]])> = rows.iter().map(|(name, rows)| (*name, rows.as_slice())).collect();
        workbook(&folder.path().join(file), &sheets);
        let found = run_folder(folder.path(), &[]);
        let armenia = figures(&found).into_iter().filter(|figure| figure.contains("eum-armenia"));
        let months: Vec<String> = armenia.map(|figure| figure.replace(" eum-armenia", "").replace(" flagged", "")).collect();
        (months, found)
    };
    for (file, names, expected) in [
        ("oost.xlsx", ["jan 2026", "feb 2026"], ["2026-01=6", "2026-02=7"]),
        ("oost.xlsx", ["2026-04", "2026-05"], ["2026-04=6", "2026-05=7"]),
        ("oost 2026.xlsx", ["Mei", "juni"], ["2026-05=6", "2026-06=7"]),
        // Whatever month the name of the file is for; one after it is of the year before.
        ("oost 2026-02.xlsx", ["jan", "feb"], ["2026-01=6", "2026-02=7"]),
        ("oost 2026-01.xlsx", ["dec", "jan"], ["2025-12=6", "2026-01=7"]),
        ("oost 2026.xlsx", ["février", "mrt-26"], ["2026-02=6", "2026-03=7"]),
    ] {
        let (months, _) = months_of(file, names);
        assert_eq!(months, expected, "{file} {names:?}");
    }
    // Of which year they are is not known, so nothing is counted, and that is told.
    let (months, found) = months_of("oost.xlsx", ["jan", "feb"]);
    assert_eq!(months, Vec::<String>::new());
    assert!(found.findings.iter().any(|finding| finding.code == "FIL-04" && message(finding).contains("not known")), "{:?}", lines(&found));
    // One month in the names of sheets says nothing about the others.
    let (months, _) = months_of("oost 2026-05.xlsx", ["jan", "toelichting"]);
    assert_eq!(months, ["2026-05=? conflict"]);
}
