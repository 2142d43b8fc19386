//! What is about to be published of small numbers, so that it can be checked before it is.

use std::collections::BTreeMap;

use super::breakdown::{closed, group};
use super::headcount::rows;
use super::withhold::{Partition, Withheld};
use crate::domain::export::{Export, ExportCell, ExportSum};
use crate::domain::{Edition, Period};

/// The code of women in the list of sexes.
const WOMAN: &str = "f";

/// The numbers by kind of each mission in the published months, and the published sums over them.
///
/// That a mission's headcount is published makes a sum of every breakdown of it.
#[must_use]
pub fn export(edition: &Edition<'_>) -> Export {
    let withheld = super::withhold::withheld(edition);
    let mut export = Export::default();
    women(edition, &withheld, &mut export);
    breakdowns(edition, &mut export);
    export
}

fn women(edition: &Edition<'_>, withheld: &Withheld, export: &mut Export) {
    type Sums = BTreeMap<(Period, Option<(Partition, Option<String>)>), Vec<usize>>;
    let mut sums = Sums::new();
    for row in rows(edition) {
        let (Some(count), Some(mission)) = (row.female, edition.schema.registry.missions.get(row.mission)) else { continue };
        let at = export.cells.len();
        export.cells.push(ExportCell {
            period: row.period,
            mission: row.mission,
            table: "headcount",
            attribute: "sex",
            value: WOMAN.to_owned(),
            count,
            shown: !withheld.mission(row.period, row.mission),
        });
        for partition in Partition::ALL {
            sums.entry((row.period, Some((partition, partition.group(mission))))).or_default().push(at);
        }
        sums.entry((row.period, None)).or_default().push(at);
    }
    for ((period, group), members) in sums {
        let (table, shown) = match &group {
            None => ("by_period", !withheld.month(period)),
            Some((partition, group)) => {
                let table = match partition {
                    Partition::Organisation => "by_organisation",
                    Partition::Region => "by_region",
                    Partition::Country => "by_country",
                };
                (table, !withheld.group(*partition, &period.to_string(), group.as_deref()))
            }
        };
        if shown {
            export.sums.push(ExportSum { table, members });
        }
    }
}

fn breakdowns(edition: &Edition<'_>, export: &mut Export) {
    let facts: Vec<_> = edition.facts.attributes.iter().filter(|fact| edition.periods.contains(&fact.period)).collect();
    let closed = closed(edition.schema.settings.small_count_threshold, &facts);
    let women: BTreeMap<(Period, usize), (usize, i64)> =
        export.cells.iter().enumerate().map(|(at, cell)| ((cell.period, cell.mission), (at, cell.count))).collect();
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for fact in facts {
        let Some(count) = fact.count else { continue };
        let at = export.cells.len();
        export.cells.push(ExportCell {
            period: fact.period,
            mission: fact.mission,
            table: "headcount_by_attribute",
            attribute: fact.attribute,
            value: fact.value.clone(),
            count,
            shown: !closed.contains(&group(fact)),
        });
        groups.entry(group(fact)).or_default().push(at);
        // The same number stands in the table of headcounts: whoever sees it there sees it here. The difference of both is a
        // published zero.
        let same = women.get(&(fact.period, fact.mission)).filter(|(_, women)| fact.attribute == "sex" && *women == count);
        if let Some((women, _)) = same.filter(|_| fact.value == WOMAN) {
            export.sums.push(ExportSum { table: "headcount", members: if export.cells[*women].shown { vec![at] } else { Vec::new() } });
        }
    }
    export.sums.extend(groups.into_values().map(|members| ExportSum { table: "headcount", members }));
    export.sums.retain(|sum| !sum.members.is_empty());
}
