//! The findings as they are shown: root causes with what follows from them, each with its place and the cells around it.

use std::collections::BTreeMap;

use askama::Template;
use askama::filters::HtmlSafe;

use super::checks::severity;
use super::privacy::{Privacy, Said};
use super::words::{Both, Name, month, t};
use crate::domain::cell::column_letters;
use crate::domain::groups::{Group, groups, months, outcomes_shown};
use crate::domain::{Check, Edition, Excerpt, Finding, Period, Place, Shown};

/// So many findings are written out with all that belongs to them; of any further ones that is kept as data.
pub(super) const WRITTEN_OUT: usize = 200;
/// At most so many outcomes are named beneath one finding.
const MOST_OUTCOMES: usize = 12;
/// At most so many other places of one finding are named.
const MOST_PLACES: usize = 6;

/// A cell of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(ext = "html", source = r#"{% if let Self::Text(text) = self %}<bdi translate="no">{{ text }}</bdi>{% endif %}"#)]
pub(super) enum Cell {
    Empty,
    Text(String),
    Withheld,
}

// It escapes what it holds.
impl HtmlSafe for Cell {}

impl Cell {
    /// Whether something stands there that is not shown.
    pub(super) fn is_withheld(&self) -> bool {
        *self == Self::Withheld
    }
}

/// A row of an excerpt.
pub(super) struct ExcerptRow {
    /// Its number, as a spreadsheet shows it.
    pub(super) number: u64,
    pub(super) header: bool,
    /// Whether rows are left out before it.
    pub(super) gap: bool,
    pub(super) cells: Vec<Cell>,
    /// The cell in it that the finding is about, by its place among the cells.
    pub(super) marked: Option<usize>,
}

impl ExcerptRow {
    /// Whether the finding is about this one of its cells.
    pub(super) fn is_marked(&self, at: &usize) -> bool {
        self.marked == Some(*at)
    }
}

/// A few cells of the sheet.
pub(super) struct Around {
    pub(super) letters: Vec<String>,
    pub(super) rows: Vec<ExcerptRow>,
    /// Whether something in it is withheld.
    pub(super) withheld: bool,
}

/// What follows from a finding.
pub(super) struct Outcome {
    pub(super) code: Name,
    pub(super) name: Both,
    pub(super) message: Both,
    pub(super) place: Name,
}

/// A finding with all that is shown of it.
pub(super) struct Item {
    /// Its number on the page, from one.
    pub(super) number: usize,
    pub(super) code: Name,
    pub(super) name: Both,
    pub(super) severity: Both,
    /// `error`, `warning` or `info`.
    pub(super) class: &'static str,
    pub(super) waived: bool,
    /// Id and name of its mission; empty if it is about none.
    pub(super) mission_id: String,
    pub(super) mission: Name,
    /// Id of the coordinator whose return it is in; empty if that is not known.
    pub(super) coordinator: String,
    /// Its months as `2026-05`, separated by spaces, and in words.
    pub(super) periods: String,
    pub(super) months: Both,
    pub(super) place: Name,
    pub(super) file: Name,
    /// Other places of the same finding, in other months.
    pub(super) others: Vec<Name>,
    pub(super) said: Said,
    pub(super) why: Both,
    pub(super) around: Option<Around>,
    pub(super) outcomes: Vec<Outcome>,
    /// Number of outcomes that are not named.
    pub(super) more_outcomes: usize,
}

impl Item {
    /// Whether it is about one month.
    pub(super) fn is_of_one_month(&self) -> bool {
        self.periods.len() == "2026-05".len()
    }
}

/// A choice in a list of the filter.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: Both,
}

/// All findings, and what they can be filtered by.
pub(super) struct Findings {
    pub(super) items: Vec<Item>,
    pub(super) missions: Vec<Choice>,
    pub(super) coordinators: Vec<Choice>,
    pub(super) codes: Vec<Choice>,
    pub(super) months: Vec<Choice>,
    /// The first finding that keeps a mission's figure of a month from being in order.
    pub(super) errors: BTreeMap<(Period, String), usize>,
}

