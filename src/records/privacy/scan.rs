//! The walk over all cells of a sheet.

use std::collections::BTreeMap;

use crate::domain::layout::SheetLayout;
use crate::domain::returns::PersonalData;
use crate::domain::{CellRef, FieldType, Grid, RowFate, SafeText, Schema, Value, fold};

use super::names::Names;
use super::patterns::{is_bare_phone, look, number};

/// The most single cells of a sheet that are reported each by itself.
const MOST_CELLS: usize = 100;
/// From so many hits on, a column is reported as one.
const A_COLUMN: usize = 4;

/// What part of the sheet a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// Above a table, where a coordinator may give a name and a mailbox.
    Title,
    /// Rows of a table.
    Table(usize),
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
}

/// What was met in one column of one part of the sheet.
#[derive(Debug, Default)]
struct Hits<'g> {
    emails: Vec<CellRef>,
    phones: Vec<CellRef>,
    ibans: Vec<CellRef>,
    passing: Vec<CellRef>,
    email_count: u32,
    phone_count: u32,
    iban_count: u32,
    numbers: u32,
    passing_count: u32,
    first_name: Option<CellRef>,
    names: Names<'g>,
}

/// All personal data on a sheet, from the top.
pub(in crate::records) fn scan(grid: &Grid, sheet: usize, layout: &SheetLayout, schema: &Schema) -> Vec<PersonalData> {
    let zones = zones(grid, layout);
    let roles: Vec<Vec<Role>> = (0..layout.tables.len()).map(|table| roles(layout, table, schema)).collect();
    let mut filled: BTreeMap<(usize, u32), u32> = BTreeMap::new();
    let mut hits: BTreeMap<(usize, u32), Hits<'_>> = BTreeMap::new();
    for (row, cells) in grid.rows() {
        let zone = zones.get(row as usize).copied().unwrap_or(Zone::Elsewhere { names: false });
        for cell in cells {
            let (table, role) = match zone {
                Zone::Table(table) => (table, roles[table].get(cell.col as usize).copied().unwrap_or(OUTSIDE)),
                Zone::Title => (usize::MAX, Role::default()),
                Zone::Elsewhere { names } => (usize::MAX, Role { names, ..Role::default() }),
            };
            let place = CellRef::new(row, cell.col);
            if role.personal {
                if !matches!(&cell.value, Value::Text(text) if text.trim().is_empty()) {
                    *filled.entry((table, cell.col)).or_default() += 1;
                }
                continue;
            }
            match &cell.value {
                Value::Text(text) => {
                    let found = look(text);
                    let bare_phone = role.phone && is_bare_phone(text.trim());
                    let name = role.names && !text.trim().is_empty();
                    let mail = found.email && zone != Zone::Title;
                    if !(mail || found.phone || found.iban || found.numbers > 0 || bare_phone || name) {
                        continue;
                    }
                    let own = hits.entry((table, cell.col)).or_default();
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
                        own.names.add(text.trim(), schema);
                    }
                }
                Value::Number(value) if *value >= 1e7 && *value < 1e11 && value.fract() == 0.0 => {
                    let digits = format!("{value:.0}");
                    if role.phone && is_bare_phone(&digits) {
                        let own = hits.entry((table, cell.col)).or_default();
                        own.phone_count += 1;
                        remember(&mut own.phones, place);
                    } else if let Some(passes) = number(&digits) {
                        let own = hits.entry((table, cell.col)).or_default();
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
    let mut found = by_header(sheet, layout, &filled);
    let mut budget = MOST_CELLS;
    for ((table, col), own) in &hits {
        let head = layout.tables.get(*table).map(|_| header(layout, *table, *col));
        let role = roles.get(*table).and_then(|roles| roles.get(*col as usize)).copied().unwrap_or(OUTSIDE);
        report(&mut found, &mut budget, sheet, own, head.as_ref(), role);
    }
    found.sort_by(|one, other| (one.cell, &one.kind).cmp(&(other.cell, &other.kind)));
    found
}

/// A column of a table that has no header: anything may stand in it.
const OUTSIDE: Role = Role { personal: false, names: true, something_else: false, phone: false };

fn remember(cells: &mut Vec<CellRef>, cell: CellRef) {
    if cells.len() <= MOST_CELLS {
        cells.push(cell);
    }
}

fn zones(grid: &Grid, layout: &SheetLayout) -> Vec<Zone> {
    let unknown = layout.tables.is_empty();
    let mut zones: Vec<Zone> = layout
        .fates
        .iter()
        .map(|fate| match fate {
            RowFate::Title | RowFate::Header => Zone::Title,
            RowFate::Other | RowFate::Hidden => Zone::Elsewhere { names: unknown },
            _ => Zone::Elsewhere { names: false },
        })
        .collect();
    zones.resize(grid.height() as usize, Zone::Elsewhere { names: false });
    for (at, table) in layout.tables.iter().enumerate() {
        let claims = table.claims.iter().map(|claim| &claim.row).chain(table.of_which.iter().map(|line| &line.row));
        for row in table.data_rows.iter().chain(&table.set_aside).chain(claims) {
            if let Some(zone) = zones.get_mut(*row as usize) {
                *zone = Zone::Table(at);
            }
        }
    }
    zones
}

fn roles(layout: &SheetLayout, table: usize, schema: &Schema) -> Vec<Role> {
    let own = &layout.tables[table];
    let fields = schema.tables.get(own.table).map_or(&[][..], |table| &table.fields);
    let mut roles: Vec<Role> = Vec::new();
    let mut set = |col: u32, role: Role| {
        let col = col as usize;
        if roles.len() <= col {
            roles.resize(col + 1, OUTSIDE);
        }
        roles[col] = role;
    };
    for column in &own.columns {
        let Some(field) = fields.get(column.field) else { continue };
        // A coordinator stands by name in a return; that is no secret.
        let names = matches!(field.kind, FieldType::Text | FieldType::PersonKey) && field.name != "coordinator";
        set(column.col, Role { names, something_else: field.kind == FieldType::Text, ..Role::default() });
    }
    for column in &own.unknown {
        let head = fold(column.header.as_str());
        let phone = ["tel", "phone", "mobiel", "gsm", "mobile"].iter().any(|word| head.contains(word));
        set(column.col, Role { names: true, phone, ..Role::default() });
    }
    for column in &own.personal {
        set(column.col, Role { personal: true, ..Role::default() });
    }
    roles
}

/// The header cell of a column of a table and what it says.
fn header(layout: &SheetLayout, table: usize, col: u32) -> (CellRef, SafeText) {
    let own = &layout.tables[table];
    let row = own.header_rows.last().copied().unwrap_or_default();
    if let Some(unknown) = own.unknown.iter().find(|unknown| unknown.col == col) {
        return (CellRef::new(unknown.row, col), unknown.header.clone());
    }
    let bound = own.columns.iter().find(|column| column.col == col);
    (CellRef::new(row, col), bound.map_or_else(SafeText::default, |column| SafeText::scrub(&column.header)))
}

fn by_header(sheet: usize, layout: &SheetLayout, filled: &BTreeMap<(usize, u32), u32>) -> Vec<PersonalData> {
    let mut found = Vec::new();
    for (table, own) in layout.tables.iter().enumerate() {
        for column in &own.personal {
            found.push(PersonalData {
                sheet,
                cell: CellRef::new(column.row, column.col),
                kind: column.kind.clone(),
                header: column.header.clone(),
                values: filled.get(&(table, column.col)).copied().unwrap_or(0),
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
    for (kind, cells, count) in
        [("email", &own.emails, own.email_count), ("phone", &own.phones, own.phone_count), ("iban", &own.ibans, own.iban_count)]
    {
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
