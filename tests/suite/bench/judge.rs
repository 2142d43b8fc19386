//! What a change of the sample leads to, against the sample without it.

use std::collections::BTreeMap;

use muster::domain::{CellRef, Finding, Period, Place, Severity};
use muster::ingest::Reader;
use muster::pipeline::{self, Options, Run};

use super::formats::{self, Form};
use super::input::{At, Input, Kind, limits};
use crate::common::line;

/// A finding, and where it is whatever the format.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) finding: Finding,
    file: String,
    kind: Kind,
}

/// What makes two findings of two runs the same one, wherever it stands now.
type Same = (String, Severity, Option<Period>, Option<String>, String, Option<String>);

impl Seen {
    fn of(finding: &Finding) -> Self {
        let name = finding.place.file().rsplit('/').next().unwrap_or_default().to_lowercase();
        let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
        let kind = match finding.place.sheet() {
            "Bezetting" | "Headcount" => Kind::Head,
            "Personeel" | "Roster" => Kind::Roster,
            sheet if sheet.starts_with("rooster-") => Kind::Roster,
            sheet if sheet.starts_with("opgave-") => Kind::Head,
            _ => Kind::Other,
        };
        Self { finding: finding.clone(), file: stem.replacen("rooster-", "opgave-", 1), kind }
    }

    fn same(&self) -> Same {
        let Finding { code, severity, period, mission, outcome_of, .. } = &self.finding;
        (code.clone(), *severity, *period, mission.clone(), self.file.clone(), outcome_of.clone())
    }

    /// Whether it stands where it must.
    fn is_at(&self, at: &At) -> bool {
        let cell = self.finding.place.cell();
        match at {
            At::Cells(file, kind, cells) => {
                self.file == *file && self.kind == *kind && cell.is_some_and(|cell: CellRef| cells.contains(&cell.to_string()))
            }
            At::Any(all) => all.iter().any(|at| self.is_at(at)),
            At::Line(file, kind, row) => self.file == *file && self.kind == *kind && cell.is_some_and(|cell| cell.row == *row),
            At::File(file) => self.file == *file && matches!(self.finding.place, Place::File { .. }),
            At::Within(file) => self.file == *file,
            At::Expected(sender) => matches!(&self.finding.place, Place::Expected { coordinator } if coordinator == sender),
            At::Mission(mission) => self.finding.mission.as_deref() == Some(*mission),
            At::Anywhere => true,
        }
    }

    pub(super) fn line(&self) -> String {
        format!("{} @{}", line(&self.finding), self.file)
    }
}

/// A run over the input. Files that differ from those of `before` come in a form, all others as sheets in memory. `None` where
/// the program has no use for what the schemas say.
pub(super) fn run(input: &Input, before: &Input, form: Form) -> Option<Run> {
    let declared = input.declared()?;
    let reader = Reader::new(limits(&declared.0.settings), None);
    let books = input.books.iter().flat_map(|(path, book)| {
        let form = if before.books.get(path) == Some(book) { Form::Grid } else { form };
        formats::workbooks(path, book, form, &reader)
    });
    Some(pipeline::run_workbooks_with(&Options::default(), declared, books.collect()).expect("a run"))
}

/// The findings of a run.
pub(super) fn seen(run: &Run) -> Vec<Seen> {
    run.findings.iter().map(Seen::of).collect()
}

/// The findings that a change brought: those that are more than before of their kind.
pub(super) fn news(before: &[Seen], after: &[Seen]) -> Vec<Seen> {
    let mut known: BTreeMap<Same, Vec<&Seen>> = BTreeMap::new();
    for seen in before {
        known.entry(seen.same()).or_default().push(seen);
    }
    // Those that stand where they stood are the same ones; then others of the kind.
    let mut rest: Vec<&Seen> = Vec::new();
    for seen in after {
        let alike = known.get_mut(&seen.same());
        let found =
            alike.and_then(|alike| Some((alike.iter().position(|old| old.finding.place.cell() == seen.finding.place.cell())?, alike)));
        match found {
            Some((at, alike)) => {
                alike.remove(at);
            }
            None => rest.push(seen),
        }
    }
    let mut news = Vec::new();
    for seen in rest {
        if known.get_mut(&seen.same()).and_then(Vec::pop).is_none() {
            news.push(seen.clone());
        }
    }
    news
}

/// What became of one mistake in one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The root appears where it must.
    Caught,
    /// It does not.
    Missed,
}

/// The root that was looked for, and what else came.
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    /// Findings that have nothing to do with the mistake.
    pub(super) unrelated: Vec<Seen>,
    /// All that is new.
    pub(super) news: Vec<Seen>,
}

/// Judges what is new by the root that must appear. Its outcomes belong to it.
pub(super) fn judge(code: &str, at: &At, news: Vec<Seen>) -> Judgement {
    let root = news.iter().position(|seen| seen.finding.code == code && seen.finding.outcome_of.is_none() && seen.is_at(at));
    let belongs = |index: usize, seen: &Seen| root == Some(index) || root.is_some() && seen.finding.outcome_of.as_deref() == Some(code);
    let unrelated = news.iter().enumerate().filter(|(index, seen)| !belongs(*index, seen)).map(|(_, seen)| seen.clone()).collect();
    Judgement { verdict: if root.is_some() { Verdict::Caught } else { Verdict::Missed }, unrelated, news }
}
