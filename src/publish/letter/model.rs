//! What a letter says, before it is given a form. Every form is made from this alone, so that none says anything else.

use crate::domain::Lang;

/// One document: a letter for each of its months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// Its language.
    pub(super) lang: Lang,
    /// What it is called.
    pub(super) title: String,
    /// The mark of a document that is not to be sent, for every page.
    pub(super) internal: Option<Mark>,
    /// The letters, earliest month first.
    pub(super) letters: Vec<Letter>,
}

/// What is said of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// Its heading.
    pub(super) title: String,
    /// What keeps it from being sent as it is.
    pub(super) marks: Vec<Mark>,
    /// The day the figures hold for.
    pub(super) as_of: String,
    /// The table and, in an internal letter, what follows it. The first part has no heading.
    pub(super) parts: Vec<Part>,
}

/// A line that must not be overlooked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// What stands out.
    pub(super) strong: String,
    /// What it means.
    pub(super) rest: String,
}

/// A table with what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// Its heading; empty for the first.
    pub(super) heading: String,
    /// What stands between heading and table.
    pub(super) intro: Vec<String>,
    /// The table; `None` where there is nothing to show.
    pub(super) table: Option<Grid>,
    /// What stands below it.
    pub(super) notes: Vec<String>,
}

/// A table: each row has a cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grid {
    /// What it shows. Read out where a table is not seen.
    pub(super) caption: String,
    /// The columns. The first names what a row is about.
    pub(super) columns: Vec<Column>,
    /// The rows.
    pub(super) rows: Vec<Vec<String>>,
    /// Whether the last row is a total.
    pub(super) total: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// What stands above it.
    pub(super) head: String,
    /// How wide it is, in twentieths of a point on paper.
    pub(super) width: u16,
    /// Whether it holds bare numbers, which stand at the right.
    pub(super) number: bool,
}

impl Column {
    pub(super) fn text(head: &str, width: u16) -> Self {
        Self { head: head.to_owned(), width, number: false }
    }

    pub(super) fn number(head: &str, width: u16) -> Self {
        Self { head: head.to_owned(), width, number: true }
    }
}

impl Grid {
    /// Whether a row is the total.
    pub(super) fn is_total(&self, row: usize) -> bool {
        self.total && row + 1 == self.rows.len()
    }
}
