//! What the sheets of an xlsb workbook tell besides values. Its parts are records: a number that says what follows, a
//! length, and so many bytes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::rc::Rc;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::filter::joined;
use super::package::{Package, Part, Relation, between};
use super::{Found, put};
use crate::domain::cell::{MAX_COLS, MAX_ROWS, column_letters};
use crate::domain::{Area, CellRef, Spans, Unreadable, Value};
use crate::ingest::binary::head;
use crate::ingest::budget::Budget;
use crate::ingest::damaged;

const ROW: u32 = 0;
const CELL_RK: u32 = 2;
const FORMULA_TEXT: u32 = 8;
const FORMULA_ERROR: u32 = 11;
const STRING: u32 = 19;
const FONT: u32 = 43;
const STYLE: u32 = 47;
const COLUMN: u32 = 60;
const RICH_CELL: u32 = 62;
const SHEET: u32 = 156;
const FILTER: u32 = 161;
const FILTER_END: u32 = 162;
const FILTER_COLUMN: u32 = 163;
const FILTER_COLUMN_END: u32 = 164;
const MERGED: u32 = 176;
const CELL_STYLES: u32 = 617;
const CELL_STYLES_END: u32 = 618;
const COMMENT: u32 = 635;
const SHARED_TEXT: u32 = 7;
/// What stands in a column of a filter that has criteria: values, colours, icons, the first ten, dates, conditions.
const CRITERIA: [u32; 6] = [165, 168, 169, 170, 171, 172];

/// The records of a part, one after the other.
struct Records<'a> {
    part: BufReader<Part<'a>>,
    data: Vec<u8>,
}

impl<'a> Records<'a> {
    fn new(part: Part<'a>) -> Self {
        Self { part: BufReader::new(part), data: Vec::new() }
    }

    /// The next record; `None` at the end of the part.
    fn next(&mut self) -> Result<Option<(u32, &[u8])>, Unreadable> {
        let broken = |_| damaged("a record");
        let Some((kind, length)) = head(&mut self.part).map_err(broken)? else { return Ok(None) };
        let (kind, length) = (u32::from(kind), u64::from(length));
        self.data.clear();
        let read = self.part.by_ref().take(length).read_to_end(&mut self.data).map_err(broken)?;
        if u64::try_from(read).ok() == Some(length) { Ok(Some((kind, &self.data))) } else { Err(damaged("a record")) }
    }
}

fn long(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk().map(|word| u32::from_le_bytes(*word))
}

fn short(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk().map(|word| u16::from_le_bytes(*word))
}

/// An area as all records write it: first row, last row, first column, last column.
fn area(data: &[u8], at: usize) -> Option<Area> {
    let number = |place: usize| long(data, at + place * 4);
    let corner = |row: u32, col: u32| CellRef::new(row.min(MAX_ROWS - 1), col.min(MAX_COLS - 1));
    Some(between(corner(number(0)?, number(2)?), corner(number(1)?, number(3)?)))
}

/// A text, and where it ends.
fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let start = at.checked_add(4)?;
    let end = start.checked_add(usize::try_from(long(data, at)?).ok()?.checked_mul(2)?)?;
    let units = data.get(start..end)?.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    Some((char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(), end))
}

/// The text of a formula with its areas as they are. The reader takes the two bits that tell whether a column and a row move
/// with the formula for a part of the column, and writes `$BTRN$2:$BTRN$6` for `B2:B6`.
pub(in crate::ingest) fn restored(text: &str) -> Cow<'_, str> {
    static FAR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\$([A-Z]{3,4})\$").ok());
    FAR.as_ref().map_or(Cow::Borrowed(text), |far| {
        far.replace_all(text, |found: &Captures<'_>| {
            let column = found[1].bytes().fold(0_u32, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
            let fixed = |moves: u32| if column & moves == 0 { "$" } else { "" };
            format!("{}{}{}", fixed(0x4000), column_letters(column & 0x3FFF), fixed(0x8000))
        })
    })
}

/// What is struck through in a workbook: fonts, styles of cells, and the runs of shared strings (start and font).
#[derive(Default)]
struct Strikes {
    fonts: Vec<bool>,
    styles: Vec<bool>,
    strings: BTreeMap<u32, Vec<(u32, u16)>>,
}

