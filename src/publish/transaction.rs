//! The set of files in a folder is replaced as one.
//!
//! The new files are written into `.muster-staging` inside the folder and flushed to disk. Then a journal that lists what
//! is to be moved and removed is moved into place: that is the instant from which the new set counts. After it the files
//! are moved over the old ones, files that the new set lacks are removed, and staging and journal go. Whoever comes next
//! and finds a journal finishes the moves; who finds staging without a journal removes it. `.muster.lock` keeps two runs
//! apart and stays: removing a lock file would let a third run in. Moving replaces a symbolic link, it never follows one.
//! Folders within the set are made on the way and removed when nothing is left in them; see `place`.

mod place;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::{self, Access, unless_gone};
pub(super) use place::{LAKE, is_below, is_own_name};

use super::manifest;
use crate::domain::sha256;
use crate::error::Error;

const LOCK: &str = ".muster.lock";
const STAGING: &str = ".muster-staging";
const JOURNAL: &str = ".muster-journal.json";
/// Larger than any journal of ours.
const MOST_JOURNAL_BYTES: u64 = 16 << 20;

/// What is about to be done to the disk. Tests break off here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Make the staging folder.
    CreateStaging,
    /// Create a folder in it.
    StageFolder,
    /// Create and fill a file in it.
    WriteFile,
    /// Flush that file.
    SyncFile,
    /// Flush the folders.
    SyncStaging,
    /// Write the journal beside the staged files.
    WriteJournal,
    /// Move the journal into place.
    Commit,
    /// Flush that move.
    SyncCommit,
    /// Create a folder of the set.
    CreateFolder,
    /// Move a file into place.
    MoveFile,
    /// Remove a file of the previous set.
    RemoveObsolete,
    /// Remove a folder in which nothing is left.
    RemoveFolder,
    /// Flush the moves.
    SyncMoves,
    /// Remove the staging folder.
    RemoveStaging,
    /// Remove the journal.
    RemoveJournal,
}

/// Is called before each step; an error breaks off.
pub(super) type Observe<'a> = &'a mut dyn FnMut(Step) -> io::Result<()>;

/// A file of the set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its name.
    pub(super) name: String,
    /// Its size.
    pub(super) bytes: u64,
    /// Its SHA-256, in hexadecimal.
    pub(super) sha256: String,
}

/// The set while it is being written.
pub(super) struct Staging<'a> {
    folder: PathBuf,
    /// Where the set before stands.
    output: PathBuf,
    parts: Vec<Part>,
    /// Those that are to be moved.
    moves: Vec<String>,
    observe: Observe<'a>,
}

impl Staging<'_> {
    /// Adds a file and flushes it to disk. A file of the lake that stands there already, byte for byte, stays: these are many,
    /// and nearly all of them are of months that do not change.
    pub(super) fn add(&mut self, name: &str, contents: &[u8]) -> Result<(), Error> {
        let path = self.folder.join(name);
        if !is_own_name(name) {
            return Err(cannot_write(&path)(io::Error::new(ErrorKind::InvalidFilename, "not a name for an output")));
        }
        let bytes = u64::try_from(contents.len()).unwrap_or(u64::MAX);
        self.parts.push(Part { name: name.to_owned(), bytes, sha256: sha256(contents) });
        if place::is_below(name) && place::holds(&self.output, name, contents) {
            return Ok(());
        }
        for folder in place::folders(name).map(|folder| self.folder.join(folder)).filter(|folder| !place::is_folder(folder)) {
            (self.observe)(Step::StageFolder).and_then(|()| place::make(&folder)).map_err(cannot_write(&folder))?;
        }
        write(&path, contents, self.observe).map_err(cannot_write(&path))?;
        self.moves.push(name.to_owned());
        Ok(())
    }

    /// The files so far, in the order in which they were added.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }
}

/// What is left to be done once the new set counts.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Journal {
    /// Files to move from staging into place.
    moves: Vec<String>,
    /// Files of the previous set to remove.
    obsolete: Vec<String>,
}

/// Where the files of the set that counts stand, also where a run broke off while it moved them.
pub(super) struct Standing {
    output: PathBuf,
    /// Files that are still to be moved out of staging.
    unmoved: Vec<String>,
    /// Keeps others from replacing the set meanwhile.
    _lock: Option<File>,
}

