//! Returns by the thousand, in which everything adds up: what a benchmark reads.
//!
//! A sender reports on fifteen missions each month. An officer stays a year; one in twelve is relieved each month, so that checks
//! between months have work to do. The registry is that of the project and as many missions more.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, Months, NaiveDate};
use rayon::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

/// Missions that a sender reports on.
pub(crate) const MISSIONS: usize = 15;
/// Officers that a sender reports on. With those who were relieved a roster has five hundred lines.
pub(crate) const OFFICERS: usize = 462;

const RANKS: [&str; 6] = ["hoofdagent", "brigadier", "inspecteur", "hoofdinspecteur", "commissaris", "agent"];
const ROLES: [&str; 6] = ["adviseur opsporing", "adviseur grensbeheer", "monitor", "mentor", "planner", "trainer"];
const UNITS: [&str; 5] = ["Oost-Nederland", "Amsterdam", "Rotterdam", "Limburg", "Noord-Nederland"];
const ROSTER: [&str; 12] = [
    "Uitzendnummer",
    "Missie",
    "Functie",
    "Rang",
    "M/V",
    "Eenheid",
    "Begindatum",
    "Geplande einddatum",
    "Werkelijke einddatum",
    "Status",
    "Status sinds",
    "Soort uitzending",
];
const HEADCOUNT: [&str; 13] = [
    "Missie",
    "Organisatie",
    "Regio",
    "Beginstand",
    "Instroom",
    "Uitstroom",
    "Bezetting",
    "In missiegebied",
    "Waarvan tijdelijk in NL",
    "Vrouwen",
    "Mannen",
    "Formatie",
    "Vacatures",
];

/// The first month of every workload.
fn first_month() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day")
}

fn month(at: usize) -> NaiveDate {
    first_month() + Months::new(u32::try_from(at).expect("a few months"))
}

fn last_day(of: NaiveDate) -> NaiveDate {
    of + Months::new(1) - Days::new(1)
}

fn mission(sender: usize, at: usize) -> String {
    format!("EUBM {:03}-{at:02}", sender)
}

/// One officer in one month.
struct Officer {
    key: String,
    mission: usize,
    index: usize,
    start: NaiveDate,
    end: NaiveDate,
    /// Whether that end has come.
    gone: bool,
    woman: bool,
    home: bool,
}

/// The officer on a post in a month, and before it the one who was relieved, if that was since the last month. A tour lasts a
/// year, and each post is relieved in a month of its own.
fn officers(sender: usize, post: usize, at: usize, missions: usize) -> impl Iterator<Item = Officer> {
    let phase = post % 12;
    let tour = 1 + (at + phase) / 12;
    let months = |count: usize| Months::new(u32::try_from(count).expect("a few months"));
    let one = move |tour: usize, gone: bool| {
        let start = first_month() + months(tour * 12) - months(phase + 12);
        let index = post + tour;
        Officer {
            key: format!("P{sender:03}-{post:07}-{tour:02}"),
            mission: post % missions,
            index,
            start,
            end: start + Months::new(12) - Days::new(1),
            gone,
            woman: index.is_multiple_of(3),
            home: index.is_multiple_of(17) && !gone,
        }
    };
    let relieved = (at + phase).is_multiple_of(12);
    relieved.then(|| one(tour - 1, true)).into_iter().chain([one(tour, false)])
}

