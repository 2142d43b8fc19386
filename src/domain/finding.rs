//! What is wrong, where, and what would mend it.

use std::cmp::Ordering;
use std::fmt;

use super::cell::CellRef;
use super::check::Severity;
use super::pattern::Pattern;
use super::period::Period;
use super::text::Bilingual;

/// Text from a return that may be shown: whatever looks like personal data has been taken out.
///
/// It can only be made by [`SafeText::scrub`] and its sisters, so that no raw cell reaches an output.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct SafeText(String);

/// What stands where personal data stood.
pub const WITHHELD: &str = "[withheld]";

static PERSONAL: Pattern = Pattern::new(concat!(
    r"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*",          // e-mail
    r"|(?:\+|\b00)\d[\d\s().-]{7,}\d",                                   // international phone number
    r"|\b0\s?6[\s.-]?(?:\d[\s.-]?){7}\d\b",                              // Dutch mobile number
    r"|\b0\d{1,3}[\s.-]\d{6,8}\b",                                       // Dutch landline with a separator
    r"|\b[A-Za-z]{2}\d{2}[\s-]?[A-Za-z]{4}[\s-]?(?:\d[\s-]?){8,18}\d\b", // IBAN with a bank code
    r"|\b(?:\d[\s.-]?){7,}\d\b",                                         // eight digits or more: number of a person, a phone, a document
));

/// Whether a text may hold any of them: each has an `@`, a `+` or four digits. A cheap look.
fn may_be_personal(text: &str) -> bool {
    text.contains(['@', '+']) || text.chars().filter(|c| c.is_numeric()).nth(3).is_some()
}

