//! Text without the accidents of typing and pasting.

/// Lower case, with plain spaces, hyphens, quotes and digits instead of their many relatives, without invisible signs,
/// without space at the ends and with single spaces inside. Superscript digits stay, since they are footnotes.
#[must_use]
pub fn clean(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut space = false;
    for c in raw.chars().flat_map(plain) {
        if c.is_whitespace() || c.is_control() {
            space = !out.is_empty();
            continue;
        }
        if space {
            out.push(' ');
            space = false;
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// Whether text is written with the wide digits and signs of East Asian keyboards.
pub(super) fn is_wide(raw: &str) -> bool {
    !raw.is_ascii() && raw.chars().any(|c| ('\u{FF01}'..='\u{FF5E}').contains(&c))
}

fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' => return None,
        '\u{00A0}' | '\u{2007}' | '\u{202F}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => '-',
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{00B4}' | '`' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' | '\u{00AB}' | '\u{00BB}' => '"',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn typing_accidents_disappear() {
        for (raw, text) in [
            ("\u{FEFF} 4\u{A0}(3  tijdelijk\u{202F}in\nNL) ", "4 (3 tijdelijk in nl)"),
            ("\u{2212}1", "-1"),
            ("３－４", "3-4"),
            ("jusqu’au", "jusqu'au"),
            ("0 ¹", "0 ¹"),
            ("\u{200B}\u{A0}", ""),
        ] {
            assert_eq!(clean(raw), text);
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(raw in ".*") {
            let once = clean(&raw);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
