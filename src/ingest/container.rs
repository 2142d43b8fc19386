//! What a file is, told by its contents, and whether it can be read within its limits.

use super::compound::Compound;
use super::{Limits, archive, author, biff, ods, text};
use crate::domain::returns::Caution;
use crate::domain::{FileFormat, Unreadable};

/// What is to be read.
#[derive(Debug)]
pub(super) enum Content {
    Xlsx,
    Xlsb,
    Xls {
        /// The stream with the sheets.
        stream: Vec<u8>,
    },
    Ods {
        survey: ods::Survey,
        /// The document as its reader wants it, where that is not how it is.
        tidied: Option<Vec<u8>>,
    },
    Text,
}

/// What a look into a file showed.
#[derive(Debug)]
pub(super) struct Inspected {
    /// The format of the contents, whatever the name says.
    pub(super) format: FileFormat,
    pub(super) cautions: Vec<Caution>,
    /// What to read, or why not to.
    pub(super) content: Result<Content, Unreadable>,
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether a file is an archive or a compound file, whatever its name says.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    is_zip(bytes) || bytes.starts_with(COMPOUND)
}

/// Whether a file is a zip archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
}

/// Looks into a file that has at least one byte. `named` is the format its extension stands for.
pub(super) fn inspect(bytes: &[u8], named: FileFormat, limits: &Limits) -> Inspected {
    if is_zip(bytes) {
        return archive::inspect(bytes, named, limits);
    }
    if bytes.starts_with(COMPOUND) {
        return inspect_compound(bytes, named, limits);
    }
    let text = text::decode(bytes);
    if let Ok(text) = &text
        && archive::is_flat_document(text)
    {
        return archive::inspect_flat(text, limits);
    }
    if named == FileFormat::Csv {
        return plain(match text.map(|text| text::markup(&text)) {
            Ok(Some(what)) => Err(Unreadable::Damaged(what.to_owned())),
            // What is wrong with the text is said where it is read.
            Ok(None) | Err(_) => Ok(Content::Text),
        });
    }
    // Some systems export text under the name of a spreadsheet. Delimited text says all it has to say.
    match text {
        Ok(text) => match text::markup(&text) {
            Some(what) => Inspected { format: named, ..plain(Err(Unreadable::Damaged(format!("{what}, no spreadsheet")))) },
            None if looks_delimited(&text) => plain(Ok(Content::Text)),
            None => Inspected { format: named, ..plain(Err(Unreadable::Damaged("text, no spreadsheet".to_owned()))) },
        },
        Err(_) => Inspected { format: named, ..plain(Err(Unreadable::Damaged("no known file type".to_owned()))) },
    }
}

fn plain(content: Result<Content, Unreadable>) -> Inspected {
    Inspected { format: FileFormat::Csv, cautions: Vec::new(), content }
}

/// Whether each of the first lines has a tab or a semicolon, as no prose has.
fn looks_delimited(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(5).peekable();
    lines.peek().is_some() && lines.all(|line| line.contains(['\t', ';']))
}

fn inspect_compound(bytes: &[u8], named: FileFormat, limits: &Limits) -> Inspected {
    let mut inspected =
        Inspected { format: FileFormat::Xls, cautions: Vec::new(), content: Err(Unreadable::Damaged("compound file".to_owned())) };
    let compound = match Compound::open(bytes) {
        Ok(compound) => compound,
        Err(detail) => return Inspected { content: Err(Unreadable::Damaged(detail.to_owned())), ..inspected },
    };
    // An encrypted xlsx is a compound file around it.
    if compound.has("EncryptedPackage") {
        return Inspected { format: named, content: Err(Unreadable::Encrypted), ..inspected };
    }
    if compound.has("_VBA_PROJECT_CUR") || compound.has("_VBA_PROJECT") {
        inspected.cautions.push(Caution::Macros);
    }
    let stream = compound.workbook().map_err(|detail| Unreadable::Damaged(detail.to_owned()));
    match stream.and_then(|stream| Ok((biff::survey(&stream, limits)?, stream))) {
        Ok((survey, stream)) => {
            inspected.content = Ok(Content::Xls { stream });
            if survey.macro_sheets && !inspected.cautions.contains(&Caution::Macros) {
                inspected.cautions.push(Caution::Macros);
            }
            if survey.external_links {
                inspected.cautions.push(Caution::ExternalLinks);
            }
            if compound.stream("\u{5}SummaryInformation").is_some_and(|stream| author::in_summary(&stream)) {
                inspected.cautions.push(Caution::Author);
            }
        }
        Err(why) => inspected.content = Err(why),
    }
    inspected
}
