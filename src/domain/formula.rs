//! What a formula adds up. Only sums are read; of any other formula nothing is said.

use super::cell::{Area, CellRef, MAX_COLS, MAX_ROWS};

/// The longest formula that is read, in bytes; no spreadsheet stores a longer one.
const LONGEST: usize = 32_768;
/// How deep brackets may be nested; a sum that a person wrote needs two or three.
const DEEPEST: usize = 16;

const SUMS: [&str; 3] = ["SUM", "SOM", "SOMME"];
const SUBTOTALS: [&str; 3] = ["SUBTOTAL", "SUBTOTAAL", "SOUS.TOTAL"];
const AVERAGES: [&str; 3] = ["AVERAGE", "GEMIDDELDE", "MOYENNE"];

/// Which rows a sum leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum LeavesOut {
    /// None: a plain sum adds up what is hidden as well.
    #[default]
    Nothing,
    /// Those that a filter hides, and other subtotals: `SUBTOTAL(9,…)`.
    Filtered,
    /// All that are hidden, and other subtotals: `SUBTOTAL(109,…)`.
    Hidden,
}

/// Cells that a formula adds, or takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumTerm {
    /// The cells, on the formula's own sheet.
    pub area: Area,
    /// Whether they are taken off.
    pub minus: bool,
    /// Whether they stand beside an operator, as in `B5+B6`, where text is an error; within a function it counts as nothing.
    pub operand: bool,
    /// Which rows of them do not count.
    pub leaves_out: LeavesOut,
}

/// A formula that does nothing but add up cells of its own sheet, or take their average.
#[derive(Debug, Clone, PartialEq)]
pub struct Sum {
    /// The cells, in the order of the formula.
    pub terms: Vec<SumTerm>,
    /// The numbers that stand in the formula itself, added up.
    pub constant: f64,
    /// Whether it is the average of the cells rather than their sum.
    pub average: bool,
}

impl Sum {
    /// Reads a formula on a sheet of that name, with or without the sign before it; `None` if it is no sum, whatever else
    /// it may be. Functions may be named in English, Dutch or French.
    #[must_use]
    pub fn parse(text: &str, sheet: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix('=').unwrap_or(text);
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let mut reader =
            Reader { rest: text, sheet, semicolons: has_semicolon(text), terms: Vec::new(), constant: 0.0, leaves_out: LeavesOut::Nothing };
        if let Some(average) = reader.average() {
            return Some(average);
        }
        reader.expression(false, DEEPEST)?;
        reader.blank();
        let found = reader.rest.is_empty() && !reader.terms.is_empty() && reader.constant.is_finite();
        found.then_some(Self { terms: reader.terms, constant: reader.constant, average: false })
    }

    /// The same for a sheet whose rows and columns were exchanged.
    #[must_use]
    pub fn turned(mut self) -> Self {
        for term in &mut self.terms {
            term.area = term.area.turned();
        }
        self
    }

    /// Whether some part of it is a subtotal, which other subtotals leave out.
    #[must_use]
    pub fn is_subtotal(&self) -> bool {
        self.terms.iter().any(|term| term.leaves_out != LeavesOut::Nothing)
    }
}

/// Whether a formula takes a subtotal anywhere, be it a sum as a whole or not. Other subtotals leave its cell out.
#[must_use]
pub fn takes_subtotal(text: &str) -> bool {
    let text = text.to_uppercase();
    SUBTOTALS.iter().any(|name| text.contains(name))
}

/// Whether arguments are parted by semicolons, as in files and languages in which the comma begins a fraction.
fn has_semicolon(text: &str) -> bool {
    let mut quoted = false;
    text.chars().any(|c| {
        quoted ^= c == '\'';
        c == ';' && !quoted
    })
}

struct Reader<'t> {
    rest: &'t str,
    sheet: &'t str,
    semicolons: bool,
    terms: Vec<SumTerm>,
    constant: f64,
    leaves_out: LeavesOut,
}

/// What an operand turned out to be.
enum Operand {
    Area(Area),
    Number(f64),
    Function(String),
}

