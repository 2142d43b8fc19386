//! From an opened workbook to a return: its layout, its records, its month.

use chrono::Datelike;

use super::Options;
use crate::domain::layout::SheetLayout;
use crate::domain::returns::{Caution, Sheet, StatedAsOf};
use crate::domain::{Contents, Grid, Period, Return, RowFate, Schema, Value, Workbook, placing, reply};
use crate::layout::{self, HeaderIndex};
use crate::records;

/// What is needed to read any workbook.
pub(super) struct Interpreter<'s> {
    schema: &'s Schema,
    index: HeaderIndex,
    vocabulary: records::Vocabulary,
    asked: Option<Period>,
}

impl<'s> Interpreter<'s> {
    pub(super) fn new(options: &Options, schema: &'s Schema) -> Self {
        let asked = if let [only] = options.periods.as_slice() { Some(*only) } else { None };
        Self { schema, index: HeaderIndex::new(schema), vocabulary: records::Vocabulary::new(schema), asked }
    }

    /// The return that a workbook holds, and the sheets it was read from.
    pub(super) fn read(&self, workbook: Workbook) -> (Return, Vec<Grid>) {
        let (mut one, grids) = interpret(workbook, self.schema, &self.index, self.asked);
        records::withhold_names(&mut one, self.schema, &self.vocabulary);
        (one, grids)
    }
}

/// Recovers the layout of every sheet and reads its records.
fn interpret(workbook: Workbook, schema: &Schema, index: &HeaderIndex, asked: Option<Period>) -> (Return, Vec<Grid>) {
    let Workbook { source, cautions, sheets } = workbook;
    let (version, _) = placing::version(placing::stem(&source.path), &schema.settings.correction_words);
    let coordinator = placing::coordinator(&source.path, &schema.coordinators);
    let mut one = Return {
        coordinator,
        consolidated: coordinator.is_some_and(|at| schema.coordinators[at].consolidated),
        period: placing::period(&source.path).or(asked),
        version,
        cautions,
        ..Return::of(source)
    };
    let grids = match sheets {
        Ok(grids) => grids,
        Err(reason) => {
            one.unreadable = Some(reason);
            return (one, Vec::new());
        }
    };
    one.contents = Some(Contents::of(&grids));
    let years = placing::Years::of(&one.source.path, one.period);
    for grid in &grids {
        let own = reply::is_findings_sheet(grid);
        let layout = if own { SheetLayout::set_aside(grid) } else { layout::recover(grid, schema, index, years) };
        one.sheets.push(Sheet { name: grid.name.clone(), hidden: grid.hidden, layout, comments: grid.marks.notes.len() });
    }
    one.as_of = stated_as_of(&one.sheets, schema, one.period);
    let by_name = months_by_name(&one, &grids, schema, years);
    let of_sheets = if by_name.is_empty() { months_of_sheets(&one, schema) } else { by_name };
    if of_sheets.is_empty() {
        one.period = one.period.or_else(|| one.as_of.and_then(|as_of| Period::of(as_of.date)));
    }
    for (at, grid) in grids.iter().enumerate() {
        let period = match of_sheets.get(at).copied().unwrap_or(SheetMonth::OfReturn) {
            SheetMonth::OfReturn => one.period,
            SheetMonth::Own(month) => Some(month),
            SheetMonth::Unknown => None,
        };
        if reply::is_findings_sheet(grid) {
            continue;
        }
        let read = records::read(grid, at, &one.sheets[at].layout, schema, period);
        one.tables.extend(read.tables);
        one.personal.extend(read.personal);
        one.rejected.extend(read.rejected);
        one.sheets[at].layout.fates = read.fates;
    }
    one.coordinator = one.coordinator.or_else(|| placing::coordinator_by_missions(&one, schema));
    one.refused = refusal(&one, schema);
    if one.refused.is_some() {
        one.tables.clear();
        one.rejected.clear();
        set_aside(&mut one.sheets);
    }
    (one, grids)
}

/// The as-of date that each sheet states, with the sheet.
fn dates_of_sheets(sheets: &[Sheet]) -> impl Iterator<Item = StatedAsOf> {
    sheets.iter().enumerate().filter_map(|(at, sheet)| {
        let as_of = sheet.layout.as_of.as_ref()?;
        Some(StatedAsOf { date: as_of.date?, sheet: at, cell: as_of.cell })
    })
}

/// The as-of date of a return: that of a headcount sheet goes before that of a title page or a roster, and one that lies
/// within the month before one that does not.
fn stated_as_of(sheets: &[Sheet], schema: &Schema, period: Option<Period>) -> Option<StatedAsOf> {
    let weight = |as_of: &StatedAsOf| {
        let outside = period.is_some_and(|period| !period.contains(as_of.date));
        (outside, !holds_headcounts(&sheets[as_of.sheet], schema), as_of.sheet)
    };
    dates_of_sheets(sheets).min_by_key(weight)
}

fn holds_headcounts(sheet: &Sheet, schema: &Schema) -> bool {
    sheet.layout.tables.iter().any(|table| schema.table("headcount") == Some(table.table))
}

