//! Which folders are read and written, and combinations of them that would do harm.

use std::path::{Path, PathBuf};

use clap::CommandFactory;

use super::args::{Cli, Source};
use super::terminal::Terminal;
use crate::domain::{Bilingual, Lang};
use crate::error::Error;
use crate::pipeline::Options;

/// What is read if nothing is named.
const INPUT: &str = "input";
/// Where schemas are looked for if no folder is named.
const SCHEMAS: &str = "schemas";

/// The options of a run, with the defaults filled in.
pub(super) fn options(terminal: &mut Terminal, source: &Source) -> Result<Options, Error> {
    let mut inputs: Vec<PathBuf> = source.inputs.iter().chain(&source.input).cloned().collect();
    if inputs.is_empty() {
        if !Path::new(INPUT).exists() {
            return Err(Error::NothingToRead(Bilingual::new(
                "Er is hier geen map 'input'. Noem de bestanden of mappen die u wilt lezen: muster import MAP.",
                "There is no folder 'input' here. Name the files or folders to read: muster import FOLDER.",
            )));
        }
        inputs.push(PathBuf::from(INPUT));
    }
    options_of(terminal, source, inputs)
}

/// The options of a run over what is named, or over the usual folder if it is there; over nothing if it is not.
pub(super) fn options_if_any(terminal: &mut Terminal, source: &Source) -> Result<Options, Error> {
    let mut inputs: Vec<PathBuf> = source.inputs.iter().chain(&source.input).cloned().collect();
    if inputs.is_empty() && Path::new(INPUT).exists() {
        inputs.push(PathBuf::from(INPUT));
    }
    options_of(terminal, source, inputs)
}

fn options_of(terminal: &mut Terminal, source: &Source, inputs: Vec<PathBuf>) -> Result<Options, Error> {
    if let Some(command) = inputs.iter().find_map(|input| misplaced_command(input)) {
        return Err(Error::Usage(Bilingual::new(
            format!("'{command}' bestaat hier niet als bestand of map. Bedoelt u de opdracht? Zet die vooraan: muster {command} …"),
            format!("There is no file or folder '{command}' here. Do you mean the command? Put it first: muster {command} …"),
        )));
    }
    let schemas = schemas(source.schemas.as_deref())?;
    if schemas.is_none() {
        terminal.note(match terminal.lang {
            Lang::Nl => "Er is hier geen map 'schemas': de ingebouwde schema's gelden.\n",
            Lang::En => "There is no folder 'schemas' here: the built-in schemas are used.\n",
        });
    }
    let mut periods = source.periods.clone();
    periods.sort_unstable();
    periods.dedup();
    let worker = std::env::current_exe().ok();
    let history = (!source.no_history).then(|| source.output.clone());
    Ok(Options { inputs, schemas, periods, jobs: source.jobs.map(usize::from), lang: terminal.lang, worker, history })
}

/// The schemas' folder: the one that is named, else `schemas` if there is such a folder.
pub(super) fn schemas(named: Option<&Path>) -> Result<Option<PathBuf>, Error> {
    match named {
        Some(folder) if folder.is_dir() => Ok(Some(folder.to_path_buf())),
        Some(folder) => Err(Error::Usage(Bilingual::new(
            format!("Er is geen map {} met schema's. Controleer --schemas.", folder.display()),
            format!("There is no folder {} with schemas. Check --schemas.", folder.display()),
        ))),
        None => Ok(Some(PathBuf::from(SCHEMAS)).filter(|folder| folder.is_dir())),
    }
}

/// Refuses an output folder that would mix with what is read: the set there is replaced as a whole, and a later run would
/// read it as returns.
pub(super) fn keep_apart(options: &Options, output: &Path) -> Result<(), Error> {
    let written = settled(output);
    for read in options.inputs.iter().chain(&options.schemas) {
        let whole = settled(read);
        if whole.starts_with(&written) || (written.starts_with(&whole) && whole.is_dir()) {
            let (output, read) = (output.display(), read.display());
            return Err(Error::Usage(Bilingual::new(
                format!(
                    "De uitvoermap {output} en {read}, dat gelezen wordt, liggen in elkaar. Kies met --output een map die ernaast ligt."
                ),
                format!(
                    "The output folder {output} and {read}, which is read, lie within each other. Choose a folder beside it with --output."
                ),
            )));
        }
    }
    Ok(())
}

/// Refuses to write a letter over what is read, among returns, or into the published set: that would be altered by it, and refused
/// by the next run.
pub(super) fn keep_letter_apart(options: &Options, output: &Path, file: &Path) -> Result<(), Error> {
    let written = settled(file);
    let folders = options.inputs.iter().chain(&options.schemas).map(PathBuf::as_path).chain([output]);
    let Some(within) = folders.into_iter().find(|folder| written.starts_with(settled(folder))) else { return Ok(()) };
    let (file, within) = (file.display(), within.display());
    Err(Error::Usage(Bilingual::new(
        format!("{file} ligt in {within}, dat muster leest of publiceert. Kies met --to een bestand daarbuiten."),
        format!("{file} lies in {within}, which muster reads or publishes. Choose a file outside it with --to."),
    )))
}

