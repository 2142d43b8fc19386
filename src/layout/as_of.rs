//! The line that says for which date the figures hold.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::layout::AsOf;
use crate::domain::plain_date::PLAUSIBLE_YEARS;
use crate::domain::{Cell, CellRef, DateSystem, SafeText, Value, fold, month_in_text, plain_date};

use super::index::HeaderIndex;
use super::words;

/// Longest text, in bytes, in which a label is looked for.
const MAX_TEXT: usize = 300;
/// Words of a text that are looked at.
const MAX_WORDS: usize = 40;
/// Most words of a label.
const MAX_LABEL: usize = 5;
/// Labels with fewer letters (`per`, `au`) are ordinary words: they count only before a date.
const TRUSTED_LETTERS: usize = 4;
/// Labels that are ordinary headers as well: they too count only before a date.
const ONLY_BEFORE_A_DATE: [&str; 1] = ["stand"];
/// Small words that state the as-of date anywhere in a title, if a date follows: `Overzicht uitzendingen per 31 mei 2026`.
const SMALL_LABELS: [&str; 2] = ["per", "au"];
/// Parts of words that say that something else happens on a date.
const OTHER_EVENTS: [&str; 14] = [
    "wijzig",
    "ingang",
    "opgesteld",
    "verzonden",
    "verstuurd",
    "ontvangen",
    "versie",
    "nieuw",
    "vertrek",
    "update",
    "version",
    "envoy",
    "etabli",
    "prepared",
];
/// Most words that are taken for a date that cannot be read when no colon announces one.
const MAX_UNREADABLE: usize = 3;

/// What an as-of label in a text is followed by.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Label<'a> {
    /// Nothing: the date must stand beside it.
    Alone { trusted: bool },
    /// A date.
    Dated(NaiveDate, &'a str),
    /// Something that is no date.
    Unreadable(&'a str),
}

/// Reads a row that states the as-of date: a label with the date beside it or behind it, or a title with both in it.
/// `None` if the row has no such label, or nothing beside it.
pub(super) fn read_row(row: u32, cells: &[Cell], system: DateSystem, index: &HeaderIndex) -> Option<AsOf> {
    let mut unreadable = None;
    for (at, cell) in cells.iter().enumerate() {
        let Value::Text(text) = &cell.value else { continue };
        let here = CellRef::new(row, cell.col);
        match in_text(text, index) {
            Some(Label::Dated(date, raw)) => return Some(AsOf { cell: here, date: Some(date), raw: SafeText::scrub(raw) }),
            Some(Label::Unreadable(raw)) => {
                unreadable.get_or_insert(AsOf { cell: here, date: None, raw: SafeText::scrub(raw) });
            }
            Some(Label::Alone { trusted }) => match beside(row, &cells[at + 1..], system, index) {
                Some(found) if found.date.is_some() => return Some(found),
                Some(found) if trusted => {
                    unreadable.get_or_insert(found);
                }
                _ => {}
            },
            None => {}
        }
    }
    unreadable
}

/// Whether a row begins with a label that says it states the as-of date.
pub(super) fn begins_row(cells: &[Cell], index: &HeaderIndex) -> bool {
    let first = cells.iter().find_map(words::text_of);
    first.is_some_and(|text| words::first(text).is_some_and(|word| index.begins_as_of(&word)) && in_text(text, index).is_some())
}

/// The first cell to the right that says anything.
fn beside(row: u32, cells: &[Cell], system: DateSystem, index: &HeaderIndex) -> Option<AsOf> {
    let cell = cells.iter().find(|cell| match &cell.value {
        Value::Text(text) => text.chars().any(char::is_alphanumeric),
        _ => true,
    })?;
    let (date, raw) = match &cell.value {
        Value::Date(moment) => (Some(moment.date()), SafeText::own(moment.date())),
        Value::Number(number) => (of_number(*number, system), SafeText::scrub(&number.to_string())),
        Value::Text(text) => {
            let date = date_of(text).or_else(|| match in_text(text, index) {
                Some(Label::Dated(date, _)) => Some(date),
                _ => None,
            });
            (date, SafeText::scrub(text))
        }
        Value::Bool(value) => (None, SafeText::own(value)),
        Value::Error(error) => (None, SafeText::scrub(error)),
    };
    Some(AsOf { cell: CellRef::new(row, cell.col), date, raw })
}

/// The day of a serial number, or of a number such as 20260531, if it is a plausible one.
fn of_number(number: f64, system: DateSystem) -> Option<NaiveDate> {
    if !(0.0..100_000_000.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked; the time of day is left aside")]
    let whole = number.trunc() as u64;
    if (19_000_101..=21_001_231).contains(&whole) {
        return plain_date(&whole.to_string());
    }
    // From March 1900 on serial 1 is 31 December 1899, because of a leap day that never was.
    let zero = match system {
        DateSystem::From1900 => NaiveDate::from_ymd_opt(1899, 12, 30),
        DateSystem::From1904 => NaiveDate::from_ymd_opt(1904, 1, 1),
    };
    zero?.checked_add_days(Days::new(whole)).filter(|date| PLAUSIBLE_YEARS.contains(&date.year()))
}

/// Finds an as-of label in a text. At its beginning a label may be followed by anything, further on only by a date.
fn in_text<'a>(text: &'a str, index: &HeaderIndex) -> Option<Label<'a>> {
    if text.len() > MAX_TEXT {
        return None;
    }
    let spans = words::spans(text, MAX_WORDS);
    for (at, (from, to)) in spans.iter().enumerate() {
        if !index.begins_as_of(&fold(&text[*from..*to])) {
            continue;
        }
        for last in (at..spans.len().min(at + MAX_LABEL)).rev() {
            let end = spans[last].1;
            let label = fold(&text[*from..end]);
            if !index.is_as_of(&label) {
                continue;
            }
            let trusted = label.chars().count() >= TRUSTED_LETTERS && !ONLY_BEFORE_A_DATE.contains(&label.as_str());
            let found = after_label(&text[end..], trusted);
            match found {
                Some(Label::Dated(..)) if trusted || at == 0 || states_small(text, &label) => return found,
                Some(_) if at == 0 => return found,
                _ => {}
            }
        }
    }
    None
}

