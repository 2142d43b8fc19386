//! Words on lines.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

/// Text that a terminal only shows. Names of files and sheets are chosen by others: control characters, marks that turn the
/// direction of reading and characters that cannot be seen are replaced.
pub(in crate::cli) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_unsafe) {
        Cow::Owned(text.chars().map(|c| if is_unsafe(c) { char::REPLACEMENT_CHARACTER } else { c }).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_unsafe(c: char) -> bool {
    let direction = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // Joiners are left alone: scripts need them.
    let unseen = matches!(c, '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}');
    c.is_control() || direction || unseen || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Columns that a text takes. It holds no styles.
pub(in crate::cli) fn columns(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most so many columns, broken at spaces. A longer word is broken where the line ends; what looks like
/// a path gets a line of its own, so that it can still be copied.
pub(in crate::cli) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split_whitespace() {
            for piece in pieces(&printable(word), width) {
                let long = columns(&piece);
                if !line.is_empty() && used + 1 + long > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                if !line.is_empty() {
                    line.push(' ');
                    used += 1;
                }
                line.push_str(&piece);
                used += long;
            }
        }
        lines.push(line);
    }
    lines
}

/// A word in pieces that fit on a line. Paths stay whole.
pub(super) fn pieces(word: &str, width: usize) -> Vec<String> {
    if columns(word) <= width || word.contains(['/', '\\', '.']) {
        return vec![word.to_owned()];
    }
    let (mut pieces, mut rest) = (Vec::new(), word);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(fitting(rest, width));
        pieces.push(piece.to_owned());
        rest = after;
    }
    pieces
}

/// How much of a text fits in so many columns, at least one character, in bytes. What a character takes depends on those around it.
fn fitting(text: &str, width: usize) -> usize {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let fits = ends.enumerate().take_while(|(nth, end)| *nth == 0 || columns(&text[..*end]) <= width);
    fits.map(|(_, end)| end).last().unwrap_or(text.len())
}

/// The text in one line of at most so many columns. What is cut off is marked.
pub(in crate::cli) fn clipped(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let cut = format!("{}…", text[..fitting(text, width.saturating_sub(1))].trim_end());
    // Not even one character fits beside the mark.
    if columns(&cut) <= width { cut } else { "…".to_owned() }
}

/// Adds the text to a page, broken into lines that begin with an indent.
pub(in crate::cli) fn paragraph(page: &mut String, text: &str, indent: &str, width: usize) {
    for line in wrapped(text, width.saturating_sub(columns(indent))) {
        let line = format!("{indent}{line}");
        page.push_str(line.trim_end());
        page.push('\n');
    }
}

/// The text followed by spaces up to a number of columns.
pub(in crate::cli) fn left(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The text preceded by spaces up to a number of columns.
pub(in crate::cli) fn right(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// A number with its noun.
pub(in crate::cli) fn counted(number: impl Into<u64>, one: &str, several: &str) -> String {
    match number.into() {
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    }
}

/// A size in bytes for people, in steps of 1000.
pub(in crate::cli) fn size(bytes: u64, decimal: char) -> String {
    let (unit, divisor) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => ("kB", 1_000),
        1_000_000..1_000_000_000 => ("MB", 1_000_000),
        _ => ("GB", 1_000_000_000),
    };
    let tenths = bytes / (divisor / 10);
    if tenths >= 100 { format!("{} {unit}", bytes / divisor) } else { format!("{}{decimal}{} {unit}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_at_spaces_and_paths_stay_whole() {
        assert_eq!(wrapped("a bb ccc dddd", 6), ["a bb", "ccc", "dddd"]);
        assert_eq!(wrapped("see /a/very/long/path now", 8), ["see", "/a/very/long/path", "now"]);
        assert_eq!(wrapped("een aannemelijkheid", 8), ["een", "aannemel", "ijkheid"]);
        assert_eq!(wrapped("警察任務 b", 5), ["警察", "任務", "b"]);
        assert_eq!(wrapped("één\n\ntwee", 80), ["één", "", "twee"]);
    }

    #[test]
    fn what_would_steer_the_terminal_is_replaced() {
        assert_eq!(printable("a\u{1b}]0;title\u{7}b\u{202e}c"), "a\u{fffd}]0;title\u{fffd}b\u{fffd}c");
        assert_eq!(printable("a\u{61c}b\u{200b}c\u{feff}d\u{e0041}"), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}");
        assert_eq!(printable("Oekraïne 2026"), "Oekraïne 2026");
    }

    #[test]
    fn sizes_read_well() {
        for (bytes, text) in
            [(999, "999 B"), (1_000, "1,0 kB"), (23_456, "23 kB"), (9_950, "9,9 kB"), (1_500_000, "1,5 MB"), (2_000_000_000, "2,0 GB")]
        {
            assert_eq!(size(bytes, ','), text);
        }
    }

    proptest! {
        #[test]
        fn no_word_is_lost_and_no_line_too_long(text in "[a-zé \n]{0,200}", width in 1_usize..40) {
            let lines = wrapped(&text, width);
            // A word that is too long is broken, so the letters are compared.
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.join("\n")), letters(&text));
            prop_assert!(lines.iter().all(|line| columns(line) <= width));
        }

        #[test]
        fn what_is_clipped_fits(text in "\\PC{0,40}", width in 1_usize..20) {
            prop_assert!(columns(&clipped(&text, width)) <= width.max(1), "{:?}", clipped(&text, width));
        }

        #[test]
        fn nothing_unsafe_is_left(text in ".*") {
            prop_assert!(!printable(&text).chars().any(is_unsafe));
        }
    }
}
