//! XFL-06: the United Nations count other Dutch police officers than the returns.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::census::Chosen;
use crate::domain::registry::Resolved;
use crate::domain::{Bilingual, Census, Period, Place, RecordRef, SafeText, Scope, Severity, plain_date};
use crate::rules::outcome::{Draft, Outcome, number};
use crate::rules::support::{Reading, source_words, stated_place, tables_named};
use crate::rules::words::Words;

/// What XFL-06 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "XFL-06",
    scope: Scope::CrossFile,
    severity: Severity::Warning,
    name: ["VN-overzicht wijkt af", "UN report differs"],
    message: [
        "VN-overzicht meldt {x} Nederlandse politie bij {mission}, wij {y}.",
        "UN report lists {x} Dutch police in {mission}, we have {y}.",
    ],
    does: [
        "Ligt het maandelijkse overzicht van bijdragen van de VN bij de opgaven, dan moet het aantal Nederlandse politiefunctionarissen \
         per missie en maand gelijk zijn aan de bezetting, op 1 na (instelling tolerance; het overzicht loopt achter). Alleen regels van \
         Nederland (NLD) over politie tellen. Niet uitgevoerd als er geen overzicht is of als het de missie die maand niet noemt.",
        "Where the monthly report of contributors of the UN lies beside the returns, the number of Dutch police officers of a mission and \
         month must equal the headcount, give or take 1 (setting tolerance; the report lags behind). Only rows of the Netherlands (NLD) \
         about police count. Not run without a report, or where it does not name the mission in that month.",
    ],
    why: [
        "Het is de enige openbare telling naast de onze. Wie beide naast elkaar legt, vraagt naar het verschil.",
        "It is the only public count beside ours. Whoever lays both side by side asks about the difference.",
    ],
    example: [
        "In Bezetting!B4 staat 4 voor UNFICYP, en het VN-overzicht noemt over die maand 1 Nederlandse politievrouw en 1 politieman.",
        "Bezetting!B4 says 4 for UNFICYP, and the UN report of that month lists 1 Dutch policewoman and 1 policeman.",
    ],
    fix: [
        "Coördinator: controleer de bezetting. Analist: ga bij de permanente vertegenwoordiging na of het overzicht achterloopt.",
        "Coordinator: check the headcount. Analyst: ask the permanent representation whether the report lags behind.",
    ],
};

/// The country that is compared.
const COUNTRY: &str = "NLD";

/// What a report says of a mission in a month.
#[derive(Default)]
struct Listed {
    officers: i64,
    /// The first row about Dutch police.
    at: Option<RecordRef>,
}

/// Every mission of the United Nations in every month that a report is about.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let tolerance = census.schema.number("XFL-06", "tolerance", 1);
    let listed = listed(census);
    if listed.is_empty() {
        for period in &census.periods {
            out.not_run(Some(*period), Bilingual::new("er is geen VN-overzicht opgegeven", "no UN report given"));
        }
        return;
    }
    let headcount = census.schema.table("headcount");
    let stated = headcount.and_then(|table| census.schema.tables[table].field("stated"));
    let mut cases: BTreeSet<(Period, usize)> = listed.iter().filter(|(_, of)| of.officers > 0).map(|(case, _)| *case).collect();
    let of_the_un = |mission: usize| census.schema.registry.missions[mission].organisation == "UN";
    cases.extend(headcount.into_iter().flat_map(|table| census.missions(table)).map(|(period, mission, _)| (period, mission)));
    cases.retain(|(period, mission)| of_the_un(*mission) && census.periods.contains(period));
    for (period, mission) in cases {
        let Some(of) = listed.get(&(period, mission)) else {
            let reason =
                Bilingual::new("het VN-overzicht noemt de missie die maand niet", "the UN report does not name the mission in that month");
            out.not_run(Some(period), reason);
            continue;
        };
        let (own, source) = match census.headcount(period, mission) {
            Chosen::One(at) => (stated.and_then(|field| census.table(at).count(field, at.record)), Some(stated_place(census, at))),
            Chosen::Nothing => (None, None),
            Chosen::Conflict(_) => {
                out.not_run(Some(period), Bilingual::new("de opgaven spreken elkaar tegen", "the returns contradict each other"));
                continue;
            }
        };
        let differs = own.map_or(of.officers > tolerance, |own| own.abs_diff(of.officers) > tolerance.unsigned_abs());
        if !differs {
            out.passed(Some(period), 1);
            continue;
        }
        let report = of.at.map(|at| census.place(at, None));
        let Some(place) = source.or_else(|| report.clone()) else { continue };
        let mission = &census.schema.registry.missions[mission];
        let draft = Draft {
            mission: Some(mission.id.clone()),
            field: "headcount.stated".to_owned(),
            value: own.map(SafeText::own).unwrap_or_default(),
            expected: SafeText::own(of.officers),
            args: vec![
                ("x", number(of.officers)),
                ("y", own.map_or_else(|| Bilingual::new("geen opgave", "no return"), number)),
                ("mission", Bilingual::same(mission.name.clone())),
            ],
            suggestion: where_it_stands(report.as_ref(), &place),
            ..Draft::default()
        };
        out.failed(place, Some(period), draft);
    }
}

