//! ROW-09: a tour ends before it starts.

use crate::domain::{Bilingual, Census, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, mission_id, tables_named};
use crate::rules::words::Words;

/// What ROW-09 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-09",
    scope: Scope::Row,
    severity: Severity::Error,
    name: ["Einde vóór begin", "End before start"],
    message: ["Einde {end} ligt voor begin {start} (regel {row}).", "End {end} is before start {start} (row {row})."],
    does: [
        "Op elke regel van het rooster mogen het werkelijke einde en het geplande einde niet voor het begin liggen; dezelfde dag mag. \
         Niet uitgevoerd als een van beide datums ontbreekt.",
        "On every roster line neither the actual end nor the planned end may be before the start; the same day is allowed. Not run where \
         one of the two dates is missing.",
    ],
    why: [
        "Zo'n regel telt in geen enkele maand mee, terwijl er wel iemand is uitgezonden.",
        "Such a line counts in no month at all, although somebody is deployed.",
    ],
    example: [
        "In Personeel!G12 staat begin 1-9-2026 en in H12 einde 31-8-2026: het jaar van het einde is waarschijnlijk een tikfout.",
        "Personeel!G12 says start 1-9-2026 and H12 end 31-8-2026: the year of the end is probably a slip.",
    ],
    fix: [
        "Coördinator: verbeter de verkeerde datum. Analist: vraag na welke van de twee klopt.",
        "Coordinator: correct the wrong date. Analyst: ask which of the two is right.",
    ],
};

/// Every line of a roster with a first day.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for Reading { ret, at, table, schema } in tables_named(census, "roster") {
        let Some(start_field) = schema.field("start") else { continue };
        let ends: Vec<usize> = ["planned_end", "extension_until", "actual_end"].iter().filter_map(|name| schema.field(name)).collect();
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let Some(start) = table.date(start_field, record) else { continue };
            let here = RecordRef { ret, table: at, record };
            for (field, end) in ends.iter().filter_map(|field| Some((*field, table.date(*field, record)?))) {
                if end >= start {
                    out.passed(table.periods[record], 1);
                    continue;
                }
                let args = vec![
                    ("end", Bilingual::same(end.to_string())),
                    ("start", Bilingual::same(start.to_string())),
                    ("row", Bilingual::same((table.rows[record] + 1).to_string())),
                ];
                let draft = Draft {
                    mission: mission_id(census, here),
                    field: format!("roster.{}", schema.fields[field].name),
                    value: SafeText::own(end),
                    expected: SafeText::own(format!(">= {start}")),
                    args,
                    ..Draft::default()
                };
                out.failed(census.place(here, Some(field)), table.periods[record], draft);
            }
        }
    }
}
