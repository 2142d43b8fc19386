//! From findings to the sheet in front, the marks and the notes.

use std::collections::{BTreeMap, BTreeSet};

use super::package::{Front, Line, Note, SheetJob, Target};
use super::told::{how, quoted, severity_word, without_file};
use super::{Copied, Subject};
use crate::domain::{CellRef, Lang, Place, Severity, reply};

/// The most findings that a note tells; the sheet in front tells all.
const MOST_TOLD: usize = 5;
/// The most notes on a sheet. Programs become slow with more; the cells that come after are marked all the same.
const MOST_NOTES: usize = 2_000;
/// The longest text of one finding in a note, in characters.
const LONGEST: usize = 1_200;

/// What is done with the workbook of a return.
pub(super) struct Entries {
    pub(super) front: Front,
    pub(super) sheets: Vec<SheetJob>,
    /// What a note of an earlier round says where nothing is found any longer.
    pub(super) stale: Note,
}

/// What was made of the return beside the marks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    /// Why the workbook is a new one.
    pub(super) copied: Option<&'a Copied>,
    /// Whether cells were emptied.
    pub(super) emptied: bool,
    /// Whether there are no sheets but the one with the findings.
    pub(super) alone: bool,
}

fn words(lang: Lang, nl: impl Into<String>, en: impl Into<String>) -> String {
    match lang {
        Lang::Nl => nl.into(),
        Lang::En => en.into(),
    }
}

/// The sheet in front and what is marked. `names` are those of the sheets in the workbook; without them nothing is jumped to.
pub(super) fn entries(subject: &Subject<'_>, names: &[String], about: About<'_>) -> Entries {
    let lang = subject.lang;
    let mut sheets: Vec<SheetJob> = names.iter().map(|name| SheetJob { name: name.clone(), ..SheetJob::default() }).collect();
    let mut notes: Vec<BTreeMap<CellRef, Vec<(String, String)>>> = vec![BTreeMap::new(); sheets.len()];
    let mut lines = Vec::with_capacity(subject.told.len());
    let of_sheet: BTreeMap<&str, usize> = subject.of.sheets.iter().enumerate().map(|(at, sheet)| (sheet.name.as_str(), at)).collect();
    let checks: BTreeMap<&str, &crate::domain::Check> = subject.catalogue.iter().map(|check| (check.code.as_str(), check)).collect();
    for (number, told) in (1..).zip(subject.told) {
        let finding = told.finding;
        let at = of_sheet.get(finding.place.sheet()).copied();
        let place = target(&finding.place, at.and_then(|at| names.get(at)), lang);
        let how = how(finding, checks.get(finding.code.as_str()).copied(), lang);
        let message = without_file(finding.message.get(lang), finding, lang);
        let line = Line {
            number,
            severity: finding.severity,
            severity_word: severity_word(finding.severity, lang).to_owned(),
            what: format!("{message} ({})", finding.code),
            place,
            value: quoted(finding.value.as_str(), lang),
            expected: quoted(finding.expected.as_str(), lang),
            how,
            consequences: told.consequences,
        };
        if let (Some(cell), Some(at)) = (finding.place.cell(), at)
            && let (Some(sheet), Some(notes)) = (sheets.get_mut(at), notes.get_mut(at))
        {
            let mark = sheet.marks.entry(cell).or_insert(finding.severity);
            *mark = (*mark).max(finding.severity);
            notes.entry(cell).or_default().push(note(&line, &message, lang));
        }
        lines.push(line);
    }
    let cut = notes.iter().any(|notes| notes.len() > MOST_NOTES);
    for (sheet, notes) in sheets.iter_mut().zip(notes) {
        sheet.notes = notes.into_iter().take(MOST_NOTES).map(|(cell, all)| (cell, Note(shortened(all, lang)))).collect();
    }
    let front = Front {
        name: words(lang, "Bevindingen", "Findings"),
        title: words(lang, format!("Bevindingen bij {}", subject.file_name()), format!("Findings on {}", subject.file_name())),
        intro: intro(subject, about, cut),
        headers: reply::headers().iter().map(|header| header.get(lang).to_owned()).collect(),
        lines,
        footer: words(lang, "Pagina &P van &N", "Page &P of &N"),
    };
    let mended = reply::mended_title(lang).to_owned();
    let stale = Note(vec![(mended, words(lang, "Hier is nu niets meer gevonden.", "Nothing is found here any longer."))]);
    Entries { front, sheets, stale }
}

fn target(place: &Place, sheet: Option<&String>, lang: Lang) -> Target {
    match place {
        Place::Cell { sheet: shown, cell, .. } => {
            Target { shown: format!("{}!{cell}", sheet.unwrap_or(shown)), jump: sheet.map(|sheet| (sheet.clone(), *cell)) }
        }
        Place::Sheet { sheet: shown, .. } => {
            let name = sheet.unwrap_or(shown);
            let shown = words(lang, format!("Het hele blad {name}"), format!("The whole sheet {name}"));
            Target { shown, jump: sheet.map(|sheet| (sheet.clone(), CellRef::new(0, 0))) }
        }
        Place::File { .. } | Place::Expected { .. } => Target { shown: words(lang, "Het hele bestand", "The whole file"), jump: None },
    }
}

