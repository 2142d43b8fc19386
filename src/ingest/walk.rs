//! Which files below the inputs are returns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use walkdir::{DirEntry, WalkDir};

use super::bundle::{self, Bundle, Entry, Listed};
use super::received::{self, List, ReceivedNote};
use super::{Limits, format_of, naming};
use crate::domain::{Bilingual, FileFormat, PassedOver, PassedOverWhy};
use crate::error::Error;

/// A file that is to be read as a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it stands, or the archive in which it stands.
    pub path: PathBuf,
    /// Its place in that archive; `None` for a file of its own.
    pub entry: Option<Entry>,
    /// Its path relative to the input folder, with `/`; its name for a file that was itself an input. An archive counts as a
    /// folder. It is unique.
    pub relative: String,
    /// The format its extension stands for.
    pub format: FileFormat,
    /// The day it was received, from `received.csv`; `None` if that is not recorded.
    pub received: Option<NaiveDate>,
}

/// What stands below the inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The files to read, by relative path; at least one.
    pub files: Vec<Candidate>,
    /// What is no return, by relative path.
    pub passed_over: Vec<PassedOver>,
    /// Lines of `received.csv` without effect, by list and line.
    pub received_notes: Vec<ReceivedNote>,
    /// Path and SHA-256 of every `received.csv`, by path.
    pub received_lists: Vec<(String, String)>,
}

/// Looks for returns in files and folders, at any depth. The order of the inputs changes nothing, and a file that is
/// reached in two ways is found once. A link to a file or a folder is followed, unless it leads back to where it stands
/// in or to what is read already. A zip archive is a folder as well, unless it is a workbook; archives in it are not opened.
///
/// # Errors
/// An input does not exist or is a folder that cannot be opened, or there is no file to read below any of them.
pub fn find(inputs: &[PathBuf], limits: &Limits) -> Result<Found, Error> {
    let mut inputs = inputs.to_vec();
    inputs.sort();
    inputs.dedup();
    let mut walk = Walk::new(&inputs, limits);
    for (input, path) in inputs.iter().enumerate() {
        let metadata = fs::metadata(path).map_err(|source| Error::Read { path: path.clone(), source })?;
        if metadata.is_dir() {
            fs::read_dir(path).map_err(|source| Error::Read { path: path.clone(), source })?;
            walk.folder(path, "", input, false);
        } else {
            let name = path.file_name().map(|name| naming::without_control(&name.to_string_lossy())).unwrap_or_default();
            walk.file(path, name, input, false);
        }
    }
    walk.linked_folders();
    let found = walk.finish();
    if found.files.is_empty() { Err(nothing(&inputs)) } else { Ok(found) }
}

fn nothing(inputs: &[PathBuf]) -> Error {
    const FORMATS: &str = "xlsx, xlsm, xlsb, xls, ods, fods, csv, tsv, tab, zip";
    let places: Vec<String> = inputs.iter().map(|path| path.display().to_string()).collect();
    let places = places.join(", ");
    Error::NothingToRead(if inputs.is_empty() {
        Bilingual::new(
            format!("Er is geen map of bestand opgegeven. Noem een map met opgaven ({FORMATS})."),
            format!("No file or folder was given. Name a folder with returns ({FORMATS})."),
        )
    } else {
        Bilingual::new(
            format!("Er staat geen opgave in {places}. Gelezen worden {FORMATS}; verborgen bestanden worden overgeslagen."),
            format!("There is no return in {places}. Files that are read: {FORMATS}; hidden files are passed over."),
        )
    })
}

/// A file that may be read, with the ways it was reached.
#[derive(Debug)]
struct Reached {
    path: PathBuf,
    entry: Option<Entry>,
    relative: String,
    format: FileFormat,
    input: usize,
    linked: bool,
}

#[derive(Debug)]
struct LinkedFolder {
    relative: String,
    path: PathBuf,
    input: usize,
}

#[derive(Debug)]
struct Walk<'a> {
    inputs: &'a [PathBuf],
    limits: &'a Limits,
    /// By real path, and by place in an archive, so that each file is read once.
    files: BTreeMap<(PathBuf, Option<usize>), Reached>,
    lists: BTreeMap<PathBuf, List>,
    passed_over: Vec<PassedOver>,
    /// The real paths of the folders that were opened.
    opened: BTreeSet<PathBuf>,
    links: Vec<LinkedFolder>,
}

