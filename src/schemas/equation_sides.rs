//! The sides of an equation: terms, and the conditions of what is counted.

use super::codelists;
use super::diagnostics::{Item, Mistakes};
use super::raw::{Entry, choose};
use crate::domain::equation::{Condition, Day, FieldPath, Grouping, Missing, Of, Side, Term, TermKind, Test};
use crate::domain::schema::CodeList;
use crate::domain::{Field, FieldType, TableSchema};

const SIGNS: [(&str, i64); 2] = [("+", 1), ("-", -1)];
const OFS: [(&str, Of); 2] = [("this", Of::This), ("previous", Of::Previous)];
const MISSINGS: [(&str, Missing); 3] =
    [("skip_if_any", Missing::SkipIfAny), ("skip_if_all", Missing::SkipIfAll), ("never_skip", Missing::NeverSkip)];
const DAYS: [(&str, Day); 2] = [("as_of", Day::AsOf), ("previous_as_of", Day::PreviousAsOf)];

/// What a term can be.
const KINDS: [&str; 6] = ["field", "annotation", "sum", "total", "count", "constant"];
/// How a condition can test.
const TESTS: [&str; 6] = ["before", "on_or_before", "after", "on_or_after", "in", "not_in"];

/// The tables and lists that equations speak of.
pub(super) struct Vocabulary<'a> {
    pub(super) tables: &'a [TableSchema],
    /// `None` if the lists could not be read.
    pub(super) lists: Option<&'a [CodeList]>,
}

/// What a field has to hold to be used somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operand {
    Number,
    Day,
    Code,
}

impl Operand {
    const fn fits(self, kind: FieldType) -> bool {
        match self {
            Self::Number => matches!(kind, FieldType::Headcount | FieldType::Count),
            Self::Day => matches!(kind, FieldType::Date | FieldType::LastDay),
            Self::Code => matches!(kind, FieldType::Code),
        }
    }

    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Number => ("aantallen", "counts"),
            Self::Day => ("dagen", "days"),
            Self::Code => ("waarden van een lijst", "values of a list"),
        }
    }
}

impl Vocabulary<'_> {
    /// The field that `table.field` names, if it is there and holds what is needed.
    pub(super) fn path(&self, path: Item<&str>, operand: Operand, mistakes: &mut Mistakes) -> Option<FieldPath> {
        let found = path.value.split_once('.').and_then(|(table, field)| {
            let at = self.tables.iter().position(|known| known.name == table)?;
            Some(FieldPath { table: at, field: self.tables[at].field(field)? })
        });
        let Some(found) = found else {
            let known: Vec<String> = self
                .tables
                .iter()
                .flat_map(|table| {
                    table.fields.iter().filter(|field| operand.fits(field.kind)).map(|field| format!("{}.{}", table.name, field.name))
                })
                .collect();
            mistakes
                .at(path.at, format!("er is geen veld `{}`", path.value), format!("there is no field `{}`", path.value))
                .did_you_mean(path.value, known.iter().map(String::as_str));
            return None;
        };
        fitting(path, &self.tables[found.table].fields[found.field], operand, mistakes).then_some(found)
    }
}

fn fitting(name: Item<&str>, field: &Field, operand: Operand, mistakes: &mut Mistakes) -> bool {
    if operand.fits(field.kind) {
        return true;
    }
    let (nl, en) = operand.words();
    mistakes.at(name.at, format!("veld `{}` bevat geen {nl}", name.value), format!("field `{}` does not hold {en}", name.value));
    false
}

/// Reads one side. Without a vocabulary (the tables could not be read) only its shape is checked.
pub(super) fn side(
    mut entry: Entry<'_>,
    group: Option<Grouping>,
    vocabulary: Option<&Vocabulary<'_>>,
    mistakes: &mut Mistakes,
) -> Option<Item<Side>> {
    let at = entry.at;
    let name = name(&mut entry, mistakes);
    let missing = entry.word("missing", &MISSINGS, mistakes).map(|item| item.value).unwrap_or_default();
    entry.need("terms");
    let entries = entry.entries("terms", mistakes);
    let wanted = entries.len();
    let terms: Vec<Term> = entries.into_iter().filter_map(|entry| term(entry, group, vocabulary, mistakes)).collect();
    if wanted == 0 {
        mistakes.at(at, "deze kant heeft geen termen", "this side has no terms");
    }
    entry.finish(mistakes);
    Some(Item { value: Side { terms, missing, name }, at })
}

/// A name that a message can use in braces.
fn name(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> Option<String> {
    let name = entry.text("name", mistakes)?;
    if name.value.is_empty() || !name.value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
        mistakes.at(
            name.at,
            "een naam bestaat uit kleine letters, cijfers en `_`",
            "a name consists of lower-case letters, digits and `_`",
        );
    }
    Some(name.value.into())
}

