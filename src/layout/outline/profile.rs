//! Of what kind the cells below a header are, column by column.

use crate::domain::Cell;

use super::super::header::Line;
use super::cut::used;
use super::kinds::{self, Kind};

/// The cells of one column by kind.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) texts: u32,
    /// Numbers, years among them.
    pub(super) numbers: u32,
    pub(super) years: u32,
    pub(super) dates: u32,
    pub(super) missing: u32,
}

impl Counts {
    fn add(&mut self, kind: Kind, by: i32) {
        let count = |count: &mut u32| *count = count.saturating_add_signed(by);
        match kind {
            Kind::Text => count(&mut self.texts),
            Kind::Number => count(&mut self.numbers),
            Kind::Year => {
                count(&mut self.numbers);
                count(&mut self.years);
            }
            Kind::Date => count(&mut self.dates),
            Kind::Missing => count(&mut self.missing),
        }
    }

    /// Cells that say something.
    pub(super) const fn said(&self) -> u32 {
        self.texts + self.numbers + self.dates
    }

    /// Whether most of them are values of one kind.
    pub(super) fn of_values(&self) -> bool {
        let most = self.numbers.max(self.dates);
        most > 0 && most * 5 >= self.said() * 3
    }

    /// Whether a value is one of these, rather than something that stands over them, as a year does over counts.
    fn has(&self, kind: Kind) -> bool {
        let same = match kind {
            Kind::Year if self.years * 2 < self.numbers => return false,
            Kind::Number | Kind::Year => self.numbers,
            Kind::Date => self.dates,
            Kind::Text | Kind::Missing => return false,
        };
        same > 0 && same * 2 >= self.said()
    }
}

/// How the cells of a row agree with those below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// Cells that say something.
    pub(super) said: u32,
    /// Texts among them.
    pub(super) texts: u32,
    /// Texts and such values as can stand in a header.
    pub(super) labels: u32,
    /// Values among values of their kind.
    pub(super) alike: u32,
    /// Texts, and values of another kind, above values.
    pub(super) above: u32,
}

/// The columns of some rows.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    cols: Vec<(u32, Counts)>,
    pub(super) rows: u32,
}

impl Profile {
    /// The profile of rows.
    pub(super) fn of<'l>(lines: impl Iterator<Item = &'l Line<'l>> + Clone) -> Self {
        let mut cols: Vec<u32> = lines.clone().flat_map(|(_, cells)| used(cells)).map(|cell| cell.col).collect();
        cols.sort_unstable();
        cols.dedup();
        let mut profile = Self { cols: cols.into_iter().map(|col| (col, Counts::default())).collect(), rows: 0 };
        for (_, cells) in lines {
            profile.add(cells, 1);
        }
        profile
    }

    fn add(&mut self, cells: &[Cell], by: i32) {
        self.rows = self.rows.saturating_add_signed(by);
        let mut at = 0;
        for cell in used(cells) {
            at += self.cols.get(at..).map_or(0, |rest| rest.partition_point(|(col, _)| *col < cell.col));
            if let Some((_, counts)) = self.cols.get_mut(at).filter(|(col, _)| *col == cell.col) {
                counts.add(kinds::of(cell), by);
            }
        }
    }

    /// Takes a row out that was among them.
    pub(super) fn without(&mut self, cells: &[Cell]) {
        self.add(cells, -1);
    }

    /// The columns, from the left, with their cells.
    pub(super) fn columns(&self) -> impl DoubleEndedIterator<Item = (u32, Counts)> + Clone {
        self.cols.iter().copied()
    }

    /// What stands in a column.
    pub(super) fn column(&self, col: u32) -> Counts {
        self.cols
            .binary_search_by_key(&col, |(col, _)| *col)
            .ok()
            .and_then(|at| self.cols.get(at))
            .map_or_else(Counts::default, |found| found.1)
    }

    /// Number of columns that are filled in at least a fifth of the rows.
    pub(super) fn usual(&self) -> u32 {
        let filled = |counts: &Counts| (counts.said() + counts.missing) * 5 >= self.rows && counts.said() + counts.missing > 0;
        u32::try_from(self.cols.iter().filter(|(_, counts)| filled(counts)).count()).unwrap_or(u32::MAX)
    }

    /// How a row agrees with these.
    pub(super) fn fit(&self, cells: &[Cell]) -> Fit {
        let mut fit = Fit::default();
        for cell in used(cells) {
            let kind = kinds::of(cell);
            if kind == Kind::Missing {
                continue;
            }
            let below = self.column(cell.col);
            let alike = below.has(kind);
            fit.said += 1;
            fit.texts += u32::from(kind == Kind::Text);
            fit.alike += u32::from(alike);
            fit.above += u32::from(!alike && below.of_values());
            fit.labels += u32::from(!alike && kind != Kind::Number);
        }
        fit
    }
}
