//! Days and months that a header or a title speaks of.

use chrono::{Datelike, NaiveDate};

use crate::domain::placing::Years;
use crate::domain::{Period, Value, fold, month_of_name, plain_date};

/// Longest text, in bytes, that is looked through.
const MAX_TEXT: usize = 80;
/// Parts of a text that are looked at.
const MAX_PARTS: usize = 16;

/// Words that join a header to its date and say nothing: `Bezetting per 31 mei`, `Stand eind mei`.
const FILLERS: [&str; 30] = [
    "per", "op", "van", "in", "de", "het", "t", "m", "tm", "tot", "eind", "einde", "ultimo", "medio", "maand", "month", "mois", "as", "of",
    "at", "on", "end", "the", "au", "fin", "le", "du", "en", "a", "date",
];

/// A day or a month, as far as it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    pub(super) year: Option<i32>,
    pub(super) month: u32,
    pub(super) day: Option<u32>,
}

impl When {
    /// The same month with a year that stands elsewhere, if it names none itself.
    pub(super) fn or_year(self, year: Option<i32>) -> Self {
        Self { year: self.year.or(year), ..self }
    }

    /// The month it speaks of.
    pub(super) fn period(self, years: &Years) -> Option<Period> {
        self.year.map_or_else(|| years.resolve(self.month), |year| Period::new(year, self.month))
    }

    /// The day it names, if it names one. The first of a month is how a spreadsheet keeps a month.
    pub(super) fn date(self, years: &Years) -> Option<NaiveDate> {
        let period = self.period(years)?;
        NaiveDate::from_ymd_opt(period.year(), period.month(), self.day.filter(|day| *day > 1)?)
    }
}

/// A header with a date in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) when: When,
    /// What it says besides, without the words that join the two; empty if that is nothing.
    pub(super) rest: String,
}

#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    from: usize,
    to: usize,
    text: &'a str,
    digits: bool,
}

impl Part<'_> {
    fn number(&self) -> Option<u32> {
        self.text.parse().ok().filter(|_| self.digits && self.text.len() <= 4)
    }

    fn year(&self) -> Option<i32> {
        let year = self.number().filter(|_| self.text.len() == 4)?;
        i32::try_from(year).ok().filter(|year| (2000..2100).contains(year))
    }

    fn day(&self) -> Option<u32> {
        self.number().filter(|day| self.text.len() <= 2 && (1..=31).contains(day))
    }

    fn month(&self) -> Option<u32> {
        if self.digits || !begins_as_month(self.text) { None } else { month_of_name(self.text) }
    }
}

/// What a cell that stands as a header says of a date.
pub(super) fn in_value(value: &Value) -> Option<Dated> {
    match value {
        Value::Date(moment) => {
            let date = moment.date();
            let when = When { year: Some(date.year()), month: date.month(), day: Some(date.day()) };
            (2000..2100).contains(&date.year()).then_some(Dated { when, rest: String::new() })
        }
        Value::Text(text) => in_text(text),
        _ => None,
    }
}

/// The one date or month in a text, with what the text says besides. A range of months is none.
pub(super) fn in_text(text: &str) -> Option<Dated> {
    let text = text.trim();
    if text.len() > MAX_TEXT || !might_name_a_month(text) {
        return None;
    }
    let parts = parts(text)?;
    let mut found: Option<(usize, usize, When)> = None;
    let mut at = 0;
    while at < parts.len() {
        let Some((end, when)) = date_at(text, &parts, at) else {
            at += 1;
            continue;
        };
        if found.is_some() {
            return None;
        }
        found = Some((at, end, when));
        at = end;
    }
    let (from, to, when) = found?;
    let words = parts[..from].iter().chain(&parts[to..]).copied();
    let said: Vec<Part<'_>> = words.collect();
    let filler = |part: &Part<'_>| FILLERS.contains(&fold(part.text).as_str());
    if said.iter().all(filler) {
        return Some(Dated { when, rest: String::new() });
    }
    // What stands before the date goes without the words that join it to the date; what stands behind as it is.
    let before: Vec<Part<'_>> = parts[..from].to_vec();
    let kept = before.iter().rposition(|part| !filler(part)).map_or(0, |last| before[last].to);
    let behind = parts.get(to).map_or("", |next| &text[next.from..]);
    let rest = format!("{} {behind}", text[..kept].trim_end());
    Some(Dated { when, rest: rest.trim().trim_end_matches([')', ']', '(', '[']).trim().to_owned() })
}

fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut begin: Option<(usize, bool)> = None;
    let ends = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    for (at, c) in ends {
        let digit = c.map(|c| c.is_ascii_digit());
        let inside = c.is_some_and(char::is_alphanumeric) || c.is_some_and(unicode_normalization::char::is_combining_mark);
        if let Some((from, digits)) = begin
            && (!inside || digit != Some(digits))
        {
            if parts.len() == MAX_PARTS {
                return None;
            }
            parts.push(Part { from, to: at, text: &text[from..at], digits });
            begin = None;
        }
        if inside && begin.is_none() {
            begin = Some((at, digit == Some(true)));
        }
    }
    Some(parts)
}

/// The date or month that begins at a part, and the part after it.
fn date_at(text: &str, parts: &[Part<'_>], at: usize) -> Option<(usize, When)> {
    let gap = |at: usize| parts.get(at).zip(parts.get(at + 1)).map_or("", |(one, next)| &text[one.to..next.from]);
    let near = |at: usize| {
        let gap = gap(at);
        gap.chars().count() <= 3 && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '.' | ',' | '/' | '_' | '\'' | '’' | '‘'))
    };
    let part = parts.get(at)?;
    if part.digits {
        return in_digits(text, parts, at).or_else(|| {
            // `31 mei 2026`, `30 april`, `2026 mei`.
            let month = parts.get(at + 1).filter(|_| near(at)).and_then(Part::month)?;
            if let Some(year) = part.year() {
                return Some((at + 2, When { year: Some(year), month, day: None }));
            }
            let day = part.day()?;
            let year = parts.get(at + 2).filter(|_| near(at + 1)).and_then(Part::year);
            Some((at + 2 + usize::from(year.is_some()), When { year, month, day: Some(day) }))
        });
    }
    let month = part.month()?;
    let next = parts.get(at + 1).filter(|_| near(at));
    if let Some(year) = next.and_then(Part::year) {
        return Some((at + 2, When { year: Some(year), month, day: None }));
    }
    match next.and_then(|next| next.day().map(|number| (next, number))) {
        None => Some((at + 1, When { year: None, month, day: None })),
        Some((next, number)) => match parts.get(at + 2).filter(|_| near(at + 1)).and_then(Part::year) {
            // `May 31, 2026`.
            Some(year) => Some((at + 3, When { year: Some(year), month, day: Some(number) })),
            // `jan-26` and `jan '26` are how a spreadsheet writes a month; `jan 26` may be a day.
            None if next.text.len() == 2 && gap(at).contains(['-', '\'', '’', '‘']) => {
                Some((at + 2, When { year: i32::try_from(2000 + number).ok(), month, day: None }))
            }
            None => None,
        },
    }
}

