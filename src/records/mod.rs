//! From a sheet whose layout is known to tables of typed values.

mod assemble;
#[cfg(test)]
mod example;
mod excerpt;
pub mod grammar;
mod privacy;
mod shown;

pub use assemble::{SheetRecords, read};
pub use excerpt::excerpt;
pub use privacy::{PersonalCells, Vocabulary, personal_cells, withhold_names};
