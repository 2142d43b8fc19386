//! What the set that was published last says: the months of which the returns may be gone by now.
//!
//! Figures, returns and findings are kept; persons are not, since none ever leaves the tool. Checks that compare two months take
//! the earlier one from here where its returns are no longer there: [`History::as_returns`] shows its figures as returns would.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::check::Severity;
use super::facts::{HeadcountFact, HeadcountStatus, PlannedFact, ReturnFact, TrainingFact};
use super::layout::{Direction, SheetLayout};
use super::period::Period;
use super::returns::{FileFormat, Return, Sheet, SourceFile};
use super::schema::{Schema, TableSchema};
use super::table::{Column, FieldColumn, Table};

/// A finding as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastFinding {
    /// The month it is about, where known.
    pub period: Option<Period>,
    /// The check's code.
    pub code: String,
    /// How much it mattered.
    pub severity: Severity,
    /// The code of the finding that explained it; empty for a root cause.
    pub outcome_of: String,
    /// The id of the mission it is about; empty if it is about none.
    pub mission: String,
    /// The file; empty for a return that was missing.
    pub file: String,
    /// The sheet, if it pointed into one.
    pub sheet: String,
    /// The cell, as `B7`, if it pointed at one.
    pub cell: String,
    /// The field, as `table.field`.
    pub field: String,
    /// What stood there.
    pub value: String,
    /// What was wrong, in the language it was published in.
    pub message: String,
    /// Whether somebody with a name accepted it.
    pub waived: bool,
}

/// The set that was published last. Empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct History {
    /// The folder it was published to.
    pub folder: PathBuf,
    /// SHA-256 of its manifest, by which it is told from any other set; `None` if nothing is published.
    pub manifest: Option<String>,
    /// The months it holds figures of, earliest first.
    pub months: Vec<Period>,
    /// Headcounts, by month and the registry's order. The number of women may be withheld in them.
    pub headcounts: Vec<HeadcountFact>,
    /// The months and missions of which a roster was counted.
    pub rostered: BTreeSet<(Period, usize)>,
    /// Project output, by month.
    pub training: Vec<TrainingFact>,
    /// Intended deployments, by month.
    pub planned: Vec<PlannedFact>,
    /// Returns received and missing, by month.
    pub returns: Vec<ReturnFact>,
    /// Findings, in order of publication.
    pub findings: Vec<PastFinding>,
    /// The letters as they were published, by the name of their file.
    pub letters: BTreeMap<String, Vec<u8>>,
}

impl History {
    /// The months that are published, other than these.
    #[must_use]
    pub fn months_beside(&self, others: &[Period]) -> Vec<Period> {
        self.months.iter().copied().filter(|month| !others.contains(month)).collect()
    }

    /// The id of the coordinator whose return of a month a file was; `None` if that is not known.
    #[must_use]
    pub fn coordinator_of(&self, file: &str) -> Option<&str> {
        let own = self.returns.iter().find(|from| !file.is_empty() && from.file == file);
        own.map(|from| from.coordinator.as_str()).filter(|coordinator| !coordinator.is_empty())
    }

    /// Whether a headcount was found to be right when it was published: no error was open, and a roster agreed with it. One that
    /// nothing proved is as doubtful as a cell of a return.
    #[must_use]
    pub fn is_settled(&self, period: Period, mission: usize) -> bool {
        let at = self.headcounts.binary_search_by_key(&(period, mission), |fact| (fact.period, fact.mission));
        let sound = at.ok().and_then(|at| self.headcounts.get(at)).is_some_and(|fact| fact.status == HeadcountStatus::Ok);
        sound && self.rostered.contains(&(period, mission))
    }

