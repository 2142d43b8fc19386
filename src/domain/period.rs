//! The month a figure is about.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};

/// A calendar month, shown and read as `2026-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    first: NaiveDate,
}

impl Period {
    /// The month of a year, from 1 to 12; `None` outside the calendar or before 1900.
    #[must_use]
    pub fn new(year: i32, month: u32) -> Option<Self> {
        if !(1900..=9998).contains(&year) {
            return None;
        }
        NaiveDate::from_ymd_opt(year, month, 1).map(|first| Self { first })
    }

    /// The month that a day lies in; `None` outside the years 1900 to 9998.
    #[must_use]
    pub fn of(day: NaiveDate) -> Option<Self> {
        Self::new(day.year(), day.month())
    }

    /// The year.
    #[must_use]
    pub fn year(&self) -> i32 {
        self.first.year()
    }

    /// The month, from 1 to 12.
    #[must_use]
    pub fn month(&self) -> u32 {
        self.first.month()
    }

    /// The first day.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        self.first
    }

    /// The last day, which is the standard as-of date.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.next().first - Days::new(1)
    }

    /// The month after.
    #[must_use]
    pub fn next(&self) -> Self {
        Self { first: self.first + Months::new(1) }
    }

    /// The month before.
    #[must_use]
    pub fn previous(&self) -> Self {
        Self { first: self.first - Months::new(1) }
    }

    /// Whether a day lies in the month.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.first..self.next().first).contains(&day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// Text that is no month written as `2026-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPeriod;

impl fmt::Display for NotAPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a month is written as YYYY-MM, for instance 2026-05")
    }
}

impl std::error::Error for NotAPeriod {}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, month) = text.split_once('-').ok_or(NotAPeriod)?;
        let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(NotAPeriod);
        }
        let (year, month) = (year.parse().map_err(|_| NotAPeriod)?, month.parse().map_err(|_| NotAPeriod)?);
        Self::new(year, month).ok_or(NotAPeriod)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_follow_each_other_over_the_turn_of_the_year() {
        let december: Period = "2025-12".parse().expect("a month");
        assert_eq!(december.next().to_string(), "2026-01");
        assert_eq!(december.next().previous(), december);
        assert_eq!(december.last_day().to_string(), "2025-12-31");
        assert_eq!("2024-02".parse::<Period>().expect("a month").last_day().to_string(), "2024-02-29");
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in ["2026", "2026-13", "2026-5", "26-05", "2026-00", "2026-05-01", "mei 2026", "+026-05", "0000-01", "9999-12"] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }
}
