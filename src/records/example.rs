//! A small schema and sheets made by hand, for the tests of this stage.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::layout::{AddsUp, Claim, Evidence, Layout, PersonalColumn, SheetLayout, UnknownColumn, Why};
use crate::domain::registry::{AmbiguousName, MissionStatus};
use crate::domain::schema::{CodeList, Settings};
use crate::domain::{
    Bilingual, CellRef, ClaimKind, ColumnBinding, Field, FieldType, Grid, GridBuilder, Lang, Mission, Registry, RowFate, SafeText, Schema,
    TableSchema, Value,
};
use crate::records::grammar::codes::tests::{list, sexes};

/// Tables of the example schema.
pub(super) const HEADCOUNT: usize = 0;
pub(super) const ROSTER: usize = 1;

fn field(name: &str, kind: FieldType) -> Field {
    Field { name: name.to_owned(), title: Bilingual::same(name), kind, codes: None, required: false, personal: false, synonyms: vec![] }
}

fn required(field: Field) -> Field {
    Field { required: true, ..field }
}

fn personal(field: Field) -> Field {
    Field { personal: true, ..field }
}

fn coded(name: &str, codes: usize) -> Field {
    Field { codes: Some(codes), ..field(name, FieldType::Code) }
}

fn table(name: &str, about_persons: bool, fields: Vec<Field>) -> TableSchema {
    TableSchema {
        name: name.to_owned(),
        title: Bilingual::same(name),
        about_persons,
        reference: false,
        fields,
        recognised_by: vec![0],
        missing_values: vec!["geen melding".to_owned()],
    }
}

fn mission(id: &str, name: &str, country: &str) -> Mission {
    Mission {
        id: id.to_owned(),
        name: name.to_owned(),
        organisation: "EU".to_owned(),
        aliases: vec![],
        countries: vec![country.to_owned()],
        region: "r".to_owned(),
        start: None,
        end: None,
        status: MissionStatus::Active,
        planned_from: None,
        display_order: None,
        mandates: vec![],
        ceilings: Vec::new(),
        duty_stations: Vec::new(),
        unconfirmed: false,
    }
}

fn lists() -> Vec<CodeList> {
    vec![
        sexes(),
        list("country", &[("IQ", &["Irak", "Iraq"]), ("LY", &["Libië", "Libya"]), ("UA", &["Oekraïne"])]),
        list("status", &[("in_mission", &["in missiegebied"]), ("temp_home", &["tijdelijk in NL"])]),
    ]
}

/// A table of headcounts and a roster, three missions and a name that two of them share.
pub(super) fn schema() -> Schema {
    let missions = vec![
        mission("euam-iraq", "EUAM Iraq", "IQ"),
        mission("eubam-libya", "EUBAM Libya", "LY"),
        mission("euam-ukraine", "EUAM Ukraine", "UA"),
    ];
    let shared = AmbiguousName { alias: "EUAM".to_owned(), candidates: vec![0, 2], rule: "country".to_owned() };
    let headcount = vec![
        required(field("mission", FieldType::Mission)),
        field("period", FieldType::Month),
        field("as_of", FieldType::Date),
        coded("host_country", 1),
        field("stated", FieldType::Headcount),
        field("temp_home", FieldType::Count),
        field("other_absent", FieldType::Count),
        field("female", FieldType::Count),
        field("male", FieldType::Count),
        field("vacancies", FieldType::Count),
        field("remarks", FieldType::Text),
        field("window", FieldType::Window),
        field("coordinator", FieldType::Text),
    ];
    let roster = vec![
        required(field("person_key", FieldType::PersonKey)),
        required(field("mission", FieldType::Mission)),
        personal(field("role", FieldType::Text)),
        coded("sex", 0),
        required(field("start", FieldType::Date)),
        field("planned_end", FieldType::LastDay),
        coded("status", 2),
    ];
    Schema {
        tables: vec![table("headcount", false, headcount), table("roster", true, roster)],
        code_lists: lists(),
        ambiguous_headers: vec![],
        personal_headers: vec![],
        health_words: Vec::new(),
        registry: Registry::new(missions, vec![shared]),
        coordinators: vec![],
        letters: Vec::new(),
        releases: Vec::new(),
        checks: BTreeMap::new(),
        equations: crate::domain::equation::Equations::default(),
        waivers: Vec::new(),
        settings: Settings {
            language: Lang::Nl,
            small_count_threshold: 5,
            withhold_female_by_mission: false,
            max_file_bytes: 0,
            max_unpacked_bytes: 0,
            max_cells: 0,
            max_ratio: 0,
            max_memory_bytes: 0,
            max_seconds: 0,
            total_labels: vec![],
            average_labels: vec![],
            of_which_labels: vec![],
            correction_words: vec![],
            definitions: crate::domain::schema::Definitions::default(),
        },
        files: vec![],
        secret: crate::domain::person::Secret::new(&[7; 32]).expect("a secret"),
    }
}

