//! The missions that exist, under all their names.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::text::fold;

/// What the registry knows of a mission's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the code list mission_status says it")]
pub enum MissionStatus {
    Active,
    Planned,
    Standby,
    Liquidation,
    Closed,
    Umbrella,
    Project,
}

impl MissionStatus {
    /// Every status with its code.
    pub const ALL: [(&'static str, Self); 7] = [
        ("active", Self::Active),
        ("planned", Self::Planned),
        ("standby", Self::Standby),
        ("liquidation", Self::Liquidation),
        ("closed", Self::Closed),
        ("umbrella", Self::Umbrella),
        ("project", Self::Project),
    ];

    /// The code of the status.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, status)| *status == self).map_or("", |(code, _)| code)
    }
}

/// A dated period of a mandate, first and last day included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while the end is open or unknown.
    pub until: Option<NaiveDate>,
    /// How well it is known.
    pub basis: String,
    /// Where that can be read.
    pub source: String,
}

/// How many officers may be in a mission at most over some time, first and last day included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    /// Persons.
    pub count: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` while the end is open or unknown.
    pub until: Option<NaiveDate>,
    /// The decision it rests on.
    pub basis: String,
}

/// One entry of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mission {
    /// Its key, never reused.
    pub id: String,
    /// Its name as in the letter.
    pub name: String,
    /// Code of the organisation that leads it.
    pub organisation: String,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// ISO 3166-1 alpha-2 codes of the host countries; none for a mission at sea.
    pub countries: Vec<String>,
    /// Code of the one region it is counted in.
    pub region: String,
    /// Year it began.
    pub start: Option<i32>,
    /// Year it ended.
    pub end: Option<i32>,
    /// Its status.
    pub status: MissionStatus,
    /// First day on which officers are intended to be there.
    pub planned_from: Option<NaiveDate>,
    /// Its place in the letter; `None` if it has no line there.
    pub display_order: Option<u32>,
    /// Its mandate periods, earliest first.
    pub mandates: Vec<Mandate>,
    /// How many officers may be there, by time, earliest first; none where no decision is known.
    pub ceilings: Vec<Ceiling>,
    /// ISO 3166-1 alpha-2 codes of countries that are no host and where officers of the mission are stationed all the same.
    pub duty_stations: Vec<String>,
    /// Whether the entry itself is unconfirmed.
    pub unconfirmed: bool,
}

impl Mission {
    /// The key under which a mission with several host countries stands in a table by country, such as `BJ+CI+GH+TG`.
    #[must_use]
    pub fn country_key(&self) -> String {
        self.countries.join("+")
    }

    /// The ceiling that holds on a day, if one is known.
    #[must_use]
    pub fn ceiling(&self, day: NaiveDate) -> Option<i64> {
        self.ceilings.iter().find(|one| one.from <= day && one.until.is_none_or(|until| day <= until)).map(|one| one.count)
    }

    /// The last day of a mission that is known to have ended.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        let year = self.end?;
        let year_end = NaiveDate::from_ymd_opt(year, 12, 31)?;
        let mandate_end = self.mandates.last().and_then(|mandate| mandate.until);
        Some(mandate_end.filter(|until| *until <= year_end).unwrap_or(year_end))
    }
}

/// A name that several missions share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousName {
    /// The name.
    pub alias: String,
    /// The missions it may mean, as indexes into the registry.
    pub candidates: Vec<usize>,
    /// What is needed to tell them apart.
    pub rule: String,
}

/// What a name in a return stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// Exactly one mission, as an index into the registry.
    Known(usize),
    /// Several missions.
    Ambiguous(&'a AmbiguousName),
    /// None. The nearest name may be suggested; it never decides.
    Unknown {
        /// The mission with the most similar name, if one is similar at all.
        nearest: Option<usize>,
    },
}

/// All missions and their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry {
    /// The missions, in the order of the registry file.
    pub missions: Vec<Mission>,
    /// Names that need a country or a period.
    pub ambiguous: Vec<AmbiguousName>,
    by_name: HashMap<String, usize>,
    ambiguous_by_name: HashMap<String, usize>,
}

impl Registry {
    /// A registry over missions and shared names. Of two missions with one folded name the first keeps it; the schema
    /// loader refuses that before.
    #[must_use]
    pub fn new(missions: Vec<Mission>, ambiguous: Vec<AmbiguousName>) -> Self {
        let ambiguous_by_name: HashMap<String, usize> = ambiguous.iter().enumerate().map(|(at, name)| (fold(&name.alias), at)).collect();
        let mut by_name = HashMap::new();
        for (at, mission) in missions.iter().enumerate() {
            for name in [&mission.name, &mission.id].into_iter().chain(&mission.aliases) {
                by_name.entry(fold(name)).or_insert(at);
            }
        }
        Self { missions, ambiguous, by_name, ambiguous_by_name }
    }

    /// What a name stands for. A country (ISO code) settles a shared name if just one of its missions is there.
    #[must_use]
    pub fn resolve(&self, name: &str, country: Option<&str>) -> Resolved<'_> {
        match self.resolve_exactly(name, country) {
            Resolved::Unknown { .. } => Resolved::Unknown { nearest: self.nearest(&fold(name)) },
            known => known,
        }
    }

    /// The same as [`Registry::resolve`] without the costly search for a similar name.
    #[must_use]
    pub fn resolve_exactly(&self, name: &str, country: Option<&str>) -> Resolved<'_> {
        let folded = fold(name);
        if let Some(at) = self.ambiguous_by_name.get(&folded) {
            let shared = &self.ambiguous[*at];
            let there = |mission: &&usize| country.is_some_and(|country| self.missions[**mission].countries.iter().any(|c| c == country));
            let mut fitting = shared.candidates.iter().filter(there);
            return match (fitting.next(), fitting.next()) {
                (Some(one), None) => Resolved::Known(*one),
                _ => Resolved::Ambiguous(shared),
            };
        }
        match self.by_name.get(&folded) {
            Some(at) => Resolved::Known(*at),
            None => Resolved::Unknown { nearest: None },
        }
    }

    /// The mission with a key.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<usize> {
        self.missions.iter().position(|mission| mission.id == id)
    }

    fn nearest(&self, folded: &str) -> Option<usize> {
        if folded.chars().count() < 3 {
            return None;
        }
        let mut best: Option<(f64, &str, usize)> = None;
        for (name, at) in &self.by_name {
            let score = strsim::jaro_winkler(folded, name);
            let better = best.is_none_or(|(top, other, _)| score > top || (score.total_cmp(&top).is_eq() && name.as_str() < other));
            if score >= 0.88 && better {
                best = Some((score, name, *at));
            }
        }
        best.map(|(_, _, at)| at)
    }
}
