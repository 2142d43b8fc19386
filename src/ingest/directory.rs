//! The directory of a zip archive: what its parts are said to be, before any is unpacked.
//!
//! The sizes in it are claims, but claims that hold: the unpacker stops with an error at the first byte beyond them.

use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::budget::too_many_bytes;
use super::{Limits, damaged};
use crate::domain::Unreadable;

/// More parts than any workbook, or any archive of returns, has.
const MAX_PARTS: usize = 20_000;
/// A part that unpacks to this or less may be packed as tightly as it likes, in bytes.
const SMALL: u64 = 16 << 20;
/// How far from the end the last record of an archive begins at most: it ends with a comment of up to 64 KiB.
const TAIL: u64 = (1 << 16) + 64;

/// Reads the directory of an archive.
pub(super) fn open<R: Read + Seek>(mut bytes: R) -> Result<ZipArchive<R>, Unreadable> {
    if claims_too_many(&mut bytes).map_err(|_| damaged("zip directory"))? {
        return Err(damaged("number of zip entries"));
    }
    let zip = ZipArchive::new(bytes).map_err(|_| damaged("zip directory"))?;
    if zip.len() > MAX_PARTS {
        return Err(Unreadable::TooLarge { found: format!("{} zip entries", zip.len()), limit: format!("{MAX_PARTS} zip entries") });
    }
    // Which of two parts is meant differs from program to program.
    if zip.has_duplicate_names() { Err(damaged("two zip entries of one name")) } else { Ok(zip) }
}

/// Whether an archive says to have more parts than are made room for. Only the form for very large archives has room for such
/// a number.
fn claims_too_many(bytes: &mut (impl Read + Seek)) -> std::io::Result<bool> {
    const POINTER: &[u8] = b"PK\x06\x07";
    const RECORD: &[u8] = b"PK\x06\x06";
    let length = bytes.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    bytes.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    bytes.take(TAIL).read_to_end(&mut tail)?;
    let mut found = false;
    if tail.windows(POINTER.len()).any(|window| window == POINTER) {
        let mut whole = Vec::new();
        bytes.rewind()?;
        bytes.read_to_end(&mut whole)?;
        let most = u64::try_from(MAX_PARTS).unwrap_or(u64::MAX);
        let number = |record: &[u8]| record.get(32..)?.first_chunk().map(|number| u64::from_le_bytes(*number));
        let records = whole.windows(RECORD.len()).enumerate().filter(|(_, window)| *window == RECORD);
        found = records.filter_map(|(at, _)| number(&whole[at..])).any(|number| number > most);
    }
    bytes.rewind()?;
    Ok(found)
}

/// Refuses an archive whose parts lie over each other or take more room together than allowed.
pub(super) fn measure<R: Read + Seek>(zip: &mut ZipArchive<R>, limits: &Limits) -> Result<(), Unreadable> {
    let mut declared: u64 = 0;
    for part in 0..zip.len() {
        let entry = zip.by_index_data(part).map_err(|_| damaged("zip entry"))?;
        declared = declared.saturating_add(entry.size());
    }
    if declared > limits.max_unpacked_bytes {
        return Err(too_many_bytes(declared, limits.max_unpacked_bytes));
    }
    match zip.has_overlapping_files() {
        Ok(false) => Ok(()),
        Ok(true) => Err(damaged("zip entries that overlap")),
        Err(_) => Err(damaged("zip entry")),
    }
}

/// Refuses a part that unpacks to much and to very many times its packed size.
pub(super) fn check_ratio(unpacked: u64, packed: u64, limits: &Limits) -> Result<(), Unreadable> {
    let ratio = unpacked / packed.max(1);
    if unpacked > SMALL && ratio > limits.max_ratio {
        let times = |number: u64| format!("{number} times its packed size");
        return Err(Unreadable::TooLarge { found: times(ratio), limit: times(limits.max_ratio) });
    }
    Ok(())
}
