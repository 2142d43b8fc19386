//! What an administrator declares: tables, code lists, missions, coordinators and the settings of checks.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};

use super::check::Severity;
use super::equation::Equations;
use super::period::Period;
use super::person::Secret;
use super::registry::Registry;
use super::text::{Bilingual, Lang, fold};
use super::waiver::Waiver;

/// What a field holds, and so which grammar reads its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FieldType {
    /// A headcount: a count that may carry an annotation such as `(3 tijdelijk in NL)`.
    Headcount,
    /// A plain count.
    Count,
    /// A day; the first of an interval where that matters.
    Date,
    /// The last day of an interval, included (`t/m`), which may be open (`heden`).
    LastDay,
    /// A month.
    Month,
    /// A window of time, such as `2e helft 2026`.
    Window,
    /// A value of a code list.
    Code,
    /// A mission of the registry.
    Mission,
    /// The key of a person.
    PersonKey,
    /// Text.
    Text,
}

/// One field of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name within the table.
    pub name: String,
    /// Its title for people.
    pub title: Bilingual,
    /// What it holds.
    pub kind: FieldType,
    /// The code list, as an index into the schema's code lists, for a field of kind [`FieldType::Code`].
    pub codes: Option<usize>,
    /// Whether a row without a usable value is rejected.
    pub required: bool,
    /// Whether its values are about a person and never shown.
    pub personal: bool,
    /// The headers it goes by, as written.
    pub synonyms: Vec<String>,
}

/// One table that a sheet may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSchema {
    /// Its name.
    pub name: String,
    /// Its title for people.
    pub title: Bilingual,
    /// Whether its rows are persons.
    pub about_persons: bool,
    /// Whether it is a list of others that returns are compared with. Its rows make no month of their own.
    pub reference: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Fields that a header must have, as indexes, for the sheet to hold this table.
    pub recognised_by: Vec<usize>,
    /// Texts that mean "not reported" in this table, folded or as single signs.
    pub missing_values: Vec<String>,
}

impl TableSchema {
    /// Whether the texts of a field are only compared and counted, never shown: such a text is kept as it stands.
    #[must_use]
    pub fn compares(&self, field: usize) -> bool {
        self.reference || self.fields.get(field).is_some_and(|field| field.name == "location_list")
    }

    /// The field of a name, as an index.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }
}

/// A value of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Its label.
    pub label: Bilingual,
    /// All the texts it goes by, as written, its code and labels among them.
    pub synonyms: Vec<String>,
    /// Whether whoever has it is no police officer, and so no part of the headcount.
    pub outside: bool,
}

/// A list of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// Its name.
    pub name: String,
    /// Its values, in the order of the file.
    pub codes: Vec<Code>,
    by_name: HashMap<String, u16>,
}

impl CodeList {
    /// A list of values. Of two values with one folded synonym the first keeps it; the loader refuses that before.
    #[must_use]
    pub fn new(name: impl Into<String>, codes: Vec<Code>) -> Self {
        let mut by_name = HashMap::new();
        for (at, code) in codes.iter().enumerate() {
            for synonym in &code.synonyms {
                by_name.entry(fold(synonym)).or_insert(u16::try_from(at).unwrap_or(u16::MAX));
            }
        }
        Self { name: name.into(), codes, by_name }
    }

    /// The value that a text stands for, as an index.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Option<u16> {
        self.by_name.get(&fold(text)).copied()
    }

    /// The value with a code, as an index.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<u16> {
        self.codes.iter().position(|known| known.code == code).and_then(|at| u16::try_from(at).ok())
    }

    /// The listed text most similar to another, if one is similar.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let wanted = fold(text);
        let scored =
            self.codes.iter().flat_map(|code| &code.synonyms).map(|known| (strsim::jaro_winkler(&wanted, &fold(known)), known.as_str()));
        scored.filter(|(score, _)| *score >= 0.85).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))).map(|(_, known)| known)
    }
}

/// A header that stands for several fields; the table it stands in settles which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousHeader {
    /// The header.
    pub header: String,
    /// The fields it may stand for, as `table.field` (`any.field` for a field that several tables have).
    pub fields: Vec<String>,
    /// How people tell them apart.
    pub rule: String,
}

/// A kind of personal data and the headers it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalHeader {
    /// The kind, such as `bsn`.
    pub kind: String,
    /// The headers, as written.
    pub synonyms: Vec<String>,
}

/// Somebody who sends returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coordinator {
    /// The id, which stands in file names.
    pub id: String,
    /// The name.
    pub name: String,
    /// The language to write to them in; `None` if the settings decide.
    pub language: Option<Lang>,
    /// Other words in a file name that point to this coordinator.
    pub aliases: Vec<String>,
    /// The missions reported on, as indexes into the registry.
    pub missions: Vec<usize>,
    /// Day of the following month by which a return is due; `None` if there is no deadline.
    pub due_day: Option<u32>,
    /// Whether a return is expected every month.
    pub monthly: bool,
    /// Whether it sends tables that were put together from returns: their figures are compared with those of the returns and
    /// never published.
    pub consolidated: bool,
}

/// A line of a table that was sent to Parliament.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterLine {
    /// What the letter is called, such as its number.
    pub letter: String,
    /// The month its figures are of.
    pub period: Period,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// The headcount that was printed.
    pub headcount: i64,
    /// How many of them it says are temporarily home; `None` if it has no annotation.
    pub temp_home: Option<i64>,
    /// The line of the file, from one.
    pub line: u32,
}

/// A figure that somebody with a name released although it is sensitive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The month.
    pub period: Period,
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// Who released it.
    pub by: String,
    /// On which day.
    pub on: NaiveDate,
}

