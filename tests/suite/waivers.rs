//! Findings that somebody decided to accept: what becomes of them, and of waivers that do not fit.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::common::{message, run_waiving, schemas_with, write};
use muster::domain::facts::HeadcountStatus;
use muster::domain::{Finding, Place};
use muster::pipeline::Run;

const HEADER: &str = "Missie;Bezetting;Waarvan tijdelijk in NL;Vrouwen;Instroom;Uitstroom\n";
const FILE: &str = "opgave-oost-2026-05.csv";

/// The East in May, with a total that is one too high.
fn may() -> String {
    format!(
        "Peildatum;31-05-2026\n\n{HEADER}EUM Armenia;7;0;4;0;0\nEUAM Ukraine;3;0;1;0;0\nEUMM Georgia;5;0;1;0;0\nEUPM Moldova;1;0;1;0;0\n\
         TOTAAL;17;;;;\n"
    )
}

/// The returns of the others, so that nothing is missing. That of the Balkans has more women than officers.
fn others() -> Vec<(&'static str, String)> {
    let sheet = |rows: &str| format!("Peildatum;31-05-2026\n\nMissie;Bezetting\n{rows}");
    vec![
        ("opgave-midden-oosten-2026-05.csv", sheet("EUAM Iraq;1\nEUBAM Rafah;1\nEUPOL COPPS;1\nOSC;1\n")),
        ("opgave-afrika-2026-05.csv", sheet("EUBAM Libya;1\nEUCAP Sahel Mali;1\nEUCAP Somalia;1\nEUSDI GoG;0\nUNSMIL;0\n")),
        (
            "opgave-balkan-2026-05.csv",
            sheet("EULEX Kosovo;1\nOSCE West-Balkan;1\n").replace("Bezetting\nEULEX Kosovo;1", "Bezetting;Vrouwen\nEULEX Kosovo;1;2"),
        ),
    ]
}

fn waiver(code: &str, place: &str, until: &str) -> String {
    format!(
        "[[waiver]]\ncode = \"{code}\"\nwhere = {{ {place} }}\nreason = \"Bij de bron nagegaan.\"\ndecided_by = \"hoofd operaties\"\n\
         decided_on = 2026-03-01\nuntil = {until}\n\n"
    )
}

fn waived(waivers: &str) -> Run {
    let may = may();
    run_waiving(&[(FILE, &may)], waivers)
}

/// Code and root of what is waived.
fn marked(run: &Run) -> Vec<(&str, Option<&str>)> {
    let waived = run.findings.iter().filter(|finding| finding.waived);
    waived.map(|finding| (finding.code.as_str(), finding.outcome_of.as_deref())).collect()
}

fn about_waivers(run: &Run) -> Vec<&Finding> {
    run.findings.iter().filter(|finding| finding.code.starts_with("WVR-")).collect()
}

#[test]
fn a_finding_is_accepted_where_everything_that_is_named_fits() {
    for place in [
        "period = \"2026-05\"",
        "file = \"*oost-2026-05*\"",
        "coordinator = \"oost\"",
        "file = \"opgave-oost-2026-05.csv\", sheet = \"opgave-oost-2026-05\", cell = \"B8\"",
    ] {
        let run = waived(&waiver("SHT-01", place, "2026-06-30"));
        assert_eq!(marked(&run), [("SHT-01", None)], "{place}");
        assert!(about_waivers(&run).is_empty(), "{place}: {:?}", about_waivers(&run));
    }
    for place in ["file = \"*oost-2026-05*\", cell = \"B7\"", "period = \"2026-05\", sheet = \"Anders\"", "file = \"oost\""] {
        let run = waived(&waiver("SHT-01", place, "2026-06-30"));
        assert_eq!(marked(&run), [], "{place}");
        let [unused] = about_waivers(&run)[..] else { panic!("{place}: {:?}", about_waivers(&run)) };
        assert_eq!((unused.code.as_str(), &unused.place), ("WVR-02", &Place::File { file: "schemas/waivers.toml".to_owned() }));
        assert!(message(unused).starts_with("The waiver of SHT-01 on line 1 ("), "{}", message(unused));
    }
}

