//! How often each check passed, failed and could not run, month by month.

use std::collections::BTreeMap;

use super::Page;
use super::months::{Cell, Row, table};
use super::styled::Styled;
use super::text::{paragraph, printable};
use crate::cli::style::{self, DIM};
use crate::domain::{CheckTally, Period};
use crate::pipeline::Run;

/// A row for each check that met a case, then the names of those that met none. Cases of files without a month have a column of
/// their own.
pub(super) fn checks_table(page: Page, run: &Run) -> String {
    let mut months: Vec<Option<Period>> = run.tallies.iter().filter(|tally| cases(tally) > 0).map(|tally| tally.period).collect();
    months.sort_unstable();
    months.dedup();
    let mut by_code: BTreeMap<(&str, Option<Period>), &CheckTally> = BTreeMap::new();
    for tally in &run.tallies {
        by_code.insert((&tally.code, tally.period), tally);
    }
    let (mut rows, mut idle) = (Vec::new(), Vec::new());
    for check in &run.catalogue {
        let found = |month: &Option<Period>| by_code.get(&(check.code.as_str(), *month)).copied().filter(|tally| cases(tally) > 0);
        if months.iter().any(|month| found(month).is_some()) {
            rows.push(Row { label: printable(&check.code).into_owned(), cells: months.iter().map(|month| cell(found(month))).collect() });
        } else {
            idle.push(printable(&check.code).into_owned());
        }
    }
    let no_month = || page.word("geen maand", "no month").to_owned();
    let names: Vec<String> = months.iter().map(|month| month.map_or_else(no_month, |month| month.to_string())).collect();
    let mut out = String::new();
    if !rows.is_empty() {
        out.push_str(&table(page, page.word("Controle", "Check"), &names, &rows).0);
        let text =
            page.word("geslaagd/gefaald/niet uitgevoerd · – niets om te controleren", "passed/failed/could not run · – nothing to check");
        out.push_str(&Styled::default().styled(DIM, text).hanging("", 0, page.width));
    }
    if !idle.is_empty() {
        let title = page.word("Niets om te controleren:", "Nothing to check:");
        out.push('\n');
        paragraph(&mut out, &format!("{title} {}", idle.join(", ")), "", page.width);
    }
    out
}

fn cases(tally: &CheckTally) -> u64 {
    tally.passed.saturating_add(tally.failed).saturating_add(tally.not_run)
}

fn cell(tally: Option<&CheckTally>) -> Cell {
    let Some(CheckTally { passed, failed, not_run, .. }) = tally else { return Cell::plain("–") };
    Cell { text: format!("{passed}/{failed}/{not_run}"), style: (*failed > 0).then_some(style::WARNING) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::run;
    use crate::domain::Lang;

    #[test]
    fn checks_by_month() {
        let page = Page { lang: Lang::En, width: 80, verbose: true };
        insta::assert_snapshot!(anstream::adapter::strip_str(&checks_table(page, &run())).to_string(), @r"
        Check   2026-04  2026-05
        XSH-01  3/1/1    3/1/1
        XSH-04  –        3/1/1
        REG-04  –        3/1/0
        passed/failed/could not run · – nothing to check

        Nothing to check: REG-10
        ");
    }
}
