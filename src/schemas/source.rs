//! The schema files as texts, from a folder or from within the program.

use std::fs;
use std::io;
use std::path::Path;

use super::diagnostics::{Mistakes, Spot};
use crate::domain::{nearest, sha256};

/// The text of one schema file.
#[derive(Debug)]
pub(super) struct Source {
    /// Path relative to the schema folder, with `/`.
    pub(super) path: String,
    pub(super) text: String,
    /// Of the bytes as they were read, in hexadecimal.
    pub(super) sha256: String,
    /// Whether the text can be taken as it stands; `false` if it is not UTF-8, which has then been reported.
    pub(super) usable: bool,
}

/// A file that must be there.
struct Required {
    name: &'static str,
    purpose_nl: &'static str,
    purpose_en: &'static str,
}

const REQUIRED: [Required; 8] = [
    Required {
        name: "checks.toml",
        purpose_nl: "de rekenkundige controles en de instellingen van alle controles",
        purpose_en: "the arithmetic checks and the settings of all checks",
    },
    Required { name: "codelists.toml", purpose_nl: "de waardenlijsten", purpose_en: "the lists of values" },
    Required { name: "coordinators.csv", purpose_nl: "wie voor welke missies opgave doet", purpose_en: "who reports on which missions" },
    Required { name: "fields.toml", purpose_nl: "de velden die meer tabellen delen", purpose_en: "the fields that several tables share" },
    Required {
        name: "headers.toml",
        purpose_nl: "kolomkoppen met meer dan een betekenis",
        purpose_en: "headers with more than one meaning",
    },
    Required { name: "missions.toml", purpose_nl: "het register van missies", purpose_en: "the registry of missions" },
    Required { name: "personal.toml", purpose_nl: "kolomkoppen van persoonsgegevens", purpose_en: "headers of personal data" },
    Required { name: "settings.toml", purpose_nl: "de algemene instellingen", purpose_en: "the general settings" },
];

/// Files that may be there.
const OPTIONAL: [&str; 3] = ["letters.csv", "releases.csv", "waivers.toml"];

/// The files that were built in, by path.
const BUILT_IN: [(&str, &str); 17] = [
    ("checks.toml", include_str!("../../schemas/checks.toml")),
    ("codelists.toml", include_str!("../../schemas/codelists.toml")),
    ("coordinators.csv", include_str!("../../schemas/coordinators.csv")),
    ("fields.toml", include_str!("../../schemas/fields.toml")),
    ("headers.toml", include_str!("../../schemas/headers.toml")),
    ("letters.csv", include_str!("../../schemas/letters.csv")),
    ("missions.toml", include_str!("../../schemas/missions.toml")),
    ("personal.toml", include_str!("../../schemas/personal.toml")),
    ("releases.csv", include_str!("../../schemas/releases.csv")),
    ("settings.toml", include_str!("../../schemas/settings.toml")),
    ("tables/headcount.toml", include_str!("../../schemas/tables/headcount.toml")),
    ("tables/movements.toml", include_str!("../../schemas/tables/movements.toml")),
    ("tables/planned.toml", include_str!("../../schemas/tables/planned.toml")),
    ("tables/roster.toml", include_str!("../../schemas/tables/roster.toml")),
    ("tables/training.toml", include_str!("../../schemas/tables/training.toml")),
    ("tables/un_contributors.toml", include_str!("../../schemas/tables/un_contributors.toml")),
    ("waivers.toml", include_str!("../../schemas/waivers.toml")),
];

/// The largest schema file that is read, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The files that were built in.
pub(super) fn built_in() -> Vec<Source> {
    BUILT_IN.iter().map(|(path, text)| source((*path).into(), text.as_bytes(), 0, &mut Mistakes::default())).collect()
}

