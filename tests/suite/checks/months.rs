//! Checks that compare months. Each file is of the month in its name.

use super::{Case, MAY, case, may};
use muster::domain::Severity::{Error, Info, Warning};

type Files = Vec<(&'static str, String)>;

const EAST: [&str; 4] = ["opgave-oost-2026-02.csv", "opgave-oost-2026-03.csv", "opgave-oost-2026-04.csv", MAY];
const MIDDLE_EAST: [&str; 3] = ["opgave-midden-oosten-2026-03.csv", "opgave-midden-oosten-2026-04.csv", "opgave-midden-oosten-2026-05.csv"];
const AFRICA: [&str; 6] = [
    "opgave-afrika-2025-12.csv",
    "opgave-afrika-2026-01.csv",
    "opgave-afrika-2026-02.csv",
    "opgave-afrika-2026-03.csv",
    "opgave-afrika-2026-04.csv",
    "opgave-afrika-2026-05.csv",
];
const HAVEN: [&str; 2] = ["blue-haven-2026-04.csv", "blue-haven-2026-05.csv"];

/// One sheet of headcounts for each file.
fn sheets(files: &[&'static str], rows: &[&str]) -> Files {
    let dated = |file: &str, rows: &str| {
        let month = muster::domain::placing::period(file).expect("a month");
        may(rows).replace("31-05-2026", &month.last_day().format("%d-%m-%Y").to_string())
    };
    files.iter().zip(rows).map(|(file, rows)| (*file, dated(file, rows))).collect()
}

fn east(rows: &[&str]) -> Files {
    sheets(&EAST[EAST.len() - rows.len()..], rows)
}

fn haven(rows: [&str; 2]) -> Files {
    let sheet = |(file, rows): (&&'static str, &str)| {
        let rows: String = rows.lines().map(|row| format!("Blue Haven for Ukraine;Buddymethodiek;opgeleide trainers;{row}\n")).collect();
        (*file, format!("Project;Programma;Indicator;Soort;Waarde\n{rows}"))
    };
    HAVEN.iter().zip(rows).map(sheet).collect()
}

/// Armenia with these headcounts, and inflow and outflow that fit.
fn armenia(counts: &[i64]) -> Files {
    let mut last = counts.first().copied().unwrap_or(0);
    let mut rows = Vec::new();
    for count in counts {
        rows.push(format!("EUM Armenia;{count};0;0;{};{};\n", (count - last).max(0), (last - count).max(0)));
        last = *count;
    }
    east(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Armenia with these headcounts and nobody who came or left.
fn unmoved(counts: &[i64]) -> Files {
    let rows: Vec<String> = counts.iter().map(|count| format!("EUM Armenia;{count};0;0;0;0;\n")).collect();
    east(&rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn iraq(home: [i64; 3]) -> Files {
    let rows: Vec<String> = home.iter().map(|home| format!("EUAM Iraq;4;{home};1;0;0;\n")).collect();
    sheets(&MIDDLE_EAST, &rows.iter().map(String::as_str).collect::<Vec<_>>())
}

fn gulf(last: &str) -> Files {
    let empty = "EUSDI GoG;0;0;0;0;0;\n";
    sheets(&AFRICA, &[empty, empty, empty, empty, empty, last])
}

/// Armenia with an opening that it states itself.
fn opening(stated: i64) -> Files {
    let mut files = armenia(&[6, 7]);
    if let Some((_, text)) = files.last_mut() {
        *text = text.replace("Opmerkingen", "Beginstand").replace(";1;0;\n", &format!(";1;0;{stated}\n"));
    }
    files
}

pub(super) fn cases() -> Vec<Case> {
    let ours = "EUM Armenia;7;0;4;0;0;\n";
    let with = "EUM Armenia;7;0;4;0;0;\nUNMISS;0;0;0;0;0;\n";
    vec![
        case("XMN-03", Warning, "B4", &unmoved(&[7, 7, 7, 12]), &armenia(&[7, 7, 7, 9])),
        case("XMN-10", Warning, "C4", &iraq([3, 3, 3]), &iraq([3, 3, 2])),
        case("REG-11", Info, "B4", &gulf("EUSDI GoG;0;0;0;0;0;\n"), &gulf("EUSDI GoG;1;0;0;1;0;\n")),
        case("SHT-08", Warning, MAY, &east(&[with, ours]), &east(&[with, with])),
        case("PLA-05", Warning, "B4", &armenia(&[7, 31]), &armenia(&[7, 15])),
        case("TRN-01", Error, "E2", &haven(["cumulatief;60", "cumulatief;58"]), &haven(["cumulatief;60", "cumulatief;60"])),
        case(
            "TRN-02",
            Error,
            "E3",
            &haven(["cumulatief;50", "cumulatief;60\nin de periode;12"]),
            &haven(["cumulatief;50", "cumulatief;60\nin de periode;10"]),
        ),
    ]
}

/// What the two-way test runs: a check, and files of several months in which it fails or passes.
pub(crate) fn over_months() -> Vec<(&'static str, Files)> {
    let own = cases().into_iter().flat_map(|one| [(one.fails.0, one.failing), (one.fails.0, one.passing)]);
    let mut all: Vec<(&'static str, Files)> = own.collect();
    all.extend([
        ("XMN-01", unmoved(&[6, 7])),
        ("XMN-01", armenia(&[6, 7])),
        ("XMN-01", unmoved(&[6, 6, 7])),
        ("XMN-01", opening(5)),
        ("XMN-01", opening(6)),
        ("XMN-03", armenia(&[7, 7, 12])),
        ("XMN-03", armenia(&[3, 4, 4, 12])),
        ("XMN-10", iraq([0, 3, 3])),
        ("SHT-08", east(&["EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;0;0;0;\n", "EUM Armenia;7;0;4;0;0;\n"])),
    ]);
    all
}
