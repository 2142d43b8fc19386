//! What the sheets of an xlsx or xlsm workbook tell besides values.

use std::collections::BTreeSet;

use quick_xml::events::Event;

use super::filter::{Filter, joined};
use super::package::{self, Package, Relation, area, attribute, next, split};
use super::rich::Strikes;
use super::{Found, sheet, words};
use crate::domain::reply::{LONGEST_TITLE, NOTE_AUTHOR, is_own_note};
use crate::domain::{CellRef, Unreadable};
use crate::ingest::budget::Budget;
use crate::ingest::damaged;

/// Walks through the sheets of a workbook, in the order in which it lists them; sheets that are charts have nothing.
pub(in crate::ingest) fn survey(bytes: &[u8], budget: &mut Budget) -> Result<Vec<Found>, Unreadable> {
    let mut package = Package::open(bytes)?;
    let workbook = package.document()?.ok_or_else(|| damaged("a part is missing"))?;
    let relations = package.relations(&workbook)?;
    let strikes = Strikes::read(&mut package, split(&workbook).0)?;
    let mut parts = BTreeSet::new();
    let mut sheets = Vec::new();
    for id in listed(&mut package, &workbook)? {
        let relation = relations.iter().rfind(|relation| relation.id == id).ok_or_else(|| damaged("a part is missing"))?;
        if relation.kind != "worksheet" {
            sheets.push(Found::default());
            continue;
        }
        if !parts.insert(relation.target.to_lowercase()) {
            return Err(damaged("two sheets in one part"));
        }
        sheets.push(one(&mut package, &relation.target, &strikes, budget)?);
    }
    Ok(sheets)
}

/// The relationships that lead to the sheets.
fn listed(package: &mut Package<'_>, workbook: &str) -> Result<Vec<String>, Unreadable> {
    let mut listed = Vec::new();
    let Some(mut xml) = package.xml(workbook)? else { return Ok(listed) };
    let mut buffer = Vec::new();
    while let Some(event) = next(&mut xml, &mut buffer)? {
        if let Event::Start(start) = event
            && start.local_name().as_ref() == "sheet"
        {
            let mut id = String::new();
            for attribute in start.attributes().with_checks(false).flatten() {
                if attribute.key.local_name().as_ref() == "id" {
                    id = attribute.value.into_owned();
                }
            }
            listed.push(id);
        }
    }
    Ok(listed)
}

fn one(package: &mut Package<'_>, part: &str, strikes: &Strikes, budget: &mut Budget) -> Result<Found, Unreadable> {
    let worth_it = !strikes.is_empty() || package.part(part)?.is_some_and(words::in_a_sheet);
    let mut found = match package.xml(part)? {
        Some(xml) if worth_it => sheet::walk(xml, strikes, budget)?,
        _ => Found::default(),
    };
    beside(package, part, &mut found, budget)?;
    Ok(found)
}

/// What stands in the parts that a sheet refers to: filters of tables, and notes.
fn beside(package: &mut Package<'_>, part: &str, found: &mut Found, budget: &mut Budget) -> Result<(), Unreadable> {
    for Relation { kind, target, .. } in package.relations(part)? {
        match kind.as_str() {
            "table" => found.marks.filter = joined(found.marks.filter, table_filter(package, &target)?.active()),
            "comments" | "threadedComment" => comments(package, &target, found, budget)?,
            _ => {}
        }
    }
    Ok(())
}

/// What a sheet tells whose rows have been looked at already: `frame` is its XML without them.
pub(in crate::ingest) fn around(package: &mut Package<'_>, part: &str, frame: &[u8], budget: &mut Budget) -> Result<Found, Unreadable> {
    let mut found = sheet::walk(package::xml(Box::new(frame)), &Strikes::default(), budget)?;
    beside(package, part, &mut found, budget)?;
    Ok(found)
}

/// Whether anything in a workbook is struck through.
pub(in crate::ingest) fn has_strikes(package: &mut Package<'_>, folder: &str) -> Result<bool, Unreadable> {
    Ok(!Strikes::read(package, folder)?.is_empty())
}

fn table_filter(package: &mut Package<'_>, part: &str) -> Result<Filter, Unreadable> {
    let mut filter = Filter::default();
    let Some(mut xml) = package.xml(part)? else { return Ok(filter) };
    let mut buffer = Vec::new();
    while let Some(event) = next(&mut xml, &mut buffer)? {
        if let Event::Start(start) = event {
            filter.start(&start);
            if start.local_name().as_ref() == "table" {
                filter.of_table(attribute(&start, "ref").and_then(|text| area(&text)));
            }
        }
    }
    Ok(filter)
}

fn comments(package: &mut Package<'_>, part: &str, found: &mut Found, budget: &mut Budget) -> Result<(), Unreadable> {
    let Some(mut xml) = package.xml(part)? else { return Ok(()) };
    let mut buffer = Vec::new();
    // Notes that muster wrote itself are no notes of the sender.
    let (mut authors, mut own, mut name): (usize, Option<usize>, Option<String>) = (0, None, None);
    let mut note: Option<(CellRef, String)> = None;
    while let Some(event) = next(&mut xml, &mut buffer)? {
        match event {
            Event::Start(start) => match start.local_name().as_ref() {
                "author" => name = Some(String::new()),
                "comment" | "threadedComment" => {
                    let by = attribute(&start, "authorId").and_then(|id| id.trim().parse::<usize>().ok());
                    let area = attribute(&start, "ref").and_then(|text| area(&text));
                    note = area.filter(|_| by.is_none() || by != own).map(|area| (area.from, String::new()));
                }
                _ => {}
            },
            Event::Text(text) => {
                let said = name.as_mut().or(note.as_mut().map(|(_, said)| said));
                if let Some(said) = said.filter(|said| said.len() <= LONGEST_TITLE) {
                    said.push_str(&text);
                }
            }
            Event::End(end) => match end.local_name().as_ref() {
                "author" => {
                    if name.take().is_some_and(|name| name == NOTE_AUTHOR) {
                        own = own.or(Some(authors));
                    }
                    authors += 1;
                }
                "comment" | "threadedComment" => {
                    if let Some((cell, _)) = note.take().filter(|(_, said)| !is_own_note(said.trim_start())) {
                        budget.mark()?;
                        found.marks.notes.push(cell);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(())
}
