//! `muster rules`: the list of all checks.

use super::{Verdict, no_json, page};
use crate::cli::args::{Format, RulesArgs};
use crate::cli::folders;
use crate::cli::render::rules::{rules as list, rules_json};
use crate::cli::terminal::{Stop, Terminal};
use crate::pipeline;

/// Prints every check.
pub(in crate::cli) fn rules(terminal: &mut Terminal, args: &RulesArgs) -> Result<Verdict, Stop> {
    let folder = folders::schemas(args.schemas.as_deref())?;
    let (_, catalogue) = pipeline::load_schemas(folder.as_deref(), terminal.lang)?;
    let page = page(terminal);
    let text = match args.format {
        Format::Human => list(page, &catalogue),
        Format::Json => rules_json(page.lang, &catalogue).map_err(no_json)?,
    };
    terminal.data(&text)?;
    Ok(Verdict::Done)
}
