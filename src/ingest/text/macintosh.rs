//! Text from a Mac of old: Excel for Mac still offers it as "CSV (Macintosh)".

/// Whether bytes that are not UTF-8 are rather in the encoding of old Macs than in Windows-1252.
///
/// What is a letter on the one is a sign or a rare letter on the other. The test is conservative: it takes a letter that
/// on Windows would be a sign in the middle of a word, or no character at all, and nothing that would be a letter on
/// Windows. A letter that is Slavic on Windows (`š`, `ž`) decides only where the lines end as those of a Mac, or in
/// `coördinator`.
pub(super) fn is_likely(bytes: &[u8]) -> bool {
    let ends_as_there = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    let mut likely = false;
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| **byte >= 0x80) {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        let (after, next) = (bytes.get(at + 1).copied().unwrap_or(b' '), bytes.get(at + 2).copied().unwrap_or(b' '));
        if !before.is_ascii_alphabetic() {
            continue;
        }
        let inside = after.is_ascii_lowercase() || after >= 0x80;
        match byte {
            // à á ã è é ê ç ù, which on Windows are signs, letters that begin a word, or nothing.
            0x87 | 0x8B | 0x8D | 0x8F | 0x90 | 0x9D if before.is_ascii_lowercase() => likely = true,
            0x8E if before.is_ascii_lowercase() && !after.is_ascii_uppercase() => likely = true,
            // â î ï ô õ, and à where a word goes on: on Windows ‰ ” • ™ › ˆ.
            0x88 | 0x89 | 0x94 | 0x95 | 0x99 | 0x9B if inside => likely = true,
            // ë: on Windows an opening quotation mark, which some write for an apostrophe (`auto‘s`).
            0x91 if matches!(before, b'i' | b'e' | b'o' | b'u') && after != b's' => likely = true,
            // ö ä ü ó û ò ñ ì í: on Windows letters, dashes and quotation marks.
            0x8A | 0x92..=0x93 | 0x96..=0x98 | 0x9A | 0x9E | 0x9F if inside && ends_as_there => likely = true,
            0x9A if matches!(before, b'o' | b'O') && matches!(after, b'r' | b'p') && matches!(next, b'd' | b'e') => likely = true,
            // Letters on Windows, in the middle of a word; on a Mac capitals and signs.
            0xE0..=0xF6 | 0xF8..=0xFD if before.is_ascii_lowercase() || inside => return false,
            _ => {}
        }
    }
    likely
}
