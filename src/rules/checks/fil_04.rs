//! FIL-04: the as-of date is missing or outside the month.

use crate::domain::{Bilingual, Census, Place, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

/// What FIL-04 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-04",
    scope: Scope::File,
    severity: Severity::Error,
    name: ["Peildatum ontbreekt of valt buiten de maand", "As-of date missing or outside the month"],
    message: ["Peildatum ontbreekt of valt buiten {month}: {value}.", "As-of date is missing or outside {month}: {value}."],
    does: [
        "De peildatum op het blad met de bezetting moet er staan en binnen de maand van de opgave vallen. De laatste werkdag van de \
         maand wordt geaccepteerd naast de laatste kalenderdag (instelling last_working_day).",
        "The as-of date on the headcount sheet must be there and must lie within the month of the return. The month's last working day \
         is accepted beside its last calendar day (setting last_working_day).",
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

/// Every headcount sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let any_day = census.schema.switch("FIL-04", "last_working_day", true);
    for Reading { ret, table, schema, .. } in tables_named(census, "headcount") {
        let from = &census.returns[ret];
        let dated = schema.field("as_of").is_some_and(|field| (0..table.len()).any(|record| table.date(field, record).is_some()));
        let period = from.period.or_else(|| table.periods.first().copied().flatten());
        let own = from.sheets.get(table.sheet).and_then(|sheet| sheet.layout.as_of.as_ref());
        let stated = own.and_then(|as_of| as_of.date).or_else(|| from.as_of.map(|as_of| as_of.date));
        let fits = |day| period.is_some_and(|period| period.contains(day) && (any_day || day == period.last_day()));
        if dated || (stated.is_some_and(fits)) {
            out.passed(period, 1);
            continue;
        }
        let place = match (own, from.as_of) {
            (Some(as_of), _) => census.place_of(ret, table.sheet, as_of.cell),
            (None, Some(as_of)) => census.place_of(ret, as_of.sheet, as_of.cell),
            (None, None) => Place::Sheet { file: from.source.path.clone(), sheet: census.sheet_name(ret, table.sheet).to_owned() },
        };
        let value = own.map_or_else(|| stated.map(SafeText::own).unwrap_or_default(), |as_of| as_of.raw.clone());
        let shown = if value.is_empty() { Bilingual::new("niets opgegeven", "nothing stated") } else { Bilingual::same(value.to_string()) };
        let month =
            period.map_or_else(|| Bilingual::new("een onbekende maand", "an unknown month"), |period| Bilingual::same(period.to_string()));
        let expected = period.map(|period| SafeText::own(period.last_day())).unwrap_or_default();
        let suggestion = if period.is_some() {
            Bilingual::new(
                "Zet boven de tabel 'Peildatum' met de laatste dag van de maand, of geef het bestand de naam van de juiste maand.",
                "Put 'As-of date' with the last day of the month above the table, or give the file the name of the right month.",
            )
        } else {
            Bilingual::new(
                "De maand van deze opgave is niet te bepalen: zet haar in de bestandsnaam (bijvoorbeeld 2026-05), of gebruik --period.",
                "The month of this return cannot be told: put it in the file's name (2026-05, for instance), or use --period.",
            )
        };
        let args = vec![("month", month), ("value", shown)];
        out.failed(place, period, Draft { field: "headcount.as_of".to_owned(), value, expected, args, suggestion, ..Draft::default() });
    }
}
