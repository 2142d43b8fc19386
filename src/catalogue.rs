//! Every check once.
//!
//! A check written in Rust is a line here and a file in `src/rules/checks/`; arithmetic checks come from `schemas/checks.toml`.

pub mod reference;
pub mod settings;

use crate::domain::{Check, Lang, Schema};
use crate::rules::Rule;
use crate::rules::exports::ExportRule;
use crate::rules::words::Words;

/// One [`Rule`] for each named file of `src/rules/checks/`.
macro_rules! rules {
    ($($check:ident,)*) => { &[$(Rule { words: &crate::rules::checks::$check::WORDS, run: crate::rules::checks::$check::run },)*] };
}

/// The same for an [`ExportRule`].
macro_rules! export_rules {
    ($($check:ident,)*) => {
        &[$(ExportRule { words: &crate::rules::checks::$check::WORDS, run: crate::rules::checks::$check::run },)*]
    };
}

/// The checks of returns that are written in Rust.
pub static RULES: &[Rule] = rules! {
    fil_01,
    fil_02,
    fil_03,
    fil_04,
    fil_05,
    fil_06,
    fil_07,
    fil_08,
    fil_09,
    row_01,
    row_02,
    row_03,
    row_04,
    row_05,
    row_08,
    row_09,
    row_10,
    row_11,
    row_12,
    sht_02,
    sht_04,
    sht_05,
    sht_07,
    sht_08,
    xsh_05,
    xsh_07,
    xfl_01,
    xfl_02,
    xfl_03,
    xfl_04,
    xfl_05,
    xfl_06,
    xfl_07,
    xmn_02,
    xmn_03,
    xmn_04,
    xmn_06,
    xmn_07,
    xmn_08,
    xmn_09,
    xmn_10,
    xmn_11,
    reg_01,
    reg_02,
    reg_03,
    reg_04,
    reg_05,
    reg_06,
    reg_07,
    reg_08,
    reg_09,
    reg_10,
    reg_11,
    pla_01,
    pla_05,
    pla_06,
    pla_07,
    pla_08,
    pla_09,
    pla_10,
    prv_01,
    prv_02,
    prv_03,
    prv_04,
    prv_05,
    prv_06,
    prv_07,
    def_01,
    def_02,
    def_03,
    def_04,
    def_05,
    def_06,
    def_07,
    trn_01,
    trn_02,
    trn_03,
    trn_04,
    trn_05,
    pln_01,
    pln_02,
    pln_03,
    pub_01,
    pub_02,
    pub_03,
};

/// The checks of what is about to be published.
pub static EXPORT_RULES: &[ExportRule] = export_rules! {
    prv_08,
    prv_09,
    prv_10,
};

/// The checks of waivers, which are laid beside the findings of all others.
static WAIVER_CHECKS: [&Words; 2] = [&crate::rules::checks::wvr_01::WORDS, &crate::rules::checks::wvr_02::WORDS];

/// The families of codes, in the order in which checks are listed.
const FAMILIES: [&str; 14] = ["FIL", "ROW", "SHT", "XSH", "XFL", "XMN", "REG", "PLA", "PRV", "DEF", "TRN", "PLN", "PUB", "WVR"];

/// What the checks of a family are about.
fn family_name(family: &str, lang: Lang) -> &'static str {
    let (nl, en) = match family {
        "FIL" => ("bestanden", "files"),
        "ROW" => ("regels en cellen", "rows and cells"),
        "SHT" => ("één blad", "one sheet"),
        "XSH" => ("tussen bladen", "between sheets"),
        "XFL" => ("tussen bestanden", "between files"),
        "XMN" => ("tussen maanden", "between months"),
        "REG" => ("het missieregister", "the mission registry"),
        "PLA" => ("aannemelijkheid", "plausibility"),
        "PRV" => ("privacy", "privacy"),
        "DEF" => ("definities: wat wordt geteld", "definitions: what is counted"),
        "TRN" => ("opleiding en projecten", "training and projects"),
        "PLN" => ("plannen", "plans"),
        "PUB" => ("brieven die zijn verstuurd", "letters that were sent"),
        "WVR" => ("aanvaarde bevindingen", "accepted findings"),
        _ => ("overige", "others"),
    };
    match lang {
        Lang::Nl => nl,
        Lang::En => en,
    }
}

/// The words of the checks that are written in Rust.
pub fn words() -> impl Iterator<Item = &'static Words> {
    RULES.iter().map(|rule| rule.words).chain(EXPORT_RULES.iter().map(|rule| rule.words)).chain(WAIVER_CHECKS)
}

/// The codes of the checks that are written in Rust.
#[must_use]
pub fn rust_codes() -> Vec<&'static str> {
    words().map(|words| words.code).collect()
}

/// Every check, those of the schema included, with the settings applied: by family and number.
#[must_use]
pub fn checks(schema: &Schema) -> Vec<Check> {
    let mut checks: Vec<Check> = words().map(Words::check).collect();
    // Declared checks have their settings applied where they are read.
    for check in &mut checks {
        if let Some(setting) = schema.checks.get(&check.code) {
            check.severity = setting.severity.unwrap_or(check.severity);
            check.enabled = setting.enabled.unwrap_or(check.enabled);
        }
    }
    checks.extend(schema.equations.checks.iter().cloned());
    let family = |code: &str| FAMILIES.iter().position(|family| code.starts_with(family)).unwrap_or(FAMILIES.len());
    checks.sort_by(|a, b| (family(&a.code), &a.code).cmp(&(family(&b.code), &b.code)));
    checks
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_check_stands_in_the_list_once() {
        let codes = super::rust_codes();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len(), "{codes:?}");
    }

    #[test]
    fn every_family_has_a_name_of_its_own() {
        for lang in [super::Lang::Nl, super::Lang::En] {
            let names: BTreeSet<&str> = super::FAMILIES.iter().map(|family| super::family_name(family, lang)).collect();
            assert_eq!(names.len(), super::FAMILIES.len(), "{names:?}");
            assert!(!names.contains(super::family_name("?", lang)));
        }
    }
}
