//! What a file holds, whatever its name, its format and how it looks.

use std::fmt::{self, Write as _};

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use super::cell::CellRef;
use super::digest::in_hexadecimal;
use super::grid::{Grid, Value};
use super::memo::Memo;
use super::plain_date::plain_date;
use super::reply::is_findings_sheet;
use super::text::fold;

/// The used cells of a file, as one value that two files with the same contents share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// SHA-256 of the cells in their canonical form, in hexadecimal.
    pub digest: String,
    /// Number of cells in it.
    pub cells: usize,
    /// Days that texts name, such as `30-04` in "per 30-04"; what else they say is not kept. At most so many as a return may have.
    pub days: Vec<NamedDay>,
}

/// A day that a text names beside other words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedDay {
    /// The sheet, as an index into the file's sheets.
    pub sheet: usize,
    /// The cell.
    pub cell: CellRef,
    day: u32,
    month: u32,
    /// `None` if the text does not say.
    year: Option<i32>,
}

impl NamedDay {
    /// Whether it can be this day.
    #[must_use]
    pub fn is(&self, day: NaiveDate) -> bool {
        (self.day, self.month) == (day.day(), day.month()) && self.year.is_none_or(|year| year == day.year())
    }
}

/// Most days that are kept of one file.
const MOST_DAYS: usize = 1000;

/// The first year of which days are kept: none of before is about a return, and dates of birth stay out.
const FIRST_YEAR: i32 = 2015;

/// The days that a text names beside other words: day, month and year.
fn days_in(text: &str) -> impl Iterator<Item = (u32, u32, Option<i32>)> + '_ {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')'));
    let mut numbers = words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).peekable();
    // A cell that is a date and nothing else is read as one elsewhere.
    let more = numbers.peek().is_some() && text.len() <= 1000 && plain_date(text).is_none();
    numbers.filter(move |_| more).filter_map(|word| {
        let word = word.trim_end_matches('.');
        if let Some(day) = plain_date(word) {
            return (day.year() >= FIRST_YEAR).then(|| (day.day(), day.month(), Some(day.year())));
        }
        let (day, month) = word.split_once(['-', '/', '.'])?;
        let number = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
        let (day, month) = (number(day)?, number(month)?);
        ((1..=31).contains(&day) && (1..=12).contains(&month)).then_some((day, month, None))
    })
}

impl Contents {
    /// The contents of sheets. Names and marks of sheets, formats of cells, blank rows and sheets, and spaces around and within
    /// texts are left aside, as is a sheet that muster added; a number, a date or a truth value is the same whether a workbook or a text holds it.
    #[must_use]
    pub fn of(grids: &[Grid]) -> Self {
        let mut hash = Sha256::new();
        let (mut cells, mut days) = (0, Vec::new());
        let (mut line, mut known) = (String::new(), Memo::default());
        for (sheet, grid) in grids.iter().enumerate().filter(|(_, grid)| !is_findings_sheet(grid)) {
            let before = cells;
            for (number, row) in grid.rows() {
                let mut blank = true;
                line.clear();
                for cell in row {
                    // Signs that no cell holds part sheets, rows and cells, so that no two contents run together.
                    let from = line.len();
                    line.push_str(match (cells == before, blank) {
                        (true, _) => "\x1d\x1e",
                        (false, true) => "\x1e",
                        (false, false) => "",
                    });
                    let parted = line.len();
                    canonical(&cell.value, &mut line);
                    if line.len() == parted {
                        line.truncate(from);
                        continue;
                    }
                    line.push('\x1f');
                    push_column(cell.col, &mut line);
                    blank = false;
                    cells += 1;
                    if let Value::Text(text) = &cell.value
                        && known.of(text, |text| days_in(text).next().is_some())
                    {
                        let at = CellRef::new(number, cell.col);
                        let room = MOST_DAYS - days.len();
                        days.extend(days_in(text).take(room).map(|(day, month, year)| NamedDay { sheet, cell: at, day, month, year }));
                    }
                }
                hash.update(line.as_bytes());
            }
        }
        Self { digest: in_hexadecimal(&hash.finalize()), cells, days }
    }
}

/// Writes the number of a column, always five digits: none has more.
fn push_column(col: u32, to: &mut String) {
    for unit in [10_000, 1_000, 100, 10, 1] {
        to.push(char::from_digit(col / unit % 10, 10).unwrap_or('0'));
    }
}

/// Writes a value in the form in which it is compared.
fn canonical(value: &Value, to: &mut String) {
    // A text takes whatever is written to it.
    let _ = match value {
        Value::Text(text) => {
            text_of(text, to);
            Ok(())
        }
        // Eight digits may stand for a day (20260531); any other number is itself.
        Value::Number(number) if (19_900_101.0..=21_001_231.0).contains(number) => {
            text_of(&number.to_string(), to);
            Ok(())
        }
        Value::Number(number) => write_number(*number, to),
        Value::Bool(truth) => write!(to, "{truth}"),
        Value::Date(moment) => write_day(moment.date(), to),
        Value::Error(error) => write!(to, "{}", error.trim().to_uppercase()),
    };
}

/// A number as it is written out; a whole one the quick way.
fn write_number(number: f64, to: &mut String) -> fmt::Result {
    if number.fract() == 0.0 && number.abs() < 1e9 && number != 0.0 {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^31")]
        let whole = number as i32;
        return write!(to, "{whole}");
    }
    write!(to, "{number}")
}

