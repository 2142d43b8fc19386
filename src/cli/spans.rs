//! Rows and columns as a spreadsheet names them.

use crate::domain::{Direction, Spans};

/// Rows, or columns, as runs from the first to the last, both included and from zero.
pub(super) fn runs(lines: impl IntoIterator<Item = u32>) -> Vec<(u32, u32)> {
    Spans::of(lines).iter().collect()
}

/// Number of rows, or columns, in runs.
pub(super) fn length(runs: &[(u32, u32)]) -> u64 {
    runs.iter().map(|(from, to)| u64::from(to - from) + 1).sum()
}

/// What a table calls a column: the letters of a column of the sheet or, where it runs across, the number of a row.
pub(super) fn field_line(direction: Direction, at: u32) -> String {
    match direction {
        Direction::Down => Direction::Across.name(at),
        Direction::Across => Direction::Down.name(at),
    }
}

/// Runs in A1 notation: `5:16`, `18:18`, or `B:K` where the table runs across.
pub(super) fn a1(direction: Direction, runs: &[(u32, u32)]) -> Vec<String> {
    runs.iter().map(|(from, to)| format!("{}:{}", direction.name(*from), direction.name(*to))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_named_as_on_the_sheet() {
        let found = runs([4, 5, 6, 9, 27]);
        assert_eq!(a1(Direction::Down, &found), ["5:7", "10:10", "28:28"]);
        assert_eq!(a1(Direction::Across, &found), ["E:G", "J:J", "AB:AB"]);
        assert_eq!(length(&found), 5);
        assert_eq!((field_line(Direction::Down, 27), field_line(Direction::Across, 27)), ("AB".to_owned(), "28".to_owned()));
    }
}
