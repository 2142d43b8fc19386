//! REG-09: an organisation that is not the mission's.

use crate::domain::{Bilingual, Census, Scope, Severity};
use crate::rules::outcome::Outcome;
use crate::rules::words::Words;

use super::reg_08::{compare, label};

/// What REG-09 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-09",
    scope: Scope::Registry,
    severity: Severity::Warning,
    name: ["Organisatie past niet bij de missie", "Organisation does not fit the mission"],
    message: ["Organisatie {raw} past niet bij {mission} ({org}).", "Organisation {raw} does not fit {mission} ({org})."],
    does: [
        "Staat naast een missie een organisatie, dan moet dat de organisatie zijn die de missie volgens het register leidt. Per blad \
         wordt elke combinatie eenmaal gemeld.",
        "Where an organisation stands beside a mission, it must be the organisation that leads the mission according to the registry. \
         Each combination is reported once for each sheet.",
    ],
    why: [
        "Namen die op elkaar lijken, worden verwisseld: OSC is geen missie van de OVSE. Dan klopt ook de bezetting niet.",
        "Names that look alike get mixed up: OSC is no mission of the OSCE. Then the headcount is wrong as well.",
    ],
    example: [
        "In Bezetting!B9 staat OVSE naast OSC, dat onder een coalitie valt.",
        "Bezetting!B9 says OSCE beside OSC, which belongs to a coalition.",
    ],
    fix: [
        "Coördinator: controleer of de missie of de organisatie verkeerd is. Analist: pas het register aan als de missie onder een \
         andere organisatie is gekomen.",
        "Coordinator: check whether the mission or the organisation is wrong. Analyst: change the registry if the mission has come under \
         another organisation.",
    ],
};

/// Every row with an organisation and a mission.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let name = |code: &str| label(census, "organisation", code);
    compare(
        census,
        out,
        "organisation",
        |mission, code| Some(mission.organisation == code),
        |mission, code| vec![("raw", name(code)), ("org", name(&mission.organisation)), ("mission", Bilingual::same(mission.name.clone()))],
    );
}
