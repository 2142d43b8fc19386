//! The page about dashboards: what it names is published, and its figures are those of the sample.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::{fields, package, resources, text};
use super::{docs, project, read};

/// Words in code on the page that are no table or column: values, functions and names that the page gives itself.
const OTHER: [&str; 10] = ["ok", "flagged", "conflict", "missing", "true", "received", "late", "superseded", "refused", "carried"];

/// Files on the page that are no table.
const FILES: [&str; 2] = ["datapackage.json", "manifest.json"];

fn page() -> String {
    read(&docs().join("bi.md"))
}

/// The columns of every published table.
fn published() -> BTreeMap<String, BTreeSet<String>> {
    let columns = |resource| fields(resource).iter().map(|field| text(field, "name").to_owned()).collect();
    resources(&package()).iter().map(|resource| (text(resource, "name").to_owned(), columns(resource))).collect()
}

/// The spans of code in the prose of a page, and its blocks with their kind.
fn code(page: &str) -> (Vec<String>, Vec<(String, String)>) {
    let (mut spans, mut blocks) = (Vec::new(), Vec::new());
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(kind), None) => open = Some((kind.to_owned(), String::new())),
            (None, Some((_, block))) => *block += &format!("{line}\n"),
            (None, None) => spans.extend(line.split('`').skip(1).step_by(2).map(ToOwned::to_owned)),
        }
    }
    (spans, blocks)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// What is wrong with a span of code; `None` if it names what is published, or is something else.
fn complaint(span: &str, published: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let known = |name: &str| published.contains_key(name) || published.values().any(|columns| columns.contains(name));
    let wrong = match span.split_once('.') {
        None => is_name(span) && !known(span) && !OTHER.contains(&span),
        Some((table, "csv" | "parquet")) => is_name(table) && !published.contains_key(table),
        Some((_, "json")) => !FILES.contains(&span),
        Some((table, column)) if is_name(table) && is_name(column) => !published.get(table).is_some_and(|columns| columns.contains(column)),
        Some(_) => false,
    };
    wrong.then(|| span.to_owned())
}

/// Every `table[column]` and `[measure]` of a block.
fn bracketed(block: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in block.match_indices('[') {
        let before: String = block[..at].chars().rev().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        let inside = block[at + 1..].split(']').next().unwrap_or_default();
        found.push((before.chars().rev().collect(), inside.to_owned()));
    }
    found
}

/// The names that blocks give: what stands before `=` at the beginning of a line.
fn given(blocks: &[(String, String)]) -> BTreeSet<String> {
    let lines = blocks.iter().filter(|(kind, _)| kind == "dax" || kind == "text").flat_map(|(_, block)| block.lines());
    lines.filter(|line| !line.starts_with(' ')).filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect()
}

#[test]
fn every_table_and_column_on_the_page_is_published() {
    let (page, published) = (page(), published());
    let (spans, blocks) = code(&page);
    let mut wrong: Vec<String> = spans.iter().filter_map(|span| complaint(span, &published)).collect();
    let given = given(&blocks);
    for (kind, block) in &blocks {
        // In Power Query brackets stand for records, and columns in quotes.
        if block.contains("Csv.Document") {
            let quoted = block.split("{\"").skip(1).filter_map(|rest| rest.split('"').next());
            wrong.extend(quoted.filter(|name| !published["headcount"].contains(*name)).map(ToOwned::to_owned));
            continue;
        }
        for (table, name) in bracketed(block) {
            let right = match (kind.as_str(), table.as_str()) {
                ("dax", "") => given.contains(&name),
                ("dax", table) => published.get(table).is_some_and(|columns| columns.contains(&name)),
                ("text", _) => published["headcount"].contains(&name) || given.contains(&name),
                _ => continue,
            };
            if !right {
                wrong.push(format!("{table}[{name}]"));
            }
        }
    }
    assert!(wrong.is_empty(), "not published: {wrong:#?}");
    assert!(given.len() > 15, "{given:?}");
    let columns: BTreeSet<&String> = published.values().flatten().collect();
    let taken: Vec<&String> = given.iter().filter(|name| columns.contains(&name.to_lowercase())).collect();
    assert!(taken.is_empty(), "measures with the name of a column: {taken:?}");
    for table in published.keys() {
        assert!(spans.contains(table), "the page does not say what to do with `{table}`");
    }
}

#[test]
fn the_star_has_the_keys_of_the_data_package() {
    let package = package();
    let mut declared: BTreeSet<(String, String, String)> = BTreeSet::new();
    for resource in resources(&package) {
        for key in resource["schema"]["foreignKeys"].as_array().into_iter().flatten() {
            let one = |names: &serde_json::Value| names.as_str().or_else(|| names[0].as_str()).unwrap_or_default().to_owned();
            declared.insert((text(&key["reference"], "resource").to_owned(), text(resource, "name").to_owned(), one(&key["fields"])));
        }
    }
    let page = page();
    let (_, blocks) = code(&page);
    let (_, star) = blocks.iter().find(|(kind, _)| kind == "mermaid").expect("a diagram");
    let drawn: Vec<(String, String, String)> = star
        .lines()
        .filter_map(|line| {
            let (dimension, rest) = line.trim().split_once(" ||--o{ ")?;
            let (fact, column) = rest.split_once(" : ")?;
            Some((dimension.to_owned(), fact.to_owned(), column.to_owned()))
        })
        .collect();
    assert!(drawn.len() > 10, "{drawn:?}");
    for relation in &drawn {
        assert!(declared.contains(relation), "{relation:?} is no relation: {declared:#?}");
    }
}

