//! Charts as coordinates: the template draws what is worked out here.
//!
//! Every chart has as many places as there are months; a month without a figure keeps its place and stays empty.

use super::figures::{Figures, window};
use super::months::{UNKNOWN, Women, figure, share_home};
use super::words::{Both, Name, month, percent, short_month, signed, t};
use crate::domain::{Edition, Period};

/// Width of all charts, in units of the drawing.
const WIDTH: i64 = 520;
/// Room for the numbers of the axis, to the left.
const LEFT: i64 = 34;
/// Heights at which the drawing begins and ends; above it stand numbers, below it months.
const TOP: i64 = 26;
const BOTTOM: i64 = 190;
/// The widest place of a month.
const WIDEST: i64 = 64;

/// A line across a chart, with the number it stands for.
pub(super) struct Tick {
    pub(super) y: i64,
    pub(super) label: String,
}

/// A part of a bar. One of no height is not drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) y: i64,
    pub(super) height: i64,
}

/// What a chart shows of one month.
pub(super) struct Slot {
    /// The middle of its place.
    pub(super) x: i64,
    /// Where its bar begins, and how wide that is.
    pub(super) bar: i64,
    pub(super) wide: i64,
    pub(super) month: Both,
    /// The year, where it is the first month of it in the chart.
    pub(super) year: Option<i32>,
    /// The plain part of its bar, and the hatched part.
    pub(super) plain: Part,
    pub(super) hatched: Part,
    /// Where its numbers stand, and the numbers.
    pub(super) upper: Mark,
    pub(super) lower: Mark,
}

/// A number in a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) y: i64,
    pub(super) text: Both,
}

/// A chart over the months of the window.
pub(super) struct Chart {
    pub(super) width: i64,
    pub(super) left: i64,
    pub(super) bottom: i64,
    pub(super) ticks: Vec<Tick>,
    pub(super) slots: Vec<Slot>,
    /// The points of a line, a stretch for each run of known months.
    pub(super) lines: Vec<String>,
}

/// One mission over the months of the window.
pub(super) struct Course {
    pub(super) name: Name,
    pub(super) figures: Vec<String>,
    /// A small bar for each month.
    pub(super) bars: Vec<Small>,
    pub(super) width: i64,
}

/// A bar of a small chart; `None` is not known.
pub(super) struct Small {
    pub(super) x: i64,
    pub(super) part: Option<Part>,
}

/// The sums of a month in words.
pub(super) struct Sums {
    pub(super) name: Both,
    pub(super) reporting: String,
    pub(super) headcount: String,
    pub(super) change: String,
    pub(super) temp_home: String,
    pub(super) share_home: Both,
    pub(super) in_area: String,
    pub(super) women: Both,
    pub(super) arrivals: String,
    pub(super) departures: String,
}

/// Everything that is told over time.
pub(super) struct Trends {
    pub(super) months: Vec<Both>,
    pub(super) headcount: Chart,
    pub(super) flows: Chart,
    pub(super) home: Chart,
    pub(super) missions: Vec<Course>,
    /// The sums of the months of the window, latest first.
    pub(super) sums: Vec<Sums>,
    /// The sums of earlier months, latest first.
    pub(super) earlier: Vec<Sums>,
}

impl Trends {
    /// The trends of the published figures.
    pub(super) fn of(edition: &Edition<'_>, figures: &Figures) -> Self {
        let months = window(figures);
        let sums = |wanted: &dyn Fn(Period) -> bool| {
            let chosen = figures.months.iter().rev().filter(|row| wanted(row.period));
            chosen.map(|row| sums(edition, figures, row.period)).collect::<Vec<_>>()
        };
        Self {
            headcount: headcount(figures, &months),
            flows: flows(figures, &months),
            home: home(figures, &months),
            missions: courses(edition, figures, &months),
            sums: sums(&|period| months.contains(&period)),
            earlier: sums(&|period| !months.contains(&period)),
            months: months
                .into_iter()
                .map(|period| {
                    let (name, year) = (short_month(period), period.year());
                    Both::of(format!("{} {year}", name.nl), format!("{} {year}", name.en))
                })
                .collect(),
        }
    }
}