#[test]
fn what_follows_from_a_waived_root_is_waived_with_it() {
    // The second officer of the roster explains the number of women as well.
    let roster = "Uitzendnummer;Missie;M/V;Begindatum;Geplande einddatum;Status\nA;EUPM Moldova;V;01-01-2026;31-12-2026;in missiegebied\n\
                  B;EUPM Moldova;V;01-01-2026;31-12-2026;in missiegebied\n";
    let may = format!("Peildatum;31-05-2026\n\n{HEADER}EUPM Moldova;1;0;1;0;0\n");
    let files = [(FILE, may.as_str()), ("rooster-oost-2026-05.csv", roster)];
    let mission = "eupm-moldova";
    let open = run_waiving(&files, "");
    assert!(open.findings.iter().any(|finding| finding.outcome_of.as_deref() == Some("XSH-01")), "{:?}", crate::common::lines(&open));
    let run = run_waiving(&files, &waiver("XSH-01", &format!("mission = \"{mission}\""), "2026-06-30"));
    let family = |finding: &&Finding| finding.code == "XSH-01" || finding.outcome_of.as_deref() == Some("XSH-01");
    assert!(
        run.findings.iter().filter(family).all(|finding| finding.waived && finding.waiver == Some(0)),
        "{:?}",
        crate::common::lines(&run)
    );
    assert!(run.findings.iter().filter(family).count() > 1);
    let status = |run: &Run| {
        let facts = run.facts.headcounts.iter();
        facts.filter(|fact| run.schema.registry.missions[fact.mission].id == mission).map(|fact| fact.status).collect::<Vec<_>>()
    };
    assert_eq!((status(&open), status(&run)), (vec![HeadcountStatus::Flagged], vec![HeadcountStatus::Ok]));
}

#[test]
fn a_waiver_holds_for_the_months_that_end_by_its_last_day() {
    let april = may().replace("31-05-2026", "30-04-2026");
    let may = may();
    let files = [("opgave-oost-2026-04.csv", april.as_str()), (FILE, may.as_str())];
    let months = |until: &str| -> (Vec<String>, Vec<String>) {
        let run = run_waiving(&files, &waiver("SHT-01", "coordinator = \"oost\"", until));
        let shown = |fits: &dyn Fn(&Finding) -> bool| {
            run.findings.iter().filter(|one| fits(one)).filter_map(|one| one.period).map(|month| month.to_string()).collect()
        };
        (shown(&|one| one.waived), shown(&|one| one.code == "WVR-01"))
    };
    let (april, may) = ("2026-04".to_owned(), "2026-05".to_owned());
    assert_eq!(months("2026-05-31"), (vec![april.clone(), may.clone()], vec![]));
    assert_eq!(months("2026-05-30"), (vec![april.clone()], vec![may.clone()]));
    assert_eq!(months("2026-04-30"), (vec![april.clone()], vec![may.clone()]));
    assert_eq!(months("2026-03-31"), (vec![], vec![april, may]));
    let renewed = waiver("SHT-01", "coordinator = \"oost\"", "2026-04-30") + &waiver("SHT-01", "coordinator = \"oost\"", "2026-12-31");
    let run = run_waiving(&files, &renewed);
    assert!(about_waivers(&run).is_empty() && marked(&run).len() == 2, "a newer waiver takes over: {:?}", about_waivers(&run));
}

