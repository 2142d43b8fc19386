//! One table as it was recognised: header, columns, rows, totals.

use super::Page;
use super::entries::{Entry, brief, named, shortened};
use crate::cli::spans::{field_line, runs};
use crate::domain::layout::{Evidence, OfWhich, PersonalColumn, UnknownColumn, Why};
use crate::domain::{CellRef, Claim, ClaimKind, ColumnBinding, Direction, Layout, RowFate, SafeText, Schema, Table, fold};

/// Columns of one table that are listed before the rest is counted.
const MOST_COLUMNS: usize = 24;
/// Total lines of one kind that are listed.
const MOST_CLAIMS: usize = 8;
/// Longest header that is shown whole, in characters.
pub(super) const LONGEST_HEADER: usize = 48;

/// A table on a sheet with what is needed to show it.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) page: Page,
    pub(super) schema: &'a Schema,
    pub(super) layout: &'a Layout,
    /// Its records, if they were read.
    pub(super) table: Option<&'a Table>,
    pub(super) fates: &'a [RowFate],
}

impl Shown<'_> {
    /// The title of the table.
    pub(super) fn title(&self) -> String {
        self.schema.tables.get(self.layout.table).map_or_else(String::new, |table| self.page.text(&table.title))
    }

    /// What is said of it, in the order in which it is read.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let (page, layout) = (self.page, self.layout);
        let direction = layout.direction;
        let mut entries = Vec::new();
        if let Some(month) = layout.month {
            let text = format!("{} ({})", month.period, month.cell);
            entries.push(Entry::new(page.word("maand", "month"), vec![text]));
        }
        entries.push(Entry::new(page.word("kop", "header"), some(&layout.header_rows, |rows| named(page, direction, &runs(rows)))));
        entries.push(Entry::new(page.word("kolommen", "columns"), self.columns()));
        entries.push(Entry::new(
            page.word("vast", "fixed"),
            layout.fixed.iter().map(|fixed| self.fixed(fixed.field, fixed.cell, &fixed.text)).collect(),
        ));
        entries.push(Entry::new(page.word("onbekend", "unknown"), self.unknown()));
        entries.push(Entry::new(page.word("persoonlijk", "personal"), self.personal()));
        entries.push(Entry::new(page.word("gegevens", "data"), self.data()));
        entries.push(Entry::new(page.word("afgewezen", "rejected"), self.rejected()));
        let claims = |grand: bool| {
            let claims = layout.claims.iter().filter(|claim| claim.grand == grand);
            shortened(page, claims, MOST_CLAIMS, |claim| self.claim(claim))
        };
        entries.push(Entry::new(page.word("subtotaal", "subtotal"), claims(false)));
        entries.push(Entry::new(page.word("totaal", "total"), claims(true)));
        let of_which = shortened(page, &layout.of_which, MOST_CLAIMS, |line| self.of_which(line));
        entries.push(Entry::new(page.word("waarvan", "of which"), of_which));
        entries
    }

    fn field(&self, field: usize) -> String {
        let fields = self.schema.tables.get(self.layout.table).map(|table| table.fields.as_slice()).unwrap_or_default();
        fields.get(field).map_or_else(|| "?".to_owned(), |field| self.page.text(&field.title))
    }

    fn columns(&self) -> Vec<String> {
        shortened(self.page, &self.layout.columns, MOST_COLUMNS, |column| self.column(column))
    }

    fn column(&self, column: &ColumnBinding) -> String {
        let page = self.page;
        let header = brief(SafeText::scrub(&column.header).as_str(), LONGEST_HEADER);
        let why = match column.why {
            Why::Header => "",
            Why::Shortened => page.word(" (zonder toevoeging)", " (without what was added)"),
            Why::Grouped => page.word(" (met het opschrift erboven)", " (with the label above it)"),
            Why::Settled => page.word(" (beslist door de andere koppen)", " (settled by the other headers)"),
            Why::Contents => page.word(" (geen kop; er staan missies in)", " (no header; it holds missions)"),
        };
        let line = field_line(self.layout.direction, column.col);
        let field = self.field(column.field);
        if fold(&header) == fold(&field) {
            return format!("{line} {field}{why}");
        }
        let header = if header.is_empty() { line } else { format!("{line} {header}") };
        format!("{header} → {field}{why}")
    }

    fn fixed(&self, field: usize, cell: Option<CellRef>, text: &str) -> String {
        let place = cell.map_or_else(|| self.page.word("naam van het blad", "name of the sheet").to_owned(), |cell| cell.to_string());
        format!("{} = {} ({place})", self.field(field), brief(SafeText::scrub(text).as_str(), LONGEST_HEADER))
    }

    fn unknown(&self) -> Vec<String> {
        let page = self.page;
        let one = |column: &UnknownColumn| {
            let line = field_line(self.layout.direction, column.col);
            if column.header.is_empty() {
                return format!("{line} {}", page.word("(zonder kop)", "(no header)"));
            }
            format!("{line} {}", brief(column.header.as_str(), LONGEST_HEADER))
        };
        let mut parts = shortened(page, &self.layout.unknown, MOST_COLUMNS, one);
        if let Some(last) = parts.last_mut() {
            last.push_str(page.word(": niet gelezen (FIL-08)", ": not read (FIL-08)"));
        }
        parts
    }

    fn personal(&self) -> Vec<String> {
        let one = |column: &PersonalColumn| {
            format!("{} {}", field_line(self.layout.direction, column.col), kind_of_person(self.page, &column.kind))
        };
        let mut parts = shortened(self.page, &self.layout.personal, MOST_COLUMNS, one);
        if let Some(last) = parts.last_mut() {
            last.push_str(self.page.word(": nooit gelezen", ": never read"));
        }
        parts
    }

    fn data(&self) -> Vec<String> {
        let layout = self.layout;
        if layout.data_rows.is_empty() {
            return vec![self.page.word("geen", "none").to_owned()];
        }
        let found = runs(layout.data_rows.iter().copied());
        let text = named(self.page, layout.direction, &found);
        vec![if found.len() > 1 { format!("{text} ({})", layout.data_rows.len()) } else { text }]
    }

    fn rejected(&self) -> Vec<String> {
        let is = |row: &&u32| usize::try_from(**row).ok().and_then(|row| self.fates.get(row)) == Some(&RowFate::Rejected);
        if self.layout.direction == Direction::Across {
            return Vec::new();
        }
        let rows: Vec<u32> = self.layout.data_rows.iter().filter(is).copied().collect();
        some(&rows, |rows| named(self.page, self.layout.direction, &runs(rows)))
    }

    fn claim(&self, claim: &Claim) -> String {
        let (page, direction) = (self.page, self.layout.direction);
        let read = self.table.and_then(|table| table.totals.iter().find(|total| total.row == claim.row));
        let cols: Option<Vec<u32>> = read.map(|total| {
            // What a line about a part says is told by itself.
            let own = total.values.iter().filter(|(field, ..)| !total.elsewhere.contains_key(field));
            own.map(|(_, col, _)| *col).collect()
        });
        let cols = cols.unwrap_or_default();
        let what = match claim.kind {
            ClaimKind::Sum => page.word("som van", "sum of"),
            ClaimKind::Average => page.word("gemiddelde van", "average of"),
        };
        let data = &self.layout.data_rows;
        let covered = data.partition_point(|row| *row < claim.first_row)..data.partition_point(|row| *row < claim.row);
        let covered = data.get(covered).unwrap_or_default();
        let (first, last) = (covered.first().copied(), covered.last().copied());
        let subject = match cols.as_slice() {
            [] => named(page, direction, &[(claim.row, claim.row)]),
            cols => cols.iter().take(MOST_CLAIMS).map(|col| direction.cell(claim.row, *col).to_string()).collect::<Vec<_>>().join(", "),
        };
        let object = match (first, last, cols.as_slice()) {
            (Some(first), Some(last), [col]) if first != last => format!("{}:{}", direction.cell(first, *col), direction.cell(last, *col)),
            (Some(first), _, [col]) => direction.cell(first, *col).to_string(),
            (Some(first), Some(last), _) => named(page, direction, &[(first, last)]),
            _ => page.word("niets", "nothing").to_owned(),
        };
        let by = match claim.by {
            Evidence::Label => page.word("door het opschrift", "by its label"),
            Evidence::Formula => page.word("door de formules", "by its formulas"),
            Evidence::Arithmetic => page.word("alleen door de getallen", "by its numbers alone"),
        };
        format!("{subject} = {what} {object}, {by}")
    }

    fn of_which(&self, line: &OfWhich) -> String {
        let (page, direction) = (self.page, self.layout.direction);
        let field = line.field.map_or_else(|| page.word("een deel", "a part").to_owned(), |field| self.field(field));
        let about = named(page, direction, &[(line.about, line.about)]);
        format!("{} = {field} {} {about}", direction.cell(line.row, line.col), page.word("van", "of"))
    }
}

