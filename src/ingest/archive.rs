//! A zip archive, looked into before anything in it is unpacked.
//!
//! What the directory of an archive declares can be a lie, so parts that could be large are unpacked once without being
//! kept, only to be counted. Deflate makes at most 1032 bytes of one, so that small archives need no counting.

use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::{CompressionMethod, ZipArchive};

use super::budget::too_many_bytes;
use super::container::{Content, Inspected};
use super::{Limits, ods};
use crate::domain::returns::Caution;
use crate::domain::{FileFormat, Unreadable};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// More parts than any workbook has.
const MAX_PARTS: usize = 20_000;
/// How much deflate can expand, rounded up.
const MAX_RATIO: u64 = 1033;

fn damaged(detail: &str) -> Unreadable {
    Unreadable::Damaged(detail.to_owned())
}

/// Looks into a zip archive: which kind of workbook it holds and whether it can be unpacked within the limits.
pub(super) fn inspect(bytes: &[u8], named: FileFormat, limits: &Limits) -> Inspected {
    let mut inspected = Inspected { format: named, cautions: Vec::new(), content: Err(damaged("a zip archive without a workbook")) };
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else {
        inspected.content = Err(damaged("zip directory"));
        return inspected;
    };
    let names: Vec<String> = zip.file_names_raw().map(|name| String::from_utf8_lossy(name).to_lowercase().replace('\\', "/")).collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let any = |test: fn(&str) -> bool| names.iter().any(|name| test(name));
    let open_document = has("mimetype");
    let macros = if open_document {
        any(|name| name.starts_with("basic/") || name.starts_with("scripts/"))
    } else {
        any(|name| name.ends_with("vbaproject.bin") || name.contains("macrosheets/"))
    };
    if macros {
        inspected.cautions.push(Caution::Macros);
    }
    if !open_document && any(|name| name.contains("/externallinks/")) {
        inspected.cautions.push(Caution::ExternalLinks);
    }
    inspected.format = match (open_document, has("xl/workbook.bin")) {
        (true, _) => FileFormat::Ods,
        (_, true) => FileFormat::Xlsb,
        _ if named == FileFormat::Xlsm || any(|name| name.ends_with("vbaproject.bin")) => FileFormat::Xlsm,
        _ => FileFormat::Xlsx,
    };
    if let Err(why) = check_sizes(&mut zip, limits) {
        inspected.content = Err(why);
        return inspected;
    }
    inspected.content = if open_document {
        open_document_content(&mut zip, limits)
    } else if any(|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        Err(damaged("a text or a presentation, no spreadsheet"))
    } else if has("xl/workbook.bin") {
        Ok(Content::Xlsb)
    } else if has("[content_types].xml") || has("_rels/.rels") {
        check_shared_strings(&mut zip).map(|()| Content::Xlsx)
    } else {
        inspected.format = named;
        Err(damaged("a zip archive without a workbook"))
    };
    if let Ok(Content::Ods(survey)) = &inspected.content
        && survey.external_links
    {
        inspected.cautions.push(Caution::ExternalLinks);
    }
    inspected
}

/// Refuses an archive that is encrypted, compressed in a way that no office program uses, or larger than allowed.
fn check_sizes(zip: &mut Archive<'_>, limits: &Limits) -> Result<(), Unreadable> {
    if zip.len() > MAX_PARTS {
        return Err(Unreadable::TooLarge { found: format!("{} zip entries", zip.len()), limit: format!("{MAX_PARTS} zip entries") });
    }
    let mut declared: u64 = 0;
    let mut worst = Vec::with_capacity(zip.len());
    for part in 0..zip.len() {
        let entry = zip.by_index_raw(part).map_err(|_| damaged("zip entry"))?;
        if entry.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        declared = declared.saturating_add(entry.size());
        match entry.compression() {
            CompressionMethod::Stored => worst.push((entry.compressed_size(), part)),
            CompressionMethod::Deflated => worst.push((entry.compressed_size().saturating_mul(MAX_RATIO), part)),
            _ => return Err(damaged("zip compression")),
        }
    }
    let limit = limits.max_unpacked_bytes;
    if declared > limit {
        return Err(too_many_bytes(declared, limit));
    }
    worst.sort_unstable_by(|a, b| b.cmp(a));
    let mut total = worst.iter().fold(0_u64, |sum, (size, _)| sum.saturating_add(*size));
    for (size, part) in worst {
        if total <= limit {
            break;
        }
        total = total.saturating_sub(size).saturating_add(count(zip, part, limit));
    }
    if total > limit { Err(too_many_bytes(total, limit)) } else { Ok(()) }
}

/// The bytes that a part really unpacks to, up to one more than the limit. A part that turns out to be damaged counts as
/// far as it goes: whether it is needed at all is known only to the reader.
fn count(zip: &mut Archive<'_>, part: usize, limit: u64) -> u64 {
    let Ok(entry) = zip.by_index(part) else { return 0 };
    let mut entry = entry.take(limit.saturating_add(1));
    let mut buffer = vec![0; 1 << 16];
    let mut total: u64 = 0;
    while let Ok(read @ 1..) = entry.read(&mut buffer) {
        total = total.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
    }
    total
}

/// Refuses a table of shared strings that claims more strings than it has room for: the reader makes room for the claim.
fn check_shared_strings(zip: &mut Archive<'_>) -> Result<(), Unreadable> {
    for part in 0..zip.len() {
        let Ok(entry) = zip.by_index(part) else { continue };
        if !entry.name_raw().to_ascii_lowercase().ends_with(b"sharedstrings.xml") {
            continue;
        }
        // The shortest string is `<si/>`.
        let room = entry.size() / 5;
        if claimed_strings(entry).is_some_and(|claimed| claimed > room.saturating_add(16)) {
            return Err(damaged("number of shared strings"));
        }
    }
    Ok(())
}

fn claimed_strings(part: impl Read) -> Option<u64> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == "sst" => {
                let claim = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == "uniqueCount")?;
                return claim.value.trim().parse().ok();
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(_) => {}
        }
    }
}

fn open_document_content(zip: &mut Archive<'_>, limits: &Limits) -> Result<Content, Unreadable> {
    const SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";
    // Nothing in an encrypted document but the list of its parts can be read.
    if text_of(zip, "META-INF/manifest.xml", limits)?.contains("encryption-data") {
        return Err(Unreadable::Encrypted);
    }
    if !text_of(zip, "mimetype", limits)?.starts_with(SPREADSHEET) {
        return Err(damaged("no spreadsheet"));
    }
    let content = text_of(zip, "content.xml", limits)?;
    ods::survey(&content, limits).map(Content::Ods)
}

fn text_of(zip: &mut Archive<'_>, name: &str, limits: &Limits) -> Result<String, Unreadable> {
    let entry = zip.by_name(name).map_err(|_| Unreadable::Damaged(format!("{name} is missing")))?;
    let mut text = String::new();
    entry.take(limits.max_unpacked_bytes).read_to_string(&mut text).map_err(|_| Unreadable::Damaged(format!("{name} is damaged")))?;
    Ok(text)
}
