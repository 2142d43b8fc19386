//! What titles, headers and notes say of how the headcounts of a sheet are counted: without those temporarily home, cumulative, on
//! average, in full-time equivalents, with others than police officers.
//!
//! Only what is meant and where it stands is kept, never the text.

use std::ops::Range;

use crate::domain::layout::{Counting, Declared, SheetLayout};
use crate::domain::schema::Definitions;
use crate::domain::{CellRef, FieldType, RowFate, Schema, fold};

use super::header::Line;
use super::words::{spans, text_of};

/// So many words of a text are looked at.
const MOST_WORDS: usize = 60;
/// So many texts of a sheet are looked at, so that a hostile sheet costs no more.
const MOST_TEXTS: usize = 2000;
/// So many words may stand between two that belong together: `excl. 3 personen tijdelijk in NL`.
const NEAR: usize = 3;

/// A list of phrases, each as folded words.
#[derive(Debug, Clone, Default)]
struct Phrases(Vec<Vec<String>>);

impl Phrases {
    fn of(phrases: &[String]) -> Self {
        let words = |text: &String| spans(text, MOST_WORDS).into_iter().map(|(from, to)| fold(&text[from..to])).collect::<Vec<_>>();
        Self(phrases.iter().map(words).filter(|words| !words.is_empty()).collect())
    }

    /// The words at which a phrase stands, from the first.
    fn all<'t>(&'t self, text: &'t [String]) -> impl Iterator<Item = Range<usize>> + 't {
        (0..text.len()).filter_map(move |from| {
            let fitting = self.0.iter().filter(|phrase| text[from..].starts_with(phrase));
            fitting.map(|phrase| from..from + phrase.len()).max_by_key(|found| found.end)
        })
    }

    fn any(&self, text: &[String]) -> bool {
        self.all(text).next().is_some()
    }
}

/// The phrases of `schemas/settings.toml`, made once.
#[derive(Debug, Clone, Default)]
pub(super) struct Definer {
    temp_home: Phrases,
    left_out: Phrases,
    not_counted: Phrases,
    included: Phrases,
    negations: Phrases,
    headcount: Phrases,
    cumulative: Phrases,
    average: Phrases,
    fte: Phrases,
    others: Vec<Phrases>,
}

impl Definer {
    pub(super) fn new(definitions: &Definitions) -> Self {
        Self {
            temp_home: Phrases::of(&definitions.temp_home),
            left_out: Phrases::of(&definitions.left_out),
            not_counted: Phrases::of(&definitions.not_counted),
            included: Phrases::of(&definitions.included),
            negations: Phrases::of(&definitions.negations),
            headcount: Phrases::of(&definitions.headcount),
            cumulative: Phrases::of(&definitions.cumulative),
            average: Phrases::of(&definitions.average),
            fte: Phrases::of(&definitions.fte),
            others: definitions.others.iter().map(|group| Phrases::of(&group.words)).collect(),
        }
    }

    /// What a text says. A header is about the headcount; a title or note has to say so itself.
    fn read(&self, text: &str, header: bool) -> Vec<Counting> {
        let words: Vec<String> = spans(text, MOST_WORDS).into_iter().map(|(from, to)| fold(&text[from..to])).collect();
        let mut found = Vec::new();
        if self.excludes_home(&words) {
            found.push(Counting::WithoutHome);
        }
        let about = header || self.headcount.any(&words);
        let said = |phrases: &Phrases| about && phrases.all(&words).any(|at| !self.is_negated(&words, at.start));
        if said(&self.cumulative) {
            found.push(Counting::Cumulative);
        }
        if said(&self.average) {
            found.push(Counting::Average);
        }
        // A header in full-time equivalents is recognised where its figures are read.
        if !header && said(&self.fte) {
            found.push(Counting::Fte);
        }
        for (group, phrases) in self.others.iter().enumerate() {
            if phrases.all(&words).any(|at| self.is_included(&words, &at)) {
                found.push(Counting::Others(group));
            }
        }
        found
    }

    fn excludes_home(&self, words: &[String]) -> bool {
        self.temp_home.all(words).any(|home| {
            let before = &words[home.start.saturating_sub(NEAR + 1)..home.start];
            let after = &words[home.end..words.len().min(home.end + NEAR + 1)];
            let left_out = self.left_out.all(before).next();
            left_out.is_some_and(|at| !self.is_negated(before, at.start)) || self.not_counted.any(after)
        })
    }

    /// Whether one of the two words before a place says no.
    fn is_negated(&self, words: &[String], at: usize) -> bool {
        let before = &words[at.saturating_sub(2)..at];
        self.negations.any(before) || self.left_out.any(before)
    }

