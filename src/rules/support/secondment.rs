//! Whom a headcount counts that it should not, by type of secondment.

use crate::domain::Bilingual;
use crate::domain::tour::NOT_COUNTED;
use crate::rules::outcome::Outcome;

use super::persons::{Line, Rosters, counts_too_many, lines_words, no_balance, number_of};
use super::stated_place;

/// Makes a finding of every mission whose headcount holds only if persons with some types of secondment are counted as well.
/// Where several types are on the roster that do not count, they may all be in it.
pub(in crate::rules) fn counted_as_well(rosters: &Rosters<'_, '_>, out: &mut Outcome<'_>, types: &[&str], suggestion: &Bilingual) {
    for month in rosters.months() {
        let on_posting = |line: &&Line| !line.tour.in_scope && line.tour.on_posting(month.as_of);
        let of_type = |line: &&&Line, types: &[&str]| rosters.secondment(line.at).is_some_and(|own| types.contains(&own));
        let apart: Vec<&Line> = month.lines.iter().filter(on_posting).collect();
        let own: Vec<&Line> = apart.iter().filter(|line| of_type(line, types)).copied().collect();
        if own.is_empty() {
            out.passed(Some(month.period), 1);
            continue;
        }
        let Some(balance) = rosters.balance(&month) else {
            out.not_run(Some(month.period), no_balance());
            continue;
        };
        let all = number_of(apart.iter().filter(|line| of_type(line, &NOT_COUNTED)).count());
        let count = number_of(own.len());
        if balance.short() != count && balance.short() != all {
            out.passed(Some(month.period), 1);
            continue;
        }
        let lines = lines_words(&own.iter().map(|line| rosters.place(line.at, "secondment_type")).collect::<Vec<_>>());
        let suggestion = Bilingual::new(format!("{}: {}.", suggestion.nl, lines.nl), format!("{}: {}.", suggestion.en, lines.en));
        let draft = counts_too_many(rosters, &month, &balance, count, suggestion);
        out.failed(stated_place(rosters.census, balance.stated), Some(month.period), draft);
    }
}
