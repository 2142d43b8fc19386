//! A small schema and small sheets for the tests of this stage.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::equation::Equations;
use crate::domain::layout::{SheetLayout, Why};
use crate::domain::placing::Years;
use crate::domain::registry::{AmbiguousName, Mission, MissionStatus};
use crate::domain::schema::{AmbiguousHeader, PersonalHeader, Settings};
use crate::domain::{
    Area, Bilingual, CellRef, Direction, Field, FieldType, Formula, Grid, GridBuilder, Lang, Layout, Registry, RowFate, Schema,
    TableSchema, Value, cell,
};

use super::{HeaderIndex, recover};

fn words(list: &str) -> Vec<String> {
    list.split('|').map(|word| word.trim().to_owned()).collect()
}

fn field(name: &str, kind: FieldType, required: bool, synonyms: &str) -> Field {
    Field { name: name.to_owned(), title: Bilingual::same(name), kind, codes: None, required, personal: false, synonyms: words(synonyms) }
}

fn table(name: &str, about_persons: bool, recognised_by: &[&str], fields: Vec<Field>) -> TableSchema {
    let recognised_by = recognised_by.iter().filter_map(|wanted| fields.iter().position(|field| field.name == *wanted)).collect();
    TableSchema {
        name: name.to_owned(),
        title: Bilingual::same(name),
        about_persons,
        reference: false,
        fields,
        recognised_by,
        missing_values: Vec::new(),
    }
}

const MISSION: &str = "missie|missienaam|mission|operation|nom de la mission|uitzending|project";
const PERIOD: &str = "maand|periode|month|mois|t/m maand";
const AS_OF: &str = "peildatum|stand per|per|as-of date|as of|au|situation au|date de référence";

fn tables() -> Vec<TableSchema> {
    use FieldType::{Code, Count, Date, Headcount, LastDay, Mission, Month, PersonKey, Text, Window};
    vec![
        table(
            "headcount",
            false,
            &["mission", "stated"],
            vec![
                field("mission", Mission, true, MISSION),
                field("period", Month, false, PERIOD),
                field("as_of", Date, false, AS_OF),
                field("country", Text, false, "land|country|pays"),
                field("stated", Headcount, true, "bezetting|headcount|aantal uitgezonden|deployed|effectif|personen"),
                field("temp_home", Count, false, "waarvan tijdelijk in nl|tijdelijk in nl|temporarily in nl"),
                field("in_area", Count, false, "in missiegebied|ter plaatse"),
                field("female", Count, false, "vrouwen|aantal vrouwen|female|femmes"),
                field("male", Count, false, "mannen|aantal mannen|male|hommes"),
                field("arrivals", Count, false, "instroom|arrivals|arrivées"),
                field("departures", Count, false, "uitstroom|departures|départs|einde missie (aantal)"),
                field("vacancies", Count, false, "vacatures|vacancies"),
                field("ceiling", Count, false, "plafond|ceiling"),
                field("remarks", Text, false, "opmerkingen|toelichting|remarks|remarques"),
            ],
        ),
        table(
            "roster",
            true,
            &["mission", "start"],
            vec![
                field("person_key", PersonKey, true, "uitzendnummer|deployment id|sleutel"),
                field("mission", Mission, true, MISSION),
                field("role", Text, false, "functie|function"),
                field("rank", Code, false, "rang|rank"),
                field("sex", Code, false, "m/v|geslacht|sex"),
                field("unit", Code, false, "eenheid|home unit"),
                field("start", Date, true, "begindatum|start date|van"),
                field("planned_end", LastDay, false, "geplande einddatum|planned end"),
                field("actual_end", LastDay, false, "werkelijke einddatum|actual end"),
                field("extension_until", LastDay, false, "verlengd tot|verlenging"),
                field("status", Code, false, "status uitzending|huidige status"),
            ],
        ),
        table(
            "movements",
            false,
            &["mission", "type", "date"],
            vec![
                field("mission", Mission, true, MISSION),
                field("person_key", PersonKey, false, "uitzendnummer|deployment id"),
                field("type", Code, true, "mutatie|soort mutatie|movement type"),
                field("date", Date, true, "mutatiedatum|movement date"),
                field("reason", Code, false, "reden|reason"),
            ],
        ),
        table(
            "training",
            false,
            &["mission", "indicator"],
            vec![
                field("mission", Mission, true, "project|missie"),
                field("programme", Text, false, "programma|training|opleiding"),
                field("indicator", Text, true, "indicator|resultaat"),
                field("kind", Code, false, "soort"),
                field("period", LastDay, false, "periode"),
                field("value", Count, true, "waarde|value"),
                field("persons", Count, false, "opgeleide trainers|deelnemers"),
                field("cumulative", Count, false, "cumulatief"),
            ],
        ),
        table(
            "planned",
            false,
            &["mission", "count", "window"],
            vec![
                field("mission", Mission, true, MISSION),
                field("count", Count, false, "gepland aantal"),
                field("window", Window, false, "verwacht|gepland vanaf"),
                field("status", Code, false, "fase"),
                field("basis", Text, false, "grondslag"),
            ],
        ),
    ]
}

