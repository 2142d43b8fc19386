//! A sheet that can be written in, as a person would in a spreadsheet program: sums follow what they add up.

use std::collections::BTreeMap;

use muster::domain::{Area, CellRef, DateSystem, Formula, Grid, GridBuilder, Marks, Spans, Value};

use crate::common::day;

/// Columns of a sheet with headcounts, as all senders of the sample have them.
pub(super) mod head {
    pub(crate) const MISSION: u32 = 0;
    pub(crate) const STATED: u32 = 1;
    pub(crate) const HOME: u32 = 2;
    pub(crate) const WOMEN: u32 = 3;
    pub(crate) const ARRIVALS: u32 = 4;
    pub(crate) const DEPARTURES: u32 = 5;
    pub(crate) const REMARKS: u32 = 6;
    /// The first free column.
    pub(crate) const NEXT: u32 = 7;
}

/// Columns of a roster.
pub(super) mod line {
    pub(crate) const KEY: u32 = 0;
    pub(crate) const MISSION: u32 = 1;
    pub(crate) const ROLE: u32 = 2;
    pub(crate) const RANK: u32 = 3;
    pub(crate) const SEX: u32 = 4;
    pub(crate) const UNIT: u32 = 5;
    pub(crate) const START: u32 = 6;
    pub(crate) const PLANNED: u32 = 7;
    pub(crate) const ACTUAL: u32 = 8;
    pub(crate) const STATUS: u32 = 9;
    /// The first free column.
    pub(crate) const NEXT: u32 = 10;
}

/// Text in a cell; none if it is empty.
pub(super) fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into().into())
}

/// A number in a cell.
pub(super) fn number(number: impl Into<f64>) -> Value {
    Value::Number(number.into())
}

/// A day that the file marks as one.
pub(super) fn date(text: &str) -> Value {
    Value::Date(day(text).and_time(chrono::NaiveTime::MIN))
}

/// What a cell says to somebody who reads it: dates as `31-05-2026`, whole numbers without a fraction.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Error(text) => text.to_string(),
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(date) => date.format("%d-%m-%Y").to_string(),
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) merged: Vec<Area>,
    pub(super) marks: Marks,
    /// Whether formulas keep the results that they were saved with.
    pub(super) stale: bool,
    date_system: DateSystem,
    pub(super) cells: BTreeMap<CellRef, Value>,
}

