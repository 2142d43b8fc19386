//! Letters of months whose returns are gone: they are given as they were published.
//!
//! That is sound, since a run has compared every file of the set with its hash before. Anything else that might be asked of such a
//! month (another language, the internal version, a page) would need its returns.

use crate::domain::{Bilingual, Lang, PastFinding, Period, Severity};
use crate::error::Error;
use crate::pipeline::Run;
use crate::pipeline::letter::{Form, Letter, letter, letter_name, published_letter};

/// The letters of months that are read and of months that were published, in one file.
///
/// # Errors
/// Something is asked for that was not published.
pub(super) fn text(run: &Run, asked: &Letter, gone: &[Period]) -> Result<Vec<u8>, Error> {
    let whole = match asked.form {
        Form::Markdown => true,
        Form::Docx => asked.months.is_empty() && gone.len() == 1,
        Form::Html => false,
    };
    if !whole || asked.internal || asked.lang != Lang::Nl {
        return Err(only_as_published(run, gone));
    }
    let mut months: Vec<Period> = asked.months.iter().chain(gone).copied().collect();
    months.sort_unstable();
    let one = |month: Period| match gone.contains(&month) {
        true => published_letter(run, month, asked.form).map(<[u8]>::to_vec).ok_or_else(|| only_as_published(run, &[month])),
        false => letter(run, &Letter { months: vec![month], ..asked.clone() }),
    };
    let letters = months.into_iter().map(one).collect::<Result<Vec<_>, _>>()?;
    Ok(letters.join(&b"\n"[..]))
}

fn only_as_published(run: &Run, gone: &[Period]) -> Error {
    let (months, files) = (joined(gone), names(run, gone));
    Error::NothingToRead(Bilingual::new(
        format!(
            "De opgaven van {months} zijn er niet, dus de brief is er alleen zoals die is gepubliceerd: {files}. Zet de opgaven terug voor \
             een andere vorm of taal, of voor de interne versie."
        ),
        format!(
            "The returns of {months} are not there, so the letter is only there as it was published: {files}. Put the returns back for \
             another form or language, or for the internal version."
        ),
    ))
}

/// Tells that letters are given as they were published; empty if none is.
pub(super) fn words(run: &Run, lang: Lang, gone: &[Period]) -> String {
    if gone.is_empty() {
        return String::new();
    }
    let (months, files) = (joined(gone), names(run, gone));
    match lang {
        Lang::Nl => format!("De opgaven van {months} zijn er niet: de brief is gegeven zoals die is gepubliceerd ({files}).\n"),
        Lang::En => format!("The returns of {months} are not there: the letter is given as it was published ({files}).\n"),
    }
}

fn joined(months: &[Period]) -> String {
    months.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn names(run: &Run, gone: &[Period]) -> String {
    let folder = run.history.as_ref().map(|history| history.folder.clone()).unwrap_or_default();
    gone.iter().map(|month| folder.join(letter_name(*month, Form::Markdown)).display().to_string()).collect::<Vec<_>>().join(", ")
}

/// The root findings of those months that were published, without what was accepted.
pub(super) fn findings<'r>(run: &'r Run, gone: &'r [Period]) -> impl Iterator<Item = &'r PastFinding> {
    let own = |finding: &&PastFinding| match finding.period {
        Some(period) => gone.contains(&period),
        None => !gone.is_empty(),
    };
    run.history.iter().flat_map(|history| &history.findings).filter(own).filter(|finding| !finding.waived)
}

/// Number of errors that were open when a month was published, as its letter says.
pub(super) fn open_errors(run: &Run, month: Period) -> usize {
    findings(run, &[month]).filter(|finding| finding.severity == Severity::Error && finding.outcome_of.is_empty()).count()
}
