//! Whether a line of a table meets the conditions of a count.

use chrono::NaiveDate;

use crate::domain::Table;
use crate::domain::equation::{Condition, Day, Test};

use super::change::{Instead, LineChange, Values};

/// Whether a line meets all conditions; `None` if an unusable cell leaves it open.
pub(super) fn meets(
    table: &Table,
    record: usize,
    conditions: &[Condition],
    days: (NaiveDate, NaiveDate),
    change: Option<LineChange>,
) -> Option<bool> {
    let mut open = false;
    for condition in conditions {
        let changed = match change {
            Some(LineChange::Field { field, instead }) if field == condition.field => Some(instead),
            _ => None,
        };
        let value = match changed {
            Some(instead) => Some(instead),
            None if table.unusable(condition.field, record) => {
                open = true;
                continue;
            }
            None => match condition.test {
                Test::In(_) | Test::NotIn(_) => table.code(condition.field, record).map(Instead::Code),
                _ => Some(Instead::Day(table.date(condition.field, record))),
            },
        };
        if !passes(value, condition, days) {
            return Some(false);
        }
    }
    if open { None } else { Some(true) }
}

/// Whether a line that might be added meets all conditions.
pub(super) fn added_meets(added: &Values, conditions: &[Condition], days: (NaiveDate, NaiveDate)) -> bool {
    conditions.iter().all(|condition| passes(added.get(&condition.field).copied(), condition, days))
}

fn passes(value: Option<Instead>, condition: &Condition, (previous_as_of, as_of): (NaiveDate, NaiveDate)) -> bool {
    let other = |day: Day| if day == Day::AsOf { as_of } else { previous_as_of };
    match (value, &condition.test) {
        (None | Some(Instead::Day(None)), _) => condition.blank,
        (Some(Instead::Day(Some(day))), Test::Before(than)) => day < other(*than),
        (Some(Instead::Day(Some(day))), Test::OnOrBefore(than)) => day <= other(*than),
        (Some(Instead::Day(Some(day))), Test::After(than)) => day > other(*than),
        (Some(Instead::Day(Some(day))), Test::OnOrAfter(than)) => day >= other(*than),
        (Some(Instead::Code(code)), Test::In(codes)) => codes.contains(&code),
        (Some(Instead::Code(code)), Test::NotIn(codes)) => !codes.contains(&code),
        _ => false,
    }
}
