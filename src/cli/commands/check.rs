//! `muster check`: read and check, show the findings.

use super::{Verdict, no_json, page, read_source};
use crate::cli::args::{CheckArgs, Format};
use crate::cli::counts::fails;
use crate::cli::render::findings::findings;
use crate::cli::render::json::json;
use crate::cli::render::not_run::not_run;
use crate::cli::render::sheets::files_read;
use crate::cli::render::summary::summary;
use crate::cli::terminal::{Stop, Terminal};
use crate::pipeline::Run;

/// Shows what was found and writes nothing else.
pub(in crate::cli) fn check(terminal: &mut Terminal, args: &CheckArgs) -> Result<Verdict, Stop> {
    let run = read_source(terminal, &args.source)?;
    show(terminal, args.format, &run)?;
    Ok(Verdict::of(fails(&run.findings, args.fail_on)))
}

fn show(terminal: &mut Terminal, format: Format, run: &Run) -> Result<(), Stop> {
    let page = page(terminal);
    match format {
        Format::Json => terminal.data(&json(page.lang, run).map_err(no_json)?),
        Format::Human => {
            let mut text = String::new();
            if page.verbose {
                text.push_str(&files_read(page, run));
                text.push('\n');
            }
            text.push_str(&findings(page, run));
            if page.verbose {
                let missed = not_run(page, &run.tallies);
                if !missed.is_empty() {
                    text.push('\n');
                    text.push_str(&missed);
                }
            }
            terminal.data(&text)?;
            terminal.note(&summary(page, run, None));
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::run;
    use crate::cli::terminal::testing::{Tape, terminal};
    use crate::domain::Lang;

    fn shown(format: Format, verbose: bool) -> (String, String) {
        let (data, notes) = (Tape::default(), Tape::default());
        let mut terminal = terminal(Lang::En, data.clone(), notes.clone());
        terminal.verbose = verbose;
        show(&mut terminal, format, &run()).expect("shown");
        (data.text(), notes.text())
    }

    #[test]
    fn findings_are_data_and_the_summary_is_beside_them() {
        let (data, notes) = shown(Format::Human, false);
        assert!(data.contains("XSH-01") && !data.contains("Could not run"), "{data}");
        assert!(notes.contains("accepted") && notes.contains("Officers"), "{notes}");
    }

    #[test]
    fn more_is_said_on_request() {
        let (data, _) = shown(Format::Human, true);
        assert!(data.contains("Could not run") && data.contains("no roster in the return of east"), "{data}");
    }

    #[test]
    fn json_stands_alone() {
        let (data, notes) = shown(Format::Json, true);
        assert!(serde_json::from_str::<serde_json::Value>(&data).is_ok(), "{data}");
        assert_eq!(notes, "");
    }
}
