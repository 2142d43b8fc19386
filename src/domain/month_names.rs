//! The names of the months in Dutch, English and French, and the month that a file name or title speaks of.

use super::period::Period;
use super::text::fold;

/// Every name and abbreviation, folded, by month, the Dutch name first. No name stands for two months.
const NAMES: [&[&str]; 12] = [
    &["januari", "january", "janvier", "jan", "janv"],
    &["februari", "february", "fevrier", "feb", "febr", "fev", "fevr"],
    &["maart", "march", "mars", "mrt", "mar", "maa"],
    &["april", "avril", "apr", "avr"],
    &["mei", "may", "mai"],
    &["juni", "june", "juin", "jun"],
    &["juli", "july", "juillet", "jul", "juil"],
    &["augustus", "august", "aout", "aug"],
    &["september", "septembre", "sep", "sept"],
    &["oktober", "october", "octobre", "okt", "oct"],
    &["november", "novembre", "nov"],
    &["december", "decembre", "dec"],
];

/// Names of months that are ordinary words or first names as well: alone, without a year, they say nothing.
const EVERYDAY_WORDS: [&str; 6] = ["jan", "mar", "mars", "may", "august", "dec"];

/// The month, from 1 to 12, that a word names in Dutch, English or French, in full or abbreviated, with or without a dot.
#[must_use]
pub fn month_of_name(word: &str) -> Option<u32> {
    if word.len() > 16 {
        return None;
    }
    let folded = fold(word);
    let at = NAMES.iter().position(|names| names.contains(&folded.as_str()))?;
    u32::try_from(at + 1).ok()
}

/// The Dutch name of a month from 1 to 12; empty for any other number.
#[must_use]
pub fn dutch_name(month: u32) -> &'static str {
    let names = usize::try_from(month).ok().and_then(|month| NAMES.get(month.checked_sub(1)?));
    names.and_then(|names| names.first()).copied().unwrap_or_default()
}

/// The English name of a month from 1 to 12, as it stands in a sentence; empty for any other number.
#[must_use]
pub fn english_name(month: u32) -> &'static str {
    const ENGLISH: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let at = usize::try_from(month).ok().and_then(|month| month.checked_sub(1));
    at.and_then(|at| ENGLISH.get(at)).copied().unwrap_or_default()
}

/// The one month that a file name, folder name or title speaks of: a name with a year (`Stand mei 2026`, `mrt_2026`) or
/// digits (`2026-05`, `05-2026`, `202605`). `None` if there is none or more than one. A full date is passed over: in a
/// file name it is as often the day of sending.
#[must_use]
pub fn month_in_text(text: &str) -> Option<Period> {
    let tokens = tokens(text);
    let mut found: Option<Period> = None;
    let mut seen_names: Vec<(usize, u32)> = Vec::new();
    let mut paired: Vec<usize> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if let Kind::Month(month) = token.kind {
            seen_names.push((at, month));
        }
        let Some((period, name_at)) = month_at(&tokens, at) else { continue };
        if found.is_some_and(|other| other != period) {
            return None;
        }
        found = Some(period);
        paired.extend(name_at);
    }
    let period = found?;
    // Another month that is named without a year ("april-mei 2026") makes it several months.
    let contradicted = seen_names.iter().any(|(at, month)| {
        let beside = |other: usize| tokens.get(other).is_some_and(|token| matches!(token.kind, Kind::Month(_)));
        let says_something = !EVERYDAY_WORDS.contains(&tokens[*at].text.as_str()) || beside(at + 1) || (*at > 0 && beside(at - 1));
        *month != period.month() && !paired.contains(at) && says_something && !part_of_full_date(&tokens, *at)
    });
    if contradicted { None } else { Some(period) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digits,
    Month(u32),
    Word,
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    text: String,
    /// What stands between this token and the one before.
    gap: String,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut gap = String::new();
    let mut run = String::new();
    let mut run_is_digits = false;
    let mut close = |run: &mut String, gap: &mut String, digits: bool| {
        if run.is_empty() {
            return;
        }
        let kind = if digits { Kind::Digits } else { month_of_name(run).map_or(Kind::Word, Kind::Month) };
        let text = if digits { std::mem::take(run) } else { fold(&std::mem::take(run)) };
        tokens.push(Token { kind, text, gap: std::mem::take(gap) });
    };
    for c in text.chars().take(400) {
        let digit = c.is_ascii_digit();
        if digit || c.is_alphabetic() {
            if digit != run_is_digits {
                close(&mut run, &mut gap, run_is_digits);
                run_is_digits = digit;
            }
            run.push(c);
        } else {
            close(&mut run, &mut gap, run_is_digits);
            gap.push(if c == '\u{2019}' || c == '\u{2018}' { '\'' } else { c });
        }
    }
    close(&mut run, &mut gap, run_is_digits);
    tokens
}

