//! One sheet of a workbook: cells are marked or emptied, and all else stays.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::needles::Needles;
use super::Unfit;
use super::relations;
use super::styles::{Mark, Styles};
use super::xml::{Edits, Scan, Tag, Token, local, prefix, unescaped};
use crate::domain::CellRef;

/// What is done with a sheet.
pub(super) struct Wanted<'a> {
    /// Cells that get a mark. One that is not there is made.
    pub(super) marks: BTreeMap<CellRef, Mark>,
    /// Cells that are emptied.
    pub(super) emptied: &'a BTreeSet<CellRef>,
    /// Whether a shared string, by its number, is to be seen nowhere.
    pub(super) banned: &'a BTreeSet<usize>,
    /// What is to be seen nowhere.
    pub(super) needles: &'a Needles,
    /// The relationship with the shapes of notes, if there are to be any and the sheet has none.
    pub(super) shapes: Option<&'a str>,
    /// Relationships whose targets are to be seen nowhere.
    pub(super) links: &'a BTreeSet<String>,
    /// Whether the package follows the strict edition of the standard.
    pub(super) strict: bool,
}

/// A sheet that was changed.
pub(super) struct Changed {
    pub(super) text: String,
    /// The relationship with the shapes of notes that it had before.
    pub(super) shapes: Option<String>,
    /// Whether a formula was taken out.
    pub(super) formulas: bool,
    /// Relationships that nothing refers to any longer.
    pub(super) unlinked: BTreeSet<String>,
}

/// What stands behind the shapes of notes in a sheet.
const BEHIND: [&str; 9] =
    ["legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst", "AlternateContent"];

/// A cell of the sheet while it is looked at.
struct CellSpan<'t> {
    tag: Tag<'t>,
    at: CellRef,
    /// What it says, as far as it is to be looked at.
    text: String,
    shared: Option<usize>,
    formula: bool,
    /// The group of cells whose formula it holds for all of them.
    leads: Option<String>,
    follows: Option<String>,
}

/// A row of the sheet while it is looked at.
struct RowSpan<'t> {
    tag: Tag<'t>,
    number: u32,
    next: u32,
    /// Columns with marks whose cell has not been met.
    missing: BTreeSet<u32>,
    made: bool,
}

struct Walk<'a, 't> {
    wanted: &'a Wanted<'a>,
    styles: &'a mut Styles,
    edits: Edits,
    own: String,
    /// Rows with marks that have not been met.
    rows: BTreeMap<u32, BTreeSet<u32>>,
    next_row: u32,
    row: Option<RowSpan<'t>>,
    cell: Option<CellSpan<'t>>,
    columns: Vec<(u32, u32, usize)>,
    formulas: bool,
    led: BTreeSet<String>,
    followed: BTreeSet<String>,
    made: Option<(CellRef, CellRef)>,
}