impl<'t> Reader<'t> {
    fn blank(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes one sign off, if it comes next.
    fn take(&mut self, sign: char) -> bool {
        self.blank();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// An average of areas, if that is all the formula is.
    fn average(&mut self) -> Option<Sum> {
        let before = self.rest;
        while self.take('+') {}
        let found = self.average_of_areas().filter(|_| self.rest.trim().is_empty());
        if found.is_none() {
            (self.rest, self.leaves_out) = (before, LeavesOut::Nothing);
            self.terms.clear();
        }
        found
    }

    fn average_of_areas(&mut self) -> Option<Sum> {
        let Operand::Function(name) = self.operand()? else { return None };
        if SUBTOTALS.contains(&name.as_str()) {
            self.leaves_out = self.subtotal_kind(1)?;
        } else if !AVERAGES.contains(&name.as_str()) {
            return None;
        }
        self.areas()?;
        Some(Sum { terms: std::mem::take(&mut self.terms), constant: 0.0, average: true })
    }

    /// The number of a subtotal's function and the separator after it; which rows that function leaves out, if it is the
    /// function with this number.
    fn subtotal_kind(&mut self, function: u32) -> Option<LeavesOut> {
        let Operand::Number(number) = self.operand()? else { return None };
        self.separator().then_some(())?;
        match number {
            number if number == f64::from(function) => Some(LeavesOut::Filtered),
            number if number == f64::from(function + 100) => Some(LeavesOut::Hidden),
            _ => None,
        }
    }

    fn separator(&mut self) -> bool {
        self.take(if self.semicolons { ';' } else { ',' })
    }

    /// Areas up to the closing bracket.
    fn areas(&mut self) -> Option<()> {
        loop {
            let Operand::Area(area) = self.operand()? else { return None };
            self.terms.push(SumTerm { area, minus: false, operand: false, leaves_out: self.leaves_out });
            if self.take(')') {
                return Some(());
            }
            self.separator().then_some(())?;
        }
    }

    /// Terms with signs between them.
    fn expression(&mut self, minus: bool, depth: usize) -> Option<()> {
        let mut sign = minus ^ self.signs();
        loop {
            match self.operand_or_bracket(sign, depth)? {
                Some(area) if area.from == area.to => self.add(area, sign, true),
                // Beside an operator an area stands for many values.
                Some(_) => return None,
                None => {}
            }
            self.blank();
            if !self.rest.starts_with(['+', '-']) {
                return Some(());
            }
            sign = minus ^ self.signs();
        }
    }

    /// Signs before a term; whether they come to a minus.
    fn signs(&mut self) -> bool {
        let mut minus = false;
        loop {
            if self.take('-') {
                minus = !minus;
            } else if !self.take('+') {
                return minus;
            }
        }
    }

    fn add(&mut self, area: Area, minus: bool, operand: bool) {
        self.terms.push(SumTerm { area, minus, operand, leaves_out: self.leaves_out });
    }

    /// An operand; what is no area is added at once.
    fn operand_or_bracket(&mut self, minus: bool, depth: usize) -> Option<Option<Area>> {
        let depth = depth.checked_sub(1)?;
        if self.take('(') {
            self.expression(minus, depth)?;
            return self.take(')').then_some(None);
        }
        match self.operand()? {
            Operand::Area(area) => return Some(Some(area)),
            Operand::Number(number) => self.constant += if minus { -number } else { number },
            Operand::Function(name) if SUMS.contains(&name.as_str()) => self.arguments(minus, depth)?,
            Operand::Function(name) if SUBTOTALS.contains(&name.as_str()) => {
                let outer = self.leaves_out;
                self.leaves_out = self.subtotal_kind(9)?;
                let from = self.terms.len();
                self.areas()?;
                self.terms.iter_mut().skip(from).for_each(|term| term.minus = minus);
                self.leaves_out = outer;
            }
            Operand::Function(_) => return None,
        }
        Some(None)
    }

    /// The arguments of a sum, up to the closing bracket. An empty one is nothing.
    fn arguments(&mut self, minus: bool, depth: usize) -> Option<()> {
        loop {
            self.blank();
            let empty = self.rest.starts_with([',', ';', ')']);
            if !empty && !self.lone_area(minus) {
                self.expression(minus, depth)?;
            }
            if self.take(')') {
                return Some(());
            }
            self.separator().then_some(())?;
        }
    }

    /// An argument that is an area and nothing else.
    fn lone_area(&mut self, minus: bool) -> bool {
        let before = self.rest;
        if let Some(Operand::Area(area)) = self.operand() {
            self.blank();
            if self.rest.starts_with([',', ';', ')']) {
                self.add(area, minus, false);
                return true;
            }
        }
        self.rest = before;
        false
    }

    /// A number, an area of this sheet, or the name of a function with its opening bracket.
    fn operand(&mut self) -> Option<Operand> {
        self.blank();
        let first = match self.corner(false)? {
            Corner::Number(number) => return Some(Operand::Number(number)),
            Corner::Function(name) => return Some(Operand::Function(name)),
            Corner::Part(part) => part,
        };
        let second = if self.rest.starts_with(':') {
            self.rest = self.rest.get(1..)?;
            match self.corner(true)? {
                Corner::Part(part) => part,
                _ => return None,
            }
        } else {
            // A column or row by itself is a name, or nothing.
            if !matches!(first, Part::Cell(_)) {
                return None;
            }
            first
        };
        area(first, second).map(Operand::Area)
    }

    /// One end of an area; the second one follows a colon.
    fn corner(&mut self, second: bool) -> Option<Corner> {
        let mut own_sheet = true;
        if self.rest.starts_with(['\'', '$']) && self.rest.trim_start_matches('$').starts_with('\'') {
            let (name, rest) = quoted(self.rest.trim_start_matches('$'))?;
            own_sheet = same_sheet(&name, self.sheet);
            self.rest = rest.strip_prefix(['!', '.'])?;
        }
        let word = self.word();
        if word.is_empty() {
            return None;
        }
        if self.rest.starts_with('!') {
            own_sheet &= same_sheet(word.trim_start_matches('$'), self.sheet);
            self.rest = self.rest.get(1..)?;
            let word = self.word();
            return part(word).filter(|_| own_sheet).map(Corner::Part);
        }
        if self.take('(') {
            return own_sheet.then(|| Corner::Function(word.to_uppercase()));
        }
        if !second && word.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !self.rest.starts_with(':') {
            return self.number(word).map(Corner::Number);
        }
        // `Blad1.B5`, as LibreOffice shows it.
        let (word, own_sheet) = match word.rsplit_once('.') {
            Some((name, cell)) => (cell, own_sheet && (name.is_empty() || same_sheet(name.trim_start_matches('$'), self.sheet))),
            None => (word, own_sheet),
        };
        part(word).filter(|_| own_sheet).map(Corner::Part)
    }

    /// A number of which the digits up to a decimal comma were read.
    fn number(&mut self, whole: &str) -> Option<f64> {
        if self.semicolons && self.rest.starts_with(',') {
            let fraction = self.rest.get(1..)?;
            let digits = fraction.len() - fraction.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            self.rest = fraction.get(digits..)?;
            return format!("{whole}.{}", fraction.get(..digits)?).parse().ok();
        }
        whole.parse().ok()
    }

    fn word(&mut self) -> &'t str {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '$'))).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }
}

enum Corner {
    Part(Part),
    Number(f64),
    Function(String),
}

/// A corner of an area: a cell, or the end of whole columns or rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Cell(CellRef),
    Col(u32),
    Row(u32),
}

fn part(word: &str) -> Option<Part> {
    let word: String = word.chars().filter(|c| *c != '$').collect();
    let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
    match (letters, word.len()) {
        (_, 0) => None,
        (0, _) => format!("A{word}").parse::<CellRef>().ok().map(|cell| Part::Row(cell.row)),
        (letters, length) if letters == length => format!("{word}1").parse::<CellRef>().ok().map(|cell| Part::Col(cell.col)),
        _ => word.parse().ok().map(Part::Cell),
    }
}

fn area(one: Part, other: Part) -> Option<Area> {
    let (a, b) = match (one, other) {
        (Part::Cell(a), Part::Cell(b)) => (a, b),
        (Part::Col(a), Part::Col(b)) => (CellRef::new(0, a), CellRef::new(MAX_ROWS - 1, b)),
        (Part::Row(a), Part::Row(b)) => (CellRef::new(a, 0), CellRef::new(b, MAX_COLS - 1)),
        _ => return None,
    };
    let from = CellRef::new(a.row.min(b.row), a.col.min(b.col));
    Some(Area { from, to: CellRef::new(a.row.max(b.row), a.col.max(b.col)) })
}

/// A name in single quotes, of which two stand for one, and what comes after it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text.strip_prefix('\'')?;
    loop {
        let end = rest.find('\'')?;
        name.push_str(rest.get(..end)?);
        rest = rest.get(end + 1..)?;
        match rest.strip_prefix('\'') {
            Some(more) => {
                name.push('\'');
                rest = more;
            }
            None => return Some((name, rest)),
        }
    }
}

/// Spreadsheets do not tell capitals apart in the names of sheets.
fn same_sheet(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests;