/// A published table of the sample, as rows by column.
fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(project().join(format!("tests/golden/{table}.csv"))).expect("a table");
    let columns = reader.headers().expect("columns").clone();
    let row = |row: csv::StringRecord| columns.iter().map(ToOwned::to_owned).zip(row.iter().map(ToOwned::to_owned)).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// Sums of a column by month: months without any value are not in it.
fn by_month(rows: &[BTreeMap<String, String>], column: &str) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for row in rows.iter().filter(|row| !row[column].is_empty()) {
        *sums.entry(row["period"].clone()).or_insert(0) += row[column].parse::<i64>().expect("a number");
    }
    sums
}

/// What a measure of the page means, worked out from the published files.
fn figure(measure: &str, selected: &str) -> String {
    let all = rows("headcount");
    let months: BTreeSet<&String> = all.iter().map(|row| &row["period"]).collect();
    let (of, when) = selected.split_once(", ").unwrap_or(("", selected));
    let own: Vec<BTreeMap<String, String>> =
        all.iter().filter(|row| of.is_empty() || row["organisation"] == of || row["mission_id"] == of).cloned().collect();
    assert!(!own.is_empty() && (when == "all" || months.contains(&when.to_owned())), "{selected}");
    let last = if when == "all" { (*months.last().expect("a month")).clone() } else { when.to_owned() };
    let before = months.iter().rev().find(|month| ***month < last).map(ToString::to_string).unwrap_or_default();
    let within = |row: &&BTreeMap<String, String>| when == "all" || row["period"] == when;
    let selection: Vec<BTreeMap<String, String>> = own.iter().filter(within).cloned().collect();
    let heads = by_month(&own, "headcount");
    let total = |column: &str| by_month(&selection, column).values().sum::<i64>().to_string();
    let in_last = |table: &str, column: &str| by_month(&rows(table), column).get(&last).copied();
    match measure {
        "Officers" => heads[&last].to_string(),
        "Officers before" => heads[&before].to_string(),
        "Officers change" => (heads[&last] - heads[&before]).to_string(),
        "Officers average" => format!("{:.2}", heads.values().sum::<i64>() as f64 / heads.len() as f64),
        "Person-months" => total("headcount"),
        "Arrived" => total("arrivals"),
        "Departed" => total("departures"),
        "Women" => in_last("by_period", "female").expect("known").to_string(),
        "Women share" => {
            let [women, persons] = ["female", "headcount"].map(|column| in_last("by_period", column).expect("known") as f64);
            format!("{:.3}", women / persons)
        }
        "Posts filled" => {
            assert!(own.iter().all(|row| row["vacancies"].is_empty()), "the sample reports vacancies: the page may show more");
            String::new()
        }
        "Figures flagged" => all.iter().filter(|row| row["period"] == last && row["status"] != "ok").count().to_string(),
        "Open errors" => {
            let open =
                |row: &&BTreeMap<String, String>| row["severity"] == "error" && row["outcome_of"].is_empty() && row["waived"] == "false";
            rows("findings").iter().filter(open).filter(within).count().to_string()
        }
        other => panic!("'{other}' is no measure of the page"),
    }
}

#[test]
fn the_figures_on_the_page_are_those_of_the_sample() {
    let page = page();
    let table = page.split("<!-- figures -->").nth(1).and_then(|rest| rest.split("<!-- end of figures -->").next()).expect("figures");
    let (_, blocks) = code(&page);
    let given = given(&blocks);
    let mut seen = BTreeSet::new();
    for line in table.lines().filter(|line| line.starts_with("| ")).skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [measure, selected, shown] = cells[..] else { panic!("{line}") };
        assert!(given.contains(measure), "the page does not say how '{measure}' is made");
        assert_eq!(figure(measure, selected), shown, "{measure} of {selected}");
        seen.insert(measure.to_owned());
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn a_name_that_is_not_published_is_noticed() {
    let published = published();
    for wrong in ["head_count", "headcount.women", "head_count.csv", "package.json"] {
        assert!(complaint(wrong, &published).is_some(), "{wrong}");
    }
    for right in ["headcount", "female", "headcount.female", "by_period.parquet", "TOTALYTD", "muster import", "2026-05"] {
        assert_eq!(complaint(right, &published), None, "{right}");
    }
    assert_eq!(bracketed("a[b] + [C d]"), [("a".to_owned(), "b".to_owned()), (String::new(), "C d".to_owned())]);
}
