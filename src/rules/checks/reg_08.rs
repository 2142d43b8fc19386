//! REG-08: a country that is not the mission's.

use std::collections::BTreeSet;

use crate::domain::{Bilingual, Census, Mission, Place, RecordRef, SafeText, Scope, Severity};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::support::{Reading, mission_index, tables};
use crate::rules::words::Words;

/// What REG-08 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "REG-08",
    scope: Scope::Registry,
    severity: Severity::Warning,
    name: ["Land past niet bij de missie", "Country does not fit the mission"],
    message: ["Land {raw} past niet bij {mission} ({list}).", "Country {raw} does not fit {mission} ({list})."],
    does: [
        "Staat naast een missie een land, dan moet dat volgens het register een gastland van die missie zijn, of een land waarvan bekend \
         is dat er personeel van die missie zit (duty_stations). Per blad wordt elke combinatie eenmaal gemeld.",
        "Where a country stands beside a mission, it must be a host country of that mission according to the registry, or a country \
         where personnel of that mission is known to be stationed (duty_stations). Each combination is reported once for each sheet.",
    ],
    why: [
        "Of de missie of het land is verkeerd ingevuld. De telling per gastland rust op het register.",
        "Either the mission or the country was entered wrongly. The count by host country rests on the registry.",
    ],
    example: ["In Bezetting!C7 staat Tunesië naast EUBAM Libya.", "Bezetting!C7 says Tunisia beside EUBAM Libya."],
    fix: [
        "Coördinator: controleer de missie en het land. Analist: zet een standplaats buiten het gastland bij duty_stations van de missie \
         in schemas/missions.toml.",
        "Coordinator: check the mission and the country. Analyst: add a duty station outside the host country to duty_stations of the \
         mission in schemas/missions.toml.",
    ],
};

/// Every row with a country and a mission.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let no_host = |mission: &Mission| mission.countries.is_empty() && mission.duty_stations.is_empty();
    let fits = |mission: &Mission, code: &str| mission.countries.iter().chain(&mission.duty_stations).any(|known| known == code);
    let list = |mission: &Mission| mission.countries.iter().map(|code| label(census, "country", code)).collect::<Vec<_>>();
    compare(
        census,
        out,
        "host_country",
        |mission, code| (!no_host(mission)).then(|| fits(mission, code)),
        |mission, code| {
            let several = list(mission);
            let listed = |lang: fn(&Bilingual) -> &str| several.iter().map(lang).collect::<Vec<_>>().join(", ");
            let names = Bilingual::new(listed(|label| &label.nl), listed(|label| &label.en));
            vec![("raw", label(census, "country", code)), ("list", names), ("mission", Bilingual::same(mission.name.clone()))]
        },
    );
}

/// Every row with a mission and a code of a field, tried once for each sheet, mission and code. `fits` is `None` where the registry
/// does not say.
pub(super) fn compare(
    census: &Census<'_>,
    out: &mut Outcome<'_>,
    name: &str,
    fits: impl Fn(&Mission, &str) -> Option<bool>,
    args: impl Fn(&Mission, &str) -> Vec<(&'static str, Bilingual)>,
) {
    let mut seen: BTreeSet<(usize, usize, usize, &str)> = BTreeSet::new();
    for Reading { ret, at, table, schema } in tables(census) {
        let Some(field) = schema.field(name) else { continue };
        for record in (0..table.len()).filter(|record| table.accepted[*record]) {
            let here = RecordRef { ret, table: at, record };
            let (Some(mission), Some(code)) = (mission_index(census, here), census.code_of(here, name)) else { continue };
            if !seen.insert((ret, table.sheet, mission, code)) {
                continue;
            }
            let period = table.periods[record];
            let mission = &census.schema.registry.missions[mission];
            match fits(mission, code) {
                None => out.not_run(period, Bilingual::new("het register zegt daar niets over", "the registry says nothing about it")),
                Some(true) => out.passed(period, 1),
                Some(false) => {
                    let place: Place = census.place(here, Some(field));
                    let draft = Draft {
                        mission: Some(mission.id.clone()),
                        field: format!("{}.{name}", schema.name),
                        value: SafeText::own(code),
                        args: args(mission, code),
                        ..Draft::default()
                    };
                    out.failed(place, period, draft);
                }
            }
        }
    }
}

/// What a code of a list is called; the code itself if the list has none.
pub(super) fn label(census: &Census<'_>, list: &str, code: &str) -> Bilingual {
    let list = census.schema.code_list(list).and_then(|at| census.schema.code_lists.get(at));
    let known = list.and_then(|list| list.codes.get(usize::from(list.find(code)?)));
    known.map_or_else(|| Bilingual::same(code), |known| known.label.clone())
}