    /// Whether a text says that a group is counted in: `incl. KMar`, `politie en KMar`, `KMar meegeteld`.
    fn is_included(&self, words: &[String], at: &Range<usize>) -> bool {
        let before = &words[at.start.saturating_sub(NEAR)..at.start];
        let after = &words[at.end..words.len().min(at.end + NEAR)];
        let refused = self.negations.any(before) || self.left_out.any(before) || self.not_counted.any(after);
        !refused && (self.included.any(before) || self.included.any(after))
    }
}

/// What the texts around the headcounts of a sheet declare, each kind once.
pub(super) fn of_sheet(sheet: &SheetLayout, lines: &[Line<'_>], schema: &Schema, definer: &Definer) -> Vec<Declared> {
    let is_headcount = |table: usize, field: usize| schema.tables[table].fields[field].kind == FieldType::Headcount;
    let mut headers: Vec<(CellRef, (usize, usize))> = Vec::new();
    for table in &sheet.tables {
        for column in table.columns.iter().filter(|column| is_headcount(table.table, column.field)) {
            headers.extend(table.header_rows.iter().map(|row| (table.direction.cell(*row, column.col), (table.table, column.field))));
        }
    }
    if headers.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Declared> = Vec::new();
    let mut left = MOST_TEXTS;
    for (row, cells) in lines {
        let fate = usize::try_from(*row).ok().and_then(|row| sheet.fates.get(row)).copied().unwrap_or(RowFate::Other);
        for cell in *cells {
            let at = CellRef::new(*row, cell.col);
            let header = headers.iter().find(|(own, _)| *own == at);
            if header.is_none() && !matches!(fate, RowFate::Title | RowFate::Note) {
                continue;
            }
            let Some(text) = text_of(cell) else { continue };
            let Some(fewer) = left.checked_sub(1) else { return found };
            left = fewer;
            for counting in definer.read(text, header.is_some()) {
                if found.iter().all(|known| known.counting != counting) {
                    found.push(Declared { counting, cell: at });
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Bilingual;
    use crate::domain::schema::OtherGroup;

    fn definer() -> Definer {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        Definer::new(&Definitions {
            temp_home: words(&["tijdelijk in NL", "temporarily in NL"]),
            left_out: words(&["excl", "zonder", "excluding", "hors"]),
            not_counted: words(&["niet meegeteld", "not included"]),
            included: words(&["incl", "inclusief", "en", "meegeteld"]),
            negations: words(&["geen", "niet", "not"]),
            headcount: words(&["bezetting", "aantallen"]),
            cumulative: words(&["cumulatief", "sinds begin"]),
            average: words(&["gemiddeld", "gemiddelde"]),
            fte: words(&["fte"]),
            others: vec![OtherGroup { title: Bilingual::same("KMar"), words: words(&["KMar", "marechaussee"]) }],
        })
    }

    #[test]
    fn what_a_text_says_of_the_figures() {
        let definer = definer();
        for (text, header, expected) in [
            ("Bezetting excl. tijdelijk in NL", true, vec![Counting::WithoutHome]),
            ("Bezetting (zonder 3 personen tijdelijk in NL)", false, vec![Counting::WithoutHome]),
            ("* tijdelijk in NL zijn niet meegeteld", false, vec![Counting::WithoutHome]),
            ("hors temporarily in NL", false, vec![Counting::WithoutHome]),
            ("Waarvan tijdelijk in NL", true, vec![]),
            ("Bezetting incl. tijdelijk in NL", true, vec![]),
            ("Bezetting niet excl. tijdelijk in NL", true, vec![]),
            ("Bezetting cumulatief", true, vec![Counting::Cumulative]),
            ("Cumulatief 2026", true, vec![Counting::Cumulative]),
            ("Cumulatief 2026", false, vec![]),
            ("Aantallen sinds begin 2026", false, vec![Counting::Cumulative]),
            ("Aantallen, niet cumulatief", false, vec![]),
            ("Gemiddelde bezetting", false, vec![Counting::Average]),
            ("De gemiddelde leeftijd is 41", false, vec![]),
            ("Bezetting in fte", false, vec![Counting::Fte]),
            ("Bezetting in personen, geen fte", false, vec![]),
            ("Bezetting incl. KMar", true, vec![Counting::Others(0)]),
            ("Politie en marechaussee", false, vec![Counting::Others(0)]),
            ("KMar is meegeteld", false, vec![Counting::Others(0)]),
            ("Politie excl. KMar", false, vec![]),
            ("KMar niet meegeteld", false, vec![]),
            ("KMar geeft zelf op", false, vec![]),
            ("", true, vec![]),
        ] {
            assert_eq!(definer.read(text, header), expected, "{text}");
        }
    }
}
