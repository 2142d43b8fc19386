//! PLN-03: headcount and plans together are above the ceiling.

use std::collections::BTreeMap;

use crate::domain::census::Chosen;
use crate::domain::{Bilingual, Census, Period, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::words::Words;

use super::pln_01::{Intention, intentions};
use super::reg_06::no_ceiling;

/// What PLN-03 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "PLN-03",
    scope: Scope::Planning,
    severity: Severity::Info,
    name: ["Bezetting en voornemen boven het plafond", "Headcount and intention above the ceiling"],
    message: [
        "{mission}: bezetting plus gepland {x} komt boven plafond {y}.",
        "{mission}: headcount plus planned {x} exceeds ceiling {y}.",
    ],
    does: [
        "De bezetting plus wat er voor de missie is gepland, wordt vergeleken met het plafond dat op de eerste dag van het tijdvak geldt. \
         Niet uitgevoerd zonder plafond, of als de bezetting of het geplande aantal niet bekend is.",
        "The headcount plus what is planned for the mission is compared with the ceiling that holds on the first day of the window. Not \
         run without a ceiling, or where the headcount or the planned number is not known.",
    ],
    why: [
        "Het plan kan dan alleen doorgaan als er iemand vertrekt of het plafond omhoog gaat. Dat is goed om op tijd te weten.",
        "The plan can then only go ahead if somebody leaves or the ceiling is raised. That is good to know in time.",
    ],
    example: [
        "UNFICYP heeft bezetting 2 in Bezetting!B5, in Planning!B4 staan er 2 gepland, en het plafond is 3.",
        "UNFICYP has a headcount of 2 in Bezetting!B5, Planning!B4 has 2 planned, and the ceiling is 3.",
    ],
    fix: [
        "Coördinator: ga na of het om opvolgers gaat. Analist: niets te doen als er een vertrek of een nieuw plafond bij hoort.",
        "Coordinator: find out whether these are successors. Analyst: nothing to do if a departure or a new ceiling belongs to it.",
    ],
};

/// Every mission for which a number is planned.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let stated = census.schema.table("headcount").and_then(|table| census.schema.tables[table].field("stated"));
    let mut planned: BTreeMap<(Period, usize), Vec<Intention<'_>>> = BTreeMap::new();
    for intention in intentions(census) {
        planned.entry((intention.period, intention.index)).or_default().push(intention);
    }
    for ((period, index), plans) in planned {
        let Some(first) = plans.first() else { continue };
        let mission = first.mission;
        let day = plans.iter().filter_map(|plan| plan.window).map(|window| window.0).min().unwrap_or_else(|| period.last_day());
        let Some(ceiling) = mission.ceiling(day) else {
            out.not_run(Some(period), no_ceiling());
            continue;
        };
        let headcount = match census.headcount(period, index) {
            Chosen::One(at) => stated.and_then(|field| census.table(at).count(field, at.record)),
            _ => None,
        };
        let intended = plans.iter().map(|plan| plan.count).try_fold(0_i64, |sum, count| Some(sum.saturating_add(count?)));
        let (Some(headcount), Some(intended)) = (headcount, intended) else {
            let reason =
                Bilingual::new("de bezetting of het geplande aantal is niet bekend", "the headcount or the planned number is not known");
            out.not_run(Some(period), reason);
            continue;
        };
        let sum = headcount.saturating_add(intended);
        if sum <= ceiling {
            out.passed(Some(period), 1);
            continue;
        }
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "planned.count".to_owned(),
            value: SafeText::own(sum),
            args: vec![("mission", Bilingual::same(mission.name.clone())), ("x", number(sum)), ("y", number(ceiling))],
            ..Draft::default()
        };
        let field = census.schema.tables[census.table(first.at).schema].field("count");
        out.failed(census.place(first.at, field), Some(period), draft);
    }
}
