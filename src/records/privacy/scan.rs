//! The walk over all cells of a sheet.

use std::collections::BTreeMap;

use crate::domain::finding::looks_like_a_name;
use crate::domain::layout::SheetLayout;
use crate::domain::returns::PersonalData;
use crate::domain::{CellRef, Direction, Field, FieldType, Grid, Memo, RowFate, SafeText, Schema, Value, fold};

use super::health::{HealthCode, HealthWords};
use super::names::Names;
use super::patterns::{is_bare_phone, look, number};

/// The most single cells of a sheet that are reported each by itself.
const MOST_CELLS: usize = 100;
/// From so many hits on, a column is reported as one.
const A_COLUMN: usize = 4;

/// What part of the sheet a cell belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// Above a table, where a coordinator may give a name and a mailbox.
    Title,
    /// Lines of a table, and which of its columns, as in a table that runs down.
    Table(usize, u32),
    /// Notes, sheets without a known table, hidden rows. Names are looked for where there is no table at all.
    Elsewhere { names: bool },
}

/// What is known of a column of a table before it is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Role {
    /// Reported by its header already, and not read.
    personal: bool,
    /// May hold names: no mission, code, date or count stands in it.
    names: bool,
    /// Holds free text on something else, such as functions, which may look like names.
    something_else: bool,
    /// Its header speaks of a telephone.
    phone: bool,
    /// What is said there of a person may be about health.
    health: bool,
}

/// What was met in one column of one part of the sheet.
#[derive(Debug, Default)]
struct Hits<'g> {
    emails: Vec<CellRef>,
    phones: Vec<CellRef>,
    ibans: Vec<CellRef>,
    healths: Vec<CellRef>,
    passing: Vec<CellRef>,
    email_count: u32,
    phone_count: u32,
    iban_count: u32,
    health_count: u32,
    numbers: u32,
    passing_count: u32,
    first_name: Option<CellRef>,
    named: Vec<CellRef>,
    names: Names<'g>,
}

/// What was met on a sheet.
struct Met<'g> {
    roles: Vec<Vec<Option<Role>>>,
    /// Cells in columns under headers of personal data, by table and column, and their number.
    filled: BTreeMap<(usize, u32), (u32, Vec<CellRef>)>,
    hits: BTreeMap<(usize, u32), Hits<'g>>,
}

/// All personal data on a sheet, from the top.
pub(in crate::records) fn scan(grid: &Grid, sheet: usize, layout: &SheetLayout, schema: &Schema) -> Vec<PersonalData> {
    let Met { roles, filled, hits } = walk(grid, layout, schema, MOST_CELLS);
    let mut found = by_header(sheet, layout, &filled);
    let mut budget = MOST_CELLS;
    for ((table, col), own) in &hits {
        let head = layout.tables.get(*table).map(|_| header(layout, *table, *col));
        let role = role_of(&roles, *table, *col).unwrap_or(OUTSIDE);
        report(&mut found, &mut budget, sheet, own, head.as_ref(), role);
    }
    found.sort_by(|one, other| (one.cell, &one.kind).cmp(&(other.cell, &other.kind)));
    found
}

/// Every single cell with personal data on a sheet, in no particular order. Of a column that may be one of names these are the
/// cells that read like one; if it certainly is, all its texts.
pub(super) fn every_cell(grid: &Grid, layout: &SheetLayout, schema: &Schema) -> Vec<CellRef> {
    let Met { roles, filled, hits } = walk(grid, layout, schema, usize::MAX - 1);
    let mut cells: Vec<CellRef> = filled.into_values().flat_map(|(_, cells)| cells).collect();
    for ((table, col), own) in hits {
        let role = role_of(&roles, table, col).unwrap_or(OUTSIDE);
        let verdict = own.names.verdict(if layout.tables.get(table).is_some() { 2 } else { 3 }, role.something_else);
        let reads_like_one = |cell: &CellRef| matches!(grid.get(*cell), Some(Value::Text(text)) if looks_like_a_name(text.trim()));
        let Hits { emails, phones, ibans, healths, passing, named, .. } = own;
        cells.extend([emails, phones, ibans, healths, passing].into_iter().flatten());
        match verdict {
            Some((_, true)) => cells.extend(named),
            Some((_, false)) => cells.extend(named.into_iter().filter(reads_like_one)),
            None => {}
        }
    }
    cells
}

