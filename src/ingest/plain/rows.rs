//! The rows of a sheet.

use std::io::Read;

use arcstr::ArcStr;

use super::chunks::Chunks;
use super::scan::{Scan, number, text, whole};
use super::{Held, Stop, strings};
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{CellRef, GridBuilder, Value};
use crate::ingest::workbook::Styles;

/// What a sheet holds.
#[derive(Default)]
pub(super) struct Sheet {
    pub(super) cells: GridBuilder,
    /// The cells with a formula, and whether a result is stored.
    pub(super) formulas: Vec<(CellRef, bool)>,
    pub(super) texts: Vec<(CellRef, String)>,
    /// The XML of the sheet without its rows.
    pub(super) frame: Vec<u8>,
}

/// What the cells of a workbook refer to.
#[derive(Clone, Copy)]
pub(super) struct Shared<'s> {
    pub(super) texts: &'s [ArcStr],
    pub(super) styles: &'s Styles,
}

/// Reads a sheet.
pub(super) fn read(part: impl Read, shared: Shared<'_>, held: &mut Held) -> Result<Sheet, Stop> {
    let mut chunks = Chunks::new(part);
    let mut sheet = Sheet { frame: chunks.up_to(b"<sheetData")?.to_vec(), ..Sheet::default() };
    // In a comment or a text of characters anything may stand.
    if sheet.frame.windows(2).any(|two| two == b"<!") || !sheet.frame.starts_with(b"<") {
        return Err(Stop::Odd);
    }
    let end = chunks.up_to(b">")?;
    let mut open = match end {
        b">" => true,
        b"/>" => false,
        _ => return Err(Stop::Odd),
    };
    sheet.frame.extend_from_slice(b"/>");
    let mut last_row = 0;
    while open {
        let bytes = chunks.whole(b"</row>")?;
        if bytes.is_empty() {
            return Err(Stop::Odd);
        }
        let mut scan = Scan::new(bytes);
        loop {
            scan.blanks();
            if scan.takes(b"</sheetData>") {
                open = false;
                break;
            }
            if scan.at == scan.bytes.len() {
                break;
            }
            last_row = row(&mut scan, last_row, shared, &mut sheet, held)?;
        }
        let used = scan.at;
        chunks.used(used);
        held.look()?;
    }
    let rest = chunks.rest()?;
    sheet.frame.extend_from_slice(rest);
    Ok(sheet)
}

/// Reads a row; gives its number, which must be higher than the last.
fn row(scan: &mut Scan<'_>, last: u32, shared: Shared<'_>, sheet: &mut Sheet, held: &mut Held) -> Result<u32, Stop> {
    scan.must(b"<row")?;
    let mut own = 0;
    while let Some((name, value)) = scan.attribute()? {
        match name {
            b"r" => own = whole(value)?,
            b"spans" | b"s" | b"customFormat" | b"customHeight" | b"thickBot" | b"thickTop" | b"x14ac:dyDescent" | b"outlineLevel" => {}
            b"hidden" | b"collapsed" if matches!(value, b"0" | b"false") => {}
            // A row without height is hidden.
            b"ht" if value.first().is_some_and(|first| (b'1'..=b'9').contains(first)) => {}
            _ => return Err(Stop::Odd),
        }
    }
    if own <= last || own > MAX_ROWS {
        return Err(Stop::Odd);
    }
    if !scan.opens()? {
        return Ok(own);
    }
    let mut next_col = 0;
    loop {
        scan.blanks();
        if scan.takes(b"</row>") {
            return Ok(own);
        }
        next_col = cell(scan, own, next_col, shared, sheet, held)?;
    }
}

/// Reads a cell; gives the first column behind it.
fn cell(scan: &mut Scan<'_>, row: u32, least: u32, shared: Shared<'_>, sheet: &mut Sheet, held: &mut Held) -> Result<u32, Stop> {
    scan.must(b"<c")?;
    let (mut col, mut style, mut kind): (Option<u32>, Option<u32>, &[u8]) = (None, None, b"n");
    while let Some((name, value)) = scan.attribute()? {
        match name {
            b"r" => col = Some(column(value, row)?),
            b"s" => style = Some(whole(value)?),
            b"t" => kind = value,
            _ => return Err(Stop::Odd),
        }
    }
    let col = col.filter(|col| *col >= least).ok_or(Stop::Odd)?;
    if !scan.opens()? || scan.takes(b"</c>") {
        return Ok(col + 1);
    }
    let at = CellRef::new(row - 1, col);
    let formula = if scan.takes(b"<f>") {
        let formula = text(scan.raw()?)?.into_owned();
        scan.must(b"</f>")?;
        Some(formula)
    } else {
        None
    };
    let value = if kind == b"inlineStr" {
        if formula.is_some() {
            return Err(Stop::Odd);
        }
        scan.must(b"<is>")?;
        let text = strings::one(scan)?;
        scan.must(b"</is>")?;
        Some(Value::Text(text))
    } else if scan.takes(b"<v>") {
        let raw = scan.raw()?;
        scan.must(b"</v>")?;
        Some(value(raw, kind, style, shared)?)
    } else {
        None
    };
    scan.must(b"</c>")?;
    if let Some(formula) = formula {
        held.formula(formula.len())?;
        sheet.formulas.push((at, value.is_some()));
        if !formula.is_empty() {
            sheet.texts.push((at, formula));
        }
    }
    if let Some(value) = value {
        held.budget.push(&mut sheet.cells, at.row, at.col, value)?;
    }
    Ok(col + 1)
}

fn value(raw: &[u8], kind: &[u8], style: Option<u32>, shared: Shared<'_>) -> Result<Value, Stop> {
    if raw.is_empty() {
        return Err(Stop::Odd);
    }
    Ok(match kind {
        b"s" => {
            let at = usize::try_from(whole(raw)?).map_err(|_| Stop::Odd)?;
            Value::Text(shared.texts.get(at).ok_or(Stop::Odd)?.clone())
        }
        b"n" => shared.styles.value(number(raw)?, style),
        b"str" => Value::Text(ArcStr::from(text(raw)?)),
        b"b" if raw == b"1" => Value::Bool(true),
        b"b" if raw == b"0" => Value::Bool(false),
        _ => return Err(Stop::Odd),
    })
}

/// The column of an address such as `AB12`, from zero; its row must be the one it stands in.
fn column(address: &[u8], row: u32) -> Result<u32, Stop> {
    let letters = address.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if letters == 0 || letters > 3 || whole(&address[letters..])? != row || address[letters] == b'0' {
        return Err(Stop::Odd);
    }
    let col = address[..letters].iter().fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    if col > MAX_COLS { Err(Stop::Odd) } else { Ok(col - 1) }
}
