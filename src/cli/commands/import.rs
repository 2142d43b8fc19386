//! `muster import`: read, check, aggregate and publish.

use super::{Verdict, anything_read, page, read};
use crate::cli::args::ImportArgs;
use crate::cli::counts::fails;
use crate::cli::folders;
use crate::cli::render::not_run::not_run;
use crate::cli::render::sheets::files_read;
use crate::cli::render::summary::summary;
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::{Edition, Lang};
use crate::pipeline;

/// Publishes what the returns say. The language of the published messages is the one asked for, else that of the schemas:
/// it must not depend on whose computer this is.
pub(in crate::cli) fn import(terminal: &mut Terminal, asked: Option<Lang>, args: &ImportArgs) -> Result<Verdict, Stop> {
    let options = folders::options(terminal, &args.source)?;
    folders::keep_apart(&options, &args.source.output)?;
    pipeline::recover(&args.source.output)?;
    let mut run = read(terminal, &options, args.source.progress)?;
    anything_read(terminal, &run)?;
    // The report shows the cells around each root cause.
    let findings = std::mem::take(&mut run.findings);
    run.look_up(findings.iter().filter(|finding| finding.outcome_of.is_none()));
    run.findings = findings;
    let lang = asked.unwrap_or(run.schema.settings.language);
    let partition = args.partition.map(Into::into);
    let edition = Edition { partition, ..run.edition(lang, chrono::Utc::now()) };
    let published = pipeline::publish(&edition, &args.source.output)?;
    let page = page(terminal);
    if page.verbose {
        terminal.note(&files_read(page, &run));
        terminal.note("\n");
        terminal.note(&not_run(page, &run.tallies));
    }
    terminal.note(&summary(page, &run, Some(&published)));
    Ok(Verdict::of(fails(&run.findings, args.fail_on)))
}
