//! `headers.toml` and `personal.toml`: headers with several meanings, and headers of personal data.

use std::collections::HashMap;

use super::diagnostics::{Item, Mistakes, Spot};
use super::raw::Document;
use super::table_raw::{Shared, synonyms};
use super::tables::ANY;
use crate::domain::schema::{AmbiguousHeader, PersonalHeader};
use crate::domain::{TableSchema, fold};

/// The headers of personal data; each of them folded with its place; the words that speak of somebody's health.
pub(super) type Personal = (Vec<PersonalHeader>, HashMap<String, Spot>, Vec<String>);

/// Reads what is personal.
pub(super) fn personal(document: &Document<'_>, mistakes: &mut Mistakes) -> Personal {
    let mut root = document.root();
    let words = root.texts("health_words", mistakes);
    for word in &words {
        // An empty word would begin every other.
        if fold(word.value).is_empty() {
            mistakes.at(word.at, "hier staat geen letter of cijfer", "there is no letter or digit here");
        }
    }
    let health_words = words.iter().map(|word| word.value.to_owned()).collect();
    let mut headers: Vec<PersonalHeader> = Vec::new();
    let mut seen: HashMap<String, (usize, Spot)> = HashMap::new();
    for mut entry in root.entries("personal", mistakes) {
        let kind = entry.need_text("kind", mistakes);
        entry.need_bilingual("title", mistakes);
        let synonyms = synonyms(&mut entry, mistakes);
        let at = entry.at;
        entry.finish(mistakes);
        if synonyms.is_empty() {
            mistakes
                .at(at, "hier ontbreken de koppen", "the headers are missing here")
                .help("schrijf ze als `synonyms.nl = [\"…\"]`", "write them as `synonyms.nl = [\"…\"]`");
        }
        if let Some(kind) = kind.filter(|kind| headers.iter().any(|known| known.kind == kind.value)) {
            mistakes.at(kind.at, format!("`{}` staat er al", kind.value), format!("`{}` is there already", kind.value));
        }
        for synonym in &synonyms {
            take(synonym, headers.len(), &mut seen, mistakes);
        }
        headers.push(PersonalHeader {
            kind: kind.map(|kind| kind.value.to_string()).unwrap_or_default(),
            synonyms: synonyms.into_iter().map(|synonym| synonym.value).collect(),
        });
    }
    root.finish(mistakes);
    (headers, seen.into_iter().map(|(folded, (_, at))| (folded, at)).collect(), health_words)
}

fn take(text: &Item<String>, owner: usize, seen: &mut HashMap<String, (usize, Spot)>, mistakes: &mut Mistakes) {
    let folded = fold(&text.value);
    if folded.is_empty() {
        mistakes.at(text.at, "hier staat geen letter of cijfer", "there is no letter or digit here");
        return;
    }
    let (other, at) = *seen.entry(folded).or_insert((owner, text.at));
    if other != owner {
        mistakes.at(text.at, format!("`{}` staat bij twee soorten", text.value), format!("`{}` stands under two kinds", text.value)).other(
            at,
            "hier al gebruikt",
            "used here already",
        );
    }
}

/// Reads the headers with several meanings. Their fields are checked against the tables if all of those could be read.
pub(super) fn ambiguous(
    document: &Document<'_>,
    tables: Option<&[TableSchema]>,
    shared: &Shared,
    mistakes: &mut Mistakes,
) -> Vec<AmbiguousHeader> {
    let mut root = document.root();
    let mut headers = Vec::new();
    let mut seen: HashMap<String, Spot> = HashMap::new();
    for mut entry in root.entries("header", mistakes) {
        let header = entry.need_text("header", mistakes);
        entry.need("fields");
        let fields = entry.texts("fields", mistakes);
        let rule = entry.need_text("rule", mistakes);
        entry.finish(mistakes);
        if let Some(header) = header {
            let first = *seen.entry(fold(header.value)).or_insert(header.at);
            if first != header.at {
                mistakes
                    .at(header.at, format!("kop `{}` staat er al", header.value), format!("header `{}` is there already", header.value))
                    .other(first, "hier", "here");
            }
        }
        if let Some(tables) = tables {
            for field in &fields {
                path(*field, tables, shared, mistakes);
            }
        }
        if let (Some(header), Some(rule)) = (header, rule) {
            headers.push(AmbiguousHeader {
                header: header.value.into(),
                fields: fields.iter().map(|field| field.value.into()).collect(),
                rule: rule.value.into(),
            });
        }
    }
    root.finish(mistakes);
    headers
}

fn path(given: Item<&str>, tables: &[TableSchema], shared: &Shared, mistakes: &mut Mistakes) {
    let of_tables = tables.iter().flat_map(|table| table.fields.iter().map(|field| format!("{}.{}", table.name, field.name)));
    let of_all = shared.fields.iter().map(|field| format!("{ANY}.{}", field.name.value));
    let known: Vec<String> = of_tables.chain(of_all).collect();
    if !known.iter().any(|path| path == given.value) {
        mistakes
            .at(given.at, format!("er is geen veld `{}`", given.value), format!("there is no field `{}`", given.value))
            .did_you_mean(given.value, known.iter().map(String::as_str));
    }
}
