//! Files and returns that are copies of others: one mistake, one root cause.

use crate::common::{grid, line, lines, message, run, run_grids};
use muster::domain::{Severity, Value};
use muster::pipeline::Run;

const HEADER: &str = "Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom;Opmerkingen\n";
const ROSTER: &str = "Uitzendnummer;Missie;M/V;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n";

fn sheet(day: &str, rows: &str) -> String {
    format!("Peildatum;{day}\n\n{HEADER}{rows}")
}

/// The roots of a run above the level of a note, without missing returns.
fn roots(run: &Run) -> Vec<String> {
    let roots = run.findings.iter().filter(|finding| finding.outcome_of.is_none() && finding.severity > Severity::Info);
    roots.filter(|finding| finding.code != "FIL-01" || !finding.place.file().is_empty()).map(line).collect()
}

#[test]
fn last_months_file_sent_again_is_one_cause() {
    let april =
        sheet("30-04-2026", "EUM Armenia;7;0;4;1;0;per 30-04\nEUAM Ukraine;3;0;1;0;0;\nEUMM Georgia;5;0;1;0;0;\nEUPM Moldova;1;0;0;0;0;\n");
    let march = sheet("31-03-2026", "EUM Armenia;6;0;3;0;0;\nEUAM Ukraine;3;0;1;0;0;\nEUMM Georgia;5;0;1;0;0;\nEUPM Moldova;1;0;0;0;0;\n");
    let run = run(&[("opgave-oost-2026-03.csv", &march), ("opgave-oost-2026-04.csv", &april), ("Stand mei 2026 oost.csv", &april)]);
    assert_eq!(roots(&run), ["2026-05 FIL-02 error ! - [] []"], "{:#?}", lines(&run));
    let copy = run.findings.iter().find(|finding| finding.code == "FIL-02").expect("the copy");
    assert_eq!(copy.place.file(), "Stand mei 2026 oost.csv");
    assert_eq!(message(copy), "File Stand mei 2026 oost.csv has the same contents as opgave-oost-2026-04.csv (2026-04).");
    let outcomes: Vec<&str> = run
        .findings
        .iter()
        .filter(|finding| finding.outcome_of.as_deref() == Some("FIL-02"))
        .map(|finding| finding.code.as_str())
        .collect();
    assert!(outcomes.contains(&"FIL-04") && outcomes.contains(&"XMN-02"), "{outcomes:?}");
}

#[test]
fn a_file_under_the_wrong_month_is_the_copy_whichever_month_comes_first() {
    let may = sheet("31-05-2026", "EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;1;0;0;\n");
    let run = run(&[("opgave-oost-2026-04.csv", &may), ("opgave-oost-2026-05.csv", &may)]);
    let copies: Vec<&str> = run.findings.iter().filter(|finding| finding.code == "FIL-02").map(|finding| finding.place.file()).collect();
    assert_eq!(copies, ["opgave-oost-2026-04.csv"]);
}

#[test]
fn a_workbook_saved_as_csv_is_the_same_file() {
    let rows = "EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;1;0;0;\n";
    let csv = grid("opgave-oost-2026-05", &sheet("30-04-2026", rows), &[]);
    let mut workbook = muster::domain::GridBuilder::new();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 4, 30).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a day");
    for (row, cells) in csv.rows() {
        for cell in cells {
            let value =
                if matches!(&cell.value, Value::Text(text) if &**text == "30-04-2026") { Value::Date(day) } else { cell.value.clone() };
            workbook.push(muster::domain::CellRef::new(row, cell.col), value);
        }
    }
    let run = run_grids(vec![("opgave-oost-2026-04.xlsx", workbook.finish("Bezetting")), ("opgave-oost-2026-05.csv", csv)]);
    assert!(lines(&run).iter().any(|line| line.starts_with("2026-05 FIL-02 error")), "{:#?}", lines(&run));
}

#[test]
fn the_same_return_from_two_coordinators_is_the_others_mistake() {
    let east = sheet("31-05-2026", "EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;1;0;0;\nEUMM Georgia;5;0;1;0;0;\nEUPM Moldova;1;0;0;0;0;\n");
    let run = run(&[("opgave-balkan-2026-05.csv", &east), ("opgave-oost-2026-05.csv", &east)]);
    let found: Vec<(&str, &str, Option<&str>)> = run
        .findings
        .iter()
        .filter(|finding| finding.place.file().contains("balkan"))
        .map(|finding| (finding.code.as_str(), finding.place.file(), finding.outcome_of.as_deref()))
        .collect();
    assert!(found.contains(&("FIL-02", "opgave-balkan-2026-05.csv", None)), "{found:?}");
    assert!(found.iter().all(|(code, _, root)| *code == "FIL-02" || *root == Some("FIL-02")), "{found:?}");
}

