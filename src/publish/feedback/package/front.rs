//! The sheet with the findings, in front of the others.

use std::fmt::Write as _;

use super::Unfit;
use super::styles::{Look, Mark, Styles};
use super::workbook::quoted;
use super::xml::{cell_text, escaped};
use crate::domain::{CellRef, Severity};

/// Where a finding of the sheet points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish::feedback) struct Target {
    /// What is shown.
    pub(in crate::publish::feedback) shown: String,
    /// The sheet and the cell to jump to; `None` if there is none.
    pub(in crate::publish::feedback) jump: Option<(String, CellRef)>,
}

/// A line of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish::feedback) struct Line {
    pub(in crate::publish::feedback) number: usize,
    pub(in crate::publish::feedback) severity: Severity,
    pub(in crate::publish::feedback) severity_word: String,
    pub(in crate::publish::feedback) what: String,
    pub(in crate::publish::feedback) place: Target,
    pub(in crate::publish::feedback) value: String,
    pub(in crate::publish::feedback) expected: String,
    pub(in crate::publish::feedback) how: String,
    pub(in crate::publish::feedback) consequences: usize,
}

/// What the sheet says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish::feedback) struct Front {
    /// The name of the sheet, if no other has it.
    pub(in crate::publish::feedback) name: String,
    pub(in crate::publish::feedback) title: String,
    /// What this is and what to do with it.
    pub(in crate::publish::feedback) intro: Vec<String>,
    pub(in crate::publish::feedback) headers: Vec<String>,
    pub(in crate::publish::feedback) lines: Vec<Line>,
    /// What stands at the bottom of each page: `page 1 of 2`, with `&P` and `&N`.
    pub(in crate::publish::feedback) footer: String,
}

/// The widths of the columns, in letters.
const WIDTHS: [u32; 9] = [6, 16, 42, 18, 15, 15, 46, 15, 28];
/// The most links that a sheet can hold.
const MOST_LINKS: usize = 60_000;

struct Looks {
    title: usize,
    intro: usize,
    header: usize,
    number: usize,
    severity: [usize; 3],
    text: usize,
    quoted: usize,
    link: usize,
    reply: usize,
}

impl Looks {
    fn new(styles: &mut Styles) -> Result<Self, Unfit> {
        const DARK: &str = "FF1F1F1F";
        let plain = Look {
            size: 11,
            bold: false,
            link: false,
            text: DARK,
            fill: None,
            framed: true,
            wrapped: true,
            centred: false,
            as_text: false,
        };
        let severity = |mark: Mark| {
            let (fill, text) = mark.colours();
            Look { fill: Some(fill), text, bold: true, ..plain.clone() }
        };
        Ok(Self {
            title: styles.own(&Look { size: 16, bold: true, framed: false, wrapped: false, ..plain.clone() })?,
            intro: styles.own(&Look { framed: false, wrapped: false, ..plain.clone() })?,
            header: styles.own(&Look { bold: true, text: "FFFFFFFF", fill: Some("FF1F3864"), ..plain.clone() })?,
            number: styles.own(&Look { centred: true, ..plain.clone() })?,
            severity: [styles.own(&severity(Mark::Error))?, styles.own(&severity(Mark::Warning))?, styles.own(&severity(Mark::Info))?],
            text: styles.own(&plain)?,
            quoted: styles.own(&Look { as_text: true, ..plain.clone() })?,
            link: styles.own(&Look { link: true, text: "FF0563C1", ..plain.clone() })?,
            reply: styles.own(&Look { fill: Some("FFFFFFE5"), as_text: true, ..plain })?,
        })
    }
}

impl Front {
    /// The row with the headers, from one.
    pub(super) fn header_row(&self) -> u32 {
        u32::try_from(self.intro.len()).unwrap_or(0) + 3
    }

