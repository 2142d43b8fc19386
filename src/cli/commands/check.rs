//! `muster check`: read and check, show the findings.

use super::{Verdict, no_json, page, read};
use crate::cli::args::{CheckArgs, CheckFormat, Limit};
use crate::cli::counts::fails;
use crate::cli::folders;
use crate::cli::formats::{github::github, junit::junit, sarif::sarif};
use crate::cli::render::block::has_excerpt;
use crate::cli::render::findings::{findings, to_be_shown};
use crate::cli::render::json::json;
use crate::cli::render::not_run::not_run;
use crate::cli::render::sheets::files_read;
use crate::cli::render::summary::summary;
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::Finding;
use crate::pipeline::Run;

/// Shows what was found and writes nothing else.
pub(in crate::cli) fn check(terminal: &mut Terminal, args: &CheckArgs) -> Result<Verdict, Stop> {
    let options = folders::options(terminal, &args.source)?;
    let mut run = read(terminal, &options, args.source.progress)?;
    let lang = terminal.lang;
    match args.format {
        CheckFormat::Human => {
            look_up(terminal, &mut run, args.limit);
            show(terminal, &run, args.limit)?;
        }
        CheckFormat::Json => terminal.data(&json(lang, &run).map_err(no_json)?)?,
        CheckFormat::Sarif => terminal.data(&sarif(lang, &run).map_err(no_json)?)?,
        CheckFormat::Junit => terminal.data(&junit(lang, &run, args.fail_on)?)?,
        CheckFormat::Github => terminal.data(&github(lang, &run, &options.inputs))?,
    }
    Ok(Verdict::of(fails(&run.findings, args.fail_on)))
}

/// Looks up the cells around what will be shown, and no others: a large file is read once more for it.
fn look_up(terminal: &Terminal, run: &mut Run, limit: Limit) {
    let drawn = |finding: &&Finding| has_excerpt(terminal.verbose, finding);
    let wanted: Vec<Finding> = to_be_shown(&run.findings, limit).into_iter().filter(drawn).cloned().collect();
    run.look_up(&wanted);
}

fn show(terminal: &mut Terminal, run: &Run, limit: Limit) -> Result<(), Stop> {
    let page = page(terminal);
    let mut text = String::new();
    if page.verbose {
        text.push_str(&files_read(page, run));
        text.push('\n');
    }
    text.push_str(&findings(page, run, limit));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample::run;
    use crate::cli::terminal::testing::{Tape, terminal};
    use crate::domain::Lang;

    fn shown(verbose: bool) -> (String, String) {
        let (data, notes) = (Tape::default(), Tape::default());
        let mut terminal = terminal(Lang::En, data.clone(), notes.clone());
        terminal.verbose = verbose;
        show(&mut terminal, &run(), Limit::All).expect("shown");
        (data.text(), notes.text())
    }

    #[test]
    fn findings_are_data_and_the_summary_is_beside_them() {
        let (data, notes) = shown(false);
        assert!(data.contains("XSH-01") && !data.contains("Could not run"), "{data}");
        assert!(notes.contains("accepted") && notes.contains("Officers"), "{notes}");
    }

    #[test]
    fn more_is_said_on_request() {
        let (data, _) = shown(true);
        assert!(data.contains("Could not run") && data.contains("no roster in the return of east"), "{data}");
    }
}
