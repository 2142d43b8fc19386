//! `muster status`: who has reported, and what is open.

use super::{Verdict, no_json, page, read_source};
use crate::cli::args::{Format, StatusArgs};
use crate::cli::counts::fails;
use crate::cli::render::status::status as page_of;
use crate::cli::render::status_json::status_json;
use crate::cli::terminal::{Stop, Terminal};

/// Prints the months by coordinator, and writes nothing else.
pub(in crate::cli) fn status(terminal: &mut Terminal, args: &StatusArgs) -> Result<Verdict, Stop> {
    let run = read_source(terminal, &args.source)?;
    let page = page(terminal);
    let text = match args.format {
        Format::Human => page_of(page, &run),
        Format::Json => status_json(page.lang, &run).map_err(no_json)?,
    };
    terminal.data(&text)?;
    Ok(Verdict::of(fails(&run.findings, args.fail_on)))
}