impl Strikes {
    fn read(package: &mut Package<'_>) -> Result<Self, Unreadable> {
        let mut strikes = Self::default();
        if let Some(part) = package.part("xl/styles.bin")? {
            let mut records = Records::new(part);
            let mut of_cells = false;
            while let Some((kind, data)) = records.next()? {
                match kind {
                    FONT => strikes.fonts.push(short(data, 2).is_some_and(|flags| flags & 0x8 != 0)),
                    CELL_STYLES => of_cells = true,
                    CELL_STYLES_END => of_cells = false,
                    STYLE if of_cells => strikes.styles.push(short(data, 4).is_some_and(|font| strikes.font(font))),
                    _ => {}
                }
            }
        }
        if !strikes.fonts.contains(&true) {
            return Ok(Self::default());
        }
        if let Some(part) = package.part("xl/sharedStrings.bin")? {
            let mut records = Records::new(part);
            let mut number = 0;
            while let Some((kind, data)) = records.next()? {
                if kind == STRING {
                    if let Some(runs) = runs(data, 0) {
                        strikes.strings.insert(number, runs);
                    }
                    number += 1;
                }
            }
        }
        Ok(strikes)
    }

    fn font(&self, font: u16) -> bool {
        self.fonts.get(usize::from(font)).copied().unwrap_or(false)
    }

    /// The struck pieces of a text whose first run, if it has none of its own, looks like its cell.
    fn pieces(&self, runs: &[(u32, u16)], cell_struck: bool) -> Rc<[(u32, u32)]> {
        let mut pieces = Vec::new();
        let mut before = (0, cell_struck);
        for (start, font) in runs {
            if before.1 && *start > before.0 {
                pieces.push((before.0, *start));
            }
            before = (*start, self.font(*font));
        }
        if before.1 {
            pieces.push((before.0, u32::MAX));
        }
        pieces.into()
    }
}

/// The runs of a text that has some.
fn runs(data: &[u8], at: usize) -> Option<Vec<(u32, u16)>> {
    if data.get(at)? & 1 == 0 {
        return None;
    }
    let (_, end) = text(data, at + 1)?;
    let count = usize::try_from(long(data, end)?).ok()?;
    let runs = data.get(end + 4..)?.as_chunks::<4>().0.iter().take(count);
    Some(runs.map(|run| (u32::from(u16::from_le_bytes([run[0], run[1]])), u16::from_le_bytes([run[2], run[3]]))).collect())
}

