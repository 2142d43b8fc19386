//! The checks: what is wrong with the records of a set of returns.

pub mod checks;
pub mod words;