/// The path that is the same however a file is reached.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

impl<'a> Walk<'a> {
    const fn new(inputs: &'a [PathBuf], limits: &'a Limits) -> Self {
        Self {
            inputs,
            limits,
            files: BTreeMap::new(),
            lists: BTreeMap::new(),
            passed_over: Vec::new(),
            opened: BTreeSet::new(),
            links: Vec::new(),
        }
    }

    fn pass_over(&mut self, path: String, why: PassedOverWhy) {
        self.passed_over.push(PassedOver { path, why });
    }

    /// Everything below a folder. `below` is the folder's own relative path, empty for an input.
    fn folder(&mut self, folder: &Path, below: &str, input: usize, linked: bool) {
        let relative = |path: &Path| {
            let inside = naming::with_slashes(path.strip_prefix(folder).unwrap_or(path));
            match (below, inside.as_str()) {
                ("", _) => inside,
                (_, "") => below.to_owned(),
                _ => format!("{below}/{inside}"),
            }
        };
        let mut entries = WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Err(error) => self.pass_over(error.path().map(relative).unwrap_or_default(), PassedOverWhy::NoAccess),
                Ok(entry) => {
                    let is_folder = entry.depth() == 0 || entry.file_type().is_dir();
                    if !self.entry(&entry, relative(entry.path()), input, linked) && is_folder {
                        entries.skip_current_dir();
                    }
                }
            }
        }
    }

    /// One entry of a folder; whether to go into it if it is a folder.
    fn entry(&mut self, entry: &DirEntry, relative: String, input: usize, linked: bool) -> bool {
        if entry.depth() > 0 {
            if let Some(why) = hidden(&entry.file_name().to_string_lossy()) {
                self.pass_over(relative, why);
                return false;
            }
            let leads_to_folder = || fs::metadata(entry.path()).is_ok_and(|target| target.is_dir());
            if entry.path_is_symlink() && leads_to_folder() {
                self.links.push(LinkedFolder { relative, path: entry.path().to_owned(), input });
                return false;
            }
            if !entry.file_type().is_dir() {
                self.file(entry.path(), relative, input, linked);
                return false;
            }
        }
        // Reached by a link, a folder that was read before is not read again; inputs may lie in each other.
        self.opened.insert(real(entry.path())) || !linked
    }

    fn file(&mut self, path: &Path, relative: String, input: usize, linked: bool) {
        let name = relative.rsplit('/').next().unwrap_or(&relative);
        if name.eq_ignore_ascii_case(received::LIST) {
            self.lists.entry(real(path)).or_insert_with(|| received::list(path, relative.clone(), input));
            self.pass_over(relative, PassedOverWhy::ReceivedList);
            return;
        }
        let extension = name.rsplit_once('.').map(|(_, extension)| extension);
        let Some(format) = extension.and_then(format_of) else {
            self.pass_over(relative, PassedOverWhy::UnknownExtension);
            return;
        };
        // What is wrong with an archive is said by reading it.
        if format == FileFormat::Zip
            && let Ok(Bundle::Folder(listed)) = bundle::list(path, self.limits)
        {
            self.archive(path, &relative, listed, (input, linked));
            return;
        }
        self.reached(Reached { path: path.to_owned(), entry: None, relative, format, input, linked }, None);
    }

    /// The files of an archive. `relative` is the path of the archive itself.
    fn archive(&mut self, path: &Path, relative: &str, listed: Vec<Listed>, (input, linked): (usize, bool)) {
        if listed.is_empty() {
            self.pass_over(relative.to_owned(), PassedOverWhy::EmptyArchive);
        }
        for (at, file) in listed.into_iter().enumerate() {
            let Some(inside) = file.path else {
                self.pass_over(format!("{relative}/{}", file.written), PassedOverWhy::UnsafeName);
                continue;
            };
            let name = inside.rsplit('/').next().unwrap_or(&inside);
            let extension = name.rsplit_once('.').map(|(_, extension)| extension);
            let format = extension.and_then(format_of);
            let why = if let Some(why) = inside.split('/').find_map(hidden) {
                Some(why)
            } else if file.is_link {
                Some(PassedOverWhy::NoAccess)
            } else if name.eq_ignore_ascii_case(received::LIST) {
                Some(PassedOverWhy::ReceivedListInArchive)
            } else {
                match format {
                    None => Some(PassedOverWhy::UnknownExtension),
                    Some(FileFormat::Zip) => Some(PassedOverWhy::NestedArchive),
                    Some(_) => None,
                }
            };
            let relative = format!("{relative}/{inside}");
            match (why, format) {
                (None, Some(format)) => {
                    let reached = Reached { path: path.to_owned(), entry: Some(file.entry), relative, format, input, linked };
                    self.reached(reached, Some(at));
                }
                (why, _) => self.pass_over(relative, why.unwrap_or(PassedOverWhy::UnknownExtension)),
            }
        }
    }

    fn reached(&mut self, reached: Reached, place: Option<usize>) {
        // The way without links, then the one that tells most of where it stands.
        let rank = |way: &Reached| (way.linked, Reverse(way.relative.matches('/').count()), way.relative.clone(), way.input);
        let known = self.files.entry((real(&reached.path), place));
        match known {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(reached);
            }
            std::collections::btree_map::Entry::Occupied(mut place) => {
                if rank(&reached) < rank(place.get()) {
                    place.insert(reached);
                }
            }
        }
    }

    /// Folders that are reached by a link, after all others so that what is read already is known.
    fn linked_folders(&mut self) {
        let mut queue: VecDeque<LinkedFolder> = VecDeque::new();
        loop {
            let mut links = std::mem::take(&mut self.links);
            links.sort_by(|a, b| (&a.relative, a.input).cmp(&(&b.relative, b.input)));
            queue.extend(links);
            let Some(link) = queue.pop_front() else { return };
            let target = real(&link.path);
            let stands_in = link.path.parent().map(real).unwrap_or_default();
            if stands_in.starts_with(&target) {
                self.pass_over(link.relative, PassedOverWhy::NoAccess);
            } else if !self.opened.contains(&target) {
                self.folder(&link.path, &link.relative, link.input, true);
            }
        }
    }

    fn finish(mut self) -> Found {
        let mut reached: Vec<Reached> = self.files.into_values().collect();
        reached.sort_by(|a, b| (&a.relative, a.input).cmp(&(&b.relative, b.input)));
        let places: Vec<(usize, &str)> = reached.iter().map(|file| (file.input, file.relative.as_str())).collect();
        let mut received_lists: Vec<(String, String)> =
            self.lists.values().map(|list| (list.relative.clone(), list.sha256.clone())).collect();
        received_lists.sort();
        let (dates, received_notes) = received::dates(self.lists.into_values().collect(), &places);

        let bases: Vec<PathBuf> = self.inputs.iter().map(|input| base(input)).collect();
        let named: Vec<(&Path, &str)> = reached.iter().map(|file| (bases[file.input].as_path(), file.relative.as_str())).collect();
        let names = naming::unique(&named);
        let mut files: Vec<Candidate> = reached
            .into_iter()
            .zip(names)
            .zip(dates)
            .map(|((file, relative), received)| Candidate { path: file.path, entry: file.entry, relative, format: file.format, received })
            .collect();
        files.sort_by(|a, b| a.relative.cmp(&b.relative));
        self.passed_over.sort();
        self.passed_over.dedup();
        Found { files, passed_over: self.passed_over, received_notes, received_lists }
    }
}

/// The folder that the relative paths below an input are relative to.
fn base(input: &Path) -> PathBuf {
    if input.is_dir() { real(input) } else { real(input).parent().map(Path::to_owned).unwrap_or_default() }
}

fn hidden(name: &str) -> Option<PassedOverWhy> {
    if name.eq_ignore_ascii_case("__MACOSX") {
        // What an archive made on a Mac holds beside the files.
        Some(PassedOverWhy::Hidden)
    } else if name.starts_with("~$") || (name.starts_with(".~lock.") && name.ends_with('#')) {
        Some(PassedOverWhy::LockFile)
    } else if name.starts_with('.') {
        Some(PassedOverWhy::Hidden)
    } else {
        None
    }
}
