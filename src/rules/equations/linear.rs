//! Whether some unknown whole numbers can satisfy bounds on sums of them, and within which bounds each then lies.
//!
//! Unknowns are taken out one by one: by an equality in which one stands alone, or by setting every lower bound of it against
//! every upper one (Fourier and Motzkin). Both are exact for whole numbers where the unknown that goes stands with factor 1, which
//! is how equations over cells are written; else its values are tried, as far as there are few.

use std::collections::BTreeMap;

/// Bounds on a sum of unknowns: factors by unknown, least and most, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    /// The factor of each unknown.
    pub(super) factors: Vec<i128>,
    /// The least that the sum may be; `None` if there is no such bound.
    pub(super) low: Option<i128>,
    /// The most that the sum may be.
    pub(super) high: Option<i128>,
}

/// A least and a most, both included; `None` where there is none.
pub(super) type Range = (Option<i128>, Option<i128>);

/// So many values of an unknown that never stands alone are tried. Where there are more the bounds are so wide that one of the first
/// fits if any does.
const MOST_TRIED: i128 = 60;

/// The values that one unknown can have, from the least to the most; `None` if the bounds cannot all hold.
pub(super) fn range(bounds: &[Bound], of: usize) -> Option<Range> {
    solve(tidied(bounds.iter().cloned())?, of, false)
}

/// Whether some whole numbers satisfy all bounds.
pub(super) fn feasible(bounds: &[Bound]) -> bool {
    tidied(bounds.iter().cloned()).is_some_and(|bounds| solve(bounds, 0, true).is_some())
}

/// Takes out all unknowns but one. If `any` will do, the first values that fit are enough.
fn solve(bounds: Vec<Bound>, of: usize, any: bool) -> Option<Range> {
    let others: Vec<usize> = unknowns(&bounds).filter(|other| *other != of).collect();
    let Some(first) = others.first() else { return own(&bounds, of) };
    match others.iter().find(|other| goes_exactly(&bounds, **other)) {
        Some(other) => solve(without(&bounds, *other)?, of, any),
        None => tried(&bounds, *first, of, any),
    }
}

/// The unknowns that stand in some bound.
fn unknowns(bounds: &[Bound]) -> impl Iterator<Item = usize> {
    let all = bounds.first().map_or(0, |bound| bound.factors.len());
    (0..all).filter(|unknown| bounds.iter().any(|bound| factor(bound, *unknown) != 0))
}

fn factor(bound: &Bound, unknown: usize) -> i128 {
    bound.factors.get(unknown).copied().unwrap_or(0)
}

fn is_equality(bound: &Bound) -> bool {
    bound.low.is_some() && bound.low == bound.high
}

/// Whether an unknown can be taken out without loss.
fn goes_exactly(bounds: &[Bound], unknown: usize) -> bool {
    let alone = |bound: &Bound| factor(bound, unknown).abs() == 1;
    bounds.iter().any(|bound| alone(bound) && is_equality(bound)) || bounds.iter().all(|bound| factor(bound, unknown).abs() <= 1)
}

/// Within which bounds an unknown lies if no other matters; `None` if there is no such number.
fn own(bounds: &[Bound], of: usize) -> Option<Range> {
    let (mut least, mut most): Range = (None, None);
    for bound in bounds.iter().filter(|bound| factor(bound, of) != 0) {
        let (low, high) = divided((bound.low, bound.high), factor(bound, of));
        least = at_least(least, low);
        most = at_most(most, high);
    }
    least.zip(most).is_none_or(|(least, most)| least <= most).then_some((least, most))
}

/// By how much an unknown with a factor may be, for the product to lie within bounds.
pub(super) fn divided((low, high): Range, factor: i128) -> Range {
    let size = factor.abs();
    let up = |value: i128| -((-value).div_euclid(size));
    let down = |value: i128| value.div_euclid(size);
    if factor > 0 { (low.map(up), high.map(down)) } else { (high.map(|high| up(-high)), low.map(|low| down(-low))) }
}

/// The larger of two lower bounds.
pub(super) fn at_least(one: Option<i128>, other: Option<i128>) -> Option<i128> {
    one.into_iter().chain(other).max()
}

fn at_most(one: Option<i128>, other: Option<i128>) -> Option<i128> {
    one.into_iter().chain(other).min()
}

/// The same bounds, one for each sum, without a factor that all its unknowns share; `None` if one of them cannot hold.
fn tidied(bounds: impl Iterator<Item = Bound>) -> Option<Vec<Bound>> {
    let mut kept: BTreeMap<Vec<i128>, Range> = BTreeMap::new();
    for Bound { mut factors, low, high } in bounds {
        let shared = factors.iter().fold(0, |shared, factor| divisor(shared, factor.abs()));
        if shared == 0 {
            if low.is_some_and(|low| low > 0) || high.is_some_and(|high| high < 0) {
                return None;
            }
            continue;
        }
        let lead = factors.iter().find(|factor| **factor != 0).map_or(1, |factor| factor.signum());
        let shared = shared * lead;
        let (low, high) = divided((low, high), shared);
        factors.iter_mut().for_each(|factor| *factor /= shared);
        let (least, most) = kept.entry(factors).or_default();
        (*least, *most) = (at_least(*least, low), at_most(*most, high));
        if least.zip(*most).is_some_and(|(least, most)| least > most) {
            return None;
        }
    }
    Some(kept.into_iter().map(|(factors, (low, high))| Bound { factors, low, high }).collect())
}

fn divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { divisor(other, one % other) }
}

