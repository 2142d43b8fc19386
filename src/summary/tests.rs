use polars::prelude::{AnyValue, DataFrame, DataType};

use super::tables;
use crate::domain::facts::{HeadcountStatus, PlannedFact, RejectedFact, ReturnFact, TrainingFact};
use crate::domain::returns::ReturnStatus;
use crate::domain::sample::{ARMENIA, AT_SEA, GUINEA, IRAQ, OSC, Sample, attribute, finding, headcount, month};
use crate::domain::{Bilingual, CheckTally, Lang, LedgerLine, RowFate};

/// The contract with the readers of the tables: names and columns, in their order.
const CONTRACT: [(&str, &str); 16] = [
    (
        "headcount",
        "period as_of mission_id mission organisation region headcount temp_home in_area female arrivals departures vacancies status source_file source_sheet source_cell",
    ),
    ("by_period", "period missions_reporting headcount temp_home in_area female arrivals departures change"),
    ("by_organisation", "period organisation missions headcount temp_home in_area female arrivals departures"),
    ("by_region", "period region missions headcount temp_home in_area female arrivals departures"),
    ("by_country", "period country missions headcount temp_home in_area female arrivals departures"),
    ("headcount_by_attribute", "period mission_id attribute value count suppressed"),
    ("training", "period project programme indicator kind until value source_file source_sheet source_cell"),
    ("planned", "period mission_id mission count from until status basis source_file source_sheet source_cell"),
    ("findings", "period code name severity outcome_of mission_id file sheet cell field value expected message suggestion waived"),
    ("checks", "period code name severity ran passed failed not_run reason"),
    ("returns", "period coordinator file sha256 received version tables rows findings status"),
    ("ledger", "file sheet rows accepted rejected header title total note blank hidden other"),
    ("rejected", "file sheet row code cells"),
    (
        "dim_mission",
        "mission_id name organisation organisation_label region countries status status_label display_order start_year end_year planned_from mandate_from mandate_until unconfirmed",
    ),
    (
        "dim_period",
        "period year month quarter half_year first_day last_day published expected_returns actual_returns on_time_returns reporting_rate reporting_rate_on_time receipt_unknown",
    ),
    ("dim_check", "code name_nl name_en scope severity enabled message_nl message_en"),
];

fn frame(sample: &Sample, name: &str) -> DataFrame {
    let tables = tables(&sample.edition()).expect("tables");
    tables.into_iter().find(|(note, _)| note.name == name).expect("a table of that name").1
}

/// The rows of some columns as a table of words, unknown as `?`.
fn show(sample: &Sample, name: &str, columns: &str) -> Vec<String> {
    let frame = frame(sample, name);
    let columns: Vec<_> = columns.split(' ').map(|column| frame.column(column).expect("a column")).collect();
    let word = |value: AnyValue<'_>| match value {
        AnyValue::Null => "?".to_owned(),
        AnyValue::String(_) | AnyValue::StringOwned(_) => value.get_str().unwrap_or_default().to_owned(),
        other => other.to_string(),
    };
    (0..frame.height())
        .map(|row| columns.iter().map(|column| word(column.get(row).expect("a cell"))).collect::<Vec<_>>().join(" "))
        .collect()
}

