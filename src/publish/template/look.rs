//! What cells look like: yellow is filled in, grey comes by itself.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// Dark blue of titles and headers.
const INK: Color = Color::RGB(0x001F_3864);
/// Light yellow of cells to fill in.
pub(super) const INPUT: Color = Color::RGB(0x00FF_F8DC);
/// Light grey of cells that fill themselves in.
pub(super) const FIXED: Color = Color::RGB(0x00F0_F1F3);
/// Grey of lines between cells.
const RULE: Color = Color::RGB(0x00C4_C9D1);
/// Grey of hints.
const QUIET: Color = Color::RGB(0x0052_5B68);

/// A font that every office has, or one of the same widths.
const FONT: &str = "Arial";

fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(10)
}

/// How a day is shown.
pub(super) const DAY: &str = "dd-mm-yyyy";

/// What does not add up.
pub(super) fn wrong() -> Format {
    Format::new().set_background_color(Color::RGB(0x00FB_D9D7)).set_font_color(Color::RGB(0x009B_1C17))
}

/// What is missing or asks for a look.
pub(super) fn doubtful() -> Format {
    Format::new().set_background_color(Color::RGB(0x00FB_DCA8)).set_font_color(Color::RGB(0x006B_4300))
}

/// What adds up.
pub(super) fn right() -> Format {
    Format::new().set_background_color(Color::RGB(0x00D9_EFDD)).set_font_color(Color::RGB(0x0014_5C2B))
}

/// The name of a sheet, at its top.
pub(super) fn title() -> Format {
    base().set_bold().set_font_size(16).set_font_color(INK)
}

/// A heading within a sheet.
pub(super) fn heading() -> Format {
    base().set_bold().set_font_size(12).set_font_color(INK).set_border_bottom(FormatBorder::Thin).set_border_bottom_color(INK)
}

/// A remark beside the matter.
pub(super) fn hint() -> Format {
    base().set_font_color(QUIET).set_align(FormatAlign::Top)
}

/// A word that is explained beside it.
pub(super) fn term() -> Format {
    base().set_bold().set_align(FormatAlign::Top).set_text_wrap()
}

/// Running text.
pub(super) fn prose() -> Format {
    base().set_align(FormatAlign::Top).set_text_wrap()
}

/// A header of a column.
pub(super) fn header() -> Format {
    base()
        .set_bold()
        .set_font_color(Color::White)
        .set_background_color(INK)
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_border_color(RULE)
}

fn boxed() -> Format {
    base().set_border(FormatBorder::Thin).set_border_color(RULE).set_align(FormatAlign::VerticalCenter)
}

/// A colour beside what it means.
pub(super) fn sample(format: &Format) -> Format {
    format.merge(&boxed()).set_align(FormatAlign::Center)
}

/// A cell to fill in.
pub(super) fn input() -> Format {
    boxed().set_background_color(INPUT).set_unlocked()
}

/// A cell that fills itself in.
pub(super) fn fixed() -> Format {
    boxed().set_background_color(FIXED)
}

/// A total of which no part is known: nothing is to be seen, for unknown is not zero.
pub(super) fn unseen() -> Format {
    Format::new().set_font_color(FIXED)
}

/// A line with totals.
pub(super) fn total() -> Format {
    fixed().set_bold().set_border_top(FormatBorder::Medium).set_border_top_color(INK)
}
