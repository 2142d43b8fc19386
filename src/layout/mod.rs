//! From a sheet as it was received to what its rows and columns are.
//!
//! A sheet has no fixed form: titles, an as-of line and blank rows stand above the table, totals and notes below it, and
//! the order of the columns is the sender's. So the header is found by what it says, and what it says decides which table
//! the sheet holds. Nothing is guessed: a header that no field goes by, or more than one, is handed on as unknown.
//!
//! A sheet is cut into strips where tables stand side by side (`strips`). A strip is read as it stands (`header`, `cross`);
//! where no table is found it is read turned on its side (`across`). What the parts give is put together again (`combine`,
//! `months`).

mod across;
mod as_of;
mod beginnings;
mod bind;
mod combine;
mod contents;
mod cross;
mod dated;
mod declared;
mod evidence;
mod header;
mod hidden;
mod index;
mod labels;
mod months;
mod names;
mod of_which;
mod open;
mod outline;
mod reading;
mod results;
mod rows;
mod strips;
mod titles;
mod total;
mod vocabulary;
mod words;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use index::HeaderIndex;

use std::cell::OnceCell;

use crate::domain::layout::SheetLayout;
use crate::domain::placing::Years;
use crate::domain::{Cell, Grid, Schema};

use header::{Hits, Line, View};
use labels::Merges;
use months::Stated;
use strips::Part;

/// Most lines at the top of a sheet that are its titles.
const MAX_TITLES: usize = 8;

/// Recovers the tables of a sheet. The index is made once from the same schema. `years` tells of which year a month is that
/// stands on the sheet without one. Takes time in proportion to the used cells; whatever the grid, each of its rows gets
/// exactly one fate. A hidden sheet is set aside, unless the settings of FIL-06 have it read.
#[must_use]
pub fn recover(grid: &Grid, schema: &Schema, index: &HeaderIndex, years: Years) -> SheetLayout {
    let lines: Vec<Line<'_>> = grid.rows().filter(|(_, cells)| !cells.iter().all(words::is_blank)).collect();
    let merges = Merges::new(grid, (0, u32::MAX));
    let titles = titles_of(&lines, index);
    let view = View { grid, schema, index, merges: &merges, years, titles: &titles, caption: None };
    let caption = titles::of_sheet_name(&grid.name, &view);
    let view = View { caption: caption.as_ref(), ..view };
    let turned = OnceCell::new();
    let holds = |part: &Part<'_>| {
        let merges = Merges::new(grid, part.cols);
        let view = View { merges: &merges, ..view };
        header::any(&view, &part.lines) || across::read(&view, part, &turned).is_some()
    };
    let hits = header::hits(&view, &lines);
    let parts = strips::split(&view, &lines, &hits, &holds);
    let mut sheets = Vec::new();
    let mut tables = Vec::new();
    for part in parts {
        let merges = Merges::new(grid, part.cols);
        let known = Some(hits.as_slice()).filter(|_| part.lines.len() == lines.len() && part.cols == (0, u32::MAX));
        let (sheet, own) = read(&View { merges: &merges, ..view }, &part, known, &turned);
        sheets.push(sheet);
        tables.extend(own);
    }
    tables.sort_by_key(|(table, _)| combine::place(table));
    months::settle(&mut tables, schema);
    let mut sheet = combine::combine(sheets);
    sheet.tables = tables.into_iter().map(|(table, _)| table).collect();
    if grid.hidden {
        sheet = hidden::sheet(grid, schema, sheet);
    }
    sheet.results = results::compare(grid, &sheet.tables);
    // What is set aside with its sheet is not looked at further.
    if !grid.hidden {
        sheet.declared = declared::of_sheet(&sheet, &lines, schema, &index.definer);
        sheet.outlines = outline::of_rest(&sheet, &lines, grid, index);
    }
    sheet
}

/// Reads a part of a sheet: as it stands, or turned on its side where no table is found in it.
fn read(view: &View<'_>, part: &Part<'_>, hits: Option<&[Hits]>, turned: &OnceCell<Grid>) -> (SheetLayout, Vec<Stated>) {
    let headers = hits.map_or_else(|| header::find(view, &part.lines), |hits| header::find_in(view, &part.lines, hits, usize::MAX));
    if headers.is_empty()
        && let Some(read) = across::read(view, part, turned)
    {
        return (read.sheet, read.tables);
    }
    let mut sheet = rows::classify(view.grid, &part.lines, &headers, view.schema, view.index);
    let tables = months::tables(view, &mut sheet, &headers);
    (sheet, tables)
}

/// The texts at the top of a sheet, above its first row with several cells, the nearest to that first.
fn titles_of<'a>(lines: &[Line<'a>], index: &HeaderIndex) -> Vec<&'a str> {
    let wide = |cells: &[Cell]| cells.iter().filter(|cell| !words::is_blank(cell)).nth(2).is_some();
    let top = lines.iter().take(MAX_TITLES).take_while(|(_, cells)| !wide(cells) || as_of::begins_row(cells, index));
    let mut texts: Vec<&str> = top.flat_map(|(_, cells)| cells.iter().filter_map(words::text_of)).collect();
    texts.reverse();
    texts
}
