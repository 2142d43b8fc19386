//! `coordinators.csv`: who reports on which missions.

use std::collections::HashMap;

use super::diagnostics::{Item, Mistakes, Spot};
use super::missions::unknown_mission;
use super::raw::choose;
use super::source::Source;
use crate::domain::fold;
use crate::domain::registry::Registry;
use crate::domain::schema::Coordinator;

const COLUMNS: [&str; 7] = ["coordinator", "name_nl", "language", "missions", "due_day", "reports", "aliases"];
/// The one column that may be left out.
const OPTIONAL: &str = "aliases";
const REPORTS: [(&str, bool); 2] = [("monthly", true), ("when there is news", false)];
const LANGUAGES: [(&str, ()); 3] = [("nl", ()), ("en", ()), ("fr", ())];

/// Reads the coordinators. Their missions are checked if the registry could be read.
pub(super) fn read(source: &Source, file: usize, registry: Option<&Registry>, mistakes: &mut Mistakes) -> Vec<Coordinator> {
    if !source.usable {
        return Vec::new();
    }
    let mut lines = lines(source, file, mistakes).into_iter();
    let Some(header) = lines.next() else {
        mistakes
            .at(Spot { file, from: 0, to: 0 }, "dit bestand is leeg", "this file is empty")
            .help(format!("de eerste regel is `{}`", COLUMNS.join(",")), format!("the first line is `{}`", COLUMNS.join(",")));
        return Vec::new();
    };
    let Some(columns) = columns(&header, mistakes) else { return Vec::new() };
    let mut names = HashMap::new();
    lines.map(|line| coordinator(&Row { line: &line, columns: &columns }, registry, &mut names, mistakes)).collect()
}

/// A line of the file: its fields, each with its place.
struct Line {
    fields: Vec<Item<String>>,
    at: Spot,
}

/// The lines that are not blank. A Dutch Excel writes semicolons; what stands more often in the first line separates.
fn lines(source: &Source, file: usize, mistakes: &mut Mistakes) -> Vec<Line> {
    let first = source.text.lines().next().unwrap_or_default();
    let delimiter = if first.matches(';').count() > first.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(source.text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let from = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)).min(source.text.len());
                if record.iter().any(|field| !field.trim().is_empty()) {
                    lines.push(located(&record, &source.text, from, file));
                }
            }
            Err(error) => {
                let from = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
                mistakes.at(
                    Spot { file, from, to: from },
                    format!("deze regel kan niet worden gelezen: {error}"),
                    format!("this line cannot be read: {error}"),
                );
            }
        }
    }
    lines
}

/// The fields of a record with their places: each is looked for behind the one before.
fn located(record: &csv::StringRecord, text: &str, from: usize, file: usize) -> Line {
    let rest = text.get(from..).unwrap_or_default();
    let from = from + rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let end = text.get(from..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| from + at);
    let mut behind = from;
    let place = |field: &str| {
        let found = text.get(behind..).and_then(|rest| rest.find(field)).map(|at| behind + at);
        let begin = found.unwrap_or(behind);
        // The separator, or a quote and the separator, lie between this field and the next.
        behind = found.map_or(behind, |at| (at + field.len() + 1).min(text.len()));
        let trimmed = field.trim();
        let begin = begin + field.len() - field.trim_start().len();
        Item { value: trimmed.to_string(), at: Spot { file, from: begin, to: begin + trimmed.len() } }
    };
    Line { fields: record.iter().map(place).collect(), at: Spot { file, from, to: end } }
}

/// Which column each name of [`COLUMNS`] has; `None` if one that is needed lacks.
fn columns(header: &Line, mistakes: &mut Mistakes) -> Option<HashMap<&'static str, usize>> {
    let mut columns = HashMap::new();
    for (at, field) in header.fields.iter().enumerate() {
        match COLUMNS.iter().find(|known| **known == field.value) {
            Some(known) if columns.insert(*known, at).is_some() => {
                mistakes.at(field.at, format!("kolom `{known}` staat er tweemaal"), format!("column `{known}` is there twice"));
            }
            Some(_) => {}
            None => {
                mistakes
                    .at(field.at, format!("onbekende kolom `{}`", field.value), format!("unknown column `{}`", field.value))
                    .did_you_mean(&field.value, COLUMNS);
            }
        }
    }
    let mut complete = true;
    for known in COLUMNS {
        if known != OPTIONAL && !columns.contains_key(known) {
            mistakes.at(header.at, format!("hier ontbreekt kolom `{known}`"), format!("column `{known}` is missing here"));
            complete = false;
        }
    }
    complete.then_some(columns)
}