/// Looks at every cell. Of each kind the first cells of a column are remembered, so many.
fn walk<'g>(grid: &'g Grid, layout: &SheetLayout, schema: &Schema, most: usize) -> Met<'g> {
    let remember = |cells: &mut Vec<CellRef>, cell: CellRef| {
        if cells.len() <= most {
            cells.push(cell);
        }
    };
    let roles: Vec<Vec<Option<Role>>> = (0..layout.tables.len()).map(|table| roles(layout, table, schema)).collect();
    let zones = Zones::new(grid, layout, &roles);
    let health = HealthWords::of(schema);
    let codes: Vec<HealthCode<'_>> = layout.tables.iter().map(|table| HealthCode::of(table, schema)).collect();
    let persons =
        |table: usize| layout.tables.get(table).and_then(|own| schema.tables.get(own.table)).is_some_and(|declared| declared.about_persons);
    let mut filled: BTreeMap<(usize, u32), (u32, Vec<CellRef>)> = BTreeMap::new();
    let mut hits: BTreeMap<(usize, u32), Hits<'_>> = BTreeMap::new();
    let (mut looks, mut ills) = (Memo::default(), Memo::default());
    for (row, cells) in grid.rows() {
        for cell in cells {
            let zone = zones.of(row, cell.col);
            let (table, col, role) = match zone {
                Zone::Table(table, col) => {
                    let outside = || Role { health: persons(table), ..OUTSIDE };
                    (table, col, role_of(&roles, table, col).unwrap_or_else(outside))
                }
                Zone::Title => (usize::MAX, cell.col, Role::default()),
                Zone::Elsewhere { names } => (usize::MAX, cell.col, Role { names, ..Role::default() }),
            };
            let place = CellRef::new(row, cell.col);
            if role.personal {
                if !matches!(&cell.value, Value::Text(text) if text.trim().is_empty()) {
                    let (count, cells) = filled.entry((table, col)).or_default();
                    *count += 1;
                    remember(cells, place);
                }
                continue;
            }
            match &cell.value {
                Value::Text(text) => {
                    let found = looks.of(text, look);
                    let bare_phone = role.phone && is_bare_phone(text.trim());
                    let name = role.names && !text.trim().is_empty();
                    let ill = role.health
                        && (ills.of(text, |text| health.in_text(text)) || codes.get(table).is_some_and(|code| code.is_meant(col, text)));
                    let mail = found.email && zone != Zone::Title;
                    if !(mail || found.phone || found.iban || found.numbers > 0 || bare_phone || name || ill) {
                        continue;
                    }
                    let own = hits.entry((table, col)).or_default();
                    if ill {
                        own.health_count += 1;
                        remember(&mut own.healths, place);
                    }
                    if mail {
                        own.email_count += 1;
                        remember(&mut own.emails, place);
                    }
                    if found.phone || bare_phone {
                        own.phone_count += 1;
                        remember(&mut own.phones, place);
                    } else {
                        own.numbers += found.numbers;
                        own.passing_count += found.passing;
                        if found.passing > 0 {
                            remember(&mut own.passing, place);
                        }
                    }
                    if found.iban {
                        own.iban_count += 1;
                        remember(&mut own.ibans, place);
                    }
                    if name {
                        own.first_name.get_or_insert(place);
                        remember(&mut own.named, place);
                        own.names.add(text.trim(), schema);
                    }
                }
                Value::Number(value) if *value >= 1e7 && *value < 1e11 && value.fract() == 0.0 => {
                    let digits = format!("{value:.0}");
                    if role.phone && is_bare_phone(&digits) {
                        let own = hits.entry((table, col)).or_default();
                        own.phone_count += 1;
                        remember(&mut own.phones, place);
                    } else if let Some(passes) = number(&digits) {
                        let own = hits.entry((table, col)).or_default();
                        own.numbers += 1;
                        if passes {
                            own.passing_count += 1;
                            remember(&mut own.passing, place);
                        }
                    }
                }
                _ => {}
            }
        }
    }
    Met { roles, filled, hits }
}

