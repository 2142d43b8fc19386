//! `muster letter`: the table for the letter to Parliament.

use super::{Verdict, anything_read, page, read_source};
use crate::cli::args::LetterArgs;
use crate::cli::counts::fails;
use crate::cli::render::open::open_errors;
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::edition::open_errors as number_of_open_errors;
use crate::domain::{Bilingual, Finding, Lang, Period};
use crate::error::Error;
use crate::pipeline::{self, Run};

/// Prints the table of the months asked for, else of the last one that is found; in Dutch, as the letter is. All is read
/// anew: an earlier import is neither needed nor trusted.
pub(in crate::cli) fn letter(terminal: &mut Terminal, args: &LetterArgs) -> Result<Verdict, Stop> {
    let run = read_source(terminal, &args.source)?;
    anything_read(terminal, &run)?;
    let months = months(&run, &args.source.periods)?;
    if args.definitive && refuses(terminal, &run, &months) {
        return Ok(Verdict::Findings);
    }
    let edition = run.edition(Lang::Nl, chrono::Utc::now());
    let tables: Vec<String> = months.iter().map(|month| format!("{}\n", pipeline::letter(&edition, *month).trim_end())).collect();
    terminal.data(&tables.join("\n"))?;
    let concerns = |finding: &&Finding| finding.period.is_none_or(|period| months.contains(&period));
    Ok(Verdict::of(fails(run.findings.iter().filter(concerns), args.fail_on)))
}

/// The months to print: those asked for, each of which must have a headcount, else the last one that has.
fn months(run: &Run, asked: &[Period]) -> Result<Vec<Period>, Error> {
    // Of a month that was published before the findings are not known here, so that no letter can be made of it.
    let read = |month: &Period| run.periods.contains(month);
    let reported = |month: &Period| read(month) && run.facts.headcounts.iter().any(|fact| fact.period == *month);
    if asked.is_empty() {
        let last = run.periods.iter().copied().rfind(reported).ok_or_else(|| {
            Error::NothingToRead(Bilingual::new(
                "Er is geen maand met een bezetting gevonden, dus er is geen tabel. 'muster check' zegt wat er met de opgaven is.",
                "No month with a headcount was found, so there is no table. 'muster check' says what is the matter with the returns.",
            ))
        })?;
        return Ok(vec![last]);
    }
    let mut months = asked.to_vec();
    months.sort_unstable();
    months.dedup();
    match months.iter().find(|month| !reported(month)) {
        None => Ok(months),
        Some(month) => Err(Error::NothingToRead(Bilingual::new(
            format!("Van {month} is geen bezetting gevonden, dus er is geen tabel. Controleer --period en de opgaven."),
            format!("No headcount was found for {month}, so there is no table. Check --period and the returns."),
        ))),
    }
}

/// Whether errors are open, of which the user is told.
fn refuses(terminal: &mut Terminal, run: &Run, months: &[Period]) -> bool {
    let open: Vec<Period> = months.iter().copied().filter(|month| number_of_open_errors(&run.findings, *month) > 0).collect();
    if open.is_empty() {
        return false;
    }
    let listed = open.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let page = page(terminal);
    let title = page.word("De tabel is nog niet definitief: er staan fouten open in", "The table is not final yet: errors are open in");
    let errors = open_errors(page, run, &open);
    let hint = page.word(
        "Herstel ze in de opgaven, of laat --final weg voor een concept.",
        "Mend them in the returns, or leave out --final for a draft.",
    );
    terminal.say(&format!("{title} {listed}.\n\n{errors}\n{hint}\n"));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::{empty_run, period, run};
    use crate::cli::terminal::testing::{Tape, terminal};

    #[test]
    fn the_last_month_with_a_headcount_is_printed_unless_told_otherwise() {
        let mut run = run();
        assert_eq!(months(&run, &[]).expect("a month"), [period("2026-05")]);
        run.periods.push(period("2026-06"));
        assert_eq!(months(&run, &[]).expect("a month"), [period("2026-05")]);
        let asked = [period("2026-05"), period("2026-04"), period("2026-05")];
        assert_eq!(months(&run, &asked).expect("months"), [period("2026-04"), period("2026-05")]);
    }

    #[test]
    fn a_month_without_a_headcount_gives_no_table() {
        let error = months(&run(), &[period("2020-01")]).expect_err("nothing is known of that month");
        assert_eq!(error.exit_code(), 3);
        assert!(error.message().en.contains("2020-01"));
        let mut nothing = empty_run();
        nothing.facts.headcounts.clear();
        assert_eq!(months(&nothing, &[]).expect_err("nothing is known").exit_code(), 3);
    }

    #[test]
    fn a_final_letter_waits_until_no_error_of_its_month_is_open() {
        let said = |run: &Run, month: &str| {
            let notes = Tape::default();
            let refuses = refuses(&mut terminal(Lang::En, Tape::default(), notes.clone()), run, &[period(month)]);
            (refuses, notes.text())
        };
        assert_eq!(said(&run(), "2026-04"), (false, String::new()));
        assert_eq!(said(&empty_run(), "2026-05"), (false, String::new()));
        let (refused, text) = said(&run(), "2026-05");
        assert!(refused);
        insta::assert_snapshot!(text, @r"
        The table is not final yet: errors are open in 2026-05.

          XSH-01  2026-05 · Headcount against roster · EUCAP Somalia
                  africa/2026-05.xlsx › Bezetting › D7

        Mend them in the returns, or leave out --final for a draft.
        ");
    }
}
