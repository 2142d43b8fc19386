//! Sheets in the forms that returns come in.

use chrono::NaiveDate;

use crate::domain::CellRef;
use crate::layout::fixture::{claims, columns, fates, layout, merged, sheet};

const HEADCOUNT: &str = "headcount: A mission, B stated, C temp_home, D female, E arrivals, F departures, G remarks";

#[test]
fn a_return_with_title_as_of_line_table_and_total() {
    let found = layout(&sheet(&[
        "Maandopgave politie-uitzendingen oost - mei 2026",
        "Peildatum|@2026-05-31",
        "",
        "Missie|Bezetting|Waarvan tijdelijk in NL|Vrouwen|Instroom|Uitstroom|Opmerkingen",
        "EUM Armenia|7|0|4|0|0",
        "EUAM Ukraine|3|0|0|0|0",
        "TOTAAL|10",
    ]));
    assert_eq!(fates(&found), "tt.haa=");
    assert_eq!(columns(&found), [HEADCOUNT]);
    assert_eq!(claims(&found), [(5, 7, true)]);
    let as_of = found.as_of.expect("an as-of line");
    assert_eq!((as_of.cell, as_of.date), (CellRef::new(1, 1), NaiveDate::from_ymd_opt(2026, 5, 31)));
    assert_eq!(found.notes, []);
}

#[test]
fn a_return_with_group_labels_over_its_names() {
    let found = layout(&merged(
        &[
            "Maandopgave politie-uitzendingen midden-oosten - mei 2026",
            "Peildatum|@2026-05-31",
            "",
            "|Stand|||Mutaties",
            "Missie|Bezetting|Waarvan tijdelijk in NL|Vrouwen|Instroom|Uitstroom|Opmerkingen",
            "EUAM Iraq|4 (3 tijdelijk in NL)||2|0|0",
            "OSC|1|0|1|0|0",
            "Totaal|5",
        ],
        &["B4:D4", "E4:F4"],
    ));
    assert_eq!(fates(&found), "tt.hhaa=");
    assert_eq!(columns(&found), [HEADCOUNT]);
    assert_eq!(found.tables[0].header_rows, [3, 4]);
}

#[test]
fn a_return_in_english_with_serial_dates() {
    let found = layout(&sheet(&[
        "As-of date|46173",
        "",
        "Mission|Headcount|Temporarily in NL|Female|Arrivals|Departures|Remarks",
        "EUBAM Libya|3|0|2|0|0",
        "UNSMIL Libya|0|0|0|0|0",
        "Total|3",
    ]));
    assert_eq!(fates(&found), "t.haa=");
    assert_eq!(columns(&found), [HEADCOUNT]);
    assert_eq!(found.as_of.and_then(|as_of| as_of.date), NaiveDate::from_ymd_opt(2026, 5, 31));
}

#[test]
fn a_return_with_a_footnote() {
    let found = layout(&sheet(&[
        "Maandopgave politie-uitzendingen balkan - mei 2026",
        "Peildatum|@2026-05-31",
        "",
        "Missie|Bezetting|Waarvan tijdelijk in NL|Vrouwen|Instroom|Uitstroom|Opmerkingen",
        "EULEX Kosovo|1|0|0|0|0",
        "OSCE West-Balkan|1|0|0|0|0",
        "TOTAAL|2",
        "",
        "* West-Balkan: standplaats Skopje",
    ]));
    assert_eq!(fates(&found), "tt.haa=.n");
    assert_eq!(found.notes, [(8, "* West-Balkan: standplaats Skopje".to_owned())]);
}

#[test]
fn a_roster() {
    let found = layout(&sheet(&[
        "Uitzendnummer|Missie|Functie|Rang|M/V|Eenheid|Begindatum|Geplande einddatum|Werkelijke einddatum|Status",
        "NP-0108|EUAM Iraq|adviseur grensbeheer|hoofdinspecteur|M|Oost-Nederland|@2025-10-18|@2026-10-17||tijdelijk in NL",
        "NP-0109|EUAM Iraq|monitor|brigadier|V|Rotterdam|@2025-11-10|@2026-11-09||in missiegebied",
    ]));
    assert_eq!(fates(&found), "haa");
    assert_eq!(
        columns(&found),
        ["roster: A person_key, B mission, C role, D rank, E sex, F unit, G start, H planned_end, I actual_end, J ~status"]
    );
}

#[test]
fn the_output_of_a_project() {
    let found = layout(&sheet(&[
        "Project|Programma|Indicator|Soort|T/m|Waarde",
        "Blue Haven for Ukraine||locaties|stand|31-05-2026|4",
        "Blue Haven for Ukraine|Buddymethodiek|opgeleide trainers|cumulatief|31-05-2026|59",
    ]));
    assert_eq!(fates(&found), "haa");
    assert_eq!(columns(&found), ["training: A mission, B programme, C indicator, D kind, E ~period, F value"]);
}

#[test]
fn intended_missions() {
    let found = layout(&sheet(&["Missie|Aantal|Verwacht|Status|Grondslag", "UNMIK||2e helft 2026|wens|brief aan de Kamer"]));
    assert_eq!(fates(&found), "ha");
    assert_eq!(columns(&found), ["planned: A mission, B ~count, C window, D ~status, E basis"]);
}

#[test]
fn movements_of_which_the_date_is_settled_by_the_table() {
    let found = layout(&sheet(&["Uitzendnummer|Missie|Mutatie|Datum|Reden", "NP-0107|EUM Armenia|aankomst|@2026-05-16|"]));
    assert_eq!(columns(&found), ["movements: A person_key, B mission, C type, D ~date, E reason"]);
}