impl Findings {
    /// The findings of an edition, worst first.
    pub(super) fn of(edition: &Edition<'_>) -> Self {
        let desk = Desk::of(edition);
        let groups = groups(edition.findings);
        let items: Vec<Item> =
            groups.iter().filter_map(|group| desk.item(group)).zip(1..).map(|(item, number)| Item { number, ..item }).collect();
        let mut errors = BTreeMap::new();
        for (group, item) in groups.iter().zip(&items) {
            for finding in group.members.iter().chain(&group.outcomes) {
                let keeps = finding.severity == crate::domain::Severity::Error && !finding.waived;
                if let (true, Some(period), Some(mission)) = (keeps, finding.period, &finding.mission) {
                    errors.entry((period, mission.clone())).or_insert(item.number);
                }
            }
        }
        let choices = |of: &dyn Fn(&Item) -> Vec<(String, Both)>| {
            let all: BTreeMap<String, Both> = items.iter().flat_map(of).filter(|(value, _)| !value.is_empty()).collect();
            all.into_iter().map(|(value, label)| Choice { value, label }).collect::<Vec<_>>()
        };
        let same = |text: &str| Both::of(text, text);
        let named = |item: &Item| vec![(item.mission_id.clone(), same(&item.mission.0))];
        let sent = |item: &Item| vec![(item.coordinator.clone(), desk.coordinator_name(&item.coordinator))];
        let coded = |item: &Item| {
            let label = Both::of(format!("{} {}", item.code.0, item.name.nl), format!("{} {}", item.code.0, item.name.en));
            vec![(item.code.0.clone(), label)]
        };
        let dated = |item: &Item| item.periods.split(' ').map(|period| (period.to_owned(), of_month(period))).collect();
        let mut months = choices(&dated);
        months.reverse();
        let mut missions = choices(&named);
        missions.sort_by(|a, b| a.label.en.cmp(&b.label.en));
        Self { missions, coordinators: choices(&sent), codes: choices(&coded), months, errors, items }
    }
}

fn of_month(period: &str) -> Both {
    period.parse().map_or_else(|_| Both::default(), month)
}

/// What is needed to write a finding down.
struct Desk<'a> {
    edition: Edition<'a>,
    privacy: Privacy<'a>,
    checks: BTreeMap<&'a str, &'a Check>,
    senders: BTreeMap<&'a str, &'a str>,
}

impl<'a> Desk<'a> {
    fn of(edition: &Edition<'a>) -> Self {
        let facts = edition.facts;
        Self {
            edition: *edition,
            privacy: Privacy::of(edition),
            checks: edition.catalogue.iter().map(|check| (check.code.as_str(), check)).collect(),
            senders: facts.returns.iter().map(|from| (from.file.as_str(), from.coordinator.as_str())).collect(),
        }
    }

    fn item(&self, group: &Group<'_>) -> Option<Item> {
        let finding = group.shown()?;
        let check = self.checks.get(finding.code.as_str()).copied();
        let schema = self.edition.schema;
        let mission = finding.mission.clone().unwrap_or_default();
        let named = schema.registry.find(&mission).and_then(|at| schema.registry.missions.get(at));
        let said = self.privacy.said(finding, check);
        let around = self.edition.excerpts.get(&finding.place).map(|excerpt| around(excerpt, said.closed, &self.privacy));
        let shown: Vec<&Finding> = outcomes_shown(group).collect();
        let places: Vec<Name> = {
            let mut all: Vec<Name> =
                group.members.iter().filter(|other| other.place != finding.place).map(|other| whole_place(&other.place)).collect();
            all.sort();
            all.dedup();
            all.truncate(MOST_PLACES);
            all
        };
        let months = months(group);
        Some(Item {
            number: 0,
            code: Name::of(&finding.code),
            name: check.map_or_else(Both::default, |check| Both::from(&check.name)),
            severity: severity(finding.severity),
            class: finding.severity.as_str(),
            waived: finding.waived,
            mission: named.map_or_else(|| Name::of(&mission), |mission| Name::of(&mission.name)),
            mission_id: mission,
            coordinator: self.coordinator(finding).to_owned(),
            periods: months.iter().map(Period::to_string).collect::<Vec<_>>().join(" "),
            months: in_words(&months),
            place: self.place(&finding.place),
            file: Name::of(finding.place.file()),
            others: places,
            why: check.map_or_else(Both::default, |check| Both::of(check.doc.nl.why.clone(), check.doc.en.why.clone())),
            around,
            more_outcomes: shown.len().saturating_sub(MOST_OUTCOMES),
            outcomes: shown.into_iter().take(MOST_OUTCOMES).map(|outcome| self.outcome(outcome)).collect(),
            said,
        })
    }

