//! `muster template`: the workbook in which a coordinator fills in a month.

use std::path::{Path, PathBuf};

use super::{Verdict, read};
use crate::cli::args::{Source, TemplateArgs, When};
use crate::cli::folders;
use crate::cli::render::Page;
use crate::cli::render::text::printable;
use crate::cli::terminal::{Stop, Terminal};
use crate::domain::schema::Coordinator;
use crate::domain::{Bilingual, Lang, Period, fold, nearest};
use crate::error::Error;
use crate::pipeline::template::{self, Template};
use crate::pipeline::{self, Options, Run};

/// Where several workbooks go if nothing is said.
const FOLDER: &str = "templates";

/// Writes the workbook of one coordinator, or of each who reports monthly. Its language is the one asked for, else that of the
/// coordinator: it must not depend on whose computer this is.
pub(in crate::cli) fn template(terminal: &mut Terminal, asked: Option<Lang>, args: &TemplateArgs) -> Result<Verdict, Stop> {
    let (run, options) = known(terminal, args)?;
    let chosen = chosen(&run.schema.coordinators, args.coordinator.as_deref())?;
    let period = month(terminal, &run, args.period)?;
    let mut made: Vec<(PathBuf, usize, Template)> = Vec::new();
    for at in &chosen {
        let lang = asked.unwrap_or_else(|| run.schema.language_of(Some(*at)));
        match template::template(&run, *at, period, lang) {
            Ok(one) => made.push((target(args.to.as_deref(), args.coordinator.is_some(), &one.name)?, *at, one)),
            // Of all of them one may have nothing to report; the others are written all the same.
            Err(Error::Usage(why)) if args.coordinator.is_none() => terminal.note(&format!("{}\n", why.get(terminal.lang))),
            Err(error) => return Err(error.into()),
        }
    }
    if made.is_empty() {
        return Err(Error::Usage(Bilingual::new(
            format!("Er is voor {period} geen sjabloon te maken."),
            format!("There is no template to make for {period}."),
        ))
        .into());
    }
    for (path, ..) in &made {
        folders::outside(&options, path)?;
    }
    if !args.force {
        free(&made)?;
    }
    for (path, at, one) in &made {
        template::save(path, &one.bytes, args.force)?;
        terminal.data(&format!("{}\n", printable(&path.display().to_string())))?;
        let said = said(terminal, &run, *at, period, one);
        terminal.note(&said);
    }
    Ok(Verdict::Done)
}

/// What is known of the months before: from the returns, else from what was published. Neither need be there.
fn known(terminal: &mut Terminal, args: &TemplateArgs) -> Result<(Run, Options), Error> {
    let source = Source {
        inputs: Vec::new(),
        input: args.input.clone(),
        schemas: args.schemas.clone(),
        periods: Vec::new(),
        output: args.output.clone(),
        no_history: args.no_history,
        jobs: None,
        progress: When::Auto,
    };
    let options = folders::options_if_any(terminal, &source)?;
    let nothing = |options: &Options| pipeline::run_workbooks(options, Vec::new());
    let run = if options.inputs.is_empty() {
        nothing(&options)?
    } else {
        match read(terminal, &options, source.progress) {
            // A folder in which nothing stands yet says nothing of last month, and that is all.
            Err(Error::NothingToRead(_)) if args.input.is_empty() => nothing(&options)?,
            read => read?,
        }
    };
    Ok((run, options))
}

/// Whom it is for: the one who is named, else all who report monthly.
fn chosen(coordinators: &[Coordinator], named: Option<&str>) -> Result<Vec<usize>, Error> {
    let Some(named) = named else {
        let all: Vec<usize> = coordinators.iter().enumerate().filter(|(_, one)| one.monthly).map(|(at, _)| at).collect();
        return Ok(all);
    };
    let wanted = fold(named);
    let is = |one: &Coordinator| [&one.id, &one.name].into_iter().chain(&one.aliases).any(|name| fold(name) == wanted);
    if let Some(at) = coordinators.iter().position(is) {
        return Ok(vec![at]);
    }
    let near = nearest(named, coordinators.iter().map(|one| one.id.as_str()));
    let list: Vec<String> = coordinators.iter().map(|one| format!("  {}  {}", one.id, one.name)).collect();
    let hint = |lead: &str| near.map(|near| format!(" {lead} {near}?")).unwrap_or_default();
    Err(Error::Usage(Bilingual::new(
        format!("Er is geen coördinator '{named}'.{}\nDit zijn ze:\n{}", hint("Bedoelt u"), list.join("\n")),
        format!("There is no coordinator '{named}'.{}\nThese are they:\n{}", hint("Do you mean"), list.join("\n")),
    )))
}

