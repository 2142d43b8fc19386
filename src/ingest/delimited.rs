//! Delimited text (csv, tab-separated) as a sheet.

use csv::{ReaderBuilder, StringRecord};

use super::budget::Budget;
use super::delimiter::Flaw;
use super::{delimiter, text};
use crate::domain::cell::{MAX_COLS, MAX_ROWS};
use crate::domain::{Grid, GridBuilder, Unreadable, Value};

/// Reads delimited text. Every cell that is not empty is text as it was typed, and rows count as a spreadsheet would
/// count them: blank lines too, line ends inside quotes not.
pub(super) fn sheet(bytes: &[u8], name: &str, budget: &mut Budget) -> Result<Grid, Unreadable> {
    let text = text::decode(bytes)?;
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut builder = GridBuilder::new();
    records(&text, |row, record| {
        for (col, field) in record.iter().enumerate() {
            if field.is_empty() {
                continue;
            }
            budget.push(&mut builder, row, u32::try_from(col).unwrap_or(u32::MAX), Value::Text(field.into()))?;
        }
        Ok(())
    })?;
    Ok(builder.finish(name))
}

/// Hands out the records of a text with their row numbers, from zero. A first line that declares the delimiter
/// (`sep=;`) is a record of its own with that one field.
pub(super) fn records(text: &str, mut each: impl FnMut(u32, &StringRecord) -> Result<(), Unreadable>) -> Result<(), Unreadable> {
    let found = delimiter::detect(text);
    match delimiter::flaw(text, found.sign) {
        Some(Flaw::Unclosed(line)) => return Err(Unreadable::Damaged(format!("line {line}: a quotation mark that is never closed"))),
        Some(Flaw::TooWide) => return Err(beyond("columns", MAX_COLS)),
        None => {}
    }
    if found.declared_by > 0 {
        each(0, &StringRecord::from(vec![&text[..found.declared_by]]))?;
    }
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(found.sign).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut row: u32 = 0;
    loop {
        let start = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        let more = reader.read_record(&mut record).map_err(|_| Unreadable::Damaged("no delimited text".to_owned()))?;
        if !more {
            return Ok(());
        }
        row = row.saturating_add(blank_lines(text.as_bytes(), start));
        if row >= MAX_ROWS {
            return Err(beyond("rows", MAX_ROWS));
        }
        if !(found.declared_by > 0 && start == 0) {
            each(row, &record)?;
        }
        row += 1;
    }
}

/// The csv reader leaves blank lines out; they stand before the record that it reads next.
fn blank_lines(bytes: &[u8], start: usize) -> u32 {
    let rest = bytes.get(start..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let mut blank: u32 = 0;
    let mut before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    for &byte in &rest[..ends] {
        // The second half of a line end is no line.
        if !(byte == b'\n' && before == Some(b'\r')) {
            blank = blank.saturating_add(1);
        }
        before = Some(byte);
    }
    blank
}

fn beyond(what: &str, limit: u32) -> Unreadable {
    Unreadable::TooLarge { found: format!("> {limit} {what}"), limit: format!("{limit} {what}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CellRef;
    use crate::ingest::{Limits, testing};
    use proptest::prelude::*;

    const LIMITS: Limits = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 1 << 20, max_cells: 1000, ..testing::LIMITS };

    fn read(text: &str) -> Result<Vec<(String, String)>, Unreadable> {
        let grid = sheet(text.as_bytes(), "s", &mut Budget::new(&LIMITS))?;
        let cells = grid.rows().flat_map(|(row, cells)| cells.iter().map(move |cell| (row, cell)));
        Ok(cells
            .map(|(row, cell)| match &cell.value {
                Value::Text(text) => (CellRef::new(row, cell.col).to_string(), text.to_string()),
                other => panic!("a csv cell is text, not {other:?}"),
            })
            .collect())
    }

    fn cells(text: &str) -> String {
        let cells = read(text).expect("a table");
        cells.into_iter().map(|(at, text)| format!("{at}={text}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn blank_lines_keep_their_row_numbers() {
        for end in ["\n", "\r\n", "\r"] {
            let text = "\n\na;b\n\n\n1;2\n;;\n3;4\n\n".replace('\n', end);
            assert_eq!(cells(&text), "A3=a B3=b A6=1 B6=2 A8=3 B8=4", "{end:?}");
        }
    }

    #[test]
    fn line_ends_in_quotes_make_no_row() {
        assert_eq!(cells("a;\"b\r\nc\"\r\n\r\nd;\"e \"\"f\"\"\"\r\n"), "A1=a B1=b\r\nc A3=d B3=e \"f\"");
    }

    #[test]
    fn a_declared_delimiter_is_honoured_and_its_line_stays() {
        assert_eq!(cells("sep=,\na;x,b\n\n1,2\n"), "A1=sep=, A2=a;x B2=b A4=1 B4=2");
        assert_eq!(cells("sep=;\r\na;b\r\n"), "A1=sep=; A2=a B2=b");
    }

    #[test]
    fn fields_stay_as_they_were_typed() {
        assert_eq!(cells("a;b\n 1 ;#VERW!\n007;1,5;;x\n"), "A1=a B1=b A2= 1  B2=#VERW! A3=007 B3=1,5 D3=x");
    }

    #[test]
    fn what_cannot_be_read_whole_is_refused() {
        assert_eq!(read("\u{feff}"), Err(Unreadable::Empty));
        assert!(matches!(read("a;b\n\"c;d\n"), Err(Unreadable::Damaged(detail)) if detail.starts_with("line 2")));
        assert!(matches!(read(&"1\n".repeat(1001)), Err(Unreadable::TooLarge { .. })));
        assert!(matches!(read(&format!("{}x", ";".repeat(16_384))), Err(Unreadable::TooLarge { .. })));
        assert!(matches!(read(&format!("a{}b", "\n".repeat(1_048_576))), Err(Unreadable::TooLarge { .. })));
    }

    proptest! {
        #[test]
        fn each_line_of_a_plain_text_is_a_row(lines in proptest::collection::vec("[a-z]{0,3}(;[a-z]{0,3}){0,3}", 0..30), crlf in any::<bool>()) {
            let text = lines.join(if crlf { "\r\n" } else { "\n" });
            prop_assume!(!text.is_empty() && !lines[0].starts_with("sep"));
            let expected: Vec<_> = lines.iter().enumerate()
                .flat_map(|(row, line)| line.split(';').enumerate().map(move |(col, field)| (row, col, field)))
                .filter(|(_, _, field)| !field.is_empty())
                .map(|(row, col, field)| (CellRef::new(row as u32, col as u32).to_string(), field.to_owned()))
                .collect();
            prop_assert_eq!(read(&text), Ok(expected));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = sheet(&bytes, "s", &mut Budget::new(&LIMITS));
        }
    }
}
