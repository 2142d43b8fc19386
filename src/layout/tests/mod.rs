//! Sheets of all kinds, and what must be found on them.

mod headers;
mod hidden;
mod moved;
mod outlines;
mod properties;
mod results;
mod rows;
mod sample;
mod totals;
mod views;
