//! The table for Parliament of a month: as Markdown, as a page and as a Word document, in Dutch or English; and the internal version
//! that explains it.
//!
//! What is said is worked out once (`table`, `internal`) into a plain `model`; each form only renders that, so that no form can say
//! anything else. The published set has the letter in Dutch, whatever the language of the rest, since the letter is.

mod docx;
mod figures;
mod html;
mod internal;
mod markdown;
mod model;
mod save;
mod table;
mod words;

#[cfg(test)]
mod tests;

pub use internal::Inside;
pub use save::save;

use super::Table;
use super::transaction::Staging;
use crate::domain::{Edition, Lang, Period};
use crate::error::Error;

/// The form of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Markdown.
    Markdown,
    /// A page for a browser.
    Html,
    /// A Word document.
    Docx,
}

impl Form {
    /// How the names of such files end.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Docx => "docx",
        }
    }
}

/// The forms in which letters are published.
pub(super) const PUBLISHED: [Form; 2] = [Form::Markdown, Form::Docx];

/// The name under which the letter of a month is published.
#[must_use]
pub fn file_name(period: Period, form: Form) -> String {
    format!("letter-{period}.{}", form.extension())
}

/// Adds `letter-2026-05.md` and `letter-2026-05.docx` for each published month.
pub(super) fn add(edition: &Edition<'_>, _tables: &[Table], staging: &mut Staging<'_>) -> Result<(), Error> {
    for period in edition.periods {
        for form in PUBLISHED {
            staging.add(&file_name(*period, form), &letters(edition, Lang::Nl, &[*period], None, form)?)?;
        }
    }
    Ok(())
}

/// The letters of some months as one file. With `inside` they are the internal version, which is not to be sent.
///
/// # Errors
/// [`Error::Table`] if the file cannot be made, which is a mistake of muster.
pub fn letters(edition: &Edition<'_>, lang: Lang, months: &[Period], inside: Option<&Inside<'_>>, form: Form) -> Result<Vec<u8>, Error> {
    let document = match inside {
        None => table::document(edition, lang, months),
        Some(inside) => internal::document(edition, lang, months, inside),
    };
    match form {
        Form::Markdown => Ok(markdown::render(&document).into_bytes()),
        Form::Html => html::render(&document).map(String::into_bytes),
        Form::Docx => docx::render(&document),
    }
}
