//! The way of the data, from files to figures. This is the one module that sees all stages.

pub mod feedback;
mod interpret;
pub mod letter;
mod originals;
pub mod template;

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use interpret::Interpreter;
pub use originals::Originals;

use crate::catalogue;
use crate::domain::changes::Changes;
use crate::domain::completeness;
use crate::domain::facts::Facts;
use crate::domain::{
    Bilingual, Census, Check, CheckTally, Edition, Excerpts, Finding, Grid, History, Lang, Ledger, PassedOver, Period, Place, Return,
    Schema, Workbook, placing,
};
use crate::error::Error;
pub use crate::publish::Written;
use crate::{ingest, publish, rules, schemas, summary};

/// What a run is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to read.
    pub inputs: Vec<PathBuf>,
    /// The folder with the schemas; `None` takes those that were built in.
    pub schemas: Option<PathBuf>,
    /// The months to report on; all that are found if empty. A single one is also the month of files whose name and folder
    /// tell none.
    pub periods: Vec<Period>,
    /// Number of threads; `None` takes one for each core.
    pub jobs: Option<usize>,
    /// The language in which mistakes in the schemas are reported.
    pub lang: Lang,
    /// The program of which a process is started to read files, so that one that takes all memory, never ends or crashes its
    /// reader costs itself only. It must be muster. `None` reads in this process.
    pub worker: Option<PathBuf>,
    /// The folder with the set that was published before, from which months are taken whose returns are not read. A folder that
    /// is not there or holds no set has no history; `None` does not look.
    pub history: Option<PathBuf>,
}

/// The argument with which the program of [`Options::worker`] is started, to do [`serve`] and nothing else.
pub const SERVE: &str = ingest::SERVE;

/// Reads files for another process, which asks and is answered on the standard streams.
///
/// # Errors
/// The other process is gone, or asks for what cannot be understood.
pub fn serve() -> io::Result<()> {
    ingest::serve(&mut io::stdin().lock(), &mut io::stdout().lock())
}

/// Is told how far a run is. Calls come from several threads.
pub trait Progress: Sync {
    /// So many files will be read.
    fn found(&self, files: usize);
    /// One more file, by its relative path, has been read.
    fn read(&self, path: &str);
    /// The files are read; the checks between them begin.
    fn checking(&self);
}

/// Everything that a run found out.
#[derive(Debug)]
pub struct Run {
    /// The declarations it was made with.
    pub schema: Schema,
    /// Every check, in the catalogue's order.
    pub catalogue: Vec<Check>,
    /// The months that are reported on, earliest first.
    pub periods: Vec<Period>,
    /// The figures. Headcounts of earlier months that were published are among them.
    pub facts: Facts,
    /// What was published before; `None` if it was not looked for.
    pub history: Option<History>,
    /// What is otherwise than it was published before.
    pub changes: Changes,
    /// The findings, in order of publication.
    pub findings: Vec<Finding>,
    /// The outcomes of the checks.
    pub tallies: Vec<CheckTally>,
    /// The account of all rows.
    pub ledger: Ledger,
    /// What in the input was no return.
    pub passed_over: Vec<PassedOver>,
    /// The returns, by path.
    pub returns: Vec<Return>,
    /// Path and SHA-256 of every file that was read, dates of receipt included, by path.
    pub inputs: Vec<(String, String)>,
    /// What in lists of dates of receipt had no effect, and why.
    pub received_notes: Vec<Bilingual>,
    /// The files themselves, for whoever needs more of them than their records.
    pub originals: Originals,
    /// The surroundings of cells that findings point at, as far as they were asked for.
    pub excerpts: Excerpts,
}

impl Run {
    /// What is published of it, in a language and under a moment.
    #[must_use]
    pub fn edition(&self, lang: Lang, generated: DateTime<Utc>) -> Edition<'_> {
        Edition {
            schema: &self.schema,
            catalogue: &self.catalogue,
            facts: &self.facts,
            findings: &self.findings,
            tallies: &self.tallies,
            ledger: &self.ledger,
            periods: &self.periods,
            inputs: &self.inputs,
            history: self.history.as_ref(),
            excerpts: &self.excerpts,
            partition: None,
            lang,
            generated,
        }
    }

    /// Looks up the surroundings of the cells that findings point at. Files with many cells are read once more for it.
    pub fn look_up<'f>(&mut self, findings: impl IntoIterator<Item = &'f Finding>) {
        let places: Vec<&Place> = findings.into_iter().map(|finding| &finding.place).filter(|place| place.cell().is_some()).collect();
        self.excerpts = self.originals.excerpts(&self.returns, &self.schema, &places);
    }
}

