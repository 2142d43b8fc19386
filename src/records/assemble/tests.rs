use super::*;
use crate::domain::{Area, Bilingual, CellRef, Column, RemarkKind, Value};
use crate::records::example::{Example, HEADCOUNT, Head, ROSTER, example, schema};
use proptest::prelude::*;

use Head::{Field, Personal, Unknown};

fn records(example: &Example) -> SheetRecords {
    read(&example.grid, 0, &example.layout, &schema(), Period::new(2026, 5))
}

fn at(table: &Table, name: &str) -> usize {
    schema().tables[table.schema].field(name).expect("a field")
}

fn seen(table: &Table) -> Vec<(String, RemarkKind, String)> {
    table.remarks.iter().map(|remark| (remark.cell.to_string(), remark.kind.clone(), remark.raw.to_string())).collect()
}

fn remark(cell: &str, kind: RemarkKind, raw: &str) -> (String, RemarkKind, String) {
    (cell.to_owned(), kind, raw.to_owned())
}

#[test]
fn values_are_typed_and_can_be_traced_to_their_cells() {
    let heads = [Field("mission"), Field("host_country"), Field("stated"), Field("female"), Field("remarks")];
    let sheet = example(
        HEADCOUNT,
        &heads,
        &[
            &["EUAM Iraq", "Irak", "=4", "=2", " stand per ultimo "],
            &["eubam-libya", "", "3", "", ""],
            &["euam", "Oekraïne", "=1", "-", "n.v.t."],
        ],
        &[&["Totaal", "", "=8", "=2"]],
        &[],
    );
    let found = records(&sheet);
    let table = &found.tables[0];
    assert_eq!(table.len(), 3);
    let (mission, stated, female, remarks) = (at(table, "mission"), at(table, "stated"), at(table, "female"), at(table, "remarks"));
    assert_eq!([0, 1, 2].map(|record| table.mission(mission, record)), [Some(0), Some(1), Some(2)]);
    assert_eq!([0, 1, 2].map(|record| table.count(stated, record)), [Some(4), Some(3), Some(1)]);
    assert_eq!([0, 1, 2].map(|record| table.count(female, record)), [Some(2), None, None]);
    assert_eq!(table.columns[female].said_unknown, [2].into());
    assert_eq!(table.text(remarks, 0), Some("stand per ultimo"));
    assert_eq!(table.origin(stated, 1).map(|cell| cell.to_string()).as_deref(), Some("C4"));
    assert_eq!(table.columns[at(table, "temp_home")].values, Column::Absent);
    assert_eq!(table.accepted, [true, true, true]);
    assert_eq!(table.periods, vec![Period::new(2026, 5); 3]);
    assert_eq!(table.totals[0].values, [(stated, 2, Some(8)), (female, 3, Some(2))]);
    assert_eq!(seen(table), []);
    assert_eq!((found.rejected, found.personal), (vec![], vec![]));
    assert_eq!(found.fates, sheet.layout.fates);
}

