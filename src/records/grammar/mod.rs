//! How the text of a cell is read. Pure functions, one kind of value each; they know nothing of sheets.
//!
//! Three things hold for all of them: nothing is guessed (what has two readings has none), unknown is never zero, and
//! what was read by a rule worth knowing of carries a note.

pub mod bsn;
mod calendar_text;
mod clean;
pub mod codes;
mod count_phrases;
pub mod counts;
pub mod dates;
pub mod errors;
pub mod last_day;
pub mod marker;
pub mod missing;
pub mod months;
mod number_words;
mod numeral;
mod tokens;
pub mod windows;

pub use bsn::{is_possible_bsn, passes_eleven_test};
pub use clean::clean;
pub use codes::code;
pub use counts::{CountReading, Part, count, headcount};
pub use dates::{Calendar, DayOrder, date};
pub use last_day::{LastDayReading, last_day};
pub use months::month;
pub use windows::window;

use crate::domain::RemarkKind;

/// What a cell says in one of the simple kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    /// The value; `None` if nothing usable stands there.
    pub value: Option<T>,
    /// What is worth knowing of it.
    pub remark: Option<RemarkKind>,
}

impl<T> Reading<T> {
    pub(crate) const fn plain(value: T) -> Self {
        Self { value: Some(value), remark: None }
    }

    pub(crate) const fn noted(value: T) -> Self {
        Self { value: Some(value), remark: Some(RemarkKind::Note) }
    }

    pub(crate) const fn blank() -> Self {
        Self { value: None, remark: None }
    }

    pub(crate) const fn unread(remark: RemarkKind) -> Self {
        Self { value: None, remark: Some(remark) }
    }

    /// The same reading with a note, unless it carries a remark already.
    pub(crate) fn with_note(mut self) -> Self {
        if self.value.is_some() && self.remark.is_none() {
            self.remark = Some(RemarkKind::Note);
        }
        self
    }
}

/// Settles what all that is about days has in common: errors, blanks, words for "not known", and what was crossed out beside
/// what holds.
pub(crate) fn common<T>(raw: &str, text: &str) -> Option<Reading<T>> {
    if text.is_empty() {
        return Some(Reading::blank());
    }
    if errors::is_error(raw) {
        return Some(Reading::unread(RemarkKind::CellError));
    }
    if text.contains("~~") {
        return Some(Reading::unread(RemarkKind::UncertainDate));
    }
    missing::is_missing(text).then(|| Reading::unread(RemarkKind::Missing))
}
