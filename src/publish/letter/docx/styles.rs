//! The styles of a letter, under the names by which Word and screen readers know headings and captions.

use docx_rs::{
    BorderType, Docx, LineSpacing, ParagraphBorder, ParagraphBorderPosition, ParagraphBorders, ParagraphProperty, RunFonts, Style,
    StyleType,
};

use super::DARK;

/// The face of the text. Where there is none of that name, one of the same width is taken.
const FONT: &str = "Verdana";

/// The document with its styles.
pub(super) fn with_styles(docx: Docx) -> Docx {
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).cs(FONT).east_asia(FONT);
    // Sizes are half points, distances twentieths of one.
    let styles = [
        paragraph("Heading1", "heading 1", 0, 160).size(30).bold().color(DARK).outline_lvl(0),
        paragraph("Heading2", "heading 2", 320, 100).size(22).bold().color(DARK).outline_lvl(1),
        paragraph("BodyText", "Body Text", 0, 100),
        paragraph("AsOf", "As of", 0, 140),
        paragraph("Caption", "caption", 60, 80).size(17).italic().color("404040"),
        paragraph("TableText", "Table Text", 0, 0).size(17),
        paragraph("Note", "Note", 100, 0).size(17).color("404040"),
        boxed(paragraph("Mark", "Mark", 60, 160).indent(Some(100), None, Some(100), None)),
        paragraph("PageMark", "header", 0, 0).size(17).bold().color("A4343A"),
        paragraph("PageNumber", "footer", 0, 0).size(16).color("404040"),
    ];
    let docx = docx.default_fonts(fonts).default_size(18);
    styles.into_iter().fold(docx, Docx::add_style)
}

fn paragraph(id: &str, name: &str, before: u32, after: u32) -> Style {
    let style = Style::new(id, StyleType::Paragraph).name(name).based_on("Normal");
    let mut style = style.line_spacing(LineSpacing::new().before(before).after(after));
    // What leads to a table stays on its page.
    style.paragraph_property.keep_next = match id {
        "Heading1" | "Heading2" | "Caption" => Some(true),
        _ => None,
    };
    style
}

/// A line around a paragraph that must not be overlooked.
fn boxed(mut style: Style) -> Style {
    let sides =
        [ParagraphBorderPosition::Top, ParagraphBorderPosition::Left, ParagraphBorderPosition::Bottom, ParagraphBorderPosition::Right];
    let border = |side| ParagraphBorder::new(side).val(BorderType::Single).size(8).space(4).color("A4343A");
    let borders = sides.into_iter().fold(ParagraphBorders::with_empty(), |borders, side| borders.set(border(side)));
    let own = std::mem::replace(&mut style.paragraph_property, ParagraphProperty::new());
    style.paragraph_property = own.set_borders(borders);
    style
}
