//! What docx-rs leaves to be done.
//!
//! It cannot say which row of a table is its header, what a table shows, in which language a text is and what the document is
//! called, and it writes properties in an order that the standard does not allow and strict readers refuse. All parts pass through a
//! small tree in which that is mended.

use docx_rs::XMLDocx;
use quick_xml::escape::escape;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, Writer};

use super::super::model::Document;
use crate::domain::Lang;

/// Elements whose children have an order, with that order. What is not named keeps its place behind the others.
const ORDERS: [(&str, &[&str]); 8] = [
    (
        "w:pPr",
        &["w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:pBdr", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"],
    ),
    ("w:rPr", &["w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:color", "w:sz", "w:szCs", "w:lang"]),
    ("w:tblPr", &["w:tblW", "w:jc", "w:tblBorders", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption"]),
    ("w:tcPr", &["w:tcW", "w:tcBorders"]),
    ("w:sectPr", &["w:headerReference", "w:footerReference", "w:pgSz", "w:pgMar", "w:cols", "w:docGrid"]),
    ("w:style", &["w:name", "w:basedOn", "w:qFormat", "w:pPr", "w:rPr"]),
    ("w:settings", &["w:zoom", "w:defaultTabStop", "w:compat"]),
    ("w:pBdr", &["w:top", "w:left", "w:bottom", "w:right"]),
];

/// The parts as they go into the package. `captions` says what each table shows, in order.
pub(super) fn finished(mut parts: XMLDocx, document: &Document, captions: &[&str]) -> Result<XMLDocx, String> {
    let mut body = Element::read(&parts.document)?;
    let mut captions = captions.iter();
    body.each(&mut |element| match element.name() {
        "w:tblPr" => {
            // The first row and the first column are headers; stripes are not wanted.
            let look = [("w:val", "06A0"), ("w:firstRow", "1"), ("w:firstColumn", "1"), ("w:noHBand", "1"), ("w:noVBand", "1")];
            element.push(empty("w:tblLook", &look));
            element.push(empty("w:tblCaption", &[("w:val", captions.next().copied().unwrap_or_default())]));
        }
        // It is given a unit that the standard does not know there.
        "w:gridCol" => element.keep_attribute("w:w"),
        "w:tbl" => {
            let first = element.children.iter_mut().filter_map(Node::element).find(|child| child.name() == "w:tr");
            if let Some(properties) = first.and_then(|row| row.children.iter_mut().filter_map(Node::element).find(|p| p.name() == "w:trPr"))
            {
                properties.push(empty("w:tblHeader", &[]));
            }
        }
        _ => {}
    });
    parts.document = body.written()?;
    let mut styles = Element::read(&parts.styles)?;
    let lang = match document.lang {
        Lang::Nl => "nl-NL",
        Lang::En => "en-GB",
    };
    styles.each(&mut |element| match element.name() {
        "w:rPrDefault" => element.each(&mut |own| {
            if own.name() == "w:rPr" {
                own.push(empty("w:lang", &[("w:val", lang), ("w:eastAsia", lang)]));
            }
        }),
        // Every paragraph has it unless it says otherwise.
        "w:style" if element.has("w:styleId", "Normal") => element.start.push_attribute(("w:default", "1")),
        _ => {}
    });
    parts.styles = styles.written()?;
    for part in parts.headers.iter_mut().chain(&mut parts.footers).chain([&mut parts.settings]) {
        *part = Element::read(part)?.written()?;
    }
    parts.doc_props.core = core(&document.title, lang).into_bytes();
    Ok(parts)
}

/// What the document is called. It has no times, since it must not depend on when it was made, and no author, since none is known.
fn core(title: &str, lang: &str) -> String {
    let (declaration, space) = (r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#, "http://purl.org/dc/elements/1.1/");
    let properties = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    let title = escape(title);
    format!(
        "{declaration}\n<cp:coreProperties xmlns:cp=\"{properties}\" xmlns:dc=\"{space}\"><dc:title>{title}</dc:title>\
         <dc:creator>muster</dc:creator><dc:language>{lang}</dc:language></cp:coreProperties>"
    )
}

/// An element with all that it holds.
struct Element {
    start: BytesStart<'static>,
    children: Vec<Node>,
}

enum Node {
    Element(Element),
    Other(Event<'static>),
}

impl Node {
    fn element(&mut self) -> Option<&mut Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Other(_) => None,
        }
    }
}

fn empty(name: &'static str, attributes: &[(&str, &str)]) -> Element {
    let mut start = BytesStart::new(name);
    for attribute in attributes {
        start.push_attribute(*attribute);
    }
    Element { start, children: Vec::new() }
}

impl Element {
    /// The root of a part.
    fn read(part: &[u8]) -> Result<Self, String> {
        let mut reader = Reader::from_reader(part);
        let mut open: Vec<Self> = Vec::new();
        loop {
            let event = reader.read_event().map_err(|error| error.to_string())?;
            let closed = match event {
                Event::Start(start) => {
                    open.push(Self { start: start.into_owned(), children: Vec::new() });
                    continue;
                }
                Event::Empty(start) => Self { start: start.into_owned(), children: Vec::new() },
                Event::End(_) => open.pop().ok_or("an element ends that did not begin")?,
                Event::Eof => return Err("a part of the document has no root".to_owned()),
                Event::Decl(_) => continue,
                other => {
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(Node::Other(other.into_owned()));
                    }
                    continue;
                }
            };
            match open.last_mut() {
                Some(parent) => parent.push(closed),
                None => return Ok(closed),
            }
        }
    }

    fn name(&self) -> &str {
        self.start.name().into_inner()
    }

    fn has(&self, name: &str, value: &str) -> bool {
        let attribute = self.start.try_get_attribute(name).ok().flatten();
        attribute.is_some_and(|attribute| attribute.value.as_ref() == value)
    }

    /// Drops all attributes but one.
    fn keep_attribute(&mut self, name: &str) {
        let value = self.start.try_get_attribute(name).ok().flatten().map(|attribute| attribute.value.into_owned());
        self.start.clear_attributes();
        if let Some(value) = value {
            self.start.push_attribute((name, value.as_str()));
        }
    }

    fn push(&mut self, child: Self) {
        self.children.push(Node::Element(child));
    }

    /// Does something to this element and all within it, from the outside in.
    fn each(&mut self, change: &mut dyn FnMut(&mut Self)) {
        change(self);
        for child in self.children.iter_mut().filter_map(Node::element) {
            child.each(change);
        }
    }

    /// Puts children into their order, and leaves out properties of runs that say nothing.
    fn order(&mut self) {
        self.children.retain_mut(|child| child.element().is_none_or(|child| child.name() != "w:rPr" || !child.children.is_empty()));
        if let Some((_, order)) = ORDERS.iter().find(|(name, _)| *name == self.name()) {
            self.children.sort_by_key(|child| match child {
                Node::Element(child) => order.iter().position(|name| *name == child.name()).unwrap_or(order.len()),
                Node::Other(_) => order.len(),
            });
        }
    }

    /// The part, in order.
    fn written(mut self) -> Result<Vec<u8>, String> {
        self.each(&mut Self::order);
        let mut writer = Writer::new(br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#.to_vec());
        self.write(&mut writer).map_err(|error| error.to_string())?;
        Ok(writer.into_inner())
    }

    fn write(self, writer: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
        if self.children.is_empty() {
            return writer.write_event(Event::Empty(self.start));
        }
        let name = self.name().to_owned();
        writer.write_event(Event::Start(self.start))?;
        for child in self.children {
            match child {
                Node::Element(element) => element.write(writer)?,
                Node::Other(event) => writer.write_event(event)?,
            }
        }
        writer.write_event(Event::End(BytesEnd::new(name)))
    }
}
