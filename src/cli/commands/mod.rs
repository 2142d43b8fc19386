//! One file for each command.

pub(super) mod check;
pub(super) mod completions;
pub(super) mod diff;
pub(super) mod explain;
pub(super) mod feedback;
pub(super) mod import;
pub(super) mod letter;
pub(super) mod rules;
pub(super) mod status;
pub(super) mod template;

use std::collections::BTreeSet;

use super::args::{Source, When};
use super::folders;
use super::progress::Meter;
use super::render::Page;
use super::render::open::open_errors;
use super::terminal::{Stop, Terminal};
use crate::domain::{Bilingual, Period};
use crate::error::Error;
use crate::pipeline::{self, Options, Run};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All is done.
    Done,
    /// There are findings at or above what was asked for, or a letter that is not final.
    Findings,
}

impl Verdict {
    const fn of(fails: bool) -> Self {
        if fails { Self::Findings } else { Self::Done }
    }
}

/// Reads and checks, and shows how far that is.
fn read(terminal: &mut Terminal, options: &Options, progress: When) -> Result<Run, Error> {
    read_or_published(terminal, options, progress, |_| Vec::new())
}

/// The same, where months without any return are welcome too if they are among these.
fn read_or_published(
    terminal: &mut Terminal,
    options: &Options,
    progress: When,
    welcome: impl Fn(&Run) -> Vec<Period>,
) -> Result<Run, Error> {
    let meter = Meter::new(terminal, progress);
    let run = pipeline::run(options, &meter);
    meter.done();
    let run = run?;
    months_without_return(terminal, options, &run, welcome(&run))?;
    let notes: String = run.received_notes.iter().map(|note| format!("{}\n", note.get(terminal.lang))).collect();
    terminal.note(&notes);
    Ok(run)
}

/// Says for which of the months asked for there is no return at all. Where that holds for each of them there is nothing to
/// report on, and what was published before must not be replaced by nothing.
fn months_without_return(terminal: &mut Terminal, options: &Options, run: &Run, welcome: Vec<Period>) -> Result<(), Error> {
    let returned = run.returns.iter().filter_map(|one| one.period).chain(run.periods.iter().copied());
    let found: BTreeSet<Period> = returned.chain(welcome).collect();
    let without: Vec<&Period> = options.periods.iter().filter(|period| !found.contains(*period)).collect();
    if without.is_empty() {
        return Ok(());
    }
    let listed = |months: &[&Period]| months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let (missing, there) = (listed(&without), listed(&found.iter().collect::<Vec<_>>()));
    let (mut nl, mut en) = (format!("Er is geen opgave over {missing}."), format!("There is no return for {missing}."));
    if !there.is_empty() {
        nl.push_str(&format!(" Wel over {there}."));
        en.push_str(&format!(" There are returns for {there}."));
    }
    let text = Bilingual::new(nl, en);
    if without.len() == options.periods.len() {
        return Err(Error::NothingToRead(text));
    }
    terminal.note(&format!("{}\n", text.get(terminal.lang)));
    Ok(())
}

/// Refuses a run in which not one file could be read: what was published before must not be replaced by nothing, and a
/// letter without any figure is none. The errors are named first, since they say why.
fn anything_read(terminal: &mut Terminal, run: &Run) -> Result<(), Error> {
    if run.returns.iter().any(|one| one.unreadable.is_none() && one.refused.is_none()) {
        return Ok(());
    }
    let page = page(terminal);
    terminal.note(&format!("{}\n", open_errors(page, run, &run.periods)));
    Err(Error::NothingToRead(Bilingual::new(
        "Geen enkel bestand kon worden gelezen; 'muster check' zegt per bestand waarom. De vorige uitvoer staat er nog.",
        "Not one file could be read; 'muster check' says of each file why. The previous output still stands.",
    )))
}

/// A mistake of muster itself in writing JSON.
fn no_json(error: serde_json::Error) -> Error {
    Error::Table { table: "json".to_owned(), detail: error.to_string() }
}

/// The defaults are filled in, and all is read.
fn read_source(terminal: &mut Terminal, source: &Source) -> Result<Run, Stop> {
    let options = folders::options(terminal, source)?;
    Ok(read(terminal, &options, source.progress)?)
}

/// The page that fits the terminal.
const fn page(terminal: &Terminal) -> Page {
    Page { lang: terminal.lang, width: terminal.width, verbose: terminal.verbose }
}
