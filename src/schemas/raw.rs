//! A TOML document as it is written: keys and values with their places. What is not of the expected shape is reported and
//! left out, so that one mistake does not hide the next.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use toml::de::{DeTable, DeValue};

use super::diagnostics::{Item, Mistakes, Spot};
use super::source::Source;
use crate::domain::{Bilingual, nearest};

/// Parses a file; `None` if it is not TOML, which is reported as its one mistake.
pub(super) fn document<'a>(source: &'a Source, file: usize, mistakes: &mut Mistakes) -> Option<Document<'a>> {
    if !source.usable {
        return None;
    }
    match DeTable::parse(&source.text) {
        Ok(table) => Some(Document { table: table.into_inner(), file }),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            // The parser knows English only, and its words are the exact ones to look up.
            let detail = error.message().trim().replace('\n', "; ");
            mistakes.at(Spot::new(file, &span), format!("dit is geen geldige TOML: {detail}"), format!("this is not valid TOML: {detail}"));
            None
        }
    }
}

/// A parsed file.
pub(super) struct Document<'a> {
    table: DeTable<'a>,
    file: usize,
}

impl Document<'_> {
    /// Its keys and values.
    pub(super) fn root(&self) -> Entry<'_> {
        Entry { table: &self.table, at: Spot { file: self.file, from: 0, to: 0 }, asked: BTreeSet::new(), missing: Vec::new() }
    }
}

/// A table of a document. Keys that nobody asked for are reported by [`Entry::finish`].
pub(super) struct Entry<'a> {
    table: &'a DeTable<'a>,
    pub(super) at: Spot,
    asked: BTreeSet<&'static str>,
    /// Keys that must be there and are not.
    missing: Vec<&'static str>,
}

/// A value of a document.
#[derive(Clone, Copy)]
pub(super) struct Node<'a> {
    value: &'a DeValue<'a>,
    pub(super) at: Spot,
}

