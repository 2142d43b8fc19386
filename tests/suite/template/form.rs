//! A workbook that is filled in as a spreadsheet program would: cells in the XML of its sheets, and the sums that follow from them.

use std::io::{Cursor, Read, Write};

use chrono::NaiveDate;
use regex::Regex;

/// The sheets of a template, by their place.
pub(super) const HEADCOUNT: usize = 2;
pub(super) const ROSTER: usize = 3;
pub(super) const MOVEMENTS: usize = 4;
/// The row of the first mission, of the first person, of the first movement.
pub(super) const FIRST: u32 = 6;

/// The file while it is filled in.
#[derive(Clone)]
pub(super) struct Form {
    parts: Vec<(String, Vec<u8>)>,
}

impl Form {
    pub(super) fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut parts = Vec::new();
        for at in 0..archive.len() {
            let mut part = archive.by_index(at).expect("a part");
            let mut text = Vec::new();
            part.read_to_end(&mut text).expect("its bytes");
            parts.push((part.name().expect("a name").into_owned(), text));
        }
        Self { parts }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.parts {
            archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
            archive.write_all(text).expect("its bytes");
        }
        archive.finish().expect("an archive").into_inner()
    }

    /// A part as text.
    pub(super) fn part(&self, name: &str) -> &str {
        let (_, text) = self.parts.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("no part {name}"));
        std::str::from_utf8(text).expect("text")
    }

    /// The XML of a sheet.
    pub(super) fn sheet(&self, sheet: usize) -> &str {
        self.part(&format!("xl/worksheets/sheet{sheet}.xml"))
    }

    fn replace(&mut self, sheet: usize, text: String) {
        let name = format!("xl/worksheets/sheet{sheet}.xml");
        let part = self.parts.iter_mut().find(|(own, _)| *own == name).expect("a sheet");
        part.1 = text.into_bytes();
    }

    /// A cell of a sheet: its style, and what is in it.
    fn cell(&self, sheet: usize, cell: &str) -> (String, String) {
        let pattern = Regex::new(&format!(r#"<c r="{cell}"( s="\d+")?[^>]*?(?:/>|>(.*?)</c>)"#)).expect("a pattern");
        let found = pattern.captures(self.sheet(sheet)).unwrap_or_else(|| panic!("no cell {cell} on sheet {sheet}"));
        let group = |at| found.get(at).map_or_else(String::new, |part| part.as_str().to_owned());
        (group(1), group(2))
    }

    fn put(&mut self, sheet: usize, cell: &str, kind: &str, inner: &str) {
        let (style, _) = self.cell(sheet, cell);
        let pattern = Regex::new(&format!(r#"<c r="{cell}"(?: s="\d+")?[^>]*?(?:/>|>.*?</c>)"#)).expect("a pattern");
        let new = format!(r#"<c r="{cell}"{style}{kind}>{inner}</c>"#);
        let text = pattern.replace(self.sheet(sheet), regex::NoExpand(&new)).into_owned();
        self.replace(sheet, text);
    }

    /// Types a number, in the place of whatever is in the cell.
    pub(super) fn number(&mut self, sheet: usize, cell: &str, value: i64) {
        self.put(sheet, cell, "", &format!("<v>{value}</v>"));
    }

    /// Types a text.
    pub(super) fn text(&mut self, sheet: usize, cell: &str, value: &str) {
        let value = value.replace('&', "&amp;").replace('<', "&lt;");
        self.put(sheet, cell, r#" t="inlineStr""#, &format!("<is><t>{value}</t></is>"));
    }

    /// Types a day.
    pub(super) fn day(&mut self, sheet: usize, cell: &str, value: NaiveDate) {
        let zero = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
        self.number(sheet, cell, (value - zero).num_days());
    }

    /// The formula in a cell.
    pub(super) fn formula(&self, sheet: usize, cell: &str) -> String {
        let (_, inner) = self.cell(sheet, cell);
        let formula =
            inner.strip_prefix("<f>").and_then(|rest| rest.split("</f>").next()).unwrap_or_else(|| panic!("no formula in {cell}"));
        formula.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    /// Keeps a formula and stores a number as what it comes to.
    pub(super) fn result(&mut self, sheet: usize, cell: &str, value: i64) {
        let (_, inner) = self.cell(sheet, cell);
        let formula = inner.split("<v>").next().unwrap_or_default().to_owned();
        assert!(formula.starts_with("<f>"), "no formula in {cell}");
        self.put(sheet, cell, "", &format!("{formula}<v>{value}</v>"));
    }

    /// Keeps a formula and stores a text as what it comes to.
    pub(super) fn result_text(&mut self, sheet: usize, cell: &str, value: &str) {
        let (_, inner) = self.cell(sheet, cell);
        let formula = inner.split("<v>").next().unwrap_or_default().to_owned();
        assert!(formula.starts_with("<f>"), "no formula in {cell}");
        self.put(sheet, cell, r#" t="str""#, &format!("{formula}<v>{value}</v>"));
    }

    /// Whether a cell may be typed into while the sheet is protected.
    pub(super) fn is_open(&self, sheet: usize, cell: &str) -> bool {
        let (style, _) = self.cell(sheet, cell);
        let style: usize = style.trim_start_matches(" s=\"").trim_end_matches('"').parse().expect("a style");
        let styles = self.part("xl/styles.xml");
        let cells = styles.split("<cellXfs").nth(1).and_then(|rest| rest.split("</cellXfs>").next()).expect("styles");
        cells.split("<xf ").nth(style + 1).expect("the style").contains(r#"locked="0""#)
    }
}
