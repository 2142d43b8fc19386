//! Which numbers of women are withheld.
//!
//! A mission's number of women is withheld where it, or the number of men, lies between zero and the threshold: in numbers
//! this small it points to persons. Sums over an organisation, region or country are made of the real values; but a sum
//! from which a withheld number follows is withheld too. Whether one follows is not guessed: the sums that are published
//! are equations over the withheld numbers, and elimination tells which of these have just one solution. As long as there
//! is one, the smallest sum that settles it is withheld as well, and where only the sum of the month does so, the number
//! of women of the smallest further mission. Only where there is no further one, the sum of the month itself is withheld: with
//! a single mission in the whole month it equals that mission's number.
//!
//! What this does not cover: bounds (a sum of 0 says that every part is 0), and comparison with earlier editions.

use std::collections::{BTreeMap, BTreeSet};

use super::headcount::rows;
use crate::domain::{Edition, Mission, Period, derive};

/// A way to divide the missions into groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Partition {
    /// By the organisation that leads.
    Organisation,
    /// By region.
    Region,
    /// By host country, several together.
    Country,
}

impl Partition {
    /// Every way, in the order of publication.
    pub(super) const ALL: [Self; 3] = [Self::Organisation, Self::Region, Self::Country];

    /// The group of a mission; `None` for one without host country.
    pub(super) fn group(self, mission: &Mission) -> Option<String> {
        let key = match self {
            Self::Organisation => mission.organisation.clone(),
            Self::Region => mission.region.clone(),
            Self::Country => mission.country_key(),
        };
        Some(key).filter(|key| !key.is_empty())
    }
}

/// The numbers of women that are not published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Withheld {
    missions: BTreeSet<(Period, usize)>,
    groups: BTreeSet<(Partition, String, Option<String>)>,
    months: BTreeSet<Period>,
}

impl Withheld {
    /// Whether that of a mission is withheld in a month.
    pub(super) fn mission(&self, period: Period, mission: usize) -> bool {
        self.missions.contains(&(period, mission))
    }

    /// Whether the sum of a month is withheld.
    pub(super) fn month(&self, period: Period) -> bool {
        self.months.contains(&period)
    }

    /// Whether the sum of a group is withheld in a month, written as in the tables.
    pub(super) fn group(&self, partition: Partition, period: &str, group: Option<&str>) -> bool {
        self.groups.contains(&(partition, period.to_owned(), group.map(str::to_owned)))
    }
}

/// A known number of women.
struct Known {
    mission: usize,
    headcount: Option<i64>,
    female: i64,
}

/// A sum that is published: the known numbers in it, by index.
struct Sum {
    /// `None` is the month as a whole.
    group: Option<(Partition, Option<String>)>,
    members: Vec<usize>,
    headcount: i64,
    open: bool,
}

/// What is withheld in an edition; nothing if the settings say so.
pub(super) fn withheld(edition: &Edition<'_>) -> Withheld {
    let settings = &edition.schema.settings;
    let mut withheld = Withheld::default();
    if !settings.withhold_female_by_mission {
        return withheld;
    }
    let mut months: BTreeMap<Period, Vec<Known>> = BTreeMap::new();
    for row in rows(edition) {
        if let Some(female) = row.female {
            months.entry(row.period).or_default().push(Known { mission: row.mission, headcount: row.headcount, female });
        }
    }
    for (period, known) in months {
        let mut sums = sums(&edition.schema.registry.missions, &known);
        let hidden = hide(&known, &mut sums, settings.small_count_threshold);
        withheld.missions.extend(hidden.into_iter().map(|at| (period, known[at].mission)));
        for sum in sums.into_iter().filter(|sum| !sum.open) {
            match sum.group {
                Some((partition, group)) => drop(withheld.groups.insert((partition, period.to_string(), group))),
                None => drop(withheld.months.insert(period)),
            }
        }
    }
    withheld
}

/// Whether a number of women, or of the others, is too small to be shown. Without a headcount that cannot be told.
fn is_small(known: &Known, threshold: i64) -> bool {
    let small = |number: i64| 0 < number && number < threshold;
    let others = known.headcount.map(|headcount| headcount.saturating_sub(known.female));
    threshold > 1 && (small(known.female) || others.is_none_or(small))
}

