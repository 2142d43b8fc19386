//! A letter as a page: whole in itself, printable, and made to be copied into a word processor or a mail.

use askama::Template;

use super::model::{Column, Document, Grid};
use crate::error::Error;

/// The page. What it shows is escaped by the template.
#[derive(Template)]
#[template(path = "letter.html", config = "src/publish/letter/askama.toml")]
struct Page<'a> {
    document: &'a Document,
}

/// The page of a document.
pub(super) fn render(document: &Document) -> Result<String, Error> {
    let page = Page { document }.render();
    page.map(|page| format!("{}\n", page.trim_end()))
        .map_err(|error| Error::Table { table: "letter".to_owned(), detail: error.to_string() })
}

impl Page<'_> {
    /// How a cell above a column looks. It stands at each cell, for whoever copies a table takes no style sheet along.
    fn head_style(&self, column: &Column) -> String {
        cell_style(column, "bold", "border-bottom:1.5pt solid #154273")
    }

    /// The same for a cell of a row.
    fn row_style(&self, grid: &Grid, column: &Column, row: &usize) -> String {
        match (grid.is_total(*row), row) {
            (true, _) => cell_style(column, "bold", "border-top:1.5pt solid #154273"),
            (false, 0) => cell_style(column, "normal", "border-top:0"),
            (false, _) => cell_style(column, "normal", "border-top:0.5pt solid #b4b4b4"),
        }
    }
}

fn cell_style(column: &Column, weight: &str, line: &str) -> String {
    let align = if column.number { "right" } else { "left" };
    format!("padding:3pt 6pt;vertical-align:top;text-align:{align};font-weight:{weight};{line}")
}
