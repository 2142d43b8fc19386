//! The way of the data, from files to figures. This is the one module that sees all stages.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};
use rayon::prelude::*;

use crate::catalogue;
use crate::domain::changes::Changes;
use crate::domain::completeness;
use crate::domain::facts::Facts;
use crate::domain::returns::{Caution, Sheet, StatedAsOf};
use crate::domain::{
    Bilingual, Census, Check, CheckTally, Contents, Edition, Finding, Grid, History, Lang, Ledger, PassedOver, Period, Return, RowFate,
    Schema, Value, Workbook, placing,
};
use crate::error::Error;
use crate::layout::{self, HeaderIndex};
pub use crate::publish::Written;
use crate::{ingest, publish, records, rules, schemas, summary};

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
            lang,
            generated,
        }
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

/// The table for the letter to Parliament of one month, in Markdown.
#[must_use]
pub fn letter(edition: &Edition<'_>, period: Period) -> String {
    publish::letter(edition, period)
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
    let returns = workbooks.into_par_iter().map(|workbook| interpreter.read(workbook)).collect();
    let nothing = ingest::Found { files: Vec::new(), passed_over: Vec::new(), received_notes: Vec::new(), received_lists: Vec::new() };
    conclude(options, schema, catalogue, history, returns, nothing)
}

fn work(
    options: &Options,
    schema: Schema,
    catalogue: Vec<Check>,
    history: Option<History>,
    found: ingest::Found,
    progress: &dyn Progress,
) -> Result<Run, Error> {
    let reader = ingest::Reader::new(ingest::Limits::from(&schema.settings), options.worker.clone());
    let interpreter = Interpreter::new(options, &schema);
    let read = |candidate| {
        let one = interpreter.read(reader.read(candidate));
        progress.read(&one.source.path);
        one
    };
    let returns: Vec<Return> = found.files.par_iter().map(read).collect();
    progress.checking();
    conclude(options, schema, catalogue, history, returns, found)
}

/// What is needed to read any workbook.
struct Interpreter<'s> {
    schema: &'s Schema,
    index: HeaderIndex,
    vocabulary: records::Vocabulary,
    asked: Option<Period>,
}

impl<'s> Interpreter<'s> {
    fn new(options: &Options, schema: &'s Schema) -> Self {
        let asked = if let [only] = options.periods.as_slice() { Some(*only) } else { None };
        Self { schema, index: HeaderIndex::new(schema), vocabulary: records::Vocabulary::new(schema), asked }
    }

    fn read(&self, workbook: Workbook) -> Return {
        let mut one = interpret(workbook, self.schema, &self.index, self.asked);
        records::withhold_names(&mut one, self.schema, &self.vocabulary);
        one
    }
}

/// Checks the returns and accounts for them.
fn conclude(
    options: &Options,
    schema: Schema,
    catalogue: Vec<Check>,
    history: Option<History>,
    mut returns: Vec<Return>,
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
    Ok(Run { schema, catalogue, periods, facts, history, changes, findings, tallies, ledger, passed_over, returns, inputs, received_notes })
}

/// Recovers the layout of every sheet and reads its records. The cells themselves are dropped afterwards.
fn interpret(workbook: Workbook, schema: &Schema, index: &HeaderIndex, asked: Option<Period>) -> Return {
    let Workbook { source, cautions, sheets } = workbook;
    let (version, _) = placing::version(placing::stem(&source.path), &schema.settings.correction_words);
    let coordinator = placing::coordinator(&source.path, &schema.coordinators);
    let mut one = Return {
        coordinator,
        consolidated: coordinator.is_some_and(|at| schema.coordinators[at].consolidated),
        period: placing::period(&source.path).or(asked),
        version,
        cautions,
        ..Return::of(source)
    };
    let grids = match sheets {
        Ok(grids) => grids,
        Err(reason) => {
            one.unreadable = Some(reason);
            return one;
        }
    };
    one.contents = Some(Contents::of(&grids));
    let years = placing::Years::of(&one.source.path, one.period);
    for grid in &grids {
        let layout = layout::recover(grid, schema, index, years);
        one.sheets.push(Sheet { name: grid.name.clone(), hidden: grid.hidden, layout, comments: grid.marks.notes.len() });
    }
    one.as_of = stated_as_of(&one.sheets, schema, one.period);
    let by_name = months_by_name(&one, &grids, schema, years);
    let of_sheets = if by_name.is_empty() { months_of_sheets(&one, schema) } else { by_name };
    if of_sheets.is_empty() {
        one.period = one.period.or_else(|| one.as_of.and_then(|as_of| Period::of(as_of.date)));
    }
    for (at, grid) in grids.iter().enumerate() {
        let period = match of_sheets.get(at).copied().unwrap_or(SheetMonth::OfReturn) {
            SheetMonth::OfReturn => one.period,
            SheetMonth::Own(month) => Some(month),
            SheetMonth::Unknown => None,
        };
        let read = records::read(grid, at, &one.sheets[at].layout, schema, period);
        one.tables.extend(read.tables);
        one.personal.extend(read.personal);
        one.rejected.extend(read.rejected);
        one.sheets[at].layout.fates = read.fates;
    }
    one.coordinator = one.coordinator.or_else(|| placing::coordinator_by_missions(&one, schema));
    one.refused = refusal(&one, schema);
    if one.refused.is_some() {
        one.tables.clear();
        one.rejected.clear();
        set_aside(&mut one.sheets);
    }
    one
}

/// The as-of date that each sheet states, with the sheet.
fn dates_of_sheets(sheets: &[Sheet]) -> impl Iterator<Item = StatedAsOf> {
    sheets.iter().enumerate().filter_map(|(at, sheet)| {
        let as_of = sheet.layout.as_of.as_ref()?;
        Some(StatedAsOf { date: as_of.date?, sheet: at, cell: as_of.cell })
    })
}

