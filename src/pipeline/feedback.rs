//! Returns that go back to who sent them, with the findings marked in them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::{Originals, Run};
use crate::domain::{Bilingual, CellRef, FileFormat, Grid, Lang, Period, Place, Return, Severity, Value, reply};
use crate::error::Error;
use crate::publish::feedback::{self, Copied, Enclosed, Letter, Made, Mailed, Material, Needles, Subject, Told};
use crate::records;

pub use crate::publish::feedback::Saved;

/// What goes back.
#[derive(Debug, Clone, Default)]
pub struct Feedback {
    /// The files, by name.
    pub files: Vec<(String, Vec<u8>)>,
    /// What became of each return with findings, by path.
    pub returns: Vec<Back>,
    /// Names of files that an earlier run may have made and that no longer hold.
    pub stale: Vec<String>,
}

/// What became of one return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The return's path.
    pub path: String,
    /// The coordinator's id; `None` if it is not known whose return it is.
    pub coordinator: Option<String>,
    /// The name of the file that goes back; or why there is none.
    pub file: Result<String, Bilingual>,
    /// Why that is a new workbook, if it is.
    pub copied: Option<Bilingual>,
    /// Number of findings of each severity, the worst first.
    pub findings: [(Severity, usize); 3],
}

/// One return, with all that is known of what goes back.
struct Answer<'r> {
    of: &'r Return,
    told: &'r [Told<'r>],
    mailed: Mailed,
    bytes: Option<Vec<u8>>,
    mended: String,
}

