//! Checks of the registry, plans, project output, letters, other sources and what is about to be published.

use std::path::Path;

use super::{APRIL, Case, EAST, LINES, MAY, all_senders, april, case, may, one, roster, two_months, with_roster};
use crate::common::{line, message, publish, run_after, run_folder_with, write};
use muster::domain::{CellRef, Severity};
use muster::pipeline::Run;

/// A change in the schemas: the file, what stands there, and what shall. With nothing to replace it is added at the end.
pub(super) type Edit = (&'static str, &'static str, &'static str);

const CEILING: &[Edit] =
    &[("missions.toml", "display_order = 1\n", "display_order = 1\nceiling = [{ count = 4, from = 2020-01-01, basis = \"besluit\" }]\n")];
const CEILING_OF_UNFICYP: &[Edit] =
    &[("missions.toml", "id = \"unficyp\"\n", "id = \"unficyp\"\nceiling = [{ count = 3, from = 2020-01-01, basis = \"besluit\" }]\n")];
const CONSOLIDATED: &[Edit] = &[("coordinators.csv", "", "\nverzamel,Verzameltabel,nl,,,consolidated,\n")];
const WITHHOLDS_NO_WOMEN: &[Edit] = &[("settings.toml", "withhold_female_by_mission = true", "withhold_female_by_mission = false")];

const PLANS: &str = "planning-staf-2026-05.csv";
const PROJECT: &str = "blue-haven-2026-05.csv";
const COLLECTED: &str = "verzamel-2026-05.csv";
const REPORT: &str = "dpo-uchistorical.csv";

fn plan(row: &str) -> (&'static str, String) {
    (PLANS, format!("Missie;Aantal;Verwacht;Status\n{row}\n"))
}

fn project(rows: &str) -> Vec<(&'static str, String)> {
    vec![(PROJECT, rows.to_owned())]
}

/// A report of the United Nations.
fn report(rows: &str) -> (&'static str, String) {
    let head = "ISOCode3,M49_Code,Contributing_Country,Mission_Acronym,Personnel_Type,Female_Personnel,Male_Personnel,Last_Reporting_Date";
    (REPORT, format!("{head}\n{rows}"))
}

const DUTCH: &str = "NLD,528,Netherlands,UNFICYP,Individual Police,1,1,31/05/2026\n\
                     NLD,528,Netherlands,UNFICYP,Troops,4,9,31/05/2026\n\
                     BFA,854,Burkina Faso,UNFICYP,Individual Police,3,20,31/05/2026\n";

const TRAINED: &str = "Project;Programma;Indicator;Soort;T/m;Waarde\n\
                       Blue Haven for Ukraine;TCO;opgeleide trainers;cumulatief;31-05-2026;60\n\
                       Blue Haven for Ukraine;Buddymethodiek;opgeleide trainers;cumulatief;31-05-2026;59\n";

const LINE: &str = "NP-0001;EUM Armenia;planner;inspecteur;V;Limburg;01-01-2026;31-12-2026;;in missiegebied\n";

pub(super) fn cases() -> Vec<Case> {
    use Severity::{Error, Info, Warning};
    let stands =
        |header: &str, value: &str| vec![(MAY, format!("Peildatum;31-05-2026\n\nMissie;{header};Bezetting\nEUM Armenia;{value};7\n"))];
    let beside = |own: &str, other: (&'static str, String)| {
        let mut files = one(own);
        files.push(other);
        files
    };
    vec![
        case("REG-06", Error, "B4", &one("EUM Armenia;5;0;4;0;0;\n"), &one("EUM Armenia;4;0;4;0;0;\n")).schemas(CEILING),
        case("REG-07", Warning, "B4", &one(&EAST.replace("EUM Armenia;7", "EUM Armenia;97")), &all_senders()),
        case("REG-08", Warning, "B4", &stands("Land", "Irak"), &stands("Land", "Armenië")),
        case("REG-09", Warning, "B4", &stands("Organisatie", "OVSE"), &stands("Organisatie", "EU")),
        case(
            "XFL-04",
            Error,
            "B4",
            &beside("EUM Armenia;7;0;4;0;0;\n", (COLLECTED, may("EUM Armenia;6;0;4;0;0;\n"))),
            &beside("EUM Armenia;7;0;4;0;0;\n", (COLLECTED, may("EUM Armenia;7;0;4;0;0;\n"))),
        )
        .schemas(CONSOLIDATED),
        case("XFL-06", Warning, "B4", &beside("UNFICYP;4;0;1;0;0;\n", report(DUTCH)), &beside("UNFICYP;3;0;1;0;0;\n", report(DUTCH))),
        case("PLN-01", Warning, "C2", &[plan("UNMIK;2;Q1 2026;wens")], &[plan("UNMIK;2;Q3 2026;wens")]),
        case("PLN-02", Warning, "C2", &[plan("UNVMC;2;Q1 2027;wens")], &[plan("UNVMC;2;Q3 2026;wens")]),
        case(
            "PLN-03",
            Info,
            "B2",
            &beside("UNFICYP;2;0;1;0;0;\n", plan("UNFICYP;2;Q3 2026;wens")),
            &beside("UNFICYP;2;0;1;0;0;\n", plan("UNFICYP;1;Q3 2026;wens")),
        )
        .schemas(CEILING_OF_UNFICYP),
        case("TRN-03", Warning, "F4", &project(&format!("{TRAINED}TOTAAL;;;;;119\n")), &project(&format!("{TRAINED}TOTAAL;;;;;100\n"))),
        case(
            "TRN-04",
            Error,
            "C2",
            &project("Project;Indicator;Waarde;Welke locaties\nBlue Haven for Ukraine;locaties;4;Lviv, Rivne en Kyiv\n"),
            &project("Project;Indicator;Waarde;Welke locaties\nBlue Haven for Ukraine;locaties;4;Lviv, Rivne, Vinnytsia en Kyiv\n"),
        ),
        case(
            "TRN-05",
            Warning,
            "B2",
            &project("Project;Indicator;Waarde\nBlue Haven for Ukraine;opgeleid;60\n"),
            &project("Project;Indicator;Waarde\nBlue Haven for Ukraine;opgeleide trainers;60\n"),
        ),
        case("PRV-07", Info, MAY, &one(EAST), &one(EAST)).marked(|grid| grid.marks.notes = vec![CellRef::new(0, 0)], |_| ()),
        case("PRV-08", Error, "B4", &one(EAST), &[]).schemas(WITHHOLDS_NO_WOMEN).passing_as_shipped(&one(EAST)),
        case("PRV-09", Error, "B4", &with_roster("EUM Armenia;1;;1;;;\n", LINE), &[])
            .schemas(WITHHOLDS_NO_WOMEN)
            .passing_as_shipped(&with_roster("EUM Armenia;1;;1;;;\n", LINE)),
        case("PRV-10", Info, "B4", &one("EUM Armenia;4;3;1;0;0;\n"), &two_months("EUM Armenia;4;3;1;0;0;\n", "EUM Armenia;4;0;1;0;0;\n")),
        case("PUB-01", Error, "B4", &one("EUM Armenia;7;0;4;0;0;\n"), &one("EUM Armenia;6;0;4;0;0;\n")).schemas(&[(
            "letters.csv",
            "",
            "brief-1,2026-05,EUM Armenia,6\n",
        )]),
        case("PUB-02", Error, "C4", &one("EUM Armenia;4;0;1;0;0;\n"), &one("EUM Armenia;4;3;1;0;0;\n")).schemas(&[(
            "letters.csv",
            "",
            "brief-1,2026-05,eum-armenia,4 (3 tijdelijk in NL)\n",
        )]),
        case(
            "PUB-03",
            Warning,
            "B4",
            &two_months("EUM Armenia;6;;;0;0;\n", "EUM Armenia;7;;;1;0;\n"),
            &two_months("EUM Armenia;6;;;1;0;\n", "EUM Armenia;7;;;1;0;\n"),
        )
        .schemas(&[("letters.csv", "", "brief-1,2026-03,eum-armenia,5\n")]),
    ]
}

/// The schemas of the project with some changes, each of which must apply.
pub(super) fn edited(edits: &[Edit]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    std::fs::create_dir(folder.path().join("tables")).expect("a folder");
    for inner in ["", "tables"] {
        for entry in std::fs::read_dir(shipped.join(inner)).expect("schemas") {
            let entry = entry.expect("a file");
            if entry.path().is_file() {
                std::fs::copy(entry.path(), folder.path().join(inner).join(entry.file_name())).expect("a copy");
            }
        }
    }
    for (file, from, to) in edits {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).expect("a schema");
        assert!(text.contains(from), "{file}: {from}");
        let changed = if from.is_empty() { format!("{text}{to}") } else { text.replacen(from, to, 1) };
        std::fs::write(path, changed).expect("written");
    }
    folder
}