/// Changes a sheet.
pub(super) fn change(text: &str, wanted: &Wanted<'_>, styles: &mut Styles) -> Result<Changed, Unfit> {
    let mut rows: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for cell in wanted.marks.keys() {
        rows.entry(cell.row).or_default().insert(cell.col);
    }
    let mut walk = Walk {
        wanted,
        styles,
        edits: Edits::default(),
        own: String::new(),
        rows,
        next_row: 0,
        row: None,
        cell: None,
        columns: Vec::new(),
        formulas: false,
        led: BTreeSet::new(),
        followed: BTreeSet::new(),
        made: None,
    };
    let (mut in_data, mut past_data, mut in_text, mut had_data) = (false, false, None, false);
    let (mut shapes, mut behind, mut end, mut dimension) = (None, None, None, None);
    let mut to_relations = None;
    let mut links = Links::default();
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if tag.depth == 0 => {
                walk.own = prefix(tag.name).to_owned();
                to_relations = tag.prefix_of("officeDocument/2006/relationships").or_else(|| tag.prefix_of("officeDocument/relationships"));
                if tag.empty {
                    return Err(Unfit::Unusual);
                }
            }
            Token::Open(tag) if in_data => match (tag.depth, local(tag.name)) {
                (2, "row") => walk.row(tag)?,
                (3, "c") => walk.cell(tag)?,
                (4.., name) => {
                    in_text = match name {
                        "v" => Some(true),
                        "t" | "f" => Some(false),
                        _ => None,
                    };
                    if let Some(cell) = walk.cell.as_mut().filter(|_| matches!(name, "v" | "f")) {
                        cell.text.push(' ');
                    }
                    if name == "f" {
                        walk.formula(&tag);
                    }
                }
                _ => {}
            },
            Token::Open(tag) if tag.depth == 1 => match local(tag.name) {
                "sheetData" => {
                    had_data = true;
                    if tag.empty {
                        let inside = walk.rows_before(u32::MAX)?;
                        if !inside.is_empty() {
                            walk.edits.replace(tag.range.clone(), format!("{}{inside}</{}>", tag.opened(), tag.name));
                        }
                        past_data = true;
                    } else {
                        in_data = true;
                    }
                }
                "dimension" => dimension = Some(tag),
                "legacyDrawing" => shapes = tag.prefixed("id"),
                "hyperlinks" => links.begin(tag),
                name if BEHIND.contains(&name) && past_data => behind = behind.or(Some(tag.range.start)),
                _ => {}
            },
            Token::Open(tag) if tag.depth == 2 => match local(tag.name) {
                "sheetView" if tag.get("tabSelected").is_some() => {
                    walk.edits.replace(tag.range.clone(), tag.with(&[("tabSelected", None)]));
                }
                "col" => walk.column(&tag),
                "hyperlink" => links.link(&tag, wanted)?,
                _ => {}
            },
            Token::Close { name, range, depth } if in_data => match (depth, local(name)) {
                (1, "sheetData") => {
                    let inside = walk.rows_before(u32::MAX)?;
                    walk.edits.insert(range.start, inside);
                    (in_data, past_data) = (false, true);
                }
                (2, "row") => walk.end_row(range.start)?,
                (3, "c") => walk.end_cell(range.end)?,
                _ => in_text = None,
            },
            Token::Close { name, range, depth: 1 } if local(name) == "hyperlinks" => links.end(range.end),
            Token::Close { range, depth: 0, .. } => end = Some(range.start),
            Token::Text { range } => {
                if let (Some(is_value), Some(cell)) = (in_text, &mut walk.cell) {
                    cell.says(text.get(range).unwrap_or_default(), is_value);
                }
            }
            _ => {}
        }
    }
    if !had_data || !walk.led.is_disjoint(&walk.followed) {
        return Err(Unfit::Unusual);
    }
    if let Some((tag, made)) = dimension.zip(walk.made) {
        walk.widen(&tag, made);
    }
    if let (None, Some(id)) = (&shapes, wanted.shapes) {
        let (declared, used) = match to_relations {
            Some(prefix) => (String::new(), prefix),
            None => (format!(" xmlns:r=\"{}\"", relations::namespace(wanted.strict)), "r:".to_owned()),
        };
        let at = behind.or(end).ok_or(Unfit::Unusual)?;
        walk.edits.insert(at, format!("<{}legacyDrawing{declared} {used}id=\"{id}\"/>", walk.own));
    }
    let unlinked = links.finish(&mut walk.edits);
    let formulas = walk.formulas;
    Ok(Changed { text: walk.edits.apply(text)?, shapes, formulas, unlinked })
}

impl CellSpan<'_> {
    fn says(&mut self, raw: &str, is_value: bool) {
        let shared = self.tag.get("t").is_some_and(|kind| kind == "s");
        if is_value && shared {
            self.shared = raw.trim().parse().ok().or(self.shared);
        } else {
            let text = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")).map_or_else(|| unescaped(raw), str::to_owned);
            self.text.push_str(&text);
        }
    }
}

