//! What the parts of an xlsb workbook would take, looked at record by record before the reader is let in.
//!
//! The reader makes room for a record before it has it, and reads a formula inside a formula by calling itself: deep enough,
//! the process would die. The checks cost a second look at each part, and the format is rare.

use std::io::{self, BufRead, BufReader, Read};

use crate::domain::Unreadable;

/// Spreadsheet programs write one formula inside another, hardly ever more.
const MAX_DEPTH: usize = 32;

const FORMULA_STRING: u16 = 0x0008;
const FORMULA_NUMBER: u16 = 0x0009;
const FORMULA_BOOL: u16 = 0x000A;
const FORMULA_ERROR: u16 = 0x000B;
const NAME: u16 = 0x0027;

/// Looks through a part of so many bytes. One that ends too soon is left to the reader.
pub(super) fn survey(part: impl Read, size: u64) -> Result<(), Unreadable> {
    let mut part = BufReader::new(part);
    let mut data = Vec::new();
    while let Ok(Some((kind, length))) = head(&mut part) {
        if u64::from(length) > size {
            return Err(Unreadable::Damaged("a record longer than its part".to_owned()));
        }
        data.clear();
        match part.by_ref().take(u64::from(length)).read_to_end(&mut data) {
            Ok(read) if u32::try_from(read) == Ok(length) => {}
            _ => return Ok(()),
        }
        let from = match kind {
            FORMULA_STRING => wide(&data, 8).map(|end| end + 2),
            FORMULA_NUMBER => Some(18),
            FORMULA_BOOL | FORMULA_ERROR => Some(11),
            NAME => wide(&data, 9),
            _ => None,
        };
        let tokens = from.and_then(|from| data.get(from + 4..)).unwrap_or_default();
        if depth(tokens) > MAX_DEPTH {
            return Err(Unreadable::Damaged("formulas inside formulas".to_owned()));
        }
    }
    Ok(())
}

/// The kind and the length of the next record; `None` at the end.
pub(super) fn head(part: &mut impl BufRead) -> io::Result<Option<(u16, u32)>> {
    if part.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut byte = || {
        let mut one = [0];
        part.read_exact(&mut one).map(|()| one[0])
    };
    let low = byte()?;
    let kind = if low & 0x80 == 0 { u16::from(low) } else { u16::from(low & 0x7F) | u16::from(byte()? & 0x7F) << 7 };
    let mut length = 0;
    for shift in [0, 7, 14, 21] {
        let next = byte()?;
        length |= u32::from(next & 0x7F) << shift;
        if next & 0x80 == 0 {
            break;
        }
    }
    Ok(Some((kind, length)))
}

/// The place behind a text that begins at a place with its length.
fn wide(data: &[u8], at: usize) -> Option<usize> {
    let length = data.get(at..)?.first_chunk().map(|word| u32::from_le_bytes(*word))?;
    usize::try_from(length).ok()?.checked_mul(2)?.checked_add(at + 4)
}

/// How deep formulas lie inside each other, at most: whatever could be the mark of one counts, with the length behind it.
fn depth(tokens: &[u8]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    let mut deepest = 0;
    for (at, token) in tokens.iter().enumerate() {
        while ends.last().is_some_and(|end| *end <= at) {
            ends.pop();
        }
        if !matches!(token, 0x29 | 0x49 | 0x69) {
            continue;
        }
        let Some(length) = tokens.get(at + 1..).and_then(|rest| rest.first_chunk()).map(|pair| u16::from_le_bytes(*pair)) else { continue };
        let end = at + 3 + usize::from(length);
        if end <= tokens.len() && ends.last().is_none_or(|outer| end <= *outer) {
            ends.push(end);
            deepest = deepest.max(ends.len());
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Formulas inside each other.
    fn nested(depth: u16) -> Vec<u8> {
        (0..depth).rev().flat_map(|inside| [vec![0x29], (inside * 3).to_le_bytes().to_vec()].concat()).collect()
    }

    fn number(tokens: &[u8]) -> Vec<u8> {
        let length = u32::try_from(tokens.len()).expect("short");
        let data = [&[0; 18][..], &length.to_le_bytes(), tokens].concat();
        let length = u32::try_from(data.len()).expect("short");
        let head = [9, length & 0x7F | 0x80, length >> 7 & 0x7F | 0x80, length >> 14].map(|byte| u8::try_from(byte).expect("seven bits"));
        [&head[..], &data].concat()
    }

    fn surveyed(part: &[u8]) -> Result<(), Unreadable> {
        survey(part, u64::try_from(part.len()).expect("short"))
    }

    #[test]
    fn formulas_deep_inside_each_other_are_refused() {
        assert_eq!(depth(&nested(3)), 3);
        assert_eq!(surveyed(&number(&nested(30))), Ok(()));
        assert!(matches!(surveyed(&number(&nested(40))), Err(Unreadable::Damaged(_))));
        // A long text with the letter that looks like the mark of one.
        assert_eq!(surveyed(&number(&b"i\0".repeat(5000))), Ok(()));
    }

    #[test]
    fn a_record_that_claims_more_than_there_is_is_refused() {
        assert!(matches!(surveyed(&[0x13, 0xFF, 0xFF, 0xFF, 0x7F, 0]), Err(Unreadable::Damaged(_))));
        assert_eq!(surveyed(&[0x13, 2, 0]), Ok(()));
        assert_eq!(surveyed(&[0x13]), Ok(()));
    }

    proptest! {
        #[test]
        fn no_part_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = surveyed(&bytes);
        }
    }
}