/// A column of a table that has no header: anything may stand in it.
const OUTSIDE: Role = Role { personal: false, names: true, something_else: false, phone: false, health: false };

fn role_of(roles: &[Vec<Option<Role>>], table: usize, col: u32) -> Option<Role> {
    roles.get(table)?.get(col as usize).copied().flatten()
}

/// Which tables stand in which lines. Tables that stand side by side share rows, and the months of a cross-table share rows and
/// the missions.
struct Zones<'a> {
    layout: &'a SheetLayout,
    roles: &'a [Vec<Option<Role>>],
    /// The first table that has a row; and the others that have it too.
    rows: Vec<Option<usize>>,
    more_rows: BTreeMap<u32, Vec<usize>>,
    /// The tables that run across, by column of the sheet.
    cols: BTreeMap<u32, Vec<usize>>,
    unknown: bool,
}

impl<'a> Zones<'a> {
    fn new(grid: &Grid, layout: &'a SheetLayout, roles: &'a [Vec<Option<Role>>]) -> Self {
        let mut zones = Self {
            layout,
            roles,
            rows: vec![None; grid.height() as usize],
            more_rows: BTreeMap::new(),
            cols: BTreeMap::new(),
            // A table of which nothing is read is as good as none.
            unknown: layout.tables.iter().all(|table| table.data_rows.is_empty() && table.set_aside.is_empty()),
        };
        for (at, table) in layout.tables.iter().enumerate() {
            let claims = table.claims.iter().map(|claim| &claim.row).chain(table.of_which.iter().map(|line| &line.row));
            for line in table.data_rows.iter().chain(&table.set_aside).chain(claims) {
                if table.direction == Direction::Across {
                    zones.cols.entry(*line).or_default().push(at);
                } else if let Some(first) = zones.rows.get_mut(*line as usize) {
                    if first.is_none() {
                        *first = Some(at);
                    } else {
                        zones.more_rows.entry(*line).or_default().push(at);
                    }
                }
            }
        }
        zones
    }

    fn of(&self, row: u32, col: u32) -> Zone {
        let known = |table: usize, col: u32| role_of(self.roles, table, col).is_some().then_some(Zone::Table(table, col));
        let first = self.rows.get(row as usize).copied().flatten();
        let down = first.into_iter().chain(self.more_rows.get(&row).into_iter().flatten().copied());
        let across = self.cols.get(&col).into_iter().flatten();
        if let Some(zone) = down.clone().find_map(|table| known(table, col)).or_else(|| across.clone().find_map(|table| known(*table, row)))
        {
            return zone;
        }
        // Anything may stand in a column that no header names, unless it belongs to something beside the table.
        if let Some(table) = first.filter(|_| self.layout.tables.len() == 1) {
            return Zone::Table(table, col);
        }
        match self.layout.fates.get(row as usize) {
            Some(RowFate::Title | RowFate::Header) => Zone::Title,
            Some(RowFate::Other | RowFate::Hidden) => Zone::Elsewhere { names: self.unknown },
            _ => Zone::Elsewhere { names: false },
        }
    }
}

