//! A table as a plain Table Schema in JSON. What the standard allows and muster has no use for is passed over.

use serde_json::{Map, Value};

use super::diagnostics::{Item, Mistakes, Spot};
use super::source::Source;
use super::table_raw::{ForeignKey, RawField, RawTable, Slot};
use crate::domain::Bilingual;

/// Reads a table; `None` if the file is no JSON object, which is reported.
pub(super) fn table(source: &Source, file: usize, mistakes: &mut Mistakes) -> Option<RawTable> {
    if !source.usable {
        return None;
    }
    let value: Value = match serde_json::from_str(&source.text) {
        Ok(value) => value,
        Err(error) => {
            let at = offset(&source.text, error.line(), error.column());
            let detail = error.to_string();
            let detail = detail.split(" at line ").next().unwrap_or_default();
            mistakes.at(
                Spot { file, from: at, to: at + 1 },
                format!("dit is geen geldige JSON: {detail}"),
                format!("this is not valid JSON: {detail}"),
            );
            return None;
        }
    };
    let mut reader = Reader { source, file, behind: 0 };
    let at = Spot { file, from: 0, to: 0 };
    let Some(object) = value.as_object() else {
        mistakes.at(at, "hier hoort een JSON-object", "a JSON object belongs here");
        return None;
    };
    let stem = source.path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
    let name = reader.text(object, "name", mistakes).unwrap_or_else(|| Item { value: stem.into(), at });
    let title = reader.text(object, "title", mistakes).map(|text| Bilingual::same(text.value));
    if !object.contains_key("fields") {
        mistakes.at(at, "hier ontbreekt `fields`", "`fields` is missing here");
    }
    let mut fields = Vec::new();
    for value in reader.list(object, "fields", mistakes) {
        fields.extend(reader.field(value, mistakes).map(Slot::Own));
    }
    let missing_values = object.contains_key("missingValues").then(|| {
        let values = reader.list(object, "missingValues", mistakes);
        values.iter().filter_map(|value| reader.string(value, mistakes)).map(|item| item.value).collect()
    });
    reader.behind = 0;
    let primary_key = reader.one_or_more(object.get("primaryKey"), mistakes);
    let mut foreign_keys = Vec::new();
    for value in reader.list(object, "foreignKeys", mistakes) {
        foreign_keys.extend(reader.foreign_key(value, mistakes));
    }
    Some(RawTable {
        name: Some(name),
        title,
        about_persons: false,
        reference: false,
        fields,
        recognised_by: None,
        primary_key,
        foreign_keys,
        missing_values,
        at,
    })
}

/// The byte at which a line and column (both from one) begin.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (begin + column.saturating_sub(1)).min(text.len())
}

/// Finds the places of texts, which the JSON parser does not tell: each is looked for behind the one before.
struct Reader<'a> {
    source: &'a Source,
    file: usize,
    behind: usize,
}

impl Reader<'_> {
    fn place(&mut self, text: &str) -> Spot {
        let quoted = Value::from(text).to_string();
        let after = self.source.text.get(self.behind..).and_then(|rest| rest.find(&quoted)).map(|at| self.behind + at);
        match after.or_else(|| self.source.text.find(&quoted)) {
            Some(from) => {
                self.behind = from + quoted.len();
                Spot { file: self.file, from, to: from + quoted.len() }
            }
            None => Spot { file: self.file, from: self.behind, to: self.behind },
        }
    }

    fn unfit(&self, nl: &str, en: &str, mistakes: &mut Mistakes) {
        let at = Spot { file: self.file, from: self.behind, to: self.behind };
        mistakes.at(at, nl, en).help("de fout staat op deze regel of iets verder", "the mistake is on this line or a little further");
    }

    fn string(&mut self, value: &Value, mistakes: &mut Mistakes) -> Option<Item<String>> {
        match value.as_str() {
            Some(text) => Some(Item { at: self.place(text), value: text.into() }),
            None => {
                self.unfit("hier hoort tekst", "a text belongs here", mistakes);
                None
            }
        }
    }

    fn text(&mut self, object: &Map<String, Value>, key: &str, mistakes: &mut Mistakes) -> Option<Item<String>> {
        object.get(key).and_then(|value| self.string(value, mistakes))
    }

    fn list<'v>(&self, object: &'v Map<String, Value>, key: &str, mistakes: &mut Mistakes) -> &'v [Value] {
        match object.get(key) {
            Some(Value::Array(list)) => list,
            Some(_) => {
                self.unfit(&format!("bij `{key}` hoort een lijst"), &format!("`{key}` is a list"), mistakes);
                &[]
            }
            None => &[],
        }
    }

    fn one_or_more(&mut self, value: Option<&Value>, mistakes: &mut Mistakes) -> Vec<Item<String>> {
        match value {
            Some(Value::Array(list)) => list.iter().filter_map(|value| self.string(value, mistakes)).collect(),
            Some(value) => self.string(value, mistakes).into_iter().collect(),
            None => Vec::new(),
        }
    }

    fn field(&mut self, value: &Value, mistakes: &mut Mistakes) -> Option<RawField> {
        let Some(object) = value.as_object() else {
            self.unfit("een veld is een JSON-object", "a field is a JSON object", mistakes);
            return None;
        };
        let Some(name) = self.text(object, "name", mistakes) else {
            self.unfit("een veld heeft een `name`", "a field has a `name`", mistakes);
            return None;
        };
        let behind = self.behind;
        let title = self.text(object, "title", mistakes);
        self.behind = behind;
        let type_name = self.text(object, "type", mistakes);
        let required = object.get("constraints").and_then(|constraints| constraints.get("required"));
        if required.is_some_and(|required| !required.is_boolean()) {
            self.unfit("`required` is `true` of `false`", "`required` is `true` or `false`", mistakes);
        }
        let mut synonyms = vec![name.clone()];
        synonyms.extend(title.clone());
        Some(RawField {
            title: title.map(|title| Bilingual::same(title.value)),
            type_name,
            kind: None,
            required: required.and_then(Value::as_bool).unwrap_or(false),
            personal: false,
            synonyms,
            name,
        })
    }

    fn foreign_key(&mut self, value: &Value, mistakes: &mut Mistakes) -> Option<ForeignKey> {
        let mut fields = self.one_or_more(value.get("fields"), mistakes);
        let resource = value.get("reference").and_then(|reference| reference.get("resource"));
        let (Some(resource), 1) = (resource, fields.len()) else {
            self.unfit(
                "een verwijzing heeft een veld en een `reference.resource`",
                "a reference has one field and a `reference.resource`",
                mistakes,
            );
            return None;
        };
        Some(ForeignKey { resource: self.string(resource, mistakes)?, field: fields.pop()? })
    }
}
