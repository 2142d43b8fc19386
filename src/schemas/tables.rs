//! Tables as written become tables as meant: types, references and headers are looked up and checked.

use std::collections::HashMap;

use super::codelists::MISSIONS;
use super::diagnostics::{Item, Mistakes, Spot};
use super::table_raw::{ForeignKey, RawField, RawTable, Shared, Slot};
use crate::domain::schema::CodeList;
use crate::domain::{Bilingual, Field, FieldType, TableSchema, fold};

/// The kinds of fields, and the type of the standard each belongs to.
const KINDS: [(&str, &str, FieldType); 10] = [
    ("headcount", "integer", FieldType::Headcount),
    ("count", "integer", FieldType::Count),
    ("date", "date", FieldType::Date),
    ("last_day", "date", FieldType::LastDay),
    ("month", "yearmonth", FieldType::Month),
    ("window", "string", FieldType::Window),
    ("code", "string", FieldType::Code),
    ("mission", "string", FieldType::Mission),
    ("person_key", "string", FieldType::PersonKey),
    ("text", "string", FieldType::Text),
];

/// The types of the standard.
const TYPES: [&str; 16] = [
    "string",
    "number",
    "integer",
    "boolean",
    "object",
    "array",
    "list",
    "date",
    "time",
    "datetime",
    "year",
    "yearmonth",
    "duration",
    "geopoint",
    "geojson",
    "any",
];

/// The table whose figures are published, and the fields muster itself reads there.
const RELIED_ON: (&str, [(&str, FieldType); 8]) = (
    "headcount",
    [
        ("mission", FieldType::Mission),
        ("stated", FieldType::Headcount),
        ("temp_home", FieldType::Count),
        ("in_area", FieldType::Count),
        ("female", FieldType::Count),
        ("arrivals", FieldType::Count),
        ("departures", FieldType::Count),
        ("vacancies", FieldType::Count),
    ],
);

/// The name under which `headers.toml` speaks of a field of several tables; no table can have it.
pub(super) const ANY: &str = "any";

/// What tables refer to.
pub(super) struct Context<'a> {
    pub(super) shared: &'a Shared,
    /// Whether `fields.toml` could be read; else references to it are not checked.
    pub(super) shared_known: bool,
    /// `None` if the lists could not be read; then references to them are not checked.
    pub(super) lists: Option<&'a [CodeList]>,
    /// Headers of personal data, folded, and where they stand.
    pub(super) personal: &'a HashMap<String, Spot>,
}

/// Checks one table. Of a field with mistakes the rest is kept, so that what refers to it is no further mistake.
pub(super) fn table(raw: &RawTable, context: &Context<'_>, mistakes: &mut Mistakes) -> TableSchema {
    let fields = fields(raw, context, mistakes);
    let own = || fields.iter().map(|(field, _)| field);
    let known = |field: &str| fields.iter().position(|(known, _)| known.name.value == field);
    let mut keys: Vec<ForeignKey> = context.shared.foreign_keys.clone();
    keys.retain(|key| known(&key.field.value).is_some_and(|at| fields[at].1));
    keys.extend(raw.foreign_keys.iter().cloned());
    for key in &raw.foreign_keys {
        if known(&key.field.value).is_none() {
            unknown_field(&key.field, own(), mistakes);
        }
    }
    for name in &raw.primary_key {
        if known(&name.value).is_none() {
            unknown_field(name, own(), mistakes);
        }
    }
    let recognised_by = match &raw.recognised_by {
        Some(names) => {
            if names.is_empty() {
                mistakes.at(
                    raw.at,
                    "`recognisedBy` is leeg: elk blad zou deze tabel zijn",
                    "`recognisedBy` is empty: every sheet would be this table",
                );
            }
            let mut found = Vec::new();
            for name in names {
                match known(&name.value) {
                    Some(at) => found.push(at),
                    None => unknown_field(name, own(), mistakes),
                }
            }
            found
        }
        None => {
            let required: Vec<usize> = fields.iter().enumerate().filter(|(_, (field, _))| field.required).map(|(at, _)| at).collect();
            if required.is_empty() { (0..fields.len()).collect() } else { required }
        }
    };
    headers(&fields, context.personal, mistakes);
    let name = raw.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    TableSchema {
        title: raw.title.clone().unwrap_or_else(|| Bilingual::same(name.clone())),
        name,
        about_persons: raw.about_persons,
        reference: raw.reference,
        fields: fields.iter().map(|(field, _)| meant(field, &keys, context.lists, mistakes)).collect(),
        recognised_by,
        missing_values: missing_values(raw.missing_values.as_ref().unwrap_or(&context.shared.missing_values)),
    }
}

