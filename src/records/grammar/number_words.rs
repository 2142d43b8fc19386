//! Number words in Dutch, English and French, zero to twenty.

use crate::domain::fold;

const WORDS: [&[&str]; 21] = [
    &["nul", "zero", "geen", "nihil", "none", "nil", "aucun", "aucune", "niemand", "nobody", "noone", "neant"],
    &["een", "one", "un", "une"],
    &["twee", "two", "deux"],
    &["drie", "three", "trois"],
    &["vier", "four", "quatre"],
    &["vijf", "five", "cinq"],
    &["zes", "six"],
    &["zeven", "seven", "sept"],
    &["acht", "eight", "huit"],
    &["negen", "nine", "neuf"],
    &["tien", "ten", "dix"],
    &["elf", "eleven", "onze"],
    &["twaalf", "twelve", "douze"],
    &["dertien", "thirteen", "treize"],
    &["veertien", "fourteen", "quatorze"],
    &["vijftien", "fifteen", "quinze"],
    &["zestien", "sixteen", "seize"],
    &["zeventien", "seventeen", "dixsept"],
    &["achttien", "eighteen", "dixhuit"],
    &["negentien", "nineteen", "dixneuf"],
    &["twintig", "twenty", "vingt"],
];

/// The number that a folded word stands for.
pub(super) fn number_of_word(folded: &str) -> Option<i64> {
    if folded.is_empty() || folded.len() > 10 {
        return None;
    }
    let at = WORDS.iter().position(|words| words.contains(&folded))?;
    i64::try_from(at).ok()
}

/// The number that text in words stands for.
pub(super) fn number_in_words(text: &str) -> Option<i64> {
    if text.len() > 24 { None } else { number_of_word(&fold(text)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_three_languages() {
        for (text, number) in
            [("één", 1), ("een", 1), ("Twintig", 20), ("dix-sept", 17), ("zéro", 0), ("aucun", 0), ("nihil", 0), ("six", 6), ("vijf", 5)]
        {
            assert_eq!(number_in_words(text), Some(number), "{text}");
        }
        for text in ["", "enkele", "eenentwintig", "tiens", "4"] {
            assert_eq!(number_in_words(text), None, "{text}");
        }
        let mut all: Vec<&str> = WORDS.iter().flat_map(|words| words.iter().copied()).collect();
        let number = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), number, "a word stands for two numbers");
    }
}