impl Sheet {
    pub(super) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            hidden: false,
            merged: Vec::new(),
            marks: Marks::default(),
            stale: false,
            date_system: DateSystem::From1900,
            cells: BTreeMap::new(),
        }
    }

    /// A sheet written as csv with semicolons. Numbers are numbers.
    pub(super) fn of(name: &str, lines: &str) -> Self {
        let mut sheet = Self::named(name);
        for (row, line) in (0..).zip(lines.lines()) {
            for (col, cell) in (0..).zip(line.split(';')) {
                sheet.put(row, col, cell.parse::<f64>().map_or_else(|_| text(cell), Value::Number));
            }
        }
        sheet
    }

    pub(super) fn from_grid(grid: &Grid) -> Self {
        let cells = grid.rows().flat_map(|(row, cells)| cells.iter().map(move |cell| (CellRef::new(row, cell.col), cell.value.clone())));
        Self {
            name: grid.name.clone(),
            hidden: grid.hidden,
            merged: grid.merged.clone(),
            marks: grid.marks.clone(),
            stale: false,
            date_system: grid.date_system,
            cells: cells.collect(),
        }
    }

    /// The sheet as a reader of files would give it.
    pub(super) fn grid(&self) -> Grid {
        let mut sheet = self.clone();
        sheet.calculate();
        let mut builder = GridBuilder::new();
        for (cell, value) in &sheet.cells {
            builder.push(*cell, value.clone());
        }
        let mut grid = builder.finish(sheet.name);
        (grid.hidden, grid.merged, grid.date_system, grid.marks) = (sheet.hidden, sheet.merged, sheet.date_system, sheet.marks.sorted());
        grid
    }

    /// Works out sums anew. One whose cells hold more than numbers was typed in.
    pub(super) fn calculate(&mut self) {
        if self.stale {
            return;
        }
        let formulas = std::mem::take(&mut self.marks.formulas);
        for formula in formulas {
            let area = formula.text.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')).and_then(|area| area.split_once(':'));
            let ends = area.and_then(|(from, to)| Some((from.parse::<CellRef>().ok()?, to.parse::<CellRef>().ok()?)));
            let Some((from, to)) = ends else { continue };
            let area = Area { from, to };
            let summed: Vec<&Value> = self.cells.iter().filter(|(cell, _)| area.contains(**cell)).map(|(_, value)| value).collect();
            let numbers: Option<Vec<f64>> =
                summed.iter().map(|value| if let Value::Number(number) = value { Some(*number) } else { None }).collect();
            if let Some(error) = summed.iter().find(|value| matches!(value, Value::Error(_))).map(|error| (*error).clone()) {
                self.cells.insert(formula.cell, error);
                self.marks.formulas.push(formula);
            } else if let (Some(numbers), Some(Value::Number(_))) = (numbers, self.cells.get(&formula.cell)) {
                self.cells.insert(formula.cell, Value::Number(numbers.iter().sum()));
                self.marks.formulas.push(formula);
            }
        }
    }

    pub(super) fn get(&self, row: u32, col: u32) -> Option<&Value> {
        self.cells.get(&CellRef::new(row, col))
    }

    /// What a cell says.
    pub(super) fn says(&self, row: u32, col: u32) -> String {
        self.get(row, col).map(shown).unwrap_or_default()
    }

    /// Types something into a cell; a formula there is gone.
    pub(super) fn put(&mut self, row: u32, col: u32, value: Value) -> CellRef {
        let cell = CellRef::new(row, col);
        self.marks.formulas.retain(|formula| formula.cell != cell);
        if matches!(&value, Value::Text(text) if text.is_empty()) {
            self.cells.remove(&cell);
        } else {
            self.cells.insert(cell, value);
        }
        cell
    }

    /// Adds to a number.
    pub(super) fn add(&mut self, row: u32, col: u32, more: f64) -> CellRef {
        let before = match self.get(row, col) {
            Some(Value::Number(number)) => *number,
            Some(Value::Text(text)) => text.parse().expect("a number"),
            _ => 0.0,
        };
        self.put(row, col, Value::Number(before + more))
    }

    /// Writes a formula with its result.
    pub(super) fn formula(&mut self, row: u32, col: u32, formula: &str, result: f64) -> CellRef {
        let cell = self.put(row, col, Value::Number(result));
        self.marks.formulas.push(Formula { cell, text: formula.into(), stored: true });
        cell
    }

    pub(super) fn height(&self) -> u32 {
        self.cells.keys().map(|cell| cell.row + 1).max().unwrap_or(0)
    }

    pub(super) fn width(&self) -> u32 {
        self.cells.keys().map(|cell| cell.col + 1).max().unwrap_or(0)
    }

    /// The rows of which a column says something.
    pub(super) fn rows(&self, col: u32, says: &str) -> Vec<u32> {
        (0..self.height()).filter(|row| self.says(*row, col) == says).collect()
    }

    /// The first of them.
    pub(super) fn row(&self, col: u32, says: &str) -> u32 {
        let rows = self.rows(col, says);
        *rows.first().unwrap_or_else(|| panic!("no {says} on {}", self.name))
    }

    /// The row with the headers of the headcounts or the roster.
    pub(super) fn header(&self) -> u32 {
        let known = ["Missie", "Mission"];
        (0..self.height())
            .find(|row| (0..2).any(|col| known.contains(&self.says(*row, col).as_str())))
            .unwrap_or_else(|| panic!("no header on {}", self.name))
    }

    /// The row with the total.
    pub(super) fn total(&self) -> u32 {
        let known = ["TOTAAL", "Totaal", "Total"];
        (0..self.height()).find(|row| known.contains(&self.says(*row, 0).as_str())).unwrap_or_else(|| panic!("no total on {}", self.name))
    }

    /// The rows with missions or persons.
    pub(super) fn records(&self) -> std::ops::Range<u32> {
        let from = self.header() + 1;
        let ends = |row: &u32| ["", "TOTAAL", "Totaal", "Total"].contains(&self.says(*row, 0).as_str());
        from..(from..self.height()).find(ends).unwrap_or_else(|| self.height())
    }

    /// Adds a column with a header and one value for every record.
    pub(super) fn column(&mut self, col: u32, header: &str, value: impl Fn(&Self, u32) -> Value) {
        let (header_row, records) = (self.header(), self.records());
        self.put(header_row, col, text(header));
        for row in records {
            let value = value(self, row);
            self.put(row, col, value);
        }
    }

    /// Moves everything: cells, formulas and what they add up, and what is hidden. Cells without a new place are gone.
    pub(super) fn moved(&mut self, to: impl Fn(CellRef) -> Option<CellRef>) {
        let (height, width) = (self.height(), self.width());
        self.cells = std::mem::take(&mut self.cells).into_iter().filter_map(|(cell, value)| Some((to(cell)?, value))).collect();
        let area = |area: &Area| Some(Area { from: to(area.from)?, to: to(area.to)? });
        self.merged = self.merged.iter().filter_map(area).collect();
        let marks = &mut self.marks;
        let cells = |cells: &[CellRef]| cells.iter().filter_map(|cell| to(*cell)).collect();
        (marks.struck, marks.notes) = (cells(&marks.struck), cells(&marks.notes));
        let rows = (0..height).filter(|row| marks.hidden_rows.contains(*row));
        marks.hidden_rows = Spans::of(rows.filter_map(|row| to(CellRef::new(row, 0))).map(|cell| cell.row));
        let cols = (0..width).filter(|col| marks.hidden_cols.contains(*col));
        marks.hidden_cols = Spans::of(cols.filter_map(|col| to(CellRef::new(0, col))).map(|cell| cell.col));
        marks.filter = marks.filter.as_ref().and_then(area);
        let formula = |formula: &Formula| {
            let moved = |part: &str| part.parse::<CellRef>().map_or_else(|_| Some(part.to_owned()), |cell| Some(to(cell)?.to_string()));
            let mut text = String::new();
            let mut word = String::new();
            for letter in formula.text.chars().chain(std::iter::once('\0')) {
                if letter.is_ascii_alphanumeric() {
                    word.push(letter);
                    continue;
                }
                text.push_str(&moved(&std::mem::take(&mut word))?);
                text.push(letter);
            }
            Some(Formula { cell: to(formula.cell)?, text: text.trim_end_matches('\0').into(), stored: formula.stored })
        };
        marks.formulas = marks.formulas.iter().filter_map(formula).collect();
    }

    /// Makes room for a row.
    pub(super) fn insert_row(&mut self, at: u32) {
        self.moved(|cell| Some(CellRef { row: cell.row + u32::from(cell.row >= at), ..cell }));
    }

    /// Takes a row out. What a sum reaches over becomes shorter.
    pub(super) fn remove_row(&mut self, at: u32) {
        self.cells.retain(|cell, _| cell.row != at);
        self.marks.formulas.retain(|formula| formula.cell.row != at);
        self.moved(|cell| Some(CellRef { row: cell.row - u32::from(cell.row > at), ..cell }));
    }

    /// Makes room for a column.
    pub(super) fn insert_col(&mut self, at: u32) {
        self.moved(|cell| Some(CellRef { col: cell.col + u32::from(cell.col >= at), ..cell }));
    }

    /// Puts columns into another order: the column that comes first, second and so on. Others stay.
    pub(super) fn reorder_cols(&mut self, order: &[u32]) {
        let place = |col: u32| order.iter().position(|old| *old == col).and_then(|at| u32::try_from(at).ok()).unwrap_or(col);
        let (header, merged) = (self.header(), std::mem::take(&mut self.merged));
        self.moved(|cell| Some(if cell.row < header { cell } else { CellRef { col: place(cell.col), ..cell } }));
        self.merged = merged;
    }

    /// Turns the order of the records around. Sums over them stay.
    pub(super) fn reverse_records(&mut self) {
        let records = self.records();
        let formulas = std::mem::take(&mut self.marks.formulas);
        self.moved(|cell| {
            Some(if records.contains(&cell.row) { CellRef { row: records.start + records.end - 1 - cell.row, ..cell } } else { cell })
        });
        self.marks.formulas = formulas;
    }

    /// A copy of a row, just below it. Sums that reach over the row reach over both.
    pub(super) fn copy_row(&mut self, row: u32) -> u32 {
        let copied: Vec<(u32, Value)> =
            self.cells.iter().filter(|(cell, _)| cell.row == row).map(|(cell, value)| (cell.col, value.clone())).collect();
        self.insert_row(row + 1);
        for (col, value) in copied {
            self.put(row + 1, col, value);
        }
        for formula in &mut self.marks.formulas {
            let end = formula.text.split_once(':').and_then(|(_, end)| end.trim_end_matches(')').parse::<CellRef>().ok());
            if let Some(end) = end.filter(|end| end.row == row) {
                formula.text = formula.text.replace(&format!(":{end}"), &format!(":{}", CellRef { row: row + 1, ..end })).into();
            }
        }
        row + 1
    }

    /// Rewrites texts.
    pub(super) fn each_text(&mut self, rewrite: impl Fn(CellRef, &str) -> Option<String>) {
        for (cell, value) in &mut self.cells {
            if let Value::Text(old) = value
                && let Some(new) = rewrite(*cell, old)
            {
                *value = text(new);
            }
        }
        self.cells.retain(|_, value| !matches!(value, Value::Text(text) if text.is_empty()));
    }

    /// Rewrites every value.
    pub(super) fn each(&mut self, rewrite: impl Fn(CellRef, &Value) -> Option<Value>) {
        for (cell, value) in &mut self.cells {
            if let Some(new) = rewrite(*cell, value) {
                *value = new;
            }
        }
    }
}