/// Dates and months in digits: `31-05-2026`, `2026-05-31`, `2026-05`, `05-2026`, `202605`.
fn in_digits(text: &str, parts: &[Part<'_>], at: usize) -> Option<(usize, When)> {
    let of_date = |date: NaiveDate| When { year: Some(date.year()), month: date.month(), day: Some(date.day()) };
    let part = parts.get(at)?;
    if part.text.len() == 8 {
        return plain_date(part.text).map(|date| (at + 1, of_date(date)));
    }
    if part.text.len() == 6 {
        let (year, month) = part.text.split_at_checked(4)?;
        let period = Period::new(year.parse().ok().filter(|year| (2013..2100).contains(year))?, month.parse().ok()?)?;
        return Some((at + 1, When { year: Some(period.year()), month: period.month(), day: None }));
    }
    let joined = |at: usize| {
        let (one, next) = (parts.get(at)?, parts.get(at + 1)?);
        Some(&text[one.to..next.from]).filter(|gap| next.digits && matches!(*gap, "-" | "/" | "."))
    };
    // What goes on from digits before it is part of another date.
    if at.checked_sub(1).is_some_and(|before| joined(before).is_some()) {
        return None;
    }
    let sign = joined(at)?;
    let second = parts.get(at + 1)?;
    if joined(at + 1) == Some(sign) && joined(at + 2).is_none() {
        let third = parts.get(at + 2)?;
        return plain_date(&text[part.from..third.to]).map(|date| (at + 3, of_date(date)));
    }
    if joined(at + 1).is_some() {
        return None;
    }
    let two = |part: &Part<'_>| part.number().filter(|_| part.text.len() <= 2);
    let (year, month) = match (part.year(), second.year()) {
        (Some(year), None) => (year, two(second)?),
        (None, Some(year)) => (year, two(part)?),
        _ => return None,
    };
    Period::new(year, month).map(|period| (at + 2, When { year: Some(period.year()), month: period.month(), day: None }))
}

fn begins_as_month(word: &str) -> bool {
    word.chars().next().is_some_and(|c| "jfmasondJFMASOND".contains(c)) && word.len() <= 16
}

/// How the names of the months begin, without marks.
const BEGINNINGS: [[u8; 3]; 21] = [
    *b"jan", *b"feb", *b"fev", *b"mar", *b"maa", *b"mrt", *b"apr", *b"avr", *b"mei", *b"may", *b"mai", *b"jun", *b"jui", *b"jul", *b"aug",
    *b"aou", *b"sep", *b"okt", *b"oct", *b"nov", *b"dec",
];

/// A cheap look, since every text of a sheet is asked.
fn might_name_a_month(text: &str) -> bool {
    let mut word = [0_u8; 3];
    let mut letters = 0;
    let mut digits = 0;
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
            letters = 0;
        } else if c.is_alphabetic() {
            if letters < 3 {
                word[letters] = match c {
                    'é' | 'É' => b'e',
                    'û' | 'Û' => b'u',
                    _ => u8::try_from(c.to_ascii_lowercase()).unwrap_or(0),
                };
                letters += 1;
                if letters == 3 && BEGINNINGS.contains(&word) {
                    return true;
                }
            }
        } else if !unicode_normalization::char::is_combining_mark(c) {
            letters = 0;
        }
    }
    digits >= 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        let found = in_text(text)?;
        let year = found.when.year.map(|year| format!("{year}-")).unwrap_or_default();
        let day = found.when.day.map(|day| format!("-{day:02}")).unwrap_or_default();
        Some(format!("{year}{:02}{day} {}", found.when.month, found.rest).trim_end().to_owned())
    }

    #[test]
    fn the_date_of_a_header_is_found_and_the_rest_is_left() {
        for (text, expected) in [
            ("jan 2026", "2026-01"),
            ("jan-26", "2026-01"),
            ("jan '26", "2026-01"),
            ("Januari", "01"),
            ("février", "02"),
            ("2026-01", "2026-01"),
            ("01-2026", "2026-01"),
            ("1/2026", "2026-01"),
            ("202601", "2026-01"),
            ("mei2026", "2026-05"),
            ("2026 mei", "2026-05"),
            ("31-05-2026", "2026-05-31"),
            ("2026-05-31", "2026-05-31"),
            ("31 mei", "05-31"),
            ("31 mei 2026", "2026-05-31"),
            ("May 31, 2026", "2026-05-31"),
            ("eind mei 2026", "2026-05"),
            ("Bezetting per 31-05-2026", "2026-05-31 Bezetting"),
            ("Bezetting (31 mei 2026)", "2026-05-31 Bezetting"),
            ("Stand 30 april", "04-30 Stand"),
            ("Stand per 30 april 2026", "2026-04-30 Stand"),
            ("mei 2026 bezetting", "2026-05 bezetting"),
            ("Waarvan tijdelijk in NL mei 2026", "2026-05 Waarvan tijdelijk in NL"),
            ("Bezetting\nmei 2026", "2026-05 Bezetting"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_single_month_is_left_alone() {
        for text in [
            "",
            "Missie",
            "Bezetting",
            "2026",
            "jan 26",
            "jan-mrt 2026",
            "april - mei",
            "03/04/2026",
            "2026-13",
            "1-2-3-4",
            "Marsrover",
            "Functie",
            "NP-0108",
            "Geplande einddatum",
            "123456",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", like in "[jfm0-9 ./'’-]{0,24}") {
            let _ = in_text(&text);
            let _ = in_text(&like);
        }
    }
}
