//! What a process that reads a file and the one that asked for it say to each other.
//!
//! A request is a length, a [`Request`] and the bytes of the file. The answer is a row of blocks, each a length and as many
//! [`Message`]s as fill it. A sheet is told cell by cell, so that whoever listens can stop at any of them, and no number in an
//! answer makes room for anything.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::budget::Budget;
use super::{Limits, Opened};
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::returns::Caution;
use crate::domain::{Area, CellRef, DateSystem, FileFormat, Formula, Grid, GridBuilder, Marks, Spans, Unreadable, Value};

/// Answers are sent in blocks of about this size, in bytes.
const BLOCK: usize = 1 << 18;
/// The longest request without the bytes of its file.
const MAX_REQUEST: u64 = 1 << 16;
/// As many reasons for caution as there are kinds.
const MAX_CAUTIONS: usize = 3;
/// Longer names are not passed on.
const MAX_NAME: usize = 1 << 12;
/// The most sheets of one file.
pub(super) const MAX_SHEETS: usize = 10_000;

/// What is to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Request {
    /// The name that the sheet of a text gets.
    pub(super) name: String,
    /// The format that the file's extension stands for.
    pub(super) format: FileFormat,
    /// The size of the file.
    pub(super) bytes: u64,
    pub(super) limits: Limits,
}

