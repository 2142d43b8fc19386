//! Nothing of what is taken out of cells may stay anywhere in the package.

use std::collections::BTreeSet;

use super::super::needles::Needles;
use super::Unfit;
use super::parts::{Parts, split};
use super::strings as shared;
use super::workbook::Book;
use super::xml::{Edits, Scan, Token, local, unescaped};
use crate::domain::CellRef;

/// Refuses a package with parts of which it is not known what they hold: caches of pivot tables and of other workbooks, models, queries,
/// macros, embedded documents, drawings of cells. A chart keeps the numbers that it shows.
pub(super) fn only_known_parts(parts: &Parts<'_>, book: &Book, numbers: bool) -> Result<(), Unfit> {
    let folder = split(&book.part).0.to_ascii_lowercase();
    let known = |name: &String| {
        if name.ends_with(".rels") || name.starts_with("_xmlsignatures/") {
            return true;
        }
        let Some(within) = name.strip_prefix(&folder) else {
            return matches!(name.as_str(), "[content_types].xml" | "docprops/core.xml" | "docprops/app.xml" | "docprops/custom.xml");
        };
        let (place, ending) = (split(within).0, within.rsplit('.').next().unwrap_or_default());
        let xml = ending == "xml";
        match place {
            "" => xml && ["workbook", "styles", "sharedstrings", "calcchain", "comments"].iter().any(|start| within.starts_with(start)),
            "theme/" | "worksheets/" | "chartsheets/" | "comments/" | "threadedcomments/" | "persons/" | "tables/" => xml,
            "drawings/" => xml || ending == "vml",
            "charts/" => xml && !numbers,
            "media/" => matches!(ending, "png" | "jpg" | "jpeg" | "gif" | "bmp" | "tif" | "tiff"),
            "printersettings/" => ending == "bin",
            _ => false,
        }
    };
    if parts.names().iter().all(known) { Ok(()) } else { Err(Unfit::Copies) }
}

/// Empties the shared texts that no cell refers to any longer.
pub(super) fn strings(parts: &mut Parts<'_>, book: &Book, part: &str) -> Result<(), Unfit> {
    let mut used = BTreeSet::new();
    for sheet in book.sheets.iter().filter(|sheet| sheet.kind == "worksheet") {
        used.extend(shared::used(&parts.need(&sheet.part)?)?);
    }
    let text = shared::without_unused(&parts.need(part)?, &used)?;
    parts.put(part, text);
    Ok(())
}

/// Refuses a sheet on which people discuss a cell that is emptied: what they say is about it.
pub(super) fn no_thread_at(threads: &str, emptied: &BTreeSet<CellRef>) -> Result<(), Unfit> {
    let mut scan = Scan::new(threads);
    while let Some(token) = scan.next()? {
        if let Token::Open(tag) = token
            && let Some(cell) = tag.get("ref").and_then(|text| text.trim().parse::<CellRef>().ok())
            && emptied.contains(&cell)
        {
            return Err(Unfit::Copies);
        }
    }
    Ok(())
}

/// A sheet that is not the one that is seen first.
pub(super) fn without_selection(text: &str) -> Result<String, Unfit> {
    let mut edits = Edits::default();
    let mut scan = Scan::new(text);
    while let Some(token) = scan.next()? {
        if let Token::Open(tag) = token
            && local(tag.name) == "sheetView"
            && tag.get("tabSelected").is_some()
        {
            edits.replace(tag.range.clone(), tag.with(&[("tabSelected", None)]));
        }
    }
    edits.apply(text)
}

/// Whether something that is to be seen nowhere stands in the target of a link, where signs are written by their numbers.
pub(super) fn is_said_in(target: &str, needles: &Needles) -> bool {
    needles.hit(target) || needles.hit(&decoded(target))
}

fn decoded(target: &str) -> String {
    let bytes = target.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let code = target.get(at + 1..at + 3).filter(|_| *byte == b'%').and_then(|code| u8::from_str_radix(code, 16).ok());
        out.push(code.unwrap_or(*byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether something that is to be seen nowhere is in a package after all.
pub(super) fn leaks(bytes: &[u8], needles: &Needles) -> Result<bool, Unfit> {
    if needles.is_empty() {
        return Ok(false);
    }
    let mut parts = Parts::open(bytes)?;
    for name in parts.names() {
        let Some(bytes) = parts.bytes(&name)? else { continue };
        let text = String::from_utf8_lossy(&bytes);
        if [" ", ""].iter().any(|gap| needles.hit(&without_tags(&text, gap)))
            || is_said_in(&unescaped(&text), needles)
            || needles.hit(&text)
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What stands between tags. A text may be cut into pieces, or stand beside another.
fn without_tags(text: &str, gap: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find('<') {
        out.push_str(&rest[..from]);
        out.push_str(gap);
        rest = rest[from..].find('>').map_or("", |to| &rest[from + to + 1..]);
    }
    out.push_str(rest);
    unescaped(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_pieces_and_written_by_numbers() {
        let needles = Needles::new(["Voor Achternaam", "a.b@dienst.example"]);
        for text in ["<r><t>Voor </t></r><r><t>Achter</t></r><r><t>naam</t></r>", "<t>Voor</t><t>Achternaam</t>"] {
            assert!([" ", ""].iter().any(|gap| needles.hit(&without_tags(text, gap))), "{text}");
        }
        assert!(is_said_in("mailto:a%2Eb%40dienst.example?x=%", &needles));
        assert!(!is_said_in("mailto:%zz%4", &needles));
    }
}
