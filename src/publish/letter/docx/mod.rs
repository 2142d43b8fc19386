//! A letter as a Word document: A4, with real headings and a real table, in a language that Word knows.
//!
//! docx-rs writes the parts; `finish` adds what it cannot say and puts what it says into the order of the standard; `package` zips
//! it without any time, so that the same letter is the same bytes.

mod finish;
mod package;
mod styles;

use docx_rs::{
    AlignmentType, Docx, Footer, Header, NumPages, PageMargin, PageNum, Paragraph, Run, Table, TableCell, TableCellBorder,
    TableCellBorderPosition, TableCellBorders, TableCellMargins, TableLayoutType, TableRow, WidthType,
};

use super::model::{Column, Document, Grid, Letter, Mark, Part};
use crate::error::Error;

/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11906, 16838);
/// The colour of headings and of the lines around a table.
const DARK: &str = "154273";
/// The colour of the lines within a table.
const PALE: &str = "B4B4B4";

/// The document.
pub(super) fn render(document: &Document) -> Result<Vec<u8>, Error> {
    let mut paragraphs = Numbered::default();
    let margin = PageMargin { top: 1418, right: 1418, bottom: 1304, left: 1418, header: 680, footer: 624, gutter: 0 };
    let mut docx = styles::with_styles(Docx::new()).page_size(PAGE.0, PAGE.1).page_margin(margin);
    if let Some(mark) = &document.internal {
        docx = docx.header(Header::new().add_paragraph(paragraphs.text("PageMark", &mark.strong)));
    }
    if document.internal.is_some() || document.letters.len() > 1 {
        let number = paragraphs.styled("PageNumber").add_page_num(PageNum::new()).add_run(Run::new().add_text(" / "));
        docx = docx.footer(Footer::new().add_paragraph(number.add_num_pages(NumPages::new())));
    }
    for (at, letter) in document.letters.iter().enumerate() {
        docx = add_letter(docx, letter, at > 0, &mut paragraphs);
    }
    let grids = document.letters.iter().flat_map(|letter| &letter.parts).filter_map(|part| part.table.as_ref());
    let captions: Vec<&str> = grids.map(|grid| grid.caption.as_str()).collect();
    let packed = finish::finished(docx.build(), document, &captions);
    packed.and_then(package::packed).map_err(|detail| Error::Table { table: "letter".to_owned(), detail })
}

/// Gives each paragraph an id of its own, counted within the document: docx-rs counts through the process.
#[derive(Default)]
struct Numbered(u32);

impl Numbered {
    fn styled(&mut self, style: &str) -> Paragraph {
        self.0 += 1;
        Paragraph::new().id(format!("{:08X}", self.0)).style(style)
    }

    fn text(&mut self, style: &str, text: &str) -> Paragraph {
        self.styled(style).add_run(Run::new().add_text(text))
    }

    fn mark(&mut self, mark: &Mark) -> Paragraph {
        let strong = Run::new().bold().add_text(&mark.strong);
        self.styled("Mark").add_run(strong).add_run(Run::new().add_text(format!(" {}", mark.rest)))
    }
}

fn add_letter(mut docx: Docx, letter: &Letter, on_a_new_page: bool, paragraphs: &mut Numbered) -> Docx {
    let title = paragraphs.text("Heading1", &letter.title);
    docx = docx.add_paragraph(if on_a_new_page { title.page_break_before(true) } else { title });
    for mark in &letter.marks {
        docx = docx.add_paragraph(paragraphs.mark(mark));
    }
    docx = docx.add_paragraph(paragraphs.text("AsOf", &letter.as_of));
    letter.parts.iter().fold(docx, |docx, part| add_part(docx, part, paragraphs))
}

fn add_part(mut docx: Docx, part: &Part, paragraphs: &mut Numbered) -> Docx {
    if !part.heading.is_empty() {
        docx = docx.add_paragraph(paragraphs.text("Heading2", &part.heading));
    }
    for text in &part.intro {
        docx = docx.add_paragraph(paragraphs.text("BodyText", text));
    }
    if let Some(grid) = &part.table {
        docx = docx.add_paragraph(paragraphs.text("Caption", &grid.caption)).add_table(table(grid, paragraphs));
        if part.notes.is_empty() {
            docx = docx.add_paragraph(paragraphs.styled("Note"));
        }
    }
    for text in &part.notes {
        docx = docx.add_paragraph(paragraphs.text("Note", text));
    }
    docx
}

fn table(grid: &Grid, paragraphs: &mut Numbered) -> Table {
    let widths: Vec<usize> = grid.columns.iter().map(|column| usize::from(column.width)).collect();
    let heads = grid.columns.iter().map(|column| {
        let line = TableCellBorder::new(TableCellBorderPosition::Bottom).size(12).color(DARK);
        cell(column, &column.head, true, line, paragraphs)
    });
    let mut rows = vec![TableRow::new(heads.collect()).cant_split()];
    for (at, texts) in grid.rows.iter().enumerate() {
        let total = grid.is_total(at);
        let cells = grid.columns.iter().zip(texts).map(|(column, text)| {
            // The line above the first row is that of the header.
            let line = match (total, at) {
                (true, _) | (_, 0) => TableCellBorder::new(TableCellBorderPosition::Top).size(12).color(DARK),
                _ => TableCellBorder::new(TableCellBorderPosition::Top).size(4).color(PALE),
            };
            cell(column, text, total, line, paragraphs)
        });
        rows.push(TableRow::new(cells.collect()).cant_split());
    }
    let margins = TableCellMargins::new().margin(40, 100, 40, 100);
    Table::without_borders(rows).width(widths.iter().sum(), WidthType::Dxa).layout(TableLayoutType::Fixed).margins(margins).set_grid(widths)
}

fn cell(column: &Column, text: &str, strong: bool, line: TableCellBorder, paragraphs: &mut Numbered) -> TableCell {
    let run = if strong { Run::new().bold().add_text(text) } else { Run::new().add_text(text) };
    let paragraph = paragraphs.styled("TableText").add_run(run);
    let paragraph = if column.number { paragraph.align(AlignmentType::Right) } else { paragraph };
    let borders = TableCellBorders::with_empty().set(line);
    TableCell::new().width(usize::from(column.width), WidthType::Dxa).set_borders(borders).add_paragraph(paragraph)
}
