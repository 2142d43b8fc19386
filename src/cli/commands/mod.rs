//! One file for each command.

pub(super) mod check;
pub(super) mod completions;
pub(super) mod explain;
pub(super) mod import;
pub(super) mod letter;
pub(super) mod rules;

use super::args::{Source, When};
use super::folders;
use super::progress::Meter;
use super::render::Page;
use super::terminal::{Stop, Terminal};
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
    let meter = Meter::new(terminal, progress);
    let run = pipeline::run(options, &meter);
    meter.done();
    let run = run?;
    let notes: String = run.received_notes.iter().map(|note| format!("{}\n", note.get(terminal.lang))).collect();
    terminal.note(&notes);
    Ok(run)
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

/// What is published of a run.
fn with_edition<T>(run: &Run, lang: crate::domain::Lang, use_it: impl FnOnce(&crate::domain::Edition<'_>) -> T) -> T {
    use_it(&crate::domain::Edition {
        schema: &run.schema,
        catalogue: &run.catalogue,
        facts: &run.facts,
        findings: &run.findings,
        tallies: &run.tallies,
        ledger: &run.ledger,
        periods: &run.periods,
        inputs: &run.inputs,
        lang,
        generated: chrono::Utc::now(),
    })
}
