//! Days, in the ways they are written in Dutch, English and French.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};

use super::calendar_text::{Piece, pieces, without_time, year};
use super::clean::clean;
use super::{Reading, common};
use crate::domain::plain_date::is_weekday;
use crate::domain::{DateSystem, RemarkKind, Value};

/// In which order a column writes day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DayOrder {
    /// Nothing in the column tells.
    #[default]
    Unknown,
    /// 13/04/2026 stands in it.
    DayFirst,
    /// 04/13/2026 stands in it.
    MonthFirst,
}

/// What has to be known of a sheet and a column before its dates can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Calendar {
    /// Order of day and month.
    pub order: DayOrder,
    /// How serial numbers count.
    pub system: DateSystem,
}

/// Years a day in a return can lie in: a day outside is a mistake of typing or of a serial number.
const YEARS: std::ops::Range<i32> = 1950..2150;

const LEADING_WORDS: [&str; 16] =
    ["per", "op", "vanaf", "van", "sinds", "since", "from", "as", "of", "on", "du", "le", "depuis", "des", "the", "de"];
pub(super) const ORDINALS: [&str; 10] = ["er", "e", "ste", "de", "st", "nd", "rd", "th", "eme", "ere"];

/// Reads text in a date column.
#[must_use]
pub fn date(raw: &str, calendar: Calendar) -> Reading<NaiveDate> {
    if let Some(day) = iso(raw.as_bytes()) {
        return checked(day);
    }
    let text = clean(raw);
    common(raw, &text).unwrap_or_else(|| of_text(&text, calendar))
}

/// Reads a cell in a date column.
#[must_use]
pub fn date_of(value: &Value, calendar: Calendar) -> Reading<NaiveDate> {
    match value {
        Value::Text(text) => date(text, calendar),
        Value::Date(moment) => of_moment(*moment),
        Value::Number(number) => of_number(*number, calendar.system),
        Value::Bool(_) => Reading::unread(RemarkKind::UncertainDate),
        Value::Error(_) => Reading::unread(RemarkKind::CellError),
    }
}

/// The order of day and month that the texts of a column settle: one value above 12 is enough, two that contradict each
/// other settle nothing. Only slashes are ever read month first.
#[must_use]
pub fn settled_order<'a>(texts: impl IntoIterator<Item = &'a str>) -> DayOrder {
    let (mut day_first, mut month_first) = (false, false);
    for text in texts {
        match evidence(text) {
            DayOrder::DayFirst => day_first = true,
            DayOrder::MonthFirst => month_first = true,
            DayOrder::Unknown => {}
        }
    }
    match (day_first, month_first) {
        (true, false) => DayOrder::DayFirst,
        (false, true) => DayOrder::MonthFirst,
        _ => DayOrder::Unknown,
    }
}

/// What one text tells of the order of day and month.
#[must_use]
pub fn evidence(text: &str) -> DayOrder {
    let text = text.trim();
    if text.len() > 30 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return DayOrder::Unknown;
    }
    let found = pieces(text);
    let [one, two, three, ..] = &found[..] else { return DayOrder::Unknown };
    let same_sign = matches!(two.before, "/" | "-" | ".") && two.before == three.before;
    let (Some(first), Some(second), Some(_)) = (short(one), short(two), three.year()) else { return DayOrder::Unknown };
    if !same_sign {
        return DayOrder::Unknown;
    }
    match (first, second) {
        (13..=31, 1..=12) => DayOrder::DayFirst,
        (1..=12, 13..=31) if two.before == "/" => DayOrder::MonthFirst,
        _ => DayOrder::Unknown,
    }
}

/// A day out of cleaned text that is no error, blank or "not known".
pub(super) fn of_text(text: &str, calendar: Calendar) -> Reading<NaiveDate> {
    let text = without_time(text);
    let found = pieces(text);
    let skipped =
        found.iter().take_while(|piece| piece.is_word(&LEADING_WORDS) || piece.is_word(&["miv", "ingaande", "m", "i", "v"])).count();
    let weekday = found.get(skipped).is_some_and(|piece| piece.word.as_deref().is_some_and(is_weekday) && piece.month().is_none());
    let rest = &found[skipped + usize::from(weekday)..];
    let reading = of_pieces(rest, calendar);
    if skipped > 0 { reading.with_note() } else { reading }
}

