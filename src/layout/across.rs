//! Tables that run across: the missions stand side by side, what is said of them below each other.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::domain::layout::{HiddenPart, SheetLayout};
use crate::domain::{Cell, CellRef, Direction, FieldType, Grid, Layout, RowFate, Value, fold};

use super::as_of;
use super::dated;
use super::header::{self, Header, Line, View};
use super::labels::Merges;
use super::months::{self, Stated};
use super::rows;
use super::strips::{Part, within};
use super::titles::{self, Caption};
use super::words::{self, is_blank, text_of};

/// Most lines of a part that is tried. A table that runs across is a short one.
const MAX_LINES: usize = 400;
/// Most tables that run across below one another.
const MAX_BLOCKS: usize = 100;
/// Most columns, from the left, in which the labels of its lines are looked for.
const MAX_LABEL_COLS: usize = 3;

/// Lines of a part that may make one table.
#[derive(Debug)]
struct Block {
    /// Its first line and the one after its last.
    from: usize,
    to: usize,
    /// Whether a line of it holds the missions.
    missions: bool,
    /// The labels of its lines, folded.
    labels: BTreeSet<String>,
    /// The mission it is about, with its line, where that stands above it.
    caption: Option<(Caption, usize)>,
}

/// What a line has to do with a table that runs across.
enum Kind {
    /// Names the missions.
    Missions,
    /// Has a label that is a header, or a month.
    Measure,
    /// Holds nothing but the name of a mission.
    Caption(Caption),
    /// States the as-of date, or is a label with values that is not known.
    Other,
}

/// What was found on a part of a sheet.
pub(super) struct Read {
    pub(super) sheet: SheetLayout,
    pub(super) tables: Vec<Stated>,
}

/// Reads a part in which no table runs down. `None` if none runs across either. `turned` is made when it is first needed.
pub(super) fn read(view: &View<'_>, part: &Part<'_>, turned: &OnceCell<Grid>) -> Option<Read> {
    if part.lines.len() > MAX_LINES {
        return None;
    }
    let label_col = label_col(view, &part.lines)?;
    let blocks = blocks(view, &part.lines, label_col);
    let mut fates = vec![RowFate::Blank; usize::try_from(view.grid.height()).unwrap_or(usize::MAX)];
    let mut read = Read { sheet: SheetLayout::default(), tables: Vec::new() };
    let mut done = 0;
    for block in blocks.iter().filter(|block| block.missions || block.caption.is_some() || view.caption.is_some()).take(MAX_BLOCKS) {
        let grid = turned.get_or_init(|| view.grid.turned());
        let floor = done;
        let Some(tables) = table(view, part, block, floor, label_col, grid, &mut read.sheet) else { continue };
        around(view, &part.lines[done..block.from], floor == 0, &mut fates, &mut read.sheet);
        if let Some((_, line)) = &block.caption
            && let Some((row, _)) = part.lines.get(*line)
        {
            set(&mut fates, *row, RowFate::Header);
        }
        within_block(view, &part.lines[block.from..block.to], &tables, &mut fates);
        read.tables.extend(tables);
        done = block.to;
    }
    if read.tables.is_empty() {
        return None;
    }
    around(view, &part.lines[done..], false, &mut fates, &mut read.sheet);
    read.sheet.fates = fates;
    Some(read)
}

fn set(fates: &mut [RowFate], row: u32, fate: RowFate) {
    if let Some(place) = usize::try_from(row).ok().and_then(|row| fates.get_mut(row)) {
        *place = fate;
    }
}

/// The column in which most lines have a known label, of equals the leftmost.
fn label_col(view: &View<'_>, lines: &[Line<'_>]) -> Option<u32> {
    let cols: BTreeSet<u32> = lines.iter().flat_map(|(_, cells)| cells.iter().take(MAX_LABEL_COLS).map(|cell| cell.col)).collect();
    let known = |col: u32| lines.iter().filter(|(_, cells)| label_at(cells, col).is_some_and(|cell| is_label(cell, view))).count();
    let counted = cols.into_iter().take(MAX_LABEL_COLS).map(|col| (known(col), col)).filter(|(known, _)| *known > 0);
    counted.max_by_key(|(known, col)| (*known, std::cmp::Reverse(*col))).map(|(_, col)| col)
}

fn label_at(cells: &[Cell], col: u32) -> Option<&Cell> {
    cells.binary_search_by_key(&col, |cell| cell.col).ok().and_then(|at| cells.get(at)).filter(|cell| !is_blank(cell))
}

fn is_label(cell: &Cell, view: &View<'_>) -> bool {
    dated::in_value(&cell.value).is_some() || text_of(cell).is_some_and(|text| view.index.look_up(text).is_some())
}

