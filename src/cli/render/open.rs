//! The errors that keep a letter a draft: what and where.

use super::entries::more_of;
use super::styled::Styled;
use super::text::{columns, paragraph, printable};
use super::{Page, ROOMY, location, mission_name};
use crate::cli::style::{self, BOLD, DIM, painted};
use crate::domain::{Finding, Period};
use crate::pipeline::Run;

/// Errors that are named before the rest is counted.
const NAMED: usize = 10;

/// The open root errors of some months, and those that belong to no month. Empty if there are none.
pub(in crate::cli) fn open_errors(page: Page, run: &Run, months: &[Period]) -> String {
    let concerned = |finding: &&Finding| finding.period.is_none_or(|period| months.contains(&period));
    let open: Vec<&Finding> = run.findings.iter().filter(|finding| finding.is_open_error()).filter(concerned).collect();
    listed(page, run, &open)
}

/// The root causes of some months that somebody accepted, each with who, until when and why. Empty if there are none.
pub(in crate::cli) fn accepted(page: Page, run: &Run, months: &[Period]) -> String {
    let concerned = |finding: &&Finding| finding.period.is_none_or(|period| months.contains(&period));
    let waived = run.findings.iter().filter(|finding| finding.waived && finding.outcome_of.is_none());
    listed(page, run, &waived.filter(concerned).collect::<Vec<_>>())
}

fn listed(page: Page, run: &Run, open: &[&Finding]) -> String {
    let mut out = String::new();
    for finding in open.iter().take(NAMED) {
        let name = run.catalogue.iter().find(|check| check.code == finding.code).map(|check| page.text(&check.name));
        let mut parts = Vec::new();
        parts.extend(finding.period.map(|period| Styled::default().plain(period)));
        parts.extend(name.map(|name| Styled::default().styled(BOLD, name)));
        parts.extend(mission_name(&run.schema, finding).map(|mission| Styled::default().plain(mission)));
        let code = printable(&finding.code);
        let indent = if page.width < ROOMY { 4 } else { columns(&code) + 4 };
        let lead = format!("  {}  ", painted(style::of(finding.severity), &code));
        out.push_str(&Styled::joined(parts, " · ").behind(&lead, columns(&code) + 4, indent, page.width));
        let margin = " ".repeat(indent);
        out.push_str(&Styled::default().styled(DIM, location(page, &run.schema, &finding.place)).hanging(&margin, indent, page.width));
        if let Some(waiver) = finding.waiver.and_then(|at| run.schema.waivers.get(at)) {
            paragraph(&mut out, &page.text(&waiver.words()), &margin, page.width);
        }
    }
    if let Some(more) = open.len().checked_sub(NAMED).filter(|more| *more > 0) {
        out.push_str(&format!("  {}\n", painted(DIM, more_of(page, more as u64, None))));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{empty_run, finding, period, run};
    use crate::domain::{Lang, Severity};

    fn plain(run: &Run, month: &str) -> String {
        let page = Page { lang: Lang::En, width: 80, verbose: false };
        anstream::adapter::strip_str(&open_errors(page, run, &[period(month)])).to_string()
    }

    #[test]
    fn only_root_errors_of_the_month_are_open() {
        assert_eq!(
            plain(&run(), "2026-05"),
            "  XSH-01  2026-05 · Headcount against roster · EUCAP Somalia\n          africa/2026-05.xlsx › Bezetting › D7\n"
        );
        assert_eq!(plain(&run(), "2026-04"), "");
    }

    #[test]
    fn the_first_ten_are_named() {
        let mut many = empty_run();
        many.findings = (0..12).map(|_| finding("ROW-01", Severity::Error, "2026-05", None)).collect();
        let text = plain(&many, "2026-05");
        assert_eq!(text.matches("ROW-01").count(), NAMED);
        assert!(text.ends_with("  and 2 more\n"), "{text}");
    }
}
