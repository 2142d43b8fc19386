//! All that one run publishes, before it is turned into files.

use chrono::{DateTime, Utc};

use super::check::{Check, CheckTally};
use super::excerpt::Excerpts;
use super::facts::Facts;
use super::finding::Finding;
use super::history::History;
use super::ledger::Ledger;
use super::period::Period;
use super::schema::Schema;
use super::text::Lang;

/// By what tables are published once more in folders, for engines that read many files as one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Partition {
    /// A folder for each month.
    Period,
}

/// The contents of one published set.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The declarations it was made with.
    pub schema: &'a Schema,
    /// Every check of the catalogue, in the catalogue's order.
    pub catalogue: &'a [Check],
    /// The figures.
    pub facts: &'a Facts,
    /// The findings, in order of publication.
    pub findings: &'a [Finding],
    /// The outcomes of the checks, by month and in the catalogue's order.
    pub tallies: &'a [CheckTally],
    /// The account of all rows.
    pub ledger: &'a Ledger,
    /// The months that are published, earliest first.
    pub periods: &'a [Period],
    /// Path and SHA-256 of every input file, by path.
    pub inputs: &'a [(String, String)],
    /// What was published before. Its months that are not published anew are carried forward as they are; `None` publishes only
    /// these months.
    pub history: Option<&'a History>,
    /// The surroundings of cells that findings point at, where they were looked up.
    pub excerpts: &'a Excerpts,
    /// By what the tables are published once more in folders; `None` is not at all.
    pub partition: Option<Partition>,
    /// The language of messages in the tables.
    pub lang: Lang,
    /// When the run took place. It reaches the manifest and nothing else.
    pub generated: DateTime<Utc>,
}

impl Edition<'_> {
    /// Number of open root errors in a month: what keeps a letter a draft.
    #[must_use]
    pub fn open_errors(&self, period: Period) -> usize {
        open_errors(self.findings, period)
    }

    /// The months that are carried forward from what was published before, earliest first.
    #[must_use]
    pub fn carried(&self) -> Vec<Period> {
        self.history.map_or_else(Vec::new, |history| history.months_beside(self.periods))
    }
}

/// Number of root causes at error level, not waived, that concern a month or no month in particular.
#[must_use]
pub fn open_errors(findings: &[Finding], period: Period) -> usize {
    findings.iter().filter(|finding| finding.is_open_error() && finding.period.is_none_or(|of| of == period)).count()
}