/// What is known of each column of a table; `None` if it has no such column.
fn roles(layout: &SheetLayout, table: usize, schema: &Schema) -> Vec<Option<Role>> {
    let own = &layout.tables[table];
    let declared = schema.tables.get(own.table);
    let fields = declared.map_or(&[][..], |table| &table.fields);
    let persons = declared.is_some_and(|table| table.about_persons);
    let mut roles: Vec<Option<Role>> = Vec::new();
    let mut set = |col: u32, role: Role| {
        let col = col as usize;
        if roles.len() <= col {
            roles.resize(col + 1, None);
        }
        roles[col] = Some(role);
    };
    for column in &own.columns {
        let Some(field) = fields.get(column.field) else { continue };
        // A coordinator stands by name in a return; that is no secret.
        let names = matches!(field.kind, FieldType::Text | FieldType::PersonKey) && field.name != "coordinator";
        // A key that is not that of a person is no name either.
        let something_else = field.kind == FieldType::Text || field.name != "person_key";
        set(column.col, Role { names, something_else, health: persons && may_tell(field), ..Role::default() });
    }
    for column in &own.unknown {
        let head = fold(column.header.as_str());
        let phone = ["tel", "phone", "mobiel", "gsm", "mobile"].iter().any(|word| head.contains(word));
        set(column.col, Role { names: true, phone, health: persons, ..Role::default() });
    }
    for column in &own.personal {
        set(column.col, Role { personal: true, ..Role::default() });
    }
    roles
}

/// Whether a field of a table about persons may tell of somebody's health: what is remarked, and why or where somebody is. The
/// work that somebody does may be about the health of others.
fn may_tell(field: &Field) -> bool {
    match field.kind {
        FieldType::Text => !["role", "line_number", "coordinator"].contains(&field.name.as_str()),
        FieldType::Code => ["status", "reason"].contains(&field.name.as_str()),
        _ => false,
    }
}

/// The header cell of a column of a table and what it says.
fn header(layout: &SheetLayout, table: usize, col: u32) -> (CellRef, SafeText) {
    let own = &layout.tables[table];
    let row = own.header_rows.last().copied().unwrap_or_default();
    if let Some(unknown) = own.unknown.iter().find(|unknown| unknown.col == col) {
        return (own.direction.cell(unknown.row, col), unknown.header.clone());
    }
    let bound = own.columns.iter().find(|column| column.col == col);
    (own.direction.cell(row, col), bound.map_or_else(SafeText::default, |column| SafeText::scrub(&column.header)))
}

fn by_header(sheet: usize, layout: &SheetLayout, filled: &BTreeMap<(usize, u32), (u32, Vec<CellRef>)>) -> Vec<PersonalData> {
    let mut found = Vec::new();
    for (table, own) in layout.tables.iter().enumerate() {
        for column in &own.personal {
            found.push(PersonalData {
                sheet,
                cell: own.direction.cell(column.row, column.col),
                kind: column.kind.clone(),
                header: column.header.clone(),
                values: filled.get(&(table, column.col)).map_or(0, |(count, _)| *count),
                by_header: true,
                certain: true,
            });
        }
    }
    found
}

fn report(found: &mut Vec<PersonalData>, budget: &mut usize, sheet: usize, own: &Hits<'_>, head: Option<&(CellRef, SafeText)>, role: Role) {
    let title = || head.map_or_else(SafeText::default, |(_, title)| title.clone());
    let mut push = |kind: &str, cell: CellRef, values: u32, certain: bool| {
        found.push(PersonalData { sheet, cell, kind: kind.to_owned(), header: title(), values, by_header: false, certain });
    };
    let single = [
        ("email", &own.emails, own.email_count),
        ("phone", &own.phones, own.phone_count),
        ("iban", &own.ibans, own.iban_count),
        ("health", &own.healths, own.health_count),
    ];
    for (kind, cells, count) in single {
        let Some(first) = cells.first() else { continue };
        let as_column = (head.is_some() && cells.len() >= A_COLUMN) || cells.len() > *budget;
        if as_column {
            push(kind, *first, count, true);
        } else {
            *budget -= cells.len();
            for cell in cells {
                push(kind, *cell, 1, true);
            }
        }
    }
    if let Some(first) = own.passing.first() {
        let certain = own.passing_count >= 2 && own.passing_count * 2 > own.numbers;
        let cell = head.filter(|_| own.passing_count > 1).map_or(*first, |(cell, _)| *cell);
        push("bsn", cell, own.passing_count, certain);
    }
    if let (Some(first), Some((names, certain))) =
        (own.first_name, own.names.verdict(if head.is_some() { 2 } else { 3 }, role.something_else))
    {
        push("name", head.map_or(first, |(cell, _)| *cell), names, certain);
    }
}

#[cfg(test)]
mod tests;