/// The month that begins at a token, and the token with its name if it has one.
fn month_at(tokens: &[Token], at: usize) -> Option<(Period, Option<usize>)> {
    let token = &tokens[at];
    let next = tokens.get(at + 1);
    match token.kind {
        Kind::Month(month) => {
            if let Some(year) = next.filter(|next| joins_words(&next.gap)).and_then(year_beside_name) {
                return if day_before(tokens, at) { None } else { Some((Period::new(year, month)?, Some(at))) };
            }
            let year = at.checked_sub(1).map(|before| &tokens[before]).filter(|_| joins_words(&token.gap)).and_then(full_year)?;
            let day_after = next.is_some_and(|next| next.kind == Kind::Digits && next.text.len() <= 2 && next.gap == token.gap);
            if day_after { None } else { Some((Period::new(year, month)?, Some(at))) }
        }
        Kind::Digits if token.text.len() == 6 => {
            // Years before 2013 could be a day and a month (201012: 20 October 2012).
            let year = token.text.get(..4)?.parse().ok().filter(|year| (2013..2100).contains(year))?;
            Some((Period::new(year, token.text.get(4..)?.parse().ok()?)?, None))
        }
        Kind::Digits => {
            let next = next.filter(|next| next.kind == Kind::Digits && joins_digits(&next.gap))?;
            let continues = |other: Option<&Token>, gap: &str| other.is_some_and(|other| other.kind == Kind::Digits) && gap == next.gap;
            let after = tokens.get(at + 2);
            if continues(after, after.map_or("", |after| after.gap.as_str()))
                || at.checked_sub(1).is_some_and(|before| continues(Some(&tokens[before]), &token.gap))
            {
                return None;
            }
            if let Some(year) = full_year(token) {
                return two_digit_month(next).and_then(|month| Some((Period::new(year, month)?, None)));
            }
            let (month, year) = (two_digit_month(token)?, full_year(next)?);
            Some((Period::new(year, month)?, None))
        }
        Kind::Word => None,
    }
}

fn part_of_full_date(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).and_then(year_beside_name).is_some() && day_before(tokens, at)
}

fn day_before(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
    let ordinal = before.kind == Kind::Word && matches!(before.text.as_str(), "er" | "st" | "nd" | "rd" | "th" | "e" | "ste" | "de");
    let day = if ordinal { at.checked_sub(2).map(|earlier| &tokens[earlier]) } else { Some(before) };
    day.is_some_and(|day| day.kind == Kind::Digits && day.text.len() <= 2) && joins_words(&tokens[at].gap)
}

fn joins_words(gap: &str) -> bool {
    gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '_' | '.' | ',' | '/' | '\'' | '(')) && gap.chars().count() <= 3
}

fn joins_digits(gap: &str) -> bool {
    matches!(gap, "-" | "_" | "." | "/")
}

fn full_year(token: &Token) -> Option<i32> {
    let year = (token.kind == Kind::Digits && token.text.len() == 4).then(|| token.text.parse().ok())??;
    (2000..2100).contains(&year).then_some(year)
}

fn year_beside_name(token: &Token) -> Option<i32> {
    let short = token.kind == Kind::Digits && token.text.len() == 2 && token.gap.ends_with('\'');
    if short { token.text.parse::<i32>().ok().map(|year| 2000 + year) } else { full_year(token) }
}

fn two_digit_month(token: &Token) -> Option<u32> {
    (token.text.len() == 2).then(|| token.text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_is_found_under_its_names() {
        for (word, month) in [("mrt.", 3), ("Août", 8), ("févr.", 2), ("MEI", 5), ("Sept", 9), ("okt", 10), ("décembre", 12), ("juil.", 7)]
        {
            assert_eq!(month_of_name(word), Some(month), "{word}");
        }
        for word in ["", "jui", "ma", "maandag", "opgave", "3", "marsrover", "an extraordinarily long word"] {
            assert_eq!(month_of_name(word), None, "{word}");
        }
    }

    #[test]
    fn no_name_stands_for_two_months() {
        let mut all: Vec<&str> = NAMES.iter().flat_map(|names| names.iter().copied()).collect();
        let number = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), number);
        assert!(all.iter().all(|name| fold(name) == *name));
    }

    #[test]
    fn the_month_of_a_file_or_title_is_found() {
        for (text, month) in [
            ("opgave-afrika-2026-03", "2026-03"),
            ("opgave-afrika-2026-03-v2", "2026-03"),
            ("Stand mei 2026", "2026-05"),
            ("mrt_2026", "2026-03"),
            ("mei2026", "2026-05"),
            ("EUCAP 05-2026", "2026-05"),
            ("EUCAP_202605_def", "2026-05"),
            ("2026-05", "2026-05"),
            ("Maandopgave politie-uitzendingen midden-oosten - maart 2026", "2026-03"),
            ("rapport de mars 2026", "2026-03"),
            ("août 2026", "2026-08"),
            ("2026 mei", "2026-05"),
            ("mei '26", "2026-05"),
            ("opgave mei 2026 verzonden 2026-06-03", "2026-05"),
            ("opgave mei 2026 verzonden 3 juni 2026", "2026-05"),
            ("opgave Jan Voorbeeld mei 2026", "2026-05"),
            ("mei 2026 (2026-05)", "2026-05"),
        ] {
            assert_eq!(month_in_text(text).map(|found| found.to_string()).as_deref(), Some(month), "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for text in [
            "",
            "opgave",
            "mei",
            "opgave 2026",
            "20260531",
            "31052026",
            "2026-05-31",
            "31-05-2026",
            "31 mei 2026",
            "1er mars 2026",
            "mrt-26",
            "april-mei 2026",
            "jan-mrt 2026",
            "jan mei 2026",
            "2026-03 en 2026-04",
            "2026-13",
            "opgave-2026-2",
            "opgave 2 2026",
            "Q1 2026",
            "201012",
            "1234-05",
            "12026-05",
            "maart, verzonden april 2026",
        ] {
            assert_eq!(month_in_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*") {
            let _ = month_in_text(&text);
            let _ = month_of_name(&text);
        }

        #[test]
        fn every_month_is_found_in_a_file_name(year in 2013i32..2100, month in 1u32..=12) {
            let period = Period::new(year, month);
            prop_assert_eq!(month_in_text(&format!("opgave-oost-{year}-{month:02}")), period);
            prop_assert_eq!(month_in_text(&format!("opgave_{month:02}-{year}")), period);
            prop_assert_eq!(month_in_text(&format!("stand {year}{month:02}.xlsx")), period);
        }
    }
}