fn full() -> Sample {
    let mut sample = Sample::with(vec![
        headcount("2026-05", ARMENIA, Some(7), Some(2)),
        headcount("2026-05", IRAQ, Some(4), None),
        headcount("2026-05", GUINEA, Some(0), Some(0)),
        headcount("2026-05", OSC, Some(1), Some(1)),
    ]);
    sample.facts.attributes = vec![attribute(ARMENIA, "sex", "f", 2), attribute(ARMENIA, "sex", "m", 5)];
    sample.facts.training = vec![TrainingFact {
        period: month("2026-05"),
        project: "blue-haven".into(),
        programme: None,
        indicator: "locations".into(),
        kind: Some("stock".into()),
        until: Some(month("2026-05").last_day()),
        value: None,
        source: ("f".into(), "s".into(), "B2".into()),
    }];
    sample.facts.planned = vec![PlannedFact {
        period: month("2026-05"),
        mission: GUINEA,
        count: None,
        window: Some((month("2026-07").first_day(), month("2026-12").last_day())),
        status: None,
        basis: Some("brief".into()),
        source: ("f".into(), "s".into(), "C3".into()),
    }];
    sample.findings = vec![finding()];
    sample.tallies = vec![CheckTally {
        period: Some(month("2026-05")),
        code: "SHT-01".into(),
        passed: 3,
        failed: 1,
        not_run: 2,
        reasons: vec![Bilingual::new("geen totaal", "no total"), Bilingual::new("leeg", "blank")],
    }];
    let mut line = LedgerLine { file: "2026-05/east.xlsx".into(), sheet: "Bezetting".into(), ..LedgerLine::default() };
    [RowFate::Title, RowFate::Header, RowFate::Accepted].into_iter().for_each(|fate| line.add(fate));
    sample.ledger.lines = vec![line];
    sample.facts.returns = vec![ReturnFact {
        period: Some(month("2026-04")),
        coordinator: "east".into(),
        file: String::new(),
        sha256: String::new(),
        received: None,
        version: None,
        tables: vec!["headcount".into(), "roster".into()],
        rows: 0,
        findings: 1,
        status: ReturnStatus::Missing,
    }];
    sample.facts.rejected = vec![RejectedFact {
        file: "f".into(),
        sheet: "s".into(),
        row: 9,
        code: "SHT-01".into(),
        cells: vec![("Missie".into(), "-".into())],
    }];
    sample
}

#[test]
fn every_table_has_the_columns_of_the_contract() {
    for sample in [Sample::new(), full()] {
        let tables = tables(&sample.edition()).expect("tables");
        let got: Vec<(&str, String)> = tables
            .iter()
            .map(|(note, frame)| (note.name, frame.get_column_names().iter().map(|n| n.as_str()).collect::<Vec<_>>().join(" ")))
            .collect();
        assert_eq!(got, CONTRACT.map(|(name, columns)| (name, columns.to_owned())));
    }
}

#[test]
fn types_are_the_same_whether_or_not_there_are_rows() {
    let types = |sample: &Sample| -> Vec<Vec<DataType>> {
        tables(&sample.edition()).expect("tables").iter().map(|(_, frame)| frame.dtypes()).collect()
    };
    let mut nothing = Sample::new();
    nothing.periods.clear();
    assert_eq!(types(&Sample::new()), types(&full()));
    assert_eq!(types(&nothing), types(&full()));
    let known = [DataType::String, DataType::Int64, DataType::Float64, DataType::Date, DataType::Boolean];
    assert!(types(&full()).iter().flatten().all(|kind| known.contains(kind)), "{:?}", types(&full()));
}

#[test]
fn keys_and_links_name_columns_that_exist() {
    let sample = full();
    let tables = tables(&sample.edition()).expect("tables");
    let has = |table: &str, column: &str| {
        tables.iter().any(|(note, _)| note.name == table && note.columns.iter().any(|known| known.name == column))
    };
    for (note, frame) in &tables {
        assert!(note.key.iter().all(|column| has(note.name, column)), "{}", note.name);
        for link in note.links {
            assert!(has(note.name, link.column) && has(link.table, link.key), "{} {}", note.name, link.column);
            let target = &tables.iter().find(|(other, _)| other.name == link.table).expect("a table").1;
            let keys = target.column(link.key).expect("a key").str().expect("text").clone();
            let values = frame.column(link.column).expect("a column").str().expect("text").clone();
            for value in values.iter().flatten() {
                assert!(keys.iter().any(|key| key == Some(value)), "{} {}: {value} is no key of {}", note.name, link.column, link.table);
            }
        }
        for column in note.columns {
            assert!([Lang::Nl, Lang::En].iter().all(|lang| column.meaning.get(*lang).ends_with('.')), "{} {}", note.name, column.name);
        }
    }
}

