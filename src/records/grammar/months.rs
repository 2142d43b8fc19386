//! Months: `mrt-26`, `maart 2026`, `2026-03`, or any day of one.

use super::calendar_text::pieces;
use super::clean::clean;
use super::dates::{self, Calendar};
use super::{Reading, common};
use crate::domain::{Period, RemarkKind, Value};

const FILLERS: [&str; 7] = ["van", "of", "de", "maand", "month", "mois", "in"];

/// Reads text in a month column.
#[must_use]
pub fn month(raw: &str, calendar: Calendar) -> Reading<Period> {
    let text = clean(raw);
    if let Some(reading) = common(raw, &text) {
        return reading;
    }
    if let Some(reading) = of_text(&text) {
        return reading;
    }
    let day = dates::of_text(&text, calendar);
    Reading { value: day.value.and_then(Period::of), remark: day.remark }.with_note()
}

/// Reads a cell in a month column.
#[must_use]
pub fn month_of(value: &Value, calendar: Calendar) -> Reading<Period> {
    match value {
        Value::Text(text) => month(text, calendar),
        Value::Number(number) => {
            let six_digits = (190_001.0..=219_912.0).contains(number) && number.fract() == 0.0;
            if six_digits {
                return month(&format!("{number:.0}"), calendar);
            }
            let day = dates::of_number(*number, calendar.system);
            Reading { value: day.value.and_then(Period::of), remark: day.remark }
        }
        other => {
            let day = dates::date_of(other, calendar);
            Reading { value: day.value.and_then(Period::of), remark: day.remark }
        }
    }
}

/// A month in cleaned text that is nothing but a month with its year.
pub(super) fn named(text: &str) -> Option<Period> {
    of_text(text)?.value
}

/// `None` if the text has not the form of a month at all.
fn of_text(text: &str) -> Option<Reading<Period>> {
    let found = pieces(text);
    let useful: Vec<_> = found.iter().filter(|piece| !piece.is_word(&FILLERS)).collect();
    let read = |year: Option<i32>, month: u32, note: bool| {
        let period = Period::new(year?, month)?;
        Some(if note { Reading::noted(period) } else { Reading::plain(period) })
    };
    match useful[..] {
        [one] if one.month().is_some() => Some(Reading::unread(RemarkKind::UncertainDate)),
        [one] if one.word.is_none() && one.text.len() == 6 => {
            let (year, month) = one.text.split_at_checked(4)?;
            read(super::calendar_text::year(year), month.parse().ok()?, true)
        }
        [one, two] => match (one.month(), two.month()) {
            (Some(month), None) => read(two.year(), month, two.text.len() == 2),
            (None, Some(month)) => read(one.full_year(), month, false),
            (Some(_), Some(_)) => None,
            (None, None) if matches!(two.before, "-" | "/" | ".") => match (one.full_year(), two.full_year()) {
                (Some(year), None) if two.text.len() <= 2 => read(Some(year), two.number()?, false),
                (None, Some(year)) if one.text.len() <= 2 => read(Some(year), one.number()?, false),
                _ => None,
            },
            (None, None) => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn read(raw: &str) -> Reading<Period> {
        month(raw, Calendar::default())
    }

    #[test]
    fn a_month_in_all_its_spellings() {
        let march: Period = "2026-03".parse().expect("a month");
        for raw in [
            "2026-03",
            "03-2026",
            "3-2026",
            "03/2026",
            "2026/3",
            "maart 2026",
            "mrt. 2026",
            "Mars 2026",
            "March, 2026",
            "2026 maart",
            "maand maart 2026",
        ] {
            assert_eq!(read(raw), Reading::plain(march), "{raw}");
        }
        for raw in ["mrt-26", "mrt '26", "202603", "31-3-2026", "2026-03-01", "1 maart 2026", "46082"] {
            assert_eq!(read(raw), Reading::noted(march), "{raw}");
        }
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a day");
        assert_eq!(month_of(&Value::Date(day), Calendar::default()), Reading::plain(march));
        assert_eq!(month_of(&Value::Number(202_603.0), Calendar::default()), Reading::noted(march));
        assert_eq!(month_of(&Value::Number(46_082.0), Calendar::default()), Reading::noted(march));
    }

    #[test]
    fn what_is_no_single_month_is_uncertain() {
        for raw in
            ["maart", "3", "2026", "2026-13", "13-2026", "maart-april 2026", "Q1 2026", "01/03/2026", "26 maart", "202613", "2026.03.99"]
        {
            assert_eq!(read(raw), Reading::unread(RemarkKind::UncertainDate), "{raw}");
        }
        assert_eq!(read(""), Reading::blank());
        assert_eq!(read("nnb"), Reading::unread(RemarkKind::Missing));
        assert_eq!(month_of(&Value::Number(2026.03), Calendar::default()), Reading::unread(RemarkKind::UncertainDate));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in ".*", like in "[0-9a-z' /.-]{0,16}") {
            let _ = month(&raw, Calendar::default());
            let _ = month(&like, Calendar::default());
        }

        #[test]
        fn a_month_survives_the_round_trip(year in 1950_i32..2150, number in 1_u32..=12) {
            let period = Period::new(year, number);
            prop_assert_eq!(read(&format!("{year}-{number:02}")).value, period);
            prop_assert_eq!(read(&format!("{number:02}-{year}")).value, period);
            prop_assert_eq!(read(&format!("{year}{number:02}")).value, period);
        }
    }
}