#[test]
fn a_waiver_is_only_judged_where_what_it_is_about_was_read() {
    let elsewhere = [
        waiver("SHT-01", "period = \"2026-02\"", "2026-06-30"),
        waiver("SHT-01", "file = \"*oost-2026-02*\"", "2026-06-30"),
        waiver("REG-04", "mission = \"osc-jerusalem\"", "2026-06-30"),
        waiver("REG-04", "coordinator = \"afrika\"", "2026-06-30"),
    ]
    .concat();
    let run = waived(&elsewhere);
    assert_eq!(about_waivers(&run), Vec::<&Finding>::new());
    let unused: Vec<_> = run.tallies.iter().filter(|tally| tally.code == "WVR-02").collect();
    assert_eq!(unused.iter().map(|tally| tally.not_run).sum::<u64>(), 4, "{unused:?}");
    let unfit = waiver("PLA-01", "mission = \"euam-ukraine\"", "2026-06-30");
    assert_eq!(about_waivers(&waived(&unfit)).len(), 1);
}

fn muster(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").stdin(Stdio::null());
    command.args(line.split_whitespace()).output().expect("muster starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// Returns of all coordinators, with waivers.
fn folder(waivers: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = others();
    files.push((FILE, may()));
    let files: Vec<(String, &str)> = files.iter().map(|(path, text)| (format!("input/{path}"), text.as_str())).collect();
    write(folder.path(), &files.iter().map(|(path, text)| (path.as_str(), *text)).collect::<Vec<_>>());
    let schemas = schemas_with(waivers);
    fs::rename(schemas.path(), folder.path().join("schemas")).expect("schemas");
    folder
}

#[test]
fn what_is_accepted_no_longer_stops_a_check_or_a_letter() {
    let women = waiver("PLA-02", "mission = \"eulex-kosovo\"", "2026-06-30");
    let total = waiver("SHT-01", "file = \"*oost*\", cell = \"B8\"", "2026-05-31");
    for (waivers, code) in [
        (String::new(), 1),
        (women.clone(), 1),
        (format!("{women}{total}"), 0),
        (format!("{women}{}", total.replace("05-31", "04-30")), 1),
        (format!("{women}{}", total.replace("oost", "oots")), 1),
    ] {
        let folder = folder(&waivers);
        for line in ["check", "letter --final", "import --quiet --fail-on error", "status --fail-on error"] {
            let output = muster(folder.path(), line);
            assert_eq!(output.status.code(), Some(code), "{line}: {waivers}\n{}{}", text(&output.stdout), text(&output.stderr));
        }
        let letter = fs::read_to_string(folder.path().join("output/letter-2026-05.md")).expect("a letter");
        assert_eq!(letter.contains("CONCEPT"), code == 1, "{letter}");
    }
    let folder = folder(&format!("{women}{total}"));
    assert_eq!(muster(folder.path(), "check --fail-on warning").status.code(), Some(1), "warnings are open");
    let shown = text(&muster(folder.path(), "check --lang en").stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    let who = "Accepted by hoofd operaties up to and including 2026-05-31: Bij de bron nagegaan.";
    assert!(shown.contains("error SHT-01 (waived)") && shown.contains(who), "{shown}");
    assert_eq!(muster(folder.path(), "import --quiet --lang en").status.code(), Some(0));
    let published = fs::read_to_string(folder.path().join("output/findings.csv")).expect("findings");
    let total = published.lines().find(|line| line.contains("SHT-01")).expect("the waived finding stays");
    assert!(total.ends_with(",true") && total.contains(who), "{total}");
    assert!(published.lines().filter(|line| line.ends_with(",true")).count() >= 2, "{published}");
    let document: serde_json::Value = serde_json::from_slice(&muster(folder.path(), "check --format json --lang en").stdout).expect("JSON");
    let findings = document["findings"].as_array().expect("a list");
    let total = findings.iter().find(|finding| finding["code"] == "SHT-01").expect("the waived finding stays");
    assert_eq!((&total["waived"], &total["waiver"]["line"]), (&serde_json::json!(true), &serde_json::json!(9)));
    assert_eq!(document["summary"]["findings"]["error"]["roots"], 0);
}
