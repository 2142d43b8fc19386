//! What the user sees, as text. Nothing here writes to a stream.

pub(super) mod block;
pub(super) mod changes;
mod checks_table;
pub(super) mod diff;
mod entries;
mod excerpt;
pub(super) mod explain;
pub(super) mod feedback;
pub(super) mod findings;
#[cfg(test)]
mod fits;
pub(super) mod json;
mod layout;
mod months;
pub(super) mod not_run;
pub(super) mod open;
pub(super) mod rules;
pub(super) mod sheets;
pub(super) mod status;
pub(super) mod status_json;
mod styled;
pub(super) mod summary;
mod table;
pub(super) mod text;

use self::styled::Styled;
use self::text::printable;
use super::style::{BOLD, DIM};
use crate::domain::{Bilingual, Finding, Lang, Place, Schema};

/// From this width on there is room to put a continued line below the words it goes on from.
const ROOMY: usize = 60;

/// How a page is laid out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// The language.
    pub(super) lang: Lang,
    /// Columns to fill.
    pub(super) width: usize,
    /// Whether to say more.
    pub(super) verbose: bool,
}

impl Page {
    /// The word in the page's language.
    pub(super) const fn word<'a>(&self, nl: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        }
    }

    /// The text in the page's language, fit for a terminal.
    pub(super) fn text(&self, text: &Bilingual) -> String {
        text.get(self.lang).lines().map(|line| printable(line).into_owned()).collect::<Vec<_>>().join("\n")
    }
}

/// The name of the mission that a finding is about.
fn mission_name(schema: &Schema, finding: &Finding) -> Option<String> {
    let id = finding.mission.as_deref()?;
    let name = schema.registry.find(id).and_then(|at| schema.registry.missions.get(at)).map_or(id, |mission| &mission.name);
    Some(printable(name).into_owned())
}

/// `sheet › cell`, or the sheet; nothing for what is not on a sheet.
fn on_sheet(place: &Place) -> Option<String> {
    match place {
        Place::Cell { sheet, cell, .. } => Some(format!("{} › {cell}", printable(sheet))),
        Place::Sheet { sheet, .. } => Some(printable(sheet).into_owned()),
        Place::File { .. } | Place::Expected { .. } => None,
    }
}

/// Where a finding points, file first.
fn location(page: Page, schema: &Schema, place: &Place) -> String {
    match place {
        Place::Expected { coordinator } => {
            let known = schema.coordinators.iter().find(|known| known.id == *coordinator);
            let name = known.map_or(coordinator.as_str(), |known| known.name.as_str());
            format!("{} {}", page.word("opgave van", "return of"), printable(name))
        }
        place => match on_sheet(place) {
            Some(on_sheet) => format!("{} › {on_sheet}", printable(place.file())),
            None => printable(place.file()).into_owned(),
        },
    }
}

/// The same, with what is looked for first standing out.
fn at(page: Page, schema: &Schema, place: &Place) -> Styled {
    let (file, sheet) = (printable(place.file()), printable(place.sheet()));
    match place {
        Place::Expected { .. } => Styled::default().plain(location(page, schema, place)),
        Place::File { .. } => Styled::default().plain(file),
        Place::Sheet { .. } => Styled::default().plain(file).styled(DIM, " › ").styled(BOLD, sheet),
        Place::Cell { cell, .. } => Styled::default().plain(file).styled(DIM, " › ").plain(sheet).styled(DIM, " › ").styled(BOLD, cell),
    }
}
