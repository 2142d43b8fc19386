//! Documents that expand too far, break off or hide something.

use super::*;
use crate::ingest::testing;
use Unreadable::{Damaged, TooLarge};
use proptest::prelude::*;

const LIMITS: Limits = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 100_000, max_cells: 1 << 19, ..testing::LIMITS };

fn tables(rows: &str) -> Result<Survey, Unreadable> {
    survey(&format!("<office:spreadsheet><table:table table:name='a'>{rows}</table:table></office:spreadsheet>"), &LIMITS)
}

fn areas(areas: &[Area]) -> String {
    areas.iter().map(|area| format!("{}:{}", area.from, area.to)).collect::<Vec<_>>().join(" ")
}

const USED: &str = "<table:table-cell office:value='1'/>";

#[test]
fn merged_areas_and_errors_are_placed() {
    let found = tables(
        "<table:table-row table:number-rows-repeated='2'><table:table-cell/></table:table-row><table:table-header-rows><table:table-row>\
         <table:table-cell table:number-columns-repeated='3'/><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='3'/>\
         <table:covered-table-cell table:number-columns-repeated='1'/>\
         <table:table-cell calcext:value-type='error' table:number-columns-repeated='2'><text:p>#VERW!</text:p></table:table-cell>\
         </table:table-row></table:table-header-rows>",
    )
    .expect("well-formed");
    assert_eq!(areas(&found.tables[0].found.merged), "D3:E5");
    assert_eq!(areas(&found.tables[0].errors), "F3:G3");
    assert!(!found.external_links);
}

#[test]
fn the_empty_rest_of_a_sheet_costs_nothing() {
    let rest = "<table:table-cell table:number-columns-repeated='16383'/>";
    let rows = format!(
        "<table:table-row>{USED}{rest}</table:table-row>\
         <table:table-row table:number-rows-repeated='1048575'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    );
    assert!(tables(&rows).is_ok());
}

#[test]
fn what_would_expand_too_far_is_refused() {
    let far_cell = format!(
        "<table:table-row>{USED}{USED}</table:table-row><table:table-row table:number-rows-repeated='1048574'><table:table-cell/></table:table-row>\
         <table:table-row>{USED}</table:table-row>"
    );
    let wide = "<table:table-row><table:table-cell table:number-columns-repeated='99999999999' office:value='1'/></table:table-row>";
    let cases = [
        far_cell,
        wide.repeat(100),
        "<table:table-row table:number-rows-repeated='1048576'><table:table-cell office:value='1' table:number-columns-repeated='9'/></table:table-row>".to_owned(),
        format!("<table:table-row><table:table-cell office:value-type='string' table:number-columns-repeated='1000'><text:p>{}</text:p></table:table-cell></table:table-row>", "x".repeat(200)),
        "<table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='99999999999999'/></text:p></table:table-cell></table:table-row>".to_owned(),
    ];
    for rows in cases {
        assert!(matches!(tables(&rows), Err(TooLarge { .. })), "{}", &rows[..200.min(rows.len())]);
    }
}

#[test]
fn a_document_that_breaks_off_is_damaged() {
    let whole = format!("<a><table:table table:name='a'><table:table-row>{USED}</table:table-row></table:table></a>");
    assert!(survey(&whole, &LIMITS).is_ok());
    for length in 1..whole.len() {
        assert!(matches!(survey(&whole[..length], &LIMITS), Err(Damaged(_))), "{length}");
    }
    let odd = "<a><table:table table:name='a'><table:table-row table:number-rows-repeated='many'/></table:table></a>";
    assert!(matches!(survey(odd, &LIMITS), Err(Damaged(_))));
}

#[test]
fn copies_of_other_files_are_marked() {
    let found = tables("<table:table-source xlink:href='file:///elsewhere.ods'/>").expect("well-formed");
    assert!(found.tables[0].linked && found.external_links);
    let formula = "<table:table-row><table:table-cell table:formula=\"of:=['file:///x.ods'#$a.A1]\"/></table:table-row>";
    let found = tables(formula).expect("well-formed");
    assert!(!found.tables[0].linked && found.external_links);
}

#[test]
fn line_ends_and_comments_between_cells_are_cut_out() {
    let content = "<a>\n<table:table table:name='x'>\n<table:table-row>\n<table:table-cell office:value-type='string'>\n<text:p>\na</text:p>\n\
                   </table:table-cell><!-- é --><table:table-cell/>\n</table:table-row>\n</table:table></a>";
    let loose = survey(content, &LIMITS).expect("well-formed").loose;
    assert_eq!(
        tidied(content, &loose),
        "<a>\n<table:table table:name='x'>\n<table:table-row><table:table-cell office:value-type='string'><text:p>\na</text:p>\
         </table:table-cell><table:table-cell/></table:table-row>\n</table:table></a>"
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(parts in proptest::collection::vec(prop_oneof![
        Just("<table:table table:name='x'>"), Just("</table:table>"), Just("<table:table-row>"), Just("</table:table-row>"),
        Just("<table:table-row table:number-rows-repeated='4294967295'>"), Just("<table:table-cell office:value='1'>"),
        Just("<table:table-cell table:number-columns-repeated='0' office:value='1'>"), Just("</table:table-cell>"),
        Just("<table:table-cell table:number-rows-spanned='0' table:number-columns-spanned='4294967295'/>"), Just("text"), Just("&"), Just("<"),
    ], 0..30)) {
        let _ = survey(&parts.concat(), &LIMITS);
    }
}