/// The bounds that remain for the other unknowns; `None` if they cannot hold. Where the unknown stands with another factor than 1
/// they allow more than they should.
fn without(bounds: &[Bound], unknown: usize) -> Option<Vec<Bound>> {
    // An equality gives the unknown by the others.
    if let Some(at) = bounds.iter().position(|bound| factor(bound, unknown).abs() == 1 && is_equality(bound)) {
        let equality = &bounds[at];
        let others = bounds.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, bound)| bound);
        return tidied(others.map(|bound| minus((bound, 1), (equality, factor(bound, unknown) * factor(equality, unknown)))));
    }
    let (touched, kept): (Vec<&Bound>, Vec<&Bound>) = bounds.iter().partition(|bound| factor(bound, unknown) != 0);
    let mut left: Vec<Bound> = kept.into_iter().cloned().collect();
    for (at, one) in touched.iter().enumerate() {
        for other in &touched[at + 1..] {
            // Both so many times that the unknown stands alike in them.
            let (a, b) = (factor(one, unknown), factor(other, unknown));
            let difference = minus((one, b.abs()), (other, a * b.signum()));
            if difference.low.is_some() || difference.high.is_some() {
                left.push(difference);
            }
        }
    }
    tidied(left.into_iter())
}

/// So many times one bound less so many times another.
fn minus((one, by): (&Bound, i128), (other, times): (&Bound, i128)) -> Bound {
    let factors = one.factors.iter().zip(&other.factors).map(|(a, b)| by * a - times * b).collect();
    let (low, high) = if times >= 0 { (other.low, other.high) } else { (other.high, other.low) };
    let less = |a: Option<i128>, b: Option<i128>| if times == 0 { a.map(|a| by * a) } else { Some(by * a? - times * b?) };
    Bound { factors, low: less(one.low, high), high: less(one.high, low) }
}

/// The values of one unknown over those of another that cannot be taken out otherwise.
fn tried(bounds: &[Bound], unknown: usize, of: usize, any: bool) -> Option<Range> {
    let mut relaxed = bounds.to_vec();
    for other in unknowns(bounds).filter(|other| *other != unknown) {
        relaxed = without(&relaxed, other)?;
    }
    let (least, most) = own(&relaxed, unknown)?;
    let last = |from: i128| most.map_or(from + MOST_TRIED, |most| most.min(from + MOST_TRIED));
    let values = match (least, most) {
        (Some(least), _) => least..=last(least),
        (None, Some(most)) => most - MOST_TRIED..=most,
        (None, None) => -MOST_TRIED..=MOST_TRIED,
    };
    let fixed = |value: i128| {
        let fix = |bound: &Bound| {
            let shift = factor(bound, unknown) * value;
            let mut factors = bound.factors.clone();
            if let Some(own) = factors.get_mut(unknown) {
                *own = 0;
            }
            Bound { factors, low: bound.low.map(|low| low - shift), high: bound.high.map(|high| high - shift) }
        };
        tidied(bounds.iter().map(fix))
    };
    let mut found = values.filter_map(|value| solve(fixed(value)?, of, any));
    if any {
        return found.next();
    }
    let wider =
        |one: Range, other: Range| -> Range { (one.0.zip(other.0).map(|(a, b)| a.min(b)), one.1.zip(other.1).map(|(a, b)| a.max(b))) };
    found.reduce(wider)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn bound(factors: &[i128], low: Option<i128>, high: Option<i128>) -> Bound {
        Bound { factors: factors.to_vec(), low, high }
    }

    #[test]
    fn two_unknowns_that_hang_together_are_solved_together() {
        // x + y = 10 and x - y = 2.
        let system = [bound(&[1, 1], Some(10), Some(10)), bound(&[1, -1], Some(2), Some(2))];
        assert_eq!(range(&system, 0), Some((Some(6), Some(6))));
        assert_eq!(range(&system, 1), Some((Some(4), Some(4))));
        // x + y = 10 and x - y = 3 has no solution in whole numbers.
        let halves = [bound(&[1, 1], Some(10), Some(10)), bound(&[1, -1], Some(3), Some(3))];
        assert!(!feasible(&halves));
    }

    #[test]
    fn bounds_without_unknowns_hold_or_not() {
        assert!(feasible(&[bound(&[0], Some(-1), Some(1))]));
        assert!(!feasible(&[bound(&[0], Some(1), None)]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn as_trying_every_value_says(
            rows in prop::collection::vec((prop::collection::vec(-1_i128..=1, 3), -4_i128..=4, 0_i128..=3, any::<bool>()), 1..5),
        ) {
            let mut system: Vec<Bound> =
                rows.iter().map(|(factors, low, wide, open)| bound(factors, (!open).then_some(*low), Some(low + wide))).collect();
            for at in 0..3 {
                let mut factors = vec![0; 3];
                factors[at] = 1;
                system.push(bound(&factors, Some(0), Some(5)));
            }
            let mut seen: [Vec<i128>; 3] = Default::default();
            for (x, y, z) in (0..=5).flat_map(|x| (0..=5).flat_map(move |y| (0..=5).map(move |z| (x, y, z)))) {
                let fits = system.iter().all(|bound| {
                    let sum = bound.factors[0] * x + bound.factors[1] * y + bound.factors[2] * z;
                    bound.low.is_none_or(|low| low <= sum) && bound.high.is_none_or(|high| sum <= high)
                });
                if fits {
                    [x, y, z].into_iter().zip(&mut seen).for_each(|(value, seen)| seen.push(value));
                }
            }
            for (at, seen) in seen.iter().enumerate() {
                let expected = seen.iter().min().zip(seen.iter().max()).map(|(least, most)| (Some(*least), Some(*most)));
                prop_assert_eq!(range(&system, at), expected);
            }
        }
    }
}
