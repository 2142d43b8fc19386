//! Every check with a case in which it fails and one in which it passes.

mod definitions;
pub(crate) mod months;
mod persons;
mod registry;
mod reporting;

use std::collections::BTreeSet;

use crate::common::{grid, run, run_grids, run_waiving, write};
use muster::domain::{Grid, Severity, Spans};
use muster::pipeline::Run;

/// A headcount sheet of May 2026 for the coordinator of the East, as csv.
pub(super) fn may(rows: &str) -> String {
    format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom;Opmerkingen\n{rows}")
}

/// The same for April.
pub(super) fn april(rows: &str) -> String {
    may(rows).replace("31-05-2026", "30-04-2026")
}

/// A roster, as csv.
pub(super) fn roster(rows: &str) -> String {
    format!("Uitzendnummer;Missie;Functie;Rang;M/V;Eenheid;Begindatum;Geplande einddatum;Werkelijke einddatum;Status\n{rows}")
}

/// Where a case fails: the check, its severity, and the cell or file.
#[derive(Debug)]
struct Fails(&'static str, Severity, &'static str);

pub(super) struct Case {
    fails: Fails,
    failing: Vec<(&'static str, String)>,
    passing: Vec<(&'static str, String)>,
    /// What the sheets of the failing and of the passing case have besides values, which a csv cannot hold.
    marks: Option<[fn(&mut Grid); 2]>,
    /// How the schemas of the failing and of the passing case differ from those of the project.
    schemas: [&'static [registry::Edit]; 2],
    /// The waivers of the failing and of the passing case.
    waivers: Option<[&'static str; 2]>,
}

impl Case {
    fn marked(self, failing: fn(&mut Grid), passing: fn(&mut Grid)) -> Self {
        Self { marks: Some([failing, passing]), ..self }
    }

    fn schemas(self, edits: &'static [registry::Edit]) -> Self {
        Self { schemas: [edits, edits], ..self }
    }

    /// The passing case with the schemas as they are.
    fn passing_as_shipped(self, files: &[(&'static str, String)]) -> Self {
        Self { passing: files.to_vec(), schemas: [self.schemas[0], &[]], ..self }
    }

    fn waiving(self, failing: &'static str, passing: &'static str) -> Self {
        Self { waivers: Some([failing, passing]), ..self }
    }
}

pub(super) fn case(
    code: &'static str,
    severity: Severity,
    at: &'static str,
    failing: &[(&'static str, String)],
    passing: &[(&'static str, String)],
) -> Case {
    Case {
        fails: Fails(code, severity, at),
        failing: failing.to_vec(),
        passing: passing.to_vec(),
        marks: None,
        schemas: [&[], &[]],
        waivers: None,
    }
}

pub(super) const MAY: &str = "opgave-oost-2026-05.csv";
pub(super) const APRIL: &str = "opgave-oost-2026-04.csv";
pub(super) const LINES: &str = "rooster-oost-2026-05.csv";
const LINES_APRIL: &str = "rooster-oost-2026-04.csv";

pub(super) fn one(rows: &str) -> Vec<(&'static str, String)> {
    vec![(MAY, may(rows))]
}

pub(super) fn with_roster(rows: &str, lines: &str) -> Vec<(&'static str, String)> {
    vec![(MAY, may(rows)), (LINES, roster(lines))]
}

fn two_months(april_rows: &str, may_rows: &str) -> Vec<(&'static str, String)> {
    vec![(APRIL, april(april_rows)), (MAY, may(may_rows))]
}

/// Returns of all who report monthly, with every mission of theirs.
fn all_senders() -> Vec<(&'static str, String)> {
    let iraq = "EUAM Iraq;1\nEUBAM Rafah;1\nEUPOL COPPS;1\nOSC;1\n";
    let africa = "EUBAM Libya;1\nEUCAP Sahel Mali;1\nEUCAP Somalia;1\nEUSDI GoG;0\nUNSMIL;0\n";
    let balkan = "EULEX Kosovo;1\nOSCE West-Balkan;1\n";
    vec![
        (MAY, may(EAST)),
        ("opgave-midden-oosten-2026-05.csv", may(iraq)),
        ("opgave-afrika-2026-05.csv", may(africa)),
        ("opgave-balkan-2026-05.csv", may(balkan)),
    ]
}

/// Four missions, so that nothing is missing from the East.
pub(super) const EAST: &str = "EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;0;0;0;\nEUMM Georgia;5;0;1;0;0;\nEUPM Moldova;1;0;1;0;0;\n";

/// All cases, by what the checks are about.
fn cases() -> Vec<Case> {
    let parts = [
        basic(), //
        registry::cases(),
        reporting::cases(),
        definitions::cases(),
        months::cases(),
        persons::cases(),
    ];
    parts.into_iter().flatten().collect()
}

#[expect(clippy::too_many_lines, reason = "one table: every check with its two cases")]
fn basic() -> Vec<Case> {
    use Severity::{Error, Info, Warning};
    let ok = "EUM Armenia;7;0;4;0;0;\n";
    let line = "NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;01-01-2026;31-12-2026;;in missiegebied\n";
    vec![
        case("FIL-01", Error, MAY, &one(ok), &all_senders()),
        case("FIL-04", Error, "B1", &[(MAY, april(ok))], &one(ok)),
        case("FIL-05", Error, "B4", &one("EUM Armenia;#VERW!;0;4;0;0;\n"), &one(ok)),
        case("FIL-06", Warning, "E4", &one(EAST), &one(EAST))
            .marked(|grid| grid.marks.hidden_cols = Spans::new([(4, 4)]), |grid| grid.marks.hidden_rows = Spans::new([(0, 1)])),
        case("FIL-07", Error, "kapot-oost-2026-05.xlsx", &[("kapot-oost-2026-05.xlsx", "PK geen werkmap".to_owned())], &one(ok)),
        case("FIL-08", Warning, "G3", &[(MAY, may(ok).replace("Opmerkingen", "Zonnestand"))], &one(ok)),
        case("FIL-09", Error, "B8", &one(&format!("{EAST}TOTAAL;15\n")), &one(&format!("{EAST}TOTAAL;16\n")))
            .marked(sum_of_the_east, sum_of_the_east),
        case("ROW-01", Error, "B4", &one("EUM Armenia;zie toelichting;0;4;0;0;\n"), &one(ok)),
        case("ROW-02", Error, "B4", &one("EUM Armenia;3,6;0;1;0;0;\n"), &one("EUM Armenia;4,0;0;1;0;0;\n")),
        case("ROW-03", Warning, "B4", &one("EUM Armenia;ca. 5;0;1;0;0;\n"), &one(ok)),
        case("ROW-04", Error, "B4", &one("EUM Armenia;2+1;0;1;0;0;\n"), &one("EUM Armenia;4 (3 tijdelijk in NL);;1;0;0;\n")),
        case("ROW-05", Warning, "B4", &one("EUM Armenia;n.v.t.;0;0;0;0;\n"), &one("EUM Armenia;0;;;;;\n")),
        case(
            "ROW-06",
            Error,
            "B4",
            &one("EUM Armenia;4 (3 tijdelijk in NL);2;1;0;0;\n"),
            &one("EUM Armenia;4 (3 tijdelijk in NL);3;1;0;0;\n"),
        ),
        case(
            "ROW-07",
            Error,
            "B4",
            &[(MAY, "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;In missiegebied\nEUM Armenia;4;1;2\n".to_owned())],
            &[(MAY, "Peildatum;31-05-2026\n\nMissie;Bezetting;Tijdelijk in NL;In missiegebied\nEUM Armenia;4;1;3\n".to_owned())],
        ),
        case("ROW-08", Error, "G2", &[(LINES, roster(&line.replace("01-01-2026", "31-06-2026")))], &[(LINES, roster(line))]),
        case("ROW-09", Error, "H2", &[(LINES, roster(&line.replace("31-12-2026", "31-12-2025")))], &[(LINES, roster(line))]),
        case("ROW-10", Warning, "J2", &[(LINES, roster(&line.replace("in missiegebied", "DIV")))], &[(LINES, roster(line))]),
        case("ROW-11", Warning, "B4", &one("EUM Armenia;0*;0;0;0;0;\n"), &one("EUM Armenia;0*;0;0;0;0;\n\n* sinds maart\n")),
        case("SHT-01", Error, "B8", &one(&format!("{EAST}TOTAAL;17;;;;;\n")), &one(&format!("{EAST}TOTAAL;16;;;;;\n"))),
        case(
            "SHT-02",
            Error,
            "B6",
            &one("EUM Armenia;4 (3 tijdelijk in NL);;1;0;0;\nEUAM Ukraine;3;0;0;0;0;\nTOTAAL;4;;;;;\n"),
            &one("EUM Armenia;4 (3 tijdelijk in NL);;1;0;0;\nEUAM Ukraine;3;0;0;0;0;\nTOTAAL;7;;;;;\n"),
        ),
        case(
            "SHT-05",
            Error,
            "A6",
            &one("EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;1;0;0;\n;10;0;5;0;0;\n"),
            &one("EUM Armenia;7;0;4;0;0;\nEUAM Ukraine;3;0;1;0;0;\nTOTAAL;10;0;5;0;0;\n"),
        ),
        case("SHT-03", Error, "A5", &one("EUM Armenia;7;0;4;0;0;\nEUMA;7;0;4;0;0;\n"), &one(EAST)),
        case("XSH-01", Error, "B4", &with_roster("EUM Armenia;2;;;;;\n", line), &with_roster("EUM Armenia;1;;;;;\n", line)),
        case("XSH-02", Error, "C4", &with_roster("EUM Armenia;1;1;;;;\n", line), &with_roster("EUM Armenia;1;0;;;;\n", line)),
        case("XSH-03", Warning, "D4", &with_roster("EUM Armenia;1;;0;;;\n", line), &with_roster("EUM Armenia;1;;1;;;\n", line)),
        case(
            "XSH-04",
            Warning,
            "E4",
            &with_roster("EUM Armenia;1;0;1;0;0;\n", &line.replace("01-01-2026", "10-05-2026")),
            &with_roster("EUM Armenia;1;0;1;1;0;\n", &line.replace("01-01-2026", "10-05-2026")),
        ),
        case(
            "XFL-01",
            Error,
            "A3",
            &[(LINES, roster(&format!("{line}{}", line.replace("EUM Armenia", "EUMM Georgia"))))],
            &[(LINES, roster(&format!("{line}{}", line.replace("EUM Armenia", "EUMM Georgia").replace("NP-0001", "NP-0002"))))],
        ),
        case(
            "XFL-02",
            Error,
            "B4",
            &[(MAY, may(ok)), ("missie-armenia-2026-05.csv", may("EUM Armenia;6;0;4;0;0;\n"))],
            &[(MAY, may(ok)), ("missie-armenia-2026-05.csv", may(ok))],
        ),
        case(
            "XFL-03",
            Info,
            "B4",
            &[(MAY, may(ok)), ("missie-armenia-2026-05.csv", may(ok))],
            &[(MAY, may(ok)), ("missie-armenia-2026-05.csv", may("EUM Armenia;6;0;4;0;0;\n"))],
        ),
        case(
            "XFL-07",
            Warning,
            "B4",
            &[(MAY, may(ok)), ("opgave-oost-2026-05-v2.csv", may("EUM Armenia;6;0;4;0;0;\n"))],
            &[(MAY, may(ok)), ("opgave-oost-2026-05-v2.csv", may(ok))],
        ),
        case(
            "XMN-01",
            Error,
            "B4",
            &two_months("EUM Armenia;6;;;;;\n", "EUM Armenia;7;;;0;0;\n"),
            &two_months("EUM Armenia;6;;;;;\n", "EUM Armenia;7;;;1;0;\n"),
        ),
        case(
            "XMN-04",
            Warning,
            "H2",
            &[(LINES, roster(&line.replace("31-12-2026", "01-03-2026")))],
            &[(LINES, roster(&line.replace("31-12-2026", "20-05-2026")))],
        ),
        case(
            "XMN-05",
            Error,
            "A2",
            &[(LINES_APRIL, roster(line)), (LINES, roster(&line.replace("NP-0001", "NP-0002")))],
            &[(LINES_APRIL, roster(line)), (LINES, roster(&line.replace("2026;;in missiegebied", "2026;10-05-2026;beëindigd")))],
        ),
        case("REG-01", Error, "A4", &one("EUM Armenie Noord;7;0;4;0;0;\n"), &one(ok)),
        case(
            "REG-02",
            Error,
            "A4",
            &one("EUPM;1;0;1;0;0;\n"),
            &[(MAY, "Peildatum;31-05-2026\n\nMissie;Land;Bezetting\nEUPM;Moldavië;1\n".to_owned())],
        ),
        case("REG-03", Warning, "B4", &one("UNAMI;1;0;0;0;0;\n"), &one(ok)),
        case("REG-04", Warning, "A4", &one("OSC;1;0;1;0;0;\n"), &one(ok)),
        case("REG-05", Error, "B4", &one("UNMIK;1;0;0;0;0;\n"), &one("UNMIK;0;0;0;0;0;\n")),
        case("REG-10", Warning, "A4", &one("OSCE West-Balkan;1;0;0;0;0;\n"), &one(ok)),
        case("PLA-01", Error, "F4", &one("EUM Armenia;7;0;4;0;-1;\n"), &one(ok)),
        case("PLA-02", Error, "D4", &one("EUM Armenia;2;0;3;0;0;\n"), &one("EUM Armenia;3;0;3;0;0;\n")),
        case("PLA-03", Error, "C4", &one("EUM Armenia;1;3;0;0;0;\n"), &one("EUM Armenia;3;3;0;0;0;\n")),
        case(
            "PLA-04",
            Error,
            "B4",
            &[(MAY, "Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen;Mannen;Overig geslacht\nEUM Armenia;5;2;2;0\n".to_owned())],
            &[(MAY, "Peildatum;31-05-2026\n\nMissie;Bezetting;Vrouwen;Mannen;Overig geslacht\nEUM Armenia;5;2;2;1\n".to_owned())],
        ),
        case(
            "PLA-09",
            Error,
            "I2",
            &[(LINES, roster(&line.replace("2026;;in missiegebied", "2026;01-03-2062;beëindigd")))],
            &[(LINES, roster(&line.replace("2026;;in missiegebied", "2026;10-05-2026;beëindigd")))],
        ),
        case(
            "PRV-01",
            Error,
            "A1",
            &[(LINES, roster(line).replace("Uitzendnummer", "BSN").replace("NP-0001", "123456782"))],
            &[(LINES, roster(line))],
        ),
        case("PRV-02", Error, "C1", &[(LINES, roster(line).replace("Functie", "Achternaam"))], &[(LINES, roster(line))]),
        case("PRV-03", Error, "G4", &one("EUM Armenia;7;0;4;0;0;zie iemand@voorbeeld.example\n"), &one(ok)),
        case("PRV-04", Error, "G4", &one("EUM Armenia;7;0;4;0;0;bel 06-00000000\n"), &one(ok)),
        case(
            "PRV-05",
            Error,
            "C1",
            &[(LINES, roster(line).replace("Functie", "Geboortedatum").replace("planner", "01-01-1980"))],
            &[(LINES, roster(line))],
        ),
        case("DEF-01", Error, "B4", &one("EUM Armenia;4 excl. 3 in NL;;1;0;0;\n"), &one("EUM Armenia;4 (incl. 3 in NL);;1;0;0;\n")),
        case("DEF-03", Error, "B4", &one("EUM Armenia;2 fte;0;1;0;0;\n"), &one(ok)),
    ]
}

/// A total below the missions of the East that adds them up.
fn sum_of_the_east(sheet: &mut Grid) {
    sheet.marks.formulas = grid("", "", &["B8=SUM(B4:B7)"]).marks.formulas;
    sheet.marks.formulas[0].stored = true;
}

fn run_case(files: &[(&'static str, String)], marks: Option<fn(&mut Grid)>, schemas: &[registry::Edit], waivers: Option<&str>) -> Run {
    if !schemas.is_empty() {
        return registry::run_edited(files, schemas);
    }
    if let Some(waivers) = waivers {
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
        return run_waiving(&files, waivers);
    }
    if let Some(mark) = marks {
        let marked = |(path, text): &(&'static str, String)| {
            let mut sheet = grid("Bezetting", text, &[]);
            mark(&mut sheet);
            (*path, sheet)
        };
        return run_grids(files.iter().map(marked).collect());
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    run(&files)
}

#[test]
fn every_check_fails_where_it_should_and_passes_where_it_should() {
    let mut wrong = Vec::new();
    for Case { fails: Fails(code, severity, at), failing, passing, marks, schemas, waivers } in cases() {
        let run = run_case(&failing, marks.map(|marks| marks[0]), schemas[0], waivers.map(|waivers| waivers[0]));
        let own = |finding: &&muster::domain::Finding| {
            let cell = finding.place.cell().map(|cell| cell.to_string());
            finding.code == code && (cell.as_deref() == Some(at) || finding.place.file() == at && cell.is_none())
        };
        match run.findings.iter().find(own) {
            Some(finding) if finding.severity == severity => {}
            Some(finding) => wrong.push(format!("{code}: {} instead of {severity}", finding.severity)),
            None => wrong.push(format!("{code} does not fail at {at}: {:#?}", crate::common::lines(&run))),
        }
        let run = run_case(&passing, marks.map(|marks| marks[1]), schemas[1], waivers.map(|waivers| waivers[1]));
        if let Some(finding) = run.findings.iter().find(|finding| finding.code == code && finding.severity >= severity) {
            wrong.push(format!(
                "{code} fails where it should pass: {} ({})",
                crate::common::line(finding),
                crate::common::message(finding)
            ));
        }
        let passed: u64 = run.tallies.iter().filter(|tally| tally.code == code).map(|tally| tally.passed).sum();
        if passed == 0 {
            wrong.push(format!(
                "{code} does not count a pass: {:?}",
                run.tallies.iter().filter(|tally| tally.code == code).collect::<Vec<_>>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_check_of_the_catalogue_has_its_two_cases() {
    let covered: BTreeSet<&str> = cases().iter().map(|case| case.fails.0).collect();
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &[(MAY, &may(EAST))]);
    let run = crate::common::run_folder(folder.path(), &[]);
    let all: BTreeSet<&str> = run.catalogue.iter().map(|check| check.code.as_str()).collect();
    assert_eq!(covered, all);
}
