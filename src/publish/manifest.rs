//! `manifest.json`: what went in, what came out, when. The only file that knows the time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::Path;

use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};

use super::Table;
use super::transaction::{Part, Staging, is_own_name};
use crate::domain::{Edition, Period, sha256};
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
    /// Those of the months that were taken from the set before, since their returns were not read.
    carried: Vec<String>,
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
    let carried = edition.carried();
    let periods: BTreeSet<Period> = edition.periods.iter().chain(&carried).copied().collect();
    let mut manifest = Manifest {
        muster: env!("CARGO_PKG_VERSION"),
        run: String::new(),
        generated: edition.generated.to_rfc3339_opts(SecondsFormat::Millis, true),
        language: edition.lang.to_string(),
        periods: periods.iter().map(ToString::to_string).collect(),
        carried: carried.iter().map(ToString::to_string).collect(),
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
    let mut text = Vec::new();
    let read = File::open(output.join(NAME)).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut text));
    read.ok().and_then(|_| outputs(&text)).map_or_else(Vec::new, |files| files.into_keys().collect())
}

/// The files that a manifest lists, with their hashes, by name; `None` if it is none of ours.
pub(super) fn outputs(text: &[u8]) -> Option<BTreeMap<String, String>> {
    #[derive(Deserialize)]
    struct Known {
        #[serde(rename = "muster")]
        _muster: String,
        #[serde(rename = "run")]
        _run: String,
        outputs: Vec<Output>,
    }
    #[derive(Deserialize)]
    struct Output {
        path: String,
        #[serde(default)]
        sha256: String,
    }
    let known: Known = serde_json::from_slice(text).ok()?;
    Some(known.outputs.into_iter().filter(|output| is_own_name(&output.path)).map(|output| (output.path, output.sha256)).collect())
}