/// Walks through the sheets of a workbook, in the order in which it lists them; sheets that are charts have nothing.
pub(in crate::ingest) fn survey(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Found>, Unreadable> {
    const WORKBOOK: &str = "xl/workbook.bin";
    let mut package = Package::open(bytes)?;
    let strikes = Strikes::read(&mut package)?;
    let relations = package.relations(WORKBOOK)?;
    let mut ids = Vec::new();
    if let Some(part) = package.part(WORKBOOK)? {
        let mut records = Records::new(part);
        while let Some((kind, data)) = records.next()? {
            // A sheet without a part is one of macros of old.
            if kind == SHEET && long(data, 8) != Some(u32::MAX) {
                ids.push(text(data, 8).ok_or_else(|| damaged("a record"))?.0);
            }
        }
    }
    let mut parts = BTreeSet::new();
    let mut sheets = Vec::new();
    for id in ids {
        let relation = relations.iter().rfind(|relation| relation.id == id).ok_or_else(|| damaged("a part is missing"))?;
        if !relation.target.contains("worksheets/") {
            sheets.push(Found::default());
            continue;
        }
        if relation.target.to_lowercase().ends_with(".rels") {
            return Err(damaged("the list of sheets"));
        }
        if !parts.insert(relation.target.to_lowercase()) {
            return Err(damaged("two sheets in one part"));
        }
        sheets.push(one(&mut package, &relation.target, &strikes, budget)?);
    }
    Ok(sheets)
}

fn one(package: &mut Package<'_>, part: &str, strikes: &Strikes, budget: &mut Budget) -> Result<Found, Unreadable> {
    let mut found = match package.part(part)? {
        Some(part) => walk(Records::new(part), strikes, budget)?,
        None => Found::default(),
    };
    for Relation { kind, target, .. } in package.relations(part)? {
        match kind.as_str() {
            "table" => {
                if let Some(part) = package.part(&target)? {
                    found.marks.filter = joined(found.marks.filter, walk(Records::new(part), strikes, budget)?.marks.filter);
                }
            }
            "comments" => {
                let Some(part) = package.part(&target)? else { continue };
                let mut records = Records::new(part);
                while let Some((kind, data)) = records.next()? {
                    if let Some(area) = area(data, 4).filter(|_| kind == COMMENT) {
                        budget.mark()?;
                        found.marks.notes.push(area.from);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

fn walk(mut records: Records<'_>, strikes: &Strikes, budget: &mut Budget) -> Result<Found, Unreadable> {
    let mut found = Found::default();
    let (mut hidden_rows, mut hidden_cols) = (Vec::new(), Vec::new());
    let mut row = 0;
    let mut filter: (Option<Area>, bool, bool) = (None, false, false);
    while let Some((kind, data)) = records.next()? {
        match kind {
            ROW => {
                row = long(data, 0).unwrap_or(MAX_ROWS).min(MAX_ROWS);
                // The flag for a height of nothing.
                if row < MAX_ROWS && data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    put(&mut hidden_rows, row, budget)?;
                }
            }
            COLUMN if short(data, 16).is_some_and(|flags| flags & 1 != 0) => {
                if let (Some(first), Some(last)) = (long(data, 0), long(data, 4)) {
                    budget.mark()?;
                    hidden_cols.push((first.min(MAX_COLS - 1), last.min(MAX_COLS - 1)));
                }
            }
            MERGED => {
                budget.mark()?;
                found.merged.extend(area(data, 0));
            }
            FILTER => filter = (area(data, 0), false, false),
            FILTER_COLUMN => filter.1 = true,
            FILTER_COLUMN_END => filter.1 = false,
            FILTER_END if filter.2 => found.marks.filter = joined(found.marks.filter, filter.0),
            _ if filter.1 && CRITERIA.contains(&kind) => filter.2 = true,
            CELL_RK..=FORMULA_ERROR | RICH_CELL if row < MAX_ROWS => cell(kind, data, row, strikes, &mut found, budget)?,
            _ => {}
        }
    }
    found.marks.hidden_rows = Spans::new(hidden_rows);
    found.marks.hidden_cols = Spans::new(hidden_cols);
    Ok(found)
}

fn cell(kind: u32, data: &[u8], row: u32, strikes: &Strikes, found: &mut Found, budget: &mut Budget) -> Result<(), Unreadable> {
    let (Some(col), Some(style)) = (long(data, 0), long(data, 4)) else { return Ok(()) };
    if col >= MAX_COLS {
        return Ok(());
    }
    let at = CellRef::new(row, col);
    if (FORMULA_TEXT..=FORMULA_ERROR).contains(&kind) {
        budget.mark()?;
        found.formulas.push((at, true));
    }
    match kind {
        FORMULA_ERROR => {
            if let Some(word) = data.get(8).map(|code| error(*code)) {
                found.values.push((at, Value::Error(word.into())));
            }
        }
        RICH_CELL => {
            if let Some((text, _)) = text(data, 9) {
                budget.mark()?;
                found.values.push((at, Value::Text(text.into())));
            }
        }
        _ => {}
    }
    let style = usize::try_from(style & 0x00FF_FFFF).unwrap_or(usize::MAX);
    let struck = strikes.styles.get(style).copied().unwrap_or(false);
    let own = if kind == RICH_CELL { runs(data, 8) } else { None };
    let shared = if kind == SHARED_TEXT { long(data, 8).and_then(|number| strikes.strings.get(&number)) } else { None };
    match own.as_ref().or(shared) {
        Some(runs) => {
            let pieces = strikes.pieces(runs, struck);
            if !pieces.is_empty() {
                budget.marks(pieces.len())?;
                found.partly.push((at, pieces));
            }
        }
        None if struck => {
            budget.mark()?;
            found.marks.struck.push(at);
        }
        None => {}
    }
    Ok(())
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERROR!",
    }
}
