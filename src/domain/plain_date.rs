//! Dates in text that have just one reading.

use chrono::{Datelike, NaiveDate};

use super::month_names::month_of_name;
use super::text::fold;

/// The years in which a return can lie. What lies outside is a slip or no date at all.
pub const PLAUSIBLE_YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// Longest text that is tried.
const MAX_BYTES: usize = 64;

/// Weekdays in full or abbreviated, folded.
const WEEKDAYS: [&[&str]; 3] = [
    &["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "ma", "di", "wo", "do", "vr", "za", "zo"],
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun"],
    &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lun", "mer", "jeu", "ven", "sam", "dim"],
];

/// Whether a word names a day of the week in Dutch, English or French.
#[must_use]
pub fn is_weekday(word: &str) -> bool {
    let folded = fold(word);
    WEEKDAYS.iter().any(|names| names.contains(&folded.as_str()))
}

/// The date that a text stands for, if it can be only one: `2026-05-31`, `31-5-2026`, `31.05.26`, `31/05/2026` (but not
/// `03/04/2026`, which is a day in March to some and in April to others), `31 mei 2026`, `1er mai 2026`, `May 31, 2026`.
/// Years lie from 1990 to 2100; a time after the date is left aside.
#[must_use]
pub fn plain_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    let text = without_time(text);
    in_digits(text).or_else(|| in_words(text)).filter(|date| PLAUSIBLE_YEARS.contains(&date.year()))
}

/// Takes off a time of day as programs write it: `2026-05-31T00:00:00`, `31-05-2026 0:00`.
fn without_time(text: &str) -> &str {
    let Some(at) = text.find(['T', ' ']) else { return text };
    let (date, time) = (&text[..at], &text[at + 1..]);
    let is_time = time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b'Z'));
    let is_date = date.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'/' | b'.'));
    if is_time && is_date { date } else { text }
}

fn in_digits(text: &str) -> Option<NaiveDate> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?);
    }
    let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = text.trim_end_matches('.').split(sign).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    if ![a, b, c].iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    if a.len() == 4 {
        return (b.len() <= 2 && c.len() <= 2).then(|| NaiveDate::from_ymd_opt(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?))?;
    }
    if a.len() > 2 || b.len() > 2 {
        return None;
    }
    let (first, second, year): (u32, u32, i32) = (a.parse().ok()?, b.parse().ok()?, year(c)?);
    let day_first = NaiveDate::from_ymd_opt(year, second, first);
    if sign != '/' {
        return day_first;
    }
    match (day_first, NaiveDate::from_ymd_opt(year, first, second)) {
        (Some(one), Some(other)) => (one == other).then_some(one),
        (one, other) => one.or(other),
    }
}

fn in_words(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, '-' | ',' | '.' | '/')).filter(|word| !word.is_empty()).collect();
    let words = match words.split_first() {
        Some((first, rest)) if rest.len() >= 3 && is_weekday(first) => rest,
        _ => words.as_slice(),
    };
    let (day, month, last) = match words {
        [day, of, month, last] if matches!(fold(of).as_str(), "of" | "de") => (day, month, last),
        [first, second, last] if month_of_name(first).is_some() => (second, first, last),
        [first, second, last] => (first, second, last),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year(last)?, month_of_name(month)?, self::day(day)?)
}

fn day(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let ending = &word[digits.len()..];
    let known = ["", "e", "er", "ste", "de", "st", "nd", "rd", "th"].contains(&ending.to_lowercase().as_str());
    (known && digits.len() <= 2).then(|| digits.parse().ok())?
}

/// A year of four digits, or of two in this century, with or without an apostrophe.
fn year(word: &str) -> Option<i32> {
    let digits = word.trim_start_matches(['\'', '’', '‘']);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        4 if digits.len() == word.len() => digits.parse().ok(),
        2 => digits.parse::<i32>().ok().map(|short| 2000 + short),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_day_in_many_spellings() {
        for text in [
            "2026-05-31",
            "2026/5/31",
            "2026-05-31T00:00:00",
            "2026-05-31 00:00:00",
            "20260531",
            "31-05-2026",
            "31-5-2026 0:00",
            "31-05-26",
            "31.05.2026",
            "31/05/2026",
            "5/31/2026",
            "31 mei 2026",
            " 31  MEI 2026 ",
            "31-mei-2026",
            "31 mei '26",
            "zondag 31 mei 2026",
            "dimanche 31 mai 2026",
            "Sunday, 31 May 2026",
            "31 May 2026",
            "31st of May 2026",
            "May 31, 2026",
            "31 mai 2026",
        ] {
            assert_eq!(plain_date(text), NaiveDate::from_ymd_opt(2026, 5, 31), "{text}");
        }
        assert_eq!(plain_date("1er août 2026"), NaiveDate::from_ymd_opt(2026, 8, 1));
        assert_eq!(plain_date("1 mrt. 2026"), NaiveDate::from_ymd_opt(2026, 3, 1));
        assert_eq!(plain_date("28 févr. 2026"), NaiveDate::from_ymd_opt(2026, 2, 28));
        assert_eq!(plain_date("03/03/2026"), NaiveDate::from_ymd_opt(2026, 3, 3));
        assert_eq!(plain_date("1-3-2026"), NaiveDate::from_ymd_opt(2026, 3, 1));
    }

    #[test]
    fn what_is_no_day_or_two_days_is_refused() {
        for text in [
            "",
            "-",
            "n.n.b.",
            "mei 2026",
            "2026",
            "03/04/2026",
            "31-06-2026",
            "29-2-2026",
            "31-04-2026",
            "1-3-1026",
            "32 mei 2026",
            "2026-13-01",
            "31-05",
            "1-2-3-4",
            "31 mei",
            "eind mei 2026",
            "123456782",
            "31-05/2026",
            "5 of 6 mei 2026",
            "31-005-2026",
            "+1-5-2026",
            "٣١-٠٥-٢٠٢٦",
        ] {
            assert_eq!(plain_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,70}") {
            let _ = plain_date(&text);
        }

        #[test]
        fn nothing_like_a_date_makes_it_panic(text in "[0-9a-zé'’ ./:T-]{0,24}") {
            let _ = plain_date(&text);
        }

        #[test]
        fn every_day_survives_the_round_trip(days in 0u64..40_000) {
            let date = NaiveDate::from_ymd_opt(1990, 1, 1).and_then(|first| first.checked_add_days(chrono::Days::new(days))).expect("a day");
            prop_assert_eq!(plain_date(&date.format("%Y-%m-%d").to_string()), Some(date));
            prop_assert_eq!(plain_date(&date.format("%-d-%-m-%Y").to_string()), Some(date));
        }
    }
}