/// Checks the fields of `fields.toml`, whether a table uses them or not. What a table would report again counts once.
pub(super) fn shared(context: &Context<'_>, mistakes: &mut Mistakes) {
    let fields = &context.shared.fields;
    for (at, field) in fields.iter().enumerate() {
        check_name(&field.name, mistakes);
        if let Some(first) = fields[..at].iter().find(|other| other.name.value == field.name.value) {
            mistakes
                .at(
                    field.name.at,
                    format!("veld `{}` staat er al", field.name.value),
                    format!("field `{}` is there already", field.name.value),
                )
                .other(first.name.at, "hier", "here");
        }
        meant(field, &context.shared.foreign_keys, context.lists, mistakes);
    }
    for key in &context.shared.foreign_keys {
        if !fields.iter().any(|field| field.name.value == key.field.value) {
            unknown_field(&key.field, fields.iter(), mistakes);
        }
    }
}

/// The fields of a table, each with whether it is a shared one.
fn fields(raw: &RawTable, context: &Context<'_>, mistakes: &mut Mistakes) -> Vec<(RawField, bool)> {
    let mut fields: Vec<(RawField, bool)> = Vec::new();
    for slot in &raw.fields {
        let (field, at, is_shared) = match slot {
            Slot::Own(field) => (field.clone(), field.name.at, false),
            Slot::Shared { name, required } => {
                let Some(found) = context.shared.fields.iter().find(|field| field.name.value == name.value) else {
                    if context.shared_known {
                        mistakes
                            .at(
                                name.at,
                                format!("fields.toml kent geen veld `{}`", name.value),
                                format!("fields.toml has no field `{}`", name.value),
                            )
                            .did_you_mean(&name.value, context.shared.fields.iter().map(|field| field.name.value.as_str()));
                    }
                    continue;
                };
                let mut field = found.clone();
                field.required = required.unwrap_or(field.required);
                (field, name.at, true)
            }
        };
        check_name(&Item { value: field.name.value.clone(), at }, mistakes);
        if fields.iter().any(|(other, _)| other.name.value == field.name.value) {
            mistakes.at(at, format!("veld `{}` staat er al", field.name.value), format!("field `{}` is there already", field.name.value));
            continue;
        }
        fields.push((field, is_shared));
    }
    if fields.is_empty() && context.shared_known {
        mistakes.at(raw.at, "deze tabel heeft geen velden", "this table has no fields");
    }
    fields
}

/// A name is one half of a path such as `headcount.stated`, so it holds no full stop.
fn check_name(name: &Item<String>, mistakes: &mut Mistakes) {
    if name.value.trim().is_empty() || name.value.contains('.') || name.value.contains(char::is_control) {
        mistakes.at(name.at, "een naam is niet leeg en heeft geen punt", "a name is not empty and has no full stop");
    }
}

fn unknown_field<'f>(name: &Item<String>, fields: impl Iterator<Item = &'f RawField>, mistakes: &mut Mistakes) {
    mistakes
        .at(name.at, format!("deze tabel heeft geen veld `{}`", name.value), format!("this table has no field `{}`", name.value))
        .did_you_mean(&name.value, fields.map(|field| field.name.value.as_str()));
}

