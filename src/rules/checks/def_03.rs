//! DEF-03: a headcount is in full-time equivalents.

use crate::domain::layout::Counting;
use crate::domain::{Bilingual, Census, RemarkKind, SafeText, Scope, Severity};
use crate::rules::counted_otherwise::{declarations, missions_words};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What DEF-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "DEF-03",
    scope: Scope::Definition,
    severity: Severity::Error,
    name: ["Bezetting in fte", "Headcount in FTE"],
    message: ["Eenheid is fte, gevraagd zijn personen.", "Unit is FTE; persons are required."],
    does: [
        "Gekeken wordt of bij de bezetting 'fte' staat, in de cel, in de kop van de kolom, of in een titel of toelichting ('bezetting in fte'). Zo'n waarde wordt niet als aantal personen \
         gelezen, ook niet als zij een geheel getal is.",
        "This looks whether the headcount says 'FTE', in the cell, in the column's header, or in a title or note ('headcount in FTE'). Such a value is not read as a number of \
         persons, not even if it is whole.",
    ],
    why: [
        "Twee personen in deeltijd zijn samen misschien 1,6 fte, maar in de tabel voor de Kamer twee politiefunctionarissen.",
        "Two part-time persons may be 1.6 FTE together, but are two police officers in the table for Parliament.",
    ],
    example: ["In Bezetting!B6 staat '2 fte'.", "Bezetting!B6 says '2 fte'."],
    fix: [
        "Coördinator: geef het aantal personen op. Analist: reken fte niet om naar personen.",
        "Coordinator: state the number of persons. Analyst: do not convert FTE to persons.",
    ],
};

/// Every count, and the header above it.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for (ret, from) in census.returns.iter().enumerate().filter(|(_, from)| from.counts()) {
        for (at, sheet) in from.sheets.iter().enumerate() {
            for layout in &sheet.layout.tables {
                let schema = &census.schema.tables[layout.table];
                let counts = layout.columns.iter().filter(|column| is_count(&schema.fields[column.field]));
                for column in counts.filter(|column| says_fte(&column.header)) {
                    let row = layout.header_rows.last().copied().unwrap_or(0);
                    let place = census.place_of(ret, at, layout.direction.cell(row, column.col));
                    let field = format!("{}.{}", schema.name, schema.fields[column.field].name);
                    out.failed(place, from.period, Draft { field, value: SafeText::scrub(&column.header), ..Draft::default() });
                }
            }
        }
    }
    for one in declarations(census).iter().filter(|one| one.declared.counting == Counting::Fte) {
        for (period, names) in one.months(census) {
            let about = missions_words(&names);
            let suggestion = Bilingual::new(
                format!("Vraag de aantallen in personen; er is niets omgerekend. {}", about.nl),
                format!("Ask for the numbers in persons; nothing was converted. {}", about.en),
            );
            out.failed(one.place(census), period, Draft { field: "headcount.stated".to_owned(), suggestion, ..Draft::default() });
        }
    }
    let is_fte = |kind: &RemarkKind| matches!(kind, RemarkKind::Fte);
    by_kind(census, out, is_count, is_fte, |remark, about| Some(raw_and_mission(remark, about)));
}

/// Whether a header counts in full-time equivalents.
fn says_fte(header: &str) -> bool {
    header.split(|c: char| !c.is_alphabetic()).any(|word| matches!(word.to_lowercase().as_str(), "fte" | "ftes" | "vte" | "etp"))
}
