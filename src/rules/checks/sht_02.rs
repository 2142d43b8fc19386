//! SHT-02: a total leaves out those temporarily home.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Reading, tables_named};
use crate::rules::words::Words;

/// What SHT-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "SHT-02",
    scope: Scope::Sheet,
    severity: Severity::Warning,
    name: ["Totaal zonder 'tijdelijk in NL'", "Total without 'temporarily in NL'"],
    message: [
        "Totaal {x} is exact de som zonder 'tijdelijk in NL': telt u hen niet mee?",
        "Total {x} equals the sum without 'temporarily in NL': are they excluded?",
    ],
    does: [
        "Wijkt een opgegeven totaal af van de som van de regels (SHT-01), dan wordt gekeken of het precies gelijk is aan die som min wie \
         tijdelijk in Nederland is. Alleen uitgevoerd als er ten minste één persoon tijdelijk in Nederland is.",
        "Where a stated total differs from the sum of its rows (SHT-01), this looks whether it is exactly that sum less those \
         temporarily in the Netherlands. Only run if at least one person is temporarily in the Netherlands.",
    ],
    why: [
        "Dan is er niet verkeerd opgeteld, maar een andere definitie gebruikt. De norm telt wie tijdelijk in Nederland is wél mee.",
        "Then the adding up was not wrong, but another definition was used. The standard does include those temporarily in the \
         Netherlands.",
    ],
    example: [
        "De regels tellen op tot 37, van wie 3 tijdelijk in Nederland, en bij TOTAAL in Bezetting!B20 staat 34.",
        "The rows sum to 37, of whom 3 temporarily in the Netherlands, and TOTAAL in Bezetting!B20 says 34.",
    ],
    fix: [
        "Coördinator: tel in het totaal iedereen mee die op uitzending is, waar hij of zij die dag ook verblijft. Analist: wijs de \
         coördinator op de definitie; de som van de regels geldt.",
        "Coordinator: include everybody on a posting in the total, wherever they are that day. Analyst: point the coordinator to the \
         definition; the sum of the rows holds.",
    ],
};

/// Every total line of a headcount sheet.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Reading { ret, table, schema, .. } in tables_named(census, "headcount") {
        let (Some(stated), Some(temp_home)) = (schema.field("stated"), schema.field("temp_home")) else { continue };
        for total in table.totals.iter().filter(|total| total.grand) {
            let Some((_, col, Some(claimed))) = total.values.iter().find(|(field, _, _)| *field == stated) else { continue };
            let covered = table.covered(total);
            let period = covered.clone().next().and_then(|record| table.periods[record]).or(census.returns[ret].period);
            let sum: Option<i64> = covered.clone().map(|record| table.count(stated, record)).sum();
            let home: i64 = covered.filter_map(|record| table.count(temp_home, record)).sum();
            let Some(sum) = sum else {
                out.not_run(period, Bilingual::new("een van de rijen is onbekend", "one of the rows is unknown"));
                continue;
            };
            if home == 0 || *claimed != sum - home {
                out.passed(period, 1);
                continue;
            }
            let draft = Draft {
                field: "headcount.stated".to_owned(),
                value: SafeText::own(claimed),
                expected: SafeText::own(sum),
                args: vec![("x", number(*claimed)), ("y", number(sum))],
                suggestion: Bilingual::new(
                    "Laat de coördinator het totaal herstellen: wie tijdelijk in Nederland is, telt mee.",
                    "Let the coordinator correct the total: those temporarily in the Netherlands are included.",
                ),
                ..Draft::default()
            };
            out.failed(census.place_of(ret, table.sheet, table.direction.cell(total.row, *col)), period, draft);
        }
    }
}
