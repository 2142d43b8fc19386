//! `muster completions SHELL`: a completion script.

use super::Verdict;
use crate::cli::args::CompletionsArgs;
use crate::cli::terminal::{Stop, Terminal};

/// Prints the script, with hints in the user's language.
pub(in crate::cli) fn completions(terminal: &mut Terminal, mut command: clap::Command, args: &CompletionsArgs) -> Result<Verdict, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "muster", &mut script);
    terminal.data(&String::from_utf8_lossy(&script))?;
    Ok(Verdict::Done)
}
