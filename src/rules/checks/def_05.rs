//! DEF-05: the as-of date is not the end of the month.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::{Bilingual, Census, Period, Place, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

/// What DEF-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-05",
    scope: Scope::Definition,
    severity: Severity::Warning,
    name: ["Peildatum is niet het einde van de maand", "As-of date is not the end of the month"],
    message: ["Peildatum {as_of} wijkt af van ultimo {month}.", "As-of date {as_of} is not the end of {month}."],
    does: [
        "De peildatum van een bezetting hoort de laatste dag van de maand te zijn. De laatste werkdag wordt geaccepteerd, met een opmerking \
         (instelling last_working_day). Een peildatum die ontbreekt of buiten de maand valt, is FIL-04.",
        "The as-of date of a headcount should be the last day of the month. The last working day is accepted, with a note (setting \
         last_working_day). An as-of date that is missing or outside the month is FIL-04.",
    ],
    why: [
        "Wie na de peildatum aankomt of vertrekt, valt dan in een andere maand dan bij de andere coördinatoren, en in- en uitstroom sluiten \
         niet aan.",
        "Whoever arrives or leaves after that date falls into another month than with the other coordinators, and inflow and outflow do not \
         agree.",
    ],
    example: ["Boven de tabel in Bezetting!B1 staat peildatum 15-5-2026.", "Above the table Bezetting!B1 says as-of date 15-5-2026."],
    fix: [
        "Coördinator: geef de stand op de laatste dag van de maand op. Analist: vraag of het cijfer op die dag hetzelfde was.",
        "Coordinator: state the number on the last day of the month. Analyst: ask whether the figure was the same on that day.",
    ],
};

/// Every day for which a sheet states headcounts.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let accepted = census.schema.switch(WORDS.code, "last_working_day", true);
    for Reading { ret, at, table, schema, .. } in tables_named(census, "headcount") {
        let own = schema.field("as_of");
        let mut days: BTreeMap<(Period, NaiveDate), RecordRef> = BTreeMap::new();
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            if let (Some(period), Some(day)) = (table.periods[record], census.as_of(here)) {
                days.entry((period, day)).or_insert(here);
            }
        }
        for ((period, day), here) in days {
            if day == period.last_day() {
                out.passed(Some(period), 1);
                continue;
            }
            let working = accepted && day == last_working_day(period);
            let suggestion = if working {
                Bilingual::new(
                    "Dit is de laatste werkdag van de maand en wordt geaccepteerd.",
                    "This is the month's last working day and is accepted.",
                )
            } else {
                Bilingual::default()
            };
            let draft = Draft {
                field: "headcount.as_of".to_owned(),
                value: SafeText::own(day),
                expected: SafeText::own(period.last_day()),
                args: vec![("as_of", Bilingual::same(day.to_string())), ("month", Bilingual::same(period.to_string()))],
                severity: working.then_some(Severity::Info),
                suggestion,
                ..Draft::default()
            };
            let dated = own.filter(|field| table.date(*field, here.record).is_some());
            out.failed(place(census, here, dated), Some(period), draft);
        }
    }
}

/// The cell with the as-of date of a record.
fn place(census: &Census<'_>, at: RecordRef, own: Option<usize>) -> Place {
    let (table, from) = (census.table(at), &census.returns[at.ret]);
    if own.is_some() {
        return census.place(at, own);
    }
    let of_sheet = from.sheets.get(table.sheet).and_then(|sheet| sheet.layout.as_of.as_ref()).filter(|as_of| as_of.date.is_some());
    match (of_sheet, from.as_of) {
        (Some(as_of), _) => census.place_of(at.ret, table.sheet, as_of.cell),
        (None, Some(as_of)) => census.place_of(at.ret, as_of.sheet, as_of.cell),
        (None, None) => Place::Sheet { file: from.source.path.clone(), sheet: census.sheet_name(at.ret, table.sheet).to_owned() },
    }
}

/// The last day of a month that is no Saturday or Sunday.
fn last_working_day(period: Period) -> NaiveDate {
    let mut day = period.last_day();
    while matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        let Some(before) = day.pred_opt() else { break };
        day = before;
    }
    day
}
