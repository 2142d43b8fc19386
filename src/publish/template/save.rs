//! Writes a workbook to a file, which is there as a whole or not at all.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use crate::error::Error;

/// Writes a file. A file of that name is replaced only if that is asked for, and then stands until the new one is whole.
///
/// # Errors
/// The file cannot be written, or is there already.
pub fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    if !replace {
        return fresh(path, bytes).map_err(failed);
    }
    let mut beside: OsString = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    match fs::remove_file(beside) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => return Err(failed(source)),
        _ => {}
    }
    fresh(beside, bytes).and_then(|()| fs::rename(beside, path)).map_err(|source| {
        // What is left of it is of no use; that it cannot be removed changes nothing.
        let _ = fs::remove_file(beside);
        failed(source)
    })
}

/// Writes a file that is not there yet.
fn fresh(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_if_that_is_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new/deep/form.xlsx");
        save(&path, b"one", false).expect("written");
        assert_eq!(save(&path, b"two", false).expect_err("it is there").exit_code(), 3);
        assert_eq!(fs::read(&path).expect("a file"), b"one");
        // What an interrupted run left is in nobody's way.
        fs::write(folder.path().join("new/deep/form.xlsx.part"), "half").expect("a file");
        save(&path, b"two", true).expect("replaced");
        assert_eq!(fs::read(&path).expect("a file"), b"two");
        let left: Vec<_> = fs::read_dir(folder.path().join("new/deep")).expect("a folder").collect();
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn a_folder_in_its_place_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(save(folder.path(), b"one", true).is_err());
        assert!(folder.path().is_dir() && !folder.path().with_extension("part").exists());
    }
}
