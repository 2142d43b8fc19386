//! A small invented edition, for the tests of several stages.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::check::{Check, CheckTally, Doc, Scope, Severity};
use super::edition::Edition;
use super::equation::Equations;
use super::excerpt::Excerpts;
use super::facts::{AttributeFact, Facts, HeadcountFact, HeadcountStatus};
use super::finding::{Finding, Place, SafeText};
use super::ledger::Ledger;
use super::period::Period;
use super::registry::{Mission, MissionStatus, Registry};
use super::schema::{Code, CodeList, Schema, Settings};
use super::text::{Bilingual, Lang};
use crate::domain::CellRef;

/// Owns what an [`Edition`] borrows.
pub(crate) struct Sample {
    pub(crate) schema: Schema,
    pub(crate) catalogue: Vec<Check>,
    pub(crate) facts: Facts,
    pub(crate) findings: Vec<Finding>,
    pub(crate) tallies: Vec<CheckTally>,
    pub(crate) ledger: Ledger,
    pub(crate) periods: Vec<Period>,
    pub(crate) inputs: Vec<(String, String)>,
    pub(crate) excerpts: Excerpts,
    pub(crate) lang: Lang,
    pub(crate) generated: DateTime<Utc>,
}

/// Missions of the sample, by their place in its registry.
pub(crate) const ARMENIA: usize = 0;
pub(crate) const IRAQ: usize = 1;
pub(crate) const GUINEA: usize = 2;
pub(crate) const OSC: usize = 3;
pub(crate) const AT_SEA: usize = 4;

impl Sample {
    /// Five missions, one check, no figures, for May 2026.
    pub(crate) fn new() -> Self {
        let missions = vec![
            mission("eum-armenia", "EUM Armenia", "EU", &["AM"], "south_caucasus", Some(1)),
            mission("euam-iraq", "EUAM Iraq", "EU", &["IQ"], "middle_east", Some(2)),
            mission("eusdi", "EUSDI Gulf of Guinea", "EU", &["BJ", "CI", "GH", "TG"], "west_africa", Some(3)),
            mission("osc", "OSC", "COALITION", &["IL"], "middle_east", Some(4)),
            mission("at-sea", "Mission at sea", "EU", &[], "at_sea", None),
        ];
        let organisations = CodeList::new(
            "organisation",
            vec![Code {
                code: "COALITION".into(),
                label: Bilingual::new("coalitie", "coalition"),
                synonyms: vec!["coalitie".into()],
                outside: false,
            }],
        );
        let schema = Schema {
            tables: Vec::new(),
            code_lists: vec![organisations],
            ambiguous_headers: Vec::new(),
            personal_headers: Vec::new(),
            health_words: Vec::new(),
            registry: Registry::new(missions, Vec::new()),
            coordinators: Vec::new(),
            letters: Vec::new(),
            releases: Vec::new(),
            checks: BTreeMap::new(),
            equations: Equations::default(),
            waivers: Vec::new(),
            settings: Settings {
                language: Lang::En,
                small_count_threshold: 5,
                withhold_female_by_mission: true,
                max_file_bytes: 1,
                max_unpacked_bytes: 1,
                max_cells: 1,
                max_ratio: 1,
                max_memory_bytes: 1,
                max_seconds: 1,
                total_labels: Vec::new(),
                average_labels: Vec::new(),
                of_which_labels: Vec::new(),
                correction_words: Vec::new(),
                definitions: crate::domain::schema::Definitions::default(),
            },
            files: vec![("missions.toml".into(), "5c".into())],
            secret: crate::domain::person::Secret::new(&[7; 32]).expect("a secret"),
        };
        let check = Check {
            code: "SHT-01".into(),
            name: Bilingual::new("totaal klopt niet", "total does not add up"),
            scope: Scope::CrossSheet,
            severity: Severity::Error,
            enabled: true,
            message: Bilingual::new("{a} is niet {b}", "{a} is not {b}"),
            doc: Doc::default(),
        };
        Self {
            schema,
            catalogue: vec![check],
            facts: Facts::default(),
            findings: Vec::new(),
            tallies: Vec::new(),
            ledger: Ledger::default(),
            periods: vec![month("2026-05")],
            inputs: vec![("2026-05/east.xlsx".into(), "1e".into())],
            excerpts: Excerpts::default(),
            lang: Lang::En,
            generated: DateTime::from_timestamp(1_780_000_000, 0).expect("a moment"),
        }
    }

    /// The same with these headcounts.
    pub(crate) fn with(headcounts: Vec<HeadcountFact>) -> Self {
        let mut sample = Self::new();
        sample.facts.headcounts = headcounts;
        sample
    }

    pub(crate) fn edition(&self) -> Edition<'_> {
        Edition {
            schema: &self.schema,
            catalogue: &self.catalogue,
            facts: &self.facts,
            findings: &self.findings,
            tallies: &self.tallies,
            ledger: &self.ledger,
            periods: &self.periods,
            inputs: &self.inputs,
            history: None,
            excerpts: &self.excerpts,
            partition: None,
            lang: self.lang,
            generated: self.generated,
        }
    }
}

fn mission(id: &str, name: &str, organisation: &str, countries: &[&str], region: &str, display_order: Option<u32>) -> Mission {
    Mission {
        id: id.into(),
        name: name.into(),
        organisation: organisation.into(),
        aliases: Vec::new(),
        countries: countries.iter().map(|country| (*country).to_owned()).collect(),
        region: region.into(),
        start: Some(2020),
        end: None,
        status: MissionStatus::Active,
        planned_from: None,
        display_order,
        mandates: Vec::new(),
        ceilings: Vec::new(),
        duty_stations: Vec::new(),
        unconfirmed: false,
    }
}

/// A month written as `2026-05`.
pub(crate) fn month(text: &str) -> Period {
    text.parse().expect("a month")
}

/// A headcount with its number of women, reported for the last day of the month.
pub(crate) fn headcount(period: &str, mission: usize, headcount: Option<i64>, female: Option<i64>) -> HeadcountFact {
    let period = month(period);
    HeadcountFact {
        period,
        as_of: Some(period.last_day()),
        mission,
        headcount,
        temp_home: None,
        in_area: None,
        female,
        arrivals: None,
        departures: None,
        vacancies: None,
        status: HeadcountStatus::Ok,
        source: Some(("2026-05/east.xlsx".into(), "Bezetting".into(), CellRef::new(6, 1))),
    }
}

/// A count of a breakdown of May 2026.
pub(crate) fn attribute(mission: usize, attribute: &'static str, value: &str, count: i64) -> AttributeFact {
    AttributeFact { period: month("2026-05"), mission, attribute, value: value.into(), count: Some(count), suppressed: false }
}

/// An open error in a cell of the sample's return of May 2026.
pub(crate) fn finding() -> Finding {
    Finding {
        code: "SHT-01".into(),
        severity: Severity::Error,
        place: Place::Cell { file: "2026-05/east.xlsx".into(), sheet: "Bezetting".into(), cell: CellRef::new(6, 1) },
        period: Some(month("2026-05")),
        mission: Some("eum-armenia".into()),
        field: "headcount.headcount".into(),
        value: SafeText::own(11),
        expected: SafeText::own(10),
        message: Bilingual::new("11 is niet 10", "11 is not 10"),
        suggestion: Bilingual::new("Kijk naar B7", "Look at B7"),
        outcome_of: None,
        waived: false,
        waiver: None,
    }
}