fn ambiguous(header: &str, fields: &str) -> AmbiguousHeader {
    AmbiguousHeader { header: header.to_owned(), fields: words(fields), rule: String::new() }
}

fn mission(id: &str, name: &str, aliases: &str) -> Mission {
    Mission {
        id: id.to_owned(),
        name: name.to_owned(),
        organisation: "EU".to_owned(),
        aliases: words(aliases),
        countries: Vec::new(),
        region: String::new(),
        start: None,
        end: None,
        status: MissionStatus::Active,
        planned_from: None,
        display_order: None,
        mandates: Vec::new(),
        ceilings: Vec::new(),
        duty_stations: Vec::new(),
        unconfirmed: false,
    }
}

/// Five tables, a few missions, and the headers that are ambiguous or personal.
pub(super) fn schema() -> Schema {
    let missions = vec![
        mission("eum-armenia", "EUM Armenia", "EUMA"),
        mission("euam-iraq", "EUAM Iraq", "EUAM Irak"),
        mission("euam-ukraine", "EUAM Ukraine", "EUAM Oekraïne"),
        mission("eubam-libya", "EUBAM Libya", "EUBAM Libië"),
        mission("eucap-somalia", "EUCAP Somalia", "EUCAP Somalië"),
        mission("eulex-kosovo", "EULEX Kosovo", "EULEX"),
        mission("osce-west-balkan", "OSCE West-Balkan", "OVSE West-Balkan"),
        mission("osc-jerusalem", "OSC", "USSC"),
        mission("unsmil", "UNSMIL Libya", "UNSMIL"),
        mission("unmik", "UNMIK", "UNMIK Kosovo"),
        mission("blue-haven-ukraine", "Blue Haven for Ukraine", "Blue Haven"),
        mission("total-support", "Total Support Mission", "TSM"),
    ];
    let shared = vec![AmbiguousName { alias: "EUAM".to_owned(), candidates: vec![1, 2], rule: String::new() }];
    Schema {
        tables: tables(),
        code_lists: Vec::new(),
        ambiguous_headers: vec![
            ambiguous("bezetting", "headcount.stated"),
            ambiguous("aantal", "headcount.stated|training.persons|planned.count"),
            ambiguous("totaal", "headcount.total_label|headcount.stated"),
            ambiguous("status", "roster.status|planned.status"),
            ambiguous("uitzending", "ref.mission|roster.start"),
            ambiguous("vertrek", "roster.start|roster.actual_end|headcount.departures"),
            ambiguous("datum", "ref.as_of|roster.start|movement.date"),
            ambiguous("in", "headcount.arrivals"),
            ambiguous("uit", "headcount.departures"),
            ambiguous("v", "headcount.female|roster.sex|roster.status|headcount.vacancies"),
            ambiguous("hotel", "pii.address"),
            ambiguous("per", "ref.as_of"),
            ambiguous("t/m", "roster.planned_end|training.period"),
        ],
        health_words: Vec::new(),
        personal_headers: vec![
            PersonalHeader { kind: "name".to_owned(), synonyms: words("naam|achternaam|name|nom") },
            PersonalHeader { kind: "bsn".to_owned(), synonyms: words("bsn|burgerservicenummer") },
            PersonalHeader { kind: "phone".to_owned(), synonyms: words("telefoon|mobiel") },
        ],
        registry: Registry::new(missions, shared),
        coordinators: Vec::new(),
        letters: Vec::new(),
        releases: Vec::new(),
        checks: BTreeMap::new(),
        equations: Equations::default(),
        waivers: Vec::new(),
        settings: Settings {
            language: Lang::En,
            small_count_threshold: 5,
            withhold_female_by_mission: false,
            max_file_bytes: 0,
            max_unpacked_bytes: 0,
            max_cells: 0,
            max_ratio: 0,
            max_memory_bytes: 0,
            max_seconds: 0,
            total_labels: words("totaal|total|eindtotaal|totaal generaal|grand total|total général|som|sum"),
            average_labels: words("gemiddelde|gem.|average|mean|moyenne"),
            of_which_labels: words("waarvan|w.v.|van wie|of which|of whom|dont"),
            correction_words: Vec::new(),
            definitions: crate::domain::schema::Definitions::default(),
        },
        files: Vec::new(),
        secret: crate::domain::person::Secret::new(&[7; 32]).expect("a secret"),
    }
}