/// The as-of date of a return: that of a headcount sheet goes before that of a title page or a roster, and one that lies
/// within the month before one that does not.
fn stated_as_of(sheets: &[Sheet], schema: &Schema, period: Option<Period>) -> Option<StatedAsOf> {
    let weight = |as_of: &StatedAsOf| {
        let outside = period.is_some_and(|period| !period.contains(as_of.date));
        (outside, !holds_headcounts(&sheets[as_of.sheet], schema), as_of.sheet)
    };
    dates_of_sheets(sheets).min_by_key(weight)
}

fn holds_headcounts(sheet: &Sheet, schema: &Schema) -> bool {
    sheet.layout.tables.iter().any(|table| schema.table("headcount") == Some(table.table))
}

/// The month of a sheet of a workbook that bundles several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SheetMonth {
    /// That of the return.
    OfReturn,
    /// Its own.
    Own(Period),
    /// Its own, of which the year is not known.
    Unknown,
}

/// The month of each sheet of a workbook of which the headcount sheets are called after different months (`jan`, `feb 2026`);
/// empty for any other file. Such a sheet is of its own month whatever the name of the file says. The year is that of its name,
/// else as the month or year of the file tells, else the one that the titles of the sheet name, else that of as-of dates.
fn months_by_name(one: &Return, grids: &[Grid], schema: &Schema, years: placing::Years) -> Vec<SheetMonth> {
    let named: Vec<Option<(u32, Option<i32>)>> = one.sheets.iter().map(|sheet| placing::month_of_sheet(&sheet.name)).collect();
    let of_headcounts = one.sheets.iter().zip(&named).filter(|(sheet, _)| holds_headcounts(sheet, schema)).filter_map(|(_, named)| *named);
    let mut different: Vec<(u32, Option<i32>)> = of_headcounts.collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 2 {
        return Vec::new();
    }
    let mut dated: Vec<i32> = dates_of_sheets(&one.sheets).map(|as_of| as_of.date.year()).collect();
    dated.dedup();
    let dated = if let [only] = dated.as_slice() { Some(*only) } else { None };
    let month = |(at, named): (usize, Option<(u32, Option<i32>)>)| {
        let Some((month, year)) = named else { return SheetMonth::OfReturn };
        let stated = || year_in_titles(grids.get(at)?, one.sheets.get(at)?);
        let own = || one.sheets.get(at)?.layout.as_of.as_ref()?.date.filter(|day| day.month() == month).map(|day| day.year());
        let resolved = match year {
            Some(year) => Period::new(year, month),
            None => years.resolve(month).or_else(|| Period::new(stated().or_else(own).or(dated)?, month)),
        };
        resolved.map_or(SheetMonth::Unknown, SheetMonth::Own)
    };
    named.into_iter().enumerate().map(month).collect()
}

/// The one year that the titles of a sheet name.
fn year_in_titles(grid: &Grid, sheet: &Sheet) -> Option<i32> {
    let titles = (0_u32..).zip(&sheet.layout.fates).filter(|(_, fate)| **fate == RowFate::Title).map(|(row, _)| row);
    let mut years = titles.flat_map(|row| grid.row(row)).filter_map(|cell| match &cell.value {
        Value::Text(text) => placing::lone_year(text),
        _ => None,
    });
    let first = years.next()?;
    years.all(|other| other == first).then_some(first)
}

/// The month of each sheet of a workbook with a headcount sheet for each of several months; empty for any other file, and
/// where the name of the file or folder says which month it is.
fn months_of_sheets(one: &Return, schema: &Schema) -> Vec<SheetMonth> {
    let mut months = vec![SheetMonth::OfReturn; one.sheets.len()];
    if one.period.is_some() {
        return Vec::new();
    }
    let mut of_headcounts: Vec<Period> = Vec::new();
    for as_of in dates_of_sheets(&one.sheets) {
        months[as_of.sheet] = Period::of(as_of.date).map_or(SheetMonth::OfReturn, SheetMonth::Own);
        if holds_headcounts(&one.sheets[as_of.sheet], schema) {
            of_headcounts.extend(Period::of(as_of.date));
        }
    }
    of_headcounts.sort_unstable();
    of_headcounts.dedup();
    if of_headcounts.len() > 1 { months } else { Vec::new() }
}

/// The code of the check that refuses a file as a whole, by the settings.
fn refusal(one: &Return, schema: &Schema) -> Option<String> {
    let refuses = |code: &str, own: bool| {
        schema.checks.get(code).is_none_or(|setting| setting.enabled != Some(false)) && schema.switch(code, "refuse_file", own)
    };
    let personal = one.personal.iter().filter(|data| data.certain).find_map(|data| {
        let (code, own) = match data.kind.as_str() {
            "bsn" => ("PRV-01", true),
            "name" => ("PRV-02", false),
            "email" => ("PRV-03", false),
            "phone" => ("PRV-04", false),
            "health" => ("PRV-06", false),
            _ => ("PRV-05", false),
        };
        refuses(code, own).then(|| code.to_owned())
    });
    let caution = one.cautions.iter().find_map(|caution| {
        let switch = match caution {
            Caution::Macros => "read_macro_files",
            Caution::ExternalLinks => "read_linked_files",
            Caution::Author => return None,
        };
        (!schema.switch("FIL-07", switch, true)).then(|| "FIL-07".to_owned())
    });
    personal.or(caution)
}

/// Rows of a file that is not read count as set aside.
fn set_aside(sheets: &mut [Sheet]) {
    for sheet in sheets {
        for fate in sheet.layout.fates.iter_mut().filter(|fate| **fate != RowFate::Blank) {
            *fate = RowFate::Other;
        }
    }
}
