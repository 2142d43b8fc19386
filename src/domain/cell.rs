//! Where a value stands on a sheet.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most rows a sheet of any supported format can have.
pub const MAX_ROWS: u32 = 1_048_576;
/// The most columns a sheet of any supported format can have.
pub const MAX_COLS: u32 = 16_384;

/// The address of one cell. Row and column count from zero; it is shown and read in A1 notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellRef {
    /// Row, from zero.
    pub row: u32,
    /// Column, from zero.
    pub col: u32,
}

impl CellRef {
    /// The cell at a row and column, both from zero.
    #[must_use]
    pub const fn new(row: u32, col: u32) -> Self {
        Self { row, col }
    }

    /// The cell with row and column exchanged.
    #[must_use]
    pub const fn turned(self) -> Self {
        Self { row: self.col, col: self.row }
    }
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.col), u64::from(self.row) + 1)
    }
}

/// The letters of a column that counts from zero: 0 is `A`, 26 is `AA`.
#[must_use]
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(col) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Text that is no A1 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAddress;

impl FromStr for CellRef {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let split = text.find(|c: char| c.is_ascii_digit()).ok_or(NotAnAddress)?;
        let (letters, digits) = text.split_at(split);
        if letters.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) || digits.starts_with('0') {
            return Err(NotAnAddress);
        }
        let mut col: u32 = 0;
        for letter in letters.bytes() {
            if !letter.is_ascii_alphabetic() || col > MAX_COLS {
                return Err(NotAnAddress);
            }
            col = col * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        }
        let row: u32 = digits.parse().map_err(|_| NotAnAddress)?;
        if row > MAX_ROWS || col > MAX_COLS {
            return Err(NotAnAddress);
        }
        Ok(Self { row: row - 1, col: col - 1 })
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// Top left corner.
    pub from: CellRef,
    /// Bottom right corner.
    pub to: CellRef,
}

impl Area {
    /// Whether a cell lies inside.
    #[must_use]
    pub fn contains(&self, cell: CellRef) -> bool {
        (self.from.row..=self.to.row).contains(&cell.row) && (self.from.col..=self.to.col).contains(&cell.col)
    }

    /// The area with rows and columns exchanged.
    #[must_use]
    pub const fn turned(&self) -> Self {
        Self { from: self.from.turned(), to: self.to.turned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_shown_as_a_spreadsheet_shows_them() {
        let shown: Vec<String> = [(0, 0), (6, 1), (0, 25), (0, 26), (0, 701), (0, 702), (1_048_575, 16_383)]
            .map(|(row, col)| CellRef::new(row, col).to_string())
            .into();
        assert_eq!(shown, ["A1", "B7", "Z1", "AA1", "ZZ1", "AAA1", "XFD1048576"]);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["", "A", "7", "A0", "A01", "1A", "A1B", "XFE1", "A1048577", "A-1", "Ä1", "AAAAAAAAAA1", "A99999999999999"] {
            assert_eq!(text.parse::<CellRef>(), Err(NotAnAddress), "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_survives_the_round_trip(row in 0..MAX_ROWS, col in 0..MAX_COLS) {
            let cell = CellRef::new(row, col);
            prop_assert_eq!(cell.to_string().parse(), Ok(cell));
            prop_assert_eq!(cell.to_string().to_lowercase().parse(), Ok(cell));
        }

        #[test]
        fn no_text_makes_the_address_parser_panic(text in ".*") {
            let _ = text.parse::<CellRef>();
        }
    }
}