fn write_day(day: NaiveDate, to: &mut String) -> fmt::Result {
    match u32::try_from(day.year()) {
        Ok(year) if year < 10_000 => {
            for (number, unit) in [(year, 1_000), (year, 100), (year, 10), (year, 1)] {
                to.push(char::from_digit(number / unit % 10, 10).unwrap_or('0'));
            }
            for number in [day.month(), day.day()] {
                to.push('-');
                to.push(char::from_digit(number / 10, 10).unwrap_or('0'));
                to.push(char::from_digit(number % 10, 10).unwrap_or('0'));
            }
            Ok(())
        }
        _ => write!(to, "{day}"),
    }
}

/// Writes a text as a date, a number or a truth value where it can be one, else with single spaces.
fn text_of(text: &str, to: &mut String) {
    let first = text.trim_start().chars().next();
    // A text takes whatever is written to it.
    let _ = if first.is_some_and(|first| first.is_ascii_digit() || matches!(first, '-' | '+' | '.' | ',')) {
        let number = || text.trim().replacen(',', ".", 1).parse::<f64>().ok().filter(|number| number.is_finite());
        match plain_date(text).map(Ok).or_else(|| number().map(Err)) {
            Some(Ok(day)) => write_day(day, to),
            Some(Err(number)) => write_number(number, to),
            None => return spaced(text, to),
        }
    } else {
        // As long as the longest of these words, and no longer.
        match if (4..=8).contains(&text.len()) { fold(text) } else { String::new() }.as_str() {
            "true" | "waar" | "vrai" => write!(to, "true"),
            "false" | "onwaar" | "faux" => write!(to, "false"),
            _ => return spaced(text, to),
        }
    };
}

fn spaced(text: &str, to: &mut String) {
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            to.push(' ');
        }
        to.push_str(word);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CellRef, GridBuilder, Spans};
    use chrono::NaiveDate;

    fn sheet(cells: &[(u32, u32, Value)]) -> Grid {
        let mut builder = GridBuilder::new();
        for (row, col, value) in cells {
            builder.push(CellRef::new(*row, *col), value.clone());
        }
        builder.finish("Blad1")
    }

    fn text(value: &str) -> Value {
        Value::Text(value.into())
    }

    #[test]
    fn a_workbook_saved_as_text_is_the_same() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 31).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a moment");
        let cells =
            |values: [Value; 6]| -> Vec<(u32, u32, Value)> { (0..).zip(values).map(|(at, value)| (at / 2, at % 2, value)).collect() };
        let workbook =
            cells([text("Peildatum"), Value::Date(day), Value::Number(3.5), Value::Bool(true), text("EUM  Armenia "), Value::Number(7.0)]);
        let csv = cells([text("Peildatum"), text("31-05-2026"), text("3,5"), text("WAAR"), text(" EUM Armenia"), text("7")]);
        let (one, other) = (Contents::of(&[sheet(&workbook)]), Contents::of(&[sheet(&csv)]));
        assert_eq!(one, other);
        assert_eq!(one.cells, 6);
        let mut marked = sheet(&csv);
        marked.name = "Anders".to_owned();
        marked.marks.hidden_cols = Spans::new([(1, 1)]);
        assert_eq!(Contents::of(&[sheet(&[]), marked, sheet(&[(4, 0, text("  "))])]), one, "looks, blank sheets and names are left aside");
    }

    #[test]
    fn days_are_kept_that_texts_name_beside_other_words() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a day");
        for (words, named) in [
            ("per 30-04", true),
            ("stand (30/4)", true),
            ("per 30-04-2026.", true),
            ("30-04-2026", false),
            ("op 30 april", false),
            ("per 30-04-2025", false),
            ("geb. 30-04-1980", false),
            ("sinds 01-04-2026", false),
            ("3-4 personen", false),
            ("per 30-04-", false),
            ("", false),
        ] {
            let contents = Contents::of(&[sheet(&[(0, 0, text("x"))]), sheet(&[(4, 1, text(words))])]);
            let found = contents.days.iter().find(|found| found.is(day));
            assert_eq!(found.map(|found| (found.sheet, found.cell)), named.then_some((1, CellRef::new(4, 1))), "{words}");
        }
        let many = sheet(&(0..2000).map(|row| (row, 0, text("per 30-04"))).collect::<Vec<_>>());
        assert_eq!(Contents::of(&[many]).days.len(), MOST_DAYS);
    }

    #[test]
    fn another_value_place_or_order_is_another_content() {
        let base = [(0, 0, text("a")), (0, 1, text("b"))];
        let digest = |cells: &[(u32, u32, Value)]| Contents::of(&[sheet(cells)]).digest;
        for other in [
            vec![(0, 0, text("a")), (0, 1, text("c"))],
            vec![(0, 0, text("a")), (0, 2, text("b"))],
            vec![(0, 0, text("a")), (1, 1, text("b"))],
            vec![(0, 0, text("ab"))],
        ] {
            assert_ne!(digest(&other), digest(&base), "{other:?}");
        }
        assert_ne!(Contents::of(&[sheet(&base[..1]), sheet(&[(0, 1, text("b"))])]).digest, digest(&base));
        assert_eq!(digest(&[(3, 0, text("a")), (3, 1, text("b"))]), digest(&base), "blank rows above");
    }
}
