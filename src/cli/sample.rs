//! Hand-made results for the tests of what the user sees. All values are invented.

use std::collections::BTreeMap;

use crate::domain::changes::Changes;
use crate::domain::completeness::{Completeness, Report, State, Timeliness};
use crate::domain::equation::Equations;
use crate::domain::facts::{Facts, HeadcountFact, HeadcountStatus, ReturnFact};
use crate::domain::registry::MissionStatus;
use crate::domain::returns::ReturnStatus;
use crate::domain::schema::{CheckSetting, Coordinator, Settings};
use crate::domain::waiver::{Location, Waiver};
use crate::domain::{
    Bilingual, CellRef, Check, CheckTally, Doc, Documentation, Excerpts, FileFormat, Finding, Lang, Ledger, LedgerLine, Mission,
    PassedOver, PassedOverWhy, Period, Place, Registry, Return, SafeText, Schema, Scope, Severity, SourceFile,
};
use crate::pipeline::{Originals, Run};

/// A month.
pub(super) fn period(text: &str) -> Period {
    text.parse().expect("a month")
}

/// A finding at D7 of the headcount of a month.
pub(super) fn finding(code: &str, severity: Severity, month: &str, mission: Option<&str>) -> Finding {
    Finding {
        code: code.to_owned(),
        severity,
        place: Place::Cell { file: format!("africa/{month}.xlsx"), sheet: "Bezetting".to_owned(), cell: CellRef::new(6, 3) },
        period: Some(period(month)),
        mission: mission.map(ToOwned::to_owned),
        field: "headcount.headcount".to_owned(),
        value: SafeText::default(),
        expected: SafeText::default(),
        message: Bilingual::new(format!("Iets klopt niet in {month}."), format!("Something is wrong in {month}.")),
        suggestion: Bilingual::default(),
        outcome_of: None,
        waived: false,
        waiver: None,
    }
}

fn mission(id: &str, name: &str) -> Mission {
    Mission {
        id: id.to_owned(),
        name: name.to_owned(),
        organisation: "EU".to_owned(),
        aliases: Vec::new(),
        countries: Vec::new(),
        region: "x".to_owned(),
        start: None,
        end: None,
        status: MissionStatus::Active,
        planned_from: None,
        display_order: None,
        mandates: Vec::new(),
        ceilings: Vec::new(),
        duty_stations: Vec::new(),
        unconfirmed: false,
    }
}

/// Two missions and the settings of one check.
pub(super) fn schema() -> Schema {
    let setting = CheckSetting {
        severity: Some(Severity::Error),
        numbers: BTreeMap::from([("tolerance".to_owned(), 0)]),
        switches: BTreeMap::from([("count_transfer_day".to_owned(), true)]),
        ..CheckSetting::default()
    };
    Schema {
        tables: Vec::new(),
        code_lists: Vec::new(),
        ambiguous_headers: Vec::new(),
        personal_headers: Vec::new(),
        health_words: Vec::new(),
        registry: Registry::new(vec![mission("eucap-somalia", "EUCAP Somalia"), mission("osc", "OSC")], Vec::new()),
        coordinators: Vec::new(),
        letters: Vec::new(),
        releases: Vec::new(),
        checks: BTreeMap::from([("XSH-01".to_owned(), setting)]),
        equations: Equations::default(),
        waivers: Vec::new(),
        settings: Settings {
            language: Lang::Nl,
            small_count_threshold: 5,
            withhold_female_by_mission: false,
            max_file_bytes: 1,
            max_unpacked_bytes: 1,
            max_cells: 1,
            max_ratio: 1,
            max_memory_bytes: 1,
            max_seconds: 1,
            total_labels: Vec::new(),
            average_labels: Vec::new(),
            of_which_labels: Vec::new(),
            correction_words: Vec::new(),
            definitions: crate::domain::schema::Definitions::default(),
        },
        files: Vec::new(),
        secret: crate::domain::person::Secret::new(&[7; 32]).expect("a secret"),
    }
}

fn check(code: &str, name: Bilingual, scope: Scope, severity: Severity) -> Check {
    Check { code: code.to_owned(), name, scope, severity, enabled: true, message: Bilingual::default(), doc: Doc::default() }
}

