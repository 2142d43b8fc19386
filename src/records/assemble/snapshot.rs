//! A sheet for one month of which a row is dated otherwise.

use std::collections::BTreeMap;

use crate::domain::{Period, Table, TableSchema};

/// Keeps a row that is dated in another month in the month of its sheet, where the sheet is a snapshot: it is for a month, names no
/// mission twice, and most of its rows are dated within that month. The date of the row is then a mistake, and is told as one; a
/// sheet that bundles months has the same missions in each.
pub(super) fn keep_together(table: &mut Table, schema: &TableSchema, period: Option<Period>) {
    let (Some(period), Some(mission), Some(as_of)) = (period, schema.field("mission"), schema.field("as_of")) else { return };
    let named = |column: Option<usize>| column.and_then(|at| table.columns.get(at)).is_some_and(|column| column.sheet_col.is_some());
    if schema.about_persons || !named(Some(as_of)) || named(schema.field("period")) {
        return;
    }
    let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
    for at in (0..table.len()).filter_map(|record| table.mission(mission, record)) {
        *rows.entry(at).or_default() += 1;
    }
    let within = table.periods.iter().filter(|own| **own == Some(period)).count();
    if rows.values().any(|count| *count > 1) || within * 2 <= table.len() {
        return;
    }
    let stray: Vec<usize> = (0..table.len()).filter(|record| table.date(as_of, *record).is_some()).collect();
    for record in stray {
        if let Some(own) = table.periods.get_mut(record) {
            *own = Some(period);
        }
    }
}