/// Copies the project's schemas and adds the missions and coordinators of so many senders.
pub(crate) fn schemas(from: &Path, to: &Path, senders: usize) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to.join("tables")).expect("a folder");
    for folder in ["", "tables"] {
        for entry in fs::read_dir(from.join(folder)).expect("schemas") {
            let path = entry.expect("an entry").path();
            if path.is_file() {
                fs::copy(&path, to.join(folder).join(path.file_name().expect("a name"))).expect("a copy");
            }
        }
    }
    let (mut missions, mut coordinators) = (String::new(), "coordinator,name_nl,language,missions,due_day,reports,aliases\n".to_owned());
    for sender in 0..senders {
        let mut ids = Vec::new();
        for at in 0..MISSIONS {
            let (id, name) = (format!("eubm-{sender:03}-{at:02}"), mission(sender, at));
            let _ = write!(
                missions,
                "\n[[mission]]\nid = \"{id}\"\nname = \"{name}\"\norganisation = \"EU\"\naliases = []\ncountries = [\"UA\"]\nregion = \"eastern_europe\"\nstart = 2015\nstatus = \"active\"\nsource = \"made for measuring\"\n\n[[mission.mandate]]\nfrom = 2015-01-01\nbasis = \"made for measuring\"\n"
            );
            ids.push(id);
        }
        let _ = writeln!(coordinators, "zender{sender:03},Zender {sender},nl,{},,monthly,", ids.join("|"));
    }
    append(&to.join("missions.toml"), &missions);
    fs::write(to.join("coordinators.csv"), coordinators).expect("written");
}

fn append(path: &Path, text: &str) {
    let mut all = fs::read_to_string(path).expect("a file");
    all.push_str(text);
    fs::write(path, all).expect("written");
}

/// A workbook for each sender and month: fifteen lines of headcounts and five hundred of the roster.
pub(crate) fn many(folder: &Path, senders: usize, months: usize) {
    let all: Vec<(usize, usize)> = (0..months).flat_map(|month| (0..senders).map(move |sender| (sender, month))).collect();
    all.par_iter().for_each(|&(sender, at)| {
        let name = format!("{}/opgave-zender{sender:03}-{}.xlsx", month(at).format("%Y-%m"), month(at).format("%Y-%m"));
        workbook(&folder.join(name), sender, at, MISSIONS, OFFICERS);
    });
}

/// One workbook with a long roster.
pub(crate) fn big(folder: &Path, officers: usize) {
    // One in twelve is relieved, and has a line as well.
    workbook(&folder.join("opgave-zender000-2020-01.xlsx"), 0, 0, MISSIONS, officers * 12 / 13);
}

/// A year and more of small returns: four missions and a roster of ten, for each sender and month.
pub(crate) fn history(folder: &Path, senders: usize, months: usize) {
    let all: Vec<(usize, usize)> = (0..months).flat_map(|month| (0..senders).map(move |sender| (sender, month))).collect();
    all.par_iter().for_each(|&(sender, at)| {
        let name = format!("{}/opgave-zender{sender:03}-{}.xlsx", month(at).format("%Y-%m"), month(at).format("%Y-%m"));
        workbook(&folder.join(name), sender, at, 4, 12);
    });
}

fn workbook(path: &Path, sender: usize, at: usize, missions: usize, officers: usize) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    let mut book = Workbook::new();
    headcounts(book.add_worksheet(), sender, at, missions, officers);
    roster(book.add_worksheet(), sender, at, missions, officers);
    book.save(path).expect("a workbook");
}

fn day(date: NaiveDate) -> ExcelDateTime {
    ExcelDateTime::from_ymd(u16::try_from(date.year()).expect("a year"), date.month() as u8, date.day() as u8).expect("a day")
}

fn headcounts(sheet: &mut Worksheet, sender: usize, at: usize, missions: usize, officers: usize) {
    let date = Format::new().set_num_format("dd-mm-yyyy");
    sheet.set_name("Bezetting").expect("a name");
    sheet.write(0, 0, format!("Maandopgave zender {sender}")).expect("a cell");
    sheet.write(1, 0, "Peildatum").expect("a cell");
    sheet.write_with_format(1, 1, day(last_day(month(at))), &date).expect("a cell");
    sheet.write_row(3, 0, HEADCOUNT).expect("a header");
    let counts = counts(sender, at, missions, officers);
    let mut row = 4;
    for (one, [all, moved, home, women]) in counts.iter().enumerate() {
        sheet.write_row(row, 0, [mission(sender, one).as_str(), "EU", "Oost-Europa"]).expect("cells");
        let numbers = [*all, *moved, *moved, *all, all - home, *home, *women, all - women, *all, 0];
        sheet.write_row(row, 3, numbers).expect("cells");
        row += 1;
    }
    sheet.write(row, 0, "TOTAAL").expect("a cell");
    sheet.write(row, 6, counts.iter().map(|count| count[0]).sum::<u32>()).expect("a cell");
}