impl Standing {
    /// The set in a folder that another run may write to, once none does. Nothing is written: where there is no lock no run has been.
    pub(super) fn locked(output: &Path) -> Result<Self, Error> {
        // Some file systems have no locks; what is read is compared with its hash in any case.
        let lock = disk::lock_to_read(output, LOCK)?;
        let unmoved = read_journal(&output.join(JOURNAL)).map_or_else(Vec::new, |journal| journal.moves);
        Ok(Self { output: output.to_owned(), unmoved, _lock: lock })
    }

    /// The set in a folder whose lock is held, with nothing left of an interrupted run.
    pub(super) fn own(output: &Path) -> Self {
        Self { output: output.to_owned(), unmoved: Vec::new(), _lock: None }
    }

    /// Where a file stands.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        let staged = self.output.join(STAGING).join(name);
        let unmoved = self.unmoved.iter().any(|known| known == name) && fs::symlink_metadata(&staged).is_ok();
        if unmoved { staged } else { self.output.join(name) }
    }
}

/// Replaces the set in a folder by the files that `fill` adds. Gives them back, in the order in which they were added.
pub(super) fn replace(
    output: &Path,
    observe: Observe<'_>,
    fill: impl FnOnce(&mut Staging<'_>) -> Result<(), Error>,
) -> Result<Vec<Part>, Error> {
    disk::make_folders(output).map_err(cannot_write(output))?;
    let _lock = lock(output)?;
    recover_locked(output, observe)?;
    match stage(output, observe, fill) {
        Ok((journal, parts)) => finish(output, &journal, observe).map(|()| parts),
        Err(error) => {
            // The first error is the one to tell. What cannot be removed now is removed by the next run.
            let _ = discard(output, observe);
            Err(error)
        }
    }
}

/// Finishes or takes back what an interrupted run left.
pub(super) fn recover(output: &Path, observe: Observe<'_>) -> Result<(), Error> {
    let left = |name: &str| fs::symlink_metadata(output.join(name)).is_ok();
    if !left(JOURNAL) && !left(STAGING) {
        return Ok(());
    }
    let _lock = lock(output)?;
    recover_locked(output, observe)
}

fn recover_locked(output: &Path, observe: Observe<'_>) -> Result<(), Error> {
    match read_journal(&output.join(JOURNAL)) {
        Some(journal) => finish(output, &journal, observe),
        None => discard(output, observe),
    }
}

/// The lock on a folder that is written to.
fn lock(output: &Path) -> Result<File, Error> {
    disk::lock(output, LOCK, Access::Group)
}

/// Writes the new set into staging and moves the journal into place.
fn stage(
    output: &Path,
    observe: Observe<'_>,
    fill: impl FnOnce(&mut Staging<'_>) -> Result<(), Error>,
) -> Result<(Journal, Vec<Part>), Error> {
    let folder = output.join(STAGING);
    observe(Step::CreateStaging).and_then(|()| disk::folders(Access::Owner).create(&folder)).map_err(cannot_write(&folder))?;
    let mut staging =
        Staging { folder: folder.clone(), output: output.to_owned(), parts: Vec::new(), moves: Vec::new(), observe: &mut *observe };
    fill(&mut staging)?;
    let Staging { parts, moves, .. } = staging;
    if let Some((path, error)) = parts.iter().find_map(|part| place::in_the_way(output, &part.name)) {
        return Err(cannot_write(&path)(error));
    }
    let own: BTreeSet<&str> = parts.iter().map(|part| part.name.as_str()).collect();
    let obsolete = manifest::published(output).into_iter().filter(|name| !own.contains(name.as_str())).collect();
    let journal = Journal { moves, obsolete };

    let (draft, place) = (folder.join(JOURNAL), output.join(JOURNAL));
    let text = serde_json::to_vec(&journal).map_err(io::Error::from).map_err(cannot_write(&draft))?;
    observe(Step::WriteJournal).and_then(|()| write(&draft, &text, observe)).map_err(cannot_write(&draft))?;
    let flush = || sync_folders(&folder, &journal.moves).and_then(|()| sync(output));
    observe(Step::SyncStaging).and_then(|()| flush()).map_err(cannot_write(&folder))?;
    observe(Step::Commit).and_then(|()| fs::rename(&draft, &place)).map_err(cannot_write(&place))?;
    Ok((journal, parts))
}

/// Moves the new files into place and clears up. May be broken off and begun again at any point.
fn finish(output: &Path, journal: &Journal, observe: Observe<'_>) -> Result<(), Error> {
    let staging = output.join(STAGING);
    observe(Step::SyncCommit).and_then(|()| sync(output)).map_err(unfinished(output))?;
    for name in &journal.moves {
        let (from, to) = (staging.join(name), output.join(name));
        for folder in place::folders(name).map(|folder| output.join(folder)).filter(|folder| !place::is_folder(folder)) {
            observe(Step::CreateFolder).and_then(|()| place::make(&folder)).map_err(unfinished(&folder))?;
        }
        // What is no longer in staging was moved before the run broke off.
        observe(Step::MoveFile).and_then(|()| unless_gone(fs::rename(&from, &to))).map_err(unfinished(&to))?;
    }
    for name in &journal.obsolete {
        let path = output.join(name);
        if place::is_reached(output, name) && fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
            observe(Step::RemoveObsolete).and_then(|()| unless_gone(fs::remove_file(&path))).map_err(unfinished(&path))?;
        }
    }
    for path in
        place::folders_of(&journal.obsolete).into_iter().filter(|name| place::is_reached(output, name)).map(|name| output.join(name))
    {
        if place::is_empty(&path) {
            observe(Step::RemoveFolder).and_then(|()| unless_gone(fs::remove_dir(&path))).map_err(unfinished(&path))?;
        }
    }
    let flush = || sync_folders(output, journal.moves.iter().chain(&journal.obsolete));
    observe(Step::SyncMoves).and_then(|()| flush()).map_err(unfinished(output))?;
    discard(output, observe).map_err(|error| match error {
        Error::Write { path, source } => Error::Unfinished { path, source },
        other => other,
    })
}

/// Removes staging and then the journal, so that a journal never outlives what it lists without being finished again.
fn discard(output: &Path, observe: Observe<'_>) -> Result<(), Error> {
    let (staging, journal) = (output.join(STAGING), output.join(JOURNAL));
    if let Ok(found) = fs::symlink_metadata(&staging) {
        let remove = || if found.is_dir() { fs::remove_dir_all(&staging) } else { fs::remove_file(&staging) };
        observe(Step::RemoveStaging).and_then(|()| unless_gone(remove())).map_err(cannot_write(&staging))?;
    }
    if let Ok(found) = fs::symlink_metadata(&journal) {
        let remove = || if found.is_dir() { fs::remove_dir_all(&journal) } else { fs::remove_file(&journal) };
        observe(Step::RemoveJournal).and_then(|()| unless_gone(remove())).map_err(cannot_write(&journal))?;
        sync(output).map_err(cannot_write(output))?;
    }
    Ok(())
}

/// The journal, if there is one. It was whole before it was moved into place, so one that is not is not ours.
fn read_journal(path: &Path) -> Option<Journal> {
    let mut text = Vec::new();
    if !fs::symlink_metadata(path).is_ok_and(|found| found.is_file()) {
        return None;
    }
    File::open(path).and_then(|file| file.take(MOST_JOURNAL_BYTES).read_to_end(&mut text)).ok()?;
    let journal: Journal = serde_json::from_slice(&text).ok()?;
    journal.moves.iter().chain(&journal.obsolete).all(|name| is_own_name(name)).then_some(journal)
}

/// Creates a file that was not there, fills it and flushes it.
fn write(path: &Path, contents: &[u8], observe: Observe<'_>) -> io::Result<()> {
    observe(Step::WriteFile)?;
    let mut file = disk::options(Access::Group).create_new(true).open(path)?;
    file.write_all(contents)?;
    observe(Step::SyncFile)?;
    file.sync_all()
}

/// Flushes the entries of a folder. Only Unix offers that.
fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Flushes a folder, after those within it that files of the set stand in, as far as they are there.
fn sync_folders<'n>(top: &Path, names: impl IntoIterator<Item = &'n String>) -> io::Result<()> {
    let within = place::folders_of(names).into_iter().map(|name| top.join(name));
    within.filter(|folder| place::is_folder(folder)).try_for_each(|folder| sync(&folder))?;
    sync(top)
}

fn cannot_write(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Write { path: path.clone(), source }
}

/// The same once the new set counts.
fn unfinished(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::Unfinished { path: path.clone(), source }
}

#[cfg(test)]
mod tests;
