//! What changed in each mission between two months, and how far the movements between explain it.

use super::census::Census;
use super::facts::{HeadcountFact, HeadcountStatus};
use super::period::Period;
use super::registry::Registry;
use super::schema::{LetterLine, Schema};
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

/// What a later month is compared with: a letter that was sent, or a month as its returns or the published set have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// The month.
    pub period: Period,
    /// The letter about it, by the name it goes by; `None` if none was sent.
    pub letter: Option<String>,
}

impl Since {
    /// A month; the letter about it where one was sent. Of several letters about one month the last in the list stands.
    #[must_use]
    pub fn month(letters: &[LetterLine], period: Period) -> Self {
        let letter = letters.iter().rev().find(|line| line.period == period).map(|line| line.letter.clone());
        Self { period, letter }
    }

    /// What a month is compared with unless somebody asks otherwise: the last letter before it, else the month before it where that
    /// has a headcount; `None` if there is neither.
    #[must_use]
    pub fn before(letters: &[LetterLine], facts: &[HeadcountFact], month: Period) -> Option<Self> {
        let previous = month.previous();
        let known = || facts.iter().any(|fact| fact.period == previous && fact.headcount.is_some()).then_some(previous);
        let period = letters.iter().map(|line| line.period).filter(|of| *of < month).max().or_else(known)?;
        Some(Self::month(letters, period))
    }

    /// The lines of the letter; none without one.
    pub fn lines<'a>(&'a self, letters: &'a [LetterLine]) -> impl Iterator<Item = &'a LetterLine> {
        letters.iter().filter(|line| line.period == self.period && Some(&line.letter) == self.letter.as_ref())
    }
}

/// The changes since a letter or a month. What a letter says goes before what the returns of its month say, since it is what its
/// readers compare with.
#[must_use]
pub fn changes_since(facts: &[HeadcountFact], schema: &Schema, census: &Census<'_>, since: &Since, to: Period) -> Vec<Change> {
    // A mission that was printed then is told of, also where nothing is known of it any more.
    let printed: Vec<usize> = since.lines(&schema.letters).map(|line| line.mission).collect();
    let mut changes = compared(facts, &schema.registry, census, (since.period, to), printed);
    if since.letter.is_none() {
        return changes;
    }
    for change in &mut changes {
        let line = since.lines(&schema.letters).find(|line| line.mission == change.mission);
        change.opening = line.map(|line| line.headcount);
        change.home.0 = line.map(|line| line.temp_home.unwrap_or(0));
    }
    changes
}

/// The change of every mission that has a figure, or should have, in one of two months: in the order of the letter, then of the
/// registry. `census` tells what the rosters show.
#[must_use]
pub fn changes(facts: &[HeadcountFact], registry: &Registry, census: &Census<'_>, months: (Period, Period)) -> Vec<Change> {
    compared(facts, registry, census, months, Vec::new())
}

/// The changes of the missions with a figure in one of the months, and of these.
fn compared(
    facts: &[HeadcountFact],
    registry: &Registry,
    census: &Census<'_>,
    (from, to): (Period, Period),
    mut missions: Vec<usize>,
) -> Vec<Change> {
    let fact = |period: Period, mission: usize| facts.iter().find(|fact| fact.period == period && fact.mission == mission);
    missions.extend(facts.iter().filter(|fact| fact.period == from || fact.period == to).map(|fact| fact.mission));
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