fn kind(view: &View<'_>, cells: &[Cell], label_col: u32) -> Kind {
    let used: Vec<&Cell> = cells.iter().filter(|cell| !is_blank(cell)).collect();
    if used.len() == 1
        && let Some((col, text)) = titles::caption_in(&used, view)
    {
        // The row is not known here and is filled in by who asks.
        return Kind::Caption(Caption { cell: Some(CellRef::new(0, col)), text });
    }
    let label = label_at(cells, label_col);
    let known = label.and_then(text_of).and_then(|text| view.index.look_up(text));
    if known.as_ref().is_some_and(|known| view.index.may_be_any_mission(known)) {
        return Kind::Missions;
    }
    let values: Vec<&&Cell> = used.iter().filter(|cell| cell.col > label_col).collect();
    let missions = values.iter().filter(|cell| text_of(cell).is_some_and(|text| view.index.names_mission(text))).count();
    if missions > 0 && missions * 2 >= values.len() {
        return Kind::Missions;
    }
    if as_of::begins_row(cells, view.index) && values.len() < 2 {
        return Kind::Other;
    }
    if label.is_some_and(|cell| is_label(cell, view)) { Kind::Measure } else { Kind::Other }
}

/// The lines that may make tables, each table by itself: a label that comes again, another line of missions and the name of a
/// mission by itself begin another one.
fn blocks(view: &View<'_>, lines: &[Line<'_>], label_col: u32) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    let mut caption: Option<(Caption, usize)> = None;
    for (at, (row, cells)) in lines.iter().enumerate() {
        let kind = kind(view, cells, label_col);
        let missions = match kind {
            Kind::Caption(Caption { cell, text }) => {
                blocks.extend(open.take());
                let cell = cell.map(|cell| CellRef { row: *row, ..cell });
                caption = Some((Caption { cell, text }, at));
                continue;
            }
            Kind::Other => {
                // A line right below the table that is not known belongs to it: its label is to be told.
                let follows = at > 0 && lines[at - 1].0 + 1 == *row && cells.len() > 1 && label_at(cells, label_col).is_some();
                if let Some(block) = open.as_mut().filter(|block| follows && block.to == at) {
                    block.to = at + 1;
                }
                continue;
            }
            Kind::Missions => true,
            Kind::Measure => false,
        };
        let label = label_at(cells, label_col).map(label_text).unwrap_or_default();
        let valued = cells.iter().any(|cell| cell.col > label_col && !is_blank(cell));
        if open.is_none() && !valued {
            // A title that happens to be a known word.
            continue;
        }
        if open.as_ref().is_some_and(|block| (missions && block.missions) || (!label.is_empty() && block.labels.contains(&label))) {
            blocks.extend(open.take());
        }
        let floor = blocks.last().map_or(0, |block| block.to);
        let block = open.get_or_insert_with(|| Block {
            from: unknown_above(lines, at, floor, label_col),
            to: at,
            missions: false,
            labels: BTreeSet::new(),
            caption: caption.take(),
        });
        block.to = at + 1;
        block.missions |= missions;
        block.labels.insert(label);
    }
    blocks.extend(open);
    blocks
}

/// The first of the lines right above a table that have a label and several values: they belong to it, though no field goes
/// by their label.
fn unknown_above(lines: &[Line<'_>], at: usize, floor: usize, label_col: u32) -> usize {
    let mut from = at;
    while from > floor && lines[from - 1].0 + 1 == lines[from].0 {
        let cells = lines[from - 1].1;
        let values = cells.iter().filter(|cell| cell.col > label_col && !is_blank(cell)).count();
        if label_at(cells, label_col).is_none() || values < 2 {
            break;
        }
        from -= 1;
    }
    from
}

fn label_text(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => fold(text),
        Value::Date(moment) => moment.to_string(),
        _ => String::new(),
    }
}

/// Reads a block from the sheet turned on its side.
fn table(
    view: &View<'_>,
    part: &Part<'_>,
    block: &Block,
    floor: usize,
    label_col: u32,
    grid: &Grid,
    sheet: &mut SheetLayout,
) -> Option<Vec<Stated>> {
    let own = &part.lines[block.from..block.to];
    let rows = (own.first()?.0, own.last()?.0);
    let above: Vec<&str> = titles::texts(view, &part.lines, block.from, floor).collect();
    let merges = Merges::new(grid, rows);
    let caption = block.caption.as_ref().map(|(caption, _)| caption).or(view.caption);
    let inner = View { grid, merges: &merges, titles: &above, caption, ..*view };
    let columns: Vec<Line<'_>> = grid.rows().filter(|(col, _)| (part.cols.0..=part.cols.1).contains(col)).collect();
    let lines = within(&columns, rows);
    let headers = header::find(&inner, &lines);
    if !headers.first().is_some_and(|header| header.rows.contains(&label_col)) {
        return None;
    }
    let mut found = rows::classify(grid, &lines, &headers, view.schema, view.index);
    let mut tables = months::tables(&inner, &mut found, &headers);
    let unread = headers.iter().any(|header| header.unread);
    if !unread && !tables.iter().any(|(table, _)| holds(&inner, table)) {
        return None;
    }
    // The as-of date counts only where it stands in a label; beside a label it is read from the sheet as it stands.
    let dated = headers.iter().filter_map(|header: &Header| header.when).map(|(_, cell)| cell).collect::<Vec<_>>();
    if let Some(mut as_of) = found.as_of.filter(|as_of| dated.contains(&as_of.cell)) {
        as_of.cell = as_of.cell.turned();
        sheet.as_of.get_or_insert(as_of);
    }
    sheet.hidden.extend(found.hidden.into_iter().map(HiddenPart::turned));
    let stated = titles::stated_above(view, &part.lines, block.from, floor);
    for (table, above) in &mut tables {
        across(table, caption, &lines);
        *above = above.map(|above| titles::Above { cell: above.cell.turned(), ..above }).or(stated);
    }
    Some(tables)
}