    fn outcome(&self, finding: &Finding) -> Outcome {
        let check = self.checks.get(finding.code.as_str()).copied();
        Outcome {
            code: Name::of(&finding.code),
            name: check.map_or_else(Both::default, |check| Both::from(&check.name)),
            message: self.privacy.said(finding, check).message,
            place: self.place(&finding.place),
        }
    }

    fn coordinator(&self, finding: &'a Finding) -> &str {
        match &finding.place {
            Place::Expected { coordinator } => coordinator,
            place => self.senders.get(place.file()).copied().unwrap_or_default(),
        }
    }

    fn coordinator_name(&self, id: &str) -> Both {
        let known = self.edition.schema.coordinators.iter().find(|coordinator| coordinator.id == id);
        let name = Name::of(known.map_or(id, |coordinator| coordinator.name.as_str())).0;
        Both::of(name.clone(), name)
    }

    /// Sheet and cell, or whatever else it points at.
    fn place(&self, place: &Place) -> Name {
        match place {
            // A csv has no sheets; its only one is called like the file.
            Place::Cell { file, sheet, cell } if stem(file) == sheet => Name::of(&cell.to_string()),
            Place::Cell { sheet, cell, .. } => Name::of(&format!("{sheet}!{cell}")),
            Place::Sheet { sheet, .. } => Name::of(sheet),
            Place::File { file } => Name::of(file.rsplit('/').next().unwrap_or(file)),
            Place::Expected { coordinator } => Name(self.coordinator_name(coordinator).en.into_owned()),
        }
    }
}

/// The name of a file without its folders and its ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn whole_place(place: &Place) -> Name {
    match (place.file(), place.sheet(), place.cell()) {
        (file, "", None) => Name::of(file),
        (file, sheet, None) => Name::of(&format!("{file} · {sheet}")),
        (file, sheet, Some(cell)) if stem(file) == sheet => Name::of(&format!("{file} · {cell}")),
        (file, sheet, Some(cell)) => Name::of(&format!("{file} · {sheet}!{cell}")),
    }
}

/// Months in a row, the first and last of many.
fn in_words(months: &[Period]) -> Both {
    match months {
        [] => t("geen maand", "no month"),
        [only] => month(*only),
        [first, .., last] => {
            let consecutive = months.windows(2).all(|pair| matches!(pair, [a, b] if a.next() == *b));
            let (first, last, count) = (month(*first), month(*last), months.len());
            if consecutive {
                Both::of(format!("{} t/m {}", first.nl, last.nl), format!("{} to {}", first.en, last.en))
            } else {
                Both::of(format!("{count} maanden t/m {}", last.nl), format!("{count} months up to {}", last.en))
            }
        }
    }
}

/// An excerpt as it may be published: what is for internal use is withheld. Of a finding of which only the place may be shown, the
/// cell itself and those of its column are withheld as well.
fn around(excerpt: &Excerpt, closed: bool, privacy: &Privacy<'_>) -> Around {
    let shown = |cell: &Shown, header: bool, hidden: bool| match cell {
        Shown::Empty => Cell::Empty,
        // A remark may say what a column may not.
        Shown::Text(text) if !hidden && (header || !privacy.speaks_of_kinds(text.as_str())) => {
            Cell::Text(super::words::printable(text.as_str()).into_owned())
        }
        Shown::Text(_) | Shown::Internal(_) | Shown::Withheld => Cell::Withheld,
    };
    let own = excerpt.columns.iter().position(|column| *column == excerpt.cell.col);
    let mut before: Option<u32> = None;
    let rows: Vec<ExcerptRow> = excerpt
        .rows
        .iter()
        .map(|row| {
            let hidden = |at: usize| closed && !row.header && Some(at) == own;
            let gap = before.replace(row.row).is_some_and(|before| before.checked_add(1) != Some(row.row));
            ExcerptRow {
                number: u64::from(row.row) + 1,
                header: row.header,
                gap,
                cells: row.cells.iter().enumerate().map(|(at, cell)| shown(cell, row.header, hidden(at))).collect(),
                marked: own.filter(|_| row.row == excerpt.cell.row),
            }
        })
        .collect();
    let withheld = rows.iter().any(|row| row.cells.contains(&Cell::Withheld));
    Around { letters: excerpt.columns.iter().map(|column| column_letters(*column)).collect(), rows, withheld }
}
