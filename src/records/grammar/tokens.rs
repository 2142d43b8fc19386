//! Cleaned text cut into numbers, words and signs.

use crate::domain::fold;

/// The most tokens a value has. Longer text is a sentence, not a value.
pub(super) const MOST_TOKENS: usize = 40;

/// One part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Digits, with the points and commas between them.
    Number(&'a str),
    /// Letters, folded.
    Word(String),
    /// Anything else but spaces and the points of abbreviations.
    Sign(char),
}

impl Token<'_> {
    pub(super) fn is_sign(&self, sign: char) -> bool {
        matches!(self, Self::Sign(own) if *own == sign)
    }

    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// The tokens of cleaned text; `None` if it is too long to be a value.
pub(super) fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    if text.len() > 240 {
        return None;
    }
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if tokens.len() == MOST_TOKENS {
            return None;
        }
        let length = if first.is_ascii_digit() {
            let length = number_length(rest);
            tokens.push(Token::Number(&rest[..length]));
            length
        } else if first.is_alphabetic() {
            let length = rest.find(|c: char| !c.is_alphabetic() && c != '\u{301}').unwrap_or(rest.len());
            tokens.push(Token::Word(fold(&rest[..length])));
            length
        } else {
            let after = &rest[first.len_utf8()..];
            let inside_word = matches!(tokens.last(), Some(Token::Word(_))) && after.starts_with(char::is_alphabetic);
            if !first.is_whitespace() && first != '.' && !(matches!(first, '-' | '\'') && inside_word) {
                tokens.push(Token::Sign(match first {
                    '[' | '{' => '(',
                    ']' | '}' => ')',
                    ';' => ',',
                    other => other,
                }));
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    Some(tokens)
}

/// Digits, and points or commas that have digits on both sides.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    while digit(at) || (matches!(bytes.get(at), Some(b'.' | b',')) && digit(at + 1)) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_into_numbers_words_and_signs() {
        let word = |text: &str| Token::Word(text.to_owned());
        assert_eq!(
            tokens("4 [waarvan 3,5 aux pays-bas]").expect("short"),
            [
                Token::Number("4"),
                Token::Sign('('),
                word("waarvan"),
                Token::Number("3,5"),
                word("aux"),
                word("pays"),
                word("bas"),
                Token::Sign(')')
            ]
        );
        assert_eq!(tokens("2v/2m.").expect("short"), [Token::Number("2"), word("v"), Token::Sign('/'), Token::Number("2"), word("m")]);
        assert_eq!(tokens("4.").expect("short"), [Token::Number("4")]);
        assert_eq!(tokens(&"a ".repeat(200)), None);
    }
}
