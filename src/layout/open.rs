//! A table of which the header is known and the rows are being read.

use std::collections::BTreeSet;

use crate::domain::layout::OfWhich;
use crate::domain::{Cell, FieldType, SafeText, Schema};

use super::evidence::Running;
use super::header::Header;
use super::hidden::Unseen;
use super::total::{TotalLabel, TotalLine};
use super::words::text_of;

/// A table whose rows are being read.
pub(super) struct Open<'a> {
    pub(super) header: &'a Header,
    pub(super) mission: Option<u32>,
    pub(super) about_persons: bool,
    /// Columns under a header of a field.
    pub(super) known: BTreeSet<u32>,
    /// Those of them that are read.
    pub(super) bound: BTreeSet<u32>,
    /// Those of them that hold counts, from the left.
    pub(super) counts: Vec<u32>,
    pub(super) named: BTreeSet<u32>,
    pub(super) unnamed: BTreeSet<u32>,
    pub(super) data: Vec<u32>,
    pub(super) set_aside: Vec<u32>,
    pub(super) totals: Vec<TotalLine>,
    /// The rows of the headings of groups.
    pub(super) headings: Vec<u32>,
    /// The rows of the total lines.
    pub(super) total_rows: Vec<u32>,
    pub(super) of_which: Vec<OfWhich>,
    /// The counts since the last total line.
    pub(super) running: Running,
    /// The last record or total line.
    pub(super) last: Option<u32>,
    /// A blank row was seen since the last record.
    pub(super) after_blank: bool,
    /// A total line was seen since the last record.
    pub(super) after_total: bool,
    /// Another as-of date was stated since the header.
    pub(super) dated_anew: bool,
}

impl<'a> Open<'a> {
    pub(super) fn new(header: &'a Header, schema: &Schema, unseen: &Unseen<'_>) -> Self {
        let table = &schema.tables[header.table];
        let read = header.columns.iter().filter(|column| unseen.reads_column(column.col));
        let bound: BTreeSet<u32> = read.clone().map(|column| column.col).collect();
        let is_count =
            |field: usize| table.fields.get(field).is_some_and(|field| matches!(field.kind, FieldType::Headcount | FieldType::Count));
        let mut counts: Vec<u32> = read.filter(|column| is_count(column.field)).map(|column| column.col).collect();
        counts.sort_unstable();
        let known: BTreeSet<u32> = header.columns.iter().map(|column| column.col).collect();
        let mut named = known.clone();
        named.extend(header.unknown.iter().map(|column| column.col));
        named.extend(header.personal.iter().map(|column| column.col));
        let missions = table.fields.iter().enumerate().filter(|(_, field)| field.kind == FieldType::Mission);
        // Of several fields with missions the required one is that which the row is about.
        let mission =
            missions.filter_map(|(at, field)| header.column_of(at).map(|col| (!field.required, at, col))).min().map(|(_, _, col)| col);
        Self {
            header,
            mission,
            about_persons: table.about_persons,
            known,
            bound,
            running: Running::new(&counts),
            counts,
            named,
            unnamed: BTreeSet::new(),
            data: Vec::new(),
            set_aside: Vec::new(),
            totals: Vec::new(),
            headings: Vec::new(),
            total_rows: Vec::new(),
            of_which: Vec::new(),
            last: None,
            after_blank: false,
            after_total: false,
            dated_anew: false,
        }
    }

    /// Whether a header is this table's own, repeated on a new page. After a bare total or a new date it begins another table.
    pub(super) fn continued_by(&self, header: &Header) -> bool {
        let last_sum = self.totals.iter().rev().find(|line| !line.is_average());
        let closed = self.after_total && last_sum.is_some_and(|line| matches!(line.label, TotalLabel::Bare(_)));
        self.header.repeats(header) && !closed && !self.dated_anew
    }
}

/// The cell with the label of a row: the first text that has no figure before it.
pub(super) fn label_cell<'c>(open: &Open<'_>, used: &[&'c Cell]) -> Option<&'c Cell> {
    let own = open.mission.and_then(|col| used.iter().find(|cell| cell.col == col)).filter(|cell| text_of(cell).is_some());
    let first = used.first().filter(|cell| text_of(cell).is_some() && !open.counts.contains(&cell.col));
    own.or(first).copied()
}

/// What a line is called, fit to be shown.
pub(super) fn shown_label(open: &Open<'_>, used: &[&Cell]) -> SafeText {
    label_cell(open, used).and_then(text_of).map(SafeText::scrub).unwrap_or_default()
}
