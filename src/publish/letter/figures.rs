//! The figures of a month as a letter has them: which missions have a line, and what is known of each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::facts::{HeadcountFact, HeadcountStatus};
use crate::domain::{Edition, Lang, Period};

use super::words::{clean, day, pick, unknown};

/// One line of the table.
pub(super) struct Line<'a> {
    /// The mission, as an index into the registry.
    pub(super) mission: usize,
    /// Its name.
    pub(super) name: String,
    /// The one fact about it, trusted or not.
    pub(super) fact: Option<&'a HeadcountFact>,
    /// `None` is not known: not reported, or sources differ.
    pub(super) headcount: Option<i64>,
    /// Of whom temporarily home.
    pub(super) temp_home: Option<i64>,
    /// Of whom in the area.
    pub(super) in_area: Option<i64>,
    /// The day it holds for.
    as_of: Option<NaiveDate>,
}

/// The lines of a month.
pub(super) struct Lines<'a> {
    /// The missions with a fixed place, in that order.
    pub(super) fixed: Vec<Line<'a>>,
    /// Every other mission that must not be lost: with a headcount above zero, or with one that is reported but not known. In the
    /// registry's order.
    pub(super) further: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(edition: &Edition<'a>, period: Period) -> Self {
        let (mut fixed, mut further) = (Vec::new(), Vec::new());
        let mut of_month: BTreeMap<usize, Vec<&HeadcountFact>> = BTreeMap::new();
        for fact in edition.facts.headcounts_of(period) {
            of_month.entry(fact.mission).or_default().push(fact);
        }
        for (at, mission) in edition.schema.registry.missions.iter().enumerate() {
            let facts = of_month.get(&at).map_or(&[][..], Vec::as_slice);
            // Two figures for one mission cannot both be right, so none of them is shown.
            let fact = facts.first().copied().filter(|_| facts.len() == 1);
            let usable = fact.filter(|fact| !matches!(fact.status, HeadcountStatus::Conflict | HeadcountStatus::Missing));
            let line = Line {
                mission: at,
                name: clean(&mission.name),
                fact,
                headcount: usable.and_then(|fact| fact.headcount),
                temp_home: usable.and_then(|fact| fact.temp_home),
                in_area: usable.and_then(|fact| fact.in_area),
                as_of: usable.and_then(|fact| fact.as_of),
            };
            if mission.display_order.is_some() {
                fixed.push((mission.display_order, line));
            } else if line.headcount != Some(0) && facts.iter().any(|fact| fact.status != HeadcountStatus::Missing) {
                further.push(line);
            }
        }
        fixed.sort_by_key(|(order, _)| *order);
        Self { fixed: fixed.into_iter().map(|(_, line)| line).collect(), further }
    }

    /// All of them, in the order of the table.
    pub(super) fn all(&self) -> impl Iterator<Item = &Line<'a>> {
        self.fixed.iter().chain(&self.further)
    }

    /// The day the figures hold for, in words.
    pub(super) fn as_of(&self, lang: Lang) -> String {
        let days: BTreeSet<NaiveDate> = self.all().filter_map(|line| line.as_of).collect();
        let label = pick(lang, "Peildatum", "As-of date");
        match (days.first(), days.last()) {
            (Some(first), Some(last)) if first == last => format!("{label}: {}", day(lang, *first)),
            (Some(first), Some(last)) => {
                let (from, to) = pick(lang, ("verschilt per missie, van", "tot en met"), ("differs by mission, from", "to"));
                format!("{label}: {from} {} {to} {}", day(lang, *first), day(lang, *last))
            }
            _ => format!("{label}: {}", pick(lang, "niet opgegeven", "not stated")),
        }
    }
}

impl Line<'_> {
    /// The headcount as a cell of the table: `4 (3 tijdelijk in NL)`.
    pub(super) fn shown(&self, lang: Lang) -> String {
        match (self.headcount, self.temp_home) {
            (None, _) => unknown(lang).to_owned(),
            (Some(headcount), Some(home)) if home > 0 => {
                format!("{headcount} ({home} {})", pick(lang, "tijdelijk in NL", "temporarily in NL"))
            }
            (Some(headcount), _) => headcount.to_string(),
        }
    }
}

/// A sum of what is known, as a cell: nothing known is no sum, and never zero.
pub(super) fn summed(lang: Lang, counts: impl Iterator<Item = Option<i64>>) -> String {
    let counts: Vec<Option<i64>> = counts.collect();
    match counts.iter().copied().flatten().reduce(i64::saturating_add) {
        None => unknown(lang).to_owned(),
        Some(sum) if counts.iter().all(Option::is_some) => sum.to_string(),
        Some(sum) => format!("{sum} ({})", pick(lang, "onvolledig", "incomplete")),
    }
}
