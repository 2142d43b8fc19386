//! REG-11: nobody has been in a mission for long.

use crate::domain::{Bilingual, Census, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::series::{lasting, too_short};
use crate::rules::support::{headcounts, stated_place};
use crate::rules::words::Words;

/// What REG-11 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-11",
    scope: Scope::Registry,
    severity: Severity::Info,
    name: ["Al lang niemand in de missie", "Nobody in the mission for long"],
    message: ["{mission} heeft al {n} maanden bezetting 0.", "{mission} has had headcount 0 for {n} months."],
    does: [
        "Een missie waarvan de bezetting zes maanden achtereen nul is (instelling months), wordt genoemd. Niet uitgevoerd zolang er \
         minder maanden bekend zijn.",
        "A mission whose headcount has been zero for six months in a row (setting months) is named. Not run while fewer months are known.",
    ],
    why: [
        "Nul is een geldige opgave. Na een half jaar is de vraag of de missie nog in de tabel voor de Kamer hoort.",
        "Zero is a valid return. After half a year the question is whether the mission still belongs in the table for Parliament.",
    ],
    example: [
        "EUSDI Gulf of Guinea staat sinds december in elke opgave met 0.",
        "EUSDI Gulf of Guinea has been in every return with 0 since December.",
    ],
    fix: [
        "Coördinator: blijf 0 opgeven zolang de missie in de lijst staat. Analist: vraag of er nog iemand wordt uitgezonden, en pas zo \
         nodig het register in schemas/ aan.",
        "Coordinator: keep stating 0 as long as the mission is on the list. Analyst: ask whether anybody will still be sent, and change the \
         registry in schemas/ if need be.",
    ],
};

/// Every known headcount.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let needed = usize::try_from(census.schema.number("REG-11", "months", 6)).unwrap_or(0).max(1);
    for stated in headcounts(census) {
        if stated.headcount.is_none() {
            continue;
        }
        let (months, ended) = lasting(census, "stated", stated.period, stated.index, |count| count == 0);
        if months < needed {
            match ended {
                true => out.passed(Some(stated.period), 1),
                false => out.not_run(Some(stated.period), too_short(needed)),
            }
            continue;
        }
        let draft = Draft {
            mission: Some(stated.mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: SafeText::own(0),
            args: vec![("mission", Bilingual::same(stated.mission.name.clone())), ("n", Bilingual::same(months.to_string()))],
            ..Draft::default()
        };
        out.failed(stated_place(census, stated.at), Some(stated.period), draft);
    }
}
