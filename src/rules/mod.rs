//! Checks.
mod equations;
mod outcome;
