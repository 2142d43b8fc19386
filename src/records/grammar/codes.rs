//! Values of code lists.

use super::clean::clean;
use super::{Reading, errors, missing};
use crate::domain::schema::CodeList;
use crate::domain::{RemarkKind, fold};

/// The longest text for which a similar code is looked up.
const LONGEST_SUGGESTED: usize = 60;

/// The letter that stands for a man in French only.
const FRENCH_MAN: &str = "h";
/// Letters and words that stand for a sex in Dutch and English only.
const NOT_FRENCH: [&str; 6] = ["v", "m", "vrouw", "man", "female", "male"];

/// Reads text in a column of codes. A text that says "not known" is a code if the list has it as one.
#[must_use]
pub fn code(raw: &str, list: &CodeList) -> Reading<u16> {
    let trimmed = raw.trim();
    if trimmed.is_empty() {
        return Reading::blank();
    }
    if errors::is_error(trimmed) {
        return Reading::unread(RemarkKind::CellError);
    }
    if let Some(found) = list.resolve(trimmed).filter(|_| trimmed.chars().any(char::is_alphanumeric)) {
        return if list.name == "sex" && fold(trimmed) == FRENCH_MAN { Reading::noted(found) } else { Reading::plain(found) };
    }
    let text = clean(trimmed);
    if text.is_empty() {
        return Reading::blank();
    }
    if missing::is_missing(&text) {
        return Reading::unread(RemarkKind::Missing);
    }
    Reading::unread(RemarkKind::UnknownCode { nearest: None })
}

/// The listed text most similar to one that is not listed. Costs a look at the whole list.
#[must_use]
pub fn suggestion(raw: &str, list: &CodeList) -> Option<String> {
    let trimmed = raw.trim();
    if trimmed.len() > LONGEST_SUGGESTED { None } else { list.nearest(trimmed).map(str::to_owned) }
}

/// Whether a text shows that a column of sexes is not written in French, so that `H` is no `homme` in it.
#[must_use]
pub fn is_not_french(raw: &str) -> bool {
    raw.len() <= 12 && NOT_FRENCH.contains(&fold(raw).as_str())
}

/// Whether a text is the letter that only French uses.
#[must_use]
pub fn is_french_man(raw: &str) -> bool {
    raw.len() <= 12 && fold(raw) == FRENCH_MAN
}

#[cfg(test)]
pub(in crate::records) mod tests {
    use super::*;
    use crate::domain::Bilingual;
    use crate::domain::schema::Code;
    use proptest::prelude::*;

    pub(in crate::records) fn list(name: &str, codes: &[(&str, &[&str])]) -> CodeList {
        let codes = codes
            .iter()
            .map(|(code, synonyms)| Code {
                code: (*code).to_owned(),
                label: Bilingual::same(*code),
                synonyms: synonyms.iter().map(|synonym| (*synonym).to_owned()).chain([(*code).to_owned()]).collect(),
                outside: false,
            })
            .collect();
        CodeList::new(name, codes)
    }

    pub(in crate::records) fn sexes() -> CodeList {
        list("sex", &[("f", &["V", "vrouw", "femme", "W"]), ("m", &["M", "man", "H", "homme"]), ("x", &["anders"]), ("u", &["onbekend"])])
    }

    #[test]
    fn codes_are_found_by_any_of_their_names() {
        let sexes = sexes();
        for (raw, code) in [("V", "f"), (" f ", "f"), ("Femme", "f"), ("man", "m"), ("onbekend", "u"), ("m.", "m")] {
            assert_eq!(code_of(raw, &sexes), (Some(code), None), "{raw}");
        }
        assert_eq!(code_of("H", &sexes), (Some("m"), Some(RemarkKind::Note)));
        for (raw, remark) in [
            ("q", RemarkKind::UnknownCode { nearest: None }),
            ("4", RemarkKind::UnknownCode { nearest: None }),
            ("-", RemarkKind::Missing),
            ("n.v.t.", RemarkKind::Missing),
            ("#N/B", RemarkKind::CellError),
        ] {
            assert_eq!(code_of(raw, &sexes), (None, Some(remark)), "{raw}");
        }
        assert_eq!(code(" \u{200B}", &sexes), Reading::blank());
    }

    #[test]
    fn a_similar_code_is_only_suggested() {
        let ranks = list("rank", &[("inspecteur", &["insp."]), ("brigadier", &["brig."])]);
        assert_eq!(code_of("insp.", &ranks), (Some("inspecteur"), None));
        assert_eq!(code_of("inspektuer", &ranks), (None, Some(RemarkKind::UnknownCode { nearest: None })));
        assert_eq!(suggestion("inspektuer", &ranks).as_deref(), Some("inspecteur"));
        assert_eq!(suggestion(&"inspecteur".repeat(20), &ranks), None);
    }

    fn code_of<'a>(raw: &str, list: &'a CodeList) -> (Option<&'a str>, Option<RemarkKind>) {
        let reading = code(raw, list);
        (reading.value.map(|at| list.codes[usize::from(at)].code.as_str()), reading.remark)
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(raw in ".*") {
            let _ = code(&raw, &sexes());
            let _ = suggestion(&raw, &sexes());
        }
    }
}
