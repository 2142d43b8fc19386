//! The sample without its mistakes, as sheets that can be changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::NaiveDate;

use muster::domain::schema::Settings;
use muster::domain::{Check, Lang, Schema, Value};
use muster::ingest::{self, Limits, Reader};
use muster::pipeline;

use super::sheet::{Sheet, date, head, line, number, text};
use crate::common::day;

/// The folder with the schemas of the project.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

/// The declarations of the project, read once.
static DECLARED: LazyLock<(Schema, Vec<Check>)> = LazyLock::new(|| pipeline::load_schemas(Some(&folder()), Lang::En).expect("schemas"));

/// The limits on files.
pub(super) fn limits(settings: &Settings) -> Limits {
    Limits::from(settings)
}

/// The settings of the project.
pub(super) fn settings() -> Settings {
    DECLARED.0.settings.clone()
}

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    /// What the file holds instead of sheets.
    pub(super) raw: Option<Vec<u8>>,
    pub(super) received: Option<NaiveDate>,
    /// The name of a person that the program which saved it has left in it.
    pub(super) author: Option<&'static str>,
}

impl Book {
    pub(super) fn of(sheets: Vec<Sheet>) -> Self {
        Self { sheets, raw: None, received: None, author: None }
    }
}

/// Where a mistake is planted: a sender, a month of 2026 and a mission as the sender writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) sender: &'static str,
    pub(super) month: u32,
    pub(super) mission: &'static str,
}

/// A spot.
pub(super) const fn at(sender: &'static str, month: u32, mission: &'static str) -> Spot {
    Spot { sender, month, mission }
}

/// The start of the names of a sender's files.
pub(super) fn stem(sender: &str, month: u32) -> String {
    format!("opgave-{sender}-2026-{month:02}")
}

/// A change of a file of the schemas: its path, what is replaced (everything is added behind it if that is empty), by what.
#[derive(Clone, Debug)]
struct Edit {
    file: &'static str,
    old: String,
    new: String,
}

/// All that a run is given.
#[derive(Clone, Debug, Default)]
pub(super) struct Input {
    /// The files, by path.
    pub(super) books: BTreeMap<String, Book>,
    edits: Vec<Edit>,
    /// Checks that are switched off.
    off: Vec<&'static str>,
}

