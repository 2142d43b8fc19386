//! xlsx workbooks that are written the plain way, as most programs write them.
//!
//! A general reader of XML costs more than all that is done with the cells it finds. So the rows of sheets and the list of shared
//! texts are first tried by one that knows a single way to write each of them, and nothing else of XML. Whatever it meets that is
//! written otherwise is [`Stop::Odd`]: then nothing of the file is taken, and the reader of the format reads it. What both read
//! is the same, which tests hold.
//!
//! What it takes of memory follows from what a file may hold, it does not call itself, and no reader of others is let in; so
//! it needs no process of its own.

mod chunks;
mod rows;
mod scan;
mod strings;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::Read as _;

use quick_xml::events::Event;

use super::Limits;
use super::budget::Budget;
use super::marks::package::{Package, attribute, next, split, truth};
use super::marks::xlsx::{around, has_strikes};
use super::wire::MAX_SHEETS;
use super::workbook::{Sheet, Styles};
use crate::domain::{DateSystem, Grid, Unreadable};
use rows::Shared;

/// Why reading ended.
#[derive(Debug)]
enum Stop {
    /// Something is written otherwise; the reader of the format is to read the file.
    Odd,
    /// The file is too large or takes too long, whoever reads it.
    Unreadable(Unreadable),
}

impl From<Unreadable> for Stop {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::TooLarge { .. } | Unreadable::TooSlow { .. } => Self::Unreadable(why),
            _ => Self::Odd,
        }
    }
}

/// What is in memory already, within the limits.
struct Held<'b> {
    budget: &'b mut Budget,
    bytes: u64,
    most: u64,
}

impl Held<'_> {
    /// Counts a text that is kept. A file with more is left to a process that may take so much and no more.
    fn text(&mut self, length: usize) -> Result<(), Stop> {
        const AROUND: u64 = 48;
        self.bytes = self.bytes.saturating_add(u64::try_from(length).unwrap_or(u64::MAX)).saturating_add(AROUND);
        if self.bytes > self.most { Err(Stop::Odd) } else { Ok(()) }
    }

    fn formula(&mut self, length: usize) -> Result<(), Stop> {
        self.budget.mark()?;
        self.budget.text(length)?;
        self.text(length)
    }

    /// Looks at the time.
    fn look(&self) -> Result<(), Stop> {
        if self.budget.is_late() { Err(Stop::Unreadable(Unreadable::TooSlow { seconds: 0 })) } else { Ok(()) }
    }
}

/// Reads the sheets of a workbook that was inspected; `None` if it is written otherwise in any part.
pub(super) fn xlsx(bytes: &[u8], limits: &Limits, budget: &mut Budget) -> Result<Option<Vec<Grid>>, Unreadable> {
    let mut held = Held { budget, bytes: 0, most: limits.max_memory_bytes / 4 };
    match read(bytes, &mut held) {
        Ok(grids) => Ok(Some(grids)),
        Err(Stop::Odd) => Ok(None),
        Err(Stop::Unreadable(why)) => Err(why),
    }
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    very_hidden: bool,
    part: String,
}

fn read(bytes: &[u8], held: &mut Held<'_>) -> Result<Vec<Grid>, Stop> {
    let mut package = Package::open(bytes)?;
    let workbook = package.document()?.ok_or(Stop::Odd)?;
    let folder = split(&workbook).0.to_owned();
    let (sheets, from_1904) = listed(&mut package, &workbook)?;
    if has_strikes(&mut package, &folder)? {
        return Err(Stop::Odd);
    }
    let mut texts = Vec::new();
    if let Some(part) = package.part(&format!("{folder}sharedStrings.xml"))? {
        texts = strings::read(part, held)?;
    }
    let mut looks = Vec::new();
    if let Some(mut part) = package.part(&format!("{folder}styles.xml"))? {
        part.read_to_end(&mut looks).map_err(|_| Stop::Odd)?;
    }
    let date_system = if from_1904 { DateSystem::From1904 } else { DateSystem::From1900 };
    let styles = Styles::of(&looks, date_system).ok_or(Stop::Odd)?;
    let shared = Shared { texts: &texts, styles: &styles };
    let mut grids = Vec::new();
    for Listed { name, hidden, very_hidden, part } in sheets {
        let rows::Sheet { cells, formulas, texts, frame } = rows::read(package.part(&part)?.ok_or(Stop::Odd)?, shared, held)?;
        if memchr::memmem::find(&frame, b"<worksheet").is_none() || memchr::memmem::find(&frame, b"zeroHeight").is_some() {
            return Err(Stop::Odd);
        }
        let mut found = around(&mut package, &part, &frame, held.budget)?;
        found.formulas = formulas;
        grids.push(Sheet { name, hidden, very_hidden }.grid(cells, found.sorted(), texts, date_system));
    }
    Ok(grids)
}

/// The sheets of a workbook, and whether its dates count from 1904.
fn listed(package: &mut Package<'_>, workbook: &str) -> Result<(Vec<Listed>, bool), Stop> {
    let relations = package.relations(workbook)?;
    let (mut sheets, mut from_1904) = (Vec::new(), false);
    let (mut names, mut parts) = (BTreeSet::new(), BTreeSet::new());
    let mut xml = package.xml(workbook)?.ok_or(Stop::Odd)?;
    let mut buffer = Vec::new();
    while let Some(event) = next(&mut xml, &mut buffer)? {
        let Event::Start(start) = event else { continue };
        match start.name().as_ref() {
            "workbookPr" => from_1904 = attribute(&start, "date1904").is_some_and(|value| truth(&value)),
            "sheet" => {
                let (name, id) = (attribute(&start, "name"), attribute(&start, "r:id"));
                let state = attribute(&start, "state").unwrap_or_else(|| "visible".to_owned());
                let relation = relations.iter().rfind(|relation| Some(&relation.id) == id.as_ref()).ok_or(Stop::Odd)?;
                let name = name.filter(|name| names.insert(name.clone())).ok_or(Stop::Odd)?;
                let known = matches!(state.as_str(), "visible" | "hidden" | "veryHidden");
                let first = parts.insert(relation.target.to_lowercase());
                if !known || !first || relation.kind != "worksheet" || sheets.len() >= MAX_SHEETS {
                    return Err(Stop::Odd);
                }
                let (hidden, very_hidden) = (state != "visible", state == "veryHidden");
                sheets.push(Listed { name, hidden, very_hidden, part: relation.target.clone() });
            }
            // Elements with a prefix, and what no plain workbook has.
            name if name.contains(':') && name.ends_with("sheet") => return Err(Stop::Odd),
            _ => {}
        }
    }
    Ok((sheets, from_1904))
}
