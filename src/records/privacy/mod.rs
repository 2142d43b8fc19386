//! Personal data on a sheet: where it stands and of what kind. No value leaves this module.

mod names;
mod patterns;
mod scan;

pub(super) use scan::scan;
