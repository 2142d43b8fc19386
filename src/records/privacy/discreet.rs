//! Takes names of persons out of everything of a return that may be shown: what stood in a cell, headers, names of sheets.

use std::collections::HashSet;

use crate::domain::names::{Suspicion, without_names};
use crate::domain::placing::stem;
use crate::domain::returns::RejectedRow;
use crate::domain::{Bilingual, Column, FieldType, Return, SafeText, Schema, TableSchema, fold};

use super::names::NO_NAME;

/// Words of the field, folded. What is among them is no name of a person.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    words: HashSet<String>,
    /// The same by their number of bytes, each with the letters it has.
    by_length: Vec<Vec<(u32, String)>>,
}

impl Vocabulary {
    /// Every word of the names, labels and synonyms that the schemas know.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let mut own = Self::default();
        for mission in &schema.registry.missions {
            own.add(&mission.name);
            own.add(&mission.id);
            mission.aliases.iter().for_each(|alias| own.add(alias));
        }
        schema.registry.ambiguous.iter().for_each(|name| own.add(&name.alias));
        for table in &schema.tables {
            own.add_both(&table.title);
            for field in &table.fields {
                own.add_both(&field.title);
                field.synonyms.iter().for_each(|synonym| own.add(synonym));
            }
            table.missing_values.iter().for_each(|value| own.add(value));
        }
        for code in schema.code_lists.iter().flat_map(|list| &list.codes) {
            own.add(&code.code);
            code.synonyms.iter().for_each(|synonym| own.add(synonym));
        }
        for coordinator in &schema.coordinators {
            own.add(&coordinator.id);
            own.add(&coordinator.name);
            coordinator.aliases.iter().for_each(|alias| own.add(alias));
        }
        let settings = &schema.settings;
        let labels = settings.total_labels.iter().chain(&settings.average_labels).chain(&settings.of_which_labels);
        labels.for_each(|label| own.add(label));
        let says = &settings.definitions;
        for words in [
            &says.temp_home,
            &says.left_out,
            &says.not_counted,
            &says.included,
            &says.negations,
            &says.headcount,
            &says.cumulative,
            &says.average,
            &says.fte,
        ] {
            words.iter().for_each(|word| own.add(word));
        }
        says.others.iter().flat_map(|group| &group.words).for_each(|word| own.add(word));
        NO_NAME.iter().chain(&MORE).for_each(|word| own.add(word));
        own
    }

    fn add_both(&mut self, text: &Bilingual) {
        self.add(&text.nl);
        self.add(&text.en);
    }

    fn add(&mut self, text: &str) {
        for word in text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| word.len() > 1) {
            if !self.words.contains(&word) {
                if self.by_length.len() <= word.len() {
                    self.by_length.resize_with(word.len() + 1, Vec::new);
                }
                self.by_length[word.len()].push((letters(&word), word.clone()));
                self.words.insert(word);
            }
        }
    }

    pub(super) fn knows(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// Whether a text holds a word of three letters or more that is none of these.
    pub(super) fn is_news(&self, text: &str) -> bool {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).map(fold);
        words.any(|word| word.chars().count() > 2 && word.chars().any(char::is_alphabetic) && !self.knows(&word))
    }

    /// Whether a word is one of these but for a typing error.
    fn nearly_knows(&self, word: &str) -> bool {
        if word.len() > LONGEST_MISSPELT {
            return false;
        }
        let errors = if word.chars().count() > SHORT_WORD { 2 } else { 1 };
        let own = letters(word);
        // One error changes at most two of the letters that a word has; that is cheap to tell.
        let near =
            |(has, known): &(u32, String)| (has ^ own).count_ones() as usize <= 2 * errors && strsim::levenshtein(known, word) <= errors;
        (word.len().saturating_sub(errors)..=word.len() + errors).filter_map(|length| self.by_length.get(length)).flatten().any(near)
    }

    fn mask(&self, text: &str, suspicion: Suspicion) -> Option<String> {
        without_names(text, suspicion, &|word| self.knows(word))
    }

    /// As `mask`, but a misspelt name of a mission or code stays: it is to be recognised.
    fn mask_misspelt(&self, text: &str, suspicion: Suspicion) -> Option<String> {
        without_names(text, suspicion, &|word| self.knows(word) || self.nearly_knows(word))
    }

    /// Takes names out of a cell of a table, as far as one may stand in a field of that kind. A misspelt mission or code stays.
    pub(in crate::records) fn withhold(&self, text: &mut SafeText, table: &TableSchema, kind: FieldType) {
        self.clean(text, suspicion(table, kind), matches!(kind, FieldType::Mission | FieldType::Code));
    }

    fn clean(&self, text: &mut SafeText, suspicion: Suspicion, compare: bool) {
        let without = if compare { self.mask_misspelt(text.as_str(), suspicion) } else { self.mask(text.as_str(), suspicion) };
        if let Some(without) = without {
            *text = SafeText::scrub(&without);
        }
    }
}

