//! Hand-made sheets of every kind for the tests of how they are explained. All values are invented.

use std::collections::{BTreeMap, BTreeSet};

use super::sample::{empty_run, period};
use crate::domain::facts::{Facts, ReturnFact};
use crate::domain::layout::{
    AddsUp, AsOf, Evidence, Fixed, HiddenBy, HiddenPart, OfWhich, Outline, PersonalColumn, SheetLayout, StatedMonth, StoredResults,
    UnknownColumn, Why,
};
use crate::domain::returns::{PersonalData, ReturnStatus, Sheet};
use crate::domain::table::ClaimedTotal;
use crate::domain::{
    Bilingual, CellRef, Claim, ClaimKind, ColumnBinding, Direction, Field, FieldType, FileFormat, Layout, Return, RowFate, SafeText,
    SourceFile, Table, TableSchema, Unreadable,
};
use crate::pipeline::Run;

fn field(name: &str, nl: &str, en: &str, kind: FieldType) -> Field {
    Field {
        name: name.to_owned(),
        title: Bilingual::new(nl, en),
        kind,
        codes: None,
        required: false,
        personal: false,
        synonyms: Vec::new(),
    }
}

fn tables() -> Vec<TableSchema> {
    let table = |name: &str, nl: &str, en: &str, about_persons: bool, fields: Vec<Field>| TableSchema {
        name: name.to_owned(),
        title: Bilingual::new(nl, en),
        about_persons,
        reference: false,
        fields,
        recognised_by: Vec::new(),
        missing_values: Vec::new(),
    };
    let counts = vec![
        field("mission", "Missie", "Mission", FieldType::Mission),
        field("stated", "Bezetting", "Headcount", FieldType::Headcount),
        field("female", "Vrouwen", "Women", FieldType::Count),
    ];
    let persons = vec![
        field("mission", "Missie", "Mission", FieldType::Mission),
        field("start", "Begin", "Start", FieldType::Date),
        field("unit", "Eenheid", "Unit", FieldType::Text),
    ];
    vec![table("headcount", "Bezetting", "Headcount", false, counts), table("roster", "Rooster", "Roster", true, persons)]
}

fn column(col: u32, field: usize, header: &str, why: Why) -> ColumnBinding {
    ColumnBinding { col, field, header: header.to_owned(), why }
}

fn cell(text: &str) -> CellRef {
    text.parse().expect("an address")
}

fn fates(letters: &str) -> Vec<RowFate> {
    let fate = |letter: char| match letter {
        'a' => RowFate::Accepted,
        'r' => RowFate::Rejected,
        'h' => RowFate::Header,
        't' => RowFate::Title,
        '=' => RowFate::Total,
        'n' => RowFate::Note,
        'x' => RowFate::Hidden,
        'o' => RowFate::Other,
        _ => RowFate::Blank,
    };
    letters.chars().map(fate).collect()
}

fn sheet(name: &str, hidden: bool, layout: SheetLayout) -> Sheet {
    Sheet { name: name.to_owned(), hidden, layout, comments: 0 }
}

/// A headcount with everything around it.
fn headcounts() -> SheetLayout {
    let claim =
        |row, first_row, grand, kind, by| Claim { row, first_row, grand, kind, adds_up: AddsUp::All, by, label: SafeText::default() };
    let layout = Layout {
        table: 0,
        header_rows: vec![2, 3],
        columns: vec![
            column(0, 0, "Missie", Why::Header),
            column(1, 1, "Bezetting\n(fte)", Why::Shortened),
            column(2, 2, "Waarvan V", Why::Grouped),
        ],
        unknown: vec![
            UnknownColumn {
                col: 3,
                row: 3,
                header: SafeText::own("Vertrek"),
                candidates: vec!["headcount.arrivals".to_owned(), "headcount.departures".to_owned()],
                nearest: None,
            },
            UnknownColumn { col: 4, row: 3, header: SafeText::default(), candidates: Vec::new(), nearest: None },
        ],
        data_rows: vec![4, 5, 6, 8, 9, 11],
        claims: vec![
            claim(7, 4, false, ClaimKind::Sum, Evidence::Formula),
            claim(10, 8, false, ClaimKind::Average, Evidence::Arithmetic),
            claim(12, 4, true, ClaimKind::Sum, Evidence::Label),
        ],
        of_which: vec![OfWhich { row: 13, about: 12, field: Some(2), col: 1 }],
        ..Layout::default()
    };
    let hidden = |by, first: &str, lines: &[u32], read| HiddenPart { by, first: cell(first), lines: lines.to_vec(), read, very: false };
    SheetLayout {
        results: StoredResults::default(),
        tables: vec![layout],
        as_of: Some(AsOf { cell: cell("B1"), date: chrono::NaiveDate::from_ymd_opt(2026, 5, 31), raw: SafeText::default() }),
        notes: vec![(15, "* standplaats verderop; bel +31 6 1234 5678".to_owned()), (16, "* schatting".to_owned())],
        fates: fates("t.hhaaa=ar=a==.nn"),
        hidden: vec![
            hidden(HiddenBy::Rows, "A6", &[5, 6], true),
            hidden(HiddenBy::Columns, "F3", &[5], false),
            hidden(HiddenBy::Strike, "B12", &[11], true),
            hidden(HiddenBy::Filter, "A9", &[8], false),
        ],
        outlines: Vec::new(),
        declared: Vec::new(),
    }
}

