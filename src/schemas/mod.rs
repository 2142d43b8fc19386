//! What an administrator declares: read from the folder `schemas`, or as built in, and checked as a whole.
//!
//! Every mistake in every file is reported at once, each with file, line and caret. A schema that was returned is right:
//! later stages never check it again.

mod codelists;
mod coordinators;
mod csv_lines;
mod diagnostics;
mod equation_sides;
mod equations;
mod headers;
mod letters;
mod missions;
mod raw;
mod settings;
mod source;
mod table_json;
mod table_raw;
mod tables;
#[cfg(test)]
mod tests;
mod waivers;

use std::path::Path;

use crate::domain::person::Secret;
use crate::domain::schema::{Definitions, Settings};
use crate::domain::{Bilingual, Lang, Registry, Schema, TableSchema};
use crate::error::Error;
use diagnostics::Mistakes;
use equation_sides::Vocabulary;
use raw::Document;
use source::Source;
use table_raw::{RawTable, Shared};

/// How schemas are checked and their mistakes shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Codes of the checks that are written in Rust: settings may name these and the declared ones.
    pub rust_checks: &'a [&'a str],
    /// Language of the report.
    pub lang: Lang,
    /// Whether the report is coloured, for a terminal.
    pub colour: bool,
}

/// Reads the schemas of a folder. The report of mistakes is in English and without colour.
///
/// # Errors
/// [`Error::Schema`] with every mistake, if there is one; also if the folder or a file is missing or cannot be read.
pub fn load(dir: &Path, rust_checks: &[&str]) -> Result<Schema, Error> {
    load_with(dir, &Options { rust_checks, ..Options::default() })
}

/// Reads the schemas of a folder.
///
/// # Errors
/// As for [`load`].
pub fn load_with(dir: &Path, options: &Options<'_>) -> Result<Schema, Error> {
    let mut mistakes = Mistakes::default();
    let sources = source::folder(dir, &mut mistakes);
    compile(&dir.to_string_lossy().replace('\\', "/"), "", &sources, options, mistakes)
}

/// Reads schemas from memory: the bytes of each file by its path in a folder of schemas, such as `tables/headcount.toml`.
///
/// # Errors
/// [`Error::Schema`] with every mistake, if there is one; also if a file that must be there is missing.
pub fn read_texts(files: &[(&str, &[u8])], options: &Options<'_>) -> Result<Schema, Error> {
    let mut mistakes = Mistakes::default();
    let sources = source::texts(files, &mut mistakes);
    compile("schemas", "", &sources, options, mistakes)
}

/// The schemas that were built in, for a run without a folder of schemas.
///
/// # Errors
/// [`Error::Schema`] if they do not fit the checks of the program, which is a mistake of muster itself.
pub fn built_in(rust_checks: &[&str]) -> Result<Schema, Error> {
    built_in_with(&Options { rust_checks, ..Options::default() })
}

/// The schemas that were built in.
///
/// # Errors
/// As for [`built_in`].
pub fn built_in_with(options: &Options<'_>) -> Result<Schema, Error> {
    compile("built-in", "built-in/", &source::built_in(), options, Mistakes::default())
}

/// Turns texts into a schema. `root` stands before paths in reports, `prefix` before those in [`Schema::files`].
fn compile(root: &str, prefix: &str, sources: &[Source], options: &Options<'_>, mut mistakes: Mistakes) -> Result<Schema, Error> {
    let schema = assemble(prefix, sources, options, new_secret()?, &mut mistakes);
    mistakes.into_error(root, sources, options.lang, options.colour)?;
    Ok(schema)
}

/// A secret for keys of persons, of which nobody knows: no key of one run can be compared with those of another.
fn new_secret() -> Result<Secret, Error> {
    let mut bytes = [0; 32];
    let secret = getrandom::fill(&mut bytes).ok().and_then(|()| Secret::new(&bytes));
    secret.ok_or_else(|| {
        Error::Usage(Bilingual::new(
            "Dit systeem geeft geen toevalsgetallen, en zonder kunnen personen niet worden vergeleken zonder hun nummers te bewaren.",
            "This system gives no random numbers, without which persons cannot be compared unless their numbers are kept.",
        ))
    })
}

