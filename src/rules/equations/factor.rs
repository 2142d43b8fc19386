//! Independent causes: a set of solutions that is every combination of some choices is told as those choices.

use std::collections::BTreeSet;

use super::search::Set;

/// Splits solutions of equal size into factors, each a list of alternatives: every solution takes one alternative of each factor,
/// and every such combination is a solution.
pub(super) fn split(solutions: &BTreeSet<Set>) -> Vec<BTreeSet<Set>> {
    let Some(first) = solutions.first().filter(|first| first.len() > 1) else { return vec![solutions.clone()] };
    for (at, own) in first.iter().enumerate() {
        let mut rest = first.clone();
        rest.remove(at);
        // Whatever could stand in for this change while the others stay.
        let stand_ins: BTreeSet<usize> =
            solutions.iter().filter_map(|other| less(other, &rest)).filter_map(|left| left.first().copied()).collect();
        let mut others: BTreeSet<Set> = BTreeSet::new();
        let divides = stand_ins.contains(own)
            && solutions.iter().all(|solution| {
                let taken: Vec<usize> = (0..solution.len()).filter(|at| stand_ins.contains(&solution[*at])).collect();
                let [only] = taken.as_slice() else { return false };
                let mut other = solution.clone();
                other.remove(*only);
                others.insert(other);
                true
            });
        if divides && others.len() * stand_ins.len() == solutions.len() {
            let mut factors = vec![stand_ins.into_iter().map(|at| vec![at]).collect()];
            factors.extend(split(&others));
            return factors;
        }
    }
    vec![solutions.clone()]
}

/// A solution without some moves, if it has them all.
fn less(solution: &Set, without: &[usize]) -> Option<Set> {
    let mut left = solution.clone();
    for at in without {
        let found = left.iter().position(|own| own == at)?;
        left.remove(found);
    }
    Some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(sets: &[&[usize]]) -> BTreeSet<Set> {
        sets.iter().map(|set| set.to_vec()).collect()
    }

    #[test]
    fn what_all_solutions_share_is_a_cause_of_its_own() {
        assert_eq!(split(&sets(&[&[1, 5], &[2, 5], &[3, 5]])), [sets(&[&[1], &[2], &[3]]), sets(&[&[5]])]);
        assert_eq!(split(&sets(&[&[1, 2]])), [sets(&[&[1]]), sets(&[&[2]])]);
    }

    #[test]
    fn independent_choices_are_told_apart() {
        assert_eq!(split(&sets(&[&[1, 3], &[1, 4], &[2, 3], &[2, 4]])), [sets(&[&[1], &[2]]), sets(&[&[3], &[4]])]);
        let three = sets(&[&[1, 3, 9], &[1, 4, 9], &[2, 3, 9], &[2, 4, 9]]);
        assert_eq!(split(&three), [sets(&[&[1], &[2]]), sets(&[&[3], &[4]]), sets(&[&[9]])]);
    }

    #[test]
    fn choices_that_depend_on_each_other_stay_together() {
        let tied = sets(&[&[1, 3], &[2, 4]]);
        assert_eq!(split(&tied), vec![tied.clone()]);
        // The same move twice: two lines of a kind.
        let twice = sets(&[&[1, 1], &[1, 2]]);
        assert_eq!(split(&twice), vec![twice.clone()]);
        assert_eq!(split(&sets(&[&[7]])), [sets(&[&[7]])]);
        assert_eq!(split(&BTreeSet::new()), [BTreeSet::new()]);
    }
}
