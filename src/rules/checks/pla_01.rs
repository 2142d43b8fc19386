//! PLA-01: a count is negative.

use crate::domain::{Census, RemarkKind, SafeText, Scope, Severity};
use crate::rules::outcome::{Outcome, number};
use crate::rules::support::{by_kind, is_count, raw_and_mission};
use crate::rules::words::Words;

/// What PLA-01 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLA-01",
    scope: Scope::Plausibility,
    severity: Severity::Error,
    name: ["Negatieve waarde", "Negative value"],
    message: ["Negatieve waarde {x} in {field} ({mission}).", "Negative value {x} in {field} ({mission})."],
    does: [
        "Elk aantal moet 0 of meer zijn: bezetting, tijdelijk in Nederland, vrouwen, instroom, uitstroom, vacatures en alle andere \
         tellingen.",
        "Every count must be 0 or more: headcount, temporarily in the Netherlands, women, inflow, outflow, vacancies and all other \
         counts.",
    ],
    why: [
        "Aantallen personen zijn nooit negatief. Een negatief getal is een teken voor iets anders en vervalst elke som.",
        "Numbers of persons are never negative. A negative number stands for something else and spoils every sum.",
    ],
    example: [
        "In de kolom Vacatures staat in Bezetting!H5 -1, om aan te geven dat er één persoon te veel is.",
        "The column for vacancies has -1 in Bezetting!H5, to say that there is one person too many.",
    ],
    fix: [
        "Coördinator: vul het werkelijke aantal in en licht een overbezetting toe in de opmerkingen. Analist: laat het minteken niet \
         zelf weg.",
        "Coordinator: enter the real number and explain overstaffing in the remarks. Analyst: do not drop the minus sign yourself.",
    ],
};

/// Every count of a row.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    by_kind(
        census,
        out,
        is_count,
        |kind| matches!(kind, RemarkKind::Negative(_)),
        |remark, about| {
            let RemarkKind::Negative(value) = remark.kind else { return None };
            let mut draft = raw_and_mission(remark, about);
            draft.args.push(("x", number(value)));
            draft.expected = SafeText::own(">= 0");
            Some(draft)
        },
    );
}
