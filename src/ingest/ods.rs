//! What the content of an `OpenDocument` spreadsheet would take, and what its reader does not tell.
//!
//! The reader expands repeated cells and rows and keeps each sheet as a whole rectangle; one attribute can ask for
//! millions of copies. It also waits for ends that a broken document does not have. So the document is walked through
//! once before: it must be well-formed, and what it would expand to is added up. Merged areas, cells in error and sheets
//! that only copy another file are noted on the way. So are the line ends and comments that some programs write between
//! cells: they mean nothing, and the reader does not understand them.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::Limits;
use super::budget::{max_rectangle, too_many_bytes, too_many_cells};
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{Area, CellRef, Unreadable};

/// What stands on one sheet besides values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Table {
    /// Merged areas, as drawn.
    pub(super) merged: Vec<Area>,
    /// Cells whose text is the name of an error.
    pub(super) errors: Vec<Area>,
    /// Whether it is the stored copy of a sheet of another file.
    pub(super) linked: bool,
}

/// What stands in a document besides values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Survey {
    /// The sheets, in their order.
    pub(super) tables: Vec<Table>,
    /// Whether a formula or a sheet takes values from another file.
    pub(super) external_links: bool,
    /// Where in the text something stands between cells that means nothing.
    pub(super) loose: Vec<Range<usize>>,
}

/// The text without what stands at these places, which are in their order.
pub(super) fn tidied(content: &str, loose: &[Range<usize>]) -> String {
    let mut tidied = String::with_capacity(content.len());
    let mut kept = 0;
    for range in loose {
        tidied.push_str(content.get(kept..range.start).unwrap_or_default());
        kept = range.end;
    }
    tidied.push_str(content.get(kept..).unwrap_or_default());
    tidied
}

/// One sheet while it is walked through. Rows and columns count from zero.
#[derive(Default)]
struct Walk {
    table: Table,
    row: u32,
    row_repeats: u32,
    /// Columns that the reader will have filled in the row so far, and empty ones it holds back.
    filled: u32,
    held: u32,
    cell: Option<Cell>,
    first: Option<(u32, u32)>,
    last: (u32, u32),
    /// Used cells and text of the row, once for every column they are repeated in.
    row_used: u64,
    row_text: u64,
}

struct Cell {
    depth: u64,
    /// How many paragraphs, one in the other, are open.
    paragraphs: u32,
    col: u32,
    repeats: u32,
    used: bool,
    text: u64,
}

/// What the document would expand to.
#[derive(Default)]
struct Total {
    /// Cells as they are read, rows not yet repeated.
    rows: u64,
    /// Cells of the rectangles the sheets become.
    rectangles: u64,
    used: u64,
    text: u64,
}

