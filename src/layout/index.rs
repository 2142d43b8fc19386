//! What headers and labels mean, looked up by their folded form.

use std::collections::HashMap;

use crate::domain::layout::AddsUp;
use crate::domain::{FastMap, FastSet, FieldType, Schema, fold, month_of_name};

use super::beginnings::Beginnings;
use super::dated::{self, When};
use super::declared::Definer;
pub(super) use super::reading::Reading;
use super::reading::agree;
use super::total::PARTS as TOTAL_PARTS;
use super::vocabulary::{AS_OF_LABELS, COUNTERPARTS, GROUP_WORDS, STAND, WORDS_OF_WHOLE};
use super::words;

/// Longest text, in bytes, that is taken for a header.
const MAX_HEADER: usize = 300;
/// Longest text, in bytes, for which a similar header is looked for.
const MAX_SIMILAR: usize = 60;
/// What stands between two languages of one header.
const LANGUAGES: [char; 4] = ['/', '|', '\n', ';'];
/// Most digits that a footnote mark outside brackets adds to a header.
const MAX_ADDED_DIGITS: usize = 4;
/// How similar a header must be to be named in a finding.
const SIMILAR: f64 = 0.85;

/// Every header of a schema, made once and used for all sheets.
#[derive(Debug, Clone)]
pub struct HeaderIndex {
    meanings: Vec<Meaning>,
    /// Every field as `table.field`, by table.
    names: Vec<Vec<String>>,
    by_name: FastMap<String, usize>,
    /// Most digits that a header has.
    digits: usize,
    similar: Vec<Vec<(String, usize)>>,
    as_of: FastSet<String>,
    as_of_first_words: FastSet<String>,
    totals: FastSet<String>,
    averages: FastSet<String>,
    of_which: FastSet<String>,
    missions: FastSet<String>,
    groups: FastSet<String>,
    /// Which missions a total with such a word adds up.
    parts: HashMap<String, AddsUp>,
    of_whole: FastSet<String>,
    /// How words for totals and averages begin.
    labels: Beginnings,
    /// What texts say of how headcounts are counted.
    pub(super) definer: Definer,
    /// What a header with nothing but a date and a word for "stand" means.
    stand: usize,
    /// The fields with a mission, by table.
    mission_fields: Vec<Vec<usize>>,
}

/// All that one header may mean.
#[derive(Debug, Clone, Default)]
struct Meaning {
    /// Fields by table and index that go by it in so many words.
    plain: Vec<(usize, usize)>,
    /// Fields it may stand for by the list of ambiguous headers.
    listed: Vec<(usize, usize)>,
    /// The same as they are declared.
    declared: Vec<String>,
    /// The kind of personal data.
    personal: Option<String>,
    /// The header it needs beside it.
    counterpart: Option<&'static str>,
}

/// A header that was recognised: one meaning, or one for each language it is written in (`Missie / Mission`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    meanings: Vec<usize>,
    /// Whether the header says it in so many words, without anything added.
    pub(super) exact: bool,
}