/// Reports headers that point to two fields of one table, or to a field and to personal data.
fn headers(fields: &[(RawField, bool)], personal: &HashMap<String, Spot>, mistakes: &mut Mistakes) {
    let mut seen: HashMap<String, (usize, Spot)> = HashMap::new();
    for (at, (field, _)) in fields.iter().enumerate() {
        for synonym in &field.synonyms {
            let folded = fold(&synonym.value);
            if folded.is_empty() {
                mistakes.at(synonym.at, "hier staat geen letter of cijfer", "there is no letter or digit here");
                continue;
            }
            if let Some(spot) = personal.get(&folded) {
                mistakes
                    .at(
                        synonym.at,
                        format!("`{}` is een kop van persoonsgegevens", synonym.value),
                        format!("`{}` is a header of personal data", synonym.value),
                    )
                    .other(*spot, "volgens deze regel", "by this line");
            }
            let (other, spot) = *seen.entry(folded).or_insert((at, synonym.at));
            if other != at {
                let first = &fields[other].0.name.value;
                let second = &field.name.value;
                mistakes
                    .at(
                        synonym.at,
                        format!("kop `{}` wijst naar twee velden: `{first}` en `{second}`", synonym.value),
                        format!("header `{}` points to two fields: `{first}` and `{second}`", synonym.value),
                    )
                    .other(spot, "hier al gebruikt", "used here already")
                    .help("een kop met twee betekenissen hoort in headers.toml", "a header with two meanings belongs in headers.toml");
            }
        }
    }
}

fn meant(raw: &RawField, keys: &[ForeignKey], lists: Option<&[CodeList]>, mistakes: &mut Mistakes) -> Field {
    let key = keys.iter().find(|key| key.field.value == raw.name.value);
    let type_name = raw.type_name.as_ref().filter(|given| {
        let known = TYPES.contains(&given.value.as_str());
        if !known {
            mistakes
                .at(given.at, format!("onbekend type `{}`", given.value), format!("unknown type `{}`", given.value))
                .did_you_mean(&given.value, TYPES);
        }
        known
    });
    let kind = match &raw.kind {
        Some(given) => said(given, type_name, mistakes),
        None => None,
    };
    let kind = kind.unwrap_or_else(|| follows(type_name.map_or("string", |name| name.value.as_str()), key));
    let codes = key.and_then(|key| reference(key, kind, lists, mistakes));
    if kind == FieldType::Code && key.is_none() {
        mistakes.at(raw.name.at, "dit veld verwijst naar geen waardenlijst", "this field refers to no list of values").help(
            "voeg `[[foreignKeys]]` toe met de naam van een lijst van codelists.toml",
            "add `[[foreignKeys]]` with the name of a list of codelists.toml",
        );
    }
    let title = raw.title.clone().unwrap_or_else(|| Bilingual::same(raw.name.value.clone()));
    let mut synonyms: Vec<String> = Vec::new();
    let own = [raw.name.value.as_str(), title.nl.as_str(), title.en.as_str()];
    let written = raw.synonyms.iter().map(|synonym| synonym.value.as_str());
    for text in written.chain(own.into_iter().filter(|_| raw.synonyms.is_empty())) {
        if !synonyms.iter().any(|known| known == text) {
            synonyms.push(text.into());
        }
    }
    Field { name: raw.name.value.clone(), title, kind, codes, required: raw.required, personal: raw.personal, synonyms }
}

fn said(given: &Item<String>, type_name: Option<&Item<String>>, mistakes: &mut Mistakes) -> Option<FieldType> {
    let Some((_, fitting, kind)) = KINDS.iter().find(|(name, _, _)| *name == given.value) else {
        mistakes
            .at(given.at, format!("onbekende soort `{}`", given.value), format!("unknown kind `{}`", given.value))
            .did_you_mean(&given.value, KINDS.map(|(name, _, _)| name));
        return None;
    };
    if let Some(type_name) = type_name.filter(|type_name| type_name.value != *fitting) {
        mistakes
            .at(
                given.at,
                format!("een veld van soort `{}` is van type `{fitting}`", given.value),
                format!("a field of kind `{}` is of type `{fitting}`", given.value),
            )
            .other(type_name.at, "dit is het type", "this is the type");
    }
    Some(*kind)
}