#[test]
fn unknown_is_never_zero() {
    let mut sample = Sample::with(vec![headcount("2026-05", ARMENIA, None, None), headcount("2026-05", GUINEA, Some(0), None)]);
    sample.facts.headcounts[0].status = HeadcountStatus::Missing;
    assert_eq!(show(&sample, "headcount", "mission_id headcount female status"), ["eum-armenia ? ? missing", "eusdi 0 ? ok"]);
    assert_eq!(show(&sample, "by_period", "period missions_reporting headcount female change"), ["2026-05 1 0 ? ?"]);
    assert_eq!(show(&sample, "by_region", "region missions headcount"), ["south_caucasus 0 ?", "west_africa 1 0"]);
}

#[test]
fn a_conflict_counts_as_reported_on_but_not_as_a_number() {
    let mut sample = Sample::with(vec![headcount("2026-05", ARMENIA, None, None), headcount("2026-05", IRAQ, Some(4), None)]);
    sample.facts.headcounts[0].status = HeadcountStatus::Conflict;
    assert_eq!(show(&sample, "by_organisation", "organisation missions headcount"), ["EU 2 4"]);
    assert_eq!(show(&sample, "by_period", "missions_reporting headcount"), ["1 4"]);
}

#[test]
fn change_is_told_against_the_calendar_month_before() {
    let mut sample = Sample::with(vec![
        headcount("2025-11", IRAQ, Some(9), None),
        headcount("2025-12", IRAQ, Some(3), None),
        headcount("2026-01", IRAQ, Some(4), None),
        headcount("2026-02", IRAQ, None, None),
        headcount("2026-03", IRAQ, Some(5), None),
    ]);
    sample.periods = ["2025-12", "2026-01", "2026-02", "2026-03", "2026-04"].map(month).into();
    // November is not published but known; February is unknown; of April there is nothing at all.
    assert_eq!(
        show(&sample, "by_period", "period missions_reporting headcount change"),
        ["2025-12 1 3 -6", "2026-01 1 4 1", "2026-02 0 ? ?", "2026-03 1 5 ?", "2026-04 0 ? ?"]
    );
    assert_eq!(show(&sample, "headcount", "period"), ["2025-12", "2026-01", "2026-02", "2026-03"]);
}

#[test]
fn a_mission_with_several_host_countries_counts_once() {
    let sample = Sample::with(vec![
        headcount("2026-05", GUINEA, Some(2), None),
        headcount("2026-05", AT_SEA, Some(1), None),
        headcount("2026-05", ARMENIA, Some(7), None),
    ]);
    assert_eq!(show(&sample, "by_country", "country missions headcount"), ["AM 1 7", "BJ+CI+GH+TG 1 2", "? 1 1"]);
    assert_eq!(show(&sample, "by_period", "headcount"), ["10"]);
}

#[test]
fn small_numbers_of_women_do_not_leave_by_any_table() {
    let sample = full();
    assert_eq!(show(&sample, "headcount", "mission_id headcount female"), ["eum-armenia 7 ?", "euam-iraq 4 ?", "eusdi 0 0", "osc 1 ?"]);
    assert_eq!(show(&sample, "by_organisation", "organisation headcount female"), ["COALITION 1 ?", "EU 11 ?"]);
    assert_eq!(show(&sample, "by_region", "region female"), ["middle_east ?", "south_caucasus ?", "west_africa 0"]);
    assert_eq!(show(&sample, "by_country", "country female"), ["AM ?", "BJ+CI+GH+TG 0", "IL ?", "IQ ?"]);
    assert_eq!(show(&sample, "by_period", "female"), ["3"]);
    let mut open = full();
    open.schema.settings.withhold_female_by_mission = false;
    assert_eq!(show(&open, "headcount", "female"), ["2", "?", "0", "1"]);
}