/// Of each mission: how many there are, how many were relieved since the last month, are at home, are women.
fn counts(sender: usize, at: usize, missions: usize, officers: usize) -> Vec<[u32; 4]> {
    let mut counts = vec![[0; 4]; missions];
    for officer in (0..officers).flat_map(|post| self::officers(sender, post, at, missions)).filter(|officer| !officer.gone) {
        let count = &mut counts[officer.mission];
        count[0] += 1;
        count[1] += u32::from(officer.start == month(at));
        count[2] += u32::from(officer.home);
        count[3] += u32::from(officer.woman);
    }
    counts
}

fn roster(sheet: &mut Worksheet, sender: usize, at: usize, missions: usize, officers: usize) {
    let date = Format::new().set_num_format("dd-mm-yyyy");
    sheet.set_name("Rooster").expect("a name");
    sheet.write_row(0, 0, ROSTER).expect("a header");
    let all = (0..officers).flat_map(|post| self::officers(sender, post, at, missions));
    for (row, officer) in (1..).zip(all) {
        let texts = texts(&officer, sender);
        for (col, text) in (0..).zip(&texts) {
            sheet.write(row, col, text.as_str()).expect("a cell");
        }
        sheet.write_with_format(row, 6, day(officer.start), &date).expect("a cell");
        sheet.write_with_format(row, 7, day(officer.end), &date).expect("a cell");
        if officer.gone {
            sheet.write_with_format(row, 8, day(officer.end), &date).expect("a cell");
        }
        sheet.write(row, 9, status(&officer)).expect("a cell");
        sheet.write_with_format(row, 10, day(since(&officer, at)), &date).expect("a cell");
        sheet.write(row, 11, "gedetacheerd").expect("a cell");
    }
}

fn texts(officer: &Officer, sender: usize) -> [String; 6] {
    let index = officer.index;
    [
        officer.key.clone(),
        mission(sender, officer.mission),
        ROLES[index % ROLES.len()].to_owned(),
        RANKS[index % RANKS.len()].to_owned(),
        if officer.woman { "V" } else { "M" }.to_owned(),
        UNITS[index % UNITS.len()].to_owned(),
    ]
}

/// Whoever is at home has been so since this month began.
fn since(officer: &Officer, at: usize) -> NaiveDate {
    if officer.home { month(at) } else { officer.start }
}

const fn status(officer: &Officer) -> &'static str {
    if officer.gone {
        "teruggekeerd"
    } else if officer.home {
        "tijdelijk in NL"
    } else {
        "in missiegebied"
    }
}

/// One roster as text.
pub(crate) fn csv(folder: &Path, officers: usize) {
    fs::create_dir_all(folder).expect("a folder");
    let file = File::create(folder.join("rooster-zender000-2020-01.csv")).expect("a file");
    let mut to = BufWriter::new(file);
    writeln!(to, "{}", ROSTER.join(";")).expect("written");
    for officer in (0..officers).flat_map(|post| self::officers(0, post, 0, MISSIONS)).take(officers) {
        let (texts, start, end) = (texts(&officer, 0).join(";"), officer.start.format("%d-%m-%Y"), officer.end.format("%d-%m-%Y"));
        let gone = if officer.gone { end.to_string() } else { String::new() };
        let since = since(&officer, 0).format("%d-%m-%Y");
        writeln!(to, "{texts};{start};{end};{gone};{};{since};gedetacheerd", status(&officer)).expect("written");
    }
    to.flush().expect("written");
}

/// All files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}