fn some(rows: &[u32], say: impl Fn(Vec<u32>) -> String) -> Vec<String> {
    if rows.is_empty() { Vec::new() } else { vec![say(rows.to_vec())] }
}

/// The kind of personal data, in words.
pub(super) fn kind_of_person(page: Page, kind: &str) -> String {
    let (nl, en) = match kind {
        "name" => ("naam", "name"),
        "bsn" => ("bsn", "citizen service number"),
        "email" => ("e-mail", "e-mail"),
        "phone" => ("telefoon", "phone"),
        "birth_date" => ("geboortedatum", "date of birth"),
        "personnel_no" => ("personeelsnummer", "personnel number"),
        "document_no" => ("documentnummer", "document number"),
        "address" => ("adres", "address"),
        other => (other, other),
    };
    page.word(nl, en).to_owned()
}

/// The rows of a header or title as text, for a table that runs down.
pub(super) fn rows_of(page: Page, rows: &[u32]) -> String {
    named(page, Direction::Down, &runs(rows.iter().copied()))
}

/// The columns of an outline: letters, with names where they may be shown.
pub(super) fn outlined(page: Page, columns: &[(u32, SafeText)], most: usize) -> Vec<String> {
    let letters = |col: u32| Direction::Across.name(col);
    if columns.iter().all(|(_, name)| name.is_empty()) {
        let all = runs(columns.iter().map(|(col, _)| *col));
        let why = page.word("de koppen zijn misschien gegevens en worden niet getoond", "the headers may be data and are not shown");
        return vec![named(page, Direction::Across, &all), why.to_owned()];
    }
    let one = |(col, name): &(u32, SafeText)| format!("{} {}", letters(*col), brief(name.as_str(), LONGEST_HEADER)).trim_end().to_owned();
    shortened(page, columns, most, one)
}