/// Whether a small word before a date makes it the as-of date of a title.
fn states_small(text: &str, label: &str) -> bool {
    let folded = fold(text);
    SMALL_LABELS.contains(&label) && !OTHER_EVENTS.iter().any(|other| folded.contains(other))
}

/// A date beside a label, as text: also a serial number of a spreadsheet saved as csv, and `t/m` or `ultimo` before it.
fn date_of(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit()) {
        return of_number(text.parse().ok()?, DateSystem::From1900);
    }
    let after = |word: &str| {
        let begins = text.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word));
        begins.then(|| text[word.len()..].trim())
    };
    if let Some(month) = ["ultimo ", "per ultimo "].into_iter().find_map(after) {
        return month_in_text(month).map(|month| month.last_day());
    }
    plain_date(["t/m ", "tot en met "].into_iter().find_map(after).unwrap_or(text))
}

fn after_label(rest: &str, trusted: bool) -> Option<Label<'_>> {
    let announced = rest.trim_start().starts_with([':', '=']);
    let unbracketed = words::without_brackets(rest);
    if !unbracketed.chars().any(char::is_alphanumeric) && !rest.chars().any(|c| c.is_ascii_digit()) {
        return Some(Label::Alone { trusted });
    }
    let rest = rest.trim_matches(|c: char| !c.is_alphanumeric());
    // A date is at most five words: `zondag 31 of May 2026`.
    let mut ends: Vec<usize> = rest.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).take(5).collect();
    ends.push(rest.len());
    let dated = ends.iter().rev().find_map(|end| {
        let part = rest[..*end].trim_end_matches(|c: char| !c.is_alphanumeric());
        plain_date(part).map(|date| Label::Dated(date, part))
    });
    let short = announced || words::spans(rest, MAX_UNREADABLE + 1).len() <= MAX_UNREADABLE;
    dated.or_else(|| (trusted && short).then_some(Label::Unreadable(rest)))
}
