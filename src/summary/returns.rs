//! What was received, what became of every row, and the rows that were rejected.

use indexmap::IndexMap;

use super::columns::{count, day, shown, table, tally, text};
use super::{NamedTable, dimensions};
use crate::domain::{ColumnNote, Edition, LedgerLine, Link, TableNote, Words};
use crate::error::Error;

const FILE: ColumnNote = ColumnNote::new("file", "Bestand, vanaf de invoermap.", "File, from the input folder.");
const SHEET: ColumnNote = ColumnNote::new("sheet", "Blad. Leeg: het bestand als geheel.", "Sheet. Empty: the file as a whole.");

/// The table `returns`.
pub(super) const RETURNS: TableNote = TableNote {
    name: "returns",
    title: Words::new("Opgaven", "Returns"),
    meaning: Words::new(
        "Een rij per ontvangen bestand, en een per verwachte opgave die ontbreekt.",
        "One row for each file received, and one for each expected return that is missing.",
    ),
    columns: &[
        ColumnNote::new("period", "Maand, als JJJJ-MM. Leeg: niet bekend.", "Month, as YYYY-MM. Empty: not known."),
        ColumnNote::new("coordinator", "Sleutel van de coördinator. Leeg: niet bekend.", "Key of the coordinator. Empty: not known."),
        ColumnNote::new("file", "Bestand, vanaf de invoermap. Leeg: ontbreekt.", "File, from the input folder. Empty: missing."),
        ColumnNote::new("sha256", "SHA-256 van het bestand.", "SHA-256 of the file."),
        ColumnNote::new("received", "Dag van ontvangst. Leeg: niet vastgelegd.", "Day of receipt. Empty: not recorded."),
        ColumnNote::new("version", "Versie van de opgave.", "Version of the return."),
        ColumnNote::new("tables", "Tabellen die erin staan, gescheiden door puntkomma's.", "Tables in it, separated by semicolons."),
        ColumnNote::new("rows", "Regels die als gegevens zijn aanvaard.", "Rows accepted as records."),
        ColumnNote::new("findings", "Bevindingen die ernaar wijzen.", "Findings that point into it."),
        ColumnNote::new(
            "status",
            "received: ontvangen; late: te laat; missing: ontbreekt; superseded: vervangen door een latere versie; refused: niet gelezen.",
            "received; late; missing; superseded by a later version; refused: not read.",
        ),
    ],
    key: &[],
    links: &[dimensions::TO_PERIOD],
};

/// The table `ledger`.
pub(super) const LEDGER: TableNote = TableNote {
    name: "ledger",
    title: Words::new("Verantwoording van alle regels", "Account of all rows"),
    meaning: Words::new(
        "Een rij per blad; de kolommen tellen regels van dat blad. De kolommen na rows zijn samen gelijk aan rows.",
        "One row for each sheet; the columns count rows of that sheet. The columns after rows add up to rows.",
    ),
    columns: &[
        FILE,
        SHEET,
        ColumnNote::new("rows", "Regels tot en met de laatste gebruikte.", "Rows up to and including the last used one."),
        ColumnNote::new("accepted", "Aanvaard als gegevens.", "Accepted as records."),
        ColumnNote::new("rejected", "Afgewezen; elk heeft een bevinding.", "Rejected; each has a finding."),
        ColumnNote::new("header", "Kopregels.", "Header rows."),
        ColumnNote::new("title", "Titels boven de tabel.", "Titles above the table."),
        ColumnNote::new("total", "Totaal- en subtotaalregels.", "Total and subtotal lines."),
        ColumnNote::new("note", "Toelichtingen.", "Notes."),
        ColumnNote::new("blank", "Lege regels.", "Blank rows."),
        ColumnNote::new(
            "hidden",
            "Regels die niet te zien zijn en zijn weggelaten: verborgen, gefilterd, doorgehaald of op een verborgen blad.",
            "Rows that are not seen and are set aside: hidden, filtered away, struck through, or of a hidden sheet.",
        ),
        ColumnNote::new(
            "other",
            "Regels van onbekende bladen, geweigerde bestanden en vervangen opgaven.",
            "Rows of unknown sheets, refused files and superseded returns.",
        ),
    ],
    key: &[],
    links: &[],
};

/// The table `rejected`.
pub(super) const REJECTED: TableNote = TableNote {
    name: "rejected",
    title: Words::new("Afgewezen regels", "Rejected rows"),
    meaning: Words::new("Een rij per afgewezen regel van een blad.", "One row for each rejected row of a sheet."),
    columns: &[
        FILE,
        SHEET,
        ColumnNote::new("row", "Nummer van de regel, zoals in het rekenblad.", "Number of the row, as in the spreadsheet."),
        ColumnNote::new("code", "Code van de controle die de regel afwees.", "Code of the check that rejected it."),
        ColumnNote::new(
            "cells",
            "De cellen als JSON-object van kop naar tekst, in de volgorde van het blad, zonder persoonsgegevens. Een kop die vaker voorkomt, krijgt een nummer: Aantal, Aantal (2).",
            "The cells as a JSON object from header to text, in the order of the sheet, without personal data. A header that comes again gets a number: Count, Count (2).",
        ),
    ],
    key: &[],
    links: &[Link { column: "code", table: "dim_check", key: "code" }],
};