impl Coordinator {
    /// The last day on which a return for a month is in time; `None` if there is no deadline. A month that has no such day ends
    /// earlier.
    #[must_use]
    pub fn due(&self, period: Period) -> Option<NaiveDate> {
        let next = period.next();
        let day = next.first_day().checked_add_days(Days::new(u64::from(self.due_day?.saturating_sub(1))));
        Some(day.map_or_else(|| next.last_day(), |day| day.min(next.last_day())))
    }
}

/// What the settings say of one check.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckSetting {
    /// `false` switches it off.
    pub enabled: Option<bool>,
    /// Another severity than its own.
    pub severity: Option<Severity>,
    /// Numbers the check asks for, such as `grace_days`.
    pub numbers: BTreeMap<String, i64>,
    /// Switches the check asks for.
    pub switches: BTreeMap<String, bool>,
}

/// People other than police officers, who may be counted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherGroup {
    /// What they are called in messages.
    pub title: super::text::Bilingual,
    /// The words they go by on sheets.
    pub words: Vec<String>,
}

/// The words by which a sheet says that its headcounts are counted otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Definitions {
    /// Those temporarily home.
    pub temp_home: Vec<String>,
    /// What stands before somebody who is left out.
    pub left_out: Vec<String>,
    /// What stands after somebody who is left out.
    pub not_counted: Vec<String>,
    /// What stands beside a group that is counted in.
    pub included: Vec<String>,
    /// What denies what follows.
    pub negations: Vec<String>,
    /// What makes a title or note one about the headcount.
    pub headcount: Vec<String>,
    /// A count of all since some day.
    pub cumulative: Vec<String>,
    /// An average.
    pub average: Vec<String>,
    /// Full-time equivalents.
    pub fte: Vec<String>,
    /// Who else may be counted in.
    pub others: Vec<OtherGroup>,
}

/// General settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Language of the messages in published tables when none is asked for.
    pub language: super::text::Lang,
    /// Counts of persons in a breakdown from 1 up to this number, not included, are withheld.
    pub small_count_threshold: i64,
    /// Whether the number of women of a single mission is withheld by the same rule.
    pub withhold_female_by_mission: bool,
    /// Largest file, in bytes.
    pub max_file_bytes: u64,
    /// Most bytes a file may unpack to.
    pub max_unpacked_bytes: u64,
    /// Most used cells of a file.
    pub max_cells: u64,
    /// How many times its packed size a large part of a file may unpack to.
    pub max_ratio: u64,
    /// Most memory that reading a file may take, in bytes.
    pub max_memory_bytes: u64,
    /// Longest that reading a file may take, in seconds.
    pub max_seconds: u64,
    /// Words that mark a total line when they begin its label.
    pub total_labels: Vec<String>,
    /// Words that mark a line with averages when they begin its label.
    pub average_labels: Vec<String>,
    /// Words that mark a line about a part of the line above it when they begin its label.
    pub of_which_labels: Vec<String>,
    /// Words of a file name that mark a correction.
    pub correction_words: Vec<String>,
    /// Words that say how headcounts are counted.
    pub definitions: Definitions,
}

/// Everything an administrator declares, validated.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// The tables a sheet may hold.
    pub tables: Vec<TableSchema>,
    /// The code lists.
    pub code_lists: Vec<CodeList>,
    /// Headers with several meanings.
    pub ambiguous_headers: Vec<AmbiguousHeader>,
    /// Headers of personal data.
    pub personal_headers: Vec<PersonalHeader>,
    /// Words that speak of somebody's health, as written. A word of a text that begins with one of them counts.
    pub health_words: Vec<String>,
    /// The missions.
    pub registry: Registry,
    /// The coordinators.
    pub coordinators: Vec<Coordinator>,
    /// The tables that were sent to Parliament, by letter as in the file.
    pub letters: Vec<LetterLine>,
    /// The sensitive figures that were released.
    pub releases: Vec<Release>,
    /// The settings of checks, by code.
    pub checks: BTreeMap<String, CheckSetting>,
    /// The arithmetic checks.
    pub equations: Equations,
    /// Findings that somebody decided to accept, in the order of the file.
    pub waivers: Vec<Waiver>,
    /// General settings.
    pub settings: Settings,
    /// Path and SHA-256 of every schema file, by path.
    pub files: Vec<(String, String)>,
    /// What keys of persons are made with in this run.
    pub secret: Secret,
}

impl Schema {
    /// The language to write in to a coordinator, an index: their own, else that of the settings.
    #[must_use]
    pub fn language_of(&self, coordinator: Option<usize>) -> Lang {
        coordinator.and_then(|at| self.coordinators.get(at)).and_then(|known| known.language).unwrap_or(self.settings.language)
    }

    /// The table of a name, as an index.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.name == name)
    }

    /// The code list of a name, as an index.
    #[must_use]
    pub fn code_list(&self, name: &str) -> Option<usize> {
        self.code_lists.iter().position(|list| list.name == name)
    }

    /// A number that the settings give for a check, or the check's own.
    #[must_use]
    pub fn number(&self, code: &str, name: &str, default: i64) -> i64 {
        self.checks.get(code).and_then(|setting| setting.numbers.get(name)).copied().unwrap_or(default)
    }

    /// A switch that the settings give for a check, or the check's own.
    #[must_use]
    pub fn switch(&self, code: &str, name: &str, default: bool) -> bool {
        self.checks.get(code).and_then(|setting| setting.switches.get(name)).copied().unwrap_or(default)
    }
}
