//! Every line of the table of messy cells comes out as it says.

use std::path::Path;

use chrono::NaiveDate;
use muster::domain::schema::{Code, CodeList};
use muster::domain::{Bilingual, DateSystem, Period, RemarkKind};
use muster::records::grammar::{self, Calendar, CountReading, DayOrder, Part};

/// One line of the table.
#[derive(Debug)]
struct Line {
    raw: String,
    field_type: String,
    value: String,
    side: String,
    flag: String,
}

/// What a cell came out as, in the words of the table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    value: String,
    side: String,
    flag: String,
}

fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cell_messes.csv");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).expect("the table is there");
    reader
        .records()
        .map(|record| {
            let record = record.expect("a line of the table");
            let cell = |at: usize| record.get(at).expect("a column of the table").to_owned();
            Line { raw: cell(0), field_type: cell(1), value: cell(2), side: cell(3), flag: cell(4) }
        })
        .collect()
}

fn flag(kind: &RemarkKind) -> &'static str {
    match kind {
        RemarkKind::Note => "note",
        RemarkKind::NotACount => "ROW-01",
        RemarkKind::Fraction => "ROW-02",
        RemarkKind::Estimate => "ROW-03",
        RemarkKind::Compound | RemarkKind::UnclearPart => "ROW-04",
        RemarkKind::Missing => "ROW-05",
        RemarkKind::UncertainDate => "ROW-08",
        RemarkKind::UnknownCode { .. } => "ROW-10",
        RemarkKind::Marker(_) => "ROW-11",
        RemarkKind::CellError => "FIL-05",
        RemarkKind::ExcludesTempHome { .. } => "DEF-01",
        RemarkKind::Fte => "DEF-03",
        RemarkKind::Negative(_) => "PLA-01",
        RemarkKind::UnknownMission { .. } => "REG-01",
        RemarkKind::AmbiguousMission { .. } => "REG-02",
        RemarkKind::PossibleBsn => "PRV-01",
    }
}

fn flag_of(remark: Option<&RemarkKind>) -> String {
    remark.map_or("", flag).to_owned()
}

fn of_count(reading: &CountReading) -> Outcome {
    let named = |part: &Part| if *part == Part::OtherAbsent { "leave" } else { part.field() };
    let parts: Vec<String> = reading
        .parts
        .iter()
        .map(|(part, number)| number.map_or(format!("{}>=1", named(part)), |number| format!("{}={number}", named(part))))
        .collect();
    assert!(reading.remarks.len() <= 1, "more than one remark: {reading:?}");
    let marker = reading.marker.as_ref().map(|marker| RemarkKind::Marker(marker.clone()));
    Outcome {
        value: reading.value.map(|value| value.to_string()).unwrap_or_default(),
        side: reading.marker.clone().unwrap_or_else(|| parts.join(",")),
        flag: flag_of(reading.remarks.first().or(marker.as_ref())),
    }
}

fn list(name: &str, codes: &[(&str, &[&str])]) -> CodeList {
    let code = |(code, synonyms): &(&str, &[&str])| Code {
        code: (*code).to_owned(),
        label: Bilingual::same(*code),
        synonyms: synonyms.iter().map(|synonym| (*synonym).to_owned()).collect(),
        outside: false,
    };
    CodeList::new(name, codes.iter().map(code).collect())
}

fn of_code(raw: &str, list: &CodeList) -> Outcome {
    let reading = grammar::code(raw, list);
    let value = reading.value.map(|at| list.codes[usize::from(at)].code.clone()).unwrap_or_default();
    Outcome { value, side: String::new(), flag: flag_of(reading.remark.as_ref()) }
}

fn simple(value: Option<impl ToString>, remark: Option<&RemarkKind>) -> Outcome {
    Outcome { value: value.map(|value| value.to_string()).unwrap_or_default(), side: String::new(), flag: flag_of(remark) }
}