/// Which letters a word has, one bit for each; others share bits.
fn letters(word: &str) -> u32 {
    word.chars().fold(0, |has, c| has | 1 << (u32::from(c) % 32))
}

/// Up to this number of letters one typing error is allowed, from there on two.
const SHORT_WORD: usize = 5;
/// The longest word, in bytes, that is taken for a misspelt one.
const LONGEST_MISSPELT: usize = 30;
/// The most texts of a file that are compared with every known word; a file with more is not a matter of typing errors.
const MOST_COMPARED: usize = 1_000;

/// Words that stand in counts, dates, headers and names of sheets, and in no schema.
const MORE: [&str; 61] = [
    "ca",
    "circa",
    "ongeveer",
    "max",
    "min",
    "minimaal",
    "maximaal",
    "zie",
    "waarvan",
    "dont",
    "incl",
    "excl",
    "inclusief",
    "exclusief",
    "geen",
    "nihil",
    "nul",
    "none",
    "aucun",
    "onbekend",
    "unknown",
    "inconnu",
    "heden",
    "lopend",
    "present",
    "ongoing",
    "begin",
    "eind",
    "einde",
    "medio",
    "half",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "kwartaal",
    "helft",
    "blad",
    "sheet",
    "tabel",
    "table",
    "opgave",
    "overzicht",
    "stand",
    "lijst",
    "list",
    "feuille",
    "maandopgave",
    "rapport",
    "report",
    "data",
];

/// Takes the names out of a return that was read.
pub fn withhold_names(from: &mut Return, schema: &Schema, vocabulary: &Vocabulary) {
    let mut compared = 0;
    for at in 0..from.rejected.len() {
        let sheet = from.rejected[at].sheet;
        let layouts = from.sheets.get(sheet).map_or(&[][..], |sheet| &sheet.layout.tables);
        let row = &mut from.rejected[at];
        let table = layouts.iter().find(|layout| layout.data_rows.binary_search(&row.row).is_ok());
        let kind = |header: &str| {
            let layout = table?;
            let column = layout.columns.iter().find(|column| column.header == header)?;
            let table = schema.tables.get(layout.table)?;
            Some((table, table.fields.get(column.field)?.kind))
        };
        rejected(row, &kind, vocabulary, &mut compared);
    }
    for table in &mut from.tables {
        let declared = &schema.tables[table.schema];
        for remark in &mut table.remarks {
            let kind = declared.fields[remark.field].kind;
            let suspicion = suspicion(declared, kind);
            let compare = compared < MOST_COMPARED && matches!(kind, FieldType::Mission | FieldType::Code);
            compared += usize::from(compare);
            vocabulary.clean(&mut remark.raw, suspicion, compare);
        }
        let shown = table.columns.iter_mut().enumerate().filter(|(field, _)| !declared.compares(*field));
        for (_, column) in shown {
            if let Column::Texts(values) = &mut column.values {
                for text in values.iter_mut().flatten() {
                    if let Some(without) = vocabulary.mask(text, Suspicion::Names) {
                        *text = without.into();
                    }
                }
            }
        }
    }
    from.personal.iter_mut().for_each(|data| vocabulary.clean(&mut data.header, Suspicion::Names, false));
    let of_file = stem(&from.source.path).to_owned();
    for (at, sheet) in from.sheets.iter_mut().enumerate() {
        for layout in &mut sheet.layout.tables {
            layout.unknown.iter_mut().for_each(|column| vocabulary.clean(&mut column.header, Suspicion::Names, false));
            layout.personal.iter_mut().for_each(|column| vocabulary.clean(&mut column.header, Suspicion::Names, false));
            layout.claims.iter_mut().for_each(|claim| vocabulary.clean(&mut claim.label, Suspicion::Names, false));
            for column in &mut layout.columns {
                if let Some(without) = vocabulary.mask(&column.header, Suspicion::Names) {
                    column.header = without;
                }
            }
            for fixed in &mut layout.fixed {
                let mut shown = SafeText::scrub(&fixed.text);
                vocabulary.clean(&mut shown, Suspicion::Names, true);
                fixed.text = shown.to_string();
            }
        }
        for (_, name) in sheet.layout.outlines.iter_mut().flat_map(|outline| &mut outline.columns) {
            vocabulary.clean(name, Suspicion::Names, false);
        }
        // A note may be about anybody.
        for (_, text) in &mut sheet.layout.notes {
            if let Some(without) = vocabulary.mask(text, Suspicion::Capitals) {
                *text = without;
            }
        }
        if let Some(as_of) = &mut sheet.layout.as_of {
            vocabulary.clean(&mut as_of.raw, Suspicion::Capitals, false);
        }
        // The sheet of a csv file is called as the file is.
        if sheet.name != of_file {
            sheet.name = sheet_name(&sheet.name, at, vocabulary);
        }
    }
}