impl Input {
    /// The sample, with its three mistakes mended. What it says of missions of which the registry knows too little stays.
    pub(super) fn clean() -> Self {
        static CLEAN: LazyLock<Input> = LazyLock::new(|| {
            let limits = limits(&DECLARED.0.settings);
            let found = ingest::find(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("input")], &limits).expect("the sample");
            let reader = Reader::new(limits, None);
            let read = |candidate: &ingest::Candidate| {
                let sheets = reader.read(candidate).sheets.expect("sheets");
                (candidate.relative.clone(), Book::of(sheets.iter().map(Sheet::from_grid).collect()))
            };
            let mut input = Input { books: found.files.iter().map(read).collect(), ..Input::default() };
            let april = input.head("afrika", 4);
            let total = april.total();
            april.put(total, head::STATED, number(10));
            let may = input.roster("afrika", 5);
            let fourth = may.row(line::KEY, "NP-0999");
            may.remove_row(fourth);
            let may = input.head("oost", 5);
            let armenia = may.row(head::MISSION, "EUM Armenia");
            may.put(armenia, head::ARRIVALS, number(1));
            input
        });
        CLEAN.clone()
    }

    /// The path of a sender's return of a month.
    pub(super) fn path(&self, sender: &str, month: u32) -> String {
        let stem = format!("/{}.", stem(sender, month));
        self.books.keys().find(|path| path.contains(&stem)).unwrap_or_else(|| panic!("no {stem}")).clone()
    }

    pub(super) fn book(&mut self, sender: &str, month: u32) -> &mut Book {
        let path = self.path(sender, month);
        self.books.get_mut(&path).expect("a book")
    }

    /// The sheet with the headcounts.
    pub(super) fn head(&mut self, sender: &str, month: u32) -> &mut Sheet {
        &mut self.book(sender, month).sheets[0]
    }

    /// The sheet with the roster.
    pub(super) fn roster(&mut self, sender: &str, month: u32) -> &mut Sheet {
        &mut self.book(sender, month).sheets[1]
    }

    /// A file of its own with one sheet.
    pub(super) fn file(&mut self, path: &str, sheet: Sheet) {
        self.books.insert(path.to_owned(), Book::of(vec![sheet]));
    }

    /// Every sheet with headcounts of senders who report monthly.
    pub(super) fn heads(&mut self) -> impl Iterator<Item = &mut Sheet> {
        self.books.iter_mut().filter(|(path, _)| path.contains("/opgave-")).map(|(_, book)| &mut book.sheets[0])
    }

    /// Every roster.
    pub(super) fn rosters(&mut self) -> impl Iterator<Item = &mut Sheet> {
        self.books.values_mut().filter_map(|book| book.sheets.get_mut(1))
    }

    /// Types into the column of a mission's headcounts.
    pub(super) fn type_head(&mut self, spot: Spot, col: u32, value: Value) -> At {
        let sheet = self.head(spot.sender, spot.month);
        let row = sheet.row(head::MISSION, spot.mission);
        At::head(spot, sheet.put(row, col, value))
    }

    /// Adds to a number of a mission's headcounts.
    pub(super) fn add_head(&mut self, spot: Spot, col: u32, more: i32) -> At {
        let sheet = self.head(spot.sender, spot.month);
        let row = sheet.row(head::MISSION, spot.mission);
        At::head(spot, sheet.add(row, col, f64::from(more)))
    }

    /// The row of the last person of a mission on the roster who is there: not ended.
    pub(super) fn person(&mut self, spot: Spot) -> u32 {
        let sheet = self.roster(spot.sender, spot.month);
        let mut rows = sheet.rows(line::MISSION, spot.mission).into_iter().filter(|row| sheet.says(*row, line::ACTUAL).is_empty());
        rows.next_back().unwrap_or_else(|| panic!("nobody in {}", spot.mission))
    }

    /// Types into the line of that person.
    pub(super) fn type_person(&mut self, spot: Spot, col: u32, value: Value) -> At {
        let row = self.person(spot);
        At::roster(spot, self.roster(spot.sender, spot.month).put(row, col, value))
    }

    /// Takes the rosters away.
    pub(super) fn without_rosters(&mut self) {
        for book in self.books.values_mut().filter(|book| book.sheets.len() > 1) {
            book.sheets.truncate(1);
        }
    }

    /// Takes months away.
    pub(super) fn only(&mut self, months: &[u32]) {
        self.books.retain(|path, _| months.iter().any(|month| path.starts_with(&format!("2026-{month:02}/"))));
    }

    /// Adds a month after the last one, in which nothing happens.
    pub(super) fn month_more(&mut self, month: u32) {
        let (from, to) = (format!("2026-{:02}", month - 1), format!("2026-{month:02}"));
        let copied: Vec<(String, Book)> = self
            .books
            .iter()
            .filter(|(path, _)| path.starts_with(&from) && path.contains("/opgave-"))
            .map(|(path, book)| (path.replace(&from, &to), book.clone()))
            .collect();
        let first = NaiveDate::from_ymd_opt(2026, month + 1, 1).expect("a day");
        let last = first.pred_opt().expect("a day").format("%Y-%m-%d").to_string();
        for (path, mut book) in copied {
            let sheet = &mut book.sheets[0];
            let row = sheet.header();
            let dated = (0..row).find(|row| matches!(sheet.get(*row, 1), Some(Value::Date(_)))).expect("a date");
            sheet.put(dated, 1, date(&last));
            for record in sheet.records() {
                sheet.put(record, head::ARRIVALS, number(0));
                sheet.put(record, head::DEPARTURES, number(0));
            }
            let roster = &mut book.sheets[1];
            let left: Vec<u32> = roster.records().filter(|row| !roster.says(*row, line::ACTUAL).is_empty()).collect();
            for row in left.into_iter().rev() {
                roster.remove_row(row);
            }
            self.books.insert(path, book);
        }
    }

    /// Adds somebody to a roster, just below somebody else of the mission: with a key of their own, posted since a day.
    pub(super) fn join(&mut self, spot: Spot, key: &str, start: &str) -> At {
        let row = self.person(spot);
        let sheet = self.roster(spot.sender, spot.month);
        let row = sheet.copy_row(row);
        sheet.put(row, line::START, date(start));
        At::roster(spot, sheet.put(row, line::KEY, text(key)))
    }

    /// Replaces a text in a file of the schemas. Without it the new text is added at the end.
    pub(super) fn schema(&mut self, file: &'static str, old: &str, new: &str) {
        self.edits.push(Edit { file, old: old.to_owned(), new: new.to_owned() });
    }

    /// Adds to the entry of a mission in the registry, before its mandates.
    pub(super) fn registry(&mut self, mission: &str, more: &str) {
        self.schema("missions.toml", &format!("id = \"{mission}\"\n"), &format!("id = \"{mission}\"\n{more}\n"));
    }

    /// Switches a check off, if there is such a check.
    pub(super) fn off(&mut self, code: &'static str) {
        self.off.push(code);
    }

    /// The declarations for the run; `None` where they cannot be read, since a file or key that they need is not known.
    pub(super) fn declared(&self) -> Option<(Schema, Vec<Check>)> {
        let (mut schema, mut checks) = if self.edits.is_empty() { DECLARED.clone() } else { self.edited()? };
        for check in &mut checks {
            check.enabled &= !self.off.contains(&check.code.as_str());
        }
        for check in &mut schema.equations.checks {
            check.enabled &= !self.off.contains(&check.code.as_str());
        }
        for code in self.off.iter().filter(|code| checks.iter().any(|check| check.code == **code)) {
            schema.checks.entry((*code).to_owned()).or_default().enabled = Some(false);
        }
        Some((schema, checks))
    }

    fn edited(&self) -> Option<(Schema, Vec<Check>)> {
        let temporary = tempfile::tempdir().expect("a folder");
        fs::create_dir(temporary.path().join("tables")).expect("a folder");
        for below in ["", "tables"] {
            for entry in fs::read_dir(folder().join(below)).expect("schemas") {
                let path = entry.expect("a file").path();
                if path.is_file() {
                    let name = path.file_name().expect("a name");
                    fs::copy(&path, temporary.path().join(below).join(name)).expect("a copy");
                }
            }
        }
        for Edit { file, old, new } in &self.edits {
            let path = temporary.path().join(file);
            let before = fs::read_to_string(&path).ok()?;
            assert!(before.contains(old.as_str()), "{file} has no {old:?}");
            let after = if old.is_empty() { format!("{before}{new}") } else { before.replacen(old.as_str(), new, 1) };
            fs::write(&path, after).expect("written");
        }
        pipeline::load_schemas(Some(temporary.path()), Lang::En).ok()
    }
}

