//! Sheets of all kinds, and what must be found on them.

mod headers;
mod outlines;
mod properties;
mod rows;
mod sample;
