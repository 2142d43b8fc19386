//! ROW-02: a headcount has a fraction.

use crate::domain::{Bilingual, Census, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-02",
    scope: Scope::Row,
    severity: Severity::Error,
    name: ["Bezetting met decimalen", "Headcount with a fraction"],
    message: ["{field} {x} bij {mission} lijkt een fte, geen aantal personen.", "{field} {x} for {mission} looks like FTE, not persons."],
    does: [
        "De bezetting mag geen decimalen hebben, behalve nullen: '4,0' wordt gelezen als 4, '3,6' niet.",
        "The headcount may have no decimals other than zeros: '4,0' is read as 4, '3,6' is not.",
    ],
    why: [
        "In andere politiestukken betekent 'bezetting' fte. De missietabel telt personen; afronden zou een verzonnen aantal geven.",
        "In other police papers the word headcount means FTE. The mission table counts persons; rounding would invent a number.",
    ],
    example: ["In Bezetting!B6 staat 3,6.", "Bezetting!B6 says 3,6."],
    fix: [
        "Coördinator: geef het aantal personen op dat op de peildatum is uitgezonden, ook wie in deeltijd werkt als één. Analist: rond \
         niet zelf af.",
        "Coordinator: state the number of persons on a posting at the as-of date, counting part-timers as one. Analyst: do not round it \
         yourself.",
    ],
};

/// Every count of a row.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(
        census,
        out,
        is_count,
        |kind| matches!(kind, RemarkKind::Fraction),
        |remark, about| {
            let mut draft = raw_and_mission(remark, about);
            draft.args.push(("x", Bilingual::same(remark.raw.to_string())));
            Some(draft)
        },
    );
}
