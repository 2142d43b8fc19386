//! Formulas of a document, written as other spreadsheet programs write them.

/// A formula such as `of:=SUM([.B5:.B11];2)` as `SUM(B5:B11,2)`.
pub(super) fn english(formula: &str) -> String {
    let formula = formula.split_once('=').map_or(formula, |(kind, rest)| {
        // Before it stands which language it is in.
        if kind.is_empty() || kind.ends_with(':') { rest } else { formula }
    });
    let mut written = String::with_capacity(formula.len());
    let mut rest = formula;
    let mut in_array = false;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '"' => {
                let end = after.find('"').map_or(after.len(), |end| end + 1);
                written.push('"');
                written.push_str(&after[..end]);
                &after[end..]
            }
            '[' => {
                let end = end_of_reference(after);
                reference(&after[..end], &mut written);
                after.get(end + 1..).unwrap_or_default()
            }
            _ => {
                in_array = c == '{' || (in_array && c != '}');
                written.push(match c {
                    '|' if in_array => ';',
                    ';' => ',',
                    other => other,
                });
                after
            }
        };
    }
    written
}

/// Where a reference ends: at the first bracket outside a quoted name.
fn end_of_reference(text: &str) -> usize {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ']' if !quoted => return at,
            _ => {}
        }
    }
    text.len()
}

/// Writes a reference such as `.B5:.B11` or `$'May 2026'.A1`; one into another file stays as it is.
fn reference(reference: &str, written: &mut String) {
    if reference.contains('#') && reference.contains("'#") {
        written.push('[');
        written.push_str(reference);
        written.push(']');
        return;
    }
    let mut rest = reference;
    let mut first = true;
    loop {
        let (part, next) = part(rest);
        if !first {
            written.push(':');
        }
        let (sheet, cell) = match part.rfind('.') {
            Some(point) => (&part[..point], &part[point + 1..]),
            None => ("", part),
        };
        if !sheet.is_empty() {
            written.push_str(sheet.strip_prefix('$').unwrap_or(sheet));
            written.push('!');
        }
        written.push_str(cell);
        first = false;
        match next {
            Some(next) => rest = next,
            None => return,
        }
    }
}

/// The part of a reference up to a colon outside a quoted name, and what follows.
fn part(text: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            '\'' => quoted = !quoted,
            ':' if !quoted => return (&text[..at], Some(&text[at + 1..])),
            _ => {}
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_written_as_elsewhere() {
        for (formula, expected) in [
            ("of:=SUM([.B5:.B11])", "SUM(B5:B11)"),
            ("of:=SUBTOTAL(9;[.$B$5:.$B$11])", "SUBTOTAL(9,$B$5:$B$11)"),
            ("of:=[.B5]+[.B6]", "B5+B6"),
            ("of:=['May 2026'.A1]", "'May 2026'!A1"),
            ("of:=[$Blad1.A1:.B2]", "Blad1!A1:B2"),
            ("of:=IF([.A1]=\"a;[.b]\";1;0)", "IF(A1=\"a;[.b]\",1,0)"),
            ("of:=SUM({1;2|3;4})", "SUM({1,2;3,4})"),
            ("of:=[.#REF!]", "#REF!"),
            ("of:=['file:///x.ods'#$a.A1]", "['file:///x.ods'#$a.A1]"),
            ("oooc:=SUM([.A1:.A2])", "SUM(A1:A2)"),
            ("=1=2", "1=2"),
            ("of:=SUM([.B5:.B11", "SUM(B5:B11"),
        ] {
            assert_eq!(english(formula), expected, "{formula}");
        }
    }

    proptest! {
        #[test]
        fn no_formula_makes_it_panic(text in "[a-z.:;='\"#\\[\\]{}|é]{0,30}") {
            let _ = english(&text);
        }
    }
}