/// Two tables: a roster below its mission, and headcounts that run across.
fn roster_and_across() -> SheetLayout {
    let roster = Layout {
        table: 1,
        header_rows: vec![1],
        fixed: vec![
            Fixed { field: 0, cell: Some(cell("A1")), text: "EUCAP Somalia".to_owned() },
            Fixed { field: 2, cell: None, text: "Rooster".to_owned() },
        ],
        columns: vec![column(2, 1, "Van", Why::Settled)],
        personal: vec![PersonalColumn { col: 0, row: 1, kind: "birth_date".to_owned(), header: SafeText::own("Geboren") }],
        data_rows: vec![2, 3],
        ..Layout::default()
    };
    let across = Layout {
        table: 0,
        direction: Direction::Across,
        month: Some(StatedMonth { period: period("2026-04"), cell: cell("A7") }),
        header_rows: vec![0],
        columns: vec![column(7, 0, "", Why::Contents), column(8, 1, "Aantal", Why::Header)],
        data_rows: vec![1, 2, 3],
        claims: vec![Claim {
            row: 4,
            first_row: 1,
            grand: true,
            kind: ClaimKind::Sum,
            adds_up: AddsUp::All,
            by: Evidence::Label,
            label: SafeText::default(),
        }],
        ..Layout::default()
    };
    SheetLayout {
        tables: vec![roster, across],
        notes: vec![(4, "Jan is ziek".to_owned())],
        fates: fates("thaan.taa"),
        ..SheetLayout::default()
    }
}

/// Two tables that no schema knows, of one of which the headers may be data.
fn unknown() -> SheetLayout {
    let named = |names: &[&str]| (0..).zip(names).map(|(col, name)| (col, SafeText::scrub(name))).collect::<Vec<(u32, SafeText)>>();
    let mut wide: Vec<(u32, SafeText)> = named(&["Kenteken", "Merk", "Kilometerstand aan het einde van de vorige maand, afgelezen"]);
    wide.extend((3..40).map(|col| (col, SafeText::own(format!("Week {col}")))));
    SheetLayout {
        fates: fates("ooooo.oooo"),
        outlines: vec![
            Outline { title_rows: vec![0], header_rows: vec![1], columns: wide, rows: (2, 4), data_rows: 3 },
            Outline { title_rows: Vec::new(), header_rows: vec![6], columns: named(&["", "", ""]), rows: (7, 9), data_rows: 3 },
        ],
        ..SheetLayout::default()
    }
}

fn returned(path: &str, sheets: Vec<Sheet>) -> Return {
    let source = SourceFile { path: path.to_owned(), sha256: String::new(), bytes: 1, format: FileFormat::Xlsx, received: None };
    Return { period: Some(period("2026-05")), sheets, ..Return::of(source) }
}

/// The total line of the headcounts as it was read.
fn read_table() -> Table {
    let total = |row, first_row, grand, values: Vec<(usize, u32, Option<i64>)>| ClaimedTotal {
        row,
        first_row,
        grand,
        kind: ClaimKind::Sum,
        adds_up: AddsUp::All,
        label: SafeText::default(),
        follows: BTreeSet::new(),
        values,
        elsewhere: BTreeMap::new(),
        unseen: BTreeMap::new(),
    };
    Table {
        schema: 0,
        sheet: 0,
        direction: Direction::Down,
        rows: Vec::new(),
        accepted: Vec::new(),
        periods: Vec::new(),
        columns: Vec::new(),
        totals: vec![total(7, 4, false, vec![(1, 1, Some(9))]), total(12, 4, true, vec![(1, 1, Some(9)), (2, 2, Some(3))])],
        remarks: Vec::new(),
        unseen_missions: Vec::new(),
    }
}

fn fact(path: &str, status: ReturnStatus, tables: &[&str]) -> ReturnFact {
    ReturnFact {
        period: Some(period("2026-05")),
        coordinator: "africa".to_owned(),
        file: path.to_owned(),
        sha256: String::new(),
        received: None,
        version: Some(1),
        tables: tables.iter().map(|table| (*table).to_owned()).collect(),
        rows: 9,
        findings: 0,
        status,
    }
}

/// A run over one file with sheets of every kind, and files that were not read or do not count.
pub(super) fn run() -> Run {
    let hidden = SheetLayout { fates: fates("xxx"), ..SheetLayout::default() };
    let sheets = vec![
        sheet("Bezetting", false, headcounts()),
        sheet("Rooster", false, roster_and_across()),
        sheet("Wagens", false, unknown()),
        sheet("Oud", true, hidden),
        sheet("Leeg", false, SheetLayout::default()),
    ];
    let met = PersonalData {
        sheet: 0,
        cell: cell("D5"),
        kind: "phone".to_owned(),
        header: SafeText::default(),
        values: 2,
        by_header: false,
        certain: false,
    };
    let full = Return { tables: vec![read_table()], personal: vec![met], ..returned("africa/2026-05.xlsx", sheets) };
    let bare = |path: &str| returned(path, vec![sheet("Blad1", false, headcounts())]);
    let old = Return { superseded_by: Some("africa/2026-05.xlsx".to_owned()), sheets: Vec::new(), ..bare("africa/2026-05-v0.xlsx") };
    let locked = Return { unreadable: Some(Unreadable::Encrypted), sheets: Vec::new(), ..bare("africa/2026-06.xlsx") };
    let refused = Return { refused: Some("PRV-01".to_owned()), ..bare("africa/2026-07.xlsx") };
    let mut run = empty_run();
    run.schema.tables = tables();
    run.returns = vec![old, full, locked, refused];
    run.facts = Facts {
        returns: vec![
            fact("africa/2026-05-v0.xlsx", ReturnStatus::Superseded, &["headcount"]),
            fact("africa/2026-05.xlsx", ReturnStatus::Late, &["headcount", "roster"]),
            fact("africa/2026-06.xlsx", ReturnStatus::Refused, &[]),
            fact("africa/2026-07.xlsx", ReturnStatus::Refused, &[]),
            fact("", ReturnStatus::Missing, &[]),
        ],
        ..Facts::default()
    };
    run
}
