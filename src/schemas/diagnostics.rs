//! Mistakes in the schemas: collected first, shown all at once, each with its line and a caret.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::source::Source;
use crate::domain::{Bilingual, Lang, nearest};
use crate::error::Error;

/// A place in a schema file: which file, and the bytes from and to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) file: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Spot {
    pub(super) const fn new(file: usize, span: &Range<usize>) -> Self {
        Self { file, from: span.start, to: span.end }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item<T> {
    pub(super) value: T,
    pub(super) at: Spot,
}

/// One mistake.
#[derive(Debug, Clone)]
struct Mistake {
    place: Place,
    title: Bilingual,
    label: Bilingual,
    help: Option<Bilingual>,
    other: Option<(Spot, Bilingual)>,
}

#[derive(Debug, Clone)]
enum Place {
    At(Spot),
    /// A file or folder whose text cannot be shown, by its path relative to the schemas.
    File(String),
}

/// All mistakes found so far.
#[derive(Debug, Default)]
pub(super) struct Mistakes {
    list: Vec<Mistake>,
}

/// Adds to a mistake that has just been reported.
pub(super) struct Reported<'a>(&'a mut Mistake);

impl Reported<'_> {
    /// How to mend it.
    pub(super) fn help(self, nl: impl Into<String>, en: impl Into<String>) -> Self {
        self.0.help = Some(Bilingual::new(nl, en));
        self
    }

    /// Suggests the most similar of some words, or lists them if there are few and none is similar.
    pub(super) fn did_you_mean<'w>(self, given: &str, words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        if let Some(word) = nearest(given, words.iter().copied()) {
            self.help(format!("bedoelt u `{word}`?"), format!("did you mean `{word}`?"))
        } else if !words.is_empty() && words.len() <= 16 {
            let list = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            self.help(format!("mogelijk zijn {list}"), format!("possible are {list}"))
        } else {
            self
        }
    }

    /// Another place that has to do with it.
    pub(super) fn other(self, at: Spot, nl: impl Into<String>, en: impl Into<String>) -> Self {
        self.0.other = Some((at, Bilingual::new(nl, en)));
        self
    }
}

impl Mistakes {
    /// Number of mistakes so far.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    fn push(&mut self, place: Place, title: Bilingual) -> Reported<'_> {
        let at = self.list.len();
        self.list.push(Mistake { place, title, label: Bilingual::default(), help: None, other: None });
        Reported(&mut self.list[at])
    }

    /// Reports a mistake at a place.
    pub(super) fn at(&mut self, at: Spot, nl: impl Into<String>, en: impl Into<String>) -> Reported<'_> {
        self.push(Place::At(at), Bilingual::new(nl, en))
    }

    /// Reports a mistake about a whole file.
    pub(super) fn file(&mut self, path: impl Into<String>, nl: impl Into<String>, en: impl Into<String>) -> Reported<'_> {
        self.push(Place::File(path.into()), Bilingual::new(nl, en))
    }

    /// Ends with all mistakes as one error, in order of file and line; does nothing if there are none.
    pub(super) fn into_error(mut self, root: &str, sources: &[Source], lang: Lang, colour: bool) -> Result<(), Error> {
        if self.list.is_empty() {
            return Ok(());
        }
        self.list.sort_by(|a, b| order(a, sources).cmp(&order(b, sources)));
        // A field that several tables share is looked at with each of them.
        self.list.dedup_by(|a, b| order(a, sources) == order(b, sources) && a.title == b.title);
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let shown: Vec<String> = self.list.iter().map(|mistake| renderer.render(&[group(mistake, root, sources, lang)])).collect();
        Err(Error::Schema { report: harmless(&shown.join("\n\n"), colour), mistakes: self.list.len() })
    }
}