/// A run over files with changed schemas.
pub(super) fn run_edited(files: &[(&'static str, String)], edits: &[Edit]) -> Run {
    let (folder, schemas) = (tempfile::tempdir().expect("a folder"), edited(edits));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    write(folder.path(), &files);
    run_folder_with(folder.path(), &[], schemas.path())
}

/// The findings of some checks.
fn of(run: &Run, codes: &[&str]) -> Vec<String> {
    run.findings.iter().filter(|finding| codes.contains(&finding.code.as_str())).map(line).collect()
}

fn reasons(run: &Run, code: &str) -> Vec<String> {
    let mut reasons: Vec<String> =
        run.tallies.iter().filter(|tally| tally.code == code).flat_map(|tally| &tally.reasons).map(|reason| reason.en.clone()).collect();
    reasons.dedup();
    reasons
}

#[test]
fn a_hand_over_above_the_ceiling_is_a_warning_where_the_roster_shows_it() {
    let rows = "EUM Armenia;5;0;;;;\n";
    let lines = |successor: &str, end: &str| {
        let mut text = String::new();
        for key in 1..4 {
            text.push_str(&LINE.replace("0001", &format!("000{key}")));
        }
        text.push_str(&LINE.replace("0001", "0004").replace("31-12-2026", end));
        text.push_str(&LINE.replace("0001", "0005").replace("01-01-2026", successor));
        with_roster(rows, &text)
    };
    let severity = |successor, end| {
        let run = run_edited(&lines(successor, end), CEILING);
        run.findings.iter().find(|finding| finding.code == "REG-06").map(|finding| finding.severity)
    };
    assert_eq!(severity("24-05-2026", "05-06-2026"), Some(Severity::Warning));
    assert_eq!(severity("24-05-2026", "30-06-2026"), Some(Severity::Error), "together for more than a month");
    assert_eq!(severity("01-05-2026", "05-06-2026"), Some(Severity::Error), "together for five weeks");
}

#[test]
fn the_ceiling_of_the_return_counts_too_and_without_any_nothing_is_said() {
    let own = |ceiling: &str| vec![(MAY, format!("Peildatum;31-05-2026\n\nMissie;Bezetting;Plafond\nEUM Armenia;7;{ceiling}\n"))];
    assert_eq!(
        of(&run_edited(&own("6"), &[]), &["REG-06"]),
        ["2026-05 REG-06 error Bezetting!B4 eum-armenia [7] []".replace("Bezetting", "opgave-oost-2026-05")]
    );
    assert!(of(&run_edited(&own("7"), &[]), &["REG-06"]).is_empty());
    assert_eq!(reasons(&run_edited(&own(""), &[]), "REG-06"), ["no ceilings given"]);
}

#[test]
fn a_headcount_that_the_roster_refutes_is_why_it_is_above_the_ceiling() {
    let run = run_edited(&with_roster("EUM Armenia;5;;;;;\n", LINE), CEILING);
    let found = of(&run, &["XSH-01", "REG-06"]);
    assert!(found.iter().any(|line| line.contains("REG-06") && line.ends_with("<- XSH-01")), "{found:?}");
}

#[test]
fn a_declared_duty_station_fits() {
    let rows = [(MAY, "Peildatum;31-05-2026\n\nMissie;Land;Bezetting\nEUM Armenia;Irak;7\nEUM Armenia;Irak;7\n".to_owned())];
    assert_eq!(of(&run_edited(&rows, &[]), &["REG-08"]).len(), 1, "once for a sheet");
    let station: &[Edit] = &[("missions.toml", "display_order = 1\n", "display_order = 1\nduty_stations = [\"IQ\"]\n")];
    assert!(of(&run_edited(&rows, station), &["REG-08"]).is_empty());
}

#[test]
fn a_consolidated_table_is_compared_and_never_a_source() {
    let alone = run_edited(&[(COLLECTED, may(EAST))], CONSOLIDATED);
    assert!(alone.periods.is_empty() && alone.facts.headcounts.is_empty(), "{:?}", alone.periods);
    assert!(of(&alone, &["XFL-02", "XFL-03", "FIL-01"]).is_empty());
    let files = [(MAY, may("EUM Armenia;7;2;4;0;0;\n")), (COLLECTED, may("EUM Armenia;6;1;4;0;0;\nEUAM Ukraine;3;0;0;0;0;\n"))];
    let run = run_edited(&files, CONSOLIDATED);
    let found: Vec<&str> = run.findings.iter().filter(|finding| finding.code.starts_with("XFL")).map(message).collect();
    assert_eq!(found, ["Consolidated table has 6, the return 7 (EUM Armenia).", "Consolidated table has 1, the return 2 (EUM Armenia)."]);
    let armenia = run.facts.headcounts.iter().filter(|fact| fact.headcount.is_some()).map(|fact| fact.headcount).collect::<Vec<_>>();
    assert_eq!(armenia, [Some(7)], "Ukraine has no return of its own");
    assert!(reasons(&run, "XFL-04").contains(&"there is no return of the mission".to_owned()));
    assert_eq!(reasons(&run_edited(&files[..1], &[]), "XFL-04"), ["no consolidated table given"]);
}

#[test]
fn a_consolidated_table_that_missed_a_correction_follows_from_it() {
    let files = [
        (MAY, may("EUM Armenia;6;0;4;0;0;\n")),
        ("opgave-oost-2026-05-v2.csv", may("EUM Armenia;7;0;4;0;0;\n")),
        (COLLECTED, may("EUM Armenia;6;0;4;0;0;\n")),
    ];
    let found = of(&run_edited(&files, CONSOLIDATED), &["XFL-04", "XFL-07"]);
    assert!(found.iter().any(|line| line.contains("XFL-04") && line.ends_with("<- XFL-07")), "{found:?}");
}

#[test]
fn a_report_of_the_united_nations_makes_no_noise() {
    let mut rows = DUTCH.to_owned();
    for at in 0..3000 {
        let (country, mission) =
            (["South Sudan", "Sri Lanka", "Burkina Faso"][at % 3], ["MINUSTAH", "UNTAET", "UNPROFOR", "UNMIK"][at % 4]);
        rows.push_str(&format!(
            "XXX,{at},{country},{mission},Experts on Mission,{},,{:02}/{:02}/199{}\n",
            at % 7,
            28,
            1 + at % 12,
            at % 10
        ));
    }
    let run = run_edited(&[(MAY, may("UNMIK;0;0;0;0;0;\n")), report(&rows)], &[]);
    let told: Vec<String> = run.findings.iter().filter(|finding| finding.place.file() == REPORT).map(line).collect();
    assert_eq!(told, ["2026-05 XFL-06 warning dpo-uchistorical!A2 unficyp [] [2]"], "two officers, and no return of the mission");
    assert_eq!(run.periods.len(), 1, "rows of the report make no month");
    let ledger = run.ledger.lines.iter().find(|line| line.file == REPORT).expect("its rows");
    assert_eq!((ledger.accepted, ledger.rejected), (3003, 0));
    assert_eq!(reasons(&run_edited(&one("UNMIK;0;0;0;0;0;\n"), &[]), "XFL-06"), ["no UN report given"]);
}

#[test]
fn an_intention_is_met_by_an_arrival() {
    let planned = plan("UNMIK;2;Q2 2026;wens");
    let later = |rows: &str| {
        let june = may(rows).replace("31-05-2026", "31-07-2026");
        let plans = ("planning-staf-2026-07.csv", planned.1.clone());
        of(&run_edited(&[plans, ("opgave-oost-2026-07.csv", june), (MAY, may("UNMIK;0;0;0;0;0;\n"))], &[]), &["PLN-01"])
    };
    assert_eq!(later("UNMIK;0;0;0;0;0;\n").len(), 1);
    assert!(later("UNMIK;2;0;0;0;0;\n").is_empty());
    let dropped = [plan("UNMIK;2;Q1 2026;vervallen")];
    assert!(of(&run_edited(&dropped, &[]), &["PLN-01"]).is_empty());
}

#[test]
fn a_header_that_does_not_say_who_was_trained_is_asked_about_once() {
    let rows = "Project;Indicator;Aantal opgeleid\nBlue Haven for Ukraine;sessies;60\nBlue Haven for Ukraine;sessies;59\n";
    let found = of(&run_edited(&project(rows), &[]), &["TRN-05"]);
    assert_eq!(found, ["2026-05 TRN-05 warning blue-haven-2026-05!C1 - [Aantal opgeleid] []"]);
    let clear = rows.replace("Aantal opgeleid", "Opgeleide trainers");
    assert!(of(&run_edited(&project(&clear), &[]), &["TRN-05"]).is_empty());
}

#[test]
fn locations_may_stand_one_on_each_row() {
    let rows = "Project;Indicator;Waarde;Welke locaties\nBlue Haven for Ukraine;locaties;2;Lviv\nBlue Haven for Ukraine;locaties;;Kyiv\n";
    assert!(of(&run_edited(&project(rows), &[]), &["TRN-04"]).is_empty());
    let run = run_edited(&project("Project;Indicator;Waarde\nBlue Haven for Ukraine;locaties;2\n"), &[]);
    assert_eq!(reasons(&run, "TRN-04"), ["it does not say which locations these are"]);
}

#[test]
fn a_letter_that_a_correction_overtook_follows_from_it() {
    let files = [(MAY, may("EUM Armenia;6;0;4;0;0;\n")), ("opgave-oost-2026-05-v2.csv", may("EUM Armenia;7;0;4;0;0;\n"))];
    let run = run_edited(&files, &[("letters.csv", "", "brief-1,2026-05,eum-armenia,6\n")]);
    let found = of(&run, &["PUB-01"]);
    assert!(found.len() == 1 && found[0].contains(" warning ") && found[0].ends_with("<- XFL-07"), "{found:?}");
}

#[test]
fn without_letters_or_movements_the_change_is_not_judged() {
    let files = two_months("EUM Armenia;6;;;;;\n", "EUM Armenia;7;;;1;0;\n");
    assert_eq!(reasons(&run_edited(&files, &[]), "PUB-03"), ["no letters given"]);
    let run = run_edited(&files, &[("letters.csv", "", "brief-1,2026-03,eum-armenia,5\n")]);
    assert!(of(&run, &["PUB-03"]).is_empty());
    assert!(reasons(&run, "PUB-03").contains(&"the movements of 2026-04 are not known".to_owned()));
}

#[test]
fn a_misprint_in_a_letter_explains_the_change_since() {
    let files = two_months("EUM Armenia;6;;;0;0;\n", "EUM Armenia;7;;;1;0;\n");
    let found = of(&run_edited(&files, &[("letters.csv", "", "brief-1,2026-04,eum-armenia,5\n")]), &["PUB-01", "PUB-03"]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("PUB-01 error") && found[1].ends_with("<- PUB-01"), "{found:?}");
}

#[test]
fn a_release_or_a_letter_allows_who_is_home_to_be_shown() {
    let files = one("EUM Armenia;4;3;1;0;0;\n");
    let strict: Edit = ("checks.toml", "severity = \"info\"\n# Days after", "severity = \"warning\"\n# Days after");
    assert_eq!(of(&run_edited(&files, &[strict]), &["PRV-10"]).len(), 1);
    let released = ("releases.csv", "", "2026-05,eum-armenia,directeur,2026-06-02,brief\n");
    assert!(of(&run_edited(&files, &[strict, released]), &["PRV-10"]).is_empty());
    let printed = ("letters.csv", "", "brief-1,2026-05,eum-armenia,4 (3 tijdelijk in NL)\n");
    assert!(of(&run_edited(&files, &[strict, printed]), &["PRV-10"]).is_empty());
    let days = [plan("UNMIK;2;14-06-2026;wens")];
    assert_eq!(of(&run_edited(&days, &[]), &["PRV-10"]).len(), 1, "a day of travel");
}

#[test]
fn a_lower_threshold_is_noticed_and_no_number_is_told() {
    let lower = ("settings.toml", "small_count_threshold = 5", "small_count_threshold = 2");
    let run = run_edited(&[(APRIL, april(EAST)), (MAY, may(EAST)), (LINES, roster(LINE))], &[lower]);
    let found = of(&run, &["PRV-08"]);
    assert_eq!(found.len(), 2, "once for each month: {found:?}");
    assert!(found.iter().all(|line| line.ends_with("[[withheld]] []")), "{found:?}");
    let export: Vec<u64> = run.tallies.iter().filter(|tally| tally.code == "PRV-09").map(|tally| tally.failed).collect();
    assert_eq!(export, [0, 0], "what is withheld is withheld well");
}

#[test]
fn what_the_previous_output_shows_tells_what_is_withheld_now() {
    // So many women that the sum of the month need not be withheld.
    let files = one(&EAST.replace(";0;4;0;0;", ";0;7;0;0;"));
    let output = tempfile::tempdir().expect("a folder");
    publish(&run_edited(&files, WITHHOLDS_NO_WOMEN), output.path());
    let folder = tempfile::tempdir().expect("a folder");
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    write(folder.path(), &files);
    let told = of(&run_after(folder.path(), output.path(), &[]), &["PRV-09"]);
    assert!(!told.is_empty());
    assert!(told.iter().all(|line| line.contains("[[withheld]]")), "{told:?}");
    let fresh = tempfile::tempdir().expect("a folder");
    assert!(of(&run_after(folder.path(), fresh.path(), &[]), &["PRV-09"]).is_empty());
}
