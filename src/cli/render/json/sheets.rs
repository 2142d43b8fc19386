//! What was made of every sheet, as part of the JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LedgerRow, known, ledger_row};
use crate::cli::spans::{a1, field_line, runs};
use crate::domain::layout::{AsOf, Evidence, HiddenBy, HiddenPart, Outline, Why};
use crate::domain::returns::{PersonalData, Sheet};
use crate::domain::table::ClaimedTotal;
use crate::domain::{CellRef, Claim, ClaimKind, Direction, Layout, LedgerLine, Return, SafeText, Schema, Table};
use crate::pipeline::Run;

/// One sheet.
#[derive(Serialize)]
pub(super) struct SheetRow<'a> {
    file: &'a str,
    sheet: &'a str,
    hidden: bool,
    rows: Option<LedgerRow<'a>>,
    as_of: Option<AsOfRow<'a>>,
    tables: Vec<TableRow<'a>>,
    personal: Vec<PersonalRow<'a>>,
    notes: Vec<NoteRow>,
    hidden_parts: Vec<HiddenRow>,
    outlines: Vec<OutlineRow<'a>>,
}

#[derive(Serialize)]
struct AsOfRow<'a> {
    cell: String,
    date: Option<String>,
    text: &'a str,
}

#[derive(Serialize)]
struct TableRow<'a> {
    table: &'a str,
    direction: &'static str,
    month: Option<MonthRow>,
    header_rows: Vec<String>,
    columns: Vec<ColumnRow<'a>>,
    fixed: Vec<FixedRow<'a>>,
    unknown: Vec<UnknownRow<'a>>,
    personal: Vec<PersonalColumnRow<'a>>,
    data_rows: Vec<String>,
    claims: Vec<ClaimRow>,
    of_which: Vec<OfWhichRow<'a>>,
}

#[derive(Serialize)]
struct MonthRow {
    period: String,
    cell: String,
}

#[derive(Serialize)]
struct ColumnRow<'a> {
    column: String,
    field: Option<&'a str>,
    header: Option<String>,
    why: &'static str,
}

#[derive(Serialize)]
struct FixedRow<'a> {
    field: Option<&'a str>,
    cell: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct UnknownRow<'a> {
    column: String,
    header: Option<&'a str>,
    candidates: &'a [String],
    nearest: Option<&'a str>,
}

#[derive(Serialize)]
struct PersonalColumnRow<'a> {
    column: String,
    kind: &'a str,
}

#[derive(Serialize)]
struct PersonalRow<'a> {
    cell: String,
    kind: &'a str,
    values: u32,
    certain: bool,
}

#[derive(Serialize)]
struct ClaimRow {
    row: String,
    cells: Vec<String>,
    kind: &'static str,
    grand: bool,
    covers: Vec<String>,
    by: &'static str,
}

#[derive(Serialize)]
struct OfWhichRow<'a> {
    cell: String,
    about: String,
    field: Option<&'a str>,
}

#[derive(Serialize)]
struct NoteRow {
    row: u64,
    text: Option<String>,
}

#[derive(Serialize)]
struct HiddenRow {
    by: &'static str,
    first: String,
    lines: Vec<String>,
    read: bool,
}

#[derive(Serialize)]
struct OutlineRow<'a> {
    title_rows: Vec<String>,
    header_rows: Vec<String>,
    columns: Vec<OutlineColumn<'a>>,
    rows: String,
    data_rows: u32,
}

#[derive(Serialize)]
struct OutlineColumn<'a> {
    column: String,
    header: Option<&'a str>,
}

/// The sheets of all files, by path. Of a file that was refused no more is told than that it has them.
pub(super) fn sheet_rows(run: &Run) -> Vec<SheetRow<'_>> {
    let ledger: BTreeMap<(&str, &str), &LedgerLine> =
        run.ledger.lines.iter().map(|line| ((line.file.as_str(), line.sheet.as_str()), line)).collect();
    let sheets = run.returns.iter().flat_map(|one| one.sheets.iter().enumerate().map(move |(at, sheet)| (one, at, sheet)));
    sheets.map(|(one, at, sheet)| sheet_row(run, &ledger, one, at, sheet)).collect()
}

fn sheet_row<'a>(
    run: &'a Run,
    ledger: &BTreeMap<(&str, &str), &'a LedgerLine>,
    one: &'a Return,
    at: usize,
    sheet: &'a Sheet,
) -> SheetRow<'a> {
    let rows = ledger.get(&(one.source.path.as_str(), sheet.name.as_str())).map(|line| ledger_row(line));
    let mut row = SheetRow {
        file: &one.source.path,
        sheet: &sheet.name,
        hidden: sheet.hidden,
        rows,
        as_of: None,
        tables: Vec::new(),
        personal: Vec::new(),
        notes: Vec::new(),
        hidden_parts: Vec::new(),
        outlines: Vec::new(),
    };
    if one.refused.is_some() {
        return row;
    }
    let layout = &sheet.layout;
    let tables: Vec<&Table> = one.tables.iter().filter(|table| table.sheet == at).collect();
    let read = |nth: usize, own: &Layout| tables.get(nth).copied().filter(|table| table.schema == own.table);
    row.as_of = layout.as_of.as_ref().map(as_of_row);
    row.tables = layout.tables.iter().enumerate().map(|(nth, own)| table_row(&run.schema, own, read(nth, own))).collect();
    row.personal = one.personal.iter().filter(|data| data.sheet == at).map(personal_row).collect();
    let about_persons = |own: &Layout| run.schema.tables.get(own.table).is_none_or(|table| table.about_persons);
    let withheld = layout.tables.iter().any(about_persons);
    row.notes = layout.notes.iter().map(|(at, text)| note_row(*at, text, withheld)).collect();
    row.hidden_parts = layout.hidden.iter().map(hidden_row).collect();
    row.outlines = layout.outlines.iter().map(outline_row).collect();
    row
}

