//! The page about the published tables, made from `datapackage.json`.

use std::fmt::Write as _;

use serde_json::Value;

/// The data package of the sample.
pub(super) fn package() -> Value {
    let path = super::project().join("tests/golden/datapackage.json");
    serde_json::from_str(&super::read(&path)).expect("JSON")
}

/// The tables of a package.
pub(super) fn resources(package: &Value) -> &Vec<Value> {
    package["resources"].as_array().expect("tables")
}

/// The columns of a table.
pub(super) fn fields(resource: &Value) -> &Vec<Value> {
    resource["schema"]["fields"].as_array().expect("columns")
}

/// A text of a part of the package.
pub(super) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// The page: each table with its columns, their types and what they mean.
pub(super) fn page() -> String {
    let package = package();
    let mut out =
        "# Published tables\n\n<!-- Made from datapackage.json. Do not edit: MUSTER_BLESS=1 cargo nextest run --test suite docs -->\n\n\
                   Every table is published as `NAME.csv` and as `NAME.parquet`. This page is `datapackage.json`, the description beside \
                   them, for people. [Figures in Power BI and Tableau](bi.md) says how to use them.\n\n\
                   | table | what it holds |\n| --- | --- |\n"
            .to_owned();
    for resource in resources(&package) {
        let name = text(resource, "name");
        let _ = writeln!(out, "| [`{name}`](#{name}) | {} |", escaped(first_sentence(text(resource, "description"))));
    }
    for resource in resources(&package) {
        let (name, schema) = (text(resource, "name"), &resource["schema"]);
        let _ = write!(out, "\n## {name}\n\n{}\n\n", escaped(text(resource, "description")));
        let key = list(&schema["primaryKey"]);
        if !key.is_empty() {
            let _ = write!(out, "Key: {key}.\n\n");
        }
        out.push_str("| column | type | always there | meaning |\n| --- | --- | --- | --- |\n");
        for field in fields(resource) {
            let always = if field["constraints"]["required"] == true { "yes" } else { "" };
            let meaning = escaped(text(field, "description"));
            let _ = writeln!(out, "| `{}` | {} | {always} | {meaning} |", text(field, "name"), text(field, "type"));
        }
        for foreign in schema["foreignKeys"].as_array().into_iter().flatten() {
            let to = &foreign["reference"];
            let _ = write!(out, "\n{} points to {} of `{}`.\n", list(&foreign["fields"]), list(&to["fields"]), text(to, "resource"));
        }
    }
    out
}

/// One name or several, as code.
fn list(names: &Value) -> String {
    let one = |name: &Value| name.as_str().map(|name| format!("`{name}`"));
    match names {
        Value::Array(names) => names.iter().filter_map(one).collect::<Vec<_>>().join(", "),
        name => one(name).unwrap_or_default(),
    }
}

fn first_sentence(text: &str) -> &str {
    text.split_inclusive(". ").next().unwrap_or_default().trim_end()
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "\\<").replace('*', "\\*").replace('_', "\\_")
}
