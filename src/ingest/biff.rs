//! What an xls workbook would take, counted record by record before the reader is let in.
//!
//! The reader keeps each sheet as a whole rectangle, makes room for what a sheet says are its dimensions, copies a shared
//! string into every cell that has it, and writes every formula out. Here the rectangles, the claims, the copies and the
//! formulas are added up first.

use std::collections::BTreeMap;

use super::Limits;
use super::budget::{max_rectangle, too_many_bytes, too_many_cells};
use crate::domain::Unreadable;

const EOF: u16 = 0x000A;
const BOF: u16 = 0x0809;
const FILE_PASS: u16 = 0x002F;
const BOUND_SHEET: u16 = 0x0085;
const CONTINUE: u16 = 0x003C;
const SST: u16 = 0x00FC;
const SUP_BOOK: u16 = 0x01AE;
const DIMENSIONS: u16 = 0x0200;
const NAME: u16 = 0x0018;
const LABEL_SST: u16 = 0x00FD;
const MUL_RK: u16 = 0x00BD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_OR_ERROR: u16 = 0x0205;
const SHORT_NUMBER: u16 = 0x027E;
const RICH_LABEL: u16 = 0x00D6;
const FORMULA: u16 = 0x0006;
/// More parts than the largest table of strings is cut into; the reader's time grows with the square of their number.
const MAX_CONTINUED: usize = 20_000;
/// The largest rectangle the format has room for.
const MAX_CLAIM: u64 = 65_536 * 256;

/// What a workbook holds besides its cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Survey {
    pub(super) macro_sheets: bool,
    pub(super) external_links: bool,
}

/// A record of a workbook stream.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records of a stream, up to one that is cut off.
pub(super) fn records(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut rest = stream;
    std::iter::from_fn(move || {
        let (&[kind_low, kind_high, length_low, length_high], after) = rest.split_first_chunk()?;
        let length = usize::from(u16::from_le_bytes([length_low, length_high]));
        let (data, next) = after.split_at_checked(length)?;
        rest = next;
        Some(Record { kind: u16::from_le_bytes([kind_low, kind_high]), data })
    })
}

/// The number at a place of a record.
pub(super) fn number(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|pair| u16::from_le_bytes(*pair))
}

/// Adds up what the sheets of a workbook stream would take.
pub(super) fn survey(stream: &[u8], limits: &Limits) -> Result<Survey, Unreadable> {
    let mut survey = Survey::default();
    let mut sheets = Vec::new();
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut in_strings = false;
    let mut continued = 0;
    let mut longest_name: u8 = 0;
    for record in records(stream) {
        continued = if record.kind == CONTINUE { continued + 1 } else { 0 };
        if continued > MAX_CONTINUED {
            return Err(Unreadable::Damaged("a record in too many parts".to_owned()));
        }
        match record.kind {
            FILE_PASS if record.data.iter().any(|byte| *byte != 0) => return Err(Unreadable::Encrypted),
            BOUND_SHEET => {
                let Some(place) = record.data.first_chunk().map(|place| u32::from_le_bytes(*place)) else { continue };
                survey.macro_sheets |= record.data.get(5) == Some(&1);
                longest_name = longest_name.max(record.data.get(6).copied().unwrap_or(0));
                sheets.push(usize::try_from(place).unwrap_or(usize::MAX));
            }
            NAME => longest_name = longest_name.max(record.data.get(3).copied().unwrap_or(0)),
            // One that stands for the workbook itself or for functions has a mark instead of a name.
            SUP_BOOK => survey.external_links |= !matches!(number(record.data, 2), Some(0x0401 | 0x3A01 | 1) | None),
            SST => strings.push(record.data),
            CONTINUE if in_strings => strings.push(record.data),
            EOF => break,
            _ => {}
        }
        in_strings = record.kind == SST || (in_strings && record.kind == CONTINUE);
    }

    let lengths = string_lengths(&strings);
    // Five bytes of a formula can stand for one name, and a few for a function.
    let mut total = Total { per_formula_byte: u64::from(longest_name) / 5 + 4, ..Total::default() };
    for place in sheets {
        let sheet = stream.get(place..).ok_or_else(|| Unreadable::Damaged("a sheet beyond the end of the file".to_owned()))?;
        total.add(sheet, &lengths)?;
        // Sheets of a sound file do not share their records; a missing end makes one run on into the next.
        if total.records > stream.len().saturating_mul(4) {
            return Err(Unreadable::Damaged("sheets that overlap".to_owned()));
        }
        let limit = max_rectangle(limits);
        if total.rectangles > limit {
            return Err(too_many_cells(total.rectangles, limit));
        }
        if total.text > limits.max_unpacked_bytes {
            return Err(too_many_bytes(total.text, limits.max_unpacked_bytes));
        }
    }
    Ok(survey)
}