#[test]
fn the_same_contents_may_be_right() {
    let may = sheet("31-05-2026", "EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;1;0;0;\n");
    let line = "NP-0001;EUM Armenia;V;01-01-2026;31-12-2026;;in missiegebied\n";
    let roster = format!("{ROSTER}{line}");
    for files in [
        // Once more for the same month.
        vec![("opgave-oost-2026-05.csv", may.as_str()), ("kopie van opgave-oost-2026-05.csv", &may)],
        vec![("opgave-oost-2026-05.csv", may.as_str()), ("opgave-oost-2026-05-v2.csv", &may)],
        // An undated roster in which nothing changed.
        vec![("rooster-oost-2026-04.csv", roster.as_str()), ("rooster-oost-2026-05.csv", &roster)],
        // Too few words to tell.
        vec![
            ("opgave-oost-2026-04.csv", "Peildatum;30-04-2026\nMissie;Bezetting\nOSC;1\n"),
            ("opgave-oost-2026-05.csv", "Peildatum;30-04-2026\nMissie;Bezetting\nOSC;1\n"),
        ],
    ] {
        let run = run(&files);
        assert!(run.findings.iter().all(|finding| finding.code != "FIL-02"), "{:#?}", lines(&run));
    }
}

/// April and May, each with a roster, and what is said of May as taken over from April.
fn taken_over(april: &str, may: &str, roster: Option<[&str; 2]>) -> Vec<String> {
    let (april, may) = (sheet("30-04-2026", april), sheet("31-05-2026", may));
    let rosters = roster.map(|lines| lines.map(|lines| format!("{ROSTER}{lines}")));
    let mut files = vec![("opgave-oost-2026-04.csv", april.as_str()), ("opgave-oost-2026-05.csv", may.as_str())];
    if let Some([april, may]) = &rosters {
        files.extend([("rooster-oost-2026-04.csv", april.as_str()), ("rooster-oost-2026-05.csv", may.as_str())]);
    }
    let run = run(&files);
    run.findings.iter().filter(|finding| finding.code == "XMN-02").map(|finding| message(finding).to_owned()).collect()
}

#[test]
fn equal_counts_alone_are_ordinary() {
    let rows = "EUM Armenia;1;0;1;0;0;hoofdkwartier\n";
    let line = "NP-0001;EUM Armenia;V;01-01-2026;31-12-2026;;in missiegebied\n";
    assert_eq!(taken_over(rows, rows, None), Vec::<String>::new());
    assert_eq!(taken_over(rows, rows, Some([line, line])), Vec::<String>::new());
    let rotation = "EUM Armenia;7;0;4;1;1;\n";
    assert_eq!(taken_over(rotation, rotation, None), Vec::<String>::new(), "one came and one went in both months");
}

#[test]
fn what_fits_the_earlier_month_only_shows_that_a_return_was_taken_over() {
    let line = "NP-0001;EUM Armenia;V;01-01-2026;31-12-2026;;in missiegebied\n";
    let start = "The return of Oost-Europa en Zuidelijke Kaukasus for 2026-05 equals the one for 2026-04, including ";
    let dated = "EUM Armenia;1;0;1;0;0;per 30-04\n";
    assert_eq!(taken_over(dated, dated, None), [format!("{start}the date in opgave-oost-2026-05!G4.")]);
    let rotation = "EUM Armenia;1;0;1;1;1;\n";
    assert_eq!(taken_over(rotation, rotation, Some([line, line])), [format!("{start}the inflow in opgave-oost-2026-05!E4.")]);
    let inflow = "EUM Armenia;1;0;1;1;0;\n";
    assert_eq!(taken_over(inflow, inflow, None), [format!("{start}the inflow in opgave-oost-2026-05!E4.")]);
    assert_eq!(taken_over(dated, &dated.replace("30-04", "31-05"), None), Vec::<String>::new());
    assert_eq!(taken_over(dated, &format!("{dated}EUAM Ukraine;3;0;0;0;0;\n"), None), Vec::<String>::new());
    assert_eq!(taken_over(rotation, rotation, Some([line, &line.replace("31-12-2026", "31-01-2027")])), Vec::<String>::new());
}

#[test]
fn a_return_that_was_taken_over_explains_flows_that_do_not_fit() {
    let rows = "EUM Armenia;7;0;4;1;0;\n";
    let run = run(&[("opgave-oost-2026-04.csv", &sheet("30-04-2026", rows)), ("opgave-oost-2026-05.csv", &sheet("31-05-2026", rows))]);
    assert_eq!(
        lines(&run),
        [
            "2026-05 XMN-01 error opgave-oost-2026-05!B4 eum-armenia [7] [8] <- XMN-02",
            "2026-05 XMN-02 error opgave-oost-2026-05!E4 - [] []"
        ]
    );
}
