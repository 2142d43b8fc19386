//! The files that a run was made from, for whoever needs more of them than their records.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::domain::{CellRef, Excerpt, Excerpts, Grid, Place, Return, Schema, SourceFile, Unreadable, Workbook};
use crate::{ingest, records};

/// The most used cells of a file of which the sheets are kept. A larger one is read again when it is needed: memory must not grow
/// with the rosters.
const KEPT_CELLS: usize = 600;

/// Whether the sheets of a file are so small that they are kept.
pub(super) fn is_small(grids: &[Grid]) -> bool {
    grids.iter().map(Grid::used_cells).sum::<usize>() <= KEPT_CELLS
}

/// The files of a run, by path.
#[derive(Debug, Default)]
pub struct Originals {
    candidates: BTreeMap<String, ingest::Candidate>,
    reader: Option<ingest::Reader>,
    kept: BTreeMap<String, Vec<Grid>>,
}

impl Originals {
    pub(super) fn new(files: Vec<ingest::Candidate>, reader: ingest::Reader) -> Self {
        let candidates = files.into_iter().map(|candidate| (candidate.relative.clone(), candidate)).collect();
        Self { candidates, reader: Some(reader), kept: BTreeMap::new() }
    }

    /// Keeps the sheets of a return, if there are any.
    pub(super) fn keep(&mut self, one: Return, grids: Vec<Grid>) -> Return {
        if !grids.is_empty() {
            self.kept.insert(one.source.path.clone(), grids);
        }
        one
    }

    /// The sheets of a file, as they were read.
    ///
    /// # Errors
    /// The file is gone, can no longer be read, or is another one than the run was made from.
    pub fn sheets(&self, source: &SourceFile) -> Result<Cow<'_, [Grid]>, Unreadable> {
        if let Some(kept) = self.kept.get(&source.path) {
            return Ok(Cow::Borrowed(kept));
        }
        let (reader, candidate) = self.candidate(source)?;
        let Workbook { source: again, sheets, .. } = reader.read(candidate);
        unchanged(source, &again.sha256)?;
        sheets.map(Cow::Owned)
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// The file is gone, can no longer be read, or is another one than the run was made from.
    pub fn bytes(&self, source: &SourceFile) -> Result<Vec<u8>, Unreadable> {
        let (reader, candidate) = self.candidate(source)?;
        let bytes = reader.bytes(candidate)?;
        unchanged(source, &crate::domain::sha256(&bytes))?;
        Ok(bytes)
    }

    /// The sheets of a file with other bytes, as they would be read.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) fn read_again(&self, source: &SourceFile, bytes: &[u8]) -> Result<Vec<Grid>, Unreadable> {
        let (reader, candidate) = self.candidate(source)?;
        reader.read_bytes(candidate, bytes).sheets
    }

    fn candidate(&self, source: &SourceFile) -> Result<(&ingest::Reader, &ingest::Candidate), Unreadable> {
        self.reader.as_ref().zip(self.candidates.get(&source.path)).ok_or_else(|| Unreadable::Refused("no file".to_owned()))
    }

    /// The surroundings of cells, as far as they may be shown. A file that can no longer be read gives none.
    pub(super) fn excerpts(&self, returns: &[Return], schema: &Schema, places: &[&Place]) -> Excerpts {
        let mut of_file: BTreeMap<&str, Vec<(&Place, CellRef)>> = BTreeMap::new();
        for place in places {
            if let Some(cell) = place.cell() {
                of_file.entry(place.file()).or_default().push((place, cell));
            }
        }
        if of_file.is_empty() {
            return Excerpts::default();
        }
        let vocabulary = records::Vocabulary::new(schema);
        let found: Vec<Vec<(Place, Excerpt)>> = of_file
            .into_par_iter()
            .map(|(path, places)| {
                let Ok(at) = returns.binary_search_by(|one| one.source.path.as_str().cmp(path)) else { return Vec::new() };
                let one = &returns[at];
                let Ok(grids) = self.sheets(&one.source) else { return Vec::new() };
                let excerpt = |(place, cell): (&Place, CellRef)| {
                    let at = one.sheets.iter().position(|sheet| sheet.name == place.sheet())?;
                    Some((place.clone(), records::excerpt(grids.get(at)?, at, one, schema, &vocabulary, cell)))
                };
                places.into_iter().filter_map(excerpt).collect()
            })
            .collect();
        found.into_iter().flatten().collect()
    }
}

fn unchanged(source: &SourceFile, sha256: &str) -> Result<(), Unreadable> {
    if source.sha256 == sha256 { Ok(()) } else { Err(Unreadable::Refused("changed since it was read".to_owned())) }
}
