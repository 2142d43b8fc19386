//! The bytes of a file.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::budget::size;
use crate::domain::Unreadable;

/// Why the bytes of a file were not taken.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The size the file says it has; 0 if it does not say.
    pub(super) bytes: u64,
    pub(super) why: Unreadable,
}

/// Reads a file whole, once. Only a regular file is opened: a pipe would keep the run waiting.
pub(super) fn load(path: &Path, max_bytes: u64) -> Result<Vec<u8>, Refusal> {
    let refused = |bytes: u64, detail: String| Refusal { bytes, why: Unreadable::Refused(detail) };
    let metadata = fs::metadata(path).map_err(|error| refused(0, error.to_string()))?;
    if !metadata.is_file() {
        return Err(refused(0, "not a regular file".to_owned()));
    }
    let stated = metadata.len();
    let too_large = |bytes: u64| Refusal { bytes, why: Unreadable::TooLarge { found: size(bytes), limit: size(max_bytes) } };
    if stated > max_bytes {
        return Err(too_large(stated));
    }
    let file = File::open(path).map_err(|error| refused(stated, error.to_string()))?;
    let mut bytes = Vec::with_capacity(usize::try_from(stated).unwrap_or(0).saturating_add(1));
    // It may grow while it is read.
    file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| refused(stated, error.to_string()))?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if read > max_bytes { Err(too_large(read)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_above_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "12345").expect("written");
        assert_eq!(load(&path, 5).expect("small enough"), b"12345");
        let refusal = load(&path, 4).expect_err("too large");
        assert_eq!(refusal.bytes, 5);
        assert_eq!(refusal.why, Unreadable::TooLarge { found: "5 B".to_owned(), limit: "4 B".to_owned() });
    }

    #[test]
    fn what_is_no_file_or_not_there_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [folder.path().to_owned(), folder.path().join("gone.csv")] {
            let refusal = load(&path, 10).expect_err("nothing to read");
            assert!(matches!(refusal.why, Unreadable::Refused(ref detail) if !detail.contains("tmp")), "{refusal:?}");
        }
    }
}
