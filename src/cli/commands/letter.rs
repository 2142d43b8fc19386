//! `muster letter`: the table for the letter to Parliament.

mod destination;
mod published;

use std::collections::BTreeSet;

use destination::Destination;

use super::{Verdict, anything_read, page, read_or_published};
use crate::cli::args::LetterArgs;
use crate::cli::counts::{fails, reaches};
use crate::cli::folders;
use crate::cli::render::open::open_errors;
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::edition::open_errors as number_of_open_errors;
use crate::domain::{Bilingual, Finding, Lang, Period};
use crate::error::Error;
use crate::pipeline::Run;
use crate::pipeline::letter::{Letter, letter as made};

/// Makes the table of the months asked for, else of the last one that is found; in Dutch, as the letter is, unless a language is
/// asked for. All is read anew: an earlier import is neither needed nor trusted. Only the letter of a month whose returns are gone
/// is given as it was published.
pub(in crate::cli) fn letter(terminal: &mut Terminal, asked: Option<Lang>, args: &LetterArgs) -> Result<Verdict, Stop> {
    let options = folders::options(terminal, &args.source)?;
    let destination = Destination::of(terminal, args, &options)?;
    let run = read_or_published(terminal, &options, args.source.progress, only_published)?;
    let Months { read, gone } = months(&run, &options.periods)?;
    if !read.is_empty() {
        anything_read(terminal, &run)?;
    }
    if let Some(since) = args.since {
        is_earlier_and_known(&run, since, read.iter().chain(&gone))?;
    }
    let lang = asked.unwrap_or(Lang::Nl);
    let letter = Letter { months: read, lang, form: destination.form, internal: args.internal, since: args.since };
    if args.definitive && refuses(terminal, &run, &letter.months, &gone) {
        return Ok(Verdict::Findings);
    }
    let text = if gone.is_empty() { made(&run, &letter)? } else { published::text(&run, &letter, &gone)? };
    terminal.note(&published::words(&run, terminal.lang, &gone));
    destination.write(terminal, &text)?;
    let concerns = |finding: &&Finding| finding.period.is_none_or(|period| letter.months.contains(&period));
    let fail = !letter.months.is_empty() && fails(run.findings.iter().filter(concerns), args.fail_on);
    Ok(Verdict::of(fail || published::findings(&run, &gone).any(|finding| reaches(finding.severity, args.fail_on))))
}

/// The months of which only what was published is known.
fn only_published(run: &Run) -> Vec<Period> {
    run.history.as_ref().map_or_else(Vec::new, |history| history.months_beside(&run.periods))
}

/// The months of a letter.
#[derive(Debug, PartialEq, Eq)]
struct Months {
    /// Those whose returns are read.
    read: Vec<Period>,
    /// Those of which only what was published is left.
    gone: Vec<Period>,
}

/// The months of the letter: those asked for, each of which must have a headcount or have been published, else the last one that has
/// a headcount.
fn months(run: &Run, asked: &[Period]) -> Result<Months, Error> {
    // Of a month that was published before only the findings of then are known, so that no letter can be made of it.
    let published = only_published(run);
    let reported = |month: &Period| run.periods.contains(month) && !run.facts.headcounts_of(*month).is_empty();
    if asked.is_empty() {
        let last = run.periods.iter().copied().rfind(reported).ok_or_else(|| {
            Error::NothingToRead(Bilingual::new(
                "Er is geen maand met een bezetting gevonden, dus er is geen tabel. 'muster check' zegt wat er met de opgaven is.",
                "No month with a headcount was found, so there is no table. 'muster check' says what is the matter with the returns.",
            ))
        })?;
        return Ok(Months { read: vec![last], gone: Vec::new() });
    }
    let mut months = asked.to_vec();
    months.sort_unstable();
    months.dedup();
    let (read, others): (Vec<Period>, Vec<Period>) = months.into_iter().partition(reported);
    match others.iter().find(|month| !published.contains(month)) {
        None => Ok(Months { read, gone: others }),
        Some(month) => Err(Error::NothingToRead(Bilingual::new(
            format!("Van {month} is geen bezetting gevonden, dus er is geen tabel. Controleer --period en de opgaven."),
            format!("No headcount was found for {month}, so there is no table. Check --period and the returns."),
        ))),
    }
}

/// Refuses to compare with a month that is not before every month of the letter, or of which nothing is known.
fn is_earlier_and_known<'m>(run: &Run, since: Period, mut months: impl Iterator<Item = &'m Period>) -> Result<(), Error> {
    if let Some(month) = months.find(|month| **month <= since) {
        return Err(Error::Usage(Bilingual::new(
            format!("--since {since} ligt niet voor {month}. Noem een eerdere maand."),
            format!("--since {since} is not before {month}. Name an earlier month."),
        )));
    }
    let printed = run.schema.letters.iter().map(|line| line.period);
    let counted = run.facts.headcounts.iter().filter(|fact| fact.headcount.is_some()).map(|fact| fact.period);
    let known: BTreeSet<Period> = printed.chain(counted).collect();
    if known.contains(&since) {
        return Ok(());
    }
    let known = known.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(Error::Usage(Bilingual::new(
        format!("Van {since} is geen bezetting en geen brief bekend. Wel van {known}."),
        format!("No headcount and no letter of {since} is known. Known are {known}."),
    )))
}

/// Whether errors are open, of which the user is told.
fn refuses(terminal: &mut Terminal, run: &Run, read: &[Period], gone: &[Period]) -> bool {
    let open: Vec<Period> = read.iter().copied().filter(|month| number_of_open_errors(&run.findings, *month) > 0).collect();
    let drafts: Vec<Period> = gone.iter().copied().filter(|month| published::open_errors(run, *month) > 0).collect();
    let listed = |months: &[Period]| months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let page = page(terminal);
    if !drafts.is_empty() {
        let title = page.word("Met open fouten gepubliceerd, en dus een concept:", "Published with open errors, and so a draft:");
        let hint = page.word(
            "Zet de opgaven van die maand terug en herstel ze, of laat --final weg.",
            "Put the returns of that month back and mend them, or leave out --final.",
        );
        terminal.say(&format!("{title} {}.\n{hint}\n", listed(&drafts)));
    }
    if open.is_empty() {
        return !drafts.is_empty();
    }
    let listed = listed(&open);
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
        let read = |months: &[&str]| Months { read: months.iter().map(|month| period(month)).collect(), gone: Vec::new() };
        assert_eq!(months(&run, &[]).expect("a month"), read(&["2026-05"]));
        run.periods.push(period("2026-06"));
        assert_eq!(months(&run, &[]).expect("a month"), read(&["2026-05"]));
        let asked = [period("2026-05"), period("2026-04"), period("2026-05")];
        assert_eq!(months(&run, &asked).expect("months"), read(&["2026-04", "2026-05"]));
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
            let refuses = refuses(&mut terminal(Lang::En, Tape::default(), notes.clone()), run, &[period(month)], &[]);
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
