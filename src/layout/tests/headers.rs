//! Headers: where they stand, what they say, what becomes of those that say nothing known.

use crate::layout::fixture::{columns, fates, layout, merged, sheet};

/// The columns of the first table of a sheet with this header above one line.
fn under(header: &str) -> String {
    let found = layout(&sheet(&[header, "EUM Armenia|7|1|2|3|4"]));
    columns(&found).first().cloned().unwrap_or_default()
}

#[test]
fn a_table_may_begin_anywhere() {
    let found = layout(&sheet(&["", "", "||Bezetting|Missie", "||7|EUM Armenia"]));
    assert_eq!(fates(&found), "..ha");
    assert_eq!(columns(&found), ["headcount: C stated, D mission"]);
    let found = layout(&sheet(&["Titel", "Ondertitel", "Voor: staf", "Versie 2", "", "Missie|Bezetting", "EUM Armenia|7"]));
    assert_eq!(fates(&found), "tttt.ha");
}

#[test]
fn what_is_added_to_a_header_does_not_hide_it() {
    for header in [
        "Missie|Bezetting",
        "MISSIE:|bezetting:",
        "Missie*|Bezetting ¹",
        "Missie 1)|Bezetting (1)",
        "Missie1|Bezetting2",
        "Missie|Bezetting (personen)",
        "Missie|Bezetting [fte]",
        "Missie|Bezetting in fte",
        "Mis-\\sie|Be-\\zetting",
        "Missie / Mission|Bezetting / Headcount",
        "Missie\\Mission|Bezetting\\(Headcount)",
        "  Missie |Bezetting  *",
    ] {
        assert_eq!(under(header), "headcount: A mission, B stated, C ?, D ?, E ?, F ?", "{header}");
    }
}

#[test]
fn the_raw_header_is_kept() {
    let found = layout(&sheet(&["Missie|Bezetting (fte)", "EUM Armenia|7"]));
    assert_eq!(found.tables[0].columns[1].header, "Bezetting (fte)");
    let found = layout(&sheet(&["Missie|Bezetting", "|(fte)", "EUM Armenia|7"]));
    assert_eq!(found.tables[0].columns[1].header, "Bezetting (fte)");
    assert_eq!(fates(&found), "hha");
}

#[test]
fn persons_go_before_fte() {
    assert_eq!(
        under("Missie|Bezetting (fte)|Bezetting|Vrouwen|Mannen|Instroom"),
        "headcount: A mission, B ?headcount.stated, C stated, D female, E male, F arrivals"
    );
    assert_eq!(
        under("Missie|Bezetting (fte)|Bezetting (personen)|Vrouwen|Mannen|Instroom"),
        "headcount: A mission, B ?headcount.stated, C stated, D female, E male, F arrivals"
    );
}

#[test]
fn an_ambiguous_header_is_settled_by_the_table_or_left_open() {
    assert_eq!(
        under("Missie|Aantal|Vrouwen|Mannen|Instroom|Uitstroom"),
        "headcount: A mission, B ~stated, C female, D male, E arrivals, F departures"
    );
    assert_eq!(
        under("Missie|Bezetting|V|Mannen|Instroom|Uitstroom"),
        "headcount: A mission, B stated, C ?headcount.female/headcount.vacancies, D male, E arrivals, F departures"
    );
    assert_eq!(under("Missie|Bezetting|Status|x|y|z"), "headcount: A mission, B stated, C ?roster.status/planned.status, D ?, E ?, F ?");
    assert_eq!(
        under("Missie|Totaal|Vrouwen|Mannen|Instroom|Uitstroom"),
        "headcount: A mission, B stated, C female, D male, E arrivals, F departures"
    );
    let found = layout(&sheet(&["Missie|Vertrek|Van|Functie", "EUM Armenia|@2026-01-01|@2025-01-01|x"]));
    assert_eq!(columns(&found), ["roster: A mission, B ?roster.start/roster.actual_end, C start, D role"]);
}

#[test]
fn in_and_out_count_only_as_a_pair() {
    assert_eq!(under("Missie|Bezetting|In|Uit|x|y"), "headcount: A mission, B stated, C arrivals, D departures, E ?, F ?");
    assert_eq!(under("Missie|Bezetting|In|Vrouwen|x|y"), "headcount: A mission, B stated, C ?headcount.arrivals, D female, E ?, F ?");
}

#[test]
fn a_second_column_for_a_field_is_not_bound() {
    assert_eq!(
        under("Missie|Bezetting|Headcount|Vrouwen|Mission|x"),
        "headcount: A mission, B stated, C ?headcount.stated, D female, E ?headcount.mission, F ?"
    );
    // The plain name goes before the one that only the table settles, wherever they stand.
    assert_eq!(under("Missie|Aantal|Bezetting|Vrouwen|x|y"), "headcount: A mission, B ?headcount.stated, C stated, D female, E ?, F ?");
}

