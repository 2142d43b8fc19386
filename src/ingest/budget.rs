//! How much of a file is taken into memory before it is refused.

use std::time::{Duration, Instant};

use super::Limits;
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{CellRef, GridBuilder, Unreadable, Value};

/// What is left of the limits while the sheets of one file are read.
#[derive(Debug, Clone)]
pub(super) struct Budget {
    max_cells: u64,
    cells: u64,
    max_text: u64,
    text: u64,
    marks: u64,
    deadline: Option<Instant>,
}

/// The time is looked at once for so many cells.
const BETWEEN_LOOKS: u64 = 1 << 14;

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        let deadline = Instant::now().checked_add(Duration::from_secs(limits.max_seconds));
        Self { max_cells: limits.max_cells, cells: 0, max_text: limits.max_unpacked_bytes, text: 0, marks: 0, deadline }
    }

    /// Whether reading has taken longer than it may.
    pub(super) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() > deadline)
    }

    /// When reading has taken longer than it may; `None` if never.
    pub(super) const fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// Adds a cell to a sheet, as long as the file stays within its limits. One shared string in many cells is a copy
    /// in each, so the texts are counted as well.
    pub(super) fn push(&mut self, builder: &mut GridBuilder, row: u32, col: u32, value: Value) -> Result<(), Unreadable> {
        if row >= MAX_ROWS || col >= MAX_COLS {
            return Err(Unreadable::Damaged("a cell beyond the last row or column".to_owned()));
        }
        self.cells += 1;
        if self.cells > self.max_cells {
            return Err(too_many_cells(self.cells, self.max_cells));
        }
        if self.cells.is_multiple_of(BETWEEN_LOOKS) && self.is_late() {
            return Err(Unreadable::TooSlow { seconds: 0 });
        }
        if let Value::Text(text) | Value::Error(text) = &value {
            self.text(text.len())?;
        }
        builder.push(CellRef::new(row, col), value);
        Ok(())
    }

    /// Counts a text of so many bytes.
    pub(super) fn text(&mut self, length: usize) -> Result<(), Unreadable> {
        self.text = self.text.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        if self.text > self.max_text { Err(too_many_bytes(self.text, self.max_text)) } else { Ok(()) }
    }

    /// Counts something that is noted besides the cells, such as a hidden run of rows. There may be as many as cells.
    pub(super) fn mark(&mut self) -> Result<(), Unreadable> {
        self.marks(1)
    }

    /// Counts so many things that are noted besides the cells.
    pub(super) fn marks(&mut self, number: usize) -> Result<(), Unreadable> {
        self.marks = self.marks.saturating_add(u64::try_from(number).unwrap_or(u64::MAX));
        if self.marks > self.max_cells { Err(too_many_cells(self.marks, self.max_cells)) } else { Ok(()) }
    }
}

/// The most cells, empty ones between used ones included, that a reader which keeps whole rectangles may be given.
pub(super) fn max_rectangle(limits: &Limits) -> u64 {
    limits.max_cells.max(1 << 20)
}

/// A refusal because of a number of cells.
pub(super) fn too_many_cells(found: u64, limit: u64) -> Unreadable {
    Unreadable::TooLarge { found: format!("{found} cells"), limit: format!("{limit} cells") }
}

/// A refusal because of an unpacked size.
pub(super) fn too_many_bytes(found: u64, limit: u64) -> Unreadable {
    Unreadable::TooLarge { found: format!("{} unpacked", size(found)), limit: size(limit) }
}

/// A number of bytes for people, such as `3.1 GiB`.
pub(super) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut tenths = u128::from(bytes) * 10 / 1024;
    let mut unit = 0;
    while tenths >= 10 * 1024 && unit + 1 < UNITS.len() {
        tenths /= 1024;
        unit += 1;
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing;

    #[test]
    fn sizes_are_shown_in_the_unit_that_fits() {
        let shown = [0, 1023, 1024, 1536, 1 << 20, 3_328_599_655, u64::MAX].map(size);
        assert_eq!(shown, ["0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1.0 MiB", "3.1 GiB", "16777215.9 TiB"]);
    }

    #[test]
    fn the_first_cell_above_the_limit_is_refused() {
        let mut budget = Budget::new(&Limits { max_unpacked_bytes: 5, max_cells: 2, ..testing::LIMITS });
        let mut builder = GridBuilder::new();
        assert_eq!(budget.push(&mut builder, 0, 0, Value::Text("abc".into())), Ok(()));
        let long = budget.push(&mut builder, 0, 1, Value::Text("abc".into()));
        assert_eq!(long, Err(Unreadable::TooLarge { found: "6 B unpacked".to_owned(), limit: "5 B".to_owned() }));
        assert!(matches!(budget.push(&mut builder, 0, 2, Value::Bool(true)), Err(Unreadable::TooLarge { .. })));
    }

    #[test]
    fn a_cell_outside_any_sheet_is_damage() {
        let mut budget = Budget::new(&Limits { max_unpacked_bytes: 5, max_cells: 2, ..testing::LIMITS });
        let mut builder = GridBuilder::new();
        assert_eq!(budget.push(&mut builder, MAX_ROWS - 1, MAX_COLS - 1, Value::Bool(true)), Ok(()));
        assert!(matches!(budget.push(&mut builder, MAX_ROWS, 0, Value::Bool(true)), Err(Unreadable::Damaged(_))));
        assert!(matches!(budget.push(&mut builder, 0, MAX_COLS, Value::Bool(true)), Err(Unreadable::Damaged(_))));
    }
}
