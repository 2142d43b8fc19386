//! The letter as it may be sent: the table of a month, what is not known of it, and whether it is a draft.

use super::figures::{Lines, summed};
use super::model::{Column, Document, Grid, Letter, Mark, Part};
use super::words::{clean, listed, month, pick, unknown};
use crate::domain::{Edition, Lang, Period};

/// The letters of some months.
pub(super) fn document(edition: &Edition<'_>, lang: Lang, months: &[Period]) -> Document {
    let letters = months.iter().map(|period| letter(edition, lang, *period)).collect();
    Document { lang, title: title(lang, months), internal: None, letters }
}

/// What a document about some months is called.
pub(super) fn title(lang: Lang, months: &[Period]) -> String {
    let months: Vec<String> = months.iter().map(|period| month(lang, *period)).collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    format!("{}, {}", pick(lang, "Politie in internationale missies", "Police in international missions"), listed(lang, &months))
}

/// The letter's table for a month: the missions that have a place in it, in that order, and then every other mission
/// with a headcount above zero or one that is reported but not known. It is marked as a draft while errors are open.
pub(super) fn letter(edition: &Edition<'_>, lang: Lang, period: Period) -> Letter {
    let lines = Lines::of(edition, period);
    let columns = vec![
        Column::text(pick(lang, "Missie", "Mission"), 4600),
        // It may hold an annotation, so it stands at the left, as in the letters that were sent.
        Column::text(pick(lang, "Bezetting", "Officers"), 3400),
    ];
    let mut rows: Vec<Vec<String>> = lines.all().map(|line| vec![line.name.clone(), line.shown(lang)]).collect();
    rows.push(vec![total_label(lang), summed(lang, lines.all().map(|line| line.headcount))]);
    let table = Grid { caption: caption(lang, period), columns, rows, total: true };
    Letter {
        title: title(lang, &[period]),
        marks: draft(lang, edition.open_errors(period)).into_iter().collect(),
        as_of: lines.as_of(lang),
        parts: vec![Part { table: Some(table), notes: notes(lang, &lines), ..Part::default() }],
    }
}

pub(super) fn caption(lang: Lang, period: Period) -> String {
    format!("{}, {}", pick(lang, "Bezetting per missie", "Officers by mission"), month(lang, period))
}

pub(super) fn total_label(lang: Lang) -> String {
    pick(lang, "TOTAAL", "TOTAL").to_owned()
}

/// The mark of a letter with open errors.
pub(super) fn draft(lang: Lang, errors: usize) -> Option<Mark> {
    let count = match errors {
        0 => return None,
        1 => pick(lang, "1 openstaande fout", "1 open error").to_owned(),
        errors => format!("{errors} {}", pick(lang, "openstaande fouten", "open errors")),
    };
    Some(Mark {
        strong: format!("{}: {count}.", pick(lang, "CONCEPT", "DRAFT")),
        rest: pick(lang, "De cijfers zijn nog niet definitief.", "The figures are not final yet.").to_owned(),
    })
}

/// What the table cannot say by itself.
pub(super) fn notes(lang: Lang, lines: &Lines<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let unreported: Vec<&str> = lines.all().filter(|line| line.headcount.is_none()).map(|line| line.name.as_str()).collect();
    if lines.all().all(|line| line.headcount.is_none()) {
        notes.push(pick(lang, "Van geen enkele missie is de bezetting bekend.", "Of no mission the headcount is known.").to_owned());
    } else if !unreported.is_empty() {
        let names = listed(lang, &unreported);
        notes.push(match (lang, unreported.len()) {
            (Lang::Nl, 1) => format!("Het totaal is onvolledig: van {names} is de bezetting niet bekend. Deze missie telt niet mee."),
            (Lang::Nl, _) => format!("Het totaal is onvolledig: van {names} is de bezetting niet bekend. Deze missies tellen niet mee."),
            (Lang::En, 1) => format!("The total is incomplete: the headcount of {names} is not known. This mission is not counted."),
            (Lang::En, _) => format!("The total is incomplete: the headcounts of {names} are not known. These missions are not counted."),
        });
    }
    if !lines.further.is_empty() {
        let names: Vec<&str> = lines.further.iter().map(|line| line.name.as_str()).collect();
        let count = names.len();
        let names = listed(lang, &names);
        notes.push(match (lang, count) {
            (Lang::Nl, 1) => format!("{names} heeft geen vaste plaats in deze tabel en staat daarom onderaan."),
            (Lang::Nl, _) => format!("{names} hebben geen vaste plaats in deze tabel en staan daarom onderaan."),
            (Lang::En, 1) => format!("{names} has no fixed place in this table and so stands at the end."),
            (Lang::En, _) => format!("{names} have no fixed place in this table and so stand at the end."),
        });
    }
    notes
}

/// The label of a code, else the code itself; unknown where there is none.
pub(super) fn label(edition: &Edition<'_>, lang: Lang, list: &str, code: Option<&str>) -> String {
    let Some(code) = code.filter(|code| !code.is_empty()) else { return unknown(lang).to_owned() };
    let list = edition.schema.code_lists.iter().find(|known| known.name == list);
    let known = list.and_then(|list| list.codes.iter().find(|known| known.code == code));
    clean(known.map_or(code, |known| known.label.get(lang)))
}
