//! A zip archive, looked into before anything in it is unpacked.
//!
//! Its directory says what the archive can take. What a workbook's reader would multiply (a number of strings to make room
//! for, styles that are copied) is looked at part by part.

use std::io::{BufReader, Cursor, Read, Write};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::container::{Content, Inspected};
use super::{Limits, author, binary, damaged, directory, ods};
use crate::domain::returns::Caution;
use crate::domain::{FileFormat, Unreadable};

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A part with styles up to this size cannot hold enough of them to matter, in bytes.
const SMALL_STYLES: u64 = 1 << 16;

const SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Looks into a zip archive: which kind of workbook it holds and whether it can be unpacked within the limits.
pub(super) fn inspect(bytes: &[u8], named: FileFormat, limits: &Limits) -> Inspected {
    let mut inspected = Inspected { format: named, cautions: Vec::new(), content: Err(damaged("a zip archive without a workbook")) };
    let mut zip = match directory::open(Cursor::new(bytes)) {
        Ok(zip) => zip,
        Err(why) => {
            inspected.content = Err(why);
            return inspected;
        }
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
    let properties = names.iter().position(|name| name == if open_document { "meta.xml" } else { "docprops/core.xml" });
    if properties.is_some_and(|at| author::in_xml(&start_of(&mut zip, at))) {
        inspected.cautions.push(Caution::Author);
    }
    inspected.content = if open_document {
        open_document_content(&mut zip, limits)
    } else if any(|name| name.starts_with("word/") || name.starts_with("ppt/")) {
        Err(damaged("a text or a presentation, no spreadsheet"))
    } else if has("xl/workbook.bin") {
        xlsb_content(&mut zip)
    } else if has("[content_types].xml") || has("_rels/.rels") {
        xlsx_content(&mut zip, limits)
    } else {
        inspected.format = named;
        Err(damaged("a zip archive without a workbook"))
    };
    if let Ok(Content::Ods { survey, .. }) = &inspected.content
        && survey.external_links
    {
        inspected.cautions.push(Caution::ExternalLinks);
    }
    inspected
}

/// Refuses an archive that is encrypted, compressed in a way that no office program uses, or larger than allowed.
fn check_sizes(zip: &mut Archive<'_>, limits: &Limits) -> Result<(), Unreadable> {
    let mut too_tight = Ok(());
    for part in 0..zip.len() {
        let entry = zip.by_index_data(part).map_err(|_| damaged("zip entry"))?;
        if entry.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(damaged("zip compression"));
        }
        too_tight = too_tight.and_then(|()| directory::check_ratio(entry.size(), entry.compressed_size(), limits));
    }
    // What the whole takes says more than how tightly a part of it is packed.
    directory::measure(zip, limits)?;
    too_tight
}

/// Looks at the parts of an xlsx whose reader takes more than they have.
fn xlsx_content(zip: &mut Archive<'_>, limits: &Limits) -> Result<Content, Unreadable> {
    for part in 0..zip.len() {
        let Ok(entry) = zip.by_index(part) else { continue };
        let name = entry.name_raw().to_ascii_lowercase();
        let size = entry.size();
        if name.ends_with(b"sharedstrings.xml") {
            // The reader makes room for as many strings as there are said to be. The shortest is `<si/>`.
            if claimed_strings(entry).is_some_and(|claimed| claimed > (size / 5).saturating_add(16)) {
                return Err(damaged("number of shared strings"));
            }
        } else if name.ends_with(b"styles.xml") && size > SMALL_STYLES {
            // The reader copies the name of its font and its number format into every style.
            let (longest, styles) = styles(entry);
            if longest.saturating_mul(2).saturating_mul(styles) > limits.max_unpacked_bytes {
                return Err(damaged("styles"));
            }
        }
    }
    Ok(Content::Xlsx)
}

/// Looks through the parts of an xlsb that its reader looks into. Settings of printers and macros are no records.
fn xlsb_content(zip: &mut Archive<'_>) -> Result<Content, Unreadable> {
    const READ: [&str; 3] = ["/workbook.bin", "/sharedstrings.bin", "/styles.bin"];
    for part in 0..zip.len() {
        let Ok(entry) = zip.by_index(part) else { continue };
        let name = String::from_utf8_lossy(entry.name_raw()).to_lowercase().replace('\\', "/");
        // What sheets refer to is XML, and no sheet: `marks` refuses a list of sheets that says otherwise.
        if name.ends_with(".rels") {
            continue;
        }
        if name.contains("worksheets/") || READ.iter().any(|own| name.ends_with(own)) {
            let size = entry.size();
            binary::survey(entry, size)?;
        }
    }
    Ok(Content::Xlsb)
}