fn sums(edition: &Edition<'_>, figures: &Figures, period: Period) -> Sums {
    let row = figures.month(period);
    let get = |of: fn(&super::figures::MonthRow) -> Option<i64>| figure(row.and_then(of));
    Sums {
        name: month(period),
        reporting: figure(row.map(|row| row.reporting)),
        headcount: get(|row| row.headcount),
        change: row.and_then(|row| row.change).map_or_else(|| UNKNOWN.to_owned(), signed),
        temp_home: get(|row| row.temp_home),
        share_home: share_home(figures.of_month(period)).map_or_else(|| t(UNKNOWN, UNKNOWN), |(share, _)| percent(share)),
        in_area: get(|row| row.in_area),
        women: row.and_then(|row| Women::of_month(edition, figures, row)).map_or_else(|| t(UNKNOWN, UNKNOWN), Women::words),
        arrivals: get(|row| row.arrivals),
        departures: get(|row| row.departures),
    }
}

/// The places of the months, without their bars.
fn slots(months: &[Period]) -> Vec<Slot> {
    let count = i64::try_from(months.len()).unwrap_or(i64::MAX).max(1);
    let place = ((WIDTH - LEFT) / count).min(WIDEST);
    let wide = place * 5 / 8;
    let mut years = std::collections::BTreeSet::new();
    (0..)
        .zip(months)
        .map(|(at, period)| {
            let x = LEFT + place * at + place / 2;
            Slot {
                x,
                bar: x - wide / 2,
                wide,
                month: short_month(*period),
                year: years.insert(period.year()).then(|| period.year()),
                plain: Part::default(),
                hatched: Part::default(),
                upper: Mark::default(),
                lower: Mark::default(),
            }
        })
        .collect()
}

/// How wide a chart is that has these places.
fn width(slots: &[Slot]) -> i64 {
    let place = slots.first().map_or(0, |first| (first.x - LEFT) * 2);
    slots.last().map_or(WIDTH, |last| last.x + place / 2 + 4)
}

/// Round numbers from zero up to one that is not below the largest: at most five of them, whole.
fn scale(largest: i64) -> Vec<i64> {
    let largest = largest.clamp(1, 1_000_000_000_000);
    let mut power = 1;
    loop {
        for step in [power, power * 2, power * 5] {
            let steps = (largest + step - 1) / step;
            if steps <= 4 {
                return (0..=steps).map(|at| at * step).collect();
            }
        }
        power *= 10;
    }
}

/// So many of the units of a scale, in units of the drawing, over a stretch of it.
fn units(value: i64, of: i64, stretch: i64) -> i64 {
    let value = i128::from(value.clamp(0, of.max(0)));
    i64::try_from((value * i128::from(stretch) + i128::from(of) / 2) / i128::from(of.max(1))).unwrap_or(0)
}

fn number(value: i64) -> Both {
    Both::of(value.to_string(), value.to_string())
}

/// The headcount of each month: in the area, and on top of that temporarily home or otherwise away.
fn headcount(figures: &Figures, months: &[Period]) -> Chart {
    let of = |period: &Period| figures.month(*period).and_then(|row| row.headcount);
    let scale = scale(months.iter().filter_map(of).max().unwrap_or(0));
    let top = scale.last().copied().unwrap_or(1);
    let mut slots = slots(months);
    for (slot, period) in slots.iter_mut().zip(months) {
        let Some(all) = of(period) else {
            slot.upper = Mark { y: BOTTOM - 6, text: t("?", "?") };
            continue;
        };
        let home = figures.month(*period).and_then(|row| row.temp_home).unwrap_or(0).clamp(0, all.max(0));
        let (height, hatched) = (units(all, top, BOTTOM - TOP), units(home, top, BOTTOM - TOP));
        slot.plain = Part { y: BOTTOM - height + hatched, height: height - hatched };
        slot.hatched = Part { y: BOTTOM - height, height: hatched };
        slot.upper = Mark { y: BOTTOM - height - 6, text: number(all) };
    }
    let ticks = scale.iter().map(|value| Tick { y: BOTTOM - units(*value, top, BOTTOM - TOP), label: value.to_string() }).collect();
    Chart { width: width(&slots), left: LEFT, bottom: BOTTOM, ticks, slots, lines: Vec::new() }
}

/// Arrivals above a middle line, departures below it.
fn flows(figures: &Figures, months: &[Period]) -> Chart {
    let of = |period: &Period| figures.month(*period).map_or((None, None), |row| (row.arrivals, row.departures));
    let largest = months.iter().map(of).flat_map(|(up, down)| [up, down]).flatten().max().unwrap_or(0);
    let top = largest.max(1);
    let (middle, reach) = ((TOP + BOTTOM) / 2, (BOTTOM - TOP) / 2 - 16);
    let mut slots = slots(months);
    for (slot, period) in slots.iter_mut().zip(months) {
        let (up, down) = of(period);
        let (above, below) = (units(up.unwrap_or(0), top, reach), units(down.unwrap_or(0), top, reach));
        slot.plain = Part { y: middle - above, height: above };
        slot.hatched = Part { y: middle, height: below };
        let text = |value: Option<i64>| value.map_or_else(|| t("?", "?"), number);
        slot.upper = Mark { y: middle - above - 6, text: text(up) };
        slot.lower = Mark { y: middle + below + 15, text: text(down) };
    }
    let ticks = vec![Tick { y: middle, label: String::new() }];
    Chart { width: width(&slots), left: LEFT, bottom: BOTTOM, ticks, slots, lines: Vec::new() }
}