/// Four checks, one of them documented, one switched off.
pub(super) fn catalogue() -> Vec<Check> {
    let roster = Check {
        message: Bilingual::new(
            "Bezetting {x} bij {mission}, rooster telt {y} personen op {as_of}.",
            "Headcount {x} at {mission}, the roster has {y} persons on {as_of}.",
        ),
        doc: Doc {
            nl: Documentation {
                does: "Vergelijkt de opgegeven bezetting met het aantal regels van het rooster dat op de peildatum loopt.".to_owned(),
                why: "De brief noemt de bezetting; het rooster is het bewijs ervan.".to_owned(),
                example: "3 opgegeven, 4 op het rooster: één uitzending is niet afgesloten.".to_owned(),
                fix: "Sluit de uitzending af in het rooster, of verbeter de bezetting.".to_owned(),
            },
            en: Documentation {
                does: "Compares the stated headcount with the number of roster lines that run on the as-of date.".to_owned(),
                why: "The letter states the headcount; the roster is the evidence for it.".to_owned(),
                example: "3 stated, 4 on the roster: one tour was not closed.".to_owned(),
                fix: "Close the tour in the roster, or correct the headcount.".to_owned(),
            },
        },
        ..check("XSH-01", Bilingual::new("Bezetting tegen rooster", "Headcount against roster"), Scope::CrossSheet, Severity::Error)
    };
    let flows = Bilingual::new("In- en uitstroom tegen rooster", "Inflow and outflow against roster");
    let mandate = Bilingual::new("Peildatum valt buiten elke bekende mandaatperiode", "As-of date lies outside every known mandate period");
    vec![
        roster,
        check("XSH-04", flows, Scope::CrossSheet, Severity::Warning),
        check("REG-04", mandate, Scope::Registry, Severity::Warning),
        Check {
            enabled: false,
            ..check("REG-10", Bilingual::new("Geen missie maar een koepel", "No mission but an umbrella"), Scope::Registry, Severity::Info)
        },
    ]
}

fn headcount(month: &str, mission: usize, persons: Option<i64>, home: Option<i64>) -> HeadcountFact {
    HeadcountFact {
        period: period(month),
        as_of: None,
        mission,
        headcount: persons,
        temp_home: home,
        in_area: None,
        female: None,
        arrivals: None,
        departures: None,
        vacancies: None,
        status: if persons.is_some() { HeadcountStatus::Ok } else { HeadcountStatus::Missing },
        source: None,
    }
}

fn file(path: &str) -> Return {
    let source = SourceFile { path: path.to_owned(), sha256: "00".to_owned(), bytes: 1, format: FileFormat::Xlsx, received: None };
    Return { period: Some(period("2026-05")), ..Return::of(source) }
}

/// A run in which all is well.
pub(super) fn empty_run() -> Run {
    Run {
        schema: schema(),
        catalogue: catalogue(),
        periods: vec![period("2026-05")],
        facts: Facts { headcounts: vec![headcount("2026-05", 0, Some(3), None)], ..Facts::default() },
        history: None,
        changes: Changes::default(),
        findings: Vec::new(),
        tallies: Vec::new(),
        ledger: Ledger::default(),
        passed_over: Vec::new(),
        returns: vec![file("africa/2026-05.xlsx")],
        inputs: vec![("africa/2026-05.xlsx".to_owned(), String::new())],
        received_notes: Vec::new(),
        originals: Originals::default(),
        excerpts: Excerpts::default(),
    }
}

