//! Changes after which nothing is wrong that was not wrong before.

mod events;
mod layout;
mod wording;

use super::formats::Form;
use super::input::Input;

/// A change that is none of the checks' business.
#[derive(Clone)]
pub(super) struct Variation {
    pub(super) what: &'static str,
    pub(super) change: fn(&mut Input),
    /// The form in which files come.
    pub(super) form: Form,
    /// Whether all files come in that form, those that were not changed included.
    pub(super) whole: bool,
}

/// A change of sheets in memory.
fn varied(what: &'static str, change: fn(&mut Input)) -> Variation {
    Variation { what, change, form: Form::Grid, whole: false }
}

impl Variation {
    /// The changed files come in a form.
    fn written(self, form: Form) -> Self {
        Self { form, ..self }
    }
}

/// All of them.
pub(super) fn all() -> Vec<Variation> {
    let whole = |what, form| Variation { what, change: |_| (), form, whole: true };
    let formats = vec![
        whole("everything as sheets", Form::Grid),
        whole("everything as xlsx", Form::Xlsx),
        whole("everything as csv", Form::Csv),
        whole("everything as fods", Form::Fods),
    ];
    [formats, layout::variations(), wording::variations(), events::variations()].into_iter().flatten().collect()
}
