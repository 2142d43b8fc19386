//! The directory of a compound file (the container of xls), as far as it must be known before a reader is let in.
//!
//! The reader follows chains of sectors wherever they lead. Here every chain is followed first, with a limit: a chain
//! longer than the file runs in a circle, and would fill the memory.

/// The text encodes no sector: the end of a chain.
const END: u32 = 0xFFFF_FFFE;
/// The first of the values that stand for no sector.
const RESERVED: u32 = 0xFFFF_FFFA;
const DIRECTORY_ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
/// Streams shorter than this stand in the mini stream.
const MINI_CUTOFF: usize = 4096;

const CIRCLE: &str = "a chain of sectors that runs in a circle";
const HEADER: &str = "compound file header";
const BEYOND: &str = "a sector beyond the end of the file";

struct Entry {
    name: String,
    start: u32,
    length: usize,
}

/// A compound file whose chains are known to end.
pub(super) struct Compound<'a> {
    sectors: &'a [u8],
    sector: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Entry>,
}

impl<'a> Compound<'a> {
    /// Reads header, allocation tables and directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let header = bytes.get(..512).ok_or(HEADER)?;
        let sector = match u16_at(header, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(HEADER),
        };
        let field = |at| u32_at(header, at).ok_or(HEADER);
        let mut file = Self {
            sectors: bytes.get(sector..).ok_or(HEADER)?,
            sector,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        file.fat = file.read_fat(header, field(68)?)?;
        let directory = file.chain(field(48)?, usize::MAX)?;
        file.entries = directory.as_chunks::<DIRECTORY_ENTRY>().0.iter().map(|entry| read_entry(entry, sector)).collect();
        let mini_fat_sectors = usize::try_from(field(64)?).unwrap_or(usize::MAX);
        if mini_fat_sectors > 0 {
            let root = file.entries.first().ok_or("compound file directory")?;
            file.mini = file.chain(root.start, root.length)?;
            file.mini_fat = words(&file.chain(field(60)?, mini_fat_sectors.saturating_mul(sector))?).collect();
        }
        Ok(file)
    }

    /// Whether there is a stream or storage of that name, in any case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream by its name, in any case; `None` if there is none or it is damaged.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        if entry.length >= MINI_CUTOFF { self.chain(entry.start, entry.length).ok() } else { self.mini_chain(entry).ok() }
    }

    /// The stream with the sheets.
    pub(super) fn workbook(&self) -> Result<Vec<u8>, &'static str> {
        let find = |name: &str| self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
        let entry = find("Workbook").or_else(|| find("Book")).ok_or("a compound file without a workbook")?;
        if entry.length >= MINI_CUTOFF { self.chain(entry.start, entry.length) } else { self.mini_chain(entry) }
    }

    /// The number of sectors, a last one that is cut off included.
    fn count(&self) -> usize {
        self.sectors.len().div_ceil(self.sector)
    }

    fn sector_at(&self, id: u32) -> Result<&'a [u8], &'static str> {
        let start = usize::try_from(id).ok().and_then(|id| id.checked_mul(self.sector)).ok_or(BEYOND)?;
        let rest = self.sectors.get(start..).ok_or(BEYOND)?;
        Ok(&rest[..rest.len().min(self.sector)])
    }

    fn read_fat(&self, header: &[u8], first_difat: u32) -> Result<Vec<u32>, &'static str> {
        let mut ids: Vec<u32> = words(&header[76..512]).collect();
        let mut next = first_difat;
        let mut steps = 0;
        while next < RESERVED {
            steps += 1;
            if steps > self.count() {
                return Err(CIRCLE);
            }
            ids.extend(words(self.sector_at(next)?));
            next = ids.pop().unwrap_or(END);
        }
        ids.retain(|id| *id < RESERVED);
        // Each describes a part of the file of its own.
        if ids.len() > self.count() {
            return Err(CIRCLE);
        }
        let mut fat = Vec::with_capacity(ids.len() * self.sector / 4);
        for id in ids {
            fat.extend(words(self.sector_at(id)?));
        }
        Ok(fat)
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, &'static str> {
        let mut data = Vec::new();
        let mut next = start;
        let mut steps = 0;
        while next != END && data.len() < length {
            steps += 1;
            if steps > self.count() {
                return Err(CIRCLE);
            }
            let sector = self.sector_at(next)?;
            data.extend_from_slice(&sector[..sector.len().min(length - data.len())]);
            if data.len() < length {
                next = usize::try_from(next).ok().and_then(|at| self.fat.get(at)).copied().ok_or(BEYOND)?;
            }
        }
        Ok(data)
    }

    fn mini_chain(&self, entry: &Entry) -> Result<Vec<u8>, &'static str> {
        let mut data = Vec::new();
        let mut next = entry.start;
        // The length is below the cutoff, so that a circle ends as well.
        while next != END && data.len() < entry.length {
            let at = usize::try_from(next).map_err(|_| BEYOND)?;
            let start = at.checked_mul(MINI_SECTOR).ok_or(BEYOND)?;
            let rest = self.mini.get(start..).filter(|rest| !rest.is_empty()).ok_or(BEYOND)?;
            data.extend_from_slice(&rest[..rest.len().min(MINI_SECTOR).min(entry.length - data.len())]);
            if data.len() < entry.length {
                next = self.mini_fat.get(at).copied().ok_or(BEYOND)?;
            }
        }
        Ok(data)
    }
}