impl HeaderIndex {
    /// Collects the headers and labels of a schema.
    #[must_use]
    pub fn new(schema: &Schema) -> Self {
        let mut index = Self {
            meanings: Vec::new(),
            names: schema.tables.iter().map(|t| t.fields.iter().map(|f| format!("{}.{}", t.name, f.name)).collect()).collect(),
            by_name: FastMap::default(),
            digits: 0,
            labels: Beginnings::default(),
            similar: vec![Vec::new(); schema.tables.len()],
            as_of: AS_OF_LABELS.iter().map(|label| fold(label)).collect(),
            as_of_first_words: FastSet::default(),
            totals: FastSet::default(),
            averages: FastSet::default(),
            of_which: FastSet::default(),
            missions: FastSet::default(),
            groups: FastSet::default(),
            parts: HashMap::new(),
            of_whole: FastSet::default(),
            definer: Definer::new(&schema.settings.definitions),
            stand: 0,
            mission_fields: schema.tables.iter().map(|table| fields_of(&table.fields, FieldType::Mission).collect()).collect(),
        };
        let headcounts = schema.tables.iter().enumerate();
        let headcounts = headcounts.flat_map(|(at, table)| fields_of(&table.fields, FieldType::Headcount).map(move |field| (at, field)));
        index.meanings.push(Meaning { plain: headcounts.collect(), ..Meaning::default() });
        for (table, declared) in schema.tables.iter().enumerate() {
            for (field, declared) in declared.fields.iter().enumerate() {
                for synonym in &declared.synonyms {
                    let Some(meaning) = index.meaning(synonym) else { continue };
                    if !meaning.plain.contains(&(table, field)) {
                        meaning.plain.push((table, field));
                    }
                    index.similar[table].push((fold(synonym), field));
                    if declared.name == "as_of" {
                        index.as_of.insert(fold(synonym));
                    }
                }
            }
        }
        index.add_ambiguous(schema);
        index.add_personal(schema);
        index.as_of_first_words = AS_OF_LABELS.iter().filter_map(|label| words::first(label)).collect();
        for field in schema.tables.iter().flat_map(|table| &table.fields).filter(|field| field.name == "as_of") {
            index.as_of_first_words.extend(field.synonyms.iter().filter_map(|synonym| words::first(synonym)));
        }
        let labels = |labels: &[String]| labels.iter().map(|label| fold(label)).filter(|label| !label.is_empty()).collect();
        index.totals = labels(&schema.settings.total_labels);
        index.averages = labels(&schema.settings.average_labels);
        index.of_which = labels(&schema.settings.of_which_labels);
        let words = index.totals.iter().chain(&index.averages).map(String::as_str).chain(TOTAL_PARTS);
        index.labels = Beginnings::of(words);
        index.digits = index.by_name.keys().map(|name| digits(name)).max().unwrap_or(0);
        let registry = &schema.registry;
        let names = registry.missions.iter().flat_map(|mission| [&mission.name, &mission.id].into_iter().chain(&mission.aliases));
        index.missions = names.chain(registry.ambiguous.iter().map(|name| &name.alias)).map(|name| fold(name)).collect();
        index.missions.remove("");
        let lists = schema.code_lists.iter().filter(|list| matches!(list.name.as_str(), "organisation" | "region"));
        index.groups = lists.flat_map(|list| &list.codes).flat_map(|code| &code.synonyms).map(|label| fold(label)).collect();
        index.groups.remove("");
        index.add_parts(schema);
        index.add_words_of_whole(schema);
        // A name of one mission is never taken for a group.
        let one = registry.missions.iter().flat_map(|mission| [&mission.name, &mission.id].into_iter().chain(&mission.aliases));
        for name in one {
            index.groups.remove(&fold(name));
        }
        index
    }

    fn meaning(&mut self, header: &str) -> Option<&mut Meaning> {
        let folded = fold(header);
        if folded.is_empty() {
            return None;
        }
        let next = self.meanings.len();
        let at = *self.by_name.entry(folded).or_insert(next);
        if at == next {
            self.meanings.push(Meaning::default());
        }
        self.meanings.get_mut(at)
    }

    fn add_ambiguous(&mut self, schema: &Schema) {
        for ambiguous in &schema.ambiguous_headers {
            let listed: Vec<(usize, usize)> = ambiguous.fields.iter().flat_map(|name| resolve(schema, name)).collect();
            let personal = ambiguous.fields.iter().find_map(|name| name.strip_prefix("pii."));
            let only_as_of = ambiguous.fields.iter().all(|name| name.ends_with(".as_of"));
            let counterpart = COUNTERPARTS.iter().find(|(header, _)| fold(&ambiguous.header) == *header).map(|(_, other)| *other);
            if only_as_of {
                self.as_of.insert(fold(&ambiguous.header));
            }
            let Some(meaning) = self.meaning(&ambiguous.header) else { continue };
            meaning.declared = ambiguous.fields.clone();
            meaning.counterpart = counterpart;
            meaning.personal = personal.map(str::to_owned);
            for field in listed {
                if !meaning.listed.contains(&field) {
                    meaning.listed.push(field);
                }
            }
        }
    }

