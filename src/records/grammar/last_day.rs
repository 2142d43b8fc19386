//! The last day of an interval: `t/m 28-2-2027`, `tot 1-3-2027`, `heden`.

use chrono::{NaiveDate, NaiveDateTime};

use super::clean::clean;
use super::dates::{self, Calendar};
use super::months;
use super::{Reading, common};
use crate::domain::{RemarkKind, Value, fold};

/// What a cell says of a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastDayReading {
    /// The last day, included.
    pub value: Option<NaiveDate>,
    /// Whether it says that there is no end yet (`heden`).
    pub open: bool,
    /// What is worth knowing of it.
    pub remark: Option<RemarkKind>,
}

impl From<Reading<NaiveDate>> for LastDayReading {
    fn from(reading: Reading<NaiveDate>) -> Self {
        Self { value: reading.value, open: false, remark: reading.remark }
    }
}

const INCLUDED: [&str; 16] = [
    "t/m",
    "t.m.",
    "tm",
    "t.e.m.",
    "tem",
    "tot en met",
    "tot & met",
    "tot/met",
    "through",
    "thru",
    "up to and including",
    "until and including",
    "to and including",
    "up to and incl.",
    "jusqu'au et y compris",
    "uiterlijk",
];
const EXCLUDED: [&str; 14] =
    ["tot", "until", "till", "up to", "before", "voor", "vóór", "avant le", "avant", "jusqu'au", "jusqu'à", "jusque", "jusqu'en", "to"];
const INCLUDED_AFTER: [&str; 8] = ["inclus", "incluse", "compris", "inclusive", "inclusief", "incl.", "incl", "inbegrepen"];

const OPEN: [&str; 33] = [
    "heden",
    "nu",
    "vandaag",
    "now",
    "today",
    "present",
    "thepresent",
    "todate",
    "date",
    "totnu",
    "totheden",
    "lopend",
    "lopende",
    "doorlopend",
    "loopt",
    "ongoing",
    "current",
    "currently",
    "running",
    "continuing",
    "open",
    "openended",
    "cejour",
    "acejour",
    "encours",
    "actuel",
    "actuellement",
    "onbepaald",
    "onbepaaldetijd",
    "indefinite",
    "indetermine",
    "opendeind",
    "aujourdhui",
];

/// Reads text in a column of last days.
#[must_use]
pub fn last_day(raw: &str, calendar: Calendar) -> LastDayReading {
    let text = clean(raw);
    if let Some(reading) = common(raw, &text) {
        return reading.into();
    }
    let (rest, bound) = match (after_prefix(&text, &INCLUDED), after_prefix(&text, &EXCLUDED)) {
        (Some(rest), _) => (rest, Bound::Included),
        (None, Some(rest)) => (rest, Bound::Excluded),
        (None, None) => (text.as_str(), Bound::Unsaid),
    };
    let (rest, bound) = match INCLUDED_AFTER.iter().find_map(|word| rest.trim_end_matches(')').strip_suffix(word)) {
        Some(before) if before.ends_with([' ', '(']) => (before.trim_end_matches([' ', '(', ',']), Bound::Included),
        _ => (rest, bound),
    };
    if rest.len() <= 40 && OPEN.contains(&fold(rest).as_str()) {
        return LastDayReading { value: None, open: true, remark: None };
    }
    let reading = dates::of_text(rest, calendar);
    // "t/m mei 2026": up to and with the month.
    let (reading, first) = match months::named(rest) {
        Some(month) if reading.value.is_none() => (Reading::noted(month.last_day()), Some(month.first_day())),
        _ => (reading, None),
    };
    match bound {
        Bound::Unsaid | Bound::Included => reading.into(),
        Bound::Excluded => {
            let value = first.or(reading.value).and_then(|day| day.pred_opt());
            LastDayReading { value, open: false, remark: Some(RemarkKind::UncertainDate) }
        }
    }
}

