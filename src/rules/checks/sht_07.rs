//! SHT-07: the rows of a snapshot are of different days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Bilingual, Census, Period, SafeText, Scope, Severity, Table};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

/// What SHT-07 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "SHT-07",
    scope: Scope::Sheet,
    severity: Severity::Error,
    name: ["Meer dan een peildatum op een blad", "More than one as-of date on a sheet"],
    message: ["Meer dan een peildatum op blad {sheet}: {list}.", "More than one as-of date on sheet {sheet}: {list}."],
    does: [
        "Staat op een blad met bezetting een kolom met peildata, dan moeten alle regels van een maand dezelfde dag noemen. Een blad dat \
         maanden bundelt, heeft per maand één dag. Een enkele regel met een dag uit een andere maand blijft bij de maand van het blad; \
         controles die haar dag nodig hebben, worden niet uitgevoerd.",
        "Where a headcount sheet has a column with as-of dates, all rows of a month must name the same day. A sheet that bundles months \
         has one day for each. A single row with a day of another month stays with the month of the sheet; checks that need its day are \
         not run.",
    ],
    why: [
        "Getallen van verschillende dagen tellen niet op tot een stand: wie tussen die dagen reisde, telt dubbel of niet. Meestal is een \
         regel niet bijgewerkt.",
        "Figures of different days do not add up to a position: whoever travelled in between counts twice or not at all. Mostly a row was \
         not updated.",
    ],
    example: [
        "Op blad Bezetting staat bij alle missies 31-5-2026, maar bij EUCAP Sahel Mali in F8 nog 30-4-2026.",
        "All missions on sheet Bezetting have 31-5-2026, but EUCAP Sahel Mali still has 30-4-2026 in F8.",
    ],
    fix: [
        "Coördinator: werk de regel bij, of verbeter de datum als het getal klopt. Analist: vertrouw het getal van die regel niet voordat \
         dat is bevestigd.",
        "Coordinator: update the row, or correct the date if the figure is right. Analyst: do not trust the figure of that row before that \
         is confirmed.",
    ],
};

/// Every headcount sheet with dates of its rows, month by month.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Reading { ret, table, schema, .. } in tables_named(census, "headcount") {
        let Some(field) = schema.field("as_of") else { continue };
        for (period, records) in by_month(table, field) {
            let common = most_common(&records);
            let Some((record, day)) = records.iter().find(|(_, day)| Some(*day) != common) else {
                out.passed(period, 1);
                continue;
            };
            let mut days: Vec<NaiveDate> = records.iter().map(|(_, day)| *day).collect();
            days.sort_unstable();
            days.dedup();
            let list = days.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let mission = schema.field("mission").and_then(|field| table.mission(field, *record));
            let cell = table.origin(field, *record).unwrap_or_else(|| table.direction.cell(table.rows[*record], 0));
            let sheet = SafeText::scrub(census.sheet_name(ret, table.sheet)).to_string();
            let draft = Draft {
                mission: mission.and_then(|at| census.schema.registry.missions.get(at)).map(|mission| mission.id.clone()),
                field: "headcount.as_of".to_owned(),
                value: SafeText::own(day),
                expected: common.map(SafeText::own).unwrap_or_default(),
                args: vec![("sheet", Bilingual::same(sheet)), ("list", Bilingual::same(list))],
                ..Draft::default()
            };
            out.failed(census.place_of(ret, table.sheet, cell), period, draft);
        }
    }
}

/// The accepted records that have a date of their own, with it, by month.
fn by_month(table: &Table, field: usize) -> BTreeMap<Option<Period>, Vec<(usize, NaiveDate)>> {
    let mut months: BTreeMap<_, Vec<(usize, NaiveDate)>> = BTreeMap::new();
    for record in (0..table.len()).filter(|record| table.accepted[*record]) {
        if let Some(day) = table.date(field, record) {
            months.entry(table.periods[record]).or_default().push((record, day));
        }
    }
    months
}

/// The day that most records have; of several the latest.
fn most_common(records: &[(usize, NaiveDate)]) -> Option<NaiveDate> {
    let mut counts: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    for (_, day) in records {
        *counts.entry(*day).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(day, count)| (*count, *day)).map(|(day, _)| day)
}