/// Marks every return with findings of the months of a run, and writes the mails. Returns that a later version takes the place of are
/// passed over.
///
/// # Errors
/// A workbook cannot be put together.
pub fn feedback(run: &Run) -> Result<Feedback, Error> {
    let told = feedback::by_file(&run.findings);
    let vocabulary = records::Vocabulary::new(&run.schema);
    let current: Vec<&Return> = run.returns.iter().filter(|one| one.superseded_by.is_none()).collect();
    let names = feedback::of_files(&current.iter().map(|one| one.source.path.as_str()).collect::<Vec<_>>());
    let nothing: &[Told<'_>] = &[];
    let to_answer: Vec<(&Return, &str, &[Told<'_>])> = current
        .iter()
        .zip(&names)
        .filter_map(|(of, name)| Some((*of, name.as_str(), told.get(of.source.path.as_str())?.as_slice())))
        .collect();
    let answers: Result<Vec<Answer<'_>>, Error> =
        to_answer.into_par_iter().map(|(of, name, own)| answer(run, &vocabulary, of, name, own)).collect();
    let answers = answers?;
    let mut back = Feedback::default();
    for (name, text) in mails(run, &answers, told.get("").map_or(nothing, Vec::as_slice)) {
        back.files.push((name, text.into_bytes()));
    }
    for answer in answers {
        back.returns.push(answer.back(run));
        if let (Mailed::Marked { file, .. } | Mailed::Refused { file } | Mailed::Withheld { file }, Some(bytes)) =
            (answer.mailed, answer.bytes)
        {
            back.files.push((file, bytes));
        }
    }
    back.files.sort_by(|one, other| one.0.cmp(&other.0));
    let workbooks = names.iter().flat_map(|name| ["xlsx", "xlsm"].map(|extension| format!("{name}.{extension}")));
    let letters =
        run.schema.coordinators.iter().map(|coordinator| Some(coordinator.id.as_str())).chain([None]).map(|id| mail_name(run, id));
    back.stale = workbooks.chain(letters).filter(|name| !back.files.iter().any(|(own, _)| own == name)).collect();
    Ok(back)
}

/// Writes what goes back into a folder of its own.
///
/// # Errors
/// Files that muster did not write are in the way, or something cannot be written.
pub fn save(back: &Feedback, folder: &Path) -> Result<Saved, Error> {
    feedback::save(folder, &back.files, &back.stale)
}

fn mail_name(run: &Run, coordinator: Option<&str>) -> String {
    let unknown = match run.schema.settings.language {
        Lang::Nl => "onbekend",
        Lang::En => "unknown",
    };
    format!("{}.md", feedback::fitting(coordinator.unwrap_or(unknown)))
}

impl<'r> Answer<'r> {
    fn enclosed(&self) -> Enclosed<'r> {
        Enclosed { of: self.of, told: self.told, mended: self.mended.clone(), mailed: self.mailed.clone() }
    }

    fn back(&self, run: &Run) -> Back {
        let (file, copied) = match &self.mailed {
            Mailed::Marked { file, copied, .. } => (Ok(file.clone()), copied.map(|copied| copied.words())),
            Mailed::Refused { file } | Mailed::Withheld { file } => (Ok(file.clone()), None),
            Mailed::Unreadable(why) => (Err(why.clone()), None),
        };
        let coordinator = self.of.coordinator.and_then(|at| run.schema.coordinators.get(at)).map(|coordinator| coordinator.id.clone());
        Back { path: self.of.source.path.clone(), coordinator, file, copied, findings: feedback::tally(self.told) }
    }
}

/// What goes back of one return.
fn answer<'r>(
    run: &'r Run,
    vocabulary: &records::Vocabulary,
    of: &'r Return,
    name: &str,
    told: &'r [Told<'r>],
) -> Result<Answer<'r>, Error> {
    let lang = run.schema.language_of(of.coordinator);
    let subject = Subject { of, told, catalogue: &run.catalogue, lang };
    let unreadable = |why: Bilingual| Answer { of, told, mailed: Mailed::Unreadable(why), bytes: None, mended: subject.mended_name(true) };
    if let Some(why) = &of.unreadable {
        return Ok(unreadable(why.reason()));
    }
    if of.refused.is_some() {
        let made = feedback::alone(&subject)?;
        let mailed = Mailed::Refused { file: format!("{name}.{}", made.extension) };
        return Ok(Answer { of, told, mailed, bytes: Some(made.bytes), mended: subject.mended_name(true) });
    }
    let grids = match run.originals.sheets(&of.source) {
        Ok(grids) => grids,
        // It was read before: somebody moved or changed it meanwhile.
        Err(why) => return Ok(unreadable(why.reason())),
    };
    let personal: Vec<records::PersonalCells> =
        grids.iter().enumerate().map(|(at, grid)| records::personal_cells(grid, at, of, &run.schema, vocabulary)).collect();
    let needles = Needles::new(personal.iter().flat_map(|personal| &personal.texts).map(String::as_str));
    let emptied: Vec<BTreeSet<CellRef>> = personal.into_iter().map(|personal| personal.cells).collect();
    let material = Material { grids: &grids, emptied: &emptied, needles: &needles };
    let made = match kept(&run.originals, &subject, &material) {
        Ok(made) => Some(made),
        Err(why) => feedback::copied(&subject, &material, why)?,
    };
    let Some(made) = made else {
        let made = feedback::alone(&subject)?;
        let mailed = Mailed::Withheld { file: format!("{name}.{}", made.extension) };
        return Ok(Answer { of, told, mailed, bytes: Some(made.bytes), mended: subject.mended_name(true) });
    };
    let Made { bytes, extension, copied, emptied } = made;
    let mailed = Mailed::Marked { file: format!("{name}.{extension}"), copied, emptied };
    Ok(Answer { of, told, mailed, bytes: Some(bytes), mended: subject.mended_name(false) })
}

/// The workbook as it was received, with the marks; only if it reads as the original does.
fn kept(originals: &Originals, subject: &Subject<'_>, material: &Material<'_>) -> Result<Made, Copied> {
    let source = &subject.of.source;
    if !matches!(source.format, FileFormat::Xlsx | FileFormat::Xlsm) {
        return Err(Copied::Format(source.format));
    }
    let bytes = originals.bytes(source).map_err(|_| Copied::Unusual)?;
    let made = feedback::kept(subject, material, &bytes)?;
    let again = originals.read_again(source, &made.bytes).map_err(|_| Copied::Unusual)?;
    if reads_alike(&again, material) { Ok(made) } else { Err(Copied::Unusual) }
}

