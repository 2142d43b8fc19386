//! The nouns that all stages share.
//!
//! This module imports nothing else of the crate, does no input or output and reads no clock.

pub mod cell;
pub mod census;
pub mod changes;
pub mod check;
pub mod comparison;
pub mod completeness;
pub mod contents;
pub mod damage;
pub mod derive;
pub mod digest;
pub mod edition;
pub mod equation;
pub mod export;
pub mod facts;
pub mod finding;
pub mod formula;
pub mod grid;
pub mod history;
pub mod kinship;
pub mod layout;
pub mod ledger;
pub mod marks;
pub mod month_names;
pub mod names;
pub mod nearest;
pub mod note;
pub mod period;
pub mod placing;
pub mod plain_date;
pub mod registry;
pub mod returns;
#[cfg(test)]
pub(crate) mod sample;
pub mod schema;
pub mod table;
pub mod text;
pub mod tour;
pub mod training;
pub mod waiver;

pub use cell::{Area, CellRef};
pub use census::{Census, RecordRef};
pub use check::{Check, CheckTally, Doc, Documentation, Scope, Severity};
pub use contents::Contents;
pub use digest::sha256;
pub use edition::Edition;
pub use finding::{Finding, Place, SafeText};
pub use formula::{LeavesOut, Sum, SumTerm};
pub use grid::{Cell, DateSystem, Grid, GridBuilder, Value};
pub use history::{History, PastFinding};
pub use layout::{Claim, ClaimKind, ColumnBinding, Direction, Layout, RowFate};
pub use ledger::{Ledger, LedgerLine};
pub use marks::{Formula, Marks, Spans};
pub use month_names::{month_in_text, month_of_name};
pub use nearest::nearest;
pub use note::{ColumnNote, Link, TableNote, Words};
pub use period::Period;
pub use plain_date::plain_date;
pub use registry::{Mission, Registry};
pub use returns::{FileFormat, PassedOver, PassedOverWhy, Return, SourceFile, Unreadable, Workbook};
pub use schema::{Field, FieldType, Schema, TableSchema};
pub use table::{Column, PersonKey, Remark, RemarkKind, Table};
pub use text::{Bilingual, Lang, fold};
pub use waiver::Waiver;
