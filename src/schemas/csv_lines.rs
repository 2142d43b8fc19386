//! CSV files of the schemas: every field with its place.

use std::collections::HashMap;

use super::diagnostics::{Item, Mistakes, Spot};
use super::source::Source;

/// Reads the lines below the first, each with `read`. The first line names the columns: the known ones in any order, of which
/// the optional ones may be left out.
pub(super) fn read<T>(
    source: &Source,
    file: usize,
    known: &'static [&'static str],
    optional: &[&str],
    mistakes: &mut Mistakes,
    mut read: impl FnMut(&Row<'_>, &mut Mistakes) -> T,
) -> Vec<T> {
    if !source.usable {
        return Vec::new();
    }
    let mut lines = lines(source, file, mistakes).into_iter();
    let Some(header) = lines.next() else {
        mistakes
            .at(Spot { file, from: 0, to: 0 }, "dit bestand is leeg", "this file is empty")
            .help(format!("de eerste regel is `{}`", known.join(",")), format!("the first line is `{}`", known.join(",")));
        return Vec::new();
    };
    let Some(columns) = columns(&header, known, optional, mistakes) else { return Vec::new() };
    lines.map(|line| read(&Row { line: &line, columns: &columns }, mistakes)).collect()
}

/// A line of the file: its fields, each with its place.
struct Line {
    fields: Vec<Item<String>>,
    at: Spot,
    number: u32,
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
    let number = text.get(..from).unwrap_or_default().matches('\n').count();
    let number = u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
    Line { fields: record.iter().map(place).collect(), at: Spot { file, from, to: end }, number }
}

/// Which column each known name has; `None` if one that is needed lacks.
fn columns(
    header: &Line,
    known: &'static [&'static str],
    optional: &[&str],
    mistakes: &mut Mistakes,
) -> Option<HashMap<&'static str, usize>> {
    let mut columns = HashMap::new();
    for (at, field) in header.fields.iter().enumerate() {
        match known.iter().find(|known| **known == field.value) {
            Some(known) if columns.insert(*known, at).is_some() => {
                mistakes.at(field.at, format!("kolom `{known}` staat er tweemaal"), format!("column `{known}` is there twice"));
            }
            Some(_) => {}
            None => {
                mistakes
                    .at(field.at, format!("onbekende kolom `{}`", field.value), format!("unknown column `{}`", field.value))
                    .did_you_mean(&field.value, known.iter().copied());
            }
        }
    }
    let mut complete = true;
    for known in known {
        if !optional.contains(known) && !columns.contains_key(known) {
            mistakes.at(header.at, format!("hier ontbreekt kolom `{known}`"), format!("column `{known}` is missing here"));
            complete = false;
        }
    }
    complete.then_some(columns)
}

/// A line below the first, whose fields go by the names of the columns.
pub(super) struct Row<'a> {
    line: &'a Line,
    columns: &'a HashMap<&'static str, usize>,
}

impl<'a> Row<'a> {
    /// Where the line stands.
    pub(super) fn at(&self) -> Spot {
        self.line.at
    }

    /// The line's number in the file, from one.
    pub(super) fn number(&self) -> u32 {
        self.line.number
    }

    /// Reports fields without a column.
    pub(super) fn check_length(&self, mistakes: &mut Mistakes) {
        if self.line.fields.len() > self.columns.len() {
            mistakes.at(self.line.at, "deze regel heeft meer velden dan de eerste", "this line has more fields than the first").help(
                "een veld met een scheidingsteken erin hoort tussen aanhalingstekens",
                "a field with a separator in it belongs in quotes",
            );
        }
    }

    /// A field that must say something; `None` where it does not, which is reported.
    pub(super) fn need(&self, column: &str, mistakes: &mut Mistakes) -> Option<Item<&'a str>> {
        let field = self.get(column);
        if field.value.is_empty() {
            mistakes.at(self.line.at, format!("hier ontbreekt `{column}`"), format!("`{column}` is missing here"));
            return None;
        }
        Some(field)
    }

    /// A field; empty if the line has none.
    pub(super) fn get(&self, column: &str) -> Item<&'a str> {
        let found = self.columns.get(column).and_then(|at| self.line.fields.get(*at));
        found.map_or(Item { value: "", at: self.line.at }, |item| Item { value: item.value.as_str(), at: item.at })
    }

    /// The parts of a field that are divided by `|`, each with its place.
    pub(super) fn parts(&self, column: &str) -> Vec<Item<&'a str>> {
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
