//! "Did you mean": the word most like another. A suggestion, never a decision.

use std::collections::BTreeMap;

/// The most similar of some words, if one is similar. Of equally similar ones the first in the alphabet.
#[must_use]
pub fn nearest<'w>(given: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let given = given.to_lowercase();
    let mut best: BTreeMap<&str, f64> = BTreeMap::new();
    for word in words {
        let lower = word.to_lowercase();
        let score = strsim::jaro_winkler(&given, &lower);
        let length = lower.chars().count();
        // A slip near the beginning of a short word scores low, so edits count as well. One letter for another is no slip.
        let edits = strsim::damerau_levenshtein(&given, &lower);
        if score >= 0.84 || (length >= 3 && edits <= 1 + length / 6) {
            best.insert(word, score);
        }
    }
    best.into_iter()
        .fold(None, |top: Option<(&str, f64)>, (word, score)| match top {
            Some((_, other)) if other >= score => top,
            _ => Some((word, score)),
        })
        .map(|(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let codes = ["XSH-01", "XSH-02", "SHT-01", "ROW-01", "ROW-11"];
        for (given, meant) in [("xsh-1", "XSH-01"), ("XSH-10", "XSH-01"), ("STH-01", "SHT-01"), ("ROW-011", "ROW-01"), ("SHT-1", "SHT-01")]
        {
            assert_eq!(nearest(given, codes), Some(meant), "{given}");
        }
        for given in ["", "hello", "?"] {
            assert_eq!(nearest(given, codes), None, "{given}");
        }
        assert_eq!(nearest("x", []), None);
    }
}
