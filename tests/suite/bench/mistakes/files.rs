//! Mistakes with whole files.

use super::super::input::{At, at, received};
use super::super::sheet::{Sheet, date, head, number, text};
use super::{ARMENIA, GEORGIA, LIBYA, MALI, Mistake, RAFAH, SOMALIA, UKRAINE, mistake};
use muster::domain::{Spans, Value};

pub(super) fn mistakes() -> Vec<Mistake> {
    vec![
        mistake("FIL-01", "a return is not sent", &[GEORGIA, at("afrika", 4, "")], |input, spot| {
            let path = input.path(spot.sender, spot.month);
            input.books.remove(&path);
            At::Expected(spot.sender)
        }),
        mistake(
            "FIL-02",
            "last month's file is sent again under this month's name",
            &[RAFAH, at("midden-oosten", 4, "")],
            |input, spot| {
                let before = input.book(spot.sender, spot.month - 1).clone();
                *input.book(spot.sender, spot.month) = before;
                At::file(spot)
            },
        )
        // As csv it would be two files, of which neither holds what the workbook did.
        .marked(),
        mistake("FIL-03", "a return comes a week late", &[RAFAH, LIBYA], |input, spot| {
            input.book(spot.sender, spot.month).received = received("2026-06-12");
            At::file(spot)
        })
        .in_memory(),
        mistake("FIL-04", "the as-of date is that of last month", &[GEORGIA, MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = (0..4).find(|row| matches!(sheet.get(*row, 1), Some(Value::Date(_)))).expect("a date");
            At::head(spot, sheet.put(row, 1, date("2026-04-30")))
        }),
        mistake("FIL-04", "the as-of date is left out", &[RAFAH, LIBYA], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = (0..4).find(|row| matches!(sheet.get(*row, 1), Some(Value::Date(_)))).expect("a date");
            sheet.put(row, 1, text(""));
            sheet.put(row, 0, text(""));
            At::within(spot)
        }),
        mistake("FIL-05", "a formula lost the cell it took the number from", &[GEORGIA, MALI], |input, spot| {
            input.type_head(spot, head::STATED, Value::Error("#REF!".into()))
        }),
        mistake("FIL-05", "the same for the number of women", &[RAFAH, SOMALIA, UKRAINE], |input, spot| {
            input.type_head(spot, head::WOMEN, Value::Error("#VALUE!".into()))
        }),
        mistake("FIL-06", "the row of a mission is hidden", &[GEORGIA, MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            sheet.marks.hidden_rows = Spans::of([row]);
            At::head(spot, muster::domain::CellRef::new(row, head::MISSION)).line()
        })
        .marked(),
        mistake("FIL-06", "a column is hidden", &[RAFAH], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            sheet.marks.hidden_cols = Spans::of([head::ARRIVALS]);
            At::head(spot, muster::domain::CellRef::new(sheet.header() + 1, head::ARRIVALS))
        })
        .in_xlsx(),
        mistake("FIL-07", "a file is damaged", &[GEORGIA, MALI], |input, spot| {
            input.book(spot.sender, spot.month).raw = Some(b"PK geen werkmap".to_vec());
            At::file(spot)
        })
        .in_memory(),
        mistake("FIL-08", "a column has a header that nobody knows", &[GEORGIA, MALI], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let row = sheet.row(head::MISSION, spot.mission);
            sheet.put(row, head::REMARKS, text("veel"));
            At::head(spot, sheet.put(sheet.header(), head::REMARKS, text("Zonnestand")))
        }),
        mistake("FIL-09", "a sum was saved without being worked out anew", &[GEORGIA, at("midden-oosten", 3, "")], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            sheet.stale = true;
            let (row, records) = (sheet.total(), sheet.records());
            let sum: f64 =
                records.clone().filter_map(|row| if let Some(Value::Number(n)) = sheet.get(row, 1) { Some(*n) } else { None }).sum();
            At::head(spot, sheet.formula(row, head::STATED, &format!("SUM(B{}:B{})", records.start + 1, records.end), sum - 1.0))
        })
        .marked(),
        mistake("FIL-08", "two columns have the same header", &[ARMENIA, LIBYA], |input, spot| {
            let sheet = input.head(spot.sender, spot.month);
            let (header, women) = (sheet.header(), sheet.says(sheet.header(), head::WOMEN));
            let row = sheet.row(head::MISSION, spot.mission);
            sheet.put(row, head::NEXT, number(1));
            At::head(spot, sheet.put(header, head::NEXT, text(women))).or(muster::domain::CellRef::new(header, head::WOMEN))
        }),
        mistake("FIL-02", "one mission's file is a copy of another's", &[at("balkan", 5, "")], |input, spot| {
            let before = input.book(spot.sender, spot.month - 1).clone();
            let sheets: Vec<Sheet> = before.sheets.clone();
            input.book(spot.sender, spot.month).sheets = sheets;
            At::file(spot)
        })
        .in_memory(),
    ]
}
