//! The styles of a workbook, with those of the marks beside them. None that is there is changed.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Unfit;
use super::xml::{Edits, Scan, Tag, Token, local, prefix};

/// How a cell is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// There is an error in it.
    Error,
    /// There is a warning about it.
    Warning,
    /// There is a note about it.
    Info,
    /// What stood there was taken out.
    Emptied,
}

impl Mark {
    /// The colours of the cell and of its text, which stands out on it whatever it was.
    pub(super) const fn colours(self) -> (&'static str, &'static str) {
        match self {
            Self::Error => ("FFFFC7CE", "FF9C0006"),
            Self::Warning => ("FFFFEB9C", "FF7F4F00"),
            Self::Info => ("FFDDEBF7", "FF1F3864"),
            Self::Emptied => ("FFD9D9D9", "FF404040"),
        }
    }
}

/// The most styles that a spreadsheet program reads.
const MOST_STYLES: usize = 65_000;

/// A list within the styles.
#[derive(Debug, Default)]
struct Section {
    name: &'static str,
    /// Its elements, as they stand.
    own: Vec<String>,
    added: Vec<String>,
    known: BTreeMap<String, usize>,
    tag: Option<(Range<usize>, String)>,
    end: Option<usize>,
}

impl Section {
    fn add(&mut self, element: String) -> usize {
        let next = self.own.len() + self.added.len();
        *self.known.entry(element).or_insert_with_key(|element| {
            self.added.push(element.clone());
            next
        })
    }

    fn get(&self, at: usize) -> Option<&str> {
        self.own.get(at).or_else(|| self.added.get(at.checked_sub(self.own.len())?)).map(String::as_str)
    }
}

const FONTS: usize = 0;
const FILLS: usize = 1;
const BORDERS: usize = 2;
const CELLS: usize = 3;

/// What stands in a list that is not there: what a spreadsheet program takes for granted at its beginning.
const MISSING: [(&str, &[&str]); 4] = [
    ("fonts", &["<{p}font><{p}sz val=\"11\"/><{p}name val=\"Calibri\"/></{p}font>"]),
    (
        "fills",
        &["<{p}fill><{p}patternFill patternType=\"none\"/></{p}fill>", "<{p}fill><{p}patternFill patternType=\"gray125\"/></{p}fill>"],
    ),
    ("borders", &["<{p}border><{p}left/><{p}right/><{p}top/><{p}bottom/><{p}diagonal/></{p}border>"]),
    ("cellXfs", &["<{p}xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"]),
];

/// The order of the lists in the styles.
const ORDER: [&str; 11] =
    ["numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors", "extLst"];

/// The styles of a workbook while styles are added.
#[derive(Debug)]
pub(super) struct Styles {
    text: String,
    prefix: String,
    sections: [Section; 4],
    /// Where each list begins that is there, and the end of the root.
    places: Vec<(usize, usize)>,
    end: usize,
    marked: BTreeMap<(usize, Mark), usize>,
}

/// The styles of a workbook that has none.
pub(super) fn none(namespace: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{namespace}\"></styleSheet>")
}