impl<'t> Walk<'_, 't> {
    fn column(&mut self, tag: &Tag<'_>) {
        let number = |name| tag.get(name).and_then(|text| text.trim().parse::<u32>().ok());
        if let (Some(from), Some(to), Some(style)) = (number("min"), number("max"), number("style")) {
            self.columns.push((from.saturating_sub(1), to.saturating_sub(1), style as usize));
        }
    }

    fn row(&mut self, tag: Tag<'t>) -> Result<(), Unfit> {
        let stated = tag.get("r").and_then(|row| row.trim().parse::<u32>().ok()).and_then(|row| row.checked_sub(1));
        let number = stated.unwrap_or(self.next_row);
        if number < self.next_row {
            return Err(Unfit::Unusual);
        }
        let before = self.rows_before(number)?;
        self.edits.insert(tag.range.start, before);
        self.next_row = number.checked_add(1).ok_or(Unfit::Unusual)?;
        let missing = self.rows.remove(&number).unwrap_or_default();
        if tag.empty {
            if !missing.is_empty() {
                let style = row_style(&tag);
                let cells = self.cells(number, missing, style)?;
                self.edits.replace(tag.range.clone(), format!("{}{cells}</{}>", without_spans(&tag), tag.name));
            }
        } else {
            self.row = Some(RowSpan { tag, number, next: 0, missing, made: false });
        }
        Ok(())
    }

    fn end_row(&mut self, at: usize) -> Result<(), Unfit> {
        let Some(mut row) = self.row.take() else { return Ok(()) };
        if !row.missing.is_empty() {
            row.made = true;
            let cells = self.cells(row.number, std::mem::take(&mut row.missing), row_style(&row.tag))?;
            self.edits.insert(at, cells);
        }
        if row.made && row.tag.get("spans").is_some() {
            self.edits.replace(row.tag.range.clone(), without_spans(&row.tag));
        }
        Ok(())
    }

    fn cell(&mut self, tag: Tag<'t>) -> Result<(), Unfit> {
        let Some(row) = &mut self.row else { return Err(Unfit::Unusual) };
        let stated = tag.get("r").map(|text| text.trim().parse::<CellRef>().map_err(|_| Unfit::Unusual)).transpose()?;
        let col = stated.map_or(row.next, |cell| cell.col);
        if col < row.next || stated.is_some_and(|cell| cell.row != row.number) {
            return Err(Unfit::Unusual);
        }
        row.next = col + 1;
        let at = CellRef::new(row.number, col);
        let before: BTreeSet<u32> = row.missing.range(..col).copied().collect();
        row.missing.retain(|missing| *missing > col);
        if !before.is_empty() {
            row.made = true;
            let (number, style) = (row.number, row_style(&row.tag));
            let cells = self.cells(number, before, style)?;
            self.edits.insert(tag.range.start, cells);
        }
        let empty = tag.empty.then_some(tag.range.end);
        self.cell = Some(CellSpan { tag, at, text: String::new(), shared: None, formula: false, leads: None, follows: None });
        empty.map_or(Ok(()), |end| self.end_cell(end))
    }

    fn formula(&mut self, tag: &Tag<'_>) {
        let Some(cell) = &mut self.cell else { return };
        cell.formula = true;
        if tag.get("t").as_deref() == Some("shared") {
            let group = tag.get("si");
            if tag.get("ref").is_some() {
                cell.leads = group;
            } else {
                cell.follows = group;
            }
        }
    }

    fn end_cell(&mut self, end: usize) -> Result<(), Unfit> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let number = || cell.text.trim().parse::<f64>().ok().map(|number| number.to_string());
        let banned = cell.shared.is_some_and(|shared| self.wanted.banned.contains(&shared))
            || (!self.wanted.needles.is_empty()
                && (self.wanted.needles.hit(&cell.text) || number().is_some_and(|number| self.wanted.needles.hit(&number))));
        let emptied = self.wanted.emptied.contains(&cell.at) || banned;
        let mark = self.wanted.marks.get(&cell.at).copied().or(emptied.then_some(Mark::Emptied));
        if !emptied {
            self.followed.extend(cell.follows);
        }
        let Some(mark) = mark else { return Ok(()) };
        let style = cell.tag.get("s").and_then(|style| style.trim().parse().ok()).unwrap_or(0);
        let style = self.styles.marked(style, mark)?.to_string();
        if emptied {
            self.formulas |= cell.formula;
            self.led.extend(cell.leads);
            let tag = format!("<{} r=\"{}\" s=\"{style}\"/>", cell.tag.name, cell.at);
            self.edits.replace(cell.tag.range.start..end, tag);
        } else {
            self.edits.replace(cell.tag.range.clone(), cell.tag.with(&[("s", Some(style.as_str()))]));
        }
        Ok(())
    }

    /// Cells of a row that are made, from the left.
    fn cells(&mut self, row: u32, cols: BTreeSet<u32>, style_of_row: Option<usize>) -> Result<String, Unfit> {
        let mut out = String::new();
        for col in cols {
            let at = CellRef::new(row, col);
            let Some(mark) = self.wanted.marks.get(&at) else { continue };
            let of_column = || self.columns.iter().find(|(from, to, _)| (*from..=*to).contains(&col)).map(|(.., style)| *style);
            let style = style_of_row.or_else(of_column).unwrap_or(0);
            let style = self.styles.marked(style, *mark)?;
            out.push_str(&format!("<{}c r=\"{at}\" s=\"{style}\"/>", self.own));
            let (from, to) = self.made.unwrap_or((at, at));
            self.made = Some((CellRef::new(from.row.min(row), from.col.min(col)), CellRef::new(to.row.max(row), to.col.max(col))));
        }
        Ok(out)
    }

    /// Rows above one that are made.
    fn rows_before(&mut self, number: u32) -> Result<String, Unfit> {
        let later = self.rows.split_off(&number);
        let rows = std::mem::replace(&mut self.rows, later);
        let mut out = String::new();
        for (row, cols) in rows {
            let cells = self.cells(row, cols, None)?;
            out.push_str(&format!("<{0}row r=\"{1}\">{cells}</{0}row>", self.own, u64::from(row) + 1));
        }
        Ok(out)
    }

    /// The area that the sheet says it uses, with the cells that were made.
    fn widen(&mut self, tag: &Tag<'_>, (from, to): (CellRef, CellRef)) {
        let Some(stated) = tag.get("ref") else { return };
        let (first, last) = stated.split_once(':').unwrap_or((&stated, &stated));
        let (Ok(first), Ok(last)) = (first.trim().parse::<CellRef>(), last.trim().parse::<CellRef>()) else { return };
        let first = CellRef::new(first.row.min(from.row), first.col.min(from.col));
        let last = CellRef::new(last.row.max(to.row), last.col.max(to.col));
        self.edits.replace(tag.range.clone(), tag.with(&[("ref", Some(format!("{first}:{last}").as_str()))]));
    }
}

