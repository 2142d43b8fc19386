//! What of a finding may stand in a report that leaves the house.
//!
//! The rule, which the report states in its account: a finding about a table of persons, or about a number of women, men or another
//! kind of person, is shown with its name and its place only. Its words are those of the check, with every figure, date and text of
//! a cell left out. Arithmetic checks over figures that are published anyway (headcount, temporarily home, arrivals, departures)
//! are the exception where they count lines of persons. What is suggested may name other cells; no figure of those is told.
//!
//! Where the settings do not withhold small numbers, numbers of women and men are shown like any other. Lines of persons stay closed
//! all the same.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::words::{Both, map, printable};
use crate::domain::equation::{Equation, FieldPath, Grouping, TermKind};
use crate::domain::finding::WITHHELD;
use crate::domain::{Bilingual, Check, Edition, Finding, Lang, Shown, fold};

/// Counts that tell small groups of a mission apart, and the attributes they are counted by.
const KINDS: [&str; 6] = ["female", "male", "other_sex", "unknown_sex", "sex", "rank"];

/// Those of them whose headers are the words for women and men.
const SEXES: [&str; 2] = ["female", "male"];

/// What may be shown of the findings of an edition.
pub(super) struct Privacy<'a> {
    edition: Edition<'a>,
    withholds_kinds: bool,
    /// Arithmetic checks that look at numbers of women and men, or at single persons.
    closed: BTreeSet<&'a str>,
    /// All other arithmetic checks.
    open: BTreeSet<&'a str>,
    /// Words for women, men and other kinds of persons, folded.
    kind_words: BTreeSet<String>,
    /// Names of files and sheets, longest first: the figures in them tell nothing.
    names: Vec<&'a str>,
}

/// The words of a finding as they may be shown.
pub(super) struct Said {
    /// Whether figures, dates and texts of cells were left out.
    pub(super) closed: bool,
    pub(super) message: Both,
    pub(super) value: Both,
    pub(super) expected: Both,
    pub(super) advice: Both,
}

impl<'a> Privacy<'a> {
    /// Looks at what the settings and the checks of an edition say.
    pub(super) fn of(edition: &Edition<'a>) -> Self {
        let settings = &edition.schema.settings;
        let withholds_kinds = settings.withhold_female_by_mission && settings.small_count_threshold > 1;
        let (mut closed, mut open): (BTreeSet<&str>, BTreeSet<&str>) = <_>::default();
        let equations = &edition.schema.equations;
        for check in &equations.checks {
            let own = || equations.equations.iter().filter(|equation| equation.code == check.code);
            let persons = own().any(|equation| equation.group == Grouping::Person);
            let kinds = withholds_kinds && own().any(|equation| reads_kinds(edition, equation));
            if persons || kinds {
                closed.insert(&check.code)
            } else {
                open.insert(&check.code)
            };
        }
        let sheets = edition.ledger.lines.iter().flat_map(|line| [line.file.as_str(), line.sheet.as_str()]);
        let names: BTreeSet<&str> =
            sheets.chain(edition.inputs.iter().map(|(path, _)| path.as_str())).filter(|name| !name.is_empty()).collect();
        let mut names: Vec<&str> = names.into_iter().collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let fields = edition.schema.tables.iter().flat_map(|table| &table.fields).filter(|field| SEXES.contains(&field.name.as_str()));
        let words = fields.flat_map(|field| &field.synonyms).filter(|words| words.chars().all(char::is_alphanumeric));
        let kind_words = words.map(|word| fold(word)).chain(["woman".to_owned()]).collect();
        Self { edition: *edition, withholds_kinds, closed, open, kind_words, names }
    }

    /// Whether only name and place of a finding may be shown.
    pub(super) fn is_closed(&self, finding: &Finding) -> bool {
        let code = finding.code.as_str();
        if self.closed.contains(code) {
            return true;
        }
        // A field may be one of several: `roster.start | movements.date`.
        let parts = || finding.field.split(" | ").map(|field| field.split_once('.').unwrap_or((field, "")));
        let kinds = parts().any(|(table, field)| KINDS.contains(&field) || table == "headcount_by_attribute");
        let persons = parts().any(|(table, _)| self.is_about_persons(table));
        // A window of a few days is when somebody travels.
        let journey = code == "PRV-10" && finding.field == "planned.window";
        journey || (kinds && self.withholds_kinds) || (persons && !self.open.contains(code)) || self.speaks_of_kinds(finding.value.as_str())
    }

