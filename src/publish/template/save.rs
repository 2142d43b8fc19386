//! Writes a workbook to a file, which is there as a whole or not at all.

use std::io;
use std::path::Path;

use super::super::disk;
use crate::error::Error;

/// Writes a file. A file of that name is replaced only if that is asked for, and then stands until the new one is whole.
///
/// # Errors
/// The file cannot be written, or is there already.
pub fn save(path: &Path, bytes: &[u8], replace: bool) -> Result<(), Error> {
    let failed = |source: io::Error| Error::Write { path: path.to_owned(), source };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk::make_folders(folder).map_err(failed)?;
    }
    disk::put(path, bytes, replace).map_err(failed)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_replaced_only_if_that_is_asked_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("new/deep/form.xlsx");
        save(&path, b"one", false).expect("written");
        assert_eq!(save(&path, b"two", false).expect_err("it is there").exit_code(), 3);
        assert_eq!(fs::read(&path).expect("a file"), b"one");
        save(&path, b"two", true).expect("replaced");
        assert_eq!(fs::read(&path).expect("a file"), b"two");
        let left: Vec<_> = fs::read_dir(folder.path().join("new/deep")).expect("a folder").collect();
        assert_eq!(left.len(), 1);
    }

    #[test]
    fn a_folder_in_its_place_is_an_error() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(save(folder.path(), b"one", true).is_err());
        assert!(folder.path().is_dir());
    }
}