fn read_entry(entry: &[u8; DIRECTORY_ENTRY], sector: usize) -> Entry {
    let units = entry[..64].as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).take_while(|unit| *unit != 0);
    let name = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    let low = u64::from(u32_at(entry, 120).unwrap_or(0));
    let high = u64::from(u32_at(entry, 124).unwrap_or(0));
    // In files with small sectors the upper half may hold anything.
    let length = if sector == 512 { low } else { low | high << 32 };
    Entry { name, start: u32_at(entry, 116).unwrap_or(END), length: usize::try_from(length).unwrap_or(usize::MAX) }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|pair| u16::from_le_bytes(*pair))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|word| u32::from_le_bytes(*word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::compound_file;
    use proptest::prelude::*;

    #[test]
    fn names_and_streams_are_found() {
        let long = vec![7; 5000];
        let file = compound_file(&[("Workbook", &long), ("EncryptedPackage", b"x")]);
        let compound = Compound::open(&file).expect("a compound file");
        assert!(compound.has("encryptedpackage") && !compound.has("Book"));
        assert_eq!(compound.workbook(), Ok(long));
    }

    #[test]
    fn a_chain_in_a_circle_is_refused() {
        let mut file = compound_file(&[("Workbook", &[1; 9000])]);
        let compound = Compound::open(&file).expect("a compound file");
        let start = usize::try_from(compound.entries[1].start).expect("small");
        // The allocation table is the first sector: the second sector of the stream leads back to the first.
        let at = 512 + (start + 1) * 4;
        file[at..at + 4].copy_from_slice(&u32::try_from(start).expect("small").to_le_bytes());
        // The stream now also claims to be endless.
        let claim = 512 + 512 + DIRECTORY_ENTRY + 120;
        file[claim..claim + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(Compound::open(&file).expect("a directory").workbook(), Err(CIRCLE));
        // And so does the directory.
        file[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
        assert_eq!(Compound::open(&file).err(), Some(CIRCLE));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64), at in 0_usize..4096) {
            let mut file = compound_file(&[("Workbook", b"abc")]);
            for (offset, byte) in bytes.iter().enumerate() {
                if let Some(place) = file.get_mut(at + offset) { *place = *byte; }
            }
            let _ = Compound::open(&file).map(|compound| compound.workbook());
            let _ = Compound::open(&bytes);
        }
    }
}
