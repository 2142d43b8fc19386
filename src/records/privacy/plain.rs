//! What a sender wrote freely, with nothing but harmless words left in it.

use crate::domain::finding::WITHHELD;
use crate::domain::{SafeText, fold, month_of_name};

use super::Vocabulary;

/// Small words of Dutch, English and French that stand in titles and notes.
const SMALL: [&str; 74] = [
    "aan", "als", "at", "au", "aux", "avec", "bij", "by", "ce", "dan", "dans", "dat", "datum", "de", "der", "des", "die", "dit", "door",
    "du", "een", "en", "er", "est", "et", "for", "from", "heeft", "het", "in", "is", "it", "jaar", "la", "le", "les", "maand", "met",
    "mois", "month", "na", "naar", "niet", "no", "nog", "nr", "of", "om", "on", "ook", "op", "or", "ou", "over", "par", "per", "pour",
    "sans", "sont", "sur", "te", "the", "this", "to", "tot", "uit", "un", "une", "van", "vanaf", "voor", "was", "with", "zijn",
];

impl Vocabulary {
    /// A sentence of the sender's own with nothing but words of the field and small words of the language left in it: it may be
    /// about anybody, and a name need not have a capital.
    pub(in crate::records) fn plain(&self, text: &str) -> SafeText {
        let scrubbed = SafeText::scrub(text);
        let text = scrubbed.as_str();
        let words: Vec<(usize, usize)> = std::iter::successors(next_word(text, 0), |(_, to)| next_word(text, *to)).collect();
        let plain: Vec<bool> = words.iter().map(|(from, to)| self.is_plain(&text[*from..*to])).collect();
        let (mut out, mut rest) = (String::new(), 0);
        for (at, (from, to)) in words.iter().copied().enumerate() {
            // What stands for something that was taken out already.
            let taken = text[..from].ends_with('[') && text[to..].starts_with(']');
            // The abbreviated names of months are first names as well.
            let first_name = month_of_name(&text[from..to]).is_some()
                && words.get(at + 1).is_some_and(|(next, _)| !plain[at + 1] && text[to..*next].chars().all(char::is_whitespace));
            if taken || (plain[at] && !first_name) {
                continue;
            }
            let between = &text[rest..from];
            // Several words in a row are withheld as one.
            let joined = between.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '-'));
            if !(joined && out.ends_with(WITHHELD)) {
                out.push_str(between);
                out.push_str(WITHHELD);
            }
            rest = to;
        }
        out.push_str(&text[rest..]);
        SafeText::own(out)
    }

    fn is_plain(&self, word: &str) -> bool {
        let folded = fold(word);
        let number = word.chars().all(|c| c.is_ascii_digit());
        let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        let known = SMALL.contains(&folded.as_str()) || month_of_name(word).is_some() || self.knows(&folded);
        number || known || (folded.chars().count() < 2 && !initial)
    }
}

/// Where the next word begins and ends.
fn next_word(text: &str, at: usize) -> Option<(usize, usize)> {
    let inside = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    let from = at + text[at..].find(inside)?;
    let to = text[from..].find(|c| !inside(c)).map_or(text.len(), |end| from + end);
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::example::schema;
    use proptest::prelude::*;

    #[test]
    fn only_words_of_the_field_are_left_in_a_sentence() {
        let vocabulary = Vocabulary::new(&schema());
        for (text, shown) in [
            ("", ""),
            ("Maandopgave mei 2026", "Maandopgave mei 2026"),
            ("* waarvan 3 tijdelijk in NL", "* waarvan 3 tijdelijk in NL"),
            ("opgesteld door jan testpersoon", "[withheld] door [withheld]"),
            ("jan 2026, stand mei", "jan 2026, stand mei"),
            ("Opgave van Anneloes Achternaam (EUAM Iraq)", "Opgave van [withheld] (EUAM Iraq)"),
            ("A. de Testpersoon, tel. 06-12345678", "[withheld]. de [withheld]. [withheld]"),
            ("stand 31-05-2026: 4", "stand 31-05-2026: 4"),
            ("a.b@dienst.example", "[withheld]"),
            ("123456782", "[withheld]"),
        ] {
            assert_eq!(vocabulary.plain(text).as_str(), shown, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_unknown_word_is_left(text in ".*", name in "[a-z]{6,12}", like in "[A-Za-z0-9 .,'()-]{0,40}") {
            let vocabulary = Vocabulary::new(&schema());
            let _ = vocabulary.plain(&text);
            prop_assume!(!vocabulary.is_plain(&format!("zq{name}")));
            for text in [format!("{like} zq{name} {like}"), format!("{like} ZQ{name}, {like}"), format!("{text} zq{name}")] {
                let shown = vocabulary.plain(&text);
                prop_assert!(!shown.as_str().to_lowercase().contains(&format!("zq{name}")), "{}", shown);
            }
        }
    }
}