    /// The part with the sheet.
    pub(super) fn render(&self, namespace: &str, styles: &mut Styles) -> Result<String, Unfit> {
        let looks = Looks::new(styles)?;
        let header = self.header_row();
        let last = header + u32::try_from(self.lines.len()).map_err(|_| Unfit::Unusual)?;
        let mut rows = String::new();
        row(&mut rows, 1, Some(24), &[text(0, 1, looks.title, &self.title)]);
        for (number, line) in (2..).zip(&self.intro) {
            row(&mut rows, number, None, &[text(0, number, looks.intro, line)]);
        }
        let headers: Vec<String> = (0..).zip(&self.headers).map(|(col, said)| text(col, header, looks.header, said)).collect();
        row(&mut rows, header, Some(20), &headers);
        let mut links = String::new();
        for (at, (number, line)) in (header + 1..).zip(&self.lines).enumerate() {
            let severity = match line.severity {
                Severity::Error => looks.severity[0],
                Severity::Warning => looks.severity[1],
                Severity::Info => looks.severity[2],
            };
            let jump = line.place.jump.as_ref().filter(|_| at < MOST_LINKS);
            let consequences =
                if line.consequences == 0 { empty(7, number, looks.number) } else { count(7, number, looks.number, line.consequences) };
            let cells = [
                count(0, number, looks.number, line.number),
                text(1, number, severity, &line.severity_word),
                text(2, number, looks.text, &line.what),
                text(3, number, if jump.is_some() { looks.link } else { looks.text }, &line.place.shown),
                text(4, number, looks.quoted, &line.value),
                text(5, number, looks.quoted, &line.expected),
                text(6, number, looks.text, &line.how),
                consequences,
                empty(8, number, looks.reply),
            ];
            row(&mut rows, number, Some(height(line)), &cells);
            if let Some((sheet, cell)) = jump {
                let location = escaped(&format!("{}!{cell}", quoted(sheet)));
                let _ = write!(links, "<hyperlink ref=\"D{number}\" location=\"{location}\" display=\"{}\"/>", escaped(&line.place.shown));
            }
        }
        let cols: String = (1..)
            .zip(WIDTHS)
            .map(|(col, width)| format!("<col min=\"{col}\" max=\"{col}\" width=\"{width}\" customWidth=\"1\"/>"))
            .collect();
        let links = if links.is_empty() { String::new() } else { format!("<hyperlinks>{links}</hyperlinks>") };
        let below = header + 1;
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{}\"><sheetPr><tabColor rgb=\"FFC00000\"/>\
             <pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:I{last}\"/><sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" \
             workbookViewId=\"0\"><pane ySplit=\"{header}\" topLeftCell=\"A{below}\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             <selection pane=\"bottomLeft\" activeCell=\"A{below}\" sqref=\"A{below}\"/></sheetView></sheetViews>\
             <sheetFormatPr defaultRowHeight=\"15\"/><cols>{cols}</cols><sheetData>{rows}</sheetData>{links}\
             <pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
             <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>\
             <headerFooter><oddFooter>&amp;R{}</oddFooter></headerFooter></worksheet>",
            escaped(namespace),
            escaped(&self.footer)
        ))
    }
}

/// The height of a line, in points. Some programs do not work it out when they open a file.
fn height(line: &Line) -> u32 {
    /// That of one line of text, and the most that a row can have.
    const ONE: u32 = 15;
    const MOST: u32 = 405;
    let texts = [(2, &line.what), (3, &line.place.shown), (4, &line.value), (5, &line.expected), (6, &line.how)];
    let lines = texts.into_iter().filter_map(|(col, text)| Some(lines_of(text, *WIDTHS.get(col)?)));
    lines.max().unwrap_or(1).saturating_mul(ONE).saturating_add(4).min(MOST)
}

/// The lines that a text takes in a column, a little on the safe side.
fn lines_of(text: &str, width: u32) -> u32 {
    let width = usize::try_from(width).unwrap_or(1).max(1);
    let of_paragraph = |paragraph: &str| {
        let (mut lines, mut used) = (1, 0);
        for word in paragraph.split_whitespace().map(|word| word.chars().count()) {
            if used > 0 && used + 1 + word > width {
                (lines, used) = (lines + 1, 0);
            }
            used += word + usize::from(used > 0);
            lines += used.saturating_sub(1) / width;
            used = if used > width { (used - 1) % width + 1 } else { used };
        }
        lines
    };
    u32::try_from(text.lines().map(of_paragraph).sum::<usize>().max(1)).unwrap_or(u32::MAX)
}