/// All sums of a month: those by group, smallest headcount first, and that of the month as a whole.
fn sums(missions: &[Mission], known: &[Known]) -> Vec<Sum> {
    let mut groups: BTreeMap<(Partition, Option<String>), Vec<usize>> = BTreeMap::new();
    for (at, one) in known.iter().enumerate() {
        let Some(mission) = missions.get(one.mission) else { continue };
        for partition in Partition::ALL {
            groups.entry((partition, partition.group(mission))).or_default().push(at);
        }
    }
    let headcount = |members: &[usize]| members.iter().filter_map(|at| known[*at].headcount).fold(0, i64::saturating_add);
    let mut sums: Vec<Sum> = groups
        .into_iter()
        .map(|(group, members)| Sum { group: Some(group), headcount: headcount(&members), members, open: true })
        .collect();
    sums.sort_by_key(|sum| sum.headcount);
    sums.push(Sum { group: None, members: (0..known.len()).collect(), headcount: i64::MAX, open: true });
    sums
}

/// The known numbers to hide, by index. Closes the sums from which one of them would follow.
fn hide(known: &[Known], sums: &mut [Sum], threshold: i64) -> BTreeSet<usize> {
    let mut hidden: BTreeSet<usize> = (0..known.len()).filter(|at| is_small(&known[*at], threshold)).collect();
    loop {
        // A sum with one hidden number in it tells that number whatever else is published.
        for sum in sums.iter_mut().filter(|sum| sum.group.is_some()) {
            sum.open &= sum.members.iter().filter(|member| hidden.contains(member)).count() != 1;
        }
        let told = told(sums, &hidden);
        if told.is_empty() {
            return hidden;
        }
        if let Some(at) = sum_to_close(sums, &hidden) {
            sums[at].open = false;
            continue;
        }
        let further = |at: &usize| !hidden.contains(at) && known[*at].headcount.is_some_and(|headcount| headcount > 0);
        match (0..known.len()).filter(further).min_by_key(|at| (known[*at].headcount, *at)) {
            Some(at) => drop(hidden.insert(at)),
            None => {
                if let Some(month) = sums.last_mut() {
                    month.open = false;
                }
                return hidden;
            }
        }
    }
}

/// The sum by group to close next: that whose closing leaves the fewest hidden numbers told; of several the smallest.
fn sum_to_close(sums: &mut [Sum], hidden: &BTreeSet<usize>) -> Option<usize> {
    let mut best: Option<(usize, usize)> = None;
    for at in 0..sums.len() {
        if !sums[at].open || sums[at].group.is_none() || !sums[at].members.iter().any(|member| hidden.contains(member)) {
            continue;
        }
        sums[at].open = false;
        let left = told(sums, hidden).len();
        sums[at].open = true;
        if best.is_none_or(|(fewest, _)| left < fewest) {
            best = Some((left, at));
        }
    }
    best.map(|(_, at)| at)
}