impl<'a> Entry<'a> {
    /// The value of a key, if it is there.
    pub(super) fn get(&mut self, key: &'static str) -> Option<Node<'a>> {
        self.asked.insert(key);
        let value = self.table.get(key)?;
        Some(Node { value: value.get_ref(), at: Spot::new(self.at.file, &value.span()) })
    }

    /// The value of a key that must be there; [`Entry::finish`] reports it if not.
    pub(super) fn need(&mut self, key: &'static str) -> Option<Node<'a>> {
        let found = self.get(key);
        if found.is_none() && !self.missing.contains(&key) {
            self.missing.push(key);
        }
        found
    }

    /// Every key and value.
    pub(super) fn all(&self) -> Vec<(Item<&'a str>, Node<'a>)> {
        let file = self.at.file;
        let pair = |(key, value): (&'a toml::Spanned<toml::de::DeString<'a>>, &'a toml::Spanned<DeValue<'a>>)| {
            let name = Item { value: key.get_ref().as_ref(), at: Spot::new(file, &key.span()) };
            (name, Node { value: value.get_ref(), at: Spot::new(file, &value.span()) })
        };
        self.table.iter().map(pair).collect()
    }

    /// Reports the keys that mean nothing here and those that are missing. A missing key that is there misspelt counts once.
    pub(super) fn finish(mut self, mistakes: &mut Mistakes) {
        for (key, _) in self.all() {
            if !self.asked.contains(key.value) {
                let absent: Vec<&str> = self.asked.iter().copied().filter(|known| !self.table.contains_key(*known)).collect();
                let meant = nearest(key.value, absent.iter().copied());
                self.missing.retain(|missing| Some(*missing) != meant);
                mistakes
                    .at(key.at, format!("onbekende sleutel `{}`", key.value), format!("unknown key `{}`", key.value))
                    .did_you_mean(key.value, absent);
            }
        }
        for key in self.missing {
            mistakes.at(self.at, format!("hier ontbreekt `{key}`"), format!("`{key}` is missing here"));
        }
    }

    /// The text of a key, if it is there.
    pub(super) fn text(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Item<&'a str>> {
        self.get(key)?.text(mistakes)
    }

    /// The text of a key that must be there and say something.
    pub(super) fn need_text(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Item<&'a str>> {
        let text = self.need(key)?.text(mistakes)?;
        if text.value.trim().is_empty() {
            mistakes.at(text.at, format!("`{key}` is leeg"), format!("`{key}` is empty"));
            return None;
        }
        Some(text)
    }

    /// The texts of a key; none if it is not there.
    pub(super) fn texts(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Vec<Item<&'a str>> {
        self.get(key).map(|node| node.texts(mistakes)).unwrap_or_default()
    }

    /// A switch; `false` if it is not there.
    pub(super) fn switch(&mut self, key: &'static str, mistakes: &mut Mistakes) -> bool {
        self.get(key).and_then(|node| node.boolean(mistakes)).is_some_and(|item| item.value)
    }

    /// The tables under a key, written as `[[key]]` or as a list of inline tables.
    pub(super) fn entries(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Vec<Entry<'a>> {
        self.get(key).map(|node| node.items(mistakes).into_iter().filter_map(|node| node.entry(mistakes)).collect()).unwrap_or_default()
    }

    /// A text in both languages under a key that must be there.
    pub(super) fn need_bilingual(&mut self, key: &'static str, mistakes: &mut Mistakes) -> Option<Bilingual> {
        self.need(key)?.entry(mistakes)?.into_bilingual(mistakes)
    }

    /// Reads `{ nl = …, en = … }`.
    pub(super) fn into_bilingual(mut self, mistakes: &mut Mistakes) -> Option<Bilingual> {
        let (nl, en) = (self.need_text("nl", mistakes), self.need_text("en", mistakes));
        self.finish(mistakes);
        Some(Bilingual::new(nl?.value, en?.value))
    }

    /// Reads one of a few words under a key; reports any other.
    pub(super) fn word<T: Copy>(&mut self, key: &'static str, words: &[(&'static str, T)], mistakes: &mut Mistakes) -> Option<Item<T>> {
        let given = self.text(key, mistakes)?;
        choose(given, words, mistakes)
    }
}