/// The month: the one that is asked for, else the one after the last that was reported, of which the user is told.
fn month(terminal: &mut Terminal, run: &Run, asked: Option<Period>) -> Result<Period, Error> {
    if let Some(asked) = asked {
        return Ok(asked);
    }
    let Some(next) = template::next_month(run) else {
        return Err(Error::Usage(Bilingual::new(
            "Er is nog geen opgave, dus de maand volgt nergens uit. Noem haar met --period, bijvoorbeeld --period 2026-06.",
            "There is no return yet, so nothing tells the month. Name it with --period, for instance --period 2026-06.",
        )));
    };
    let (month, last) = (template::month(next, terminal.lang), template::month(next.previous(), terminal.lang));
    terminal.note(&match terminal.lang {
        Lang::Nl => format!("Voor {month}, de maand na de laatste waarover opgave is gedaan ({last}). Een andere kiest u met --period.\n"),
        Lang::En => format!("For {month}, the month after the last that was reported ({last}). Choose another with --period.\n"),
    });
    Ok(next)
}

/// Where a workbook goes.
fn target(to: Option<&Path>, one: bool, name: &str) -> Result<PathBuf, Error> {
    let Some(to) = to else { return Ok(if one { PathBuf::from(name) } else { Path::new(FOLDER).join(name) }) };
    let is_file = to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) && !to.is_dir();
    match (is_file, one) {
        (true, true) => Ok(to.to_path_buf()),
        (true, false) => Err(Error::Usage(Bilingual::new(
            format!(
                "{} is één bestand, en er komt een sjabloon per coördinator. Noem een map, of kies er een met --coordinator.",
                to.display()
            ),
            format!(
                "{} is one file, and there is a template for each coordinator. Name a folder, or choose one with --coordinator.",
                to.display()
            ),
        ))),
        (false, _) => Ok(to.join(name)),
    }
}

/// Nothing is replaced unless that is asked for: somebody may have filled it in.
fn free(made: &[(PathBuf, usize, Template)]) -> Result<(), Error> {
    let there: Vec<String> =
        made.iter().filter(|(path, ..)| path.symlink_metadata().is_ok()).map(|(path, ..)| path.display().to_string()).collect();
    if there.is_empty() {
        return Ok(());
    }
    let there = there.join(", ");
    Err(Error::Usage(Bilingual::new(
        format!("Dit is er al: {there}. Misschien heeft iemand het al ingevuld; er is niets geschreven. Met --force wordt het vervangen."),
        format!("This is there already: {there}. Somebody may have filled it in; nothing was written. With --force it is replaced."),
    )))
}

/// What is in a workbook, in a few words.
fn said(terminal: &Terminal, run: &Run, at: usize, period: Period, one: &Template) -> String {
    let page = Page { lang: terminal.lang, width: terminal.width, verbose: terminal.verbose };
    let name = |mission: usize| run.schema.registry.missions.get(mission).map_or("", |mission| mission.name.as_str());
    let names = |missions: &[usize]| missions.iter().map(|mission| name(*mission)).collect::<Vec<_>>().join(", ");
    let sender = run.schema.coordinators.get(at).map_or("", |sender| sender.name.as_str());
    let mut out = format!("  {} · {} · {}\n", printable(sender), template::month(period, page.lang), printable(&names(&one.missions)));
    let before = template::month(period.previous(), page.lang);
    if !one.unknown.is_empty() {
        let which = if one.unknown.len() == one.missions.len() { String::new() } else { format!(": {}", printable(&names(&one.unknown))) };
        let lead = page.word("bezetting niet bekend van", "headcount not known of");
        out.push_str(&format!("  {lead} {before}{which}\n"));
    }
    for (mission, why) in &one.left_out {
        out.push_str(&format!("  {} {}: {}\n", page.word("zonder", "without"), printable(name(*mission)), why.get(page.lang)));
    }
    out
}