fn term(mut entry: Entry<'_>, group: Option<Grouping>, vocabulary: Option<&Vocabulary<'_>>, mistakes: &mut Mistakes) -> Option<Term> {
    let at = entry.at;
    let sign = entry.word("sign", &SIGNS, mistakes).map_or(1, |item| item.value);
    let of = entry.word("of", &OFS, mistakes).map(|item| item.value).unwrap_or_default();
    let missing = entry.word("missing", &MISSINGS, mistakes).map(|item| item.value);
    let name = name(&mut entry, mistakes);
    let given: Vec<&str> = KINDS.into_iter().filter(|kind| entry.get(kind).is_some()).collect();
    let kind = match given.as_slice() {
        ["constant"] => entry.get("constant").and_then(|node| node.integer(mistakes)).map(|item| TermKind::Constant(item.value)),
        ["count"] => counted(&mut entry, vocabulary, mistakes),
        [kind] => {
            let path = entry.text(kind, mistakes);
            if let Some(path) =
                path.filter(|_| *kind == "total" && group.is_some_and(|group| !matches!(group, Grouping::Total | Grouping::Subtotal)))
            {
                mistakes.at(
                    path.at,
                    "een totaalregel is er alleen bij `group = \"total\"` of `\"subtotal\"`",
                    "there is a total line only with `group = \"total\"` or `\"subtotal\"`",
                );
            }
            let path = path.and_then(|path| vocabulary.and_then(|vocabulary| vocabulary.path(path, Operand::Number, mistakes)));
            path.map(|path| match *kind {
                "annotation" => TermKind::Annotation(path),
                "sum" => TermKind::Sum(path),
                "total" => TermKind::Total(path),
                _ => TermKind::Field(path),
            })
        }
        _ => {
            let words = KINDS.map(|kind| format!("`{kind}`")).join(", ");
            mistakes
                .at(at, "een term is precies een ding", "a term is exactly one thing")
                .help(format!("een van {words}"), format!("one of {words}"));
            None
        }
    };
    entry.finish(mistakes);
    Some(Term { sign, kind: kind?, of, name, missing })
}

/// A number of records: the table and the conditions.
fn counted(entry: &mut Entry<'_>, vocabulary: Option<&Vocabulary<'_>>, mistakes: &mut Mistakes) -> Option<TermKind> {
    let name = entry.text("count", mistakes)?;
    let wheres = entry.entries("where", mistakes);
    let Some(vocabulary) = vocabulary else {
        wheres.into_iter().for_each(|entry| shape(entry, mistakes));
        return None;
    };
    let Some(table) = vocabulary.tables.iter().position(|table| table.name == name.value) else {
        mistakes
            .at(name.at, format!("er is geen tabel `{}`", name.value), format!("there is no table `{}`", name.value))
            .did_you_mean(name.value, vocabulary.tables.iter().map(|table| table.name.as_str()));
        wheres.into_iter().for_each(|entry| shape(entry, mistakes));
        return None;
    };
    let fields = &vocabulary.tables[table].fields;
    let conditions = wheres.into_iter().filter_map(|entry| condition(entry, fields, vocabulary.lists, mistakes)).collect();
    Some(TermKind::Count { table, conditions })
}

/// Reports the keys of a condition that mean nothing, where nothing more can be checked.
fn shape(mut entry: Entry<'_>, mistakes: &mut Mistakes) {
    for key in ["field", "blank"].into_iter().chain(TESTS) {
        entry.get(key);
    }
    entry.finish(mistakes);
}

fn condition(mut entry: Entry<'_>, fields: &[Field], lists: Option<&[CodeList]>, mistakes: &mut Mistakes) -> Option<Condition> {
    let at = entry.at;
    let blank = entry.switch("blank", mistakes);
    let name = entry.need_text("field", mistakes);
    let given: Vec<&str> = TESTS.into_iter().filter(|test| entry.get(test).is_some()).collect();
    let field = name.and_then(|name| {
        let found = fields.iter().position(|field| field.name == name.value);
        if found.is_none() {
            mistakes
                .at(name.at, format!("deze tabel heeft geen veld `{}`", name.value), format!("this table has no field `{}`", name.value))
                .did_you_mean(name.value, fields.iter().map(|field| field.name.as_str()));
        }
        found
    });
    let test = match given.as_slice() {
        [test @ ("in" | "not_in")] => {
            let texts = entry.texts(test, mistakes);
            let known = name.zip(field).map(|(name, at)| (name, &fields[at]));
            known
                .filter(|(name, field)| fitting(*name, field, Operand::Code, mistakes))
                .and_then(|(_, field)| codes(test, &texts, field, lists, mistakes))
        }
        [test] => {
            let day = entry.text(test, mistakes).and_then(|text| choose(text, &DAYS, mistakes));
            let known = name.zip(field).map(|(name, at)| (name, &fields[at]));
            let fits = known.is_some_and(|(name, field)| fitting(name, field, Operand::Day, mistakes));
            day.filter(|_| fits).map(|day| match *test {
                "before" => Test::Before(day.value),
                "on_or_before" => Test::OnOrBefore(day.value),
                "after" => Test::After(day.value),
                _ => Test::OnOrAfter(day.value),
            })
        }
        _ => {
            let words = TESTS.map(|test| format!("`{test}`")).join(", ");
            mistakes
                .at(at, "een voorwaarde heeft precies een toets", "a condition has exactly one test")
                .help(format!("een van {words}"), format!("one of {words}"));
            None
        }
    };
    entry.finish(mistakes);
    Some(Condition { field: field?, test: test?, blank })
}

fn codes(test: &str, texts: &[Item<&str>], field: &Field, lists: Option<&[CodeList]>, mistakes: &mut Mistakes) -> Option<Test> {
    let list = lists?.get(field.codes?)?;
    let mut found = Vec::new();
    for text in texts {
        codelists::check(lists, &list.name, *text, mistakes);
        found.extend(list.find(text.value));
    }
    Some(if test == "in" { Test::In(found) } else { Test::NotIn(found) })
}