/// What a cell of a test sheet holds: `@` begins a date, what reads as a number is one, nothing is an empty cell, all else is text.
fn value(text: &str) -> Option<Value> {
    if text.is_empty() {
        return None;
    }
    if let Some(date) = text.strip_prefix('@').and_then(|date| date.parse::<NaiveDate>().ok()) {
        return date.and_hms_opt(0, 0, 0).map(Value::Date);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Some(Value::Number(number)),
        _ => Some(Value::Text(text.into())),
    }
}

/// A sheet written as lines with `|` between the cells. A backslash stands for a line break within a cell.
pub(super) fn sheet(lines: &[&str]) -> Grid {
    let mut builder = GridBuilder::new();
    for (row, line) in (0..).zip(lines) {
        for (col, text) in (0..).zip(line.split('|')) {
            if let Some(value) = value(&text.replace('\\', "\n")) {
                builder.push(CellRef::new(row, col), value);
            }
        }
    }
    builder.finish("Blad1")
}

/// The same with merged areas, written as `B4:D4`.
pub(super) fn merged(lines: &[&str], areas: &[&str]) -> Grid {
    let mut grid = sheet(lines);
    for area in areas {
        let (from, to) = area.split_once(':').expect("two corners");
        let corner = |text: &str| text.parse::<cell::CellRef>().expect("an address");
        grid.merged.push(Area { from: corner(from), to: corner(to) });
    }
    grid
}

/// Gives a sheet formulas, written as `B5=SUM(B2:B4)`. One whose cell holds nothing has no stored result.
pub(super) fn with_formulas(mut grid: Grid, formulas: &[&str]) -> Grid {
    let formula = |text: &&str| {
        let (cell, text) = text.split_once('=').expect("a cell and a formula");
        let cell = cell.parse::<CellRef>().expect("an address");
        Formula { cell, text: text.into(), stored: grid.get(cell).is_some() }
    };
    grid.marks.formulas = formulas.iter().map(formula).collect();
    grid.marks = grid.marks.sorted();
    grid
}

/// The layout of a sheet under the schema of this module.
pub(super) fn layout(grid: &Grid) -> SheetLayout {
    let schema = schema();
    recover(grid, &schema, &HeaderIndex::new(&schema), Years::default())
}

/// One letter for each row: accepted, header, title, Total (`=`), note, blank (`.`), Hidden (`x`), other.
pub(super) fn fates(layout: &SheetLayout) -> String {
    let letter = |fate: &RowFate| match fate {
        RowFate::Accepted => 'a',
        RowFate::Rejected => 'r',
        RowFate::Header => 'h',
        RowFate::Title => 't',
        RowFate::Total => '=',
        RowFate::Note => 'n',
        RowFate::Blank => '.',
        RowFate::Hidden => 'x',
        RowFate::Other => 'o',
    };
    layout.fates.iter().map(letter).collect()
}

