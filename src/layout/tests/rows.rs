//! What the rows around and between the records are.

use chrono::NaiveDate;

use crate::domain::{CellRef, DateSystem};
use crate::layout::fixture::{claims, columns, fates, layout, sheet};

/// The fates of a table's lines below `Missie|Bezetting|Opmerkingen`.
fn below(lines: &[&str]) -> String {
    let mut all = vec!["Missie|Bezetting|Opmerkingen"];
    all.extend(lines);
    fates(&layout(&sheet(&all)))[1..].to_owned()
}

#[test]
fn totals_and_subtotals_are_claims() {
    let found =
        layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7", "EUAM Iraq|4", "Subtotaal EU|11", "UNMIK|1", "Totaal VN|1", "", "TOTAAL|12"]));
    assert_eq!(fates(&found), "haa=a=.=");
    assert_eq!(claims(&found), [(2, 4, false), (5, 6, false), (2, 8, true)]);
}

#[test]
fn a_total_is_known_by_its_label_wherever_that_stands() {
    for total in ["Totaal|7", "Total général|7", "Som:|7", "Totaal *|7", "Totaal||", "totaal generaal|7"] {
        assert_eq!(below(&["EUM Armenia|7", total]), "a=", "{total}");
    }
    let found = layout(&sheet(&["Nr|Missie|Bezetting", "1|EUM Armenia|7", "|Totaal|7"]));
    assert_eq!(fates(&found), "ha=");
    let found = layout(&sheet(&["Nr|Missie|Bezetting", "1|EUM Armenia|7", "Totaal||7"]));
    assert_eq!(fates(&found), "ha=");
}

#[test]
fn a_mission_that_begins_like_a_total_is_a_mission() {
    assert_eq!(below(&["EUM Armenia|7", "Total Support Mission|2", "EUCAP Somalia|3", "Totaal|12"]), "aaa=");
}

#[test]
fn a_remark_that_begins_like_a_total_is_none() {
    assert_eq!(below(&["EUM Armenia|7|Totaal klopt", "|3|Totaal klopt niet", "UNMIK|1"]), "aaa");
}

#[test]
fn a_row_whose_mission_is_missing_is_still_a_record() {
    assert_eq!(below(&["EUM Armenia|7", "|3", "UNMIK|1"]), "aaa");
    assert_eq!(below(&["EUM Armenia|7", "|7"]), "aa");
}

#[test]
fn lone_texts_inside_a_table() {
    assert_eq!(below(&["EU-missies", "EUM Armenia|7", "VN-missies", "UNMIK|1"]), "tata");
    assert_eq!(below(&["EUM Armenia|7", "UNMIK", "EUAM", "EULEX Kosovo|1"]), "aaaa");
    assert_eq!(below(&["EUM Armenia|7", "EUCAP Somalai", "EULEX Kosovo|1"]), "aaa");
    assert_eq!(below(&["EUM Armenia|7", "1) zie de brief", "EULEX Kosovo|1"]), "ana");
    assert_eq!(below(&["EUM Armenia|7", "de cijfers van deze missie volgen nog voor het eind van de week", "EULEX Kosovo|1"]), "ana");
    assert_eq!(below(&["EUM Armenia|7", "Xyzzy"]), "aa");
    assert_eq!(below(&["EUM Armenia|7", "||vervolg van de opmerking"]), "aa");
}

#[test]
fn what_stands_below_a_table() {
    assert_eq!(below(&["EUM Armenia|7", "Totaal|7", "", "Opgave onder voorbehoud", "UNMIK"]), "a=.nn");
    assert_eq!(below(&["EUM Armenia|7", "", "Alles gecontroleerd"]), "a.n");
    assert_eq!(below(&["EUM Armenia|7", "Totaal|7", "* schatting|van de missie", "Opgesteld door:|staf", "Telefoon|0"]), "a=nnn");
    assert_eq!(below(&["EUM Armenia|7", "Totaal|7", "", "UNMIK|1", "Onbekende missie|2"]), "a=.aa");
    assert_eq!(below(&["EUM Armenia|7", "", "", "UNMIK|1", "", "EULEX Kosovo"]), "a..a.a");
    assert_eq!(below(&["", "EUM Armenia|7"]), ".a");
}

#[test]
fn notes_keep_their_text() {
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7*", "Totaal|7", "*|van wie 1 met verlof"]));
    assert_eq!(found.notes, [(3, "* van wie 1 met verlof".to_owned())]);
}

#[test]
fn every_filled_row_of_a_roster_is_a_record() {
    let found = layout(&sheet(&[
        "Uitzendnummer|Missie|Begindatum",
        "NP-1|EUM Armenia|@2026-01-01",
        "|EUM Armenia",
        "NP-3",
        "",
        "NP-4|EUM Armenia|@2026-01-01",
        "",
        "Lijst bijgewerkt door de staf",
        "Totaal||3",
    ]));
    assert_eq!(fates(&found), "haaa.a.n=");
}

#[test]
fn a_header_repeated_on_each_page_is_one_table() {
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7", "Missie|Bezetting", "UNMIK|1", "Totaal|8"]));
    assert_eq!(fates(&found), "haha=");
    assert_eq!((found.tables.len(), claims(&found)), (1, vec![(2, 5, true)]));
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7", "", "Overzicht (vervolg)", "Missie|Bezetting", "UNMIK|1"]));
    assert_eq!((fates(&found).as_str(), found.tables.len()), ("ha.tha", 1));
}

