//! The texts that the cells of a workbook share.

use std::io::Read;

use arcstr::ArcStr;

use super::chunks::Chunks;
use super::scan::{Scan, kept};
use super::{Held, Stop};

const END: &[u8] = b"</si>";

/// Reads the list of shared texts.
pub(super) fn read(part: impl Read, held: &mut Held) -> Result<Vec<ArcStr>, Stop> {
    let mut chunks = Chunks::new(part);
    let mut texts = Vec::new();
    let mut head = Scan::new(chunks.up_to(b">")?);
    if head.takes(b"<?xml") {
        head = Scan::new(chunks.up_to(b">")?);
        head.blanks();
    }
    head.must(b"<sst")?;
    if head.bytes.ends_with(b"/>") {
        return Ok(texts);
    }
    loop {
        let bytes = chunks.whole(END)?;
        if bytes.is_empty() {
            return Err(Stop::Odd);
        }
        let mut scan = Scan::new(bytes);
        loop {
            scan.blanks();
            if scan.takes(b"</sst>") {
                return Ok(texts);
            }
            if scan.at == scan.bytes.len() {
                break;
            }
            scan.must(b"<si>")?;
            let text = one(&mut scan)?;
            scan.must(END)?;
            held.text(text.len())?;
            texts.push(text);
        }
        let used = scan.at;
        chunks.used(used);
        held.look()?;
    }
}

/// A `<t>` with its text.
pub(super) fn one(scan: &mut Scan<'_>) -> Result<ArcStr, Stop> {
    scan.must(b"<t")?;
    let mut preserve = false;
    while let Some((name, value)) = scan.attribute()? {
        match (name, value) {
            (b"xml:space", b"preserve") => preserve = true,
            _ => return Err(Stop::Odd),
        }
    }
    if !scan.opens()? {
        return Ok(ArcStr::new());
    }
    let text = kept(scan.raw()?, preserve)?;
    scan.must(b"</t>")?;
    Ok(text)
}