/// The declarations in a folder, or the built-in ones, and the catalogue of checks that they make.
///
/// # Errors
/// The schemas are wrong or cannot be read.
pub fn load_schemas(folder: Option<&Path>, lang: Lang) -> Result<(Schema, Vec<Check>), Error> {
    let codes = catalogue::rust_codes();
    let asked = schemas::Options { rust_checks: &codes, lang, colour: true };
    let schema = match folder {
        Some(folder) => schemas::load_with(folder, &asked)?,
        None => schemas::built_in_with(&asked)?,
    };
    let checks = catalogue::checks(&schema);
    Ok((schema, checks))
}

/// Publishes an edition into a folder, in place of the set that was published there before.
///
/// # Errors
/// The folder is in use or cannot be written; the set that was published before stands.
pub fn publish(edition: &Edition<'_>, folder: &Path) -> Result<Written, Error> {
    let tables = summary::tables(edition)?;
    publish::publish(edition, &tables, folder)
}

/// Finishes or takes back what an interrupted run left in a folder, so that the set in it is whole whatever becomes of the run that
/// is to follow. While another run writes there it is left to that one.
///
/// # Errors
/// What is left cannot be removed or moved.
pub fn recover(folder: &Path) -> Result<(), Error> {
    match publish::recover(folder) {
        Err(Error::Busy(_)) => Ok(()),
        done => done,
    }
}

/// Reads and checks; writes nothing.
///
/// # Errors
/// The schemas are wrong, or nothing could be read.
pub fn run(options: &Options, progress: &dyn Progress) -> Result<Run, Error> {
    let (schema, catalogue) = load_schemas(options.schemas.as_deref(), options.lang)?;
    let history = history(options, &schema)?;
    let found = ingest::find(&options.inputs, &ingest::Limits::from(&schema.settings))?;
    progress.found(found.files.len());
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).build().map_err(|error| {
        Error::Usage(Bilingual::new(
            format!("De werkdraden kunnen niet worden gestart: {error}."),
            format!("The threads cannot be started: {error}."),
        ))
    })?;
    pool.install(|| work(options, schema, catalogue, history, found, progress))
}

/// What was published before, if that is looked for.
fn history(options: &Options, schema: &Schema) -> Result<Option<History>, Error> {
    options.history.as_deref().map(|folder| publish::history(folder, schema)).transpose()
}

/// The same for workbooks that were opened elsewhere, such as sheets that are made in a program.
///
/// # Errors
/// The schemas are wrong.
pub fn run_workbooks(options: &Options, workbooks: Vec<Workbook>) -> Result<Run, Error> {
    run_workbooks_with(options, load_schemas(options.schemas.as_deref(), options.lang)?, workbooks)
}

/// The same with declarations and a catalogue that were loaded before: many runs need not read the schemas many times.
///
/// # Errors
/// The account of the rows does not add up, or what was published before cannot be used.
pub fn run_workbooks_with(options: &Options, (schema, catalogue): (Schema, Vec<Check>), workbooks: Vec<Workbook>) -> Result<Run, Error> {
    let history = history(options, &schema)?;
    let interpreter = Interpreter::new(options, &schema);
    let read: Vec<(Return, Vec<Grid>)> = workbooks.into_par_iter().map(|workbook| interpreter.read(workbook)).collect();
    let mut originals = Originals::default();
    let returns = read.into_iter().map(|(one, grids)| originals.keep(one, grids)).collect();
    let nothing = ingest::Found { files: Vec::new(), passed_over: Vec::new(), received_notes: Vec::new(), received_lists: Vec::new() };
    conclude(options, schema, catalogue, history, returns, originals, nothing)
}

