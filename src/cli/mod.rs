//! The command line.

mod args;
mod commands;
mod counts;
mod dutch;
mod first;
mod folders;
mod formats;
mod help;
mod lang;
mod progress;
mod render;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod sample_sheets;
mod spans;
mod standing;
mod style;
mod terminal;
mod usage;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::FromArgMatches;

use self::args::{Cli, Command, When};
use self::commands::Verdict;
use self::terminal::{Stop, Terminal};
use crate::domain::Lang;
use crate::pipeline;

/// Does what the arguments of the process ask for. The exit codes are those of the contract: 0 done, 1 findings, 2 usage or
/// schemas, 3 nothing read or not written.
#[must_use]
pub fn main() -> ExitCode {
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_else(|| "muster".into());
    let arguments: Vec<OsString> = arguments.collect();
    if arguments.first().is_some_and(|first| first == pipeline::SERVE) {
        // Whoever asked sees that the answer is missing.
        return ExitCode::from(u8::from(pipeline::serve().is_err()));
    }
    let lang = lang::choose(&arguments);
    let color = match first::option_value(&arguments, "--color").as_deref() {
        Some("always") => When::Always,
        Some("never") => When::Never,
        _ => When::Auto,
    };
    let words = std::iter::once(name).chain(first::with_command(arguments));
    ExitCode::from(answer(&mut Terminal::standard(lang, color), words, color))
}

/// Parses, runs and says what went wrong; gives the exit code.
fn answer(terminal: &mut Terminal, words: impl Iterator<Item = OsString>, color: When) -> u8 {
    let lang = terminal.lang;
    let parsed = help::command(lang, color).try_get_matches_from(words).and_then(|matches| Cli::from_arg_matches(&matches));
    let outcome = match parsed {
        Ok(cli) => {
            terminal.quiet = cli.general.quiet;
            terminal.verbose = cli.general.verbose;
            run(terminal, &cli)
        }
        // Help and the version are data that was asked for.
        Err(said) if said.exit_code() == 0 => terminal.data(&said.render().ansi().to_string()).map(|()| Verdict::Done),
        Err(mistake) => {
            terminal.say(&usage::explained(lang, &mistake));
            return 2;
        }
    };
    match outcome {
        Ok(Verdict::Done) | Err(Stop::ReaderGone) => 0,
        Ok(Verdict::Findings) => 1,
        Err(Stop::Failed(error)) => {
            terminal.error(&error);
            error.exit_code()
        }
    }
}

fn run(terminal: &mut Terminal, cli: &Cli) -> Result<Verdict, Stop> {
    let asked = cli.general.lang.map(Lang::from);
    match &cli.command {
        Command::Import(args) => commands::import::import(terminal, asked, args),
        Command::Check(args) => commands::check::check(terminal, args),
        Command::Explain(args) => commands::explain::explain(terminal, args),
        Command::Rules(args) => commands::rules::rules(terminal, args),
        Command::Status(args) => commands::status::status(terminal, args),
        Command::Template(args) => commands::template::template(terminal, asked, args),
        Command::Letter(args) => commands::letter::letter(terminal, asked, args),
        Command::Feedback(args) => commands::feedback::feedback(terminal, args),
        Command::Diff(args) => commands::diff::diff(terminal, args),
        Command::Completions(args) => commands::completions::completions(terminal, help::command(terminal.lang, When::Never), args),
    }
}
