//! Missions and codes, each text looked up once.

use crate::domain::registry::{Registry, Resolved};
use crate::domain::schema::CodeList;
use crate::domain::{FastMap, RemarkKind, Schema};
use crate::records::grammar::{codes, marker};

/// The most texts that are remembered for one column.
const MOST_REMEMBERED: usize = 4_096;
/// The most unknown texts of a table for which a similar name is looked for: a sheet with more is not a matter of typing errors.
const MOST_SUGGESTIONS: usize = 200;
/// The longest text for which a similar name is looked for, in bytes.
const LONGEST_SUGGESTED: usize = 80;

/// What a text stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The mission or code.
    pub(super) value: Option<u32>,
    pub(super) remark: Option<RemarkKind>,
    pub(super) marker: Option<String>,
}

/// The lookups of one table.
pub(super) struct Lookups<'a> {
    schema: &'a Schema,
    /// By country and name.
    missions: FastMap<Option<u16>, FastMap<Box<str>, Found>>,
    /// By column and text.
    codes: FastMap<usize, FastMap<Box<str>, Found>>,
    suggestions: usize,
}

impl<'a> Lookups<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        Self { schema, missions: FastMap::default(), codes: FastMap::default(), suggestions: 0 }
    }

    /// The mission of a name, settled by a country (code list and code) where several share it.
    pub(super) fn mission(&mut self, raw: &str, country: Option<(&CodeList, u16)>) -> Found {
        let key = country.map(|(_, code)| code);
        if let Some(known) = self.missions.get(&key).and_then(|names| names.get(raw)) {
            return known.clone();
        }
        let iso = country.and_then(|(list, code)| list.codes.get(usize::from(code))).map(|code| code.code.as_str());
        let found = self.new_mission(raw, iso);
        remember(self.missions.entry(key).or_default(), raw, &found);
        found
    }

    fn new_mission(&mut self, raw: &str, country: Option<&str>) -> Found {
        let registry: &Registry = &self.schema.registry;
        let (body, marker) = marker::peel(raw);
        if marker.is_some() && !body.trim().is_empty() {
            let found = of_resolved(registry, &registry.resolve_exactly(body, country));
            if !matches!(found.remark, Some(RemarkKind::UnknownMission { .. })) {
                return Found { marker, ..found };
            }
        }
        let resolved = registry.resolve_exactly(raw, country);
        let suggest = matches!(resolved, Resolved::Unknown { .. }) && raw.len() <= LONGEST_SUGGESTED && self.suggestions < MOST_SUGGESTIONS;
        if suggest {
            self.suggestions += 1;
            return of_resolved(registry, &registry.resolve(raw, country));
        }
        of_resolved(registry, &resolved)
    }

    /// The code of a text in a column.
    pub(super) fn code(&mut self, column: usize, raw: &str, list: &CodeList) -> Found {
        if let Some(known) = self.codes.get(&column).and_then(|texts| texts.get(raw)) {
            return known.clone();
        }
        let (body, marker) = marker::peel_sign(raw);
        let reading = codes::code(body, list);
        let mut remark = reading.remark;
        if matches!(remark, Some(RemarkKind::UnknownCode { .. })) && self.suggestions < MOST_SUGGESTIONS {
            self.suggestions += 1;
            remark = Some(RemarkKind::UnknownCode { nearest: codes::suggestion(body, list) });
        }
        let found = Found { value: reading.value.map(u32::from), remark, marker };
        remember(self.codes.entry(column).or_default(), raw, &found);
        found
    }
}

fn remember(known: &mut FastMap<Box<str>, Found>, raw: &str, found: &Found) {
    if known.len() < MOST_REMEMBERED {
        known.insert(raw.into(), found.clone());
    }
}

fn of_resolved(registry: &Registry, resolved: &Resolved<'_>) -> Found {
    let unread = |remark| Found { value: None, remark: Some(remark), marker: None };
    match resolved {
        Resolved::Known(at) => Found { value: u32::try_from(*at).ok(), remark: None, marker: None },
        Resolved::Unknown { nearest } => unread(RemarkKind::UnknownMission { nearest: *nearest }),
        Resolved::Ambiguous(name) => {
            let shared = registry.ambiguous.iter().position(|known| std::ptr::eq(known, *name)).unwrap_or_default();
            unread(RemarkKind::AmbiguousMission { shared })
        }
    }
}
