//! The checks that are written in Rust, one to a file. Arithmetic checks are declared in `schemas/checks.toml` instead.

use super::words::Words;
use crate::domain::Check;

pub(crate) mod def_01;
pub(crate) mod def_03;
pub(crate) mod fil_01;
pub(crate) mod fil_04;
pub(crate) mod fil_05;
pub(crate) mod fil_07;
pub(crate) mod fil_08;
pub(crate) mod pla_01;
pub(crate) mod pla_09;
pub(crate) mod prv_01;
pub(crate) mod prv_02;
pub(crate) mod prv_03;
pub(crate) mod prv_04;
pub(crate) mod prv_05;
pub(crate) mod reg_01;
pub(crate) mod reg_02;
pub(crate) mod reg_03;
pub(crate) mod reg_04;
pub(crate) mod reg_05;
pub(crate) mod reg_10;
pub(crate) mod row_01;
pub(crate) mod row_02;
pub(crate) mod row_03;
pub(crate) mod row_04;
pub(crate) mod row_05;
pub(crate) mod row_08;
pub(crate) mod row_09;
pub(crate) mod row_10;
pub(crate) mod row_11;
pub(crate) mod sht_02;
pub(crate) mod xfl_01;
pub(crate) mod xfl_02;
pub(crate) mod xfl_03;
pub(crate) mod xfl_07;
pub(crate) mod xmn_04;

/// The words of every check written in Rust, in the order of the catalogue.
pub(crate) const ALL: &[&Words] = &[
    &fil_01::WORDS,
    &fil_04::WORDS,
    &fil_05::WORDS,
    &fil_07::WORDS,
    &fil_08::WORDS,
    &row_01::WORDS,
    &row_02::WORDS,
    &row_03::WORDS,
    &row_04::WORDS,
    &row_05::WORDS,
    &row_08::WORDS,
    &row_09::WORDS,
    &row_10::WORDS,
    &row_11::WORDS,
    &sht_02::WORDS,
    &xfl_01::WORDS,
    &xfl_02::WORDS,
    &xfl_03::WORDS,
    &xfl_07::WORDS,
    &xmn_04::WORDS,
    &reg_01::WORDS,
    &reg_02::WORDS,
    &reg_03::WORDS,
    &reg_04::WORDS,
    &reg_05::WORDS,
    &reg_10::WORDS,
    &pla_01::WORDS,
    &pla_09::WORDS,
    &prv_01::WORDS,
    &prv_02::WORDS,
    &prv_03::WORDS,
    &prv_04::WORDS,
    &prv_05::WORDS,
    &def_01::WORDS,
    &def_03::WORDS,
];

/// Every check written in Rust, with its own severity and switched on, in the order of the catalogue.
#[must_use]
pub fn catalogue() -> Vec<Check> {
    ALL.iter().map(|words| words.check()).collect()
}