/// Refuses to write a file that is to be filled in into a folder with returns: it would be read as one.
pub(super) fn outside(options: &Options, path: &Path) -> Result<(), Error> {
    let written = settled(path);
    let Some(read) = options.inputs.iter().find(|input| written.starts_with(settled(input))) else { return Ok(()) };
    let (path, read) = (path.display(), read.display());
    Err(Error::Usage(Bilingual::new(
        format!(
            "{path} ligt in {read}, waaruit opgaven worden gelezen: een leeg sjabloon zou er als opgave gelden. Kies met --to een andere plaats."
        ),
        format!(
            "{path} lies in {read}, from which returns are read: an empty template would be taken for a return there. Choose another place with --to."
        ),
    )))
}

/// Refuses a folder for what is sent back that would mix with what is read or with what is published: it holds the senders' own
/// lines, which are no part of either.
pub(super) fn keep_private(options: &Options, output: &Path, to: &Path) -> Result<(), Error> {
    let written = settled(to);
    for other in options.inputs.iter().chain(&options.schemas).map(PathBuf::as_path).chain([output]) {
        let whole = settled(other);
        if whole.starts_with(&written) || (written.starts_with(&whole) && !whole.is_file()) {
            let (to, other) = (to.display(), other.display());
            return Err(Error::Usage(Bilingual::new(
                format!("De map {to} voor wat teruggaat en {other} liggen in elkaar. Kies met --to een map die ernaast ligt."),
                format!("The folder {to} for what goes back and {other} lie within each other. Choose a folder beside it with --to."),
            )));
        }
    }
    Ok(())
}

/// A path without links and detours, also if its end does not exist yet.
fn settled(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut missing = Vec::new();
    for ancestor in absolute.ancestors() {
        if let Ok(known) = ancestor.canonicalize() {
            return missing.iter().rev().fold(known, |path, part| path.join(part));
        }
        missing.extend(ancestor.file_name());
    }
    absolute
}

fn misplaced_command(input: &Path) -> Option<&str> {
    let word = input.to_str()?;
    let is_command = || Cli::command().get_subcommands().any(|command| command.get_name() == word);
    (!input.exists() && is_command()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let tree = tempfile::tempdir().expect("a folder");
        for folder in ["input/may", "schemas", "output"] {
            std::fs::create_dir_all(tree.path().join(folder)).expect("a folder");
        }
        std::fs::write(tree.path().join("input/a.csv"), "").expect("a file");
        tree
    }

    fn apart(tree: &tempfile::TempDir, input: &str, output: &str) -> bool {
        let options = Options { inputs: vec![tree.path().join(input)], schemas: Some(tree.path().join("schemas")), ..Options::default() };
        keep_apart(&options, &tree.path().join(output)).is_ok()
    }

    #[test]
    fn outputs_beside_the_input_are_fine() {
        let tree = tree();
        assert!(apart(&tree, "input", "output"));
        assert!(apart(&tree, "input/may", "input/april"));
        assert!(apart(&tree, "input/a.csv", "input/out"));
        assert!(apart(&tree, "input", "new/deep/output"));
        assert!(apart(&tree, "input", "input-published"));
    }

    #[test]
    fn outputs_that_would_mix_with_what_is_read_are_refused() {
        let tree = tree();
        assert!(!apart(&tree, "input", "input"));
        assert!(!apart(&tree, "input", "input/may/out"));
        assert!(!apart(&tree, "input", "."));
        assert!(!apart(&tree, "input", "input/may/../out"));
        assert!(!apart(&tree, "input", "schemas"));
        assert!(!apart(&tree, "", "output"));
    }

    #[test]
    fn a_form_is_not_written_where_returns_are_read() {
        let tree = tree();
        let options = Options { inputs: vec![tree.path().join("input"), tree.path().join("other.csv")], ..Options::default() };
        let fine = |path: &str| outside(&options, &tree.path().join(path)).is_ok();
        assert!(fine("form.xlsx") && fine("templates/form.xlsx") && fine("input-forms/form.xlsx") && fine("other.csv.xlsx"));
        assert!(
            !fine("input/form.xlsx") && !fine("input/may/form.xlsx") && !fine("input/new/form.xlsx") && !fine("output/../input/a.xlsx")
        );
    }

    #[test]
    fn a_schemas_folder_that_is_named_must_be_there() {
        let tree = tree();
        assert!(schemas(Some(&tree.path().join("schemas"))).is_ok());
        let error = schemas(Some(&tree.path().join("nowhere"))).expect_err("there is no such folder");
        assert_eq!(error.exit_code(), 2);
    }

    #[test]
    fn a_command_in_the_place_of_an_input_is_recognised() {
        assert_eq!(misplaced_command(Path::new("rules")), Some("rules"));
        assert_eq!(misplaced_command(Path::new("returns-may")), None);
    }
}