#[test]
fn an_unknown_header_names_the_most_similar_one() {
    assert_eq!(
        under("Missie|Bezetting|Vrouwwen|Kleur|Uitstrom|"),
        "headcount: A mission, B stated, C ? near headcount.female, D ?, E ? near headcount.departures, F ?"
    );
}

#[test]
fn a_header_of_another_table_is_unknown_here() {
    assert_eq!(under("Missie|Bezetting|Rang|x|y|z"), "headcount: A mission, B stated, C ?roster.rank, D ?, E ?, F ?");
}

#[test]
fn values_without_a_header_are_reported() {
    let found = layout(&sheet(&["Missie|Bezetting", "EUM Armenia|7||los", "Totaal|7|||9"]));
    assert_eq!(columns(&found), ["headcount: A mission, B stated, D ?"]);
    assert_eq!((found.tables[0].unknown[0].row, found.tables[0].unknown[0].header.as_str()), (0, ""));
}

#[test]
fn personal_headers_are_never_bound() {
    assert_eq!(under("Missie|Bezetting|Naam|BSN|Hotel|Mobiel"), "headcount: A mission, B stated, C !name, D !bsn, E !address, F !phone");
    assert_eq!(
        under("Missie|Bezetting|Naam / Name|naam/rang|Achternaam (verplicht)|x"),
        "headcount: A mission, B stated, C !name, D !name, E !name, F ?"
    );
    let found = layout(&sheet(&["Naam|Bezetting", "EUM Armenia|7"]));
    assert_eq!(fates(&found), "oo");
}

#[test]
fn a_header_is_shown_without_personal_data() {
    let found = layout(&sheet(&["Missie|Bezetting|bel 06-12345678", "EUM Armenia|7|x"]));
    assert_eq!(found.tables[0].unknown[0].header.as_str(), "bel [withheld]");
}

#[test]
fn names_spread_over_two_rows() {
    let lines = ["Titel", "", "Missie|Bezetting|Mutaties||Opmerkingen", "||Instroom|Uitstroom", "EUM Armenia|7|1|0"];
    let expected = ["headcount: A mission, B stated, C arrivals, D departures, E remarks"];
    let found = layout(&sheet(&lines));
    assert_eq!((fates(&found).as_str(), columns(&found).as_slice()), ("t.hha", expected.map(str::to_owned).as_slice()));
    let found = layout(&merged(&lines, &["A3:A4", "B3:B4", "C3:D3", "E3:E4"]));
    assert_eq!((fates(&found).as_str(), columns(&found).as_slice()), ("t.hha", expected.map(str::to_owned).as_slice()));
    assert_eq!(found.tables[0].header_rows, [2, 3]);
}

#[test]
fn names_spread_over_three_rows() {
    let found = layout(&sheet(&["Missie", "|Bezetting|Mutaties|", "||Instroom|Uitstroom", "EUM Armenia|7|1|0"]));
    assert_eq!(fates(&found), "hhha");
    assert_eq!(columns(&found), ["headcount: A mission, B stated, C arrivals, D departures"]);
}

#[test]
fn a_label_and_a_name_may_be_one_header_together() {
    let found = layout(&merged(
        &["|Waarvan|||Geplande", "Missie|tijdelijk in NL|Van|Functie|einddatum", "EUM Armenia|x|@2026-01-01|x|@2026-12-31"],
        &["B1:C1"],
    ));
    assert_eq!(columns(&found), ["roster: A mission, B ?headcount.temp_home, C start, D role, E planned_end"]);
    let found = layout(&merged(&["||Vrouwen", "Missie|Bezetting|aantal|%", "EUM Armenia|7|2|29"], &["C1:D1"]));
    assert_eq!(columns(&found), ["headcount: A mission, B stated, C female, D ?"]);
}

#[test]
fn a_number_below_a_label_for_something_else_is_no_headcount() {
    let found = layout(&merged(&["||Mannen", "Missie|Vrouwen|totaal|Bezetting", "EUM Armenia|7|2|29"], &["C1:C1"]));
    assert_eq!(columns(&found), ["headcount: A mission, B female, C ?headcount.male/headcount.stated, D stated"]);
}

#[test]
fn the_parts_of_a_main_figure_keep_their_meaning() {
    let found = layout(&merged(&["Missie|Bezetting|||Instroom", "|Totaal|Vrouwen|Mannen|Vrouwen", "EUM Armenia|7|2|5|1"], &["B1:D1"]));
    assert_eq!(columns(&found), ["headcount: A mission, B stated, C female, D male, E ?headcount.arrivals/headcount.female"]);
    let found = layout(&sheet(&["Missie|Bezetting|Vrouwen", "|||Instroom|Uitstroom", "EUM Armenia|7|2|5|1"]));
    assert_eq!(columns(&found), ["headcount: A mission, B stated, C female, D arrivals, E departures"]);
}

