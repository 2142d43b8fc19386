//! Which styles and which strings of an xlsx are struck through.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::LazyLock;

use quick_xml::events::{BytesStart, Event};
use regex::Regex;

use super::package::{Package, Xml, attribute, next, truth};
use super::words;
use crate::domain::Unreadable;
use crate::ingest::xml::entity;

/// A run of characters that look the same: how many there are, in units of UTF-16, and whether they are struck through;
/// `None` where that follows from the cell.
type Run = (u32, Option<bool>);

/// The runs of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Runs(Vec<Run>);

impl Runs {
    /// The struck pieces of a text in a cell, and whether that is all of it.
    pub(super) fn pieces(&self, cell_struck: bool) -> (Rc<[(u32, u32)]>, bool) {
        let mut pieces: Vec<(u32, u32)> = Vec::new();
        let (mut at, mut all) = (0_u32, true);
        for (length, struck) in &self.0 {
            let end = at.saturating_add(*length);
            match pieces.last_mut() {
                _ if !struck.unwrap_or(cell_struck) => all = false,
                Some(last) if last.1 == at => last.1 = end,
                _ => pieces.push((at, end)),
            }
            at = end;
        }
        (pieces.into(), all)
    }
}

/// What is struck through in a workbook.
#[derive(Debug, Default)]
pub(super) struct Strikes {
    /// For each style of cells, whether its font is.
    pub(super) styles: Vec<bool>,
    /// Shared strings that are made of runs, by their number.
    pub(super) strings: BTreeMap<u32, Runs>,
}

impl Strikes {
    /// Reads styles and strings beside the workbook part, if anything in them is struck through.
    pub(super) fn read(package: &mut Package<'_>, folder: &str) -> Result<Self, Unreadable> {
        let mut strikes = Self::default();
        let part = format!("{folder}styles.xml");
        if package.part(&part)?.is_some_and(words::of_strikes)
            && let Some(xml) = package.xml(&part)?
        {
            strikes.styles = styles(xml)?;
        }
        // Where the cell is struck, a run that is not says so by leaving the word out.
        let some_style = strikes.styles.contains(&true);
        let part = format!("{folder}sharedStrings.xml");
        if (some_style || package.part(&part)?.is_some_and(words::of_strikes))
            && let Some(xml) = package.xml(&part)?
        {
            strikes.strings = strings(xml)?;
        }
        Ok(strikes)
    }

    /// Whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.strings.is_empty() && !self.styles.contains(&true)
    }
}

fn is_strike(start: &BytesStart<'_>) -> bool {
    start.local_name().as_ref() == "strike" && attribute(start, "val").is_none_or(|value| truth(&value))
}

fn styles(mut xml: Xml<'_>) -> Result<Vec<bool>, Unreadable> {
    let (mut fonts, mut styles) = (Vec::new(), Vec::new());
    let (mut in_fonts, mut in_cells) = (false, false);
    let mut buffer = Vec::new();
    while let Some(event) = next(&mut xml, &mut buffer)? {
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "fonts" => in_fonts = true,
                "cellXfs" => in_cells = true,
                "font" if in_fonts => fonts.push(false),
                "strike" if in_fonts => {
                    if let Some(font) = fonts.last_mut() {
                        *font |= is_strike(&start);
                    }
                }
                "xf" if in_cells => {
                    let font = attribute(&start, "fontId").and_then(|id| id.trim().parse::<usize>().ok()).unwrap_or(0);
                    styles.push(fonts.get(font).copied().unwrap_or(false));
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "fonts" => in_fonts = false,
                "cellXfs" => in_cells = false,
                _ => {}
            },
            _ => {}
        }
    }
    Ok(styles)
}

fn strings(mut xml: Xml<'_>) -> Result<BTreeMap<u32, Runs>, Unreadable> {
    let mut strings = BTreeMap::new();
    let mut number = 0_u32;
    let mut text: Option<RichText> = None;
    let mut buffer = Vec::new();
    while let Some(event) = next(&mut xml, &mut buffer)? {
        match event {
            Event::Start(start) if start.local_name().as_ref() == "si" => text = Some(RichText::default()),
            Event::End(end) if end.local_name().as_ref() == "si" => {
                if let Some(runs) = text.take().and_then(RichText::finish) {
                    strings.insert(number, runs);
                }
                number = number.saturating_add(1);
            }
            event => {
                if let Some(text) = &mut text {
                    text.event(&event);
                }
            }
        }
    }
    Ok(strings)
}

/// A text with runs while its XML is walked through.
#[derive(Debug, Default)]
pub(super) struct RichText {
    runs: Vec<Run>,
    rich: bool,
    phonetic: bool,
    /// Of the run that is read.
    struck: Option<bool>,
    /// The text of the element that is read, and whether the spaces around it count.
    text: Option<(String, bool)>,
}

impl RichText {
    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "r" => (self.rich, self.struck) = (true, None),
                "rPr" => self.struck = Some(false),
                "strike" if is_strike(start) => self.struck = Some(true),
                "rPh" => self.phonetic = true,
                // Text outside of runs looks the same all over.
                "t" if self.rich && !self.phonetic => {
                    self.text = Some((String::new(), attribute(start, "xml:space").as_deref() == Some("preserve")))
                }
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "rPh" => self.phonetic = false,
                "t" => {
                    if let Some((text, preserve)) = self.text.take() {
                        let text = if preserve { &text } else { text.trim_matches([' ', '\t', '\r', '\n']) };
                        self.runs.push((units(text), self.struck));
                    }
                }
                "r" => self.struck = None,
                _ => {}
            },
            Event::Text(part) => self.push(&part.xml10_content()),
            Event::CData(part) => self.push(&part.xml10_content()),
            Event::GeneralRef(name) => self.push(&entity(name)),
            _ => {}
        }
    }

    fn push(&mut self, part: &str) {
        if let Some((text, _)) = &mut self.text {
            text.push_str(part);
        }
    }

    /// The runs; `None` for a text that looks the same all over and leaves it to the cell how.
    pub(super) fn finish(self) -> Option<Runs> {
        self.rich.then_some(Runs(self.runs))
    }
}

/// How long a text is in units of UTF-16, each character that is written as `_x000D_` being one.
fn units(text: &str) -> u32 {
    static ESCAPE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("_x[0-9A-Fa-f]{4}_").ok());
    let escapes = if text.contains("_x") { ESCAPE.as_ref().map_or(0, |escape| escape.find_iter(text).count()) } else { 0 };
    let units = text.encode_utf16().count().saturating_sub(escapes * 6);
    u32::try_from(units).unwrap_or(u32::MAX)
}