fn work(
    options: &Options,
    schema: Schema,
    catalogue: Vec<Check>,
    history: Option<History>,
    mut found: ingest::Found,
    progress: &dyn Progress,
) -> Result<Run, Error> {
    let reader = ingest::Reader::new(ingest::Limits::from(&schema.settings), options.worker.clone());
    let interpreter = Interpreter::new(options, &schema);
    let read = |candidate| {
        let (one, grids) = interpreter.read(reader.read(candidate));
        progress.read(&one.source.path);
        let kept = if originals::is_small(&grids) { grids } else { Vec::new() };
        (one, kept)
    };
    let read: Vec<(Return, Vec<Grid>)> = found.files.par_iter().map(read).collect();
    progress.checking();
    let mut originals = Originals::new(std::mem::take(&mut found.files), reader);
    let returns = read.into_iter().map(|(one, grids)| originals.keep(one, grids)).collect();
    conclude(options, schema, catalogue, history, returns, originals, found)
}

/// Checks the returns and accounts for them.
fn conclude(
    options: &Options,
    schema: Schema,
    catalogue: Vec<Check>,
    history: Option<History>,
    mut returns: Vec<Return>,
    originals: Originals,
    found: ingest::Found,
) -> Result<Run, Error> {
    returns.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    placing::supersede(&mut returns, &schema.settings.correction_words);

    let read = returns.len();
    let nothing = History::default();
    let known = history.as_ref().unwrap_or(&nothing);
    returns.extend(known.as_returns(&schema));

    let census = Census::new(&returns, &schema, known);
    let (mut findings, mut tallies) = rules::run(&census, catalogue::RULES, &catalogue, &options.periods);
    let wanted = |period: &Period| options.periods.is_empty() || options.periods.contains(period);
    let periods: Vec<Period> = census.periods.iter().copied().filter(wanted).collect();
    let mut facts = summary::collect(&census, &findings, &periods);
    let ours = findings.len();
    let preview = Edition {
        schema: &schema,
        catalogue: &catalogue,
        facts: &facts,
        findings: &findings,
        tallies: &tallies,
        ledger: &Ledger::default(),
        periods: &periods,
        inputs: &[],
        history: None,
        excerpts: &Excerpts::default(),
        partition: None,
        lang: options.lang,
        generated: DateTime::UNIX_EPOCH,
    };
    let export = summary::export(&preview);
    let exports = rules::exports::Exports { census: &census, facts: &facts, export: &export, periods: &periods };
    rules::exports::run(&exports, catalogue::EXPORT_RULES, &catalogue, &mut findings, &mut tallies);
    rules::waive(&census, &catalogue, &mut findings, &mut tallies);
    if findings.len() > ours {
        summary::recount(&mut facts, &findings);
    }
    // A month whose returns are gone is known as it was published.
    let published = known.headcounts.iter().filter(|fact| census.only_published(fact.period)).cloned();
    facts.headcounts.extend(published);
    facts.headcounts.sort_by_key(|fact| (fact.period, fact.mission));
    let gone = known.months.iter().filter(|period| census.only_published(**period) && wanted(period));
    facts.completeness.extend(gone.map(|period| completeness::published(known, &schema, *period)));
    facts.completeness.sort_by_key(|month| month.period);
    // The outcomes of a month that stays as it was published are published already.
    tallies.retain(|tally| tally.period.is_none_or(|period| !census.only_published(period)));
    returns.truncate(read);
    if !options.periods.is_empty() {
        findings.retain(|finding| finding.period.is_none_or(|period| wanted(&period)));
        tallies.retain(|tally| tally.period.is_none_or(|period| wanted(&period)));
    }
    let words = &schema.settings.correction_words;
    let changes = Changes::since(known, &periods, &findings, &facts.returns, &facts.headcounts, words);
    let ledger = Ledger::of(&returns);
    if let Some(gap) = ledger.first_gap() {
        return Err(Error::Ledger { file: gap.file.clone(), sheet: gap.sheet.clone() });
    }
    let read = returns.iter().map(|one| (one.source.path.clone(), one.source.sha256.clone()));
    let mut inputs: Vec<(String, String)> = read.chain(found.received_lists).collect();
    inputs.sort();
    let received_notes = found.received_notes.iter().map(ingest::ReceivedNote::message).collect();
    let passed_over = found.passed_over;
    Ok(Run {
        schema,
        catalogue,
        periods,
        facts,
        history,
        changes,
        findings,
        tallies,
        ledger,
        passed_over,
        returns,
        inputs,
        received_notes,
        originals,
        excerpts: Excerpts::default(),
    })
}