/// The hidden numbers that follow from the open sums, by index: those that have just one solution.
fn told(sums: &[Sum], hidden: &BTreeSet<usize>) -> BTreeSet<usize> {
    derive::told(sums.iter().filter(|sum| sum.open).map(|sum| sum.members.as_slice()), hidden)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{ARMENIA, AT_SEA, GUINEA, IRAQ, OSC, Sample, headcount, month};

    fn missions(figures: &[(usize, Option<i64>, i64)]) -> Vec<usize> {
        let facts = figures.iter().map(|(mission, total, female)| headcount("2026-05", *mission, *total, Some(*female))).collect();
        let sample = Sample::with(facts);
        withheld(&sample.edition()).missions.into_iter().map(|(_, mission)| mission).collect()
    }

    #[test]
    fn small_numbers_of_women_or_men_are_withheld() {
        // 1 of 12; 4 of 12; 5 of 12 (7 men); 12 of 12; nobody.
        assert_eq!(missions(&[(ARMENIA, Some(12), 1), (IRAQ, Some(12), 4), (GUINEA, Some(12), 5), (OSC, Some(12), 12)]), [ARMENIA, IRAQ]);
        assert_eq!(
            missions(&[(ARMENIA, Some(12), 8), (IRAQ, Some(9), 5)]),
            [ARMENIA, IRAQ].map(|m| m),
            "four men are as few as four women"
        );
        assert_eq!(missions(&[(ARMENIA, Some(0), 0), (IRAQ, Some(20), 0)]), [] as [usize; 0]);
    }

    #[test]
    fn without_a_headcount_the_number_of_women_is_withheld() {
        assert_eq!(missions(&[(ARMENIA, None, 6), (IRAQ, None, 0)]), [ARMENIA, IRAQ]);
    }

    #[test]
    fn a_single_withheld_mission_takes_a_second_one_with_it() {
        // Otherwise the sum of the month less all that is shown would tell it.
        assert_eq!(missions(&[(ARMENIA, Some(3), 1), (IRAQ, Some(20), 8), (GUINEA, Some(16), 6)]), [ARMENIA, GUINEA]);
    }

    #[test]
    fn the_settings_decide_whether_and_from_what_number() {
        let mut sample = Sample::with(vec![headcount("2026-05", ARMENIA, Some(3), Some(1))]);
        assert!(withheld(&sample.edition()).mission(month("2026-05"), ARMENIA));
        sample.schema.settings.small_count_threshold = 1;
        assert_eq!(withheld(&sample.edition()), Withheld::default());
        sample.schema.settings.small_count_threshold = 5;
        sample.schema.settings.withhold_female_by_mission = false;
        assert_eq!(withheld(&sample.edition()), Withheld::default());
    }

    #[test]
    fn a_sum_over_one_mission_is_withheld_and_a_sum_over_several_is_not() {
        let sample = Sample::with(vec![
            headcount("2026-05", ARMENIA, Some(7), Some(2)),
            headcount("2026-05", IRAQ, Some(4), Some(1)),
            headcount("2026-05", GUINEA, Some(0), Some(0)),
            headcount("2026-05", OSC, Some(1), Some(1)),
            headcount("2026-05", AT_SEA, Some(2), Some(1)),
        ]);
        let withheld = withheld(&sample.edition());
        let groups =
            |partition, names: &[&str]| names.iter().map(|name| withheld.group(partition, "2026-05", Some(name))).collect::<Vec<_>>();
        // The EU's sum goes with the coalition's: the sum of the month less the EU's would tell the coalition's.
        assert_eq!(groups(Partition::Organisation, &["EU", "COALITION"]), [true, true]);
        assert_eq!(groups(Partition::Region, &["south_caucasus", "middle_east", "west_africa", "at_sea"]), [true, false, false, true]);
        assert_eq!(groups(Partition::Country, &["AM", "IQ", "IL"]), [true, true, true]);
        assert!(withheld.group(Partition::Country, "2026-05", None), "the mission at sea has no country");
        assert!(!withheld.group(Partition::Country, "2026-05", Some("BJ+CI+GH+TG")), "nobody is there");
        assert!(!withheld.group(Partition::Region, "2026-04", Some("south_caucasus")));
    }

    proptest! {
        /// The solver is checked against the definition: a hidden number is told if no other figures give the same sums.
        #[test]
        fn no_withheld_number_follows_from_the_published_sums(
            figures in prop::collection::vec((0i64..9, 0i64..9), 5),
            mask in 1u8..32,
        ) {
            let facts: Vec<_> = figures.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0)
                .map(|(at, (men, women))| headcount("2026-05", at, Some(men + women), Some(*women))).collect();
            let sample = Sample::with(facts);
            let known: Vec<Known> = rows(&sample.edition()).iter()
                .map(|row| Known { mission: row.mission, headcount: row.headcount, female: row.female.unwrap_or(0) }).collect();
            let mut sums = sums(&sample.schema.registry.missions, &known);
            let hidden = hide(&known, &mut sums, 5);
            let small: Vec<usize> = (0..known.len()).filter(|at| is_small(&known[*at], 5)).collect();
            prop_assert!(small.iter().all(|at| hidden.contains(at)));

            let variables: Vec<usize> = hidden.iter().copied().collect();
            for (place, variable) in variables.iter().enumerate() {
                // Is there a change of the hidden numbers by -1, 0 or 1 each that keeps every open sum and changes this one?
                let other = (0..3usize.pow(u32::try_from(variables.len()).expect("few"))).any(|code| {
                    let change = |at: usize| i64::try_from(code / 3usize.pow(u32::try_from(at).expect("few")) % 3).expect("small") - 1;
                    change(place) != 0 && sums.iter().filter(|sum| sum.open).all(|sum| {
                        variables.iter().enumerate().filter(|(_, v)| sum.members.contains(v)).map(|(at, _)| change(at)).sum::<i64>() == 0
                    })
                });
                prop_assert!(other, "{variable} follows from the sums");
            }
        }
    }
}
