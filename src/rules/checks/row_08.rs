//! ROW-08: a date has no reading, or two.

use crate::domain::{Census, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, is_time, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-08",
    scope: Scope::Row,
    severity: Severity::Error,
    name: ["Datum niet eenduidig", "Date not unambiguous"],
    message: ["Datum '{raw}' is niet eenduidig.", "Date '{raw}' is not unambiguous."],
    does: [
        "Een datum die als tekst is ingevuld, moet precies één dag aanduiden. De volgorde is dag-maand-jaar; 03/04/2026 heeft twee \
         lezingen en wordt alleen gelezen als andere datums in dezelfde kolom de volgorde vastleggen, zoals 13/04/2026.",
        "A date entered as text must mean exactly one day. The order is day-month-year; 03/04/2026 has two readings and is only read if \
         other dates in its column settle the order, as 13/04/2026 does.",
    ],
    why: [
        "Aan begin en einde van een uitzending hangt in welke maand iemand meetelt.",
        "The start and end of a tour decide in which month somebody counts.",
    ],
    example: [
        "In Personeel!G12 staat 31-06-2026: die dag bestaat niet. In I14 staat 'maart', zonder jaar.",
        "Personeel!G12 says 31-06-2026: there is no such day. I14 says 'maart', without a year.",
    ],
    fix: [
        "Coördinator: maak er een datumcel van, of schrijf 2026-03-01. Analist: verander de datum niet zelf; vraag welke dag is bedoeld.",
        "Coordinator: make it a date cell, or write 2026-03-01. Analyst: do not change the date yourself; ask which day is meant.",
    ],
};

/// Every day, month and window of time.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(census, out, is_time, |kind| matches!(kind, RemarkKind::UncertainDate), |remark, about| Some(raw_and_mission(remark, about)));
}