/// The table of returns, by month, coordinator and file.
pub(super) fn returns(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let mut rows: Vec<_> = edition.facts.returns.iter().collect();
    rows.sort_by(|a, b| (a.period, &a.coordinator, &a.file).cmp(&(b.period, &b.coordinator, &b.file)));
    let columns = vec![
        shown("period", rows.iter().map(|row| row.period)),
        text("coordinator", rows.iter().map(|row| Some(&row.coordinator))),
        text("file", rows.iter().map(|row| Some(&row.file))),
        text("sha256", rows.iter().map(|row| Some(&row.sha256))),
        day("received", rows.iter().map(|row| row.received)),
        count("version", rows.iter().map(|row| row.version.map(i64::from))),
        text("tables", rows.iter().map(|row| Some(row.tables.join("; ")))),
        tally("rows", rows.iter().map(|row| row.rows)),
        tally("findings", rows.iter().map(|row| row.findings)),
        text("status", rows.iter().map(|row| Some(row.status.as_str()))),
    ];
    table(&RETURNS, rows.len(), columns)
}

/// The account of all rows, in its own order.
pub(super) fn ledger(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let rows = &edition.ledger.lines;
    let part = |name, of: fn(&LedgerLine) -> u64| tally(name, rows.iter().map(of));
    let columns = vec![
        text("file", rows.iter().map(|line| Some(&line.file))),
        text("sheet", rows.iter().map(|line| Some(&line.sheet))),
        part("rows", |line| line.rows),
        part("accepted", |line| line.accepted),
        part("rejected", |line| line.rejected),
        part("header", |line| line.header),
        part("title", |line| line.title),
        part("total", |line| line.total),
        part("note", |line| line.note),
        part("blank", |line| line.blank),
        part("hidden", |line| line.hidden),
        part("other", |line| line.other),
    ];
    table(&LEDGER, rows.len(), columns)
}

/// The table of rejected rows, in their own order.
pub(super) fn rejected(edition: &Edition<'_>) -> Result<NamedTable, Error> {
    let rows = &edition.facts.rejected;
    let cells: Vec<String> = rows.iter().map(|row| as_json(&row.cells)).collect::<Result<_, _>>()?;
    let columns = vec![
        text("file", rows.iter().map(|row| Some(&row.file))),
        text("sheet", rows.iter().map(|row| Some(&row.sheet))),
        count("row", rows.iter().map(|row| Some(i64::from(row.row)))),
        text("code", rows.iter().map(|row| Some(&row.code))),
        text("cells", cells.iter().map(Some)),
    ];
    table(&REJECTED, rows.len(), columns)
}

/// Cells as a JSON object in their order. No header may shadow another, so a repeated one gets the next free number.
fn as_json(cells: &[(String, String)]) -> Result<String, Error> {
    let mut object: IndexMap<String, &str> = IndexMap::with_capacity(cells.len());
    let mut seen: IndexMap<&str, usize> = IndexMap::new();
    for (header, text) in cells {
        let times = seen.entry(header).or_insert(0);
        let key = loop {
            *times += 1;
            let key = if *times == 1 { header.clone() } else { format!("{header} ({times})") };
            if !object.contains_key(&key) {
                break key;
            }
        };
        object.insert(key, text);
    }
    serde_json::to_string(&object).map_err(|error| Error::Table { table: REJECTED.name.to_owned(), detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cells(pairs: &[(&str, &str)]) -> String {
        let owned: Vec<_> = pairs.iter().map(|(header, text)| ((*header).to_owned(), (*text).to_owned())).collect();
        as_json(&owned).expect("an object")
    }

    #[test]
    fn cells_keep_their_order_and_repeated_headers() {
        assert_eq!(cells(&[("Missie", "EUBAM \"Lybië\""), ("Aantal", "3")]), r#"{"Missie":"EUBAM \"Lybië\"","Aantal":"3"}"#);
        assert_eq!(
            cells(&[("A", "1"), ("A", "2"), ("A (2)", "3"), ("", "4"), ("", "5")]),
            r#"{"A":"1","A (2)":"2","A (2) (2)":"3","":"4"," (2)":"5"}"#
        );
        assert_eq!(cells(&[]), "{}");
    }

    proptest! {
        #[test]
        fn no_cell_is_lost(pairs in prop::collection::vec(("[Aa(2) ]{0,5}", ".{0,5}"), 0..12)) {
            let read: serde_json::Value = serde_json::from_str(&as_json(&pairs).expect("an object")).expect("JSON");
            prop_assert_eq!(read.as_object().expect("an object").len(), pairs.len());
        }
    }
}
