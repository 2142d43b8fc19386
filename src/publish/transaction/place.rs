//! Where files of the set may stand, and the folders in which they do.
//!
//! A name is a path within the set, with `/`. Whatever a journal or manifest says, only real folders are entered: a link in
//! the place of one is never followed.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::publish::disk::{self, Access};

/// The one folder of a set that has folders.
pub(in crate::publish) const LAKE: &str = "lake";

/// Whether a name is one that muster gives its outputs: lower case, not hidden, within the folder or, as Parquet, at most
/// two folders below `lake`. A journal or manifest that was tampered with can so reach neither another folder nor the
/// likes of `README.md`.
pub(in crate::publish) fn is_own_name(name: &str) -> bool {
    match name.split_once('/') {
        None => is_plain(name, false),
        Some((first, rest)) => {
            let parts = rest.split('/').count();
            first == LAKE && (2..=3).contains(&parts) && rest.ends_with(".parquet") && rest.split('/').all(|part| is_plain(part, true))
        }
    }
}

fn is_plain(part: &str, has_value: bool) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.') || (has_value && b == b'=');
    !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain)
}

/// The folders that a file of the set stands in, the outermost first.
pub(super) fn folders(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

/// The folders of many files, each once, the innermost first.
pub(super) fn folders_of<'n>(names: impl IntoIterator<Item = &'n String>) -> Vec<&'n str> {
    let mut all: Vec<&str> = names.into_iter().flat_map(|name| folders(name)).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    all
}

/// Whether a folder is there that is no link.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Whether all folders that a file of the set stands in are there.
pub(super) fn is_reached(output: &Path, name: &str) -> bool {
    folders(name).all(|folder| is_folder(&output.join(folder)))
}

/// Whether a file of the set stands in a folder of its own.
pub(in crate::publish) fn is_below(name: &str) -> bool {
    name.contains('/')
}

/// Whether a file of the set stands in its place already, with these contents.
pub(super) fn holds(output: &Path, name: &str, contents: &[u8]) -> bool {
    let place = output.join(name);
    let length = u64::try_from(contents.len()).ok();
    let alike = |found: &fs::Metadata| found.is_file() && Some(found.len()) == length;
    is_reached(output, name)
        && fs::symlink_metadata(&place).is_ok_and(|found| alike(&found))
        && fs::read(&place).is_ok_and(|found| found == contents)
}

/// What keeps a file of the set from its place: a folder there, or something else in the place of a folder.
pub(super) fn in_the_way(output: &Path, name: &str) -> Option<(PathBuf, io::Error)> {
    for folder in folders(name) {
        let path = output.join(folder);
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_dir()) {
            return Some((path, no_folder()));
        }
    }
    let place = output.join(name);
    is_folder(&place).then(|| (place, io::Error::new(ErrorKind::IsADirectory, "a folder of that name is in the way")))
}

/// Makes a folder, unless it is there.
pub(super) fn make(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Ok(()),
        Ok(_) => Err(no_folder()),
        Err(error) if error.kind() == ErrorKind::NotFound => disk::folders(Access::Group).create(path),
        Err(error) => Err(error),
    }
}

/// Whether a folder is there, is no link, and holds nothing.
pub(super) fn is_empty(path: &Path) -> bool {
    is_folder(path) && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

fn no_folder() -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, "a file or link is in the place of a folder")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_names_of_outputs_are_own_names() {
        for name in
            ["headcount.csv", "letter-2026-05.md", "lake/headcount/period=2026-05/part-0.parquet", "lake/dim_mission/part-0.parquet"]
        {
            assert!(is_own_name(name), "{name}");
        }
        for name in [
            "",
            "A.csv",
            "..",
            ".hidden",
            "a\\b",
            "c:x",
            "é.csv",
            "period=2026-05",
            "a/b",
            "/lake/a/b.parquet",
            "lake/b.parquet",
            "lake//b.parquet",
            "lake/a/",
            "lake/../b.parquet",
            "lake/a/../b.parquet",
            "lake/a/.parquet",
            "lake/a/b/c/d.parquet",
            "lake/a/readme.md",
            "lake/A/b.parquet",
            "other/a/b.parquet",
        ] {
            assert!(!is_own_name(name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn an_own_name_never_leaves_the_folder(name in "(lake/|/|\\.\\./|[a-z.=/\\\\:])*(\\.parquet)?") {
            let stays = Path::new(&name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
            prop_assert!(!is_own_name(&name) || stays, "{}", name);
        }
    }

    #[test]
    fn folders_come_each_once_and_the_innermost_first() {
        let names = ["lake/a/p=1/f", "lake/a/p=2/f", "lake/b/f", "c"].map(str::to_owned);
        assert_eq!(folders_of(&names), ["lake/b", "lake/a/p=2", "lake/a/p=1", "lake/a", "lake"]);
        assert_eq!(folders(&names[0]).collect::<Vec<_>>(), ["lake", "lake/a", "lake/a/p=1"]);
    }
}
