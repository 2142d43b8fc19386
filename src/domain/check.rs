//! What a check is: its code, words and outcomes.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::period::Period;
use super::text::{Bilingual, Lang};

/// How much a failed check matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Shown, nothing is asked.
    Info,
    /// Needs an explanation.
    Warning,
    /// The figure cannot be trusted; a letter stays a draft.
    Error,
}

impl Severity {
    /// The word used in outputs, in English.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word shown to a person.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Info, _) => "info",
            (Self::Warning, Lang::En) => "warning",
            (Self::Error, Lang::En) => "error",
            (Self::Warning, Lang::Nl) => "waarschuwing",
            (Self::Error, Lang::Nl) => "fout",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much a check has to see at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the field's own and say it")]
pub enum Scope {
    File,
    Row,
    Sheet,
    CrossSheet,
    CrossFile,
    CrossMonth,
    Registry,
    Plausibility,
    Privacy,
    Definition,
    Training,
    Planning,
    Publication,
    Waiver,
}

impl Scope {
    /// The name shown to a person.
    #[must_use]
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::File, Lang::En) => "file",
            (Self::File, Lang::Nl) => "bestand",
            (Self::Row, Lang::En) => "row",
            (Self::Row, Lang::Nl) => "regel",
            (Self::Sheet, Lang::En) => "sheet",
            (Self::Sheet, Lang::Nl) => "blad",
            (Self::CrossSheet, Lang::En) => "between sheets",
            (Self::CrossSheet, Lang::Nl) => "tussen bladen",
            (Self::CrossFile, Lang::En) => "between files",
            (Self::CrossFile, Lang::Nl) => "tussen bestanden",
            (Self::CrossMonth, Lang::En) => "between months",
            (Self::CrossMonth, Lang::Nl) => "tussen maanden",
            (Self::Registry, Lang::En) => "registry",
            (Self::Registry, Lang::Nl) => "register",
            (Self::Plausibility, Lang::En) => "plausibility",
            (Self::Plausibility, Lang::Nl) => "aannemelijkheid",
            (Self::Privacy, _) => "privacy",
            (Self::Definition, Lang::En) => "definition",
            (Self::Definition, Lang::Nl) => "definitie",
            (Self::Training, _) => "training",
            (Self::Planning, _) => "planning",
            (Self::Publication, Lang::En) => "publication",
            (Self::Publication, Lang::Nl) => "publicatie",
            (Self::Waiver, Lang::En) => "waivers",
            (Self::Waiver, Lang::Nl) => "aanvaarde bevindingen",
        }
    }
}

/// The documentation of a check in one language. Each part is one or more sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Documentation {
    /// What is compared with what.
    pub does: String,
    /// Why it matters.
    pub why: String,
    /// A case in which it fails.
    pub example: String,
    /// What the sender or the analyst does about it.
    pub fix: String,
}

/// The documentation of a check in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doc {
    /// Dutch.
    pub nl: Documentation,
    /// English.
    pub en: Documentation,
}

impl Doc {
    /// The documentation in one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &Documentation {
        match lang {
            Lang::Nl => &self.nl,
            Lang::En => &self.en,
        }
    }
}

/// One check of the catalogue, whether written in Rust or declared as an equation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its code, such as `SHT-01`. Codes are never reused.
    pub code: String,
    /// A short name.
    pub name: Bilingual,
    /// How much it has to see.
    pub scope: Scope,
    /// Severity of its findings, overrides of the settings applied.
    pub severity: Severity,
    /// Whether it is switched on.
    pub enabled: bool,
    /// What a finding says, with `{placeholders}`.
    pub message: Bilingual,
    /// What `muster explain` shows.
    pub doc: Doc,
}

/// How often a check passed, failed and could not run in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckTally {
    /// The month; `None` for files that belong to no month.
    pub period: Option<Period>,
    /// The check's code.
    pub code: String,
    /// Cases that held.
    pub passed: u64,
    /// Cases that did not hold.
    pub failed: u64,
    /// Cases that could not be tried.
    pub not_run: u64,
    /// Why they could not be tried: each reason once, in order of first appearance.
    pub reasons: Vec<Bilingual>,
}
