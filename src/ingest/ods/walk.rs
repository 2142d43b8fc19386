//! One sheet of a document while it is walked through.

use std::rc::Rc;

use quick_xml::events::{BytesEnd, BytesStart};

use super::styles::Styles;
use super::{Table, Total, attribute, check, count, formula, length};
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::reply::{LONGEST_TITLE, is_own_note};
use crate::domain::{Area, CellRef, Formula, Spans, Unreadable};
use crate::ingest::Limits;
use crate::ingest::marks::Pieces;
use crate::ingest::xml::unescaped;

/// Rows and columns count from zero.
#[derive(Default)]
pub(super) struct Walk {
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
    /// What was noted in the row: the columns and what.
    noted: Vec<(u32, u32, Note)>,
    columns: Columns,
    /// Whether cells of the row that say nothing of their own are struck through.
    row_struck: Option<bool>,
    hidden_rows: Vec<(u32, u32)>,
    filtered: Option<(u32, u32)>,
    /// The depths of the groups of rows or columns that are folded up.
    folded: Vec<u64>,
}

#[derive(Default)]
struct Columns {
    next: u32,
    hidden: Vec<(u32, u32)>,
    /// The last column of each run, and whether its cells are struck through.
    struck: Vec<(u32, bool)>,
}

/// What is noted of a cell.
enum Note {
    Struck,
    Partly(Pieces),
    Comment,
    Formula(Box<str>, bool),
}

struct Cell {
    depth: u64,
    /// How many paragraphs, one in the other, are open.
    paragraphs: u32,
    col: u32,
    repeats: u32,
    used: bool,
    text: u64,
    formula: Option<Box<str>>,
    stored: bool,
    comments: u32,
    in_comment: bool,
    /// The beginning of what a comment says, by which one of muster is known.
    comment: String,
    struck: bool,
    /// Whether each piece of text that is open says that it is struck through.
    spans: Vec<Option<bool>>,
    any_paragraph: bool,
    /// The text so far, in units of UTF-16, and its struck pieces.
    units: u32,
    pieces: Vec<(u32, u32)>,
}

impl Walk {
    /// Whether an element is a drawing or something else in a cell or on a sheet that is no value. It may hold texts, and
    /// tables of its own.
    pub(super) fn is_drawing(&self, start: &BytesStart<'_>, depth: u64) -> bool {
        let name = start.name();
        match &self.cell {
            Some(cell) => depth == cell.depth + 1 && ["draw:", "dr3d:", "svg:"].iter().any(|prefix| name.as_ref().starts_with(prefix)),
            None => name.as_ref() == "table:shapes",
        }
    }

    /// An element begins, at a depth in the document and a depth in the sheet.
    pub(super) fn start(
        &mut self,
        start: &BytesStart<'_>,
        depth: u64,
        inside: u64,
        styles: &Styles,
        external_links: &mut bool,
    ) -> Result<(), Unreadable> {
        if let Some(cell) = &mut self.cell {
            return cell.start(start, depth, styles, external_links);
        }
        match start.name().as_ref() {
            "table:table" => return Err(Unreadable::Damaged("a sheet inside a sheet".to_owned())),
            "table:table-source" if inside == 1 => (self.table.linked, *external_links) = (true, true),
            "table:table-row-group" | "table:table-column-group"
                if attribute(start, "table:display").is_some_and(|display| display == "false") =>
            {
                self.folded.push(depth);
            }
            "table:table-column" => self.start_column(start, styles)?,
            "table:table-row" => self.start_row(start, styles)?,
            "table:table-cell" | "table:covered-table-cell" => self.start_cell(start, depth, styles, external_links)?,
            _ => {}
        }
        Ok(())
    }

    fn start_column(&mut self, start: &BytesStart<'_>, styles: &Styles) -> Result<(), Unreadable> {
        let columns = &mut self.columns;
        let repeats = count(start, "table:number-columns-repeated")?.min(MAX_COLS.saturating_sub(columns.next));
        if repeats == 0 {
            return Ok(());
        }
        let (first, last) = (columns.next, columns.next + repeats - 1);
        columns.next += repeats;
        if is_hidden(start) || !self.folded.is_empty() {
            columns.hidden.push((first, last));
        }
        if styles.any() {
            columns.struck.push((last, default_style(start, styles).unwrap_or(false)));
        }
        Ok(())
    }

