//! The folder with what is sent back. It is for one pair of eyes: the folder can be entered and the files read by their owner only.
//!
//! A hidden list says which files muster wrote, and what was in them: these may be replaced or taken away as long as nobody changed
//! them. Every other file is left alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::super::disk::{self, Access, unless_gone};
use crate::domain::sha256;
use crate::error::Error;

/// The name of the list.
const LIST: &str = ".muster-feedback.json";
/// What is being written, until it is whole.
const HALF: &str = ".muster-feedback.tmp";
/// Keeps two runs apart: what is written for one coordinator must never be moved to the name of another.
const LOCK: &str = ".muster-feedback.lock";

/// What was done in the folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Saved {
    /// The folder.
    pub folder: PathBuf,
    /// The files that were written, in their order.
    pub written: Vec<String>,
    /// Files of an earlier run that no longer hold and were taken away.
    pub removed: Vec<String>,
}

/// The files that muster wrote, with the hashes of what may be in them.
type List = BTreeMap<String, Vec<String>>;

/// Writes files into the folder, which is made if it is not there. `stale` are names of files that would have been written if there
/// still were something to say; they are taken away if muster wrote them.
///
/// # Errors
/// [`Error::Foreign`] if a file of one of the names is there that muster did not write, or that was changed since; then nothing is
/// written. [`Error::Busy`] while another run writes there; [`Error::Write`] if something cannot be written.
pub fn save(folder: &Path, files: &[(String, Vec<u8>)], stale: &[String]) -> Result<Saved, Error> {
    let fails = |path: &Path| {
        let path = path.to_owned();
        move |source: io::Error| Error::Write { path, source }
    };
    if files.is_empty() && known(folder).is_empty() {
        return Ok(Saved { folder: folder.to_owned(), ..Saved::default() });
    }
    make(folder).map_err(fails(folder))?;
    let in_the_way = |list: &List| -> Result<(), Error> {
        for (name, _) in files {
            if !is_free(folder, name, list).map_err(fails(&folder.join(name)))? {
                return Err(Error::Foreign(folder.join(name)));
            }
        }
        Ok(())
    };
    // Where that is refused not even a lock is left; what is known counts once it is held.
    in_the_way(&known(folder))?;
    let _lock = disk::lock(folder, LOCK, Access::Owner)?;
    let mut list = known(folder);
    in_the_way(&list)?;
    // Whatever happens from here on, what stands there is known to be ours: before and after.
    for (name, bytes) in files {
        list.entry(name.clone()).or_default().push(sha256(bytes));
    }
    remember(folder, &list).map_err(fails(&folder.join(LIST)))?;
    let mut saved = Saved { folder: folder.to_owned(), ..Saved::default() };
    for (name, bytes) in files {
        put(folder, name, bytes).map_err(fails(&folder.join(name)))?;
        saved.written.push(name.clone());
        list.insert(name.clone(), vec![sha256(bytes)]);
    }
    for name in stale.iter().filter(|name| !saved.written.contains(name)) {
        let path = folder.join(name);
        if list.contains_key(name) && path.is_file() && is_free(folder, name, &list).unwrap_or(false) {
            fs::remove_file(&path).map_err(fails(&path))?;
            saved.removed.push(name.clone());
        }
        if !path.exists() {
            list.remove(name);
        }
    }
    remember(folder, &list).map_err(fails(&folder.join(LIST)))?;
    Ok(saved)
}

/// Makes the folder, and closes it to others if it is new, empty or ours.
fn make(folder: &Path) -> io::Result<()> {
    let ours = match fs::read_dir(folder) {
        Ok(mut entries) => folder.join(LIST).is_file() || entries.next().is_none(),
        Err(_) => true,
    };
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        disk::make_folders(parent)?;
    }
    match disk::folders(Access::Owner).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists || !folder.is_dir() => return Err(error),
        _ => {}
    }
    #[cfg(unix)]
    if ours {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = ours;
    Ok(())
}

