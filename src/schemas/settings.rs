//! `settings.toml`: general settings.

use super::diagnostics::Mistakes;
use super::raw::{Document, Entry};
use crate::domain::Lang;
use crate::domain::schema::{Definitions, OtherGroup, Settings};

const LANGUAGES: [(&str, Lang); 2] = [("nl", Lang::Nl), ("en", Lang::En)];

/// The least and the most a limit can be. A file of a terabyte is no return.
const LIMITS: (i64, i64) = (1, 1 << 40);

/// The least and the most memory for reading a file, in bytes. With less than the least not even a plain return is read.
const MEMORY: (i64, i64) = (128 << 20, 1 << 40);

/// The least and the most time for reading a file, in seconds.
const SECONDS: (i64, i64) = (1, 86_400);

/// Reads the settings. A value with a mistake is replaced by one that is never used, since the mistake is an error.
pub(super) fn read(document: &Document<'_>, mistakes: &mut Mistakes) -> Settings {
    let mut root = document.root();
    root.need("language");
    let language = root.word("language", &LANGUAGES, mistakes).map(|item| item.value).unwrap_or_default();
    let small_count_threshold = number(&mut root, "small_count_threshold", (0, 1000), mistakes);
    let withhold = root.need("withhold_female_by_mission").and_then(|node| node.boolean(mistakes));
    let mut limit = |key| u64::try_from(number(&mut root, key, LIMITS, mistakes)).unwrap_or_default();
    let (max_file_bytes, max_unpacked_bytes) = (limit("max_file_bytes"), limit("max_unpacked_bytes"));
    let (max_cells, max_ratio) = (limit("max_cells"), limit("max_ratio"));
    let mut bounded = |key, bounds| u64::try_from(number(&mut root, key, bounds, mistakes)).unwrap_or_default();
    let (max_memory_bytes, max_seconds) = (bounded("max_memory_bytes", MEMORY), bounded("max_seconds", SECONDS));
    let settings = Settings {
        language,
        small_count_threshold,
        withhold_female_by_mission: withhold.is_some_and(|item| item.value),
        max_file_bytes,
        max_unpacked_bytes,
        max_cells,
        max_ratio,
        max_memory_bytes,
        max_seconds,
        total_labels: words(&mut root, "total_labels", mistakes),
        average_labels: words(&mut root, "average_labels", mistakes),
        of_which_labels: words(&mut root, "of_which_labels", mistakes),
        correction_words: words(&mut root, "correction_words", mistakes),
        definitions: root
            .get("definitions")
            .and_then(|node| node.entry(mistakes))
            .map(|entry| definitions(entry, mistakes))
            .unwrap_or_default(),
    };
    root.finish(mistakes);
    settings
}

/// A list that is not given has no words.
fn definitions(mut entry: Entry<'_>, mistakes: &mut Mistakes) -> Definitions {
    let mut own = |key| optional_words(&mut entry, key, mistakes);
    let mut definitions = Definitions {
        temp_home: own("temp_home"),
        left_out: own("left_out"),
        not_counted: own("not_counted"),
        included: own("included"),
        negations: own("negations"),
        headcount: own("headcount"),
        cumulative: own("cumulative"),
        average: own("average"),
        fte: own("fte"),
        others: Vec::new(),
    };
    for mut group in entry.entries("others", mistakes) {
        let title = group.need_bilingual("title", mistakes);
        let words = words(&mut group, "words", mistakes);
        group.finish(mistakes);
        definitions.others.extend(title.map(|title| OtherGroup { title, words }));
    }
    entry.finish(mistakes);
    definitions
}

fn number(root: &mut Entry<'_>, key: &'static str, (least, most): (i64, i64), mistakes: &mut Mistakes) -> i64 {
    root.need(key).and_then(|node| node.integer_within(least, most, mistakes)).map(|item| item.value).unwrap_or_default()
}

fn words(root: &mut Entry<'_>, key: &'static str, mistakes: &mut Mistakes) -> Vec<String> {
    root.need(key);
    optional_words(root, key, mistakes)
}

fn optional_words(root: &mut Entry<'_>, key: &'static str, mistakes: &mut Mistakes) -> Vec<String> {
    let Some(node) = root.get(key) else { return Vec::new() };
    let words = node.texts(mistakes);
    for word in &words {
        // An empty word would begin every label and stand in every file name.
        if crate::domain::fold(word.value).is_empty() {
            mistakes.at(word.at, "hier staat geen letter of cijfer", "there is no letter or digit here");
        }
    }
    words.iter().map(|word| word.value.to_string()).collect()
}
