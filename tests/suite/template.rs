//! The workbook to fill in: what it holds, that it reads back without a finding, and that mistakes in it are found.

mod form;
mod persons;

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use muster::domain::{Bilingual, Lang, Period};
use muster::pipeline::Run;
use muster::pipeline::template::{self, Template};

use form::{FIRST, Form, HEADCOUNT, MOVEMENTS, ROSTER};
use persons::{Person, fill, of_month, send};

use crate::common::{day, line, run_folder};

fn month(text: &str) -> Period {
    text.parse().expect("a month")
}

/// The sample up to April, in a folder of its own.
fn until_april() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for period in ["2026-03", "2026-04"] {
        fs::create_dir_all(folder.path().join(period)).expect("a folder");
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(period)).expect("the sample") {
            let from = entry.expect("an entry").path();
            fs::copy(&from, folder.path().join(period).join(from.file_name().expect("a name"))).expect("a copy");
        }
    }
    folder
}

/// Who was where at the end of May, without the line of somebody whose tour had ended long before.
fn in_may() -> Vec<Person> {
    static IN_MAY: LazyLock<Vec<Person>> = LazyLock::new(read_may);
    IN_MAY.clone()
}

fn read_may() -> Vec<Person> {
    let sample = run_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("input"), &["2026-05"]);
    let mut persons = of_month(&sample, month("2026-05"));
    persons.retain(|person| person.key != "NP-0999");
    persons
}

/// Who was where at the end of June: all are back in their areas, one has left, one has come.
fn in_june() -> Vec<Person> {
    let mut persons = in_may();
    persons.retain(|person| person.ended.is_none());
    for person in &mut persons {
        "in_mission".clone_into(&mut person.status);
    }
    let leaves = persons.iter().position(|person| person.key == "NP-0131").expect("somebody in Georgia");
    persons[leaves].ended = Some(day("2026-06-15"));
    "ended".clone_into(&mut persons[leaves].status);
    let comes = Person { key: "NP-0301".to_owned(), start: day("2026-06-20"), planned: day("2027-02-18"), ..persons[0].clone() };
    persons.push(comes);
    persons
}

/// The templates of all who report monthly.
fn templates(run: &Run, period: &str, lang: Lang) -> Vec<Template> {
    let senders = run.schema.coordinators.iter().enumerate().filter(|(_, one)| one.monthly);
    senders.map(|(at, _)| template::template(run, at, month(period), lang).expect("a template")).collect()
}

/// The template of one coordinator.
fn of(run: &Run, id: &str, period: &str, lang: Lang) -> Template {
    let at = run.schema.coordinators.iter().position(|one| one.id == id).expect("a coordinator");
    template::template(run, at, month(period), lang).expect("a template")
}

/// The findings of a month, one to a line.
fn found(folder: &Path, period: &str) -> String {
    run_folder(folder, &[period]).findings.iter().map(|finding| format!("{}\n", line(finding))).collect()
}

/// Has everybody fill in the templates of May and of June.
fn two_months(lang: Lang) -> tempfile::TempDir {
    let folder = until_april();
    for (period, persons) in [("2026-05", in_may()), ("2026-06", in_june())] {
        let run = run_folder(folder.path(), &[]);
        for template in templates(&run, period, lang) {
            let form = fill(&run.schema, &template, &persons, month(period), lang);
            send(folder.path(), month(period), &template, &form);
        }
    }
    folder
}

/// What the registry lacks: a mandate and the name behind an umbrella, and mandates that end before planned tours do.
const OF_THE_REGISTRY: [&str; 3] = ["PLA-07", "REG-04", "REG-10"];

