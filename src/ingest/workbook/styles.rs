//! Which styles of an xlsx show a number as a date.
//!
//! The reader of the format knows, and does not tell; so it is given a workbook with the same styles and one cell in each.

use std::cell::RefCell;
use std::io::{Cursor, Write};
use std::rc::Rc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{DataRef, ExcelDateTime, ExcelDateTimeType, Reader, Xlsx, from_serial, number};
use crate::domain::{DateSystem, FastMap, Value};

/// Most styles that are looked at; a workbook with more is not a plain one.
const MOST: usize = 4_096;
/// Most dates that are remembered.
const MOST_DATES: usize = 4_096;

/// How a style shows a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    Duration,
}

/// The styles of a workbook, by their number.
#[derive(Debug)]
pub(in crate::ingest) struct Styles {
    kinds: Rc<[Kind]>,
    from_1904: bool,
    /// Days stand in many cells.
    dates: RefCell<FastMap<(u64, bool), Value>>,
}

/// The styles that a thread saw last. Files that one program made have the same.
type Last = RefCell<Option<(Vec<u8>, Rc<[Kind]>)>>;

impl Styles {
    /// Those of a part with styles, which is empty if there is none; `None` if it is none that the reader of the format would read.
    pub(in crate::ingest) fn of(part: &[u8], date_system: DateSystem) -> Option<Self> {
        thread_local! {
            static LAST: Last = const { RefCell::new(None) };
        }
        let known = LAST.with_borrow(|last| last.as_ref().filter(|(seen, _)| seen == part).map(|(_, kinds)| Rc::clone(kinds)));
        let kinds = match known {
            Some(kinds) => kinds,
            None => {
                let kinds: Rc<[Kind]> = kinds(part)?.into();
                LAST.set(Some((part.to_vec(), Rc::clone(&kinds))));
                kinds
            }
        };
        Some(Self { kinds, from_1904: date_system == DateSystem::From1904, dates: RefCell::default() })
    }

    /// What a number in a cell of a style is.
    pub(in crate::ingest) fn value(&self, value: f64, style: Option<u32>) -> Value {
        let kind = style.and_then(|style| self.kinds.get(usize::try_from(style).ok()?)).copied().unwrap_or(Kind::Number);
        let (of, duration) = match kind {
            Kind::Number => return number(value),
            Kind::Date => (ExcelDateTimeType::DateTime, false),
            Kind::Duration => (ExcelDateTimeType::TimeDelta, true),
        };
        let mut dates = self.dates.borrow_mut();
        let key = (value.to_bits(), duration);
        if let Some(known) = dates.get(&key) {
            return known.clone();
        }
        let found = from_serial(&ExcelDateTime::new(value, of, self.from_1904));
        if dates.len() < MOST_DATES {
            dates.insert(key, found.clone());
        }
        found
    }
}

fn kinds(part: &[u8]) -> Option<Vec<Kind>> {
    if part.is_empty() {
        return Some(Vec::new());
    }
    // More are counted than there are: other lists have such entries too.
    let styles = memchr::memmem::find_iter(part, b"<xf").count();
    if styles > MOST {
        return None;
    }
    let mut book = Xlsx::new(Cursor::new(specimen(part, styles).ok()?)).ok()?;
    let mut reader = book.worksheet_cells_reader("A").ok()?;
    let mut kinds = Vec::with_capacity(styles);
    while let Some(cell) = reader.next_cell().ok()? {
        kinds.push(match cell.get_value() {
            DataRef::DateTime(serial) if serial.is_duration() => Kind::Duration,
            DataRef::DateTime(_) => Kind::Date,
            DataRef::Float(_) => Kind::Number,
            _ => return None,
        });
    }
    Some(kinds)
}

/// A workbook with these styles and one cell in each of the first so many.
fn specimen(part: &[u8], styles: usize) -> zip::result::ZipResult<Vec<u8>> {
    let mut sheet = String::from("<worksheet><sheetData>");
    for style in 0..styles {
        sheet.push_str(&format!("<row r=\"{0}\"><c r=\"A{0}\" s=\"{style}\"><v>1</v></c></row>", style + 1));
    }
    sheet.push_str("</sheetData></worksheet>");
    let parts: [(&str, &[u8]); 5] = [
        (
            "_rels/.rels",
            b"<Relationships><Relationship Id=\"r\" Target=\"xl/workbook.xml\" Type=\"x/relationships/officeDocument\"/></Relationships>",
        ),
        ("xl/workbook.xml", b"<workbook><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"a\" Target=\"worksheets/sheet1.xml\" \
              Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\"/></Relationships>",
        ),
        ("xl/styles.xml", part),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
