//! What checking adds to reading: five years of returns of the four senders, as csv and as xlsx. `cargo bench --bench checking` first
//! prints the share from single runs, in which reading and checking are timed apart, and then times runs with and without checks.
#![expect(clippy::expect_used, reason = "a benchmark that cannot start has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate};
use divan::Bencher;
use muster::pipeline::{self, Options, Progress, Run};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// Notes when the files are found and when they are read.
#[derive(Default)]
struct Clock {
    found: OnceLock<Instant>,
    read: OnceLock<Instant>,
}

impl Progress for Clock {
    fn found(&self, _files: usize) {
        let _ = self.found.set(Instant::now());
    }

    fn read(&self, _path: &str) {}

    fn checking(&self) {
        let _ = self.read.set(Instant::now());
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn main() {
    let measures = std::env::args().skip(1).all(|argument| argument == "--bench");
    for format in FORMATS.iter().filter(|_| measures) {
        let returns = returns(format);
        for jobs in [1, 2] {
            let (reading, checking, findings) =
                (0..3).map(|_| timed(returns.path(), jobs)).min_by_key(|(_, checking, _)| *checking).expect("a run");
            let share = 100.0 * checking.as_secs_f64() / reading.as_secs_f64();
            println!(
                "{format}, {jobs} threads: reading {reading:.1?}, checking {checking:.1?}: {share:.0} % of the time of reading; {findings} findings"
            );
        }
    }
    divan::main();
}

/// How long reading and checking took in one run, and how much was found.
fn timed(input: &Path, jobs: usize) -> (Duration, Duration, usize) {
    let clock = Clock::default();
    let findings = run(input, &project().join("schemas"), jobs, &clock).findings.len();
    let end = Instant::now();
    let (found, read) = (clock.found.get().expect("found"), clock.read.get().expect("read"));
    (read.duration_since(*found), end.duration_since(*read), findings)
}

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(input: &Path, schemas: &Path, jobs: usize, progress: &dyn Progress) -> Run {
    let options = Options { inputs: vec![input.to_owned()], schemas: Some(schemas.to_owned()), jobs: Some(jobs), ..Options::default() };
    pipeline::run(&options, progress).expect("a run")
}

const FORMATS: [&str; 2] = ["csv", "xlsx"];

/// Reading and checking.
#[divan::bench(args = FORMATS, sample_count = 5)]
fn with_checks(bencher: Bencher<'_, '_>, format: &str) {
    let returns = returns(format);
    bencher.bench(|| run(returns.path(), &project().join("schemas"), 2, &Clock::default()).findings.len());
}

/// Reading alone: the same with every check switched off.
#[divan::bench(args = FORMATS, sample_count = 5)]
fn without_checks(bencher: Bencher<'_, '_>, format: &str) {
    let (returns, schemas) = (returns(format), schemas_without_checks());
    bencher.bench(|| run(returns.path(), schemas.path(), 2, &Clock::default()).findings.len());
}

/// The schemas of the project, with every check switched off.
fn schemas_without_checks() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("tables")).expect("a folder");
    for below in ["", "tables"] {
        for entry in fs::read_dir(project().join("schemas").join(below)).expect("schemas") {
            let path = entry.expect("a file").path();
            if let (true, Some(name)) = (path.is_file(), path.file_name()) {
                fs::copy(&path, folder.path().join(below).join(name)).expect("a copy");
            }
        }
    }
    let (_, catalogue) = pipeline::load_schemas(Some(folder.path()), muster::domain::Lang::En).expect("schemas");
    let path = folder.path().join("checks.toml");
    let mut text = fs::read_to_string(&path).expect("checks");
    for check in &catalogue {
        // At the beginning of a line: comments name settings too.
        let head = format!("\n[settings.{}]\n", check.code);
        if text.contains(&head) {
            text = text.replace(&head, &format!("{head}enabled = false\n"));
        } else {
            let _ = writeln!(text, "{head}enabled = false");
        }
    }
    fs::write(&path, text).expect("written");
    folder
}

const SENDERS: [(&str, &[&str]); 4] = [
    ("oost", &["EUM Armenia", "EUAM Ukraine", "EUMM Georgia", "EUPM Moldova"]),
    ("midden-oosten", &["EUAM Iraq", "EUBAM Rafah", "EUPOL COPPS", "OSC"]),
    ("afrika", &["EUBAM Libya", "EUCAP Sahel Mali", "EUCAP Somalia", "EUSDI GoG", "UNSMIL"]),
    ("balkan", &["EULEX Kosovo", "OSCE West-Balkan"]),
];

const HEADS: [&str; 6] = ["Missie", "Bezetting", "Waarvan tijdelijk in NL", "Vrouwen", "Instroom", "Uitstroom"];
const LINES: [&str; 10] =
    ["Uitzendnummer", "Missie", "Functie", "Rang", "M/V", "Eenheid", "Begindatum", "Geplande einddatum", "Werkelijke einddatum", "Status"];
