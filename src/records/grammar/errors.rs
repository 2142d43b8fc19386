//! The errors of spreadsheets, as they stand in exports in the language of the program.

/// Excel in English, Dutch and French, and LibreOffice; all but the last letter case as written.
const ERRORS: [&str; 24] = [
    "#REF!",
    "#VALUE!",
    "#N/A",
    "#DIV/0!",
    "#NAME?",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "#GETTING_DATA",
    "#VERW!",
    "#WAARDE!",
    "#N/B",
    "#DEEL/0!",
    "#NAAM?",
    "#GETAL!",
    "#LEEG!",
    "#OVERLOOP!",
    "#BEREKENEN!",
    "#VALEUR!",
    "#NOM?",
    "#NOMBRE!",
    "#NUL!",
    "#N/D",
];

/// Whether text is an error of a spreadsheet: `#VERW!`, `#N/A`, `Err:502`, or the row of `#` of a column too narrow.
#[must_use]
pub fn is_error(raw: &str) -> bool {
    let text = raw.trim();
    match text.as_bytes().first() {
        Some(b'#') => {
            let hashes_only = text.len() >= 3 && text.bytes().all(|b| b == b'#');
            hashes_only || ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
        }
        Some(b'E' | b'e') => text
            .get(..4)
            .filter(|start| start.eq_ignore_ascii_case("err:"))
            .and_then(|_| text.get(4..))
            .is_some_and(|number| number.len() == 3 && number.bytes().all(|b| b.is_ascii_digit())),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_known_in_every_language() {
        for raw in ["#REF!", " #verw! ", "#N/B", "#WAARDE!", "#DEEL/0!", "#NOM?", "#N/D", "Err:502", "########"] {
            assert!(is_error(raw), "{raw}");
        }
        for raw in ["", "#", "##", "#1", "# 4", "REF!", "Err:", "Err:50", "Eré:502", "error", "#VERW"] {
            assert!(!is_error(raw), "{raw}");
        }
    }
}