/// Reads a cell in a column of last days.
#[must_use]
pub fn last_day_of(value: &Value, calendar: Calendar) -> LastDayReading {
    match value {
        Value::Text(text) => last_day(text, calendar),
        other => dates::date_of(other, calendar).into(),
    }
}

/// Reads a date of the file as a last day.
#[must_use]
pub fn last_day_of_moment(moment: NaiveDateTime) -> LastDayReading {
    dates::of_moment(moment).into()
}

enum Bound {
    Unsaid,
    Included,
    Excluded,
}

/// What follows the longest of some words at the beginning of cleaned text.
fn after_prefix<'t>(text: &'t str, prefixes: &[&str]) -> Option<&'t str> {
    let fits = |prefix: &&str| {
        let rest = text.strip_prefix(prefix)?;
        let joined = prefix.ends_with(char::is_alphabetic) && rest.starts_with(char::is_alphabetic);
        (!joined).then(|| rest.trim_start_matches([' ', ':', '.']))
    };
    prefixes.iter().filter_map(fits).min_by_key(|rest| rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(raw: &str) -> LastDayReading {
        last_day(raw, Calendar::default())
    }

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().expect("a day"))
    }

    #[test]
    fn a_last_day_is_included_unless_it_says_otherwise() {
        for raw in [
            "28-2-2027",
            "t/m 28-2-2027",
            "t/m 28 februari 2027",
            "T/M: 28-02-2027",
            "tot en met 28-2-2027",
            "t.e.m. 28-2-2027",
            "through 28 Feb 2027",
            "up to and including 28 February 2027",
            "jusqu'au 28 février 2027 inclus",
            "jusqu’au 28-2-2027 (inclus)",
            "until 28 February 2027 inclusive",
        ] {
            assert_eq!(read(raw), LastDayReading { value: day("2027-02-28"), open: false, remark: None }, "{raw}");
        }
        for raw in ["tot 1-3-2027", "until 1 March 2027", "vóór 1-3-2027", "jusqu'au 1er mars 2027", "tot maart 2027", "till 1-3-2027"] {
            let expected = LastDayReading { value: day("2027-02-28"), open: false, remark: Some(RemarkKind::UncertainDate) };
            assert_eq!(read(raw), expected, "{raw}");
        }
    }

    #[test]
    fn an_open_end_is_no_gap() {
        for raw in [
            "heden",
            "t/m heden",
            "tot heden",
            "lopend",
            "doorlopend",
            "present",
            "to date",
            "ongoing",
            "à ce jour",
            "jusqu'à ce jour",
            "en cours",
            "tot nu",
        ] {
            assert_eq!(read(raw), LastDayReading { value: None, open: true, remark: None }, "{raw}");
        }
    }

    #[test]
    fn a_month_ends_with_its_last_day() {
        for raw in ["mei 2026", "t/m mei 2026", "2026-05", "05-2026"] {
            assert_eq!(read(raw), LastDayReading { value: day("2026-05-31"), open: false, remark: Some(RemarkKind::Note) }, "{raw}");
        }
    }

    #[test]
    fn what_is_no_last_day_says_why() {
        for (raw, remark) in [
            ("t/m", RemarkKind::UncertainDate),
            ("tot", RemarkKind::UncertainDate),
            ("tot nader order", RemarkKind::UncertainDate),
            ("t/m 31-06-2026", RemarkKind::UncertainDate),
            ("t/m 03/04/2026", RemarkKind::UncertainDate),
            ("totaal", RemarkKind::UncertainDate),
            ("mei", RemarkKind::UncertainDate),
            ("nnb", RemarkKind::Missing),
            ("#VERW!", RemarkKind::CellError),
        ] {
            assert_eq!(read(raw), LastDayReading { value: None, open: false, remark: Some(remark) }, "{raw}");
        }
        assert_eq!(read(" "), LastDayReading { value: None, open: false, remark: None });
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in ".*", tail in "(t/m|tot|jusqu'au|inclus| )*[0-9/-]{0,10}( inclus)?") {
            let _ = last_day(&raw, Calendar::default());
            let _ = last_day(&tail, Calendar::default());
        }
    }
}