    /// Whether a text of a cell may tell how many women or men there are: `7, waarvan 2 vrouwen`.
    pub(super) fn speaks_of_kinds(&self, text: &str) -> bool {
        let is_kind = |word: &str| {
            let word = fold(word);
            let begins =
                |known: &String| known.len() >= 4 && word.len() >= 4 && (word.starts_with(known.as_str()) || known.starts_with(&word));
            self.kind_words.iter().any(|known| *known == word || begins(known))
        };
        self.withholds_kinds && text.split(|c: char| !c.is_alphanumeric()).any(is_kind)
    }

    fn is_about_persons(&self, table: &str) -> bool {
        let schema = self.edition.schema;
        schema.table(table).and_then(|at| schema.tables.get(at)).is_some_and(|table| table.about_persons)
    }

    /// The words of a finding. `check` is the one that failed.
    pub(super) fn said(&self, finding: &Finding, check: Option<&Check>) -> Said {
        let waiver = finding.waiver.and_then(|at| self.edition.schema.waivers.get(at));
        if !self.is_closed(finding) {
            let value = |text: &str| Both::from(&Bilingual::same(text));
            let accepted = waiver.map(|waiver| Both::from(&waiver.words())).unwrap_or_default();
            return Said {
                closed: false,
                message: Both::from(&finding.message),
                value: value(finding.value.as_str()),
                expected: value(finding.expected.as_str()),
                advice: joined(&accepted, &self.suggestion(finding)),
            };
        }
        let withheld = Both::from(&Bilingual::same(WITHHELD));
        let of = |text: &crate::domain::SafeText| if text.as_str().is_empty() { Both::default() } else { withheld.clone() };
        // The reason may speak of what is withheld, so only who decided and until when is told.
        let accepted = waiver.map_or_else(Both::default, |waiver| {
            let (by, until) = (printable(&waiver.decided_by), waiver.until);
            Both::of(format!("Aanvaard door {by} tot en met {until}."), format!("Accepted by {by} up to and including {until}."))
        });
        let advice = check.map_or_else(Both::default, |check| Both::of(check.doc.nl.fix.clone(), check.doc.en.fix.clone()));
        Said {
            closed: true,
            message: self.closed_message(finding, check),
            value: of(&finding.value),
            expected: of(&finding.expected),
            advice: joined(&accepted, &advice),
        }
    }