fn row_style(tag: &Tag<'_>) -> Option<usize> {
    let own = tag.get("customFormat").is_some_and(|own| matches!(own.as_str(), "1" | "true"));
    tag.get("s").filter(|_| own)?.trim().parse().ok()
}

/// The beginning of a row without its hint at which columns are used.
fn without_spans(tag: &Tag<'_>) -> String {
    let changed = tag.with(&[("spans", None)]);
    if tag.empty { format!("{}>", changed.trim_end_matches('>').trim_end_matches('/')) } else { changed }
}

/// Links of cells to other places, such as the mailbox of a person.
#[derive(Default)]
struct Links {
    list: Option<Range<usize>>,
    gone: Vec<Range<usize>>,
    ids: BTreeSet<String>,
    kept_ids: BTreeSet<String>,
    kept: usize,
}

impl Links {
    fn begin(&mut self, tag: Tag<'_>) {
        self.list = Some(tag.range);
    }

    fn end(&mut self, at: usize) {
        if let Some(list) = &mut self.list {
            list.end = at;
        }
    }

    fn link(&mut self, tag: &Tag<'_>, wanted: &Wanted<'_>) -> Result<(), Unfit> {
        let id = tag.prefixed("id");
        let cell = tag.get("ref").and_then(|text| text.split(':').next().and_then(|first| first.trim().parse::<CellRef>().ok()));
        let says = ["display", "tooltip", "location"].iter().filter_map(|name| tag.get(name)).any(|text| wanted.needles.hit(&text));
        let leads = id.as_ref().is_some_and(|id| wanted.links.contains(id));
        if says || leads || cell.is_some_and(|cell| wanted.emptied.contains(&cell)) {
            if !tag.empty {
                return Err(Unfit::Unusual);
            }
            self.gone.push(tag.range.clone());
            self.ids.extend(id);
        } else {
            self.kept += 1;
            self.kept_ids.extend(id);
        }
        Ok(())
    }

    fn finish(self, edits: &mut Edits) -> BTreeSet<String> {
        match self.list {
            Some(list) if self.kept == 0 && !self.gone.is_empty() => edits.replace(list, String::new()),
            _ => self.gone.into_iter().for_each(|range| edits.replace(range, String::new())),
        }
        self.ids.difference(&self.kept_ids).cloned().collect()
    }
}
