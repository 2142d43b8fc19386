//! What is said of the changes that would mend something.

use std::collections::BTreeMap;

use crate::domain::{Bilingual, FieldType, Lang, Place, RecordRef, SafeText, Spans};

use super::change::{CellVar, Item, LineChange, NewLine};
use super::evaluate::Engine;
use super::problem::{Cause, Change, Cut};
use super::report::place_of_cell;
use super::search::Bounds;

/// At most so many alternatives are written out.
const MOST_ALTERNATIVES: usize = 8;
/// At most so many rows, or runs of rows, are named of one sheet.
const MOST_ROWS: usize = 20;

/// What a finding suggests.
pub(super) fn suggestion(engine: &Engine<'_, '_>, cause: &Cause) -> Bilingual {
    if cause.clouded {
        return Bilingual::new(
            "Hoe groot deze afwijking is, hangt af van een andere bevinding; los die eerst op.",
            "How far off this is depends on another finding; settle that one first.",
        );
    }
    let told = told(engine, cause);
    let (nl, en) = match cause.cut {
        None => return told,
        Some(Cut::Work) if cause.alternatives.is_empty() => return cut_off(),
        Some(Cut::Work) => (
            "Het zoeken is afgebroken, zodat er een kleinere of andere verklaring kan zijn.",
            "The search was cut off, so that there may be a smaller or another explanation.",
        ),
        Some(Cut::Changes) => (
            "Er is hier meer dan vijf keer iets mis; dat is één voor één gezocht, niet elke combinatie is geprobeerd.",
            "More than five things are wrong here; they were found one by one, and not every combination was tried.",
        ),
    };
    Bilingual::new(format!("{} {nl}", told.nl), format!("{} {en}", told.en))
}

fn cut_off() -> Bilingual {
    Bilingual::new(
        "Het zoeken naar een verklaring is afgebroken: er hangen te veel cellen en regels samen. Loop de genoemde getallen na.",
        "The search for an explanation was cut off: too many cells and lines hang together. Go through the figures named here.",
    )
}

/// The changes of a cause in words.
fn told(engine: &Engine<'_, '_>, cause: &Cause) -> Bilingual {
    let [alternatives @ .., last] = cause.alternatives.as_slice() else {
        return Bilingual::new(
            "Geen enkele wijziging van hooguit vijf cellen of regels laat alles sluiten; loop de genoemde getallen na.",
            "No change of up to five cells or lines makes everything agree; go through the figures named here.",
        );
    };
    let mut files = Files::default();
    let choices: usize = cause.alternatives.iter().map(|changes| choices(changes)).fold(0, usize::saturating_add);
    if alternatives.is_empty() && choices == 1 {
        return alone(engine, last, &mut files);
    }
    let (mut nl, mut en) = (Vec::new(), Vec::new());
    for changes in cause.alternatives.iter().take(MOST_ALTERNATIVES) {
        let words = together(engine, changes, &mut files);
        nl.push(words.nl);
        en.push(words.en);
    }
    let more = cause.alternatives.len().saturating_sub(MOST_ALTERNATIVES);
    if more > 0 {
        nl.push(format!("nog {more} andere"));
        en.push(format!("{more} others"));
    }
    let (least_nl, least_en) = if cause.complete { ("", "") } else { ("Ten minste ", "At least ") };
    Bilingual::new(
        format!("{least_nl}{choices} even kleine verklaringen: {}.", nl.join("; of: ")),
        format!("{least_en}{choices} equally small explanations: {}.", en.join("; or: ")),
    )
}

/// In how many ways lines can be chosen for changes that are made together.
fn choices(changes: &[Change]) -> usize {
    let of_one = |change: &Change| match change {
        Change::Lines { items, times, .. } if *times < items.len() => {
            // So many of so many, whatever the order.
            let chosen = (0..*times).try_fold(1_usize, |ways, at| Some(ways.checked_mul(items.len() - at)? / (at + 1)));
            chosen.unwrap_or(usize::MAX)
        }
        _ => 1,
    };
    changes.iter().map(of_one).fold(1, usize::saturating_mul)
}