#[test]
fn filled_in_right_it_gives_no_finding_but_those_of_the_registry() {
    let both = ["2026-05", "2026-06"];
    let dutch = run_folder(two_months(Lang::Nl).path(), &both);
    insta::assert_snapshot!(dutch.findings.iter().map(line).collect::<Vec<_>>().join("\n"), @r"
    2026-05 REG-04 warning Bezetting!A7 osce-west-balkan [OSCE West-Balkan] [] <- REG-10
    2026-05 REG-10 warning Bezetting!A7 osce-west-balkan [OSCE West-Balkan] []
    2026-05 REG-04 warning Bezetting!A9 osc-jerusalem [OSC] []
    2026-05 PLA-07 info Rooster!G11 eubam-rafah [2026-11-10] [<= 2026-06-30]
    2026-05 PLA-07 info Rooster!G13 eupol-copps [2026-10-31] [<= 2026-06-30]
    2026-05 PLA-07 info Rooster!G12 eum-armenia [2027-05-15] [<= 2027-02-19]
    2026-06 REG-04 warning Bezetting!A7 osce-west-balkan [OSCE West-Balkan] [] <- REG-10
    2026-06 REG-10 warning Bezetting!A7 osce-west-balkan [OSCE West-Balkan] []
    2026-06 REG-04 warning Bezetting!A9 osc-jerusalem [OSC] []
    2026-06 PLA-07 info Rooster!G11 eubam-rafah [2026-11-10] [<= 2026-06-30]
    2026-06 PLA-07 info Rooster!G13 eupol-copps [2026-10-31] [<= 2026-06-30]
    2026-06 PLA-07 info Rooster!G12 eum-armenia [2027-05-15] [<= 2027-02-19]
    ");
    let english = run_folder(two_months(Lang::En).path(), &both);
    for run in [&dutch, &english] {
        let own: Vec<String> = run.findings.iter().filter(|finding| !OF_THE_REGISTRY.contains(&finding.code.as_str())).map(line).collect();
        assert_eq!(own, Vec::<String>::new());
        let total = |text: &str| -> Option<i64> {
            run.facts.headcounts.iter().filter(|fact| fact.period == month(text)).map(|fact| fact.headcount).sum()
        };
        assert_eq!((total("2026-05"), total("2026-06")), (Some(37), Some(37)));
    }
}

#[test]
fn every_header_is_known_and_last_month_stands_where_it_is_understood() {
    let folder = until_april();
    let run = run_folder(folder.path(), &[]);
    for lang in [Lang::Nl, Lang::En] {
        let template = of(&run, "oost", "2026-05", lang);
        let form = fill(&run.schema, &template, &in_may(), month("2026-05"), lang);
        send(folder.path(), month("2026-05"), &template, &form);
        let read = run_folder(folder.path(), &["2026-05"]);
        let from = read.returns.iter().find(|from| from.period == Some(month("2026-05"))).expect("the return");
        assert_eq!(from.coordinator.map(|at| read.schema.coordinators[at].id.as_str()), Some("oost"));
        assert_eq!(from.as_of.map(|as_of| as_of.date), Some(day("2026-05-31")));
        let fields = |name: &str| {
            let at = read.schema.table(name).expect("a table");
            let tables: Vec<_> = from.sheets.iter().flat_map(|sheet| &sheet.layout.tables).filter(|layout| layout.table == at).collect();
            assert_eq!(tables.len(), 1, "{name}");
            assert_eq!((tables[0].unknown.len(), tables[0].personal.len()), (0, 0), "{name}");
            let field = |field: usize| read.schema.tables[at].fields[field].name.clone();
            tables[0].columns.iter().map(|column| field(column.field)).collect::<Vec<_>>().join(" ")
        };
        insta::allow_duplicates! {
            insta::assert_snapshot!(fields("headcount"), @"mission opening arrivals departures stated temp_home other_absent in_area female vacancies own_check remarks");
            insta::assert_snapshot!(fields("roster"), @"person_key mission rank sex unit start planned_end extension_until actual_end status status_since");
            insta::assert_snapshot!(fields("movements"), @"person_key mission type date reason counterpart");
        }
        let april = run.facts.headcounts.iter().filter(|fact| fact.period == month("2026-04"));
        for fact in april.filter(|fact| template.missions.contains(&fact.mission)) {
            let row = FIRST + u32::try_from(template.missions.iter().position(|at| *at == fact.mission).expect("a row")).expect("a row");
            assert!(form.sheet(HEADCOUNT).contains(&format!("<v>{}</v>", fact.headcount.expect("a headcount"))), "B{row}");
            assert!(!form.is_open(HEADCOUNT, &format!("B{row}")));
        }
    }
}

#[test]
fn mistakes_that_are_typed_in_all_the_same_are_found() {
    let folder = until_april();
    let run = run_folder(folder.path(), &[]);
    let template = of(&run, "oost", "2026-05", Lang::Nl);
    let right = fill(&run.schema, &template, &in_may(), month("2026-05"), Lang::Nl);
    let after = |change: &dyn Fn(&mut Form)| {
        let mut form = right.clone();
        change(&mut form);
        send(folder.path(), month("2026-05"), &template, &form);
        let run = run_folder(folder.path(), &["2026-05"]);
        let own = run.findings.iter().filter(|finding| !["FIL-01", "PLA-07"].contains(&finding.code.as_str()));
        own.map(|finding| format!("{}\n", line(finding))).collect::<String>()
    };
    insta::assert_snapshot!(after(&|_| {}), @"");
    insta::assert_snapshot!(after(&|form| form.number(HEADCOUNT, "E10", 17)), @"2026-05 SHT-01 error Bezetting!E10 - [17] [16]");
    let away = |form: &mut Form| {
        form.number(HEADCOUNT, "F7", 4);
        form.result(HEADCOUNT, "F10", 4);
        form.result_text(HEADCOUNT, "H7", "–");
        form.result(HEADCOUNT, "H10", 13);
    };
    insta::assert_snapshot!(after(&away), @r"
    2026-05 PRV-10 info Bezetting!E7 euam-ukraine [] []
    2026-05 PLA-03 error Bezetting!F7 euam-ukraine [4] [0] <- XSH-02
    2026-05 XSH-02 error Bezetting!F7 euam-ukraine [4] [0]
    ");
    let nobody_came = |form: &mut Form| {
        form.number(HEADCOUNT, "C6", 0);
        form.result(HEADCOUNT, "C10", 0);
    };
    insta::assert_snapshot!(after(&nobody_came), @r"
    2026-05 XMN-01 error Bezetting!C6 eum-armenia [0] [1]
    2026-05 XMN-01 error Bezetting!C6 eum-armenia [0] [1] <- XMN-01
    2026-05 XSH-04 warning Bezetting!C6 eum-armenia [0] [1] <- XMN-01
    ");
    let in_words = |form: &mut Form| {
        form.text(HEADCOUNT, "E6", "zeven of acht");
        form.result(HEADCOUNT, "E10", 9);
        form.result_text(HEADCOUNT, "H6", "–");
        form.result(HEADCOUNT, "H10", 9);
    };
    insta::assert_snapshot!(after(&in_words), @r"
    2026-05 ROW-04 error Bezetting!E6 eum-armenia [zeven of acht] []
    ");
    insta::assert_snapshot!(after(&|form| form.text(ROSTER, "D6", "dame")), @"2026-05 ROW-10 warning Rooster!D6 eum-armenia [dame] []");
    insta::assert_snapshot!(after(&|form| {
        form.text(MOVEMENTS, "A6", "NP-7777");
        form.text(MOVEMENTS, "B6", "EUM Armenia");
        form.text(MOVEMENTS, "C6", "aankomst");
        form.day(MOVEMENTS, "D6", day("2026-05-16"));
    }), @"2026-05 XSH-05 error Mutaties!A6 eum-armenia [] []");
}

#[test]
fn a_form_of_which_the_sums_were_not_worked_out_says_so() {
    let folder = until_april();
    let run = run_folder(folder.path(), &[]);
    let template = of(&run, "balkan", "2026-05", Lang::Nl);
    let mut form = Form::open(&template.bytes);
    for row in [FIRST, FIRST + 1] {
        form.number(HEADCOUNT, &format!("E{row}"), 1);
    }
    send(folder.path(), month("2026-05"), &template, &form);
    let read = run_folder(folder.path(), &["2026-05"]);
    let stale: Vec<String> = read.findings.iter().filter(|finding| finding.code == "FIL-09").map(line).collect();
    insta::assert_snapshot!(stale.join("\n"), @"2026-05 FIL-09 error Bezetting!E8 - [0] [2]");
}

#[test]
fn a_form_that_nobody_filled_in_asks_for_the_headcounts_and_nothing_else() {
    let folder = until_april();
    let run = run_folder(folder.path(), &[]);
    for template in templates(&run, "2026-05", Lang::Nl) {
        send(folder.path(), month("2026-05"), &template, &Form::open(&template.bytes));
    }
    insta::assert_snapshot!(found(folder.path(), "2026-05"), @r"
    2026-05 ROW-05 warning Bezetting!E6 eubam-libya [] []
    2026-05 ROW-05 warning Bezetting!E7 eucap-sahel-mali [] []
    2026-05 ROW-05 warning Bezetting!E8 eucap-somalia [] []
    2026-05 ROW-05 warning Bezetting!E9 eusdi-gog [] []
    2026-05 ROW-05 warning Bezetting!E10 unsmil [] []
    2026-05 ROW-05 warning Bezetting!E6 eulex-kosovo [] []
    2026-05 REG-10 warning Bezetting!A7 osce-west-balkan [OSCE West-Balkan] []
    2026-05 ROW-05 warning Bezetting!E7 osce-west-balkan [] []
    2026-05 ROW-05 warning Bezetting!E6 euam-iraq [] []
    2026-05 ROW-05 warning Bezetting!E7 eubam-rafah [] []
    2026-05 ROW-05 warning Bezetting!E8 eupol-copps [] []
    2026-05 ROW-05 warning Bezetting!E9 osc-jerusalem [] []
    2026-05 ROW-05 warning Bezetting!E6 eum-armenia [] []
    2026-05 ROW-05 warning Bezetting!E7 euam-ukraine [] []
    2026-05 ROW-05 warning Bezetting!E8 eumm-georgia [] []
    2026-05 ROW-05 warning Bezetting!E9 eupm-moldova [] []
    ");
}

#[test]
fn the_roster_may_stay_blank() {
    let folder = until_april();
    let run = run_folder(folder.path(), &[]);
    let template = of(&run, "balkan", "2026-05", Lang::En);
    let mut form = fill(&run.schema, &template, &[], month("2026-05"), Lang::En);
    for row in [FIRST, FIRST + 1] {
        form.number(HEADCOUNT, &format!("E{row}"), 1);
        form.result(HEADCOUNT, &format!("H{row}"), 1);
    }
    form.result(HEADCOUNT, "E8", 2);
    form.result(HEADCOUNT, "H8", 2);
    send(folder.path(), month("2026-05"), &template, &form);
    let read = run_folder(folder.path(), &["2026-05"]);
    let own = read.findings.iter().filter(|finding| !["FIL-01", "REG-04", "REG-10"].contains(&finding.code.as_str()));
    assert_eq!(own.map(line).collect::<Vec<_>>(), Vec::<String>::new());
    let reasons: Vec<&str> = read
        .tallies
        .iter()
        .filter(|tally| tally.code == "XSH-01")
        .flat_map(|tally| tally.reasons.iter().map(|reason| reason.en.as_str()))
        .collect();
    insta::assert_snapshot!(reasons.join("\n"), @"no roster reported for 2026-05");
}

#[test]
fn cells_to_fill_in_are_open_and_the_others_are_not() {
    let run = run_folder(until_april().path(), &[]);
    let form = Form::open(&of(&run, "oost", "2026-05", Lang::Nl).bytes);
    for (cell, open) in
        [("A6", false), ("B6", false), ("C6", true), ("E9", true), ("H6", false), ("K6", false), ("L6", true), ("E10", false), ("B2", true)]
    {
        assert_eq!(form.is_open(HEADCOUNT, cell), open, "{cell}");
    }
    assert!(form.is_open(ROSTER, "A6") && form.is_open(ROSTER, "K65") && !form.is_open(ROSTER, "B2"));
    for sheet in 1..=5 {
        assert!(form.sheet(sheet).contains("<sheetProtection sheet=\"1\""), "{sheet}");
    }
}

#[test]
fn formulas_say_what_muster_would() {
    let run = run_folder(until_april().path(), &[]);
    let form = Form::open(&of(&run, "oost", "2026-05", Lang::En).bytes);
    insta::assert_snapshot!(form.formula(HEADCOUNT, "H6"), @r#"IF(COUNT($E6,$F6)<2,"–",IF($E6-$F6-N($G6)<0,"–",$E6-$F6-N($G6)))"#);
    insta::assert_snapshot!(form.formula(HEADCOUNT, "E10"), @"SUM(E6:E9)");
    insta::assert_snapshot!(form.formula(HEADCOUNT, "K6").replace(",IF(", ",\nIF("), @r#"
    IF(COUNTA($C6,$D6,$E6,$F6,$G6,$I6,$J6)>COUNT($C6,$D6,$E6,$F6,$G6,$I6,$J6),"Whole numbers only"&"; text belongs under Remarks",
    IF(AND(COUNT($B6,$C6,$D6,$E6)=4,$B6+$C6-$D6<>$E6),"Last month + in − out"&" is "&($B6+$C6-$D6)&", the headcount is "&$E6,
    IF(AND(COUNT($E6)=1,N($F6)+N($G6)>$E6),"More temporarily in NL and absent"&" than headcount",
    IF(AND(COUNT($E6,$I6)=2,$I6>$E6),"More women"&" than headcount",
    IF(AND(COUNTA(Roster!$B$6:$B$65)>0,COUNT($E6)=1,SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65<=$B$2)*(((Roster!$I$6:$I$65="")+(Roster!$I$6:$I$65>=$B$2))>0)*(Roster!$J$6:$J$65<>"pre-deployment")*(Roster!$J$6:$J$65<>"ended"))<>$E6),"Roster and headcount differ"&": roster "&SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65<=$B$2)*(((Roster!$I$6:$I$65="")+(Roster!$I$6:$I$65>=$B$2))>0)*(Roster!$J$6:$J$65<>"pre-deployment")*(Roster!$J$6:$J$65<>"ended"))&", here "&$E6,
    IF(AND(COUNTA(Roster!$B$6:$B$65)>0,COUNT($F6)=1,SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65<=$B$2)*(((Roster!$I$6:$I$65="")+(Roster!$I$6:$I$65>=$B$2))>0)*(Roster!$J$6:$J$65<>"pre-deployment")*(Roster!$J$6:$J$65<>"ended")*(Roster!$J$6:$J$65="temporarily in NL"))<>$F6),"Temporarily in NL: not as on the roster"&": roster "&SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65<=$B$2)*(((Roster!$I$6:$I$65="")+(Roster!$I$6:$I$65>=$B$2))>0)*(Roster!$J$6:$J$65<>"pre-deployment")*(Roster!$J$6:$J$65<>"ended")*(Roster!$J$6:$J$65="temporarily in NL"))&", here "&$F6,
    IF(AND(COUNTA(Roster!$B$6:$B$65)>0,COUNT($I6)=1,SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65<=$B$2)*(((Roster!$I$6:$I$65="")+(Roster!$I$6:$I$65>=$B$2))>0)*(Roster!$J$6:$J$65<>"pre-deployment")*(Roster!$J$6:$J$65<>"ended")*(Roster!$D$6:$D$65="female"))<>$I6),"Women: not as on the roster"&": roster "&SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65<=$B$2)*(((Roster!$I$6:$I$65="")+(Roster!$I$6:$I$65>=$B$2))>0)*(Roster!$J$6:$J$65<>"pre-deployment")*(Roster!$J$6:$J$65<>"ended")*(Roster!$D$6:$D$65="female"))&", here "&$I6,
    IF(AND(COUNTA(Roster!$B$6:$B$65)>0,COUNT($C6)=1,SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65>DATE(2026,4,30))*(Roster!$F$6:$F$65<=$B$2)*(Roster!$J$6:$J$65<>"pre-deployment"))<>$C6),"Arrivals: not as on the roster"&": roster "&SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*(Roster!$F$6:$F$65>DATE(2026,4,30))*(Roster!$F$6:$F$65<=$B$2)*(Roster!$J$6:$J$65<>"pre-deployment"))&", here "&$C6,
    IF(AND(COUNTA(Roster!$B$6:$B$65)>0,COUNT($D6)=1,SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*ISNUMBER(Roster!$I$6:$I$65)*(Roster!$I$6:$I$65>=DATE(2026,4,30))*(Roster!$I$6:$I$65<$B$2)*(Roster!$J$6:$J$65<>"pre-deployment"))<>$D6),"Departures: not as on the roster"&": roster "&SUMPRODUCT((Roster!$B$6:$B$65=$A6)*ISNUMBER(Roster!$F$6:$F$65)*ISNUMBER(Roster!$I$6:$I$65)*(Roster!$I$6:$I$65>=DATE(2026,4,30))*(Roster!$I$6:$I$65<$B$2)*(Roster!$J$6:$J$65<>"pre-deployment"))&", here "&$D6,
    IF(COUNT($C6,$D6,$E6,$F6,$G6,$I6,$J6)=0,"To be filled in",
    IF($E6="","Still blank: headcount",
    IF(COUNT($C6,$D6,$F6,$I6)<4,"Still blank:"&MID(IF($C6="",", arrivals","")&IF($D6="",", departures","")&IF($F6="",", temporarily in NL","")&IF($I6="",", women",""),2,200),"Adds up"))))))))))))
    "#);
    insta::assert_snapshot!(form.formula(HEADCOUNT, "K10"), @r#"IF(COUNT($E$6:$E$9)=0,"First fill in the yellow cells",IF(COUNTIF($K$6:$K$9,"Adds up")=ROWS($K$6:$K$9),"Everything adds up","Look at the lines that are not green"))"#);
    insta::assert_snapshot!(form.formula(ROSTER, "A4"), @r#"SUMPRODUCT(((($A$6:$A$65<>"")+($B$6:$B$65<>""))>0)*1)&" lines filled in"&IF(SUMPRODUCT(((($A$6:$A$65<>"")+($B$6:$B$65<>""))>0)*((($A$6:$A$65="")+($B$6:$B$65="")+($D$6:$D$65="")+($F$6:$F$65="")+($G$6:$G$65="")+($J$6:$J$65=""))>0))>0,"; not complete: "&SUMPRODUCT(((($A$6:$A$65<>"")+($B$6:$B$65<>""))>0)*((($A$6:$A$65="")+($B$6:$B$65="")+($D$6:$D$65="")+($F$6:$F$65="")+($G$6:$G$65="")+($J$6:$J$65=""))>0)),"")"#);
}

#[test]
fn planned_missions_have_a_line_from_their_day_on_and_closed_ones_have_none() {
    let mut run = run_folder(until_april().path(), &[]);
    let staff = run.schema.coordinators.iter().position(|one| one.id == "staf").expect("a coordinator");
    let error = template::template(&run, staff, month("2026-06"), Lang::En).expect_err("nothing to report yet");
    assert_eq!(error.exit_code(), 2);
    insta::assert_snapshot!(error.message().en, @"Voorgenomen uitzendingen has no mission to report on in June 2026: UNMIK (planned from 2026-07-01), UNFICYP (planned from 2026-07-01), UNVMC (planned from 2026-07-01).");
    let names = |run: &Run, template: &Template| {
        template.missions.iter().map(|at| run.schema.registry.missions[*at].name.clone()).collect::<Vec<_>>().join(", ")
    };
    let july = template::template(&run, staff, month("2026-07"), Lang::En).expect("a template");
    insta::assert_snapshot!(names(&run, &july), @"UNMIK, UNFICYP, UNVMC");
    assert_eq!(july.unknown, july.missions);
    let form = Form::open(&july.bytes);
    assert!(form.is_open(HEADCOUNT, "B6"), "what nobody knows the sender may");

    let gone = |run: &mut Run, id: &str| {
        let at = run.schema.registry.find(id).expect("a mission");
        run.schema.registry.missions[at].status = muster::domain::registry::MissionStatus::Closed;
        run.schema.registry.missions[at].end = Some(2026);
        for mandate in &mut run.schema.registry.missions[at].mandates {
            mandate.until = Some(day("2026-04-15"));
        }
    };
    // Nobody was in Libya with UNSMIL in April, so it is done with; those of EUBAM have to be reported gone.
    gone(&mut run, "unsmil");
    gone(&mut run, "eubam-libya");
    let may = of(&run, "afrika", "2026-05", Lang::En);
    insta::assert_snapshot!(names(&run, &may), @"EUBAM Libya, EUCAP Sahel Mali, EUCAP Somalia, EUSDI Gulf of Guinea");
    let left: Vec<String> =
        may.left_out.iter().map(|(at, why)| format!("{}: {}", run.schema.registry.missions[*at].name, why.en)).collect();
    insta::assert_snapshot!(left.join("\n"), @"UNSMIL Libya: closed");
}

#[test]
fn the_same_bytes_come_out_and_nobody_is_named_in_them() {
    let run = run_folder(until_april().path(), &[]);
    let one = of(&run, "oost", "2026-05", Lang::Nl);
    assert!(one.bytes == of(&run, "oost", "2026-05", Lang::Nl).bytes);
    let form = Form::open(&one.bytes);
    let core = form.part("docProps/core.xml");
    assert!(core.contains("<dc:creator></dc:creator>") || core.contains("<dc:creator/>"), "{core}");
    assert!(core.contains("2026-05-01T00:00:00Z"), "{core}");
    assert!(!(1..=5).any(|sheet| form.sheet(sheet).contains("NP-0")) && !form.part("xl/sharedStrings.xml").contains("NP-0"));
}

#[test]
fn hostile_words_in_the_schemas_do_no_harm() {
    let mut run = run_folder(until_april().path(), &[]);
    let hostile = "=cmd|'/c calc'!A0 <script>\u{202e}\"&[]:*?/\\ ".repeat(12);
    let headcount = run.schema.table("headcount").expect("a table");
    let roster = run.schema.table("roster").expect("a table");
    run.schema.tables[headcount].title = Bilingual::same(&hostile);
    run.schema.tables[roster].title = Bilingual::same("'");
    let status = run.schema.code_list("deployment_status").expect("a list");
    for code in &mut run.schema.code_lists[status].codes {
        code.label = Bilingual::same(format!("{}\"{}", code.code, &hostile));
    }
    let at = run.schema.coordinators.iter().position(|one| one.id == "oost").expect("a coordinator");
    run.schema.coordinators[at].name = hostile.clone();
    "../../evil\u{0}".clone_into(&mut run.schema.coordinators[at].id);
    let first = run.schema.coordinators[at].missions[0];
    run.schema.registry.missions[first].name = hostile.clone();
    let made = template::template(&run, at, month("2026-05"), Lang::Nl).expect("a template");
    assert_eq!(made.name, "opgave-------evil--2026-05.xlsx");
    let form = Form::open(&made.bytes);
    assert!(!form.sheet(HEADCOUNT).contains("<f>cmd") && !form.part("xl/workbook.xml").contains("cmd|'/c calc'!A0 <"));
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("opgave-oost-2026-05.xlsx"), &made.bytes).expect("a file");
    let read = run_folder(folder.path(), &["2026-05"]);
    assert!(read.returns[0].unreadable.is_none());
    assert_eq!(read.returns[0].tables.len(), 3);
}

