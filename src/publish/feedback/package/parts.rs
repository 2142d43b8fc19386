//! The parts of a package. Those that are not changed are copied as they are packed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Unfit;

/// The list of what kind each part is of.
pub(super) const TYPES: &str = "[Content_Types].xml";

/// A package while it is changed.
pub(super) struct Parts<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each part stands, by its name in small letters.
    places: BTreeMap<String, usize>,
    changed: BTreeMap<usize, Vec<u8>>,
    removed: BTreeSet<usize>,
    added: BTreeMap<String, Vec<u8>>,
}

fn clean(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// The folder of a part, with `/` at its end, and its name.
pub(super) fn split(part: &str) -> (&str, &str) {
    part.split_at(part.rfind('/').map_or(0, |slash| slash + 1))
}

/// The name of the part with the relationships of another.
pub(super) fn relations_of(part: &str) -> String {
    let (folder, name) = split(part);
    format!("{folder}_rels/{name}.rels")
}

impl<'a> Parts<'a> {
    /// Opens a package whose sizes were checked.
    ///
    /// # Errors
    /// It has two parts of one name.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unfit> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unfit::Unusual)?;
        let mut places = BTreeMap::new();
        for place in 0..zip.len() {
            let entry = zip.by_index_raw(place).map_err(|_| Unfit::Unusual)?;
            let name = std::str::from_utf8(entry.name_raw()).map_err(|_| Unfit::Unusual)?;
            if !name.ends_with('/') && places.insert(clean(name), place).is_some() {
                return Err(Unfit::Unusual);
            }
        }
        Ok(Self { zip, places, changed: BTreeMap::new(), removed: BTreeSet::new(), added: BTreeMap::new() })
    }

    /// Whether there is a part of this name, whatever its case.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = clean(name);
        self.places.get(&name).is_some_and(|place| !self.removed.contains(place)) || self.added.keys().any(|known| clean(known) == name)
    }

    /// The names of all parts in small letters.
    pub(super) fn names(&self) -> Vec<String> {
        let own = self.places.iter().filter(|(_, place)| !self.removed.contains(place)).map(|(name, _)| name.clone());
        own.chain(self.added.keys().map(|name| clean(name))).collect()
    }

    /// The bytes of a part as they are now; `None` if there is none.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unfit> {
        let name = clean(name);
        if let Some((_, bytes)) = self.added.iter().find(|(known, _)| clean(known) == name) {
            return Ok(Some(bytes.clone()));
        }
        let Some(place) = self.places.get(&name).filter(|place| !self.removed.contains(place)) else { return Ok(None) };
        if let Some(bytes) = self.changed.get(place) {
            return Ok(Some(bytes.clone()));
        }
        let mut entry = self.zip.by_index(*place).map_err(|_| Unfit::Unusual)?;
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size()).unwrap_or(0).min(1 << 24));
        entry.read_to_end(&mut bytes).map_err(|_| Unfit::Unusual)?;
        Ok(Some(bytes))
    }

    /// A part as text.
    ///
    /// # Errors
    /// It is not in UTF-8.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Unfit> {
        self.bytes(name)?.map(|bytes| String::from_utf8(bytes).map_err(|_| Unfit::Unusual)).transpose()
    }

    /// A part that must be there.
    pub(super) fn need(&mut self, name: &str) -> Result<String, Unfit> {
        self.text(name)?.ok_or(Unfit::Unusual)
    }

    /// Changes a part, or adds it.
    pub(super) fn put(&mut self, name: &str, text: impl Into<Vec<u8>>) {
        match self.places.get(&clean(name)) {
            Some(place) => {
                self.removed.remove(place);
                self.changed.insert(*place, text.into());
            }
            None => drop(self.added.insert(name.trim_start_matches('/').to_owned(), text.into())),
        }
    }

    /// Takes a part away.
    pub(super) fn remove(&mut self, name: &str) {
        if let Some(place) = self.places.get(&clean(name)) {
            self.removed.insert(*place);
        }
    }

    /// A name that no part has: the text before the number and the text behind it.
    pub(super) fn unused(&self, before: &str, behind: &str) -> String {
        let name = |number: usize| format!("{before}{number}{behind}");
        (1..).map(name).find(|name| !self.has(name)).unwrap_or_default()
    }

    /// The package. What was not changed is as it was, to the byte; the order stays, and new parts stand last.
    ///
    /// # Errors
    /// It cannot be packed.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, Unfit> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for place in (0..self.zip.len()).filter(|place| !self.removed.contains(place)) {
            let entry = self.zip.by_index_raw(place).map_err(|_| Unfit::Unusual)?;
            match self.changed.get(&place) {
                None => writer.raw_copy_file(entry).map_err(|_| Unfit::Unusual)?,
                Some(bytes) => {
                    let name = std::str::from_utf8(entry.name_raw()).map_err(|_| Unfit::Unusual)?.to_owned();
                    let time = entry.last_modified().unwrap_or_default();
                    drop(entry);
                    writer.start_file(name, options.last_modified_time(time)).map_err(|_| Unfit::Unusual)?;
                    writer.write_all(bytes).map_err(|_| Unfit::Unusual)?;
                }
            }
        }
        for (name, bytes) in &self.added {
            writer.start_file(name.as_str(), options.last_modified_time(DateTime::default())).map_err(|_| Unfit::Unusual)?;
            writer.write_all(bytes).map_err(|_| Unfit::Unusual)?;
        }
        Ok(writer.finish().map_err(|_| Unfit::Unusual)?.into_inner())
    }
}
