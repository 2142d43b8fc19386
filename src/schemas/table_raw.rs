//! A table as it is written, before its parts are looked up. TOML and JSON tables meet here.

use super::diagnostics::{Item, Mistakes, Spot};
use super::raw::{Document, Entry};
use crate::domain::Bilingual;

/// The languages headers are written in.
const LANGUAGES: [&str; 3] = ["nl", "en", "fr"];

/// A table as written.
pub(super) struct RawTable {
    pub(super) name: Option<Item<String>>,
    pub(super) title: Option<Bilingual>,
    pub(super) about_persons: bool,
    pub(super) reference: bool,
    pub(super) fields: Vec<Slot>,
    /// `None`: not said.
    pub(super) recognised_by: Option<Vec<Item<String>>>,
    pub(super) primary_key: Vec<Item<String>>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    /// `None`: not said.
    pub(super) missing_values: Option<Vec<String>>,
    pub(super) at: Spot,
}

/// A field of a table: its own, or one of `fields.toml`.
pub(super) enum Slot {
    Own(RawField),
    Shared { name: Item<String>, required: Option<bool> },
}

/// A field as written.
#[derive(Clone)]
pub(super) struct RawField {
    pub(super) name: Item<String>,
    pub(super) title: Option<Bilingual>,
    /// A type of the Table Schema standard.
    pub(super) type_name: Option<Item<String>>,
    /// Which grammar reads its cells; follows from type and foreign keys if it is not said.
    pub(super) kind: Option<Item<String>>,
    pub(super) required: bool,
    pub(super) personal: bool,
    /// The headers it goes by; its name and titles if none are written.
    pub(super) synonyms: Vec<Item<String>>,
}

/// A reference to a list of values or to the registry.
#[derive(Clone)]
pub(super) struct ForeignKey {
    pub(super) field: Item<String>,
    pub(super) resource: Item<String>,
}

/// What `fields.toml` holds.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) fields: Vec<RawField>,
    pub(super) foreign_keys: Vec<ForeignKey>,
    pub(super) missing_values: Vec<String>,
}

pub(super) fn owned(item: Item<&str>) -> Item<String> {
    Item { value: item.value.to_string(), at: item.at }
}

/// Reads `fields.toml`.
pub(super) fn shared(document: &Document<'_>, mistakes: &mut Mistakes) -> Shared {
    let mut root = document.root();
    let missing_values = root.texts("missingValues", mistakes).iter().map(|text| text.value.to_string()).collect();
    let fields = root.entries("fields", mistakes).into_iter().filter_map(|entry| field(entry, mistakes)).collect();
    let foreign_keys = foreign_keys(&mut root, mistakes);
    root.finish(mistakes);
    Shared { fields, foreign_keys, missing_values }
}

/// Reads a table of the folder `tables`.
pub(super) fn table(document: &Document<'_>, mistakes: &mut Mistakes) -> RawTable {
    let mut root = document.root();
    let name = root.need_text("name", mistakes).map(owned);
    let title = title(&mut root, mistakes);
    root.text("description", mistakes);
    let about_persons = root.switch("aboutPersons", mistakes);
    let reference = root.switch("reference", mistakes);
    let recognised_by = root.get("recognisedBy").map(|node| node.texts(mistakes).into_iter().map(owned).collect());
    let primary_key = one_or_more(&mut root, "primaryKey", mistakes);
    let missing_values = root.get("missingValues").map(|node| node.texts(mistakes).iter().map(|text| text.value.to_string()).collect());
    let slots = root.entries("fields", mistakes);
    let fields = slots.into_iter().filter_map(|entry| slot(entry, mistakes)).collect();
    let foreign_keys = foreign_keys(&mut root, mistakes);
    let at = root.at;
    root.finish(mistakes);
    RawTable { name, title, about_persons, reference, fields, recognised_by, primary_key, foreign_keys, missing_values, at }
}

