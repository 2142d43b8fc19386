//! Lines about a part of the line above them: `waarvan vrouwen`, `w.v. tijdelijk in NL`, `of which: 3 female`.

use crate::domain::layout::OfWhich;
use crate::domain::{Cell, FieldType, Schema, fold};

use super::index::{HeaderIndex, Reading};
use super::words;

/// Most words of a word for such a line (`parmi lesquelles`, `w.v.`).
const MAX_WORDS: usize = 3;
/// Most words of what it counts.
const MAX_PART: usize = 12;

/// What a label says after the word that begins such a line, without numbers: `tijdelijk in NL`; `None` if it is no such label.
pub(super) fn part_of(text: &str, index: &HeaderIndex) -> Option<String> {
    if words::begins_as_note(text) {
        return None;
    }
    let spans = words::spans(text, MAX_PART);
    let first = spans.first()?;
    let longest = spans.len().min(MAX_WORDS);
    let count = (1..=longest).rev().find(|count| index.is_of_which(&fold(&text[first.0..spans[count - 1].1])))?;
    let rest: Vec<&str> = spans[count..].iter().map(|(from, to)| &text[*from..*to]).collect();
    let words: Vec<&str> = rest.into_iter().filter(|word| !word.bytes().all(|b| b.is_ascii_digit())).collect();
    Some(words.join(" "))
}

/// The field of a table that such a label is about: a count that goes by these words, or by these after the first one
/// (`waarvan tijdelijk in NL` is a header too).
pub(super) fn field_of(label: &str, part: &str, table: usize, schema: &Schema, index: &HeaderIndex) -> Option<usize> {
    let fields = &schema.tables.get(table)?.fields;
    [label, part].into_iter().filter(|text| !text.is_empty()).find_map(|text| {
        let known = index.look_up(text)?;
        match index.read(&known, table, &|_| false) {
            Reading::Field { field, .. } => fields.get(field).filter(|field| field.kind == FieldType::Count).map(|_| field),
            _ => None,
        }
    })
}

/// A line about the line `about`, whose label stands in a cell. Its number stands in its only filled count, or else in the label.
pub(super) fn line((row, used): (u32, &[&Cell]), about: u32, label: &Cell, field: Option<usize>, counts: &[u32]) -> OfWhich {
    let mut numbers = used.iter().filter(|cell| cell.col != label.col && counts.contains(&cell.col)).map(|cell| cell.col);
    let (first, second) = (numbers.next(), numbers.next());
    // With several numbers it cannot be told which of them counts what.
    OfWhich { row, about, field: field.filter(|_| second.is_none()), col: first.unwrap_or(label.col) }
}
