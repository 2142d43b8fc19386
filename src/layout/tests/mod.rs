//! Sheets of all kinds, and what must be found on them.

mod headers;
mod moved;
mod properties;
mod rows;
mod sample;
mod views;
