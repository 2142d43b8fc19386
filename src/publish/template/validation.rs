//! What may be typed into a cell, and what is said about it.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule, Formula, Worksheet, XlsxError};

use super::words::brief;

/// The longest title and the longest text of such a message.
const LONGEST_TITLE: usize = 32;
const LONGEST_TEXT: usize = 255;

/// What a cell takes.
pub(super) enum Takes {
    /// A whole number from 0, to what a formula says if there is one.
    Count(Option<String>),
    /// A day between what two formulas say, both included.
    Day(String, String),
    /// One of the values in an area.
    OneOf(String),
    /// Whatever a formula holds true for.
    Whatever(String),
    /// Anything.
    Anything,
}

/// What is said of a cell: while it is selected, and when something else is typed.
pub(super) struct Said<'t> {
    pub(super) title: &'t str,
    pub(super) hint: &'t str,
    pub(super) refusal: &'t str,
}

/// Holds an area of cells to what they take.
pub(super) fn hold(sheet: &mut Worksheet, (from, to): (u32, u32), col: u16, takes: &Takes, said: &Said<'_>) -> Result<(), XlsxError> {
    let rule = DataValidation::new();
    let rule = match takes {
        Takes::Count(None) => rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)),
        Takes::Count(Some(most)) => rule.allow_whole_number_formula(DataValidationRule::Between(Formula::new("0"), Formula::new(most))),
        Takes::Day(first, last) => rule.allow_date_formula(DataValidationRule::Between(Formula::new(first), Formula::new(last))),
        Takes::OneOf(area) => rule.allow_list_formula(Formula::new(area)),
        Takes::Whatever(formula) => rule.allow_custom(Formula::new(formula)),
        Takes::Anything => rule.allow_any_value(),
    };
    let title = brief(said.title, LONGEST_TITLE);
    let rule = rule
        .set_input_title(&title)?
        .set_input_message(brief(said.hint, LONGEST_TEXT))?
        .set_error_title(&title)?
        .set_error_message(brief(said.refusal, LONGEST_TEXT))?
        .set_error_style(DataValidationErrorStyle::Stop);
    sheet.add_data_validation(from, col, to, col, &rule)?;
    Ok(())
}