/// A run with a root error, what follows from it, a warning of two months, and checks that could not run.
pub(super) fn run() -> Run {
    let root = Finding {
        value: SafeText::own(3),
        expected: SafeText::own(4),
        message: Bilingual::new(
            "Bezetting 3 bij EUCAP Somalia, rooster telt 4 personen op 2026-05-31.",
            "Headcount 3 at EUCAP Somalia, the roster has 4 persons on 2026-05-31.",
        ),
        suggestion: Bilingual::new(
            "De vierde uitzending is voorbij haar geplande einde: sluit haar af in het rooster, of verbeter de bezetting.",
            "The fourth tour is past its planned end: close it in the roster, or correct the headcount.",
        ),
        ..finding("XSH-01", Severity::Error, "2026-05", Some("eucap-somalia"))
    };
    let outcome = Finding {
        outcome_of: Some("XSH-01".to_owned()),
        message: Bilingual::new(
            "In-/uitstroom 0/0 opgegeven, rooster geeft 1/0 (EUCAP Somalia).",
            "Inflow/outflow stated 0/0, roster gives 1/0 (EUCAP Somalia).",
        ),
        place: Place::Cell { file: "africa/2026-05.xlsx".to_owned(), sheet: "Bezetting".to_owned(), cell: CellRef::new(6, 6) },
        ..finding("XSH-04", Severity::Warning, "2026-05", Some("eucap-somalia"))
    };
    let mandate = |month: &str, day: &str| Finding {
        message: Bilingual::new(
            format!("OSC heeft op {month}-{day} geen bekende mandaatperiode."),
            format!("OSC has no known mandate period on {month}-{day}."),
        ),
        ..finding("REG-04", Severity::Warning, month, Some("osc"))
    };
    let tally = |code: &str, month: &str, reason: Option<Bilingual>| CheckTally {
        period: Some(period(month)),
        code: code.to_owned(),
        passed: 3,
        failed: 1,
        not_run: u64::from(reason.is_some()),
        reasons: reason.into_iter().collect(),
    };
    let no_roster = || Some(Bilingual::new("geen rooster in de opgave van oost", "no roster in the return of east"));
    Run {
        periods: vec![period("2026-04"), period("2026-05")],
        facts: Facts {
            headcounts: vec![
                headcount("2026-04", 0, Some(9), Some(3)),
                headcount("2026-04", 1, Some(1), None),
                headcount("2026-05", 0, Some(11), Some(3)),
                headcount("2026-05", 1, None, None),
            ],
            returns: vec![ReturnFact {
                period: Some(period("2026-05")),
                coordinator: "africa".to_owned(),
                file: "africa/2026-05.xlsx".to_owned(),
                sha256: "00".to_owned(),
                received: None,
                version: Some(1),
                tables: vec!["headcount".to_owned()],
                rows: 12,
                findings: 3,
                status: ReturnStatus::Received,
            }],
            ..Facts::default()
        },
        findings: vec![root, outcome, mandate("2026-04", "30"), mandate("2026-05", "31")],
        tallies: vec![
            tally("XSH-01", "2026-04", no_roster()),
            tally("XSH-01", "2026-05", no_roster()),
            tally("XSH-04", "2026-05", Some(Bilingual::new("geen vorige maand", "no month before"))),
            tally("REG-04", "2026-05", None),
        ],
        ledger: Ledger {
            lines: vec![LedgerLine {
                file: "africa/2026-05.xlsx".to_owned(),
                sheet: "Bezetting".to_owned(),
                rows: 18,
                accepted: 12,
                rejected: 1,
                header: 2,
                title: 1,
                total: 1,
                note: 0,
                blank: 1,
                hidden: 0,
                other: 0,
            }],
        },
        passed_over: vec![PassedOver { path: "africa/~$2026-05.xlsx".to_owned(), why: PassedOverWhy::LockFile }],
        returns: vec![file("africa/2026-04.xlsx"), file("africa/2026-05.xlsx")],
        ..empty_run()
    }
}

/// The same run with what became of the reports: one coordinator late and with all missions, one whose report of the last month is
/// missing, and one who reports when there is news.
pub(super) fn with_reports(run: Run) -> Run {
    let coordinator = |id: &str, monthly: bool| Coordinator {
        id: id.to_owned(),
        name: id.to_owned(),
        language: None,
        aliases: Vec::new(),
        missions: vec![0],
        due_day: Some(5),
        monthly,
        consolidated: false,
    };
    let report = |coordinator: usize, state: State, month: &str| Report {
        coordinator,
        expected: coordinator < 2,
        state,
        version: Some(1),
        received: None,
        timeliness: Some(Timeliness::NotRecorded),
        missions: 5,
        reported: 5,
        files: vec![format!("{}/{month}.xlsx", ["africa", "east", "staff"][coordinator])],
    };
    let none = |coordinator: usize, state: State| Report {
        version: None,
        timeliness: None,
        reported: 0,
        files: Vec::new(),
        ..report(coordinator, state, "")
    };
    let april = vec![
        report(0, State::Received, "2026-04"),
        Report { reported: 4, ..report(1, State::Partly, "2026-04") },
        none(2, State::NotExpected),
    ];
    let late = Report {
        version: Some(2),
        received: period("2026-06").first_day().checked_add_days(chrono::Days::new(7)),
        timeliness: Some(Timeliness::Late(3)),
        ..report(0, State::Received, "2026-05")
    };
    let may = vec![late, none(1, State::Missing), report(2, State::Received, "2026-05")];
    let completeness = [("2026-04", april), ("2026-05", may)];
    let completeness = completeness.map(|(month, reports)| Completeness { period: period(month), reports }).to_vec();
    Run {
        schema: Schema {
            coordinators: vec![coordinator("africa", true), coordinator("east", true), coordinator("staff", false)],
            ..run.schema
        },
        facts: Facts { completeness, ..run.facts },
        returns: run.returns.into_iter().map(|from| Return { coordinator: Some(0), ..from }).collect(),
        ..run
    }
}

/// The same run with the mandate of OSC accepted.
pub(super) fn accepted_mandate(mut run: Run) -> Run {
    let day = |month: &str| period(month).last_day();
    run.schema.waivers = vec![Waiver {
        code: "REG-04".to_owned(),
        location: Location { mission: Some("osc".to_owned()), ..Location::default() },
        reason: "The mandate is being extended; the ministry confirmed it.".to_owned(),
        decided_by: "head of operations".to_owned(),
        decided_on: day("2026-04"),
        until: day("2026-06"),
        line: 3,
    }];
    for finding in run.findings.iter_mut().filter(|finding| finding.code == "REG-04") {
        (finding.waived, finding.waiver) = (true, Some(0));
    }
    run
}
