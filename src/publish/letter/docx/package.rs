//! The parts of a document in one file.

use std::io::{Cursor, Read, Write};

use docx_rs::XMLDocx;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The document as a file. docx-rs says which parts there are; they are zipped anew, compressed and with one fixed time.
pub(super) fn packed(parts: XMLDocx) -> Result<Vec<u8>, String> {
    let mut plain = Cursor::new(Vec::new());
    parts.pack(&mut plain).map_err(|error| error.to_string())?;
    repacked(plain).map_err(|error| error.to_string())
}

fn repacked(plain: Cursor<Vec<u8>>) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(plain)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
    for at in 0..archive.len() {
        let mut part = archive.by_index(at)?;
        if part.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        let name = part.name()?.into_owned();
        writer.start_file(name, options)?;
        writer.write_all(&bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
