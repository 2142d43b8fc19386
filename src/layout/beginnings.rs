//! How labels begin: a cheap look before a text is taken apart.

/// The first two letters or digits of folded labels.
#[derive(Debug, Clone, Default)]
pub(super) struct Beginnings {
    pairs: Vec<[u8; 2]>,
    /// Labels of a single sign.
    single: Vec<u8>,
}

impl Beginnings {
    /// Those of folded labels. One that begins with other letters than those of ASCII needs none.
    pub(super) fn of<'l>(labels: impl Iterator<Item = &'l str>) -> Self {
        let mut all = Self::default();
        for label in labels {
            match label.as_bytes() {
                [first, second, ..] if first.is_ascii() && second.is_ascii() && !all.pairs.contains(&[*first, *second]) => {
                    all.pairs.push([*first, *second]);
                }
                [only] => all.single.push(*only),
                _ => {}
            }
        }
        all
    }

    /// Whether a text may begin with one of the labels once it is folded. Where it is not plain, it may.
    pub(super) fn fit(&self, text: &str) -> bool {
        let mut first = None;
        for byte in text.bytes() {
            if !byte.is_ascii() {
                return true;
            }
            if !byte.is_ascii_alphanumeric() {
                continue;
            }
            let byte = byte.to_ascii_lowercase();
            match first {
                None if self.single.contains(&byte) => return true,
                None => first = Some(byte),
                Some(first) => return self.pairs.contains(&[first, byte]),
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fold;
    use proptest::prelude::*;

    #[test]
    fn only_what_begins_as_a_label_fits() {
        let beginnings = Beginnings::of(["totaal", "gemiddelde", "s", "σ"].into_iter());
        for text in ["Totaal", " t.o.v.", "(Gem.)", "S", "som", "Σ", "é"] {
            assert!(beginnings.fit(text), "{text}");
        }
        for text in ["", "-", "t", "P000-0001", "inspecteur"] {
            assert!(!beginnings.fit(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_that_begins_with_a_label_is_missed(label in "[a-z0-9σ]{1,4}", rest in ".{0,6}", upper in any::<bool>()) {
            let beginnings = Beginnings::of(std::iter::once(label.as_str()));
            let text = format!(" {}{rest}", if upper { label.to_uppercase() } else { label.clone() });
            prop_assert!(!fold(&text).starts_with(&label) || beginnings.fit(&text));
        }
    }
}