fn note(line: &Line, message: &str, lang: Lang) -> (String, String) {
    let title = reply::note_title(line.number, &line.severity_word.to_lowercase(), lang);
    let mut text = message.to_owned();
    if !line.expected.is_empty() {
        text.push_str(&words(lang, format!("\nVerwacht: {}", line.expected), format!("\nExpected: {}", line.expected)));
    }
    text.push('\n');
    text.push_str(&line.how);
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).chain(['…']).collect();
    }
    (title, text)
}

fn shortened(mut all: Vec<(String, String)>, lang: Lang) -> Vec<(String, String)> {
    let more = all.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        all.truncate(MOST_TOLD);
        let text = words(lang, "Ze staan op het blad Bevindingen.", "They are on the sheet Findings.");
        all.push((words(lang, format!("En nog {more}"), format!("And {more} more")), text));
    }
    all
}

/// What this is and what to do, one sentence or two to a line.
fn intro(subject: &Subject<'_>, about: About<'_>, cut: bool) -> Vec<String> {
    let lang = subject.lang;
    let next = subject.mended_name(about.alone);
    if about.alone {
        return intro_alone(subject, &next);
    }
    let mut lines = vec![
        words(
            lang,
            "Dit is uw eigen opgave, met op dit blad wat de controle vond. Rood is een fout, geel een waarschuwing, blauw ter informatie; \
             een opmerking bij de cel zegt wat er is.",
            "This is your own return, with on this sheet what the check found. Red is an error, yellow a warning, blue for information; \
             a note at the cell says what it is.",
        ),
        words(
            lang,
            format!(
                "Wat u doet: verbeter de cellen op de bladen zelf, bewaar het bestand als {next} en mail het terug. Dit blad mag blijven staan."
            ),
            format!("What to do: mend the cells on the sheets themselves, save the file as {next} and mail it back. This sheet may stay."),
        ),
        words(
            lang,
            "Klopt iets zoals het er staat? Laat het staan en schrijf in de laatste kolom waarom.",
            "Is something right as it stands? Leave it, and write why in the last column.",
        ),
    ];
    if about.emptied {
        lines.push(words(
            lang,
            "Grijze cellen zijn leeggemaakt: daar stonden gegevens van personen, die niet in een opgave horen. Laat ze leeg; een formule \
             die ze telt, verandert mee.",
            "Grey cells were emptied: they held data about persons, which do not belong in a return. Leave them empty; a formula that \
             counts them changes too.",
        ));
    }
    lines.extend(about.copied.map(|copied| copied.words().get(lang).to_owned()));
    if cut {
        lines.push(words(
            lang,
            format!("Alleen bij de eerste {MOST_NOTES} cellen van een blad staat een opmerking; gemarkeerd zijn ze alle."),
            format!("Only the first {MOST_NOTES} cells of a sheet have a note; all are marked."),
        ));
    }
    lines
}

fn intro_alone(subject: &Subject<'_>, next: &str) -> Vec<String> {
    let lang = subject.lang;
    let (why_nl, why_en) = match subject.of.refused.as_deref() {
        None => (
            "Er staan gegevens van personen in uw opgave die er niet zeker uit te halen zijn.",
            "Your return holds data about persons that cannot be taken out with certainty.",
        ),
        Some(code) if code.starts_with("PRV") => (
            "Uw opgave is niet gelezen: er staan gegevens van personen in die er niet in horen.",
            "Your return was not read: it holds data about persons that do not belong in it.",
        ),
        Some(_) => ("Uw opgave is niet gelezen; hieronder staat waarom.", "Your return was not read; why is said below."),
    };
    let why = words(
        lang,
        format!("{why_nl} Daarom staan uw bladen niet in dit bestand."),
        format!("{why_en} That is why your sheets are not in this file."),
    );
    let todo = words(
        lang,
        format!("Wat u doet: herstel in uw eigen bestand wat hieronder staat, bewaar het als {next} en mail dat."),
        format!("What to do: mend in your own file what is listed below, save it as {next} and mail that."),
    );
    vec![why, todo]
}

/// What of a severity there is, the worst first.
pub(super) fn tally(severities: impl Iterator<Item = Severity>) -> [(Severity, usize); 3] {
    let mut counts = [(Severity::Error, 0), (Severity::Warning, 0), (Severity::Info, 0)];
    for severity in severities {
        if let Some((_, count)) = counts.iter_mut().find(|(own, _)| *own == severity) {
            *count += 1;
        }
    }
    counts
}

/// The cells of a sheet that are emptied, laid beside what is marked.
pub(super) fn empty_cells(sheets: &mut [SheetJob], emptied: &[BTreeSet<CellRef>]) {
    for (sheet, cells) in sheets.iter_mut().zip(emptied) {
        sheet.emptied.clone_from(cells);
    }
}