impl Styles {
    /// Reads the part with the styles.
    pub(super) fn read(text: String) -> Result<Self, Unfit> {
        let mut sections: [Section; 4] = std::array::from_fn(|at| Section { name: MISSING[at].0, ..Section::default() });
        let (mut prefix_of_root, mut places, mut end) = (String::new(), Vec::new(), None);
        let mut within: Option<usize> = None;
        let mut element: Option<usize> = None;
        let mut scan = Scan::new(&text);
        while let Some(token) = scan.next()? {
            match token {
                Token::Open(tag) if tag.depth == 0 => {
                    if tag.empty || local(tag.name) != "styleSheet" {
                        return Err(Unfit::Unusual);
                    }
                    prefix_of_root = prefix(tag.name).to_owned();
                }
                Token::Open(tag) if tag.depth == 1 => {
                    let known = ORDER.iter().position(|name| *name == local(tag.name));
                    places.extend(known.map(|known| (known, tag.range.start)));
                    within = sections.iter().position(|section| section.name == local(tag.name));
                    if let Some(section) = within.and_then(|at| sections.get_mut(at)) {
                        if tag.empty || section.tag.is_some() {
                            return Err(Unfit::Unusual);
                        }
                        section.tag = Some((tag.range.clone(), tag.raw.to_owned()));
                    }
                }
                Token::Open(tag) if tag.depth == 2 => {
                    if let Some(section) = within.and_then(|at| sections.get_mut(at)) {
                        if tag.empty {
                            section.own.push(tag.raw.to_owned());
                        } else {
                            element = Some(tag.range.start);
                        }
                    }
                }
                Token::Close { range, depth: 2, .. } => {
                    if let Some((section, from)) = within.and_then(|at| sections.get_mut(at)).zip(element.take()) {
                        section.own.push(text.get(from..range.end).unwrap_or_default().to_owned());
                    }
                }
                Token::Close { range, depth: 1, .. } => {
                    if let Some(section) = within.take().and_then(|at| sections.get_mut(at)) {
                        section.end = Some(range.start);
                    }
                }
                Token::Close { range, depth: 0, .. } => end = Some(range.start),
                _ => {}
            }
        }
        for (section, (_, elements)) in sections.iter_mut().zip(MISSING).filter(|(section, _)| section.tag.is_none()) {
            section.own = elements.iter().map(|element| element.replace("{p}", &prefix_of_root)).collect();
        }
        let end = end.ok_or(Unfit::Unusual)?;
        Ok(Self { text, prefix: prefix_of_root, sections, places, end, marked: BTreeMap::new() })
    }

    /// The style of a cell with a mark: its own, with another fill and with text that can be read on it.
    pub(super) fn marked(&mut self, style: usize, mark: Mark) -> Result<usize, Unfit> {
        if let Some(known) = self.marked.get(&(style, mark)) {
            return Ok(*known);
        }
        let (fill, text) = mark.colours();
        let base = self.sections[CELLS].get(style).or_else(|| self.sections[CELLS].get(0)).ok_or(Unfit::Unusual)?.to_owned();
        let tag = first(&base)?;
        let font = tag.get("fontId").and_then(|id| id.trim().parse::<usize>().ok()).unwrap_or(0);
        let font = self.sections[FONTS].get(font).or_else(|| self.sections[FONTS].get(0)).ok_or(Unfit::Unusual)?.to_owned();
        let font = coloured(&font, text)?;
        let (font, fill) = (self.sections[FONTS].add(font).to_string(), self.fill(fill).to_string());
        let changes = [("fontId", font.as_str()), ("fillId", fill.as_str()), ("applyFont", "1"), ("applyFill", "1")];
        let changed = tag.with(&changes.map(|(name, value)| (name, Some(value))));
        let own = format!("{changed}{}", base.get(tag.range.end..).unwrap_or_default());
        // Two styles may look alike once they are marked.
        let at = self.cell(own)?;
        self.marked.insert((style, mark), at);
        Ok(at)
    }

    fn fill(&mut self, colour: &str) -> usize {
        let p = &self.prefix;
        let solid =
            format!("<{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"{colour}\"/><{p}bgColor indexed=\"64\"/></{p}patternFill>");
        let fill = format!("<{p}fill>{solid}</{p}fill>");
        self.sections[FILLS].add(fill)
    }

    fn cell(&mut self, element: String) -> Result<usize, Unfit> {
        let at = self.sections[CELLS].add(element);
        if at < MOST_STYLES { Ok(at) } else { Err(Unfit::Unusual) }
    }

