//! What changed in each mission between two months, and how far the movements between explain it.

use super::census::Census;
use super::facts::{HeadcountFact, HeadcountStatus};
use super::period::Period;
use super::registry::Registry;
use super::tour::Tour;

/// What changed in one mission. Counts are persons; `None` is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The mission, as an index into the registry.
    pub mission: usize,
    /// The headcount of the earlier month.
    pub opening: Option<i64>,
    /// Arrivals after the earlier month, up to and including the later one; `None` if those of one month are not known.
    pub arrivals: Option<i64>,
    /// Departures in the same time.
    pub departures: Option<i64>,
    /// The headcount of the later month.
    pub closing: Option<i64>,
    /// The months of which the movements are not known, earliest first.
    pub unknown: Vec<Period>,
    /// Persons temporarily home in the earlier and in the later month.
    pub home: (Option<i64>, Option<i64>),
    /// How far both headcounts can be trusted; `None` for a month in which the mission was not expected.
    pub status: (Option<HeadcountStatus>, Option<HeadcountStatus>),
    /// Arrivals and departures that the rosters of the months show; `None` where a month has no roster of the mission.
    pub roster: Option<(i64, i64)>,
}

impl Change {
    /// The later headcount less the earlier one.
    #[must_use]
    pub fn difference(&self) -> Option<i64> {
        Some(self.closing?.saturating_sub(self.opening?))
    }

    /// What arrivals and departures leave unexplained of the difference; 0 if they explain it.
    #[must_use]
    pub fn remainder(&self) -> Option<i64> {
        Some(self.difference()?.saturating_sub(self.arrivals?).saturating_add(self.departures?))
    }

    /// Whether there is anything to tell: another number, a movement, or a number that is not known.
    #[must_use]
    pub fn is_any(&self) -> bool {
        let moved = |count: Option<i64>| count.is_some_and(|count| count != 0);
        self.difference() != Some(0)
            || self.home.0.unwrap_or(0) != self.home.1.unwrap_or(0)
            || moved(self.arrivals)
            || moved(self.departures)
    }
}

/// The change of every mission that has a figure, or should have, in one of two months: in the order of the letter, then of the
/// registry. `census` tells what the rosters show.
#[must_use]
pub fn changes(facts: &[HeadcountFact], registry: &Registry, census: &Census<'_>, (from, to): (Period, Period)) -> Vec<Change> {
    let fact = |period: Period, mission: usize| facts.iter().find(|fact| fact.period == period && fact.mission == mission);
    let mut missions: Vec<usize> = facts.iter().filter(|fact| fact.period == from || fact.period == to).map(|fact| fact.mission).collect();
    missions.sort_unstable();
    missions.dedup();
    missions.sort_by_key(|at| {
        let order = registry.missions.get(*at).and_then(|mission| mission.display_order);
        (order.is_none(), order, *at)
    });
    let change = |mission: usize| {
        let (before, after) = (fact(from, mission), fact(to, mission));
        let (mut arrivals, mut departures, mut unknown) = (0_i64, 0_i64, Vec::new());
        let mut roster = Some((0, 0));
        let mut month = from;
        while month < to {
            month = month.next();
            match fact(month, mission).and_then(|fact| Some((fact.arrivals?, fact.departures?))) {
                Some((inflow, outflow)) => {
                    (arrivals, departures) = (arrivals.saturating_add(inflow), departures.saturating_add(outflow));
                }
                None => unknown.push(month),
            }
            roster = roster.zip(by_roster(census, month, mission)).map(|(sum, own)| (sum.0 + own.0, sum.1 + own.1));
        }
        let known = unknown.is_empty();
        Change {
            mission,
            opening: before.and_then(|fact| fact.headcount),
            arrivals: known.then_some(arrivals),
            departures: known.then_some(departures),
            closing: after.and_then(|fact| fact.headcount),
            unknown,
            home: (before.and_then(|fact| fact.temp_home), after.and_then(|fact| fact.temp_home)),
            status: (before.map(|fact| fact.status), after.map(|fact| fact.status)),
            roster,
        }
    };
    missions.into_iter().map(change).collect()
}

/// The tours that began and ended between two as-of dates by a month's roster of a mission; `None` if there is none.
fn by_roster(census: &Census<'_>, period: Period, mission: usize) -> Option<(i64, i64)> {
    let lines = census.of_mission(census.schema.table("roster")?, period, mission);
    let before = census.previous_as_of(period, mission);
    let as_of = census.stated_as_of(period, mission).unwrap_or_else(|| period.last_day());
    let counted = Tour::of_lines(census, lines).fold((0, 0), |(began, ended), (_, tour)| {
        (began + i64::from(tour.arrives_between(before, as_of)), ended + i64::from(tour.departs_between(before, as_of)))
    });
    (!lines.is_empty()).then_some(counted)
}