/// The month of a sheet of a workbook that bundles several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SheetMonth {
    /// That of the return.
    OfReturn,
    /// Its own.
    Own(Period),
    /// Its own, of which the year is not known.
    Unknown,
}

/// The month of each sheet of a workbook of which the headcount sheets are called after different months (`jan`, `feb 2026`);
/// empty for any other file. Such a sheet is of its own month whatever the name of the file says. The year is that of its name,
/// else as the month or year of the file tells, else the one that the titles of the sheet name, else that of as-of dates.
fn months_by_name(one: &Return, grids: &[Grid], schema: &Schema, years: placing::Years) -> Vec<SheetMonth> {
    let named: Vec<Option<(u32, Option<i32>)>> = one.sheets.iter().map(|sheet| placing::month_of_sheet(&sheet.name)).collect();
    let of_headcounts = one.sheets.iter().zip(&named).filter(|(sheet, _)| holds_headcounts(sheet, schema)).filter_map(|(_, named)| *named);
    let mut different: Vec<(u32, Option<i32>)> = of_headcounts.collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < 2 {
        return Vec::new();
    }
    let mut dated: Vec<i32> = dates_of_sheets(&one.sheets).map(|as_of| as_of.date.year()).collect();
    dated.dedup();
    let dated = if let [only] = dated.as_slice() { Some(*only) } else { None };
    let month = |(at, named): (usize, Option<(u32, Option<i32>)>)| {
        let Some((month, year)) = named else { return SheetMonth::OfReturn };
        let stated = || year_in_titles(grids.get(at)?, one.sheets.get(at)?);
        let own = || one.sheets.get(at)?.layout.as_of.as_ref()?.date.filter(|day| day.month() == month).map(|day| day.year());
        let resolved = match year {
            Some(year) => Period::new(year, month),
            None => years.resolve(month).or_else(|| Period::new(stated().or_else(own).or(dated)?, month)),
        };
        resolved.map_or(SheetMonth::Unknown, SheetMonth::Own)
    };
    named.into_iter().enumerate().map(month).collect()
}

/// The one year that the titles of a sheet name.
fn year_in_titles(grid: &Grid, sheet: &Sheet) -> Option<i32> {
    let titles = (0_u32..).zip(&sheet.layout.fates).filter(|(_, fate)| **fate == RowFate::Title).map(|(row, _)| row);
    let mut years = titles.flat_map(|row| grid.row(row)).filter_map(|cell| match &cell.value {
        Value::Text(text) => placing::lone_year(text),
        _ => None,
    });
    let first = years.next()?;
    years.all(|other| other == first).then_some(first)
}

/// The month of each sheet of a workbook with a headcount sheet for each of several months; empty for any other file, and
/// where the name of the file or folder says which month it is.
fn months_of_sheets(one: &Return, schema: &Schema) -> Vec<SheetMonth> {
    let mut months = vec![SheetMonth::OfReturn; one.sheets.len()];
    if one.period.is_some() {
        return Vec::new();
    }
    let mut of_headcounts: Vec<Period> = Vec::new();
    for as_of in dates_of_sheets(&one.sheets) {
        months[as_of.sheet] = Period::of(as_of.date).map_or(SheetMonth::OfReturn, SheetMonth::Own);
        if holds_headcounts(&one.sheets[as_of.sheet], schema) {
            of_headcounts.extend(Period::of(as_of.date));
        }
    }
    of_headcounts.sort_unstable();
    of_headcounts.dedup();
    if of_headcounts.len() > 1 { months } else { Vec::new() }
}

/// The code of the check that refuses a file as a whole, by the settings.
fn refusal(one: &Return, schema: &Schema) -> Option<String> {
    let refuses = |code: &str, own: bool| {
        schema.checks.get(code).is_none_or(|setting| setting.enabled != Some(false)) && schema.switch(code, "refuse_file", own)
    };
    let personal = one.personal.iter().filter(|data| data.certain).find_map(|data| {
        let (code, own) = match data.kind.as_str() {
            "bsn" => ("PRV-01", true),
            "name" => ("PRV-02", false),
            "email" => ("PRV-03", false),
            "phone" => ("PRV-04", false),
            "health" => ("PRV-06", false),
            _ => ("PRV-05", false),
        };
        refuses(code, own).then(|| code.to_owned())
    });
    let caution = one.cautions.iter().find_map(|caution| {
        let switch = match caution {
            Caution::Macros => "read_macro_files",
            Caution::ExternalLinks => "read_linked_files",
            Caution::Author => return None,
        };
        (!schema.switch("FIL-07", switch, true)).then(|| "FIL-07".to_owned())
    });
    personal.or(caution)
}

/// Rows of a file that is not read count as set aside.
fn set_aside(sheets: &mut [Sheet]) {
    for sheet in sheets {
        for fate in sheet.layout.fates.iter_mut().filter(|fate| **fate != RowFate::Blank) {
            *fate = RowFate::Other;
        }
    }
}