    /// The check's own message with what is known to be harmless filled in.
    fn closed_message(&self, finding: &Finding, check: Option<&Check>) -> Both {
        let Some(check) = check else { return Both::default() };
        let schema = self.edition.schema;
        let mission = finding.mission.as_deref().and_then(|id| schema.registry.find(id)).and_then(|at| schema.registry.missions.get(at));
        let mission = mission.map_or_else(|| finding.mission.clone().unwrap_or_default(), |mission| mission.name.clone());
        let cell = finding.place.cell().map(|cell| cell.to_string()).unwrap_or_default();
        let row = finding.place.cell().map(|cell| (u64::from(cell.row) + 1).to_string()).unwrap_or_default();
        let key = if cell.is_empty() { finding.place.sheet().to_owned() } else { format!("{}!{cell}", finding.place.sheet()) };
        let mut known: Vec<(&str, Bilingual)> = [
            ("mission", mission.as_str()),
            ("sheet", finding.place.sheet()),
            ("file", finding.place.file()),
            ("cell", cell.as_str()),
            ("row", row.as_str()),
            ("key", key.as_str()),
        ]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| (name, Bilingual::same(text)))
        .collect();
        if let Some(title) = self.title(&finding.field) {
            known.push(("field", title));
        }
        if let Some(header) = self.header(finding) {
            known.push(("header", Bilingual::same(header)));
        }
        Both::from(&without_placeholders(&check.message.fill(&known), &check.message))
    }

    /// The title of a field that is written as `table.field`.
    fn title(&self, field: &str) -> Option<Bilingual> {
        let (table, field) = field.split_once('.')?;
        let table = self.edition.schema.tables.get(self.edition.schema.table(table)?)?;
        table.fields.get(table.field(field)?).map(|field| field.title.clone())
    }

    /// The header that a finding points at, which names a column and no person.
    fn header(&self, finding: &Finding) -> Option<String> {
        let excerpt = self.edition.excerpts.get(&finding.place)?;
        let row = excerpt.rows.iter().find(|row| row.row == excerpt.cell.row && row.header)?;
        let at = excerpt.columns.iter().position(|column| *column == excerpt.cell.col)?;
        match row.cells.get(at)? {
            Shown::Text(text) => Some(text.as_str().to_owned()),
            _ => None,
        }
    }

    /// What would mend a finding. Where it names other cells than that of the finding, these may be numbers of women or men, so that
    /// no figures are told.
    fn suggestion(&self, finding: &Finding) -> Both {
        let text = Both::from(&finding.suggestion);
        let own = finding.place.cell().map(|cell| cell.to_string());
        let names_others = |text: &str| cells(text).iter().any(|cell| Some(*cell) != own.as_deref());
        let arithmetic = self.open.contains(finding.code.as_str());
        if !self.withholds_kinds || !arithmetic || !names_others(text.get(Lang::En)) && !names_others(text.get(Lang::Nl)) {
            return text;
        }
        map(&text, |text| self.without_figures(text, "[achtergehouden]"), |text| self.without_figures(text, WITHHELD))
    }

    /// The text with all figures left out but those in addresses and in names of files and sheets.
    fn without_figures(&self, text: &str, withheld: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            let before = out.chars().next_back();
            let at_word = before.is_none_or(|c| !c.is_alphanumeric());
            // A sheet is named as in `Blad 1!B5`, a file as in `(2026-05/opgave.xlsx)`. A bare number that happens to be a name too
            // is none.
            let is_name = |name: &str| {
                let after = rest.strip_prefix(name);
                after.is_some_and(|after| (at_word && after.starts_with('!')) || (before == Some('(') && after.starts_with(')')))
            };
            let kept = self.names.iter().find(|name| is_name(name)).map(|name| name.len());
            let kept = kept.or_else(|| CELL.as_ref()?.find(rest).filter(|cell| at_word && cell.start() == 0).map(|cell| cell.end()));
            if let Some(kept) = kept {
                out.push_str(&rest[..kept]);
                rest = &rest[kept..];
            } else if next.is_numeric() {
                out.push_str(withheld);
                rest = rest.trim_start_matches(char::is_numeric);
            } else {
                out.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        out
    }
}

/// The addresses of cells that a text may name; something that only looks like one counts as well.
fn cells(text: &str) -> Vec<&str> {
    // Without the pattern nothing is known to be harmless.
    CELL.as_ref().map_or_else(|| vec![""], |pattern| pattern.find_iter(text).map(|cell| cell.as_str()).collect())
}

/// An address of a cell as it stands in a text.
static CELL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b[A-Z]{1,3}[1-9][0-9]{0,6}\b").ok());

/// Whether an equation looks at numbers of women, men or other kinds of persons.
fn reads_kinds(edition: &Edition<'_>, equation: &Equation) -> bool {
    let field = |path: &FieldPath| edition.schema.tables.get(path.table).and_then(|table| table.fields.get(path.field));
    let is_kind = |path: &FieldPath| field(path).is_none_or(|field| KINDS.contains(&field.name.as_str()));
    let reads = |kind: &TermKind| match kind {
        TermKind::Field(path) | TermKind::Annotation(path) | TermKind::Sum(path) | TermKind::Total(path) => is_kind(path),
        TermKind::Count { table, conditions } => {
            conditions.iter().any(|condition| is_kind(&FieldPath { table: *table, field: condition.field }))
        }
        TermKind::Constant(_) => false,
    };
    equation.left.terms.iter().chain(&equation.right.terms).any(|term| reads(&term.kind))
        || equation.only_if_positive.is_some_and(|path| is_kind(&path))
}

/// A message with every placeholder of its template that is still open marked as withheld.
fn without_placeholders(text: &Bilingual, template: &Bilingual) -> Bilingual {
    let names = |template: &str| -> Vec<String> {
        template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
    };
    let close = |text: &str, template: &str| {
        names(template).iter().fold(text.to_owned(), |text, name| text.replace(&format!("{{{name}}}"), WITHHELD))
    };
    Bilingual::new(close(&text.nl, &template.nl), close(&text.en, &template.en))
}

fn joined(first: &Both, second: &Both) -> Both {
    let join = |a: &str, b: &str| format!("{a} {b}").trim().to_owned();
    Both::of(join(&first.nl, &second.nl), join(&first.en, &second.en))
}
