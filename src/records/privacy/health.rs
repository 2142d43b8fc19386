//! Words about somebody's health.

use crate::domain::schema::CodeList;
use crate::domain::{Layout, Schema, fold};

/// The words that the schemas list, folded.
pub(in crate::records) struct HealthWords {
    words: Vec<String>,
}

impl HealthWords {
    pub(in crate::records) fn of(schema: &Schema) -> Self {
        Self { words: schema.health_words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect() }
    }

    /// Whether a word of a text begins with one of them. A hyphen or space may stand within it: "burn-out".
    pub(in crate::records) fn in_text(&self, text: &str) -> bool {
        let mut before = String::new();
        for word in text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()) {
            let joined = before + &word;
            if self.begin(&word) || self.begin(&joined) {
                return true;
            }
            before = word;
        }
        false
    }

    fn begin(&self, word: &str) -> bool {
        self.words.iter().any(|known| word.starts_with(known.as_str()))
    }
}

/// The status of a table that says that somebody is ill: its list and its column.
#[derive(Default)]
pub(super) struct HealthCode<'s> {
    list: Option<(&'s CodeList, u16, u32)>,
}

impl<'s> HealthCode<'s> {
    pub(super) fn of(layout: &Layout, schema: &'s Schema) -> Self {
        let found = || {
            let declared = schema.tables.get(layout.table)?;
            let field = declared.field("status")?;
            let list = schema.code_lists.get(declared.fields.get(field)?.codes?)?;
            let column = layout.columns.iter().find(|column| column.field == field)?;
            Some((list, list.find("medical")?, column.col))
        };
        Self { list: found() }
    }

    /// Whether a text in a column is that status.
    pub(super) fn is_meant(&self, col: u32, text: &str) -> bool {
        self.list.is_some_and(|(list, code, own)| own == col && list.resolve(text.trim()) == Some(code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_from_its_beginning() {
        let words = HealthWords { words: ["ziek", "burnout", "malad"].map(str::to_owned).to_vec() };
        for text in ["ziek", "Ziekteverlof sinds 3 mei", "rep. i.v.m. burn-out", "burn out", "(malade)", "langdurig zieke"] {
            assert!(words.in_text(text), "{text}");
        }
        for text in ["", "muziek", "burn", "verlof tot 3 mei", "fysiek aanwezig"] {
            assert!(!words.in_text(text), "{text}");
        }
    }
}