/// The schema files of a folder, by path. What cannot be read, is missing or is not expected there is reported.
pub(super) fn folder(dir: &Path, mistakes: &mut Mistakes) -> Vec<Source> {
    let mut paths = Vec::new();
    match names(dir) {
        Ok(entries) => {
            for (name, is_dir) in entries {
                top_level(&name, is_dir, &mut paths, mistakes);
            }
        }
        Err(error) => {
            let reason = error.to_string();
            mistakes
                .file(
                    "",
                    format!("de map met schema's kan niet worden gelezen: {reason}"),
                    format!("the folder of schemas cannot be read: {reason}"),
                )
                .help(
                    "geef met `--schemas` een andere map op, of laat de map weg om de ingebouwde schema's te gebruiken",
                    "name another folder with `--schemas`, or leave the folder out to use the schemas that are built in",
                );
            return Vec::new();
        }
    }
    match names(&dir.join("tables")) {
        Ok(entries) => paths.extend(
            entries
                .into_iter()
                .filter(|(name, is_dir)| !is_dir && !name.starts_with('.') && is_table(name))
                .map(|(name, _)| format!("tables/{name}")),
        ),
        Err(error) => {
            let reason = error.to_string();
            mistakes
                .file(
                    "tables",
                    format!("de map met tabellen kan niet worden gelezen: {reason}"),
                    format!("the folder of tables cannot be read: {reason}"),
                )
                .help("ze beschrijft welke tabellen een blad kan bevatten", "it describes which tables a sheet may hold");
        }
    }
    missing(&paths, mistakes);
    paths.sort();
    let mut sources = Vec::new();
    for path in paths {
        match read(&dir.join(&path)) {
            Ok(bytes) => sources.push(source(path, &bytes, sources.len(), mistakes)),
            Err(error) => {
                let reason = error.to_string();
                mistakes
                    .file(path, format!("dit bestand kan niet worden gelezen: {reason}"), format!("this file cannot be read: {reason}"))
                    .help("controleer of u het mag openen", "check that you may open it");
            }
        }
    }
    sources
}

/// The schema files that these bytes are, by path. What is missing is reported.
pub(super) fn texts(files: &[(&str, &[u8])], mistakes: &mut Mistakes) -> Vec<Source> {
    let mut files = files.to_vec();
    files.sort_by_key(|(path, _)| *path);
    missing(&files.iter().map(|(path, _)| (*path).to_owned()).collect::<Vec<_>>(), mistakes);
    files.into_iter().enumerate().map(|(at, (path, bytes))| source(path.into(), bytes, at, mistakes)).collect()
}

fn missing(paths: &[String], mistakes: &mut Mistakes) {
    for Required { name, purpose_nl, purpose_en } in REQUIRED {
        if !paths.iter().any(|path| path == name) {
            mistakes
                .file(name, "dit bestand ontbreekt", "this file is missing")
                .help(format!("het bevat {purpose_nl}"), format!("it holds {purpose_en}"));
        }
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.len() > MAX_BYTES {
        return Err(io::Error::other("larger than 64 MiB"));
    }
    fs::read(path)
}

/// Names in a folder and whether each is a folder itself, in order of name. Names that are not Unicode are shown with marks.
fn names(dir: &Path) -> io::Result<Vec<(String, bool)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        names.push((entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()));
    }
    names.sort();
    Ok(names)
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extensions.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

fn is_table(name: &str) -> bool {
    has_extension(name, &["toml", "json"])
}

/// Takes a known file; reports one that looks like a schema but is none, since a misspelt name would go unnoticed.
fn top_level(name: &str, is_dir: bool, paths: &mut Vec<String>, mistakes: &mut Mistakes) {
    let known = || REQUIRED.iter().map(|required| required.name).chain(OPTIONAL);
    if known().any(|required| required == name) {
        paths.push(name.into());
    } else if !is_dir && !name.starts_with('.') && has_extension(name, &["toml", "csv", "json"]) {
        let reported = mistakes.file(name, "muster kent dit bestand niet", "muster knows no such file");
        match nearest(name, known()) {
            Some(near) => reported.help(format!("bedoelt u `{near}`?"), format!("did you mean `{near}`?")),
            None => reported.help("hoort een tabel in de map `tables`?", "does a table belong in the folder `tables`?"),
        };
    }
}

pub(super) fn source(path: String, bytes: &[u8], file: usize, mistakes: &mut Mistakes) -> Source {
    let sha256 = sha256(bytes);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Source { path, text: text.into(), sha256, usable: true },
        Err(error) => {
            let from = error.valid_up_to();
            mistakes
                .at(Spot { file, from, to: from + '\u{fffd}'.len_utf8() }, "dit bestand is niet in UTF-8", "this file is not in UTF-8")
                .help("bewaar het opnieuw als UTF-8 (in Excel: \"CSV UTF-8\")", "save it again as UTF-8 (in Excel: \"CSV UTF-8\")");
            Source { path, text: String::from_utf8_lossy(bytes).into_owned(), sha256, usable: false }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_schema_folder_is_built_in() {
        let mut mistakes = Mistakes::default();
        let there = folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")), &mut mistakes);
        let there: Vec<&str> = there.iter().map(|source| source.path.as_str()).collect();
        let inside: Vec<&str> = BUILT_IN.iter().map(|(path, _)| *path).collect();
        assert_eq!(there, inside);
    }
}
