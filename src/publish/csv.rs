//! Tables as CSV: RFC 4180, UTF-8 without a mark, comma, ISO dates, empty for unknown, `true` and `false`.
//!
//! A spreadsheet that opens a CSV takes a text such as `=HYPERLINK(…)` for a formula, and texts of returns are written by
//! others. So a text that could be one gets an apostrophe in front, as OWASP advises. Lone signs (`-`) and plain numbers
//! (`-1`, `+3,5`) stay as they are, since they cannot do anything and are what coordinators really write. The change can
//! be undone ([`guarded`] says how), and Parquet holds the text itself.

use std::borrow::Cow;

use chrono::NaiveDate;
use csv::{Terminator, WriterBuilder};
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Float64Chunked, Int32Chunked, Int64Chunked, PolarsError, StringChunked,
};

use super::Table;
use super::transaction::Staging;
use crate::domain::Edition;
use crate::error::Error;

/// Adds each table as `NAME.csv`.
pub(super) fn add(_edition: &Edition<'_>, tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    tables.iter().try_for_each(|(note, frame)| staging.add(&format!("{}.csv", note.name), &bytes(note.name, frame)?))
}

/// A frame as the bytes of a CSV file.
pub(super) fn bytes(table: &str, frame: &DataFrame) -> Result<Vec<u8>, Error> {
    let broken = |detail: String| Error::Table { table: table.to_owned(), detail };
    let columns = frame.columns().iter().map(Cells::of).collect::<Result<Vec<_>, _>>().map_err(|error| broken(error.to_string()))?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let write = |writer: &mut csv::Writer<Vec<u8>>| -> csv::Result<()> {
        writer.write_record(frame.get_column_names().iter().map(|name| name.as_str()))?;
        for row in 0..frame.height() {
            for column in &columns {
                writer.write_field(column.cell(row).as_bytes())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        Ok(())
    };
    write(&mut writer).map_err(|error| broken(error.to_string()))?;
    writer.into_inner().map_err(|error| broken(error.to_string()))
}

/// The values of a column, by type.
enum Cells<'a> {
    Text(&'a StringChunked),
    Count(&'a Int64Chunked),
    Flag(&'a BooleanChunked),
    Day(&'a Int32Chunked),
    /// Percentages, which have one decimal.
    Percent(&'a Float64Chunked),
}

impl<'a> Cells<'a> {
    fn of(column: &'a Column) -> Result<Self, PolarsError> {
        let series = column.as_materialized_series();
        Ok(match series.dtype() {
            DataType::Int64 => Self::Count(series.i64()?),
            DataType::Boolean => Self::Flag(series.bool()?),
            DataType::Date => Self::Day(series.date()?.physical()),
            DataType::Float64 => Self::Percent(series.f64()?),
            _ => Self::Text(series.str()?),
        })
    }

    fn cell(&self, row: usize) -> Cow<'a, str> {
        let shown = match self {
            Self::Text(values) => return values.get(row).map_or(Cow::Borrowed(""), guarded),
            Self::Count(values) => values.get(row).map(|count| count.to_string()),
            Self::Flag(values) => values.get(row).map(|flag| flag.to_string()),
            Self::Day(values) => values.get(row).and_then(NaiveDate::from_epoch_days).map(|day| day.to_string()),
            Self::Percent(values) => values.get(row).map(|percent| format!("{percent:.1}")),
        };
        Cow::Owned(shown.unwrap_or_default())
    }
}

/// A text that no spreadsheet takes for a formula: one that could be, apostrophes in front of it left aside, gets one
/// apostrophe more. To undo it, take one apostrophe from each text that begins with one and goes on as a formula.
fn guarded(text: &str) -> Cow<'_, str> {
    if could_be_formula(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn could_be_formula(text: &str) -> bool {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let Some(rest) = text.strip_prefix(STARTS) else { return false };
    let is_number = text.starts_with(['+', '-'])
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    let is_dashes = text.chars().all(|c| c == '-');
    !(rest.is_empty() || is_number || is_dashes)
}

#[cfg(test)]
mod tests {
    use polars::prelude::IntoColumn;
    use polars::prelude::NewChunkedArray;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cells_are_written_by_type_and_unknown_is_empty() {
        let columns = vec![
            Column::new("text".into(), [Some("a,\"b\"\nc"), None, Some("é")]),
            Column::new("count".into(), [Some(0i64), None, Some(-1)]),
            Column::new("flag".into(), [Some(true), None, Some(false)]),
            Int32Chunked::from_iter_options("day".into(), [Some(20_604), None, Some(-1)].into_iter()).into_date().into_column(),
            Column::new("rate".into(), [Some(100.0), None, Some(66.7)]),
        ];
        let written = bytes("t", &DataFrame::new(3, columns).expect("a frame")).expect("bytes");
        let expected = "text,count,flag,day,rate\r\n\"a,\"\"b\"\"\nc\",0,true,2026-05-31,100.0\r\n,,,,\r\né,-1,false,1969-12-31,66.7\r\n";
        assert_eq!(String::from_utf8(written).expect("UTF-8"), expected);
    }

    #[test]
    fn a_table_of_one_column_keeps_its_empty_rows() {
        let frame = DataFrame::new(2, vec![Column::new("only".into(), [None::<&str>, Some("x")])]).expect("a frame");
        assert_eq!(bytes("t", &frame).expect("bytes"), b"only\r\n\"\"\r\nx\r\n");
    }

    #[test]
    fn a_column_of_another_type_is_refused() {
        let frame = DataFrame::new(1, vec![Column::new("share".into(), [0.5f32])]).expect("a frame");
        assert!(matches!(bytes("t", &frame), Err(Error::Table { table, .. }) if table == "t"));
    }

    #[test]
    fn what_could_be_a_formula_is_disarmed_and_what_coordinators_write_is_not() {
        for text in ["=1+1", "=HYPERLINK(\"x\")", "+A1", "-A1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1+1", "--1", "'=1"] {
            assert_eq!(guarded(text), format!("'{text}"), "{text:?}");
        }
        for text in ["-", "--", "---", "=", "-1", "+3", "-1.000,5", "", "'t Hek", "a=b", "n.v.t.", "4 (3 tijdelijk in NL)"] {
            assert_eq!(guarded(text), text, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_disarmed_can_be_restored(text in "'{0,2}[=+@A1-]{0,4}.*") {
            let written = guarded(&text).into_owned();
            let bare = written.trim_start_matches('\'');
            let restored = if written.starts_with('\'') && could_be_formula(bare) { &written[1..] } else { &written[..] };
            prop_assert_eq!(restored, &text);
            prop_assert!(!could_be_formula(&written));
        }
    }
}
