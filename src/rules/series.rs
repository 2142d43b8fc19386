//! A mission's figures over the months, from returns or from what was published: a check cannot tell which.

use crate::domain::census::Chosen;
use crate::domain::{Bilingual, Census, Period};

/// A count of a mission in a month; `None` if it is not known, or sources differ.
pub(super) fn figure(census: &Census<'_>, field: &str, period: Period, mission: usize) -> Option<i64> {
    let Chosen::One(at) = census.headcount(period, mission) else { return None };
    census.count_of(at, field)
}

/// The known counts of a mission in so many calendar months before one, latest first.
pub(super) fn before(census: &Census<'_>, field: &str, period: Period, mission: usize, months: usize) -> Vec<i64> {
    let earlier = std::iter::successors(Some(period.previous()), |month| Some(month.previous())).take(months);
    earlier.filter_map(|month| figure(census, field, month, mission)).collect()
}

/// For how many calendar months up to one a count of a mission has met something, that month included; and whether the month
/// before those is known, so that it has not been longer.
pub(super) fn lasting(census: &Census<'_>, field: &str, period: Period, mission: usize, meets: impl Fn(i64) -> bool) -> (usize, bool) {
    let mut month = period;
    for length in 0.. {
        match figure(census, field, month, mission) {
            Some(value) if meets(value) => month = month.previous(),
            known => return (length, known.is_some()),
        }
    }
    (0, false)
}

/// Why checks of a month that look at earlier ones do not run.
pub(super) fn too_short(needed: usize) -> Bilingual {
    Bilingual::new(
        format!("er zijn nog geen {needed} maanden van de missie bekend"),
        format!("{needed} months of the mission are not known yet"),
    )
}

/// The months of which the rosters cannot be compared with those of the month before, since that month is known as published
/// figures only; with the reason.
pub(super) fn rosters_gone(census: &Census<'_>) -> Vec<(Period, Bilingual)> {
    let gone = census.periods.iter().copied().filter(|period| census.only_published(period.previous()));
    gone.map(|period| (period, roster_gone(period.previous()))).collect()
}

fn roster_gone(month: Period) -> Bilingual {
    Bilingual::new(
        format!("het rooster van {month} is er niet meer; gepubliceerde cijfers bevatten geen personen"),
        format!("the roster of {month} is no longer there; published figures hold no persons"),
    )
}
