//! `muster diff`: what changed between two months.

use super::{Verdict, anything_read, no_json, page, read_source};
use crate::cli::args::{DiffArgs, Format};
use crate::cli::render::diff::{diff as shown, diff_json};
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::{Bilingual, Period};
use crate::error::Error;
use crate::pipeline::Run;

/// Shows what changed from the earlier to the later of two months, in whatever order they are named.
pub(in crate::cli) fn diff(terminal: &mut Terminal, args: &DiffArgs) -> Result<Verdict, Stop> {
    let run = read_source(terminal, &args.source)?;
    anything_read(terminal, &run)?;
    let months = months(&run, args.from, args.to)?;
    let page = page(terminal);
    match args.format {
        Format::Json => terminal.data(&diff_json(page, &run, months).map_err(no_json)?)?,
        Format::Human => terminal.data(&shown(page, &run, months))?,
    }
    Ok(Verdict::Done)
}

/// The two months, earlier first. Both must have a headcount.
fn months(run: &Run, one: Period, other: Period) -> Result<(Period, Period), Error> {
    if one == other {
        return Err(Error::Usage(Bilingual::new(
            "Noem twee verschillende maanden, bijvoorbeeld: muster diff 2026-04 2026-05.",
            "Name two different months, for instance: muster diff 2026-04 2026-05.",
        )));
    }
    let mut there: Vec<Period> = run.facts.headcounts.iter().filter(|fact| fact.headcount.is_some()).map(|fact| fact.period).collect();
    there.sort_unstable();
    there.dedup();
    let (from, to) = (one.min(other), one.max(other));
    let missing: Vec<String> = [from, to].iter().filter(|month| !there.contains(month)).map(ToString::to_string).collect();
    if missing.is_empty() {
        return Ok((from, to));
    }
    let there: Vec<String> = there.iter().map(ToString::to_string).collect();
    let (nl, en) = (missing.join(" en "), missing.join(" and "));
    let (known_nl, known_en) = match there.as_slice() {
        [] => ("Er is van geen enkele maand een bezetting.".to_owned(), "There is no headcount of any month.".to_owned()),
        there => (format!("Wel van {}.", there.join(", ")), format!("There is one of {}.", there.join(", "))),
    };
    Err(Error::Usage(Bilingual::new(
        format!("Van {nl} is geen bezetting gevonden. {known_nl}"),
        format!("No headcount of {en} was found. {known_en}"),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{period, run};

    #[test]
    fn the_earlier_month_comes_first_and_both_must_be_known() {
        let run = run();
        let (april, may) = (period("2026-04"), period("2026-05"));
        assert_eq!(months(&run, may, april).expect("two months"), (april, may));
        let error = months(&run, april, period("2025-01")).expect_err("an unknown month");
        assert_eq!(error.exit_code(), 2);
        assert_eq!(error.message().en, "No headcount of 2025-01 was found. There is one of 2026-04, 2026-05.");
        assert_eq!(months(&run, may, may).expect_err("one month twice").exit_code(), 2);
    }
}
