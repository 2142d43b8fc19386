//! FIL-04: the as-of date is missing or outside the month.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::{Bilingual, CellRef, Census, Period, Place, RecordRef, Return, SafeText, Scope, Severity, Table, TableSchema};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, tables, tables_named};
use crate::rules::words::Words;

/// What FIL-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-04",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Peildatum ontbreekt of valt buiten de maand", "As-of date missing or outside the month"],
    message: ["Peildatum ontbreekt of valt buiten {month}: {value}.", "As-of date is missing or outside {month}: {value}."],
    does: [
        "De peildatum op het blad met de bezetting moet er staan en binnen de maand van de opgave vallen. Een dag binnen de maand die niet \
         de laatste is, is DEF-05. Ook van elke andere tabel moet de maand vaststaan: door de naam van het bestand of de map, een kolom met \
         de maand, of een peildatum.",
        "The as-of date on the headcount sheet must be there and must lie within the month of the return. A day within the month that is \
         not its last is DEF-05. Of every other table, too, the month must be certain: by the name of the file or folder, a column with the \
         month, or an as-of date.",
    ],
    why: [
        "Een bezetting zonder datum is met niets te vergelijken. Controles die de datum nodig hebben, zoals die tegen het rooster, \
         worden niet uitgevoerd.",
        "A headcount without a date cannot be compared with anything. Checks that need the date, such as those against the roster, are \
         not run.",
    ],
    example: [
        "De opgave over april 2026 noemt in Bezetting!B2 de datum 31-04-2026, een dag die niet bestaat; of er staat nog 31-03-2026 van \
         de vorige maand.",
        "The return for April 2026 says 31-04-2026 in Bezetting!B2, a day that does not exist; or 31-03-2026 is still there from the \
         month before.",
    ],
    fix: [
        "Coördinator: zet de juiste peildatum bovenaan het blad, bij voorkeur de laatste dag van de maand. Analist: klopt de datum en is \
         de maand verkeerd bepaald, hernoem dan het bestand of gebruik --period.",
        "Coordinator: put the right as-of date at the top of the sheet, preferably the last day of the month. Analyst: if the date is \
         right and the month was taken wrongly, rename the file or use --period.",
    ],
};

/// Every headcount sheet, and every other table for whether its month is known.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let mut without_month: Vec<usize> = Vec::new();
    let bundled = bundled(census);
    let mut told: Option<(usize, usize)> = None;
    for reading in tables_named(census, "headcount") {
        let Reading { ret, table, schema, .. } = reading;
        let from = &census.returns[ret];
        let together = bundled.get(&(ret, table.sheet)).filter(|_| !dated(table, schema));
        let months = together.cloned().unwrap_or_else(|| months(table));
        let period = match months.as_slice() {
            [] => from.period,
            [only] => Some(*only),
            _ => None,
        };
        let own = from.sheets.get(table.sheet).and_then(|sheet| sheet.layout.as_of.as_ref());
        let stated = own.and_then(|as_of| as_of.date).or_else(|| from.as_of.map(|as_of| as_of.date));
        let fits = |day| period.is_some_and(|period| period.contains(day));
        let field = schema.field("as_of");
        let dated = dated(table, schema);
        let stray = field.and_then(|field| outside(from, table, field, &months));
        if stray.is_none() && (dated || stated.is_some_and(fits)) {
            out.passed(period, 1);
            continue;
        }
        // The months of a cross-table lack their dates together.
        if together.is_some() && told.replace((ret, table.sheet)) == Some((ret, table.sheet)) {
            continue;
        }
        let mut draft = Draft { field: "headcount.as_of".to_owned(), suggestion: suggestion(&months, period), ..Draft::default() };
        let (place, period) = if let (Some((cell, day)), Some(month)) = (stray, from.period) {
            draft.value = SafeText::own(day);
            (census.place_of(ret, table.sheet, cell), Some(month))
        } else {
            draft.value = own.map_or_else(|| stated.map(SafeText::own).unwrap_or_default(), |as_of| as_of.raw.clone());
            let place = match (own, from.as_of) {
                (Some(as_of), _) => census.place_of(ret, table.sheet, as_of.cell),
                (None, Some(as_of)) => census.place_of(ret, as_of.sheet, as_of.cell),
                (None, None) => Place::Sheet { file: from.source.path.clone(), sheet: census.sheet_name(ret, table.sheet).to_owned() },
            };
            (place, period)
        };
        if months.is_empty() {
            without_month.push(ret);
        }
        draft.expected = period.map(|period| SafeText::own(period.last_day())).unwrap_or_default();
        draft.args = words(&months, period, &draft.value);
        out.failed(place, period, draft);
    }
    for reading in tables(census).filter(|reading| !reading.schema.reference) {
        let Reading { ret, table, schema, .. } = reading;
        let Some(record) = first_without_month(table, schema).filter(|_| !without_month.contains(&ret)) else { continue };
        without_month.push(ret);
        let cell = schema.field("period").and_then(|field| table.origin(field, record));
        let place = match cell {
            Some(cell) => census.place_of(ret, table.sheet, cell),
            None => census.place(RecordRef { ret, table: reading.at, record }, None),
        };
        let value = SafeText::default();
        let args = words(&[], None, &value);
        let draft = Draft { field: format!("{}.period", schema.name), args, suggestion: suggestion(&[], None), ..Draft::default() };
        out.failed(place, None, draft);
    }
}