fn slot(mut entry: Entry<'_>, mistakes: &mut Mistakes) -> Option<Slot> {
    let Some(node) = entry.get("shared") else { return field(entry, mistakes).map(Slot::Own) };
    let name = node.text(mistakes).map(owned);
    let required = constraints(&mut entry, mistakes);
    entry.finish(mistakes);
    Some(Slot::Shared { name: name?, required })
}

fn field(mut entry: Entry<'_>, mistakes: &mut Mistakes) -> Option<RawField> {
    let name = entry.need_text("name", mistakes).map(owned);
    let title = title(&mut entry, mistakes);
    entry.text("description", mistakes);
    let type_name = entry.text("type", mistakes).map(owned);
    let kind = entry.text("kind", mistakes).map(owned);
    let required = constraints(&mut entry, mistakes).unwrap_or(false);
    let personal = entry.switch("personal", mistakes);
    let synonyms = synonyms(&mut entry, mistakes);
    entry.finish(mistakes);
    Some(RawField { name: name?, title, type_name, kind, required, personal, synonyms })
}

/// The headers under `synonyms.nl`, `.en` and `.fr`.
pub(super) fn synonyms(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> Vec<Item<String>> {
    let Some(mut synonyms) = entry.get("synonyms").and_then(|node| node.entry(mistakes)) else { return Vec::new() };
    let all = LANGUAGES.iter().flat_map(|language| synonyms.texts(language, mistakes)).map(owned).collect();
    synonyms.finish(mistakes);
    all
}

/// A title: one text, or one for each language.
fn title(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> Option<Bilingual> {
    let node = entry.get("title")?;
    if node.is_text() {
        node.text(mistakes).map(|text| Bilingual::same(text.value))
    } else {
        node.entry(mistakes)?.into_bilingual(mistakes)
    }
}

/// Whether `constraints` say that a field is required. The bounds are checked for sense.
fn constraints(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> Option<bool> {
    let mut constraints = entry.get("constraints")?.entry(mistakes)?;
    let required = constraints.get("required").and_then(|node| node.boolean(mistakes));
    constraints.switch("unique", mistakes);
    let minimum = constraints.get("minimum").and_then(|node| node.integer(mistakes));
    let maximum = constraints.get("maximum").and_then(|node| node.integer(mistakes));
    constraints.finish(mistakes);
    if let (Some(minimum), Some(maximum)) = (minimum, maximum)
        && minimum.value > maximum.value
    {
        mistakes.at(minimum.at, "het minimum is groter dan het maximum", "the minimum is greater than the maximum").other(
            maximum.at,
            "het maximum",
            "the maximum",
        );
    }
    required.map(|item| item.value)
}

/// One text, or a list of texts, as the standard allows in keys.
fn one_or_more(entry: &mut Entry<'_>, key: &'static str, mistakes: &mut Mistakes) -> Vec<Item<String>> {
    match entry.get(key) {
        Some(node) if node.is_text() => node.text(mistakes).map(owned).into_iter().collect(),
        Some(node) => node.texts(mistakes).into_iter().map(owned).collect(),
        None => Vec::new(),
    }
}

fn foreign_keys(root: &mut Entry<'_>, mistakes: &mut Mistakes) -> Vec<ForeignKey> {
    let mut keys = Vec::new();
    for mut entry in root.entries("foreignKeys", mistakes) {
        entry.need("fields");
        let fields = one_or_more(&mut entry, "fields", mistakes);
        let resource = entry.need("reference").and_then(|node| node.entry(mistakes)).and_then(|mut reference| {
            let resource = reference.need_text("resource", mistakes).map(owned);
            one_or_more(&mut reference, "fields", mistakes);
            reference.finish(mistakes);
            resource
        });
        let at = entry.at;
        entry.finish(mistakes);
        if fields.len() > 1 {
            mistakes.at(at, "een verwijzing geldt hier voor een enkel veld", "a reference is of a single field here");
        }
        if let (Some(field), Some(resource)) = (fields.into_iter().next(), resource) {
            keys.push(ForeignKey { field, resource });
        }
    }
    keys
}
