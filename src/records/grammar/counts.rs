//! Counts of persons, plain or with an annotation such as `4 (3 tijdelijk in NL)`.

use super::clean::{clean, is_wide};
use super::count_phrases::{Relation, after_estimate, before_estimate, is_fte, is_unit, is_vacant, part_named, relation, sex_named};
use super::number_words::{number_in_words, number_of_word};
use super::numeral::{Numeral, grouped, numeral, stored};
use super::tokens::{Token, tokens};
use super::{errors, marker, missing};
use crate::domain::{RemarkKind, Value};

/// Those among the persons counted that an annotation speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Temporarily in the Netherlands for security or organisation.
    TempHome,
    /// On leave or absent for another reason.
    OtherAbsent,
    /// Women.
    Female,
    /// Men.
    Male,
    /// Persons of another or no stated sex.
    OtherSex,
    /// Posts not filled.
    Vacancies,
}

impl Part {
    /// The field of a table that holds this part.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::TempHome => "temp_home",
            Self::OtherAbsent => "other_absent",
            Self::Female => "female",
            Self::Male => "male",
            Self::OtherSex => "other_sex",
            Self::Vacancies => "vacancies",
        }
    }
}

/// What a cell says in a count of persons.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountReading {
    /// The count; `None` if it is not known or cannot be read.
    pub value: Option<i64>,
    /// What an annotation says of some of them; `None` where it names a part without its number (`vacant`).
    pub parts: Vec<(Part, Option<i64>)>,
    /// What is worth knowing of it.
    pub remarks: Vec<RemarkKind>,
    /// A footnote marker after the value. Only the sheet can tell whether there is a note to it.
    pub marker: Option<String>,
}

impl CountReading {
    fn of(value: i64) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    fn noted(value: i64) -> Self {
        Self { value: Some(value), remarks: vec![RemarkKind::Note], ..Self::default() }
    }

    fn unread(remark: RemarkKind) -> Self {
        Self { remarks: vec![remark], ..Self::default() }
    }

    /// Whether something stands there that cannot be used, as against nothing or "not known".
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        self.value.is_none() && !self.remarks.contains(&RemarkKind::Missing)
    }
}

/// Reads text in a headcount.
#[must_use]
pub fn headcount(raw: &str) -> CountReading {
    if let Some(value) = short_digits(raw) {
        return CountReading::of(value);
    }
    if errors::is_error(raw) {
        return CountReading::unread(RemarkKind::CellError);
    }
    if let Some(value) = grouped(raw) {
        return CountReading::noted(value);
    }
    let text = clean(raw);
    if text.is_empty() || missing::is_missing(&text) {
        return CountReading::unread(RemarkKind::Missing);
    }
    let (body, marker) = marker::peel(&text);
    if body.is_empty() {
        return CountReading::unread(RemarkKind::NotACount);
    }
    if missing::is_missing(body) {
        return CountReading { marker, ..CountReading::unread(RemarkKind::Missing) };
    }
    let unquoted = body.trim_matches(|c| c == '"' || c == '\'').trim();
    let mut reading = tokens(unquoted).map_or_else(|| CountReading::unread(RemarkKind::NotACount), |tokens| of_tokens(&tokens, unquoted));
    if reading.value.is_some() && reading.remarks.is_empty() && (unquoted.len() != body.len() || is_wide(raw)) {
        reading.remarks.push(RemarkKind::Note);
    }
    reading.marker = marker;
    reading
}

/// Reads text in a plain count, which has no annotations.
#[must_use]
pub fn count(raw: &str) -> CountReading {
    without_parts(headcount(raw))
}

/// Reads a cell in a headcount.
#[must_use]
pub fn headcount_of(value: &Value) -> CountReading {
    match value {
        Value::Number(number) => match stored(*number) {
            Err(negative) => CountReading::unread(RemarkKind::Negative(negative)),
            Ok(numeral) => of_numeral(numeral),
        },
        Value::Text(text) => headcount(text),
        Value::Bool(_) => CountReading::unread(RemarkKind::NotACount),
        // Somebody typed 3/4 or 3-4 and the spreadsheet made a day of it.
        Value::Date(_) => CountReading::unread(RemarkKind::Compound),
        Value::Error(_) => CountReading::unread(RemarkKind::CellError),
    }
}

/// Reads a cell in a plain count.
#[must_use]
pub fn count_of(value: &Value) -> CountReading {
    without_parts(headcount_of(value))
}

fn without_parts(reading: CountReading) -> CountReading {
    let annotated = !reading.parts.is_empty() || reading.remarks.iter().any(|kind| matches!(kind, RemarkKind::ExcludesTempHome { .. }));
    if !annotated {
        return reading;
    }
    let vacant = reading.parts.iter().any(|(part, _)| *part == Part::Vacancies);
    let remark = if vacant { RemarkKind::UnknownCode { nearest: None } } else { RemarkKind::Compound };
    CountReading { marker: reading.marker, ..CountReading::unread(remark) }
}