    /// A style of the sheet with findings.
    pub(super) fn own(&mut self, look: &Look) -> Result<usize, Unfit> {
        let p = self.prefix.clone();
        let (bold, underlined) =
            (if look.bold { format!("<{p}b/>") } else { String::new() }, if look.link { format!("<{p}u/>") } else { String::new() });
        let font = format!(
            "<{p}font>{bold}{underlined}<{p}sz val=\"{}\"/><{p}color rgb=\"{}\"/><{p}name val=\"Calibri\"/><{p}family val=\"2\"/></{p}font>",
            look.size, look.text
        );
        let font = self.sections[FONTS].add(font);
        let fill = look.fill.map_or(0, |colour| self.fill(colour));
        let border = if look.framed {
            let side = |name| format!("<{p}{name} style=\"thin\"><{p}color rgb=\"FFBFBFBF\"/></{p}{name}>");
            let sides: String = ["left", "right", "top", "bottom"].map(side).concat();
            self.sections[BORDERS].add(format!("<{p}border>{sides}<{p}diagonal/></{p}border>"))
        } else {
            0
        };
        let format = if look.as_text { 49 } else { 0 };
        let (wrap, centre) = (if look.wrapped { " wrapText=\"1\"" } else { "" }, if look.centred { " horizontal=\"center\"" } else { "" });
        // Numbers of lists that are there are those of what a spreadsheet program takes for granted.
        self.cell(format!(
            "<{p}xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" applyNumberFormat=\"1\" \
             applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><{p}alignment{centre} vertical=\"top\"{wrap}/></{p}xf>"
        ))
    }

    /// The part with what was added.
    pub(super) fn finish(self) -> Result<String, Unfit> {
        let mut edits = Edits::default();
        for section in &self.sections {
            let count = (section.own.len() + section.added.len()).to_string();
            match (&section.tag, section.end) {
                (Some((range, raw)), Some(end)) => {
                    if !section.added.is_empty() {
                        edits.replace(range.clone(), first(raw)?.with(&[("count", Some(count.as_str()))]));
                        edits.insert(end, section.added.concat());
                    }
                }
                _ => {
                    let rank = ORDER.iter().position(|name| *name == section.name).unwrap_or(ORDER.len());
                    let behind = self.places.iter().filter(|(known, _)| *known > rank).map(|(_, place)| *place).min();
                    let (p, name) = (&self.prefix, section.name);
                    let inside = section.own.concat() + &section.added.concat();
                    edits.insert(behind.unwrap_or(self.end), format!("<{p}{name} count=\"{count}\">{inside}</{p}{name}>"));
                }
            }
        }
        edits.apply(&self.text)
    }
}

/// How a cell of the sheet with findings looks.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) size: u8,
    pub(super) bold: bool,
    pub(super) link: bool,
    pub(super) text: &'static str,
    pub(super) fill: Option<&'static str>,
    pub(super) framed: bool,
    pub(super) wrapped: bool,
    pub(super) centred: bool,
    pub(super) as_text: bool,
}

fn first(text: &str) -> Result<Tag<'_>, Unfit> {
    // A beginning alone is not well-formed, but what follows it is not looked at.
    Scan::new(text).element()
}

/// A font in another colour.
fn coloured(font: &str, colour: &str) -> Result<String, Unfit> {
    /// What stands behind the colour.
    const BEHIND: [&str; 5] = ["name", "rFont", "family", "charset", "scheme"];
    let (mut edits, mut scan) = (Edits::default(), Scan::new(font));
    let (mut known, mut behind, mut root, mut end) = (None, None, None, None);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) if tag.depth == 0 => root = Some(tag),
            Token::Open(tag) if tag.depth == 1 && local(tag.name) == "color" && tag.empty => known = Some(tag.range),
            Token::Open(tag) if tag.depth == 1 && BEHIND.contains(&local(tag.name)) => behind = behind.or(Some(tag.range.start)),
            Token::Close { range, depth: 0, .. } => end = Some(range.start),
            _ => {}
        }
    }
    let root = root.ok_or(Unfit::Unusual)?;
    let own = format!("<{}color rgb=\"{colour}\"/>", prefix(root.name));
    match (known, behind.or(end)) {
        (Some(range), _) => edits.replace(range, own),
        (None, Some(at)) => edits.insert(at, own),
        (None, None) => return Ok(format!("{}{own}</{}>", root.opened(), root.name)),
    }
    edits.apply(font)
}
