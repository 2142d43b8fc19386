//! `missions.toml`: the registry.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::codelists;
use super::diagnostics::{Item, Mistakes, Spot};
use super::raw::{Document, Entry};
use crate::domain::fold;
use crate::domain::registry::{AmbiguousName, Ceiling, Mandate, Mission, MissionStatus, Registry};
use crate::domain::schema::CodeList;

/// The years a mission can begin or end in.
const YEARS: (i64, i64) = (1900, 2200);

/// Reads the registry. References to code lists are checked if those could be read.
pub(super) fn read(document: &Document<'_>, lists: Option<&[CodeList]>, mistakes: &mut Mistakes) -> Registry {
    let mut root = document.root();
    let mut missions = Vec::new();
    let mut names = Names::default();
    let mut orders: HashMap<u32, Spot> = HashMap::new();
    for entry in root.entries("mission", mistakes) {
        missions.push(mission(entry, missions.len(), lists, &mut names, &mut orders, mistakes));
    }
    if missions.is_empty() {
        mistakes.at(root.at, "het register heeft geen enkele missie", "the registry has no missions");
    }
    let ambiguous =
        root.entries("shared_name", mistakes).into_iter().filter_map(|entry| shared(entry, &missions, &mut names, mistakes)).collect();
    root.finish(mistakes);
    Registry::new(missions, ambiguous)
}

/// Names that were met, folded: whose they are (`None`: shared by several missions), and where.
#[derive(Default)]
struct Names(HashMap<String, (Option<usize>, Spot)>);