#[test]
fn an_annotation_fills_its_field_or_is_kept_beside_it() {
    let sheet = example(
        HEADCOUNT,
        &[Field("mission"), Field("stated"), Field("temp_home")],
        &[
            &["EUAM Iraq", "4 (3 tijdelijk in NL)", ""],
            &["EUBAM Libya", "4 (3 tijdelijk in NL)", "=2"],
            &["EUAM Ukraine", "4 (1 verlof)", "-"],
            &["EUAM Iraq", "2V/2M", "x"],
            &["EUAM Iraq", "4 (3 tijdelijk in NL)", "x"],
            &["EUAM Iraq", "vacant", ""],
            &["EUAM Iraq", "1 + 3 tijdelijk in NL", ""],
            &["EUAM Iraq", "4 (2 tijdelijk in NL)", "-"],
        ],
        &[&["Totaal", "37 (3 tijdelijk in NL)", ""]],
        &[],
    );
    let found = records(&sheet);
    let table = &found.tables[0];
    let (stated, home) = (at(table, "stated"), at(table, "temp_home"));
    let homes: Vec<Option<i64>> = (0..8).map(|record| table.count(home, record)).collect();
    assert_eq!(homes, [Some(3), Some(2), None, None, None, None, None, Some(2)]);
    let beside = |record: usize| CellRef::new(table.rows[record], 1);
    assert_eq!(table.columns[home].elsewhere, [(0, beside(0)), (7, beside(7))].into());
    assert_eq!(table.columns[home].annotated, [(1, (3, beside(1))), (4, (3, beside(4)))].into());
    assert_eq!(table.columns[home].unusable, [3, 4].into());
    assert_eq!(table.columns[home].said_unknown, [2].into());
    assert_eq!(table.origin(home, 0), Some(CellRef::new(2, 1)));
    assert_eq!(table.origin(home, 1), Some(CellRef::new(3, 2)));
    assert_eq!(table.count(at(table, "other_absent"), 2), Some(1));
    assert_eq!((table.count(at(table, "female"), 3), table.count(at(table, "male"), 3)), (Some(2), Some(2)));
    assert_eq!(table.origin(at(table, "female"), 3), Some(CellRef::new(5, 1)));
    assert_eq!(table.columns[at(table, "vacancies")].said_unknown, [5].into());
    assert_eq!(table.columns[stated].unusable, [6].into());
    assert_eq!(table.totals[0].values, [(stated, 1, Some(37)), (home, 1, Some(3))]);
    assert_eq!(
        seen(table),
        [
            remark("B6", RemarkKind::Note, "2V/2M"),
            remark("C6", RemarkKind::NotACount, "x"),
            remark("C7", RemarkKind::NotACount, "x"),
            remark("B8", RemarkKind::UnknownCode { nearest: None }, "vacant"),
            remark("B9", RemarkKind::ExcludesTempHome { suggested: Some(4) }, "1 + 3 tijdelijk in NL"),
        ]
    );
}