#[test]
fn one_small_count_closes_its_whole_breakdown_and_no_other() {
    let mut sample = Sample::new();
    sample.facts.attributes = vec![
        attribute(ARMENIA, "sex", "f", 4),
        attribute(ARMENIA, "sex", "m", 9),
        attribute(ARMENIA, "sex", "x", 0),
        attribute(ARMENIA, "status", "in_mission", 13),
        attribute(ARMENIA, "status", "leave", 0),
        attribute(IRAQ, "sex", "f", 5),
        attribute(IRAQ, "sex", "m", 6),
    ];
    assert_eq!(
        show(&sample, "headcount_by_attribute", "mission_id attribute value count suppressed"),
        [
            "eum-armenia sex f ? true",
            "eum-armenia sex m ? true",
            "eum-armenia sex x ? true",
            "eum-armenia status in_mission 13 false",
            "eum-armenia status leave 0 false",
            "euam-iraq sex f 5 false",
            "euam-iraq sex m 6 false",
        ]
    );
}

#[test]
fn findings_and_checks_speak_the_language_of_the_edition() {
    let mut sample = full();
    assert_eq!(
        show(&sample, "findings", "code name cell value expected message waived"),
        ["SHT-01 total does not add up B7 11 10 11 is not 10 false"]
    );
    assert_eq!(show(&sample, "checks", "code severity ran passed failed not_run reason"), ["SHT-01 error 4 3 1 2 no total; blank"]);
    sample.lang = Lang::Nl;
    assert_eq!(show(&sample, "findings", "name message suggestion"), ["totaal klopt niet 11 is niet 10 Kijk naar B7"]);
    assert_eq!(show(&sample, "checks", "reason"), ["geen totaal; leeg"]);
    assert_eq!(show(&sample, "dim_mission", "mission_id organisation_label")[3], "osc coalitie");
}

#[test]
fn returns_ledger_and_rejected_rows_are_whole() {
    let sample = full();
    assert_eq!(
        show(&sample, "returns", "period coordinator file received version tables rows status"),
        ["2026-04 east ? ? ? headcount; roster 0 missing"]
    );
    assert_eq!(show(&sample, "ledger", "sheet rows accepted header title blank"), ["Bezetting 3 1 1 1 0"]);
    assert_eq!(show(&sample, "rejected", "row code cells"), [r#"9 SHT-01 {"Missie":"-"}"#]);
    assert_eq!(
        show(&sample, "dim_period", "period quarter half_year first_day last_day published"),
        ["2026-04 2 1 2026-04-01 2026-04-30 false", "2026-05 2 1 2026-05-01 2026-05-31 true"]
    );
    assert_eq!(show(&sample, "planned", "mission_id count from until status basis"), ["eusdi ? 2026-07-01 2026-12-31 ? brief"]);
    assert_eq!(show(&sample, "training", "project programme kind until value"), ["blue-haven ? stock 2026-05-31 ?"]);
    assert_eq!(show(&sample, "dim_check", "code scope enabled"), ["SHT-01 cross_sheet true"]);
}

#[test]
fn absurd_figures_neither_overflow_nor_vanish() {
    let mut sample = Sample::with(vec![
        headcount("2026-05", ARMENIA, Some(i64::MAX), Some(i64::MIN)),
        headcount("2026-05", IRAQ, Some(i64::MAX), Some(i64::MAX)),
        headcount("2026-05", GUINEA, Some(3), Some(i64::MIN)),
        headcount("2026-05", 99, Some(2), Some(1)),
    ]);
    sample.tallies =
        vec![CheckTally { period: None, code: "NOT-99".into(), passed: u64::MAX, failed: u64::MAX, not_run: 0, reasons: Vec::new() }];
    assert_eq!(show(&sample, "headcount", "headcount")[0], i64::MAX.to_string());
    assert_eq!(show(&sample, "by_period", "missions_reporting headcount"), ["2 5"]);
    assert_eq!(show(&sample, "checks", "period name ran"), [format!("? ? {}", i64::MAX)]);
}