    /// Words for organisations and regions. One that stands for two says nothing.
    fn add_parts(&mut self, schema: &Schema) {
        let part = |list: &str, code: &str| match list {
            "organisation" => Some(AddsUp::Organisation(code.to_owned())),
            "region" => Some(AddsUp::Region(code.to_owned())),
            _ => None,
        };
        for list in &schema.code_lists {
            for (code, synonym) in list.codes.iter().flat_map(|code| code.synonyms.iter().map(move |synonym| (code, synonym))) {
                let Some(part) = part(&list.name, &code.code) else { break };
                let known = self.parts.entry(fold(synonym)).or_insert_with(|| part.clone());
                if *known != part {
                    *known = AddsUp::Unclear;
                }
            }
        }
        self.parts.remove("");
    }

    /// Which missions the label of a total says that it adds up, by the name of an organisation or a region: `Totaal EU-missies`.
    pub(super) fn part_of(&self, label: &str) -> Option<AddsUp> {
        let words = words::spans(label, 8).into_iter().map(|(from, to)| fold(&label[from..to]));
        let part =
            |word: &str| TOTAL_PARTS.iter().any(|part| word.strip_prefix(part).is_some_and(|rest| rest.is_empty() || self.is_total(rest)));
        let says_total = |word: &String| self.is_total(word) || part(word);
        let rest: String = words.filter(|word| !says_total(word) && !GROUP_WORDS.contains(&word.as_str())).collect();
        self.parts.get(&rest).cloned()
    }

