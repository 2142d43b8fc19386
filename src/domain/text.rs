//! Languages, and how names and headers are compared.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A language that muster speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Dutch.
    Nl,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// A text in both languages.
    pub fn new(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { nl: nl.into(), en: en.into() }
    }

    /// A text that is the same in both languages, such as a name.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { nl: text.clone(), en: text }
    }

    /// The text in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
    }

    /// Whether there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nl.is_empty() && self.en.is_empty()
    }

    /// Both texts with every `{name}` replaced by its value. A placeholder without a value stays as it is.
    #[must_use]
    pub fn fill(&self, values: &[(&str, Self)]) -> Self {
        let fill = |template: &str, lang: Lang| {
            let mut out = String::with_capacity(template.len() + 32);
            let mut rest = template;
            while let Some(open) = rest.find('{') {
                out.push_str(&rest[..open]);
                let after = &rest[open + 1..];
                let replaced = after.find('}').and_then(|close| {
                    let value = values.iter().find(|(name, _)| *name == &after[..close])?;
                    Some((close, value.1.get(lang)))
                });
                if let Some((close, value)) = replaced {
                    out.push_str(value);
                    rest = &after[close + 1..];
                } else {
                    out.push('{');
                    rest = after;
                }
            }
            out.push_str(rest);
            out
        };
        Self { nl: fill(&self.nl, Lang::Nl), en: fill(&self.en, Lang::En) }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::En => "en",
            Self::Nl => "nl",
        })
    }
}

/// The form in which headers, names and codes are compared: lower case, without marks, spaces and punctuation, so
/// that `Coördinator`, `coordinator` and ` CO-ORDINATOR: ` are one. Signs that carry meaning of their own (`#`, `%`) go too.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    text.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() && !is_combining_mark(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spelling_variants_fold_to_one_form() {
        assert_eq!(fold("Coördinator"), fold(" CO-ORDINATOR: "));
        assert_eq!(fold("EUAM Oekraïne"), "euamoekraine");
        assert_eq!(fold("Période"), "periode");
        assert_eq!(fold("İstanbul"), "istanbul");
        assert_ne!(fold("OSC"), fold("OSCE"));
    }

    #[test]
    fn placeholders_are_filled_in_both_languages() {
        let message = Bilingual::new("{a} en {b} {", "{a} and {unknown}");
        let filled = message.fill(&[("a", Bilingual::new("één", "one")), ("b", Bilingual::same("{a}"))]);
        assert_eq!(filled, Bilingual::new("één en {a} {", "one and {unknown}"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in ".*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
