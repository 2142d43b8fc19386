//! ROW-01: a headcount is no whole number.

use crate::domain::{Census, RemarkKind, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What ROW-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "ROW-01",
    scope: Scope::Row,
    severity: Severity::Error,
    name: ["Bezetting is geen geheel getal", "Headcount is not a whole number"],
    message: ["{field} '{raw}' bij {mission} is geen geheel getal.", "{field} '{raw}' for {mission} is not a whole number."],
    does: [
        "De cel met de bezetting moet een geheel getal van 0 of meer bevatten. Telwoorden tot twintig, '4,0' en '5 personen' worden \
         gelezen; 'geen' en 'nihil' zijn 0.",
        "The headcount cell must hold a whole number of 0 or more. Number words up to twenty, '4,0' and '5 persons' are read; 'geen' and \
         'none' are 0.",
    ],
    why: [
        "Zonder getal is de bezetting van de missie onbekend en klopt het totaal niet.",
        "Without a number the mission's headcount is unknown and the total is not right.",
    ],
    example: [
        "In Bezetting!B7 staat 'zie toelichting', of '1.000', dat duizend of één kan zijn.",
        "Bezetting!B7 says 'see note', or '1.000', which may be a thousand or one.",
    ],
    fix: [
        "Coördinator: zet in de cel alleen het aantal personen en zet uitleg in de kolom met opmerkingen. Analist: laat de cel leeg tot \
         de coördinator antwoordt.",
        "Coordinator: put only the number of persons in the cell, and any explanation in the column for remarks. Analyst: leave the \
         figure empty until the coordinator answers.",
    ],
};

/// Every count of a row, the headcount among them.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(census, out, is_count, |kind| matches!(kind, RemarkKind::NotACount), |remark, about| Some(raw_and_mission(remark, about)));
}
