//! From a sheet whose layout is known to tables of typed values.

mod assemble;
#[cfg(test)]
mod example;
pub mod grammar;
mod privacy;

pub use assemble::{SheetRecords, read};
pub use privacy::{Vocabulary, withhold_names};