#[derive(Default)]
struct Total {
    /// Records, which is less than their bytes.
    records: usize,
    rectangles: u64,
    text: u64,
    /// The length that a byte of a formula can be written out to, at most about.
    per_formula_byte: u64,
}

impl Total {
    fn add(&mut self, sheet: &[u8], lengths: &[u32]) -> Result<(), Unreadable> {
        let mut bounds: Option<[u16; 4]> = None;
        let mut include = |row: u16, col: u16| {
            let [top, left, bottom, right] = bounds.unwrap_or([row, col, row, col]);
            bounds = Some([top.min(row), left.min(col), bottom.max(row), right.max(col)]);
        };
        let mut depth = 0_u32;
        let mut continued = 0;
        for record in records(sheet) {
            self.records = self.records.saturating_add(4 + record.data.len());
            continued = if record.kind == CONTINUE { continued + 1 } else { 0 };
            if continued > MAX_CONTINUED {
                return Err(Unreadable::Damaged("a record in too many parts".to_owned()));
            }
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth > 1 => {}
                DIMENSIONS if claimed(record.data) > MAX_CLAIM => {
                    return Err(Unreadable::Damaged("dimensions of a sheet".to_owned()));
                }
                MUL_RK | LABEL_SST | NUMBER | LABEL | BOOL_OR_ERROR | SHORT_NUMBER | RICH_LABEL | FORMULA => {
                    let (Some(row), Some(col)) = (number(record.data, 0), number(record.data, 2)) else { continue };
                    include(row, col);
                    if record.kind == FORMULA {
                        let written = u64::try_from(record.data.len()).unwrap_or(u64::MAX).saturating_mul(self.per_formula_byte);
                        self.text = self.text.saturating_add(written);
                    }
                    if record.kind == MUL_RK {
                        include(row, record.data.len().checked_sub(2).and_then(|at| number(record.data, at)).unwrap_or(col));
                    }
                    if record.kind == LABEL_SST {
                        let string = record.data.get(6..).and_then(|rest| rest.first_chunk()).map(|index| u32::from_le_bytes(*index));
                        let length = string.and_then(|index| lengths.get(usize::try_from(index).ok()?));
                        self.text = self.text.saturating_add(u64::from(length.copied().unwrap_or(0)));
                    }
                }
                _ => {}
            }
        }
        if let Some([top, left, bottom, right]) = bounds {
            self.rectangles = self.rectangles.saturating_add((u64::from(bottom - top) + 1) * (u64::from(right - left) + 1));
        }
        Ok(())
    }
}

/// The number of cells the reader makes room for, by the same sum: where the last row stands before the first, it takes
/// the number of rows to be immense.
fn claimed(data: &[u8]) -> u64 {
    let long = |at: usize| data.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |word| u32::from_le_bytes(*word));
    let short = |at: usize| u32::from(number(data, at).unwrap_or(0));
    let (first_row, rows, first_column, columns) = match data.len() {
        10 => (short(0), short(2), short(4), short(6)),
        _ => (long(0), long(4), short(8), short(10)),
    };
    if rows == 0 || columns == 0 {
        return 1;
    }
    // A first column that cannot be is taken for 0.
    let first_column = if first_column > 0xFF || columns < first_column { 0 } else { first_column };
    u64::from(rows.wrapping_sub(first_row)) * u64::from(columns - first_column)
}

/// The lengths, in bytes at most, of the shared strings; as many as can be followed.
fn string_lengths(parts: &[&[u8]]) -> Vec<u32> {
    let mut cursor = Parts { parts, part: 0, at: 8 };
    let mut lengths = Vec::new();
    while let Some((length, _)) = cursor.string(false) {
        lengths.push(length);
    }
    lengths
}