/// The list of what muster wrote; empty if there is none, or none that can be read.
fn known(folder: &Path) -> List {
    fs::read(folder.join(LIST)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

fn remember(folder: &Path, list: &List) -> io::Result<()> {
    let mut bytes = serde_json::to_vec_pretty(list).map_err(io::Error::other)?;
    bytes.push(b'\n');
    put(folder, LIST, &bytes)
}

/// Whether a file of that name may be written: there is none, or the one that muster left.
fn is_free(folder: &Path, name: &str, list: &List) -> io::Result<bool> {
    let path = folder.join(name);
    let about = match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        about => about?,
    };
    let Some(hashes) = list.get(name).filter(|_| about.is_file()) else { return Ok(false) };
    Ok(hashes.contains(&sha256(&fs::read(&path)?)))
}

/// Writes a file as a whole or not at all.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let half = folder.join(HALF);
    unless_gone(fs::remove_file(&half))?;
    let fill = || {
        let mut file = disk::options(Access::Owner).create_new(true).open(&half)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    let written = fill().and_then(|()| fs::rename(&half, folder.join(name)));
    if written.is_err() {
        // What went wrong is told; the next run would take it away as well.
        let _ = fs::remove_file(&half);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
        list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn there(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn own_files_are_replaced_and_those_of_others_never() {
        let tree = tempfile::tempdir().expect("a folder");
        let folder = tree.path().join("a/feedback");
        save(&folder, &files(&[("x.xlsx", "1"), ("oost.md", "1")]), &[]).expect("saved");
        save(&folder, &files(&[("x.xlsx", "2"), ("oost.md", "2")]), &[]).expect("replaced");
        assert_eq!(fs::read(folder.join("x.xlsx")).expect("a file"), b"2");
        fs::write(folder.join("oost.md"), "by hand").expect("changed");
        let refused = save(&folder, &files(&[("x.xlsx", "3"), ("oost.md", "3")]), &[]);
        assert!(matches!(&refused, Err(Error::Foreign(path)) if path.ends_with("oost.md")), "{refused:?}");
        assert_eq!(fs::read(folder.join("x.xlsx")).expect("a file"), b"2", "nothing was written");
        fs::write(folder.join("y.xlsx"), "of somebody").expect("a file");
        assert!(matches!(save(&folder, &files(&[("y.xlsx", "3")]), &[]), Err(Error::Foreign(_))));
    }

    #[test]
    fn what_no_longer_holds_is_taken_away_if_it_is_ours() {
        let tree = tempfile::tempdir().expect("a folder");
        let folder = tree.path().join("feedback");
        save(&folder, &files(&[("x.xlsx", "1"), ("y.xlsx", "1"), ("z.xlsx", "1")]), &[]).expect("saved");
        fs::write(folder.join("y.xlsx"), "by hand").expect("changed");
        fs::write(folder.join("own.txt"), "by hand").expect("a file");
        let stale = ["x.xlsx", "y.xlsx", "own.txt", "gone.xlsx"].map(str::to_owned);
        let saved = save(&folder, &files(&[("z.xlsx", "2")]), &stale).expect("saved");
        assert_eq!((saved.written, saved.removed), (vec!["z.xlsx".to_owned()], vec!["x.xlsx".to_owned()]));
        assert_eq!(there(&folder), [LIST, LOCK, "own.txt", "y.xlsx", "z.xlsx"]);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_look_and_links_are_not_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let tree = tempfile::tempdir().expect("a folder");
        let folder = tree.path().join("feedback");
        save(&folder, &files(&[("x.xlsx", "1")]), &[]).expect("saved");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(["x.xlsx", LIST, LOCK].map(|name| mode(&folder.join(name))), [0o600; 3]);
        let outside = tree.path().join("outside");
        fs::write(&outside, "1").expect("a file");
        symlink(&outside, folder.join("y.xlsx")).expect("a link");
        assert!(matches!(save(&folder, &files(&[("y.xlsx", "2")]), &[]), Err(Error::Foreign(_))));
        let open = tree.path().join("open");
        fs::create_dir(&open).expect("a folder");
        fs::write(open.join("own.txt"), "1").expect("a file");
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).expect("set");
        save(&open, &files(&[("x.xlsx", "1")]), &[]).expect("saved");
        assert_eq!((mode(&open), mode(&open.join("x.xlsx"))), (0o755, 0o600), "a folder with files of others stays as it is");
    }

    #[test]
    fn a_damaged_list_and_a_half_file_do_no_harm() {
        let tree = tempfile::tempdir().expect("a folder");
        fs::write(tree.path().join(LIST), "{").expect("a file");
        fs::write(tree.path().join(HALF), "half").expect("a file");
        save(tree.path(), &files(&[("x.xlsx", "1")]), &[]).expect("saved");
        assert_eq!(there(tree.path()), [LIST, LOCK, "x.xlsx"]);
    }

    #[test]
    fn two_runs_do_not_write_into_one_folder() {
        let tree = tempfile::tempdir().expect("a folder");
        save(tree.path(), &files(&[("x.xlsx", "1")]), &[]).expect("saved");
        let held = disk::lock(tree.path(), LOCK, Access::Owner).expect("free");
        assert!(matches!(save(tree.path(), &files(&[("x.xlsx", "2")]), &[]), Err(Error::Busy(path)) if path == tree.path()));
        assert_eq!(fs::read(tree.path().join("x.xlsx")).expect("a file"), b"1");
        drop(held);
        save(tree.path(), &files(&[("x.xlsx", "2")]), &[]).expect("saved");
    }
}
