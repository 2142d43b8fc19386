//! The checks that could not run, and why.

use std::collections::BTreeMap;

use super::Page;
use super::text::{columns, left, printable, wrapped};
use crate::cli::style::{BOLD, DIM, painted};
use crate::domain::{CheckTally, Period};

/// Number of checks that could not be tried somewhere.
pub(in crate::cli) fn number(tallies: &[CheckTally]) -> usize {
    let mut codes: Vec<&str> = tallies.iter().filter(|tally| tally.not_run > 0).map(|tally| tally.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len()
}

/// Each such check with each reason once, and the months it holds for. Empty if every check ran.
pub(in crate::cli) fn not_run(page: Page, tallies: &[CheckTally]) -> String {
    let mut reasons: BTreeMap<(&str, &str), Vec<Period>> = BTreeMap::new();
    for tally in tallies.iter().filter(|tally| tally.not_run > 0) {
        let unstated = page.word("geen reden vermeld", "no reason stated");
        let stated: Vec<&str> = tally.reasons.iter().map(|reason| reason.get(page.lang)).collect();
        for reason in if stated.is_empty() { vec![unstated] } else { stated } {
            reasons.entry((&tally.code, reason)).or_default().extend(tally.period);
        }
    }
    if reasons.is_empty() {
        return String::new();
    }
    let mut out = format!("{}\n", painted(BOLD, page.word("Niet uitgevoerd", "Could not run")));
    let width = reasons.keys().map(|(code, _)| columns(code)).max().unwrap_or(0);
    let mut previous = "";
    for ((code, reason), months) in &mut reasons {
        months.sort_unstable();
        months.dedup();
        let months = months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let text = if months.is_empty() { printable(reason).into_owned() } else { format!("{} ({months})", printable(reason)) };
        let label = if *code == previous { "" } else { code };
        previous = code;
        for (at, line) in wrapped(&text, page.width.saturating_sub(width + 4)).iter().enumerate() {
            out.push_str(&format!("  {}  {}\n", left(if at == 0 { label } else { "" }, width), painted(DIM, line)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::run;
    use crate::domain::Lang;

    #[test]
    fn reasons_are_listed_once_with_their_months() {
        let page = Page { lang: Lang::En, width: 80, verbose: true };
        let run = run();
        insta::assert_snapshot!(anstream::adapter::strip_str(&not_run(page, &run.tallies)).to_string(), @r"
        Could not run
          XSH-01  no roster in the return of east (2026-04, 2026-05)
          XSH-04  no month before (2026-05)
        ");
        assert_eq!(number(&run.tallies), 2);
    }

    #[test]
    fn nothing_is_said_if_all_ran() {
        assert_eq!(not_run(Page { lang: Lang::En, width: 80, verbose: true }, &[]), "");
    }
}