/// The kind that follows from a type of the standard and a reference.
fn follows(type_name: &str, key: Option<&ForeignKey>) -> FieldType {
    match (type_name, key) {
        ("string", Some(key)) if key.resource.value == MISSIONS => FieldType::Mission,
        ("string", Some(_)) => FieldType::Code,
        ("integer", _) => FieldType::Count,
        ("date", _) => FieldType::Date,
        ("yearmonth", _) => FieldType::Month,
        _ => FieldType::Text,
    }
}

/// The list that a reference points to.
fn reference(key: &ForeignKey, kind: FieldType, lists: Option<&[CodeList]>, mistakes: &mut Mistakes) -> Option<usize> {
    let lists = lists?;
    let resource = &key.resource;
    let found = lists.iter().position(|list| list.name == resource.value);
    if found.is_none() && resource.value != MISSIONS {
        mistakes
            .at(
                resource.at,
                format!("er is geen waardenlijst `{}`", resource.value),
                format!("there is no list of values `{}`", resource.value),
            )
            .did_you_mean(&resource.value, lists.iter().map(|list| list.name.as_str()).chain([MISSIONS]));
        return None;
    }
    let fits = match kind {
        FieldType::Code => found.is_some(),
        FieldType::Mission => found.is_none(),
        _ => false,
    };
    if !fits {
        mistakes.at(
            key.field.at,
            format!("dit veld is niet van een soort die naar `{}` kan verwijzen", resource.value),
            format!("this field is not of a kind that can refer to `{}`", resource.value),
        );
    }
    found.filter(|_| fits)
}

/// Folded where there is something to fold, else the bare signs (`-`, `?`).
fn missing_values(written: &[String]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for text in written {
        let folded = fold(text);
        let value = if folded.is_empty() { text.trim().to_string() } else { folded };
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// Reports table names that are taken or not possible, and fields that muster itself reads and that are not there.
/// `complete` is false if some table could not be read.
pub(super) fn whole(tables: &[TableSchema], raws: &[RawTable], complete: bool, mistakes: &mut Mistakes) {
    for (at, raw) in raws.iter().enumerate() {
        let Some(name) = &raw.name else { continue };
        check_name(name, mistakes);
        if name.value == ANY {
            mistakes.at(name.at, "een tabel kan niet `any` heten", "a table cannot be called `any`");
        }
        if let Some(first) = raws[..at].iter().filter_map(|other| other.name.as_ref()).find(|other| other.value == name.value) {
            mistakes
                .at(name.at, format!("er is al een tabel `{}`", name.value), format!("there is a table `{}` already", name.value))
                .other(first.at, "hier", "here");
        }
    }
    let (table, fields) = RELIED_ON;
    let Some(at) = tables.iter().position(|known| known.name == table) else {
        if complete {
            mistakes
                .file("tables", format!("de tabel `{table}` ontbreekt"), format!("the table `{table}` is missing"))
                .help("muster zelf gebruikt deze tabel", "muster itself uses this table");
        }
        return;
    };
    for (name, kind) in fields {
        let found = tables[at].fields.iter().find(|field| field.name == name);
        if found.is_none_or(|field| field.kind != kind) {
            let word = KINDS.iter().find(|(_, _, known)| *known == kind).map_or("", |(word, _, _)| word);
            mistakes
                .at(
                    raws[at].at,
                    format!("hier ontbreekt een veld `{name}` van soort `{word}`"),
                    format!("a field `{name}` of kind `{word}` is missing here"),
                )
                .help("muster zelf gebruikt dit veld", "muster itself uses this field");
        }
    }
}