/// The tables with their columns: `headcount: A mission, B stated`. An unknown column shows as `C ?a/b`, a personal one as `D !name`,
/// one that the table settles as `B ~stated`, one that only its cells tell as `A mission*`. A table that runs across has rows.
pub(super) fn columns(layout: &SheetLayout) -> Vec<String> {
    let schema = schema();
    let of_table = |layout: &Layout| {
        let table = &schema.tables[layout.table];
        let across = layout.direction == Direction::Across;
        let letters = |col: u32| if across { (col + 1).to_string() } else { cell::column_letters(col) };
        let known = layout.columns.iter().map(|column| {
            let (before, after) = match column.why {
                Why::Settled => ("~", ""),
                Why::Contents => ("", "*"),
                _ => ("", ""),
            };
            (column.col, format!("{} {before}{}{after}", letters(column.col), table.fields[column.field].name))
        });
        let unknown = layout.unknown.iter().map(|column| {
            let nearest = column.nearest.as_ref().map(|name| format!(" near {name}")).unwrap_or_default();
            (column.col, format!("{} ?{}{nearest}", letters(column.col), column.candidates.join("/")))
        });
        let personal = layout.personal.iter().map(|column| (column.col, format!("{} !{}", letters(column.col), column.kind)));
        let mut all: Vec<(u32, String)> = known.chain(unknown).chain(personal).collect();
        all.sort();
        let all: Vec<String> = all.into_iter().map(|(_, text)| text).collect();
        format!("{}{}: {}", if across { "across " } else { "" }, table.name, all.join(", "))
    };
    layout.tables.iter().map(of_table).collect()
}

/// The total lines of the first table with what showed them, lines about a part, and notes of what is hidden:
/// `5 Formula 2-4 Sum`, `6 of 5 female B`.
pub(super) fn lines(layout: &SheetLayout) -> Vec<String> {
    let Some(table) = layout.tables.first() else { return Vec::new() };
    let schema = schema();
    let claim = |claim: &crate::domain::Claim| {
        let grand = if claim.grand { " grand" } else { "" };
        let kind = if claim.kind == crate::domain::ClaimKind::Average { " average" } else { "" };
        format!("{} {:?} from {}{grand}{kind}", claim.row + 1, claim.by, claim.first_row + 1)
    };
    let part = |line: &crate::domain::layout::OfWhich| {
        let field = line.field.map_or("?", |field| schema.tables[table.table].fields[field].name.as_str());
        format!("{} of {} {field} {}", line.row + 1, line.about + 1, cell::column_letters(line.col))
    };
    table.claims.iter().map(claim).chain(table.of_which.iter().map(part)).collect()
}

/// What is stated once for a table: its month, values of fields, and for a table that runs across its claims.
pub(super) fn stated(table: &Layout) -> String {
    let schema = schema();
    let month = table.month.map(|month| format!(" {} ({})", month.period, month.cell));
    let fixed = table.fixed.iter().map(|fixed| {
        let cell = fixed.cell.map_or_else(|| "sheet".to_owned(), |cell| cell.to_string());
        format!(" {}={} ({cell})", schema.tables[table.table].fields[fixed.field].name, fixed.text)
    });
    let claims = table.claims.iter().filter(|_| table.direction == Direction::Across);
    let claims = claims.map(|claim| format!(" claims {}-{}", cell::column_letters(claim.first_row), cell::column_letters(claim.row)));
    month.into_iter().chain(fixed).chain(claims).collect()
}

/// The claims of the first table: first row, row (both as a spreadsheet counts) and whether it is grand.
pub(super) fn claims(layout: &SheetLayout) -> Vec<(u32, u32, bool)> {
    layout.tables.first().map(|table| table.claims.iter().map(|c| (c.first_row + 1, c.row + 1, c.grand)).collect()).unwrap_or_default()
}
