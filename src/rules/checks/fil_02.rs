//! FIL-02: a file holds just what another one does.

use std::collections::BTreeMap;

use crate::domain::{Bilingual, Census, Place, Return, SafeText, Schema, Scope, Severity, placing};
use crate::rules::outcome::{Draft, Outcome};
use crate::rules::words::Words;

/// What FIL-02 is called, says and means.
pub(crate) const WORDS: Words = Words {
    code: "FIL-02",
    scope: Scope::File,
    severity: Severity::Warning,
    name: ["Zelfde inhoud als een ander bestand", "Same contents as another file"],
    message: ["Bestand {file} is inhoudelijk gelijk aan {file2} ({month2}).", "File {file} has the same contents as {file2} ({month2})."],
    does: [
        "De cellen van elk bestand worden als geheel vergeleken met die van elk ander bestand, wat hun naam, vorm en opmaak ook zijn: \
         ook een werkmap die als csv is bewaard, wordt herkend. Twee opgaven over verschillende maanden, of van verschillende \
         coördinatoren, mogen niet precies hetzelfde bevatten. Over verschillende maanden gaat het om bestanden met een peildatum: een \
         rooster zonder datum waarin niets veranderde, mag gelijk zijn. Dezelfde opgave nog eens over dezelfde maand is geen bevinding. \
         Heel kleine bestanden blijven buiten beschouwing (instelling least_cells).",
        "The cells of each file are compared as a whole with those of every other file, whatever their names, formats and looks: a \
         workbook that was saved as csv is found as well. Two returns for different months, or from different coordinators, may not \
         hold exactly the same. For different months this is about files with an as-of date: an undated roster in which nothing changed \
         may be the same. The same return once more for the same month is no finding. Very small files are left aside (setting \
         least_cells).",
    ],
    why: [
        "Een opgave van vorige maand onder een nieuwe naam ziet er goed uit en zegt niets over deze maand.",
        "Last month's return under a new name looks right and says nothing about this month.",
    ],
    example: [
        "opgave-oost-2026-05.xlsx is opgave-oost-2026-04.xlsx onder een andere naam.",
        "opgave-oost-2026-05.xlsx is opgave-oost-2026-04.xlsx under another name.",
    ],
    fix: [
        "Coördinator: stuur de opgave van de juiste maand. Analist: kijk welk van de twee bestanden het echte is, en neem het andere uit \
         de map.",
        "Coordinator: send the return of the right month. Analyst: see which of the two files is the real one, and take the other out of \
         the folder.",
    ],
};

/// Every file that counts, compared with all that could be read.
pub(crate) fn run(census: &Census<'_>, out: &mut Outcome<'_>) {
    let least = usize::try_from(census.schema.number("FIL-02", "least_cells", 10)).unwrap_or(0);
    let mut same: BTreeMap<&str, Vec<&Return>> = BTreeMap::new();
    for from in census.returns.iter().filter(|from| from.unreadable.is_none() && from.refused.is_none() && !from.published) {
        let Some(contents) = &from.contents else { continue };
        if contents.cells >= least {
            same.entry(&contents.digest).or_default().push(from);
        } else if from.counts() {
            out.not_run(from.period, Bilingual::new("te weinig cellen om te vergelijken", "too few cells to compare"));
        }
    }
    for group in same.values_mut() {
        group.sort_by_cached_key(|from| (strange(census.schema, from), from.period, &from.source.path));
        let Some((original, others)) = group.split_first() else { continue };
        if original.counts() {
            out.passed(original.period, 1);
        }
        for copy in others.iter().filter(|copy| copy.counts()) {
            if is_mistaken(original, copy) {
                out.failed(Place::File { file: copy.source.path.clone() }, copy.period, draft(original, copy));
            } else {
                out.passed(copy.period, 1);
            }
        }
    }
}

/// How little a file fits what it is called: it is the copy rather than the original if its date is of another month, or if its
/// missions are another coordinator's.
fn strange(schema: &Schema, from: &Return) -> (bool, bool) {
    let misdated = from.period.zip(from.as_of).is_some_and(|(period, as_of)| !period.contains(as_of.date));
    let by_missions = placing::coordinator_by_missions(from, schema);
    (misdated, by_missions.is_some() && by_missions != from.coordinator)
}

/// Whether two files with the same contents cannot both be right.
fn is_mistaken(original: &Return, copy: &Return) -> bool {
    // A table that was put together from returns holds what they hold.
    if original.consolidated || copy.consolidated {
        return false;
    }
    let other_month = original.period.zip(copy.period).is_some_and(|(one, other)| one != other);
    let other_sender = original.coordinator.zip(copy.coordinator).is_some_and(|(one, other)| one != other);
    other_sender || (other_month && original.as_of.is_some())
}

fn draft(original: &Return, copy: &Return) -> Draft {
    let month = |of: &Return| {
        of.period.map_or_else(|| Bilingual::new("maand onbekend", "month unknown"), |month| Bilingual::same(month.to_string()))
    };
    let named = |of: &Return| Bilingual::same(SafeText::scrub(&of.source.path).to_string());
    let suggestion = if original.period == copy.period {
        Bilingual::new(
            "Kijk van welke coördinator deze opgave is, en vraag de andere om de eigen opgave.",
            "See whose return this is, and ask the other coordinator for theirs.",
        )
    } else {
        Bilingual::new(
            format!("Dit is de opgave van {}: vraag de coördinator om die van {}.", month(original).nl, month(copy).nl),
            format!("This is the return for {}: ask the coordinator for the one for {}.", month(original).en, month(copy).en),
        )
    };
    Draft { args: vec![("file", named(copy)), ("file2", named(original)), ("month2", month(original))], suggestion, ..Draft::default() }
}
