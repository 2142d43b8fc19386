//! The parts of an OOXML package and how they refer to each other.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::domain::{Area, CellRef, Unreadable};
use crate::ingest::damaged;
use crate::ingest::xml::unescaped;

/// A part while it is unpacked.
pub(in crate::ingest) type Part<'a> = Box<dyn Read + 'a>;

/// XML while it is read.
pub(in crate::ingest) type Xml<'a> = Reader<BufReader<Part<'a>>>;

/// A package whose sizes were checked.
pub(in crate::ingest) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Where each part stands, by its name in small letters.
    places: BTreeMap<String, usize>,
    /// The bytes that may yet be unpacked; a package can refer to one part over and over.
    left: u64,
}

/// A relationship of a part with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Relation {
    pub(in crate::ingest) id: String,
    /// The last word of its type, which is the same in all editions of the standard.
    pub(in crate::ingest) kind: String,
    /// The name of the other part, from the root of the package.
    pub(in crate::ingest) target: String,
}

impl<'a> Package<'a> {
    pub(in crate::ingest) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("zip directory"))?;
        let mut places = BTreeMap::new();
        let mut unpacked: u64 = 0;
        for place in 0..zip.len() {
            let entry = zip.by_index_data(place).map_err(|_| damaged("zip entry"))?;
            unpacked = unpacked.saturating_add(entry.size());
            places.insert(clean(&String::from_utf8_lossy(entry.name_raw())), place);
        }
        Ok(Self { zip, places, left: unpacked.saturating_mul(4).saturating_add(1 << 20) })
    }

    /// A part by its name, whatever its case; `None` if there is none.
    pub(in crate::ingest) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, Unreadable> {
        let Some(place) = self.places.get(&clean(name)) else { return Ok(None) };
        let entry = self.zip.by_index(*place).map_err(|_| damaged("a part of the zip archive"))?;
        self.left = self.left.checked_sub(entry.size()).ok_or_else(|| damaged("the same parts are read again and again"))?;
        Ok(Some(Box::new(entry)))
    }

    /// A part as XML. The standard allows UTF-16 as well, but the reader of the cells would find nothing in it.
    pub(in crate::ingest) fn xml(&mut self, name: &str) -> Result<Option<Xml<'_>>, Unreadable> {
        let Some(mut part) = self.part(name)? else { return Ok(None) };
        let mut start = [0; 2];
        let read = part.read(&mut start).map_err(|_| damaged("a part of the zip archive"))?;
        if matches!(&start, b"\xFF\xFE" | b"\xFE\xFF" | b"<\0" | b"\0<") {
            return Err(damaged("a part in UTF-16"));
        }
        let start = Cursor::new(start).take(u64::try_from(read).unwrap_or(0));
        Ok(Some(xml(Box::new(start.chain(part)))))
    }

    /// The first part that an office program opens, such as `xl/workbook.xml`.
    pub(in crate::ingest) fn document(&mut self) -> Result<Option<String>, Unreadable> {
        let relations = self.relations_in("_rels/.rels", "")?;
        Ok(relations.into_iter().rfind(|relation| relation.kind == "officeDocument").map(|relation| relation.target))
    }

    /// The relationships of a part, in their order.
    pub(in crate::ingest) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Unreadable> {
        let (folder, name) = split(part);
        self.relations_in(&format!("{folder}_rels/{name}.rels"), folder)
    }

    fn relations_in(&mut self, list: &str, folder: &str) -> Result<Vec<Relation>, Unreadable> {
        let mut relations = Vec::new();
        let Some(mut xml) = self.xml(list)? else { return Ok(relations) };
        let mut buffer = Vec::new();
        while let Some(event) = next(&mut xml, &mut buffer)? {
            let Event::Start(start) = event else { continue };
            if start.local_name().as_ref() != "Relationship" {
                continue;
            }
            let [id, kind, target, mode] = ["Id", "Type", "Target", "TargetMode"].map(|name| attribute(&start, name).unwrap_or_default());
            if mode != "External" {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id, kind, target: resolve(folder, &target) });
            }
        }
        Ok(relations)
    }
}

fn clean(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_ascii_lowercase()
}

/// The folder of a part, with `/` at its end, and its name.
pub(in crate::ingest) fn split(part: &str) -> (&str, &str) {
    part.split_at(part.rfind('/').map_or(0, |slash| slash + 1))
}

/// The name of a part that is given relative to a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

pub(super) fn xml(part: Part<'_>) -> Xml<'_> {
    let mut xml = Reader::from_reader(BufReader::with_capacity(1 << 16, part));
    let config = xml.config_mut();
    // As forgiving as the reader of the cells.
    (config.check_end_names, config.expand_empty_elements) = (false, true);
    xml
}

/// The next event; `None` at the end.
pub(in crate::ingest) fn next<'b>(xml: &mut Xml<'_>, buffer: &'b mut Vec<u8>) -> Result<Option<Event<'b>>, Unreadable> {
    buffer.clear();
    match xml.read_event_into(buffer) {
        Ok(Event::Eof) => Ok(None),
        Ok(event) => Ok(Some(event)),
        Err(_) => Err(damaged("xml")),
    }
}

/// The value of an attribute without a prefix.
pub(in crate::ingest) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(unescaped(&attribute.value))
}

/// What XML Schema takes for true.
pub(in crate::ingest) fn truth(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

/// An area such as `A1:C2`, or a single cell.
pub(in crate::ingest) fn area(text: &str) -> Option<Area> {
    let text = text.trim().replace('$', "");
    let (from, to) = text.split_once(':').unwrap_or((&text, &text));
    Some(between(from.parse().ok()?, to.parse().ok()?))
}

/// The area with these cells at two opposite corners.
pub(in crate::ingest) fn between(one: CellRef, other: CellRef) -> Area {
    Area {
        from: CellRef::new(one.row.min(other.row), one.col.min(other.col)),
        to: CellRef::new(one.row.max(other.row), one.col.max(other.col)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_relative_to_the_folder_of_their_part() {
        let cases = [
            ("xl/", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets/", "../comments1.xml", "xl/comments1.xml"),
            ("xl/worksheets/", "/xl/tables/table1.xml", "xl/tables/table1.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("xl/", "../../../etc/passwd", "etc/passwd"),
        ];
        for (folder, target, expected) in cases {
            assert_eq!(resolve(folder, target), expected);
        }
    }

    #[test]
    fn areas_are_read_from_any_corner() {
        let shown = |text| area(text).map(|area| format!("{}:{}", area.from, area.to));
        assert_eq!(shown("A1:C2").as_deref(), Some("A1:C2"));
        assert_eq!(shown("$C$2:A1").as_deref(), Some("A1:C2"));
        assert_eq!(shown("B7").as_deref(), Some("B7:B7"));
        assert_eq!(shown("A:C"), None);
    }
}
