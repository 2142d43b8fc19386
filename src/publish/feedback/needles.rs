//! Texts that must be seen nowhere in what is sent back, looked for word by word.

use std::collections::{BTreeSet, HashMap};

/// Texts to look for. Case and what stands between words are no matter: `A.B. Achternaam` is found in `a b achternaam`.
#[derive(Debug, Clone, Default)]
pub struct Needles {
    /// The words of each, by the first.
    by_first: HashMap<String, Vec<Vec<String>>>,
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

impl Needles {
    /// Looks for these.
    #[must_use]
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        let all: BTreeSet<Vec<String>> = texts.into_iter().map(|text| words(text).collect()).collect();
        for needle in all {
            if let Some(first) = needle.first() {
                by_first.entry(first.clone()).or_default().push(needle);
            }
        }
        Self { by_first }
    }

    /// Whether there is nothing to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// Whether one of them stands in a text.
    #[must_use]
    pub fn hit(&self, text: &str) -> bool {
        if self.is_empty() {
            return false;
        }
        let words: Vec<String> = words(text).collect();
        let starts = |at: usize| self.by_first.get(&words[at]).into_iter().flatten().any(|needle| words[at..].starts_with(needle));
        (0..words.len()).any(starts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_as_whole_words_whatever_stands_between_them() {
        let needles = Needles::new(["A.B. van der Achternaam", "voor.achternaam@dienst.example", "123456782", "--", ""]);
        for text in [
            "dhr. A.B. VAN DER ACHTERNAAM, agent",
            "a b van der achternaam",
            "mailto:Voor.Achternaam@dienst.example?subject=x",
            "<v>123456782</v>",
        ] {
            assert!(needles.hit(text), "{text}");
        }
        for text in ["", "Achternaam", "1234567821", "A.B. van der", "dienst.example"] {
            assert!(!needles.hit(text), "{text}");
        }
        assert!(Needles::new(["", "-"]).is_empty());
    }
}