fn as_of_row(as_of: &AsOf) -> AsOfRow<'_> {
    AsOfRow { cell: as_of.cell.to_string(), date: as_of.date.map(|date| date.to_string()), text: as_of.raw.as_str() }
}

fn personal_row(data: &PersonalData) -> PersonalRow<'_> {
    PersonalRow { cell: data.cell.to_string(), kind: &data.kind, values: data.values, certain: data.certain }
}

/// A note below a table about persons may be about one of them: it is not told what it says.
fn note_row(row: u32, text: &str, withheld: bool) -> NoteRow {
    NoteRow { row: u64::from(row) + 1, text: (!withheld).then(|| SafeText::scrub(text).to_string()) }
}

fn table_row<'a>(schema: &'a Schema, own: &'a Layout, read: Option<&Table>) -> TableRow<'a> {
    let declared = schema.tables.get(own.table);
    let field = |at: usize| declared.and_then(|table| table.fields.get(at)).map(|field| field.name.as_str());
    let direction = own.direction;
    let lines = |rows: &[u32]| a1(direction, &runs(rows.iter().copied()));
    let totals: BTreeMap<u32, &ClaimedTotal> =
        read.map(|table| table.totals.iter().map(|total| (total.row, total)).collect()).unwrap_or_default();
    TableRow {
        table: declared.map_or("", |table| table.name.as_str()),
        direction: match direction {
            Direction::Down => "down",
            Direction::Across => "across",
        },
        month: own.month.map(|month| MonthRow { period: month.period.to_string(), cell: month.cell.to_string() }),
        header_rows: lines(&own.header_rows),
        columns: own
            .columns
            .iter()
            .map(|column| ColumnRow {
                column: field_line(direction, column.col),
                field: field(column.field),
                header: Some(SafeText::scrub(&column.header).to_string()).filter(|header| !header.is_empty()),
                why: why(column.why),
            })
            .collect(),
        fixed: own
            .fixed
            .iter()
            .map(|fixed| FixedRow {
                field: field(fixed.field),
                cell: fixed.cell.map(|cell| cell.to_string()),
                text: SafeText::scrub(&fixed.text).to_string(),
            })
            .collect(),
        unknown: own
            .unknown
            .iter()
            .map(|column| UnknownRow {
                column: field_line(direction, column.col),
                header: known(column.header.as_str()),
                candidates: &column.candidates,
                nearest: column.nearest.as_deref(),
            })
            .collect(),
        personal: own
            .personal
            .iter()
            .map(|column| PersonalColumnRow { column: field_line(direction, column.col), kind: &column.kind })
            .collect(),
        data_rows: lines(&own.data_rows),
        claims: own.claims.iter().map(|claim| claim_row(own, claim, totals.get(&claim.row).copied())).collect(),
        of_which: own
            .of_which
            .iter()
            .map(|line| OfWhichRow {
                cell: direction.cell(line.row, line.col).to_string(),
                about: a1(direction, &[(line.about, line.about)]).concat(),
                field: line.field.and_then(field),
            })
            .collect(),
    }
}

fn claim_row(own: &Layout, claim: &Claim, total: Option<&ClaimedTotal>) -> ClaimRow {
    let direction = own.direction;
    let cell = |col: u32| -> CellRef { direction.cell(claim.row, col) };
    let data = &own.data_rows;
    let covered = data.partition_point(|row| *row < claim.first_row)..data.partition_point(|row| *row < claim.row);
    let span = data.get(covered).and_then(|rows| Some((*rows.first()?, *rows.last()?)));
    ClaimRow {
        row: a1(direction, &[(claim.row, claim.row)]).concat(),
        cells: total.map(|total| total.values.iter().map(|(_, col, _)| cell(*col).to_string()).collect()).unwrap_or_default(),
        kind: match claim.kind {
            ClaimKind::Sum => "sum",
            ClaimKind::Average => "average",
        },
        grand: claim.grand,
        covers: span.map(|span| a1(direction, &[span])).unwrap_or_default(),
        by: match claim.by {
            Evidence::Label => "label",
            Evidence::Formula => "formula",
            Evidence::Arithmetic => "arithmetic",
        },
    }
}

const fn why(why: Why) -> &'static str {
    match why {
        Why::Header => "header",
        Why::Shortened => "shortened",
        Why::Grouped => "grouped",
        Why::Settled => "settled",
        Why::Contents => "contents",
    }
}

