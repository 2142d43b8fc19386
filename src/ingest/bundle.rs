//! A zip archive of returns, which is read as a folder.

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use zip::read::OwnedZipFileEntry;
use zip::{CompressionMethod, ZipReadOptions};

use super::budget::size;
use super::load::Refusal;
use super::{Limits, directory, naming, shield};
use crate::domain::Unreadable;

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    data: Arc<OwnedZipFileEntry>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.data.header_start() == other.data.header_start() && self.data.name_raw() == other.data.name_raw()
    }
}

impl Eq for Entry {}

/// What an archive is.
#[derive(Debug)]
pub(super) enum Bundle {
    /// A workbook under another name.
    Workbook,
    /// A folder of files.
    Folder(Vec<Listed>),
}

/// A file in an archive as its directory lists it.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its path in the archive with `/`; `None` if it leads out of it.
    pub(super) path: Option<String>,
    /// The path as it stands there, without control characters.
    pub(super) written: String,
    /// Whether it only points at another file.
    pub(super) is_link: bool,
    pub(super) entry: Entry,
}

/// Reads the directory of an archive. The reasons for a refusal are those that reading it as a workbook gives.
pub(super) fn list(path: &Path, limits: &Limits) -> Result<Bundle, Unreadable> {
    let refused = |error: std::io::Error| Unreadable::Refused(error.to_string());
    let metadata = fs::metadata(path).map_err(refused)?;
    if !metadata.is_file() || metadata.len() > limits.max_file_bytes {
        return Err(Unreadable::TooLarge { found: size(metadata.len()), limit: size(limits.max_file_bytes) });
    }
    let file = BufReader::new(File::open(path).map_err(refused)?);
    shield::shielded(|| {
        let mut zip = directory::open(file)?;
        directory::measure(&mut zip, limits)?;
        let mut listed = Vec::with_capacity(zip.len());
        for at in 0..zip.len() {
            let data = zip.by_index_data(at).map_err(|_| Unreadable::Damaged("zip entry".to_owned()))?;
            let name = data.name().map_err(|_| Unreadable::Damaged("zip entry".to_owned()))?.replace('\\', "/");
            if is_part_of_workbook(&name) {
                return Ok(Bundle::Workbook);
            }
            if name.ends_with('/') {
                continue;
            }
            let is_link = data.is_symlink();
            let written = naming::without_control(&name);
            listed.push(Listed { path: inside(&written), written, is_link, entry: Entry { data: Arc::new(data.into()) } });
        }
        Ok(Bundle::Folder(listed))
    })?
}

fn is_part_of_workbook(name: &str) -> bool {
    const PARTS: [&str; 4] = ["[content_types].xml", "_rels/.rels", "mimetype", "xl/workbook.bin"];
    PARTS.iter().any(|part| part.eq_ignore_ascii_case(name))
}

/// A path that stays where it is: without a beginning at the root of a disk and without steps back.
fn inside(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    let leads_out = parts.contains(&"..") || parts.first().is_some_and(|first| first.ends_with(':'));
    (!leads_out && !parts.is_empty()).then(|| parts.join("/"))
}

/// Unpacks a file of an archive.
pub(super) fn load(path: &Path, entry: &Entry, limits: &Limits) -> Result<Vec<u8>, Refusal> {
    let data = &entry.data;
    let bytes = data.size();
    let refusal = |why| Refusal { bytes, why };
    if data.encrypted() {
        return Err(refusal(Unreadable::Encrypted));
    }
    if !matches!(data.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(refusal(Unreadable::Damaged("zip compression".to_owned())));
    }
    if bytes > limits.max_file_bytes {
        return Err(refusal(Unreadable::TooLarge { found: size(bytes), limit: size(limits.max_file_bytes) }));
    }
    directory::check_ratio(bytes, data.compressed_size(), limits).map_err(refusal)?;
    let mut file = File::open(path).map_err(|error| refusal(Unreadable::Refused(error.to_string())))?;
    let unpack = || {
        let mut unpacked = Vec::new();
        let part = data.as_ref().as_ref().with_reader(&mut file, ZipReadOptions::new()).ok()?;
        part.take(bytes.saturating_add(1)).read_to_end(&mut unpacked).ok()?;
        (u64::try_from(unpacked.len()) == Ok(bytes)).then_some(unpacked)
    };
    let unpacked = shield::shielded(unpack).map_err(refusal)?;
    unpacked.ok_or_else(|| refusal(Unreadable::Damaged("zip entry".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_lead_out_of_its_archive() {
        for (name, expected) in [
            ("oost/2026-05.xlsx", Some("oost/2026-05.xlsx")),
            ("./oost//2026-05.xlsx", Some("oost/2026-05.xlsx")),
            ("/etc/passwd.csv", Some("etc/passwd.csv")),
            ("../../etc/passwd.csv", None),
            ("oost/../../x.csv", None),
            ("C:/x.csv", None),
            ("/", None),
            ("", None),
        ] {
            assert_eq!(inside(name).as_deref(), expected, "{name}");
        }
    }
}