fn row(out: &mut String, number: u32, height: Option<u32>, cells: &[String]) {
    let height = height.map(|height| format!(" ht=\"{height}\" customHeight=\"1\"")).unwrap_or_default();
    let _ = write!(out, "<row r=\"{number}\"{height}>{}</row>", cells.concat());
}

fn place(col: u32, row: u32) -> CellRef {
    CellRef::new(row.saturating_sub(1), col)
}

fn text(col: u32, row: u32, style: usize, said: &str) -> String {
    /// The most characters that a cell can hold.
    const MOST: usize = 32_000;
    if said.is_empty() {
        return empty(col, row, style);
    }
    let short: String = said.chars().take(MOST).collect();
    format!("<c r=\"{}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", place(col, row), cell_text(&short))
}

fn count(col: u32, row: u32, style: usize, number: usize) -> String {
    format!("<c r=\"{}\" s=\"{style}\"><v>{number}</v></c>", place(col, row))
}

fn empty(col: u32, row: u32, style: usize) -> String {
    format!("<c r=\"{}\" s=\"{style}\"/>", place(col, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(lines: usize, said: &str) -> Front {
        let line = |at: usize| Line {
            number: at + 1,
            severity: [Severity::Error, Severity::Warning, Severity::Info][at % 3],
            severity_word: "Error".to_owned(),
            what: said.to_owned(),
            place: Target { shown: "O'Hara!B7".to_owned(), jump: Some(("O'Hara".to_owned(), CellRef::new(6, 1))) },
            value: "=cmd()".to_owned(),
            expected: String::new(),
            how: said.to_owned(),
            consequences: at,
        };
        Front {
            name: "Findings".to_owned(),
            title: said.to_owned(),
            intro: vec![said.to_owned()],
            headers: vec!["<No.>".to_owned()],
            lines: (0..lines).map(line).collect(),
            footer: "Page &P of &N".to_owned(),
        }
    }

    fn rendered(lines: usize, said: &str) -> String {
        let mut styles = Styles::read(super::super::styles::none("m")).expect("styles");
        front(lines, said).render("m", &mut styles).expect("a sheet")
    }

    #[test]
    fn a_line_is_text_with_a_link_to_its_cell() {
        let sheet = rendered(2, "<script>\u{1}a & b</script>");
        assert!(
            sheet.contains("<hyperlink ref=\"D5\" location=\"&apos;O&apos;&apos;Hara&apos;!B7\" display=\"O&apos;Hara!B7\"/>"),
            "{sheet}"
        );
        assert!(sheet.contains("&lt;script&gt;a &amp; b&lt;/script&gt;") && !sheet.contains("<script"), "{sheet}");
        assert!(sheet.contains("t=\"inlineStr\"><is><t xml:space=\"preserve\">=cmd()</t></is></c>") && !sheet.contains("<f>"), "{sheet}");
        assert!(
            sheet.contains("ySplit=\"4\"") && sheet.contains("ref=\"A1:I6\"") && sheet.contains("<oddFooter>&amp;RPage &amp;P of &amp;N"),
            "{sheet}"
        );
    }

    #[test]
    fn the_most_links_are_kept_and_all_lines_are_there() {
        let sheet = rendered(MOST_LINKS + 10, "x");
        assert_eq!(sheet.matches("<hyperlink ").count(), MOST_LINKS);
        assert_eq!(sheet.matches("<row ").count(), MOST_LINKS + 13);
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        assert_eq!(lines_of("", 42), 1);
        assert_eq!(lines_of(&"a ".repeat(39), 42), 2);
        assert_eq!(lines_of(&"a".repeat(120), 42), 3);
        assert_eq!(lines_of("a\nb\n\nc", 42), 4);
        let mut line = front(1, "x").lines.remove(0);
        assert_eq!(height(&line), 19);
        line.how = "word ".repeat(9999);
        assert_eq!(height(&line), 405);
    }
}
