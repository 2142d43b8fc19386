//! Tests of the crate as a whole, in one program so that it is linked once.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod architecture;
mod cell_messes;
mod checks;
mod cli;
mod common;
mod contain;
mod corpus;
mod equations;
mod lines;
mod outlines;
mod persons;
mod properties;
mod robust;
mod sample;
mod scenarios;
mod views;
