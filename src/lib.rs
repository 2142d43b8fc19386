//! Reads, checks and aggregates the monthly headcount returns of police missions abroad.

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
