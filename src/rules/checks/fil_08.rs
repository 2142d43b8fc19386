//! FIL-08: a column is not recognised.

use crate::domain::cell::column_letters;
use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What FIL-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-08",
    scope: Scope::File,
    severity: Severity::Warning,
    name: ["Kolom niet herkend", "Column not recognised"],
    message: ["Kolom '{header}' wordt niet (eenduidig) herkend.", "Column '{header}' is not recognised (unambiguously)."],
    does: [
        "Elke kolomkop wordt vergeleken met de bekende namen van velden in het Nederlands, Engels en Frans; hoofdletters, accenten, \
         spaties en leestekens tellen niet mee. De controle slaat aan als geen veld past, of als er meer dan één past en de andere \
         kolommen geen uitsluitsel geven.",
        "Every column header is compared with the known names of fields in Dutch, English and French; capitals, accents, spaces and \
         punctuation do not count. The check fails if no field fits, or if more than one fits and the other columns do not settle which.",
    ],
    why: [
        "Een kolom die niet wordt herkend, wordt niet gelezen. Er wordt niet geraden wat zij betekent.",
        "A column that is not recognised is not read. What it means is never guessed.",
    ],
    example: [
        "In cel F4 staat de kop 'Vertrek': dat kan het vertrek naar de missie zijn of het vertrek uit de missie.",
        "Cell F4 has the header 'Vertrek' (departure): that may be the departure to the mission or from it.",
    ],
    fix: [
        "Coördinator: gebruik de kop uit het sjabloon (muster template) of verwijder een kolom die niet nodig is. Analist: voeg de kop \
         toe als synoniem in de tabel onder schemas/ als de betekenis vaststaat.",
        "Coordinator: use the header of the template (muster template), or remove a column that is not needed. Analyst: add the header \
         as a synonym to the table in schemas/ if its meaning is certain.",
    ],
};

/// Every column under a header.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for (ret, from) in census.returns.iter().enumerate().filter(|(_, from)| from.counts()) {
        for (at, sheet) in from.sheets.iter().enumerate() {
            for layout in &sheet.layout.tables {
                out.passed(from.period, layout.columns.len() as u64);
                for column in &layout.unknown {
                    let shown = if column.header.is_empty() { column_letters(column.col) } else { column.header.to_string() };
                    let suggestion = match (column.candidates.as_slice(), &column.nearest) {
                        ([], Some(nearest)) => Bilingual::new(
                            format!("Lijkt op {nearest}; de kolom is niet gelezen."),
                            format!("Looks like {nearest}; the column was not read."),
                        ),
                        ([], None) => Bilingual::new(
                            "De kolom is niet gelezen. Hoort zij erbij, voeg de kop dan toe in schemas/tables.",
                            "The column was not read. If it belongs, add the header in schemas/tables.",
                        ),
                        ([only], _) => Bilingual::new(
                            format!("{only} staat al in een andere kolom; deze is niet gelezen."),
                            format!("{only} is in another column already; this one was not read."),
                        ),
                        (several, _) => Bilingual::new(
                            format!("Kan {} zijn; geef de kolom een duidelijker kop.", several.join(" of ")),
                            format!("May be {}; give the column a clearer header.", several.join(" or ")),
                        ),
                    };
                    let draft = Draft {
                        field: column.candidates.join(" | "),
                        value: column.header.clone(),
                        args: vec![("header", Bilingual::same(shown))],
                        suggestion,
                        ..Draft::default()
                    };
                    out.failed(census.place_of(ret, at, layout.direction.cell(column.row, column.col)), from.period, draft);
                }
            }
        }
    }
}