struct Row<'a> {
    line: &'a Line,
    columns: &'a HashMap<&'static str, usize>,
}

impl<'a> Row<'a> {
    fn get(&self, column: &str) -> Item<&'a str> {
        let found = self.columns.get(column).and_then(|at| self.line.fields.get(*at));
        found.map_or(Item { value: "", at: self.line.at }, |item| Item { value: item.value.as_str(), at: item.at })
    }

    /// The parts of a field that are divided by `|`, each with its place.
    fn parts(&self, column: &str) -> Vec<Item<&'a str>> {
        let field = self.get(column);
        let mut from = field.at.from;
        let mut parts = Vec::new();
        for part in field.value.split('|') {
            if !part.trim().is_empty() {
                parts.push(Item { value: part.trim(), at: Spot { file: field.at.file, from, to: from + part.len() } });
            }
            from += part.len() + 1;
        }
        parts
    }
}

fn coordinator(row: &Row<'_>, registry: Option<&Registry>, names: &mut HashMap<String, Spot>, mistakes: &mut Mistakes) -> Coordinator {
    if row.line.fields.len() > row.columns.len() {
        mistakes.at(row.line.at, "deze regel heeft meer velden dan de eerste", "this line has more fields than the first").help(
            "een veld met een scheidingsteken erin hoort tussen aanhalingstekens",
            "a field with a separator in it belongs in quotes",
        );
    }
    let (id, name) = (row.get("coordinator"), row.get("name_nl"));
    for (column, field) in [("coordinator", id), ("name_nl", name)] {
        if field.value.is_empty() {
            mistakes.at(row.line.at, format!("hier ontbreekt `{column}`"), format!("`{column}` is missing here"));
        }
    }
    let aliases = row.parts(OPTIONAL);
    for text in [id].iter().chain(&aliases).filter(|text| !text.value.is_empty()) {
        let first = *names.entry(fold(text.value)).or_insert(text.at);
        if first != text.at {
            mistakes.at(text.at, format!("`{}` staat er tweemaal", text.value), format!("`{}` is there twice", text.value)).other(
                first,
                "hier al gebruikt",
                "used here already",
            );
        }
    }
    choose(row.get("language"), &LANGUAGES, mistakes);
    let monthly = choose(row.get("reports"), &REPORTS, mistakes).is_some_and(|item| item.value);
    let due = row.get("due_day");
    let due_day = due.value.parse::<u32>().ok().filter(|day| (1..=31).contains(day));
    if !due.value.is_empty() && due_day.is_none() {
        mistakes
            .at(due.at, "dit is geen dag van de maand", "this is not a day of the month")
            .help("hier hoort een getal van 1 tot en met 31, of niets", "a number from 1 up to and including 31 belongs here, or nothing");
    }
    Coordinator {
        id: id.value.into(),
        name: name.value.into(),
        aliases: aliases.iter().map(|alias| alias.value.into()).collect(),
        missions: missions(row, registry, mistakes),
        due_day,
        monthly,
    }
}

fn missions(row: &Row<'_>, registry: Option<&Registry>, mistakes: &mut Mistakes) -> Vec<usize> {
    let Some(registry) = registry else { return Vec::new() };
    let mut missions = Vec::new();
    for part in row.parts("missions") {
        match registry.find(part.value) {
            Some(at) if missions.contains(&at) => {
                mistakes.at(part.at, "deze missie staat er al", "this mission is there already");
            }
            Some(at) => missions.push(at),
            None => unknown_mission(part, &registry.missions, mistakes),
        }
    }
    missions
}
