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
        if texts(&text).iter().any(|text| needles.hit(text)) || is_said_in(&unescaped(&text), needles) || needles.hit(&text) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The texts between tags. One text may be cut into pieces of other looks; what stands in another cell is another text.
fn texts(text: &str) -> Vec<String> {
    /// Elements within a text.
    const WITHIN: [&str; 18] = [
        "t",
        "r",
        "rPr",
        "b",
        "i",
        "u",
        "sz",
        "color",
        "rFont",
        "family",
        "charset",
        "scheme",
        "strike",
        "vertAlign",
        "outline",
        "shadow",
        "condense",
        "extend",
    ];
    let mut all = vec![String::new()];
    let mut rest = text;
    while let Some(from) = rest.find('<') {
        let to = rest[from..].find('>').map_or(rest.len(), |to| from + to + 1);
        let name = rest[from..to].trim_start_matches(['<', '/']).split(['>', '/', ' ', '\t', '\n', '\r']).next().unwrap_or_default();
        if let Some(last) = all.last_mut() {
            last.push_str(&rest[..from]);
        }
        if !WITHIN.contains(&local(name)) && all.last().is_some_and(|last| !last.is_empty()) {
            all.push(String::new());
        }
        rest = &rest[to..];
    }
    all.push(rest.to_owned());
    all.iter().map(|text| unescaped(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_pieces_and_written_by_numbers() {
        let needles = Needles::new(["Voor Achternaam", "a.b@dienst.example", "0612345678"]);
        let found = |text: &str| texts(text).iter().any(|text| needles.hit(text));
        for text in [
            "<si><r><t>Voor </t></r><r><rPr><b/></rPr><t>Achter</t></r><r><t>naam</t></r></si>",
            "<a:t>Voor &#65;chternaam</a:t>",
            "x Voor Achternaam",
        ] {
            assert!(found(text), "{text}");
        }
        for text in ["<c><v>06</v></c><c><v>12345678</v></c>", "<si><t>Voor</t></si><si><t>Achternaam</t></si>", "<", "", "<a"] {
            assert!(!found(text), "{text}");
        }
        assert!(is_said_in("mailto:a%2Eb%40dienst.example?x=%", &needles));
        assert!(!is_said_in("mailto:%zz%4", &needles));
    }
}