#[test]
fn a_percentage_is_no_count() {
    assert_eq!(
        under("Missie|Bezetting|Vrouwen %|Vrouwen (%)|% vrouwen|"),
        "headcount: A mission, B stated, C ? near headcount.female, D ? near headcount.female, E ? near headcount.female, F ?"
    );
}

#[test]
fn a_title_above_the_names_is_no_label() {
    for title in ["Overzicht mei 2026", "|Overzicht mei 2026", "Coördinator|Oost", "Peildatum|@2026-05-31", "Opmerking: concept|x"] {
        let found = layout(&sheet(&[title, "Missie|Bezetting|Vrouwen", "EUM Armenia|7|2"]));
        assert_eq!(fates(&found), "tha", "{title}");
    }
    let found = layout(&merged(&["Overzicht mei 2026", "Missie|Bezetting|Vrouwen", "EUM Armenia|7|2"], &["A1:C1"]));
    assert_eq!(fates(&found), "tha");
}

#[test]
fn rows_below_the_names_that_are_no_data() {
    for row in ["|(fte)|(fte)", "(1)|(2)|(3)", "1|2|3", "#mission|#affected|#affected+f", "|aantal|aantal"] {
        let found = layout(&sheet(&["Missie|Bezetting|Vrouwen", row, "EUM Armenia|7|2"]));
        assert_eq!(fates(&found), "hha", "{row}");
        assert_eq!(columns(&found), ["headcount: A mission, B stated, C female"], "{row}");
    }
}

#[test]
fn a_header_alone_is_a_table_without_rows() {
    let found = layout(&sheet(&["Missie|Bezetting"]));
    assert_eq!((fates(&found).as_str(), found.tables[0].data_rows.len()), ("h", 0));
}

#[test]
fn a_sheet_without_a_known_header_is_set_aside() {
    let found = layout(&sheet(&["Kleur|Vorm", "", "rood|rond", "Peildatum|31-05-2026"]));
    assert_eq!(fates(&found), "o.oo");
    assert!(found.tables.is_empty() && found.notes.is_empty());
    assert!(found.as_of.is_some_and(|as_of| as_of.date.is_some()));
    assert_eq!(layout(&sheet(&["Reporting|x", "Peildatum|mei"])).as_of, None);
    assert_eq!(fates(&layout(&sheet(&["Missie|Naam", "EUM Armenia|x"]))), "oo");
    assert_eq!(layout(&sheet(&[])), crate::domain::layout::SheetLayout::default());
}

#[test]
fn a_hidden_sheet_is_not_read() {
    let mut grid = sheet(&["Peildatum|@2026-05-31", "", "Missie|Bezetting|Naam", "EUM Armenia|7|x"]);
    grid.hidden = true;
    let found = layout(&grid);
    assert_eq!(fates(&found), "x.xx");
    assert!(found.tables.is_empty() && found.as_of.is_none());
}

#[test]
fn the_words_of_a_record_do_not_make_it_a_header() {
    let found = layout(&sheet(&[
        "Project|Programma|Indicator|Soort|T/m|Waarde",
        "Blue Haven||opgeleide trainers|cumulatief|31-05-2026|59",
        "|training|deelnemers|cumulatief|31-05-2026|",
    ]));
    assert_eq!(fates(&found), "haa");
}

#[test]
fn headers_in_all_their_trimmings() {
    let expected = "headcount: A mission, B stated, C temp_home, D female, E arrivals, F departures";
    let of_three = [
        "Missie|Stand per maand|||Mutaties|",
        "|Bezetting ¹|waarvan||In\u{AD}stroom *|Uit-\\stroom",
        "||Tijdelijk in NL|Vrouwen",
        "EUM Armenia|7|1|2|1|0",
    ];
    let found = layout(&merged(&of_three, &["A1:A3", "B1:D1", "E1:F1", "B2:B3", "C2:D2", "E2:E3", "F2:F3"]));
    assert_eq!((columns(&found), fates(&found).as_str()), (vec![expected.to_owned()], "hhha"));
    for below in ["|(personen)|(personen)|(personen)|(aantal)|(aantal)", "1|2|3|4|5|6", "#adm|#affected|#x|#x|#x|#x"] {
        let lines = [
            "|Stand|||Mutaties|",
            "Missie / Mission|BEZETTING:|Waarvan tijdelijk\\in NL 1)|Aantal vrouwen (personen)|Instroom **|Uitstroom2",
            below,
            "EUM Armenia|7|1|2|1|0",
        ];
        let found = layout(&merged(&lines, &["B1:D1", "E1:F1"]));
        assert_eq!((columns(&found), fates(&found).as_str()), (vec![expected.to_owned()], "hhha"), "{below}");
    }
}