/// The length of the longest attribute and the number of styles, both rather too high than too low.
fn styles(part: impl Read) -> (u64, u64) {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    let (mut longest, mut styles) = (0, 0);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                longest = longest.max(u64::try_from(start.len()).unwrap_or(u64::MAX));
                styles += u64::from(start.local_name().as_ref() == "xf");
            }
            Ok(Event::Eof) | Err(_) => return (longest, styles),
            Ok(_) => {}
        }
    }
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
    // Nothing in an encrypted document but the list of its parts can be read.
    if text_of(zip, "META-INF/manifest.xml", limits)?.contains("encryption-data") {
        return Err(Unreadable::Encrypted);
    }
    if !text_of(zip, "mimetype", limits)?.starts_with(SPREADSHEET) {
        return Err(damaged("no spreadsheet"));
    }
    let content = text_of(zip, "content.xml", limits)?;
    let survey = ods::survey(&content, limits)?;
    let tidied = if survey.loose.is_empty() { None } else { Some(repack(&ods::tidied(&content, &survey.loose))?) };
    Ok(Content::Ods { survey, tidied })
}

/// Whether a text is an `OpenDocument` spreadsheet in a single file, without an archive around it.
pub(super) fn is_flat_document(text: &str) -> bool {
    // Its kind stands in the first element.
    let start: String = text.chars().take(1 << 14).collect();
    let named = |quote: char| start.contains(&format!("office:mimetype={quote}{SPREADSHEET}"));
    start.contains("<office:document") && (named('"') || named('\''))
}

/// Looks into such a document and puts it into an archive, where its reader looks for it.
pub(super) fn inspect_flat(text: &str, limits: &Limits) -> Inspected {
    let mut inspected = Inspected { format: FileFormat::Fods, cautions: Vec::new(), content: Err(damaged("content.xml")) };
    if text.contains("<ooo:module") {
        inspected.cautions.push(Caution::Macros);
    }
    let properties = text.split_once("<office:meta>").and_then(|(_, rest)| rest.split_once("</office:meta>"));
    if properties.is_some_and(|(meta, _)| author::in_xml(meta)) {
        inspected.cautions.push(Caution::Author);
    }
    inspected.content = ods::survey(text, limits).and_then(|survey| {
        if survey.external_links {
            inspected.cautions.push(Caution::ExternalLinks);
        }
        let tidied = Some(repack(&ods::tidied(text, &survey.loose))?);
        Ok(Content::Ods { survey, tidied })
    });
    inspected
}

/// A document with other content; what the reader does not look at is left out.
fn repack(content: &str) -> Result<Vec<u8>, Unreadable> {
    let pack = || {
        let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(content.len() + 1024)));
        for (name, text) in [("mimetype", SPREADSHEET), ("META-INF/manifest.xml", "<manifest/>"), ("content.xml", content)] {
            zip.start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
            zip.write_all(text.as_bytes())?;
        }
        Ok::<_, ZipError>(zip.finish()?.into_inner())
    };
    pack().map_err(|_| damaged("content.xml"))
}

/// The beginning of a part; empty where it cannot be read. Properties are short.
fn start_of(zip: &mut Archive<'_>, part: usize) -> String {
    const MOST: u64 = 1 << 16;
    let mut bytes = Vec::new();
    let read = zip.by_index(part).ok().and_then(|entry| entry.take(MOST).read_to_end(&mut bytes).ok());
    read.map_or_else(String::new, |_| String::from_utf8_lossy(&bytes).into_owned())
}

fn text_of(zip: &mut Archive<'_>, name: &str, limits: &Limits) -> Result<String, Unreadable> {
    let entry = zip.by_name(name).map_err(|_| Unreadable::Damaged(format!("{name} is missing")))?;
    let mut text = String::new();
    entry.take(limits.max_unpacked_bytes).read_to_string(&mut text).map_err(|_| Unreadable::Damaged(format!("{name} is damaged")))?;
    Ok(text)
}