/// Whether a table is one: it names a mission that is known, or it has a line for missions and a headcount with a figure in it.
fn holds(view: &View<'_>, table: &Layout) -> bool {
    let schema = &view.schema.tables[table.table];
    let mission = view.index.mission_field(view.schema, table.table);
    let column = |field: usize| table.columns.iter().find(|column| column.field == field);
    let text = |row: &u32, col: u32| view.grid.get(CellRef::new(*row, col)).cloned();
    if let Some(column) = mission.and_then(column) {
        let named = |row: &u32| matches!(text(row, column.col), Some(Value::Text(text)) if view.index.names_mission(&text));
        if table.data_rows.iter().any(named) {
            return true;
        }
    }
    let figure = |value: Option<Value>| match value {
        Some(Value::Number(_)) => true,
        Some(Value::Text(text)) => text.trim().starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    let counts = table.columns.iter().filter(|column| schema.fields[column.field].kind == FieldType::Headcount);
    let counted = counts.into_iter().any(|column| table.data_rows.iter().any(|row| figure(text(row, column.col))));
    let fixed = table.fixed.iter().any(|fixed| Some(fixed.field) == mission);
    counted || (fixed && schema.about_persons && !table.data_rows.is_empty())
}

/// Says of a table that was read from the turned sheet where it stands. A line with nothing but its label heads the lines
/// below it.
fn across(table: &mut Layout, caption: Option<&Caption>, lines: &[Line<'_>]) {
    table.direction = Direction::Across;
    if let Some(month) = &mut table.month {
        month.cell = month.cell.turned();
    }
    for fixed in &mut table.fixed {
        if fixed.cell.is_some() && caption.is_none_or(|caption| caption.cell != fixed.cell) {
            fixed.cell = fixed.cell.map(CellRef::turned);
        }
    }
    let headers = table.header_rows.clone();
    let values: BTreeSet<u32> =
        lines.iter().filter(|(row, _)| !headers.contains(row)).flat_map(|(_, cells)| cells.iter().map(|cell| cell.col)).collect();
    table.unknown.retain(|column| values.contains(&column.col));
}

/// The fates of the lines of a block: those of the missions and of headings are headers, those that are read hold records,
/// the others are set aside.
fn within_block(view: &View<'_>, lines: &[Line<'_>], tables: &[Stated], fates: &mut [RowFate]) {
    for (row, _) in lines {
        let of_table = |table: &Layout| {
            let mission = view.index.mission_field(view.schema, table.table);
            let aside = table.unknown.iter().map(|column| column.col).chain(table.personal.iter().map(|column| column.col));
            match table.columns.iter().find(|column| column.col == *row) {
                Some(column) if Some(column.field) == mission => Some(RowFate::Header),
                Some(_) if table.data_rows.is_empty() => Some(RowFate::Other),
                Some(_) => Some(RowFate::Accepted),
                None => aside.into_iter().any(|col| col == *row).then_some(RowFate::Other),
            }
        };
        let own = tables.iter().filter_map(|(table, _)| of_table(table));
        let fate = own.max_by_key(|fate| super::combine::rank(*fate)).unwrap_or(RowFate::Header);
        set(fates, *row, fate);
    }
}

/// The lines around the blocks: titles above the first, with the as-of date, and notes below.
fn around(view: &View<'_>, lines: &[Line<'_>], first: bool, fates: &mut [RowFate], sheet: &mut SheetLayout) {
    for (row, cells) in lines {
        let as_of = as_of::read_row(*row, cells, view.grid.date_system, view.index);
        let stated = as_of.is_some() && (first || as_of::begins_row(cells, view.index));
        if let Some(found) = as_of.filter(|_| stated)
            && sheet.as_of.as_ref().is_none_or(|kept| kept.date.is_none() && found.date.is_some())
        {
            sheet.as_of = Some(found);
        }
        let texts: Vec<&str> = cells.iter().filter_map(text_of).collect();
        let lone = cells.iter().filter(|cell| !is_blank(cell)).count() == 1;
        let note = lone || texts.first().is_some_and(|text| words::begins_as_note(text));
        let fate = match (first || stated, note) {
            (true, _) => RowFate::Title,
            (false, true) => RowFate::Note,
            (false, false) => RowFate::Other,
        };
        if fate == RowFate::Note {
            sheet.notes.push((*row, texts.join(" ")));
        }
        set(fates, *row, fate);
    }
}
