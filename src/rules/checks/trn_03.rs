//! TRN-03: persons were added up over programmes.

use std::collections::BTreeSet;

use crate::domain::{Bilingual, Census, ClaimKind, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

/// What TRN-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "TRN-03",
    scope: Scope::Training,
    severity: Severity::Warning,
    name: ["Personen opgeteld over programma's", "Persons added up over programmes"],
    message: [
        "Som over programma's is geen aantal personen ({x}): overlap mogelijk.",
        "Sum over programmes is not a number of persons ({x}): overlap possible.",
    ],
    does: [
        "Een totaalregel onder opgeleide personen van meer dan één programma mag niet eenvoudig de som zijn: wie twee programma's volgde, \
         is dan twee keer geteld. Een totaal dat lager is, houdt rekening met overlap en is goed.",
        "A total line below persons trained in more than one programme may not simply be the sum: whoever took two programmes is then \
         counted twice. A total that is lower takes the overlap into account and is fine.",
    ],
    why: [
        "De Kamer leest het getal als personen. Programma's bereiken vaak dezelfde mensen.",
        "Parliament reads the number as persons. Programmes often reach the same people.",
    ],
    example: [
        "In Blad1!F6 staat als totaal 119: 60 trainers bij TCO en 59 bij Buddy Support.",
        "Blad1!F6 says 119 as the total: 60 trainers of TCS and 59 of Buddy Support.",
    ],
    fix: [
        "Coördinator: laat het totaal weg, of geef het aantal verschillende personen. Analist: noem de programma's apart.",
        "Coordinator: leave the total out, or give the number of different persons. Analyst: name the programmes apart.",
    ],
};

/// Whether an indicator counts persons.
pub(super) fn counts_persons(indicator: Option<&str>) -> bool {
    matches!(indicator, Some("trainers_trained" | "participants_trained"))
}

/// Every total line of a table of project output.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Reading { ret, at, table, schema } in tables_named(census, "training") {
        for total in table.totals.iter().filter(|total| total.kind == ClaimKind::Sum) {
            for (field, col, claimed) in &total.values {
                let Some(claimed) = claimed else { continue };
                let name = schema.fields[*field].name.as_str();
                if !matches!(name, "value" | "persons" | "cumulative") {
                    continue;
                }
                let (mut programmes, mut persons, mut all) = (BTreeSet::new(), 0_i64, 0_i64);
                for record in table.covered(total) {
                    let Some(count) = table.count(*field, record) else { continue };
                    all = all.saturating_add(count);
                    let here = RecordRef { ret, table: at, record };
                    if name == "persons" || counts_persons(census.code_of(here, "indicator")) {
                        persons = persons.saturating_add(count);
                        programmes.extend(census.code_of(here, "programme"));
                    }
                }
                let period = table.covered(total).next().and_then(|record| table.periods[record]).or(census.returns[ret].period);
                if programmes.len() < 2 || (*claimed != persons && *claimed != all) {
                    out.passed(period, 1);
                    continue;
                }
                let draft = Draft {
                    field: format!("training.{name}"),
                    value: SafeText::own(claimed),
                    args: vec![("x", number(*claimed))],
                    suggestion: Bilingual::new(
                        format!("Het totaal telt {} programma's bij elkaar op.", programmes.len()),
                        format!("The total adds up {} programmes.", programmes.len()),
                    ),
                    ..Draft::default()
                };
                out.failed(census.place_of(ret, table.sheet, table.direction.cell(total.row, *col)), period, draft);
            }
        }
    }
}