/// The only changes that mend a finding, as sentences.
fn alone(engine: &Engine<'_, '_>, changes: &[Change], files: &mut Files) -> Bilingual {
    let words = together(engine, changes, files);
    if changes.iter().all(|change| matches!(change, Change::Cell { .. })) {
        // A sheet is called as it is.
        let by_place = matches!(changes.first(), Some(Change::Cell { cell, .. }) if !matches!(cell, CellVar::Annotation { .. }));
        let begun = |text: &str| if by_place { text.to_owned() } else { capital(text) };
        return Bilingual::new(
            format!("{}; dan sluit alles wat ervan afhangt.", begun(&words.nl)),
            format!("{}; then everything that depends on it agrees.", begun(&words.en)),
        );
    }
    Bilingual::new(format!("{}.", capital(&words.nl)), format!("{}.", capital(&words.en)))
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Changes that are made together.
fn together(engine: &Engine<'_, '_>, changes: &[Change], files: &mut Files) -> Bilingual {
    let words: Vec<Bilingual> = changes.iter().map(|change| one(engine, change, files)).collect();
    let join = |lang: Lang, and: &str| words.iter().map(|words| words.get(lang)).collect::<Vec<_>>().join(and);
    Bilingual::new(join(Lang::Nl, ", én "), join(Lang::En, ", and "))
}

fn one(engine: &Engine<'_, '_>, change: &Change, files: &mut Files) -> Bilingual {
    match change {
        Change::Cell { cell, counts } => {
            let place = place_of_cell(engine, *cell);
            let at = location(&place, files);
            let counts: Vec<Bilingual> = counts.iter().map(|bounds| count_words(*bounds)).collect();
            let nl: Vec<&str> = counts.iter().map(|count| count.nl.as_str()).collect();
            let en: Vec<&str> = counts.iter().map(|count| count.en.as_str()).collect();
            Bilingual::new(format!("{at} zou {} moeten zijn", enumerated(&nl, "of")), format!("{at} should be {}", enumerated(&en, "or")))
        }
        Change::Lines { items, ways, times } => match items.first() {
            Some(Item::New(_)) => missing_lines(engine, items, *times, files),
            Some(Item::Renamed { like, .. }) => renamed(engine, items, *like, files),
            _ => lines(engine, items, ways, *times, files),
        },
    }
}

/// Lines that are there, any of which could be otherwise.
fn lines(engine: &Engine<'_, '_>, items: &[Item], ways: &[LineChange], times: usize, files: &mut Files) -> Bilingual {
    let lines: Vec<RecordRef> = items.iter().filter_map(|item| if let Item::Line(at) = item { Some(*at) } else { None }).collect();
    let Bilingual { nl: of_nl, en: of_en } = rows_of(engine, &lines, files);
    let ways = way_words(engine, &lines, ways);
    if lines.len() <= times {
        let (verb_nl, verb_en) = if lines.len() == 1 { ("verklaart", "explains") } else { ("verklaren samen", "together explain") };
        return Bilingual::new(
            format!("{of_nl} {verb_nl} het verschil: {}", ways.nl),
            format!("{of_en} {verb_en} the difference: {}", ways.en),
        );
    }
    let (number_nl, number_en) = number_of(times);
    let (number_nl, number_en) = (format!("{number_nl} van de "), format!("{number_en} of "));
    let (verb_nl, verb_en) = if times == 1 { ("verklaart", "explains") } else { ("verklaren", "explain") };
    Bilingual::new(
        format!("{number_nl}{of_nl} {verb_nl} het verschil: {}", ways.nl),
        format!("{number_en}{of_en} {verb_en} the difference: {}", ways.en),
    )
}

/// A number of changes in words.
const fn number_of(times: usize) -> (&'static str, &'static str) {
    match times {
        1 => ("één", "one"),
        2 => ("twee", "two"),
        3 => ("drie", "three"),
        4 => ("vier", "four"),
        _ => ("vijf", "five"),
    }
}

/// Where lines stand: their rows, by sheet.
fn rows_of(engine: &Engine<'_, '_>, lines: &[RecordRef], files: &mut Files) -> Bilingual {
    let mut sheets: BTreeMap<(usize, usize), Vec<u32>> = BTreeMap::new();
    for at in lines {
        let table = engine.census.table(*at);
        sheets.entry((at.ret, table.sheet)).or_default().push(table.rows[at.record] + 1);
    }
    let (mut nl, mut en) = (Vec::new(), Vec::new());
    for ((ret, sheet), mut rows) in sheets {
        rows.sort_unstable();
        let path = &engine.census.returns[ret].source.path;
        let name = sheet_words(engine.census.sheet_name(ret, sheet), path);
        let file = files.mention(path);
        let (sheet_nl, sheet_en) =
            if name.is_empty() { <_>::default() } else { (format!(" van blad {name}"), format!(" of sheet {name}")) };
        let (row_nl, row_en) = if rows.len() == 1 { ("regel", "row") } else { ("regels", "rows") };
        let shown = runs(&rows);
        nl.push(format!("{row_nl} {}{sheet_nl}{file}", shown.nl));
        en.push(format!("{row_en} {}{sheet_en}{file}", shown.en));
    }
    Bilingual::new(nl.join(" en "), en.join(" and "))
}

/// What could be done to lines, such as: leave the line out, fill in Actual end or correct Start.
fn way_words(engine: &Engine<'_, '_>, lines: &[RecordRef], ways: &[LineChange]) -> Bilingual {
    let Some(first) = lines.first() else { return Bilingual::default() };
    let fields = &engine.census.schema.tables[engine.census.table(*first).schema].fields;
    let mut otherwise: Vec<usize> =
        ways.iter().filter_map(|way| if let LineChange::Field { field, .. } = way { Some(*field) } else { None }).collect();
    otherwise.sort_unstable();
    otherwise.dedup();
    // An end that is not there is filled in; everything else is corrected.
    let is_open = |at: &RecordRef, field: usize| engine.census.table(*at).date(field, at.record).is_none();
    let open_end = |field: &usize| fields[*field].kind == FieldType::LastDay && lines.iter().all(|at| is_open(at, *field));
    let (fill, correct): (Vec<usize>, Vec<usize>) = otherwise.into_iter().partition(open_end);
    let titles = |of: &[usize], lang: Lang, or: &str| {
        let titles: Vec<&str> = of.iter().map(|field| fields[*field].title.get(lang)).collect();
        enumerated(&titles, or)
    };
    let mut options = Vec::new();
    if ways.contains(&LineChange::LeftOut) {
        options.push(("laat de regel weg".to_owned(), "leave the line out".to_owned()));
    }
    if !fill.is_empty() {
        options.push((format!("vul {} in", titles(&fill, Lang::Nl, "of")), format!("fill in {}", titles(&fill, Lang::En, "or"))));
    }
    if !correct.is_empty() {
        options.push((format!("verbeter {}", titles(&correct, Lang::Nl, "of")), format!("correct {}", titles(&correct, Lang::En, "or"))));
    }
    let nl: Vec<&str> = options.iter().map(|(nl, _)| nl.as_str()).collect();
    let en: Vec<&str> = options.iter().map(|(_, en)| en.as_str()).collect();
    Bilingual::new(enumerated(&nl, "of"), enumerated(&en, "or"))
}

/// Lines that seem to be missing: of persons who were there the month before, or of nobody known.
fn missing_lines(engine: &Engine<'_, '_>, items: &[Item], times: usize, files: &mut Files) -> Bilingual {
    let census = engine.census;
    let new: Vec<NewLine> = items.iter().filter_map(|item| if let Item::New(new) = item { Some(*new) } else { None }).collect();
    let Some(first) = new.first() else { return Bilingual::default() };
    let mission = &census.schema.registry.missions[first.mission].name;
    let title = &census.schema.tables[first.table].title;
    let (nl, en) = (title.nl.to_lowercase(), title.en.to_lowercase());
    let known: Vec<String> = new.iter().filter_map(|new| new.like).map(|at| location(&census.place(at, None), files)).collect();
    if known.is_empty() {
        return if times == 1 {
            Bilingual::new(
                format!("er lijkt een regel van {mission} te ontbreken ({nl}, {})", first.period),
                format!("a line of {mission} seems to be missing ({en}, {})", first.period),
            )
        } else {
            Bilingual::new(
                format!("er lijken {times} regels van {mission} te ontbreken ({nl}, {})", first.period),
                format!("{times} lines of {mission} seem to be missing ({en}, {})", first.period),
            )
        };
    }
    let more = known.len().saturating_sub(MOST_ROWS);
    let shown: Vec<&str> = known.iter().take(MOST_ROWS).map(String::as_str).collect();
    let (more_nl, more_en) = if more > 0 { (format!(" en nog {more}"), format!(" and {more} more")) } else { <_>::default() };
    let shown = shown.join(", ");
    let (who_nl, who_en) = match (known.len(), times) {
        (1, _) => (format!("de persoon van {shown} lijkt"), format!("the person of {shown} seems")),
        (all, _) if all <= times => (format!("de personen van {shown} lijken"), format!("the persons of {shown} seem")),
        (_, 1) => (format!("één van de personen van {shown}{more_nl} lijkt"), format!("one of the persons of {shown}{more_en} seems")),
        _ => {
            let (nl, en) = number_of(times);
            (format!("{nl} van de personen van {shown}{more_nl} lijken"), format!("{en} of the persons of {shown}{more_en} seem"))
        }
    };
    Bilingual::new(
        format!("{nl} {} ({mission}): {who_nl} te ontbreken", first.period),
        format!("{en} {} ({mission}): {who_en} to be missing", first.period),
    )
}

/// Lines under a new key, one of which could be of somebody who was there the month before.
fn renamed(engine: &Engine<'_, '_>, items: &[Item], like: RecordRef, files: &mut Files) -> Bilingual {
    let place = engine.census.place(like, engine.counted[engine.census.table(like).schema].key);
    let before = location(&place, files);
    let lines: Vec<RecordRef> =
        items.iter().filter_map(|item| if let Item::Renamed { line, .. } = item { Some(*line) } else { None }).collect();
    let rows = rows_of(engine, &lines, files);
    let (one_nl, one_en) = if lines.len() == 1 { ("", "") } else { ("één van de ", "one of ") };
    Bilingual::new(
        format!("de persoon van {before} lijkt nu onder een andere sleutel te staan in {one_nl}{}", rows.nl),
        format!("the person of {before} now seems to stand under another key in {one_en}{}", rows.en),
    )
}

/// The count that a cell would have to hold, for the column `expected`.
pub(super) fn range((least, most): Bounds) -> String {
    match most {
        Some(most) if most <= least => least.to_string(),
        Some(most) if least == 0 => format!("<= {most}"),
        Some(most) => format!("{least}-{most}"),
        None => format!(">= {least}"),
    }
}

fn count_words((least, most): Bounds) -> Bilingual {
    match most {
        Some(most) if most <= least => Bilingual::same(least.to_string()),
        Some(most) if least == 0 => Bilingual::new(format!("hoogstens {most}"), format!("at most {most}")),
        Some(most) => Bilingual::new(format!("{least} tot en met {most}"), format!("{least} to {most}")),
        None => Bilingual::new(format!("ten minste {least}"), format!("at least {least}")),
    }
}

/// Says of each file which it is, once.
#[derive(Default)]
struct Files {
    last: Option<String>,
}

impl Files {
    fn mention(&mut self, file: &str) -> String {
        if self.last.as_deref() == Some(file) {
            return String::new();
        }
        self.last = Some(file.to_owned());
        format!(" ({file})")
    }
}

/// Sheet, cell and, unless it was just named, file. A csv has no sheets; its only one is called like the file.
fn location(place: &Place, files: &mut Files) -> String {
    let sheet = sheet_words(place.sheet(), place.file());
    let file = files.mention(place.file());
    match place.cell() {
        Some(cell) if sheet.is_empty() => format!("{cell}{file}"),
        Some(cell) => format!("{sheet}!{cell}{file}"),
        None => format!("{sheet}{file}"),
    }
}

fn sheet_words(sheet: &str, file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if sheet == stem { String::new() } else { SafeText::scrub(sheet).to_string() }
}

/// Rows that follow each other as one: `2-5 and 9`.
fn runs(rows: &[u32]) -> Bilingual {
    let runs: Vec<(u32, u32)> = Spans::of(rows.iter().copied()).iter().collect();
    let shown: Vec<String> = runs
        .iter()
        .take(MOST_ROWS)
        .flat_map(|(first, last)| match last - first {
            0 => vec![first.to_string()],
            1 => vec![first.to_string(), last.to_string()],
            _ => vec![format!("{first}-{last}")],
        })
        .collect();
    let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
    if runs.len() > MOST_ROWS {
        let all = shown.join(", ");
        return Bilingual::new(format!("{all} …"), format!("{all} …"));
    }
    Bilingual::new(enumerated(&shown, "en"), enumerated(&shown, "and"))
}

/// Words in a row: `a, b or c`.
fn enumerated(words: &[&str], or: &str) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {or} {last}", first.join(", ")),
    }
}
