//! Patterns that are looked for in every cell.

use std::sync::OnceLock;

use regex::Regex;

/// A pattern in two forms: letters and digits of all scripts take a thousand times as long to make ready as those of ASCII, which is
/// all that most texts have.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    plain: OnceLock<Option<Regex>>,
    full: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern, of which each form is made ready when it is first needed.
    #[must_use]
    pub const fn new(source: &'static str) -> Self {
        Self { source, plain: OnceLock::new(), full: OnceLock::new() }
    }

    /// The form for a text: both find the same in it.
    pub fn of(&self, text: &str) -> Option<&Regex> {
        let form = if text.is_ascii() {
            self.plain.get_or_init(|| Regex::new(&plain(self.source)).ok())
        } else {
            self.full.get_or_init(|| Regex::new(self.source).ok())
        };
        form.as_ref()
    }

    /// Whether it is found in a text.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.of(text).is_some_and(|form| form.is_match(text))
    }
}

/// The same with the classes that ASCII has of letters, digits, spaces and ends of words.
fn plain(source: &str) -> String {
    const CLASSES: [(&str, &str); 7] = [
        (r"\p{Lu}", "[A-Z]"),
        (r"\p{Ll}", "[a-z]"),
        (r"\p{L}", "[A-Za-z]"),
        (r"\p{N}", "[0-9]"),
        (r"\d", "[0-9]"),
        (r"\s", r"[ \t-\r]"),
        (r"\b", r"(?-u:\b)"),
    ];
    CLASSES.iter().fold(source.to_owned(), |source, (class, own)| source.replace(class, own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_form_is_a_pattern() {
        for source in [r"\b[\p{L}\p{N}._-]+@\p{Lu}\p{Ll}*", r"(?:\d[\s.-]?){7,}\d\b"] {
            let pattern = Pattern::new(source);
            assert!(pattern.of("a").is_some() && pattern.of("é").is_some(), "{source}");
        }
        assert!(!Pattern::new("(").is_in("("));
    }

    proptest! {
        #[test]
        fn both_forms_find_the_same_in_plain_text(text in "[ -~\\t\\n]{0,40}") {
            for source in [r"\b[\p{L}\p{N}._-]+@[\p{L}-]+", r"(?:\d[\s.-]?){2,}\d\b", r"^\s*\p{Lu}\p{Ll}+\s+\p{Lu}"] {
                let pattern = Pattern::new(source);
                let full = Regex::new(source).expect("a pattern");
                let found = |form: &Regex| form.find_iter(&text).map(|found| found.range()).collect::<Vec<_>>();
                prop_assert_eq!(pattern.of(&text).map(found), Some(found(&full)));
            }
        }
    }
}