#[test]
fn a_schema_without_the_table_makes_no_template_and_one_without_rosters_a_smaller_one() {
    let mut run = run_folder(until_april().path(), &[]);
    let at = run.schema.coordinators.iter().position(|one| one.id == "oost").expect("a coordinator");
    for name in ["roster", "movements"] {
        let table = run.schema.table(name).expect("a table");
        run.schema.tables[table].name = format!("no {name}");
    }
    let small = template::template(&run, at, month("2026-05"), Lang::Nl).expect("a template");
    assert!(!Form::open(&small.bytes).formula(HEADCOUNT, "K6").contains("SUMPRODUCT"));
    let table = run.schema.table("headcount").expect("a table");
    run.schema.tables[table].name = "other".to_owned();
    let error = template::template(&run, at, month("2026-05"), Lang::Nl).expect_err("nothing to fill in");
    assert_eq!(error.exit_code(), 2);
}

/// Runs muster in a folder that has the sample of March and April as its input, in a fixed environment.
fn muster(folder: &Path, line: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_muster"));
    command.current_dir(folder).env_clear().env("LANG", "C").stdin(Stdio::null());
    command.args(line.split_whitespace()).output().expect("muster starts")
}

fn said(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    format!("{}\n{}--\n{}", output.status.code().expect("an end"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_names_what_it_wrote_and_overwrites_nothing() {
    let folder = until_april();
    let home = folder.path();
    insta::assert_snapshot!(said(&muster(home, "template --coordinator oost --input .")), @r"
    2
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    For May 2026, the month after the last that was reported (April 2026). Choose another with --period.
    error: opgave-oost-2026-05.xlsx lies in ., from which returns are read: an empty template would be taken for a return there. Choose another place with --to.
    ");
    let output = muster(home, "template --coordinator oost --input 2026-03 --input 2026-04");
    insta::assert_snapshot!(said(&output), @r"
    0
    opgave-oost-2026-05.xlsx
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    For May 2026, the month after the last that was reported (April 2026). Choose another with --period.
      Oost-Europa en Zuidelijke Kaukasus · May 2026 · EUM Armenia, EUAM Ukraine, EUMM Georgia, EUPM Moldova
    ");
    let first = fs::read(home.join("opgave-oost-2026-05.xlsx")).expect("a file");
    fs::write(home.join("opgave-oost-2026-05.xlsx"), "filled in").expect("a file");
    insta::assert_snapshot!(said(&muster(home, "template --coordinator oost --input 2026-03 --input 2026-04 --lang nl")), @r"
    2
    --
    Er is hier geen map 'schemas': de ingebouwde schema's gelden.
    Voor mei 2026, de maand na de laatste waarover opgave is gedaan (april 2026). Een andere kiest u met --period.
    fout: Dit is er al: opgave-oost-2026-05.xlsx. Misschien heeft iemand het al ingevuld; er is niets geschreven. Met --force wordt het vervangen.
    ");
    assert_eq!(fs::read(home.join("opgave-oost-2026-05.xlsx")).expect("a file"), b"filled in");
    let output = muster(home, "template --coordinator Oost-Europa --input 2026-03 --input 2026-04 --force -q");
    assert_eq!(said(&output), "0\nopgave-oost-2026-05.xlsx\n--\n");
    assert!(fs::read(home.join("opgave-oost-2026-05.xlsx")).expect("a file") == first);
    let left = fs::read_dir(home).expect("a folder").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    assert_eq!(left.filter(|name| name.starts_with('.')).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn without_a_coordinator_all_who_report_monthly_get_one_in_their_language() {
    let folder = until_april();
    let home = folder.path();
    insta::assert_snapshot!(said(&muster(home, "template --input 2026-03 --input 2026-04")), @r"
    0
    templates/opgave-oost-2026-05.xlsx
    templates/opgave-midden-oosten-2026-05.xlsx
    templates/opgave-afrika-2026-05.xlsx
    templates/opgave-balkan-2026-05.xlsx
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    For May 2026, the month after the last that was reported (April 2026). Choose another with --period.
      Oost-Europa en Zuidelijke Kaukasus · May 2026 · EUM Armenia, EUAM Ukraine, EUMM Georgia, EUPM Moldova
      Midden-Oosten · May 2026 · EUAM Iraq, EUBAM Rafah, EUPOL COPPS, OSC
      Afrika · May 2026 · EUBAM Libya, EUCAP Sahel Mali, EUCAP Somalia, EUSDI Gulf of Guinea, UNSMIL Libya
      Westelijke Balkan · May 2026 · EULEX Kosovo, OSCE West-Balkan
    ");
    let guide = |name: &str| {
        Form::open(&fs::read(home.join("templates").join(name)).expect("a file")).part("xl/sharedStrings.xml").contains("In het kort")
    };
    assert!(guide("opgave-oost-2026-05.xlsx") && !guide("opgave-afrika-2026-05.xlsx"));
    insta::assert_snapshot!(said(&muster(home, "template --input 2026-03 --to all.xlsx --period 2026-04")), @r"
    2
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    error: all.xlsx is one file, and there is a template for each coordinator. Name a folder, or choose one with --coordinator.
    ");
    insta::assert_snapshot!(said(&muster(home, "template --input 2026-03 --period 2026-04 --coordinator oots")), @r"
    2
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    error: There is no coordinator 'oots'. Do you mean oost?
    These are they:
      oost  Oost-Europa en Zuidelijke Kaukasus
      midden-oosten  Midden-Oosten
      afrika  Afrika
      balkan  Westelijke Balkan
      blue-haven  Blue Haven for Ukraine (project)
      staf  Voorgenomen uitzendingen
    ");
    insta::assert_snapshot!(said(&muster(home, "template --input 2026-03 --coordinator blue-haven")), @r"
    2
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    For April 2026, the month after the last that was reported (March 2026). Choose another with --period.
    error: Blue Haven for Ukraine (project) has no mission to report on in April 2026: Blue Haven for Ukraine (a project, without a headcount).
    ");
}

#[test]
fn nothing_but_the_month_need_be_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path();
    insta::assert_snapshot!(said(&muster(home, "template --coordinator oost")), @r"
    2
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    error: There is no return yet, so nothing tells the month. Name it with --period, for instance --period 2026-06.
    ");
    insta::assert_snapshot!(said(&muster(home, "template --coordinator oost --period 2026-06 --to new/east.xlsx")), @r"
    0
    new/east.xlsx
    --
    There is no folder 'schemas' here: the built-in schemas are used.
      Oost-Europa en Zuidelijke Kaukasus · June 2026 · EUM Armenia, EUAM Ukraine, EUMM Georgia, EUPM Moldova
      headcount not known of May 2026
    ");
    assert!(home.join("new/east.xlsx").is_file());
    fs::create_dir(home.join("input")).expect("a folder");
    assert_eq!(muster(home, "template --coordinator balkan --period 2026-06 -q").status.code(), Some(0));
}

#[test]
fn last_month_is_known_from_what_was_published_as_well() {
    let folder = until_april();
    let run = run_folder(folder.path(), &[]);
    let published = tempfile::tempdir().expect("a folder");
    crate::common::publish(&run, &published.path().join("output"));
    let output = muster(published.path(), "template --coordinator oost");
    insta::assert_snapshot!(said(&output), @r"
    0
    opgave-oost-2026-05.xlsx
    --
    There is no folder 'schemas' here: the built-in schemas are used.
    For May 2026, the month after the last that was reported (April 2026). Choose another with --period.
      Oost-Europa en Zuidelijke Kaukasus · May 2026 · EUM Armenia, EUAM Ukraine, EUMM Georgia, EUPM Moldova
    ");
    let of_history = fs::read(published.path().join("opgave-oost-2026-05.xlsx")).expect("a file");
    assert!(of_history == of(&run, "oost", "2026-05", Lang::Nl).bytes);
    let output = muster(published.path(), "template --coordinator oost --no-history");
    assert_eq!(output.status.code(), Some(2));
}