/// Whether the sheets of a workbook, behind the one with the findings, are the same but for what was emptied.
fn reads_alike(again: &[Grid], material: &Material<'_>) -> bool {
    let Some((front, sheets)) = again.split_first() else { return false };
    reply::is_findings_sheet(front)
        && sheets.len() == material.grids.len()
        && sheets
            .iter()
            .zip(material.grids)
            .zip(material.emptied)
            .all(|((sheet, grid), emptied)| sheet_reads_alike(sheet, grid, emptied, material.needles))
}

fn sheet_reads_alike(sheet: &Grid, grid: &Grid, emptied: &BTreeSet<CellRef>, needles: &Needles) -> bool {
    let said = |value: &Value| match value {
        Value::Text(text) => needles.hit(text),
        Value::Number(number) => needles.hit(&number.to_string()),
        _ => false,
    };
    let cells = |grid: &Grid| -> BTreeMap<CellRef, Value> {
        let all = grid.rows().flat_map(|(row, cells)| cells.iter().map(move |cell| (CellRef::new(row, cell.col), cell.value.clone())));
        all.filter(|(cell, value)| !emptied.contains(cell) && !said(value)).collect()
    };
    let (now, before) = (&sheet.marks, &grid.marks);
    let formulas = |grid: &Grid| -> Vec<(CellRef, Box<str>)> {
        let own = grid
            .marks
            .formulas
            .iter()
            .filter(|formula| !emptied.contains(&formula.cell) && grid.get(formula.cell).is_none_or(|value| !said(value)));
        own.map(|formula| (formula.cell, formula.text.clone())).collect()
    };
    sheet.name == grid.name
        && sheet.hidden == grid.hidden
        && sheet.merged == grid.merged
        && sheet.date_system == grid.date_system
        && (&now.hidden_rows, &now.hidden_cols, now.filter, now.very_hidden)
            == (&before.hidden_rows, &before.hidden_cols, before.filter, before.very_hidden)
        && now.notes == before.notes
        && emptied.iter().all(|cell| sheet.get(*cell).is_none())
        && formulas(sheet) == formulas(grid)
        && cells(sheet) == cells(grid)
}

/// The mails, one for each coordinator, by name.
fn mails(run: &Run, answers: &[Answer<'_>], missing: &[Told<'_>]) -> BTreeMap<String, String> {
    // Who sent nothing at all is no matter of what goes back; `muster status` tells.
    let senders: BTreeSet<Option<usize>> = answers.iter().map(|answer| answer.of.coordinator).collect();
    let expected = |told: &Told<'_>| match &told.finding.place {
        Place::Expected { coordinator } => run.schema.coordinators.iter().position(|known| known.id == *coordinator),
        _ => None,
    };
    let mut mails = BTreeMap::new();
    for sender in senders {
        let to = sender.and_then(|at| run.schema.coordinators.get(at));
        let own: Vec<&Answer<'_>> = answers.iter().filter(|answer| answer.of.coordinator == sender).collect();
        let missing: Vec<&Told<'_>> = missing.iter().filter(|told| sender.is_some() && expected(told) == sender).collect();
        let months: BTreeSet<Period> = own
            .iter()
            .flat_map(|answer| {
                answer
                    .told
                    .iter()
                    .filter_map(|told| told.finding.period)
                    .chain(answer.of.period.filter(|month| run.periods.contains(month)))
            })
            .collect();
        let lang = to.and_then(|to| to.language).unwrap_or(run.schema.settings.language);
        let letter = Letter {
            to,
            lang,
            months: months.into_iter().collect(),
            returns: own.iter().map(|answer| answer.enclosed()).collect(),
            missing,
            catalogue: &run.catalogue,
        };
        mails.insert(mail_name(run, to.map(|to| to.id.as_str())), feedback::mail(&letter));
    }
    mails
}