    /// Words of the names of coordinators and regions, and such as say of a total no more than that it is one.
    fn add_words_of_whole(&mut self, schema: &Schema) {
        let regions = schema.code_lists.iter().filter(|list| list.name == "region").flat_map(|list| &list.codes);
        let names = schema.coordinators.iter().flat_map(|one| [&one.id, &one.name].into_iter().chain(&one.aliases));
        let all = regions.flat_map(|code| &code.synonyms).chain(names).map(String::as_str).chain(WORDS_OF_WHOLE);
        self.of_whole = all.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).map(fold).collect();
        self.of_whole.remove("");
    }

    fn add_personal(&mut self, schema: &Schema) {
        for personal in &schema.personal_headers {
            for synonym in &personal.synonyms {
                if let Some(meaning) = self.meaning(synonym) {
                    meaning.personal = Some(personal.kind.clone());
                }
            }
        }
    }

    /// The meaning of a header: as it stands, or without what people add to one (a unit, a footnote mark, a second language).
    pub(super) fn look_up(&self, raw: &str) -> Option<Known> {
        // Folding drops the sign, and a percentage is no count.
        if raw.len() > MAX_HEADER || raw.contains(['%', '‰']) {
            return None;
        }
        // Numbers and keys of persons are no headers, and every cell is asked.
        if digits(raw) > self.digits + MAX_ADDED_DIGITS && !raw.contains(['(', '[']) && !raw.contains(LANGUAGES) {
            return None;
        }
        if let Some(found) = self.by_name.get(&fold(raw)) {
            return Some(Known { meanings: vec![*found], exact: true });
        }
        self.look_up_variant(raw)
            .map(|one| vec![one])
            .or_else(|| self.look_up_languages(raw))
            .map(|meanings| Known { meanings, exact: false })
    }

    /// The meaning of a header that is known but for a date in it (`Bezetting per 31-05-2026`), and that date.
    pub(super) fn look_up_dated(&self, raw: &str) -> Option<(Known, When)> {
        let found = dated::in_text(raw)?;
        Some((self.look_up_beside_date(&found.rest)?, found.when))
    }

    /// The meaning of what a header says besides its date.
    pub(super) fn look_up_beside_date(&self, rest: &str) -> Option<Known> {
        if rest.is_empty() {
            return None;
        }
        if STAND.contains(&fold(rest).as_str()) {
            return Some(Known { meanings: vec![self.stand], exact: false });
        }
        self.look_up(rest).map(|known| Known { exact: false, ..known })
    }

    /// Whether a header may stand for the mission that a row of a table is about.
    pub(super) fn may_be_mission(&self, known: &Known, table: usize) -> bool {
        let fields = self.mission_fields.get(table).map_or(&[][..], Vec::as_slice);
        let meanings = known.meanings.iter().map(|at| &self.meanings[*at]);
        meanings.flat_map(|meaning| meaning.plain.iter().chain(&meaning.listed)).any(|(at, field)| *at == table && fields.contains(field))
    }

    /// The same for any table.
    pub(super) fn may_be_any_mission(&self, known: &Known) -> bool {
        (0..self.mission_fields.len()).any(|table| self.may_be_mission(known, table))
    }

    /// The field of a table with the mission that a row is about: of several the required one.
    pub(super) fn mission_field(&self, schema: &Schema, table: usize) -> Option<usize> {
        let fields = self.mission_fields.get(table)?;
        fields.iter().copied().min_by_key(|field| (!schema.tables[table].fields[*field].required, *field))
    }

    fn look_up_one(&self, raw: &str) -> Option<usize> {
        self.by_name.get(&fold(raw)).copied().or_else(|| self.look_up_variant(raw))
    }

    /// The meaning of a header without what people add to one.
    fn look_up_variant(&self, raw: &str) -> Option<usize> {
        if words::is_bare(raw) {
            return None;
        }
        let exactly = |text: &str| self.by_name.get(&fold(text)).copied();
        let bare = words::without_footnote_mark(raw);
        let unbracketed = words::without_brackets(bare);
        let bare_again = words::without_footnote_mark(&unbracketed);
        let unitless = words::without_fte(bare_again);
        [bare, bare_again, unitless, words::without_fused_digit(unitless)].into_iter().filter(|text| *text != raw).find_map(exactly)
    }

    fn look_up_languages(&self, raw: &str) -> Option<Vec<usize>> {
        if !raw.contains(LANGUAGES) {
            return None;
        }
        let parts: Vec<&str> = raw.split(LANGUAGES).filter(|part| !fold(part).is_empty()).collect();
        if !(2..=4).contains(&parts.len()) {
            return None;
        }
        let found: Vec<Option<usize>> = parts.iter().map(|part| self.look_up_one(part)).collect();
        let all: Option<Vec<usize>> = found.iter().copied().collect();
        // A header that names persons is one for personal data whatever else it says.
        let personal = || found.iter().flatten().find(|at| self.meanings[**at].personal.is_some()).map(|at| vec![*at]);
        all.or_else(personal)
    }

    /// What a known header means in a table. `beside` tells whether another header stands in the same rows.
    pub(super) fn read(&self, known: &Known, table: usize, beside: &dyn Fn(&str) -> bool) -> Reading {
        let mut readings = known.meanings.iter().map(|at| self.read_one(&self.meanings[*at], table, beside));
        let Some(first) = readings.next() else { return Reading::Elsewhere(Vec::new()) };
        readings.fold(first, agree)
    }

    fn read_one(&self, meaning: &Meaning, table: usize, beside: &dyn Fn(&str) -> bool) -> Reading {
        let within = |fields: &[(usize, usize)]| -> Vec<usize> { fields.iter().filter(|(at, _)| *at == table).map(|(_, f)| *f).collect() };
        let listed = within(&meaning.listed);
        let fields = if listed.is_empty() { within(&meaning.plain) } else { listed };
        let declared = || meaning.declared.iter().filter(|name| !name.ends_with(".total_label"));
        match fields.as_slice() {
            [_] if meaning.counterpart.is_some_and(|other| !beside(other)) => Reading::Several(fields),
            [field] => Reading::Field { field: *field, settled: declared().count() > 1 },
            [] => match &meaning.personal {
                Some(kind) => Reading::Personal(kind.clone()),
                None if meaning.declared.is_empty() => {
                    Reading::Elsewhere(meaning.plain.iter().map(|(at, f)| self.names[*at][*f].clone()).collect())
                }
                None => Reading::Elsewhere(declared().cloned().collect()),
            },
            _ => Reading::Several(fields),
        }
    }

    /// The tables that a header helps to recognise, in the order of the schema, each once.
    pub(super) fn tables(&self, known: &Known) -> Vec<usize> {
        let mut tables: Vec<usize> = known
            .meanings
            .iter()
            .flat_map(|at| self.meanings[*at].listed.iter().chain(&self.meanings[*at].plain))
            .map(|(table, _)| *table)
            .collect();
        tables.sort_unstable();
        tables.dedup();
        tables
    }

    /// Whether a header may stand for one of the fields by which some table is recognised.
    pub(super) fn recognises(&self, known: &Known, schema: &Schema) -> bool {
        let fields = known.meanings.iter().flat_map(|at| self.meanings[*at].listed.iter().chain(&self.meanings[*at].plain));
        fields.into_iter().any(|(table, field)| schema.tables[*table].recognised_by.contains(field))
    }

    /// A field's name as `table.field`.
    pub(super) fn name(&self, table: usize, field: usize) -> &str {
        self.names.get(table).and_then(|fields| fields.get(field)).map_or("", String::as_str)
    }

    /// The field of a table whose header is most similar to a text, as `table.field`, if one is similar.
    pub(super) fn nearest(&self, raw: &str, table: usize) -> Option<String> {
        if raw.len() > MAX_SIMILAR {
            return None;
        }
        let wanted = fold(&words::without_brackets(raw));
        if wanted.chars().count() < 3 {
            return None;
        }
        let mut best: Option<(f64, usize)> = None;
        for (synonym, field) in self.similar.get(table)?.iter().filter(|(synonym, _)| synonym.len() >= 3) {
            let score = strsim::jaro_winkler(&wanted, synonym);
            if score >= SIMILAR && best.is_none_or(|(top, _)| score > top) {
                best = Some((score, *field));
            }
        }
        best.map(|(_, field)| self.name(table, field).to_owned())
    }

    /// Whether a text is a name of a mission or one that several missions share.
    pub(super) fn is_mission(&self, text: &str) -> bool {
        self.missions.contains(&fold(text))
    }

    /// The same for a name that may carry a footnote mark.
    pub(super) fn names_mission(&self, text: &str) -> bool {
        text.len() <= MAX_HEADER && (self.is_mission(text) || self.is_mission(words::without_footnote_mark(text)))
    }

    /// Whether a text names a group of missions by who leads them or where they are: `EU-missies`, `Missies van de VN`.
    pub(super) fn is_group(&self, text: &str) -> bool {
        let words = words::spans(text, 8).into_iter().map(|(from, to)| fold(&text[from..to]));
        let rest: String = words.filter(|word| !GROUP_WORDS.contains(&word.as_str())).collect();
        self.groups.contains(&rest) || self.groups.contains(&fold(text))
    }

    /// Whether a folded word beside one for a total leaves it a total of the whole table.
    pub(super) fn is_of_whole(&self, folded: &str) -> bool {
        self.of_whole.contains(folded) || folded.bytes().all(|b| b.is_ascii_digit()) || month_of_name(folded).is_some()
    }

    /// Whether folded text is a label of an as-of line.
    pub(super) fn is_as_of(&self, folded: &str) -> bool {
        self.as_of.contains(folded)
    }

    /// Whether a folded word begins a label of an as-of line.
    pub(super) fn begins_as_of(&self, folded: &str) -> bool {
        self.as_of_first_words.contains(folded)
    }

    /// Whether a text may begin with a word for a total or an average: a cheap look.
    pub(super) fn may_be_total(&self, text: &str) -> bool {
        self.labels.fit(text)
    }

    /// Whether folded text is a word for a total.
    pub(super) fn is_total(&self, folded: &str) -> bool {
        self.totals.contains(folded)
    }

    /// Whether folded text is a word for an average.
    pub(super) fn is_average(&self, folded: &str) -> bool {
        self.averages.contains(folded)
    }

    /// Whether folded text begins a line about a part of another one.
    pub(super) fn is_of_which(&self, folded: &str) -> bool {
        self.of_which.contains(folded)
    }
}

fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn fields_of(fields: &[crate::domain::Field], kind: FieldType) -> impl Iterator<Item = usize> {
    fields.iter().enumerate().filter(move |(_, field)| field.kind == kind).map(|(at, _)| at)
}

/// The fields that a declared name stands for: `ref.x` and `any.x` are the fields named `x` of all tables.
fn resolve(schema: &Schema, name: &str) -> Vec<(usize, usize)> {
    let Some((owner, field)) = name.split_once('.') else { return Vec::new() };
    let any = matches!(owner, "ref" | "any");
    let tables = schema.tables.iter().enumerate();
    tables
        .filter(|(_, table)| any || table.name == owner || table.name.strip_suffix('s') == Some(owner))
        .filter_map(|(at, table)| table.field(field).map(|field| (at, field)))
        .collect()
}
