//! ROW-05: a headcount is not reported.

use crate::domain::{Census, FieldType, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-05 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-05",
    scope: Scope::Row,
    severity: Severity::Warning,
    name: ["Bezetting niet opgegeven", "Headcount not reported"],
    message: ["Leeg of '{raw}' bij {mission}: onbekend is niet nul.", "Blank or '{raw}' for {mission}: unknown is not zero."],
    does: [
        "De cel met de bezetting is leeg of bevat een teken voor onbekend, zoals '-', '?', 'n.v.t.', 'nnb' of 'geen opgave'. 'Geen', \
         'nihil' en 'nul' gelden wel als 0. Een ander veld dat leeg is gelaten, is geen bevinding.",
        "The headcount cell is blank or holds a sign for unknown, such as '-', '?', 'n/a', 'tbd' or 'geen opgave'. 'Geen', 'none' and \
         'nihil' do count as 0. Any other field that was left blank is no finding.",
    ],
    why: [
        "0 is een opgave, een lege cel niet. Wie een streepje als nul telt, meldt minder personen dan er misschien zijn.",
        "0 is a report, a blank cell is not. Counting a dash as zero reports fewer persons than there may be.",
    ],
    example: ["In Bezetting!B9 staat '-' bij EUSDI Gulf of Guinea.", "Bezetting!B9 says '-' for EUSDI Gulf of Guinea."],
    fix: [
        "Coördinator: vul het aantal in, en 0 als er niemand is uitgezonden. Analist: vraag het na; het cijfer blijft leeg.",
        "Coordinator: fill in the number, and 0 if nobody is deployed. Analyst: ask; the figure stays empty.",
    ],
};

/// Every headcount. Other measures may be left blank.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(
        census,
        out,
        |field| field.kind == FieldType::Headcount,
        |kind| matches!(kind, RemarkKind::Missing),
        |remark, about| Some(raw_and_mission(remark, about)),
    );
}
