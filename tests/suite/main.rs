//! Tests of the crate as a whole, in one program so that it is linked once.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod architecture;
mod bench;
mod cell_messes;
mod checks;
mod cli;
mod common;
mod contain;
mod copies;
mod corpus;
mod diff;
mod equations;
mod history;
mod json_docs;
mod lines;
mod outlines;
mod persons;
mod properties;
mod robust;
mod sample;
mod scenarios;
mod shown;
mod status;
mod views;
mod waivers;
