//! Every check once.
//!
//! A check written in Rust is a line here and a file in `src/rules/checks/`; arithmetic checks come from `schemas/checks.toml`.

use crate::domain::{Check, Schema};
use crate::rules::Rule;
use crate::rules::checks::{
    def_01, def_03, fil_01, fil_04, fil_05, fil_06, fil_07, fil_08, fil_09, pla_01, pla_09, prv_01, prv_02, prv_03, prv_04, prv_05, reg_01,
    reg_02, reg_03, reg_04, reg_05, reg_10, row_01, row_02, row_03, row_04, row_05, row_08, row_09, row_10, row_11, sht_02, sht_05, xfl_01,
    xfl_02, xfl_03, xfl_07, xmn_04,
};

/// The checks that are written in Rust.
pub static RULES: &[Rule] = &[
    Rule { words: &fil_01::WORDS, run: fil_01::run },
    Rule { words: &fil_04::WORDS, run: fil_04::run },
    Rule { words: &fil_05::WORDS, run: fil_05::run },
    Rule { words: &fil_06::WORDS, run: fil_06::run },
    Rule { words: &fil_07::WORDS, run: fil_07::run },
    Rule { words: &fil_08::WORDS, run: fil_08::run },
    Rule { words: &fil_09::WORDS, run: fil_09::run },
    Rule { words: &row_01::WORDS, run: row_01::run },
    Rule { words: &row_02::WORDS, run: row_02::run },
    Rule { words: &row_03::WORDS, run: row_03::run },
    Rule { words: &row_04::WORDS, run: row_04::run },
    Rule { words: &row_05::WORDS, run: row_05::run },
    Rule { words: &row_08::WORDS, run: row_08::run },
    Rule { words: &row_09::WORDS, run: row_09::run },
    Rule { words: &row_10::WORDS, run: row_10::run },
    Rule { words: &row_11::WORDS, run: row_11::run },
    Rule { words: &sht_02::WORDS, run: sht_02::run },
    Rule { words: &sht_05::WORDS, run: sht_05::run },
    Rule { words: &xfl_01::WORDS, run: xfl_01::run },
    Rule { words: &xfl_02::WORDS, run: xfl_02::run },
    Rule { words: &xfl_03::WORDS, run: xfl_03::run },
    Rule { words: &xfl_07::WORDS, run: xfl_07::run },
    Rule { words: &xmn_04::WORDS, run: xmn_04::run },
    Rule { words: &reg_01::WORDS, run: reg_01::run },
    Rule { words: &reg_02::WORDS, run: reg_02::run },
    Rule { words: &reg_03::WORDS, run: reg_03::run },
    Rule { words: &reg_04::WORDS, run: reg_04::run },
    Rule { words: &reg_05::WORDS, run: reg_05::run },
    Rule { words: &reg_10::WORDS, run: reg_10::run },
    Rule { words: &pla_01::WORDS, run: pla_01::run },
    Rule { words: &pla_09::WORDS, run: pla_09::run },
    Rule { words: &prv_01::WORDS, run: prv_01::run },
    Rule { words: &prv_02::WORDS, run: prv_02::run },
    Rule { words: &prv_03::WORDS, run: prv_03::run },
    Rule { words: &prv_04::WORDS, run: prv_04::run },
    Rule { words: &prv_05::WORDS, run: prv_05::run },
    Rule { words: &def_01::WORDS, run: def_01::run },
    Rule { words: &def_03::WORDS, run: def_03::run },
];

/// The families of codes, in the order in which checks are listed.
const FAMILIES: [&str; 13] = ["FIL", "ROW", "SHT", "XSH", "XFL", "XMN", "REG", "PLA", "PRV", "DEF", "TRN", "PLN", "PUB"];

/// The codes of the checks that are written in Rust.
#[must_use]
pub fn rust_codes() -> Vec<&'static str> {
    RULES.iter().map(|rule| rule.words.code).collect()
}

/// Every check, those of the schema included, with the settings applied: by family and number.
#[must_use]
pub fn checks(schema: &Schema) -> Vec<Check> {
    let mut checks: Vec<Check> = RULES.iter().map(|rule| rule.words.check()).collect();
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