impl Names {
    fn take(&mut self, name: Item<&str>, owner: Option<usize>, mistakes: &mut Mistakes) {
        let folded = fold(name.value);
        if folded.is_empty() {
            mistakes.at(name.at, "hier staat geen letter of cijfer", "there is no letter or digit here");
            return;
        }
        let (other, at) = *self.0.entry(folded).or_insert((owner, name.at));
        if (other != owner || owner.is_none()) && at != name.at {
            mistakes
                .at(name.at, format!("`{}` is al de naam van een andere missie", name.value), format!("`{}` is the name of another mission already", name.value))
                .other(at, "hier al gebruikt", "used here already")
                .help(
                    "namen worden vergeleken zonder hoofdletters, accenten, spaties en leestekens; een naam die missies delen hoort alleen in `[[shared_name]]`",
                    "names are compared without capitals, marks, spaces and punctuation; a name that missions share belongs in `[[shared_name]]` only",
                );
        }
    }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn mission(
    mut entry: Entry<'_>,
    at: usize,
    lists: Option<&[CodeList]>,
    names: &mut Names,
    orders: &mut HashMap<u32, Spot>,
    mistakes: &mut Mistakes,
) -> Mission {
    let id = entry.need_text("id", mistakes);
    if let Some(id) = id.filter(|id| !is_slug(id.value)) {
        mistakes.at(
            id.at,
            "een sleutel bestaat uit kleine letters, cijfers en streepjes",
            "a key consists of lower-case letters, digits and hyphens",
        );
    }
    let name = entry.need_text("name", mistakes);
    let aliases = entry.texts("aliases", mistakes);
    for text in id.iter().chain(&name).chain(&aliases) {
        names.take(*text, Some(at), mistakes);
    }
    let organisation = entry.need_text("organisation", mistakes);
    let region = entry.need_text("region", mistakes);
    let countries = entry.texts("countries", mistakes);
    for (list, code) in organisation.iter().map(|code| ("organisation", code)).chain(region.iter().map(|code| ("region", code))) {
        codelists::check(lists, list, *code, mistakes);
    }
    let duty_stations = entry.texts("duty_stations", mistakes);
    let here: Vec<Item<&str>> = countries.iter().chain(&duty_stations).copied().collect();
    for (nth, code) in here.iter().enumerate() {
        codelists::check(lists, "country", *code, mistakes);
        if here[..nth].iter().any(|other| other.value == code.value) {
            mistakes.at(code.at, "dit land staat er al", "this country is there already");
        }
    }
    let (start, end) = years(&mut entry, mistakes);
    entry.need("status");
    let status = entry.word("status", &MissionStatus::ALL, mistakes);
    let planned_from = entry.get("planned_from").and_then(|node| node.date(mistakes));
    let display_order = entry.get("display_order").and_then(|node| node.integer_within(1, 9999, mistakes));
    let order = display_order.and_then(|item| u32::try_from(item.value).ok());
    if let (Some(item), Some(order)) = (display_order, order) {
        let first = *orders.entry(order).or_insert(item.at);
        if first != item.at {
            mistakes
                .at(item.at, format!("plaats {order} in de brief is al vergeven"), format!("place {order} in the letter is taken already"))
                .other(first, "hier", "here");
        }
    }
    let unconfirmed = entry.switch("unconfirmed", mistakes);
    entry.text("source", mistakes);
    let mandates = mandates(&mut entry, mistakes);
    let ceilings = ceilings(&mut entry, mistakes);
    entry.finish(mistakes);
    let owned = |item: Option<Item<&str>>| item.map(|item| item.value.to_string()).unwrap_or_default();
    Mission {
        id: owned(id),
        name: owned(name),
        organisation: owned(organisation),
        aliases: aliases.iter().map(|alias| alias.value.into()).collect(),
        countries: countries.iter().map(|country| country.value.into()).collect(),
        region: owned(region),
        start,
        end,
        status: status.map_or(MissionStatus::Active, |item| item.value),
        planned_from: planned_from.map(|item| item.value),
        display_order: order,
        mandates,
        ceilings,
        duty_stations: duty_stations.iter().map(|country| country.value.into()).collect(),
        unconfirmed,
    }
}

fn years(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> (Option<i32>, Option<i32>) {
    let mut year = |key| entry.get(key).and_then(|node| node.integer_within(YEARS.0, YEARS.1, mistakes));
    let (start, end) = (year("start"), year("end"));
    if let (Some(start), Some(end)) = (start, end)
        && start.value > end.value
    {
        mistakes.at(end.at, "dit einde ligt voor het begin", "this end comes before the start").other(start.at, "het begin", "the start");
    }
    let number = |item: Option<Item<i64>>| item.and_then(|item| i32::try_from(item.value).ok());
    (number(start), number(end))
}

fn mandates(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> Vec<Mandate> {
    let read = |entry: &mut Entry<'_>, (from, until): (NaiveDate, Option<NaiveDate>), mistakes: &mut Mistakes| {
        let basis = entry.need_text("basis", mistakes);
        let source = entry.text("source", mistakes);
        let source = source.map(|source| source.value.to_string()).unwrap_or_default();
        Some(Mandate { from, until, basis: basis?.value.into(), source })
    };
    spells(entry, "mandate", mistakes, read)
}

fn ceilings(entry: &mut Entry<'_>, mistakes: &mut Mistakes) -> Vec<Ceiling> {
    let read = |entry: &mut Entry<'_>, (from, until): (NaiveDate, Option<NaiveDate>), mistakes: &mut Mistakes| {
        let count = entry.need("count").and_then(|node| node.integer_within(0, 9999, mistakes));
        let basis = entry.need_text("basis", mistakes);
        Some(Ceiling { count: count?.value, from, until, basis: basis?.value.into() })
    };
    spells(entry, "ceiling", mistakes, read)
}

/// The dated entries under a key, earliest first. They may not overlap.
fn spells<T>(
    entry: &mut Entry<'_>,
    key: &'static str,
    mistakes: &mut Mistakes,
    read: impl Fn(&mut Entry<'_>, (NaiveDate, Option<NaiveDate>), &mut Mistakes) -> Option<T>,
) -> Vec<T> {
    let mut found: Vec<(NaiveDate, Spot, Option<NaiveDate>, T)> = Vec::new();
    for mut entry in entry.entries(key, mistakes) {
        let from = entry.need("from").and_then(|node| node.date(mistakes));
        let until = entry.get("until").map(|node| node.date(mistakes));
        // What else is wrong with an entry is told even where its days are.
        let days = (from.map_or(NaiveDate::MIN, |from| from.value), until.flatten().map(|until| until.value));
        let one = read(&mut entry, days, mistakes);
        entry.finish(mistakes);
        let (Some(from), Some(one), false) = (from, one, until == Some(None)) else { continue };
        let until = until.flatten();
        if let Some(until) = until.filter(|until| until.value < from.value) {
            mistakes.at(until.at, "deze laatste dag ligt voor de eerste", "this last day comes before the first").other(
                from.at,
                "de eerste dag",
                "the first day",
            );
            continue;
        }
        found.push((from.value, from.at, until.map(|until| until.value), one));
    }
    found.sort_by_key(|(from, at, _, _)| (*from, *at));
    for pair in found.windows(2) {
        let [(_, earlier_at, until, _), (later, later_at, _, _)] = pair else { continue };
        if until.unwrap_or(NaiveDate::MAX) >= *later {
            mistakes
                .at(*later_at, "deze periode overlapt een eerdere", "this period overlaps an earlier one")
                .other(*earlier_at, "die hier begint", "which begins here")
                .help(
                    "een periode loopt van `from` tot en met `until`; zonder `until` loopt zij door",
                    "a period runs from `from` up to and including `until`; without `until` it goes on",
                );
        }
    }
    found.into_iter().map(|(_, _, _, one)| one).collect()
}

fn shared(mut entry: Entry<'_>, missions: &[Mission], names: &mut Names, mistakes: &mut Mistakes) -> Option<AmbiguousName> {
    let name = entry.need_text("name", mistakes);
    if let Some(name) = name {
        names.take(name, None, mistakes);
    }
    let listed = entry.get("missions");
    let organisation = entry.text("organisation", mistakes);
    let rule = entry.need_text("rule", mistakes);
    let at = entry.at;
    entry.finish(mistakes);
    let mut candidates = Vec::new();
    let mut all_known = true;
    match (listed, organisation) {
        (Some(node), None) => {
            for text in node.texts(mistakes) {
                let found = matching(text, missions, mistakes);
                all_known &= !found.is_empty();
                candidates.extend(found);
            }
        }
        (None, Some(organisation)) => {
            let of = missions.iter().enumerate().filter(|(_, mission)| mission.organisation == organisation.value);
            candidates.extend(of.map(|(at, _)| at));
            if candidates.is_empty() {
                mistakes
                    .at(
                        organisation.at,
                        format!("geen missie is van `{}`", organisation.value),
                        format!("no mission is of `{}`", organisation.value),
                    )
                    .did_you_mean(organisation.value, missions.iter().map(|mission| mission.organisation.as_str()));
                return None;
            }
        }
        _ => {
            mistakes.at(at, "hier hoort of `missions` of `organisation`", "either `missions` or `organisation` belongs here");
            return None;
        }
    }
    let mut known = Vec::new();
    candidates.retain(|candidate| {
        !known.contains(candidate) && {
            known.push(*candidate);
            true
        }
    });
    if candidates.len() < 2
        && all_known
        && let Some(node) = listed
    {
        mistakes.at(node.at, "een gedeelde naam hoort bij minstens twee missies", "a shared name belongs to at least two missions");
    }
    Some(AmbiguousName { alias: name?.value.into(), candidates, rule: rule?.value.into() })
}

/// The missions that an id, or the beginning of one followed by `*`, stands for.
fn matching(text: Item<&str>, missions: &[Mission], mistakes: &mut Mistakes) -> Vec<usize> {
    let found: Vec<usize> = match text.value.strip_suffix('*') {
        Some(prefix) => missions.iter().enumerate().filter(|(_, mission)| mission.id.starts_with(prefix)).map(|(at, _)| at).collect(),
        None => missions.iter().position(|mission| mission.id == text.value).into_iter().collect(),
    };
    if found.is_empty() {
        unknown_mission(text, missions, mistakes);
    }
    found
}

/// Reports an id that the registry does not have.
pub(super) fn unknown_mission(text: Item<&str>, missions: &[Mission], mistakes: &mut Mistakes) {
    mistakes
        .at(text.at, format!("het register kent geen missie `{}`", text.value), format!("the registry has no mission `{}`", text.value))
        .did_you_mean(text.value, missions.iter().map(|mission| mission.id.as_str()));
}
