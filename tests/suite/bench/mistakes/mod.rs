//! The mistakes: at least one for every check, each planted in several places and formats.

mod definitions;
mod files;
mod months;
mod persons;
mod plausible;
mod privacy;
mod projects;
mod registry;
mod rows;
mod sheets;
mod sources;

use super::formats::Form;
use super::input::{At, Input, Spot, at};

/// A kind of mistake.
#[derive(Clone)]
pub(super) struct Mistake {
    /// The check that must find it, as the root.
    pub(super) code: &'static str,
    /// What is done.
    pub(super) what: &'static str,
    /// Where it is planted, one place at a time.
    pub(super) spots: Vec<Spot>,
    /// What the clean sample has besides, for this mistake: another column, a further month, a ceiling.
    pub(super) given: Option<fn(&mut Input, Spot)>,
    /// Plants it, and says where the root must point.
    pub(super) plant: fn(&mut Input, Spot) -> At,
    forms: &'static [&'static [Form]],
}

/// Every form by the place: the first as xlsx, the second as csv, the third as fods, each in memory as well.
const ALL: &[&[Form]] = &[&[Form::Grid, Form::Xlsx], &[Form::Grid, Form::Csv], &[Form::Grid, Form::Fods]];
/// What a csv cannot hold.
const MARKED: &[&[Form]] = &[&[Form::Grid, Form::Xlsx], &[Form::Grid, Form::Fods]];
/// What does not touch a return.
const MEMORY: &[&[Form]] = &[&[Form::Grid]];
/// What only an xlsx holds.
const XLSX: &[&[Form]] = &[&[Form::Xlsx]];

impl Mistake {
    fn given(self, given: fn(&mut Input, Spot)) -> Self {
        Self { given: Some(given), ..self }
    }

    fn marked(self) -> Self {
        Self { forms: MARKED, ..self }
    }

    fn in_memory(self) -> Self {
        Self { forms: MEMORY, ..self }
    }

    fn in_xlsx(self) -> Self {
        Self { forms: XLSX, ..self }
    }

    /// The forms in which the changed files of a place come, by the number of the place.
    pub(super) fn forms(&self, spot: usize) -> &'static [Form] {
        self.forms[spot % self.forms.len()]
    }
}

fn mistake(code: &'static str, what: &'static str, spots: &[Spot], plant: fn(&mut Input, Spot) -> At) -> Mistake {
    Mistake { code, what, spots: spots.to_vec(), given: None, plant, forms: ALL }
}

const ARMENIA: Spot = at("oost", 5, "EUM Armenia");
const UKRAINE: Spot = at("oost", 5, "EUAM Ukraine");
const GEORGIA: Spot = at("oost", 5, "EUMM Georgia");
const MOLDOVA: Spot = at("oost", 5, "EUPM Moldova");
const IRAQ: Spot = at("midden-oosten", 5, "EUAM Iraq");
const RAFAH: Spot = at("midden-oosten", 5, "EUBAM Rafah");
const COPPS: Spot = at("midden-oosten", 5, "EUPOL COPPS");
const LIBYA: Spot = at("afrika", 5, "EUBAM Libya");
const MALI: Spot = at("afrika", 5, "EUCAP Sahel Mali");
const SOMALIA: Spot = at("afrika", 5, "EUCAP Somalia");
const KOSOVO: Spot = at("balkan", 5, "EULEX Kosovo");

/// All mistakes, by family.
pub(super) fn all() -> Vec<Mistake> {
    let families = [
        files::mistakes(),
        rows::mistakes(),
        sheets::mistakes(),
        sources::mistakes(),
        months::mistakes(),
        persons::mistakes(),
        registry::mistakes(),
        plausible::mistakes(),
        privacy::mistakes(),
        definitions::mistakes(),
        projects::mistakes(),
    ];
    families.into_iter().flatten().collect()
}
