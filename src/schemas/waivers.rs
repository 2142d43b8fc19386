//! `waivers.toml`: findings that somebody decided to accept.

use super::diagnostics::{Item, Mistakes};
use super::missions::unknown_mission;
use super::raw::{Document, Entry};
use crate::domain::registry::Registry;
use crate::domain::schema::Coordinator;
use crate::domain::waiver::{FilePattern, Location, Waiver};
use crate::domain::{CellRef, Period};

/// The places that `where` may name.
const PLACES: &str = "`period`, `mission`, `coordinator`, `file`, `sheet`, `cell`";

/// The family of checks about waivers themselves.
const OF_WAIVERS: &str = "WVR-";

/// What waivers may refer to; `None` where it could not be read, so that references are not checked.
pub(super) struct Known<'a> {
    /// The codes of all checks.
    pub(super) codes: Option<Vec<&'a str>>,
    pub(super) registry: Option<&'a Registry>,
    pub(super) coordinators: Option<&'a [Coordinator]>,
}

/// Reads the waivers. `text` is that of the file, in which the lines are counted.
pub(super) fn read(document: &Document<'_>, text: &str, known: &Known<'_>, mistakes: &mut Mistakes) -> Vec<Waiver> {
    let mut root = document.root();
    let entries = root.entries("waiver", mistakes);
    root.finish(mistakes);
    entries.into_iter().filter_map(|entry| waiver(entry, text, known, mistakes)).collect()
}

/// One waiver; `None` if it has a mistake, which is an error in any case.
fn waiver(mut entry: Entry<'_>, text: &str, known: &Known<'_>, mistakes: &mut Mistakes) -> Option<Waiver> {
    let above = text.get(..entry.at.from).unwrap_or_default();
    let line = u32::try_from(above.matches('\n').count() + 1).unwrap_or(u32::MAX);
    let code = entry.need_text("code", mistakes);
    if let Some(code) = code {
        known_code(code, known, mistakes);
    }
    let location = entry.need("where").and_then(|node| node.entry(mistakes)).map(|entry| location(entry, known, mistakes));
    let (reason, decided_by) = (entry.need_text("reason", mistakes), entry.need_text("decided_by", mistakes));
    let decided_on = entry.need("decided_on").and_then(|node| node.date(mistakes));
    let until = entry.need("until").and_then(|node| node.date(mistakes));
    entry.finish(mistakes);
    if let (Some(decided_on), Some(until)) = (decided_on, until)
        && until.value < decided_on.value
    {
        mistakes.at(until.at, "deze dag ligt voor die van het besluit", "this day lies before that of the decision").other(
            decided_on.at,
            "de dag van het besluit",
            "the day of the decision",
        );
    }
    Some(Waiver {
        code: code?.value.to_owned(),
        location: location?,
        reason: reason?.value.trim().to_owned(),
        decided_by: decided_by?.value.trim().to_owned(),
        decided_on: decided_on?.value,
        until: until?.value,
        line,
    })
}

fn known_code(code: Item<&str>, known: &Known<'_>, mistakes: &mut Mistakes) {
    if code.value.starts_with(OF_WAIVERS) {
        mistakes
            .at(code.at, "een bevinding over aanvaardingen kan niet worden aanvaard", "a finding about waivers cannot be waived")
            .help("verbeter of verwijder de aanvaarding waar zij over gaat", "mend or remove the waiver that it is about");
        return;
    }
    let Some(codes) = known.codes.as_ref().filter(|codes| !codes.contains(&code.value)) else { return };
    mistakes
        .at(code.at, format!("er is geen controle `{}`", code.value), format!("there is no check `{}`", code.value))
        .did_you_mean(code.value, codes.iter().copied().filter(|code| !code.starts_with(OF_WAIVERS)));
}

fn location(mut entry: Entry<'_>, known: &Known<'_>, mistakes: &mut Mistakes) -> Location {
    let empty = entry.all().is_empty();
    let mut text = |key: &'static str, mistakes: &mut Mistakes| {
        let found = entry.text(key, mistakes)?;
        if found.value.trim().is_empty() {
            mistakes.at(found.at, format!("`{key}` is leeg"), format!("`{key}` is empty"));
        }
        Some(found)
    };
    let period = text("period", mistakes).and_then(|found| {
        let period = found.value.parse::<Period>().ok();
        if period.is_none() {
            mistakes
                .at(found.at, "dit is geen maand", "this is not a month")
                .help("een maand staat er als \"2026-05\"", "a month is written as \"2026-05\"");
        }
        period
    });
    let mission = text("mission", mistakes);
    if let Some((mission, registry)) = mission.zip(known.registry)
        && registry.find(mission.value).is_none()
    {
        unknown_mission(mission, &registry.missions, mistakes);
    }
    let coordinator = text("coordinator", mistakes);
    if let Some((coordinator, all)) = coordinator.zip(known.coordinators)
        && !all.iter().any(|one| one.id == coordinator.value)
    {
        let (nl, en) =
            (format!("er is geen coördinator `{}`", coordinator.value), format!("there is no coordinator `{}`", coordinator.value));
        mistakes.at(coordinator.at, nl, en).did_you_mean(coordinator.value, all.iter().map(|one| one.id.as_str()));
    }
    let (file, sheet) = (text("file", mistakes), text("sheet", mistakes));
    let cell = text("cell", mistakes).and_then(|found| {
        let cell = found.value.parse::<CellRef>().ok();
        if cell.is_none() {
            mistakes
                .at(found.at, "dit is geen cel", "this is not a cell")
                .help("een cel staat er als \"B7\"", "a cell is written as \"B7\"");
        }
        cell
    });
    if empty {
        mistakes.at(entry.at, "hier staat geen plaats", "no place is named here").help(
            format!("ten minste een van {PLACES} is nodig: anders zou elke bevinding van de controle zijn aanvaard"),
            format!("at least one of {PLACES} is needed: otherwise every finding of the check would be waived"),
        );
    }
    entry.finish(mistakes);
    let owned = |item: Option<Item<&str>>| item.map(|item| item.value.trim().to_owned());
    Location {
        period,
        mission: owned(mission),
        coordinator: owned(coordinator),
        file: file.map(|item| FilePattern::new(item.value)),
        sheet: owned(sheet),
        cell,
    }
}
