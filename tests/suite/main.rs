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
mod docs;
mod equations;
mod excerpts;
mod feedback;
mod history;
mod json_docs;
mod lake;
mod letter;
mod lines;
mod outlines;
mod persons;
mod properties;
mod report;
mod robust;
mod safety;
mod sample;
mod scenarios;
mod shown;
mod status;
mod template;
mod views;
mod waivers;
mod windows;
