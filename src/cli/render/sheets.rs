//! The files that were read: what muster took each for, and what it made of every sheet.

use std::collections::BTreeMap;

use super::Page;
use super::entries::{Entry, brief, listed, more_of, named, shortened, write};
use super::layout::{LONGEST_HEADER, Shown, kind_of_person, outlined, rows_of};
use super::styled::Styled;
use super::text::{columns, counted, printable, wrapped};
use crate::cli::spans::{length, runs};
use crate::cli::style::{BOLD, DIM, painted};
use crate::domain::facts::ReturnFact;
use crate::domain::layout::{AsOf, HiddenBy, HiddenPart, Outline};
use crate::domain::returns::{ReturnStatus, Sheet};
use crate::domain::{Direction, Return, RowFate, SafeText, Table};
use crate::pipeline::Run;

/// Sheets of one file, and tables without a name on one sheet, that are shown before the rest is counted.
const MOST_SHEETS: usize = 40;
const MOST_OUTLINES: usize = 12;
/// Columns of such a table, and notes and personal data of a sheet, that are listed.
const MOST_COLUMNS: usize = 12;
const MOST_NOTES: usize = 6;
/// Longest note that is shown whole, in characters.
const LONGEST_NOTE: usize = 120;

/// Each file with the month, coordinator and tables it was taken for and the rows that were accepted; below it what was found
/// on each of its sheets.
pub(in crate::cli) fn files_read(page: Page, run: &Run) -> String {
    let mut out = String::new();
    for file in run.facts.returns.iter().filter(|file| !file.file.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("{}\n", painted(BOLD, printable(&file.file))));
        let found = run.returns.binary_search_by(|one| one.source.path.as_str().cmp(&file.file)).ok().and_then(|at| run.returns.get(at));
        for line in wrapped(&taken_for(page, run, file, found).join(" · "), page.width.saturating_sub(2)) {
            out.push_str(&format!("  {}\n", painted(DIM, line)));
        }
        if let Some(one) = found.filter(|one| one.unreadable.is_none() && one.refused.is_none()) {
            sheets(page, run, one, &mut out);
        }
    }
    out
}

fn taken_for(page: Page, run: &Run, file: &ReturnFact, found: Option<&Return>) -> Vec<String> {
    let month = file.period.map_or_else(|| page.word("maand onbekend", "month unknown").to_owned(), |month| month.to_string());
    let coordinator = match file.coordinator.as_str() {
        "" => page.word("coördinator onbekend", "coordinator unknown").to_owned(),
        id => printable(id).into_owned(),
    };
    let mut parts = vec![month, coordinator];
    let titles = file.tables.iter().map(|name| run.schema.table(name).map_or(name.clone(), |at| page.text(&run.schema.tables[at].title)));
    let titles: Vec<String> = titles.collect();
    if !titles.is_empty() {
        parts.push(titles.join(", "));
    }
    parts.push(match file.status {
        ReturnStatus::Refused => {
            let why = found.and_then(|one| one.unreadable.as_ref().map(|why| page.text(&why.reason())).or_else(|| one.refused.clone()));
            let why = why.map(|why| format!(": {}", printable(&why))).unwrap_or_default();
            format!("{}{why}", page.word("niet gelezen", "not read"))
        }
        ReturnStatus::Superseded => {
            let by = found.and_then(|one| one.superseded_by.as_deref());
            let by = by.map_or_else(|| page.word("een latere versie", "a later version").into(), printable);
            format!("{} {by}", page.word("telt niet mee, vervangen door", "does not count, superseded by"))
        }
        ReturnStatus::Received | ReturnStatus::Late | ReturnStatus::Missing => {
            counted(file.rows, page.word("regel", "row"), page.word("regels", "rows"))
        }
    });
    if file.status == ReturnStatus::Late {
        parts.push(page.word("te laat ontvangen", "received late").to_owned());
    }
    parts
}

fn sheets(page: Page, run: &Run, one: &Return, out: &mut String) {
    let last = one.sheets.len().min(MOST_SHEETS + 1);
    for (at, sheet) in one.sheets.iter().enumerate().take(MOST_SHEETS) {
        let (branch, below) = if at + 1 == last { ("└─", "  ") } else { ("├─", "│ ") };
        let tables: Vec<&Table> = one.tables.iter().filter(|table| table.sheet == at).collect();
        let seen = Seen { page, run, one, at, sheet, tables };
        let indent = columns(&format!("  {branch} "));
        let heading = Styled::default().styled(BOLD, printable(&sheet.name)).plain(" · ").plain(seen.heading());
        let margin = format!("  {below}   ");
        for (line, text) in heading.lines_behind(indent, columns(&margin), page.width).iter().enumerate() {
            match line {
                0 => out.push_str(&format!("  {} {text}\n", painted(DIM, branch))),
                _ => out.push_str(&format!("{}{text}\n", painted(DIM, &margin))),
            }
        }
        let entries = seen.entries();
        write(out, &entries, &margin, page.width);
    }
    if one.sheets.len() > MOST_SHEETS {
        let more = more_of(page, (one.sheets.len() - MOST_SHEETS) as u64, Some([["blad", "bladen"], ["sheet", "sheets"]]));
        out.push_str(&format!("  {} {more}\n", painted(DIM, "└─")));
    }
}