impl SafeText {
    /// A cell of a table about missions: patterns of personal data are replaced, the rest stays.
    /// Dates and counts written with up to seven digits pass; longer digit strings do not.
    #[must_use]
    pub fn scrub(raw: &str) -> Self {
        let short: String = raw.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect();
        if !may_be_personal(&short) {
            return Self(short.trim().to_owned());
        }
        match PERSONAL.of(&short) {
            Some(pattern) => Self(pattern.replace_all(short.trim(), |found: &regex::Captures<'_>| keep_dates(&found[0])).into_owned()),
            None => Self(WITHHELD.to_owned()),
        }
    }

    /// A cell of a table about persons: only what cannot be a name stays, otherwise it is withheld.
    #[must_use]
    pub fn scrub_person(raw: &str) -> Self {
        let looks_like_a_code = raw.chars().count() <= 24 && !looks_like_a_name(raw);
        if looks_like_a_code { Self::scrub(raw) } else { Self(WITHHELD.to_owned()) }
    }

    /// Stands for a value that is never shown.
    #[must_use]
    pub fn withheld() -> Self {
        Self(WITHHELD.to_owned())
    }

    /// Text that does not come from a cell: a number, a date, a name of the registry.
    pub fn own(text: impl fmt::Display) -> Self {
        Self(text.to_string())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing stood there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn keep_dates(found: &str) -> String {
    static DATE: Pattern = Pattern::new(
        r"^(?:(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|\d{4}[-./](?:0?[1-9]|1[0-2])[-./](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])[-./](?:0?[1-9]|1[0-2])[-./](?:19|20)\d\d)$",
    );
    if DATE.is_in(found) { found.to_owned() } else { WITHHELD.to_owned() }
}

/// Whether text has the shape of a person's name: two words with capitals, initials before a word, or a surname before
/// a comma. Single words are not recognised: they are as often a rank or a town.
#[must_use]
pub fn looks_like_a_name(text: &str) -> bool {
    static NAME: Pattern = Pattern::new(concat!(
        r"^\s*(?:(?:de heer|dhr|mevrouw|mevr|mw|mr|mrs|ms|drs|dr|ir|ing|m\.|mme)\.?\s+)?(?:",
        r"(?:\p{Lu}\.\s?){1,4}(?:(?:van|de|der|den|het|ten|ter|te|von|el|al|le|la|du)\s+|'t\s+)*\p{Lu}[\p{L}'’-]+",
        r"|\p{Lu}\p{Ll}[\p{L}'’-]*\s+(?:(?:van|de|der|den|het|ten|ter|te|von|el|al|le|la|du)\s+|'t\s+)*\p{Lu}\p{Ll}[\p{L}'’-]*(?:\s+\p{Lu}\p{Ll}[\p{L}'’-]*)?",
        r"|(?:(?:van|de|der|den|het|ten|ter|te|von|el|al|le|la|du)\s+|'t\s+)*\p{Lu}[\p{L}'’-]+,\s*(?:\p{Lu}\.?\s?){1,4}(?:\s*(?:van|de|der|den|het|ten|ter|te|von))*",
        r"|(?:(?:van|de|der|den|het|ten|ter|te|von|el|al|le|la|du)\s+|'t\s+)*\p{Lu}\p{Ll}[\p{L}'’-]+,\s*\p{Lu}\p{Ll}+.*",
        r")\s*$"
    ));
    // Every name has a capital, and a space, a dot or a comma. A cheap look.
    text.contains(char::is_uppercase) && text.contains(|c: char| c.is_whitespace() || matches!(c, '.' | ',')) && NAME.is_in(text)
}

/// Where a finding points. There is no finding without one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// One cell.
    Cell {
        /// The file, relative to the input folder, with `/`.
        file: String,
        /// The sheet's name.
        sheet: String,
        /// The cell.
        cell: CellRef,
    },
    /// A sheet as a whole.
    Sheet {
        /// The file, relative to the input folder, with `/`.
        file: String,
        /// The sheet's name.
        sheet: String,
    },
    /// A file as a whole.
    File {
        /// The file, relative to the input folder, with `/`.
        file: String,
    },
    /// A return that should be there and is not.
    Expected {
        /// The coordinator it is expected from.
        coordinator: String,
    },
}

impl Place {
    /// The file, if there is one.
    #[must_use]
    pub fn file(&self) -> &str {
        match self {
            Self::Cell { file, .. } | Self::Sheet { file, .. } | Self::File { file } => file,
            Self::Expected { .. } => "",
        }
    }

    /// The sheet, if it points into one.
    #[must_use]
    pub fn sheet(&self) -> &str {
        match self {
            Self::Cell { sheet, .. } | Self::Sheet { sheet, .. } => sheet,
            Self::File { .. } | Self::Expected { .. } => "",
        }
    }

    /// The cell, if it points at one.
    #[must_use]
    pub fn cell(&self) -> Option<CellRef> {
        match self {
            Self::Cell { cell, .. } => Some(*cell),
            _ => None,
        }
    }
}

/// One failed check: what stands where, what was expected, why it matters and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check's code.
    pub code: String,
    /// How much it matters, overrides applied.
    pub severity: Severity,
    /// Where it points.
    pub place: Place,
    /// The month it is about, where known.
    pub period: Option<Period>,
    /// The id of the mission it is about, if it is about one.
    pub mission: Option<String>,
    /// The field, as `table.field`.
    pub field: String,
    /// What stood there.
    pub value: SafeText,
    /// What was expected there.
    pub expected: SafeText,
    /// What is wrong, as a sentence.
    pub message: Bilingual,
    /// How to mend it, as a sentence.
    pub suggestion: Bilingual,
    /// The code of the finding that explains this one; `None` for a root cause.
    pub outcome_of: Option<String>,
    /// Whether somebody with a name accepted it.
    pub waived: bool,
    /// The decision by which it is accepted, as an index into the schema's waivers.
    pub waiver: Option<usize>,
}

impl Finding {
    /// Whether it keeps a letter a draft: a root cause at error level that nobody has accepted.
    #[must_use]
    pub fn is_open_error(&self) -> bool {
        self.severity == Severity::Error && self.outcome_of.is_none() && !self.waived
    }

    /// The order in which findings are published: month, file, sheet, cell, code, and then everything else that differs.
    #[must_use]
    pub fn publication_order(&self, other: &Self) -> Ordering {
        (self.period, self.place.file(), self.place.sheet(), self.place.cell(), &self.code, &self.mission, &self.field, &self.message.en)
            .cmp(&(
                other.period,
                other.place.file(),
                other.place.sheet(),
                other.place.cell(),
                &other.code,
                &other.mission,
                &other.field,
                &other.message.en,
            ))
            .then_with(|| (&self.value, &self.place).cmp(&(&other.value, &other.place)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_a_person_is_taken_out() {
        for raw in [
            "x.yz@politie.example",
            "bel 06-12345678",
            "06 12 34 56 78",
            "+31 6 1234 5678",
            "0031612345678",
            "123456782",
            "1234.56.782",
            "NL00BANK0123456789",
            "612345678",
        ] {
            assert!(!SafeText::scrub(raw).as_str().chars().filter(char::is_ascii_digit).any(|_| true), "{raw}: {}", SafeText::scrub(raw));
            assert!(!SafeText::scrub(raw).as_str().contains("politie"), "{raw}");
        }
    }

    #[test]
    fn counts_dates_and_annotations_stay_readable() {
        for raw in ["4 (3 tijdelijk in NL)", "31-05-2026", "2026-05-31", "zie toelichting", "1.000", "3,6", "EUBAM Lybië", "#VERW!"] {
            assert_eq!(SafeText::scrub(raw).as_str(), raw);
        }
    }

    #[test]
    fn names_are_withheld_from_tables_about_persons() {
        for raw in [
            "Voor Achternaam",
            "A. Achternaam",
            "A.B. van der Achternaam",
            "Achternaam, A.B.",
            "Achternaam, Voornaam",
            "de Achternaam, V.",
            "mevr. A. Achternaam",
        ] {
            assert_eq!(SafeText::scrub_person(raw), SafeText::withheld(), "{raw}");
        }
        for raw in ["DIV", "inspecteur", "in missiegebied", "31-06-2026", "senior adviseur"] {
            assert_eq!(SafeText::scrub_person(raw).as_str(), raw);
        }
    }
}