fn dated(table: &Table, schema: &TableSchema) -> bool {
    schema.field("as_of").is_some_and(|field| (0..table.len()).any(|record| table.date(field, record).is_some()))
}

/// The months of sheets with several tables of headcounts of different months that have no date, earliest first.
fn bundled(census: &Census<'_>) -> BTreeMap<(usize, usize), Vec<Period>> {
    let mut sheets: BTreeMap<(usize, usize), Vec<Period>> = BTreeMap::new();
    for Reading { ret, table, .. } in tables_named(census, "headcount").filter(|reading| !dated(reading.table, reading.schema)) {
        sheets.entry((ret, table.sheet)).or_default().extend(months(table));
    }
    for months in sheets.values_mut() {
        months.sort_unstable();
        months.dedup();
    }
    sheets.retain(|_, months| months.len() > 1);
    sheets
}

/// The months of a table's accepted records, earliest first.
fn months(table: &Table) -> Vec<Period> {
    let accepted = table.periods.iter().zip(&table.accepted).filter(|(_, accepted)| **accepted);
    let mut months: Vec<Period> = accepted.filter_map(|(period, _)| *period).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// The first as-of date of a row, where the return is for one month and none of its rows is about that month: most likely the
/// dates are those of the month before.
fn outside(from: &Return, table: &Table, field: usize, months: &[Period]) -> Option<(CellRef, NaiveDate)> {
    let period = from.period.filter(|period| !months.is_empty() && !months.contains(period))?;
    (0..table.len()).find_map(|record| {
        let day = table.date(field, record).filter(|day| !period.contains(*day))?;
        Some((table.origin(field, record)?, day))
    })
}

/// The first accepted record that belongs to no month, unless its own month could not be read: that is told of the cell.
fn first_without_month(table: &Table, schema: &TableSchema) -> Option<usize> {
    let unreadable = |record: usize| {
        let column = schema.field("period").map(|field| &table.columns[field]);
        column.is_some_and(|column| u32::try_from(record).is_ok_and(|record| column.unusable.contains(&record)))
    };
    (0..table.len()).find(|record| table.accepted[*record] && table.periods[*record].is_none() && !unreadable(*record))
}

fn words(months: &[Period], period: Option<Period>, value: &SafeText) -> Vec<(&'static str, Bilingual)> {
    let month = match (period, months) {
        (Some(period), _) => Bilingual::same(period.to_string()),
        (None, []) => Bilingual::new("de maand, die niet bekend is", "the month, which is not known"),
        (None, months) => Bilingual::same(months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    };
    let shown = if value.is_empty() { Bilingual::new("niets opgegeven", "nothing stated") } else { Bilingual::same(value.to_string()) };
    vec![("month", month), ("value", shown)]
}

fn suggestion(months: &[Period], period: Option<Period>) -> Bilingual {
    match (period, months) {
        (Some(_), _) => Bilingual::new(
            "Zet boven de tabel 'Peildatum' met de laatste dag van de maand, of geef het bestand de naam van de juiste maand.",
            "Put 'As-of date' with the last day of the month above the table, or give the file the name of the right month.",
        ),
        (None, []) => Bilingual::new(
            "De maand van deze opgave is niet te bepalen: zet haar in de bestandsnaam (bijvoorbeeld 2026-05), of gebruik --period.",
            "The month of this return cannot be told: put it in the file's name (2026-05, for instance), or use --period.",
        ),
        (None, _) => Bilingual::new(
            "Het blad bundelt meer maanden: zet de laatste dag van elke maand erbij, als kop boven de cijfers of in een kolom 'Peildatum'.",
            "The sheet bundles several months: add the last day of each, as the header of its figures or in a column 'As-of date'.",
        ),
    }
}