/// A sheet with what was made of it.
struct Seen<'a> {
    page: Page,
    run: &'a Run,
    one: &'a Return,
    at: usize,
    sheet: &'a Sheet,
    tables: Vec<&'a Table>,
}

impl Seen<'_> {
    fn shown(&self, at: usize) -> Option<Shown<'_>> {
        let layout = self.sheet.layout.tables.get(at)?;
        let table = self.tables.get(at).copied().filter(|table| table.schema == layout.table);
        Some(Shown { page: self.page, schema: &self.run.schema, layout, table, fates: &self.sheet.layout.fates })
    }

    /// What kind of sheet it is, and its rows by what became of them.
    fn heading(&self) -> String {
        let page = self.page;
        let layout = &self.sheet.layout;
        let count = |wanted: RowFate| layout.fates.iter().filter(|fate| **fate == wanted).count() as u64;
        let (accepted, rejected) = (count(RowFate::Accepted), count(RowFate::Rejected));
        let rows = layout.fates.len() as u64;
        let kind = if self.sheet.hidden && layout.tables.is_empty() {
            page.word("verborgen blad, niet gelezen", "hidden sheet, not read").to_owned()
        } else if rows == count(RowFate::Blank) {
            page.word("leeg blad", "empty sheet").to_owned()
        } else if layout.tables.is_empty() {
            page.word("geen bekende tabel", "no known table").to_owned()
        } else {
            let mut titles: Vec<(String, usize)> = Vec::new();
            for title in (0..layout.tables.len()).filter_map(|at| self.shown(at)).map(|one| one.title()) {
                match titles.iter_mut().find(|(known, _)| *known == title) {
                    Some((_, times)) => *times += 1,
                    None => titles.push((title, 1)),
                }
            }
            let titles = titles.into_iter().map(|(title, times)| if times > 1 { format!("{title} ×{times}") } else { title });
            titles.collect::<Vec<_>>().join(", ")
        };
        let mut parts = vec![kind];
        if self.sheet.hidden && !layout.tables.is_empty() {
            parts.push(page.word("verborgen blad, toch gelezen", "hidden sheet, read all the same").to_owned());
        }
        let all = counted(rows, page.word("regel", "row"), page.word("regels", "rows"));
        let mut became: Vec<String> = Vec::new();
        for (number, word) in [
            (accepted, page.word("aanvaard", "accepted")),
            (rejected, page.word("afgewezen", "rejected")),
            (rows - accepted - rejected, page.word("terzijde gelegd", "set aside")),
        ] {
            match number {
                0 => {}
                _ if number == rows => became.push(word.to_owned()),
                _ => became.push(format!("{number} {word}")),
            }
        }
        match became.as_slice() {
            [] => {}
            [one] => parts.push(format!("{all} {one}")),
            several => parts.push(format!("{all}: {}", several.join(", "))),
        }
        parts.join(" · ")
    }

    fn entries(&self) -> Vec<Entry> {
        let page = self.page;
        let layout = &self.sheet.layout;
        let mut entries = vec![Entry::new(page.word("peildatum", "as of"), layout.as_of.iter().map(|as_of| self.as_of(as_of)).collect())];
        for at in 0..layout.tables.len().min(MOST_OUTLINES) {
            let Some(shown) = self.shown(at) else { continue };
            let across = shown.layout.direction == Direction::Across;
            if layout.tables.len() > 1 || across {
                let mut parts =
                    vec![format!("{}{}", shown.title(), if layout.tables.len() > 1 { format!(" ({})", at + 1) } else { String::new() })];
                if across {
                    parts.push(page.word("dwars: elke kolom is een regel", "across: each column is a record").to_owned());
                }
                entries.push(Entry::new(page.word("tabel", "table"), parts));
            }
            entries.extend(shown.entries());
        }
        entries.extend(more_tables(page, layout.tables.len()));
        entries.push(Entry::new(page.word("persoonlijk", "personal"), self.personal()));
        entries.push(Entry::new(page.word("toelichting", "notes"), self.notes()));
        entries.push(Entry::new(page.word("verborgen", "hidden"), layout.hidden.iter().map(|part| self.hidden(part)).collect()));
        for outline in layout.outlines.iter().take(MOST_OUTLINES) {
            entries.push(Entry::new(page.word("lijkt op", "looks like"), self.outline(outline)));
            entries.push(Entry::new("", outlined(page, &outline.columns, MOST_COLUMNS)));
        }
        entries.extend(more_tables(page, layout.outlines.len()));
        entries.push(Entry::new(page.word("terzijde", "set aside"), self.set_aside()));
        entries
    }

    fn as_of(&self, as_of: &AsOf) -> String {
        let page = self.page;
        match as_of.date {
            Some(date) => format!("{date} ({})", as_of.cell),
            None => {
                let said = brief(as_of.raw.as_str(), LONGEST_HEADER);
                format!("'{said}' ({}) {}", as_of.cell, page.word("is niet als datum te lezen", "cannot be read as a date"))
            }
        }
    }

    /// Personal data outside the columns whose header says so: where and of what kind.
    fn personal(&self) -> Vec<String> {
        let page = self.page;
        let met = self.one.personal.iter().filter(|data| data.sheet == self.at && !data.by_header);
        shortened(page, met, MOST_NOTES, |data| {
            let cells = counted(data.values, page.word("cel", "cell"), page.word("cellen", "cells"));
            let from = page.word("vanaf", "from");
            let possibly = if data.certain { "" } else { page.word("mogelijk ", "possibly ") };
            let kind = format!("{possibly}{}", kind_of_person(page, &data.kind));
            if data.values > 1 { format!("{kind} {from} {} ({cells})", data.cell) } else { format!("{kind} ({})", data.cell) }
        })
    }

    /// Notes with what they say. Below a table about persons they may be about one of them, so only their rows are told.
    fn notes(&self) -> Vec<String> {
        let page = self.page;
        let notes = &self.sheet.layout.notes;
        let about_persons = |at: usize| self.run.schema.tables.get(at).is_none_or(|table| table.about_persons);
        if notes.is_empty() {
            return Vec::new();
        }
        if self.sheet.layout.tables.iter().any(|layout| about_persons(layout.table)) {
            return vec![rows_of(page, &notes.iter().map(|(row, _)| *row).collect::<Vec<_>>())];
        }
        shortened(page, notes, MOST_NOTES, |(row, text)| {
            format!("{} '{}'", rows_of(page, &[*row]), brief(SafeText::scrub(text).as_str(), LONGEST_NOTE))
        })
    }

    fn hidden(&self, part: &HiddenPart) -> String {
        let page = self.page;
        let found = runs(part.lines.iter().copied());
        let how = match part.by {
            HiddenBy::Sheet => page.word("van een verborgen blad", "of a hidden sheet"),
            HiddenBy::Rows | HiddenBy::Columns => page.word("met de hand", "by hand"),
            HiddenBy::Filter => page.word("door een filter", "by a filter"),
            HiddenBy::Strike => page.word("doorgehaald", "struck through"),
            HiddenBy::Note => page.word("met een opmerking bij een cel", "with a note at a cell"),
        };
        let read = if part.by == HiddenBy::Note {
            page.word("de opmerking is niet gelezen", "the note was not read")
        } else if part.read {
            page.word("toch gelezen", "read all the same")
        } else {
            page.word("terzijde gelegd", "set aside")
        };
        let times = if found.len() > 1 { format!(" ({})", length(&found)) } else { String::new() };
        format!("{}{times} {how}, {read}", named(page, part.direction(), &found))
    }

    fn outline(&self, outline: &Outline) -> Vec<String> {
        let page = self.page;
        let data = counted(outline.data_rows, page.word("regel", "row"), page.word("regels", "rows"));
        let rows = listed(page, Direction::Down, &[outline.rows]);
        let header = format!("{} {}", page.word("kop in", "header in"), rows_of(page, &outline.header_rows));
        let columns = counted(outline.columns.len() as u64, page.word("kolom", "column"), page.word("kolommen", "columns"));
        let title = (!outline.title_rows.is_empty())
            .then(|| format!("{} {}", page.word("titel in", "title in"), rows_of(page, &outline.title_rows)));
        let table = page.word("een tabel", "a table").to_owned();
        [Some(table), title, Some(header), Some(format!("{data} ({rows})")), Some(columns)].into_iter().flatten().collect()
    }

    /// The rows that are no part of a table, by reason. Notes and hidden parts are told by themselves.
    fn set_aside(&self) -> Vec<String> {
        let page = self.page;
        let fates = &self.sheet.layout.fates;
        if self.sheet.hidden || self.sheet.layout.tables.is_empty() {
            return Vec::new();
        }
        let mut rows: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for (row, fate) in (0..).zip(fates) {
            let reason = match fate {
                RowFate::Title => 0,
                RowFate::Blank => 1,
                RowFate::Hidden => 2,
                RowFate::Other => 3,
                _ => continue,
            };
            rows.entry(reason).or_default().push(row);
        }
        let words =
            [page.word("titel", "title"), page.word("leeg", "blank"), page.word("verborgen", "hidden"), page.word("overig", "other")];
        let say = |(reason, rows): (&usize, &Vec<u32>)| {
            let word = words.get(*reason).copied().unwrap_or_default();
            format!("{word} {}", listed(page, Direction::Down, &runs(rows.iter().copied())))
        };
        rows.iter().map(say).collect()
    }
}

fn more_tables(page: Page, all: usize) -> Option<Entry> {
    let more = all.checked_sub(MOST_OUTLINES).filter(|more| *more > 0)?;
    Some(Entry::new("", vec![more_of(page, more as u64, Some([["tabel", "tabellen"], ["table", "tables"]]))]))
}

#[cfg(test)]
mod tests;