/// Reads file after file, each with what it refers to. Where a file could not be read, references to it are not checked.
fn assemble(prefix: &str, sources: &[Source], options: &Options<'_>, secret: Secret, mistakes: &mut Mistakes) -> Schema {
    let lists = open(sources, "codelists.toml", mistakes).map(|document| codelists::read(&document, mistakes));
    let lists = lists.as_deref();
    let registry = open(sources, "missions.toml", mistakes).map(|document| missions::read(&document, lists, mistakes));
    let personal = open(sources, "personal.toml", mistakes).map(|document| headers::personal(&document, mistakes));
    let (personal_headers, personal, health_words) = personal.unwrap_or_default();
    let shared = open(sources, "fields.toml", mistakes).map(|document| table_raw::shared(&document, mistakes));
    let no_shared = Shared::default();
    let context =
        tables::Context { shared: shared.as_ref().unwrap_or(&no_shared), shared_known: shared.is_some(), lists, personal: &personal };
    tables::shared(&context, mistakes);
    let (tables, complete) = all_tables(sources, &context, mistakes);
    // A reference to a field is only wrong if all fields are known.
    let known_tables = (complete && context.shared_known).then_some(tables.as_slice());
    let ambiguous_headers = open(sources, "headers.toml", mistakes)
        .map(|document| headers::ambiguous(&document, known_tables, context.shared, mistakes))
        .unwrap_or_default();
    let vocabulary = known_tables.map(|tables| Vocabulary { tables, lists });
    let before = mistakes.count();
    let (checks, equations) = open(sources, "checks.toml", mistakes)
        .map(|document| equations::read(&document, vocabulary.as_ref(), options.rust_checks, mistakes))
        .unwrap_or_default();
    let all_checks = mistakes.count() == before;
    let settings = open(sources, "settings.toml", mistakes).map(|document| settings::read(&document, mistakes));
    let coordinators = find(sources, "coordinators.csv")
        .map(|(file, source)| coordinators::read(source, file, registry.as_ref(), mistakes))
        .unwrap_or_default();
    let letters = find(sources, "letters.csv").map(|(file, source)| letters::letters(source, file, registry.as_ref(), mistakes));
    let releases = find(sources, "releases.csv").map(|(file, source)| letters::releases(source, file, registry.as_ref(), mistakes));
    // A check with a mistake is not among them, so that a waiver of it would look wrong.
    let all_read = vocabulary.is_some() && all_checks;
    let codes = find(sources, "checks.toml").filter(|_| all_read).map(|_| {
        let declared = equations.checks.iter().map(|check| check.code.as_str());
        options.rust_checks.iter().copied().chain(declared).collect()
    });
    let known = waivers::Known {
        codes,
        registry: registry.as_ref(),
        coordinators: find(sources, "coordinators.csv").filter(|(_, source)| source.usable).map(|_| coordinators.as_slice()),
    };
    let waivers = find(sources, "waivers.toml")
        .and_then(|(file, source)| Some(waivers::read(&raw::document(source, file, mistakes)?, &source.text, &known, mistakes)));
    Schema {
        code_lists: lists.map(<[_]>::to_vec).unwrap_or_default(),
        ambiguous_headers,
        personal_headers,
        health_words,
        registry: registry.unwrap_or_else(|| Registry::new(Vec::new(), Vec::new())),
        coordinators,
        letters: letters.unwrap_or_default(),
        releases: releases.unwrap_or_default(),
        checks,
        equations,
        waivers: waivers.unwrap_or_default(),
        settings: settings.unwrap_or_else(nothing),
        files: sources.iter().map(|source| (format!("{prefix}{}", source.path), source.sha256.clone())).collect(),
        tables,
        secret,
    }
}

/// Stands in for settings that could not be read, so that the rest is checked all the same. It is never returned.
fn nothing() -> Settings {
    Settings {
        language: Lang::En,
        small_count_threshold: 0,
        withhold_female_by_mission: true,
        max_file_bytes: 0,
        max_unpacked_bytes: 0,
        max_cells: 0,
        max_ratio: 0,
        max_memory_bytes: 0,
        max_seconds: 0,
        total_labels: Vec::new(),
        average_labels: Vec::new(),
        of_which_labels: Vec::new(),
        correction_words: Vec::new(),
        definitions: Definitions::default(),
    }
}

fn find<'a>(sources: &'a [Source], path: &str) -> Option<(usize, &'a Source)> {
    sources.iter().enumerate().find(|(_, source)| source.path == path)
}

fn open<'a>(sources: &'a [Source], path: &str, mistakes: &mut Mistakes) -> Option<Document<'a>> {
    let (file, source) = find(sources, path)?;
    raw::document(source, file, mistakes)
}

/// The tables, in order of their files, and whether all of them could be read.
fn all_tables(sources: &[Source], context: &tables::Context<'_>, mistakes: &mut Mistakes) -> (Vec<TableSchema>, bool) {
    let mut raws: Vec<RawTable> = Vec::new();
    let mut complete = !sources.is_empty();
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| source.path.starts_with("tables/")) {
        let raw = if source.path.to_ascii_lowercase().ends_with(".json") {
            table_json::table(source, file, mistakes)
        } else {
            raw::document(source, file, mistakes).map(|document| table_raw::table(&document, mistakes))
        };
        complete &= raw.is_some();
        raws.extend(raw);
    }
    let tables: Vec<TableSchema> = raws.iter().map(|raw| tables::table(raw, context, mistakes)).collect();
    tables::whole(&tables, &raws, complete, mistakes);
    (tables, complete)
}
