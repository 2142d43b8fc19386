//! `codelists.toml`: the lists of values.

use std::collections::HashMap;

use super::diagnostics::{Item, Mistakes, Spot};
use super::raw::{Document, Entry};
use crate::domain::registry::MissionStatus;
use crate::domain::schema::{Code, CodeList};
use crate::domain::{Bilingual, fold};

/// What foreign keys call the registry; no list can have this name.
pub(super) const MISSIONS: &str = "missions";

/// The lists that muster itself reads.
const RELIED_ON: [&str; 4] = ["country", "mission_status", "organisation", "region"];

/// Reads the lists.
pub(super) fn read(document: &Document<'_>, mistakes: &mut Mistakes) -> Vec<CodeList> {
    let root = document.root();
    let mut lists = Vec::new();
    for (name, node) in root.all() {
        if name.value == MISSIONS || fold(name.value).is_empty() {
            mistakes.at(
                name.at,
                format!("een waardenlijst kan niet `{}` heten", name.value),
                format!("a list of values cannot be called `{}`", name.value),
            );
        }
        if let Some(entry) = node.entry(mistakes) {
            lists.push(list(name, entry, mistakes));
        }
    }
    for needed in RELIED_ON {
        if !lists.iter().any(|list| list.name == needed) {
            mistakes
                .at(root.at, format!("de lijst `{needed}` ontbreekt"), format!("the list `{needed}` is missing"))
                .help("muster zelf gebruikt deze lijst", "muster itself uses this list");
        }
    }
    lists
}

fn list(name: Item<&str>, mut entry: Entry<'_>, mistakes: &mut Mistakes) -> CodeList {
    entry.need_bilingual("title", mistakes);
    let members = match entry.need("codes") {
        Some(node) => node.items(mistakes),
        None => Vec::new(),
    };
    let mut codes = Vec::new();
    let mut seen = Seen::default();
    for member in members {
        let Some(found) = member.entry(mistakes).and_then(|entry| code(entry, codes.len(), &mut seen, mistakes)) else { continue };
        if name.value == "mission_status" && !MissionStatus::ALL.iter().any(|(known, _)| *known == found.code) {
            mistakes
                .at(member.at, format!("muster kent geen status `{}`", found.code), format!("muster knows no status `{}`", found.code))
                .did_you_mean(&found.code, MissionStatus::ALL.map(|(known, _)| known));
        }
        codes.push(found);
    }
    if codes.len() >= usize::from(u16::MAX) {
        mistakes.at(name.at, "deze lijst is te lang", "this list is too long");
        codes.truncate(usize::from(u16::MAX) - 1);
    }
    entry.finish(mistakes);
    CodeList::new(name.value, codes)
}

/// Texts of a list that were met, folded: whose they are, and where.
#[derive(Default)]
struct Seen(HashMap<String, (usize, Spot)>);

impl Seen {
    fn take(&mut self, text: Item<&str>, owner: usize, mistakes: &mut Mistakes) {
        let folded = fold(text.value);
        if folded.is_empty() {
            mistakes.at(text.at, "hier staat geen letter of cijfer", "there is no letter or digit here");
            return;
        }
        let (other, at) = *self.0.entry(folded).or_insert((owner, text.at));
        if other != owner {
            mistakes
                .at(text.at, format!("`{}` staat voor twee waarden", text.value), format!("`{}` stands for two values", text.value))
                .other(at, "hier al gebruikt", "used here already");
        }
    }
}

fn code(mut entry: Entry<'_>, at: usize, seen: &mut Seen, mistakes: &mut Mistakes) -> Option<Code> {
    let texts = [
        entry.need_text("code", mistakes),
        entry.need_text("nl", mistakes),
        entry.need_text("en", mistakes),
        entry.text("fr", mistakes).filter(|text| !text.value.is_empty()),
    ];
    let mut all: Vec<Item<&str>> = texts.into_iter().flatten().collect();
    all.extend(entry.texts("synonyms", mistakes));
    let outside = entry.switch("outside", mistakes);
    entry.finish(mistakes);
    let mut synonyms: Vec<String> = Vec::new();
    for text in all {
        seen.take(text, at, mistakes);
        if !synonyms.iter().any(|known| known == text.value) {
            synonyms.push(text.value.into());
        }
    }
    let [code, nl, en, _] = texts;
    Some(Code { code: code?.value.into(), label: Bilingual::new(nl?.value, en?.value), synonyms, outside })
}

/// The list of a name in a set of lists.
pub(super) fn find<'a>(lists: &'a [CodeList], name: &str) -> Option<&'a CodeList> {
    lists.iter().find(|list| list.name == name)
}

/// Reports a text that is no code of a list. Says nothing if the lists could not be read.
pub(super) fn check(lists: Option<&[CodeList]>, name: &str, given: Item<&str>, mistakes: &mut Mistakes) {
    let Some(list) = lists.and_then(|lists| find(lists, name)) else { return };
    if list.find(given.value).is_some() {
        return;
    }
    let reported = mistakes.at(
        given.at,
        format!("`{}` staat niet in de lijst `{name}`", given.value),
        format!("`{}` is not in the list `{name}`", given.value),
    );
    // A label in place of the code is the likeliest slip.
    match list.resolve(given.value).and_then(|at| list.codes.get(usize::from(at))) {
        Some(meant) => reported.help(format!("bedoelt u `{}`?", meant.code), format!("did you mean `{}`?", meant.code)),
        None => reported.did_you_mean(given.value, list.codes.iter().map(|code| code.code.as_str())),
    };
}