/// The runs of the shared strings that have some, by the number of the string: where each starts, in characters, and the
/// number of its font.
pub(super) fn string_runs(parts: &[&[u8]]) -> BTreeMap<u32, Vec<(u16, u16)>> {
    let mut cursor = Parts { parts, part: 0, at: 8 };
    let mut found = BTreeMap::new();
    for at in 0_u32.. {
        let Some((_, runs)) = cursor.string(true) else { break };
        if !runs.is_empty() {
            found.insert(at, runs);
        }
    }
    found
}

/// Walks through the strings of a table that is cut into parts. A string that goes on in the next part has a byte there
/// that says anew how wide its characters are.
struct Parts<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl Parts<'_> {
    fn rest(&self) -> usize {
        self.parts.get(self.part).map_or(0, |part| part.len().saturating_sub(self.at))
    }

    fn next_part(&mut self) -> Option<()> {
        self.part += 1;
        self.at = 0;
        (self.part < self.parts.len()).then_some(())
    }

    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let bytes = self.parts.get(self.part)?.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(bytes)
    }

    fn skip(&mut self, mut length: usize) -> Option<()> {
        while length > self.rest() {
            length -= self.rest();
            self.next_part()?;
        }
        self.at += length;
        Some(())
    }

    /// The next string: its length in bytes at most, and its runs if they are asked for.
    fn string(&mut self, with_runs: bool) -> Option<(u32, Vec<(u16, u16)>)> {
        while self.rest() == 0 {
            self.next_part()?;
        }
        let count = number(self.take(2)?, 0)?;
        let mut flags = *self.take(1)?.first()?;
        let count_of_runs = if flags & 0x8 == 0 { 0 } else { usize::from(number(self.take(2)?, 0)?) };
        let phonetic = if flags & 0x4 == 0 { 0 } else { self.take(4)?.first_chunk().map(|word| u32::from_le_bytes(*word))? };
        let mut left = usize::from(count);
        while left > 0 {
            let width = if flags & 1 == 0 { 1 } else { 2 };
            let here = left.min(self.rest() / width);
            self.at += here * width;
            left -= here;
            if left > 0 {
                self.next_part()?;
                flags = *self.take(1)?.first()?;
            }
        }
        let mut runs = Vec::new();
        if with_runs {
            for _ in 0..count_of_runs {
                runs.push((self.short()?, self.short()?));
            }
        } else {
            self.skip(count_of_runs * 4)?;
        }
        self.skip(usize::try_from(phonetic).ok()?)?;
        // A character of two bytes can be one of three in UTF-8.
        Some((u32::from(count) * 3, runs))
    }

    fn short(&mut self) -> Option<u16> {
        let mut bytes = [0; 2];
        for byte in &mut bytes {
            while self.rest() == 0 {
                self.next_part()?;
            }
            *byte = *self.take(1)?.first()?;
        }
        Some(u16::from_le_bytes(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::returns::Unreadable::{Damaged, Encrypted, TooLarge};
    use crate::ingest::testing;
    use proptest::prelude::*;

    const LIMITS: Limits = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 100_000, max_cells: 1000, ..testing::LIMITS };

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).expect("short");
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    }

    fn shorts(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// A workbook stream with these records before one sheet with those records.
    fn book(globals: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
        let bof = record(BOF, &shorts(&[0x0600, 5]));
        let globals = globals.concat();
        let place = u32::try_from(bof.len() + globals.len() + 4 + 9 + 4).expect("short");
        let bound = record(BOUND_SHEET, &[&place.to_le_bytes()[..], &[0, 0, 1, 0, b'a']].concat());
        [bof.clone(), globals, bound, record(EOF, &[]), bof, sheet.concat(), record(EOF, &[])].concat()
    }

    fn cell(row: u16, col: u16) -> Vec<u8> {
        record(NUMBER, &[shorts(&[row, col, 0]), vec![0; 8]].concat())
    }

    #[test]
    fn a_plain_workbook_passes() {
        let globals = [record(SUP_BOOK, &shorts(&[1, 0x0401]))];
        assert_eq!(survey(&book(&globals, &[cell(0, 0), cell(9, 9)]), &LIMITS), Ok(Survey::default()));
    }

    #[test]
    fn passwords_links_and_macro_sheets_are_seen() {
        assert_eq!(survey(&book(&[record(FILE_PASS, &[1, 0, 1, 0])], &[]), &LIMITS), Err(Encrypted));
        assert_eq!(survey(&book(&[record(FILE_PASS, &[0; 4])], &[]), &LIMITS), Ok(Survey::default()));
        let linked = survey(&book(&[record(SUP_BOOK, &shorts(&[1, 12, 0]))], &[]), &LIMITS);
        assert_eq!(linked, Ok(Survey { external_links: true, macro_sheets: false }));
    }

    #[test]
    fn a_far_cell_and_a_mad_claim_are_refused() {
        let far = book(&[], &[cell(0, 0), cell(u16::MAX, 255)]);
        assert!(matches!(survey(&far, &LIMITS), Err(TooLarge { .. })));
        let claims: [[u16; 7]; 2] = [[0, 0, 0, 0x8000, 0, 256, 0], [5, 0, 1, 0, 0, 256, 0]];
        for claim in claims {
            let sheet = [record(DIMENSIONS, &shorts(&claim)), cell(0, 0)];
            assert!(matches!(survey(&book(&[], &sheet), &LIMITS), Err(Damaged(_))), "{claim:?}");
        }
        // Rows 0 to 65535, columns 0 to 255.
        let sheet = [record(DIMENSIONS, &shorts(&[0, 0, 0, 1, 0, 256, 0])), cell(0, 0)];
        assert_eq!(survey(&book(&[], &sheet), &LIMITS), Ok(Survey::default()));
    }

    #[test]
    fn a_long_string_in_many_cells_is_refused() {
        let text = [&shorts(&[1, 0, 1, 0])[..], &shorts(&[2000]), &[0], &[b'a'; 1000]].concat();
        // The second half of the string stands in a record that goes on.
        let globals = [record(SST, &text), record(CONTINUE, &[&[0][..], &[b'a'; 1000]].concat())];
        let label = |row: u16| record(LABEL_SST, &shorts(&[row, 0, 0, 0, 0]));
        let few: Vec<_> = (0..16).map(label).collect();
        assert_eq!(survey(&book(&globals, &few), &LIMITS), Ok(Survey::default()));
        let many: Vec<_> = (0..17).map(label).collect();
        assert!(matches!(survey(&book(&globals, &many), &LIMITS), Err(TooLarge { .. })));
    }

    #[test]
    fn very_long_formulas_with_long_names_are_refused() {
        let name = record(NAME, &[0, 0, 0, 255, 0, 0]);
        let formula = record(FORMULA, &[0; 2000]);
        assert_eq!(survey(&book(&[], std::slice::from_ref(&formula)), &LIMITS), Ok(Survey::default()));
        assert!(matches!(survey(&book(&[name], &[formula]), &LIMITS), Err(TooLarge { .. })));
    }

    #[test]
    fn a_record_in_very_many_parts_is_refused() {
        let parts = vec![record(CONTINUE, &[]); MAX_CONTINUED + 1];
        assert!(matches!(survey(&book(&parts, &[]), &LIMITS), Err(Damaged(_))));
        assert!(matches!(survey(&book(&[], &parts), &LIMITS), Err(Damaged(_))));
    }

    #[test]
    fn many_sheets_on_one_place_are_refused() {
        let sheet = book(&[], &[cell(0, 0)]);
        let bound = record(BOUND_SHEET, &[0, 0, 0, 0, 0, 0, 1, 0, b'a']);
        let stream = [vec![bound; 20].concat(), sheet].concat();
        assert!(matches!(survey(&stream, &LIMITS), Err(Damaged(_))));
    }

    proptest! {
        #[test]
        fn no_stream_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), kind in any::<u16>()) {
            let _ = survey(&bytes, &LIMITS);
            for kind in [kind, SST, LABEL_SST, MUL_RK, DIMENSIONS] {
                let globals = [record(kind, &bytes), record(CONTINUE, &bytes)];
                let _ = survey(&book(&globals, &globals), &LIMITS);
            }
        }
    }
}