fn hidden_row(part: &HiddenPart) -> HiddenRow {
    HiddenRow {
        by: match part.by {
            HiddenBy::Sheet => "sheet",
            HiddenBy::Rows => "rows",
            HiddenBy::Filter => "filter",
            HiddenBy::Columns => "columns",
            HiddenBy::Strike => "strike",
            HiddenBy::Note => "note",
        },
        first: part.first.to_string(),
        lines: a1(part.direction(), &runs(part.lines.iter().copied())),
        read: part.read,
    }
}

fn outline_row(outline: &Outline) -> OutlineRow<'_> {
    let lines = |rows: &[u32]| a1(Direction::Down, &runs(rows.iter().copied()));
    OutlineRow {
        title_rows: lines(&outline.title_rows),
        header_rows: lines(&outline.header_rows),
        columns: outline
            .columns
            .iter()
            .map(|(col, name)| OutlineColumn { column: field_line(Direction::Down, *col), header: known(name.as_str()) })
            .collect(),
        rows: a1(Direction::Down, &[outline.rows]).concat(),
        data_rows: outline.data_rows,
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::render::json::json;
    use crate::cli::sample_sheets::run;
    use crate::domain::Lang;
    use serde_json::{Value, json as value};

    fn sheets() -> Vec<Value> {
        let document: Value = serde_json::from_str(&json(Lang::En, &run()).expect("json")).expect("json");
        document["sheets"].as_array().cloned().unwrap_or_default()
    }

    fn keys(value: &Value) -> String {
        let mut keys: Vec<&str> = value.as_object().map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default();
        keys.sort_unstable();
        keys.join(" ")
    }

    #[test]
    fn the_keys_are_those_that_are_documented() {
        let sheets = sheets();
        let (headcounts, roster, unknown) = (&sheets[0], &sheets[1], &sheets[2]);
        let table = &headcounts["tables"][0];
        for (value, names) in [
            (headcounts, "as_of file hidden hidden_parts notes outlines personal rows sheet tables"),
            (&headcounts["as_of"], "cell date text"),
            (&headcounts["personal"][0], "cell certain kind values"),
            (&headcounts["notes"][0], "row text"),
            (&headcounts["hidden_parts"][0], "by first lines read"),
            (table, "claims columns data_rows direction fixed header_rows month of_which personal table unknown"),
            (&table["columns"][0], "column field header why"),
            (&table["unknown"][0], "candidates column header nearest"),
            (&table["claims"][0], "by cells covers grand kind row"),
            (&table["of_which"][0], "about cell field"),
            (&roster["tables"][0]["fixed"][0], "cell field text"),
            (&roster["tables"][0]["personal"][0], "column kind"),
            (&roster["tables"][1]["month"], "cell period"),
            (&unknown["outlines"][0], "columns data_rows header_rows rows title_rows"),
            (&unknown["outlines"][0]["columns"][0], "column header"),
        ] {
            assert_eq!(keys(value), names);
        }
    }

    #[test]
    fn a_table_is_told_as_a_spreadsheet_counts() {
        let sheets = sheets();
        let table = &sheets[0]["tables"][0];
        assert_eq!(table["header_rows"], value!(["3:4"]));
        assert_eq!(table["data_rows"], value!(["5:7", "9:10", "12:12"]));
        assert_eq!(table["columns"][1], value!({"column": "B", "field": "stated", "header": "Bezetting (fte)", "why": "shortened"}));
        assert_eq!(table["unknown"][1], value!({"column": "E", "header": null, "candidates": [], "nearest": null}));
        let total = value!({"row": "13:13", "cells": ["B13", "C13"], "kind": "sum", "grand": true, "covers": ["5:12"], "by": "label"});
        assert_eq!(table["claims"][2], total);
        assert_eq!(table["of_which"][0], value!({"cell": "B14", "about": "13:13", "field": "female"}));
        assert_eq!(sheets[0]["hidden_parts"][1], value!({"by": "columns", "first": "F3", "lines": ["F:F"], "read": false}));
        let across = &sheets[1]["tables"][1];
        assert_eq!(
            (&across["direction"], &across["data_rows"], &across["columns"][1]["column"]),
            (&value!("across"), &value!(["B:D"]), &value!("9"))
        );
        let outline = &sheets[2]["outlines"][1];
        assert_eq!((&outline["rows"], &outline["columns"][0]), (&value!("8:10"), &value!({"column": "A", "header": null})));
    }

    #[test]
    fn nothing_of_a_person_and_nothing_of_a_refused_file_is_told() {
        let sheets = sheets();
        let text = sheets.iter().map(ToString::to_string).collect::<String>();
        assert!(!text.contains("ziek") && !text.contains("1234") && !text.contains("Geboren"), "{text}");
        assert_eq!(sheets[1]["notes"][0], value!({"row": 5, "text": null}));
        let refused = sheets.iter().find(|sheet| sheet["file"] == "africa/2026-07.xlsx").expect("a sheet");
        assert_eq!((&refused["tables"], &refused["notes"], &refused["as_of"]), (&value!([]), &value!([]), &Value::Null));
    }
}
