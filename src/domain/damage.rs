//! What is wrong with a file, from the technical word of its reader to words for people.

use super::text::Bilingual;

/// A technical word, what it means in Dutch, and what it means in English.
type Known = (&'static str, &'static str, &'static str);

const KNOWN: [Known; 53] = [
    ("a record longer than its part", "een onderdeel zegt langer te zijn dan het is", "a part claims to be longer than it is"),
    ("formulas inside formulas", "formules die te diep in elkaar zitten", "formulas too deep inside each other"),
    ("number of shared formulas", "het zegt onmogelijk veel formules te bevatten", "it claims impossibly many formulas"),
    ("zip directory", "het archief is niet compleet", "the archive is not complete"),
    ("zip entry", "een onderdeel van het archief is onleesbaar", "a part of the archive is unreadable"),
    ("a part of the zip archive", "een onderdeel van het archief is onleesbaar", "a part of the archive is unreadable"),
    (
        "zip compression",
        "gecomprimeerd op een manier die geen rekenprogramma gebruikt",
        "compressed in a way that no spreadsheet program uses",
    ),
    ("zip entries that overlap", "onderdelen van het archief liggen over elkaar", "parts of the archive lie over each other"),
    ("two zip entries of one name", "twee onderdelen van het archief heten hetzelfde", "two parts of the archive have the same name"),
    ("number of zip entries", "het archief zegt te veel onderdelen te hebben", "the archive claims too many parts"),
    ("a zip archive without a workbook", "een zip-archief zonder werkmap", "a zip archive without a workbook"),
    ("a text or a presentation, no spreadsheet", "een tekst of presentatie, geen rekenblad", "a text or a presentation, no spreadsheet"),
    ("no spreadsheet", "geen rekenblad", "no spreadsheet"),
    ("text, no spreadsheet", "gewone tekst, geen rekenblad", "plain text, no spreadsheet"),
    ("HTML, no spreadsheet", "een webpagina, geen rekenblad", "a web page, no spreadsheet"),
    ("XML, no spreadsheet", "XML, geen rekenblad", "XML, no spreadsheet"),
    ("a web archive, no spreadsheet", "een webarchief, geen rekenblad", "a web archive, no spreadsheet"),
    ("HTML", "een webpagina", "a web page"),
    ("XML", "XML", "XML"),
    ("a web archive", "een webarchief", "a web archive"),
    ("no known file type", "geen bekend bestandstype", "no known type of file"),
    ("binary data", "geen tekst maar iets anders", "no text but something else"),
    ("no delimited text", "geen tekst met scheidingstekens", "no delimited text"),
    ("number of shared strings", "het zegt meer teksten te bevatten dan er zijn", "it claims more texts than there are"),
    ("styles", "de opmaak neemt te veel ruimte in", "the styles take too much room"),
    ("xml", "een onderdeel van de werkmap is geen geldige XML", "a part of the workbook is no valid XML"),
    ("content.xml", "de inhoud van het document is niet compleet", "the content of the document is not complete"),
    ("a part is missing", "een onderdeel van de werkmap ontbreekt", "a part of the workbook is missing"),
    ("a value", "een cel met een onmogelijke waarde", "a cell with an impossible value"),
    ("a record", "een onderdeel van de werkmap is onleesbaar", "a part of the workbook is unreadable"),
    ("a record in too many parts", "een onderdeel is in te veel stukken geknipt", "a part is cut into too many pieces"),
    ("compound file", "de indeling van het bestand is kapot", "the structure of the file is broken"),
    ("compound file header", "het begin van het bestand is kapot", "the beginning of the file is broken"),
    ("compound file directory", "de indeling van het bestand is kapot", "the structure of the file is broken"),
    ("a compound file without a workbook", "een Office-bestand zonder werkmap", "an Office file without a workbook"),
    (
        "a chain of sectors that runs in a circle",
        "de indeling van het bestand loopt in een kring",
        "the structure of the file runs in a circle",
    ),
    ("a sector beyond the end of the file", "het bestand is afgebroken", "the file is cut off"),
    ("a sheet beyond the end of the file", "het bestand is afgebroken", "the file is cut off"),
    ("sheets that overlap", "bladen die over elkaar liggen", "sheets that lie over each other"),
    ("dimensions of a sheet", "een blad met onmogelijke afmetingen", "a sheet with impossible dimensions"),
    ("a cell beyond the last row or column", "een cel voorbij de laatste rij of kolom", "a cell beyond the last row or column"),
    ("two sheets with one name", "twee bladen met dezelfde naam", "two sheets with the same name"),
    ("a repeat count", "een onmogelijk aantal herhalingen", "an impossible number of repeats"),
    ("a sheet inside a cell", "een blad in een cel", "a sheet inside a cell"),
    ("a sheet inside a sheet", "een blad in een blad", "a sheet inside a sheet"),
    (
        "the same parts are read again and again",
        "dezelfde onderdelen worden steeds opnieuw genoemd",
        "the same parts are named again and again",
    ),
    ("a merged area", "een samengevoegd gebied dat niet kan bestaan", "a merged area that cannot exist"),
    ("a shared formula", "het zegt onmogelijk veel formules te bevatten", "it claims impossibly many formulas"),
    ("two sheets in one part", "twee bladen in één onderdeel", "two sheets in one part"),
    ("the list of sheets", "de lijst van bladen klopt niet", "the list of sheets is wrong"),
    ("a part in UTF-16", "een onderdeel in een ongebruikelijke codering (UTF-16)", "a part in an unusual encoding (UTF-16)"),
    ("the reader of this format gave up", "het lezen ervan is afgebroken", "reading it had to be given up"),
    ("an answer that is none", "het lezen ervan is afgebroken", "reading it had to be given up"),
];

/// Units that sizes and numbers end with, in English and Dutch.
const UNITS: [(&str, &str); 7] = [
    (" unpacked", " uitgepakt"),
    (" cells", " cellen"),
    (" rows", " rijen"),
    (" columns", " kolommen"),
    (" sheets", " bladen"),
    (" zip entries", " onderdelen"),
    (" times its packed size", " maal de ingepakte omvang"),
];

/// What a technical word means. One that is not known, of a reader of the format, is named as such.
#[must_use]
pub fn in_words(technical: &str) -> Bilingual {
    if let Some((_, nl, en)) = KNOWN.iter().find(|(word, _, _)| *word == technical) {
        return Bilingual::new(*nl, *en);
    }
    if let Some(line) = technical.strip_prefix("line ").and_then(|rest| rest.strip_suffix(": a quotation mark that is never closed")) {
        return Bilingual::new(format!("regel {line}: een aanhalingsteken dat nooit sluit"), technical);
    }
    if let Some(part) = technical.strip_suffix(" is missing") {
        return Bilingual::new(format!("{part} ontbreekt"), technical);
    }
    if let Some(part) = technical.strip_suffix(" is damaged") {
        return Bilingual::new(format!("{part} is beschadigd"), technical);
    }
    if let Some(encoding) = technical.strip_prefix("text that is not ") {
        return Bilingual::new(format!("tekst die geen {encoding} is"), technical);
    }
    Bilingual::new(format!("een onderdeel is onleesbaar: {technical}"), format!("a part is unreadable: {technical}"))
}

/// A number with what it counts, such as `5 cells`; a size in bytes stays as it is.
#[must_use]
pub fn amount(written: &str) -> Bilingual {
    let nl = UNITS.into_iter().find_map(|(en, nl)| written.strip_suffix(en).map(|number| format!("{number}{nl}")));
    Bilingual::new(nl.unwrap_or_else(|| written.to_owned()), written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn technical_words_are_said_in_both_languages() {
        let cases = [
            ("zip directory", "het archief is niet compleet", "the archive is not complete"),
            (
                "line 2: a quotation mark that is never closed",
                "regel 2: een aanhalingsteken dat nooit sluit",
                "line 2: a quotation mark that is never closed",
            ),
            ("content.xml is missing", "content.xml ontbreekt", "content.xml is missing"),
            ("BoundSheet8:hsState", "een onderdeel is onleesbaar: BoundSheet8:hsState", "a part is unreadable: BoundSheet8:hsState"),
        ];
        for (word, nl, en) in cases {
            assert_eq!(in_words(word), Bilingual::new(nl, en));
        }
        for (written, nl) in [("3.1 GiB unpacked", "3.1 GiB uitgepakt"), ("101 cells", "101 cellen"), ("64.0 MiB", "64.0 MiB")] {
            assert_eq!(amount(written), Bilingual::new(nl, written));
        }
    }

    #[test]
    fn no_word_is_listed_twice() {
        let mut words: Vec<&str> = KNOWN.iter().map(|(word, _, _)| *word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), KNOWN.len());
    }
}
