//! Words and signs that say a value is not known.

use super::count_phrases::is_vacant;
use crate::domain::fold;

/// Folded words for "not known", "not applicable", "to be determined".
const WORDS: [&str; 51] = [
    "nvt",
    "na",
    "so",
    "nnb",
    "nb",
    "nd",
    "nc",
    "ntb",
    "tbd",
    "tbc",
    "pm",
    "zsm",
    "volgt",
    "onbekend",
    "onb",
    "unknown",
    "unk",
    "inconnu",
    "inconnue",
    "null",
    "nan",
    "geenopgave",
    "geengegevens",
    "geengegevensbekend",
    "nietbekend",
    "nognietbekend",
    "nogonbekend",
    "nietbeschikbaar",
    "nietopgegeven",
    "nietgemeld",
    "nietvantoepassing",
    "notapplicable",
    "notavailable",
    "notknown",
    "notyetknown",
    "notreported",
    "notgiven",
    "nodata",
    "noreport",
    "tobedetermined",
    "tobeconfirmed",
    "tobeannounced",
    "tba",
    "sansobjet",
    "nondisponible",
    "noncommunique",
    "nonconnu",
    "pasconnu",
    "adeterminer",
    "pasdedonnees",
    "nogtebepalen",
];

/// Of those, the ones that say a value does not apply, rather than that it is not known yet.
const NOT_APPLICABLE: [&str; 5] = ["nvt", "na", "so", "nietvantoepassing", "notapplicable"];

/// Whether text says that a value is not known: `-`, `n.v.t.`, `?`, `nnb / zsm`, `geen opgave`. Blank text is not text that
/// says so.
#[must_use]
pub fn is_missing(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > 60 || text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    if text.chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '?' | '.' | '…' | '/' | '_' | ' ' | '\u{A0}')) {
        return true;
    }
    is_word(text) || (text.contains(['/', ',', ';']) && text.split(['/', ',', ';']).all(|part| is_word(part.trim())))
}

/// Texts that a schema declares as "not reported", ready to be compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    folded: Vec<String>,
    signs: Vec<String>,
}

impl Declared {
    /// The texts of a schema. Those without letters and digits are compared as they stand.
    #[must_use]
    pub fn new(values: &[String]) -> Self {
        let mut declared = Self::default();
        for value in values {
            let folded = fold(value);
            if folded.is_empty() { declared.signs.push(value.trim().to_owned()) } else { declared.folded.push(folded) }
        }
        declared
    }

    /// Whether text is one of them.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.len() > 60 {
            return false;
        }
        self.signs.iter().any(|sign| sign == trimmed) || (!self.folded.is_empty() && self.folded.contains(&fold(trimmed)))
    }
}

/// Whether text that says "not known" leaves the value open, as against `-` and `n.v.t.`, which say there is none.
#[must_use]
pub fn is_still_open(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !NOT_APPLICABLE.contains(&fold(text).as_str())
}

/// Whether the key of a person says that there is none: a post that is vacant, a name still to come.
#[must_use]
pub fn is_nobody(text: &str) -> bool {
    text.len() <= 40 && (is_missing(text) || is_vacant(&fold(text)) || matches!(fold(text).as_str(), "nn" | "nntb" | "nomennescio"))
}

fn is_word(text: &str) -> bool {
    let folded = fold(text);
    !folded.is_empty() && WORDS.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_nothing_is_known_is_recognised() {
        for text in ["-", "–", "—", "--", "?", "n.v.t.", "N/A", "s.o.", "p.m.", "nnb / zsm", "geen opgave", "Onbekend", "..", "…", "TBD"]
        {
            assert!(is_missing(text), "{text}");
        }
        for text in ["", " ", "0", "geen", "nul", "x", "vacant", "-1", "nnb 3", "zie toelichting", "/ja/"] {
            assert!(!is_missing(text), "{text}");
        }
        assert!(WORDS.iter().all(|word| fold(word) == *word));
    }

    #[test]
    fn a_schema_adds_words_and_signs() {
        let declared = Declared::new(&["geen melding".to_owned(), "@".to_owned()]);
        assert!(declared.contains(" Geen melding ") && declared.contains("@"));
        assert!(!declared.contains("%") && !declared.contains("") && !Declared::default().contains("-"));
    }

    #[test]
    fn a_vacant_post_is_nobody() {
        assert!(is_nobody("Vacant") && is_nobody("vacature") && is_nobody("N.N.") && is_nobody("-"));
        assert!(!is_nobody("NP-0101") && !is_nobody(""));
    }

    #[test]
    fn not_applicable_is_not_still_open() {
        assert!(is_still_open("nnb") && is_still_open("nnb / zsm"));
        assert!(!is_still_open("-") && !is_still_open("n.v.t."));
    }
}
