//! Reads, checks and aggregates the monthly headcount returns of police missions abroad.
#![cfg_attr(test, expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed"))]

pub mod domain;
pub mod error;
pub mod ingest;
pub mod layout;
pub mod pipeline;
pub mod publish;
pub mod records;
pub mod rules;
pub mod schemas;
pub mod summary;

pub mod catalogue;
pub mod cli;
