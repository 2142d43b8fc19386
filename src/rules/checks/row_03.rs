//! ROW-03: a headcount is an estimate or a bound.

use crate::domain::{Census, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-03",
    scope: Scope::Row,
    severity: Severity::Warning,
    name: ["Bezetting is een schatting of grens", "Headcount is an estimate or a bound"],
    message: ["{field} bij {mission} is een schatting of grens ('{raw}').", "{field} for {mission} is an estimate or a bound ('{raw}')."],
    does: [
        "De bezetting wordt bekeken op woorden en tekens als ca., circa, ±, ~, ongeveer, minimaal, maximaal, > en <. Het getal erachter \
         wordt gebruikt, met deze waarschuwing.",
        "The headcount is looked at for words and signs such as ca., circa, ±, ~, about, at least, max., > and <. The number behind them \
         is used, with this warning.",
    ],
    why: [
        "Een stand op de peildatum is een telling. Een schatting of een plafond mag niet ongemerkt als telling in de Kamerbrief komen.",
        "A figure at the as-of date is a count. An estimate or a ceiling must not enter a letter to Parliament as if it were counted.",
    ],
    example: [
        "In Bezetting!B8 staat 'ca. 5'; of 'max. 5', wat het plafond is en niet de bezetting.",
        "Bezetting!B8 says 'ca. 5'; or 'max. 5', which is the ceiling and not the headcount.",
    ],
    fix: [
        "Coördinator: tel het rooster na en geef het exacte aantal. Analist: vraag het na, of leg vast waarom de schatting wordt \
         aanvaard.",
        "Coordinator: count the roster and state the exact number. Analyst: ask, or record why the estimate is accepted.",
    ],
};

/// Every count of a row.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(census, out, is_count, |kind| matches!(kind, RemarkKind::Estimate), |remark, about| Some(raw_and_mission(remark, about)));
}