/// The ordinary case without a detour: up to seven digits without a leading zero.
fn short_digits(raw: &str) -> Option<i64> {
    let bytes = raw.as_bytes();
    let plain = (1..=7).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_digit) && (bytes.len() == 1 || bytes[0] != b'0');
    if plain { Some(bytes.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0'))) } else { None }
}

fn of_numeral(numeral: Numeral) -> CountReading {
    match numeral {
        Numeral::Whole { value, odd: false } => CountReading::of(value),
        Numeral::Whole { value, odd: true } => CountReading::noted(value),
        Numeral::Fraction => CountReading::unread(RemarkKind::Fraction),
        Numeral::DateLike => CountReading::unread(RemarkKind::Compound),
        Numeral::Bsn => CountReading::unread(RemarkKind::PossibleBsn),
        Numeral::Unclear => CountReading::unread(RemarkKind::NotACount),
    }
}

fn of_tokens(tokens: &[Token<'_>], text: &str) -> CountReading {
    known_form(tokens, text).unwrap_or_else(|| {
        let numbers = tokens.iter().filter(|token| number_at(token).is_some()).count();
        let compound = numbers > 1 && !grouped_or_exponent(text);
        let commented = numbers == 1 && matches!(tokens, [first, Token::Sign('('), ..] if number_at(first).is_some());
        CountReading::unread(if compound || commented { RemarkKind::Compound } else { RemarkKind::NotACount })
    })
}

/// `1 000` and `1e3` are one number, though not one that can be trusted.
fn grouped_or_exponent(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = text.contains(' ')
        && text.split(' ').enumerate().all(|(at, group)| digits(group) && if at == 0 { group.len() <= 3 } else { group.len() == 3 });
    let exponent = text
        .split_once('e')
        .is_some_and(|(base, power)| digits(&base.replace(['.', ','], "")) && digits(power.trim_start_matches(['+', '-'])));
    grouped || exponent
}

fn known_form(tokens: &[Token<'_>], text: &str) -> Option<CountReading> {
    match tokens {
        [Token::Number(number)] => {
            let reading = of_numeral(numeral(number));
            // A trailing point or the like was dropped.
            return Some(if number.len() == text.len() || reading.value.is_none() { reading } else { noted(reading) });
        }
        [Token::Sign('+'), Token::Number(number)] => return Some(noted(of_numeral(numeral(number)))),
        [Token::Sign('-'), Token::Number(number)] => return Some(negative(number)),
        _ => {}
    }
    if let Some(value) = number_in_words(text) {
        return Some(CountReading::noted(value));
    }
    if let [one] = tokens
        && one.word().is_some_and(is_vacant)
    {
        let kind = RemarkKind::UnknownCode { nearest: None };
        return Some(CountReading { value: Some(0), parts: vec![(Part::Vacancies, None)], remarks: vec![kind], marker: None });
    }
    if tokens.iter().any(|token| token.word().is_some_and(is_fte)) {
        let numbers = tokens.iter().filter(|token| number_at(token).is_some()).count();
        return (numbers == 1).then(|| CountReading::unread(RemarkKind::Fte));
    }
    if let Some(rest) = after_estimate(tokens).or_else(|| before_estimate(tokens)) {
        return estimate(rest);
    }
    if let Some(parts) = sexes(tokens) {
        let value = parts.iter().filter_map(|(_, number)| *number).sum();
        return Some(CountReading { parts, ..CountReading::noted(value) });
    }
    annotated(tokens)
}

fn noted(mut reading: CountReading) -> CountReading {
    if reading.value.is_some() && reading.remarks.is_empty() {
        reading.remarks.push(RemarkKind::Note);
    }
    reading
}

fn negative(number: &str) -> CountReading {
    match numeral(number) {
        Numeral::Whole { value: 0, .. } => CountReading::noted(0),
        Numeral::Whole { value, .. } => CountReading::unread(RemarkKind::Negative(-value)),
        other => of_numeral(other),
    }
}

fn estimate(rest: &[Token<'_>]) -> Option<CountReading> {
    let mut reading = match rest {
        [only] => whole_at(only).map(CountReading::of),
        _ => annotated(rest),
    }?;
    reading.remarks.retain(|kind| *kind != RemarkKind::Note);
    reading.remarks.push(RemarkKind::Estimate);
    Some(reading)
}

/// A number, perhaps with a unit, perhaps followed by an annotation.
fn annotated(tokens: &[Token<'_>]) -> Option<CountReading> {
    let (first, rest) = tokens.split_first()?;
    let value = whole_at(first)?;
    let (rest, unit) = match rest.split_first() {
        Some((second, after)) if second.word().is_some_and(is_unit) => (after, true),
        _ => (rest, false),
    };
    if rest.is_empty() {
        return unit.then(|| CountReading::noted(value));
    }
    let rest = if rest[0].is_sign(',') || rest[0].is_sign(':') { &rest[1..] } else { rest };
    let (inner, bracketed) = match rest {
        [Token::Sign('('), inner @ .., Token::Sign(')')] | [Token::Sign('('), inner @ ..] => (inner, true),
        _ => (rest, false),
    };
    if bracketed
        && let [again] = inner
        && again.word().is_some()
        && whole_at(again) == Some(value)
    {
        return Some(CountReading::noted(value));
    }
    let (relation, items) = relation(inner);
    if !bracketed && relation.is_none() {
        return None;
    }
    let parts = sexes(items).filter(|_| relation.is_none_or(|relation| relation == Relation::Within)).or_else(|| parts_of(items))?;
    match relation {
        None | Some(Relation::Within) => Some(CountReading { parts, ..CountReading::of(value) }),
        Some(apart) => {
            let [(Part::TempHome, Some(number))] = parts[..] else { return None };
            let kind = RemarkKind::ExcludesTempHome { suggested: Some(value + number) };
            let added = apart == Relation::Added;
            Some(CountReading {
                value: if added { None } else { Some(value) },
                parts: if added { Vec::new() } else { parts },
                remarks: vec![kind],
                marker: None,
            })
        }
    }
}

/// `3 tijdelijk in NL, 1 verlof`, `tijdelijk in NL: 3`.
fn parts_of(items: &[Token<'_>]) -> Option<Vec<(Part, Option<i64>)>> {
    if let [phrase @ .., last] = items
        && let Some(number) = digits_at(last)
    {
        let phrase =
            if phrase.last().is_some_and(|sign| sign.is_sign(':') || sign.is_sign('=')) { &phrase[..phrase.len() - 1] } else { phrase };
        return Some(vec![(part_named(&words(phrase)?)?, Some(number))]);
    }
    let mut parts: Vec<(Part, Option<i64>)> = Vec::new();
    let mut rest = items;
    while let Some((first, after)) = rest.split_first() {
        let number = whole_at(first)?;
        let length =
            after.iter().position(|token| token.is_sign(',') || token.is_sign('/') || digits_at(token).is_some()).unwrap_or(after.len());
        let mut phrase = &after[..length];
        rest = &after[length..];
        if rest.first().is_some_and(|token| digits_at(token).is_none()) {
            rest = &rest[1..];
            rest.first()?;
        } else if !rest.is_empty() {
            // "3 tijdelijk in NL en 1 verlof": the word before the next number only joins.
            let (join, before) = phrase.split_last()?;
            matches!(join, Token::Word(word) if matches!(word.as_str(), "en" | "and" | "et")).then_some(())?;
            phrase = before;
        }
        let part = part_named(&words(phrase)?)?;
        if parts.iter().any(|(known, _)| *known == part) {
            return None;
        }
        parts.push((part, Some(number)));
    }
    if parts.is_empty() { None } else { Some(parts) }
}

/// `2V/2M`, `v: 2, m: 2`, `2 vrouwen en 2 mannen`: two sexes or more, each once.
fn sexes(tokens: &[Token<'_>]) -> Option<Vec<(Part, Option<i64>)>> {
    let useful: Vec<&Token<'_>> = tokens
        .iter()
        .filter(|token| {
            let joins = matches!(token, Token::Sign('/' | ',' | ':' | '+' | '&' | '=' | '-'));
            !joins && !matches!(token.word(), Some("en" | "and" | "et"))
        })
        .collect();
    if useful.len() < 4 || !useful.len().is_multiple_of(2) {
        return None;
    }
    let mut parts: Vec<(Part, Option<i64>)> = Vec::new();
    for pair in useful.chunks_exact(2) {
        let [one, other] = pair else { return None };
        let (number, word) = match (digits_at(one), digits_at(other)) {
            (Some(number), None) => (number, other.word()?),
            (None, Some(number)) => (number, one.word()?),
            _ => return None,
        };
        let part = sex_named(word)?;
        if parts.iter().any(|(known, _)| *known == part) {
            return None;
        }
        parts.push((part, Some(number)));
    }
    Some(parts)
}

fn words<'t>(tokens: &'t [Token<'_>]) -> Option<Vec<&'t str>> {
    tokens.iter().map(Token::word).collect()
}

fn digits_at(token: &Token<'_>) -> Option<i64> {
    match token {
        Token::Number(number) => match numeral(number) {
            Numeral::Whole { value, .. } => Some(value),
            _ => None,
        },
        _ => None,
    }
}

fn whole_at(token: &Token<'_>) -> Option<i64> {
    digits_at(token).or_else(|| token.word().and_then(number_of_word))
}

/// Whether a token is a number of any kind.
fn number_at(token: &Token<'_>) -> Option<()> {
    match token {
        Token::Number(_) => Some(()),
        other => other.word().and_then(number_of_word).map(|_| ()),
    }
}

#[cfg(test)]
#[path = "counts_tests.rs"]
mod tests;