fn of_pieces(found: &[Piece<'_>], calendar: Calendar) -> Reading<NaiveDate> {
    let uncertain = Reading::unread(RemarkKind::UncertainDate);
    let named = found.iter().any(|piece| piece.month().is_some());
    if named {
        return with_month_name(found).map_or(uncertain, checked);
    }
    match found {
        [one] if one.word.is_none() => of_digits(one.text, calendar.system),
        [one, two, three] if found.iter().all(|piece| piece.word.is_none()) && two.before == three.before => {
            in_digits(one, two, three, calendar.order)
        }
        _ => uncertain,
    }
}

/// `1 mrt 2026`, `1er mars '26`, `March 1st, 2026`, `2026-mrt-01`.
fn with_month_name(found: &[Piece<'_>]) -> Option<NaiveDate> {
    let ordinal = |at: usize| at > 0 && found[at].is_word(&ORDINALS) && found[at - 1].number().is_some();
    let useful: Vec<&Piece<'_>> =
        found.iter().enumerate().filter(|(at, piece)| !ordinal(*at) && !piece.is_word(&["of", "de"])).map(|(_, piece)| piece).collect();
    let [one, two, three] = useful[..] else { return None };
    let (day, month, year) = match (one.month(), two.month()) {
        (None, Some(month)) => match (one.full_year(), short(three)) {
            (Some(year), Some(day)) => (day, month, year),
            _ => (short(one)?, month, three.year()?),
        },
        (Some(month), None) => (short(two)?, month, three.full_year().or_else(|| three.year().filter(|_| three.before.contains('\'')))?),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

fn in_digits(one: &Piece<'_>, two: &Piece<'_>, three: &Piece<'_>, order: DayOrder) -> Reading<NaiveDate> {
    let uncertain = Reading::unread(RemarkKind::UncertainDate);
    if !matches!(two.before, "-" | "/" | ".") {
        return uncertain;
    }
    let day = |year: i32, month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day);
    if let (Some(year), Some(month), Some(in_month)) = (one.full_year(), short(two), short(three)) {
        return day(year, month, in_month).map_or(uncertain, checked);
    }
    let (Some(first), Some(second), Some(year)) = (short(one), short(two), three.year()) else { return uncertain };
    let (day_first, month_first) = (day(year, second, first), day(year, first, second));
    let chosen = if two.before == "/" {
        match order {
            DayOrder::DayFirst => day_first,
            DayOrder::MonthFirst => month_first,
            DayOrder::Unknown if day_first == month_first => day_first,
            DayOrder::Unknown => match (day_first, month_first) {
                (Some(only), None) | (None, Some(only)) => Some(only),
                _ => None,
            },
        }
    } else {
        day_first
    };
    chosen.map_or(uncertain, checked)
}

/// One or two digits.
fn short(piece: &Piece<'_>) -> Option<u32> {
    if piece.text.len() <= 2 { piece.number() } else { None }
}

/// Digits without signs between them: `20260301`, or a serial number that was exported as text.
fn of_digits(digits: &str, system: DateSystem) -> Reading<NaiveDate> {
    match digits.len() {
        8 => eight_digits(digits).map_or(Reading::unread(RemarkKind::UncertainDate), Reading::noted),
        5 => digits
            .parse()
            .ok()
            .and_then(|serial| of_serial(serial, system))
            .map_or(Reading::unread(RemarkKind::UncertainDate), Reading::noted),
        _ => Reading::unread(RemarkKind::UncertainDate),
    }
}

/// The day that eight digits are, year first. Only years in which a return can lie.
pub(crate) fn eight_digits(digits: &str) -> Option<NaiveDate> {
    if digits.len() != 8 {
        return None;
    }
    let year = year(digits.get(..4)?).filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, digits.get(4..6)?.parse().ok()?, digits.get(6..)?.parse().ok()?)
}

/// Reads a number in a date column: a serial number, or eight digits.
pub(super) fn of_number(number: f64, system: DateSystem) -> Reading<NaiveDate> {
    let whole = number.floor();
    if !(0.0..1e9).contains(&whole) {
        return Reading::unread(RemarkKind::UncertainDate);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between zero and a thousand million")]
    let serial = whole as u64;
    let day = if serial >= 10_000_000 { eight_digits(&serial.to_string()) } else { of_serial(serial, system) };
    day.map_or(Reading::unread(RemarkKind::UncertainDate), Reading::noted)
}

/// The day of a serial number, if it is one in which a return can lie. Excel's invented 29 February 1900 is long past by then.
fn of_serial(serial: u64, system: DateSystem) -> Option<NaiveDate> {
    let zero = match system {
        DateSystem::From1900 => NaiveDate::from_ymd_opt(1899, 12, 30)?,
        DateSystem::From1904 => NaiveDate::from_ymd_opt(1904, 1, 1)?,
    };
    zero.checked_add_days(Days::new(serial)).filter(|day| YEARS.contains(&day.year()))
}

/// Reads what the file itself marks as a date.
pub(super) fn of_moment(moment: NaiveDateTime) -> Reading<NaiveDate> {
    checked(moment.date())
}

fn checked(day: NaiveDate) -> Reading<NaiveDate> {
    if YEARS.contains(&day.year()) { Reading::plain(day) } else { Reading::unread(RemarkKind::UncertainDate) }
}

/// `2026-03-01` without any detour.
fn iso(bytes: &[u8]) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        digits.iter().all(u8::is_ascii_digit).then(|| digits.iter().fold(0_u32, |value, digit| value * 10 + u32::from(digit - b'0')))
    };
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a day")
    }

    fn read(raw: &str) -> Reading<NaiveDate> {
        date(raw, Calendar::default())
    }

    /// Ingestion puts what is struck through between such signs.
    #[test]
    fn a_day_beside_one_that_is_crossed_out_is_no_date() {
        for raw in ["~~1-3-2026~~ 5-3-2026", "~~1~~5-3-2026", "5-3-2026 ~~1-3-2026~~", "~~1-3-2026~~", "~~1-3-2026~~ -"] {
            assert_eq!(read(raw), Reading::unread(RemarkKind::UncertainDate), "{raw}");
        }
    }

    #[test]
    fn one_day_in_all_its_spellings() {
        for raw in [
            "1-3-2026",
            "01-03-2026",
            "1.3.2026",
            "1. 3. 2026",
            "1-3-26",
            "2026-03-01",
            "2026/03/01",
            "2026-3-1",
            "2026-03-01T00:00:00",
            "1-3-2026 00:00",
            "1 mrt 2026",
            "1 mrt. 2026",
            "1 maart 2026",
            "01-mrt-2026",
            "1-mrt-26",
            "1 mrt '26",
            "1 mrt ’26",
            "1 March 2026",
            "March 1, 2026",
            "Mar 1st 2026",
            "1st of March 2026",
            "1er mars 2026",
            "1 mars 2026",
            "zondag 1 maart 2026",
            "zo 1 mrt 2026",
            "Sunday, 1 March 2026",
            "2026-mrt-01",
            "\u{A0}1\u{2011}3\u{2011}2026 ",
        ] {
            assert_eq!(read(raw), Reading::plain(ymd(2026, 3, 1)), "{raw}");
        }
        for raw in ["20260301", "46082", "per 1-3-2026", "vanaf 1 maart 2026", "le 1er mars 2026"] {
            assert_eq!(read(raw), Reading::noted(ymd(2026, 3, 1)), "{raw}");
        }
    }

    #[test]
    fn slashes_wait_for_their_column() {
        let with = |order| Calendar { order, ..Calendar::default() };
        assert_eq!(read("03/04/2026"), Reading::unread(RemarkKind::UncertainDate));
        assert_eq!(date("03/04/2026", with(DayOrder::DayFirst)), Reading::plain(ymd(2026, 4, 3)));
        assert_eq!(date("03/04/2026", with(DayOrder::MonthFirst)), Reading::plain(ymd(2026, 3, 4)));
        assert_eq!(read("13/04/2026"), Reading::plain(ymd(2026, 4, 13)));
        assert_eq!(read("04/13/2026"), Reading::plain(ymd(2026, 4, 13)));
        assert_eq!(read("03/03/2026"), Reading::plain(ymd(2026, 3, 3)));
        assert_eq!(date("13-04-2026", with(DayOrder::MonthFirst)), Reading::plain(ymd(2026, 4, 13)));
        assert_eq!(date("04/13/2026", with(DayOrder::DayFirst)), Reading::unread(RemarkKind::UncertainDate));
    }

    #[test]
    fn one_value_above_twelve_settles_a_column() {
        assert_eq!(settled_order(["03/04/2026", "13/04/2026"]), DayOrder::DayFirst);
        assert_eq!(settled_order(["03/04/2026", "04/13/2026"]), DayOrder::MonthFirst);
        assert_eq!(settled_order(["04/13/2026", "13/04/2026"]), DayOrder::Unknown);
        assert_eq!(settled_order(["03/04/2026", "heden", "", "2026-12-31", "31 mei"]), DayOrder::Unknown);
        assert_eq!(settled_order(["03/04/2026", "04-13-2026"]), DayOrder::Unknown);
        assert_eq!(settled_order(["03/04/2026", "31-12-2026"]), DayOrder::DayFirst);
    }

    #[test]
    fn what_is_no_single_day_is_uncertain() {
        for raw in [
            "31-06-2026",
            "29-2-2026",
            "0-1-2026",
            "32-1-2026",
            "04-13-2026",
            "1 mrt",
            "maart 2026",
            "mrt 26",
            "2026",
            "1-3/2026",
            "1 3 2026",
            "01032026",
            "20261301",
            "4608",
            "460820",
            "99999999999999999999",
            "1-3-202",
            "1-3-0206",
            "1-3-1826",
            "t/m 1-3-2026",
            "heden",
            "zie brief",
            "eind maart 2026",
            "1-3-2026 of 1-4-2026",
            "30 feb 2026",
            "1 mrt 2026 (concept 3)",
        ] {
            assert_eq!(read(raw), Reading::unread(RemarkKind::UncertainDate), "{raw}");
        }
        assert_eq!(read(""), Reading::blank());
        assert_eq!(read("nnb / zsm"), Reading::unread(RemarkKind::Missing));
        assert_eq!(read("#N/B"), Reading::unread(RemarkKind::CellError));
    }

    #[test]
    fn serial_numbers_follow_the_workbook() {
        let from_1904 = Calendar { system: DateSystem::From1904, ..Calendar::default() };
        assert_eq!(date("44620", from_1904), Reading::noted(ymd(2026, 3, 1)));
        assert_eq!(date_of(&Value::Number(46082.75), Calendar::default()), Reading::noted(ymd(2026, 3, 1)));
        assert_eq!(date_of(&Value::Number(44620.0), from_1904), Reading::noted(ymd(2026, 3, 1)));
        assert_eq!(date_of(&Value::Number(20_260_301.0), Calendar::default()), Reading::noted(ymd(2026, 3, 1)));
        for odd in [0.0, 4.0, -46082.0, 1e9, f64::NAN, f64::INFINITY, 2026.0] {
            assert_eq!(date_of(&Value::Number(odd), Calendar::default()), Reading::unread(RemarkKind::UncertainDate), "{odd}");
        }
        let zero = ymd(1899, 12, 31).and_hms_opt(0, 0, 0).expect("midnight");
        assert_eq!(date_of(&Value::Date(zero), Calendar::default()), Reading::unread(RemarkKind::UncertainDate));
        assert_eq!(date_of(&Value::Bool(true), Calendar::default()), Reading::unread(RemarkKind::UncertainDate));
    }

    const NAMES: [[&str; 12]; 3] = [
        ["januari", "februari", "mrt.", "apr", "mei", "juni", "juli", "aug.", "september", "okt", "november", "dec"],
        ["January", "Feb", "March", "April", "May", "Jun", "July", "August", "Sept", "October", "Nov", "December"],
        ["janvier", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "septembre", "oct.", "nov.", "décembre"],
    ];

    proptest! {
        #[test]
        fn a_day_survives_every_way_of_writing(offset in 0_u64..36_000, language in 0_usize..3) {
            let day = ymd(1980, 1, 1) + Days::new(offset);
            let (y, m, d) = (day.year(), day.month(), day.day());
            let name = NAMES[language][m as usize - 1];
            let first = Calendar { order: DayOrder::DayFirst, ..Calendar::default() };
            let mut written = vec![
                format!("{y}-{m:02}-{d:02}"), format!("{d}-{m}-{y}"), format!("{d:02}.{m:02}.{y}"), format!("{d}/{m}/{y}"),
                format!("{d} {name} {y}"), format!("{name} {d}, {y}"), format!("{d}-{name}-{y}"), format!("{y}{m:02}{d:02}"),
            ];
            if (1980..2080).contains(&y) {
                written.push(format!("{d}-{m}-{:02}", y % 100));
                written.push(format!("{d} {name} '{:02}", y % 100));
            }
            for raw in written {
                prop_assert_eq!(date(&raw, first).value, Some(day), "{}", raw);
            }
        }

        #[test]
        fn a_serial_number_is_its_day(offset in 0_u32..50_000) {
            let serial = 20_000 + offset;
            let expected = ymd(1899, 12, 30) + Days::new(u64::from(serial));
            prop_assert_eq!(date_of(&Value::Number(f64::from(serial)), Calendar::default()).value, Some(expected));
        }

        #[test]
        fn no_text_makes_it_panic(raw in ".*", order in prop::sample::select(vec![DayOrder::Unknown, DayOrder::DayFirst, DayOrder::MonthFirst])) {
            let reading = date(&raw, Calendar { order, system: DateSystem::From1904 });
            prop_assert!(reading.value.is_none() || YEARS.contains(&reading.value.expect("some").year()));
            let _ = evidence(&raw);
        }

        #[test]
        fn nothing_like_a_date_makes_it_panic(raw in "[0-9a-z/.: '-]{0,24}") {
            let _ = date(&raw, Calendar::default());
            let _ = evidence(&raw);
        }
    }
}