/// The meaning of one of a few words; reports any other.
pub(super) fn choose<T: Copy>(given: Item<&str>, words: &[(&'static str, T)], mistakes: &mut Mistakes) -> Option<Item<T>> {
    let known = words.iter().find(|(word, _)| *word == given.value);
    if known.is_none() {
        mistakes
            .at(given.at, format!("onbekend woord `{}`", given.value), format!("unknown word `{}`", given.value))
            .did_you_mean(given.value, words.iter().map(|(word, _)| *word));
    }
    known.map(|(_, meaning)| Item { value: *meaning, at: given.at })
}

impl<'a> Node<'a> {
    fn unfit(&self, nl: &str, en: &str, mistakes: &mut Mistakes) {
        let (is_nl, is_en) = match self.value {
            DeValue::String(_) => ("tekst", "a text"),
            DeValue::Integer(_) => ("een geheel getal", "a whole number"),
            DeValue::Float(_) => ("een getal met een komma", "a number with a fraction"),
            DeValue::Boolean(_) => ("`true` of `false`", "`true` or `false`"),
            DeValue::Datetime(_) => ("een datum of tijd", "a date or time"),
            DeValue::Array(_) => ("een lijst", "a list"),
            DeValue::Table(_) => ("een tabel", "a table"),
        };
        mistakes.at(self.at, format!("hier hoort {nl}, en dit is {is_nl}"), format!("{en} belongs here, and this is {is_en}"));
    }

    /// The text, if it is one.
    pub(super) fn text(self, mistakes: &mut Mistakes) -> Option<Item<&'a str>> {
        let text = self.value.as_str();
        if text.is_none() {
            self.unfit("tekst", "a text", mistakes);
        }
        text.map(|value| Item { value, at: self.at })
    }

    /// Whether the value is a text, without a report.
    pub(super) fn is_text(self) -> bool {
        self.value.is_str()
    }

    /// The number, if it is a whole one.
    pub(super) fn integer(self, mistakes: &mut Mistakes) -> Option<Item<i64>> {
        let Some(number) = self.value.as_integer() else {
            self.unfit("een geheel getal", "a whole number", mistakes);
            return None;
        };
        let value = i64::from_str_radix(number.as_str(), number.radix()).ok();
        if value.is_none() {
            mistakes.at(self.at, "dit getal is te groot", "this number is too large");
        }
        value.map(|value| Item { value, at: self.at })
    }

    /// The number, if it is a whole one within bounds.
    pub(super) fn integer_within(self, least: i64, most: i64, mistakes: &mut Mistakes) -> Option<Item<i64>> {
        let number = self.integer(mistakes)?;
        if (least..=most).contains(&number.value) {
            return Some(number);
        }
        mistakes.at(
            self.at,
            format!("dit getal moet van {least} tot en met {most} zijn"),
            format!("this number must be from {least} up to and including {most}"),
        );
        None
    }

    /// The switch, if it is one.
    pub(super) fn boolean(self, mistakes: &mut Mistakes) -> Option<Item<bool>> {
        let switch = self.value.as_bool();
        if switch.is_none() {
            self.unfit("`true` of `false`", "`true` or `false`", mistakes);
        }
        switch.map(|value| Item { value, at: self.at })
    }

    /// The day, written as a TOML date or as text.
    pub(super) fn date(self, mistakes: &mut Mistakes) -> Option<Item<NaiveDate>> {
        let value = match self.value {
            DeValue::Datetime(moment) if moment.time.is_none() => {
                moment.date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
            }
            DeValue::String(text) if text.len() == 10 => NaiveDate::parse_from_str(text, "%Y-%m-%d").ok(),
            _ => None,
        };
        if value.is_none() {
            mistakes
                .at(self.at, "dit is geen dag", "this is not a day")
                .help("een dag staat er als 2026-05-31", "a day is written as 2026-05-31");
        }
        value.map(|value| Item { value, at: self.at })
    }

    /// The members of a list.
    pub(super) fn items(self, mistakes: &mut Mistakes) -> Vec<Node<'a>> {
        let Some(list) = self.value.as_array() else {
            self.unfit("een lijst", "a list", mistakes);
            return Vec::new();
        };
        list.iter().map(|value| Node { value: value.get_ref(), at: Spot::new(self.at.file, &value.span()) }).collect()
    }

    /// The members of a list of texts.
    pub(super) fn texts(self, mistakes: &mut Mistakes) -> Vec<Item<&'a str>> {
        self.items(mistakes).into_iter().filter_map(|node| node.text(mistakes)).collect()
    }

    /// The table, if it is one.
    pub(super) fn entry(self, mistakes: &mut Mistakes) -> Option<Entry<'a>> {
        let table = self.value.as_table();
        if table.is_none() {
            self.unfit("een tabel", "a table", mistakes);
        }
        table.map(|table| Entry { table, at: self.at, asked: BTreeSet::new(), missing: Vec::new() })
    }

    /// A whole number or a switch, as a setting may be; reports anything else.
    pub(super) fn number_or_switch(self, mistakes: &mut Mistakes) -> Option<NumberOrSwitch> {
        match self.value {
            DeValue::Boolean(value) => Some(NumberOrSwitch::Switch(*value)),
            DeValue::Integer(_) => self.integer(mistakes).map(|item| NumberOrSwitch::Number(item.value)),
            _ => {
                self.unfit("een geheel getal of `true` of `false`", "a whole number or `true` or `false`", mistakes);
                None
            }
        }
    }
}

/// The value of a setting of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberOrSwitch {
    Number(i64),
    Switch(bool),
}
