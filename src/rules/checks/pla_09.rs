//! PLA-09: something that happened lies in the future.

use crate::domain::{Bilingual, Census, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, day_of, mission_id, tables_named};
use crate::rules::words::Words;

/// What PLA-09 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-09",
    scope: Scope::Plausibility,
    severity: Severity::Error,
    name: ["Feitelijke datum in de toekomst", "Actual date in the future"],
    message: ["Feitelijke datum {value} ligt in de toekomst.", "Actual date {value} is in the future."],
    does: [
        "Een datum van iets wat al is gebeurd, zoals een werkelijk einde of een mutatie, mag niet na de peildatum liggen, en niet na de \
         dag van ontvangst als die bekend is. Geplande datums en verlengingen mogen dat wel.",
        "A date of something that has happened, such as an actual end or a movement, may not be after the as-of date, nor after the day \
         of receipt where that is known. Planned dates and extensions may.",
    ],
    why: ["Een verkeerd jaar laat iemand jaren te lang meetellen.", "A wrong year keeps somebody in the count for years too long."],
    example: [
        "In Personeel!I8 staat als werkelijke einddatum 1-3-2062: twee cijfers zijn verwisseld.",
        "Personeel!I8 says 1-3-2062 as actual end: two digits were swapped.",
    ],
    fix: [
        "Coördinator: verbeter de datum, of zet een verwacht vertrek bij het geplande einde. Analist: vraag de juiste datum.",
        "Coordinator: correct the date, or enter an expected departure as planned end. Analyst: ask for the right date.",
    ],
};

/// Every actual end and every movement.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    for (name, fields) in [("roster", &["actual_end", "status_since"][..]), ("movements", &["date"][..])] {
        for Reading { ret, at, table, schema } in tables_named(census, name) {
            for field in fields.iter().filter_map(|field| schema.field(field)) {
                for record in (0..table.len()).filter(|record| table.accepted[*record]) {
                    let here = RecordRef { ret, table: at, record };
                    let Some(day) = table.date(field, record) else { continue };
                    let Some(as_of) = day_of(census, here) else { continue };
                    let latest = census.returns[ret].source.received.map_or(as_of, |received| as_of.min(received));
                    if day <= latest {
                        out.passed(table.periods[record], 1);
                        continue;
                    }
                    let draft = Draft {
                        mission: mission_id(census, here),
                        field: format!("{name}.{}", schema.fields[field].name),
                        value: SafeText::own(day),
                        expected: SafeText::own(format!("<= {latest}")),
                        args: vec![("value", Bilingual::same(day.to_string()))],
                        ..Draft::default()
                    };
                    out.failed(census.place(here, Some(field)), table.periods[record], draft);
                }
            }
        }
    }
}