/// A report in which nothing that stands in a file can steer the terminal. The renderer marks most of such characters, and not those
/// from U+0080 on.
fn harmless(report: &str, colour: bool) -> String {
    let wanted = |c: char| c == '\n' || (colour && c == '\u{1b}');
    let steers =
        |c: char| c.is_control() || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    report.chars().map(|c| if steers(c) && !wanted(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

fn order<'a>(mistake: &'a Mistake, sources: &'a [Source]) -> (&'a str, usize, usize) {
    match &mistake.place {
        Place::File(path) => (path, 0, 0),
        Place::At(at) => (sources.get(at.file).map_or("", |source| source.path.as_str()), at.from, at.to),
    }
}

fn group<'a>(mistake: &Mistake, root: &str, sources: &'a [Source], lang: Lang) -> Group<'a> {
    let (error, tip) = match lang {
        Lang::En => (Level::ERROR, Level::HELP),
        Lang::Nl => (Level::ERROR.with_name("fout"), Level::HELP.with_name("tip")),
    };
    let mut group = Group::with_title(error.primary_title(mistake.title.get(lang).to_string()));
    match &mistake.place {
        Place::File(path) => group = group.element(Origin::path(shown_path(root, path))),
        Place::At(at) => {
            let near = mistake.other.as_ref().filter(|(other, _)| line_of(*other, sources) == line_of(*at, sources));
            group = group.element(snippet(*at, mistake.label.get(lang), near.map(|(at, note)| (*at, note.get(lang))), root, sources));
            if let Some((other, note)) = mistake.other.as_ref().filter(|_| near.is_none()) {
                group = group.element(context(*other, note.get(lang), root, sources));
            }
        }
    }
    if let Some(help) = &mistake.help {
        group = group.element(Element::from(tip.message(normalize_untrusted_str(help.get(lang)))));
    }
    group
}

fn shown_path(root: &str, path: &str) -> String {
    if root.is_empty() || path.is_empty() { format!("{root}{path}") } else { format!("{}/{path}", root.trim_end_matches('/')) }
}

/// The line a place begins in: file, number from one, its text, and the place within it.
struct Line<'a> {
    source: &'a Source,
    number: usize,
    text: &'a str,
    span: Range<usize>,
}

fn line(at: Spot, sources: &[Source]) -> Option<Line<'_>> {
    let source = sources.get(at.file)?;
    let text = source.text.as_str();
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let from = floor(at.from);
    let begin = text[..from].rfind('\n').map_or(0, |at| at + 1);
    let end = text[from..].find('\n').map_or(text.len(), |at| from + at);
    let to = floor(at.to).clamp(from, end);
    let number = text[..begin].matches('\n').count() + 1;
    Some(Line { source, number, text: text[begin..end].trim_end_matches('\r'), span: from - begin..to - begin })
}

fn line_of(at: Spot, sources: &[Source]) -> Option<(usize, usize)> {
    line(at, sources).map(|line| (at.file, line.number))
}

fn clamped(line: &Line<'_>, span: Range<usize>) -> Range<usize> {
    span.start.min(line.text.len())..span.end.min(line.text.len())
}

/// Only the line itself is handed over, so that a report of many mistakes in a long file stays cheap.
fn snippet<'a>(
    at: Spot,
    label: &str,
    near: Option<(Spot, &str)>,
    root: &str,
    sources: &'a [Source],
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let Some(found) = line(at, sources) else { return Snippet::source("") };
    let mut annotation = AnnotationKind::Primary.span(clamped(&found, found.span.clone()));
    if !label.is_empty() {
        annotation = annotation.label(normalize_untrusted_str(label));
    }
    let mut snippet =
        Snippet::source(found.text).line_start(found.number).path(shown_path(root, &found.source.path)).annotation(annotation);
    if let Some((near, note)) = near.and_then(|(near, note)| Some((line(near, sources)?, note))) {
        snippet = snippet.annotation(AnnotationKind::Context.span(clamped(&near, near.span.clone())).label(normalize_untrusted_str(note)));
    }
    snippet
}

fn context<'a>(at: Spot, note: &str, root: &str, sources: &'a [Source]) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let Some(found) = line(at, sources) else { return Snippet::source("") };
    Snippet::source(found.text)
        .line_start(found.number)
        .path(shown_path(root, &found.source.path))
        .annotation(AnnotationKind::Context.span(clamped(&found, found.span.clone())).label(normalize_untrusted_str(note)))
}
