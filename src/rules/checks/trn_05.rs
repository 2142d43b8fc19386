//! TRN-05: trainers or participants.

use std::collections::BTreeMap;

use crate::domain::layout::ColumnBinding;
use crate::domain::{Bilingual, Census, Period, RecordRef, RemarkKind, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

use super::trn_03::counts_persons;

/// What TRN-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "TRN-05",
    scope: Scope::Training,
    severity: Severity::Warning,
    name: ["Trainers of deelnemers", "Trainers or participants"],
    message: [
        "Zijn dit opgeleide trainers of opgeleide deelnemers ({raw})?",
        "Are these trained trainers or trained participants ({raw})?",
    ],
    does: [
        "Bij opgeleide personen moet staan wie dat zijn: in de indicator ('opgeleide trainers', 'opgeleide deelnemers') of in de kop van \
         de kolom. 'Opgeleid' alleen is niet duidelijk.",
        "Where persons were trained it must say who they are: in the indicator ('trainers trained', 'participants trained') or in the \
         header of the column. 'Trained' alone is not clear.",
    ],
    why: [
        "Trainers leiden op hun beurt deelnemers op. Wie beide optelt of verwisselt, noemt een heel ander resultaat.",
        "Trainers go on to train participants. Adding or mixing up the two gives quite another result.",
    ],
    example: [
        "In C4 staat als indicator 'opgeleid', met als waarde 60.",
        "C4 says 'opgeleid' (trained) as the indicator, with 60 as its value.",
    ],
    fix: [
        "Coördinator: schrijf 'opgeleide trainers' of 'opgeleide deelnemers'. Analist: neem het getal niet over voordat dit duidelijk is.",
        "Coordinator: write 'trainers trained' or 'participants trained'. Analyst: do not use the number before this is clear.",
    ],
};

/// Parts of words for being trained.
const TRAINED: [&str; 6] = ["opgeleid", "getraind", "geschoold", "trained", "forme", "trainees"];
/// Parts of words for who was, which leave no doubt.
const WHO: [&str; 8] = ["trainer", "deelnemer", "participant", "formateur", "trainee", "cursist", "stagiaire", "instructeur"];

/// Whether a text says that persons were trained and not whether they are trainers.
fn is_unclear(text: &str) -> bool {
    let folded = crate::domain::fold(text);
    TRAINED.iter().any(|word| folded.contains(word)) && !WHO.iter().any(|word| folded.contains(word))
}

/// Every figure of persons trained.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Reading { ret, at, table, schema } in tables_named(census, "training") {
        let indicator = schema.field("indicator");
        for remark in table.remarks.iter().filter(|remark| Some(remark.field) == indicator) {
            if !matches!(remark.kind, RemarkKind::UnknownCode { .. }) || !is_unclear(remark.raw.as_str()) {
                continue;
            }
            let period = remark.record.and_then(|record| table.periods.get(record as usize).copied().flatten());
            let period = period.or(census.returns[ret].period);
            out.failed(census.place_of(ret, table.sheet, remark.cell), period, draft("indicator", &remark.raw));
        }
        let layouts = census.returns[ret].sheets.get(table.sheet).map_or(&[][..], |sheet| sheet.layout.tables.as_slice());
        let bound = |field: usize| -> Option<(u32, &ColumnBinding)> {
            let col = table.columns[field].sheet_col?;
            let own = layouts.iter().filter(|layout| schema.name == census.schema.tables[layout.table].name);
            own.filter_map(|layout| {
                let column = layout.columns.iter().find(|column| (column.field, column.col) == (field, col))?;
                Some((layout.header_rows.last().copied()?, column))
            })
            .next()
        };
        let clear = |record: usize| counts_persons(census.code_of(RecordRef { ret, table: at, record }, "indicator"));
        if schema.field("value").is_some_and(|field| table.columns[field].sheet_col.is_some()) {
            for record in (0..table.len()).filter(|record| table.accepted[*record] && clear(*record)) {
                out.passed(table.periods[record], 1);
            }
        }
        let Some((field, (row, column))) = schema.field("persons").and_then(|field| Some((field, bound(field)?))) else { continue };
        let mut unclear: BTreeMap<Option<Period>, u64> = BTreeMap::new();
        for record in (0..table.len()).filter(|record| table.accepted[*record] && table.count(field, *record).is_some()) {
            if clear(record) || !is_unclear(&column.header) {
                out.passed(table.periods[record], 1);
            } else {
                *unclear.entry(table.periods[record]).or_default() += 1;
            }
        }
        // The header is unclear once, for all its rows.
        for period in unclear.into_keys() {
            let place = census.place_of(ret, table.sheet, table.direction.cell(row, column.col));
            out.failed(place, period, draft("persons", &SafeText::scrub(&column.header)));
        }
    }
}

fn draft(field: &str, raw: &SafeText) -> Draft {
    Draft {
        field: format!("training.{field}"),
        value: raw.clone(),
        args: vec![("raw", Bilingual::same(raw.to_string()))],
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::is_unclear;

    #[test]
    fn who_was_trained_must_be_said() {
        for text in ["opgeleid", "60 opgeleid", "Aantal getraind", "persons trained", "personnes formées"] {
            assert!(is_unclear(text), "{text}");
        }
        for text in ["opgeleide trainers", "opgeleide deelnemers", "trainees", "formateurs formés", "locaties", "deelnemers getraind"] {
            assert!(!is_unclear(text), "{text}");
        }
    }
}
