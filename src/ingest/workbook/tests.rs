//! Dates, durations and numbers as the readers hand them out.

use super::*;
use calamine::ExcelDateTimeType::{DateTime, TimeDelta};

fn date(year: i32, month: u32, day: u32) -> Value {
    Value::Date(NaiveDate::from_ymd_opt(year, month, day).expect("a day").and_time(NaiveTime::MIN))
}

#[test]
fn a_serial_is_a_date_only_where_there_is_a_day() {
    let cases = [
        (46_173.0, false, date(2026, 5, 31)),
        (44_711.0, true, date(2026, 5, 31)),
        (1.0, false, date(1900, 1, 1)),
        (0.0, true, date(1904, 1, 1)),
        (0.0, false, Value::Number(0.0)),
        (0.5, false, Value::Number(0.5)),
        (-3.0, false, Value::Number(-3.0)),
        (-1e300, false, Value::Number(-1e300)),
        (2_958_465.0, false, date(9999, 12, 31)),
        (2_958_466.0, false, Value::Number(2_958_466.0)),
        (2_958_465.0, true, Value::Number(2_958_465.0)),
    ];
    for (serial, from_1904, expected) in cases {
        assert_eq!(from_serial(&ExcelDateTime::new(serial, DateTime, from_1904)), expected, "{serial}");
    }
    assert_eq!(number(f64::NAN), Value::Text("NaN".into()));
}

#[test]
fn durations_are_text() {
    let shown = |days| from_serial(&ExcelDateTime::new(days, TimeDelta, false));
    assert_eq!(shown(1.5), Value::Text("36:00:00".into()));
    assert_eq!(shown(-1.0 / 86_400.0), Value::Text("-0:00:01".into()));
    assert_eq!(shown(1e300), Value::Number(1e300));
}

#[test]
fn written_dates_are_read() {
    assert_eq!(from_iso("2026-05-31").map(Value::Date), Some(date(2026, 5, 31)));
    assert_eq!(from_iso("2026-05-31T00:00:00.000Z").map(Value::Date), Some(date(2026, 5, 31)));
    assert_eq!(from_iso("2026-05-31T00:00").map(Value::Date), Some(date(2026, 5, 31)));
    for text in ["", "12:00:00", "2026-02-30", "+12026-01-01", "é"] {
        assert_eq!(from_iso(text), None, "{text}");
    }
}