fn outcome(line: &Line) -> Outcome {
    // The one line of a workbook whose dates count from 1904.
    let system = if line.raw == "44620" { DateSystem::From1904 } else { DateSystem::From1900 };
    let calendar = Calendar { order: DayOrder::Unknown, system };
    match line.field_type.as_str() {
        "count" => of_count(&grammar::headcount(&line.raw)),
        "date" => {
            let reading = grammar::date(&line.raw, calendar);
            simple(reading.value, reading.remark.as_ref())
        }
        "month" => {
            let reading = grammar::month(&line.raw, calendar);
            simple(reading.value, reading.remark.as_ref())
        }
        "period" | "range" => {
            let reading = grammar::window(&line.raw, calendar);
            simple(reading.value.map(|(from, to)| format!("{from}..{to}")), reading.remark.as_ref())
        }
        "date_end" => {
            let reading = grammar::last_day(&line.raw, calendar);
            let value = if reading.open { Some("open".to_owned()) } else { reading.value.map(|day| day.to_string()) };
            let excluded = reading.remark == Some(RemarkKind::UncertainDate);
            let bound = if reading.open {
                ""
            } else if excluded {
                "exclusive"
            } else {
                "inclusive"
            };
            Outcome { side: bound.to_owned(), ..simple(value, reading.remark.as_ref()) }
        }
        "sex" => of_code(&line.raw, &list("sex", &[("f", &["V", "F", "vrouw"]), ("m", &["M", "H", "man"])])),
        "rank" => of_code(&line.raw, &list("rank", &[("inspecteur", &["inspecteur", "insp."]), ("agent", &["agent", "ag."])])),
        "any" => {
            // Whatever the kind of the field: an error stays one, a number of a person is noticed.
            if grammar::is_possible_bsn(&line.raw) {
                let reading = grammar::headcount(&line.raw);
                assert_eq!(reading.remarks, [RemarkKind::PossibleBsn], "{}", line.raw);
                return of_count(&reading);
            }
            let readings = [
                flag_of(grammar::headcount(&line.raw).remarks.first()),
                flag_of(grammar::date(&line.raw, calendar).remark.as_ref()),
                flag_of(grammar::last_day(&line.raw, calendar).remark.as_ref()),
                flag_of(grammar::month(&line.raw, calendar).remark.as_ref()),
                flag_of(grammar::window(&line.raw, calendar).remark.as_ref()),
                flag_of(grammar::code(&line.raw, &list("unit", &[])).remark.as_ref()),
            ];
            assert!(readings.windows(2).all(|pair| pair[0] == pair[1]), "{}: {readings:?}", line.raw);
            Outcome { flag: readings[0].clone(), ..Outcome::default() }
        }
        other => panic!("the table has a new type of field: {other}"),
    }
}

/// What the line asks of the cell itself. Checks that compare the value with others (`PLA-03`, `PLA-09`) come later.
fn expected(line: &Line) -> Outcome {
    let later = matches!(line.flag.as_str(), "PLA-03" | "PLA-09");
    let side = match (line.flag.as_str(), line.side.as_str()) {
        ("ROW-03", "approx" | "bound") => "",
        (_, side) => side,
    };
    Outcome { value: line.value.clone(), side: side.to_owned(), flag: if later { String::new() } else { line.flag.clone() } }
}

#[test]
fn every_messy_cell_comes_out_as_the_table_says() {
    let lines = lines();
    assert!(lines.len() >= 78, "only {} lines were read", lines.len());
    let deviations: Vec<String> = lines
        .iter()
        .map(|line| (line, expected(line), outcome(line)))
        .filter(|(_, expected, outcome)| expected != outcome)
        .map(|(line, expected, outcome)| format!("{:?} as {}: expected {expected:?}, came out as {outcome:?}", line.raw, line.field_type))
        .collect();
    assert!(deviations.is_empty(), "{} of {} lines deviate:\n{}", deviations.len(), lines.len(), deviations.join("\n"));
}

#[test]
fn a_digit_swap_in_a_year_is_read_as_it_stands() {
    let reading = grammar::date("1-3-2062", Calendar::default());
    assert_eq!(reading.value, NaiveDate::from_ymd_opt(2062, 3, 1));
    assert_eq!(grammar::month("mrt-26", Calendar::default()).value, Period::new(2026, 3));
}
