//! `coordinators.csv`: who reports on which missions.

use std::collections::HashMap;

use super::csv_lines::{self, Row};
use super::diagnostics::{Mistakes, Spot};
use super::missions::unknown_mission;
use super::raw::choose;
use super::source::Source;
use crate::domain::registry::Registry;
use crate::domain::schema::Coordinator;
use crate::domain::{Lang, fold};

const COLUMNS: [&str; 7] = ["coordinator", "name_nl", "language", "missions", "due_day", "reports", "aliases"];
/// The columns that may be left out.
const OPTIONAL: [&str; 2] = [LANGUAGE, ALIASES];
const LANGUAGE: &str = "language";
const ALIASES: &str = "aliases";
const REPORTS: [(&str, Reports); 3] =
    [("monthly", Reports::Monthly), ("when there is news", Reports::News), ("consolidated", Reports::Consolidated)];
/// French is not spoken: who writes it is answered in English.
const LANGUAGES: [(&str, Lang); 3] = [("nl", Lang::Nl), ("en", Lang::En), ("fr", Lang::En)];

/// What somebody sends, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reports {
    /// A return every month.
    Monthly,
    /// A return when there is something to report.
    News,
    /// Tables that were put together from the returns of others.
    Consolidated,
}

/// Reads the coordinators. Their missions are checked if the registry could be read.
pub(super) fn read(source: &Source, file: usize, registry: Option<&Registry>, mistakes: &mut Mistakes) -> Vec<Coordinator> {
    let mut names = HashMap::new();
    csv_lines::read(source, file, &COLUMNS, &OPTIONAL, mistakes, |row, mistakes| coordinator(row, registry, &mut names, mistakes))
}

fn coordinator(row: &Row<'_>, registry: Option<&Registry>, names: &mut HashMap<String, Spot>, mistakes: &mut Mistakes) -> Coordinator {
    row.check_length(mistakes);
    let (id, name) = (row.get("coordinator"), row.get("name_nl"));
    for (column, field) in [("coordinator", id), ("name_nl", name)] {
        if field.value.is_empty() {
            mistakes.at(row.at(), format!("hier ontbreekt `{column}`"), format!("`{column}` is missing here"));
        }
    }
    let aliases = row.parts(ALIASES);
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
    let language = Some(row.get(LANGUAGE)).filter(|field| !field.value.is_empty());
    let language = language.and_then(|field| choose(field, &LANGUAGES, mistakes)).map(|item| item.value);
    let reports = choose(row.get("reports"), &REPORTS, mistakes).map(|item| item.value);
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
        language,
        aliases: aliases.iter().map(|alias| alias.value.into()).collect(),
        missions: missions(row, registry, mistakes),
        due_day,
        monthly: reports == Some(Reports::Monthly),
        consolidated: reports == Some(Reports::Consolidated),
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