/// Officers in each mission.
const POSTS: u32 = 6;

/// A cell.
enum Cell {
    Text(String),
    Number(u32),
    Day(NaiveDate),
}

/// Five years of returns. In every mission one post changes hands every two months, so that everybody stays for a year, and the
/// figures agree with the rosters.
fn returns(format: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for month in 0..60_u32 {
        let last = end_of(month);
        for (sender, missions) in SENDERS {
            let stem = format!("opgave-{sender}-{}", last.format("%Y-%m"));
            let (mut heads, mut lines) = (Vec::new(), Vec::new());
            heads.push(vec![Cell::Text("Peildatum".to_owned()), Cell::Day(last)]);
            heads.push(HEADS.map(|head| Cell::Text(head.to_owned())).into());
            lines.push(LINES.map(|head| Cell::Text(head.to_owned())).into());
            for mission in missions {
                let moved = u32::from(month.is_multiple_of(2) && month > 0);
                let mut head = vec![Cell::Text((*mission).to_owned())];
                head.extend([POSTS, 0, POSTS / 2, moved, moved].map(Cell::Number));
                heads.push(head);
                lines.extend(roster(mission, month));
            }
            heads.push(vec![Cell::Text("TOTAAL".to_owned()), Cell::Number(POSTS * u32::try_from(missions.len()).expect("few"))]);
            if format == "csv" {
                fs::write(folder.path().join(format!("{stem}.csv")), text(&heads)).expect("a file");
                fs::write(folder.path().join(format!("{}.csv", stem.replace("opgave", "rooster"))), text(&lines)).expect("a file");
            } else {
                fs::write(folder.path().join(format!("{stem}.xlsx")), xlsx(&heads, &lines)).expect("a file");
            }
        }
    }
    folder
}

/// The last day of a month, counted from the first one.
fn end_of(month: u32) -> NaiveDate {
    let (year, month) = (2021 + i32::try_from(month / 12).expect("few"), month % 12);
    let next = if month == 11 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, month + 2, 1) };
    next.and_then(|day| day.pred_opt()).expect("a day")
}

/// The officers of a mission in a month. The tour with a number begins on the tenth of its month, in every second month; whoever is
/// the seventh last has just left.
fn roster(mission: &str, month: u32) -> Vec<Vec<Cell>> {
    let newest = i64::from(month / 2);
    let begins = |tour: i64| {
        let months = 2 * tour;
        let year = 2021 + i32::try_from(months.div_euclid(12)).expect("few");
        NaiveDate::from_ymd_opt(year, u32::try_from(months.rem_euclid(12)).expect("few") + 1, 10).expect("a day")
    };
    let posts = i64::from(POSTS);
    let first = if month.is_multiple_of(2) && month > 0 { newest - posts } else { newest - posts + 1 };
    let line = |tour: i64| {
        let (start, end) = (begins(tour), begins(tour + posts).checked_sub_days(Days::new(1)).expect("a day"));
        let gone = tour == newest - posts;
        let key = format!("{}-{:04}", mission.chars().filter(char::is_ascii_alphabetic).collect::<String>(), tour + 100);
        let words = [key.as_str(), mission, "adviseur", "inspecteur", if tour % 2 == 0 { "V" } else { "M" }, "Limburg"];
        let mut cells: Vec<Cell> = words.map(|word| Cell::Text(word.to_owned())).into();
        cells.extend([Cell::Day(start), Cell::Day(end)]);
        cells.push(if gone { Cell::Day(end) } else { Cell::Text(String::new()) });
        cells.push(Cell::Text(if gone { "beëindigd" } else { "in missiegebied" }.to_owned()));
        cells
    };
    (first..=newest).map(line).collect()
}

fn text(rows: &[Vec<Cell>]) -> String {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.format("%d-%m-%Y").to_string(),
    };
    rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(";") + "\n").collect()
}

fn xlsx(heads: &[Vec<Cell>], lines: &[Vec<Cell>]) -> Vec<u8> {
    let mut book = Workbook::new();
    let day_format = Format::new().set_num_format("dd-mm-yyyy");
    for (name, rows) in [("Bezetting", heads), ("Personeel", lines)] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        for (row, cells) in (0..).zip(rows) {
            for (col, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(text) if text.is_empty() => {}
                    Cell::Text(text) => drop(sheet.write_string(row, col, text).expect("a cell")),
                    Cell::Number(number) => drop(sheet.write_number(row, col, *number).expect("a cell")),
                    Cell::Day(day) => {
                        let part = |part: u32| u8::try_from(part).expect("small");
                        let year = u16::try_from(day.year()).expect("a year");
                        let date = ExcelDateTime::from_ymd(year, part(day.month()), part(day.day())).expect("a day");
                        sheet.write_with_format(row, col, &date, &day_format).expect("a cell");
                    }
                }
            }
        }
    }
    book.save_to_buffer().expect("an xlsx")
}
