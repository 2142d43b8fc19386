//! Whether a part of a workbook needs to be walked through at all.
//!
//! Most sheets hide nothing and merge nothing, and taking a large one apart twice costs as much as reading it. So a part
//! is looked through for the words that matter first; that costs little more than unpacking it.

use std::io::Read;
use std::sync::LazyLock;

use regex::bytes::Regex;

/// The longest that a word below is looked for.
const LONGEST: usize = 64;

/// What the XML of a sheet tells besides values: hidden or flat rows and columns, criteria of a filter, merged areas,
/// formulas, text in parts that look different.
const IN_A_SHEET: &str = concat!(
    r#"hidden\s{0,8}=\s{0,8}["'](?:1|t|o)|zeroHeight\s{0,8}=\s{0,8}["'](?:1|t|o)|filterColumn|mergeCell"#,
    r#"| ht="0| ht='0| width="0| width='0|<f[\s>/]|:f[\s>/]|strike"#
);

/// Whether a sheet has anything to walk through it for.
pub(super) fn in_a_sheet(part: impl Read) -> bool {
    static SEARCH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(IN_A_SHEET).ok());
    SEARCH.as_ref().is_none_or(|search| found(search, part))
}

/// Whether a part with styles or strings speaks of text that is struck through.
pub(super) fn of_strikes(part: impl Read) -> bool {
    static SEARCH: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("strike").ok());
    SEARCH.as_ref().is_none_or(|search| found(search, part))
}

fn found(search: &Regex, mut part: impl Read) -> bool {
    let mut buffer = vec![0; 1 << 16];
    let mut kept = 0;
    loop {
        let read = match part.read(&mut buffer[kept..]) {
            Ok(0) => return false,
            Ok(read) => read,
            // Whoever walks through it will say what is wrong.
            Err(_) => return true,
        };
        let filled = kept + read;
        // A zero stands in every part in UTF-16, where the words look otherwise.
        if search.is_match(&buffer[..filled]) || buffer[..2] == *b"\xFF\xFE" || buffer[..2] == *b"\xFE\xFF" || buffer[..2].contains(&0) {
            return true;
        }
        // A word may be cut in two.
        kept = filled.min(LONGEST);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_matters_is_noticed() {
        let noticed = [
            "<row r='1' hidden='1'>",
            "<x:col hidden = \"true\"/>",
            "<c r=\"A1\"><f>1</f>",
            "<x:f t=\"shared\" si=\"0\"/>",
            "<c><f\n t='array'>",
            "<filterColumn colId=\"0\">",
            "<mergeCells count=\"1\">",
            "<row ht=\"0\" customHeight=\"1\">",
            "<sheetFormatPr zeroHeight='1'/>",
            "<rPr><strike/></rPr>",
        ];
        for text in noticed {
            assert!(in_a_sheet(text.as_bytes()), "{text}");
        }
        let plain = "<row r=\"1\" ht=\"15\" hidden=\"false\"><c r=\"A1\" s=\"3\" t=\"s\"><v>0</v></c></row><autoFilter ref=\"A1:B2\"/>\
                     <pageMargins left=\"0.7\" right=\"0.7\"/>\
                     <conditionalFormatting><cfRule><formula>A1&gt;0</formula></cfRule></conditionalFormatting>";
        assert!(!in_a_sheet(plain.as_bytes()));
        assert!(in_a_sheet(&b"\xFF\xFE<\0"[..]));
    }

    proptest! {
        #[test]
        fn a_word_is_found_wherever_a_read_ends(before in 65_400_usize..65_600, after in 0_usize..20) {
            let text = |word: &str| [&"x".repeat(before), word, &"y".repeat(after)].concat();
            prop_assert!(in_a_sheet(text("mergeCell").as_bytes()));
            prop_assert!(in_a_sheet(text("hidden  =  \"1\"").as_bytes()));
            prop_assert!(!in_a_sheet(text("mergeCel").as_bytes()));
        }
    }
}
