//! `datapackage.json`: each table with a standard Table Schema (Frictionless Data).

use polars::prelude::DataType;
use serde::Serialize;

use super::Table;
use super::transaction::{Part, Staging};
use crate::domain::{Edition, Lang, Words};
use crate::error::Error;

/// The name of the file.
const NAME: &str = "datapackage.json";

const TITLE: Words = Words::new("Bezetting van politiemissies", "Headcount of police missions");
const MEANING: Words = Words::new(
    "Bezetting en bevindingen uit de maandelijkse opgaven. Bezetting is op te tellen over missies, nooit over maanden. Leeg is niet bekend, nooit nul. In CSV staat een apostrof voor tekst die een rekenblad voor een formule kan houden; Parquet bevat de tekst zelf.",
    "Headcounts and findings from the monthly returns. Headcount is to be added up over missions, never over months. Empty is not known, never zero. In CSV an apostrophe stands before text that a spreadsheet could take for a formula; Parquet holds the text itself.",
);

#[derive(Serialize)]
struct Package<'a> {
    profile: &'a str,
    name: &'a str,
    title: &'a str,
    description: &'a str,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Resource<'a> {
    profile: &'a str,
    name: &'a str,
    #[serde(flatten)]
    file: File<'a>,
    title: &'a str,
    description: &'a str,
    encoding: &'a str,
    dialect: Dialect<'a>,
    schema: Schema<'a>,
    /// The same table in another format; the standard leaves room for properties of one's own.
    alternatives: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    format: &'a str,
    mediatype: &'a str,
    bytes: u64,
    hash: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect<'a> {
    delimiter: &'a str,
    line_terminator: &'a str,
    quote_char: &'a str,
    double_quote: bool,
    header: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema<'a> {
    fields: Vec<Field<'a>>,
    missing_values: [&'a str; 1],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    primary_key: &'a [&'a str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey<'a>>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    r#type: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

#[derive(Serialize)]
struct Constraints {
    required: bool,
}

#[derive(Serialize)]
struct ForeignKey<'a> {
    fields: [&'a str; 1],
    reference: Reference<'a>,
}

#[derive(Serialize)]
struct Reference<'a> {
    resource: &'a str,
    fields: [&'a str; 1],
}

/// Adds the description of all tables.
pub(super) fn add(edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    let broken = |detail: String| Error::Table { table: NAME.to_owned(), detail };
    let resources = tables.iter().map(|table| resource(table, staging.parts(), edition.lang));
    let package = Package {
        profile: "tabular-data-package",
        name: "muster",
        title: TITLE.get(edition.lang),
        description: MEANING.get(edition.lang),
        resources: resources.collect::<Option<_>>().ok_or_else(|| broken("a table has no files".to_owned()))?,
    };
    let mut text = serde_json::to_string_pretty(&package).map_err(|error| broken(error.to_string()))?;
    text.push('\n');
    staging.add(NAME, text.as_bytes())
}

/// A table as a resource; `None` if its files were not written.
fn resource<'a>((note, frame): &'a Table, parts: &'a [Part], lang: Lang) -> Option<Resource<'a>> {
    let file = |format: &'a str, mediatype: &'a str| {
        let part = parts.iter().find(|part| part.name.strip_suffix(format).and_then(|name| name.strip_suffix('.')) == Some(note.name))?;
        Some(File { path: &part.name, format, mediatype, bytes: part.bytes, hash: format!("sha256:{}", part.sha256) })
    };
    let fields = note.columns.iter().zip(frame.dtypes()).map(|(column, kind)| Field {
        name: column.name,
        r#type: match kind {
            DataType::Int64 => "integer",
            DataType::Boolean => "boolean",
            DataType::Date => "date",
            DataType::Float64 => "number",
            _ if column.name == "period" => "yearmonth",
            _ => "string",
        },
        description: column.meaning.get(lang),
        constraints: note.key.contains(&column.name).then_some(Constraints { required: true }),
    });
    let foreign_keys = note
        .links
        .iter()
        .map(|link| ForeignKey { fields: [link.column], reference: Reference { resource: link.table, fields: [link.key] } });
    Some(Resource {
        profile: "tabular-data-resource",
        name: note.name,
        file: file("csv", "text/csv")?,
        title: note.title.get(lang),
        description: note.meaning.get(lang),
        encoding: "utf-8",
        dialect: Dialect { delimiter: ",", line_terminator: "\r\n", quote_char: "\"", double_quote: true, header: true },
        schema: Schema { fields: fields.collect(), missing_values: [""], primary_key: note.key, foreign_keys: foreign_keys.collect() },
        alternatives: vec![file("parquet", "application/vnd.apache.parquet")?],
    })
}