/// Walks through `content.xml`.
pub(super) fn survey(content: &str, limits: &Limits) -> Result<Survey, Unreadable> {
    let damaged = || Unreadable::Damaged("content.xml".to_owned());
    let mut reader = Reader::from_str(content);
    reader.config_mut().expand_empty_elements = true;
    let mut survey = Survey::default();
    let mut total = Total::default();
    let mut depth: u64 = 0;
    // The sheet that is walked through, and the depth at which it began.
    let mut sheet: Option<(u64, Walk)> = None;
    loop {
        let before = position(&reader);
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(start) => {
                depth += 1;
                if let Some((began, walk)) = &mut sheet {
                    walk.start(&start, depth, depth - *began, &mut survey.external_links)?;
                } else if start.name().as_ref() == "table:table" && attribute(&start, "table:name").is_some() {
                    sheet = Some((depth, Walk::default()));
                }
            }
            Event::End(end) => {
                let sheet_ends = sheet.as_ref().is_some_and(|(began, _)| *began == depth);
                if sheet_ends {
                    if let Some((_, walk)) = sheet.take() {
                        total.rectangles = total.rectangles.saturating_add(walk.rectangle());
                        survey.tables.push(walk.table);
                    }
                } else if let Some((_, walk)) = &mut sheet {
                    walk.end(&end, depth, &mut total);
                }
                depth = depth.checked_sub(1).ok_or_else(damaged)?;
                check(&total, limits)?;
            }
            Event::Text(text) => {
                if let Some(cell) = sheet.as_mut().and_then(|(_, walk)| walk.cell.as_mut()) {
                    cell.text = cell.text.saturating_add(length(&text));
                }
                let between = sheet.as_ref().is_some_and(|(_, walk)| walk.between_cells());
                if between && text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                    survey.loose.push(before..position(&reader));
                }
            }
            Event::Comment(_) | Event::PI(_) if sheet.is_some() => survey.loose.push(before..position(&reader)),
            Event::Eof if depth == 0 => return Ok(survey),
            Event::Eof => return Err(damaged()),
            _ => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn check(total: &Total, limits: &Limits) -> Result<(), Unreadable> {
    let limit = max_rectangle(limits);
    let cells = total.rows.max(total.rectangles);
    if cells > limit {
        return Err(too_many_cells(cells, limit));
    }
    if total.used > limits.max_cells {
        return Err(too_many_cells(total.used, limits.max_cells));
    }
    if total.text > limits.max_unpacked_bytes {
        return Err(too_many_bytes(total.text, limits.max_unpacked_bytes));
    }
    Ok(())
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

/// The raw value of an attribute, entities unresolved.
fn attribute<'a>(start: &'a BytesStart<'_>, name: &str) -> Option<std::borrow::Cow<'a, str>> {
    start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name).map(|attribute| attribute.value)
}

/// The value of a repeat count; 1 if there is none.
fn count(start: &BytesStart<'_>, name: &str) -> Result<u32, Unreadable> {
    match attribute(start, name) {
        None => Ok(1),
        Some(value) => {
            let count: u64 = value.trim().parse().map_err(|_| Unreadable::Damaged("a repeat count".to_owned()))?;
            Ok(u32::try_from(count).unwrap_or(u32::MAX))
        }
    }
}

impl Walk {
    /// An element begins, at a depth in the document and a depth in the sheet.
    fn start(&mut self, start: &BytesStart<'_>, depth: u64, inside: u64, external_links: &mut bool) -> Result<(), Unreadable> {
        if let Some(cell) = &mut self.cell {
            match start.name().as_ref() {
                "text:p" => cell.paragraphs += 1,
                "text:s" => cell.text = cell.text.saturating_add(u64::from(count(start, "text:c")?)),
                "table:cell-range-source" => *external_links = true,
                // The reader would take the end of the inner sheet for that of the outer one.
                "table:table" => return Err(Unreadable::Damaged("a sheet inside a cell".to_owned())),
                _ => {}
            }
            return Ok(());
        }
        match start.name().as_ref() {
            "table:table" => return Err(Unreadable::Damaged("a sheet inside a sheet".to_owned())),
            "table:table-source" if inside == 1 => (self.table.linked, *external_links) = (true, true),
            "table:table-row" => {
                let room = MAX_ROWS.saturating_sub(self.row);
                self.row_repeats = count(start, "table:number-rows-repeated")?.min(room);
                (self.filled, self.held, self.row_used, self.row_text) = (0, 0, 0, 0);
            }
            "table:table-cell" | "table:covered-table-cell" => self.start_cell(start, depth, external_links)?,
            _ => {}
        }
        Ok(())
    }

    fn start_cell(&mut self, start: &BytesStart<'_>, depth: u64, external_links: &mut bool) -> Result<(), Unreadable> {
        self.filled = self.filled.saturating_add(self.held).min(MAX_COLS);
        self.held = 0;
        let room = MAX_COLS - self.filled;
        let mut cell = Cell { depth, paragraphs: 0, col: self.filled, repeats: 1, used: false, text: 0 };
        let (mut columns, mut rows, mut error) = (1, 1, false);
        for attribute in start.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "table:number-columns-repeated" => cell.repeats = count(start, "table:number-columns-repeated")?,
                "table:number-columns-spanned" => columns = count(start, "table:number-columns-spanned")?.max(1),
                "table:number-rows-spanned" => rows = count(start, "table:number-rows-spanned")?.max(1),
                "calcext:value-type" => error = &*attribute.value == "error",
                "table:formula" => {
                    *external_links |= attribute.value.contains("file:") || attribute.value.contains("://");
                    (cell.used, cell.text) = (true, cell.text.saturating_add(length(&attribute.value)));
                }
                key if key.starts_with("office:") => {
                    (cell.used, cell.text) = (true, cell.text.saturating_add(length(&attribute.value)));
                }
                _ => {}
            }
        }
        cell.repeats = cell.repeats.min(room);
        let from = CellRef::new(self.row, cell.col);
        if from.row < MAX_ROWS && from.col < MAX_COLS {
            let area = |rows: u32, columns: u32| Area {
                from,
                to: CellRef::new(
                    self.row.saturating_add(rows - 1).min(MAX_ROWS - 1),
                    from.col.saturating_add(columns - 1).min(MAX_COLS - 1),
                ),
            };
            if columns > 1 || rows > 1 {
                self.table.merged.push(area(rows, columns));
            }
            if error && cell.repeats > 0 && self.row_repeats > 0 {
                self.table.errors.push(area(self.row_repeats, cell.repeats));
            }
        }
        self.cell = Some(cell);
        Ok(())
    }

    fn end(&mut self, end: &BytesEnd<'_>, depth: u64, total: &mut Total) {
        match self.cell.take_if(|cell| cell.depth == depth) {
            Some(cell) => self.end_cell(&cell),
            None if end.name().as_ref() == "text:p" => {
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs = cell.paragraphs.saturating_sub(1);
                }
            }
            None if self.cell.is_none() && end.name().as_ref() == "table:table-row" => self.end_row(total),
            None => {}
        }
    }

    /// Whether text that comes now would be no part of any cell's.
    fn between_cells(&self) -> bool {
        self.cell.as_ref().map_or(self.row_repeats > 0, |cell| cell.paragraphs == 0)
    }

    fn end_cell(&mut self, cell: &Cell) {
        if !cell.used {
            self.held = cell.repeats;
            return;
        }
        self.filled += cell.repeats;
        self.row_used += u64::from(cell.repeats);
        self.row_text = self.row_text.saturating_add(cell.text.saturating_mul(u64::from(cell.repeats)));
        if cell.repeats == 0 || self.row_repeats == 0 {
            return;
        }
        let (row, col) = self.first.unwrap_or((self.row, cell.col));
        self.first = Some((row, col.min(cell.col)));
        self.last = (self.row + self.row_repeats - 1, self.last.1.max(cell.col + cell.repeats - 1));
    }

    fn end_row(&mut self, total: &mut Total) {
        total.rows = total.rows.saturating_add(u64::from(self.filled));
        total.used = total.used.saturating_add(self.row_used.saturating_mul(u64::from(self.row_repeats)));
        total.text = total.text.saturating_add(self.row_text.saturating_mul(u64::from(self.row_repeats)));
        self.row = self.row.saturating_add(self.row_repeats).min(MAX_ROWS);
        self.row_repeats = 0;
    }

    fn rectangle(&self) -> u64 {
        self.first
            .map_or(0, |(row, col)| (u64::from(self.last.0.saturating_sub(row)) + 1) * (u64::from(self.last.1.saturating_sub(col)) + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing;
    use Unreadable::{Damaged, TooLarge};
    use proptest::prelude::*;

    const LIMITS: Limits = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 100_000, max_cells: 1 << 19, ..testing::LIMITS };

    fn tables(rows: &str) -> Result<Survey, Unreadable> {
        survey(&format!("<office:spreadsheet><table:table table:name='a'>{rows}</table:table></office:spreadsheet>"), &LIMITS)
    }

    fn areas(areas: &[Area]) -> String {
        areas.iter().map(|area| format!("{}:{}", area.from, area.to)).collect::<Vec<_>>().join(" ")
    }

    const USED: &str = "<table:table-cell office:value='1'/>";

    #[test]
    fn merged_areas_and_errors_are_placed() {
        let found = tables(
            "<table:table-row table:number-rows-repeated='2'><table:table-cell/></table:table-row><table:table-header-rows><table:table-row>\
             <table:table-cell table:number-columns-repeated='3'/><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='3'/>\
             <table:covered-table-cell table:number-columns-repeated='1'/>\
             <table:table-cell calcext:value-type='error' table:number-columns-repeated='2'><text:p>#VERW!</text:p></table:table-cell>\
             </table:table-row></table:table-header-rows>",
        )
        .expect("well-formed");
        assert_eq!(areas(&found.tables[0].merged), "D3:E5");
        assert_eq!(areas(&found.tables[0].errors), "F3:G3");
        assert!(!found.external_links);
    }

    #[test]
    fn the_empty_rest_of_a_sheet_costs_nothing() {
        let rest = "<table:table-cell table:number-columns-repeated='16383'/>";
        let rows = format!(
            "<table:table-row>{USED}{rest}</table:table-row>\
             <table:table-row table:number-rows-repeated='1048575'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
        );
        assert!(tables(&rows).is_ok());
    }

    #[test]
    fn what_would_expand_too_far_is_refused() {
        let far_cell = format!(
            "<table:table-row>{USED}{USED}</table:table-row><table:table-row table:number-rows-repeated='1048574'><table:table-cell/></table:table-row>\
             <table:table-row>{USED}</table:table-row>"
        );
        let wide = "<table:table-row><table:table-cell table:number-columns-repeated='99999999999' office:value='1'/></table:table-row>";
        let cases = [
            far_cell,
            wide.repeat(100),
            "<table:table-row table:number-rows-repeated='1048576'><table:table-cell office:value='1' table:number-columns-repeated='9'/></table:table-row>".to_owned(),
            format!("<table:table-row><table:table-cell office:value-type='string' table:number-columns-repeated='1000'><text:p>{}</text:p></table:table-cell></table:table-row>", "x".repeat(200)),
            "<table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='99999999999999'/></text:p></table:table-cell></table:table-row>".to_owned(),
        ];
        for rows in cases {
            assert!(matches!(tables(&rows), Err(TooLarge { .. })), "{}", &rows[..200.min(rows.len())]);
        }
    }

    #[test]
    fn a_document_that_breaks_off_is_damaged() {
        let whole = format!("<a><table:table table:name='a'><table:table-row>{USED}</table:table-row></table:table></a>");
        assert!(survey(&whole, &LIMITS).is_ok());
        for length in 1..whole.len() {
            assert!(matches!(survey(&whole[..length], &LIMITS), Err(Damaged(_))), "{length}");
        }
        let odd = "<a><table:table table:name='a'><table:table-row table:number-rows-repeated='many'/></table:table></a>";
        assert!(matches!(survey(odd, &LIMITS), Err(Damaged(_))));
    }

    #[test]
    fn copies_of_other_files_are_marked() {
        let found = tables("<table:table-source xlink:href='file:///elsewhere.ods'/>").expect("well-formed");
        assert!(found.tables[0].linked && found.external_links);
        let formula = "<table:table-row><table:table-cell table:formula=\"of:=['file:///x.ods'#$a.A1]\"/></table:table-row>";
        let found = tables(formula).expect("well-formed");
        assert!(!found.tables[0].linked && found.external_links);
    }

    #[test]
    fn line_ends_and_comments_between_cells_are_cut_out() {
        let content = "<a>\n<table:table table:name='x'>\n<table:table-row>\n<table:table-cell office:value-type='string'>\n<text:p>\na</text:p>\n\
                       </table:table-cell><!-- é --><table:table-cell/>\n</table:table-row>\n</table:table></a>";
        let loose = survey(content, &LIMITS).expect("well-formed").loose;
        assert_eq!(
            tidied(content, &loose),
            "<a>\n<table:table table:name='x'>\n<table:table-row><table:table-cell office:value-type='string'><text:p>\na</text:p>\
             </table:table-cell><table:table-cell/></table:table-row>\n</table:table></a>"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(parts in proptest::collection::vec(prop_oneof![
            Just("<table:table table:name='x'>"), Just("</table:table>"), Just("<table:table-row>"), Just("</table:table-row>"),
            Just("<table:table-row table:number-rows-repeated='4294967295'>"), Just("<table:table-cell office:value='1'>"),
            Just("<table:table-cell table:number-columns-repeated='0' office:value='1'>"), Just("</table:table-cell>"),
            Just("<table:table-cell table:number-rows-spanned='0' table:number-columns-spanned='4294967295'/>"), Just("text"), Just("&"), Just("<"),
        ], 0..30)) {
            let _ = survey(&parts.concat(), &LIMITS);
        }
    }
}
