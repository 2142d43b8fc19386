//! The small words of letters in both languages.

use chrono::{Datelike, NaiveDate};

use crate::domain::month_names::{dutch_name, english_name};
use crate::domain::{Lang, Period};

/// What is said in one language.
pub(super) const fn pick<T: Copy>(lang: Lang, nl: T, en: T) -> T {
    match lang {
        Lang::Nl => nl,
        Lang::En => en,
    }
}

/// A month, such as `mei 2026`.
pub(super) fn month(lang: Lang, of: Period) -> String {
    month_of(lang, of.first_day())
}

fn month_of(lang: Lang, of: NaiveDate) -> String {
    let name = match lang {
        Lang::Nl => dutch_name(of.month()),
        Lang::En => english_name(of.month()),
    };
    format!("{name} {}", of.year())
}

/// A day, such as `31 mei 2026`.
pub(super) fn day(lang: Lang, of: NaiveDate) -> String {
    format!("{} {}", of.day(), month_of(lang, of))
}

/// Names in a row: `A, B en C`.
pub(super) fn listed(lang: Lang, names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [start @ .., last] => format!("{} {} {last}", start.join(", "), pick(lang, "en", "and")),
    }
}

/// Months, earliest first, with those that follow each other as one span: `maart 2026 t/m mei 2026`.
pub(super) fn spans(lang: Lang, months: &[Period]) -> String {
    let mut spans: Vec<(Period, Period)> = Vec::new();
    for period in months {
        match spans.last_mut() {
            Some((_, last)) if last.next() == *period => *last = *period,
            _ => spans.push((*period, *period)),
        }
    }
    let span = |(first, last): &(Period, Period)| match first == last {
        true => month(lang, *first),
        false => format!("{} {} {}", month(lang, *first), pick(lang, "t/m", "to"), month(lang, *last)),
    };
    spans.iter().map(span).collect::<Vec<_>>().join(", ")
}

/// What stands for a number that nobody knows.
pub(super) const fn unknown(lang: Lang) -> &'static str {
    pick(lang, "onbekend", "unknown")
}

/// A text of the schemas or of a return on one line, without what would turn the direction of reading or what no document can hold.
pub(super) fn clean(text: &str) -> String {
    let whole: String = text
        .chars()
        .map(|c| match c {
            c if c.is_control() => ' ',
            '\u{2028}' | '\u{2029}' => ' ',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
            '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
            c => c,
        })
        .collect();
    whole.trim().to_owned()
}