/// One thing that was found. What belongs to a sheet follows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Message<'a> {
    Opened { format: FileFormat, cautions: Vec<Caution> },
    Unreadable(Unreadable),
    Sheet { name: Cow<'a, str>, hidden: bool, very_hidden: bool, date_system: DateSystem, filter: Option<Area> },
    Cell { row: u32, col: u32, value: Cow<'a, Value> },
    Merged(Area),
    HiddenRows(u32, u32),
    HiddenCols(u32, u32),
    Struck(CellRef),
    Note(CellRef),
    Formula(Cow<'a, Formula>),
    End,
}

/// An answer that is none: the process died, or says what it should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Garbled;

impl From<io::Error> for Garbled {
    fn from(_: io::Error) -> Self {
        Self
    }
}

fn encoded(error: postcard::Error) -> io::Error {
    io::Error::other(error)
}

/// Writes a request with the bytes of its file.
pub(super) fn ask(to: &mut impl Write, request: &Request, bytes: &[u8]) -> io::Result<()> {
    let head = postcard::to_stdvec(request).map_err(encoded)?;
    to.write_all(&u32::try_from(head.len()).map_err(io::Error::other)?.to_le_bytes())?;
    to.write_all(&head)?;
    to.write_all(bytes)?;
    to.flush()
}

/// Reads a request with the bytes of its file; `None` if there is none left.
pub(super) fn asked(from: &mut impl Read) -> io::Result<Option<(Request, Vec<u8>)>> {
    let mut length = [0; 4];
    match from.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let head = exactly(from, u64::from(u32::from_le_bytes(length)), MAX_REQUEST)?;
    let request: Request = postcard::from_bytes(&head).map_err(encoded)?;
    let bytes = exactly(from, request.bytes, request.limits.max_file_bytes)?;
    Ok(Some((request, bytes)))
}

fn exactly(from: &mut impl Read, length: u64, most: u64) -> io::Result<Vec<u8>> {
    if length > most {
        return Err(io::Error::other("too long"));
    }
    // Room is made as bytes come in.
    let mut bytes = Vec::new();
    from.by_ref().take(length).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()) == Ok(length) { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Collects messages into blocks.
struct Blocks<'a, W> {
    to: &'a mut W,
    block: Vec<u8>,
}

impl<W: Write> Blocks<'_, W> {
    fn say(&mut self, message: &Message<'_>) -> io::Result<()> {
        postcard::to_io(message, &mut self.block).map_err(encoded)?;
        if self.block.len() >= BLOCK { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> io::Result<()> {
        self.to.write_all(&u32::try_from(self.block.len()).map_err(io::Error::other)?.to_le_bytes())?;
        self.to.write_all(&self.block)?;
        self.block.clear();
        Ok(())
    }
}

/// Writes what was found in a file.
pub(super) fn answer(to: &mut impl Write, opened: &Opened) -> io::Result<()> {
    let mut blocks = Blocks { to, block: Vec::with_capacity(BLOCK + 1024) };
    blocks.say(&Message::Opened { format: opened.format, cautions: opened.cautions.clone() })?;
    match &opened.sheets {
        Err(why) => blocks.say(&Message::Unreadable(why.clone()))?,
        Ok(sheets) => sheets.iter().try_for_each(|sheet| tell(&mut blocks, sheet))?,
    }
    blocks.say(&Message::End)?;
    blocks.send()?;
    blocks.to.flush()
}

fn tell<W: Write>(blocks: &mut Blocks<'_, W>, sheet: &Grid) -> io::Result<()> {
    // Named one by one, so that nothing new is forgotten.
    let Marks { hidden_rows, hidden_cols, filter, very_hidden, struck, notes, formulas, across: _ } = &sheet.marks;
    blocks.say(&Message::Sheet {
        name: Cow::Borrowed(&sheet.name),
        hidden: sheet.hidden,
        very_hidden: *very_hidden,
        date_system: sheet.date_system,
        filter: *filter,
    })?;
    for (row, cells) in sheet.rows() {
        for cell in cells {
            blocks.say(&Message::Cell { row, col: cell.col, value: Cow::Borrowed(&cell.value) })?;
        }
    }
    sheet.merged.iter().try_for_each(|area| blocks.say(&Message::Merged(*area)))?;
    hidden_rows.iter().try_for_each(|(from, to)| blocks.say(&Message::HiddenRows(from, to)))?;
    hidden_cols.iter().try_for_each(|(from, to)| blocks.say(&Message::HiddenCols(from, to)))?;
    struck.iter().try_for_each(|cell| blocks.say(&Message::Struck(*cell)))?;
    notes.iter().try_for_each(|cell| blocks.say(&Message::Note(*cell)))?;
    formulas.iter().try_for_each(|formula| blocks.say(&Message::Formula(Cow::Borrowed(formula))))
}

/// Reads what was found in a file. Limits hold as if the file had been read here.
///
/// # Errors
/// The answer ends before its end, or says what no answer says.
pub(super) fn answered(from: &mut impl Read, limits: &Limits) -> Result<Opened, Garbled> {
    let mut listener = Listener::new(limits);
    loop {
        let mut length = [0; 4];
        from.read_exact(&mut length)?;
        // A single text may be as long as all of them together.
        let most = limits.max_unpacked_bytes.saturating_add(1 << 20);
        let block = exactly(from, u64::from(u32::from_le_bytes(length)), most)?;
        let mut rest = block.as_slice();
        while !rest.is_empty() {
            let (message, after) = postcard::take_from_bytes(rest).map_err(|_| Garbled)?;
            rest = after;
            if message == Message::End {
                return if rest.is_empty() { listener.opened() } else { Err(Garbled) };
            }
            listener.hear(message)?;
        }
    }
}

/// A sheet of which not everything has been told yet.
struct Sheet {
    grid: Grid,
    cells: GridBuilder,
    marks: Marks,
    hidden_rows: Vec<(u32, u32)>,
    hidden_cols: Vec<(u32, u32)>,
}

impl Sheet {
    fn finish(self) -> Grid {
        let mut grid = self.cells.finish(self.grid.name);
        (grid.hidden, grid.date_system, grid.merged) = (self.grid.hidden, self.grid.date_system, self.grid.merged);
        grid.marks = self.marks.sorted();
        (grid.marks.hidden_rows, grid.marks.hidden_cols) = (Spans::new(self.hidden_rows), Spans::new(self.hidden_cols));
        grid
    }
}

struct Listener {
    budget: Budget,
    /// Marks that may still come, and bytes of formulas.
    marks: u64,
    text: u64,
    format: Option<FileFormat>,
    cautions: Vec<Caution>,
    unreadable: Option<Unreadable>,
    sheets: Vec<Grid>,
    sheet: Option<Sheet>,
}

impl Listener {
    fn new(limits: &Limits) -> Self {
        Self {
            budget: Budget::new(limits),
            marks: limits.max_cells.saturating_mul(4),
            text: limits.max_unpacked_bytes,
            format: None,
            cautions: Vec::new(),
            unreadable: None,
            sheets: Vec::new(),
            sheet: None,
        }
    }

    fn hear(&mut self, message: Message<'_>) -> Result<(), Garbled> {
        match message {
            Message::Opened { format, cautions } if self.format.is_none() && cautions.len() <= MAX_CAUTIONS => {
                (self.format, self.cautions) = (Some(format), cautions);
                Ok(())
            }
            Message::Unreadable(why) if self.sheet.is_none() && self.unreadable.is_none() => {
                self.unreadable = Some(plain(why));
                Ok(())
            }
            Message::Sheet { name, hidden, very_hidden, date_system, filter } if name.len() <= MAX_NAME => {
                self.sheets.extend(self.sheet.take().map(Sheet::finish));
                if self.sheets.len() >= MAX_SHEETS || filter.is_some_and(|area| !is_within(area)) {
                    return Err(Garbled);
                }
                let mut grid = GridBuilder::new().finish(name);
                (grid.hidden, grid.date_system) = (hidden, date_system);
                let marks = Marks { very_hidden, filter, ..Marks::default() };
                let sheet = Sheet { grid, cells: GridBuilder::new(), marks, hidden_rows: Vec::new(), hidden_cols: Vec::new() };
                self.sheet = Some(sheet);
                Ok(())
            }
            Message::Cell { row, col, value } => {
                let sheet = self.sheet.as_mut().ok_or(Garbled)?;
                self.budget.push(&mut sheet.cells, row, col, value.into_owned()).map_err(|_| Garbled)
            }
            other => self.mark(other),
        }
    }

    fn mark(&mut self, message: Message<'_>) -> Result<(), Garbled> {
        let sheet = self.sheet.as_mut().ok_or(Garbled)?;
        self.marks = self.marks.checked_sub(1).ok_or(Garbled)?;
        match message {
            Message::Merged(area) if is_within(area) => sheet.grid.merged.push(area),
            Message::HiddenRows(from, to) => sheet.hidden_rows.push((from, to)),
            Message::HiddenCols(from, to) => sheet.hidden_cols.push((from, to)),
            Message::Struck(cell) => sheet.marks.struck.push(cell),
            Message::Note(cell) => sheet.marks.notes.push(cell),
            Message::Formula(formula) => {
                let length = u64::try_from(formula.text.len()).unwrap_or(u64::MAX);
                self.text = self.text.checked_sub(length).ok_or(Garbled)?;
                sheet.marks.formulas.push(formula.into_owned());
            }
            _ => return Err(Garbled),
        }
        Ok(())
    }

    fn opened(mut self) -> Result<Opened, Garbled> {
        self.sheets.extend(self.sheet.take().map(Sheet::finish));
        let sheets = match self.unreadable {
            Some(_) if !self.sheets.is_empty() => return Err(Garbled),
            Some(why) => Err(why),
            None => Ok(self.sheets),
        };
        Ok(Opened { format: self.format.ok_or(Garbled)?, cautions: self.cautions, sheets })
    }
}

fn is_within(area: Area) -> bool {
    [area.from, area.to].iter().all(|corner| corner.row < MAX_ROWS && corner.col < MAX_COLS)
}

/// The reason in words that cannot be a cell: short, on one line.
fn plain(why: Unreadable) -> Unreadable {
    let short = |text: String| text.chars().filter(|c| !c.is_control()).take(200).collect();
    match why {
        Unreadable::Damaged(detail) => Unreadable::Damaged(short(detail)),
        Unreadable::DamagedSheet { number, detail } => Unreadable::DamagedSheet { number, detail: short(detail) },
        Unreadable::Refused(detail) => Unreadable::Refused(short(detail)),
        Unreadable::TooLarge { found, limit } => Unreadable::TooLarge { found: short(found), limit: short(limit) },
        Unreadable::TooMuchMemory { limit } => Unreadable::TooMuchMemory { limit: short(limit) },
        other @ (Unreadable::Encrypted | Unreadable::Empty | Unreadable::TooSlow { .. } | Unreadable::Crashed) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::LIMITS;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            ".{1,20}".prop_map(|text| Value::Text(text.into())),
            any::<f64>().prop_filter("a number", |number| number.is_finite()).prop_map(Value::Number),
            any::<bool>().prop_map(Value::Bool),
            (0_i64..4_000_000_000, 0_u32..1_000_000_000).prop_filter_map("a date", |(seconds, nanos)| {
                Some(Value::Date(chrono::DateTime::from_timestamp(seconds, nanos)?.naive_utc()))
            }),
            "#[A-Z]{1,8}!".prop_map(|text| Value::Error(text.into())),
        ]
    }

    fn at() -> impl Strategy<Value = CellRef> {
        (0..MAX_ROWS, 0..MAX_COLS).prop_map(|(row, col)| CellRef::new(row, col))
    }

    prop_compose! {
        fn sheet()(
            cells in proptest::collection::vec((at(), value()), 0..20),
            (name, hidden, very_hidden, from_1904) in (".{0,20}", any::<bool>(), any::<bool>(), any::<bool>()),
            areas in proptest::collection::vec((at(), at()), 0..4),
            spans in proptest::collection::vec((0..MAX_ROWS, 0..MAX_ROWS), 0..4),
            marked in proptest::collection::vec(at(), 0..4),
            formulas in proptest::collection::vec((at(), ".{0,20}", any::<bool>()), 0..4),
        ) -> Grid {
            let mut builder = GridBuilder::new();
            for (at, value) in cells {
                builder.push(at, value);
            }
            let mut grid = builder.finish(name);
            grid.hidden = hidden;
            grid.date_system = if from_1904 { DateSystem::From1904 } else { DateSystem::From1900 };
            grid.merged = areas.iter().map(|(from, to)| Area { from: *from, to: *to }).collect();
            grid.marks = Marks {
                across: false,
                hidden_rows: Spans::new(spans.iter().copied()),
                hidden_cols: Spans::new(spans.iter().map(|(from, to)| (from / 2, to / 3))),
                filter: grid.merged.first().copied(),
                very_hidden,
                struck: marked.clone(),
                notes: marked,
                formulas: formulas.into_iter().map(|(cell, text, stored)| Formula { cell, text: text.into(), stored }).collect(),
            }
            .sorted();
            grid
        }
    }

    fn told(opened: &Opened) -> Vec<u8> {
        let mut bytes = Vec::new();
        answer(&mut bytes, opened).expect("a vector takes all");
        bytes
    }

    fn small() -> Opened {
        let mut builder = GridBuilder::new();
        builder.push(CellRef::new(0, 0), Value::Text("a".into()));
        let date = NaiveDate::from_ymd_opt(2026, 5, 31).expect("a day");
        builder.push(CellRef::new(1, 0), Value::Date(date.and_hms_nano_opt(1, 2, 3, 4).expect("a time")));
        Opened { format: FileFormat::Ods, cautions: vec![Caution::Macros], sheets: Ok(vec![builder.finish("Blad1")]) }
    }

    #[test]
    fn an_answer_that_ends_too_soon_is_none() {
        let whole = told(&small());
        assert_eq!(answered(&mut whole.as_slice(), &LIMITS), Ok(small()));
        for length in 0..whole.len() {
            assert_eq!(answered(&mut &whole[..length], &LIMITS), Err(Garbled), "{length} of {}", whole.len());
        }
    }

    #[test]
    fn an_answer_above_the_limits_is_none() {
        let whole = told(&small());
        for limits in [Limits { max_cells: 1, ..LIMITS }, Limits { max_unpacked_bytes: 0, ..LIMITS }] {
            assert_eq!(answered(&mut whole.as_slice(), &limits), Err(Garbled));
        }
        let long = Opened { sheets: Ok(vec![GridBuilder::new().finish("x".repeat(MAX_NAME + 1))]), ..small() };
        assert_eq!(answered(&mut told(&long).as_slice(), &LIMITS), Err(Garbled));
        // A block that claims to be immense makes room for nothing.
        assert_eq!(answered(&mut [0xFF; 64].as_slice(), &LIMITS), Err(Garbled));
    }

    #[test]
    fn messages_out_of_order_are_no_answer() {
        let say = |messages: &[Message<'_>]| {
            let mut bytes = Vec::new();
            let mut blocks = Blocks { to: &mut bytes, block: Vec::new() };
            messages.iter().for_each(|message| blocks.say(message).expect("said"));
            blocks.send().expect("sent");
            answered(&mut bytes.as_slice(), &LIMITS)
        };
        let opened = Message::Opened { format: FileFormat::Xls, cautions: Vec::new() };
        let sheet = Message::Sheet { name: "a".into(), hidden: false, very_hidden: false, date_system: DateSystem::From1900, filter: None };
        let cell = Message::Cell { row: 0, col: 0, value: Cow::Owned(Value::Bool(true)) };
        assert!(say(&[opened.clone(), sheet.clone(), cell.clone(), Message::End]).is_ok());
        let wrong: [&[Message<'_>]; 6] = [
            &[Message::End],
            &[opened.clone(), cell.clone(), Message::End],
            &[opened.clone(), Message::Note(CellRef::new(0, 0)), Message::End],
            &[opened.clone(), opened.clone(), Message::End],
            &[opened.clone(), Message::End, Message::End],
            &[opened.clone(), Message::Unreadable(Unreadable::Empty), sheet.clone(), Message::End],
        ];
        for messages in wrong {
            assert_eq!(say(messages), Err(Garbled), "{messages:?}");
        }
    }

    #[test]
    fn a_reason_is_short_and_on_one_line() {
        let why = Unreadable::Damaged(format!("a\n\u{1b}[31m{}", "x".repeat(1000)));
        let opened = Opened { sheets: Err(why), ..small() };
        let Ok(Opened { sheets: Err(Unreadable::Damaged(detail)), .. }) = answered(&mut told(&opened).as_slice(), &LIMITS) else {
            panic!("a reason");
        };
        assert!(detail.chars().count() == 200 && !detail.contains(['\n', '\u{1b}']), "{detail:?}");
    }

    #[test]
    fn a_request_arrives_as_it_was_sent() {
        let request = Request { name: "opgave".to_owned(), format: FileFormat::Xls, bytes: 3, limits: LIMITS };
        let mut sent = Vec::new();
        ask(&mut sent, &request, b"abc").expect("a vector takes all");
        assert_eq!(asked(&mut sent.as_slice()).expect("a request"), Some((request, b"abc".to_vec())));
        assert!(asked(&mut [].as_slice()).expect("the end").is_none());
        assert!(asked(&mut &sent[..sent.len() - 1]).is_err());
        assert!(asked(&mut [0xFF; 64].as_slice()).is_err());
    }

    proptest! {
        #[test]
        fn what_is_told_is_what_is_heard(sheets in proptest::collection::vec(sheet(), 0..4)) {
            let opened = Opened { format: FileFormat::Xlsb, cautions: vec![Caution::Macros, Caution::ExternalLinks], sheets: Ok(sheets) };
            prop_assert_eq!(answered(&mut told(&opened).as_slice(), &LIMITS), Ok(opened));
        }

        #[test]
        fn no_answer_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let length = u32::try_from(bytes.len()).expect("short").to_le_bytes();
            let _ = answered(&mut [&length[..], &bytes].concat().as_slice(), &LIMITS);
        }

        #[test]
        fn no_changed_answer_makes_it_panic(at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
            let mut whole = told(&small());
            let at = at.index(whole.len());
            whole[at] = byte;
            let _ = answered(&mut whole.as_slice(), &LIMITS);
        }
    }
}
