//! The sheet with what the drop-downs offer.

use rust_xlsxwriter::utility::{quote_sheet_name, row_col_to_cell_absolute};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Request;
use super::common::{Book, page, protect};
use super::look;
use super::plan::Plan;
use crate::domain::registry::MissionStatus;
use crate::domain::{Lang, Mission, Schema};

/// The row of the headers, from zero; the values stand below it.
const HEADER: u32 = 3;
/// A status that must not be stored of a person: it is about somebody's health.
const ABOUT_HEALTH: &str = "medical";
/// The statuses of whoever does not count in the headcount.
pub(super) const NOT_ON_POSTING: [&str; 2] = ["pre_deployment", "ended"];

/// What one drop-down offers.
#[derive(Debug, Clone)]
pub(super) struct List {
    /// The field it is for, as `table.field`.
    key: String,
    header: String,
    values: Vec<String>,
}

/// All drop-downs.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    pub(super) sheet: String,
    lists: Vec<List>,
}

impl Lists {
    /// The lists for the columns of some sheets.
    pub(super) fn new(request: &Request<'_>, sheet: String, plans: &[(&str, &Plan)]) -> Self {
        let schema = request.schema;
        let mut lists: Vec<List> = Vec::new();
        for (table, plan) in plans {
            for column in &plan.columns {
                let values = match (column.field, column.codes) {
                    ("mission", _) => request.lines.iter().filter_map(|line| name_of(schema, line.mission)).collect(),
                    ("counterpart", _) => elsewhere(request),
                    (_, Some(codes)) => labels(schema, codes, request.lang),
                    _ => continue,
                };
                lists.push(List { key: format!("{table}.{}", column.field), header: column.header.clone(), values });
            }
        }
        lists.retain(|list| !list.values.is_empty());
        Self { sheet, lists }
    }

    /// Where the values of a field stand; `None` if it has no list.
    pub(super) fn area(&self, key: &str) -> Option<String> {
        let at = self.shown().position(|list| self.same(list, key))?;
        let list = self.shown().nth(at)?;
        let (col, rows) = (u16::try_from(at).ok()?, u32::try_from(list.values.len()).ok()?);
        let (from, to) = (row_col_to_cell_absolute(HEADER + 1, col), row_col_to_cell_absolute(HEADER + rows, col));
        Some(format!("{}!{from}:{to}", quote_sheet_name(&self.sheet)))
    }

    fn same(&self, list: &List, key: &str) -> bool {
        self.lists.iter().any(|own| own.key == key && own.header == list.header && own.values == list.values)
    }

    /// The lists, one that serves several fields once.
    fn shown(&self) -> impl Iterator<Item = &List> {
        let first =
            |at: usize, list: &List| self.lists.iter().position(|own| own.header == list.header && own.values == list.values) == Some(at);
        self.lists.iter().enumerate().filter(move |(at, list)| first(*at, list)).map(|(_, list)| list)
    }
}

fn name_of(schema: &Schema, mission: usize) -> Option<String> {
    schema.registry.missions.get(mission).map(|mission| mission.name.clone())
}

/// Missions that somebody may come from or go to, in the order of the letter.
fn elsewhere(request: &Request<'_>) -> Vec<String> {
    let gone = |mission: &Mission| {
        mission.status == MissionStatus::Closed || mission.last_day().is_some_and(|last| last < request.period.first_day())
    };
    let mut open: Vec<&Mission> = request.schema.registry.missions.iter().filter(|mission| !gone(mission)).collect();
    open.sort_by_key(|mission| (mission.display_order.is_none(), mission.display_order, mission.name.to_lowercase()));
    open.into_iter().map(|mission| mission.name.clone()).collect()
}

/// The labels of a code list, without what is of no police officer and what must not be said of a person.
fn labels(schema: &Schema, list: usize, lang: Lang) -> Vec<String> {
    let codes = schema.code_lists.get(list).map_or(&[][..], |list| &list.codes);
    codes.iter().filter(|code| !code.outside && code.code != ABOUT_HEALTH).map(|code| code.label.get(lang).to_owned()).collect()
}

/// The label of a code, as it stands in the drop-downs.
pub(super) fn label<'s>(schema: &'s Schema, list: usize, code: &str, lang: Lang) -> Option<&'s str> {
    let list = schema.code_lists.get(list)?;
    list.codes.iter().find(|own| own.code == code).map(|own| own.label.get(lang))
}

/// Writes the sheet.
pub(super) fn add(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), XlsxError> {
    let request = book.request;
    sheet.set_name(&book.lists.sheet)?;
    sheet.write_string_with_format(0, 0, request.say("Keuzelijsten", "Lists"), &look::title())?;
    let said = request.say(
        "Hieruit kiest u op de andere bladen. U hoeft hier niets in te vullen.",
        "What you choose from on the other sheets. There is nothing to fill in here.",
    );
    sheet.write_string_with_format(1, 0, said, &look::hint())?;
    for (at, list) in (0_u16..).zip(book.lists.shown()) {
        sheet.write_string_with_format(HEADER, at, &list.header, &look::header())?;
        for (row, value) in (HEADER + 1..).zip(&list.values) {
            sheet.write_string_with_format(row, at, value, &look::fixed().set_indent(1))?;
        }
        let longest = list.values.iter().chain([&list.header]).map(|text| text.chars().count()).max().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a width in characters")]
        sheet.set_column_width(at, (longest as f64 + 3.0).clamp(12.0, 48.0))?;
    }
    sheet.set_row_height(HEADER, 30)?;
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    page(sheet, book, Some((0, HEADER)))?;
    protect(sheet);
    Ok(())
}
