//! Windows of time: `2e helft 2026`, `Q1 2026`, `eind maart 2026`, `1-3-26 t/m 28-2-27`.

use chrono::NaiveDate;

use super::calendar_text::{Piece, pieces};
use super::clean::clean;
use super::dates::{self, Calendar, ORDINALS};
use super::months;
use super::{Reading, common};
use crate::domain::{Period, RemarkKind, Value};

/// First and last day, both included.
type Span = (NaiveDate, NaiveDate);

/// The longest text that is tried as a window.
const LONGEST: usize = 70;

const QUARTERS: [&str; 8] = ["q", "k", "t", "kw", "kwartaal", "quarter", "trimestre", "qtr"];
const HALVES: [&str; 11] = ["h", "s", "hj", "helft", "halfjaar", "half", "semestre", "semester", "halfyear", "sem", "moitie"];
const FILLERS: [&str; 14] = ["van", "of", "the", "de", "het", "in", "le", "du", "la", "l", "jaar", "year", "from", "au"];
const PARTS: [(&[&str], u32, u32); 3] = [
    (&["begin", "early", "debut", "start"], 1, 10),
    (&["medio", "mid", "midden", "mi", "halverwege", "half", "middle"], 11, 20),
    (&["eind", "einde", "ultimo", "late", "fin", "end"], 21, 31),
];
/// Between two ends, both included.
const THROUGH: [&str; 15] = [
    " t/m ",
    " t.m. ",
    " tm ",
    " tot en met ",
    " t.e.m. ",
    " through ",
    " thru ",
    " up to and including ",
    "..",
    " - ",
    " to ",
    " au ",
    " jusqu'au ",
    " à ",
    " / ",
];
/// Between two ends, the second perhaps not included.
const UNTIL: [&str; 4] = [" tot ", " until ", " till ", " avant "];

/// Reads text in a column of windows.
#[must_use]
pub fn window(raw: &str, calendar: Calendar) -> Reading<Span> {
    let text = clean(raw);
    if let Some(reading) = common(raw, &text) {
        return reading;
    }
    let uncertain = Reading::unread(RemarkKind::UncertainDate);
    if text.len() > LONGEST { uncertain } else { point(&text, calendar, None).or_else(|| range(&text, calendar)).unwrap_or(uncertain) }
}

/// Reads a cell in a column of windows.
#[must_use]
pub fn window_of(value: &Value, calendar: Calendar) -> Reading<Span> {
    match value {
        Value::Text(text) => window(text, calendar),
        Value::Number(number) if (1900.0..2200.0).contains(number) && number.fract() == 0.0 => window(&format!("{number:.0}"), calendar),
        Value::Number(number) if (190_001.0..219_913.0).contains(number) => {
            let month = months::month_of(value, calendar);
            Reading { value: month.value.map(span_of), remark: month.remark }
        }
        other => {
            let day = dates::date_of(other, calendar);
            Reading { value: day.value.map(|day| (day, day)), remark: day.remark }
        }
    }
}

/// A window that is one expression. A year from elsewhere fills in a missing one.
fn point(text: &str, calendar: Calendar, year: Option<i32>) -> Option<Reading<Span>> {
    let found = pieces(text);
    let useful: Vec<&Piece<'_>> = found.iter().filter(|piece| !piece.is_word(&FILLERS)).collect();
    part_of_year(&useful, year).or_else(|| part_of_month(&useful, year)).or_else(|| {
        let reading = months::month(text, calendar);
        if let Some(month) = months::named(text) {
            return Some(Reading { value: Some(span_of(month)), remark: reading.remark });
        }
        let day = dates::of_text(text, calendar);
        if let Some(value) = day.value {
            return Some(Reading { value: Some((value, value)), remark: day.remark });
        }
        // "1 mrt" before "t/m 31 mei 2026".
        let completed = year.filter(|_| useful.iter().all(|piece| piece.full_year().is_none())).map(|year| format!("{text} {year}"))?;
        point(&completed, calendar, None).filter(|reading| reading.value.is_some())
    })
}