/// The share temporarily home, as a line with a point for each month.
fn home(figures: &Figures, months: &[Period]) -> Chart {
    let shares: Vec<Option<i64>> = months.iter().map(|period| Some(share_home(figures.of_month(*period))?.0)).collect();
    let largest = shares.iter().flatten().max().copied().unwrap_or(0);
    // In whole per cent, up to a hundred.
    let scale: Vec<i64> = scale((largest + 9) / 10).into_iter().filter(|value| *value <= 100).collect();
    let top = scale.last().copied().unwrap_or(1).max(1) * 10;
    let mut slots = slots(months);
    let mut lines: Vec<Vec<String>> = vec![Vec::new()];
    for (slot, share) in slots.iter_mut().zip(&shares) {
        let Some(share) = share else {
            slot.upper = Mark { y: BOTTOM - 6, text: t("?", "?") };
            lines.push(Vec::new());
            continue;
        };
        let y = BOTTOM - units(*share, top, BOTTOM - TOP);
        slot.plain = Part { y, height: 1 };
        slot.upper = Mark { y: y - 9, text: percent(*share) };
        if let Some(line) = lines.last_mut() {
            line.push(format!("{},{y}", slot.x));
        }
    }
    let ticks = scale.iter().map(|value| Tick { y: BOTTOM - units(value * 10, top, BOTTOM - TOP), label: format!("{value}%") }).collect();
    let lines = lines.into_iter().filter(|line| line.len() > 1).map(|line| line.join(" ")).collect();
    Chart { width: width(&slots), left: LEFT, bottom: BOTTOM, ticks, slots, lines }
}

/// Height of a small chart, and the place of a month in it.
const SMALL: i64 = 24;
const PLACE: i64 = 8;

/// Every mission with a figure above zero in one of the months, or a place in the letter, over those months.
fn courses(edition: &Edition<'_>, figures: &Figures, months: &[Period]) -> Vec<Course> {
    let of = |id: &str, period: &Period| {
        let mut rows = figures.of_month(*period).iter().filter(|row| row.id == id);
        match (rows.next(), rows.next()) {
            (Some(row), None) => row.headcount,
            _ => None,
        }
    };
    let largest = months.iter().flat_map(|period| figures.of_month(*period)).filter_map(|row| row.headcount).max().unwrap_or(0).max(1);
    let mut missions: Vec<_> = edition.schema.registry.missions.iter().collect();
    missions.sort_by_key(|mission| (mission.display_order.is_none(), mission.display_order));
    let course = |mission: &&crate::domain::Mission| {
        let values: Vec<Option<i64>> = months.iter().map(|period| of(&mission.id, period)).collect();
        let posted = values.iter().flatten().any(|value| *value > 0);
        (mission.display_order.is_some() || posted).then(|| Course {
            name: Name::of(&mission.name),
            figures: values.iter().map(|value| figure(*value)).collect(),
            bars: (0..)
                .zip(&values)
                .map(|(at, value)| {
                    let bar = |value: i64| {
                        let height = units(value, largest, SMALL - 1).max(1);
                        Part { y: SMALL - height, height }
                    };
                    Small { x: at * PLACE, part: value.map(bar) }
                })
                .collect(),
            width: i64::try_from(months.len()).unwrap_or(0) * PLACE,
        })
    };
    missions.iter().filter_map(course).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn scales_have_few_round_numbers() {
        assert_eq!(scale(0), [0, 1]);
        assert_eq!(scale(3), [0, 1, 2, 3]);
        assert_eq!(scale(9), [0, 5, 10]);
        assert_eq!(scale(39), [0, 10, 20, 30, 40]);
        assert_eq!(scale(i64::MAX).len(), 3);
    }

    proptest! {
        #[test]
        fn a_scale_reaches_the_largest_and_no_bar_leaves_its_chart(largest in 0_i64..2_000_000, value in any::<i64>()) {
            let scale = scale(largest);
            let top = scale.last().copied().expect("a top");
            prop_assert!(top >= largest && scale.len() <= 5 && scale.len() >= 2);
            prop_assert!((0..=BOTTOM - TOP).contains(&units(value, top, BOTTOM - TOP)));
        }
    }
}