#[test]
fn tables_stand_below_each_other() {
    let found = layout(&sheet(&[
        "Bezetting",
        "Missie|Bezetting",
        "EUM Armenia|7",
        "Totaal|7",
        "",
        "Voorgenomen",
        "Missie|Aantal|Verwacht",
        "UNMIK|1|2e helft 2026",
    ]));
    assert_eq!(fates(&found), "tha=.tha");
    assert_eq!(columns(&found), ["headcount: A mission, B stated", "planned: A mission, B ~count, C window"]);
    assert_eq!(found.tables[1].data_rows, [7]);
}

#[test]
fn the_same_header_after_a_total_or_a_new_date_begins_another_table() {
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7", "Totaal|7", "", "Missie|Bezetting", "UNMIK|1", "Totaal|1"]));
    assert_eq!((fates(&found).as_str(), found.tables.len()), ("ha=.ha=", 2));
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7", "Peildatum|@2026-05-31", "Missie|Bezetting", "EUM Armenia|8"]));
    assert_eq!((fates(&found).as_str(), found.tables.len()), ("hatha", 2));
}

#[test]
fn a_table_without_rows_keeps_its_header() {
    let found = layout(&sheet(&["Missie|Bezetting", "Uitzendnummer|Missie|Begindatum", "NP-1|UNMIK|@2026-01-01"]));
    assert_eq!(fates(&found), "hha");
    assert_eq!(columns(&found), ["headcount: A mission, B stated", "roster: A person_key, B mission, C start"]);
}

#[test]
fn csv_without_anything_around_it() {
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7"]));
    assert_eq!(fates(&found), "ha");
}

/// The as-of date of a sheet with these lines above its table: cell, date and raw text.
fn as_of(lines: &[&str]) -> Option<(String, Option<String>, String)> {
    let mut all = lines.to_vec();
    all.extend(["", "Missie|Bezetting", "EUM Armenia|7"]);
    let found = layout(&sheet(&all)).as_of?;
    Some((found.cell.to_string(), found.date.map(|date| date.to_string()), found.raw.as_str().to_owned()))
}

#[test]
fn an_as_of_date_in_many_forms() {
    for (line, cell) in [
        ("Peildatum|@2026-05-31", "B1"),
        ("Peildatum:||||@2026-05-31", "E1"),
        ("Peildatum|:|31-05-2026", "C1"),
        ("Peildatum|46173", "B1"),
        ("Peildatum|20260531", "B1"),
        ("Peildatum|31 mei 2026", "B1"),
        ("Peildatum|per 31 mei 2026", "B1"),
        ("Peildatum (laatste dag van de maand)|31-05-2026", "B1"),
        ("Coördinator|Oost|Peildatum|@2026-05-31", "D1"),
        ("Peildatum: 31-05-2026", "A1"),
        ("peildatum 31-05-2026 (concept)", "A1"),
        ("Stand per 31 mei 2026", "A1"),
        ("Overzicht uitzendingen, stand per 31 mei 2026", "A1"),
        ("Per 31 mei 2026", "A1"),
        ("per|31-05-2026", "B1"),
        ("As-of date|2026-05-31", "B1"),
        ("As of: May 31, 2026", "A1"),
        ("Situation au 31 mai 2026", "A1"),
        ("Au 31 mai 2026", "A1"),
    ] {
        let found = as_of(&["Titel", line]).map(|(cell, date, _)| (cell.replace('2', "1"), date));
        assert_eq!(found, Some((cell.to_owned(), Some("2026-05-31".to_owned()))), "{line}");
    }
}

#[test]
fn an_as_of_date_that_cannot_be_read_is_kept_as_it_stands() {
    for (line, raw) in [
        ("Peildatum|mei", "mei"),
        ("Peildatum|31-04-2026", "31-04-2026"),
        ("Peildatum|03/04/2026", "03/04/2026"),
        ("Peildatum: n.n.b.", "n.n.b"),
        ("Peildatum|n.n.b.|@2026-06-05", "n.n.b."),
        ("Peildatum|12", "12"),
    ] {
        assert_eq!(as_of(&[line]).map(|(_, date, raw)| (date, raw)), Some((None, raw.to_owned())), "{line}");
    }
    assert_eq!(as_of(&["Peildatum|onbekend", "Peildatum|31-05-2026"]).and_then(|found| found.1).as_deref(), Some("2026-05-31"));
}

#[test]
fn what_is_no_as_of_line() {
    for line in [
        "Peildatum",
        "Per missie een regel invullen",
        "per|missie",
        "Nieuwe indeling per 1 januari 2026",
        "Datum|31-05-2026",
        "De peildatum is altijd de laatste dag van de maand",
        "Aurora 31-05-2026",
        "Permanent 31-05-2026",
    ] {
        assert_eq!(as_of(&[line]), None, "{line}");
    }
}

#[test]
fn an_as_of_line_below_the_table_is_no_record() {
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7", "Peildatum|31-05-2026"]));
    assert_eq!(fates(&found), "hat");
    assert_eq!(found.as_of.map(|as_of| as_of.cell), Some(CellRef::new(2, 1)));
}

#[test]
fn serial_dates_follow_the_date_system_of_the_file() {
    let mut grid = sheet(&["Peildatum|44711", "", "Missie|Bezetting"]);
    grid.date_system = DateSystem::From1904;
    assert_eq!(layout(&grid).as_of.and_then(|as_of| as_of.date), NaiveDate::from_ymd_opt(2026, 5, 31));
}
