//! The shapes in which notes are shown. They stand in VML, an older language than that of the other parts and not always
//! well-formed, so that what is there is only added to.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Unfit;
use super::notes::Note;
use crate::domain::CellRef;
use crate::domain::cell::{MAX_COLS, MAX_ROWS};

/// Shapes are numbered in blocks of so many, and each sheet has blocks of its own.
const BLOCK: usize = 1024;
/// The shapes that are put into one block.
const USED: usize = 1000;
/// The columns that a note is wide, and the most rows that it is high.
const WIDE: u32 = 4;
const HIGHEST: usize = 18;
/// Letters on a line of a note, about.
const LINE: usize = 46;

static BLOCKS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"(<(?:\w+:)?idmap\b[^>]*?\bdata=["'])([^"']*)(["'])"#).ok());
static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"_x0000_s(\d{1,9})").ok());

/// The highest block that the shapes of a sheet use.
pub(super) fn highest_block(text: &str) -> usize {
    let lists = BLOCKS.as_ref().into_iter().flat_map(|pattern| pattern.captures_iter(text));
    let listed: Vec<usize> =
        lists.flat_map(|found| found[2].split(',').map(|block| block.trim().parse()).collect::<Vec<_>>()).flatten().collect();
    let shapes = SHAPE.as_ref().into_iter().flat_map(|shape| shape.captures_iter(text));
    let of_shapes = shapes.filter_map(|found| found[1].parse::<usize>().ok()).map(|number| number / BLOCK);
    listed.into_iter().chain(of_shapes).max().unwrap_or(0)
}

/// The part of a sheet that has no shapes yet.
pub(super) fn none() -> String {
    concat!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" ",
        "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"\"/></o:shapelayout></xml>"
    )
    .to_owned()
}

/// Adds shapes for the notes at some cells. `highest` is the highest block of all sheets, and moves on.
pub(super) fn add(text: &str, cells: &[CellRef], notes: &BTreeMap<CellRef, Note>, highest: &mut usize) -> Result<String, Unfit> {
    const TYPE: &str = concat!(
        "<v:shapetype xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" ",
        "id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">",
        "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>"
    );
    let end = text.rfind("</xml>").ok_or(Unfit::Unusual)?;
    let first = *highest + 1;
    *highest += cells.len().div_ceil(USED);
    let blocks: Vec<String> = (first..=*highest).map(|block| block.to_string()).collect();
    let pattern = BLOCKS.as_ref().ok_or(Unfit::Unusual)?;
    let mut inside = String::new();
    if !text.contains("\"_x0000_t202\"") && !text.contains("'_x0000_t202'") {
        inside.push_str(TYPE);
    }
    for (at, cell) in cells.iter().enumerate() {
        let number = (first + at / USED) * BLOCK + 1 + at % USED;
        inside.push_str(&shape(number, *cell, notes.get(cell)));
    }
    let (before, behind) = (text.get(..end).ok_or(Unfit::Unusual)?, text.get(end..).ok_or(Unfit::Unusual)?);
    let joined = |found: &regex::Captures<'_>| {
        let own = found[2].trim().to_owned();
        let all: Vec<String> = Some(own).filter(|own| !own.is_empty()).into_iter().chain(blocks.iter().cloned()).collect();
        format!("{}{}{}", &found[1], all.join(","), &found[3])
    };
    Ok(format!("{}{inside}{behind}", pattern.replace(before, joined)))
}

fn shape(number: usize, cell: CellRef, note: Option<&Note>) -> String {
    let lines: usize = note.into_iter().flat_map(|note| &note.0).map(|(_, text)| 2 + lines(text)).sum();
    let high = u32::try_from(lines.clamp(4, HIGHEST)).unwrap_or(4);
    // At the last columns it stands to the left of its cell.
    let left = if cell.col + 1 + WIDE < MAX_COLS { cell.col + 1 } else { cell.col.saturating_sub(WIDE + 1) };
    let top = cell.row.saturating_sub(1).min(MAX_ROWS.saturating_sub(high + 2));
    let (right, bottom) = (left + WIDE, top + high);
    format!(
        "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
         xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_x0000_s{number}\" type=\"#_x0000_t202\" \
         style=\"position:absolute;margin-left:60pt;margin-top:1.5pt;width:190pt;height:{}pt;z-index:1;visibility:hidden\" \
         fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>\
         <v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
         <x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
         <x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        high * 15,
        cell.row,
        cell.col
    )
}

fn lines(text: &str) -> usize {
    text.lines().map(|line| line.chars().count() / LINE + 1).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_are_numbered_behind_those_that_are_there() {
        let text = concat!(
            "<xml><o:shapelayout><o:idmap v:ext=\"edit\" data=\"1,3\"/></o:shapelayout><v:shapetype id=\"_x0000_t202\"/>",
            "<v:shape id=\"_x0000_s5121\"><v:textbox><br></v:textbox></v:shape></xml>"
        );
        let mut highest = highest_block(text);
        assert_eq!(highest, 5);
        let cells: Vec<CellRef> = (0..1500).map(|row| CellRef::new(row, 0)).collect();
        let added = add(text, &cells, &BTreeMap::new(), &mut highest).expect("shapes");
        assert_eq!(highest, 7);
        assert!(added.contains("data=\"1,3,6,7\"") && added.contains("<br></v:textbox></v:shape><v:shape "), "{}", &added[..400]);
        assert!(added.contains("\"_x0000_s6145\"") && added.contains("\"_x0000_s7169\"") && added.ends_with("</v:shape></xml>"));
        assert_eq!(added.matches("id=\"_x0000_t202\"").count(), 1);
        let ids: std::collections::BTreeSet<&str> =
            added.split("id=\"_x0000_s").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), 1501);
    }

    #[test]
    fn notes_at_the_edge_stay_on_the_sheet() {
        let last = CellRef::new(MAX_ROWS - 1, MAX_COLS - 1);
        let added = add(&none(), &[last], &BTreeMap::new(), &mut 0).expect("a shape");
        assert!(added.contains("<x:Anchor>16378, 15, 1048570, 2, 16382, 15, 1048574, 4</x:Anchor>"), "{added}");
        assert!(added.contains("data=\"1\"") && added.contains("id=\"_x0000_t202\""));
    }
}
