//! Names of persons inside a text that is about something else.

use super::finding::WITHHELD;
use super::month_names::month_of_name;
use super::text::fold;

/// Small words inside a surname.
const PARTICLES: [&str; 17] = ["van", "de", "der", "den", "het", "ten", "ter", "te", "von", "el", "al", "le", "la", "du", "t", "op", "in"];

/// What stands before a name.
const TITLES: [&str; 14] = ["dhr", "heer", "mevr", "mevrouw", "mw", "mr", "mrs", "ms", "drs", "dr", "ir", "ing", "mme", "col"];

/// Capitals up to this number are taken for an abbreviation.
const LONGEST_ABBREVIATION: usize = 5;

/// How readily a word is taken for a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// Two unknown words with capitals, initials before one, or a title before one: in names of missions, headers and sheets.
    Names,
    /// Every unknown word with a capital: where no name belongs at all, such as beside a number or a date.
    Capitals,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unknown,
    Initial,
    Particle,
    Title,
    Other,
}

struct Word {
    from: usize,
    to: usize,
    kind: Kind,
}

/// The text with every name taken out; `None` if there is none in it. `known` says of a folded word that it belongs to the field.
#[must_use]
pub fn without_names(text: &str, suspicion: Suspicion, known: &dyn Fn(&str) -> bool) -> Option<String> {
    if !text.chars().any(char::is_uppercase) {
        return None;
    }
    let words = words(text, known);
    let mut out = String::new();
    let mut done = 0;
    let mut at = 0;
    while at < words.len() {
        let end = run(text, &words, at);
        let Some((from, to)) = end.and_then(|end| name_in(&words[at..end], suspicion)) else {
            at = end.unwrap_or(at + 1).max(at + 1);
            continue;
        };
        out.push_str(&text[done..from]);
        out.push_str(WITHHELD);
        done = to;
        at = end.unwrap_or(at + 1).max(at + 1);
    }
    if done == 0 {
        return None;
    }
    out.push_str(&text[done..]);
    Some(out)
}

/// Where a run of words that could be one name ends; `None` if none begins here.
fn run(text: &str, words: &[Word], at: usize) -> Option<usize> {
    if words[at].kind == Kind::Other {
        return None;
    }
    let mut end = at + 1;
    while let Some(next) = words.get(end) {
        let gap = &text[words[end - 1].to..next.from];
        let joined = gap.chars().count() <= 3 && gap.chars().all(|c| c.is_whitespace() || matches!(c, '.' | ',' | '\'' | '’' | '-'));
        if next.kind == Kind::Other || !joined {
            break;
        }
        end += 1;
    }
    Some(end)
}

/// The name in a run: from its first unknown word, initial or title to its last unknown word.
fn name_in(run: &[Word], suspicion: Suspicion) -> Option<(usize, usize)> {
    let count = |kind: Kind| run.iter().filter(|word| word.kind == kind).count();
    let unknown = count(Kind::Unknown);
    let enough = match suspicion {
        Suspicion::Capitals => unknown >= 1,
        Suspicion::Names => unknown >= 2 || (unknown == 1 && count(Kind::Initial) + count(Kind::Title) >= 1),
    };
    let first = run.iter().find(|word| matches!(word.kind, Kind::Unknown | Kind::Initial))?;
    let last = run.iter().rev().find(|word| matches!(word.kind, Kind::Unknown | Kind::Initial))?;
    enough.then_some((first.from, last.to))
}

fn words(text: &str, known: &dyn Fn(&str) -> bool) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut from = None;
    let ends = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    for (at, c) in ends {
        let letter = c.is_some_and(|c| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c));
        match (letter, from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                words.push(Word { from: start, to: at, kind: kind(&text[start..at], c == Some('.'), known) });
                from = None;
            }
            _ => {}
        }
    }
    // The abbreviated names of months are first names as well: before an unknown word they are taken for one.
    for at in 0..words.len() {
        let month = words[at].kind == Kind::Other && month_of_name(&text[words[at].from..words[at].to]).is_some();
        let spaced = |next: &Word| next.kind == Kind::Unknown && text[words[at].to..next.from].trim().is_empty();
        if month && words.get(at + 1).is_some_and(spaced) && text[words[at].from..].starts_with(char::is_uppercase) {
            words[at].kind = Kind::Unknown;
        }
    }
    words
}

fn kind(word: &str, dotted: bool, known: &dyn Fn(&str) -> bool) -> Kind {
    let folded = fold(word);
    if TITLES.contains(&folded.as_str()) {
        return Kind::Title;
    }
    if PARTICLES.contains(&word) {
        return Kind::Particle;
    }
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    if !capital || word.chars().any(|c| c.is_ascii_digit()) {
        return Kind::Other;
    }
    let letters = word.chars().count();
    if letters == 1 {
        return if dotted { Kind::Initial } else { Kind::Other };
    }
    let abbreviation = letters <= LONGEST_ABBREVIATION && word.chars().all(char::is_uppercase);
    if abbreviation || month_of_name(word).is_some() || known(&folded) { Kind::Other } else { Kind::Unknown }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known(word: &str) -> bool {
        ["euam", "iraq", "bezetting", "westelijke", "balkan", "tijdelijk"].contains(&word)
    }

    #[test]
    fn names_are_taken_out_of_names_of_missions_and_headers() {
        for (text, expected) in [
            ("EUAM Iraq", None),
            ("EUAM Irakk", None),
            ("Bezetting Westelijke Balkan", None),
            ("OSCE", None),
            ("Jan Testpersoon", Some("[withheld]")),
            ("Bezetting Anneloes van der Testpersoon (nieuw)", Some("Bezetting [withheld] (nieuw)")),
            ("Testpersoon, A.B.", Some("[withheld].")),
            ("EUAM (A. Testpersoon)", Some("EUAM ([withheld])")),
            ("dhr. Testpersoon", Some("dhr. [withheld]")),
            ("Stand mei 2026", None),
            ("ANNELOES TESTPERSOON", Some("[withheld]")),
            ("", None),
        ] {
            assert_eq!(without_names(text, Suspicion::Names, &known).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn beside_a_number_every_unknown_capital_is_one_too_many() {
        for (text, expected) in [
            ("4 (3 tijdelijk in NL)", None),
            ("4 (Testpersoon tijdelijk in NL)", Some("4 ([withheld] tijdelijk in NL)")),
            ("4 (Jan Testpersoon in NL)", Some("4 ([withheld] in NL)")),
            ("31 mei Testpersoon", Some("31 mei [withheld]")),
            ("1 Mrt 2026", None),
            ("N.V.T.", None),
        ] {
            assert_eq!(without_names(text, Suspicion::Capitals, &known).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", like in "[A-Z]?[a-zé .,'-]{0,60}") {
            for text in [text, like] {
                let _ = without_names(&text, Suspicion::Names, &known);
                let once = without_names(&text, Suspicion::Capitals, &known);
                prop_assert!(once.is_none_or(|once| once.contains(WITHHELD)));
            }
        }
    }
}
