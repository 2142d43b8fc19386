//! Which numbers follow from sums of them.

use std::collections::BTreeSet;

/// Large enough that no determinant of a matrix of zeros and ones of this size is a multiple of it by chance.
const PRIME: u64 = 2_147_483_647;

/// The hidden numbers that follow from known sums: those that have just one solution. A sum is the set of numbers in it, in rising
/// order; numbers in it that are not hidden are known, and do not matter.
pub fn told<'s>(sums: impl IntoIterator<Item = &'s [usize]>, hidden: &BTreeSet<usize>) -> BTreeSet<usize> {
    let variables: Vec<usize> = hidden.iter().copied().collect();
    let equation = |members: &[usize]| variables.iter().map(|variable| u64::from(members.binary_search(variable).is_ok())).collect();
    let equations: BTreeSet<Vec<u64>> = sums.into_iter().map(equation).collect();
    let mut rows: Vec<Vec<u64>> = equations.into_iter().collect();
    let mut rank = 0;
    for column in 0..variables.len() {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(rank, pivot);
        let scale = inverse(rows[rank][column]);
        let leading: Vec<u64> = rows[rank].iter().map(|value| value * scale % PRIME).collect();
        for row in (0..rows.len()).filter(|row| *row != rank) {
            let factor = rows[row][column];
            if factor != 0 {
                for (value, lead) in rows[row].iter_mut().zip(&leading) {
                    *value = (*value + (PRIME - factor) * lead) % PRIME;
                }
            }
        }
        rows[rank] = leading;
        rank += 1;
    }
    let single = |row: &Vec<u64>| {
        let mut filled = row.iter().zip(&variables).filter(|(value, _)| **value != 0);
        filled.next().filter(|_| filled.next().is_none()).map(|(_, variable)| *variable)
    };
    rows.iter().filter_map(single).collect()
}

/// The number that gives 1 when multiplied with a number other than zero, modulo the prime.
fn inverse(number: u64) -> u64 {
    let (mut result, mut base, mut exponent) = (1, number % PRIME, PRIME - 2);
    while exponent > 0 {
        if exponent % 2 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent /= 2;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_follows_where_sums_leave_it_alone() {
        let hidden = BTreeSet::from([0, 1, 2]);
        let all: &[usize] = &[0, 1, 2, 3];
        assert_eq!(told([all], &hidden), BTreeSet::new());
        assert_eq!(told([all, &[0, 1]], &hidden), BTreeSet::from([2]));
        assert_eq!(told([all, &[0, 1], &[1, 2]], &hidden), BTreeSet::from([0, 1, 2]));
    }
}