    fn start_row(&mut self, start: &BytesStart<'_>, styles: &Styles) -> Result<(), Unreadable> {
        let room = MAX_ROWS.saturating_sub(self.row);
        self.row_repeats = count(start, "table:number-rows-repeated")?.min(room);
        (self.filled, self.held, self.row_used, self.row_text) = (0, 0, 0, 0);
        self.row_struck = default_style(start, styles);
        if self.row_repeats > 0 && (is_hidden(start) || !self.folded.is_empty()) {
            let last = self.row + self.row_repeats - 1;
            match self.hidden_rows.last_mut() {
                Some(before) if before.1 + 1 == self.row => before.1 = last,
                _ => self.hidden_rows.push((self.row, last)),
            }
            if attribute(start, "table:visibility").is_some_and(|visibility| visibility == "filter") {
                self.filtered = Some((self.filtered.map_or(self.row, |(first, _)| first), last));
            }
        }
        Ok(())
    }

    fn start_cell(&mut self, start: &BytesStart<'_>, depth: u64, styles: &Styles, external_links: &mut bool) -> Result<(), Unreadable> {
        self.filled = self.filled.saturating_add(self.held).min(MAX_COLS);
        self.held = 0;
        let room = MAX_COLS - self.filled;
        let mut cell = Cell::new(depth, self.filled);
        let (mut columns, mut rows, mut error) = (1, 1, false);
        let mut own = None;
        for attribute in start.attributes().with_checks(false).flatten() {
            match attribute.key.as_ref() {
                "table:number-columns-repeated" => cell.repeats = count(start, "table:number-columns-repeated")?,
                "table:number-columns-spanned" => columns = count(start, "table:number-columns-spanned")?.max(1),
                "table:number-rows-spanned" => rows = count(start, "table:number-rows-spanned")?.max(1),
                "table:style-name" => own = Some(styles.struck(&attribute.value).unwrap_or(false)),
                "calcext:value-type" => error = &*attribute.value == "error",
                "table:formula" => {
                    *external_links |= attribute.value.contains("file:") || attribute.value.contains("://");
                    (cell.used, cell.text) = (true, cell.text.saturating_add(length(&attribute.value)));
                    cell.formula = Some(formula::english(&unescaped(&attribute.value)).into());
                }
                key if key.starts_with("office:") => {
                    (cell.used, cell.text) = (true, cell.text.saturating_add(length(&attribute.value)));
                    cell.stored = true;
                }
                _ => {}
            }
        }
        cell.repeats = cell.repeats.min(room);
        if styles.any() {
            cell.struck = own.or(self.row_struck).unwrap_or_else(|| self.columns.struck(cell.col));
        }
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
                self.table.found.merged.push(area(rows, columns));
            }
            if error && cell.repeats > 0 && self.row_repeats > 0 {
                self.table.errors.push(area(self.row_repeats, cell.repeats));
            }
        }
        self.cell = Some(cell);
        Ok(())
    }

    /// An element ends.
    pub(super) fn end(&mut self, end: &BytesEnd<'_>, depth: u64, total: &mut Total, limits: &Limits) -> Result<(), Unreadable> {
        match self.cell.take_if(|cell| cell.depth == depth) {
            Some(cell) => self.end_cell(cell),
            None => match &mut self.cell {
                Some(cell) => cell.end(end),
                None if end.name().as_ref() == "table:table-row" => self.end_row(total, limits)?,
                None => drop(self.folded.pop_if(|folded| *folded == depth)),
            },
        }
        Ok(())
    }

    /// Text that is met.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            cell.text = cell.text.saturating_add(length(text));
            if cell.in_comment && cell.paragraphs > 0 && cell.comment.len() <= LONGEST_TITLE {
                cell.comment.push_str(text);
            }
            cell.write(text);
        }
    }

    /// Whether text that comes now would be no part of any cell's.
    pub(super) fn between_cells(&self) -> bool {
        self.cell.as_ref().map_or(self.row_repeats > 0, |cell| cell.paragraphs == 0)
    }

    fn end_cell(&mut self, cell: Cell) {
        let (first, repeats) = (cell.col, cell.repeats);
        let mut note = |what| self.noted.push((first, repeats, what));
        if cell.comments > 0 && !is_own_note(&cell.comment) {
            note(Note::Comment);
        }
        if !cell.used {
            self.held = cell.repeats;
            return;
        }
        let whole = matches!(cell.pieces[..], [(0, end)] if end == cell.units);
        if whole || (cell.struck && cell.units == 0) {
            note(Note::Struck);
        } else if !cell.pieces.is_empty() {
            note(Note::Partly(Rc::from(cell.pieces)));
        }
        if let Some(text) = cell.formula {
            note(Note::Formula(text, cell.stored));
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

    fn end_row(&mut self, total: &mut Total, limits: &Limits) -> Result<(), Unreadable> {
        let rows = u64::from(self.row_repeats);
        total.rows = total.rows.saturating_add(u64::from(self.filled));
        total.used = total.used.saturating_add(self.row_used.saturating_mul(rows));
        total.text = total.text.saturating_add(self.row_text.saturating_mul(rows));
        let noted = self.noted.iter().map(|(_, repeats, _)| u64::from(*repeats)).fold(0, u64::saturating_add);
        total.marks = total.marks.saturating_add(noted.saturating_mul(rows));
        // What is noted is written out cell by cell, so its number must be known before.
        check(total, limits)?;
        let noted = std::mem::take(&mut self.noted);
        for row in self.row..self.row + self.row_repeats {
            for (first, repeats, what) in &noted {
                for col in *first..first.saturating_add(*repeats).min(MAX_COLS) {
                    self.note(CellRef::new(row, col), what);
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeats).min(MAX_ROWS);
        self.row_repeats = 0;
        Ok(())
    }

    fn note(&mut self, at: CellRef, what: &Note) {
        let found = &mut self.table.found;
        match what {
            Note::Struck => found.marks.struck.push(at),
            Note::Partly(pieces) => found.partly.push((at, Rc::clone(pieces))),
            Note::Comment => found.marks.notes.push(at),
            Note::Formula(text, stored) => {
                found.marks.formulas.push(Formula { cell: at, text: text.clone(), stored: *stored });
            }
        }
    }

    /// The number of cells of the rectangle that the sheet becomes.
    pub(super) fn rectangle(&self) -> u64 {
        self.first
            .map_or(0, |(row, col)| (u64::from(self.last.0.saturating_sub(row)) + 1) * (u64::from(self.last.1.saturating_sub(col)) + 1))
    }

    /// The sheet is through.
    pub(super) fn finish(mut self) -> Table {
        let marks = &mut self.table.found.marks;
        marks.hidden_rows = Spans::new(self.hidden_rows);
        marks.hidden_cols = Spans::new(self.columns.hidden);
        // Unless the document says better, all that lies between the first and the last row that it hides.
        marks.filter = self.filtered.map(|(first, last)| Area { from: CellRef::new(first, 0), to: CellRef::new(last, MAX_COLS - 1) });
        self.table
    }
}

impl Columns {
    fn struck(&self, col: u32) -> bool {
        let run = self.struck.partition_point(|(last, _)| *last < col);
        self.struck.get(run).is_some_and(|(_, struck)| *struck)
    }
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "table:visibility").is_some_and(|visibility| matches!(&*visibility, "collapse" | "filter"))
}

fn default_style(start: &BytesStart<'_>, styles: &Styles) -> Option<bool> {
    if !styles.any() {
        return None;
    }
    attribute(start, "table:default-cell-style-name").map(|name| styles.struck(&name).unwrap_or(false))
}

impl Cell {
    fn new(depth: u64, col: u32) -> Self {
        Self {
            depth,
            paragraphs: 0,
            col,
            repeats: 1,
            used: false,
            text: 0,
            formula: None,
            stored: false,
            comments: 0,
            in_comment: false,
            comment: String::new(),
            struck: false,
            spans: Vec::new(),
            any_paragraph: false,
            units: 0,
            pieces: Vec::new(),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, depth: u64, styles: &Styles, external_links: &mut bool) -> Result<(), Unreadable> {
        match start.name().as_ref() {
            "office:annotation" if depth == self.depth + 1 => (self.comments, self.in_comment) = (1, true),
            "text:p" => {
                self.paragraphs += 1;
                if !self.in_comment && std::mem::replace(&mut self.any_paragraph, true) {
                    self.write("\n");
                }
            }
            "text:s" => {
                let spaces = count(start, "text:c")?;
                self.text = self.text.saturating_add(u64::from(spaces));
                self.take(spaces);
            }
            "text:tab" | "text:line-break" => self.write("\n"),
            "text:span" | "text:a" if styles.any() => {
                self.spans.push(attribute(start, "text:style-name").and_then(|name| styles.struck(&name)));
            }
            "table:cell-range-source" => *external_links = true,
            // The reader would take the end of the inner sheet for that of the outer one.
            "table:table" => return Err(Unreadable::Damaged("a sheet inside a cell".to_owned())),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, end: &BytesEnd<'_>) {
        match end.name().as_ref() {
            "text:p" => self.paragraphs = self.paragraphs.saturating_sub(1),
            "text:span" | "text:a" => drop(self.spans.pop()),
            "office:annotation" => self.in_comment = false,
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        // White space between paragraphs is cut out.
        if self.paragraphs > 0 || !text.trim().is_empty() {
            self.take(u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX));
        }
    }

    /// Takes so many units of text.
    fn take(&mut self, units: u32) {
        if self.in_comment {
            return;
        }
        let (from, to) = (self.units, self.units.saturating_add(units));
        self.units = to;
        let struck = self.spans.iter().rev().find_map(|struck| *struck).unwrap_or(self.struck);
        match self.pieces.last_mut() {
            _ if !struck || units == 0 => {}
            Some(last) if last.1 == from => last.1 = to,
            _ => self.pieces.push((from, to)),
        }
    }
}