fn where_it_stands(report: Option<&Place>, place: &Place) -> Bilingual {
    match report {
        Some(report) if report != place => {
            let (words, row) = (source_words(report, place), report.cell().map_or(0, |cell| u64::from(cell.row) + 1));
            Bilingual::new(
                format!("In het VN-overzicht: {}, regel {row}.", words.nl),
                format!("In the UN report: {}, row {row}.", words.en),
            )
        }
        Some(_) => Bilingual::new(
            "Van deze missie is er die maand geen opgave; vraag haar op.",
            "There is no return of this mission for that month; ask for it.",
        ),
        None => Bilingual::new(
            "Het VN-overzicht noemt de missie wel, maar geen Nederlandse politie.",
            "The UN report names the mission, but no Dutch police.",
        ),
    }
}

/// What the reports say of each month and mission that the registry knows. A mission that is named without Dutch police has none.
fn listed(census: &Census<'_>) -> BTreeMap<(Period, usize), Listed> {
    let mut listed: BTreeMap<(Period, usize), Listed> = BTreeMap::new();
    for Reading { ret, at, table, schema } in tables_named(census, "un_contributors") {
        let [Some(country), Some(acronym), Some(kind), Some(male), Some(female), Some(date)] =
            ["isocode3", "mission_acronym", "personnel_type", "male_personnel", "female_personnel", "last_reporting_date"]
                .map(|name| schema.field(name))
        else {
            continue;
        };
        // Thousands of rows share some dozens of names and dates: each is looked up once.
        let mut missions: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        let mut months: BTreeMap<&str, Option<Period>> = BTreeMap::new();
        for record in 0..table.len() {
            let (Some(name), Some(date)) = (table.text(acronym, record), table.text(date, record)) else { continue };
            let known = missions.entry(name).or_insert_with(|| match census.schema.registry.resolve_exactly(name, None) {
                Resolved::Known(mission) => Some(mission),
                Resolved::Ambiguous(_) | Resolved::Unknown { .. } => None,
            });
            let month = months.entry(date).or_insert_with(|| plain_date(date).and_then(Period::of));
            let (Some(mission), Some(month)) = (*known, *month) else { continue };
            let of = listed.entry((month, mission)).or_default();
            let dutch = table.text(country, record).is_some_and(|code| code.trim().eq_ignore_ascii_case(COUNTRY));
            if !dutch || !table.text(kind, record).is_some_and(is_police) {
                continue;
            }
            let officers = [male, female].into_iter().filter_map(|field| table.count(field, record)).fold(0_i64, i64::saturating_add);
            of.officers = of.officers.saturating_add(officers);
            of.at = of.at.or(Some(RecordRef { ret, table: at, record }));
        }
    }
    listed
}

/// Whether a kind of personnel is police: individual officers, formed units and specialised teams.
fn is_police(kind: &str) -> bool {
    let folded = crate::domain::fold(kind);
    folded.contains("police") || matches!(folded.as_str(), "unpol" | "ipo" | "ipos" | "fpu" | "fpus" | "civpol" | "spt" | "spts")
}
