//! `manifest.json`: what went in, what came out, when. The only file that knows the time.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};

use super::Table;
use super::transaction::{Part, Staging, is_own_name};
use crate::domain::{Edition, sha256};
use crate::error::Error;

/// The name of the file.
pub(super) const NAME: &str = "manifest.json";

/// Larger than any manifest of ours, so that a foreign file of that name cannot fill the memory.
const MOST_BYTES: u64 = 64 << 20;

#[derive(Serialize)]
struct Manifest<'a> {
    muster: &'a str,
    run: String,
    generated: String,
    language: String,
    periods: Vec<String>,
    inputs: Vec<Hashed<'a>>,
    schemas: Vec<Hashed<'a>>,
    outputs: Vec<Hashed<'a>>,
}

#[derive(Serialize)]
struct Hashed<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    sha256: &'a str,
}

/// Adds the manifest of all that was staged before it.
pub(super) fn add(edition: &Edition<'_>, _tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    let text = text(edition, staging.parts()).map_err(|error| Error::Table { table: NAME.to_owned(), detail: error.to_string() })?;
    staging.add(NAME, text.as_bytes())
}

fn text(edition: &Edition<'_>, parts: &[Part]) -> serde_json::Result<String> {
    let mut manifest = Manifest {
        muster: env!("CARGO_PKG_VERSION"),
        run: String::new(),
        generated: edition.generated.to_rfc3339_opts(SecondsFormat::Millis, true),
        language: edition.lang.to_string(),
        periods: edition.periods.iter().map(ToString::to_string).collect(),
        inputs: files(edition.inputs),
        schemas: files(&edition.schema.files),
        outputs: parts.iter().map(|part| Hashed { path: &part.name, bytes: Some(part.bytes), sha256: &part.sha256 }).collect(),
    };
    // The id of the run is a hash of all that the manifest says, its time included.
    manifest.run = sha256(&serde_json::to_vec(&manifest)?).chars().take(16).collect();
    serde_json::to_string_pretty(&manifest).map(|text| text + "\n")
}

fn files(files: &[(String, String)]) -> Vec<Hashed<'_>> {
    files.iter().map(|(path, sha256)| Hashed { path, bytes: None, sha256 }).collect()
}

/// The names of the files of the set that is published in a folder; none if there is no manifest of ours.
pub(super) fn published(output: &Path) -> Vec<String> {
    #[derive(Deserialize)]
    struct Known {
        #[serde(rename = "muster")]
        _muster: String,
        #[serde(rename = "run")]
        _run: String,
        outputs: Vec<Name>,
    }
    #[derive(Deserialize)]
    struct Name {
        path: String,
    }
    let mut text = Vec::new();
    let read = File::open(output.join(NAME)).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
    let Some(known) = read.ok().and_then(|_| serde_json::from_slice::<Known>(&text).ok()) else { return Vec::new() };
    known.outputs.into_iter().map(|name| name.path).filter(|path| is_own_name(path)).collect()
}
