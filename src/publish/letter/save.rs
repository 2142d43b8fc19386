//! Writes a letter to a file.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::super::disk;
use crate::error::Error;

/// Writes a letter. A file that was there is replaced as a whole or not at all.
///
/// # Errors
/// The file cannot be written.
pub fn save(file: &Path, letter: &[u8]) -> Result<(), Error> {
    replace(file, letter).map_err(|source| Error::Write { path: file.to_owned(), source })
}

fn replace(file: &Path, letter: &[u8]) -> io::Result<()> {
    match fs::metadata(file) {
        Ok(found) if found.is_dir() => Err(ErrorKind::IsADirectory.into()),
        // What is no ordinary file, such as a pipe, is written to as it is.
        Ok(found) if !found.is_file() => fs::write(file, letter),
        _ => disk::put(file, letter, true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_replaced_as_a_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("letter.md");
        save(&file, b"first").expect("written");
        save(&file, b"second").expect("written");
        assert_eq!(fs::read(&file).expect("a file"), b"second");
        assert!(matches!(save(folder.path(), b"third"), Err(Error::Write { path, .. }) if path == folder.path()));
        assert!(save(&folder.path().join("nowhere/letter.md"), b"third").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_written_to_and_stays() {
        use std::os::unix::fs::FileTypeExt;
        save(Path::new("/dev/null"), b"a letter").expect("written");
        assert!(fs::metadata("/dev/null").expect("a device").file_type().is_char_device());
    }
}
