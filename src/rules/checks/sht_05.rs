//! SHT-05: a line is a total though its label does not say so.

use crate::domain::cell::column_letters;
use crate::domain::layout::{Claim, Evidence};
use crate::domain::{Bilingual, Census, Direction, Layout, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What SHT-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "SHT-05",
    scope: Scope::Sheet,
    severity: Severity::Error,
    name: ["Totaal zonder herkenbaar label", "Total without a label that says so"],
    message: ["Regel {row} ('{label}') is een totaal en telt niet mee.", "Row {row} ('{label}') is a total and is not counted."],
    does: [
        "Een regel zonder bekende missie geldt ook zonder woord als 'Totaal' als totaal: als een formule in een van zijn aantallen twee of meer \
         regels erboven optelt, of als hij de laatste van zijn blok is en in elke kolom precies de som van de regels erboven staat. Een \
         regel met een missie uit het register is nooit een totaal, welk getal er ook staat.",
        "A row without a known mission counts as a total even without a word such as 'Total': if a formula in one of its counts adds up two \
         or more rows above it, or if it is the last of its block and holds in every column exactly the sum of the rows above it. A row \
         with a mission of the registry is never a total, whatever its number.",
    ],
    why: [
        "Een totaal dat als missie meetelt, verdubbelt de cijfers. Een missie die voor een totaal wordt aangezien, zou juist ontbreken; \
         daarom wordt het gemeld.",
        "A total that is counted as a mission doubles the figures. A mission that is taken for a total would be missing instead; that is why \
         it is reported.",
    ],
    example: [
        "Onder zes missies van de EU staat in Bezetting!B11 zonder label 35, precies hun som; als missie meegeteld gaf dat 70.",
        "Below six missions of the EU Bezetting!B11 says 35 without a label, just their sum; counted as a mission that would give 70.",
    ],
    fix: [
        "Coördinator: zet 'Totaal' of 'Subtotaal' voor de regel. Analist: is het een missie, voeg haar naam dan toe in \
         schemas/missions.toml; is het een woord voor een totaal, voeg het dan toe aan total_labels in schemas/settings.toml.",
        "Coordinator: put 'Total' or 'Subtotal' in front of the row. Analyst: if it is a mission, add its name in schemas/missions.toml; if \
         it is a word for a total, add it to total_labels in schemas/settings.toml.",
    ],
};

/// Every total line.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for (ret, from) in census.returns.iter().enumerate().filter(|(_, from)| from.counts()) {
        for (at, sheet) in from.sheets.iter().enumerate() {
            for layout in &sheet.layout.tables {
                for claim in &layout.claims {
                    if claim.by == Evidence::Label {
                        out.passed(from.period, 1);
                        continue;
                    }
                    let col = layout.columns.first().map_or(0, |column| column.col);
                    let place = census.place_of(ret, at, layout.direction.cell(claim.row, col));
                    out.failed(place, from.period, draft(census, layout, claim));
                }
            }
        }
    }
}

fn draft(census: &Census<'_>, layout: &Layout, claim: &Claim) -> Draft {
    let row = if layout.direction == Direction::Across { column_letters(claim.row) } else { (u64::from(claim.row) + 1).to_string() };
    let label = match claim.label.is_empty() {
        true => Bilingual::new("zonder label", "no label"),
        false => Bilingual::same(claim.label.to_string()),
    };
    // A formula leaves no doubt; numbers alone may add up by chance, and then a mission would be missing.
    let (severity, suggestion) = match claim.by {
        Evidence::Arithmetic => (
            None,
            Bilingual::new(
                "De getallen zijn precies de som van de regels erboven. Is het een totaal, zet dan 'Totaal' voor de regel; is het een missie, \
                 vul dan haar naam in.",
                "The numbers are just the sum of the rows above. If it is a total, put 'Total' in front of the row; if it is a mission, fill \
                 in its name.",
            ),
        ),
        Evidence::Formula | Evidence::Label => (
            Some(Severity::Warning),
            Bilingual::new(
                "De formule telt de regels erboven op. Zet 'Totaal' of 'Subtotaal' voor de regel.",
                "The formula adds up the rows above. Put 'Total' or 'Subtotal' in front of the row.",
            ),
        ),
    };
    Draft {
        field: census.schema.tables[layout.table].name.clone(),
        value: SafeText::own(&claim.label),
        args: vec![("row", Bilingual::same(row)), ("label", label)],
        suggestion,
        severity,
        ..Draft::default()
    }
}
