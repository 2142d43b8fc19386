//! What a cell is, as far as its shape tells.

use crate::domain::{Cell, Value, fold, plain_date};

/// Longest text, in bytes, that is looked at for a number or a date.
const MAX_TEXT: usize = 40;
/// Most signs of a text that stands for nothing: `..`, `---`.
const MAX_SIGNS: usize = 5;
/// The numbers that may stand for a year.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2100.0;
/// Words for what is not known or does not apply, folded.
const NOTHING: [&str; 12] = ["na", "nan", "nb", "nd", "ntb", "nvt", "null", "none", "geen", "onbekend", "unknown", "inconnu"];

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A number, also as text: `1.234`, `12,5 %`.
    Number,
    /// A number that may as well be a year.
    Year,
    Date,
    /// A sign or a word for nothing (`..`, `-`, `n.v.t.`), or an error.
    Missing,
}

impl Kind {
    /// Whether it is something that is measured rather than named.
    pub(super) const fn is_value(self) -> bool {
        matches!(self, Self::Number | Self::Year | Self::Date)
    }
}

/// The kind of a cell that is not blank.
pub(super) fn of(cell: &Cell) -> Kind {
    match &cell.value {
        Value::Number(number) if YEARS.contains(number) && number.fract() == 0.0 => Kind::Year,
        Value::Number(_) | Value::Bool(_) => Kind::Number,
        Value::Date(_) => Kind::Date,
        Value::Error(_) => Kind::Missing,
        Value::Text(text) => of_text(text.trim()),
    }
}

fn of_text(text: &str) -> Kind {
    if text.len() > MAX_TEXT {
        return Kind::Text;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 {
        let signs = text.chars().count() <= MAX_SIGNS && text.chars().all(|c| matches!(c, '.' | '-' | '–' | '—' | '*' | '…' | '?' | '/'));
        let nothing = text.len() <= 12 && NOTHING.contains(&fold(text).as_str());
        return if signs || nothing { Kind::Missing } else { Kind::Text };
    }
    if text.len() == 4 && digits == 4 && text.parse().is_ok_and(|year: f64| YEARS.contains(&year)) {
        return Kind::Year;
    }
    if plain_date(text).is_some() {
        return Kind::Date;
    }
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '+' | '(' | '.' | ',' | '€' | '$' | '£'));
    let of_number = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '-' | '−' | '+' | '(' | ')' | '.' | ',' | '\'' | '’' | '%' | '*' | '€' | '$' | '£')
    };
    if begins && text.chars().all(of_number) { Kind::Number } else { Kind::Text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_told_apart_by_their_shape() {
        let cases: [(Kind, &[&str]); 5] = [
            (Kind::Number, &["7", "1.234", "1,234.5", "-3,5 %", "12%", "(12)", "€ 3", "0*", "1 234", "06-12345678"]),
            (Kind::Year, &["2019", "1900", "2100"]),
            (Kind::Date, &["31-05-2026", "2026-05-31", "31-Jan-21", "24 January 2019"]),
            (Kind::Missing, &["..", "-", "–", "*", "n.v.t.", "N/A", "NaN"]),
            (Kind::Text, &["EUAM Iraq", "%", "#", "2e helft 2026", "30 September 20123", "TD07", "West Midlands ", "Sep-17", "R38"]),
        ];
        for (kind, texts) in cases {
            for text in texts {
                assert_eq!(of_text(text), kind, "{text}");
            }
        }
    }
}
