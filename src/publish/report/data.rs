//! What belongs to findings that are not written out, as data of the page.

use std::collections::BTreeSet;

use serde::Serialize;

use super::findings::{Around, Cell, ExcerptRow, Item};
use super::words::Both;

/// A text in Dutch and English; one that is the same in both once.
#[derive(Serialize, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[serde(untagged)]
enum Text<'a> {
    Same(&'a str),
    Two([&'a str; 2]),
}

impl<'a> Text<'a> {
    fn of(text: &'a Both) -> Option<Self> {
        match (text.is_empty(), text.nl == text.en) {
            (true, _) => None,
            (false, true) => Some(Self::Same(&text.en)),
            (false, false) => Some(Self::Two([&text.nl, &text.en])),
        }
    }
}

/// A cell: its text, or 1 for one that is withheld.
#[derive(Serialize)]
#[serde(untagged)]
enum CellData<'a> {
    Text(&'a str),
    Withheld(u8),
}

/// Number, 1 for a header, 1 where rows are left out before it, the marked cell or -1, and the cells.
type RowData<'a> = (u64, u8, u8, i64, Vec<CellData<'a>>);

#[derive(Serialize)]
struct More<'a> {
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    value: Option<Text<'a>>,
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    expected: Option<Text<'a>>,
    /// What would mend it, as its place among the texts.
    #[serde(rename = "a", skip_serializing_if = "Option::is_none")]
    advice: Option<usize>,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    columns: Option<&'a [String]>,
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    rows: Vec<RowData<'a>>,
    /// Code, place and message of each outcome.
    #[serde(rename = "o", skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<(&'a str, &'a str, Option<Text<'a>>)>,
    #[serde(rename = "n", skip_serializing_if = "is_none")]
    more_outcomes: usize,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct All<'a> {
    /// Texts that several findings share.
    texts: Vec<Text<'a>>,
    items: Vec<More<'a>>,
}

/// The data of these findings, in their order, as JSON that can stand in a script element.
pub(super) fn json(items: &[Item]) -> Result<String, serde_json::Error> {
    let advice: BTreeSet<Text<'_>> = items.iter().filter_map(|item| Text::of(&item.said.advice)).collect();
    let texts: Vec<Text<'_>> = advice.into_iter().collect();
    let all = All { items: items.iter().map(|item| more(item, &texts)).collect(), texts };
    // Within a script element `<` could end it or begin a comment. In JSON both signs stand in texts only, where this means the same.
    Ok(serde_json::to_string(&all)?.replace('<', "\\u003c").replace('>', "\\u003e"))
}

fn more<'a>(item: &'a Item, texts: &[Text<'a>]) -> More<'a> {
    let advice = Text::of(&item.said.advice).and_then(|text| texts.binary_search(&text).ok());
    let outcomes = item.outcomes.iter().map(|outcome| (outcome.code.0.as_str(), outcome.place.0.as_str(), Text::of(&outcome.message)));
    More {
        value: Text::of(&item.said.value),
        expected: Text::of(&item.said.expected),
        advice,
        columns: item.around.as_ref().map(|around| around.letters.as_slice()),
        rows: item.around.as_ref().map(rows).unwrap_or_default(),
        outcomes: outcomes.collect(),
        more_outcomes: item.more_outcomes,
    }
}

fn rows(around: &Around) -> Vec<RowData<'_>> {
    let cell = |cell| match cell {
        &Cell::Empty => CellData::Text(""),
        Cell::Text(text) => CellData::Text(text),
        Cell::Withheld => CellData::Withheld(1),
    };
    let row = |row: &'_ ExcerptRow| {
        let marked = row.marked.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1);
        (row.number, u8::from(row.header), u8::from(row.gap), marked)
    };
    let whole = |one| {
        let (number, header, gap, marked) = row(one);
        (number, header, gap, marked, one.cells.iter().map(cell).collect())
    };
    around.rows.iter().map(whole).collect()
}
