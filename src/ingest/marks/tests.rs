//! Whatever stands in a file, looking for what it hides does not panic and ends.

use proptest::prelude::*;

use super::{biff, xlsb, xlsx};
use crate::ingest::Limits;
use crate::ingest::budget::Budget;
use crate::ingest::testing::{LIMITS, shorts, xlsb_of, xlsb_records, xlsx_parts, zip_of};

const SMALL: Limits = Limits { max_file_bytes: 1 << 20, max_unpacked_bytes: 100_000, max_cells: 100, ..LIMITS };

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<sheetData>",
        "</sheetData>",
        "<row r=\"1\" hidden=\"1\">",
        "<row r=\"99999999999\" ht=\"0\">",
        "<row>",
        "</row>",
        "<c r=\"A1\" s=\"1\" t=\"s\">",
        "<c s=\"9\" t=\"inlineStr\">",
        "</c>",
        "<v>0</v>",
        "<v>4294967295</v>",
        "<f t=\"shared\" si=\"3\">A1</f>",
        "<is><r><rPr><strike/></rPr><t>a_x0000_</t></r></is>",
        "<t>",
        "&#x10FFFF;&lt;&odd;",
        "<autoFilter ref=\"B2:A1\"><filterColumn><filters/>",
        "</autoFilter>",
        "<mergeCell ref=\"A1:B2\"/>",
        "<mergeCell ref=\"\"/>",
        "<cols><col min=\"0\" max=\"0\" hidden=\"1\"/>",
        "<sheetFormatPr zeroHeight=\"1\"/>",
        "<",
        "]]>",
        "strike",
    ])
}

/// Records of an xlsb or xls that are looked at, with any contents.
fn records(kinds: &'static [u16]) -> impl Strategy<Value = Vec<(u16, Vec<u8>)>> {
    let small = prop_oneof![prop::collection::vec(0_u8..4, 0..40), prop::collection::vec(any::<u8>(), 0..40)];
    prop::collection::vec((prop::sample::select(kinds), small), 0..20)
}

proptest! {
    #[test]
    fn no_xml_makes_it_panic(sheet in prop::collection::vec(piece(), 0..30), strings in prop::collection::vec(piece(), 0..10)) {
        let mut parts = xlsx_parts("", &[("a", "", &sheet.concat())]);
        parts[4].1 = "<styleSheet><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId=\"1\"/></cellXfs></styleSheet>".to_owned();
        parts[5].1 = format!("<sst><si>{}</si></sst>", strings.concat());
        let _ = xlsx::survey(&zip_of(&parts), &mut Budget::new(&SMALL));
    }

    #[test]
    fn no_records_of_an_xlsb_make_it_panic(
        sheet in records(&[0, 1, 2, 5, 7, 8, 9, 11, 60, 62, 161, 162, 163, 165, 176]),
        styles in records(&[43, 47, 617, 618]),
        strings in records(&[19]),
        cut in 0_usize..40,
    ) {
        let bytes = |records: &[(u16, Vec<u8>)]| -> Vec<u8> {
            let records: Vec<(u16, &[u8])> = records.iter().map(|(kind, data)| (*kind, &data[..])).collect();
            xlsb_records(&records)
        };
        let mut strings = bytes(&strings);
        strings.truncate(strings.len().saturating_sub(cut));
        let cells: Vec<(u16, &[u8])> = sheet.iter().map(|(kind, data)| (*kind, &data[..])).collect();
        let book = xlsb_of(&[], &cells, &[], &[("xl/styles.bin", [bytes(&styles), xlsb_records(&[(43, &[0, 0, 8, 0])])].concat()), ("xl/sharedStrings.bin", strings)]);
        let _ = xlsb::survey(&book, &mut Budget::new(&SMALL));
    }

    #[test]
    fn no_records_of_an_xls_make_it_panic(
        globals in records(&[0x0018, 0x0031, 0x003C, 0x0085, 0x00E0, 0x00FC, 0x0809]),
        sheet in records(&[0x0006, 0x001C, 0x007D, 0x009B, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0208, 0x0809]),
        old in any::<bool>(),
    ) {
        let record = |(kind, data): &(u16, Vec<u8>)| [shorts(&[*kind, u16::try_from(data.len()).expect("short")]), data.clone()].concat();
        let begin = record(&(0x0809, shorts(&[if old { 0x0500 } else { 0x0600 }, 5])));
        let font = record(&(0x0031, shorts(&[0, 8])));
        let list = record(&(0x0085, vec![0; 8]));
        let all = [begin, font, list, globals.iter().chain(&sheet).flat_map(record).collect()].concat();
        let _ = biff::survey(&all, &mut Budget::new(&SMALL));
    }
}
