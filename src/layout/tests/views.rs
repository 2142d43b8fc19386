//! Tables wherever and however they stand: each case shows the sheet, what must be recovered from it and what must not.

use crate::domain::layout::SheetLayout;
use crate::domain::{Direction, Grid};
use crate::layout::fixture::{columns, fates, layout, merged, sheet, stated};

/// What was found: tables with their columns, the fate of each row, and what stands once for a table.
struct Case<'a> {
    what: &'a str,
    sheet: &'a [&'a str],
    fates: &'a str,
    tables: &'a [&'a str],
}

/// All cases are tried, so that what a change does to one is seen beside what it does to the others.
fn check(cases: &[Case<'_>]) {
    let mut wrong = String::new();
    for Case { what, sheet: lines, fates: expected, tables } in cases {
        let found = layout(&named(lines));
        if shown(&found) != *tables || fates(&found) != *expected {
            wrong += &format!("{what}\n  expected {expected} {tables:#?}\n  found    {} {:#?}\n", fates(&found), shown(&found));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A sheet of which the first line may give the name: `# EUAM Iraq`.
fn named(lines: &[&str]) -> Grid {
    match lines.split_first() {
        Some((first, rest)) if first.starts_with("# ") => {
            let mut grid = sheet(rest);
            grid.name = first[2..].to_owned();
            grid
        }
        _ => sheet(lines),
    }
}

/// The tables as `headcount: A mission, B stated | 3-4`, with the records and what is stated once.
fn shown(found: &SheetLayout) -> Vec<String> {
    let tables = columns(found).into_iter().zip(&found.tables);
    let lines = |table: &crate::domain::Layout| match table.direction {
        Direction::Down => table.data_rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>().join(" "),
        Direction::Across => table.data_rows.iter().map(|col| crate::domain::cell::column_letters(*col)).collect::<Vec<_>>().join(" "),
    };
    tables.map(|(columns, table)| format!("{columns} [{}]{}", lines(table), stated(table)).trim_end().to_owned()).collect()
}

#[test]
fn tables_stand_side_by_side() {
    check(&[
        Case {
            what: "a blank column between them",
            sheet: &["Missie|Bezetting||Missie|Bezetting", "EUM Armenia|7||EUAM Iraq|4", "UNMIK|1||UNSMIL|0", "Totaal|8||Totaal|4"],
            fates: "haa=",
            tables: &["headcount: A mission, B stated [2 3]", "headcount: D mission, E stated [2 3]"],
        },
        Case {
            what: "no blank column between them",
            sheet: &["Missie|Bezetting|Missie|Bezetting", "EUM Armenia|7|EUAM Iraq|4", "UNMIK|1"],
            fates: "haa",
            tables: &["headcount: A mission, B stated [2 3]", "headcount: C mission, D stated [2]"],
        },
        Case {
            what: "headers at different heights, with titles",
            sheet: &[
                "Noord||||",
                "Missie|Bezetting||Zuid|",
                "EUM Armenia|7||Missie|Bezetting",
                "UNMIK|1||EUAM Iraq|4",
                "Totaal|8||UNSMIL|0",
                "||||",
                "|||Totaal|4",
            ],
            fates: "thaaa.=",
            tables: &["headcount: A mission, B stated [3 4]", "headcount: D mission, E stated [4 5]"],
        },
        Case {
            what: "a headcount beside a roster",
            sheet: &["Missie|Bezetting||Uitzendnummer|Missie|Begindatum", "EUM Armenia|7||NP-1|UNMIK|@2026-01-01"],
            fates: "ha",
            tables: &["headcount: A mission, B stated [2]", "roster: D person_key, E mission, F start [2]"],
        },
        Case {
            what: "below a wide table",
            sheet: &[
                "Missie|Bezetting|Vrouwen|Instroom|Uitstroom",
                "EUM Armenia|7|1|0|0",
                "",
                "Missie|Bezetting||Missie|Bezetting",
                "EUAM Iraq|4||UNMIK|1",
            ],
            fates: "ha.ha",
            tables: &[
                "headcount: A mission, B stated, C female, D arrivals, E departures [2]",
                "headcount: A mission, B stated [5]",
                "headcount: D mission, E stated [5]",
            ],
        },
        Case {
            what: "one table with a spacer column",
            sheet: &["Missie||Bezetting||Vrouwen", "EUM Armenia||7||1"],
            fates: "ha",
            tables: &["headcount: A mission, C stated, E female [2]"],
        },
        Case {
            what: "a legend beside a table",
            sheet: &["Missie|Bezetting||Legenda", "EUM Armenia|7||* schatting"],
            fates: "ha",
            tables: &["headcount: A mission, B stated, D ? [2]"],
        },
        Case {
            what: "a second column for a field",
            sheet: &["Missie|Bezetting|Headcount|Mission", "EUM Armenia|7|7|EUM Armenia"],
            fates: "ha",
            tables: &["headcount: A mission, B stated, C ?headcount.stated, D ?headcount.mission [2]"],
        },
    ]);
}

#[test]
fn a_note_beside_a_total_is_kept_with_the_row_of_the_total() {
    let found = layout(&sheet(&["Missie|Bezetting||Missie|Bezetting", "EUM Armenia|7*||EUAM Iraq|4", "* nieuw|||Totaal|4"]));
    assert_eq!(fates(&found), "ha=");
    assert_eq!(found.notes, [(2, "* nieuw".to_owned())]);
}

#[test]
fn tables_run_across() {
    check(&[
        Case {
            what: "missions across, measures down",
            sheet: &[
                "Maandopgave oost",
                "Peildatum|@2026-05-31",
                "",
                "Missie|EUM Armenia|EUAM Ukraine|Totaal",
                "Bezetting|7|3|10",
                "Kleur|rood||",
                "Vrouwen|2|1|3",
                "",
                "* voorlopig",
            ],
            fates: "tt.haoa.n",
            tables: &["across headcount: 4 mission, 5 stated, 6 ?, 7 female [B C] claims B-D"],
        },
        Case {
            what: "without a label before the missions",
            sheet: &["|EUM Armenia|EUAM Ukraine", "Bezetting|7|3"],
            fates: "ha",
            tables: &["across headcount: 1 mission*, 2 stated [B C]"],
        },
        Case {
            what: "a line that is not known above the missions",
            sheet: &["Kleur|rood|geel", "Missie|EUM Armenia|UNMIK", "Bezetting|7|3"],
            fates: "oha",
            tables: &["across headcount: 1 ?, 2 mission, 3 stated [B C]"],
        },
        Case {
            what: "labels of groups between the measures",
            sheet: &["Missie|EUM Armenia|EUAM Ukraine", "Stand", "Bezetting|7|3", "Mutaties", "Instroom|1|0"],
            fates: "hhaha",
            tables: &["across headcount: 1 mission, 3 stated, 5 arrivals [B C]"],
        },
        Case {
            what: "a form about one mission",
            sheet: &["Missie|EUAM Iraq", "Bezetting|4", "Tijdelijk in NL|3"],
            fates: "haa",
            tables: &["across headcount: 1 mission, 2 stated, 3 temp_home [B]"],
        },
        Case {
            what: "forms one below another",
            sheet: &["Missie|EUAM Iraq", "Bezetting|4", "", "Missie|UNMIK", "Bezetting|1"],
            fates: "ha.ha",
            tables: &["across headcount: 1 mission, 2 stated [B]", "across headcount: 4 mission, 5 stated [B]"],
        },
        Case {
            what: "forms side by side",
            sheet: &["Missie|EUAM Iraq||Missie|UNMIK", "Bezetting|4||Bezetting|1"],
            fates: "ha",
            tables: &["across headcount: 1 mission, 2 stated [B]", "across headcount: 1 mission, 2 stated [E]"],
        },
        Case {
            what: "a form with a misspelt mission",
            sheet: &["Missie|EUAM Irakk", "Bezetting|4"],
            fates: "ha",
            tables: &["across headcount: 1 mission, 2 stated [B]"],
        },
        Case {
            what: "an explanation of the headers",
            sheet: &["Missie|naam zoals in de brief", "Bezetting|aantal personen op de peildatum", "Vrouwen|van wie vrouw"],
            fates: "ooo",
            tables: &[],
        },
        Case {
            what: "a table that reads as it stands",
            sheet: &["Missie|Bezetting|Vrouwen", "Bezetting|EUM Armenia|UNMIK"],
            fates: "ha",
            tables: &["headcount: A mission, B stated, C female [2]"],
        },
        Case { what: "missions and no measure", sheet: &["Missie|EUM Armenia|UNMIK", "Kleur|rood|geel"], fates: "oo", tables: &[] },
    ]);
}

#[test]
fn a_column_of_missions_needs_no_header() {
    let under = |header: &str| vec![header.to_owned(), "EUM Armenia|7".to_owned(), "UNMIK|1".to_owned(), "Totaal|8".to_owned()];
    for header in ["|Bezetting", "Onderdeel|Bezetting", "Land / missie|Bezetting", "...|Bezetting"] {
        let lines = under(header);
        let found = layout(&sheet(&lines.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!((shown(&found), fates(&found).as_str()), (vec!["headcount: A mission*, B stated [2 3]".to_owned()], "haa="), "{header}");
    }
    for header in ["Naam|Bezetting", "Opmerkingen|Bezetting", "3|Bezetting"] {
        let lines = under(header);
        assert_eq!(layout(&sheet(&lines.iter().map(String::as_str).collect::<Vec<_>>())).tables, [], "{header}");
    }
    check(&[
        Case {
            what: "half of the cells are missions",
            sheet: &["|Bezetting", "EU-missies", "EUM Armenia|7", "Atlantis|3"],
            fates: "htaa",
            tables: &["headcount: A mission*, B stated [3 4]"],
        },
        Case { what: "less than half are", sheet: &["|Bezetting", "EUM Armenia|7", "Atlantis|3", "Mu|3"], fates: "oooo", tables: &[] },
        Case {
            what: "two columns of missions",
            sheet: &["||Bezetting", "EUM Armenia|UNMIK|7", "UNMIK|UNMIK|3"],
            fates: "ooo",
            tables: &[],
        },
        Case { what: "no figure beside a mission", sheet: &["|Bezetting", "EUM Armenia", "UNMIK", "|7"], fates: "oooo", tables: &[] },
        Case {
            what: "a list of persons with clear headers",
            sheet: &["Uitzendnummer||Rang|Begindatum", "NP-1|UNMIK|agent|@2026-01-01"],
            fates: "ha",
            tables: &["roster: A person_key, B mission*, C rank, D start [2]"],
        },
        Case {
            what: "a list of persons with doubtful ones",
            sheet: &["|Rang|Begindatum", "UNMIK|agent|@2026-01-01"],
            fates: "oo",
            tables: &[],
        },
    ]);
}

#[test]
fn months_stand_side_by_side() {
    check(&[
        Case {
            what: "months with their year, the title says what is counted",
            sheet: &["Bezetting per maand", "", "Missie|jan 2026|feb 2026", "EUM Armenia|7|8", "UNMIK|1|1", "Totaal|8|9"],
            fates: "t.haa=",
            tables: &["headcount: A mission, B ~stated [4 5] 2026-01 (B3)", "headcount: A mission, C ~stated [4 5] 2026-02 (C3)"],
        },
        Case {
            what: "the name of the sheet says it",
            sheet: &["# Instroom 2026", "Missie|2026-01|2026-02", "EUM Armenia|1|0"],
            fates: "ha",
            tables: &["headcount: A mission, B ~arrivals [2] 2026-01 (B1)", "headcount: A mission, C ~arrivals [2] 2026-02 (C1)"],
        },
        Case {
            what: "a month in each header beside the field",
            sheet: &["Missie|Bezetting jan 2026|Bezetting feb 2026", "EUM Armenia|7|8"],
            fates: "ha",
            tables: &["headcount: A mission, B stated [2] 2026-01 (B1)", "headcount: A mission, C stated [2] 2026-02 (C1)"],
        },
        Case {
            what: "days of months as dates",
            sheet: &["Missie|Stand 31-01-2026|Stand 28-02-2026", "EUM Armenia|7|8"],
            fates: "ha",
            tables: &[
                "headcount: A mission, B stated [2] 2026-01 (B1) as_of=2026-01-31 (B1)",
                "headcount: A mission, C stated [2] 2026-02 (C1) as_of=2026-02-28 (C1)",
            ],
        },
        Case {
            what: "date cells, of which the first of the month is the month",
            sheet: &["Overzicht bezetting", "Missie|@2026-01-01|@2026-02-01", "EUM Armenia|7|8"],
            fates: "tha",
            tables: &["headcount: A mission, B ~stated [3] 2026-01 (B2)", "headcount: A mission, C ~stated [3] 2026-02 (C2)"],
        },
        Case {
            what: "months above measures",
            sheet: &["|jan 2026||feb 2026|", "Missie|Bezetting|Instroom|Bezetting|Instroom", "EUM Armenia|7|1|8|1"],
            fates: "hha",
            tables: &[
                "headcount: A mission, B stated, C arrivals [3] 2026-01 (B1)",
                "headcount: A mission, D stated, E arrivals [3] 2026-02 (D1)",
            ],
        },
        Case {
            what: "measures above months, the year above these",
            sheet: &["|2026", "|Bezetting||Instroom|", "Missie|jan|feb|jan|feb", "EUM Armenia|7|8|1|1"],
            fates: "hhha",
            tables: &[
                "headcount: A mission, B stated, D arrivals [4] 2026-01 (B3)",
                "headcount: A mission, C stated, E arrivals [4] 2026-02 (C3)",
            ],
        },
        Case {
            what: "the year in the title",
            sheet: &["Bezetting 2026", "Missie|januari|februari|Totaal|Gemiddelde", "EUM Armenia|7|8|15|7.5"],
            fates: "tha",
            tables: &[
                "headcount: A mission, B ~stated, D ?headcount.stated, E ? [3] 2026-01 (B2)",
                "headcount: A mission, C ~stated [3] 2026-02 (C2)",
            ],
        },
        Case {
            what: "a column of missions without a header",
            sheet: &["Bezetting|jan 2026|feb 2026", "EUM Armenia|7|8", "UNMIK|1|1"],
            fates: "haa",
            tables: &["headcount: A mission*, B ~stated [2 3] 2026-01 (B1)", "headcount: A mission*, C ~stated [2 3] 2026-02 (C1)"],
        },
        Case {
            what: "missions across and months down",
            sheet: &["Bezetting 2026", "", "Maand|EUM Armenia|UNMIK", "jan|7|1", "feb|8|1"],
            fates: "t.haa",
            tables: &[
                "across headcount: 3 mission*, 4 ~stated [B C] 2026-01 (A4)",
                "across headcount: 3 mission*, 5 ~stated [B C] 2026-02 (A5)",
            ],
        },
        Case {
            what: "missions across and days down, below a title of one known word",
            sheet: &["Bezetting", "", "Maand|EUM Armenia|UNMIK", "31-01-2026|7|1", "28-02-2026|8|1"],
            fates: "t.haa",
            tables: &[
                "across headcount: 3 mission*, 4 ~stated [B C] 2026-01 (A4) as_of=2026-01-31 (A4)",
                "across headcount: 3 mission*, 5 ~stated [B C] 2026-02 (A5) as_of=2026-02-28 (A5)",
            ],
        },
        Case {
            what: "nothing says what is counted",
            sheet: &["Missie|jan 2026|feb 2026", "EUM Armenia|7|8"],
            fates: "ho",
            tables: &[
                "headcount: A mission, B ?headcount.stated/headcount.temp_home/headcount.in_area, C ?headcount.stated/headcount.temp_home/headcount.in_area []",
            ],
        },
        Case {
            what: "two things are said to be counted",
            sheet: &["Bezetting en instroom", "", "Missie|jan 2026|feb 2026", "EUM Armenia|7|8"],
            fates: "t.ho",
            tables: &[
                "headcount: A mission, B ?headcount.stated/headcount.temp_home/headcount.in_area, C ?headcount.stated/headcount.temp_home/headcount.in_area []",
            ],
        },
        Case {
            what: "no year is known",
            sheet: &["Bezetting", "", "Missie|jan|feb", "EUM Armenia|7|8"],
            fates: "t.ho",
            tables: &["headcount: A mission, B ?headcount.stated/headcount.period, C ?headcount.stated/headcount.period []"],
        },
        Case {
            what: "one month is a date of the headcount",
            sheet: &["Missie|Stand 30 april 2026|Vrouwen", "EUM Armenia|7|1"],
            fates: "ha",
            tables: &["headcount: A mission, B stated, C female [2]"],
        },
        Case {
            what: "a list of persons with dates",
            sheet: &[
                "Uitzendnummer|Missie|Begindatum|Geplande einddatum",
                "NP-1|Atlantis|@2026-01-01|@2026-12-31",
                "NP-2|Mu|@2026-02-01|@2026-11-30",
            ],
            fates: "haa",
            tables: &["roster: A person_key, B mission, C start, D planned_end [2 3]"],
        },
        Case {
            what: "dates without any header",
            sheet: &["x|@2026-01-01|@2026-12-31", "EUM Armenia|@2026-02-01|@2026-11-30"],
            fates: "oo",
            tables: &[],
        },
        Case {
            what: "a headcount beside months",
            sheet: &["Missie|Bezetting|jan 2026|feb 2026", "EUM Armenia|7|8|9"],
            fates: "ha",
            tables: &["headcount: A mission, B stated, C ?, D ? [2]"],
        },
        Case {
            what: "months without missions",
            sheet: &["Bezetting", "", "Kleur|jan 2026|feb 2026", "rood|7|8"],
            fates: "o.oo",
            tables: &[],
        },
    ]);
}

#[test]
fn a_table_may_be_about_one_mission() {
    check(&[
        Case {
            what: "the sheet is called after it",
            sheet: &["# EUAM Iraq", "Bezetting|Vrouwen", "4|1"],
            fates: "ha",
            tables: &["headcount: A stated, B female [2] mission=EUAM Iraq (sheet)"],
        },
        Case {
            what: "the sheet is called after it and a month",
            sheet: &["# EUAM Iraq mei 2026", "Bezetting|Vrouwen", "4|1"],
            fates: "ha",
            tables: &["headcount: A stated, B female [2] mission=EUAM Iraq (sheet)"],
        },
        Case {
            what: "blocks under the name of each",
            sheet: &["EUAM Iraq", "Bezetting|Vrouwen", "4|1", "", "UNMIK", "Bezetting|Vrouwen", "1|0"],
            fates: "hha.hha",
            tables: &["headcount: A stated, B female [3] mission=EUAM Iraq (A1)", "headcount: A stated, B female [7] mission=UNMIK (A5)"],
        },
        Case {
            what: "lists of persons under the name of each, with a label",
            sheet: &[
                "Missie: EUAM Iraq",
                "",
                "Uitzendnummer|Rang|Begindatum",
                "NP-1|agent|@2026-01-01",
                "Missie|EUAM Irakk",
                "Uitzendnummer|Rang|Begindatum",
                "NP-2|agent|@2026-01-01",
            ],
            fates: "h.hahha",
            tables: &[
                "roster: A person_key, B rank, C start [4] mission=EUAM Iraq (A1)",
                "roster: A person_key, B rank, C start [7] mission=EUAM Irakk (B5)",
            ],
        },
        Case {
            what: "a form on a sheet that is called after it",
            sheet: &["# EUAM Iraq", "Bezetting|4", "Vrouwen|1"],
            fates: "aa",
            tables: &["across headcount: 1 stated, 2 female [B] mission=EUAM Iraq (sheet)"],
        },
        Case {
            what: "forms under the name of each",
            sheet: &["EUAM Iraq", "Bezetting|4", "Vrouwen|1", "", "UNMIK", "Bezetting|1", "Vrouwen|0"],
            fates: "haa.haa",
            tables: &[
                "across headcount: 2 stated, 3 female [B] mission=EUAM Iraq (A1)",
                "across headcount: 6 stated, 7 female [B] mission=UNMIK (A5)",
            ],
        },
        Case {
            what: "a column of missions goes before the name of the sheet",
            sheet: &["# EUAM Iraq", "Missie|Bezetting", "UNMIK|4"],
            fates: "ha",
            tables: &["headcount: A mission, B stated [2]"],
        },
        Case { what: "a sheet that is called after no mission", sheet: &["# Blad1", "Bezetting|Vrouwen", "4|1"], fates: "oo", tables: &[] },
        Case { what: "a title that is no mission", sheet: &["Overzicht", "Bezetting|Vrouwen", "4|1"], fates: "ooo", tables: &[] },
        Case {
            what: "a title page of a sheet that is called after a mission",
            sheet: &["# EUAM Iraq", "Bezetting", "", "zie het volgende blad"],
            fates: "o.o",
            tables: &[],
        },
    ]);
}

#[test]
fn each_table_is_of_the_month_that_stands_above_it() {
    check(&[
        Case {
            what: "titles with a month",
            sheet: &["April 2026", "Missie|Bezetting", "UNMIK|1", "Totaal|1", "", "Mei 2026", "Missie|Bezetting", "UNMIK|2", "Totaal|2"],
            fates: "tha=.tha=",
            tables: &["headcount: A mission, B stated [3] 2026-04 (A1)", "headcount: A mission, B stated [8] 2026-05 (A6)"],
        },
        Case {
            what: "as-of lines of their own",
            sheet: &["Peildatum|30-04-2026", "Missie|Bezetting", "UNMIK|1", "Peildatum|31-05-2026", "Missie|Bezetting", "UNMIK|2"],
            fates: "thatha",
            tables: &[
                "headcount: A mission, B stated [3] 2026-04 (B1) as_of=2026-04-30 (B1)",
                "headcount: A mission, B stated [6] 2026-05 (B4) as_of=2026-05-31 (B4)",
            ],
        },
        Case {
            what: "side by side",
            sheet: &["April 2026|||Mei 2026", "Missie|Bezetting||Missie|Bezetting", "UNMIK|1||UNMIK|2"],
            fates: "tha",
            tables: &["headcount: A mission, B stated [3] 2026-04 (A1)", "headcount: D mission, E stated [3] 2026-05 (D1)"],
        },
        Case {
            what: "one month for all is that of the return",
            sheet: &["Mei 2026", "Missie|Bezetting", "UNMIK|1", "Totaal|1", "", "Mei 2026", "Missie|Bezetting", "EUAM Iraq|2"],
            fates: "tha=.tha",
            tables: &["headcount: A mission, B stated [3]", "headcount: A mission, B stated [8]"],
        },
        Case {
            what: "another kind of table is of no other month",
            sheet: &[
                "Mei 2026",
                "Missie|Bezetting",
                "UNMIK|1",
                "Totaal|1",
                "",
                "Voorgenomen juni 2026",
                "Missie|Aantal|Verwacht",
                "UNMIK|2|2027",
            ],
            fates: "tha=.tha",
            tables: &["headcount: A mission, B stated [3]", "planned: A mission, B ~count, C window [8]"],
        },
    ]);
}

#[test]
fn headers_of_pages_are_repeated_with_their_titles() {
    let page = ["Maandopgave", "Peildatum|31-05-2026", "", "Missie|Bezetting"];
    let lines = [&page[..], &["UNMIK|1", ""], &page[..], &["EUAM Iraq|4", "Totaal|5"]].concat();
    let found = layout(&sheet(&lines));
    assert_eq!(fates(&found), "tt.ha.hh.ha=");
    assert_eq!(shown(&found), ["headcount: A mission, B stated [5 11]"]);
    assert_eq!(found.tables[0].claims[0].first_row, 4);
    // Another date begins another table.
    let other = lines.iter().enumerate().map(|(at, line)| if at > 5 { line.replace("31-05", "30-04") } else { (*line).to_owned() });
    let other: Vec<String> = other.collect();
    assert_eq!(layout(&sheet(&other.iter().map(String::as_str).collect::<Vec<_>>())).tables.len(), 2);
}

#[test]
fn a_date_in_a_header_is_the_as_of_date() {
    for (header, cell) in [("Bezetting per 31-05-2026", "B2"), ("Stand 31 mei 2026", "B2"), ("Bezetting\\(31 mei 2026)", "B2")] {
        let found = layout(&sheet(&["Overzicht", &format!("Missie|{header}|Vrouwen"), "UNMIK|1|0"]));
        assert_eq!(columns(&found), ["headcount: A mission, B stated, C female"], "{header}");
        let as_of = found.as_of.map(|as_of| (as_of.cell.to_string(), as_of.date.map(|date| date.to_string())));
        assert_eq!(as_of, Some((cell.to_owned(), Some("2026-05-31".to_owned()))), "{header}");
    }
    // The day is told, the year is not.
    let found = layout(&sheet(&["Overzicht", "Missie|Stand 30 april", "UNMIK|1"]));
    assert_eq!((columns(&found), found.as_of), (vec!["headcount: A mission, B stated".to_owned()], None));
    for header in ["Verlof mei 2026", "Kosten per 31-05-2026"] {
        let found = layout(&sheet(&[&format!("Missie|Bezetting|{header}"), "UNMIK|1|0"]));
        assert_eq!((columns(&found), found.as_of), (vec!["headcount: A mission, B stated, C ?".to_owned()], None), "{header}");
    }
}

#[test]
fn merged_months_stand_over_their_measures() {
    let found = layout(&merged(
        &["Missie|jan 2026|||feb 2026||", "|Bezetting|Vrouwen|Kleur|Bezetting|Vrouwen|Kleur", "UNMIK|1|0|x|2|1|y"],
        &["A1:A2", "B1:D1", "E1:G1"],
    ));
    assert_eq!(
        shown(&found),
        [
            "headcount: A mission, B stated, C female, D ?, G ? [3] 2026-01 (B1)",
            "headcount: A mission, E stated, F female [3] 2026-02 (E1)",
        ]
    );
}
