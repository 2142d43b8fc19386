//! Files and folders as muster makes them. Figures before they are published, and more so what goes back to a coordinator, are
//! nobody else's business: what is made here is open to its owner and at most readable for their group. The user's mask can
//! close it further, and never opens it.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::error::Error;

/// Who may look at a file or into a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// The owner may write, their group may read.
    Group,
    /// The owner alone.
    Owner,
}

#[cfg(unix)]
impl Access {
    const fn file(self) -> u32 {
        match self {
            Self::Group => 0o640,
            Self::Owner => 0o600,
        }
    }

    const fn folder(self) -> u32 {
        match self {
            Self::Group => 0o750,
            Self::Owner => 0o700,
        }
    }
}

/// How to open a file that may have to be made.
pub(super) fn options(access: Access) -> OpenOptions {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, access.file());
    #[cfg(not(unix))]
    let _ = access;
    options.write(true);
    options
}

/// How to make a folder.
pub(super) fn folders(access: Access) -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, access.folder());
    #[cfg(not(unix))]
    let _ = access;
    builder
}

/// Makes a folder and those it lies in, where they are not there.
pub(super) fn make_folders(path: &Path) -> io::Result<()> {
    folders(Access::Group).recursive(true).create(path)
}

/// Writes a file as a whole or not at all. A file of that name is replaced only if that is asked for, and stands until the new one
/// is whole and flushed. The folder must be there.
pub(super) fn put(path: &Path, bytes: &[u8], replace: bool) -> io::Result<()> {
    let name = path.file_name().ok_or(ErrorKind::InvalidFilename)?;
    // Two runs that write to one place must not write into one half.
    let mut half = OsString::from(".");
    half.push(name);
    half.push(format!(".muster-{}", std::process::id()));
    let half = path.with_file_name(half);
    unless_gone(fs::remove_file(&half))?;
    let written = fill(&half, bytes).and_then(|()| if replace { fs::rename(&half, path) } else { link(&half, path, bytes) });
    // After a move there is none. What went wrong is told; that a remainder may be left is not worth a second message.
    let _ = fs::remove_file(&half);
    written
}

/// Gives a file its name, which must be free.
fn link(half: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::hard_link(half, path) {
        // Some file systems have no second names.
        Err(error) if !matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
            let written = fill(path, bytes);
            if written.as_ref().is_err_and(|error| error.kind() != ErrorKind::AlreadyExists) {
                let _ = fs::remove_file(path);
            }
            written
        }
        linked => linked,
    }
}

/// Makes a file that is not there and flushes what is in it.
fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = options(Access::Group).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

pub(super) fn unless_gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// How often a lock that is held is tried again, and after how long: five seconds in all.
const TRIES: u32 = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// Takes the lock on a folder to write to it. It is released when the file is dropped, also by a killed process. Whoever only
/// reads has done so soon and is waited for; another that writes is not.
pub(super) fn lock(folder: &Path, name: &str, access: Access) -> Result<File, Error> {
    let path = folder.join(name);
    let fails = |source| Error::Write { path: path.clone(), source };
    if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
        return Err(fails(io::Error::new(ErrorKind::InvalidInput, "it is a symbolic link")));
    }
    let made = options(access).create(true).truncate(false).open(&path);
    let file = match made {
        // One that a colleague made can be read by their group, and that is enough to lock it.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => File::open(&path).map_err(|_| fails(error))?,
        made => made.map_err(fails)?,
    };
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(source)) => return Err(fails(source)),
            Err(TryLockError::WouldBlock) => {}
        }
        if file.try_lock_shared().and_then(|()| file.unlock().map_err(TryLockError::Error)).is_err() {
            break;
        }
        thread::sleep(PAUSE);
    }
    Err(Error::Busy(folder.to_owned()))
}

/// Takes the lock on a folder to read it, once nobody writes to it any more; nothing is written. `None` where there is no lock that
/// could be taken: no run has been there, or its file system has none.
pub(super) fn lock_to_read(folder: &Path, name: &str) -> Result<Option<File>, Error> {
    let Ok(file) = File::open(folder.join(name)) else { return Ok(None) };
    for _ in 0..TRIES {
        match file.try_lock_shared() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::Error(_)) => return Ok(None),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
        }
    }
    Err(Error::Busy(folder.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().expect("text")).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_there_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md");
        put(&path, b"one", false).expect("written");
        assert_eq!(put(&path, b"two", false).expect_err("it is there").kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("a file"), b"one");
        // What a killed run with the same number left is in nobody's way.
        fs::write(folder.path().join(format!(".a.md.muster-{}", std::process::id())), "half").expect("a file");
        put(&path, b"two", true).expect("replaced");
        assert_eq!(fs::read(&path).expect("a file"), b"two");
        assert!(put(folder.path(), b"three", true).is_err() && put(&folder.path().join("no/where"), b"three", false).is_err());
        assert_eq!(names(folder.path()), ["a.md"]);
        let beside = names(folder.path().parent().expect("a folder"));
        assert!(beside.iter().all(|name| !name.ends_with(&format!(".muster-{}", std::process::id()))), "{beside:?}");
    }

    #[test]
    fn a_name_that_is_taken_stays_what_it_is_without_second_names() {
        let folder = tempfile::tempdir().expect("a folder");
        let (half, path) = (folder.path().join("half"), folder.path().join("a.md"));
        // A folder has no second name anywhere.
        fs::create_dir(&half).expect("a folder");
        link(&half, &path, b"one").expect("written");
        assert_eq!(fs::read(&path).expect("a file"), b"one");
        assert_eq!(link(&half, &path, b"two").expect_err("it is there").kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("a file"), b"one");
    }

    #[test]
    fn who_writes_waits_for_readers_and_not_for_writers() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path();
        assert!(lock_to_read(path, "lock").expect("free").is_none(), "nobody has written");
        assert_eq!(names(path), [""; 0], "reading makes nothing");
        let writes = lock(path, "lock", Access::Group).expect("free");
        assert!(matches!(lock(path, "lock", Access::Group), Err(Error::Busy(busy)) if busy == path));
        drop(writes);
        let reads = lock_to_read(path, "lock").expect("free");
        assert!(reads.is_some() && lock_to_read(path, "lock").expect("readers do not mind each other").is_some());
        thread::scope(|scope| {
            let waits = scope.spawn(|| lock(path, "lock", Access::Group));
            drop(reads);
            assert!(waits.join().expect("a thread").is_ok());
        });
        let writes = lock(path, "lock", Access::Group).expect("free");
        thread::scope(|scope| {
            let waits = scope.spawn(|| lock_to_read(path, "lock"));
            drop(writes);
            assert!(waits.join().expect("a thread").is_ok_and(|lock| lock.is_some()));
        });
    }

    #[cfg(unix)]
    #[test]
    fn what_is_made_is_open_to_nobody_else() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let deep = folder.path().join("a/b");
        make_folders(&deep).expect("made");
        put(&deep.join("c"), b"1", false).expect("written");
        lock(&deep, "lock", Access::Owner).expect("free");
        let others = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o027;
        for path in [folder.path().join("a"), deep.clone(), deep.join("c")] {
            assert_eq!(others(&path), 0, "{}", path.display());
        }
        assert_eq!(fs::metadata(deep.join("lock")).expect("there").permissions().mode() & 0o177, 0);
    }
}