/// A sheet's name as it may be shown. One that is changed gets the number of the sheet, so that it can be found.
fn sheet_name(name: &str, at: usize, vocabulary: &Vocabulary) -> String {
    let scrubbed = SafeText::scrub(name);
    let shown = vocabulary.mask(scrubbed.as_str(), Suspicion::Names).unwrap_or_else(|| scrubbed.to_string());
    if shown == name.trim() { name.to_owned() } else { format!("{shown} #{}", at + 1) }
}

/// Where no name belongs every unknown capital is suspect; a misspelt mission or code is to be recognised.
fn suspicion(table: &TableSchema, kind: FieldType) -> Suspicion {
    let misspelt = matches!(kind, FieldType::Mission | FieldType::Code | FieldType::Text | FieldType::PersonKey);
    if misspelt && !table.about_persons { Suspicion::Names } else { Suspicion::Capitals }
}

fn rejected<'s>(
    row: &mut RejectedRow,
    kind: &dyn Fn(&str) -> Option<(&'s TableSchema, FieldType)>,
    vocabulary: &Vocabulary,
    compared: &mut usize,
) {
    for (header, text) in &mut row.cells {
        let known = kind(header);
        let suspicion = known.map_or(Suspicion::Capitals, |(table, kind)| suspicion(table, kind));
        let misspelt = known.is_some_and(|(_, kind)| matches!(kind, FieldType::Mission | FieldType::Code));
        let compare = misspelt && *compared < MOST_COMPARED;
        *compared += usize::from(compare);
        vocabulary.clean(text, suspicion, compare);
        if let Some(without) = vocabulary.mask(header, Suspicion::Names) {
            *header = without;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::example::schema;
    use proptest::prelude::*;

    proptest! {
        /// Looking at letters first leaves out no word that is near.
        #[test]
        fn a_misspelt_word_is_known_whatever_the_error(at in 0..1000_usize, place in 0..12_usize, letter in "[a-zé]", error in 0..3_u8) {
            let vocabulary = Vocabulary::new(&schema());
            let mut known: Vec<&String> = vocabulary.words.iter().filter(|word| word.chars().count() > 2).collect();
            known.sort();
            let word = known[at % known.len()];
            let mut letters: Vec<char> = word.chars().collect();
            let place = place % letters.len();
            match error {
                0 => letters[place] = letter.chars().next().expect("a letter"),
                1 => letters.insert(place, letter.chars().next().expect("a letter")),
                _ => drop(letters.remove(place)),
            }
            let misspelt: String = letters.into_iter().collect();
            // An accent makes a letter longer in bytes.
            prop_assume!(misspelt.is_ascii() || word.len().abs_diff(misspelt.len()) <= 1);
            prop_assert!(vocabulary.nearly_knows(&misspelt), "{word} {misspelt}");
        }
    }
}
