//! A few cells of a sheet around one that a finding points at, as far as they may be shown.

use std::collections::BTreeMap;

use super::cell::CellRef;
use super::finding::{Place, SafeText};

/// What of a cell may be shown, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Nothing stands there.
    Empty,
    /// This, to anybody who sees the finding.
    Text(SafeText),
    /// This, to the analyst and the sender, who have the return itself: it is about one person or a small group. It never
    /// reaches what is published.
    Internal(SafeText),
    /// Something stands there that is shown to nobody.
    Withheld,
}

/// One row of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExcerptRow {
    /// The row, from zero.
    pub row: u32,
    /// Whether it is a header.
    pub header: bool,
    /// Its cells, one for each column of the excerpt.
    pub cells: Vec<Shown>,
}

/// A few cells around one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The cell in the middle, which is always among them.
    pub cell: CellRef,
    /// The columns, from zero, from the left. Some may be left out between two of them.
    pub columns: Vec<u32>,
    /// The rows, from the top. Some may be left out between two of them.
    pub rows: Vec<ExcerptRow>,
}

/// Excerpts by the place that they are about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpts(BTreeMap<Place, Excerpt>);

impl Excerpts {
    /// The excerpt around a place, if there is one.
    #[must_use]
    pub fn get(&self, place: &Place) -> Option<&Excerpt> {
        self.0.get(place)
    }

    /// Number of excerpts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(Place, Excerpt)> for Excerpts {
    fn from_iter<I: IntoIterator<Item = (Place, Excerpt)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}
