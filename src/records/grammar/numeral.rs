//! Digits as a whole number of persons.

use super::bsn::is_possible_bsn;

/// The most digits a count has; longer ones are keys, numbers of persons or dates.
const MOST_DIGITS: usize = 7;

/// What digits say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeral {
    /// A whole number; whether it was written oddly (`04`, `4,0`).
    Whole {
        /// The number.
        value: i64,
        /// Whether it is written in an unusual way.
        odd: bool,
    },
    /// A number with a fraction.
    Fraction,
    /// Groups like those of a date (`1.3.2026`).
    DateLike,
    /// Passes the eleven-test of the citizen service number.
    Bsn,
    /// Thousands or decimals (`1.000`), or far too large.
    Unclear,
}

/// Reads digits with points and commas between them.
pub(super) fn numeral(text: &str) -> Numeral {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return whole(text, false);
    }
    let separators = text.bytes().filter(|b| !b.is_ascii_digit()).count();
    let Some((units, fraction)) = text.split_once(['.', ',']).filter(|_| separators == 1) else {
        let parts: Vec<&str> = text.split('.').collect();
        let date_like = matches!(parts[..], [day, month, year] if day.len() <= 2 && month.len() <= 2 && matches!(year.len(), 2 | 4));
        return if date_like { Numeral::DateLike } else { Numeral::Unclear };
    };
    let is_zero = |digits: &str| digits.bytes().all(|b| b == b'0');
    let could_be_thousands = fraction.len() == 3 && units.len() <= 3 && !is_zero(units);
    if could_be_thousands {
        Numeral::Unclear
    } else if is_zero(fraction) {
        whole(units, true)
    } else {
        Numeral::Fraction
    }
}

/// Reads digits in groups of three with signs between them that divide nothing but thousands: an apostrophe or a space that
/// does not break (`1'234`), or more than one point or comma (`1.234.567`). `1.000` and `1 000` could be something else.
pub(super) fn grouped(raw: &str) -> Option<i64> {
    let text = raw.trim();
    let sign = text.chars().find(|c| !c.is_ascii_digit())?;
    let groups = || text.split(sign);
    let (only_thousands, number) = (matches!(sign, '\'' | '\u{2019}' | '\u{A0}' | '\u{2009}' | '\u{202F}'), groups().count());
    if number < 2 || !(only_thousands || (matches!(sign, '.' | ',') && number > 2)) {
        return None;
    }
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let first = groups().next().filter(|first| (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0'))?;
    let rest = groups().skip(1).all(|group| group.len() == 3 && digits(group));
    if !rest || first.len() + (number - 1) * 3 > MOST_DIGITS {
        return None;
    }
    groups().collect::<String>().parse().ok()
}

/// Reads a number as a spreadsheet stores it. `Err` holds a negative whole number.
pub(super) fn stored(number: f64) -> Result<Numeral, i64> {
    let nearest = number.round();
    if !number.is_finite() || nearest.abs() >= 1e10 {
        return Ok(Numeral::Unclear);
    }
    if (number - nearest).abs() > 1e-9 {
        return Ok(Numeral::Fraction);
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below ten thousand million")]
    let value = nearest as i64;
    if value < 0 {
        return Err(value);
    }
    if value >= 10_i64.pow(7) {
        return Ok(whole(&value.to_string(), false));
    }
    #[expect(clippy::float_cmp, reason = "asks whether rounding changed anything at all")]
    let odd = number != nearest;
    Ok(Numeral::Whole { value, odd })
}

fn whole(digits: &str, odd: bool) -> Numeral {
    let significant = digits.trim_start_matches('0');
    if significant.len() <= MOST_DIGITS {
        let value = if significant.is_empty() { Some(0) } else { significant.parse().ok() };
        return value.map_or(Numeral::Unclear, |value| Numeral::Whole { value, odd: odd || (digits.len() > 1 && digits.starts_with('0')) });
    }
    if is_possible_bsn(digits) { Numeral::Bsn } else { Numeral::Unclear }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_a_count_a_fraction_or_a_question() {
        let odd = |value| Numeral::Whole { value, odd: true };
        for (text, expected) in [
            ("0", Numeral::Whole { value: 0, odd: false }),
            ("9999999", Numeral::Whole { value: 9_999_999, odd: false }),
            ("04", odd(4)),
            ("4,0", odd(4)),
            ("4.00", odd(4)),
            ("0,000", odd(0)),
            ("1234.000", odd(1234)),
            ("3,6", Numeral::Fraction),
            ("12.5", Numeral::Fraction),
            ("0.125", Numeral::Fraction),
            ("1.000", Numeral::Unclear),
            ("1,000", Numeral::Unclear),
            ("12.345", Numeral::Unclear),
            ("1.000.000", Numeral::Unclear),
            ("1.000,50", Numeral::Unclear),
            ("1.3.2026", Numeral::DateLike),
            ("123456783", Numeral::Unclear),
            ("123456782", Numeral::Bsn),
            ("99999999999999999999999999", Numeral::Unclear),
        ] {
            assert_eq!(numeral(text), expected, "{text}");
        }
    }

    #[test]
    fn thousands_are_read_where_nothing_else_can_be_meant() {
        for (text, value) in
            [("1'234", 1_234), ("1\u{2019}234", 1_234), ("12\u{A0}345", 12_345), (" 1\u{202F}234 ", 1_234), ("1.234.567", 1_234_567)]
        {
            assert_eq!(grouped(text), Some(value), "{text}");
        }
        for text in [
            "1.000",
            "1,000",
            "1 000",
            "0'123",
            "1'23",
            "1'2345",
            "12345'678",
            "1'234.567",
            "'3",
            "3'",
            "'",
            "",
            "1.3.2026",
            "1'234'567'890",
        ] {
            assert_eq!(grouped(text), None, "{text}");
        }
    }

    #[test]
    fn stored_numbers_are_read_without_surprises() {
        assert_eq!(stored(4.0), Ok(Numeral::Whole { value: 4, odd: false }));
        assert_eq!(stored(-0.0), Ok(Numeral::Whole { value: 0, odd: false }));
        assert_eq!(stored(3.000_000_000_000_4), Ok(Numeral::Whole { value: 3, odd: true }));
        assert_eq!(stored(3.6), Ok(Numeral::Fraction));
        assert_eq!(stored(-1.0), Err(-1));
        assert_eq!(stored(123_456_782.0), Ok(Numeral::Bsn));
        for odd in [f64::NAN, f64::INFINITY, 1e300, -1e300, 1e9] {
            assert_eq!(stored(odd), Ok(Numeral::Unclear), "{odd}");
        }
    }
}