    /// The published headcounts as returns: one for each file they came from, by path, with a table for each sheet. Their figures
    /// stand in the cell that was published. Nothing but headcounts is in them.
    #[must_use]
    pub fn as_returns(&self, schema: &Schema) -> Vec<Return> {
        let Some((at, table)) = schema.table("headcount").and_then(|at| Some((at, schema.tables.get(at)?))) else { return Vec::new() };
        let mut by_file: BTreeMap<&str, BTreeMap<&str, Vec<&HeadcountFact>>> = BTreeMap::new();
        for fact in &self.headcounts {
            // Whatever was not reported is not there; where sources differed it is known that something was.
            let (file, sheet) = match (&fact.source, fact.status) {
                (Some((file, sheet, _)), _) => (file.as_str(), sheet.as_str()),
                (None, HeadcountStatus::Conflict) => ("", ""),
                (None, _) => continue,
            };
            by_file.entry(file).or_default().entry(sheet).or_default().push(fact);
        }
        by_file.into_iter().map(|(file, sheets)| self.as_return(file, sheets, at, table)).collect()
    }

    fn as_return(&self, file: &str, sheets: BTreeMap<&str, Vec<&HeadcountFact>>, at: usize, schema: &TableSchema) -> Return {
        let known = self.returns.iter().find(|from| from.file == file);
        let source = SourceFile {
            path: file.to_owned(),
            sha256: known.map_or_else(String::new, |from| from.sha256.clone()),
            bytes: 0,
            format: FileFormat::Csv,
            received: known.and_then(|from| from.received),
        };
        let mut one = Return { published: true, ..Return::of(source) };
        for (name, facts) in sheets {
            one.tables.push(as_table(&facts, at, one.sheets.len(), schema));
            one.sheets.push(Sheet { name: name.to_owned(), hidden: false, layout: SheetLayout::default(), comments: 0 });
        }
        one
    }
}

/// Published headcounts of one sheet as a table of it.
fn as_table(facts: &[&HeadcountFact], at: usize, sheet: usize, schema: &TableSchema) -> Table {
    let cell = |fact: &HeadcountFact| fact.source.as_ref().map(|(_, _, cell)| *cell);
    // Rows rise from the top of the sheet.
    let mut facts = facts.to_vec();
    facts.sort_by_key(|fact| (cell(fact), fact.period, fact.mission));
    let counts = |of: fn(&HeadcountFact) -> Option<i64>| Column::Counts(facts.iter().map(|fact| of(fact)).collect());
    let mut columns: Vec<FieldColumn> = Vec::new();
    for field in &schema.fields {
        let values = match field.name.as_str() {
            "mission" => Column::Missions(facts.iter().map(|fact| u32::try_from(fact.mission).ok()).collect()),
            "as_of" => Column::Dates(facts.iter().map(|fact| fact.as_of).collect()),
            "stated" => counts(|fact| fact.headcount),
            "temp_home" => counts(|fact| fact.temp_home),
            // Who was in the area is mostly worked out from the others, and so proves nothing about them.
            "arrivals" => counts(|fact| fact.arrivals),
            "departures" => counts(|fact| fact.departures),
            "vacancies" => counts(|fact| fact.vacancies),
            _ => Column::Absent,
        };
        let mut column = FieldColumn { values, ..FieldColumn::default() };
        if field.name == "stated" {
            let numbered = || (0_u32..).zip(&facts);
            column.elsewhere = numbered().filter_map(|(record, fact)| Some((record, cell(fact)?))).collect();
            let differing = numbered().filter(|(_, fact)| fact.status == HeadcountStatus::Conflict);
            column.unusable = differing.map(|(record, _)| record).collect::<BTreeSet<u32>>();
        }
        columns.push(column);
    }
    Table {
        schema: at,
        sheet,
        direction: Direction::Down,
        rows: facts.iter().map(|fact| cell(fact).map_or(0, |cell| cell.row)).collect(),
        accepted: vec![true; facts.len()],
        periods: facts.iter().map(|fact| Some(fact.period)).collect(),
        columns,
        totals: Vec::new(),
        remarks: Vec::new(),
        unseen_missions: Vec::new(),
    }
}