#[test]
fn a_row_without_a_usable_mission_is_rejected_and_never_lost() {
    let sheet = example(
        HEADCOUNT,
        &[Field("mission"), Field("stated"), Field("remarks"), Unknown("Wie"), Personal("name")],
        &[
            &["EUBAM Lybië", "=3", "vrije tekst", "iets", "Voor Achternaam"],
            &["EUAM", "=2"],
            &["", "=1"],
            &["?", "=1"],
            &["!#REF!", "=1"],
            &["EUAM Iraq", "=4"],
            &["  "],
        ],
        &[],
        &[],
    );
    let found = records(&sheet);
    let table = &found.tables[0];
    assert_eq!(table.accepted, [false, false, false, false, false, true]);
    assert_eq!(
        seen(table),
        [
            remark("A3", RemarkKind::UnknownMission { nearest: Some(1) }, "EUBAM Lybië"),
            remark("A4", RemarkKind::AmbiguousMission { shared: 0 }, "EUAM"),
            remark("A5", RemarkKind::UnknownMission { nearest: None }, ""),
            remark("A6", RemarkKind::UnknownMission { nearest: None }, "?"),
            remark("A7", RemarkKind::CellError, "#REF!"),
        ]
    );
    assert_eq!(table.count(at(table, "stated"), 0), Some(3), "totals count rejected rows too");
    let first: Vec<(String, String)> = found.rejected[0].cells.iter().map(|(header, text)| (header.clone(), text.to_string())).collect();
    let cell = |header: &str, text: &str| (header.to_owned(), text.to_owned());
    assert_eq!(first, [cell("mission", "EUBAM Lybië"), cell("stated", "3"), cell("remarks", "[withheld]"), cell("Wie", "[withheld]")]);
    assert_eq!(found.rejected.iter().map(|row| row.row).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    let fates = [RowFate::Rejected; 5].into_iter().chain([RowFate::Accepted, RowFate::Blank]);
    assert_eq!(found.fates[2..], fates.collect::<Vec<_>>());
}

#[test]
fn blank_is_never_zero_and_zero_is_a_report() {
    let sheet = example(
        HEADCOUNT,
        &[Field("mission"), Field("stated"), Field("female")],
        &[
            &["EUAM Iraq", "", ""],
            &["EUAM Iraq", "=0", "=0"],
            &["EUAM Iraq", "geen", ""],
            &["EUAM Iraq", "n.v.t.", "nnb"],
            &["EUAM Iraq", "geen melding", ""],
            &["EUAM Iraq", "!#N/B", "#VERW!"],
            &["EUAM Iraq", "=-1", "=0.5"],
            &["EUAM Iraq", "@2026-04-03", ""],
        ],
        &[],
        &[],
    );
    let found = records(&sheet);
    let table = &found.tables[0];
    let stated = at(table, "stated");
    let counts: Vec<Option<i64>> = (0..8).map(|record| table.count(stated, record)).collect();
    assert_eq!(counts, [None, Some(0), Some(0), None, None, None, None, None]);
    assert_eq!(table.columns[stated].said_unknown, [3, 4].into());
    assert_eq!(table.columns[stated].unusable, [5, 6, 7].into());
    assert_eq!(
        seen(table),
        [
            remark("B3", RemarkKind::Missing, ""),
            remark("B5", RemarkKind::Note, "geen"),
            remark("B6", RemarkKind::Missing, "n.v.t."),
            remark("B7", RemarkKind::Missing, "geen melding"),
            remark("B8", RemarkKind::CellError, "#N/B"),
            remark("C8", RemarkKind::CellError, "#VERW!"),
            remark("B9", RemarkKind::Negative(-1), "-1"),
            remark("C9", RemarkKind::Fraction, "0.5"),
            remark("B10", RemarkKind::Compound, "2026-04-03"),
        ]
    );
}

#[test]
fn a_footnote_marker_without_a_note_is_remarked() {
    let rows: [&[&str]; 3] = [&["EUAM Iraq", "0*"], &["EUBAM Libya ¹", "4 2)"], &["EUAM Ukraine*", "1"]];
    let heads = [Field("mission"), Field("stated")];
    let explained = records(&example(HEADCOUNT, &heads, &rows, &[], &["* mandaat verlopen", "1) zie brief", "2. nog onzeker"]));
    assert_eq!(seen(&explained.tables[0]), []);
    assert_eq!(explained.tables[0].accepted, [true; 3]);
    let bare = records(&example(HEADCOUNT, &heads, &rows, &[], &["Bron: eigen opgave"]));
    let marker = |text: &str| RemarkKind::Marker(text.to_owned());
    assert_eq!(
        seen(&bare.tables[0]),
        [
            remark("B3", marker("*"), "0*"),
            remark("A4", marker("1"), "EUBAM Libya ¹"),
            remark("B4", marker("2"), "4 2)"),
            remark("A5", marker("*"), "EUAM Ukraine*"),
        ]
    );
    assert_eq!(bare.tables[0].count(4, 1), Some(4));
}

#[test]
fn one_date_above_twelve_settles_its_own_column_only() {
    let heads = [Field("person_key"), Field("mission"), Field("start"), Field("planned_end")];
    let sheet = example(
        ROSTER,
        &heads,
        &[
            &["NP-1", "EUAM Iraq", "03/04/2026", "03/04/2027"],
            &["NP-2", "EUAM Iraq", "13/04/2026", "heden"],
            &["NP-3", "EUAM Iraq", "=46082", "t/m 28-2-2027"],
            &["NP-4", "EUAM Iraq", "@2026-03-01", "nnb"],
            &["NP-5", "EUAM Iraq", "31-06-2026", "-"],
            &["NP-6", "EUAM Iraq", "", "ziek sinds 3 mei"],
        ],
        &[],
        &[],
    );
    let found = records(&sheet);
    let table = &found.tables[0];
    let (start, end) = (at(table, "start"), at(table, "planned_end"));
    let days: Vec<Option<String>> = (0..6).map(|record| table.date(start, record).map(|day| day.to_string())).collect();
    assert_eq!(days[..4], ["2026-04-03", "2026-04-13", "2026-03-01", "2026-03-01"].map(|day| Some(day.to_owned())));
    assert_eq!(days[4..], [None, None]);
    assert_eq!(table.date(end, 2).map(|day| day.to_string()).as_deref(), Some("2027-02-28"));
    assert_eq!(table.accepted, [true, true, true, true, false, false], "a start is required, an end is not");
    assert_eq!(table.columns[end].said_unknown, [3, 4].into());
    assert_eq!(
        seen(table),
        [
            remark("D3", RemarkKind::UncertainDate, "03/04/2027"),
            remark("C5", RemarkKind::Note, "46082"),
            remark("D6", RemarkKind::Missing, "[withheld]"),
            remark("C7", RemarkKind::UncertainDate, "31-06-2026"),
            remark("C8", RemarkKind::Missing, ""),
            remark("D8", RemarkKind::UncertainDate, "[withheld]"),
        ]
    );
}

#[test]
fn nothing_of_a_person_is_kept_but_the_key() {
    let heads = [Field("person_key"), Field("mission"), Field("role"), Field("sex"), Field("start"), Field("status")];
    let sheet = example(
        ROSTER,
        &heads,
        &[
            &["NP-1 ", "EUAM Iraq", "adviseur", "V", "1-3-2026", "in missiegebied"],
            &["", "EUAM Iraq", "adviseur", "M", "1-3-2026", "burn-out"],
            &["=12", "Voor Achternaam", "adviseur", "H", "1-3-2026", "DIV"],
        ],
        &[],
        &[],
    );
    let found = records(&sheet);
    let table = &found.tables[0];
    let key = at(table, "person_key");
    assert_eq!(table.key(key, 0), Some(&schema().secret.key("np-1")));
    assert_eq!(table.key(key, 2), Some(&schema().secret.key("12")));
    assert_eq!(table.columns[at(table, "role")].values, Column::Absent);
    assert_eq!(
        seen(table),
        [
            remark("A4", RemarkKind::Missing, ""),
            remark("F4", RemarkKind::UnknownCode { nearest: None }, "[withheld]"),
            remark("B5", RemarkKind::UnknownMission { nearest: None }, "[withheld]"),
            remark("D5", RemarkKind::UnknownCode { nearest: None }, "H"),
            remark("F5", RemarkKind::UnknownCode { nearest: None }, "DIV"),
        ]
    );
    let shown = format!("{found:?}");
    for secret in ["NP-1", "np-1", "adviseur", "burn-out", "Achternaam"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}

#[test]
fn h_is_a_man_in_a_french_column() {
    let heads = [Field("person_key"), Field("mission"), Field("start"), Field("sex")];
    let sheet = example(ROSTER, &heads, &[&["1", "EUAM Iraq", "1-3-2026", "H"], &["2", "EUAM Iraq", "1-3-2026", "F"]], &[], &[]);
    let table = &records(&sheet).tables[0];
    let sex = at(table, "sex");
    assert_eq!((table.code(sex, 0), table.code(sex, 1)), (Some(1), Some(0)));
    assert_eq!(seen(table), [remark("D3", RemarkKind::Note, "H")]);
}

#[test]
fn a_record_has_its_own_month_where_the_sheet_gives_one() {
    let heads = [Field("mission"), Field("stated"), Field("period"), Field("as_of")];
    let sheet = example(
        HEADCOUNT,
        &heads,
        &[
            &["EUAM Iraq", "=4", "mrt-26", "30-4-2026"],
            &["EUAM Iraq", "=4", "", "30-4-2026"],
            &["EUAM Iraq", "=4", "", ""],
            &["EUAM Iraq", "=4", "april", ""],
            &["EUAM Iraq", "=4", "Q1 2026", ""],
            &["EUAM Iraq", "=4", "@2026-03-01", ""],
        ],
        &[],
        &[],
    );
    let table = &records(&sheet).tables[0];
    let months: Vec<Option<String>> = table.periods.iter().map(|month| month.map(|month| month.to_string())).collect();
    let expected = [Some("2026-03"), Some("2026-04"), Some("2026-05"), Some("2026-04"), None, Some("2026-03")];
    assert_eq!(months, expected.map(|month| month.map(str::to_owned)));
}

#[test]
fn a_mission_merged_over_rows_holds_for_all_of_them() {
    let heads = [Field("mission"), Field("stated")];
    let mut sheet = example(HEADCOUNT, &heads, &[&["EUAM Iraq", "=4"], &["", "=3"], &["", "=2"]], &[], &[]);
    sheet.grid.merged.push(Area { from: CellRef::new(2, 0), to: CellRef::new(3, 0) });
    let table = &records(&sheet).tables[0];
    assert_eq!([0, 1, 2].map(|record| table.mission(0, record)), [Some(0), Some(0), None]);
    assert_eq!(table.accepted, [true, true, false]);
}

#[test]
fn a_wild_layout_does_no_harm() {
    let mut sheet = example(HEADCOUNT, &[Field("mission"), Field("stated")], &[&["EUAM Iraq", "=4"]], &[&["Totaal", "?"]], &[]);
    let own = &mut sheet.layout.tables[0];
    own.data_rows.extend([900, 2]);
    own.columns[1].field = 999;
    own.claims[0].row = 77;
    let mut stray = own.clone();
    stray.table = 55;
    sheet.layout.tables.push(stray);
    sheet.layout.fates.truncate(1);
    sheet.grid.merged.push(Area { from: CellRef::new(0, 0), to: CellRef::new(u32::MAX, u32::MAX) });
    let found = records(&sheet);
    assert_eq!(found.tables.len(), 1);
    assert_eq!(found.tables[0].rows, [2, 2]);
    assert_eq!(found.fates.len(), 1);
}

#[test]
fn a_required_field_without_a_column_rejects_with_a_remark() {
    let found = records(&example(ROSTER, &[Field("person_key"), Field("mission")], &[&["NP-1", "EUAM Iraq"]], &[], &[]));
    assert_eq!(found.tables[0].accepted, [false]);
    assert_eq!(seen(&found.tables[0]), [remark("A3", RemarkKind::Missing, "")]);
    assert_eq!(Bilingual::same("start"), schema().tables[ROSTER].fields[found.tables[0].remarks[0].field].title);
}

proptest! {
    #[test]
    fn no_cells_make_it_panic_and_every_rejected_row_has_a_remark(
        rows in prop::collection::vec(prop::collection::vec("(EUAM Iraq|[0-9]{1,9}|[vm*¹()/. -]{0,6}|\\PC{0,12})", 7), 1..6),
        table in 0_usize..2,
    ) {
        let heads: &[Head] = if table == HEADCOUNT {
            &[Field("mission"), Field("stated"), Field("period"), Field("as_of"), Field("temp_home"), Field("window"), Unknown("Q")]
        } else {
            &[Field("person_key"), Field("mission"), Field("role"), Field("sex"), Field("start"), Field("planned_end"), Field("status")]
        };
        let mut sheet = example(table, heads, &[], &[], &[]);
        let mut builder = crate::domain::GridBuilder::new();
        for (row, cells) in (2_u32..).zip(&rows) {
            for (col, text) in (0_u32..).zip(cells) {
                builder.push(CellRef::new(row, col), Value::Text(text.as_str().into()));
            }
            sheet.layout.tables[0].data_rows.push(row);
            sheet.layout.fates.push(RowFate::Accepted);
        }
        sheet.grid = builder.finish("Blad1");
        let found = records(&sheet);
        let read = &found.tables[0];
        for (record, accepted) in read.accepted.iter().enumerate() {
            let remarked = read.remarks.iter().any(|remark| remark.record == u32::try_from(record).ok());
            prop_assert!(*accepted || remarked);
        }
        let fates = |fate: RowFate| found.fates.iter().filter(|own| **own == fate).count();
        prop_assert_eq!(fates(RowFate::Rejected), found.rejected.len());
        prop_assert_eq!(fates(RowFate::Accepted) + fates(RowFate::Rejected), read.len());
        prop_assert_eq!(found.fates.len(), rows.len() + 2);
    }
}
