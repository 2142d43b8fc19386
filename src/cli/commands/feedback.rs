//! `muster feedback`: marked workbooks and mails, to be sent back.

use super::{Verdict, page, read};
use crate::cli::args::FeedbackArgs;
use crate::cli::counts::fails;
use crate::cli::folders;
use crate::cli::render::feedback::{nothing_to_tell, what_to_do, what_was_written};
use crate::cli::terminal::{Stop, Terminal};
use crate::pipeline::feedback;

/// Writes them into a folder of their own. Where nothing was found there is nothing to send, and nothing is written.
pub(in crate::cli) fn feedback(terminal: &mut Terminal, args: &FeedbackArgs) -> Result<Verdict, Stop> {
    let options = folders::options(terminal, &args.source)?;
    folders::keep_private(&options, &args.source.output, &args.to)?;
    let run = read(terminal, &options, args.source.progress)?;
    let verdict = Verdict::of(fails(&run.findings, args.fail_on));
    let back = feedback::feedback(&run)?;
    if !back.files.is_empty() || args.to.is_dir() {
        // Of what an earlier run wrote there may be something that no longer holds.
        let saved = feedback::save(&back, &args.to)?;
        terminal.data(&what_was_written(page(terminal), &back, &saved))?;
        if !saved.written.is_empty() {
            terminal.note(&what_to_do(page(terminal), &saved));
        }
    }
    if back.files.is_empty() {
        terminal.note(&nothing_to_tell(page(terminal), &run.periods));
    }
    Ok(verdict)
}
