//! Personal data on a sheet: where it stands and of what kind. No value leaves this module.

mod cells;
mod discreet;
mod health;
mod names;
mod patterns;
mod plain;
mod scan;

pub use cells::{PersonalCells, personal_cells};
pub use discreet::{Vocabulary, withhold_names};
pub(super) use health::HealthWords;
pub(super) use scan::scan;
