//! How much of a cell may be shown in a remark.

use std::borrow::Cow;

use crate::domain::{Field, FieldType, SafeText, TableSchema, Value, fold, month_of_name};

/// Parts of folded words that speak of somebody's health.
const HEALTH: [&str; 22] = [
    "ziek",
    "medisch",
    "medical",
    "medicaal",
    "psych",
    "burnout",
    "zwanger",
    "pregnan",
    "enceinte",
    "malad",
    "sick",
    "illness",
    "hospi",
    "trauma",
    "ptss",
    "ptsd",
    "revalid",
    "depress",
    "overleden",
    "deceased",
    "decede",
    "blessure",
];

/// Words that stand in dates, beside the names of months.
const DATE_WORDS: [&str; 24] = [
    "t",
    "m",
    "tm",
    "tot",
    "en",
    "met",
    "van",
    "vanaf",
    "per",
    "tem",
    "through",
    "until",
    "up",
    "to",
    "and",
    "including",
    "inclus",
    "au",
    "le",
    "jusqu",
    "er",
    "e",
    "q",
    "h",
];

/// What a cell says, as text.
pub(super) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) | Value::Error(text) => Cow::Borrowed(text),
        // Shortest form that reads back as the same number; whole numbers without a point.
        Value::Number(number) => Cow::Owned(number.to_string()),
        Value::Bool(true) => Cow::Borrowed("TRUE"),
        Value::Bool(false) => Cow::Borrowed("FALSE"),
        Value::Date(moment) => Cow::Owned(moment.date().to_string()),
    }
}

/// Whether a cell holds nothing but space.
pub(super) fn is_blank(value: &Value) -> bool {
    let invisible = |c: char| c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}');
    matches!(value, Value::Text(text) if text.chars().all(invisible))
}

/// A cell as it may be shown: personal fields, keys and free text never, cells about persons only where no name and
/// nothing of their health can stand in them.
pub(super) fn shown(table: &TableSchema, field: &Field, value: &Value) -> SafeText {
    if field.personal || matches!(field.kind, FieldType::Text | FieldType::PersonKey) {
        return SafeText::withheld();
    }
    let text = text_of(value);
    if !table.about_persons {
        return SafeText::scrub(&text);
    }
    let sentence = match field.kind {
        FieldType::Headcount | FieldType::Count | FieldType::Date | FieldType::LastDay | FieldType::Month | FieldType::Window => {
            !matches!(value, Value::Error(_)) && !text.starts_with('#') && has_other_words(&text)
        }
        _ => speaks_of_health(&text),
    };
    if sentence { SafeText::withheld() } else { SafeText::scrub_person(&text) }
}

fn has_other_words(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .any(|word| month_of_name(word).is_none() && !DATE_WORDS.contains(&fold(word).as_str()))
}

pub(super) fn speaks_of_health(text: &str) -> bool {
    let folded = fold(text);
    HEALTH.iter().any(|word| folded.contains(word))
}