/// `Q1 2026`, `2e helft van 2026`, `S2 2026`, `2026`.
fn part_of_year(useful: &[&Piece<'_>], given: Option<i32>) -> Option<Reading<Span>> {
    if let [only] = useful
        && let Some(year) = only.full_year()
    {
        return span(year, 1, 12).map(Reading::plain);
    }
    let is_ordinal_suffix = |at: usize| at > 0 && useful[at].is_word(&ORDINALS) && useful[at - 1].number().is_some();
    let mut unit: Option<u32> = None;
    let mut which: Option<u32> = None;
    let mut year: Option<i32> = None;
    let mut part: Option<usize> = None;
    for (at, piece) in useful.iter().enumerate() {
        if is_ordinal_suffix(at) {
            continue;
        }
        let months = if piece.is_word(&QUARTERS) {
            Some(3)
        } else if piece.is_word(&HALVES) {
            Some(6)
        } else {
            None
        };
        if let (Some(months), None) = (months, unit) {
            unit = Some(months);
        } else if let (Some(found), None) = (piece.full_year(), year) {
            year = Some(found);
        } else if let (Some(number), None) = (ordinal(piece), which) {
            which = Some(number);
        } else if let (Some(found), true, None) = (piece.year(), which.is_some() && unit.is_some(), year) {
            year = Some(found);
        } else if let (Some(found), None, 0) = (PARTS.iter().position(|(words, ..)| piece.is_word(words)), part, at) {
            part = Some(found);
        } else {
            return None;
        }
    }
    if part.is_some() && unit.is_none() && which.is_none() {
        // "eind 2026": somewhere in that year.
        return year.and_then(|year| span(year, 1, 12)).map(imprecise);
    }
    let (unit, which) = (unit?, which?);
    if which > 12 / unit {
        return Some(Reading::unread(RemarkKind::UncertainDate));
    }
    let Some(year) = year.or(given) else { return Some(Reading::unread(RemarkKind::UncertainDate)) };
    let span = span(year, (which - 1) * unit + 1, which * unit)?;
    Some(if part.is_some() { imprecise(span) } else { Reading::plain(span) })
}

/// `eind maart 2026`.
fn part_of_month(useful: &[&Piece<'_>], given: Option<i32>) -> Option<Reading<Span>> {
    let (first, rest) = useful.split_first()?;
    let (_, from, to) = PARTS.iter().find(|(words, ..)| first.is_word(words))?;
    let (month, year) = match rest {
        [month, year] => (month.month()?, year.year()),
        [month] => (month.month()?, given),
        _ => return None,
    };
    let Some(period) = year.and_then(|year| Period::new(year, month)) else { return Some(Reading::unread(RemarkKind::UncertainDate)) };
    let first_day = NaiveDate::from_ymd_opt(period.year(), period.month(), *from)?;
    let last_day = NaiveDate::from_ymd_opt(period.year(), period.month(), *to).unwrap_or_else(|| period.last_day());
    Some(imprecise((first_day, last_day)))
}

/// A window with two ends.
fn range(text: &str, calendar: Calendar) -> Option<Reading<Span>> {
    let text = ["van ", "from ", "du ", "vanaf ", "between ", "tussen "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    for (separators, excluded) in [(&THROUGH[..], false), (&UNTIL[..], true)] {
        for separator in separators {
            if let Some(reading) = text.split_once(separator).and_then(|(left, right)| between(left, right, excluded, calendar)) {
                return Some(reading);
            }
        }
    }
    // "mei-juli 2026", "Q3/Q4 2026", "2026-07-01/2026-12-31".
    text.char_indices()
        .filter(|(_, c)| matches!(c, '-' | '/'))
        .find_map(|(at, sign)| between(&text[..at], &text[at + sign.len_utf8()..], false, calendar))
}

fn between(left: &str, right: &str, excluded: bool, calendar: Calendar) -> Option<Reading<Span>> {
    let right = point(right.trim(), calendar, None)?;
    let (right_from, right_to) = right.value?;
    let year = chrono::Datelike::year(&right_to);
    let left = point(left.trim(), calendar, None)
        .filter(|reading| reading.value.is_some())
        .or_else(|| point(left.trim(), calendar, Some(year)))?;
    let (from, _) = left.value?;
    let to = if excluded { right_from.pred_opt()? } else { right_to };
    if from > to {
        return None;
    }
    let uncertain = excluded || [&left, &right].iter().any(|reading| reading.remark == Some(RemarkKind::UncertainDate));
    if uncertain {
        return Some(imprecise((from, to)));
    }
    let noted = left.remark.is_some() || right.remark.is_some();
    Some(if noted { Reading::noted((from, to)) } else { Reading::plain((from, to)) })
}

fn ordinal(piece: &Piece<'_>) -> Option<u32> {
    const WORDS: [&[&str]; 4] = [
        &["eerste", "first", "premier", "premiere", "i"],
        &["tweede", "second", "seconde", "deuxieme", "ii"],
        &["derde", "third", "troisieme", "iii"],
        &["vierde", "fourth", "quatrieme", "iv", "laatste", "last"],
    ];
    match piece.word {
        None if piece.text.len() == 1 => piece.number().filter(|number| (1..=4).contains(number)),
        None => None,
        Some(_) => WORDS.iter().position(|words| piece.is_word(words)).and_then(|at| u32::try_from(at + 1).ok()),
    }
}

fn span(year: i32, first_month: u32, last_month: u32) -> Option<Span> {
    Some((Period::new(year, first_month)?.first_day(), Period::new(year, last_month)?.last_day()))
}

fn span_of(month: Period) -> Span {
    (month.first_day(), month.last_day())
}

fn imprecise(span: Span) -> Reading<Span> {
    Reading { value: Some(span), remark: Some(RemarkKind::UncertainDate) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::grammar::DayOrder;
    use proptest::prelude::*;

    fn read(raw: &str) -> Reading<Span> {
        window(raw, Calendar::default())
    }

    fn days(from: &str, to: &str) -> Span {
        (from.parse().expect("a day"), to.parse().expect("a day"))
    }

    #[test]
    fn halves_and_quarters_are_read_in_three_languages() {
        let second_half = days("2026-07-01", "2026-12-31");
        for raw in [
            "H2 2026",
            "2026 H2",
            "2026-H2",
            "2e helft 2026",
            "2e helft van 2026",
            "tweede helft van 2026",
            "Tweede helft 2026",
            "2HJ 2026",
            "HJ2 2026",
            "2e halfjaar 2026",
            "S2 2026",
            "2e semestre 2026",
            "deuxième semestre 2026",
            "second half of 2026",
            "2nd half 2026",
            "2026-07-01..2026-12-31",
            "2026-07-01/2026-12-31",
            "1-7-2026 t/m 31-12-2026",
            "juli t/m december 2026",
            "juli-december 2026",
            "Q3-Q4 2026",
            "Q3/Q4 2026",
            "du 1er juillet au 31 décembre 2026",
        ] {
            assert_eq!(read(raw), Reading::plain(second_half), "{raw}");
        }
        for raw in [
            "Q1 2026",
            "2026 Q1",
            "2026-Q1",
            "1e kwartaal 2026",
            "eerste kwartaal van 2026",
            "K1 2026",
            "T1 2026",
            "1er trimestre 2026",
            "first quarter of 2026",
            "Q1 '26",
            "Q1 26",
        ] {
            assert_eq!(read(raw), Reading::plain(days("2026-01-01", "2026-03-31")), "{raw}");
        }
    }

    #[test]
    fn years_months_days_and_ranges_have_their_span() {
        for (raw, from, to) in [
            ("2026", "2026-01-01", "2026-12-31"),
            ("maart 2026", "2026-03-01", "2026-03-31"),
            ("2026-03", "2026-03-01", "2026-03-31"),
            ("1-3-2026", "2026-03-01", "2026-03-01"),
            ("1-3-26 t/m 28-2-27", "2026-03-01", "2027-02-28"),
            ("1-3-26 - 28-2-27", "2026-03-01", "2027-02-28"),
            ("van 1 maart 2026 tot en met 28 februari 2027", "2026-03-01", "2027-02-28"),
            ("1 mrt t/m 31 mei 2026", "2026-03-01", "2026-05-31"),
            ("from 1 March 2026 to 31 May 2026", "2026-03-01", "2026-05-31"),
            ("1-3-2026/31-5-2026", "2026-03-01", "2026-05-31"),
        ] {
            assert_eq!(read(raw), Reading::plain(days(from, to)), "{raw}");
        }
        assert_eq!(window_of(&Value::Number(2026.0), Calendar::default()), Reading::plain(days("2026-01-01", "2026-12-31")));
        assert_eq!(window_of(&Value::Number(46082.0), Calendar::default()), Reading::noted(days("2026-03-01", "2026-03-01")));
        assert_eq!(window_of(&Value::Number(202_603.0), Calendar::default()), Reading::noted(days("2026-03-01", "2026-03-31")));
    }

    #[test]
    fn what_is_imprecise_is_kept_as_a_window_and_flagged() {
        for (raw, from, to) in [
            ("eind maart 2026", "2026-03-21", "2026-03-31"),
            ("eind feb 2026", "2026-02-21", "2026-02-28"),
            ("begin mei 2026", "2026-05-01", "2026-05-10"),
            ("medio mei 2026", "2026-05-11", "2026-05-20"),
            ("mid May 2026", "2026-05-11", "2026-05-20"),
            ("fin mars 2026", "2026-03-21", "2026-03-31"),
            ("eind 2026", "2026-01-01", "2026-12-31"),
            ("1-3-2026 tot 1-6-2026", "2026-03-01", "2026-05-31"),
            ("begin mei t/m eind juni 2026", "2026-05-01", "2026-06-30"),
        ] {
            assert_eq!(read(raw), imprecise(days(from, to)), "{raw}");
        }
        for raw in [
            "Q1",
            "2e helft",
            "maart",
            "eind maart",
            "Q5 2026",
            "H3 2026",
            "3e helft 2026",
            "zomer 2026",
            "vanaf 1 juli",
            "1-6-2026 t/m 1-3-2026",
            "01/03/2026",
            "31-06-2026",
            "binnenkort",
        ] {
            assert_eq!(read(raw), Reading::unread(RemarkKind::UncertainDate), "{raw}");
        }
        assert_eq!(read(""), Reading::blank());
        assert_eq!(read("nnb / zsm"), Reading::unread(RemarkKind::Missing));
        let settled = Calendar { order: DayOrder::DayFirst, ..Calendar::default() };
        assert_eq!(window("01/03/2026 - 31/05/2026", settled), Reading::plain(days("2026-03-01", "2026-05-31")));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in ".*", like in "(q|h|t/m|eind| |mei|tot|20|26|[0-9]|-|/|\\.){0,14}") {
            for text in [raw, like] {
                let reading = window(&text, Calendar::default());
                prop_assert!(reading.value.is_none_or(|(from, to)| from <= to));
            }
        }
    }
}