/// A column of an example sheet.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head {
    /// Holds a field, named as in the schema.
    Field(&'static str),
    /// Is not understood; its header.
    Unknown(&'static str),
    /// Holds personal data of a kind.
    Personal(&'static str),
}

/// A sheet with a title (row 0), a header (row 1), data (from row 2), totals and notes.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) grid: Grid,
    pub(super) layout: SheetLayout,
}

/// Text that stands for a value of another kind: `=4.5` is a number, `@2026-03-01` a date, `!#REF!` an error, `?` a truth.
fn value(text: &str) -> Value {
    let mut rest = text.chars();
    match rest.next() {
        Some('=') => Value::Number(rest.as_str().parse().expect("a number")),
        Some('@') => Value::Date(rest.as_str().parse::<NaiveDate>().expect("a day").and_hms_opt(0, 0, 0).expect("midnight")),
        Some('!') => Value::Error(rest.as_str().into()),
        _ => Value::Text(text.into()),
    }
}

/// Lays out an example. An empty text is an empty cell.
pub(super) fn example(table: usize, heads: &[Head], data: &[&[&str]], totals: &[&[&str]], notes: &[&str]) -> Example {
    let schema = schema();
    let mut builder = GridBuilder::new();
    let mut fates = vec![RowFate::Title, RowFate::Header];
    builder.push(CellRef::new(0, 0), Value::Text("Maandopgave".into()));
    let mut own = Layout { table, header_rows: vec![1], ..Layout::default() };
    for (col, head) in (0_u32..).zip(heads) {
        let name = match head {
            Head::Field(name) => {
                let field = schema.tables[table].field(name).expect("a field of the table");
                own.columns.push(ColumnBinding { col, field, header: (*name).to_owned(), why: Why::Header });
                name
            }
            Head::Unknown(name) => {
                own.unknown.push(UnknownColumn { col, row: 1, header: SafeText::own(name), candidates: vec![], nearest: None });
                name
            }
            Head::Personal(kind) => {
                own.personal.push(PersonalColumn { col, row: 1, kind: (*kind).to_owned(), header: SafeText::own(kind) });
                kind
            }
        };
        builder.push(CellRef::new(1, col), Value::Text((*name).into()));
    }
    let mut row = 2;
    let mut lay = |cells: &[&str], row: u32| {
        for (col, text) in (0_u32..).zip(cells) {
            if !text.is_empty() {
                builder.push(CellRef::new(row, col), value(text));
            }
        }
    };
    for cells in data {
        lay(cells, row);
        own.data_rows.push(row);
        fates.push(RowFate::Accepted);
        row += 1;
    }
    for cells in totals {
        lay(cells, row);
        own.claims.push(Claim {
            row,
            first_row: 2,
            grand: true,
            kind: ClaimKind::Sum,
            adds_up: AddsUp::All,
            by: Evidence::Label,
            label: SafeText::default(),
        });
        fates.push(RowFate::Total);
        row += 1;
    }
    let mut written = vec![];
    for note in notes {
        lay(&[note], row);
        written.push((row, (*note).to_owned()));
        fates.push(RowFate::Note);
        row += 1;
    }
    let layout = SheetLayout { tables: vec![own], notes: written, fates, ..SheetLayout::default() };
    Example { grid: builder.finish("Blad1"), layout }
}
