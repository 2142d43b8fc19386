//! The letters of a run, and those that were published before.

use chrono::DateTime;

use super::Run;
use crate::domain::{Census, History, Lang, Period};
use crate::error::Error;
use crate::publish;
pub use crate::publish::{Form, letter_name, save_letter as save};

/// A letter that is asked for.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The months, earliest first; each stands on its own.
    pub months: Vec<Period>,
    /// Its language.
    pub lang: Lang,
    /// Its form.
    pub form: Form,
    /// Whether it is the internal version, which is not to be sent.
    pub internal: bool,
    /// The month that the internal version compares with; `None` takes the letter before, else the month before.
    pub since: Option<Period>,
}

/// The letter as one file.
///
/// # Errors
/// [`Error::Table`] if it cannot be made, which is a mistake of muster.
pub fn letter(run: &Run, asked: &Letter) -> Result<Vec<u8>, Error> {
    // A letter does not know when it was made.
    let edition = run.edition(asked.lang, DateTime::UNIX_EPOCH);
    // Headcounts of months whose returns are gone are among the facts; of their rosters nothing is known.
    let nothing = History::default();
    let census = Census::new(&run.returns, &run.schema, &nothing);
    let inside = publish::Inside { census: &census, since: asked.since };
    publish::letters(&edition, asked.lang, &asked.months, asked.internal.then_some(&inside), asked.form)
}

/// The letter of a month as it was published before the run; `None` if none of that form was.
#[must_use]
pub fn published_letter(run: &Run, period: Period, form: Form) -> Option<&[u8]> {
    run.history.as_ref().and_then(|history| publish::published_letter(history, period, form))
}