/// The kind of a sheet, whatever it is called in a format.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Head,
    Roster,
    Other,
}

/// Where a finding must point. Files are without their extension.
#[derive(Clone, Debug)]
pub(super) enum At {
    /// Into one of some cells, where they are equally good.
    Cells(String, Kind, Vec<String>),
    /// At one of several, which are equally good.
    Any(Vec<At>),
    /// Into a line: a row from zero.
    Line(String, Kind, u32),
    /// At a file as a whole.
    File(String),
    /// Somewhere in a file.
    Within(String),
    /// At a return that is missing.
    Expected(&'static str),
    /// At anything, but about a mission.
    Mission(&'static str),
    /// At anything.
    Anywhere,
}

impl At {
    pub(super) fn head(spot: Spot, cell: muster::domain::CellRef) -> Self {
        Self::Cells(stem(spot.sender, spot.month), Kind::Head, vec![cell.to_string()])
    }

    pub(super) fn roster(spot: Spot, cell: muster::domain::CellRef) -> Self {
        Self::Cells(stem(spot.sender, spot.month), Kind::Roster, vec![cell.to_string()])
    }

    /// A cell of another sheet.
    pub(super) fn other(file: &str, cell: muster::domain::CellRef) -> Self {
        Self::Cells(file.to_owned(), Kind::Other, vec![cell.to_string()])
    }

    /// The same line, whichever of its cells.
    pub(super) fn line(self) -> Self {
        match self {
            Self::Cells(file, kind, cells) => {
                let cell: muster::domain::CellRef = cells[0].parse().expect("an address");
                Self::Line(file, kind, cell.row)
            }
            other => other,
        }
    }

    /// Or another cell of that sheet.
    pub(super) fn or(self, cell: muster::domain::CellRef) -> Self {
        match self {
            Self::Cells(file, kind, mut cells) => {
                cells.push(cell.to_string());
                Self::Cells(file, kind, cells)
            }
            other => other,
        }
    }

    pub(super) fn file(spot: Spot) -> Self {
        Self::File(stem(spot.sender, spot.month))
    }

    pub(super) fn within(spot: Spot) -> Self {
        Self::Within(stem(spot.sender, spot.month))
    }
}

/// A day, for the day a file was received.
pub(super) fn received(text: &str) -> Option<NaiveDate> {
    Some(day(text))
}
