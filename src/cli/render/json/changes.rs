//! What is otherwise than it was published before, for the document of a check.

use serde::Serialize;

use super::{FindingRow, finding_row, known};
use crate::domain::Lang;
use crate::pipeline::Run;

#[derive(Serialize)]
pub(super) struct ChangesRow<'a> {
    periods: Vec<String>,
    new: Vec<FindingRow<'a>>,
    persisting: usize,
    mended: Vec<MendedRow<'a>>,
    figures: Vec<FigureRow<'a>>,
}

#[derive(Serialize)]
struct MendedRow<'a> {
    period: Option<String>,
    code: &'a str,
    severity: &'static str,
    mission_id: Option<&'a str>,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cell: Option<&'a str>,
    field: Option<&'a str>,
    value: Option<&'a str>,
    message: &'a str,
}

#[derive(Serialize)]
struct FigureRow<'a> {
    period: String,
    mission_id: Option<&'a str>,
    figure: &'static str,
    from: Option<i64>,
    to: Option<i64>,
}

/// The changes; `None` if there is nothing to compare with.
pub(super) fn changes_row(lang: Lang, run: &Run) -> Option<ChangesRow<'_>> {
    let changes = &run.changes;
    if changes.is_empty() {
        return None;
    }
    let mended = changes.mended.iter().map(|past| MendedRow {
        period: past.period.map(|period| period.to_string()),
        code: &past.code,
        severity: past.severity.as_str(),
        mission_id: known(&past.mission),
        file: known(&past.file),
        sheet: known(&past.sheet),
        cell: known(&past.cell),
        field: known(&past.field),
        value: known(&past.value),
        message: &past.message,
    });
    let figures = changes.figures.iter().map(|change| FigureRow {
        period: change.period.to_string(),
        mission_id: run.schema.registry.missions.get(change.mission).map(|mission| mission.id.as_str()),
        figure: change.figure,
        from: change.from,
        to: change.to,
    });
    let new = changes.new.iter().filter_map(|at| run.findings.get(*at));
    Some(ChangesRow {
        periods: changes.periods.iter().map(ToString::to_string).collect(),
        new: new.map(|finding| finding_row(lang, run, finding)).collect(),
        persisting: changes.persisting.len(),
        mended: mended.collect(),
        figures: figures.collect(),
    })
}
