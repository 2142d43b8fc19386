//! What belongs to findings that are not written out, as data of the page.

use serde::Serialize;

use super::findings::{Around, Cell, Item};
use super::words::Both;

/// A text in Dutch and English; one that is the same in both once.
#[derive(Serialize)]
#[serde(untagged)]
enum Text<'a> {
    Same(&'a str),
    Two([&'a str; 2]),
}

impl<'a> Text<'a> {
    fn of(text: &'a Both) -> Self {
        if text.nl == text.en { Self::Same(&text.en) } else { Self::Two([&text.nl, &text.en]) }
    }
}

/// A cell: its text, or 1 for one that is withheld.
#[derive(Serialize)]
#[serde(untagged)]
enum CellData<'a> {
    Text(&'a str),
    Withheld(u8),
}

/// Number, whether it is a header, whether rows are left out before it, the marked cell, and the cells.
type RowData<'a> = (u64, bool, bool, Option<usize>, Vec<CellData<'a>>);

#[derive(Serialize)]
struct More<'a> {
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    value: Option<Text<'a>>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    expected: Option<Text<'a>>,
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    advice: Option<Text<'a>>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    columns: Option<&'a [String]>,
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowData<'a>>,
    /// Code, place and message of each outcome.
    #[serde(rename = "o", skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<(&'a str, &'a str, Text<'a>)>,
    #[serde(rename = "n", skip_serializing_if = "is_none")]
    more_outcomes: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

/// The data of these findings, in their order, as JSON that can stand in a script element.
pub(super) fn json(items: &[Item]) -> Result<String, serde_json::Error> {
    let all: Vec<More<'_>> = items.iter().map(more).collect();
    // Within a script element `<` could end it or begin a comment; in JSON it stands in texts only, where this means the same.
    Ok(serde_json::to_string(&all)?.replace('<', "\\u003c"))
}

fn more(item: &Item) -> More<'_> {
    let text = |text| Some(text).filter(|text: &&Both| !text.is_empty()).map(Text::of);
    More {
        value: text(&item.said.value),
        expected: text(&item.said.expected),
        advice: text(&item.said.advice),
        columns: item.around.as_ref().map(|around| around.letters.as_slice()),
        rows: item.around.as_ref().map(rows).unwrap_or_default(),
        outcomes: item.outcomes.iter().map(|outcome| (outcome.code.0.as_str(), outcome.place.0.as_str(), Text::of(&outcome.message))).collect(),
        more_outcomes: item.more_outcomes,
    }
}

fn rows(around: &Around) -> Vec<RowData<'_>> {
    let cell = |cell| match cell {
        &Cell::Empty => CellData::Text(""),
        Cell::Text(text) => CellData::Text(text),
        Cell::Withheld => CellData::Withheld(1),
    };
    around.rows.iter().map(|row| (row.number, row.header, row.gap, row.marked, row.cells.iter().map(cell).collect())).collect()
}
